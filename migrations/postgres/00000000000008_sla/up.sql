-- What is promised of a component, in thousandths of a percent of a month.
ALTER TABLE components ADD COLUMN slo INTEGER;

-- What customers get back. What was decided is never worked out again; what more is owed is a row of its own.
CREATE TABLE credits (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    month TEXT NOT NULL,
    incident_id TEXT REFERENCES incidents (id),
    maintenance_id TEXT REFERENCES maintenances (id),
    component_id TEXT NOT NULL,
    region_id TEXT NOT NULL,
    availability INTEGER NOT NULL,
    share INTEGER NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    decided_at TIMESTAMP,
    decided_by TEXT NOT NULL,
    told_at TIMESTAMP
);
CREATE INDEX credits_by_month ON credits (month, customer_id);
CREATE INDEX credits_by_incident ON credits (incident_id);

-- How a contact reads: the zone of times and the language.
ALTER TABLE contacts ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE contacts ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
CREATE INDEX contacts_by_email ON contacts (email);

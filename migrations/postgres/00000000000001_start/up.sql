-- Ids are made by the program (ULID text, or the id of an imported source). Times are UTC.
-- Words such as severities and states, and JSON, are text. SQLite has the same statements but for storage parameters.

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row: counts every change that the public page shows. Rows that changed carry the number.
CREATE TABLE page_revision (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    value BIGINT NOT NULL
);
INSERT INTO page_revision (id, value) VALUES (1, 1);

CREATE TABLE regions (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE component_groups (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE components (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    group_id TEXT REFERENCES component_groups (id),
    position INTEGER NOT NULL,
    show_uptime BOOLEAN NOT NULL
);

-- A component runs in a region, and its health there is known since a time.
CREATE TABLE placements (
    component_id TEXT NOT NULL REFERENCES components (id),
    region_id TEXT NOT NULL REFERENCES regions (id),
    known_since TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    PRIMARY KEY (component_id, region_id)
);

CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE sessions (
    id_hash TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE api_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE incidents (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    phase TEXT NOT NULL,
    customers_affected INTEGER,
    started_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP NOT NULL,
    resolved_at TIMESTAMP,
    next_update_at TIMESTAMP,
    revision BIGINT NOT NULL
);
CREATE INDEX incidents_by_revision ON incidents (revision);
CREATE INDEX incidents_by_start ON incidents (started_at);

CREATE TABLE maintenances (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    phase TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX maintenances_by_revision ON maintenances (revision);

CREATE TABLE updates (
    id TEXT NOT NULL PRIMARY KEY,
    incident_id TEXT REFERENCES incidents (id),
    maintenance_id TEXT REFERENCES maintenances (id),
    phase TEXT NOT NULL,
    body TEXT NOT NULL,
    said_at TIMESTAMP NOT NULL,
    author TEXT NOT NULL,
    CHECK ((incident_id IS NULL) <> (maintenance_id IS NULL))
);
CREATE INDEX updates_by_incident ON updates (incident_id, said_at);
CREATE INDEX updates_by_maintenance ON updates (maintenance_id, said_at);

-- The health of a component in a region over a span of time: the one source of health and uptime.
CREATE TABLE impacts (
    id TEXT NOT NULL PRIMARY KEY,
    incident_id TEXT REFERENCES incidents (id),
    maintenance_id TEXT REFERENCES maintenances (id),
    component_id TEXT NOT NULL REFERENCES components (id),
    region_id TEXT NOT NULL REFERENCES regions (id),
    health TEXT NOT NULL,
    from_at TIMESTAMP NOT NULL,
    until_at TIMESTAMP,
    CHECK ((incident_id IS NULL) <> (maintenance_id IS NULL))
);
CREATE INDEX impacts_by_incident ON impacts (incident_id);
CREATE INDEX impacts_by_maintenance ON impacts (maintenance_id);

CREATE TABLE subscribers (
    id TEXT NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    state TEXT NOT NULL,
    filter TEXT NOT NULL,
    zone TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    stopped_at TIMESTAMP,
    UNIQUE (channel, address_key)
);
-- Audience previews count by filter without touching the rows.
CREATE INDEX subscribers_by_filter ON subscribers (state, channel, filter);
CREATE INDEX subscribers_by_created ON subscribers (state, created_at);

-- The outbox: one thing to tell, written in the transaction that made it true.
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    incident_id TEXT REFERENCES incidents (id),
    content TEXT NOT NULL,
    audience TEXT NOT NULL,
    priority INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    fan_out_cursor TEXT NOT NULL,
    fanned_out_at TIMESTAMP
);
CREATE INDEX notices_to_fan_out ON notices (fanned_out_at, priority, id);
CREATE INDEX notices_by_incident ON notices (incident_id, id);
CREATE INDEX notices_by_kind ON notices (kind, created_at);

CREATE TABLE deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    notice_id TEXT NOT NULL REFERENCES notices (id),
    recipient_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    incident_id TEXT,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at TIMESTAMP NOT NULL,
    leased_until TIMESTAMP,
    lease TEXT,
    reply TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    UNIQUE (notice_id, recipient_id, channel)
-- Room on each page lets a claim change a row in place, without touching an index.
) WITH (fillfactor = 60);
-- Only what waits is searched by the sender, so the index stays small however long the ledger grows.
CREATE INDEX deliveries_waiting ON deliveries (priority, due_at) WHERE state = 'queued';
CREATE INDEX deliveries_by_recipient ON deliveries (recipient_id, incident_id);

CREATE TABLE attempts (
    delivery_id TEXT NOT NULL REFERENCES deliveries (id),
    number INTEGER NOT NULL,
    at TIMESTAMP NOT NULL,
    outcome TEXT NOT NULL,
    reply TEXT NOT NULL,
    PRIMARY KEY (delivery_id, number)
);

-- What a repeated request already made.
CREATE TABLE idempotency_keys (
    key TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    made TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- Who did what, append-only.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);

-- A review is due, and ends public or internal. Only a public one is ever published.
ALTER TABLE postmortems ADD COLUMN is_public BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE postmortems ADD COLUMN due_at TIMESTAMP;
ALTER TABLE postmortems ADD COLUMN finished_at TIMESTAMP;
UPDATE postmortems SET finished_at = published_at;

-- What is to be done so that it does not happen again.
CREATE TABLE actions (
    id TEXT NOT NULL PRIMARY KEY,
    incident_id TEXT NOT NULL REFERENCES incidents (id),
    title TEXT NOT NULL,
    owner TEXT NOT NULL,
    due_on TEXT NOT NULL,
    done_at TIMESTAMP
);
CREATE INDEX actions_by_incident ON actions (incident_id);

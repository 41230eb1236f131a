-- Planned work that comes again. Each date is a maintenance of its own; those that come soon are written down.
CREATE TABLE series (
    id TEXT NOT NULL PRIMARY KEY,
    rule TEXT NOT NULL,
    zone TEXT NOT NULL,
    first_at TIMESTAMP NOT NULL,
    length INTEGER NOT NULL,
    input TEXT NOT NULL,
    made_until TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);

CREATE TABLE occurrences (
    maintenance_id TEXT NOT NULL PRIMARY KEY REFERENCES maintenances (id),
    series_id TEXT NOT NULL REFERENCES series (id)
);
CREATE INDEX occurrences_by_series ON occurrences (series_id);

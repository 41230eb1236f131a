-- Through which incident one was told of while it was a part of that.
CREATE TABLE kinships (
    incident_id TEXT NOT NULL REFERENCES incidents (id),
    whole_id TEXT NOT NULL REFERENCES incidents (id),
    since TIMESTAMP NOT NULL,
    until TIMESTAMP,
    PRIMARY KEY (incident_id, whole_id, since)
);

-- Where a component ran before, and what is known of it then.
CREATE TABLE past_placements (
    component_id TEXT NOT NULL REFERENCES components (id),
    region_id TEXT NOT NULL REFERENCES regions (id),
    known_since TIMESTAMP NOT NULL,
    ended_at TIMESTAMP NOT NULL,
    PRIMARY KEY (component_id, region_id, known_since)
);

-- The first start on the clocks of the zone, which may skip it.
ALTER TABLE series ADD COLUMN wall TIMESTAMP;

-- Who wants no more of one incident, whatever else they asked for.
CREATE TABLE mutes (
    incident_id TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    subscriber_id TEXT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    PRIMARY KEY (incident_id, subscriber_id)
);
CREATE INDEX mutes_by_subscriber ON mutes (subscriber_id);

-- Who hears of one incident until it ends, whatever else they asked for.
CREATE TABLE follows (
    incident_id TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    subscriber_id TEXT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    PRIMARY KEY (incident_id, subscriber_id)
);
CREATE INDEX follows_by_subscriber ON follows (subscriber_id);

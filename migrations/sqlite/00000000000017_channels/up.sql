-- Each channel takes its own, so that a slow one delays no other.
DROP INDEX deliveries_waiting;
CREATE INDEX deliveries_waiting ON deliveries (channel, priority, due_at) WHERE state = 'queued';

-- Which of its secrets a webhook is signed with, and since when.
ALTER TABLE subscribers ADD COLUMN secret_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE subscribers ADD COLUMN secret_changed_at TIMESTAMP;

ALTER TABLE subscribers DROP COLUMN secret_changed_at;
ALTER TABLE subscribers DROP COLUMN secret_version;
DROP INDEX deliveries_waiting;
CREATE INDEX deliveries_waiting ON deliveries (priority, due_at) WHERE state = 'queued';

ALTER TABLE senders DROP COLUMN moved_at;

DROP INDEX notices_in_progress;
ALTER TABLE notices DROP COLUMN held_at;
ALTER TABLE notices DROP COLUMN done_at;

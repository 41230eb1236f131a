ALTER TABLE notices DROP COLUMN first_left_at;

ALTER TABLE updates DROP COLUMN next_at;

-- The promise of a next update that an update made.
ALTER TABLE updates ADD COLUMN next_at TIMESTAMP;

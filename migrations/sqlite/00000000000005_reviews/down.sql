DROP TABLE actions;
ALTER TABLE postmortems DROP COLUMN finished_at;
ALTER TABLE postmortems DROP COLUMN due_at;
ALTER TABLE postmortems DROP COLUMN is_public;

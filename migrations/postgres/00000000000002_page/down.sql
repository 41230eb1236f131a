DROP TABLE files;
DROP TABLE translations;
DROP TABLE postmortems;
ALTER TABLE incidents DROP COLUMN parent_id;
ALTER TABLE subscribers DROP COLUMN language;

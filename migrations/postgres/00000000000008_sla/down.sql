DROP INDEX contacts_by_email;
ALTER TABLE contacts DROP COLUMN language;
ALTER TABLE contacts DROP COLUMN zone;
DROP TABLE credits;
ALTER TABLE components DROP COLUMN slo;

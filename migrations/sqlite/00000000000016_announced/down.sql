ALTER TABLE occurrences DROP COLUMN announced;

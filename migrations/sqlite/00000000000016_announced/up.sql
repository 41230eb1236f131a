-- Whether the first mail of a series named this date.
ALTER TABLE occurrences ADD COLUMN announced BOOLEAN NOT NULL DEFAULT FALSE;

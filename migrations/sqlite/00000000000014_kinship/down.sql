ALTER TABLE series DROP COLUMN wall;
DROP TABLE past_placements;
DROP TABLE kinships;

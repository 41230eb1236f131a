ALTER TABLE updates DROP COLUMN template;
DROP TABLE templates;

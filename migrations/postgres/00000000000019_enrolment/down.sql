ALTER TABLE suppressions DROP COLUMN address;
ALTER TABLE suppressions DROP COLUMN reason;
ALTER TABLE subscribers DROP COLUMN consent;

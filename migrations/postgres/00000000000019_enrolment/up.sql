-- Where and when somebody agreed who was added by staff.
ALTER TABLE subscribers ADD COLUMN consent TEXT NOT NULL DEFAULT '';

-- Staff may add addresses that nothing is ever sent to; of those that were erased at their holder's wish only the mark is kept.
ALTER TABLE suppressions ADD COLUMN reason TEXT NOT NULL DEFAULT 'erased';
ALTER TABLE suppressions ADD COLUMN address TEXT NOT NULL DEFAULT '';

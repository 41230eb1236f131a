-- When the first message of a notice left, whichever server sent it; of those before today it is not told any more.
ALTER TABLE notices ADD COLUMN first_left_at TIMESTAMP;
UPDATE notices SET first_left_at = created_at;

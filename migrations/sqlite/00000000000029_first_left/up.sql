-- When the first message of a notice left, whichever server sent it; of those before today it is not told any more.
ALTER TABLE notices ADD COLUMN first_left_at TIMESTAMP;
UPDATE notices SET first_left_at = created_at;
-- When each server last got on with sending: one that leaves all to others does not stand still while they move.
ALTER TABLE senders ADD COLUMN moved_at TIMESTAMP;

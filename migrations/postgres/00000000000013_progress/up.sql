-- When nothing of a notice waited any more, and since when staff hold it.
ALTER TABLE notices ADD COLUMN done_at TIMESTAMP;
ALTER TABLE notices ADD COLUMN held_at TIMESTAMP;
UPDATE notices SET done_at = fanned_out_at
WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.notice_id = notices.id AND deliveries.state = 'queued');
CREATE INDEX notices_in_progress ON notices (done_at, fanned_out_at);

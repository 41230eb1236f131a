-- What has not left is little beside a ledger of years, and is what everybody asks for.
CREATE INDEX deliveries_unsent ON deliveries (state, notice_id) WHERE state <> 'sent';
-- And what must be tried again, to see at once whether a server refuses us by policy.
CREATE INDEX deliveries_tried ON deliveries (due_at) WHERE state = 'queued' AND attempts > 0;

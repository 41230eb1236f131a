-- A start reads what is of late first: incidents by when they were over and by what they did, and the newest message.
CREATE INDEX incidents_by_end ON incidents (resolved_at);
CREATE INDEX impacts_by_end ON impacts (until_at);
CREATE INDEX updates_by_time ON updates (said_at);

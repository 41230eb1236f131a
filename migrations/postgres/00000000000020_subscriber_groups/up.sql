-- Subscribers that staff put together, such as “Enterprise EU”.
CREATE TABLE subscriber_groups (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE group_members (
    group_id TEXT NOT NULL REFERENCES subscriber_groups (id) ON DELETE CASCADE,
    subscriber_id TEXT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, subscriber_id)
);
CREATE INDEX group_members_by_subscriber ON group_members (subscriber_id);

-- The groups that an incident or a maintenance is told to alone; it is told to everyone where none is named.
CREATE TABLE told_groups (
    subject TEXT NOT NULL,
    group_id TEXT NOT NULL REFERENCES subscriber_groups (id),
    PRIMARY KEY (subject, group_id)
);
CREATE INDEX told_groups_by_group ON told_groups (group_id);

DROP TABLE told_groups;
DROP TABLE group_members;
DROP TABLE subscriber_groups;

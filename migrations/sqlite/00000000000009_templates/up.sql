-- Texts of staff. One without a name stands in place of the built-in one of its kind.
CREATE TABLE templates (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by TEXT NOT NULL
);
CREATE UNIQUE INDEX templates_by_name ON templates (kind, name);

-- Which template an update was written from, for what its mails say.
ALTER TABLE updates ADD COLUMN template TEXT NOT NULL DEFAULT '';

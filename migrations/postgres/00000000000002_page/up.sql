-- The language that a subscriber reads, as a tag (BCP 47).
ALTER TABLE subscribers ADD COLUMN language TEXT NOT NULL DEFAULT 'en';

-- A smaller incident inside a cascading one.
ALTER TABLE incidents ADD COLUMN parent_id TEXT REFERENCES incidents (id);

-- The review of an incident. It changes with the revision of its incident.
CREATE TABLE postmortems (
    incident_id TEXT NOT NULL PRIMARY KEY REFERENCES incidents (id),
    body TEXT NOT NULL,
    published_at TIMESTAMP
);

-- What staff say in further languages: of which thing, which field, in which language.
CREATE TABLE translations (
    subject TEXT NOT NULL,
    field TEXT NOT NULL,
    lang TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (subject, field, lang)
);

-- Pictures of the brand. The media type was found by looking into the bytes.
CREATE TABLE files (
    id TEXT NOT NULL PRIMARY KEY,
    media_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL
);

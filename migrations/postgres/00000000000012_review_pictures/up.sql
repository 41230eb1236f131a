-- Pictures in the reviews of incidents. They are public when the review is.
CREATE TABLE review_pictures (
    incident_id TEXT NOT NULL REFERENCES postmortems (incident_id),
    file_id TEXT NOT NULL REFERENCES files (id),
    alt TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    PRIMARY KEY (incident_id, file_id)
);
CREATE INDEX review_pictures_by_file ON review_pictures (file_id);

-- Addresses that were erased at their holder's wish, by a keyed mark: no import brings them back.
CREATE TABLE suppressions (
    mark TEXT NOT NULL PRIMARY KEY,
    since TIMESTAMP NOT NULL
);

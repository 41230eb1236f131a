-- What each severity means, as staff set it. Versions are never changed; an incident keeps the one it was opened under.
CREATE TABLE policies (
    version INTEGER NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- What happens by itself at its time, once: whoever deletes the row does it in the same transaction.
CREATE TABLE timers (
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    due_at TIMESTAMP NOT NULL,
    PRIMARY KEY (subject, name)
);
CREATE INDEX timers_by_due ON timers (due_at);

-- What the public may know of an incident besides its thread; a drill is never public.
ALTER TABLE incidents ADD COLUMN eta_at TIMESTAMP;
ALTER TABLE incidents ADD COLUMN cause TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN workaround TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN drill BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX incidents_by_parent ON incidents (parent_id);

-- How staff respond to an incident: internal, so it stands apart from what the page shows.
CREATE TABLE responses (
    incident_id TEXT NOT NULL PRIMARY KEY REFERENCES incidents (id),
    policy INTEGER NOT NULL,
    worst TEXT NOT NULL,
    proposed TEXT,
    reason TEXT NOT NULL,
    regions TEXT,
    detected_at TIMESTAMP NOT NULL,
    acknowledged_at TIMESTAMP,
    assessed_at TIMESTAMP,
    hypothesis TEXT NOT NULL,
    first_told_at TIMESTAMP,
    extended_at TIMESTAMP,
    war_room_at TIMESTAMP,
    war_room_link TEXT NOT NULL
);

-- Who of staff is on an incident, and with which duty.
CREATE TABLE crew (
    incident_id TEXT NOT NULL REFERENCES incidents (id),
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    duty TEXT NOT NULL,
    since TIMESTAMP NOT NULL,
    PRIMARY KEY (incident_id, person_id)
);

-- The time zone that a member of staff reads times in.
ALTER TABLE people ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';

-- Trouble that nobody has confirmed: it stands apart from incidents, so that nothing of it can become public by mistake.
CREATE TABLE suspicions (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    places TEXT NOT NULL,
    state TEXT NOT NULL,
    detected_at TIMESTAMP NOT NULL,
    acknowledged_at TIMESTAMP,
    acknowledged_by TEXT NOT NULL,
    ended_at TIMESTAMP,
    reason TEXT NOT NULL,
    incident_id TEXT REFERENCES incidents (id)
);
CREATE INDEX suspicions_by_state ON suspicions (state, detected_at);

-- What monitors and staff reported. Those without a suspicion wait for more of their key.
CREATE TABLE signals (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    suspicion_id TEXT REFERENCES suspicions (id),
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    places TEXT NOT NULL,
    is_clear BOOLEAN NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX signals_by_key ON signals (key, at);
CREATE INDEX signals_by_suspicion ON signals (suspicion_id);

-- A text that was changed after it was said, and what it said before.
ALTER TABLE updates ADD COLUMN edited_at TIMESTAMP;
CREATE TABLE edits (
    id TEXT NOT NULL PRIMARY KEY,
    update_id TEXT NOT NULL REFERENCES updates (id),
    body TEXT NOT NULL,
    author TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX edits_by_update ON edits (update_id);

-- An incident that waits for a second person before it is published.
CREATE TABLE releases (
    id TEXT NOT NULL PRIMARY KEY,
    input TEXT NOT NULL,
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    alone_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL,
    ended_by TEXT NOT NULL,
    incident_id TEXT REFERENCES incidents (id)
);

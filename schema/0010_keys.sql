-- Version 10: the public keys by which people come in over SSH. A key is one person's for good, also when it was removed.

CREATE TABLE key (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES person,
    algorithm TEXT NOT NULL CHECK (algorithm <> ''),
    public_key TEXT NOT NULL CHECK (public_key <> ''),
    fingerprint TEXT NOT NULL UNIQUE CHECK (fingerprint <> ''),
    comment TEXT,
    since TEXT NOT NULL,
    removed_on TEXT
) STRICT;
CREATE INDEX key_person ON key (person);
CREATE INDEX key_public_key ON key (public_key);

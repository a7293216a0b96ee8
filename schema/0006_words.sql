-- Version 6: words. What a district's own words mean in its files, remembered from the first time somebody
-- said it. `files` is a kind of import, or `all` for names, which mean the same in every file.

CREATE TABLE word (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    files TEXT NOT NULL CHECK (files <> ''),
    field TEXT NOT NULL CHECK (field <> ''),
    theirs TEXT NOT NULL CHECK (theirs <> ''),
    ours TEXT NOT NULL,
    UNIQUE (files, field, theirs)
) STRICT;

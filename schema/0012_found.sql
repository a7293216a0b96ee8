-- Version 12: what was found of this fiscal year's overlaps, so that nobody looks for it twice. Nobody's records are in it:
-- all of it can be found again, and whoever reads it looks at what was changed after the line of history it holds for.

-- For which day, fiscal year and line of history, and how many alerts are open, in all and by school.
CREATE TABLE found_year (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    made_by TEXT NOT NULL,
    day TEXT NOT NULL,
    year INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    platforms INTEGER NOT NULL,
    unpriced TEXT NOT NULL CHECK (json_valid(unpriced)),
    open INTEGER NOT NULL,
    open_at TEXT NOT NULL CHECK (json_valid(open_at))
) STRICT;

-- One a place in the order of claims.
CREATE TABLE found_overlap (
    rank INTEGER NOT NULL,
    first INTEGER NOT NULL,
    second INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    found TEXT NOT NULL CHECK (json_valid(found)),
    PRIMARY KEY (rank, first, second)
) STRICT, WITHOUT ROWID;
CREATE INDEX found_overlap_fingerprint ON found_overlap (fingerprint);

-- What of each product is at risk, with the cells most at risk.
CREATE TABLE found_waste (
    product INTEGER PRIMARY KEY,
    found TEXT NOT NULL CHECK (json_valid(found))
) STRICT;

-- Mark: 15_569_240_530_815_025_446

-- Version 20: the open rows of the queue, so that nobody reads a district's records twice for them. Nobody's records are in it:
-- all of it can be found again, and whoever reads it reads the rows again that what was written after its line of history
-- reaches.

-- For which day and line of history.
CREATE TABLE found_queue (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    made_by TEXT NOT NULL,
    day TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT;

-- The rows of each product that has any, in one value (src/store/review/packed.rs says how it is written).
CREATE TABLE found_review (
    product INTEGER PRIMARY KEY,
    reviews BLOB NOT NULL
) STRICT;

-- Mark: 10_864_235_868_680_891_754

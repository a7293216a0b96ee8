-- Version 17: how many holes there are at each school, and the worst of them, so that nobody goes through all gaps for a number.
-- It can be counted again; whoever reads it looks at what was changed after the line of history it holds for.

CREATE TABLE found_holes (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    made_by TEXT NOT NULL,
    day TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at_schools TEXT NOT NULL CHECK (json_valid(at_schools))
) STRICT;

-- Mark: 9_331_202_984_980_270_693

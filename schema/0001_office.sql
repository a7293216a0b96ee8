CREATE TABLE office (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  district TEXT NOT NULL
) STRICT;

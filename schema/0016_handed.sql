-- Version 16: who is to verify what is claimed.

ALTER TABLE alignment ADD COLUMN verifier INTEGER REFERENCES person;
CREATE INDEX alignment_verifier ON alignment (verifier) WHERE verifier IS NOT NULL;

-- Mark: 7_661_962_511_215_522_327

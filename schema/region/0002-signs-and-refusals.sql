-- Layout 2: two indexes. Signs are kept in the order of their bytes, whatever the server's language sorts by, so that one
-- index finds a sign, finds those that begin so, and counts the districts of each without a look at the table. And most
-- of what districts decide is a yes: what somebody refuses is found by itself.

DROP INDEX hallpass.sign_said;
ALTER TABLE hallpass.sign ALTER COLUMN sign TYPE text COLLATE "C";
CREATE INDEX sign_said ON hallpass.sign (family, sign, district);

CREATE INDEX decision_refused ON hallpass.decision (district, product) WHERE stance = 'no';

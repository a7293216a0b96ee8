-- Version 8: what a record is called besides its name is looked up once for each other name that is written, so it is
-- found by an index and not by reading every product and every other name.

CREATE INDEX product_full_name ON product (lower(name || ' ' || edition)) WHERE merged_into IS NULL;
CREATE INDEX alias_name ON alias (lower(alias));

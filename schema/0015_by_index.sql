-- Version 15: names by the letter that they begin with, and all that is asked of counts of use in their index.

-- What words can name is looked for among the names that begin as they do. That of a product ends with its edition.
DROP INDEX product_spelled;
CREATE INDEX product_spelled ON product (lower(name), edition) WHERE archived = 0;
CREATE INDEX product_number ON product (lower(registry_id)) WHERE registry_id IS NOT NULL;
CREATE INDEX alias_spelled ON alias (lower(alias)) WHERE kind IN ('former', 'other');
CREATE INDEX school_spelled ON school (lower(name)) WHERE open = 1;
CREATE INDEX school_code_spelled ON school (lower(code)) WHERE open = 1;

-- Each count of a product cost a page of the table.
DROP INDEX usage_product;
CREATE INDEX usage_counts ON usage (product, school, "to", "from", active, active_ppm, activated, provisioned, peak);

-- Mark: 6_024_062_299_590_918_413

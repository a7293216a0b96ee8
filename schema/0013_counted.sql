-- Version 13: what is counted once, where it is written, and not each time somebody asks.

-- At how many places each product is: so many rows of the inventory name it. It follows from them, and a check compares.
CREATE TABLE spread (
    product INTEGER PRIMARY KEY REFERENCES product ON DELETE CASCADE,
    places INTEGER NOT NULL CHECK (places >= 0)
) STRICT;
INSERT INTO spread SELECT product, count(*) FROM inventory GROUP BY product;
CREATE TRIGGER inventory_is_placed AFTER INSERT ON inventory
BEGIN
    INSERT INTO spread VALUES (NEW.product, 1) ON CONFLICT (product) DO UPDATE SET places = places + 1;
END;
CREATE TRIGGER inventory_is_taken_away AFTER DELETE ON inventory
BEGIN UPDATE spread SET places = places - 1 WHERE product = OLD.product; END;
CREATE TRIGGER inventory_is_anothers AFTER UPDATE OF product ON inventory WHEN NEW.product <> OLD.product
BEGIN
    UPDATE spread SET places = places - 1 WHERE product = OLD.product;
    INSERT INTO spread VALUES (NEW.product, 1) ON CONFLICT (product) DO UPDATE SET places = places + 1;
END;

-- All that is asked of a product's places is in their index: by the one before, each row of it cost a page of the table.
DROP INDEX inventory_product;
CREATE INDEX inventory_places ON inventory (product, school, buyer, seats, used, since);

-- A product by its name as it is typed: folded as SQLite folds, and those whose letters it does not fold.
CREATE INDEX product_spelled ON product (lower(name)) WHERE archived = 0;
CREATE INDEX product_beyond_ascii ON product (id)
    WHERE archived = 0 AND name || ifnull(edition, '') GLOB '*[^ -~]*';

-- Mark: 18_062_029_065_664_746_965

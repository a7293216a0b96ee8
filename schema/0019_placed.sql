-- Version 19: all places of a product in one value, so that whoever looks at each place of the district reads no row for it.

-- It follows from the inventory, and a check compares. Who writes a row of the inventory empties its product's value, and
-- the save that did it makes it anew before it ends (src/store/placed.rs says how it is written); where it is empty, the rows
-- are read.
CREATE TABLE placed (
    product INTEGER PRIMARY KEY REFERENCES product ON DELETE CASCADE,
    places BLOB
) STRICT;
CREATE INDEX placed_anew ON placed (product) WHERE places IS NULL;
INSERT INTO placed SELECT DISTINCT product, NULL FROM inventory;
CREATE TRIGGER inventory_has_another_place AFTER INSERT ON inventory
BEGIN
    INSERT INTO placed VALUES (NEW.product, NULL)
    ON CONFLICT (product) DO UPDATE SET places = NULL WHERE places IS NOT NULL;
END;
CREATE TRIGGER inventory_has_a_place_less AFTER DELETE ON inventory
BEGIN
    UPDATE placed SET places = NULL WHERE product = OLD.product AND places IS NOT NULL;
END;
CREATE TRIGGER inventory_has_a_place_as_another
AFTER UPDATE OF product, school, buyer, seats, used, since ON inventory
WHEN (NEW.product, NEW.school, NEW.buyer, NEW.seats, NEW.used, NEW.since)
    IS NOT (OLD.product, OLD.school, OLD.buyer, OLD.seats, OLD.used, OLD.since)
BEGIN
    UPDATE placed SET places = NULL WHERE product = OLD.product AND places IS NOT NULL;
    INSERT INTO placed VALUES (NEW.product, NULL)
    ON CONFLICT (product) DO UPDATE SET places = NULL WHERE places IS NOT NULL;
END;

-- Mark: 4_931_852_148_924_928_829

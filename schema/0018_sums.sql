-- Version 18: what a product comes to at all its places, so that whoever asks only for a sum reads no place.

-- It follows from the inventory, and a check compares: rows that name the product, seats in use at those where somebody
-- counted and how many these are, and both once more for what the district bought and no school.
DROP TRIGGER inventory_is_placed;
DROP TRIGGER inventory_is_taken_away;
DROP TRIGGER inventory_is_anothers;
DROP TABLE spread;
CREATE TABLE spread (
    product INTEGER PRIMARY KEY REFERENCES product ON DELETE CASCADE,
    places INTEGER NOT NULL CHECK (places >= 0),
    used INTEGER NOT NULL CHECK (used >= 0),
    counted INTEGER NOT NULL CHECK (counted >= 0),
    district_used INTEGER NOT NULL CHECK (district_used >= 0),
    district_counted INTEGER NOT NULL CHECK (district_counted >= 0)
) STRICT;
INSERT INTO spread SELECT product, count(*), ifnull(sum(used), 0), count(used),
    ifnull(sum(used) FILTER (WHERE buyer IS NULL), 0), count(used) FILTER (WHERE buyer IS NULL)
    FROM inventory GROUP BY product;
CREATE TRIGGER inventory_is_placed AFTER INSERT ON inventory
BEGIN
    INSERT INTO spread VALUES (NEW.product, 1, ifnull(NEW.used, 0), NEW.used IS NOT NULL,
        iif(NEW.buyer IS NULL, ifnull(NEW.used, 0), 0), NEW.buyer IS NULL AND NEW.used IS NOT NULL)
    ON CONFLICT (product) DO UPDATE SET places = places + 1,
        used = used + excluded.used, counted = counted + excluded.counted,
        district_used = district_used + excluded.district_used,
        district_counted = district_counted + excluded.district_counted;
END;
CREATE TRIGGER inventory_is_taken_away AFTER DELETE ON inventory
BEGIN
    UPDATE spread SET places = places - 1, used = used - ifnull(OLD.used, 0), counted = counted - (OLD.used IS NOT NULL),
        district_used = district_used - iif(OLD.buyer IS NULL, ifnull(OLD.used, 0), 0),
        district_counted = district_counted - (OLD.buyer IS NULL AND OLD.used IS NOT NULL)
    WHERE product = OLD.product;
END;
CREATE TRIGGER inventory_is_another AFTER UPDATE OF product, buyer, used ON inventory
WHEN (NEW.product, NEW.buyer, NEW.used) IS NOT (OLD.product, OLD.buyer, OLD.used)
BEGIN
    UPDATE spread SET places = places - 1, used = used - ifnull(OLD.used, 0), counted = counted - (OLD.used IS NOT NULL),
        district_used = district_used - iif(OLD.buyer IS NULL, ifnull(OLD.used, 0), 0),
        district_counted = district_counted - (OLD.buyer IS NULL AND OLD.used IS NOT NULL)
    WHERE product = OLD.product;
    INSERT INTO spread VALUES (NEW.product, 1, ifnull(NEW.used, 0), NEW.used IS NOT NULL,
        iif(NEW.buyer IS NULL, ifnull(NEW.used, 0), 0), NEW.buyer IS NULL AND NEW.used IS NOT NULL)
    ON CONFLICT (product) DO UPDATE SET places = places + 1,
        used = used + excluded.used, counted = counted + excluded.counted,
        district_used = district_used + excluded.district_used,
        district_counted = district_counted + excluded.district_counted;
END;

-- Mark: 7_641_296_282_004_727_896

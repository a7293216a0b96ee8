-- Version 7: names. The name of a product, and of a vendor, is one record's. An older file may hold one twice, and is
-- opened all the same: `twin` is 0 for the first of a name and for every record made since; its doubles bear their
-- id there, until a person makes one record of them, or gives all but one another name.

ALTER TABLE product ADD COLUMN twin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE vendor ADD COLUMN twin INTEGER NOT NULL DEFAULT 0;
UPDATE product SET twin = id;
UPDATE vendor SET twin = id;

CREATE UNIQUE INDEX product_name ON product (lower(name), lower(ifnull(edition, '')), ifnull(vendor, 0), twin)
    WHERE merged_into IS NULL;
CREATE UNIQUE INDEX vendor_name ON vendor (lower(name), twin);

-- Numbering
UPDATE product SET twin = 0 WHERE merged_into IS NOT NULL OR id IN (
    SELECT min(id) FROM product WHERE merged_into IS NULL
    GROUP BY lower(name), lower(ifnull(edition, '')), ifnull(vendor, 0));
UPDATE vendor SET twin = 0 WHERE id IN (SELECT min(id) FROM vendor GROUP BY lower(name));

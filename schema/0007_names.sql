-- Version 7: names. Whether another record bears a name already is asked at each save. The indexes are
-- not unique ones: an older file may hold a name twice, and is opened all the same.

CREATE INDEX product_name ON product (lower(name));
CREATE INDEX vendor_name ON vendor (lower(name));

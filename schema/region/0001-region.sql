-- A region of districts, layout 1, for PostgreSQL 15 or later. What districts share of their office files lies here, a
-- row a fact, each under the district that shared it. Nothing of it is the truth of any district: its own file is that.
-- `hallpass region init` runs this in one transaction, as whoever owns the database and may make roles.
--
-- Texts come from many hands, so each is bounded here, and so are the rows of one product: by their place in its list.

CREATE SCHEMA hallpass;

-- Two roles without a login, to be granted: what a district may do, and what a person of the region may.
DO $$ BEGIN CREATE ROLE hallpass_district NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE hallpass_region NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;

-- A day that any calendar has: neither for ever nor before all years.
CREATE DOMAIN hallpass.day AS date CHECK (VALUE BETWEEN '0001-01-01' AND '9999-12-31');

-- Which of the numbered files were run here.
CREATE TABLE hallpass.layout (
    number int PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- Who takes part, and which login of the server each district has. Only the owner of these tables writes it.
CREATE TABLE hallpass.district (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    login name NOT NULL UNIQUE
);

-- The district whose login this session began with; none for everybody else.
CREATE FUNCTION hallpass.mine() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog AS
$$ SELECT code FROM hallpass.district WHERE login = session_user $$;

-- What each district is called, and when it last pushed. Everybody sees it.
CREATE TABLE hallpass.member (
    district text PRIMARY KEY DEFAULT hallpass.mine() REFERENCES hallpass.district,
    name text NOT NULL CHECK (name <> '' AND length(name) <= 300),
    pushed_at timestamptz
);

-- Up to where a district's history was pushed: the line, the seal of its change set, and what its policy let go then.
-- Only the district itself sees it.
CREATE TABLE hallpass.watermark (
    district text PRIMARY KEY DEFAULT hallpass.mine() REFERENCES hallpass.member ON DELETE CASCADE,
    seq bigint NOT NULL CHECK (seq >= 0),
    seal text NOT NULL CHECK (length(seal) <= 100),
    shares text NOT NULL CHECK (length(shares) <= 1000)
);

-- A district's product. `key` is its name folded. `common` is given by a person of the region alone: products of one
-- `common` are one product. `thing` is what is asked by: those that were said to be one, else those of one name.
CREATE TABLE hallpass.product (
    district text NOT NULL DEFAULT hallpass.mine() REFERENCES hallpass.member ON DELETE CASCADE,
    product int NOT NULL CHECK (product BETWEEN 1 AND 1000000),
    name text NOT NULL CHECK (name <> '' AND length(name) <= 300),
    key text NOT NULL CHECK (length(key) <= 300),
    vendor text CHECK (length(vendor) <= 300),
    common bigint,
    thing text NOT NULL GENERATED ALWAYS AS (CASE WHEN common IS NULL THEN 'n' || key ELSE 'c' || common::text END)
        STORED,
    PRIMARY KEY (district, product)
);
CREATE INDEX product_thing ON hallpass.product (thing);

-- Other names of it.
CREATE TABLE hallpass.alias (
    district text NOT NULL DEFAULT hallpass.mine(),
    product int NOT NULL,
    place int NOT NULL CHECK (place BETWEEN 1 AND 100),
    name text NOT NULL CHECK (length(name) <= 300),
    PRIMARY KEY (district, product, place),
    FOREIGN KEY (district, product) REFERENCES hallpass.product ON DELETE CASCADE
);

-- By what two districts' products may be found to be one: a name or other name folded, a page, a number elsewhere.
CREATE TABLE hallpass.sign (
    district text NOT NULL DEFAULT hallpass.mine(),
    product int NOT NULL,
    place int NOT NULL CHECK (place BETWEEN 1 AND 200),
    family text NOT NULL CHECK (family IN ('name', 'page', 'number')),
    sign text NOT NULL CHECK (sign <> '' AND length(sign) <= 300),
    PRIMARY KEY (district, product, place),
    FOREIGN KEY (district, product) REFERENCES hallpass.product ON DELETE CASCADE
);
CREATE INDEX sign_said ON hallpass.sign (family, sign text_pattern_ops);

-- What a district decided. `stance` is its status in a word that all districts mean alike.
CREATE TABLE hallpass.decision (
    district text NOT NULL DEFAULT hallpass.mine(),
    product int NOT NULL,
    place int NOT NULL CHECK (place BETWEEN 1 AND 100),
    stance text NOT NULL CHECK (stance IN ('yes', 'conditional', 'pilot', 'no', 'ended')),
    scope text NOT NULL CHECK (length(scope) <= 2000),
    whole boolean NOT NULL,
    grades text NOT NULL CHECK (length(grades) <= 100),
    audience text CHECK (length(audience) <= 100),
    conditions text CHECK (length(conditions) <= 2000),
    reason text CHECK (length(reason) <= 2000),
    decided_on hallpass.day,
    starts hallpass.day,
    ends hallpass.day,
    PRIMARY KEY (district, product, place),
    FOREIGN KEY (district, product) REFERENCES hallpass.product ON DELETE CASCADE
);

-- What its newest decided review answered, item by item of an edition of the checklist.
CREATE TABLE hallpass.answer (
    district text NOT NULL DEFAULT hallpass.mine(),
    product int NOT NULL,
    place int NOT NULL CHECK (place BETWEEN 1 AND 500),
    track text NOT NULL CHECK (track IN ('technical', 'curricular')),
    edition int NOT NULL,
    item text NOT NULL CHECK (length(item) <= 100),
    answer text NOT NULL CHECK (length(answer) <= 100),
    PRIMARY KEY (district, product, place),
    FOREIGN KEY (district, product) REFERENCES hallpass.product ON DELETE CASCADE
);

-- Standards that a person of the district verified it teaches or tests.
CREATE TABLE hallpass.alignment (
    district text NOT NULL DEFAULT hallpass.mine(),
    product int NOT NULL,
    place int NOT NULL CHECK (place BETWEEN 1 AND 5000),
    framework text NOT NULL CHECK (length(framework) <= 300),
    standard text NOT NULL CHECK (length(standard) <= 300),
    role text CHECK (length(role) <= 100),
    grades text NOT NULL CHECK (length(grades) <= 100),
    verified_on hallpass.day,
    PRIMARY KEY (district, product, place),
    FOREIGN KEY (district, product) REFERENCES hallpass.product ON DELETE CASCADE
);

-- Agreements about its data: which kind, from when to when.
CREATE TABLE hallpass.agreement (
    district text NOT NULL DEFAULT hallpass.mine(),
    product int NOT NULL,
    place int NOT NULL CHECK (place BETWEEN 1 AND 100),
    kind text NOT NULL CHECK (length(kind) <= 300),
    starts hallpass.day,
    ends hallpass.day,
    PRIMARY KEY (district, product, place),
    FOREIGN KEY (district, product) REFERENCES hallpass.product ON DELETE CASCADE
);

-- The months in which what was bought of it ends, as their first day.
CREATE TABLE hallpass.term (
    district text NOT NULL DEFAULT hallpass.mine(),
    product int NOT NULL,
    place int NOT NULL CHECK (place BETWEEN 1 AND 100),
    ends hallpass.day NOT NULL,
    PRIMARY KEY (district, product, place),
    FOREIGN KEY (district, product) REFERENCES hallpass.product ON DELETE CASCADE
);
CREATE INDEX term_ends ON hallpass.term (ends);

-- Between what a unit of it costs, in cents; `high` is not reached, and none for the highest band. Nobody sees another
-- district's rows: they are told by `prices` alone.
CREATE TABLE hallpass.price (
    district text NOT NULL DEFAULT hallpass.mine(),
    product int NOT NULL,
    place int NOT NULL CHECK (place BETWEEN 1 AND 100),
    unit text NOT NULL CHECK (length(unit) <= 100),
    low bigint NOT NULL CHECK (low >= 0),
    high bigint CHECK (high > low),
    ends hallpass.day NOT NULL,
    PRIMARY KEY (district, product, place),
    FOREIGN KEY (district, product) REFERENCES hallpass.product ON DELETE CASCADE
);

-- What people of the region said of which products are one. A ruling is never edited: another one takes it back.
CREATE TABLE hallpass.ruling (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    by name NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT now(),
    same boolean NOT NULL,
    undoes bigint UNIQUE REFERENCES hallpass.ruling
);
CREATE TABLE hallpass.verdict (
    ruling bigint NOT NULL REFERENCES hallpass.ruling,
    district text NOT NULL,
    product int NOT NULL,
    was bigint,
    becomes bigint,
    PRIMARY KEY (ruling, district, product),
    FOREIGN KEY (district, product) REFERENCES hallpass.product ON DELETE CASCADE
);
CREATE INDEX verdict_product ON hallpass.verdict (district, product);
CREATE SEQUENCE hallpass.common;

-- The bands in which a thing is priced for terms that end on this day or later, with how many districts pay so: only
-- where three or more share what they pay for it by this unit.
CREATE FUNCTION hallpass.prices(asked text, since date)
RETURNS TABLE (unit text, low bigint, high bigint, districts bigint, sharing bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
$$
    WITH paid AS (
        SELECT DISTINCT r.district, r.unit, r.low, r.high
        FROM hallpass.product p JOIN hallpass.price r USING (district, product)
        WHERE p.thing = asked AND r.ends >= since
    ), shared AS (
        SELECT paid.unit, count(DISTINCT paid.district) AS sharing FROM paid GROUP BY paid.unit
        HAVING count(DISTINCT paid.district) >= 3
    )
    SELECT paid.unit, paid.low, paid.high, count(DISTINCT paid.district), shared.sharing
    FROM paid JOIN shared USING (unit)
    GROUP BY paid.unit, paid.low, paid.high, shared.sharing
    ORDER BY paid.unit, paid.low
$$;

-- Who may what. A district writes its own rows and reads what all share, but for prices and others' watermarks; it
-- never says which products are one, nor who takes part. A person of the region says that alone, and writes no fact.
REVOKE ALL ON FUNCTION hallpass.prices FROM PUBLIC;
REVOKE ALL ON FUNCTION hallpass.mine FROM PUBLIC;
GRANT USAGE ON SCHEMA hallpass TO hallpass_district, hallpass_region;
GRANT EXECUTE ON FUNCTION hallpass.prices, hallpass.mine TO hallpass_district, hallpass_region;
GRANT SELECT ON hallpass.layout, hallpass.district, hallpass.member, hallpass.product, hallpass.alias, hallpass.sign,
    hallpass.decision, hallpass.answer, hallpass.alignment, hallpass.agreement, hallpass.term, hallpass.ruling,
    hallpass.verdict TO hallpass_district, hallpass_region;
GRANT SELECT ON hallpass.watermark, hallpass.price TO hallpass_district;
GRANT INSERT, UPDATE, DELETE ON hallpass.member, hallpass.watermark TO hallpass_district;
GRANT INSERT (district, product, name, key, vendor), UPDATE (name, key, vendor), DELETE ON hallpass.product
    TO hallpass_district;
GRANT INSERT, DELETE ON hallpass.alias, hallpass.sign, hallpass.decision, hallpass.answer, hallpass.alignment,
    hallpass.agreement, hallpass.term, hallpass.price TO hallpass_district;
GRANT UPDATE (common) ON hallpass.product TO hallpass_region;
GRANT INSERT (same, undoes) ON hallpass.ruling TO hallpass_region;
GRANT INSERT ON hallpass.verdict TO hallpass_region;
GRANT USAGE ON SEQUENCE hallpass.common TO hallpass_region;

DO $$
DECLARE
    facts text[] := ARRAY['member', 'watermark', 'product', 'alias', 'sign', 'decision', 'answer', 'alignment',
        'agreement', 'term', 'price'];
    own text[] := ARRAY['watermark', 'price'];
    fact text;
    mine text := 'district = (SELECT hallpass.mine())';
BEGIN
    FOREACH fact IN ARRAY facts LOOP
        EXECUTE format('ALTER TABLE hallpass.%I ENABLE ROW LEVEL SECURITY', fact);
        EXECUTE format('CREATE POLICY own_in ON hallpass.%I FOR INSERT TO hallpass_district WITH CHECK (%s)', fact, mine);
        EXECUTE format('CREATE POLICY own_out ON hallpass.%I FOR DELETE TO hallpass_district USING (%s)', fact, mine);
        EXECUTE format('CREATE POLICY own_anew ON hallpass.%I FOR UPDATE TO hallpass_district USING (%s) WITH CHECK (%s)',
            fact, mine, mine);
        IF fact = ANY (own) THEN
            EXECUTE format('CREATE POLICY own_read ON hallpass.%I FOR SELECT TO hallpass_district USING (%s)', fact, mine);
        ELSE
            EXECUTE format(
                'CREATE POLICY shared ON hallpass.%I FOR SELECT TO hallpass_district, hallpass_region USING (true)', fact);
        END IF;
    END LOOP;
END $$;
CREATE POLICY ruled ON hallpass.product FOR UPDATE TO hallpass_region USING (true) WITH CHECK (true);

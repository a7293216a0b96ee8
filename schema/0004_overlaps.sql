-- Version 4: overlaps. What people said about an alert (the alerts themselves are computed and kept
-- nowhere), which standards a product is aligned to, and the facts that tell a pair from a doublet.

ALTER TABLE function ADD COLUMN broad INTEGER NOT NULL DEFAULT 0 CHECK (broad IN (0, 1));
ALTER TABLE product ADD COLUMN population TEXT;
ALTER TABLE product ADD COLUMN provided TEXT CHECK (provided IN ('bundled', 'state', 'grant'));
ALTER TABLE product ADD COLUMN merged_into INTEGER REFERENCES product CHECK (merged_into <> id);
CREATE INDEX product_merged ON product (merged_into) WHERE merged_into IS NOT NULL;
ALTER TABLE training ADD COLUMN next_on TEXT;
ALTER TABLE requester ADD COLUMN sign_in TEXT CHECK (sign_in IN ('none', 'district', 'own'));

CREATE TABLE alert (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL UNIQUE CHECK (fingerprint <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('O1', 'O2', 'O3', 'O4', 'O5', 'O6')),
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'planned', 'dismissed')),
    owner INTEGER REFERENCES person,
    action TEXT CHECK (action IN ('convert', 'cancel', 'shrink', 'retire', 'merge', 'split')),
    keeper INTEGER REFERENCES product,
    keeper_contract INTEGER REFERENCES contract,
    waits_for INTEGER REFERENCES contract,
    code TEXT CHECK (code IN ('complementary', 'edition-differs', 'special-population', 'contract-bound',
        'cheaper-apart', 'wrong-category', 'wrong-identity', 'accepted')),
    reason TEXT,
    until TEXT,
    stake_cents INTEGER NOT NULL CHECK (stake_cents >= 0),
    said_by TEXT,
    said_on TEXT
) STRICT;
CREATE INDEX alert_owner ON alert (owner) WHERE owner IS NOT NULL;
CREATE INDEX alert_keeper ON alert (keeper) WHERE keeper IS NOT NULL;
CREATE INDEX alert_keeper_contract ON alert (keeper_contract) WHERE keeper_contract IS NOT NULL;
CREATE INDEX alert_waits_for ON alert (waits_for) WHERE waits_for IS NOT NULL;

CREATE TABLE alignment (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    framework TEXT NOT NULL CHECK (framework <> ''),
    standard TEXT NOT NULL CHECK (standard <> ''),
    leaf INTEGER NOT NULL CHECK (leaf IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('verified', 'claimed')),
    role TEXT CHECK (role IN ('instruction', 'assessment')),
    grades TEXT NOT NULL,
    UNIQUE (product, framework, standard, role)
) STRICT;

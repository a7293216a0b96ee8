-- Version 11: standards. Frameworks with their standards, how standards are related, which parts of a test speak of which,
-- who claims that a product is aligned to one and who verified it, where a group fell short (in bands, of groups only),
-- and what was routed there.

-- A set of standards, which its makers call a CFDocument (CASE). `rest` is what of theirs has no column here, as JSON,
-- so that it is given back as it came.
CREATE TABLE framework (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    guid TEXT NOT NULL UNIQUE CHECK (guid <> ''),
    short TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (short <> ''),
    title TEXT NOT NULL CHECK (title <> ''),
    creator TEXT,
    subject TEXT,
    language TEXT,
    edition TEXT,
    case_version TEXT,
    adoption TEXT,
    licence TEXT,
    url TEXT,
    starts TEXT,
    ends TEXT,
    changed_at TEXT,
    ours INTEGER NOT NULL CHECK (ours IN (0, 1)),
    rest TEXT CHECK (json_valid(rest))
) STRICT;

-- A CFItem. `leaf` is kept by hallpass: nobody is its child. `waived` is why no product is wanted for it.
CREATE TABLE standard (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    framework INTEGER NOT NULL REFERENCES framework,
    guid TEXT NOT NULL UNIQUE CHECK (guid <> ''),
    code TEXT,
    code_key TEXT,
    other_code TEXT,
    statement TEXT NOT NULL CHECK (statement <> ''),
    short TEXT,
    kind TEXT,
    grades TEXT NOT NULL,
    parent INTEGER REFERENCES standard CHECK (parent <> id),
    seq INTEGER,
    leaf INTEGER NOT NULL CHECK (leaf IN (0, 1)),
    weight INTEGER NOT NULL CHECK (weight IN (1, 2, 3)),
    waived TEXT CHECK (waived <> ''),
    starts TEXT,
    ends TEXT,
    changed_at TEXT,
    rest TEXT CHECK (json_valid(rest))
) STRICT;
CREATE INDEX standard_framework ON standard (framework, code_key);
CREATE INDEX standard_code ON standard (code_key);
CREATE INDEX standard_parent ON standard (parent) WHERE parent IS NOT NULL;

-- A CFAssociation between two items; a side may not be here. `association` is its makers' own word for it.
CREATE TABLE relation (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    origin TEXT NOT NULL CHECK (origin <> ''),
    destination TEXT NOT NULL CHECK (destination <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('exact', 'peer', 'related', 'part', 'precedes', 'replaced', 'translation',
        'near', 'exemplar', 'skill', 'other')),
    score INTEGER CHECK (score BETWEEN 0 AND 100),
    says TEXT NOT NULL CHECK (says <> ''),
    "by" INTEGER REFERENCES person,
    "on" TEXT,
    association TEXT NOT NULL CHECK (association <> ''),
    rest TEXT CHECK (json_valid(rest)),
    UNIQUE (origin, destination, kind, says, association)
) STRICT;
CREATE INDEX relation_destination ON relation (destination);
CREATE INDEX relation_by ON relation ("by") WHERE "by" IS NOT NULL;

-- A part of a test, and a standard that it speaks of.
CREATE TABLE measure (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    test TEXT NOT NULL CHECK (test <> ''),
    part TEXT NOT NULL CHECK (part <> ''),
    grades TEXT NOT NULL,
    standard INTEGER NOT NULL REFERENCES standard,
    UNIQUE (test, part, grades, standard)
) STRICT;
CREATE INDEX measure_standard ON measure (standard);

-- `standard` is the code as it was given; `item` the standard here that it is, where its framework is here.
CREATE TABLE alignment_2 (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    framework TEXT NOT NULL CHECK (framework <> ''),
    standard TEXT NOT NULL CHECK (standard <> ''),
    leaf INTEGER NOT NULL CHECK (leaf IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('claimed', 'verified', 'rejected')),
    role TEXT CHECK (role IN ('instruction', 'assessment')),
    grades TEXT NOT NULL,
    module TEXT CHECK (module <> ''),
    item INTEGER REFERENCES standard,
    says TEXT CHECK (says IN ('vendor', 'publisher', 'state', 'reviewer', 'staff', 'other')),
    source TEXT,
    claimed_on TEXT,
    "by" INTEGER REFERENCES person,
    "on" TEXT,
    sampled INTEGER CHECK (sampled >= 0),
    met INTEGER CHECK (met BETWEEN 0 AND sampled),
    evidence TEXT,
    note TEXT,
    UNIQUE (product, framework, standard, role, module, says),
    CHECK (status <> 'verified' OR ("by" IS NOT NULL AND "on" IS NOT NULL AND evidence <> '' AND sampled >= 1
        AND met * 3 >= sampled * 2) IS TRUE)
) STRICT;
INSERT INTO alignment_2 (id, version, product, framework, standard, leaf, status, role, grades, note)
SELECT id, version, product, framework, standard, leaf, 'claimed', role, grades,
    CASE status WHEN 'verified' THEN 'was verified without a name' END
FROM alignment;
DROP TABLE alignment;
ALTER TABLE alignment_2 RENAME TO alignment;
CREATE UNIQUE INDEX alignment_item ON alignment (product, item, ifnull(role, ''), ifnull(module, ''), ifnull(says, ''))
    WHERE item IS NOT NULL;
CREATE INDEX alignment_standard ON alignment (item) WHERE item IS NOT NULL;
CREATE INDEX alignment_by ON alignment ("by") WHERE "by" IS NOT NULL;

-- What a person routed to a group that fell short; no numbers of pupils.
CREATE TABLE route (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    standard INTEGER NOT NULL REFERENCES standard,
    school INTEGER NOT NULL REFERENCES school,
    grade TEXT NOT NULL CHECK (grade <> ''),
    product INTEGER NOT NULL REFERENCES product,
    module TEXT CHECK (module <> ''),
    test TEXT NOT NULL CHECK (test <> ''),
    "window" TEXT NOT NULL CHECK ("window" <> ''),
    "by" INTEGER NOT NULL REFERENCES person,
    "on" TEXT NOT NULL,
    note TEXT,
    UNIQUE (standard, school, grade, "window")
) STRICT;
CREATE INDEX route_school ON route (school);
CREATE INDEX route_product ON route (product);
CREATE INDEX route_by ON route ("by");

-- Outside history, which keeps for ever what it is told: rows are groups, and go whole.
CREATE TABLE reading (
    id INTEGER PRIMARY KEY,
    test TEXT NOT NULL CHECK (test <> ''),
    "window" TEXT NOT NULL CHECK ("window" <> ''),
    starts TEXT,
    ends TEXT,
    cut TEXT NOT NULL,
    least_group INTEGER NOT NULL CHECK (least_group BETWEEN 5 AND 30),
    read_on TEXT NOT NULL,
    "by" TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    groups INTEGER NOT NULL CHECK (groups >= 0),
    too_few INTEGER NOT NULL CHECK (too_few BETWEEN 0 AND groups),
    UNIQUE (test, "window")
) STRICT;
CREATE TABLE gap (
    reading INTEGER NOT NULL REFERENCES reading ON DELETE CASCADE,
    standard INTEGER NOT NULL REFERENCES standard,
    school INTEGER NOT NULL REFERENCES school,
    grade TEXT NOT NULL CHECK (grade <> ''),
    n_band TEXT,
    below_band TEXT,
    wide INTEGER NOT NULL CHECK (wide IN (0, 1)),
    PRIMARY KEY (reading, standard, school, grade),
    CHECK ((n_band IS NULL) = (below_band IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX gap_standard ON gap (standard);
CREATE INDEX gap_school ON gap (school);

-- Claims
-- A standard that a file called verified, without a name, was only claimed: the rows say so already, and history is told
-- here. What people said about the same standards (O4) rested on them, and closes with that reason. Dumps of older
-- layouts run this too, once they are loaded.

INSERT INTO change_set ("at", who, origin, deed, title, reason)
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 'hallpass', '', 'do', 'what nobody verified is claimed',
    'earlier versions took a word in a file for proof that a product teaches a standard'
WHERE EXISTS (SELECT 1 FROM alignment WHERE status = 'claimed' AND note = 'was verified without a name');

INSERT INTO history (change_set, kind, record, deed, field, old, new, version)
SELECT (SELECT max(id) FROM change_set), 'alignment', a.id, 'set', f.field,
    CASE f.field WHEN 'status' THEN 'verified' END,
    CASE f.field WHEN 'status' THEN 'claimed' ELSE a.note END, a.version
FROM alignment a JOIN (SELECT 'status' AS field UNION ALL SELECT 'note') f
WHERE a.status = 'claimed' AND a.note = 'was verified without a name'
ORDER BY a.id, f.field DESC;

CREATE TABLE closed AS
SELECT id FROM alert WHERE kind = 'O4' AND state <> 'open'
  AND EXISTS (SELECT 1 FROM alignment WHERE status = 'claimed' AND note = 'was verified without a name');

INSERT INTO history (change_set, kind, record, deed, field, old, new, version)
SELECT (SELECT max(id) FROM change_set), 'alert', a.id, 'set', f.field,
    CASE f.field WHEN 'state' THEN a.state WHEN 'owner' THEN a.owner WHEN 'action' THEN a.action
        WHEN 'keeper' THEN a.keeper WHEN 'keeper_contract' THEN a.keeper_contract WHEN 'waits_for' THEN a.waits_for
        WHEN 'code' THEN a.code WHEN 'reason' THEN a.reason WHEN 'until' THEN a.until END,
    CASE f.field WHEN 'state' THEN 'open'
        WHEN 'reason' THEN 'it rested on standards that were verified without a name' END, a.version
FROM alert a JOIN (SELECT 1 AS at, 'state' AS field UNION ALL SELECT 2, 'owner' UNION ALL SELECT 3, 'action'
    UNION ALL SELECT 4, 'keeper' UNION ALL SELECT 5, 'keeper_contract' UNION ALL SELECT 6, 'waits_for'
    UNION ALL SELECT 7, 'code' UNION ALL SELECT 8, 'reason' UNION ALL SELECT 9, 'until') f
WHERE a.id IN (SELECT id FROM closed)
  AND CASE f.field WHEN 'state' THEN 1 WHEN 'reason' THEN 1 WHEN 'owner' THEN a.owner IS NOT NULL
        WHEN 'action' THEN a.action IS NOT NULL WHEN 'keeper' THEN a.keeper IS NOT NULL
        WHEN 'keeper_contract' THEN a.keeper_contract IS NOT NULL WHEN 'waits_for' THEN a.waits_for IS NOT NULL
        WHEN 'code' THEN a.code IS NOT NULL ELSE a.until IS NOT NULL END
ORDER BY a.id, f.at;

UPDATE alert SET state = 'open', owner = NULL, action = NULL, keeper = NULL, keeper_contract = NULL,
    waits_for = NULL, code = NULL, until = NULL, reason = 'it rested on standards that were verified without a name'
WHERE id IN (SELECT id FROM closed);
DROP TABLE closed;

-- Mark: 5_132_512_264_814_636_678

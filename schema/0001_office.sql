-- The office file, version 1. A table holds one noun; its columns are the noun's fields.
-- Days are local civil dates as YYYY-MM-DD, instants RFC 3339 in UTC, money whole cents,
-- yes and no 1 and 0. A list of schools is NULL (every school) or a JSON list of ids.

CREATE TABLE setting (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    "key" TEXT NOT NULL UNIQUE CHECK ("key" <> ''),
    value TEXT NOT NULL
) STRICT;

CREATE TABLE vendor (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    former_names TEXT,
    support TEXT
) STRICT;

CREATE TABLE function (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE product (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    vendor INTEGER REFERENCES vendor,
    edition TEXT,
    url TEXT,
    kind TEXT CHECK (kind IN ('web', 'app', 'extension', 'desktop', 'content', 'service')),
    subjects TEXT,
    grades TEXT NOT NULL,
    lms INTEGER NOT NULL CHECK (lms IN (0, 1)),
    registry_id TEXT,
    first_seen TEXT,
    successor INTEGER REFERENCES product CHECK (successor <> id),
    archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
    asked INTEGER NOT NULL CHECK (asked >= 0)
) STRICT;
CREATE INDEX product_vendor ON product (vendor);
CREATE INDEX product_successor ON product (successor) WHERE successor IS NOT NULL;

CREATE TABLE alias (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    alias TEXT NOT NULL CHECK (alias <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('former', 'other', 'host', 'extension', 'oauth')),
    since TEXT,
    until TEXT,
    UNIQUE (product, alias)
) STRICT;

CREATE TABLE purpose (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    function INTEGER NOT NULL REFERENCES function,
    UNIQUE (product, function)
) STRICT;
CREATE INDEX purpose_function ON purpose (function);

CREATE TABLE school (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    code TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (code <> ''),
    level TEXT CHECK (level IN ('preschool', 'elementary', 'middle', 'high', 'combined', 'other')),
    grades TEXT NOT NULL,
    enrollment INTEGER CHECK (enrollment >= 0),
    staff INTEGER CHECK (staff >= 0),
    registry_id TEXT,
    open INTEGER NOT NULL CHECK (open IN (0, 1))
) STRICT;

CREATE TABLE device (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    school INTEGER NOT NULL REFERENCES school,
    device TEXT NOT NULL CHECK (device <> ''),
    share INTEGER CHECK (share BETWEEN 0 AND 100),
    os_min TEXT,
    until TEXT,
    UNIQUE (school, device)
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    login TEXT NOT NULL UNIQUE CHECK (login <> ''),
    name TEXT NOT NULL,
    email TEXT,
    roles TEXT NOT NULL,
    schools TEXT,
    left_on TEXT
) STRICT;

CREATE TABLE owner (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    role TEXT NOT NULL CHECK (role IN ('evaluator', 'manager', 'purchaser', 'support', 'trainer')),
    person INTEGER NOT NULL REFERENCES person,
    deputy INTEGER REFERENCES person,
    since TEXT,
    until TEXT,
    UNIQUE (product, role, person)
) STRICT;
CREATE INDEX owner_person ON owner (person);
CREATE INDEX owner_deputy ON owner (deputy) WHERE deputy IS NOT NULL;

CREATE TABLE approval (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    status TEXT NOT NULL CHECK (status IN ('discovered', 'under_review', 'pilot', 'approved',
        'conditional', 're_review_due', 'denied', 'suspended', 'retiring', 'retired')),
    schools TEXT CHECK (json_valid(schools)),
    grades TEXT NOT NULL,
    audience TEXT CHECK (audience IN ('student', 'staff', 'both')),
    conditions TEXT,
    "from" TEXT,
    until TEXT CHECK (until >= "from"),
    reason TEXT,
    decided_by TEXT,
    decided_on TEXT
) STRICT;
CREATE INDEX approval_product ON approval (product);

CREATE TABLE contract (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    number TEXT NOT NULL UNIQUE CHECK (number <> ''),
    vendor INTEGER REFERENCES vendor,
    buyer INTEGER REFERENCES school,
    term_start TEXT,
    term_end TEXT NOT NULL CHECK (term_end >= term_start),
    auto_renew INTEGER NOT NULL CHECK (auto_renew IN (0, 1)),
    notice INTEGER CHECK (notice >= 0),
    notice_unit TEXT CHECK (notice_unit IN ('days', 'working days', 'months')),
    notice_basis TEXT NOT NULL CHECK (notice_basis IN ('sent', 'received')),
    fund TEXT,
    po TEXT,
    owner INTEGER REFERENCES person,
    escalator_bp INTEGER
) STRICT;
CREATE INDEX contract_vendor ON contract (vendor);
CREATE INDEX contract_buyer ON contract (buyer) WHERE buyer IS NOT NULL;
CREATE INDEX contract_owner ON contract (owner) WHERE owner IS NOT NULL;
CREATE INDEX contract_end ON contract (term_end);

CREATE TABLE line (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    contract INTEGER NOT NULL REFERENCES contract,
    product INTEGER NOT NULL REFERENCES product,
    model TEXT CHECK (model IN ('site', 'district', 'per_student', 'per_teacher', 'per_device',
        'per_school', 'concurrent', 'usage', 'perpetual_maint', 'free')),
    quantity INTEGER CHECK (quantity >= 0),
    unit_cents INTEGER CHECK (unit_cents >= 0),
    total_cents INTEGER CHECK (total_cents >= 0),
    schools TEXT CHECK (json_valid(schools)),
    grades TEXT NOT NULL,
    audience TEXT CHECK (audience IN ('student', 'staff', 'both')),
    UNIQUE (contract, product)
) STRICT;
CREATE INDEX line_product ON line (product);

CREATE TABLE inventory (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    school INTEGER NOT NULL REFERENCES school,
    product INTEGER NOT NULL REFERENCES product,
    buyer INTEGER REFERENCES school,
    seats INTEGER CHECK (seats >= 0),
    used INTEGER CHECK (used >= 0),
    since TEXT
) STRICT;
CREATE INDEX inventory_school ON inventory (school, product, buyer);
CREATE INDEX inventory_product ON inventory (product, school);
CREATE INDEX inventory_buyer ON inventory (buyer) WHERE buyer IS NOT NULL;

CREATE TABLE provisioning (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    school INTEGER REFERENCES school,
    sso TEXT CHECK (sso IN ('on', 'off', 'pending', 'na')),
    roster TEXT CHECK (roster IN ('on', 'off', 'pending', 'na')),
    filter TEXT CHECK (filter IN ('on', 'off', 'pending', 'na')),
    extension TEXT CHECK (extension IN ('on', 'off', 'pending', 'na')),
    oauth TEXT CHECK (oauth IN ('on', 'off', 'pending', 'na'))
) STRICT;
CREATE INDEX provisioning_product ON provisioning (product, school);
CREATE INDEX provisioning_school ON provisioning (school);

CREATE TABLE compatibility (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    device TEXT NOT NULL CHECK (device <> ''),
    result TEXT NOT NULL CHECK (result IN ('works', 'partial', 'fails')),
    "on" TEXT,
    note TEXT,
    UNIQUE (product, device)
) STRICT;

CREATE TABLE agreement (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    vendor INTEGER NOT NULL REFERENCES vendor,
    kind TEXT NOT NULL,
    product INTEGER REFERENCES product,
    "from" TEXT,
    until TEXT CHECK (until >= "from"),
    link TEXT,
    elements TEXT
) STRICT;
CREATE INDEX agreement_vendor ON agreement (vendor, kind);
CREATE INDEX agreement_product ON agreement (product) WHERE product IS NOT NULL;

CREATE TABLE training (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    school INTEGER NOT NULL REFERENCES school,
    audience TEXT CHECK (audience IN ('student', 'staff', 'both')),
    target INTEGER CHECK (target >= 0),
    trained INTEGER CHECK (trained >= 0),
    "on" TEXT,
    minutes INTEGER CHECK (minutes >= 0),
    required INTEGER NOT NULL CHECK (required IN (0, 1))
) STRICT;
CREATE INDEX training_product ON training (product, school);
CREATE INDEX training_school ON training (school);

CREATE TABLE usage (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    school INTEGER REFERENCES school,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL CHECK ("to" >= "from"),
    provisioned INTEGER CHECK (provisioned >= 0),
    activated INTEGER CHECK (activated >= 0),
    active INTEGER CHECK (active >= 0),
    peak INTEGER CHECK (peak >= 0),
    active_ppm INTEGER CHECK (active_ppm BETWEEN 0 AND 1000000),
    engagement_x100 INTEGER,
    definition TEXT
) STRICT;
CREATE INDEX usage_product ON usage (product, school, "from", "to");
CREATE INDEX usage_school ON usage (school) WHERE school IS NOT NULL;

CREATE TABLE note (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    about TEXT NOT NULL,
    record INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    "by" TEXT NOT NULL,
    "at" TEXT NOT NULL
) STRICT;
CREATE INDEX note_about ON note (about, record);

-- Every change: who, when, which fields. A change set is what one deed wrote, and is undone as one.
CREATE TABLE change_set (
    id INTEGER PRIMARY KEY,
    "at" TEXT NOT NULL,
    who TEXT NOT NULL,
    origin TEXT NOT NULL,
    deed TEXT NOT NULL CHECK (deed IN ('do', 'undo', 'redo')),
    title TEXT NOT NULL,
    reason TEXT,
    undoes INTEGER REFERENCES change_set,
    undone_by INTEGER REFERENCES change_set
) STRICT;
CREATE INDEX change_set_who ON change_set (who, id);

-- deed `add`: the record came to be; `set`: one field went from old to new;
-- `remove`: the record is gone, and old is a JSON list of all its values.
CREATE TABLE history (
    seq INTEGER PRIMARY KEY,
    change_set INTEGER NOT NULL REFERENCES change_set,
    kind TEXT NOT NULL,
    record INTEGER NOT NULL,
    deed TEXT NOT NULL CHECK (deed IN ('add', 'set', 'remove')),
    field TEXT,
    old ANY,
    new ANY,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX history_record ON history (kind, record);
CREATE INDEX history_change_set ON history (change_set);

CREATE TRIGGER history_never_changes BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is never edited'); END;
CREATE TRIGGER history_never_shrinks BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER change_set_keeps_its_words BEFORE UPDATE OF id, "at", who, origin, deed, title, reason, undoes
ON change_set
BEGIN SELECT RAISE(ABORT, 'history is never edited'); END;
CREATE TRIGGER change_set_never_shrinks BEFORE DELETE ON change_set
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;

-- A list of schools names schools that exist; a school named in a list stays.
CREATE TRIGGER approval_schools_exist BEFORE INSERT ON approval WHEN NEW.schools IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a scope names a school that is not here') FROM json_each(NEW.schools)
    WHERE value NOT IN (SELECT id FROM school); END;
CREATE TRIGGER approval_schools_still_exist BEFORE UPDATE OF schools ON approval WHEN NEW.schools IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a scope names a school that is not here') FROM json_each(NEW.schools)
    WHERE value NOT IN (SELECT id FROM school); END;
CREATE TRIGGER line_schools_exist BEFORE INSERT ON line WHEN NEW.schools IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a scope names a school that is not here') FROM json_each(NEW.schools)
    WHERE value NOT IN (SELECT id FROM school); END;
CREATE TRIGGER line_schools_still_exist BEFORE UPDATE OF schools ON line WHEN NEW.schools IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a scope names a school that is not here') FROM json_each(NEW.schools)
    WHERE value NOT IN (SELECT id FROM school); END;
CREATE TRIGGER person_schools_exist BEFORE INSERT ON person WHEN NEW.schools IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a scope names a school that is not here') FROM json_each(NEW.schools)
    WHERE value NOT IN (SELECT id FROM school); END;
CREATE TRIGGER person_schools_still_exist BEFORE UPDATE OF schools ON person WHEN NEW.schools IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a scope names a school that is not here') FROM json_each(NEW.schools)
    WHERE value NOT IN (SELECT id FROM school); END;
CREATE TRIGGER school_in_a_scope_stays BEFORE DELETE ON school
BEGIN
    SELECT RAISE(ABORT, 'a scope still names this school')
        FROM approval, json_each(approval.schools) WHERE json_each.value = OLD.id;
    SELECT RAISE(ABORT, 'a scope still names this school')
        FROM line, json_each(line.schools) WHERE json_each.value = OLD.id;
    SELECT RAISE(ABORT, 'a scope still names this school')
        FROM person, json_each(person.schools) WHERE json_each.value = OLD.id;
END;

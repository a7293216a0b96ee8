-- Version 2: the review of requests. Who asks for what, what the checklists say, what was decided on
-- what conditions, and the days on which the office works.

CREATE TABLE calendar_day (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'closure', 'board')),
    agenda_cutoff TEXT CHECK (agenda_cutoff <= day),
    note TEXT,
    UNIQUE (day, kind)
) STRICT;

ALTER TABLE product ADD COLUMN version_seen TEXT;
ALTER TABLE product ADD COLUMN data TEXT CHECK (data IN ('none', 'login', 'pii', 'sensitive'));
ALTER TABLE product ADD COLUMN instructional INTEGER CHECK (instructional IN (0, 1));
ALTER TABLE product ADD COLUMN core INTEGER CHECK (core IN (0, 1));

-- A district's own checklists; edition 1 is the one the program ships.
CREATE TABLE checklist (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    track TEXT NOT NULL CHECK (track IN ('technical', 'curricular')),
    edition INTEGER NOT NULL CHECK (edition >= 2),
    text TEXT NOT NULL CHECK (text <> ''),
    made_on TEXT NOT NULL,
    UNIQUE (track, edition)
) STRICT;

CREATE TABLE request (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    number TEXT NOT NULL UNIQUE CHECK (number <> ''),
    product INTEGER NOT NULL REFERENCES product,
    "trigger" TEXT NOT NULL CHECK ("trigger" IN ('new', 'discovered', 'version', 'new_use', 'renewal',
        'policy_change', 'agreement', 'incident', 'infrastructure', 'usage', 'age', 'training')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'duplicate', 'validated', 'triaged',
        'in_review', 'awaiting_vendor', 'decision_pending', 'decided', 'appealed', 'withdrawn')),
    tier INTEGER CHECK (tier BETWEEN 0 AND 3),
    owner INTEGER REFERENCES person,
    technical_edition INTEGER NOT NULL CHECK (technical_edition >= 1),
    curricular_edition INTEGER NOT NULL CHECK (curricular_edition >= 1),
    received_on TEXT NOT NULL,
    decided_on TEXT,
    appealed_on TEXT,
    answered_by INTEGER REFERENCES product,
    sponsor TEXT,
    reason TEXT
) STRICT;
CREATE INDEX request_product ON request (product, state);
CREATE INDEX request_state ON request (state);
CREATE INDEX request_owner ON request (owner) WHERE owner IS NOT NULL;
CREATE INDEX request_answered_by ON request (answered_by) WHERE answered_by IS NOT NULL;

-- A review keeps the edition it began with, as it was then.
CREATE TRIGGER checklist_stays_as_it_is BEFORE UPDATE ON checklist
WHEN (NEW.track, NEW.edition, NEW.text) IS NOT (OLD.track, OLD.edition, OLD.text)
BEGIN SELECT RAISE(ABORT, 'an edition of a checklist is never changed; import a new one'); END;
CREATE TRIGGER checklist_in_use_stays BEFORE DELETE ON checklist
WHEN EXISTS (SELECT 1 FROM request WHERE OLD.edition =
    CASE OLD.track WHEN 'technical' THEN technical_edition ELSE curricular_edition END)
BEGIN SELECT RAISE(ABORT, 'a review has begun with this edition of the checklist; import another one'); END;

CREATE TABLE requester (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    request INTEGER NOT NULL REFERENCES request,
    product INTEGER NOT NULL REFERENCES product,
    school INTEGER REFERENCES school,
    name TEXT,
    role TEXT,
    reason TEXT,
    grades TEXT NOT NULL,
    subject TEXT,
    seats INTEGER CHECK (seats >= 0),
    cost_cents INTEGER CHECK (cost_cents >= 0),
    fund TEXT,
    needed_by TEXT,
    asked_on TEXT
) STRICT;
CREATE INDEX requester_request ON requester (request);
CREATE INDEX requester_product ON requester (product, school, name, asked_on);
CREATE INDEX requester_school ON requester (school) WHERE school IS NOT NULL;

-- The clock of a request stands still from the day `since` until the day `until`.
CREATE TABLE pause (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    request INTEGER NOT NULL REFERENCES request,
    waiting_on TEXT NOT NULL CHECK (waiting_on IN ('vendor', 'requester')),
    what TEXT,
    since TEXT NOT NULL,
    until TEXT CHECK (until >= since)
) STRICT;
CREATE INDEX pause_request ON pause (request);

CREATE TABLE item_answer (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    request INTEGER NOT NULL REFERENCES request,
    item TEXT NOT NULL CHECK (item <> ''),
    answer TEXT CHECK (answer IN ('pass', 'partial', 'fail', 'na', 'unknown')),
    note TEXT,
    evidence TEXT,
    "by" TEXT,
    "on" TEXT,
    UNIQUE (request, item)
) STRICT;

CREATE TABLE condition (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    request INTEGER NOT NULL REFERENCES request,
    item TEXT,
    text TEXT NOT NULL CHECK (text <> ''),
    owner INTEGER REFERENCES person,
    due_on TEXT,
    met_on TEXT
) STRICT;
CREATE INDEX condition_request ON condition (request);
CREATE INDEX condition_owner ON condition (owner) WHERE owner IS NOT NULL;

CREATE TABLE incident (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    kind TEXT NOT NULL CHECK (kind <> ''),
    opened_on TEXT NOT NULL,
    closed_on TEXT CHECK (closed_on >= opened_on),
    effect TEXT NOT NULL CHECK (effect IN ('suspend', 'watch')),
    note TEXT
) STRICT;
CREATE INDEX incident_product ON incident (product);

-- An approval knows the review that made it, the version it was of, and the tail of a retirement.
DROP TRIGGER school_in_a_scope_stays;
CREATE TABLE approval_2 (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    status TEXT NOT NULL CHECK (status IN ('discovered', 'under_review', 'pilot', 'approved',
        'conditional', 're_review_due', 'denied', 'suspended', 'retiring', 'retired', 'superseded',
        'data_deletion_pending', 'closed')),
    schools TEXT CHECK (json_valid(schools)),
    grades TEXT NOT NULL,
    audience TEXT CHECK (audience IN ('student', 'staff', 'both')),
    conditions TEXT,
    "from" TEXT,
    until TEXT CHECK (until >= "from"),
    reason TEXT,
    decided_by TEXT,
    decided_on TEXT,
    request INTEGER REFERENCES request,
    version_reviewed TEXT,
    deletion_requested TEXT,
    deletion_due TEXT CHECK (deletion_due >= deletion_requested),
    deletion_confirmed TEXT CHECK (deletion_confirmed >= deletion_requested),
    deletion_evidence TEXT
) STRICT;
INSERT INTO approval_2 (id, version, product, status, schools, grades, audience, conditions, "from", until,
    reason, decided_by, decided_on)
SELECT id, version, product, status, schools, grades, audience, conditions, "from", until,
    reason, decided_by, decided_on FROM approval;
DROP TABLE approval;
ALTER TABLE approval_2 RENAME TO approval;
CREATE INDEX approval_product ON approval (product);
CREATE INDEX approval_request ON approval (request) WHERE request IS NOT NULL;

CREATE TRIGGER approval_schools_exist BEFORE INSERT ON approval WHEN NEW.schools IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a scope names a school that is not here') FROM json_each(NEW.schools)
    WHERE value NOT IN (SELECT id FROM school); END;
CREATE TRIGGER approval_schools_still_exist BEFORE UPDATE OF schools ON approval WHEN NEW.schools IS NOT NULL
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

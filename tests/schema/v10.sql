PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE setting (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    "key" TEXT NOT NULL UNIQUE CHECK ("key" <> ''),
    value TEXT NOT NULL
) STRICT;
INSERT INTO setting VALUES(1,1,'district','Harlow County Schools');
INSERT INTO setting VALUES(2,1,'policy','hybrid');
INSERT INTO setting VALUES(3,1,'zone','America/Chicago');
INSERT INTO setting VALUES(4,1,'rehearsal','yes');
CREATE TABLE vendor (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    former_names TEXT,
    support TEXT
, twin INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO vendor VALUES(1,1,'Brightwater Learning',NULL,NULL,0);
INSERT INTO vendor VALUES(2,1,'Oddfellow Maths',NULL,NULL,0);
CREATE TABLE function (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
, broad INTEGER NOT NULL DEFAULT 0 CHECK (broad IN (0, 1))) STRICT;
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
, version_seen TEXT, data TEXT CHECK (data IN ('none', 'login', 'pii', 'sensitive')), instructional INTEGER CHECK (instructional IN (0, 1)), core INTEGER CHECK (core IN (0, 1)), population TEXT, provided TEXT CHECK (provided IN ('bundled', 'state', 'grant')), merged_into INTEGER REFERENCES product CHECK (merged_into <> id), twin INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO product VALUES(1,1,'Letterloop',1,NULL,NULL,NULL,NULL,'',0,NULL,'2026-03-10',NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO product VALUES(2,1,'Vowelwend',2,NULL,NULL,NULL,NULL,'',0,NULL,'2026-03-10',NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
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
INSERT INTO school VALUES(1,1,'Juniper Hill Elementary','JUN','elementary','PK-5',412,NULL,NULL,1);
INSERT INTO school VALUES(2,1,'Ferry Street High','FER','high','9-12',1180,NULL,NULL,1);
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
INSERT INTO person VALUES(1,1,'root','root',NULL,'admin',NULL,NULL);
INSERT INTO person VALUES(2,1,'ada','Ada Quill',NULL,'curricular',NULL,NULL);
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
    audience TEXT CHECK (audience IN ('student', 'staff', 'both')), cost_kind TEXT CHECK (cost_kind IN ('licence', 'pd_training', 'implementation', 'support')), min_quantity INTEGER CHECK (min_quantity >= 0), true_up INTEGER CHECK (true_up IN (0, 1)), reducible TEXT CHECK (reducible IN ('mid_term', 'renewal_only', 'never')), allocation TEXT CHECK (allocation IN ('central', 'enrollment', 'seats', 'active_users', 'equal', 'percent')),
    UNIQUE (contract, product)
) STRICT;
INSERT INTO line VALUES(1,1,1,1,NULL,NULL,NULL,400000,NULL,'K-5',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO line VALUES(2,1,2,2,NULL,NULL,NULL,800000,NULL,'K-5',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE inventory (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    school INTEGER NOT NULL REFERENCES school,
    product INTEGER NOT NULL REFERENCES product,
    buyer INTEGER REFERENCES school,
    seats INTEGER CHECK (seats >= 0),
    used INTEGER CHECK (used >= 0),
    since TEXT
) STRICT;
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
, next_on TEXT) STRICT;
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
CREATE TABLE note (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    about TEXT NOT NULL,
    record INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    "by" TEXT NOT NULL,
    "at" TEXT NOT NULL
) STRICT;
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
, login TEXT, clock TEXT, deed_id TEXT, deed_words TEXT, seal TEXT) STRICT;
INSERT INTO change_set VALUES(1,'2026-03-10T19:00:00Z','root','','do','opened the office of Harlow County Schools',NULL,NULL,NULL,'root','2026-11-29T22:23:55Z',NULL,NULL,'ce9e48cb27db1c9b37969af694ce24fe4bbf04c39844a70b17779c10ed34293a');
INSERT INTO change_set VALUES(2,'2026-03-10T19:00:00Z','root','','do','added ada',NULL,NULL,NULL,'root','2026-11-29T22:23:55Z',NULL,NULL,'c4cbe3ff6b7b56014c13d9818f2b1f336ef6ce69f26a07be1af157fdf8429394');
INSERT INTO change_set VALUES(3,'2026-03-10T19:00:00Z','root','','do','import of 2 schools from s.csv',NULL,NULL,NULL,'root','2026-11-29T22:23:55Z',NULL,NULL,'6779be2b39e4d1ec8be5a96f9990c179c875c903b8975b920782d891d5f9374e');
INSERT INTO change_set VALUES(4,'2026-03-10T19:00:00Z','root','','do','import of 2 contracts from c.csv',NULL,NULL,NULL,'root','2026-11-29T22:23:55Z',NULL,NULL,'e10321083ffbfc463f29d3708eb01742fefc91a3b8a48ea3e1a7312484f67687');
INSERT INTO change_set VALUES(5,'2026-03-10T19:00:00Z','root','','do','import of 27 alignments from a.csv',NULL,NULL,NULL,'root','2026-11-29T22:23:56Z',NULL,NULL,'f1d8e6d44058cdf7d167a882fdca3a838b02a086a9aa5c212beff49f682e4439');
INSERT INTO change_set VALUES(6,'2026-03-10T19:00:00Z','root','','do','O-f3vk0 Vowelwend + Letterloop: dismissed as complementary','Each does a part',NULL,NULL,'root','2026-11-29T22:23:56Z',NULL,NULL,'6ccdaf5461bf886061ecc65f3cc3eee450d794062062894f1368c9a6a67890cf');
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
INSERT INTO history VALUES(1,1,'setting',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(2,1,'setting',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(3,1,'setting',3,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(4,1,'setting',4,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(5,1,'person',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(6,2,'person',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(7,3,'school',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(8,3,'school',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(9,4,'vendor',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(10,4,'product',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(11,4,'contract',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(12,4,'line',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(13,4,'vendor',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(14,4,'product',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(15,4,'contract',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(16,4,'line',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(17,5,'alignment',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(18,5,'alignment',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(19,5,'alignment',3,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(20,5,'alignment',4,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(21,5,'alignment',5,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(22,5,'alignment',6,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(23,5,'alignment',7,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(24,5,'alignment',8,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(25,5,'alignment',9,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(26,5,'alignment',10,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(27,5,'alignment',11,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(28,5,'alignment',12,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(29,5,'alignment',13,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(30,5,'alignment',14,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(31,5,'alignment',15,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(32,5,'alignment',16,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(33,5,'alignment',17,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(34,5,'alignment',18,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(35,5,'alignment',19,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(36,5,'alignment',20,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(37,5,'alignment',21,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(38,5,'alignment',22,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(39,5,'alignment',23,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(40,5,'alignment',24,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(41,5,'alignment',25,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(42,5,'alignment',26,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(43,5,'alignment',27,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(44,6,'alert',1,'add',NULL,NULL,NULL,1);
CREATE TABLE calendar_day (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'closure', 'board')),
    agenda_cutoff TEXT CHECK (agenda_cutoff <= day),
    note TEXT,
    UNIQUE (day, kind)
) STRICT;
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
, sign_in TEXT CHECK (sign_in IN ('none', 'district', 'own'))) STRICT;
CREATE TABLE pause (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    request INTEGER NOT NULL REFERENCES request,
    waiting_on TEXT NOT NULL CHECK (waiting_on IN ('vendor', 'requester')),
    what TEXT,
    since TEXT NOT NULL,
    until TEXT CHECK (until >= since)
) STRICT;
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
CREATE TABLE incident (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    kind TEXT NOT NULL CHECK (kind <> ''),
    opened_on TEXT NOT NULL,
    closed_on TEXT CHECK (closed_on >= opened_on),
    effect TEXT NOT NULL CHECK (effect IN ('suspend', 'watch')),
    note TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS "approval" (
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
CREATE TABLE funding (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    line INTEGER NOT NULL REFERENCES line,
    source TEXT NOT NULL CHECK (source <> ''),
    percent_bp INTEGER NOT NULL CHECK (percent_bp BETWEEN 1 AND 10000),
    obligate_by TEXT,
    receive_by TEXT,
    must_end_by TEXT,
    account TEXT,
    UNIQUE (line, source, account)
) STRICT;
CREATE TABLE share (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    line INTEGER NOT NULL REFERENCES line,
    school INTEGER NOT NULL REFERENCES school,
    percent_bp INTEGER NOT NULL CHECK (percent_bp BETWEEN 0 AND 10000),
    UNIQUE (line, school)
) STRICT;
CREATE TABLE term (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    contract INTEGER NOT NULL REFERENCES contract,
    starts TEXT,
    ends TEXT NOT NULL CHECK (ends >= starts),
    total_cents INTEGER CHECK (total_cents >= 0),
    seats INTEGER CHECK (seats >= 0),
    used INTEGER CHECK (used >= 0),
    UNIQUE (contract, ends)
) STRICT;
CREATE TABLE renewal (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    contract INTEGER NOT NULL REFERENCES contract,
    cycle_end TEXT NOT NULL,
    choice TEXT NOT NULL CHECK (choice IN ('renew', 'smaller', 'negotiate', 'consolidate', 'coterm', 'cancel',
        'lapse', 'replace', 'defer', 'none')),
    cause TEXT CHECK (cause IN ('unused', 'duplicate', 'price', 'technical', 'other')),
    reason TEXT,
    quantity INTEGER CHECK (quantity >= 0),
    cents INTEGER CHECK (cents >= 0),
    until TEXT,
    replacement INTEGER REFERENCES product,
    goal_result TEXT,
    decided_by TEXT,
    decided_on TEXT,
    notice_due TEXT,
    notice_sent TEXT,
    notice_proof TEXT,
    deletion_requested TEXT,
    deletion_due TEXT CHECK (deletion_due >= deletion_requested),
    deletion_confirmed TEXT CHECK (deletion_confirmed >= deletion_requested),
    UNIQUE (contract, cycle_end)
) STRICT;
CREATE TABLE digest (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    login TEXT NOT NULL UNIQUE CHECK (login <> ''),
    told_on TEXT NOT NULL
) STRICT;
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
INSERT INTO alert VALUES(1,1,'f3vk0wk2bkyf','O4','Vowelwend + Letterloop','dismissed',NULL,NULL,NULL,NULL,NULL,'complementary','Each does a part','2026-06-30',400000,'root','2026-03-10');
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
INSERT INTO alignment VALUES(1,1,1,'State Reading 2023','R.1.1',1,'verified','instruction','');
INSERT INTO alignment VALUES(2,1,1,'State Reading 2023','R.1.2',1,'verified','instruction','');
INSERT INTO alignment VALUES(3,1,1,'State Reading 2023','R.1.3',1,'verified','instruction','');
INSERT INTO alignment VALUES(4,1,1,'State Reading 2023','R.1.4',1,'verified','instruction','');
INSERT INTO alignment VALUES(5,1,1,'State Reading 2023','R.1.5',1,'verified','instruction','');
INSERT INTO alignment VALUES(6,1,1,'State Reading 2023','R.1.6',1,'verified','instruction','');
INSERT INTO alignment VALUES(7,1,1,'State Reading 2023','R.1.7',1,'verified','instruction','');
INSERT INTO alignment VALUES(8,1,1,'State Reading 2023','R.1.8',1,'verified','instruction','');
INSERT INTO alignment VALUES(9,1,1,'State Reading 2023','R.1.9',1,'verified','instruction','');
INSERT INTO alignment VALUES(10,1,1,'State Reading 2023','R.1.10',1,'verified','instruction','');
INSERT INTO alignment VALUES(11,1,1,'State Reading 2023','R.1.11',1,'verified','instruction','');
INSERT INTO alignment VALUES(12,1,1,'State Reading 2023','R.1.12',1,'verified','instruction','');
INSERT INTO alignment VALUES(13,1,2,'State Reading 2023','R.1.1',1,'verified','instruction','');
INSERT INTO alignment VALUES(14,1,2,'State Reading 2023','R.1.2',1,'verified','instruction','');
INSERT INTO alignment VALUES(15,1,2,'State Reading 2023','R.1.3',1,'verified','instruction','');
INSERT INTO alignment VALUES(16,1,2,'State Reading 2023','R.1.4',1,'verified','instruction','');
INSERT INTO alignment VALUES(17,1,2,'State Reading 2023','R.1.5',1,'verified','instruction','');
INSERT INTO alignment VALUES(18,1,2,'State Reading 2023','R.1.6',1,'verified','instruction','');
INSERT INTO alignment VALUES(19,1,2,'State Reading 2023','R.1.7',1,'verified','instruction','');
INSERT INTO alignment VALUES(20,1,2,'State Reading 2023','R.1.8',1,'verified','instruction','');
INSERT INTO alignment VALUES(21,1,2,'State Reading 2023','R.1.9',1,'verified','instruction','');
INSERT INTO alignment VALUES(22,1,2,'State Reading 2023','R.1.10',1,'verified','instruction','');
INSERT INTO alignment VALUES(23,1,2,'State Reading 2023','R.1.11',1,'verified','instruction','');
INSERT INTO alignment VALUES(24,1,2,'State Reading 2023','R.1.12',1,'verified','instruction','');
INSERT INTO alignment VALUES(25,1,2,'State Reading 2023','R.1.13',1,'verified','instruction','');
INSERT INTO alignment VALUES(26,1,2,'State Reading 2023','R.1.14',1,'verified','instruction','');
INSERT INTO alignment VALUES(27,1,2,'State Reading 2023','R.1.15',1,'claimed','instruction','');
CREATE TABLE IF NOT EXISTS "contract" (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    number TEXT NOT NULL UNIQUE CHECK (number <> ''),
    vendor INTEGER REFERENCES vendor,
    buyer INTEGER REFERENCES school,
    term_start TEXT,
    term_end TEXT NOT NULL CHECK (term_end >= term_start),
    auto_renew INTEGER CHECK (auto_renew IN (0, 1)),
    notice INTEGER CHECK (notice >= 0),
    notice_unit TEXT CHECK (notice_unit IN ('days', 'working days', 'months')),
    notice_basis TEXT NOT NULL CHECK (notice_basis IN ('sent', 'received')),
    fund TEXT,
    po TEXT,
    owner INTEGER REFERENCES person,
    escalator_bp INTEGER,
    signed_on TEXT,
    board_approved_on TEXT,
    first_end TEXT,
    renew_months INTEGER CHECK (renew_months > 0),
    notice_method TEXT CHECK (notice_method IN ('portal', 'email', 'mail', 'certified')),
    send_to TEXT,
    max_term_months INTEGER CHECK (max_term_months > 0),
    escalator_kind TEXT CHECK (escalator_kind IN ('fixed', 'cpi', 'cap', 'none')),
    nonappropriation INTEGER CHECK (nonappropriation IN (0, 1)),
    early_exit TEXT,
    documents TEXT,
    parent INTEGER REFERENCES contract CHECK (parent <> id),
    quote_cents INTEGER CHECK (quote_cents >= 0),
    quote_on TEXT,
    goal TEXT
) STRICT;
INSERT INTO contract VALUES(1,1,'C-1',1,1,'2025-07-01','2026-06-30',1,60,'days','sent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO contract VALUES(2,1,'C-2',2,1,'2025-07-01','2026-06-30',1,60,'days','sent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE word (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    files TEXT NOT NULL CHECK (files <> ''),
    field TEXT NOT NULL CHECK (field <> ''),
    theirs TEXT NOT NULL CHECK (theirs <> ''),
    ours TEXT NOT NULL,
    UNIQUE (files, field, theirs)
) STRICT;
CREATE TABLE key (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES person,
    algorithm TEXT NOT NULL CHECK (algorithm <> ''),
    public_key TEXT NOT NULL CHECK (public_key <> ''),
    fingerprint TEXT NOT NULL UNIQUE CHECK (fingerprint <> ''),
    comment TEXT,
    since TEXT NOT NULL,
    removed_on TEXT
) STRICT;
CREATE INDEX product_vendor ON product (vendor);
CREATE INDEX product_successor ON product (successor) WHERE successor IS NOT NULL;
CREATE INDEX purpose_function ON purpose (function);
CREATE INDEX owner_person ON owner (person);
CREATE INDEX owner_deputy ON owner (deputy) WHERE deputy IS NOT NULL;
CREATE INDEX line_product ON line (product);
CREATE INDEX inventory_school ON inventory (school, product, buyer);
CREATE INDEX inventory_product ON inventory (product, school);
CREATE INDEX inventory_buyer ON inventory (buyer) WHERE buyer IS NOT NULL;
CREATE INDEX provisioning_product ON provisioning (product, school);
CREATE INDEX provisioning_school ON provisioning (school);
CREATE INDEX agreement_vendor ON agreement (vendor, kind);
CREATE INDEX agreement_product ON agreement (product) WHERE product IS NOT NULL;
CREATE INDEX training_product ON training (product, school);
CREATE INDEX training_school ON training (school);
CREATE INDEX usage_product ON usage (product, school, "from", "to");
CREATE INDEX usage_school ON usage (school) WHERE school IS NOT NULL;
CREATE INDEX note_about ON note (about, record);
CREATE INDEX change_set_who ON change_set (who, id);
CREATE INDEX history_record ON history (kind, record);
CREATE INDEX history_change_set ON history (change_set);
CREATE TRIGGER history_never_changes BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is never edited'); END;
CREATE TRIGGER history_never_shrinks BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER change_set_never_shrinks BEFORE DELETE ON change_set
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
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
CREATE INDEX request_product ON request (product, state);
CREATE INDEX request_state ON request (state);
CREATE INDEX request_owner ON request (owner) WHERE owner IS NOT NULL;
CREATE INDEX request_answered_by ON request (answered_by) WHERE answered_by IS NOT NULL;
CREATE TRIGGER checklist_stays_as_it_is BEFORE UPDATE ON checklist
WHEN (NEW.track, NEW.edition, NEW.text) IS NOT (OLD.track, OLD.edition, OLD.text)
BEGIN SELECT RAISE(ABORT, 'an edition of a checklist is never changed; import a new one'); END;
CREATE TRIGGER checklist_in_use_stays BEFORE DELETE ON checklist
WHEN EXISTS (SELECT 1 FROM request WHERE OLD.edition =
    CASE OLD.track WHEN 'technical' THEN technical_edition ELSE curricular_edition END)
BEGIN SELECT RAISE(ABORT, 'a review has begun with this edition of the checklist; import another one'); END;
CREATE INDEX requester_request ON requester (request);
CREATE INDEX requester_product ON requester (product, school, name, asked_on);
CREATE INDEX requester_school ON requester (school) WHERE school IS NOT NULL;
CREATE INDEX pause_request ON pause (request);
CREATE INDEX condition_request ON condition (request);
CREATE INDEX condition_owner ON condition (owner) WHERE owner IS NOT NULL;
CREATE INDEX incident_product ON incident (product);
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
CREATE INDEX share_school ON share (school);
CREATE INDEX renewal_replacement ON renewal (replacement) WHERE replacement IS NOT NULL;
CREATE INDEX product_merged ON product (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX alert_owner ON alert (owner) WHERE owner IS NOT NULL;
CREATE INDEX alert_keeper ON alert (keeper) WHERE keeper IS NOT NULL;
CREATE INDEX alert_keeper_contract ON alert (keeper_contract) WHERE keeper_contract IS NOT NULL;
CREATE INDEX alert_waits_for ON alert (waits_for) WHERE waits_for IS NOT NULL;
CREATE INDEX contract_unknown ON "contract" (id) WHERE auto_renew IS NULL;
CREATE INDEX contract_vendor ON contract (vendor);
CREATE INDEX contract_buyer ON contract (buyer) WHERE buyer IS NOT NULL;
CREATE INDEX contract_owner ON contract (owner) WHERE owner IS NOT NULL;
CREATE INDEX contract_end ON contract (term_end);
CREATE INDEX contract_parent ON contract (parent) WHERE parent IS NOT NULL;
CREATE UNIQUE INDEX product_name ON product (lower(name), lower(ifnull(edition, '')), ifnull(vendor, 0), twin)
    WHERE merged_into IS NULL;
CREATE UNIQUE INDEX vendor_name ON vendor (lower(name), twin);
CREATE UNIQUE INDEX change_set_deed_id ON change_set (deed_id) WHERE deed_id IS NOT NULL;
CREATE TRIGGER change_set_keeps_its_words
BEFORE UPDATE OF id, "at", who, origin, deed, title, reason, undoes, login, clock, deed_id, deed_words ON change_set
BEGIN SELECT RAISE(ABORT, 'history is never edited'); END;
CREATE TRIGGER change_set_is_sealed_once BEFORE UPDATE OF seal ON change_set WHEN OLD.seal IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'history is never edited'); END;
CREATE INDEX key_person ON key (person);
CREATE INDEX key_public_key ON key (public_key);
COMMIT;

PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO agreement VALUES(1,1,1,'ndpa',1,'2026-07-01','2029-06-30','https://agreements.example/1','name; grade; login');
INSERT INTO agreement VALUES(2,1,2,'none',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE alias (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    alias TEXT NOT NULL CHECK (alias <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('former', 'other', 'host', 'extension', 'oauth')),
    since TEXT,
    until TEXT,
    UNIQUE (product, alias)
) STRICT;
INSERT INTO alias VALUES(1,1,1,'Letter Loop','other',NULL,NULL);
INSERT INTO alias VALUES(2,1,1,'LL Reader','other',NULL,NULL);
INSERT INTO alias VALUES(3,1,1,'Letterloop Basic','other',NULL,NULL);
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
INSERT INTO approval VALUES(1,1,1,'approved',NULL,'K-3','student',NULL,'2026-08-01','2028-06-30','Passed both reviews',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO approval VALUES(2,1,2,'conditional','[1,2]','',NULL,replace('No student accounts\nteacher-led only','\n',char(10)),'2026-09-15',NULL,'Privacy agreement pending',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE calendar_day (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'closure', 'board')),
    agenda_cutoff TEXT CHECK (agenda_cutoff <= day),
    note TEXT,
    UNIQUE (day, kind)
) STRICT;
INSERT INTO calendar_day VALUES(1,1,'2026-11-26','holiday',NULL,'Thanksgiving');
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
INSERT INTO change_set VALUES(1,'2026-03-10T00:00:00Z','ada','','do','opened the office of Harlow County Schools',NULL,NULL,NULL);
INSERT INTO change_set VALUES(2,'2026-03-10T00:00:00Z','ada','','do','import of 2 schools from schools.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(3,'2026-03-10T00:00:00Z','ada','','do','import of 2 people from people.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(4,'2026-03-10T00:00:00Z','ada','','do','import of 2 products from products.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(5,'2026-03-10T00:00:00Z','ada','','do','import of 2 approvals from approvals.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(6,'2026-03-10T00:00:00Z','ada','','do','import of 2 contracts from contracts.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(7,'2026-03-10T00:00:00Z','ada','','do','import of 2 inventory from inventory.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(8,'2026-03-10T00:00:00Z','ada','','do','import of 2 usage from usage.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(9,'2026-03-10T00:00:00Z','ada','','do','import of 2 training from training.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(10,'2026-03-10T00:00:00Z','ada','','do','import of 2 owners from owners.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(11,'2026-03-10T00:00:00Z','ada','','do','import of 2 agreements from agreements.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(12,'2026-03-10T00:00:00Z','ada','','do','import of 2 provisioning from provisioning.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(13,'2026-03-10T00:00:00Z','ada','','do','import of 2 devices from devices.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(14,'2026-03-10T00:00:00Z','ada','','do','import of 2 compatibility from compatibility.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(15,'2026-03-10T00:00:00Z','ada','','do','changed ada',NULL,NULL,16);
INSERT INTO change_set VALUES(16,'2026-03-10T00:00:00Z','ada','','undo','changed ada',NULL,15,NULL);
INSERT INTO change_set VALUES(17,'2026-06-10T00:00:00Z','hallpass','','do','digest told to ada',NULL,NULL,NULL);
INSERT INTO change_set VALUES(18,'2026-11-03T00:00:00Z','ada','','do','import of 3 products from p.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(19,'2026-11-03T00:00:00Z','ada','','do','import of 2 contracts from k.csv',NULL,NULL,NULL);
INSERT INTO change_set VALUES(20,'2026-11-03T00:00:00Z','ada','','do','O-6j41s Letterloop District + Roundabout: dismissed as complementary','One is for newcomers',NULL,NULL);
INSERT INTO change_set VALUES(21,'2026-11-03T00:00:00Z','ada','','do','O-yt124 Letterloop District + Letterloop Plus: took it',NULL,NULL,NULL);
INSERT INTO change_set VALUES(22,'2026-11-03T00:00:00Z','ada','','do','merged Letterloop Basic into Letterloop District','the same licence',NULL,NULL);
CREATE TABLE checklist (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    track TEXT NOT NULL CHECK (track IN ('technical', 'curricular')),
    edition INTEGER NOT NULL CHECK (edition >= 2),
    text TEXT NOT NULL CHECK (text <> ''),
    made_on TEXT NOT NULL,
    UNIQUE (track, edition)
) STRICT;
INSERT INTO checklist VALUES(1,1,'technical',2,replace('[[item]]\nid = "T01"\ntitle = "Runs on every device we issue"\nquestion = "Does it work on each class of device that the schools and grades asked for hand out?"\nwhy = "A tool that fails on part of the fleet is found out in class, after it was paid for."\ngate = "must"\napplies_if = "students or not service"\nevidence = "A test line for each device class: model, system, browser, who tried it, on which day"\nfactors = ["F3"]\nsafety = false\nreviewer = "technical"','\n',char(10)),'2026-08-20');
CREATE TABLE compatibility (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    device TEXT NOT NULL CHECK (device <> ''),
    result TEXT NOT NULL CHECK (result IN ('works', 'partial', 'fails')),
    "on" TEXT,
    note TEXT,
    UNIQUE (product, device)
) STRICT;
INSERT INTO compatibility VALUES(1,1,1,'ipad','works','2026-08-03',NULL);
INSERT INTO compatibility VALUES(2,1,2,'chromebook','partial','2026-08-04','No sound offline');
CREATE TABLE condition (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    request INTEGER NOT NULL REFERENCES request,
    item TEXT,
    text TEXT NOT NULL CHECK (text <> ''),
    owner INTEGER REFERENCES person,
    due_on TEXT,
    met_on TEXT
) STRICT;
INSERT INTO condition VALUES(1,1,1,'T2','turn chat off',1,'2026-09-30',NULL);
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
, signed_on TEXT, board_approved_on TEXT, first_end TEXT, renew_months INTEGER CHECK (renew_months > 0), notice_method TEXT CHECK (notice_method IN ('portal', 'email', 'mail', 'certified')), send_to TEXT, max_term_months INTEGER CHECK (max_term_months > 0), escalator_kind TEXT CHECK (escalator_kind IN ('fixed', 'cpi', 'cap', 'none')), nonappropriation INTEGER CHECK (nonappropriation IN (0, 1)), early_exit TEXT, documents TEXT, parent INTEGER REFERENCES contract CHECK (parent <> id), quote_cents INTEGER CHECK (quote_cents >= 0), quote_on TEXT, goal TEXT) STRICT;
INSERT INTO contract VALUES(1,1,'C-2026-014',1,NULL,'2026-07-01','2027-06-30',1,60,'days','received','Title I','PO-4471',2,300,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO contract VALUES(2,1,'C-1',2,1,NULL,'2026-12-31',0,NULL,NULL,'sent',NULL,NULL,NULL,NULL,'2026-06-20',NULL,NULL,NULL,'certified','Contracts, PO Box 12',NULL,'cap',NULL,NULL,'https://files.harlow.example/c-1.pdf',NULL,260000,'2026-09-01','8 of 10 read at grade level');
INSERT INTO contract VALUES(3,1,'C-7',1,1,'2026-07-01','2027-06-30',1,30,'days','sent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO contract VALUES(4,1,'C-8',2,1,'2026-05-01','2027-04-30',1,30,'days','sent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE device (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    school INTEGER NOT NULL REFERENCES school,
    device TEXT NOT NULL CHECK (device <> ''),
    share INTEGER CHECK (share BETWEEN 0 AND 100),
    os_min TEXT,
    until TEXT,
    UNIQUE (school, device)
) STRICT;
INSERT INTO device VALUES(1,1,1,'ipad',70,'17','2029-06-30');
INSERT INTO device VALUES(2,1,2,'chromebook',100,'126',NULL);
CREATE TABLE digest (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    login TEXT NOT NULL UNIQUE CHECK (login <> ''),
    told_on TEXT NOT NULL
) STRICT;
INSERT INTO digest VALUES(1,1,'ada','2026-06-10');
CREATE TABLE function (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
, broad INTEGER NOT NULL DEFAULT 0 CHECK (broad IN (0, 1))) STRICT;
INSERT INTO function VALUES(1,1,'Early reading practice',0);
INSERT INTO function VALUES(2,1,'Math practice',1);
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
INSERT INTO funding VALUES(1,1,1,'Title I',6000,'2027-06-30','2027-09-28',NULL,NULL);
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
INSERT INTO history VALUES(3,1,'person',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(4,2,'school',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(5,2,'school',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(6,3,'person',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(7,3,'person',3,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(8,4,'vendor',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(9,4,'product',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(10,4,'alias',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(11,4,'alias',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(12,4,'function',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(13,4,'purpose',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(14,4,'vendor',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(15,4,'product',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(16,4,'function',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(17,4,'purpose',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(18,5,'approval',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(19,5,'approval',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(20,6,'contract',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(21,6,'line',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(22,6,'contract',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(23,6,'line',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(24,7,'inventory',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(25,7,'inventory',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(26,8,'usage',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(27,8,'usage',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(28,9,'training',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(29,9,'training',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(30,10,'owner',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(31,10,'owner',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(32,11,'agreement',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(33,11,'agreement',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(34,12,'provisioning',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(35,12,'provisioning',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(36,13,'device',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(37,13,'device',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(38,14,'compatibility',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(39,14,'compatibility',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(40,15,'person',1,'set','roles','admin','helpdesk;admin',2);
INSERT INTO history VALUES(41,16,'person',1,'set','roles','helpdesk;admin','admin',3);
INSERT INTO history VALUES(42,17,'digest',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(43,18,'product',3,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(44,18,'purpose',3,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(45,18,'product',4,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(46,18,'purpose',4,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(47,18,'product',5,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(48,18,'purpose',5,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(49,19,'contract',3,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(50,19,'line',3,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(51,19,'contract',4,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(52,19,'line',4,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(53,20,'alert',1,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(54,21,'alert',2,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(55,22,'purpose',4,'remove',NULL,'[4,1]',NULL,2);
INSERT INTO history VALUES(56,22,'alias',3,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(57,22,'alert',3,'add',NULL,NULL,NULL,1);
INSERT INTO history VALUES(58,22,'product',4,'set','archived',0,1,2);
INSERT INTO history VALUES(59,22,'product',4,'set','merged_into',NULL,1,2);
CREATE TABLE incident (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    kind TEXT NOT NULL CHECK (kind <> ''),
    opened_on TEXT NOT NULL,
    closed_on TEXT CHECK (closed_on >= opened_on),
    effect TEXT NOT NULL CHECK (effect IN ('suspend', 'watch')),
    note TEXT
) STRICT;
INSERT INTO incident VALUES(1,1,2,'outage','2026-08-27',NULL,'watch','down for a morning');
CREATE TABLE inventory (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    school INTEGER NOT NULL REFERENCES school,
    product INTEGER NOT NULL REFERENCES product,
    buyer INTEGER REFERENCES school,
    seats INTEGER CHECK (seats >= 0),
    used INTEGER CHECK (used >= 0),
    since TEXT
) STRICT;
INSERT INTO inventory VALUES(1,1,1,1,NULL,300,241,'2026-08-15');
INSERT INTO inventory VALUES(2,1,2,2,NULL,60,NULL,NULL);
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
INSERT INTO item_answer VALUES(1,1,1,'T1','pass','signs in with the district''s accounts',NULL,'ada','2026-08-25');
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
INSERT INTO line VALUES(1,1,1,1,'per_student',1200,450,540000,NULL,'',NULL,'licence',10,NULL,'renewal_only','percent');
INSERT INTO line VALUES(2,1,2,2,'site',NULL,NULL,198000,'[1]','',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO line VALUES(3,1,3,1,'per_student',30,500,15000,'[1]','',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO line VALUES(4,1,4,5,'per_student',40,600,24000,'[1]','',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE note (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    about TEXT NOT NULL,
    record INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    "by" TEXT NOT NULL,
    "at" TEXT NOT NULL
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
INSERT INTO owner VALUES(1,1,1,'manager',2,3,'2026-07-01',NULL);
INSERT INTO owner VALUES(2,1,2,'support',3,NULL,NULL,NULL);
CREATE TABLE pause (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    request INTEGER NOT NULL REFERENCES request,
    waiting_on TEXT NOT NULL CHECK (waiting_on IN ('vendor', 'requester')),
    what TEXT,
    since TEXT NOT NULL,
    until TEXT CHECK (until >= since)
) STRICT;
INSERT INTO pause VALUES(1,1,1,'vendor','the privacy text','2026-08-24',NULL);
CREATE TABLE person (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    login TEXT NOT NULL UNIQUE CHECK (login <> ''),
    name TEXT NOT NULL,
    email TEXT,
    roles TEXT NOT NULL,
    schools TEXT,
    left_on TEXT
) STRICT;
INSERT INTO person VALUES(1,3,'ada','ada',NULL,'admin',NULL,NULL);
INSERT INTO person VALUES(2,1,'rdoe','Robin Doe','rdoe@district.example','technical;renewals',NULL,NULL);
INSERT INTO person VALUES(3,1,'mkay','Morgan Kay','mkay@district.example','helpdesk','[1,2]',NULL);
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
, version_seen TEXT, data TEXT CHECK (data IN ('none', 'login', 'pii', 'sensitive')), instructional INTEGER CHECK (instructional IN (0, 1)), core INTEGER CHECK (core IN (0, 1)), population TEXT, provided TEXT CHECK (provided IN ('bundled', 'state', 'grant')), merged_into INTEGER REFERENCES product CHECK (merged_into <> id)) STRICT;
INSERT INTO product VALUES(1,1,'Letterloop',1,'District','https://letterloop.example','web','ELA','K-3',0,'900101','2026-03-10',NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO product VALUES(2,1,'Fractionary',2,NULL,NULL,NULL,'Math','3-6',0,NULL,'2026-03-10',NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO product VALUES(3,1,'Letterloop Plus',1,NULL,NULL,NULL,NULL,'K-3',0,NULL,'2026-11-03',NULL,0,0,NULL,NULL,NULL,NULL,NULL,'state',NULL);
INSERT INTO product VALUES(4,2,'Letterloop Basic',1,NULL,NULL,NULL,NULL,'K-3',0,NULL,'2026-11-03',NULL,1,0,NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO product VALUES(5,1,'Roundabout',2,NULL,NULL,NULL,NULL,'K-5',0,NULL,'2026-11-03',NULL,0,0,NULL,NULL,NULL,NULL,'EL',NULL,NULL);
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
INSERT INTO provisioning VALUES(1,1,1,1,'on','on','on','na','na');
INSERT INTO provisioning VALUES(2,1,2,2,'pending',NULL,'off',NULL,NULL);
CREATE TABLE purpose (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    product INTEGER NOT NULL REFERENCES product,
    function INTEGER NOT NULL REFERENCES function,
    UNIQUE (product, function)
) STRICT;
INSERT INTO purpose VALUES(1,1,1,1);
INSERT INTO purpose VALUES(2,1,2,2);
INSERT INTO purpose VALUES(3,1,3,1);
INSERT INTO purpose VALUES(5,1,5,1);
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
INSERT INTO renewal VALUES(1,1,2,'2026-06-30','renew',NULL,'in use',NULL,NULL,NULL,NULL,NULL,'ada','2026-04-02',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO renewal VALUES(2,1,1,'2027-06-30','cancel','unused','nobody signs in',NULL,NULL,NULL,NULL,NULL,'ada','2026-09-01','2026-11-01','2026-09-03',NULL,'2026-09-04','2026-11-03',NULL);
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
INSERT INTO request VALUES(1,1,'R-1',1,'new','in_review',2,1,2,1,'2026-08-21',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO requester VALUES(1,1,1,1,1,'Ines Marlow','teacher',NULL,'K-3',NULL,60,NULL,NULL,NULL,'2026-08-21',NULL);
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
INSERT INTO school VALUES(1,1,'Juniper Hill Elementary','JUN','elementary','PK-5',412,38,'990000100001',1);
INSERT INTO school VALUES(2,1,'Ferry Street High School','FER','high','9-12',1180,84,NULL,1);
CREATE TABLE setting (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    "key" TEXT NOT NULL UNIQUE CHECK ("key" <> ''),
    value TEXT NOT NULL
) STRICT;
INSERT INTO setting VALUES(1,1,'district','Harlow County Schools');
INSERT INTO setting VALUES(2,1,'policy','hybrid');
CREATE TABLE share (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    line INTEGER NOT NULL REFERENCES line,
    school INTEGER NOT NULL REFERENCES school,
    percent_bp INTEGER NOT NULL CHECK (percent_bp BETWEEN 0 AND 10000),
    UNIQUE (line, school)
) STRICT;
INSERT INTO share VALUES(1,1,1,1,10000);
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
INSERT INTO term VALUES(1,1,2,'2025-07-01','2026-06-30',240000,100,81);
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
INSERT INTO training VALUES(1,1,1,1,'staff',24,19,'2026-08-20',90,0,'2026-12-01');
INSERT INTO training VALUES(2,1,2,2,NULL,6,NULL,NULL,NULL,0,NULL);
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
INSERT INTO usage VALUES(1,1,1,1,'2026-09-01','2026-09-30',300,260,241,88,NULL,NULL,'signed in at least once in the month');
INSERT INTO usage VALUES(2,1,1,NULL,'2026-10-01','2026-10-31',NULL,NULL,NULL,NULL,345000,12075,'share of students who opened it in the window');
CREATE TABLE vendor (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    former_names TEXT,
    support TEXT
) STRICT;
INSERT INTO vendor VALUES(1,1,'Brightwater Learning',NULL,NULL);
INSERT INTO vendor VALUES(2,1,'Oddfellow Maths',NULL,NULL);
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
INSERT INTO alert VALUES(1,1,'6j41sb5hfza5','O3','Letterloop District + Roundabout','dismissed',NULL,NULL,NULL,NULL,NULL,'complementary','One is for newcomers','2027-04-30',16000,'ada','2026-11-03');
INSERT INTO alert VALUES(2,1,'yt124wwpg1nr','O5','Letterloop District + Letterloop Plus','acknowledged',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO alert VALUES(3,1,'05rps55nfcs8','O5','Letterloop District + Letterloop Basic','planned',NULL,'merge',1,NULL,NULL,NULL,NULL,NULL,0,'ada','2026-11-03');
INSERT INTO alert VALUES(4,1,'j7g3c0000000','O2','Letterloop District','planned',2,'convert',NULL,1,3,NULL,'the district has seats to spare',NULL,15000,'ada','2026-11-03');
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
INSERT INTO alignment VALUES(1,1,1,'State Reading 2023','R.1.2',1,'verified','instruction','K-3');
INSERT INTO alignment VALUES(2,1,4,'State Reading 2023','R.1',0,'claimed',NULL,'');
CREATE INDEX product_vendor ON product (vendor);
CREATE INDEX product_successor ON product (successor) WHERE successor IS NOT NULL;
CREATE INDEX purpose_function ON purpose (function);
CREATE INDEX owner_person ON owner (person);
CREATE INDEX owner_deputy ON owner (deputy) WHERE deputy IS NOT NULL;
CREATE INDEX contract_vendor ON contract (vendor);
CREATE INDEX contract_buyer ON contract (buyer) WHERE buyer IS NOT NULL;
CREATE INDEX contract_owner ON contract (owner) WHERE owner IS NOT NULL;
CREATE INDEX contract_end ON contract (term_end);
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
CREATE TRIGGER change_set_keeps_its_words BEFORE UPDATE OF id, "at", who, origin, deed, title, reason, undoes
ON change_set
BEGIN SELECT RAISE(ABORT, 'history is never edited'); END;
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
CREATE INDEX contract_parent ON contract (parent) WHERE parent IS NOT NULL;
CREATE INDEX share_school ON share (school);
CREATE INDEX renewal_replacement ON renewal (replacement) WHERE replacement IS NOT NULL;
CREATE INDEX product_merged ON product (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX alert_owner ON alert (owner) WHERE owner IS NOT NULL;
CREATE INDEX alert_keeper ON alert (keeper) WHERE keeper IS NOT NULL;
CREATE INDEX alert_keeper_contract ON alert (keeper_contract) WHERE keeper_contract IS NOT NULL;
CREATE INDEX alert_waits_for ON alert (waits_for) WHERE waits_for IS NOT NULL;
COMMIT;

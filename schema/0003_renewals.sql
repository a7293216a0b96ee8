-- Version 3: renewals. Contracts in full, the terms that are over, what was decided for each, and when
-- the digests were told.

ALTER TABLE contract ADD COLUMN signed_on TEXT;
ALTER TABLE contract ADD COLUMN board_approved_on TEXT;
ALTER TABLE contract ADD COLUMN first_end TEXT;
ALTER TABLE contract ADD COLUMN renew_months INTEGER CHECK (renew_months > 0);
ALTER TABLE contract ADD COLUMN notice_method TEXT CHECK (notice_method IN ('portal', 'email', 'mail', 'certified'));
ALTER TABLE contract ADD COLUMN send_to TEXT;
ALTER TABLE contract ADD COLUMN max_term_months INTEGER CHECK (max_term_months > 0);
ALTER TABLE contract ADD COLUMN escalator_kind TEXT CHECK (escalator_kind IN ('fixed', 'cpi', 'cap', 'none'));
ALTER TABLE contract ADD COLUMN nonappropriation INTEGER CHECK (nonappropriation IN (0, 1));
ALTER TABLE contract ADD COLUMN early_exit TEXT;
ALTER TABLE contract ADD COLUMN documents TEXT;
ALTER TABLE contract ADD COLUMN parent INTEGER REFERENCES contract CHECK (parent <> id);
ALTER TABLE contract ADD COLUMN quote_cents INTEGER CHECK (quote_cents >= 0);
ALTER TABLE contract ADD COLUMN quote_on TEXT;
ALTER TABLE contract ADD COLUMN goal TEXT;
CREATE INDEX contract_parent ON contract (parent) WHERE parent IS NOT NULL;

ALTER TABLE line ADD COLUMN cost_kind TEXT CHECK (cost_kind IN ('licence', 'pd_training', 'implementation', 'support'));
ALTER TABLE line ADD COLUMN min_quantity INTEGER CHECK (min_quantity >= 0);
ALTER TABLE line ADD COLUMN true_up INTEGER CHECK (true_up IN (0, 1));
ALTER TABLE line ADD COLUMN reducible TEXT CHECK (reducible IN ('mid_term', 'renewal_only', 'never'));
ALTER TABLE line ADD COLUMN allocation TEXT CHECK (allocation IN ('central', 'enrollment', 'seats', 'active_users', 'equal', 'percent'));

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
CREATE INDEX share_school ON share (school);

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
CREATE INDEX renewal_replacement ON renewal (replacement) WHERE replacement IS NOT NULL;

CREATE TABLE digest (
    id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    login TEXT NOT NULL UNIQUE CHECK (login <> ''),
    told_on TEXT NOT NULL
) STRICT;

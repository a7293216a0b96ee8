-- Version 5: not known is a value. Whether a contract renews by itself may be unknown, which a column
-- declared NOT NULL cannot hold: the table is built anew, with the same columns in the same order and every
-- other rule as it was. Where it is unknown an index tells; it is made before the old table goes, so that
-- this step fails on a file that has had it, and a damaged layout number is noticed.

CREATE TABLE contract_next (
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
CREATE INDEX contract_unknown ON contract_next (id) WHERE auto_renew IS NULL;
INSERT INTO contract_next SELECT
    id, version, number, vendor, buyer, term_start, term_end, auto_renew, notice, notice_unit, notice_basis,
    fund, po, owner, escalator_bp, signed_on, board_approved_on, first_end, renew_months, notice_method,
    send_to, max_term_months, escalator_kind, nonappropriation, early_exit, documents, parent, quote_cents,
    quote_on, goal
FROM contract;
DROP TABLE contract;
ALTER TABLE contract_next RENAME TO contract;
CREATE INDEX contract_vendor ON contract (vendor);
CREATE INDEX contract_buyer ON contract (buyer) WHERE buyer IS NOT NULL;
CREATE INDEX contract_owner ON contract (owner) WHERE owner IS NOT NULL;
CREATE INDEX contract_end ON contract (term_end);
CREATE INDEX contract_parent ON contract (parent) WHERE parent IS NOT NULL;

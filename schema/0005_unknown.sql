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

-- Healing
-- Before this layout a contract whose file said nothing of it did not renew by itself, and a notice of `None`
-- was one of no days. A no, or a notice of no days, that no file, form or person ever gave becomes unknown.
-- History does not keep what a new record held; so of a contract that an import added every one counts as not
-- given, unless somebody has set it since and that stands. (An import sets a no only where the file says so,
-- but it set a notice of no days also for `None`.) The contract's version stays as it is, so that what was
-- done before can still be taken back. Dumps of older layouts run this too, once they are loaded.

CREATE TABLE unsaid AS
SELECT c.id AS contract, f.field AS field
FROM contract c
JOIN (SELECT 'auto_renew' AS field UNION ALL SELECT 'notice') f
WHERE CASE f.field WHEN 'notice' THEN c.notice ELSE c.auto_renew END = 0
  AND (SELECT s.title LIKE 'import of %' FROM history h JOIN change_set s ON s.id = h.change_set
       WHERE h.kind = 'contract' AND h.record = c.id AND h.deed = 'add' ORDER BY h.seq LIMIT 1)
  AND NOT EXISTS (SELECT 1 FROM history h JOIN change_set s ON s.id = h.change_set
       WHERE h.kind = 'contract' AND h.record = c.id AND h.deed = 'set' AND h.field = f.field AND h.new = 0
         AND s.deed IN ('do', 'redo') AND s.undone_by IS NULL
         AND NOT (f.field = 'notice' AND s.title LIKE 'import of %'));

INSERT INTO change_set ("at", who, origin, deed, title, reason)
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 'hallpass', '', 'do', 'what nobody said is not known',
    'earlier versions kept a no, or a notice of no days, where a file said nothing'
WHERE EXISTS (SELECT 1 FROM unsaid);

INSERT INTO history (change_set, kind, record, deed, field, old, new, version)
SELECT (SELECT max(id) FROM change_set), 'contract', c.id, 'set', f.field,
    CASE f.field WHEN 'notice_unit' THEN c.notice_unit ELSE 0 END, NULL, c.version
FROM unsaid u
JOIN contract c ON c.id = u.contract
JOIN (SELECT 'auto_renew' AS field, 'auto_renew' AS said UNION ALL SELECT 'notice', 'notice'
      UNION ALL SELECT 'notice_unit', 'notice') f ON f.said = u.field
WHERE f.field <> 'notice_unit' OR c.notice_unit IS NOT NULL
ORDER BY c.id, f.field;

UPDATE contract SET auto_renew = NULL
WHERE id IN (SELECT contract FROM unsaid WHERE field = 'auto_renew');
UPDATE contract SET notice = NULL, notice_unit = NULL
WHERE id IN (SELECT contract FROM unsaid WHERE field = 'notice');
DROP TABLE unsaid;

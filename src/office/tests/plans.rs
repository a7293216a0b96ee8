//! No statement reads all of a large table but those named here: what a person looks at one of, or a page of, costs the
//! same however much the district owns.

use std::collections::BTreeSet;

use super::{Office, ProductId, Query, QueueFilter, SchoolId, district, every_question, stamp};
use crate::domain::grade::Grades;
use crate::domain::record::{Kind, RecordRef};
use crate::office::deed::{Deed, Executor};
use crate::office::query::Answerer;
use crate::store::{Access, Store};

/// The tables that grow with the district and with the years.
const LARGE: [&str; 21] = [
    "inventory",
    "history",
    "change_set",
    "usage",
    "training",
    "product",
    "alias",
    "purpose",
    "line",
    "contract",
    "term",
    "renewal",
    "approval",
    "request",
    "requester",
    "item_answer",
    "owner",
    "provisioning",
    "alignment",
    "gap",
    "note",
];

/// The finder is filled with every name, once a session and after a name was changed.
const FINDER: &str = "every name";
/// A file that comes in, or a form, is matched with every name there is.
const NAMES: &str = "names to match or to choose from";
/// Lists of the whole district are of the whole district.
const ALL: &str = "a list of all";
/// What is paid in a fiscal year, who answers and who is trained, is reckoned of everything once and then kept.
const YEAR: &str = "the fiscal year";
/// Where standards stand is counted of all claims.
const CLAIMS: &str = "the claims of all products";
/// All that calls for a review.
const QUEUE: &str = "the queue of the whole district";
/// An index that holds few rows is read from end to end, not the table.
const FEW: &str = "an index of a few rows";
/// Its last row and no other.
const LAST: &str = "the last row";
/// Nothing else would find it, and it is done once for each deed.
const DEED: &str = "once a deed";

/// Statements that may read all of a large table, by a part of each (`$` is its end), with the reason.
const MAY: &[(&str, &str)] = &[
    ("SELECT p.id, p.name, p.edition, v.name, p.asked", FINDER),
    ("SELECT product, alias FROM alias WHERE kind = ?1", FINDER),
    ("name || ifnull(edition, '') GLOB", FEW),
    ("FROM product p WHERE lms = 1 AND archived = 0", FEW),
    ("FROM change_set ORDER BY id DESC LIMIT 1$", LAST),
    ("UNION ALL SELECT a.product, a.alias FROM alias a", NAMES),
    (
        "SELECT id, name || ifnull(' ' || edition, '') FROM product$",
        NAMES,
    ),
    ("FROM product WHERE merged_into IS NULL", NAMES),
    ("FROM product$", ALL),
    ("FROM alias$", ALL),
    ("FROM contract$", ALL),
    ("FROM contract ORDER BY id$", ALL),
    (
        "FROM contract WHERE term_end < ?1 UNION SELECT contract FROM renewal",
        ALL,
    ),
    ("FROM line$", ALL),
    ("FROM line ORDER BY", ALL),
    ("FROM term$", ALL),
    ("FROM term ORDER BY id$", ALL),
    ("FROM renewal$", ALL),
    ("SELECT l.product, c.buyer, l.schools FROM line l", ALL),
    (
        "SELECT p.id, p.name || ifnull(' ' || p.edition, ''), (SELECT who.login",
        ALL,
    ),
    ("FROM usage WHERE ?1 IS ?1 AND ?2 IS ?2 AND activ", ALL),
    ("FROM request ORDER BY id$", ALL),
    ("FROM requester ORDER BY id DESC$", ALL),
    ("FROM owner$", YEAR),
    ("FROM owner ORDER BY id$", YEAR),
    ("FROM purpose", YEAR),
    ("FROM training$", YEAR),
    ("FROM training ORDER BY id$", YEAR),
    ("FROM alignment$", YEAR),
    ("FROM alignment ", CLAIMS),
    ("FROM usage$", YEAR),
    ("FROM inventory$", YEAR),
    ("FROM approval$", YEAR),
    (
        "FROM approval WHERE product IN (SELECT id FROM product WHERE archived = 0)",
        QUEUE,
    ),
    ("AS n FROM request WHERE number LIKE 'R-%'", DEED),
];

/// The large table that a line of a plan reads from end to end.
fn scanned(sql: &str, line: &str) -> Option<&'static str> {
    let name = line.strip_prefix("SCAN ")?.split(' ').next()?;
    LARGE.into_iter().find(|table| {
        let as_alias = [
            format!("{table} {name}"),
            format!("{table} AS {name}"),
            format!("{table}\" {name}"),
        ];
        let words = sql.replace(['\n', '(', ')', ','], " ");
        *table == name
            || as_alias
                .iter()
                .any(|said| format!("{words} ").contains(&format!(" {said} ")))
    })
}

#[test]
fn only_what_is_named_here_reads_all_of_a_large_table() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    let file = dir.path().join("schools.csv");
    std::fs::write(&file, "Code,Name,Level\nNEW,New School ES,ES\n").unwrap();
    district(&path);
    let store = Store::open(&path, Access::Write).unwrap();
    let mut office = Office::new(store, Box::new(|| stamp("ada")));
    let about = RecordRef {
        kind: Kind::Product,
        id: 2,
    };
    office.note(about, "it", "Seen.").unwrap();
    let seen = office.store.statements_run();
    for query in every_question(&file) {
        drop(office.answer(&query));
    }
    // By words, as commands ask.
    let name = office.store.label(ProductId(2)).unwrap();
    let said = office.told_apart(&name, false).unwrap();
    office
        .answers_about(&said.named, Some(SchoolId(1)), (Grades::UNSAID, None))
        .unwrap();
    office.card(ProductId(2), Some(SchoolId(1)), None).unwrap();
    office.overview().unwrap();
    office.inventory(SchoolId(2)).unwrap();
    office.queue(&QueueFilter::default()).unwrap();
    // A change, what follows from it, and back.
    office
        .carry_out(&Deed::LookedUp(ProductId(2)), None)
        .unwrap();
    office.note(about, "it", "Seen again.").unwrap();
    office.undo(None).unwrap();
    office.redo().unwrap();
    office
        .answer(&Query::Queue(QueueFilter::default()))
        .unwrap();
    let seen = seen.lock().unwrap();
    assert!(seen.len() > 150, "{}", seen.len());
    let mut used = BTreeSet::new();
    let mut unnamed = Vec::new();
    for sql in seen
        .iter()
        .filter(|sql| !sql.starts_with("PRAGMA") && !sql.starts_with("--"))
    {
        let flat = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        if !["SELECT", "UPDATE", "DELETE", "INSERT", "WITH"]
            .iter()
            .any(|verb| flat.starts_with(verb))
        {
            continue;
        }
        let plan = office.store.plan_of(sql);
        let scans: BTreeSet<&str> = plan
            .iter()
            .filter_map(|line| scanned(&flat, line))
            .collect();
        if scans.is_empty() {
            continue;
        }
        match MAY
            .iter()
            .find(|(part, _)| format!("{flat}$").contains(part))
        {
            Some((part, _)) => _ = used.insert(*part),
            None => unnamed.push(format!("{scans:?}: {flat}")),
        }
    }
    assert!(
        unnamed.is_empty(),
        "{} read all of a large table:\n{}",
        unnamed.len(),
        unnamed.join("\n")
    );
    let idle: Vec<&str> = MAY
        .iter()
        .map(|(part, _)| *part)
        .filter(|part| !used.contains(part))
        .collect();
    assert!(
        idle.is_empty(),
        "named, and no statement that does: {idle:?}"
    );
}

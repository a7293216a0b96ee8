//! What is kept says what a new session would read, whatever was written since; and what nobody wrote is not read again.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;

use super::super::{Days, Office};
use super::{AGENDA, FACTS, FINDER, OVERVIEW, OWNERSHIP, RestsOn, SCHOOLS, TRAINED};
use crate::domain::approval::ApprovalStatus;
use crate::domain::change::Change;
use crate::domain::contract::ContractId;
use crate::domain::inventory::InventoryId;
use crate::domain::product::{ProductId, VendorId};
use crate::domain::put::{Put, Stamp};
use crate::domain::record::{Kind, RecordRef};
use crate::domain::review::QueueFilter;
use crate::domain::school::SchoolId;
use crate::domain::zone::Zone;
use crate::office::deed::{Deed, Executor};
use crate::office::query::{Answer, Answerer, Query, renewal};
use crate::office::reader::OfficeReader;
use crate::store::{Access, Store};
use crate::tests::{district, length};

fn stamp() -> Stamp {
    let today: NaiveDate = "2026-03-10".parse().unwrap();
    Stamp::own("ada", today.and_hms_opt(9, 40, 0).unwrap().and_utc(), today)
}

fn office(path: &Path) -> Office {
    let store = Store::open(path, Access::Write).unwrap();
    Office::new(store, Box::new(stamp))
}

/// Everything whose answer rests on what is kept.
fn asked() -> Vec<Query> {
    vec![
        Query::Schools,
        Query::Find {
            typed: String::new(),
            school: None,
            rows: 0..8,
        },
        Query::Find {
            typed: "e".into(),
            school: Some(SchoolId(2)),
            rows: 0..20,
        },
        Query::Overview,
        Query::Queue(QueueFilter::default()),
        Query::QueueSize(Some(SchoolId(1))),
        Query::Agenda,
        Query::FiscalYear(renewal::YearOf {
            year: 2026,
            school: None,
            words: String::new(),
        }),
    ]
}

fn answers(office: &mut Office) -> Vec<Answer> {
    let asked = asked();
    asked
        .iter()
        .map(|query| office.answer(query).unwrap())
        .collect()
}

#[test]
fn a_look_up_has_nobody_read_anything() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    district(&path);
    let (mut mine, mut theirs) = (office(&path), office(&path));
    mine.others_changed();
    theirs.others_changed();
    mine.others_changed();
    let before = answers(&mut mine);
    let watcher = Store::open(&path, Access::Read).unwrap();
    let version = watcher.data_version().unwrap();
    let times = |product: ProductId| {
        let store = Store::open(&path, Access::Read).unwrap();
        let entries = store.find_entries().unwrap().into_iter();
        entries
            .filter(|entry| entry.id == product)
            .map(|entry| entry.asked)
            .sum::<i64>()
    };
    let known = times(ProductId(2));
    for _ in 0..3 {
        theirs
            .carry_out(&Deed::LookedUp(ProductId(2)), None)
            .unwrap();
    }
    assert_eq!(
        watcher.data_version().unwrap(),
        version,
        "no save of its own"
    );
    assert_eq!(times(ProductId(2)), known);
    theirs.leaves();
    assert_ne!(
        watcher.data_version().unwrap(),
        version,
        "the save at the end"
    );
    assert_eq!(times(ProductId(2)), known + 3);
    let steps = mine.store.steps_taken();
    assert!(!mine.others_changed());
    // The number that moved, and where history stands.
    let looked = steps.load(Ordering::Relaxed);
    assert!(looked < 40, "{looked}");
    let queries = asked();
    let kept = ["Schools", "Overview", "Agenda"];
    for query in queries.iter().filter(|query| {
        kept.iter()
            .any(|name| format!("{query:?}").starts_with(name))
    }) {
        let since = steps.load(Ordering::Relaxed);
        mine.answer(query).unwrap();
        // Who asks and what the policy says; no row of what is asked about.
        let taken = steps.load(Ordering::Relaxed) - since;
        assert!(taken < 1_500, "{query:?}: {taken}");
    }
    assert_eq!(answers(&mut mine), before);
    // The same goes along with the next save of theirs.
    theirs
        .carry_out(&Deed::LookedUp(ProductId(2)), None)
        .unwrap();
    theirs
        .note(
            RecordRef {
                kind: Kind::Product,
                id: 2,
            },
            "it",
            "Seen.",
        )
        .unwrap();
    assert_eq!(times(ProductId(2)), known + 4);
    assert!(mine.others_changed());
}

#[test]
fn what_is_kept_names_all_it_rests_on() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    district(&path);
    // Only what is read of the records, whatever else they hold.
    let read = |read: &dyn Fn(&mut Office)| -> BTreeSet<Kind> {
        let mut office = office(&path);
        let seen = office.store.tables_read();
        read(&mut office);
        let seen = seen.lock().unwrap();
        seen.iter()
            .filter_map(|table| Kind::from_word(table))
            .collect()
    };
    let named = |rests_on: RestsOn| -> BTreeSet<Kind> {
        let mut kinds: BTreeSet<Kind> = rests_on.kinds.iter().copied().collect();
        kinds.extend(rests_on.where_products_are.then_some(Kind::Inventory));
        kinds
    };
    let holds = |read: BTreeSet<Kind>, named: BTreeSet<Kind>| {
        let left_out: Vec<&Kind> = read.difference(&named).collect();
        assert!(left_out.is_empty(), "{left_out:?} are read and not named");
    };
    let today = stamp().today;
    let finder = read(&|office| _ = office.finder().unwrap());
    holds(finder, named(FINDER));
    let schools = read(&|office| _ = office.schools().unwrap());
    holds(schools, named(SCHOOLS));
    let overview = read(&|office| drop(office.overview().unwrap()));
    holds(overview, named(OVERVIEW));
    let agenda = read(&|office| {
        drop(office.answer(&asked()[7]).unwrap());
    });
    holds(agenda, named(AGENDA));
    let ownership = read(&|office| drop(office.ownership().unwrap()));
    holds(ownership, named(OWNERSHIP));
    let trained = read(&|office| drop(office.trained().unwrap()));
    holds(trained, named(TRAINED));
    let facts = read(&|office| {
        let all = office.store.find_entries().unwrap().into_iter();
        let all: Vec<_> = all.map(|entry| (entry.id, None)).collect();
        for school in [None, Some(SchoolId(1))] {
            let scope = office.scope(school);
            office.store.brief_answers(&all, scope).unwrap();
        }
    });
    let found = named(FACTS).into_iter().chain([Kind::Alias]).collect();
    holds(facts, found);
    let queue = read(&|office| drop(office.store.open_queue(today).unwrap()));
    let reaches: BTreeSet<Kind> = Kind::ALL
        .iter()
        .copied()
        .filter(|kind| crate::store::reaches_queue(*kind))
        .collect();
    holds(queue, reaches);
}

/// So many kinds of changes are made.
const KINDS: usize = 19;

/// The nth of many changes, each of another kind than the last.
fn change(store: &Store, turn: usize, dice: &mut fastrand::Rng) -> Change {
    let product = ProductId(dice.i64(1..=30));
    let school = SchoolId(dice.i64(1..=6));
    let words = format!("Word {}", dice.u16(..));
    let put = match turn % KINDS {
        0 => Put::id(product).with("name", words),
        1 => Put::new(Kind::Inventory)
            .with("product", product)
            .with("school", school)
            .with("seats", Some(dice.i64(0..400))),
        2 => Put::id(InventoryId(dice.i64(1..=60))).with("seats", Some(dice.i64(0..900))),
        3 => Put::keyed(Kind::Alias)
            .with("product", product)
            .with("alias", words)
            .with("kind", crate::domain::product::AliasKind::Other),
        4 => {
            let ids: Vec<ContractId> = store
                .all::<crate::domain::contract::Contract>()
                .unwrap()
                .iter()
                .map(|c| c.id)
                .collect();
            let end: NaiveDate = "2026-04-01".parse().unwrap();
            Put::id(ids[dice.usize(..ids.len())])
                .with("term_end", end + chrono::Days::new(dice.u64(0..500)))
        }
        5 => {
            let lines = store.all::<crate::domain::contract::Line>().unwrap();
            Put::id(lines[dice.usize(..lines.len())].id).with("quantity", Some(dice.i64(1..900)))
        }
        6 => Put::new(Kind::Approval)
            .with("product", product)
            .with("status", ApprovalStatus::Approved)
            .with(
                "decided_on",
                Some("2023-06-01".parse::<NaiveDate>().unwrap()),
            ),
        7 => Put::new(Kind::Incident)
            .with("product", product)
            .with("kind", "breach".to_owned())
            .with("opened_on", "2026-03-09".parse::<NaiveDate>().unwrap())
            .with("effect", crate::domain::request::IncidentEffect::Suspend),
        8 => Put::id(VendorId(dice.i64(1..=8))).with("name", words),
        9 => Put::keyed(Kind::Setting)
            .with("key", "policy.unlisted".to_owned())
            .with("value", ["ask", "blocked"][dice.usize(..2)].to_owned()),
        10 => Put::id(school).with("name", words),
        11 => Put::keyed(Kind::CalendarDay)
            .with(
                "day",
                "2026-03-01".parse::<NaiveDate>().unwrap() + chrono::Days::new(dice.u64(0..60)),
            )
            .with("kind", crate::domain::calendar::DayKind::Holiday),
        12 => {
            let people = store.all::<crate::domain::person::Person>().unwrap();
            Put::id(people[dice.usize(..people.len())].id).with("name", words)
        }
        13 => {
            let owners = store.all::<crate::domain::person::Owner>().unwrap();
            Put::id(owners[dice.usize(..owners.len())].id).with("product", product)
        }
        14 => Put::new(Kind::Usage)
            .with("product", product)
            .with("school", [Some(school), None][dice.usize(..2)])
            .with("from", "2026-02-01".parse::<NaiveDate>().unwrap())
            .with("to", "2026-03-05".parse::<NaiveDate>().unwrap())
            .with("active", Some(dice.i64(0..300))),
        15 => {
            let lines = store.all::<crate::domain::contract::Line>().unwrap();
            Put::id(lines[dice.usize(..lines.len())].id).with("product", product)
        }
        16 => Put::id(school).with("enrollment", Some(dice.i64(100..2_000))),
        17 => {
            return Change::Merge {
                what: "two of it".into(),
                from: ProductId(dice.i64(1..=30)),
                into: product,
                reason: None,
            };
        }
        _ => {
            let all = store.all::<crate::domain::inventory::Inventory>().unwrap();
            return Change::Remove {
                what: "it".into(),
                record: all[dice.usize(..all.len())].id.into(),
                reason: "gone".into(),
            };
        }
    };
    Change::Save {
        what: "it".into(),
        put,
        reason: Some("so it is".into()),
    }
}

#[test]
fn what_is_kept_says_what_a_new_session_reads() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    district(&path);
    let (mut mine, mut theirs) = (office(&path), office(&path));
    // The reader of the same session, which keeps with it what is dear.
    let mut beside = office(&path).sharing(mine.shared.clone());
    mine.others_changed();
    answers(&mut mine);
    let (mut dice, mut order) = (fastrand::Rng::with_seed(11), fastrand::Rng::with_seed(12));
    let mut done = 0;
    // Each kind of change once, at length three times.
    let turns = length::times(KINDS, 3 * KINDS);
    for turn in 0..turns {
        let by = if dice.bool() { &mut mine } else { &mut theirs };
        let change = change(&by.store, turn, &mut dice);
        if by.apply(&change).is_ok() {
            done += 1;
        }
        if turn % 10 == 9 {
            by.undo(None).unwrap();
        }
        if dice.bool() {
            mine.others_changed();
        }
        // What one school has is read without the rest of the district, and is the same.
        let (store, today) = (&mine.store, stamp().today);
        let everywhere = store.placed(None, today).unwrap();
        for school in [1, 2, 5].map(SchoolId) {
            let here = everywhere.iter().filter(|row| row.school == school);
            let here: Vec<_> = here.cloned().collect();
            let read = store.placed(Some(school), today).unwrap();
            assert!(read == here, "turn {turn}, {school} after {change:?}");
        }
        if order.bool() {
            beside.others_changed();
            answers(&mut beside);
        }
        let mut fresh = office(&path);
        let (kept, new) = (answers(&mut mine), answers(&mut fresh));
        let people = |office: &mut Office| (office.ownership().unwrap(), office.trained().unwrap());
        let (known, read) = (people(&mut mine), people(&mut fresh));
        assert!(known == read, "turn {turn}, people after {change:?}");
        let (board, found) = (mine.overlaps().unwrap(), fresh.overlaps().unwrap());
        assert!(board == found, "turn {turn}, overlaps after {change:?}");
        let rows = found
            .board
            .rows
            .iter()
            .step_by(found.board.rows.len() / 3 + 1);
        for row in rows {
            let of = |office: &Office| office.overlap(&row.fingerprint).unwrap();
            let (known, read) = (of(&mine), of(&fresh));
            assert!(known == read, "turn {turn}, {} after {change:?}", row.name);
        }
        beside.others_changed();
        for kept in [kept, answers(&mut beside)] {
            for ((kept, new), query) in kept.iter().zip(&new).zip(asked()) {
                assert!(kept == new, "turn {turn}, {query:?} after {change:?}");
            }
        }
    }
    assert!(done * 39 > turns * 30, "{done} of {turns}");
    assert_eq!(mine.store.check(), [""; 0]);
}

#[test]
fn two_offices_of_one_session_hold_the_same_rows() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    district(&path);
    let mut mine = office(&path);
    let mut beside = office(&path).sharing(mine.shared.clone());
    let filter = QueueFilter::default();
    let (queue, agenda) = (mine.queue(&filter).unwrap(), mine.agenda().unwrap().rows);
    assert!(Arc::ptr_eq(&queue, &beside.queue(&filter).unwrap()));
    assert!(Arc::ptr_eq(&agenda, &beside.agenda().unwrap().rows));
    let overview = beside.overview().unwrap();
    assert!(Arc::ptr_eq(&overview, &mine.overview().unwrap()));
}

#[test]
fn after_a_while_what_nobody_shows_is_let_go_and_what_is_shown_stays() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    district(&path);
    let mut mine = office(&path);
    let kept = |office: &Office| {
        let queue = office.shared.queue().is_some();
        let overview = office.shared.overview().known().is_some();
        (queue, overview, office.shared.agenda().known().is_some())
    };
    let shown = answers(&mut mine);
    mine.rest();
    assert_eq!(kept(&mine), (true, true, true));
    drop(shown);
    let overview = mine.overview().unwrap();
    mine.rest();
    assert_eq!(kept(&mine), (false, true, false));
    assert_eq!(mine.overview().unwrap(), overview);
    drop(overview);
    // What somebody reads just now is left to them.
    let reading = mine.shared.clone();
    let reading = reading.overview();
    mine.rest();
    assert!(reading.known().is_some());
    drop(reading);
    mine.rest();
    assert_eq!(kept(&mine), (false, false, false));
    assert_eq!(answers(&mut mine), answers(&mut office(&path)));
}

#[test]
fn a_reader_says_where_history_stands_before_its_first_answer_too() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    district(&path);
    let days = (Days(Arc::new(Mutex::new(Zone::utc()))), Zone::utc());
    let mut reader = OfficeReader::new(path.clone(), days, Box::new(stamp));
    assert!(reader.head().is_some());
    assert_eq!(reader.head(), office(&path).head());
}

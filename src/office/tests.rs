//! Who reads and who writes: answering a question changes nothing, and the database itself would refuse it.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;

use super::query::{self, Answerer, Query};
use super::{DeedId, Office};
use crate::domain::change::Change;
use crate::domain::contract::ContractId;
use crate::domain::field::ImportKind;
use crate::domain::person::{Role, Roles};
use crate::domain::product::ProductId;
use crate::domain::put::{Put, Stamp};
use crate::domain::record::{Kind, RecordRef};
use crate::domain::request::RequestId;
use crate::domain::review::QueueFilter;
use crate::domain::school::SchoolId;
use crate::domain::standards::framework::StandardId;
use crate::office::deed::{Deed, Executor, NotDone};
use crate::store::write::fault::AT_COMMIT;
use crate::store::{Access, Error, Store};
use crate::tests::length::Sample;

mod plans;

fn stamp(who: &str) -> Stamp {
    let today: NaiveDate = "2026-03-10".parse().unwrap();
    Stamp::own(who, today.and_hms_opt(9, 40, 0).unwrap().and_utc(), today)
}

/// A made-up district with `ada`, its admin, with `bea`, who has no role, and with `cyd`, who was an admin and left.
fn district(path: &Path) {
    let ada = stamp("ada");
    crate::tests::district(path);
    let mut store = Store::open(path, Access::Write).unwrap();
    let person = |login: &str, roles: Roles| {
        Put::keyed(Kind::Person)
            .with("login", login.to_owned())
            .with("name", login.to_owned())
            .with("roles", roles)
    };
    let admin = Roles(vec![Role::Admin]);
    let left: NaiveDate = "2026-03-06".parse().unwrap();
    let change = Change::SaveAll {
        what: "people".into(),
        puts: vec![
            person("bea", Roles::default()),
            person("cyd", admin).with("left_on", left),
        ],
        reason: None,
    };
    store.apply(&change, &ada).unwrap();
}

/// One of each; for a new one a line is missing here, and the test says which.
fn every_question(file: &Path) -> Vec<Query> {
    let product = ProductId(1);
    let turning = query::policy::PolicySetting {
        key: "unlisted".into(),
        value: "blocked".into(),
        reason: String::new(),
    };
    let asked = query::intake::RequestSoFar {
        words: "Quizmallow".into(),
        product: None,
        school: None,
        cost: None,
        data: None,
        instructional: None,
        role: None,
        sponsored: false,
        reasoned: false,
        standards: Vec::new(),
    };
    vec![
        Query::Schools,
        Query::Find {
            typed: "quizmallow linden".into(),
            school: None,
            rows: 0..10,
        },
        Query::Card {
            product,
            school: None,
            alias: None,
        },
        Query::Overview,
        Query::Placed {
            school: SchoolId(1),
        },
        Query::Words(vec![(product, None)]),
        Query::Cells {
            products: vec![product],
            schools: vec![SchoolId(1)],
        },
        Query::Queue(QueueFilter::default()),
        Query::QueueSize(None),
        Query::Ahead,
        Query::Sheet(query::review::RowKey::Request(RequestId(1))),
        Query::Story(RequestId(1)),
        Query::Throughput,
        Query::Agenda,
        Query::AgendaSheet(ContractId(1)),
        Query::FiscalYear(query::renewal::YearOf {
            year: 2026,
            school: None,
            words: String::new(),
        }),
        Query::Letter(ContractId(1)),
        Query::Letters(vec![ContractId(1)]),
        Query::Overlaps,
        Query::OverlapsAt(SchoolId(1)),
        Query::OpenOverlaps,
        Query::OpenHoles,
        Query::Overlap("none".into()),
        Query::Gaps(query::standards::BoardOf {
            by: 's',
            rows: 0..10,
            ..query::standards::BoardOf::default()
        }),
        Query::Gap("1/1/1/4".parse().unwrap()),
        Query::StandardsListed(query::standards::ListOf {
            page: query::standards::PageOf::Claimed,
            rows: 0..10,
            ..query::standards::ListOf::default()
        }),
        Query::StandardCounts(None),
        Query::StandardPage(StandardId(1)),
        Query::Covered,
        Query::Crossed(query::standards::CrossOf::default()),
        Query::Dashboard(query::dashboard::DashboardOf {
            year: None,
            school: None,
        }),
        Query::WasteCells(query::dashboard::WasteCellsOf {
            rows: 0..10,
            ..query::dashboard::WasteCellsOf::every(query::dashboard::DashboardOf {
                year: None,
                school: None,
            })
        }),
        Query::Trend,
        Query::Owners,
        Query::Coverage,
        Query::Held("ada".into()),
        Query::Everybody,
        Query::PublicKeys("ada".into()),
        Query::People,
        Query::History(RecordRef {
            kind: Kind::Product,
            id: 1,
        }),
        Query::Form {
            kind: Kind::Product,
            id: Some(1),
        },
        Query::Paths(file.to_string_lossy().into_owned()),
        Query::Preview(query::import::ImportFile {
            kind: ImportKind::Schools,
            path: file.to_path_buf(),
            skip_bad: false,
            work: query::import::Work::default(),
        }),
        Query::Outlook(Box::new(asked)),
        Query::Policy,
        Query::Neighbours(product),
        Query::Shared(query::region::SharedOf {
            list: query::region::SharedList::Products,
            words: String::new(),
            within: query::region::ENDING_WITHIN,
            rows: 50,
        }),
        Query::SharedThing("nkahoot".into()),
        Query::PolicyEffects(Box::new(turning)),
    ]
}

fn name(query: &Query) -> String {
    let told = format!("{query:?}");
    told.split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_database_itself_lets_no_question_write() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    let file = dir.path().join("schools.csv");
    std::fs::write(&file, "Code,Name,Level\nNEW,New School ES,ES\n").unwrap();
    district(&path);
    let asked = every_question(&file);
    let names: BTreeSet<String> = asked.iter().map(name).collect();
    let known: BTreeSet<String> = Query::NAMES.iter().map(ToString::to_string).collect();
    assert_eq!(names, known);
    let watcher = Store::open(&path, Access::Read).unwrap();
    let before = watcher.data_version().unwrap();
    // Whoever may do everything asks everything; those who may do nothing share the questions.
    let mut sample = Sample::one_of(3, "questions of those who may do nothing");
    for (at, who) in ["ada", "bea", "cyd", "nobody"].into_iter().enumerate() {
        let store = Store::open(&path, Access::Write).unwrap();
        let mut office = Office::new(store, Box::new(move || stamp(who)));
        for (nth, query) in asked.iter().enumerate() {
            if who != "ada" && !sample.takes(nth + at) {
                continue;
            }
            let answered = office.answer(query);
            // What a file would do is found by doing it and taking it back, for those who may.
            let rehearsed = who == "ada" && matches!(query, Query::Preview(_));
            assert!(answered.is_ok() || !rehearsed, "{answered:?}");
            let may = office.store.tried_to_write();
            assert!(
                matches!(may, Err(Error::ReadOnly { .. })),
                "{who}, {query:?}: {may:?}"
            );
            assert_eq!(office.store.can_write(), rehearsed, "{who}, {query:?}");
            if rehearsed {
                let store = Store::open(&path, Access::Write).unwrap();
                office = Office::new(store, Box::new(move || stamp(who)));
            }
        }
    }
    assert_eq!(watcher.data_version().unwrap(), before);
}

#[test]
fn no_connection_that_writes_is_opened_for_whoever_may_do_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    district(&path);
    let watcher = Store::open(&path, Access::Read).unwrap();
    let before = watcher.data_version().unwrap();
    let note = Deed::Note {
        about: RecordRef {
            kind: Kind::Product,
            id: 1,
        },
        what: "it".into(),
        text: "Seen.".into(),
    };
    for who in ["bea", "cyd", "nobody"] {
        let store = Store::open(&path, Access::Write).unwrap();
        let mut office = Office::new(store, Box::new(move || stamp(who)));
        for deed in [
            &note,
            &Deed::Undo { said: None },
            &Deed::Redo { said: None },
        ] {
            let became = office.carry_out(deed, None);
            assert!(
                matches!(became, Err(NotDone::Failed(_))),
                "{who}, {deed:?}: {became:?}"
            );
        }
        // Nobody has to hear that their look was not counted, nor that the days were not written down.
        office
            .carry_out(&Deed::LookedUp(ProductId(1)), None)
            .unwrap();
        office.others_changed();
        assert!(!office.store.can_write(), "{who}");
    }
    assert_eq!(watcher.data_version().unwrap(), before);
    // Somebody whose role goes while they are in loses the connection with the next deed.
    let store = Store::open(&path, Access::Write).unwrap();
    let mut office = Office::new(store, Box::new(|| stamp("dee")));
    let become_of = |roles: Vec<Role>| {
        let mut store = Store::open(&path, Access::Write).unwrap();
        let put = Put::keyed(Kind::Person)
            .with("login", "dee".to_owned())
            .with("name", "Dee".to_owned())
            .with("roles", Roles(roles));
        let change = Change::Save {
            what: "dee".to_owned(),
            put,
            reason: None,
        };
        store.apply(&change, &stamp("ada")).unwrap();
    };
    become_of(vec![Role::Helpdesk]);
    office.carry_out(&note, None).unwrap();
    assert!(office.store.can_write());
    become_of(Vec::new());
    let told = office.carry_out(&note, None).unwrap_err();
    let NotDone::Failed(told) = told else {
        panic!("{told:?}");
    };
    assert_eq!(
        told,
        "somebody without a role only reads: an admin gives you one."
    );
    assert!(!office.store.can_write());
}

#[test]
fn our_own_saves_are_not_taken_for_others() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    district(&path);
    let note = |store: &mut Store| {
        let change = Change::Note {
            about: RecordRef {
                kind: Kind::Product,
                id: 1,
            },
            what: "it".into(),
            text: "Seen.".into(),
        };
        store.apply(&change, &stamp("ada")).unwrap();
    };
    let mut mine = Store::open(&path, Access::Write).unwrap();
    let mut theirs = Store::open(&path, Access::Write).unwrap();
    let began = mine.data_version().unwrap();
    note(&mut mine);
    assert_eq!(mine.data_version().unwrap(), began, "my first");
    note(&mut mine);
    assert_eq!(mine.data_version().unwrap(), began, "my second");
    note(&mut theirs);
    let moved = mine.data_version().unwrap();
    assert_ne!(moved, began, "theirs");
    note(&mut mine);
    assert_eq!(mine.data_version().unwrap(), moved, "mine after it");
    // Theirs, unseen before my first save.
    let mut third = Store::open(&path, Access::Write).unwrap();
    let began = third.data_version().unwrap();
    note(&mut theirs);
    note(&mut third);
    assert_ne!(third.data_version().unwrap(), began);
}

/// An office of `ada`, and the note she leaves in it.
fn noting(path: &Path) -> (Office, Deed) {
    let store = Store::open(path, Access::Write).unwrap();
    let note = Deed::Note {
        about: RecordRef {
            kind: Kind::Product,
            id: 1,
        },
        what: "it".into(),
        text: "Seen.".into(),
    };
    (Office::new(store, Box::new(|| stamp("ada"))), note)
}

fn notes(path: &Path) -> usize {
    let store = Store::open(path, Access::Read).unwrap();
    let notes = store.all::<crate::domain::note::Note>().unwrap();
    notes.iter().filter(|note| note.text == "Seen.").count()
}

fn disk_error() -> Error {
    Error::Disk {
        path: std::path::PathBuf::new(),
        detail: "disk I/O error".into(),
    }
}

#[test]
fn a_save_whose_answer_was_lost_is_asked_after_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    district(&path);
    let (mut office, note) = noting(&path);
    // It reached the disk, and only then the disk failed.
    AT_COMMIT.set(Some(Box::new(|tx| {
        tx.commit()?;
        Err(disk_error())
    })));
    let saved = office.carry_out(&note, None).unwrap();
    assert!(
        saved.told.starts_with("Saved, change set "),
        "{}",
        saved.told
    );
    assert_eq!(notes(&path), 1);
    // It failed before, and what it meant to write is nowhere.
    AT_COMMIT.set(Some(Box::new(|tx| {
        drop(tx);
        Err(disk_error())
    })));
    let NotDone::Failed(told) = office.carry_out(&note, None).unwrap_err() else {
        panic!("a clash");
    };
    assert_eq!(
        told,
        "Not saved, and nothing that you wrote is lost. office.db could not be written: its disk answered with an error \
         (disk I/O error). Once that is mended press the same key again."
    );
    assert_eq!(notes(&path), 1);
    // The same key again is the same deed under the same name, done once; and then it is another.
    office.carry_out(&note, None).unwrap();
    assert_eq!(notes(&path), 2);
    office.carry_out(&note, None).unwrap();
    assert_eq!(notes(&path), 3);
}

#[test]
fn a_file_that_cannot_be_asked_is_asked_by_the_same_key_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    let away = dir.path().join("away.db");
    district(&path);
    let (mut office, note) = noting(&path);
    let (from, to) = (path.clone(), away.clone());
    AT_COMMIT.set(Some(Box::new(move |tx| {
        tx.commit()?;
        std::fs::rename(&from, &to).unwrap();
        Err(disk_error())
    })));
    let NotDone::Failed(told) = office.carry_out(&note, None).unwrap_err() else {
        panic!("a clash");
    };
    assert!(
        told.starts_with("The file cannot be asked now whether it was saved: "),
        "{told}"
    );
    std::fs::rename(&away, &path).unwrap();
    let again = office.carry_out(&note, None).unwrap();
    assert!(
        again.told.starts_with("It was saved the first time"),
        "{}",
        again.told
    );
    assert_eq!(notes(&path), 1);
}

#[test]
fn each_deed_has_a_name_of_its_own() {
    let names: BTreeSet<String> = (0..1_000)
        .map(|_| DeedId::own("the same words").text)
        .collect();
    assert_eq!(names.len(), 1_000);
    assert!(names.iter().all(|name| name.len() == 32));
}

//! What is known of gaps between questions, and how many holes are kept in the file, is what a fresh read finds, whatever was
//! changed since.

use std::collections::HashMap;
use std::path::Path;

use hallpass::domain::approval::{Approval, ApprovalStatus};
use hallpass::domain::change::Change;
use hallpass::domain::grade::Grade;
use hallpass::domain::inventory::{Inventory, Training};
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::school::SchoolId;
use hallpass::domain::standards::claim::Alignment;
use hallpass::domain::standards::coverage::CoverCount;
use hallpass::domain::standards::framework::StandardId;
use hallpass::domain::standards::reading::ReadingDeed;
use hallpass::office;
use hallpass::office::gaps::CoverCell;
use hallpass::office::query::standards::{
    BoardOf, CoverRow, CoverTable, GapKey, GapsBoard, ListOf, ListedGaps, ListedStandards, PageOf,
    StandardCounts,
};
use hallpass::store::{Access, Store};
use proptest::prelude::*;

use crate::support::standards::{read, standards};
use crate::support::{Office, stamp, today};

/// Something somebody does.
#[derive(Debug, Clone)]
enum Deed {
    Used(usize, i64),
    Trained(usize, i64),
    Approve(usize, bool),
    Weigh(i64, i64),
    Waive(i64, bool),
    Claim(i64, i64),
    Trust(usize, usize),
    Open(i64, bool),
    Note(i64),
    Read(bool),
    Forget,
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => (0usize..7, 0i64..40).prop_map(|(at, used)| Deed::Used(at, used)),
        1 => (0usize..4, 0i64..10).prop_map(|(at, trained)| Deed::Trained(at, trained)),
        2 => (0usize..5, any::<bool>()).prop_map(|(at, yes)| Deed::Approve(at, yes)),
        1 => (1i64..9, 1i64..4).prop_map(|(standard, weight)| Deed::Weigh(standard, weight)),
        1 => (1i64..9, any::<bool>()).prop_map(|(standard, yes)| Deed::Waive(standard, yes)),
        2 => (1i64..6, 1i64..9).prop_map(|(product, standard)| Deed::Claim(product, standard)),
        2 => (0usize..5, 0usize..3).prop_map(|(at, status)| Deed::Trust(at, status)),
        1 => (1i64..5, any::<bool>()).prop_map(|(school, yes)| Deed::Open(school, yes)),
        2 => (1i64..6).prop_map(Deed::Note),
        1 => any::<bool>().prop_map(Deed::Read),
        1 => Just(Deed::Forget),
        1 => Just(Deed::Undo),
    ]
}

/// Does it, where it may be done.
fn carry_out(office: &mut Office, deed: &Deed) {
    let store = &office.store;
    let put = match *deed {
        Deed::Used(at, used) => {
            let all = store.all::<Inventory>().unwrap();
            all.get(at)
                .map(|one| Put::id(one.id).with("used", Some(used)))
        }
        Deed::Trained(at, trained) => {
            let all = store.all::<Training>().unwrap();
            all.get(at)
                .map(|one| Put::id(one.id).with("trained", Some(trained)))
        }
        Deed::Approve(at, yes) => {
            let status = if yes {
                ApprovalStatus::Approved
            } else {
                ApprovalStatus::Denied
            };
            let all = store.all::<Approval>().unwrap();
            all.get(at)
                .map(|one| Put::id(one.id).with("status", status))
        }
        Deed::Weigh(standard, weight) => Some(Put::id(StandardId(standard)).with("weight", weight)),
        Deed::Waive(standard, yes) => {
            let why = yes.then(|| "with blocks".to_owned());
            Some(Put::id(StandardId(standard)).with("waived", why))
        }
        Deed::Claim(product, standard) => Some(
            Put::keyed(Kind::Alignment)
                .with("product", product)
                .with("framework", "Harlow Math 2024".to_owned())
                .with("standard", format!("S.{standard}"))
                .with("leaf", true)
                .with("item", standard)
                .with("status", "claimed".to_owned()),
        ),
        Deed::Trust(at, status) => {
            let all = store.all::<Alignment>().unwrap();
            all.get(at).map(|one| {
                let status = ["claimed", "verified", "rejected"][status];
                Put::id(one.id)
                    .with("status", status.to_owned())
                    .with("by", 2_i64)
                    .with("on", today())
                    .with("sampled", 3_i64)
                    .with("met", 3_i64)
                    .with("evidence", "https://harlow.example/task".to_owned())
            })
        }
        Deed::Open(school, yes) => Some(Put::id(SchoolId(school)).with("open", yes)),
        Deed::Note(product) => Some(
            Put::keyed(Kind::Note)
                .with("about", Kind::Product)
                .with("record", product)
                .with("text", "Seen.".to_owned())
                .with("by", "ada".to_owned())
                .with("at", "2026-03-10T09:40:00Z".to_owned()),
        ),
        Deed::Read(newer) => {
            let window = if newer { "winter 2026" } else { "fall 2025" };
            if store
                .readings()
                .unwrap()
                .iter()
                .all(|one| one.window != window)
            {
                read(office, window);
            }
            return;
        }
        Deed::Forget => {
            let deed = ReadingDeed::ForgetWindow("winter 2026".into());
            let _ = office.store.apply_reading(deed, &stamp("ada"));
            return;
        }
        Deed::Undo => {
            let _ = office.store.undo(None, &stamp("ada"));
            return;
        }
    };
    if let Some(put) = put {
        let change = Change::Save {
            what: "it".into(),
            put,
            reason: None,
        };
        // What a rule refuses leaves everything as it was.
        let _ = office.store.apply(&change, &stamp("ada"));
    }
}

fn asking(path: &Path, who: &str) -> office::Office {
    let mut store = Store::open(path, Access::Write).unwrap();
    store.is_asked_by(&stamp(who)).unwrap();
    office::Office::of_command(store, stamp(who))
}

/// All that the view may show.
type Seen = (
    GapsBoard,
    GapsBoard,
    CoverTable,
    StandardCounts,
    ListedStandards,
);

fn seen(office: &mut office::Office) -> Seen {
    let all = BoardOf {
        listed: ListedGaps::All,
        by: 's',
        rows: 0..1_000,
        ..BoardOf::default()
    };
    let holes = BoardOf {
        listed: ListedGaps::Holes,
        school: Some(SchoolId(2)),
        words: "4.n".into(),
        by: 'o',
        ..all.clone()
    };
    let claims = ListOf {
        page: PageOf::Claimed,
        by: 's',
        rows: 0..1_000,
        ..ListOf::default()
    };
    (
        office.gaps_board(&all).unwrap(),
        office.gaps_board(&holes).unwrap(),
        office.covered().unwrap(),
        office.standard_counts(None).unwrap(),
        office.standards_listed(&claims).unwrap(),
    )
}

/// The holes of a board by school.
fn by_school(board: &GapsBoard) -> HashMap<SchoolId, usize> {
    let mut holes = HashMap::new();
    let rows = board.rows.iter().filter(|(_, row)| row.score.is_hole());
    for (GapKey { school, .. }, _) in rows {
        *holes.entry(*school).or_default() += 1;
    }
    holes
}

/// The coverage of the same schools by grades, added up cell by cell: each grade of each standard, and the school of its grades.
fn added_up(cells: &[CoverCell], table: &CoverTable) -> CoverTable {
    let rows = table.rows.iter().map(|row| {
        let of = |grade: Option<Grade>| -> CoverCount {
            let here = cells.iter().filter(|cell| cell.school == row.school);
            let here = here.filter(|cell| grade.is_none_or(|grade| grade == cell.grade));
            here.map(|cell| cell.state).collect()
        };
        let by_grade = table.grades.iter().map(|grade| of(Some(*grade)));
        let by_grade = by_grade.map(|count| (count.all() > 0).then_some(count));
        CoverRow {
            by_grade: by_grade.collect(),
            all: of(None),
            ..row.clone()
        }
    });
    CoverTable {
        rows: rows.collect(),
        ..table.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_known_of_gaps_is_what_a_fresh_read_finds(deeds in prop::collection::vec(deed(), 1..12)) {
        let mut office = standards();
        let path = office.dir.path().join("office.db");
        let mut asked = asking(&path, "ada");
        seen(&mut asked);
        asked.keep_holes();
        for deed in &deeds {
            carry_out(&mut office, deed);
            let mut fresh = asking(&path, "ada");
            // What is kept of before the deed is not told where it no more stands.
            let open = fresh.open_holes().unwrap();
            prop_assert_eq!(fresh.check_holes().unwrap(), None);
            let now = seen(&mut fresh);
            if let Some(open) = open {
                let holes = open.at.into_iter().filter(|(_, holes)| *holes > 0);
                prop_assert_eq!(holes.collect::<HashMap<_, _>>(), by_school(&now.0), "{:?}", deed);
            }
            prop_assert_eq!(added_up(&fresh.cover_cells(None).unwrap(), &now.2), now.2.clone());
            prop_assert_eq!(seen(&mut asked), now, "{:?}", deed);
            asked.keep_holes();
        }
        let nobody_counts = asking(&path, "ada").open_holes().unwrap();
        let read = !office.store.readings().unwrap().is_empty();
        prop_assert_eq!(nobody_counts.is_some(), read);
    }
}

#[test]
fn a_note_leaves_what_is_kept_and_a_ban_does_not() {
    let mut office = standards();
    let path = office.dir.path().join("office.db");
    let mut asked = asking(&path, "ada");
    assert_eq!(asked.open_holes().unwrap(), None);
    asked.count_holes().unwrap();
    // 3 at Larkfen, 2 at Rillwater, 3 at Cedarfold.
    let open = asking(&path, "tess").open_holes().unwrap().unwrap();
    assert_eq!((open.count(None), open.count(Some(SchoolId(1)))), (3, 3));
    let open = asking(&path, "ada").open_holes().unwrap().unwrap();
    let at = |school: i64| open.count(Some(SchoolId(school)));
    assert_eq!((open.count(None), at(1), at(2), at(3)), (8, 3, 2, 3));
    assert_eq!(asking(&path, "hal").open_holes().unwrap(), None);
    let holds_for = || -> i64 {
        let conn = rusqlite::Connection::open(&path).unwrap();
        let seq = "SELECT seq FROM found_holes";
        conn.query_row(seq, [], |row| row.get(0)).unwrap()
    };
    let before = holds_for();
    carry_out(&mut office, &Deed::Note(1));
    assert!(asking(&path, "ada").open_holes().unwrap().is_some());
    // Nor is it written again for it.
    seen(&mut asked);
    asked.keep_holes();
    assert_eq!(holds_for(), before);
    carry_out(&mut office, &Deed::Approve(4, false));
    assert_eq!(asking(&path, "ada").open_holes().unwrap(), None);
    asked.count_holes().unwrap();
    // Without Unlike the two groups of 5.NF.A.1 are open: of the one at Rillwater nothing was.
    let open = asking(&path, "ada").open_holes().unwrap().unwrap();
    assert_eq!(open.count(None), 9);
    assert_eq!(asking(&path, "ada").check_holes().unwrap(), None);
}

#[test]
fn a_check_counts_once_more() {
    let office = standards();
    let path = office.dir.path().join("office.db");
    asking(&path, "ada").count_holes().unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    let wrong = "UPDATE found_holes SET at_schools = replace(at_schools, '[1,3,', '[1,4,')";
    assert_eq!(conn.execute(wrong, []).unwrap(), 1);
    drop(conn);
    let said = asking(&path, "ada").check_holes().unwrap().unwrap();
    assert!(said.contains("at 1 school;"), "{said}");
}

#[test]
fn what_was_counted_goes_with_the_readings() {
    let mut office = standards();
    let path = office.dir.path().join("office.db");
    asking(&path, "ada").count_holes().unwrap();
    let deed = ReadingDeed::ForgetWindow("fall 2025".into());
    office.store.apply_reading(deed, &stamp("ada")).unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    let count = "SELECT count(*) FROM found_holes";
    let kept: i64 = conn.query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
}

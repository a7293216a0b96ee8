//! What the file keeps of the queue is what a fresh read finds, whatever was changed since.

use crate::kept::{CHANGES, carried_out, changed};
use crate::support::district::{District, district};
use crate::support::length;
use crate::support::stamp;
use chrono::NaiveDate;
use hallpass::domain::change::Change;
use hallpass::domain::person::{Person, Role, Roles};
use hallpass::domain::policy::Policy;
use hallpass::domain::product::{ProductId, Vendor};
use hallpass::domain::put::Put;
use hallpass::domain::record::{Kind, Record};
use hallpass::domain::request::{ItemResult, Request, WaitingOn};
use hallpass::domain::review::{QueueRow, ReviewDeed};
use hallpass::domain::school::{School, Schools};
use hallpass::store::{Access, Store};
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

fn file(district: &District) -> PathBuf {
    district.store.path().to_path_buf()
}

/// What whoever opens the file next is told.
fn told(district: &District, day: NaiveDate) -> Arc<Vec<QueueRow>> {
    let store = Store::open(&file(district), Access::Read).unwrap();
    store.open_queue(day).unwrap().rows()
}

/// What the records show, in a copy of the file in which nobody has kept anything.
fn found_afresh(district: &District, day: NaiveDate) -> Arc<Vec<QueueRow>> {
    let copy = file(district).with_extension("copy");
    let _ = std::fs::remove_file(&copy);
    district.store.backup(&copy).unwrap();
    let conn = rusqlite::Connection::open(&copy).unwrap();
    conn.execute_batch("DELETE FROM found_queue; DELETE FROM found_review")
        .unwrap();
    drop(conn);
    let store = Store::open(&copy, Access::Read).unwrap();
    store.open_queue(day).unwrap().rows()
}

fn keep(district: &District) {
    let queue = district.store.open_queue(district.today).unwrap();
    district.store.keep_queue(&queue);
}

/// Does this to the file beside hallpass.
fn written_by_hand(district: &District, sql: &str) -> usize {
    let conn = rusqlite::Connection::open(file(district)).unwrap();
    conn.execute(sql, []).unwrap()
}

fn save(put: Put) -> Change {
    Change::Save {
        what: "it".into(),
        put,
        reason: None,
    }
}

/// Writes something about a product.
fn write_about(district: &mut District, product: ProductId) {
    let change = save(Put::id(product).with("url", Some("https://told.example".to_owned())));
    district.store.apply(&change, &stamp("ada")).unwrap();
}

/// Something done of the review of an open request, or of what all rows name.
fn reviewed(district: &District, kind: usize, n: usize) -> Change {
    fn nth<R: Record>(all: Vec<R>, n: usize) -> R {
        let at = n % all.len();
        all.into_iter().nth(at).unwrap()
    }
    let mut open = district.all::<Request>();
    open.retain(|request| request.state.is_open());
    let request = nth(open, n).id;
    let deed = match kind {
        0 => ReviewDeed::Take,
        1 => ReviewDeed::GiveBack,
        2 => ReviewDeed::Answer {
            item: format!("T{:02}", n % 26 + 1),
            answer: Some(Some(ItemResult::Pass)),
            note: None,
            evidence: None,
            seen: None,
        },
        3 => ReviewDeed::Wait {
            on: WaitingOn::Vendor,
            what: "signed agreement".into(),
        },
        4 => ReviewDeed::Resume,
        5 => ReviewDeed::Withdraw {
            reason: String::new(),
        },
        6 => ReviewDeed::Triage {
            tier: Some((n % 4) as i64),
        },
        7 => {
            let school = nth(district.all::<School>(), n).id;
            return save(Put::id(school).with("name", format!("School {n}")));
        }
        8 => {
            let vendor = nth(district.all::<Vendor>(), n).id;
            return save(Put::id(vendor).with("name", format!("Vendor {n}")));
        }
        9 => {
            let person = nth(district.all::<Person>(), n).id;
            return save(Put::id(person).with("name", format!("Person {n}")));
        }
        _ => {
            return save(
                Put::keyed(Kind::Setting)
                    .with("key", "policy.review_age".to_owned())
                    .with("value", format!("{} months", n % 30 + 6)),
            );
        }
    };
    Change::Review {
        what: "it".into(),
        request,
        deed,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: length::times(6, 60) as u32,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn after_changes_the_rows_that_are_kept_are_those_that_the_records_show(
        changes in prop::collection::vec((0..CHANGES + 11, 0usize..100_000), 1..5)
    ) {
        let mut district = district("2026-03-10");
        district.store.is_asked_by(&stamp("ada")).unwrap();
        keep(&district);
        for (kind, n) in changes {
            let change = match kind.checked_sub(CHANGES) {
                None => changed(&district, kind, n),
                Some(kind) => reviewed(&district, kind, n),
            };
            carried_out(&mut district, &change, n);
            prop_assert_eq!(told(&district, district.today), found_afresh(&district, district.today));
            prop_assert_eq!(district.store.check(), [""; 0]);
            if n.is_multiple_of(2) {
                keep(&district);
            }
        }
        let tomorrow = district.today.succ_opt().unwrap();
        prop_assert_eq!(told(&district, tomorrow), found_afresh(&district, tomorrow));
    }
}

#[test]
fn rows_that_were_found_are_kept_for_the_next_one_and_read_again_where_a_change_reaches_them() {
    let mut district = district("2026-03-10");
    let (today, who) = (district.today, stamp("ada"));
    let kept = "UPDATE found_review SET reviews = reviews";
    let all = told(&district, today);
    // A store that nobody asks keeps nothing, nor does one that is asked by somebody who may do nothing here.
    keep(&district);
    district.store.is_asked_by(&stamp("stranger")).unwrap();
    keep(&district);
    assert_eq!(written_by_hand(&district, kept), 0);
    district.store.is_asked_by(&who).unwrap();
    let history = district.store.last_seal().unwrap();
    keep(&district);
    assert_eq!(district.store.last_seal().unwrap(), history);
    assert!(written_by_hand(&district, kept) > 20);
    assert_eq!(told(&district, today), all);
    assert_eq!(district.store.check(), [""; 0]);

    // What is kept is what is told: without the rows of a product they are missing, and a check says so.
    let lost = all.iter().find(|row| row.request.is_some()).unwrap();
    let product = lost.product;
    let lose = format!("DELETE FROM found_review WHERE product = {}", product.0);
    assert_eq!(written_by_hand(&district, &lose), 1);
    let rest: Vec<_> = all.iter().filter(|row| row.product != product).collect();
    assert_eq!(told(&district, today).iter().collect::<Vec<_>>(), rest);
    assert_eq!(
        district.store.check(),
        ["what is kept of the queue is not what the records show: the rows of 1 product differ"]
    );
    // Once something is done about it, they are read again, though nothing else is.
    write_about(&mut district, product);
    assert_eq!(told(&district, today), found_afresh(&district, today));
    assert_eq!(district.store.check(), [""; 0]);

    // Another day everything is found anew, and where a value is not whole as well.
    written_by_hand(&district, "DELETE FROM found_review");
    assert_eq!(told(&district, today).len(), 1);
    let tomorrow = today.succ_opt().unwrap();
    assert_eq!(told(&district, tomorrow), found_afresh(&district, tomorrow));
    let damaged = "INSERT INTO found_review VALUES (1, x'07ff')";
    assert_eq!(written_by_hand(&district, damaged), 1);
    assert_eq!(told(&district, today), found_afresh(&district, today));
    // So it is where another hallpass kept them.
    written_by_hand(&district, "DELETE FROM found_review");
    written_by_hand(&district, "UPDATE found_queue SET made_by = 'another'");
    assert_eq!(told(&district, today), found_afresh(&district, today));
    keep(&district);
    assert_eq!(told(&district, today), found_afresh(&district, today));
    assert!(written_by_hand(&district, kept) > 20);
}

#[test]
fn rows_that_a_change_made_old_are_not_kept_and_a_reader_of_few_prices_is_told_of_none_that_are() {
    let mut district = district("2026-03-10");
    let (today, who) = (district.today, stamp("ada"));
    district.store.is_asked_by(&who).unwrap();
    let old = district.store.open_queue(today).unwrap();
    write_about(&mut district, old.rows()[0].product);
    district.store.keep_queue(&old);
    assert_eq!(written_by_hand(&district, "DELETE FROM found_queue"), 0);
    let ben = Put::keyed(Kind::Person)
        .with("login", "ben".to_owned())
        .with("name", "Ben Ortiz".to_owned())
        .with("roles", Roles(vec![Role::Technical]))
        .with(
            "schools",
            Schools::only(vec![district.all::<School>()[0].id]),
        );
    let hidden = Policy::put("prices", "own-and-total").unwrap();
    for put in [ben, hidden] {
        district.store.apply(&save(put), &who).unwrap();
    }
    keep(&district);
    assert!(written_by_hand(&district, "DELETE FROM found_review") > 20);
    assert!(told(&district, today).is_empty());
    // To whoever may not see all prices, rows are told as they are found for them.
    district.store.is_asked_by(&stamp("ben")).unwrap();
    assert!(district.store.open_queue(today).unwrap().rows().len() > 20);
    district.store.keep_queue(&old);
    assert!(told(&district, today).is_empty());
}

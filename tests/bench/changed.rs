//! How long a session takes that stands in a view, to answer its questions again after somebody else changed one row, in a
//! made-up district.
//!
//! `cargo bench --bench changed` prints a line for each question and each row that was changed. `HALLPASS_BENCH_SIZE=L` says
//! which district (S where it is not said), `HALLPASS_BENCH_ROUNDS=5` how often, `HALLPASS_BENCH_ONLY=overlaps,find` of
//! which views. With `HALLPASS_BENCH_OFFICE=FILE` a copy of that office is asked, and none is made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use hallpass::domain::approval::ApprovalStatus;
use hallpass::domain::change::Change;
use hallpass::domain::contract::Line;
use hallpass::domain::inventory::InventoryId;
use hallpass::domain::product::ProductId;
use hallpass::domain::put::{Put, Stamp};
use hallpass::domain::record::Kind;
use hallpass::domain::review::QueueFilter;
use hallpass::domain::school::SchoolId;
use hallpass::office::query::dashboard::DashboardOf;
use hallpass::office::query::renewal::YearOf;
use hallpass::office::query::{Answer, Answerer, Pace, Query};
use hallpass::office::{Office, SharedAnswers};
use hallpass::store::{Access, Store};
use support::{ms, timed, told};

/// The day on which the district is made and asked.
const DAY: &str = "2026-11-30";

fn stamp() -> Stamp {
    let today: NaiveDate = DAY.parse().unwrap();
    let at: DateTime<Utc> = today.and_hms_opt(9, 40, 0).unwrap().and_utc();
    Stamp::own("iombrane", at, today)
}

fn office(path: &Path, shared: &SharedAnswers) -> Office {
    let store = Store::open(path, Access::Write).unwrap();
    Office::new(store, Box::new(stamp)).sharing(shared.clone())
}

/// A copy of the office that is given, or a new one.
fn district(dir: &Path) -> (String, PathBuf) {
    let said = |name: &str| std::env::var(name).ok().filter(|said| !said.is_empty());
    let path = dir.join("office.db");
    if let Some(given) = said("HALLPASS_BENCH_OFFICE") {
        fs::copy(&given, &path).unwrap();
        return (given, path);
    }
    let size = said("HALLPASS_BENCH_SIZE").unwrap_or_else(|| "S".to_owned());
    let made = Command::new(env!("CARGO_BIN_EXE_hallpass"))
        .args(["demo", "--no-open", "--size", &size, "--path"])
        .arg(&path)
        .env("HALLPASS_NOW", DAY)
        .status()
        .unwrap();
    assert!(made.success());
    (size, path)
}

/// A session: its worker, the reader beside it, and its finder, each with what it keeps.
struct Session {
    worker: Office,
    reader: Office,
    finder: Office,
}

impl Session {
    fn of(path: &Path) -> Session {
        let shared = SharedAnswers::default();
        Session {
            worker: office(path, &shared),
            reader: office(path, &shared),
            finder: office(path, &SharedAnswers::default()),
        }
    }

    /// Answers as the threads of the screens do, and gives how long it took them.
    fn answer(&mut self, query: &Query) -> (Duration, Answer) {
        let office = match query.pace() {
            Pace::Typed => &mut self.finder,
            Pace::Quick => &mut self.worker,
            _ => &mut self.reader,
        };
        timed(|| {
            office.others_changed();
            office.answer(query).unwrap()
        })
    }
}

/// The questions of a view whose cursor stands on its first row.
fn questions(session: &mut Session, view: &str) -> Vec<(&'static str, Query)> {
    match view {
        "overlaps" => {
            let board = ("overlaps", Query::Overlaps);
            let Answer::Overlaps(read) = session.answer(&board.1).1 else {
                panic!("another answer")
            };
            let first = read.board.rows.first().unwrap().fingerprint.clone();
            vec![board, ("overlap", Query::Overlap(first))]
        }
        "dashboard" => {
            let of = DashboardOf {
                year: None,
                school: None,
            };
            vec![("dashboard", Query::Dashboard(of))]
        }
        "schools" => {
            let overview = ("overview", Query::Overview);
            let Answer::Overview(read) = session.answer(&overview.1).1 else {
                panic!("another answer")
            };
            let school = read.schools.first().unwrap().school.id;
            vec![overview, ("placed", Query::Placed { school })]
        }
        "find" => {
            let rows = 0..20;
            let find = |typed: &str, school| Query::Find {
                typed: typed.to_owned(),
                school,
                rows: rows.clone(),
            };
            vec![
                ("find", find("", None)),
                ("find-at-school", find("ma", Some(SchoolId(2)))),
            ]
        }
        "renewals" => {
            let year = YearOf {
                year: 2026,
                school: None,
                words: String::new(),
            };
            vec![
                ("agenda", Query::Agenda),
                ("fiscal-year", Query::FiscalYear(year)),
            ]
        }
        "queue" => vec![
            ("queue", Query::Queue(QueueFilter::default())),
            ("queue-size", Query::QueueSize(None)),
        ],
        other => panic!("no view {other}"),
    }
}

/// What is changed: seats at a school, a line of a contract, a new place, a decision, what a product is called, its address,
/// what a school is called.
const KINDS: [&str; 7] = [
    "seats", "line", "place", "decision", "name", "url", "school",
];

/// The nth change of this kind, each of which changes one row.
fn change(kind: &str, nth: i64, line: &Line) -> Change {
    let put = match kind {
        "place" => Put::new(Kind::Inventory)
            .with("product", ProductId(500 + nth))
            .with("school", SchoolId(7))
            .with("buyer", Some(SchoolId(7)))
            .with("seats", Some(100 + nth)),
        "decision" => Put::new(Kind::Approval)
            .with("product", ProductId(600 + nth))
            .with("status", ApprovalStatus::Approved)
            .with("decided_on", Some(stamp().today)),
        "seats" => Put::id(InventoryId(100 + nth * 7)).with("seats", Some(100 + nth)),
        "line" => Put::id(line.id).with("quantity", Some(500 + nth)),
        "name" => Put::id(ProductId(300 + nth)).with("name", format!("Renamed {nth}")),
        "url" => Put::id(ProductId(400 + nth)).with("url", Some(format!("https://{nth}.example"))),
        "school" => Put::id(SchoolId(5)).with("name", format!("School {nth}")),
        other => panic!("no change {other}"),
    };
    Change::Save {
        what: "it".to_owned(),
        put,
        reason: Some("so it is".to_owned()),
    }
}

fn main() {
    let rounds = support::sizes("HALLPASS_BENCH_ROUNDS", &[5])[0] as i64;
    let only = std::env::var("HALLPASS_BENCH_ONLY").unwrap_or_default();
    let dir = tempfile::tempdir().unwrap();
    let (size, path) = district(dir.path());
    let mut theirs = Store::open(&path, Access::Write).unwrap();
    let mut lines = theirs.all::<Line>().unwrap();
    lines.retain(|line| line.quantity.is_some());
    let mut nth = 0;
    for view in [
        "overlaps",
        "dashboard",
        "schools",
        "find",
        "renewals",
        "queue",
    ] {
        if !only.is_empty() && !only.split(',').any(|only| only == view) {
            continue;
        }
        let mut session = Session::of(&path);
        let asked = questions(&mut session, view);
        for (name, query) in &asked {
            let (time, _) = session.answer(query);
            told(&format!("{name}_first"), &size, ms(time), "ms");
        }
        for kind in KINDS {
            let mut times = vec![Vec::new(); asked.len()];
            for _ in 0..rounds {
                nth += 1;
                let line = &lines[nth as usize * 3];
                theirs.apply(&change(kind, nth, line), &stamp()).unwrap();
                for (of, (_, query)) in times.iter_mut().zip(&asked) {
                    of.push(session.answer(query).0);
                }
            }
            for ((name, _), times) in asked.iter().zip(&mut times) {
                let least = support::percentile(times, 0.0);
                told(&format!("{name}_after_{kind}"), &size, ms(least), "ms");
            }
        }
    }
}

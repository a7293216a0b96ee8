//! How long the Standards view takes to open on a large file, again, with other words and for the row under the cursor, and
//! how much memory that takes: standards × schools × grades of one window, each group told.
//! Sizes by groups: `HALLPASS_BENCH_GROUPS=10000,780000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::Path;
use std::process::Command;

use hallpass::domain::change::Change;
use hallpass::domain::grade::{Grade, Grades};
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::school::SchoolId;
use hallpass::domain::standards::bands::LeastGroup;
use hallpass::domain::standards::claim::Claimant;
use hallpass::domain::standards::framework::StandardId;
use hallpass::domain::standards::hiding::CountedGroup;
use hallpass::domain::standards::reading::{KeptReading, ReadingDeed, kept};
use hallpass::office::Office;
use hallpass::office::query::standards::{BoardOf, ListOf, PageOf};
use hallpass::store::{Access, Store};
use support::{District, peak_mb, sizes, stamp, timed, told};

/// The file to measure, and what to call its size, for a process that was started to do that.
const FILE: &str = "HALLPASS_BENCH_FILE";
const SIZE: &str = "HALLPASS_BENCH_SIZE";
/// Grades of a school: K to 8.
const GRADES: usize = 9;
const PRODUCTS: usize = 200;
const CLAIMS: usize = 20_000;

fn main() {
    if let (Ok(file), Ok(size)) = (std::env::var(FILE), std::env::var(SIZE)) {
        return measure(Path::new(&file), &size);
    }
    for groups in sizes("HALLPASS_BENCH_GROUPS", &[10_000, 780_000]) {
        let (schools, standards) = if groups > 100_000 {
            (150, 30_000)
        } else {
            (20, 1_000)
        };
        let mut district = District::new(schools, PRODUCTS);
        let told = groups / (schools * GRADES);
        frameworks(&mut district, standards, told);
        read(&mut district, schools, told);
        let size = format!("{standards}-standards-{}-groups", told * schools * GRADES);
        let status = Command::new(std::env::current_exe().unwrap())
            .env(FILE, district.path())
            .env(SIZE, size)
            .status();
        assert!(status.unwrap().success());
    }
}

fn imported(district: &mut District, what: &str, puts: Vec<Put>) {
    let what = what.to_owned();
    let change = Change::Import { what, puts };
    district.store.apply(&change, &stamp()).unwrap();
}

/// So many standards; on those that are told many claims each.
fn frameworks(district: &mut District, standards: usize, told: usize) {
    let guid = |n: usize| format!("aaaaaaaa-0000-4000-8000-{n:012}");
    let mut puts = vec![
        Put::keyed(Kind::Framework)
            .with("guid", guid(0))
            .with("short", "B".to_owned())
            .with("title", "Bench".to_owned())
            .with("ours", true),
    ];
    for n in 1..=standards {
        puts.push(
            Put::keyed(Kind::Standard)
                .with("framework", 1_i64)
                .with("guid", guid(n))
                .with("code", format!("B.{n}"))
                .with("code_key", format!("b.{n}"))
                .with(
                    "statement",
                    format!("Does what number {n} of the standards asks for."),
                )
                .with("grades", "K-8".parse::<Grades>().unwrap())
                .with("leaf", true)
                .with("weight", 1 + (n % 3) as i64),
        );
    }
    imported(district, "standards", puts);
    let approvals = (1..=PRODUCTS as i64).map(|product| {
        Put::keyed(Kind::Approval)
            .with("product", product)
            .with("status", "approved".to_owned())
    });
    imported(district, "approvals", approvals.collect());
    let claims = (0..CLAIMS.min(told * PRODUCTS)).map(|n| {
        let standard = 1 + n % told;
        Put::keyed(Kind::Alignment)
            .with("product", 1 + (n / told % PRODUCTS) as i64)
            .with("framework", "Bench".to_owned())
            .with("standard", format!("B.{standard}"))
            .with("leaf", true)
            .with("item", standard as i64)
            .with("says", Claimant::Vendor)
            .with("status", "claimed".to_owned())
    });
    imported(district, "claims", claims.collect());
}

/// The groups of one window, each large enough to be told.
fn read(district: &mut District, schools: usize, told: usize) {
    let mut groups = Vec::new();
    for standard in 1..=told {
        for school in 1..=schools {
            for grade in 0..GRADES {
                let n = (standard * 7 + school * 3 + grade) as u32;
                let group = CountedGroup {
                    school: SchoolId(school as i64),
                    grade: Grade::new(grade as i8).unwrap(),
                    pupils: 30 + n % 50,
                    below: 2 + n % 28,
                };
                groups.push((StandardId(standard as i64), group));
            }
        }
    }
    let (gaps, too_few, hidden_with) = kept(&groups, LeastGroup::USUAL, false);
    let reading = KeptReading {
        test: "Bench".into(),
        window: "fall 2025".into(),
        starts: None,
        ends: None,
        cut: "below".into(),
        least: LeastGroup::USUAL,
        sha256: "9f".repeat(32),
        gaps,
        too_few,
        hidden_with,
    };
    let deed = ReadingDeed::Keep {
        reading,
        replace: false,
    };
    district.store.apply_reading(deed, &stamp()).unwrap();
}

fn measure(file: &Path, size: &str) {
    let store = Store::open(file, Access::Read).unwrap();
    let mut office = Office::of_command(store, stamp());
    let of = BoardOf {
        by: 's',
        rows: 0..500,
        ..BoardOf::default()
    };
    let (first, board) = timed(|| office.gaps_board(&of).unwrap());
    assert_eq!(board.rows.len(), 500);
    told("open_the_view", size, first.as_secs_f64(), "s");
    let (again, _) = timed(|| office.gaps_board(&of).unwrap());
    told("a_page_again", size, again.as_secs_f64() * 1e3, "ms");
    let narrowed = BoardOf {
        words: "b.17 maple".into(),
        by: 'n',
        ..of
    };
    let (words, _) = timed(|| office.gaps_board(&narrowed).unwrap());
    told("narrowed_and_sorted", size, words.as_secs_f64() * 1e3, "ms");
    let key = board.rows[0].0;
    let (row, _) = timed(|| office.gap_details(key).unwrap());
    told(
        "the_row_under_the_cursor",
        size,
        row.as_secs_f64() * 1e3,
        "ms",
    );
    told("memory_so_far", size, peak_mb("self"), "MB");
    let (covered, _) = timed(|| office.covered().unwrap());
    told("coverage_of_schools", size, covered.as_secs_f64(), "s");
    let of = ListOf {
        page: PageOf::Claimed,
        by: 's',
        rows: 0..500,
        ..ListOf::default()
    };
    let (claimed, _) = timed(|| office.standards_listed(&of).unwrap());
    told(
        "claims_by_what_they_close",
        size,
        claimed.as_secs_f64(),
        "s",
    );
    told("memory", size, peak_mb("self"), "MB");
}

//! How long the Standards view takes to open on a large file, again, with other words and for the row under the cursor, and
//! how much memory that takes: standards × schools × grades of one window, each group told; what is claimed of a tenth of the standards verified. Then
//! how much memory it takes to read results of so many pupils in a hundred standards each.
//! Sizes by groups: `HALLPASS_BENCH_GROUPS=10000,780000`; by pupils: `HALLPASS_BENCH_PUPILS=6000,60000`, 0 reads none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use hallpass::domain::approval::ApprovalId;
use hallpass::domain::change::Change;
use hallpass::domain::grade::{Grade, Grades};
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::school::{School, SchoolId};
use hallpass::domain::standards::bands::LeastGroup;
use hallpass::domain::standards::claim::Claimant;
use hallpass::domain::standards::framework::{RelationKind, StandardId};
use hallpass::domain::standards::hiding::CountedGroup;
use hallpass::domain::standards::reading::{KeptReading, ReadingDeed, kept};
use hallpass::office::Office;
use hallpass::office::query::standards::{BoardOf, CrossOf, ListOf, PageOf};
use hallpass::store::{Access, Store};
use support::{District, peak_mb, peak_of, sizes, stamp, timed, told};

/// The file to measure, and what to call its size, for a process that was started to do that.
const FILE: &str = "HALLPASS_BENCH_FILE";
const SIZE: &str = "HALLPASS_BENCH_SIZE";
/// Grades of a school: K to 8.
const GRADES: usize = 9;
const PRODUCTS: usize = 200;
const CLAIMS: usize = 20_000;
const RELATIONS: usize = 60_000;
/// In so many standards each pupil has a result.
const RESULTS: usize = 100;

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
    for pupils in sizes("HALLPASS_BENCH_PUPILS", &[6_000]) {
        if pupils > 0 {
            results(pupils);
        }
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
    let relations = (0..RELATIONS.min(2 * standards)).map(|n| {
        let kinds = [
            RelationKind::Exact,
            RelationKind::Related,
            RelationKind::Precedes,
        ];
        let (from, step) = (1 + n % standards, 1 + n / standards);
        Put::keyed(Kind::Relation)
            .with("origin", guid(from))
            .with("destination", guid(1 + (from + step * 7) % standards))
            .with("kind", kinds[n % 3])
            .with("says", "Bench".to_owned())
            .with("association", format!("a{n}"))
    });
    imported(district, "relations", relations.collect());
    let approvals = (1..=PRODUCTS as i64).map(|product| {
        Put::keyed(Kind::Approval)
            .with("product", product)
            .with("status", "approved".to_owned())
    });
    imported(district, "approvals", approvals.collect());
    let claims = (0..CLAIMS.min(told * PRODUCTS)).map(|n| {
        let standard = 1 + n % told;
        let put = Put::keyed(Kind::Alignment)
            .with("product", 1 + (n / told % PRODUCTS) as i64)
            .with("framework", "Bench".to_owned())
            .with("standard", format!("B.{standard}"))
            .with("leaf", true)
            .with("item", standard as i64)
            .with("says", Claimant::Vendor);
        if !standard.is_multiple_of(10) {
            return put.with("status", "claimed".to_owned());
        }
        put.with("status", "verified".to_owned())
            .with("by", 1_i64)
            .with("on", stamp().today)
            .with("sampled", 3_i64)
            .with("met", 3_i64)
            .with("evidence", "https://tasks.example/1".to_owned())
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
    let mut store = Store::open(file, Access::Write).unwrap();
    store.is_asked_by(&stamp()).unwrap();
    let mut office = Office::of_command(store, stamp());
    let of = BoardOf {
        by: 's',
        rows: 0..500,
        ..BoardOf::default()
    };
    let memory = |name: &str| told(name, size, peak_mb("self"), "MB");
    let s = |name: &str, time: Duration| told(name, size, time.as_secs_f64(), "s");
    let ms = |name: &str, time: Duration| told(name, size, time.as_secs_f64() * 1e3, "ms");
    let (on_the_tab, _) = timed(|| office.open_holes().unwrap());
    ms("number_on_the_tab_before", on_the_tab);
    memory("memory_at_the_start");
    let (first, board) = timed(|| office.gaps_board(&of).unwrap());
    assert_eq!(board.rows.len(), 500);
    s("open_the_view", first);
    memory("memory_of_the_view");
    office.keep_holes();
    let (on_the_tab, open) = timed(|| office.open_holes().unwrap());
    assert_eq!(open.map(|open| open.count(None)), Some(board.holes));
    ms("number_on_the_tab", on_the_tab);
    let (again, _) = timed(|| office.gaps_board(&of).unwrap());
    ms("a_page_again", again);
    let narrowed = BoardOf {
        words: "b.17 maple".into(),
        by: 'n',
        ..of.clone()
    };
    let (words, _) = timed(|| office.gaps_board(&narrowed).unwrap());
    ms("narrowed_and_sorted", words);
    let key = board.rows[0].0;
    let (row, _) = timed(|| office.gap_details(key).unwrap());
    ms("the_row_under_the_cursor", row);
    let (page, _) = timed(|| office.standard_page(key.standard).unwrap());
    ms("the_page_of_a_standard", page);
    let (counts, _) = timed(|| office.standard_counts(None).unwrap());
    s("numbers_of_the_other_tabs", counts);
    memory("memory_with_the_other_tabs");
    let crossed = CrossOf {
        rows: 0..500,
        ..CrossOf::default()
    };
    let (matrix, _) = timed(|| office.standards_crossed(&crossed).unwrap());
    s("standards_by_products", matrix);
    let (covered, _) = timed(|| office.covered().unwrap());
    s("coverage_of_schools", covered);
    let of_claims = ListOf {
        page: PageOf::Claimed,
        by: 's',
        rows: 0..500,
        ..ListOf::default()
    };
    let (claimed, _) = timed(|| office.standards_listed(&of_claims).unwrap());
    s("claims_by_what_they_close", claimed);
    memory("memory_in_the_end");
    // Somebody bans one product; then somebody takes a note.
    let mut other = Store::open(file, Access::Write).unwrap();
    let ban = Put::id(ApprovalId(1)).with("status", "denied".to_owned());
    save(&mut other, ban);
    let (after, _) = timed(|| office.gaps_board(&of).unwrap());
    ms("a_page_after_a_ban", after);
    let weigh = Put::id(StandardId(1)).with("weight", 3_i64);
    save(&mut other, weigh);
    let (after, _) = timed(|| office.gaps_board(&of).unwrap());
    ms("a_page_after_a_weight", after);
}

fn save(store: &mut Store, put: Put) {
    let change = Change::Save {
        what: "it".into(),
        put,
        reason: None,
    };
    store.apply(&change, &stamp()).unwrap();
}

/// The program reads the results of so many pupils, in a hundred standards each.
fn results(pupils: usize) {
    let mut district = District::new(150, PRODUCTS);
    frameworks(&mut district, RESULTS, RESULTS);
    let dir = district.dir.path();
    let (main, standards) = (
        dir.join("SR.csv"),
        dir.join("SR_Dashboard_Standards_v2.csv"),
    );
    let mut out = BufWriter::new(File::create(&main).unwrap());
    let head = "StudentIdentifier,CurrentGrade,SchoolName,AssessmentID,CompletedDate,AssessmentStatus,ScreeningPeriodWindowName";
    writeln!(out, "{head}").unwrap();
    let mut names = Vec::new();
    for school in district.store.all::<School>().unwrap() {
        names.push(school.name);
    }
    for pupil in 0..pupils {
        let (school, grade) = (&names[pupil % names.len()], 1 + pupil / names.len() % 8);
        writeln!(
            out,
            "P{pupil:06},{grade},{school},A{pupil:06},2025-09-12,Active,Fall"
        )
        .unwrap();
    }
    out.flush().unwrap();
    let mut out = BufWriter::new(File::create(&standards).unwrap());
    let head = "StudentIdentifier,AssessmentID,CompletedDate,StandardName,StandardMasteryLevel";
    writeln!(out, "{head}").unwrap();
    for pupil in 0..pupils {
        let mut rows = String::new();
        for standard in 1..=RESULTS {
            let level = ["Beginning", "Developing", "Secure"][(pupil + standard) % 3];
            let _ = writeln!(
                rows,
                "P{pupil:06},A{pupil:06},2025-09-12,B.{standard},{level}"
            );
        }
        out.write_all(rows.as_bytes()).unwrap();
    }
    out.flush().unwrap();
    let size = format!("{pupils}-pupils-{RESULTS}-standards");
    let nothing = peak_of(&district.path(), &["gaps", "--json"]).1;
    let (time, peak) = peak_of(
        &district.path(),
        &[
            "import",
            "results",
            &standards.to_string_lossy(),
            &main.to_string_lossy(),
        ],
    );
    told("read_results", &size, time.as_secs_f64(), "s");
    told("read_results_peak", &size, peak, "MB");
    let bytes = (peak - nothing).max(0.0) * 1024.0 * 1024.0 / (pupils * RESULTS) as f64;
    told("read_results_a_pair", &size, bytes, "bytes");
}

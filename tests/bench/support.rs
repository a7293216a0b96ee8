//! A made-up district of any size for the measurements, and the one way in which they print.
//! Every line is `name size value unit`; the size says what the number was measured on.
#![allow(dead_code, reason = "each measurement uses its part")]

use std::fmt::{Display, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use hallpass::domain::change::Change;
use hallpass::domain::find::Finder;
use hallpass::domain::put::Stamp;
use hallpass::domain::zone::Zone;
use hallpass::exchange::columns::ImportKind;
use hallpass::exchange::import::ImportRequest;
use hallpass::exchange::plan::{Known, RefusedRows};
use hallpass::store::Store;
use tempfile::TempDir;

/// One measured number.
pub fn told(name: &str, size: impl Display, value: f64, unit: &str) {
    let digits = match value.abs() {
        v if v < 10.0 => 3,
        v if v < 1_000.0 => 1,
        _ => 0,
    };
    println!("{name} {size} {value:.digits$} {unit}");
}

/// Sizes from the environment, `10000,100000`; else the small ones that fit into a minute.
pub fn sizes(variable: &str, small: &[usize]) -> Vec<usize> {
    let given = std::env::var(variable).unwrap_or_default();
    let given: Vec<usize> = given
        .split([',', ' '])
        .filter_map(|n| n.parse().ok())
        .collect();
    if given.is_empty() {
        small.to_vec()
    } else {
        given
    }
}

/// How long this takes, and what it gives.
pub fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
}

/// The value below which this share of them lies. Sorts them.
pub fn percentile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    let at = ((times.len() as f64 * share) as usize).min(times.len() - 1);
    times[at]
}

/// Does it so many times, and tells how long half of them and all but one in a hundred took at most.
pub fn repeated(name: &str, size: &str, count: usize, mut work: impl FnMut()) {
    let mut times: Vec<Duration> = (0..count).map(|_| timed(&mut work).0).collect();
    for (word, share) in [("p50", 0.5), ("p99", 0.99)] {
        let time = ms(percentile(&mut times, share));
        told(&format!("{name}_{word}"), size, time, "ms");
    }
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The most memory this process ever held, in MB; 0 where the system does not say.
pub fn peak_mb(process: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kb: Option<f64> = line.and_then(|l| l.trim().trim_end_matches(" kB").trim().parse().ok());
    kb.unwrap_or_default() / 1024.0
}

/// How long the program took for this in an office, and the most memory it held.
pub fn peak_of(office: &Path, words: &[&str]) -> (Duration, f64) {
    peak_on(office, words, Some("2026-03-10"))
}

/// The same on this day, or on that of the clock.
pub fn peak_on(office: &Path, words: &[&str], day: Option<&str>) -> (Duration, f64) {
    let mut memory = 0.0;
    let (time, status) = timed(|| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hallpass"))
            .args(words)
            .env("HALLPASS_DB", office)
            .env("HALLPASS_USER", "ada")
            .envs(day.map(|day| ("HALLPASS_NOW", day)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return status;
            }
            memory = peak_mb(&child.id().to_string()).max(memory);
            std::thread::sleep(Duration::from_millis(2));
        }
    });
    assert!(status.success());
    (time, memory)
}

const FIRST: [&str; 24] = [
    "Bright", "Copper", "Daily", "Echo", "Fable", "Globe", "Harbor", "Inkwell", "Juniper", "Kite",
    "Lantern", "Maple", "North", "Orbit", "Pebble", "Quill", "River", "Spark", "Timber", "Umber",
    "Velvet", "Willow", "Yonder", "Zephyr",
];
const LAST: [&str; 25] = [
    "Reader", "Math", "Studio", "Notes", "Lab", "Maps", "Quiz", "Garden", "Words", "Class",
    "Coder", "Atlas", "Music", "Planet", "Desk", "Journal", "Steps", "Voices", "Bridge", "Cards",
    "Paths", "Works", "Forum", "Library", "Academy",
];
const KIND: [&str; 10] = [
    "",
    " Plus",
    " Junior",
    " for Schools",
    " Pro",
    " Live",
    " Kids",
    " Online",
    " Go",
    " Studio",
];

/// The n-th product name; no two are the same, and few look alike.
pub fn product(n: usize) -> String {
    let (first, last) = (FIRST[n % 24], LAST[n / 24 % 25]);
    let (kind, series) = (KIND[n / 600 % 10], n / 6_000);
    if series == 0 {
        format!("{first} {last}{kind}")
    } else {
        format!("{first} {last}{kind} {series}")
    }
}

/// Tuesday March 10, 2026.
pub fn stamp() -> Stamp {
    let today = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
    let at: DateTime<Utc> = today.and_hms_opt(9, 40, 0).unwrap().and_utc();
    Stamp::own("ada", at, today)
}

/// A district with schools and products and nothing placed yet.
pub struct District {
    pub dir: TempDir,
    pub store: Store,
    pub schools: usize,
    pub products: usize,
}

impl District {
    /// A district with this many schools and products.
    pub fn new(schools: usize, products: usize) -> District {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::create(&dir.path().join("office.db"), None).unwrap();
        let founding = Change::Found {
            district: "Harlow County Schools".into(),
            policy: "hybrid".into(),
            founder: ("ada".into(), "Ada Reyes".into()),
            zone: Some("Etc/UTC".into()),
            demo: false,
            rehearsal: false,
        };
        store.apply(&founding, &stamp()).unwrap();
        let mut district = District {
            dir,
            store,
            schools,
            products,
        };
        let mut table = "name,code,grades,enrollment,staff\n".to_owned();
        for n in 0..schools {
            let _ = writeln!(
                table,
                "{} School {n},S{n:04},K-8,{},{}",
                FIRST[n % 24],
                300 + n,
                30
            );
        }
        district.take(ImportKind::Schools, &table);
        let mut table = "name,vendor,function\n".to_owned();
        for n in 0..products {
            let _ = writeln!(table, "{},Vendor {},Job {}", product(n), n % 300, n % 40);
        }
        district.take(ImportKind::Products, &table);
        district
    }

    /// The size of a district with this many rows of inventory: a twentieth of all pairs is placed.
    pub fn for_rows(rows: usize) -> District {
        let schools = (rows / 500).clamp(14, 200);
        District::new(schools, rows.div_ceil(schools).max(40))
    }

    /// Writes a table of `rows` placements, as a district's inventory file has them.
    pub fn inventory(&self, rows: usize) -> PathBuf {
        let mut table = "School Code,Product Name,Seats,Used,Since\n".to_owned();
        for n in 0..rows {
            let (school, tool) = (n % self.schools, n / self.schools);
            let _ = writeln!(
                table,
                "S{school:04},{},{},{},2025-08-{:02}",
                product(tool),
                n * 7 % 500,
                n * 3 % 200,
                1 + n % 28
            );
        }
        let path = self.dir.path().join("inventory.csv");
        std::fs::write(&path, table).unwrap();
        path
    }

    /// Imports a table through plan and store, as the program does.
    pub fn take(&mut self, kind: ImportKind, table: &str) {
        let path = self.dir.path().join("table.csv");
        std::fs::write(&path, table).unwrap();
        self.import(kind, &path);
    }

    /// Imports a file through plan and store, as the program does. Gives the times of the two.
    pub fn import(&mut self, kind: ImportKind, path: &Path) -> (Duration, Duration) {
        let go_on = std::ops::ControlFlow::Continue(());
        let request = ImportRequest {
            kind,
            path,
            sheet: None,
            header: None,
            encoding: None,
            told: &[],
            meant: &[],
            today: stamp().today,
            zone: &Zone::utc(),
        };
        let (planning, plan) = timed(|| {
            let finder = Finder::new(self.store.find_entries().unwrap());
            let known = Known {
                names: self.store.names().unwrap(),
                finder: &finder,
                office: None,
                refused: &RefusedRows::new(),
                claims: hallpass::domain::standards::claimed::KnownClaims::default(),
            };
            let recognised = request.recognise().unwrap();
            request.plan(recognised, known, &mut |_| go_on).unwrap()
        });
        assert_eq!(plan.rejected, []);
        let change = plan.change(kind, path);
        let (saving, applied) = timed(|| self.store.apply(&change, &stamp()).unwrap());
        assert!(applied.changed());
        (planning, saving)
    }

    /// Where the office file is.
    pub fn path(&self) -> PathBuf {
        self.store.path().to_owned()
    }
}

//! What the program reads first, what its lists read, and how fast everything goes out and in again as a dump.
//! Sizes: `HALLPASS_BENCH_ROWS=10000,100000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::BufReader;
use std::path::Path;
use std::time::Duration;

use hallpass::domain::find::Finder;
use hallpass::domain::school::SchoolId;
use hallpass::exchange::columns::ImportKind;
use hallpass::store::{Access, HistoryFilter, Store};
use support::{District, ms, percentile, sizes, stamp, timed, told};

fn main() {
    for rows in sizes("HALLPASS_BENCH_ROWS", &[10_000, 100_000]) {
        let mut district = District::for_rows(rows);
        let file = district.inventory(rows);
        district.import(ImportKind::Inventory, &file);
        let size = format!(
            "{rows}-rows-{}-schools-{}-products",
            district.schools, district.products
        );
        first_reads(&district.path(), &size);
        lists(&district.store, &size);
        out_and_in(&mut district, &size);
    }
}

fn p50(name: &str, size: &str, work: impl Fn()) {
    let mut times: Vec<Duration> = (0..9).map(|_| timed(&work).0).collect();
    told(
        &format!("{name}_p50"),
        size,
        ms(percentile(&mut times, 0.5)),
        "ms",
    );
}

fn first_reads(path: &Path, size: &str) {
    p50("open", size, || {
        drop(Store::open(path, Access::Write).unwrap());
    });
    p50("open_and_first_reads", size, || {
        let store = Store::open(path, Access::Write).unwrap();
        let finder = Finder::new(store.find_entries().unwrap());
        assert!(!finder.is_empty() && !store.school_names().unwrap().is_empty());
    });
}

fn lists(store: &Store, size: &str) {
    let today = stamp().today;
    p50("schools", size, || drop(store.schools(today).unwrap()));
    p50("placed_at_one_school", size, || {
        drop(store.placed(Some(SchoolId(1)), today).unwrap());
    });
    p50("placed_everywhere", size, || {
        drop(store.placed(None, today).unwrap());
    });
    p50("history_page", size, || {
        let filter = HistoryFilter {
            limit: 100,
            ..HistoryFilter::default()
        };
        assert_eq!(store.history(&filter).unwrap().len(), 100);
    });
    p50("names", size, || drop(store.names().unwrap()));
}

fn out_and_in(district: &mut District, size: &str) {
    let target = district.dir.path().join("office.jsonl");
    let (time, (_, lines)) = timed(|| {
        district
            .store
            .dump_to(&target, hallpass::store::DumpedGaps::LeftOut)
            .unwrap()
    });
    told("dump", size, lines as f64 / time.as_secs_f64(), "lines/s");
    let copy = district.dir.path().join("copy.db");
    let (time, loaded) = timed(|| {
        let mut dump = BufReader::new(std::fs::File::open(&target).unwrap());
        Store::from_dump(&copy, &mut dump, &stamp()).unwrap().1
    });
    told(
        "load",
        size,
        loaded.lines as f64 / time.as_secs_f64(),
        "lines/s",
    );
}

//! Rows a second into the office file, plan and history included, next to bare prepared inserts of the same
//! rows into the same table and their lines into history in the same run; and the most memory the program ever held.
//! Sizes: `HALLPASS_BENCH_ROWS=10000,100000,1000000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use hallpass::exchange::columns::ImportKind;
use rusqlite::{Connection, params};
use support::{District, peak_of, sizes, timed, told};

fn main() {
    for rows in sizes("HALLPASS_BENCH_ROWS", &[10_000, 100_000]) {
        let mut district = District::for_rows(rows);
        let file = district.inventory(rows);
        let size = format!(
            "{rows}-rows-{}-schools-{}-products",
            district.schools, district.products
        );
        let floor = bare(&district.path(), &file);
        let rate = |time: Duration| rows as f64 / time.as_secs_f64();
        told("import_floor_inserts", &size, rate(floor), "rows/s");

        let (program, memory) = program(&district.path(), &file);
        told("import_program", &size, rate(program), "rows/s");
        told("import_program_peak", &size, memory, "MB");
        told(
            "import_program_to_floor",
            &size,
            floor.as_secs_f64() / program.as_secs_f64(),
            "x",
        );
        let (again, _) = self::program(&district.path(), &file);
        told("import_again_unchanged", &size, rate(again), "rows/s");

        district = District::for_rows(rows);
        let (planning, saving) = district.import(ImportKind::Inventory, &district.inventory(rows));
        told("import_plan", &size, rate(planning), "rows/s");
        told("import_save", &size, rate(saving), "rows/s");
    }
    for products in sizes("HALLPASS_BENCH_PRODUCTS", &[3_000, 30_000]) {
        let (time, _) = timed(|| District::new(14, products));
        let size = format!("{products}-products");
        told(
            "import_products",
            size,
            products as f64 / time.as_secs_f64(),
            "rows/s",
        );
    }
}

/// The same rows, and a line of history each, by prepared inserts alone into a copy of the office, in one transaction.
fn bare(office: &Path, file: &Path) -> Duration {
    let copy = office.with_file_name("bare.db");
    let conn = Connection::open(office).unwrap();
    conn.execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
        .unwrap();
    let mut conn = Connection::open(&copy).unwrap();
    conn.pragma_update(None, "journal_mode", "WAL").unwrap();
    conn.pragma_update(None, "foreign_keys", "ON").unwrap();
    conn.pragma_update(None, "synchronous", "FULL").unwrap();
    let ids = |sql: &str| -> HashMap<String, i64> {
        let mut statement = conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    let schools = ids("SELECT code, id FROM school");
    let products = ids("SELECT name, id FROM product");
    let (time, ()) = timed(|| {
        let tx = conn.transaction().unwrap();
        {
            let mut insert = tx
                .prepare(
                    "INSERT INTO inventory (version, school, product, seats, used, since)
                     VALUES (1, ?1, ?2, ?3, ?4, ?5)",
                )
                .unwrap();
            let mut history = tx
                .prepare(
                    "INSERT INTO history (change_set, kind, record, deed, version)
                     VALUES (1, 'inventory', ?1, 'add', 1)",
                )
                .unwrap();
            let mut reader = csv::Reader::from_path(file).unwrap();
            let mut row = csv::StringRecord::new();
            while reader.read_record(&mut row).unwrap() {
                let count = |n: usize| row[n].parse::<i64>().unwrap();
                insert
                    .execute(params![
                        schools[&row[0]],
                        products[&row[1]],
                        count(2),
                        count(3),
                        &row[4]
                    ])
                    .unwrap();
                history.execute([tx.last_insert_rowid()]).unwrap();
            }
        }
        // A save writes the log to disk; taking back would not.
        tx.commit().unwrap();
    });
    drop(conn);
    std::fs::remove_file(copy).unwrap();
    time
}

/// `hallpass import` from start to end, and the most memory it held.
fn program(office: &Path, file: &Path) -> (Duration, f64) {
    peak_of(office, &["import", "inventory", &file.to_string_lossy()])
}

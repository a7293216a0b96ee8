//! How long overlaps and the waste ledger take, and how much memory, at three sizes: to read the facts, to
//! find all overlaps, to add up the ledger, and both again after one change. Each size is measured in a
//! process of its own, so that making the district is not in its numbers.
//! Sizes by rows of inventory: `HALLPASS_BENCH_ROWS=10000,100000,1000000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use chrono::Days;
use hallpass::domain::change::Change;
use hallpass::domain::contract::{ContractId, PriceModel};
use hallpass::domain::inventory::InventoryId;
use hallpass::domain::money::Cents;
use hallpass::domain::notice::NoticeBasis;
use hallpass::domain::person::{OwnerRole, PersonId};
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind as Noun;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::exchange::columns::ImportKind;
use hallpass::store::{Access, Store};
use support::{District, peak_mb, product, sizes, stamp, timed, told};

/// The file to measure, and what to call its size, for a process that was started to do that.
const FILE: &str = "HALLPASS_BENCH_FILE";
const SIZE: &str = "HALLPASS_BENCH_SIZE";

fn main() {
    if let (Ok(file), Ok(size)) = (std::env::var(FILE), std::env::var(SIZE)) {
        return measure(Path::new(&file), &size);
    }
    for rows in sizes("HALLPASS_BENCH_ROWS", &[10_000, 100_000, 1_000_000]) {
        let (schools, products) = match rows {
            ..=10_000 => (20, 600),
            10_001..=100_000 => (200, 3_000),
            _ => (2_000, 12_000),
        };
        let mut district = District::new(schools, products);
        place(&mut district, rows);
        buy(&mut district);
        let status = Command::new(std::env::current_exe().unwrap())
            .env(FILE, district.path())
            .env(
                SIZE,
                format!("{schools}-schools-{products}-products-{rows}-rows"),
            )
            .status();
        assert!(status.unwrap().success());
    }
}

fn measure(file: &Path, size: &str) {
    let today = stamp().today;
    let open = || Store::open(file, Access::Write).unwrap();
    let (read, ()) = timed(|| drop(open().coverage(today).unwrap()));
    told("read_the_facts", size, read.as_secs_f64(), "s");
    told("read_the_facts_peak", size, peak_mb("self"), "MB");
    let mut store = open();
    let (all, board) = timed(|| store.overlaps(today).unwrap());
    told("overlaps_first", size, all.as_secs_f64(), "s");
    told("overlaps_found", size, board.rows.len() as f64, "alerts");
    let (time, ledger) = timed(|| store.waste(None, today).unwrap());
    told("ledger", size, time.as_secs_f64(), "s");
    told("ledger_cells", size, ledger.lines.len() as f64, "cells");
    drop((board, ledger));
    let seats = Put::id(InventoryId(1)).with("used", Some(1));
    let change = Change::Save {
        what: "seats of one product at one school".into(),
        put: seats,
        reason: None,
    };
    assert!(store.apply(&change, &stamp()).unwrap().changed());
    let (time, board) = timed(|| store.overlaps(today).unwrap());
    told("overlaps_after_a_change", size, time.as_secs_f64(), "s");
    drop(board);
    let (time, ledger) = timed(|| store.waste(None, today).unwrap());
    told("ledger_after_a_change", size, time.as_secs_f64(), "s");
    drop(ledger);
    told("peak", size, peak_mb("self"), "MB");
}

/// Places as many products at each school, another choice at each.
fn place(district: &mut District, rows: usize) {
    let mut table = "School Code,Product Name,Seats,Used,Since\n".to_owned();
    let at_each = rows / district.schools;
    for school in 0..district.schools {
        for n in 0..at_each {
            // 23 divides no number of products here: no product comes twice.
            let tool = product((school * 37 + n * 23) % district.products);
            let (seats, used) = (20 + n * 7 % 300, n * 3 % 200);
            let _ = writeln!(
                table,
                "S{school:04},{tool},{seats},{used},2025-08-{:02}",
                1 + n % 28
            );
        }
    }
    let path = district.dir.path().join("inventory.csv");
    std::fs::write(&path, table).unwrap();
    district.import(ImportKind::Inventory, &path);
}

/// Has every fourth product bought, one in ten of these by the district for all, and
/// has somebody answer for half of them.
fn buy(district: &mut District) {
    let (mut contracts, mut lines, mut owners) = (Vec::new(), Vec::new(), Vec::new());
    for (nth, n) in (0..district.products).step_by(4).enumerate() {
        let school = (nth % 10 > 0).then_some(SchoolId((nth % district.schools) as i64 + 1));
        let end = stamp().today + Days::new(nth as u64 * 7 % 360 + 1);
        let put = Put::new(Noun::Contract)
            .with("number", format!("C-{nth}"))
            .with("buyer", school)
            .with("term_start", Some(end - Days::new(364)))
            .with("term_end", end)
            .with("auto_renew", true)
            .with("notice", Some(30))
            .with("notice_basis", NoticeBasis::Sent);
        contracts.push(put);
        let put = Put::new(Noun::Line)
            .with("contract", ContractId(nth as i64 + 1))
            .with("product", ProductId(n as i64 + 1))
            .with("model", Some(PriceModel::PerStudent))
            .with("quantity", Some(400))
            .with("unit_cents", Some(Cents(500 + nth as i64 % 900)))
            .with(
                "schools",
                school.map_or(Schools::All, |id| Schools::only(vec![SchoolId(id.0)])),
            );
        lines.push(put);
        for role in [
            OwnerRole::Evaluator,
            OwnerRole::Manager,
            OwnerRole::Purchaser,
        ] {
            let put = Put::new(Noun::Owner)
                .with("product", ProductId(n as i64 + 1))
                .with("role", role)
                .with("person", PersonId(1));
            owners.extend((nth % 2 == 0).then_some(put));
        }
    }
    for (what, puts) in [
        ("contracts", contracts),
        ("lines", lines),
        ("owners", owners),
    ] {
        let what = what.to_owned();
        let change = Change::Import { what, puts };
        assert!(district.store.apply(&change, &stamp()).unwrap().changed());
    }
}

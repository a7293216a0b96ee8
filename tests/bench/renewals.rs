//! How long the renewals take with thousands of contract lines: to read, to show, to turn months and years,
//! to filter, to decide many at once. Once with the lines spread over five years, once with all of them
//! running. Sizes: `HALLPASS_BENCH_LINES=6000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod office;
mod support;

use std::path::Path;

use chrono::Days;
use hallpass::domain::change::Change;
use hallpass::domain::contract::ContractId;
use hallpass::domain::money::Cents;
use hallpass::domain::notice::{NoticeBasis, NoticeUnit};
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::agenda::{AgendaFilter, RenewalDeed};
use hallpass::domain::school::Schools;
use hallpass::store::Store;
use office::screen::Screen;
use support::{District, ms, peak_mb, repeated, sizes, stamp, timed, told};

fn main() {
    for lines in sizes("HALLPASS_BENCH_LINES", &[6_000]) {
        for years in [5, 1] {
            let mut district = District::new(40, 400);
            sign(&mut district, lines, years);
            let size = format!("{lines}-lines-{years}-years");
            reads(&mut district.store, &size);
            let path = district.path();
            drop(district.store);
            screen(&path, &size);
            told("peak", &size, peak_mb("self"), "MB");
        }
    }
}

fn reads(store: &mut Store, size: &str) {
    let today = stamp().today;
    let (time, _) = timed(|| store.roll_over(&stamp()).unwrap());
    told("roll_over", size, ms(time), "ms");
    let all = AgendaFilter {
        all: true,
        ..AgendaFilter::default()
    };
    for (name, filter) in [("agenda", &AgendaFilter::default()), ("agenda_all", &all)] {
        repeated(name, size, 5, || drop(store.agenda(filter, today).unwrap()));
    }
    repeated("agenda_sheet", size, 5, || {
        drop(store.agenda_sheet(ContractId(1), "ada", today).unwrap());
    });
    let rows = store.agenda(&all, today).unwrap();
    let assigned = rows.iter().take(100).map(|row| Change::Renewal {
        what: row.number.clone(),
        contract: row.contract,
        deed: RenewalDeed::Assign {
            person: hallpass::domain::person::PersonId(1),
        },
    });
    let together = Change::Together {
        what: "100 contracts: assigned".into(),
        changes: assigned.collect(),
    };
    let (time, applied) = timed(|| store.apply(&together, &stamp()).unwrap());
    assert!(applied.changed());
    told("assign_100", size, ms(time), "ms");
}

/// The screen with everything it asks answered at once: what a key costs until it is drawn.
fn screen(path: &Path, size: &str) {
    for (window, columns, rows) in [("80x24", 80, 24), ("140x40", 140, 40)] {
        let size = format!("{size}-{window}");
        let (time, screen) = timed(|| Screen::of(path, "ada"));
        let mut screen = screen.sized(columns, rows);
        told("screen_start", &size, ms(time), "ms");
        screen.press("Esc");
        let (time, ()) = timed(|| press(&mut screen, "2"));
        assert!(screen.text().contains("CANCEL BY"));
        told("screen_first_open", &size, ms(time), "ms");
        keys(&mut screen, "screen_open", "1 Esc 2", 9, &size);
        keys(&mut screen, "screen_down", "j", 60, &size);
        keys(&mut screen, "screen_month", "]", 30, &size);
        keys(&mut screen, "screen_year", "}", 9, &size);
        keys(&mut screen, "screen_year_back", "{", 9, &size);
        filter(&mut screen, "screen_filter", &size);
        press(&mut screen, "v");
        filter(&mut screen, "screen_list_filter", &size);
        press(&mut screen, "v");
        keys(&mut screen, "screen_bars_year", "}", 9, &size);
        filter(&mut screen, "screen_bars_filter", &size);
    }
}

/// Types a filter, each letter until it is answered and drawn.
fn filter(screen: &mut Screen, name: &str, size: &str) {
    press(screen, "/");
    let mut letters = "bright reader".chars().map(|c| match c {
        ' ' => "Space".to_owned(),
        c => c.to_string(),
    });
    repeated(name, size, 13, || {
        press(screen, &letters.next().unwrap());
    });
    assert!(screen.text().contains("filter \"bright reader\""));
    press(screen, "Enter Esc");
}

fn press(screen: &mut Screen, keys: &str) {
    screen.press(keys);
    drop(screen.text());
}

fn keys(screen: &mut Screen, name: &str, keys: &str, count: usize, size: &str) {
    repeated(name, size, count, || press(screen, keys));
}

/// Signs as many contracts for each year; those of the running one renew by themselves.
fn sign(district: &mut District, lines: usize, years: usize) {
    let mut contracts = Vec::new();
    let mut bought = Vec::new();
    for n in 0..lines {
        let back = (n % years) as u64;
        let end = stamp().today + Days::new(n as u64 % 365) - Days::new(365 * back);
        contracts.push(
            Put::new(Kind::Contract)
                .with("number", format!("C-{n}"))
                .with("term_start", Some(end - Days::new(364)))
                .with("term_end", end)
                .with("auto_renew", back == 0)
                .with("notice", (n % 7 > 0).then_some(60))
                .with("notice_unit", Some(NoticeUnit::Days))
                .with("notice_basis", NoticeBasis::Sent),
        );
        bought.push(
            Put::new(Kind::Line)
                .with("contract", ContractId(n as i64 + 1))
                .with("product", ProductId((n % district.products) as i64 + 1))
                .with("quantity", Some(100))
                .with("total_cents", Some(Cents(90_000 + n as i64)))
                .with("schools", Schools::All),
        );
    }
    for (what, puts) in [("contracts", contracts), ("lines", bought)] {
        let what = what.to_owned();
        let change = Change::Import { what, puts };
        assert!(district.store.apply(&change, &stamp()).unwrap().changed());
    }
}

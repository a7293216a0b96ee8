//! How fast the agenda of renewals is read: five years of contracts, one line each.
//! Sizes: `HALLPASS_BENCH_LINES=6000`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use chrono::Days;
use hallpass::domain::change::{Change, Put};
use hallpass::domain::contract::{ContractId, NoticeUnit};
use hallpass::domain::money::Cents;
use hallpass::domain::product::ProductId;
use hallpass::domain::record::{Kind, Schools};
use hallpass::domain::renewal::agenda::AgendaFilter;
use support::{District, ms, percentile, sizes, stamp, timed, told};

const YEARS: usize = 5;

fn main() {
    for lines in sizes("HALLPASS_BENCH_LINES", &[6_000]) {
        let mut district = District::new(40, 400);
        sign(&mut district, lines);
        let size = format!("{lines}-lines-{YEARS}-years");
        let today = stamp().today;
        let store = &district.store;
        let all = AgendaFilter {
            all: true,
            ..AgendaFilter::default()
        };
        for (name, filter) in [("agenda", AgendaFilter::default()), ("agenda_all", all)] {
            p50(name, &size, || drop(store.agenda(&filter, today).unwrap()));
        }
        p50("agenda_sheet", &size, || {
            drop(store.agenda_sheet(1, "ada", today).unwrap());
        });
    }
}

fn p50(name: &str, size: &str, work: impl Fn()) {
    let mut times: Vec<_> = (0..5).map(|_| timed(&work).0).collect();
    let name = format!("{name}_p50");
    told(&name, size, ms(percentile(&mut times, 0.5)), "ms");
}

/// Signs a fifth of the contracts for each year; those of the running one renew by themselves.
fn sign(district: &mut District, lines: usize) {
    let mut contracts = Vec::new();
    let mut bought = Vec::new();
    for n in 0..lines {
        let back = (n % YEARS) as u64;
        let end = stamp().today + Days::new(n as u64 % 365) - Days::new(365 * back);
        contracts.push(
            Put::new(Kind::Contract)
                .with("number", format!("C-{n}"))
                .with("term_start", Some(end - Days::new(364)))
                .with("term_end", end)
                .with("auto_renew", back == 0)
                .with("notice", (n % 7 > 0).then_some(60))
                .with("notice_unit", Some(NoticeUnit::Days)),
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

//! Contracts that end, on a real office file: the agenda, the decisions, what the days do, what is left.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use chrono::NaiveDate;
use hallpass::domain::change::{Change, Put, Stamp};
use hallpass::domain::contract::{
    AllocationMethod, Contract, ContractId, Line, LineId, NoticeUnit,
};
use hallpass::domain::money::Cents;
use hallpass::domain::product::ProductId;
use hallpass::domain::record::{Kind, Schools};
use hallpass::domain::renewal::agenda::{AgendaFilter, AgendaRow, RenewalDecision, RenewalDeed};
use hallpass::domain::renewal::dates::Severity;
use hallpass::domain::renewal::{Choice, Renewal, Term};
use hallpass::domain::school::SchoolId;
use hallpass::store::{Error, HistoryFilter};
use support::{Office, office, stamp, today};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ada, on another day.
fn on(text: &str) -> Stamp {
    let at = day(text).and_hms_opt(9, 0, 0).unwrap().and_utc();
    Stamp {
        at,
        today: day(text),
        ..stamp("ada")
    }
}

/// A school, a product and their ids.
struct Stock {
    office: Office,
    product: i64,
    schools: [i64; 2],
}

fn stock() -> Stock {
    let mut office = office();
    let schools =
        [("Lincoln ES", "LIN", 300), ("Oak MS", "OAK", 100)].map(|(name, code, pupils)| {
            office.save(
                Put::new(Kind::School)
                    .with("name", name.to_owned())
                    .with("code", code.to_owned())
                    .with("enrollment", Some(pupils))
                    .with("open", true),
            )
        });
    let product = office.save(Put::new(Kind::Product).with("name", "Nearpod".to_owned()));
    Stock {
        office,
        product,
        schools,
    }
}

impl Stock {
    /// A contract of the district for a year that ends on this day, 60 days of notice, with one line.
    fn contract(&mut self, number: &str, end: &str, auto: bool, total: i64) -> i64 {
        let end = day(end);
        let start = end + chrono::Days::new(1) - chrono::Months::new(12);
        let contract = self.office.save(
            Put::new(Kind::Contract)
                .with("number", number.to_owned())
                .with("term_start", Some(start))
                .with("term_end", end)
                .with("auto_renew", auto)
                .with("notice", Some(60_i64))
                .with("notice_unit", Some(NoticeUnit::Days))
                .with(
                    "notice_basis",
                    hallpass::domain::contract::NoticeBasis::Sent,
                ),
        );
        self.line(contract, self.product, 1_000, total);
        contract
    }

    fn line(&mut self, contract: i64, product: i64, seats: i64, total: i64) -> i64 {
        self.office.save(
            Put::new(Kind::Line)
                .with("contract", ContractId(contract))
                .with("product", ProductId(product))
                .with("quantity", Some(seats))
                .with("total_cents", Some(Cents(total))),
        )
    }

    fn set(&mut self, kind: Kind, id: i64, put: impl FnOnce(Put) -> Put) {
        self.office.save(put(Put::id(kind, id)));
    }

    fn deed(&mut self, contract: i64, deed: RenewalDeed, stamp: &Stamp) -> Result<i64, Error> {
        let change = Change::Renewal {
            what: "C".into(),
            contract,
            deed,
        };
        let applied = self.office.store.apply(&change, stamp)?;
        Ok(applied.change_set.unwrap_or(0))
    }

    fn decide(&mut self, contract: i64, choice: Choice, on: &Stamp) -> i64 {
        self.deed(contract, RenewalDeed::Decide(decision(choice)), on)
            .unwrap()
    }

    fn rows(&self, filter: &AgendaFilter, today: NaiveDate) -> Vec<AgendaRow> {
        self.office.store.agenda(filter, today).unwrap()
    }

    fn row(&self, number: &str, today: NaiveDate) -> Option<AgendaRow> {
        let all = AgendaFilter {
            all: true,
            ..AgendaFilter::default()
        };
        let mut rows = self.rows(&all, today).into_iter();
        rows.find(|row| row.number == number)
    }

    fn contract_now(&self, id: i64) -> Contract {
        self.office.store.get(id).unwrap()
    }

    fn to_do(&self, on: &str) -> Vec<String> {
        let found = self.office.store.to_dos(day(on)).unwrap();
        found.into_iter().map(|to_do| to_do.what).collect()
    }
}

fn decision(choice: Choice) -> RenewalDecision {
    RenewalDecision {
        choice,
        cause: None,
        reason: Some("counted in March".into()),
        quantity: None,
        cents: None,
        until: None,
        replacement: None,
        goal_result: None,
    }
}

#[test]
fn the_most_urgent_comes_first_and_filters_choose() {
    let mut stock = stock();
    for (number, end, auto, total) in [
        ("C-1", "2026-06-30", true, 500_000),
        ("C-2", "2026-06-30", true, 900_000),
        ("C-3", "2026-04-30", true, 100_000),
        ("C-4", "2026-12-31", true, 100_000),
        ("C-5", "2026-06-30", false, 100_000),
        ("C-6", "2025-06-30", false, 100_000),
    ] {
        stock.contract(number, end, auto, total);
    }
    let numbers = |filter: &AgendaFilter| -> Vec<String> {
        let rows = stock.rows(filter, today()).into_iter();
        rows.map(|row| row.number).collect()
    };
    let mut filter = AgendaFilter::default();
    assert_eq!(numbers(&filter), ["C-3", "C-2", "C-1", "C-4"]);
    filter.within = Some(60);
    assert_eq!(numbers(&filter), ["C-3", "C-2", "C-1"]);
    filter = AgendaFilter {
        fiscal_year: Some(2026),
        all: true,
        ..AgendaFilter::default()
    };
    assert_eq!(numbers(&filter), ["C-3", "C-2", "C-1", "C-5"]);
    let row = stock.row("C-3", today()).unwrap();
    assert_eq!(row.severity, Severity::Locked);
    assert_eq!(row.next_chance, Some(day("2027-03-01")));
    assert_eq!(
        (row.annual, row.notice.as_str(), row.scope.as_str()),
        (Cents(100_000), "60 days", "district")
    );
}

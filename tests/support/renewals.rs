//! Harlow County with contracts that renew by themselves: one missed, four to stop in March, some later.

use chrono::NaiveDate;
use hallpass::domain::change::Change;
use hallpass::domain::contract::ContractId;
use hallpass::domain::money::Cents;
use hallpass::domain::notice::NoticeUnit;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::agenda::{RenewalDecision, RenewalDeed};
use hallpass::domain::renewal::{Choice, Renewal};
use hallpass::store::Store;

use super::harlow::harlow;
use super::{Office, made_once, stamp};

/// Number, the term's last day, months a term lasts, days of notice, who answers for it.
type Deal = (
    &'static str,
    &'static str,
    Option<i64>,
    Option<&'static str>,
);

const DEALS: [Deal; 11] = [
    ("C-109", "2026-05-01", Some(60), None),
    ("C-105", "2026-05-12", Some(60), Some("nguyen")),
    ("C-110", "2026-06-14", None, None),
    ("C-112", "2026-05-19", Some(60), None),
    ("C-111", "2026-05-25", Some(60), None),
    ("C-101", "2026-06-30", Some(90), Some("ada")),
    ("C-104", "2026-06-30", Some(90), None),
    ("C-108", "2026-07-01", Some(60), Some("ada")),
    ("C-103", "2026-07-31", Some(60), Some("nguyen")),
    ("C-107", "2026-07-01", Some(30), None),
    ("C-127", "2026-09-01", Some(30), None),
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The id of a contract.
pub fn id(store: &Store, number: &str) -> ContractId {
    store.contract_named(number).unwrap().unwrap()
}

/// The office; `ada` acts, `nguyen` looks after renewals. Canvas is renewed already.
pub fn renewals() -> Office {
    made_once("renewals", made)
}

fn made() -> Office {
    let mut office = harlow();
    let nguyen = office.person("nguyen", "renewals");
    let ada = 1;
    let puts = DEALS.iter().map(|(number, end, notice, owner)| {
        let owner = owner.map(|login| if login == "ada" { ada } else { nguyen });
        let start = day(end) + chrono::Days::new(1) - chrono::Months::new(12);
        Put::id(id(&office.store, number))
            .with("term_start", Some(start))
            .with("term_end", day(end))
            .with("auto_renew", true)
            .with("notice", *notice)
            .with("notice_unit", notice.map(|_| NoticeUnit::Days))
            .with("owner", owner)
    });
    let mut puts: Vec<Put> = puts.collect();
    let nearpod = id(&office.store, "C-105");
    puts.push(
        Put::id(nearpod)
            .with("quote_cents", Some(Cents(2_628_800)))
            .with("send_to", Some("legal@vendor.example".to_owned()))
            .with("fund", Some("General 10-221".to_owned()))
            .with("goal", Some("half of all lessons".to_owned())),
    );
    for (ends, dollars) in [
        ("2025-05-12", 23_400),
        ("2025-08-31", 8_460),
        ("2025-10-31", 1_060),
    ] {
        puts.push(
            Put::keyed(Kind::Term)
                .with("contract", nearpod)
                .with("ends", day(ends))
                .with("total_cents", Some(Cents(dollars * 100)))
                .with("seats", Some(4_000_i64)),
        );
    }
    let change = Change::SaveAll {
        what: "the contracts' ends".into(),
        puts,
        reason: None,
    };
    office.store.apply(&change, &stamp("ada")).unwrap();
    let canvas = id(&office.store, "C-101");
    decide(&mut office.store, canvas, Choice::Renew);
    office
}

/// Somebody decides so.
pub fn decide(store: &mut Store, contract: ContractId, choice: Choice) {
    decide_as("ada", store, contract, choice);
}

/// The same by somebody else.
pub fn decide_as(who: &str, store: &mut Store, contract: ContractId, choice: Choice) {
    let change = Change::Renewal {
        what: "it".into(),
        contract,
        deed: RenewalDeed::Decide(RenewalDecision {
            choice,
            cause: None,
            reason: Some("all schools use it".into()),
            quantity: None,
            cents: None,
            until: None,
            replacement: None,
            goal_result: None,
        }),
    };
    store.apply(&change, &stamp(who)).unwrap();
}

/// What was decided for the running term of a contract.
pub fn decision(store: &Store, number: &str) -> Option<Renewal> {
    let contract = id(store, number);
    let all = store.all::<Renewal>().unwrap();
    all.into_iter().rev().find(|one| one.contract == contract)
}

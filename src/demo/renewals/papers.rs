//! What the signed papers say of each contract's end, and where its money comes from.

use crate::domain::contract::{AllocationMethod, ContractId, CostKind, EscalatorKind, Reducible};
use crate::domain::money::Cents;
use crate::domain::notice::NoticeMethod;
use crate::domain::put::Put;
use crate::domain::record::{Kind, Lines};

use super::super::making::Making;
use super::super::{days, people};
use super::{Present, named, present};

/// Days ago the papers were gone through; what was signed since, when it had come in.
const READ: i64 = 40;
const SINCE: i64 = 3;
/// How notices travel, in turn.
const BY: &[Option<NoticeMethod>] = &[
    Some(NoticeMethod::Email),
    Some(NoticeMethod::Certified),
    Some(NoticeMethod::Email),
    None,
    Some(NoticeMethod::Portal),
    Some(NoticeMethod::Mail),
];
/// What some were bought to reach.
const GOALS: &[(&str, &str)] = &[
    ("Storyloam", "8 of 10 students read at grade level by May"),
    ("Seedfolio", "every family hears from school each week"),
    ("Labrook", "each science class runs one virtual lab a month"),
    ("Draftlark", "half of all essays are revised at least twice"),
];

/// Goes through the papers of every contract that runs.
pub(super) fn read(making: &mut Making) {
    for (some, ago) in batches(making) {
        let day = days::working_day(making.ago(ago));
        let mut puts = Vec::new();
        for (nth, paper) in some.iter().enumerate() {
            puts.push(said(making, paper, nth, ago));
            puts.extend(funding(making, paper));
        }
        let who = making.one_of(&["gferrandine"], day);
        let what = "what the papers say from contract-papers.csv".to_owned();
        making.past.imported(day, &who, what, puts);
    }
    shares(making);
    lines(making);
}

/// The contracts, as their papers were gone through, and how many days ago.
fn batches(making: &Making) -> [(Vec<Present>, i64); 2] {
    let (early, late): (Vec<Present>, Vec<Present>) = present(making)
        .into_iter()
        .partition(|p| days::after(p.term.signed, READ + 3) < making.today);
    [(early, READ), (late, SINCE)]
}

/// How the notice of the contract that stands there in its batch travels.
fn way(paper: &Present, nth: usize) -> Option<NoticeMethod> {
    let auto = paper.holding.deal.auto;
    auto.then(|| BY[nth % BY.len()]).flatten()
}

/// How the notice of a contract travels.
pub(super) fn way_of(making: &Making, contract: ContractId) -> Option<NoticeMethod> {
    let batches = batches(making);
    let mut all = batches.iter().flat_map(|(some, _)| some.iter().enumerate());
    let (nth, paper) = all.find(|(_, paper)| paper.contract == contract)?;
    way(paper, nth)
}

fn said(making: &Making, paper: &Present, nth: usize, ago: i64) -> Put {
    let deal = paper.holding.deal;
    let word: String = paper
        .label
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let site = format!("{}.example", word.to_lowercase());
    let by = way(paper, nth);
    let to = by.map(|by| match by {
        NoticeMethod::Portal => format!("https://{site}/account"),
        NoticeMethod::Email => format!("renewals@{site}"),
        NoticeMethod::Mail | NoticeMethod::Certified => {
            format!("{}, Contracts, PO Box {}", paper.label, 400 + nth)
        }
    });
    let file = format!(
        "https://files.wexmoor.example/contracts/{}.pdf",
        paper.number
    );
    let goal = GOALS.iter().find(|(label, _)| *label == paper.label);
    let quoted = nth % 4 == 1 && ago == READ;
    let quote = Cents(paper.price().0 / 100 * 106);
    let kind = match deal.escalator {
        Some(_) if nth.is_multiple_of(3) => Some(EscalatorKind::Cap),
        Some(_) => Some(EscalatorKind::Fixed),
        None => nth.is_multiple_of(3).then_some(EscalatorKind::None),
    };
    Put::id(paper.contract)
        .with("signed_on", Some(paper.term.signed))
        .with("notice_method", by)
        .with("send_to", to)
        .with("escalator_kind", kind)
        .with("documents", Lines(vec![file]))
        .with("renew_months", Some(i64::from(deal.years) * 12))
        .with("goal", goal.map(|(_, goal)| (*goal).to_owned()))
        .with("quote_cents", quoted.then_some(quote))
        .with(
            "quote_on",
            quoted.then(|| days::before(making.today, ago + 4)),
        )
}

/// Where the money of a line comes from, where it is more than the general fund.
fn funding(making: &Making, paper: &Present) -> Vec<Put> {
    let fund = paper.holding.deal.fund;
    let june = days::fiscal_year_end(making.today, 0);
    let parts: &[(&str, i64)] = match paper.label.as_str() {
        "Storyloam" => &[("Title I", 6_000), ("general", 4_000)],
        "Seedfolio" => &[("Title IV", 2_500), ("general", 7_500)],
        _ if fund.contains("Title") || fund.contains("rant") || fund == "IDEA" => &[(fund, 10_000)],
        _ => &[],
    };
    let each = parts.iter().map(|(source, percent)| {
        let federal = source.contains("Title") || *source == "IDEA";
        Put::keyed(Kind::Funding)
            .with("line", paper.line)
            .with("source", (*source).to_owned())
            .with("account", None::<String>)
            .with("percent_bp", *percent)
            .with("obligate_by", federal.then_some(june))
            .with("receive_by", federal.then(|| days::after(june, 90)))
    });
    each.collect()
}

/// Three schools agreed on what each bears of their common contract.
fn shares(making: &mut Making) {
    let Some(paper) = named(making, "Songbarrow", None) else {
        return;
    };
    let parts = paper.holding.schools.iter().zip([5_000, 3_000, 2_000]);
    let mut puts: Vec<Put> = parts
        .map(|(school, percent)| {
            Put::keyed(Kind::Share)
                .with("line", paper.line)
                .with("school", making.schools[*school].id)
                .with("percent_bp", percent)
        })
        .collect();
    puts.push(Put::id(paper.line).with("allocation", Some(AllocationMethod::Percent)));
    let day = paper.ago(making, 35);
    let who = making.one_of(people::ADMIN, day);
    let what = format!("shares of {}", paper.what());
    making.past.imported(day, &who, what, puts);
}

/// What a line pays for and when it can be made smaller, where the paper says so.
fn lines(making: &mut Making) {
    if let Some(paper) = named(making, "Coachfold", None) {
        let put = Put::id(paper.line).with("cost_kind", Some(CostKind::PdTraining));
        line(making, &paper, put, "it pays for coaching, not for seats");
    }
    if let Some(paper) = named(making, "Deckaroon", None) {
        let put = Put::id(paper.line)
            .with("min_quantity", Some(1_000))
            .with("reducible", Some(Reducible::RenewalOnly));
        line(making, &paper, put, "read in the signed paper");
    }
}

fn line(making: &mut Making, paper: &Present, put: Put, why: &str) {
    let day = paper.ago(making, 33);
    let who = making.one_of(people::ADMIN, day);
    let what = format!("{} on {}", paper.label, paper.number);
    making.past.saved_because(day, &who, &what, put, why);
}

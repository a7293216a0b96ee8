//! What the made-up district and its schools signed: a contract for each term, past and present,
//! with what was corrected on it later. The price of one times the quantity is the total.

use chrono::NaiveDate;

use crate::domain::change::Change;
use crate::domain::contract::{ContractId, LineId};
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::put::Put;
use crate::domain::school::Schools;

use super::holdings::holding;
use super::made::{DealTerm, SignedDeal};
use super::making::Making;
use super::{days, people};

/// Makes the holdings of every product with a story, and signs their contracts in order.
pub(super) fn buy(making: &mut Making) {
    for (n, item) in making.items.clone().iter().enumerate() {
        for deal in item.known.map_or(&[][..], |known| known.deals) {
            let holding = holding(making, n, item, deal);
            making.holdings.push(holding);
        }
    }
    let mut signings: Vec<(NaiveDate, NaiveDate, usize, usize)> = Vec::new();
    for (h, holding) in making.holdings.iter().enumerate() {
        for (t, term) in holding.terms.iter().enumerate() {
            signings.push((term.signed, term.start, h, t));
        }
    }
    signings.sort_unstable();
    let opening = days::after(making.start, 9);
    let mut first = Vec::new();
    for (number, (signed, _, h, t)) in (101..).zip(signings) {
        let holding = making.holdings[h].clone();
        let papers = papers(making, &holding, t, number);
        making.holdings[h].terms[t].papers = (papers.id, papers.line_id, number);
        if signed <= opening {
            first.extend([papers.contract, papers.line]);
        } else {
            sign(making, &holding, t, papers);
        }
    }
    let who = making.one_of(&["gferrandine"], opening);
    let what = format!("{} contracts from purchasing.csv", first.len() / 2);
    making.past.imported(opening, &who, what, first);
}

/// What is written down of one term.
struct Papers {
    id: ContractId,
    line_id: LineId,
    number: usize,
    contract: Put,
    line: Put,
}

/// The contract and its line, as they were written down.
fn papers(making: &mut Making, holding: &SignedDeal, nth: usize, number: usize) -> Papers {
    let (deal, term) = (holding.deal, &holding.terms[nth]);
    let item = making.items[holding.item].clone();
    let id = ContractId(making.past.handle());
    let buyer = deal.buyer.and(holding.schools.first());
    let buyer = buyer.map(|n| making.schools[*n].id);
    let owner = deal
        .owner
        .and_then(|key| making.person_id(owner_then(making, key, term)));
    let year = days::fiscal_year_end(term.start, 0).format("%y");
    let po = format!("{year}-{:05}", 10_000 + 37 * number);
    let contract = Put::id(id)
        .with("number", format!("C-{number}"))
        .with("vendor", Some(item.vendor))
        .with("buyer", buyer)
        .with("term_start", Some(term.start))
        .with("term_end", term.end)
        .with("auto_renew", deal.auto)
        .with("notice", deal.notice.map(|(n, _)| n))
        .with("notice_unit", deal.notice.map(|(_, unit)| unit))
        .with("notice_basis", deal.basis)
        .with("fund", Some(deal.fund.to_owned()))
        .with("po", making.chance(85).then_some(po))
        .with("owner", owner)
        .with("escalator_bp", deal.escalator);
    let schools = match buyer {
        Some(school) => Schools::only(vec![school]),
        None => making.scope(deal.at),
    };
    let line_id = LineId(making.past.handle());
    let line = Put::id(line_id)
        .with("contract", id)
        .with("product", item.id)
        .with("model", Some(deal.model))
        .with("quantity", Some(term.quantity))
        .with("unit_cents", Some(Cents(term.unit)))
        .with("total_cents", Some(Cents(term.unit * term.quantity)))
        .with("schools", schools)
        .with("grades", deal.grades.parse().unwrap_or(Grades::UNSAID))
        .with("audience", Some(deal.audience));
    Papers {
        id,
        line_id,
        number,
        contract,
        line,
    }
}

/// Who answered for the deal when this term was signed: the colleague's contracts were another's first.
fn owner_then<'k>(making: &Making, key: &'k str, term: &DealTerm) -> &'k str {
    let left = making.person(people::LEFT).and_then(|person| person.left);
    if key == people::SUCCESSOR && left.is_some_and(|day| term.signed < day) {
        people::LEFT
    } else {
        key
    }
}

/// Records one renewal or first purchase, and what was done about it later.
fn sign(making: &mut Making, holding: &SignedDeal, nth: usize, papers: Papers) {
    let (deal, term) = (holding.deal, &holding.terms[nth]);
    let label = making.items[holding.item].label.clone();
    let (id, number) = (papers.id, papers.number);
    let what = format!("C-{number}, {label}");
    let who = making.one_of(people::RENEWALS, term.signed);
    let reason = match (nth, deal.buyer) {
        (0, None) => "first purchase",
        (0, Some(_)) => "bought by the school; entered from its order",
        _ if deal.owner.is_none() => "renewed by itself",
        _ => "renewed for another term",
    };
    let mut contract = papers.contract;
    let present = nth + 1 == holding.terms.len();
    if present && number % 4 == 1 && deal.notice.is_some() {
        contract = read_later(making, contract, id, &what, term.signed);
    }
    let line = format!("{label} on C-{number}");
    let past = &mut making.past;
    past.saved_because(term.signed, &who, &what, contract, reason);
    past.saved(term.signed, &who, &line, papers.line);
    if !present {
        return;
    }
    hand_over(making, holding, id, &what);
    if let Some(text) = deal.note {
        let day = days::after(term.signed, 30).min(days::before(making.today, 3));
        let who = making.one_of(people::RENEWALS, day);
        let note = Change::Note {
            what,
            about: id.into(),
            text: text.to_owned(),
        };
        making.past.did(day, &who, note);
    }
}

/// Now and then the notice is only found when somebody reads the paper, weeks after.
fn read_later(
    making: &mut Making,
    mut contract: Put,
    id: ContractId,
    what: &str,
    signed: NaiveDate,
) -> Put {
    let found = days::after(signed, making.rng.i64(20..90));
    if found >= making.today {
        return contract;
    }
    let noticed = |name: &str| matches!(name, "notice" | "notice_unit");
    let mut read = Put::id(id);
    let fields = std::mem::take(&mut contract.fields);
    (read.fields, contract.fields) = fields.into_iter().partition(|(name, _)| noticed(name));
    let who = making.one_of(people::RENEWALS, found);
    let reason = "read in the signed paper";
    making.past.saved_because(found, &who, what, read, reason);
    contract
}

/// What the leaving colleague answered for goes to the colleague, where there is one.
fn hand_over(making: &mut Making, holding: &SignedDeal, id: ContractId, what: &str) {
    let Some(key) = holding.deal.owner.filter(|key| *key == people::SUCCESSOR) else {
        return;
    };
    let left = making.person(people::LEFT).and_then(|person| person.left);
    let signed = holding.terms.last().map(|term| term.signed);
    if let (Some(left), Some(colleague)) = (left, making.person_id(key))
        && signed < Some(left)
    {
        let day = days::after(left, 3);
        let put = Put::id(id).with("owner", Some(colleague));
        let who = making.one_of(people::ADMIN, day);
        let reason = "Odile Farthing has left";
        making.past.saved_because(day, &who, what, put, reason);
    }
}

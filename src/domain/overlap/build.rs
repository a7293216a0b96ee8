//! Makes the facts that overlaps and the ledger look at from the records: what each line costs in the
//! fiscal year, which school bears how much of it, how many use it there, and who answers for it.

mod places;
#[cfg(test)]
mod tests;

use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use self::places::places;
use super::facts::{PaidLine, ProductJob};
use crate::domain::approval::Audience;
use crate::domain::contract::{ContractId, CostKind, Line, LineId, Reducible};
use crate::domain::cost::length::first_day;
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::ownership::TRAINED_ENOUGH;
use crate::domain::product::ProductId;
use crate::domain::renewal::dates::Dates;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::renewal::running::{Running, decided, next_year};
use crate::domain::renewal::{Renewal, Term};

/// A fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// Its name, the year it ends in.
    pub name: i32,
    /// When the district's years begin.
    pub years: FiscalYears,
}

/// So many fiscal years after this one are told: as contracts renew if nobody does anything.
const AHEAD: i32 = 25;

impl Year {
    /// The year somebody asks about, this one where none is named. The error says which can be told.
    pub fn asked(
        asked: Option<i32>,
        years: FiscalYears,
        today: NaiveDate,
    ) -> Result<Year, Refusal> {
        let this = years.of(today);
        let name = asked.unwrap_or(this);
        if (1900..=this + AHEAD).contains(&name) {
            return Ok(Year { name, years });
        }
        let last = this + AHEAD;
        let why = Refusal::new("year", format!("FY {name} cannot be told"));
        Err(why.then(
            ": ",
            format!("name a year up to {last}, as 2027 for the one that ends in 2027"),
        ))
    }

    fn contains(self, day: NaiveDate) -> bool {
        self.years.of(day) == self.name
    }

    /// The part of a price that falls into this year.
    fn part(self, price: Cents, first: NaiveDate, last: NaiveDate) -> Cents {
        let parts = self.years.split(price, first, last).into_iter();
        parts
            .filter(|(year, _)| *year == self.name)
            .map(|(_, part)| part)
            .sum()
    }
}

/// A school, as far as purchases are about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SchoolSize {
    /// The grades it teaches.
    pub grades: Grades,
    /// Enrolled students; 0 where nobody counted.
    pub students: i64,
    /// Its teachers and staff.
    pub staff: i64,
    /// The devices it issues, with how many of a hundred people have each.
    pub devices: Vec<(String, i64)>,
}

/// What a school has of one purchase of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockAtSchool {
    /// The id of the school that has it.
    pub school: SchoolId,
    /// Seats there.
    pub seats: Option<i64>,
    /// People who use it.
    pub used: Option<i64>,
    /// People who ever used it, which is what idle seats are counted from.
    pub activated: Option<i64>,
}

impl StockAtSchool {
    /// People whose seats are not idle: who ever used it, and no fewer than use it now.
    fn counted(&self) -> Option<i64> {
        self.activated.max(self.used)
    }
}

/// A product, as the records have it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductInUse {
    /// The job it does; without the places where it is free.
    pub job: ProductJob,
    /// The grades it is meant for.
    pub grades: Grades,
    /// The devices on which it fails.
    pub fails_on: Vec<String>,
    /// Has it an evaluator, a manager and a purchaser who are here?
    pub owned: bool,
    /// Is there a decision about it that still holds?
    pub decided: bool,
    /// The most that used it at once, by school.
    pub peak: HashMap<SchoolId, i64>,
    /// By school: how many should be trained, and how many are.
    pub trained: HashMap<SchoolId, (i64, i64)>,
}

/// Products that were merged, with what they are now.
pub type MergedProducts = HashMap<ProductId, ProductId>;

/// Everything that lines are read against.
#[derive(Debug, Clone, Default)]
pub struct SchoolsAndProducts {
    /// Open schools, by id.
    pub sites: Arc<BTreeMap<SchoolId, SchoolSize>>,
    /// By product; one that was merged into another is not among them.
    pub items: HashMap<ProductId, ProductInUse>,
    /// Products that were merged, with what they are now.
    pub merged: Arc<MergedProducts>,
    /// By product and buyer, in order of school.
    pub stock: HashMap<(ProductId, Option<SchoolId>), Vec<StockAtSchool>>,
    /// By product and buyer: people who ever used it in the district as a whole, where that was counted
    /// after every school's own count.
    pub whole: HashMap<(ProductId, Option<SchoolId>), i64>,
    /// Agreed shares by line: school, hundredths of a percent.
    pub shares: HashMap<LineId, Vec<(SchoolId, i64)>>,
}

impl SchoolsAndProducts {
    /// The record that stands for a product.
    pub fn canonical(&self, product: ProductId) -> ProductId {
        self.merged.get(&product).copied().unwrap_or(product)
    }
}

/// A contract in the term that runs now.
#[derive(Debug, Clone, Copy)]
pub struct ContractTerms<'p> {
    /// The contract.
    pub now: &'p Running,
    /// The contract it was released from, and that from, to the first.
    pub root: ContractId,
    /// Terms that went by, on record.
    pub past: &'p [Term],
    /// What was decided for its terms' ends.
    pub decisions: &'p [Renewal],
    /// The days on which its end is decided.
    pub dates: &'p Dates,
    /// Has the same buyer's next contract for its products begun?
    pub followed: bool,
}

impl ContractTerms<'_> {
    /// What was decided for the running term's end.
    fn decision(&self) -> Option<&Renewal> {
        decided(self.decisions, self.now.contract.term_end)
    }

    /// Does the running term stand for itself: is it not over, and does no other contract follow it?
    fn runs(&self) -> bool {
        !self.now.over && !self.followed
    }

    fn goes_on(&self, today: NaiveDate) -> bool {
        self.runs() && self.now.goes_on(self.decisions, today)
    }

    /// The term after one of its terms, where one begins before the year is over.
    fn follows(&self, term: &Running, year: Year, today: NaiveDate) -> Option<Running> {
        let first = term.contract.term_end.succ_opt()?;
        let before_the_end = first <= year.years.last_day(year.name);
        let follows = before_the_end && self.runs();
        let next = || term.followed_by(self.decisions, self.past, today);
        follows.then(next).flatten()
    }

    /// What each line costs in the year: its share of every term that falls into it, gone by, running
    /// or still to come.
    fn cost_by_line(&self, year: Year, today: NaiveDate) -> Vec<Cents> {
        let contract = &self.now.contract;
        let lines = &self.now.lines;
        let price = |line: &Line| line.price().unwrap_or_default();
        let weights: Vec<u64> = lines.iter().map(|l| price(l).0.unsigned_abs()).collect();
        let first = first_day(contract);
        let mut costs: Vec<Cents> = lines
            .iter()
            .map(|line| year.part(price(line), first, contract.term_end))
            .collect();
        let mut add = |cents: Cents| {
            if cents != Cents(0) {
                let parts = cents.split(&weights);
                costs
                    .iter_mut()
                    .zip(parts)
                    .for_each(|(cost, part)| *cost += part);
            }
        };
        let mut ended = HashSet::from([contract.term_end]);
        let kept = self.past.iter().map(|t| (t.starts, t.ends, t.total_cents));
        let gone = self.now.gone.iter().map(|t| (t.starts, t.ends, t.price));
        for (starts, ends, total) in kept.chain(gone) {
            let starts = starts.or_else(|| ends.checked_sub_days(Days::new(364)));
            if ends < first && ended.insert(ends) {
                add(year.part(total.unwrap_or_default(), starts.unwrap_or(ends), ends));
            }
        }
        let mut next = self.follows(self.now, year, today);
        while let Some(term) = next {
            for (cost, line) in costs.iter_mut().zip(&term.lines) {
                let contract = &term.contract;
                *cost += year.part(price(line), first_day(contract), contract.term_end);
            }
            next = self.follows(&term, year, today);
        }
        costs
    }
}

/// The lines of a contract that pay for the right to use, or for support, in the year.
pub fn paid_lines(
    purchase: &ContractTerms,
    placed: &SchoolsAndProducts,
    year: Year,
    today: NaiveDate,
) -> Vec<PaidLine> {
    let costs = purchase.cost_by_line(year, today);
    let lines = purchase.now.lines.iter().zip(costs);
    lines
        .filter(|(line, _)| counts(line))
        .filter_map(|(line, cost)| paid_line(purchase, line, cost, placed, year, today))
        .collect()
}

/// Training people and setting up are no waste of seats.
fn counts(line: &Line) -> bool {
    matches!(
        line.cost_kind,
        None | Some(CostKind::Licence | CostKind::Support)
    )
}

/// What the lines of a contract that pay in the year cost, each with its product: the sums of `paid_lines`, with no
/// school's part worked out.
pub fn paid_costs(
    purchase: &ContractTerms,
    placed: &SchoolsAndProducts,
    year: Year,
    today: NaiveDate,
) -> Vec<(ProductId, Cents)> {
    let costs = purchase.cost_by_line(year, today);
    let lines = purchase.now.lines.iter().zip(costs);
    lines
        .filter(|(line, cost)| counts(line) && pays(purchase, *cost, today))
        .map(|(line, cost)| (placed.canonical(line.product), cost))
        .filter(|(product, _)| placed.items.contains_key(product))
        .collect()
}

/// Does the contract hold after this day?
fn holds(purchase: &ContractTerms, today: NaiveDate) -> bool {
    purchase.goes_on(today) || purchase.now.contract.term_end >= today
}

/// Is a line that costs so much in the year told: does it cost something, or may it be used today?
fn pays(purchase: &ContractTerms, cost: Cents, today: NaiveDate) -> bool {
    cost != Cents(0) || (holds(purchase, today) && purchase.now.contract.covers(today))
}

fn paid_line(
    purchase: &ContractTerms,
    line: &Line,
    cost: Cents,
    placed: &SchoolsAndProducts,
    year: Year,
    today: NaiveDate,
) -> Option<PaidLine> {
    let contract = &purchase.now.contract;
    let goes_on = purchase.goes_on(today);
    let holds = holds(purchase, today);
    if !pays(purchase, cost, today) {
        return None;
    }
    let product = placed.canonical(line.product);
    let item = placed.items.get(&product)?;
    let limited = line.is_limited();
    let last = match purchase.dates.cancel_by {
        Some(day) if goes_on => (day >= today).then_some(purchase.dates.act_by),
        _ => (contract.term_end >= today).then_some(purchase.dates.decide_by),
    };
    let act_by = last.filter(|_| holds);
    let cancel_by = purchase.dates.cancel_by.filter(|_| holds);
    let reducible = match line.reducible {
        Some(when) => when != Reducible::Never,
        None => !limited && act_by.is_some(),
    };
    let settled = purchase.decision().is_some_and(|d| d.settles(today));
    let renews_unseen = goes_on && !settled && year.contains(purchase.dates.decide_by);
    let seat_price = purchase.now.seat_a_year(line);
    let (students, staff) = audience(line.audience);
    Some(PaidLine {
        id: line.id,
        contract: contract.id,
        root: purchase.root,
        product,
        buyer: contract.buyer,
        first: contract.term_start,
        last: if goes_on {
            NaiveDate::MAX
        } else {
            contract.term_end
        },
        students,
        staff,
        limited,
        quantity: line.quantity.filter(|_| limited),
        seat_price: seat_price.filter(|price| limited && *price > Cents(0)),
        quote: quote(purchase, line).filter(|_| limited),
        min_quantity: line.min_quantity,
        act_by,
        stoppable: cancel_by.is_some_and(|day| day >= today),
        reducible,
        unowned: !item.owned,
        unwatched: renews_unseen || !item.decided,
        places: places(purchase, line, cost, limited, item, placed),
    })
}

/// What a seat would cost a year by what the vendor asks the district for the next term.
fn quote(purchase: &ContractTerms, line: &Line) -> Option<Cents> {
    let contract = &purchase.now.contract;
    let quantity = line.quantity.filter(|n| *n > 0)?;
    if contract.buyer.is_some() || contract.quote_cents.is_none() {
        return None;
    }
    let (a_year, _) = next_year(purchase.now, None);
    let all: i128 = purchase
        .now
        .lines
        .iter()
        .filter_map(Line::price)
        .map(|c| i128::from(c.0))
        .sum();
    let mine = i128::from(line.price()?.0);
    let part = (all > 0).then(|| i128::from(a_year.0) * mine / all)? as i64;
    Some(Cents(part / quantity)).filter(|price| *price > Cents(0))
}

fn audience(audience: Option<Audience>) -> (bool, bool) {
    match audience {
        Some(Audience::Student) => (true, false),
        Some(Audience::Staff) => (false, true),
        Some(Audience::Both) | None => (true, true),
    }
}

/// The jobs of all products, with the places where each is used although no line pays for it.
pub fn jobs(placed: &SchoolsAndProducts, lines: &[PaidLine]) -> Vec<ProductJob> {
    let mut paid: HashMap<ProductId, HashSet<SchoolId>> = HashMap::new();
    for line in lines {
        let at = line.places.iter().map(|place| place.school);
        paid.entry(line.product).or_default().extend(at);
    }
    let mut free: HashMap<ProductId, BTreeMap<SchoolId, u16>> = HashMap::new();
    for ((product, _), stock) in &placed.stock {
        let (Some(item), none) = (placed.items.get(product), HashSet::new()) else {
            continue;
        };
        let paid = paid.get(product).unwrap_or(&none);
        let uses = |held: &&StockAtSchool| held.seats.is_some() || held.used != Some(0);
        let unpaid = stock.iter().filter(|held| !paid.contains(&held.school));
        for held in unpaid.filter(uses) {
            if let Some(site) = placed.sites.get(&held.school) {
                let both = item.grades.common(site.grades);
                let grades = [both, site.grades, item.grades];
                let said = grades.into_iter().find(|grades| !grades.is_unsaid());
                let bits = said.map_or(u16::MAX, Grades::bits);
                free.entry(*product).or_default().insert(held.school, bits);
            }
        }
    }
    let mut jobs: Vec<ProductJob> = placed
        .items
        .iter()
        .map(|(product, item)| ProductJob {
            free_at: free.remove(product).into_iter().flatten().collect(),
            ..item.job.clone()
        })
        .collect();
    jobs.sort_by_key(|job| job.product);
    jobs
}

//! One number, why, and what to do first: the waste ledger summed up for people, with what the other
//! records say about its dearest products. Pure: rows that were read go in, a page comes out.

mod first;
pub mod words;

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::cost::length::in_part;
use super::counted::percent;
use super::money::Cents;
use super::overlap::board::{AlertBoard, AlertRow};
use super::ownership::{CoverageRow, Filled, NEEDED, OwnershipRow};
use super::renewal::agenda::AgendaRow;
use super::renewal::unknown::{Unknowns, Unpriced};
use super::review::{QueueRow, Throughput};
use super::standards::gap::Tenths;
use super::waste::{Factor, Taken, Totals, YearWaste};
use crate::domain::product::ProductId;
use crate::domain::request::RequestId;
use crate::domain::school::SchoolId;

pub use first::{ActionStep, DashboardAction};

/// The factors in the order in which people read them.
pub const BOXES: [Factor; 4] = [
    Factor::Untrained,
    Factor::Overlap,
    Factor::Incompatible,
    Factor::Unowned,
];

/// Products named in a box.
const DEAREST: usize = 6;
/// Months of renewals ahead.
const AHEAD: usize = 6;

/// A school as the dashboard names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DashboardSchool {
    /// As the district names the school.
    pub name: String,
    /// Enrolled students, for dollars per student; 0 where nobody counted.
    pub students: i64,
}

/// Everything the page is made of.
#[derive(Debug)]
pub struct DashboardFacts<'k> {
    /// The day it is reckoned for.
    pub today: NaiveDate,
    /// Only what this school bears.
    pub school: Option<SchoolId>,
    /// What the cells of the year come to, of this school alone where it is named.
    pub waste: &'k YearWaste,
    /// The alerts about overlaps that the records show.
    pub board: &'k AlertBoard,
    /// Contracts that run.
    pub agenda: &'k [&'k AgendaRow],
    /// Reviews that are open.
    pub queue: &'k [QueueRow],
    /// Who answers for what.
    pub owners: &'k [OwnershipRow],
    /// Who is trained in what.
    pub coverage: &'k [CoverageRow],
    /// Open schools.
    pub sites: HashMap<SchoolId, DashboardSchool>,
    /// Of seats whose use was counted: how many, and how many are in use. By product.
    pub seats: HashMap<ProductId, (i64, i64)>,
    /// Devices on which a product fails. By product.
    pub fails_on: HashMap<ProductId, Vec<String>>,
    /// What was decided this month.
    pub throughput: Throughput,
    /// Where its standards stand; none while the district teaches by no framework that is here.
    pub standards: Option<StandardsLine>,
}

impl DashboardFacts<'_> {
    fn is_here(&self, school: SchoolId) -> bool {
        self.school.is_none_or(|here| here == school)
    }

    /// What is at risk at a school.
    fn at_risk(&self, school: SchoolId) -> Cents {
        self.waste.schools.get(&school).copied().unwrap_or_default()
    }

    /// What a product is called, with the edition.
    fn called(&self, product: ProductId) -> &str {
        self.waste.names.get(&product).map_or("", String::as_str)
    }
}

/// Where the district's standards stand, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardsLine {
    /// Standards of its own frameworks that have none below them and are not waived.
    pub standards: usize,
    /// Those of them for which somebody verified a product.
    pub verified: usize,
    /// What groups fall short of.
    pub holes: ToldHoles,
    /// Of how many schools gaps are told, where whoever asks acts for these alone; none where of all.
    pub at_theirs: Option<usize>,
    /// Claims that wait to be verified.
    pub to_verify: usize,
}

/// What groups fall short of, as far as that is for whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToldHoles {
    /// Whoever asks may see no gaps: coverage only.
    NotForThem,
    /// No results were read.
    NothingRead,
    /// So many, and the worst of them.
    Holes(usize, Option<WorstHole>),
}

/// The hole that stands first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorstHole {
    /// The code of the standard.
    pub code: String,
    /// The school's name.
    pub school: String,
    /// The grade.
    pub grade: String,
    /// Its score, in tenths.
    pub score: Tenths,
}

/// A product in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dearest {
    /// The id of the product's record.
    pub product: ProductId,
    /// With its edition, as rows print it.
    pub name: String,
    /// What of it is in the factor's part of the total.
    pub net: Cents,
    /// Why: `59% unused`.
    pub why: String,
    /// More about it, where there is room.
    pub more: String,
}

/// One of the four boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorBox {
    /// Which of the four kinds of waste it counts.
    pub factor: Factor,
    /// What it takes.
    pub taken: Taken,
    /// How many products it is made of.
    pub products: usize,
    /// The dearest of them.
    pub dearest: Vec<Dearest>,
}

/// A review whose answer is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The request; none where nobody has begun.
    pub request: Option<RequestId>,
    /// `R-402`; `P-31` for product 31 where nobody has begun.
    pub name: String,
    /// `R-402 Blooket`.
    pub what: String,
    /// Working days it is late.
    pub days: i64,
}

/// What is at risk at one school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolRisk {
    /// The school; 0 for the district's office.
    pub school: SchoolId,
    /// The school's name, or the district's office.
    pub name: String,
    /// What is at risk there.
    pub at_risk: Cents,
    /// For each student; none where nobody counted them.
    pub each: Option<Cents>,
}

/// Contracts whose term ends in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AheadMonth {
    /// The first day of the month.
    pub month: NaiveDate,
    /// How many contracts those are.
    pub contracts: usize,
    /// What they cost a year.
    pub annual: Cents,
}

/// A part of a whole, counted.
pub type PartOf = (usize, usize);

/// How much of the inventory is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MeasuredPlaces {
    /// Spend where use was counted, and all of it.
    pub spend: (Cents, Cents),
    /// Products whose use was counted.
    pub used: PartOf,
    /// Products with somebody to judge, run and buy them.
    pub owned: PartOf,
    /// Pairs of product and school with a training target.
    pub trained: PartOf,
}

/// What the dashboard shows: one number, its parts, the dearest products and what to do first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DashboardPage {
    /// The day it is reckoned for.
    pub today: NaiveDate,
    /// The fiscal year, named by the one it ends in.
    pub year: i32,
    /// The sums of the waste ledger, in cents.
    pub totals: Totals,
    /// The boxes, in the order of `BOXES`.
    pub boxes: Vec<FactorBox>,
    /// What stops the most dollars soonest.
    pub actions: Vec<DashboardAction>,
    /// Reviews that are late, the latest first.
    pub late: Vec<Late>,
    /// The schools, the most at risk for each student first.
    pub schools: Vec<SchoolRisk>,
    /// What renews in the months ahead.
    pub ahead: Vec<AheadMonth>,
    /// What was decided this month.
    pub throughput: Throughput,
    /// How much of this is measured.
    pub measured: MeasuredPlaces,
    /// Contracts that run here and whose price nobody knows, or may see: they are in none of the sums.
    pub without_price: Unpriced,
    /// At risk for each student, over the schools whose students are counted; none where no school's are.
    pub per_student: Option<Cents>,
    /// What nobody does yet.
    pub gaps: Gaps,
    /// Where its standards stand.
    pub standards: Option<StandardsLine>,
}

impl DashboardPage {
    /// Is the share at risk such that the inputs should be looked at? Where prices are hidden nobody knows the share.
    pub fn check_inputs(&self) -> bool {
        self.without_price.hidden == 0 && self.totals.check_inputs()
    }
}

/// What nobody does yet, counted in the whole district.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gaps {
    /// Products without somebody here to judge, run and buy them.
    pub owners: usize,
    /// Pairs of product and school with fewer trained than they should be.
    pub training: usize,
}

/// Makes the page.
pub fn dashboard(known: &DashboardFacts) -> DashboardPage {
    let totals = known.waste.totals;
    DashboardPage {
        today: known.today,
        year: known.waste.year,
        totals,
        boxes: BOXES.map(|factor| boxed(known, factor)).to_vec(),
        actions: first::actions(known),
        late: late(known),
        schools: schools(known),
        ahead: ahead(known),
        throughput: known.throughput,
        measured: measured(known, &totals),
        without_price: Unknowns::of(
            known
                .agenda
                .iter()
                .copied()
                .filter(|row| known.school.is_none_or(|id| row.schools.covers(id))),
        )
        .left_out(),
        per_student: per_student(known),
        standards: known.standards.clone(),
        gaps: Gaps {
            owners: known.owners.iter().filter(|row| !row.is_owned()).count(),
            training: known
                .coverage
                .iter()
                .filter(|row| row.trained.is_gap())
                .count(),
        },
    }
}

/// What a factor takes, of a cell's or of the sums' four.
pub fn taken(all: &[Taken; 4], factor: Factor) -> Taken {
    all[factor as usize]
}

fn boxed(known: &DashboardFacts, factor: Factor) -> FactorBox {
    let mut sum = Taken::default();
    let mut dearest: Vec<(Cents, ProductId)> = Vec::new();
    for (product, risk) in &known.waste.products {
        let part = taken(&risk.factors, factor);
        sum.net += part.net;
        sum.gross += part.gross;
        if part.net > Cents(0) {
            dearest.push((part.net, *product));
        }
    }
    let products = dearest.len();
    dearest
        .sort_by(|a, b| (Reverse(a.0), known.called(a.1)).cmp(&(Reverse(b.0), known.called(b.1))));
    dearest.truncate(DEAREST);
    let dearest = dearest.into_iter().map(|(net, product)| {
        let (why, more) = why(known, factor, product);
        Dearest {
            product,
            name: known.called(product).to_owned(),
            net,
            why,
            more,
        }
    });
    FactorBox {
        factor,
        taken: sum,
        products,
        dearest: dearest.collect(),
    }
}

/// Why a product is in a factor's box, and more about it.
fn why(known: &DashboardFacts, factor: Factor, product: ProductId) -> (String, String) {
    match factor {
        Factor::Untrained => unused(known, product),
        Factor::Overlap => beside(known, product),
        Factor::Incompatible => {
            let devices = known.fails_on.get(&product).map(|names| names.join(", "));
            let devices = devices.unwrap_or_default();
            (format!("fails on {devices}"), String::new())
        }
        Factor::Unowned => {
            let row = known.owners.iter().find(|row| row.product == product);
            let mut contracts = known.agenda.iter().copied();
            let ends = contracts.find(|row| row.products.contains(&product));
            let ends = ends.map(|row| format!("ends {}", row.dates.term_end.format("%b %d %Y")));
            (
                row.map_or_else(String::new, empty),
                ends.unwrap_or_default(),
            )
        }
    }
}

fn unused(known: &DashboardFacts, product: ProductId) -> (String, String) {
    let mut more = Vec::new();
    let seats = known.seats.get(&product);
    let why = seats.and_then(|(seats, used)| {
        let idle = percent((seats - used).max(0), *seats)?;
        more.push(format!("{used} of {seats} used"));
        Some(format!("{idle}% unused"))
    });
    let rows = known.coverage.iter().filter(|row| row.product == product);
    let (mut target, mut trained) = (0, 0);
    for row in rows {
        target += row.trained.target.unwrap_or(0);
        trained += row.trained.trained;
    }
    if target > 0 {
        more.push(format!("{}% trained", trained * 100 / target));
    }
    (why.unwrap_or_default(), more.join(", "))
}

fn beside(known: &DashboardFacts, product: ProductId) -> (String, String) {
    let loses = |row: &&AlertRow| row.standing.is_open() && row.losing.contains(&product);
    let Some(alert) = known.board.rows.iter().find(loses) else {
        return (String::new(), String::new());
    };
    let other = alert.products.iter().find(|(id, _)| *id != product);
    let why = match (alert.kind.described().fault, other) {
        (Some(fault), _) => fault.to_owned(),
        (None, other) => other.map_or_else(String::new, |(_, name)| format!("beside {name}")),
    };
    (why, codes(alert))
}

/// `JEF, ROO`, `12 schools`.
fn codes(alert: &AlertRow) -> String {
    match alert.schools.len() {
        0..=3 => {
            let codes: Vec<&str> = alert.schools.iter().map(|(_, code)| &**code).collect();
            codes.join(", ")
        }
        many => format!("{many} schools"),
    }
}

/// Which of the needed roles nobody fills: `no evaluator, manager`, `p. lee left`.
fn empty(row: &OwnershipRow) -> String {
    let gaps: Vec<_> = row
        .gaps()
        .filter(|post| NEEDED.contains(&post.role))
        .collect();
    let left = gaps.iter().find(|post| post.filled == Filled::Left);
    if let Some(who) = left.and_then(|post| post.person.as_ref()) {
        return format!("{} left", who.login);
    }
    if gaps.len() == NEEDED.len() {
        return "nobody".to_owned();
    }
    let roles: Vec<&str> = gaps.iter().map(|post| post.role.word()).collect();
    if roles.is_empty() {
        return String::new();
    }
    format!("no {}", roles.join(", "))
}

fn late(known: &DashboardFacts) -> Vec<Late> {
    let here = |row: &&QueueRow| known.school.is_none_or(|id| row.schools.covers(id));
    let rows = known.queue.iter().filter(here);
    let rows = rows.filter(|row| row.clock.late() > 0 && row.waiting.is_none());
    let mut late: Vec<Late> = rows
        .map(|row| Late {
            request: row.request,
            name: row.name.clone(),
            what: format!("{} {}", row.name, row.product_name),
            days: row.clock.late(),
        })
        .collect();
    late.sort_by_key(|late| Reverse(late.days));
    late
}

/// The schools in scope, where anything is paid for.
fn schools(known: &DashboardFacts) -> Vec<SchoolRisk> {
    if known.waste.totals.spend == Cents(0) {
        return Vec::new();
    }
    let sites = known.sites.iter().filter(|(id, _)| known.is_here(**id));
    let mut rows: Vec<SchoolRisk> = sites
        .map(|(school, site)| {
            let at_risk = known.at_risk(*school);
            let each = (site.students > 0).then(|| in_part(at_risk, 1, site.students));
            SchoolRisk {
                school: *school,
                name: site.name.clone(),
                at_risk,
                each,
            }
        })
        .collect();
    rows.sort_by(|a, b| (Reverse(a.each), &a.name).cmp(&(Reverse(b.each), &b.name)));
    rows
}

fn per_student(known: &DashboardFacts) -> Option<Cents> {
    let counted = known.sites.iter();
    let counted = counted.filter(|(id, site)| known.is_here(**id) && site.students > 0);
    let students: i64 = counted.clone().map(|(_, site)| site.students).sum();
    let at_risk: Cents = counted.map(|(id, _)| known.at_risk(*id)).sum();
    (students > 0).then(|| in_part(at_risk, 1, students))
}

fn ahead(known: &DashboardFacts) -> Vec<AheadMonth> {
    let first = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let mut month = first(known.today);
    let mut months = Vec::new();
    for _ in 0..AHEAD {
        let here = |row: &&AgendaRow| known.school.is_none_or(|id| row.schools.covers(id));
        let rows = known.agenda.iter().copied().filter(here);
        let rows: Vec<&AgendaRow> = rows
            .filter(|row| first(row.dates.term_end) == month)
            .collect();
        months.push(AheadMonth {
            month,
            contracts: rows.len(),
            annual: rows.iter().filter_map(|row| row.annual).sum(),
        });
        month = month + chrono::Months::new(1);
    }
    months
}

fn measured(known: &DashboardFacts, totals: &Totals) -> MeasuredPlaces {
    let of = |whole: usize, part: usize| (part, whole);
    let counted = known.owners.iter().filter(|row| {
        let seats = known.seats.get(&row.product);
        seats.is_some_and(|(seats, _)| *seats > 0) || row.people > 0
    });
    let owned = known.owners.iter().filter(|row| row.is_owned());
    let aimed = known
        .coverage
        .iter()
        .filter(|row| row.trained.target.is_some());
    MeasuredPlaces {
        spend: (totals.spend - totals.unmeasured, totals.spend),
        used: of(known.owners.len(), counted.count()),
        owned: of(known.owners.len(), owned.count()),
        trained: of(
            known.coverage.len(),
            aimed.filter(|row| !row.trained.is_gap()).count(),
        ),
    }
}

#[cfg(test)]
mod tests;

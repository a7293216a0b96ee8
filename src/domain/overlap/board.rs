//! What the overlaps view, the commands and the files show: an alert as a row, its sheet with the sides
//! next to each other, and the ledger with names. The store reads records into these values.

use crate::domain::contract::ContractId;
use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use chrono::NaiveDate;
use std::sync::Arc;

use super::alert::{Alert, AlertState};
use super::standards::WouldBe;
use super::{Overlap, OverlapKind};
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::record::words;
use crate::domain::renewal::unknown::Unpriced;
use crate::domain::review::PersonName;
use crate::domain::waste::{Totals, WasteCell};

/// A dismissed alert comes back when it costs so much more, in percent.
const COSTS_MORE: i64 = 20;

words! {
    /// How far an alert is, seen from the records as they stand.
    Standing {
        /// Nobody said anything, or what was said no longer holds.
        Open = "open",
        /// Somebody took it.
        Acknowledged = "acknowledged",
        /// What to do is decided, and waits for a renewal.
        Planned = "planned",
        /// Somebody said it is none, for now.
        Dismissed = "dismissed",
        /// What was planned has happened: the records no longer show it.
        Resolved = "resolved",
        /// The records no longer show it, though nobody planned that.
        Closed = "closed",
    }
}

impl Standing {
    /// Is it still to be dealt with?
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Standing::Open | Standing::Acknowledged | Standing::Planned
        )
    }
}

/// How far an alert is, by what people said and what the records show; `overlap` is none where the
/// records no longer show it. The second is why a dismissed one came back.
pub fn standing(
    said: Option<&Alert>,
    overlap: Option<&Overlap>,
    today: NaiveDate,
) -> (Standing, Option<String>) {
    let Some(overlap) = overlap else {
        let planned = said.is_some_and(|said| said.state == AlertState::Planned);
        let gone = if planned {
            Standing::Resolved
        } else {
            Standing::Closed
        };
        return (gone, None);
    };
    let Some(said) = said else {
        return (Standing::Open, None);
    };
    match said.state {
        AlertState::Open => (Standing::Open, None),
        AlertState::Acknowledged => (Standing::Acknowledged, None),
        AlertState::Planned => (Standing::Planned, None),
        AlertState::Dismissed => match returned(said, overlap, today) {
            Some(why) => (Standing::Open, Some(why)),
            None => (Standing::Dismissed, None),
        },
    }
}

/// How far an alert is of which the records that may be seen cannot tell whether it still stands: as it was said last.
pub fn standing_unseen(said: &Alert) -> Standing {
    match said.state {
        AlertState::Open => Standing::Open,
        AlertState::Acknowledged => Standing::Acknowledged,
        AlertState::Planned => Standing::Planned,
        AlertState::Dismissed => Standing::Dismissed,
    }
}

/// Why a dismissal no longer holds.
fn returned(said: &Alert, overlap: &Overlap, today: NaiveDate) -> Option<String> {
    if let Some(until) = said.until.filter(|until| *until < today) {
        return Some(format!("the dismissal ended on {until}"));
    }
    let band = i128::from(said.stake_cents.0) * i128::from(100 + COSTS_MORE) / 100;
    (i128::from(overlap.at_stake.0) > band).then(|| {
        format!(
            "it was dismissed at {}, and costs {} now",
            said.stake_cents, overlap.at_stake
        )
    })
}

/// One line at one school, with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// The id of the contract that pays.
    pub contract: ContractId,
    /// The contract's number: `C-117`.
    pub number: Arc<str>,
    /// The id of what it pays for.
    pub product: ProductId,
    /// With its edition, as rows print it.
    pub product_name: Arc<str>,
    /// The school; 0 for the district's office.
    pub school: SchoolId,
    /// Its code, or `district`.
    pub school_code: Arc<str>,
    /// What the line costs there this fiscal year.
    pub cost: Cents,
    /// What of it is claimed by this alert, each dollar once.
    pub claimed: Cents,
    /// Does the policy hide from whoever asks what the contract costs?
    pub hidden: bool,
}

/// An overlap with names, dollars and what people said about it, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRow {
    /// `O-x7k2q`.
    pub name: String,
    /// What the alert is known by in every reading: the kind and the ids it is about.
    pub fingerprint: String,
    /// Which of the seven ways of paying twice.
    pub kind: OverlapKind,
    /// What it is about: `Gimkit Pro`, `Nearpod + Pear Deck`.
    pub title: String,
    /// The products, by id with their names, the keeper among them.
    pub products: Vec<(ProductId, String)>,
    /// The schools, by id with their codes.
    pub schools: Arc<[(SchoolId, Arc<str>)]>,
    /// What is at stake this fiscal year, by the rule's formula.
    pub at_stake: Cents,
    /// What of it is at stake at the school that the list is of; none in a list of all schools.
    pub at_stake_here: Option<Cents>,
    /// What could be saved, from and to, where the answer is not one number.
    pub savings: (Cents, Cents),
    /// For two records of one product: what would be at stake were they one.
    pub masked: Cents,
    /// Does the policy hide from whoever asks what it rests on, so that it cannot be told here whether it still stands?
    pub hidden: bool,
    /// The first of our own last days among the contracts that should end.
    pub act_by: Option<NaiveDate>,
    /// How far it is.
    pub standing: Standing,
    /// Why a dismissed one came back.
    pub returned: Option<String>,
    /// Who took it.
    pub owner: Option<PersonName>,
    /// Why it was flagged, in a sentence.
    pub why: String,
    /// Who stays where that was planned, else who should: a product's name, or a contract's number.
    pub keeper: Option<String>,
    /// Who should stay, whatever was planned.
    pub proposed: Option<String>,
    /// The products that lose.
    pub losing: Vec<ProductId>,
    /// The contracts that lose, by id with their numbers.
    pub contracts: Vec<(ContractId, String)>,
    /// Cell by cell, where that was asked for: a board of all alerts has none, for in a large district they are millions.
    pub cells: Option<AlertCells>,
}

/// The cells of an alert.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlertCells {
    /// Who loses.
    pub members: Vec<MemberRow>,
    /// What stays: its lines at the same schools, of which nothing is claimed.
    pub kept: Vec<MemberRow>,
}

impl AlertRow {
    /// What is at stake as its list says it: at the school that the list is of, else in the district.
    pub fn at_stake_listed(&self) -> Cents {
        self.at_stake_here.unwrap_or(self.at_stake)
    }

    /// Who loses, cell by cell; nobody where the cells were not asked for.
    pub fn members(&self) -> &[MemberRow] {
        self.cells.as_ref().map_or(&[], |cells| &cells.members)
    }
}

/// Every overlap that the records show or about which somebody said something, with what they come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlertBoard {
    /// The dearest first; those the records no longer show after the others.
    pub rows: Vec<AlertRow>,
    /// At stake in those that are open.
    pub at_stake: Cents,
    /// Resolved and closed ones about which somebody said something this fiscal year, and what was at
    /// stake then.
    pub closed: (usize, Cents),
    /// Contracts that run at a price that nobody knows: what they waste is in none of the sums.
    pub without_price: Unpriced,
}

/// Two products that would teach the same standards if somebody looked again at what was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WouldBeRow {
    /// The two products, as they are called.
    pub products: (String, String),
    /// The standards that they would share, and how many of these are to be looked at again.
    pub pair: WouldBe,
}

impl WouldBeRow {
    /// `Zearn and IXL: 12 shared standards would be, 3 need a recheck`.
    pub fn told(&self) -> String {
        let WouldBe {
            shared, recheck, ..
        } = self.pair;
        let need = if recheck == 1 { "needs" } else { "need" };
        let (one, other) = &self.products;
        format!("{one} and {other}: {shared} shared standards would be, {recheck} {need} a recheck")
    }
}

/// One contract, or one product, of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Who has it: `Jefferson MS`, `district`, or the product's name.
    pub label: String,
    /// The id of the product on this side.
    pub product: ProductId,
    /// What that product is called, with the edition.
    pub product_name: String,
    /// Its contracts, by id with their numbers.
    pub contracts: Vec<(ContractId, String)>,
    /// Seats bought by its lines; none where the price counts none.
    pub seats: Option<i64>,
    /// People who use it; none where nobody counted.
    pub used: Option<i64>,
    /// What it costs this fiscal year; none where the price of one of its contracts is not known.
    pub cost: Option<Cents>,
    /// Does the policy hide from whoever asks what it costs?
    pub hidden: bool,
    /// The last covered day of the term that runs.
    pub term_end: Option<NaiveDate>,
    /// Does it renew by itself? Not known where empty.
    pub auto_renew: Option<bool>,
    /// The vendor's last day.
    pub cancel_by: Option<NaiveDate>,
    /// What pays for it.
    pub funds: Vec<String>,
    /// What may be said of its approval: `approved, MS only`.
    pub approval: String,
    /// May it be used by that approval today?
    pub approved: bool,
    /// Who runs it.
    pub owner: Option<String>,
    /// Is it the one that should stay?
    pub stays: bool,
    /// The schools that its cost is of, and all that its contracts are paid for at; none where those are the same.
    pub part: Option<(usize, usize)>,
}

/// What it would be if the sides were one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combined {
    /// What is kept: `C-124`.
    pub keeps: String,
    /// Seats bought of what is kept; none where nobody counts them.
    pub seats: Option<i64>,
    /// People of all sides.
    pub used: Option<i64>,
    /// Seats to buy so that nobody loses one.
    pub more_seats: i64,
    /// About what they cost.
    pub more_cost: Option<Cents>,
    /// What it would cost this fiscal year, without those; none where that is not known.
    pub cost: Option<Cents>,
    /// Does the policy hide from whoever asks what it would cost?
    pub hidden: bool,
    /// The last covered day of what is kept.
    pub term_end: Option<NaiveDate>,
    /// The day by which the others must be stopped.
    pub stop_by: Option<NaiveDate>,
}

/// What is lost if a product's contract ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IfCancelled {
    /// Whose contract: number and product.
    pub what: String,
    /// The schools that have it.
    pub schools: Vec<String>,
    /// The grades that use it there.
    pub grades: Grades,
    /// People who use it.
    pub people: Option<i64>,
    /// Staff trained in it.
    pub trained: i64,
    /// What is switched on: `sso at 12 schools`.
    pub integrations: Vec<String>,
    /// What else does the job and may be used.
    pub alternatives: Vec<String>,
}

/// Everything about one alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertSheet {
    /// The alert as the list has it.
    pub row: AlertRow,
    /// What people said, as it is kept.
    pub said: Option<Alert>,
    /// Side by side; who stays comes first.
    pub sides: Vec<Side>,
    /// If they were one.
    pub combined: Option<Combined>,
    /// If those that do not stay end.
    pub effects: Vec<IfCancelled>,
    /// How the dollars at stake come about, in sentences with this alert's numbers.
    pub formula: Vec<String>,
    /// The first day the records showed it.
    pub found_on: Option<NaiveDate>,
    /// What was said and done about it, newest first: when, who, what.
    pub past: Vec<(String, String, String)>,
    /// What whoever looks may do now: `take`, `plan`, `merge`, `dismiss`, `reopen`.
    pub may: Vec<&'static str>,
    /// Why whoever looks may not make its two records one; none where they may.
    pub merge_refused: Option<Refusal>,
}

impl AlertSheet {
    /// What it would save this fiscal year if they were one, from and to: what those cost that do not stay, less the
    /// seats to buy for their people. Over which of two products stays it is a span. None where nothing is
    /// combined, or where what they or those seats cost is not known.
    pub fn saves(&self) -> Option<(Cents, Cents)> {
        let combined = self.combined.as_ref()?;
        let more = match combined.more_seats {
            0 => Cents(0),
            _ => combined.more_cost?,
        };
        let (least, most) = if self.row.kind == OverlapKind::SameProduct {
            let leaving = self.sides.iter().filter(|side| !side.stays);
            let freed: Cents = leaving.map(|side| side.cost).sum::<Option<Cents>>()?;
            (freed, freed)
        } else {
            self.row.savings
        };
        let less = |cents: Cents| (cents - more).max(Cents(0));
        Some((less(least), less(most)))
    }
}

/// A cell of the ledger with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// What is paid and at risk: one line at one school.
    pub cell: WasteCell,
    /// The id of the contract that pays.
    pub contract: ContractId,
    /// The contract's number: `C-117`.
    pub number: Arc<str>,
    /// What its product is called, with the edition.
    pub product_name: Arc<str>,
    /// The school's code, or `district`.
    pub school_code: Arc<str>,
    /// Does the policy hide from whoever asks what the contract costs?
    pub hidden: bool,
}

/// The waste ledger of a fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The year, named by the one it ends in.
    pub year: i32,
    /// The sums of the waste ledger, in cents.
    pub totals: Totals,
    /// Its cells, the one most at risk first: every one, or only the first where no more were asked for.
    pub lines: Vec<LedgerLine>,
    /// How many of all cells have something at risk.
    pub at_risk: usize,
    /// Contracts that run and whose price nobody knows: they are in none of the sums.
    pub without_price: Unpriced,
}

impl Ledger {
    /// Is the share at risk such that the inputs should be looked at? Where prices are hidden nobody knows the share.
    pub fn check_inputs(&self) -> bool {
        self.without_price.hidden == 0 && self.totals.check_inputs()
    }
}

//! What the renewals view, the commands and the files show of contracts that end: rows, the whole sheet
//! of one, and the deeds people do on it. The store reads records into these values.

use crate::domain::counted::percent;
use crate::domain::notice::{NoticeUnit, length};
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::refusal::Refusal;
use crate::domain::school::{SchoolId, Schools};
use chrono::NaiveDate;
use std::collections::HashMap;

use crate::domain::contract::{Contract, ContractId, Line};
use crate::domain::money::{Basis, Cents, HIDDEN, lacking};
use crate::domain::review::PersonName;
use crate::domain::text;

use super::dates::{Dates, Severity};
use super::fiscal::FiscalYears;
use super::{Cause, Choice, Funding, Renewal, Term};

/// One contract on the agenda, in the term that runs on the day asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaRow {
    /// The id of the contract's record.
    pub contract: ContractId,
    /// Its number: `C-117`.
    pub number: String,
    /// Its products' names, the dearest first: `Nearpod`, `Nearpod and 2 more`.
    pub product: String,
    /// The ids of its products, the dearest first.
    pub products: Vec<ProductId>,
    /// Who sells.
    pub vendor: Option<String>,
    /// `district`, a school's name, `3 schools`.
    pub scope: String,
    /// The schools it covers.
    pub schools: Schools,
    /// Does it renew by itself? Not known where empty.
    pub auto_renew: Option<bool>,
    /// The notice as a person says it: `60 days`, `90 days?` where it is assumed.
    pub notice: String,
    /// The dates of the running term's end.
    pub dates: Dates,
    /// How urgent it is.
    pub severity: Severity,
    /// Where the vendor's day has passed: that of the next term.
    pub next_chance: Option<NaiveDate>,
    /// What it costs a year, where that is known.
    pub annual: Option<Cents>,
    /// Does the policy hide from whoever asks what it costs?
    pub hidden: bool,
    /// What the running term costs, where that is known.
    pub price: Option<Cents>,
    /// The vendor's price for the next year, else this one with its escalator, where one is known.
    pub next_year: Option<Cents>,
    /// Is `next_year` the vendor's own word?
    pub quoted: bool,
    /// Seats bought, where that is known.
    pub seats: Option<i64>,
    /// Seats in use, where counted.
    pub used: Option<i64>,
    /// Seats in use, and bought, of what both are known of: part of `used` and `seats`.
    pub measured: Option<(i64, i64)>,
    /// Who answers for it.
    pub owner: Option<PersonName>,
    /// What was decided for this term's end.
    pub decision: Option<Choice>,
    /// The day to be asked again, for a deferred one.
    pub ask_again: Option<NaiveDate>,
    /// What pays for it.
    pub funds: Vec<String>,
    /// Has its last term ended, or has the same buyer's next contract begun?
    pub ended: bool,
    /// What was decided in vain: that it ends, where no notice is known that was sent in time.
    pub untold: Option<Untold>,
    /// The school that bought it for itself; none where the district did.
    pub buyer: Option<SchoolId>,
}

/// That a contract was to end with a term, and that the vendor is not known to have been told in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Untold {
    /// What was decided.
    pub choice: Choice,
    /// The last day with which it was to end.
    pub cycle_end: NaiveDate,
    /// The vendor's last day for the notice.
    pub due: NaiveDate,
    /// When the notice was sent: after that day.
    pub sent: Option<NaiveDate>,
}

impl Untold {
    /// Of this decision, where on this day it stands so.
    pub fn of(decision: &Renewal, today: NaiveDate) -> Option<Untold> {
        let due = decision.notice_due.filter(|_| decision.is_untold(today))?;
        Some(Untold {
            choice: decision.choice,
            cycle_end: decision.cycle_end,
            due,
            sent: decision.notice_sent,
        })
    }

    /// Why that does not hold: `no notice is known to have been sent by 2027-02-04`.
    pub fn why(&self) -> String {
        let due = self.due;
        match self.sent {
            Some(sent) => format!(
                "the notice was sent on {sent}, after the vendor's day {due}: late, vendor not known to agree"
            ),
            None => format!("no notice is known to have been sent by the vendor's day {due}"),
        }
    }
}

impl AgendaRow {
    /// Is something of it not known that somebody should find out? Of what has ended nobody need.
    pub fn is_unknown(&self) -> bool {
        let price = self.annual.is_none() && !self.hidden;
        !self.ended && (self.auto_renew.is_none() || self.lacks_notice() || price)
    }

    /// What of it is not known: `renewal, notice, price`.
    pub fn unknown(&self) -> String {
        let parts = [
            ("renewal", self.auto_renew.is_none()),
            ("notice", self.lacks_notice()),
            ("price", self.annual.is_none() && !self.hidden),
        ];
        let parts = parts.into_iter().filter(|(_, lacks)| *lacks);
        parts.map(|(what, _)| what).collect::<Vec<_>>().join(", ")
    }

    /// What its dates rest on without anybody having read it: `renewal not known, 90 days assumed`.
    pub fn doubt(&self) -> String {
        let renewal = self
            .auto_renew
            .is_none()
            .then(|| "renewal not known".to_owned());
        let notice = self.lacks_notice();
        let notice = notice.then(|| format!("{} assumed", self.notice.trim_end_matches('?')));
        renewal
            .into_iter()
            .chain(notice)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Is its notice assumed, where one is needed?
    pub fn lacks_notice(&self) -> bool {
        self.notice.ends_with('?')
    }

    /// Does it press: has a day passed, or must somebody decide within 14 days?
    pub fn is_pressing(&self) -> bool {
        use Severity::{D14, Locked, Overdue};
        self.is_open() && !self.ended && matches!(self.severity, Locked | Overdue | D14)
    }

    /// What a year costs, `?` where that is not known, `hidden` where the policy hides it: `1,980`.
    pub fn dollars(&self) -> String {
        match self.annual {
            None if self.hidden => HIDDEN.to_owned(),
            known => dollars(known),
        }
    }

    /// What stands where an amount of it is not to be had: `not known`, `hidden`.
    pub fn lacking(&self) -> &'static str {
        lacking(self.hidden)
    }

    /// Dollars and cents a year: `$1,980.00 year price`, `price not known`, `price hidden`.
    pub fn a_year(&self) -> String {
        match self.annual {
            Some(cents) => format!("{cents} {}", Basis::YearPrice),
            None => format!("price {}", self.lacking()),
        }
    }

    /// Does it renew by itself, or does nobody know?
    pub fn may_renew(&self) -> bool {
        self.auto_renew != Some(false)
    }

    /// Seats in use, in percent of those bought, as far as both are known of the same.
    pub fn used_pct(&self) -> Option<i64> {
        let (used, seats) = self.measured?;
        percent(used, seats)
    }

    /// That percentage, and of what where not all seats were counted: `75%`, `90% of the 60 that were counted`.
    pub fn used_in_words(&self) -> Option<String> {
        let percent = self.used_pct()?;
        let (_, counted) = self.measured?;
        Some(if self.seats == Some(counted) {
            format!("{percent}%")
        } else {
            format!("{percent}% of the {counted} that were counted")
        })
    }

    /// What a year costs for each seat in use, where both are known.
    pub fn each(&self) -> Option<Cents> {
        let used = self.used.filter(|used| *used > 0)?;
        Some(Cents(self.annual?.0 / used))
    }

    /// The day by which it is sorted: the vendor's last day, also where it was missed and the next term runs, else the
    /// last covered one.
    pub fn key_day(&self) -> NaiveDate {
        let missed = self.untold.filter(|_| self.went_on());
        if let Some(untold) = missed {
            return untold.due;
        }
        self.dates.cancel_by.unwrap_or(self.dates.term_end)
    }

    /// Do all these words, folded, stand in what it is about?
    pub fn mentions(&self, words: &[&str]) -> bool {
        if words.is_empty() {
            return true;
        }
        let vendor = self.vendor.as_deref().unwrap_or_default();
        let owner = self.owner.as_ref();
        let owner = owner.map(PersonName::words);
        let all = text::fold(&format!(
            "{} {} {vendor} {} {} {} {} {}",
            self.number,
            self.product,
            self.scope,
            self.severity,
            self.funds.join(" "),
            self.decision.map_or("", Choice::word),
            owner.unwrap_or_default()
        ));
        words.iter().all(|word| all.contains(word))
    }

    /// Must somebody still decide, or see to it that what was decided holds?
    pub fn is_open(&self) -> bool {
        !self.decision.is_some_and(Choice::settles) || self.is_in_vain()
    }

    /// Is it decided that it ends with the running term, and the vendor not known to have been told in time?
    pub fn is_in_vain(&self) -> bool {
        self.untold
            .is_some_and(|untold| untold.cycle_end == self.dates.term_end)
    }

    /// Did it go on after a term with which it was to end, and is the vendor not known to have been told in time? Somebody
    /// phones the vendor, and its answer is still to be recorded.
    pub fn went_on(&self) -> bool {
        self.untold.is_some() && !self.is_in_vain()
    }

    /// Does it rest on what nobody knows: on a notice that nobody read, or on whether it runs at all?
    pub fn is_unverified(&self) -> bool {
        self.dates.unverified || self.went_on()
    }

    /// Does it end with the running term, as was decided?
    pub fn ends(&self) -> bool {
        self.decision.is_some_and(Choice::ends) && !self.is_in_vain()
    }
}

/// Whole dollars, `?` where they are not known.
pub fn dollars(cents: Option<Cents>) -> String {
    cents.map_or_else(|| "?".to_owned(), Cents::dollars)
}

/// Which rows of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgendaFilter {
    /// Whose day to decide comes within so many days, or has passed this term.
    pub within: Option<i64>,
    /// Whose term ends in this fiscal year.
    pub fiscal_year: Option<i32>,
    /// Also what does not renew by itself, and what is settled.
    pub all: bool,
    /// Also what has ended.
    pub ended: bool,
    /// Only what something is not known of, whatever else is.
    pub unknown: bool,
    /// Covering this school.
    pub school: Option<SchoolId>,
}

impl AgendaFilter {
    /// Does it want this row, by the district's fiscal years, on this day?
    pub fn wants(&self, row: &AgendaRow, years: FiscalYears, today: NaiveDate) -> bool {
        let near = |days: i64| row.went_on() || row.dates.days_left(today) <= days;
        let within = |days: i64| !row.ended && near(days);
        let listed = if self.unknown {
            row.is_unknown()
        } else {
            self.all || (row.may_renew() && row.is_open())
        };
        listed
            && (self.ended || !row.ended)
            && self.within.is_none_or(within)
            && self
                .fiscal_year
                .is_none_or(|year| years.of(row.dates.term_end) == year)
            && self.school.is_none_or(|school| row.schools.covers(school))
    }
}

/// What is known of seats and how they are counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeatCount {
    /// Bought.
    pub purchased: Option<i64>,
    /// Given out.
    pub provisioned: Option<i64>,
    /// Ever used.
    pub activated: Option<i64>,
    /// In use, as `definition` says.
    pub active: Option<i64>,
    /// The most at once.
    pub peak: Option<i64>,
    /// What counts as in use.
    pub definition: Option<String>,
    /// The last day of the count.
    pub counted_on: Option<NaiveDate>,
}

impl SeatCount {
    /// The counts, each with what is counted, as every face says them; none where nobody counted.
    pub fn counts(&self) -> [(&'static str, Option<i64>); 5] {
        [
            ("bought", self.purchased),
            ("given out", self.provisioned),
            ("ever used", self.activated),
            ("in use", self.active),
            ("most at once", self.peak),
        ]
    }
}

impl AgendaSheet {
    /// By which product a decision replaces it, by name.
    pub fn replaced_by(&self, decision: &Renewal) -> Option<&str> {
        let name = self.replacements.get(&decision.replacement?);
        name.map(String::as_str)
    }

    /// Money that is gone by the day the next term is paid for, unless it was decided that none follows.
    pub fn late_funds(&self) -> Vec<String> {
        if self.row.ends() {
            return Vec::new();
        }
        let mut late: Vec<String> = Vec::new();
        for funding in &self.funding {
            let told = funding.ends_too_early(self.row.dates.term_end);
            late.extend(told.filter(|told| !late.contains(told)));
        }
        late
    }
}

/// Everything about one contract's renewal.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaSheet {
    /// The contract as the list has it.
    pub row: AgendaRow,
    /// The contract as its record stands.
    pub contract: Contract,
    /// Its lines, each with its product's name.
    pub lines: Vec<(Line, String)>,
    /// Seats, per product and in all.
    pub seats: SeatCount,
    /// Where the money comes from.
    pub funding: Vec<Funding>,
    /// What each school bears of a year's cost; sums to it.
    pub shares: Vec<(String, Cents)>,
    /// The running term's price by fiscal year; sums to it.
    pub by_fiscal_year: Vec<(i32, Cents)>,
    /// Terms that are over, newest first.
    pub past: Vec<Term>,
    /// Decisions, newest first.
    pub decisions: Vec<Renewal>,
    /// What the products are called by which decisions replace it.
    pub replacements: HashMap<ProductId, String>,
    /// People trained and to be trained, where known.
    pub trained: Option<(i64, i64)>,
    /// Where its products stand: `approved until 2027-06-30`.
    pub standing: String,
    /// The last day of the privacy agreement.
    pub agreement_until: Option<NaiveDate>,
    /// What people must still do: send the notice, file its proof, have data deleted.
    pub to_do: Vec<ToDo>,
    /// Each choice, and why this person may not take it now.
    pub choices: Vec<(Choice, Option<Refusal>)>,
    /// What was done to it lately, newest first.
    pub recent: Vec<Recent>,
}

/// Something that was done to a contract or to what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// When, RFC 3339.
    pub at: String,
    /// The login of who did it.
    pub who: String,
    /// What, in a few words, and which of the contract's own fields: `assigned (owner)`.
    pub what: String,
}

impl Recent {
    /// The day it was done.
    pub fn day(&self) -> &str {
        self.at.get(..10).unwrap_or(&self.at)
    }
}

/// Something a decision left to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToDo {
    /// The contract's number.
    pub number: String,
    /// What: `send the notice to legal@vendor.example`.
    pub what: String,
    /// By when.
    pub by: Option<NaiveDate>,
    /// The login of whoever answers for it.
    pub login: Option<String>,
}

/// What somebody does about a renewal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenewalDeed {
    /// The decision for the running term's end.
    Decide(RenewalDecision),
    /// The notice was sent.
    NoticeSent {
        /// The local date on which it went out; never one to come.
        on: NaiveDate,
        /// Where the proof is.
        proof: Option<String>,
    },
    /// The notice is so long; read from the paper.
    ConfirmNotice {
        /// A number of these units, 0 or more.
        count: i64,
        /// Days, working days or months; never converted.
        unit: NoticeUnit,
    },
    /// It renews by itself, or does not; read from the paper.
    ConfirmRenewal {
        /// Does it?
        renews: bool,
    },
    /// Whoever does this answers for it.
    Take,
    /// This person answers for it.
    Assign {
        /// The id of who answers for it from now on.
        person: PersonId,
    },
    /// A step of having our data deleted after the end.
    Deletion {
        /// The vendor was told on this day.
        requested: Option<NaiveDate>,
        /// The vendor must have done so by then.
        due: Option<NaiveDate>,
        /// The vendor proved it on this day.
        confirmed: Option<NaiveDate>,
    },
}

/// A decision, as the decider says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalDecision {
    /// What becomes of the contract when its term ends.
    pub choice: Choice,
    /// Why, in a word.
    pub cause: Option<Cause>,
    /// Why, in words; `other` needs it.
    pub reason: Option<String>,
    /// Seats from then on; `smaller` needs it.
    pub quantity: Option<i64>,
    /// The price of the next term, where agreed.
    pub cents: Option<Cents>,
    /// Ask again on this day (`defer` needs it), or end on it (`coterm`).
    pub until: Option<NaiveDate>,
    /// The product that takes its place; `replace` needs it.
    pub replacement: Option<ProductId>,
    /// What became of the goal.
    pub goal_result: Option<String>,
}

impl RenewalDeed {
    /// The deed in a few words, for history and for "undid: ...".
    pub fn title(&self) -> String {
        match self {
            RenewalDeed::Decide(decision) => decision.choice.word().into(),
            RenewalDeed::NoticeSent { .. } => "notice sent".into(),
            RenewalDeed::ConfirmNotice { count, unit } => {
                format!("notice is {}", length(*count, *unit))
            }
            RenewalDeed::ConfirmRenewal { renews: true } => "renews by itself".into(),
            RenewalDeed::ConfirmRenewal { renews: false } => "does not renew by itself".into(),
            RenewalDeed::Take => "took it".into(),
            RenewalDeed::Assign { .. } => "assigned".into(),
            RenewalDeed::Deletion { .. } => "data deletion".into(),
        }
    }
}

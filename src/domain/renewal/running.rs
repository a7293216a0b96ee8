//! The term that runs on a day: a contract that renews by itself, or that somebody decided to renew, goes
//! on into its next term with the seats and the price that were agreed. Reads look at it, and what a
//! roll-over writes is the difference to it.

use chrono::{Months, NaiveDate};

use crate::domain::contract::{Contract, Line, LineId, PriceModel};
use crate::domain::cost::Length;
use crate::domain::cost::length::{Elapsed, in_part, renewal_months};
use crate::domain::money::Cents;

use self::agreed::{Agreed, Rate, RecordedTerm, rate_of};
pub(super) use self::agreed::{increase, raised};
use super::dates::{Ending, Terms};
use super::{Choice, Renewal, Term};

mod agreed;

/// A term that went by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneTerm {
    /// The first covered day; none where nobody knows it.
    pub starts: Option<NaiveDate>,
    /// The last covered day.
    pub ends: NaiveDate,
    /// What it cost, where known.
    pub price: Option<Cents>,
    /// Seats, where counted.
    pub seats: Option<i64>,
}

/// A contract in the term that runs on a day, or in its last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// As it is in that term: its days, and what was agreed for them.
    pub contract: Contract,
    /// What it pays for in that term, with seats and prices of then.
    pub lines: Vec<Line>,
    /// The terms that went by since the record was last brought up to date, oldest first.
    pub gone: Vec<GoneTerm>,
    /// Has its last term ended?
    pub over: bool,
    /// The last days its terms run through, counted from its first one.
    pub terms: Terms,
    /// Does it run on only because nobody knows whether it renews by itself? Nothing is written down
    /// for such a one until somebody says.
    pub assumed: bool,
    /// The last day with which it was to end, where it runs on only because no notice in time is known. Nothing is
    /// written down for such a one until a notice is, or until somebody decides about the term that runs.
    pub untold: Option<NaiveDate>,
    /// What was agreed last, from which its price follows.
    agreed: Agreed,
    /// What was agreed before the running term was cut short to end with others.
    whole: Option<Agreed>,
}

/// What was decided for the term that ends on this day.
pub fn decided(decisions: &[Renewal], cycle_end: NaiveDate) -> Option<&Renewal> {
    decisions.iter().find(|d| d.cycle_end == cycle_end)
}

/// Does it go on into another term, as far as is known on this day? As decided; where nobody decided, or the vendor was
/// not told of its end in time, as the paper says.
#[must_use]
pub fn goes_on(contract: &Contract, decision: Option<&Renewal>, today: NaiveDate) -> bool {
    match decision {
        Some(decision) if decision.ends(today) => false,
        Some(decision) if decision.choice.goes_on() => true,
        _ => contract.may_renew(),
    }
}

/// A contract that renews by itself only as far as nobody decided otherwise, for those who ask whether
/// it covers a day.
#[must_use]
pub fn as_decided(contract: Contract, decision: Option<&Renewal>, today: NaiveDate) -> Contract {
    let ends = decision.is_some_and(|d| d.ends(today));
    let decided = decision.is_some_and(|d| d.choice.goes_on());
    let went_on = contract.term_end < today && decided;
    let auto_renew = match contract.auto_renew {
        _ if ends => Some(false),
        _ if went_on => Some(true),
        known => known,
    };
    Contract {
        auto_renew,
        ..contract
    }
}

/// The contract in the term that runs today. `past` are its terms on record.
pub fn running(
    contract: &Contract,
    lines: &[Line],
    decisions: &[Renewal],
    past: &[Term],
    today: NaiveDate,
) -> Running {
    let mut now = Running::recorded(contract, lines, decisions, past);
    while now.contract.term_end < today {
        let decision = decided(decisions, now.contract.term_end);
        if !goes_on(&now.contract, decision, today) {
            now.over = true;
            if now.contract.may_renew() {
                now.leave();
                now.contract.auto_renew = Some(false);
            }
            break;
        }
        now.assumed |=
            now.contract.auto_renew.is_none() && !decision.is_some_and(|d| d.choice.goes_on());
        if decision.is_some_and(|d| d.choice.ends()) {
            now.untold = Some(now.contract.term_end);
        }
        now.leave();
        now.next(decision, decisions, past);
    }
    // Whoever decides about a term takes it that it runs.
    let later = |d: &Renewal| d.choice != Choice::None && now.untold < Some(d.cycle_end);
    if decisions.iter().any(later) {
        now.untold = None;
    }
    now
}

impl Running {
    /// A contract in the term that its record has. `past` are its terms on record.
    pub fn recorded(
        contract: &Contract,
        lines: &[Line],
        decisions: &[Renewal],
        past: &[Term],
    ) -> Running {
        Running {
            contract: contract.clone(),
            lines: lines.to_vec(),
            gone: Vec::new(),
            over: false,
            terms: Terms::of(contract),
            assumed: false,
            untold: None,
            agreed: Agreed::recorded(contract, lines, decisions, past),
            whole: None,
        }
    }

    /// The price of a year, all lines together: of what was agreed, rounded once, however short the terms
    /// are whose prices were made from it.
    pub fn a_year(&self) -> Cents {
        self.agreed.a_year()
    }

    /// The price of a year of one of its lines, where it has one.
    pub fn line_a_year(&self, line: &Line) -> Option<Cents> {
        self.agreed.line_a_year(line)
    }

    /// The price of a year of one seat of one of its lines, where seats are counted.
    pub fn seat_a_year(&self, line: &Line) -> Option<Cents> {
        self.agreed.seat_a_year(line)
    }

    /// The price of the running term, all lines together.
    pub fn price(&self) -> Cents {
        self.lines.iter().filter_map(Line::price).sum()
    }

    /// The price of the running term; not known where no line has one. Nothing to pay is a price.
    pub fn known_price(&self) -> Option<Cents> {
        let known = |line: &Line| line.price().is_some() || line.model == Some(PriceModel::Free);
        self.lines.iter().any(known).then(|| self.price())
    }

    /// One of its lines, as it is in the running term.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// Seats bought in all lines together; none where no line counts them.
    pub fn seats(&self) -> Option<i64> {
        seats(&self.lines)
    }

    /// Does it go on into another term, as far as is known on this day?
    pub fn goes_on(&self, decisions: &[Renewal], today: NaiveDate) -> bool {
        let decision = decided(decisions, self.contract.term_end);
        goes_on(&self.contract, decision, today)
    }

    /// The term after this one; none where it does not go on. `past` are its terms on record.
    pub fn followed_by(
        &self,
        decisions: &[Renewal],
        past: &[Term],
        today: NaiveDate,
    ) -> Option<Running> {
        let decision = decided(decisions, self.contract.term_end);
        goes_on(&self.contract, decision, today).then(|| {
            let mut next = self.clone();
            next.leave();
            next.next(decision, decisions, past);
            next
        })
    }

    fn leave(&mut self) {
        self.gone.push(GoneTerm {
            starts: self.contract.term_start,
            ends: self.contract.term_end,
            price: self.lines.iter().map(Line::price).sum(),
            seats: seats(&self.lines),
        });
    }

    fn next(&mut self, decision: Option<&Renewal>, decisions: &[Renewal], past: &[Term]) {
        let over = self.contract.term_end;
        let common = decision
            .filter(|d| d.choice == Choice::Coterm)
            .and_then(|d| d.until)
            .filter(|until| *until > over);
        self.contract.term_end = common.unwrap_or_else(|| self.terms.after(over));
        self.contract.first_end = Some(common.unwrap_or_else(|| self.terms.first_end()));
        self.contract.term_start = over.succ_opt();
        if common.is_some() {
            self.terms = Terms::of(&self.contract);
        }
        // A term cut short to end with others cost its days; the one after it costs a whole term again.
        let cut = decisions
            .iter()
            .find(|d| d.choice == Choice::Coterm && d.until == Some(over));
        match (self.whole.take(), cut) {
            (Some(whole), _) => self.agreed = whole,
            (None, Some(cut)) => {
                if let Some(rate) = self.before_cut(cut.cycle_end, decisions, past) {
                    cost(&mut self.agreed.lines, rate.price);
                    self.agreed.of = rate.of;
                    self.agreed.gone = rate.gone;
                }
            }
            (None, None) => {}
        }
        let length = Length::of(&self.contract);
        let price = decision.and_then(|d| d.cents);
        let quote = self.contract.quote_cents.take();
        let quote = quote.filter(|_| price.is_none() && common.is_none());
        self.contract.quote_on = None;
        if let Some(quote) = quote {
            self.agreed.anew(quote, length);
        }
        if let Some(wanted) = decision.and_then(|d| d.quantity) {
            resize(&mut self.agreed.lines, wanted);
            self.agreed.gone = Elapsed::default();
        }
        if let Some(price) = price {
            self.whole = common.map(|_| self.agreed.clone());
            self.agreed.anew(price, length);
        }
        if price.or(quote).is_some() {
            self.lines.clone_from(&self.agreed.lines);
        } else {
            self.agreed.rises(&self.contract, self.contract.term_end);
            self.lines = self.agreed.next(length);
        }
    }

    /// What was agreed for the term that was over on a day; of a term whose first day is not on record, for
    /// a renewal's length.
    fn before_cut(&self, ends: NaiveDate, decisions: &[Renewal], past: &[Term]) -> Option<Rate> {
        let mut terms: Vec<RecordedTerm> = past.iter().map(RecordedTerm::from).collect();
        terms.extend(self.gone.iter().map(RecordedTerm::from));
        rate_of(&self.contract, &mut terms, decisions, ends)
    }
}

/// Seats bought in these lines together; none where no line counts them.
pub fn seats(lines: &[Line]) -> Option<i64> {
    let counted: Vec<i64> = lines.iter().filter_map(|line| line.quantity).collect();
    (!counted.is_empty()).then(|| counted.iter().sum())
}

/// Another number of seats, each at the price it has; several lines that count them change alike.
fn resize(lines: &mut [Line], wanted: i64) {
    if let [only] = lines
        && only.quantity.is_none()
    {
        only.quantity = Some(wanted);
        return;
    }
    let counted = || lines.iter().filter_map(|line| line.quantity);
    let bought: Vec<u64> = counted().map(i64::unsigned_abs).collect();
    let parts = Cents(wanted).split(&bought);
    let counted = lines.iter_mut().filter(|line| line.quantity.is_some());
    for (line, part) in counted.zip(parts) {
        let before = line.quantity.replace(part.0).filter(|seats| *seats > 0);
        if let (Some(total), Some(before)) = (line.total_cents, before) {
            line.total_cents = Some(in_part(total, part.0, before));
        }
    }
}

/// Another price for the whole term, made from the one it had; a line whose price is not known has none
/// after it either.
fn for_known(lines: &mut [Line], price: impl Fn(Cents) -> Cents) {
    let known = lines.iter().filter_map(Line::price).sum();
    let priced = lines.iter_mut().filter(|line| line.price().is_some());
    share_out(priced.collect(), price(known));
}

/// Another price for the whole term, shared out to the lines as before.
fn cost(lines: &mut [Line], price: Cents) {
    share_out(lines.iter_mut().collect(), price);
}

fn share_out(lines: Vec<&mut Line>, price: Cents) {
    let weight = |line: &&mut Line| line.price().unwrap_or_default().0.unsigned_abs();
    let before: Vec<u64> = lines.iter().map(weight).collect();
    let parts = price.split(&before);
    for (line, part) in lines.into_iter().zip(parts) {
        if line.price() == Some(part) {
            continue;
        }
        line.total_cents = Some(part);
        let seats = line.quantity.filter(|seats| *seats > 0);
        line.unit_cents = line.unit_cents.and_then(|_| {
            let seats = seats.filter(|seats| part.0 % seats == 0)?;
            Some(Cents(part.0 / seats))
        });
    }
}

impl Ending {
    /// What the dates of a contract's running term are counted from.
    pub fn of(contract: &Contract, board: bool) -> Ending {
        Ending {
            term_end: contract.term_end,
            auto_renew: contract.auto_renew,
            notice: contract.notice.zip(contract.notice_unit),
            basis: contract.notice_basis,
            method: contract.notice_method,
            board,
            term_start: contract.term_start,
        }
    }
}

/// Must the board decide? It does from this cost a year on, and about more than twelve months at once.
pub fn needs_board(contract: &Contract, a_year: Cents, threshold: Cents) -> bool {
    let longer = contract.term_start.is_some_and(|first| {
        let year = Months::new(12);
        let next = first.checked_add_months(year);
        let before = first
            .pred_opt()
            .and_then(|day| day.checked_add_months(year));
        // A year from Feb 29 on ends on Feb 28, whichever way it is counted.
        let last = before.max(next.and_then(|next| next.pred_opt()));
        last.is_some_and(|last| contract.term_end > last)
    });
    let may_last = contract.max_term_months.is_some_and(|months| months > 12);
    a_year >= threshold || longer || may_last
}

/// What the next term costs a year, and whether that is the vendor's word: as agreed, else as quoted,
/// else this one's with its increase; of fewer seats their part of it, which no vendor said.
pub fn next_year(now: &Running, decision: Option<&Renewal>) -> (Cents, bool) {
    let contract = &now.contract;
    let length = Length::Months(renewal_months(contract));
    let goes_on = decision.filter(|d| matches!(d.choice, Choice::Renew | Choice::Smaller));
    if let Some(cents) = goes_on.and_then(|d| d.cents) {
        return (length.a_year(cents), true);
    }
    let quote = contract.quote_cents;
    let mut next = now.agreed.clone();
    if let Some(quote) = quote {
        next.anew(quote, length);
    }
    let fewer = goes_on.and_then(|d| d.quantity);
    if let Some(wanted) = fewer {
        resize(&mut next.lines, wanted);
    }
    let more = contract.escalator_bp.filter(|_| quote.is_none());
    let a_year = in_part(next.a_year(), 10_000 + more.unwrap_or(0), 10_000);
    (a_year, quote.is_some() && fewer.is_none())
}

/// What so many days after the running term cost: by the day what the next term costs, as quoted, else with its
/// increase. Not known where the price of the running term is not.
pub fn days_after(now: &Running, days: i64) -> Option<Cents> {
    let known = now.contract.quote_cents.or_else(|| now.known_price());
    let (a_year, _) = known.map(|_| next_year(now, None))?;
    Some(Length::YEAR.priced_as(a_year, Length::Days(days)))
}

#[cfg(test)]
mod prices;
#[cfg(test)]
mod tests;

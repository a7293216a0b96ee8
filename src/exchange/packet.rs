//! What the board reads before it decides about contracts: what is asked in all, then one item each; as a Markdown
//! document, as a page that prints, and as a workbook.

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::contract::Contract;
use crate::domain::counted::counted;
use crate::domain::money::Cents;
use crate::domain::renewal::Renewal;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::renewal::funds::FundPart;

mod chart;
mod document;
mod facts;
mod page;
mod sums;
mod workbook;

pub use document::markdown;
pub use page::html;
pub use workbook::workbook;

/// What stands above the items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketHead {
    /// What the packet is called.
    pub title: String,
    /// What the district is called.
    pub district: String,
    /// The day on which it is made.
    pub today: NaiveDate,
    /// The meeting that reads it; none where it is of a fiscal year.
    pub meeting: Option<NaiveDate>,
    /// The next meeting after it for which there are items, and how many.
    pub next: Option<(NaiveDate, usize)>,
}

impl PacketHead {
    /// What a packet without items says in their place.
    fn nothing(&self) -> String {
        let when = if self.meeting.is_some() {
            " at this meeting"
        } else {
            ""
        };
        let next = self.next.map(|(day, items)| {
            let items = counted(items, "item");
            format!(" The next meeting with something to decide is on {day}: {items}.")
        });
        format!(
            "Nothing is to be decided{when}.{}",
            next.unwrap_or_default()
        )
    }
}

/// One contract before the board.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardItem {
    /// Does its first term still have to begin?
    pub new: bool,
    /// Its row on the agenda.
    pub row: AgendaRow,
    /// Its products, each by name.
    pub products: Vec<String>,
    /// What pays for it, each with its part.
    pub funds: Vec<FundPart>,
    /// What it was bought to reach.
    pub goal: Option<String>,
    /// What became of that, as it was last said.
    pub result: Option<String>,
    /// What its products teach, a line for each framework: what somebody verified, and what is only claimed.
    pub teaches: Vec<String>,
    /// The standards that its end would open, a line for each school.
    pub opens: Vec<String>,
    /// Why it comes late, where an earlier meeting should have had it.
    pub late: Option<String>,
}

/// The meeting that takes a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The day of the board's meeting.
    pub meeting: NaiveDate,
    /// Why it is this one, where an earlier one should have had it.
    pub late: Option<String>,
}

/// The meeting whose agenda is the last that can take this contract; none where the board is not asked. What
/// nobody decided and that one cannot take any more goes to the next one that can.
pub fn meeting_of(row: &AgendaRow, calendar: &Calendar, today: NaiveDate) -> Option<Slot> {
    let dates = &row.dates;
    if !dates.board {
        return None;
    }
    if !row.is_open() {
        let due = calendar.boards().rfind(|(day, _)| *day <= dates.act_by);
        return due.map(|(meeting, _)| Slot {
            meeting,
            late: None,
        });
    }
    let mut slot = slot(dates.act_by, calendar, today)?;
    let cancel_by = dates.cancel_by.filter(|day| *day < slot.meeting);
    if let (Some(late), Some(day)) = (&mut slot.late, cancel_by) {
        late.push_str(&format!(
            "; the last day to say no, {day}, is before this one"
        ));
    }
    Some(slot)
}

/// The last meeting up to this day, or, where its agenda is closed, the next one whose agenda is not.
pub fn slot(last: NaiveDate, calendar: &Calendar, today: NaiveDate) -> Option<Slot> {
    let due = calendar.boards().rfind(|(day, _)| *day <= last);
    let late = match due {
        Some((meeting, cutoff)) if cutoff >= today => {
            return Some(Slot {
                meeting,
                late: None,
            });
        }
        Some((day, cutoff)) => {
            format!("the meeting of {day} should have had it, its agenda closed on {cutoff}")
        }
        None => format!("no meeting up to {last} is on the calendar"),
    };
    let mut later = calendar.boards();
    let next = later.find(|(day, cutoff)| *day > last && *cutoff >= today);
    next.map(|(meeting, _)| Slot {
        meeting,
        late: Some(late),
    })
}

/// The first day of a contract that is new on this day: its first term is still to come, and the board
/// has not approved it.
pub fn begins(contract: &Contract, today: NaiveDate) -> Option<NaiveDate> {
    let first = contract
        .first_end
        .is_none_or(|end| end == contract.term_end);
    let new = first && contract.board_approved_on.is_none();
    contract.term_start.filter(|day| new && *day > today)
}

impl BoardItem {
    /// The item a contract makes. `decisions` are its own, the newest first.
    pub fn of(
        row: AgendaRow,
        contract: &Contract,
        (products, funds): (Vec<String>, Vec<FundPart>),
        decisions: &[Renewal],
        today: NaiveDate,
    ) -> BoardItem {
        BoardItem {
            new: begins(contract, today).is_some(),
            row,
            products,
            funds,
            goal: contract.goal.clone(),
            result: decisions.iter().find_map(|d| d.goal_result.clone()),
            teaches: Vec::new(),
            opens: Vec::new(),
            late: None,
        }
    }

    /// `new` or `renewal`.
    pub fn kind(&self) -> &'static str {
        if self.new { "new" } else { "renewal" }
    }

    /// Has the office decided that it ends with its term?
    pub fn ends(&self) -> bool {
        self.row.ends()
    }

    /// What it costs the next year: nothing where it was decided that it ends.
    pub fn next_year(&self) -> Option<Cents> {
        if self.ends() {
            return Some(Cents(0));
        }
        self.row.next_year
    }

    /// What the next year costs more, or less, than this one; none for a new contract.
    pub fn change(&self) -> Option<Cents> {
        let (now, next) = (self.row.annual?, self.next_year()?);
        (!self.new).then(|| next - now)
    }

    /// What the board is asked for, a year: the first year of a new contract, the next one of one that renews.
    pub fn asked(&self) -> Option<Cents> {
        if self.new {
            self.row.annual
        } else {
            self.next_year()
        }
    }

    /// The same in hundredths of a percent.
    pub fn change_bp(&self) -> Option<i64> {
        let annual = i128::from(self.row.annual?.0);
        let change = i128::from(self.change()?.0);
        let hundredths = (change * 10_000).checked_div(annual)?;
        i64::try_from(hundredths).ok()
    }

    /// `60 days, renews by itself`, or that it ends.
    pub fn notice(&self) -> String {
        if self.row.may_renew() {
            let doubt = if self.row.dates.unverified {
                " (UNVERIFIED)"
            } else {
                ""
            };
            let notice = self.row.notice.trim_end_matches('?');
            let renews = match self.row.auto_renew {
                Some(_) => "renews by itself",
                None => "not known whether it renews by itself",
            };
            format!("{notice}{doubt}, {renews}")
        } else {
            "ends by itself".into()
        }
    }
}

#[cfg(test)]
mod tests;

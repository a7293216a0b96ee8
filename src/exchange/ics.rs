//! The dates of contracts as an iCalendar file, to import or to subscribe to. An event keeps its UID as
//! long as its contract, so that reading a newer file moves events instead of doubling them.

use std::collections::HashSet;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, EventStatus, Property};

use crate::domain::contract::ContractId;
use crate::domain::record::words;
use crate::domain::renewal::Choice;
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::review::PersonName;
use crate::domain::text;

words! {
    /// What a day means for a contract. The words are part of UIDs and of steps in traces.
    DateKind {
        /// The last day to begin the review.
        StartBy = "start_by",
        /// The last day to decide.
        DecideBy = "decide_by",
        /// Our own last day for the notice.
        ActBy = "act_by",
        /// The vendor's.
        CancelBy = "cancel_by",
        /// The last covered day.
        TermEnd = "term_end",
    }
}

impl DateKind {
    fn on(self, row: &AgendaRow) -> Option<NaiveDate> {
        let dates = &row.dates;
        match self {
            DateKind::StartBy => Some(dates.start_by),
            DateKind::DecideBy => Some(dates.decide_by),
            DateKind::ActBy => Some(dates.act_by),
            DateKind::CancelBy => dates.cancel_by,
            DateKind::TermEnd => Some(dates.term_end),
        }
    }

    /// Days before it on which calendars remind.
    fn alarms(self) -> &'static [i64] {
        match self {
            DateKind::StartBy => &[0],
            DateKind::DecideBy => &[14, 3],
            DateKind::ActBy => &[7, 1],
            DateKind::CancelBy => &[30, 14, 3, 0],
            DateKind::TermEnd => &[30],
        }
    }
}

/// Calendars remind at this hour of the day.
const REMIND_AT: i64 = 9;

/// What a file of dates says of itself.
#[derive(Debug, Clone)]
pub struct Feed<'a> {
    /// What the calendar is called.
    pub name: &'a str,
    /// The district, which its UIDs name.
    pub district: &'a str,
    /// When it is made.
    pub at: DateTime<Utc>,
    /// Goes up whenever anything in the office changes; the newer of two files is known by it.
    pub sequence: u32,
    /// Contracts whose notice is out.
    pub noticed: &'a HashSet<ContractId>,
    /// What an older file may have put on the calendar, and this one does not show.
    pub left: &'a LeftOut,
}

/// What is not shown and may be on somebody's calendar from before. Its events are taken off: a calendar
/// keeps what a newer file only leaves out.
#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    /// Contracts that run and are not shown. What of them matters no more is taken off.
    pub rows: Vec<AgendaRow>,
    /// Of these, the ones that are somebody else's now: all of theirs is taken off.
    pub handed_over: HashSet<ContractId>,
    /// Contracts that do not run any more, before their time.
    pub gone: Vec<ContractId>,
}

impl Feed<'_> {
    /// Tells the file piece by piece, with the dates of the rows that `each` tells one by one: of a large district it
    /// is long. The same rows at the same instant give the same text.
    pub fn write<E>(
        &self,
        each: impl FnOnce(&mut dyn FnMut(&AgendaRow) -> Result<(), E>) -> Result<(), E>,
        tell: &mut dyn FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut calendar = Calendar::empty();
        for (key, value) in [
            ("VERSION", "2.0"),
            ("PRODID", "-//hallpass//renewals//EN"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("X-WR-CALNAME", self.name),
        ] {
            calendar.append_property(Property::new(key, text::clean(value).text));
        }
        let empty = calendar.to_string();
        let (head, end) = empty.split_at(empty.rfind(END).unwrap_or(empty.len()));
        tell(&refolded(head))?;
        let mut tell_event = |event: &Event| tell(&lines(event));
        each(&mut |row| {
            let mut events = DateKind::ALL.iter().map(|kind| self.event(row, *kind));
            events.try_for_each(|event| tell_event(&event))
        })?;
        for row in &self.left.rows {
            let handed_over = self.left.handed_over.contains(&row.contract);
            for kind in DateKind::ALL {
                if handed_over || !self.still_matters(row, *kind) {
                    tell_event(&self.taken_off(row.contract, *kind, &title(row, *kind)))?;
                }
            }
        }
        for contract in &self.left.gone {
            for kind in DateKind::ALL {
                tell_event(&self.taken_off(*contract, *kind, category(*kind)))?;
            }
        }
        tell(end)
    }

    fn event(&self, row: &AgendaRow, kind: DateKind) -> Event {
        let title = title(row, kind);
        let Some(day) = kind.on(row).filter(|_| self.still_matters(row, kind)) else {
            return self.taken_off(row.contract, kind, &title);
        };
        let uid = uid(self.district, row.contract, kind);
        let mut event = self.begun(&uid, day, &title);
        event
            .description(&why(row, kind))
            .categories(["Renewals", category(kind)])
            .append_property(Property::new("TRANSP", "TRANSPARENT"))
            .status(EventStatus::Confirmed);
        for before in kind.alarms() {
            event.alarm(self.alarm(&uid, *before, &title));
        }
        event.done()
    }

    fn begun(&self, uid: &str, day: NaiveDate, title: &str) -> Event {
        let mut event = Event::new();
        event
            .uid(uid)
            .timestamp(self.at)
            .sequence(self.sequence)
            .summary(title)
            .append_property(whole_day("DTSTART", day))
            // The end is the first day after, which the crate's own `all_day` gets wrong.
            .append_property(whole_day("DTEND", day + Days::new(1)));
        event
    }

    /// A calendar that has this event takes it off; left out, it would stay for ever. The day is only there
    /// because a file must have one.
    fn taken_off(&self, contract: ContractId, kind: DateKind, title: &str) -> Event {
        let uid = uid(self.district, contract, kind);
        let mut event = self.begun(&uid, self.at.date_naive(), title);
        event.status(EventStatus::Cancelled);
        event.done()
    }

    /// Without a UID and a stamp of ours the crate makes up new ones each time.
    fn alarm(&self, event: &str, before: i64, title: &str) -> Alarm {
        let at = Duration::hours(REMIND_AT) - Duration::days(before);
        let mut alarm = Alarm::display(title, at);
        alarm.uid(&format!("{before}-{event}")).timestamp(self.at);
        alarm
    }

    /// What is decided is no more to be begun, decided or sent; its end stays.
    fn still_matters(&self, row: &AgendaRow, kind: DateKind) -> bool {
        let to_send = is_to_be_told(row) && !self.noticed.contains(&row.contract);
        match kind {
            _ if kind.on(row).is_none() => false,
            DateKind::TermEnd => true,
            DateKind::CancelBy | DateKind::ActBy => row.is_open() || to_send,
            DateKind::StartBy | DateKind::DecideBy => row.is_open(),
        }
    }
}

/// The last line of a calendar.
const END: &str = "END:VCALENDAR";

/// The lines of an event.
fn lines(event: &Event) -> String {
    let mut text = String::new();
    // A string takes whatever is written into it.
    let _ = event.fmt_write(&mut text);
    refolded(&text)
}

/// `contract-12-cancel_by@harlow-county.hallpass`: neither the term nor the contract's number is in it,
/// since both may change.
fn uid(district: &str, contract: ContractId, kind: DateKind) -> String {
    let plain: String = text::fold(district)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    format!(
        "contract-{contract}-{}@{}.hallpass",
        kind.word(),
        words.join("-")
    )
}

/// Most octets of a line.
const WIDEST: usize = 75;

/// Folds the lines anew, never beside a blank: many readers trim the ends of lines before they join
/// them, and would join two words.
fn refolded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let whole = text.replace("\r\n ", "");
    for line in whole.split_terminator("\r\n") {
        let mut rest = line;
        let mut room = WIDEST;
        while rest.len() > room {
            let at = fold_at(rest, room);
            out.push_str(&rest[..at]);
            out.push_str("\r\n ");
            rest = &rest[at..];
            room = WIDEST - 1;
        }
        out.push_str(rest);
        out.push_str("\r\n");
    }
    out
}

/// The last place within so many octets that is no blank's neighbour; else the last between two characters.
fn fold_at(line: &str, room: usize) -> usize {
    let between = |at: &usize| line.is_char_boundary(*at);
    let apart = |at: &usize| {
        let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
        !blank(line[..*at].chars().next_back()) && !blank(line[*at..].chars().next())
    };
    let best = (1..=room).rev().filter(between).find(apart);
    best.or_else(|| (1..=room).rev().find(between))
        .unwrap_or(room)
}

fn whole_day(key: &str, day: NaiveDate) -> Property {
    let mut property = Property::new(key, day.format("%Y%m%d").to_string());
    property.add_parameter("VALUE", "DATE");
    property
}

fn category(kind: DateKind) -> &'static str {
    match kind {
        DateKind::StartBy => "Start by",
        DateKind::DecideBy => "Decide by",
        DateKind::ActBy => "Act by",
        DateKind::CancelBy => "Cancel by",
        DateKind::TermEnd => "Term end",
    }
}

/// Is the vendor to hear that it ends? One that does not renew ends by itself.
fn is_to_be_told(row: &AgendaRow) -> bool {
    row.decision.is_some_and(Choice::ends) && row.may_renew()
}

fn title(row: &AgendaRow, kind: DateKind) -> String {
    let told = is_to_be_told(row);
    let what = match kind {
        DateKind::StartBy => "Begin the review of",
        DateKind::DecideBy => "Decide about",
        DateKind::ActBy if told => "Send the notice for",
        DateKind::ActBy => "Act on",
        DateKind::CancelBy if told => "Last day for the notice:",
        DateKind::CancelBy => "Last day to cancel",
        DateKind::TermEnd if row.ends() => "Ends:",
        DateKind::TermEnd if row.auto_renew.is_none() => "Ends, or renews by itself (not known):",
        DateKind::TermEnd if row.may_renew() => "Renews by itself after today:",
        DateKind::TermEnd => "Ends unless it is renewed:",
    };
    let doubt = if row.dates.unverified && kind != DateKind::TermEnd {
        " (UNVERIFIED notice)"
    } else {
        ""
    };
    text::clean(&format!("{what} {} {}{doubt}", row.number, row.product)).text
}

/// What it is about, and every step up to this day.
fn why(row: &AgendaRow, kind: DateKind) -> String {
    let vendor = row.vendor.as_deref().unwrap_or("vendor not known");
    let owner = row.owner.as_ref();
    let owner = owner.map_or_else(|| "none".to_owned(), PersonName::named);
    let mut lines = vec![
        format!(
            "{} {}, {vendor}, for {}",
            row.number, row.product, row.scope
        ),
        format!("{}. Owner of the contract: {owner}", row.a_year()),
        "Why this day:".to_owned(),
    ];
    for step in &row.dates.trace {
        lines.push(format!("{} {}: {}", step.date, step.spoken(), step.why));
        if step.step == kind.word() {
            break;
        }
    }
    text::clean_long(&lines.join("\n")).text
}

#[cfg(test)]
mod tests;

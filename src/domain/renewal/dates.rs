//! The last day one can still say no, and how it was found. From the term's last covered day back over
//! the notice, the way it travels, closed days, the district's buffer and the board's agenda to the day
//! the review should begin. Every answer carries its steps.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::calendar::Calendar;
use crate::domain::contract::Contract;
use crate::domain::notice::{NoticeBasis, NoticeMethod, NoticeUnit, length, notice_before};
use crate::domain::record::words;

/// What the district's policy adds to the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRules {
    /// Working days between our own last day and the vendor's.
    pub buffer: u32,
    /// Days of notice assumed where nobody knows.
    pub assumed_notice: i64,
    /// Working days the review takes before the decision.
    pub review: u32,
    /// Days a notice travels, by its way.
    pub transit: Transit,
}

/// Calendar days a notice is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transit {
    /// Through the vendor's site.
    pub portal: u32,
    /// As mail on the network.
    pub email: u32,
    /// As a letter, with proof or without.
    pub letter: u32,
}

impl Default for DateRules {
    fn default() -> DateRules {
        DateRules {
            buffer: 5,
            assumed_notice: 90,
            review: 20,
            transit: Transit {
                portal: 0,
                email: 1,
                letter: 5,
            },
        }
    }
}

impl Transit {
    /// Days by this way; a letter's where nobody said, which is the longest.
    pub fn days(self, method: Option<NoticeMethod>) -> u32 {
        match method {
            Some(NoticeMethod::Portal) => self.portal,
            Some(NoticeMethod::Email) => self.email,
            Some(NoticeMethod::Mail | NoticeMethod::Certified) | None => self.letter,
        }
    }
}

/// What the dates are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// The last covered day of the term.
    pub term_end: NaiveDate,
    /// Does it renew unless somebody says no? Counted as if it did where nobody knows.
    pub auto_renew: Option<bool>,
    /// How much notice, where known.
    pub notice: Option<(i64, NoticeUnit)>,
    /// When it counts.
    pub basis: NoticeBasis,
    /// How it travels.
    pub method: Option<NoticeMethod>,
    /// Must the board decide?
    pub board: bool,
    /// The first day of the term, where known: no board meeting before it decides about the term.
    pub term_start: Option<NaiveDate>,
}

/// One step from the term's end to the day to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateStep {
    /// `term_end`, `raw`, `cancel_by`, `act_by`, `decide_by`, `start_by`, and what lies between.
    pub step: &'static str,
    /// The day after this step.
    pub date: NaiveDate,
    /// Why it is this day.
    pub why: String,
}

impl DateStep {
    /// What it is, as people say it: `cancel by`, `notice`.
    pub fn spoken(&self) -> String {
        match self.step {
            "raw" => "notice".to_owned(),
            step => step.replace('_', " "),
        }
    }
}

/// The dates of one term's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// The last covered day.
    pub term_end: NaiveDate,
    /// The vendor's last day for a notice; none where nothing renews by itself.
    pub cancel_by: Option<NaiveDate>,
    /// Our last day for it.
    pub act_by: NaiveDate,
    /// The last day to decide, or to be on the board's agenda.
    pub decide_by: NaiveDate,
    /// The last day to begin the review.
    pub start_by: NaiveDate,
    /// Must the board decide?
    pub board: bool,
    /// Is the notice, or that it renews by itself, assumed and not read from the paper?
    pub unverified: bool,
    /// How they were found, in order.
    pub trace: Vec<DateStep>,
}

/// Finds the dates of one term's end.
pub fn dates(ending: &Ending, calendar: &Calendar, rules: &DateRules) -> Dates {
    let mut trace = Trace {
        steps: Vec::new(),
        calendar,
    };
    let end = ending.term_end;
    let why = match ending.auto_renew {
        Some(_) => "the last covered day".to_owned(),
        None => format!("the last covered day; {NOT_KNOWN}"),
    };
    trace.add("term_end", end, why);
    let (cancel_by, unverified) = if ending.auto_renew == Some(false) {
        (None, false)
    } else {
        let unverified = ending.notice.is_none() || ending.auto_renew.is_none();
        (Some(trace.notice(ending, rules)), unverified)
    };
    let last = cancel_by.unwrap_or_else(|| trace.lapse(end));
    let act_by = trace.back("act_by", last, rules.buffer, "the district's buffer");
    let decide_by = if ending.board {
        trace.board(act_by, ending.term_start)
    } else {
        trace.add("decide_by", act_by, "no board decision is needed".into());
        act_by
    };
    let start_by = trace.back("start_by", decide_by, rules.review, "the review's own time");
    Dates {
        term_end: end,
        cancel_by,
        act_by,
        decide_by,
        start_by,
        board: ending.board,
        unverified,
        trace: trace.steps,
    }
}

const NOT_KNOWN: &str =
    "UNVERIFIED: whether it renews by itself is not known, counted as if it did";

const NO_MEETING: &str =
    "the board must decide, but no meeting of this term before that day is on the calendar";

/// Where a term's first day is not known, board meetings count from so many days before our own last day.
const TERM_OF_UNKNOWN_LENGTH: u64 = 366;

/// A board meets at least once in so many days. Where the last meeting on the calendar is longer before our own last day,
/// others lie between that nobody has entered yet.
const BETWEEN_MEETINGS: i64 = 92;

struct Trace<'c> {
    steps: Vec<DateStep>,
    calendar: &'c Calendar,
}

impl Trace<'_> {
    fn add(&mut self, step: &'static str, date: NaiveDate, why: String) {
        self.steps.push(DateStep { step, date, why });
    }

    /// The vendor's last day.
    fn notice(&mut self, ending: &Ending, rules: &DateRules) -> NaiveDate {
        let assumed = (rules.assumed_notice, NoticeUnit::Days);
        let (count, unit) = ending.notice.unwrap_or(assumed);
        let raw = notice_before(ending.term_end, count, unit, self.calendar);
        let words = match ending.notice {
            Some(_) => format!("{} of notice", length(count, unit)),
            None => format!("UNVERIFIED: the notice is not known, {count} days are assumed"),
        };
        self.add("raw", raw, words);
        let transit = match ending.basis {
            NoticeBasis::Sent => 0,
            NoticeBasis::Received => rules.transit.days(ending.method),
        };
        let mut day = raw;
        if ending.basis == NoticeBasis::Received {
            day = raw
                .checked_sub_days(Days::new(u64::from(transit)))
                .unwrap_or(raw);
            let by = ending.method.map_or("a letter", NoticeMethod::word);
            let why = format!("counts when received; {transit} days on the way by {by}");
            self.add("send_by", day, why);
        }
        self.on_or_before("cancel_by", day)
    }

    /// The last day on which somebody can still prevent that it ends.
    fn lapse(&mut self, end: NaiveDate) -> NaiveDate {
        let day = self.calendar.on_or_before(end);
        if day != end {
            self.add("last_working_day", day, closed_between(day, end));
        }
        day
    }

    fn on_or_before(&mut self, step: &'static str, day: NaiveDate) -> NaiveDate {
        let open = self.calendar.on_or_before(day);
        let why = if open == day {
            "a working day".into()
        } else {
            closed_between(open, day)
        };
        self.add(step, open, why);
        open
    }

    fn back(&mut self, step: &'static str, from: NaiveDate, days: u32, what: &str) -> NaiveDate {
        let day = self.calendar.before(from, days);
        self.add(step, day, format!("{days} working days before, {what}"));
        day
    }

    fn board(&mut self, act_by: NaiveDate, term_start: Option<NaiveDate>) -> NaiveDate {
        let long_ago = act_by.checked_sub_days(Days::new(TERM_OF_UNKNOWN_LENGTH));
        let since = term_start.or(long_ago).unwrap_or(NaiveDate::MIN);
        let last_known = self.calendar.boards().next_back();
        let ends_before =
            last_known.filter(|(day, _)| (act_by - *day).num_days() > BETWEEN_MEETINGS);
        if let Some((meeting, _)) = ends_before.filter(|(day, _)| since <= *day) {
            let why = format!(
                "the board must decide, but no meeting that late is on the calendar: the last one known is on {meeting}"
            );
            self.add("decide_by", act_by, why);
            return act_by;
        }
        let mut meetings = self.calendar.boards();
        let last = meetings.rfind(|(meeting, _)| (since..=act_by).contains(meeting));
        if let Some((meeting, cutoff)) = last {
            let why = format!("the agenda of the board meeting on {meeting} closes");
            self.add("agenda", cutoff, why);
            return self.on_or_before("decide_by", cutoff);
        }
        self.add("decide_by", act_by, NO_MEETING.into());
        act_by
    }
}

fn closed_between(open: NaiveDate, day: NaiveDate) -> String {
    format!(
        "{day} is a {} the office is closed, {open} is the working day before",
        day.format("%A")
    )
}

/// The last days of the terms a contract runs through: its own, and those that renewed by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    first_end: NaiveDate,
    months: u32,
    /// Does each term end with its month?
    whole_months: bool,
}

impl Terms {
    /// The terms of a contract. One whose last day was changed by hand is counted from that day.
    pub fn of(contract: &Contract) -> Terms {
        let end = contract.term_end;
        let months = contract.renew_months.unwrap_or(12).clamp(1, 1_200) as u32;
        let from_first = contract.term_start.is_none_or(|first| first.day() == 1);
        let of = |first_end: NaiveDate| Terms {
            first_end,
            months,
            whole_months: ends_a_month(first_end) && from_first,
        };
        // Once rolled over, the record holds the first day of a later term, which is the first of a month
        // wherever the first term ended one; so which it was is seen from the last day it came to.
        let counted = contract.first_end.into_iter().flat_map(|first_end| {
            let terms = of(first_end);
            let clamped = Terms {
                whole_months: false,
                ..terms
            };
            [terms, clamped]
        });
        let mut counted = counted.filter(|terms| {
            let before = end.pred_opt().unwrap_or(end);
            terms.first_end == end || (terms.first_end < end && terms.after(before) == end)
        });
        counted.next().unwrap_or_else(|| of(end))
    }

    /// The last day of the first term.
    pub fn first_end(self) -> NaiveDate {
        self.first_end
    }

    /// The last day of the term that runs on the day after this one.
    pub fn after(self, over: NaiveDate) -> NaiveDate {
        let next = over.succ_opt().unwrap_or(over);
        self.since(over, next).last().copied().unwrap_or(next)
    }

    /// The last day after so many renewals. Counted from the first term, so that a month's last day
    /// cut short in February is itself again in March. A term of whole months ends with its month.
    pub fn end_after(self, renewals: u32) -> NaiveDate {
        let months = self.months.saturating_mul(renewals);
        let end = self.first_end.checked_add_months(Months::new(months));
        let end = end.map(|end| {
            if self.whole_months {
                month_end(end)
            } else {
                end
            }
        });
        end.unwrap_or(NaiveDate::MAX)
    }

    /// The last days of the terms that begin after `over` and end on or after `today`: the terms that
    /// went by between them, and the one that runs now, last. Empty where `over` is not over yet.
    pub fn since(self, over: NaiveDate, today: NaiveDate) -> Vec<NaiveDate> {
        let mut ends = Vec::new();
        if over >= today {
            return ends;
        }
        let months = (over.year() - self.first_end.year()) * 12 + over.month() as i32
            - self.first_end.month() as i32;
        let mut n = (months / self.months as i32 - 1).max(0) as u32;
        loop {
            let end = self.end_after(n);
            n += 1;
            if end > over {
                ends.push(end);
            }
            if end >= today || end == NaiveDate::MAX {
                return ends;
            }
        }
    }
}

/// The last day of this day's month.
fn month_end(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1);
    let next = first.and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|next| next.pred_opt()).unwrap_or(day)
}

fn ends_a_month(day: NaiveDate) -> bool {
    month_end(day) == day
}

words! {
    /// How urgent a term's end is, the most urgent first.
    Severity {
        /// The vendor's day has passed: it renews.
        Locked = "LOCKED",
        /// Our day has passed, the vendor's has not.
        Overdue = "OVERDUE",
        /// To be decided within 14 days.
        D14 = "D14",
        /// Within 45.
        D45 = "D45",
        /// Within 90.
        D90 = "D90",
        /// In more than 90 days.
        Later = "LATER",
        /// It does not renew by itself: it ends, and service with it.
        Lapse = "LAPSE",
    }
}

impl Severity {
    /// What stands above contracts of this urgency.
    pub fn heading(self) -> &'static str {
        match self {
            Severity::Locked => "THE VENDOR'S DAY HAS PASSED",
            Severity::Overdue => "OUR OWN DAY HAS PASSED",
            Severity::D14 => "TO DECIDE WITHIN 14 DAYS",
            Severity::D45 => "WITHIN 45 DAYS",
            Severity::D90 => "WITHIN 90 DAYS",
            Severity::Later => "LATER",
            Severity::Lapse => "NOT RENEWED BY ITSELF",
        }
    }
}

impl Dates {
    /// How urgent it is on this day.
    pub fn severity(&self, today: NaiveDate) -> Severity {
        let Some(cancel_by) = self.cancel_by else {
            return Severity::Lapse;
        };
        match self.days_left(today) {
            _ if today > cancel_by => Severity::Locked,
            ..=-1 => Severity::Overdue,
            0..=14 => Severity::D14,
            15..=45 => Severity::D45,
            46..=90 => Severity::D90,
            _ => Severity::Later,
        }
    }

    /// Calendar days until the last day to decide; below zero once it has passed.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.decide_by - today).num_days()
    }
}

#[cfg(test)]
mod tests;

//! The decide menu: what may be decided now, what each choice does and why not the rest; then what the
//! choice needs, one box at a time, and a reason by a letter or in words.

use super::keys::{doing, written};
use super::{Renewals, rows};
use crate::domain::contract::ContractId;
use crate::domain::counted::counted;
use crate::domain::day::{full, near};
use crate::domain::money::{Basis, Cents};
use crate::domain::refusal::Refusal;
use crate::domain::renewal::agenda::{AgendaRow, RenewalDecision, RenewalDeed};
use crate::domain::renewal::{Cause, Choice};
use crate::domain::text;
use crate::exchange::value::day;
use crate::office::deed::Deed;
use crate::office::deed::renewal::{ContractDeeds, ContractSubject};
use crate::tui::effect::{Intent, Menu, MenuItem, Pick};
use crate::tui::topic::{RenewalText, Topic};
use crate::tui::view::chosen::decided;

/// A decision being made: what was said so far.
pub(super) struct DecidingRenewal {
    subjects: Vec<ContractSubject>,
    decision: RenewalDecision,
    replacement: Option<String>,
    /// What it was bought to reach, where that is asked for.
    goal: Option<String>,
}

/// The choices of every day, then those behind `m`: letter, choice, what the menu calls it.
const CHOICES: [(char, Choice, &str); 9] = [
    ('c', Choice::Cancel, "Cancel it"),
    ('a', Choice::Lapse, "Let it lapse"),
    ('r', Choice::Renew, "Renew it"),
    ('n', Choice::Negotiate, "Negotiate"),
    ('w', Choice::Defer, "Wait"),
    ('s', Choice::Smaller, "Make it smaller"),
    ('d', Choice::Consolidate, "To the district"),
    ('o', Choice::Coterm, "End together"),
    ('p', Choice::Replace, "Replace it"),
];

/// Reasons, each with its letter; the last is typed.
const CAUSES: [(char, Cause, &str); 5] = [
    ('u', Cause::Unused, "unused: too few use it"),
    ('d', Cause::Duplicate, "duplicate: another does the same"),
    ('p', Cause::Price, "price: it costs too much"),
    (
        't',
        Cause::Technical,
        "technical: it does not fit network or devices",
    ),
    ('o', Cause::Other, "other: type it"),
];

impl Renewals {
    pub(super) fn decide(&mut self) -> Option<Vec<Intent>> {
        let row = self.row()?;
        let first = if row.may_renew() {
            Choice::Cancel
        } else {
            Choice::Lapse
        };
        let title = self.title(row);
        let mut items = self.items(&[first, Choice::Renew, Choice::Negotiate, Choice::Defer]);
        let more = Menu {
            title: title.clone(),
            items: self.items(&[
                Choice::Smaller,
                Choice::Consolidate,
                Choice::Coterm,
                Choice::Replace,
            ]),
            about_rows: true,
        };
        let label = padded("More", "smaller, to the district, end together, replace");
        items.push(MenuItem::new('m', label, Intent::Menu(more)));
        Some(self.menu(title, items))
    }

    fn title(&self, row: &AgendaRow) -> String {
        if self.list.acts_on_marks() {
            return format!("Decide {}", self.marked());
        }
        let today = self.agenda.as_ref().map(|agenda| agenda.today);
        let today = today.unwrap_or_default();
        // What is decided is the running term's end, also where an earlier day was missed.
        let day = row.dates.cancel_by.unwrap_or(row.dates.term_end);
        let days = (day - today).num_days();
        let by = if row.may_renew() {
            "cancel by"
        } else {
            "it ends"
        };
        let when = match days {
            ..=-1 => rows::far(days),
            0 => "today".to_owned(),
            1 => "1 day".to_owned(),
            n => format!("{n} days"),
        };
        format!(
            "Decide {} {}, ${} {}, {by} {} ({when})",
            row.number,
            row.product,
            row.dollars(),
            Basis::YearPrice,
            near(day, today)
        )
    }

    /// How many contracts, what they cost together, our first day, and for how many it is too late.
    fn marked(&self) -> String {
        let rows = self.list.chosen().into_iter();
        let rows: Vec<&AgendaRow> = rows.filter_map(|id| self.find(*id)).collect();
        let today = self.agenda.as_ref().map(|agenda| agenda.today);
        let today = today.unwrap_or_default();
        let cost: Cents = rows.iter().filter_map(|row| row.annual).sum();
        let unknown = rows.iter().filter(|row| row.annual.is_none()).count();
        let late = rows.iter().filter(|row| rows::is_missed(row)).count();
        let ahead = rows.iter().filter(|row| !rows::is_missed(row));
        let first = ahead.map(|row| row.key_day()).min();
        let mut told = format!(
            "{}, ${} {}",
            counted(rows.len(), "contract"),
            cost.dollars(),
            Basis::YearPrice
        );
        if unknown > 0 {
            told.push_str(&format!(" and {unknown} unknown"));
        }
        if let Some(day) = first {
            told.push_str(&format!(", first {}", near(day, today)));
        }
        if late > 0 {
            told.push_str(&format!(", {late} too late"));
        }
        told
    }

    fn items(&self, choices: &[Choice]) -> Vec<MenuItem> {
        let lines = choices.iter().filter_map(|wanted| {
            let line = CHOICES.iter().find(|(_, choice, _)| choice == wanted);
            line.map(|(letter, choice, label)| {
                let off = self.why_not(*choice);
                let does = match off {
                    Some(_) => String::new(),
                    None => self.does(*choice),
                };
                let picked = Intent::Pick(Pick::Renewal(*choice));
                MenuItem::new(*letter, padded(label, &does), picked)
                    .also(choice.word())
                    .unless(off)
            })
        });
        lines.collect()
    }

    /// Why it cannot be chosen; where several are marked, the records say so of each.
    fn why_not(&self, choice: Choice) -> Option<String> {
        if self.list.acts_on_marks() {
            return None;
        }
        let choices = &self.sheet()?.choices;
        let found = choices.iter().find(|(known, _)| *known == choice);
        found.and_then(|(_, why)| why.as_ref().map(Refusal::to_string))
    }

    /// What it does, in the room a menu has.
    fn does(&self, choice: Choice) -> String {
        let Some(row) = self.row() else {
            return String::new();
        };
        if self.list.acts_on_marks() {
            return does_to_each(choice).to_owned();
        }
        let end = full(row.dates.term_end);
        match choice {
            Choice::Cancel => match row
                .dates
                .cancel_by
                .filter(|_| row.went_on() || !rows::is_missed(row))
            {
                Some(day) => format!("makes a notice letter and a task due {}", full(day)),
                None => "makes a notice letter; its day has passed, phone the vendor".to_owned(),
            },
            Choice::Lapse => format!("nothing to send, it ends by itself on {end}"),
            Choice::Renew if row.auto_renew == Some(true) => {
                format!("nothing to send, it renews by itself on {end}")
            }
            Choice::Renew => format!("ask the vendor for the next term before {end}"),
            Choice::Negotiate => "keep the date, ask the vendor for fewer seats or less".to_owned(),
            Choice::Defer => {
                "ask me again on a day you choose, before the day to decide".to_owned()
            }
            Choice::Smaller => "renew with fewer seats".to_owned(),
            Choice::Consolidate => "end this one, use the district's contract".to_owned(),
            Choice::Coterm => "let it end on a common day, paid by the day".to_owned(),
            Choice::Replace => "end this one, another product takes its place".to_owned(),
            Choice::None => String::new(),
        }
    }

    /// A choice was taken from the menu.
    pub(super) fn chosen(&mut self, choice: Choice) -> Vec<Intent> {
        let goal = self.sheet().and_then(|sheet| sheet.contract.goal.clone());
        let subjects = self.subjects();
        let alone = !self.list.acts_on_marks();
        self.deciding = Some(DecidingRenewal {
            subjects,
            decision: RenewalDecision {
                choice,
                cause: None,
                reason: None,
                quantity: None,
                cents: None,
                until: None,
                replacement: None,
                goal_result: None,
            },
            replacement: None,
            goal: goal.filter(|_| alone),
        });
        self.next_step(None)
    }

    /// Asks for what is still missing, else decides.
    fn next_step(&mut self, typed: Option<&str>) -> Vec<Intent> {
        let Some(deciding) = &self.deciding else {
            return Vec::new();
        };
        let Some(first) = deciding.subjects.first() else {
            return Vec::new();
        };
        let decision = &deciding.decision;
        let choice = decision.choice;
        let goes_on = matches!(choice, Choice::Renew | Choice::Smaller);
        let what = match deciding.subjects.len() {
            1 => first.what.clone(),
            n => counted(n, "contract"),
        };
        let contract = first.contract;
        let ask = |what: RenewalText, title: String, text: String| {
            let text = typed.map_or(text, str::to_owned);
            vec![written(contract, what, title, text)]
        };
        if matches!(choice, Choice::Defer | Choice::Coterm) && decision.until.is_none() {
            let title = match choice {
                Choice::Defer => format!("Ask again about {what} on which day"),
                _ => format!("{what} is to end on which day"),
            };
            return ask(RenewalText::Day, title, self.suggested_day(choice));
        }
        if choice == Choice::Smaller && decision.quantity.is_none() {
            return ask(
                RenewalText::Seats,
                format!("How many seats of {what} stay"),
                String::new(),
            );
        }
        if choice == Choice::Replace && deciding.replacement.is_none() {
            return ask(
                RenewalText::Product,
                format!("What takes the place of {what}"),
                String::new(),
            );
        }
        if let Some(goal) = deciding.goal.as_ref().filter(|_| goes_on)
            && decision.goal_result.is_none()
        {
            let goal = text::cut(goal, 40);
            return ask(
                RenewalText::Goal,
                format!("What became of its goal: {goal}"),
                String::new(),
            );
        }
        if decision.cause.is_none() && decision.reason.is_none() {
            return match choice {
                Choice::Renew => ask(
                    RenewalText::Reason,
                    format!("Why {what} goes on"),
                    "still needed".into(),
                ),
                Choice::Coterm => ask(
                    RenewalText::Reason,
                    format!("Why {what} is to end then"),
                    "contracts end together".into(),
                ),
                Choice::Defer => ask(
                    RenewalText::Reason,
                    format!("What {what} waits for"),
                    String::new(),
                ),
                _ => cause_menu(&what, choice),
            };
        }
        if decision.cause == Some(Cause::Other) && decision.reason.is_none() {
            let title = format!("Why: {} {what}", choice.word());
            return ask(RenewalText::Reason, title, String::new());
        }
        self.decided()
    }

    fn decided(&mut self) -> Vec<Intent> {
        let Some(deciding) = self.deciding.take() else {
            return Vec::new();
        };
        let what = text::capital(deciding.decision.choice.word());
        let rows = deciding.subjects.len();
        let deed = Intent::Change(Deed::Renewal(Box::new(ContractDeeds {
            subjects: deciding.subjects,
            deed: RenewalDeed::Decide(deciding.decision),
            replacement: deciding.replacement,
        })));
        decided(&what, &self.marked(), rows, deed)
    }

    /// The end of the fiscal year for contracts that are to end together; a week ahead for waiting.
    fn suggested_day(&self, choice: Choice) -> String {
        let Some((row, agenda)) = self.row().zip(self.agenda.as_ref()) else {
            return String::new();
        };
        let end = row.dates.term_end;
        let day = if choice == Choice::Coterm {
            let year = agenda.years.of(end);
            let last = agenda.years.last_day(year);
            if last > end {
                last
            } else {
                agenda.years.last_day(year + 1)
            }
        } else {
            super::grid::moved(agenda.today, 7).min(row.dates.decide_by)
        };
        day.to_string()
    }

    /// A reason was taken from the menu.
    pub(super) fn because(&mut self, cause: Cause) -> Vec<Intent> {
        if let Some(deciding) = &mut self.deciding {
            deciding.decision.cause = Some(cause);
        }
        self.next_step(None)
    }

    /// What was typed for the decision being made; none where none is.
    pub(super) fn said(
        &mut self,
        contract: ContractId,
        step: RenewalText,
        typed: &str,
    ) -> Option<Vec<Intent>> {
        let deciding = self.deciding.as_mut()?;
        if deciding.subjects.first()?.contract != contract {
            return None;
        }
        let decision = &mut deciding.decision;
        let mut wrong = None;
        match step {
            RenewalText::Day => match day::typed(first_word(typed)) {
                Ok(day) => decision.until = Some(day),
                Err(why) => wrong = Some(why.to_string()),
            },
            RenewalText::Seats => match typed.replace(',', "").trim().parse::<i64>() {
                Ok(count) => decision.quantity = Some(count),
                Err(_) => wrong = Some(format!("{typed} is no count. Type it like 250.")),
            },
            RenewalText::Product => deciding.replacement = Some(typed.to_owned()),
            RenewalText::Goal => decision.goal_result = Some(typed.to_owned()),
            RenewalText::Reason => decision.reason = Some(typed.to_owned()),
            RenewalText::Sent | RenewalText::Asked | RenewalText::Gone | RenewalText::Notice => {
                return None;
            }
        }
        let again = wrong.is_some().then_some(typed);
        let mut intents = self.next_step(again);
        let about = Topic::Renewal {
            contract,
            text: step,
        };
        // The last words go with the change, which keeps them where it is refused.
        if wrong.is_none() && self.deciding.is_some() {
            let text = String::new();
            intents.insert(0, Intent::Draft { about, text });
        }
        intents.extend(wrong.map(Intent::Hint));
        Some(intents)
    }
}

/// What it does to each of several contracts, whose days are not the same.
fn does_to_each(choice: Choice) -> &'static str {
    match choice {
        Choice::Cancel => "makes a notice letter and a task of each, by its own day",
        Choice::Lapse => "nothing to send, each ends by itself on its last day",
        Choice::Renew => "each goes on when its term ends",
        Choice::Negotiate => "keep the dates, ask the vendors for fewer seats or less",
        Choice::Defer => "ask me again on a day you choose, before the day to decide",
        Choice::Smaller => "renew each with fewer seats",
        Choice::Consolidate => "end these, use the district's contracts",
        Choice::Coterm => "let them end on a common day, paid by the day",
        Choice::Replace => "end these, another product takes their place",
        Choice::None => "",
    }
}

/// Which reason, by a letter.
fn cause_menu(what: &str, choice: Choice) -> Vec<Intent> {
    let items = CAUSES.map(|(letter, cause, label)| {
        MenuItem::new(letter, label, Intent::Pick(Pick::Cause(cause)))
    });
    // Not about rows: a reason belongs to what was chosen before.
    let menu = Menu {
        title: format!("Reason to {}: {what}", choice.word()),
        items: items.to_vec(),
        about_rows: false,
    };
    let hint = "hallpass sends nothing to the vendor. Now a reason letter; u takes it back.";
    vec![Intent::Menu(menu), Intent::Hint(hint.into())]
}

fn padded(label: &str, does: &str) -> String {
    if does.is_empty() {
        label.to_owned()
    } else {
        format!("{} {does}", text::pad(label, 15))
    }
}

/// A deed that needs nothing more.
pub(super) fn at_once(subject: ContractSubject, deed: RenewalDeed) -> Vec<Intent> {
    vec![doing(vec![subject], deed)]
}

/// What stands before the first blank.
pub(super) fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

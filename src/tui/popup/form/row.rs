//! One row of a form: the box, what stood there before, and what is wrong with what stands there now.

use std::borrow::Cow;

use super::entry::{Entry, Reads};
use super::value;
use crate::domain::record::{Shape, Value};
use crate::domain::refusal::Refusal;
use crate::exchange::sheet::FileCell;
use crate::exchange::value::Parsed;
use crate::exchange::value::day::{self, DayOrder};
use crate::office::deed::form::FilledValue;
use crate::office::query::form::FormFacts;
use crate::tui::command::Command;
use crate::tui::widget::field::TextField;

/// A field being filled.
pub(in crate::tui::popup) struct FormRow {
    pub(in crate::tui::popup) entry: Entry,
    /// Whose field it is: empty for the form's own record, else a line's id, or `+1`, `+2` for new ones.
    pub(in crate::tui::popup) section: String,
    /// What the record holds, as text.
    pub(in crate::tui::popup) base: String,
    pub(in crate::tui::popup) field: TextField,
    /// What is wrong, once the field was left.
    pub(in crate::tui::popup) complaint: Option<String>,
    /// What somebody else saved meanwhile.
    pub(in crate::tui::popup) news: Option<String>,
    /// Which comes first in `7/1/26`, where other days of the form tell.
    pub(in crate::tui::popup) order: Option<DayOrder>,
}

impl FormRow {
    pub(in crate::tui::popup) fn new(entry: Entry, value: &Value, facts: &FormFacts) -> FormRow {
        FormRow::of(entry, "", value::show(entry.reads, value, facts))
    }

    /// A field of a section in which this text stands.
    pub(in crate::tui::popup) fn of(entry: Entry, section: &str, base: String) -> FormRow {
        FormRow {
            entry,
            section: section.to_owned(),
            field: TextField::line(&base),
            base,
            complaint: None,
            news: None,
            order: None,
        }
    }

    /// Is it a day?
    pub(in crate::tui::popup) fn is_day(&self) -> bool {
        matches!(self.entry.reads, Reads::Field(Shape::Day, _))
    }

    /// What is typed; a day of numbers and slashes as it is meant, where the form's other days tell.
    pub(in crate::tui::popup) fn said(&self) -> Cow<'_, str> {
        let text = self.field.text();
        let order = self.order.filter(|_| self.is_day());
        match order.map(|order| day::day(&FileCell::Text(text.to_owned()), order)) {
            Some(Parsed::Value(day) | Parsed::Noted(day, _)) => day.to_string().into(),
            _ => text.into(),
        }
    }

    /// What its draft is kept under.
    pub(in crate::tui::popup) fn key(&self) -> String {
        match self.section.as_str() {
            "" => self.entry.field.to_owned(),
            section => format!("{section} {}", self.entry.field),
        }
    }

    /// Is it a field of a line that is yet to be made?
    pub(in crate::tui::popup) fn is_new(&self) -> bool {
        self.section.starts_with('+')
    }

    /// Whether something else stands there than the record holds.
    pub(in crate::tui::popup) fn is_changed(&self) -> bool {
        self.field.text() != self.base
    }

    pub(in crate::tui::popup) fn read(&self, facts: &FormFacts) -> Result<FilledValue, Refusal> {
        if self.entry.needed && self.field.text().trim().is_empty() {
            return Err(format!("{} is needed", self.entry.label).into());
        }
        value::read(self.entry.reads, &self.said(), facts)
    }

    /// Says what is wrong, if anything is.
    pub(in crate::tui::popup) fn judge(&mut self, facts: &FormFacts) -> bool {
        self.complaint = self.read(facts).err().map(String::from);
        self.complaint.is_none()
    }

    pub(in crate::tui::popup) fn update(&mut self, command: Command) -> bool {
        let words = self.entry.reads.words();
        let took = if command == Command::Restore {
            self.field.set(&self.base);
            true
        } else if words.is_empty() {
            self.field.update(command)
        } else {
            self.choose(&words, command)
        };
        if took {
            self.complaint = None;
        }
        took
    }

    pub(in crate::tui::popup) fn paste(&mut self, text: &str) {
        let words = self.entry.reads.words();
        if words.is_empty() {
            self.field.insert(text);
        } else if words.contains(&text.trim()) {
            self.field.set(text.trim());
        }
        self.complaint = None;
    }

    fn choose(&mut self, words: &[&'static str], command: Command) -> bool {
        let count = words.len();
        let at = words.iter().position(|word| *word == self.field.text());
        let next = |from: usize| (from + 1) % count;
        let to = match (command, at) {
            (Command::Type(' ') | Command::Right, at) => at.map_or(0, next),
            (Command::Left, at) => at.map_or(0, |at| (at + count - 1) % count),
            (Command::Type(letter), at) => {
                let from = at.map_or(0, next);
                let turn = (0..count).map(|step| (from + step) % count);
                match turn.into_iter().find(|i| words[*i].starts_with(letter)) {
                    Some(found) => found,
                    None => return true,
                }
            }
            (Command::Backspace | Command::Delete | Command::DeleteToStart, at) => {
                let empty = words.iter().position(|word| word.is_empty());
                match empty.or(at) {
                    Some(to) => to,
                    None => return true,
                }
            }
            _ => return false,
        };
        self.field.set(words[to]);
        true
    }

    /// The widest thing that may stand there.
    pub(in crate::tui::popup) fn is_short(&self) -> bool {
        !matches!(
            self.entry.reads,
            Reads::Field(
                Shape::Text | Shape::Record(_) | Shape::Schools | Shape::Lines | Shape::Words(_),
                _
            ) | Reads::Fund
                | Reads::Funding
                | Reads::Shares
        )
    }
}

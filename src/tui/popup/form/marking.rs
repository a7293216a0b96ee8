//! The list of what a field may name: roles or schools, each to be marked, or the one record that is meant. Typing narrows
//! it, Enter marks or unmarks, or takes the record and closes.
//!
//! Opened on the field by Ctrl-N. What is marked is written into the field at once, so that closing loses nothing.

use ratatui::layout::Rect;

use super::entry::Reads;
use super::row::FormRow;
use super::value::parts_of;
use crate::domain::person::Role;
use crate::domain::record::{Kind, Shape};
use crate::domain::text::{self, fold, key};
use crate::office::query::form::FormFacts;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::popup::{Rooms, middle};
use crate::tui::theme::TextRole;
use crate::tui::widget::field::TextField;
use crate::tui::widget::list::List;

/// Columns before a name: the cursor.
const CURSOR: u16 = 2;
/// The same with the mark behind it.
const MARKS: u16 = 6;

/// What can be marked.
struct Choice {
    /// What stands in the field for it.
    word: String,
    /// What is said beside it: a school's name, what a role lets somebody do.
    said: String,
}

/// The list over a form.
pub(super) struct Marking {
    title: String,
    /// One is taken, in place of what stands there.
    one: bool,
    choices: Vec<Choice>,
    typed: TextField,
    /// Positions in `choices`.
    list: List<usize>,
}

impl Marking {
    /// The list of a field; none where there is nothing to choose several of.
    pub(super) fn of(row: &FormRow, facts: &FormFacts) -> Option<Marking> {
        let shape = match row.entry.reads {
            Reads::Field(shape, _) => shape,
            Reads::Fund | Reads::Funding => return Some(Marking::one_of(row, funds(facts))),
            _ => return None,
        };
        let choices = match shape {
            Shape::Words(words) => words.iter().map(|word| Choice {
                word: (*word).to_owned(),
                said: Role::from_word(word).map_or("", Role::may).to_owned(),
            }),
            Shape::Schools => return Some(Marking::over(row, schools(facts))),
            Shape::Record(kind) => return Some(Marking::one_of(row, records(kind, facts))),
            _ => return None,
        };
        Some(Marking::over(row, choices.collect()))
    }

    /// The list of records, as far as what was typed begins their names; all of them where it begins none.
    fn one_of(row: &FormRow, choices: Vec<Choice>) -> Marking {
        let mut marking = Marking::over(row, choices);
        marking.one = true;
        marking.typed.set(last_of(row).1);
        marking.narrow();
        if marking.list.is_empty() {
            marking.typed.set("");
            marking.narrow();
        }
        marking
    }

    fn over(row: &FormRow, choices: Vec<Choice>) -> Marking {
        let mut marking = Marking {
            one: false,
            title: row.entry.label.to_owned(),
            choices,
            typed: TextField::default(),
            list: List::default(),
        };
        marking.narrow();
        marking
    }

    fn narrow(&mut self) {
        let typed = fold(self.typed.text());
        let words: Vec<&str> = typed.split_whitespace().collect();
        let fits = |choice: &Choice| {
            let all = fold(&format!("{} {}", choice.word, choice.said));
            let begins = |word: &&str| all.split([' ', '-', '.']).any(|one| one.starts_with(word));
            words.iter().all(begins)
        };
        let found = self.choices.iter().enumerate();
        let found = found.filter(|(_, choice)| fits(choice));
        self.list.set(found.map(|(at, _)| at).collect());
    }

    /// Carries out a key; false closes the list.
    pub(super) fn update(&mut self, command: Command, row: &mut FormRow) -> bool {
        match command {
            Command::Close => return false,
            Command::Accept if self.one => {
                self.pick(row);
                return false;
            }
            Command::Accept => self.turn(row),
            other if self.list.update(other) => {}
            other if self.typed.update(other) => {
                self.narrow();
                self.list.update(Command::First);
            }
            _ => {}
        }
        true
    }

    /// Narrows by pasted words.
    pub(super) fn paste(&mut self, text: &str) {
        self.typed.insert(text);
        self.narrow();
    }

    /// Writes what is under the cursor into the field; where nothing is, what stands there stays.
    fn pick(&self, row: &mut FormRow) {
        let chosen = self.list.selected().and_then(|at| self.choices.get(*at));
        if let Some(choice) = chosen {
            let before = last_of(row).0;
            let said = format!("{before}{}", choice.word);
            row.field.set(&said);
            row.complaint = None;
        }
    }

    /// Marks what is under the cursor, or takes its mark off; what else stands in the field stays.
    fn turn(&self, row: &mut FormRow) {
        let chosen = self.list.selected().and_then(|at| self.choices.get(*at));
        let Some(choice) = chosen else { return };
        let mut parts: Vec<&str> = parts_of(row.field.text()).collect();
        let before = parts.len();
        parts.retain(|part| !choice.is(part));
        if parts.len() == before {
            parts.push(&choice.word);
        }
        let said = parts.join("; ");
        row.field.set(&said);
        row.complaint = None;
    }

    pub(super) fn draw(&self, row: &FormRow, rooms: Rooms, canvas: &mut Canvas) {
        // The frame, and the line in which one types.
        let height = (self.choices.len() as u16).saturating_add(3);
        let area = middle(rooms.body, 74, height);
        let inside = canvas.boxed(
            area,
            &format!(
                "{}: Enter {}",
                self.title,
                if self.one { "takes it" } else { "marks" }
            ),
        );
        if inside.height < 3 {
            return;
        }
        let marked: Vec<&str> = parts_of(row.field.text()).collect();
        let words = self.choices.iter().map(|choice| text::width(&choice.word));
        let wide = words.max().unwrap_or(0) as u16 + 2;
        let list = Rect {
            y: inside.y + 1,
            height: inside.height - 1,
            ..inside
        };
        if self.list.is_empty() {
            let none = "Nothing has these words. Ctrl-U clears them.";
            canvas.text(list.x, list.y, list.width, none, TextRole::Plain);
        }
        for (line, position) in self.list.window(list.height.into()).enumerate() {
            let y = list.y + line as u16;
            let Some(choice) = self.choices.get(self.list.keys()[position]) else {
                continue;
            };
            let here = position == self.list.at();
            let (cursor, role) = if here {
                (">", TextRole::Selected)
            } else {
                (" ", TextRole::Plain)
            };
            let is_marked = marked.iter().any(|part| choice.is(part));
            canvas.text(list.x, y, 1, cursor, TextRole::Plain);
            let marks = if self.one {
                CURSOR
            } else {
                let mark = if is_marked { "[x]" } else { "[ ]" };
                canvas.text(list.x + CURSOR, y, 3, mark, TextRole::Plain);
                MARKS
            };
            let x = list.x + marks;
            let room = list.right().saturating_sub(x);
            canvas.text(x, y, room, &choice.word, role);
            let room = room.saturating_sub(wide);
            canvas.text(x + wide, y, room, &choice.said, TextRole::Plain);
        }
        let line = Rect {
            height: 1,
            ..inside
        };
        self.typed.draw(canvas, line);
    }
}

impl Choice {
    /// Does what stands in the field mean it?
    fn is(&self, part: &str) -> bool {
        key(part) == key(&self.word) || (!self.said.is_empty() && key(part) == key(&self.said))
    }
}

/// What stands in a field before what is being typed, and that. Where several may stand, the last is being typed.
fn last_of(row: &FormRow) -> (String, &str) {
    let text = row.field.text();
    match (row.entry.reads, text.rsplit_once(';')) {
        (Reads::Funding, Some((before, last))) => (format!("{before}; "), last.trim()),
        _ => (String::new(), text),
    }
}

/// Every fund that something is paid from, or is to be.
fn funds(facts: &FormFacts) -> Vec<Choice> {
    let choices = facts.funds.iter().map(|fund| Choice {
        word: fund.clone(),
        said: String::new(),
    });
    choices.collect()
}

/// Every record of this noun that the form may name, by the name that the field is read by.
fn records(kind: Kind, facts: &FormFacts) -> Vec<Choice> {
    let named = |word: &str, said: String| Choice {
        word: word.to_owned(),
        said,
    };
    let mut choices: Vec<Choice> = match kind {
        Kind::School => return schools(facts),
        Kind::Vendor => {
            let vendors = facts.vendors.iter();
            vendors
                .map(|(_, name)| named(name, String::new()))
                .collect()
        }
        Kind::Product => {
            let listed = facts.listed.iter().filter_map(|entry| {
                let (_, name) = facts.products.iter().find(|(id, _)| *id == entry.id)?;
                Some(named(name, entry.also.join(", ")))
            });
            listed.collect()
        }
        kind => {
            let others = facts.others.iter().filter(|(of, ..)| *of == kind);
            let others = others.filter_map(|(.., names)| {
                let (first, more) = names.split_first()?;
                Some(named(first, more.join(", ")))
            });
            others.collect()
        }
    };
    choices.sort_by_cached_key(|choice| fold(&choice.word));
    choices
}

/// Every open school, by its code where it has one.
fn schools(facts: &FormFacts) -> Vec<Choice> {
    let schools = facts.schools.iter();
    let choices = schools.map(|school| match &school.code {
        Some(code) => Choice {
            word: code.clone(),
            said: school.name.clone(),
        },
        None => Choice {
            word: school.name.clone(),
            said: String::new(),
        },
    });
    choices.collect()
}

//! Picks the school all views stay at, or all schools. Typing narrows by the beginnings of words.
//! Opened by `@`; asks for the schools itself and returns the chosen scope.

use ratatui::layout::Rect;

use super::{Popup, Reaction, Rooms, middle};
use crate::domain::find::SchoolName;
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::field::TextField;
use crate::tui::widget::list::List;

/// The schools and zones that the views can be narrowed to.
#[derive(Default)]
pub struct ScopePicker {
    schools: Option<Vec<SchoolName>>,
    field: TextField,
    /// Positions in `schools`; none is "all schools".
    list: List<Option<usize>>,
}

impl ScopePicker {
    fn narrow(&mut self) {
        let typed = self.field.text().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let mut found: Vec<(usize, Option<usize>)> = Vec::new();
        if words.is_empty() {
            found.push((0, None));
        }
        for (index, school) in self.schools.iter().flatten().enumerate() {
            found.extend(rank(&school.name, &words).map(|rank| (rank, Some(index))));
        }
        found.sort_by_key(|(rank, index)| (*rank, *index));
        self.list = List::default();
        self.list
            .set(found.into_iter().map(|(_, index)| index).collect());
    }

    fn choice(&self) -> Option<Reaction> {
        let chosen = self.list.selected()?;
        let school = chosen.and_then(|index| self.schools.as_ref()?.get(index).cloned());
        Some(Reaction::Close(vec![Intent::Scope(school)]))
    }
}

/// How well a name answers the words: 0 begins with them, 1 each begins a word, 2 initials.
fn rank(name: &str, words: &[&str]) -> Option<usize> {
    let name = name.to_lowercase();
    if name.starts_with(&words.join(" ")) {
        return Some(0);
    }
    let mut parts = name.split([' ', '-', '.']);
    if words
        .iter()
        .all(|word| parts.clone().any(|part| part.starts_with(word)))
    {
        return Some(1);
    }
    let initials: String = parts
        .by_ref()
        .filter_map(|part| part.chars().next())
        .collect();
    let [only] = words else {
        return None;
    };
    initials.starts_with(only).then_some(2)
}

impl Popup for ScopePicker {
    fn context(&self) -> KeyContext {
        KeyContext::Picker
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Accept, "stay here"), (Command::Down, "pick")]
    }

    fn asks(&self) -> Vec<Query> {
        vec![Query::Schools]
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        if let Answer::Schools(schools) = answer {
            let selected = self.list.selected().copied();
            self.schools = Some(schools.clone());
            self.narrow();
            if let Some(selected) = selected {
                self.list.select(&selected);
            }
        }
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match command {
            Command::Close => return Reaction::Close(Vec::new()),
            Command::Accept => {
                let none = "No school like that. Ctrl-U clears the words.";
                let stay = || Reaction::Stay(vec![Intent::Hint(none.into())]);
                return self.choice().unwrap_or_else(stay);
            }
            _ if self.list.update(command) => {}
            _ if self.field.update(command) => self.narrow(),
            _ => return Reaction::Pass,
        }
        Reaction::Stay(Vec::new())
    }

    fn paste(&mut self, text: &str) -> Option<Vec<Intent>> {
        self.field.insert(text);
        self.narrow();
        Some(Vec::new())
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, _scene: &Scene) {
        let area = middle(rooms.body, 60, rooms.body.height);
        let inside = canvas.boxed(area, "Stay at one school in every view");
        if inside.height < 3 {
            return;
        }
        let rows = Rect {
            y: inside.y + 1,
            height: inside.height - 1,
            ..inside
        };
        if self.schools.is_none() || self.list.is_empty() {
            let none = if self.schools.is_none() {
                "reading the schools"
            } else {
                "No school has these words. Ctrl-U clears them."
            };
            canvas.text(rows.x, rows.y, rows.width, none, TextRole::Plain);
        }
        for (line, position) in self.list.window(rows.height as usize).enumerate() {
            let y = rows.y + line as u16;
            let school = self.list.keys()[position]
                .and_then(|index| self.schools.as_ref().and_then(|all| all.get(index)));
            let (mark, role) = if position == self.list.at() {
                ("> ", TextRole::Selected)
            } else {
                ("  ", TextRole::Plain)
            };
            let name = school.map_or("all schools", |school| &school.name);
            let note = school
                .and_then(|school| school.code.as_deref())
                .unwrap_or_default();
            let pieces = [
                (mark, TextRole::Plain),
                (name, role),
                ("   ", TextRole::Plain),
                (note, TextRole::Plain),
            ];
            canvas.pieces(rows.x, y, rows.width, &pieces);
        }
        let used = canvas.text(inside.x, inside.y, inside.width, "@", TextRole::Plain);
        let room = inside.width - used;
        self.field
            .draw(canvas, Rect::new(inside.x + used, inside.y, room, 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_answer_to_beginnings_and_initials() {
        for (name, typed, expected) in [
            ("Lincoln ES", "li", Some(0)),
            ("Lincoln ES", "lincoln e", Some(0)),
            ("Lincoln ES", "es lin", Some(1)),
            ("Oak Hill ES", "ohe", Some(2)),
            ("Oak Hill ES", "lin", None),
        ] {
            let words: Vec<&str> = typed.split_whitespace().collect();
            assert_eq!(rank(name, &words), expected, "{typed} in {name}");
        }
    }
}

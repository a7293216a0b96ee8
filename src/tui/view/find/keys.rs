//! What the finder's keys do: in its box, in the list, in an open card.
//! Called by the finder only.

use std::cell::Cell;

use super::Find;
use crate::domain::find::schools_like;
use crate::office::deed::Deed;
use crate::office::query::form::FormOpening;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Writing};
use crate::tui::scene::Scene;
use crate::tui::view::chosen::ask_owner;

impl Find {
    /// `@li` and a blank: stay at the school whose name begins so.
    fn fix_school(&mut self) -> Option<Vec<Intent>> {
        if self.schools.is_empty() {
            // Typed before the schools have come: the finder understands the mark all the same.
            return None;
        }
        let text = self.typed.text().to_owned();
        let at = text.rfind('@').filter(|at| !text[*at..].contains(' '))?;
        let words = &text[at + 1..];
        let like = schools_like(words, &self.schools);
        self.typed.set(&text[..at]);
        match like[..] {
            [id] => {
                let found = self.schools.iter().find(|s| s.id == id).cloned();
                Some(vec![Intent::Scope(found)])
            }
            [] => Some(vec![Intent::Hint(format!(
                "No school begins with `{words}`."
            ))]),
            _ => {
                let names: Vec<&str> = self
                    .schools
                    .iter()
                    .filter(|s| like.contains(&s.id))
                    .map(|s| s.name.as_str())
                    .collect();
                Some(vec![Intent::Hint(format!(
                    "Which one: {}? Write more of it.",
                    names.join(", ")
                ))])
            }
        }
    }

    pub(super) fn in_box(&mut self, command: Command) -> Option<Vec<Intent>> {
        match command {
            Command::Type('?') if self.typed.is_empty() => {
                return Some(vec![Intent::Run(Command::Help)]);
            }
            Command::Type(':') if self.typed.is_empty() => {
                return Some(vec![Intent::Run(Command::Palette)]);
            }
            Command::Type(' ') => {
                if let Some(intents) = self.fix_school() {
                    return Some(intents);
                }
                self.typed.update(command);
            }
            Command::Down | Command::Up | Command::PageDown | Command::PageUp => {
                self.step(command);
            }
            Command::Close => {
                self.open = false;
                self.past_first = false;
            }
            Command::Accept => return Some(self.accept()),
            Command::Meant => {
                // Out of the box, so that the `u` of the message is no letter.
                self.open = false;
                return self.meant();
            }
            Command::Complete => self.complete(),
            // Come from another view, to the box as it was left: this is a new question.
            Command::FindProduct => self.typed.set(""),
            Command::DeleteToStart => {
                // Product and school: only one marked with `@`, before the schools had come to fix it, was
                // meant for the whole call.
                let mark = |word: &str| word.len() > 1 && word.starts_with('@');
                let marked = self.typed.text().split_whitespace().any(mark);
                let place = self.found.as_ref().and_then(|found| found.place.clone());
                self.typed.set("");
                let kept = place
                    .filter(|_| marked)
                    .map(|school| Intent::Scope(Some(school)));
                return Some(kept.into_iter().collect());
            }
            other => return self.typed.update(other).then(Vec::new),
        }
        Some(Vec::new())
    }

    fn accept(&mut self) -> Vec<Intent> {
        if let Some(row) = self.row() {
            let looked_up = Intent::Change(Deed::LookedUp(row.id));
            self.reading = Some(Cell::new(0));
            self.open = false;
            return vec![looked_up];
        }
        if self.is_left_over() {
            self.step(Command::Down);
            return Vec::new();
        }
        let words = self.found.as_ref().map_or("", |found| &found.product_words);
        if words.is_empty() {
            Vec::new()
        } else {
            vec![Intent::Run(Command::NewRequest)]
        }
    }

    fn complete(&mut self) {
        let name = self.row().map(|row| row.name.clone());
        if let Some(name) = name {
            let school = self
                .found
                .as_ref()
                .map_or(String::new(), |found| found.school_words.clone());
            self.typed.set(format!("{name} {school}").trim_end());
        }
    }

    pub(super) fn out_of_box(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        if let Some(intents) = self.on_product(command, scene) {
            return Some(intents);
        }
        if let Some(top) = self.reading.as_ref().map(Cell::get) {
            return self.in_card(command, top);
        }
        match command {
            Command::FindProduct => {
                self.typed.set("");
                self.open = true;
            }
            Command::Filter => self.open = true,
            Command::Open | Command::Product => return self.row().is_some().then(|| self.accept()),
            other => return self.step(other).then(Vec::new),
        }
        Some(Vec::new())
    }

    /// Moves in the list; the first step onto rows that are guesses goes to the first of them.
    fn step(&mut self, command: Command) -> bool {
        let onto = self.unnamed().is_some();
        let down = matches!(command, Command::Down | Command::Up);
        let command = if onto && down {
            Command::First
        } else {
            command
        };
        let moved = self.rows.update(command);
        self.moved |= moved;
        moved
    }

    fn in_card(&mut self, command: Command, top: usize) -> Option<Vec<Intent>> {
        if let Some(visit) = &self.visit {
            let from = visit.from;
            match command {
                Command::Back | Command::Left => {
                    return Some(vec![Intent::BackTo(from)]);
                }
                Command::FindProduct | Command::Filter => self.visit = None,
                _ => {}
            }
        }
        let top = match command {
            Command::Back | Command::Left => None,
            Command::Down | Command::ScrollDown => Some(top + 1),
            Command::Up | Command::ScrollUp => Some(top.saturating_sub(1)),
            Command::PageDown => Some(top + 8),
            Command::PageUp => Some(top.saturating_sub(8)),
            Command::First => Some(0),
            Command::Last => Some(usize::MAX / 2),
            Command::FindProduct => {
                self.typed.set("");
                self.open = true;
                None
            }
            Command::Filter => {
                self.open = true;
                None
            }
            _ => return None,
        };
        self.reading = top.map(Cell::new);
        Some(Vec::new())
    }

    /// What works on the product under the cursor, in the list as on its card.
    fn on_product(&self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::New => Some(vec![Intent::Run(Command::NewRequest)]),
            Command::AddIncident => {
                let (id, name) = self.subject()?;
                let opening = FormOpening::new_incident(id, name, scene.now.date());
                Some(vec![Intent::Form(opening)])
            }
            Command::Edit => {
                let (id, name) = self.subject()?;
                let opening = FormOpening::of(id, name);
                Some(vec![Intent::Form(opening)])
            }
            Command::Who => {
                let (id, name) = self.subject()?;
                Some(vec![ask_owner(vec![id], None, name.to_owned())])
            }
            Command::Note => self.note(),
            Command::History => self.history(),
            Command::Meant => self.meant(),
            _ => None,
        }
    }

    fn note(&self) -> Option<Vec<Intent>> {
        let (id, name) = self.subject()?;
        Some(vec![Intent::Write(Writing::note(id, name.to_owned()))])
    }

    /// The words typed become another name of the product under the cursor.
    fn meant(&self) -> Option<Vec<Intent>> {
        let (product, called) = self.subject()?;
        Some(vec![Intent::Change(Deed::AlsoCalled {
            product,
            called: called.to_owned(),
            words: self.found.as_ref()?.product_words.clone(),
        })])
    }

    pub(super) fn history(&self) -> Option<Vec<Intent>> {
        self.subject()
            .map(|(id, name)| vec![Intent::History(id.into(), name.to_owned())])
    }
}

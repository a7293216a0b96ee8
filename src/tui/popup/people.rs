//! Picks a person. Typing narrows by the beginnings of names, or of the login.
//! Opened by `w`; asks for the people itself and gives the one picked back to the view.

use ratatui::layout::Rect;

use super::{Popup, Reaction, Rooms, middle};
use crate::domain::review::PersonName;
use crate::domain::text;
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::topic::Assignment;
use crate::tui::widget::field::TextField;
use crate::tui::widget::list::List;

/// The people to choose one from.
pub struct PeoplePicker {
    about: Assignment,
    title: String,
    people: Option<Vec<PersonName>>,
    field: TextField,
    /// Positions in `people`.
    list: List<usize>,
}

impl PeoplePicker {
    /// Picks somebody for this.
    pub fn new(about: Assignment, title: String) -> PeoplePicker {
        PeoplePicker {
            about,
            title,
            people: None,
            field: TextField::default(),
            list: List::default(),
        }
    }

    fn narrow(&mut self) {
        let typed = text::fold(self.field.text());
        let words: Vec<&str> = typed.split_whitespace().collect();
        let people = self.people.iter().flatten().enumerate();
        let fit = people.filter(|(_, who)| fits(who, &words));
        let fit = fit.map(|(index, _)| index).collect();
        self.list = List::default();
        self.list.set(fit);
    }

    fn who(&self, position: usize) -> Option<&PersonName> {
        self.people.as_ref()?.get(*self.list.keys().get(position)?)
    }
}

/// Does each word begin the login or a word of the name?
fn fits(who: &PersonName, words: &[&str]) -> bool {
    let all = text::fold(&format!("{} {}", who.login, who.name));
    let begins = |word: &&str| {
        all.split([' ', '-', '.'])
            .any(|part| part.starts_with(word))
    };
    words.iter().all(begins)
}

impl Popup for PeoplePicker {
    fn context(&self) -> KeyContext {
        KeyContext::Picker
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Accept, "this person"), (Command::Down, "pick")]
    }

    fn asks(&self) -> Vec<Query> {
        vec![Query::People]
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        if let Answer::People(people) = answer {
            let selected = self.list.selected().copied();
            self.people = Some(people.clone());
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
                let Some(who) = self.who(self.list.at()) else {
                    let none = "Nobody has that name. Ctrl-U clears the words.";
                    return Reaction::Stay(vec![Intent::Hint(none.into())]);
                };
                return Reaction::Close(vec![Intent::Picked {
                    about: self.about.clone(),
                    who: who.clone(),
                }]);
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
        let inside = canvas.boxed(area, &self.title);
        if inside.height < 3 {
            return;
        }
        let rows = Rect {
            y: inside.y + 1,
            height: inside.height - 1,
            ..inside
        };
        if self.people.is_none() || self.list.is_empty() {
            let none = if self.people.is_none() {
                "reading the people"
            } else {
                "Nobody has these words. Ctrl-U clears them."
            };
            canvas.text(rows.x, rows.y, rows.width, none, TextRole::Plain);
        }
        for (line, position) in self.list.window(rows.height as usize).enumerate() {
            let y = rows.y + line as u16;
            let Some(who) = self.who(position) else {
                continue;
            };
            let (mark, role) = if position == self.list.at() {
                ("> ", TextRole::Selected)
            } else {
                ("  ", TextRole::Plain)
            };
            let pieces = [
                (mark, TextRole::Plain),
                (who.name.as_str(), role),
                ("   ", TextRole::Plain),
                (who.login.as_str(), TextRole::Plain),
            ];
            canvas.pieces(rows.x, y, rows.width, &pieces);
        }
        let line = Rect {
            height: 1,
            ..inside
        };
        self.field.draw(canvas, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::PersonId;

    #[test]
    fn people_answer_to_the_beginnings_of_their_names() {
        let who = PersonName {
            id: PersonId(1),
            login: "pnguyen".into(),
            name: "Phương Nguyễn".into(),
            left: false,
        };
        for (words, fit) in [
            (&["ng"][..], true),
            (&["png"], true),
            (&["ng", "phu"], true),
            (&["guyen"], false),
            (&[], true),
        ] {
            assert_eq!(fits(&who, words), fit, "{words:?}");
        }
    }
}

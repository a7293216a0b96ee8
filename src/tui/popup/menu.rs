//! A menu at the bottom: letters, or arrows and Enter. The row it is about stays visible above it.
//! Opened by a view's wish; gives back `Command::Pick`.

use super::{Popup, Reaction, Rooms, bottom};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::{Menu, MenuItem, Wish};
use crate::tui::keymap::Context;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// An open menu.
pub struct MenuPopup {
    menu: Menu,
    at: usize,
}

impl MenuPopup {
    /// Opens on its first choice.
    pub fn new(menu: Menu) -> Self {
        let first = menu.items.iter().position(MenuItem::is_choice);
        Self {
            menu,
            at: first.unwrap_or(0),
        }
    }

    /// To the next choice, down or up; stays where there is none.
    fn step(&mut self, down: bool) {
        let items = &self.menu.items;
        let is_choice = |at: &usize| items[*at].is_choice();
        let next = if down {
            (self.at + 1..items.len()).find(is_choice)
        } else {
            (0..self.at).rev().find(is_choice)
        };
        self.at = next.unwrap_or(self.at);
    }

    fn pick(&self, item: Option<&MenuItem>) -> Reaction {
        match item {
            Some(MenuItem {
                off: Some(reason), ..
            }) => Reaction::Stay(vec![Wish::Hint(reason.clone())]),
            Some(item) => {
                Reaction::Close(vec![Wish::Run(Command::Pick(self.menu.kind, item.letter))])
            }
            None => Reaction::Stay(Vec::new()),
        }
    }
}

impl Popup for MenuPopup {
    fn context(&self) -> Context {
        Context::Menu
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Accept, "take"), (Command::Down, "choose")]
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match command {
            Command::Down => self.step(true),
            Command::Up => self.step(false),
            Command::Accept => return self.pick(self.menu.items.get(self.at)),
            Command::Close => return Reaction::Close(Vec::new()),
            Command::Type(letter) => {
                let mut choices = self.menu.items.iter().filter(|item| item.is_choice());
                let item = choices.find(|item| item.letter == letter);
                if item.is_none() {
                    let hint = format!("{letter} is not in this menu. Esc closes it.");
                    return Reaction::Stay(vec![Wish::Hint(hint)]);
                }
                return self.pick(item);
            }
            _ => return Reaction::Pass,
        }
        Reaction::Stay(Vec::new())
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, _scene: &Scene) {
        let height = self.menu.items.len() as u16 + 1;
        let area = bottom(rooms.body, height);
        if area.height == 0 {
            return;
        }
        canvas.clear(area);
        canvas.rule(area, &self.menu.title);
        let rows = area.height as usize - 1;
        let first = (self.at + 1).saturating_sub(rows);
        for (line, item) in self.menu.items.iter().enumerate().skip(first).take(rows) {
            let y = area.y + 1 + (line - first) as u16;
            let (mark, role) = if line == self.at {
                canvas.put_cursor(area.x, y);
                (">", Role::Selected)
            } else {
                (" ", Role::Plain)
            };
            let off = item.off.as_ref().map(|reason| format!("   off: {reason}"));
            let letter = item.letter.to_string();
            canvas.pieces(
                area.x,
                y,
                area.width,
                &[
                    (mark, Role::Plain),
                    (" ", Role::Plain),
                    (&letter, Role::Key),
                    ("  ", Role::Plain),
                    (&item.label, role),
                    (&off.unwrap_or_default(), Role::Plain),
                ],
            );
        }
    }
}

//! A menu at the bottom: letters, or arrows and Enter. The row it is about stays visible above it.
//! Opened by a view's intent; gives back what the line taken does.

use super::{Popup, Reaction, Rooms, bottom};
use crate::domain::record::RecordRef;
use crate::domain::text::wrap;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem};
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

/// Lines to pick one of, by letter or by cursor.
pub struct MenuPopup {
    menu: Menu,
    at: usize,
    /// The record that is decided.
    record: Option<RecordRef>,
}

impl MenuPopup {
    /// Opens on its first choice; `here` is the record that the view's keys act on.
    pub fn new(menu: Menu, here: Option<RecordRef>) -> Self {
        let first = menu.items.iter().position(MenuItem::is_choice);
        let record = here.filter(|_| menu.about_rows && menu.has_use());
        Self {
            menu,
            record,
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
            }) => Reaction::Stay(vec![Intent::Hint(reason.clone())]),
            Some(item) => Reaction::Close(self.menu.takes(item)),
            None => Reaction::Stay(Vec::new()),
        }
    }
}

impl Popup for MenuPopup {
    fn context(&self) -> KeyContext {
        KeyContext::Menu
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Accept, "take"), (Command::Down, "choose")]
    }

    fn edits(&self) -> Option<RecordRef> {
        self.record
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
                    return Reaction::Stay(vec![Intent::Hint(hint)]);
                }
                return self.pick(item);
            }
            _ => return Reaction::Pass,
        }
        Reaction::Stay(Vec::new())
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, _scene: &Scene) {
        let lines = self.lines(rooms.body.width);
        let area = bottom(rooms.body, lines.len() as u16 + 1);
        if area.height == 0 {
            return;
        }
        canvas.clear(area);
        canvas.rule(area, &self.menu.title);
        let rows = area.height as usize - 1;
        let at = lines.iter().position(|line| line.is(self.at)).unwrap_or(0);
        let first = (at + 1).saturating_sub(rows);
        for (line, y) in lines.iter().skip(first).zip(area.y + 1..area.bottom()) {
            let item = match line {
                MenuLine::Says(text) => {
                    canvas.text(area.x + 1, y, area.width - 1, text, TextRole::Plain);
                    continue;
                }
                MenuLine::Choice(index, item) => {
                    if *index == self.at {
                        canvas.put_cursor(area.x, y);
                    }
                    item
                }
            };
            let (mark, role) = if line.is(self.at) {
                (">", TextRole::Selected)
            } else {
                (" ", TextRole::Plain)
            };
            let off = item.off.as_ref().filter(|_| self.shared_reason().is_none());
            let off = off.map(|reason| format!("   off: {reason}"));
            let letter = item.letter.to_string();
            canvas.pieces(
                area.x,
                y,
                area.width,
                &[
                    (mark, TextRole::Plain),
                    (" ", TextRole::Plain),
                    (&letter, TextRole::Key),
                    ("  ", TextRole::Plain),
                    (&item.label, role),
                    (&off.unwrap_or_default(), TextRole::Plain),
                ],
            );
        }
    }
}

/// A line as it is drawn.
enum MenuLine<'m> {
    /// A part of what only says something.
    Says(String),
    /// The item at this position.
    Choice(usize, &'m MenuItem),
}

impl MenuLine<'_> {
    fn is(&self, at: usize) -> bool {
        matches!(self, MenuLine::Choice(index, _) if *index == at)
    }
}

impl MenuPopup {
    /// Why nothing can be taken, where that is one reason for several choices.
    fn shared_reason(&self) -> Option<&str> {
        if self.menu.has_use() {
            return None;
        }
        let mut reasons = self
            .menu
            .items
            .iter()
            .filter_map(|item| item.off.as_deref());
        let first = reasons.next()?;
        let mut others = reasons.peekable();
        others.peek()?;
        others.all(|reason| reason == first).then_some(first)
    }

    /// One line a choice; what is only said is never cut off. A reason that several are off for is said once, below them.
    fn lines(&self, width: u16) -> Vec<MenuLine<'_>> {
        let room = width.saturating_sub(2).max(1) as usize;
        let letters = self.menu.items.iter().filter(|item| item.off.is_some());
        let letters: Vec<String> = letters.map(|item| item.letter.to_string()).collect();
        let shared = self.shared_reason();
        let shared = shared.map(|why| format!("{} are off: {why}", letters.join(", ")));
        let said = shared.map(|said| wrap(&said, room).into_iter().map(MenuLine::Says));
        let items = self.menu.items.iter().enumerate();
        let choices = items.flat_map(|(index, item)| {
            if item.is_choice() {
                return vec![MenuLine::Choice(index, item)];
            }
            let said = wrap(&item.label, room).into_iter();
            said.map(MenuLine::Says).collect()
        });
        choices.chain(said.into_iter().flatten()).collect()
    }
}

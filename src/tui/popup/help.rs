//! What can be pressed: in this view, everywhere, while typing. Typing narrows by key or word.
//! Opened by `?`; built from the keymap and the view's offers, so it cannot be out of date.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::{Popup, Reaction, Rooms, middle};
use crate::domain::text::wrap;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::{self, KeyContext};
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::view::Offer;
use crate::tui::widget::field::TextField;

/// Room for the keys and for key and text together.
const KEYS: u16 = 13;
const COLUMN: u16 = 37;

enum HelpLine {
    Heading(String),
    Key(String, String),
    Blank,
}

/// The keys of the view and the popup that are open.
pub struct Help {
    title: String,
    sections: Vec<(String, Vec<(String, String)>)>,
    field: TextField,
    first: Cell<usize>,
}

impl Help {
    /// The help for a view with these offers, where numbers are counted so.
    pub fn new(view: &str, offers: &[Offer], counting: &[(&str, &str)]) -> Self {
        let mut here = Vec::new();
        let mut why = Vec::new();
        for offer in offers {
            let Some(row) = keymap::row_of(KeyContext::Checklist, offer.command) else {
                continue;
            };
            let text = if offer.label.is_empty() {
                row.help
            } else {
                offer.label
            };
            here.push((row.keys.to_string(), text.to_string()));
            if let Some(reason) = &offer.off {
                why.extend(explained(row.keys, reason));
            }
        }
        let offered = |command| offers.iter().any(|offer| offer.command == command);
        // A key without a use here is not named as one that has.
        let elsewhere = |context, command: Command| match context {
            KeyContext::Global => offered(command) || !command.works_everywhere(),
            KeyContext::Checklist => offered(command),
            _ => false,
        };
        let counted = counting.iter().flat_map(|(what, how)| explained(what, how));
        let mut sections = vec![
            (format!("THIS VIEW: {}", view.to_uppercase()), here),
            ("HOW IT IS COUNTED".to_string(), counted.collect()),
            ("WHY IS IT OFF?".to_string(), why),
        ];
        for (title, context) in [
            ("EVERYWHERE", KeyContext::Global),
            ("ON A CHECKLIST", KeyContext::Checklist),
            ("WHILE NARROWING A LIST", KeyContext::Picker),
            ("WHILE WRITING", KeyContext::Text),
            ("IN A MENU", KeyContext::Menu),
            ("ALWAYS", KeyContext::Everywhere),
            ("BY NAME", KeyContext::Named),
        ] {
            let rows = keymap::rows(context)
                .filter(|row| !elsewhere(context, row.command))
                .map(|row| (row.keys.to_string(), row.help.to_string()));
            sections.push((title.to_string(), rows.collect()));
        }
        let marks = [
            (">", "you are here"),
            (".", "parked in another pane"),
            ("*", "marked"),
            ("!", "look here"),
            ("~", "cut short"),
        ];
        let marks = marks.map(|(mark, text)| (mark.to_string(), text.to_string()));
        sections.push(("MARKS".to_string(), marks.to_vec()));
        Self {
            title: format!("Help: {view}"),
            sections,
            field: TextField::default(),
            first: Cell::new(0),
        }
    }

    /// The lines that contain what was typed, sections without any left out.
    fn lines(&self) -> Vec<HelpLine> {
        let typed = self.field.text().trim().to_lowercase();
        let mut lines = Vec::new();
        for (title, rows) in &self.sections {
            let mut found = rows.iter().filter(|(keys, text)| {
                typed.is_empty()
                    || keys.split(' ').any(|key| key.to_lowercase() == typed)
                    || text.to_lowercase().contains(&typed)
            });
            let Some(one) = found.next() else {
                continue;
            };
            if !lines.is_empty() {
                lines.push(HelpLine::Blank);
            }
            lines.push(HelpLine::Heading(title.clone()));
            for (keys, text) in std::iter::once(one).chain(found) {
                lines.push(HelpLine::Key(keys.clone(), text.clone()));
            }
        }
        lines
    }
}

impl Popup for Help {
    fn context(&self) -> KeyContext {
        KeyContext::Picker
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Type(' '), "to search"), (Command::Down, "more")]
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        let first = self.first.get();
        match command {
            Command::Down => self.first.set(first.saturating_add(1)),
            Command::Up => self.first.set(first.saturating_sub(1)),
            Command::PageDown => self.first.set(first.saturating_add(10)),
            Command::PageUp => self.first.set(first.saturating_sub(10)),
            Command::Close | Command::Accept => return Reaction::Close(Vec::new()),
            // A second ? closes what the first one opened.
            Command::Type('?') if self.field.is_empty() => return Reaction::Close(Vec::new()),
            _ if self.field.update(command) => self.first.set(0),
            _ => return Reaction::Pass,
        }
        Reaction::Stay(Vec::new())
    }

    fn paste(&mut self, text: &str) -> Option<Vec<Intent>> {
        self.field.insert(text);
        Some(Vec::new())
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, _scene: &Scene) {
        let columns = ((rooms.body.width.saturating_sub(4)) / COLUMN).clamp(1, 3);
        let width = columns * COLUMN + 2;
        let inside = canvas.boxed(middle(rooms.body, width, rooms.body.height), &self.title);
        if inside.height < 3 {
            return;
        }
        let lines = self.lines();
        let rows = inside.height as usize - 3;
        let shown = rows * columns as usize;
        let first = self.first.get().min(lines.len().saturating_sub(shown));
        self.first.set(first);
        for (index, line) in lines.iter().skip(first).take(shown).enumerate() {
            let column = (index / rows.max(1)) as u16;
            let x = inside.x + 1 + column * COLUMN;
            let y = inside.y + 2 + (index % rows.max(1)) as u16;
            let room = (COLUMN - 1).min(inside.right().saturating_sub(x));
            draw_line(canvas, Rect::new(x, y, room, 1), line);
        }
        let rest = lines.len() - first - shown.min(lines.len() - first);
        let foot = if rest > 0 {
            format!("Down: {rest} more lines")
        } else if lines.is_empty() {
            "No key and no word like that. Ctrl-U clears the search.".to_string()
        } else {
            "No function keys, Alt keys or mouse are ever needed.".to_string()
        };
        let last = inside.bottom() - 1;
        canvas.text(
            inside.x + 1,
            last,
            inside.width.saturating_sub(1),
            &foot,
            TextRole::Plain,
        );
        let label = "Type to search the keys: ";
        let used = canvas.text(
            inside.x + 1,
            inside.y,
            inside.width - 1,
            label,
            TextRole::Plain,
        );
        let room = inside.width.saturating_sub(used + 2);
        self.field
            .draw(canvas, Rect::new(inside.x + 1 + used, inside.y, room, 1));
    }
}

/// A word, and sentences about it over several lines.
fn explained(what: &str, how: &str) -> Vec<(String, String)> {
    let mut what = what.to_string();
    let lines = wrap(how, (COLUMN - KEYS - 1).into()).into_iter();
    lines
        .map(|line| (std::mem::take(&mut what), line))
        .collect()
}

fn draw_line(canvas: &mut Canvas, area: Rect, line: &HelpLine) {
    match line {
        HelpLine::Heading(title) => {
            canvas.text(area.x, area.y, area.width, title, TextRole::Heading);
        }
        HelpLine::Key(keys, text) => {
            let keys_room = KEYS.min(area.width);
            canvas.text(area.x, area.y, keys_room, keys, TextRole::Key);
            let rest = area.width - keys_room;
            canvas.text(area.x + keys_room, area.y, rest, text, TextRole::Plain);
        }
        HelpLine::Blank => {}
    }
}

//! Every command by name, with its key, and why one is off. Typing narrows: words or their beginnings.
//! Opened by `:`; gives the chosen command back to `app`.

use ratatui::layout::Rect;

use super::{Popup, Reaction, Rooms, middle};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::{self, KeyContext};
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::view::Offer;
use crate::tui::widget::field::TextField;
use crate::tui::widget::list::List;

struct PaletteEntry {
    title: String,
    key: &'static str,
    command: Command,
    off: Option<String>,
}

/// The commands by their names, and the line that looks for one.
pub struct Palette {
    entries: Vec<PaletteEntry>,
    field: TextField,
    list: List<usize>,
}

impl Palette {
    /// All commands: those run lately first, then the view's, then the rest.
    pub fn new(offers: &[Offer], recent: &[Command], scene: &Scene) -> Self {
        let mut commands: Vec<Command> = recent.to_vec();
        commands.extend(offers.iter().map(|offer| offer.command));
        for context in [
            KeyContext::Global,
            KeyContext::Named,
            KeyContext::Everywhere,
        ] {
            commands.extend(keymap::rows(context).map(|row| row.command));
        }
        let mut entries: Vec<PaletteEntry> = Vec::new();
        for command in commands {
            let known = entries.iter().any(|entry| entry.command == command);
            let Some(row) = keymap::row_of(KeyContext::Checklist, command) else {
                continue;
            };
            if known || command.is_movement() {
                continue;
            }
            let offer = offers.iter().find(|offer| offer.command == command);
            let elsewhere = offer.is_none() && !command.is_for_every_view();
            let off = match offer {
                _ if elsewhere => Some("not in this view".into()),
                offer => offer.and_then(|offer| offer.off.clone()),
            };
            let off = scene.why_off(command).or(off);
            entries.push(PaletteEntry {
                title: capitalized(row.help),
                key: row.key(),
                command,
                off,
            });
        }
        // What can be run comes first, each part in its order.
        entries.sort_by_key(|entry| entry.off.as_deref() == Some("not in this view"));
        let mut palette = Self {
            entries,
            field: TextField::default(),
            list: List::default(),
        };
        palette.narrow();
        palette
    }

    fn narrow(&mut self) {
        let typed = self.field.text().to_lowercase();
        let wanted: Vec<&str> = typed.split_whitespace().collect();
        let found = self.entries.iter().enumerate().filter(|(_, entry)| {
            let title = entry.title.to_lowercase();
            let begins = |word: &&str| {
                let mut words = title.split([' ', ',', '(', ')']);
                words.any(|known| known.starts_with(word))
                    || entry.key.trim_start_matches(':').starts_with(*word)
                    || entry.key == *word
            };
            wanted.iter().all(begins)
        });
        self.list = List::default();
        self.list.set(found.map(|(index, _)| index).collect());
    }

    fn chosen(&self) -> Option<&PaletteEntry> {
        self.list.selected().map(|index| &self.entries[*index])
    }

    fn draw_entries(&self, canvas: &mut Canvas, area: Rect) {
        let key_at = area.width.saturating_sub(12).min(30);
        for (line, position) in self.list.window(area.height as usize).enumerate() {
            let y = area.y + line as u16;
            if y >= area.bottom() {
                break;
            }
            let entry = &self.entries[self.list.keys()[position]];
            let role = if position == self.list.at() {
                canvas.text(area.x, y, 1, ">", TextRole::Plain);
                TextRole::Selected
            } else {
                TextRole::Plain
            };
            let room = key_at.saturating_sub(1);
            canvas.text(area.x + 2, y, room, &entry.title, role);
            let x = area.x + 2 + key_at;
            let room = area.right().saturating_sub(x);
            let used = canvas.text(x, y, room, entry.key, TextRole::Key);
            if let Some(reason) = &entry.off {
                let x = x + used.max(8);
                let room = area.right().saturating_sub(x);
                canvas.text(x, y, room, &format!("off: {reason}"), TextRole::Plain);
            }
        }
    }
}

impl Popup for Palette {
    fn context(&self) -> KeyContext {
        KeyContext::Picker
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![
            (Command::Accept, "run"),
            (Command::Down, "pick"),
            (Command::Complete, "complete"),
        ]
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match command {
            Command::Close => return Reaction::Close(Vec::new()),
            Command::Accept => {
                return match self.chosen() {
                    None => Reaction::Stay(vec![Intent::Hint("No command like that.".into())]),
                    Some(PaletteEntry { off: Some(why), .. }) => {
                        let why = why.trim_end_matches('.');
                        Reaction::Stay(vec![Intent::Hint(format!("It is off: {why}."))])
                    }
                    Some(entry) => Reaction::Close(vec![Intent::Chosen(entry.command)]),
                };
            }
            Command::Complete => {
                let title = self.chosen().map(|entry| entry.title.to_lowercase());
                self.field.set(&title.unwrap_or_default());
                self.narrow();
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
        let inside = canvas.boxed(middle(rooms.body, 72, rooms.body.height), "Commands");
        if inside.height < 4 {
            return;
        }
        let lower = Rect {
            y: inside.y + 1,
            height: 1,
            ..inside
        };
        canvas.rule(lower, "");
        let rows = Rect {
            y: inside.y + 2,
            height: inside.height - 3,
            ..inside
        };
        self.draw_entries(canvas, rows);
        let foot = if self.list.is_empty() {
            "No command has these words. Ctrl-U clears them."
        } else {
            "The key column: press that instead next time."
        };
        let last = inside.bottom() - 1;
        canvas.text(inside.x, last, inside.width, foot, TextRole::Plain);
        canvas.text(inside.x, inside.y, 1, ":", TextRole::Plain);
        let room = inside.width - 1;
        self.field
            .draw(canvas, Rect::new(inside.x + 1, inside.y, room, 1));
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

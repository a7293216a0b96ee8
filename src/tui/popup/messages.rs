//! The messages of this session, newest first. `y` copies one.
//! Opened by `M` with a copy of the log; knows nothing of where messages come from.

use chrono::NaiveDateTime;
use ratatui::layout::Rect;

use super::{Popup, Reaction, Rooms};
use crate::domain::text::wrap;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::notice::Notice;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::list::List;

/// The messages that were shown.
pub struct Messages {
    log: Vec<(NaiveDateTime, Notice)>,
    list: List<usize>,
}

impl Messages {
    /// Opens on the newest.
    pub fn new(log: Vec<(NaiveDateTime, Notice)>) -> Self {
        let mut list = List::default();
        list.set((0..log.len()).collect());
        Self { log, list }
    }

    fn line(&self, index: usize) -> (String, &'static str, &str) {
        let (when, notice) = &self.log[index];
        let mark = if notice.is_error { "!!" } else { "  " };
        (when.format("%H:%M").to_string(), mark, &notice.text)
    }
}

impl Popup for Messages {
    fn context(&self) -> KeyContext {
        KeyContext::Global
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Down, "older"), (Command::Copy, "copy it")]
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match command {
            Command::Back | Command::Messages => Reaction::Close(Vec::new()),
            Command::Copy => {
                let text = self.list.selected().map(|i| self.log[*i].1.text.clone());
                Reaction::Stay(text.map(Intent::Copy).into_iter().collect())
            }
            Command::Mark | Command::MarkAll => Reaction::Pass,
            _ if self.list.update(command) => Reaction::Stay(Vec::new()),
            _ => Reaction::Pass,
        }
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, _scene: &Scene) {
        let inside = canvas.boxed(rooms.body, "Messages, newest first");
        if self.log.is_empty() {
            let none = "No messages yet. What the screen tells you is kept here.";
            canvas.text(inside.x, inside.y, inside.width, none, TextRole::Plain);
            canvas.put_cursor(inside.x, inside.y);
            return;
        }
        // The chosen message in full at the bottom, the list above it.
        let full = self
            .list
            .selected()
            .map(|i| self.line(*i).2)
            .unwrap_or_default();
        let mut lines = wrap(full, inside.width.max(1) as usize);
        lines.truncate(inside.height as usize / 2);
        let below = (lines.len() as u16 + 1).min(inside.height);
        let top = Rect {
            height: inside.height - below,
            ..inside
        };
        for (row, position) in self.list.window(top.height as usize).enumerate() {
            let y = top.y + row as u16;
            if y >= top.bottom() {
                break;
            }
            let (when, error, text) = self.line(position);
            let (mark, role) = if position == self.list.at() {
                canvas.put_cursor(top.x, y);
                (">", TextRole::Selected)
            } else {
                (" ", TextRole::Plain)
            };
            let pieces = [
                (mark, TextRole::Plain),
                (&when, role),
                (" ", TextRole::Plain),
                (error, TextRole::AlarmMark),
                (" ", TextRole::Plain),
                (text, TextRole::Plain),
            ];
            canvas.pieces(top.x, y, top.width, &pieces);
        }
        let foot = Rect {
            y: top.bottom(),
            height: below,
            ..inside
        };
        canvas.rule(foot, "");
        for (row, line) in lines
            .iter()
            .enumerate()
            .take(below.saturating_sub(1) as usize)
        {
            canvas.text(
                foot.x,
                foot.y + 1 + row as u16,
                foot.width,
                line,
                TextRole::Plain,
            );
        }
    }
}

//! A page of plain text without borders, so that a mouse drag copies it cleanly.
//! Opened by `Y t`; the honest way out where the terminal's clipboard cannot be reached.

use std::cell::Cell;

use super::{Popup, Reaction, Rooms};
use crate::domain::text;
use crate::tui::canvas::{Canvas, wrap};
use crate::tui::command::Command;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

/// Text that is read and scrolled: help, the messages, an answer as plain text.
pub struct Page {
    text: String,
    /// First line shown; drawing keeps it within the text.
    first: Cell<usize>,
}

impl Page {
    /// Opens at the top.
    pub fn new(text: String) -> Self {
        Self {
            text,
            first: Cell::new(0),
        }
    }

    fn scroll(&mut self, lines: isize) {
        let first = self.first.get().saturating_add_signed(lines);
        self.first.set(first);
    }
}

impl Popup for Page {
    fn context(&self) -> KeyContext {
        KeyContext::Global
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Down, "more")]
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match command {
            Command::Down => self.scroll(1),
            Command::Up => self.scroll(-1),
            Command::PageDown => self.scroll(10),
            Command::PageUp => self.scroll(-10),
            Command::First => self.first.set(0),
            Command::Last => self.first.set(usize::MAX),
            Command::Back => return Reaction::Close(Vec::new()),
            _ => return Reaction::Pass,
        }
        Reaction::Stay(Vec::new())
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        let mut area = rooms.page;
        canvas.clear(area);
        if let Some(mark) = scene.mark {
            // Below the text, out of a drag's way.
            area.height -= 1;
            canvas.right(area.x, area.right(), area.bottom(), mark, TextRole::Alarm);
        }
        let lines = lines(&self.text, area.width as usize);
        let last = lines.len().saturating_sub(area.height as usize);
        self.first.set(self.first.get().min(last));
        let shown = lines.iter().skip(self.first.get());
        for (row, line) in shown.take(area.height as usize).enumerate() {
            canvas.text(
                area.x,
                area.y + row as u16,
                area.width,
                line,
                TextRole::Plain,
            );
        }
        canvas.put_cursor(area.x, area.y);
    }
}

/// The text in lines; what fits keeps its blanks, so that columns stay columns.
fn lines(text: &str, width: usize) -> Vec<String> {
    let whole = text.trim_end().lines();
    let fits = |line: &str| text::width(&text::shown(line)) <= width;
    whole
        .flat_map(|line| {
            if fits(line) {
                vec![line.to_owned()]
            } else {
                wrap(line, width)
            }
        })
        .collect()
}

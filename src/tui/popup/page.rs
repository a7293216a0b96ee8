//! A page of plain text without borders, so that a mouse drag copies it cleanly.
//! Opened by `Y t`, which is the honest way out where the terminal's clipboard cannot be reached, and by what a row has
//! to be read: its letter, its reply, who asked. It knows the record it is of, to which its other keys go.

use super::{Popup, Reaction, Rooms};
use crate::domain::record::RecordRef;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::reading::ReadText;

/// Text that is read and scrolled: a letter, a reply, an answer as plain text.
pub struct Page {
    text: String,
    of: Option<RecordRef>,
    reading: ReadText,
}

impl Page {
    /// Opens at the top; a page about this record, or about none.
    pub fn new(text: String, of: Option<RecordRef>) -> Self {
        Self {
            text,
            of,
            reading: ReadText::default(),
        }
    }
}

impl Popup for Page {
    fn context(&self) -> KeyContext {
        KeyContext::Global
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Down, "more"), (Command::Copy, "copy all of it")]
    }

    fn about(&self) -> Option<RecordRef> {
        self.of
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match command {
            Command::Back | Command::Left => Reaction::Close(Vec::new()),
            Command::Copy => Reaction::Stay(vec![Intent::Copy(self.text.clone())]),
            other if self.reading.update(other) => Reaction::Stay(Vec::new()),
            _ => Reaction::Pass,
        }
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        draw(&self.text, &self.reading, rooms, canvas, scene);
    }
}

/// Draws a text over the whole window but for its two lowest lines.
pub(super) fn draw(
    text: &str,
    reading: &ReadText,
    rooms: Rooms,
    canvas: &mut Canvas,
    scene: &Scene,
) {
    let mut area = rooms.page;
    canvas.clear(area);
    if let Some(mark) = scene.mark {
        // Below the text, out of a drag's way.
        area.height -= 1;
        canvas.right(area.x, area.right(), area.bottom(), mark, TextRole::Alarm);
    }
    reading.draw(text, area, canvas);
}

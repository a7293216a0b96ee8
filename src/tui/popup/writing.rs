//! A box to write in. Every change is kept as a draft; Esc leaves it there, saving hands the text on.
//! Opened by a view's intent. Does not know what becomes of the text.

use super::{Popup, Reaction, Rooms, bottom, forget};
use crate::domain::record::RecordRef;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Writing};
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::topic::Topic;
use crate::tui::widget::field::TextField;

/// Rows for a note's text.
const NOTE_ROWS: u16 = 5;

/// The box in which a text of several lines is written.
pub struct WritingBox {
    about: Topic,
    title: String,
    field: TextField,
    several_lines: bool,
    /// The record that is decided.
    record: Option<RecordRef>,
    /// What stands in it was proposed, and no key was pressed yet: the first letter takes its place.
    proposed: bool,
    /// The key that throws away was the last one.
    discarding: bool,
}

impl WritingBox {
    /// Opens on the draft, if there is one, else on the text given; `here` is the record that the view's keys act on.
    pub fn new(writing: Writing, draft: Option<&str>, here: Option<RecordRef>) -> Self {
        let text = draft.unwrap_or(&writing.text);
        let field = if writing.several_lines {
            TextField::note(text)
        } else {
            TextField::line(text)
        };
        let proposed = draft.is_none() && !writing.several_lines && !field.is_empty();
        let found = match draft {
            Some(_) => " (your draft)",
            None if proposed => " (typing replaces it)",
            None => "",
        };
        Self {
            record: writing.about.record().or(here),
            proposed,
            about: writing.about,
            title: writing.title + found,
            field,
            several_lines: writing.several_lines,
            discarding: false,
        }
    }

    fn draft(&self) -> Intent {
        Intent::Draft {
            about: self.about.clone(),
            text: self.field.text().to_string(),
        }
    }
}

impl Popup for WritingBox {
    fn context(&self) -> KeyContext {
        KeyContext::Text
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        let mut hints = vec![(Command::Accept, "save")];
        if self.several_lines {
            hints.push((Command::NewLine, "new line"));
            hints.push((Command::Editor, "editor"));
        }
        hints
    }

    fn edits(&self) -> Option<RecordRef> {
        self.record.filter(|_| self.about.decides())
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        let again = std::mem::replace(&mut self.discarding, command == Command::Discard);
        let proposed = std::mem::replace(&mut self.proposed, false);
        if proposed && matches!(command, Command::Type(_) | Command::Close) {
            self.field.set("");
        }
        match command {
            Command::Discard => forget(&self.about, "this text", again),
            Command::Close if self.field.is_empty() => Reaction::Close(vec![self.draft()]),
            Command::Close => {
                let kept = "Not saved; the draft is kept. Open the box again to go on.";
                Reaction::Close(vec![self.draft(), Intent::Hint(kept.into())])
            }
            Command::Accept | Command::Save => {
                let text = self.field.text().trim().to_string();
                if text.is_empty() {
                    let empty = "There is nothing to save yet. Esc leaves the box.";
                    return Reaction::Stay(vec![Intent::Hint(empty.into())]);
                }
                let about = self.about.clone();
                Reaction::Close(vec![self.draft(), Intent::Written { about, text }])
            }
            Command::Editor if self.several_lines => {
                Reaction::Stay(vec![Intent::Edit(self.field.text().to_string())])
            }
            _ if self.field.update(command) => Reaction::Stay(vec![self.draft()]),
            _ => Reaction::Pass,
        }
    }

    fn paste(&mut self, text: &str) -> Option<Vec<Intent>> {
        if std::mem::replace(&mut self.proposed, false) {
            self.field.set("");
        }
        self.field.insert(text);
        Some(vec![self.draft()])
    }

    fn edited(&mut self, text: &str) -> Option<Vec<Intent>> {
        self.field.set(text);
        Some(vec![self.draft()])
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, _scene: &Scene) {
        let rows = if self.several_lines { NOTE_ROWS } else { 1 };
        let area = bottom(rooms.body, rows + 2);
        let inside = canvas.boxed(area, &self.title);
        self.field.draw(canvas, inside);
    }
}

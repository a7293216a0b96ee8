//! From typed keys to commands, and from commands to whoever carries them out.
//!
//! A key is read where the person is: in the top popup, in a box of the view, or outside both. What
//! was typed ahead waits for the rows it acts on, in order, and is never dropped.

use super::{App, Armed, KEYS_PER_SAVE, PAUSE_BEFORE_SAVE};
use crate::office::query::Query;
use crate::tui::command::{Command, Tab};
use crate::tui::key::{Input, Key};
use crate::tui::keymap;
use crate::tui::popup::Reaction;
use crate::tui::scene::WindowShape;

/// So many printable characters in one `read` outside a text box are a paste that was not marked.
const PASTE_FROM: usize = 24;
/// A paste has variety; a held key has not.
const PASTE_VARIETY: usize = 4;
impl App {
    pub(super) fn typed(&mut self, inputs: Vec<Input>) {
        self.keys_since_save += inputs.len();
        self.save_due = Some(self.at + PAUSE_BEFORE_SAVE);
        let dropped = unmarked_paste(&inputs);
        if dropped > 0 && !self.context().is_typing() {
            self.ignore_paste(dropped);
            return;
        }
        if !self.held.is_empty() && inputs.contains(&Input::Key(Key::Ctrl('c'))) {
            self.notices
                .hint(format!("Dropped {} keys typed ahead.", self.held.len()));
            self.held.clear();
            return;
        }
        self.held.extend(inputs);
        self.pump();
        if self.keys_since_save >= KEYS_PER_SAVE && self.context().is_typing() {
            self.save();
        }
    }

    /// Carries out what was typed, up to a key that needs rows which are still on their way.
    pub(super) fn pump(&mut self) {
        while !self.holds_keys()
            && let Some(input) = self.held.pop_front()
        {
            match input {
                Input::Key(key) => {
                    self.looks_again();
                    let command = keymap::read(self.context(), key);
                    match command {
                        Some(command) if self.popups.is_empty() && command.is_move() => {}
                        _ => self.release(),
                    }
                    if command.is_some_and(|command| self.waits_for_rows(command)) {
                        self.held.push_front(Input::Key(key));
                        return;
                    }
                    self.key(key, command);
                }
                Input::Paste(text) => self.paste(&text),
                Input::TooLong(length) => {
                    let text =
                        format!("Ignored a paste of {length} characters: 65,536 is the most.");
                    self.notices.hint(text);
                }
            }
        }
    }

    pub(super) fn key(&mut self, key: Key, command: Option<Command>) {
        self.notices.next_key();
        self.meant = self.said.take();
        let armed = std::mem::replace(&mut self.armed, Armed::No);
        let Some(command) = command else {
            self.unbound(key);
            return;
        };
        self.unbound_capitals = 0;
        self.pressed = Some(key);
        // In a box too Esc takes an error away before it closes anything; outside, going back does.
        let in_a_box = !self.popups.is_empty() || self.context().is_typing();
        if key == Key::Esc && in_a_box && self.notices.dismiss_error() {
            return;
        }
        if self.scene.shape == WindowShape::Tiny && !self.works_unseen(command) {
            self.notices.hint("This window is too small for that.");
            return;
        }
        match (command, key) {
            (Command::Back, _) if self.popups.is_empty() => self.back(key, armed),
            (Command::Cancel, _) if self.popups.is_empty() => self.cancel(armed),
            (command, _) if self.popups.is_empty() && command.is_move() => {
                self.note_move();
                self.run(command);
            }
            _ => self.run(command),
        }
    }

    /// In a window too small to show what happens, only the finder and leaving work.
    fn works_unseen(&self, command: Command) -> bool {
        let anywhere = matches!(
            command,
            Command::FindProduct
                | Command::Quit
                | Command::Redraw
                | Command::Suspend
                | Command::Back
                | Command::Close
                | Command::Cancel
        );
        let finding = self.view().tab() == Tab::Find && self.popups.is_empty();
        anywhere || (finding && self.context().is_typing())
    }

    fn unbound(&mut self, key: Key) {
        match key {
            Key::Char(c) if c.is_ascii_uppercase() => self.unbound_capitals += 1,
            _ => self.unbound_capitals = 0,
        }
        if self.unbound_capitals >= 3 {
            self.notices.hint("Caps Lock may be on. ? shows the keys.");
            return;
        }
        // While typing, `?` is text.
        let help = if self.context().is_typing() {
            "Esc, then ? shows the keys."
        } else {
            "? shows the keys."
        };
        self.notices.hint(format!("{key} is not used here. {help}"));
    }

    fn back(&mut self, key: Key, armed: Armed) {
        if self.notices.dismiss() {
            return;
        }
        if self.view().can_go_back() {
            self.view_update(Command::Back);
        } else if self.views[self.current].take_marks_off() {
            self.notices.hint("No row is marked any more.");
        } else if let Some(behind) = self.behind.pop() {
            self.enter(behind);
        } else if self.view().tab().is_page() {
            self.enter(Tab::Find);
        } else if key != Key::Char('q') {
            self.notices
                .hint("This is the top. Q quits; your place is kept.");
        } else if armed == Armed::Q {
            self.end(0);
        } else {
            self.armed = Armed::Q;
            self.notices.hint("q again quits. Your place is kept.");
        }
    }

    pub(super) fn cancel(&mut self, armed: Armed) {
        if armed == Armed::CtrlC {
            self.end(0);
        } else {
            self.armed = Armed::CtrlC;
            self.notices
                .hint("Nothing is running. Ctrl-C again quits; y copies.");
        }
    }

    fn paste(&mut self, text: &str) {
        self.notices.next_key();
        self.said = None;
        let intents = match self.popups.last_mut() {
            Some(popup) => popup.paste(text),
            None => self.views[self.current].paste(text).then(Vec::new),
        };
        match intents {
            Some(intents) => self.grant(intents),
            None => self.ignore_paste(text.chars().count()),
        }
    }

    /// Takes what the person's editor made of a note.
    pub(super) fn edited(&mut self, text: &str) {
        let intents = self.popups.last_mut().and_then(|popup| popup.edited(text));
        self.grant(intents.unwrap_or_default());
    }

    fn ignore_paste(&mut self, characters: usize) {
        let text = format!("Ignored {characters} pasted characters. f finds, c adds a note.");
        self.notices.hint(text);
    }

    /// A command goes to the top popup, else to the screen itself, else to the view.
    pub(super) fn run(&mut self, command: Command) {
        if let Some(popup) = self.popups.last_mut() {
            match popup.update(command, &self.scene) {
                Reaction::Stay(intents) => self.grant(intents),
                Reaction::Close(intents) => {
                    self.popups.pop();
                    self.grant(intents);
                }
                Reaction::Pass => self.over_popup(command),
            }
        } else if !self.own(command) {
            self.view_update(command);
        }
    }

    pub(super) fn view_update(&mut self, command: Command) {
        let offers = self.view().offers(&self.scene);
        let offer = offers.into_iter().find(|offer| offer.command == command);
        if let Some(reason) = offer.and_then(|offer| offer.off) {
            self.notices.hint(reason);
            return;
        }
        match self.views[self.current].update(command, &self.scene) {
            Some(intents) => self.grant(intents),
            None => self.otherwise(command),
        }
    }

    /// What a key does in every view that gives it no other meaning.
    fn otherwise(&mut self, command: Command) {
        match command {
            Command::Right => self.view_update(Command::Open),
            Command::Left if self.can_go_back() => self.back(Key::Esc, Armed::No),
            Command::Left => self.notices.hint("Nothing is further out. Q quits."),
            Command::New => self.run(Command::NewRequest),
            other => self.no_use(other),
        }
    }

    pub(super) fn no_use(&mut self, command: Command) {
        let row = keymap::row_of(self.context(), command);
        if let Some(row) = row {
            let text = format!(
                "{} ({}) has no use here. ? shows the keys.",
                row.key_as(self.pressed),
                row.help
            );
            self.notices.hint(text);
        }
    }

    fn holds_keys(&self) -> bool {
        let deed = || self.pending.iter().any(|pending| pending.deed.holds_keys());
        let popup = || self.popups.last().is_some_and(|popup| popup.holds_keys());
        !self.broken && (deed() || popup())
    }

    fn waits_for_rows(&self, command: Command) -> bool {
        let command = match command {
            // It lists what may be decided about the row.
            Command::Palette => Command::Decide,
            other => other,
        };
        let in_the_box = matches!(command, Command::Left | Command::Right);
        if !command.needs_rows() || (in_the_box && self.context().is_typing()) || self.broken {
            return false;
        }
        if command.weighs_answers() && self.popups.is_empty() && !self.pending.is_empty() {
            return true;
        }
        let wanted: Vec<Query> = if let Some(popup) = self.popups.last() {
            popup
                .asks()
                .into_iter()
                .filter(Query::brings_rows)
                .collect()
        } else {
            let view = self.view();
            let asks = view.asks(&self.scene).into_iter();
            asks.filter(|query| view.waits_for(query, command))
                .collect()
        };
        self.asking.waits_for(&wanted)
    }
}

/// How many characters were pasted without being marked so; 0 if this looks typed.
fn unmarked_paste(inputs: &[Input]) -> usize {
    let mut typed: Vec<char> = inputs
        .iter()
        .filter_map(|input| match input {
            Input::Key(Key::Char(c)) => Some(*c),
            _ => None,
        })
        .collect();
    let count = typed.len();
    typed.sort_unstable();
    typed.dedup();
    if count >= PASTE_FROM && typed.len() >= PASTE_VARIETY {
        count
    } else {
        0
    }
}

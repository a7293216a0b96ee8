//! The letters that tell vendors that contracts end, one below the other, to be copied.
//! Opened by `L` and by the menu of related things; asks for the letters itself.

use super::{Popup, Reaction, Rooms};
use crate::domain::contract::ContractId;
use crate::domain::record::RecordRef;
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::widget::reading::ReadText;

/// The letters, once they have come.
pub struct LettersPage {
    contracts: Vec<ContractId>,
    letters: Option<String>,
    /// They cannot be written.
    off: bool,
    reading: ReadText,
}

impl LettersPage {
    /// The letters of these contracts.
    pub fn new(contracts: Vec<ContractId>) -> LettersPage {
        LettersPage {
            contracts,
            letters: None,
            off: false,
            reading: ReadText::default(),
        }
    }

    /// The letters that have come, or that they are on their way.
    fn text(&self) -> &str {
        self.letters.as_deref().unwrap_or("Writing the letter.")
    }
}

impl Popup for LettersPage {
    fn context(&self) -> KeyContext {
        KeyContext::Global
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Copy, "copy all of it"), (Command::Down, "more")]
    }

    fn about(&self) -> Option<RecordRef> {
        match self.contracts.as_slice() {
            [one] => Some((*one).into()),
            _ => None,
        }
    }

    fn asks(&self) -> Vec<Query> {
        vec![Query::Letters(self.contracts.clone())]
    }

    fn is_off(&self) -> bool {
        self.off
    }

    fn refused(&mut self, _query: &Query, _why: &str) -> bool {
        self.off = true;
        false
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        if let Answer::Letters(text) = answer {
            self.letters = Some(text.clone());
        }
    }

    /// What is copied is never half of them.
    fn holds_keys(&self) -> bool {
        self.letters.is_none()
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match command {
            Command::Back | Command::Left | Command::Cancel | Command::NextStep => {
                Reaction::Close(Vec::new())
            }
            Command::Copy => Reaction::Stay(vec![Intent::Copy(self.text().to_owned())]),
            other if self.reading.update(other) => Reaction::Stay(Vec::new()),
            _ => Reaction::Pass,
        }
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        super::page::draw(self.text(), &self.reading, rooms, canvas, scene);
    }
}

//! What a key does in the box that narrows a list, the same in every view.

use super::field::Field;
use crate::tui::command::Command;

/// What a key in the box is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrowed {
    /// The words, or whether the box is open: the list is to be filled anew.
    Anew,
    /// The list below, in which it moves.
    Moves,
    /// Nothing here.
    Nothing,
}

/// Carries a key out on the words of the box, and on whether it is open.
pub fn narrow(words: &mut Field, open: &mut bool, command: Command) -> Narrowed {
    match command {
        Command::Accept => *open = false,
        Command::Close => {
            *open = false;
            words.set("");
        }
        Command::DeleteToStart => words.set(""),
        Command::Down | Command::Up | Command::PageDown | Command::PageUp => {
            return Narrowed::Moves;
        }
        other if words.update(other) => {}
        _ => return Narrowed::Nothing,
    }
    Narrowed::Anew
}

//! What a popup is: something over the view that gets the keys first.
//!
//! `app` keeps a stack; the top one gets the key. No popup opens by itself, and none closes by time.
//! Like views, popups name questions, take answers and return intents.

pub mod conflict;
pub mod form;
pub mod help;
pub mod history;
pub mod import;
pub mod intake;
pub mod letters;
pub mod menu;
pub mod messages;
pub mod page;
pub mod palette;
pub mod people;
pub mod policy;
pub mod reports;
pub mod scope;
pub mod writing;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::command::Command;
use super::effect::Intent;
use super::keymap::KeyContext;
use super::scene::Scene;
use super::topic::Topic;
use crate::domain::record::RecordRef;
use crate::office::deed::{Deed, DeedResult, Listing};
use crate::office::query::{Answer, Query};

/// What becomes of the popup after a command.
#[derive(Clone, PartialEq, Debug)]
pub enum Reaction {
    /// It stays, and wants this.
    Stay(Vec<Intent>),
    /// It closes, and wants this.
    Close(Vec<Intent>),
    /// The command means nothing to it.
    Pass,
}

/// The parts of the window a popup may lie on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rooms {
    /// Everything but message line and footer.
    pub page: Rect,
    /// Between the two lines at the top and the two at the bottom.
    pub body: Rect,
}

/// What lies over the window and gets the keys until it is closed: a form, a menu, a page.
pub trait Popup {
    /// Where keys are read.
    fn context(&self) -> KeyContext;

    /// Hints for the footer: a command and its word here. The way out is always named, while writing with the
    /// keymap's word, that the draft is kept: a box that keeps none says here what becomes of what is typed.
    fn hints(&self) -> Vec<(Command, &'static str)>;

    /// What it needs to know.
    fn asks(&self) -> Vec<Query> {
        Vec::new()
    }

    /// Whether it is of no use any more, since what it needs was refused.
    fn is_off(&self) -> bool {
        false
    }

    /// Learns why a question it still asks cannot be answered; true where it shows that itself.
    fn refused(&mut self, _query: &Query, _why: &str) -> bool {
        false
    }

    /// Takes the answer to a question it still asks.
    fn take(&mut self, _query: &Query, _answer: &Answer) {}

    /// Sees what became of a deed; none where it was somebody else's.
    fn changed(&mut self, _deed: &Deed, _became: &DeedResult) -> Option<Reaction> {
        None
    }

    /// The record that is changed in it, wherever the cursor of the view went since it was opened.
    fn edits(&self) -> Option<RecordRef> {
        None
    }

    /// Whether a record is made in it that is not there yet.
    fn is_for_new(&self) -> bool {
        false
    }

    /// The record it is about, to which keys go that it has no use for itself.
    fn about(&self) -> Option<RecordRef> {
        None
    }

    /// What it lists, for a file; none where only the view below lists something.
    fn export(&self) -> Option<Listing> {
        None
    }

    /// Whether keys typed now wait until an answer has come.
    fn holds_keys(&self) -> bool {
        false
    }

    /// Whether something long is running whose progress it shows.
    fn is_working(&self) -> bool {
        false
    }

    /// Carries out a command.
    fn update(&mut self, command: Command, scene: &Scene) -> Reaction;

    /// Takes what the person's editor made of the text it was asked to open.
    fn edited(&mut self, _text: &str) -> Option<Vec<Intent>> {
        None
    }

    /// Takes pasted text; false drops it.
    fn paste(&mut self, _text: &str) -> Option<Vec<Intent>> {
        None
    }

    /// Draws itself over what is there.
    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene);
}

/// Throws a draft away: the first key asks whether to lose `what`, the second does it.
fn forget(about: &Topic, what: &str, again: bool) -> Reaction {
    if !again {
        let sure = format!("Ctrl-G again throws {what} away. Any other key keeps it.");
        return Reaction::Stay(vec![Intent::Hint(sure)]);
    }
    let forget = Intent::Draft {
        about: about.clone(),
        text: String::new(),
    };
    Reaction::Close(vec![forget, Intent::Hint("The draft is gone.".into())])
}

/// A box inside the room, at most so big, in its middle.
pub fn middle(room: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(room.width);
    let height = height.min(room.height);
    Rect::new(
        room.x + (room.width - width) / 2,
        room.y + (room.height - height) / 2,
        width,
        height,
    )
}

/// The lowest rows of the room.
pub fn bottom(room: Rect, height: u16) -> Rect {
    let height = height.min(room.height);
    Rect::new(room.x, room.bottom() - height, room.width, height)
}

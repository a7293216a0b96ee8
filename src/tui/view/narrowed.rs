//! What is the same in every view whose list is narrowed by words and sorted by a column.

use super::Offer;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::widget::filter::{Filter, FilterKey};
use crate::tui::widget::order::Order;

/// A view with such a list, or with several of which one has the keys.
pub trait Narrowed {
    /// The words that narrow it.
    fn filter(&mut self) -> &mut Filter;

    /// The order it stands in.
    fn order(&mut self) -> &mut Order;

    /// Fills it again: words or order changed.
    fn refill(&mut self);

    /// Takes the marks off its rows; false where none was marked.
    fn take_marks_off(&mut self) -> bool;

    /// Moves in it, while words are typed.
    fn move_below(&mut self, command: Command);

    /// Carries out a command while no words are typed.
    fn run(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>>;
}

/// Carries out a command, in the box of words where it is open.
pub(super) fn update(
    list: &mut dyn Narrowed,
    command: Command,
    scene: &Scene,
) -> Option<Vec<Intent>> {
    if !list.filter().is_open() {
        return list.run(command, scene);
    }
    match list.filter().update(command) {
        FilterKey::Anew => list.refill(),
        FilterKey::Moves => list.move_below(command),
        FilterKey::Nothing => return None,
    }
    Some(Vec::new())
}

/// Sorts by the line of the menu with this letter; again, the other way round.
pub(super) fn sort(list: &mut dyn Narrowed, letter: char) {
    list.order().pick(letter);
    list.refill();
}

/// Takes pasted text where words are typed; false drops it.
pub(super) fn paste(list: &mut dyn Narrowed, text: &str) -> bool {
    let taken = list.filter().paste(text);
    if taken {
        list.refill();
    }
    taken
}

/// Takes the words away, and closes their box.
pub(super) fn widen(list: &mut dyn Narrowed) {
    if list.filter().clear() {
        list.refill();
    }
}

/// The detail alone, and the list again; off for the reason that is given.
pub(super) fn zoom(scene: &Scene, off: Option<String>) -> Offer {
    let called = if scene.shape == WindowShape::Full {
        ""
    } else {
        "detail"
    };
    Offer::called(Command::Zoom, called).unless(off)
}

/// What the keys do besides in a view of one list, last in its footer.
pub(super) fn usual() -> [Offer; 5] {
    [
        Command::Filter,
        Command::SortMenu,
        Command::Scope,
        Command::FindProduct,
        Command::Undo,
    ]
    .map(Offer::of)
}

/// What the keys do while words are typed.
pub(super) fn offers() -> Vec<Offer> {
    vec![
        Offer::called(Command::Accept, "keep"),
        Offer::called(Command::Close, "clear the filter"),
        Offer::called(Command::Down, "pick"),
    ]
}

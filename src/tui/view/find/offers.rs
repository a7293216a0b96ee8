//! What can be done in the finder now, and why not what cannot.
//! Called by the finder only.

use super::Find;
use super::empty::First;
use crate::tui::command::Command;
use crate::tui::keymap;
use crate::tui::scene::Scene;
use crate::tui::view::{Offer, View};

impl Find {
    /// The commands of use here and now.
    pub(super) fn of_use(&self, scene: &Scene) -> Vec<Offer> {
        if self.is_first() {
            return First::offers(scene);
        }
        let nothing = self
            .subject()
            .is_none()
            .then(|| "No product is under the cursor.".to_owned());
        let in_card = (self.reading.is_some() && !self.open)
            .then(|| "A card is one product. Esc goes back to the list.".to_owned());
        let one_list = || Some("The answers stand in the order of the best fit.".to_owned());
        let mut offers = vec![
            Offer::called(Command::Open, "card").unless(in_card.clone().or(nothing.clone())),
            Offer::of(Command::Product).unless(in_card.clone().or(nothing.clone())),
            self.on_enter(scene, nothing.as_ref()),
            Offer::of(Command::Meant).unless(self.why_not_meant(scene)),
            Offer::of(Command::Complete).unless(nothing.clone()),
            Offer::called(Command::Filter, "box"),
            Offer::of(Command::FindProduct),
            Offer::called(Command::New, "request").unless(scene.why_off(Command::New)),
        ];
        let off = scene.why_off(Command::Edit).or(nothing.clone());
        offers.push(Offer::of(Command::Edit).unless(off));
        let off = scene.why_off(Command::AddIncident).or(nothing.clone());
        offers.push(Offer::of(Command::AddIncident).unless(off));
        for command in [Command::Decide, Command::Who] {
            let off = scene.why_off(command).or(nothing.clone());
            offers.push(Offer::of(command).unless(off));
        }
        offers.push(Offer::called(Command::Related, "approvals").unless(nothing.clone()));
        let nothing_to_say = nothing.clone().filter(|_| self.unnamed().is_none());
        offers.push(Offer::of(Command::Copy).unless(nothing_to_say));
        for command in [Command::CopyMenu, Command::Note, Command::History] {
            offers.push(Offer::of(command).unless(nothing.clone()));
        }
        for command in [Command::Mark, Command::MarkAll] {
            offers.push(Offer::of(command).unless(in_card.clone().or(nothing.clone())));
        }
        offers.push(Offer::of(Command::ExportMenu).unless(nothing.clone()));
        offers.push(Offer::of(Command::Scope));
        offers.push(Offer::of(Command::Undo));
        offers.push(Offer::of(Command::SortMenu).unless(one_list()));
        offers
    }

    /// The key that copies the sentence here: letters are text in the box.
    pub(super) fn copy_key(&self) -> Option<&'static str> {
        keymap::row_of(self.context(), Command::Copy).map(keymap::KeyRow::key)
    }

    /// Enter in the box: the card of what fits, or a request for what nobody knows.
    fn on_enter(&self, scene: &Scene, nothing: Option<&String>) -> Offer {
        let typed = self.found.as_ref().map_or("", |found| &found.product_words);
        if self.is_left_over() {
            return Offer::called(Command::Accept, "to the rows");
        }
        if nothing.is_some() && !typed.is_empty() {
            let off = scene.why_off(Command::NewRequest);
            return Offer::called(Command::Accept, "request it").unless(off);
        }
        Offer::called(Command::Accept, "card").unless(nothing.cloned())
    }

    /// Why what was typed cannot become another name of the row under the cursor: only a row that is
    /// merely like the words needs one, and somebody must have moved onto it.
    fn why_not_meant(&self, scene: &Scene) -> Option<String> {
        let guessed = self
            .found
            .as_ref()
            .is_some_and(|found| found.unnamed.is_some());
        if self.visit.is_some() || !guessed {
            return Some("Only what no product is called can be made a name of one.".to_owned());
        }
        if self.subject().is_none() {
            return Some("Move onto the product that is meant first.".to_owned());
        }
        scene.why_off(Command::Meant)
    }
}

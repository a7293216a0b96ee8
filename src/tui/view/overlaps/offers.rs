//! Which keys have a use in the Overlaps view now, what they are called here, and why one is off.

use super::Overlaps;
use crate::tui::command::Command;
use crate::tui::scene::Scene;
use crate::tui::view::{Offer, narrowed};

impl Overlaps {
    pub(super) fn all_offers(&self, scene: &Scene) -> Vec<Offer> {
        if self.filter.is_open() {
            return narrowed::offers();
        }
        let none = self.row().is_none();
        let none = none.then(|| "No overlap is under the cursor.".to_owned());
        let may = |command| scene.why_off(command).or_else(|| none.clone());
        let mut offers = Vec::new();
        for command in [
            Command::Decide,
            Command::Related,
            Command::Take,
            Command::Who,
            Command::Note,
        ] {
            let off = match command {
                Command::Related => none.clone(),
                command => may(command),
            };
            let mut offer = Offer::of(command).unless(off);
            offer.near = command != Command::Note;
            offers.push(offer);
        }
        for command in [
            Command::Open,
            Command::Mark,
            Command::MarkAll,
            Command::Product,
            Command::History,
            Command::ScrollDown,
            Command::ScrollUp,
            Command::Copy,
            Command::CopyMenu,
            Command::ExportMenu,
        ] {
            offers.push(Offer::of(command).unless(none.clone()));
        }
        offers.push(Offer::called(Command::New, "request").unless(scene.why_off(Command::New)));
        offers.push(
            Offer::called(Command::NextTab, "tab")
                .and(Command::PreviousTab)
                .near(),
        );
        offers.push(Offer::called(Command::PreviousTab, "tab before"));
        offers.push(narrowed::zoom(scene, none));
        offers.extend(narrowed::usual());
        offers
    }
}

//! Which keys have a use on the dashboard now, what they are called here, and why one is off.

use super::{Dashboard, ShownPage};
use crate::tui::command::Command;
use crate::tui::scene::Scene;
use crate::tui::view::{Offer, narrowed};

impl Dashboard {
    pub(super) fn all_offers(&self, scene: &Scene) -> Vec<Offer> {
        if self.filter.is_open() {
            return narrowed::offers();
        }
        let mut offers = match self.page {
            ShownPage::Front => self.front_offers(scene),
            ShownPage::Cells => self.cell_offers(scene),
            ShownPage::Owners => self.owner_offers(scene),
            ShownPage::Training => self.training_offers(scene),
        };
        let all = [
            Command::Copy,
            Command::CopyMenu,
            Command::ExportMenu,
            Command::Scope,
            Command::FindProduct,
            Command::Undo,
        ];
        offers.extend(all.map(Offer::of));
        offers
    }

    fn front_offers(&self, scene: &Scene) -> Vec<Offer> {
        let none = |found: bool, what: &str| (!found).then(|| what.to_owned());
        let decides = none(
            self.first(Command::Decide).is_some(),
            "Nothing waits for a decision that would stop dollars.",
        );
        let names = none(
            self.first(Command::Who).is_some(),
            "Nothing that can be stopped lacks an owner. o shows all owners.",
        );
        let off = |command, none: Option<String>| scene.why_off(command).or(none);
        vec![
            Offer::of(Command::Open).near(),
            Offer::of(Command::Decide)
                .near()
                .unless(off(Command::Decide, decides)),
            Offer::called(Command::Who, "name owners")
                .near()
                .unless(off(Command::Who, names)),
            Offer::called(Command::NextPane, "factor").near(),
            Offer::of(Command::PreviousPane),
            Offer::called(Command::Now, "do first").near(),
            Offer::called(Command::Related, "owners, training"),
            Offer::called(Command::NextTab, "year").and(Command::PreviousTab),
            Offer::called(Command::PreviousTab, "year before"),
            Offer::of(Command::NextYear).and(Command::PreviousYear),
            Offer::of(Command::PreviousYear),
            Offer::called(Command::New, "request").unless(scene.why_off(Command::New)),
        ]
    }

    fn cell_offers(&self, scene: &Scene) -> Vec<Offer> {
        let none = self.cell().is_none();
        let none = none.then(|| "No cell is under the cursor.".to_owned());
        let may = |command| scene.why_off(command).or_else(|| none.clone());
        let mut offers = vec![
            Offer::called(Command::Open, "contract")
                .near()
                .unless(none.clone()),
            Offer::of(Command::Decide)
                .near()
                .unless(may(Command::Decide)),
            Offer::called(Command::Who, "name an owner")
                .near()
                .unless(may(Command::Who)),
            Offer::called(Command::NextPane, "other figure").near(),
            Offer::of(Command::PreviousPane),
        ];
        offers.extend([
            Offer::of(Command::Product).unless(none.clone()),
            Offer::of(Command::History).unless(none.clone()),
            Offer::of(Command::Edit).unless(may(Command::Edit)),
            Offer::of(Command::Note).unless(may(Command::Note)),
            Offer::of(Command::Related).unless(none.clone()),
            Offer::called(Command::NextTab, "year").and(Command::PreviousTab),
            Offer::called(Command::PreviousTab, "year before"),
            Offer::of(Command::NextYear).and(Command::PreviousYear),
            Offer::of(Command::PreviousYear),
            Offer::called(Command::New, "request").unless(scene.why_off(Command::New)),
            Offer::of(Command::SortMenu),
            Offer::of(Command::Filter),
            Offer::of(Command::Mark),
            Offer::of(Command::MarkAll),
            Offer::called(Command::Now, "do first"),
        ]);
        offers
    }

    fn owner_offers(&self, scene: &Scene) -> Vec<Offer> {
        let none = self.post().is_none();
        let none = none.then(|| "No product is under the cursor.".to_owned());
        let may = |command| scene.why_off(command).or_else(|| none.clone());
        vec![
            Offer::called(Command::Who, "name somebody")
                .near()
                .unless(may(Command::Who)),
            Offer::called(Command::Open, "its form")
                .near()
                .unless(may(Command::Edit)),
            Offer::called(Command::Right, "role").near(),
            Offer::called(Command::Edit, "edit the role").unless(may(Command::Edit)),
            Offer::called(Command::New, "enter training").unless(may(Command::Edit)),
            Offer::of(Command::Note).unless(may(Command::Note)),
            Offer::called(Command::NextPane, "training").near(),
            Offer::of(Command::PreviousPane),
            Offer::of(Command::Mark),
            Offer::of(Command::MarkAll),
            Offer::called(Command::Related, "hand over").unless(none.clone()),
            Offer::of(Command::Product).unless(none.clone()),
            Offer::of(Command::History).unless(none.clone()),
            Offer::of(Command::SortMenu),
            Offer::of(Command::Filter),
            Offer::called(Command::Now, "do first"),
        ]
    }

    fn training_offers(&self, scene: &Scene) -> Vec<Offer> {
        let none = self.trained.is_empty();
        let none = none.then(|| "No training is under the cursor.".to_owned());
        let may = |command| scene.why_off(command).or_else(|| none.clone());
        vec![
            Offer::called(Command::Open, "its form")
                .near()
                .unless(may(Command::Edit)),
            Offer::called(Command::Edit, "edit").unless(may(Command::Edit)),
            Offer::called(Command::New, "a session")
                .near()
                .unless(may(Command::Edit)),
            Offer::called(Command::NextPane, "owners").near(),
            Offer::of(Command::PreviousPane),
            Offer::called(Command::Who, "name an owner").unless(may(Command::Who)),
            Offer::of(Command::Note).unless(may(Command::Note)),
            Offer::of(Command::Mark).unless(none.clone()),
            Offer::of(Command::MarkAll).unless(none.clone()),
            Offer::of(Command::Related).unless(none.clone()),
            Offer::of(Command::Product).unless(none.clone()),
            Offer::of(Command::History).unless(none),
            Offer::of(Command::SortMenu),
            Offer::of(Command::Filter),
            Offer::called(Command::Now, "do first"),
        ]
    }
}

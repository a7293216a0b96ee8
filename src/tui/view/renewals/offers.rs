//! Which keys have a use in the Renewals view now, what they are called here, and why one is off.

use super::rows::RenewalsLayout;
use super::{Renewals, RenewalsPane};
use crate::tui::command::Command;
use crate::tui::scene::Scene;
use crate::tui::view::{Offer, narrowed};

impl Renewals {
    pub(super) fn all_offers(&self, scene: &Scene) -> Vec<Offer> {
        if self.filter.is_open() {
            return narrowed::offers();
        }
        let none = if self.layout == RenewalsLayout::Year {
            Some("The year shows months. v goes back to the contracts.".to_owned())
        } else {
            let none = self.row().is_none();
            none.then(|| "No contract is under the cursor.".to_owned())
        };
        let may = |command| scene.why_off(command).or_else(|| none.clone());
        let mut offers = Vec::new();
        for command in [
            Command::Decide,
            Command::Who,
            Command::Take,
            Command::Edit,
            Command::Note,
        ] {
            let mut offer = Offer::of(command).unless(may(command));
            offer.near = matches!(command, Command::Decide | Command::Who);
            offers.push(offer);
        }
        if self.layout == RenewalsLayout::Year {
            offers.push(Offer::called(Command::Open, "this month"));
        }
        for command in [
            Command::Open,
            Command::Mark,
            Command::MarkAll,
            Command::Product,
            Command::Related,
            Command::History,
            Command::Copy,
            Command::CopyMenu,
            Command::ExportMenu,
        ] {
            if command != Command::Open || self.layout != RenewalsLayout::Year {
                offers.push(Offer::of(command).unless(none.clone()));
            }
        }
        let new = scene.why_off(Command::Edit);
        offers.push(Offer::called(Command::New, "contract").unless(new));
        offers.push(Offer::called(Command::Layout, "layout"));
        let month = Offer::called(Command::NextTab, "month");
        offers.push(month.and(Command::PreviousTab).near());
        offers.push(Offer::called(Command::PreviousTab, "month before"));
        offers.push(Offer::of(Command::NextYear).and(Command::PreviousYear));
        offers.push(Offer::of(Command::PreviousYear));
        offers.push(Offer::called(Command::Now, "today"));
        if self.layout == RenewalsLayout::Agenda {
            let pane = if self.pane == RenewalsPane::Grid {
                "agenda"
            } else {
                "grid"
            };
            offers.push(Offer::called(Command::NextPane, pane).near());
            offers.push(Offer::of(Command::PreviousPane));
            offers.push(Offer::of(Command::Zoom));
        }
        offers.extend(narrowed::usual());
        offers
    }
}

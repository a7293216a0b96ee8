//! Which keys have a use in the Standards view now, what they are called here, and why one is off.

use super::Standards;
use super::rows::StandardsKey;
use super::tabs::{ShownStandards, StandardsLayout};
use crate::tui::command::Command;
use crate::tui::scene::Scene;
use crate::tui::view::{Offer, narrowed};

impl Standards {
    pub(super) fn all_offers(&self, scene: &Scene) -> Vec<Offer> {
        if self.filter.is_open() {
            return narrowed::offers();
        }
        let layout = self.shown_layout();
        let none = match layout {
            StandardsLayout::List => {
                let none = self.list.is_empty();
                none.then(|| "No row is under the cursor.".to_owned())
            }
            layout => Some(format!(
                "It is for rows of the list: v goes on from the {}.",
                layout.word()
            )),
        };
        let product = self.product().is_none();
        let product = product.then(|| "Nothing there is for it.".to_owned());
        let may = |command| scene.why_off(command).or_else(|| none.clone());
        let open = none.clone().or_else(|| {
            let nothing = self.standard().is_none() && self.product().is_none();
            nothing.then(|| "Its standard is not here.".to_owned())
        });
        let decide = may(Command::Decide).or_else(|| self.undecided());
        let mut offers = vec![
            Offer::of(Command::Open).unless(open).near(),
            Offer::of(Command::Decide).unless(decide).near(),
            Offer::of(Command::NextPane).unless(none.clone().or_else(|| self.one_pane())),
            Offer::of(Command::PreviousPane).unless(none.clone().or_else(|| self.one_pane())),
        ];
        for command in [
            Command::Mark,
            Command::MarkAll,
            Command::History,
            Command::ScrollDown,
            Command::ScrollUp,
            Command::Copy,
            Command::CopyMenu,
        ] {
            offers.push(Offer::of(command).unless(none.clone()));
        }
        let export = match layout {
            StandardsLayout::List => none.clone(),
            StandardsLayout::Schools => None,
            StandardsLayout::Matrix => Some("hallpass standards --json has all of it.".to_owned()),
        };
        offers.push(Offer::of(Command::ExportMenu).unless(export));
        offers.push(Offer::of(Command::Product).unless(product));
        let named = self.named_product().is_none();
        let named = named.then(|| "No product of it is named in this row.".to_owned());
        let owner = may(Command::Who).or(named);
        offers.push(Offer::of(Command::Who).unless(owner));
        offers.push(Offer::of(Command::Related).unless(none.clone()));
        offers.push(Offer::of(Command::Note).unless(may(Command::Note)));
        offers.push(Offer::called(Command::Layout, layout.next().word()).near());
        offers.push(
            Offer::called(Command::NextTab, "tab")
                .and(Command::PreviousTab)
                .near(),
        );
        offers.push(Offer::called(Command::PreviousTab, "tab before"));
        let request = scene.why_off(Command::NewRequest);
        offers.push(Offer::called(Command::New, "request").unless(request));
        offers.push(narrowed::zoom(scene, none));
        offers.extend(narrowed::usual());
        offers
    }

    /// Why nothing is decided of the row.
    fn undecided(&self) -> Option<String> {
        match self.shown {
            ShownStandards::Stacks => Some(
                "Nothing is decided of a stack here: 4 shows what overlaps, 2 what renews."
                    .to_owned(),
            ),
            ShownStandards::Idle => {
                Some("Nothing is decided of it here: 2 shows when it renews.".to_owned())
            }
            _ => None,
        }
    }

    fn one_pane(&self) -> Option<String> {
        let of_gap = matches!(self.list.selected(), Some(StandardsKey::Gap(_)));
        (!of_gap).then(|| "Products have a pane of their own beside gaps only.".to_owned())
    }
}

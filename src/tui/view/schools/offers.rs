//! Which keys have a use in the Schools view now, what they are called here, and why one is off.

use super::{SchoolsFocus, SchoolsView};
use crate::tui::command::Command;
use crate::tui::scene::Scene;
use crate::tui::view::{Offer, narrowed};

impl SchoolsView {
    pub(super) fn all_offers(&self, scene: &Scene) -> Vec<Offer> {
        if self.filter.is_open() {
            return narrowed::offers();
        }
        let matrix = self.matrix;
        let no_school = self.school().is_none();
        let no_school = no_school.then(|| "No school is under the cursor.".to_owned());
        let no_product = self.product().is_none();
        let no_product = no_product.then(|| "No product is under the cursor.".to_owned());
        let row = match self.focus() {
            SchoolsFocus::Schools => no_school.clone(),
            SchoolsFocus::Products | SchoolsFocus::Matrix => no_product.clone(),
        };
        let one_pane = matrix.then(|| {
            "The matrix is one pane: h and l go over the schools, v is the list.".to_owned()
        });
        let open = match self.focus() {
            SchoolsFocus::Schools => Offer::of(Command::Open),
            SchoolsFocus::Products | SchoolsFocus::Matrix => Offer::called(Command::Open, "card"),
        };
        let layout = if matrix { "list" } else { "matrix" };
        let mut offers = vec![
            open.unless(row.clone()),
            Offer::of(Command::NextPane).unless(one_pane.clone()),
            Offer::of(Command::PreviousPane).unless(one_pane.clone()),
            Offer::of(Command::Scope),
            Offer::called(Command::Layout, layout),
            Offer::of(Command::SortMenu),
            Offer::of(Command::ExportMenu).unless(row.clone()),
            Offer::of(Command::Filter),
            Offer::of(Command::Product).unless(no_product),
            Offer::of(Command::Mark).unless(row.clone()),
            Offer::of(Command::MarkAll).unless(row.clone()),
            Offer::of(Command::Zoom).unless(one_pane.clone()),
            Offer::of(Command::ScrollDown).unless(one_pane.clone()),
            Offer::of(Command::ScrollUp).unless(one_pane),
            Offer::of(Command::FindProduct),
        ];
        for command in [
            Command::Copy,
            Command::CopyMenu,
            Command::Note,
            Command::History,
            Command::Related,
        ] {
            offers.push(Offer::of(command).unless(row.clone()));
        }
        let of_product = match self.focus() {
            SchoolsFocus::Schools => {
                Some("It is for a product of the school: Tab goes to its products.".to_owned())
            }
            SchoolsFocus::Products | SchoolsFocus::Matrix => row.clone(),
        };
        for command in [Command::Decide, Command::Who] {
            let off = scene.why_off(command).or_else(|| of_product.clone());
            offers.push(Offer::of(command).unless(off));
        }
        let off = scene.why_off(Command::Edit).or(row);
        offers.push(Offer::of(Command::Edit).unless(off));
        offers.push(Offer::of(Command::New).unless(scene.why_off(Command::AddSchool)));
        offers.push(Offer::of(Command::Undo));
        offers
    }
}

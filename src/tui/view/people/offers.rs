//! Which keys have a use on the page of people now, what they are called here, and why one is off.

use super::People;
use crate::domain::record::Kind;
use crate::domain::rights::may_write;
use crate::tui::command::Command;
use crate::tui::scene::Scene;
use crate::tui::view::{Offer, narrowed};

impl People {
    pub(super) fn all_offers(&self, scene: &Scene) -> Vec<Offer> {
        if self.filter.is_open() {
            return narrowed::offers();
        }
        let none = self.row().is_none();
        let none = none.then(|| "Nobody is under the cursor.".to_owned());
        let not_mine = may_write(&[Kind::Person], &scene.roles).err();
        let not_mine = not_mine.map(|why| format!("Reading only here: {why}."));
        let off = |command| scene.why_off(command).or_else(|| not_mine.clone());
        let may = |command| off(command).or_else(|| none.clone());
        let mut offers = vec![
            Offer::called(Command::Decide, "leaves, keys")
                .near()
                .unless(may(Command::Decide)),
            Offer::called(Command::New, "add somebody")
                .near()
                .unless(off(Command::New)),
            Offer::of(Command::Edit).near().unless(may(Command::Edit)),
            Offer::called(Command::Who, "hand over").unless(may(Command::Who)),
            Offer::called(Command::Related, "answers for").unless(none.clone()),
            Offer::of(Command::Note).unless(scene.why_off(Command::Note).or_else(|| none.clone())),
        ];
        if self.opened.is_some() {
            let nothing = self.leads.is_empty();
            let nothing = nothing.then(|| "They answer for nothing that is listed.".to_owned());
            let open = Offer::called(Command::Open, "where it is listed");
            offers.push(open.near().unless(nothing));
            offers.push(Offer::called(Command::ScrollDown, "lines down"));
            offers.push(Offer::called(Command::ScrollUp, "lines up"));
        } else {
            offers.push(Offer::of(Command::Open).near().unless(none.clone()));
        }
        let on_rows = [Command::Mark, Command::MarkAll];
        offers.extend(on_rows.map(|command| Offer::of(command).unless(none.clone())));
        offers.extend([Command::Filter, Command::SortMenu, Command::Scope].map(Offer::of));
        let rest = [
            Command::History,
            Command::Copy,
            Command::CopyMenu,
            Command::ExportMenu,
        ];
        offers.extend(rest.map(|command| Offer::of(command).unless(none.clone())));
        offers.extend([Command::FindProduct, Command::Undo].map(Offer::of));
        offers
    }
}

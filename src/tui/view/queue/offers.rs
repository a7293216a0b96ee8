//! Which keys have a use in the Queue view now, what they are called here, and why one is off.

use super::{Queue, QueuePane};
use crate::domain::request::ItemResult;
use crate::tui::command::Command;
use crate::tui::scene::Scene;
use crate::tui::view::{Offer, narrowed};

impl Queue {
    pub(super) fn all_offers(&self, scene: &Scene) -> Vec<Offer> {
        if self.filter.is_open() {
            return narrowed::offers();
        }
        let none = self.row().is_none();
        let none = none.then(|| "No request is under the cursor.".to_owned());
        let unbegun = || "Nobody has begun this review. t takes it.".to_owned();
        let no_sheet = none
            .clone()
            .or_else(|| self.request().is_none().then(unbegun));
        let mut offers = match self.pane {
            QueuePane::Items(_) => Self::item_offers(scene, none.as_ref(), no_sheet.as_ref()),
            QueuePane::List => vec![
                Offer::of(Command::Open).unless(none.clone()),
                Offer::called(Command::Edit, "edit product")
                    .unless(scene.why_off(Command::Edit).or_else(|| none.clone())),
                Offer::of(Command::Mark).unless(none.clone()),
                Offer::of(Command::MarkAll).unless(none.clone()),
            ],
        };
        let may = |command| scene.why_off(command);
        let note = may(Command::Note).or_else(|| no_sheet.clone());
        let mut note = Offer::of(Command::Note).unless(note);
        note.near = self.pane != QueuePane::List;
        offers.push(note);
        let decide = may(Command::Decide).or_else(|| no_sheet.clone());
        offers.push(Offer::of(Command::Decide).unless(decide));
        let owner = self.row().and_then(|row| row.owner.as_ref());
        let mine = owner.is_some_and(|who| who.login == scene.who);
        let take = if mine { "give back" } else { "" };
        for (command, called) in [(Command::Take, take), (Command::Who, "")] {
            let off = may(command).or_else(|| none.clone());
            offers.push(Offer::called(command, called).unless(off));
        }
        let request = may(Command::NewRequest);
        offers.push(Offer::called(Command::New, "request").unless(request));
        offers.push(Offer::of(Command::NextForMe).unless(may(Command::NextForMe)));
        for command in [
            Command::Product,
            Command::Related,
            Command::Copy,
            Command::CopyMenu,
            Command::ExportMenu,
        ] {
            offers.push(Offer::of(command).unless(none.clone()));
        }
        offers.push(Offer::of(Command::History).unless(no_sheet));
        let folded = if self.unfolded {
            "fold n/a"
        } else {
            "all items"
        };
        offers.push(Offer::called(Command::Layout, folded));
        offers.extend(
            [
                Command::NextPane,
                Command::PreviousPane,
                Command::Filter,
                Command::SortMenu,
                Command::Scope,
                Command::NextTab,
                Command::PreviousTab,
                Command::Now,
                Command::Zoom,
                Command::ScrollDown,
                Command::ScrollUp,
                Command::FindProduct,
                Command::Undo,
            ]
            .map(Offer::of),
        );
        offers
    }

    /// In a narrow window one hint stands for all marks.
    fn item_offers(scene: &Scene, no_row: Option<&String>, none: Option<&String>) -> Vec<Offer> {
        let pass = Command::Answer(Some(ItemResult::Pass));
        let off = scene.why_off(pass).or_else(|| no_row.cloned());
        let marks = [
            (ItemResult::Pass, ""),
            (ItemResult::Fail, ""),
            (ItemResult::Partial, ""),
            (ItemResult::Unknown, ""),
            (ItemResult::Na, ""),
        ];
        let one = [(ItemResult::Pass, "- ~ i 0 answer")];
        let shown = if scene.size.width >= 120 {
            &marks[..]
        } else {
            &one[..]
        };
        let mut offers: Vec<Offer> = shown
            .iter()
            .map(|(mark, label)| Offer::called(Command::Answer(Some(*mark)), label))
            .map(|offer| offer.near().unless(off.clone()))
            .collect();
        offers.push(Offer::of(Command::Answer(None)).unless(off.clone()));
        offers.push(Offer::called(Command::Open, "full").unless(no_row.cloned()));
        let edit = scene.why_off(Command::Edit).or_else(|| none.cloned());
        offers.push(Offer::called(Command::Edit, "proof").unless(edit));
        offers.push(Offer::called(Command::Mark, "mark item").unless(none.cloned()));
        offers.push(Offer::called(Command::MarkAll, "mark all items").unless(none.cloned()));
        offers
    }
}

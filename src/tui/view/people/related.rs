//! What belongs to a person: what they answer for, each in the view that lists it, and all of it to read.

use super::People;
use crate::domain::ownership::{HOLDABLE, Held};
use crate::domain::record::Kind;
use crate::domain::review::PersonName;
use crate::tui::command::Tab;
use crate::tui::effect::{Destination, Intent, MenuItem};

/// The view that lists what is held of this noun; none where no view does.
pub(super) fn tab(kind: Kind) -> Option<Tab> {
    match kind {
        Kind::Owner => Some(Tab::Dash),
        Kind::Request => Some(Tab::Queue),
        Kind::Contract => Some(Tab::Renewals),
        Kind::Alert => Some(Tab::Overlaps),
        _ => None,
    }
}

/// What is held that another view lists, in the order it is told.
pub(super) fn leads(held: &[Held]) -> Vec<Kind> {
    let held_at_all = |kind: &Kind| held.iter().any(|one| one.kind == *kind);
    let kinds = HOLDABLE.into_iter().filter(held_at_all);
    kinds.filter(|kind| tab(*kind).is_some()).collect()
}

/// Goes to the view that lists what somebody holds of this noun.
pub(super) fn lead(kind: Kind, who: PersonName) -> Option<Intent> {
    Some(Intent::Go(Destination::HeldBy(tab(kind)?, who)))
}

/// All that is held, to read.
pub(super) fn page(who: &PersonName, held: &[Held]) -> Intent {
    let lines = held.iter();
    let lines = lines.map(|one| format!("{:<18} {}", one.what, one.name));
    let title = format!("What {} ({}) holds", who.name, who.login);
    let text: Vec<String> = [title, String::new()].into_iter().chain(lines).collect();
    Intent::Page(text.join("\n"))
}

impl People {
    pub(super) fn related(&mut self) -> Option<Vec<Intent>> {
        let (who, held) = (self.who()?, self.held()?);
        let mut items = Vec::new();
        for kind in HOLDABLE {
            let Some(words) = Held::counted(held, kind) else {
                continue;
            };
            let (letter, place) = match kind {
                Kind::Owner => ('p', "who answers for what"),
                Kind::Request => ('r', "in the queue"),
                Kind::Contract => ('c', "among the renewals"),
                _ => ('v', "among the overlaps"),
            };
            let label = format!("{words}: {place}");
            let does = lead(kind, who.clone());
            items.push(match does {
                Some(does) => MenuItem::new(letter, label, does),
                None => MenuItem::says(words),
            });
        }
        if held.is_empty() {
            let nothing = format!("{} answers for nothing.", who.name);
            return Some(vec![Intent::Hint(nothing)]);
        }
        items.push(MenuItem::new('w', "all of it, to read", page(&who, held)));
        let title = format!("What {} answers for", who.name);
        Some(self.menu(title, items))
    }
}

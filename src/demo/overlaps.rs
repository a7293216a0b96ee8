//! The overlaps and the waste of the made-up district: what schools bought beside each other, who answers
//! for what, which standards two products share, and what was said about the alerts that come of it.
//! It tells last, so that what is by chance elsewhere stays as it is.

use crate::domain::approval::Audience;
use crate::domain::product::Provided;
use crate::domain::put::Put;

use super::making::Making;
use super::{days, people};

mod alerts;
mod aligned;
mod bought;
mod owned;

/// Tells all there is to tell of overlaps.
pub(super) fn tell(making: &mut Making) {
    bought::buy(making);
    shared_with_classes(making);
    came_with_the_books(making);
    owned::appoint(making);
    aligned::align(making);
    alerts::say(making);
}

/// Pairloft was bought by teachers and is used by their classes, as Deckaroon is.
fn shared_with_classes(making: &mut Making) {
    let held = making.holdings.iter();
    let mut held = held.filter(|h| making.items[h.item].label == "Pairloft");
    let Some(term) = held.next().and_then(|h| h.terms.last().cloned()) else {
        return;
    };
    let day = days::after(term.signed, 40).min(days::before(making.today, 2));
    let who = making.one_of(people::RENEWALS, day);
    let put = Put::id(term.papers.1).with("audience", Some(Audience::Both));
    let what = format!("Pairloft on C-{}", term.papers.2);
    let why = "the classes of these teachers work in it too";
    making.past.saved_because(day, &who, &what, put, why);
}

/// Kettlespark's kits come with the science books, so that nobody chose them beside something else.
fn came_with_the_books(making: &mut Making) {
    let found = making.items.iter().find(|i| i.label == "Kettlespark");
    let Some(item) = found.cloned() else {
        return;
    };
    let day = days::working_day(making.ago(200));
    let who = making.one_of(people::CURRICULAR, day);
    let put = Put::id(item.id).with("provided", Some(Provided::Bundled));
    let why = "the kits are ordered with the science books";
    making.past.saved_because(day, &who, &item.label, put, why);
}

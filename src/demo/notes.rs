//! What people of the made-up district wrote down: on the products of the stories, on some everyday
//! products and on schools.

use chrono::NaiveDate;

use crate::domain::change::Change;
use crate::domain::record::RecordRef;

use super::making::Making;
use super::opinions::REMARKS;
use super::{days, people};

/// Days ago, school, who, the words.
#[rustfmt::skip] // one note a line
const ON_SCHOOLS: &[(i64, &str, &str, &str)] = &[
    (820, "PIN", "msollowby", "The tablets came from a grant for three years; Chromebooks only in the library."),
    (300, "GRA", "thangrove", "No librarian any more; the office answers for the school's own orders."),
    (48, "ROO", "dquillfane", "Its Chromebooks lose updates this year. Replacement is in the levy."),
    (160, "LIN", "bokonjary", "New principal; she wants one list of what teachers may use."),
];

/// Leaves the notes.
pub(super) fn leave(making: &mut Making) {
    for item in making.items.clone() {
        for (ago, key, text) in item.known.map_or(&[][..], |known| known.notes) {
            let day = making.ago(*ago).max(item.seen);
            on(making, day, &[key], &item.label, item.id.into(), text);
        }
        if item.known.is_none() && making.chance(7) {
            let age = (making.today - item.seen).num_days();
            let day = days::before(making.today, making.rng.i64(1..age.max(2)));
            let text = making.pick(REMARKS).unwrap_or_default();
            let who = [people::HELPDESK, people::TECHNICAL].concat();
            on(making, day, &who, &item.label, item.id.into(), text);
        }
    }
    for (ago, code, key, text) in ON_SCHOOLS {
        if let Some(campus) = making.schools.iter().find(|s| s.code == *code).copied() {
            let day = making.ago(*ago);
            on(making, day, &[key], campus.name, campus.id.into(), text);
        }
    }
}

fn on(
    making: &mut Making,
    day: NaiveDate,
    keys: &[&str],
    what: &str,
    about: RecordRef,
    text: &str,
) {
    let who = making.one_of(keys, day);
    let note = Change::Note {
        what: what.to_owned(),
        about,
        text: text.to_owned(),
    };
    making.past.did(day, &who, note);
}

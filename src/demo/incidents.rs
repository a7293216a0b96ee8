//! What went wrong with products of the made-up district: one affair that is over, one still watched.

use crate::domain::put::Put;
use crate::domain::request::{IncidentEffect, IncidentId};

use super::making::Making;
use super::{days, people};

/// Product, what, days ago it began and was over, what it does to the use, what is known.
type Affair = (
    &'static str,
    &'static str,
    i64,
    Option<i64>,
    IncidentEffect,
    &'static str,
);

#[rustfmt::skip] // one affair a line or two
const AFFAIRS: &[Affair] = &[
    ("Songbarrow", "account list read", 12, None, IncidentEffect::Suspend,
        "Strangers read names and classes of three schools. The vendor's report is promised for the end of the month."),
    ("Notewren", "wrong recipients", 9, None, IncidentEffect::Watch,
        "Two messages reached families of another class. The vendor has found the cause and changes it this week."),
    ("Deckaroon", "outage", 318, Some(315), IncidentEffect::Watch,
        "Three days without saved slides; nothing was lost."),
];

/// Records the affairs, and that they were over.
pub(super) fn happen(making: &mut Making) {
    for (label, kind, began, over, effect, note) in AFFAIRS {
        let found = making.items.iter().find(|item| item.label == *label);
        let Some(product) = found.map(|item| item.id) else {
            continue;
        };
        let what = format!("{kind}, {label}");
        let id = making.past.handle();
        let day = making.ago(*began);
        let who = making.one_of(people::TECHNICAL, day);
        let put = Put::id(IncidentId(id))
            .with("product", product)
            .with("kind", (*kind).to_owned())
            .with("opened_on", day)
            .with("effect", *effect)
            .with("note", Some((*note).to_owned()));
        making.past.saved(day, &who, &what, put);
        if let Some(day) = over.map(|ago| days::before(making.today, ago)) {
            let put = Put::id(IncidentId(id)).with("closed_on", Some(day));
            making
                .past
                .saved_because(day, &who, &what, put, "works again");
        }
    }
}

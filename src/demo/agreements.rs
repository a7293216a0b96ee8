//! What the made-up district agreed with its vendors about student data.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::domain::approval::AgreementId;
use crate::domain::product::VendorId;
use crate::domain::put::Put;

use super::made::Signed;
use super::making::Making;
use super::{days, people};

const KINDS: &[&str] = &[
    "NDPA",
    "NDPA",
    "state agreement",
    "click-wrap",
    "vendor terms",
];
const ELEMENTS: &[&str] = &[
    "name; class",
    "name; e-mail; class",
    "name; e-mail; scores",
    "nickname",
    "none",
];

/// Signs an agreement anew, from the day after the old one ends.
pub(super) fn renew(making: &mut Making, old: &Signed, day: NaiveDate) {
    let from = days::after(old.until, 1);
    let until = days::after(old.until, 1096);
    let id = making.past.handle();
    let vendor = (AgreementId(id), old.vendor, None);
    let put = agreement(vendor, old.kind, (from, Some(until)), old.elements);
    let who = making.one_of(&["msollowby"], day);
    let what = format!("{}, signed anew", old.kind);
    making.past.saved(day, &who, &what, put);
}

/// Signs an agreement with the vendors of the stories that have one, and with most of the others.
pub(super) fn sign(making: &mut Making) {
    let opening = days::after(making.start, 6);
    let mut signed: HashSet<VendorId> = HashSet::new();
    let mut first = Vec::new();
    for item in making.items.clone() {
        let told = item.known.and_then(|known| known.agreement);
        let (kind, until, elements) = match told {
            Some((kind, until, elements)) => (kind, until, elements),
            None if item.known.is_none() && !signed.contains(&item.vendor) && making.chance(62) => {
                let kind = making.pick(KINDS).unwrap_or_default();
                let elements = making.pick(ELEMENTS).unwrap_or_default();
                let ends = making.rng.i64(-120..1000);
                (kind, (kind != "vendor terms").then_some(ends), elements)
            }
            None => continue,
        };
        if told.is_none() && !signed.insert(item.vendor) {
            continue;
        }
        let until = until.map(|ahead| days::after(making.today, ahead));
        if let Some(until) = until.filter(|_| told.is_none()) {
            making.signed.push(Signed {
                vendor: item.vendor,
                kind,
                elements,
                until,
            });
        }
        // Three years at a time; without an end, since the product was listed.
        let from = until.map_or(item.seen, |end| days::months_before(end, 36));
        let day = from
            .max(item.seen)
            .max(opening)
            .min(days::before(making.today, 4));
        let id = making.past.handle();
        let vendor = (AgreementId(id), item.vendor, told.map(|_| item.id));
        let put = agreement(vendor, kind, (from, until), elements);
        if day == opening {
            first.push(put);
        } else {
            let who = making.one_of(people::TECHNICAL, day);
            let what = format!("{kind} for {}", item.label);
            making.past.saved(day, &who, &what, put);
        }
    }
    let who = making.one_of(&["msollowby"], opening);
    let what = format!("{} agreements from privacy-register.csv", first.len());
    making.past.imported(opening, &who, what, first);
}

fn agreement(
    (id, vendor, product): (
        AgreementId,
        VendorId,
        Option<crate::domain::product::ProductId>,
    ),
    kind: &str,
    (from, until): (NaiveDate, Option<NaiveDate>),
    elements: &str,
) -> Put {
    Put::id(id)
        .with("vendor", vendor)
        .with("kind", kind.to_owned())
        .with("product", product)
        .with("from", Some(from))
        .with("until", until)
        .with(
            "link",
            Some(format!("https://files.wexmoor.example/agreements/{id}.pdf")),
        )
        .with("elements", Some(elements.to_owned()))
}

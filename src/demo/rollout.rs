//! What it takes until people can work: switches turned on at the made-up schools, people trained.

use crate::domain::approval::Audience;
use crate::domain::inventory::{ProvisioningId, Switch, TrainingId};
use crate::domain::product::{ProductId, ProductKind};
use crate::domain::put::Put;
use crate::domain::school::SchoolId;

use super::known::{Gap, StoryTraining};
use super::made::{CatalogueItem, SignedDeal};
use super::making::Making;
use super::{days, people};
use crate::domain::counted::counted;

/// Switches on what is bought or used for free: for the district, or where a school bought it.
pub(super) fn switch_on(making: &mut Making) {
    for holding in making.holdings.clone() {
        let item = making.items[holding.item].clone();
        let Some(known) = item.known else { continue };
        if known.rulings.is_empty() || known.archived {
            continue;
        }
        let day = days::after(holding.since, 2).max(days::after(making.start, 20));
        let day = day.min(days::before(making.today, 5));
        let who = making.one_of(people::TECHNICAL, day);
        let school = holding.deal.buyer.and(holding.schools.first());
        let school = school.map(|n| making.schools[*n].id);
        if school.is_some() || !sold_twice_to_district(making, &holding) {
            let put = switches(making.past.handle(), &item, school);
            making
                .past
                .saved(day, &who, &format!("switches of {}", item.label), put);
        }
        if school.is_none() {
            gaps(making, &item);
        }
    }
}

/// A product has one row of switches for the district, however many deals it has.
fn sold_twice_to_district(making: &Making, holding: &SignedDeal) -> bool {
    let mut same = making
        .holdings
        .iter()
        .filter(|other| other.item == holding.item && other.deal.buyer.is_none());
    same.next()
        .is_some_and(|first| !std::ptr::eq(first.deal, holding.deal))
}

fn switches(handle: i64, item: &CatalogueItem, school: Option<SchoolId>) -> Put {
    let extension = item.known.is_some_and(|k| k.kind == ProductKind::Extension);
    let app = item.known.is_some_and(|k| k.kind == ProductKind::App);
    let where_it_applies = |applies| {
        if applies {
            Switch::On
        } else {
            Switch::NotApplicable
        }
    };
    Put::id(ProvisioningId(handle))
        .with("product", item.id)
        .with("school", school)
        .with("sso", Some(where_it_applies(!app)))
        .with("roster", Some(where_it_applies(!extension && !app)))
        .with("filter", Some(Switch::On))
        .with("extension", Some(where_it_applies(extension)))
        .with("oauth", Some(where_it_applies(!app)))
}

/// The schools where something is not on.
fn gaps(making: &mut Making, item: &CatalogueItem) {
    for (code, gap) in item.known.map_or(&[][..], |known| known.switches) {
        let Some(campus) = making.schools.iter().find(|s| s.code == *code).copied() else {
            continue;
        };
        let day = days::before(making.today, 12);
        let who = making.one_of(&["msollowby"], day);
        let put = switches(making.past.handle(), item, Some(campus.id));
        let put = match gap {
            Gap::Filter => put.with("filter", Some(Switch::Off)),
            Gap::Roster => put.with("roster", Some(Switch::Pending)),
            Gap::SignIn => put.with("sso", Some(Switch::Off)),
        };
        let what = format!("switches of {} at {}", item.label, campus.name);
        making.past.saved(day, &who, &what, put);
    }
}

/// Trains the staff of the schools that have a product, last year and lately.
pub(super) fn train(making: &mut Making) {
    for holding in making.holdings.clone() {
        let item = making.items[holding.item].clone();
        let Some(training) = item.known.and_then(|known| known.training) else {
            continue;
        };
        for (ago, part) in [(410, 95), (64, 100)] {
            let day = days::before(making.today, ago);
            if day <= holding.since || day <= days::after(making.start, 20) {
                continue;
            }
            let mut puts = Vec::new();
            for school in &holding.schools {
                let campus = making.schools[*school];
                let lean = making.rng.i64(-8..=8);
                let reached = (training.reached * part / 100 + lean).clamp(0, 100);
                let trained = campus.staff * reached / 100;
                let row = (making.past.handle(), item.id, campus.id);
                let session = session(row, training, (campus.staff, trained), day);
                let gap = trained * 100 < campus.staff * 80;
                let next =
                    (part == 100).then(|| days::after(making.today, if gap { 26 } else { 190 }));
                puts.push(session.with("next_on", next));
            }
            let who = making.one_of(people::CURRICULAR, day);
            let what = format!("{} of {}", counted(puts.len(), "training row"), item.label);
            making.past.imported(days::after(day, 1), &who, what, puts);
        }
    }
}

fn session(
    (handle, product, school): (i64, ProductId, SchoolId),
    training: StoryTraining,
    (target, trained): (i64, i64),
    day: chrono::NaiveDate,
) -> Put {
    Put::id(TrainingId(handle))
        .with("product", product)
        .with("school", school)
        .with("audience", Some(Audience::Staff))
        .with("target", Some(target))
        .with("trained", Some(trained))
        .with("on", Some(day))
        .with("minutes", Some(training.minutes))
        .with("required", training.required)
}

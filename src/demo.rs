//! A made-up district with four years behind it, for looking around, rehearsals and tests.
//! `hallpass demo` asks for its deeds and has the store carry them out. Every name is invented, every
//! web address ends in `.example`; everything is reckoned from `today`, the same seed each time.
//! It must not know how deeds are carried out: it only tells them, in order.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::change::Change;
use crate::domain::put::Stamp;

mod again;
mod agreements;
mod approvals;
mod calendar;
mod chances;
mod contracts;
mod days;
mod devices;
mod facts;
mod goodbyes;
mod grown;
mod holdings;
mod incidents;
mod inventory;
mod known;
mod made;
mod making;
mod notes;
mod opinions;
mod overlaps;
mod owners;
mod past;
mod people;
mod products;
mod renewals;
mod reviews;
mod rollout;
mod schools;
mod standards;
mod usage;
mod words;

pub use grown::{DistrictSize, HeldNumbers, grow};

/// The district's name.
pub const DISTRICT: &str = "Wexmoor County Schools";

/// How many products the made-up catalogue lists.
pub const PRODUCTS: usize = 400;

/// The deeds that make the district, oldest first, for an empty office file and no other: they name
/// records by the numbers that file will give them. `founder` is the login of its first admin.
pub fn district(today: NaiveDate, now: DateTime<Utc>, founder: &str) -> Vec<(Change, Stamp)> {
    let mut making = making::Making::begin(today, founder);
    people::join(&mut making);
    schools::open(&mut making);
    products::list(&mut making);
    contracts::buy(&mut making);
    inventory::place(&mut making);
    approvals::decide(&mut making);
    agreements::sign(&mut making);
    owners::appoint(&mut making);
    devices::test(&mut making);
    rollout::switch_on(&mut making);
    rollout::train(&mut making);
    usage::measure(&mut making);
    notes::leave(&mut making);
    calendar::set(&mut making);
    goodbyes::say(&mut making);
    incidents::happen(&mut making);
    again::look(&mut making);
    reviews::tell(&mut making);
    renewals::tell(&mut making);
    standards::bring_in(&mut making);
    overlaps::tell(&mut making);
    standards::read_results(&mut making);
    making.past.told(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::put::{Given, Put};
    use crate::domain::record::Value;

    fn puts(change: &Change) -> Vec<&Put> {
        match change {
            Change::Import { puts, .. } | Change::SaveAll { puts, .. } => puts.iter().collect(),
            Change::Save { put, .. } => vec![put],
            _ => Vec::new(),
        }
    }

    fn deeds(today: &str) -> Vec<(Change, Stamp)> {
        let today: NaiveDate = today.parse().unwrap();
        let now = today.and_hms_opt(15, 0, 0).unwrap().and_utc();
        district(today, now, "ada")
    }

    #[test]
    fn the_same_day_gives_the_same_deeds() {
        assert_eq!(deeds("2026-03-10"), deeds("2026-03-10"));
    }

    #[test]
    fn no_deed_names_a_record_before_it_is_made() {
        let days = ["2026-03-10", "2026-12-31"];
        for (change, stamp) in days.into_iter().flat_map(deeds) {
            for put in puts(&change) {
                for (name, given) in &put.fields {
                    let field = put.kind.fields()[put.kind.position(name).unwrap()];
                    let missing = match given {
                        Given::Value(Value::Int(id)) => *id == 0,
                        Given::Value(Value::Text(ids)) => ids.contains("[0"),
                        _ => false,
                    };
                    assert!(
                        field.refers.is_none() || !missing,
                        "{} on {}: {put:?}",
                        change.title(),
                        stamp.today
                    );
                }
            }
            if let Change::Note { about: record, .. } | Change::Remove { record, .. } = change {
                assert!(record.id > 0, "{} on {}", change.title(), stamp.today);
            }
        }
    }

    #[test]
    fn deeds_go_forward_in_time_and_end_by_now() {
        let deeds = deeds("2026-03-10");
        assert!(deeds.windows(2).all(|pair| pair[0].1.at <= pair[1].1.at));
        assert!(matches!(deeds[0].0, Change::Found { demo: true, .. }));
        let span = deeds[deeds.len() - 1].1.at - deeds[0].1.at;
        assert!((1430..1462).contains(&span.num_days()), "{span}");
    }

    #[test]
    fn the_ends_of_the_calendar_do_no_harm() {
        for today in [NaiveDate::MIN, NaiveDate::MAX] {
            let now = today.and_hms_opt(12, 0, 0).unwrap().and_utc();
            assert!(!district(today, now, "ada").is_empty());
        }
    }
}

//! Tests of products on the devices of the made-up schools.

use crate::domain::inventory::{CompatibilityId, Runs};
use crate::domain::put::Put;

use super::making::Making;
use super::{days, people};
use crate::domain::counted::counted;

/// Enters the tests of the stories, and a test here and there of the others.
pub(super) fn test(making: &mut Making) {
    let opening = days::after(making.start, 18);
    let mut first = Vec::new();
    for item in making.items.clone() {
        let mut tests: Vec<(&str, Runs, Option<&str>)> = Vec::new();
        match item.known {
            Some(known) => tests.extend(known.tests),
            None if making.chance(30) => {
                tests.push(("chromebook", Runs::Works, None));
                if making.chance(40) {
                    let pad = match making.rng.u32(..10) {
                        0 => (Runs::Fails, Some("Does not start.")),
                        1 | 2 => (Runs::Partial, Some("No sound.")),
                        _ => (Runs::Works, None),
                    };
                    tests.push(("ipad", pad.0, pad.1));
                }
            }
            None => {}
        }
        let day = days::after(item.seen, making.rng.i64(18..26));
        let day = day.min(days::before(making.today, 1)).max(opening);
        let mut puts = Vec::new();
        for (device, result, note) in tests {
            let put = Put::id(CompatibilityId(making.past.handle()))
                .with("product", item.id)
                .with("device", device.to_owned())
                .with("result", result)
                .with("on", Some(day))
                .with("note", note.map(str::to_owned));
            puts.push(put);
        }
        if item.seen == making.start {
            first.extend(puts);
        } else {
            let who = making.one_of(people::TECHNICAL, day);
            let what = format!("{} of {}", counted(puts.len(), "device test"), item.label);
            making.past.imported(day, &who, what, puts);
        }
    }
    let who = making.one_of(&["msollowby"], opening);
    let what = format!("{} device tests from lab.csv", first.len());
    // Dated by the day of each test, so entered after the last of them.
    making
        .past
        .imported(days::after(opening, 10), &who, what, first);
}

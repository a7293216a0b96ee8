//! What the made-up office said about its overlaps. An overlap is named by what it is about; `past` turns
//! that into its fingerprint when the records have their numbers.

use chrono::NaiveDate;

use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::overlap::OverlapKind::{self, Covered, SameFunction, SameProduct};
use crate::domain::overlap::alert::{Action, AlertId, AlertState, DismissCode};
use crate::domain::put::Put;

use super::super::making::Making;
use super::super::{days, people};

/// What somebody said.
struct MadeUpOverlap {
    kind: OverlapKind,
    /// The keeper first.
    products: &'static [&'static str],
    /// Where something could go, and the grades it is about.
    cells: &'static [(&'static str, &'static str)],
    cents: i64,
    /// Days ago.
    ago: i64,
    word: OverlapWord,
}

/// What somebody said of an overlap.
enum OverlapWord {
    Taken,
    /// What is done, by the contract of this school that ends.
    Planned(Action, &'static str),
    Dismissed(DismissCode, &'static str),
}

#[rustfmt::skip] // one a line
const SAID: &[MadeUpOverlap] = &[
    MadeUpOverlap { kind: SameProduct, products: &["Buzzlecap"], cells: &[("ROO", "6-8")], cents: 45_600, ago: 9, word: OverlapWord::Taken },
    MadeUpOverlap { kind: SameFunction, products: &["Moodlantern", "Orlendish Check-in"], cells: &[("FRO", "9-12")], cents: 116_000, ago: 5, word: OverlapWord::Taken },
    MadeUpOverlap { kind: SameFunction, products: &["Pathfinch", "Pathcombe"], cells: &[("MAR", "9-12")], cents: 131_200, ago: 13, word: OverlapWord::Taken },
    MadeUpOverlap { kind: Covered, products: &["Shelfmere"], cells: &[("CED", "K-5")], cents: 31_200, ago: 17, word: OverlapWord::Planned(Action::Convert, "the district has seats to spare") },
    MadeUpOverlap { kind: SameFunction, products: &["Loopwick", "Robotwig"], cells: &[("JES", "6-8")], cents: 87_000, ago: 31, word: OverlapWord::Dismissed(DismissCode::ContractBound, "a grant pays for the pilot until it ends") },
    MadeUpOverlap { kind: SameFunction, products: &["Notewren", "Lormollis Newsletter"], cells: &[("MAR", "9-12")], cents: 135_200, ago: 22, word: OverlapWord::Dismissed(DismissCode::Complementary, "the newsletter is printed; Notewren sends what is short") },
    // Since then the records changed.
    MadeUpOverlap { kind: SameProduct, products: &["Corkmeadow"], cells: &[("JES", "6-8")], cents: 18_000, ago: 96, word: OverlapWord::Planned(Action::Cancel, "Montbriar has seats to lend") },
    MadeUpOverlap { kind: Covered, products: &["Shelfmere"], cells: &[("OXM", "K-5")], cents: 26_000, ago: 88, word: OverlapWord::Planned(Action::Convert, "the district's library covers it") },
    MadeUpOverlap { kind: SameFunction, products: &["Corkmeadow", "Thoughtwhistle"], cells: &[("JES", "6-8")], cents: 63_000, ago: 74, word: OverlapWord::Dismissed(DismissCode::ContractBound, "the school bought it for one year only") },
];

/// Makes somebody say of each overlap of `SAID` what stands there.
pub(super) fn say(making: &mut Making) {
    for said in SAID {
        let label = said.products.join(" + ");
        let Some(fingerprint) = named(making, said) else {
            continue;
        };
        let day = days::working_day(making.ago(said.ago));
        let who = making.one_of(people::RENEWALS, day);
        let put = Put::id(AlertId(making.past.handle()))
            .with("fingerprint", fingerprint)
            .with("kind", said.kind)
            .with("title", label.clone())
            .with("stake_cents", Cents(said.cents));
        let (put, why) = worded(making, put, said, (&who, day));
        let what = format!("overlap of {label}");
        match why {
            Some(why) => making.past.saved_because(day, &who, &what, put, why),
            None => making.past.saved(day, &who, &what, put),
        }
    }
}

fn worded(
    making: &Making,
    put: Put,
    said: &MadeUpOverlap,
    (who, day): (&str, NaiveDate),
) -> (Put, Option<&'static str>) {
    let person = making.people.iter().find(|p| p.login == who);
    let owner = person.map(|p| p.id).or(making.person_id("gferrandine"));
    let told = |put: Put, why: &str| {
        put.with("reason", Some(why.to_owned()))
            .with("said_by", Some(who.to_owned()))
            .with("said_on", Some(day))
    };
    match said.word {
        OverlapWord::Taken => {
            let put = put.with("state", AlertState::Acknowledged);
            (put.with("owner", owner), None)
        }
        OverlapWord::Planned(action, why) => {
            let put = put
                .with("state", AlertState::Planned)
                .with("owner", owner)
                .with("action", Some(action));
            (told(put, why), Some(why))
        }
        OverlapWord::Dismissed(code, why) => {
            let put = put
                .with("state", AlertState::Dismissed)
                .with("code", Some(code))
                .with("until", Some(days::after(making.today, 240)));
            (told(put, why), Some(why))
        }
    }
}

/// `O3 17,25 3:511`: kind, products, schools with the bits of their grades, all by handle.
fn named(making: &Making, said: &MadeUpOverlap) -> Option<String> {
    let product = |label: &&str| {
        making
            .items
            .iter()
            .find(|i| i.label == **label)
            .map(|i| i.id.0.to_string())
    };
    let cell = |(code, grades): &(&str, &str)| {
        let school = making.schools.iter().find(|s| s.code == *code)?;
        let grades: Grades = grades.parse().ok()?;
        Some(format!("{}:{}", school.id, grades.bits()))
    };
    let products: Option<Vec<String>> = said.products.iter().map(product).collect();
    let cells: Option<Vec<String>> = said.cells.iter().map(cell).collect();
    Some(format!(
        "{} {} {}",
        said.kind,
        products?.join(","),
        cells?.join(",")
    ))
}

//! Who answers for the products that are paid for or in use: appointed when the office went through them
//! last year. A few were left out, and some had somebody who left since.

use crate::domain::person::OwnerId;
use crate::domain::person::OwnerRole::{self, Evaluator, Manager, Purchaser, Support};
use crate::domain::put::Put;

use super::super::making::Making;
use super::super::{days, people};
use crate::demo::made::CatalogueItem;

/// Products nobody answers for in full, whoever pays.
const UNOWNED: &[&str] = &[
    "Signbriar",
    "Sumgrove",
    "Buzzlecap",
    "Corkmeadow",
    "Pairloft",
    "Tunefettle",
    "Bright Whistle",
    "Tally Hobb",
    "Robotwig",
    "Classferry",
    "Moodlantern",
];
/// Of those in use that nobody pays for, one in so many is nobody's.
const FREE: usize = 4;

/// Appoints an evaluator, a manager and a purchaser where there is none, and somebody who helps.
pub(super) fn appoint(making: &mut Making) {
    let mut held: Vec<usize> = making.holdings.iter().map(|h| h.item).collect();
    held.extend(making.sighted.iter().map(|(item, _)| *item));
    let bought =
        (0..making.items.len()).filter(|n| super::bought::is_bought(&making.items[*n].label));
    held.extend(bought);
    held.sort_unstable();
    held.dedup();
    let paid = |item: &CatalogueItem| item.known.is_some() || super::bought::is_bought(&item.label);
    let day = days::working_day(making.ago(330));
    let mut puts = Vec::new();
    for n in held {
        let item = making.items[n].clone();
        let nobodys = UNOWNED.contains(&item.label.as_str());
        let nobodys = nobodys || (!paid(&item) && n.is_multiple_of(FREE));
        if nobodys || item.seen > days::before(day, 30) {
            continue;
        }
        let there: Vec<OwnerRole> = item
            .known
            .map_or(&[][..], |known| known.owners)
            .iter()
            .map(|(role, _)| *role)
            .collect();
        for (role, keys) in posts(n, item.facts.instructional, paid(&item)) {
            let (Some(person), false) = (making.person_id(keys.0), there.contains(&role)) else {
                continue;
            };
            let put = Put::id(OwnerId(making.past.handle()))
                .with("product", item.id)
                .with("role", role)
                .with("person", person)
                .with("deputy", making.person_id(keys.1))
                .with("since", Some(day));
            puts.push(put);
        }
    }
    let who = making.one_of(people::ADMIN, day);
    let what = format!("{} owners from who-answers.csv", puts.len());
    making.past.imported(day, &who, what, puts);
}

/// Who takes which role for the nth product, and who stands in.
fn posts(n: usize, teaches: bool, paid: bool) -> [(OwnerRole, (&'static str, &'static str)); 4] {
    let turn = n.is_multiple_of(2);
    let swap = |a, b| if turn { (a, b) } else { (b, a) };
    let looks = if teaches {
        swap("nhalvessen", "rtembrook")
    } else {
        swap("pvandelune", "msollowby")
    };
    // Who left looked after some of the free ones, and nobody took them over.
    let buys = if n % 8 == 5 && !paid {
        (people::LEFT, "")
    } else {
        ("gferrandine", people::SUCCESSOR)
    };
    [
        (Evaluator, looks),
        (Manager, (looks.1, looks.0)),
        (Purchaser, buys),
        (Support, swap("thangrove", "bokonjary")),
    ]
}

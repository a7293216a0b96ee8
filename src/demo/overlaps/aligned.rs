//! Which standards of reading two made-up products teach, standard by standard.

use crate::domain::grade::Grades;
use crate::domain::put::Put;
use crate::domain::standards::claim::{AlignmentId, AlignmentRole, AlignmentStatus, Claimant};

use super::super::making::Making;
use super::super::{days, people, standards};

/// Product, the first and last standard it teaches by the reviewers' word, and by the maker's only.
const TAUGHT: &[(&str, (usize, usize), usize)] = &[
    ("Vowelette", (1, 14), 18),
    ("Fablewharf", (3, 17), 22),
    ("Storyloam", (9, 30), 34),
];

/// What the reviewers looked at of each product, and found.
const SAMPLED: i64 = 3;

/// Enters what the reviewers and the makers say.
pub(super) fn align(making: &mut Making) {
    let day = days::working_day(days::before(making.today, 47));
    let who = making.one_of(people::CURRICULAR, day);
    let Some(reviewer) = making.people.iter().find(|one| one.login == who) else {
        return;
    };
    let reviewer = reviewer.id;
    let mut puts = Vec::new();
    for (label, (first, last), claimed) in TAUGHT {
        let Some(product) = making.items.iter().find(|i| i.label == *label) else {
            continue;
        };
        let (product, label) = (product.id, label.to_lowercase());
        for n in *first..=*claimed {
            let status = if n <= *last {
                AlignmentStatus::Verified
            } else {
                AlignmentStatus::Claimed
            };
            let code = format!("R.K2.{n}");
            let mut put = Put::id(AlignmentId(making.past.handle()))
                .with("product", product)
                .with("framework", standards::TITLE.to_owned())
                .with("item", making.standard(&code))
                .with("standard", code)
                .with("leaf", true)
                .with("status", status)
                .with("role", Some(AlignmentRole::Instruction))
                .with("grades", Grades::UNSAID)
                .with("says", Some(Claimant::Vendor));
            if status == AlignmentStatus::Verified {
                let evidence = format!("https://wexmoor.example/reading/{label}/{n}");
                put = put
                    .with("by", Some(reviewer))
                    .with("on", Some(day))
                    .with("sampled", Some(SAMPLED))
                    .with("met", Some(SAMPLED))
                    .with("evidence", Some(evidence));
            }
            puts.push(put);
        }
    }
    let what = format!("{} alignments from reading-standards.csv", puts.len());
    making.past.imported(day, &who, what, puts);
}

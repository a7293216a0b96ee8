//! Where the district pays twice: the same product bought by several, bought by a school although the
//! district covers it, one job done by two, too many learning platforms, one product on two records.
//! Computed from the records as they stand; only what people say about it is kept.

pub mod alert;
pub mod board;
pub mod build;
pub mod claims;
pub mod duplicate;
pub mod engine;
pub mod facts;
pub mod identity;
pub mod meetings;
pub mod paired;
pub mod parts;
pub mod platforms;
pub mod process;
pub mod similar;
pub mod standards;
#[cfg(test)]
pub(crate) mod testing;

use std::sync::Arc;

use chrono::NaiveDate;

pub use alert::Alert;

use super::money::Cents;
use super::record::words;
use crate::domain::contract::LineId;
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::school::SchoolId;

words! {
    /// The seven ways in which money or effort is spent twice.
    OverlapKind {
        /// One product, several buyers.
        SameProduct = "O1",
        /// Bought by a school, covered by the district.
        Covered = "O2",
        /// Two products, one job.
        SameFunction = "O3",
        /// Two products, the same standards.
        SameStandards = "O4",
        /// One product on two records.
        Identity = "O5",
        /// Too many learning platforms.
        TooManyLms = "O6",
        /// A request for what is already here. It is told where it is entered and at its review, is never an alert, and
        /// what it would cost is in no sum.
        Request = "O7",
    }
}

/// What stands on the sides of an overlap, one of which stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlapSides {
    /// Purchases of one product: a contract stays, as a rule changed so that it is for all.
    Purchases,
    /// Several products, one of which stays.
    Products,
    /// Two records of one product, which become one.
    Records,
}

/// All that is said of a kind of overlap, wherever it is shown.
pub struct KindDescription {
    /// As a person reads it.
    pub spoken: &'static str,
    /// What stands on its sides.
    pub sides: OverlapSides,
    /// The place of its tab among the tabs; none where it has no tab.
    pub tab: Option<usize>,
    /// What is wrong with a product of it, in two words; none where the other product is named instead.
    pub fault: Option<&'static str>,
    /// Why it is one, of where it is and the job that its products do.
    pub why: fn(&Overlap, &str, &str) -> String,
    /// How its rule counts what is at stake, of the purchases that would end.
    pub rule: fn(&Overlap, &str) -> String,
}

impl OverlapKind {
    /// What is said of this kind.
    pub fn described(self) -> KindDescription {
        match self {
            OverlapKind::SameProduct => KindDescription {
                spoken: "Duplicate",
                sides: OverlapSides::Purchases,
                tab: Some(0),
                fault: Some("bought twice"),
                why: |overlap, at, _| {
                    if overlap.members.iter().all(|m| m.claimed == 0) {
                        return "same product, several buyers, and not all at the best price"
                            .into();
                    }
                    format!("same product, several buyers, overlapping dates, at {at}")
                },
                rule: |overlap, _| {
                    if overlap.members.iter().all(|m| m.excess > Cents(0)) {
                        return "Everybody could pay the best price: at stake is what is paid above it.".into();
                    }
                    "Where two buyers pay for the same people, all but the dearest purchase is at stake.".into()
                },
            },
            OverlapKind::Covered => KindDescription {
                spoken: "Covered",
                sides: OverlapSides::Purchases,
                tab: Some(1),
                fault: Some("covered already"),
                why: |_, at, _| format!("{at} bought it, and the district's licence covers it"),
                rule: |_, _| {
                    "What a school pays for seats the district has to spare is at stake.".into()
                },
            },
            OverlapKind::SameFunction => KindDescription {
                spoken: "Similar",
                sides: OverlapSides::Products,
                tab: Some(2),
                fault: None,
                why: |_, at, job| {
                    format!("two do one job ({job}) for the same grades and subjects at {at}")
                },
                rule: used_by_most,
            },
            OverlapKind::SameStandards => KindDescription {
                spoken: "Standards",
                sides: OverlapSides::Products,
                tab: Some(3),
                fault: None,
                why: |_, at, _| format!("both teach the same standards at {at}"),
                rule: |_, _| {
                    "The cheaper one's cost where both are, times the share of its standards that the other \
                     teaches too, is at stake."
                        .into()
                },
            },
            OverlapKind::Identity => KindDescription {
                spoken: "Same record",
                sides: OverlapSides::Records,
                tab: Some(5),
                fault: None,
                why: |overlap, _, _| {
                    let sign = overlap.sign.map_or("", identity::Sign::means);
                    format!("two records that look like one product: {sign}")
                },
                rule: |overlap, _| {
                    format!(
                        "Two records cost nothing by themselves; were they one, {} more would be at stake.",
                        overlap.masked
                    )
                },
            },
            OverlapKind::TooManyLms => KindDescription {
                spoken: "LMS",
                sides: OverlapSides::Products,
                tab: Some(4),
                fault: None,
                why: |_, _, _| "more learning platforms than the policy allows".into(),
                rule: |_, ending| {
                    format!(
                        "The platforms that reach the most students stay; the others' cost is at stake ({ending})."
                    )
                },
            },
            OverlapKind::Request => KindDescription {
                spoken: "Request",
                sides: OverlapSides::Products,
                tab: None,
                fault: None,
                why: |_, _, _| "a request for what is already here".into(),
                rule: |_, _| {
                    "What is asked for can be avoided; nothing of it is spent, so it is in no sum."
                        .into()
                },
            },
        }
    }

    /// As a person reads it.
    pub fn spoken(self) -> &'static str {
        self.described().spoken
    }

    /// What stands on its sides.
    pub fn sides(self) -> OverlapSides {
        self.described().sides
    }

    /// Is it about purchases of one product, and not about several products or records?
    pub fn is_of_one_product(self) -> bool {
        self.sides() == OverlapSides::Purchases
    }

    /// Is it about two records of one product?
    pub fn is_of_records(self) -> bool {
        self.sides() == OverlapSides::Records
    }

    /// The kinds that have a tab, in the order of the tabs.
    pub fn tabs() -> Vec<OverlapKind> {
        let mut kinds = OverlapKind::ALL.to_vec();
        kinds.retain(|kind| kind.described().tab.is_some());
        kinds.sort_by_key(|kind| kind.described().tab);
        kinds
    }
}

fn used_by_most(_: &Overlap, ending: &str) -> String {
    format!("The one used by most stays; what {ending} costs where both are is at stake.")
}

/// One line at one school, as far as an overlap is about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The line of a contract.
    pub line: LineId,
    /// The id of what the line pays for.
    pub product: ProductId,
    /// The id of the school that bears the cost counted here.
    pub school: SchoolId,
    /// What the line costs there this fiscal year.
    pub cost: Cents,
    /// What of it is at stake by the rule's formula, alone.
    pub stake: Cents,
    /// What part of the cell this overlap claims, after those that come before it; of `claims::WHOLE_CELL`.
    pub claimed: i64,
    /// What is paid above the best price, which claims no part of the cell.
    pub excess: Cents,
}

/// What a rule proposes to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposedKeeper {
    /// Of several products, this one.
    Product(ProductId),
    /// Of several purchases of one product, this line.
    Line(LineId),
}

/// An overlap, as the records stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// Which of the seven ways it is.
    pub kind: OverlapKind,
    /// Stays the same while kind, products and cells do; names it.
    pub fingerprint: String,
    /// The products, by id; the keeper among them.
    pub products: Vec<ProductId>,
    /// The schools, by id: many overlaps of a district are about the same ones, which then are held once.
    pub schools: Arc<[SchoolId]>,
    /// What is at stake this fiscal year, by the rule's formula, alone.
    pub at_stake: Cents,
    /// What could be saved, from and to, over which of the two stays; both what is at stake where the
    /// answer is one number.
    pub savings: (Cents, Cents),
    /// For two records of one product: what would be at stake were they one.
    pub masked: Cents,
    /// For two records of one product: what makes them look like one.
    pub sign: Option<identity::Sign>,
    /// Who loses, cell by cell; who is kept has a stake of 0.
    pub members: Vec<Member>,
    /// What should stay, as the rule proposes.
    pub keeper: Option<ProposedKeeper>,
    /// The function that makes the products alike, where that is the reason.
    pub function: Option<FunctionId>,
    /// The first of our own last days among the contracts that should end.
    pub act_by: Option<NaiveDate>,
}

impl Overlap {
    /// What names it everywhere: `O-` and the start of its fingerprint.
    pub fn name(&self) -> String {
        name(&self.fingerprint)
    }

    /// Does the rule propose that this product stays?
    pub fn keeps_product(&self, product: ProductId) -> bool {
        self.keeper == Some(ProposedKeeper::Product(product))
    }

    /// Does the rule propose that this line stays?
    pub fn keeps_line(&self, line: LineId) -> bool {
        self.keeper == Some(ProposedKeeper::Line(line))
    }

    /// What of it is at stake at one school: what its members there put at stake. The list of overlaps and the dashboard of a
    /// school both say this.
    pub fn at_stake_at(&self, school: SchoolId) -> Cents {
        let here = self.members.iter().filter(|member| member.school == school);
        here.map(|member| member.stake).sum()
    }

    /// Is it about purchases of one product, and not about several products?
    pub fn of_one_product(&self) -> bool {
        self.kind.is_of_one_product()
    }
}

/// Where an overlap stands in the order of claims: the rank of its kind, and the products that tell it from others of that
/// kind, 0 where there are none. Of each place there is one.
pub type OverlapPlace = (i64, ProductId, ProductId);

impl Overlap {
    /// Where it stands in the order of claims.
    pub fn place(&self) -> OverlapPlace {
        let nobody = ProductId(0);
        let first = self.products.first().copied().unwrap_or(nobody);
        let last = self.products.last().copied().unwrap_or(nobody);
        let pair = if self.keeps_product(first) {
            (first, last)
        } else {
            (last, first)
        };
        match self.kind {
            OverlapKind::Covered => (0, first, nobody),
            // Of one product right after what covers it.
            OverlapKind::SameProduct => (0, first, first),
            OverlapKind::TooManyLms => (1, nobody, nobody),
            OverlapKind::SameFunction => (2, pair.0, pair.1),
            OverlapKind::SameStandards => (3, pair.0, pair.1),
            OverlapKind::Identity => (4, first, last),
            OverlapKind::Request => (5, first, last),
        }
    }
}

/// The one product whose dollars the overlap of this place claims; none where it claims those of several, or none.
pub fn loser((rank, first, second): OverlapPlace) -> Option<ProductId> {
    match rank {
        0 => Some(first),
        2 | 3 => Some(second),
        _ => None,
    }
}

/// What names the overlap of a fingerprint.
pub fn name(fingerprint: &str) -> String {
    format!("O-{}", fingerprint.get(..5).unwrap_or(fingerprint))
}

/// The fingerprint of an overlap: letters and digits that are easy to read aloud.
pub fn fingerprint(kind: OverlapKind, products: &[ProductId], cells: &[(SchoolId, u16)]) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut hash = FNV;
    let mut eat = |bytes: &[u8]| hash = fed(hash, bytes);
    eat(kind.word().as_bytes());
    products.iter().for_each(|id| eat(&id.0.to_le_bytes()));
    for (school, grades) in cells {
        eat(&school.0.to_le_bytes());
        eat(&grades.to_le_bytes());
    }
    // The low bits of FNV are the weaker ones: the upper half comes first.
    let mut left = hash.rotate_left(32);
    let mut text = String::new();
    for _ in 0..12 {
        text.push(char::from(LETTERS[(left >> 59) as usize]));
        left <<= 5;
    }
    text
}

/// FNV-1a stays what it is from one release to the next; std's hasher may not.
const FNV: u64 = 0xcbf2_9ce4_8422_2325;

fn fed(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Stands for these bytes, now and later.
fn fnv(bytes: &[u8]) -> u64 {
    fed(FNV, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_stand_in_their_order_and_each_kind_has_its_words() {
        let tabs: Vec<&str> = OverlapKind::tabs()
            .iter()
            .map(|kind| kind.spoken())
            .collect();
        let order = [
            "Duplicate",
            "Covered",
            "Similar",
            "Standards",
            "LMS",
            "Same record",
        ];
        assert_eq!(tabs, order);
        let sides = |kind: OverlapKind| (kind.is_of_one_product(), kind.is_of_records());
        assert_eq!(sides(OverlapKind::Covered), (true, false));
        assert_eq!(sides(OverlapKind::Identity), (false, true));
        assert_eq!(sides(OverlapKind::TooManyLms), (false, false));
    }
}

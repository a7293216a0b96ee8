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
pub mod parts;
pub mod platforms;
pub mod process;
pub mod similar;
pub mod standards;
#[cfg(test)]
pub(crate) mod testing;

use chrono::NaiveDate;

pub use alert::{Alert, Alignment};

use super::money::Cents;
use super::record::words;

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
        /// A request for what is already here.
        Request = "O7",
    }
}

impl OverlapKind {
    /// As a person reads it.
    pub fn spoken(self) -> &'static str {
        match self {
            OverlapKind::SameProduct => "Duplicate",
            OverlapKind::Covered => "Covered",
            OverlapKind::SameFunction => "Similar",
            OverlapKind::SameStandards => "Standards",
            OverlapKind::Identity => "Same record",
            OverlapKind::TooManyLms => "LMS",
            OverlapKind::Request => "Request",
        }
    }
}

/// One line at one school, as far as an overlap is about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The line of a contract.
    pub line: i64,
    /// The id of what the line pays for.
    pub product: i64,
    /// The id of the school that bears the cost counted here.
    pub school: i64,
    /// What the line costs there this fiscal year.
    pub cost: Cents,
    /// What of it is at stake by the rule's formula, alone.
    pub stake: Cents,
    /// What part of the cell this overlap claims, after those that come before it; of `claims::WHOLE`.
    pub claimed: i64,
    /// What is paid above the best price, which claims no part of the cell.
    pub excess: Cents,
}

/// An overlap, as the records stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// Which of the seven ways it is.
    pub kind: OverlapKind,
    /// Stays the same while kind, products and cells do; names it.
    pub fingerprint: String,
    /// The products, by id; the keeper among them.
    pub products: Vec<i64>,
    /// The schools, by id.
    pub schools: Vec<i64>,
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
    /// The product or line that should stay, as the rule proposes.
    pub keeper: Option<i64>,
    /// The function that makes the products alike, where that is the reason.
    pub function: Option<i64>,
    /// The first of our own last days among the contracts that should end.
    pub act_by: Option<NaiveDate>,
}

impl Overlap {
    /// What names it everywhere: `O-` and the start of its fingerprint.
    pub fn name(&self) -> String {
        name(&self.fingerprint)
    }

    /// Is it about purchases of one product, and not about several products?
    pub fn of_one_product(&self) -> bool {
        matches!(self.kind, OverlapKind::SameProduct | OverlapKind::Covered)
    }
}

/// What names the overlap of a fingerprint.
pub fn name(fingerprint: &str) -> String {
    format!("O-{}", fingerprint.get(..5).unwrap_or(fingerprint))
}

/// The fingerprint of an overlap: letters and digits that are easy to read aloud.
pub fn fingerprint(kind: OverlapKind, products: &[i64], cells: &[(i64, u16)]) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut hash = FNV;
    let mut eat = |bytes: &[u8]| hash = fed(hash, bytes);
    eat(kind.word().as_bytes());
    products.iter().for_each(|id| eat(&id.to_le_bytes()));
    for (school, grades) in cells {
        eat(&school.to_le_bytes());
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

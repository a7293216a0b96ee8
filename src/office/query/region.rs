//! What is asked of a whole region, by its own screens and by the commands.

pub use crate::domain::region::shared::{ENDING_WITHIN, SharedList, SharedRow};
use crate::store::region::{Neighbour, ProposedMember, RegionDecision, RegionFact};

/// No list over all districts has more rows than that.
pub const MOST_SHARED: usize = 5_000;

/// Which list, narrowed by which words, and how many rows of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedOf {
    /// The list.
    pub list: SharedList,
    /// How the names of its products begin, or other names of them; all where nothing is said.
    pub words: String,
    /// Of what ends, in this month or the next so many.
    pub within: u32,
    /// So many rows, counted from the first.
    pub rows: usize,
}

/// The rows that were asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct SharedPage {
    /// The rows.
    pub rows: Vec<SharedRow>,
    /// There are more.
    pub more: bool,
}

/// What one district says of a product that words named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SaidOfProduct {
    /// What the product is called.
    pub product: String,
    /// Somebody of the region said that these are one product; otherwise they only bear one name.
    pub confirmed: bool,
    /// The district, and its answer.
    pub neighbour: Neighbour,
}

/// One fact that a district shares of a product that words named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactOfProduct {
    /// What the product is called.
    pub product: String,
    /// As in `SaidOfProduct`.
    pub confirmed: bool,
    /// A decision, or something else.
    pub told: ToldFact,
}

/// A fact that a district shares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ToldFact {
    /// What was decided.
    Decision(RegionDecision),
    /// An agreement, the month in which a term ends, an alignment, an answer.
    Other(RegionFact),
}

impl ToldFact {
    /// Whose it is.
    pub fn district(&self) -> &str {
        match self {
            ToldFact::Decision(decision) => &decision.district,
            ToldFact::Other(fact) => &fact.district,
        }
    }

    /// Which kind, in a word.
    pub fn kind(&self) -> &str {
        match self {
            ToldFact::Decision(_) => "decision",
            ToldFact::Other(fact) => &fact.kind,
        }
    }

    /// What it says.
    pub fn says(&self) -> &str {
        match self {
            ToldFact::Decision(decision) => &decision.stance,
            ToldFact::Other(fact) => &fact.says,
        }
    }

    /// The decision, where it is one.
    pub fn decision(&self) -> Option<&RegionDecision> {
        match self {
            ToldFact::Decision(decision) => Some(decision),
            ToldFact::Other(_) => None,
        }
    }
}

/// A product of a district that may be one with others by a sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposedOne {
    /// What is the same: `name kahoot`.
    pub sign: String,
    /// Of how many districts.
    pub districts: i64,
    /// The product.
    pub member: ProposedMember,
}

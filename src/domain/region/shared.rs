//! What all districts of a region share, as lists over them: its products, what ends together, about what things cost,
//! and what some allow and others refuse.

use super::band::PriceBand;
use super::stance::{DistrictAnswer, Stance};

/// The list of what ends tells of so many months ahead, unless another number is chosen.
pub const ENDING_WITHIN: u32 = 6;

/// One of the lists over all districts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SharedList {
    /// Every product, with how many districts say what.
    Products,
    /// Of what terms of several districts end soon.
    Ending,
    /// About what products cost, where enough districts share it.
    Prices,
    /// What some allow and others refuse.
    Differences,
}

/// What is asked of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedPart<'p> {
    /// Which.
    pub list: SharedList,
    /// How names begin; all where nothing is said.
    pub words: &'p str,
    /// Of what ends, in this month or the next so many.
    pub within: u32,
    /// The rows behind this thing; from the first where nothing is said.
    pub behind: &'p str,
    /// So many things.
    pub most: i64,
}

/// A row of one of them. What a list does not tell is empty in its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SharedRow {
    /// What the product is known by in the region.
    pub thing: String,
    /// What it is called.
    pub name: String,
    /// Somebody of the region said that these are one product; otherwise they only bear one name.
    pub confirmed: bool,
    /// Who makes it.
    pub vendor: Option<String>,
    /// How many districts the row is about.
    pub districts: i64,
    /// What they say, each answer with how many districts say it.
    pub says: Vec<(DistrictAnswer, i64)>,
    /// A reason of those who refuse it.
    pub reason: Option<String>,
    /// Which districts' terms end, each with its month.
    pub ends: Vec<String>,
    /// By which unit a price is.
    pub unit: Option<String>,
    /// Between which amounts it lies.
    pub band: Option<PriceBand>,
    /// How many districts share a price by this unit.
    pub sharing: i64,
}

impl SharedRow {
    /// What tells the row from every other of its list.
    pub fn key(&self) -> String {
        let band = self.band.map(|band| band.low);
        let unit = self.unit.as_deref().unwrap_or_default();
        format!("{} {unit} {}", self.thing, band.unwrap_or_default())
    }

    /// How many districts say this.
    pub fn count(&self, answer: DistrictAnswer) -> i64 {
        let said = self.says.iter().filter(|(said, _)| *said == answer);
        said.map(|(_, districts)| districts).sum()
    }

    /// How many districts say this one thing everywhere.
    pub fn stance(&self, stance: Stance) -> i64 {
        self.count(DistrictAnswer::One(stance))
    }
}

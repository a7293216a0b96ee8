//! What is done to overlap alerts, and making one record of two.

use crate::domain::overlap::board::AlertRow;
use crate::domain::overlap::process::AlertDeed;
use crate::domain::product::ProductId;

/// An alert that something is done to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OverlapSubject {
    /// What names it.
    pub fingerprint: String,
    /// `O-x7k2q Gimkit Pro`.
    pub what: String,
}

impl OverlapSubject {
    /// What a row is about.
    pub fn of(row: &AlertRow) -> OverlapSubject {
        OverlapSubject {
            fingerprint: row.fingerprint.clone(),
            what: format!("{} {}", row.name, row.title),
        }
    }
}

/// A deed done to alerts, all or none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OverlapDeeds {
    /// The alerts it is done to, all or none.
    pub subjects: Vec<OverlapSubject>,
    /// What is done to each of them.
    pub deed: AlertDeed,
    /// What follows, in a sentence without its stop.
    pub follows: Option<String>,
}

impl OverlapDeeds {
    /// What is done to how many, in a few words.
    pub fn title(&self) -> String {
        match self.subjects.as_slice() {
            [one] => one.what.clone(),
            more => format!("{} overlaps: {}", more.len(), self.deed.title()),
        }
    }

    /// The one alert it is done to; none where it is several.
    pub fn only(&self) -> Option<&OverlapSubject> {
        let [one] = self.subjects.as_slice() else {
            return None;
        };
        Some(one)
    }

    /// Whether its rows may be others afterwards.
    pub fn decides(&self) -> bool {
        !matches!(self.deed, AlertDeed::Take | AlertDeed::Assign { .. })
    }
}

/// Two records of one product that become one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProductMerge {
    /// The record that goes, and its name.
    pub from: (ProductId, String),
    /// The one that stays, and its name.
    pub into: (ProductId, String),
    /// Why.
    pub reason: Option<String>,
}

impl ProductMerge {
    /// `Edpuzzle Free into Edpuzzle`.
    pub fn what(&self) -> String {
        format!("{} into {}", self.from.1, self.into.1)
    }
}

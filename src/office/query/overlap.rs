//! What the overlaps view asks of the records: all alerts, and everything about one.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::overlap::board::{AlertBoard, AlertSheet, IfCancelled};
use crate::domain::overlap::process::AlertCase;
use crate::domain::person::Actor;
use crate::domain::school::SchoolId;
use crate::office::gaps::OpenedAt;
use crate::store::KeptCounts;

/// All alerts, as the records stand.
#[derive(Clone, PartialEq, Debug)]
pub struct Board {
    /// The day they were found for.
    pub today: NaiveDate,
    /// The alerts that the records show, with their sums.
    pub board: Arc<AlertBoard>,
}

/// The alerts about one school, with what of each is at stake there.
#[derive(Clone, PartialEq, Debug)]
pub struct BoardAt {
    /// The school.
    pub school: SchoolId,
    /// The alerts about it, with their sums.
    pub board: Board,
    /// How many are open at each school and in all.
    pub open: KeptCounts,
}

/// Everything about one alert, and what a deed on it would write.
#[derive(Clone, PartialEq, Debug)]
pub struct AlertDetails {
    /// What is shown.
    pub sheet: AlertSheet,
    /// What a deed looks at; none where the records no longer show it.
    pub case: Option<AlertCase>,
    /// What is lost if what should stay ends, and another stays.
    pub otherwise: Vec<IfCancelled>,
    /// What would open if what the rule proposes went: of an alert of standards, where it is all that covers a gap.
    pub opens: Vec<OpenedAt>,
    /// Who asks; none for somebody unknown here.
    pub actor: Option<Actor>,
}

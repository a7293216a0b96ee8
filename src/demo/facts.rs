//! What the reviews ask first about a made-up product: what it learns about people, whether it
//! teaches, whether lessons depend on it, which version is out.

use crate::domain::product::{DataUse, ProductKind};

use super::known::StoryProduct;
use super::words::JOBS;

#[derive(Debug, Clone)]
pub(super) struct ReviewFacts {
    /// What it learns about people; none where nobody has looked.
    pub(super) data: Option<DataUse>,
    /// Does it teach?
    pub(super) instructional: bool,
    /// Do lessons depend on it?
    pub(super) core: bool,
    /// How it reaches people.
    pub(super) kind: ProductKind,
    /// The version that was out when it was listed, where it has versions.
    pub(super) version: Option<String>,
}

/// Functions that hold what is sensitive.
const SENSITIVE: &[&str] = &[
    "Student records",
    "Sign-in and rosters",
    "Behavior and wellbeing",
    "Special education",
];
/// Functions that run the schools and teach nothing.
const OFFICE: &[&str] = &[
    "Student records",
    "Sign-in and rosters",
    "Device management",
    "Web filter and screens",
    "Family messages",
    "Teacher training",
    "Forms and office",
];
/// Products that whole courses are built on.
const CORE: &[&str] = &[
    "Storyloam",
    "Sumgrove",
    "Courseloom",
    "Gaugewell",
    "Linguafold",
];

/// The facts of the nth product of the list, which serves this function.
pub(super) fn facts(
    nth: usize,
    (job, kind): (usize, ProductKind),
    name: &str,
    known: Option<&StoryProduct>,
) -> ReviewFacts {
    let function = JOBS.get(job).map_or("", |job| job.name);
    let told = known.and_then(|known| known.agreement).is_some();
    // Spread over the list without drawing lots, so that what is drawn elsewhere stays as it is.
    let lot = nth * 7 % 10;
    let data = match lot {
        _ if SENSITIVE.contains(&function) => Some(DataUse::Sensitive),
        _ if told => Some(DataUse::Pii),
        0 | 1 => Some(DataUse::None),
        2..=5 => Some(DataUse::Login),
        6..=8 => Some(DataUse::Pii),
        _ => None,
    };
    ReviewFacts {
        data,
        instructional: !OFFICE.contains(&function),
        core: CORE.contains(&name),
        kind,
        version: (!nth.is_multiple_of(3)).then(|| format!("{}.{}", 1 + nth % 5, nth % 9)),
    }
}

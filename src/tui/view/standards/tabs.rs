//! The tabs and the layouts of the Standards view: what each is called, and which follows which.

use crate::office::lists::gaps::GAPS;
use crate::office::lists::standards::{CLAIMED, IDLE, STACKS};
use crate::office::query::standards::PageOf;

/// How each number is counted, for the help.
pub(super) const COUNTING: [(&str, &str); 6] = [
    (
        "need",
        "The fewest pupils that the bands leave below, times what the standard weighs: 3, 2 or 1.",
    ),
    (
        "open",
        "0% usable, 10% short of seats or training, 30% blocked, 60% claimed or wider, 100% nothing.",
    ),
    ("score", "Need times open. A hole has a score above 0."),
    (
        "too few",
        "Groups smaller than the policy's least, and those hidden so that nobody can tell them.",
    ),
    (
        "closes",
        "What the score of all holes would lose if the claim were verified.",
    ),
    (
        "covered",
        "Standards with something verified that may be used there, of all that are not waived.",
    ),
];

/// What is listed: a tab.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum ShownStandards {
    /// Gaps that something is left open of.
    #[default]
    Holes,
    /// All gaps that are told.
    Gaps,
    /// What is bought three times over.
    Stacks,
    /// What is bought for nobody's gap.
    Idle,
    /// What is only claimed.
    Claimed,
}

impl ShownStandards {
    /// All tabs, from left to right.
    pub(super) const ALL: [ShownStandards; 5] = [
        ShownStandards::Holes,
        ShownStandards::Gaps,
        ShownStandards::Stacks,
        ShownStandards::Idle,
        ShownStandards::Claimed,
    ];

    /// What the tab is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            ShownStandards::Holes => "Holes",
            ShownStandards::Gaps => "Gaps",
            ShownStandards::Stacks => "Stacks",
            ShownStandards::Idle => "Idle",
            ShownStandards::Claimed => "Claimed",
        }
    }

    /// As the saved place spells it.
    pub(super) fn word(self) -> &'static str {
        match self {
            ShownStandards::Holes => "holes",
            ShownStandards::Gaps => "gaps",
            ShownStandards::Stacks => "stacks",
            ShownStandards::Idle => "idle",
            ShownStandards::Claimed => "claimed",
        }
    }

    pub(super) fn from_word(word: &str) -> ShownStandards {
        let mut all = ShownStandards::ALL.into_iter();
        let known = all.find(|tab| tab.word() == word);
        known.unwrap_or_default()
    }

    /// The tab so many further on, and round.
    pub(super) fn turned(self, by: usize) -> ShownStandards {
        let at = ShownStandards::ALL.into_iter().position(|tab| tab == self);
        ShownStandards::ALL[(at.unwrap_or(0) + by) % ShownStandards::ALL.len()]
    }

    /// The lines of its sort menu.
    pub(super) fn orders(self) -> Vec<(char, &'static str)> {
        match self {
            ShownStandards::Holes | ShownStandards::Gaps => GAPS.orders(),
            ShownStandards::Stacks => STACKS.orders(),
            ShownStandards::Idle => IDLE.orders(),
            ShownStandards::Claimed => CLAIMED.orders(),
        }
    }

    /// The list of the office that it shows; none where it shows gaps.
    pub(super) fn page(self) -> Option<PageOf> {
        match self {
            ShownStandards::Holes | ShownStandards::Gaps => None,
            ShownStandards::Stacks => Some(PageOf::Stacks),
            ShownStandards::Idle => Some(PageOf::Idle),
            ShownStandards::Claimed => Some(PageOf::Claimed),
        }
    }
}

/// How the view is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum StandardsLayout {
    /// The rows of a tab, and the one under the cursor below.
    #[default]
    List,
    /// Standards by products.
    Matrix,
    /// Schools by grades.
    Schools,
}

impl StandardsLayout {
    /// As it is called, also in the saved place.
    pub(super) fn word(self) -> &'static str {
        match self {
            StandardsLayout::List => "list",
            StandardsLayout::Matrix => "matrix",
            StandardsLayout::Schools => "schools",
        }
    }

    pub(super) fn from_word(word: &str) -> StandardsLayout {
        match word {
            "matrix" => StandardsLayout::Matrix,
            "schools" => StandardsLayout::Schools,
            _ => StandardsLayout::List,
        }
    }

    /// The one that follows.
    pub(super) fn next(self) -> StandardsLayout {
        match self {
            StandardsLayout::List => StandardsLayout::Matrix,
            StandardsLayout::Matrix => StandardsLayout::Schools,
            StandardsLayout::Schools => StandardsLayout::List,
        }
    }
}

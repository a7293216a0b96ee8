//! What reviewers of the made-up district wrote when they decided about everyday products.
//! Only `approvals` and `notes` use them.

/// Reasons to approve.
pub(super) const YES: &[&str] = &[
    "Both checklists passed.",
    "Asked for by three teachers; nothing against it.",
    "Collects no student data.",
    "Fits the course plan; the agreement is signed.",
    "Small, safe and free.",
    "Already in use under the old list; the review found nothing.",
];

/// Conditions, each with the reason for it.
#[rustfmt::skip] // condition, then reason
pub(super) const IF: &[(&[&str], &str)] = &[
    (&["Teacher accounts only."], "Student accounts are not in the agreement."),
    (&["With the district sign-in only."], "Personal accounts are outside the agreement."),
    (&["A parent's consent on file before the first lesson."], "Asks for a photo of each student."),
    (&["Turn off public galleries."], "Student work would be seen by anyone."),
    (&["On school devices only.", "No location sharing."], "The phone app asks for the place."),
    (&["Whole class on one screen; students do not sign in."], "Under-13 accounts are not allowed by its maker."),
    (&["Show only lists the teacher has made."], "Suggested videos cannot be chosen."),
];

/// Reasons to deny.
pub(super) const NO: &[&str] = &[
    "Shows advertising to students.",
    "The vendor will not sign an agreement.",
    "Sells data to others, by its own terms.",
    "Does the same as a product we already pay for.",
    "Cannot be used with a keyboard alone; fails the accessibility check.",
    "No age limit and an open chat.",
    "Stores data abroad without a way to delete it.",
    "Content does not match the grade it is sold for.",
];

/// Reasons to stop at once.
pub(super) const STOP: &[&str] = &[
    "The agreement ran out and the vendor does not answer.",
    "Breach reported; off until we know what was taken.",
];

/// Reasons to let it go.
pub(super) const GONE: &[&str] = &[
    "The vendor closed it.",
    "Nobody used it for a year.",
    "Replaced; the department agreed.",
];

/// Why a review is due again.
pub(super) const AGAIN: &[&str] = &[
    "Three years since the last review.",
    "A new major version came out.",
    "The vendor was bought by another.",
];

/// Reasons for a trial.
pub(super) const TRIAL: &[&str] = &[
    "One semester in two classes, then a decision.",
    "The vendor lends it; counts will be taken.",
];

/// Remarks on everyday products.
pub(super) const REMARKS: &[&str] = &[
    "Caller wanted to know who pays. Nobody does: it is the free one.",
    "Works again after clearing the browser's data.",
    "Asked the vendor for a list of the data it keeps.",
    "Two schools call it by its old name.",
    "The guide on the vendor's page is out of date; ours is better.",
    "Sign-in loops on shared devices: sign out of the other account first.",
    "Department head would rather have one product for this than four.",
    "The vendor's rep called again. Told them the office decides in spring.",
    "Looked at it at the fair; not for us before it has an agreement.",
    "Substitute teachers cannot get in; use the guest code.",
];

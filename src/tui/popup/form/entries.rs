//! Which fields each form has, in order, and what to say about them. One table a noun.

use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::record::Kind;
use crate::domain::school::Level;

/// How a field is typed and read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reads {
    /// Words.
    Text,
    /// A vendor's name.
    Vendor,
    /// A count.
    Number,
    /// One of these words.
    Choice(fn() -> Vec<&'static str>),
    /// Yes or no.
    YesNo,
    /// A day.
    Day,
    /// Grades.
    Grades,
    /// Schools by code or name.
    Schools,
    /// Several texts, `;` between.
    Lines,
}

impl Reads {
    /// The words to choose from, where it is a choice.
    pub(super) fn words(self) -> Vec<&'static str> {
        match self {
            Reads::Choice(words) => words(),
            Reads::YesNo => vec!["no", "yes"],
            _ => Vec::new(),
        }
    }
}

/// One field of a form.
#[derive(Debug)]
pub(super) struct Entry {
    /// The record's field; empty for the reason, which goes to history only.
    pub(super) field: &'static str,
    /// What it is called.
    pub(super) label: &'static str,
    /// How it is read.
    pub(super) reads: Reads,
    /// Nothing can be saved without it.
    pub(super) needed: bool,
    /// What to type, and what an empty field means.
    pub(super) help: &'static str,
}

const fn entry(
    field: &'static str,
    label: &'static str,
    reads: Reads,
    needed: bool,
    help: &'static str,
) -> Entry {
    Entry {
        field,
        label,
        reads,
        needed,
        help,
    }
}

fn levels() -> Vec<&'static str> {
    std::iter::once("")
        .chain(Level::ALL.iter().map(|level| level.word()))
        .collect()
}

fn statuses() -> Vec<&'static str> {
    ApprovalStatus::ALL.iter().map(|s| s.word()).collect()
}

fn audiences() -> Vec<&'static str> {
    std::iter::once("")
        .chain(Audience::ALL.iter().map(|audience| audience.word()))
        .collect()
}

const WHY: Entry = entry(
    "",
    "Why",
    Reads::Text,
    false,
    "Why you change it, for the history. May stay empty.",
);

#[rustfmt::skip]
const PRODUCT: &[Entry] = &[
    entry("name", "Name", Reads::Text, true, "As people should say it, without the edition."),
    entry("vendor", "Vendor", Reads::Vendor, false, "Who makes it. A name nobody knows yet is added."),
    entry("edition", "Edition", Reads::Text, false, "Only where editions are decided apart: free, EDU, Pro."),
    entry("url", "Web site", Reads::Text, false, "Its address."),
    entry("grades", "Grades", Reads::Grades, false, "Its maker means it for these: K-5, or 6, 9-12."),
    entry("subjects", "Subjects", Reads::Text, false, "As your district words them."),
    entry("lms", "Is an LMS", Reads::YesNo, false, "A learning management system? Space changes it."),
    entry("archived", "Archived", Reads::YesNo, false, "Out of the lists, kept for history. Space changes it."),
    WHY,
];

#[rustfmt::skip]
const SCHOOL: &[Entry] = &[
    entry("name", "Name", Reads::Text, true, "As people say it."),
    entry("code", "Code", Reads::Text, true, "Three to five letters people type to find it: LIN."),
    entry("level", "Level", Reads::Choice(levels), false, "Space for the next, or its first letter."),
    entry("grades", "Grades", Reads::Grades, false, "The grades it teaches: K-5, or 6, 9-12."),
    entry("enrollment", "Students", Reads::Number, false, "How many. Lets hallpass show dollars per student."),
    entry("staff", "Staff", Reads::Number, false, "How many teachers and staff."),
    entry("open", "Open", Reads::YesNo, false, "A closed school leaves the lists. Space changes it."),
    WHY,
];

#[rustfmt::skip]
const APPROVAL: &[Entry] = &[
    entry("status", "Status", Reads::Choice(statuses), true, "Space for the next, Left for the one before, or its first letter."),
    entry("schools", "Schools", Reads::Schools, false, "Codes or names, ; between. Empty means every school."),
    entry("grades", "Grades", Reads::Grades, false, "K-5, or 6, 9-12. Empty means every grade."),
    entry("audience", "Audience", Reads::Choice(audiences), false, "Who may use it. Space for the next; empty means both."),
    entry("conditions", "Conditions", Reads::Lines, false, "What people must keep to, ; between two conditions."),
    entry("from", "From", Reads::Day, false, "The first day: 2026-03-10. Empty means always."),
    entry("until", "Until", Reads::Day, false, "The last day: 2027-06-30. Empty means without end."),
    entry("reason", "Reason", Reads::Text, false, "Why it was decided so. The help desk reads this."),
];

/// The fields of this noun's form; none where it has no form.
pub(super) fn entries(kind: Kind) -> &'static [Entry] {
    match kind {
        Kind::Product => PRODUCT,
        Kind::School => SCHOOL,
        Kind::Approval => APPROVAL,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_form_is_a_field_of_its_noun() {
        for kind in [Kind::Product, Kind::School, Kind::Approval] {
            for entry in entries(kind) {
                let known = entry.field.is_empty() || kind.position(entry.field).is_some();
                assert!(known, "{kind} has no field {}", entry.field);
                assert!(
                    entry.label.len() <= 10 && entry.help.len() <= 76,
                    "{entry:?}"
                );
            }
        }
    }
}

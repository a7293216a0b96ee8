//! Which fields each form has, in order, and what to say about them. One table a noun.

use super::bought::{CONTRACT, LINE};
use super::entry::{Entry, Reads, WHY, audiences, entry};
use crate::domain::approval::ApprovalStatus;
use crate::domain::calendar::DayKind;
use crate::domain::person::OwnerRole;
use crate::domain::product::DataUse;
use crate::domain::record::Kind;
use crate::domain::request::IncidentEffect;
use crate::domain::school::Level;

fn levels() -> Vec<&'static str> {
    std::iter::once("")
        .chain(Level::ALL.iter().map(|level| level.word()))
        .collect()
}

fn statuses() -> Vec<&'static str> {
    ApprovalStatus::ALL.iter().map(|s| s.word()).collect()
}

fn data_uses() -> Vec<&'static str> {
    std::iter::once("")
        .chain(DataUse::ALL.iter().map(|data| data.word()))
        .collect()
}

fn effects() -> Vec<&'static str> {
    IncidentEffect::ALL.iter().map(|e| e.word()).collect()
}

fn roles() -> Vec<&'static str> {
    OwnerRole::ALL.iter().map(|role| role.word()).collect()
}

fn day_kinds() -> Vec<&'static str> {
    DayKind::ALL.iter().map(|kind| kind.word()).collect()
}

#[rustfmt::skip]
const PRODUCT: &[Entry] = &[
    entry("name", "Name", Reads::Text, true, "As people should say it, without the edition."),
    entry("vendor", "Vendor", Reads::Vendor, false, "Who makes it. A name nobody knows yet is added."),
    entry("edition", "Edition", Reads::Text, false, "Only where editions are decided apart: free, EDU, Pro."),
    entry("url", "Web site", Reads::Text, false, "Its address."),
    entry("grades", "Grades", Reads::Grades, false, "Its maker means it for these: K-5, or 6, 9-12."),
    entry("subjects", "Subjects", Reads::Text, false, "As your district words them."),
    entry("version_seen", "Version", Reads::Text, false, "The one in use now. Another major one asks for a new review."),
    entry("data", "Data", Reads::Choice(data_uses), false, "What it learns: none, login, pii (names a student), sensitive."),
    entry("instructional", "Teaches", Reads::Perhaps, false, "Is it for teaching? Then the curriculum looks at it too."),
    entry("core", "Core", Reads::Perhaps, false, "Is it core curriculum? Those are the highest risk."),
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

#[rustfmt::skip]
const INCIDENT: &[Entry] = &[
    entry("kind", "What", Reads::Text, true, "What happened, in a word or two: breach, outage."),
    entry("effect", "Use", Reads::Choice(effects), true, "suspend: it stops at once. watch: it goes on, watched."),
    entry("opened_on", "Since", Reads::Day, true, "The day it began: 2026-03-10."),
    entry("closed_on", "Over", Reads::Day, false, "The day it was over. Empty while it is not."),
    entry("note", "Note", Reads::Text, false, "What is known."),
];

#[rustfmt::skip]
const CALENDAR_DAY: &[Entry] = &[
    entry("day", "Day", Reads::Day, true, "2026-12-21. One record a day."),
    entry("kind", "Kind", Reads::Choice(day_kinds), true, "holiday and closure: nobody works. board: the board meets."),
    entry("agenda_cutoff", "Agenda by", Reads::Day, false, "Board only: the last day its agenda takes an item."),
    entry("note", "Note", Reads::Text, false, "What people call it."),
];

#[rustfmt::skip]
const OWNER: &[Entry] = &[
    entry("role", "Role", Reads::Choice(roles), true, "What the person answers for. Space for the next."),
    entry("person", "Person", Reads::One(Kind::Person), true, "Who, by login or name."),
    entry("deputy", "Deputy", Reads::One(Kind::Person), false, "Who stands in, by login or name. May stay empty."),
    entry("since", "Since", Reads::Day, false, "The first day: 2026-03-10. Empty means always."),
    entry("until", "Until", Reads::Day, false, "The last day: 2027-06-30. Empty means without end."),
    WHY,
];

#[rustfmt::skip]
const TRAINING: &[Entry] = &[
    entry("school", "School", Reads::School, true, "Where, by code or name."),
    entry("audience", "Audience", Reads::Choice(audiences), false, "Who is trained. Space for the next; empty means both."),
    entry("target", "Target", Reads::Number, false, "How many people should be trained."),
    entry("trained", "Trained", Reads::Number, false, "How many are."),
    entry("on", "Held on", Reads::Day, false, "The day of the session: 2026-03-10."),
    entry("next_on", "Next on", Reads::Day, false, "The day of the next session."),
    entry("minutes", "Minutes", Reads::Number, false, "How long it takes a person."),
    entry("required", "Required", Reads::YesNo, false, "Must people be trained before they use it? Space changes it."),
    WHY,
];

/// The fields of this noun's form; none where it has no form.
pub(in crate::tui::popup) fn entries(kind: Kind) -> &'static [Entry] {
    match kind {
        Kind::Product => PRODUCT,
        Kind::School => SCHOOL,
        Kind::Approval => APPROVAL,
        Kind::Incident => INCIDENT,
        Kind::CalendarDay => CALENDAR_DAY,
        Kind::Contract => CONTRACT,
        Kind::Line => LINE,
        Kind::Owner => OWNER,
        Kind::Training => TRAINING,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::popup::form::bought::{FUNDING, SHARES};

    #[test]
    fn every_field_of_a_form_is_a_field_of_its_noun() {
        for kind in [
            Kind::Product,
            Kind::School,
            Kind::Approval,
            Kind::Incident,
            Kind::CalendarDay,
            Kind::Contract,
            Kind::Line,
            Kind::Owner,
            Kind::Training,
        ] {
            for entry in entries(kind) {
                let apart = kind == Kind::Line && [FUNDING, SHARES].contains(&entry.field);
                let known = apart || entry.field.is_empty() || kind.position(entry.field).is_some();
                assert!(known, "{kind} has no field {}", entry.field);
                assert!(
                    entry.label.len() <= 10 && entry.help.len() <= 76,
                    "{entry:?}"
                );
            }
        }
    }
}

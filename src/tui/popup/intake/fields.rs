//! The fields of a request in the order they are asked, and the request they make. What is needed
//! comes first, so that it can be sent as soon as that is there.

use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::product::{DataUse, ProductId};
use crate::domain::record::{Column, Kind, Shape, Value};
use crate::domain::request::{SignIn, Trigger};
use crate::domain::review::{Intake, Wanted};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::text;
use crate::office::deed::form::FilledValue;
use crate::office::query::form::FormFacts;
use crate::tui::popup::form::entry::{Entry, Reads};
use crate::tui::popup::form::row::FormRow;

/// The product's place among the fields.
pub(super) const PRODUCT: usize = 0;

/// Before which field a heading stands where there is room, and what it says.
pub(super) const HEADINGS: [(&str, &str); 3] = [
    ("product", "NEEDED"),
    ("url", "HELPS THE REVIEWERS"),
    ("fund", "MONEY AND DATES"),
];

/// What a product learns about people, in the words of a phone call.
const DATA: [(&str, DataUse); 4] = [
    ("none", DataUse::None),
    ("login", DataUse::Login),
    ("names", DataUse::Pii),
    ("sensitive", DataUse::Sensitive),
];

const DATA_WORDS: &[&str] = &[DATA[0].0, DATA[1].0, DATA[2].0, DATA[3].0];

/// A field that has the box of a record's field of this shape.
const fn entry(
    field: &'static str,
    label: &'static str,
    shape: Shape,
    needed: bool,
    help: &'static str,
) -> Entry {
    chosen(field, label, Reads::Field(shape, true), needed, help)
}

const fn chosen(
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
        once: false,
        help,
    }
}

#[rustfmt::skip]
pub(super) const FIELDS: &[Entry] = &[
    entry("product", "Product", Shape::Text, true, "The exact name, so that we see what we own. Not in the list beside? Keep typing and press Enter."),
    entry("name", "Asked by", Shape::Text, true, "Who asks."),
    entry("school", "School", Shape::Record(Kind::School), true, "Its code, or how its name begins; district where all schools mean it."),
    entry("grades", "Grades", Shape::Grades, true, "K-5, or 6, 9-12."),
    entry("reason", "Why", Shape::Text, true, "What for, in their words."),
    entry("cost", "Year price", Shape::Money, true, "199.00; 0 or free where nothing is paid."),
    chosen("data", "Student data", Reads::Options(DATA_WORDS), true, "What it learns. login: no student data; names: names, e-mail; sensitive: health, behavior. Space or the first letter chooses."),
    entry("url", "Web site", Shape::Text, false, "Its address."),
    entry("role", "Role", Shape::Text, false, "As what they ask: teacher, principal."),
    entry("subject", "Subject", Shape::Text, false, "For which subject."),
    entry("seats", "How many", Shape::Count, false, "How many people would use it."),
    chosen("instructional", "Teaches", Reads::Options(&["yes", "no"]), false, "Is it for teaching? Then the curriculum looks at it too. Left open, the reviewer finds out."),
    entry("sponsor", "Sponsor", Shape::Text, false, "The principal or department head behind it."),
    entry("fund", "Paid from", Shape::Text, false, "Who would pay: PTO, building budget, Title I."),
    entry("needed_by", "Needed by", Shape::Day, false, "The day it is needed: 2026-04-13, or Apr 13 2026."),
    chosen("sign_in", "Sign-in", Reads::Options(SignIn::WORDS), false, "none: nobody signs in; district: with our accounts; own: with accounts of its own."),
    entry("note", "Note", Shape::Text, false, "Anything the reviewers should know. Ctrl-J begins a new line."),
];

/// The field that may have several lines.
pub(super) const NOTE: &str = "note";

/// Fields half filled, read one by one.
pub(super) struct Reading<'f> {
    pub(super) rows: &'f [FormRow],
    pub(super) facts: &'f FormFacts,
}

impl Reading<'_> {
    fn value(&self, field: &str) -> Value {
        let row = self.rows.iter().find(|row| row.entry.field == field);
        match row.map(|row| row.read(self.facts)) {
            Some(Ok(FilledValue::Value(value))) => value,
            _ => Value::Null,
        }
    }

    /// What is said in a field, where that is something.
    pub(super) fn text(&self, field: &str) -> Option<String> {
        self.value(field).text().map(str::to_owned)
    }

    /// The note with its lines, where there is one.
    fn note(&self) -> Option<String> {
        let row = self.rows.iter().find(|row| row.entry.field == NOTE)?;
        let clean = text::clean_long(row.field.text()).text;
        Some(clean).filter(|note| !note.trim().is_empty())
    }

    /// The school, where a good one is named.
    pub(super) fn school(&self) -> Option<SchoolId> {
        self.value("school").int().map(SchoolId)
    }

    /// What it would cost, where that is said.
    pub(super) fn cost(&self) -> Option<Cents> {
        self.value("cost").int().map(Cents)
    }

    /// What it learns about people, where that is said.
    pub(super) fn data(&self) -> Option<DataUse> {
        let word = self.text("data")?;
        let found = DATA.iter().find(|(known, _)| *known == word);
        found.map(|(_, data)| *data)
    }

    /// Whether it teaches, where that is said.
    pub(super) fn instructional(&self) -> Option<bool> {
        self.text("instructional").map(|word| word == "yes")
    }

    /// The request these fields make.
    pub(super) fn intake(&self, picked: Option<ProductId>) -> Intake {
        let what = self.text("product").unwrap_or_default();
        let url = self.text("url");
        Intake {
            product: match picked {
                Some(id) => Wanted::Known(id),
                None => Wanted::New {
                    name: what.clone(),
                    url,
                },
            },
            what,
            school: self.school(),
            requester: self.text("name"),
            role: self.text("role"),
            reason: self.text("reason"),
            grades: Grades::from_value(&self.value("grades")).unwrap_or(Grades::UNSAID),
            subject: self.text("subject"),
            seats: self.value("seats").int(),
            cost: self.cost(),
            fund: self.text("fund"),
            needed_by: Column::from_value(&self.value("needed_by")),
            sign_in: self
                .text("sign_in")
                .and_then(|word| SignIn::from_word(&word)),
            data: self.data(),
            instructional: self.instructional(),
            trigger: Trigger::New,
            sponsor: self.text("sponsor"),
            note: self.note(),
            take: false,
            give_to: None,
            found_at: Schools::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::on_no_form;
    use crate::tui::popup::form::entries::entries;

    /// The fields of records that a box of a form fills.
    fn filled_by(form: Kind, field: &'static str) -> Vec<(Kind, &'static str)> {
        match (form, field) {
            (_, "") => Vec::new(),
            (Kind::Product | Kind::Contract, "vendor") => {
                vec![(form, field), (Kind::Vendor, "name")]
            }
            (Kind::Line, "funding") => vec![
                (Kind::Funding, "source"),
                (Kind::Funding, "percent_bp"),
                (Kind::Funding, "obligate_by"),
                (Kind::Funding, "receive_by"),
                (Kind::Funding, "must_end_by"),
                (Kind::Funding, "account"),
            ],
            (Kind::Line, "shares") => vec![(Kind::Share, "school"), (Kind::Share, "percent_bp")],
            (Kind::Requester, "product") => vec![(form, field), (Kind::Request, field)],
            (Kind::Requester, "cost") => vec![(form, "cost_cents")],
            (Kind::Requester, "sponsor") => vec![(Kind::Request, field)],
            (Kind::Requester, "url" | "data" | "instructional") => vec![(Kind::Product, field)],
            (Kind::Requester, NOTE) => vec![(Kind::Note, "text")],
            _ => vec![(form, field)],
        }
    }

    #[test]
    fn every_field_of_every_noun_has_a_box_on_a_form_or_a_reason_not_to() {
        let forms = Kind::ALL.iter().copied();
        let forms = forms.flat_map(|kind| entries(kind).into_iter().map(move |e| (kind, e.field)));
        let asks = FIELDS.iter().map(|entry| (Kind::Requester, entry.field));
        let filled: Vec<_> = forms
            .chain(asks)
            .flat_map(|(form, field)| filled_by(form, field))
            .collect();
        for (noun, field) in &filled {
            assert!(
                noun.position(field).is_some(),
                "{noun} has no field {field}"
            );
        }
        for noun in Kind::ALL {
            for field in noun.fields() {
                let asked = filled.contains(&(*noun, field.name));
                let reason = on_no_form(*noun, field.name);
                assert!(
                    asked != reason.is_some(),
                    "{noun}.{}: on a form {asked}, {reason:?}",
                    field.name
                );
            }
        }
    }
}

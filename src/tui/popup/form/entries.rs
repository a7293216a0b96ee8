//! Which fields each form has, in order, as `domain/field` says; nothing here names a field of a noun but those
//! that are records of their own, or shared by several.

use super::entry::{Entry, Reads};
use crate::domain::field;
use crate::domain::record::{Kind, Shape};

/// Where a line's money comes from is records of its own.
pub(super) const FUNDING: &str = "funding";
/// And so is who bears it.
pub(super) const SHARES: &str = "shares";

/// Who pays for a contract is named by other contracts too.
const FUND: &str = "fund";

const WHY: Entry = Entry {
    field: "",
    label: "Why",
    reads: Reads::Field(Shape::Text, true),
    needed: false,
    once: false,
    help: "Why you change it, for the history. May stay empty.",
};

/// The fields of this noun's form; none where it has no form. The last asks why, but where the noun has a field
/// for that itself.
pub(in crate::tui::popup) fn entries(kind: Kind) -> Vec<Entry> {
    let boxes = field::form(kind).into_iter().filter_map(|one| {
        let reads = match one.field {
            FUNDING if kind == Kind::Line => Reads::Funding,
            SHARES if kind == Kind::Line => Reads::Shares,
            FUND if kind == Kind::Contract => Reads::Fund,
            field => Reads::of(&kind.fields()[kind.position(field)?], one.reads),
        };
        Some(Entry {
            field: one.field,
            label: one.words.label,
            reads,
            needed: one.words.needed,
            once: one.words.once,
            help: one.words.help,
        })
    });
    let mut entries: Vec<Entry> = boxes.collect();
    let says_why = |entry: &Entry| ["reason", "note"].contains(&entry.field);
    if !entries.is_empty() && !entries.iter().any(says_why) {
        entries.push(WHY);
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The boxes of a form, as their fields; the last one that asks why has none.
    fn boxes(kind: Kind) -> String {
        let fields: Vec<&str> = entries(kind).iter().map(|entry| entry.field).collect();
        fields.join(" ")
    }

    #[test]
    fn every_box_of_a_form_is_a_field_of_its_noun_and_fits() {
        for kind in Kind::ALL {
            let entries = entries(*kind);
            assert!(entries.len() >= field::form(*kind).len(), "{kind}");
            for entry in entries {
                assert!(
                    entry.label.len() <= 10 && entry.help.len() <= 76,
                    "{entry:?}"
                );
            }
        }
    }

    #[test]
    fn a_form_has_its_own_order_where_that_is_not_the_one_of_its_file() {
        assert_eq!(
            boxes(Kind::Product),
            "name vendor edition url grades subjects version_seen data instructional core lms archived "
        );
        assert_eq!(
            boxes(Kind::Training),
            "school audience target trained on next_on minutes required "
        );
        assert_eq!(
            boxes(Kind::Approval),
            "status schools grades audience conditions from until reason"
        );
        assert_eq!(
            boxes(Kind::Incident),
            "kind effect opened_on closed_on note"
        );
        assert_eq!(boxes(Kind::Usage), "");
    }

    #[test]
    fn a_box_is_typed_as_the_type_of_its_field_says() {
        let words = |kind, field: &str| {
            let entries = entries(kind);
            let entry = entries.iter().find(|entry| entry.field == field).unwrap();
            entry.reads.words().join(",")
        };
        assert_eq!(words(Kind::Approval, "audience"), ",student,staff,both");
        assert_eq!(words(Kind::Contract, "notice_basis"), "sent,received");
        assert_eq!(words(Kind::Contract, "auto_renew"), ",yes,no");
        assert_eq!(words(Kind::Product, "lms"), "no,yes");
        assert_eq!(words(Kind::Contract, "escalator_bp"), "");
        let contract = entries(Kind::Contract);
        let percent = contract.iter().find(|entry| entry.field == "escalator_bp");
        assert!(matches!(percent.unwrap().reads, Reads::Percent));
    }
}

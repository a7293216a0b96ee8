//! What no file that is imported has and what no form asks, although a record keeps it, and why. Tests walk every
//! field of every noun: one that has neither a column nor a reason here fails them, and so does a needless reason.

use crate::domain::record::Kind;

/// Some fields of a noun, or all of them where none are named, and why.
type Absent = (Kind, &'static [&'static str], &'static str);

const ALL: &[&str] = &[];

/// Nouns and fields that no import has a column for.
#[rustfmt::skip]
const IN_NO_FILE: &[Absent] = &[
    (Kind::Setting, ALL, "said by `hallpass policy` and when the office is founded"),
    (Kind::Vendor, &["former_names", "support"], "nothing asks for it; only a dump keeps it"),
    (Kind::Product, &["first_seen"], "the day hallpass first met it"),
    (Kind::Product, &["successor"], "nothing asks for it; only a dump keeps it"),
    (Kind::Product, &["asked"], "counted by hallpass"),
    (Kind::Product, &["merged_into"], "said by `hallpass overlap merge`"),
    (Kind::Alias, &["kind", "since", "until"], "kept by hallpass; a name in a file is simply another name"),
    (Kind::Person, &["left_on"], "said by `hallpass people leave`"),
    (Kind::PersonKey, ALL, "said by `hallpass people key`, for a key is proof of who somebody is"),
    (Kind::Contract, &["first_end"], "kept by hallpass when the contract goes into its next term"),
    (Kind::Term, ALL, "kept by hallpass when a contract goes into its next term"),
    (Kind::Renewal, ALL, "said by `hallpass renewal decide`, once for each term"),
    (Kind::Digest, ALL, "kept by hallpass"),
    (Kind::Checklist, ALL, "a text of its own: `hallpass checklist import`"),
    (
        Kind::Request,
        &[
            "number", "trigger", "state", "tier", "owner", "technical_edition", "curricular_edition", "decided_on",
            "appealed_on", "answered_by", "reason",
        ],
        "said by `hallpass request` and `hallpass review`, and kept in order by their rules",
    ),
    (Kind::Pause, ALL, "said by `hallpass review`, and kept in order by its rules"),
    (Kind::ItemAnswer, ALL, "said by `hallpass review`, and kept in order by its rules"),
    (Kind::Condition, ALL, "said by `hallpass review`, and kept in order by its rules"),
    (Kind::Incident, ALL, "stops a product at once, so it is reported one by one, on its form"),
    (
        Kind::Approval,
        &["decided_by", "decided_on", "request", "version_reviewed"],
        "kept by hallpass when a review or a person decides",
    ),
    (
        Kind::Approval,
        &["deletion_requested", "deletion_due", "deletion_confirmed", "deletion_evidence"],
        "nothing asks for it; only a dump keeps it",
    ),
    (Kind::Alert, ALL, "said by `hallpass overlap`"),
    (Kind::Framework, ALL, "a package of its own: `hallpass import standards`"),
    (Kind::Standard, ALL, "a package of its own: `hallpass import standards`"),
    (Kind::Relation, &["by", "on"], "said by `hallpass standard relate`, for a file only says"),
    (Kind::Relation, &["rest"], "comes with a package of standards, and is given back with it"),
    (
        Kind::Alignment,
        &["item"],
        "found by hallpass: the standard here that the code is",
    ),
    (
        Kind::Alignment,
        &["by", "on", "sampled", "met"],
        "said by `hallpass standard verify`, for a file only claims",
    ),
    (Kind::Alignment, &["verifier"], "said by `hallpass standard hand`"),
    (Kind::Route, ALL, "said by `hallpass route`"),
    (Kind::Word, ALL, "said by `hallpass import --map`"),
    (Kind::Note, ALL, "said by `hallpass note`"),
];

/// Nouns and fields that no form has a box for.
#[rustfmt::skip]
const ON_NO_FORM: &[Absent] = &[
    (Kind::Setting, ALL, "on the policy's own page"),
    (Kind::Vendor, &["former_names", "support"], "nothing asks for it; only a dump keeps it"),
    (Kind::Function, ALL, "comes with a file: products"),
    (Kind::Product, &["kind", "registry_id", "population", "provided"], "comes with a file: products"),
    (Kind::Product, &["first_seen"], "the day hallpass first met it"),
    (Kind::Product, &["successor"], "nothing asks for it; only a dump keeps it"),
    (Kind::Product, &["asked"], "counted by hallpass"),
    (Kind::Product, &["merged_into"], "decided on an overlap alert"),
    (Kind::Alias, ALL, "said by `hallpass alias`, or comes with a file: products"),
    (Kind::Purpose, ALL, "comes with a file: products"),
    (Kind::School, &["registry_id"], "comes with a file: schools"),
    (Kind::Device, ALL, "comes with a file: devices"),
    (Kind::Person, &["left_on"], "said in the menu of the page of people"),
    (Kind::PersonKey, ALL, "said by `hallpass people key`"),
    (Kind::Owner, &["product"], "the form is opened on it"),
    (Kind::Contract, &["first_end"], "kept by hallpass when the contract goes into its next term"),
    (Kind::Line, &["contract"], "the form is opened on it"),
    (Kind::Funding, &["line"], "the form is opened on it"),
    (Kind::Share, &["line"], "the form is opened on it"),
    (Kind::Term, ALL, "kept by hallpass when a contract goes into its next term"),
    (Kind::Renewal, ALL, "said in the menus of renewals"),
    (Kind::Digest, ALL, "kept by hallpass"),
    (Kind::Inventory, ALL, "comes with a file: inventory"),
    (Kind::Provisioning, ALL, "comes with a file: provisioning"),
    (Kind::Compatibility, ALL, "comes with a file: compatibility"),
    (Kind::Agreement, ALL, "comes with a file: agreements"),
    (Kind::Training, &["product"], "the form is opened on it"),
    (Kind::Usage, ALL, "comes with a file: usage"),
    (Kind::Checklist, ALL, "a text of its own: `hallpass checklist import`"),
    (
        Kind::Request,
        &[
            "number", "trigger", "state", "tier", "owner", "technical_edition", "curricular_edition", "received_on",
            "decided_on", "appealed_on", "answered_by", "reason",
        ],
        "said in the menus of the queue, or kept by its rules",
    ),
    (Kind::Requester, &["request"], "found by hallpass: the open request of the product"),
    (Kind::Requester, &["asked_on"], "the day the form is sent"),
    (Kind::Pause, ALL, "said in the menus of the queue"),
    (Kind::ItemAnswer, ALL, "said on the checklist of a request"),
    (Kind::Condition, ALL, "said in the menus of the queue"),
    (Kind::Incident, &["product"], "the form is opened on it"),
    (Kind::Approval, &["product"], "the form is opened on it"),
    (
        Kind::Approval,
        &["decided_by", "decided_on", "request", "version_reviewed"],
        "kept by hallpass when a review or a person decides",
    ),
    (
        Kind::Approval,
        &["deletion_requested", "deletion_due", "deletion_confirmed", "deletion_evidence"],
        "nothing asks for it; only a dump keeps it",
    ),
    (Kind::Alert, ALL, "said in the menus of overlaps"),
    (Kind::Framework, ALL, "comes with a file: standards"),
    (Kind::Standard, ALL, "comes with a file: standards; the rest is said by `hallpass standard`"),
    (Kind::Relation, ALL, "comes with a file: standards, relations"),
    (Kind::Measure, ALL, "comes with a file: measures"),
    (Kind::Alignment, ALL, "comes with a file: alignments"),
    (Kind::Route, ALL, "said by `hallpass route`"),
    (Kind::Word, ALL, "said by `hallpass import --map`"),
    (Kind::Note, &["about", "record", "by", "at"], "known where it is written"),
];

/// Why no import has a column for a field of a noun; none where one has it.
pub fn in_no_file(kind: Kind, field: &str) -> Option<&'static str> {
    reason(IN_NO_FILE, kind, field)
}

/// Why no form has a box for a field of a noun; none where one has it.
pub fn on_no_form(kind: Kind, field: &str) -> Option<&'static str> {
    reason(ON_NO_FORM, kind, field)
}

fn reason(absent: &[Absent], kind: Kind, field: &str) -> Option<&'static str> {
    let of = |(noun, fields, _): &&Absent| {
        *noun == kind && (fields.is_empty() || fields.contains(&field))
    };
    absent.iter().find(of).map(|(.., why)| *why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_about_a_field_and_stands_once() {
        for absent in [IN_NO_FILE, ON_NO_FORM] {
            let mut met = Vec::new();
            for (kind, fields, why) in absent {
                assert!(!why.is_empty());
                let all = kind.fields().iter().map(|field| field.name);
                let named: Vec<&str> = match fields {
                    [] => all.collect(),
                    some => some.to_vec(),
                };
                for field in named {
                    assert!(
                        kind.position(field).is_some(),
                        "{kind} has no field {field}"
                    );
                    assert!(!met.contains(&(*kind, field)), "{kind}.{field} twice");
                    met.push((*kind, field));
                }
            }
        }
    }
}

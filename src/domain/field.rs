//! What is said of each field of a noun beside its type, in one row: the words a file's column is recognised by, what
//! a template shows, what a form says of it. Files and forms are made of these rows; a field whose row and type say
//! all needs no code in the plan of an import, the export or a form.
//!
//! Four vocabularies say how a value is read and shown, each what the others cannot:
//! - `record::Shape`: what a stored value stands for, given by its Rust type. Forms, history and plain columns read it.
//! - `CellReads`: how the cells of a district's file are read. Files have what no field is: a span of days, the lowest
//!   grade, a price a month, a serial number; and the unit of a number is a file's, too.
//! - `tui`'s `form::entry::Reads`: a shape, or one of the four boxes that are no single field.
//! - `exchange::write::Holds`: how a column of any table is aligned and formatted, lists of what is no record included.
//!
//! Options of commands read words by `cli::values`, which takes any list that `words!` declares.

mod absent;
mod column;
mod contracts;
mod names;
mod people;
mod placed;
mod products;
mod review;

use std::fmt;

use super::record::Kind;

pub use absent::{in_no_file, on_no_form};
pub use column::{CellReads, FormWords, ImportField, Need, PlainColumn};
pub use contracts::CONTRACT_PARTS;

/// Lists the kinds of file once: the word, the noun a row is about, its fields, what a person finds in it.
macro_rules! import_kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal of $noun:ident in $fields:path, $about:literal;)+) => {
        /// What a file can be imported as.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ImportKind { $($(#[$doc])* $kind),+ }

        impl ImportKind {
            /// All kinds, in the order they are best imported: what others name comes first.
            pub const ALL: [ImportKind; [$($word),+].len()] = [$(ImportKind::$kind),+];

            /// The word the command line uses.
            pub fn name(self) -> &'static str {
                match self { $(ImportKind::$kind => $word),+ }
            }

            /// The noun that one row is about.
            pub fn noun(self) -> Kind {
                match self { $(ImportKind::$kind => Kind::$noun),+ }
            }

            /// Every field a file of this kind may have, in the order a template writes them.
            pub fn fields(self) -> &'static [ImportField] {
                match self { $(ImportKind::$kind => $fields),+ }
            }

            /// What its rows have, in a few words, for a person who chooses a kind.
            pub fn about(self) -> &'static str {
                match self { $(ImportKind::$kind => $about),+ }
            }
        }
    };
}

import_kinds! {
    /// The district's schools.
    Schools = "schools" of School in people::SCHOOLS, "name, code, level, grades, students";
    /// People with a login.
    People = "people" of Person in people::PEOPLE, "login, name, e-mail, roles";
    /// Products: apps, sites, content.
    Products = "products" of Product in products::PRODUCTS, "name, vendor, web site, grades, subjects";
    /// What may be used where, until when.
    Approvals = "approvals" of Approval in products::APPROVALS, "product, status, schools, until when";
    /// What was bought.
    Contracts = "contracts" of Line in contracts::CONTRACTS, "product, end of term, price, notice";
    /// Seats per school and product.
    Inventory = "inventory" of Inventory in placed::INVENTORY, "school, product, seats";
    /// Use over a span of days, in counts or shares.
    Usage = "usage" of Usage in placed::USAGE, "product, from, to, people or shares";
    /// Who was trained in what.
    Training = "training" of Training in placed::TRAINING, "product, school, people trained";
    /// Who answers for a product.
    Owners = "owners" of Owner in people::OWNERS, "product, role, person";
    /// Privacy agreements.
    Agreements = "agreements" of Agreement in products::AGREEMENTS, "vendor, kind, from, until";
    /// What is switched on where.
    Provisioning = "provisioning" of Provisioning in placed::PROVISIONING, "product, school, what is switched on";
    /// Device classes at a school.
    Devices = "devices" of Device in placed::DEVICES, "school, device, share";
    /// What works on which device.
    Compatibility = "compatibility" of Compatibility in placed::COMPATIBILITY, "product, device, result";
    /// Days that are not like the others.
    Calendar = "calendar" of CalendarDay in review::CALENDAR, "day, holiday, closure or board";
    /// Asks for products, as a form brings them.
    Requests = "requests" of Requester in review::REQUESTS, "product, school, who asks, why";
    /// Which standards a product teaches or tests.
    Alignments = "alignments" of Alignment in placed::ALIGNMENTS, "product, standards, who says so";
    /// Which standards a part of a test speaks of.
    Measures = "measures" of Measure in placed::MEASURES, "test, part of it, standard";
    /// How standards are related to each other.
    Relations = "relations" of Relation in placed::RELATIONS, "standard, standard, how they are related";
}

impl ImportKind {
    /// The kind of that name.
    pub fn named(name: &str) -> Option<ImportKind> {
        ImportKind::ALL.into_iter().find(|k| k.name() == name)
    }

    /// What one row of it is called where rows are counted.
    pub fn one(self) -> &'static str {
        match self {
            ImportKind::Schools => "school",
            ImportKind::People => "person",
            ImportKind::Products => "product",
            ImportKind::Approvals => "approval",
            ImportKind::Contracts => "contract",
            ImportKind::Inventory => "row of inventory",
            ImportKind::Usage => "row of usage",
            ImportKind::Training => "row of training",
            ImportKind::Owners => "owner",
            ImportKind::Agreements => "agreement",
            ImportKind::Provisioning => "row of provisioning",
            ImportKind::Devices => "row of devices",
            ImportKind::Compatibility => "row of compatibility",
            ImportKind::Calendar => "row of calendar",
            ImportKind::Requests => "request",
            ImportKind::Alignments => "alignment",
            ImportKind::Measures => "measure",
            ImportKind::Relations => "relation",
        }
    }

    /// The field of that name.
    pub fn field(self, name: &str) -> Option<&'static ImportField> {
        self.fields().iter().find(|f| f.name == name)
    }

    /// The fields of records that a column of this kind fills; none where it only decides how a row is read.
    pub fn filled_by(self, field: &ImportField) -> Vec<(Kind, &'static str)> {
        match field.fills {
            Some(fills) => fills.to_vec(),
            // A row of contracts is a line, and says the rest of its contract.
            None if self == ImportKind::Contracts && self.noun().position(field.name).is_none() => {
                vec![(Kind::Contract, field.name)]
            }
            None => vec![(self.noun(), field.name)],
        }
    }
}

impl ImportKind {
    /// The columns of our own file of this kind that stand for one field of a record each.
    pub fn plain(self) -> Vec<PlainColumn> {
        let mut plain = Vec::new();
        for column in self.fields().iter().filter(|column| column.is_written()) {
            let fills = self.filled_by(column);
            for (noun, field) in &fills {
                let twice = fills.iter().filter(|(other, _)| other == noun).count() > 1;
                let at = noun.position(field).filter(|_| !twice);
                plain.extend(at.map(|at| PlainColumn {
                    column,
                    noun: *noun,
                    field,
                    shape: noun.fields()[at].shape,
                }));
            }
        }
        plain
    }
}

/// One box of a noun's form.
#[derive(Debug, Clone, Copy)]
pub struct FormBox {
    /// The record's field that it fills; `funding` and `shares` of a line are records of their own.
    pub field: &'static str,
    /// What is said of it.
    pub words: FormWords,
    /// How a file's cells of it are read, which says what a number counts.
    pub reads: CellReads,
}

/// The boxes of a noun's form, in order; none where it has no form. One that the noun's order does not name
/// stands last.
pub fn form(noun: Kind) -> Vec<FormBox> {
    let columns = ImportKind::ALL.into_iter().flat_map(|kind| {
        let fills = move |row: &ImportField| kind.filled_by(row).first().copied();
        kind.fields().iter().map(move |row| (row, fills(row)))
    });
    let typed = contracts::TYPED.iter().chain(review::INCIDENT);
    let rows = columns.chain(typed.map(|row| (row, None)));
    let boxed = rows.filter_map(|(row, fills)| {
        let words = row.form?;
        let (of, field) = match (words.of, fills) {
            (Some(of), _) => (of, row.name),
            (None, fills) => fills?,
        };
        (of == noun).then_some(FormBox {
            field,
            words,
            reads: row.reads,
        })
    });
    let mut boxes: Vec<FormBox> = boxed.collect();
    let order = match noun {
        Kind::Product => products::PRODUCT_FORM,
        Kind::Contract => contracts::CONTRACT_FORM,
        Kind::Line => contracts::LINE_FORM,
        Kind::Training => placed::TRAINING_FORM,
        _ => "",
    };
    let place = |one: &FormBox| order.split(", ").position(|name| name == one.field);
    boxes.sort_by_key(|one| place(one).unwrap_or(usize::MAX));
    boxes
}

/// What a field that no form has is called, where that is not plain by its own name.
const SPOKEN: &[(Kind, &str, &str)] = &[
    (Kind::Renewal, "cycle_end", "end of the term"),
    (Kind::Renewal, "cents", "price of the next term"),
    (Kind::Renewal, "goal_result", "what became of the goal"),
    (Kind::Renewal, "decided_by", "who decided"),
    (Kind::Renewal, "decided_on", "day of the decision"),
    (Kind::Renewal, "notice_due", "last day for the notice"),
    (Kind::Renewal, "notice_sent", "day the notice was sent"),
    (Kind::Renewal, "notice_proof", "proof of the notice"),
];

/// What people call a field of a noun: as the label of its box on the form says, within a sentence.
pub fn spoken(noun: Kind, field: &str) -> String {
    let boxes = form(noun);
    if let Some(one) = boxes.iter().find(|one| one.field == field) {
        let label = one.words.label;
        let is_short = label.len() > 1 && label.to_uppercase() == label;
        return if is_short {
            label.to_owned()
        } else {
            label.to_lowercase()
        };
    }
    let said = SPOKEN
        .iter()
        .find(|(of, name, _)| (*of, *name) == (noun, field));
    said.map_or_else(
        || field.replace('_', " "),
        |(_, _, said)| (*said).to_owned(),
    )
}

impl fmt::Display for ImportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_called_as_the_label_of_its_box() {
        for (noun, field, called) in [
            (Kind::Contract, "notice_unit", "notice in"),
            (Kind::Contract, "auto_renew", "renews"),
            (Kind::Contract, "po", "PO"),
            (Kind::CalendarDay, "agenda_cutoff", "agenda by"),
            // No form has these.
            (Kind::Renewal, "notice_due", "last day for the notice"),
            (Kind::Renewal, "choice", "choice"),
            (Kind::Request, "decided_on", "decided on"),
        ] {
            assert_eq!(spoken(noun, field), called);
        }
    }

    #[test]
    fn what_is_said_of_a_field_without_a_form_is_of_one_that_is_there() {
        for (noun, field, _) in SPOKEN {
            assert!(noun.position(field).is_some(), "{noun} {field}");
            assert!(
                !form(*noun).iter().any(|one| one.field == *field),
                "{noun} {field}"
            );
        }
    }
}

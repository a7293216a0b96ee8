//! Rows that are none to take though nothing in them is wrong: what is no school, a device that nobody
//! uses, a status that nobody knows.

use super::{FileRow, RowReader, RowValue};
use crate::domain::text::key;
use crate::exchange::columns::CellReads;
use crate::exchange::sheet::{FileCell, SheetRow};
use crate::exchange::value::Parsed;

impl RowReader {
    /// A row that is no school's, one of a device that nobody uses, and one whose status says that nobody
    /// knows, are set aside.
    pub(super) fn set_aside(&self, row: &SheetRow, record: &mut FileRow) {
        for (field, why) in [
            ("org_type", "is no school; the row is set aside"),
            ("in_use", "is not in use; the row is set aside"),
        ] {
            if let Some(column) = self.mapping.column(field)
                && record.get(field).is_some()
            {
                record.aside = Some(self.complain(row, column, why));
            }
        }
        let mut fields = self.mapping.fields.iter();
        if let Some(mapped) = fields.find(|mapped| mapped.field.reads == CellReads::Status) {
            let name = self.mapping.column_name(mapped.column);
            let known = record.get(mapped.field.name).is_some();
            let said = record.warnings.iter().position(|c| c.column == name);
            if let Some(at) = said.filter(|_| !known) {
                let mut aside = record.warnings.remove(at);
                "means not known; the row is set aside".clone_into(&mut aside.reason);
                record.aside = Some(aside);
                record.rejected.retain(|c| c.column != name);
            }
        }
    }
}

/// What OneRoster and other directories list beside schools.
const NO_SCHOOLS: [&str; 9] = [
    "district",
    "local",
    "state",
    "national",
    "department",
    "ministryofeducation",
    "university",
    "college",
    "lea",
];

/// What sort of organisation is no school; nothing where it is one, or where the column means something else.
pub(super) fn org(cell: &FileCell) -> Parsed<RowValue> {
    let written = cell.to_string();
    if NO_SCHOOLS.contains(&key(&written).as_str()) {
        Parsed::Value(RowValue::Text(written))
    } else {
        Parsed::Blank
    }
}

/// What inventories say of a device that no pupil or teacher has; each begins so.
const NOT_IN_USE: [&str; 11] = [
    "deprovision",
    "disabled",
    "inactive",
    "retired",
    "lost",
    "stolen",
    "missing",
    "dispos",
    "surplus",
    "recycled",
    "decommission",
];

/// The status of a device that is not in use; nothing of one that is.
pub(super) fn in_use(cell: &FileCell) -> Parsed<RowValue> {
    let written = cell.to_string();
    let folded = key(&written);
    if NOT_IN_USE.iter().any(|word| folded.starts_with(word)) {
        Parsed::Value(RowValue::Text(written))
    } else {
        Parsed::Blank
    }
}

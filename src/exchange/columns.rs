//! Which column of a district's file means which field: recognised by meaning, corrected by `--map`.
//! The importer shows the `Mapping` before anything is saved, then reads every row through it (`record`).

mod mapping;
mod names;

use super::ReadError;
use super::value::day::DayOrder;
use crate::domain::text::{clean, key};
use crate::domain::word::EVERY_FILE;

pub use crate::domain::field::{CellReads, ImportField, ImportKind, Need};
pub use mapping::{Mapped, Mapping};
pub use names::KnownNames;
pub(super) use names::no_field;

/// One `--map FIELD=COLUMN` as the person gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    /// The field's name.
    pub field: String,
    /// A header, or a spreadsheet's column letter; empty leaves the field out.
    pub column: String,
    /// `:mdy` or `:dmy` behind the column.
    pub order: Option<DayOrder>,
}

impl MappedColumn {
    /// Reads `FIELD=COLUMN`, `FIELD=COLUMN:mdy`, `FIELD=COLUMN:dmy` or `FIELD=`.
    pub fn parse(text: &str) -> Result<MappedColumn, ReadError> {
        let Some((field, column)) = text.split_once('=') else {
            return Err(ReadError::by_option(
                format!("--map `{text}` has no `=`"),
                "Write --map FIELD=COLUMN, for example --map \"name=School Name\".",
            ));
        };
        let (column, order) = match column.rsplit_once(':') {
            Some((column, "mdy")) => (column, Some(DayOrder::MonthFirst)),
            Some((column, "dmy")) => (column, Some(DayOrder::DayFirst)),
            _ => (column, None),
        };
        Ok(MappedColumn {
            field: field.trim().to_lowercase(),
            column: column.trim().to_owned(),
            order,
        })
    }
}

/// One `--map "FIELD:THEIR WORD=OURS"` as the person gave it: what a word in the file means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The field's name.
    pub field: String,
    /// The word as the file has it.
    pub theirs: String,
    /// What is to be read instead; empty for nothing.
    pub ours: String,
}

impl Meant {
    /// Reads `FIELD:THEIR WORD=OURS`; nothing where the text tells of a column.
    pub fn parse(text: &str) -> Option<Result<Meant, ReadError>> {
        let (field, rest) = text.split_once(':')?;
        if field.contains('=') {
            return None;
        }
        let said = rest.rsplit_once('=');
        let said = said.map(|(theirs, ours)| (clean(theirs).text, clean(ours).text));
        Some(match said {
            Some((theirs, ours)) if !key(&theirs).is_empty() => Ok(Meant {
                field: field.trim().to_lowercase(),
                theirs,
                ours,
            }),
            _ => Err(ReadError::by_option(
                format!("--map `{text}` does not say what a word means"),
                "Write --map \"FIELD:THEIR WORD=OURS\", for example --map \"status:Do Not Use=denied\".",
            )),
        })
    }
}

impl ImportKind {
    /// Where a word of a field is at home: a name in the files of every kind, any other word in files of
    /// this kind. None where the kind has no such field.
    pub fn home(self, field: &str) -> Option<(&'static str, &'static str)> {
        if let Some(field) = self.field(field) {
            let name = self.names(field).map(|name| (EVERY_FILE, name));
            return Some(name.unwrap_or((self.name(), field.name)));
        }
        let mut names = self.fields().iter().filter_map(|one| self.names(one));
        let name = names.find(|name| *name == field)?;
        Some((EVERY_FILE, name))
    }

    /// What the field holds the name of, if it holds names of what else is on record.
    fn names(self, field: &ImportField) -> Option<&'static str> {
        match (self, field.name) {
            (_, "school" | "schools" | "bought_by" | "shares") => Some("school"),
            (_, "product") => Some("product"),
            (_, "vendor") => Some("vendor"),
            (_, "person" | "deputy") | (ImportKind::Contracts, "owner") => Some("person"),
            _ => None,
        }
    }
}

//! The cells of a record that stand for one field of it each, as the type of the field says.

use crate::domain::field::{CellReads, PlainColumn};
use crate::domain::money::Cents;
use crate::domain::person::PersonId;
use crate::domain::product::VendorId;
use crate::domain::record::{Column, Kind, Lines, Record, Shape, Value};
use crate::domain::school::{SchoolId, Schools};
use crate::exchange::columns::ImportKind;
use crate::exchange::value::unlisted;
use crate::exchange::write::TableCell;

use super::names::{ExportNames, ExportRow};

/// How the records of one noun are written in files of one kind.
pub(super) struct RecordCells<'c> {
    columns: Vec<PlainColumn>,
    called: &'c ExportNames,
}

impl<'c> RecordCells<'c> {
    /// For records of this noun.
    pub(super) fn of<R: Record>(kind: ImportKind, called: &'c ExportNames) -> RecordCells<'c> {
        let mut columns = kind.plain();
        columns.retain(|plain| plain.noun == R::KIND);
        RecordCells { columns, called }
    }

    /// The record's cells. What stands for no field of it, or says it in its own way, is added behind them: the
    /// last cell of a column is the one that is written.
    pub(super) fn row<R: Record>(&self, record: &R) -> ExportRow {
        let values = record.values();
        let cell = |plain: &PlainColumn| {
            let value = &values[R::KIND.position(plain.field)?];
            Some((plain.column.name, self.cell(plain, value)?))
        };
        self.columns.iter().filter_map(cell).collect()
    }

    fn cell(&self, plain: &PlainColumn, value: &Value) -> Option<TableCell> {
        let Some(number) = value.int() else {
            return Some(self.words(plain, value));
        };
        let column = plain.column;
        Some(match plain.shape {
            Shape::Record(kind) => return self.named(kind, number),
            Shape::YesNo => TableCell::Flag(number != 0),
            Shape::Money => TableCell::Cents(Cents(number)),
            _ => match column.reads {
                CellReads::Percent => TableCell::Percent(column.shown(number)),
                CellReads::Decimal => TableCell::Decimal(column.shown(number)),
                _ => TableCell::Count(number),
            },
        })
    }

    /// A value that is no number: words, a day, grades, lists; blank where nothing is known.
    fn words(&self, plain: &PlainColumn, value: &Value) -> TableCell {
        let list = |texts: Vec<String>| Some(texts).filter(|texts| !texts.is_empty()).into();
        match plain.shape {
            Shape::Schools => {
                let schools = Schools::from_value(value).unwrap_or_default();
                self.called.schools(&schools)
            }
            Shape::Lines => list(Lines::from_value(value).unwrap_or_default().0),
            Shape::Day => chrono::NaiveDate::from_value(value).into(),
            Shape::Grades => value.text().filter(|text| !text.is_empty()).into(),
            _ if plain.column.reads == CellReads::List => {
                list(unlisted(value.text().unwrap_or_default()))
            }
            _ => value.text().into(),
        }
    }

    /// What a record is called in a file; none for a noun that only its own code can name.
    fn named(&self, kind: Kind, id: i64) -> Option<TableCell> {
        match kind {
            Kind::Product => Some(self.called.product(crate::domain::product::ProductId(id))),
            Kind::Vendor => Some(self.called.vendor(Some(VendorId(id)))),
            Kind::Person => Some(self.called.person(Some(PersonId(id)))),
            Kind::School => Some(self.called.school(SchoolId(id))),
            _ => None,
        }
    }
}

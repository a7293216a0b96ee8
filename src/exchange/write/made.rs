//! Makes tables out of plain values, so that whoever lists records can write a row as `vec![name.into(), seats.into()]`.

use chrono::NaiveDate;

use super::{Holds, Table, TableCell, TableColumn};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::request::RequestId;
use crate::domain::school::SchoolId;

impl Table {
    /// A table with these columns and no row yet.
    pub fn new(title: &str, columns: &[(&str, Holds)]) -> Table {
        let columns = columns
            .iter()
            .map(|(name, holds)| TableColumn::new(name, *holds));
        Table {
            title: title.to_owned(),
            columns: columns.collect(),
            rows: Vec::new(),
        }
    }
}

impl TableCell {
    /// Nothing for an empty text.
    pub fn known(text: &str) -> TableCell {
        Some(text).filter(|text| !text.is_empty()).into()
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$type> for TableCell {
            fn from(value: $type) -> TableCell {
                TableCell::$variant(value)
            }
        })+
    };
}

from! {
    String => Text,
    i64 => Count,
    Cents => Cents,
    NaiveDate => Day,
    bool => Flag,
    Vec<String> => List,
}

macro_rules! from_id {
    ($($id:ty),+ $(,)?) => {$(
        /// The id of a record is shown as its number.
        impl From<$id> for TableCell {
            fn from(id: $id) -> TableCell {
                TableCell::Count(id.0)
            }
        }
    )+};
}

from_id! { ProductId, RequestId, SchoolId }

impl From<&str> for TableCell {
    fn from(text: &str) -> TableCell {
        TableCell::Text(text.to_owned())
    }
}

impl<T: Into<TableCell>> From<Option<T>> for TableCell {
    fn from(value: Option<T>) -> TableCell {
        value.map_or(TableCell::Blank, Into::into)
    }
}

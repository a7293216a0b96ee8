//! Makes tables out of plain values, so that whoever lists records can write a row as `vec![name.into(), seats.into()]`.

use chrono::NaiveDate;

use super::{Column, Holds, Item, Table};
use crate::domain::money::Cents;

impl Table {
    /// A table with these columns and no row yet.
    pub fn new(title: &str, columns: &[(&str, Holds)]) -> Table {
        let columns = columns
            .iter()
            .map(|(name, holds)| Column::new(name, *holds));
        Table {
            title: title.to_owned(),
            columns: columns.collect(),
            rows: Vec::new(),
        }
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$type> for Item {
            fn from(value: $type) -> Item {
                Item::$variant(value)
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

impl From<&str> for Item {
    fn from(text: &str) -> Item {
        Item::Text(text.to_owned())
    }
}

impl<T: Into<Item>> From<Option<T>> for Item {
    fn from(value: Option<T>) -> Item {
        value.map_or(Item::Blank, Into::into)
    }
}

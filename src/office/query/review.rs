//! What names a row of the review queue when everything about it is asked.

use crate::domain::product::ProductId;
use crate::domain::request::RequestId;
use crate::domain::review::QueueRow;

/// What a row of the queue stands for, whatever it is called.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RowKey {
    /// A request that somebody entered, by its id.
    Request(RequestId),
    /// A product whose review nobody has begun.
    Product(ProductId),
}

impl RowKey {
    /// Of a row: its request, or where nobody has begun one its product.
    pub fn of(row: &QueueRow) -> RowKey {
        row.request
            .map_or(RowKey::Product(row.product), RowKey::Request)
    }

    /// As the saved place spells it.
    pub fn word(self) -> String {
        match self {
            RowKey::Request(id) => format!("r{id}"),
            RowKey::Product(id) => format!("p{id}"),
        }
    }

    /// The one that is spelled so.
    pub fn from_word(word: &str) -> Option<RowKey> {
        let id = word.get(1..)?.parse().ok()?;
        match word.get(..1)? {
            "r" => Some(RowKey::Request(RequestId(id))),
            "p" => Some(RowKey::Product(ProductId(id))),
            _ => None,
        }
    }
}

//! What names a row of the review queue when everything about it is asked.

use crate::domain::review::QueueRow;

/// What a row of the queue stands for, whatever it is called.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// A request.
    Request(i64),
    /// A product whose review nobody has begun.
    Product(i64),
}

impl Key {
    /// That of a row.
    pub fn of(row: &QueueRow) -> Key {
        row.request.map_or(Key::Product(row.product), Key::Request)
    }

    /// As the saved place spells it.
    pub fn word(self) -> String {
        match self {
            Key::Request(id) => format!("r{id}"),
            Key::Product(id) => format!("p{id}"),
        }
    }

    /// The one that is spelled so.
    pub fn from_word(word: &str) -> Option<Key> {
        let id = word.get(1..)?.parse().ok()?;
        match word.get(..1)? {
            "r" => Some(Key::Request(id)),
            "p" => Some(Key::Product(id)),
            _ => None,
        }
    }
}

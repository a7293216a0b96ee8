//! The record that a row is about, before it has a number: one of the office, or one that the plan makes.

use crate::domain::put::{Given, Target};
use crate::domain::record::{RecordId, Value};

/// A record that a row is about: one of the office, or one this plan makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Ref {
    Id(i64),
    Made(usize),
}

impl Ref {
    /// In the dictionary a record this plan makes has a number below zero.
    pub(super) fn known(id: impl RecordId) -> Ref {
        let id = id.number();
        if id < 0 {
            Ref::Made((-1 - id) as usize)
        } else {
            Ref::Id(id)
        }
    }

    pub(super) fn number<I: RecordId>(self) -> I {
        I::of_number(match self {
            Ref::Id(id) => id,
            Ref::Made(n) => -1 - n as i64,
        })
    }

    /// The record of the office; none for one this plan makes.
    pub(super) fn id(self) -> Option<i64> {
        match self {
            Ref::Id(id) => Some(id),
            Ref::Made(_) => None,
        }
    }

    /// The record that a target names; none for one that is to be made.
    pub(super) fn met(target: &Target) -> Option<Ref> {
        match target {
            Target::Id(id, _) | Target::Gone(id, _) => Some(Ref::Id(*id)),
            Target::Made(n) => Some(Ref::Made(*n)),
            Target::New | Target::Keyed => None,
        }
    }

    pub(super) fn target(self) -> Target {
        match self {
            Ref::Id(id) => Target::Id(id, None),
            Ref::Made(n) => Target::Made(n),
        }
    }
}

impl From<Ref> for Given {
    fn from(record: Ref) -> Given {
        match record {
            Ref::Id(id) => Given::Value(Value::Int(id)),
            Ref::Made(n) => Given::Made(n),
        }
    }
}

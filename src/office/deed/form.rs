//! Saving a filled form: what differs from the record as the person saw it, and what is shown where somebody else
//! saved the same field first.

use crate::domain::contract::LineId;
use crate::domain::cost::parts::CostPart;
use crate::domain::put::SeenRecord;
use crate::domain::record::{Kind, Value};
use crate::domain::school::SchoolId;
use crate::exchange::value::parts::Fund;
use crate::office::query::form::SeenLine;

/// What a field is given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FilledValue {
    /// This value.
    Value(Value),
    /// A vendor nobody knows yet, by name.
    NewVendor(String),
    /// Where a line's money comes from.
    Funding(Vec<Fund>),
    /// What each school bears of a line; none is the district.
    Shares(Vec<(Option<SchoolId>, CostPart)>),
}

/// What a form holds when it is saved: the record as it was seen, and what was typed over it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilledForm {
    /// What the record is.
    pub kind: Kind,
    /// The record; none makes one.
    pub id: Option<i64>,
    /// What people call it.
    pub what: String,
    /// The record as the person saw it.
    pub seen: Option<SeenRecord>,
    /// The fields that differ from that.
    pub fields: Vec<(&'static str, FilledValue)>,
    /// What differs in a contract's lines; of a line, in its funding and shares.
    pub lines: Vec<FilledLine>,
    /// Why, where the person said.
    pub reason: Option<String>,
}

/// What differs in one line. Parts are told as they were seen, and as they shall be, in hundredths of a
/// percent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FilledLine {
    /// The line; none makes one.
    pub line: Option<(LineId, SeenRecord)>,
    /// The fields that differ.
    pub fields: Vec<(&'static str, FilledValue)>,
    /// Where its money came from, and comes from.
    pub funding: Option<Moved<Fund>>,
    /// What schools bore of it, and bear.
    pub shares: Option<Moved<(SchoolId, i64)>>,
}

/// Parts as they were seen, and as they shall be.
pub type Moved<T> = (Vec<T>, Vec<T>);

/// Somebody else saved the same field first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clash {
    /// The name of who saved it meanwhile.
    pub who: String,
    /// How long ago, or when: `20 seconds ago`.
    pub when: String,
    /// The record as it stands now.
    pub theirs: SeenRecord,
    /// Its lines as they stand now.
    pub lines: Vec<SeenLine>,
}

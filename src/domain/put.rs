//! Some fields of one record, to be written: what every rule writes with, and who writes it when. `change`
//! is above it: what a person does, which ends in puts.

mod kept;

pub use self::kept::{KeptPuts, PutKeeper};

use std::fmt::{self, Write as _};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::num::ParseIntError;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use super::person::key::KeyId;
use super::record::{Column, Kind, RecordRef, Value};
use super::refusal::Refusal;

/// The number of a change set: what one deed wrote, which undo names, and by which history is ordered. The first is the
/// opening of the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct ChangeSetId(pub i64);

impl fmt::Display for ChangeSetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// As somebody types it.
impl FromStr for ChangeSetId {
    type Err = ParseIntError;

    fn from_str(typed: &str) -> Result<ChangeSetId, ParseIntError> {
        typed.parse().map(ChangeSetId)
    }
}

/// Who acts, from where, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The login of whoever does it: what may be done and seen is theirs.
    pub who: String,
    /// The login that the operating system knows of whoever sits there: the same, or that of somebody who acts for
    /// them. Empty where nobody sits there and the days go by.
    pub login: String,
    /// The terminal, or the address the person came from; empty where nobody knows.
    pub place: String,
    /// When it is done, UTC.
    pub at: DateTime<Utc>,
    /// The local day, in the district's time zone.
    pub today: NaiveDate,
    /// What the clock said, UTC, where `at` was given and is not the clock's.
    pub clock: Option<DateTime<Utc>>,
    /// The key by which the person came in over SSH, whose owner they are only while it works; none at the machine.
    pub key: Option<KeyId>,
    /// What whoever asks calls this deed, to ask later whether it was saved.
    pub id: Option<DeedId>,
    /// The newest line of history that the person had read: what others wrote after it to the fields that
    /// this deed changes, the person has not seen and does not overwrite. None where nothing was on a screen.
    pub seen: Option<HistoryLine>,
}

impl Stamp {
    /// Somebody's own deed, by the clock, from a place that nobody knows.
    pub fn own(who: &str, at: DateTime<Utc>, today: NaiveDate) -> Stamp {
        Stamp {
            who: who.to_owned(),
            login: who.to_owned(),
            place: String::new(),
            at,
            today,
            clock: None,
            key: None,
            id: None,
            seen: None,
        }
    }
}

/// A line of history, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HistoryLine(pub i64);

/// The name of one deed, given by whoever asks for it and kept with it: the same deed again is not done twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeedId {
    /// The name.
    pub text: String,
    /// A mark of what was asked for, so that another deed of that name is told from the same one: 64 hexadecimal digits.
    pub words: String,
}

impl DeedId {
    /// The name of the deed that these words ask for; only their mark is kept.
    pub fn new(text: String, words: &str) -> DeedId {
        DeedId {
            text,
            words: hex(&Sha256::digest(words)),
        }
    }

    /// A name that no other deed has, for one that nobody else names.
    pub fn own(words: &str) -> DeedId {
        // The keys of a hash table are the system's random numbers, others for each.
        let random = || RandomState::new().build_hasher().finish();
        let text = format!("{:016x}{:016x}", random(), random());
        DeedId::new(text, words)
    }

    /// The same deed with this in a file that it reads: with something else there it is another deed.
    #[must_use]
    pub fn with(self, content: &[u8]) -> DeedId {
        let mut both = Sha256::new();
        both.update(self.words);
        both.update(content);
        DeedId {
            text: self.text,
            words: hex(&both.finalize()),
        }
    }
}

/// Bytes as two hexadecimal digits each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // To write into a text does not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// What a field is given.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Given {
    /// This value.
    Value(Value),
    /// The id of the record that an earlier put of the same change made or met, by its place.
    Made(usize),
}

impl<T: Column> From<T> for Given {
    fn from(column: T) -> Given {
        Given::Value(column.to_value())
    }
}

/// A record as a person saw it on a screen before changing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRecord {
    /// The version the record had when it was read.
    pub version: i64,
    /// All its values then, in the noun's order.
    pub values: Vec<Value>,
}

/// Which record a put is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// One that is not here yet; its id is given when it is written.
    New,
    /// The one with this id; `seen` guards against overwriting what a colleague changed since.
    Id(i64, Option<SeenRecord>),
    /// The one whose key fields are those given, or a new one.
    Keyed,
    /// The one that an earlier put of the same change made or met, by its place.
    Made(usize),
    /// The one with this id, which leaves the office, unless a colleague changed it since it was seen.
    Gone(i64, SeenRecord),
}

/// Some fields of one record, to be written. Fields not given stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Which noun.
    pub kind: Kind,
    /// Which record.
    pub target: Target,
    /// The fields and what they are given.
    pub fields: Vec<(&'static str, Given)>,
    /// The row of the imported file it comes from; 0 for none.
    pub row: u64,
}

/// What became of one put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Which record was written.
    pub record: RecordRef,
    /// What happened to it.
    pub outcome: RecordOutcome,
}

/// What happened to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordOutcome {
    /// It came to be.
    Added,
    /// These fields changed: field, old, new.
    Changed(Vec<(&'static str, Value, Value)>),
    /// It already was so.
    Unchanged,
}

/// Why a row of an imported file cannot be written as the records stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The row of the file.
    pub row: u64,
    /// The noun whose rule it is, and the field of it that the rule is about.
    pub of: (Kind, &'static str),
    /// The rule.
    pub why: Refusal,
}

impl Put {
    /// A record that is not there yet, with no field said.
    pub fn new(kind: Kind) -> Put {
        Put {
            kind,
            target: Target::New,
            fields: Vec::new(),
            row: 0,
        }
    }

    /// The record with the same key fields, or a new one.
    pub fn keyed(kind: Kind) -> Put {
        Put {
            kind,
            target: Target::Keyed,
            fields: Vec::new(),
            row: 0,
        }
    }

    /// The record with this id.
    pub fn id(record: impl Into<RecordRef>) -> Put {
        let record = record.into();
        Put {
            kind: record.kind,
            target: Target::Id(record.id, None),
            fields: Vec::new(),
            row: 0,
        }
    }

    /// Gives a field a value.
    #[must_use]
    pub fn with(mut self, field: &'static str, given: impl Into<Given>) -> Put {
        self.fields.push((field, given.into()));
        self
    }

    /// Says which row of a file it comes from.
    #[must_use]
    pub fn row(mut self, row: u64) -> Put {
        self.row = row;
        self
    }
}

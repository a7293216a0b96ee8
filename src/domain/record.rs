//! What a record is: a row of the office that can be read, compared field by field, and written.
//! Every noun (product, school, contract...) is declared with `record!`, so that history, undo,
//! import, export and dump treat all of them alike and can forget none of their fields.
//! Knows nothing of SQL; the store turns columns and values into statements.

use std::borrow::Cow;
use std::fmt;
use std::hash::Hash;

use chrono::NaiveDate;

use super::grade::Grades;
use super::money::Cents;
use super::refusal::Refusal;

/// What one field holds, as the office file keeps it: days as `YYYY-MM-DD`, money in cents,
/// yes and no as 1 and 0, a reference as the other record's id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Value {
    /// Not known, or not said.
    #[default]
    Null,
    /// A count, cents, a yes or no, or an id.
    Int(i64),
    /// Words, a day, or one of a fixed list of words.
    Text(String),
}

impl Value {
    /// The number, where there is one.
    pub fn int(&self) -> Option<i64> {
        if let Value::Int(n) = self {
            Some(*n)
        } else {
            None
        }
    }

    /// The text, where there is one.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(t) = self {
            Some(t)
        } else {
            None
        }
    }
}

/// The plain value, as history and errors print it; an empty text for "not said".
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RowCell::of(self).fmt(f)
    }
}

/// The same where a row is read, without a copy of its text: most texts are words, days and grades, which are none later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowCell<'r> {
    /// Not known, or not said.
    Null,
    /// A count, cents, a yes or no, or an id.
    Int(i64),
    /// Words, a day, or one of a fixed list of words.
    Text(Cow<'r, str>),
}

impl<'r> RowCell<'r> {
    /// What a value says, as if it stood in a row.
    pub fn of(value: &'r Value) -> RowCell<'r> {
        match value {
            Value::Null => RowCell::Null,
            Value::Int(n) => RowCell::Int(*n),
            Value::Text(text) => RowCell::Text(Cow::Borrowed(text)),
        }
    }

    /// The number, where there is one.
    pub fn int(&self) -> Option<i64> {
        if let RowCell::Int(n) = self {
            Some(*n)
        } else {
            None
        }
    }

    /// The text, where there is one.
    pub fn text(&self) -> Option<&str> {
        if let RowCell::Text(t) = self {
            Some(t)
        } else {
            None
        }
    }
}

impl fmt::Display for RowCell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RowCell::Null => Ok(()),
            RowCell::Int(n) => n.fmt(f),
            RowCell::Text(t) => f.write_str(t),
        }
    }
}

/// A type a field may have.
pub trait Column: Sized {
    /// What the number or text stands for, which is also how a person reads and types it.
    const SHAPE: Shape;
    /// Whether nothing may be known of it.
    const OPTIONAL: bool = false;
    /// What an empty field holds; `Null` where the type allows it or has no natural blank.
    fn blank() -> Value {
        Value::Null
    }
    /// As the office file keeps it.
    fn to_value(&self) -> Value;
    /// Back again; `None` where the value is not of this type.
    fn from_cell(cell: &RowCell) -> Option<Self>;
    /// The same of a value.
    fn from_value(value: &Value) -> Option<Self> {
        Self::from_cell(&RowCell::of(value))
    }
}

/// What a stored value stands for. Forms, files and history read it off here, so that a field says it once, by
/// its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Words.
    Text,
    /// A whole number; what it counts is said where it is read.
    Count,
    /// `yes` or `no`.
    YesNo,
    /// Dollars and cents.
    Money,
    /// A day.
    Day,
    /// A span or list of grades.
    Grades,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Some of these words, each once, `;` between.
    Words(&'static [&'static str]),
    /// One record of this noun, by its id.
    Record(Kind),
    /// A list of schools, by id.
    Schools,
    /// One line a part.
    Lines,
}

impl Shape {
    /// The kind of record that it points to, if it is a reference.
    pub const fn refers(self) -> Option<Kind> {
        match self {
            Shape::Record(kind) => Some(kind),
            Shape::Schools => Some(Kind::School),
            _ => None,
        }
    }
}

impl<T: Column> Column for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const OPTIONAL: bool = true;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Column::to_value)
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        match cell {
            RowCell::Null => Some(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

impl Column for String {
    const SHAPE: Shape = Shape::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        cell.text().map(str::to_owned)
    }
}

impl Column for i64 {
    const SHAPE: Shape = Shape::Count;
    fn blank() -> Value {
        Value::Int(0)
    }
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        cell.int()
    }
}

impl Column for bool {
    const SHAPE: Shape = Shape::YesNo;
    fn blank() -> Value {
        Value::Int(0)
    }
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        match cell {
            RowCell::Int(0) => Some(false),
            RowCell::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl Column for Cents {
    const SHAPE: Shape = Shape::Money;
    fn to_value(&self) -> Value {
        Value::Int(self.0)
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        cell.int().map(Cents)
    }
}

impl Column for NaiveDate {
    const SHAPE: Shape = Shape::Day;
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        read_day(cell.text()?)
    }
}

/// The day that is written so: `2026-03-09`, and no other way.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day = NaiveDate::from_ymd_opt(
        number(0, 4)?.try_into().ok()?,
        number(5, 7)?,
        number(8, 10)?,
    );
    let dashed = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    day.filter(|_| shaped && dashed)
}

impl Column for Grades {
    const SHAPE: Shape = Shape::Grades;
    fn blank() -> Value {
        Value::Text(String::new())
    }
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        cell.text()?.parse().ok()
    }
}

/// Several short texts in one field, one a line: conditions, former names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Lines(pub Vec<String>);

impl Column for Lines {
    const SHAPE: Shape = Shape::Lines;
    fn to_value(&self) -> Value {
        if self.0.is_empty() {
            Value::Null
        } else {
            Value::Text(self.0.join("\n"))
        }
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        match cell {
            RowCell::Null => Some(Lines::default()),
            other => Some(Lines(other.text()?.lines().map(str::to_owned).collect())),
        }
    }
}

/// A stored row that does not fit its record: the column, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}.{column} of record {id} holds `{found}`, which is not possible")]
pub struct Misfit {
    /// The noun's table, as SQL names it.
    pub table: &'static str,
    /// The record's id.
    pub id: i64,
    /// The field whose value does not fit.
    pub column: &'static str,
    /// What stood there.
    pub found: String,
}

/// One field of a record: its column, and how to read it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The column's name, which is also its name in JSON and history.
    pub name: &'static str,
    /// The kind of record it points to.
    pub refers: Option<Kind>,
    /// What it stands for.
    pub shape: Shape,
    /// Whether nothing may be known of it.
    pub optional: bool,
    /// What it holds when nobody said.
    pub blank: fn() -> Value,
}

/// The id of one noun's records.
pub trait RecordId: Copy + Ord + Hash + fmt::Display {
    /// The noun whose records it numbers.
    const KIND: Kind;
    /// The record's number in this office file.
    fn number(self) -> i64;
    /// The id of the record with this number.
    fn of_number(number: i64) -> Self;
}

/// One record of any noun, where a change, a note or history may be about each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// Which noun.
    pub kind: Kind,
    /// Its number among the records of that noun in this office file.
    pub id: i64,
}

impl RecordRef {
    /// Its id as a record of that noun; none where it is a record of another.
    pub fn of<I: RecordId>(self) -> Option<I> {
        (self.kind == I::KIND).then(|| I::of_number(self.id))
    }
}

impl<I: RecordId> From<I> for RecordRef {
    fn from(id: I) -> RecordRef {
        RecordRef {
            kind: I::KIND,
            id: id.number(),
        }
    }
}

/// As refusals name a record that nobody named: `contract 12`.
impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.spoken(), self.id)
    }
}

/// A noun of the office.
pub trait Record: Sized {
    /// What numbers its records.
    type Id: RecordId;
    /// Which noun.
    const KIND: Kind;
    /// Its fields, in the order of `values`; id and version are not among them.
    const FIELDS: &'static [Field];
    /// The fields that together name one record; empty where only the id does.
    const KEY: &'static [&'static str];
    /// A record from what a row of the file holds, field by field.
    fn from_cells<'r, E: From<Misfit>>(
        id: i64,
        version: i64,
        cell: impl FnMut(usize) -> Result<RowCell<'r>, E>,
    ) -> Result<Self, E>;
    /// The same of values.
    fn from_values(id: i64, version: i64, values: &[Value]) -> Result<Self, Misfit> {
        Self::from_cells(id, version, |field| {
            Ok(values.get(field).map_or(RowCell::Null, RowCell::of))
        })
    }
    /// The record's fields as the file keeps them.
    fn values(&self) -> Vec<Value>;
    /// The rule every such record keeps; the error names the field that breaks it.
    fn check(&self) -> Result<(), Refusal>;
}

/// Declares a fixed list of words: an enum whose variants are stored and printed as text.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every word, in the order they are listed in.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// Every word as it is spelt, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word as the office file, the imports and the screens spell it.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The word's meaning, if it is one of these; case does not matter.
            pub fn from_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|w| w.word().eq_ignore_ascii_case(word.trim()))
            }
        }

        impl $crate::domain::record::Words for $name {
            const EVERY: &'static [$name] = $name::ALL;
            fn word(self) -> &'static str {
                $name::word(self)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl $crate::domain::record::Column for $name {
            const SHAPE: $crate::domain::record::Shape =
                $crate::domain::record::Shape::Word($name::WORDS);
            fn to_value(&self) -> $crate::domain::record::Value {
                $crate::domain::record::Value::Text(self.word().to_owned())
            }
            fn from_cell(cell: &$crate::domain::record::RowCell) -> Option<Self> {
                $name::ALL.iter().copied().find(|w| cell.text() == Some(w.word()))
            }
        }
    };
}
pub(crate) use words;

/// A list of words that `words!` declares, for what reads and names any such list.
pub trait Words: Copy + 'static {
    /// Every word, in the order they are listed in.
    const EVERY: &'static [Self];
    /// The word as the office file, the imports and the screens spell it.
    fn word(self) -> &'static str;
}

/// Declares a noun: its id type, its struct, and how each field is stored.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident($id:ident) keyed by [$($key:literal),*] {
        $($(#[$fdoc:meta])* $field:ident: $type:ty),+ $(,)?
    } check($this:ident) $check:block) => {
        #[doc = concat!("The number of one [`", stringify!($name), "`] in this office file.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        #[derive(::serde::Serialize, ::serde::Deserialize)]
        pub struct $id(pub i64);

        impl ::std::fmt::Display for $id {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl $crate::domain::record::RecordId for $id {
            const KIND: $crate::domain::record::Kind = $crate::domain::record::Kind::$name;
            fn number(self) -> i64 {
                self.0
            }
            fn of_number(number: i64) -> $id {
                $id(number)
            }
        }

        impl $crate::domain::record::Column for $id {
            const SHAPE: $crate::domain::record::Shape =
                $crate::domain::record::Shape::Record($crate::domain::record::Kind::$name);
            fn to_value(&self) -> $crate::domain::record::Value {
                $crate::domain::record::Value::Int(self.0)
            }
            fn from_cell(cell: &$crate::domain::record::RowCell) -> Option<Self> {
                cell.int().map($id)
            }
        }

        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            /// Its number in this office file.
            pub id: $id,
            /// Goes up by one at each change; what a person saw is compared with it.
            pub version: i64,
            $($(#[$fdoc])* pub $field: $type),+
        }

        impl $crate::domain::record::Record for $name {
            type Id = $id;
            const KIND: $crate::domain::record::Kind = $crate::domain::record::Kind::$name;
            const FIELDS: &'static [$crate::domain::record::Field] = &[
                $($crate::domain::record::Field {
                    name: stringify!($field),
                    refers: <$type as $crate::domain::record::Column>::SHAPE.refers(),
                    shape: <$type as $crate::domain::record::Column>::SHAPE,
                    optional: <$type as $crate::domain::record::Column>::OPTIONAL,
                    blank: <$type as $crate::domain::record::Column>::blank,
                }),+
            ];
            const KEY: &'static [&'static str] = &[$($key),*];

            fn from_cells<'r, E: From<$crate::domain::record::Misfit>>(
                id: i64,
                version: i64,
                mut cell: impl FnMut(usize) -> Result<$crate::domain::record::RowCell<'r>, E>,
            ) -> Result<Self, E> {
                let mut fields = 0..;
                Ok($name {
                    id: $id(id),
                    version,
                    $($field: {
                        let cell = cell(fields.next().unwrap_or_default())?;
                        $crate::domain::record::Column::from_cell(&cell).ok_or_else(|| {
                            $crate::domain::record::Misfit {
                                table: <$name as $crate::domain::record::Record>::KIND.word(),
                                id,
                                column: stringify!($field),
                                found: cell.to_string(),
                            }
                        })?
                    }),+
                })
            }

            fn values(&self) -> Vec<$crate::domain::record::Value> {
                vec![$($crate::domain::record::Column::to_value(&self.$field)),+]
            }

            fn check(&self) -> Result<(), $crate::domain::refusal::Refusal> {
                let $this = self;
                $check
            }
        }
    };
}
pub(crate) use record;

/// Lists the nouns once; everything that must treat all of them alike is made from this list.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal in $room:ident),+ $(,)?) => {
        words! {
            /// The nouns of the office. The word is the table's name and the name in JSON and history.
            Kind { $($(#[$doc])* $name = $word),+ }
        }

        impl Kind {
            /// The fields of this noun, in order.
            pub fn fields(self) -> &'static [Field] {
                match self { $(Kind::$name => super::$room::$name::FIELDS),+ }
            }

            /// The fields that together name one record of this noun.
            pub fn key(self) -> &'static [&'static str] {
                match self { $(Kind::$name => super::$room::$name::KEY),+ }
            }

            /// Asks the noun's own rule about these values.
            /// The error names the field that breaks it.
            pub fn check(self, id: i64, values: &[Value]) -> Result<(), Refusal> {
                match self {
                    $(Kind::$name => super::$room::$name::from_values(id, 0, values)
                        .map_err(|misfit| Refusal::new(misfit.column, misfit.to_string()))?
                        .check()),+
                }
            }
        }
    };
}

kinds! {
    /// A fact about the office itself: the district's name, whether this is the demo.
    Setting = "setting" in setting,
    /// Who sells or gives.
    Vendor = "vendor" in product,
    /// What a product is for.
    Function = "function" in product,
    /// What is approved, bought and used.
    Product = "product" in product,
    /// Another name of a product.
    Alias = "alias" in product,
    /// That a product serves a function.
    Purpose = "purpose" in product,
    /// A school of the district.
    School = "school" in school,
    /// The devices a school issues.
    Device = "device" in school,
    /// Somebody who acts or answers.
    Person = "person" in person,
    /// A public key by which somebody comes in over SSH.
    PersonKey = "key" in person,
    /// Who evaluates, manages, purchases, supports or trains a product.
    Owner = "owner" in person,
    /// What was agreed with a vendor.
    Contract = "contract" in contract,
    /// One product of a contract, with its price and coverage.
    Line = "line" in contract,
    /// Where a line's money comes from.
    Funding = "funding" in renewal,
    /// A school's share of a line's cost.
    Share = "share" in renewal,
    /// A term that is over.
    Term = "term" in renewal,
    /// What was decided for one term's end.
    Renewal = "renewal" in renewal,
    /// When somebody's digest was told last.
    Digest = "digest" in renewal,
    /// What is placed at a school.
    Inventory = "inventory" in inventory,
    /// Whether a product is switched on at a school.
    Provisioning = "provisioning" in inventory,
    /// Whether a product runs on a device.
    Compatibility = "compatibility" in inventory,
    /// A privacy agreement.
    Agreement = "agreement" in approval,
    /// Training delivered and still to do.
    Training = "training" in inventory,
    /// How much a product was used in a window of time.
    Usage = "usage" in inventory,
    /// A day of the district's calendar.
    CalendarDay = "calendar_day" in calendar,
    /// A district's own edition of a checklist.
    Checklist = "checklist" in checklist,
    /// A product under review.
    Request = "request" in request,
    /// One person's ask.
    Requester = "requester" in request,
    /// Days on which a request's clock stands still.
    Pause = "pause" in request,
    /// What a reviewer said about one item.
    ItemAnswer = "item_answer" in request,
    /// What must be kept to for a decision to hold.
    Condition = "condition" in request,
    /// Something that happened with a product.
    Incident = "incident" in request,
    /// That a product may, or may not, be used in a scope.
    Approval = "approval" in approval,
    /// What people said about an overlap alert.
    Alert = "alert" in overlap,
    /// A set of standards.
    Framework = "framework" in standards,
    /// What somebody is to know or to be able to do.
    Standard = "standard" in standards,
    /// That one standard is related to another.
    Relation = "relation" in standards,
    /// That a part of a test speaks of a standard.
    Measure = "measure" in standards,
    /// A standard that a product is aligned to.
    Alignment = "alignment" in standards,
    /// What was routed to a group that fell short.
    Route = "route" in standards,
    /// What a district's own word means in its files.
    Word = "word" in word,
    /// A remark somebody left on a record.
    Note = "note" in note,
}

impl Kind {
    /// What a sentence calls one: `answer`, `calendar day`.
    pub fn spoken(self) -> String {
        match self {
            Kind::ItemAnswer => "answer".to_owned(),
            other => other.word().replace('_', " "),
        }
    }

    /// The same with its article: `an answer`, `a calendar day`.
    pub fn one_spoken(self) -> String {
        let spoken = self.spoken();
        let article = if spoken.starts_with(['a', 'e', 'i', 'o']) {
            "an"
        } else {
            "a"
        };
        format!("{article} {spoken}")
    }

    /// Whether its fields are decided together, so that two people's changes are never mixed.
    pub fn is_decision(self) -> bool {
        self == Kind::Approval
    }

    /// The place of a field among this noun's fields.
    pub fn position(self, field: &str) -> Option<usize> {
        self.fields().iter().position(|f| f.name == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_made_of_fields() {
        for kind in Kind::ALL {
            for key in kind.key() {
                assert!(kind.position(key).is_some(), "{kind} has no field {key}");
            }
        }
    }

    #[test]
    fn days_are_written_one_way_and_read_no_other() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        assert_eq!(day.to_value(), Value::Text("2026-03-09".into()));
        assert_eq!(NaiveDate::from_value(&day.to_value()), Some(day));
        for wrong in [
            "2026-3-09",
            "2026-03-9",
            "2026/03/09",
            "2026-03-32",
            "2026-02-29",
            "20260309--",
            "2026-03-0x",
            "+026-03-09",
            "",
            "2026-03-09T",
            "\u{e9}026-03-0",
        ] {
            assert_eq!(
                NaiveDate::from_value(&Value::Text(wrong.into())),
                None,
                "{wrong}"
            );
        }
    }
}

//! What a row says of fields that need no rule of their own: each is read as the type of its field says.

use super::{ImportKind, Planner, RowRefusal, not_one_of, refuse, unknown_word};
use crate::domain::field::{ImportField, PlainColumn};
use crate::domain::names::Match;
use crate::domain::product::is_no_web_address;
use crate::domain::put::{Given, Put};
use crate::domain::record::{Column, Kind, Lines, Shape, Value, Words};
use crate::exchange::record::{FileRow, RowValue};
use crate::exchange::value::listed;

impl Planner<'_> {
    /// Gives a put what the row says in these columns, in this order, which is the one a dry run tells them in.
    pub(super) fn some(
        &mut self,
        mut put: Put,
        record: &FileRow,
        columns: &[&str],
    ) -> Result<Put, RowRefusal> {
        for name in columns {
            let noun = put.kind;
            let mut plain = self.plain.iter();
            let found = plain.find(|one| one.noun == noun && one.column.name == *name);
            if let Some(plain) = found.copied() {
                put = self.filled(put, record, plain)?;
            }
        }
        Ok(put)
    }

    /// Gives a put all else that the row says of its noun and that no code of its own looks at, in the order of
    /// the columns. What it has already stays.
    pub(super) fn rest(&mut self, mut put: Put, record: &FileRow) -> Result<Put, RowRefusal> {
        for at in 0..self.plain.len() {
            let plain = self.plain[at];
            let is_given = put.fields.iter().any(|(field, _)| *field == plain.field);
            if plain.noun == put.kind && !plain.column.special && !is_given {
                put = self.filled(put, record, plain)?;
            }
        }
        Ok(put)
    }

    /// A row that is one record, found again by its key, and says nothing that needs a rule of its own.
    pub(super) fn plain_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let noun = self.reader.mapping().kind.noun();
        let put = self.rest(Put::keyed(noun), record)?;
        self.main(put, None).map(drop)
    }

    /// Gives a put one field, where the row says something of it: a blank cell takes nothing away.
    fn filled(
        &mut self,
        mut put: Put,
        record: &FileRow,
        plain: PlainColumn,
    ) -> Result<Put, RowRefusal> {
        if let Some(given) = self.given(record, plain)? {
            put.fields.push((plain.field, given));
        }
        Ok(put)
    }

    fn given(&mut self, record: &FileRow, plain: PlainColumn) -> Result<Option<Given>, RowRefusal> {
        let name = plain.column.name;
        let Some(said) = record.get(name) else {
            return Ok(None);
        };
        if let RowValue::Text(text) = said
            && matches!(name, "url" | "link")
            && is_no_web_address(text)
        {
            let why = "does not begin with http or https: kept as text, and never a link";
            self.warn(name, text, why);
        }
        let value = match (plain.shape, said) {
            (Shape::Record(kind), RowValue::Text(text) | RowValue::Word(text, _)) => {
                return self.named_record(kind, name, text).map(Some);
            }
            (Shape::Schools, RowValue::List(_)) => {
                self.schools(name, record)?.map(|s| s.to_value())
            }
            (Shape::Word(words), RowValue::Text(text) | RowValue::Word(text, _)) => self
                .word(record, plain.column, words, text)?
                .map(|word| Value::Text(word.to_owned())),
            (_, RowValue::Text(text) | RowValue::Word(text, _)) => Some(text.to_value()),
            (Shape::Lines, RowValue::List(texts)) => Some(Lines(texts.clone()).to_value()),
            (_, RowValue::List(texts)) => Some(listed(texts).to_value()),
            (_, RowValue::Count(count)) => Some(i64::from(*count).to_value()),
            (_, RowValue::Money(cents)) => Some(cents.to_value()),
            (_, RowValue::Hundredths(n)) => Some(plain.column.kept(*n).to_value()),
            (_, RowValue::Flag(yes)) => Some(yes.to_value()),
            (_, RowValue::Day(day)) => Some(day.to_value()),
            (_, RowValue::Grades(grades)) => Some(grades.to_value()),
            (_, RowValue::Days(_) | RowValue::DayBefore(_) | RowValue::Notice(_)) => None,
        };
        Ok(value.map(Given::Value))
    }

    /// The record of this name; one that others make on the way is made.
    fn named_record(
        &mut self,
        kind: Kind,
        field: &'static str,
        name: &str,
    ) -> Result<Given, RowRefusal> {
        let found = match kind {
            Kind::Vendor => self.vendor(name)?,
            Kind::Product => self.product(name, None)?,
            Kind::Person => self.person(field, name)?,
            Kind::Standard => return self.standard(field, name),
            _ => self.school(field, name)?,
        };
        Ok(found.into())
    }

    /// The standard of this code or guid, which its framework brought in.
    fn standard(&self, field: &'static str, code: &str) -> Result<Given, RowRefusal> {
        match self.claims.coded(code) {
            Match::One(standard) => Ok(Given::Value(standard.to_value())),
            Match::Several(n) => refuse(
                field,
                code,
                format!(
                    "{n} standards have this code; write its framework before it, as in CCSS-M:{code}"
                ),
            ),
            Match::None => refuse(
                field,
                code,
                "no standard here has this code; bring in its framework first, with hallpass import standards",
            ),
        }
    }

    /// One of a few words, in ours or the district's. Another one refuses the row, or is told of and left out.
    fn word(
        &mut self,
        record: &FileRow,
        column: &'static ImportField,
        words: &[&'static str],
        said: &str,
    ) -> Result<Option<&'static str>, RowRefusal> {
        match column.meant(said, words) {
            Some(word) => Ok(Some(word)),
            None if column.or_blank => {
                let why = format!("left empty: {}", unknown_word(record, column.name, words));
                self.warn_once(column.name, record.written(column.name), why);
                Ok(None)
            }
            None => not_one_of(record, column.name, words),
        }
    }
}

/// The word of a list that a row says, in ours or the district's; none where it says none of them.
pub(super) fn meant<T: Words>(record: &FileRow, kind: ImportKind, column: &str) -> Option<T> {
    let said = record.text(column)?;
    let words: Vec<&str> = T::EVERY.iter().map(|one| one.word()).collect();
    let word = kind.field(column)?.meant(said, &words)?;
    T::EVERY.iter().copied().find(|one| one.word() == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::{CellReads, ImportKind};

    #[test]
    fn every_column_that_needs_no_code_can_be_read_as_the_type_of_its_field_says() {
        for kind in ImportKind::ALL {
            let plain = kind.plain().into_iter();
            for plain in plain.filter(|plain| !plain.column.special) {
                let at = format!("{kind} {}", plain.column.name);
                if let Shape::Record(noun) = plain.shape {
                    let known = [
                        Kind::Vendor,
                        Kind::Product,
                        Kind::Person,
                        Kind::School,
                        Kind::Standard,
                    ];
                    assert!(known.contains(&noun), "{at}: no file names a {noun}");
                }
                let reads = plain.column.reads;
                let odd = [CellReads::Days, CellReads::DayBefore, CellReads::Notice];
                assert!(!odd.contains(&reads), "{at}: {reads:?} is no field's type");
            }
        }
    }
}

//! What the district's own words mean, read instead of what the file says.

use super::{FileRow, RowReader, RowValue};
use crate::domain::text::key;
use crate::domain::word::{Meaning, RememberedWords};
use crate::exchange::sheet::FileCell;
use crate::exchange::value::Parsed;

impl RowReader {
    /// The reader, knowing what the district's own words mean.
    #[must_use]
    pub fn knowing(mut self, words: &RememberedWords) -> RowReader {
        let kind = self.mapping.kind;
        let fields = self.mapping.fields.iter();
        let heard = fields.map(|mapped| {
            let home = kind.home(mapped.field.name);
            home.and_then(|home| words.heard(home)).cloned()
        });
        self.heard = heard.map(Option::unwrap_or_default).collect();
        self
    }

    /// What a word of a field means, where the district said so.
    pub fn meaning(&self, field: &str, word: &str) -> Option<&Meaning> {
        let mut fields = self.mapping.fields.iter();
        let at = fields.position(|mapped| mapped.field.name == field)?;
        self.heard[at].get(&key(word))
    }

    /// What a word in a column means, by its folded spelling.
    pub fn meant(&self, column: usize, folded: &str) -> Option<&Meaning> {
        let fields = self.mapping.fields.iter().zip(&self.heard);
        let mut of_column = fields.filter(|(mapped, _)| mapped.column == column);
        of_column.find_map(|(_, heard)| heard.get(folded))
    }

    /// What is read instead of a cell whose word the district has given a meaning.
    pub(super) fn instead(
        &self,
        at: usize,
        cell: &FileCell,
        record: &mut FileRow,
    ) -> Option<FileCell> {
        if self.heard[at].is_empty() || *cell == FileCell::Empty {
            return None;
        }
        let folded = key(&cell.to_string());
        let meaning = self.heard[at].get(&folded)?;
        record.meant.push((self.mapping.fields[at].column, folded));
        Some(match meaning.ours.as_str() {
            "" => FileCell::Empty,
            ours => FileCell::Text(ours.to_owned()),
        })
    }

    /// The same for each text of a list.
    pub(super) fn each_instead(
        &self,
        at: usize,
        mut parsed: Parsed<RowValue>,
        record: &mut FileRow,
    ) -> Parsed<RowValue> {
        if !self.heard[at].is_empty()
            && let Parsed::Value(RowValue::List(texts)) = &mut parsed
        {
            for text in texts.iter_mut() {
                let folded = key(text);
                if let Some(meaning) = self.heard[at].get(&folded) {
                    text.clone_from(&meaning.ours);
                    record.meant.push((self.mapping.fields[at].column, folded));
                }
            }
            texts.retain(|text| !text.is_empty());
        }
        parsed
    }
}

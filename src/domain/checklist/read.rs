//! A checklist's text to its items. A person wrote it by hand, so each error names the item, the line
//! and what would be right; the first one found is told.

use crate::domain::refusal::Refusal;
use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Spanned, Value};

use super::condition::When;
use super::{ChecklistItem, Gate, LONGEST, Reviewer};
use crate::domain::request::Track;
use crate::domain::text;

/// Columns of a row that a title may take.
const TITLE: usize = 36;

/// What one table of the file holds: each key with its value, and where that stands in the file.
type ItemFields = BTreeMap<String, Spanned<Value>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    item: Vec<Spanned<ItemFields>>,
}

/// The items of a checklist's text, in order.
pub(super) fn items(track: Track, text: &str) -> Result<Vec<ChecklistItem>, Refusal> {
    if text.len() > LONGEST {
        let (most, has) = (LONGEST / 1024, text.len() / 1024);
        return Err(format!("a checklist has at most {most} KB; this one has {has}").into());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document: Document = toml::from_str(text).map_err(|error| {
        let said = text::clean(error.message()).text;
        match error.span() {
            Some(span) => Refusal::from(format!("line {}: {said}", line(text, span.start))),
            None => said.into(),
        }
    })?;
    if document.item.is_empty() {
        return Err("there is no [[item]] in it".into());
    }
    let mut items: Vec<ChecklistItem> = Vec::new();
    for fields in document.item {
        let draft = ItemDraft::of(track, text, fields, &items)?;
        items.push(draft.item(&items)?);
    }
    Ok(items)
}

/// The line, counted from 1, that a place is on. All before it is read for that: only where something is wrong.
fn line(text: &str, place: usize) -> usize {
    let before = text.get(..place).unwrap_or_default();
    before.matches('\n').count() + 1
}

/// One item as far as it is read.
struct ItemDraft<'t> {
    text: &'t str,
    id: String,
    /// Where the item begins.
    place: usize,
    fields: ItemFields,
}

impl<'t> ItemDraft<'t> {
    fn of(
        track: Track,
        text: &'t str,
        fields: Spanned<ItemFields>,
        before: &[ChecklistItem],
    ) -> Result<ItemDraft<'t>, Refusal> {
        let place = fields.span().start;
        let mut draft = ItemDraft {
            text,
            id: String::new(),
            place,
            fields: fields.into_inner(),
        };
        let (id, place) = draft.words("id")?;
        let letter = match track {
            Track::Technical => 'T',
            Track::Curricular => 'C',
        };
        let digits = id.strip_prefix(letter).unwrap_or_default();
        if !(2..=3).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            let what =
                format!("the id `{id}` is not {letter} and two or three digits, as {letter}05");
            return Err(draft.wrong(place, what));
        }
        if before.iter().any(|item| item.id == id) {
            return Err(draft.wrong(place, format!("there is a second {id}")));
        }
        draft.id = id;
        Ok(draft)
    }

    fn item(mut self, before: &[ChecklistItem]) -> Result<ChecklistItem, Refusal> {
        let (title, place) = self.words("title")?;
        let columns = text::width(&title);
        if columns > TITLE {
            let what = format!("the title has {columns} columns; a row has room for {TITLE}");
            return Err(self.wrong(place, what));
        }
        let (gate, place) = self.one_of("gate", Gate::ALL, Gate::word)?;
        let applies_if = self.when("applies_if", before)?;
        let must_if = self.when("must_if", before)?;
        if gate == Gate::MustIf && applies_if.is_none() && must_if.is_none() {
            return Err(self.wrong(place, "a must-if needs `applies_if` or `must_if`"));
        }
        if gate != Gate::MustIf && must_if.is_some() {
            return Err(self.wrong(place, "`must_if` goes with the gate must-if"));
        }
        let item = ChecklistItem {
            title,
            question: self.words("question")?.0,
            why: self.words("why")?.0,
            gate,
            applies_if,
            must_if,
            evidence: self.words("evidence")?.0,
            factors: self.factors()?,
            safety: self.safety()?,
            reviewer: self.one_of("reviewer", Reviewer::ALL, Reviewer::word)?.0,
            id: self.id.clone(),
        };
        match self.fields.iter().next() {
            None => Ok(item),
            Some((name, value)) => {
                let what = format!("an item has no field `{name}`");
                Err(self.wrong(value.span().start, what))
            }
        }
    }

    /// Refuses what stands at this place, with the item in front where its id is read already.
    fn wrong(&self, place: usize, what: impl Into<Refusal>) -> Refusal {
        let (line, what) = (line(self.text, place), what.into());
        if self.id.is_empty() {
            what.after(format_args!("line {line}: "))
        } else {
            what.after(format_args!("{}, line {line}: ", self.id))
        }
    }

    /// Takes a field out, with its place.
    fn take(&mut self, field: &str) -> Option<(Value, usize)> {
        let value = self.fields.remove(field)?;
        let place = value.span().start;
        Some((value.into_inner(), place))
    }

    fn required(&mut self, field: &str) -> Result<(Value, usize), Refusal> {
        self.take(field)
            .ok_or_else(|| self.wrong(self.place, format!("`{field}` is missing")))
    }

    /// A required text, with its place.
    fn words(&mut self, field: &str) -> Result<(String, usize), Refusal> {
        let (value, place) = self.required(field)?;
        let words = text::clean(value.as_str().unwrap_or_default()).text;
        if words.is_empty() {
            return Err(self.wrong(place, format!("`{field}` needs words in quotes")));
        }
        Ok((words, place))
    }

    fn one_of<T: Copy>(
        &mut self,
        field: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Result<(T, usize), Refusal> {
        let (said, place) = self.words(field)?;
        let found = all.iter().copied().find(|one| word(*one) == said);
        let found = found.ok_or_else(|| {
            let known: Vec<_> = all.iter().map(|one| word(*one)).collect();
            let why = Refusal::from(format!("`{said}` is no {field}"));
            self.wrong(
                place,
                why.then("; ", format!("it is one of {}", known.join(", "))),
            )
        })?;
        Ok((found, place))
    }

    fn when(&mut self, field: &str, before: &[ChecklistItem]) -> Result<Option<When>, Refusal> {
        if !self.fields.contains_key(field) {
            return Ok(None);
        }
        let (said, place) = self.words(field)?;
        let known: Vec<&str> = before.iter().map(|item| item.id.as_str()).collect();
        let when = When::read(&said, &known);
        when.map(Some)
            .map_err(|why| self.wrong(place, why.after(format_args!("in `{field}`: "))))
    }

    fn factors(&mut self) -> Result<Vec<String>, Refusal> {
        let (value, place) = self.required("factors")?;
        let known = |value: &Value| {
            let word = value.as_str()?;
            ["F0", "F1", "F2", "F3", "F4"]
                .contains(&word)
                .then(|| word.to_owned())
        };
        let factors = value
            .as_array()
            .and_then(|list| list.iter().map(known).collect::<Option<Vec<_>>>());
        factors.filter(|list| !list.is_empty()).ok_or_else(|| {
            self.wrong(
                place,
                "`factors` is a list of F0 to F4, as [\"F0\", \"F3\"]",
            )
        })
    }

    fn safety(&mut self) -> Result<bool, Refusal> {
        match self.take("safety") {
            None => Ok(false),
            Some((value, place)) => value
                .as_bool()
                .ok_or_else(|| self.wrong(place, "`safety` is true or false, without quotes")),
        }
    }
}

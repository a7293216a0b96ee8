//! What the texts of any file of standards become: clean words, days, grades, and the rest as JSON.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::LONGEST;
use crate::domain::grade::{Grade, Grades};
use crate::domain::standards::guid;
use crate::domain::text;

/// An object of a file, whose members are taken out one by one; what is left is kept as it is.
pub(super) struct Members(pub(super) Map<String, Value>);

impl Members {
    /// A text on one line. It stays in the rest where it is kept in another spelling.
    pub(super) fn words(&mut self, name: &str) -> Result<Option<String>, String> {
        self.taken(name, |raw| text::clean(raw).text)
    }

    /// A text that may have lines.
    pub(super) fn long(&mut self, name: &str) -> Result<Option<String>, String> {
        self.taken(name, |raw| text::clean_long(raw).text)
    }

    /// A text as it stands, such as an instant.
    pub(super) fn plain(&mut self, name: &str) -> Result<Option<String>, String> {
        self.taken(name, |raw| text::clean(raw).text)
    }

    fn taken(&mut self, name: &str, clean: fn(&str) -> String) -> Result<Option<String>, String> {
        let raw = match self.0.get(name) {
            Some(Value::String(raw)) => raw.clone(),
            // Some writers give numbers for codes and versions.
            Some(Value::Number(number)) => number.to_string(),
            _ => return Ok(None),
        };
        if raw.len() > LONGEST {
            return Err(format!("`{name}` is longer than {LONGEST} characters"));
        }
        let read = clean(&raw);
        if read.is_empty() {
            return Ok(None);
        }
        if read == raw && self.0.get(name).is_some_and(Value::is_string) {
            self.0.shift_remove(name);
        }
        Ok(Some(read))
    }

    /// A guid, which is kept in one spelling.
    pub(super) fn guid(&mut self, name: &str) -> Option<String> {
        let read = self
            .0
            .get(name)
            .and_then(Value::as_str)
            .and_then(guid::read)?;
        self.0.shift_remove(name);
        Some(read)
    }

    /// A whole number.
    pub(super) fn number(&mut self, name: &str) -> Option<i64> {
        let number = self.0.get(name).and_then(Value::as_i64)?;
        self.0.shift_remove(name);
        Some(number)
    }

    /// A day; where the file says more than a day, it stays in the rest too.
    pub(super) fn day(&mut self, name: &str) -> Option<NaiveDate> {
        let raw = self.0.get(name).and_then(Value::as_str)?;
        let day = day(raw)?;
        if raw == day.to_string() {
            self.0.shift_remove(name);
        }
        Some(day)
    }

    /// The words of a list, or the one word that stands in its place; they stay in the rest.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match self.0.get(name) {
            Some(Value::Array(all)) => all.iter().filter_map(text).collect(),
            Some(one) => text(one).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// What was not taken out, as JSON; none where nothing is left.
    pub(super) fn rest(self) -> Option<String> {
        (!self.0.is_empty()).then(|| Value::Object(self.0).to_string())
    }
}

/// A day at the beginning of a text: `2026-08-01`, `2026-08-01T00:00:00Z`.
pub(super) fn day(raw: &str) -> Option<NaiveDate> {
    raw.trim().get(..10)?.parse().ok()
}

/// The grades of words such as `01`, `KG`, `09-12`, `4,5`; words that are none are added to `unknown`.
pub(super) fn grades(words: &[String], unknown: &mut BTreeSet<String>) -> Grades {
    let mut found = Vec::new();
    let parts = words
        .iter()
        .flat_map(|word| word.split([',', ';', '|', '.']))
        .map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        let span = part
            .split_once('-')
            .and_then(|(low, high)| Some(Grades::span(low.parse().ok()?, high.parse().ok()?)));
        match (part.parse::<Grade>(), span) {
            (Ok(grade), _) => found.push(grade),
            (Err(_), Some(span)) => found.extend(span.iter()),
            (Err(_), None) => {
                unknown.insert(text::clean(part).text);
            }
        }
    }
    found.into_iter().collect()
}

/// A note of the words that are no grades; none where all are.
pub(super) fn not_grades(unknown: &BTreeSet<String>) -> Option<String> {
    const NAMED: usize = 10;
    if unknown.is_empty() {
        return None;
    }
    let named: Vec<&str> = unknown.iter().take(NAMED).map(String::as_str).collect();
    Some(format!("no grades are read from: {}", named.join(", ")))
}

//! The parts of a contract's form: what was agreed, then a section for each product of it, and one more
//! that may stay empty. What stands in a field is looked up here, whichever record it belongs to.

use std::ops::Range;

use super::draft::Draft;
use super::entries::{FUNDING, SHARES, entries};
use super::entry::Entry;
use super::row::FormRow;
use super::{RecordForm, value};
use crate::domain::field;
use crate::domain::put::SeenRecord;
use crate::domain::record::Kind;
use crate::office::deed::form::FilledValue;
use crate::office::query::form::{FormFacts, SeenLine};
use crate::tui::popup::Reaction;

impl RecordForm {
    /// Does the form have sections for lines?
    pub(super) fn has_sections(&self) -> bool {
        self.opening.kind == Kind::Contract
    }

    /// The noun of a section's fields.
    pub(super) fn kind_of(&self, section: &str) -> Kind {
        if section.is_empty() {
            self.opening.kind
        } else {
            Kind::Line
        }
    }

    /// What stands in a field of these records, as text; none where the record is not among them.
    pub(super) fn stands(
        &self,
        section: &str,
        entry: &Entry,
        seen: Option<&SeenRecord>,
        lines: &[SeenLine],
        facts: &FormFacts,
    ) -> Option<String> {
        let line = match (section, self.opening.kind) {
            ("", Kind::Line) => lines.first(),
            _ => lines.iter().find(|line| line.id.to_string() == section),
        };
        let kind = self.kind_of(section);
        match entry.field {
            FUNDING if kind == Kind::Line => line.map(value::funded),
            SHARES if kind == Kind::Line => line.map(|line| value::shared(line, facts)),
            field => {
                let own = if section.is_empty() {
                    seen
                } else {
                    line.map(|line| &line.seen)
                };
                let value = &own?.values[kind.position(field)?];
                Some(value::show(entry.reads, value, facts))
            }
        }
    }

    /// Adds a section for each line, for each new one of the draft, and one more.
    pub(super) fn add_sections(&mut self, draft: &Draft, facts: &FormFacts) {
        if !self.has_sections() {
            return;
        }
        for line in &facts.lines {
            self.add_section(&line.id.to_string(), facts);
        }
        let begun = (1..).take_while(|n| {
            let start = format!("+{n} ");
            draft.typed.keys().any(|key| key.starts_with(&start))
        });
        for n in 1..=begun.count() + 1 {
            self.add_section(&format!("+{n}"), facts);
        }
    }

    fn add_section(&mut self, section: &str, facts: &FormFacts) {
        let fields = entries(Kind::Line).into_iter();
        let fields = fields.filter(|entry| !entry.field.is_empty());
        let rows: Vec<FormRow> = fields
            .map(|entry| {
                let text = self.stands(section, &entry, None, &facts.lines, facts);
                FormRow::of(entry, section, text.unwrap_or_default())
            })
            .collect();
        // The reason stays last.
        let last = self.rows.len().saturating_sub(1);
        self.rows.splice(last..last, rows);
    }

    /// Adds another empty section once the last one is begun.
    pub(super) fn make_room(&mut self) {
        let Some(last) = self.rows.iter().rfind(|row| row.is_new()) else {
            return;
        };
        if self.is_blank(&last.section) {
            return;
        }
        let count: usize = last.section.trim_start_matches('+').parse().unwrap_or(1);
        if let Some(facts) = self.facts.take() {
            self.add_section(&format!("+{}", count + 1), &facts);
            self.facts = Some(facts);
        }
    }

    /// Is nothing said in this section of a new line?
    pub(super) fn is_blank(&self, section: &str) -> bool {
        let mut own = self.rows.iter().filter(|row| row.section == section);
        section.starts_with('+') && own.all(|row| row.field.is_empty())
    }

    /// The sections of lines, in order.
    pub(super) fn sections(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for row in self.rows.iter().filter(|row| !row.section.is_empty()) {
            if found.last() != Some(&row.section.as_str()) {
                found.push(&row.section);
            }
        }
        found
    }

    /// A field's text in a section.
    pub(super) fn text_of(&self, section: &str, field: &str) -> &str {
        let mut rows = self.rows.iter();
        let row = rows.find(|row| row.section == section && row.entry.field == field);
        row.map_or("", |row| row.field.text())
    }

    /// What stands over a field: over the first of a part of a contract what the part is about, else [`Self::opens`].
    pub(super) fn heading(&self, at: usize) -> Option<String> {
        let row = self.rows.get(at)?;
        let mut parts = field::CONTRACT_PARTS.iter();
        let part = parts.find(|(first, _)| *first == row.entry.field);
        let part = part.filter(|_| self.opening.kind == Kind::Contract && row.section.is_empty());
        part.map(|(_, heading)| (*heading).to_owned())
            .or_else(|| self.opens(at))
    }

    /// What stands over a section's first field: `Product 2: Numberly`.
    fn opens(&self, at: usize) -> Option<String> {
        let row = self.rows.get(at)?;
        let before = at.checked_sub(1).and_then(|at| self.rows.get(at))?;
        if row.section == before.section {
            return None;
        }
        let Some(nth) = self.nth(&row.section) else {
            return Some("Why".to_owned());
        };
        if self.is_blank(&row.section) {
            return Some(format!("Product {nth}: one more, or leave it empty"));
        }
        Some(format!(
            "Product {nth}: {}",
            self.text_of(&row.section, "product")
        ))
    }

    /// The rows of the line at hand; none elsewhere.
    pub(super) fn own_rows(&self) -> Range<usize> {
        let own = |row: &&FormRow| {
            self.rows
                .get(self.at)
                .is_some_and(|at| at.section == row.section)
        };
        match self.rows.get(self.at) {
            Some(row) if !row.section.is_empty() => {
                let start = self.rows.iter().take_while(|row| !own(row)).count();
                start..start + self.rows.iter().filter(own).count()
            }
            _ => 0..0,
        }
    }

    /// Which of the lines a section is, from 1.
    pub(super) fn nth(&self, section: &str) -> Option<usize> {
        let at = self.sections().iter().position(|known| *known == section);
        at.map(|at| at + 1)
    }

    /// To the first field of the next section, or of the one before.
    pub(super) fn jump(&mut self, forward: bool) -> Reaction {
        self.leave();
        let starts = |at: &usize| *at == 0 || self.opens(*at).is_some();
        let starts: Vec<usize> = (0..self.rows.len()).filter(starts).collect();
        let (first, last) = (starts.first().copied(), starts.last().copied());
        let to = if forward {
            starts.into_iter().find(|at| *at > self.at).or(first)
        } else {
            starts.into_iter().rfind(|at| *at < self.at).or(last)
        };
        self.at = to.unwrap_or(self.at);
        Reaction::Stay(vec![self.kept()])
    }

    /// Puts a draft's words back. What stood in those fields then counts as seen, not what stands there now.
    pub(super) fn restore(&mut self, draft: &Draft, facts: &FormFacts) {
        for at in 0..self.rows.len() {
            let row = &self.rows[at];
            let Some((was, typed)) = draft.typed.get(&row.key()) else {
                continue;
            };
            let kind = self.kind_of(&row.section);
            let place = kind.position(row.entry.field);
            let own = match row.section.as_str() {
                "" => self.base.as_mut().map(|seen| (seen, draft.version)),
                id => {
                    let line = self.lines.iter_mut().find(|line| line.id.to_string() == id);
                    line.map(|line| (&mut line.seen, 0))
                }
            };
            let row = &mut self.rows[at];
            row.field.set(typed);
            if row.base == *was {
                continue;
            }
            let meant = value::read(row.entry.reads, was, facts);
            match (own, place, meant) {
                (Some((seen, version)), Some(place), Ok(FilledValue::Value(value))) => {
                    seen.values[place] = value;
                    seen.version = version;
                }
                (_, None, Ok(FilledValue::Funding(_) | FilledValue::Shares(_))) => {}
                _ => continue,
            }
            row.news = Some(format!("saved by somebody since: {}", row.base));
            row.base.clone_from(was);
        }
    }
}

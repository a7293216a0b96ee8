//! A form as it will be saved: the fields that differ from what the person saw, checked by the noun's rule.

use super::entries::{FUNDING, SHARES};
use super::row::FormRow;
use super::{RecordForm, value};
use crate::domain::approval::{ApprovalStatus, pilot_ends};
use crate::domain::cost::parts::CostPart;
use crate::domain::put::SeenRecord;
use crate::domain::record::{Column, Kind, Value};
use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use crate::domain::text;
use crate::office::deed::form::{FilledForm, FilledLine, FilledValue};
use crate::office::query::form::FormFacts;
use chrono::NaiveDate;

impl RecordForm {
    /// Everything that differs from what the person saw.
    pub(super) fn saving(&self, facts: &FormFacts) -> FilledForm {
        let mut fields: Vec<(&'static str, FilledValue)> = Vec::new();
        if self.base.is_none() {
            let given = self.opening.given.iter().cloned();
            fields.extend(given.map(|(field, value)| (field, FilledValue::Value(value))));
        }
        let mut reason = None;
        for row in self.rows.iter().filter(|row| row.section.is_empty()) {
            let Ok(filled) = row.read(facts) else {
                continue;
            };
            if let FilledValue::Funding(_) | FilledValue::Shares(_) = filled {
                continue;
            }
            let field = row.entry.field;
            if field.is_empty() || (field == "reason" && row.is_changed()) {
                reason = Some(row.field.text().trim().to_owned()).filter(|r| !r.is_empty());
            }
            if field.is_empty() || (!row.is_changed() && !is_given(field, &fields)) {
                continue;
            }
            fields.retain(|(known, _)| *known != field);
            fields.push((field, filled));
        }
        FilledForm {
            kind: self.opening.kind,
            id: self.opening.id,
            what: self.what(),
            seen: self.base.clone(),
            fields,
            lines: self.saving_lines(facts),
            reason: reason.map(|r| text::clean(&r).text),
        }
    }

    /// What differs in each line, where anything does.
    fn saving_lines(&self, facts: &FormFacts) -> Vec<FilledLine> {
        let own = (self.opening.kind == Kind::Line).then_some("");
        let sections = own.into_iter().chain(self.sections());
        let lines = sections.map(|section| self.saving_line(section, facts));
        lines
            .filter(|line| {
                !line.fields.is_empty() || line.funding.is_some() || line.shares.is_some()
            })
            .collect()
    }

    fn saving_line(&self, section: &str, facts: &FormFacts) -> FilledLine {
        let known = match section {
            "" => self.lines.first(),
            id => self.lines.iter().find(|line| line.id.to_string() == id),
        };
        let mut saved = FilledLine {
            line: known.map(|line| (line.id, line.seen.clone())),
            ..FilledLine::default()
        };
        let changed = |row: &&FormRow| row.section == section && row.is_changed();
        for row in self.rows.iter().filter(changed) {
            let was = value::read(row.entry.reads, &row.base, facts);
            match (row.entry.field, row.read(facts), was) {
                (FUNDING, Ok(FilledValue::Funding(funds)), Ok(FilledValue::Funding(was))) => {
                    let kept = self.kept_funding(section, &funds, facts);
                    saved.funding = kept.ok().map(|kept| (was, kept));
                }
                (SHARES, Ok(FilledValue::Shares(shares)), Ok(FilledValue::Shares(was))) => {
                    let kept = self.kept_shares(section, &shares, facts);
                    saved.shares = kept.ok().map(|kept| (of_schools(&was), kept));
                }
                (field, Ok(filled), _) if !section.is_empty() => saved.fields.push((field, filled)),
                _ => {}
            }
        }
        saved
    }

    /// What people will call the record: as it is named in the form, where the form names it.
    fn what(&self) -> String {
        let named = self.rows.iter();
        let named = named.filter(|row| ["name", "edition", "number"].contains(&row.entry.field));
        let parts: Vec<String> = named
            .map(|row| text::clean(row.field.text()).text)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() {
            self.opening.name.clone()
        } else {
            parts.join(" ")
        }
    }

    /// Asks the nouns' own rules, as the store will again.
    pub(super) fn rule(saving: &FilledForm) -> Result<(), Refusal> {
        let kind = saving.kind;
        let mut values = filled(kind, saving.seen.as_ref(), &saving.fields);
        if let Some(at) = kind.position("number").filter(|_| kind == Kind::Contract)
            && values[at] == Value::Null
        {
            if saving.id.is_some() {
                let why = "Number is needed; it names the contract in every command";
                return Err(Refusal::new("number", why));
            }
            // The office gives it one.
            values[at] = Value::Text("without a number".to_owned());
        }
        for line in saving.lines.iter().filter(|_| kind == Kind::Contract) {
            let seen = line.line.as_ref().map(|(_, seen)| seen);
            let mut values = filled(Kind::Line, seen, &line.fields);
            if let Some(at) = Kind::Line.position("contract") {
                values[at] = Value::Int(i64::MAX);
            }
            Kind::Line.check(0, &values)?;
        }
        if kind == Kind::Approval {
            let value = |field| kind.position(field).map(|at| &values[at]);
            let status = value("status").and_then(ApprovalStatus::from_value);
            let until = value("until").and_then(NaiveDate::from_value);
            pilot_ends(status.unwrap_or_default(), until)?;
        }
        kind.check(saving.id.unwrap_or_default(), &values)
    }
}

/// All values of a record, as seen and with what is given.
fn filled(
    kind: Kind,
    seen: Option<&SeenRecord>,
    fields: &[(&'static str, FilledValue)],
) -> Vec<Value> {
    let blank = || kind.fields().iter().map(|f| (f.blank)()).collect();
    let mut values: Vec<Value> = seen.map_or_else(blank, |seen| seen.values.clone());
    for (field, filled) in fields {
        if let Some(at) = kind.position(field) {
            values[at] = match filled {
                FilledValue::Value(value) => value.clone(),
                _ => Value::Int(i64::MAX),
            };
        }
    }
    values
}

/// Shares as they are on record: in hundredths of a percent, without the district's.
fn of_schools(shares: &[(Option<SchoolId>, CostPart)]) -> Vec<(SchoolId, i64)> {
    let each = shares.iter().filter_map(|(school, part)| match part {
        CostPart::Percent(part) => Some(((*school)?, *part)),
        CostPart::Amount(_) => None,
    });
    each.collect()
}

fn is_given(field: &str, fields: &[(&'static str, FilledValue)]) -> bool {
    fields.iter().any(|(known, _)| *known == field)
}

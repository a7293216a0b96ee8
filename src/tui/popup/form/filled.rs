//! A form as it will be saved: the fields that differ from what the person saw, checked by the noun's rule.

use super::Form;
use crate::domain::record::{Kind, Value};
use crate::domain::text;
use crate::tui::ask::form::{Facts, Filled, LINE, Saving};

impl Form {
    /// Everything that differs from what the person saw.
    pub(super) fn saving(&self, facts: &Facts) -> Saving {
        let mut fields: Vec<(&'static str, Filled)> = Vec::new();
        if self.base.is_none() {
            let given = self.opening.given.iter().cloned();
            fields.extend(given.map(|(field, value)| (field, Filled::Value(value))));
        }
        let mut reason = None;
        for row in &self.rows {
            let Ok(filled) = row.read(facts) else {
                continue;
            };
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
        Saving {
            kind: self.opening.kind,
            id: self.opening.id,
            what: self.what(),
            seen: self.base.clone(),
            fields,
            reason: reason.map(|r| text::clean(&r).text),
        }
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

    /// Asks the noun's own rule, as the store will again.
    pub(super) fn rule(saving: &Saving) -> Result<(), String> {
        let kind = saving.kind;
        let blank = || kind.fields().iter().map(|f| (f.blank)()).collect();
        let mut values: Vec<Value> = saving
            .seen
            .as_ref()
            .map_or_else(blank, |s| s.values.clone());
        for (field, filled) in &saving.fields {
            if let Some(at) = kind.position(field) {
                values[at] = match filled {
                    Filled::Value(value) => value.clone(),
                    Filled::NewVendor(_) => Value::Int(i64::MAX),
                };
            }
        }
        line_rule(saving)?;
        if let Some(at) = kind.position("number").filter(|_| kind == Kind::Contract)
            && values[at] == Value::Null
        {
            if saving.id.is_some() {
                return Err("Number is needed; it names the contract in every command".to_owned());
            }
            // The office gives it one.
            values[at] = Value::Text("without a number".to_owned());
        }
        kind.check(saving.id.unwrap_or_default(), &values)
    }
}

/// What is said of a line is said of a product.
fn line_rule(saving: &Saving) -> Result<(), String> {
    let of_line = |(field, _): &&(&'static str, Filled)| field.starts_with(LINE);
    let mut said = saving.fields.iter().filter(of_line).peekable();
    let needs = said.peek().is_some();
    let product = |(field, filled): &(&'static str, Filled)| {
        *field == "line.product" && *filled != Filled::Value(Value::Null)
    };
    if needs && !said.any(product) {
        return Err("Product is needed, to know what the price and the rest are about".to_owned());
    }
    Ok(())
}

fn is_given(field: &str, fields: &[(&'static str, Filled)]) -> bool {
    fields.iter().any(|(known, _)| *known == field)
}

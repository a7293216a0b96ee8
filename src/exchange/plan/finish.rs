//! What can be said only once every row is read: codes and numbers for what came without one, which
//! must not take what a later row brings, and new names that look alike.

use std::collections::HashMap;
use std::io;

use super::{Complaint, ImportPlan, NewProduct, Planner};
use crate::domain::find::NamesSoFar;
use crate::domain::names::{Index, Match};
use crate::domain::put::{Given, Put, Target};
use crate::domain::record::{Kind, Value};
use crate::domain::school::SchoolId;
use crate::domain::text::fold;
use crate::exchange::columns::ImportKind;

/// Stands for a code or number still to be given; no file can bring it, since text is cleaned.
pub(super) const UNNAMED: &str = "\0";

impl Planner<'_> {
    pub(super) fn finish(mut self) -> io::Result<ImportPlan> {
        self.settle_unnumbered();
        self.plan.unclear = self.unclear();
        self.settle_credits();
        self.tell_devices();
        self.name_the_unnamed();
        self.new_twins();
        self.tell_repeats();
        self.tell_words();
        self.plan.warnings.sort_by_key(|c| c.row);
        self.plan.rejected.sort_by_key(|c| c.row);
        self.seen.put_away()?;
        if self.plan.kept.is_some() {
            self.plan.keep()?;
        }
        if let Some(kept) = &mut self.plan.kept {
            kept.end()?;
        }
        Ok(self.plan)
    }

    fn name_the_unnamed(&mut self) {
        let mut codes = Codes::default();
        for (at, put) in self.plan.puts.iter_mut().enumerate() {
            let number = -1 - at as i64;
            if let Some(name) = unnamed(put, Kind::School, "code") {
                let code = codes.give(&name, &self.names.school_codes);
                self.names.school_codes.add(&code, SchoolId(number));
                set(put, "code", code);
            } else if unnamed(put, Kind::Contract, "number").is_some() {
                let code = loop {
                    self.names.last_contract += 1;
                    let code = format!("C-{}", self.names.last_contract);
                    if self.names.contracts.find(&code) == Match::None {
                        break code;
                    }
                };
                set(put, "number", code);
            }
        }
    }

    /// Two new products of one file may be one as well as a new and an old one.
    fn new_twins(&mut self) {
        let mut products = std::mem::take(&mut self.new_products);
        products.extend(new_products(&self.plan));
        let field = match self.reader.mapping().kind {
            ImportKind::Products => "name",
            _ => "product",
        };
        let mut before = NamesSoFar::default();
        for new in products {
            let why = before.first_twin(new.row, new.name.clone());
            let why =
                why.map(|(row, name)| format!("looks like `{name}` in row {row}; both are kept"));
            if let Some(why) = why {
                self.row = new.row;
                let complaint: Complaint = self.complaint(field, &new.name, why);
                self.plan.warnings.push(complaint);
            }
        }
    }
}

/// The products that the puts make which are held now.
pub(super) fn new_products(plan: &ImportPlan) -> Vec<NewProduct> {
    let puts = plan.puts.iter();
    let new = puts.filter(|put| put.kind == Kind::Product && put.target == Target::New);
    new.map(|put| NewProduct {
        row: put.row,
        name: text(put, "name"),
    })
    .collect()
}

/// The name of a record of this noun that still lacks this field.
fn unnamed(put: &Put, kind: Kind, field: &str) -> Option<String> {
    (put.kind == kind && text(put, field) == UNNAMED).then(|| text(put, "name"))
}

/// The text a put gives a field.
pub(super) fn text(put: &Put, field: &str) -> String {
    let given = put.fields.iter().find(|(name, _)| *name == field);
    match given {
        Some((_, Given::Value(Value::Text(text)))) => text.clone(),
        _ => String::new(),
    }
}

pub(super) fn set(put: &mut Put, field: &str, value: impl Into<Given>) {
    if let Some((_, given)) = put.fields.iter_mut().find(|(name, _)| *name == field) {
        *given = value.into();
    }
}

/// Remembers how far it has counted for each start, so that a thousand schools stay quick.
#[derive(Debug, Default)]
pub struct Codes {
    counted: HashMap<String, u32>,
}

impl Codes {
    /// A code that no school has: `LIN`, else `LIN2`, `LIN3`...
    pub fn give(&mut self, name: &str, taken: &Index<SchoolId>) -> String {
        let words = fold(name).to_uppercase();
        let mut letters = words
            .split_whitespace()
            .filter(|w| *w != "THE")
            .flat_map(str::chars);
        let start: String = letters
            .by_ref()
            .filter(char::is_ascii_alphanumeric)
            .take(3)
            .collect();
        let start = if start.is_empty() {
            "S".to_owned()
        } else {
            start
        };
        let count = self.counted.entry(start.clone()).or_insert(0);
        loop {
            *count += 1;
            let code = if *count == 1 {
                start.clone()
            } else {
                format!("{start}{count}")
            };
            if taken.find(&code) == Match::None {
                return code;
            }
        }
    }
}

/// Could hallpass have made this code of the name itself? Then it tells no two schools apart.
pub(super) fn is_made_up(code: &str, name: &str) -> bool {
    let made = Codes::default().give(name, &Index::default());
    let counted = code.strip_prefix(made.as_str());
    counted.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_first_letters_and_never_taken_twice() {
        let mut codes = Codes::default();
        let mut taken = Index::default();
        for (name, code) in [
            ("Lincoln ES", "LIN"),
            ("Lincoln MS", "LIN2"),
            ("The Élan School", "ELA"),
            ("42nd St", "42N"),
            ("!!!", "S"),
        ] {
            let given = codes.give(name, &taken);
            assert_eq!(given, code, "{name}");
            taken.add(&given, SchoolId(1));
        }
    }
}

//! Rows of a file → what to write: names matched to records, everything that cannot be said plainly
//! complained about with its row. The command line or the worker gives it the dictionary of names and
//! carries its puts to the store; it never sees the store itself.

mod catalogue;
pub mod code;
mod people;
mod placed;
mod purchases;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use chrono::NaiveDate;

use super::columns::Kind as Import;
use super::record::{Reader, Record};
use super::sheet::Sheet;
use super::{Complaint, ReadError};
use crate::domain::change::{Given, Put, Target};
use crate::domain::find::Finder;
use crate::domain::names::{Match, Names};
use crate::domain::record::{Kind, Value};

/// What a file comes to.
#[derive(Debug, Default)]
pub struct Plan {
    /// What to write, in order.
    pub puts: Vec<Put>,
    /// How many rows were read.
    pub read: usize,
    /// What was read in an unexpected way, left blank, or looks like something else.
    pub warnings: Vec<Complaint>,
    /// Why rows cannot be taken.
    pub rejected: Vec<Complaint>,
    /// How many rows cannot be taken.
    pub rejected_rows: usize,
}

/// Reads every row and plans what to write. `watch` is told the bytes read so far and may say stop.
pub fn plan(
    reader: &Reader,
    sheet: &mut Sheet,
    names: Names,
    finder: &Finder,
    today: NaiveDate,
    watch: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Plan, ReadError> {
    let mut planner = Planner {
        import: reader.mapping().kind,
        today,
        names,
        finder,
        seen: HashMap::new(),
        codes: code::Codes::default(),
        plan: Plan::default(),
        row: 0,
    };
    while let Some(row) = sheet.next() {
        let row = row?;
        if planner.plan.read.is_multiple_of(256) && watch(sheet.consumed()).is_break() {
            return Err(ReadError::new(
                "stopped before it was done",
                "Nothing was saved.",
            ));
        }
        planner.take(reader, &reader.read(&row));
    }
    Ok(planner.plan)
}

/// A record that a row is about: one of the office, or one this plan makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ref {
    Id(i64),
    Made(usize),
}

impl Ref {
    /// In the dictionary a record this plan makes has a number below zero.
    fn known(id: i64) -> Ref {
        if id < 0 {
            Ref::Made((-1 - id) as usize)
        } else {
            Ref::Id(id)
        }
    }

    fn number(self) -> i64 {
        match self {
            Ref::Id(id) => id,
            Ref::Made(n) => -1 - n as i64,
        }
    }

    fn target(self) -> Target {
        match self {
            Ref::Id(id) => Target::Id(id, None),
            Ref::Made(n) => Target::Made(n),
        }
    }
}

impl From<Ref> for Given {
    fn from(record: Ref) -> Given {
        match record {
            Ref::Id(id) => Given::Value(Value::Int(id)),
            Ref::Made(n) => Given::Made(n),
        }
    }
}

/// Why a row cannot be taken: the field it is about, and a sentence.
struct Refusal {
    field: &'static str,
    value: String,
    reason: String,
}

fn refuse<T>(field: &'static str, value: &str, reason: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal {
        field,
        value: value.to_owned(),
        reason: reason.into(),
    })
}

struct Planner<'f> {
    import: Import,
    today: NaiveDate,
    names: Names,
    finder: &'f Finder,
    /// What each record was given by which row, as hashes: a million rows must fit.
    seen: HashMap<u64, (u64, u64)>,
    codes: code::Codes,
    plan: Plan,
    row: u64,
}

impl Planner<'_> {
    fn take(&mut self, reader: &Reader, record: &Record) {
        self.row = record.row;
        self.plan.read += 1;
        self.plan.warnings.extend(record.warnings.iter().cloned());
        if !record.rejected.is_empty() {
            self.plan.rejected.extend(record.rejected.iter().cloned());
            self.plan.rejected_rows += 1;
            return;
        }
        let before = self.plan.puts.len();
        if let Err(refusal) = self.row(record) {
            // What the row made on the way stays only if it is whole.
            self.forget_from(before);
            let column = reader.mapping().column(refusal.field);
            let column = column.map_or_else(
                || refusal.field.to_owned(),
                |at| reader.mapping().column_name(at),
            );
            let complaint = Complaint::new(record.row, &column, &refusal.value, refusal.reason);
            self.plan.rejected.push(complaint);
            self.plan.rejected_rows += 1;
        }
    }

    fn row(&mut self, record: &Record) -> Result<(), Refusal> {
        match self.import {
            Import::Products => self.product_row(record),
            Import::Schools => self.school_row(record),
            Import::Approvals => self.approval_row(record),
            Import::Contracts => self.contract_row(record),
            Import::Inventory => self.inventory_row(record),
            Import::Usage => self.usage_row(record),
            Import::Training => self.training_row(record),
            Import::People => self.person_row(record),
            Import::Owners => self.owner_row(record),
            Import::Agreements => self.agreement_row(record),
            Import::Provisioning => self.provisioning_row(record),
            Import::Devices => self.device_row(record),
            Import::Compatibility => self.compatibility_row(record),
        }
    }

    /// Adds a put; gives the record it makes or meets.
    fn add(&mut self, put: Put) -> Ref {
        self.plan.puts.push(put.row(self.row));
        Ref::Made(self.plan.puts.len() - 1)
    }

    /// Adds the put that the row is about, once its own rule agrees. A second row about the same
    /// record must say the same.
    fn main(&mut self, put: Put) -> Result<Option<Ref>, Refusal> {
        Self::check(&put)?;
        let (identity, said) = (self.identity(&put), hash(&put.fields));
        match self.seen.get(&identity) {
            Some((_, same)) if *same == said => return Ok(None),
            Some((row, _)) => {
                let first = put.fields.first().map_or("", |(name, _)| name);
                let what = put.kind.word();
                let why = format!(
                    "row {row} says something else of the same {what}; keep one of the two"
                );
                return refuse(first, "", why);
            }
            None => self.seen.insert(identity, (self.row, said)),
        };
        Ok(Some(self.add(put)))
    }

    fn identity(&self, put: &Put) -> u64 {
        match &put.target {
            // A new record is entered in the dictionary; the next row of its name finds it made.
            Target::New => hash(&(put.kind, Ref::Made(self.plan.puts.len()))),
            Target::Id(id, _) => hash(&(put.kind, Ref::Id(*id))),
            Target::Made(n) => hash(&(put.kind, Ref::Made(*n))),
            Target::Keyed => {
                let key = put.kind.key().iter();
                let key: Vec<_> = key
                    .map(|k| put.fields.iter().find(|(name, _)| name == k))
                    .collect();
                hash(&(put.kind, key))
            }
        }
    }

    /// Asks the noun's own rule, as far as this row says enough to break it.
    fn check(put: &Put) -> Result<(), Refusal> {
        if !matches!(put.target, Target::New | Target::Keyed) {
            return Ok(());
        }
        let mut values: Vec<Value> = put.kind.fields().iter().map(|f| (f.blank)()).collect();
        for (name, given) in &put.fields {
            if let Some(place) = put.kind.position(name) {
                values[place] = match given {
                    Given::Value(value) => value.clone(),
                    Given::Made(_) => Value::Int(i64::MAX),
                };
            }
        }
        let first = put.fields.first().map_or("", |(name, _)| name);
        put.kind
            .check(0, &values)
            .or_else(|why| refuse(first, "", why))
    }

    /// Drops the puts a refused row made, and the names it entered.
    fn forget_from(&mut self, before: usize) {
        if self.plan.puts.len() > before {
            self.plan.puts.truncate(before);
            self.names.forget_below(Ref::Made(before).number());
            self.seen.retain(|_, (row, _)| *row != self.row);
        }
    }

    fn warn(&mut self, column: &str, value: &str, reason: impl Into<String>) {
        self.plan
            .warnings
            .push(Complaint::new(self.row, column, value, reason));
    }

    /// The vendor of this name, made if nobody knows it.
    fn vendor(&mut self, name: &str) -> Result<Ref, Refusal> {
        match self.names.vendors.find(name) {
            Match::One(id) => Ok(Ref::known(id)),
            Match::Several(n) => refuse("vendor", name, format!("{n} vendors have this name")),
            Match::None => {
                let made = self.add(Put::new(Kind::Vendor).with("name", name.to_owned()));
                self.names.vendors.add(name, made.number());
                Ok(made)
            }
        }
    }

    /// The product of this name, made if nobody knows it: seen here, never reviewed.
    fn product(&mut self, name: &str, vendor: Option<Ref>) -> Result<Ref, Refusal> {
        match self.names.product(name, vendor.map(Ref::number)) {
            Match::One(id) => Ok(Ref::known(id)),
            Match::Several(n) => refuse(
                "product",
                name,
                format!(
                    "{n} products have this name; add a vendor column, or the edition to the name"
                ),
            ),
            Match::None => {
                let mut put = Put::new(Kind::Product)
                    .with("name", name.to_owned())
                    .with("first_seen", Some(self.today));
                if let Some(vendor) = vendor {
                    put = put.with("vendor", vendor);
                }
                self.twins(name);
                let made = self.add(put);
                self.enter_product(name, made, vendor);
                Ok(made)
            }
        }
    }

    fn enter_product(&mut self, name: &str, made: Ref, vendor: Option<Ref>) {
        self.names.products.add(name, made.number());
        if let Some(vendor) = vendor {
            self.names
                .product_vendor
                .insert(made.number(), vendor.number());
        }
    }

    /// A near-duplicate is told, never merged.
    fn twins(&mut self, name: &str) {
        if let Some(twin) = self.finder.twins(name).into_iter().next() {
            let reason = format!(
                "looks like `{}`, which is here already; both are kept",
                twin.name
            );
            self.warn("product", name, reason);
        }
    }

    /// The school of this code, name or number; a school is never made on the way.
    fn school(&self, field: &'static str, name: &str) -> Result<Ref, Refusal> {
        match self.names.school(name) {
            Match::One(id) => Ok(Ref::known(id)),
            Match::None => refuse(
                field,
                name,
                "no school has this name or code; import schools first, or correct the name",
            ),
            Match::Several(n) => refuse(
                field,
                name,
                format!("{n} schools have this name; use the school's code"),
            ),
        }
    }

    /// The buyer: nobody for the district, else a school.
    fn buyer(&self, record: &Record) -> Result<Option<Ref>, Refusal> {
        match record.text("bought_by") {
            None => Ok(None),
            Some(word) if word.eq_ignore_ascii_case("district") => Ok(None),
            Some(name) => self.school("bought_by", name).map(Some),
        }
    }
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// Gives a put a field only where the row says something: a blank cell takes nothing away.
fn put_some<T: crate::domain::record::Column>(
    put: Put,
    field: &'static str,
    said: Option<T>,
) -> Put {
    match said {
        Some(value) => put.with(field, value),
        None => put,
    }
}

//! The deeds of the made-up past, noted in any order and told in the order of their days.
//! While they are noted, records go by handles; told, by the numbers an empty office file gives:
//! 1, 2, 3... for each noun. The first deed that names a record is the one that makes it.

use std::collections::HashMap;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use crate::domain::change::Change;
use crate::domain::overlap::{OverlapKind, fingerprint};
use crate::domain::product::ProductId;
use crate::domain::put::{Given, Put, Stamp, Target};
use crate::domain::record::{Column, Kind, RecordRef, Shape, Value};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::reading::ReadingDeed;

use super::days;

/// Offices work eight hours; all deeds of a day fall within them.
const WORKDAY_SECONDS: i64 = 8 * 3600;

/// What happened, so far.
#[derive(Debug, Default)]
pub(super) struct PastDeeds {
    deeds: Vec<PastDeed>,
    handles: i64,
}

/// What somebody did on a day of the made-up past.
#[derive(Debug)]
struct PastDeed {
    day: NaiveDate,
    who: String,
    change: Change,
}

impl PastDeeds {
    /// A handle for a record that some deed will make.
    pub(super) fn handle(&mut self) -> i64 {
        self.handles += 1;
        self.handles
    }

    /// Any deed.
    pub(super) fn did(&mut self, day: NaiveDate, who: &str, change: Change) {
        let who = who.to_owned();
        self.deeds.push(PastDeed { day, who, change });
    }

    pub(super) fn saved(&mut self, day: NaiveDate, who: &str, what: &str, put: Put) {
        let (what, reason) = (what.to_owned(), None);
        self.did(day, who, Change::Save { what, put, reason });
    }

    /// A form saved, with the reason the person gave.
    pub(super) fn saved_because(
        &mut self,
        day: NaiveDate,
        who: &str,
        what: &str,
        put: Put,
        reason: &str,
    ) {
        let (what, reason) = (what.to_owned(), Some(reason.to_owned()));
        self.did(day, who, Change::Save { what, put, reason });
    }

    /// A file imported; nothing where it had no rows.
    pub(super) fn imported(&mut self, day: NaiveDate, who: &str, what: String, puts: Vec<Put>) {
        if !puts.is_empty() {
            self.did(day, who, Change::Import { what, puts });
        }
    }

    /// The deeds in order, records by number, none later than `now`.
    pub(super) fn told(mut self, now: DateTime<Utc>) -> Vec<(Change, Stamp)> {
        self.deeds.sort_by_key(|deed| deed.day);
        let mut that_day: HashMap<NaiveDate, i64> = HashMap::new();
        for deed in &mut self.deeds {
            deed.day = days::working_day(deed.day);
            *that_day.entry(deed.day).or_default() += 1;
        }
        let mut numbers = HandleNumbers::of_an_empty_file();
        let mut told = Vec::with_capacity(self.deeds.len());
        let (mut day, mut nth) = (NaiveDate::MIN, 0);
        for deed in self.deeds {
            nth = if deed.day == day { nth + 1 } else { 1 };
            day = deed.day;
            let count = that_day.get(&day).copied().unwrap_or_default();
            let opens = day.and_time(NaiveTime::MIN).and_utc() + Duration::hours(13);
            let at = opens + Duration::seconds(WORKDAY_SECONDS * nth / (count + 1));
            let stamp = Stamp::own(&deed.who, at.min(now), day);
            told.push((numbers.number(deed.change), stamp));
        }
        told
    }
}

/// Which number stands for which handle.
#[derive(Debug, Default)]
struct HandleNumbers {
    given: HashMap<RecordRef, i64>,
    last: HashMap<Kind, i64>,
}

impl HandleNumbers {
    /// The founding itself makes one person, the founder.
    fn of_an_empty_file() -> HandleNumbers {
        let mut numbers = HandleNumbers::default();
        numbers.last.insert(Kind::Person, 1);
        numbers
    }

    /// A handle nobody made a record for stands for no record, which the store will refuse.
    fn of(&self, handle: RecordRef) -> RecordRef {
        let id = self.given.get(&handle).copied().unwrap_or_default();
        RecordRef { id, ..handle }
    }

    fn number(&mut self, change: Change) -> Change {
        match change {
            Change::Found { .. }
            | Change::LongImport { .. }
            | Change::Intake(_)
            | Change::Review { .. }
            | Change::Renewal { .. }
            | Change::Overlap { .. }
            | Change::Handover { .. } => change,
            Change::Reading(deed) => Change::Reading(Box::new(self.reading(*deed))),
            Change::Merge {
                what,
                from,
                into,
                reason,
            } => Change::Merge {
                what,
                from: ProductId(self.of(from.into()).id),
                into: ProductId(self.of(into.into()).id),
                reason,
            },
            Change::Together { what, changes } => {
                let changes = changes.into_iter().map(|one| self.number(one)).collect();
                Change::Together { what, changes }
            }
            Change::Import { what, puts } => {
                let puts = (1..).zip(puts).map(|(row, put)| self.put(put).row(row));
                let puts = puts.collect();
                Change::Import { what, puts }
            }
            Change::SaveAll { what, puts, reason } => {
                let puts = puts.into_iter().map(|put| self.put(put)).collect();
                Change::SaveAll { what, puts, reason }
            }
            Change::Save { what, put, reason } => Change::Save {
                what,
                put: self.put(put),
                reason,
            },
            Change::Note { what, about, text } => Change::Note {
                what,
                about: self.of(about),
                text,
            },
            Change::Remove {
                what,
                record,
                reason,
            } => Change::Remove {
                what,
                record: self.of(record),
                reason,
            },
        }
    }

    /// A reading is of standards and schools that were made.
    fn reading(&self, mut deed: ReadingDeed) -> ReadingDeed {
        if let ReadingDeed::Keep { reading, .. } = &mut deed {
            for gap in &mut reading.gaps {
                gap.standard = StandardId(self.of(gap.standard.into()).id);
                gap.school = SchoolId(self.of(gap.school.into()).id);
            }
            reading
                .gaps
                .sort_unstable_by_key(|gap| (gap.standard, gap.school, gap.grade));
        }
        deed
    }

    fn put(&mut self, mut put: Put) -> Put {
        if put.kind == Kind::Alert {
            self.fingerprint(&mut put);
        }
        for (name, given) in &mut put.fields {
            let field = put.kind.position(name).map(|n| put.kind.fields()[n]);
            if let (Some(field), Given::Value(value)) = (field, given)
                && let Some(kind) = field.refers
            {
                *value = self.reference(kind, field.shape, value);
            }
        }
        if let Target::Id(handle, None) = put.target {
            let handle = RecordRef {
                kind: put.kind,
                id: handle,
            };
            let known = self.given.get(&handle);
            put.target = known.map_or(Target::New, |number| Target::Id(*number, None));
            if known.is_none() {
                let last = self.last.entry(put.kind).or_default();
                *last += 1;
                self.given.insert(handle, *last);
            }
        }
        put
    }

    /// An overlap is named by what it is about, `O3 17,25 3:511`, until products and schools have numbers.
    fn fingerprint(&self, put: &mut Put) {
        let text = |(name, given): &mut (&'static str, Given)| match given {
            Given::Value(Value::Text(text)) if *name == "fingerprint" => Some(std::mem::take(text)),
            _ => None,
        };
        let Some(about) = put.fields.iter_mut().find_map(text) else {
            return;
        };
        let mut parts = about.split(' ');
        let kind = parts.next().and_then(OverlapKind::from_word);
        let mut numbers = |kind: Kind| -> Vec<(i64, u16)> {
            let each = parts.next().unwrap_or_default().split(',');
            let mut each: Vec<(i64, u16)> = each
                .map(|one| {
                    let (handle, grades) = one.split_once(':').unwrap_or((one, ""));
                    let id = handle.parse().unwrap_or_default();
                    (
                        self.of(RecordRef { kind, id }).id,
                        grades.parse().unwrap_or_default(),
                    )
                })
                .collect();
            each.sort_unstable();
            each
        };
        let products: Vec<ProductId> = numbers(Kind::Product)
            .iter()
            .map(|(id, _)| ProductId(*id))
            .collect();
        let cells = numbers(Kind::School).into_iter();
        let cells: Vec<(SchoolId, u16)> =
            cells.map(|(id, grades)| (SchoolId(id), grades)).collect();
        let name = fingerprint(kind.unwrap_or(OverlapKind::Identity), &products, &cells);
        put.fields.retain(|(field, _)| *field != "fingerprint");
        put.fields
            .insert(0, ("fingerprint", Given::Value(Value::Text(name))));
    }

    fn reference(&self, kind: Kind, shape: Shape, value: &Value) -> Value {
        match (shape, value) {
            (_, Value::Int(handle)) => Value::Int(self.of(RecordRef { kind, id: *handle }).id),
            (Shape::Schools, Value::Text(_)) => match Schools::from_value(value) {
                Some(Schools::Only(handles)) => {
                    let ids = handles
                        .into_iter()
                        .map(|handle| SchoolId(self.of(handle.into()).id));
                    Schools::only(ids.collect()).to_value()
                }
                _ => value.clone(),
            },
            _ => value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::product::ProductId;

    #[test]
    fn deeds_noted_in_any_order_are_told_by_day_and_numbered_as_they_come() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let mut past = PastDeeds::default();
        let (late, early) = (past.handle(), past.handle());
        let product = |handle| Put::id(ProductId(handle)).with("name", "x".to_owned());
        past.saved(day("2026-03-04"), "ada", "late", product(late));
        past.saved(day("2026-03-02"), "ada", "early", product(early));
        let put = Put::id(ProductId(late)).with("successor", Some(ProductId(early)));
        past.saved(day("2026-03-05"), "ada", "late", put);
        let now = day("2026-03-05").and_time(NaiveTime::MIN).and_utc();
        let told = past.told(now);
        let targets: Vec<(&str, &Target)> = told
            .iter()
            .map(|(change, _)| match change {
                Change::Save { what, put, .. } => (what.as_str(), &put.target),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            targets,
            [
                ("early", &Target::New),
                ("late", &Target::New),
                ("late", &Target::Id(2, None))
            ]
        );
        let Change::Save { put, .. } = &told[2].0 else {
            panic!("a save")
        };
        assert_eq!(put.fields[0].1, Given::Value(Value::Int(1)));
        assert!(told.iter().all(|(_, stamp)| stamp.at <= now));
    }
}

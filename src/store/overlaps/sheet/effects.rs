//! What is lost if a contract that does not stay ends.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::parties::{Party, PartyLine};
use super::sum;
use crate::domain::contract::ContractId;
use crate::domain::grade::{Grade, Grades};
use crate::domain::inventory::{Provisioning, Switch, Training};
use crate::domain::overlap::Overlap;
use crate::domain::overlap::board::IfCancelled;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::store::Error;
use crate::store::convert::records;
use crate::store::fiscal::YearFacts;
use crate::store::overlaps::rows::OverlapNames;
use crate::store::review::ours::OursReader;

/// What each contract that does not stay takes along.
pub(super) fn if_cancelled(
    (conn, ours): (&Connection, &OursReader),
    (read, called): (&YearFacts, &OverlapNames),
    overlap: &Overlap,
    parties: &[Party],
    today: NaiveDate,
) -> Result<Vec<IfCancelled>, Error> {
    if overlap.kind.is_of_records() {
        return Ok(Vec::new());
    }
    let kept = parties.first().filter(|party| party.stays);
    let mut effects = Vec::new();
    let mut known: BTreeMap<ProductId, EndingProduct> = BTreeMap::new();
    for party in parties.iter().filter(|party| !party.stays) {
        let id = party.product;
        if let std::collections::btree_map::Entry::Vacant(new) = known.entry(id) {
            new.insert(EndingProduct::read((conn, ours), overlap, id, today)?);
        }
        let product = &known[&id];
        let mut by_contract: BTreeMap<ContractId, Vec<&PartyLine>> = BTreeMap::new();
        for line in &party.lines {
            by_contract
                .entry(line.paid.contract)
                .or_default()
                .push(line);
        }
        for lines in by_contract.values() {
            effects.push(product.ends(lines, (read, called), party, kept));
        }
    }
    Ok(effects)
}

/// What bears on the end of a product's contracts, wherever they are.
struct EndingProduct {
    today: NaiveDate,
    training: Vec<Training>,
    switches: Vec<Provisioning>,
    alternatives: Vec<String>,
}

impl EndingProduct {
    fn read(
        (conn, ours): (&Connection, &OursReader),
        overlap: &Overlap,
        product: ProductId,
        today: NaiveDate,
    ) -> Result<EndingProduct, Error> {
        let school = match &overlap.schools[..] {
            [one] => Some(*one),
            _ => None,
        };
        let others = ours.ours(Some(product), "", school, today)?;
        let others = others.into_iter().filter(|o| !o.same && o.answer.allows());
        Ok(EndingProduct {
            today,
            training: records(conn, "WHERE product = ?1", [product])?,
            switches: records(conn, "WHERE product = ?1", [product])?,
            alternatives: others.map(|other| other.name).collect(),
        })
    }

    fn ends(
        &self,
        lines: &[&PartyLine],
        (read, called): (&YearFacts, &OverlapNames),
        party: &Party,
        kept: Option<&Party>,
    ) -> IfCancelled {
        let places = || lines.iter().flat_map(|line| &line.paid.places);
        let mut schools: Vec<SchoolId> = places()
            .map(|place| place.school)
            .filter(|id| read.facts.students.contains_key(id))
            .collect();
        schools.sort_unstable();
        schools.dedup();
        let there: HashSet<SchoolId> = schools.iter().copied().collect();
        let trained = self.training.iter();
        let trained = trained.filter(|t| there.contains(&t.school));
        let name = called.product(party.product);
        let numbers: Vec<&str> = lines
            .iter()
            .map(|line| line.held.contract.number.as_str())
            .take(1)
            .collect();
        let mut alternatives = self.alternatives.clone();
        if let Some(kept) = kept {
            let stays = if kept.of_line {
                format!("{name} under {}", kept.named())
            } else {
                kept.label.clone()
            };
            alternatives.retain(|other| *other != stays);
            alternatives.insert(0, stays);
        }
        IfCancelled {
            what: format!("{} {name}", numbers.join(", ")),
            grades: places()
                .map(|place| grades(place.grades))
                .fold(Grades::UNSAID, |all, grades| {
                    all.iter().chain(grades.iter()).collect()
                }),
            people: places().map(|place| place.used).fold(None, sum),
            trained: trained.map(|t| t.trained_by(self.today)).sum(),
            integrations: self.integrations(&schools, called),
            schools: schools.iter().map(|id| called.names.school(*id)).collect(),
            alternatives,
        }
    }

    /// `sso at 12 schools`, `extension at Lincoln ES`.
    fn integrations(&self, schools: &[SchoolId], called: &OverlapNames) -> Vec<String> {
        type Of = fn(&Provisioning) -> Option<Switch>;
        let switches: [(&str, Of); 5] = [
            ("sso", |p| p.sso),
            ("roster", |p| p.roster),
            ("filter", |p| p.filter),
            ("extension", |p| p.extension),
            ("oauth", |p| p.oauth),
        ];
        let on = |of: Of| -> Vec<SchoolId> {
            let is_on = |id: &&SchoolId| {
                // What is said of the school goes before what is said of all.
                let own = self.switches.iter().find(|p| p.school == Some(**id));
                let common = self.switches.iter().find(|p| p.school.is_none());
                own.and_then(of).or(common.and_then(of)) == Some(Switch::On)
            };
            schools.iter().filter(is_on).copied().collect()
        };
        let named = |(name, of): (&str, Of)| match on(of).as_slice() {
            [] => None,
            [one] => Some(format!("{name} at {}", called.names.school(*one))),
            many => Some(format!("{name} at {} schools", many.len())),
        };
        switches.into_iter().filter_map(named).collect()
    }
}

/// A set of grades from its bits; none where nobody said.
fn grades(bits: u16) -> Grades {
    if bits == u16::MAX {
        return Grades::UNSAID;
    }
    let all = (-1..=12).filter_map(Grade::new);
    all.filter(|grade| Grades::from_iter([*grade]).bits() & bits != 0)
        .collect()
}

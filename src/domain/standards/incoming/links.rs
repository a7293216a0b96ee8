//! What a package says of how standards are related, and which claims by code are found in it.

use std::collections::{HashMap, HashSet};

use super::IncomingPlan;
use crate::domain::put::{Given, Put, SeenRecord, Target};
use crate::domain::record::{Kind, Record};
use crate::domain::standards::claim::Alignment;
use crate::domain::standards::framework::{RelationKind, StandardId, code_key};
use crate::domain::standards::guid;
use crate::domain::standards::package::{CHILD, TreePlace};
use crate::domain::text::key;

impl IncomingPlan<'_> {
    pub(super) fn relations(&mut self, places: &[TreePlace]) {
        let in_tree: HashSet<usize> = places.iter().filter_map(|place| place.link).collect();
        let says = &self.package.document.title;
        let (mut said, mut repeated, mut own) = (HashSet::new(), 0, 0);
        for (at, link) in self.package.links.iter().enumerate() {
            if in_tree.contains(&at) {
                continue;
            }
            let here = |name: &str| self.guids.get(name).cloned();
            let (origin, destination) = (here(&link.origin), here(&link.destination));
            self.plan.outside += usize::from(origin.is_none() || destination.is_none());
            let origin = origin.unwrap_or_else(|| link.origin.clone());
            let destination = destination.unwrap_or_else(|| link.destination.clone());
            if origin == destination {
                own += 1;
                continue;
            }
            if link.association == CHILD
                && self.stands_under(&link.origin, &link.destination, places)
            {
                continue;
            }
            let kind = RelationKind::of_association(&link.association);
            let key = (
                origin.clone(),
                destination.clone(),
                kind,
                link.association.clone(),
            );
            if !said.insert(key) {
                repeated += 1;
                continue;
            }
            let put = Put::keyed(Kind::Relation)
                .with("origin", origin)
                .with("destination", destination)
                .with("kind", kind)
                .with("says", says.clone())
                .with("association", link.association.clone())
                .with("rest", link.rest.clone());
            self.plan.puts.push(put);
        }
        for (count, what) in [
            (
                repeated,
                "relations say what an earlier one says, and are counted as repeated",
            ),
            (own, "relations of an item to itself are left out"),
        ] {
            if count > 0 {
                self.plan.notes.push(format!("{count} {what}"));
            }
        }
        if self.package.partial {
            return;
        }
        for old in &self.held.relations {
            let key = (
                old.origin.clone(),
                old.destination.clone(),
                old.kind,
                old.association.clone(),
            );
            if !said.contains(&key) || old.says != *says {
                let seen = SeenRecord {
                    version: old.version,
                    values: old.values(),
                };
                let mut put = Put::id(old.id);
                put.target = Target::Gone(old.id.0, seen);
                self.plan.puts.push(put);
            }
        }
    }

    /// Says the tree already that the one stands under the other?
    fn stands_under(&self, origin: &str, destination: &str, places: &[TreePlace]) -> bool {
        let place = self.numbers.get(origin).map(|at| places[*at]);
        let parent = place.and_then(|place| place.parent);
        parent.is_some_and(|parent| self.package.items[parent].known_as == destination)
    }

    /// Finds claims by code that mean a standard of this package.
    pub(super) fn claims(&mut self) {
        let document = &self.package.document;
        let names = [&self.plan.short, &document.title].map(|name| key(name));
        let mut by_code: HashMap<String, Option<&str>> = HashMap::new();
        for item in &self.package.items {
            for code in [&item.code, &item.other_code].into_iter().flatten() {
                let code = by_code.entry(code_key(code));
                // Two items of one code: neither is meant.
                code.and_modify(|one| *one = None)
                    .or_insert(Some(&item.known_as));
            }
        }
        let by_id: HashMap<_, _> = self
            .held
            .standards
            .iter()
            .map(|one| (one.id, &one.guid))
            .collect();
        let mut taken = HashSet::new();
        let of = |claim: &Alignment, guid: &str| {
            (
                claim.product,
                guid.to_owned(),
                claim.role,
                claim.module.clone(),
                claim.says,
            )
        };
        for (claim, _) in &self.held.claims {
            if let Some(guid) = claim.item.and_then(|item| by_id.get(&item)) {
                taken.insert(of(claim, guid));
            }
        }
        for (claim, _) in self
            .held
            .claims
            .iter()
            .filter(|(claim, _)| claim.item.is_none())
        {
            let mine = names.contains(&key(&claim.framework))
                || guid::read(&claim.framework).as_deref() == Some(self.guid.as_str());
            let by_guid = guid::read(&claim.standard).filter(|guid| self.places.contains_key(guid));
            let found = by_guid.or_else(|| {
                let name = by_code.get(&code_key(&claim.standard)).copied().flatten();
                name.filter(|_| mine).map(|name| self.guids[name].clone())
            });
            let Some(guid) = found else { continue };
            if !taken.insert(of(claim, &guid)) {
                continue;
            }
            let put = Put::id(claim.id).with("item", Given::Made(self.places[&guid]));
            self.plan.found += 1;
            self.plan.puts.push(put);
        }
    }
}

/// The places of claims by the standard they are about.
pub(super) fn claims_on(claims: &[(Alignment, String)]) -> HashMap<StandardId, Vec<usize>> {
    let mut on: HashMap<StandardId, Vec<usize>> = HashMap::new();
    for (at, (claim, _)) in claims.iter().enumerate() {
        if let Some(item) = claim.item {
            on.entry(item).or_default().push(at);
        }
    }
    on
}

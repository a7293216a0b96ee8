//! What belongs to an overlap: its products' cards, its contracts among the renewals, its schools.

use super::Overlaps;
use crate::domain::contract::ContractId;
use crate::domain::find::SchoolName;
use crate::tui::command::Tab;
use crate::tui::effect::{Destination, Intent, MenuItem};

/// The letters of the lines: none of those that move or close a menu, nor `o`, who sees to it.
const LETTERS: &str = "pcsabdefgimnrtuvwxyz";
/// So many of a kind are listed.
const MOST: usize = 6;

impl Overlaps {
    pub(super) fn related(&mut self) -> Option<Vec<Intent>> {
        let row = self.row()?;
        let title = format!("Related to {} {}", row.name, row.title);
        let mut items = self.leads();
        items.extend(row.owner.as_ref().map(MenuItem::owner));
        Some(self.menu(title, items))
    }

    /// The lines of the menu: `p`, `c` and `s` for the first of each, other letters for the rest.
    fn leads(&self) -> Vec<MenuItem> {
        let Some(row) = self.row() else {
            return Vec::new();
        };
        let products = row.products.iter().take(MOST);
        let products = products.map(|(id, name)| {
            let card = Intent::card(*id, self.scope.clone());
            (format!("{name}: card"), vec![card])
        });
        let mut contracts: Vec<(ContractId, String)> = Vec::new();
        let sides = self.sheet().into_iter().flat_map(|sheet| &sheet.sides);
        let of_sides = sides.flat_map(|side| side.contracts.iter().cloned());
        let of_members = row.contracts.iter().cloned();
        for contract in of_sides.chain(of_members) {
            if !contracts.contains(&contract) {
                contracts.push(contract);
            }
        }
        let contracts = contracts.into_iter().take(MOST).map(|(id, number)| {
            (
                format!("contract {number}, among the renewals"),
                vec![Intent::Go(Destination::Contract(id))],
            )
        });
        let schools = row.schools.iter().take(MOST).map(|(id, code)| {
            let label = format!("school {code}: what it pays for; every view stays there");
            let school = SchoolName {
                id: *id,
                name: code.to_string(),
                code: None,
            };
            let show = Intent::Visit(Tab::Schools);
            (label, vec![Intent::Scope(Some(school)), show])
        });
        let mut others = LETTERS.chars().skip(3);
        let mut lines = Vec::new();
        let mut add = |first: char, group: Vec<(String, Vec<Intent>)>| {
            for (at, (label, does)) in group.into_iter().enumerate() {
                let letter = if at == 0 { Some(first) } else { others.next() };
                lines.extend(letter.map(|letter| MenuItem::all(letter, label, does)));
            }
        };
        add('p', products.collect());
        add('c', contracts.collect());
        add('s', schools.collect());
        lines
    }
}

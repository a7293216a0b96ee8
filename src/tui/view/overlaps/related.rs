//! What belongs to an overlap: its products' cards, its contracts among the renewals, its schools.

use super::Overlaps;
use crate::domain::find::SchoolName;
use crate::tui::command::{Command, MenuKind, Tab};
use crate::tui::effect::{Destination, Menu, MenuItem, Wish};
use crate::tui::scene::Scene;

/// The letters of the lines: none of those that move or close a menu.
const LETTERS: &str = "pcsabdefgimnortuvwxyz";
/// So many of a kind are listed.
const MOST: usize = 6;

/// Where a line leads.
enum Lead {
    Product(i64),
    Contract(i64),
    School(i64, String),
}

impl Overlaps {
    pub(super) fn related(&mut self) -> Option<Vec<Wish>> {
        let row = self.row()?;
        let title = format!("Related to {} {}", row.name, row.title);
        let lines = self.leads().into_iter();
        let items = lines.map(|(letter, label, _)| MenuItem::new(letter, label));
        let items = items.collect();
        Some(self.menu(Menu {
            kind: MenuKind::Related,
            title,
            items,
        }))
    }

    pub(super) fn go_to_related(&self, letter: char, _scene: &Scene) -> Option<Vec<Wish>> {
        let lines = self.leads().into_iter();
        let (_, _, lead) = lines.into_iter().find(|(known, ..)| *known == letter)?;
        Some(match lead {
            Lead::Product(id) => vec![Wish::card(id, self.scope.clone())],
            Lead::Contract(id) => vec![Wish::Go(Destination::Contract(id))],
            Lead::School(id, name) => vec![
                Wish::Scope(Some(SchoolName {
                    id,
                    name,
                    code: None,
                })),
                Wish::Run(Command::Show(Tab::Schools)),
            ],
        })
    }

    /// The lines of the menu: `p`, `c` and `s` for the first of each, other letters for the rest.
    fn leads(&self) -> Vec<(char, String, Lead)> {
        let Some(row) = self.row() else {
            return Vec::new();
        };
        let products = row.products.iter().take(MOST);
        let products = products.map(|(id, name)| (format!("{name}: card"), Lead::Product(*id)));
        let mut contracts: Vec<(i64, String)> = Vec::new();
        let sides = self.sheet().into_iter().flat_map(|sheet| &sheet.sides);
        let of_sides = sides.flat_map(|side| side.contracts.iter().cloned());
        let of_members = row.members.iter().map(|m| (m.contract, m.number.clone()));
        for contract in of_sides.chain(of_members) {
            if !contracts.contains(&contract) {
                contracts.push(contract);
            }
        }
        let contracts = contracts.into_iter().take(MOST).map(|(id, number)| {
            (
                format!("contract {number}, among the renewals"),
                Lead::Contract(id),
            )
        });
        let schools = row.schools.iter().take(MOST).map(|(id, code)| {
            let label = format!("school {code}: what it pays for; every view stays there");
            (label, Lead::School(*id, code.clone()))
        });
        let mut others = LETTERS.chars().skip(3);
        let mut lines = Vec::new();
        let mut add = |first: char, group: Vec<(String, Lead)>| {
            for (at, (label, lead)) in group.into_iter().enumerate() {
                let letter = if at == 0 { Some(first) } else { others.next() };
                lines.extend(letter.map(|letter| (letter, label, lead)));
            }
        };
        add('p', products.collect());
        add('c', contracts.collect());
        add('s', schools.collect());
        lines
    }
}

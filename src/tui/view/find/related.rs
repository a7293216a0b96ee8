//! The menus of a product: its decisions, each to be changed, a new one for the school at hand, and what neighbours say;
//! and what of it is still to be decided, and where.

use crate::domain::approval::Approval;
use crate::domain::day::full;
use crate::domain::find::SchoolName;
use crate::domain::school::Schools;
use crate::office::query::Card;
use crate::office::query::form::FormOpening;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem, NUMBERS};
use crate::tui::scene::Scene;
use crate::tui::view::chosen::decide_contract;

/// Letters for the decisions; the menu keeps h, j, k, l and q for itself, and `a` adds one.
const LETTERS: [char; 8] = ['b', 'c', 'd', 'e', 'f', 'g', 'i', 'm'];

pub(super) fn menu(
    card: &Card,
    place: Option<&SchoolName>,
    neighbours: Option<MenuItem>,
    scene: &Scene,
) -> Vec<Intent> {
    let name = &card.answer.product;
    let at = place.map_or("every school", |school| &school.name);
    let school = place.map(|school| school.id);
    let new = FormOpening::new_approval(card.product.id, name, school, scene.now.date());
    let line = format!("Approval here: a new one for {at}");
    let mut items = vec![MenuItem::new('a', line, Intent::Form(new))];
    let known = card.approvals.iter().zip(LETTERS);
    items.extend(known.map(|(approval, letter)| {
        let called = format!("approval of {name}");
        let opening = FormOpening::of(approval.id, called);
        MenuItem::new(letter, told(approval, place), Intent::Form(opening))
    }));
    for item in &mut items {
        item.off.clone_from(&scene.no_edit);
    }
    items.extend(neighbours);
    vec![Intent::Menu(Menu {
        title: format!("Approvals of {name}"),
        items,
        about_rows: false,
    })]
}

/// What is decided of a product, and where: whether it may be used, and what becomes of what pays for it.
pub(super) fn decided(card: &Card, place: Option<&SchoolName>, scene: &Scene) -> Vec<Intent> {
    let name = &card.answer.product;
    let contracts = card.contracts.iter().zip(NUMBERS);
    let contracts = contracts.map(|(paid, letter)| {
        let contract = &paid.contract;
        let end = full(contract.term_end);
        let line = format!(
            "{}, {} {end}: renew it or cancel it",
            contract.number,
            paid.ending()
        );
        let mut item = MenuItem::new(letter, line, Intent::Run(Command::Decide));
        item.does = decide_contract(contract.id);
        item
    });
    let mut items: Vec<MenuItem> = contracts.collect();
    let at = place.map_or("every school", |school| &school.name);
    let school = place.map(|school| school.id);
    let new = FormOpening::new_approval(card.product.id, name, school, scene.now.date());
    let line = format!("whether {at} may use it, as somebody decided: a new approval");
    items.push(MenuItem::new('a', line, Intent::Form(new)));
    let line = "whether it may be used, by a review: a new request";
    items.push(MenuItem::new('n', line, Intent::Run(Command::NewRequest)));
    vec![Intent::Menu(Menu {
        title: format!("Decide about {name}"),
        items,
        about_rows: false,
    })]
}

/// `Change: approved, every school, K-5, 2025-07-01 to 2026-06-30`.
fn told(approval: &Approval, place: Option<&SchoolName>) -> String {
    let schools = match (&approval.schools, place) {
        (Schools::All, _) => "every school".to_owned(),
        (Schools::Only(ids), Some(school)) if ids.contains(&school.id) => match ids.len() {
            1 => school.name.clone(),
            more => format!("{} and {} more", school.name, more - 1),
        },
        (Schools::Only(ids), _) if ids.len() == 1 => "1 school".to_owned(),
        (Schools::Only(ids), _) => format!("{} schools", ids.len()),
    };
    let mut parts = vec![approval.status.to_string(), schools];
    if !approval.grades.is_unsaid() {
        parts.push(format!("grades {}", approval.grades));
    }
    parts.extend(approval.audience.map(|audience| audience.to_string()));
    parts.extend(approval.from.map(|day| format!("from {day}")));
    parts.extend(approval.until.map(|day| format!("until {day}")));
    format!("Change: {}", parts.join(", "))
}

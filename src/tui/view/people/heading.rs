//! Line 2 of the people: how many there are, the filter, marks, the order.

use super::{People, rows};
use crate::domain::person::PersonRow;
use crate::office::lists::people::PEOPLE;
use crate::tui::scene::Scene;

pub(super) fn heading(view: &People, scene: &Scene) -> Vec<String> {
    let Some(all) = &view.rows else {
        return Vec::new();
    };
    let here = rows::in_scope(view, all);
    let left = |row: &&&PersonRow| row.person.has_left(scene.now.date());
    let left = here.iter().filter(left).count();
    // No tab says where one is: how many people there are comes first.
    let count = match here.len() - left {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    };
    let mut parts = vec![match left {
        0 => count,
        left => format!("{count}, {left} left"),
    }];
    parts.extend(view.filter.label(view.list.len(), here.len()));
    let marks = view.list.marks();
    if marks > 0 {
        parts.push(format!("{marks} marked"));
    }
    parts.push(format!("sort: {}", view.order.label(&PEOPLE.orders())));
    parts
}

//! Line 2 of the finder: how many fit, and what is unclear about the school.

use super::Find;
use crate::domain::counted::counted;

/// What the words in the box are.
const HOW: &str = "type a product, then a school";

pub(super) fn heading(find: &Find) -> Vec<String> {
    if find.is_first() {
        return vec!["nothing in this file yet".to_owned()];
    }
    if let Some(visit) = &find.visit {
        return vec![
            "card".to_owned(),
            format!("Esc goes back to {}", visit.from.name()),
        ];
    }
    let Some(found) = &find.found else {
        return vec![HOW.to_owned()];
    };
    let fit = if found.ids.len() == 1 {
        "1 match".to_owned()
    } else {
        format!("{} match", found.ids.len())
    };
    let counts = format!("{}, {fit}", counted(found.known, "product"));
    match &found.note {
        Some(note) => vec![note.clone(), counts],
        None if !found.grades.is_unsaid() => vec![format!("grades: {}", found.grades), counts],
        None => vec![counts, HOW.to_owned()],
    }
}

//! Line 2 of the finder: how many fit, and what is unclear about the school.

use super::Find;

pub(super) fn heading(find: &Find) -> String {
    if find.is_first() {
        return "nothing in this file yet".to_owned();
    }
    if let Some(visit) = &find.visit {
        return format!("card   Esc goes back to {}", visit.from.name());
    }
    let Some(found) = &find.found else {
        return "type a product, then a school   ".to_owned();
    };
    let fit = if found.total == 1 {
        "1 match".to_owned()
    } else {
        format!("{} match", found.total)
    };
    let counts = format!("{} products, {fit}", found.known);
    match &found.note {
        Some(note) => format!("{note}   {counts}"),
        None if !found.grades.is_unsaid() => format!("grades: {}   {counts}", found.grades),
        None => format!("type a product, then a school   {counts}"),
    }
}

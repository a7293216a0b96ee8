//! Who is listed, and in which order; what a row says in its columns is `office::lists::people`.
//! Pure; used by the view and its drawing.

use super::People;
use crate::domain::person::{PersonId, PersonRow};
use crate::domain::text;
use crate::office::lists::people::{PEOPLE, roles_in_words, schools_in_words};

/// Everybody who acts for the school that all views stay at.
pub(super) fn in_scope<'r>(view: &People, rows: &'r [PersonRow]) -> Vec<&'r PersonRow> {
    let school = view.scope.as_ref().map(|school| school.id);
    let here = |row: &&PersonRow| school.is_none_or(|id| row.person.schools.covers(id));
    rows.iter().filter(here).collect()
}

/// Those listed: in scope, with the filter's words, in order. Of equals the name decides.
pub(super) fn listed(view: &People, rows: &[PersonRow]) -> Vec<PersonId> {
    let words = text::fold(view.filter.text());
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rows = in_scope(view, rows);
    rows.retain(|row| mentions(row, &words));
    rows.sort_by_cached_key(|row| text::fold(&row.person.name));
    PEOPLE.sort(&mut rows, view.order.by, view.order.reversed);
    rows.iter().map(|row| row.person.id).collect()
}

/// Do all these folded words stand in what is known of somebody? `left` finds those who have a last day.
fn mentions(row: &PersonRow, words: &[&str]) -> bool {
    let person = &row.person;
    let left = person.left_on.map_or("", |_| "left");
    let all = text::fold(&format!(
        "{} {} {} {} {} {left}",
        person.name,
        person.login,
        person.email.as_deref().unwrap_or_default(),
        roles_in_words(&person.roles),
        schools_in_words(row),
    ));
    words.iter().all(|word| all.contains(word))
}

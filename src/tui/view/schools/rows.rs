//! What the view lists and in which order: sums by id, the words of the filter. What a row says in its columns is in
//! `office::lists`.
//! Pure; used by the Schools view and its drawing.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::school::Level;
use crate::domain::text;
use crate::office::lists::ListColumns;
use crate::store::{Overview, ProductRow, SchoolRow};
use crate::tui::widget::order::Order;

/// The district's sums, found by id.
pub(super) struct Sums {
    pub(super) all: Arc<Overview>,
    schools: HashMap<i64, usize>,
    products: HashMap<i64, usize>,
    /// Places in `all`, in order of name, so that no sorting compares names again.
    school_names: Vec<usize>,
    product_names: Vec<usize>,
}

impl Sums {
    pub(super) fn new(all: Arc<Overview>) -> Sums {
        let schools = all.schools.iter().enumerate();
        let products = all.products.iter().enumerate();
        Sums {
            schools: schools.map(|(at, row)| (row.school.id.0, at)).collect(),
            products: products.map(|(at, row)| (row.product, at)).collect(),
            school_names: by_name(all.schools.iter().map(|row| row.school.name.as_str())),
            product_names: by_name(all.products.iter().map(|row| row.name.as_str())),
            all,
        }
    }

    /// The schools in order of name.
    pub(super) fn schools(&self) -> Vec<&SchoolRow> {
        let all = &self.all.schools;
        self.school_names.iter().map(|at| &all[*at]).collect()
    }

    /// The products in order of name.
    pub(super) fn products(&self) -> Vec<&ProductRow> {
        let all = &self.all.products;
        self.product_names.iter().map(|at| &all[*at]).collect()
    }

    pub(super) fn school(&self, id: i64) -> Option<&SchoolRow> {
        self.all.schools.get(*self.schools.get(&id)?)
    }

    pub(super) fn product(&self, id: i64) -> Option<&ProductRow> {
        self.all.products.get(*self.products.get(&id)?)
    }
}

fn by_name<'a>(names: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let folded: Vec<String> = names.map(text::fold).collect();
    let mut order: Vec<usize> = (0..folded.len()).collect();
    order.sort_by(|a, b| folded[*a].cmp(&folded[*b]));
    order
}

/// Puts rows that stand in order of name, whose letter is `name`, into another order; equals stay in order of name.
pub(super) fn sort<R>(order: Order, name: char, list: &ListColumns<R>, rows: &mut [&R]) {
    if order.by != name {
        list.sort(rows, order.by, order.reversed);
    } else if order.reversed {
        rows.reverse();
    }
}

/// The order of the columns of the matrix: small children first.
pub(super) fn level(row: &SchoolRow) -> u8 {
    match row.school.level {
        Some(Level::Preschool) => 0,
        Some(Level::Elementary) => 1,
        Some(Level::Combined) => 2,
        Some(Level::Middle) => 3,
        Some(Level::High) => 4,
        Some(Level::Other) | None => 5,
    }
}

/// Does the name hold every word of the filter?
pub(super) fn fits(name: &str, filter: &str) -> bool {
    let name = text::fold(name);
    text::fold(filter)
        .split_whitespace()
        .all(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::lists::schools::PLACED;

    #[test]
    fn the_same_letter_again_reverses_and_another_begins_anew() {
        let mut order = Order::by('c');
        let mut seen = Vec::new();
        for letter in ['c', 'c', 'c', 'p', 'c'] {
            order.pick(letter);
            seen.push(order.word());
            assert_eq!(
                Order::from_word(&order.word(), &PLACED.orders()),
                Some(order)
            );
        }
        assert_eq!(seen, ["-c", "c", "-c", "p", "c"]);
        assert_eq!(Order::from_word("x", &PLACED.orders()), None);
        assert_eq!(Order::from_word("", &PLACED.orders()), None);
    }

    #[test]
    fn a_filter_takes_words_in_any_order_without_accents() {
        for (name, filter, fit) in [
            ("Lincoln ES", "lin", true),
            ("Lincoln ES", "es lin", true),
            ("École Élan", "ecole", true),
            ("Lincoln ES", "lin ms", false),
            ("Lincoln ES", "", true),
        ] {
            assert_eq!(fits(name, filter), fit, "{filter} in {name}");
        }
    }
}

//! Which schools and products are listed, and in which order: scope, filter and order applied to what is known. The
//! cursor of each list stays on its record. What a row says in its columns is `office::lists`.

use std::collections::HashMap;
use std::sync::Arc;

use super::{SchoolsFocus, SchoolsView};
use crate::domain::product::ProductId;
use crate::domain::school::{Level, SchoolId};
use crate::domain::text;
use crate::office::lists::ListColumns;
use crate::office::lists::matrix::MATRIX;
use crate::office::lists::schools::{PLACED, SCHOOLS};
use crate::office::query::{Overview, Placed, ProductRow, SchoolRow};
use crate::tui::command::Command;
use crate::tui::widget::order::Order;

/// The district's sums, found by id.
pub(super) struct Sums {
    pub(super) all: Arc<Overview>,
    schools: HashMap<SchoolId, usize>,
    products: HashMap<ProductId, usize>,
    /// Places in `all`, in order of name, so that no sorting compares names again.
    school_names: Vec<usize>,
    product_names: Vec<usize>,
}

impl Sums {
    pub(super) fn new(all: Arc<Overview>) -> Sums {
        let schools = all.schools.iter().enumerate();
        let products = all.products.iter().enumerate();
        Sums {
            schools: schools.map(|(at, row)| (row.school.id, at)).collect(),
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

    pub(super) fn school(&self, id: SchoolId) -> Option<&SchoolRow> {
        self.all.schools.get(*self.schools.get(&id)?)
    }

    pub(super) fn product(&self, id: ProductId) -> Option<&ProductRow> {
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

impl SchoolsView {
    /// Fills the lists again: what is known, scope or filter changed.
    pub(super) fn refill(&mut self) {
        self.refill_left();
        self.refill_products();
        self.refill_grid();
    }

    /// Fills the list that has the keys again: its order or its filter changed.
    pub(super) fn refill_focus(&mut self) {
        match self.focus() {
            SchoolsFocus::Schools => self.refill_left(),
            SchoolsFocus::Products => self.refill_products(),
            SchoolsFocus::Matrix => self.refill_grid(),
        }
    }

    pub(super) fn refill_left(&mut self) {
        let Some(sums) = &self.sums else { return };
        let scope = self.scope.as_ref().map(|school| school.id);
        let mut rows = sums.schools();
        rows.retain(|row| scope.is_none_or(|id| id == row.school.id));
        let mut columns = rows.clone();
        columns.sort_by_key(|row| level(row));
        rows.retain(|row| {
            let name = format!("{} {}", row.school.name, row.school.code);
            self.fits(SchoolsFocus::Schools, &name)
        });
        sort(self.school_order, 's', &SCHOOLS, &mut rows);
        let codes = columns.iter().map(|row| text::width(&row.school.code));
        let code_width = codes.max().unwrap_or(0) as u16;
        self.left.set(ids(&rows));
        self.columns.set(ids(&columns));
        self.code_width = code_width;
        if let Some(school) = self.wanted.0.take() {
            self.left.select(&school);
            self.columns.select(&school);
        }
    }

    pub(super) fn refill_products(&mut self) {
        let Some((_, placed)) = &self.placed else {
            return;
        };
        let mut rows: Vec<&Placed> = placed.iter().collect();
        rows.retain(|row| self.fits(SchoolsFocus::Products, &row.name));
        sort(self.placed_order, 'p', &PLACED, &mut rows);
        self.products
            .set(rows.iter().map(|row| (row.product, row.buyer)).collect());
        if let Some(key) = self.wanted.1.take() {
            self.products.select(&key);
        }
    }

    /// What a school has came in. At another school the cursor goes to the same product if it is
    /// there, and else to the first; one that stood on the first stays on the first.
    pub(super) fn show_products(&mut self, moved: bool) {
        let before = self.products.selected().copied();
        let was_first = self.products.at() == 0;
        self.refill_products();
        let still = before.is_some() && self.products.selected() == before.as_ref();
        if moved && (was_first || !still) {
            self.products.update(Command::First);
        }
    }

    pub(super) fn refill_grid(&mut self) {
        let Some(sums) = &self.sums else { return };
        let mut rows = sums.products();
        rows.retain(|row| self.fits(SchoolsFocus::Matrix, &row.name));
        sort(self.matrix_order, 'p', &MATRIX, &mut rows);
        self.grid.set(rows.iter().map(|row| row.product).collect());
        if let Some((product, _)) = self.wanted.1 {
            self.grid.select(&product);
        }
    }
}

fn ids(rows: &[&SchoolRow]) -> Vec<SchoolId> {
    rows.iter().map(|row| row.school.id).collect()
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

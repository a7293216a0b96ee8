//! What the view lists and in which order: sums by id, sort letters, the words of the filter.
//! Pure; used by the Schools view and its drawing.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::money::Cents;
use crate::domain::school::Level;
use crate::domain::status::StatusWord;
use crate::domain::text;
use crate::store::{Overview, Placed, ProductRow, SchoolRow};
use crate::tui::widget::order::{Column, Order};

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

pub(super) const SCHOOL_ORDERS: [Column; 6] = [
    ('s', "school"),
    ('n', "number of products"),
    ('c', "cost"),
    ('d', "$ per student"),
    ('u', "unused dollars"),
    ('e', "enrollment"),
];
pub(super) const PLACED_ORDERS: [Column; 7] = [
    ('p', "product"),
    ('s', "seats"),
    ('u', "use"),
    ('o', "cover"),
    ('c', "cost"),
    ('d', "unused dollars"),
    ('e', "end of contract"),
];
pub(super) const MATRIX_ORDERS: [Column; 6] = [
    ('p', "product"),
    ('s', "seats"),
    ('u', "used"),
    ('c', "cost"),
    ('d', "unused dollars"),
    ('o', "owner"),
];

impl Order {
    /// Puts rows that stand in order of name into this order; equals stay in order of name.
    fn sort<T>(self, name: char, rows: &mut [T], by: impl Fn(&T, &T) -> Ordering) {
        match (self.by == name, self.reversed) {
            (true, false) => {}
            (true, true) => rows.reverse(),
            (false, false) => rows.sort_by(by),
            (false, true) => rows.sort_by(|a, b| by(b, a)),
        }
    }

    pub(super) fn schools(self, rows: &mut [&SchoolRow]) {
        self.sort('s', rows, |a, b| match self.by {
            'n' => b.products.cmp(&a.products),
            'c' => b.cost.cmp(&a.cost),
            'd' => per_student(b).cmp(&per_student(a)),
            'u' => b.unused.cmp(&a.unused),
            'e' => b.school.enrollment.cmp(&a.school.enrollment),
            _ => Ordering::Equal,
        });
    }

    pub(super) fn placed(self, rows: &mut [&Placed]) {
        self.sort('p', rows, |a, b| match self.by {
            'c' => b.cost.cmp(&a.cost),
            's' => b.seats.cmp(&a.seats),
            'u' => b.used_pct().cmp(&a.used_pct()),
            'o' => b.cover_pct.cmp(&a.cover_pct),
            'd' => b.unused().cmp(&a.unused()),
            'e' => last_if_none(a.term_end.as_ref(), b.term_end.as_ref()),
            _ => Ordering::Equal,
        });
    }

    pub(super) fn products(self, rows: &mut [&ProductRow]) {
        self.sort('p', rows, |a, b| match self.by {
            'c' => b.cost.cmp(&a.cost),
            's' => b.seats.cmp(&a.seats),
            'u' => b.used_pct().cmp(&a.used_pct()),
            'd' => b.unused.cmp(&a.unused),
            'o' => last_if_none(a.owner.as_ref(), b.owner.as_ref()),
            _ => Ordering::Equal,
        });
    }
}

fn last_if_none<T: Ord>(a: Option<&T>, b: Option<&T>) -> Ordering {
    a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(&b))
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

/// Whole dollars; a dash where the policy keeps the price back.
pub(super) fn price(cents: Cents, kept_back: bool) -> String {
    if kept_back {
        "-".to_owned()
    } else {
        cents.dollars()
    }
}

/// Cents a student; nothing where nobody said how many students there are, or the price is kept back.
pub(super) fn per_student(row: &SchoolRow) -> Option<i64> {
    if row.kept_back {
        return None;
    }
    let students = row.school.enrollment.filter(|students| *students > 0)?;
    Some(row.cost.0 / students)
}

/// Does the name hold every word of the filter?
pub(super) fn fits(name: &str, filter: &str) -> bool {
    let name = text::fold(name);
    text::fold(filter)
        .split_whitespace()
        .all(|word| name.contains(word))
}

/// The word in the STATUS column.
pub(super) fn short(word: StatusWord) -> &'static str {
    match word {
        StatusWord::Yes => "OK",
        StatusWord::YesConditions => "COND",
        StatusWord::InReview => "REVIEW",
        StatusWord::NotAsked => "NOT ASKED",
        StatusWord::Expired => "EXPIRED",
        StatusWord::No => "NO",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_letter_again_reverses_and_another_begins_anew() {
        let mut order = Order::by('c');
        let mut seen = Vec::new();
        for letter in ['c', 'c', 'c', 'p', 'c'] {
            order.pick(letter);
            seen.push(order.word());
            assert_eq!(Order::from_word(&order.word(), &PLACED_ORDERS), Some(order));
        }
        assert_eq!(seen, ["-c", "c", "-c", "p", "c"]);
        assert_eq!(Order::from_word("x", &PLACED_ORDERS), None);
        assert_eq!(Order::from_word("", &PLACED_ORDERS), None);
    }

    #[test]
    fn menus_never_take_a_letter_that_moves() {
        for letter in SCHOOL_ORDERS
            .iter()
            .chain(&PLACED_ORDERS)
            .chain(&MATRIX_ORDERS)
            .map(|(letter, _)| letter)
        {
            assert!(!"hjklq".contains(*letter), "{letter}");
        }
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

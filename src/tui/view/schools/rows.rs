//! What the view lists and in which order: sums by id, sort letters, the words of the filter.
//! Pure; used by the Schools view and its drawing.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::school::Level;
use crate::domain::status::Word;
use crate::domain::text;
use crate::store::{Overview, Placed, ProductRow, SchoolRow};

/// The district's sums, found by id.
pub(super) struct Sums {
    pub(super) all: Arc<Overview>,
    schools: HashMap<i64, usize>,
    products: HashMap<i64, usize>,
}

impl Sums {
    pub(super) fn new(all: Arc<Overview>) -> Sums {
        let schools = all.schools.iter().enumerate();
        let products = all.products.iter().enumerate();
        Sums {
            schools: schools.map(|(at, row)| (row.school.id.0, at)).collect(),
            products: products.map(|(at, row)| (row.product, at)).collect(),
            all,
        }
    }

    pub(super) fn school(&self, id: i64) -> Option<&SchoolRow> {
        self.all.schools.get(*self.schools.get(&id)?)
    }

    pub(super) fn product(&self, id: i64) -> Option<&ProductRow> {
        self.all.products.get(*self.products.get(&id)?)
    }
}

/// A letter of the sort menu and what it is called.
pub(super) type Choice = (char, &'static str);

pub(super) const SCHOOL_ORDERS: [Choice; 6] = [
    ('s', "school"),
    ('n', "number of products"),
    ('c', "cost"),
    ('d', "$ per student"),
    ('u', "unused dollars"),
    ('e', "enrollment"),
];
pub(super) const PLACED_ORDERS: [Choice; 7] = [
    ('p', "product"),
    ('s', "seats"),
    ('u', "use"),
    ('o', "cover"),
    ('c', "cost"),
    ('d', "unused dollars"),
    ('e', "end of contract"),
];
pub(super) const MATRIX_ORDERS: [Choice; 6] = [
    ('p', "product"),
    ('s', "seats"),
    ('u', "used"),
    ('c', "cost"),
    ('d', "unused dollars"),
    ('o', "owner"),
];

/// The order of a list: names from A, numbers from the largest, unless reversed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Order {
    pub(super) by: char,
    pub(super) reversed: bool,
}

impl Order {
    pub(super) const fn by(by: char) -> Order {
        Order {
            by,
            reversed: false,
        }
    }

    /// The same letter again turns the order round.
    pub(super) fn pick(&mut self, letter: char) {
        self.reversed = self.by == letter && !self.reversed;
        self.by = letter;
    }

    /// For line 2.
    pub(super) fn label(self, choices: &[Choice]) -> String {
        let found = choices.iter().find(|(letter, _)| *letter == self.by);
        let label = found.map_or("", |(_, label)| label);
        let turned = if self.reversed { ", reversed" } else { "" };
        format!("{label}{turned}")
    }

    /// As the saved place spells it: `c`, or `-c` when reversed.
    pub(super) fn word(self) -> String {
        let sign = if self.reversed { "-" } else { "" };
        format!("{sign}{}", self.by)
    }

    pub(super) fn from_word(word: &str, choices: &[Choice]) -> Option<Order> {
        let by = word.trim_start_matches('-').chars().next()?;
        let known = choices.iter().any(|(letter, _)| *letter == by);
        known.then_some(Order {
            by,
            reversed: word.starts_with('-'),
        })
    }

    fn turn(self, ordering: Ordering) -> Ordering {
        if self.reversed {
            ordering.reverse()
        } else {
            ordering
        }
    }

    pub(super) fn schools(self, a: &SchoolRow, b: &SchoolRow) -> Ordering {
        let by = match self.by {
            'n' => b.products.cmp(&a.products),
            'c' => b.cost.cmp(&a.cost),
            'd' => per_student(b).cmp(&per_student(a)),
            'u' => b.unused.cmp(&a.unused),
            'e' => b.school.enrollment.cmp(&a.school.enrollment),
            _ => names(&a.school.name, &b.school.name),
        };
        self.turn(by)
            .then_with(|| names(&a.school.name, &b.school.name))
    }

    pub(super) fn placed(self, a: &Placed, b: &Placed) -> Ordering {
        let by = match self.by {
            'p' => names(&a.name, &b.name),
            's' => b.seats.cmp(&a.seats),
            'u' => b.used_pct().cmp(&a.used_pct()),
            'o' => b.cover_pct.cmp(&a.cover_pct),
            'd' => b.unused().cmp(&a.unused()),
            'e' => a
                .term_end
                .is_none()
                .cmp(&b.term_end.is_none())
                .then(a.term_end.cmp(&b.term_end)),
            _ => b.cost.cmp(&a.cost),
        };
        self.turn(by).then_with(|| names(&a.name, &b.name))
    }

    pub(super) fn products(self, a: &ProductRow, b: &ProductRow) -> Ordering {
        let by = match self.by {
            'p' => names(&a.name, &b.name),
            's' => b.seats.cmp(&a.seats),
            'u' => b.used_pct().cmp(&a.used_pct()),
            'd' => b.unused.cmp(&a.unused),
            'o' => a
                .owner
                .is_none()
                .cmp(&b.owner.is_none())
                .then_with(|| a.owner.cmp(&b.owner)),
            _ => b.cost.cmp(&a.cost),
        };
        self.turn(by).then_with(|| names(&a.name, &b.name))
    }
}

fn names(a: &str, b: &str) -> Ordering {
    text::fold(a).cmp(&text::fold(b))
}

/// The columns of the matrix: small children first.
pub(super) fn by_level(a: &SchoolRow, b: &SchoolRow) -> Ordering {
    let rank = |row: &SchoolRow| match row.school.level {
        Some(Level::Preschool) => 0,
        Some(Level::Elementary) => 1,
        Some(Level::Combined) => 2,
        Some(Level::Middle) => 3,
        Some(Level::High) => 4,
        Some(Level::Other) | None => 5,
    };
    rank(a)
        .cmp(&rank(b))
        .then_with(|| names(&a.school.name, &b.school.name))
}

/// Cents a student; nothing where nobody said how many students there are.
pub(super) fn per_student(row: &SchoolRow) -> Option<i64> {
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
pub(super) fn short(word: Word) -> &'static str {
    match word {
        Word::Yes => "OK",
        Word::YesConditions => "COND",
        Word::InReview => "REVIEW",
        Word::NotAsked => "NOT ASKED",
        Word::Expired => "EXPIRED",
        Word::No => "NO",
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

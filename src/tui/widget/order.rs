//! The order of a list: by which column, and which way round. The lists of `office` bring the columns and sort
//! the rows; the sort menu, line 2 and the saved place spell it alike for all of them.

use crate::tui::effect::{Intent, Menu, MenuItem};

/// By which column, and which way round: names from A, numbers from the largest, unless reversed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order {
    /// The letter of the column.
    pub by: char,
    /// The other way round.
    pub reversed: bool,
}

/// By what the list is for, which has the letter `d` in every view: the day due, the last day, the dollars.
impl Default for Order {
    fn default() -> Order {
        Order::by('d')
    }
}

impl Order {
    /// By this column, the usual way.
    pub const fn by(by: char) -> Order {
        Order {
            by,
            reversed: false,
        }
    }

    /// The same letter again turns the order round.
    pub fn pick(&mut self, letter: char) {
        self.reversed = self.by == letter && !self.reversed;
        self.by = letter;
    }

    /// For line 2; each column is a letter and what it is called.
    pub fn label(self, columns: &[(char, &'static str)]) -> String {
        let found = columns.iter().find(|(letter, _)| *letter == self.by);
        let label = found.map_or("", |(_, label)| label);
        let turned = if self.reversed { ", reversed" } else { "" };
        format!("{label}{turned}")
    }

    /// As the saved place spells it: `c`, or `-c` when reversed.
    pub fn word(self) -> String {
        let sign = if self.reversed { "-" } else { "" };
        format!("{sign}{}", self.by)
    }

    /// Back again; none where no column has the letter.
    pub fn from_word(word: &str, columns: &[(char, &'static str)]) -> Option<Order> {
        let by = word.trim_start_matches('-').chars().next()?;
        let known = columns.iter().any(|(letter, _)| *letter == by);
        known.then_some(Order {
            by,
            reversed: word.starts_with('-'),
        })
    }

    /// The menu of the columns.
    pub fn menu(self, columns: &[(char, &'static str)]) -> Menu {
        let items = columns.iter().map(|(letter, label)| {
            let again = if *letter == self.by {
                "   again: reversed"
            } else {
                ""
            };
            let does = Intent::Sort(*letter);
            MenuItem::new(*letter, format!("{label}{again}"), does)
        });
        Menu {
            title: "Sort by".into(),
            items: items.collect(),
            about_rows: false,
        }
    }
}

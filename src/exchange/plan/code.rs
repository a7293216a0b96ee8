//! A short code for a school that came without one: the letters people would try first.

use std::collections::HashMap;

use crate::domain::names::{Index, Match};
use crate::domain::text::fold;

/// Remembers how far it has counted for each start, so that a thousand schools stay quick.
#[derive(Debug, Default)]
pub struct Codes {
    counted: HashMap<String, u32>,
}

impl Codes {
    /// A code that no school has: `LIN`, else `LIN2`, `LIN3`...
    pub fn give(&mut self, name: &str, taken: &Index) -> String {
        let words = fold(name).to_uppercase();
        let mut letters = words
            .split_whitespace()
            .filter(|w| *w != "THE")
            .flat_map(str::chars);
        let start: String = letters
            .by_ref()
            .filter(char::is_ascii_alphanumeric)
            .take(3)
            .collect();
        let start = if start.is_empty() {
            "S".to_owned()
        } else {
            start
        };
        let count = self.counted.entry(start.clone()).or_insert(0);
        loop {
            *count += 1;
            let code = if *count == 1 {
                start.clone()
            } else {
                format!("{start}{count}")
            };
            if taken.find(&code) == Match::None {
                return code;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_first_letters_and_never_taken_twice() {
        let mut codes = Codes::default();
        let mut taken = Index::default();
        for (name, code) in [
            ("Lincoln ES", "LIN"),
            ("Lincoln MS", "LIN2"),
            ("The Élan School", "ELA"),
            ("42nd St", "42N"),
            ("!!!", "S"),
        ] {
            let given = codes.give(name, &taken);
            assert_eq!(given, code, "{name}");
            taken.add(&given, 1);
        }
    }
}

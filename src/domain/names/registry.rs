//! Numbers of an outside directory, and what spreadsheets do to them: leading zeros are lost, long ones
//! become `1.00005E+10`. A damaged number is known again only beside the undamaged one.

use std::collections::HashMap;
use std::hash::Hash;

/// The records of one noun by their number in an outside directory.
#[derive(Debug, Clone)]
pub struct Registry<I> {
    by_number: HashMap<String, I>,
    by_record: HashMap<I, String>,
    bare: HashMap<String, Vec<String>>,
}

impl<I> Default for Registry<I> {
    fn default() -> Registry<I> {
        Registry {
            by_number: HashMap::new(),
            by_record: HashMap::new(),
            bare: HashMap::new(),
        }
    }
}

impl<I: Copy + Eq + Hash> Registry<I> {
    /// Enters a number.
    pub fn add(&mut self, number: &str, id: I) {
        self.by_number.insert(number.to_owned(), id);
        self.by_record.insert(id, number.to_owned());
        if is_digits(number) {
            let alike = self.bare.entry(bare(number).to_owned()).or_default();
            if !alike.iter().any(|one| one == number) {
                alike.push(number.to_owned());
            }
        }
    }

    /// The record of this number.
    pub fn get(&self, number: &str) -> Option<I> {
        self.by_number.get(number).copied()
    }

    /// The number of a record, if it has one.
    pub fn of(&self, id: I) -> Option<&str> {
        self.by_record.get(&id).map(String::as_str)
    }

    /// The one number here that this one is when its leading zeros are lost, and its record.
    pub fn shortened(&self, number: &str) -> Option<(&str, I)> {
        if !is_digits(number) {
            return None;
        }
        let alike = self.bare.get(bare(number))?;
        let [whole] = &alike[..] else { return None };
        let id = self.get(whole)?;
        (whole.len() > number.len()).then_some((whole.as_str(), id))
    }
}

/// Are these one number but for zeros before it?
pub fn same_digits(one: &str, other: &str) -> bool {
    one == other || (is_digits(one) && is_digits(other) && bare(one) == bare(other))
}

/// Is it what a spreadsheet makes of a long number: `1.00005E+10`?
pub fn is_rounded(number: &str) -> bool {
    let Some((digits, power)) = number.split_once(['E', 'e']) else {
        return false;
    };
    let Some(power) = power.strip_prefix('+') else {
        return false;
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    whole.len() == 1 && [whole, part, power].iter().all(|part| is_digits(part))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn bare(number: &str) -> &str {
    let bare = number.trim_start_matches('0');
    if bare.is_empty() { "0" } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_lost_its_zeros_is_known_beside_the_whole_one() {
        let mut numbers = Registry::default();
        for (number, id) in [
            ("010000500870", 1),
            ("0077", 2),
            ("077", 3),
            ("A012", 4),
            ("12", 5),
        ] {
            numbers.add(number, id);
        }
        for (typed, found) in [
            ("10000500870", Some(("010000500870", 1))),
            ("010000500870", None),
            ("77", None),
            ("012", None),
            ("A12", None),
            ("", None),
        ] {
            assert_eq!(numbers.shortened(typed), found, "{typed}");
        }
        assert_eq!((numbers.get("077"), numbers.of(2)), (Some(3), Some("0077")));
    }

    #[test]
    fn a_rounded_number_is_no_id() {
        for rounded in ["1.00005E+10", "1E+10", "1.2e+07"] {
            assert!(is_rounded(rounded), "{rounded}");
        }
        for id in ["1E10", "12E+3", "E+10", "1.E+10", "1.0E+", "100005", "3E"] {
            assert!(!is_rounded(id), "{id}");
        }
        assert!(same_digits("0042", "42") && same_digits("A", "A") && same_digits("00", "0"));
        assert!(!same_digits("A42", "A042") && !same_digits("42", "420"));
    }
}

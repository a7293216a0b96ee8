//! Whom no text of a district may name to its neighbours: people never, schools where their names stay here, nor an amount
//! in dollars. Rather a harmless text too many stays here than a name too many goes.

use std::collections::HashSet;

use crate::domain::school::School;
use crate::domain::text::fold;

/// Whom and what no text may name: whoever is known to the office, and its schools where their names stay here.
#[derive(Debug, Clone, Default)]
pub struct WithheldNames {
    /// Names of schools, logins and addresses, folded.
    whole: Vec<String>,
    /// Each word of people's names, folded.
    words: HashSet<String>,
    /// Words that count only as they are spelt: the codes of schools.
    codes: Vec<String>,
}

impl WithheldNames {
    /// A person is not to be named: by their name, login or address.
    pub fn person(&mut self, name: &str, login: &str, email: Option<&str>) {
        self.named(name);
        for said in [login].into_iter().chain(email) {
            self.add(said);
        }
    }

    /// Nor is whoever bears this name, not even by one of its words.
    pub fn named(&mut self, name: &str) {
        let name = fold(name);
        let words = name.split(|c: char| !c.is_alphanumeric());
        let long = words.filter(|word| word.chars().count() > 2);
        self.words.extend(long.map(str::to_owned));
        self.add(&name);
    }

    /// Nor is a school, also without the last word, which says which kind of school it is.
    pub fn school(&mut self, school: &School) {
        self.add(&school.name);
        if let Some((short, _)) = school.name.trim().rsplit_once(' ') {
            self.add(short);
        }
        if !school.code.is_empty() {
            self.codes.push(school.code.clone());
        }
    }

    fn add(&mut self, name: &str) {
        let name = fold(name.trim());
        // In shorter ones any text would name somebody.
        if name.chars().count() > 1 {
            self.whole.push(name);
        }
    }

    /// Does a text name one of them, give an address for mail, or say an amount?
    pub fn named_in(&self, text: &str) -> bool {
        let folded = fold(text);
        let alone = |at: usize, length: usize| {
            let before = folded[..at].chars().next_back();
            let after = folded[at + length..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        };
        let named = |name: &String| {
            folded
                .match_indices(name.as_str())
                .any(|(at, found)| alone(at, found.len()))
        };
        let words = || text.split(|c: char| !c.is_alphanumeric());
        let mut said = folded.split(|c: char| !c.is_alphanumeric());
        text.contains(['@', '$'])
            || said.any(|word| self.words.contains(word))
            || self.whole.iter().any(named)
            || self
                .codes
                .iter()
                .any(|code| words().any(|word| word == code))
    }
}

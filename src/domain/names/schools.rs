//! Schools as other systems write them: `Juniper Hill ES`, `Juniper Hill Elem`, `Ferry St High School`.
//! Words of the trade fold to one; only a fold that one school has is followed, and that is told.

use std::collections::HashMap;

use super::{Match, Names};
use crate::domain::school::SchoolId;
use crate::domain::text::fold;

/// Less alike than this is no hint.
const NEAR: f64 = 0.85;

/// What two ways to write one school have in common: its words, those of the trade folded, without the
/// word school where others are left.
pub fn school_key(name: &str) -> String {
    let folded = fold(name).replace('\'', "").replace('&', " and ");
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty())
        .map(canonical)
        .collect();
    let telling = words
        .iter()
        .copied()
        .filter(|w| !["school", "the"].contains(w));
    let telling: Vec<&str> = telling.collect();
    let words = if telling.is_empty() { words } else { telling };
    words.join(" ")
}

/// The word that stands for all of its kind.
fn canonical(word: &str) -> &str {
    match word {
        "es" | "elem" | "el" => "elementary",
        "ms" => "middle",
        "hs" => "high",
        "jr" => "junior",
        "sr" => "senior",
        "sch" | "schl" | "schools" => "school",
        "street" | "saint" => "st",
        "avenue" => "ave",
        "road" => "rd",
        "mount" => "mt",
        "fort" => "ft",
        "acad" => "academy",
        "ctr" => "center",
        "intl" => "international",
        "tech" => "technical",
        other => other,
    }
}

/// Schools by [`school_key`].
#[derive(Debug, Clone, Default)]
pub struct SchoolWords(HashMap<String, Vec<SchoolId>>);

impl SchoolWords {
    /// Enters a school.
    pub fn add(&mut self, name: &str, id: SchoolId) {
        self.0.entry(school_key(name)).or_default().push(id);
    }

    /// The only school that is called so in other words.
    pub fn find(&self, name: &str) -> Option<SchoolId> {
        match self.0.get(&school_key(name)).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        }
    }
}

/// What lies so far behind the nearest may be meant as well.
const AS_NEAR: f64 = 0.05;

impl Names {
    /// The names and the codes of the schools that words may mean which name none: those whose names begin with them, else
    /// those whose names come nearest, the nearest first.
    pub fn near_schools(&self, name: &str) -> Vec<(&str, &str)> {
        let wanted = school_key(name);
        let schools = || {
            let schools = self.school_called.values();
            schools.map(|(name, code)| (school_key(name), (name.as_str(), code.as_str())))
        };
        let begins = |key: &str| {
            let rest = key.strip_prefix(&wanted);
            rest.is_some_and(|rest| rest.starts_with(' '))
        };
        let longer = schools().filter(|(key, _)| begins(key));
        let mut near: Vec<(f64, (&str, &str))> = longer.map(|(_, school)| (1.0, school)).collect();
        if near.is_empty() {
            let scored =
                schools().map(|(key, school)| (strsim::jaro_winkler(&key, &wanted), school));
            near.extend(scored.filter(|(score, _)| *score >= NEAR));
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.1.cmp(b.1.1)));
        let best = near.first().map_or(0.0, |(score, _)| *score);
        let near = near
            .into_iter()
            .filter(|(score, _)| *score >= best - AS_NEAR);
        near.map(|(_, school)| school).collect()
    }

    /// The schools in a cell that names several with something else than `;` between them: the names and the codes of
    /// those that are known. Empty where it is one name.
    pub fn schools_in_one(&self, cell: &str) -> Vec<(&str, &str)> {
        let parts = cell.replace(" and ", ",");
        let parts = parts.split([',', '/', '&', '+', '\n']).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        if parts.len() < 2 {
            return Vec::new();
        }
        let known = parts
            .into_iter()
            .filter_map(|part| match self.school(part) {
                Match::One(id) => Some(id),
                Match::Several(_) => None,
                Match::None => self.school_words.find(part),
            });
        let called = known.filter_map(|id| self.school_called.get(&id));
        called
            .map(|(name, code)| (name.as_str(), code.as_str()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_trade_fold_and_others_do_not() {
        for (one, other) in [
            ("Juniper Hill ES", "Juniper Hill Elementary"),
            ("Juniper Hill Elem.", "Juniper Hill Elementary School"),
            ("Ferry St High School", "Ferry Street HS"),
            ("O'Dell MS", "ODell Middle School"),
            ("Saint Bede Jr. High", "St. Bede Junior High School"),
        ] {
            assert_eq!(school_key(one), school_key(other), "{one}");
        }
        for (one, other) in [
            ("Juniper Hill", "Juniper Hill ES"),
            ("Juniper Hill MS", "Juniper Hill ES"),
            ("Juniper ES", "Juniper Hill ES"),
        ] {
            assert_ne!(school_key(one), school_key(other), "{one}");
        }
        assert_eq!(school_key("School"), "school");
    }

    #[test]
    fn only_what_one_school_is_called_is_followed() {
        let mut words = SchoolWords::default();
        for (name, id) in [("Oak HS", 1), ("Oak High", 2), ("Elm Street MS", 3)] {
            words.add(name, SchoolId(id));
        }
        assert_eq!(words.find("Oak High School"), None);
        assert_eq!(words.find("Elm St. Middle"), Some(SchoolId(3)));
        let mut names = Names::default();
        for (id, name, code) in [
            (1, "Juniper Hill Elementary", "JUN"),
            (2, "Ferry Street High", "FER"),
        ] {
            names
                .school_called
                .insert(SchoolId(id), (name.into(), code.into()));
        }
        let juniper = ("Juniper Hill Elementary", "JUN");
        assert_eq!(names.near_schools("Juniper Hil"), [juniper]);
        assert_eq!(names.near_schools("Atlantis"), []);
        let high = ("Juniper Hill High", "JHH");
        names
            .school_called
            .insert(SchoolId(3), (high.0.into(), high.1.into()));
        for words in ["Juniper Hill", "Juniper", "Juniper Hil"] {
            assert_eq!(names.near_schools(words), [high, juniper], "{words}");
        }
        assert_eq!(names.near_schools("Juniper Hill Elementry"), [juniper]);
    }
}

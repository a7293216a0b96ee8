//! Schools as other systems write them: `Juniper Hill ES`, `Juniper Hill Elem`, `Ferry St High School`.
//! Words of the trade fold to one; only a fold that one school has is followed, and that is told.

use std::collections::HashMap;

use super::Names;
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

impl Names {
    /// The name and the code of the school whose name comes nearest; none where nothing is near.
    pub fn nearest_school(&self, name: &str) -> Option<(&str, &str)> {
        let wanted = school_key(name);
        let schools = self.school_called.values();
        let scored = schools.map(|(name, code)| {
            let near = strsim::jaro_winkler(&school_key(name), &wanted);
            (near, name.as_str(), code.as_str())
        });
        let near = scored.filter(|(near, ..)| *near >= NEAR);
        let best = near.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
        Some((best.1, best.2))
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
        assert_eq!(
            names.nearest_school("Juniper Hil"),
            Some(("Juniper Hill Elementary", "JUN"))
        );
        assert_eq!(names.nearest_school("Atlantis"), None);
    }
}

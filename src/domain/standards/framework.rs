//! Frameworks and their standards, how standards are related to others, and which parts of a test speak of which.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::domain::grade::Grades;
use crate::domain::person::PersonId;
use crate::domain::policy::Percent;
use crate::domain::record::{record, words};
use crate::domain::refusal::Refusal;

/// The weight of a standard that nobody weighed.
pub const USUAL_WEIGHT: i64 = 2;

record! {
    /// A set of standards, which CASE calls a `CFDocument`.
    Framework(FrameworkId) keyed by ["guid"] {
        /// Its number everywhere, lower case.
        guid: String,
        /// What people type: `CCSS-M`.
        short: String,
        /// Its full name.
        title: String,
        /// Who made it.
        creator: Option<String>,
        /// What it is about: `Mathematics`.
        subject: Option<String>,
        /// In which language, as its makers say: `en`.
        language: Option<String>,
        /// Which edition, as its makers say.
        edition: Option<String>,
        /// The version of CASE that it was given in.
        case_version: Option<String>,
        /// How far it is adopted, as its makers say: `Adopted`.
        adoption: Option<String>,
        /// Where its licence is.
        licence: Option<String>,
        /// Where its makers publish it.
        url: Option<String>,
        /// The first day it holds.
        starts: Option<NaiveDate>,
        /// The last day it holds.
        ends: Option<NaiveDate>,
        /// When its makers changed it last, as they write it.
        changed_at: Option<String>,
        /// Does the district teach by it? Gaps and coverage are told in these.
        ours: bool,
        /// What of its package has no field here, as JSON, so that it is given back.
        rest: Option<String>,
    } check(framework) {
        for (field, text) in [("guid", &framework.guid), ("short", &framework.short), ("title", &framework.title)] {
            if text.trim().is_empty() {
                return Err(Refusal::new(field, format!("a framework needs a {field}")));
            }
        }
        Ok(())
    }
}

record! {
    /// What somebody is to know or to be able to do, which CASE calls a `CFItem`; or a heading above such.
    Standard(StandardId) keyed by ["guid"] {
        /// The framework it stands in.
        framework: FrameworkId,
        /// Its number everywhere, lower case.
        guid: String,
        /// What people call it: `3.NF.A.1`.
        code: Option<String>,
        /// The same as it is looked for (`code_key`).
        code_key: Option<String>,
        /// Another code of it.
        other_code: Option<String>,
        /// In full.
        statement: String,
        /// In a few words.
        short: Option<String>,
        /// What kind of item its makers call it: `Standard`, `Cluster`.
        kind: Option<String>,
        /// The grades it is for; none said limits nothing.
        grades: Grades,
        /// What it stands under.
        parent: Option<StandardId>,
        /// Its place there.
        seq: Option<i64>,
        /// Is nothing under it?
        leaf: bool,
        /// 3 for a priority, 2 for a usual one, 1 for a supporting one.
        weight: i64,
        /// Why no product is wanted for it.
        waived: Option<String>,
        /// The first day it holds.
        starts: Option<NaiveDate>,
        /// The last day it holds.
        ends: Option<NaiveDate>,
        /// When its makers changed it last, as they write it.
        changed_at: Option<String>,
        /// What of it has no field here, as JSON, so that it is given back.
        rest: Option<String>,
    } check(standard) {
        if standard.guid.is_empty() || standard.statement.is_empty() {
            let field = if standard.guid.is_empty() { "guid" } else { "statement" };
            return Err(Refusal::new(field, "a standard needs a guid and a statement"));
        }
        if !(1..=3).contains(&standard.weight) {
            return Err(Refusal::new("weight", "a standard weighs 3 (priority), 2 (usual) or 1 (supporting)"));
        }
        if standard.waived.as_deref().is_some_and(|why| why.trim().is_empty()) {
            return Err(Refusal::new("waived", "say why no product is wanted"));
        }
        Ok(())
    }
}

impl Standard {
    /// As people call it: its code, or its statement where it has none.
    pub fn called(&self) -> &str {
        self.code.as_deref().unwrap_or(&self.statement)
    }
}

/// A code as it is looked for: no case, no space, no dot at its end.
pub fn code_key(code: &str) -> String {
    let bare: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    bare.trim_end_matches('.').to_lowercase()
}

words! {
    /// How one standard is related to another.
    RelationKind {
        /// They say the same.
        Exact = "exact",
        /// They are alike, side by side.
        Peer = "peer",
        /// They have to do with each other.
        Related = "related",
        /// The one is a part of the other.
        Part = "part",
        /// The one is learned before the other.
        Precedes = "precedes",
        /// The other takes its place.
        Replaced = "replaced",
        /// It is the other, in another language.
        Translation = "translation",
        /// A crosswalk found them near each other; how near its score says.
        Near = "near",
        /// The other is an example of it.
        Exemplar = "exemplar",
        /// The other is its level of skill.
        Skill = "skill",
        /// Something else that its makers say, kept as they say it.
        Other = "other",
    }
}

impl RelationKind {
    /// What an association of CASE says, by its makers' word.
    pub fn of_association(word: &str) -> RelationKind {
        match word {
            "exactMatchOf" => RelationKind::Exact,
            "isPeerOf" => RelationKind::Peer,
            "isRelatedTo" => RelationKind::Related,
            "isPartOf" | "isChildOf" => RelationKind::Part,
            "precedes" => RelationKind::Precedes,
            "replacedBy" => RelationKind::Replaced,
            "isTranslationOf" => RelationKind::Translation,
            "exemplar" => RelationKind::Exemplar,
            "hasSkillLevel" => RelationKind::Skill,
            _ => RelationKind::Other,
        }
    }

    /// CASE's word for it; a crosswalk's nearness has none, and is said in CASE's own way to extend it.
    pub fn association(self) -> &'static str {
        match self {
            RelationKind::Exact => "exactMatchOf",
            RelationKind::Peer => "isPeerOf",
            RelationKind::Related => "isRelatedTo",
            RelationKind::Part => "isPartOf",
            RelationKind::Precedes => "precedes",
            RelationKind::Replaced => "replacedBy",
            RelationKind::Translation => "isTranslationOf",
            RelationKind::Near => "ext:isNear",
            RelationKind::Exemplar => "exemplar",
            RelationKind::Skill => "hasSkillLevel",
            RelationKind::Other => "ext:other",
        }
    }
}

record! {
    /// That one standard is related to another. A side may stand in a framework that is not here.
    Relation(RelationId) keyed by ["origin", "destination", "kind", "says", "association"] {
        /// The guid of the one.
        origin: String,
        /// The guid of the other.
        destination: String,
        /// How.
        kind: RelationKind,
        /// Of a crosswalk: how near, 0 to 100.
        score: Option<i64>,
        /// Who says so: the title of a framework or file, or the login of somebody here.
        says: String,
        /// The person here who said so.
        by: Option<PersonId>,
        /// The local day on which they did.
        on: Option<NaiveDate>,
        /// Its makers' own word for it: `exactMatchOf`.
        association: String,
        /// What of it has no field here, as JSON, so that it is given back.
        rest: Option<String>,
    } check(relation) {
        if relation.origin.is_empty() || relation.destination.is_empty() {
            return Err(Refusal::new("origin", "a relation is between two standards"));
        }
        if relation.origin == relation.destination {
            return Err(Refusal::new("destination", "a standard is not related to itself"));
        }
        if relation.says.is_empty() || relation.association.is_empty() {
            return Err(Refusal::new("says", "a relation is said by somebody"));
        }
        if relation.score.is_some_and(|score| !(0..=100).contains(&score)) {
            return Err(Refusal::new("score", "a score is 0 to 100"));
        }
        Ok(())
    }
}

record! {
    /// That a part of a test speaks of a standard.
    Measure(MeasureId) keyed by ["test", "part", "grades", "standard"] {
        /// The test: `MAP Growth`.
        test: String,
        /// The part of it, as its files name it: `Number and Operations`.
        part: String,
        /// The grades in which it does; all where none is said.
        grades: Grades,
        /// The standard.
        standard: StandardId,
    } check(measure) {
        if measure.test.is_empty() || measure.part.is_empty() {
            let field = if measure.test.is_empty() { "test" } else { "part" };
            return Err(Refusal::new(field, "a measure names a test and a part of it"));
        }
        Ok(())
    }
}

/// What tells one relation from another: both guids, how, who says so, and its makers' word for it.
pub type RelationKey = (String, String, RelationKind, String, String);

impl Relation {
    /// What tells it from another.
    pub fn key(&self) -> RelationKey {
        (
            self.origin.clone(),
            self.destination.clone(),
            self.kind,
            self.says.clone(),
            self.association.clone(),
        )
    }

    /// Did somebody here accept it, from a crosswalk that scored it less than the district's least of today? It stays as
    /// they said, and is to be looked at again.
    pub fn is_accepted_below(&self, least: Percent) -> bool {
        let is_accepted = self.by.is_some() && self.kind == RelationKind::Exact;
        is_accepted && self.score.is_some_and(|score| score < i64::from(least.0))
    }
}

impl Standard {
    /// What a group's need is multiplied by: 3 for a priority, 2 usually, 1 for a supporting standard.
    pub fn weighs(&self) -> u32 {
        u32::try_from(self.weight).unwrap_or(2)
    }
}

/// When a file was changed, of the forms that are met; none where it is another.
pub fn instant(text: &str) -> Option<NaiveDateTime> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.with_timezone(&Utc).naive_utc());
    }
    let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
    let found = forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    found.or_else(|| {
        text.get(..10)?
            .parse::<NaiveDate>()
            .ok()?
            .and_hms_opt(0, 0, 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        for typed in ["3.NF.A.1", "3.nf.a.1.", " 3. NF.A.1", "3.NF.A.1.."] {
            assert_eq!(code_key(typed), "3.nf.a.1", "{typed}");
        }
        assert_ne!(code_key("3.NF.A.1"), code_key("3.NF.A.11"));
    }

    #[test]
    fn every_word_of_case_comes_back_as_it_was() {
        for kind in RelationKind::ALL {
            let word = kind.association();
            let read = RelationKind::of_association(word);
            let kept = matches!(kind, RelationKind::Near | RelationKind::Other);
            assert_eq!(
                read,
                if kept { RelationKind::Other } else { *kind },
                "{word}"
            );
        }
        assert_eq!(
            RelationKind::of_association("ext:aligns"),
            RelationKind::Other
        );
    }
}

//! When an item applies: a few words, read once and asked of the facts of a request. What is true is
//! told by the caller; what nobody knows is neither true nor false and leaves the item asked.

use crate::domain::refusal::Refusal;
use std::fmt;

use crate::domain::grade::Grades;
use crate::domain::product::{DataUse, ProductKind};
use crate::domain::record::words;

mod read;

words! {
    /// A fact that a condition may name in one word.
    Fact {
        /// People sign in.
        Logins = "logins",
        /// It holds student data.
        Pii = "pii",
        /// It holds sensitive student data.
        Sensitive = "sensitive",
        /// Students use it, not staff alone.
        Students = "students",
        /// What was asked for has a price.
        Paid = "paid",
        /// It has none.
        Free = "free",
        /// It teaches.
        Instructional = "instructional",
        /// It is core material.
        Core = "core",
        /// More than one school would use it.
        SeveralSchools = "several_schools",
        /// Federal Title money would pay.
        TitleFunds = "title_funds",
        /// It is a pilot.
        Pilot = "pilot",
        /// It has AI in it. No record says so.
        Ai = "ai",
        /// It asks for access to accounts. No record says so.
        Oauth = "oauth",
        /// People can talk or publish in it. No record says so.
        Chat = "chat",
    }
}

/// What is known of a request; none where nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConditionFacts<'f> {
    /// What the product learns about people.
    pub data: Option<DataUse>,
    /// Do students use it?
    pub students: Option<bool>,
    /// Has it a price?
    pub paid: Option<bool>,
    /// Does it teach?
    pub instructional: Option<bool>,
    /// Is it core material?
    pub core: Option<bool>,
    /// How it reaches people.
    pub kind: Option<ProductKind>,
    /// The grades that were asked for.
    pub grades: Grades,
    /// Did everybody who asked name grades?
    pub grades_complete: bool,
    /// Would more than one school use it?
    pub several_schools: Option<bool>,
    /// Its risk, 0 to 3.
    pub tier: i64,
    /// Would Title money pay?
    pub title_funds: Option<bool>,
    /// Is it a pilot?
    pub pilot: Option<bool>,
    /// The items looked at so far: was it something other than n/a?
    pub items: Vec<(&'f str, Option<bool>)>,
}

/// A condition as it was written, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    text: String,
    means: Means,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Means {
    Fact(Fact),
    Kind(ProductKind),
    Tier(i64),
    /// Some of the grades have pupils below this age.
    Under(i8),
    /// This item did not come to n/a.
    Item(String),
    Not(Box<Means>),
    All(Vec<Means>),
    Any(Vec<Means>),
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl When {
    /// Reads a condition. `items` are the ids it may name. The error says which word is not known.
    pub fn read(text: &str, items: &[&str]) -> Result<When, Refusal> {
        let means = read::read(text, items)?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(When { text, means })
    }

    /// Does it hold? None where nobody knows.
    pub fn holds(&self, facts: &ConditionFacts) -> Option<bool> {
        self.means.holds(facts)
    }

    /// Why it does not hold: `no student data`; none where it does, or where nobody knows.
    pub fn why_not(&self, facts: &ConditionFacts) -> Option<String> {
        if self.holds(facts) != Some(false) {
            return None;
        }
        let mut reasons = self.means.because(false, facts);
        reasons.dedup();
        Some(reasons.join(", "))
    }
}

impl Means {
    fn holds(&self, facts: &ConditionFacts) -> Option<bool> {
        match self {
            Means::Fact(fact) => facts.holds(*fact),
            Means::Kind(kind) => facts.kind.map(|known| known == *kind),
            Means::Tier(tier) => Some(facts.tier == *tier),
            Means::Under(age) => facts.under(*age),
            Means::Item(id) => facts
                .items
                .iter()
                .find(|(known, _)| known == id)
                .and_then(|(_, stands)| *stands),
            Means::Not(inner) => inner.holds(facts).map(|holds| !holds),
            Means::All(parts) => settled(parts, facts, false),
            Means::Any(parts) => settled(parts, facts, true),
        }
    }

    /// Why it holds, or why it does not, in the words of its facts. Asked only where that is known.
    fn because(&self, holds: bool, facts: &ConditionFacts) -> Vec<String> {
        match self {
            Means::Not(inner) => inner.because(!holds, facts),
            Means::All(parts) | Means::Any(parts) => {
                let settles = matches!(self, Means::Any(_)) == holds;
                let mut known = parts.iter().filter(|p| p.holds(facts) == Some(holds));
                if settles {
                    known
                        .next()
                        .map_or_else(Vec::new, |p| p.because(holds, facts))
                } else {
                    known.flat_map(|p| p.because(holds, facts)).collect()
                }
            }
            Means::Fact(fact) => vec![said(*fact, holds).into()],
            Means::Kind(kind) => vec![kind_said(*kind, holds)],
            Means::Tier(_) => vec![format!("risk tier {}", facts.tier)],
            Means::Under(age) if holds => vec![format!("pupils under {age}")],
            Means::Under(age) => vec![format!("no pupils under {age}")],
            Means::Item(id) if holds => vec![format!("{id} applies")],
            Means::Item(id) => vec![format!("{id} is n/a")],
        }
    }
}

/// One part with the value `by` settles it; else it is known only where every part is.
fn settled(parts: &[Means], facts: &ConditionFacts, by: bool) -> Option<bool> {
    let mut unknown = false;
    for part in parts {
        match part.holds(facts) {
            Some(value) if value == by => return Some(by),
            Some(_) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(!by)
}

impl ConditionFacts<'_> {
    fn holds(&self, fact: Fact) -> Option<bool> {
        match fact {
            Fact::Logins => self.data.map(|data| data != DataUse::None),
            Fact::Pii => self
                .data
                .map(|data| matches!(data, DataUse::Pii | DataUse::Sensitive)),
            Fact::Sensitive => self.data.map(|data| data == DataUse::Sensitive),
            Fact::Students => self.students,
            Fact::Paid => self.paid,
            Fact::Free => self.paid.map(|paid| !paid),
            Fact::Instructional => self.instructional,
            Fact::Core => self.core,
            Fact::SeveralSchools => self.several_schools,
            Fact::TitleFunds => self.title_funds,
            Fact::Pilot => self.pilot,
            Fact::Ai | Fact::Oauth | Fact::Chat => None,
        }
    }

    /// Are there pupils below this age? In grade 1 the youngest are 6.
    fn under(&self, age: i8) -> Option<bool> {
        let young = self.grades.iter().any(|grade| grade.number() + 5 < age);
        match (young, self.grades_complete) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        }
    }
}

fn said(fact: Fact, holds: bool) -> &'static str {
    match (fact, holds) {
        (Fact::Logins, true) => "people sign in",
        (Fact::Logins, false) => "nobody signs in",
        (Fact::Pii, true) => "holds student data",
        (Fact::Pii, false) => "no student data",
        (Fact::Sensitive, true) => "holds sensitive data",
        (Fact::Sensitive, false) => "no sensitive data",
        (Fact::Students, true) => "students use it",
        (Fact::Students, false) => "staff only",
        (Fact::Paid, true) | (Fact::Free, false) => "it has a price",
        (Fact::Paid, false) | (Fact::Free, true) => "free of charge",
        (Fact::Instructional, true) => "it teaches",
        (Fact::Instructional, false) => "not for teaching",
        (Fact::Core, true) => "core material",
        (Fact::Core, false) => "not core material",
        (Fact::SeveralSchools, true) => "several schools",
        (Fact::SeveralSchools, false) => "one school only",
        (Fact::TitleFunds, true) => "Title money pays",
        (Fact::TitleFunds, false) => "no Title money",
        (Fact::Pilot, true) => "a pilot",
        (Fact::Pilot, false) => "no pilot",
        (Fact::Ai, true) => "AI in it",
        (Fact::Ai, false) => "no AI in it",
        (Fact::Oauth, true) => "asks for access to accounts",
        (Fact::Oauth, false) => "asks for no access to accounts",
        (Fact::Chat, true) => "people can talk in it",
        (Fact::Chat, false) => "nobody can talk in it",
    }
}

fn kind_said(kind: ProductKind, holds: bool) -> String {
    let name = match kind {
        ProductKind::Web => "a web site",
        ProductKind::App => "an app",
        ProductKind::Extension => "an extension",
        ProductKind::Desktop => "a desktop program",
        ProductKind::Content => "content",
        ProductKind::Service => "a service",
    };
    if holds {
        name.into()
    } else {
        format!("not {name}")
    }
}

#[cfg(test)]
mod tests;

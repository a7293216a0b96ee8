//! What a product teaches, by what is claimed of it: how many standards somebody of the district verified, which of these
//! are to be looked at again, which are only claimed and by whom, which were rejected. A claim is not proof, so nothing
//! here lets one stand for what was verified.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::grade::{Grade, Grades};
use super::person::PersonId;
use super::product::ProductId;
use super::record::words;
use super::standards::claim::{AlignmentRole, AlignmentStatus, Claimant, StandardDays, trust};
use super::standards::framework::{StandardId, code_key};
use super::standards::incoming::is_called;
use super::standards::matching::Trust;
use super::standards::{Alignment, Framework, Standard};
use super::status::StatusWord;

words! {
    /// How far it is proven that a product teaches a standard, best first.
    TaughtState {
        /// Somebody of the district sampled tasks, and it holds.
        Verified = "verified",
        /// The same, and it is to be looked at again; counts as claimed.
        Recheck = "recheck",
        /// Somebody says so.
        Claimed = "claimed",
        /// Somebody of the district looked, and it is not so.
        Rejected = "rejected",
    }
}

/// A standard that a product is said to teach, once, by the best claim on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaughtStandard {
    /// Its framework, as people type it; as it was given where that is not here.
    pub framework: String,
    /// Does the district teach by that framework? None where it is not here.
    pub ours: Option<bool>,
    /// The standard; none where its code is of no framework here.
    pub item: Option<StandardId>,
    /// Its code.
    pub code: String,
    /// Is nothing under it?
    pub leaf: bool,
    /// The grades it is taught for; unsaid for all.
    pub grades: Grades,
    /// How far it is proven.
    pub state: TaughtState,
    /// Who says so: logins of whoever verified or rejected it, else who claims it.
    pub who: Vec<String>,
    /// The newest day on which they did.
    pub on: Option<NaiveDate>,
    /// How many tasks were sampled for it; 0 where nobody did.
    pub sampled: i64,
    /// How many of these met the standard.
    pub met: i64,
}

/// The standards of one framework in one state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaughtCount {
    /// How many.
    pub standards: usize,
    /// How many of these have nothing under them.
    pub leaves: usize,
    /// Who says so, each once, in order of the alphabet.
    pub who: Vec<String>,
    /// The newest day on which somebody did.
    pub newest: Option<NaiveDate>,
}

/// What a product teaches of one framework, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaughtOfFramework {
    /// The framework, as people type it.
    pub framework: String,
    /// Does the district teach by it? None where it is not here.
    pub ours: Option<bool>,
    counts: BTreeMap<TaughtState, TaughtCount>,
}

impl TaughtOfFramework {
    /// The standards in this state.
    pub fn of(&self, state: TaughtState) -> TaughtCount {
        self.counts.get(&state).cloned().unwrap_or_default()
    }

    /// In words: `12 verified (nhalvessen, Oct 13 2026), 3 to be looked at again, 40 only claimed (vendor), 1 rejected`.
    pub fn words(&self) -> String {
        let said = TaughtState::ALL.iter().filter_map(|state| {
            let count = self.counts.get(state)?;
            let mut who = count.who.clone();
            let n = count.standards;
            let what = match state {
                TaughtState::Verified => {
                    who.extend(count.newest.map(|day| day.format("%b %-d %Y").to_string()));
                    format!("{n} verified")
                }
                TaughtState::Recheck => format!("{n} to be looked at again"),
                TaughtState::Claimed => format!("{n} only claimed"),
                TaughtState::Rejected => format!("{n} rejected"),
            };
            Some(if who.is_empty() {
                what
            } else {
                format!("{what} ({})", who.join(", "))
            })
        });
        said.collect::<Vec<_>>().join(", ")
    }

    /// The framework with what is to be known of it, and the words.
    pub fn line(&self) -> String {
        let note = match self.ours {
            Some(true) => "",
            Some(false) => " (not ours)",
            None => " (not imported)",
        };
        format!("{}{note}: {}", self.framework, self.words())
    }
}

/// What a product teaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taught {
    /// Each standard once, by framework and code.
    pub standards: Vec<TaughtStandard>,
    /// How many standards it is said to test, and not to teach.
    pub tested: usize,
    /// Does the district teach by a framework that is here?
    pub has_own: bool,
}

/// A product of ours that teaches some of the same standards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeachesSame {
    /// The id of the product.
    pub product: ProductId,
    /// With its edition, as rows print it.
    pub name: String,
    /// May it be used where that was asked?
    pub answer: StatusWord,
    /// How many of the standards somebody verified of it.
    pub verified: usize,
    /// How many it is only claimed to teach, those to be looked at again among them.
    pub claimed: usize,
    /// How many standards there are.
    pub of: usize,
}

impl TeachesSame {
    /// In words: `2 of its 4 standards, 1 verified`, `2 of its 4 standards, only claimed`.
    pub fn words(&self) -> String {
        let how = match (self.verified, self.claimed) {
            (0, _) => "only claimed".to_owned(),
            (_, 0) => "verified".to_owned(),
            (verified, _) => format!("{verified} verified"),
        };
        let standards = match (self.verified + self.claimed, self.of) {
            (_, 1) => "it".to_owned(),
            (n, of) => format!("{n} of {of} standards"),
        };
        format!("teaches {standards}, {how}")
    }
}

/// The words of a text that look like codes of standards: `4.NF.B.3`, `CCSS-M:3.OA.A.1`.
pub fn codes_in(text: &str) -> Vec<String> {
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '"' | '\'');
    let words = text
        .split(apart)
        .map(|word| word.trim_matches(['.', ':', '?', '!']));
    let is_code = |word: &&str| {
        word.len() <= LONGEST_CODE
            && word.contains(['.', '-'])
            && word.chars().any(|c| c.is_ascii_digit())
            && word.chars().any(char::is_alphabetic)
    };
    let words = words.filter(is_code).take(MOST_CODES);
    words.map(str::to_owned).collect()
}

/// Bytes that a code may have, and codes looked for in one text.
const LONGEST_CODE: usize = 60;
const MOST_CODES: usize = 4;

/// What claims are judged by.
pub struct TaughtFacts<'f> {
    /// Every framework here.
    pub frameworks: &'f [Framework],
    /// The standards that the claims are about.
    pub standards: &'f HashMap<StandardId, Standard>,
    /// The login of everybody who ever was here.
    pub logins: &'f HashMap<PersonId, String>,
    /// The day, and after how many months what was verified is looked at again.
    pub today: (NaiveDate, u32),
}

impl Taught {
    /// What these claims on one product come to.
    pub fn of(claims: &[Alignment], facts: &TaughtFacts) -> Taught {
        let mut found: BTreeMap<(String, String), TaughtStandard> = BTreeMap::new();
        let mut tested = Vec::new();
        for claim in claims {
            let one = judged(claim, facts);
            let key = one.key();
            if claim.role == Some(AlignmentRole::Assessment) {
                if one.state != TaughtState::Rejected {
                    tested.push(key);
                }
                continue;
            }
            match found.get_mut(&key) {
                Some(known) => known.join(one),
                None => drop(found.insert(key, one)),
            }
        }
        tested.sort_unstable();
        tested.dedup();
        Taught {
            standards: found.into_values().collect(),
            tested: tested.len(),
            has_own: facts.frameworks.iter().any(|one| one.ours),
        }
    }

    /// Is nothing said of it?
    pub fn is_empty(&self) -> bool {
        self.standards.is_empty() && self.tested == 0
    }

    /// Counted by framework: the district's own first, then by name.
    pub fn frameworks(&self) -> Vec<TaughtOfFramework> {
        let mut found: Vec<TaughtOfFramework> = Vec::new();
        for one in &self.standards {
            let at = found.iter().position(|of| of.framework == one.framework);
            let at = at.unwrap_or_else(|| {
                found.push(TaughtOfFramework {
                    framework: one.framework.clone(),
                    ours: one.ours,
                    counts: BTreeMap::new(),
                });
                found.len() - 1
            });
            let count = found[at].counts.entry(one.state).or_default();
            count.standards += 1;
            count.leaves += usize::from(one.leaf);
            count.who.extend(one.who.iter().cloned());
            count.who.sort_unstable();
            count.who.dedup();
            count.newest = count.newest.max(one.on);
        }
        found.sort_by_key(|of| (of.ours != Some(true), of.framework.clone()));
        found
    }

    /// A line for each framework.
    pub fn lines(&self) -> Vec<String> {
        let frameworks = self.frameworks().into_iter();
        frameworks.map(|of| of.line()).collect()
    }

    /// What somebody verified of standards that have none below them, a line for each framework, and how many are only
    /// claimed: `WEX: 14 verified standards, grades K-2; 4 only claimed`.
    pub fn proven(&self) -> Vec<String> {
        let frameworks = self.frameworks().into_iter();
        let line = |of: TaughtOfFramework| {
            let mut parts = Vec::new();
            let verified = of.of(TaughtState::Verified);
            if verified.leaves > 0 {
                let is_one = |one: &&TaughtStandard| {
                    one.leaf && one.state == TaughtState::Verified && one.framework == of.framework
                };
                let grades = self.standards.iter().filter(is_one);
                let grades: Grades = grades.flat_map(|one| one.grades.iter()).collect();
                let grades = if grades.is_unsaid() {
                    String::new()
                } else {
                    format!(", grades {grades}")
                };
                let standards = if verified.leaves == 1 {
                    "standard"
                } else {
                    "standards"
                };
                parts.push(format!("{} verified {standards}{grades}", verified.leaves));
            }
            let claimed =
                of.of(TaughtState::Claimed).standards + of.of(TaughtState::Recheck).standards;
            if claimed > 0 {
                parts.push(format!("{claimed} only claimed"));
            }
            (!parts.is_empty()).then(|| format!("{}: {}", of.framework, parts.join("; ")))
        };
        frameworks.filter_map(line).collect()
    }

    /// How many standards it only tests, in words; none where it tests none.
    pub fn tests(&self) -> Option<String> {
        match self.tested {
            0 => None,
            1 => Some("1 standard".to_owned()),
            many => Some(format!("{many} standards")),
        }
    }

    /// The standards in this state that are of the district's own frameworks; of all where none is its own.
    pub fn in_ours(&self, state: TaughtState) -> impl Iterator<Item = &TaughtStandard> {
        let any = self.standards.iter().any(|one| one.ours == Some(true));
        let of =
            move |one: &&TaughtStandard| one.state == state && (!any || one.ours == Some(true));
        self.standards.iter().filter(of)
    }

    /// How many of these standards it teaches: verified, and claimed at most.
    pub fn among(&self, wanted: &HashSet<(String, String)>) -> (usize, usize) {
        let shared = self
            .standards
            .iter()
            .filter(|one| wanted.contains(&one.key()));
        let (mut verified, mut claimed) = (0, 0);
        for one in shared {
            match one.state {
                TaughtState::Verified => verified += 1,
                TaughtState::Recheck | TaughtState::Claimed => claimed += 1,
                TaughtState::Rejected => {}
            }
        }
        (verified, claimed)
    }

    /// How many of these are for this grade.
    pub fn for_grade(&self, state: TaughtState, grade: Grade) -> usize {
        let fits = |one: &&TaughtStandard| one.grades.is_unsaid() || one.grades.contains(grade);
        self.in_ours(state).filter(fits).count()
    }
}

impl TaughtStandard {
    /// A standard that is asked about, of which nobody claims anything yet.
    pub fn asked(standard: &Standard, framework: &Framework) -> TaughtStandard {
        TaughtStandard {
            framework: framework.short.clone(),
            ours: Some(framework.ours),
            item: Some(standard.id),
            code: standard.called().to_owned(),
            leaf: standard.leaf,
            grades: standard.grades,
            state: TaughtState::Claimed,
            who: Vec::new(),
            on: None,
            sampled: 0,
            met: 0,
        }
    }

    /// What it is the same by: its framework and its code.
    pub fn key(&self) -> (String, String) {
        (self.framework.clone(), code_key(&self.code))
    }

    /// Takes in what another claim says of the same standard: the better one decides.
    fn join(&mut self, other: TaughtStandard) {
        if other.state > self.state {
            return;
        }
        if other.state < self.state {
            *self = other;
            return;
        }
        self.who.extend(other.who);
        self.who.sort_unstable();
        self.who.dedup();
        self.on = self.on.max(other.on);
        self.sampled += other.sampled;
        self.met += other.met;
        // All grades are more than any.
        self.grades = if self.grades.is_unsaid() || other.grades.is_unsaid() {
            Grades::UNSAID
        } else {
            self.grades.iter().chain(other.grades.iter()).collect()
        };
    }
}

fn judged(claim: &Alignment, facts: &TaughtFacts) -> TaughtStandard {
    let standard = claim.item.and_then(|item| facts.standards.get(&item));
    let days = standard.map(StandardDays::from);
    let state = match trust(claim, days.as_ref(), facts.today) {
        Some(Trust::Verified) => TaughtState::Verified,
        Some(Trust::Recheck) => TaughtState::Recheck,
        Some(Trust::Claimed) => TaughtState::Claimed,
        None => TaughtState::Rejected,
    };
    let mut frameworks = facts.frameworks.iter();
    let framework = match standard {
        Some(standard) => frameworks.find(|one| one.id == standard.framework),
        None => frameworks.find(|one| is_called(one, &claim.framework)),
    };
    let who = match claim.status {
        AlignmentStatus::Claimed => claim.says.map(|says: Claimant| says.word().to_owned()),
        AlignmentStatus::Verified | AlignmentStatus::Rejected => {
            claim.by.and_then(|by| facts.logins.get(&by).cloned())
        }
    };
    let said = claim.grades;
    TaughtStandard {
        framework: framework.map_or_else(|| claim.framework.clone(), |one| one.short.clone()),
        ours: framework.map(|one| one.ours),
        item: standard.map(|one| one.id),
        code: standard
            .and_then(|one| one.code.clone())
            .unwrap_or_else(|| claim.standard.clone()),
        leaf: standard.map_or(claim.leaf, |one| one.leaf),
        grades: standard
            .filter(|_| said.is_unsaid())
            .map_or(said, |one| one.grades),
        state,
        who: who.into_iter().collect(),
        on: claim.on.or(claim.claimed_on),
        sampled: claim.sampled.unwrap_or(0),
        met: claim.met.unwrap_or(0),
    }
}

#[cfg(test)]
mod tests;

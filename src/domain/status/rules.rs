//! The twelve verdicts, one small function each, in the order in which they are tried: the first that
//! fits is the answer. Each says why, what is missing, what to do now, whom to ask, and what to say.

mod agreement;
mod allowed;
mod parts;
mod refused;
mod unlisted;

use super::approval::{AskedPart, DecisionRecord, DecisionRuling, schools_of};
use super::facts::{Alternative, NamedSchool, Question, StatusFacts};
use super::fit::{self, DeviceFit};
use super::license::License;
use super::phrase::{at, but, on_conditions, open, scope, sentence};
use super::{Four, StatusAnswer, StatusWord, Verdict};
use crate::domain::approval::ApprovalStatus;
use crate::domain::counted::counted;
use crate::domain::school::Schools;

pub use unlisted::Unnamed;
pub(super) use unlisted::not_listed;

/// Worst first. A product without a place on the list is answered by [`not_listed`]; what no rule
/// refuses or limits is a plain yes.
const RULES: [fn(&StatusCase) -> Option<Finding>; 10] = [
    refused::stop,
    refused::in_review,
    refused::not_reviewed,
    refused::not_for_scope,
    refused::wont_run,
    allowed::yes_if,
    allowed::approved_no_licence,
    allowed::licence_full,
    allowed::needs_setup,
    allowed::yes_until,
];

/// Everything a rule looks at, worked out once.
pub(super) struct StatusCase<'a> {
    pub(super) question: &'a Question,
    pub(super) facts: &'a StatusFacts,
    pub(super) record: DecisionRecord<'a>,
    pub(super) ruling: DecisionRuling<'a>,
    pub(super) license: License<'a>,
    pub(super) fit: DeviceFit<'a>,
    /// The parts that are allowed, where they are allowed on different terms; else none. Of the district each is about
    /// some schools.
    pub(super) unlike_parts: Vec<AskedPart<'a>>,
    alternatives: Vec<Alternative>,
    /// Of a question about the district, where a license reaches of the schools at which it is allowed, if that is not all
    /// of them: `at Adams ES`, `at 9 schools`. None where all have one, or nobody.
    pub(super) licensed_in_part: Option<String>,
}

/// What a rule found. `lead` and `tail` are the two sentences to say.
pub(super) struct Finding {
    pub(super) verdict: Verdict,
    pub(super) word: StatusWord,
    pub(super) reason: String,
    pub(super) conditions: Vec<String>,
    pub(super) next_step: String,
    pub(super) who: Option<String>,
    pub(super) lead: String,
    pub(super) tail: String,
}

impl<'a> StatusCase<'a> {
    pub(super) fn new(question: &'a Question, facts: &'a StatusFacts) -> StatusCase<'a> {
        let record = DecisionRecord::new(question, facts);
        let mut case = StatusCase {
            question,
            facts,
            ruling: record.ruling(),
            unlike_parts: parts::unlike(question, &record),
            record,
            license: License::of(facts, question.today),
            fit: DeviceFit::of(question, facts),
            alternatives: offered(&facts.alternatives),
            licensed_in_part: None,
        };
        case.licensed_in_part = case.partly_licensed();
        case
    }

    /// The product in a spoken sentence, with the name the caller may know it by.
    pub(super) fn name(&self) -> String {
        let name = self.facts.product.full_name();
        match &self.facts.product.alias {
            Some(alias) if !name.contains(alias.as_str()) => {
                format!("{name} (also called {alias})")
            }
            _ => name,
        }
    }

    /// Where, in a sentence: `at Lincoln ES`, or for the district the schools it is allowed at.
    pub(super) fn place(&self) -> String {
        match &self.question.school {
            Some(school) => format!("at {}", school.name),
            None => self
                .some_schools()
                .unwrap_or_else(|| "at all schools".to_owned()),
        }
    }

    /// Of a question about the district, where it is allowed if that is not everywhere: `at Adams ES`, `at all schools but
    /// Adams ES`.
    fn some_schools(&self) -> Option<String> {
        if self.question.school.is_some() {
            return None;
        }
        match self.record.allowed_schools() {
            Some(schools) => Some(at(Some(&schools))),
            None => but(&self.record.schools_left_out()),
        }
    }

    /// Where, as the one who asks would say it: `at Lincoln ES`, `in the district`.
    pub(super) fn here(&self) -> String {
        match &self.question.school {
            Some(school) => format!("at {}", school.name),
            None => "in the district".to_owned(),
        }
    }

    /// That the school has not the grade that was asked about: ` (the school has K-5)`; else nothing.
    pub(super) fn grade_of_another_school(&self) -> String {
        let school = self.question.school.as_ref();
        let grades = school.map(|school| school.grades).unwrap_or_default();
        match self.question.grade {
            Some(grade) if !grades.is_unsaid() && !grades.contains(grade) => {
                format!(" (the school has {grades})")
            }
            _ => String::new(),
        }
    }

    /// Did the whole district ask once, and was that decided for some schools only? Of the others nobody can say that they
    /// did not ask.
    pub(super) fn asked_everywhere(&self) -> bool {
        self.facts.approvals.iter().any(|a| a.asked_everywhere)
    }

    /// The best product to use in its place, as a sentence; empty where none is known.
    pub(super) fn instead(&self) -> String {
        let successor = self.facts.product.successor.as_deref();
        instead(
            successor,
            &self.alternatives,
            self.question.school.is_some(),
        )
    }

    /// The best product for the same job that is paid for already, wherever it is asked about, and asks for nothing else.
    pub(super) fn paid_alternative(&self) -> Option<&str> {
        let best = self.alternatives.first().filter(|a| is_plain(a));
        best.map(|a| a.product.as_str())
    }

    /// The product as one to use in place of another; none where it may not be used either.
    pub(super) fn as_alternative(&self) -> Option<Alternative> {
        let own = first_that_fits(self);
        if !own.word.allows() {
            return None;
        }
        let at_school = self.question.school.is_some();
        let held = self.license.is_held();
        Some(Alternative {
            product: self.facts.product.full_name(),
            answer: own.word,
            named: false,
            licensed_here: held,
            free: self.license.seats.free,
            only: self.some_schools(),
            licensed_everywhere: held && (at_school || self.license.schools == Schools::All),
            conditions: own.conditions,
        })
    }

    /// The scope of the ruling in a few words.
    fn scope(&self) -> String {
        let union = |approvals: &[&_]| schools_of(approvals);
        let schools: Option<Vec<NamedSchool>> = match &self.ruling {
            DecisionRuling::Archived => None,
            DecisionRuling::InForce(_) if self.question.school.is_none() => {
                self.record.allowed_schools()
            }
            DecisionRuling::Stopped(a)
            | DecisionRuling::Ended(a)
            | DecisionRuling::InForce(a)
            | DecisionRuling::Review(a)
            | DecisionRuling::Later(a) => union(&[*a]),
            DecisionRuling::Elsewhere { approvals, .. } => union(approvals),
            DecisionRuling::Never => return String::new(),
        };
        scope(schools.as_deref())
    }

    /// The word with the place, so that nobody takes a yes at one school for a yes at all.
    fn headline(&self, word: StatusWord) -> String {
        if let Some(school) = &self.question.school {
            return format!("{word} at {}", school.name);
        }
        let schools = match &self.ruling {
            DecisionRuling::InForce(_) if word.allows() => self.record.allowed_schools(),
            DecisionRuling::Stopped(a) | DecisionRuling::Ended(a) | DecisionRuling::Review(a) => {
                a.schools.clone()
            }
            _ => None,
        };
        let left_out = match &self.ruling {
            DecisionRuling::InForce(_) if word.allows() => {
                let left_out = self.record.schools_left_out();
                left_out.iter().filter(|school| !school.closed).count()
            }
            _ => 0,
        };
        match (schools.map(|s| open(&s).len()), self.question.schools) {
            (None, _) if left_out > 0 => {
                format!("{word} at all but {}", counted(left_out, "school"))
            }
            (None, _) => word.text().to_owned(),
            // Closed schools among those of a decision: how many of the open ones is not known here.
            (Some(n), of) if n > of => format!("{word} at {}", counted(n, "school")),
            (Some(n), of) => format!("{word} at {n} of {}", counted(of, "school")),
        }
    }

    fn four(&self) -> Four {
        let approval = match &self.ruling {
            DecisionRuling::Stopped(a) if a.status == ApprovalStatus::Denied => "denied".to_owned(),
            DecisionRuling::Stopped(a) if a.status == ApprovalStatus::Suspended => {
                "suspended".to_owned()
            }
            DecisionRuling::Archived | DecisionRuling::Stopped(_) => "retired".to_owned(),
            DecisionRuling::Ended(_) => "expired".to_owned(),
            DecisionRuling::InForce(a) => a.status.word().replace('_', " "),
            DecisionRuling::Review(_) => "in review".to_owned(),
            DecisionRuling::Elsewhere { .. } => "not for this scope".to_owned(),
            DecisionRuling::Later(_) => "not yet".to_owned(),
            DecisionRuling::Never => "never reviewed".to_owned(),
        };
        Four {
            approval,
            entitlement: match &self.licensed_in_part {
                Some(here) => format!("{}, {here} only", self.license.words()),
                None => self.license.words(),
            },
            provisioning: fit::switch_words(self.facts.switches),
            fit: self.fit.words(),
        }
    }
}

/// The answer of the first rule that fits.
pub(super) fn first_that_fits(case: &StatusCase) -> StatusAnswer {
    let found = RULES.iter().find_map(|rule| rule(case));
    let found = found.unwrap_or_else(|| allowed::yes(case));
    let valid_until = match &case.ruling {
        DecisionRuling::InForce(approval) if found.word.allows() => case.last_day(approval),
        _ => None,
    };
    StatusAnswer {
        product_id: Some(case.facts.product.id),
        product: case.facts.product.full_name(),
        vendor: case.facts.product.vendor.clone(),
        matched_alias: case.facts.product.alias.clone(),
        verdict: found.verdict,
        word: found.word,
        headline: case.headline(found.word),
        reason: sentence(&found.reason),
        conditions: found.conditions,
        valid_until,
        where_: case.scope(),
        seats: case.license.seats,
        next_step: sentence(&found.next_step),
        who: found.who,
        alternatives: case.alternatives.clone(),
        say: said(&found.lead, &found.tail),
        four: case.four(),
        as_of: case.question.today,
    }
}

/// Whom to ask: the first of these who is known.
fn first_known<const N: usize>(people: [&Option<String>; N]) -> Option<String> {
    people.into_iter().flatten().next().cloned()
}

/// Allowed alternatives: first what a decision named, then those that everybody who asks may use as they are, last those without a free seat; between
/// them those paid for here, then without conditions, then with more free seats.
fn offered(alternatives: &[Alternative]) -> Vec<Alternative> {
    let mut offered: Vec<Alternative> = alternatives
        .iter()
        .filter(|a| a.answer.allows())
        .cloned()
        .collect();
    offered.sort_by(|a, b| {
        let key = |a: &Alternative| {
            let least = std::cmp::Reverse(a.free);
            (
                !a.named,
                !is_plain(a),
                a.free == Some(0),
                !is_for_all(a),
                !a.licensed_here,
                a.answer,
                least,
            )
        };
        (key(a), &a.product).cmp(&(key(b), &b.product))
    });
    offered
}

/// May everybody who asks use it, and is it paid for wherever they are?
fn is_for_all(alternative: &Alternative) -> bool {
    alternative.only.is_none() && alternative.licensed_everywhere
}

/// May everybody who asks use it as it is: paid for, with a seat where seats are counted, and on no condition?
fn is_plain(alternative: &Alternative) -> bool {
    is_for_all(alternative) && alternative.answer == StatusWord::Yes
}

fn instead(successor: Option<&str>, alternatives: &[Alternative], at_school: bool) -> String {
    if let Some(successor) = successor {
        return format!("Please use {successor} instead");
    }
    let paid = if at_school {
        "already paid for here"
    } else {
        "already paid for"
    };
    match alternatives.first() {
        Some(a) if is_plain(a) => format!("Please use {} instead, which is {paid}", a.product),
        Some(a) => {
            let only = a.only.as_deref().map(|only| format!(" {only}"));
            let only = only.unwrap_or_default();
            let conditions = match a.conditions.as_slice() {
                [] => String::new(),
                all => format!(", {}", on_conditions(all)),
            };
            let product = &a.product;
            if a.named {
                format!("Please use {product} instead{only}{conditions}")
            } else {
                format!("{product} is approved for the same job{only}{conditions}")
            }
        }
        None => String::new(),
    }
}

fn said(lead: &str, tail: &str) -> String {
    let (lead, tail) = (sentence(lead), sentence(tail));
    if tail.is_empty() {
        lead
    } else {
        format!("{lead} {tail}")
    }
}

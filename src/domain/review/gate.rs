//! What the answers of the checklists allow: the gate rule. A must that is blank or unknown lets
//! nobody say yes; one that failed opens a denial at once, and a pilot where it is no safety item; one
//! that is so in part makes a condition. A should never blocks, but whatever failed says why.

use crate::domain::checklist::condition::ConditionFacts;
use crate::domain::checklist::{ChecklistEdition, ChecklistItem, Gate};
use crate::domain::refusal::Refusal;
use crate::domain::request::{ItemAnswer, ItemResult, Outcome};

use super::case::ReviewCase;
use super::{Applies, ItemSheet, ListSheet, Score, facts};

/// Where the checklists of a request stand, by item id, in the order of the lists. Only what is asked
/// counts: lists the policy asks for, items whose condition is not known to be false.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChecklistStanding {
    /// Musts nobody has answered.
    pub blank: Vec<String>,
    /// Musts somebody asked about, with no answer yet.
    pub unknown: Vec<String>,
    /// Musts that failed, those of `failed_safety` among them.
    pub failed: Vec<String>,
    /// Musts about privacy or safety that failed.
    pub failed_safety: Vec<String>,
    /// Musts that are so in part.
    pub partial: Vec<String>,
    /// Items of any gate that failed and have no note.
    pub failed_unexplained: Vec<String>,
    /// Items a person answered n/a without a note.
    pub na_unexplained: Vec<String>,
    /// Items that are no must now but would be for a pilot, and have no answer or failed.
    pub pilot_needs: Vec<String>,
}

/// An item as the case makes it.
struct JudgedItem<'c> {
    item: &'c ChecklistItem,
    /// What it does here: a must-if whose `must_if` does not hold is a should.
    gate: Gate,
    /// Is it a should that a pilot would make a must?
    pilot_must: bool,
    applies: Applies,
    answer: Option<&'c ItemAnswer>,
}

/// The checklists of a request with what was said so far: technical, then curricular. The gate of an
/// item is what it does here: a must-if that is no must in this case reads `should`, and keeps its
/// `must_if` only where a pilot would make it one.
pub fn sheets(case: &ReviewCase) -> Vec<ListSheet> {
    lists(case)
        .into_iter()
        .map(|list| ListSheet {
            track: list.track,
            edition: list.edition,
            asked: case.asks(list.track),
            items: judged(list, case).into_iter().map(sheet).collect(),
        })
        .collect()
}

/// How far a checklist is answered; nothing where the policy does not ask for it.
pub fn score(list: &ListSheet) -> Score {
    let mut score = Score::default();
    let items = list.items.iter().filter(|_| list.asked);
    for item in items.filter(|item| item.applies == Applies::Yes) {
        score.count(item.answer);
    }
    score
}

/// The same as [`score`] of both sheets, technical and curricular, for a queue with many rows.
pub fn scores(case: &ReviewCase) -> (Score, Score) {
    let of_case = facts::of(case);
    let [technical, curricular] = lists(case).map(|list| {
        let mut score = Score::default();
        if !case.asks(list.track) {
            return score;
        }
        let mut facts = of_case.clone();
        for item in &list.items {
            let answer = said_of(item, case).and_then(|a| a.answer);
            let when = item.applies_if.as_ref();
            let asked = when.is_none_or(|when| when.holds(&facts) != Some(false));
            if asked {
                score.count(answer);
            }
            facts.items.push((item.id.as_str(), stands(asked, answer)));
        }
        score
    });
    (technical, curricular)
}

impl Score {
    /// Counts an item that is asked, with what it came to.
    fn count(&mut self, answer: Option<ItemResult>) {
        self.of += 1;
        self.answered += usize::from(!matches!(answer, None | Some(ItemResult::Unknown)));
        self.failed += usize::from(answer == Some(ItemResult::Fail));
    }
}

/// What the answers come to.
pub fn standing(sheets: &[ListSheet]) -> ChecklistStanding {
    let mut standing = ChecklistStanding::default();
    for item in asked(sheets) {
        standing.add(item);
    }
    standing
}

/// What stands in the way of a yes, each a refusal of [`BLOCKING`]; nothing where it may be decided. A must that failed
/// lets a denial through whatever else is open; see [`refusal`].
pub fn blocking(standing: &ChecklistStanding) -> Vec<Refusal> {
    let open = [
        (&standing.blank, "is blank", "are blank"),
        (&standing.unknown, "is not known yet", "are not known yet"),
    ];
    let unexplained = [
        (
            &standing.failed_unexplained,
            "failed and has no reason",
            "failed and have no reason",
        ),
        (
            &standing.na_unexplained,
            "is n/a and has no reason",
            "are n/a and have no reason",
        ),
    ];
    let of_items = |(ids, one, more): (&Vec<String>, _, _)| said(ids, one, more);
    let unexplained = unexplained.into_iter().filter_map(of_items);
    let unexplained = unexplained.map(|why| why.then(": ", "note why"));
    let all = open.into_iter().filter_map(of_items).chain(unexplained);
    all.map(|why| why.about(BLOCKING)).collect()
}

/// The field of a refusal that says what blocks every outcome alike: what the review's page lists as `blocking`.
pub const BLOCKING: &str = "blocking";

/// Why the answers do not allow this outcome; none where they do.
pub fn refusal(standing: &ChecklistStanding, outcome: Outcome) -> Option<Refusal> {
    // One must that failed is enough for a no: nothing else that could be found out would turn it into a yes.
    if outcome == Outcome::Deny && !standing.failed.is_empty() {
        return None;
    }
    let blocking = blocking(standing);
    if !blocking.is_empty() {
        let whole: Vec<String> = blocking.into_iter().map(String::from).collect();
        return Some(Refusal::new(BLOCKING, whole.join("; ")));
    }
    if outcome == Outcome::Deny {
        return None;
    }
    if !standing.failed_safety.is_empty() {
        let ids = &standing.failed_safety;
        let why = said(
            ids,
            "failed and is about privacy or safety: it can only be denied",
            "failed and are about privacy or safety: it can only be denied",
        );
        return why.map(|why| why.about("outcome"));
    }
    let why = match outcome {
        Outcome::Pilot => said(
            &standing.pilot_needs,
            "is a must for a pilot and is not met",
            "are musts for a pilot and are not met",
        ),
        Outcome::Approve | Outcome::Conditional if !standing.failed.is_empty() => {
            let only = "failed: it can only be denied, or tried as a pilot";
            said(&standing.failed, only, only)
        }
        Outcome::Approve => said(&standing.partial, "is so in part", "are so in part")
            .map(|why| why.then(": ", "approve with conditions")),
        Outcome::Conditional | Outcome::Deny => None,
    };
    why.map(|why| why.about("outcome"))
}

/// The conditions that musts make which are so in part: item id and words.
pub fn made_conditions(sheets: &[ListSheet]) -> Vec<(String, String)> {
    let partial = asked(sheets)
        .filter(|one| one.item.gate != Gate::Should && one.answer == Some(ItemResult::Partial));
    partial
        .map(|one| {
            let missing = words(one.note.as_ref()).unwrap_or("to be completed");
            (
                one.item.id.clone(),
                format!("{}: {missing}", one.item.title),
            )
        })
        .collect()
}

impl ChecklistStanding {
    fn add(&mut self, one: &ItemSheet) {
        let id = || one.item.id.clone();
        let silent = words(one.note.as_ref()).is_none();
        match one.answer {
            Some(ItemResult::Fail) if silent => self.failed_unexplained.push(id()),
            Some(ItemResult::Na) if silent => self.na_unexplained.push(id()),
            _ => {}
        }
        if one.item.gate == Gate::Should {
            let met = matches!(
                one.answer,
                Some(ItemResult::Pass | ItemResult::Partial | ItemResult::Na)
            );
            if !met && one.item.must_if.is_some() {
                self.pilot_needs.push(id());
            }
            return;
        }
        match one.answer {
            None => self.blank.push(id()),
            Some(ItemResult::Unknown) => self.unknown.push(id()),
            Some(ItemResult::Partial) => self.partial.push(id()),
            Some(ItemResult::Fail) => {
                self.failed.push(id());
                if one.item.safety {
                    self.failed_safety.push(id());
                }
            }
            Some(ItemResult::Pass | ItemResult::Na) => {}
        }
    }
}

fn lists(case: &ReviewCase) -> [&ChecklistEdition; 2] {
    [&case.technical, &case.curricular]
}

/// Every item of a list, in order: one may ask what became of those above it.
fn judged<'c>(list: &'c ChecklistEdition, case: &'c ReviewCase) -> Vec<JudgedItem<'c>> {
    let mut facts = facts::of(case);
    let mut as_pilot = ConditionFacts {
        pilot: Some(true),
        ..facts.clone()
    };
    let mut judged = Vec::with_capacity(list.items.len());
    for item in &list.items {
        let answer = said_of(item, case);
        let gate = gate(item, &facts);
        let one = JudgedItem {
            item,
            gate,
            pilot_must: gate == Gate::Should && self::gate(item, &as_pilot) != Gate::Should,
            applies: applies(item, &facts),
            answer,
        };
        let came_to = answer.and_then(|a| a.answer);
        let stands = stands(one.applies == Applies::Yes, came_to);
        let stands = (item.id.as_str(), stands);
        facts.items.push(stands);
        as_pilot.items.push(stands);
        judged.push(one);
    }
    judged
}

fn applies(item: &ChecklistItem, facts: &ConditionFacts) -> Applies {
    let why_not = item
        .applies_if
        .as_ref()
        .and_then(|when| when.why_not(facts));
    why_not.map_or(Applies::Yes, Applies::No)
}

fn gate(item: &ChecklistItem, facts: &ConditionFacts) -> Gate {
    match item.must_if.as_ref().map(|when| when.holds(facts)) {
        Some(Some(false)) => Gate::Should,
        _ => item.gate,
    }
}

/// What was said of an item so far.
fn said_of<'c>(item: &ChecklistItem, case: &'c ReviewCase) -> Option<&'c ItemAnswer> {
    case.answers.iter().find(|a| a.item == item.id)
}

/// Did it come to something other than n/a? None where nobody knows.
fn stands(applies: bool, answer: Option<ItemResult>) -> Option<bool> {
    match (applies, answer) {
        (false, _) | (_, Some(ItemResult::Na)) => Some(false),
        (_, None | Some(ItemResult::Unknown)) => None,
        (_, Some(ItemResult::Pass | ItemResult::Partial | ItemResult::Fail)) => Some(true),
    }
}

fn sheet(one: JudgedItem) -> ItemSheet {
    let answer = one.answer;
    ItemSheet {
        item: ChecklistItem {
            gate: one.gate,
            must_if: one.item.must_if.clone().filter(|_| one.pilot_must),
            ..one.item.clone()
        },
        applies: one.applies,
        answer: answer.and_then(|a| a.answer),
        note: answer.and_then(|a| a.note.clone()),
        evidence: answer.and_then(|a| a.evidence.clone()),
        by: answer.and_then(|a| a.by.clone()),
        on: answer.and_then(|a| a.on),
        version: answer.map_or(0, |a| a.version),
    }
}

/// The items that count.
fn asked(sheets: &[ListSheet]) -> impl Iterator<Item = &ItemSheet> {
    sheets
        .iter()
        .filter(|list| list.asked)
        .flat_map(|list| &list.items)
        .filter(|one| one.applies == Applies::Yes)
}

/// A note that says something.
fn words(note: Option<&String>) -> Option<&str> {
    note.map(|note| note.trim()).filter(|note| !note.is_empty())
}

/// `T13 and T18 are blank`; none where there is none.
fn said(ids: &[String], one: &str, more: &str) -> Option<Refusal> {
    let why = match ids {
        [] => return None,
        [only] => format!("{only} {one}"),
        [first @ .., last] => format!("{} and {last} {more}", first.join(", ")),
    };
    Some(why.into())
}

#[cfg(test)]
mod tests;

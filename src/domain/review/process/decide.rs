//! The decision: what it asks for, and what it writes, replaces and ends.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

use super::moves::{moved, said, unpaused, words};
use super::scope::{self, DecisionScope, asked_grades, grades_within};
use super::{Outcome, RequestState, gate, points};
use crate::domain::approval::{Approval, ApprovalStatus, Audience, pilot_ends};
use crate::domain::grade::Grades;
use crate::domain::person::{Actor, PersonId, Role};
use crate::domain::policy::{PilotOnFailure, Scoring};
use crate::domain::put::Put;
use crate::domain::record::{Kind, Lines};
use crate::domain::review::Decision;
use crate::domain::review::case::ReviewCase;
use crate::domain::review::gate::ChecklistStanding;

/// What the decision writes. The caller has asked whether this person decides here.
pub(super) fn decided(
    case: &ReviewCase,
    decision: &Decision,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Refusal> {
    let sheets = gate::sheets(case);
    if let Some(why) = refusal(case, &gate::standing(&sheets), decision.outcome) {
        let number = &case.request.number;
        return Err(why
            .after(format_args!("{number} cannot be decided so: "))
            .of(number));
    }
    let made = match decision.outcome {
        Outcome::Deny => Vec::new(),
        _ => gate::made_conditions(&sheets),
    };
    complete(case, decision, !made.is_empty(), today)?;
    let scopes = scopes(case, decision, actor)?;
    let left = scope::left(case, &scopes, today)?;
    let conditions = conditions(decision, made);
    let until = match (decision.until, decision.outcome) {
        (Some(until), _) => Some(until),
        // A no that ended would read as never asked.
        (None, Outcome::Deny) => None,
        (None, _) => Some(case.policy.lasts(today)),
    };
    let mut puts = vec![
        moved(case, RequestState::Decided)
            .with("decided_on", Some(today))
            .with("answered_by", decision.alternative)
            .with("reason", words(&decision.reason)),
    ];
    puts.extend(unpaused(case, today));
    puts.extend(condition_puts(case, &conditions, today));
    puts.extend(ended(case, &scopes));
    let lines = Lines(conditions.into_iter().map(|(_, text)| text).collect());
    puts.extend(scopes.into_iter().map(|scope| {
        Put::new(Kind::Approval)
            .with("product", case.product.id)
            .with("status", status(decision.outcome))
            .with("schools", scope.schools)
            .with("grades", scope.grades)
            .with("conditions", lines.clone())
            .with("from", Some(today))
            .with("until", until)
            .with("reason", words(&decision.reason))
            .with("decided_by", Some(actor.login.clone()))
            .with("decided_on", Some(today))
            .with("request", Some(case.request.id))
            .with("version_reviewed", case.product.version_seen.clone())
    }));
    if !left.is_empty() {
        puts.extend(scope::go_on(case, &left, puts.len(), actor, today));
    }
    Ok(puts)
}

/// Why the checklists or the policy do not allow this outcome, whoever decides.
pub(super) fn refusal(
    case: &ReviewCase,
    standing: &ChecklistStanding,
    outcome: Outcome,
) -> Option<Refusal> {
    let never = case.policy.pilot_on_failure == PilotOnFailure::Never;
    gate::refusal(standing, outcome)
        .or_else(|| {
            (outcome == Outcome::Pilot && never && !standing.failed.is_empty()).then(|| {
                let failed = standing.failed.join(", ");
                let why =
                    format!("{failed} failed, and the policy tries nothing that failed a must");
                Refusal::new("outcome", why).then(": ", "deny it")
            })
        })
        .or_else(|| match case.policy.scoring {
            Scoring::Gates => None,
            Scoring::Points => points::refusal(&gate::sheets(case), standing, outcome),
        })
}

/// A decision with all that its outcome asks for.
pub(super) fn sample(outcome: Outcome, today: NaiveDate) -> Decision {
    Decision {
        outcome,
        reason: String::new(),
        conditions: Vec::new(),
        schools: None,
        grades: Grades::UNSAID,
        until: Some(today),
        alternative: None,
    }
}

/// Does the decision say all that its outcome asks for?
fn complete(
    case: &ReviewCase,
    decision: &Decision,
    made: bool,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let explicit = decision.conditions.iter().any(|text| said(text).is_some());
    let wrong = match decision.outcome {
        Outcome::Deny if said(&decision.reason).is_none() => Some(Refusal::new(
            "reason",
            "a denial needs a reason; whoever asked is told it",
        )),
        Outcome::Deny if explicit => Some(
            Refusal::new("conditions", "a denial has no conditions")
                .then("; ", "approve with conditions, or leave them out"),
        ),
        Outcome::Approve if explicit => Some(
            Refusal::new("conditions", "with conditions it is conditional")
                .then("; ", "decide so, or leave them out"),
        ),
        Outcome::Conditional if !explicit && !made => {
            Some(Refusal::new("conditions", "say on what conditions"))
        }
        outcome => pilot_ends(status(outcome), decision.until).err(),
    };
    if let Some(wrong) = wrong {
        return Err(wrong);
    }
    if decision.alternative == Some(case.product.id) {
        let why = Refusal::new("alternative", "a product is no alternative to itself");
        return Err(why.then("; ", "name another"));
    }
    match decision.until {
        Some(until) if until < today => Err(Refusal::new("until", format!("{until} is past"))
            .then("; ", format!("give a last day from {today} on"))),
        _ => Ok(()),
    }
}

/// Where it is to hold. Narrower than was asked is fine. Other grades than those asked for are other
/// questions of the checklists; other schools are the district's to add.
fn scopes(
    case: &ReviewCase,
    decision: &Decision,
    actor: &Actor,
) -> Result<Vec<DecisionScope>, Refusal> {
    let asked = asked_grades(case);
    let grades = decision.grades;
    let wider = !asked.is_unsaid() && grades.common(asked) != grades;
    if wider && decision.outcome != Outcome::Deny {
        let why = format!("grades {asked} were asked for and reviewed");
        return Err(Refusal::new("grades", why).then(
            "; ",
            "decide for those, and take the others as a new request",
        ));
    }
    let scopes = scope::scopes(case, decision);
    let own = |scope: &DecisionScope| scope.schools.within(&actor.schools);
    if !actor.roles.allow(Role::Admin) && !scopes.iter().all(own) {
        return Err(Refusal::new("schools", "you decide for your own schools")
            .then("; ", "name those, or ask the district"));
    }
    Ok(scopes)
}

/// The item, if any, and the words of each condition, once each.
fn conditions(decision: &Decision, made: Vec<(String, String)>) -> Vec<(Option<String>, String)> {
    let explicit = decision
        .conditions
        .iter()
        .filter_map(|text| Some((None, words(text)?)));
    let mut all: Vec<(Option<String>, String)> = Vec::new();
    for (item, text) in explicit.chain(made.into_iter().map(|(item, text)| (Some(item), text))) {
        // One line each, for that is how the approval keeps them.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !all.iter().any(|(_, known)| *known == text) {
            all.push((item, text));
        }
    }
    all
}

/// Conditions that were made before and still hold stay; those of a decision that was appealed and that
/// this one does not repeat bind nobody any more.
fn condition_puts(
    case: &ReviewCase,
    conditions: &[(Option<String>, String)],
    today: NaiveDate,
) -> Vec<Put> {
    let open = || case.conditions.iter().filter(|c| c.met_on.is_none());
    let lifted = open()
        .filter(|c| !conditions.iter().any(|(_, text)| *text == c.text))
        .map(|c| Put::id(c.id).with("met_on", Some(today)));
    let new = conditions
        .iter()
        .filter(|(_, text)| !open().any(|c| c.text == *text))
        .map(|(item, text)| {
            Put::new(Kind::Condition)
                .with("request", case.request.id)
                .with("item", item.clone())
                .with("text", text.clone())
                .with("owner", None::<PersonId>)
        });
    lifted.chain(new).collect()
}

/// The older decisions that this one takes the place of.
fn ended(case: &ReviewCase, scopes: &[DecisionScope]) -> Vec<Put> {
    let replaced = case
        .approvals
        .iter()
        .filter(|old| scopes.iter().any(|scope| replaces(case, scope, old)));
    replaced
        .map(|old| Put::id(old.id).with("status", ApprovalStatus::Superseded))
        .collect()
}

/// A no to a narrower scope is an exception somebody made on purpose; it stays. A no to the same scope,
/// or out of the same request, gives way.
fn replaces(case: &ReviewCase, scope: &DecisionScope, old: &Approval) -> bool {
    let covered = old.schools.within(&scope.schools) && grades_within(old.grades, scope.grades);
    let same = old.schools == scope.schools
        && old.grades == scope.grades
        && old.audience.unwrap_or_default() == Audience::Both;
    match old.status {
        ApprovalStatus::Discovered | ApprovalStatus::UnderReview => covered,
        status if status.allows() => covered,
        ApprovalStatus::Denied | ApprovalStatus::Suspended => {
            covered && (same || old.request == Some(case.request.id))
        }
        _ => false,
    }
}

fn status(outcome: Outcome) -> ApprovalStatus {
    match outcome {
        Outcome::Approve => ApprovalStatus::Approved,
        Outcome::Conditional => ApprovalStatus::Conditional,
        Outcome::Pilot => ApprovalStatus::Pilot,
        Outcome::Deny => ApprovalStatus::Denied,
    }
}

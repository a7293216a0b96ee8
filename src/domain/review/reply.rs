//! What whoever asked is told, as plain text for a mail: the answer first, then why, on what conditions,
//! until when, what else there is, and whom to ask. Says only what is on record.

use super::ReviewSheet;
use crate::domain::approval::{Approval, ApprovalStatus};
use crate::domain::grade::Grades;
use crate::domain::request::{Condition, RequestState, Trigger};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::status::date_in_words;
use crate::domain::text::{ended, fold};

/// Schools named at most; more are counted.
const NAMED: usize = 5;

/// The mail for what was decided, or for where the request stands.
pub fn reply(sheet: &ReviewSheet) -> String {
    let request = &sheet.request;
    let product = &sheet.row.product_name;
    let mut parts = vec![format!(
        "{} {product} ({})",
        request.number, sheet.row.place
    )];
    parts.extend(greeting(sheet));
    let newest = newest(&sheet.decisions);
    match (request.state, newest.first()) {
        (RequestState::Decided, Some(decision)) => parts.extend(decided(sheet, decision, newest)),
        (RequestState::Appealed, _) => parts.extend(appealed(sheet, newest)),
        _ => parts.extend(standing(sheet)),
    }
    parts.push(match &sheet.row.owner {
        Some(who) => format!("Questions: {}, about {}.", who.name, request.number),
        None => format!(
            "Questions: the technology office, about {}.",
            request.number
        ),
    });
    parts.join("\n\n") + "\n"
}

fn greeting(sheet: &ReviewSheet) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for (requester, _) in &sheet.requesters {
        let name = requester.name.as_deref().map(str::trim).unwrap_or_default();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| format!("To {}:", list(&names)))
}

/// What was decided last, newest first: the same for schools that asked for other grades.
pub fn newest(decisions: &[Approval]) -> &[Approval] {
    let alike = |one: &&Approval, other: &&Approval| {
        (one.status, one.decided_on, one.until) == (other.status, other.decided_on, other.until)
            && (&one.decided_by, &one.reason, &one.conditions)
                == (&other.decided_by, &other.reason, &other.conditions)
    };
    let Some(first) = decisions.first() else {
        return decisions;
    };
    let of_it = decisions.iter().take_while(|one| alike(one, &first));
    &decisions[..of_it.count()]
}

fn decided(sheet: &ReviewSheet, decision: &Approval, all: &[Approval]) -> Vec<String> {
    let product = &sheet.row.product_name;
    let place = places(sheet, all);
    let until = decision
        .until
        .map(|day| format!(" until {}", date_in_words(day)));
    let until = until.unwrap_or_default();
    let conditions = conditions(sheet, decision);
    let mut parts = vec![match decision.status {
        ApprovalStatus::Denied => format!("No. {product} may not be used {place}{until}."),
        ApprovalStatus::Pilot if conditions.is_empty() => {
            format!("Yes, as a pilot. {product} may be tried {place}{until}.")
        }
        ApprovalStatus::Pilot => {
            format!("Yes, as a pilot. {product} may be tried {place}{until}, on these conditions:")
        }
        _ if conditions.is_empty() => format!("Yes. {product} may be used {place}{until}."),
        _ => format!("Yes, with conditions. {product} may be used {place}{until}, as follows:"),
    }];
    if !conditions.is_empty() {
        let lines = conditions.iter().enumerate();
        let lines: Vec<String> = lines
            .map(|(n, text)| format!("{}. {text}", n + 1))
            .collect();
        parts.push(lines.join("\n"));
    }
    parts.extend(why(decision.reason.as_deref()));
    parts.extend(sheet.again_afterwards.clone());
    parts.extend(instead(sheet));
    if let Some(who) = sheet.support.filter(|_| decision.status.allows()) {
        parts.push(format!("Support: {who}."));
    }
    if let Some(last) = sheet.appeal_by {
        let last = date_in_words(last);
        parts.push(format!(
            "You can ask for this to be decided again until {last}."
        ));
    } else if sheet
        .request
        .appealed_on
        .is_some_and(|filed| decision.decided_on >= Some(filed))
    {
        parts.push("This was decided again after an appeal; it is final.".into());
    }
    parts
}

/// What has to be kept to: all that an answer says today, then what else the decision says. What is not the same at all
/// places is said with its place.
fn conditions(sheet: &ReviewSheet, decision: &Approval) -> Vec<String> {
    let words = |said: &str| fold(said.trim().trim_end_matches('.'));
    let made = sheet.conditions.iter();
    let open = |text: &&String| {
        let same = |one: &&Condition| words(&one.text) == words(text);
        let mut made = made.clone().filter(same).peekable();
        made.peek().is_none() || made.any(|one| one.met_on.is_none())
    };
    let asked = sheet.asks.iter().flat_map(|at| &at.conditions);
    let asked = asked.filter(|_| decision.status.allows());
    let mut all: Vec<&String> = Vec::new();
    for condition in asked.chain(&decision.conditions.0).filter(open) {
        if !all.iter().any(|known| words(known) == words(condition)) {
            all.push(condition);
        }
    }
    let said = all.into_iter().map(|condition| {
        let asks = sheet.asks.iter();
        let here = asks.filter(|at| at.conditions.contains(condition));
        let here: Vec<&str> = here.map(|at| at.place.as_str()).collect();
        if here.is_empty() || here.len() == sheet.asks.len() {
            condition.clone()
        } else if here.len() <= NAMED {
            format!("{condition} This is for {}.", list(&here))
        } else {
            format!("{condition} This is for {} schools.", here.len())
        }
    });
    said.collect()
}

fn appealed(sheet: &ReviewSheet, newest: &[Approval]) -> Vec<String> {
    let mut parts = vec![format!(
        "{} is to be decided again, by somebody who did not decide it before. The answer is due {}.",
        sheet.row.product_name,
        date_in_words(sheet.row.clock.due_on)
    )];
    if let Some(decision) = newest.first() {
        let so = match decision.status {
            ApprovalStatus::Denied => "it may not be used",
            ApprovalStatus::Pilot => "it may be tried",
            _ => "it may be used as was decided",
        };
        parts.push(format!(
            "Until then what was decided holds: {so} {}.",
            places(sheet, newest)
        ));
    }
    parts
}

/// Where an undecided request stands.
fn standing(sheet: &ReviewSheet) -> Vec<String> {
    let product = &sheet.row.product_name;
    let reason = sheet.request.reason.as_deref();
    match sheet.request.state {
        RequestState::Returned => {
            let mut parts = vec![format!(
                "We need something from you before the review of {product} can go on."
            )];
            parts.extend(reason.map(|what| format!("Missing: {}", ended(what))));
            parts
        }
        RequestState::Duplicate => {
            let mut parts = vec![format!(
                "{product} is not reviewed again: what is decided already answers it."
            )];
            parts.extend(why(reason));
            parts.extend(instead(sheet));
            parts
        }
        RequestState::Withdrawn => {
            let mut parts = vec![format!("The request for {product} was withdrawn.")];
            parts.extend(why(reason));
            parts
        }
        RequestState::Draft => vec![format!("The request for {product} has not been sent yet.")],
        _ => open(sheet),
    }
}

fn open(sheet: &ReviewSheet) -> Vec<String> {
    let product = &sheet.row.product_name;
    let mut parts = Vec::new();
    if sheet.request.state == RequestState::AwaitingVendor {
        let what = sheet.row.waiting.as_ref().map(|(_, what, _)| what.trim());
        let what = what.filter(|what| !what.is_empty());
        let what = what.map(|what| format!(": {what}")).unwrap_or_default();
        parts.push(format!(
            "{product} is in review, and waits for its vendor{what}."
        ));
    } else {
        let due = date_in_words(sheet.row.clock.due_on);
        parts.push(format!("{product} is in review. The answer is due {due}."));
    }
    // What is reviewed again may go on being used meanwhile.
    if sheet.row.trigger == Trigger::New {
        parts.push("Please do not use it with students until it is decided.".into());
    }
    parts
}

fn why(reason: Option<&str>) -> Option<String> {
    let reason = reason.map(str::trim).filter(|r| !r.is_empty())?;
    Some(format!("Why: {}", ended(reason)))
}

fn instead(sheet: &ReviewSheet) -> Option<String> {
    let name = sheet.answered_by.as_ref()?;
    Some(format!("Use instead: {name}."))
}

/// Where these hold, given newest first: `at Adams ES for grades K-2 and at Jefferson MS for grades 6-8`.
fn places(sheet: &ReviewSheet, decisions: &[Approval]) -> String {
    let places: Vec<String> = decisions
        .iter()
        .rev()
        .map(|one| place(sheet, one))
        .collect();
    list(&places.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Where a decision holds: `at Jefferson MS for grades 6-8`.
pub fn place(sheet: &ReviewSheet, decision: &Approval) -> String {
    let schools = match &decision.schools {
        Schools::All => "at all schools".to_owned(),
        Schools::Only(ids) => {
            let name = |id: &SchoolId| {
                let asked = sheet.requesters.iter();
                let mut at = asked.filter(|(r, _)| r.school == Some(*id));
                at.next().map(|(_, school)| school.as_str())
            };
            let names: Option<Vec<&str>> = ids.iter().map(name).collect();
            match names.filter(|names| names.len() <= NAMED) {
                Some(names) => format!("at {}", list(&names)),
                None if ids.len() == 1 => "at 1 school".into(),
                None => format!("at {} schools", ids.len()),
            }
        }
    };
    match decision.grades {
        Grades::UNSAID => schools,
        grades if grades.iter().count() == 1 => format!("{schools} for grade {grades}"),
        grades => format!("{schools} for grades {grades}"),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests;

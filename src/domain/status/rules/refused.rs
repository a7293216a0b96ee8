//! The verdicts that do not allow the use of a listed product: stop, in review, not reviewed, not for
//! this scope, won't run.

use super::super::approval::{DecisionRuling, schools_of};
use super::super::facts::ApprovalFact;
use super::super::phrase::{at, clause, date_in_words, grades, list, short_date};
use super::super::{StatusWord, Verdict};
use super::{Finding, StatusCase, first_known};
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::policy::{AgreementEnded, Unlisted};

/// `STOP`: denied, suspended or retired for this scope, or the approval has ended.
pub(super) fn stop(case: &StatusCase) -> Option<Finding> {
    match &case.ruling {
        DecisionRuling::Archived => Some(retired(case, None)),
        DecisionRuling::Ended(approval) => Some(expired(case, approval)),
        DecisionRuling::Stopped(decision) => {
            let mut found = match decision.status {
                ApprovalStatus::Denied => denied(case, decision),
                ApprovalStatus::Suspended => suspended(case, decision),
                _ => retired(case, Some(decision)),
            };
            let undecided = case.undecided();
            found.reason += &format!("{undecided}{}", case.known_change(short_date));
            found.lead += &format!("{undecided}{}", case.known_change(date_in_words));
            Some(found)
        }
        DecisionRuling::InForce(_) => no_agreement(case),
        _ => None,
    }
}

/// The privacy agreement ended, and the policy says that this stops the use.
fn no_agreement(case: &StatusCase) -> Option<Finding> {
    let day = case.facts.agreement_ended?;
    if case.question.agreement_ended != AgreementEnded::Stop {
        return None;
    }
    let mut found = stopped(
        StatusWord::No,
        format!("The privacy agreement ended {}", short_date(day)),
        None,
        format!(
            "No. The privacy agreement for {} ended on {}, and without one it may not be used {}",
            case.name(),
            date_in_words(day),
            case.here()
        ),
        case.instead(),
    );
    "Do not use it until the agreement is renewed".clone_into(&mut found.next_step);
    found.who = first_known([&case.facts.people.manager, &case.facts.people.purchaser]);
    Some(found)
}

fn stopped(
    word: StatusWord,
    reason: String,
    decision: Option<&ApprovalFact>,
    lead: String,
    tail: String,
) -> Finding {
    Finding {
        verdict: Verdict::Stop,
        word,
        reason,
        conditions: Vec::new(),
        next_step: if tail.is_empty() {
            "Do not use it".to_owned()
        } else {
            tail.clone()
        },
        who: decision.and_then(|d| d.decided_by.clone()),
        lead,
        tail,
    }
}

fn denied(case: &StatusCase, decision: &ApprovalFact) -> Finding {
    let scope = limits(case, decision);
    let why = because(decision);
    let until = decision
        .until
        .map_or_else(String::new, |d| format!(" until {}", date_in_words(d)));
    stopped(
        StatusWord::No,
        format!("Denied{scope}{why}"),
        Some(decision),
        format!("No. {} was decided against{scope}{until}{why}", case.name()),
        case.instead(),
    )
}

fn suspended(case: &StatusCase, decision: &ApprovalFact) -> Finding {
    let scope = limits(case, decision);
    let why = because(decision);
    let until = decision
        .until
        .map_or_else(String::new, |d| format!(" until {}", short_date(d)));
    let instead = case.instead();
    let tail = if instead.is_empty() {
        "Please stop using it now".to_owned()
    } else {
        instead
    };
    stopped(
        StatusWord::No,
        format!("Suspended{scope}{until}{why}"),
        Some(decision),
        format!("No. {} must not be used for now{scope}{why}", case.name()),
        tail,
    )
}

fn retired(case: &StatusCase, decision: Option<&ApprovalFact>) -> Finding {
    let since = decision.and_then(|d| d.from.or(d.decided_on));
    let why = decision.map_or_else(String::new, because);
    let scope = decision.map_or_else(String::new, |d| limits(case, d));
    let day =
        |words: fn(_) -> String| since.map_or_else(String::new, |d| format!(" since {}", words(d)));
    stopped(
        StatusWord::No,
        format!("Retired{scope}{}{why}", day(short_date)),
        decision,
        format!(
            "No. {} is no longer in use{scope}{}{why}",
            case.name(),
            day(date_in_words)
        ),
        case.instead(),
    )
}

fn expired(case: &StatusCase, approval: &ApprovalFact) -> Finding {
    let ended = |words: fn(_) -> String| {
        approval
            .until
            .map_or_else(String::new, |d| format!(" ended {}", words(d)))
    };
    let what = if approval.status == ApprovalStatus::Pilot {
        "pilot"
    } else {
        "approval"
    };
    let next = match case.record.review() {
        Some(_) => "It is being reviewed again; wait for the decision before you use it",
        None => "Ask for a new review before you use it",
    };
    let instead = case.instead();
    let mut found = stopped(
        StatusWord::Expired,
        format!("The {what}{}", ended(short_date)),
        Some(approval),
        format!(
            "Not now. The {what} of {}{}",
            case.name(),
            ended(|d| format!("on {}", date_in_words(d)))
        ),
        if instead.is_empty() {
            next.to_owned()
        } else {
            instead
        },
    );
    found.reason += &case.known_change(short_date);
    found.lead += &case.known_change(date_in_words);
    next.clone_into(&mut found.next_step);
    found
}

/// `IN_REVIEW`: asked for, and nothing in force meanwhile.
pub(super) fn in_review(case: &StatusCase) -> Option<Finding> {
    let DecisionRuling::Review(review) = &case.ruling else {
        return None;
    };
    let stage = review
        .reason
        .as_deref()
        .map_or_else(String::new, |r| format!(": {}", clause(r)));
    let late = review.until.is_some_and(|d| d < case.question.today);
    let due = |words: fn(_) -> String| review.until.map_or_else(String::new, words);
    let due_words = match review.until {
        None => String::new(),
        Some(_) if late => format!(", was due {}", due(short_date)),
        Some(_) => format!(", due {}", due(short_date)),
    };
    let by = if review.until.is_some() && !late {
        format!(", by {}", due(date_in_words))
    } else {
        String::new()
    };
    let ask = format!(
        "Please do not use {} with students until we answer{by}",
        case.name()
    );
    Some(Finding {
        verdict: Verdict::InReview,
        word: StatusWord::InReview,
        reason: format!("In review{stage}{due_words}"),
        conditions: Vec::new(),
        next_step: "Wait for the decision; not with students before".to_owned(),
        who: review.decided_by.clone(),
        lead: format!("Not yet. {ask}"),
        tail: case.instead(),
    })
}

/// `NOT_REVIEWED`: known, and nobody ever decided.
pub(super) fn not_reviewed(case: &StatusCase) -> Option<Finding> {
    if !matches!(case.ruling, DecisionRuling::Never) {
        return None;
    }
    let here = case.here();
    let (reason, nobody) = never(case);
    let mut found = Finding {
        verdict: Verdict::NotReviewed,
        word: StatusWord::NotAsked,
        reason,
        conditions: Vec::new(),
        next_step: ASK.to_owned(),
        who: None,
        lead: format!("{nobody}, so it is not approved {here}"),
        tail: "Please do not use it with students until it has been reviewed".to_owned(),
    };
    let tier = case.facts.product.tier;
    match case.question.unlisted {
        Unlisted::LowRisk if tier <= 1 => {
            found.reason += &format!("; at tier {tier} none is needed");
            found.next_step = "Go ahead without student data; ask before it gets any".into();
            found.lead = format!("{nobody}, and at its low risk it may be used {here}");
            found.tail = "Please give it no student data".into();
            return Some(found);
        }
        Unlisted::Blocked => {
            found.next_step = format!("{ASK}; it is blocked until it is decided");
            found.lead += ", and it is blocked until it is decided";
            found.tail = "Please do not use it".into();
        }
        Unlisted::Ask | Unlisted::LowRisk => {}
    }
    let instead = case.instead();
    if !instead.is_empty() {
        found.tail = instead;
    }
    Some(found)
}

const ASK: &str = "Ask the office to review it";

/// Why nothing is decided, as a reason and as said aloud: what was decided against before, or for others,
/// is told as such.
fn never(case: &StatusCase) -> (String, String) {
    let name = case.name();
    if let Some((past, day)) = case
        .record
        .was_forbidden()
        .and_then(|a| Some((a, a.until?)))
    {
        let (scope, why) = (limits(case, past), because(past));
        let how = match past.status {
            ApprovalStatus::Denied => "decided against",
            ApprovalStatus::Suspended => "suspended",
            _ => "retired",
        };
        let said = |words: fn(_) -> String| format!("{how}{scope} until {}{why}", words(day));
        return (
            format!("Was {}; nothing is decided since", said(short_date)),
            format!(
                "{name} was {}; nothing is decided since",
                said(date_in_words)
            ),
        );
    }
    if let Some(stop) = case.record.forbidden_elsewhere() {
        let place = stop
            .schools
            .as_deref()
            .map_or_else(String::new, |s| format!(" {}", at(Some(s))));
        let band = grades(stop.grades);
        let whose = if band.is_empty() {
            band
        } else {
            format!(" for {band}")
        };
        let here = case.here();
        let (asked, about) = if case.asked_everywhere() {
            let asked = "The whole district has asked";
            (
                format!("{asked}, and nothing is decided {here}"),
                format!("{asked} about {name}, and nothing is decided {here}"),
            )
        } else {
            (
                format!("Nobody has asked for a review {here} yet"),
                format!("Nobody has asked about {name} {here} yet"),
            )
        };
        let not = format!("; it is not allowed{place}{whose}");
        return (asked + &not, about + &not);
    }
    (
        "Nobody has asked for a review yet".to_owned(),
        format!("Nobody has asked about {name} yet"),
    )
}

/// `NOT_FOR_SCOPE`: allowed for other schools, grades or people, or only from a later day.
pub(super) fn not_for_scope(case: &StatusCase) -> Option<Finding> {
    let (word, only, here) = match &case.ruling {
        DecisionRuling::Later(approval) => {
            let from = approval.from.map_or_else(String::new, date_in_words);
            (
                StatusWord::No,
                format!("approved from {from} on"),
                "not yet".to_owned(),
            )
        }
        DecisionRuling::Elsewhere { excluded: true, .. } => {
            let grade = case
                .question
                .grade
                .map_or_else(String::new, |grade| format!(" in grade {grade}"));
            (
                StatusWord::No,
                format!("approved for staff only{grade}"),
                "not for students".to_owned(),
            )
        }
        DecisionRuling::Elsewhere {
            approvals, here, ..
        } => (
            StatusWord::NotAsked,
            others(case, approvals, here),
            not_here(case, !here.is_empty()),
        ),
        _ => return None,
    };
    let has_grade = case.grade_of_another_school().is_empty();
    let instead = if has_grade {
        case.instead()
    } else {
        String::new()
    };
    let ask = match &case.question.school {
        _ if !has_grade => "Say a grade that the school has".to_owned(),
        Some(school) if case.asked_everywhere() => {
            let there = &school.name;
            format!("Ask the office to decide it for {there} if you need it")
        }
        _ => "Ask for a review if you need it".to_owned(),
    };
    Some(Finding {
        verdict: Verdict::NotForScope,
        word,
        reason: format!("{only}; {here}"),
        conditions: Vec::new(),
        next_step: if word == StatusWord::NotAsked {
            ask.clone()
        } else {
            "Do not use it here".to_owned()
        },
        who: first_known([&case.facts.people.manager, &case.facts.people.support]),
        lead: format!("{} is {only}, {here}", case.name()),
        tail: if instead.is_empty() && word == StatusWord::NotAsked {
            ask
        } else {
            instead
        },
    })
}

/// Whom it is allowed for: here, for other grades, or else where: `approved for grades 3 to 5 only`, `in a
/// pilot at Madison HS only`. What is suspended here is allowed at other schools.
fn others(case: &StatusCase, approvals: &[&ApprovalFact], here: &[&ApprovalFact]) -> String {
    let pilot = |a: &&ApprovalFact| a.status == ApprovalStatus::Pilot;
    let how = if approvals.iter().all(pilot) {
        "in a pilot"
    } else {
        "approved"
    };
    let bands = |of: &[&ApprovalFact]| {
        let all = of.iter().map(|a| grades(a.grades));
        let named: Vec<String> = all.filter(|band| !band.is_empty()).collect();
        list(&named)
    };
    if here.is_empty() {
        let asked = case.question.school.as_ref().map(|school| school.id);
        let named = schools_of(approvals).map(|mut all| {
            all.retain(|school| Some(school.id) != asked);
            all
        });
        return match named {
            Some(named) => format!("{how} {} only", at(Some(&named))),
            None => match bands(approvals) {
                all if all.is_empty() => format!("{how} at other schools only"),
                some => format!("{how} for {some} at other schools only"),
            },
        };
    }
    match bands(here) {
        none if none.is_empty() && case.question.audience == Some(Audience::Staff) => {
            format!("{how} for students only")
        }
        none if none.is_empty() => format!("{how} for staff only"),
        some => format!("{how} for {some} only"),
    }
}

/// Why the one who asks is not among them: `not for grade 2`, `not asked for at Lincoln ES yet`; `asked for everywhere`,
/// where the decision left Lincoln out.
fn not_here(case: &StatusCase, allowed_here: bool) -> String {
    let taught = case.grade_of_another_school();
    match (&case.question.school, case.question.grade) {
        (_, Some(grade)) if allowed_here => format!("not for grade {grade}{taught}"),
        _ if allowed_here && case.question.audience == Some(Audience::Staff) => {
            "not for staff".to_owned()
        }
        (Some(school), _) if case.asked_everywhere() => {
            let there = &school.name;
            format!("asked for everywhere, not decided at {there}{taught}")
        }
        (Some(school), _) => format!("not asked for at {} yet{taught}", school.name),
        (None, _) => "not for the whole district".to_owned(),
    }
}

/// `WONT_RUN`: fails on every kind of device issued there.
pub(super) fn wont_run(case: &StatusCase) -> Option<Finding> {
    if !case.fit.fails() {
        return None;
    }
    let (devices, here) = (case.fit.devices(), case.here());
    let whose = case
        .question
        .grade
        .map_or_else(String::new, |g| format!(" for grade {g}"));
    let how = match &case.ruling {
        DecisionRuling::InForce(a) if a.status == ApprovalStatus::Pilot => "in a pilot",
        _ => "approved",
    };
    Some(Finding {
        verdict: Verdict::WontRun,
        word: StatusWord::No,
        reason: format!("Does not run on the devices {here}{whose}: {devices}"),
        conditions: Vec::new(),
        next_step: "Use something that runs there".to_owned(),
        who: first_known([&case.facts.people.support, &case.facts.people.manager]),
        lead: format!(
            "No. {} is {how} but does not run on {devices}, the devices {here}{whose}",
            case.name()
        ),
        tail: case.instead(),
    })
}

/// The part of the question a decision is about, where it is less than everything: ` for grades K to 2`,
/// ` at Lincoln ES`.
fn limits(case: &StatusCase, decision: &ApprovalFact) -> String {
    let place = match (&decision.schools, &case.question.school) {
        (None, _) => String::new(),
        (Some(_), Some(school)) => format!(" at {}", school.name),
        (Some(schools), None) => format!(" {}", at(Some(schools))),
    };
    let band = grades(decision.grades);
    let whose = if band.is_empty() {
        band
    } else {
        format!(" for {band}")
    };
    let audience = match decision.audience {
        Audience::Both => "",
        Audience::Student => " for students",
        Audience::Staff => " for staff",
    };
    format!("{place}{whose}{audience}")
}

fn because(decision: &ApprovalFact) -> String {
    let reason = decision.reason.as_deref().map_or("", clause);
    let colon = if reason.is_empty() { "" } else { ": " };
    format!("{colon}{reason}")
}

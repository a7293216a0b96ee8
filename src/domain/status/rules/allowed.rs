//! The verdicts that allow the use: yes if, approved without a license, license full, needs set-up,
//! yes until, yes. What is missing is always the first condition.

use super::super::approval::{AskedPart, DecisionRuling};
use super::super::facts::ApprovalFact;
use super::super::fit;
use super::super::license::LicenceHolding;
use super::super::phrase::{
    clause, clauses, date_in_words, list, on_conditions, sentence, short_date,
};
use super::super::{StatusWord, Verdict};
use super::{Finding, StatusCase, first_known};
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::counted::counted;
use crate::domain::money::Basis;

/// `YES_IF`: conditions to keep. What is missing besides (a license, a seat, a switch) is the first one.
pub(super) fn yes_if(case: &StatusCase) -> Option<Finding> {
    let approval = in_force(case)?;
    let own = conditions(case, approval);
    let parts = &case.unlike_parts;
    if own.is_empty() && parts.iter().all(|part| of_part(case, part).is_empty()) {
        return None;
    }
    let missing = approved_no_licence(case)
        .or_else(|| licence_full(case))
        .or_else(|| needs_setup(case));
    let opening = if missing.is_some() { "" } else { "Yes. " };
    let keep = || Finding {
        next_step: "Keep to the conditions".to_owned(),
        tail: afterwards(case, approval),
        ..yes(case)
    };
    let found = missing.unwrap_or_else(keep);
    let of_parts = parts.iter().flat_map(|part| of_part(case, part));
    let of_parts: Vec<String> = of_parts.collect();
    let besides = [found.conditions.clone(), own.clone()].concat();
    let conditions = [found.conditions, of_parts, own].concat();
    let how = permitted(case, approval, date_in_words);
    let known = case.known_change(date_in_words) + &case.license_limits();
    let lead = if parts.is_empty() {
        format!(
            "{opening}{} is {how}{known}, {}",
            case.name(),
            on_conditions(&conditions)
        )
    } else {
        let besides = if besides.is_empty() {
            String::new()
        } else {
            format!(" For all: {}", clauses(&besides))
        };
        let each = case.each_part(parts, date_in_words);
        format!("{opening}{} is {how}{known}. {each}{besides}", case.name())
    };
    Some(Finding {
        verdict: Verdict::YesIf,
        word: StatusWord::YesConditions,
        reason: format!(
            "{}{}, with {}{}",
            permitted(case, approval, short_date),
            case.known_change(short_date),
            counted(conditions.len(), "condition"),
            what_ended(case),
        ),
        lead,
        next_step: found.next_step,
        who: found.who,
        tail: found.tail,
        conditions,
    })
}

/// `APPROVED_NO_LICENCE`: allowed, but nobody has bought it for this place.
pub(super) fn approved_no_licence(case: &StatusCase) -> Option<Finding> {
    let approval = in_force(case)?;
    if !case.license.is_missing() {
        return None;
    }
    let whole = if case.question.school.is_some() {
        "school"
    } else {
        "district"
    };
    let (gap, condition) = match case.license.holding {
        LicenceHolding::Ended(day) => (
            format!("the license ended {}", short_date(day)),
            "A license has to be renewed or bought first.".to_owned(),
        ),
        LicenceHolding::Starts(day) => (
            format!("the license starts {}", short_date(day)),
            format!("Wait for the license, which starts {}.", short_date(day)),
        ),
        _ => (
            format!("the {whole} has no license"),
            "A license has to be bought first.".to_owned(),
        ),
    };
    let people = &case.facts.people;
    let who = first_known([&people.purchaser, &people.manager, &people.support]);
    let price = price(case);
    Some(Finding {
        verdict: Verdict::ApprovedNoLicence,
        word: StatusWord::YesConditions,
        reason: format!(
            "{}, but {gap}{}",
            permitted(case, approval, short_date),
            later(case)
        ),
        conditions: vec![condition],
        next_step: format!("{}{price}", sentence(&ask_for_seats(case, who.as_deref()))),
        lead: format!(
            "{} is {}, but {gap}",
            case.name(),
            permitted(case, approval, date_in_words)
        ),
        tail: ask_for_seats(case, who.as_deref()),
        who,
    })
}

/// What it would cost: a seat by what others pay, else as it was asked for, and whether a school may spend that.
fn price(case: &StatusCase) -> String {
    let facts = case.facts;
    match (facts.price, facts.asked_here) {
        (Some(seat), _) => format!(" A seat: {seat} {}.", Basis::YearPrice),
        (None, Some(asked)) if !facts.paid => {
            let limit = facts.school_spend.filter(|limit| asked > *limit);
            let limit = limit.map(|limit| format!("; a school may spend {limit}"));
            let limit = limit.unwrap_or_default();
            format!(" Asked for at {asked} {}{limit}.", Basis::YearPrice)
        }
        _ => String::new(),
    }
}

/// `LICENCE_FULL`: allowed and bought, but every seat is taken.
pub(super) fn licence_full(case: &StatusCase) -> Option<Finding> {
    let approval = in_force(case)?;
    if case.license.holding != LicenceHolding::Full {
        return None;
    }
    let seats = case.license.seats;
    let all = seats.allotted.or(seats.purchased).unwrap_or_default();
    let taken = match all {
        1 => "the only seat is taken".to_owned(),
        all => format!("all {all} seats are taken"),
    };
    let people = &case.facts.people;
    let who = first_known([&people.manager, &people.purchaser, &people.support]);
    Some(Finding {
        verdict: Verdict::LicenceFull,
        word: StatusWord::YesConditions,
        reason: format!(
            "{}, but {taken}{}",
            permitted(case, approval, short_date),
            later(case)
        ),
        conditions: vec![format!("A seat has to be freed or bought first: {taken}.")],
        next_step: ask_for_seats(case, who.as_deref()),
        lead: format!(
            "{} is {}, but {taken}",
            case.name(),
            permitted(case, approval, date_in_words)
        ),
        tail: ask_for_seats(case, who.as_deref()),
        who,
    })
}

/// `NEEDS_SETUP`: allowed and bought, but something is not switched on.
pub(super) fn needs_setup(case: &StatusCase) -> Option<Finding> {
    let approval = in_force(case)?;
    let off = fit::not_on(case.facts.switches);
    if off.is_empty() {
        return None;
    }
    let off = list(&off);
    let gap = format!("still waits for {off} to be switched on");
    let who = helper(case);
    let ask = format!("Ask {} to switch it on", name_or_office(who.as_deref()));
    Some(Finding {
        verdict: Verdict::NeedsSetup,
        word: StatusWord::YesConditions,
        reason: format!(
            "{}, but {gap}{}",
            permitted(case, approval, short_date),
            later(case)
        ),
        conditions: vec![format!("To be switched on first: {off}.")],
        next_step: ask.clone(),
        lead: format!(
            "{} is {}, but {gap}",
            case.name(),
            permitted(case, approval, date_in_words)
        ),
        tail: ask,
        who,
    })
}

/// `YES_UNTIL`: allowed until a day.
pub(super) fn yes_until(case: &StatusCase) -> Option<Finding> {
    let approval = in_force(case)?;
    let day = case.last_day(approval)?;
    let mut found = yes(case);
    found.verdict = Verdict::YesUntil;
    // What a district's schools have on different terms ends on different days.
    let one_day = case.question.school.is_some() || case.unlike_parts.is_empty();
    if found.next_step == go_ahead(case) && one_day {
        let why = if case.license_ends_first(approval) {
            ", on which the license ends"
        } else {
            ""
        };
        found.next_step += &format!("; the last day is {}{why}", short_date(day));
    }
    Some(found)
}

fn go_ahead(case: &StatusCase) -> &'static str {
    match case.licensed_in_part {
        Some(_) => "Go ahead where it is licensed",
        None => "Go ahead",
    }
}

/// `YES`: nothing stands in the way.
pub(super) fn yes(case: &StatusCase) -> Finding {
    let (reason, lead, tail) = match in_force(case) {
        Some(approval) => {
            let words = |day: fn(chrono::NaiveDate) -> String, ends: &str| {
                let each = case.each_part(&case.unlike_parts, day);
                let gap = if each.is_empty() { "" } else { ". " };
                let how = permitted(case, approval, day);
                let known = case.known_change(day);
                format!("{how}{known}{ends}{gap}{}", clause(&each))
            };
            (
                words(short_date, "") + &what_ended(case),
                words(date_in_words, &case.license_limits()),
                afterwards(case, approval),
            )
        }
        None => ("approved".to_owned(), "approved".to_owned(), String::new()),
    };
    let again = match in_force(case).map(|a| a.status) {
        Some(ApprovalStatus::ReReviewDue) => {
            "; it is due to be reviewed again and stays allowed meanwhile"
        }
        _ if case.record.review().is_some() => {
            "; it is being reviewed again and stays allowed meanwhile"
        }
        _ => "",
    };
    Finding {
        verdict: Verdict::Yes,
        word: StatusWord::Yes,
        reason: format!("{reason}{again}"),
        conditions: Vec::new(),
        next_step: if tail.is_empty() {
            go_ahead(case).to_owned()
        } else {
            tail.clone()
        },
        who: helper(case),
        lead: format!("Yes. {} is {lead}", case.name()),
        tail,
    }
}

/// What is known besides of the approval in force: how it will change, and an agreement that ended.
fn later(case: &StatusCase) -> String {
    case.known_change(short_date) + &what_ended(case)
}

/// What has ended: an agreement, or a newer approval.
fn what_ended(case: &StatusCase) -> String {
    case.holds_again() + &case.ended_agreement()
}

fn in_force<'a>(case: &StatusCase<'a>) -> Option<&'a ApprovalFact> {
    match case.ruling {
        DecisionRuling::InForce(approval) => Some(approval),
        _ => None,
    }
}

/// `approved at Lincoln ES for grade 4 until Mar 31 2026`.
fn permitted(
    case: &StatusCase,
    approval: &ApprovalFact,
    day: fn(chrono::NaiveDate) -> String,
) -> String {
    let how = if approval.status == ApprovalStatus::Pilot {
        "in a pilot"
    } else {
        "approved"
    };
    let parts = case.record.parts();
    let staff = parts.iter().any(|part| part.allows() && part.staff);
    // What is for staff only says so as a condition.
    let audience = match case.question.audience {
        Some(Audience::Student) => " for students",
        Some(Audience::Staff) => " for staff",
        _ if staff || case.question.grade.is_some() => "",
        _ => " for students only",
    };
    let grade = case.question.grade.map_or_else(String::new, |g| {
        format!(" for grade {g}{}", case.grade_of_another_school())
    });
    let whole = case.unlike_parts.is_empty();
    let until = case.record.valid_until(approval).filter(|_| whole);
    let until = until.map_or_else(String::new, |d| format!(" until {}", day(d)));
    format!("{how} {}{audience}{grade}{until}", case.place())
}

/// A product on its way out says where to go; one for some schools, what the others may use.
fn afterwards(case: &StatusCase, approval: &ApprovalFact) -> String {
    let some_schools = case.question.school.is_none() && case.record.allowed_schools().is_some();
    match (approval.status, &case.facts.product.successor) {
        (ApprovalStatus::Retiring, Some(successor)) => {
            format!("After that, please use {successor}")
        }
        (ApprovalStatus::Retiring, None) => "After that it may not be used any more".to_owned(),
        _ if some_schools => case.paid_alternative().map_or_else(String::new, |other| {
            format!("Elsewhere, please use {other}, which is already paid for")
        }),
        _ => String::new(),
    }
}

/// What has to be kept to, apart from what is missing: recorded conditions, limits of the decision,
/// training, devices it does not run on. Where parts are allowed on different terms, what was recorded is
/// said of each part.
fn conditions(case: &StatusCase, approval: &ApprovalFact) -> Vec<String> {
    let mut all = if case.unlike_parts.is_empty() {
        StatusCase::recorded(approval)
    } else {
        Vec::new()
    };
    let says_grades = all.iter().any(|c| c.to_lowercase().contains("grade"));
    all.extend(case.left_out(approval, says_grades));
    all.extend(training(case));
    all.extend(case.fit.conditions());
    all.extend(case.agreement_condition());
    all
}

/// The conditions of one part, each with whom it is about: `Grades 3 to 5: Teacher led.`
fn of_part(case: &StatusCase, part: &AskedPart) -> Vec<String> {
    let Some(decision) = part.decision else {
        return Vec::new();
    };
    let recorded = StatusCase::recorded(decision).into_iter();
    let whose = case.whose(part);
    recorded.map(|text| format!("{whose}: {text}")).collect()
}

fn training(case: &StatusCase) -> Option<String> {
    let training = case.facts.training.filter(|t| t.required)?;
    let target = training.target.unwrap_or(1);
    if training.trained >= target {
        return None;
    }
    let done = match training.target {
        Some(target) => format!(": {} of {target} people are trained", training.trained),
        None => ": nobody is trained yet".to_owned(),
    };
    let next = training.next.filter(|d| *d >= case.question.today);
    let next = next.map_or_else(String::new, |d| format!(", next session {}", short_date(d)));
    Some(format!("Training first{done}{next}."))
}

fn helper(case: &StatusCase) -> Option<String> {
    let people = &case.facts.people;
    first_known([&people.support, &people.manager, &people.purchaser])
}

/// `Ask P. Nguyen; Adams ES has 13 seats free`.
fn ask_for_seats(case: &StatusCase, who: Option<&str>) -> String {
    let ask = format!("Ask {}", name_or_office(who));
    match case.license.elsewhere.first() {
        Some(e) => match e.free {
            Some(free) => format!("{ask}; {} has {} free", e.place, counted(free, "seat")),
            None => format!("{ask} about joining the license of {}", e.place),
        },
        None => format!("{ask} before anyone buys"),
    }
}

fn name_or_office(who: Option<&str>) -> &str {
    who.unwrap_or("the technology office")
}

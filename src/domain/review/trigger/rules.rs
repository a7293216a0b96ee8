//! The triggers, one small function each, the most urgent first. Each says since when and why.
//! A trigger that began before the newest decision was in sight of whoever decided, and is silent.

use chrono::{Datelike, Months, NaiveDate};

use super::{DecisionsOnDay, Fired, Issued, SchoolWithProduct, TermInForce, before, decided_on};
use crate::domain::approval::{Agreement, Approval, ApprovalStatus};
use crate::domain::grade::Grades;
use crate::domain::inventory::{Compatibility, Runs};
use crate::domain::policy::Tracks;
use crate::domain::product::DataUse;
use crate::domain::request::{Incident, Trigger};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::status::short_date;

/// A contract's end is in sight so many days before.
const RENEWAL: u64 = 180;
/// An agreement's end is in sight so many days before.
const AGREEMENT: u64 = 60;
/// A count of use that is older says nothing about today.
const COUNT_HOLDS: u64 = 365;
/// Fewer than so many of a hundred use it.
const ADOPTION: i64 = 10;
/// Fewer than so many of a hundred that should be are trained.
const TRAINED: i64 = 80;

pub(super) const RULES: [fn(&DecisionsOnDay) -> Option<Fired>; 11] = [
    incident,
    agreement,
    new_use,
    renewal,
    version,
    infrastructure,
    policy_change,
    training,
    usage,
    age,
    discovered,
];

fn found(trigger: Trigger, since: NaiveDate, why: String) -> Fired {
    Fired {
        trigger,
        since,
        why,
    }
}

/// Something happened and is not over. Only a decision of a later day can have known of it.
fn incident(look: &DecisionsOnDay) -> Option<Fired> {
    let open = |i: &&Incident| {
        i.opened_on <= look.today
            && i.closed_on.is_none_or(|day| day > look.today)
            && look.decided().is_none_or(|day| day <= i.opened_on)
    };
    let incidents = look.facts.incidents.iter().filter(open);
    let first = incidents.min_by_key(|i| i.opened_on)?;
    let why = format!("{} since {}", first.kind, short_date(first.opened_on));
    Some(found(Trigger::Incident, first.opened_on, why))
}

/// The newest agreement about its data ends soon, or has ended.
fn agreement(look: &DecisionsOnDay) -> Option<Fired> {
    let about_people = matches!(
        look.facts.product.data,
        Some(DataUse::Pii | DataUse::Sensitive)
    );
    let bears = |a: &&&Agreement| a.product.is_some() || about_people;
    let endless = |a: &Agreement| (a.until.is_none(), a.until);
    let agreements = look.facts.agreements.iter().filter(bears);
    let last = agreements.max_by_key(|a| endless(a))?;
    let end = last.until?;
    let kind = &last.kind;
    let (since, why) = if end < look.today {
        let since = end.succ_opt().unwrap_or(end);
        (since, format!("the {kind} ended {}", short_date(end)))
    } else {
        let why = format!("the {kind} ends {}", short_date(end));
        (before(end, AGREEMENT), why)
    };
    if since > look.today || !look.matters() || look.answered(since) {
        return None;
    }
    Some(found(Trigger::Agreement, since, why))
}

/// It is at schools, or paid for at schools or grades, that no decision is about. A license for the
/// whole district says nothing about schools: it is at those that have it.
fn new_use(look: &DecisionsOnDay) -> Option<Fired> {
    let for_all = |a: &&Approval| a.schools == Schools::All && a.grades.is_unsaid();
    if look.allowing.is_empty() || look.holding.iter().any(for_all) {
        return None;
    }
    let mut outside: Vec<SchoolId> = Vec::new();
    let mut first: Option<NaiveDate> = None;
    let mut see = |since: Option<NaiveDate>| {
        let since = since.unwrap_or(look.today);
        first = Some(first.map_or(since, |day| day.min(since)));
    };
    for SchoolWithProduct { school, since } in look.facts.places {
        if !decided_for(look, *school) {
            outside.push(*school);
            see(*since);
        }
    }
    let mut grades = false;
    for term in look.facts.terms {
        if let Schools::Only(ids) = &term.schools {
            for school in ids.iter().filter(|id| !decided_for(look, **id)) {
                outside.push(*school);
                see(term.start);
            }
        }
        if !covered(look, term.grades) {
            grades = true;
            see(term.start);
        }
    }
    outside.sort_unstable();
    outside.dedup();
    let why = match (outside.len(), grades) {
        (0, false) => return None,
        (0, true) => "paid for in grades that no decision is about".to_owned(),
        (1, _) => "in use at a school that no decision is about".to_owned(),
        (n, _) => format!("in use at {n} schools that no decision is about"),
    };
    // Until it was decided more narrowly it was no use outside the decision.
    let since = look.decided().max(first)?;
    Some(found(Trigger::NewUse, since.min(look.today), why))
}

fn decided_for(look: &DecisionsOnDay, school: SchoolId) -> bool {
    let meets = |a: &Approval| {
        let taught = look.district.grades.get(&school).copied();
        let taught = taught.unwrap_or(Grades::UNSAID);
        taught.is_unsaid() || !a.grades.common(taught).is_unsaid()
    };
    let mut there = look.holding.iter().filter(|a| a.schools.covers(school));
    there.any(|a| a.grades.is_unsaid() || meets(a))
}

fn covered(look: &DecisionsOnDay, grades: Grades) -> bool {
    let all = look.holding.iter().any(|a| a.grades.is_unsaid());
    all || grades
        .iter()
        .all(|grade| look.holding.iter().any(|a| a.grades.contains(grade)))
}

/// The contract whose end is in sight, if there is one.
pub(super) fn nearest_end(terms: &[TermInForce], today: NaiveDate) -> Option<&TermInForce> {
    let near = |t: &&TermInForce| t.end >= today && before(t.end, RENEWAL) <= today;
    terms.iter().filter(near).min_by_key(|t| t.end)
}

/// A contract ends or renews by itself, and the last decision is of before its term; where it renews
/// by itself, of before its end was in sight.
fn renewal(look: &DecisionsOnDay) -> Option<Fired> {
    let decided = look.decided();
    let older = |day: NaiveDate| decided.is_none_or(|on| on < day);
    let near = |t: &&TermInForce| {
        let window = before(t.end, RENEWAL);
        t.end >= look.today
            && window <= look.today
            && older(window)
            && (t.auto_renew != Some(false) || t.start.is_none_or(older))
    };
    let term = look.facts.terms.iter().filter(near).min_by_key(|t| t.end)?;
    let day = short_date(term.end);
    let why = match term.auto_renew {
        Some(true) => format!("the contract renews by itself after {day}"),
        Some(false) => format!("the contract ends {day}"),
        None => format!("the term ends {day}; whether it renews by itself is not known"),
    };
    Some(found(Trigger::Renewal, before(term.end, RENEWAL), why))
}

/// Another major version is in use than the one that was reviewed.
fn version(look: &DecisionsOnDay) -> Option<Fired> {
    let reviewed = look
        .allowing
        .iter()
        .filter(|a| a.version_reviewed.is_some());
    let reviewed = reviewed.max_by_key(|a| decided_on(a))?;
    let (was, is) = (
        reviewed.version_reviewed.as_deref()?,
        look.facts.product.version_seen.as_deref()?,
    );
    if major(was) == major(is) {
        return None;
    }
    let since = look.facts.version_since.unwrap_or(look.today);
    let why = format!("version {is} is in use, {was} was reviewed");
    Some(found(Trigger::Version, since, why))
}

/// `5` of `v5.1 beta`; the whole word where it does not begin with a number.
fn major(version: &str) -> String {
    let version = version.trim().to_lowercase();
    let bare = version.strip_prefix('v').unwrap_or(&version);
    let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { version } else { digits }
}

/// A device issued where it is used fails, was never tried while others were, or has another oldest
/// system since it was tried. A product nobody ever tried on anything calls for nothing here: else
/// every product would.
fn infrastructure(look: &DecisionsOnDay) -> Option<Fired> {
    if look.facts.tests.is_empty() {
        return None;
    }
    let tests = look.facts.tests.iter();
    let tests: Vec<(String, &Compatibility)> =
        tests.map(|t| (t.device.to_lowercase(), t)).collect();
    let decided = look.decided();
    let now = |since: NaiveDate| since <= look.today && decided.is_none_or(|day| day < since);
    // Thousands of schools issue a few kinds of device: each is looked at once, and then whether a school here issues it.
    let troubles = look.district.kinds_issued().iter().filter_map(|device| {
        let (since, what) = trouble(&tests, device).filter(|(since, _)| now(*since))?;
        Some((since, what.why(&device.device), device))
    });
    let mut troubles: Vec<(NaiveDate, String, &Issued)> = troubles.collect();
    troubles.sort_unstable();
    let issued_here = |kind: &Issued| {
        let here = look.facts.places.iter();
        let issued = here.filter_map(|place| look.district.devices.get(&place.school));
        issued.flatten().any(|device| device == kind)
    };
    let mut here = troubles.into_iter().filter(|(.., kind)| issued_here(kind));
    let (since, why, _) = here.next()?;
    Some(found(Trigger::Infrastructure, since, why))
}

/// What is wrong with a product on a device.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DeviceTrouble {
    NeverTried,
    Fails,
    /// Its oldest system is another one since that day.
    Changed(NaiveDate),
}

/// What is wrong on a device that a school issues, and since when; `tests` are by the device in small letters.
fn trouble(
    tests: &[(String, &Compatibility)],
    issued: &Issued,
) -> Option<(NaiveDate, DeviceTrouble)> {
    let Some((_, test)) = tests.iter().find(|(device, _)| *device == issued.device) else {
        return Some((issued.since, DeviceTrouble::NeverTried));
    };
    let tried = test.on?;
    if test.result == Runs::Fails {
        return Some((tried, DeviceTrouble::Fails));
    }
    let changed = issued.floor_on.filter(|day| *day > tried)?;
    Some((changed, DeviceTrouble::Changed(changed)))
}

impl DeviceTrouble {
    fn why(self, device: &str) -> String {
        match self {
            DeviceTrouble::NeverTried => format!("never tried on {device}"),
            DeviceTrouble::Fails => format!("fails on {device}"),
            DeviceTrouble::Changed(day) => {
                let day = short_date(day);
                format!("the oldest system of {device} changed {day}")
            }
        }
    }
}

/// The policy has come to ask for the curricular checklist since it was decided.
fn policy_change(look: &DecisionsOnDay) -> Option<Fired> {
    let product = look.facts.product;
    let teaches = product.instructional != Some(false);
    let sensitive = !matches!(product.data, Some(DataUse::None | DataUse::Login));
    let district_pays = look.facts.terms.iter().any(|t| t.schools == Schools::All);
    let matters = product.core == Some(true) || sensitive || district_pays;
    let asks = |tracks: &Tracks| tracks.asks_curricular(teaches, matters);
    let decided = look.decided()?;
    let mut since = look
        .district
        .tracks
        .iter()
        .filter(|(day, ..)| *day > decided);
    let (day, before, _) = since.clone().next()?;
    let (_, _, now) = since.next_back()?;
    if *day > look.today || asks(before) || !asks(now) {
        return None;
    }
    let why = format!(
        "the curricular checklist is required since {}",
        short_date(*day)
    );
    Some(found(Trigger::PolicyChange, *day, why))
}

/// A contract ends soon, and too few people are trained.
fn training(look: &DecisionsOnDay) -> Option<Fired> {
    let since = before(nearest_end(look.facts.terms, look.today)?.end, RENEWAL);
    let people = look.facts.trained.filter(|t| t.target > 0)?;
    let few = people.trained * 100 < people.target * TRAINED;
    if !few || look.answered(since) {
        return None;
    }
    let why = format!(
        "{} of {} are trained, and the contract ends soon",
        people.trained, people.target
    );
    Some(found(Trigger::Training, since, why))
}

/// Almost nobody uses it.
fn usage(look: &DecisionsOnDay) -> Option<Fired> {
    let count = look.facts.adoption.filter(|a| a.of > 0)?;
    let holds = count.counted_on >= look.days_ago(COUNT_HOLDS);
    let few = count.active * 100 < count.of * ADOPTION;
    if !few || !holds || look.answered(count.counted_on) || look.allowing.is_empty() {
        return None;
    }
    let percent = count.active * 100 / count.of;
    let why = format!("only {percent}% of those who could use it do");
    Some(found(Trigger::Usage, count.counted_on.min(look.today), why))
}

/// The oldest decision in force is older than the policy allows, is marked as due, or has ended
/// while the product is still in use.
fn age(look: &DecisionsOnDay) -> Option<Fired> {
    let allowed = Months::new(look.district.review_months);
    let ages = |a: &&Approval| {
        let decided = decided_on(a);
        let old = decided.and_then(|day| day.checked_add_months(allowed));
        if a.status == ApprovalStatus::ReReviewDue {
            let since = old.or(a.until).unwrap_or(look.today).min(look.today);
            return Some((since, "the decision is marked as due for review".to_owned()));
        }
        let since = old.filter(|day| *day <= look.today)?;
        let months = months(decided?, look.today);
        Some((since, format!("the decision is {months} months old")))
    };
    let oldest = look.allowing.iter().filter(|a| !renewed(look, a));
    if let Some((since, why)) = oldest.filter_map(ages).min() {
        return Some(found(Trigger::Age, since, why));
    }
    if look.allowing.is_empty() && look.facts.in_use() {
        let last = look.ended.iter().max_by_key(|a| a.until)?;
        let what = match last.status {
            ApprovalStatus::Denied => "denial",
            ApprovalStatus::Suspended => "suspension",
            _ => "approval",
        };
        let last = last.until?;
        let why = format!("the {what} ended {}", short_date(last));
        return Some(found(Trigger::Age, last.succ_opt().unwrap_or(last), why));
    }
    None
}

/// Was it decided anew for every school of it that has the product? The decision itself stands where
/// nobody uses it, and nobody looks at it for that.
fn renewed(look: &DecisionsOnDay, old: &Approval) -> bool {
    let newer = |new: &&&Approval| decided_on(new) > decided_on(old);
    let newer: Vec<&&Approval> = look.holding.iter().filter(newer).collect();
    if newer.is_empty() {
        return false;
    }
    let Schools::Only(ids) = super::schools(look.facts.places, look.facts.terms) else {
        return false;
    };
    let here: Vec<SchoolId> = ids
        .into_iter()
        .filter(|id| old.schools.covers(*id))
        .collect();
    let anew = |id: &SchoolId| {
        let there = Schools::only(vec![*id]);
        newer.iter().any(|new| super::covers(new, &there, old))
    };
    !here.is_empty() && here.iter().all(anew)
}

/// Whole months from one day to a later one.
fn months(from: NaiveDate, to: NaiveDate) -> i64 {
    let months =
        i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    months - i64::from(to.day() < from.day())
}

/// It was seen, and nobody ever decided. The district makes of such stock a backlog by how sensitive
/// and how dear it is, and gives it no day; but a backlog without days is never worked off. So the
/// service level counts from the day the office could first know: when it was seen, or, where it was
/// in use before anybody entered it here, the day it was entered. How long it was in use before is
/// nobody's delay.
fn discovered(look: &DecisionsOnDay) -> Option<Fired> {
    let facts = look.facts;
    let noted = facts.approvals.iter().find(|a| {
        matches!(
            a.status,
            ApprovalStatus::Discovered | ApprovalStatus::UnderReview
        )
    });
    if !look.never_decided() || (noted.is_none() && !facts.in_use()) {
        return None;
    }
    let seen = facts
        .product
        .first_seen
        .or_else(|| noted.and_then(decided_on))
        .or_else(|| facts.places.iter().filter_map(|p| p.since).min())
        .or_else(|| facts.terms.iter().filter_map(|t| t.start).min());
    let why = match facts.places.len() {
        0 if facts.terms.is_empty() => "seen, and never reviewed".to_owned(),
        0 => "paid for, and never reviewed".to_owned(),
        1 => "in use at a school, and never reviewed".to_owned(),
        n => format!("in use at {n} schools, and never reviewed"),
    };
    let since = seen.max(facts.entered_on).unwrap_or(look.today);
    let since = since.min(look.today);
    Some(found(Trigger::Discovered, since, why))
}

//! What the made-up district looked at again before anybody had to be reminded: decisions before
//! their contract renews, approvals of what is in use elsewhere too, agreements before they end. What
//! was overlooked calls for its review today, and is meant to.

use chrono::NaiveDate;

use crate::domain::approval::{ApprovalId, ApprovalStatus};
use crate::domain::grade::Grades;
use crate::domain::put::Put;
use crate::domain::record::Lines;
use crate::domain::school::{SchoolId, Schools};

use super::made::{EnteredDecision, Signed};
use super::making::Making;
use super::{agreements, days, people};
use crate::domain::counted::counted;

/// Stories that nobody looked at again.
const OVERLOOKED: &[&str] = &[
    "Quizmallow School",
    "Vowelette",
    "Tally Hobb",
    "Signbriar",
    "Kettlespark",
    "Tunefettle",
    "Saysparrow",
];
/// A contract's end is in sight so many days before.
const IN_SIGHT: i64 = 180;
/// After so many days a decision is old.
const OLD: i64 = 700;
/// So many everyday products of each sort were overlooked too.
const OTHERS: usize = 2;

/// Looks at everything again but what was overlooked.
pub(super) fn look(making: &mut Making) {
    before_renewals(making);
    ended(making);
    elsewhere(making);
    agreements(making);
    versions(making);
}

fn live(making: &Making, e: &EnteredDecision) -> bool {
    matches!(
        e.ruling.status,
        ApprovalStatus::Approved | ApprovalStatus::Conditional
    ) && e.until.is_none_or(|day| day >= making.today)
}

/// Decisions about what is paid for, before the contract renews or when they grew old.
fn before_renewals(making: &mut Making) {
    for n in 0..making.entered.len() {
        let e = making.entered[n].clone();
        let label = making.items[e.item].label.clone();
        let told = making.items[e.item].known.is_some();
        if !told || !live(making, &e) || OVERLOOKED.contains(&label.as_str()) {
            continue;
        }
        let ends = making.holdings.iter().filter(|h| h.item == e.item);
        let ends = ends.filter_map(super::made::SignedDeal::ends);
        let ahead = ends.map(|end| (end - making.today).num_days());
        let soonest = ahead.filter(|days| (0..IN_SIGHT).contains(days)).max();
        let age = (making.today - e.day).num_days();
        let lately = making.rng.i64(5..50);
        let ago = match soonest {
            Some(ahead) if age >= IN_SIGHT - ahead => lately.min(IN_SIGHT - ahead - 1).max(1),
            // Whoever keeps the student records is slow to look again.
            None if age > OLD && label == "Rostergate" => 745,
            None if age > OLD => lately + 30,
            _ => continue,
        };
        let why = "Looked at again; nothing has changed.";
        again(making, n, days::before(making.today, ago), e.until, why);
    }
}

/// Enters that a decision was looked at again and stands.
fn again(making: &mut Making, n: usize, day: NaiveDate, until: Option<NaiveDate>, why: &str) {
    let day = days::working_day(day);
    let reviewers = [people::TECHNICAL, people::CURRICULAR].concat();
    let who = making.one_of(&reviewers, day);
    let e = &mut making.entered[n];
    (e.day, e.until) = (day, until);
    let put = Put::id(e.id)
        .with("until", until)
        .with("decided_by", Some(who.clone()))
        .with("decided_on", Some(day));
    let what = format!("approval of {}", making.items[e.item].label);
    making.past.saved_because(day, &who, &what, put, why);
}

fn sighted(making: &Making, item: usize) -> Vec<usize> {
    let here = making.sighted.iter().filter(|(n, _)| *n == item);
    here.map(|(_, school)| *school).collect()
}

/// Approvals that ended while the product is still in use.
fn ended(making: &mut Making) {
    let mut over: Vec<usize> = (0..making.entered.len())
        .filter(|n| {
            let e = &making.entered[*n];
            matches!(
                e.ruling.status,
                ApprovalStatus::Approved | ApprovalStatus::Conditional
            ) && e.until.is_some_and(|day| day < making.today)
                && !sighted(making, e.item).is_empty()
        })
        .collect();
    over.sort_by_key(|n| making.entered[*n].until);
    for n in over.into_iter().skip(1) {
        let ago = making.rng.i64(5..60);
        let until = Some(days::after(making.today, 730 - ago));
        let why = "Still in use; holds for two more years.";
        again(making, n, days::before(making.today, ago), until, why);
    }
}

/// Approvals of products that are in use at schools no decision was about.
fn elsewhere(making: &mut Making) {
    let day = days::working_day(days::before(making.today, 4));
    let mut puts = Vec::new();
    let mut overlooked = 0;
    let mut entered = making.entered.clone();
    entered.sort_by_key(|e| std::cmp::Reverse(e.day));
    for e in entered {
        let due = e.ruling.status == ApprovalStatus::ReReviewDue;
        let outside = outside(making, &e);
        if outside.is_empty() || !(due || live(making, &e)) || e.day >= day {
            continue;
        }
        if !due && overlooked < OTHERS {
            overlooked += 1;
            continue;
        }
        let status = if due {
            ApprovalStatus::Approved
        } else {
            e.ruling.status
        };
        let who = making.one_of(people::CURRICULAR, day);
        let conditions = e.ruling.conditions.iter().map(|c| (*c).to_owned());
        puts.push(
            Put::id(ApprovalId(making.past.handle()))
                .with("product", making.items[e.item].id)
                .with("schools", Schools::only(outside))
                .with("grades", Grades::UNSAID)
                .with("audience", e.ruling.audience)
                .with("status", status)
                .with("conditions", Lines(conditions.collect()))
                .with("from", Some(day))
                .with("until", e.until)
                .with(
                    "reason",
                    Some("In use there too; the same holds.".to_owned()),
                )
                .with("decided_by", Some(who))
                .with("decided_on", Some(day)),
        );
    }
    let who = making.one_of(people::TECHNICAL, day);
    let what = format!("{} from use-elsewhere.csv", counted(puts.len(), "approval"));
    making.past.imported(day, &who, what, puts);
}

/// The schools where the product of a decision is in use, and which no decision about it covers.
pub(super) fn outside(making: &Making, e: &EnteredDecision) -> Vec<SchoolId> {
    let decided = making.entered.iter().filter(|other| other.item == e.item);
    let covered: Vec<usize> = decided
        .flat_map(|other| making.places(other.ruling.at))
        .collect();
    let here = sighted(making, e.item).into_iter();
    here.filter(|school| !covered.contains(school))
        .map(|school| making.schools[school].id)
        .collect()
}

/// Agreements with the makers of everyday products, signed anew for three years.
fn agreements(making: &mut Making) {
    let ends = |making: &Making, ahead: i64| days::after(making.today, ahead);
    let ending = making.signed.iter().filter(|a| a.until < ends(making, 60));
    let mut ending: Vec<Signed> = ending.cloned().collect();
    ending.sort_by_key(|a| std::cmp::Reverse(a.until));
    for old in ending.into_iter().skip(1) {
        let ago = making.rng.i64(3..40);
        let day = old
            .until
            .min(days::before(making.today, ago))
            .max(making.start);
        agreements::renew(making, &old, days::working_day(day));
    }
}

/// Two products have a new version since they were reviewed.
fn versions(making: &mut Making) {
    let day = days::working_day(days::before(making.today, 10));
    for label in ["Labrook", "Screenwarden"] {
        let found = making.items.iter().find(|item| item.label == label);
        let Some(product) = found.map(|item| item.id) else {
            continue;
        };
        let who = making.one_of(people::TECHNICAL, day);
        let put = Put::id(product).with("version_seen", Some("7.0".to_owned()));
        let why = "The vendor's letter: every school gets it this month.";
        making.past.saved_because(day, &who, label, put, why);
    }
}

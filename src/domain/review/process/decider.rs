//! Who decides a request: what the policy says of its tier, its cost, and a must that failed.

use super::rights;
use crate::domain::person::Role;
use crate::domain::policy::{Appeal, Decider};
use crate::domain::record::Schools;
use crate::domain::request::{RequestState, Track};
use crate::domain::review::case::{Actor, Case};
use crate::domain::review::{ListSheet, gate};

/// Who decides this request as it stands: the committee, the district or the school.
pub fn decider(case: &Case) -> Decider {
    if case.request.state == RequestState::Appealed {
        return match case.policy.appeal {
            Appeal::Committee => Decider::Committee,
            // One that was filed before the policy gave up appeals is still to be answered.
            Appeal::Pair | Appeal::None => Decider::District,
        };
    }
    let at = case.tier().clamp(0, 3) as usize;
    let decider = case.policy.decides.0[at];
    let school = match decider {
        Decider::Committee | Decider::District => return decider,
        Decider::School => true,
        Decider::SchoolUnlessFailed => !technical_must_failed(case),
    };
    let affords = case
        .policy
        .school_spend
        .0
        .is_none_or(|limit| case.cost() <= limit);
    if school && affords {
        Decider::School
    } else {
        Decider::District
    }
}

/// May this person decide this request? The error says who does.
pub(super) fn may_decide(case: &Case, actor: &Actor) -> Result<(), String> {
    let number = &case.request.number;
    if case.request.state == RequestState::Appealed && on_first_panel(case, &actor.login) {
        return Err(format!(
            "{number} was appealed: somebody decides it who neither decided nor answered it before"
        ));
    }
    if actor.roles.allow(Role::Admin) {
        return Ok(());
    }
    let reviews = rights::is_reviewer(actor);
    let theirs = actor.schools == Schools::All;
    let tier = case.tier();
    match decider(case) {
        Decider::Committee => Err(format!(
            "the district's committee decides at tier {tier}: ask an admin to decide {number}"
        )),
        _ if !reviews => Err(format!(
            "technical and curricular reviewers decide: ask one of them to decide {number}"
        )),
        _ if theirs => Ok(()),
        Decider::District => Err(match over_budget(case) {
            Some(why) => format!("{why}: a reviewer of the district decides {number}"),
            None => format!("the district decides at tier {tier}: ask a reviewer of the district"),
        }),
        Decider::School | Decider::SchoolUnlessFailed => {
            if within(&case.schools(), &actor.schools) {
                Ok(())
            } else {
                Err(format!(
                    "{number} is about other schools than yours: a reviewer of the district decides it"
                ))
            }
        }
    }
}

/// Are all of these schools among those?
pub(super) fn within(these: &Schools, those: &Schools) -> bool {
    match (these, those) {
        (_, Schools::All) => true,
        (Schools::All, Schools::Only(_)) => false,
        (Schools::Only(these), Schools::Only(those)) => these.iter().all(|id| those.contains(id)),
    }
}

fn over_budget(case: &Case) -> Option<String> {
    let tier = case.tier().clamp(0, 3) as usize;
    let by_school = !matches!(
        case.policy.decides.0[tier],
        Decider::Committee | Decider::District
    );
    if by_school && technical_must_failed(case) {
        return Some("a technical must has failed".into());
    }
    let limit = case.policy.school_spend.0?;
    (by_school && case.cost() > limit)
        .then(|| format!("it costs {}, a school may spend {limit}", case.cost()))
}

/// Did this login decide it the first time, or answer its checklists?
fn on_first_panel(case: &Case, login: &str) -> bool {
    let decided = case
        .approvals
        .iter()
        .any(|a| a.request == Some(case.request.id) && a.decided_by.as_deref() == Some(login));
    decided || case.answers.iter().any(|a| a.by.as_deref() == Some(login))
}

fn technical_must_failed(case: &Case) -> bool {
    let sheets = gate::sheets(case);
    let technical: Vec<ListSheet> = sheets
        .into_iter()
        .filter(|list| list.track == Track::Technical)
        .collect();
    !gate::standing(&technical).failed.is_empty()
}

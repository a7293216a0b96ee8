//! Who decides a request: what the policy says of its tier, its cost, and a must that failed.

use crate::domain::money::Cents;
use crate::domain::person::{Actor, Role};
use crate::domain::policy::{Appeal, Decider, Policy};
use crate::domain::refusal::Refusal;
use crate::domain::request::{RequestState, Track};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::{ListSheet, gate};
use crate::domain::school::Schools;

/// Who decides this request as it stands: the committee, the district or the school.
pub fn decider(case: &ReviewCase) -> Decider {
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
pub(super) fn may_decide(case: &ReviewCase, actor: &Actor) -> Result<(), Refusal> {
    let number = &case.request.number;
    if case.request.state == RequestState::Appealed && on_first_panel(case, &actor.login) {
        let why = format!(
            "{number} was appealed: somebody decides it who neither decided nor answered it before"
        );
        return Err(Refusal::from(why).of(number));
    }
    may_settle(case, actor)
}

/// May this person say what is decided of this request, or take it back? The error says who does.
pub(super) fn may_settle(case: &ReviewCase, actor: &Actor) -> Result<(), Refusal> {
    let matter = Matter {
        name: &case.request.number,
        tier: case.tier(),
        decider: decider(case),
        schools: &case.schools(),
        why_district: over_budget(case),
    };
    matter.may_settle(actor)
}

/// May this person write a decision about a product that no review made: a row of a file, a form, a merge?
/// It is asked what a review would be asked: its tier and what it costs a year, the role, the schools. The
/// error says who decides.
pub fn may_write_decision(
    product: &str,
    (tier, cost): (i64, Cents),
    schools: &Schools,
    policy: &Policy,
    actor: &Actor,
) -> Result<(), Refusal> {
    let by_policy = policy.decides.0[tier.clamp(0, 3) as usize];
    let by_school = !matches!(by_policy, Decider::Committee | Decider::District);
    let why_district = over_limit(policy, cost).filter(|_| by_school);
    let matter = Matter {
        name: product,
        tier,
        decider: match by_policy {
            Decider::Committee => Decider::Committee,
            _ if why_district.is_some() => Decider::District,
            other => other,
        },
        schools,
        why_district,
    };
    matter.may_settle(actor)
}

/// What is to be decided, as far as it tells who does.
struct Matter<'m> {
    name: &'m str,
    tier: i64,
    decider: Decider,
    schools: &'m Schools,
    /// Why the district decides what a school might.
    why_district: Option<String>,
}

impl Matter<'_> {
    fn may_settle(&self, actor: &Actor) -> Result<(), Refusal> {
        let Matter { name, tier, .. } = self;
        if actor.roles.allow(Role::Admin) {
            return Ok(());
        }
        let refused = |why: String, next: String| Refusal::from(why).of(name).then(": ", next);
        match self.decider {
            Decider::Committee => Err(refused(
                format!("the district's committee decides at tier {tier}"),
                format!("ask an admin to decide {name}"),
            )),
            _ if !actor.roles.review() => Err(refused(
                "technical and curricular reviewers decide".to_owned(),
                format!("ask one of them to decide {name}"),
            )),
            _ if actor.schools == Schools::All => Ok(()),
            Decider::District => Err(match &self.why_district {
                Some(why) => refused(
                    why.clone(),
                    format!("a reviewer of the district decides {name}"),
                ),
                None => Refusal::from(format!("the district decides at tier {tier}"))
                    .then(": ", "ask a reviewer of the district"),
            }),
            Decider::School | Decider::SchoolUnlessFailed => {
                if self.schools.within(&actor.schools) {
                    Ok(())
                } else {
                    Err(refused(
                        format!("{name} is about other schools than yours"),
                        "a reviewer of the district decides it".to_owned(),
                    ))
                }
            }
        }
    }
}

fn over_budget(case: &ReviewCase) -> Option<String> {
    let tier = case.tier().clamp(0, 3) as usize;
    let by_school = !matches!(
        case.policy.decides.0[tier],
        Decider::Committee | Decider::District
    );
    if by_school && technical_must_failed(case) {
        return Some("a technical must has failed".into());
    }
    over_limit(&case.policy, case.cost()).filter(|_| by_school)
}

/// Why a school may not spend so much, where it may not.
fn over_limit(policy: &Policy, cost: Cents) -> Option<String> {
    let limit = policy.school_spend.0?;
    (cost > limit).then(|| format!("it costs {cost}, a school may spend {limit}"))
}

/// Did this login decide it the first time, or answer its checklists?
fn on_first_panel(case: &ReviewCase, login: &str) -> bool {
    let decided = case
        .approvals
        .iter()
        .any(|a| a.request == Some(case.request.id) && a.decided_by.as_deref() == Some(login));
    decided || case.answers.iter().any(|a| a.by.as_deref() == Some(login))
}

fn technical_must_failed(case: &ReviewCase) -> bool {
    let sheets = gate::sheets(case);
    let technical: Vec<ListSheet> = sheets
        .into_iter()
        .filter(|list| list.track == Track::Technical)
        .collect();
    !gate::standing(&technical).failed.is_empty()
}

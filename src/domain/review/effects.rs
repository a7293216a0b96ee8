//! What turning a knob would change in the queue, found by looking at every request under the policy of
//! now and under the one that would be.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::policy::{Decider, Policy};
use crate::domain::request::{RequestId, Track};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::clock;
use crate::domain::review::process::decider;

/// What changes for one open request; what stays is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyEffect {
    /// The id of the request's record.
    pub request: RequestId,
    /// `R-418`.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The day the answer is due: now, and then.
    pub due_on: Option<(NaiveDate, NaiveDate)>,
    /// Is the curricular checklist required: now, and then.
    pub curricular: Option<(bool, bool)>,
    /// Who decides: now, and then.
    pub decider: Option<(Decider, Decider)>,
}

impl PolicyEffect {
    /// In words: `due Mar 12 instead of Mar 19; the district decides instead of the school`.
    pub fn words(&self) -> String {
        let mut said = Vec::new();
        if let Some((now, then)) = self.due_on {
            said.push(format!("due {then} instead of {now}"));
        }
        match self.curricular {
            Some((_, true)) => said.push("the curricular checklist is required".into()),
            Some((_, false)) => said.push("the curricular checklist is no longer required".into()),
            None => {}
        }
        if let Some((now, then)) = self.decider {
            said.push(format!("{} decides instead of {}", named(then), named(now)));
        }
        said.join("; ")
    }
}

/// What the new policy would change for these requests, in their order; those it leaves alone are not
/// listed.
pub fn effects(
    cases: &[ReviewCase],
    old: &Policy,
    new: &Policy,
    today: NaiveDate,
) -> Vec<PolicyEffect> {
    let (old, new) = (Arc::new(old.clone()), Arc::new(new.clone()));
    let open = cases.iter().filter(|case| case.request.state.is_open());
    open.filter_map(|case| effect(case, &old, &new, today))
        .collect()
}

fn effect(
    case: &ReviewCase,
    old: &Arc<Policy>,
    new: &Arc<Policy>,
    today: NaiveDate,
) -> Option<PolicyEffect> {
    let under = |policy: &Arc<Policy>| ReviewCase {
        policy: Arc::clone(policy),
        ..case.clone()
    };
    let (now, then) = (under(old), under(new));
    let due = (clock(&now, today).due_on, clock(&then, today).due_on);
    let asks = |case: &ReviewCase| case.asks(Track::Curricular);
    let curricular = (asks(&now), asks(&then));
    let deciders = (decider(&now), decider(&then));
    let effect = PolicyEffect {
        request: case.request.id,
        number: case.request.number.clone(),
        product: case.product.name.clone(),
        due_on: (due.0 != due.1).then_some(due),
        curricular: (curricular.0 != curricular.1).then_some(curricular),
        decider: (deciders.0 != deciders.1).then_some(deciders),
    };
    let nothing =
        effect.due_on.is_none() && effect.curricular.is_none() && effect.decider.is_none();
    (!nothing).then_some(effect)
}

fn named(decider: Decider) -> &'static str {
    match decider {
        Decider::Committee => "the committee",
        Decider::District => "the district",
        Decider::School | Decider::SchoolUnlessFailed => "the school",
    }
}

//! What the policy page asks: the policy in force, what turning a knob would change in the queue, and
//! turning it. Knows nothing of how the page looks.

use crate::domain::policy::{PREFIX, Policy};
use crate::domain::review::effects::PolicyEffect;

/// The policy, and whether this person may change it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyInForce {
    /// The policy as it is set now.
    pub policy: Policy,
    /// The name of the district's time zone; none where it was never set.
    pub zone: Option<String>,
    /// Why this person may not change it, as a sentence without its stop.
    pub no_change: Option<String>,
}

/// A knob to be turned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicySetting {
    /// The knob's name, or that of the starting point.
    pub key: String,
    /// What it is turned to.
    pub value: String,
    /// Why.
    pub reason: String,
}

impl PolicySetting {
    /// The knob's name, without what stands before it where settings are kept.
    pub fn knob(&self) -> &str {
        self.key.strip_prefix(PREFIX).unwrap_or(&self.key)
    }
}

/// What that would change among the open requests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyEffects {
    /// How many are open.
    pub open: usize,
    /// Those that change.
    pub effects: Vec<PolicyEffect>,
    /// What it is now; none for a time zone that was never set.
    pub was: Option<String>,
    /// What it would be, as the policy spells it.
    pub becomes: String,
}

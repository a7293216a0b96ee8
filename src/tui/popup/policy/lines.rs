//! The lines of the policy page: the starting point, then each knob, with what it may be turned to, and the
//! time zone, which is set in the same way.

use crate::domain::policy::{AS_BASE, Base, Knob, POLICY, Policy};
use crate::domain::zone::ZONE;

/// A line of the page: the starting point, the knobs, then the time zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PolicyLine {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) explains: &'static str,
    /// Empty where it was never set.
    pub(super) value: String,
    /// What the value means, where it is one of those to choose from.
    pub(super) means: String,
    /// What the starting point says, where that is something else.
    pub(super) base: Option<String>,
    /// The values to choose from, with what they mean.
    pub(super) choices: Vec<(String, String)>,
    /// What may be typed; empty where one of the choices it must be.
    pub(super) form: &'static str,
}

impl PolicyLine {
    /// The value as it is shown.
    pub(super) fn shown(&self) -> &str {
        if self.value.is_empty() {
            "not set"
        } else {
            &self.value
        }
    }
}

/// The lines of this policy, and of the district's time zone where it was set.
pub(super) fn lines(policy: &Policy, zone: Option<&str>) -> Vec<PolicyLine> {
    let bases = Base::ALL.iter();
    let base = PolicyLine {
        key: POLICY,
        title: "Starting point",
        explains: "What every setting says that is not changed here.",
        value: policy.base.word().to_owned(),
        means: policy.base.means().to_owned(),
        base: None,
        choices: bases
            .map(|base| (base.word().to_owned(), base.means().to_owned()))
            .collect(),
        form: "",
    };
    let knobs = policy.knobs().into_iter().map(knob);
    let zone = PolicyLine {
        key: ZONE,
        title: "Time zone",
        explains: "Whose day today is, on every machine. Where it is not set, each machine's own.",
        value: zone.unwrap_or_default().to_owned(),
        means: String::new(),
        base: None,
        choices: Vec::new(),
        form: "a name of the world's list, as America/Chicago",
    };
    let first = std::iter::once(base);
    first.chain(knobs).chain(std::iter::once(zone)).collect()
}

fn knob(knob: Knob) -> PolicyLine {
    let mut choices: Vec<(String, String)> = knob
        .choices
        .iter()
        .map(|choice| (choice.value.to_owned(), choice.means.to_owned()))
        .collect();
    if knob.turned() && !choices.is_empty() {
        let as_base = format!("as the starting point says: {}", knob.from_base);
        choices.push((AS_BASE.to_owned(), as_base));
    }
    PolicyLine {
        key: knob.key,
        title: knob.title,
        explains: knob.explains,
        means: knob.means().unwrap_or_default().to_owned(),
        base: knob.turned().then(|| knob.from_base.clone()),
        value: knob.value,
        choices,
        form: if knob.closed { "" } else { knob.form },
    }
}

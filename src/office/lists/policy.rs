//! The district's settings: the columns of `hallpass policy list`, and of what `hallpass policy set` would change in
//! the queue.

use super::{ListColumn, ListColumns};
use crate::domain::policy::{AS_BASE, Base};
use crate::domain::review::effects::PolicyEffect;
use crate::domain::zone::ZONE;
use crate::exchange::write::Holds;
use crate::office::query::policy::PolicyInForce;

type SettingColumn = ListColumn<SettingRow>;
type EffectColumn = ListColumn<PolicyEffect>;

/// One setting: a knob of the policy, its starting point, or the time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingRow {
    /// Its name, as it is typed.
    pub key: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Its value now; none for a time zone that was never set.
    pub value: Option<String>,
    /// What the value means.
    pub means: &'static str,
    /// What the starting point says; none of what has none.
    pub base: Option<String>,
    /// It is no longer as the starting point says.
    pub turned: bool,
    /// What it governs.
    pub explains: &'static str,
    /// The values to choose from.
    pub choices: Vec<String>,
    /// What may be typed.
    pub form: &'static str,
}

impl SettingRow {
    /// Every setting: the starting point, the knobs, the time zone.
    pub fn every(now: &PolicyInForce) -> Vec<SettingRow> {
        let policy = &now.policy;
        let start = SettingRow {
            key: AS_BASE,
            title: "Starting point",
            value: Some(policy.base.word().to_owned()),
            means: policy.base.means(),
            base: None,
            turned: false,
            explains: "What holds where nothing was changed.",
            choices: Base::ALL.iter().map(|b| b.word().to_owned()).collect(),
            form: "one of centralized hybrid decentralized",
        };
        let zone = SettingRow {
            key: ZONE,
            title: "Time zone",
            value: now.zone.clone(),
            means: "Whose day today is, on every machine.",
            base: None,
            turned: false,
            explains: "Whose day today is, on every machine.",
            choices: Vec::new(),
            form: "a name of the world's list, as America/Chicago",
        };
        let knobs = policy.knobs().into_iter().map(|knob| SettingRow {
            key: knob.key,
            title: knob.title,
            means: knob.means().unwrap_or(knob.explains),
            turned: knob.turned(),
            explains: knob.explains,
            choices: knob.choices.iter().map(|c| c.value.to_owned()).collect(),
            form: knob.form,
            value: Some(knob.value),
            base: Some(knob.from_base),
        });
        std::iter::once(start).chain(knobs).chain([zone]).collect()
    }
}

/// What `hallpass policy list` shows on a terminal.
pub const SHOWN: &[&str] = &["key", "title", "value", "base", "means"];

/// Every knob of the policy, after its starting point and before the district's zone.
pub const SETTINGS: ListColumns<SettingRow> = ListColumns::of_commands(
    "policy",
    &[
        SettingColumn::new("key", Holds::Text, |r, _| r.key.into()).terminal("KEY"),
        SettingColumn::new("title", Holds::Text, |r, _| r.title.into())
            .shrinks(12)
            .leaves(2)
            .terminal("SETTING"),
        SettingColumn::new("value", Holds::Text, |r, _| r.value.clone().into())
            .shrinks(20)
            .terminal("VALUE"),
        SettingColumn::new("means", Holds::Text, |r, _| r.means.into())
            .shrinks(16)
            .terminal("MEANS"),
        SettingColumn::new("base", Holds::Text, |r, _| r.base.clone().into())
            .leaves(1)
            .terminal("STARTING POINT"),
        SettingColumn::new("turned", Holds::Flag, |r, _| r.turned.into()),
        SettingColumn::new("explains", Holds::Text, |r, _| r.explains.into()),
        SettingColumn::new("choices", Holds::List, |r, _| r.choices.clone().into()),
        SettingColumn::new("form", Holds::Text, |r, _| r.form.into()),
    ],
    &[SHOWN],
);

/// What `hallpass policy set` shows on a terminal.
pub const EFFECTS_SHOWN: &[&str] = &["request", "product", "change"];

/// The open requests that a setting would change.
pub const EFFECTS: ListColumns<PolicyEffect> = ListColumns::of_commands(
    "effects",
    &[
        EffectColumn::new("request", Holds::Text, |r, _| r.number.as_str().into()).terminal("REQ"),
        EffectColumn::new("product", Holds::Text, |r, _| r.product.as_str().into())
            .shrinks(12)
            .terminal("PRODUCT"),
        EffectColumn::new("change", Holds::Text, |r, _| r.words().into())
            .shrinks(20)
            .terminal("CHANGE"),
    ],
    &[EFFECTS_SHOWN],
);

//! `hallpass policy`: the district's settings, and what turning one would change in the queue.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use crate::domain::policy::{AS_BASE, Base, Policy};
use crate::domain::review::effects::PolicyEffect;
use crate::domain::text;
use crate::domain::zone::ZONE;
use crate::exchange::write::{Holds, Table, TableCell};
use crate::office::query::policy::{PolicyInForce, PolicySetting};

use super::print::{self, Form};
use super::{Context, Failure};

/// `hallpass policy`
#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// Every setting, with what it means and what the starting point says
    List,
    /// Change one setting; says first what that changes in the queue
    Set {
        /// Which setting: see `policy list`; `base` is the starting point, `zone` the time zone
        key: String,
        /// Its value; `base` gives it back to the starting point
        #[arg(required = true, num_args = 1.., value_name = "VALUE")]
        value: Vec<String>,
        /// Why
        #[arg(long)]
        reason: String,
        /// Only say what it would change
        #[arg(long)]
        dry_run: bool,
    },
}

impl Rules {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            Deed::List => list(context),
            Deed::Set {
                key,
                value,
                reason,
                dry_run,
            } => set(context, key, &value.join(" "), reason, *dry_run),
        }
    }
}

fn list(context: &Context) -> Result<(), Failure> {
    let PolicyInForce { policy, zone, .. } = context.asked_office()?.in_force()?;
    let mut table = Table::new(
        "policy",
        &[
            ("key", Holds::Text),
            ("title", Holds::Text),
            ("value", Holds::Text),
            ("means", Holds::Text),
            ("base", Holds::Text),
            ("turned", Holds::Flag),
            ("explains", Holds::Text),
            ("choices", Holds::List),
            ("form", Holds::Text),
        ],
    );
    let bases = Base::ALL.iter().map(|base| base.word().to_owned());
    table.rows.push(vec![
        AS_BASE.to_owned().into(),
        "Starting point".to_owned().into(),
        policy.base.word().to_owned().into(),
        policy.base.means().to_owned().into(),
        TableCell::Blank,
        TableCell::Flag(false),
        "What holds where nothing was changed.".to_owned().into(),
        TableCell::List(bases.collect()),
        "one of centralized hybrid decentralized".to_owned().into(),
    ]);
    for knob in policy.knobs() {
        let choices = knob.choices.iter().map(|choice| choice.value.to_owned());
        table.rows.push(vec![
            knob.key.to_owned().into(),
            knob.title.to_owned().into(),
            knob.value.clone().into(),
            knob.means().unwrap_or(knob.explains).to_owned().into(),
            knob.from_base.clone().into(),
            TableCell::Flag(knob.turned()),
            knob.explains.to_owned().into(),
            TableCell::List(choices.collect()),
            knob.form.to_owned().into(),
        ]);
    }
    table.rows.push(vec![
        ZONE.to_owned().into(),
        "Time zone".to_owned().into(),
        zone.into(),
        "Whose day today is, on every machine.".to_owned().into(),
        TableCell::Blank,
        TableCell::Flag(false),
        "Whose day today is, on every machine.".to_owned().into(),
        TableCell::List(Vec::new()),
        "a name of the world's list, as America/Chicago"
            .to_owned()
            .into(),
    ]);
    let shown = [
        ("key", "KEY"),
        ("title", "SETTING"),
        ("value", "VALUE"),
        ("base", "STARTING POINT"),
        ("means", "MEANS"),
    ];
    print::table(context.form, &table, &shown);
    Ok(())
}

fn set(
    context: &Context,
    key: &str,
    value: &str,
    reason: &str,
    dry_run: bool,
) -> Result<(), Failure> {
    let (key, value) = (text::clean(key).text, text::clean(value).text);
    let reason = text::clean(reason).text;
    if reason.is_empty() {
        return Err(Failure::refused(
            "a setting is changed for a reason",
            "write --reason \"why\"",
        ));
    }
    let see = "see: hallpass policy list";
    let value = Policy::check(&key, &value).map_err(|why| Failure::refused(why, see))?;
    let turning = PolicySetting { key, value, reason };
    let mut office = context.office()?;
    // Whoever may not change it is told so before what it would do.
    office.may_turn(&turning)?;
    let turned = office.turned(&turning)?;
    if turning.key != ZONE && context.form != Form::Json {
        tell(context, &turned.effects, turned.open);
    }
    let change_set = if dry_run {
        None
    } else {
        office.turn(&turning)?.change_set
    };
    let (knob, becomes) = (turning.knob(), turned.becomes);
    if context.form == Form::Json {
        let effects: Vec<Json> = turned.effects.iter().map(effect).collect();
        print::json(&json!({
            "key": knob, "was": turned.was, "value": becomes,
            "effects": effects, "change_set": change_set,
        }));
    }
    let was = turned.was.unwrap_or_else(|| "not set".to_owned());
    print::notice(&match change_set {
        Some(set) => format!(
            "Saved {knob}: {becomes}, was {was} (change set {set}). hallpass undo takes it back."
        ),
        None if dry_run => "Nothing was saved; leave --dry-run out to save it.".to_owned(),
        None => format!("{knob} already was {was}; nothing changed."),
    });
    Ok(())
}

fn tell(context: &Context, found: &[PolicyEffect], open: usize) {
    if found.is_empty() {
        print::notice(&format!("Open requests: {open}; none would change."));
        return;
    }
    print::notice(&format!(
        "Open requests: {open}; would change: {}.",
        found.len()
    ));
    let columns = ["request", "product", "change"].map(|name| (name, Holds::Text));
    let mut table = Table::new("policy", &columns);
    table.rows.extend(found.iter().map(|effect| {
        vec![
            effect.number.clone().into(),
            effect.product.clone().into(),
            effect.words().into(),
        ]
    }));
    let shown = [
        ("request", "REQ"),
        ("product", "PRODUCT"),
        ("change", "CHANGE"),
    ];
    print::table(context.form, &table, &shown);
}

fn effect(effect: &PolicyEffect) -> Json {
    let due = effect
        .due_on
        .map(|(now, then)| json!([now.to_string(), then.to_string()]));
    let decider = effect
        .decider
        .map(|(now, then)| json!([now.word(), then.word()]));
    json!({
        "id": effect.number, "product": effect.product,
        "due_on": due, "curricular": effect.curricular, "decider": decider,
    })
}

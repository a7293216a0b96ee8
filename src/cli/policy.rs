//! `hallpass policy`: the district's settings, and what turning one would change in the queue.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use crate::domain::policy::Policy;
use crate::domain::review::effects::PolicyEffect;
use crate::domain::text;
use crate::domain::zone::ZONE;
use crate::office::Error;
use crate::office::lists::Viewer;
use crate::office::lists::policy::{EFFECTS, EFFECTS_SHOWN, SETTINGS, SHOWN, SettingRow};
use crate::office::query::policy::PolicySetting;

use super::print::{self, Form};
use super::{Context, Failure};

/// `hallpass policy`
#[derive(Debug, Args)]
pub(super) struct PolicyArgs {
    /// What is done; alone it lists.
    #[command(subcommand)]
    deed: Option<PolicyCommand>,
}

#[derive(Debug, Subcommand)]
enum PolicyCommand {
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

impl PolicyArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let Some(deed) = &self.deed else {
            return list(context);
        };
        match deed {
            PolicyCommand::List => list(context),
            PolicyCommand::Set {
                key,
                value,
                reason,
                dry_run,
            } => set(context, key, &value.join(" "), reason, *dry_run),
        }
    }
}

fn list(context: &Context) -> Result<(), Failure> {
    let office = context.asked_office()?;
    let rows = SettingRow::every(&office.in_force()?);
    print::list(context.form, &SETTINGS, SHOWN, &rows, &office.viewer());
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
    let value =
        Policy::check(&key, &value).map_err(|why| Failure::hinted(Error::Refused(why), see))?;
    let turning = PolicySetting { key, value, reason };
    let mut office = context.office()?;
    // Whoever may not change it is told so before what it would do.
    office.may_turn(&turning)?;
    let turned = office.turned(&turning)?;
    match context.form {
        Form::Json => {}
        // Of a list without rows a script gets its columns.
        Form::Csv => print::list(
            Form::Csv,
            &EFFECTS,
            EFFECTS_SHOWN,
            &turned.effects,
            &office.viewer(),
        ),
        Form::Text | Form::Plain if turning.key == ZONE => {}
        Form::Text | Form::Plain => {
            tell(context, &office.viewer(), &turned.effects, turned.open);
        }
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
            "Saved {knob}: {becomes}, was {was} (change set {set}). hallpass undo {set} takes it back."
        ),
        None if dry_run => "Nothing was saved; leave --dry-run out to save it.".to_owned(),
        None => format!("{knob} already was {was}; nothing changed."),
    });
    if let Some(far) = office.too_far_by(&turning)? {
        print::notice(&format!("{far}."));
    }
    Ok(())
}

fn tell(context: &Context, viewer: &Viewer, found: &[PolicyEffect], open: usize) {
    if found.is_empty() {
        print::notice(&format!("Open requests: {open}; none would change."));
        return;
    }
    print::notice(&format!(
        "Open requests: {open}; would change: {}.",
        found.len()
    ));
    print::list(context.form, &EFFECTS, EFFECTS_SHOWN, found, viewer);
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

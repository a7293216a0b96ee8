//! The office file itself: making one, and where it is by default.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue};
use clap::{Args, CommandFactory};

use serde_json::json;

use crate::domain::change::Change;
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::store::Store;

use super::print::{self, Form};
use super::{Cli, Context, Failure};

/// `hallpass init`
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The district's name
    #[arg(long)]
    district: String,
    /// Where the district's policy starts
    #[arg(long, default_value = "hybrid", value_parser = ["centralized", "hybrid", "decentralized"])]
    policy: String,
    /// The district's time zone, as America/Chicago; this machine's where none is named
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// The group of operating-system users who share the file
    #[arg(long, value_name = "GROUP")]
    shared: Option<String>,
}

impl InitArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let district = text::clean(&self.district).text;
        if district.is_empty() {
            return Err(Failure::refused(
                "a district needs a name",
                "write --district \"Harlow County\"",
            ));
        }
        let zone = match &self.zone {
            Some(name) => Zone::named(name).map_err(|why| {
                Failure::refused(why, "write --zone America/Chicago, or leave it out")
            })?,
            None => context.world.zone.clone(),
        };
        let rehearsal = context.given.is_some();
        let who = context.who.clone();
        let (shared, policy) = (self.shared.as_deref(), &self.policy);
        let path = found(context, shared, (&district, policy, &zone), &who)?;
        if context.form == Form::Json {
            print::json(&json!({
                "district": district, "file": path.display().to_string(), "zone": zone.name(), "rehearsal": rehearsal,
            }));
        } else {
            print::line(&format!(
                "{district}: an empty office file at {}",
                path.display()
            ));
        }
        if self.zone.is_none() {
            print::notice(&format!(
                "Its days are those of {}, this machine's time zone; hallpass policy set zone changes it.",
                zone.name()
            ));
        }
        if rehearsal {
            print::notice(
                "It is a rehearsal, for its day was given: every screen says so, for good.",
            );
        }
        print::notice(&format!(
            "{who} is its admin. Next: hallpass import schools FILE"
        ));
        Ok(())
    }
}

/// Founds a district's office, with this policy and zone; whoever does is its admin, and called so. Gives its file.
pub(super) fn found(
    context: &Context,
    shared: Option<&str>,
    (district, policy, zone): (&str, &str, &Zone),
    name: &str,
) -> Result<PathBuf, Failure> {
    let founding = Change::Found {
        district: district.to_owned(),
        policy: policy.to_owned(),
        founder: (context.who.clone(), name.to_owned()),
        zone: Some(zone.name().to_owned()),
        demo: false,
        rehearsal: context.given.is_some(),
    };
    let stamp = context.stamp_in(zone);
    Ok(Store::create_founded(
        &context.db,
        shared,
        &founding,
        &stamp,
    )?)
}

/// What is said where an office has no time zone of its own.
pub(super) fn no_zone(machine: &Zone) -> String {
    format!(
        "This office has no time zone yet: its days are those of {0}, this machine's. An admin sets it with: \
         hallpass policy set zone {0} --reason \"where we are\"",
        machine.name()
    )
}

/// Says what is wrong with a command line, or prints the help that was asked for.
pub(super) fn usage(error: &clap::Error) -> Result<(), Failure> {
    // Not by clap itself: it would repeat whatever was typed, and that may steer the terminal.
    let page = error.to_string();
    if error.use_stderr() {
        page.lines()
            .map(needed)
            .for_each(|line| print::notice(&line));
        Err(Failure::Usage)
    } else {
        print::text(&page);
        Ok(())
    }
}

/// The same error, which names the command that was meant where only its letters are others: `QUEUE` for `queue`.
pub(super) fn in_other_letters(
    mut error: clap::Error,
    program: &clap::Command,
    line: &[impl AsRef<OsStr>],
) -> clap::Error {
    let unknown = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(unknown)) => unknown.clone(),
        _ => return error,
    };
    let words = line
        .iter()
        .map(AsRef::as_ref)
        .take_while(|word| *word != OsStr::new(&unknown));
    let within = words.fold(program, |command, word| {
        command.find_subcommand(word).unwrap_or(command)
    });
    let mut known = within.get_subcommands().map(clap::Command::get_name);
    if let Some(meant) = known.find(|name| name.eq_ignore_ascii_case(&unknown)) {
        let meant = ContextValue::Strings(vec![meant.to_owned()]);
        error.insert(ContextKind::SuggestedSubcommand, meant);
    }
    error
}

/// A line of usage without the options that a variable of the environment gave: they are not needed.
fn needed(line: &str) -> String {
    let mut line = line.to_owned();
    if line.starts_with("Usage: ") {
        let program = Cli::command();
        let given = program
            .get_arguments()
            .filter(|arg| arg.get_env().is_some());
        for arg in given {
            let value = arg.get_value_names().and_then(<[_]>::first);
            if let (Some(long), Some(value)) = (arg.get_long(), value) {
                line = line.replace(&format!(" --{long} <{value}>"), "");
            }
        }
    }
    line
}

/// `$XDG_DATA_HOME/hallpass/office.db`, or where this system keeps such files.
pub(super) fn default_file() -> Result<PathBuf, Failure> {
    use etcetera::BaseStrategy;
    let base = etcetera::choose_base_strategy().map_err(|_| {
        Failure::refused(
            "there is no home directory to keep the office file in",
            "name one with --db FILE",
        )
    })?;
    Ok(base.data_dir().join("hallpass").join("office.db"))
}

//! Copies of the office file: one by itself, or one a run in a folder in which a rule says which are kept.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::domain::backup::KeepRule;
use crate::domain::counted::counted;
use crate::domain::text::shell_word;
use crate::store::{self, Access, KeptBackups, LastSeal, LostBy, LostChanges, ReadyBackup, Store};

use super::print::{self, Form};
use super::{Context, Failure, OpenedOffice};

/// `hallpass backup`
#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The file to make; with --keep the folder
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Name it by the moment, and remove all but the newest of each of the last days, weeks and months: 7d,5w,12m
    #[arg(long, value_name = "RULE", value_parser = rule)]
    keep: Option<KeepRule>,
}

fn rule(text: &str) -> Result<KeepRule, String> {
    KeepRule::read(text).map_err(|why| why.to_string())
}

impl BackupArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let OpenedOffice { store, stamp, .. } = context.office_file_for(Access::Read)?;
        let Some(rule) = self.keep else {
            let (made, last) = store.backup(&self.file)?;
            if context.form == Form::Json {
                print::json(&json!({ "made": shown(&made), "head": head(last.as_ref()) }));
                return Ok(());
            }
            print::line(&shown(&made));
            if let Some(last) = last {
                print::notice(&last.sentence());
            }
            return Ok(());
        };
        let kept = store.backup_into(&self.file, rule, stamp.at)?;
        tell(&kept, context.form);
        if kept.stuck.is_empty() {
            return Ok(());
        }
        Err(Failure::refused(
            format!(
                "the backup was made, and {} that the rule lets go could not be removed",
                kept.stuck.len()
            ),
            "see who owns the folder and what is in it; the next run tries again",
        ))
    }
}

/// Where history ends, for scripts.
pub(super) fn head(last: Option<&LastSeal>) -> Value {
    last.map_or(
        Value::Null,
        |last| json!({ "change_set": last.change_set, "seal": last.seal }),
    )
}

fn tell(kept: &KeptBackups, form: Form) {
    let files = |files: &[PathBuf]| files.iter().map(|file| shown(file)).collect::<Vec<_>>();
    if form == Form::Json {
        let stuck = kept.stuck.iter();
        let stuck = stuck.map(|(file, reason)| json!({ "file": shown(file), "reason": reason }));
        print::json(&json!({
            "made": shown(&kept.made), "seq": kept.seq, "kept": files(&kept.kept), "removed": files(&kept.removed),
            "swept": files(&kept.swept), "stuck": stuck.collect::<Vec<_>>(), "head": head(kept.last.as_ref()),
        }));
        return;
    }
    print::line(&shown(&kept.made));
    print::notice(&format!(
        "It ends at line {} of the history. {} kept, {} removed.",
        kept.seq,
        kept.kept.len(),
        kept.removed.len()
    ));
    if let Some(last) = &kept.last {
        print::notice(&last.sentence());
    }
    let removed = kept.removed.iter().map(|file| ("removed", file));
    let swept = kept
        .swept
        .iter()
        .map(|file| ("swept away, half made", file));
    for (what, file) in removed.chain(swept) {
        print::notice(&format!("{what}: {}", shown(file)));
    }
    for (file, reason) in &kept.stuck {
        print::notice(&format!("not removed: {}: {reason}", shown(file)));
    }
}

/// `hallpass restore`
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The backup, as hallpass backup made it
    file: PathBuf,
    /// Do it; without, only what would be lost is said
    #[arg(long)]
    yes: bool,
}

impl RestoreArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let missing = std::fs::symlink_metadata(&context.db)
            .is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
        if missing {
            return self.make(context);
        }
        let OpenedOffice {
            mut store, stamp, ..
        } = context
            .office_file_for(Access::Write)
            .map_err(|failure| beyond_opening(failure, &context.db))?;
        let ready = ReadyBackup::of(&self.file, store.path())?;
        let facts = ready_facts(&ready);
        let (seq, from) = (ready.seq, ready.upgraded_from);
        let form = context.form;
        let lost = store.would_lose(&ready, &stamp)?;
        if form != Form::Json {
            // Before anything is done: it is the history of the office from then on.
            tell_history(&ready.history, ready.last.as_ref());
        }
        if !self.yes {
            self.tell(form, &store, &lost, &facts);
            return Err(Failure::refused(
                "nothing was put back yet",
                format!(
                    "to do it: hallpass --db {} restore {} --yes",
                    quoted(&shown(store.path())),
                    quoted(&shown(&self.file))
                ),
            ));
        }
        let done = store.put_back(ready, &stamp)?;
        let kept = shown(&done.kept);
        if form == Form::Json {
            let mut facts = facts;
            facts["done"] = json!(true);
            facts["before"] = json!(kept);
            facts["damage"] = json!(done.damage);
            self.tell(form, &store, &done.lost, &facts);
            return Ok(());
        }
        print::line(&format!(
            "Put back: the office is as it was at line {seq} of its history, and its history ends there."
        ));
        upgraded(from);
        print::notice(&format!("As it was until now it is kept in {kept}"));
        if let Some(damage) = &done.damage {
            print::notice(&format!(
                "That file is damaged, as the office file was: {damage}"
            ));
        } else {
            print::notice(&format!(
                "To take this back: hallpass restore {} --yes",
                quoted(&kept)
            ));
        }
        Ok(())
    }

    /// Where there is no office file there is nothing to lose, and nobody to ask.
    fn make(&self, context: &Context) -> Result<(), Failure> {
        let stamp = context.stamp_in(&context.world.zone);
        let (path, seq, history) = ReadyBackup::becomes(&self.file, &context.db, &stamp)?;
        if context.form == Form::Json {
            let mut facts = facts_of(seq, None, &history);
            facts["done"] = json!(true);
            facts["file"] = json!(shown(&self.file));
            print::json(&facts);
            return Ok(());
        }
        print::line(&format!(
            "There was no office file. The backup is one now, at {}; its history ends at line {seq}.",
            path.display()
        ));
        tell_history(&history, None);
        Ok(())
    }

    /// What is lost, or would be.
    fn tell(&self, form: Form, store: &Store, lost: &LostChanges, ready: &Value) {
        let since = lost.since.as_deref().map(|at| store.zone().wall(at));
        if form == Form::Json {
            let by = lost.by.iter();
            let by = by.map(
                |by| json!({ "who": by.who, "changes": by.changes, "login": by.login.as_ref().unwrap_or(&by.who) }),
            );
            let mut facts = ready.clone();
            facts["file"] = json!(shown(&self.file));
            facts["was"] = json!(lost.seq);
            facts["lost"] = json!({
                "changes": lost.changes, "since": since, "by": by.collect::<Vec<_>>(),
            });
            print::json(&facts);
            return;
        }
        print::line(&format!(
            "The backup ends at line {} of the history, the office file at line {}.",
            ready["seq"], lost.seq
        ));
        let Some(since) = since else {
            print::line("Nothing would be lost.");
            return;
        };
        let by: Vec<String> = lost.by.iter().map(LostBy::sentence).collect();
        let changes = counted(lost.changes, "change");
        print::line(&format!(
            "{changes} since {since} would be lost: {}.",
            by.join(", ")
        ));
        upgraded(ready["upgraded_from"].as_i64().map(|from| from as i32));
    }
}

/// What is said of the backup itself.
fn ready_facts(ready: &ReadyBackup) -> Value {
    facts_of(ready.seq, ready.upgraded_from, &ready.history)
}

fn facts_of(seq: i64, upgraded_from: Option<i32>, history: &[String]) -> Value {
    json!({
        "done": false, "file": null, "seq": seq, "was": null, "lost": null, "before": null, "damage": null,
        "upgraded_from": upgraded_from, "history": history,
    })
}

/// Is the backup's history as hallpass wrote it? Where it is not, that is no reason to refuse: it may be the only one.
fn tell_history(problems: &[String], last: Option<&LastSeal>) {
    for problem in problems {
        print::notice(&format!("The backup's history is not whole: {problem}."));
    }
    if let (true, Some(last)) = (problems.is_empty(), last) {
        print::notice(&format!(
            "The backup's history is whole. {}",
            last.sentence()
        ));
    }
}

fn upgraded(from: Option<i32>) {
    if let Some(from) = from {
        print::notice(&format!(
            "The backup is of layout {from}, and is brought up to date as it is put back."
        ));
    }
}

/// A file that cannot even be opened is not asked what it has: it makes room first.
fn beyond_opening(failure: Failure, office: &Path) -> Failure {
    match failure {
        Failure::Store(
            error @ (store::Error::Damaged { .. }
            | store::Error::Strange { .. }
            | store::Error::NotOurs { .. }),
        ) => Failure::refused(
            error.at(office).to_string(),
            format!(
                "with nobody in it, move it out of the way with all that is called like it, and restore again: \
                 mkdir damaged && mv {}* damaged/",
                quoted(&shown(office))
            ),
        ),
        other => other,
    }
}

/// As one word of a command that can be pasted, quoted where a shell would read it otherwise.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    shell_word(word)
}

fn shown(file: &Path) -> String {
    file.display().to_string()
}

//! `hallpass setup guarded`: what a host needs so that people come in by their own keys, said, or made by root.
//! It writes no record and opens no office file.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::print::{self, Form};
use super::{Context, Failure};
use apply::{SshdHeard, apply};
use host::{HostNow, HostState, sshd};
use wanted::{GuardedHost, HostFile, OFFICE_FILE, WHY_ACCOUNT};

mod apply;
mod host;
mod wanted;

/// `hallpass setup`
#[derive(Debug, Args)]
pub(super) struct SetupArgs {
    #[command(subcommand)]
    what: SetupCommand,
}

#[derive(Debug, Subcommand)]
enum SetupCommand {
    /// A host that lets people in by their own keys, as one account: says what that takes, and what is there already.
    /// The office file is /var/lib/hallpass/office.db where --db names no other
    Guarded(GuardedArgs),
}

/// `hallpass setup guarded`
#[derive(Debug, Args)]
struct GuardedArgs {
    /// Do it, as root: nothing that is there is written over, and what sshd does not take is taken back
    #[arg(long)]
    apply: bool,
    /// The account of the host that owns the office file, and as which everybody comes in
    #[arg(long, value_name = "NAME", default_value = "hallpass")]
    account: String,
    /// Look and write under another root, where hallpass will be /usr/bin/hallpass: for packagers and tests
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

impl SetupArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let SetupCommand::Guarded(guarded) = &self.what;
        guarded.run(context)
    }
}

impl GuardedArgs {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let db = if context.names_db {
            context.db.as_path()
        } else {
            Path::new(OFFICE_FILE)
        };
        let root = self.root.as_deref();
        let host = GuardedHost::of(context.world.program.as_deref(), db, &self.account, root)?;
        if self.apply && !rustix::process::geteuid().is_root() {
            return Err(Failure::refused(
                "only root makes accounts and tells sshd whom to let in; nothing was done",
                "see what it would do by hallpass setup guarded, and then: sudo hallpass setup guarded --apply",
            ));
        }
        let now = HostNow::of(&host)?;
        let no_sshd = !host.is_elsewhere() && sshd().is_none();
        let may = self.apply && now.obstacles.is_empty() && !no_sshd;
        let heard = may.then(|| apply(&host, &now)).transpose()?;
        if context.form == Form::Json {
            print::json(&as_json(&host, &now, heard.as_ref()));
        } else {
            tell(&host, &now, heard.as_ref());
        }
        if no_sshd {
            return Err(Failure::refused(
                "there is no sshd on this host, and nothing was done",
                "apt-get install openssh-server",
            ));
        }
        if now.obstacles.is_empty() {
            return Ok(());
        }
        let many = match now.obstacles.len() {
            1 => "one thing is".to_owned(),
            more => format!("{more} things are"),
        };
        Err(Failure::refused(
            format!("{many} in the way, and nothing was done"),
            "mend that as said above, and run this again",
        ))
    }
}

/// A part of the host in words: what it is, how it is, whose, what is done for it, and why.
struct PartTold<'a> {
    what: String,
    state: &'a HostState,
    owner: String,
    mode: Option<u32>,
    content: Option<String>,
    /// The program that is run for it.
    run: Option<String>,
    why: &'static str,
}

fn parts<'a>(host: &GuardedHost, now: &'a HostNow) -> [PartTold<'a>; 3] {
    let run = match now.account {
        HostState::Missing => Some(host.useradd()),
        HostState::Locked => Some(host.unlock()),
        _ => None,
    };
    let of = |file: HostFile, state| PartTold {
        what: host.at(&file.path).display().to_string(),
        state,
        owner: if file.of_account {
            host.account.clone()
        } else {
            "root".into()
        },
        mode: Some(file.mode),
        content: file.content,
        run: None,
        why: file.why,
    };
    [
        PartTold {
            what: format!("account {}", host.account),
            state: &now.account,
            owner: "root".into(),
            mode: None,
            content: None,
            run: run.as_deref().map(command),
            why: WHY_ACCOUNT,
        },
        of(host.directory(), &now.directory),
        of(host.snippet(), &now.snippet),
    ]
}

/// A command as it can be pasted.
fn command(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    words.join(" ")
}

/// A word of a command as it can be pasted.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    if word.chars().all(plain) {
        return word.to_owned();
    }
    crate::domain::text::shell_word(word)
}

fn word(state: &HostState, applied: bool) -> &'static str {
    match state {
        HostState::Ready => "is there already",
        HostState::Unseen => "is there; whether it is locked only root may see",
        HostState::Missing if applied => "made",
        HostState::Missing => "to be made",
        HostState::Locked if applied => "was locked, is no longer",
        HostState::Locked => "is there and locked, to be unlocked without a password",
        HostState::Differs => "is there and differs",
    }
}

fn tell(host: &GuardedHost, now: &HostNow, heard: Option<&SshdHeard>) {
    let applied = heard.is_some();
    for part in parts(host, now) {
        print::line(&format!("{}: {}", part.what, word(part.state, applied)));
        if *part.state == HostState::Ready {
            continue;
        }
        print::line(&format!("    why: {}", part.why));
        if let Some(mode) = part.mode {
            print::line(&format!("    owner {}, mode {mode:04o}", part.owner));
        }
        if let Some(run) = part.run {
            print::line(&format!("    run: {run}"));
        }
        for line in part.content.iter().flat_map(|content| content.lines()) {
            print::line(&format!("    | {line}"));
        }
    }
    for obstacle in &now.obstacles {
        print::notice(&format!("in the way: {}", obstacle.what));
        for line in &obstacle.more {
            print::notice(&format!("    {line}"));
        }
        print::notice(&format!("    mend: {}", obstacle.mend));
    }
    match heard {
        Some(heard) => apply::tell(heard),
        None if now.is_ready() => {}
        None if now.obstacles.is_empty() => {
            print::line(
                "check: sshd -t, and by sshd -T what counts for the account; lines that do not count are taken back",
            );
            print::notice("Nothing was done. As root: hallpass setup guarded --apply");
        }
        None => return,
    }
    print::line("Then, yourself:");
    for (command, what_for) in host.then() {
        print::line(&format!("    {command}"));
        print::line(&format!("        {what_for}"));
    }
}

fn as_json(host: &GuardedHost, now: &HostNow, heard: Option<&SshdHeard>) -> Json {
    let parts = parts(host, now).map(|part| {
        let state = match part.state {
            HostState::Ready => "ready",
            HostState::Unseen => "unseen",
            HostState::Missing => "missing",
            HostState::Locked => "locked",
            HostState::Differs => "differs",
        };
        json!({
            "what": part.what, "state": state, "owner": part.owner, "mode": part.mode.map(|mode| format!("{mode:04o}")),
            "content": part.content, "run": part.run, "why": part.why,
        })
    });
    let obstacles = now.obstacles.iter().map(
        |obstacle| json!({ "what": obstacle.what, "more": obstacle.more, "mend": obstacle.mend }),
    );
    let then = host.then();
    let then = then
        .iter()
        .map(|(command, why)| json!({ "run": command, "why": why }));
    json!({
        "done": heard.is_some(), "program": host.program, "office_file": host.db, "account": host.account,
        "was": parts, "in_the_way": obstacles.collect::<Vec<_>>(),
        "checked": heard.map(|heard| &heard.by), "notices": heard.map(|heard| &heard.notices),
        "then": then.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests;

//! The guarded way in: one account of the system owns the office file, and people come in over SSH by their own keys.
//!
//! sshd asks `hallpass authorized-keys` what a key may do, and gets one line that lets it run `hallpass ssh-session` and
//! nothing else. That reads what was asked for without a shell, by the parser of every command line less what is not for
//! people from outside: other files, other people, other days, and every path of this host. What is left of the
//! environment is named here; the program starts again without the rest before it looks at any of it.

use std::any::TypeId;
use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, CommandFactory, FromArgMatches};

use crate::domain::person::key::{KeyId, KeyLine};
use crate::office;

use super::office::in_other_letters;
use super::print;
use super::{AtTheDoor, Cli, Context, Failure, Screens, Unread};

/// The one word by which a session is told from every other command.
const SESSION: &str = "ssh-session";
/// What was asked for, as sshd tells it: one text, whatever words it was made of.
const ASKED: &str = "SSH_ORIGINAL_COMMAND";
/// Most bytes of it.
const LONGEST: usize = 4096;

/// Every variable that counts in a session. They change how things look and where the person comes from; none changes
/// the file, the day, the person, what is loaded or what is started.
const KNOWN: [&str; 9] = [
    ASKED,
    "COLORTERM",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "NO_COLOR",
    "SSH_CONNECTION",
    "SSH_TTY",
    "TERM",
];

/// The commands that people from outside may ask. A new one is asked from outside only once it stands here.
pub(super) const OVER_SSH: [&str; 33] = [
    "alerts",
    "alias",
    "check",
    "checklist",
    "dashboard",
    "digest",
    "export",
    "gaps",
    "history",
    "import",
    "inventory",
    "note",
    "overlap",
    "overlaps",
    "owners",
    "people",
    "policy",
    "product",
    "queue",
    "redo",
    "renewal",
    "renewals",
    "request",
    "review",
    "route",
    "schools",
    "standard",
    "standards",
    "status",
    "training",
    "undo",
    "waste",
    "words",
];

/// The commands that are for whoever sits at the host: they make files there, stand for the host itself, or write out all
/// that the file holds, prices that not everybody sees included.
const AT_THE_HOST: [&str; 13] = [
    "authorized-keys",
    "backup",
    "completions",
    "demo",
    "dump",
    "init",
    "load",
    "man",
    "publish",
    "region",
    "restore",
    "setup",
    SESSION,
];

/// What a session has said already, and nobody says again.
const SAID_ALREADY: [(&str, &str, &str); 4] = [
    (
        "of_region",
        "--region",
        "a region is looked at from its own machines",
    ),
    (
        "db",
        "--db",
        "there is one office file, and it is chosen already",
    ),
    ("actor", "--as", "who you are is said by your key"),
    ("now", "--now", "the day is that of the clock"),
];

/// Is this command line that of a session?
pub fn is_session(args: &[OsString]) -> bool {
    args.get(1).is_some_and(|word| word == SESSION)
}

/// The variables that count in a session, where there are any others; none where all count.
pub fn cleaned(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Option<Vec<(OsString, OsString)>> {
    let (known, others): (Vec<_>, Vec<_>) = variables
        .into_iter()
        .partition(|(name, _)| KNOWN.iter().any(|known| name == OsStr::new(known)));
    (!others.is_empty()).then_some(known)
}

/// `hallpass authorized-keys`
#[derive(Debug, Args)]
pub(super) struct AuthorizedKeysArgs {
    /// The account of the system, as sshd's %u says it; every key is of the office, whatever the account is called
    user: String,
    /// How the key is made, as sshd's %t says it
    #[arg(value_name = "TYPE")]
    algorithm: String,
    /// The key itself, as sshd's %k says it
    key: String,
}

impl AuthorizedKeysArgs {
    /// One line for a key that lets somebody in. Why another does not is only for the log: whoever knocks learns nothing.
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut door = match context.at_the_door() {
            // It is brought up to date by somebody who is known, and not because somebody knocks.
            Err(Failure::Store(error @ office::Error::OldLayout { .. })) => {
                print::notice(&format!("{}: no way in: {error}", self.user));
                error.hint().iter().for_each(|hint| print::notice(hint));
                return Ok(());
            }
            opened => opened?,
        };
        door.0.only_reads();
        let program = context.world.program.as_deref();
        match self.line(&door, program.unwrap_or(Path::new(""))) {
            Ok(line) => print::line(&line),
            Err(Failure::Store(office::Error::Refused(why))) => {
                print::notice(&format!("{}: no way in: {why}", self.user));
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// What sshd is told of the key: our own options and the key, read and written again, nothing else of what was given.
    fn line(&self, (store, today): &AtTheDoor, program: &Path) -> Result<String, Failure> {
        let read = KeyLine::read(&format!("{} {}", self.algorithm, self.key));
        let read = read.map_err(office::Error::refused)?;
        let key = store.working_key((&self.algorithm, &self.key), *today)?;
        let program = plain(program)?;
        let file = plain(store.path())?;
        let (algorithm, public_key) = (read.algorithm, read.public_key);
        Ok(format!(
            "restrict,pty,command=\"{program} {SESSION} --db {file} --key {key}\" {algorithm} {public_key}"
        ))
    }
}

/// A path that needs no quoting, neither in the line nor by the shell that sshd gives it to.
pub(super) fn plain(path: &Path) -> Result<&str, Failure> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._/+@".contains(c);
    let text = path
        .to_str()
        .filter(|text| text.starts_with('/') && text.chars().all(fits));
    text.ok_or_else(|| {
        Failure::refused(
            format!("{} cannot stand in a line for sshd", path.display()),
            "keep the program and the office file under paths of letters, digits and - . _ / + @ only",
        )
    })
}

/// `hallpass ssh-session`
#[derive(Debug, Args)]
pub(super) struct SshSessionArgs {
    /// The number of the key that came in
    #[arg(long, value_name = "NUMBER")]
    key: i64,
}

impl SshSessionArgs {
    /// Whoever the key belongs to asks one thing, or opens the screens.
    pub(super) fn run(&self, outer: &Context) -> Result<Option<Screens>, Failure> {
        if cleaned(std::env::vars_os()).is_some()
            || outer.given.is_some()
            || outer.who != outer.login
        {
            return Err(Failure::refused(
                "a session is begun by sshd, with a key and an office file and nothing else",
                "see \"Several people, one file\" in the README",
            ));
        }
        let context = self
            .entered(outer)
            .map_err(|failure| failure.at(&outer.db))?;
        let asked = std::env::var_os(ASKED).unwrap_or_default();
        let words = words(&asked)?;
        let line = ["hallpass"]
            .into_iter()
            .chain(words.iter().map(String::as_str));
        let cli = match context.read(line) {
            Ok(cli) => cli,
            Err(Unread::Refused(failure)) => return Err(failure),
            Err(Unread::Usage(error)) => return super::office::usage(&error).map(|()| None),
        };
        let context = Context {
            form: Context::form_of(&cli.global),
            ascii: cli.global.ascii,
            no_color: cli.global.no_color,
            ..context
        };
        let drawn = cli.command.is_none() && context.form != print::Form::Plain;
        if drawn && !(stdin().is_terminal() && stdout().is_terminal()) {
            return Err(Failure::NoTerminal);
        }
        context.carry_out(&cli)
    }

    /// What the office knows of whoever comes in by this key, now. Each save asks again.
    fn entered(&self, outer: &Context) -> Result<Context, Failure> {
        let (store, today) = outer.at_the_door()?;
        let key = KeyId(self.key);
        let person = store.person_of_key(key, today)?;
        Ok(Context {
            who: person.login.clone(),
            login: person.login,
            key: Some(key),
            ..outer.clone()
        })
    }
}

/// The words that were asked for, taken apart as a shell would and by none: nothing in them is carried out.
fn words(asked: &OsStr) -> Result<Vec<String>, Failure> {
    let no = |what: &str| {
        Failure::refused(
            format!("what was asked for {what}"),
            "ask as in: ssh HOST status kahoot lincoln",
        )
    };
    if asked.len() > LONGEST {
        return Err(no("is longer than 4 KB"));
    }
    let asked = asked.to_str().ok_or_else(|| no("is no text"))?;
    if asked.contains(char::is_control) {
        return Err(no("has letters in it that cannot be seen"));
    }
    shell_words::split(asked).map_err(|_| no("has a quote that does not end"))
}

/// Reads a command line from outside.
pub(super) fn read<'w>(line: impl IntoIterator<Item = &'w str>) -> Result<Cli, Unread> {
    let mut command = from_outside();
    let line: Vec<&str> = line.into_iter().collect();
    let matches = command.try_get_matches_from_mut(line.iter().copied());
    let matches = matches
        .map_err(|error| in_other_letters(error, &command, &line))
        .map_err(Unread::Usage)?;
    allowed(&command, &matches).map_err(Unread::Refused)?;
    Cli::from_arg_matches(&matches).map_err(Unread::Usage)
}

/// The command line as people from outside have it: no variable counts, and what is not for them takes any words, so
/// that it is refused before they are looked at.
fn from_outside() -> Command {
    let own = Cli::command().mut_args(|arg| {
        let id = arg.get_id().as_str();
        let said = SAID_ALREADY.iter().any(|(known, ..)| *known == id);
        arg.env(clap::builder::Resettable::Reset).hide(said)
    });
    AT_THE_HOST.iter().fold(own, |command, name| {
        let any = Arg::new("words").num_args(0..).trailing_var_arg(true);
        command.mut_subcommand(*name, |_| {
            Command::new(*name)
                .hide(true)
                .disable_help_flag(true)
                .arg(any.allow_hyphen_values(true))
        })
    })
}

fn allowed(command: &Command, matches: &ArgMatches) -> Result<(), Failure> {
    for (id, flag, why) in SAID_ALREADY {
        if matches.value_source(id) == Some(ValueSource::CommandLine) {
            return Err(Failure::refused(
                format!("{flag} is not for SSH: {why}"),
                format!("leave out {flag}"),
            ));
        }
    }
    if let Some(name) = matches.subcommand_name()
        && !OVER_SSH.contains(&name)
    {
        return Err(Failure::refused(
            format!("`{name}` is not for SSH"),
            "it is run at the host, by whoever looks after it; ssh HOST help lists what can be asked from here",
        ));
    }
    no_paths(command, matches)
}

/// No path of this host is named from outside, whatever command it is said to: only `-`, the pipe, and that letter by
/// letter, for `-/` would be a folder.
fn no_paths(command: &Command, matches: &ArgMatches) -> Result<(), Failure> {
    for arg in command.get_arguments().filter(|arg| is_path(arg)) {
        let id = arg.get_id().as_str();
        let said = matches.value_source(id) == Some(ValueSource::CommandLine);
        let mut paths = said
            .then(|| matches.get_many::<PathBuf>(id))
            .flatten()
            .into_iter()
            .flatten();
        if let Some(path) = paths.find(|path| path.as_os_str() != "-") {
            return Err(Failure::refused(
                format!(
                    "`{}` would be a file of the host, and none is named over SSH",
                    path.display()
                ),
                "name -, and use the pipe: ssh HOST import contracts - < FILE, ssh HOST export contracts -o - > FILE",
            ));
        }
    }
    match matches.subcommand() {
        Some((name, of_it)) => command
            .find_subcommand(name)
            .map_or(Ok(()), |sub| no_paths(sub, of_it)),
        None => Ok(()),
    }
}

fn is_path(arg: &Arg) -> bool {
    arg.get_value_parser().type_id() == TypeId::of::<PathBuf>()
}

#[cfg(test)]
mod tests;

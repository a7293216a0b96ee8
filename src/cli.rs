//! One-shot commands: the words a person types, and the one line that carries each out.
//! Names, JSON fields and exit codes are a promise to scripts: add to them, never rename.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::domain::change::Stamp;
use crate::domain::names::Match;
use crate::domain::record::Kind;
use crate::domain::text;
use crate::store::{Access, Store};

mod failure;
mod files;
mod history;
mod import;
mod office;
mod people;
mod print;
mod status;

pub use failure::Failure;
use print::Form;

/// What the program knows of the world when it starts; nothing below `main` asks for more.
#[derive(Debug, Clone, Copy)]
pub struct World {
    /// The instant.
    pub now: DateTime<Utc>,
    /// The local day.
    pub today: NaiveDate,
}

/// One answer to "can we use this here?" for every school of a district.
#[derive(Debug, Parser)]
#[command(name = "hallpass", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Args)]
struct Global {
    /// The office file
    #[arg(long, global = true, env = "HALLPASS_DB", value_name = "FILE")]
    db: Option<PathBuf>,
    /// Who acts
    #[arg(
        long = "as",
        global = true,
        env = "HALLPASS_USER",
        value_name = "LOGIN"
    )]
    actor: Option<String>,
    /// The day, or the instant in UTC, it should be: for rehearsals
    #[arg(long, global = true, env = "HALLPASS_NOW", value_name = "DATE", value_parser = moment)]
    now: Option<Moment>,
    /// Answer with one JSON value
    #[arg(long, global = true, conflicts_with = "csv")]
    json: bool,
    /// Answer with comma-separated values
    #[arg(long, global = true)]
    csv: bool,
    /// Linear text, one fact a line, for screen readers
    #[arg(long, global = true, env = "HALLPASS_PLAIN", value_parser = clap::builder::FalseyValueParser::new())]
    plain: bool,
    /// Plain ASCII lines
    #[arg(long, global = true)]
    ascii: bool,
    /// No colour
    #[arg(long, global = true)]
    no_color: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new, empty office file
    Init(office::Init),
    /// Bring in a district's own file
    Import(import::Import),
    /// Can they use it there? `status kahoot lincoln`
    Status(status::Status),
    /// The whole card of a product
    Product(status::Product),
    /// Take back my last change, or one change set
    Undo(history::Undo),
    /// Put back what I last took back
    Redo,
    /// Who changed what, newest first
    History(history::History),
    /// People and what they may do
    People(people::People),
    /// Write every record as JSON Lines
    Dump(files::Dump),
    /// Make an office file from a dump
    Load(files::Load),
    /// Make a consistent copy of the office file
    Backup(files::Backup),
    /// Is the office file sound?
    Check,
    /// Print a completion script for a shell
    Completions(office::Completions),
    /// Print the manual page
    Man,
}

/// An instant, and the local day it is.
#[derive(Debug, Clone, Copy)]
struct Moment {
    at: DateTime<Utc>,
    day: NaiveDate,
}

fn moment(text: &str) -> Result<Moment, String> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Ok(Moment {
            at: day.and_time(NaiveTime::MIN).and_utc(),
            day,
        });
    }
    let at = DateTime::parse_from_rfc3339(text)
        .map_err(|_| "write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ")?;
    let at = at.with_timezone(&Utc);
    Ok(Moment {
        at,
        day: at.with_timezone(&chrono::Local).date_naive(),
    })
}

/// What every command is given: where the office file is, who acts and when, and how to answer.
pub(crate) struct Context {
    db: PathBuf,
    stamp: Stamp,
    form: Form,
}

impl Context {
    fn of(global: &Global, world: World) -> Result<Context, Failure> {
        let moment = global.now.unwrap_or(Moment {
            at: world.now,
            day: world.today,
        });
        let login = global.actor.clone().unwrap_or_else(office::os_login);
        let form = match global {
            Global { json: true, .. } => Form::Json,
            Global { csv: true, .. } => Form::Csv,
            Global { plain: true, .. } => Form::Plain,
            _ => Form::Text,
        };
        let stamp = Stamp {
            who: text::clean(&login).text,
            origin: office::origin(),
            at: moment.at,
            today: moment.day,
        };
        let db = match &global.db {
            Some(path) => path.clone(),
            None => office::default_file()?,
        };
        Ok(Context { db, stamp, form })
    }

    fn screens(&self, global: &Global) -> Result<Screens, Failure> {
        Ok(Screens {
            store: self.open()?,
            stamp: self.stamp.clone(),
            rehearsal: global.now.is_some(),
            ascii: global.ascii,
            no_color: global.no_color,
        })
    }

    /// The office file, to read and write.
    fn open(&self) -> Result<Store, Failure> {
        Ok(Store::open(&self.db, Access::Write)?)
    }

    /// The office file, to read.
    fn read(&self) -> Result<Store, Failure> {
        Ok(Store::open(&self.db, Access::Read)?)
    }
}

/// What is left to do after the command line was read.
pub enum Next {
    /// Nothing: leave with this code.
    Exit(u8),
    /// Open the screens.
    Screens(Box<Screens>),
}

/// What the screens are opened with.
pub struct Screens {
    /// The office file.
    pub store: Store,
    /// Who acts, from where, and when it started.
    pub stamp: Stamp,
    /// The day and instant stand still: a rehearsal.
    pub rehearsal: bool,
    /// Plain ASCII lines.
    pub ascii: bool,
    /// No colour.
    pub no_color: bool,
}

/// Runs one command line.
pub fn run(args: impl IntoIterator<Item = OsString>, world: World) -> Next {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return Next::Exit(office::usage(&error)),
    };
    let context = Context::of(&cli.global, world);
    let result = context.and_then(|context| match &cli.command {
        None => Ok(Some(context.screens(&cli.global)?)),
        Some(command) => command.run(&context).map(|()| None),
    });
    match result {
        Ok(Some(screens)) => Next::Screens(Box::new(screens)),
        Ok(None) => Next::Exit(0),
        Err(failure) => Next::Exit(report(&failure)),
    }
}

/// Says why something failed; gives the exit code.
pub fn report(failure: &Failure) -> u8 {
    print::failure(failure);
    failure.code()
}

impl Command {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        match self {
            Command::Init(init) => init.run(context),
            Command::Import(import) => import.run(context),
            Command::Status(status) => status.run(context),
            Command::Product(product) => product.run(context),
            Command::Undo(undo) => undo.run(context),
            Command::Redo => history::redo(context),
            Command::History(history) => history.run(context),
            Command::People(people) => people.run(context),
            Command::Dump(dump) => dump.run(context),
            Command::Load(load) => load.run(context),
            Command::Backup(backup) => backup.run(context),
            Command::Check => files::check(context),
            Command::Completions(shell) => {
                shell.run(&mut Cli::command());
                Ok(())
            }
            Command::Man => office::man(Cli::command()),
        }
    }
}

/// The product or school that these words name.
fn named(store: &Store, words: &str) -> Result<(Kind, i64), Failure> {
    let names = store.names()?;
    let several = |n| {
        Failure::refused(
            format!("{n} records are called `{words}`"),
            "write more of the name",
        )
    };
    match (names.product(words, None), names.school(words)) {
        (Match::One(id), _) => Ok((Kind::Product, id)),
        (Match::None, Match::One(id)) => Ok((Kind::School, id)),
        (Match::Several(n), _) | (_, Match::Several(n)) => Err(several(n)),
        (Match::None, Match::None) => Err(Failure::NotFound(format!(
            "nothing here is called `{words}`"
        ))),
    }
}

/// The ids of schools named by code or name, joined with `;`.
fn schools_named(store: &Store, named: &str) -> Result<Vec<i64>, Failure> {
    let names = store.names()?;
    named
        .split(';')
        .map(|name| match names.school(name) {
            Match::One(id) => Ok(id),
            Match::None => Err(Failure::NotFound(format!(
                "no school is called `{}`",
                name.trim()
            ))),
            Match::Several(n) => Err(Failure::refused(
                format!("{n} schools are called `{}`", name.trim()),
                "use the school's code",
            )),
        })
        .collect()
}

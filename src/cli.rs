//! One-shot commands: the words a person types, and the one line that carries each out.
//! Names, JSON fields and exit codes are a promise to scripts: add to them, never rename.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use clap::parser::ValueSource;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use serde_json::json;

use crate::domain::person::key::KeyId;
use crate::domain::put::{ChangeSetId, DeedId, Stamp};
use crate::domain::region::address::RegionAddress;
use crate::domain::renewal::unknown::Healed;
use crate::domain::setting::OfficeMarks;
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::office::{Office, Receipt};
use crate::store::{Access, Error, Store, was_saved};

mod alerts;
mod alias;
mod backup;
mod checklist;
mod dashboard;
mod demo;
mod export;
mod failure;
mod files;
mod find;
mod first;
mod gaps;
pub mod guarded;
mod history;
mod import;
mod login;
mod manual;
mod note;
mod office;
mod overlap;
mod overlaps;
mod people;
mod plain;
mod policy;
mod print;
mod publish;
mod queue;
mod region;
mod renewal;
mod renewals;
mod request;
mod review;
mod schools;
mod setup;
mod skill_gaps;
mod standard;
mod standard_input;
mod standards;
mod status;
mod values;
mod waste;
mod words;

pub use failure::Failure;
use print::Form;

/// What the program knows of the world when it starts; nothing below `main` asks for more.
#[derive(Debug, Clone)]
pub struct World {
    /// The instant at which the command began, UTC.
    pub now: DateTime<Utc>,
    /// Tells the instant, UTC, for a talk of several commands.
    pub clock: fn() -> DateTime<Utc>,
    /// The zone the machine is set to.
    pub zone: Zone,
    /// The whole path of this program; none where the system does not tell.
    pub program: Option<PathBuf>,
}

/// One answer to "can we use this here?" for every school of a district.
#[derive(Debug, Parser)]
#[command(name = "hallpass", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    /// Look at all districts of a region, on its own screens: postgresql://LOGIN@HOST/DATABASE
    #[arg(id = "of_region", long = "region", value_name = "URL", value_parser = RegionAddress::read)]
    region: Option<RegionAddress>,
    #[command(subcommand)]
    command: Option<CliCommand>,
}

#[derive(Debug, Args)]
struct Global {
    /// The office file
    #[arg(long, global = true, env = "HALLPASS_DB", value_name = "FILE")]
    db: Option<PathBuf>,
    /// It was named on the command line, and not by the variable.
    #[arg(skip)]
    says_db: bool,
    /// Act and look as somebody else: only an admin may, and anybody where nothing is real
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
    /// Name this deed: asked for once more under the name, it is not done twice
    #[arg(long = "id", global = true, value_name = "TEXT", value_parser = deed_id)]
    deed_id: Option<String>,
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
enum CliCommand {
    /// Look around in a made-up district, in a file of its own
    Demo(demo::DemoArgs),
    /// Make a new, empty office file
    Init(office::InitArgs),
    /// Every school, with what it has and what that costs
    Schools,
    /// What one school has: seats, use, cost
    Inventory(schools::InventoryArgs),
    /// What is to be reviewed, what is due first
    Queue(queue::QueueArgs),
    /// Who answers for which product
    Owners(gaps::OwnersArgs),
    /// Who is trained, where, and how many are not
    Training(gaps::TrainingArgs),
    /// Where the district pays twice
    Overlaps(overlaps::OverlapsArgs),
    /// One of them: what to do about it
    Overlap(overlap::OverlapArgs),
    /// The waste ledger of a fiscal year
    Waste(waste::WasteArgs),
    /// Where groups of pupils fall short of a standard, and what is open
    Gaps(skill_gaps::GapsArgs),
    /// What to use for a standard at a school, in order, and why
    Route(skill_gaps::RouteArgs),
    /// The director's page: what is at risk, why, what to do first
    Dashboard(dashboard::DashboardArgs),
    /// Enter somebody's ask, see where it stands, send it back
    Request(request::RequestArgs),
    /// Answer the checklists of a request, and decide
    Review(review::ReviewArgs),
    /// Contracts that end, the most urgent first
    Renewals(renewals::RenewalsArgs),
    /// One contract that ends: its dates and why, the decision, the notice
    Renewal(renewal::RenewalArgs),
    /// What is due for somebody, as text for mail
    Digest(alerts::DigestArgs),
    /// What is told next and to whom; is it told at all?
    Alerts(alerts::AlertsArgs),
    /// Bring in a district's own file
    Import(import::ImportArgs),
    /// Can they use it there? `status kahoot lincoln`
    Status(status::StatusArgs),
    /// The whole card of a product
    Product(status::ProductArgs),
    /// Make a name that people say another name of a product
    Alias(alias::AliasArgs),
    /// Leave words on a product or a school
    Note(note::NoteArgs),
    /// Which standards products teach: who claims it, who verified it
    Standards(standards::StandardsListArgs),
    /// One standard: what it says, verify or reject that a product teaches it, weigh or waive it
    Standard(standard::StandardDeedArgs),
    /// Take back my last change, or one change set
    Undo(history::UndoArgs),
    /// Put back what I last took back
    Redo,
    /// Who changed what, newest first
    History(history::HistoryArgs),
    /// What the district's own words mean in its files
    Words(words::WordsArgs),
    /// Write the records of one kind to a file
    Export(export::ExportArgs),
    /// People and what they may do
    People(people::PeopleArgs),
    /// The questions a review asks, and a district's own wording of them
    Checklist(checklist::ChecklistArgs),
    /// The district's settings: who decides, how soon, what is required
    Policy(policy::PolicyArgs),
    /// Make the pages for teachers and families: what may be used, and nothing else
    Publish(publish::PublishArgs),
    /// A region of districts: what neighbours decided, what they share
    Region(region::RegionArgs),
    /// Write every record as JSON Lines
    Dump(files::DumpArgs),
    /// Make an office file from a dump
    Load(files::LoadArgs),
    /// Make a consistent copy of the office file
    Backup(backup::BackupArgs),
    /// Put a backup back in the place of the office file
    Restore(backup::RestoreArgs),
    /// Is the office file sound?
    Check,
    /// For sshd: what somebody with this public key may do on this host; nothing for a key that is not known
    AuthorizedKeys(guarded::AuthorizedKeysArgs),
    /// What a key opens over SSH; sshd runs it, with the command that was asked for in SSH_ORIGINAL_COMMAND
    SshSession(guarded::SshSessionArgs),
    /// What this host needs so that people come in over SSH by their own keys
    Setup(setup::SetupArgs),
    /// Print a completion script for a shell
    Completions(manual::CompletionsArgs),
    /// Print the manual page
    Man,
}

/// When it should be, as `--now` says it.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// Some time on this day.
    Day(NaiveDate),
    /// This instant.
    At(DateTime<Utc>),
}

impl Moment {
    /// The instant, and the day it is in a zone.
    fn in_zone(self, zone: &Zone) -> (DateTime<Utc>, NaiveDate) {
        match self {
            Moment::Day(day) => (zone.begins(day), day),
            Moment::At(at) => (at, zone.day(at)),
        }
    }
}

/// Bytes of a file that are marked at a time.
const PART: u64 = 1 << 16;

/// The longest name of a deed, in characters.
const LONGEST_ID: usize = 200;

fn deed_id(given: &str) -> Result<String, String> {
    let id = text::clean(given).text;
    if id.is_empty() || id != given || id.chars().count() > LONGEST_ID {
        return Err(format!(
            "write at most {LONGEST_ID} plain characters, another text for each deed"
        ));
    }
    Ok(id)
}

fn moment(text: &str) -> Result<Moment, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Moment::At(at.with_timezone(&Utc)));
    }
    let day = values::day(text).map_err(|_| "write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ")?;
    Ok(Moment::Day(day))
}

/// What every command is given: where the office file is, who acts, and how to answer.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    db: PathBuf,
    /// The office file was named, and is not the one where people's own files are.
    names_db: bool,
    /// It was named on the command line.
    says_db: bool,
    /// The login of whoever acts.
    who: String,
    /// The login of whoever sits there.
    login: String,
    /// What the deed is called, where a command does one.
    id: Option<DeedId>,
    /// The key by which they came in over SSH: then no file of this host is named, and nobody else acted for.
    key: Option<KeyId>,
    form: Form,
    /// The day was given by `--now`.
    given: Option<Moment>,
    world: World,
    ascii: bool,
    no_color: bool,
}

/// The office file before anybody is in, and the day it is there.
type AtTheDoor = (Store, NaiveDate);

/// The office file, opened, and who acts there at which moment.
struct OpenedOffice {
    store: Store,
    stamp: Stamp,
    marks: OfficeMarks,
}

impl Context {
    fn of(global: &Global, world: World) -> Result<Context, Failure> {
        let named = global.actor.as_deref().map(|login| text::clean(login).text);
        let named = named.filter(|login| !login.is_empty());
        let db = match &global.db {
            Some(path) => path.clone(),
            None => office::default_file()?,
        };
        let login = login::os_login();
        Ok(Context {
            db,
            names_db: global.db.is_some(),
            says_db: global.says_db,
            who: named.unwrap_or_else(|| login.clone()),
            login,
            id: None,
            key: None,
            form: Context::form_of(global),
            given: global.now,
            world,
            ascii: global.ascii,
            no_color: global.no_color,
        })
    }

    fn form_of(global: &Global) -> Form {
        match global {
            Global { json: true, .. } => Form::Json,
            Global { csv: true, .. } => Form::Csv,
            Global { plain: true, .. } => Form::Plain,
            _ => Form::Text,
        }
    }

    /// Refuses CSV of what is one thing and no list: prose in its place would be read as a table.
    fn is_no_table(&self) -> Result<(), Failure> {
        if self.form == Form::Csv {
            return Err(Failure::refused(
                "this is one thing and no list, so that it is no table",
                "ask for it with --json; lists have --csv",
            ));
        }
        Ok(())
    }

    /// Reads one more command line, for whoever these commands are carried out for.
    fn read<'w>(&self, line: impl IntoIterator<Item = &'w str>) -> Result<Cli, Unread> {
        match self.key {
            Some(_) => guarded::read(line),
            None => Cli::try_parse_from(line).map_err(Unread::Usage),
        }
    }

    /// Carries out what a command line asks; the screens, or the prompt, where it names nothing.
    fn carry_out(&self, cli: &Cli) -> Result<Option<Screens>, Failure> {
        if self.form == Form::Plain {
            print::read_aloud();
        }
        match &cli.command {
            Some(_) if cli.region.is_some() => Err(Failure::refused(
                "--region before a command opens no screens",
                "leave the command out, or ask as in: hallpass region status kahoot --region URL",
            )),
            Some(command) => {
                let id = cli.global.deed_id.clone();
                // As it was understood: the same command in another order, or printed in another form, is the same.
                let id = id.map(|id| DeedId::new(id, &format!("{command:?}")));
                let context = Context { id, ..self.clone() };
                match command.run(&context) {
                    Err(Failure::Store(error)) => match context.saved_by(&error) {
                        Some(change_set) => context.was_saved(change_set).map(|()| None),
                        None => Err(Failure::Store(error)),
                    },
                    done => done,
                }
            }
            None => {
                let at_prompt = self.form == Form::Plain || dumb_terminal();
                if let Some(address) = &cli.region {
                    if at_prompt {
                        return region::prompt(self, address).map(|()| None);
                    }
                    return Ok(Some(self.region_screens(address)));
                }
                let Some(begun) = self.begun()? else {
                    return Ok(None);
                };
                if !at_prompt {
                    return begun.screens().map(Some);
                }
                let said = plain::run(&begun);
                said.map(|()| None).map_err(|failure| failure.at(&begun.db))
            }
        }
    }

    /// The same, where there is an office file. Whoever starts the program for the first time, at a terminal and with no
    /// file named, is asked how to begin; none where they leave.
    fn begun(&self) -> Result<Option<Context>, Failure> {
        let sits_there = io::stdin().is_terminal() && io::stdout().is_terminal();
        let asks = sits_there && !self.names_db && self.key.is_none();
        if !asks || self.form == Form::Json || std::fs::symlink_metadata(&self.db).is_ok() {
            return Ok(Some(self.clone()));
        }
        first::begin(self)
    }

    /// The same for a deed that reads this: under the name of a deed, something else in a file is another deed.
    fn reading(&self, mut content: impl Read) -> io::Result<Context> {
        let Some(mut id) = self.id.clone() else {
            return Ok(self.clone());
        };
        let mut part = Vec::new();
        while content.by_ref().take(PART).read_to_end(&mut part)? > 0 {
            id = id.with(&part);
            part.clear();
        }
        Ok(Context {
            id: Some(id),
            ..self.clone()
        })
    }

    /// The same for this office file.
    fn at(&self, db: PathBuf) -> Context {
        Context { db, ..self.clone() }
    }

    /// Who acts, and when: the day is that of this zone.
    /// The same at the instant it is: in a talk each deed is done when it is said, however long ago the program began.
    fn at_this_moment(&self) -> Context {
        let now = (self.world.clock)();
        Context {
            world: World {
                now,
                ..self.world.clone()
            },
            ..self.clone()
        }
    }

    fn stamp_in(&self, zone: &Zone) -> Stamp {
        let moment = self.given.unwrap_or(Moment::At(self.world.now));
        let (at, today) = moment.in_zone(zone);
        Stamp {
            login: self.login.clone(),
            place: login::place(),
            clock: self.given.map(|_| self.world.now),
            id: self.id.clone(),
            key: self.key,
            ..Stamp::own(&self.who, at, today)
        }
    }

    /// The screens over all districts of a region.
    fn region_screens(&self, address: &RegionAddress) -> Screens {
        Screens {
            on: ScreensOn::Region(address.clone()),
            stamp: self.stamp_in(&self.world.zone),
            given: self.given.is_some(),
            machine: self.world.zone.clone(),
            ascii: self.ascii,
            no_color: self.no_color,
        }
    }

    /// The screens on the office file.
    fn screens(&self) -> Result<Screens, Failure> {
        let OpenedOffice { store, stamp, .. } = self.opened(Access::Write)?;
        Ok(Screens {
            on: ScreensOn::Office(Box::new(store)),
            stamp,
            given: self.given.is_some(),
            machine: self.world.zone.clone(),
            ascii: self.ascii,
            no_color: self.no_color,
        })
    }

    /// The office, to do a deed there.
    fn office(&self) -> Result<Office, Failure> {
        let opened = self.opened(Access::Write)?;
        opened.store.not_again(&opened.stamp)?;
        for line in upgraded(&opened.store)? {
            print::notice(&line);
        }
        self.tell_of_the_day(&opened);
        Ok(self.office_of(opened))
    }

    /// The office, to ask it.
    fn asked_office(&self) -> Result<Office, Failure> {
        let opened = self.opened(Access::Read)?;
        self.tell_of_the_day(&opened);
        Ok(self.office_of(opened))
    }

    /// After how long without a line the prompt closes.
    fn idle_limit(&self) -> Result<Option<Duration>, Failure> {
        let OpenedOffice { store, stamp, .. } = self.opened(Access::Read)?;
        Ok(Office::of_command(store, stamp).idle_limit()?)
    }

    /// The office as whoever asks sees it, who is told once where that is not all of it.
    fn office_of(&self, opened: OpenedOffice) -> Office {
        let office = Office::of_command(opened.store, opened.stamp);
        if self.form != Form::Json && office.hides_prices() {
            print::notice_once(
                "The policy shows you the prices of your schools; others are hidden, and sums leave them out.",
            );
        }
        office
    }

    /// The office file itself with the moment, for what is done with the file and not in the office: a copy, a dump. Opened
    /// to be read or to be written.
    fn office_file_for(&self, access: Access) -> Result<OpenedOffice, Failure> {
        let opened = self.opened(access)?;
        self.tell_of_the_day(&opened);
        Ok(opened)
    }

    /// The same to be checked: one of an older layout is not brought up to date for it.
    fn looked_at_file(&self) -> Result<Store, Failure> {
        let opened = self.opened_by(Store::look)?;
        self.tell_of_the_day(&opened);
        Ok(opened.store)
    }

    /// The change set of a deed that has a name, where it was saved before, or now although its answer was lost.
    fn saved_by(&self, error: &Error) -> Option<ChangeSetId> {
        if let Error::SavedBefore { change_set } = error {
            return Some(*change_set);
        }
        let asks = error.is_lost_answer() && self.id.is_some();
        let stamp = asks.then(|| self.stamp_in(&self.world.zone))?;
        // Where the file cannot be asked the error says why.
        was_saved(&self.db, &stamp).ok().flatten()
    }

    /// Says of a deed that was asked for once more what it came to then.
    fn was_saved(&self, change_set: ChangeSetId) -> Result<(), Failure> {
        let OpenedOffice { store, .. } = self.opened(Access::Read)?;
        let saved = store.saved(change_set)?;
        if self.form == Form::Json {
            let records = saved.records.iter();
            let records = records
                .map(|(of, name)| json!({ "entity": of.kind.word(), "id": of.id, "name": name }));
            print::json(&json!({
                "saved_before": true, "change_set": change_set, "at": saved.at, "what": saved.what,
                "undone_by": saved.undone_by,
                "records": records.collect::<Vec<_>>(),
            }));
        } else {
            print::line(&format!(
                "was saved, change set {change_set}: {}",
                saved.what
            ));
            if let Some(undo) = saved.undone_by {
                print::notice(&format!(
                    "It was taken back since, by change set {undo}; to do it again, give it another id."
                ));
            }
        }
        Ok(())
    }

    /// Says what a deed came to, and how it is taken back.
    fn tell(receipt: &Receipt) {
        print::line(&receipt.said);
        Context::tell_undo(receipt);
    }

    /// The same in one line.
    fn in_a_line(receipt: &Receipt) -> String {
        Context::with_undo(&receipt.said, receipt)
    }

    /// A sentence about a deed, and behind it how the deed is taken back.
    fn with_undo(said: &str, receipt: &Receipt) -> String {
        match Context::undone_by(receipt) {
            Some(undo) => format!("{said} {undo}"),
            None => said.to_owned(),
        }
    }

    /// How a deed is taken back: by its number, however much it wrote.
    fn undone_by(receipt: &Receipt) -> Option<String> {
        receipt.undo(&format!("hallpass undo {}", receipt.change_set?))
    }

    /// Says how a deed is taken back.
    fn tell_undo(receipt: &Receipt) {
        if let Some(undo) = Context::undone_by(receipt) {
            print::notice(&undo);
        }
    }

    /// The office file before anybody is in, and the day it is there by the clock. Nothing is changed for it, not even
    /// in a file of an older layout.
    fn at_the_door(&self) -> Result<AtTheDoor, Failure> {
        Self::there(&self.db)?;
        let mut store = Store::look(&self.db)?;
        store.keep_days(&self.world.zone)?;
        let today = store.zone().day(self.world.now);
        Ok((store, today))
    }

    fn opened(&self, access: Access) -> Result<OpenedOffice, Failure> {
        let stamp = self.stamp_in(&self.world.zone);
        self.opened_by(|file| Store::open_as(file, access, &stamp))
    }

    fn opened_by(
        &self,
        open: impl FnOnce(&Path) -> Result<Store, Error>,
    ) -> Result<OpenedOffice, Failure> {
        Self::there(&self.db)?;
        let mut store = open(&self.db)?;
        let marks = store.keep_days(&self.world.zone)?;
        if self.given.is_some() {
            store.on_a_given_day()?;
        }
        let stamp = self.stamp_in(store.zone());
        store.may_act_as(&stamp)?;
        store.is_left_by(&stamp);
        Ok(OpenedOffice {
            store,
            stamp,
            marks,
        })
    }

    /// Says, once, whose day it is where nobody has said, and that records are not of the day that was given.
    fn tell_of_the_day(&self, opened: &OpenedOffice) {
        if self.form == Form::Json {
            return;
        }
        let OpenedOffice {
            store,
            stamp,
            marks,
        } = opened;
        if marks.zone.is_none() && !marks.demo {
            print::notice_once(&office::no_zone(&self.world.zone));
        }
        let today = store.zone().day(self.world.now);
        if self.given.is_some() && !marks.on_any_day() && stamp.today < today {
            print::notice_once(&format!(
                "Records as of today, {today}; only the day is {}.",
                stamp.today
            ));
        }
    }

    /// Somebody without an office file yet is told how to begin.
    fn there(file: &Path) -> Result<(), Failure> {
        match std::fs::symlink_metadata(file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Failure::refused(
                format!("there is no office file at {}", file.display()),
                "look around with: hallpass demo; begin your own with: hallpass init --district NAME; \
                 name another file with --db FILE",
            )),
            _ => Ok(()),
        }
    }
}

/// What to say where opening the file has brought it up to date: once, to whoever did.
fn upgraded(store: &Store) -> Result<Vec<String>, Error> {
    let Some(from) = store.upgraded_from() else {
        return Ok(Vec::new());
    };
    let mut said = vec![format!(
        "Brought the office file from layout {from} to {}; a copy as it was lies beside it.",
        store.layout()?
    )];
    said.extend(store.healed()?.map(Healed::sentence));
    Ok(said)
}

/// Why a command line is not carried out.
enum Unread {
    /// It makes no sense, or asks for help.
    Usage(clap::Error),
    /// It makes sense, and is not for whoever asks.
    Refused(Failure),
}

/// What is left to do after the command line was read.
pub enum Next {
    /// Nothing: leave with this code.
    Exit(u8),
    /// Open the screens.
    Screens(Box<Screens>),
}

/// What the screens are opened on.
pub enum ScreensOn {
    /// The office file, opened as the command asks: to read or to write.
    Office(Box<Store>),
    /// A region, and no office.
    Region(RegionAddress),
}

/// What the screens are opened with.
pub struct Screens {
    /// An office, or a region.
    pub on: ScreensOn,
    /// Who acts, from where, and when it started.
    pub stamp: Stamp,
    /// The day was given, and stands still.
    pub given: bool,
    /// The zone the machine is set to, for an office without one.
    pub machine: Zone,
    /// Plain ASCII lines.
    pub ascii: bool,
    /// No colour.
    pub no_color: bool,
}

/// Runs one command line.
pub fn run(args: impl IntoIterator<Item = OsString>, world: World) -> Next {
    let result = match parsed(args) {
        Ok(cli) => Context::of(&cli.global, world).and_then(|context| context.carry_out(&cli)),
        Err(error) => office::usage(&error).map(|()| None),
    };
    let arrived = result.and_then(|screens| match print::lost() {
        None => Ok(screens),
        Some(why) => Err(Failure::refused(
            format!("the answer could not be written: {why}"),
            "nothing is wrong with the office file; look after where the answer goes",
        )),
    });
    match arrived {
        Ok(Some(screens)) => Next::Screens(Box::new(screens)),
        Ok(None) => Next::Exit(0),
        Err(failure) => Next::Exit(report(&failure)),
    }
}

/// Reads a command line. A variable of the environment that is empty is one that is not set.
fn parsed(args: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    let unset = command.get_arguments().filter(|arg| {
        let variable = arg.get_env().and_then(std::env::var_os);
        variable.is_some_and(|value| value.is_empty())
    });
    let unset: Vec<clap::Id> = unset.map(|arg| arg.get_id().clone()).collect();
    for arg in unset {
        command = command.mut_arg(arg, |arg| arg.env(clap::builder::Resettable::Reset));
    }
    let args: Vec<OsString> = args.into_iter().collect();
    let matches = command.try_get_matches_from_mut(args.iter().cloned());
    let matches = matches.map_err(|error| office::in_other_letters(error, &command, &args))?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    Ok(Cli {
        global: Global {
            says_db: matches.value_source("db") == Some(ValueSource::CommandLine),
            ..cli.global
        },
        ..cli
    })
}

/// Says why something failed; gives the exit code.
pub fn report(failure: &Failure) -> u8 {
    failure.tell();
    failure.code()
}

/// Says on stderr why the screens ended.
pub fn tell(why: &str) {
    print::notice(why);
}

/// A terminal that can only print: the prompt suits it, the screens do not.
fn dumb_terminal() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

impl CliCommand {
    /// Carries it out; the screens are left to open where it asks for them.
    fn run(&self, context: &Context) -> Result<Option<Screens>, Failure> {
        let done = match self {
            CliCommand::Demo(demo) => return demo.run(context),
            CliCommand::Init(init) => init.run(context),
            CliCommand::Schools => schools::schools(context),
            CliCommand::Inventory(inventory) => inventory.run(context),
            CliCommand::Queue(queue) => queue.run(context),
            CliCommand::Region(region) => region.run(context),
            CliCommand::Owners(owners) => owners.run(context),
            CliCommand::Training(training) => training.run(context),
            CliCommand::Overlaps(overlaps) => overlaps.run(context),
            CliCommand::Overlap(overlap) => overlap.run(context),
            CliCommand::Waste(waste) => waste.run(context),
            CliCommand::Dashboard(dashboard) => dashboard.run(context),
            CliCommand::Request(request) => request.run(context),
            CliCommand::Review(review) => review.run(context),
            CliCommand::Renewals(renewals) => renewals.run(context),
            CliCommand::Renewal(renewal) => renewal.run(context),
            CliCommand::Digest(digest) => digest.run(context),
            CliCommand::Alerts(alerts) => alerts.run(context),
            CliCommand::Gaps(gaps) => gaps.run(context),
            CliCommand::Route(route) => route.run(context),
            CliCommand::Import(import) => import.run(context),
            CliCommand::Status(status) => status.run(context),
            CliCommand::Product(product) => product.run(context),
            CliCommand::Alias(alias) => alias.run(context),
            CliCommand::Note(note) => note.run(context),
            CliCommand::Standards(standards) => standards.run(context),
            CliCommand::Standard(standard) => standard.run(context),
            CliCommand::Undo(undo) => undo.run(context),
            CliCommand::Redo => history::redo(context),
            CliCommand::History(history) => history.run(context),
            CliCommand::Words(words) => words.run(context),
            CliCommand::Export(export) => export.run(context),
            CliCommand::People(people) => people.run(context),
            CliCommand::Checklist(checklist) => checklist.run(context),
            CliCommand::Policy(policy) => policy.run(context),
            CliCommand::Publish(publish) => publish.run(context),
            CliCommand::Dump(dump) => dump.run(context),
            CliCommand::Load(load) => load.run(context),
            CliCommand::Backup(backup) => backup.run(context),
            CliCommand::Restore(restore) => restore.run(context),
            CliCommand::Check => files::check(context),
            CliCommand::AuthorizedKeys(asked) => asked.run(context),
            CliCommand::SshSession(session) => return session.run(context),
            CliCommand::Setup(setup) => setup.run(context),
            CliCommand::Completions(shell) => {
                shell.run(&mut Cli::command());
                Ok(())
            }
            CliCommand::Man => manual::man(Cli::command()),
        };
        done.map(|()| None)
            .map_err(|failure| failure.at(&context.db))
    }
}

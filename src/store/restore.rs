//! Puts a backup back in the office file's place while people work in it.
//!
//! `hallpass restore` calls this. The file is never exchanged, for those who have it open would go on in one that has
//! no name any more: SQLite copies the backup into it as one save. Others see what was put back as somebody's change,
//! and a power cut in the middle leaves the file as it was.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, Transaction};
use rustix::fs::OFlags;

use super::backup::{self, SoundnessCheck};
use super::companions::beside;
use super::error::Error;
use super::header::Connected;
use super::new_file::NewFile;
use super::place_on_disk::Identity;
use super::{LastSeal, Store, actor, busy, days, head, kept, migrate, open, seal};
use crate::domain::backup::BackupMoment;
use crate::domain::person::Role;
use crate::domain::put::Stamp;
use crate::domain::refusal::Refusal;
use crate::domain::school::Schools;

/// A backup that was looked at and can be put back: a copy of it of today's layout, which nobody else knows.
#[derive(Debug)]
pub struct ReadyBackup {
    // Dropped in this order: the connection before what says that there is one, and the file last.
    conn: Connection,
    _connected: Connected,
    new: NewFile,
    /// The newest line of history in it.
    pub seq: i64,
    /// What is wrong with its history, in sentences; nothing where it is as hallpass wrote it.
    pub history: Vec<String>,
    /// Where its history ends; none before the first change.
    pub last: Option<LastSeal>,
    /// The layout it had, where that was an older one.
    pub upgraded_from: Option<i32>,
}

/// What the office file has and a backup has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostChanges {
    /// The newest line of history in the office file.
    pub seq: i64,
    /// How many changes, counted as undo counts them.
    pub changes: usize,
    /// When the first of them was made, RFC 3339 in UTC; none where there is none.
    pub since: Option<String>,
    /// Who made them, the most first.
    pub by: Vec<LostBy>,
}

/// How many of the changes that are lost somebody made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostBy {
    /// The login that made them.
    pub who: String,
    /// The login of whoever sat there and acted for that one; none where it was the same.
    pub login: Option<String>,
    /// How many.
    pub changes: usize,
}

impl LostBy {
    /// `2 by ada`, `1 by dana for kim`: both, as history says it.
    pub fn sentence(&self) -> String {
        let LostBy { who, changes, .. } = self;
        match &self.login {
            Some(login) => format!("{changes} by {login} for {who}"),
            None => format!("{changes} by {who}"),
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What was lost to the office file, and is in `kept`.
    pub lost: LostChanges,
    /// A copy of the office file as it was until then, beside it.
    pub kept: PathBuf,
    /// What is wrong with that copy, where the office file was damaged.
    pub damage: Option<String>,
}

impl ReadyBackup {
    /// Looks at a backup, and makes of it what can be put in the place of the office file `office`.
    pub fn of(file: &Path, office: &Path) -> Result<ReadyBackup, Error> {
        ReadyBackup::copied(file, office, &beside(office, ".restore"))
    }

    fn copied(file: &Path, office: &Path, target: &Path) -> Result<ReadyBackup, Error> {
        let mut from = opened(file, office)?;
        let new = NewFile::begin(target)?;
        let unwritten = |error: std::io::Error| Error::from_io(&error, target);
        let mut to = OpenOptions::new()
            .write(true)
            .open(new.path())
            .map_err(unwritten)?;
        std::io::copy(&mut from, &mut to).map_err(unwritten)?;
        drop(to);
        let about_it = |error: Error| match error {
            full @ (Error::Full { .. } | Error::Disk { .. } | Error::Unclear { .. }) => {
                full.about(target)
            }
            other => other.about(file),
        };
        let (conn, connected, upgraded_from) = open::prepared(new.path()).map_err(about_it)?;
        let problem = backup::unsound_office(&conn).into_iter().next();
        if let Some(detail) = problem {
            return Err(Error::Unsound {
                path: file.to_path_buf(),
                detail,
            });
        }
        Ok(ReadyBackup {
            history: seal::check(&conn).map_err(about_it)?,
            last: seal::last(&conn).map_err(about_it)?,
            seq: head::newest(&conn).map_err(about_it)?,
            conn,
            _connected: connected,
            new,
            upgraded_from,
        })
    }

    /// Puts a backup where there is no office file any more, for those the backup was for. Gives the absolute name of
    /// the file, the newest line of history in it, and what is wrong with that history. `Exists` if anything is there; refused for whoever would be
    /// somebody else in it and may not.
    pub fn becomes(
        file: &Path,
        office: &Path,
        stamp: &Stamp,
    ) -> Result<(PathBuf, i64, Vec<String>), Error> {
        let ready = ReadyBackup::copied(file, office, office)?;
        actor::may_act_as(&ready.conn, stamp)?;
        let about = fs::metadata(file).map_err(|error| Error::from_io(&error, file))?;
        let ReadyBackup {
            conn,
            _connected,
            new,
            seq,
            history,
            ..
        } = ready;
        conn.close()
            .map_err(|(_, error)| Error::from(error).at(office))?;
        new.like(&about);
        Ok((new.finish()?, seq, history))
    }
}

impl Store {
    /// What would be lost if this backup were put back now. Refused for whoever may not put it back, and for a backup
    /// of another office.
    pub fn would_lose(&self, ready: &ReadyBackup, stamp: &Stamp) -> Result<LostChanges, Error> {
        self.saves()?;
        self.at_once(|| {
            may_restore(&self.conn, stamp)?;
            lost(&self.conn, &ready.conn)
        })
    }

    /// Puts a backup back, after keeping the office file as it is beside it. History is the backup's from then on.
    pub fn put_back(&mut self, ready: ReadyBackup, stamp: &Stamp) -> Result<Restored, Error> {
        let office = self.path().to_path_buf();
        self.saves()?;
        self.guard.check()?;
        may_restore(&self.conn, stamp)?;
        self.writer.be_open(&self.guard, &self.zone)?;
        let reader = &self.conn;
        let at = self.zone.local(stamp.at);
        let restored = {
            let work = Backup::new(&ready.conn, self.writer.opened_mut()?)?;
            // Copies no page yet, but holds the file: nobody saves between what is kept and what is put back.
            step(&work, 0)?;
            self.guard.check()?;
            migrate::refuse_newer(migrate::version(reader)?, &office)?;
            may_restore(reader, stamp)?;
            let lost = lost(reader, &ready.conn)?;
            let moment = BackupMoment::new(at, lost.seq);
            let (kept, damage) = keep(reader, &office, moment)?;
            if let Err(error) = step(&work, -1) {
                // Where nobody knows whether the backup was put back, what was there stays in this copy.
                if !matches!(error, Error::Unclear { .. }) {
                    let _ = fs::remove_file(&kept);
                }
                return Err(error.at(&office));
            }
            Restored { lost, kept, damage }
        };
        self.guard.check()?;
        self.look_again()?;
        Ok(restored)
    }

    /// Notices a file that was put back from a backup since the last look; true where it was. Until then nothing is
    /// saved, for it would rest on what was there before.
    pub fn look_again(&self) -> Result<bool, Error> {
        let era = head::era(&self.conn)?;
        Ok(self.era.replace(era) != era)
    }

    /// Refuses a save that rests on the file as it was before a backup was put back.
    pub(super) fn still_as_seen(&self, tx: &Transaction) -> Result<(), Error> {
        if head::era(tx)? == self.era.get() {
            return Ok(());
        }
        let why = Refusal::from(
            "a backup was put back in the place of the office file, and nothing was saved",
        );
        Err(Error::refused(why.then("; ", "look again before you save")))
    }
}

/// Only an admin puts a backup back.
fn may_restore(office: &Connection, stamp: &Stamp) -> Result<(), Error> {
    actor::may_act_as(office, stamp)?;
    let actor = actor::actor(office, &stamp.who, stamp.today)?;
    if actor.roles.allow(Role::Admin) && actor.schools == Schools::All {
        return Ok(());
    }
    Err(Error::refused(
        "only an admin of the whole district puts a backup back",
    ))
}

/// The backup, opened to be read: a plain file with all that belongs to it.
fn opened(file: &Path, office: &Path) -> Result<File, Error> {
    let unread = |error: std::io::Error| Error::from_io(&error, file);
    let about = fs::metadata(file).map_err(unread)?;
    let not_ours = |reason: &str| Error::NotOurs {
        path: file.to_path_buf(),
        reason: reason.to_owned(),
    };
    if !about.is_file() {
        return Err(not_ours("it is a directory, a pipe or a device"));
    }
    // By its number: to open and close the office file here would drop SQLite's locks on it.
    if fs::metadata(office).is_ok_and(|office| Identity::of(&office) == Identity::of(&about)) {
        let why = Refusal::from("this is the office file itself");
        return Err(Error::refused(
            why.then("; ", "name a file that hallpass backup made"),
        ));
    }
    for companion in ["-wal", "-journal"] {
        let rest = beside(file, companion);
        if fs::metadata(&rest).is_ok_and(|rest| rest.len() > 0) {
            return Err(Error::NoPlace {
                path: file.to_path_buf(),
                reason: format!(
                    "it is in use, or was copied without hallpass: a part of it is in {}",
                    rest.display()
                ),
                fix: "take a file that hallpass backup made, or make one of this: hallpass --db FILE backup COPY"
                    .into(),
            });
        }
    }
    OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits() as i32)
        .open(file)
        .map_err(unread)
}

/// One change, as two files tell it.
#[derive(PartialEq, Eq)]
struct ChangeMade {
    id: i64,
    at: String,
    who: String,
    title: String,
    login: Option<String>,
}

fn changes(conn: &Connection) -> Result<Vec<ChangeMade>, Error> {
    let mut ask =
        conn.prepare("SELECT id, \"at\", who, title, login FROM change_set ORDER BY id")?;
    let rows = ask.query_map([], |row| {
        Ok(ChangeMade {
            id: row.get(0)?,
            at: row.get(1)?,
            who: row.get(2)?,
            title: row.get(3)?,
            login: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The changes of the office from the first on that the backup has not. Refused where they have none in common, and
/// where one is real and the other is not: in a rehearsal anybody may be anybody.
fn lost(office: &Connection, backup: &Connection) -> Result<LostChanges, Error> {
    // A damaged office is asked nothing that it may not know any more.
    if let (Ok(ours), Ok(theirs)) = (days::marks(office), days::marks(backup))
        && ours.word() != theirs.word()
    {
        return Err(Error::refused(
            "this is a backup of another office: one of the two is made up, or a rehearsal",
        ));
    }
    let (ours, theirs) = (changes(office)?, changes(backup)?);
    let common = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    if common == 0 && !ours.is_empty() {
        return Err(Error::refused(
            "this is a backup of another office: its history does not begin as this one's does",
        ));
    }
    let lost = &ours[common..];
    let mut counted: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    for change in lost {
        let login = change.login.as_deref();
        let login = login.filter(|login| *login != change.who);
        *counted.entry((&change.who, login)).or_default() += 1;
    }
    let counted = counted.into_iter();
    let mut by: Vec<LostBy> = counted
        .map(|((who, login), changes)| LostBy {
            who: who.to_owned(),
            login: login.map(str::to_owned),
            changes,
        })
        .collect();
    by.sort_by_key(|by| std::cmp::Reverse(by.changes));
    Ok(LostChanges {
        seq: head::newest(office)?,
        changes: lost.len(),
        since: lost.first().map(|change| change.at.clone()),
        by,
    })
}

/// A copy of the office file as it is, beside it, for those it is for; with what is wrong with it, where it is damaged.
fn keep(
    office: &Connection,
    path: &Path,
    moment: BackupMoment,
) -> Result<(PathBuf, Option<String>), Error> {
    let name = format!("{}-before-restore", kept::stem(path));
    let target = path.with_file_name(moment.file(&name));
    let about = fs::metadata(path).map_err(|error| Error::from_io(&error, path))?;
    let copied = |depth: SoundnessCheck| {
        let new = NewFile::begin(&target)?;
        backup::copy(office, new.path(), depth, |_| Ok(()))?;
        new.like(&about);
        new.finish()
    };
    let named = |error: Error| error.at(&target);
    match copied(SoundnessCheck::Quick) {
        Err(Error::Damaged { detail, .. }) => {
            Ok((copied(SoundnessCheck::AsItIs).map_err(named)?, Some(detail)))
        }
        sound => Ok((sound.map_err(named)?, None)),
    }
}

/// Copies so many pages, all that are left where that is below zero, once it is this one's turn.
fn step(work: &Backup, pages: i32) -> Result<(), Error> {
    let since = Instant::now();
    loop {
        match work.step(pages).map_err(Error::of_commit)? {
            StepResult::Done => return Ok(()),
            StepResult::More if pages == 0 => return Ok(()),
            StepResult::More => {}
            _ if since.elapsed() > busy::PATIENCE => return Err(Error::Busy { holder: None }),
            _ => busy::nap(),
        }
    }
}

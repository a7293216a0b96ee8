//! The connection that writes: opened with the first save of somebody who may do anything here, and for nobody else.
//!
//! All that is asked is asked on another, on which SQLite itself lets nothing be written. Two things follow: the saves
//! of others are told apart from our own on the connection that makes ours, and what lies beside the file is taken away
//! by somebody who may write it, for a connection that only reads cannot.

use std::cell::Cell;
use std::mem;

use rusqlite::Connection;

use super::actor::acting;
use super::error::Error;
use super::guard::Guard;
use super::open;
use super::place_on_disk::ReadOnly;
use super::settings::Access;
use super::{Store, days, write};
use crate::domain::put::Stamp;
use crate::domain::rights::RightHolder;
use crate::domain::zone::Zone;

/// The connection that writes, where there is one.
#[derive(Debug)]
pub(super) struct WritingConnection {
    open: Option<Connection>,
    access: Access,
    /// Why nobody can write the file.
    read_only: Option<ReadOnly>,
}

impl WritingConnection {
    /// None yet; with `Access::Read`, or where nobody can write the file, none ever.
    pub(super) fn none_yet(access: Access, read_only: Option<ReadOnly>) -> WritingConnection {
        WritingConnection {
            open: None,
            access,
            read_only,
        }
    }

    /// The connection, where somebody has saved.
    pub(super) fn open(&self) -> Option<&Connection> {
        self.open.as_ref()
    }

    /// Opens it, unless it is open; says whether it is new.
    ///
    /// # Errors
    ///
    /// `ReadOnly` where the file is only to be read.
    pub(super) fn be_open(&mut self, guard: &Guard, zone: &Zone) -> Result<bool, Error> {
        if self.open.is_some() {
            return Ok(false);
        }
        if let Some(why) = &self.read_only {
            return Err(why.clone().into_error(guard.path()));
        }
        if self.access == Access::Read {
            return Err(Error::ReadOnly {
                path: guard.path().to_path_buf(),
                reason: "it was opened to be read".into(),
                fix: "this is a mistake in hallpass, please report the line above".into(),
            });
        }
        let conn = open::to_be_written(guard)?;
        days::know_days(&conn, zone.clone())?;
        self.open = Some(conn);
        Ok(true)
    }

    /// The connection, once it is open.
    pub(super) fn opened(&self) -> Result<&Connection, Error> {
        self.open.as_ref().ok_or_else(none_open)
    }

    /// The same, to be exchanged or copied into.
    pub(super) fn opened_mut(&mut self) -> Result<&mut Connection, Error> {
        self.open.as_mut().ok_or_else(none_open)
    }
}

fn none_open() -> Error {
    Error::Sql("no connection that writes is open".into())
}

impl Store {
    /// Refuses whoever does nothing here: somebody unknown, who has left, or who has no role. They read, and no
    /// connection that writes is open for them.
    ///
    /// # Errors
    ///
    /// `Refused` with what to do now.
    pub(super) fn admit(&mut self, stamp: &Stamp) -> Result<(), Error> {
        // Before anything is read: a -shm that was cut off ends the process of whoever reads it.
        self.guard.check()?;
        let admitted = self.may_do_anything(stamp);
        if let Err(Error::Refused(_)) = admitted
            && self.writer.open.take().is_some()
        {
            self.others.look_anew();
        }
        admitted
    }

    /// May this person do anything here?
    fn may_do_anything(&self, stamp: &Stamp) -> Result<(), Error> {
        let actor = acting(&self.conn, stamp)?;
        RightHolder::Anybody
            .includes(&actor.roles)
            .map_err(Error::Refused)
    }

    /// May what this person finds out be written into the file, for whoever asks next? Not where nothing is to be written.
    pub(super) fn may_keep(&self, stamp: &Stamp) -> bool {
        let writes = self.writer.read_only.is_none() && !self.only_rehearses;
        writes && self.may_do_anything(stamp).is_ok()
    }

    /// Once nobody has the file open any more nothing is to lie beside it; but no connection that may write is opened for
    /// that either, nothing though it does, where whoever looks may do nothing here.
    pub fn is_left_by(&mut self, stamp: &Stamp) {
        self.companions.take_away &= self.may_do_anything(stamp).is_ok();
    }

    /// No connection that may write is opened, whatever for.
    pub fn only_reads(&mut self) {
        self.companions.take_away = false;
    }

    /// What SQLite says to a write where questions are asked, with every rule of ours taken away.
    #[cfg(test)]
    pub(crate) fn tried_to_write(&mut self) -> Result<(), Error> {
        let nothing =
            None::<fn(rusqlite::hooks::AuthContext<'_>) -> rusqlite::hooks::Authorization>;
        self.conn.authorizer(nothing)?;
        self.conn.execute_batch(
            "PRAGMA query_only = OFF; UPDATE product SET asked = asked + 1 WHERE id = 1",
        )?;
        Ok(())
    }

    /// Is a connection open that writes?
    #[cfg(test)]
    pub(crate) fn can_write(&self) -> bool {
        self.writer.open().is_some()
    }

    /// The store for whoever reads while the file is held: what they read is what the save sees.
    pub(super) fn reading_what_is_held<T>(
        &mut self,
        body: impl FnOnce(&Store) -> T,
    ) -> Result<T, Error> {
        self.writer.be_open(&self.guard, &self.zone)?;
        mem::swap(&mut self.conn, self.writer.opened_mut()?);
        let done = body(self);
        mem::swap(&mut self.conn, self.writer.opened_mut()?);
        Ok(done)
    }
}

/// Counts the saves of others.
#[derive(Debug)]
pub(super) struct SavesOfOthers {
    count: Cell<i64>,
    /// What the connection said when it was asked last.
    said: Cell<i64>,
}

impl SavesOfOthers {
    /// None since this moment.
    pub(super) fn since_now(conn: &Connection) -> Result<SavesOfOthers, Error> {
        Ok(SavesOfOthers {
            count: Cell::new(0),
            said: Cell::new(write::data_version(conn)?),
        })
    }

    /// A number that moves when others have saved, as this connection tells: the one that makes our own saves, where
    /// one is open.
    pub(super) fn count(&self, conn: &Connection) -> Result<i64, Error> {
        let says = write::data_version(conn)?;
        if self.said.replace(says) != says {
            self.look_anew();
        }
        Ok(self.count.get())
    }

    /// From here on another connection tells, which has just begun to hold the file.
    pub(super) fn go_on(&self, before: &Connection, held: &Connection) -> Result<(), Error> {
        self.count(before)?;
        self.said.set(write::data_version(held)?);
        Ok(())
    }

    /// Counts as if others had saved, where nobody can tell.
    fn look_anew(&self) {
        self.count.set(self.count.get() + 1);
    }
}

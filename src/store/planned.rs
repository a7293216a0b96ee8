//! Plans that rest on names looked up before: which record a row of a file is about, which is new, which number
//! comes next. They are carried out only while those names stand; else they are made anew.

use rusqlite::{Connection, Transaction};

use super::apply::{Applied, applied};
use super::file_rows::Watch;
use super::head::Head;
use super::{Error, Store};
use crate::domain::change::Change;
use crate::domain::put::Stamp;
use crate::domain::record::Kind;

/// The nouns a plan looks up: by name, by number, or for what the policy says of them.
const LOOKED_UP: [Kind; 12] = [
    Kind::Setting,
    Kind::Vendor,
    Kind::Function,
    Kind::Product,
    Kind::Alias,
    Kind::School,
    Kind::Person,
    Kind::Contract,
    Kind::Line,
    Kind::Request,
    Kind::Requester,
    Kind::Checklist,
];

/// So often a plan is made while others may save; then once more with the file held.
const TRIES: usize = 3;

/// Up to where in history the office was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookedUp(Head);

impl Store {
    /// How the names stand now: to be asked before they are looked up.
    pub fn looked_up(&self) -> Result<LookedUp, Error> {
        Head::now(&self.conn).map(LookedUp)
    }

    /// Carries out one change that rests on names looked up at `at`; none where somebody has changed one since,
    /// and it is to be planned anew.
    pub fn apply_as_looked_up(
        &mut self,
        change: &Change,
        stamp: &Stamp,
        at: LookedUp,
    ) -> Result<Option<Applied>, Error> {
        let watch: Watch = &mut |_| std::ops::ControlFlow::Continue(());
        self.write(stamp, |tx| {
            unless_renamed(tx, at, || applied(tx, change, stamp, watch))
        })
    }

    /// Plans and carries out a change: `plan` looks names up and may be asked again, since somebody may change one
    /// before the plan is carried out. Gives the plan that was.
    pub fn apply_planned<P, E: From<Error>>(
        &mut self,
        plan: &mut dyn FnMut(&Store) -> Result<P, E>,
        change: fn(&P) -> &Change,
        stamp: &Stamp,
        watch: Watch,
    ) -> Result<(P, Applied), E> {
        for _ in 0..TRIES {
            let at = self.looked_up()?;
            let planned = plan(self)?;
            let done = self.write(stamp, |tx| {
                unless_renamed(tx, at, || applied(tx, change(&planned), stamp, &mut *watch))
            })?;
            if let Some(done) = done {
                return Ok((planned, done));
            }
        }
        // Somebody is always quicker. A plan is made with all prices where the file is held, so whoever may not see them
        // is asked to come again.
        if self.hides_prices() {
            return Err(Error::Busy { holder: None }.into());
        }
        // Others wait, as for any long save.
        self.saves()?;
        self.admit(stamp)?;
        let mut refused = None;
        let done = self.reading_what_is_held(|held| {
            held.saved_on(&held.conn, |tx| match plan(held) {
                Ok(planned) => {
                    let done = applied(tx, change(&planned), stamp, watch)?;
                    Ok((planned, done))
                }
                Err(why) => {
                    refused = Some(why);
                    Err(Error::Cancelled)
                }
            })
        })?;
        match (refused, done) {
            (Some(why), _) => Err(why),
            (None, done) => Ok(done?),
        }
    }
}

fn unless_renamed(
    tx: &Transaction,
    at: LookedUp,
    then: impl FnOnce() -> Result<Applied, Error>,
) -> Result<Option<Applied>, Error> {
    if renamed_since(tx, at)? {
        Ok(None)
    } else {
        then().map(Some)
    }
}

/// Has somebody written what a plan looks up?
fn renamed_since(conn: &Connection, at: LookedUp) -> Result<bool, Error> {
    if !Head::now(conn)?.follows(at.0) {
        return Ok(true);
    }
    let words: Vec<String> = LOOKED_UP.iter().map(|kind| format!("'{kind}'")).collect();
    let sql = format!(
        "SELECT 1 FROM history WHERE seq > ?1 AND kind IN ({})",
        words.join(", ")
    );
    Ok(conn.prepare_cached(&sql)?.exists([at.0.seq])?)
}

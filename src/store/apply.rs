//! One change → one immediate transaction → rows and history. The only way into the file.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rusqlite::{Connection, Transaction};

use crate::domain::change::Change;
use crate::domain::contract::ContractId;
use crate::domain::person::{Actor, Role, Roles};
use crate::domain::policy::POLICY;
use crate::domain::put::{ChangeSetId, Put, Stamp};
use crate::domain::record::{Kind, RecordId, RecordRef};
use crate::domain::renewal::unknown::Unknowns;
use crate::domain::setting::{self, SharedPlace};
use crate::domain::zone::ZONE;
use crate::store::actor::{acting, may_found};
use crate::store::saved::not_again;

use super::file_rows::{RowsDone, Watch, write_all, write_kept};
use super::review::lapse::lapsed;
use super::review::write as review;
use super::writer::{Done, Heading, RecordOutcome, RightsAsked, Writer, instant};
use super::{
    Error, Store, create, group, kept_readings, order, overlaps, ownership, renewals, seal, whole,
};

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The change set that holds it and that undo names; none where nothing changed.
    pub change_set: Option<ChangeSetId>,
    /// What became of each put, in order; of a long import nothing.
    pub done: Vec<Done>,
    /// What became of the rows of a file.
    pub rows: RowsDone,
    /// What is not known of the contracts that an import was about.
    pub unknown: Unknowns,
    /// What became of notices by the paper of the contracts that were saved, a sentence each.
    pub judged: Vec<String>,
}

impl Applied {
    /// Did anything change?
    pub fn changed(&self) -> bool {
        let changed = |one: &Done| one.outcome != RecordOutcome::Unchanged;
        self.rows.touched > 0 || self.done.iter().any(changed)
    }

    /// The first record of this noun that the change made or met.
    pub fn first<I: RecordId>(&self) -> Option<I> {
        self.done.iter().find_map(|one| one.record.of())
    }
}

impl Store {
    /// Makes a new office file with the founding change in it: whole, or not at all. Its owner's alone, or with
    /// `shared` also that group's. Gives its absolute name; `Exists` if anything is there.
    pub fn create_founded(
        path: &Path,
        shared: Option<&str>,
        founding: &Change,
        stamp: &Stamp,
    ) -> Result<PathBuf, Error> {
        // Before a directory is made for it.
        may_found(founding, stamp)?;
        let unwatched: Watch = &mut |_| ControlFlow::Continue(());
        let found = |tx: &Transaction| {
            let founded = carry_out(tx, founding, stamp, (unwatched, MadeUpPast::Real))?;
            if let Some(group) = shared {
                let place = group::place_of(path, group::number_of(group)?)?;
                let unwatched: Watch = &mut |_| ControlFlow::Continue(());
                // The name of the deed is the founding's.
                let stamp = Stamp {
                    id: None,
                    ..stamp.clone()
                };
                carry_out(tx, &shares(&place), &stamp, (unwatched, MadeUpPast::Real))?;
            }
            seal::seal_after(tx, None)?;
            Ok(founded)
        };
        create::create_filled(path, shared, found).map(|(path, _)| path)
    }

    /// Carries out one change.
    pub fn apply(&mut self, change: &Change, stamp: &Stamp) -> Result<Applied, Error> {
        self.apply_watched(change, stamp, &mut |_| ControlFlow::Continue(()))
    }

    /// Carries out one change, telling `watch` how far it is.
    pub fn apply_watched(
        &mut self,
        change: &Change,
        stamp: &Stamp,
        watch: Watch,
    ) -> Result<Applied, Error> {
        self.saves()?;
        self.admit_to(change, stamp)?;
        self.carried(|tx| applied(tx, change, stamp, watch))
    }

    /// Refuses whoever may not do this, before a connection that writes is opened. All of it is asked again inside the
    /// save.
    fn admit_to(&mut self, change: &Change, stamp: &Stamp) -> Result<(), Error> {
        if let Change::Found { .. } = change {
            // Where nobody is known yet.
            return Ok(());
        }
        self.guard.check()?;
        let may = admitted(&self.conn, change, stamp).map(drop);
        let does_anything = self.admit(stamp);
        may.and(does_anything)
    }

    /// Carries out changes of several people and days, all or none: a district's made-up past.
    pub fn apply_all(&mut self, deeds: &[(Change, Stamp)]) -> Result<(), Error> {
        self.saves()?;
        self.carried(|tx| {
            deeds.iter().try_for_each(|(change, stamp)| {
                let unwatched: Watch = &mut |_| ControlFlow::Continue(());
                carry_out(tx, change, stamp, (unwatched, MadeUpPast::MadeUp)).map(drop)
            })?;
            let demo = "SELECT 1 FROM setting WHERE \"key\" = ?1 AND value = 'yes'";
            if tx.prepare_cached(demo)?.exists([setting::DEMO])? {
                Ok(())
            } else {
                Err(Error::refused("only a demo has a made-up past"))
            }
        })
    }

    /// What a change would do, found by doing it and taking it back before anybody sees it.
    pub fn rehearse(
        &mut self,
        change: &Change,
        stamp: &Stamp,
        watch: Watch,
    ) -> Result<Applied, Error> {
        self.admit_to(change, stamp)?;
        let mut found = None;
        let ended = self.write_on_any_day(stamp, |tx| {
            found = Some(carry_out(tx, change, stamp, (watch, MadeUpPast::Real))?);
            Err::<(), Error>(Error::Cancelled)
        });
        match (found, ended) {
            (Some(applied), _) => Ok(applied),
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(Error::Cancelled),
        }
    }
}

/// That the file is shared, and how it is meant to lie on its disk.
fn shares(place: &SharedPlace) -> Change {
    Change::Save {
        what: "with whom the file is shared".into(),
        put: Put::keyed(Kind::Setting)
            .with("key", setting::SHARED.to_owned())
            .with("value", place.to_string()),
        reason: None,
    }
}

/// Carries out one change of somebody's.
pub(super) fn applied(
    tx: &Transaction,
    change: &Change,
    stamp: &Stamp,
    watch: Watch,
) -> Result<Applied, Error> {
    let applied = carry_out(tx, change, stamp, (watch, MadeUpPast::Real))?;
    // What a file lists is signed already; its plan warns.
    if matches!(change, Change::Save { .. } | Change::SaveAll { .. }) {
        order::reviewed(tx, applied.change_set, stamp.today)?;
    }
    Ok(applied)
}

/// Was a change made by somebody, or is it the past of a demo?
#[derive(Clone, Copy, PartialEq, Eq)]
enum MadeUpPast {
    Real,
    MadeUp,
}

fn carry_out(
    tx: &Transaction,
    change: &Change,
    stamp: &Stamp,
    (watch, past): (Watch, MadeUpPast),
) -> Result<Applied, Error> {
    let actor = if let Change::Found { .. } = change {
        may_found(change, stamp)?;
        let founded: bool =
            tx.query_row("SELECT EXISTS (SELECT 1 FROM setting)", [], |r| r.get(0))?;
        if founded {
            return Err(Error::refused("this office is already open"));
        }
        None
    } else {
        Some(admitted(tx, change, stamp)?)
    };
    let heading = Heading {
        stamp,
        deed: "do",
        title: change.title(),
        reason: reason(change, actor.as_ref()),
        undoes: None,
        made_up: past == MadeUpPast::MadeUp,
    };
    // What the days have done is a change of its own, and comes before the one that rests on it.
    catch_up(tx, change, stamp.today)?;
    let mut writer = Writer::new(tx, heading);
    let (done, rows) = write_change(&mut writer, change, actor.as_ref(), (stamp, watch))?;
    let judged = if writes_paper(change) && past == MadeUpPast::Real {
        writer.ask(RightsAsked::Nothing);
        renewals::judged_anew(tx, &mut writer)?
    } else {
        Vec::new()
    };
    let broken = whole::broken(tx, &change.kinds(), writer.change_set())?;
    whole::refused(broken, change.imported().iter().zip(&done))?;
    Ok(Applied {
        change_set: writer.change_set(),
        unknown: unknown(tx, change, &done, stamp.today)?,
        done,
        rows,
        judged,
    })
}

/// May records of contracts be written by it as they are filled in or read from a file?
fn writes_paper(change: &Change) -> bool {
    matches!(
        change,
        Change::Save { .. }
            | Change::SaveAll { .. }
            | Change::Import { .. }
            | Change::LongImport { .. }
    )
}

/// Whoever may do this, where it was not done before.
fn admitted(conn: &Connection, change: &Change, stamp: &Stamp) -> Result<Actor, Error> {
    let actor = acting(conn, stamp)?;
    not_again(conn, stamp)?;
    change.allowed_to(&actor.roles).map_err(Error::Refused)?;
    Ok(actor)
}

/// What an import leaves unknown of its contracts.
fn unknown(
    tx: &Transaction,
    change: &Change,
    done: &[Done],
    today: NaiveDate,
) -> Result<Unknowns, Error> {
    let Change::Import { .. } = change else {
        return Ok(Unknowns::default());
    };
    let contracts: HashSet<ContractId> = done.iter().filter_map(|one| one.record.of()).collect();
    if contracts.is_empty() {
        return Ok(Unknowns::default());
    }
    renewals::unknowns(tx, &contracts, today)
}

/// Why a change is made. A list that an admin enters was decided before there were reviews here.
fn reason(change: &Change, actor: Option<&Actor>) -> Option<String> {
    let given = change.reason().map(str::to_owned);
    let listed = change.decides() && actor.is_some_and(|actor| actor.roles.allow(Role::Admin));
    given.or_else(|| listed.then(|| BEFORE_HALLPASS.to_owned()))
}

/// What history says of a decision that no review made.
const BEFORE_HALLPASS: &str = "decided before hallpass";

/// Rolls over the terms of the contracts that something is done to.
fn catch_up(tx: &Transaction, change: &Change, today: NaiveDate) -> Result<(), Error> {
    match change {
        Change::Renewal { contract, .. } => {
            renewals::rolled_over(tx, Some(*contract), today).map(drop)
        }
        // A plan decides the ends of contracts that are known only once it is looked at.
        Change::Overlap { .. } => renewals::rolled_over(tx, None, today).map(drop),
        Change::Together { changes, .. } => {
            changes.iter().try_for_each(|one| catch_up(tx, one, today))
        }
        _ => Ok(()),
    }
}

/// Writes one change, or all of several, into the change set that is open.
fn write_change<'t>(
    writer: &mut Writer<'t>,
    change: &Change,
    actor: Option<&'t Actor>,
    (stamp, watch): (&Stamp, Watch),
) -> Result<(Vec<Done>, RowsDone), Error> {
    let tx = writer.transaction();
    let mut done = Vec::new();
    let mut rows = RowsDone::default();
    writer.ask(match (actor, change) {
        (Some(actor), change) if change.is_plain() => RightsAsked::Everything(actor),
        _ => RightsAsked::Nothing,
    });
    match change {
        Change::Found {
            district,
            policy,
            founder,
            zone,
            demo,
            rehearsal,
        } => {
            let mut facts = vec![(setting::DISTRICT, district.as_str()), (POLICY, policy)];
            facts.extend(zone.as_deref().map(|zone| (ZONE, zone)));
            facts.extend(demo.then_some((setting::DEMO, "yes")));
            facts.extend(rehearsal.then_some((setting::REHEARSAL, "yes")));
            each(writer, &founding(&facts, founder), &mut done)?;
        }
        Change::Import { puts, .. } => rows = write_all(writer, puts, &mut done, watch)?,
        Change::LongImport { puts, .. } => rows = write_kept(writer, puts, watch)?,
        Change::Save { put, .. } => done.push(writer.put(put, &[])?),
        Change::SaveAll { puts, .. } => each(writer, puts, &mut done)?,
        Change::Note { about, text, .. } => {
            done.push(writer.put(&note(*about, text, stamp), &[])?);
        }
        Change::Intake(intake) => {
            lapsed(tx, stamp.today)?;
            let puts = review::intake(tx, intake, known(actor)?, stamp.today)?;
            each(writer, &puts, &mut done)?;
        }
        Change::Review { request, deed, .. } => {
            lapsed(tx, stamp.today)?;
            let puts = review::deed(tx, *request, deed, known(actor)?, stamp.today)?;
            each(writer, &puts, &mut done).map_err(|error| faster(error, change))?;
        }
        Change::Renewal { contract, deed, .. } => {
            let puts = renewals::puts(tx, *contract, deed, known(actor)?, stamp.today)?;
            each(writer, &puts, &mut done).map_err(|error| faster(error, change))?;
        }
        Change::Together { changes, .. } => {
            for one in changes {
                let written = write_change(writer, one, actor, (stamp, &mut *watch));
                let (written, _) = written.map_err(|error| none_done(error, one, changes.len()))?;
                done.extend(written);
            }
        }
        Change::Overlap {
            fingerprint, deed, ..
        } => {
            let who = known(actor)?;
            let written = overlaps::deed(tx, fingerprint, deed, who, stamp.today)?;
            each(writer, &written.puts, &mut done).map_err(|error| faster(error, change))?;
            for (contract, deed) in &written.endings {
                let puts = renewals::puts(tx, *contract, deed, who, stamp.today)?;
                each(writer, &puts, &mut Vec::new()).map_err(|error| faster(error, change))?;
            }
        }
        Change::Merge { from, into, .. } => {
            let said = (known(actor)?, stamp.today);
            done.push(overlaps::merge(tx, writer, (*from, *into), said)?);
        }
        Change::Handover { from, to, .. } => {
            ownership::handover(tx, writer, (from, to), stamp.today, &mut done)?;
        }
        Change::Reading(deed) => {
            done.push(kept_readings::write(
                tx,
                writer,
                deed,
                (known(actor)?, stamp),
            )?);
        }
        Change::Remove { record, .. } => {
            writer.remove(*record)?;
            done.push(Done {
                record: *record,
                outcome: RecordOutcome::Changed(Vec::new()),
            });
        }
    }
    Ok((done, rows))
}

/// The rule that refused one of several, with the name of that one.
fn none_done(error: Error, one: &Change, of: usize) -> Error {
    let Error::Refused(why) = error else {
        return error;
    };
    let what = one.what();
    let named = why.record.as_deref().is_some_and(|record| {
        what.strip_prefix(record)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    Error::Refused(if named {
        why.after(format_args!("none of the {of} is done: "))
    } else {
        why.after(format_args!("none of the {of} is done: {what}: "))
    })
}

/// Somebody else was faster: told of what the deed is about, and not of the record that it would have written.
fn faster(error: Error, change: &Change) -> Error {
    match error {
        Error::Conflict {
            who,
            when,
            field,
            theirs,
            ..
        } => Error::Conflict {
            who,
            when,
            what: change.what().to_owned(),
            field,
            theirs,
        },
        other => other,
    }
}

/// Only the opening of the office is nobody's deed.
fn known(actor: Option<&Actor>) -> Result<&Actor, Error> {
    let nobody = || Error::refused("somebody must do this");
    actor.ok_or_else(nobody)
}

/// Writes puts that may name the ones before them.
fn each(writer: &mut Writer, puts: &[Put], done: &mut Vec<Done>) -> Result<(), Error> {
    for put in puts {
        done.push(writer.put(put, done)?);
    }
    Ok(())
}

fn founding(facts: &[(&str, &str)], founder: &(String, String)) -> Vec<Put> {
    let setting = |(key, value): &(&str, &str)| {
        Put::keyed(Kind::Setting)
            .with("key", (*key).to_owned())
            .with("value", (*value).to_owned())
    };
    let mut puts: Vec<Put> = facts.iter().map(setting).collect();
    let (login, name) = founder.clone();
    puts.push(
        Put::keyed(Kind::Person)
            .with("login", login)
            .with("name", name)
            .with("roles", Roles(vec![Role::Admin])),
    );
    puts
}

fn note(about: RecordRef, text: &str, stamp: &Stamp) -> Put {
    Put::new(Kind::Note)
        .with("about", about.kind)
        .with("record", about.id)
        .with("text", text.to_owned())
        .with("by", stamp.who.clone())
        .with("at", instant(stamp.at))
}

/// What became of the rows of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that made their record.
    pub added: usize,
    /// Rows that changed something.
    pub changed: usize,
    /// Rows that already were so.
    pub unchanged: usize,
}

impl Applied {
    /// Counts rows by what they did; `noun` is what one row is about, `taken` how many were taken.
    pub fn tally(&self, noun: Kind, taken: usize) -> Tally {
        let added = self.rows.added(noun);
        let changed = self.rows.touched.saturating_sub(added);
        Tally {
            added,
            changed,
            unchanged: taken.saturating_sub(added + changed),
        }
    }
}

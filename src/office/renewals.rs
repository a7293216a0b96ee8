//! The renewals view's questions, and the deeds on contracts: what is done with one key is one change, on
//! however many contracts. What the days that went by have done is written down here, when nobody waits.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Office;
use crate::domain::change::Change;
use crate::domain::office::{DISTRICT, LETTER_NOTICE};
use crate::domain::person::Person;
use crate::domain::renewal::Choice;
use crate::domain::renewal::agenda::{
    AgendaFilter, AgendaRow, AgendaSheet, RenewalDecision, RenewalDeed,
};
use crate::exchange::ics::{Feed, Left};
use crate::exchange::letter::{self, Facts, Form};
use crate::office::ask::Answer;
use crate::office::ask::renewal::{Agenda, Doing, Subject};
use crate::office::export;
use crate::store::{Error, HistoryFilter};

/// The contracts as they were read last.
#[derive(Clone)]
pub(super) struct Read {
    /// The day they were read for.
    on: NaiveDate,
    /// All.
    every: Arc<Vec<AgendaRow>>,
    /// Those that have not ended.
    running: Arc<Vec<AgendaRow>>,
}

impl Office {
    pub(super) fn agenda(&mut self) -> Result<Agenda, Error> {
        Ok(Agenda {
            who: (self.clock)().who,
            today: self.today(),
            years: self.store.policy()?.fiscal_years(),
            rows: self.read()?.every,
        })
    }

    /// The contracts that still run.
    pub(super) fn running(&mut self) -> Result<Arc<Vec<AgendaRow>>, Error> {
        Ok(self.read()?.running)
    }

    fn read(&mut self) -> Result<Read, Error> {
        let today = self.today();
        if let Some(known) = self.agenda.as_ref().filter(|known| known.on == today) {
            return Ok(known.clone());
        }
        let all = AgendaFilter {
            all: true,
            ended: true,
            ..AgendaFilter::default()
        };
        let every = self.store.agenda(&all, today)?;
        let running = every.iter().filter(|row| !row.ended).cloned().collect();
        let read = Read {
            on: today,
            every: Arc::new(every),
            running: Arc::new(running),
        };
        self.agenda = Some(read.clone());
        Ok(read)
    }

    pub(super) fn agenda_sheet(&self, contract: i64) -> Result<AgendaSheet, Error> {
        let stamp = (self.clock)();
        let mut sheet = self.store.agenda_sheet(contract, &stamp.who, stamp.today)?;
        for change in &mut sheet.recent {
            change.at = self.store.zone().wall(&change.at);
        }
        Ok(sheet)
    }

    /// The letter, in whose template is in force; signed by whoever asks.
    pub(super) fn letter(&self, contract: i64) -> Result<String, Error> {
        let stamp = (self.clock)();
        let sheet = self.agenda_sheet(contract)?;
        let own = self.store.setting(LETTER_NOTICE)?;
        let template = own.as_deref().unwrap_or(letter::DEFAULT);
        let district = self.store.setting(DISTRICT)?.unwrap_or_default();
        let people = self.store.all::<Person>()?;
        let signer = people.iter().find(|person| person.login == stamp.who);
        let facts = Facts::of(&sheet, &district, signer, stamp.today);
        letter::write(template, &facts, Form::Text).map_err(|why| {
            Error::Refused(format!(
                "the district's letter template cannot be used: {why}"
            ))
        })
    }

    pub(super) fn renewal(&mut self, doing: &Doing) -> Result<Answer, Error> {
        let stamp = (self.clock)();
        let mut deed = doing.deed.clone();
        if let (RenewalDeed::Decide(decision), Some(name)) = (&mut deed, &doing.replacement) {
            decision.replacement = Some(self.product_called(name)?);
        }
        let changes: Vec<Change> = doing
            .subjects
            .iter()
            .map(|subject| change(subject, &deed))
            .collect();
        let what = doing.title();
        let change = match <[Change; 1]>::try_from(changes) {
            Ok([one]) => one,
            Err(changes) => Change::Together {
                what: what.clone(),
                changes,
            },
        };
        if !self.store.apply(&change, &stamp)?.changed() {
            return Ok(Answer::Done(format!("{what}: it already was so.")));
        }
        let letters = self.letters(doing, &deed, stamp.today)?;
        Ok(Answer::Done(match doing.subjects.as_slice() {
            [one] => told(&one.what, &deed, &letters),
            _ => format!("{what}.{letters} u takes them back."),
        }))
    }

    /// Until when the vendors must be told, and whom it is too late to write to; nothing where the
    /// contracts go on.
    fn letters(
        &self,
        doing: &Doing,
        deed: &RenewalDeed,
        today: NaiveDate,
    ) -> Result<String, Error> {
        if !matches!(deed, RenewalDeed::Decide(decision) if decision.choice.ends()) {
            return Ok(String::new());
        }
        let mut days = Vec::new();
        for subject in &doing.subjects {
            days.extend(self.agenda_sheet(subject.contract)?.row.dates.cancel_by);
        }
        let (late, ahead): (Vec<NaiveDate>, Vec<NaiveDate>) =
            days.into_iter().partition(|day| *day < today);
        Ok(to_vendors(&late, &ahead))
    }

    /// The product that is named.
    fn product_called(&mut self, typed: &str) -> Result<i64, Error> {
        self.fill()?;
        let Some(finder) = &self.finder else {
            return Err(Error::Cancelled);
        };
        let named = finder.the_one(typed);
        named.map_err(|why| Error::Refused(format!("{}; your words are kept", why.told(typed))))
    }

    /// Writes the dates of these contracts to a calendar file.
    pub(super) fn dates(&mut self, contracts: &[i64]) -> Result<Answer, Error> {
        let Some(directory) = self.exports.clone() else {
            let why = "No files can be written from here. hallpass export renewals does it.";
            return Ok(Answer::Failed(why.to_owned()));
        };
        let stamp = (self.clock)();
        let every = self.running()?;
        let noticed = self.store.noticed(&every)?;
        let gone = self.store.gone_early(&every, stamp.today)?;
        let wanted: HashSet<&i64> = contracts.iter().collect();
        let (rows, rest): (Vec<AgendaRow>, Vec<AgendaRow>) = every
            .iter()
            .cloned()
            .partition(|row| wanted.contains(&row.contract));
        let district = self.store.setting(DISTRICT)?.unwrap_or_default();
        let newest = self.store.history(&HistoryFilter {
            limit: 1,
            ..HistoryFilter::default()
        })?;
        let changes = newest.first().map_or(0, |entry| entry.change_set);
        let feed = Feed {
            name: &format!("Renewals, {district}"),
            district: &district,
            at: stamp.at,
            sequence: u32::try_from(changes).unwrap_or(u32::MAX),
            noticed: &noticed,
            left: &Left {
                rows: rest,
                gone,
                ..Left::default()
            },
        };
        let text = feed.write(&rows);
        Ok(
            match export::write_text(&directory, "renewals", "ics", &text, &stamp) {
                Ok(path) => {
                    let rows = export::counted(rows.len(), "contract");
                    Answer::Told(format!("Wrote the dates of {rows} to {}.", path.display()))
                }
                Err(error) => Answer::Failed(format!(
                    "Nothing was written to {}: {error}. HALLPASS_EXPORT_DIR names another place.",
                    directory.display()
                )),
            },
        )
    }

    /// Once a day, writes down the terms that went by; whether the screens show something else now. What
    /// cannot be written today is written tomorrow, or with the next deed: reads are right without it.
    pub(super) fn turn_over(&mut self) -> bool {
        let today = self.today();
        if self.rolled == Some(today) {
            return false;
        }
        let turned = self.rolled.replace(today).is_some();
        if self.store.read_only().is_some() {
            return turned;
        }
        turned || self.store.roll_over(today).is_ok_and(|touched| touched > 0)
    }
}

/// What happened, what is to be done next, and how to take it back.
fn told(what: &str, deed: &RenewalDeed, letters: &str) -> String {
    match deed {
        RenewalDeed::Decide(decision) => decided(what, decision, letters),
        RenewalDeed::NoticeSent { proof: None, .. } => {
            format!(
                "The notice for {what} is out; its proof is still to be filed. u takes it back."
            )
        }
        RenewalDeed::NoticeSent { .. } => {
            format!("The notice for {what} is out, its proof is filed. u takes it back.")
        }
        RenewalDeed::ConfirmNotice { .. } | RenewalDeed::ConfirmRenewal { .. } => {
            format!(
                "{what}: {}, read from the paper. u takes it back.",
                deed.title()
            )
        }
        RenewalDeed::Assign { .. } => format!("{what} has a new owner. u takes it back."),
        RenewalDeed::Deletion { .. } => {
            format!("{what}: the deletion of our data is noted. u takes it back.")
        }
    }
}

fn decided(what: &str, decision: &RenewalDecision, letters: &str) -> String {
    let done = match decision.choice {
        Choice::Renew => format!("Renewed {what}"),
        Choice::Smaller => format!("{what} goes on with fewer seats"),
        Choice::Negotiate => format!("{what}: ask the vendor for less"),
        Choice::Consolidate => format!("{what} moves to the district's contract"),
        Choice::Coterm => format!("{what} ends with the others"),
        Choice::Cancel => format!("Cancelled {what}"),
        Choice::Lapse => format!("{what} is let go"),
        Choice::Replace => format!("{what} is replaced"),
        Choice::Defer => match decision.until {
            Some(day) => format!("{what} waits until {}", day.format("%a %b %d")),
            None => format!("{what} waits"),
        },
        Choice::None => format!("{what}: nobody decided"),
    };
    format!("{done}.{letters} u takes it back.")
}

/// What the vendors must hear, by the days that have passed and by those ahead. Short: it ends a line.
fn to_vendors(late: &[NaiveDate], ahead: &[NaiveDate]) -> String {
    let weekday = |day: &NaiveDate| day.format("%a %b %d").to_string();
    match (late, ahead) {
        ([], []) => String::new(),
        ([], [day]) => format!(" Letter (o n) due {}.", weekday(day)),
        ([day], []) => format!(" {} has passed: phone the vendor.", weekday(day)),
        (late, []) => format!(" Too late for {} letters: phone.", late.len()),
        (late, ahead) => {
            let first = ahead
                .iter()
                .min()
                .map(|day| day.format("%b %d").to_string());
            let write = format!(" Letters (o n), first by {}.", first.unwrap_or_default());
            match late.len() {
                0 => write,
                late => format!("{write} Too late for {late}: phone."),
            }
        }
    }
}

/// The deed on this contract.
fn change(subject: &Subject, deed: &RenewalDeed) -> Change {
    Change::Renewal {
        what: subject.what.clone(),
        contract: subject.contract,
        deed: deed.clone(),
    }
}

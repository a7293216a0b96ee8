//! The renewals view's questions, and the deeds on contracts: what is done with one key is one change, on
//! however many contracts. What the days that went by have done is written down here, when nobody waits.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Office, Receipt, cache};
use crate::domain::change::Change;
use crate::domain::contract::ContractId;
use crate::domain::counted::counted;
use crate::domain::day::{full, near, short};
use crate::domain::find::Unclear;
use crate::domain::record::{Column, Value};
use crate::domain::renewal::agenda::{
    AgendaFilter, AgendaRow, AgendaSheet, RenewalDecision, RenewalDeed,
};
use crate::domain::renewal::digest;
use crate::domain::renewal::unknown::Healed;
use crate::domain::renewal::{Choice, Renewal, RenewalId};
use crate::exchange::ics::{Feed, LeftOut};
use crate::exchange::letter::{self, Facts, LetterForm};
use crate::office::deed::renewal::{ContractDeeds, ContractSubject};
use crate::office::export;
use crate::office::query::renewal::Agenda;
use crate::store::{Applied, Error, HistoryFilter, RecordOutcome, Store};

/// For so many contracts at once it is told why each of their days is as it is: that is most of what is known of them.
const AT_ONCE: usize = 200;

/// Those of these contracts that still run.
pub(super) fn running(every: &[AgendaRow]) -> Vec<&AgendaRow> {
    every.iter().filter(|row| !row.ended).collect()
}

impl Office {
    /// Every contract as the records stand today, the most urgent first.
    pub fn agenda(&mut self) -> Result<Agenda, Error> {
        Ok(Agenda {
            who: self.stamp().who,
            today: self.today(),
            years: self.store.policy()?.fiscal_years(),
            rows: self.every_contract()?,
        })
    }

    /// The contracts that still run.
    pub fn running(&mut self) -> Result<Vec<AgendaRow>, Error> {
        let every = self.every_contract()?;
        Ok(running(&every).into_iter().cloned().collect())
    }

    /// The same for whoever tells of their days alone: who uses what they pay for is counted only where it was already.
    pub(super) fn running_days(&mut self) -> Result<Vec<AgendaRow>, Error> {
        let today = self.today();
        if self.shared.agenda().of(Some(today)).is_some() {
            return self.running();
        }
        self.store.agenda_of_days(today)
    }

    /// The contracts that are asked for, the most urgent first.
    pub fn agenda_of(&mut self, filter: &AgendaFilter) -> Result<Vec<AgendaRow>, Error> {
        let Agenda {
            rows, years, today, ..
        } = self.agenda()?;
        let wanted = rows.iter().filter(|row| filter.wants(row, years, today));
        Ok(wanted.cloned().collect())
    }

    /// Of these contracts, those of which this person is told when they are due.
    pub fn told_of(&self, rows: &mut Vec<AgendaRow>, login: &str) -> Result<(), Error> {
        let (people, today) = (self.known_people()?, self.today());
        rows.retain(|row| {
            let told = digest::told_of(&people, row, today);
            told.iter().any(|person| person.login == login)
        });
        Ok(())
    }

    /// The contract of this number, with or without its letter.
    pub fn contract_named(&self, word: &str) -> Result<Option<ContractId>, Error> {
        self.store.contract_named(word)
    }

    /// What an upgrade of the file has made known as not known; none where it had nothing to mend.
    pub fn healed(&self) -> Result<Option<Healed>, Error> {
        self.store.healed()
    }

    /// All of them, also what has ended, as they were read last.
    pub(super) fn every_contract(&mut self) -> Result<Arc<Vec<AgendaRow>>, Error> {
        let today = self.today();
        let read = |store: &Store| {
            let all = AgendaFilter {
                all: true,
                ended: true,
                ..AgendaFilter::default()
            };
            Ok(Arc::new(store.agenda(&all, today)?))
        };
        let mut kept = self.shared.agenda();
        kept.renew(&self.store, Some(today), |rows, then| {
            let again = self.store.agenda_again(rows, then, today)?;
            Ok(again.map(Arc::new))
        })?;
        let kept = kept.current(&self.store, cache::AGENDA, Some(today), read)?;
        Ok(Arc::clone(kept))
    }

    /// Everything about one contract's renewal; its history in the district's time.
    pub fn agenda_sheet(&self, contract: ContractId) -> Result<AgendaSheet, Error> {
        let stamp = self.stamp();
        let mut sheet = self.store.agenda_sheet(contract, &stamp.who, stamp.today)?;
        for change in &mut sheet.recent {
            change.at = self.store.zone().wall(&change.at);
        }
        Ok(sheet)
    }

    /// The letter that tells the vendor that a contract ends, in the district's template or the one that ships;
    /// signed by whoever asks. Where nobody has decided that it ends the letter says so in its first line: the file may
    /// be found by somebody who did not ask for it.
    pub fn letter(&self, contract: ContractId, form: LetterForm) -> Result<String, Error> {
        let stamp = self.stamp();
        let sheet = self.agenda_sheet(contract)?;
        let own = self.own_letter_template()?;
        let template = own.as_deref().unwrap_or(letter::DEFAULT);
        let signer = self.person(&stamp.who)?;
        let facts = Facts::of(&sheet, &self.district()?, signer.as_ref(), stamp.today);
        let letter = letter::write(template, &facts, form).map_err(|why| {
            Error::refused(format!(
                "the district's letter template cannot be used: {why}"
            ))
        })?;
        let row = &sheet.row;
        if row.decision.is_some_and(Choice::ends) {
            return Ok(letter);
        }
        Ok(format!(
            "DRAFT, NOT TO BE SENT: nobody has decided that {} ends.\n\n{letter}",
            row.number
        ))
    }

    /// The letters of these contracts, one below the other.
    pub(super) fn letters_to_read(&self, contracts: &[ContractId]) -> Result<String, Error> {
        let letters = contracts.iter();
        let letters: Vec<String> = letters
            .map(|contract| self.letter(*contract, LetterForm::Text))
            .collect::<Result<_, Error>>()?;
        Ok(letters.join("\n\n\n"))
    }

    /// Carries out a deed on contracts, all or none of them.
    pub fn renewal(&mut self, doing: &ContractDeeds) -> Result<Receipt, Error> {
        let today = self.today();
        let mut deed = doing.deed.clone();
        if let (RenewalDeed::Decide(decision), Some(name)) = (&mut deed, &doing.replacement) {
            let named = self.product_named(name)?;
            let kept =
                |why: Unclear| Error::refused(format!("{}; your words are kept", why.told(name)));
            decision.replacement = Some(named.map_err(kept)?);
        }
        let instead = match &deed {
            RenewalDeed::Decide(decision) => self.replaces(doing, decision)?,
            _ => String::new(),
        };
        let changes: Vec<Change> = doing
            .subjects
            .iter()
            .map(|subject| change(subject, &deed))
            .collect();
        let what = doing.title();
        let change = Change::together(&what, changes);
        let applied = self.apply(&change)?;
        if !applied.changed() {
            return Ok(Receipt::unchanged(format!("{what}: it already was so.")));
        }
        let (told, letters) = self.letters(doing, &deed, today)?;
        let short = self.too_few(doing, &deed)? + &instead;
        let receipt = match doing.subjects.as_slice() {
            [one] => {
                let said = said(&one.what, &deed, was_withdrawn(&applied));
                let told = format!("{said}{}.{short}", replaced(&applied));
                Receipt::of(told, applied.change_set)
            }
            _ => {
                Receipt::of(format!("{what}.{short}"), applied.change_set).undone("takes them back")
            }
        };
        let withdraw = self.to_withdraw(&applied)?;
        Ok(receipt.then(told + &withdraw).writing_to(letters))
    }

    /// Looks at the product that takes the place of these contracts, at their schools.
    fn replaces(
        &mut self,
        doing: &ContractDeeds,
        decision: &RenewalDecision,
    ) -> Result<String, Error> {
        let Some(product) = decision.replacement else {
            return Ok(String::new());
        };
        let mut told = String::new();
        let rows = self.every_contract()?;
        let of = |row: &&AgendaRow| doing.subjects.iter().any(|s| s.contract == row.contract);
        for row in rows.iter().filter(of) {
            told = self.takes_the_place("replacement", product, &row.schools)?;
        }
        Ok(told)
    }

    /// Which vendors have a notice of ours, or were asked to delete our data, although it goes on now.
    fn to_withdraw(&self, applied: &Applied) -> Result<String, Error> {
        let mut many = 0;
        for id in decided_otherwise(applied) {
            many += usize::from(self.store.get::<Renewal>(id)?.is_to_withdraw());
        }
        Ok(match many {
            0 => String::new(),
            1 => " The vendor was told that it ends: withdraw that in writing.".to_owned(),
            many => format!(" {many} vendors were told that it ends: withdraw that in writing."),
        })
    }

    /// That fewer seats stay than are in use, where they do.
    fn too_few(&self, doing: &ContractDeeds, deed: &RenewalDeed) -> Result<String, Error> {
        let RenewalDeed::Decide(decision) = deed else {
            return Ok(String::new());
        };
        let Some(stay) = decision.quantity.filter(|_| decision.choice.goes_on()) else {
            return Ok(String::new());
        };
        let mut short = Vec::new();
        for subject in &doing.subjects {
            let used = self.agenda_sheet(subject.contract)?.row.used;
            short.extend(used.filter(|used| *used > stay));
        }
        Ok(match short.as_slice() {
            [] => String::new(),
            [used] => format!(
                " WARNING: {used} are in use, {} more than stay.",
                counted(used - stay, "seat")
            ),
            many => format!(
                " WARNING: of {} more seats are in use than stay.",
                counted(many.len(), "contract")
            ),
        })
    }

    /// Until when the vendors must be told, and whom it is too late to write to; and of which contracts, the first day
    /// first. Nothing where the contracts go on.
    fn letters(
        &self,
        doing: &ContractDeeds,
        deed: &RenewalDeed,
        today: NaiveDate,
    ) -> Result<(String, Vec<ContractId>), Error> {
        if !matches!(deed, RenewalDeed::Decide(decision) if decision.choice.ends()) {
            return Ok((String::new(), Vec::new()));
        }
        let mut days = Vec::new();
        for subject in &doing.subjects {
            let day = self.agenda_sheet(subject.contract)?.row.dates.cancel_by;
            days.extend(day.map(|day| (day, subject.contract)));
        }
        days.sort();
        let letters = days.iter().map(|(_, contract)| *contract).collect();
        let days = days.into_iter().map(|(day, _)| day);
        let (late, ahead): (Vec<NaiveDate>, Vec<NaiveDate>) = days.partition(|day| *day < today);
        Ok((to_vendors(&late, &ahead, today), letters))
    }

    /// Writes the dates of these contracts to a calendar file.
    pub(super) fn dates(&mut self, contracts: &[ContractId]) -> Result<String, Error> {
        let Some(directory) = self.exports.clone() else {
            let why = "No files can be written from here. hallpass export renewals does it";
            return Err(Error::refused(why));
        };
        let stamp = self.stamp();
        let wanted: HashSet<&ContractId> = contracts.iter().collect();
        let mut rows = self.running()?;
        rows.retain(|row| wanted.contains(&row.contract));
        let mut text = String::new();
        self.calendar(&rows, None, &mut |piece| {
            text.push_str(piece);
            Ok(())
        })?;
        let path = export::write_text(&directory, "renewals", "ics", &text, &stamp)
            .map_err(|error| export::refused(&directory, &error))?;
        let rows = counted(rows.len(), "contract");
        Ok(format!("Wrote the dates of {rows} to {}.", path.display()))
    }

    /// The dates of these contracts as a calendar file, which takes off what an older one may have had of the
    /// others, piece by piece; of one person's, by login, also what was handed over meanwhile.
    pub fn calendar(
        &mut self,
        rows: &[AgendaRow],
        login: Option<&str>,
        tell: &mut dyn FnMut(&str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let stamp = self.stamp();
        let mut every = self.running()?;
        let noticed = self.store.noticed(&every)?;
        let gone = self.store.gone_early(&every, stamp.today)?;
        let shown: HashSet<ContractId> = rows.iter().map(|row| row.contract).collect();
        every.retain(|row| !shown.contains(&row.contract));
        let mut left = LeftOut {
            rows: every,
            gone,
            ..LeftOut::default()
        };
        if login.is_some() {
            left.handed_over = self.store.handed_over()?;
        }
        let district = self.district()?;
        let name = match login {
            Some(login) => format!("Renewals of {login}, {district}"),
            None => format!("Renewals, {district}"),
        };
        let newest = self.store.history(&HistoryFilter {
            limit: 1,
            ..HistoryFilter::default()
        })?;
        let changes = newest.first().map_or(0, |entry| entry.change_set.0);
        let feed = Feed {
            name: &name,
            district: &district,
            at: stamp.at,
            sequence: u32::try_from(changes).unwrap_or(u32::MAX),
            noticed: &noticed,
            left: &left,
        };
        let each = |take: &mut dyn FnMut(&AgendaRow) -> Result<(), Error>| {
            rows.chunks(AT_ONCE).try_for_each(|some| {
                let some = self.store.with_steps(some.to_vec(), stamp.today)?;
                some.iter().try_for_each(&mut *take)
            })
        };
        feed.write(each, tell)
    }

    /// Once a day, writes down the terms that went by; whether the screens show something else now. What
    /// cannot be written today is written tomorrow, or with the next deed: reads are right without it.
    pub(super) fn turn_over(&mut self) -> bool {
        let stamp = self.stamp();
        let today = stamp.today;
        if self.rolled == Some(today) {
            return false;
        }
        let turned = self.rolled.replace(today).is_some();
        if self.store.read_only().is_some() {
            return turned;
        }
        turned
            || self
                .store
                .roll_over(&stamp)
                .is_ok_and(|touched| touched > 0)
    }
}

/// What happened to one contract, in a sentence without its stop.
fn said(what: &str, deed: &RenewalDeed, withdrawn: bool) -> String {
    match deed {
        RenewalDeed::Decide(decision) => decided(what, decision),
        RenewalDeed::NoticeSent { .. } if withdrawn => {
            format!("{what} goes on: the vendor has it in writing")
        }
        RenewalDeed::NoticeSent { proof: None, .. } => {
            format!("The notice for {what} is out; its proof is still to be filed")
        }
        RenewalDeed::NoticeSent { .. } => {
            format!("The notice for {what} is out, its proof is filed")
        }
        RenewalDeed::ConfirmNotice { .. } | RenewalDeed::ConfirmRenewal { .. } => {
            format!("{what}: {}, read from the paper", deed.title())
        }
        RenewalDeed::Take => format!("You took {what}"),
        RenewalDeed::Assign { .. } => format!("{what} has a new owner"),
        RenewalDeed::Deletion { .. } => format!("{what}: the deletion of our data is noted"),
    }
}

/// Of the decisions that a deed changed in this field, each with what it held before and holds now.
fn changed<'a>(
    applied: &'a Applied,
    field: &'static str,
) -> impl Iterator<Item = (RenewalId, &'a Value, &'a Value)> {
    applied.done.iter().filter_map(move |one| {
        let RecordOutcome::Changed(fields) = &one.outcome else {
            return None;
        };
        let (_, old, new) = fields.iter().find(|(name, ..)| *name == field)?;
        Some((one.record.of::<RenewalId>()?, old, new))
    })
}

/// The decisions that say something else of a term's end than before.
fn decided_otherwise(applied: &Applied) -> impl Iterator<Item = RenewalId> {
    changed(applied, "choice").map(|(id, ..)| id)
}

/// Did it take back what the vendor was told?
fn was_withdrawn(applied: &Applied) -> bool {
    let fields = ["notice_sent", "deletion_requested"];
    let mut changes = fields.iter().flat_map(|field| changed(applied, field));
    changes.any(|(_, _, now)| *now == Value::Null)
}

/// `, instead of cancel`, where the same term's end was decided otherwise before.
fn replaced(applied: &Applied) -> String {
    let mut before = changed(applied, "choice").filter_map(|(_, old, _)| Choice::from_value(old));
    let before = before.find(|choice| *choice != Choice::None);
    before.map_or_else(String::new, |choice| {
        format!(", instead of {}", choice.word())
    })
}

fn decided(what: &str, decision: &RenewalDecision) -> String {
    match decision.choice {
        Choice::Renew => format!("Renewed {what}"),
        Choice::Smaller => format!("{what} goes on with fewer seats"),
        Choice::Negotiate => format!("{what}: ask the vendor for less"),
        Choice::Consolidate => format!("{what} moves to the district's contract"),
        Choice::Coterm => format!("{what} ends with the others"),
        Choice::Cancel => format!("Cancelled {what}"),
        Choice::Lapse => format!("{what} is let go"),
        Choice::Replace => format!("{what} is replaced"),
        Choice::Defer => match decision.until {
            Some(day) => format!("{what} waits until {}", full(day)),
            None => format!("{what} waits"),
        },
        Choice::None => format!("{what}: nobody decided"),
    }
}

/// What the vendors must hear, by the days that have passed and by those ahead. Short: it ends a line.
fn to_vendors(late: &[NaiveDate], ahead: &[NaiveDate], today: NaiveDate) -> String {
    match (late, ahead) {
        ([], []) => String::new(),
        ([], [day]) => format!(" L opens its letter, due {}.", near(*day, today)),
        ([day], []) => format!(" {} has passed: phone the vendor.", near(*day, today)),
        (late, []) => format!(" Too late for {} letters: phone.", late.len()),
        (late, ahead) => {
            let first = ahead.iter().min().map(|day| short(*day, today));
            let write = format!(
                " L opens the letters, first by {}.",
                first.unwrap_or_default()
            );
            match late.len() {
                0 => write,
                late => format!("{write} Too late for {late}: phone."),
            }
        }
    }
}

/// The deed on this contract.
fn change(subject: &ContractSubject, deed: &RenewalDeed) -> Change {
    Change::Renewal {
        what: subject.what.clone(),
        contract: subject.contract,
        deed: deed.clone(),
    }
}

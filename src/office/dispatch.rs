//! Which method of the office answers which question and carries out which deed, for the screens.

use std::path::Path;

use super::Office;
use super::receipt::since;
use crate::domain::presence::Editing;
use crate::domain::put::DeedId;
use crate::domain::record::RecordRef;
use crate::domain::refusal::Refusal;
use crate::exchange::letter::LetterForm;
use crate::office::deed::{Deed, DeedDone, Executor, FollowUp, NotDone};
use crate::office::query::{Answer, Answerer, Query};
use crate::store::{Error, Head, HistoryFilter, was_saved};

/// Lines of history brought at once.
const LINES: usize = 500;

impl Office {
    /// Nobody who came in over SSH reads or writes a file of this host.
    fn may_touch_files(&self) -> Result<(), Error> {
        match self.stamp().key {
            None => Ok(()),
            Some(_) => Err(Error::refused(
                Refusal::from("Over SSH no file of the host is read or written").then(
                    ". ",
                    "Use ssh HOST import KIND - < FILE, or ssh HOST export KIND -o - > FILE",
                ),
            )),
        }
    }

    fn ask(&mut self, query: &Query) -> Result<Answer, Error> {
        if query.reads_files() {
            self.may_touch_files()?;
        }
        Ok(match query {
            Query::Schools => Answer::Schools(self.schools()?.to_vec()),
            Query::Find {
                typed,
                school,
                rows,
            } => Answer::Find(Box::new(self.find(typed, *school, rows.clone())?)),
            Query::Card {
                product,
                school,
                alias,
            } => {
                let mut card = self.card(*product, *school, alias.clone())?;
                for change in &mut card.changes {
                    change.at = self.store.zone().wall(&change.at);
                }
                Answer::Card(Box::new(card))
            }
            Query::Overview => Answer::Overview(self.overview()?),
            Query::Placed { school } => Answer::Placed(self.placed(*school)?),
            Query::Words(pairs) => Answer::Words(self.words(pairs)?),
            Query::Cells { products, schools } => {
                Answer::Cells(self.store.cells(products, schools, self.today())?)
            }
            Query::Queue(filter) => Answer::Queue(self.queue(filter)?),
            Query::Ahead => Answer::Ahead(self.store.ahead(self.today())?),
            Query::QueueSize(school) => Answer::QueueSize(self.queue_size(*school)?),
            Query::Sheet(row) => Answer::Sheet(Box::new(self.sheet_of(*row)?)),
            Query::Story(request) => Answer::Story(self.story(*request)?),
            Query::Throughput => Answer::Throughput(self.store.throughput(self.today())?),
            Query::Agenda => Answer::Agenda(self.agenda()?),
            Query::AgendaSheet(contract) => {
                Answer::AgendaSheet(Box::new(self.agenda_sheet(*contract)?))
            }
            Query::FiscalYear(of) => Answer::FiscalYear(Box::new(self.fiscal_year(of)?)),
            Query::Letter(contract) => Answer::Letter(self.letter(*contract, LetterForm::Text)?),
            Query::Letters(contracts) => Answer::Letters(self.letters_to_read(contracts)?),
            Query::Overlaps => Answer::Overlaps(self.overlaps()?),
            Query::OverlapsAt(school) => Answer::OverlapsAt(self.overlaps_at(*school)?),
            Query::OpenOverlaps => Answer::OpenOverlaps(self.open_overlaps()?),
            Query::Overlap(fingerprint) => Answer::Overlap(Box::new(self.overlap(fingerprint)?)),
            Query::OpenHoles => Answer::OpenHoles(self.open_holes()?),
            Query::Gaps(of) => Answer::Gaps(Box::new(self.gaps_board(of)?)),
            Query::StandardsListed(of) => {
                Answer::StandardsListed(Box::new(self.standards_listed(of)?))
            }
            Query::StandardCounts(school) => Answer::StandardCounts(self.standard_counts(*school)?),
            Query::StandardPage(id) => Answer::StandardPage(Box::new(self.standard_page(*id)?)),
            Query::Covered => Answer::Covered(Box::new(self.covered()?)),
            Query::Crossed(of) => Answer::Crossed(Box::new(self.standards_crossed(of)?)),
            Query::Gap(key) => Answer::Gap(self.gap_details(*key)?.map(Box::new)),
            Query::Dashboard(of) => Answer::Dashboard(Box::new(self.counted(of)?)),
            Query::WasteCells(of) => Answer::WasteCells(Box::new(self.waste_cells(of)?)),
            Query::Trend => Answer::Trend(self.trend()?),
            Query::Owners => Answer::Owners(Box::new(self.owned()?)),
            Query::Coverage => Answer::Coverage(Box::new(self.coverage()?)),
            Query::Held(login) => Answer::Held(self.held(login)?),
            Query::PublicKeys(login) => {
                let person = self.person(login)?;
                Answer::PublicKeys(match person {
                    Some(person) => self.key_rows(Some(&person))?,
                    None => Vec::new(),
                })
            }
            Query::Everybody => Answer::Everybody(self.people_rows()?),
            Query::People => Answer::People(self.people()?),
            Query::History(record) => {
                let filter = HistoryFilter {
                    about: Some(*record),
                    taken_back: true,
                    limit: LINES,
                    ..HistoryFilter::default()
                };
                Answer::History(self.history_here(&filter)?)
            }
            Query::Form { kind, id } => Answer::Form(Box::new(self.form(*kind, *id)?)),
            Query::Paths(typed) => Answer::Paths(self.paths(typed)),
            Query::Preview(file) => Answer::Preview(Box::new(self.preview(file)?)),
            Query::Outlook(wanting) => Answer::Outlook(Box::new(self.outlook(wanting)?)),
            Query::Policy => Answer::Policy(Box::new(self.in_force()?)),
            // Nothing of the office waits for a region: another thread asks it.
            Query::Neighbours(_) => Answer::Neighbours(None),
            Query::Shared(_) | Query::SharedThing(_) => {
                let only = "that is asked of a region: hallpass --region URL";
                return Err(Error::refused(only));
            }
            Query::PolicyEffects(turning) => Answer::PolicyEffects(Box::new(self.turned(turning)?)),
        })
    }

    fn act(&mut self, deed: &Deed) -> Result<DeedDone, Undone> {
        if deed.touches_files() {
            self.may_touch_files()?;
        }
        Ok(match deed {
            Deed::Renewal(doing) => DeedDone::of(&self.renewal(doing)?),
            Deed::Dates(contracts) => DeedDone::told(self.dates(contracts)?),
            Deed::Overlap(doing) => DeedDone::of(&self.overlapping(doing)?),
            Deed::Merge(merging) => DeedDone::of(&self.merge(merging)?),
            Deed::Standard(doing) => DeedDone::of(&self.standard_deed(doing)?),
            Deed::NameOwner(naming) => DeedDone::of(&self.name(naming)?),
            Deed::Handover(handing) => DeedDone::of(&self.hand_over(handing)?),
            Deed::Leave(last) => DeedDone::of(&self.has_left(last)?),
            Deed::AddKey(new) => DeedDone::of(&self.add_key(&new.who, &new.line)?.1),
            Deed::RemoveKey(key) => DeedDone::of(&self.remove_key(*key)?),
            Deed::Review(doing) => self.review(doing)?.into(),
            Deed::Claims(taking) => self.take_claims(taking)?.into(),
            Deed::NextForMe => match self.next_for_me()? {
                Some(did) => did.into(),
                None => {
                    DeedDone::told("Nothing is waiting for you. w gives you a request, n adds one.")
                }
            },
            Deed::Export { listing, format } => DeedDone::told(self.export(listing, *format)?),
            Deed::Save(saving) => self.save(saving)?,
            Deed::Import(file) => {
                let (told, lists) = self.import(file)?;
                DeedDone {
                    next: lists.then_some(FollowUp::Unknowns),
                    ..DeedDone::told(told)
                }
            }
            Deed::Backup => DeedDone::told(self.backup()?),
            Deed::LookedUp(product) => {
                self.store.asked(*product);
                DeedDone::default()
            }
            Deed::SetPolicy(turning) => DeedDone::of(&self.turn(turning)?),
            Deed::Request(intake) => DeedDone::of(&self.request(intake)?.receipt),
            Deed::Note { about, what, text } => DeedDone::of(&self.note(*about, what, text)?),
            Deed::AlsoCalled {
                product,
                called,
                words,
            } => DeedDone::of(&self.also_called(*product, called, words)?),
            Deed::Undo { said } => self.undo_by_key(*said)?,
            Deed::Redo { said } => self.redo_by_key(*said)?,
            Deed::TakeBack { change_set, said } => self.take_back_line(*change_set, *said)?,
        })
    }
}

/// What an error says, with the office file by its name alone: there is one line for it, and everybody who reads it
/// has this file open.
fn by_name(told: &str, file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    told.replace(&*file.to_string_lossy(), &name)
}

/// An error of the records as a sentence, with what to do about it.
fn sentence(error: &Error) -> String {
    let hint = error.hint().map(|hint| format!(" {hint}."));
    format!("{error}.{}", hint.unwrap_or_default())
}

/// Why a deed was not done, as whoever did it tells.
pub(super) enum Undone {
    /// What the person is told.
    Told(NotDone),
    /// What went wrong with the records.
    Error(Error),
}

impl From<Error> for Undone {
    fn from(error: Error) -> Undone {
        Undone::Error(error)
    }
}

impl From<NotDone> for Undone {
    fn from(told: NotDone) -> Undone {
        Undone::Told(told)
    }
}

impl Office {
    /// What somebody is told whose deed failed. Where it may have been saved all the same the file is asked, by the name
    /// of the deed, so that nobody has to guess.
    fn failed(&self, error: &Error) -> Result<DeedDone, NotDone> {
        if let Error::Conflict {
            who,
            when,
            what,
            field,
            theirs,
        } = error
        {
            let called = self.called(who).unwrap_or_else(|_| who.clone());
            let when = since(&self.store.zone().wall(when), self.stamp().at);
            // What they wrote was told now, so that the same again is no longer refused.
            return Err(NotDone::Failed(format!(
                "Not saved: {called} was faster ({when}), {field} of {what} is {theirs} now. Look; the same again replaces it."
            )));
        }
        let told = by_name(&sentence(error), self.store.path());
        if !error.is_lost_answer() {
            return Err(NotDone::Failed(told));
        }
        Err(NotDone::Failed(
            match was_saved(self.store.path(), &self.stamp()) {
                Ok(Some(change_set)) => {
                    return Ok(DeedDone::told(format!(
                        "Saved, change set {change_set}: the answer was lost, and the file was asked. u takes it back."
                    )));
                }
                // What is written but maybe not kept nobody sees until the host has crashed.
                Ok(None) if matches!(error, Error::Unclear { .. }) => format!(
                    "{}. It is not in the file now, and after a crash of this host it may be. Once the disk is mended \
                     press the same key again: it is not done twice.",
                    by_name(&error.to_string(), self.store.path())
                ),
                Ok(None) => {
                    let why = by_name(&error.to_string(), self.store.path());
                    format!(
                        "Not saved, and nothing that you wrote is lost. {why}. Once that is mended press the same key again."
                    )
                }
                // Under the same name it is not done twice.
                Err(unread) => {
                    let why = by_name(&unread.to_string(), self.store.path());
                    format!(
                        "The file cannot be asked now whether it was saved: {why}. Press the same key again once it can: \
                         it is not done twice."
                    )
                }
            },
        ))
    }

    /// The name of a deed: one of its own; that of its first try where it is tried again.
    fn name_of(&mut self, deed: &Deed) -> DeedId {
        let tried = self.tried.take().filter(|(tried, _)| tried == deed);
        tried.map_or_else(|| DeedId::own(&format!("{deed:?}")), |(_, id)| id)
    }
}

impl Answerer for Office {
    fn answer(&mut self, query: &Query) -> Result<Answer, String> {
        let there = self.store.still_there();
        let answer = there.and_then(|()| self.ask(query));
        answer.map_err(|error| by_name(&sentence(&error), self.store.path()))
    }

    fn head(&mut self) -> Option<Head> {
        self.store.head().ok()
    }

    fn keep(&mut self, query: &Query) {
        if matches!(
            query,
            Query::Overlaps | Query::OverlapsAt(_) | Query::Dashboard(_)
        ) {
            self.keep_found();
        }
        if matches!(query, Query::Queue(_) | Query::Dashboard(_)) {
            self.keep_queue();
        }
        if matches!(query, Query::Gaps(_) | Query::Dashboard(_)) {
            self.keep_holes();
        }
    }

    fn others_changed(&mut self) -> bool {
        let turned = self.turn_over();
        if turned {
            self.forget();
            self.is_told_of_own();
        }
        self.others_wrote() || turned
    }

    fn rest(&mut self) {
        self.shared.let_go();
        self.store.rest();
    }

    fn shut_out(&mut self) -> Option<String> {
        let stamp = self.stamp();
        stamp.key?;
        match self.store.may_act_as(&stamp) {
            Err(Error::Refused(why)) => Some(why.to_string()),
            // What else is wrong the next question says.
            Ok(()) | Err(_) => None,
        }
    }
}

impl Executor for Office {
    fn carry_out(&mut self, deed: &Deed, seen: Option<Head>) -> Result<DeedDone, NotDone> {
        let id = self.name_of(deed);
        self.doing = Some(id.clone());
        self.shown = seen
            .zip(self.head())
            .and_then(|(seen, now)| seen.line_in(now));
        let there = self.store.still_there().map_err(Undone::from);
        let became = match there.and_then(|()| self.act(deed)) {
            Ok(done) => Ok(done),
            Err(Undone::Told(told)) => Err(told),
            Err(Undone::Error(Error::SavedBefore { change_set })) => Ok(DeedDone::told(format!(
                "It was saved the first time, change set {change_set}. u takes it back."
            ))),
            Err(Undone::Error(error)) => self.failed(&error),
        };
        self.doing = None;
        self.shown = None;
        if became.is_err() {
            self.tried = Some((deed.clone(), id));
        }
        if deed.changes_records() {
            self.remember(deed);
            self.catch_up();
        }
        became
    }

    fn edits(&mut self, record: Option<RecordRef>) {
        let who = self.stamp().who;
        let record = record.filter(|_| self.can_save());
        let editing = record.map(|record| Editing { who, record });
        self.presence.say(editing.as_ref());
    }

    fn editors(&mut self) -> Vec<Editing> {
        self.presence.others()
    }

    fn leaves(&mut self) {
        let stamp = self.stamp();
        // Whoever may do nothing here leaves no count either, and nobody has to hear that none was kept.
        let _ = self.store.keep_look_ups(&stamp);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_on_the_message_line_names_the_file_and_not_its_whole_path() {
        let file = Path::new("/srv/technology office/of the district/hallpass/office.db");
        let path = file.to_path_buf();
        for (error, told) in [
            (
                Error::Full { path: path.clone() }.to_string(),
                "there is no space left on the disk for office.db",
            ),
            (
                "nothing of yours to undo".to_owned(),
                "nothing of yours to undo",
            ),
            (
                "keep a copy of /srv/other.db".to_owned(),
                "keep a copy of /srv/other.db",
            ),
        ] {
            assert_eq!(by_name(&error, file), told);
        }
    }
}

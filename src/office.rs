//! What can be asked of the office and what can be done there, once for both faces: the screens' worker and the
//! commands call it. For the screens it lives in the worker thread.
//! Keeps the finder's index and the schools' names between questions, and reads them anew when
//! somebody has changed the records.

pub mod ask;
mod dashboard;
pub mod export;
mod files;
mod find;
mod fiscal;
mod form;
mod import;
mod intake;
mod overlaps;
mod overview;
pub mod people;
mod policy;
pub mod reader;
mod receipt;
mod renewals;
mod review;
mod texts;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use self::ask::{Answer, Answerer, Ask};
use self::find::choice;
use crate::domain::change::Change;
use crate::domain::find::{Finder, SchoolName};
use crate::domain::put::Stamp;
use crate::domain::record::Kind;
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::exchange::letter::Form;
use crate::store::{Applied, Error, HistoryFilter, OpenQueue, Overview, Reverted, Scope, Store};

pub use self::receipt::Receipt;

/// Lines of history brought at once.
const LINES: usize = 500;

/// Who acts and when, asked anew for each change.
pub type Clock = Box<dyn Fn() -> Stamp + Send>;

/// Whose days it is, for all who ask the clock: the district's zone, which can be set while the screens are open.
#[derive(Clone)]
pub struct Days(pub Arc<Mutex<Zone>>);

impl Days {
    /// The zone as it is set now.
    pub fn zone(&self) -> Zone {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, zone: &Zone) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = zone.clone();
    }
}

/// The office, as the screens and the commands ask it.
pub struct Office {
    store: Store,
    clock: Clock,
    seen: i64,
    finder: Option<Finder>,
    schools: Vec<SchoolName>,
    /// The rows found last, each with the other name that fitted.
    found: Vec<(i64, Option<String>)>,
    overview: Option<(NaiveDate, Arc<Overview>)>,
    agenda: Option<renewals::Read>,
    past: Option<fiscal::Past>,
    queue: Option<OpenQueue>,
    /// The day up to which terms were turned over.
    rolled: Option<NaiveDate>,
    exports: Option<PathBuf>,
    /// What `~` stands for in a path.
    home: Option<PathBuf>,
    /// Where others read whose days it is, and the zone the machine is set to.
    days: Option<(Days, Zone)>,
}

impl Office {
    /// Answers from this file.
    pub fn new(store: Store, clock: Clock) -> Office {
        let seen = store.data_version().unwrap_or_default();
        Office {
            store,
            clock,
            seen,
            finder: None,
            schools: Vec::new(),
            found: Vec::new(),
            overview: None,
            agenda: None,
            past: None,
            queue: None,
            rolled: None,
            exports: None,
            home: None,
            days: None,
        }
    }

    /// The office of one command: who acts, and when, stays the same.
    pub fn of_command(store: Store, stamp: Stamp) -> Office {
        Office::new(store, Box::new(move || stamp.clone()))
    }

    /// The records, to read what is asked of them alone.
    pub fn records(&self) -> &Store {
        &self.store
    }

    /// Carries out one change; what was kept between questions is read anew.
    fn apply(&mut self, change: &Change) -> Result<Applied, Error> {
        let applied = self.store.apply(change, &(self.clock)())?;
        self.forget();
        Ok(applied)
    }

    /// Takes back a change set; my last change where none is named.
    pub fn undo(&mut self, change_set: Option<i64>) -> Result<Reverted, Error> {
        let undone = self.store.undo(change_set, &(self.clock)())?;
        self.forget();
        Ok(undone)
    }

    /// Puts back what I last took back.
    pub fn redo(&mut self) -> Result<Reverted, Error> {
        let redone = self.store.redo(&(self.clock)())?;
        self.forget();
        Ok(redone)
    }

    /// Lists are written into this directory.
    #[must_use]
    pub fn exporting_to(mut self, directory: Option<PathBuf>) -> Office {
        self.exports = directory;
        self
    }

    /// The same, for a person whose files are in this folder.
    #[must_use]
    pub fn at_home(mut self, home: Option<PathBuf>) -> Office {
        self.home = home;
        self
    }

    /// Whoever reads `days` learns when the district's zone is set; `machine` is the zone until it is.
    #[must_use]
    pub fn keeping_days(mut self, days: Days, machine: Zone) -> Office {
        self.days = Some((days, machine));
        self
    }

    /// The finder, filled when first needed.
    fn fill(&mut self) -> Result<(), Error> {
        if self.finder.is_none() {
            self.finder = Some(Finder::new(self.store.find_entries()?));
            self.schools = self.store.school_names()?;
        }
        Ok(())
    }

    /// What was kept between questions is read anew.
    fn forget(&mut self) {
        // Where it cannot be read the next question says why.
        if let Some((days, machine)) = &self.days
            && self.store.keep_days(machine).is_ok()
        {
            days.set(self.store.zone());
        }
        self.finder = None;
        self.overview = None;
        self.agenda = None;
        self.past = None;
        self.queue = None;
    }

    /// Whether somebody else saved since the last look; what was kept is then read anew.
    fn others_wrote(&mut self) -> bool {
        let Ok(now) = self.store.data_version() else {
            return false;
        };
        let moved = now != self.seen;
        if moved {
            self.seen = now;
            self.forget();
        }
        moved
    }

    fn today(&self) -> NaiveDate {
        (self.clock)().today
    }

    /// Leaves words on a record, by its noun and id; `what` is its name.
    pub fn note(
        &mut self,
        (about, record): (Kind, i64),
        what: &str,
        text: &str,
    ) -> Result<Receipt, Error> {
        let note = Change::Note {
            what: what.to_owned(),
            about,
            record,
            text: text::clean_long(text).text,
        };
        let applied = self.apply(&note)?;
        Ok(Receipt::of(format!("Noted on {what}."), applied.change_set))
    }

    fn question(&mut self, ask: &Ask) -> Result<Answer, Error> {
        Ok(match ask {
            Ask::Schools => {
                self.fill()?;
                Answer::Schools(self.schools.iter().map(choice).collect())
            }
            Ask::Find { typed, school } => Answer::Found(Box::new(self.find(typed, *school)?)),
            Ask::Card { product, school } => {
                let scope = Scope {
                    school: *school,
                    grade: None,
                    today: self.today(),
                };
                let found = self.found.iter().find(|(id, _)| id == product);
                let alias = found.and_then(|(_, alias)| alias.clone());
                let stamp = (self.clock)();
                let sight = self.store.sight(&stamp.who, stamp.today)?;
                let mut card = self.store.card(*product, scope, alias)?;
                for change in &mut card.changes {
                    change.at = self.store.zone().wall(&change.at);
                }
                Answer::Card(Box::new(card.seen_by(&sight)))
            }
            Ask::Overview => Answer::Overview(self.overview()?),
            Ask::Placed { school } => {
                let overview = self.overview()?;
                let sight = self.store.sight(&(self.clock)().who, self.today())?;
                let placed = self.store.placed_in(&overview, Some(*school))?.into_iter();
                Answer::Placed(placed.map(|row| row.seen_by(&sight)).collect())
            }
            Ask::Words(pairs) => Answer::Words(self.words(pairs)?),
            Ask::Cells { products, schools } => {
                Answer::Cells(self.store.cells(products, schools, self.today())?)
            }
            Ask::Queue(filter) => Answer::Queue(self.queue(filter)?),
            Ask::Ahead => Answer::Ahead(self.store.ahead(self.today())?),
            Ask::QueueSize(school) => Answer::QueueSize(self.queue_size(*school)?),
            Ask::Sheet(row) => Answer::Sheet(Box::new(self.sheet_of(*row)?)),
            Ask::Story(request) => Answer::Story(self.story(*request)?),
            Ask::Throughput => Answer::Throughput(self.store.throughput(self.today())?),
            Ask::Agenda => Answer::Agenda(self.agenda()?),
            Ask::AgendaSheet(contract) => {
                Answer::AgendaSheet(Box::new(self.agenda_sheet(*contract)?))
            }
            Ask::FiscalYear(of) => Answer::FiscalYear(Box::new(self.fiscal_year(of)?)),
            Ask::Letter(contract) => Answer::Letter(self.letter(*contract, Form::Text)?),
            Ask::Renewal(doing) => Answer::Done(self.renewal(doing)?.with_keys()),
            Ask::Dates(contracts) => self.dates(contracts)?,
            Ask::Overlaps => Answer::Overlaps(self.overlaps()?),
            Ask::Overlap(fingerprint) => Answer::Overlap(Box::new(self.overlap(fingerprint)?)),
            Ask::Overlapping(doing) => Answer::Done(self.overlapping(doing)?.with_keys()),
            Ask::Merge(merging) => Answer::Done(self.merge(merging)?.with_keys()),
            Ask::Dashboard(of) => Answer::Dashboard(Box::new(self.counted(of)?)),
            Ask::Trend => Answer::Trend(self.store.trend(self.today())?),
            Ask::Owners => Answer::Owners(Box::new(self.owned()?)),
            Ask::Coverage => Answer::Coverage(Box::new(self.coverage()?)),
            Ask::Held(login) => Answer::Held(self.held(login)?),
            Ask::Naming(naming) => Answer::Done(self.name(naming)?.with_keys()),
            Ask::Handover(handing) => Answer::Done(self.hand_over(handing)?.with_keys()),
            Ask::People => Answer::People(self.people()?),
            Ask::Review(doing) => {
                let did = self.review(doing).map_err(review::refused)?;
                Answer::Did(Box::new(did))
            }
            Ask::NextForMe => match self.next_for_me()? {
                Some(did) => Answer::Did(Box::new(did)),
                None => Answer::Told(
                    "Nothing is waiting for you. w gives you a request, n adds one.".into(),
                ),
            },
            Ask::Export(listing, format) => self.export(listing, *format)?,
            Ask::History { kind, id } => {
                let filter = HistoryFilter {
                    about: Some((*kind, *id)),
                    limit: LINES,
                    ..HistoryFilter::default()
                };
                let mut lines = self.store.history(&filter)?;
                for line in &mut lines {
                    line.at = self.store.zone().wall(&line.at);
                }
                Answer::History(lines)
            }
            Ask::Form { kind, id } => Answer::Form(Box::new(self.form(*kind, *id)?)),
            Ask::Save(saving) => self.save(saving)?,
            Ask::Paths(typed) => Answer::Paths(self.paths(typed)),
            Ask::Preview(file) => self.preview(file)?,
            Ask::Import(file) => self.import(file)?,
            Ask::Backup => self.backup()?,
            Ask::LookedUp(product) => {
                if self.store.read_only().is_none() {
                    self.store.asked(*product)?;
                }
                Answer::Done(String::new())
            }
            Ask::Outlook(wanting) => Answer::Outlook(Box::new(self.outlook(wanting)?)),
            Ask::Policy => Answer::Policy(Box::new(self.in_force()?)),
            Ask::Turned(turning) => Answer::Turned(Box::new(self.turned(turning)?)),
            Ask::Turn(turning) => Answer::Done(self.turn(turning)?.with_keys()),
            Ask::Request(intake) => Answer::Done(self.request(intake)?.receipt.with_keys()),
            Ask::Note {
                about,
                record,
                what,
                text,
            } => Answer::Done(self.note((*about, *record), what, text)?.with_keys()),
            Ask::AlsoCalled {
                product,
                called,
                words,
            } => Answer::Done(self.also_called(*product, called, words)?.with_keys()),
            Ask::Undo => {
                let undone = self.undo(None)?;
                Answer::Done(format!("Undid: {}. U puts it back.", undone.title))
            }
            Ask::Redo => {
                let redone = self.redo()?;
                Answer::Done(format!("Redid: {}. u takes it back.", redone.title))
            }
        })
    }
}

/// What an error says, with the office file by its name alone: there is one line for it, and everybody who reads it
/// has this file open.
fn by_name(told: &str, file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    told.replace(&*file.to_string_lossy(), &name)
}

impl Answerer for Office {
    fn answer(&mut self, ask: &Ask) -> Answer {
        // A deed makes everything that is kept be read anew, but of the queue only the rows it was about.
        let queue = if ask.is_change() {
            self.queue.take()
        } else {
            None
        };
        let there = self.store.still_there();
        let answer = there
            .and_then(|()| self.question(ask))
            .unwrap_or_else(|error| {
                let hint = error
                    .hint()
                    .map(|hint| format!(" {hint}."))
                    .unwrap_or_default();
                let told = format!("{error}.{hint}");
                Answer::Failed(by_name(&told, self.store.path()))
            });
        let reads = matches!(
            ask,
            Ask::LookedUp(_) | Ask::Export(..) | Ask::Dates(_) | Ask::Backup
        );
        if ask.is_change() {
            if reads {
                self.queue = queue;
            } else {
                self.forget();
                self.queue = queue.and_then(|queue| self.queue_after(ask, &answer, queue));
            }
        }
        answer
    }

    fn others_changed(&mut self) -> bool {
        let turned = self.turn_over();
        if turned {
            self.forget();
        }
        self.others_wrote() || turned
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

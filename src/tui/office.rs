//! Answers the screens' questions from the office file; lives in the worker thread.
//! Keeps the finder's index and the schools' names between questions, and reads them anew when
//! somebody has changed the records.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use super::ask::{Answer, Answerer, Ask, Choice, Contents, Found, FoundRow, Listing, Pair};
use super::export;
use crate::domain::change::{Change, Put, Stamp};
use crate::domain::find::{Finder, Place, SchoolName, split_school};
use crate::domain::record::Kind;
use crate::domain::status;
use crate::domain::text;
use crate::exchange::write::Format;
use crate::store::{Error, HistoryFilter, Overview, Scope, Store};

/// Rows the finder brings: more than any window shows.
const ROWS: usize = 30;
/// Names offered where nothing fits.
const NEAREST: usize = 4;
/// Lines of history brought at once.
const LINES: usize = 500;

/// More cells than this are not written to one file.
const MOST_CELLS: usize = 1_000_000;

/// Who acts and when, asked anew for each change.
pub type Clock = Box<dyn Fn() -> Stamp + Send>;

/// The office, as the screens ask it.
pub struct Office {
    store: Store,
    clock: Clock,
    seen: i64,
    finder: Option<Finder>,
    schools: Vec<SchoolName>,
    /// The rows found last, each with the other name that fitted.
    found: Vec<(i64, Option<String>)>,
    overview: Option<(NaiveDate, Arc<Overview>)>,
    exports: Option<PathBuf>,
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
            exports: None,
        }
    }

    /// Lists are written into this directory.
    #[must_use]
    pub fn exporting_to(mut self, directory: Option<PathBuf>) -> Office {
        self.exports = directory;
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

    fn today(&self) -> NaiveDate {
        (self.clock)().today
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
                Answer::Card(Box::new(self.store.card(*product, scope, alias)?))
            }
            Ask::Overview => Answer::Overview(self.overview()?),
            Ask::Placed { school } => {
                let overview = self.overview()?;
                Answer::Placed(self.store.placed_in(&overview, Some(*school))?)
            }
            Ask::Words(pairs) => Answer::Words(self.words(pairs)?),
            Ask::Cells { products, schools } => {
                Answer::Cells(self.store.cells(products, schools, self.today())?)
            }
            Ask::Export(listing, format) => self.export(listing, *format)?,
            Ask::History { kind, id } => {
                let filter = HistoryFilter {
                    about: Some((*kind, *id)),
                    limit: LINES,
                    ..HistoryFilter::default()
                };
                Answer::History(self.store.history(&filter)?)
            }
            Ask::LookedUp(product) => {
                if self.store.read_only().is_none() {
                    self.store.asked(*product)?;
                }
                Answer::Done(String::new())
            }
            Ask::AddProduct(name) => self.add_product(name)?,
            Ask::Note {
                about,
                record,
                what,
                text,
            } => {
                let text = text::clean_long(text).text;
                let note = Change::Note {
                    what: what.clone(),
                    about: *about,
                    record: *record,
                    text,
                };
                self.store.apply(&note, &(self.clock)())?;
                Answer::Done(format!("Noted on {what}. u takes it back."))
            }
            Ask::Undo => {
                let undone = self.store.undo(None, &(self.clock)())?;
                Answer::Done(format!("Undid: {}. U puts it back.", undone.title))
            }
            Ask::Redo => {
                let redone = self.store.redo(&(self.clock)())?;
                Answer::Done(format!("Redid: {}. u takes it back.", redone.title))
            }
        })
    }

    fn find(&mut self, typed: &str, stay: Option<i64>) -> Result<Found, Error> {
        self.fill()?;
        let today = self.today();
        let Some(finder) = &self.finder else {
            return Err(Error::Cancelled);
        };
        // A marked school goes before the one all views stay at.
        let marked = typed
            .split_whitespace()
            .any(|word| word.len() > 1 && word.starts_with('@'));
        let (words, place, note, place_typed) = if let Some(id) = stay.filter(|_| !marked) {
            (typed.trim().to_owned(), Some(id), None, false)
        } else {
            let split = split_school(typed, &self.schools, finder);
            let (place, note) = match split.school {
                Place::Unsaid => (None, None),
                Place::One(id) => (Some(id), None),
                Place::Several(ids) => (None, Some(self.which(&ids))),
                Place::Unknown(name) => (None, Some(format!("no school begins with `{name}`"))),
            };
            (split.product, place, note, place.is_some())
        };
        let scope = Scope {
            school: place,
            grade: None,
            today,
        };
        let found = finder.search(&words, ROWS);
        let nearest = if found.hits.is_empty() && !words.is_empty() {
            finder
                .near(&words, NEAREST)
                .into_iter()
                .map(|near| near.name)
                .collect()
        } else {
            Vec::new()
        };
        let hits: Vec<(i64, Option<String>)> = found
            .hits
            .into_iter()
            .map(|hit| (hit.id, hit.alias))
            .collect();
        let answers = self.store.brief_answers(&hits, scope)?;
        let rows = hits
            .iter()
            .zip(answers)
            .map(|((id, alias), answer)| FoundRow {
                id: *id,
                name: answer.product.clone(),
                alias: alias.clone(),
                answer,
            });
        let rows = rows.collect();
        let school_words = typed
            .trim()
            .strip_prefix(words.as_str())
            .unwrap_or_default()
            .trim();
        self.found = hits;
        Ok(Found {
            rows,
            total: found.total,
            known: finder.len(),
            place: self
                .schools
                .iter()
                .find(|s| Some(s.id) == place)
                .map(choice),
            place_typed,
            note,
            school_words: school_words.to_owned(),
            product_words: words,
            nearest,
        })
    }

    fn overview(&mut self) -> Result<Arc<Overview>, Error> {
        let today = self.today();
        if let Some((day, known)) = &self.overview
            && *day == today
        {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(self.store.overview(today)?);
        self.overview = Some((today, Arc::clone(&read)));
        Ok(read)
    }

    fn words(&self, pairs: &[Pair]) -> Result<Vec<(Pair, status::Answer)>, Error> {
        let today = self.today();
        let answers = pairs.iter().map(|(product, school)| {
            let scope = Scope {
                school: *school,
                grade: None,
                today,
            };
            let answer = self.store.brief_answer(*product, scope, None)?;
            Ok(((*product, *school), answer))
        });
        answers.collect()
    }

    fn export(&mut self, listing: &Listing, format: Format) -> Result<Answer, Error> {
        let Some(directory) = self.exports.clone() else {
            let why = "No files can be written from here. Y t shows a plain text page to copy.";
            return Ok(Answer::Failed(why.to_owned()));
        };
        let read;
        let table = match &listing.contents {
            Contents::Table(table) => table,
            Contents::Matrix { products, schools } => {
                if products.len() * schools.len() > MOST_CELLS {
                    return Ok(Answer::Failed(format!(
                        "{} products at {} schools are too many cells for one file. \
                         Mark the rows you need, or filter with /.",
                        products.len(),
                        schools.len()
                    )));
                }
                let overview = self.overview()?;
                let cells = self.store.cells(products, schools, self.today())?;
                read = export::matrix(&overview, products, schools, &cells);
                &read
            }
        };
        let stamp = (self.clock)();
        Ok(
            match export::write(&directory, &listing.name, table, format, &stamp) {
                Ok(path) => {
                    let rows = export::counted(table.rows.len(), "row");
                    Answer::Told(format!("Wrote {rows} to {}.", path.display()))
                }
                Err(error) => Answer::Failed(format!(
                    "Nothing was written to {}: {error}. HALLPASS_EXPORT_DIR names another place.",
                    directory.display()
                )),
            },
        )
    }

    fn which(&self, ids: &[i64]) -> String {
        let names = self
            .schools
            .iter()
            .filter(|s| ids.contains(&s.id))
            .map(|s| s.name.as_str());
        format!("which school: {}?", names.collect::<Vec<_>>().join(", "))
    }

    fn add_product(&mut self, name: &str) -> Result<Answer, Error> {
        let name = text::clean(name).text;
        let stamp = (self.clock)();
        let put = Put::new(Kind::Product)
            .with("name", name.clone())
            .with("first_seen", Some(stamp.today));
        self.store.apply(
            &Change::Save {
                what: name.clone(),
                put,
                reason: None,
            },
            &stamp,
        )?;
        Ok(Answer::Done(format!(
            "Added {name}: known, never reviewed. u takes it back."
        )))
    }
}

impl Answerer for Office {
    fn answer(&mut self, ask: &Ask) -> Answer {
        let answer = self.question(ask).unwrap_or_else(|error| {
            let hint = error
                .hint()
                .map(|hint| format!(" {hint}."))
                .unwrap_or_default();
            Answer::Failed(format!("{error}.{hint}"))
        });
        if ask.is_change() && !matches!(ask, Ask::LookedUp(_) | Ask::Export(..)) {
            self.finder = None;
            self.overview = None;
        }
        answer
    }

    fn others_changed(&mut self) -> bool {
        let Ok(now) = self.store.data_version() else {
            return false;
        };
        let moved = now != self.seen;
        if moved {
            self.seen = now;
            self.finder = None;
            self.overview = None;
        }
        moved
    }
}

fn choice(school: &SchoolName) -> Choice {
    Choice {
        id: school.id.to_string(),
        name: school.name.clone(),
        note: school.code.clone().unwrap_or_default(),
    }
}

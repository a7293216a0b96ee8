//! A region as its own screens ask it: nothing of any office, and nothing is changed but a file that a list is written to.

use std::path::PathBuf;

use super::Region;
use crate::domain::counted::counted;
use crate::domain::refusal::Refusal;
use crate::domain::region::address::RegionAddress;
use crate::domain::region::shared::{SharedList, SharedPart, SharedRow};
use crate::domain::text::capital;
use crate::exchange::write::Format;
use crate::office::Clock;
use crate::office::deed::{Contents, Deed, DeedDone, Executor, Listing, NotDone};
use crate::office::export;
use crate::office::lists::region::shared_table;
use crate::office::query::region::{MOST_SHARED, SharedOf, SharedPage};
use crate::office::query::{Answer, Answerer, Query};
use crate::store::{Error, Head};

/// So many things are read at once.
const PAGE: i64 = 50;
/// The same where a whole list is wanted, to be sorted or written.
const LONG_PAGE: i64 = 500;
/// So many pages are read for one question; where few of them have what is asked for, the next question goes on.
const PAGES: usize = 10;

/// The rows that were read of a list.
struct ReadRows {
    list: SharedList,
    words: String,
    within: u32,
    /// So many rows were asked for. Who asks for no more of the same wants it read again.
    asked: usize,
    rows: Vec<SharedRow>,
    /// Behind this thing there may be more; none where all was read.
    behind: Option<String>,
}

/// Answers what is asked of a region; opens it when it is first asked, and again after it went away.
pub struct RegionDesk {
    address: RegionAddress,
    clock: Clock,
    region: Option<Region>,
    read: Option<ReadRows>,
    /// Where lists are written to.
    exports: Option<PathBuf>,
}

impl RegionDesk {
    /// The region at this address, on the days of this clock.
    pub fn new(address: RegionAddress, clock: Clock) -> RegionDesk {
        RegionDesk {
            address,
            clock,
            region: None,
            read: None,
            exports: None,
        }
    }

    /// The same, which writes lists to this directory.
    #[must_use]
    pub fn exporting_to(mut self, directory: Option<PathBuf>) -> RegionDesk {
        self.exports = directory;
        self
    }

    fn ask(&mut self, query: &Query) -> Result<Answer, Error> {
        Ok(match query {
            Query::Schools => Answer::Schools(Vec::new()),
            Query::Shared(of) => Answer::Shared(Box::new(self.page(of)?)),
            Query::SharedThing(thing) => Answer::SharedThing(self.thing(thing)?),
            _ => {
                let only = "a region tells only what its districts share; that is in each district's own office";
                return Err(Error::refused(only));
            }
        })
    }

    fn region(&mut self) -> Result<&Region, Error> {
        let region = match self.region.take() {
            Some(open) => open,
            None => Region::open(&self.address)?,
        };
        Ok(self.region.insert(region))
    }

    /// After a region went away the next question begins with a connection of its own.
    fn left_off(&mut self, error: &Error) {
        if matches!(error, Error::Region { .. }) {
            self.region = None;
        }
    }

    fn page(&mut self, of: &SharedOf) -> Result<SharedPage, Error> {
        let same = |read: &ReadRows| {
            of.rows > read.asked
                && (read.list, &read.words, read.within) == (of.list, &of.words, of.within)
        };
        let mut read = self.read.take().filter(same).unwrap_or_else(|| ReadRows {
            list: of.list,
            words: of.words.clone(),
            within: of.within,
            asked: 0,
            rows: Vec::new(),
            behind: Some(String::new()),
        });
        read.asked = of.rows;
        let today = (self.clock)().today;
        let wanted = of.rows.min(MOST_SHARED);
        let (page, pages) = if wanted == MOST_SHARED {
            (LONG_PAGE, usize::MAX)
        } else {
            (PAGE, PAGES)
        };
        for _ in 0..pages {
            let Some(behind) = read.behind.clone().filter(|_| read.rows.len() < wanted) else {
                break;
            };
            // What most districts have comes first there, so that it is read as a whole.
            let whole = of.list == SharedList::Ending;
            let most = if whole { MOST_SHARED as i64 } else { page };
            let part = SharedPart {
                list: of.list,
                words: &of.words,
                within: of.within,
                behind: &behind,
                most,
            };
            let rows = self.region()?.shared(part, today)?;
            let mut things: Vec<&str> = rows.iter().map(|row| row.thing.as_str()).collect();
            things.dedup();
            let last = rows.last().map(|row| row.thing.clone());
            read.behind = last.filter(|_| !whole && things.len() as i64 == page);
            // A thing of which too few share the price is none of the list.
            let told = |row: &SharedRow| of.list != SharedList::Prices || row.band.is_some();
            read.rows.extend(rows.into_iter().filter(told));
        }
        let page = SharedPage {
            rows: read.rows.iter().take(wanted).cloned().collect(),
            more: read.behind.is_some() || read.rows.len() > wanted,
        };
        self.read = Some(read);
        Ok(page)
    }

    /// Writes a list to a file; one that is still to be read is read to its end.
    fn export(&mut self, listing: &Listing, format: Format) -> Result<String, Error> {
        let Some(directory) = self.exports.clone() else {
            let why = Refusal::from("No files can be written from here");
            let next = "the commands write them: hallpass region ... --csv > FILE";
            return Err(Error::refused(why.then(". ", next)));
        };
        let (table, more) = match &listing.contents {
            Contents::Table(table) => (table.clone(), false),
            Contents::Shared { of, order } => {
                let page = self.page(of)?;
                (shared_table(of.list, &page.rows, *order), page.more)
            }
            _ => return Err(Error::refused("a region has no such list")),
        };
        let stamp = (self.clock)();
        let path = export::write(&directory, &listing.name, &table, format, &stamp)
            .map_err(|error| export::refused(&directory, &error))?;
        let rows = counted(table.rows.len(), "row");
        let more = if more {
            " There are more: / narrows them."
        } else {
            ""
        };
        Ok(format!("Wrote {rows} to {}.{more}", path.display()))
    }

    /// Everything that districts share of a thing, a line each.
    fn thing(&mut self, thing: &str) -> Result<Vec<String>, Error> {
        let today = (self.clock)().today;
        self.region()?.told_of(thing, today)
    }
}

/// What an error says, with what to do now.
fn said(error: &Error) -> String {
    let hint = error.hint().map(|hint| format!(" {}.", capital(&hint)));
    let what = capital(&error.to_string());
    format!("{what}.{}", hint.unwrap_or_default())
}

impl Answerer for RegionDesk {
    fn answer(&mut self, query: &Query) -> Result<Answer, String> {
        self.ask(query).map_err(|error| {
            self.left_off(&error);
            format!("{} r asks again.", said(&error))
        })
    }

    fn others_changed(&mut self) -> bool {
        false
    }
}

impl Executor for RegionDesk {
    fn carry_out(&mut self, deed: &Deed, _seen: Option<Head>) -> Result<DeedDone, NotDone> {
        let Deed::Export { listing, format } = deed else {
            let why = "A region is only looked at here: each district decides in its own office.";
            return Err(NotDone::Failed(why.to_owned()));
        };
        let written = self.export(listing, *format);
        written.map(DeedDone::told).map_err(|error| {
            self.left_off(&error);
            NotDone::Failed(said(&error))
        })
    }
}

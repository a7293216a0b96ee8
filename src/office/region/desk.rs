//! A region as its own screens ask it: nothing of any office, and nothing is changed.

use super::Region;
use crate::domain::region::address::RegionAddress;
use crate::domain::region::shared::{SharedList, SharedRow};
use crate::office::Clock;
use crate::office::deed::{Deed, DeedDone, Executor, NotDone};
use crate::office::query::region::{SharedOf, SharedPage};
use crate::office::query::{Answer, Answerer, Query};
use crate::store::{Error, Head};

/// So many things are read at once.
const PAGE: i64 = 50;
/// So many pages are read for one question; where few of them have what is asked for, the next question goes on.
const PAGES: usize = 10;
/// No list has more rows than that.
const MOST: usize = 5_000;

/// The rows that were read of a list.
struct ReadRows {
    list: SharedList,
    words: String,
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
}

impl RegionDesk {
    /// The region at this address, on the days of this clock.
    pub fn new(address: RegionAddress, clock: Clock) -> RegionDesk {
        RegionDesk {
            address,
            clock,
            region: None,
            read: None,
        }
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

    fn page(&mut self, of: &SharedOf) -> Result<SharedPage, Error> {
        let same = |read: &ReadRows| read.list == of.list && read.words == of.words;
        let mut read = self.read.take().filter(same).unwrap_or_else(|| ReadRows {
            list: of.list,
            words: of.words.clone(),
            rows: Vec::new(),
            behind: Some(String::new()),
        });
        let today = (self.clock)().today;
        let wanted = of.rows.min(MOST);
        for _ in 0..PAGES {
            let Some(behind) = read.behind.clone().filter(|_| read.rows.len() < wanted) else {
                break;
            };
            // What most districts have comes first there, so that it is read as a whole.
            let whole = of.list == SharedList::Ending;
            let most = if whole { MOST as i64 } else { PAGE };
            let rows = self
                .region()?
                .shared(of.list, (&of.words, &behind), most, today)?;
            let mut things: Vec<&str> = rows.iter().map(|row| row.thing.as_str()).collect();
            things.dedup();
            let last = rows.last().map(|row| row.thing.clone());
            read.behind = last.filter(|_| !whole && things.len() as i64 == PAGE);
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

    /// Everything that districts share of a thing, a line each.
    fn thing(&mut self, thing: &str) -> Result<Vec<String>, Error> {
        let today = (self.clock)().today;
        self.region()?.told_of(thing, today)
    }
}

impl Answerer for RegionDesk {
    fn answer(&mut self, query: &Query) -> Result<Answer, String> {
        self.ask(query).map_err(|error| {
            if matches!(error, Error::Region { .. }) {
                // The next question begins with a connection of its own.
                self.region = None;
            }
            let hint = error.hint().map(|hint| format!(" {hint}."));
            format!("{error}.{} r asks again.", hint.unwrap_or_default())
        })
    }

    fn others_changed(&mut self) -> bool {
        false
    }
}

impl Executor for RegionDesk {
    fn carry_out(&mut self, deed: &Deed, _seen: Option<Head>) -> Result<DeedDone, NotDone> {
        let why = match deed {
            Deed::Export { .. } => "The commands write it: hallpass region ... --csv > FILE.",
            _ => "A region is only looked at here: each district decides in its own office.",
        };
        Err(NotDone::Failed(why.to_owned()))
    }
}

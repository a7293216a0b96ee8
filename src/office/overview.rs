//! The district's sums, answers by the dozen, and a list written to a file.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Office, cache};
use crate::domain::counted::counted;
use crate::domain::overlap::board::AlertRow;
use crate::domain::product::ProductId;
use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;
use crate::domain::status;
use crate::exchange::write::Format;
use crate::office::deed::{Contents, Listing};
use crate::office::export;
use crate::office::lists::gaps::GAPS;
use crate::office::lists::overlaps::OVERLAPS;
use crate::office::lists::schools::PLACED;
use crate::office::lists::standards::{CLAIMED, IDLE, STACKS};
use crate::office::lists::status::{AnswerRow, STATUS};
use crate::office::lists::waste::WASTE;
use crate::office::query::Pair;
use crate::office::query::dashboard::WasteCellsOf;
use crate::office::query::standards::{BoardOf, ListOf, ListedRows};
use crate::store::{Error, Overview, Placed, Store};

/// More cells than this are not written to one file.
const MOST_CELLS: usize = 1_000_000;

impl Office {
    /// Every school and every placed product with its sums, as whoever asks may see them.
    pub fn overview(&mut self) -> Result<Arc<Overview>, Error> {
        let today = self.today();
        let prices = self.visible_prices()?;
        let read = |store: &Store| Ok(Arc::new(store.overview_for(today, &prices)?));
        let day = Some(today);
        let mut kept = self.shared.overview();
        kept.renew(&self.store, day, |known, then| {
            let again = self.store.overview_again(known, then)?;
            Ok(again.map(Arc::new))
        })?;
        let kept = kept.current(&self.store, cache::OVERVIEW, day, read)?;
        Ok(Arc::clone(kept))
    }

    /// What one school has, the dearest first, as whoever asks may see it.
    pub(super) fn placed(&mut self, school: SchoolId) -> Result<Vec<Placed>, Error> {
        let (today, at) = (self.today(), Some(school));
        let prices = self.visible_prices()?;
        let day = Some(today);
        let mut kept = self.shared.overview();
        let known = kept.still(&self.store, cache::OVERVIEW, day)?.cloned();
        drop(kept);
        let placed = match known {
            Some(overview) => self.store.placed_in(&overview, at)?,
            None => self.store.placed(at, today)?,
        };
        let placed = placed.into_iter();
        Ok(placed.map(|row| row.showing(&prices)).collect())
    }

    /// The same with the word for each: may it be used there?
    pub fn inventory(&mut self, school: SchoolId) -> Result<Vec<Placed>, Error> {
        let mut rows = self.placed(school)?;
        let products: Vec<ProductId> = rows.iter().map(|row| row.product).collect();
        let words = self.store.words_in(school, &products, self.today())?;
        for (row, word) in rows.iter_mut().zip(words) {
            row.word = Some(word);
        }
        Ok(rows)
    }

    pub(super) fn words(&self, pairs: &[Pair]) -> Result<Vec<(Pair, status::StatusAnswer)>, Error> {
        let answers = self.store.words_at(pairs, self.today())?;
        Ok(pairs.iter().copied().zip(answers).collect())
    }

    pub(super) fn export(&mut self, listing: &Listing, format: Format) -> Result<String, Error> {
        let Some(directory) = self.exports.clone() else {
            let why = Refusal::from("No files can be written from here");
            return Err(Error::refused(
                why.then(". ", "Y t shows a plain text page to copy"),
            ));
        };
        let read;
        let table = match &listing.contents {
            Contents::Table(table) => table,
            Contents::Overlaps(keys) => {
                let wanted: HashSet<&str> = keys.iter().map(String::as_str).collect();
                let is_wanted = |row: &AlertRow| wanted.contains(row.fingerprint.as_str());
                let rows = self.store.overlaps_in_full(self.today(), &is_wanted)?;
                let known: HashMap<&str, _> = rows
                    .iter()
                    .map(|row| (row.fingerprint.as_str(), row))
                    .collect();
                let rows = keys
                    .iter()
                    .filter_map(|key| known.get(key.as_str()).copied());
                read = OVERLAPS.table(rows, &self.viewer());
                &read
            }
            Contents::Placed { school, keys } => {
                let rows = self.inventory(*school)?;
                let known: HashMap<_, _> = rows
                    .iter()
                    .map(|row| ((row.product, row.buyer), row))
                    .collect();
                let rows = keys.iter().filter_map(|key| known.get(key).copied());
                read = PLACED.table(rows, &self.viewer());
                &read
            }
            Contents::Waste { of, rows } => {
                if *rows > MOST_CELLS {
                    let why = format!("{rows} cells of the ledger are too many to write from here");
                    let next = "Open a figure or filter with /, or: hallpass export waste -o FILE";
                    return Err(Error::refused(Refusal::from(why).then(". ", next)));
                }
                let all = WasteCellsOf {
                    rows: 0..usize::MAX,
                    ..of.clone()
                };
                let rows = self.waste_cells(&all)?.rows;
                self.cells = None;
                read = WASTE.table(&rows, &self.viewer());
                &read
            }
            Contents::Gaps { of, .. } => {
                let all = BoardOf {
                    rows: 0..usize::MAX,
                    ..of.clone()
                };
                let rows = self.gaps_board(&all)?.rows;
                read = GAPS.table(rows.iter().map(|(_, row)| row), &self.viewer());
                &read
            }
            Contents::Standards { of, .. } => {
                let all = ListOf {
                    rows: 0..usize::MAX,
                    ..of.clone()
                };
                let viewer = self.viewer();
                read = match self.standards_listed(&all)?.rows {
                    ListedRows::Stacks(rows) => STACKS.table(&rows, &viewer),
                    ListedRows::Idle(rows) => IDLE.table(&rows, &viewer),
                    ListedRows::Claimed(rows) => CLAIMED.table(&rows, &viewer),
                };
                &read
            }
            Contents::Answers {
                typed,
                school,
                products,
            } => {
                let found = self.find(typed, *school, 0..usize::MAX)?;
                let at = found.place.as_ref().map(|school| school.name.as_str());
                let wanted: HashSet<ProductId> = products.iter().copied().collect();
                let rows = found.rows.iter().filter(|row| wanted.contains(&row.id));
                let rows: Vec<AnswerRow> = rows.map(|row| AnswerRow::of(row, at)).collect();
                read = STATUS.table(&rows, &self.viewer());
                &read
            }
            Contents::Shared { .. } => {
                let only = "a list over all districts is written on the region's own screens";
                return Err(Error::refused(only));
            }
            Contents::Matrix { products, schools } => {
                if products.len() * schools.len() > MOST_CELLS {
                    let why = format!(
                        "{} products at {} schools are too many cells for one file",
                        products.len(),
                        schools.len()
                    );
                    let next = "Mark the rows you need, or filter with /";
                    return Err(Error::refused(Refusal::from(why).then(". ", next)));
                }
                let overview = self.overview()?;
                let cells = self.store.cells(products, schools, self.today())?;
                read = export::matrix(&overview, products, schools, &cells);
                &read
            }
        };
        let stamp = self.stamp();
        let path = export::write(&directory, &listing.name, table, format, &stamp)
            .map_err(|error| export::refused(&directory, &error))?;
        let rows = counted(table.rows.len(), "row");
        Ok(format!("Wrote {rows} to {}.", path.display()))
    }
}

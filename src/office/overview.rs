//! The district's sums, answers by the dozen, and a list written to a file.

use std::sync::Arc;

use super::Office;
use crate::domain::status;
use crate::exchange::write::Format;
use crate::office::deed::{Contents, Listing};
use crate::office::export;
use crate::office::query::Pair;
use crate::store::{Error, Overview, Scope};

/// More cells than this are not written to one file.
const MOST_CELLS: usize = 1_000_000;

impl Office {
    pub(super) fn overview(&mut self) -> Result<Arc<Overview>, Error> {
        let today = self.today();
        if let Some((day, known)) = &self.overview
            && *day == today
        {
            return Ok(Arc::clone(known));
        }
        let prices = self.store.visible_prices(&(self.clock)().who, today)?;
        let read = Arc::new(self.store.overview(today)?.showing(&prices));
        self.overview = Some((today, Arc::clone(&read)));
        Ok(read)
    }

    pub(super) fn words(&self, pairs: &[Pair]) -> Result<Vec<(Pair, status::StatusAnswer)>, Error> {
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

    pub(super) fn export(&mut self, listing: &Listing, format: Format) -> Result<String, Error> {
        let Some(directory) = self.exports.clone() else {
            let why = "No files can be written from here. Y t shows a plain text page to copy";
            return Err(Error::Refused(why.to_owned()));
        };
        let read;
        let table = match &listing.contents {
            Contents::Table(table) => table,
            Contents::Matrix { products, schools } => {
                if products.len() * schools.len() > MOST_CELLS {
                    return Err(Error::Refused(format!(
                        "{} products at {} schools are too many cells for one file. \
                         Mark the rows you need, or filter with /",
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
        let path = export::write(&directory, &listing.name, table, format, &stamp)
            .map_err(|error| export::refused(&directory, &error))?;
        let rows = export::counted(table.rows.len(), "row");
        Ok(format!("Wrote {rows} to {}.", path.display()))
    }
}

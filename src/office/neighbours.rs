//! What neighbours say of a product, read in the background: in a thread of its own, which nothing of the district waits
//! for. Where the region cannot be asked, there is no answer, and it is not tried again for a while.
//!
//! What was read is kept in memory for a while and not in the office file: it is no record of the district, would be old
//! in every backup, and would stay behind after the district left. It is shown with the time at which it was read.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::Office;
use super::reader::OfficeReader;
use super::region::{JoinedRegion, Region};
use crate::domain::product::{Product, ProductId};
use crate::office::query::neighbours::NeighboursTold;
use crate::office::query::{Answer, Answerer, Query};
use crate::store::Error;

/// For so long nobody is asked again about a product.
const FRESH: TimeDelta = TimeDelta::minutes(10);
/// For so long a region that could not be asked is left alone.
const REST: TimeDelta = TimeDelta::minutes(1);
/// So many products are remembered; with one more all are forgotten.
const MOST: usize = 500;

/// Reads what neighbours say.
pub struct NeighboursReader {
    office: OfficeReader,
    /// The region that was opened, and where that was.
    region: Option<(JoinedRegion, Region)>,
    /// What was read, and when.
    kept: HashMap<ProductId, (DateTime<Utc>, NeighboursTold)>,
    /// When the region could not be asked.
    away: Option<DateTime<Utc>>,
}

impl NeighboursReader {
    /// Finds region and products in this office.
    pub fn new(office: OfficeReader) -> NeighboursReader {
        NeighboursReader {
            office,
            region: None,
            kept: HashMap::new(),
            away: None,
        }
    }

    /// What is known of them; nothing where the district takes part in no region, or where it cannot be asked.
    fn told(&mut self, product: ProductId) -> Result<Option<NeighboursTold>, Error> {
        let Some(office) = self.office.office()? else {
            return Ok(None);
        };
        let Some(joined) = office.region()? else {
            self.kept.clear();
            self.region = None;
            return Ok(None);
        };
        if self
            .region
            .as_ref()
            .is_some_and(|(known, _)| *known != joined)
        {
            self.kept.clear();
            self.region = None;
            self.away = None;
        }
        let now = office.stamp().at;
        let kept = self.kept.get(&product);
        if let Some((at, told)) = kept
            && now - *at < FRESH
        {
            return Ok(Some(told.clone()));
        }
        if self.away.is_some_and(|at| now - at < REST) {
            return Ok(kept.map(|(_, told)| told.clone()));
        }
        match read(office, joined, &mut self.region, product) {
            Ok(told) => {
                self.away = None;
                if self.kept.len() >= MOST {
                    self.kept.clear();
                }
                self.kept.insert(product, (now, told.clone()));
                Ok(Some(told))
            }
            Err(Error::Region { .. }) => {
                self.region = None;
                self.away = Some(now);
                Ok(kept.map(|(_, told)| told.clone()))
            }
            Err(other) => Err(other),
        }
    }
}

/// Asks the region, which is opened where it is not yet.
fn read(
    office: &Office,
    joined: JoinedRegion,
    open: &mut Option<(JoinedRegion, Region)>,
    product: ProductId,
) -> Result<NeighboursTold, Error> {
    let name = office.store.get::<Product>(product)?.full_name();
    let (joined, region) = if let Some(open) = open {
        open
    } else {
        let region = Region::open_beside(&joined.address)?;
        open.insert((joined, region))
    };
    let stamp = office.stamp();
    let say = region.neighbours(&joined.district, product, &name, stamp.today)?;
    Ok(NeighboursTold {
        say,
        read_at: office.store.zone().local(stamp.at),
    })
}

impl Answerer for NeighboursReader {
    fn answer(&mut self, query: &Query) -> Result<Answer, String> {
        let Query::Neighbours(product) = query else {
            return Err("Only neighbours are asked here.".to_owned());
        };
        // Whatever is wrong with the file, those say who wait for an answer of it.
        let told = self.told(*product).unwrap_or_default();
        Ok(Answer::Neighbours(told.map(Box::new)))
    }

    fn others_changed(&mut self) -> bool {
        self.office.others_changed()
    }
}

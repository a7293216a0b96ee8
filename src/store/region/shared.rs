//! The lists over all districts of a region, by the page: each begins behind the last row of the page before, in the order
//! of what products are known by, so that no page reads what the pages before have read.

use chrono::{Months, NaiveDate};

use super::super::Error;
use super::ask::{
    RegionDifference, RegionEnding, SPEAKS, begins, is_confirmed, named, safe, safely,
};
use super::client::Region;
use crate::domain::region::FEWEST_PRICES;
use crate::domain::region::band::PriceBand;
use crate::domain::region::shared::{SharedList, SharedPart, SharedRow};
use crate::domain::region::stance::{DistrictAnswer, Stance};

/// The things of a page: behind `$1`, and named as `$4` says.
fn page(begins: Option<&String>) -> String {
    format!(
        "SELECT p.thing FROM hallpass.product p WHERE p.thing > $1 AND {} GROUP BY p.thing",
        named(begins)
    )
}

impl From<RegionDifference> for SharedRow {
    fn from(one: RegionDifference) -> SharedRow {
        SharedRow {
            thing: one.thing,
            name: one.name,
            confirmed: one.confirmed,
            districts: one.yes + one.no,
            says: vec![
                (DistrictAnswer::One(Stance::Yes), one.yes),
                (DistrictAnswer::One(Stance::No), one.no),
            ],
            reason: one.reason,
            ..SharedRow::default()
        }
    }
}

impl From<RegionEnding> for SharedRow {
    fn from(one: RegionEnding) -> SharedRow {
        SharedRow {
            thing: one.thing,
            name: one.name,
            confirmed: one.confirmed,
            districts: one.districts,
            ends: one.which,
            ..SharedRow::default()
        }
    }
}

impl Region {
    /// A page of a list: as many things as are asked for, behind this one; fewer where there are no more.
    ///
    /// # Errors
    ///
    /// `Error::Region`.
    pub fn shared(&self, part: SharedPart, today: NaiveDate) -> Result<Vec<SharedRow>, Error> {
        let SharedPart {
            words,
            behind,
            most,
            ..
        } = part;
        match part.list {
            SharedList::Products => self.products(words, behind, most, today),
            SharedList::Prices => self.priced(words, behind, most, today),
            SharedList::Differences => {
                let found = self.differences(words, behind, today, most)?;
                Ok(found.into_iter().map(SharedRow::from).collect())
            }
            SharedList::Ending => {
                let until = today.checked_add_months(Months::new(part.within));
                let found = self.ending(words, today, until.unwrap_or(today), most)?;
                Ok(found.into_iter().map(SharedRow::from).collect())
            }
        }
    }

    fn products(
        &self,
        words: &str,
        behind: &str,
        most: i64,
        today: NaiveDate,
    ) -> Result<Vec<SharedRow>, Error> {
        // What each district says is told by its set of stances, so that the rule that makes one answer of it stays one.
        let begins = begins(words);
        let sql = format!(
            "WITH page AS ({} ORDER BY p.thing LIMIT $3),
             said AS (
                SELECT p.thing, p.district, min(p.name) AS name, max(p.vendor) AS vendor,
                       array_agg(DISTINCT d.stance) FILTER (WHERE d.whole) AS everywhere,
                       array_agg(DISTINCT d.stance) FILTER (WHERE NOT d.whole) AS parts
                FROM page JOIN hallpass.product p USING (thing)
                LEFT JOIN hallpass.decision d ON d.district = p.district AND d.product = p.product AND {SPEAKS}
                GROUP BY p.thing, p.district)
             SELECT thing, everywhere, parts, count(*), min(name), max(vendor) FROM said
             GROUP BY thing, everywhere, parts ORDER BY thing",
            page(begins.as_ref())
        );
        let rows = self.rows(&sql, &[&behind, &today.to_string(), &most, &begins])?;
        let mut found: Vec<SharedRow> = Vec::new();
        for row in &rows {
            let thing: String = row.get(0);
            let stances = |at| {
                let words: Option<Vec<String>> = row.get(at);
                words.unwrap_or_default().into_iter()
            };
            let read = |word: String| Stance::from_word(&word);
            let everywhere = stances(1).filter_map(read).map(|stance| (stance, true));
            let parts = stances(2).filter_map(read).map(|stance| (stance, false));
            let answer = DistrictAnswer::of(everywhere.chain(parts));
            let districts: i64 = row.get(3);
            match found.last_mut().filter(|last| last.thing == thing) {
                Some(last) => {
                    last.districts += districts;
                    last.says.push((answer, districts));
                    last.vendor = last.vendor.take().or(safely(row.get(5)));
                }
                None => found.push(SharedRow {
                    confirmed: is_confirmed(&thing),
                    thing,
                    name: safe(row.get(4)),
                    vendor: safely(row.get(5)),
                    districts,
                    says: vec![(answer, districts)],
                    ..SharedRow::default()
                }),
            }
        }
        Ok(found)
    }

    fn priced(
        &self,
        words: &str,
        behind: &str,
        most: i64,
        today: NaiveDate,
    ) -> Result<Vec<SharedRow>, Error> {
        let begins = begins(words);
        let sql = format!(
            "WITH page AS ({} HAVING count(DISTINCT p.district) >= $5 ORDER BY p.thing LIMIT $3)
             SELECT page.thing, (SELECT min(p.name) FROM hallpass.product p WHERE p.thing = page.thing),
                    r.unit, r.low, r.high, r.districts, r.sharing
             FROM page LEFT JOIN LATERAL
                 hallpass.prices(page.thing, date_trunc('month', $2::text::date)::date) r ON true
             ORDER BY page.thing, r.unit, r.low",
            page(begins.as_ref())
        );
        let rows = self.rows(
            &sql,
            &[&behind, &today.to_string(), &most, &begins, &FEWEST_PRICES],
        )?;
        // A thing without a price is told too, with nothing: the next page begins behind it.
        let read = rows.iter().map(|row| {
            let (thing, low): (String, Option<i64>) = (row.get(0), row.get(3));
            SharedRow {
                confirmed: is_confirmed(&thing),
                thing,
                name: safe(row.get(1)),
                unit: safely(row.get(2)),
                band: low.map(|low| PriceBand {
                    low,
                    high: row.get(4),
                }),
                districts: row.get::<_, Option<i64>>(5).unwrap_or_default(),
                sharing: row.get::<_, Option<i64>>(6).unwrap_or_default(),
                ..SharedRow::default()
            }
        });
        Ok(read.collect())
    }
}

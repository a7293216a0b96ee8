//! The overview after a change: of the products that it reaches what they added is taken out, and what they add now is put
//! in.

use std::collections::{BTreeSet, HashMap};

use super::{Overview, ProductRow, ranges};
use crate::domain::product::ProductId;
use crate::domain::record::Kind;
use crate::domain::school::SchoolId;
use crate::store::fiscal::products_paid_since;
use crate::store::seats::{SeatsWanted, UseMeasure, stocks};
use crate::store::{Error, Head, Store};

/// Of more products than this the whole overview is read.
const FEW: usize = 200;

impl Store {
    /// The overview as the records stand now, of how it stood then. None where the change may reach all of it, or where
    /// prices are hidden from whoever asks.
    pub fn overview_again(&self, known: &Overview, then: Head) -> Result<Option<Overview>, Error> {
        self.at_once(|| {
            // Whose prices somebody may see goes by who they are.
            let people = self.changed_since(then)?.touches(&[Kind::Person]);
            if people || self.hides_prices() {
                return Ok(None);
            }
            match products_paid_since(&self.conn, then)? {
                Some(products) if products.len() <= FEW => {
                    self.again_with(known, &products).map(Some)
                }
                _ => Ok(None),
            }
        })
    }

    fn again_with(
        &self,
        known: &Overview,
        reached: &BTreeSet<ProductId>,
    ) -> Result<Overview, Error> {
        let mut overview = known.clone();
        let products: Vec<ProductId> = reached.iter().copied().collect();
        let (people, today) = (&overview.people, overview.today);
        let mut lines = self.in_force(people, Some(&products), today)?;
        let ranges = ranges(&lines);
        let shows: &dyn Fn(Option<SchoolId>) -> bool = &|_| true;
        let of = SeatsWanted::products(&products);
        let mut stocks = stocks(&self.conn, of, UseMeasure::Active, today)?;
        let mut rows = HashMap::new();
        for product in &products {
            overview.sums.take_out(*product);
            let range = ranges.get(product).cloned().unwrap_or(0..0);
            let stock = stocks.remove(product).unwrap_or_default();
            let row = overview
                .sums
                .add(*product, &stock, &mut lines[range], (people, shows));
            rows.extend(row.map(|row| (*product, row)));
        }
        let rows = self.named(rows, Some(&products))?;
        overview
            .lines
            .retain(|line| !reached.contains(&line.line.product));
        overview.lines.append(&mut lines);
        overview
            .lines
            .sort_by_key(|line| (line.line.product, line.line.id));
        self.put_in_order(&mut overview.products, rows, reached)?;
        self.summed(overview)
    }

    /// Puts these rows where those of the products were that are reached. Where one has another name, or came or went, all
    /// are put in order.
    fn put_in_order(
        &self,
        rows: &mut Vec<ProductRow>,
        now: Vec<ProductRow>,
        reached: &BTreeSet<ProductId>,
    ) -> Result<(), Error> {
        let before = rows.iter().filter(|row| reached.contains(&row.product));
        let named = |row: &ProductRow| (row.product, row.name.clone());
        if before.map(named).eq(now.iter().map(named)) {
            let mut now = now.into_iter();
            for row in rows.iter_mut().filter(|row| reached.contains(&row.product)) {
                if let Some(now) = now.next() {
                    *row = now;
                }
            }
            return Ok(());
        }
        rows.retain(|row| !reached.contains(&row.product));
        rows.extend(now);
        let mut ask = self
            .conn
            .prepare_cached("SELECT id FROM product ORDER BY name, id")?;
        let ids = ask.query_map([], |row| row.get(0))?;
        let places = ids.enumerate().map(|(at, id)| Ok((id?, at)));
        let places: HashMap<ProductId, usize> = places.collect::<rusqlite::Result<_>>()?;
        rows.sort_by_key(|row| places.get(&row.product).copied());
        Ok(())
    }
}

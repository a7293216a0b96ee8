//! Seats in use, per product, buyer and school, for the products that contracts are about.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::domain::contract::{Contract, CostKind, Line, PriceModel};
use crate::domain::record::{Column, Schools};
use crate::store::Error;
use crate::store::schools::USED;

/// What one school has of a purchase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) school: i64,
    pub(super) seats: Option<i64>,
    pub(super) used: Option<i64>,
}

/// By product and buyer.
pub(super) struct Used(HashMap<(i64, Option<i64>), Vec<Place>>);

impl Used {
    /// Of these products.
    pub(super) fn read(conn: &Connection, products: &[i64]) -> Result<Used, Error> {
        let sql = format!(
            "SELECT i.product, i.buyer, i.school, i.seats, {USED} FROM inventory i
             WHERE i.product IN (SELECT value FROM json_each(?1))"
        );
        let mut statement = conn.prepare_cached(&sql)?;
        let ids: Vec<String> = products.iter().map(i64::to_string).collect();
        let list = format!("[{}]", ids.join(",")).to_value();
        let mut rows = statement.query([list])?;
        let mut used: HashMap<_, Vec<Place>> = HashMap::new();
        while let Some(row) = rows.next()? {
            used.entry((row.get(0)?, row.get(1)?))
                .or_default()
                .push(Place {
                    school: row.get(2)?,
                    seats: row.get(3)?,
                    used: row.get(4)?,
                });
        }
        Ok(Used(used))
    }

    /// What schools have of a line.
    pub(super) fn of<'u>(
        &'u self,
        contract: &Contract,
        line: &'u Line,
    ) -> impl Iterator<Item = &'u Place> + use<'u> {
        let key = (line.product.0, contract.buyer.map(|buyer| buyer.0));
        let places = self.0.get(&key).into_iter().flatten();
        places.filter(|place| line.schools.covers(place.school))
    }

    /// Seats bought and in use under a contract, each where counted. Training and set-up have no seats.
    pub(super) fn seats(&self, contract: &Contract, lines: &[Line]) -> (Option<i64>, Option<i64>) {
        let (mut bought, mut used) = (None, None);
        for line in lines.iter().filter(|line| counts_seats(line)) {
            bought = add(bought, line.quantity);
            for place in self.of(contract, line) {
                used = add(used, place.used);
            }
        }
        (bought, used)
    }
}

fn counts_seats(line: &Line) -> bool {
    matches!(line.cost_kind, None | Some(CostKind::Licence))
        && line.model.is_none_or(PriceModel::counts_seats)
}

fn add(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    more.map_or(sum, |more| Some(sum.unwrap_or(0) + more))
}

/// The schools a contract covers: those its lines name, else the buyer's own, else every school.
pub(super) fn covered(contract: &Contract, lines: &[Line]) -> Schools {
    let own = contract.buyer.map(|buyer| buyer.0);
    let mut ids = Vec::new();
    for line in lines {
        match (&line.schools, own) {
            (Schools::Only(named), _) => ids.extend(named),
            (Schools::All, Some(buyer)) => ids.push(buyer),
            (Schools::All, None) => return Schools::All,
        }
    }
    ids.extend(own.filter(|_| lines.is_empty()));
    Schools::only(ids)
}

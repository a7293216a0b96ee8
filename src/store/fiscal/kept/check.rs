//! Is what is kept of a fiscal year what the records show? Of a large district so much is looked at as can be waited for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::{kept_for, read};
use crate::domain::counted::counted;
use crate::domain::overlap::{OverlapPlace, loser};
use crate::domain::product::ProductId;
use crate::store::Error;
use crate::store::fiscal::found::{FoundOverlap, YearFound};
use crate::store::fiscal::waste::WasteByProduct;
use crate::store::head;

/// Of more products than this a check looks only at so many, drawn by lot.
const LOOKED_AT: usize = 1_000;

/// What is wrong with what is kept, where nothing was changed since it was found; nothing where it is what the records
/// show.
pub(in crate::store) fn check(conn: &Connection) -> Result<Option<String>, Error> {
    let kept = kept_for(conn)?;
    let Some(kept) = kept.filter(|kept| head::newest(conn).ok() == Some(kept.seq)) else {
        return Ok(None);
    };
    let Ok(day) = kept.day.parse::<NaiveDate>() else {
        return Ok(Some(said("its day is no day")));
    };
    let Some(kept) = read(conn, None, day)? else {
        return Ok(Some(said("it cannot be read")));
    };
    if kept.waste.len() > LOOKED_AT {
        return check_some(conn, &kept, LOOKED_AT);
    }
    let fresh = YearFound::fresh(conn, None, day)?;
    Ok((!kept.says_the_same(&fresh)).then(|| difference(&kept, &fresh, None)))
}

/// The same of some products, drawn by lot: to look for everything takes long in a large district.
fn check_some(
    conn: &Connection,
    kept: &YearFound,
    at_least: usize,
) -> Result<Option<String>, Error> {
    let (drawn, fresh) = YearFound::drawn(conn, kept.today, at_least)?;
    let is_drawn = |id: ProductId| drawn.contains(&id);
    let overlaps = |found: &YearFound| -> BTreeMap<OverlapPlace, FoundOverlap> {
        let all = found.overlaps.iter();
        let of_drawn = all.filter(|(place, _)| loser(**place).is_some_and(is_drawn));
        of_drawn.map(|(place, one)| (*place, one.clone())).collect()
    };
    let waste = |found: &YearFound| -> WasteByProduct {
        let of_drawn = found.waste.iter().filter(|(id, _)| is_drawn(**id));
        of_drawn.map(|(id, one)| (*id, one.clone())).collect()
    };
    let is_same = overlaps(kept) == overlaps(&fresh) && waste(kept) == waste(&fresh);
    Ok((!is_same).then(|| difference(kept, &fresh, Some(&drawn))))
}

/// How what is kept differs, of the products that were drawn; of everything where none were.
fn difference(kept: &YearFound, fresh: &YearFound, drawn: Option<&BTreeSet<ProductId>>) -> String {
    let is_wanted = |id: ProductId| drawn.is_none_or(|drawn| drawn.contains(&id));
    let differ = |place: &&OverlapPlace| {
        loser(**place).map_or(drawn.is_none(), is_wanted)
            && kept.overlaps.get(place) != fresh.overlaps.get(place)
    };
    let all = kept.overlaps.keys().chain(fresh.overlaps.keys());
    let overlaps: BTreeSet<_> = all.filter(differ).collect();
    let differ = |id: &&ProductId| is_wanted(**id) && kept.waste.get(id) != fresh.waste.get(id);
    let all = kept.waste.keys().chain(fresh.waste.keys());
    let products: BTreeSet<_> = all.filter(differ).collect();
    said(format_args!(
        "{} and the waste of {} differ",
        counted(overlaps.len(), "overlap"),
        counted(products.len(), "product")
    ))
}

fn said(why: impl Display) -> String {
    format!("what is kept of the overlaps is not what the records show: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fiscal::waste::ProductWaste;
    use crate::store::{Access, Store};

    #[test]
    fn of_some_products_what_is_kept_is_what_the_records_show_and_what_is_not_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let today: NaiveDate = "2026-03-10".parse().unwrap();
        let path = dir.path().join("office.db");
        crate::tests::district(&path);
        let store = Store::open(&path, Access::Write).unwrap();
        let mut kept = YearFound::fresh(&store.conn, None, today).unwrap();
        for at_least in [1, 40, 100_000] {
            assert_eq!(check_some(&store.conn, &kept, at_least).unwrap(), None);
        }
        let risk = |one: &ProductWaste| one.totals.spend;
        let dearest = *kept
            .waste
            .iter()
            .max_by_key(|(_, one)| risk(one))
            .unwrap()
            .0;
        kept.waste.get_mut(&dearest).unwrap().at_risk += 1;
        let lost = *kept
            .overlaps
            .keys()
            .find(|place| loser(**place).is_some())
            .unwrap();
        kept.overlaps.remove(&lost);
        let told = check_some(&store.conn, &kept, 100_000).unwrap();
        let told = told.unwrap();
        assert!(
            told.ends_with("1 overlap and the waste of 1 product differ"),
            "{told}"
        );
    }
}

//! All places of a product in one value, as the file keeps them (`schema/0019_placed.sql`): a large district has a million
//! places, and to take each from a row of its own is most of what it takes to look at all of them. A save makes the values
//! of the products whose inventory it wrote anew before it ends; where none is kept, the rows are read.
//!
//! A value is its places in order of school, buyer, seats, use and first day, as the index of the inventory has them. A place is
//! whole numbers in groups of seven bits, the lowest first: how much further the school is than the one before, times 32, with
//! what follows; then the buyer, where it is neither the district nor the school; the seats; the seats in use; and how much later
//! the first day is than the one before, doubled, and less one where it is earlier.

use chrono::{NaiveDate, TimeDelta};
use rusqlite::{CachedStatement, Connection, Row};

use super::Error;
use super::convert::read;
use crate::domain::product::ProductId;
use crate::domain::record::read_day;
use crate::domain::school::SchoolId;

/// A place of a product, as a row of the inventory has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct InventoryPlace {
    /// The school that has it.
    pub(in crate::store) school: SchoolId,
    /// The school that bought it; the district where none is named.
    pub(in crate::store) buyer: Option<SchoolId>,
    /// Seats allotted there.
    pub(in crate::store) seats: Option<i64>,
    /// Seats in use there.
    pub(in crate::store) used: Option<i64>,
    /// The first day it was there.
    pub(in crate::store) since: Option<NaiveDate>,
}

/// What follows the school of a place.
const NAMES_BUYER: u64 = 1;
const BOUGHT_HERE: u64 = 2;
const HAS_SEATS: u64 = 4;
const HAS_USED: u64 = 8;
const HAS_SINCE: u64 = 16;
const FLAGS: u32 = 5;

/// Tells the places of one product after the other.
pub(in crate::store) struct PlacesByProduct<'c> {
    conn: &'c Connection,
    kept: CachedStatement<'c>,
    /// Those of the product that was asked for last.
    places: Vec<InventoryPlace>,
    days: DaysReckoned,
}

/// Days by how many they come after the first. Each is reckoned once: a district has a million places on a thousand days, and
/// to reckon one takes longer than to read all else of a place.
#[derive(Default)]
struct DaysReckoned(Vec<(i64, NaiveDate)>);

impl DaysReckoned {
    /// So many are kept, one for each number modulo this: those of five years are all.
    const KEPT: i64 = 2_048;

    fn day(&mut self, after: i64) -> Option<NaiveDate> {
        let first = NaiveDate::default();
        if self.0.is_empty() {
            self.0 = vec![(0, first); Self::KEPT as usize];
        }
        let at = usize::try_from(after.rem_euclid(Self::KEPT)).ok()?;
        let kept = self.0.get_mut(at)?;
        if kept.0 != after {
            *kept = (
                after,
                first.checked_add_signed(TimeDelta::try_days(after)?)?,
            );
        }
        Some(kept.1)
    }
}

impl<'c> PlacesByProduct<'c> {
    pub(in crate::store) fn new(conn: &'c Connection) -> Result<PlacesByProduct<'c>, Error> {
        let kept = conn.prepare_cached("SELECT places FROM placed WHERE product = ?1")?;
        Ok(PlacesByProduct {
            conn,
            kept,
            places: Vec::new(),
            days: DaysReckoned::default(),
        })
    }

    /// Where this product is, in order of school.
    pub(in crate::store) fn of(&mut self, product: ProductId) -> Result<&[InventoryPlace], Error> {
        self.places.clear();
        let mut rows = self.kept.query([product])?;
        let kept = rows.next()?.map(|row| row.get_ref(0)).transpose()?;
        let kept = kept.and_then(|kept| kept.as_blob_or_null().ok().flatten());
        let whole = kept.and_then(|kept| unpack(kept, &mut self.places, &mut self.days));
        if whole.is_none() {
            self.places = in_rows(self.conn, product)?;
        }
        Ok(&self.places)
    }
}

/// The products that are placed somewhere, or were, in order of id.
pub(in crate::store) fn products(conn: &Connection) -> Result<Vec<ProductId>, Error> {
    let mut ask = conn.prepare_cached("SELECT product FROM placed ORDER BY product")?;
    let ids = ask.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// The rows of a product's places, in their order.
pub(in crate::store) fn ids(conn: &Connection, product: ProductId) -> Result<Vec<i64>, Error> {
    let mut ask = conn.prepare_cached(
        "SELECT id FROM inventory WHERE product = ?1 ORDER BY school, buyer, seats, used, since, id",
    )?;
    let ids = ask.query_map([product], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// The places of a product as its rows have them.
fn in_rows(conn: &Connection, product: ProductId) -> Result<Vec<InventoryPlace>, Error> {
    let mut ask = conn.prepare_cached(
        "SELECT school, buyer, seats, used, since FROM inventory WHERE product = ?1
         ORDER BY school, buyer, seats, used, since, id",
    )?;
    let places = ask.query_and_then([product], place)?;
    places.collect()
}

fn place(row: &Row) -> Result<InventoryPlace, Error> {
    Ok(InventoryPlace {
        school: row.get(0)?,
        buyer: row.get(1)?,
        seats: row.get(2)?,
        used: row.get(3)?,
        since: read(row, 4, read_day)?,
    })
}

/// Makes the values that are missing: in the save that took them away.
pub(in crate::store) fn make_anew(conn: &Connection) -> Result<(), Error> {
    let mut ask = conn.prepare_cached("SELECT product FROM placed WHERE places IS NULL")?;
    let missing = ask.query_map([], |row| row.get(0))?;
    let missing: Vec<ProductId> = missing.collect::<rusqlite::Result<_>>()?;
    let mut keep = conn.prepare_cached("UPDATE placed SET places = ?2 WHERE product = ?1")?;
    for product in missing {
        // What cannot be written so stays in its rows, where whoever reads it says what is wrong with it.
        if let Some(packed) = in_rows(conn, product).ok().and_then(|rows| pack(&rows)) {
            keep.execute((product, packed))?;
        }
    }
    Ok(())
}

/// Takes all values away, where nothing told which of them are old: the products are those that the inventory names now.
pub(in crate::store) fn keep_none(conn: &Connection) -> Result<(), Error> {
    conn.execute("DELETE FROM placed", [])?;
    let named = "INSERT INTO placed SELECT DISTINCT product, NULL FROM inventory";
    conn.execute(named, [])?;
    Ok(())
}

/// Products of which other places are kept than the inventory has, at most so many.
pub(in crate::store) fn strange(
    conn: &Connection,
    at_most: usize,
) -> Result<Vec<ProductId>, Error> {
    let mut ask = conn.prepare(
        "SELECT product, places FROM placed UNION ALL
         SELECT product, x'ff' FROM spread WHERE places > 0 AND product NOT IN (SELECT product FROM placed)",
    )?;
    let mut rows = ask.query([])?;
    let mut strange = Vec::new();
    while let Some(row) = rows.next()?
        && strange.len() < at_most
    {
        let (product, kept): (ProductId, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
        if kept.is_some() && pack(&in_rows(conn, product)?) != kept {
            strange.push(product);
        }
    }
    Ok(strange)
}

/// Places in order, as one value; none where they cannot be written so.
fn pack(places: &[InventoryPlace]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(places.len() * 8);
    let (mut school, mut since) = (0, NaiveDate::default());
    for place in places {
        let further = u64::try_from(place.school.0.checked_sub(school)?).ok()?;
        let named = place.buyer.filter(|buyer| *buyer != place.school);
        let flags = [
            (named.is_some(), NAMES_BUYER),
            (place.buyer == Some(place.school), BOUGHT_HERE),
            (place.seats.is_some(), HAS_SEATS),
            (place.used.is_some(), HAS_USED),
            (place.since.is_some(), HAS_SINCE),
        ];
        let flags = flags.iter().filter(|(has, _)| *has).map(|(_, flag)| flag);
        let shifted = further
            .checked_mul(1 << FLAGS)
            .filter(|_| further < 1 << 50)?;
        write_number(shifted + flags.sum::<u64>(), &mut out);
        let numbers = [named.map(|buyer| buyer.0), place.seats, place.used];
        for number in numbers.into_iter().flatten() {
            write_number(u64::try_from(number).ok()?, &mut out);
        }
        if let Some(day) = place.since {
            let later = day.signed_duration_since(since).num_days();
            let doubled = later.checked_mul(2)?;
            let written = if later < 0 { -doubled - 1 } else { doubled };
            write_number(written.unsigned_abs(), &mut out);
            since = day;
        }
        school = place.school.0;
    }
    Some(out)
}

/// Adds the places that a value holds; none where it is not whole.
fn unpack(
    mut packed: &[u8],
    places: &mut Vec<InventoryPlace>,
    days: &mut DaysReckoned,
) -> Option<()> {
    let (mut school, mut since) = (0_i64, 0_i64);
    while !packed.is_empty() {
        let head = take_number(&mut packed)?;
        let mut number = |flag: u64| -> Option<Option<i64>> {
            if head & flag == 0 {
                return Some(None);
            }
            Some(Some(i64::try_from(take_number(&mut packed)?).ok()?))
        };
        school = school.checked_add(i64::try_from(head >> FLAGS).ok()?)?;
        let named = number(NAMES_BUYER)?;
        let here = (head & BOUGHT_HERE != 0).then_some(school);
        let (seats, used) = (number(HAS_SEATS)?, number(HAS_USED)?);
        let later = number(HAS_SINCE)?;
        let day = match later {
            Some(later) => {
                let half = later / 2;
                since = since.checked_add(if later % 2 == 0 { half } else { -half - 1 })?;
                Some(days.day(since)?)
            }
            None => None,
        };
        places.push(InventoryPlace {
            school: SchoolId(school),
            buyer: named.or(here).map(SchoolId),
            seats,
            used,
            since: day,
        });
    }
    Some(())
}

/// Adds a number in groups of seven bits.
pub(in crate::store) fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes such a number off; none where it is not whole.
#[inline]
pub(in crate::store) fn take_number(packed: &mut &[u8]) -> Option<u64> {
    // Most are below 128, and a district has millions of them.
    match *packed {
        [only @ 0..0x80, rest @ ..] => {
            *packed = rest;
            Some(u64::from(*only))
        }
        _ => take_long_number(packed),
    }
}

fn take_long_number(packed: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (first, rest) = packed.split_first()?;
        *packed = rest;
        number |= u64::from(first & 0x7f).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place() -> impl Strategy<Value = InventoryPlace> {
        let id = || prop_oneof![1i64..2_000, Just(1_i64 << 40)];
        let seats = || prop::option::of(prop_oneof![0i64..300, Just(i64::MAX)]);
        let day = prop::option::of(-40_000i64..40_000);
        let bought_here = prop::bool::weighted(0.2);
        let places = (
            id(),
            prop::option::of(id()),
            bought_here,
            seats(),
            seats(),
            day,
        );
        places.prop_map(
            |(school, buyer, bought_here, seats, used, day)| InventoryPlace {
                school: SchoolId(school),
                buyer: if bought_here { Some(school) } else { buyer }.map(SchoolId),
                seats,
                used,
                since: day.map(|days| NaiveDate::default() + TimeDelta::days(days)),
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_packed_is_what_was_there(mut places in prop::collection::vec(place(), 0..40)) {
            places.sort_by_key(|place| place.school);
            let packed = pack(&places).unwrap();
            let mut unpacked = Vec::new();
            prop_assert_eq!(unpack(&packed, &mut unpacked, &mut DaysReckoned::default()), Some(()));
            prop_assert_eq!(unpacked, places);
        }

        #[test]
        fn what_is_no_value_is_told_from_one(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = unpack(&bytes, &mut Vec::new(), &mut DaysReckoned::default());
        }
    }

    #[test]
    fn a_value_says_what_its_head_tells_and_nothing_else() {
        let at = |school| InventoryPlace {
            school: SchoolId(school),
            buyer: None,
            seats: Some(300),
            used: None,
            since: Some(NaiveDate::default()),
        };
        // 3 further, seats and a day; then 300 seats, the day of the beginning; 2 further, and the same.
        let bytes = [0x74, 0xac, 2, 0, 0x54, 0xac, 2, 0];
        assert_eq!(pack(&[at(3), at(5)]).as_deref(), Some(&bytes[..]));
        for at in 1..bytes.len() {
            let whole = unpack(&bytes[..at], &mut Vec::new(), &mut DaysReckoned::default());
            assert_eq!(whole.is_some(), at == 4, "{at}");
        }
    }
}

//! The rows of the queue of one product as one value, as the file keeps them (`schema/0020_found_queue.sql`).
//!
//! A value is one row after the other. A row is whole numbers, those that may be below zero folded (0, -1, 1, -2 as 0, 1, 2, 3),
//! days by how many they come after the first of the calendar, texts behind their length, words by their place among all of
//! their kind, and before what may be missing whether it is there. It stands in the order of [`pack`].

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::rows::QueueOrder;
use crate::domain::money::Cents;
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::request::{RequestId, RequestState, Trigger, WaitingOn};
use crate::domain::review::{PersonName, QueueRow, ReviewClock, Score};
use crate::domain::school::{SchoolId, Schools};
use crate::store::placed::{take_number, write_number};

/// Adds a row to the value of its product.
pub(super) fn pack((order, row): (&QueueOrder, &QueueRow), out: &mut Vec<u8>) {
    let (_, Reverse(weight), ..) = order;
    let clock = &row.clock;
    put_maybe(row.request, out, |id, out| put(id.0, out));
    put(row.product.0, out);
    put(weight.0, out);
    put(weight.1, out);
    put_text(&row.name, out);
    put_text(&row.product_name, out);
    put_maybe(row.vendor.as_deref(), out, put_text);
    put_text(&row.place, out);
    put_schools(&row.schools, out);
    put_word(row.trigger, Trigger::ALL, out);
    put_word(row.state, RequestState::ALL, out);
    put_text(&row.why, out);
    put(row.tier, out);
    put_day(clock.received_on, out);
    put_day(clock.due_on, out);
    for number in [
        clock.our_days,
        clock.total_days,
        clock.days_left,
        clock.working_days_left,
        i64::from(clock.paused),
    ] {
        put(number, out);
    }
    for score in [row.technical, row.curricular] {
        for count in [score.answered, score.of, score.failed] {
            put_count(count, out);
        }
    }
    put_maybe(row.owner.as_ref(), out, |who, out| {
        put(who.id.0, out);
        put_text(&who.login, out);
        put_text(&who.name, out);
        put(i64::from(who.left), out);
    });
    put_maybe(row.cost, out, |cost, out| put(cost.0, out));
    put_count(row.asks, out);
    put_maybe(row.waiting.as_ref(), out, |(on, what, since), out| {
        put_word(*on, WaitingOn::ALL, out);
        put_text(what, out);
        put_day(*since, out);
    });
}

/// Takes the next row off a value; none where it is not whole. `codes` are those of all schools.
pub(super) fn take(
    packed: &mut &[u8],
    codes: &Arc<HashMap<SchoolId, String>>,
) -> Option<(QueueOrder, QueueRow)> {
    let request = take_maybe(packed, take_signed).ok()?.map(RequestId);
    let product = ProductId(take_signed(packed)?);
    let weight = (take_signed(packed)?, take_signed(packed)?);
    let row = QueueRow {
        request,
        product,
        name: take_text(packed)?,
        product_name: take_text(packed)?,
        vendor: take_maybe(packed, take_text).ok()?,
        place: take_text(packed)?,
        schools: take_schools(packed)?,
        codes: Arc::clone(codes),
        trigger: take_word(packed, Trigger::ALL)?,
        state: take_word(packed, RequestState::ALL)?,
        why: take_text(packed)?,
        tier: take_signed(packed)?,
        clock: ReviewClock {
            received_on: take_day(packed)?,
            due_on: take_day(packed)?,
            our_days: take_signed(packed)?,
            total_days: take_signed(packed)?,
            days_left: take_signed(packed)?,
            working_days_left: take_signed(packed)?,
            paused: take_signed(packed)? != 0,
        },
        technical: take_score(packed)?,
        curricular: take_score(packed)?,
        owner: take_maybe(packed, |packed| {
            Some(PersonName {
                id: PersonId(take_signed(packed)?),
                login: take_text(packed)?,
                name: take_text(packed)?,
                left: take_signed(packed)? != 0,
            })
        })
        .ok()?,
        cost: take_maybe(packed, take_signed).ok()?.map(Cents),
        asks: take_count(packed)?,
        waiting: take_maybe(packed, |packed| {
            let on = take_word(packed, WaitingOn::ALL)?;
            Some((on, take_text(packed)?, take_day(packed)?))
        })
        .ok()?,
    };
    let order = (
        row.band(),
        Reverse(weight),
        row.clock.due_on,
        (request, product),
    );
    Some((order, row))
}

fn put(number: i64, out: &mut Vec<u8>) {
    write_number(((number << 1) ^ (number >> 63)).cast_unsigned(), out);
}

fn take_signed(packed: &mut &[u8]) -> Option<i64> {
    let folded = take_number(packed)?;
    Some((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
}

fn put_count(count: usize, out: &mut Vec<u8>) {
    write_number(count as u64, out);
}

fn take_count(packed: &mut &[u8]) -> Option<usize> {
    usize::try_from(take_number(packed)?).ok()
}

fn put_word<T: PartialEq>(word: T, all: &[T], out: &mut Vec<u8>) {
    let place = all.iter().position(|one| *one == word);
    put_count(place.unwrap_or(all.len()), out);
}

fn take_word<T: Copy>(packed: &mut &[u8], all: &[T]) -> Option<T> {
    all.get(take_count(packed)?).copied()
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    put_count(text.len(), out);
    out.extend_from_slice(text.as_bytes());
}

fn take_text(packed: &mut &[u8]) -> Option<String> {
    let long = take_count(packed)?;
    let (text, rest) = packed.split_at_checked(long)?;
    *packed = rest;
    Some(str::from_utf8(text).ok()?.to_owned())
}

fn put_day(day: NaiveDate, out: &mut Vec<u8>) {
    put(i64::from(day.num_days_from_ce()), out);
}

fn take_day(packed: &mut &[u8]) -> Option<NaiveDate> {
    let after = i32::try_from(take_signed(packed)?).ok()?;
    NaiveDate::from_num_days_from_ce_opt(after)
}

fn take_score(packed: &mut &[u8]) -> Option<Score> {
    Some(Score {
        answered: take_count(packed)?,
        of: take_count(packed)?,
        failed: take_count(packed)?,
    })
}

fn put_maybe<T>(it: Option<T>, out: &mut Vec<u8>, put: impl FnOnce(T, &mut Vec<u8>)) {
    out.push(u8::from(it.is_some()));
    if let Some(it) = it {
        put(it, out);
    }
}

/// What is not whole.
struct NotWhole;

/// What is there, if anything is.
fn take_maybe<T>(
    packed: &mut &[u8],
    take: impl FnOnce(&mut &[u8]) -> Option<T>,
) -> Result<Option<T>, NotWhole> {
    match take_number(packed).ok_or(NotWhole)? {
        0 => Ok(None),
        _ => take(packed).map(Some).ok_or(NotWhole),
    }
}

/// More schools than this has no district.
const MOST_SCHOOLS: usize = 1_000_000;

/// One more than they are, 0 for every school; then of each run of schools that follow one another how much further its first
/// is than the last before it, doubled, and one more where others follow: how many.
fn put_schools(schools: &Schools, out: &mut Vec<u8>) {
    let Schools::Only(ids) = schools else {
        return put_count(0, out);
    };
    put_count(ids.len() + 1, out);
    let mut last = 0;
    for run in ids.chunk_by(|a, b| a.0 + 1 == b.0) {
        let follow = run.len() as u64 - 1;
        let further = run[0].0.wrapping_sub(last).cast_unsigned();
        write_number(further << 1 | u64::from(follow > 0), out);
        if follow > 0 {
            write_number(follow, out);
        }
        last = run[0].0 + follow.cast_signed();
    }
}

fn take_schools(packed: &mut &[u8]) -> Option<Schools> {
    let Some(count) = take_count(packed)?.checked_sub(1) else {
        return Some(Schools::All);
    };
    if count > MOST_SCHOOLS {
        return None;
    }
    let mut ids: Vec<SchoolId> = Vec::with_capacity(count);
    let mut last = 0_i64;
    while ids.len() < count {
        let head = take_number(packed)?;
        let first = last.checked_add((head >> 1).cast_signed())?;
        let follow = match head & 1 {
            0 => 0,
            _ => take_number(packed)?,
        };
        if follow >= (count - ids.len()) as u64 {
            return None;
        }
        last = first.checked_add(follow.cast_signed())?;
        ids.extend((first..=last).map(SchoolId));
    }
    Some(Schools::Only(ids))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day() -> impl Strategy<Value = NaiveDate> {
        (-800_000i32..4_000_000).prop_map(|n| NaiveDate::from_num_days_from_ce_opt(n).unwrap())
    }

    fn schools() -> impl Strategy<Value = Schools> {
        let some = prop::collection::btree_set(1i64..60, 0..40);
        let some = some.prop_map(|ids| Schools::Only(ids.into_iter().map(SchoolId).collect()));
        prop_oneof![1 => Just(Schools::All), 9 => some]
    }

    fn score() -> impl Strategy<Value = Score> {
        let count = || 0usize..300;
        (count(), count(), count()).prop_map(|(answered, of, failed)| Score {
            answered,
            of,
            failed,
        })
    }

    fn clock() -> impl Strategy<Value = ReviewClock> {
        let n = any::<i32>;
        (day(), day(), n(), n(), n(), n(), any::<bool>()).prop_map(
            |(received_on, due_on, our, total, left, working, paused)| ReviewClock {
                received_on,
                due_on,
                our_days: our.into(),
                total_days: total.into(),
                days_left: left.into(),
                working_days_left: working.into(),
                paused,
            },
        )
    }

    fn owner() -> impl Strategy<Value = PersonName> {
        let owner = (1i64..90, ".{0,9}", ".{0,9}", any::<bool>());
        owner.prop_map(|(id, login, name, left)| PersonName {
            id: PersonId(id),
            login,
            name,
            left,
        })
    }

    fn found() -> impl Strategy<Value = (QueueOrder, QueueRow)> {
        let who = (
            prop::option::of(1i64..900),
            any::<i64>(),
            schools(),
            clock(),
        );
        let words = (
            prop::sample::select(Trigger::ALL),
            prop::sample::select(RequestState::ALL),
            prop::option::of((prop::sample::select(WaitingOn::ALL), ".{0,9}", day())),
        );
        let texts = (".{0,200}", ".{0,20}", prop::option::of(".{0,20}"), ".{0,9}");
        let rest = (
            score(),
            score(),
            prop::option::of(owner()),
            prop::option::of(any::<i64>()),
            (0usize..900, any::<i64>(), 0i64..4),
        );
        (who, words, texts, rest).prop_map(|(who, words, texts, rest)| {
            let (request, product, schools, clock) = who;
            let (trigger, state, waiting) = words;
            let (why, product_name, vendor, place) = texts;
            let (technical, curricular, owner, cost, (asks, weight, tier)) = rest;
            let row = QueueRow {
                request: request.map(RequestId),
                name: format!("R-{asks}"),
                product: ProductId(product),
                product_name,
                vendor,
                place,
                schools,
                codes: Arc::default(),
                trigger,
                why,
                state,
                tier,
                clock,
                technical,
                curricular,
                owner,
                cost: cost.map(Cents),
                asks,
                waiting,
            };
            let ids = (row.request, row.product);
            let weight = Reverse((weight, -tier));
            ((row.band(), weight, row.clock.due_on, ids), row)
        })
    }

    proptest! {
        #[test]
        fn what_is_packed_is_what_was_there(rows in prop::collection::vec(found(), 0..4)) {
            let mut value = Vec::new();
            for (order, row) in &rows {
                pack((order, row), &mut value);
            }
            let mut left = &value[..];
            for one in &rows {
                let taken = take(&mut left, &Arc::default());
                prop_assert_eq!(taken.as_ref(), Some(one));
            }
            prop_assert!(left.is_empty());
            let cut = &value[..value.len().saturating_sub(1)];
            let mut left = cut;
            let mut whole = 0;
            while !left.is_empty() && take(&mut left, &Arc::default()).is_some() {
                whole += 1;
            }
            prop_assert!(rows.is_empty() || whole < rows.len());
        }

        #[test]
        fn what_is_no_value_is_told_from_one(bytes in prop::collection::vec(any::<u8>(), 0..90)) {
            let _ = take(&mut &bytes[..], &Arc::default());
        }
    }

    #[test]
    fn schools_that_follow_one_another_are_told_by_the_first() {
        let ids = |ids: &[i64]| Schools::Only(ids.iter().copied().map(SchoolId).collect());
        for (schools, told) in [
            (Schools::All, &[0][..]),
            (ids(&[]), &[1]),
            (ids(&[3, 4, 5, 9]), &[5, 7, 2, 8]),
        ] {
            let mut out = Vec::new();
            put_schools(&schools, &mut out);
            assert_eq!(out, told);
            assert_eq!(take_schools(&mut &out[..]), Some(schools));
        }
        let damaged: [u8; 4] = [3, 7, 200, 1];
        assert_eq!(take_schools(&mut &damaged[..]), None);
    }
}

//! What the tests beside the code share with each other, and in part with `tests/support`.

use std::path::Path;

use chrono::NaiveDate;

use crate::demo;
use crate::store::Store;

pub mod length;
mod made;
pub mod sizes;

/// Writes the made-up district, as `ada` made it on Tuesday March 10, 2026 at 09:40 UTC, into a file that is not there
/// yet. It takes a second to make, so it is made once.
pub fn district(path: &Path) {
    static MADE: made::Made = made::Made::new();
    MADE.copy_to(path, "district", |path| {
        let today: NaiveDate = "2026-03-10".parse().unwrap();
        let at = today.and_hms_opt(9, 40, 0).unwrap().and_utc();
        let mut store = Store::create(path, None).unwrap();
        store.apply_all(&demo::district(today, at, "ada")).unwrap();
    });
}

#[test]
fn a_sample_has_each_row_and_each_column_of_a_table() {
    let mut sample = length::Sample::one_of(3, "cells of a table");
    let cells = (0..6).flat_map(|row| (0..9).map(move |column| (row, column)));
    let taken: Vec<(usize, usize)> = cells
        .filter(|(row, column)| sample.takes(row + column))
        .collect();
    let all = if length::is_long() { 54 } else { 18 };
    assert_eq!(
        (taken.len(), sample.tried(), sample.share(54)),
        (all, all, all)
    );
    assert!((0..6).all(|row| taken.iter().any(|cell| cell.0 == row)));
    assert!((0..9).all(|column| taken.iter().any(|cell| cell.1 == column)));
}

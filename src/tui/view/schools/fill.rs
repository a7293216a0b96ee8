//! Fills the lists of the Schools view: scope, filter and order applied to what is known. The cursor
//! of each list stays on its record.

use super::{Focus, Schools, rows};
use crate::store::{Placed, SchoolRow};

impl Schools {
    /// Fills the lists again: what is known, scope or filter changed.
    pub(super) fn refill(&mut self) {
        self.refill_left();
        self.refill_products();
        self.refill_grid();
    }

    /// Fills the list that has the keys again: its order or its filter changed.
    pub(super) fn refill_focus(&mut self) {
        match self.focus() {
            Focus::Schools => self.refill_left(),
            Focus::Products => self.refill_products(),
            Focus::Matrix => self.refill_grid(),
        }
    }

    pub(super) fn refill_left(&mut self) {
        let Some(sums) = &self.sums else { return };
        let scope: Option<i64> = self.scope.as_ref().and_then(|s| s.id.parse().ok());
        let mut rows = sums.schools();
        rows.retain(|row| scope.is_none_or(|id| id == row.school.id.0));
        let mut columns = rows.clone();
        columns.sort_by_key(|row| rows::level(row));
        rows.retain(|row| {
            let name = format!("{} {}", row.school.name, row.school.code);
            self.filter.fits(Focus::Schools, &name)
        });
        self.school_order.schools(&mut rows);
        self.left.set(ids(&rows));
        self.columns.set(ids(&columns));
        if let Some(school) = self.wanted.0.take() {
            self.left.select(&school);
            self.columns.select(&school);
        }
    }

    pub(super) fn refill_products(&mut self) {
        let Some((_, placed)) = &self.placed else {
            return;
        };
        let mut rows: Vec<&Placed> = placed.iter().collect();
        rows.retain(|row| self.filter.fits(Focus::Products, &row.name));
        self.placed_order.placed(&mut rows);
        self.products
            .set(rows.iter().map(|row| (row.product, row.buyer)).collect());
        if let Some(key) = self.wanted.1.take() {
            self.products.select(&key);
        }
    }

    pub(super) fn refill_grid(&mut self) {
        let Some(sums) = &self.sums else { return };
        let mut rows = sums.products();
        rows.retain(|row| self.filter.fits(Focus::Matrix, &row.name));
        self.matrix_order.products(&mut rows);
        self.grid.set(rows.iter().map(|row| row.product).collect());
        if let Some((product, _)) = self.wanted.1 {
            self.grid.select(&product);
        }
    }
}

fn ids(rows: &[&SchoolRow]) -> Vec<i64> {
    rows.iter().map(|row| row.school.id.0).collect()
}

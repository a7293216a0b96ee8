//! Fills the lists of the Schools view: scope, filter and order applied to what is known. The cursor
//! of each list stays on its record.

use super::{Focus, Schools, rows};
use crate::domain::text;
use crate::office::lists::matrix::MATRIX;
use crate::office::lists::schools::{PLACED, SCHOOLS};
use crate::store::{Placed, SchoolRow};
use crate::tui::command::Command;

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
        let scope = self.scope.as_ref().map(|school| school.id);
        let mut rows = sums.schools();
        rows.retain(|row| scope.is_none_or(|id| id == row.school.id.0));
        let mut columns = rows.clone();
        columns.sort_by_key(|row| rows::level(row));
        rows.retain(|row| {
            let name = format!("{} {}", row.school.name, row.school.code);
            self.filter.fits(Focus::Schools, &name)
        });
        rows::sort(self.school_order, 's', &SCHOOLS, &mut rows);
        let codes = columns.iter().map(|row| text::width(&row.school.code));
        let code_width = codes.max().unwrap_or(0) as u16;
        self.left.set(ids(&rows));
        self.columns.set(ids(&columns));
        self.code_width = code_width;
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
        rows::sort(self.placed_order, 'p', &PLACED, &mut rows);
        self.products
            .set(rows.iter().map(|row| (row.product, row.buyer)).collect());
        if let Some(key) = self.wanted.1.take() {
            self.products.select(&key);
        }
    }

    /// What a school has came in. At another school the cursor goes to the same product if it is
    /// there, and else to the first; one that stood on the first stays on the first.
    pub(super) fn show_products(&mut self, moved: bool) {
        let before = self.products.selected().copied();
        let was_first = self.products.at() == 0;
        self.refill_products();
        let still = before.is_some() && self.products.selected() == before.as_ref();
        if moved && (was_first || !still) {
            self.products.update(Command::First);
        }
    }

    pub(super) fn refill_grid(&mut self) {
        let Some(sums) = &self.sums else { return };
        let mut rows = sums.products();
        rows.retain(|row| self.filter.fits(Focus::Matrix, &row.name));
        rows::sort(self.matrix_order, 'p', &MATRIX, &mut rows);
        self.grid.set(rows.iter().map(|row| row.product).collect());
        if let Some((product, _)) = self.wanted.1 {
            self.grid.select(&product);
        }
    }
}

fn ids(rows: &[&SchoolRow]) -> Vec<i64> {
    rows.iter().map(|row| row.school.id.0).collect()
}

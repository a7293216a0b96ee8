//! What is told of a row, under the names that its columns have in the file.

use super::{Planner, hash};
use crate::exchange::Complaint;

impl Planner<'_> {
    /// A complaint about a field of this row, under its column's name in the file.
    pub(super) fn complaint(
        &self,
        field: &str,
        value: &str,
        reason: impl Into<String>,
    ) -> Complaint {
        Complaint::new(self.row, &self.column_of(field), value, reason)
    }

    /// Does the last day come from a column that may mean the first day of the next term?
    pub(super) fn is_renewal_date(&self) -> bool {
        let mapping = self.reader.mapping();
        let column = mapping.column("term_end").map(|at| mapping.column_name(at));
        column.is_some_and(|name| crate::domain::text::key(&name).starts_with("renewaldate"))
    }

    /// What the file calls a field's column; the field's own name where it has none.
    pub(super) fn column_of(&self, field: &str) -> String {
        let mapping = self.reader.mapping();
        let column = mapping.column(field);
        column.map_or_else(|| field.to_owned(), |at| mapping.column_name(at))
    }

    pub(super) fn warn(&mut self, field: &str, value: &str, reason: impl Into<String>) {
        let complaint = self.complaint(field, value, reason);
        self.plan.warnings.push(complaint);
    }

    /// Tells it of the first row that says so, and of no other.
    pub(super) fn warn_once(&mut self, field: &str, value: &str, reason: impl Into<String>) {
        let about = hash(&(field, value));
        if self.noted.contains_key(&about) {
            return;
        }
        self.noted.insert(about, self.row);
        self.warn(field, value, reason);
    }
}

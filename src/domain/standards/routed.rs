//! What a person routed to a group that fell short of a standard. A person decides; hallpass never assigns a pupil, and
//! keeps no number of pupils with it.

use chrono::NaiveDate;

use super::framework::StandardId;
use crate::domain::grade::Grades;
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::record::record;
use crate::domain::refusal::Refusal;
use crate::domain::school::SchoolId;

record! {
    /// That a product was routed to one grade of a school for a standard, in one window of a test.
    Route(RouteId) keyed by ["standard", "school", "grade", "window"] {
        /// What the group fell short of.
        standard: StandardId,
        /// Where.
        school: SchoolId,
        /// The grade: one.
        grade: Grades,
        /// What it was given.
        product: ProductId,
        /// The part of the product; the whole of it where none is named.
        module: Option<String>,
        /// The test that told the gap.
        test: String,
        /// The window of that test: `fall 2026`.
        window: String,
        /// Who decided.
        by: PersonId,
        /// The local day on which they did.
        on: NaiveDate,
        /// What they add.
        note: Option<String>,
    } check(route) {
        if route.grade.iter().count() != 1 {
            return Err(Refusal::new("grade", "a route is for one grade"));
        }
        if route.test.is_empty() || route.window.is_empty() {
            let field = if route.test.is_empty() { "test" } else { "window" };
            return Err(Refusal::new(field, "a route names the test and the window that told the gap"));
        }
        Ok(())
    }
}

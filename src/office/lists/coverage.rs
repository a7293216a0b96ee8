//! How far standards are covered, and what was routed to whom: the columns of `hallpass export coverage` and
//! `hallpass export routes`.

use super::{ListColumn, ListColumns};
use crate::domain::standards::coverage::CoverState;
use crate::exchange::write::Holds;
use crate::office::gaps::{ExportedCoverage, RoutedRow};

type CoverageColumn = ListColumn<ExportedCoverage>;
type RoutedColumn = ListColumn<RoutedRow>;

fn of(row: &ExportedCoverage, state: CoverState) -> i64 {
    i64::from(row.count.of(state))
}

/// How far each grade of a school is covered in each framework of the district's own.
pub const COVERAGE: ListColumns<ExportedCoverage> = ListColumns::of_commands(
    "coverage",
    &[
        CoverageColumn::new("school", Holds::Text, |r, _| r.school.as_str().into()),
        CoverageColumn::new("framework", Holds::Text, |r, _| r.framework.as_str().into()),
        CoverageColumn::new("grade", Holds::Text, |r, _| {
            r.grade.to_string().as_str().into()
        }),
        CoverageColumn::new("usable", Holds::Count, |r, _| {
            of(r, CoverState::Usable).into()
        }),
        CoverageColumn::new("short", Holds::Count, |r, _| {
            of(r, CoverState::Short).into()
        }),
        CoverageColumn::new("blocked", Holds::Count, |r, _| {
            of(r, CoverState::Blocked).into()
        }),
        CoverageColumn::new("claimed", Holds::Count, |r, _| {
            of(r, CoverState::Claimed).into()
        }),
        CoverageColumn::new("nothing", Holds::Count, |r, _| {
            of(r, CoverState::Nothing).into()
        }),
        CoverageColumn::new("waived", Holds::Count, |r, _| i64::from(r.waived).into()),
        // Usable or short, of all that are not waived, rounded down; blank where all are waived.
        CoverageColumn::new("percent", Holds::Count, |r, _| {
            r.count.percent().map(i64::from).into()
        }),
    ],
    &[],
);

/// What was routed to groups, and how they stand since.
pub const ROUTES: ListColumns<RoutedRow> = ListColumns::of_commands(
    "routes",
    &[
        RoutedColumn::new("framework", Holds::Text, |r, _| r.framework.as_str().into()),
        RoutedColumn::new("code", Holds::Text, |r, _| r.code.as_str().into()),
        RoutedColumn::new("guid", Holds::Text, |r, _| r.guid.as_str().into()),
        RoutedColumn::new("school", Holds::Text, |r, _| r.school.as_str().into()),
        RoutedColumn::new("grade", Holds::Text, |r, _| r.grade.as_str().into()),
        RoutedColumn::new("product", Holds::Text, |r, _| r.product.as_str().into()),
        RoutedColumn::new("module", Holds::Text, |r, _| r.module.as_deref().into()),
        RoutedColumn::new("test", Holds::Text, |r, _| r.test.as_str().into()),
        RoutedColumn::new("window", Holds::Text, |r, _| r.window.as_str().into()),
        RoutedColumn::new("by", Holds::Text, |r, _| r.by.as_str().into()),
        RoutedColumn::new("on", Holds::Day, |r, _| Some(r.on).into()),
        RoutedColumn::new("note", Holds::Text, |r, _| r.note.as_deref().into()),
        RoutedColumn::new("since_window", Holds::Text, |r, _| {
            let since = r.since.as_ref();
            since.map(|(window, _)| window.as_str()).into()
        }),
        RoutedColumn::new("since", Holds::Text, |r, _| {
            let since = r.since.as_ref();
            since.map(|(_, change)| change.word()).into()
        }),
    ],
    &[],
);

//! Line 2 of the schools: the filter, marks, the order, what is summed.

use super::empty::counts;
use super::{SchoolsFocus, SchoolsView, matrix};
use crate::domain::money::Basis;
use crate::domain::renewal::unknown::without_price;
use crate::office::export::counted;
use crate::office::lists::matrix::MATRIX;
use crate::office::lists::schools::{PLACED, SCHOOLS};
use crate::office::query::Overview;
use crate::tui::scene::{Scene, WindowShape};

pub(super) fn heading(view: &SchoolsView, scene: &Scene) -> String {
    let Some(sums) = &view.sums else {
        return String::new();
    };
    let focus = view.focus();
    let mut parts = Vec::new();
    let (shown, all) = counts(view, view.filter_of);
    parts.extend(view.filter.label(shown, all));
    let marks = match focus {
        SchoolsFocus::Schools => view.left.marks(),
        SchoolsFocus::Products => view.products.marks(),
        SchoolsFocus::Matrix => view.grid.marks(),
    };
    if marks > 0 {
        parts.push(format!("{marks} marked"));
    }
    let order = match focus {
        SchoolsFocus::Schools => view.school_order.label(&SCHOOLS.orders()),
        SchoolsFocus::Products => view.placed_order.label(&PLACED.orders()),
        SchoolsFocus::Matrix => view.matrix_order.label(&MATRIX.orders()),
    };
    let sort = format!("sort: {order}");
    let at = parts.len();
    if view.matrix {
        parts.extend(matrix::window_words(view, scene));
    }
    let scoped = view.scope.as_ref().map(|school| school.id);
    parts.push(match scoped.and_then(|id| sums.school(id)) {
        Some(row) if row.kept_back => counted(row.products, "product"),
        Some(row) => format!(
            "{}, ${} {}",
            counted(row.products, "product"),
            row.cost.dollars(),
            Basis::YearPrice
        ),
        None => totals(view, &sums.all, scene.shape == WindowShape::Full),
    });
    // What the sums leave out stands beside them, whatever else there is no room for.
    let whole = sums.all.without_price == 0;
    let at = if scene.shape == WindowShape::Full && whole {
        at
    } else {
        parts.len()
    };
    parts.insert(at, sort);
    parts.join("   ")
}

/// Each dollar counted once.
fn totals(view: &SchoolsView, all: &Overview, roomy: bool) -> String {
    let schools = counted(all.schools.len(), "school");
    let of = if view.matrix {
        counted(all.products.len(), "product")
    } else if roomy && all.without_price == 0 {
        format!("{schools}, {}", counted(all.contracts, "contract"))
    } else {
        schools
    };
    let total = format!("{of}, ${}", all.cost().dollars());
    let without = without_price(all.without_price).into_iter();
    without.fold(total, |total, without| format!("{total}, {without}"))
}

//! Line 2 of the schools: the filter, marks, the order, what is summed.

use super::empty::counts;
use super::{SchoolsFocus, SchoolsView, matrix};
use crate::domain::counted::counted;
use crate::domain::money::Basis;
use crate::domain::renewal::unknown::without_price;
use crate::office::lists::matrix::MATRIX;
use crate::office::lists::schools::{PLACED, SCHOOLS, price_in_words, without_hidden};
use crate::office::query::Overview;
use crate::tui::scene::Scene;

pub(super) fn heading(view: &SchoolsView, scene: &Scene) -> Vec<String> {
    let Some(sums) = &view.sums else {
        return Vec::new();
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
    let scoped = view.scope.as_ref().map(|school| school.id);
    parts.push(match scoped.and_then(|id| sums.school(id)) {
        Some(row) if row.kept_back => counted(row.products, "product"),
        Some(row) => format!(
            "{}, {}{}",
            counted(row.products, "product"),
            price_in_words(row.cost),
            without_hidden(row)
        ),
        None => totals(view, &sums.all),
    });
    if view.matrix {
        parts.extend(matrix::window_words(view, scene));
    }
    parts.push(format!("sort: {order}"));
    if !view.matrix && scoped.is_none() {
        parts.push(counted(sums.all.contracts, "contract"));
    }
    parts
}

/// Each dollar counted once, and what the sum leaves out.
fn totals(view: &SchoolsView, all: &Overview) -> String {
    let of = if view.matrix {
        counted(all.products.len(), "product")
    } else {
        counted(all.schools.len(), "school")
    };
    let Some(cost) = all.cost else {
        return format!("{of}, sum hidden, would tell one price");
    };
    let mut total = format!("{of}, ${} {}", cost.dollars(), Basis::YearPrice);
    // The rows of products have it all; those of schools have not.
    let at_none = all.at_no_school().filter(|_| !view.matrix);
    total.extend(at_none.map(|cost| format!(" (${} at no open school)", cost.dollars())));
    let without = without_price(all.without_price).into_iter();
    without.fold(total, |total, without| format!("{total}, {without}"))
}

//! Which layout is drawn, and the box of the filter. The layouts have files of their own.

use ratatui::layout::Rect;

use super::{SchoolsFocus, SchoolsView, list, matrix};
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

pub(super) fn draw(view: &SchoolsView, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(sums) = &view.sums else {
        canvas.text(
            area.x + 2,
            area.y + 1,
            area.width.saturating_sub(2),
            "Reading the schools.",
            TextRole::Plain,
        );
        return;
    };
    if sums.all.schools.is_empty() {
        canvas.paragraph(area, NO_SCHOOLS);
    } else if view.matrix {
        matrix::draw(view, area, canvas, scene);
    } else {
        list::draw(view, area, canvas, scene);
    }
    let what = match view.filter_of {
        SchoolsFocus::Schools => " Filter the schools: ",
        SchoolsFocus::Products | SchoolsFocus::Matrix => " Filter the products: ",
    };
    view.filter.draw(area, canvas, what);
}

const NO_SCHOOLS: &str = "No schools yet. n adds one, :import brings them in from a spreadsheet. \
     Students per school lets hallpass show dollars per student.";

//! Which page is drawn, and the box of the filter.

use ratatui::layout::Rect;

use super::{Dashboard, ShownPage, cells, column, empty, front, owners, training, wide, words};
use crate::domain::waste::Totals;
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};

pub(super) fn draw(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    match view.page {
        ShownPage::Front => draw_front(view, area, canvas, scene),
        ShownPage::Cells => cells::draw(view, area, canvas, scene),
        ShownPage::Owners => owners::draw(view, area, canvas, scene),
        ShownPage::Training => training::draw(view, area, canvas, scene),
    }
    view.filter.draw(area, canvas, " Filter: ");
}

fn draw_front(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(known) = &view.counted else {
        canvas.paragraph(column(area), "Counting. Every key works meanwhile.");
        return;
    };
    let sums = &known.page;
    if sums.totals == Totals::default() {
        let name = words::year(sums.year, known.years);
        let text = empty::nothing_counted(sums, scene, view.scope.is_some(), &name);
        canvas.paragraph(column(area), &text);
    } else if wide::fits(scene) {
        wide::draw(view, sums, area, canvas);
    } else if scene.shape == WindowShape::Full {
        front::draw(view, sums, area, canvas);
    } else {
        front::draw_narrow(view, sums, area, canvas);
    }
}

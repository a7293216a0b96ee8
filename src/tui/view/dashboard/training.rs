//! Who is trained in each product, school by school: where most people are missing first.

use ratatui::layout::Rect;

use super::cursor::PageRow;
use super::{Dashboard, column};
use crate::domain::ownership::{CoverageRow, TRAINED_ENOUGH};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::text;
use crate::office::lists::training::{NARROW, TRAINING, USUAL, WIDE};
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::list_table::ListTable;

pub(super) fn fill(view: &mut Dashboard) {
    let Some(known) = &view.coverage else { return };
    let typed = text::fold(view.filter.text());
    let words: Vec<&str> = typed.split_whitespace().collect();
    let school = view.school();
    let fits = |row: &&CoverageRow| {
        let here = school.is_none_or(|id| row.school == id);
        here && (words.is_empty() || mentions(row, &words))
    };
    let mut rows: Vec<&CoverageRow> = known.rows.iter().filter(fits).collect();
    let order = view.trained_order;
    TRAINING.sort(&mut rows, order.by, order.reversed);
    let keys: Vec<(ProductId, SchoolId)> =
        rows.iter().map(|row| (row.product, row.school)).collect();
    let wanted = view.wanted.take();
    let is_wanted = |key: &&(ProductId, SchoolId)| match wanted {
        Some(PageRow::Training(product, school)) => {
            key.0 == product && school.is_none_or(|school| key.1 == school)
        }
        _ => false,
    };
    let first = keys.iter().find(is_wanted).copied();
    view.trained.set(keys);
    if let Some(key) = first {
        view.trained.select(&key);
    }
}

fn mentions(row: &CoverageRow, words: &[&str]) -> bool {
    let all = text::fold(&format!(
        "{} {} {}",
        row.product_name, row.school_code, row.school_name
    ));
    words.iter().all(|word| all.contains(word))
}

pub(super) fn draw(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(known) = &view.coverage else {
        canvas.paragraph(column(area), "Reading who is trained.");
        return;
    };
    let gaps = known.rows.iter().filter(|row| row.trained.is_gap()).count();
    let title = format!(
        "WHO IS TRAINED: {gaps} of {} are below {TRAINED_ENOUGH}% of their target",
        known.rows.len()
    );
    canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title,
        TextRole::Heading,
    );
    let table = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    if view.trained.is_empty() {
        let text = if !view.filter.is_empty() {
            "No product and no school is called so. Esc clears the filter."
        } else if view.scope.is_some() && !known.rows.is_empty() {
            "No training is on record at this school. @ Enter clears the school."
        } else {
            "No training is on record. Open :owners, go to a product and press n to enter some, or :import it."
        };
        canvas.paragraph(column(table), text);
        return;
    }
    draw_table(view, table, canvas, scene);
}

fn draw_table(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let window = match scene.size.width {
        120.. => WIDE,
        80.. => USUAL,
        _ => NARROW,
    };
    let viewer = scene.viewer();
    let table = ListTable::new(&TRAINING, window, (&view.trained, true), &viewer);
    table.draw(canvas, area, |_, key| view.training_row(*key));
}

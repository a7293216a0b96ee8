//! The matrix layout: standards by the products that are aligned to most of them, a sign a cell, with a line that says the
//! one under the cursor in words.

use ratatui::layout::Rect;

use super::Standards;
use crate::domain::text;
use crate::office::query::standards::{CoverMark, CrossRow, CrossTable};
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;
use crate::tui::widget::table::draw_marks;

/// A code at the least, and a product's column.
const CODE: u16 = 12;
const CELL: (u16, u16) = (4, 16);

pub(super) fn draw(view: &Standards, table: &CrossTable, area: Rect, canvas: &mut Canvas) {
    if table.products.is_empty() || table.rows.is_empty() {
        canvas.paragraph(area, &nothing(view, table));
        return;
    }
    let count = table.products.len() as u16;
    let room = area.width.saturating_sub(2 + CODE + 1);
    let cell = (room / count.max(1)).clamp(CELL.0, CELL.1);
    let code = area.width.saturating_sub(2 + cell * count).clamp(CODE, 40);
    let fit = usize::from((area.width.saturating_sub(2 + code)) / cell);
    let first = (view.column + 1).saturating_sub(fit.max(1));
    let x_of = |at: usize| area.x + 2 + code + 1 + (at - first) as u16 * cell;
    canvas.text(area.x + 2, area.y, code, "STANDARD", TextRole::Heading);
    let shown = || table.products.iter().enumerate().skip(first).take(fit);
    for (at, (_, name)) in shown() {
        let role = if at == view.column {
            TextRole::Selected
        } else {
            TextRole::Heading
        };
        canvas.text(x_of(at), area.y, cell - 1, name, role);
    }
    let rows = area.height.saturating_sub(3);
    canvas.list(Rect {
        height: rows + 1,
        ..area
    });
    for (y, at) in (area.y + 1..).zip(view.grid.window(rows.into())) {
        let Some(row) = table.rows.get(at) else {
            continue;
        };
        let selected = at == view.grid.at();
        let role = draw_marks(canvas, (area.x, y), &view.grid, at, true);
        canvas.text(
            area.x + 2,
            y,
            code,
            &row.code,
            role.unwrap_or(TextRole::Plain),
        );
        for (column, _) in shown() {
            let Some(mark) = row.marks.get(column) else {
                continue;
            };
            let here = selected && column == view.column;
            let role = if here {
                TextRole::Selected
            } else {
                TextRole::Plain
            };
            canvas.text(x_of(column) + 1, y, 1, mark.sign(), role);
        }
    }
    let room = area.width.saturating_sub(3);
    let said = row(view, table).map_or_else(String::new, |row| words(view, table, row));
    canvas.text(area.x + 2, area.bottom() - 2, room, &said, TextRole::Plain);
    canvas.text(
        area.x + 2,
        area.bottom() - 1,
        room,
        &legend(room.into()),
        TextRole::Plain,
    );
}

fn row<'t>(view: &Standards, table: &'t CrossTable) -> Option<&'t CrossRow> {
    table.rows.get(view.grid.at())
}

/// `4.NF.B.3, Sumgrove: only claimed. Understands a fraction a/b ...`
pub(super) fn words(view: &Standards, table: &CrossTable, row: &CrossRow) -> String {
    let product = table.products.get(view.column);
    let name = product.map_or("", |(_, name)| name);
    let mark = row.marks.get(view.column);
    let word = mark.copied().unwrap_or(CoverMark::Nothing).word();
    format!(
        "{}, {name}: {word}. {}",
        row.code,
        text::shown(&row.statement)
    )
}

/// `# usable  + short or blocked  c only claimed  w wider only  . nothing`; where there is less room, `+ short  c claimed`.
fn legend(room: usize) -> String {
    let told = |said: fn(CoverMark) -> &'static str| {
        let marks = CoverMark::ALL.iter();
        let marks = marks.map(|mark| format!("{} {}", mark.sign(), said(*mark)));
        marks.collect::<Vec<_>>().join("  ")
    };
    let whole = told(CoverMark::word);
    if text::width(&whole) <= room {
        return whole;
    }
    told(|mark| match mark {
        CoverMark::Short => "short",
        CoverMark::Claimed => "claimed",
        CoverMark::Wider => "wider",
        CoverMark::Usable | CoverMark::Nothing => mark.word(),
    })
}

fn nothing(view: &Standards, table: &CrossTable) -> String {
    let missing = view.board.as_ref().and_then(|board| board.missing.clone());
    match missing {
        Some(why) if table.all == 0 => why,
        _ if table.all == 0 => "No standard says these words. Esc clears the filter.".to_owned(),
        _ => "No product is aligned to a standard yet. hallpass import alignments FILE".to_owned(),
    }
}

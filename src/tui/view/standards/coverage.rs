//! The layout of schools: how far each is covered, by grade, in percent of the district's own standards.

use ratatui::layout::Rect;

use super::Standards;
use crate::domain::text;
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};
use crate::office::deed::{Contents, Listing};
use crate::office::query::standards::{CoverRow, CoverTable};
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;
use crate::tui::widget::chart;
use crate::tui::widget::table::draw_marks;

/// A school's name at the least.
const NAME: u16 = 16;
/// A school's name at the most, where shades have the room beside it.
const LONG_NAME: u16 = 32;
/// A grade: a blank, a percent, and its shade.
const CELL: u16 = 5;
/// The same at the most: a blank between, and a shade that is seen from afar.
const WIDE_CELL: u16 = 10;
/// A blank, and a percent.
const PERCENT: u16 = 4;
/// What shades mean, for a wide window, a usual one, and one of sixty columns.
const LEGENDS: [&str; 3] = [
    "% of the standards with something verified there: ░ to 24  ▒ to 49  ▓ to 74  █ from 75.  - none to cover",
    "% with something verified: ░ to 24 ▒ to 49 ▓ to 74 █ from 75  - none asked",
    "% verified: ░ to 24 ▒ to 49 ▓ to 74 █ from 75  - none",
];

/// Schools in scope, by what the filter leaves of them.
pub(super) fn listed<'t>(view: &Standards, table: &'t CoverTable) -> Vec<&'t CoverRow> {
    let words = text::fold(view.filter.text());
    let rows = table.rows.iter();
    let rows = rows.filter(|row| {
        let here = view.school().is_none_or(|school| school == row.school);
        let name = text::fold(&row.name);
        here && words.split_whitespace().all(|word| name.contains(word))
    });
    rows.collect()
}

pub(super) fn draw(view: &Standards, table: &CoverTable, area: Rect, canvas: &mut Canvas) {
    let listed = listed(view, table);
    let cells = 2 + table.grades.len() as u16;
    let longest = listed.iter().map(|row| text::width(&row.name) as u16).max();
    let longest = longest.unwrap_or(0).clamp(NAME, LONG_NAME);
    let cell = (area.width.saturating_sub(2 + longest) / cells).clamp(CELL, WIDE_CELL);
    let name = if cell > CELL {
        longest
    } else {
        area.width.saturating_sub(2 + cells * CELL).max(NAME)
    };
    // Where a percent ends; its shade stands behind it.
    let end = |at: u16| area.x + 2 + name + at * cell + PERCENT;
    let heading = |x: u16, text: &str, canvas: &mut Canvas| {
        canvas.right(area.x, x, area.y, text, TextRole::Heading);
    };
    canvas.text(area.x + 2, area.y, name, "SCHOOL", TextRole::Heading);
    let shown = area.width.saturating_sub(2 + name) / cell;
    heading(end(0), "ALL", canvas);
    for (at, grade) in (1..shown).zip(&table.grades) {
        heading(end(at), &grade.to_string(), canvas);
    }
    let rows = area.height.saturating_sub(2);
    canvas.list(area);
    for (y, at) in (area.y + 1..).zip(view.schools.window(rows.into())) {
        let Some(row) = listed.get(at) else { continue };
        let role = draw_marks(canvas, (area.x, y), &view.schools, at, true);
        let role = role.unwrap_or(TextRole::Plain);
        canvas.text(area.x + 2, y, name, &row.name, role);
        let by_grade = row.by_grade.iter();
        let by_grade = by_grade.map(|count| count.and_then(|count| count.percent()));
        for (at, percent) in (0..shown).zip(std::iter::once(row.all.percent()).chain(by_grade)) {
            let said = percent.map_or("-".to_owned(), |percent| percent.to_string());
            canvas.right(area.x, end(at), y, &said, TextRole::Plain);
            let shade = chart::shade(percent.unwrap_or(0));
            let apart = u16::from(cell > CELL);
            for x in end(at) + apart..end(at) + cell - PERCENT {
                canvas.glyph(x, y, shade);
            }
        }
    }
    let room = area.width.saturating_sub(3);
    let fits = |legend: &&str| text::width(legend) <= room.into();
    let legend = LEGENDS.into_iter().find(fits).unwrap_or(LEGENDS[2]);
    chart::shaded(canvas, (area.x + 2, area.bottom() - 1), room, legend);
}

/// The schools as they are shown, for a file.
pub(super) fn listing(view: &Standards, table: &CoverTable) -> Option<Listing> {
    let rows = listed(view, table);
    if rows.is_empty() {
        return None;
    }
    let mut columns = vec![
        TableColumn::new("school", Holds::Text),
        TableColumn::new("covered_pct", Holds::Count),
    ];
    let grades = table.grades.iter();
    columns.extend(grades.map(|grade| TableColumn::new(&format!("grade_{grade}"), Holds::Count)));
    let percent = |n: Option<u32>| n.map_or(TableCell::Blank, |n| TableCell::Count(n.into()));
    let rows = rows.into_iter().map(|row| {
        let mut cells = vec![
            TableCell::Text(row.name.clone()),
            percent(row.all.percent()),
        ];
        let by_grade = row.by_grade.iter();
        cells.extend(by_grade.map(|count| percent(count.and_then(|count| count.percent()))));
        cells
    });
    Some(Listing {
        name: "coverage".to_owned(),
        contents: Contents::Table(Table {
            title: "Coverage of standards in percent, schools by grades".to_owned(),
            columns,
            rows: rows.collect(),
        }),
    })
}

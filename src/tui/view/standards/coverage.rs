//! The layout of schools: how far each is covered, by grade, in percent of the district's own standards.

use ratatui::layout::Rect;

use super::Standards;
use crate::domain::text;
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};
use crate::office::deed::{Contents, Listing};
use crate::office::query::standards::{CoverRow, CoverTable};
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;
use crate::tui::widget::table::draw_marks;

/// A school's name at the least.
const NAME: u16 = 16;
/// A grade: a blank, and a percent.
const CELL: u16 = 5;
const LEGEND: &str = "% of the standards with something verified there.  - none to cover";

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
    let cells = 2 + table.grades.len() as u16;
    let name = area.width.saturating_sub(2 + cells * CELL).max(NAME);
    let end = |at: u16| area.x + 2 + name + (at + 1) * CELL;
    let heading = |x: u16, text: &str, canvas: &mut Canvas| {
        canvas.right(area.x, x, area.y, text, TextRole::Heading);
    };
    canvas.text(area.x + 2, area.y, name, "SCHOOL", TextRole::Heading);
    let shown = area.width.saturating_sub(2 + name) / CELL;
    heading(end(0), "ALL", canvas);
    for (at, grade) in (1..shown).zip(&table.grades) {
        heading(end(at), &grade.to_string(), canvas);
    }
    let rows = area.height.saturating_sub(2);
    let listed = listed(view, table);
    canvas.list(area);
    for (y, at) in (area.y + 1..).zip(view.schools.window(rows.into())) {
        let Some(row) = listed.get(at) else { continue };
        let role = draw_marks(canvas, (area.x, y), &view.schools, at, true);
        let role = role.unwrap_or(TextRole::Plain);
        canvas.text(area.x + 2, y, name, &row.name, role);
        let percent = |count: Option<u32>| count.map_or("-".to_owned(), |n| n.to_string());
        canvas.right(
            area.x,
            end(0),
            y,
            &percent(row.all.percent()),
            TextRole::Plain,
        );
        for (at, count) in (1..shown).zip(&row.by_grade) {
            let text = percent(count.and_then(|count| count.percent()));
            canvas.right(area.x, end(at), y, &text, TextRole::Plain);
        }
    }
    let room = area.width.saturating_sub(3);
    canvas.text(area.x + 2, area.bottom() - 1, room, LEGEND, TextRole::Plain);
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

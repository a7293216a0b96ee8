//! Rows in columns under a heading, only as many as fit, the cursor on the selected one.
//! Used by views and popups. Asks its caller for the cells of visible rows and for nothing else.

use std::hash::Hash;

use ratatui::layout::Rect;

use super::layout::{Cell, Layout, ScreenColumn};
use super::list::{List, ListLine};
use crate::domain::text;
use crate::office::lists::RowBand;
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;

/// Columns before the first cell: the cursor's mark and the bulk mark.
pub const GUTTER: u16 = 2;

/// Draws the marks before a row: `>` where the cursor is, `.` where it is parked, `*` on a marked one. Says how the
/// name of the row under the cursor is shown.
pub fn draw_marks<K: Clone + Eq + Hash>(
    canvas: &mut Canvas,
    (x, y): (u16, u16),
    list: &List<K>,
    position: usize,
    focus: bool,
) -> Option<TextRole> {
    if list
        .keys()
        .get(position)
        .is_some_and(|key| list.is_marked(key))
    {
        canvas.text(x + 1, y, 1, "*", TextRole::Plain);
    }
    if position != list.at() {
        return None;
    }
    if focus {
        canvas.text(x, y, 1, ">", TextRole::Plain);
        canvas.put_cursor(x, y);
        Some(TextRole::Selected)
    } else {
        canvas.text(x, y, 1, ".", TextRole::Plain);
        Some(TextRole::Parked)
    }
}

/// Draws heading and visible rows. Without `focus` the selected row is shown as parked.
pub fn draw<K: Clone + Eq + Hash>(
    canvas: &mut Canvas,
    area: Rect,
    columns: &[ScreenColumn],
    list: &List<K>,
    focus: bool,
    cells: impl Fn(usize, &K) -> Vec<Cell>,
) {
    if area.height == 0 || area.width <= GUTTER {
        return;
    }
    let layout = Layout::new(columns, area.width - GUTTER);
    layout.draw_titles(canvas, area.x + GUTTER, area.y);
    let (room, per_row) = (area.height - 1, layout.lines());
    if room < per_row {
        return;
    }
    if focus {
        canvas.list(area);
    }
    list.turn(canvas.turns(area));
    let mut y = area.y + 1;
    for line in list.lines(room.into(), per_row.into()) {
        match line {
            ListLine::Heading(band) => {
                draw_heading(canvas, Rect { y, ..area }, &list.bands()[band]);
                y += 1;
            }
            ListLine::Row(position) => {
                let mut cells = cells(position, &list.keys()[position]);
                let role = draw_marks(canvas, (area.x, y), list, position, focus);
                if let (Some(role), Some(name)) = (role, cells.first_mut()) {
                    name.1 = role;
                }
                layout.draw_row(canvas, area.x + GUTTER, y, &cells);
                y += per_row;
            }
        }
    }
}

/// Draws what stands above rows that belong together: what they have in common, and at the right how many they are.
pub fn draw_heading(canvas: &mut Canvas, line: Rect, band: &RowBand) {
    let told = text::width(&band.told) as u16;
    let room = line.width.saturating_sub(told + 3);
    let heading = if band.alarm.is_empty() {
        TextRole::Heading
    } else {
        TextRole::Plain
    };
    let pieces = [
        (band.alarm, TextRole::AlarmMark),
        (band.heading.as_str(), heading),
    ];
    canvas.pieces(line.x + 1, line.y, room, &pieces);
    let end = line.right().saturating_sub(1);
    canvas.right(line.x, end, line.y, &band.told, TextRole::Plain);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::lists::Width;
    use crate::tui::command::Command;
    use crate::tui::theme::Look;
    use ratatui::buffer::Buffer;

    const COLUMNS: [ScreenColumn; 3] = [
        ScreenColumn::wide("PRODUCT", 8),
        ScreenColumn::fixed("STATUS", 6),
        ScreenColumn::number("COST", 6),
    ];

    fn picture(width: u16, height: u16, list: &List<&'static str>, focus: bool) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut buffer, Look::default());
        draw(&mut canvas, area, &COLUMNS, list, focus, |_, name| {
            vec![
                ((*name).to_string(), TextRole::Plain),
                ("OK".into(), TextRole::Plain),
                ("1,150".into(), TextRole::Plain),
            ]
        });
        lines(&buffer)
    }

    fn lines(buffer: &Buffer) -> Vec<String> {
        let rows = buffer.content.chunks(buffer.area.width as usize);
        rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect())
            .collect()
    }

    #[test]
    fn a_table_shows_marks_columns_and_the_rows_that_fit() {
        let mut list = List::default();
        list.set(vec!["Canvas", "Kahoot! EDU", "Seesaw"]);
        list.update(Command::Mark);
        assert_eq!(
            picture(30, 3, &list, true),
            [
                "  PRODUCT        STATUS   COST",
                " *Canvas         OK      1,150",
                "> Kahoot! EDU    OK      1,150",
            ]
        );
        assert_eq!(picture(17, 3, &list, false)[2], ". Kahoot!~ OK    ");
        assert_eq!(picture(9, 3, &list, false)[2], ". Kahoot~");
    }

    #[test]
    fn a_number_too_long_for_its_column_takes_what_the_text_before_it_leaves_free() {
        let columns = [
            ScreenColumn::fixed("DAY", 6),
            ScreenColumn::number("LATE", 4),
        ];
        let area = Rect::new(0, 0, 13, 4);
        let mut list = List::default();
        list.set(vec!["Mar 2", "May", "Mar 10"]);
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut buffer, Look::default());
        draw(&mut canvas, area, &columns, &list, true, |_, day| {
            let late = ("late 8d".to_owned(), TextRole::Alarm);
            vec![((*day).to_owned(), TextRole::Plain), late]
        });
        assert_eq!(
            lines(&buffer),
            [
                "  DAY    LATE",
                "> Mar 2 late~",
                "  May late 8d",
                "  Mar 10 lat~",
            ]
        );
    }

    #[test]
    fn a_row_of_two_lines_has_the_second_below_its_columns() {
        let below = |id, above| ScreenColumn {
            id,
            ..ScreenColumn {
                width: Width::Below(above),
                ..ScreenColumn::fixed("", 0)
            }
        };
        let named = |id, column| ScreenColumn { id, ..column };
        let columns = [
            ScreenColumn::fixed("REQ", 3),
            below("where", "product"),
            named("product", ScreenColumn::wide("PRODUCT", 4)),
            named("late", ScreenColumn::number("LATE", 4)),
            below("by", "late"),
        ];
        let area = Rect::new(0, 0, 19, 6);
        let mut list = List::default();
        list.set(vec!["R-1", "R-2", "R-3"]);
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut buffer, Look::default());
        draw(&mut canvas, area, &columns, &list, false, |_, name| {
            let texts = [*name, "Lincoln", "Gizmos Plus", "4", "me"];
            texts
                .map(|text| (text.to_owned(), TextRole::Plain))
                .to_vec()
        });
        assert_eq!(
            lines(&buffer),
            [
                "  REQ PRODUCT  LATE",
                ". R-1 Gizmos ~    4",
                "      Lincoln  me  ",
                "  R-2 Gizmos ~    4",
                "      Lincoln  me  ",
                "                   ",
            ]
        );
    }

    #[test]
    fn no_room_is_no_trouble() {
        let mut list = List::default();
        list.set(vec!["Canvas"]);
        for width in 1..20 {
            for height in 1..4 {
                picture(width, height, &list, true);
            }
        }
    }
}

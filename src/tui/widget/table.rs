//! Rows in columns under a heading, only as many as fit, the cursor on the selected one.
//! Used by views. Asks its caller for the cells of visible rows and for nothing else.

use std::hash::Hash;

use ratatui::layout::Rect;

use super::list::List;
use crate::domain::text;
use crate::office::lists::{self, Viewer, Width};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;

/// Columns before the first cell: the cursor's mark and the bulk mark.
const GUTTER: u16 = 2;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct ScreenColumn {
    /// The word in the heading, in capitals.
    pub title: &'static str,
    /// How wide.
    pub width: Width,
    /// Numbers and money end at the same column.
    pub right: bool,
}

impl ScreenColumn {
    /// Text of a fixed width.
    pub const fn fixed(title: &'static str, width: u16) -> Self {
        Self {
            title,
            width: Width::Fixed(width),
            right: false,
        }
    }

    /// Text that takes its share of the room left.
    pub const fn wide(title: &'static str, width: u16) -> Self {
        Self {
            title,
            width: Width::AtLeast(width),
            right: false,
        }
    }

    /// At least so wide.
    pub fn least(&self) -> u16 {
        match self.width {
            Width::Fixed(width) | Width::AtLeast(width) | Width::Fits(width, _) => width,
        }
    }

    /// Right-aligned numbers.
    pub const fn number(title: &'static str, width: u16) -> Self {
        Self {
            title,
            width: Width::Fixed(width),
            right: true,
        }
    }
}

/// One cell: what it says and as what.
pub type Cell = (String, Role);

/// The columns of a described list as this window shows them; `rows` are those that its widths are measured by.
pub fn columns<'r, R: 'static>(
    window: &[(&'static lists::ListColumn<R>, Width)],
    rows: impl IntoIterator<Item = &'r R> + Clone,
    viewer: &Viewer,
) -> Vec<ScreenColumn> {
    let columns = window.iter().map(|(column, width)| ScreenColumn {
        title: column.title(),
        width: match *width {
            Width::Fits(least, most) => {
                let rows = rows.clone().into_iter();
                let texts = rows.map(|row| text::width(&column.shows(row, viewer)));
                let widest = texts.max().unwrap_or(0).max(text::width(column.title()));
                Width::Fixed((widest as u16).clamp(least, most))
            }
            known => known,
        },
        right: column.is_number(),
    });
    columns.collect()
}

/// What a column of a described list says of a row.
pub fn cell<R>(column: &lists::ListColumn<R>, row: &R, viewer: &Viewer) -> Cell {
    let role = if column.is_alarm(row, viewer) {
        Role::Alarm
    } else {
        Role::Plain
    };
    (column.shows(row, viewer), role)
}

/// What all columns of a window say of a row.
pub fn cells<R>(
    window: &[(&'static lists::ListColumn<R>, Width)],
    row: &R,
    viewer: &Viewer,
) -> Vec<Cell> {
    let cells = window.iter().map(|(column, _)| cell(column, row, viewer));
    cells.collect()
}

/// Draws the columns of a described list, for rows that are found by their key.
pub fn draw_list<'r, K: Clone + Eq + Hash, R: 'static>(
    canvas: &mut Canvas,
    area: Rect,
    window: &[(&'static lists::ListColumn<R>, Width)],
    (list, focus): (&List<K>, bool),
    viewer: &Viewer,
    row: impl Fn(&K) -> Option<&'r R>,
) {
    let rows = list.keys().iter().filter_map(&row);
    let columns = columns(window, rows, viewer);
    draw(canvas, area, &columns, list, focus, |_, key| {
        let row = row(key);
        row.map(|row| cells(window, row, viewer))
            .unwrap_or_default()
    });
}

/// Draws heading and visible rows. A column that does not fit any more is left out, the rightmost
/// first. Without `focus` the selected row is shown as parked.
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
    let widths = widths(columns, area.width - GUTTER);
    let titles = columns.iter().map(|c| (c.title.to_string(), Role::Heading));
    draw_row(
        canvas,
        area,
        area.y,
        columns,
        &widths,
        &titles.collect::<Vec<_>>(),
    );
    let rows = area.height as usize - 1;
    if rows == 0 {
        return;
    }
    for (line, position) in list.window(rows).enumerate() {
        let y = area.y + 1 + line as u16;
        let key = &list.keys()[position];
        let mut cells = cells(position, key);
        if position == list.at() {
            let (mark, role) = if focus {
                (">", Role::Selected)
            } else {
                (".", Role::Parked)
            };
            canvas.text(area.x, y, 1, mark, Role::Plain);
            if let Some(name) = cells.first_mut() {
                name.1 = role;
            }
            if focus {
                canvas.put_cursor(area.x, y);
            }
        }
        if list.is_marked(key) {
            canvas.text(area.x + 1, y, 1, "*", Role::Plain);
        }
        draw_row(canvas, area, y, columns, &widths, &cells);
    }
}

fn draw_row(
    canvas: &mut Canvas,
    area: Rect,
    y: u16,
    columns: &[ScreenColumn],
    widths: &[u16],
    cells: &[Cell],
) {
    let mut x = area.x + GUTTER;
    for ((column, width), (text, role)) in columns.iter().zip(widths).zip(cells) {
        if column.right {
            canvas.right(x, x + width, y, text, *role);
        } else {
            canvas.text(x, y, *width, text, *role);
        }
        x += width + 1;
    }
}

/// The widths of the columns that fit, one blank between them.
fn widths(columns: &[ScreenColumn], room: u16) -> Vec<u16> {
    let mut widths = Vec::new();
    let mut used = 0;
    for column in columns {
        let gap = u16::from(!widths.is_empty());
        let wanted = column.least().min(room);
        if used + gap + wanted > room {
            break;
        }
        used += gap + wanted;
        widths.push(wanted);
    }
    let flexible: Vec<usize> = (0..widths.len())
        .filter(|i| matches!(columns[*i].width, Width::AtLeast(_)))
        .collect();
    let spare = room - used;
    for (turn, index) in flexible.iter().enumerate() {
        let count = flexible.len() as u16;
        widths[*index] += spare / count + u16::from((turn as u16) < spare % count);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
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
                ((*name).to_string(), Role::Plain),
                ("OK".into(), Role::Plain),
                ("1,150".into(), Role::Plain),
            ]
        });
        buffer
            .content
            .chunks(width as usize)
            .map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect())
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

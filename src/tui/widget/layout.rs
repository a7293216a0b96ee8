//! Where the columns of a table stand in the width there is, and how a line of cells is drawn in them.

use ratatui::layout::Rect;

use crate::office::lists::Width;
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;

/// A column of a table as it is drawn: its heading, its width, its side.
#[derive(Clone, Copy, Debug)]
pub struct ScreenColumn {
    /// The described column it is; empty where no list describes it.
    pub id: &'static str,
    /// The word in the heading, in capitals.
    pub title: &'static str,
    /// How many cells it gets of the window's width.
    pub width: Width,
    /// Numbers and money end at the same column.
    pub right: bool,
}

/// A part of the window above, and one of this height below it.
pub fn above_and_below(area: Rect, below: u16) -> (Rect, Rect) {
    let upper = Rect {
        height: area.height - below,
        ..area
    };
    let lower = Rect {
        y: upper.bottom(),
        height: below,
        ..area
    };
    (upper, lower)
}

impl ScreenColumn {
    /// Text of a fixed width.
    pub const fn fixed(title: &'static str, width: u16) -> Self {
        Self {
            id: "",
            title,
            width: Width::Fixed(width),
            right: false,
        }
    }

    /// Text that takes its share of the room left.
    pub const fn wide(title: &'static str, width: u16) -> Self {
        Self {
            id: "",
            title,
            width: Width::AtLeast(width),
            right: false,
        }
    }

    /// Right-aligned numbers.
    pub const fn number(title: &'static str, width: u16) -> Self {
        Self {
            id: "",
            title,
            width: Width::Fixed(width),
            right: true,
        }
    }

    /// At least so wide; none where it takes its width from the column above it.
    pub fn least(&self) -> Option<u16> {
        match self.width {
            Width::Below(_) => None,
            Width::Fixed(width)
            | Width::AtLeast(width)
            | Width::Fits(width, _)
            | Width::FitsTexts(width, _) => Some(width),
        }
    }
}

/// One cell: what it says and as what.
pub type Cell = (String, TextRole);

/// Where each column stands in a width: the columns that fit, one blank between them.
pub struct Layout {
    places: Vec<ColumnPlace>,
}

/// Where a column is, and its title.
#[derive(Clone, Copy)]
struct ColumnPlace {
    column: ScreenColumn,
    /// Which of the columns it is, and so which of a row's cells.
    at: usize,
    /// Counted from the first column.
    from: u16,
    width: u16,
    /// Of a row's lines, from 0.
    line: u16,
}

impl Layout {
    /// A column that does not fit any more is left out, the rightmost first; what is left over goes to those that
    /// can take more.
    pub fn new(columns: &[ScreenColumn], room: u16) -> Layout {
        let mut places: Vec<ColumnPlace> = Vec::new();
        let mut used = 0;
        for (at, column) in columns.iter().enumerate() {
            let Some(least) = column.least() else {
                continue;
            };
            let width = least.min(room);
            let from = used + u16::from(!places.is_empty());
            if from + width > room {
                break;
            }
            used = from + width;
            places.push(ColumnPlace {
                column: *column,
                at,
                from,
                width,
                line: 0,
            });
        }
        share(&mut places, room - used);
        for (at, column) in columns.iter().enumerate() {
            let above = match column.width {
                Width::Below(id) => places.iter().find(|place| place.column.id == id),
                _ => None,
            };
            let below = above.map(|place| ColumnPlace {
                column: *column,
                at,
                line: 1,
                ..*place
            });
            places.extend(below);
        }
        Layout { places }
    }

    /// How many lines a row has.
    pub fn lines(&self) -> u16 {
        let lines = self.places.iter().map(|place| place.line + 1);
        lines.max().unwrap_or(1)
    }

    /// How wide the column with this id is; 0 where it is not shown.
    pub fn width_of(&self, id: &str) -> u16 {
        let found = self.places.iter().find(|place| place.column.id == id);
        found.map_or(0, |place| place.width)
    }

    /// The titles, the first of them here.
    pub fn draw_titles(&self, canvas: &mut Canvas, x: u16, y: u16) {
        let places = self.places.iter().filter(|place| place.line == 0);
        let titles = places.map(|place| (place, (place.column.title, TextRole::Heading)));
        draw_line(canvas, x, y, titles);
    }

    /// A row, the first of its cells here; it has a cell for each column, shown or not.
    pub fn draw_row(&self, canvas: &mut Canvas, x: u16, y: u16, cells: &[Cell]) {
        for line in 0..self.lines() {
            let places = self.places.iter().filter(|place| place.line == line);
            let cells = places.filter_map(|place| {
                let (text, role) = cells.get(place.at)?;
                Some((place, (text.as_str(), *role)))
            });
            draw_line(canvas, x, y + line, cells);
        }
    }
}

/// Shares the columns that are left over among those that can take more.
fn share(places: &mut [ColumnPlace], spare: u16) {
    let takes_more = |place: &ColumnPlace| matches!(place.column.width, Width::AtLeast(_));
    let count = places.iter().filter(|place| takes_more(place)).count() as u16;
    let mut turn = 0;
    let mut moved = 0;
    for place in places {
        place.from += moved;
        if takes_more(place) {
            let more = spare / count + u16::from(turn < spare % count);
            place.width += more;
            moved += more;
            turn += 1;
        }
    }
}

/// Cells beside each other. A number or its title that is too long for its column takes what the text before it
/// leaves free.
fn draw_line<'c>(
    canvas: &mut Canvas,
    x: u16,
    y: u16,
    cells: impl Iterator<Item = (&'c ColumnPlace, (&'c str, TextRole))>,
) {
    let mut free = None;
    for (place, (text, role)) in cells {
        let (from, end) = (x + place.from, x + place.from + place.width);
        let used = if place.column.right {
            let from = free.map_or(from, |free: u16| from.min(free));
            canvas.right(from, end, y, text, role);
            end
        } else {
            from + canvas.text(from, y, place.width, text, role)
        };
        free = Some(used + 1);
    }
}

//! The only way to put text on a frame: measured, cut to fit and safe to show.
//! Used by views, popups, widgets and `frame`. Never panics, however small the room.

use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::text;

use super::theme::{Look, TextRole};

/// Cells of a list that somebody else changed a moment ago are marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FreshCells {
    /// The moment of this frame.
    pub now: Instant,
    /// Until when a cell that differs now from what it was is marked.
    pub until: Instant,
}

/// A frame being drawn.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// How roles and lines look.
    pub look: Look,
    /// Whether cells that differ from the last frame are somebody else's change.
    pub fresh: Option<FreshCells>,
    cursor: Option<Position>,
    lists: Vec<Rect>,
    /// A key is held down that moves the cursor.
    held: bool,
}

impl<'a> Canvas<'a> {
    /// A canvas over the whole frame.
    pub fn new(buffer: &'a mut Buffer, look: Look) -> Self {
        Self {
            buffer,
            look,
            fresh: None,
            cursor: None,
            lists: Vec::new(),
            held: false,
        }
    }

    /// Whether a key is held down that moves the cursor, so that lists scroll by lines wherever they stand.
    pub fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// The same, with cells marked that somebody else changed.
    #[must_use]
    pub fn marking(mut self, fresh: Option<FreshCells>) -> Self {
        self.fresh = fresh;
        self
    }

    /// The whole frame.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Where the real cursor goes, if anybody said so; the last word counts.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// A list that has the cursor stands here: a move changes nothing else at once.
    pub fn list(&mut self, area: Rect) {
        self.lists.push(area);
    }

    /// Whether a list that stands here turns half a page: something is beside it, and it does not pass by so fast that
    /// nobody would see that gone for a moment.
    pub fn turns(&self, area: Rect) -> bool {
        area.width < self.buffer.area.width && !self.held
    }

    /// Where the lists stand that have the cursor.
    pub fn lists(&self) -> &[Rect] {
        &self.lists
    }

    /// Puts the real cursor on the selected row or into the text.
    pub fn put_cursor(&mut self, x: u16, y: u16) {
        self.cursor = Some(Position::new(x, y));
    }

    /// Writes sentences where rows would be: below the area's first line, two columns in from each side.
    pub fn paragraph(&mut self, area: Rect, text: &str) {
        let width = area.width.saturating_sub(4).max(1);
        let lines = text::wrap(text, width.into());
        for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
            self.text(area.x + 2, y, width, line, TextRole::Plain);
        }
    }

    /// Writes text in at most `room` columns, a cut marked by `~`; returns the columns used.
    pub fn text(&mut self, x: u16, y: u16, room: u16, text: &str, role: TextRole) -> u16 {
        let style = self.look.style(role);
        self.styled(x, y, room, text, style)
    }

    /// Writes text so that it ends just before column `end`, at the latest beginning at `from`.
    pub fn right(&mut self, from: u16, end: u16, y: u16, text: &str, role: TextRole) {
        let end = end.min(self.buffer.area.right());
        let room = end.saturating_sub(from);
        let wide = (text::width(&text::shown(text)) as u16).min(room);
        self.text(end - wide, y, room, text, role);
    }

    /// Writes pieces one after the other; returns the columns used.
    pub fn pieces(&mut self, x: u16, y: u16, room: u16, pieces: &[(&str, TextRole)]) -> u16 {
        let mut used = 0;
        for (text, role) in pieces {
            used += self.text(x + used, y, room - used, text, *role);
        }
        used
    }

    /// A horizontal line.
    pub fn line(&mut self, x: u16, y: u16, width: u16) {
        for column in x..x.saturating_add(width) {
            self.glyph(column, y, '─');
        }
    }

    /// A horizontal line with a title in it: `─ Title ────`.
    pub fn rule(&mut self, area: Rect, title: &str) {
        self.line(area.x, area.y, area.width);
        if !title.is_empty() && area.width > 6 {
            let title = format!(
                " {} ",
                text::cut(&text::shown(title), area.width as usize - 5)
            );
            self.text(area.x + 1, area.y, area.width - 2, &title, TextRole::Plain);
        }
    }

    /// A vertical line.
    pub fn upright(&mut self, x: u16, y: u16, height: u16) {
        for row in y..y.saturating_add(height) {
            self.glyph(x, row, '│');
        }
    }

    /// One line or block character, or its stand-in.
    pub fn glyph(&mut self, x: u16, y: u16, line: char) {
        let line = self.look.glyph(line);
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.reset();
            cell.set_char(line);
        }
    }

    /// Blanks an area.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            // A wide character half under the area would stick out of it.
            if let Some(cell) = area
                .x
                .checked_sub(1)
                .and_then(|x| self.buffer.cell_mut((x, y)))
                && text::width(cell.symbol()) > 1
            {
                cell.reset();
            }
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Clears an area, draws a frame around it with a title, and returns the room inside.
    pub fn boxed(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(self.buffer.area);
        self.clear(area);
        if area.width < 4 || area.height < 3 {
            return area;
        }
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        self.rule(Rect { height: 1, ..area }, title);
        self.line(area.x, bottom, area.width);
        self.upright(area.x, area.y, area.height);
        self.upright(right, area.y, area.height);
        for (x, y, corner) in [
            (area.x, area.y, '┌'),
            (right, area.y, '┐'),
            (area.x, bottom, '└'),
            (right, bottom, '┘'),
        ] {
            self.glyph(x, y, corner);
        }
        Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2)
    }

    fn styled(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y >= area.bottom() || x >= area.right() || room == 0 {
            return 0;
        }
        let room = room.min(area.right() - x) as usize;
        let safe = text::shown(text);
        let safe = if self.look.ascii_text && !safe.is_ascii() {
            ascii(&safe).into()
        } else {
            safe
        };
        let (end, _) = if text::width(&safe) <= room {
            self.buffer.set_stringn(x, y, &safe, room, style)
        } else {
            let cut = text::cut(&safe, room);
            self.buffer.set_stringn(x, y, cut, room, style)
        };
        end - x
    }
}

/// The nearest ASCII: accents dropped, the rest a question mark.
fn ascii(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c.is_ascii() { c } else { '?' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u16, look: Look, draw: impl Fn(&mut Canvas)) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        draw(&mut Canvas::new(&mut buffer, look));
        buffer
            .content
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect()
    }

    #[test]
    fn text_is_cut_with_a_tilde_and_never_leaves_its_room() {
        let look = Look::default();
        let draw = |c: &mut Canvas| {
            c.text(1, 0, 6, "Kahoot! EDU", TextRole::Plain);
        };
        assert_eq!(drawn(10, look, draw), " Kahoo~   ");
        let draw = |c: &mut Canvas| c.right(0, 10, 0, "1,980", TextRole::Plain);
        assert_eq!(drawn(10, look, draw), "     1,980");
        assert_eq!(drawn(3, look, draw), "1,~");
    }

    #[test]
    fn hostile_text_arrives_harmless() {
        let draw = |c: &mut Canvas| {
            c.text(0, 0, 20, "a\u{1b}[2J\u{202e}b", TextRole::Plain);
        };
        let line = drawn(20, Look::default(), draw);
        assert!(!line.contains(['\u{1b}', '\u{202e}']), "{line:?}");
    }

    #[test]
    fn ascii_terminals_get_ascii() {
        let look = Look {
            ascii_lines: true,
            ascii_text: true,
            ..Look::default()
        };
        let draw = |c: &mut Canvas| {
            c.line(0, 0, 3);
            c.text(3, 0, 9, "Élan 日", TextRole::Plain);
        };
        assert_eq!(drawn(10, look, draw), "---Elan ? ");
    }
}

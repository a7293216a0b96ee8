//! What of a frame stays as it is on the screen while the cursor goes by: all but the list that it goes through, since
//! nobody reads the details of rows that they pass.
//!
//! Used by `painter` before it paints. While a key is held down nothing can stay beside a list that scrolls: the
//! terminal moves whole lines, so what stands there is blank until the cursor rests.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::{Painter, shift};

/// What of a frame changes while the cursor goes by.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lively {
    /// The lists that have the cursor; none where it moves in something else.
    pub lists: Vec<Rect>,
    /// The message line, and who else has the row open.
    pub message: Rect,
}

/// How the cursor goes through a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CursorPace {
    /// It stays, and what is said of its row is read.
    Rests,
    /// It was moved a moment ago.
    Moves,
    /// It is moved again and again by a key that is held down.
    Held,
}

impl Lively {
    fn contains(&self, x: u16, y: u16) -> bool {
        let inside = |area: &Rect| area.contains((x, y).into());
        inside(&self.message) || self.lists.iter().any(inside)
    }
}

impl Painter {
    /// Takes note of where the lists of this frame stand. While the cursor moves through them, and they stand where they
    /// stood, all else in the frame becomes what the terminal shows.
    pub fn keep_still(&mut self, frame: &mut Buffer, lively: Lively, pace: CursorPace) {
        let same = self.lively == lively && !lively.lists.is_empty();
        self.lively = lively;
        self.blank.clear();
        if pace == CursorPace::Rests || !same || self.whole || self.shown.area != frame.area {
            return;
        }
        if pace == CursorPace::Held {
            self.blank = self.scrolled(frame);
        }
        for y in 0..frame.area.height {
            for x in 0..frame.area.width {
                if self.lively.contains(x, y) {
                    continue;
                }
                let at = frame.index_of(x, y);
                let shown = &self.shown.content[at];
                let gone = self.blank.contains(&y) && !is_upright(shown);
                frame.content[at] = if gone { Cell::EMPTY } else { shown.clone() };
            }
        }
    }

    /// The lines of a list beside something else of which the terminal will move the rows.
    fn scrolled(&self, frame: &Buffer) -> Vec<u16> {
        let mut scrolled = Vec::new();
        let beside = |list: &&Rect| list.width < frame.area.width;
        for list in self.lively.lists.iter().filter(beside) {
            let (old, new) = (part(&self.shown, *list), part(frame, *list));
            if let Some(shift) = shift::find(&old, &new) {
                scrolled.extend(list.y + shift.top..=list.y + shift.bottom);
            }
        }
        scrolled
    }

    /// Blanks on the terminal what stood beside a list that scrolls, before its lines are moved.
    pub(super) fn blank_beside(&mut self) {
        let blank = std::mem::take(&mut self.blank);
        let width = usize::from(self.shown.area.width);
        for y in &blank {
            let start = self.shown.index_of(0, *y);
            let mut row = self.shown.content[start..start + width].to_vec();
            for (x, cell) in (0..).zip(&mut row) {
                if !self.lively.contains(x, *y) && !is_upright(cell) {
                    *cell = Cell::EMPTY;
                }
            }
            self.write_row(&row, *y);
        }
    }
}

/// A line between two panes looks the same wherever it is moved to.
fn is_upright(cell: &Cell) -> bool {
    matches!(cell.symbol(), "│" | "|")
}

fn part(whole: &Buffer, area: Rect) -> Buffer {
    let mut part = Buffer::empty(Rect::new(0, 0, area.width, area.height));
    for y in 0..area.height {
        for x in 0..area.width {
            let at = part.index_of(x, y);
            part.content[at] = whole.content[whole.index_of(area.x + x, area.y + y)].clone();
        }
    }
    part
}

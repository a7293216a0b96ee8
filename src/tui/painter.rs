//! Turns whole frames into the few bytes that make the terminal show them.
//!
//! Called by `tui::run` once per frame. Keeps what the terminal shows; paints differences, lets the
//! terminal scroll what only moved, and ends with the cursor where the frame wants it. Ratatui's own
//! terminal is not used: it repaints scrolled rows whole and asks the terminal where its cursor is.

pub mod pen;
mod shift;
pub mod still;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use pen::{Ink, Pen};
use still::Lively;

/// A run of equal cells this short is cheaper to write again than to jump over.
const SHORT_GAP: usize = 3;
/// Fewer blanks than this are cheaper written than erased.
const ERASE_FROM: usize = 4;

/// Knows what the terminal shows.
pub struct Painter {
    shown: Buffer,
    pen: Pen,
    /// The terminal's content is unknown: paint everything.
    whole: bool,
    /// What changed in the last frame while the cursor went by.
    lively: Lively,
    /// The lines of the next frame in which what stands beside a list has to go first.
    blank: Vec<u16>,
}

impl Default for Painter {
    fn default() -> Self {
        Self {
            shown: Buffer::empty(Rect::ZERO),
            pen: Pen::new(0),
            whole: true,
            lively: Lively::default(),
            blank: Vec::new(),
        }
    }
}

impl Painter {
    /// The terminal may show anything by now; the next frame is painted whole.
    pub fn forget(&mut self) {
        self.whole = true;
    }

    /// The bytes that turn what the terminal shows into this frame; empty when nothing changed.
    /// The frame's area must begin at 0, 0.
    pub fn paint(&mut self, frame: &Buffer, cursor: Position) -> &[u8] {
        self.pen.out.clear();
        if self.whole || self.shown.area != frame.area {
            self.shown = Buffer::empty(frame.area);
            self.pen.wipe(frame.area.width);
            self.whole = false;
        }
        self.blank_beside();
        if let Some(shift) = shift::find(&self.shown, frame) {
            self.shift(shift, frame);
        }
        for y in 0..frame.area.height {
            self.paint_row(frame, y);
        }
        if frame.area.contains(cursor) {
            self.pen.go(cursor);
        }
        self.pen.out.as_bytes()
    }

    fn shift(&mut self, shift: shift::Shift, frame: &Buffer) {
        let width = self.shown.area.width as usize;
        let block = (shift.top as usize) * width..(shift.bottom as usize + 1) * width;
        let cells = &mut self.shown.content[block];
        let lines = shift.up.unsigned_abs() as u16;
        let moved = lines as usize * width;
        let coming = if shift.up > 0 {
            cells.rotate_left(moved);
            let from = cells.len() - moved;
            cells[from..].fill(Cell::EMPTY);
            shift.bottom + 1 - lines..=shift.bottom
        } else {
            cells.rotate_right(moved);
            cells[..moved].fill(Cell::EMPTY);
            shift.top..=shift.top + lines - 1
        };
        self.pen.scroll(shift.top, shift.bottom, shift.up);
        for y in coming {
            self.paint_row(frame, y);
        }
        self.pen.end_scroll();
    }

    fn paint_row(&mut self, frame: &Buffer, y: u16) {
        self.write_row(row(frame, y), y);
    }

    fn write_row(&mut self, new: &[Cell], y: u16) {
        let old = row(&self.shown, y);
        if new.iter().zip(old).all(|(a, b)| same(a, b)) {
            return;
        }
        if new.iter().chain(old).any(is_odd) {
            self.rewrite_row(new, y);
        } else {
            patch_row(&mut self.pen, new, old, y);
        }
        let start = self.shown.index_of(0, y);
        self.shown.content[start..start + new.len()].clone_from_slice(new);
    }

    /// Where wide or joined characters stand, terminals disagree about columns: write the whole row.
    fn rewrite_row(&mut self, new: &[Cell], y: u16) {
        self.pen.go(Position::new(0, y));
        self.pen.clear_to_end();
        let end = content_end(new);
        let mut x = 0;
        while x < end {
            let wide = new[x].symbol().width().max(1);
            if !is_plain_blank(&new[x]) {
                self.pen.go(Position::new(x as u16, y));
                if x + wide > new.len() {
                    self.pen.put(&Cell::new(" "), 1);
                } else {
                    self.pen.put(&new[x], wide as u16);
                }
            }
            x += wide;
        }
    }
}

/// Writes only what differs; every cell is one column wide.
fn patch_row(pen: &mut Pen, new: &[Cell], old: &[Cell], y: u16) {
    let end = content_end(new);
    let stale = (end..new.len())
        .filter(|x| !is_plain_blank(&old[*x]))
        .count();
    let written = if stale >= ERASE_FROM { end } else { new.len() };
    let mut x = erase_start(pen, new, old, y);
    while x < written {
        if same(&new[x], &old[x]) {
            x += 1;
            continue;
        }
        pen.go(Position::new(x as u16, y));
        let stop = run_end(&new[..written], &old[..written], x);
        for cell in &new[x..stop] {
            pen.put(cell, 1);
        }
        x = stop;
    }
    if written < new.len() {
        pen.go(Position::new(end as u16, y));
        pen.clear_to_end();
    }
}

/// Blanks the beginning of a line at once where much stood there; gives the column after it.
fn erase_start(pen: &mut Pen, new: &[Cell], old: &[Cell], y: u16) -> usize {
    let start = content_start(new);
    let stale = old[..start].iter().filter(|cell| !is_plain_blank(cell));
    if start == new.len() || stale.count() < 2 * ERASE_FROM {
        return 0;
    }
    pen.go(Position::new(start as u16 - 1, y));
    pen.clear_from_start();
    start
}

/// The first column that is not plain blank; the width where all are.
fn content_start(cells: &[Cell]) -> usize {
    let first = cells.iter().position(|cell| !is_plain_blank(cell));
    first.unwrap_or(cells.len())
}

/// Where a run of cells to write ends, small equal gaps of the same look included.
fn run_end(new: &[Cell], old: &[Cell], start: usize) -> usize {
    let mut stop = start + 1;
    let mut x = stop;
    while x < new.len() && x <= stop + SHORT_GAP {
        if !same(&new[x], &old[x]) {
            stop = x + 1;
        } else if new[x].symbol().len() > 1 || Ink::of(&new[x]) != Ink::of(&new[start]) {
            break;
        }
        x += 1;
    }
    stop
}

fn row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = buffer.area.width as usize;
    let start = y as usize * width;
    &buffer.content[start..start + width]
}

/// Whether two cells look the same; a blank shows no color and no weight.
fn same(a: &Cell, b: &Cell) -> bool {
    if a.symbol() != b.symbol() {
        return false;
    }
    if a.symbol() == " " {
        Ink::of(a).on_blank() == Ink::of(b).on_blank()
    } else {
        Ink::of(a) == Ink::of(b)
    }
}

fn is_plain_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Ink::of(cell).on_blank() == Ink::PLAIN
}

fn is_blank_row(cells: &[Cell]) -> bool {
    cells.iter().all(is_plain_blank)
}

/// The first column after which the row is plain blank.
fn content_end(cells: &[Cell]) -> usize {
    cells
        .iter()
        .rposition(|cell| !is_plain_blank(cell))
        .map_or(0, |last| last + 1)
}

/// Not simply one character in one column.
fn is_odd(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() > 1 && (symbol.width() != 1 || symbol.chars().count() != 1)
}

#[cfg(test)]
mod tests;

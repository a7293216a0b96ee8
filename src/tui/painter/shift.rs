//! Sees that a block of rows only moved up or down, so that the terminal can move it by itself.
//! Used by `painter` only. Costs are counted in cells that would have to be written again.

use ratatui::buffer::Buffer;

use super::{is_blank_row, row, same};

/// Setting and resetting margins and the way there, in bytes.
const OVERHEAD: i64 = 24;
/// Getting to a row that needs painting, in bytes.
const WAY: i64 = 6;

/// Rows `top..=bottom` move by `up` lines (down when negative).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shift {
    /// First row of the block.
    pub top: u16,
    /// Last row of the block.
    pub bottom: u16,
    /// Lines up; negative is down; never 0.
    pub up: i32,
}

/// The move that saves most, if any does. Both frames have the same size.
pub fn find(old: &Buffer, new: &Buffer) -> Option<Shift> {
    let height = i32::from(new.area.height);
    let changed: Vec<bool> = (0..height).map(|y| !rows_equal(old, y, new, y)).collect();
    if changed.iter().filter(|c| **c).count() < 3 {
        return None;
    }
    let up = likeliest(old, new, &changed)?;
    best_block(old, new, up)
}

/// By how many lines most of the changed rows have moved.
fn likeliest(old: &Buffer, new: &Buffer, changed: &[bool]) -> Option<i32> {
    let height = changed.len() as i32;
    let mut best = (1, None);
    for up in (1 - height..height).filter(|up| *up != 0) {
        let moved = (0..height)
            .filter(|y| changed[*y as usize] && (0..height).contains(&(y + up)))
            .filter(|y| rows_equal(old, y + up, new, *y) && !is_blank_row(row(new, *y as u16)))
            .count();
        if moved > best.0 {
            best = (moved, Some(up));
        }
    }
    best.1
}

/// The block for which moving by `up` saves most cells.
fn best_block(old: &Buffer, new: &Buffer, up: i32) -> Option<Shift> {
    let height = new.area.height as usize;
    let lines = up.unsigned_abs() as usize;
    let blank = Buffer::empty(ratatui::layout::Rect::new(0, 0, new.area.width, 1));
    let stay = sums(height, |y| cost(row(new, y), row(old, y)));
    let moved = sums(height, |y| {
        let from = i32::from(y) + up;
        if (0..height as i32).contains(&from) {
            cost(row(new, y), row(old, from as u16))
        } else {
            0
        }
    });
    let fresh = sums(height, |y| cost(row(new, y), row(&blank, 0)));
    let mut best = (0, None);
    for top in 0..height.saturating_sub(lines) {
        for bottom in top + lines..height {
            let (kept, coming) = if up > 0 {
                let split = bottom + 1 - lines;
                (moved[split] - moved[top], fresh[bottom + 1] - fresh[split])
            } else {
                let split = top + lines;
                (moved[bottom + 1] - moved[split], fresh[split] - fresh[top])
            };
            let saved = stay[bottom + 1] - stay[top] - kept - coming - OVERHEAD - lines as i64;
            if saved > best.0 {
                let shift = Shift {
                    top: top as u16,
                    bottom: bottom as u16,
                    up,
                };
                best = (saved, Some(shift));
            }
        }
    }
    best.1
}

/// `sums[y]` is the cost of all rows above `y`.
fn sums(height: usize, cost: impl Fn(u16) -> i64) -> Vec<i64> {
    let mut total = 0;
    let mut sums = vec![0];
    for y in 0..height {
        total += cost(y as u16);
        sums.push(total);
    }
    sums
}

fn cost(new: &[ratatui::buffer::Cell], old: &[ratatui::buffer::Cell]) -> i64 {
    let differing = new.iter().zip(old).filter(|(a, b)| !same(a, b)).count() as i64;
    if differing == 0 { 0 } else { differing + WAY }
}

fn rows_equal(old: &Buffer, from: i32, new: &Buffer, to: i32) -> bool {
    row(old, from as u16)
        .iter()
        .zip(row(new, to as u16))
        .all(|(a, b)| same(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(rows: &[&str]) -> Buffer {
        Buffer::with_lines(rows.iter().map(|r| format!("{r:<40}")))
    }

    const OLD: [&str; 8] = [
        "heading that stays",
        "alpha alpha alpha alpha alpha",
        "bravo bravo bravo bravo bravo",
        "charlie charlie charlie charlie",
        "delta delta delta delta delta",
        "echo echo echo echo echo echo",
        "foxtrot foxtrot foxtrot foxtrot",
        "footer that stays",
    ];

    #[test]
    fn a_list_that_moved_up_is_seen() {
        let mut new = OLD;
        new[1..7].rotate_left(1);
        new[6] = "golf golf golf golf golf golf";
        assert_eq!(
            find(&frame(&OLD), &frame(&new)),
            Some(Shift {
                top: 1,
                bottom: 6,
                up: 1
            })
        );
    }

    #[test]
    fn a_list_that_moved_down_is_seen() {
        let mut new = OLD;
        new[1..7].rotate_right(2);
        new[1] = "one one one one one one one one";
        new[2] = "two two two two two two two two";
        assert_eq!(
            find(&frame(&OLD), &frame(&new)),
            Some(Shift {
                top: 1,
                bottom: 6,
                up: -2
            })
        );
    }

    #[test]
    fn small_changes_are_left_alone() {
        let mut new = OLD;
        new[3] = "charlie charlie charlie CHARLIE";
        new[4] = "delta delta delta delta DELTA";
        assert_eq!(find(&frame(&OLD), &frame(&new)), None);
        assert_eq!(find(&frame(&OLD), &frame(&OLD)), None);
    }
}

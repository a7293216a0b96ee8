//! The rows of a tab as a table, and the line below it.

use ratatui::layout::Rect;

use super::tabs::ShownStandards;
use super::{Standards, StandardsFocus};
use crate::office::lists::gaps::{self, GAPS};
use crate::office::lists::standards::{self, CLAIMED, IDLE, STACKS};
use crate::office::query::standards::GapsBoard;
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;
use crate::tui::widget::list_table::ListTable;

/// From here on a row of gaps also says what is best there and what was routed.
const WIDE: u16 = 120;

pub(super) fn draw(
    view: &Standards,
    board: &GapsBoard,
    area: Rect,
    canvas: &mut Canvas,
    scene: &Scene,
) {
    let foot = u16::from(area.height > 3);
    let rows = Rect {
        height: area.height - foot,
        ..area
    };
    let viewer = scene.viewer();
    let focus = view.pane == StandardsFocus::Rows;
    let list = (&view.list, focus);
    let full = scene.shape == WindowShape::Full;
    match view.shown {
        ShownStandards::Holes | ShownStandards::Gaps => {
            let window = match scene.shape {
                _ if scene.size.width >= WIDE => gaps::WIDE,
                WindowShape::Full => gaps::USUAL,
                _ => gaps::NARROW,
            };
            let table = ListTable::new(&GAPS, window, list, &viewer);
            table.draw(canvas, rows, |_, key| view.find_gap(key));
        }
        ShownStandards::Stacks => {
            let table = ListTable::new(&STACKS, standards::STACKS_USUAL, list, &viewer);
            table.draw(canvas, rows, |_, key| view.find_stack(key));
        }
        ShownStandards::Idle => {
            let table = ListTable::new(&IDLE, standards::IDLE_USUAL, list, &viewer);
            table.draw(canvas, rows, |_, key| view.find_idle(key));
        }
        ShownStandards::Claimed => {
            let window = if full {
                standards::CLAIMED_USUAL
            } else {
                standards::CLAIMED_NARROW
            };
            let table = ListTable::new(&CLAIMED, window, list, &viewer);
            table.draw(canvas, rows, |_, key| view.find_claim(key));
        }
    }
    if foot == 0 {
        return;
    }
    let shown = view.list.window(rows.height.saturating_sub(1).into());
    let text = below(view, board, view.sizes().1.saturating_sub(shown.end));
    let room = area.width.saturating_sub(3);
    canvas.text(area.x + 2, rows.bottom(), room, &text, TextRole::Plain);
}

/// `3 more below.  Too few to tell: Granmoor Alternative HS 5, Larkfen ES 1`
fn below(view: &Standards, board: &GapsBoard, more: usize) -> String {
    let mut parts = Vec::new();
    if more > 0 {
        parts.push(format!("{more} more below."));
    }
    let of_gaps = matches!(view.shown, ShownStandards::Holes | ShownStandards::Gaps);
    let few = board.too_few.iter().filter(|_| of_gaps);
    let few: Vec<String> = few.map(|(name, count)| format!("{name} {count}")).collect();
    if !few.is_empty() {
        parts.push(format!("Too few to tell: {}", few.join(", ")));
    }
    parts.join("  ")
}

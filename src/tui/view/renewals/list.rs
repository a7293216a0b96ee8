//! Contracts as a table: every one that runs, those something is not known of, or those that have ended.

use ratatui::layout::Rect;

use super::rows::Layout;
use super::{Pane, Renewals};
use crate::office::lists::renewals::{NARROW, RENEWALS, UNKNOWN, USUAL, WIDE};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, Shape};
use crate::tui::widget::list_table::ListTable;

pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let window = match view.layout {
        Layout::Unknown => UNKNOWN,
        _ if scene.size.width >= 120 => WIDE,
        _ if scene.shape == Shape::Full => USUAL,
        _ => NARROW,
    };
    let viewer = view.viewer(scene);
    let list = (&view.list, view.pane == Pane::Rows);
    let table = ListTable::new(&RENEWALS, window, list, &viewer);
    table.draw(canvas, area, |_, id| view.find(*id));
}

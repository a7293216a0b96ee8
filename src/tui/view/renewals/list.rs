//! Contracts as a table: every one that runs, those something is not known of, or those that have ended.

use ratatui::layout::Rect;

use super::rows::RenewalsLayout;
use super::{Renewals, RenewalsPane};
use crate::office::lists::renewals::{NARROW, RENEWALS, UNKNOWN, USUAL, WIDE};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::widget::list_table::ListTable;

pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let window = match view.layout {
        RenewalsLayout::Unknown => UNKNOWN,
        _ if scene.size.width >= 120 => WIDE,
        _ if scene.shape == WindowShape::Full => USUAL,
        _ => NARROW,
    };
    let viewer = view.viewer(scene);
    let list = (&view.list, view.pane == RenewalsPane::Rows);
    let table = ListTable::new(&RENEWALS, window, list, &viewer);
    table.draw(canvas, area, |_, id| view.find(*id));
}

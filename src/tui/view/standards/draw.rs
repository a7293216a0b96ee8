//! The tabs, and where the list and the detail are.

use ratatui::layout::Rect;

use super::empty::nothing;
use super::tabs::StandardsLayout;
use super::{Standards, StandardsFocus, coverage, detail, list, matrix, page};
use crate::domain::standards::hiding::too_few_to_tell;
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::query::standards::{CoverTable, GapsBoard};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;
use crate::tui::widget::layout::above_and_below;
use crate::tui::widget::tabs::{self, ListTab};

/// The tabs above the list.
const HEAD: u16 = 1;
/// The title of the detail, the statement, three products under their titles, and what is said of them.
const DETAIL: u16 = 11;

pub(super) fn draw(view: &Standards, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(board) = &view.board else {
        canvas.paragraph(area, "Looking where groups fall short.");
        return;
    };
    draw_tabs(view, board, area, canvas);
    let head = HEAD.min(area.height);
    let rest = Rect {
        y: area.y + head,
        height: area.height - head,
        ..area
    };
    let opened = view
        .page
        .as_ref()
        .filter(|page| view.opened && page.standard.is_some() && page.standard == view.standard());
    match (view.shown_layout(), &view.crossed, &view.covered) {
        (StandardsLayout::Matrix, Some(table), _) => matrix::draw(view, table, rest, canvas),
        (StandardsLayout::Schools, _, Some(table)) => {
            draw_schools(view, board, table, rest, canvas);
        }
        (StandardsLayout::Matrix | StandardsLayout::Schools, ..) => {
            canvas.paragraph(rest, "Looking how far standards are covered.");
        }
        (StandardsLayout::List, ..) => match opened {
            Some(opened) => page::draw(view, opened, rest, canvas),
            None if view.list.is_empty() => canvas.paragraph(rest, &nothing(view, board)),
            None => {
                let (upper, lower) = split(view, rest, scene);
                if upper.height > 0 {
                    list::draw(view, board, upper, canvas, scene);
                }
                if lower.height > 0 {
                    detail::draw(view, lower, canvas, scene);
                }
            }
        },
    }
    view.filter.draw(area, canvas, " Filter: ");
}

/// The schools; above them why nothing else is shown, where nothing is.
fn draw_schools(
    view: &Standards,
    board: &GapsBoard,
    table: &CoverTable,
    area: Rect,
    canvas: &mut Canvas,
) {
    let room = area.width.saturating_sub(3);
    let why = board.kept_back.as_ref();
    let why = why.map(|why| wrap(&text::shown(why), room.into()));
    let why = why.unwrap_or_default();
    let taken = (why.len() as u16).min(area.height);
    for (line, y) in why.iter().zip(area.y..area.y + taken) {
        canvas.text(area.x + 2, y, room, line, TextRole::Plain);
    }
    let rest = Rect {
        y: area.y + taken,
        height: area.height - taken,
        ..area
    };
    if table.rows.is_empty() {
        let missing = board.missing.as_deref();
        canvas.paragraph(rest, missing.unwrap_or("No school is open."));
    } else if rest.height > 3 {
        coverage::draw(view, table, rest, canvas);
    }
}

/// `[Holes 9] Gaps 41  Stacks 4  Idle 6  Claimed 118    6 groups too few to tell`, or of whoever may see no gaps
/// ` Holes -  Gaps -  Stacks 4  Idle -  Claimed 118    -: not for you to see`.
fn draw_tabs(view: &Standards, board: &GapsBoard, area: Rect, canvas: &mut Canvas) {
    let tabs = view.tabs().into_iter().map(|(shown, count)| ListTab {
        name: shown.name(),
        count: count.map_or("-".to_owned(), |count| count.to_string()),
        shown: shown == view.shown && view.layout == StandardsLayout::List,
    });
    let x = tabs::draw(&tabs.collect::<Vec<_>>(), area, canvas);
    let few: usize = board.too_few.iter().map(|(_, count)| count).sum();
    let beside = if board.kept_back.is_some() {
        "-: not for you to see".to_owned()
    } else if few > 0 {
        too_few_to_tell(few)
    } else {
        return;
    };
    let end = area.right().saturating_sub(1);
    if usize::from(end.saturating_sub(x + 2)) >= beside.len() {
        canvas.right(x, end, area.y, &beside, TextRole::Plain);
    }
}

/// The list and the detail below it; one of the two where there is room for one only.
fn split(view: &Standards, area: Rect, scene: &Scene) -> (Rect, Rect) {
    let below = view.pane == StandardsFocus::Products;
    let lower = match scene.shape {
        _ if view.zoomed => area.height,
        WindowShape::Full => {
            // Titles, rows, and the line below them.
            let rows = u16::try_from(view.list.len()).unwrap_or(u16::MAX);
            let most = (area.height * 2 / 5)
                .max(8)
                .min(rows.saturating_add(2).max(4));
            area.height
                .saturating_sub(most)
                .max(DETAIL.min(area.height))
        }
        _ if below => area.height,
        _ => 0,
    };
    above_and_below(area, lower)
}

//! The agenda: bands with their dollars, and in each its contracts by the day one can still say no.

use crate::domain::school::Schools;
use ratatui::layout::Rect;

use super::{Renewals, RenewalsPane};
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::text;
use crate::office::lists::renewals::{AGENDA, AGENDA_NARROW, AGENDA_ROOM, RENEWALS};
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::list::ListLine;
use crate::tui::widget::list_table::ListTable;
use crate::tui::widget::table::draw_heading;

pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title(view),
        TextRole::Heading,
    );
    let viewer = view.viewer(scene);
    let roomy = area.width >= AGENDA_ROOM;
    let columns = if roomy { AGENDA } else { AGENDA_NARROW };
    let list = (&view.list, view.pane == RenewalsPane::Rows);
    let rows = view.list.keys().iter().filter_map(|id| view.find(*id));
    let table =
        ListTable::new(&RENEWALS, columns, list, &viewer).measured_once(rows, &view.columns);
    let layout = table.layout(area.width);
    let headed = u16::from(roomy);
    if roomy {
        table.draw_titles(canvas, (area.x, area.y + 1), &layout);
    }
    let room = Rect {
        y: area.y + 1 + headed,
        height: area.height.saturating_sub(1 + headed),
        ..area
    };
    let mut height = room.height as usize;
    view.list.turn(canvas.turns(area));
    let cut = view.list.count_lines(1) > height && height > 2;
    if cut {
        height -= 1;
    }
    if list.1 {
        canvas.list(area);
    }
    let lines = view.list.lines(height, 1);
    for (line, y) in lines.iter().zip(room.y..) {
        match *line {
            ListLine::Heading(band) => {
                draw_heading(canvas, Rect { y, ..room }, &view.list.bands()[band]);
            }
            ListLine::Row(at) => {
                let id = view.list.keys().get(at);
                let Some(row) = id.and_then(|id| view.find(*id)) else {
                    continue;
                };
                let (place, room) = ((room.x, y), layout.width_of("product"));
                table.draw_row(
                    canvas,
                    place,
                    &layout,
                    (at, row),
                    "product",
                    |column, row| {
                        let said = || (named(row, room.into()), TextRole::Plain);
                        (column.id == "product").then(said)
                    },
                );
            }
        }
    }
    if cut {
        let below = view.list.len() - view.list.rows_shown(height, 1).end;
        draw_more(view, below, room, canvas);
    }
}

/// `6 more below. G goes to the end`.
fn draw_more(view: &Renewals, below: usize, room: Rect, canvas: &mut Canvas) {
    let text = match below {
        0 => format!("the last of {}.  g goes to the first", view.list.len()),
        n => format!("{n} more below.  G goes to the end"),
    };
    canvas.text(
        room.x + 1,
        room.bottom() - 1,
        room.width - 1,
        &text,
        TextRole::Plain,
    );
}

/// `CANCEL BY: 9 can still be stopped, 4 of them now`.
fn title(view: &Renewals) -> String {
    match (view.stopped.all, view.stopped.now) {
        _ if !view.filter.is_empty() => "CANCEL BY, or the last day: all that fit".to_owned(),
        (0, _) => "CANCEL BY: none can be stopped any more".to_owned(),
        (all, 0) => format!("CANCEL BY: {all} can still be stopped, none is due now"),
        (all, soon) => format!("CANCEL BY: {all} can still be stopped, {soon} of them now"),
    }
}

/// The product and the one school it is for, which tells it from others of that product; several schools
/// where there is room.
fn named(row: &AgendaRow, room: usize) -> String {
    let with = format!("{} {}", row.product, row.scope);
    let one_school = matches!(&row.schools, Schools::Only(ids) if ids.len() == 1);
    let fits = row.schools != Schools::All && text::width(&with) <= room;
    if one_school || fits {
        with
    } else {
        row.product.clone()
    }
}

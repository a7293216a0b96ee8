//! The agenda: bands with their dollars, and in each its contracts by the day one can still say no.

use crate::domain::money::Basis;
use crate::domain::school::Schools;
use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::rows::{Band, BandKind, MISSED};
use super::{Renewals, RenewalsPane};
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::text;
use crate::office::lists::renewals::{AGENDA, AGENDA_NARROW, AGENDA_ROOM, RENEWALS};
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::list::first_shown;
use crate::tui::widget::list_table::ListTable;

/// One line of the agenda.
#[derive(Clone, Copy)]
enum AgendaLine {
    Head(Band),
    /// The row at this place of the list.
    Row(usize),
}

fn lines(view: &Renewals) -> Vec<AgendaLine> {
    let mut lines = Vec::new();
    let mut at = 0;
    for band in &view.bands {
        lines.push(AgendaLine::Head(*band));
        lines.extend((at..at + band.rows).map(AgendaLine::Row));
        at += band.rows;
    }
    lines
}

/// The lines that fit: as few as possible scrolled away, the heading of a band with its first row.
fn window(view: &Renewals, lines: &[AgendaLine], height: usize, turns: bool) -> usize {
    let is_here = |line: &AgendaLine| matches!(line, AgendaLine::Row(at) if *at == view.list.at());
    let here = lines.iter().position(is_here).unwrap_or(0);
    let head = here
        .checked_sub(1)
        .filter(|at| matches!(lines[*at], AgendaLine::Head(_)));
    let first = head.filter(|_| height > 1).unwrap_or(here);
    let last = lines.len().saturating_sub(height);
    let top = first_shown(view.top.get().min(last), first..here, height, turns).min(last);
    view.top.set(top);
    top
}

pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(agenda) = &view.agenda else { return };
    let today = agenda.today;
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
    let lines = lines(view);
    let mut height = room.height as usize;
    let turns = canvas.turns(area);
    if lines.len() > height && height > 2 {
        height -= 1;
        let top = window(view, &lines, height, turns);
        draw_more(view, &lines[top + height..], room, canvas);
    }
    view.list.window(height.max(1));
    if list.1 {
        canvas.list(area);
    }
    let top = window(view, &lines, height.max(1), turns);
    for (line, y) in lines.iter().skip(top).take(height).zip(room.y..) {
        match line {
            AgendaLine::Head(band) => draw_head(band, today, Rect { y, ..room }, canvas),
            AgendaLine::Row(at) => {
                let id = view.list.keys().get(*at);
                let Some(row) = id.and_then(|id| view.find(*id)) else {
                    continue;
                };
                let (place, room) = ((room.x, y), layout.width_of("product"));
                table.draw_row(
                    canvas,
                    place,
                    &layout,
                    (*at, row),
                    "product",
                    |column, row| {
                        let said = || (named(row, room.into()), TextRole::Plain);
                        (column.id == "product").then(said)
                    },
                );
            }
        }
    }
}

/// `6 more below. G goes to the end`.
fn draw_more(view: &Renewals, below: &[AgendaLine], room: Rect, canvas: &mut Canvas) {
    let below = below
        .iter()
        .filter(|line| matches!(line, AgendaLine::Row(_)))
        .count();
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
    let of = |wanted: fn(BandKind) -> bool| -> usize {
        let bands = view.bands.iter().filter(|band| wanted(band.kind));
        bands.map(|band| band.rows).sum()
    };
    let soon = of(|kind| kind == BandKind::Soon);
    let all = of(|kind| matches!(kind, BandKind::Soon | BandKind::Month(_)));
    match (all, soon) {
        _ if !view.filter.is_empty() => "CANCEL BY, or the last day: all that fit".to_owned(),
        (0, _) => "CANCEL BY: none can be stopped any more".to_owned(),
        (all, 0) => format!("CANCEL BY: {all} can still be stopped, none is due now"),
        (all, soon) => format!("CANCEL BY: {all} can still be stopped, {soon} of them now"),
    }
}

fn draw_head(band: &Band, today: NaiveDate, line: Rect, canvas: &mut Canvas) {
    let dollars = format!("${} {}", band.dollars.dollars(), Basis::YearPrice);
    let room = line.width.saturating_sub(dollars.len() as u16 + 3);
    let mut title = band.kind.title(today);
    if let Some(without) = band.without_price.brief() {
        title = format!("{title}, {without}");
    }
    if band.kind == BandKind::Missed {
        let pieces = [
            (MISSED, TextRole::AlarmMark),
            (title.as_str(), TextRole::Plain),
        ];
        canvas.pieces(line.x + 1, line.y, room, &pieces);
    } else {
        canvas.text(line.x + 1, line.y, room, &title, TextRole::Heading);
    }
    canvas.right(
        line.x,
        line.right().saturating_sub(1),
        line.y,
        &dollars,
        TextRole::Plain,
    );
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

//! The agenda: bands with their dollars, and in each its contracts by the day one can still say no.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::rows::{self, Band, BandKind};
use super::{Pane, Renewals};
use crate::domain::renewal::agenda::AgendaRow;
use crate::domain::text;
use crate::office::lists::Viewer;
use crate::office::lists::renewals::RENEWALS;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// One line of the agenda.
#[derive(Clone, Copy)]
enum Line {
    Head(Band),
    /// The row at this place of the list.
    Row(usize),
}

/// Where columns begin, counted from the left edge; and where money ends.
pub(super) struct AgendaOffsets {
    days: u16,
    product: u16,
    product_wide: u16,
    money_end: u16,
    /// Used, owner: only where there is room.
    used: Option<u16>,
    owner: u16,
    state: u16,
}

impl AgendaOffsets {
    /// For this width, and money so wide.
    pub(super) fn of(width: u16, money: u16) -> AgendaOffsets {
        let state = width.saturating_sub(8);
        let roomy = width >= 62;
        let (used, owner) = if roomy {
            (Some(state - 14), state - 8)
        } else {
            (None, state)
        };
        let money_end = used.unwrap_or(state).saturating_sub(1);
        AgendaOffsets {
            days: 13,
            product: 19,
            product_wide: money_end.saturating_sub(19 + 1 + money),
            money_end,
            used,
            owner,
            state,
        }
    }
}

fn lines(view: &Renewals) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    for band in &view.bands {
        lines.push(Line::Head(*band));
        lines.extend((at..at + band.rows).map(Line::Row));
        at += band.rows;
    }
    lines
}

/// The lines that fit: as few as possible scrolled away, the heading of a band with its first row.
fn window(view: &Renewals, lines: &[Line], height: usize) -> usize {
    let is_here = |line: &Line| matches!(line, Line::Row(at) if *at == view.list.at());
    let here = lines.iter().position(is_here).unwrap_or(0);
    let head = here
        .checked_sub(1)
        .filter(|at| matches!(lines[*at], Line::Head(_)));
    let first = head.filter(|_| height > 1).unwrap_or(here);
    let mut top = view.top.get().min(lines.len().saturating_sub(height));
    top = top.min(first).max((here + 1).saturating_sub(height));
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
        Role::Heading,
    );
    let rows = view.list.keys().iter().filter_map(|id| view.find(*id));
    let money = rows.map(|row| row.dollars().len() as u16).max();
    let columns = AgendaOffsets::of(area.width, money.unwrap_or(0).max(7));
    let headed = u16::from(columns.used.is_some());
    if headed > 0 {
        draw_titles(&columns, area, canvas);
    }
    let room = Rect {
        y: area.y + 1 + headed,
        height: area.height.saturating_sub(1 + headed),
        ..area
    };
    let lines = lines(view);
    let mut height = room.height as usize;
    if lines.len() > height && height > 2 {
        height -= 1;
        draw_more(view, &lines, height, room, canvas);
    }
    view.list.window(height.max(1));
    let top = window(view, &lines, height.max(1));
    for (line, y) in lines.iter().skip(top).take(height).zip(room.y..) {
        match line {
            Line::Head(band) => draw_head(band, today, Rect { y, ..room }, canvas),
            Line::Row(at) => draw_row(view, *at, Rect { y, ..room }, &columns, canvas, scene),
        }
    }
}

/// `6 more below. G goes to the end`.
fn draw_more(view: &Renewals, lines: &[Line], height: usize, room: Rect, canvas: &mut Canvas) {
    let top = window(view, lines, height);
    let below = lines.iter().skip(top + height);
    let below = below.filter(|line| matches!(line, Line::Row(_))).count();
    let text = match below {
        0 => format!("the last of {}.  g goes to the first", view.list.len()),
        n => format!("{n} more below.  G goes to the end"),
    };
    canvas.text(
        room.x + 1,
        room.bottom() - 1,
        room.width - 1,
        &text,
        Role::Plain,
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
        _ if !view.words.is_empty() => "CANCEL BY, or the last day: all that fit".to_owned(),
        (0, _) => "CANCEL BY: none can be stopped any more".to_owned(),
        (all, 0) => format!("CANCEL BY: {all} can still be stopped, none is due now"),
        (all, soon) => format!("CANCEL BY: {all} can still be stopped, {soon} of them now"),
    }
}

fn draw_titles(columns: &AgendaOffsets, area: Rect, canvas: &mut Canvas) {
    let y = area.y + 1;
    let titles = [
        (2, "CANCEL BY"),
        (columns.days + 3, "IN"),
        (columns.product, RENEWALS.title("product")),
        (columns.used.unwrap_or_default(), RENEWALS.title("used_pct")),
        (columns.owner, RENEWALS.title("owner")),
        (columns.state, RENEWALS.title("decision")),
    ];
    for (x, title) in titles {
        canvas.text(area.x + x, y, 9, title, Role::Heading);
    }
    canvas.right(
        area.x,
        area.x + columns.money_end,
        y,
        RENEWALS.title("annual"),
        Role::Heading,
    );
}

fn draw_head(band: &Band, today: NaiveDate, line: Rect, canvas: &mut Canvas) {
    let dollars = format!("${}", band.dollars.dollars());
    let room = line.width.saturating_sub(dollars.len() as u16 + 3);
    let mut title = band.kind.title(today);
    if band.without_price > 0 {
        title = format!("{title}, {} without a price", band.without_price);
    }
    match (band.kind, title.strip_prefix("MISSED")) {
        (BandKind::Missed, Some(rest)) => {
            let pieces = [("MISSED", Role::AlarmMark), (rest, Role::Plain)];
            canvas.pieces(line.x + 1, line.y, room, &pieces);
        }
        _ => {
            canvas.text(line.x + 1, line.y, room, &title, Role::Heading);
        }
    }
    canvas.right(
        line.x,
        line.right().saturating_sub(1),
        line.y,
        &dollars,
        Role::Plain,
    );
}

fn draw_row(
    view: &Renewals,
    at: usize,
    line: Rect,
    columns: &AgendaOffsets,
    canvas: &mut Canvas,
    scene: &Scene,
) {
    let Some(row) = view.list.keys().get(at).and_then(|id| view.find(*id)) else {
        return;
    };
    let focused = view.pane == Pane::Rows;
    let mut role = Role::Plain;
    if at == view.list.at() {
        role = if focused {
            Role::Selected
        } else {
            Role::Parked
        };
        canvas.text(
            line.x,
            line.y,
            1,
            if focused { ">" } else { "." },
            Role::Plain,
        );
        if focused {
            canvas.put_cursor(line.x, line.y);
        }
    }
    if view.list.is_marked(&row.contract) {
        canvas.text(line.x + 1, line.y, 1, "*", Role::Plain);
    }
    draw_cells(row, role, line, columns, canvas, &view.viewer(scene));
}

fn draw_cells(
    row: &AgendaRow,
    role: Role,
    line: Rect,
    columns: &AgendaOffsets,
    canvas: &mut Canvas,
    viewer: &Viewer,
) {
    let (x, y) = (line.x, line.y);
    let (date, days) = if rows::is_missed(row) {
        rows::missed(row, viewer.today)
    } else {
        (
            rows::date(row),
            rows::far(rows::days_left(row, viewer.today)),
        )
    };
    let used = canvas.text(x + 2, y, 11, &date, Role::Plain);
    canvas.right(
        x + 2 + used,
        x + columns.days + 5,
        y,
        &days,
        if rows::is_overdue(row) {
            Role::Alarm
        } else {
            Role::Plain
        },
    );
    let money = row.dollars();
    let wide = columns.product_wide.max(1);
    let name = named(row, wide.into());
    canvas.text(x + columns.product, y, wide, &name, role);
    canvas.right(
        x + columns.product + wide,
        x + columns.money_end,
        y,
        &money,
        Role::Plain,
    );
    if let Some(used) = columns.used {
        let percent = row
            .used_pct()
            .map_or_else(|| "-".to_owned(), |n| format!("{n}%"));
        canvas.right(x + used, x + used + 4, y, &percent, Role::Plain);
        let owner = viewer.owner(row.owner.as_ref());
        canvas.text(x + columns.owner, y, 7, &owner, Role::Plain);
    }
    let state = rows::state(row);
    let state = if columns.used.is_some() && state == "no owner" {
        "open".to_owned()
    } else {
        state
    };
    canvas.text(
        x + columns.state,
        y,
        line.width.saturating_sub(columns.state),
        &state,
        Role::Plain,
    );
}

/// The product and the one school it is for, which tells it from others of that product; several schools
/// where there is room.
fn named(row: &AgendaRow, room: usize) -> String {
    let with = format!("{} {}", row.product, row.scope);
    let one_school = row.scope != "district" && !row.scope.ends_with(" schools");
    let fits = row.scope != "district" && text::width(&with) <= room;
    if one_school || fits {
        with
    } else {
        row.product.clone()
    }
}

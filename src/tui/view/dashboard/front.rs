//! The front page in an ordinary and in a small window: the sentence, the boxes, what to do first, what
//! is late.

use ratatui::layout::Rect;

use super::{Dashboard, DashboardFocus, boxes, words};
use crate::domain::dashboard::DashboardPage;
use crate::domain::dashboard::words::{self as dashboard_words, NOTHING_TO_STOP};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::keymap::{self, KeyContext};
use crate::tui::theme::TextRole;

/// Actions shown in an ordinary window.
const ACTIONS: u16 = 3;

pub(super) fn draw(view: &Dashboard, sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    draw_head(view, sums, area, canvas);
    let boxes = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(2 + ACTIONS + 2),
        ..area
    };
    draw_boxes(view, sums, boxes, canvas);
    let foot = Rect {
        y: boxes.bottom() + 1,
        height: ACTIONS + 1,
        ..area
    };
    canvas.line(area.x, boxes.bottom(), area.width);
    canvas.glyph(area.x + area.width / 2 - 1, boxes.bottom(), '┴');
    draw_first(view, sums, foot, canvas);
}

/// Two lines; the cursor on them opens everything at risk.
pub(super) fn draw_head(view: &Dashboard, sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    let here = view.focus == DashboardFocus::Head;
    if here {
        canvas.text(area.x, area.y, 1, ">", TextRole::Plain);
        canvas.put_cursor(area.x, area.y);
    }
    let role = if here {
        TextRole::Selected
    } else {
        TextRole::Heading
    };
    let room = area.width.saturating_sub(1);
    let [first, second] = if area.width >= 80 {
        [
            words::sentence(&sums.totals, sums.without_price),
            words::beside(&sums.totals),
        ]
    } else {
        words::in_short(&sums.totals, sums.without_price, room.into())
    };
    canvas.text(area.x + 1, area.y, room, &first, role);
    canvas.text(area.x + 1, area.y + 1, room, &second, TextRole::Plain);
}

/// Four of one size, two in a row.
pub(super) fn draw_boxes(view: &Dashboard, sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    let height = area.height.saturating_sub(1) / 2;
    let middle = area.x + area.width / 2 - 1;
    let below = area.y + height;
    canvas.line(area.x, below, area.width);
    canvas.upright(middle, area.y, area.height);
    canvas.glyph(middle, below, '┼');
    for at in 0..4 {
        let (left, top) = (at % 2 == 0, at < 2);
        let x = if left { area.x } else { middle + 2 };
        let end = if left { middle } else { area.right() };
        let y = if top { area.y } else { below + 1 };
        let part = Rect::new(x, y, end - x, height);
        boxes::draw(view, sums, at, part, canvas);
    }
}

/// The actions, and below them the late reviews.
pub(super) fn draw_first(view: &Dashboard, sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    // Where standards are told, their line takes the place of an action.
    let below = u16::from(sums.standards.is_some());
    let rows = area.height.saturating_sub(1 + below) as usize;
    let at = match view.focus {
        DashboardFocus::Do(at) => at,
        _ => 0,
    };
    let first = (at + 1).saturating_sub(rows);
    let x = area.x + 1;
    let text = if area.width >= 80 { x + 12 } else { x + 3 };
    if area.width >= 80 {
        canvas.text(x, area.y, 10, "DO FIRST", TextRole::Heading);
    }
    if sums.actions.is_empty() {
        canvas.text(
            text,
            area.y,
            area.right().saturating_sub(text),
            NOTHING_TO_STOP,
            TextRole::Plain,
        );
    }
    let shown = sums.actions.iter().enumerate().skip(first).take(rows);
    for ((index, action), y) in shown.zip(area.y..) {
        let here = view.focus == DashboardFocus::Do(index);
        let mark = if here { ">" } else { " " };
        let number = format!("{mark}{:>2}", index + 1);
        canvas.text(text - 3, y, 3, &number, TextRole::Plain);
        if here {
            canvas.put_cursor(text - 3, y);
        }
        let role = if here {
            TextRole::Selected
        } else {
            TextRole::Plain
        };
        let key = key_of(words::key(action));
        let end = area.right().saturating_sub(1);
        canvas.text(end.saturating_sub(5), y, 5, key, TextRole::Key);
        let money = format!("${}", action.stops.dollars());
        let money_end = end.saturating_sub(7);
        canvas.right(text, money_end, y, &money, TextRole::Plain);
        let room = money_end.saturating_sub(money.len() as u16 + 2 + text);
        let by = action.by.map_or_else(String::new, |day| {
            words::by(day, sums.today, area.width >= 100)
        });
        let what_room = room.saturating_sub(if by.is_empty() {
            0
        } else {
            by.len() as u16 + 1
        });
        let used = canvas.text(text + 1, y, what_room, &action.what, role);
        canvas.text(
            text + 2 + used,
            y,
            room.saturating_sub(used + 1),
            &by,
            TextRole::Plain,
        );
    }
    draw_late(
        view,
        sums,
        (x, text, area.bottom() - 1 - below, area.right() - 1),
        canvas,
    );
    if let Some(line) = &sums.standards {
        let y = area.bottom() - 1;
        let wide = text > x + 4;
        let title = if wide { "STANDARDS" } else { "" };
        canvas.text(x, y, 9, title, TextRole::Heading);
        let said = dashboard_words::standards(line);
        let said = if wide {
            said
        } else {
            format!("Standards: {said}")
        };
        let here = view.focus == DashboardFocus::Standards;
        if here {
            canvas.text(text - 3, y, 1, ">", TextRole::Plain);
            canvas.put_cursor(text - 3, y);
        }
        let role = if here {
            TextRole::Selected
        } else {
            TextRole::Plain
        };
        let end = area.right().saturating_sub(1);
        let key = key_of(Command::Open);
        canvas.text(end.saturating_sub(5), y, 5, key, TextRole::Key);
        let room = end.saturating_sub(text + 8);
        canvas.text(text + 1, y, room, &said, role);
    }
}

fn draw_late(
    view: &Dashboard,
    sums: &DashboardPage,
    (x, text, y, end): (u16, u16, u16, u16),
    canvas: &mut Canvas,
) {
    let here = view.focus == DashboardFocus::Late;
    let role = if here {
        TextRole::Selected
    } else {
        TextRole::Plain
    };
    let none = sums.late.is_empty();
    if here {
        canvas.text(text - 3, y, 1, ">", TextRole::Plain);
        canvas.put_cursor(text - 3, y);
    }
    let title = if text > x + 4 { "LATE" } else { "" };
    canvas.text(x, y, 4, title, TextRole::Heading);
    if !none {
        canvas.text(text - 1, y, 1, "!", TextRole::AlarmMark);
        canvas.text(
            end.saturating_sub(5),
            y,
            5,
            key_of(Command::Open),
            TextRole::Key,
        );
    }
    let room = end.saturating_sub(text + 8);
    canvas.text(text + 1, y, room, &words::late(&sums.late), role);
}

fn key_of(command: Command) -> &'static str {
    keymap::row_of(KeyContext::Global, command).map_or("", keymap::KeyRow::key)
}

/// One pane: two lines a factor.
pub(super) fn draw_narrow(view: &Dashboard, sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    draw_head(view, sums, area, canvas);
    let lines = Rect {
        y: area.y + 2,
        height: 8.min(area.height.saturating_sub(2)),
        ..area
    };
    boxes::draw_lines(view, sums, lines, canvas);
    let left = area.bottom().saturating_sub(lines.bottom());
    if left < 3 {
        return;
    }
    canvas.rule(Rect::new(area.x, lines.bottom(), area.width, 1), "Do first");
    let foot = Rect {
        y: lines.bottom() + 1,
        height: left - 1,
        ..area
    };
    draw_first(view, sums, foot, canvas);
}

//! The front page in a wide window: besides the boxes what renews ahead, the schools for each student,
//! how fast reviews go, and how much of all this is measured.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::{Dashboard, boxes, front, words};
use crate::domain::dashboard::{DashboardPage, PartOf};
use crate::domain::money::Cents;
use crate::domain::waste::Totals;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::chart::{self, ChartColumn};

/// Lines of the panels, their titles among them, at the least and at the most.
const PANELS: (u16, u16) = (8, 18);
/// Lines of two boxes, one above the other, and of the line between, that hold all they have.
const BOXES: u16 = 19;
/// From so many lines on the trend is drawn in columns.
const COLUMNS: u16 = 12;
/// Actions, and the late reviews.
const FOOT: u16 = 6;

/// Whether the window is wide and high enough.
pub(super) fn fits(scene: &Scene) -> bool {
    scene.size.width >= 130 && scene.size.height >= 36
}

pub(super) fn draw(view: &Dashboard, sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    front::draw_head(view, sums, area, canvas);
    // What the boxes leave is for what is to be looked at.
    let rest = area.height.saturating_sub(3 + 1 + 1 + FOOT);
    let panels = rest.saturating_sub(BOXES).clamp(PANELS.0, PANELS.1);
    let boxes = Rect {
        y: area.y + 3,
        height: rest.saturating_sub(panels),
        ..area
    };
    let middle = area.x + area.width / 2 - 1;
    canvas.line(area.x, area.y + 2, area.width);
    canvas.glyph(middle, area.y + 2, '┬');
    front::draw_boxes(view, sums, boxes, canvas);
    canvas.line(area.x, boxes.bottom(), area.width);
    canvas.glyph(middle, boxes.bottom(), '┴');
    let panels = Rect::new(area.x, boxes.bottom() + 1, area.width, panels);
    draw_panels(view, sums, panels, canvas);
    canvas.line(area.x, panels.bottom(), area.width);
    let foot = Rect::new(area.x, panels.bottom() + 1, area.width, FOOT);
    front::draw_first(view, sums, foot, canvas);
}

fn draw_panels(view: &Dashboard, sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    let width = area.width / 4;
    let part = |n: u16| Rect::new(area.x + 1 + n * width, area.y, width - 2, area.height);
    draw_trend(view, part(0), canvas);
    draw_ahead(sums, part(1), canvas);
    draw_schools(sums, part(2), canvas);
    draw_measured(sums, part(3), canvas);
}

/// What was at risk at the end of each month, in thousands: columns where there is room for them, else bars, six months
/// beside six.
fn draw_trend(view: &Dashboard, area: Rect, canvas: &mut Canvas) {
    let title = "AT RISK, 12 MONTHS, $1,000s";
    canvas.text(area.x, area.y, area.width, title, TextRole::Heading);
    let Some(trend) = &view.trend else {
        let text = "Looking back.";
        canvas.text(area.x, area.y + 1, area.width, text, TextRole::Plain);
        return;
    };
    let all = u16::from(view.scope.is_some());
    if all > 0 {
        let text = "of all schools together";
        canvas.text(area.x, area.bottom() - 1, area.width, text, TextRole::Plain);
    }
    let rest = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1 + all),
        ..area
    };
    if area.height >= COLUMNS {
        let columns: Vec<ChartColumn> = trend.iter().map(column).collect();
        chart::columns(canvas, rest, &columns);
        return;
    }
    let risks = trend.iter().map(|(_, sums)| sums.at_risk);
    let longest = risks.max().unwrap_or_default();
    let half = rest.width / 2;
    for (at, one) in trend.iter().enumerate() {
        let ChartColumn { label, figure, .. } = column(one);
        let x = rest.x + (at as u16 / 6) * half;
        let y = rest.y + at as u16 % 6;
        canvas.text(x, y, 9, &format!("{label} {figure:>4}"), TextRole::Plain);
        let room = half.saturating_sub(10);
        plain_bar(canvas, (x + 9, y), room, one.1.at_risk, longest);
    }
}

/// A month of the trend, its figure in thousands.
fn column((month, sums): &(NaiveDate, Totals)) -> ChartColumn {
    ChartColumn {
        label: month.format("%b").to_string(),
        figure: ((sums.at_risk.0 + 50_000) / 100_000).to_string(),
        amount: sums.at_risk.0,
    }
}

fn draw_ahead(sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    canvas.text(
        area.x,
        area.y,
        area.width,
        "TERMS THAT END, YEAR PRICE",
        TextRole::Heading,
    );
    let longest = sums
        .ahead
        .iter()
        .map(|month| month.annual)
        .max()
        .unwrap_or_default();
    for (month, y) in sums.ahead.iter().zip(area.y + 1..area.bottom()) {
        let text = format!("{} {:>4}", month.month.format("%b"), month.contracts);
        canvas.text(area.x, y, 8, &text, TextRole::Plain);
        canvas.right(
            area.x + 9,
            area.x + 19,
            y,
            &month.annual.dollars(),
            TextRole::Plain,
        );
        plain_bar(
            canvas,
            (area.x + 21, y),
            area.width.saturating_sub(21),
            month.annual,
            longest,
        );
    }
}

fn draw_schools(sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    canvas.text(
        area.x,
        area.y,
        area.width,
        "AT RISK PER STUDENT, $",
        TextRole::Heading,
    );
    let longest = sums
        .schools
        .iter()
        .filter_map(|row| row.each)
        .max()
        .unwrap_or_default();
    let rows = area.height.saturating_sub(1) as usize;
    let more = sums.schools.len().saturating_sub(rows);
    let shown = if more > 0 { rows - 1 } else { rows };
    for (row, y) in sums.schools.iter().take(shown).zip(area.y + 1..) {
        canvas.text(area.x, y, 18, &row.name, TextRole::Plain);
        let each = row.each.map_or_else(|| "-".to_owned(), each);
        canvas.right(area.x + 18, area.x + 25, y, &each, TextRole::Plain);
        let room = area.width.saturating_sub(27);
        plain_bar(
            canvas,
            (area.x + 27, y),
            room,
            row.each.unwrap_or_default(),
            longest,
        );
    }
    if more > 0 {
        let text = format!("{} more. @ looks at one school.", more + 1);
        canvas.text(
            area.x,
            area.bottom() - 1,
            area.width,
            &text,
            TextRole::Plain,
        );
    }
}

/// `18`, `0.42` below ten dollars.
fn each(cents: Cents) -> String {
    if cents.0 < 1_000 {
        format!("{}.{:02}", cents.0 / 100, cents.0 % 100)
    } else {
        cents.dollars()
    }
}

fn plain_bar(canvas: &mut Canvas, (x, y): (u16, u16), room: u16, part: Cents, longest: Cents) {
    if part > Cents(0) {
        let full = i128::from(room) * i128::from(part.0) / i128::from(longest.0.max(1));
        let full = (full.max(1) as u16).min(room);
        boxes::bar(canvas, (x, y), full, part, part);
    }
}

fn draw_measured(sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    let of = |(part, whole): PartOf| format!("{part} of {whole}");
    let measured = &sums.measured;
    let done = &sums.throughput;
    let median = done
        .median_days
        .map_or_else(String::new, |days| format!(", {days}"));
    let lines = [
        (
            "HOW MUCH OF THIS IS MEASURED",
            TextRole::Heading,
            String::new(),
        ),
        (
            "Spend, use counted",
            TextRole::Plain,
            words::share(measured.spend.0, measured.spend.1),
        ),
        ("Products, use counted", TextRole::Plain, of(measured.used)),
        ("Products with owners", TextRole::Plain, of(measured.owned)),
        ("Trainings on target", TextRole::Plain, of(measured.trained)),
        ("REVIEWS THIS MONTH", TextRole::Heading, String::new()),
        (
            "Decided, median days",
            TextRole::Plain,
            format!("{}{median}", done.decided),
        ),
        (
            "Yes, if, no, back",
            TextRole::Plain,
            format!(
                "{}, {}, {}, {}",
                done.approved, done.conditional, done.denied, done.returned
            ),
        ),
    ];
    for ((text, role, value), y) in lines.iter().zip(area.y..area.bottom()) {
        canvas.text(area.x, y, area.width, text, *role);
        canvas.text(
            area.x + 22,
            y,
            area.width.saturating_sub(22),
            value,
            TextRole::Plain,
        );
    }
}

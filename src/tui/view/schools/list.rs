//! The list layout: schools on the left, what one of them has on the right, the row in full below.
//! In a narrow window, or zoomed, one pane alone.

use std::ops::Range;

use ratatui::layout::Rect;

use super::empty::nothing;
use super::{Focus, Key, Schools, detail, rows};
use crate::domain::status::StatusWord;
use crate::domain::text;
use crate::store::{Placed, SchoolRow};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, Shape};
use crate::tui::theme::Role;
use crate::tui::widget::table::{self, Cell, Column};

/// A name has at least so many columns; before it gets fewer, a number goes.
const NAME: u16 = 12;

/// Where the panes are. An empty one is not shown.
struct Panes {
    schools: Rect,
    line: Option<u16>,
    title: Rect,
    products: Rect,
    detail: Rect,
}

fn panes(view: &Schools, body: Rect, scene: &Scene) -> Panes {
    let nowhere = Rect::ZERO;
    let alone = view.zoomed || scene.shape != Shape::Full;
    if alone && view.pane == Focus::Schools {
        return Panes {
            schools: body,
            line: None,
            title: nowhere,
            products: nowhere,
            detail: nowhere,
        };
    }
    let left = if alone {
        0
    } else {
        (body.width * 3 / 10).clamp(30, 52)
    };
    let gap = u16::from(!alone);
    let right = Rect {
        x: body.x + left + gap,
        width: body.width - left - gap,
        ..body
    };
    let below = match body.height {
        0..=12 => 3,
        13..=15 => 4,
        16..=19 => 5,
        _ => 6,
    };
    let rows = body.height.saturating_sub(1 + below);
    Panes {
        schools: Rect {
            width: left,
            ..body
        },
        line: (!alone).then_some(body.x + left),
        title: Rect { height: 1, ..right },
        products: Rect {
            y: body.y + 1,
            height: rows,
            ..right
        },
        detail: Rect {
            y: body.y + 1 + rows,
            height: body.height.saturating_sub(1 + rows),
            ..right
        },
    }
}

/// The products that can be seen, as positions in their list.
pub(super) fn window(view: &Schools, scene: &Scene) -> Range<usize> {
    let body = Rect::new(0, 2, scene.size.width, scene.size.height.saturating_sub(4));
    let room = panes(view, body, scene).products.height.saturating_sub(1);
    if room == 0 {
        return 0..0;
    }
    view.products.window(room.into())
}

pub(super) fn draw(view: &Schools, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let panes = panes(view, area, scene);
    if panes.schools.width > 0 {
        draw_schools(view, panes.schools, canvas);
    }
    if panes.products.width > 0 {
        draw_title(view, panes.title, canvas);
        draw_products(view, panes.products, canvas);
        draw_detail(view, panes.detail, canvas);
    }
    if let Some(x) = panes.line {
        canvas.upright(x, area.y, area.height);
        if panes.detail.height > 0 && view.here().is_some() {
            canvas.glyph(x, panes.detail.y, '├');
        }
    }
}

/// Room for the longest of these numbers, and for its heading.
fn room<'a>(title: &str, texts: impl Iterator<Item = &'a String>) -> u16 {
    let widest = texts.map(|text| text::width(text)).max().unwrap_or(0);
    widest.max(title.len()) as u16
}

fn draw_schools(view: &Schools, area: Rect, canvas: &mut Canvas) {
    let Some(sums) = &view.sums else { return };
    let below = if area.height >= 14 { 3 } else { 0 };
    let list = Rect {
        height: area.height - below,
        ..area
    };
    if view.left.is_empty() {
        canvas.paragraph(list, &nothing(view, Focus::Schools));
    }
    let shown: Vec<[String; 5]> = view
        .left
        .window(list.height.saturating_sub(1).into())
        .filter_map(|at| sums.school(*view.left.keys().get(at)?))
        .map(numbers)
        .collect();
    let column =
        |title, at: usize| Column::number(title, room(title, shown.iter().map(|row| &row[at])));
    let mut columns = vec![
        Column::wide("SCHOOL", NAME),
        column("N", 1),
        column("COST", 2),
        column("$/ST", 3),
    ];
    let mut wanted = vec![1, 2, 3];
    if area.width >= 48 {
        columns.insert(1, column("STUDENTS", 0));
        wanted.insert(0, 0);
    }
    if area.width >= 56 {
        columns.push(column("UNUSED", 4));
        wanted.push(4);
    }
    let focused = view.pane == Focus::Schools;
    table::draw(canvas, list, &columns, &view.left, focused, |_, id| {
        let Some(row) = sums.school(*id) else {
            return Vec::new();
        };
        let numbers = numbers(row);
        let mut cells = vec![(row.school.name.clone(), Role::Plain)];
        cells.extend(wanted.iter().map(|at| (numbers[*at].clone(), Role::Plain)));
        cells
    });
    if let Some(row) = view.school().and_then(|id| sums.school(id))
        && below > 0
    {
        let lines = if area.width < 60 {
            [
                "N products  $/ST per student".to_owned(),
                "Unused seats at this school:".to_owned(),
                unused(row),
            ]
        } else {
            [
                String::new(),
                "N products, COST year price, $/ST per student".to_owned(),
                format!("Unused seats at this school: {}", unused(row)),
            ]
        };
        for (line, y) in lines.iter().zip(list.bottom()..) {
            canvas.text(
                area.x + 1,
                y,
                area.width.saturating_sub(1),
                line,
                Role::Plain,
            );
        }
    }
}

/// `about $5,636 of $26,055`.
pub(super) fn unused(row: &SchoolRow) -> String {
    if row.kept_back {
        return "the policy shows schools their own prices only".to_owned();
    }
    format!("about ${} of ${}", row.unused.dollars(), row.cost.dollars())
}

/// Students, products, cost, dollars per student, unused dollars.
fn numbers(row: &SchoolRow) -> [String; 5] {
    [
        row.school.enrollment.map_or("-".into(), |n| n.to_string()),
        row.products.to_string(),
        rows::price(row.cost, row.kept_back),
        rows::per_student(row).map_or("-".into(), |cents| ((cents + 50) / 100).to_string()),
        rows::price(row.unused, row.kept_back),
    ]
}

fn draw_title(view: &Schools, area: Rect, canvas: &mut Canvas) {
    let Some(row) = view
        .school()
        .and_then(|id| view.sums.as_ref().and_then(|sums| sums.school(id)))
    else {
        return;
    };
    let count = |known: Option<i64>, what: &str| known.map(|n| format!("{n} {what}"));
    let people = [
        count(row.school.enrollment, "students"),
        count(row.school.staff, "staff"),
    ];
    let people: Vec<String> = people.into_iter().flatten().collect();
    let people = format!("  {}", people.join(", "));
    let name = row.school.name.to_uppercase();
    let pieces = [(name.as_str(), Role::Heading), (&people, Role::Plain)];
    canvas.pieces(area.x + 1, area.y, area.width.saturating_sub(1), &pieces);
}

/// The cells of a row, apart from its name: what they are called, and whether they go first when the
/// window is narrow.
fn cells(view: &Schools, row: &Placed) -> Vec<Cell> {
    let word = view.word(row.product, Some(row.school)).map(|a| a.word);
    let role = match word {
        Some(StatusWord::No | StatusWord::Expired) => Role::Alarm,
        _ => Role::Plain,
    };
    let seats = match (row.used, row.seats) {
        (Some(used), Some(seats)) => format!("{used}/{seats}"),
        (None, Some(seats)) => format!("-/{seats}"),
        (Some(used), None) => format!("{used}/-"),
        (None, None) => "-".to_owned(),
    };
    let percent = |known: Option<i64>| known.map_or("-".to_owned(), |p| format!("{p}%"));
    let own = if row.bought_here { "s" } else { " " };
    let end = row.term_end.map(|end| end.format("%b %d %Y").to_string());
    let plain = |text: String| (text, Role::Plain);
    vec![
        (word.map_or("", rows::short).to_owned(), role),
        plain(seats),
        plain(percent(row.used_pct())),
        plain(percent(row.cover_pct)),
        plain(format!("{}{own}", rows::price(row.cost, row.kept_back))),
        plain(rows::price(row.unused(), row.kept_back)),
        plain(end.unwrap_or_default()),
        plain(row.contract.clone().unwrap_or_default()),
    ]
}

const TITLES: [&str; 8] = [
    "STATUS", "SEATS", "USE", "COVER", "COST ", "UNUSED", "ENDS", "CONTRACT",
];
/// Columns in the order in which they get room: the first are never left out.
const FIRST: [usize; 8] = [0, 4, 1, 2, 3, 6, 5, 7];

fn draw_products(view: &Schools, area: Rect, canvas: &mut Canvas) {
    let Some(here) = view.here() else {
        if view.school().is_some() {
            canvas.paragraph(area, "Reading what it has.");
        }
        return;
    };
    if view.products.is_empty() {
        canvas.paragraph(area, &nothing(view, Focus::Products));
    }
    let known: std::collections::HashMap<Key, &Placed> = here
        .iter()
        .map(|row| ((row.product, row.buyer), row))
        .collect();
    let legend = own_legend(view, area);
    let area = Rect {
        height: area.height - u16::from(legend.is_some()),
        ..area
    };
    let shown: Vec<Vec<Cell>> = view
        .products
        .window(area.height.saturating_sub(1).into())
        .filter_map(|at| known.get(view.products.keys().get(at)?))
        .map(|row| cells(view, row))
        .collect();
    let wide = |at: usize| room(TITLES[at], shown.iter().map(|row| &row[at].0));
    let mut left = area.width.saturating_sub(2 + NAME);
    let mut chosen: Vec<usize> = Vec::new();
    for at in FIRST {
        let wanted = wide(at) + 1;
        if wanted > left {
            break;
        }
        left -= wanted;
        chosen.push(at);
    }
    chosen.sort_unstable();
    let mut columns = vec![Column::wide("PRODUCT", NAME)];
    columns.extend(chosen.iter().map(|at| match at {
        0 | 6 | 7 => Column::fixed(TITLES[*at], wide(*at)),
        _ => Column::number(TITLES[*at], wide(*at)),
    }));
    let focused = view.pane == Focus::Products;
    table::draw(canvas, area, &columns, &view.products, focused, |_, key| {
        let Some(row) = known.get(key) else {
            return Vec::new();
        };
        let all = cells(view, row);
        let mut cells = vec![(row.name.clone(), Role::Plain)];
        cells.extend(chosen.iter().map(|at| all[*at].clone()));
        cells
    });
    if let Some(y) = legend {
        let text = "s = bought by the school, the rest is shared";
        canvas.text(
            area.x + 2,
            y,
            area.width.saturating_sub(2),
            text,
            Role::Plain,
        );
    }
}

/// Where the explanation of `s` goes, if a row wants one and there is a line to spare.
fn own_legend(view: &Schools, area: Rect) -> Option<u16> {
    let wanted = view.here()?.iter().any(|row| row.bought_here);
    let spare = view.products.len() + 2 <= area.height as usize;
    (wanted && spare).then(|| area.bottom() - 1)
}

fn draw_detail(view: &Schools, area: Rect, canvas: &mut Canvas) {
    let Some(row) = view
        .products
        .selected()
        .and_then(|key| view.placed_row(*key))
    else {
        if area.height > 0 && view.here().is_some() {
            canvas.rule(Rect { height: 1, ..area }, "");
        }
        return;
    };
    if area.height == 0 {
        return;
    }
    canvas.rule(Rect { height: 1, ..area }, &detail::title(view, row));
    let width = area.width.saturating_sub(2);
    let lines = detail::lines(view, row, width.into());
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        canvas.text(area.x + 1, y, width, &line.0, line.1);
    }
}

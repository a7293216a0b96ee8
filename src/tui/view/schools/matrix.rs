//! The matrix layout: products by schools, the percent of seats in use, as many schools as fit around
//! the one under the cursor. Only the cells that can be seen are asked for.

use std::ops::Range;

use ratatui::layout::Rect;

use super::empty::nothing;
use super::{SchoolsFocus, SchoolsView, detail};
use crate::domain::money::HIDDEN;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::text;
use crate::office::lists::matrix::{self, MATRIX};
use crate::office::lists::schools::{dollars_per_student, is_refused, short};
use crate::office::lists::{ListColumn, Viewer, Width, Widths};
use crate::office::query::{ProductRow, SchoolRow};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;
use crate::tui::widget::layout::{Cell, Layout, ScreenColumn};
use crate::tui::widget::list_table;

/// A school's code in the heading: as many columns as it takes, between these.
const CODE: (u16, u16) = (4, 7);
const STATUS: u16 = 9;
const USED: u16 = 5;
const COST: u16 = 9;
const OWNER: u16 = 8;

/// A line of sums: its name, and a school's part.
type Total = (&'static str, fn(&SchoolRow) -> String);

/// The columns on one side of the schools.
struct MatrixSide {
    window: Vec<(&'static ListColumn<ProductRow>, Width)>,
    layout: Layout,
    /// A blank before each of them.
    breadth: u16,
}

impl MatrixSide {
    /// With so much more room than they need at least.
    fn new(widths: Widths, more: u16) -> MatrixSide {
        let window = MATRIX.window(widths);
        let columns = list_table::columns(&window, [], &Viewer::nobody());
        let least = columns.iter().filter_map(ScreenColumn::least);
        let breadth = more + least.map(|width| width + 1).sum::<u16>();
        MatrixSide {
            layout: Layout::new(&columns, breadth - 1),
            window,
            breadth,
        }
    }
}

/// What is where.
struct Grid {
    rows: Rect,
    totals: Rect,
    detail: Rect,
    name: u16,
    /// The columns left of the schools, and right of them, each with where it begins.
    sides: [(MatrixSide, u16); 2],
    /// Is there room for what is known of all schools together?
    cost: bool,
    wide: bool,
    /// Where the cells begin, how wide each is (the cursor's mark, then three digits and `s` or the
    /// code), and how many fit.
    cells: (u16, u16, usize),
}

fn grid(view: &SchoolsView, body: Rect, scene: &Scene) -> Grid {
    let wide = body.width >= 120;
    let cost = scene.shape == WindowShape::Full;
    // A name has a little more room where the window has.
    let more = if body.width >= 100 { 3 } else { 0 };
    let (beside, beyond) = match (wide, cost) {
        (true, _) => (matrix::LEFT_WIDE, matrix::RIGHT_WIDE),
        (false, true) => (matrix::LEFT, matrix::RIGHT),
        (false, false) => (matrix::LEFT_NARROW, matrix::RIGHT_NARROW),
    };
    let (beside, beyond) = (MatrixSide::new(beside, more), MatrixSide::new(beyond, 0));
    let (left, right) = (1 + beside.breadth, beyond.breadth);
    let name = beside.layout.width_of("product");
    let from = (body.right() + 1).saturating_sub(right);
    let sides = [(beside, body.x + 2), (beyond, from)];
    let cell = 1 + view.code_width.clamp(CODE.0, CODE.1);
    let fit = (body.width.saturating_sub(left + right) / cell) as usize;
    let detail = match body.height {
        0..=8 => 0,
        9..=15 => 4,
        _ => 5,
    };
    let totals = if body.height >= 27 { 6 } else { 1 };
    let rows = body.height.saturating_sub(detail + totals);
    Grid {
        rows: Rect {
            height: rows,
            ..body
        },
        totals: Rect {
            y: body.y + rows,
            height: body.height.min(totals),
            ..body
        },
        detail: Rect {
            y: body.bottom() - detail,
            height: detail,
            ..body
        },
        name,
        sides,
        cost,
        wide,
        cells: (body.x + left, cell, fit.min(view.columns.len())),
    }
}

fn body(scene: &Scene) -> Rect {
    Rect::new(0, 2, scene.size.width, scene.size.height.saturating_sub(4))
}

fn rows_shown(view: &SchoolsView, grid: &Grid) -> Range<usize> {
    view.grid.window(grid.rows.height.saturating_sub(1).into())
}

fn columns_shown(view: &SchoolsView, grid: &Grid) -> Range<usize> {
    if grid.cells.2 == 0 {
        return 0..0;
    }
    view.columns.window(grid.cells.2)
}

/// The products and schools that can be seen.
pub(super) fn shown(view: &SchoolsView, scene: &Scene) -> (Vec<ProductId>, Vec<SchoolId>) {
    let grid = grid(view, body(scene), scene);
    let products = view.grid.keys().get(rows_shown(view, &grid));
    let schools = view.columns.keys().get(columns_shown(view, &grid));
    (
        products.unwrap_or_default().to_vec(),
        schools.unwrap_or_default().to_vec(),
    )
}

/// `schools 1-7 of 14`, where not all are shown.
pub(super) fn window_words(view: &SchoolsView, scene: &Scene) -> Option<String> {
    let columns = columns_shown(view, &grid(view, body(scene), scene));
    let all = view.columns.len();
    (columns.len() < all).then(|| format!("schools {}-{} of {all}", columns.start + 1, columns.end))
}

pub(super) fn draw(view: &SchoolsView, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(sums) = &view.sums else { return };
    let grid = grid(view, area, scene);
    let schools: Vec<&SchoolRow> = columns_shown(view, &grid)
        .filter_map(|at| sums.school(*view.columns.keys().get(at)?))
        .collect();
    if view.grid.is_empty() {
        canvas.paragraph(grid.rows, &nothing(view, SchoolsFocus::Matrix));
        return;
    }
    let here = view.columns.selected().copied();
    canvas.list(grid.rows);
    draw_heads(&grid, &schools, here, canvas);
    for (line, at) in rows_shown(view, &grid).enumerate() {
        let y = grid.rows.y + 1 + line as u16;
        let Some(product) = view.grid.keys().get(at).and_then(|id| sums.product(*id)) else {
            continue;
        };
        let selected = at == view.grid.at();
        draw_row(view, &grid, y, product, selected, canvas);
        for (n, school) in schools.iter().enumerate() {
            let x = grid.cells.0 + n as u16 * grid.cells.1;
            let school = school.school.id;
            let cursor = selected && here == Some(school);
            draw_cell(view, x, y, (product.product, school), cursor, canvas);
        }
    }
    draw_totals(view, &grid, &schools, canvas);
    draw_detail(view, grid.detail, canvas);
}

fn draw_heads(grid: &Grid, schools: &[&SchoolRow], here: Option<SchoolId>, canvas: &mut Canvas) {
    let y = grid.rows.y;
    for (side, x) in &grid.sides {
        side.layout.draw_titles(canvas, *x, y);
    }
    for (n, row) in schools.iter().enumerate() {
        let x = grid.cells.0 + n as u16 * grid.cells.1;
        if here == Some(row.school.id) {
            canvas.text(x, y, 1, ">", TextRole::Plain);
        }
        canvas.text(
            x + 1,
            y,
            grid.cells.1 - 1,
            &row.school.code,
            TextRole::Heading,
        );
    }
}

fn draw_row(
    view: &SchoolsView,
    grid: &Grid,
    y: u16,
    row: &ProductRow,
    selected: bool,
    canvas: &mut Canvas,
) {
    let x = grid.rows.x;
    if selected {
        canvas.text(x, y, 1, ">", TextRole::Plain);
    }
    if view.grid.is_marked(&row.product) {
        canvas.text(x + 1, y, 1, "*", TextRole::Plain);
    }
    let viewer = Viewer::nobody();
    for (side, x) in &grid.sides {
        let cells = side.window.iter().map(|(column, _)| {
            let mut cell = list_table::cell(column, row, &viewer);
            match column.id {
                "product" if selected => cell.1 = TextRole::Parked,
                "status" => cell = status(view, row),
                _ => {}
            }
            cell
        });
        side.layout
            .draw_row(canvas, *x, y, &cells.collect::<Vec<_>>());
    }
}

/// May it be used? Nothing until the answer has come.
fn status(view: &SchoolsView, row: &ProductRow) -> Cell {
    let word = view.word(row.product, None).map(|answer| answer.word);
    let role = if word.is_some_and(is_refused) {
        TextRole::Alarm
    } else {
        TextRole::Plain
    };
    (word.map_or("", short).to_owned(), role)
}

fn draw_cell(
    view: &SchoolsView,
    x: u16,
    y: u16,
    at: (ProductId, SchoolId),
    cursor: bool,
    canvas: &mut Canvas,
) {
    let (text, own) = match view.cells.get(&at) {
        None => (".".to_owned(), false),
        Some(cell) => {
            let text = cell.used_pct().map_or("+".to_owned(), |p| p.to_string());
            (text, cell.bought_here)
        }
    };
    let mut role = TextRole::Plain;
    if cursor {
        canvas.text(x, y, 1, ">", TextRole::Plain);
        canvas.put_cursor(x, y);
        role = TextRole::Selected;
    }
    let start = x + 1;
    canvas.right(start, start + 3, y, &text, role);
    if own {
        canvas.text(start + 3, y, 1, "s", role);
    }
}

const LEGEND: &str = "% of that school's seats in use.  s own purchase  . not there  + not counted";
const SHORT_LEGEND: &str = "% of seats in use  s own  . not there  + not counted";

fn draw_totals(view: &SchoolsView, grid: &Grid, schools: &[&SchoolRow], canvas: &mut Canvas) {
    let area = grid.totals;
    if area.height == 0 {
        return;
    }
    let legend = |y, canvas: &mut Canvas| {
        let room = area.width.saturating_sub(2);
        let text = if usize::from(room) < LEGEND.len() {
            SHORT_LEGEND
        } else {
            LEGEND
        };
        canvas.text(area.x + 2, y, room, text, TextRole::Plain);
    };
    if area.height < 6 {
        legend(area.y, canvas);
        return;
    }
    canvas.line(area.x, area.y, area.width);
    let lines: [Total; 4] = [
        ("Products", |row| row.products.to_string()),
        ("Year price, $1,000s", |row| {
            if row.kept_back {
                return HIDDEN.into();
            }
            let thousands = row.cost.map(|cost| (cost.0 + 50_000) / 100_000);
            thousands.map_or("-".into(), |n| n.to_string())
        }),
        ("Dollars per student", |row| dollars_per_student(row)),
        ("Students", |row| {
            row.school.enrollment.map_or("-".into(), |n| n.to_string())
        }),
    ];
    for ((label, of), y) in lines.iter().zip(area.y + 1..) {
        canvas.text(area.x + 2, y, grid.name + STATUS, label, TextRole::Plain);
        for (n, row) in schools.iter().enumerate() {
            let x = grid.cells.0 + n as u16 * grid.cells.1;
            let text = of(row);
            // Four digits stand one column to the left of three.
            let end = x + 4 + u16::from(text::width(&text) > 4);
            canvas.right(x, end, y, &text, TextRole::Plain);
        }
    }
    if let Some(sums) = view.sums.as_ref().filter(|_| grid.cost) {
        let total = sums
            .all
            .cost
            .map_or("hidden".to_owned(), crate::domain::money::Cents::dollars);
        let tail = if grid.wide { OWNER + COST + 2 } else { 0 };
        let end = area.right() - tail;
        canvas.right(end - COST - USED, end, area.y + 2, &total, TextRole::Plain);
    }
    legend(area.y + 5, canvas);
}

fn draw_detail(view: &SchoolsView, area: Rect, canvas: &mut Canvas) {
    let (Some(product), Some(school)) = (view.product(), view.school()) else {
        return;
    };
    if area.height == 0 {
        return;
    }
    let name = view.product_name().unwrap_or_default();
    let title = format!("{name} x {}", view.school_name(school));
    canvas.rule(Rect { height: 1, ..area }, &title);
    let Some(here) = view.here() else { return };
    let width = area.width.saturating_sub(2);
    let mut lines = Vec::new();
    for row in here.iter().filter(|row| row.product == product) {
        lines.extend(detail::lines(view, row, width.into()));
    }
    if lines.is_empty() {
        lines = detail::verdict(view.word(product, Some(school)), width.into());
        lines.push(("Not at this school.".to_owned(), TextRole::Plain));
    }
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        canvas.text(area.x + 1, y, width, &line.0, line.1);
    }
}

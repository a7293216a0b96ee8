//! The list layout: schools on the left, what one of them has on the right, the row in full below.
//! In a narrow window, or zoomed, one pane alone.

use crate::domain::money::Basis;
use std::collections::HashMap;
use std::ops::Range;

use ratatui::layout::Rect;

use super::empty::nothing;
use super::{PlacedKey, SchoolsFocus, SchoolsView, detail};
use crate::office::lists::Viewer;
use crate::office::lists::schools::{
    PLACED, PLACED_ALL, PLACED_FIRST, ROOMY, SCHOOLS, USUAL, WIDE, without_hidden,
};
use crate::office::query::{Placed, SchoolRow};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;
use crate::tui::widget::list_table::ListTable;

/// Where the panes are. An empty one is not shown.
struct Panes {
    schools: Rect,
    line: Option<u16>,
    title: Rect,
    products: Rect,
    detail: Rect,
}

fn panes(view: &SchoolsView, body: Rect, scene: &Scene) -> Panes {
    let nowhere = Rect::ZERO;
    let alone = view.zoomed || scene.shape != WindowShape::Full;
    if alone && view.pane == SchoolsFocus::Schools {
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
pub(super) fn window(view: &SchoolsView, scene: &Scene) -> Range<usize> {
    let body = Rect::new(0, 2, scene.size.width, scene.size.height.saturating_sub(4));
    let room = panes(view, body, scene).products.height.saturating_sub(1);
    if room == 0 {
        return 0..0;
    }
    view.products.window(room.into())
}

pub(super) fn draw(view: &SchoolsView, area: Rect, canvas: &mut Canvas, scene: &Scene) {
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

fn draw_schools(view: &SchoolsView, area: Rect, canvas: &mut Canvas) {
    let Some(sums) = &view.sums else { return };
    let below = if area.height >= 14 { 3 } else { 0 };
    let list = Rect {
        height: area.height - below,
        ..area
    };
    if view.left.is_empty() {
        canvas.paragraph(list, &nothing(view, SchoolsFocus::Schools));
    }
    let window = match area.width {
        56.. => WIDE,
        48.. => ROOMY,
        _ => USUAL,
    };
    let viewer = Viewer::nobody();
    // As wide as all of them need, so that no column moves when the list scrolls.
    let all = &sums.all.schools;
    let focus = view.pane == SchoolsFocus::Schools;
    let table = ListTable::new(&SCHOOLS, window, (&view.left, focus), &viewer)
        .measured_once(all, &view.school_widths);
    table.draw(canvas, list, |_, id| sums.school(*id));
    if let Some(row) = view.school().and_then(|id| sums.school(id))
        && below > 0
    {
        let lines = if area.width < 60 {
            [
                "N products  $/ST per student".to_owned(),
                format!("COST {}, unused seats", Basis::YearPrice),
                unused(row),
            ]
        } else {
            [
                String::new(),
                format!("N products, COST {}, $/ST per student", Basis::YearPrice),
                format!("Unused seats at this school: {}", unused(row)),
            ]
        };
        for (line, y) in lines.iter().zip(list.bottom()..) {
            canvas.text(
                area.x + 1,
                y,
                area.width.saturating_sub(1),
                line,
                TextRole::Plain,
            );
        }
    }
}

/// `about $5,636 of $26,055`.
pub(super) fn unused(row: &SchoolRow) -> String {
    if row.kept_back {
        return "the policy shows schools their own prices only".to_owned();
    }
    let Some(cost) = row.cost else {
        return "no price is known of what it has".to_owned();
    };
    format!(
        "about ${} of ${}{}",
        row.unused.dollars(),
        cost.dollars(),
        without_hidden(row)
    )
}

fn draw_title(view: &SchoolsView, area: Rect, canvas: &mut Canvas) {
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
    let pieces = [
        (name.as_str(), TextRole::Heading),
        (&people, TextRole::Plain),
    ];
    canvas.pieces(area.x + 1, area.y, area.width.saturating_sub(1), &pieces);
}

fn draw_products(view: &SchoolsView, area: Rect, canvas: &mut Canvas) {
    let Some(here) = view.here() else {
        if view.school().is_some() {
            canvas.paragraph(area, "Reading what it has.");
        }
        return;
    };
    if view.products.is_empty() {
        canvas.paragraph(area, &nothing(view, SchoolsFocus::Products));
    }
    let known: HashMap<PlacedKey, &Placed> = here
        .iter()
        .map(|row| ((row.product, row.buyer), row))
        .collect();
    let legend = own_legend(view, area);
    let area = Rect {
        height: area.height - u16::from(legend.is_some()),
        ..area
    };
    // With the word for each that has come.
    let worded = |row: &&Placed| Placed {
        word: view
            .word(row.product, Some(row.school))
            .map(|answer| answer.word),
        ..(*row).clone()
    };
    let shown: HashMap<PlacedKey, Placed> = view
        .products
        .window(area.height.saturating_sub(1).into())
        .filter_map(|at| known.get(view.products.keys().get(at)?))
        .map(|row| ((row.product, row.buyer), worded(row)))
        .collect();
    let viewer = Viewer::nobody();
    let list = (&view.products, view.pane == SchoolsFocus::Products);
    let table = ListTable::new(&PLACED, PLACED_ALL, list, &viewer)
        .measured_once(here, &view.placed_widths)
        .also(shown.values());
    let table = table.fitting(PLACED_FIRST, area.width);
    table.draw(canvas, area, |_, key| shown.get(key));
    if let Some(y) = legend {
        let text = "s = bought by the school, the rest is shared";
        canvas.text(
            area.x + 2,
            y,
            area.width.saturating_sub(2),
            text,
            TextRole::Plain,
        );
    }
}

/// Where the explanation of `s` goes, if a row wants one and there is a line to spare.
fn own_legend(view: &SchoolsView, area: Rect) -> Option<u16> {
    let wanted = view.here()?.iter().any(|row| row.bought_here);
    let spare = view.products.len() + 2 <= area.height as usize;
    (wanted && spare).then(|| area.bottom() - 1)
}

fn draw_detail(view: &SchoolsView, area: Rect, canvas: &mut Canvas) {
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

//! A box for a factor: what it takes, a bar on the scale all boxes share, its dearest products.

use ratatui::layout::Rect;

use super::{Dashboard, DashboardFocus, words};
use crate::domain::counted::counted;
use crate::domain::dashboard::{BOXES, DashboardPage, Dearest, FactorBox};
use crate::domain::money::Cents;
use crate::domain::waste::Factor;
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;

/// Columns of a bar in a narrow box.
const BAR: u16 = 20;

/// The whole length of all bars.
pub(super) fn scale(sums: &DashboardPage) -> Cents {
    let nets = sums.boxes.iter().map(|one| one.taken.net);
    nets.max().unwrap_or_default()
}

/// A bar with what is missing to the longest shaded; something is seen wherever there is something.
pub(super) fn bar(canvas: &mut Canvas, (x, y): (u16, u16), room: u16, part: Cents, longest: Cents) {
    let full = if part <= Cents(0) || longest <= Cents(0) {
        0
    } else {
        (i128::from(room) * i128::from(part.0) / i128::from(longest.0)).max(1)
    };
    for column in 0..room {
        let filled = i128::from(column) < full;
        canvas.glyph(x + column, y, if filled { '█' } else { '░' });
    }
}

/// `>1 TRAINING                    $30,741`, bar, what it is, products.
pub(super) fn draw(
    view: &Dashboard,
    sums: &DashboardPage,
    at: usize,
    area: Rect,
    canvas: &mut Canvas,
) {
    let Some(one) = sums.boxes.get(at) else {
        return;
    };
    draw_title(view, one, at, area, canvas, area.width >= 60);
    let wide = area.width >= 60;
    let (x, end) = (area.x + 1, area.right().saturating_sub(1));
    let room = if wide {
        area.width.saturating_sub(24)
    } else {
        BAR
    };
    bar(canvas, (x, area.y + 1), room, one.taken.net, scale(sums));
    let share = words::of_spend(one.taken.net, sums);
    canvas.text(
        x + room + 2,
        area.y + 1,
        end - (x + room + 2),
        &share,
        TextRole::Plain,
    );
    let mut y = area.y + 2;
    if !wide {
        canvas.text(x, y, end - x, &sub(one), TextRole::Plain);
        y += 1;
    }
    let products = area.bottom() - u16::from(wide);
    for (product, y) in one.dearest.iter().zip(y..products) {
        draw_product(product, (x, y, end), wide, canvas);
    }
    if wide {
        let mut text = sub(one);
        if one.factor == Factor::Untrained {
            text.push_str(&format!(
                "; too few trained ${}, too many seats ${}",
                sums.totals.untrained.dollars(),
                sums.totals.right_size.dollars()
            ));
        }
        canvas.text(x, products, end - x, &text, TextRole::Plain);
    }
}

fn draw_title(
    view: &Dashboard,
    one: &FactorBox,
    at: usize,
    area: Rect,
    canvas: &mut Canvas,
    wide: bool,
) {
    let here = view.focus == DashboardFocus::Box(at);
    if here {
        canvas.text(area.x, area.y, 1, ">", TextRole::Plain);
        canvas.put_cursor(area.x, area.y);
    }
    let role = if here {
        TextRole::Selected
    } else {
        TextRole::Heading
    };
    let name = format!("{} {}", at + 1, words::title(one.factor));
    let mut x = area.x + 1;
    x += canvas.text(x, area.y, area.width - 1, &name, role);
    if wide {
        let more = format!(": {}", words::meaning(one.factor));
        canvas.text(
            x,
            area.y,
            area.right().saturating_sub(x + 12),
            &more,
            TextRole::Plain,
        );
    }
    let end = area.right().saturating_sub(1);
    let dollars = format!("${}", one.taken.net.dollars());
    canvas.right(x, end, area.y, &dollars, TextRole::Heading);
}

/// `idle seats, 12 products, gross $41,200`.
fn sub(one: &FactorBox) -> String {
    format!(
        "{}, {}, gross ${}",
        words::short(one.factor),
        counted(one.products, "product"),
        one.taken.gross.dollars()
    )
}

fn draw_product(one: &Dearest, (x, y, end): (u16, u16, u16), wide: bool, canvas: &mut Canvas) {
    let money = one.net.dollars();
    let room = end.saturating_sub(x + 2 + money.len() as u16 + 1);
    let text = match (one.why.is_empty(), wide) {
        (true, _) => one.name.clone(),
        (false, false) => format!("{} {}", one.name, one.why),
        (false, true) => {
            let more = if one.more.is_empty() {
                String::new()
            } else {
                format!(", {}", one.more)
            };
            format!("{:<22} {}{more}", one.name, one.why)
        }
    };
    canvas.text(x + 2, y, room, &text, TextRole::Plain);
    canvas.right(x, end, y, &money, TextRole::Plain);
}

/// Two lines a factor, for one pane.
pub(super) fn draw_lines(view: &Dashboard, sums: &DashboardPage, area: Rect, canvas: &mut Canvas) {
    for at in 0..BOXES.len() {
        let y = area.y + 2 * at as u16;
        let Some(one) = sums.boxes.get(at).filter(|_| y + 1 < area.bottom()) else {
            return;
        };
        let line = Rect::new(area.x, y, area.width, 1);
        draw_title(view, one, at, line, canvas, false);
        let x = area.x + 1;
        bar(canvas, (x, y + 1), BAR, one.taken.net, scale(sums));
        let dearest = one.dearest.first();
        let dearest = dearest.map_or_else(String::new, |one| format!("  {} {}", one.name, one.why));
        let text = format!("{}{dearest}", words::of_spend(one.taken.net, sums));
        canvas.text(
            x + BAR + 2,
            y + 1,
            area.width.saturating_sub(BAR + 4),
            &text,
            TextRole::Plain,
        );
    }
}

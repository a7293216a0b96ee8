//! The row under the cursor, open already. Of a gap: what the standard says, what may be used for it there and who says so,
//! and in sentences of the office how its score comes about and what would change it. Of other rows what the office says.

use ratatui::layout::Rect;

use super::rows::{StandardsKey, is_of};
use super::{Standards, StandardsFocus};
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::lists::gaps::{self, ROUTE};
use crate::office::query::standards::GapDetails;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::list_table::ListTable;

/// Lines of a statement, unless the detail stands alone.
const STATEMENT: usize = 2;
/// What stands beside a title: the line before and behind it.
const BESIDE: usize = 5;
/// From here on the products have all their columns.
const USUAL: u16 = 80;

/// `4.NF.B.3 at Rillwater ES, grade 4 - priority x3 - Star Math, Sep 8 to 26`.
pub(super) fn title(known: &GapDetails) -> String {
    format!("{} - {}", short_title(known), known.told_by)
}

/// The same without which test told it.
fn short_title(known: &GapDetails) -> String {
    let row = &known.row;
    let weighs = match row.score.weight {
        3 => " - priority x3",
        1 => " - supporting x1",
        _ => "",
    };
    let wide = if row.wide { " - its area only" } else { "" };
    format!(
        "{} at {}, grade {}{weighs}{wide}",
        row.code, row.school_name, row.grade
    )
}

/// The title of any row, its statement, and what is said of it.
pub(super) fn told(view: &Standards) -> Option<(String, String, Vec<String>)> {
    let key = view.list.selected()?;
    Some(match key {
        StandardsKey::Gap(_) => {
            let known = view.known()?;
            let statement = known.row.statement.clone();
            (title(known), statement, known.said.clone())
        }
        StandardsKey::Stack(..) => {
            let row = view.find_stack(key)?;
            let title = format!("{} at {}", row.code, row.school_name);
            (title, row.statement.clone(), row.explained())
        }
        StandardsKey::Idle(..) => {
            let row = view.find_idle(key)?;
            let title = format!("{} at {}", row.name, row.school_name);
            (title, String::new(), row.explained())
        }
        StandardsKey::Claim(..) => {
            let row = view.claim()?;
            let tasks = view.listed.as_ref().map_or(0, |listed| listed.tasks);
            let statement = row.standard.as_ref();
            let statement = statement.map_or("", |one| &one.statement).to_owned();
            let title = format!("{} - {}", row.named(), row.name());
            (title, statement, row.explained(tasks))
        }
    })
}

pub(super) fn draw(view: &Standards, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some((mut title, statement, mut said)) = told(view) else {
        canvas.line(area.x, area.y, area.width);
        return;
    };
    let width = area.width.saturating_sub(2);
    // Where the title has no room for the test, that is the first sentence.
    let known = view.known();
    if let Some(known) = known.filter(|_| text::width(&title) + BESIDE > area.width.into()) {
        title = short_title(known);
        said.insert(0, format!("Told by {}.", known.told_by));
    }
    let mut y = area.y + 1;
    for line in cut(&statement, width, view.zoomed) {
        if y < area.bottom() {
            canvas.text(area.x + 1, y, width, &line, TextRole::Plain);
            y += 1;
        }
    }
    let said: Vec<String> = said
        .iter()
        .flat_map(|sentence| wrap(&text::shown(sentence), width.into()))
        .collect();
    let left = area.bottom().saturating_sub(y);
    let products = known.map_or(0, |known| known.offers.len()) as u16;
    // Titles and one product at least; then the sentences; then the other products.
    let table = match products {
        0 => 0,
        products => {
            let room = left.saturating_sub(said.len() as u16).max(2);
            products.saturating_add(1).min(room).min(left)
        }
    };
    if let Some(known) = known.filter(|_| table > 0) {
        let rows = Rect {
            y,
            height: table,
            ..area
        };
        draw_products(view, known, rows, canvas, scene);
    }
    let room = usize::from(left - table);
    let last = said.len().saturating_sub(room);
    view.first.set(view.first.get().min(last));
    let first = view.first.get();
    for (line, y) in said.iter().skip(first).zip(y + table..area.bottom()) {
        canvas.text(area.x + 1, y, width, line, TextRole::Plain);
    }
    let seen = (first, said.len().saturating_sub(first + room));
    draw_title(&title, seen, area, canvas);
}

/// The lines of a statement, of a long one the first unless all of it is wanted.
fn cut(statement: &str, width: u16, whole: bool) -> Vec<String> {
    let mut lines = wrap(&text::shown(statement), width.saturating_sub(2).into());
    lines.retain(|line| !line.is_empty());
    if lines.len() > STATEMENT && !whole {
        lines.truncate(STATEMENT);
        if let Some(last) = lines.last_mut() {
            last.push_str(" ~");
        }
    }
    lines
}

/// The title, and how much is not seen of what is below.
pub(super) fn draw_title(
    title: &str,
    (above, below): (usize, usize),
    area: Rect,
    canvas: &mut Canvas,
) {
    let more = match (above, below) {
        (0, 0) => String::new(),
        (_, 0) => " K: up ".to_owned(),
        (_, below) => format!(" J: {below} more "),
    };
    canvas.line(area.x, area.y, area.width);
    let width = area.width.saturating_sub(more.len() as u16 + 1);
    canvas.rule(
        Rect {
            height: 1,
            width,
            ..area
        },
        title,
    );
    let end = area.right().saturating_sub(1);
    canvas.right(area.x, end, area.y, &more, TextRole::Plain);
}

fn draw_products(
    view: &Standards,
    known: &GapDetails,
    area: Rect,
    canvas: &mut Canvas,
    scene: &Scene,
) {
    let window = if area.width < USUAL {
        gaps::OFFERED_NARROW
    } else {
        gaps::OFFERED
    };
    let viewer = scene.viewer();
    let focus = view.pane == StandardsFocus::Products;
    let table = ListTable::new(&ROUTE, window, (&view.products, focus), &viewer);
    table.draw(canvas, area, |_, key| {
        known.offers.iter().find(|placed| is_of(&placed.offer, key))
    });
}

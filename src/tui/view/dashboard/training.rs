//! Who is trained in each product, school by school: where most people are missing first.

use std::cmp::Reverse;

use ratatui::layout::Rect;

use super::{Dashboard, Key, column};
use crate::domain::ownership::{CoverageRow, TRAINED_ENOUGH};
use crate::domain::text;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widget::order;
use crate::tui::widget::table::{self, Column};

pub(super) const ORDERS: [order::Column; 5] = [
    ('m', "missing"),
    ('p', "product"),
    ('s', "school"),
    ('t', "percent"),
    ('n', "next day"),
];

pub(super) fn fill(view: &mut Dashboard) {
    let Some(known) = &view.coverage else { return };
    let typed = text::fold(view.words.text());
    let words: Vec<&str> = typed.split_whitespace().collect();
    let school = view.school();
    let fits = |row: &&CoverageRow| {
        let here = school.is_none_or(|id| row.school == id);
        here && (words.is_empty() || mentions(row, &words))
    };
    let mut rows: Vec<&CoverageRow> = known.rows.iter().filter(fits).collect();
    match view.trained_order.by {
        'p' => rows.sort_by_cached_key(|row| text::fold(&row.product_name)),
        's' => rows.sort_by(|a, b| a.school_code.cmp(&b.school_code)),
        't' => rows.sort_by_key(|row| row.trained.percent().unwrap_or(i64::MAX)),
        'n' => rows.sort_by_key(|row| (row.trained.next_on.is_none(), row.trained.next_on)),
        _ => rows.sort_by_key(|row| (!row.trained.is_gap(), Reverse(row.trained.missing()))),
    }
    if view.trained_order.reversed {
        rows.reverse();
    }
    let keys: Vec<Key> = rows.iter().map(|row| (row.product, row.school)).collect();
    let wanted = view.wanted.take();
    let is_wanted = |key: &&Key| {
        wanted.is_some_and(|(product, school)| key.0 == product && (school == 0 || key.1 == school))
    };
    let first = keys.iter().find(is_wanted).copied();
    view.trained.set(keys);
    if let Some(key) = first {
        view.trained.select(&key);
    }
}

fn mentions(row: &CoverageRow, words: &[&str]) -> bool {
    let all = text::fold(&format!(
        "{} {} {}",
        row.product_name, row.school_code, row.school_name
    ));
    words.iter().all(|word| all.contains(word))
}

pub(super) fn draw(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(known) = &view.coverage else {
        canvas.paragraph(column(area), "Reading who is trained.");
        return;
    };
    let gaps = known.rows.iter().filter(|row| row.trained.is_gap()).count();
    let title = format!(
        "WHO IS TRAINED: {gaps} of {} are below {TRAINED_ENOUGH}% of their target",
        known.rows.len()
    );
    canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title,
        Role::Heading,
    );
    let table = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    if view.trained.is_empty() {
        let text = if !view.words.is_empty() {
            "No product and no school is called so. Esc clears the filter."
        } else if view.scope.is_some() && !known.rows.is_empty() {
            "No training is on record at this school. @ Enter clears the school."
        } else {
            "No training is on record. Open :owners, go to a product and press n to enter some, or :import it."
        };
        canvas.paragraph(column(table), text);
        return;
    }
    draw_table(view, table, canvas, scene);
}

fn draw_table(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let mut columns = vec![
        Column::wide("PRODUCT", 14),
        Column::fixed("SCHOOL", 7),
        Column::number("TARGET", 6),
        Column::number("TRAINED", 7),
        Column::number("%", 4),
        Column::fixed("NEXT", 10),
    ];
    if scene.size.width >= 80 {
        columns.push(Column::fixed("LAST", 10));
    }
    if scene.size.width >= 120 {
        columns.push(Column::fixed("BEFORE USE", 10));
        columns.push(Column::number("MISSING", 7));
    }
    table::draw(canvas, area, &columns, &view.trained, true, |_, key| {
        let Some(row) = view.training_row(*key) else {
            return Vec::new();
        };
        let known = &row.trained;
        let day = |day: Option<chrono::NaiveDate>| {
            day.map_or_else(|| "-".to_owned(), |day| day.to_string())
        };
        let percent = known.percent();
        let mark = if known.is_gap() { "!" } else { "" };
        let percent = percent.map_or_else(|| "-".to_owned(), |n| format!("{mark}{n}"));
        let role = if known.is_gap() {
            Role::Alarm
        } else {
            Role::Plain
        };
        vec![
            (row.product_name.clone(), Role::Plain),
            (row.school_code.clone(), Role::Plain),
            (
                known
                    .target
                    .map_or_else(|| "-".to_owned(), |n| n.to_string()),
                Role::Plain,
            ),
            (known.trained.to_string(), Role::Plain),
            (percent, role),
            (day(known.next_on), Role::Plain),
            (day(known.last_on), Role::Plain),
            (
                if known.required { "required" } else { "" }.to_owned(),
                Role::Plain,
            ),
            (known.missing().to_string(), Role::Plain),
        ]
    });
}

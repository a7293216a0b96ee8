//! Contracts as a table: every one that runs, those something is not known of, or those that have ended.

use ratatui::layout::Rect;

use super::rows::{self, Layout};
use super::{Pane, Renewals};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, Shape};
use crate::tui::theme::Role;
use crate::tui::widget::table::{self, Cell, Column};

pub(super) fn draw(view: &Renewals, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let narrow = scene.shape != Shape::Full;
    let wide = scene.size.width >= 120;
    let mut columns = vec![
        Column::wide("PRODUCT", 14),
        Column::fixed("CONTRACT", 9),
        Column::fixed("LAST DAY", 11),
        Column::number("DECIDE IN", 9),
        Column::number("YEAR PRICE", 10),
        Column::fixed("URGENCY", 7),
        Column::fixed("STATE", 8),
    ];
    let unknown = view.layout == Layout::Unknown;
    if unknown {
        // What is to be found out takes the place of what that would decide.
        columns.truncate(4);
        columns.push(Column::fixed("NOT KNOWN", 22));
    }
    if wide && !unknown {
        columns.splice(
            2..2,
            [
                Column::wide("WHERE", 12),
                Column::fixed("ENDS", 11),
                Column::fixed("NOTICE", 15),
            ],
        );
        columns.extend([Column::number("USED", 5), Column::fixed("OWNER", 10)]);
    } else if narrow && !unknown {
        columns.remove(5);
    }
    let today = view.today(scene);
    table::draw(
        canvas,
        area,
        &columns,
        &view.list,
        view.pane == Pane::Rows,
        |_, id| {
            let Some(row) = view.find(*id) else {
                return Vec::new();
            };
            let plain = |text: String| (text, Role::Plain);
            let mut cells: Vec<Cell> = vec![
                plain(row.product.clone()),
                plain(row.number.clone()),
                plain(if row.ended {
                    row.dates.term_end.format("%b %d %Y").to_string()
                } else {
                    rows::date(row)
                }),
                (rows::decide_in(row, today), rows::role(row)),
                plain(row.dollars()),
                (row.severity.to_string(), rows::role(row)),
                plain(rows::state(row)),
            ];
            if unknown {
                cells.truncate(4);
                cells.push(plain(row.unknown()));
                return cells;
            }
            if wide {
                let ends = row.dates.term_end.format("%b %d %Y").to_string();
                cells.splice(
                    2..2,
                    [
                        plain(row.scope.clone()),
                        plain(ends),
                        plain(row.notice.clone()),
                    ],
                );
                let used = row.used_pct().map(|n| format!("{n}%"));
                cells.push(plain(used.unwrap_or_default()));
                cells.push(plain(rows::owner_word(row, scene)));
            } else if narrow {
                cells.remove(5);
            }
            cells
        },
    );
}

//! How the finder looks: the box, the rows, what is known of the one under the cursor, the card.
//! Called by the finder only; decides nothing.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::detail::{self, Detail};
use super::{Find, MOST, wide};
use crate::domain::status::StatusAnswer;
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::lists::Viewer;
use crate::office::lists::status::{ANYWHERE, AT_SCHOOL, AnswerRow, STATUS};
use crate::office::query::FoundProducts;
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;
use crate::tui::widget::list_table::ListTable;

/// Rows that are kept at 80x24 before the detail below gets any: with twelve, two letters show every
/// product of a usual catalogue.
const ROWS: u16 = 12;

/// Rows that stay however long the sentence to say is.
const FEWEST: u16 = 6;

/// Columns that are kept for what is typed, before the school stands beside it.
const TYPED: u16 = 12;

impl Find {
    /// Everything below the heading.
    pub(super) fn draw_all(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        if let Some(top) = &self.reading {
            return self.draw_card(top, area, canvas, scene);
        }
        canvas.line(area.x, area.y + 1, area.width);
        let body = Rect {
            y: area.y + 2,
            height: area.height.saturating_sub(2),
            ..area
        };
        if wide::fits(body) {
            self.draw_wide(body, area.y + 1, canvas, scene);
        } else {
            self.draw_stacked(body, canvas, scene);
        }
        // The box last: while it is open, the real cursor is in it.
        self.draw_box(Rect { height: 1, ..area }, canvas);
    }

    /// One line an answer.
    pub(super) fn draw_lines(&self, area: Rect, canvas: &mut Canvas) -> bool {
        if !self.open || self.is_first() || area.height < 2 {
            return false;
        }
        self.draw_box(Rect { height: 1, ..area }, canvas);
        let mut top = area.y + 1;
        if let Some(unnamed) = self.unnamed() {
            let line = format!("No product is called \"{}\"", unnamed.product);
            canvas.text(area.x, top, area.width, &line, TextRole::Plain);
            top += 1;
        }
        let rows = self.found.iter().flat_map(|found| &found.rows);
        for (row, y) in rows.zip(top..area.bottom()) {
            // A name may be cut short, an answer never.
            let word = row.answer.word.text();
            let room = (area.width as usize).saturating_sub(word.len() + 2);
            let line = format!("{}: {word}", text::cut(&text::shown(&row.name), room));
            canvas.text(area.x, y, area.width, &line, TextRole::Plain);
        }
        true
    }

    pub(super) fn draw_box(&self, area: Rect, canvas: &mut Canvas) {
        let place = match self.found.as_ref().and_then(|found| found.place.as_ref()) {
            Some(school) => format!("school: {}", school.name),
            None => "school: any".to_owned(),
        };
        canvas.text(area.x, area.y, 5, "Find:", TextRole::Heading);
        let wide = text::width(&place) as u16 + 1;
        let beside = area.width >= 6 + TYPED + wide;
        let room = area.width.saturating_sub(7 + if beside { wide } else { 0 });
        let field = Rect::new(area.x + 6, area.y, room, 1);
        if self.open {
            self.typed.draw(canvas, field);
        } else {
            canvas.text(
                field.x,
                field.y,
                field.width,
                self.typed.text(),
                TextRole::Plain,
            );
        }
        if beside {
            let end = area.right().saturating_sub(1);
            canvas.right(area.x + 6, end, area.y, &place, TextRole::Plain);
        }
    }

    pub(super) fn draw_rows(&self, area: Rect, canvas: &mut Canvas) {
        let Some(found) = &self.found else { return };
        if found.ids.is_empty() {
            return draw_nothing(found, area, canvas);
        }
        let window = if found.place.is_some() {
            AT_SCHOOL
        } else {
            ANYWHERE
        };
        let viewer = Viewer::nobody();
        let list = (&self.rows, self.unnamed().is_none());
        let table = ListTable::new(&STATUS, window, list, &viewer);
        table.draw(canvas, area, |at, _| {
            let at = at.checked_sub(found.first)?;
            found.rows.get(at).map(|row| AnswerRow::of(row, None))
        });
    }

    /// Rows above, the detail of the one under the cursor below.
    fn draw_stacked(&self, body: Rect, canvas: &mut Canvas, scene: &Scene) {
        // A move changes nothing but the rows, so it must not change how many there are.
        let rows = match self.shown.get() {
            before if self.passing && before > 1 && before < body.height => before,
            _ => self.rows_shown(body, scene) + 1,
        };
        self.shown.set(rows);
        self.draw_rows(
            Rect {
                height: rows,
                ..body
            },
            canvas,
        );
        let below = Rect {
            y: body.y + rows,
            height: body.height - rows,
            ..body
        };
        self.draw_detail(below, canvas, scene);
    }

    /// How many rows the list may show: the sentence to say is never cut off for them.
    fn rows_shown(&self, body: Rect, scene: &Scene) -> u16 {
        let room = body.height.saturating_sub(1);
        let matches = self.rows.len().clamp(2, MOST) as u16;
        let rows = match scene.shape {
            WindowShape::Full => matches.min(ROWS.max(body.height.saturating_sub(22))),
            WindowShape::OnePane | WindowShape::Tiny if matches + FEWEST < room => matches,
            WindowShape::OnePane | WindowShape::Tiny => return room,
        };
        let width = body.width as usize - 2;
        let say = match self.unnamed() {
            Some(unnamed) => self.unlisted(unnamed, width).len() as u16,
            None => self
                .answer()
                .map_or(0, |answer| detail::said(answer, width).len() as u16),
        };
        rows.min(room.saturating_sub(say + 1).max(FEWEST)).min(room)
    }

    /// That nothing is called so, in place of what is known of a product.
    pub(super) fn draw_unnamed(&self, area: Rect, canvas: &mut Canvas) {
        let Some(unnamed) = self.unnamed().filter(|_| area.height > 0) else {
            return;
        };
        let title = format!("No product is called \"{}\"", unnamed.product);
        canvas.rule(Rect { height: 1, ..area }, &title);
        let lines = self.unlisted(unnamed, area.width.saturating_sub(2) as usize);
        for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
            canvas.text(area.x + 1, y, area.width - 1, line, TextRole::Plain);
        }
    }

    /// What to say of words that name nothing, and what to do.
    fn unlisted(&self, unnamed: &StatusAnswer, width: usize) -> Vec<String> {
        let mut lines = wrap(&format!("Say: \"{}\"", unnamed.say), width);
        lines.push(String::new());
        let Some(found) = self.found.as_ref().filter(|_| self.is_left_over()) else {
            let meant = "The rows are only like it. Down goes to them; Enter starts a request.";
            lines.extend(wrap(meant, width));
            return lines;
        };
        let at = match &found.place {
            Some(school) => format!(" at {}", school.name),
            None => String::new(),
        };
        let first = found.rows.first();
        let first = first.map_or_else(String::new, |row| {
            let at = if at.is_empty() {
                row.answer.only_at()
            } else {
                at
            };
            format!(" {}: {}{at}.", row.name, row.answer.word)
        });
        let words = found.unknown.join(" ");
        let what = match &found.place {
            Some(_) => "Nothing here",
            None => "No school",
        };
        let or = format!("{what} is called \"{words}\".{first}");
        lines.extend(wrap(&or, width));
        lines.extend(wrap("Down or Enter goes to the rows.", width));
        lines
    }

    fn draw_detail(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        self.draw_unnamed(area, canvas);
        let (Some(row), Some(answer)) = (self.row(), self.answer()) else {
            return;
        };
        if area.height == 0 || self.passing {
            return;
        }
        let detail = Detail {
            answer,
            card: self.current_card(),
            place: self.place(),
            neighbours: None,
            today: scene.now.date(),
            copy_key: self.copy_key(),
        };
        let room = area.height as usize - 1;
        let (title, lines) = detail.brief(&row.name, area.width.saturating_sub(2) as usize, room);
        canvas.rule(Rect { height: 1, ..area }, &title);
        for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
            canvas.text(area.x + 1, y, area.width - 1, &line.0, line.1);
        }
    }

    fn draw_card(&self, first: &Cell<usize>, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        let (Some((answer_of, name)), Some(answer)) = (self.subject(), self.answer()) else {
            return;
        };
        canvas.rule(Rect { height: 1, ..area }, name);
        let detail = Detail {
            answer,
            card: self.current_card(),
            place: self.place(),
            neighbours: self.neighbours.of(answer_of),
            today: scene.now.date(),
            copy_key: self.copy_key(),
        };
        let lines = detail.whole(area.width.saturating_sub(2) as usize);
        let room = (area.height as usize).saturating_sub(1);
        let top = first.get().min(lines.len().saturating_sub(room));
        first.set(top);
        for (line, y) in lines.iter().skip(top).zip(area.y + 1..area.bottom()) {
            canvas.text(area.x + 1, y, area.width.saturating_sub(1), &line.0, line.1);
        }
        if lines.len() > top + room {
            let more = format!(" {} more lines, j ", lines.len() - top - room);
            canvas.right(area.x, area.right(), area.y, &more, TextRole::Plain);
        }
        canvas.put_cursor(area.x, area.y);
    }
}

fn draw_nothing(found: &FoundProducts, area: Rect, canvas: &mut Canvas) {
    let words = &found.product_words;
    let mut lines = if found.known == 0 {
        vec![
            "Type a product name. 0 products are known; anything you type can be added.".to_owned(),
            "Type :import to bring in a list of them.".to_owned(),
        ]
    } else if words.is_empty() {
        vec!["Type a product name.".to_owned()]
    } else {
        vec![format!(
            "Nobody has asked about \"{words}\". Enter starts a request."
        )]
    };
    if !found.nearest.is_empty() {
        lines.push(format!("Nearest names: {}.", found.nearest.join(", ")));
    }
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        canvas.text(
            area.x + 2,
            y,
            area.width.saturating_sub(2),
            line,
            TextRole::Plain,
        );
    }
}

//! How a form looks: a title, one row a field, complaints under their field, help for the one at hand.

use ratatui::layout::Rect;

use super::entry::Reads;
use super::row::FormRow;
use super::{RecordForm, value};
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::query::form::FormFacts;
use crate::tui::canvas::Canvas;
use crate::tui::theme::TextRole;

/// Columns before the box: the mark, the label, its star, a blank.
const LABEL: u16 = 13;
/// The box of a field that holds little.
const SHORT: u16 = 18;
/// The box of a field that holds words.
const LONG: u16 = 40;

impl RecordForm {
    pub(super) fn draw_form(&self, area: Rect, canvas: &mut Canvas) {
        canvas.clear(area);
        if area.height < 3 {
            return;
        }
        canvas.rule(Rect { height: 1, ..area }, &self.title());
        let state = if self.facts.is_none() {
            "reading"
        } else if self.is_changed() {
            "draft saved"
        } else {
            ""
        };
        let goes_on = if self.has_sections() {
            "   Ctrl-D goes on to its products"
        } else {
            ""
        };
        let line = format!("* needed{goes_on}   {state}");
        canvas.text(
            area.x + 1,
            area.y + 1,
            area.width - 1,
            &line,
            TextRole::Plain,
        );
        let rows = Rect {
            y: area.y + 2,
            height: area.height - 4.min(area.height),
            ..area
        };
        self.draw_rows(rows, canvas);
        let help = match (&self.told, self.rows.get(self.at)) {
            (Some(told), _) => told.as_str(),
            (None, Some(row)) => row.entry.help,
            (None, None) => "",
        };
        let lines = wrap(help, area.width.saturating_sub(2) as usize);
        let first = area.bottom() - (lines.len() as u16).min(2);
        for (line, y) in lines.iter().zip(first..area.bottom()) {
            canvas.text(area.x + 1, y, area.width - 1, line, TextRole::Plain);
        }
    }

    fn title(&self) -> String {
        let kind = self.opening.kind;
        let draft = if self.draft.is_some() {
            " (your draft)"
        } else {
            ""
        };
        match (self.opening.id, self.opening.name.as_str()) {
            (None, "") => format!("New {kind}{draft}"),
            (None, name) => format!("New {name}{draft}"),
            (Some(_), name) => format!("{name}{draft}"),
        }
    }

    /// The rows around the one at hand, each with what is said under it.
    fn draw_rows(&self, area: Rect, canvas: &mut Canvas) {
        let tall = |at: usize| {
            let said = under(&self.rows[at]).is_some();
            1 + u16::from(said) + u16::from(self.heading(at).is_some())
        };
        let mut first = 0;
        let upto = |first: usize, last: usize| (first..=last).map(tall).sum::<u16>();
        while first < self.at && self.at < self.rows.len() && upto(first, self.at) > area.height {
            first += 1;
        }
        // As much of the product at hand as there is room for.
        let own = self.own_rows();
        while first < own.start && upto(first, own.end - 1) > area.height {
            first += 1;
        }
        let mut y = area.y;
        for (at, row) in self.rows.iter().enumerate().skip(first) {
            if y >= area.bottom() {
                break;
            }
            let mut line = Rect::new(area.x, y, area.width, 1);
            let here = at == self.at;
            if let Some(heading) = self.heading(at) {
                canvas.rule(line, &heading);
                y += 1;
                if y >= area.bottom() {
                    break;
                }
                line.y = y;
            }
            draw_row(row, line, (LABEL, here), self.facts.as_deref(), canvas);
            y += 1;
            if let Some(said) = under(row).filter(|_| y < area.bottom()) {
                let x = area.x + LABEL;
                let room = area.width.saturating_sub(LABEL + 2);
                let used = canvas.text(x, y, 2, "! ", TextRole::AlarmMark);
                canvas.text(x + used, y, room, said, TextRole::Plain);
                y += 1;
            }
        }
    }
}

/// One field: the mark of the one at hand, its label, its box, and what was understood behind it.
pub(in crate::tui::popup) fn draw_row(
    row: &FormRow,
    area: Rect,
    (label_wide, here): (u16, bool),
    facts: Option<&FormFacts>,
    canvas: &mut Canvas,
) {
    let star = if row.entry.needed { "*" } else { "" };
    let label = format!("{}{star}", row.entry.label);
    let mark = if here { ">" } else { " " };
    canvas.text(area.x, area.y, 1, mark, TextRole::Plain);
    let role = if here {
        TextRole::Heading
    } else {
        TextRole::Plain
    };
    canvas.text(area.x + 1, area.y, label_wide - 1, &label, role);
    let x = area.x + label_wide;
    let (typed, shown) = (row.field.text(), row.field.line_here());
    if let Reads::Options(words) = row.entry.reads {
        let room = area.right().saturating_sub(x);
        return draw_options(words, typed, Rect::new(x, area.y, room, 1), here, canvas);
    }
    let wide = match row.entry.reads {
        Reads::Funding | Reads::Shares => u16::MAX,
        _ if row.is_short() => SHORT,
        _ => LONG,
    };
    let room = wide.min(area.width.saturating_sub(label_wide + 2));
    canvas.text(x, area.y, 1, "[", TextRole::Plain);
    canvas.text(x + 1 + room, area.y, 1, "]", TextRole::Plain);
    let inside = Rect::new(x + 1, area.y, room, 1);
    if here {
        row.field.draw(canvas, inside);
    } else {
        canvas.text(inside.x, inside.y, inside.width, shown, TextRole::Plain);
    }
    let used = (text::width(&text::shown(shown)) as u16).min(room);
    let free = "_".repeat((room - used) as usize);
    canvas.text(inside.x + used, area.y, room - used, &free, TextRole::Plain);
    let Some(facts) = facts else { return };
    let gloss = value::gloss(row.entry.reads, &row.said(), facts);
    let after = inside.right() + 2;
    let rest = area.right().saturating_sub(after + 1);
    canvas.text(after, area.y, rest, &gloss, TextRole::Plain);
}

/// The words beside each other, the chosen one in brackets.
fn draw_options(words: &[&str], chosen: &str, area: Rect, here: bool, canvas: &mut Canvas) {
    let mut x = area.x;
    if here {
        canvas.put_cursor(x, area.y);
    }
    for word in words {
        let is_it = *word == chosen;
        let shown = if is_it {
            format!("[{word}]")
        } else {
            format!(" {word} ")
        };
        if is_it && here {
            canvas.put_cursor(x + 1, area.y);
        }
        x += canvas.text(
            x,
            area.y,
            area.right().saturating_sub(x),
            &shown,
            TextRole::Plain,
        );
    }
}

/// What is said under a field: what is wrong, else what somebody else saved.
pub(in crate::tui::popup) fn under(row: &FormRow) -> Option<&str> {
    row.complaint.as_deref().or(row.news.as_deref())
}

//! Two people saved the same field: what it was, what they saved, what you typed, and three ways on.
//! Lies over the form whose save was refused; nothing is overwritten unless somebody says so, and the
//! line highlighted first is never the one that does.

use ratatui::layout::Rect;

use super::bottom;
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::theme::TextRole;
use crate::tui::widget::layout::ScreenColumn;
use crate::tui::widget::list::List;
use crate::tui::widget::table;

/// What the person decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConflictChoice {
    /// Their values stay; mine go into a note.
    Theirs,
    /// My values are saved over theirs; history shows both.
    Mine,
    /// Back to the form.
    Back,
}

/// One field that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differs {
    /// What the field is called.
    pub label: String,
    /// What it was when the form opened.
    pub was: String,
    /// What they saved.
    pub theirs: String,
    /// What was typed here.
    pub mine: String,
}

const CHOICES: [(char, ConflictChoice, &str); 3] = [
    (
        't',
        ConflictChoice::Theirs,
        "Take theirs          what you typed goes into a note",
    ),
    (
        'm',
        ConflictChoice::Mine,
        "Use mine             history shows both",
    ),
    (
        'e',
        ConflictChoice::Back,
        "Back to editing      compare and decide later",
    ),
];

/// Fields with a row of their own.
const SHOWN: usize = 5;

/// The question what to do where somebody else changed the same field meanwhile.
pub struct Conflict {
    title: String,
    rows: Vec<Differs>,
    list: List<usize>,
    at: usize,
}

impl Conflict {
    /// What they saved, and when, against what was typed.
    pub fn new(who: &str, when: &str, what: &str, rows: Vec<Differs>) -> Conflict {
        let mut list = List::default();
        list.set((0..rows.len()).collect());
        Conflict {
            title: format!("{who} saved {what} {when}, while you were typing"),
            rows,
            list,
            at: 0,
        }
    }

    /// The fields that differ.
    pub fn rows(&self) -> &[Differs] {
        &self.rows
    }

    /// Carries out a command; some choice ends it, the error is a remark.
    pub fn update(&mut self, command: Command) -> Result<Option<ConflictChoice>, String> {
        match command {
            Command::Down => self.at = (self.at + 1).min(CHOICES.len() - 1),
            Command::Up => self.at = self.at.saturating_sub(1),
            Command::Accept => return Ok(Some(CHOICES[self.at].1)),
            Command::Close => return Ok(Some(ConflictChoice::Back)),
            Command::Type(letter) => {
                let found = CHOICES.iter().find(|(known, _, _)| *known == letter);
                return match found {
                    Some((_, choice, _)) => Ok(Some(*choice)),
                    None => Err(format!("{letter} is none of t, m, e. Nothing is lost.")),
                };
            }
            _ => {}
        }
        Ok(None)
    }

    /// The fields that there is no row for, so that nobody decides about one unseen.
    fn more(&self) -> Option<String> {
        let more = self.rows.get(SHOWN..).filter(|more| !more.is_empty())?;
        let labels: Vec<&str> = more.iter().map(|row| row.label.as_str()).collect();
        Some(format!("Also: {}.", labels.join(", ")))
    }

    /// Draws itself over the lower part of the form.
    pub fn draw(&self, body: Rect, canvas: &mut Canvas) {
        let shown = self.rows.len().min(SHOWN) as u16;
        let area = bottom(body, shown + 9);
        canvas.clear(area);
        canvas.rule(Rect { height: 1, ..area }, &self.title);
        let line = |canvas: &mut Canvas, y: u16, text: &str| {
            if y < area.bottom() {
                canvas.text(
                    area.x + 1,
                    y,
                    area.width.saturating_sub(1),
                    text,
                    TextRole::Plain,
                );
            }
        };
        let fields = match self.rows.len() {
            1 => "Only one field is different:".to_owned(),
            n => format!("{n} fields are different:"),
        };
        line(
            canvas,
            area.y + 1,
            &format!("Your typing is safe. Nothing was overwritten. {fields}"),
        );
        let columns = [
            ScreenColumn::fixed("", 11),
            ScreenColumn::wide("WAS", 12),
            ScreenColumn::wide("THEY SAVED", 12),
            ScreenColumn::wide("YOU TYPED", 12),
        ];
        let height = (shown + 1).min(area.height.saturating_sub(3));
        let table = Rect::new(area.x, area.y + 3.min(area.height), area.width, height);
        table::draw(canvas, table, &columns, &self.list, false, |at, _| {
            let row = &self.rows[at];
            [&row.label, &row.was, &row.theirs, &row.mine]
                .into_iter()
                .map(|cell| (blank(cell).to_owned(), TextRole::Plain))
                .collect()
        });
        if let Some(more) = self.more() {
            line(canvas, table.bottom(), &more);
        }
        for (at, (letter, _, label)) in CHOICES.iter().enumerate() {
            let y = table.bottom() + 1 + at as u16;
            if y >= area.bottom() {
                break;
            }
            let (mark, role) = if at == self.at {
                canvas.put_cursor(area.x, y);
                (">", TextRole::Selected)
            } else {
                (" ", TextRole::Plain)
            };
            let letter = letter.to_string();
            let pieces = [
                (mark, TextRole::Plain),
                (" ", TextRole::Plain),
                (letter.as_str(), TextRole::Key),
                ("  ", TextRole::Plain),
                (*label, role),
            ];
            canvas.pieces(area.x, y, area.width, &pieces);
        }
    }
}

fn blank(value: &str) -> &str {
    if value.is_empty() { "none" } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_have_no_row_are_named() {
        let differs = |n: usize| Differs {
            label: format!("Field {n}"),
            was: "1".to_owned(),
            theirs: "2".to_owned(),
            mine: "3".to_owned(),
        };
        for (fields, more) in [
            (1, None),
            (5, None),
            (6, Some("Also: Field 6.")),
            (8, Some("Also: Field 6, Field 7, Field 8.")),
        ] {
            let rows = (1..=fields).map(differs).collect();
            let conflict = Conflict::new("Ada", "now", "it", rows);
            assert_eq!(conflict.more().as_deref(), more, "{fields}");
        }
    }

    #[test]
    fn overwriting_is_never_the_line_highlighted_first() {
        let mut conflict = Conflict::new("Ada", "now", "it", Vec::new());
        assert_eq!(
            conflict.update(Command::Accept),
            Ok(Some(ConflictChoice::Theirs))
        );
        for (commands, choice) in [
            (&[Command::Type('m')][..], ConflictChoice::Mine),
            (&[Command::Down, Command::Accept], ConflictChoice::Mine),
            (&[Command::Type('e')], ConflictChoice::Back),
            (&[Command::Close], ConflictChoice::Back),
        ] {
            let mut conflict = Conflict::new("Ada", "now", "it", Vec::new());
            let mut last = Ok(None);
            for command in commands {
                last = conflict.update(*command);
            }
            assert_eq!(last, Ok(Some(choice)));
        }
        assert!(conflict.update(Command::Type('x')).is_err());
    }
}

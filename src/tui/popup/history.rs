//! Who changed this: every line of a record's history, newest first, the one under the cursor in full.
//! Opened by `H`; asks for the lines itself. History is never edited, so it has no verbs but copying.

use ratatui::layout::Rect;

use super::{Popup, Reaction, Rooms};
use crate::domain::record::RecordRef;
use crate::office::lists::history::{HISTORY, PAGE};
use crate::office::query::{Answer, HistoryEntry, Query};
use crate::tui::canvas::{Canvas, wrap};
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::list::List;
use crate::tui::widget::list_table::ListTable;

/// Rows of the detail at the bottom.
const DETAIL: u16 = 7;

/// The changes, the newest first, and what each wrote.
pub struct HistoryPage {
    record: RecordRef,
    name: String,
    lines: Option<Vec<HistoryEntry>>,
    rows: List<i64>,
}

impl HistoryPage {
    /// The history of this record.
    pub fn new(record: RecordRef, name: String) -> HistoryPage {
        HistoryPage {
            record,
            name,
            lines: None,
            rows: List::default(),
        }
    }

    fn query(&self) -> Query {
        Query::History(self.record)
    }

    fn line(&self) -> Option<&HistoryEntry> {
        self.lines.as_ref()?.get(self.rows.at())
    }

    fn draw_detail(&self, area: Rect, canvas: &mut Canvas) {
        let Some(entry) = self.line() else { return };
        let place = if entry.place.is_empty() {
            String::new()
        } else {
            format!(" from {}", entry.place)
        };
        let title = format!("{} {}{place}", instant(&entry.at), entry.by());
        canvas.rule(Rect { height: 1, ..area }, &title);
        let mut lines = vec![format!(
            "change    {}  (change set {})",
            entry.what, entry.change_set
        )];
        lines.push(format!("record    {} {}", entry.entity, entry.name));
        match &entry.field {
            Some(field) => lines.push(format!(
                "{field}: {} -> {}",
                blank(&entry.old),
                blank(&entry.new)
            )),
            None => lines.push(entry.new.clone()),
        }
        lines.extend(
            entry
                .reason
                .iter()
                .map(|reason| format!("reason    {reason}")),
        );
        lines.extend(
            entry
                .clock
                .iter()
                .map(|clock| format!("clock     {}: the day was given", instant(clock))),
        );
        lines.push(
            "History is never edited. Undo adds a new line that says what it undid.".to_owned(),
        );
        let width = area.width.saturating_sub(2) as usize;
        let lines = lines.iter().flat_map(|line| wrap(line, width));
        for (line, y) in lines.zip(area.y + 1..area.bottom()) {
            canvas.text(area.x + 1, y, area.width - 1, &line, TextRole::Plain);
        }
    }
}

fn blank(value: &str) -> &str {
    if value.is_empty() { "none" } else { value }
}

/// `2026-03-10 09:40:12`.
fn instant(at: &str) -> String {
    at.get(..19).unwrap_or(at).replace('T', " ")
}

impl Popup for HistoryPage {
    fn context(&self) -> KeyContext {
        KeyContext::Global
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![(Command::Down, "down"), (Command::Copy, "copy the line")]
    }

    fn asks(&self) -> Vec<Query> {
        vec![self.query()]
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        if let Answer::History(lines) = answer {
            self.rows.set(lines.iter().map(|entry| entry.seq).collect());
            self.lines = Some(lines.clone());
        }
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match command {
            Command::Back | Command::Cancel | Command::History => Reaction::Close(Vec::new()),
            Command::Copy => {
                let text = self.line().map(|e| {
                    let field = e.field.as_deref().unwrap_or_default();
                    format!(
                        "{}\t{}\t{}\t{field}\t{}\t{}",
                        e.at, e.who, e.what, e.old, e.new
                    )
                });
                Reaction::Stay(text.map(Intent::Copy).into_iter().collect())
            }
            other if self.rows.update(other) => Reaction::Stay(Vec::new()),
            _ => Reaction::Pass,
        }
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        let area = rooms.body;
        canvas.clear(area);
        let count = self.lines.as_ref().map_or(String::new(), |l| {
            format!("   {} lines, newest first", l.len())
        });
        let title = format!("History of {}{count}", self.name);
        canvas.text(
            area.x + 1,
            area.y,
            area.width.saturating_sub(1),
            &title,
            TextRole::Heading,
        );
        let detail = DETAIL.min(area.height.saturating_sub(6));
        let list = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1 + detail),
            ..area
        };
        let viewer = scene.viewer();
        let table = ListTable::new(&HISTORY, PAGE, (&self.rows, true), &viewer);
        table.draw(canvas, list, |at, _| self.lines.as_ref()?.get(at));
        if self.lines.as_ref().is_some_and(Vec::is_empty) {
            canvas.text(
                area.x + 2,
                area.y + 2,
                area.width.saturating_sub(2),
                "Nothing has changed it yet.",
                TextRole::Plain,
            );
        }
        let below = Rect {
            y: list.bottom(),
            height: detail,
            ..area
        };
        self.draw_detail(below, canvas);
    }
}

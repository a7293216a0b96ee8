//! Who changed this: every line of a record's history, newest first, the one under the cursor in full.
//! Opened by `H`; asks for the lines itself. History is never edited: `u` writes new lines that say what they took back.

use ratatui::layout::Rect;

use super::{Popup, Reaction, Rooms};
use crate::domain::record::RecordRef;
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::deed::{Deed, Listing};
use crate::office::lists::Viewer;
use crate::office::lists::history::{HISTORY, PAGE, WIDE_PAGE};
use crate::office::query::{Answer, HistoryEntry, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::filter::{Filter, FilterKey};
use crate::tui::widget::list::List;
use crate::tui::widget::list_table::ListTable;

/// Rows of the detail at the bottom.
const DETAIL: u16 = 7;
/// From so many columns on a line has room for long names.
const WIDE: u16 = 120;

/// The changes, the newest first, and what each wrote.
pub struct HistoryPage {
    record: RecordRef,
    name: String,
    lines: Option<Vec<HistoryEntry>>,
    filter: Filter,
    rows: List<i64>,
}

impl HistoryPage {
    /// The history of this record.
    pub fn new(record: RecordRef, name: String) -> HistoryPage {
        HistoryPage {
            record,
            name,
            lines: None,
            filter: Filter::default(),
            rows: List::default(),
        }
    }

    fn query(&self) -> Query {
        Query::History(self.record)
    }

    fn find(&self, seq: i64) -> Option<&HistoryEntry> {
        let mut lines = self.lines.as_ref()?.iter();
        lines.find(|entry| entry.seq == seq)
    }

    fn line(&self) -> Option<&HistoryEntry> {
        self.find(*self.rows.selected()?)
    }

    /// Lists the lines that say all the words of the filter.
    fn refill(&mut self) {
        let words = text::fold(self.filter.text());
        let words: Vec<&str> = words.split_whitespace().collect();
        let lines = self.lines.iter().flatten();
        let lines = lines.filter(|entry| mentions(entry, &words));
        self.rows.set(lines.map(|entry| entry.seq).collect());
    }

    /// The line under the cursor, and all that its change wrote of this record.
    fn in_full(&self) -> Option<String> {
        let line = self.line()?;
        let mut text = vec![title(line), String::new()];
        text.extend(details(line));
        let lines = self.lines.iter().flatten();
        let rest = lines.filter(|one| one.change_set == line.change_set && one.seq != line.seq);
        let rest: Vec<String> = rest.map(wrote).collect();
        if !rest.is_empty() {
            text.extend([String::new(), "The same change wrote besides:".to_owned()]);
            text.extend(rest);
        }
        Some(text.join("\n"))
    }

    fn draw_detail(&self, area: Rect, canvas: &mut Canvas) {
        let Some(entry) = self.line() else { return };
        canvas.rule(Rect { height: 1, ..area }, &title(entry));
        let mut lines = details(entry);
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

/// Does it say all these folded words?
fn mentions(entry: &HistoryEntry, words: &[&str]) -> bool {
    let said = [
        entry.at.as_str(),
        &entry.by(),
        &entry.what,
        entry.entity.word(),
        &entry.name,
        entry.field.as_deref().unwrap_or_default(),
        &entry.old,
        &entry.new,
        entry.reason.as_deref().unwrap_or_default(),
    ];
    let all = text::fold(&said.join(" "));
    words.iter().all(|word| all.contains(word))
}

/// When, who, and from where.
fn title(entry: &HistoryEntry) -> String {
    let place = if entry.place.is_empty() {
        String::new()
    } else {
        format!(" from {}", entry.place)
    };
    format!("{} {}{place}", instant(&entry.at), entry.by())
}

/// What a line says in full.
fn details(entry: &HistoryEntry) -> Vec<String> {
    let mut lines = vec![format!(
        "change    {}  (change set {})",
        entry.what, entry.change_set
    )];
    lines.push(format!("record    {} {}", entry.entity, entry.name));
    lines.push(match &entry.field {
        Some(field) => wrote_field(field, entry),
        None => entry.new.clone(),
    });
    let reason = entry.reason.iter();
    lines.extend(reason.map(|reason| format!("reason    {reason}")));
    let clock = entry.clock.iter();
    lines.extend(clock.map(|clock| format!("clock     {}: the day was given", instant(clock))));
    lines
}

/// `contract C-117 owner: none -> P. Nguyen`.
fn wrote(entry: &HistoryEntry) -> String {
    let what = match &entry.field {
        Some(field) => wrote_field(field, entry),
        None => entry.new.clone(),
    };
    format!("{} {} {what}", entry.entity, entry.name)
}

fn wrote_field(field: &str, entry: &HistoryEntry) -> String {
    format!("{field}: {} -> {}", blank(&entry.old), blank(&entry.new))
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
        if self.filter.is_open() {
            KeyContext::Picker
        } else {
            KeyContext::Global
        }
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        if self.filter.is_open() {
            return vec![(Command::Accept, "keep"), (Command::Down, "pick")];
        }
        vec![
            (Command::Open, "in full"),
            (Command::Undo, "take it back"),
            (Command::Filter, ""),
            (Command::ExportMenu, ""),
            (Command::Copy, ""),
        ]
    }

    fn about(&self) -> Option<RecordRef> {
        Some(self.record)
    }

    fn export(&self) -> Option<Listing> {
        let rows = self.rows.keys().iter();
        let rows = rows.filter_map(|seq| self.find(*seq));
        HISTORY.listing(rows, &Viewer::nobody())
    }

    fn asks(&self) -> Vec<Query> {
        vec![self.query()]
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        if let Answer::History(lines) = answer {
            self.lines = Some(lines.clone());
            self.refill();
        }
    }

    fn update(&mut self, command: Command, scene: &Scene) -> Reaction {
        if self.filter.is_open() {
            match self.filter.update(command) {
                FilterKey::Anew => self.refill(),
                FilterKey::Moves => {
                    self.rows.update(command);
                }
                FilterKey::Nothing => return Reaction::Pass,
            }
            return Reaction::Stay(Vec::new());
        }
        match command {
            Command::Back if !self.filter.is_empty() => {
                self.filter.clear();
                self.refill();
            }
            Command::Back | Command::Cancel | Command::History | Command::Left => {
                return Reaction::Close(Vec::new());
            }
            Command::Filter => self.filter.open(),
            Command::Open => {
                let page = self.in_full().map(Intent::Page);
                return Reaction::Stay(page.into_iter().collect());
            }
            Command::Undo => {
                if let Some(why) = scene.why_off(Command::Undo) {
                    return Reaction::Stay(vec![Intent::Hint(format!("It is off: {why}."))]);
                }
                let change_set = self.line().map(|line| line.change_set);
                let deed = change_set.map(|change_set| Deed::TakeBack {
                    change_set,
                    said: None,
                });
                return Reaction::Stay(deed.map(Intent::Change).into_iter().collect());
            }
            Command::Copy => {
                let text = self.line().map(|e| {
                    let field = e.field.as_deref().unwrap_or_default();
                    format!(
                        "{}\t{}\t{}\t{field}\t{}\t{}",
                        e.at, e.who, e.what, e.old, e.new
                    )
                });
                return Reaction::Stay(text.map(Intent::Copy).into_iter().collect());
            }
            // Lines are not marked: each is taken back by itself.
            Command::Mark | Command::MarkAll => return Reaction::Pass,
            other if self.rows.update(other) => {}
            _ => return Reaction::Pass,
        }
        Reaction::Stay(Vec::new())
    }

    fn paste(&mut self, text: &str) -> Option<Vec<Intent>> {
        let taken = self.filter.paste(text);
        self.refill();
        taken.then(Vec::new)
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        let area = rooms.body;
        canvas.clear(area);
        let all = self.lines.as_ref().map(Vec::len);
        let count = all.map_or(String::new(), |all| {
            match self.filter.label(self.rows.len(), all) {
                Some(narrowed) => format!("   {narrowed}"),
                None => format!("   {all} lines, newest first"),
            }
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
        let window = if area.width >= WIDE { WIDE_PAGE } else { PAGE };
        let shown = self.rows.keys().iter().filter_map(|seq| self.find(*seq));
        let table = ListTable::new(&HISTORY, window, (&self.rows, true), &viewer).measured(shown);
        table.draw(canvas, list, |_, seq| self.find(*seq));
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
        self.filter.draw(area, canvas, " Filter the history: ");
    }
}

//! A form: the fields of one record, each checked on leaving it, saved together.
//!
//! Opened by `Intent::Form`. Every key goes into a draft; Esc leaves it there. A save carries what the
//! person saw, so what a colleague changed meanwhile is merged, or asked about in `conflict`.

pub(super) mod draft;
pub(super) mod draw;
pub(super) mod entries;
pub(super) mod entry;
mod filled;
mod marking;
mod parts;
pub(super) mod row;
mod sections;
mod settle;
pub(super) mod value;

use self::draft::Draft;
use self::entry::Reads;
use self::marking::Marking;
use self::row::FormRow;
use super::conflict::Conflict;
use super::{Popup, Reaction, Rooms, forget};
use crate::domain::names::Index;
use crate::domain::put::SeenRecord;
use crate::domain::record::{Kind, RecordRef, Shape, Value};
use crate::exchange::plan::Codes;
use crate::exchange::sheet::FileCell;
use crate::exchange::value::day::Evidence;
use crate::office::deed::form::Clash;
use crate::office::deed::{Deed, DeedResult, NotDone};
use crate::office::query::form::{FormFacts, FormOpening, SeenLine};
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::topic::Topic;

/// An open form.
pub struct RecordForm {
    opening: FormOpening,
    /// What was kept when it was last left.
    draft: Option<String>,
    facts: Option<Box<FormFacts>>,
    /// The record as the person saw it.
    base: Option<SeenRecord>,
    /// Its lines as the person saw them.
    lines: Vec<SeenLine>,
    rows: Vec<FormRow>,
    at: usize,
    saving: Option<Deed>,
    conflict: Option<(Conflict, Clash)>,
    /// The list over the field at hand.
    marking: Option<Marking>,
    /// What the record's own rule says against it.
    told: Option<String>,
    /// The key that throws away was the last one.
    discarding: bool,
    failed: bool,
}

impl RecordForm {
    /// Opens; the fields come with the answer to its question.
    pub fn new(opening: FormOpening, draft: Option<&str>) -> RecordForm {
        RecordForm {
            opening,
            draft: draft.map(str::to_owned),
            facts: None,
            base: None,
            lines: Vec::new(),
            rows: Vec::new(),
            at: 0,
            saving: None,
            conflict: None,
            marking: None,
            told: None,
            discarding: false,
            failed: false,
        }
    }

    fn fill(&mut self, facts: Box<FormFacts>) {
        let kind = self.opening.kind;
        let base = facts.seen.clone();
        let begin = |field: &str| match (&base, kind.position(field)) {
            (_, None) => Value::Null,
            (Some(seen), Some(at)) => seen.values[at].clone(),
            (None, Some(at)) => {
                let given = self.opening.given.iter().find(|(name, _)| *name == field);
                given.map_or_else(|| (kind.fields()[at].blank)(), |(_, value)| value.clone())
            }
        };
        self.rows = entries::entries(kind)
            .into_iter()
            .filter(|entry| !entry.once || base.is_none())
            .map(
                |entry| match self.stands("", &entry, None, &facts.lines, &facts) {
                    Some(parts) => FormRow::of(entry, "", parts),
                    None => FormRow::new(entry, &begin(entry.field), &facts),
                },
            )
            .collect();
        self.base = base;
        self.lines.clone_from(&facts.lines);
        let draft = self.draft.as_deref().map(Draft::read).unwrap_or_default();
        self.add_sections(&draft, &facts);
        self.restore(&draft, &facts);
        self.facts = Some(facts);
    }

    fn kept(&self) -> Intent {
        let version = self.base.as_ref().map_or(0, |seen| seen.version);
        Intent::Draft {
            about: Topic::form(&self.opening),
            text: Draft::of(&self.rows, version),
        }
    }

    /// What the list of the field at hand is for; none where it has none.
    fn list_beside(&self) -> Option<&'static str> {
        match self.rows.get(self.at)?.entry.reads {
            Reads::Field(Shape::Words(_) | Shape::Schools, _) => Some("mark in a list"),
            Reads::Field(Shape::Record(_), _) => Some("pick in a list"),
            Reads::Fund | Reads::Funding if self.knows_funds() => Some("pick in a list"),
            _ => None,
        }
    }

    fn knows_funds(&self) -> bool {
        let facts = self.facts.as_ref();
        facts.is_some_and(|facts| !facts.funds.is_empty())
    }

    /// Reads days of numbers and slashes as the form's other days are written, as an import does.
    fn settle_days(&mut self) {
        let mut evidence = Evidence::default();
        for (nth, row) in (0..).zip(self.rows.iter().filter(|row| row.is_day())) {
            evidence.observe(nth, &FileCell::Text(row.field.text().to_owned()));
        }
        for row in &mut self.rows {
            row.order = evidence.proven();
        }
    }

    fn is_changed(&self) -> bool {
        self.rows.iter().any(FormRow::is_changed)
    }

    /// Leaves the field: says what is wrong with it, and offers a code once a new school has a name.
    fn leave(&mut self) {
        self.settle_days();
        self.judge(self.at);
        self.make_room();
        let Some(facts) = &self.facts else { return };
        let Some(row) = self.rows.get(self.at) else {
            return;
        };
        let name = row.field.text().to_owned();
        let is_name = self.opening.kind == Kind::School && row.entry.field == "name";
        let code = self.rows.iter_mut().find(|row| row.entry.field == "code");
        if let Some(code) = code.filter(|code| is_name && code.field.is_empty())
            && !name.trim().is_empty()
        {
            let mut taken = Index::default();
            for school in &facts.schools {
                taken.add(school.code.as_deref().unwrap_or_default(), school.id);
            }
            code.field.set(&Codes::default().give(&name, &taken));
        }
    }

    fn step(&mut self, forward: bool) -> Reaction {
        self.leave();
        let count = self.rows.len().max(1);
        self.at = (self.at + if forward { 1 } else { count - 1 }) % count;
        Reaction::Stay(vec![self.kept()])
    }

    fn next(&mut self) -> Reaction {
        if self.at + 1 < self.rows.len() {
            return self.step(true);
        }
        self.leave();
        let last = "That was the last field. Ctrl-X saves.";
        Reaction::Stay(vec![self.kept(), Intent::Hint(last.into())])
    }

    fn close(&self) -> Reaction {
        let mut intents = vec![self.kept()];
        if self.is_changed() {
            let kept = "Not saved; the draft is kept. Open the form again to go on.";
            intents.push(Intent::Hint(kept.into()));
        }
        Reaction::Close(intents)
    }

    fn save(&mut self) -> Reaction {
        self.settle_days();
        let bad: Vec<usize> = (0..self.rows.len()).filter(|at| !self.judge(*at)).collect();
        if let Some(at) = bad.first().copied() {
            self.at = at;
            let hint = self.rows[at].complaint.clone().unwrap_or_default();
            let end = if hint.ends_with('?') { "" } else { "." };
            return Reaction::Stay(vec![Intent::Hint(format!("Not saved yet: {hint}{end}"))]);
        }
        let says_something = |row: &FormRow| row.is_changed() && !row.entry.field.is_empty();
        if self.base.is_some() && !self.rows.iter().any(says_something) {
            let nothing = "Nothing is changed yet. Esc leaves the form.";
            return Reaction::Stay(vec![Intent::Hint(nothing.into())]);
        }
        let Some(facts) = &self.facts else {
            return Reaction::Stay(Vec::new());
        };
        let saving = self.saving(facts);
        self.told = Self::rule(&saving).err().map(String::from);
        if let Some(why) = &self.told {
            return Reaction::Stay(vec![Intent::Hint(format!("Not saved yet: {why}."))]);
        }
        let deed = Deed::Save(Box::new(saving));
        self.saving = Some(deed.clone());
        Reaction::Stay(vec![self.kept(), Intent::Change(deed)])
    }
}

impl Popup for RecordForm {
    fn context(&self) -> KeyContext {
        if self.conflict.is_some() {
            KeyContext::Menu
        } else if self.marking.is_some() {
            KeyContext::Picker
        } else {
            KeyContext::Text
        }
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        if self.conflict.is_some() {
            return vec![(Command::Accept, "take"), (Command::Down, "choose")];
        }
        if self.marking.is_some() {
            let accept = match self.list_beside() {
                Some("pick in a list") => "take it",
                _ => "mark, unmark",
            };
            return vec![(Command::Accept, accept), (Command::Down, "pick")];
        }
        let mut hints = vec![(Command::Accept, "next"), (Command::Save, "save")];
        if let Some(list) = self.list_beside() {
            hints.push((Command::FromBeside, list));
        }
        let choosing = |row: &FormRow| !row.entry.reads.words().is_empty();
        if self.rows.get(self.at).is_some_and(choosing) {
            hints.push((Command::Right, "next choice"));
        }
        if self.has_sections() {
            hints.push((Command::PageDown, "next part"));
        }
        hints.push((Command::PreviousPane, "back"));
        if self.rows.get(self.at).is_some_and(FormRow::is_changed) {
            hints.push((Command::Restore, "as it was"));
        }
        hints
    }

    fn asks(&self) -> Vec<Query> {
        // Asked once: an open form never changes under the typing.
        if self.facts.is_some() || self.failed {
            return Vec::new();
        }
        vec![Query::Form {
            kind: self.opening.kind,
            id: self.opening.id,
        }]
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        if let Answer::Form(facts) = answer {
            self.fill(facts.clone());
        }
    }

    fn refused(&mut self, _query: &Query, _why: &str) -> bool {
        self.failed = true;
        false
    }

    fn is_off(&self) -> bool {
        self.failed
    }

    fn changed(&mut self, deed: &Deed, became: &DeedResult) -> Option<Reaction> {
        if self.saving.as_ref() != Some(deed) {
            return None;
        }
        self.saving = None;
        match became {
            Ok(_) => {
                let about = Topic::form(&self.opening);
                let text = String::new();
                return Some(Reaction::Close(vec![Intent::Draft { about, text }]));
            }
            Err(NotDone::Clash(clash)) => self.clash((**clash).clone()),
            Err(NotDone::Failed(_)) => {}
        }
        Some(Reaction::Stay(Vec::new()))
    }

    fn is_for_new(&self) -> bool {
        self.opening.id.is_none()
    }

    fn edits(&self) -> Option<RecordRef> {
        let FormOpening { kind, id, .. } = self.opening;
        Some(RecordRef { kind, id: id? })
    }

    fn holds_keys(&self) -> bool {
        self.saving.is_some() || (self.facts.is_none() && !self.failed)
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        if self.conflict.is_some() {
            return self.decide(command);
        }
        if let (Some(marking), Some(row)) = (&mut self.marking, self.rows.get_mut(self.at)) {
            if !marking.update(command, row) {
                self.marking = None;
                self.leave();
            }
            return Reaction::Stay(vec![self.kept()]);
        }
        let again = std::mem::replace(&mut self.discarding, command == Command::Discard);
        match command {
            Command::FromBeside if self.list_beside().is_some() => {
                let row = self.rows.get(self.at).zip(self.facts.as_deref());
                self.marking = row.and_then(|(row, facts)| Marking::of(row, facts));
                Reaction::Stay(Vec::new())
            }
            Command::Discard => forget(&Topic::form(&self.opening), "what was typed here", again),
            Command::Close => self.close(),
            Command::Save => self.save(),
            Command::Accept => self.next(),
            Command::NextPane | Command::Down => self.step(true),
            Command::PreviousPane | Command::Up => self.step(false),
            Command::PageDown | Command::PageUp if self.has_sections() => {
                self.jump(command == Command::PageDown)
            }
            other => {
                self.told = None;
                let row = self.rows.get_mut(self.at);
                if row.is_some_and(|row| row.update(other)) {
                    self.settle_days();
                    Reaction::Stay(vec![self.kept()])
                } else {
                    Reaction::Pass
                }
            }
        }
    }

    fn paste(&mut self, text: &str) -> Option<Vec<Intent>> {
        if self.conflict.is_some() {
            return None;
        }
        if let Some(marking) = &mut self.marking {
            marking.paste(text);
            return Some(Vec::new());
        }
        self.rows.get_mut(self.at)?.paste(text);
        Some(vec![self.kept()])
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, _scene: &Scene) {
        self.draw_form(rooms.body, canvas);
        if let Some((conflict, _)) = &self.conflict {
            conflict.draw(rooms.body, canvas);
        } else if let Some((marking, row)) = self.marking.as_ref().zip(self.rows.get(self.at)) {
            marking.draw(row, rooms, canvas);
        }
    }
}

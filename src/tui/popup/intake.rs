//! A request as it comes over the phone: the fields on the left, and on the right, while the name is
//! still being typed, whether we do not already have this.
//!
//! Opened by `n` and `:request`. Every key goes into a draft; Esc leaves it there. The records are
//! asked again as the fields fill, so what stands on the right is about what stands on the left.

mod beside;
mod draw;
mod fields;

use chrono::NaiveTime;

use self::fields::{FIELDS, NOTE, PRODUCT, Reading};
use super::form::draft::Draft;
use super::form::entry::Entry;
use super::form::row::FormRow;
use super::{Popup, Reaction, Rooms, forget};
use crate::domain::product::ProductId;
use crate::domain::record::{Kind, Value};
use crate::domain::taught::codes_in;
use crate::office::deed::{Deed, DeedResult};
use crate::office::query::form::FormFacts;
use crate::office::query::intake::{Outlook, RequestOpening, RequestSoFar};
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::topic::Topic;
use crate::tui::widget::field::TextField;

/// The form in which a request is entered, with what is known of its product beside it.
pub struct IntakeForm {
    opening: RequestOpening,
    /// What its draft is kept under.
    about: Topic,
    /// What was kept when it was last left.
    draft: Option<String>,
    facts: Option<Box<FormFacts>>,
    rows: Vec<FormRow>,
    at: usize,
    /// The product taken from the list beside, under the name that then stood in its field.
    picked: Option<(String, ProductId)>,
    outlook: Option<Box<Outlook>>,
    /// The line under the cursor in the list beside, while the cursor is there.
    beside: Option<usize>,
    /// When the last key went into the draft.
    kept_at: Option<NaiveTime>,
    sending: Option<Deed>,
    /// Was the last key the first of the two that throw the draft away?
    discarding: bool,
    failed: bool,
}

impl IntakeForm {
    /// Opens; the schools come with the answer to its question.
    pub fn new(opening: RequestOpening, about: Topic, draft: Option<&str>) -> IntakeForm {
        IntakeForm {
            opening,
            about,
            draft: draft.map(str::to_owned),
            facts: None,
            rows: Vec::new(),
            at: PRODUCT,
            picked: None,
            outlook: None,
            beside: None,
            kept_at: None,
            sending: None,
            discarding: false,
            failed: false,
        }
    }

    fn fill(&mut self, facts: Box<FormFacts>) {
        let row = |entry: &Entry| FormRow::new(*entry, &Value::Null, &facts);
        self.rows = FIELDS.iter().map(row).collect();
        for row in self.rows.iter_mut().filter(|row| row.entry.field == NOTE) {
            row.field = TextField::note("");
        }
        if let Some(text) = &self.draft {
            let draft = Draft::read(text);
            for row in &mut self.rows {
                if let Some((_, typed)) = draft.typed.get(row.entry.field) {
                    row.field.set(typed);
                }
            }
        } else {
            let school = self.opening.school.as_ref();
            let grades = self.opening.grades.to_string();
            for (field, text) in [
                ("product", self.opening.product.as_str()),
                ("school", school.map_or("", |school| &school.name)),
                ("grades", grades.as_str()),
                ("reason", self.opening.reason.as_str()),
            ] {
                if let Some(row) = self.rows.iter_mut().find(|row| row.entry.field == field) {
                    row.field.set(text);
                }
            }
        }
        self.facts = Some(facts);
    }

    fn typed(&self, at: usize) -> &str {
        self.rows.get(at).map_or("", |row| row.field.text())
    }

    /// The product that was picked, while its name still stands in the field.
    fn picked(&self) -> Option<ProductId> {
        let (name, id) = self.picked.as_ref()?;
        (name == self.typed(PRODUCT)).then_some(*id)
    }

    fn wanting(&self) -> Option<RequestSoFar> {
        let facts = self.facts.as_deref()?;
        let rows = &self.rows;
        let reading = Reading { rows, facts };
        Some(RequestSoFar {
            words: self.typed(PRODUCT).trim().to_owned(),
            product: self.picked(),
            school: reading.school(),
            cost: reading.cost(),
            data: reading.data(),
            instructional: reading.instructional(),
            role: reading.text("role"),
            sponsored: reading.text("sponsor").is_some(),
            reasoned: reading.text("reason").is_some(),
            standards: codes_in(&reading.text("reason").unwrap_or_default()),
        })
    }

    /// Whether a needed field is as it should be. A name that is like known ones is not, until it is
    /// picked or left as typed.
    fn is_good(&self, at: usize) -> bool {
        let (Some(row), Some(facts)) = (self.rows.get(at), &self.facts) else {
            return false;
        };
        let settled = at != PRODUCT
            || self.at != PRODUCT
            || self
                .outlook
                .as_ref()
                .is_some_and(|seen| seen.product.is_some() || seen.known.is_empty());
        settled && row.read(facts).is_ok()
    }

    fn kept(&self) -> Intent {
        Intent::Draft {
            about: self.about.clone(),
            text: Draft::of(&self.rows, 0),
        }
    }

    /// Leaves the field: says what is wrong with it, and writes a school's name out.
    fn leave(&mut self) {
        let Some(facts) = &self.facts else { return };
        let Some(row) = self.rows.get_mut(self.at) else {
            return;
        };
        if row.judge(facts) && row.entry.field == "school" {
            let rows = &self.rows;
            let id = Reading { rows, facts }.school();
            let school = facts.schools.iter().find(|school| Some(school.id) == id);
            if let Some(name) = school.map(|school| school.name.clone()) {
                self.rows[self.at].field.set(&name);
            }
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
        let last = "That was the last field. Ctrl-X sends.";
        Reaction::Stay(vec![self.kept(), Intent::Hint(last.into())])
    }

    fn close(&self) -> Reaction {
        let changed = self.rows.iter().any(FormRow::is_changed);
        let mut intents = Vec::new();
        if changed {
            let kept = "Not sent; the draft is kept. n opens it again.";
            intents.extend([self.kept(), Intent::Hint(kept.into())]);
        } else {
            intents.push(self.kept());
        }
        Reaction::Close(intents)
    }

    fn send(&mut self) -> Reaction {
        self.beside = None;
        let Some(facts) = &self.facts else {
            return Reaction::Stay(Vec::new());
        };
        let mut bad = None;
        for (at, row) in self.rows.iter_mut().enumerate() {
            if !row.judge(facts) {
                bad = bad.or(Some(at));
            }
        }
        if let Some(at) = bad {
            self.at = at;
            let why = self.rows[at].complaint.clone().unwrap_or_default();
            return Reaction::Stay(vec![
                self.kept(),
                Intent::Hint(format!("Not sent yet: {why}.")),
            ]);
        }
        let rows = &self.rows;
        let intake = Reading { rows, facts }.intake(self.picked());
        let deed = Deed::Request(Box::new(intake));
        self.sending = Some(deed.clone());
        Reaction::Stay(vec![self.kept(), Intent::Change(deed)])
    }

    fn copy(&self) -> Reaction {
        let say = self.outlook.as_ref().map(|outlook| outlook.say.clone());
        Reaction::Stay(say.map(Intent::Copy).into_iter().collect())
    }

    /// Only the note has several lines.
    fn in_editor(&mut self) -> Reaction {
        let row = self.rows.get(self.at);
        let Some(note) = row.filter(|row| row.entry.field == "note") else {
            let only = "An editor is for the note; Tab goes there.";
            return Reaction::Stay(vec![Intent::Hint(only.into())]);
        };
        Reaction::Stay(vec![Intent::Edit(note.field.text().to_owned())])
    }

    fn edit(&mut self, command: Command) -> Reaction {
        match command {
            Command::Close => self.close(),
            Command::Accept => self.next(),
            Command::NextPane | Command::Down => self.step(true),
            Command::PreviousPane | Command::Up => self.step(false),
            other => {
                let row = self.rows.get_mut(self.at);
                if row.is_some_and(|row| row.update(other)) {
                    Reaction::Stay(vec![self.kept()])
                } else {
                    Reaction::Pass
                }
            }
        }
    }
}

impl Popup for IntakeForm {
    fn context(&self) -> KeyContext {
        KeyContext::Text
    }

    fn is_for_new(&self) -> bool {
        true
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        if self.beside.is_some() {
            return vec![(Command::Accept, "take it"), (Command::Down, "next")];
        }
        vec![
            (Command::Accept, "next"),
            (Command::FromBeside, ""),
            (Command::Save, "send"),
            (Command::PreviousPane, "back"),
        ]
    }

    fn asks(&self) -> Vec<Query> {
        let form = Query::Form {
            kind: Kind::Requester,
            id: None,
        };
        match self.wanting() {
            Some(wanting) => vec![Query::Outlook(Box::new(wanting))],
            // Asked once: the schools never change under the typing.
            None if self.failed => Vec::new(),
            None => vec![form],
        }
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        match answer {
            Answer::Form(facts) => self.fill(facts.clone()),
            Answer::Outlook(outlook) => {
                self.outlook = Some(outlook.clone());
                self.keep_within();
            }
            _ => {}
        }
    }

    fn refused(&mut self, _query: &Query, _why: &str) -> bool {
        self.failed |= self.facts.is_none();
        false
    }

    fn changed(&mut self, deed: &Deed, became: &DeedResult) -> Option<Reaction> {
        if self.sending.as_ref() != Some(deed) {
            return None;
        }
        self.sending = None;
        if became.is_ok() {
            let about = self.about.clone();
            let text = String::new();
            return Some(Reaction::Close(vec![Intent::Draft { about, text }]));
        }
        Some(Reaction::Stay(Vec::new()))
    }

    fn holds_keys(&self) -> bool {
        self.sending.is_some() || (self.facts.is_none() && !self.failed)
    }

    fn update(&mut self, command: Command, scene: &Scene) -> Reaction {
        self.kept_at = Some(scene.now.time());
        let again = std::mem::replace(&mut self.discarding, command == Command::Discard);
        match command {
            Command::Discard => return forget(&self.about, "this request", again),
            Command::Save => return self.send(),
            Command::Copy => return self.copy(),
            Command::FromBeside => return self.step_beside(),
            Command::Editor => return self.in_editor(),
            _ => {}
        }
        if let Some(reaction) = self.in_beside(command) {
            return reaction;
        }
        self.edit(command)
    }

    fn paste(&mut self, text: &str) -> Option<Vec<Intent>> {
        self.beside = None;
        self.rows.get_mut(self.at)?.paste(text);
        Some(vec![self.kept()])
    }

    fn edited(&mut self, text: &str) -> Option<Vec<Intent>> {
        self.rows.get_mut(self.at)?.field.set(text);
        Some(vec![self.kept()])
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        self.draw_form(rooms, canvas, scene);
    }
}

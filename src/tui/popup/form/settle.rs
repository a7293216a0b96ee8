//! When somebody else saved the same field first: what differs, and going on from what they saved.

use super::RecordForm;
use crate::domain::product::ProductId;
use crate::domain::put::SeenRecord;
use crate::domain::record::{Column, RecordRef};
use crate::office::deed::Deed;
use crate::office::deed::form::Clash;
use crate::office::query::form::FormFacts;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::popup::Reaction;
use crate::tui::popup::conflict::{Conflict, ConflictChoice, Differs};
use crate::tui::topic::Topic;

impl RecordForm {
    /// Asks about every field that both changed; of a decision, about every field they changed.
    pub(super) fn clash(&mut self, clash: Clash) {
        let Some(facts) = self.facts.take() else {
            return;
        };
        let decision = self.opening.kind.is_decision();
        let mut rows = Vec::new();
        for at in 0..self.rows.len() {
            let Some(theirs) = self.now(at, &clash, &facts) else {
                continue;
            };
            let label = self.label(at);
            let row = &mut self.rows[at];
            let touched = row.is_changed() || decision;
            if theirs == row.base || theirs == row.field.text() || !touched {
                continue;
            }
            row.news = Some(format!("{} saved: {theirs}", clash.who));
            rows.push(Differs {
                label,
                was: row.base.clone(),
                theirs,
                mine: row.field.text().to_owned(),
            });
        }
        self.facts = Some(facts);
        let conflict = Conflict::new(&clash.who, &clash.when, &self.opening.name, rows);
        self.conflict = Some((conflict, clash));
    }

    /// What stands in a field now.
    fn now(&self, at: usize, clash: &Clash, facts: &FormFacts) -> Option<String> {
        let row = &self.rows[at];
        let (seen, lines) = (Some(&clash.theirs), &clash.lines);
        self.stands(&row.section, &row.entry, seen, lines, facts)
    }

    /// A field's name; of a line, with which one it is.
    fn label(&self, at: usize) -> String {
        let row = &self.rows[at];
        match self.nth(&row.section) {
            Some(nth) => format!("{} {nth}", row.entry.label),
            None => row.entry.label.to_owned(),
        }
    }

    pub(super) fn decide(&mut self, command: Command) -> Reaction {
        let Some((conflict, _)) = &mut self.conflict else {
            return Reaction::Pass;
        };
        match conflict.update(command) {
            Err(remark) => Reaction::Stay(vec![Intent::Hint(remark)]),
            Ok(None) => Reaction::Stay(Vec::new()),
            Ok(Some(ConflictChoice::Back)) => {
                self.conflict = None;
                let kept = "Not saved yet. Your draft is kept; Ctrl-X tries again.";
                Reaction::Stay(vec![self.kept(), Intent::Hint(kept.into())])
            }
            Ok(Some(choice)) => self.settle(choice),
        }
    }

    /// Goes on from what they saved: their values, or mine over them. Fields I left alone are theirs.
    fn settle(&mut self, choice: ConflictChoice) -> Reaction {
        let (Some((conflict, clash)), Some(facts)) = (self.conflict.take(), self.facts.take())
        else {
            return Reaction::Stay(Vec::new());
        };
        let decision = self.opening.kind.is_decision();
        let mut lost = Vec::new();
        for at in 0..self.rows.len() {
            let Some(value) = self.now(at, &clash, &facts) else {
                continue;
            };
            let label = self.label(at);
            let row = &mut self.rows[at];
            let differs = conflict.rows().iter().any(|d| d.label == label);
            let take = match choice {
                ConflictChoice::Theirs => differs || decision || !row.is_changed(),
                ConflictChoice::Mine | ConflictChoice::Back => !differs && !row.is_changed(),
            };
            if take {
                if row.is_changed() && row.field.text() != value {
                    lost.push(format!("{label} {}", row.field.text()));
                }
                row.field.set(&value);
            }
            row.base = value;
            row.news = None;
        }
        self.facts = Some(facts);
        let Clash { theirs, lines, .. } = clash;
        let note = self.note(&lost, &theirs);
        self.base = Some(theirs);
        self.lines = lines;
        if self
            .rows
            .iter()
            .any(|row| row.is_changed() && !row.entry.field.is_empty())
        {
            return match self.save() {
                Reaction::Stay(intents) => {
                    Reaction::Stay(note.into_iter().chain(intents).collect())
                }
                other => other,
            };
        }
        let about = Topic::form(&self.opening);
        let text = String::new();
        let mut intents = vec![Intent::Draft { about, text }];
        intents.extend(note);
        Reaction::Close(intents)
    }

    /// What was typed and not saved, as a note on the record; of a decision, on its product.
    fn note(&self, lost: &[String], theirs: &SeenRecord) -> Option<Intent> {
        let id = self.opening.id.filter(|_| !lost.is_empty())?;
        let kind = self.opening.kind;
        let product = kind.position("product").filter(|_| kind.is_decision());
        let product = product.and_then(|at| ProductId::from_value(&theirs.values[at]));
        let about = product.map_or(RecordRef { kind, id }, RecordRef::from);
        Some(Intent::Change(Deed::Note {
            about,
            what: self.opening.name.clone(),
            text: format!(
                "typed, but not saved over a colleague's: {}",
                lost.join("; ")
            ),
        }))
    }
}

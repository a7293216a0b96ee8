//! When somebody else saved the same field first: what differs, and going on from what they saved.

use super::{Form, value};
use crate::domain::change::Seen;
use crate::domain::record::Kind;
use crate::tui::ask::Ask;
use crate::tui::ask::form::Clash;
use crate::tui::command::Command;
use crate::tui::effect::Wish;
use crate::tui::popup::Reaction;
use crate::tui::popup::conflict::{Choice, Conflict, Differs};

impl Form {
    /// Asks about every field that both changed; of a decision, about every field they changed.
    pub(super) fn clash(&mut self, clash: Clash) {
        let Some(facts) = &self.facts else { return };
        let kind = self.opening.kind;
        let mut rows = Vec::new();
        for row in &mut self.rows {
            let Some(at) = kind.position(row.entry.field) else {
                continue;
            };
            let theirs = value::show(row.entry.reads, &clash.theirs.values[at], facts);
            let touched = row.is_changed() || kind.is_decision();
            if theirs == row.base || theirs == row.field.text() || !touched {
                continue;
            }
            row.news = Some(format!("{} saved: {theirs}", clash.who));
            rows.push(Differs {
                label: row.entry.label.to_owned(),
                was: row.base.clone(),
                theirs,
                mine: row.field.text().to_owned(),
            });
        }
        let conflict = Conflict::new(&clash.who, &clash.when, &self.opening.name, rows);
        self.conflict = Some((conflict, clash.theirs));
    }

    pub(super) fn decide(&mut self, command: Command) -> Reaction {
        let Some((conflict, _)) = &mut self.conflict else {
            return Reaction::Pass;
        };
        match conflict.update(command) {
            Err(remark) => Reaction::Stay(vec![Wish::Hint(remark)]),
            Ok(None) => Reaction::Stay(Vec::new()),
            Ok(Some(Choice::Back)) => {
                self.conflict = None;
                let kept = "Not saved yet. Your draft is kept; Ctrl-X tries again.";
                Reaction::Stay(vec![self.kept(), Wish::Hint(kept.into())])
            }
            Ok(Some(choice)) => self.settle(choice),
        }
    }

    /// Goes on from what they saved: their values, or mine over them. Fields I left alone are theirs.
    fn settle(&mut self, choice: Choice) -> Reaction {
        let (Some((conflict, theirs)), Some(facts)) = (self.conflict.take(), &self.facts) else {
            return Reaction::Stay(Vec::new());
        };
        let kind = self.opening.kind;
        let mut lost = Vec::new();
        for row in &mut self.rows {
            let Some(at) = kind.position(row.entry.field) else {
                continue;
            };
            let value = value::show(row.entry.reads, &theirs.values[at], facts);
            let differs = conflict.rows().iter().any(|d| d.label == row.entry.label);
            let take = match choice {
                Choice::Theirs => differs || kind.is_decision() || !row.is_changed(),
                Choice::Mine | Choice::Back => !differs && !row.is_changed(),
            };
            if take {
                if row.is_changed() && row.field.text() != value {
                    lost.push(format!("{} {}", row.entry.label, row.field.text()));
                }
                row.field.set(&value);
            }
            row.base = value;
            row.news = None;
        }
        let note = self.note(&lost, &theirs);
        self.base = Some(theirs);
        if self
            .rows
            .iter()
            .any(|row| row.is_changed() && !row.entry.field.is_empty())
        {
            return match self.save() {
                Reaction::Stay(wishes) => Reaction::Stay(note.into_iter().chain(wishes).collect()),
                other => other,
            };
        }
        let about = self.opening.about();
        let text = String::new();
        let mut wishes = vec![Wish::Draft { about, text }];
        wishes.extend(note);
        Reaction::Close(wishes)
    }

    /// What was typed and not saved, as a note on the record; of a decision, on its product.
    fn note(&self, lost: &[String], theirs: &Seen) -> Option<Wish> {
        let id = self.opening.id.filter(|_| !lost.is_empty())?;
        let kind = self.opening.kind;
        let product = kind.position("product").filter(|_| kind.is_decision());
        let product = product.and_then(|at| theirs.values[at].int());
        let (about, record) = product.map_or((kind, id), |id| (Kind::Product, id));
        Some(Wish::Change(Ask::Note {
            about,
            record,
            what: self.opening.name.clone(),
            text: format!(
                "typed, but not saved over a colleague's: {}",
                lost.join("; ")
            ),
        }))
    }
}

//! What the keys do in the Overlaps view.

use super::{Overlaps, rows};
use crate::domain::overlap::process::AlertDeed;
use crate::domain::record::{Kind, RecordRef};
use crate::domain::review::PersonName;
use crate::office::deed::Deed;
use crate::office::deed::overlap::{OverlapDeeds, OverlapSubject};
use crate::office::lists::overlaps::OVERLAPS;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem, Writing};
use crate::tui::scene::Scene;
use crate::tui::view::chosen::{ActedRows, ask_who};

/// What somebody is told whose menu is about rows that changed under it.
pub(super) const GONE: &str = "The overlap left the list meanwhile, and nothing was done.";

/// Commands that act on what is known of the row.
pub(super) fn needs_sheet(command: Command) -> bool {
    matches!(
        command,
        Command::Decide
            | Command::Open
            | Command::Related
            | Command::Copy
            | Command::CopyMenu
            | Command::Note
            | Command::History
            | Command::ScrollDown
            | Command::ScrollUp
    )
}

impl Overlaps {
    pub(super) fn carry_out(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::Filter => self.filter.open(),
            Command::SortMenu => {
                return Some(vec![Intent::Menu(self.order.menu(&OVERLAPS.orders()))]);
            }
            Command::NextTab => self.turn_tab(true),
            Command::PreviousTab => self.turn_tab(false),
            Command::Zoom => self.zoomed = !self.zoomed,
            Command::ScrollDown => self.first.set(self.first.get() + 1),
            Command::ScrollUp => self.first.set(self.first.get().saturating_sub(1)),
            Command::Open => {
                self.sheet()?;
                self.opened.open(self.list.selected());
            }
            Command::Back if self.filter.is_empty() => self.zoomed = false,
            Command::Back => {
                self.filter.clear();
                self.refill();
            }
            Command::Decide => return self.decide(),
            Command::Take => return self.take_them(scene),
            Command::Who => return self.assign(),
            Command::Note => return self.note(),
            Command::Product => {
                let (product, _) = self.row()?.products.first()?;
                return Some(vec![Intent::card(*product, self.scope.clone())]);
            }
            Command::History => return self.history(),
            Command::Related => return self.related(),
            other => return self.move_cursor(other).then(Vec::new),
        }
        Some(Vec::new())
    }

    fn turn_tab(&mut self, on: bool) {
        if self.board.is_none() {
            return;
        }
        let by = if on { 1 } else { rows::count(self) - 1 };
        self.shown = rows::turned(self, by);
        self.first.set(0);
        // The cursor begins at the top of another tab: the rows are others.
        self.list = super::List::default();
        self.refill();
    }

    /// A menu about the row under the cursor, or the marked ones.
    pub(super) fn menu(&mut self, title: String, items: Vec<MenuItem>) -> Vec<Intent> {
        self.about = ActedRows::of(&self.list, self.subjects());
        vec![Intent::Menu(Menu {
            title,
            items,
            about_rows: true,
        })]
    }

    /// Whether what a menu or picker is about is not what the keys act on any more.
    pub(super) fn is_stale(&self) -> bool {
        self.about != ActedRows::of(&self.list, self.subjects())
    }

    fn take_them(&mut self, scene: &Scene) -> Option<Vec<Intent>> {
        let mine = |subject: &OverlapSubject| {
            let owner = self
                .find(&subject.fingerprint)
                .and_then(|row| row.owner.as_ref());
            owner.is_some_and(|who| who.login == scene.who)
        };
        let mut subjects = self.subjects();
        let first = subjects.first()?.what.clone();
        subjects.retain(|subject| !mine(subject));
        if subjects.is_empty() {
            let hint = format!("{first} is yours already. w gives it to somebody else.");
            return Some(vec![Intent::Hint(hint)]);
        }
        self.unmark();
        Some(vec![doing(subjects, AlertDeed::Take, None)])
    }

    fn assign(&mut self) -> Option<Vec<Intent>> {
        let subjects = self.subjects();
        let names: Vec<&str> = subjects.iter().map(|one| one.what.as_str()).collect();
        let asked = ask_who("Who sees to", "overlaps", &names)?;
        self.about = ActedRows::of(&self.list, subjects);
        Some(vec![asked])
    }

    pub(super) fn given_to(&mut self, who: &PersonName) -> Vec<Intent> {
        if self.is_stale() {
            return vec![Intent::Hint(GONE.into())];
        }
        let subjects = self.subjects();
        self.unmark();
        let deed = AlertDeed::Assign { person: who.id };
        vec![doing(subjects, deed, None)]
    }

    pub(super) fn unmark(&mut self) {
        self.list.unmark();
    }

    /// A note hangs on what people said about the overlap; where nobody said anything yet, on its product.
    pub(super) fn record(&self) -> Option<(RecordRef, String)> {
        let row = self.row()?;
        if let Some(said) = self.sheet().and_then(|sheet| sheet.said.as_ref()) {
            return Some((said.id.into(), OverlapSubject::of(row).what));
        }
        let (id, name) = row.products.first()?;
        Some(((*id).into(), name.clone()))
    }

    fn note(&self) -> Option<Vec<Intent>> {
        let (record, name) = self.record()?;
        Some(vec![Intent::Write(Writing::note(record, name))])
    }

    fn history(&self) -> Option<Vec<Intent>> {
        let (record, name) = self.record()?;
        let mut intents = vec![Intent::History(record, name)];
        if record.kind == Kind::Product {
            let hint = "Nobody said anything about the overlap yet: this is its product's history.";
            intents.push(Intent::Hint(hint.into()));
        }
        Some(intents)
    }
}

/// This deed on these alerts.
pub(super) fn doing(
    subjects: Vec<OverlapSubject>,
    deed: AlertDeed,
    follows: Option<String>,
) -> Intent {
    Intent::Change(Deed::Overlap(Box::new(OverlapDeeds {
        subjects,
        deed,
        follows,
    })))
}

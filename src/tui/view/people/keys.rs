//! What the keys do on the page of people.

use super::{People, related};
use crate::domain::person::PersonId;
use crate::office::lists::people::PEOPLE;
use crate::office::query::form::FormOpening;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Writing};
use crate::tui::scene::Scene;

/// What somebody is told whose menu is about a person who is not under the cursor any more.
pub(super) const GONE: &str = "The person left the list meanwhile, and nothing was done.";

/// Commands that act on what a person holds, or comes in by.
pub(super) fn needs_held(command: Command) -> bool {
    use Command as C;
    matches!(
        command,
        C::Decide | C::Who | C::Related | C::Copy | C::CopyMenu
    )
}

impl People {
    pub(super) fn carry_out(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::Filter => {
                self.opened = None;
                self.filter.open();
            }
            Command::SortMenu => {
                return Some(vec![Intent::Menu(self.order.menu(&PEOPLE.orders()))]);
            }
            Command::Open => return self.enter(),
            Command::Back if self.opened.is_some() => self.opened = None,
            Command::Back => {
                self.filter.clear();
                self.refill();
            }
            Command::New => return Some(vec![Intent::Run(Command::AddPerson)]),
            Command::Edit => {
                let who = self.who()?;
                let opening = FormOpening::of(who.id, who.name);
                return Some(vec![Intent::Form(opening)]);
            }
            Command::Decide => return self.decide(scene),
            Command::Who => return self.hand_over(),
            Command::Related => return self.related(),
            Command::Note => return self.note(),
            Command::History => {
                let who = self.who()?;
                return Some(vec![Intent::History(who.id.into(), who.name)]);
            }
            other => return self.move_cursor(other).then(Vec::new),
        }
        Some(Vec::new())
    }

    /// From the list to the person, from what the person answers for to the view that lists it.
    fn enter(&mut self) -> Option<Vec<Intent>> {
        if self.opened.is_some() {
            let kind = *self.leads.selected()?;
            return Some(related::lead(kind, self.who()?).into_iter().collect());
        }
        let person: PersonId = *self.list.selected()?;
        self.open(person);
        Some(Vec::new())
    }

    fn move_cursor(&mut self, command: Command) -> bool {
        if self.opened.is_none() {
            return self.list.update(command);
        }
        let first = self.first.get();
        match command {
            Command::ScrollDown => self.first.set(first + 1),
            Command::ScrollUp => self.first.set(first.saturating_sub(1)),
            Command::Mark | Command::MarkAll => return self.mark(command),
            other => return self.leads.update(other),
        }
        true
    }

    /// Marks whoever is opened in the list, and opens the next.
    fn mark(&mut self, command: Command) -> bool {
        let here = self.opened.is_some_and(|person| self.list.select(&person));
        self.list.update(command);
        if let Some(next) = self.list.selected().copied().filter(|_| here) {
            self.open(next);
        }
        true
    }

    fn note(&self) -> Option<Vec<Intent>> {
        let who = self.who()?;
        Some(vec![Intent::Write(Writing::note(who.id, who.name))])
    }
}

//! What the keys do in the Renewals view.

use super::rows::RenewalsLayout;
use super::{Renewals, RenewalsPane, grid};
use crate::domain::contract::ContractId;
use crate::domain::renewal::agenda::RenewalDeed;
use crate::domain::review::PersonName;
use crate::office::deed::Deed;
use crate::office::deed::renewal::{ContractDeeds, ContractSubject};
use crate::office::lists::renewals::RENEWALS;
use crate::office::query::form::FormOpening;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem, Writing};
use crate::tui::scene::Scene;
use crate::tui::topic::{RenewalText, Topic};
use crate::tui::view::chosen::{ActedRows, ask_who};

/// What somebody is told whose menu is about rows that changed under it.
pub(super) const GONE: &str = "The contract left the list meanwhile, and nothing was done.";

/// Commands that act on what the sheet says.
pub(super) fn needs_sheet(command: Command) -> bool {
    matches!(
        command,
        Command::Decide | Command::Open | Command::Related | Command::Copy | Command::CopyMenu
    )
}

impl Renewals {
    pub(super) fn carry_out(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::Filter => {
                self.filter.open();
                self.pane = RenewalsPane::Rows;
            }
            Command::SortMenu => {
                return Some(vec![Intent::Menu(self.order.menu(&RENEWALS.orders()))]);
            }
            Command::Layout => self.set_layout(self.layout.next()),
            Command::Zoom if self.layout == RenewalsLayout::Agenda => self.zoomed = !self.zoomed,
            Command::NextPane | Command::PreviousPane if self.layout == RenewalsLayout::Agenda => {
                self.turn_pane(scene);
            }
            Command::NextTab => self.turn_months(1, scene),
            Command::PreviousTab => self.turn_months(-1, scene),
            Command::NextYear => self.turn_months(12, scene),
            Command::PreviousYear => self.turn_months(-12, scene),
            Command::Now => self.go_to_day(self.today(scene)),
            Command::Open => return self.open(scene),
            Command::Back => self.back(),
            Command::Decide => return self.decide(),
            Command::Take => return self.take_them(scene),
            Command::Who => return self.assign(),
            Command::New => return Some(vec![Intent::Run(Command::AddContract)]),
            Command::Edit => return self.edit(),
            Command::Note => return self.note(),
            Command::Product => {
                let product = *self.row()?.products.first()?;
                return Some(vec![Intent::card(product, self.scope.clone())]);
            }
            Command::History => {
                let subject = ContractSubject::of(self.row()?);
                let (id, what) = (subject.contract, subject.what);
                return Some(vec![Intent::History(id.into(), what)]);
            }
            Command::NextStep => return self.read_letter(),
            Command::Related => return self.related(scene),
            other => return self.move_cursor(other, scene).then(Vec::new),
        }
        Some(Vec::new())
    }

    fn set_layout(&mut self, layout: RenewalsLayout) {
        self.layout = layout;
        self.chosen_layout = None;
        self.pane = RenewalsPane::Rows;
        self.zoomed = false;
        self.refill();
    }

    /// The layout that is shown, and behind it the one that the person had before they came here for something.
    pub(super) fn layouts_in_words(&self) -> String {
        let shown = self.layout.word().to_owned();
        match self.chosen_layout {
            Some(chosen) => format!("{shown} {}", chosen.word()),
            None => shown,
        }
    }

    fn turn_pane(&mut self, scene: &Scene) {
        self.pane = match self.pane {
            RenewalsPane::Rows => RenewalsPane::Grid,
            RenewalsPane::Grid => RenewalsPane::Rows,
        };
        self.day = Some(self.day(scene));
    }

    fn move_cursor(&mut self, command: Command, scene: &Scene) -> bool {
        if self.layout == RenewalsLayout::Year {
            return self.move_by_months(command, scene);
        }
        if self.pane == RenewalsPane::Grid {
            return self.move_in_grid(command, scene);
        }
        if command == Command::Left && self.layout == RenewalsLayout::Agenda {
            self.turn_pane(scene);
            return true;
        }
        let moved = self.list.update(command);
        if moved && !matches!(command, Command::MarkAll) {
            self.follow_row();
        }
        moved
    }

    fn move_by_months(&mut self, command: Command, scene: &Scene) -> bool {
        let months = match command {
            Command::Down | Command::Right => 1,
            Command::Up | Command::Left => -1,
            Command::PageDown => 3,
            Command::PageUp => -3,
            _ => return false,
        };
        self.turn_months(months, scene);
        true
    }

    fn move_in_grid(&mut self, command: Command, scene: &Scene) -> bool {
        let days = match command {
            Command::Left => -1,
            Command::Right => 1,
            Command::Up => -7,
            Command::Down => 7,
            Command::PageUp => -28,
            Command::PageDown => 28,
            Command::ScrollDown | Command::ScrollUp => {
                let step = match command {
                    Command::ScrollDown => Command::Down,
                    _ => Command::Up,
                };
                self.list.update(step);
                self.follow_row();
                return true;
            }
            Command::First | Command::Last | Command::Mark | Command::MarkAll => {
                return self.list.update(command);
            }
            _ => return false,
        };
        self.go_to_day(grid::moved(self.day(scene), days));
        true
    }

    fn back(&mut self) {
        if self.pane != RenewalsPane::Rows {
            self.pane = RenewalsPane::Rows;
        } else if !self.filter.is_empty() {
            self.filter.clear();
            self.refill();
        } else {
            self.zoomed = false;
        }
    }

    /// From the grid to the agenda, from a month of the year to its rows, from a row to all about it.
    fn open(&mut self, scene: &Scene) -> Option<Vec<Intent>> {
        if self.layout == RenewalsLayout::Year {
            let day = self.day(scene);
            self.set_layout(RenewalsLayout::Agenda);
            self.go_to_day(day);
            return Some(Vec::new());
        }
        if self.pane == RenewalsPane::Grid {
            self.pane = RenewalsPane::Rows;
            return Some(Vec::new());
        }
        self.sheet()?;
        self.opened.open(self.list.selected());
        Some(Vec::new())
    }

    /// The letter to the vendor, where the contract is to end.
    fn read_letter(&self) -> Option<Vec<Intent>> {
        self.row()?;
        let none =
            "No letter is to be written about it. d cancels it, and L opens the letter then.";
        let letter = self.ends().map(|contract| Intent::Letters(vec![contract]));
        Some(vec![letter.unwrap_or(Intent::Hint(none.into()))])
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

    /// Makes me answer for the rows that are not mine yet.
    fn take_them(&mut self, scene: &Scene) -> Option<Vec<Intent>> {
        let mut subjects = self.subjects();
        let first = subjects.first()?.what.clone();
        subjects.retain(|subject| {
            let row = self.find(subject.contract);
            let owner = row.and_then(|row| row.owner.as_ref());
            owner.is_none_or(|who| who.login != scene.who)
        });
        if subjects.is_empty() {
            let hint = format!("{first} is yours already. w gives it to somebody else.");
            return Some(vec![Intent::Hint(hint)]);
        }
        self.unmark();
        Some(vec![doing(subjects, RenewalDeed::Take)])
    }

    fn assign(&mut self) -> Option<Vec<Intent>> {
        let subjects = self.subjects();
        let names: Vec<&str> = subjects.iter().map(|one| one.what.as_str()).collect();
        let asked = ask_who("Who answers for", "contracts", &names)?;
        self.about = ActedRows::of(&self.list, subjects);
        Some(vec![asked])
    }

    pub(super) fn given_to(&mut self, who: &PersonName) -> Vec<Intent> {
        if self.is_stale() {
            return vec![Intent::Hint(GONE.into())];
        }
        let subjects = self.subjects();
        self.unmark();
        let deed = RenewalDeed::Assign { person: who.id };
        vec![doing(subjects, deed)]
    }

    pub(super) fn unmark(&mut self) {
        self.list.unmark();
    }

    fn edit(&self) -> Option<Vec<Intent>> {
        let row = self.row()?;
        let opening = FormOpening::of(row.contract, row.number.clone());
        Some(vec![Intent::Form(opening)])
    }

    fn note(&self) -> Option<Vec<Intent>> {
        let subject = ContractSubject::of(self.row()?);
        Some(vec![Intent::Write(Writing::note(
            subject.contract,
            subject.what,
        ))])
    }
}

/// This deed on these contracts.
pub(super) fn doing(subjects: Vec<ContractSubject>, deed: RenewalDeed) -> Intent {
    Intent::Change(Deed::Renewal(Box::new(ContractDeeds {
        subjects,
        deed,
        replacement: None,
    })))
}

/// A box of one line about this contract.
pub(super) fn written(
    contract: ContractId,
    what: RenewalText,
    title: String,
    text: String,
) -> Intent {
    Intent::Write(Writing {
        about: Topic::Renewal {
            contract,
            text: what,
        },
        title,
        text,
        several_lines: false,
    })
}

//! What the keys do in the Schools view.

use super::{SchoolsFocus, SchoolsView};
use crate::domain::contract::ContractId;
use crate::domain::record::RecordRef;
use crate::office::lists::matrix::MATRIX;
use crate::office::lists::schools::{PLACED, SCHOOLS};
use crate::office::query::form::FormOpening;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem, Writing};
use crate::tui::view::chosen::{ask_owner, decide_contract};
use crate::tui::widget::order::Order;

impl SchoolsView {
    pub(super) fn carry_out(&mut self, command: Command) -> Option<Vec<Intent>> {
        match command {
            Command::Filter => {
                if self.filter_of != self.focus() {
                    self.filter.clear();
                    self.filter_of = self.focus();
                    self.refill();
                }
                self.filter.open();
            }
            Command::SortMenu => return Some(vec![Intent::Menu(self.sort_menu())]),
            Command::Layout => self.turn_layout(),
            Command::Zoom => self.zoomed = !self.zoomed,
            Command::NextPane | Command::PreviousPane if !self.matrix => {
                self.pane = match self.pane {
                    SchoolsFocus::Schools => SchoolsFocus::Products,
                    _ => SchoolsFocus::Schools,
                };
            }
            Command::Left if self.matrix => return self.columns.update(Command::Up).then(Vec::new),
            Command::Right if self.matrix => {
                return self.columns.update(Command::Down).then(Vec::new);
            }
            Command::Left if self.pane == SchoolsFocus::Products => {
                self.pane = SchoolsFocus::Schools;
            }
            Command::Right if self.pane == SchoolsFocus::Schools => {
                self.pane = SchoolsFocus::Products;
            }
            Command::Open if self.focus() == SchoolsFocus::Schools => {
                self.school()?;
                self.pane = SchoolsFocus::Products;
            }
            Command::Open | Command::Product => return self.card().map(|intent| vec![intent]),
            Command::Back => self.back(),
            Command::Edit => return self.edit(),
            Command::New => return Some(vec![Intent::Run(self.new_command())]),
            Command::Note => return self.note(),
            Command::History => return self.history(),
            Command::Decide => return self.decide(),
            Command::Who => return self.name_owner(),
            Command::Related => return self.related().map(|menu| vec![Intent::Menu(menu)]),
            Command::ScrollDown => return self.move_other(Command::Down),
            Command::ScrollUp => return self.move_other(Command::Up),
            other => return self.move_cursor(other).then(Vec::new),
        }
        Some(Vec::new())
    }

    pub(super) fn move_cursor(&mut self, command: Command) -> bool {
        match self.focus() {
            SchoolsFocus::Schools => self.left.update(command),
            SchoolsFocus::Products => self.products.update(command),
            SchoolsFocus::Matrix => self.grid.update(command),
        }
    }

    fn move_other(&mut self, command: Command) -> Option<Vec<Intent>> {
        let moved = match self.focus() {
            SchoolsFocus::Schools => self.products.update(command),
            SchoolsFocus::Products => self.left.update(command),
            SchoolsFocus::Matrix => false,
        };
        moved.then(Vec::new)
    }

    fn back(&mut self) {
        if self.filter.clear() {
            self.refill();
        } else if self.zoomed {
            self.zoomed = false;
        } else {
            self.pane = SchoolsFocus::Schools;
        }
    }

    fn turn_layout(&mut self) {
        let school = self.school();
        let product = match self.focus() {
            SchoolsFocus::Schools => None,
            SchoolsFocus::Products | SchoolsFocus::Matrix => self.product(),
        };
        self.matrix = !self.matrix;
        self.filter.clear();
        self.refill();
        if let Some(school) = school {
            self.left.select(&school);
            self.columns.select(&school);
        }
        if let Some(product) = product {
            self.grid.select(&product);
            let key = self.products.keys().iter().find(|key| key.0 == product);
            self.wanted.1 = Some(key.copied().unwrap_or((product, None)));
            self.refill_products();
        }
    }

    pub(super) fn orders(&mut self) -> (&mut Order, Vec<(char, &'static str)>) {
        match self.focus() {
            SchoolsFocus::Schools => (&mut self.school_order, SCHOOLS.orders()),
            SchoolsFocus::Products => (&mut self.placed_order, PLACED.orders()),
            SchoolsFocus::Matrix => (&mut self.matrix_order, MATRIX.orders()),
        }
    }

    fn sort_menu(&mut self) -> Menu {
        let (order, choices) = self.orders();
        order.menu(&choices)
    }

    fn card(&self) -> Option<Intent> {
        Some(Intent::card(self.product()?, self.school_choice()))
    }

    /// The record the row stands for, with its name.
    pub(super) fn record(&self) -> Option<(RecordRef, String)> {
        if self.focus() == SchoolsFocus::Schools {
            let school = self.school()?;
            let name = self.school_name(school).to_owned();
            return Some((school.into(), name));
        }
        Some((self.product()?.into(), self.product_name()?))
    }

    fn edit(&self) -> Option<Vec<Intent>> {
        let (record, name) = self.record()?;
        Some(vec![Intent::Form(FormOpening::of(record, name))])
    }

    /// A new one of what the pane lists.
    fn new_command(&self) -> Command {
        match self.focus() {
            SchoolsFocus::Schools => Command::AddSchool,
            SchoolsFocus::Products | SchoolsFocus::Matrix => Command::AddProduct,
        }
    }

    fn note(&self) -> Option<Vec<Intent>> {
        let (record, name) = self.record()?;
        Some(vec![Intent::Write(Writing::note(record, name))])
    }

    fn history(&self) -> Option<Vec<Intent>> {
        let (record, name) = self.record()?;
        Some(vec![Intent::History(record, name)])
    }

    /// The contract of the row is decided among the renewals.
    fn decide(&self) -> Option<Vec<Intent>> {
        self.product()?;
        let none =
            "No contract pays for it here, so that nothing renews. o has what belongs to it.";
        Some(match self.contract() {
            Some((contract, _)) => decide_contract(contract),
            None => vec![Intent::Hint(none.into())],
        })
    }

    fn name_owner(&self) -> Option<Vec<Intent>> {
        let product = self.product()?;
        Some(vec![ask_owner(vec![product], None, self.product_name()?)])
    }

    fn related(&self) -> Option<Menu> {
        self.record()?;
        let mut items = Vec::new();
        let school = self.school_choice();
        if let Some(((id, name), school)) = self.product().zip(self.product_name()).zip(school) {
            let line = format!("{name}: card at {}", school.name);
            items.push(MenuItem::new('p', line, Intent::card(id, Some(school))));
            let line = format!("{name}: card, any school");
            items.push(MenuItem::new('d', line, Intent::card(id, None)));
        }
        if let Some((id, number)) = self.contract() {
            let line = format!("contract {number}: who changed it");
            let history = Intent::History(id.into(), number);
            items.push(MenuItem::new('c', line, history));
        }
        match (&self.scope, self.school_choice()) {
            (Some(_), _) => items.push(MenuItem::new('a', "all schools", Intent::Scope(None))),
            (None, Some(school)) => {
                let line = format!("stay at {}", school.name);
                items.push(MenuItem::new('s', line, Intent::Scope(Some(school))));
            }
            (None, None) => {}
        }
        Some(Menu {
            title: "Related".into(),
            items,
            about_rows: false,
        })
    }

    /// The contract of the row: its id and number.
    fn contract(&self) -> Option<(ContractId, String)> {
        let product = self.product()?;
        let row = if self.matrix {
            self.here()?.iter().find(|row| row.product == product)?
        } else {
            self.placed_row(*self.products.selected()?)?
        };
        row.contract_id.zip(row.contract.clone())
    }
}

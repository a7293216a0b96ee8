//! The people: who works here, what each may do and answers for; adding somebody, correcting what is known of them,
//! saying that they leave, and handing over what they hold.
//!
//! A page: it has no number, opens by `:people` and from what somebody answers for, and leads back there. Everybody
//! reads it; changing people is the admin's.

mod decide;
mod detail;
mod draw;
mod empty;
mod export;
mod heading;
mod keys;
mod offers;
mod person;
mod public_keys;
mod related;
mod rows;

use std::cell::Cell;

use ratatui::layout::Rect;

use super::narrowed::{self, Narrowed};
use super::{CopyForm, Offer, View};
use crate::domain::find::SchoolName;
use crate::domain::ownership::Held;
use crate::domain::person::{PersonId, PersonRow};
use crate::domain::record::{Kind, RecordRef};
use crate::domain::review::PersonName;
use crate::office::deed::Listing;
use crate::office::lists::keys::PersonKeyRow;
use crate::office::lists::people::PEOPLE;
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Destination, Intent};
use crate::tui::place::ViewPlace;
use crate::tui::scene::Scene;
use crate::tui::topic::{Assignment, Topic};
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
use crate::tui::widget::order::Order;

/// The view.
pub struct People {
    rows: Option<Vec<PersonRow>>,
    /// What the person with this login holds.
    held: Option<(String, Vec<Held>)>,
    /// The public keys of the person with this login, also those that were removed.
    keys: Option<(String, Vec<PersonKeyRow>)>,
    scope: Option<SchoolName>,
    filter: Filter,
    order: Order,
    list: List<PersonId>,
    /// A row to go to once it is there.
    wanted: Option<PersonId>,
    /// The person who fills the page.
    opened: Option<PersonId>,
    /// What they answer for that another view lists.
    leads: List<Kind>,
    /// The first line shown of the opened person; drawing keeps it within what there is.
    first: Cell<usize>,
    /// Rows go by unread.
    passing: bool,
    /// Whom an open menu or picker is about.
    about: Option<PersonId>,
}

impl Default for People {
    fn default() -> People {
        People {
            rows: None,
            held: None,
            keys: None,
            scope: None,
            filter: Filter::default(),
            order: Order::by('n'),
            list: List::default(),
            wanted: None,
            opened: None,
            leads: List::default(),
            first: Cell::new(0),
            passing: false,
            about: None,
        }
    }
}

/// How what somebody holds is counted, for the help.
const COUNTING: [(&str, &str); 2] = [
    (
        "answers for",
        "Roles of products whose days are not over, as deputy too; open reviews; contracts; overlaps that are not \
         dismissed; conditions that are not met.",
    ),
    (
        "keys",
        "Public keys by which somebody comes in over SSH; d adds and removes one. A key that was removed is counted, \
         and lets nobody in.",
    ),
];

impl People {
    fn find(&self, id: PersonId) -> Option<&PersonRow> {
        self.rows.as_ref()?.iter().find(|row| row.person.id == id)
    }

    /// Whom the keys act on: who is opened, else who is under the cursor.
    fn row(&self) -> Option<&PersonRow> {
        let id = self.opened.or_else(|| self.list.selected().copied());
        self.find(id?)
    }

    fn who(&self) -> Option<PersonName> {
        Some(PersonName::from(self.row()?.person.clone()))
    }

    /// What they hold, once it has come.
    fn held(&self) -> Option<&[Held]> {
        let (login, held) = self.held.as_ref()?;
        (*login == self.row()?.person.login).then_some(held)
    }

    /// Their public keys, once they have come.
    fn keys(&self) -> Option<&[PersonKeyRow]> {
        let (login, keys) = self.keys.as_ref()?;
        (*login == self.row()?.person.login).then_some(keys)
    }

    /// Fills the list again: rows, scope, filter or order changed.
    fn refill(&mut self) {
        let Some(rows) = &self.rows else { return };
        self.list.set(rows::listed(self, rows));
        if let Some(person) = self.wanted.take() {
            self.list.select(&person);
        }
    }

    /// Fills the page with the person under the cursor, or of this id.
    fn open(&mut self, person: PersonId) {
        self.opened = Some(person);
        self.leads = List::default();
        self.first.set(0);
        self.show_leads();
    }

    fn show_leads(&mut self) {
        let leads = self.held().map(related::leads).unwrap_or_default();
        self.leads.set(leads);
    }
}

impl Narrowed for People {
    fn filter(&mut self) -> &mut Filter {
        &mut self.filter
    }

    fn order(&mut self) -> &mut Order {
        &mut self.order
    }

    fn refill(&mut self) {
        People::refill(self);
    }

    fn take_marks_off(&mut self) -> bool {
        self.list.unmark()
    }

    fn move_below(&mut self, command: Command) {
        self.list.update(command);
    }

    fn run(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        self.carry_out(command, scene)
    }
}

impl View for People {
    fn tab(&self) -> Tab {
        Tab::People
    }

    fn narrowing(&self) -> Option<&Filter> {
        Some(&self.filter)
    }

    fn heading(&self, scene: &Scene) -> Vec<String> {
        heading::heading(self, scene)
    }

    fn offers(&self, scene: &Scene) -> Vec<Offer> {
        self.all_offers(scene)
    }

    fn can_go_back(&self) -> bool {
        !self.filter.is_empty() || self.opened.is_some()
    }

    fn asks(&self, _scene: &Scene) -> Vec<Query> {
        let mut asks = vec![Query::Everybody];
        let row = self.row().filter(|_| !self.passing);
        if let Some(row) = row {
            let login = &row.person.login;
            asks.push(Query::Held(login.clone()));
            asks.push(Query::PublicKeys(login.clone()));
        }
        asks
    }

    fn waits_for(&self, query: &Query, command: Command) -> bool {
        match query {
            // Going down the rows does not wait for what each of them holds.
            Query::Held(_) | Query::PublicKeys(_) => {
                self.opened.is_some() || keys::needs_held(command)
            }
            other => other.brings_rows(),
        }
    }

    fn counting(&self) -> &'static [(&'static str, &'static str)] {
        &COUNTING
    }

    fn stay(&mut self, school: Option<&SchoolName>) {
        self.scope = school.cloned();
        self.refill();
    }

    fn go(&mut self, to: Destination, _from: Tab) {
        let Destination::Person(person) = to else {
            return;
        };
        self.filter.clear();
        self.wanted = Some(person);
        self.refill();
        self.open(person);
    }

    fn take(&mut self, query: &Query, answer: &Answer) {
        match (query, answer) {
            (_, Answer::Everybody(rows)) => {
                self.rows = Some(rows.clone());
                self.opened = self.opened.filter(|id| self.find(*id).is_some());
                self.refill();
            }
            (Query::Held(login), Answer::Held(held)) => {
                self.held = Some((login.clone(), held.clone()));
                self.show_leads();
            }
            (Query::PublicKeys(login), Answer::PublicKeys(keys)) => {
                self.keys = Some((login.clone(), keys.clone()));
            }
            _ => {}
        }
    }

    fn narrowed(&mut self) -> Option<&mut dyn Narrowed> {
        Some(self)
    }

    fn stale(&self) -> Option<&'static str> {
        let here = self.row().map(|row| row.person.id);
        (self.about != here).then_some(keys::GONE)
    }

    fn written(&mut self, about: &Topic, text: &str) -> Vec<Intent> {
        match about {
            Topic::LastDay(person) => self.last_day(*person, text),
            Topic::PublicKey(person) => self.new_key(*person, text),
            _ => Vec::new(),
        }
    }

    fn picked(&mut self, about: Assignment, who: &PersonName) -> Vec<Intent> {
        match about {
            Assignment::Handover(from) => self.given_to(&from, who),
            _ => Vec::new(),
        }
    }

    fn copies(&self, scene: &Scene) -> Vec<CopyForm> {
        export::copies(self, scene)
    }

    fn export(&self, scene: &Scene) -> Option<Listing> {
        export::listing(self, scene)
    }

    fn pass_by(&mut self, passing: bool) {
        self.passing = passing;
    }

    fn leave(&mut self) {
        // Whoever comes again finds the list, at the same person.
        self.wanted = self.opened.take();
        narrowed::widen(self);
        self.refill();
    }

    fn under_keys(&self) -> Option<RecordRef> {
        Some(self.row()?.person.id.into())
    }

    fn remember(&self) -> ViewPlace {
        let row = self.opened.or(self.wanted);
        let row = row.or_else(|| self.list.selected().copied());
        let layout = if self.opened.is_some() { OPENED } else { "" };
        ViewPlace {
            row: row.map(|id| id.to_string()).unwrap_or_default(),
            filter: self.filter.text().to_owned(),
            sort: self.order.word(),
            layout: layout.to_owned(),
            pane: 0,
        }
    }

    fn restore(&mut self, spot: &ViewPlace) {
        self.wanted = spot.row.parse().ok().map(PersonId);
        self.opened = self.wanted.filter(|_| spot.layout == OPENED);
        self.filter.set(&spot.filter);
        self.order = Order::from_word(&spot.sort, &PEOPLE.orders()).unwrap_or(self.order);
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        draw::draw(self, area, canvas, scene);
    }
}

/// How the saved place spells that a person fills the page.
const OPENED: &str = "person";

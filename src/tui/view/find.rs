//! The finder: a name and a school typed, the answer in the row, what to say below it.
//!
//! Its box is open when it is entered, so that the first key is already the question. The row under
//! the cursor needs no Enter; Enter opens the whole card.

mod detail;
mod draw;
mod empty;
mod export;
mod heading;
mod keys;
mod offers;
mod related;
mod wide;

use std::cell::Cell;
use std::ops::Range;

use ratatui::layout::Rect;

use self::empty::First;
use super::chosen::owner_named;
use super::from_neighbours::LatestNeighbours;
use super::{CopyForm, Offer, View};
use crate::domain::find::SchoolName;
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
use crate::domain::review::PersonName;
use crate::domain::school::SchoolId;
use crate::domain::status::StatusAnswer;
use crate::office::deed::Listing;
use crate::office::query::intake::RequestOpening;
use crate::office::query::{Answer, Card, FoundProducts, FoundRow, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Destination, Intent};
use crate::tui::keymap::KeyContext;
use crate::tui::place::ViewPlace;
use crate::tui::scene::Scene;
use crate::tui::topic::Assignment;
use crate::tui::widget::field::TextField;
use crate::tui::widget::list::List;

/// More rows than any window shows.
const MOST: usize = 1_000;

/// Answers are asked for by so many rows.
const PAGE: usize = 30;

/// Where the keys go, as it is remembered between sessions.
const BOX: usize = 0;
const LIST: usize = 1;
const CARD: usize = 2;

/// The finder.
pub struct Find {
    typed: TextField,
    open: bool,
    found: Option<FoundProducts>,
    /// The words that was found for.
    answered: String,
    rows: List<ProductId>,
    card: Option<Box<Card>>,
    /// The school that card's answer is for.
    card_school: Option<SchoolId>,
    /// What neighbours say of the product whose card is open.
    neighbours: LatestNeighbours,
    /// The cursor goes by: only the rows are drawn, as many as before.
    passing: bool,
    /// How many rows were drawn above the detail.
    shown: Cell<u16>,
    /// Somebody moved onto a row since these words were typed: it is no guess any more.
    moved: bool,
    /// The row to go back to, at the start.
    wanted: Option<ProductId>,
    /// The whole card is shown; the number is the first line shown, brought back by `draw` where it
    /// went past the end.
    reading: Option<Cell<usize>>,
    schools: Vec<SchoolName>,
    /// The card of a product that another view sent here.
    visit: Option<Visit>,
    /// What an empty office shows instead.
    first: First,
    /// The box is wanted although the office is empty.
    past_first: bool,
}

/// A card opened from elsewhere: which, where, and the tab to go back to.
struct Visit {
    product: ProductId,
    school: Option<SchoolName>,
    from: Tab,
}

impl Default for Find {
    fn default() -> Find {
        Find {
            typed: TextField::line(""),
            open: true,
            found: None,
            answered: String::new(),
            rows: List::default(),
            card: None,
            card_school: None,
            neighbours: LatestNeighbours::default(),
            passing: false,
            shown: Cell::new(0),
            moved: false,
            wanted: None,
            reading: None,
            schools: Vec::new(),
            visit: None,
            first: First::default(),
            past_first: false,
        }
    }
}

impl Find {
    /// Whether there is nothing in this office yet, so that the first page stands here.
    fn is_first(&self) -> bool {
        let known = self.found.as_ref().is_none_or(|found| found.known > 0);
        !known && self.schools.is_empty() && !self.past_first
    }

    fn on_first(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        if matches!(command, Command::FindProduct | Command::Filter) {
            self.past_first = true;
            self.open = true;
            return Some(Vec::new());
        }
        self.first.update(command, scene)
    }

    /// The answer for what nobody listed, while the rows are only like what was typed and nobody has moved
    /// onto one: until then no row is the answer.
    fn unnamed(&self) -> Option<&StatusAnswer> {
        let found = self.found.as_ref().filter(|_| self.visit.is_none())?;
        found.unnamed.as_ref().filter(|_| !self.moved)
    }

    /// Are there words beside those of a product, so that a school may be meant as well as another product?
    /// Then Enter starts no request for what is listed: it goes to the rows.
    fn is_left_over(&self) -> bool {
        let found = self.found.as_ref();
        self.unnamed().is_some() && found.is_some_and(|found| !found.unknown.is_empty())
    }

    fn row(&self) -> Option<&FoundRow> {
        if self.unnamed().is_some() {
            return None;
        }
        let id = self.rows.selected()?;
        self.found.as_ref()?.rows.iter().find(|row| row.id == *id)
    }

    /// The rows whose answers are needed: all that can be in the window around the cursor, and some more, so that not
    /// every step asks anew. Of other words it is the first.
    fn rows_asked(&self, scene: &Scene) -> Range<usize> {
        let window = usize::from(scene.size.height);
        let same = self.answered == self.typed.text();
        let at = if same { self.rows.at() } else { 0 };
        let first = at.saturating_sub(window) / PAGE * PAGE;
        first..(at + window).next_multiple_of(PAGE)
    }

    /// The product the keys are about: its id and name.
    fn subject(&self) -> Option<(ProductId, &str)> {
        match &self.visit {
            Some(visit) => {
                let card = self.current_card()?;
                Some((visit.product, card.answer.product.as_str()))
            }
            None => self.row().map(|row| (row.id, row.name.as_str())),
        }
    }

    /// The card of that product, if it has come.
    fn current_card(&self) -> Option<&Card> {
        let id = match &self.visit {
            Some(visit) => visit.product,
            None => self.row()?.id,
        };
        self.card.as_deref().filter(|card| card.product.id == id)
    }

    /// The answer of that product, with alternatives once they are known.
    fn answer(&self) -> Option<&StatusAnswer> {
        if self.visit.is_some() {
            return self.current_card().map(|card| &card.answer);
        }
        let row = self.row()?;
        let whole = self
            .current_card()
            .filter(|_| self.card_school == self.place_id() && !self.is_graded());
        Some(whole.map_or(&row.answer, |card| &card.answer))
    }

    /// Were grades typed? A card knows none.
    fn is_graded(&self) -> bool {
        let found = self.found.as_ref();
        found.is_some_and(|found| !found.grades.is_unsaid())
    }

    fn place_id(&self) -> Option<SchoolId> {
        self.place().map(|school| school.id)
    }

    fn place(&self) -> Option<&SchoolName> {
        if let Some(visit) = &self.visit {
            return visit.school.as_ref();
        }
        self.found.as_ref()?.place.as_ref()
    }
}

impl View for Find {
    fn tab(&self) -> Tab {
        Tab::Find
    }

    fn context(&self) -> KeyContext {
        if self.open && !self.is_first() {
            KeyContext::Picker
        } else {
            KeyContext::Global
        }
    }

    fn heading(&self, _scene: &Scene) -> Vec<String> {
        heading::heading(self)
    }

    fn offers(&self, scene: &Scene) -> Vec<Offer> {
        self.of_use(scene)
    }

    fn can_go_back(&self) -> bool {
        self.reading.is_some()
    }

    fn asks(&self, scene: &Scene) -> Vec<Query> {
        let scope = scene.scope.as_ref().map(|school| school.id);
        let mut asks = vec![
            Query::Schools,
            Query::Find {
                typed: self.typed.text().to_owned(),
                school: scope,
                rows: self.rows_asked(scene),
            },
        ];
        if let Some(visit) = &self.visit {
            let school = visit.school.as_ref();
            asks.push(Query::Card {
                product: visit.product,
                school: school.map(|school| school.id),
                alias: None,
            });
        } else if let Some(row) = self.row().filter(|_| !self.passing) {
            asks.push(Query::Card {
                product: row.id,
                school: self.place_id(),
                alias: row.alias.clone(),
            });
        }
        // Only of a card that is read: whoever types asks nobody elsewhere.
        let read = self.subject().filter(|_| self.reading.is_some());
        asks.extend(read.and_then(|(product, _)| LatestNeighbours::asks(product, scene)));
        asks
    }

    fn waits_for(&self, query: &Query, command: Command) -> bool {
        // What is copied is never half of it, and approvals are listed on the card only.
        let whole = matches!(
            command,
            Command::Copy | Command::CopyMenu | Command::Related | Command::Decide
        );
        let whole = whole || self.visit.is_some();
        query.brings_rows() || (whole && matches!(query, Query::Card { .. }))
    }

    fn stay(&mut self, school: Option<&SchoolName>) {
        if let Some(visit) = &mut self.visit
            && visit.school.as_ref() != school
        {
            visit.school = school.cloned();
            self.card = None;
        }
    }

    fn go(&mut self, to: Destination, from: Tab) {
        let Destination::Card { product, school } = to else {
            return;
        };
        self.card = None;
        self.visit = Some(Visit {
            product,
            school,
            from,
        });
        self.reading = Some(Cell::new(0));
        self.open = false;
    }

    fn take(&mut self, query: &Query, answer: &Answer) {
        match answer {
            Answer::Find(found) => {
                let typed_more = self
                    .found
                    .as_ref()
                    .is_none_or(|old| old.product_words != found.product_words);
                self.rows.set(found.ids.clone());
                self.moved &= !typed_more || self.found.is_none();
                if typed_more && self.open {
                    self.rows.update(Command::First);
                }
                if let Some(row) = self.wanted.take() {
                    self.rows.select(&row);
                }
                self.found = Some((**found).clone());
                if let Query::Find { typed, .. } = query {
                    self.answered.clone_from(typed);
                }
            }
            Answer::Card(card) => {
                self.card = Some(card.clone());
                if let Query::Card { school, .. } = query {
                    self.card_school = *school;
                }
            }
            Answer::Schools(schools) => self.schools.clone_from(schools),
            Answer::Neighbours(told) => self.neighbours.take(query, told.as_deref()),
            _ => {}
        }
    }

    fn update(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        if self.is_first() {
            return self.on_first(command, scene);
        }
        match (command, self.current_card()) {
            (Command::Related, Some(card)) => {
                let neighbours = (card.product.id, card.answer.product.as_str());
                let neighbours = self.neighbours.item(neighbours, scene);
                return Some(related::menu(card, self.place(), neighbours, scene));
            }
            (Command::Decide, Some(card)) if !self.open => {
                return Some(related::decided(card, self.place(), scene));
            }
            _ => {}
        }
        if self.open {
            self.in_box(command)
        } else {
            self.out_of_box(command, scene)
        }
    }

    fn paste(&mut self, text: &str) -> bool {
        let open = self.context().is_typing();
        if open {
            self.typed.insert(text);
        }
        open
    }

    fn picked(&mut self, about: Assignment, who: &PersonName) -> Vec<Intent> {
        owner_named(about, who)
    }

    fn request(&self, scene: &Scene) -> RequestOpening {
        let typed = self.found.as_ref().map_or("", |found| &found.product_words);
        // With nothing typed, the row under the cursor is just the first of all.
        let looked_up = !typed.is_empty() || self.reading.is_some();
        let product = self.subject().filter(|_| looked_up);
        let product = product.map_or(typed, |(_, name)| name);
        RequestOpening {
            product: product.to_owned(),
            ..RequestOpening::at(self.place().or(scene.scope.as_ref()).cloned())
        }
    }

    fn copies(&self, scene: &Scene) -> Vec<CopyForm> {
        export::copies(self, scene)
    }

    fn export(&self, scene: &Scene) -> Option<Listing> {
        export::listing(self, scene)
    }

    fn take_marks_off(&mut self) -> bool {
        self.rows.unmark()
    }

    fn leave(&mut self) {
        self.visit = None;
        self.reading = None;
        self.open = true;
    }

    fn under_keys(&self) -> Option<RecordRef> {
        Some(self.subject()?.0.into())
    }

    fn remember(&self) -> ViewPlace {
        ViewPlace {
            row: self
                .rows
                .selected()
                .map(ProductId::to_string)
                .unwrap_or_default(),
            filter: self.typed.text().to_owned(),
            pane: match (self.open, self.reading.is_some()) {
                (true, _) => BOX,
                (false, false) => LIST,
                (false, true) => CARD,
            },
            ..ViewPlace::default()
        }
    }

    fn restore(&mut self, spot: &ViewPlace) {
        self.typed.set(&spot.filter);
        self.wanted = spot.row.parse().ok().map(ProductId);
        self.open = spot.pane == BOX;
        self.reading = (spot.pane == CARD).then(|| Cell::new(0));
        self.moved = spot.pane == CARD;
    }

    fn pass_by(&mut self, passing: bool) {
        self.passing = passing;
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        if self.is_first() {
            self.first.draw(area, canvas, scene);
        } else {
            self.draw_all(area, canvas, scene);
        }
    }

    fn draw_tiny(&self, area: Rect, canvas: &mut Canvas, _scene: &Scene) -> bool {
        self.draw_lines(area, canvas)
    }
}

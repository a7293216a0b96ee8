//! Standards: where groups of pupils fall short of one, how far what may be used there covers it, and so what comes first;
//! what is bought three times over, for nobody's gap, or only claimed; the row under the cursor open already.
//!
//! Driven by `app` as every view. Asks for a page of rows at a time, whatever there is of them. Groups only: no pupil is
//! known here.

mod coverage;
mod decide;
mod detail;
mod draw;
mod empty;
mod export;
mod heading;
mod keys;
mod list;
mod matrix;
mod offers;
mod page;
mod related;
mod rows;
mod tabs;
mod verifying;

use std::cell::Cell;
use std::collections::HashMap;

use ratatui::layout::Rect;

use self::rows::StandardsKey;
use self::tabs::{ShownStandards, StandardsLayout};
use self::verifying::Verifying;
use super::chosen::{ActedRows, owner_named};
use super::narrowed::Narrowed;
use super::{CopyForm, Offer, View};
use crate::domain::find::SchoolName;
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
use crate::domain::review::PersonName;
use crate::domain::school::SchoolId;
use crate::domain::standards::framework::StandardId;
use crate::office::deed::Listing;
use crate::office::query::intake::RequestOpening;
use crate::office::query::standards::{
    CoverTable, CrossTable, GapDetails, GapsBoard, ListedStandards, OpenHoles, StandardCounts,
    StandardPage,
};
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Intent, Pick};
use crate::tui::place::ViewPlace;
use crate::tui::scene::Scene;
use crate::tui::topic::{Assignment, Topic};
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
use crate::tui::widget::order::Order;

/// So many rows are asked for at once; more once the cursor comes near the last of them.
const PAGE: usize = 500;

/// A product of the pane below, and the part of it.
type OfferKey = (ProductId, String);

/// The pane that has the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum StandardsFocus {
    /// The rows of the list.
    #[default]
    Rows,
    /// The products for the gap under the cursor.
    Products,
}

/// Where groups fall short, and what we have for it.
pub struct Standards {
    board: Option<Box<GapsBoard>>,
    /// How many holes there are by school, by what was counted last; none while nobody has since the records changed.
    open: Option<OpenHoles>,
    /// The same in scope, by the board that was asked for here.
    holes: Option<usize>,
    listed: Option<Box<ListedStandards>>,
    counts: StandardCounts,
    /// Where on the page each row stands.
    places: HashMap<StandardsKey, usize>,
    known: Option<Box<GapDetails>>,
    page: Option<Box<StandardPage>>,
    covered: Option<Box<CoverTable>>,
    crossed: Option<Box<CrossTable>>,
    scope: Option<SchoolName>,
    filter: Filter,
    order: Order,
    shown: ShownStandards,
    layout: StandardsLayout,
    pane: StandardsFocus,
    zoomed: bool,
    /// All about the standard under the cursor stands over the list.
    opened: bool,
    list: List<StandardsKey>,
    products: List<OfferKey>,
    /// The standards of the matrix, and which of its products is under the cursor.
    grid: List<StandardId>,
    column: usize,
    schools: List<SchoolId>,
    /// How many rows are asked for.
    asked: usize,
    /// The first line below that is shown; drawing keeps it within what there is.
    first: Cell<usize>,
    /// How many lines of the page of a standard were drawn last.
    room: Cell<usize>,
    /// A row to go to once it is there, as the saved place spells it.
    wanted: Option<String>,
    /// Rows go by unread.
    passing: bool,
    /// A verification being made.
    verifying: Option<Verifying>,
    /// The row for which a product is asked.
    asks_for: Option<StandardsKey>,
    /// The row an open menu or picker is about.
    about: ActedRows<StandardsKey, ()>,
}

impl Default for Standards {
    fn default() -> Standards {
        Standards {
            board: None,
            open: None,
            holes: None,
            listed: None,
            counts: StandardCounts::default(),
            places: HashMap::new(),
            known: None,
            page: None,
            covered: None,
            crossed: None,
            scope: None,
            filter: Filter::default(),
            order: Order::by('s'),
            shown: ShownStandards::default(),
            layout: StandardsLayout::default(),
            pane: StandardsFocus::default(),
            zoomed: false,
            opened: false,
            list: List::default(),
            products: List::default(),
            grid: List::default(),
            column: 0,
            schools: List::default(),
            asked: PAGE,
            first: Cell::new(0),
            room: Cell::new(0),
            wanted: None,
            passing: false,
            verifying: None,
            asks_for: None,
            about: ActedRows::default(),
        }
    }
}

impl Narrowed for Standards {
    fn filter(&mut self) -> &mut Filter {
        &mut self.filter
    }

    fn order(&mut self) -> &mut Order {
        &mut self.order
    }

    fn refill(&mut self) {
        self.ask_anew();
    }

    fn take_marks_off(&mut self) -> bool {
        self.list.unmark()
    }

    fn move_below(&mut self, command: Command) {
        self.move_cursor(command);
    }

    fn run(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        self.carry_out(command, scene)
    }
}

impl View for Standards {
    fn tab(&self) -> Tab {
        Tab::Standards
    }

    fn badge(&self) -> String {
        let open = self.open.as_ref();
        let open = open.map(|open| open.count(self.school()));
        match self.holes.or(open).unwrap_or_default() {
            0 => String::new(),
            holes => format!("{holes}!"),
        }
    }

    fn narrowing(&self) -> Option<&Filter> {
        Some(&self.filter)
    }

    fn heading(&self, _scene: &Scene) -> Vec<String> {
        heading::heading(self)
    }

    fn offers(&self, scene: &Scene) -> Vec<Offer> {
        self.all_offers(scene)
    }

    fn can_go_back(&self) -> bool {
        let over = self.zoomed || self.opened || self.pane == StandardsFocus::Products;
        over || !self.filter.is_empty()
    }

    fn asks(&self, _scene: &Scene) -> Vec<Query> {
        let mut asks = vec![
            Query::Gaps(self.board_of()),
            Query::StandardCounts(self.school()),
        ];
        match self.shown_layout() {
            StandardsLayout::List => {
                asks.extend(self.list_of().map(Query::StandardsListed));
                let row = self.list.selected().filter(|_| !self.passing);
                asks.extend(row.and_then(StandardsKey::gap).map(Query::Gap));
                let standard = self.standard().filter(|_| self.opened);
                asks.extend(standard.map(Query::StandardPage));
            }
            StandardsLayout::Matrix => asks.push(Query::Crossed(self.cross_of())),
            StandardsLayout::Schools => asks.push(Query::Covered),
        }
        asks
    }

    fn asks_aside(&self) -> Vec<Query> {
        // To go through all gaps is for whoever opens this view.
        vec![Query::OpenHoles]
    }

    fn records_changed(&mut self) {
        self.open = None;
        self.holes = None;
    }

    fn waits_for(&self, query: &Query, command: Command) -> bool {
        match query {
            Query::Gap(_) => keys::needs_details(command),
            Query::StandardPage(_) => keys::needs_page(command),
            other => other.brings_rows(),
        }
    }

    fn stay(&mut self, school: Option<&SchoolName>) {
        self.scope = school.cloned();
        self.holes = None;
        self.ask_anew();
    }

    fn begin_anew(&mut self) {
        self.begin_at_first_tab();
    }

    fn counting(&self) -> &'static [(&'static str, &'static str)] {
        &tabs::COUNTING
    }

    fn take(&mut self, query: &Query, answer: &Answer) {
        match (query, answer) {
            (Query::Gaps(of), Answer::Gaps(board)) => {
                self.take_board(board.clone(), !of.rows.is_empty());
            }
            (_, Answer::OpenHoles(Some(open))) => self.open = Some(open.clone()),
            (_, Answer::StandardsListed(listed)) => self.take_listed(listed.clone()),
            (_, Answer::StandardCounts(counts)) => self.counts = *counts,
            (_, Answer::Gap(known)) => self.take_details(known.clone()),
            (_, Answer::StandardPage(page)) => self.page = Some(page.clone()),
            (_, Answer::Covered(table)) => {
                self.covered = Some(table.clone());
                self.list_schools();
            }
            (_, Answer::Crossed(table)) => self.take_crossed(table.clone()),
            _ => {}
        }
    }

    fn narrowed(&mut self) -> Option<&mut dyn Narrowed> {
        Some(self)
    }

    fn pick(&mut self, pick: Pick) -> Vec<Intent> {
        let intents = match pick {
            Pick::Standard(pick) => self.chosen(pick),
            _ => None,
        };
        intents.unwrap_or_default()
    }

    fn stale(&self) -> Option<&'static str> {
        let same = self.about == ActedRows::of(&self.list, Vec::new());
        (!same).then_some(decide::GONE)
    }

    fn written(&mut self, about: &Topic, text: &str) -> Vec<Intent> {
        let Topic::Standard { about, text: step } = about else {
            return Vec::new();
        };
        let hint = "Choose again with d. Your words are kept as a draft.";
        let said = self.said(about, *step, text);
        said.unwrap_or_else(|| vec![Intent::Hint(hint.into())])
    }

    fn picked(&mut self, about: Assignment, who: &PersonName) -> Vec<Intent> {
        match about {
            owner @ Assignment::Owner { .. } => owner_named(owner, who),
            _ => self.handed_to(who),
        }
    }

    fn request(&self, scene: &Scene) -> RequestOpening {
        let asked = self.request_for();
        asked.unwrap_or_else(|| RequestOpening::at(scene.scope.clone()))
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

    fn under_keys(&self) -> Option<RecordRef> {
        Some(self.record()?.0)
    }

    fn remember(&self) -> ViewPlace {
        let row = self.list.selected().map(StandardsKey::to_string);
        ViewPlace {
            row: self.wanted.clone().or(row).unwrap_or_default(),
            filter: self.filter.text().to_owned(),
            sort: self.order.word(),
            layout: format!("{} {}", self.shown.word(), self.layout.word()),
            pane: 0,
        }
    }

    fn restore(&mut self, spot: &ViewPlace) {
        self.wanted = Some(spot.row.clone()).filter(|row| !row.is_empty());
        self.filter.set(&spot.filter);
        let mut words = spot.layout.split(' ');
        self.shown = ShownStandards::from_word(words.next().unwrap_or_default());
        self.layout = StandardsLayout::from_word(words.next().unwrap_or_default());
        let order = Order::from_word(&spot.sort, &self.shown.orders());
        self.order = order.unwrap_or(Order::by('s'));
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        draw::draw(self, area, canvas, scene);
    }
}

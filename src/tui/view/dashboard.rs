//! The dashboard: how much is at risk, why, and what to do first; behind it the cells each figure is made
//! of, who answers for each product, and who is trained in it.
//!
//! Driven by `app` as every view. Nothing here decides: its verbs open the record in its own view.

mod boxes;
mod cells;
mod cursor;
mod draw;
mod empty;
mod export;
mod figures;
mod front;
mod heading;
mod keys;
mod offers;
mod owners;
mod training;
mod wide;
mod words;

use std::collections::HashMap;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use self::cursor::{CellKey, PageRow};
use super::chosen::owner_named;
use super::narrowed::Narrowed;
use super::{CopyForm, Offer, View};
use crate::domain::dashboard::{BOXES, DashboardAction, DashboardPage};
use crate::domain::find::SchoolName;
use crate::domain::overlap::board::LedgerLine;
use crate::domain::ownership::{CoverageRow, Held, OwnershipRow};
use crate::domain::person::OwnerRole;
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
use crate::domain::review::PersonName;
use crate::domain::school::SchoolId;
use crate::domain::waste::{Totals, WasteFigure};
use crate::office::deed::Listing;
use crate::office::lists::owners::OWNERS;
use crate::office::lists::training::TRAINING;
use crate::office::lists::waste::WASTE;
use crate::office::query::dashboard::{
    CountedDashboard, Coverage, DashboardOf, Ownership, WasteCells,
};
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Destination, Intent};
use crate::tui::place::ViewPlace;
use crate::tui::scene::Scene;
use crate::tui::topic::Assignment;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
use crate::tui::widget::order::Order;

/// So many cells are asked for at once; more once the cursor comes near the last of them.
const PAGE: usize = 500;

/// What fills the view.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum ShownPage {
    /// The number, the boxes, what to do first.
    #[default]
    Front,
    /// What a figure is made of.
    Cells,
    /// Who answers for each product.
    Owners,
    /// Who is trained in each product.
    Training,
}

/// What the keys act on, on the front page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum DashboardFocus {
    /// The sentence.
    Head,
    /// A box, in the order of `BOXES`.
    Box(usize),
    /// An action.
    Do(usize),
    /// The late reviews.
    Late,
    /// Where standards stand.
    Standards,
}

/// What is at risk this fiscal year and what to do about it first.
pub struct Dashboard {
    counted: Option<Box<CountedDashboard>>,
    owned: Option<Box<Ownership>>,
    coverage: Option<Box<Coverage>>,
    scope: Option<SchoolName>,
    /// The fiscal year; none for this one.
    year: Option<i32>,
    page: ShownPage,
    focus: DashboardFocus,
    filter: Filter,
    /// The figure whose cells are listed.
    shows: WasteFigure,
    /// The cells that came, and of what they are.
    listed: Option<((DashboardOf, WasteFigure), Box<WasteCells>)>,
    cells: List<CellKey>,
    /// Where among them each cell stands.
    places: HashMap<CellKey, usize>,
    /// How many of them are asked for.
    asked: usize,
    cell_order: Order,
    owners: List<ProductId>,
    /// The role under the cursor.
    role: usize,
    owner_order: Order,
    trained: List<(ProductId, SchoolId)>,
    trained_order: Order,
    /// A row to go to once it has come.
    wanted: Option<PageRow>,
    /// What a leaver holds.
    held: Option<(String, Vec<Held>)>,
    /// The last months, as the whole district's.
    trend: Option<Vec<(NaiveDate, Totals)>>,
    /// Rows go by unread.
    passing: bool,
}

impl Default for Dashboard {
    fn default() -> Dashboard {
        Dashboard {
            counted: None,
            owned: None,
            coverage: None,
            scope: None,
            year: None,
            page: ShownPage::Front,
            focus: DashboardFocus::Box(0),
            filter: Filter::default(),
            shows: WasteFigure::Risk,
            listed: None,
            cells: List::default(),
            places: HashMap::new(),
            asked: PAGE,
            cell_order: Order::by('t'),
            owners: List::default(),
            role: 0,
            owner_order: Order::by('g'),
            trained: List::default(),
            trained_order: Order::by('m'),
            wanted: None,
            held: None,
            trend: None,
            passing: false,
        }
    }
}

impl Dashboard {
    fn school(&self) -> Option<SchoolId> {
        Some(self.scope.as_ref()?.id)
    }

    fn counting(&self) -> DashboardOf {
        DashboardOf {
            year: self.year,
            school: self.school(),
        }
    }

    fn sums(&self) -> Option<&DashboardPage> {
        Some(&self.counted.as_ref()?.page)
    }

    fn actions(&self) -> &[DashboardAction] {
        self.sums().map_or(&[], |sums| &sums.actions)
    }

    /// The action under the cursor.
    fn action(&self) -> Option<&DashboardAction> {
        match self.focus {
            DashboardFocus::Do(at) => self.actions().get(at),
            _ => None,
        }
    }

    fn cell(&self) -> Option<&LedgerLine> {
        let row = self.cell_row(*self.cells.selected()?)?;
        Some(&row.line)
    }

    fn owner_row(&self, product: ProductId) -> Option<&OwnershipRow> {
        let rows = &self.owned.as_ref()?.rows;
        rows.iter().find(|row| row.product == product)
    }

    fn training_row(&self, (product, school): (ProductId, SchoolId)) -> Option<&CoverageRow> {
        let mut rows = self.coverage.as_ref()?.rows.iter();
        rows.find(|row| (row.product, row.school) == (product, school))
    }

    /// Fills the list of the page again.
    fn refill(&mut self) {
        match self.page {
            ShownPage::Front => {}
            ShownPage::Cells => self.asked = PAGE,
            ShownPage::Owners => owners::fill(self),
            ShownPage::Training => training::fill(self),
        }
    }

    fn turn_to(&mut self, page: ShownPage) {
        self.page = page;
        self.wanted = self.wanted.filter(|row| row.page() == page);
        self.filter.clear();
        self.refill();
    }

    /// The cursor stays on something that is there.
    fn settle(&mut self) {
        let last = self.actions().len().checked_sub(1);
        let below = self.below_the_boxes();
        self.focus = match (self.focus, last) {
            (DashboardFocus::Do(at), Some(last)) => DashboardFocus::Do(at.min(last)),
            (DashboardFocus::Do(_), None) => DashboardFocus::Box(0),
            (DashboardFocus::Late | DashboardFocus::Standards, _)
                if !below.contains(&self.focus) =>
            {
                DashboardFocus::Box(0)
            }
            (DashboardFocus::Box(at), _) => DashboardFocus::Box(at.min(BOXES.len() - 1)),
            (focus, _) => focus,
        };
    }
}

impl Narrowed for Dashboard {
    fn filter(&mut self) -> &mut Filter {
        &mut self.filter
    }

    fn order(&mut self) -> &mut Order {
        self.orders().0
    }

    fn refill(&mut self) {
        Dashboard::refill(self);
    }

    fn take_marks_off(&mut self) -> bool {
        let pages = self.owners.unmark() | self.trained.unmark();
        self.cells.unmark() | pages
    }

    fn move_below(&mut self, command: Command) {
        self.move_in_list(command);
    }

    fn run(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        self.carry_out(command, scene)
    }
}

impl View for Dashboard {
    fn tab(&self) -> Tab {
        Tab::Dash
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
        self.page != ShownPage::Front || !self.filter.is_empty()
    }

    fn asks(&self, scene: &Scene) -> Vec<Query> {
        match self.page {
            ShownPage::Front if wide::fits(scene) => {
                vec![Query::Dashboard(self.counting()), Query::Trend]
            }
            ShownPage::Front => vec![Query::Dashboard(self.counting())],
            ShownPage::Cells => vec![
                Query::Dashboard(self.counting()),
                Query::WasteCells(self.cells_of()),
            ],
            ShownPage::Owners => {
                let leaver = self.gone().filter(|_| !self.passing);
                let held = leaver.map(|who| Query::Held(who.login.clone()));
                std::iter::once(Query::Owners).chain(held).collect()
            }
            ShownPage::Training => vec![Query::Coverage],
        }
    }

    fn counting(&self) -> &'static [(&'static str, &'static str)] {
        &words::COUNTING
    }

    fn stay(&mut self, school: Option<&SchoolName>) {
        self.scope = school.cloned();
        self.refill();
    }

    fn begin_anew(&mut self) {
        self.turn_to(ShownPage::Front);
    }

    fn go(&mut self, to: Destination, _from: Tab) {
        if let Destination::HeldBy(_, who) = to {
            self.turn_to(ShownPage::Owners);
            self.filter.set(&who.words());
            self.refill();
        }
    }

    fn take(&mut self, query: &Query, answer: &Answer) {
        match (query, answer) {
            (_, Answer::Dashboard(counted)) => {
                self.counted = Some(counted.clone());
                self.settle();
                return;
            }
            (Query::WasteCells(of), Answer::WasteCells(cells)) => {
                self.take_cells(of, cells.clone());
                return;
            }
            (_, Answer::Owners(owned)) => self.owned = Some(owned.clone()),
            (_, Answer::Coverage(coverage)) => self.coverage = Some(coverage.clone()),
            (_, Answer::Trend(trend)) => {
                self.trend = Some(trend.clone());
                return;
            }
            (Query::Held(login), Answer::Held(held)) => {
                self.held = Some((login.clone(), held.clone()));
                return;
            }
            _ => return,
        }
        self.refill();
    }

    fn narrowed(&mut self) -> Option<&mut dyn Narrowed> {
        Some(self)
    }

    fn picked(&mut self, about: Assignment, who: &PersonName) -> Vec<Intent> {
        match about {
            Assignment::Handover(from) => keys::hand_over(from, who),
            owner => {
                self.unmark();
                owner_named(owner, who)
            }
        }
    }

    fn copies(&self, _scene: &Scene) -> Vec<CopyForm> {
        export::copies(self)
    }

    fn export(&self, _scene: &Scene) -> Option<Listing> {
        export::listing(self)
    }

    fn pass_by(&mut self, passing: bool) {
        self.passing = passing;
    }

    fn under_keys(&self) -> Option<RecordRef> {
        self.record().map(|(record, _)| record)
    }

    fn remember(&self) -> ViewPlace {
        let focus = match self.focus {
            DashboardFocus::Head => 0,
            DashboardFocus::Box(at) => 1 + at,
            DashboardFocus::Do(at) => 7 + at,
            DashboardFocus::Late => 5,
            DashboardFocus::Standards => 6,
        };
        let page = match self.page {
            ShownPage::Front => "front",
            ShownPage::Cells => "cells",
            ShownPage::Owners => "owners",
            ShownPage::Training => "training",
        };
        let year = self.year.map_or(0, i64::from);
        let row = self.wanted.or_else(|| self.key());
        let [row, school] = row.map_or([0, 0], PageRow::numbers);
        let orders = [self.cell_order, self.owner_order, self.trained_order];
        ViewPlace {
            row: [year, row, school, self.role as i64]
                .map(|number| number.to_string())
                .join(" "),
            filter: self.filter.text().to_owned(),
            sort: orders.map(Order::word).join(" "),
            layout: format!("{page} {}", figures::word(self.shows)),
            pane: focus,
        }
    }

    fn restore(&mut self, spot: &ViewPlace) {
        let mut numbers = spot
            .row
            .split(' ')
            .map(|number| number.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0_i64);
        self.year = i32::try_from(next()).ok().filter(|year| *year > 0);
        let row = [next(), next()];
        self.role = (next().max(0) as usize).min(OwnerRole::ALL.len() - 1);
        self.filter.set(&spot.filter);
        let (page, shows) = spot.layout.split_once(' ').unwrap_or_default();
        self.page = match page {
            "cells" => ShownPage::Cells,
            "owners" => ShownPage::Owners,
            "training" => ShownPage::Training,
            _ => ShownPage::Front,
        };
        self.wanted = PageRow::of_numbers(self.page, row);
        self.shows = figures::from_word(shows);
        self.focus = match spot.pane {
            0 => DashboardFocus::Head,
            box_at @ 1..=4 => DashboardFocus::Box(box_at - 1),
            5 => DashboardFocus::Late,
            6 => DashboardFocus::Standards,
            more => DashboardFocus::Do(more - 7),
        };
        let mut sorts = spot.sort.split(' ');
        let mut order = |columns: &[(char, &'static str)], usual| {
            let word = sorts.next().unwrap_or_default();
            Order::from_word(word, columns).unwrap_or(usual)
        };
        self.cell_order = order(&WASTE.orders(), self.cell_order);
        self.owner_order = order(&OWNERS.orders(), self.owner_order);
        self.trained_order = order(&TRAINING.orders(), self.trained_order);
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        draw::draw(self, area, canvas, scene);
    }
}

/// Where sentences stand: no wider than is read easily, 72 columns and their margins.
fn column(area: Rect) -> Rect {
    let width = area.width.min(76);
    Rect { width, ..area }
}

#[cfg(test)]
mod tests;

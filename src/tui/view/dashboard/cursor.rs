//! Where the cursor of the dashboard goes, page by page.

use super::{Dashboard, DashboardFocus, ShownPage, figures};
use crate::domain::contract::LineId;
use crate::domain::person::OwnerRole;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::office::lists::owners::OWNERS;
use crate::office::lists::training::TRAINING;
use crate::office::lists::waste::WASTE;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::scene::Scene;
use crate::tui::widget::order::Order;

/// A cell of the ledger: line and school.
pub(super) type CellKey = (LineId, SchoolId);

/// A row of a page: each page has rows of its own.
#[derive(Clone, Copy)]
pub(super) enum PageRow {
    Cell(CellKey),
    Product(ProductId),
    /// Training in a product at a school; at any where none is said.
    Training(ProductId, Option<SchoolId>),
}

impl PageRow {
    pub(super) fn page(self) -> ShownPage {
        match self {
            PageRow::Cell(_) => ShownPage::Cells,
            PageRow::Product(_) => ShownPage::Owners,
            PageRow::Training(..) => ShownPage::Training,
        }
    }

    /// As the place is kept: two numbers, of which the second is 0 where there is no school.
    pub(super) fn numbers(self) -> [i64; 2] {
        match self {
            PageRow::Cell((line, school)) => [line.0, school.0],
            PageRow::Product(product) => [product.0, 0],
            PageRow::Training(product, school) => [product.0, school.unwrap_or_default().0],
        }
    }

    /// The row of this page that these numbers were kept for.
    pub(super) fn of_numbers(page: ShownPage, [row, school]: [i64; 2]) -> Option<PageRow> {
        let school = SchoolId(school);
        match page {
            _ if (row, school) == (0, SchoolId::default()) => None,
            ShownPage::Front => None,
            ShownPage::Cells => Some(PageRow::Cell((LineId(row), school))),
            ShownPage::Owners => Some(PageRow::Product(ProductId(row))),
            ShownPage::Training => {
                let school = Some(school).filter(|school| *school != SchoolId::default());
                Some(PageRow::Training(ProductId(row), school))
            }
        }
    }
}

impl Dashboard {
    /// The row under the cursor.
    pub(super) fn key(&self) -> Option<PageRow> {
        match self.page {
            ShownPage::Front => None,
            ShownPage::Cells => self.cells.selected().copied().map(PageRow::Cell),
            ShownPage::Owners => self.owners.selected().copied().map(PageRow::Product),
            ShownPage::Training => {
                let key = self.trained.selected();
                key.map(|(product, school)| PageRow::Training(*product, Some(*school)))
            }
        }
    }

    pub(super) fn carry_out(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::Filter if self.page != ShownPage::Front => self.filter.open(),
            Command::SortMenu if self.page != ShownPage::Front => {
                let (order, columns) = self.orders();
                return Some(vec![Intent::Menu(order.menu(&columns))]);
            }
            Command::Back => self.back(),
            Command::Owners => self.turn_to(ShownPage::Owners),
            Command::Training => self.turn_to(ShownPage::Training),
            Command::PreviousTab | Command::PreviousYear => return self.turn_year(-1),
            Command::NextTab | Command::NextYear => return self.turn_year(1),
            Command::Now => {
                self.turn_to(ShownPage::Front);
                self.focus = DashboardFocus::Do(0);
                self.settle();
            }
            Command::NextPane => self.turn_pane(true),
            Command::PreviousPane => self.turn_pane(false),
            other => {
                if let Some(intents) = self.verb(other, scene) {
                    return Some(intents);
                }
                return self.move_cursor(other).then(Vec::new);
            }
        }
        Some(Vec::new())
    }

    pub(super) fn orders(&mut self) -> (&mut Order, Vec<(char, &'static str)>) {
        match self.page {
            ShownPage::Front | ShownPage::Cells => (&mut self.cell_order, WASTE.orders()),
            ShownPage::Owners => (&mut self.owner_order, OWNERS.orders()),
            ShownPage::Training => (&mut self.trained_order, TRAINING.orders()),
        }
    }

    fn back(&mut self) {
        if self.filter.is_empty() {
            self.turn_to(ShownPage::Front);
        } else {
            self.filter.clear();
            self.refill();
        }
    }

    /// Another fiscal year.
    fn turn_year(&mut self, step: i32) -> Option<Vec<Intent>> {
        if !matches!(self.page, ShownPage::Front | ShownPage::Cells) {
            return None;
        }
        let known = self.counted.as_ref()?;
        let shown = self.year.unwrap_or(known.page.year);
        let this = known.years.of(known.page.today);
        let year = (shown + step).clamp(this - 10, this + 5);
        self.year = Some(year).filter(|year| *year != this);
        Some(Vec::new())
    }

    fn turn_pane(&mut self, forward: bool) {
        match self.page {
            ShownPage::Front => self.turn_focus(forward),
            ShownPage::Cells => {
                self.shows = figures::next(self.shows, forward);
                self.refill();
            }
            ShownPage::Owners => self.turn_to(ShownPage::Training),
            ShownPage::Training => self.turn_to(ShownPage::Owners),
        }
    }

    /// Box after box, what to do first, the sentence.
    fn turn_focus(&mut self, forward: bool) {
        let mut stops = vec![DashboardFocus::Head];
        stops.extend((0..4).map(DashboardFocus::Box));
        if !self.actions().is_empty() {
            stops.push(DashboardFocus::Do(0));
        }
        let here = |focus: &DashboardFocus| match (focus, self.focus) {
            (
                DashboardFocus::Do(_),
                DashboardFocus::Do(_) | DashboardFocus::Late | DashboardFocus::Standards,
            ) => true,
            (one, other) => *one == other,
        };
        let at = stops.iter().position(here).unwrap_or(0);
        let step = if forward { 1 } else { stops.len() - 1 };
        self.focus = stops[(at + step) % stops.len()];
    }

    fn move_cursor(&mut self, command: Command) -> bool {
        match self.page {
            ShownPage::Front => self.move_on_front(command),
            ShownPage::Owners if matches!(command, Command::Left | Command::Right) => {
                let last = OwnerRole::ALL.len() - 1;
                self.role = match command {
                    Command::Left => self.role.saturating_sub(1),
                    _ => (self.role + 1).min(last),
                };
                true
            }
            _ => self.move_in_list(command),
        }
    }

    pub(super) fn move_in_list(&mut self, command: Command) -> bool {
        match self.page {
            ShownPage::Front => false,
            ShownPage::Cells => {
                let moved = self.cells.update(command);
                self.ask_on();
                moved
            }
            ShownPage::Owners => self.owners.update(command),
            ShownPage::Training => self.trained.update(command),
        }
    }

    /// Where the cursor can be below the boxes, from top to bottom.
    pub(super) fn below_the_boxes(&self) -> Vec<DashboardFocus> {
        let mut stops: Vec<DashboardFocus> =
            (0..self.actions().len()).map(DashboardFocus::Do).collect();
        let sums = self.sums();
        if sums.is_some_and(|sums| !sums.late.is_empty()) {
            stops.push(DashboardFocus::Late);
        }
        if sums.is_some_and(|sums| sums.standards.is_some()) {
            stops.push(DashboardFocus::Standards);
        }
        stops
    }

    fn move_on_front(&mut self, command: Command) -> bool {
        // The page has no more rows than a window: half of it is a step.
        let command = match command {
            Command::PageDown => Command::Down,
            Command::PageUp => Command::Up,
            other => other,
        };
        let below = self.below_the_boxes();
        let at = below.iter().position(|stop| *stop == self.focus);
        self.focus = match (command, self.focus) {
            (Command::First, _)
            | (Command::Up, DashboardFocus::Head | DashboardFocus::Box(0 | 1)) => {
                DashboardFocus::Head
            }
            (Command::Last, focus) => below.last().copied().unwrap_or(focus),
            (Command::Down, DashboardFocus::Head) => DashboardFocus::Box(0),
            (Command::Down, DashboardFocus::Box(at @ (0 | 1))) => DashboardFocus::Box(at + 2),
            (Command::Down, focus) => {
                let next = at.map_or(0, |at| at + 1);
                below.get(next).copied().unwrap_or(focus)
            }
            (Command::Up, DashboardFocus::Box(at)) => DashboardFocus::Box(at - 2),
            (Command::Up, _) => {
                let above = at.and_then(|at| at.checked_sub(1));
                above.map_or(DashboardFocus::Box(2), |above| below[above])
            }
            (Command::Left, DashboardFocus::Box(at)) => DashboardFocus::Box(at & !1),
            (Command::Right, DashboardFocus::Box(at)) => DashboardFocus::Box(at | 1),
            (Command::Left | Command::Right, focus) => focus,
            _ => return false,
        };
        self.settle();
        true
    }
}

//! What each school has, pays for and uses: schools by dollars per student on the left, the products
//! of the one under the cursor on the right; or products by schools, the percent of seats in use.
//!
//! Driven by `app` as every view. Asks for sums of the district, and for single rows only where they
//! can be seen.

mod detail;
mod draw;
mod empty;
mod export;
mod heading;
mod keys;
mod list;
mod matrix;
mod offers;
mod rows;

use std::collections::HashMap;
use std::sync::Arc;

use ratatui::layout::Rect;

use self::rows::Sums;
use super::chosen::owner_named;
use super::narrowed::{self, Narrowed};
use super::{CopyForm, Offer, View};
use crate::domain::find::SchoolName;
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
use crate::domain::review::PersonName;
use crate::domain::school::SchoolId;
use crate::domain::status::StatusAnswer;
use crate::domain::text;
use crate::office::deed::Listing;
use crate::office::lists::matrix::MATRIX;
use crate::office::lists::schools::{PLACED, SCHOOLS};
use crate::office::query::{Answer, MatrixCell, Pair, Placed, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::Intent;
use crate::tui::place::ViewPlace;
use crate::tui::scene::Scene;
use crate::tui::topic::Assignment;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
use crate::tui::widget::list_table::MeasuredColumns;
use crate::tui::widget::order::Order;

/// What the keys act on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum SchoolsFocus {
    /// The schools on the left.
    #[default]
    Schools,
    /// The products of one school on the right.
    Products,
    /// Products by schools.
    Matrix,
}

/// A row on the right: a product, and the school that bought it for this one.
type PlacedKey = (ProductId, Option<SchoolId>);

/// The schools with what each has, and the products by schools.
pub struct SchoolsView {
    sums: Option<Sums>,
    placed: Option<(SchoolId, Vec<Placed>)>,
    words: HashMap<Pair, StatusAnswer>,
    cells: HashMap<(ProductId, SchoolId), MatrixCell>,
    scope: Option<SchoolName>,
    /// The pane of the list layout that has the keys.
    pane: SchoolsFocus,
    matrix: bool,
    zoomed: bool,
    filter: Filter,
    /// The list that it narrows.
    filter_of: SchoolsFocus,
    school_order: Order,
    placed_order: Order,
    matrix_order: Order,
    /// Rows of the left pane.
    left: List<SchoolId>,
    products: List<PlacedKey>,
    grid: List<ProductId>,
    columns: List<SchoolId>,
    /// The longest code among the columns.
    code_width: u16,
    /// Rows to go to once they are there.
    wanted: (Option<SchoolId>, Option<PlacedKey>),
    /// The cursor goes by.
    passing: bool,
    school_widths: MeasuredColumns,
    placed_widths: MeasuredColumns,
}

impl Default for SchoolsView {
    fn default() -> SchoolsView {
        SchoolsView {
            sums: None,
            placed: None,
            words: HashMap::new(),
            cells: HashMap::new(),
            scope: None,
            pane: SchoolsFocus::Schools,
            matrix: false,
            zoomed: false,
            filter: Filter::default(),
            filter_of: SchoolsFocus::default(),
            school_order: Order::by('d'),
            placed_order: Order::by('c'),
            matrix_order: Order::by('c'),
            left: List::default(),
            products: List::default(),
            grid: List::default(),
            columns: List::default(),
            code_width: 0,
            wanted: (None, None),
            passing: false,
            school_widths: MeasuredColumns::default(),
            placed_widths: MeasuredColumns::default(),
        }
    }
}

impl SchoolsView {
    /// Is this name among those that the filter leaves in this list?
    fn fits(&self, of: SchoolsFocus, name: &str) -> bool {
        self.filter_of != of || rows::fits(name, self.filter.text())
    }

    fn focus(&self) -> SchoolsFocus {
        if self.matrix {
            SchoolsFocus::Matrix
        } else {
            self.pane
        }
    }

    /// The school under the cursor, parked or of the column.
    fn school(&self) -> Option<SchoolId> {
        let list = if self.matrix {
            &self.columns
        } else {
            &self.left
        };
        list.selected().copied()
    }

    /// The rows of that school, once they have come.
    fn here(&self) -> Option<&[Placed]> {
        let (school, rows) = self.placed.as_ref()?;
        (Some(*school) == self.school()).then_some(rows)
    }

    fn placed_row(&self, key: PlacedKey) -> Option<&Placed> {
        self.here()?
            .iter()
            .find(|row| (row.product, row.buyer) == key)
    }

    /// The product under the cursor or parked in the other pane.
    fn product(&self) -> Option<ProductId> {
        if self.matrix {
            return self.grid.selected().copied();
        }
        let key = self.products.selected()?;
        self.here()?;
        Some(key.0)
    }

    fn product_name(&self) -> Option<String> {
        if self.matrix {
            let row = self.sums.as_ref()?.product(self.product()?)?;
            return Some(row.name.clone());
        }
        let row = self.placed_row(*self.products.selected()?)?;
        Some(row.name.clone())
    }

    fn school_name(&self, id: SchoolId) -> &str {
        let row = self.sums.as_ref().and_then(|sums| sums.school(id));
        row.map_or("a closed school", |row| &row.school.name)
    }

    fn school_choice(&self) -> Option<SchoolName> {
        let row = self.sums.as_ref()?.school(self.school()?)?;
        Some(SchoolName {
            id: row.school.id,
            name: row.school.name.clone(),
            code: Some(row.school.code.clone()).filter(|code| !code.is_empty()),
        })
    }

    /// The answers that can be seen.
    fn pairs(&self, scene: &Scene) -> Vec<Pair> {
        let school = self.school();
        if !self.matrix {
            if self.here().is_none() {
                return Vec::new();
            }
            let window = list::window(self, scene);
            let keys = self.products.keys().get(window).unwrap_or_default();
            let mut pairs: Vec<Pair> = keys.iter().map(|key| (key.0, school)).collect();
            pairs.dedup();
            return pairs;
        }
        let shown = matrix::shown(self, scene);
        let mut pairs: Vec<Pair> = shown.0.iter().map(|product| (*product, None)).collect();
        let here = self.product().filter(|_| !self.passing);
        pairs.extend(here.map(|product| (product, school)));
        pairs
    }

    /// Whether the command is about what the school has, wherever the cursor is.
    fn needs_placed(&self, command: Command) -> bool {
        match command {
            Command::ScrollDown | Command::ScrollUp | Command::Product | Command::Related => {
                !self.matrix
            }
            Command::Copy | Command::CopyMenu => self.matrix,
            _ => false,
        }
    }

    fn word(&self, product: ProductId, school: Option<SchoolId>) -> Option<&StatusAnswer> {
        self.words.get(&(product, school))
    }
}

impl Narrowed for SchoolsView {
    fn filter(&mut self) -> &mut Filter {
        &mut self.filter
    }

    fn order(&mut self) -> &mut Order {
        self.orders().0
    }

    fn refill(&mut self) {
        self.refill_focus();
    }

    fn take_marks_off(&mut self) -> bool {
        let matrix = self.grid.unmark();
        self.left.unmark() | self.products.unmark() | matrix
    }

    fn move_below(&mut self, command: Command) {
        self.move_cursor(command);
    }

    fn run(&mut self, command: Command, _scene: &Scene) -> Option<Vec<Intent>> {
        self.carry_out(command)
    }
}

impl View for SchoolsView {
    fn tab(&self) -> Tab {
        Tab::Schools
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
        let in_a_pane = !self.matrix && (self.zoomed || self.pane == SchoolsFocus::Products);
        !self.filter.is_empty() || in_a_pane
    }

    fn asks(&self, scene: &Scene) -> Vec<Query> {
        let mut asks = vec![Query::Overview];
        let goes_by = self.passing && self.focus() != SchoolsFocus::Products;
        let school = self.school().filter(|_| !goes_by);
        asks.extend(school.map(|school| Query::Placed { school }));
        if self.matrix {
            let (products, schools) = matrix::shown(self, scene);
            asks.push(Query::Cells { products, schools });
        }
        let pairs = self.pairs(scene);
        if !pairs.is_empty() {
            asks.push(Query::Words(pairs));
        }
        asks
    }

    fn waits_for(&self, query: &Query, command: Command) -> bool {
        match query {
            // Going down the schools does not wait for what each of them has.
            Query::Placed { .. } => {
                self.focus() == SchoolsFocus::Products || self.needs_placed(command)
            }
            other => other.brings_rows(),
        }
    }

    fn take(&mut self, query: &Query, answer: &Answer) {
        match (query, answer) {
            (Query::Overview, Answer::Overview(all)) => {
                self.sums = Some(Sums::new(Arc::clone(all)));
                self.school_widths.forget();
                self.refill();
            }
            (Query::Placed { school }, Answer::Placed(rows)) => {
                let mut rows = rows.clone();
                rows.sort_by_cached_key(|row| text::fold(&row.name));
                let before = self.placed.replace((*school, rows));
                self.placed_widths.forget();
                let moved = before.is_some_and(|(before, _)| before != *school);
                self.show_products(moved);
            }
            (_, Answer::Words(words)) => self.words = words.iter().cloned().collect(),
            (_, Answer::Cells(cells)) => {
                let cells = cells.iter();
                self.cells = cells.map(|c| ((c.product, c.school), *c)).collect();
            }
            _ => {}
        }
    }

    fn stay(&mut self, school: Option<&SchoolName>) {
        self.scope = school.cloned();
        self.pane = match school {
            Some(_) => SchoolsFocus::Products,
            None => SchoolsFocus::Schools,
        };
        self.refill();
    }

    fn narrowed(&mut self) -> Option<&mut dyn Narrowed> {
        Some(self)
    }

    fn picked(&mut self, about: Assignment, who: &PersonName) -> Vec<Intent> {
        owner_named(about, who)
    }

    fn copies(&self, _scene: &Scene) -> Vec<CopyForm> {
        export::copies(self)
    }

    fn export(&self, _scene: &Scene) -> Option<Listing> {
        export::listing(self)
    }

    fn leave(&mut self) {
        self.filter_of = SchoolsFocus::default();
        narrowed::widen(self);
    }

    fn pass_by(&mut self, passing: bool) {
        self.passing = passing;
    }

    fn under_keys(&self) -> Option<RecordRef> {
        Some(self.record()?.0)
    }

    fn remember(&self) -> ViewPlace {
        let number = |id: Option<i64>| id.map_or("-".to_owned(), |id| id.to_string());
        let (school, key) = match self.sums {
            Some(_) if self.matrix => (self.school(), self.product().map(|p| (p, None))),
            Some(_) => (self.school(), self.products.selected().copied()),
            None => self.wanted,
        };
        let product = key.map(|key| key.0.0);
        let buyer = key.and_then(|key| key.1);
        ViewPlace {
            row: [school.map(|id| id.0), product, buyer.map(|id| id.0)]
                .map(number)
                .join(" "),
            filter: self.filter.text().to_owned(),
            sort: [self.school_order, self.placed_order, self.matrix_order]
                .map(Order::word)
                .join(" "),
            layout: if self.matrix { "matrix" } else { "list" }.to_owned(),
            pane: usize::from(self.pane == SchoolsFocus::Products),
        }
    }

    fn restore(&mut self, spot: &ViewPlace) {
        let mut ids = spot.row.split(' ').map(|id| id.parse().ok());
        let mut next = || ids.next().flatten();
        let (school, product, buyer) = (next(), next(), next());
        let key = product.map(|product| (ProductId(product), buyer.map(SchoolId)));
        self.wanted = (school.map(SchoolId), key);
        self.matrix = spot.layout == "matrix";
        self.pane = match spot.pane {
            0 => SchoolsFocus::Schools,
            _ => SchoolsFocus::Products,
        };
        self.filter.set(&spot.filter);
        self.filter_of = self.focus();
        let mut words = spot.sort.split(' ');
        let mut order = |choices: &[(char, &'static str)], usual: Order| {
            let word = words.next().unwrap_or_default();
            Order::from_word(word, choices).unwrap_or(usual)
        };
        self.school_order = order(&SCHOOLS.orders(), self.school_order);
        self.placed_order = order(&PLACED.orders(), self.placed_order);
        self.matrix_order = order(&MATRIX.orders(), self.matrix_order);
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        draw::draw(self, area, canvas, scene);
    }
}

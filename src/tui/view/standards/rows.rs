//! Which rows are listed, and what is asked of the office for them. Draws nothing.

use std::fmt;

use super::tabs::{ShownStandards, StandardsLayout};
use super::{OfferKey, PAGE, Standards, StandardsFocus, coverage};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::standards::framework::StandardId;
use crate::office::gaps::{GapOffer, GapRow, IdleRow, StackRow};
use crate::office::query::standards::{
    BoardOf, CrossOf, CrossTable, GapDetails, GapKey, GapsBoard, ListOf, ListedGaps, ListedRows,
    ListedStandards,
};
use crate::office::standards::ClaimToVerify;
use crate::tui::widget::list::List;

/// What names a row.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum StandardsKey {
    Gap(GapKey),
    Stack(StandardId, SchoolId),
    Idle(ProductId, SchoolId),
    /// The product, its part, and what its standard is called.
    Claim(ProductId, String, String),
}

impl StandardsKey {
    pub(super) fn gap(&self) -> Option<GapKey> {
        match self {
            StandardsKey::Gap(key) => Some(*key),
            _ => None,
        }
    }

    fn of_stack(row: &StackRow) -> StandardsKey {
        StandardsKey::Stack(row.standard, row.school)
    }

    fn of_idle(row: &IdleRow) -> StandardsKey {
        StandardsKey::Idle(row.product, row.school)
    }

    fn of_claim(row: &ClaimToVerify) -> StandardsKey {
        let product = row.claims.first().map_or(ProductId(0), |one| one.product);
        StandardsKey::Claim(product, row.module().to_owned(), row.named())
    }
}

/// As the saved place keeps it.
impl fmt::Display for StandardsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StandardsKey::Gap(key) => write!(f, "{key}"),
            StandardsKey::Stack(standard, school) => write!(f, "stack {}/{}", standard.0, school.0),
            StandardsKey::Idle(product, school) => write!(f, "idle {}/{}", product.0, school.0),
            StandardsKey::Claim(product, module, named) => {
                write!(f, "claim {}/{module}/{named}", product.0)
            }
        }
    }
}

/// Is it this product's, and this part's?
pub(super) fn is_of(offer: &GapOffer, (product, module): &OfferKey) -> bool {
    offer.product == *product && offer.module == *module
}

impl Standards {
    pub(super) fn find_gap(&self, key: &StandardsKey) -> Option<&GapRow> {
        let at = self.places.get(key).filter(|_| key.gap().is_some())?;
        Some(&self.board.as_ref()?.rows.get(*at)?.1)
    }

    pub(super) fn find_stack(&self, key: &StandardsKey) -> Option<&StackRow> {
        match &self.listed.as_ref()?.rows {
            ListedRows::Stacks(rows) => rows.get(*self.places.get(key)?),
            _ => None,
        }
    }

    pub(super) fn find_idle(&self, key: &StandardsKey) -> Option<&IdleRow> {
        match &self.listed.as_ref()?.rows {
            ListedRows::Idle(rows) => rows.get(*self.places.get(key)?),
            _ => None,
        }
    }

    pub(super) fn find_claim(&self, key: &StandardsKey) -> Option<&ClaimToVerify> {
        match &self.listed.as_ref()?.rows {
            ListedRows::Claimed(rows) => rows.get(*self.places.get(key)?),
            _ => None,
        }
    }

    pub(super) fn gap(&self) -> Option<&GapRow> {
        self.find_gap(self.list.selected()?)
    }

    pub(super) fn claim(&self) -> Option<&ClaimToVerify> {
        self.find_claim(self.list.selected()?)
    }

    /// What is known of the gap under the cursor, once it has come.
    pub(super) fn known(&self) -> Option<&GapDetails> {
        let known = self.known.as_deref()?;
        (Some(known.key) == self.list.selected()?.gap()).then_some(known)
    }

    /// The standard under the cursor.
    pub(super) fn standard(&self) -> Option<StandardId> {
        match self.list.selected()? {
            StandardsKey::Gap(key) => Some(key.standard),
            StandardsKey::Stack(standard, _) => Some(*standard),
            StandardsKey::Idle(..) => None,
            StandardsKey::Claim(..) => Some(self.claim()?.standard.as_ref()?.id),
        }
    }

    pub(super) fn school(&self) -> Option<SchoolId> {
        Some(self.scope.as_ref()?.id)
    }

    /// The gaps that are listed, the first rows of them; under another tab only how many there are.
    pub(super) fn board_of(&self) -> BoardOf {
        let lists = self.shown.page().is_none() && self.shown_layout() == StandardsLayout::List;
        if !lists {
            return self.counted();
        }
        BoardOf {
            listed: match self.shown {
                ShownStandards::Holes => ListedGaps::Holes,
                _ => ListedGaps::All,
            },
            words: self.filter.text().to_owned(),
            by: self.order.by,
            reversed: self.order.reversed,
            rows: 0..self.asked,
            ..self.counted()
        }
    }

    /// No gap, but how many there are.
    pub(super) fn counted(&self) -> BoardOf {
        BoardOf {
            school: self.school(),
            by: 's',
            ..BoardOf::default()
        }
    }

    /// The rows of a tab that lists no gaps.
    pub(super) fn list_of(&self) -> Option<ListOf> {
        Some(ListOf {
            page: self.shown.page()?,
            school: self.school(),
            words: self.filter.text().to_owned(),
            by: self.order.by,
            reversed: self.order.reversed,
            rows: 0..self.asked,
        })
    }

    pub(super) fn cross_of(&self) -> CrossOf {
        CrossOf {
            school: self.school(),
            words: self.filter.text().to_owned(),
            rows: 0..self.asked,
        }
    }

    /// What is shown now: whoever may see no gaps sees coverage.
    pub(super) fn shown_layout(&self) -> StandardsLayout {
        let kept_back = self
            .board
            .as_ref()
            .is_some_and(|board| board.kept_back.is_some());
        match self.layout {
            StandardsLayout::List if kept_back && self.shown.page().is_none() => {
                StandardsLayout::Schools
            }
            layout => layout,
        }
    }

    /// How many rows stand under the tab that is shown, before words narrow them, and how many after.
    pub(super) fn sizes(&self) -> (usize, usize) {
        let board = self.board.as_deref();
        match (self.shown, &self.listed) {
            (ShownStandards::Holes, _) => board.map_or((0, 0), |one| (one.holes, one.fitting)),
            (ShownStandards::Gaps, _) => board.map_or((0, 0), |one| (one.told, one.fitting)),
            (_, Some(listed)) => (listed.all, listed.fitting),
            (_, None) => (0, 0),
        }
    }

    /// The tabs and how many each has, in scope; none of what is kept back from whoever looks.
    pub(super) fn tabs(&self) -> Vec<(ShownStandards, Option<usize>)> {
        let board = self.board.as_deref();
        let seen = board.is_none_or(|board| board.kept_back.is_none());
        let count = |shown: ShownStandards| match shown {
            ShownStandards::Holes => seen.then(|| board.map_or(0, |board| board.holes)),
            ShownStandards::Gaps => seen.then(|| board.map_or(0, |board| board.told)),
            ShownStandards::Stacks => Some(self.counts.stacks),
            ShownStandards::Idle => seen.then_some(self.counts.idle),
            ShownStandards::Claimed => Some(self.counts.claimed),
        };
        let tabs = ShownStandards::ALL.into_iter();
        tabs.map(|shown| (shown, count(shown))).collect()
    }

    /// Asks anew: another school, other words, another order or tab.
    pub(super) fn ask_anew(&mut self) {
        self.asked = PAGE;
        self.list_schools();
    }

    /// Near the last row more rows are asked for.
    pub(super) fn ask_on(&mut self, at: usize, all: usize) {
        if at + PAGE / 5 >= self.asked && all > self.asked {
            self.asked += PAGE;
        }
    }

    pub(super) fn list_schools(&mut self) {
        let Some(table) = self.covered.take() else {
            return;
        };
        let keys = coverage::listed(self, &table).into_iter();
        let keys: Vec<SchoolId> = keys.map(|row| row.school).collect();
        self.schools.set(keys);
        self.covered = Some(table);
    }

    /// A board of which only the sums were asked for leaves the rows as they are.
    pub(super) fn take_board(&mut self, board: Box<GapsBoard>, with_rows: bool) {
        self.holes = Some(board.holes);
        match &mut self.board {
            Some(known) if !with_rows => {
                let rows = std::mem::take(&mut known.rows);
                let fitting = known.fitting;
                **known = GapsBoard {
                    fitting,
                    rows,
                    ..*board
                };
            }
            _ => self.board = Some(board),
        }
        if with_rows {
            let rows = self.board.iter().flat_map(|board| &board.rows);
            let keys: Vec<StandardsKey> = rows.map(|(key, _)| StandardsKey::Gap(*key)).collect();
            self.list_keys(keys);
        }
    }

    pub(super) fn take_listed(&mut self, listed: Box<ListedStandards>) {
        let keys: Vec<StandardsKey> = match &listed.rows {
            ListedRows::Stacks(rows) => rows.iter().map(StandardsKey::of_stack).collect(),
            ListedRows::Idle(rows) => rows.iter().map(StandardsKey::of_idle).collect(),
            ListedRows::Claimed(rows) => rows.iter().map(StandardsKey::of_claim).collect(),
        };
        self.listed = Some(listed);
        self.list_keys(keys);
    }

    fn list_keys(&mut self, keys: Vec<StandardsKey>) {
        let places = keys.iter().enumerate();
        self.places = places.map(|(at, key)| (key.clone(), at)).collect();
        self.list.set(keys);
        if let Some(wanted) = self.wanted.take() {
            let mut keys = self.list.keys().iter();
            let found = keys.find(|key| key.to_string() == wanted).cloned();
            if let Some(key) = found {
                self.list.select(&key);
            }
        }
    }

    /// What is known of another gap begins with its first product.
    pub(super) fn take_details(&mut self, known: Option<Box<GapDetails>>) {
        let key = |known: &GapDetails| known.key;
        if self.known.as_deref().map(key) != known.as_deref().map(key) {
            self.products = List::default();
        }
        self.known = known;
        let offers = self.known.iter().flat_map(|known| &known.offers);
        let keys = offers.map(|placed| (placed.offer.product, placed.offer.module.clone()));
        self.products.set(keys.collect());
        if self.products.is_empty() {
            self.pane = StandardsFocus::Rows;
        }
    }

    pub(super) fn take_crossed(&mut self, table: Box<CrossTable>) {
        let keys = table.rows.iter().map(|row| row.standard).collect();
        self.grid.set(keys);
        self.column = self.column.min(table.products.len().saturating_sub(1));
        self.crossed = Some(table);
    }
}

//! What the keys do in the Standards view.

use super::rows::{StandardsKey, is_of};
use super::tabs::{ShownStandards, StandardsLayout};
use super::{Standards, StandardsFocus};
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
use crate::office::gaps::GapOffer;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Writing};
use crate::tui::scene::Scene;
use crate::tui::view::chosen::ask_owner;
use crate::tui::widget::list::List;
use crate::tui::widget::order::Order;

/// Commands that act on what is known of the gap.
pub(super) fn needs_details(command: Command) -> bool {
    matches!(
        command,
        Command::Decide
            | Command::NextPane
            | Command::PreviousPane
            | Command::Product
            | Command::Copy
            | Command::CopyMenu
            | Command::ScrollDown
            | Command::ScrollUp
    )
}

/// Commands that act on what is known of the standard.
pub(super) fn needs_page(command: Command) -> bool {
    matches!(
        command,
        Command::Copy | Command::CopyMenu | Command::ScrollDown
    )
}

impl Standards {
    pub(super) fn carry_out(&mut self, command: Command, _scene: &Scene) -> Option<Vec<Intent>> {
        self.asks_for = None;
        match command {
            Command::Filter => self.filter.open(),
            Command::SortMenu => {
                return Some(vec![Intent::Menu(self.order.menu(&self.shown.orders()))]);
            }
            Command::NextTab => self.turn_tab(1),
            Command::PreviousTab => self.turn_tab(ShownStandards::ALL.len() - 1),
            Command::NextPane | Command::PreviousPane => return self.turn_pane(),
            Command::Layout => self.turn_layout(),
            Command::Open => return self.open(),
            Command::Zoom => self.zoomed = !self.zoomed,
            Command::ScrollDown => self.first.set(self.first.get() + 1),
            Command::ScrollUp => self.first.set(self.first.get().saturating_sub(1)),
            Command::Back => self.back(),
            Command::Decide => return self.decide(),
            Command::New => return Some(vec![Intent::Run(Command::NewRequest)]),
            Command::Product => {
                let product = self.product()?;
                return Some(vec![Intent::card(product, self.scope.clone())]);
            }
            Command::Who => {
                let (product, name) = self.named_product()?;
                return Some(vec![ask_owner(vec![product], None, name)]);
            }
            Command::Related => return self.related().map(|menu| vec![Intent::Menu(menu)]),
            Command::Note => {
                let (record, name) = self.record()?;
                return Some(vec![Intent::Write(Writing::note(record, name))]);
            }
            Command::History => {
                let (record, name) = self.record()?;
                return Some(vec![Intent::History(record, name)]);
            }
            other => return self.move_cursor(other).then(Vec::new),
        }
        Some(Vec::new())
    }

    /// One thing after another: the page, the products, the zoom, the words.
    fn back(&mut self) {
        if self.opened {
            self.opened = false;
        } else if self.pane == StandardsFocus::Products {
            self.pane = StandardsFocus::Rows;
        } else if self.zoomed {
            self.zoomed = false;
        } else {
            self.filter.clear();
            self.ask_anew();
        }
    }

    fn open(&mut self) -> Option<Vec<Intent>> {
        if self.shown_layout() != StandardsLayout::List {
            return None;
        }
        if self.standard().is_none() {
            let product = self.product()?;
            return Some(vec![Intent::card(product, self.scope.clone())]);
        }
        self.opened = true;
        self.first.set(0);
        Some(Vec::new())
    }

    fn turn_tab(&mut self, by: usize) {
        self.show_tab(self.shown.turned(by));
    }

    pub(super) fn begin_at_first_tab(&mut self) {
        let first = ShownStandards::default();
        if self.shown != first {
            self.show_tab(first);
        }
    }

    fn show_tab(&mut self, shown: ShownStandards) {
        self.shown = shown;
        self.layout = StandardsLayout::List;
        self.opened = false;
        self.first.set(0);
        self.pane = StandardsFocus::Rows;
        self.order = Order::by('s');
        // The cursor begins at the top of another tab: the rows are others.
        self.list = List::default();
        self.listed = None;
        self.ask_anew();
    }

    fn turn_layout(&mut self) {
        self.layout = self.shown_layout().next();
        self.opened = false;
        self.pane = StandardsFocus::Rows;
        self.first.set(0);
        self.ask_anew();
    }

    fn turn_pane(&mut self) -> Option<Vec<Intent>> {
        self.gap()?;
        if self.products.is_empty() {
            let hint = "Nothing is aligned to it, so that there is no product to go to.";
            return Some(vec![Intent::Hint(hint.into())]);
        }
        self.pane = match self.pane {
            StandardsFocus::Rows => StandardsFocus::Products,
            StandardsFocus::Products => StandardsFocus::Rows,
        };
        Some(Vec::new())
    }

    /// The cursor moves; what is below begins at its top.
    pub(super) fn move_cursor(&mut self, command: Command) -> bool {
        // The page of a standard has a line for each of its groups: it is read page by page.
        let (first, room) = (self.first.get(), self.room.get());
        match command {
            Command::PageDown if self.opened => self.first.set(first + room),
            Command::PageUp if self.opened => self.first.set(first.saturating_sub(room)),
            _ => return self.move_rows(command),
        }
        true
    }

    fn move_rows(&mut self, command: Command) -> bool {
        match self.shown_layout() {
            StandardsLayout::List if self.pane == StandardsFocus::Products => {
                self.products.update(command)
            }
            StandardsLayout::List => {
                let moved = self.list.update(command);
                if moved && !matches!(command, Command::MarkAll) {
                    self.first.set(0);
                }
                self.ask_on(self.list.at(), self.sizes().1);
                moved
            }
            StandardsLayout::Schools => self.schools.update(command),
            StandardsLayout::Matrix => self.move_in_matrix(command),
        }
    }

    fn move_in_matrix(&mut self, command: Command) -> bool {
        let table = self.crossed.as_deref();
        let (columns, all) = table.map_or((0, 0), |table| (table.products.len(), table.all));
        match command {
            Command::Right => self.column = (self.column + 1).min(columns.saturating_sub(1)),
            Command::Left => self.column = self.column.saturating_sub(1),
            Command::Mark | Command::MarkAll => return false,
            other => {
                let moved = self.grid.update(other);
                self.ask_on(self.grid.at(), all);
                return moved;
            }
        }
        true
    }

    /// The product under the cursor in the pane below.
    pub(super) fn offer(&self) -> Option<&GapOffer> {
        let known = self.known()?;
        let key = self.products.selected();
        let key = key.filter(|_| self.pane == StandardsFocus::Products)?;
        let mut offers = known.offers.iter().map(|placed| &placed.offer);
        offers.find(|offer| is_of(offer, key))
    }

    /// The product that the row is about: the one under the cursor below, else the best there.
    pub(super) fn product(&self) -> Option<ProductId> {
        if self.shown_layout() == StandardsLayout::Matrix {
            let table = self.crossed.as_ref()?;
            return Some(table.products.get(self.column)?.0);
        }
        let key = self.list.selected()?;
        match key {
            StandardsKey::Gap(_) => {
                let offer = self.offer().or_else(|| self.gap()?.best.as_ref());
                Some(offer?.product)
            }
            StandardsKey::Stack(..) => Some(self.find_stack(key)?.products.first()?.product),
            StandardsKey::Idle(product, _) | StandardsKey::Claim(product, ..) => Some(*product),
        }
    }

    /// The same with its name, where the row says it.
    pub(super) fn named_product(&self) -> Option<(ProductId, String)> {
        let key = self.list.selected()?;
        let name = match key {
            StandardsKey::Gap(_) => {
                let offer = self.offer().or_else(|| self.gap()?.best.as_ref())?;
                offer.name.clone()
            }
            StandardsKey::Stack(..) => self.find_stack(key)?.products.first()?.product_name.clone(),
            StandardsKey::Idle(..) => self.find_idle(key)?.name.clone(),
            StandardsKey::Claim(..) => self.claim()?.name().to_owned(),
        };
        Some((self.product()?, name))
    }

    /// A note hangs on the standard; on the product where the row is about none that is here.
    pub(super) fn record(&self) -> Option<(RecordRef, String)> {
        let key = self.list.selected()?;
        let named = |standard: crate::domain::standards::framework::StandardId, code: &str| {
            (standard.into(), code.to_owned())
        };
        Some(match key {
            StandardsKey::Gap(one) => named(one.standard, &self.gap()?.code),
            StandardsKey::Stack(standard, _) => named(*standard, &self.find_stack(key)?.code),
            StandardsKey::Idle(product, _) => {
                ((*product).into(), self.find_idle(key)?.name.clone())
            }
            StandardsKey::Claim(product, ..) => {
                let claim = self.claim()?;
                match &claim.standard {
                    Some(standard) => named(standard.id, &claim.named()),
                    None => ((*product).into(), claim.name().to_owned()),
                }
            }
        })
    }
}

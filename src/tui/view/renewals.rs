//! Renewals: what renews unless somebody stops it, by when and for how much; a month with its days; a
//! fiscal year; and all about the contract under the cursor, open already.
//!
//! Driven by `app` as every view. The day of the month shown and the row under the cursor follow each
//! other.

mod agenda;
mod decide;
mod detail;
mod draw;
mod empty;
mod export;
mod grid;
mod heading;
mod keys;
mod list;
mod offers;
mod page;
mod related;
mod rows;
mod wide;
mod year;

use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use ratatui::layout::Rect;

use self::decide::DecidingRenewal;
use self::rows::{RenewalsLayout, StillStopped};
use super::chosen::ActedRows;
use super::narrowed::Narrowed;
use super::opened::{self, OpenedRow};
use super::{CopyForm, Offer, View};
use crate::domain::contract::ContractId;
use crate::domain::find::SchoolName;
use crate::domain::record::RecordRef;
use crate::domain::renewal::Choice;
use crate::domain::renewal::agenda::{AgendaRow, AgendaSheet};
use crate::domain::renewal::by_month::ByMonth;
use crate::domain::review::PersonName;
use crate::domain::school::SchoolId;
use crate::office::deed::renewal::ContractSubject;
use crate::office::deed::{Deed, DeedResult, Listing};
use crate::office::lists::Viewer;
use crate::office::lists::renewals::RENEWALS;
use crate::office::query::renewal::{Agenda, YearOf};
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Destination, Intent, Pick};
use crate::tui::place::ViewPlace;
use crate::tui::scene::Scene;
use crate::tui::topic::{Assignment, Topic};
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
use crate::tui::widget::list_table::MeasuredColumns;
use crate::tui::widget::order::Order;

/// What the keys act on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum RenewalsPane {
    /// The contracts.
    #[default]
    Rows,
    /// The days of the month.
    Grid,
}

/// The contracts by when they must be decided, and a fiscal year by month.
#[derive(Default)]
pub struct Renewals {
    agenda: Option<Agenda>,
    /// Where in the agenda each contract stands.
    places: HashMap<ContractId, usize>,
    sheet: Option<Box<AgendaSheet>>,
    letter: Option<(ContractId, String)>,
    by_month: Option<Box<ByMonth>>,
    scope: Option<SchoolName>,
    filter: Filter,
    order: Order,
    layout: RenewalsLayout,
    /// The layout that the person had, while another is shown for what they came here for.
    chosen_layout: Option<RenewalsLayout>,
    pane: RenewalsPane,
    zoomed: bool,
    /// All about the row under the cursor stands over the list.
    opened: OpenedRow<ContractId>,
    list: List<ContractId>,
    /// How many of the agenda can still be stopped.
    stopped: StillStopped,
    /// What stands behind the word on the tab.
    badge: String,
    /// How many contracts are in scope.
    here: usize,
    columns: MeasuredColumns,
    /// The day of the month under the cursor of the grid.
    day: Option<NaiveDate>,
    /// A row to go to once it is there.
    wanted: Option<ContractId>,
    /// The contract that was saved, or that a refused deed is about: the cursor goes to it once it is read again.
    saved: Option<ContractId>,
    /// Rows go by unread.
    passing: bool,
    deciding: Option<DecidingRenewal>,
    /// The row and the rows an open menu or picker is about.
    about: ActedRows<ContractId, ContractSubject>,
}

impl Renewals {
    fn find(&self, contract: ContractId) -> Option<&AgendaRow> {
        let at = self.places.get(&contract)?;
        self.agenda.as_ref()?.rows.get(*at)
    }

    fn row(&self) -> Option<&AgendaRow> {
        self.find(*self.list.selected()?)
    }

    /// The sheet of the row under the cursor, once it has come.
    fn sheet(&self) -> Option<&AgendaSheet> {
        let sheet = self.sheet.as_deref()?;
        (Some(&sheet.row.contract) == self.list.selected()).then_some(sheet)
    }

    /// Whether all about that row stands over the list.
    fn is_opened(&self) -> bool {
        self.opened.is_of(self.list.selected())
    }

    /// The rows acted on: the marked ones, else the one under the cursor.
    fn subjects(&self) -> Vec<ContractSubject> {
        let rows = self.list.chosen().into_iter();
        rows.filter_map(|id| self.find(*id))
            .map(ContractSubject::of)
            .collect()
    }

    fn school(&self) -> Option<SchoolId> {
        Some(self.scope.as_ref()?.id)
    }

    fn today(&self, scene: &Scene) -> NaiveDate {
        let known = self.agenda.as_ref().map(|agenda| agenda.today);
        known.unwrap_or(scene.now.date())
    }

    fn viewer(&self, scene: &Scene) -> Viewer {
        Viewer {
            today: self.today(scene),
            ..scene.viewer()
        }
    }

    fn day(&self, scene: &Scene) -> NaiveDate {
        self.day.unwrap_or_else(|| self.today(scene))
    }

    /// The fiscal year shown.
    fn year(&self, scene: &Scene) -> i32 {
        let years = self.agenda.as_ref().map(|agenda| agenda.years);
        years.unwrap_or_default().of(self.day(scene))
    }

    /// Fills the list again: rows, scope, filter, layout or order changed.
    fn refill(&mut self) {
        let Some(agenda) = &self.agenda else { return };
        self.badge = rows::badge(agenda, self.school());
        self.here = rows::in_scope(self, agenda).len();
        self.columns.forget();
        let (listed, bands, stopped) = rows::listed(self, agenda);
        self.stopped = stopped;
        self.list.set_in_bands(listed, bands);
        if let Some(contract) = self.wanted.take() {
            self.list.select(&contract);
        }
    }

    fn take_agenda(&mut self, agenda: Agenda) {
        let rows = agenda.rows.iter().enumerate();
        self.places = rows.map(|(at, row)| (row.contract, at)).collect();
        self.agenda = Some(agenda);
        self.refill();
        let saved = self
            .saved
            .take_if(|contract| self.places.contains_key(contract));
        match saved {
            Some(contract) if self.list.select(&contract) => self.follow_row(),
            Some(contract) => self.show(contract),
            None => {}
        }
    }

    /// The cursor goes to this contract, in a list that has it.
    fn show(&mut self, contract: ContractId) {
        self.filter.clear();
        let ended = self.find(contract).is_some_and(|row| row.ended);
        self.layout = if ended {
            RenewalsLayout::Ended
        } else {
            RenewalsLayout::List
        };
        self.wanted = Some(contract);
        self.refill();
        self.follow_row();
    }

    /// The day goes to that of the row under the cursor.
    fn follow_row(&mut self) {
        if let Some(row) = self.row() {
            self.day = Some(row.key_day());
        }
    }

    /// The cursor goes to the first row on this day or after it.
    fn go_to_day(&mut self, day: NaiveDate) {
        self.day = Some(day);
        let keys = self.list.keys().iter();
        let days = keys.filter_map(|id| Some((self.find(*id)?.key_day(), *id)));
        let next = days.filter(|(on, _)| *on >= day).min_by_key(|(on, _)| *on);
        if let Some((_, contract)) = next {
            self.list.select(&contract);
        }
    }

    /// So many months on, or back.
    fn turn_months(&mut self, months: i32, scene: &Scene) {
        let day = self.day(scene);
        let by = Months::new(months.unsigned_abs());
        let turned = if months < 0 {
            day.checked_sub_months(by)
        } else {
            day.checked_add_months(by)
        };
        if let Some(day) = turned {
            self.go_to_day(rows::first_of_month(day));
        }
    }

    /// The row's contract is to end, and its letter can be read.
    fn ends(&self) -> Option<ContractId> {
        let row = self.row()?;
        let ends = row.decision.is_some_and(Choice::ends) && row.may_renew();
        ends.then_some(row.contract)
    }
}

impl Narrowed for Renewals {
    fn filter(&mut self) -> &mut Filter {
        &mut self.filter
    }

    fn order(&mut self) -> &mut Order {
        &mut self.order
    }

    fn refill(&mut self) {
        Renewals::refill(self);
    }

    fn take_marks_off(&mut self) -> bool {
        self.list.unmark()
    }

    fn move_below(&mut self, command: Command) {
        self.list.update(command);
        self.follow_row();
    }

    fn run(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        if self.opened.update(command, self.list.selected()) {
            return Some(Vec::new());
        }
        let done = self.carry_out(command, scene);
        self.opened.follow(self.list.selected());
        done
    }
}

impl View for Renewals {
    fn tab(&self) -> Tab {
        Tab::Renewals
    }

    fn badge(&self) -> String {
        self.badge.clone()
    }

    fn narrowing(&self) -> Option<&Filter> {
        Some(&self.filter)
    }

    fn heading(&self, scene: &Scene) -> Vec<String> {
        heading::heading(self, scene)
    }

    fn offers(&self, scene: &Scene) -> Vec<Offer> {
        let of_row = self.all_offers(scene);
        if self.is_opened() {
            opened::offers(of_row)
        } else {
            of_row
        }
    }

    fn can_go_back(&self) -> bool {
        let over = self.is_opened() || self.zoomed || self.pane != RenewalsPane::Rows;
        over || !self.filter.is_empty()
    }

    fn asks(&self, scene: &Scene) -> Vec<Query> {
        let mut asks = vec![Query::Agenda];
        let contract = self.list.selected().filter(|_| !self.passing);
        asks.extend(contract.copied().map(Query::AgendaSheet));
        if !self.passing {
            asks.extend(self.ends().map(Query::Letter));
            asks.push(Query::FiscalYear(YearOf {
                year: self.year(scene),
                school: self.school(),
                words: self.filter.text().trim().to_owned(),
            }));
        }
        asks
    }

    fn asks_aside(&self) -> Vec<Query> {
        vec![Query::Agenda]
    }

    fn waits_for(&self, query: &Query, command: Command) -> bool {
        match query {
            Query::AgendaSheet(_) | Query::Letter(_) => keys::needs_sheet(command),
            other => other.brings_rows(),
        }
    }

    fn stay(&mut self, school: Option<&SchoolName>) {
        self.scope = school.cloned();
        self.refill();
    }

    fn begin_anew(&mut self) {
        self.opened.close();
        if let Some(chosen) = self.chosen_layout.take() {
            self.layout = chosen;
            self.refill();
        }
    }

    fn go(&mut self, to: Destination, _from: Tab) {
        self.opened.close();
        self.chosen_layout.get_or_insert(self.layout);
        self.zoomed = false;
        self.pane = RenewalsPane::Rows;
        let contract = match to {
            Destination::Contract(contract) => contract,
            Destination::Unknowns => {
                self.filter.clear();
                self.layout = RenewalsLayout::Unknown;
                return self.refill();
            }
            Destination::HeldBy(_, who) => {
                self.filter.set(&who.words());
                self.layout = RenewalsLayout::List;
                return self.refill();
            }
            _ => return,
        };
        self.show(contract);
    }

    fn changed(&mut self, deed: &Deed, became: &DeedResult) {
        // One that is refused may have left the list by what a colleague did: the same again is about it.
        let about = match (deed, became) {
            (_, Ok(done)) => done.contract,
            (Deed::Renewal(doing), Err(_)) => doing.only().map(|one| one.contract),
            (_, Err(_)) => None,
        };
        self.saved = about.or(self.saved);
    }

    fn take(&mut self, query: &Query, answer: &Answer) {
        match (query, answer) {
            (_, Answer::Agenda(agenda)) => self.take_agenda(agenda.clone()),
            (_, Answer::AgendaSheet(sheet)) => self.sheet = Some(sheet.clone()),
            (Query::Letter(contract), Answer::Letter(text)) => {
                self.letter = Some((*contract, text.clone()));
            }
            (_, Answer::FiscalYear(year)) => self.by_month = Some(year.clone()),
            _ => {}
        }
    }

    fn narrowed(&mut self) -> Option<&mut dyn Narrowed> {
        Some(self)
    }

    fn pick(&mut self, pick: Pick) -> Vec<Intent> {
        match pick {
            Pick::Renewal(choice) => self.chosen(choice),
            Pick::Cause(cause) => self.because(cause),
            _ => Vec::new(),
        }
    }

    fn stale(&self) -> Option<&'static str> {
        self.is_stale().then_some(keys::GONE)
    }

    fn written(&mut self, about: &Topic, text: &str) -> Vec<Intent> {
        match about {
            Topic::Renewal {
                contract,
                text: what,
            } => self.finished(*contract, *what, text),
            _ => Vec::new(),
        }
    }

    fn picked(&mut self, _about: Assignment, who: &PersonName) -> Vec<Intent> {
        self.given_to(who)
    }

    fn copies(&self, scene: &Scene) -> Vec<CopyForm> {
        export::copies(self, scene)
    }

    fn export(&self, scene: &Scene) -> Option<Listing> {
        export::listing(self, scene)
    }

    fn dated(&self) -> Vec<ContractId> {
        self.list.chosen_or_all().into_iter().copied().collect()
    }

    fn pass_by(&mut self, passing: bool) {
        self.passing = passing;
    }

    fn under_keys(&self) -> Option<RecordRef> {
        Some(self.row()?.contract.into())
    }

    fn remember(&self) -> ViewPlace {
        let row = self.wanted.or_else(|| self.list.selected().copied());
        ViewPlace {
            row: row.map(|id| id.to_string()).unwrap_or_default(),
            filter: self.filter.text().to_owned(),
            sort: self.order.word(),
            layout: self.layouts_in_words(),
            pane: usize::from(self.pane == RenewalsPane::Grid),
        }
    }

    fn restore(&mut self, spot: &ViewPlace) {
        self.wanted = spot.row.parse().ok().map(ContractId);
        self.filter.set(&spot.filter);
        self.order = Order::from_word(&spot.sort, &RENEWALS.orders()).unwrap_or_default();
        let mut layouts = spot.layout.split(' ').map(RenewalsLayout::from_word);
        self.layout = layouts.next().unwrap_or_default();
        self.chosen_layout = layouts.next();
        self.pane = if spot.pane == 1 {
            RenewalsPane::Grid
        } else {
            RenewalsPane::Rows
        };
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        draw::draw(self, area, canvas, scene);
    }
}

//! Overlaps: where the district pays twice, how much, and until when it can be mended; the one under the
//! cursor open already, its sides next to each other and what it would be if they were one.
//!
//! Driven by `app` as every view. Nothing here is stored but what people say: the rest is read anew
//! whenever the records change.

mod decide;
mod detail;
mod draw;
mod empty;
mod export;
mod heading;
mod keys;
mod offers;
mod page;
mod plan;
mod related;
mod rows;

use crate::domain::overlap::alert::DismissCode;
use crate::domain::record::RecordRef;
use crate::domain::school::SchoolId;
use std::cell::Cell;
use std::collections::HashMap;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use self::plan::Planning;
use self::rows::{AlertCounts, ShownAlerts};
use super::chosen::ActedRows;
use super::narrowed::Narrowed;
use super::opened::{self, OpenedRow};
use super::{CopyForm, Offer, View};
use crate::domain::find::SchoolName;
use crate::domain::overlap::board::{AlertRow, AlertSheet};
use crate::domain::review::PersonName;
use crate::office::deed::overlap::OverlapSubject;
use crate::office::deed::{Deed, DeedResult, Listing};
use crate::office::lists::Viewer;
use crate::office::lists::overlaps::OVERLAPS;
use crate::office::query::overlap::{AlertDetails, Board};
use crate::office::query::{Answer, KeptCounts, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Destination, Intent, Pick};
use crate::tui::place::ViewPlace;
use crate::tui::scene::Scene;
use crate::tui::topic::{Assignment, Topic};
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
use crate::tui::widget::order::Order;

/// A decision being made: what was said so far.
enum DecidingOverlap {
    /// What is done, and who stays.
    Plan(Planning),
    /// It is none, or waits.
    Dismiss {
        subjects: Vec<OverlapSubject>,
        code: Option<DismissCode>,
        until: Option<NaiveDate>,
        /// When somebody looks again where nobody names a day.
        usual: Option<NaiveDate>,
    },
}

/// Where the district pays twice, and what is said of it.
#[derive(Default)]
pub struct Overlaps {
    board: Option<Board>,
    /// How many alerts are open; none while nobody has looked since the records changed.
    open: Option<KeptCounts>,
    counted: AlertCounts,
    /// Where on the board each alert stands, by fingerprint.
    places: HashMap<String, usize>,
    known: Option<Box<AlertDetails>>,
    scope: Option<SchoolName>,
    filter: Filter,
    order: Order,
    shown: ShownAlerts,
    zoomed: bool,
    /// All about the row under the cursor stands over the list.
    opened: OpenedRow<String>,
    list: List<String>,
    /// The first line of the detail shown; drawing keeps it within what there is.
    first: Cell<usize>,
    /// A row to go to once it is there.
    wanted: Option<String>,
    /// The alert that a refused deed is about: the cursor goes to it once it is read again.
    refused: Option<String>,
    /// Rows go by unread.
    passing: bool,
    deciding: Option<DecidingOverlap>,
    /// The row and the rows an open menu or picker is about.
    about: ActedRows<String, OverlapSubject>,
}

impl Overlaps {
    fn find(&self, fingerprint: &str) -> Option<&AlertRow> {
        let at = self.places.get(fingerprint)?;
        self.board.as_ref()?.board.rows.get(*at)
    }

    fn row(&self) -> Option<&AlertRow> {
        self.find(self.list.selected()?)
    }

    /// What is known of the row under the cursor, once it has come.
    fn known(&self) -> Option<&AlertDetails> {
        let known = self.known.as_deref()?;
        (Some(&known.sheet.row.fingerprint) == self.list.selected()).then_some(known)
    }

    fn sheet(&self) -> Option<&AlertSheet> {
        self.known().map(|known| &known.sheet)
    }

    /// Whether all about that row stands over the list.
    fn is_opened(&self) -> bool {
        self.opened.is_of(self.list.selected())
    }

    /// The rows acted on: the marked ones, else the one under the cursor.
    fn subjects(&self) -> Vec<OverlapSubject> {
        let rows = self.list.chosen().into_iter();
        rows.filter_map(|fingerprint| self.find(fingerprint))
            .map(OverlapSubject::of)
            .collect()
    }

    fn school(&self) -> Option<SchoolId> {
        Some(self.scope.as_ref()?.id)
    }

    fn today(&self, scene: &Scene) -> NaiveDate {
        let known = self.board.as_ref().map(|board| board.today);
        known.unwrap_or(scene.now.date())
    }

    fn viewer(&self, scene: &Scene) -> Viewer {
        Viewer {
            today: self.today(scene),
            ..scene.viewer()
        }
    }

    /// Fills the list again: rows, scope, filter, tab or order changed.
    fn refill(&mut self) {
        let Some(board) = &self.board else { return };
        self.counted = AlertCounts::of(self, board);
        let (listed, bands) = rows::listed(self, board);
        self.list.set_in_bands(listed, bands);
        if let Some(fingerprint) = self.wanted.take() {
            self.list.select(&fingerprint);
        }
    }

    fn take_board(&mut self, board: Board) {
        let rows = board.board.rows.iter().enumerate();
        self.places = rows
            .map(|(at, row)| (row.fingerprint.clone(), at))
            .collect();
        self.board = Some(board);
        self.refill();
        if let Some(fingerprint) = self.refused.take() {
            self.look_at(fingerprint);
        }
    }

    /// The cursor goes to this alert, on the tab that has it.
    fn look_at(&mut self, fingerprint: String) {
        let known = self.find(&fingerprint).map(|row| row.standing.is_open());
        if self.list.select(&fingerprint) || known.is_none() {
            return;
        }
        self.filter.clear();
        self.shown = match known {
            Some(false) => ShownAlerts::Closed,
            _ => ShownAlerts::default(),
        };
        self.wanted = Some(fingerprint);
        self.refill();
    }

    /// The cursor moves, and the detail begins at its top.
    fn move_cursor(&mut self, command: Command) -> bool {
        let moved = self.list.update(command);
        if moved && !matches!(command, Command::MarkAll) {
            self.first.set(0);
        }
        moved
    }
}

impl Narrowed for Overlaps {
    fn filter(&mut self) -> &mut Filter {
        &mut self.filter
    }

    fn order(&mut self) -> &mut Order {
        &mut self.order
    }

    fn refill(&mut self) {
        Overlaps::refill(self);
    }

    fn take_marks_off(&mut self) -> bool {
        self.list.unmark()
    }

    fn move_below(&mut self, command: Command) {
        self.move_cursor(command);
    }

    fn run(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        // There is one list and one layout, so that these close no page.
        let nothing = matches!(
            command,
            Command::Layout | Command::NextPane | Command::PreviousPane
        );
        if nothing {
            return None;
        }
        if self.opened.update(command, self.list.selected()) {
            return Some(Vec::new());
        }
        let done = self.carry_out(command, scene);
        self.opened.follow(self.list.selected());
        done
    }
}

impl View for Overlaps {
    fn tab(&self) -> Tab {
        Tab::Overlaps
    }

    fn badge(&self) -> String {
        let open = self.open.as_ref();
        open.map_or_else(String::new, |open| {
            let here = self.school().map(|id| open.at.get(&id).copied());
            let count = here.map_or(open.open, Option::unwrap_or_default);
            count.to_string()
        })
    }

    fn narrowing(&self) -> Option<&Filter> {
        Some(&self.filter)
    }

    fn heading(&self, _scene: &Scene) -> Vec<String> {
        heading::heading(self)
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
        self.is_opened() || !self.filter.is_empty() || self.zoomed
    }

    fn asks(&self, _scene: &Scene) -> Vec<Query> {
        let mut asks = vec![match self.school() {
            Some(school) => Query::OverlapsAt(school),
            None => Query::Overlaps,
        }];
        let row = self.list.selected().filter(|_| !self.passing);
        asks.extend(row.cloned().map(Query::Overlap));
        asks
    }

    fn asks_aside(&self) -> Vec<Query> {
        // To look for them is for whoever opens this view.
        vec![Query::OpenOverlaps]
    }

    fn records_changed(&mut self) {
        self.open = None;
    }

    fn waits_for(&self, query: &Query, command: Command) -> bool {
        match query {
            Query::Overlap(_) => keys::needs_sheet(command),
            other => other.brings_rows(),
        }
    }

    fn stay(&mut self, school: Option<&SchoolName>) {
        self.scope = school.cloned();
        self.refill();
    }

    fn begin_anew(&mut self) {
        self.opened.close();
        if self.shown != ShownAlerts::default() {
            self.shown = ShownAlerts::default();
            self.refill();
        }
    }

    fn go(&mut self, to: Destination, _from: Tab) {
        self.opened.close();
        match to {
            Destination::Overlap(fingerprint) => {
                self.filter.clear();
                self.wanted = Some(fingerprint);
            }
            Destination::HeldBy(_, who) => {
                self.zoomed = false;
                self.filter.set(&who.words());
            }
            _ => return,
        }
        self.shown = ShownAlerts::default();
        self.refill();
    }

    fn changed(&mut self, deed: &Deed, became: &DeedResult) {
        // It may have left the tab by what a colleague did: the same again is about it.
        if let (Deed::Overlap(doing), Err(_)) = (deed, became) {
            self.refused = doing.only().map(|one| one.fingerprint.clone());
        }
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        match answer {
            Answer::Overlaps(board) if self.school().is_none() => {
                self.open = Some(KeptCounts::of(&board.board));
                self.take_board(board.clone());
            }
            Answer::OverlapsAt(at) if self.school() == Some(at.school) => {
                self.open = Some(at.open.clone());
                self.take_board(at.board.clone());
            }
            Answer::OpenOverlaps(Some(open)) => self.open = Some(open.clone()),
            Answer::Overlap(known) => self.known = Some(known.clone()),
            _ => {}
        }
    }

    fn narrowed(&mut self) -> Option<&mut dyn Narrowed> {
        Some(self)
    }

    fn pick(&mut self, pick: Pick) -> Vec<Intent> {
        let intents = match pick {
            Pick::Plan(action) => self.chosen(action),
            Pick::BothNeeded => Some(self.dismiss()),
            Pick::Wait => Some(self.wait()),
            Pick::Reopen => Some(self.reopen()),
            Pick::Keeper(keeper) => self.keeps(keeper),
            Pick::WritePlan => Some(self.write_plan(None)),
            Pick::Dismiss(code) => self.because(code),
            Pick::Review { .. } | Pick::Renewal(_) | Pick::Cause(_) | Pick::Standard(_) => None,
        };
        intents.unwrap_or_default()
    }

    fn stale(&self) -> Option<&'static str> {
        self.is_stale().then_some(keys::GONE)
    }

    fn written(&mut self, about: &Topic, text: &str) -> Vec<Intent> {
        let Topic::Overlap {
            fingerprint,
            text: what,
        } = about
        else {
            return Vec::new();
        };
        let hint = "Choose again with d. Your words are kept as a draft.";
        let said = self.said(fingerprint, *what, text);
        said.unwrap_or_else(|| vec![Intent::Hint(hint.into())])
    }

    fn picked(&mut self, _about: Assignment, who: &PersonName) -> Vec<Intent> {
        self.given_to(who)
    }

    fn copies(&self, scene: &Scene) -> Vec<CopyForm> {
        export::copies(self, scene)
    }

    fn export(&self, _scene: &Scene) -> Option<Listing> {
        export::listing(self)
    }

    fn pass_by(&mut self, passing: bool) {
        self.passing = passing;
    }

    fn under_keys(&self) -> Option<RecordRef> {
        Some(self.record()?.0)
    }

    fn remember(&self) -> ViewPlace {
        let row = self.wanted.as_ref().or_else(|| self.list.selected());
        ViewPlace {
            row: row.cloned().unwrap_or_default(),
            filter: self.filter.text().to_owned(),
            sort: self.order.word(),
            layout: self.shown.word().to_owned(),
            pane: 0,
        }
    }

    fn restore(&mut self, spot: &ViewPlace) {
        self.wanted = Some(spot.row.clone()).filter(|row| !row.is_empty());
        self.filter.set(&spot.filter);
        self.order = Order::from_word(&spot.sort, &OVERLAPS.orders()).unwrap_or_default();
        self.shown = ShownAlerts::from_word(&spot.layout);
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        draw::draw(self, area, canvas, scene);
    }
}

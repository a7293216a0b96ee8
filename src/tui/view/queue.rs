//! The review queue: what is asked for, by the day an answer is due; the facts of the request under
//! the cursor; both its checklists, answered with the key that is also the mark.
//!
//! Driven by `app` as every view. An answer is painted at once, then saved; see `pending`.

mod checklist;
mod decide;
mod detail;
mod dossier;
mod draw;
mod empty;
mod export;
mod heading;
mod instead;
mod items;
mod keys;
mod known;
mod list;
mod offers;
mod pending;
mod related;
mod rows;
mod wide;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::known::LatestAnswers;
use self::pending::OpenSheet;
use self::rows::{QueueCounts, RowKey, ShownRequests};
use super::from_neighbours::LatestNeighbours;
use super::narrowed::Narrowed;
use super::opened::{self, OpenedRow};
use super::{CopyForm, Offer, View};
use crate::domain::find::SchoolName;
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
use crate::domain::request::{RequestId, RequestState, Track};
use crate::domain::review::{
    PersonName, QueueFilter, QueueRow, QueueSize, ReviewDeed, ReviewSheet,
};
use crate::domain::school::SchoolId;
use crate::office::deed::review::QueueDeeds;
use crate::office::deed::review::{QueueSubject, Reply};
use crate::office::deed::{Deed, DeedResult, FollowUp, Listing};
use crate::office::lists::queue::QUEUE;
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Destination, Intent, Pick};
use crate::tui::keymap::KeyContext;
use crate::tui::place::ViewPlace;
use crate::tui::scene::Scene;
use crate::tui::topic::{Assignment, Topic};
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
use crate::tui::widget::list_table::MeasuredColumns;
use crate::tui::widget::order::Order;

/// What the keys act on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum QueuePane {
    /// The rows of the queue.
    #[default]
    List,
    /// The items of one checklist.
    Items(Track),
}

/// Both checklists, as they stand from left to right.
const TRACKS: [Track; 2] = [Track::Technical, Track::Curricular];

/// What waits for a review, and the review of one request.
#[derive(Default)]
pub struct Queue {
    rows: Option<Arc<Vec<QueueRow>>>,
    /// The sheet of one of them.
    open: OpenSheet,
    known: LatestAnswers,
    scope: Option<SchoolName>,
    shown: ShownRequests,
    pane: QueuePane,
    zoomed: bool,
    /// Items that do not apply are shown too.
    unfolded: bool,
    filter: Filter,
    order: Order,
    list: List<RowKey>,
    /// The item under the cursor stands in full over the list: of which row, and which.
    page: OpenedRow<(RowKey, String)>,
    technical: List<String>,
    curricular: List<String>,
    /// A request gone to by name; the cursor of the list may stand elsewhere until it moves.
    opened: Option<RequestId>,
    /// The cursor goes to the first blank item once the sheet is there.
    to_blank: bool,
    /// A row to go to once it is there.
    wanted: Option<RowKey>,
    /// An item to go to once the sheet is there.
    wanted_item: Option<String>,
    /// The item that was answered by the last key and lacks its reason: a note typed now is that, though the cursor has
    /// gone on.
    answered: Option<(RequestId, Track, String)>,
    /// The request whose checklists something was written into since they were opened. Whoever only reads them edits
    /// nothing.
    wrote: Option<RequestId>,
    /// The product of the row under the cursor before the rows were read again.
    product: Option<ProductId>,
    /// Rows go by unread.
    passing: bool,
    /// What line 2 counts.
    counted: QueueCounts,
    columns: MeasuredColumns,
    /// How many are open and late, of the whole district.
    size: QueueSize,
    /// The request that leaves the list by what was decided here.
    leaving: Option<RequestId>,
    /// The row an open menu or picker is about.
    about: Option<RowKey>,
    /// The words for whoever asked for what was decided last.
    reply: Option<Reply>,
}

impl Queue {
    /// The row whose facts and checklists are shown.
    fn key(&self) -> Option<RowKey> {
        let opened = self.opened.map(RowKey::Request);
        opened.or_else(|| self.list.selected().copied())
    }

    /// The same, where it is a request.
    fn request(&self) -> Option<RequestId> {
        match self.key()? {
            RowKey::Request(id) => Some(id),
            RowKey::Product(_) => None,
        }
    }

    /// The sheet of this request, where it is the one shown.
    fn sheet_of(&self, request: RequestId) -> Option<&ReviewSheet> {
        self.sheet().filter(|sheet| sheet.request.id == request)
    }

    /// What is known of this request, wherever the cursor stands.
    fn subject_of(&self, request: RequestId) -> Option<QueueSubject> {
        let row = self.find(RowKey::Request(request)).or_else(|| self.row());
        let row = row.filter(|row| row.request == Some(request));
        row.map(QueueSubject::of)
    }

    /// Its sheet, once it has come.
    fn sheet(&self) -> Option<&ReviewSheet> {
        let sheet = self.open.shown()?;
        (Some(RowKey::of(&sheet.row)) == self.key()).then_some(sheet)
    }

    /// The row the facts are about.
    fn row(&self) -> Option<&QueueRow> {
        let sheet = || self.sheet().map(|sheet| &sheet.row);
        self.find(self.key()?).or_else(sheet)
    }

    fn find(&self, key: RowKey) -> Option<&QueueRow> {
        self.rows
            .as_ref()?
            .iter()
            .find(|row| RowKey::of(row) == key)
    }

    fn subject(&self) -> Option<QueueSubject> {
        self.row().map(QueueSubject::of)
    }

    /// The rows acted on: the marked ones, else the one the facts are about.
    fn subjects(&self) -> Vec<QueueSubject> {
        if self.list.marks() == 0 {
            return self.subject().into_iter().collect();
        }
        let rows = self.list.chosen().into_iter();
        rows.filter_map(|key| self.find(*key))
            .map(QueueSubject::of)
            .collect()
    }

    fn items(&self, track: Track) -> &List<String> {
        match track {
            Track::Technical => &self.technical,
            Track::Curricular => &self.curricular,
        }
    }

    fn items_mut(&mut self, track: Track) -> &mut List<String> {
        match track {
            Track::Technical => &mut self.technical,
            Track::Curricular => &mut self.curricular,
        }
    }

    fn school(&self) -> Option<SchoolId> {
        Some(self.scope.as_ref()?.id)
    }

    fn question(&self) -> Query {
        Query::Queue(QueueFilter {
            state: (self.shown == ShownRequests::Decided).then_some(RequestState::Decided),
            ..QueueFilter::default()
        })
    }

    /// Fills the list again: rows, scope, filter, tab or order changed.
    fn refill(&mut self) {
        let Some(rows) = &self.rows else { return };
        self.counted = QueueCounts::of(self, rows);
        self.columns.forget();
        let listed = rows::listed(self, rows);
        // A row that was begun, or whose beginning was taken back, is still the same product's.
        let neighbour = self.product.and_then(|product| {
            let same = &mut listed.iter().filter(|row| row.product == product);
            same.next().map(|row| RowKey::of(row))
        });
        let bands = rows::bands(self, &listed);
        let keys = listed.into_iter().map(RowKey::of).collect();
        let before = self.list.selected().copied();
        if self.list.set_in_bands(keys, bands) {
            match (neighbour, before) {
                (Some(neighbour), _) => {
                    self.list.select(&neighbour);
                }
                (None, Some(before)) => self.lost(before),
                (None, None) => {}
            }
        }
        if let Some(key) = self.wanted.take() {
            self.list.select(&key);
        }
    }

    /// The list of what somebody has.
    fn list_of(&mut self, who: &PersonName) {
        self.filter.set(&who.words());
        self.shown = ShownRequests::Open;
        self.pane = QueuePane::List;
        self.opened = None;
        self.zoomed = false;
        self.refill();
    }

    /// The row under the cursor left the list. Whoever is answering its items stays with it, so that no
    /// key meant for it falls on its neighbor; a request decided here makes room for the next.
    fn lost(&mut self, key: RowKey) {
        let RowKey::Request(request) = key else {
            return;
        };
        let mine = self.leaving.take() == Some(request);
        if !mine && self.opened.is_none() && self.pane != QueuePane::List {
            self.opened = Some(request);
        }
    }

    fn take_rows(&mut self, rows: Arc<Vec<QueueRow>>) {
        if self.shown != ShownRequests::Decided {
            self.size = QueueSize::of(rows.iter(), self.school());
        }
        let wanted = self.wanted;
        self.product = self.row().map(|row| row.product);
        self.rows = Some(rows);
        self.refill();
        if self.opened.is_some() && wanted.is_some() && self.list.selected().copied() == wanted {
            self.opened = None;
        }
    }

    fn take_sheet(&mut self, sheet: Box<ReviewSheet>) {
        let other = self.open.take(sheet);
        if other {
            self.technical = List::default();
            self.curricular = List::default();
        }
        self.repaint();
        if other {
            self.park_on_blanks();
        }
        if let (QueuePane::Items(track), Some(item)) = (self.pane, self.wanted_item.take()) {
            self.items_mut(track).select(&item);
        }
        if std::mem::take(&mut self.to_blank) {
            self.go_to_blank();
        }
    }
}

impl Narrowed for Queue {
    fn filter(&mut self) -> &mut Filter {
        &mut self.filter
    }

    fn order(&mut self) -> &mut Order {
        &mut self.order
    }

    fn refill(&mut self) {
        Queue::refill(self);
    }

    fn take_marks_off(&mut self) -> bool {
        let items = self.technical.unmark() | self.curricular.unmark();
        self.list.unmark() | items
    }

    fn move_below(&mut self, command: Command) {
        self.opened = None;
        self.list.update(command);
    }

    fn run(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        if self.page.update(command, self.item_key().as_ref()) {
            self.answered = None;
            return Some(Vec::new());
        }
        let done = self.carry_out(command, scene);
        self.page.follow(self.item_key().as_ref());
        done
    }
}

impl View for Queue {
    fn tab(&self) -> Tab {
        Tab::Queue
    }

    fn badge(&self) -> String {
        let late = if self.size.late > 0 { "!" } else { "" };
        format!("{}{late}", self.size.open)
    }

    fn context(&self) -> KeyContext {
        match self.pane {
            _ if self.filter.is_open() => KeyContext::Picker,
            QueuePane::List => KeyContext::Global,
            QueuePane::Items(_) => KeyContext::Checklist,
        }
    }

    fn heading(&self, scene: &Scene) -> Vec<String> {
        heading::heading(self, scene)
    }

    fn offers(&self, scene: &Scene) -> Vec<Offer> {
        let of_row = self.all_offers(scene);
        if self.in_full().is_some() {
            opened::offers(of_row)
        } else {
            of_row
        }
    }

    fn can_go_back(&self) -> bool {
        let over = self.zoomed || self.pane != QueuePane::List;
        over || !self.filter.is_empty()
    }

    fn asks(&self, scene: &Scene) -> Vec<Query> {
        let mut asks = vec![self.question()];
        let request = self.request().filter(|_| !self.passing);
        asks.extend(self.key().filter(|_| !self.passing).map(Query::Sheet));
        if self.rows.as_deref().is_some_and(Vec::is_empty) {
            asks.push(Query::Ahead);
        }
        let owned = |sheet: &ReviewSheet| sheet.conditions.iter().any(|one| one.owner.is_some());
        if self.sheet().is_some_and(owned) {
            asks.push(Query::People);
        }
        let product = self.row().filter(|_| !self.passing).map(|row| row.product);
        asks.extend(product.and_then(|product| LatestNeighbours::asks(product, scene)));
        if wide::fits(scene) {
            asks.push(Query::Throughput);
            asks.extend(request.map(Query::Story));
        }
        asks
    }

    fn asks_aside(&self) -> Vec<Query> {
        vec![Query::QueueSize(self.school())]
    }

    fn waits_for(&self, query: &Query, command: Command) -> bool {
        match query {
            Query::People => false,
            // Going down the rows does not wait for what each of them says.
            Query::Sheet(_) => self.pane != QueuePane::List || rows::needs_sheet(command),
            other => other.brings_rows(),
        }
    }

    fn stay(&mut self, school: Option<&SchoolName>) {
        self.scope = school.cloned();
        self.refill();
    }

    fn begin_anew(&mut self) {
        self.begin_at_first_tab();
    }

    fn go(&mut self, to: Destination, _from: Tab) {
        let request = match to {
            Destination::Request(request) => request,
            Destination::HeldBy(_, who) => return self.list_of(&who),
            _ => return,
        };
        self.filter.clear();
        self.page.close();
        self.shown = ShownRequests::Open;
        self.opened = Some(request);
        self.wanted = Some(RowKey::Request(request));
        self.wrote = None;
        self.pane = QueuePane::Items(Track::Technical);
        self.to_blank = true;
        self.refill();
        self.wanted = Some(RowKey::Request(request));
    }

    fn take(&mut self, query: &Query, answer: &Answer) {
        match (query, answer) {
            (query, Answer::Queue(rows)) if *query == self.question() => {
                self.take_rows(Arc::clone(rows));
            }
            (_, Answer::QueueSize(size)) => self.size = *size,
            (_, Answer::Sheet(sheet)) => self.take_sheet(sheet.clone()),
            _ => self.known.take(query, answer),
        }
    }

    fn changed(&mut self, deed: &Deed, became: &DeedResult) {
        if let Ok(done) = became {
            self.open.pending().written(deed);
            if let Some(FollowUp::Reply(reply)) = &done.next {
                self.reply = Some(reply.clone());
            }
        } else {
            self.open.pending().refused(deed);
            self.leaving = None;
        }
        self.repaint();
    }

    fn narrowed(&mut self) -> Option<&mut dyn Narrowed> {
        Some(self)
    }

    fn pick(&mut self, pick: Pick) -> Vec<Intent> {
        match pick {
            Pick::Review { deed, draft } => self.decided(deed, draft),
            _ => Vec::new(),
        }
    }

    fn stale(&self) -> Option<&'static str> {
        let gone = "The request left the list meanwhile, and nothing was done.";
        self.is_stale().then_some(gone)
    }

    fn written(&mut self, about: &Topic, text: &str) -> Vec<Intent> {
        match about {
            Topic::Review {
                request,
                text: what,
            } => self.finished(*request, what, text),
            _ => Vec::new(),
        }
    }

    fn picked(&mut self, about: Assignment, who: &PersonName) -> Vec<Intent> {
        match about {
            Assignment::Requests(subjects) => self.given_to(&subjects, who),
            Assignment::Condition { request, condition } => {
                self.condition_given(request, condition, who)
            }
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

    fn under_keys(&self) -> Option<RecordRef> {
        Some(self.request()?.into())
    }

    fn works_on_it(&self) -> bool {
        let wrote = self.wrote.is_some() && self.wrote == self.request();
        wrote && matches!(self.pane, QueuePane::Items(_))
    }

    fn remember(&self) -> ViewPlace {
        let key = match self.rows {
            Some(_) => self.row().map(RowKey::of),
            None => self.wanted,
        };
        let item = match self.pane {
            QueuePane::Items(track) => self.items(track).selected().cloned(),
            QueuePane::List => None,
        };
        let words = [key.map(RowKey::word), item];
        ViewPlace {
            row: words.into_iter().flatten().collect::<Vec<_>>().join(" "),
            filter: self.filter.text().to_owned(),
            sort: self.order.word(),
            layout: self.shown.word().to_owned(),
            pane: match self.pane {
                QueuePane::List => 0,
                QueuePane::Items(Track::Technical) => 1,
                QueuePane::Items(Track::Curricular) => 2,
            },
        }
    }

    fn restore(&mut self, spot: &ViewPlace) {
        let mut words = spot.row.split(' ');
        self.wanted = words.next().and_then(RowKey::from_word);
        self.wanted_item = words.next().map(str::to_owned);
        self.filter.set(&spot.filter);
        self.order = Order::from_word(&spot.sort, &QUEUE.orders()).unwrap_or_default();
        self.shown = ShownRequests::from_word(&spot.layout);
        self.pane = match spot.pane {
            1 => QueuePane::Items(Track::Technical),
            2 => QueuePane::Items(Track::Curricular),
            _ => QueuePane::List,
        };
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        draw::draw(self, area, canvas, scene);
    }
}

/// This deed on these rows.
fn doing(subjects: Vec<QueueSubject>, deed: ReviewDeed) -> Intent {
    Intent::Change(Deed::Review(Box::new(QueueDeeds {
        subjects,
        deeds: vec![deed],
    })))
}

#[cfg(test)]
mod tests;

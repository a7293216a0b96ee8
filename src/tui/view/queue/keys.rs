//! What the keys do in the Queue view.

use super::rows;
use super::{Queue, QueuePane, TRACKS, decide, doing, export, items};
use crate::domain::request::{RequestId, Track};
use crate::domain::review::{PersonName, QueueRow, ReviewDeed};
use crate::office::deed::Deed;
use crate::office::deed::review::{QueueDeeds, QueueSubject};
use crate::office::query::form::FormOpening;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem, Writing};
use crate::tui::scene::Scene;
use crate::tui::topic::{Assignment, ReviewText, Topic};
use crate::tui::widget::list::List;

impl Queue {
    pub(super) fn carry_out(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        let keeps = matches!(
            command,
            Command::Note | Command::Edit | Command::Decide | Command::Related | Command::SortMenu
        );
        if !keeps {
            self.answered = None;
        }
        match command {
            Command::Filter => {
                self.filter.open();
                self.pane = QueuePane::List;
            }
            Command::SortMenu => {
                return Some(vec![Intent::Menu(self.order.menu(&rows::orders(self)))]);
            }
            Command::Layout => {
                self.unfolded = !self.unfolded;
                self.repaint();
            }
            Command::Zoom => self.zoomed = !self.zoomed,
            Command::NextPane => self.turn_pane(1),
            Command::PreviousPane => self.turn_pane(2),
            Command::Right => self.go_right(),
            Command::Left => self.go_left(),
            Command::NextTab => self.turn_tab(1),
            Command::PreviousTab => self.turn_tab(2),
            Command::Now => self.go_to_now(),
            Command::Open => return self.open(),
            Command::Back => self.back(),
            Command::Answer(answer) => return self.answer(answer),
            Command::New => return Some(vec![Intent::Run(Command::NewRequest)]),
            Command::Note => return self.note(),
            Command::Edit => return self.edit(),
            Command::Take => return self.take_it(scene),
            Command::Who => return self.assign(),
            Command::Decide => return self.decide(),
            Command::Product => {
                let row = self.row()?;
                let school = self.scope.clone();
                return Some(vec![Intent::card(row.product, school)]);
            }
            Command::History => return self.history(),
            Command::NextStep => return self.read_reply(),
            Command::Related => return self.related(scene),
            Command::ScrollDown => return self.move_other(Command::Down),
            Command::ScrollUp => return self.move_other(Command::Up),
            other => return self.move_cursor(other).then(Vec::new),
        }
        Some(Vec::new())
    }

    /// A menu about the row under the cursor.
    pub(super) fn menu(&mut self, title: String, items: Vec<MenuItem>) -> Vec<Intent> {
        self.about = self.row().map(rows::RowKey::of);
        vec![Intent::Menu(Menu {
            title,
            items,
            about_rows: true,
        })]
    }

    /// Whether the row a menu is about left the list meanwhile.
    pub(super) fn is_stale(&self) -> bool {
        self.about != self.row().map(rows::RowKey::of)
    }

    fn move_cursor(&mut self, command: Command) -> bool {
        match self.pane {
            QueuePane::List => {
                self.opened = None;
                self.list.update(command)
            }
            QueuePane::Items(track) => self.items_mut(track).update(command),
        }
    }

    fn move_other(&mut self, command: Command) -> Option<Vec<Intent>> {
        let moved = match self.pane {
            QueuePane::List => self.items_mut(Track::Technical).update(command),
            QueuePane::Items(_) => {
                self.opened = None;
                self.list.update(command)
            }
        };
        moved.then(Vec::new)
    }

    /// Technical, curricular, list, and round; a checklist the policy does not ask for is left out.
    fn turn_pane(&mut self, steps: usize) {
        let mut panes = vec![QueuePane::Items(Track::Technical), QueuePane::List];
        if self
            .list_sheet(Track::Curricular)
            .is_none_or(|list| list.asked)
        {
            panes.insert(1, QueuePane::Items(Track::Curricular));
        }
        let last = panes.len() - 1;
        let at = panes.iter().position(|pane| *pane == self.pane);
        let steps = if steps == 1 { 1 } else { last };
        self.pane = panes[(at.unwrap_or(last) + steps) % panes.len()];
    }

    fn go_right(&mut self) {
        if self.pane != QueuePane::Items(Track::Curricular) {
            self.turn_pane(1);
        }
        if self.pane == QueuePane::List {
            self.pane = QueuePane::Items(Track::Technical);
        }
    }

    fn go_left(&mut self) {
        self.pane = match self.pane {
            QueuePane::Items(Track::Curricular) => QueuePane::Items(Track::Technical),
            _ => QueuePane::List,
        };
    }

    fn turn_tab(&mut self, steps: usize) {
        self.show_tab(self.shown.step(steps));
    }

    pub(super) fn begin_at_first_tab(&mut self) {
        let first = rows::ShownRequests::default();
        if self.shown != first {
            self.show_tab(first);
        }
    }

    fn show_tab(&mut self, shown: rows::ShownRequests) {
        let before = self.question();
        self.shown = shown;
        self.pane = QueuePane::List;
        self.opened = None;
        if self.question() != before {
            self.rows = None;
            self.list = List::default();
        }
        self.refill();
    }

    /// What is due first, whoever waits for it.
    fn go_to_now(&mut self) {
        let rows = self.rows.as_deref().map_or(&[][..], Vec::as_slice);
        let first = rows::listed(self, rows)
            .into_iter()
            .min_by_key(|row| row.clock.due_on);
        if let Some(key) = first.map(rows::RowKey::of) {
            self.opened = None;
            self.pane = QueuePane::List;
            self.list.select(&key);
        }
    }

    fn back(&mut self) {
        if self.pane != QueuePane::List {
            self.pane = QueuePane::List;
        } else if !self.filter.is_empty() {
            self.filter.clear();
            self.refill();
        } else {
            self.zoomed = false;
        }
    }

    /// From a row to its first blank item, from an item to all its words.
    fn open(&mut self) -> Option<Vec<Intent>> {
        if let Some(item) = self.item_key() {
            self.page.open(Some(&item));
            return Some(Vec::new());
        }
        self.row()?;
        self.wrote = None;
        self.pane = QueuePane::Items(Track::Technical);
        if self.sheet().is_some() {
            self.go_to_blank();
        } else {
            self.to_blank = true;
        }
        Some(Vec::new())
    }

    /// Begins the review of a row that only a trigger put here.
    pub(super) fn begin(&self) -> Option<Vec<Intent>> {
        let subject = self.subject().filter(|s| s.request.is_none())?;
        Some(vec![doing(vec![subject], ReviewDeed::Take)])
    }

    /// Takes the rows; where all of them are mine, gives them back.
    fn take_it(&mut self, scene: &Scene) -> Option<Vec<Intent>> {
        let subjects = self.subjects();
        let mine = |subject: &QueueSubject| {
            let key = subject.request.map(rows::RowKey::Request);
            let row = key.and_then(|key| self.find(key)).or_else(|| self.row());
            let owner = row.and_then(|row| row.owner.as_ref());
            owner.is_some_and(|who| who.login == scene.who)
        };
        let (back, new): (Vec<QueueSubject>, Vec<QueueSubject>) =
            subjects.into_iter().partition(|subject| mine(subject));
        self.unmark();
        match (new.is_empty(), back.is_empty()) {
            (true, true) => None,
            (true, false) => Some(vec![doing(back, ReviewDeed::GiveBack)]),
            (false, _) => Some(vec![doing(new, ReviewDeed::Take)]),
        }
    }

    fn assign(&self) -> Option<Vec<Intent>> {
        let subjects = self.subjects();
        let title = match subjects.as_slice() {
            [] => return None,
            [one] => format!("Who has {}", one.what),
            more => format!("Who has these {} requests", more.len()),
        };
        let about = Assignment::Requests(subjects);
        Some(vec![Intent::PickPerson { about, title }])
    }

    pub(super) fn given_to(&mut self, subjects: &[QueueSubject], who: &PersonName) -> Vec<Intent> {
        let keys = subjects.iter().map(|one| match one.request {
            Some(request) => rows::RowKey::Request(request),
            None => rows::RowKey::Product(one.product),
        });
        let shown = |key| self.row().filter(|row| rows::RowKey::of(row) == key);
        let rows = keys.filter_map(|key| self.find(key).or_else(|| shown(key)));
        let mut rows: Vec<&QueueRow> = rows.collect();
        let theirs = |row: &QueueRow| row.owner.as_ref().is_some_and(|owner| owner.id == who.id);
        if rows.iter().any(|row| !theirs(row)) {
            rows.retain(|row| !theirs(row));
        }
        let subjects = rows.into_iter().map(QueueSubject::of).collect();
        self.unmark();
        vec![doing(subjects, ReviewDeed::Assign { person: who.id })]
    }

    fn unmark(&mut self) {
        self.list.unmark();
    }

    fn history(&self) -> Option<Vec<Intent>> {
        let request = self.request()?;
        let what = self.subject()?.what;
        Some(vec![Intent::History(request.into(), what)])
    }

    /// The words for whoever asked, where the request is answered.
    fn read_reply(&self) -> Option<Vec<Intent>> {
        self.row()?;
        let said = export::reply(self).map(Intent::Page);
        let none = "Nothing of it is decided, so that there is no reply yet. d decides.";
        Some(vec![said.unwrap_or(Intent::Hint(none.into()))])
    }

    /// A note on the item, or on the request from the list.
    fn note(&self) -> Option<Vec<Intent>> {
        let request = self.request()?;
        if let Some((_, one)) = self.item_in_hand() {
            let reason = if items::lacks_reason(one) {
                "Reason why"
            } else {
                "Note on"
            };
            return Some(vec![Intent::Write(Writing {
                about: Topic::Review {
                    request,
                    text: ReviewText::Note(one.item.id.clone()),
                },
                title: format!("{reason} {} {}", one.item.id, one.item.title),
                text: one.note.clone().unwrap_or_default(),
                several_lines: true,
            })]);
        }
        let what = self.subject()?.what;
        Some(vec![Intent::Write(Writing::note(request, what))])
    }

    /// Where the proof of an item is; from the list the fields of the product that is asked for.
    fn edit(&self) -> Option<Vec<Intent>> {
        let Some((request, (_, one))) = self.request().zip(self.item_in_hand()) else {
            let row = self.row()?;
            let opening = FormOpening::of(row.product, row.product_name.clone());
            return Some(vec![Intent::Form(opening)]);
        };
        Some(vec![Intent::Write(Writing {
            about: Topic::Review {
                request,
                text: ReviewText::Evidence(one.item.id.clone()),
            },
            title: format!("Proof of {}: a link, or where the paper is", one.item.id),
            text: one.evidence.clone().unwrap_or_default(),
            several_lines: false,
        })])
    }

    /// A note or a proof was written for an item.
    pub(super) fn noted(
        &mut self,
        request: RequestId,
        id: &str,
        note: Option<&str>,
        evidence: Option<&str>,
    ) -> Vec<Intent> {
        let Some(subject) = self.subject_of(request) else {
            return vec![Intent::Hint(decide::GONE.into())];
        };
        let shown = self.request() == Some(request);
        let one = TRACKS.iter().find_map(|track| self.item(*track, id));
        let deed = ReviewDeed::Answer {
            item: id.to_owned(),
            answer: None,
            note: note.map(str::to_owned),
            evidence: evidence.map(str::to_owned),
            seen: one
                .filter(|_| shown)
                .and_then(|one| self.seen(request, one)),
        };
        let sent = Deed::Review(Box::new(QueueDeeds::one(subject, deed.clone())));
        self.wrote = Some(request);
        self.open.pending().paint(sent.clone(), request, vec![deed]);
        self.repaint();
        vec![Intent::Change(sent)]
    }
}

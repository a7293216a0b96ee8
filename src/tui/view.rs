//! What a view is: one screenful on one subject, with its state, what its keys do, and its drawing; a large one in a
//! folder of parts.
//!
//! Driven by `app`. A view names what it needs (`asks`), takes answers, turns commands into intents
//! and draws. It never imports another view: to go there it returns the intent to go.
//!
//! What is the same in every view whose list is narrowed by words and sorted is in `narrowed`; what a menu about rows
//! was opened on, in `chosen`; what neighbours of the region say of a product, in `from_neighbours`; all about the row
//! under the cursor, open over the list, in `opened`.
//!
//! A part that more than one view has is called the same in all of them:
//!
//! - `keys`: what the keys do.
//! - `offers`: which keys have a use now, and why one is off.
//! - `rows`: which rows are listed, and in which order. Draws nothing.
//! - `heading`: line 2.
//! - `draw`: where things are in the window; the parts draw themselves.
//! - `list`: the rows as a table.
//! - `wide`: the layout for wide windows.
//! - `detail`: the row under the cursor, open already.
//! - `page`: everything about that row, as a text to read.
//! - `empty`: what stands where nothing is listed: why, and the key that changes it.
//! - `decide`: the decide menu, and what a choice needs besides.
//! - `related`: the menu of what belongs to the row.
//! - `export`: the rows as text to copy and as a table to write.
//! - `matrix`: what crosses what, a cell each.
//! - `tests`: the view alone, on values made by hand.
//!
//! A part that one view alone has is called after what it shows there:
//!
//! - dashboard: `front` (the sentence, what to do first), `boxes` (one a factor), `cells`, `owners` and `training`
//!   (a page each), `figures` (whose cells are listed), `cursor` (where it goes on each page), `words`.
//! - overlaps: `plan` (who stays, what is lost).
//! - people: `person` (one of them, opened), `public_keys` (by which they come in).
//! - queue: `checklist` (one, drawn), `items` (of both, answered), `pending` (the sheet with answers on their
//!   way), `known` (what is read beside rows and sheet), `dossier` (of a
//!   request, in a wide window), `instead` (what to use instead).
//! - renewals: `agenda`, `grid` (a month), `year`.
//! - standards: `coverage` (schools by grades), `tabs` (and layouts), `verifying` (a claim, task by task).
//!
//! `tests/house.rs` reads these lists: a part that stands in neither, or in none of the views, fails.

mod chosen;
pub mod dashboard;
pub mod find;
mod from_neighbours;
mod narrowed;
mod opened;
pub mod overlaps;
pub mod people;
pub mod queue;
pub mod region;
pub mod renewals;
pub mod schools;
pub mod standards;

use ratatui::layout::Rect;

use self::narrowed::Narrowed;
use super::canvas::Canvas;
use super::command::{Command, Tab};
use super::effect::{Destination, Intent, Pick};
use super::keymap::KeyContext;
use super::place::ViewPlace;
use super::scene::Scene;
use super::topic::{Assignment, Topic};
use super::widget::filter::Filter;
use crate::domain::contract::ContractId;
use crate::domain::find::SchoolName;
use crate::domain::record::RecordRef;
use crate::domain::review::PersonName;
use crate::office::deed::{Deed, DeedResult, Listing};
use crate::office::query::intake::RequestOpening;
use crate::office::query::{Answer, Query};

/// A command that has a use here and now, for footer, help and palette.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// What its key, its line in the palette and its line in the help do.
    pub command: Command,
    /// What it is called here; empty takes the keymap's word.
    pub label: &'static str,
    /// The command that goes the other way, whose key the footer names beside this one's.
    pub back: Option<Command>,
    /// Of most use here: before the others in the footer.
    pub near: bool,
    /// Why it cannot be done now; shown in the palette and when its key is pressed.
    pub off: Option<String>,
}

impl Offer {
    /// An offer under the keymap's word.
    pub fn of(command: Command) -> Self {
        Self::called(command, "")
    }

    /// An offer under this view's word.
    pub fn called(command: Command, label: &'static str) -> Self {
        Self {
            command,
            label,
            back: None,
            near: false,
            off: None,
        }
    }

    /// The same, with the key that goes the other way beside it in the footer: `] [ month`.
    #[must_use]
    pub fn and(mut self, back: Command) -> Self {
        self.back = Some(back);
        self
    }

    /// The same, before the others in the footer.
    #[must_use]
    pub fn near(mut self) -> Self {
        self.near = true;
        self
    }

    /// The same, but off for this reason unless there is none.
    #[must_use]
    pub fn unless(mut self, reason: Option<String>) -> Self {
        self.off = reason;
        self
    }
}

/// A form in which what is under the cursor can be copied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CopyForm {
    /// Its letter in the `Y` menu; `t` and `f` are taken.
    pub letter: char,
    /// What it is called there.
    pub label: &'static str,
    /// What is copied.
    pub text: String,
}

/// What one tab shows and what the keys do there: the queue, the renewals, the schools.
pub trait View {
    /// The tab that it stands under.
    fn tab(&self) -> Tab;

    /// The word on the tab; the same where a line is short, and where even that is too long.
    fn names(&self) -> [&'static str; 3] {
        let tab = self.tab();
        [tab.name(), tab.short(), tab.shortest()]
    }

    /// A count or mark behind the word on the tab.
    fn badge(&self) -> String {
        String::new()
    }

    /// The words that narrow its list; none where it has no such list.
    fn narrowing(&self) -> Option<&Filter> {
        None
    }

    /// Where keys are read now; a typing context while one of its boxes is open.
    fn context(&self) -> KeyContext {
        match self.narrowing() {
            Some(filter) if filter.is_open() => KeyContext::Picker,
            _ => KeyContext::Global,
        }
    }

    /// The parts of line 2, what matters most first: filter, marks, counts, sort. The frame adds scope and person,
    /// and leaves out from the end what there is no room for.
    fn heading(&self, scene: &Scene) -> Vec<String>;

    /// The commands of use here and now.
    fn offers(&self, scene: &Scene) -> Vec<Offer>;

    /// Whether `Back` has somewhere to go inside this view.
    fn can_go_back(&self) -> bool {
        false
    }

    /// What it needs to know to be drawn. Asked whenever this list changes or the records do; at
    /// most one question of each kind.
    fn asks(&self, scene: &Scene) -> Vec<Query>;

    /// What it needs to know for its badge while another view is shown. Asked when nothing else is
    /// waited for.
    fn asks_aside(&self) -> Vec<Query> {
        Vec::new()
    }

    /// The records changed: what it knew may be otherwise, and it is about to ask again what it shows.
    fn records_changed(&mut self) {}

    /// Whether this command, which acts on rows, waits for the answer to this question of its own.
    fn waits_for(&self, query: &Query, _command: Command) -> bool {
        query.brings_rows()
    }

    /// The person stays at this school from now on, or at none.
    fn stay(&mut self, _school: Option<&SchoolName>) {}

    /// The person comes by the key of the tab: it begins where it says, whichever of its lists was shown last.
    fn begin_anew(&mut self) {}

    /// Goes to what has its place in this view; the person comes from another tab, or from this one.
    fn go(&mut self, _to: Destination, _from: Tab) {}

    /// How each number here is counted, in sentences, for the help.
    fn counting(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// Takes the answer to a question it still asks.
    fn take(&mut self, query: &Query, answer: &Answer);

    /// Sees what became of a deed, its own or another's.
    fn changed(&mut self, _deed: &Deed, _became: &DeedResult) {}

    /// The list that is narrowed by words and sorted by a column; none where it has no such list.
    fn narrowed(&mut self) -> Option<&mut dyn Narrowed> {
        None
    }

    /// Carries out a command; none means it has no use for it now.
    fn update(&mut self, command: Command, scene: &Scene) -> Option<Vec<Intent>> {
        narrowed::update(self.narrowed()?, command, scene)
    }

    /// Sorts by the column of this letter; again, the other way round.
    fn sort(&mut self, letter: char) {
        if let Some(list) = self.narrowed() {
            narrowed::sort(list, letter);
        }
    }

    /// Carries out a line of a menu that it opened.
    fn pick(&mut self, _pick: Pick) -> Vec<Intent> {
        Vec::new()
    }

    /// Why an open menu or picker about rows is of no use any more: they left the list meanwhile, or others
    /// are marked. None while the keys still act on the same rows.
    fn stale(&self) -> Option<&'static str> {
        None
    }

    /// Takes pasted text if a box is open; false drops it.
    fn paste(&mut self, text: &str) -> bool {
        let list = self.narrowed();
        list.is_some_and(|list| narrowed::paste(list, text))
    }

    /// Takes a finished text that it asked for with `Intent::Write`; a note on a record needs no view.
    fn written(&mut self, _about: &Topic, _text: &str) -> Vec<Intent> {
        Vec::new()
    }

    /// Takes the person it had picked by `Intent::PickPerson`.
    fn picked(&mut self, _about: Assignment, _who: &PersonName) -> Vec<Intent> {
        Vec::new()
    }

    /// What a request begins with that is made from here.
    fn request(&self, scene: &Scene) -> RequestOpening {
        RequestOpening::at(scene.scope.clone())
    }

    /// How what is under the cursor can be copied; the first is the answer line.
    fn copies(&self, _scene: &Scene) -> Vec<CopyForm> {
        Vec::new()
    }

    /// What is listed here, for a file: the marked rows, else all that are shown.
    fn export(&self, _scene: &Scene) -> Option<Listing> {
        None
    }

    /// The contracts listed here whose dates can go to a calendar: the marked ones, else all shown.
    fn dated(&self) -> Vec<ContractId> {
        Vec::new()
    }

    /// A key is held and rows go by unread, or that is over: details may be left out meanwhile.
    fn pass_by(&mut self, _passing: bool) {}

    /// Takes the marks off the rows; false where none was marked.
    fn take_marks_off(&mut self) -> bool {
        self.narrowed()
            .is_some_and(narrowed::Narrowed::take_marks_off)
    }

    /// The person goes to another view: filters end here.
    fn leave(&mut self) {
        if let Some(list) = self.narrowed() {
            narrowed::widen(list);
        }
    }

    /// The record that the keys act on, beside which it is said who else has it open.
    fn under_keys(&self) -> Option<RecordRef> {
        None
    }

    /// Whether that record is open to be changed without a form: a checklist is.
    fn works_on_it(&self) -> bool {
        false
    }

    /// Where the person is, to be restored at the next start.
    fn remember(&self) -> ViewPlace {
        ViewPlace::default()
    }

    /// Goes where the person was.
    fn restore(&mut self, _spot: &ViewPlace) {}

    /// Draws the body, and puts the real cursor on the selected row or into the box.
    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene);

    /// Draws itself in a window below 60x18; false leaves that to the note about the size.
    fn draw_tiny(&self, _area: Rect, _canvas: &mut Canvas, _scene: &Scene) -> bool {
        false
    }
}

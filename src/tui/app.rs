//! The whole screen as one value: which view, which popups, the messages; events in, effects out.
//!
//! Driven by `tui::run`, and by tests without any terminal. Keys become commands here, commands go to
//! the top popup, else to `app` itself, else to the view. Touches neither terminal, files nor store.

mod answers;
mod asking;
mod by_name;
mod copies;
mod grant;
mod keys;
mod restore;
mod tour;

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use ratatui::layout::Size;

use self::asking::Asking;
use super::canvas::FreshCells;
use super::command::{Command, Tab};
use super::effect::Effect;
use super::event::{Event, HANG_UP, REFUSED};
use super::key::{Input, Key};
use super::keymap::KeyContext;
use super::notice::{Notice, Notices};
use super::painter::still::CursorPace;
use super::place::Place;
use super::popup::Popup;
use super::scene::{Scene, WindowShape};
use super::theme::{Appearance, Look};
use super::topic::Topic;
use super::view::View;
use crate::domain::presence::{self, Editing};
use crate::domain::put::ChangeSetId;
use crate::domain::record::RecordRef;
use crate::office::Head;
use crate::office::deed::{Deed, FollowUp};

/// A draft is kept at the latest after so many keys, or this long after the last.
const KEYS_PER_SAVE: usize = 20;
const PAUSE_BEFORE_SAVE: Duration = Duration::from_millis(300);
/// A change that takes longer than this says `saving...`.
const SAVING_AFTER: Duration = Duration::from_millis(150);
/// Once no move came for so long, the cursor rests, and what is said of its row follows it.
const REST: Duration = Duration::from_millis(100);
/// So much longer the rest of the screen stays as it is while that is asked for.
const ASKED: Duration = Duration::from_millis(250);
/// How long a cell that somebody else changed is marked.
const MARKED: Duration = Duration::from_secs(3);
/// Dates are looked at again this often.
const TICK: Duration = Duration::from_mins(1);
/// Progress is shown anew this often.
const PROGRESS: Duration = Duration::from_millis(500);

/// A key that ends the program when pressed twice in a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Armed {
    No,
    Q,
    CtrlC,
}

/// A change on its way to the records.
struct Pending {
    deed: Deed,
    /// The draft it came from, forgotten once the change is made.
    draft: Option<Topic>,
    since: Instant,
}

/// The screens of one person: views, popups, what is asked and what is on its way.
pub struct App {
    scene: Scene,
    /// What the terminal can, before anybody's taste.
    terminal: Look,
    views: Vec<Box<dyn View>>,
    current: usize,
    /// Where the person came from without pressing a view's key, and goes back to; the last is the nearest.
    behind: Vec<Tab>,
    popups: Vec<Box<dyn Popup>>,
    notices: Notices,
    asking: Asking,
    pending: Vec<Pending>,
    /// Typed, but waiting for rows to act on.
    held: VecDeque<Input>,
    drafts: BTreeMap<Topic, String>,
    recent: Vec<Command>,
    last_copy: Option<String>,
    armed: Armed,
    unbound_capitals: u8,
    /// What the last deed left to be done.
    next: Option<FollowUp>,
    /// The change set that the message line says the last key would take back or put back.
    said: Option<ChangeSetId>,
    /// The same, while the next key is carried out.
    meant: Option<ChangeSetId>,
    /// Which records others have open to change them.
    editors: Vec<Editing>,
    /// Where history stood in what the person saw when the first of the popups was opened that ask nothing themselves.
    saw: Option<Head>,
    /// The record of which others were told that it is open here to be changed.
    edited: Option<RecordRef>,
    /// Until when cells that somebody else changed are marked.
    fresh_until: Option<Instant>,
    /// The key that is being carried out, to name it where it has no use.
    pressed: Option<Key>,
    at: Instant,
    save_due: Option<Instant>,
    keys_since_save: usize,
    /// The cursor goes by: the view leaves out details until then.
    rests_at: Option<Instant>,
    /// It went by already when the last move came: a key is held down.
    goes_on: bool,
    /// The cursor rests, and until then nothing is drawn anew of which the answer is on its way.
    asked_until: Option<Instant>,
    saved: Option<Place>,
    /// The worker is gone: nothing will be answered any more.
    broken: bool,
    /// When somebody was last seen to sit here.
    seen: Instant,
    /// After so long without them the screens close; none is never.
    idle_limit: Option<Duration>,
    /// It ends in order, and what is kept now is all there is.
    ended: bool,
    effects: Vec<Effect>,
}

impl App {
    /// A screen with these views (at least one), at the place where the person was.
    pub fn new(scene: Scene, views: Vec<Box<dyn View>>, place: Option<Place>, at: Instant) -> Self {
        let landing = views.iter().position(|view| view.tab() == Tab::Find);
        let mut app = Self {
            terminal: scene.look,
            scene,
            views,
            current: landing.unwrap_or(0),
            behind: Vec::new(),
            popups: Vec::new(),
            notices: Notices::default(),
            asking: Asking::default(),
            pending: Vec::new(),
            held: VecDeque::new(),
            drafts: BTreeMap::new(),
            recent: Vec::new(),
            last_copy: None,
            armed: Armed::No,
            unbound_capitals: 0,
            next: None,
            said: None,
            meant: None,
            editors: Vec::new(),
            saw: None,
            edited: None,
            fresh_until: None,
            pressed: None,
            at,
            save_due: None,
            keys_since_save: 0,
            rests_at: None,
            goes_on: false,
            asked_until: None,
            saved: None,
            broken: false,
            seen: at,
            idle_limit: None,
            ended: false,
            effects: Vec::new(),
        };
        if let Some(place) = place {
            app.saved = Some(place.clone());
            app.restore(place);
        }
        app
    }

    /// Begins at this view.
    pub fn land(&mut self, tab: Tab) {
        let at = self.views.iter().position(|view| view.tab() == tab);
        self.current = at.unwrap_or(self.current);
    }

    /// The first questions, before anything has happened.
    pub fn begin(&mut self) -> Vec<Effect> {
        self.finish()
    }

    /// Takes one event and returns what must be done in the world.
    pub fn handle(&mut self, event: Event, at: Instant) -> Vec<Effect> {
        self.at = at;
        if matches!(
            event,
            Event::Typed(_) | Event::Edited(_) | Event::Continued | Event::Resized
        ) {
            self.seen = at;
        }
        match event {
            Event::Typed(inputs) => self.typed(inputs),
            Event::Answered(query, answer, head) => self.take_answer(&query, &answer, head),
            Event::Done(deed, became) => self.take_result(&deed, &became),
            Event::Edited(text) => self.edited(&text),
            Event::OthersChanged => {
                self.fresh_until = Some(at + MARKED);
                self.forget_answers();
            }
            Event::Editors(editors) => self.editors = editors,
            Event::Broke(told) => {
                self.broken = true;
                let text = format!(
                    "A part of hallpass stopped by a mistake in the program ({told}). \
                     Drafts are kept. Q quits; start it again."
                );
                self.tell(Notice::error(text));
            }
            Event::ShutOut(_) => self.end(REFUSED),
            Event::LeftAlone(_) => self.end(HANG_UP),
            Event::End(code) => self.end(code),
            Event::Resized | Event::Taken => {}
            Event::Continued => self.effects.push(Effect::Redraw),
        }
        self.finish()
    }

    /// Time went by: keeps the place after a pause.
    pub fn wake(&mut self, at: Instant) -> Vec<Effect> {
        self.at = at;
        if self.save_due.is_some_and(|due| due <= at) {
            self.save();
        }
        if self.rests_at.is_some_and(|rests| rests <= at) {
            self.release();
            self.asked_until = Some(at + ASKED);
        }
        self.asked_until = self.asked_until.filter(|until| *until > at);
        self.fresh_until = self.fresh_until.filter(|until| *until > at);
        self.finish()
    }

    /// After so long without a key the screens close; none is never.
    pub fn set_idle_limit(&mut self, limit: Option<Duration>) {
        self.idle_limit = limit;
    }

    /// How long nobody pressed a key, where that is too long. What is being done is waited for.
    pub fn left_alone(&self, at: Instant) -> Option<Duration> {
        let limit = self.idle_limit.filter(|limit| self.seen + *limit <= at);
        limit.filter(|_| self.pending.is_empty() && !self.is_working())
    }

    fn is_working(&self) -> bool {
        self.popups.last().is_some_and(|popup| popup.is_working())
    }

    /// How long nothing needs to be done if nothing happens.
    pub fn sleep(&self, at: Instant) -> Duration {
        let saving = self.pending.first().map(|p| p.since + SAVING_AFTER);
        let left_alone = self.idle_limit.map(|limit| self.seen + limit);
        let dues = [
            self.save_due,
            self.rests_at,
            self.asked_until,
            left_alone.filter(|due| *due > at),
            self.fresh_until,
            saving.filter(|due| *due > at),
        ];
        let waits = dues
            .iter()
            .flatten()
            .map(|due| due.saturating_duration_since(at));
        let longest = if self.is_working() { PROGRESS } else { TICK };
        waits.min().unwrap_or(longest).min(longest)
    }

    /// The local time, told before each event.
    pub fn set_now(&mut self, now: NaiveDateTime) {
        self.scene.now = now;
    }

    /// The size of the window.
    pub fn set_size(&mut self, size: Size) {
        self.scene.shape = WindowShape::of(size);
        self.scene.size = size;
    }

    /// The look of the terminal, when the person changes it.
    pub fn set_look(&mut self, look: Look) {
        self.terminal = look;
        self.scene.look = look.with(self.scene.taste);
    }

    /// Shows a message from outside the screen.
    pub fn tell(&mut self, notice: Notice) {
        self.notices.tell(notice, self.scene.now);
    }

    /// Shows a remark until the next key.
    pub fn hint(&mut self, text: &str) {
        self.notices.hint(text);
    }

    /// Whether answers are on their way.
    pub fn is_waiting(&self) -> bool {
        !self.broken && self.asking.is_waiting()
    }

    /// What every view may know: the window, the day, the person, the scope.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// The views in the order of their tabs.
    pub fn views(&self) -> &[Box<dyn View>] {
        &self.views
    }

    /// The visible view.
    pub fn view(&self) -> &dyn View {
        self.views[self.current].as_ref()
    }

    /// Whether `Back` leads anywhere: inside the view, or to where the person came from.
    pub fn can_go_back(&self) -> bool {
        self.view().can_go_back() || self.view().tab().is_page() || !self.behind.is_empty()
    }

    /// The open popups, the lowest first.
    pub fn popups(&self) -> &[Box<dyn Popup>] {
        &self.popups
    }

    /// The error mark and the text for the message line.
    pub fn message(&self) -> (String, &str) {
        let (mark, text) = self.notices.shown();
        let slow = self
            .pending
            .first()
            .is_some_and(|p| p.since + SAVING_AFTER <= self.at);
        if mark.is_empty() && slow {
            return (mark, "saving...");
        }
        (mark, text)
    }

    /// What stands behind the text of the message line: how many errors nobody has read, or how the one goes that is shown.
    pub fn unread(&self) -> String {
        self.notices.tail().unwrap_or_default()
    }

    /// How many texts are half-written.
    pub fn drafts(&self) -> usize {
        self.drafts.len()
    }

    /// Looks so from now on, and at the next start.
    fn wear(&mut self, taste: Appearance) {
        self.scene.taste = taste;
        self.scene.look = self.terminal.with(taste);
    }

    /// Where keys are read now.
    pub fn context(&self) -> KeyContext {
        match self.popups.last() {
            Some(popup) => popup.context(),
            None => self.view().context(),
        }
    }

    /// The records changed: everything is asked again.
    fn forget_answers(&mut self) {
        self.asking.forget();
        self.views
            .iter_mut()
            .for_each(|view| view.records_changed());
    }

    /// Sends the questions that are new since the last time.
    fn send_questions(&mut self) {
        let mut wanted = self.view().asks(&self.scene);
        for popup in &self.popups {
            wanted.extend(popup.asks());
        }
        let aside = self.views.iter().flat_map(|view| view.asks_aside());
        let passing = self.rests_at.is_some();
        let new = self.asking.want(wanted, aside.collect(), passing);
        self.effects.extend(new.into_iter().map(Effect::Ask));
    }

    /// The cursor moves: nobody reads the details that it passes.
    fn note_move(&mut self) {
        self.goes_on = self.rests_at.is_some();
        self.rests_at = Some(self.at + REST);
        self.views[self.current].pass_by(true);
    }

    fn release(&mut self) {
        self.asked_until = None;
        self.goes_on = false;
        if self.rests_at.take().is_some() {
            self.views[self.current].pass_by(false);
        }
    }

    /// How the cursor goes through a list. While it moves, or what is said of its row is still on its way, all else
    /// stays as it is on the screen.
    pub fn pace(&self) -> CursorPace {
        let asked = self.asked_until.is_some() && !self.broken && self.asking.is_out();
        match self.rests_at {
            _ if !self.popups.is_empty() => CursorPace::Rests,
            Some(_) if self.goes_on => CursorPace::Held,
            None if !asked => CursorPace::Rests,
            _ => CursorPace::Moves,
        }
    }

    fn end(&mut self, code: i32) {
        self.ended = true;
        self.saved = None;
        self.save();
        self.effects.push(Effect::End(code));
    }

    fn save(&mut self) {
        self.save_due = None;
        self.keys_since_save = 0;
        let mut place = self.place();
        let saved_at = self.saved.as_ref().and_then(|saved| saved.at);
        let now = std::mem::replace(&mut place.at, saved_at);
        if self.saved.as_ref() != Some(&place) {
            place.at = now;
            self.saved = Some(place.clone());
            self.effects.push(Effect::Save(Box::new(place)));
        }
    }

    /// The record that the person has open to change it: by a form, a menu of decisions, or a checklist.
    fn edits(&self) -> Option<RecordRef> {
        let here = self.view().under_keys();
        let mut over = self.popups.iter().rev();
        let over = over.find_map(|popup| popup.edits());
        let inside = here.filter(|_| self.view().works_on_it());
        let edits = over.or(inside);
        edits.filter(|_| !self.scene.read_only && self.scene.no_edit.is_none())
    }

    /// Who else has the record open to change it that is open here, or under the cursor: a sentence. A form for a new
    /// record is about none that others can have open.
    pub fn others_edit(&self) -> Option<String> {
        let under = || match self.popups.last() {
            Some(popup) if popup.is_for_new() => None,
            _ => self.view().under_keys(),
        };
        let record = self.edits().or_else(under)?;
        presence::in_words(&self.editors, record, &self.scene.who)
    }

    /// The moment of this frame, and until when cells that somebody else changed are marked; none while nobody has
    /// changed anything.
    pub fn fresh(&self) -> Option<FreshCells> {
        let until = self.fresh_until?;
        Some(FreshCells {
            now: self.at,
            until,
        })
    }

    fn finish(&mut self) -> Vec<Effect> {
        let edits = self.edits();
        if edits != self.edited {
            self.edited = edits;
            self.effects.push(Effect::Edits(edits));
        }
        self.send_questions();
        std::mem::take(&mut self.effects)
    }
}

#[cfg(test)]
mod tests;

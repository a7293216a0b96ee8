//! The screens: `run` takes the terminal, starts the threads, and turns events into frames.
//!
//! Called by `main` with everything from the world handed in: clock, answerer, files. From a key to
//! the screen: `input` → `app` (with `keymap`, popups, a view) → `worker` → `app` → `frame` →
//! `painter`. Only this room speaks to a terminal.

pub mod app;
pub mod canvas;
pub mod command;
pub mod decode;
pub mod editor;
pub mod effect;
pub mod event;
pub mod flow;
pub mod frame;
pub mod input;
pub mod key;
pub mod keymap;
pub mod notice;
pub mod painter;
pub mod place;
pub mod popup;
pub mod scene;
pub mod signals;
pub mod start;
pub mod terminal;
pub mod theme;
pub mod topic;
pub mod view;
pub mod watch;
pub mod widget;
pub mod worker;

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::office::deed::Executor;
use crate::office::query::Answerer;
use crate::office::{IdleTime, left_alone};
use app::App;
use command::Tab;
use effect::Effect;
use event::{Event, HANG_UP};
use flow::{ASK, Flow};
use input::Keyboard;
use notice::Notice;
use painter::Painter;
use scene::Scene;
use terminal::Terminal;
use view::View;
use watch::EndProcess;
use worker::Worker;

/// Answers that arrive within this time are drawn together with the key that asked for them.
const GRACE: Duration = Duration::from_millis(8);
/// The same for the first frame.
const FIRST_GRACE: Duration = Duration::from_millis(40);
/// How long quitting waits for changes that are being written.
const LAST_CHANGES: Duration = Duration::from_secs(15);
/// The same when the line dropped or a signal came.
const LAST_CHANGES_IN_HASTE: Duration = Duration::from_millis(10);
/// How long whoever quits waits, the terminal already theirs, for the count of what they looked up: it may be lost.
const LAST_COUNT: Duration = Duration::from_millis(50);
/// A stop we sent ourselves has reached every thread long before this.
const STOP_ARRIVES: Duration = Duration::from_millis(500);

/// What the screens need from the world.
pub struct Setup {
    /// Date, person, district, look.
    pub scene: Scene,
    /// The views in the order of their tabs.
    pub views: Vec<Box<dyn View>>,
    /// The view of whoever was not here before.
    pub landing: Tab,
    /// Answers questions and carries out deeds, on a thread of its own.
    pub office: Box<dyn Executor>,
    /// Answers what is typed, on another.
    pub finder: Box<dyn Answerer>,
    /// Answers questions that take long, on a third.
    pub reader: Box<dyn Answerer>,
    /// Answers questions that look back month by month, on a fourth.
    pub historian: Box<dyn Answerer>,
    /// Answers what is asked of a region, on a fifth; none where the district takes part in none.
    pub elsewhere: Option<Box<dyn Answerer>>,
    /// Where the person's place is kept between sessions.
    pub place_file: Option<PathBuf>,
    /// Which office it is a place in, as the store knows it.
    pub office_id: String,
    /// Where `Y f` writes; none where people must not write files.
    pub copy_file: Option<PathBuf>,
    /// The person's editor; none where none is named or none may be started.
    pub editor: Option<String>,
    /// What the person is told first, and has to read.
    pub first: Option<String>,
    /// What is said first of all, where something is to be.
    pub told: Option<String>,
    /// After how long without a key they close by themselves.
    pub idle: IdleTime,
    /// Local time.
    pub clock: Box<dyn Fn() -> NaiveDateTime>,
    /// Ends the process at once, for when the screen is stuck.
    pub end: EndProcess,
}

/// How the screens ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreensEnded {
    /// The exit code.
    pub code: i32,
    /// What is to be said once the terminal is the person's again; none where they left by themselves.
    pub told: Option<String>,
}

/// Runs the screens until the person leaves. Fails, with the terminal as it
/// was, when there is none to take.
pub fn run(setup: Setup) -> io::Result<ScreensEnded> {
    let (events, inbox) = mpsc::channel();
    let (alive, done) = mpsc::channel();
    let terminal = Terminal::enter()?;
    terminal::install_panic_hook(events.clone());
    watch::start(events.clone(), done, setup.end)?;
    let worker = Worker::start(
        setup.office,
        [setup.finder, setup.reader, setup.historian],
        setup.elsewhere,
        events.clone(),
    )?;
    let keyboard = input::start(events)?;

    let place = setup.place_file.as_deref().and_then(place::load);
    let place = place.map(|place| place.in_office(&setup.office_id));
    let began = place.clone().filter(|place| place.ended);
    let returns = place.is_some();
    let mut app = App::new(setup.scene, setup.views, place, Instant::now());
    if !returns {
        app.land(setup.landing);
    }
    if let Some(told) = setup.told {
        app.tell(Notice::ok(told));
    }
    if let Some(first) = setup.first {
        app.tell(Notice::error(first));
    }
    let mut screen = Screen {
        app,
        terminal,
        worker,
        painter: Painter::default(),
        flow: Flow::default(),
        drawn: false,
        frame: Buffer::empty(Rect::ZERO),
        place_file: setup.place_file,
        office_id: setup.office_id,
        copy_file: setup.copy_file,
        editor: setup.editor,
        keyboard,
        clock: setup.clock,
        idle: setup.idle,
        inbox,
        kept: VecDeque::new(),
        told: None,
    };
    if let Some(place) = began {
        // From here on an end without order may lose words.
        let place = place::Place {
            ended: false,
            ..place
        };
        screen.save(&place);
    }
    let code = screen.live();
    let last = if code == HANG_UP {
        Duration::ZERO
    } else if code <= 0 {
        screen.flow.last()
    } else {
        screen.flow.last().min(LAST_CHANGES_IN_HASTE)
    };
    screen.await_answer(last);
    let patience = if code <= 0 {
        LAST_CHANGES
    } else {
        LAST_CHANGES_IN_HASTE
    };
    screen.worker.finish_changes(patience);
    screen.take_last_answers();
    screen.terminal.leave();
    if code <= 0 {
        screen.worker.leaves();
        screen.worker.finish_changes(LAST_COUNT);
    }
    drop(alive);
    Ok(ScreensEnded {
        code,
        told: screen.told,
    })
}

/// The app and the world around it.
struct Screen {
    app: App,
    terminal: Terminal,
    worker: Worker,
    painter: Painter,
    flow: Flow,
    /// The last frame shows all that happened.
    drawn: bool,
    frame: Buffer,
    place_file: Option<PathBuf>,
    office_id: String,
    copy_file: Option<PathBuf>,
    editor: Option<String>,
    keyboard: Keyboard,
    clock: Box<dyn Fn() -> NaiveDateTime>,
    idle: IdleTime,
    inbox: Receiver<Event>,
    /// Came while the program was pausing; taken first.
    kept: VecDeque<Event>,
    /// Why it ends, where the person did not leave by themselves.
    told: Option<String>,
}

impl Screen {
    /// The loop: all waiting events, their effects, one frame.
    fn live(&mut self) -> i32 {
        self.app.set_size(self.terminal.size());
        let effects = self.app.begin();
        let mut ending = self.carry_out(effects);
        let mut grace = FIRST_GRACE;
        loop {
            if ending.is_none() && !self.drawn && self.app.is_waiting() {
                ending = self.wait(Some(grace));
            }
            grace = GRACE;
            let busy = self.flow.waits(Instant::now());
            if ending.is_none() && !self.drawn && busy.is_none() && self.draw().is_err() {
                // The terminal takes nothing any more: the line is down.
                ending = self.handle(Event::End(HANG_UP));
            }
            if let Some(code) = ending {
                return code;
            }
            ending = self.wait(busy.filter(|_| !self.drawn));
        }
    }

    /// Takes what has happened, at the latest after the limit. Some exit code ends the loop.
    fn wait(&mut self, limit: Option<Duration>) -> Option<i32> {
        self.app.set_idle_limit(self.idle.limit());
        let sleep = self.app.sleep(Instant::now());
        let sleep = limit.map_or(sleep, |limit| limit.min(sleep));
        let first = match self.kept.pop_front() {
            Some(event) => Ok(event),
            None => self.inbox.recv_timeout(sleep),
        };
        let mut next = match first {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => {
                if let Some(limit) = self.app.left_alone(Instant::now()) {
                    return self.handle(Event::LeftAlone(limit));
                }
                self.drawn = false;
                let effects = self.app.wake(Instant::now());
                return self.carry_out(effects);
            }
            Err(RecvTimeoutError::Disconnected) => return Some(HANG_UP),
        };
        self.app.set_now((self.clock)());
        while let Some(event) = next {
            if let Some(code) = self.handle(event) {
                return Some(code);
            }
            next = self.kept.pop_front().or_else(|| self.inbox.try_recv().ok());
        }
        None
    }

    fn handle(&mut self, event: Event) -> Option<i32> {
        if event == Event::Taken {
            self.flow.answered();
            self.keyboard.expect_answer(None);
            return None;
        }
        self.drawn = false;
        match &event {
            Event::ShutOut(why) => self.told = Some(format!("error: {why}")),
            Event::LeftAlone(limit) => {
                let kept = "What you had half-written is kept; start it again to go on.";
                self.told = Some(format!("{} {kept}", left_alone(*limit)));
            }
            _ => {}
        }
        if event == Event::Continued {
            self.forget_answer();
            if self.terminal.take().is_err() {
                return Some(HANG_UP);
            }
        }
        if matches!(event, Event::Resized | Event::Continued) {
            self.app.set_size(self.terminal.size());
            self.painter.forget();
        }
        let effects = self.app.handle(event, Instant::now());
        self.carry_out(effects)
    }

    /// Waits for an answer of the terminal that is on its way: whoever has it next is not to read it.
    fn await_answer(&mut self, limit: Duration) {
        let end = Instant::now() + limit;
        while self.flow.is_asked() {
            let left = end.saturating_duration_since(Instant::now());
            match self.inbox.recv_timeout(left) {
                Ok(Event::Taken) => self.flow.answered(),
                Ok(other) => self.kept.push_back(other),
                Err(_) => break,
            }
        }
    }

    /// Another program had the terminal: no answer comes any more.
    fn forget_answer(&mut self) {
        self.flow.forget();
        self.keyboard.expect_answer(None);
    }

    /// What was saved while the person left is no draft any more.
    fn take_last_answers(&mut self) {
        while let Some(event) = self.kept.pop_front().or_else(|| self.inbox.try_recv().ok()) {
            if let Event::Done(..) = event {
                let effects = self.app.handle(event, Instant::now());
                self.carry_out(effects);
            }
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Option<i32> {
        let mut ending = None;
        for effect in effects {
            match effect {
                Effect::Ask(query) => self.worker.ask(query),
                Effect::Do(deed, seen) => self.worker.carry_out(deed, seen),
                Effect::Edits(record) => self.worker.edits(record),
                Effect::Copy(text) => {
                    if self.terminal.copy(&text).is_err() {
                        return self.handle(Event::End(HANG_UP));
                    }
                }
                Effect::CopyToFile(text) => self.copy_to_file(&text),
                Effect::Save(place) => self.save(&place),
                Effect::Redraw => self.painter.forget(),
                Effect::Suspend => self.suspend(),
                Effect::Edit(text) => {
                    ending = self.edit(&text).or(ending);
                }
                Effect::End(code) => ending = Some(code),
            }
        }
        ending
    }

    fn draw(&mut self) -> io::Result<()> {
        let size = self.terminal.size();
        self.app.set_size(size);
        self.frame.resize(Rect::from((Position::ORIGIN, size)));
        self.frame.reset();
        let drawn = frame::draw(&self.app, &mut self.frame);
        let pace = self.app.pace();
        self.painter.keep_still(&mut self.frame, drawn.lively, pace);
        let bytes = self.painter.paint(&self.frame, drawn.cursor);
        self.drawn = true;
        let at = Instant::now();
        if self.flow.asks(bytes.len(), at) {
            self.keyboard.expect_answer(Some(at));
            return self.terminal.write(&[bytes, ASK].concat());
        }
        self.terminal.write(bytes)
    }

    fn save(&mut self, place: &place::Place) {
        let saved = match &self.place_file {
            Some(path) => {
                let office = self.office_id.clone();
                let kept = place::Place {
                    by: place::this_process(),
                    ..place.clone().in_office(&office)
                };
                place::save(path, &kept)
            }
            None => Ok(()),
        };
        if let Err(error) = saved {
            let text =
                format!("Your place could not be kept: {error}. Drafts last until you quit.");
            self.app.tell(Notice::error(text));
            self.place_file = None;
        }
    }

    fn copy_to_file(&mut self, text: &str) {
        let Some(path) = &self.copy_file else {
            self.app
                .hint("No files can be written from here. Y t shows plain text.");
            return;
        };
        let notice = match place::write_whole(path, text.as_bytes()) {
            Ok(()) => Notice::ok(format!("Wrote {}.", path.display())),
            Err(error) => Notice::error(format!(
                "{} was not written: {error}. Y t shows plain text.",
                path.display()
            )),
        };
        self.app.tell(notice);
    }

    /// Lends the terminal to the person's editor, and takes it back with the text.
    fn edit(&mut self, text: &str) -> Option<i32> {
        let Some(editor) = self.editor.clone() else {
            self.app.hint(
                "No editor can be started from here: EDITOR is not set, or this login may not.",
            );
            return None;
        };
        self.await_answer(self.flow.last());
        let edited = self.keyboard.lent(|| {
            self.terminal.leave();
            let edited = editor::edit(&editor, text);
            self.terminal.take().and(edited)
        });
        self.app.set_size(self.terminal.size());
        self.painter.forget();
        self.forget_answer();
        match edited {
            Ok(text) => return self.handle(Event::Edited(text)),
            Err(error) => self.app.tell(Notice::error(format!(
                "The editor did not work: {error}. The note is as it was."
            ))),
        }
        None
    }

    fn suspend(&mut self) {
        self.await_answer(self.flow.last());
        match self.terminal.pause() {
            Ok(true) => {
                loop {
                    match self.inbox.recv_timeout(STOP_ARRIVES) {
                        Ok(Event::Continued) | Err(_) => break,
                        Ok(other) => self.kept.push_back(other),
                    }
                }
                self.kept.push_front(Event::Continued);
            }
            Ok(false) => self
                .app
                .hint("There is no shell to go back to. u undoes, Q quits."),
            Err(error) => self
                .app
                .tell(Notice::error(format!("Could not pause: {error}."))),
        }
    }
}

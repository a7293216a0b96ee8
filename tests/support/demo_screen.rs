//! The whole screen of one person without a terminal: keys in, text out, questions answered inline.
//! The views, the scene and the answerer are those the program starts with.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use hallpass::demo;
use hallpass::domain::put::Stamp;
use hallpass::office::deed::Executor;
use hallpass::store::{Access, Store};
use hallpass::tui::app::App;
use hallpass::tui::decode::Decoder;
use hallpass::tui::effect::Effect;
use hallpass::tui::event::Event;
use hallpass::tui::frame;
use hallpass::tui::place::Place;
use hallpass::tui::start::{self, World};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Color;
use tempfile::TempDir;

use super::blessing::blessed;

/// The day the made-up district is seen on.
pub const TODAY: &str = "2026-03-10";

/// Somebody acting on that day.
pub fn stamp(who: &str) -> Stamp {
    let today = TODAY.parse().unwrap();
    Stamp {
        who: who.into(),
        origin: String::new(),
        at: noon(),
        today,
    }
}

fn noon() -> DateTime<Utc> {
    "2026-03-10T12:00:00Z".parse().unwrap()
}

/// A copy of the made-up district that goes away with the value and its last screen. It is made once a test
/// program.
pub struct File {
    dir: Rc<TempDir>,
}

impl File {
    /// The made-up district; `ada` is its admin.
    pub fn demo() -> Self {
        static MADE: OnceLock<Vec<u8>> = OnceLock::new();
        let bytes = MADE.get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("demo.db");
            let mut store = Store::create(&path, None).unwrap();
            let deeds = demo::district(TODAY.parse().unwrap(), noon(), "ada");
            store.apply_all(&deeds).unwrap();
            drop(store);
            std::fs::read(&path).unwrap()
        });
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("demo.db"), bytes).unwrap();
        Self { dir: Rc::new(dir) }
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("demo.db")
    }

    pub fn store(&self) -> Store {
        Store::open(&self.path(), Access::Write).unwrap()
    }

    /// Opens the screens on it as `ada`, 80 by 24.
    pub fn open(&self) -> Screen {
        self.open_as("ada")
    }

    /// The same for somebody else.
    pub fn open_as(&self, who: &str) -> Screen {
        let mut screen = Screen::begun(&self.path(), None, Wear::Usual, who);
        screen.of = Some(Rc::clone(&self.dir));
        screen.settle();
        screen
    }
}

/// How the terminal looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wear {
    Usual,
    Ascii,
    NoColor,
}

/// A window with the program in it.
pub struct Screen {
    /// Keeps the file while it is looked at.
    of: Option<Rc<TempDir>>,
    app: App,
    office: Box<dyn Executor>,
    size: Size,
    at: Instant,
    /// Asked and not yet answered; a newer question of a kind takes the place of an older one.
    waiting: VecDeque<Effect>,
    /// What was wanted from the world, questions aside.
    pub effects: Vec<Effect>,
}

impl Screen {
    pub fn of(path: &Path, place: Option<Place>, wear: Wear) -> Self {
        let mut screen = Self::unanswered(path, place, wear);
        screen.settle();
        screen
    }

    /// As it is before any question was answered.
    pub fn unanswered(path: &Path, place: Option<Place>, wear: Wear) -> Self {
        Self::begun(path, place, wear, "ada")
    }

    fn begun(path: &Path, place: Option<Place>, wear: Wear, who: &str) -> Self {
        let store = Store::open(path, Access::Write).unwrap();
        let world = World {
            stamp: stamp(who),
            given: true,
            machine: hallpass::domain::zone::Zone::utc(),
            now: noon,
            ascii: wear == Wear::Ascii,
            no_color: wear == Wear::NoColor,
            end: std::process::exit,
            variable: |name| (name == "LANG").then(|| "en_US.UTF-8".to_owned()),
        };
        let setup = start::setup(store, world).unwrap();
        let at = Instant::now();
        let mut screen = Self {
            of: None,
            app: App::new(setup.scene, setup.views, place, at),
            office: setup.office,
            size: Size::new(80, 24),
            at,
            waiting: VecDeque::new(),
            effects: Vec::new(),
        };
        screen.app.set_size(screen.size);
        let effects = screen.app.begin();
        screen.carry_out(effects);
        screen
    }

    /// Another size of window.
    pub fn sized(mut self, width: u16, height: u16) -> Self {
        self.resize(width, height);
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = Size::new(width, height);
        self.app.set_size(self.size);
        self.event(Event::Resized);
    }

    /// Presses keys one at a time, each answered before the next.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in split(keys) {
            self.send(&[key]);
            self.settle();
        }
        self
    }

    /// All keys at once, before anything is answered.
    pub fn burst(&mut self, keys: &str) -> &mut Self {
        let keys = split(keys);
        self.send(&keys);
        self.settle();
        self
    }

    /// A key held down: what the screen shows just before it is let go.
    pub fn held(&mut self, keys: &str) -> String {
        for key in split(keys) {
            self.at += Duration::from_millis(33);
            self.send(&[key]);
            self.answer_all();
        }
        let shown = self.text();
        self.settle();
        shown
    }

    fn send(&mut self, keys: &[String]) {
        let mut typed = Vec::new();
        let mut decoder = Decoder::default();
        for key in keys {
            decoder.feed(key.as_bytes(), &mut typed);
            decoder.settle(&mut typed);
        }
        self.happen(Event::Typed(typed));
    }

    /// Something else happens.
    pub fn event(&mut self, event: Event) {
        self.happen(event);
        self.settle();
    }

    fn happen(&mut self, event: Event) {
        let effects = self.app.handle(event, self.at);
        self.carry_out(effects);
    }

    /// All questions are answered, and the person pauses.
    fn settle(&mut self) {
        self.answer_all();
        self.at += Duration::from_secs(2);
        let effects = self.app.wake(self.at);
        self.carry_out(effects);
        self.answer_all();
    }

    fn answer_all(&mut self) {
        while let Some(effect) = self.waiting.pop_front() {
            match effect {
                Effect::Ask(query) => {
                    let answer = self.office.answer(&query);
                    self.happen(Event::Answered(query, answer));
                }
                Effect::Do(deed) => {
                    let became = self.office.carry_out(&deed);
                    self.happen(Event::Done(deed, became));
                }
                other => self.effects.push(other),
            }
        }
    }

    /// The worker looks around.
    pub fn look_around(&mut self) -> bool {
        let changed = self.office.others_changed();
        if changed {
            self.event(Event::OthersChanged);
        }
        changed
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(query) => {
                    let older =
                        |sent: &Effect| matches!(sent, Effect::Ask(older) if query.replaces(older));
                    self.waiting.retain(|sent| !older(sent));
                    self.waiting.push_back(Effect::Ask(query));
                }
                Effect::Do(deed) => self.waiting.push_back(Effect::Do(deed)),
                other => self.effects.push(other),
            }
        }
    }

    /// The last text handed to the clipboard.
    pub fn copied(&self) -> Option<&str> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Where the person is, as it is kept for the next start.
    pub fn place(&self) -> Place {
        self.app.place()
    }

    pub fn frame(&self) -> (Buffer, Position) {
        let mut buffer = Buffer::empty(Rect::from((Position::ORIGIN, self.size)));
        let cursor = frame::draw(&self.app, &mut buffer);
        (buffer, cursor)
    }

    /// The lines of the window without blanks at their ends.
    pub fn lines(&self) -> Vec<String> {
        let (buffer, _) = self.frame();
        let rows = buffer.content.chunks(self.size.width as usize);
        rows.map(|row| {
            let line: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
            line.trim_end().to_owned()
        })
        .collect()
    }

    pub fn text(&self) -> String {
        self.lines().join("\n") + "\n"
    }

    /// Whether any cell has a color.
    pub fn is_colored(&self) -> bool {
        let (buffer, _) = self.frame();
        buffer
            .content
            .iter()
            .any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset)
    }

    /// The line the cursor's `>` stands in.
    pub fn row(&self) -> String {
        let lines = self.lines();
        let row = lines.iter().find(|line| line.starts_with("> "));
        row.cloned()
            .unwrap_or_else(|| panic!("no row is selected on\n{}", self.text()))
    }

    pub fn assert_shows(&self, text: &str) {
        assert!(
            self.text().contains(text),
            "no {text:?} on\n{}",
            self.text()
        );
    }
}

/// `fka<Space>` as the bytes of each key.
fn split(keys: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|after| after.split_once('>'))
            .filter(|(name, _)| !name.is_empty());
        if let Some((name, after)) = named {
            found.push(bytes(name));
            rest = after;
        } else {
            found.push(first.to_string());
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

fn bytes(name: &str) -> String {
    match name {
        "Space" => " ".into(),
        "Enter" => "\r".into(),
        "Esc" => "\x1b".into(),
        "Tab" => "\t".into(),
        "Down" => "\x1b[B".into(),
        "Up" => "\x1b[A".into(),
        "Right" => "\x1b[C".into(),
        "Left" => "\x1b[D".into(),
        "BackTab" => "\x1b[Z".into(),
        "PgDn" => "\x1b[6~".into(),
        other => match other.strip_prefix("C-").and_then(|c| c.chars().next()) {
            Some(letter) => char::from(letter as u8 & 0x1f).to_string(),
            None => panic!("no key {name:?}"),
        },
    }
}

/// How many keys a script presses.
pub fn keys(script: &str) -> usize {
    split(script).len()
}

/// Compares a screen with its picture, or draws the picture.
pub fn picture(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/screens/{name}.txt"));
    if blessed() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        text,
        kept,
        "{} shows another screen; if this one is right, HALLPASS_BLESS=1 keeps it\n{text}",
        path.display()
    );
}

//! The whole screen of one person without a terminal: keys in, text out. The views, the scene and whoever answers
//! are those the program starts with; time stands still but for the pauses between keys.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use hallpass::domain::presence::Editing;
use hallpass::domain::put::Stamp;
use hallpass::domain::region::address::RegionAddress;
use hallpass::domain::zone::Zone;
use hallpass::office::deed::Executor;
use hallpass::office::query::{Answerer, Pace};
use hallpass::store::{Access, Store};
use hallpass::tui::Setup;
use hallpass::tui::app::App;
use hallpass::tui::effect::Effect;
use hallpass::tui::event::Event;
use hallpass::tui::frame;
use hallpass::tui::key::{Input, Key};
use hallpass::tui::notice::Notice;
use hallpass::tui::painter::Painter;
use hallpass::tui::place::Place;
use hallpass::tui::start::{self, Startup};
use hallpass::tui::theme::Look;
use hallpass::tui::view::Offer;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};
use tempfile::TempDir;

use super::snapshot::snapshot;
use super::{Office, stamp};

/// A window with the program in it.
pub struct Screen {
    app: App,
    office: Box<dyn Executor>,
    /// Answers what is asked of a region; none where the district is in none.
    pub elsewhere: Option<Box<dyn Answerer>>,
    /// Knows what the terminal of this person shows.
    painter: Painter,
    size: Size,
    at: Instant,
    /// While it is set nothing is answered.
    pub slow: bool,
    /// Asked and not yet answered; a newer question of a kind takes the place of an older one.
    waiting: VecDeque<Effect>,
    /// What was wanted from the world, questions aside.
    pub effects: Vec<Effect>,
    stamp: Stamp,
    /// The office file.
    path: PathBuf,
    /// Which records others have open, as it was looked at last.
    editors: Vec<Editing>,
    /// Keeps the file while it is looked at, where nobody else does.
    dir: Option<Rc<TempDir>>,
}

impl Screen {
    /// `ada` in a window of this size; the file goes away with the screen.
    pub fn new(office: Office, size: (u16, u16)) -> Screen {
        Screen::seen_by("ada", office, size)
    }

    /// The same for somebody else.
    pub fn seen_by(who: &str, office: Office, size: (u16, u16)) -> Screen {
        let Office { dir, store } = office;
        Screen::begun(store, stamp(who), Look::default(), None)
            .keeping(Rc::new(dir))
            .begin(size)
    }

    /// `ada` on a terminal of this look.
    pub fn with(office: Office, size: (u16, u16), look: Look) -> Screen {
        let Office { dir, store } = office;
        Screen::begun(store, stamp("ada"), look, None)
            .keeping(Rc::new(dir))
            .begin(size)
    }

    /// Somebody at a file that stays, 80 by 24.
    pub fn of(path: &Path, who: &str) -> Screen {
        let store = Store::open(path, Access::Write).unwrap();
        Screen::begun(store, stamp(who), Look::default(), None).begin((80, 24))
    }

    /// A window in which nothing was drawn or asked yet.
    pub fn begun(store: Store, stamp: Stamp, look: Look, place: Option<Place>) -> Screen {
        let path = store.path().to_owned();
        let exports = path.with_file_name("exports");
        EXPORTS.set(exports.to_string_lossy().into_owned());
        let setup = start::setup(store, world(&stamp)).unwrap();
        Screen::of_setup(setup, (stamp, path), look, place)
    }

    /// A region's own screens on a terminal of this look; what is asked of the region answers whoever is given.
    pub fn of_region(
        address: &RegionAddress,
        size: (u16, u16),
        look: Look,
        answers: Option<Box<dyn Answerer>>,
    ) -> Screen {
        let stamp = stamp("dana");
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("no office");
        EXPORTS.set(dir.path().join("exports").to_string_lossy().into_owned());
        let setup = start::setup_region(address, world(&stamp));
        let mut screen = Screen::of_setup(setup, (stamp, path), look, None);
        screen.elsewhere = answers.or(screen.elsewhere);
        screen.keeping(Rc::new(dir)).begin(size)
    }

    fn of_setup(
        mut setup: Setup,
        (stamp, path): (Stamp, PathBuf),
        look: Look,
        place: Option<Place>,
    ) -> Screen {
        setup.scene.look = look;
        let at = Instant::now();
        Screen {
            app: App::new(setup.scene, setup.views, place, at),
            office: setup.office,
            elsewhere: setup.elsewhere,
            painter: Painter::default(),
            size: Size::new(80, 24),
            at,
            slow: false,
            waiting: VecDeque::new(),
            effects: Vec::new(),
            stamp,
            path,
            editors: Vec::new(),
            dir: None,
        }
    }

    /// The file stays as long as the screen.
    pub fn keeping(mut self, dir: Rc<TempDir>) -> Screen {
        self.dir = Some(dir);
        self
    }

    /// Draws the first frame, and answers what it asks.
    pub fn begin(mut self, (width, height): (u16, u16)) -> Screen {
        self.size = Size::new(width, height);
        self.app.set_size(self.size);
        let effects = self.app.begin();
        self.carry_out(effects);
        self.settle();
        self
    }

    /// The same file, as a colleague has it open.
    pub fn store(&self) -> Store {
        Store::open(&self.path, Access::Write).unwrap()
    }

    /// Leaves, and comes back where the person was.
    pub fn again(mut self) -> Screen {
        self.event(Event::End(129));
        assert_eq!(self.ended(), Some(129));
        let saved = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Save(place) => Some(Place::clone(place)),
            _ => None,
        });
        let size = (self.size.width, self.size.height);
        let store = self.store();
        let mut screen = Screen::begun(store, self.stamp, Look::default(), saved);
        screen.dir = self.dir.take();
        screen.begin(size)
    }

    /// Another size of window.
    pub fn sized(mut self, width: u16, height: u16) -> Screen {
        self.resize(width, height);
        self
    }

    /// Gives the window another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Screen {
        self.size = Size::new(width, height);
        self.app.set_size(self.size);
        self.event(Event::Resized)
    }

    /// Presses keys one at a time, each answered before the next. They are called what the key table calls them
    /// and separated by blanks; `'...'` is text, typed letter by letter, whose last letter is answered.
    pub fn press(&mut self, keys: &str) -> &mut Screen {
        self.typed(&read(keys))
    }

    /// The same, with every letter of a text answered before the next one.
    pub fn press_slowly(&mut self, keys: &str) -> &mut Screen {
        let alone = read(keys).into_iter().flatten().map(|key| vec![key]);
        self.typed(&alone.collect::<Vec<_>>())
    }

    /// Presses all these keys before anything is answered.
    pub fn press_ahead(&mut self, keys: &str) -> &mut Screen {
        let inputs = read(keys).into_iter().flatten().map(Input::Key);
        self.event(Event::Typed(inputs.collect()))
    }

    /// Types text letter by letter; the last letter is answered.
    pub fn write(&mut self, text: &str) -> &mut Screen {
        self.typed(&[text.chars().map(Key::Char).collect()])
    }

    /// Types these keys one after another, the last of each part answered before the next part, and pauses after
    /// the last.
    fn typed(&mut self, parts: &[Vec<Key>]) -> &mut Screen {
        for part in parts {
            for key in part {
                self.at += Duration::from_millis(120);
                self.happen(Event::Typed(vec![Input::Key(*key)]));
            }
            if !self.slow {
                self.answer();
            }
        }
        self.settle();
        self
    }

    /// A paste that the terminal marked as such.
    pub fn paste(&mut self, text: &str) -> &mut Screen {
        self.event(Event::Typed(vec![Input::Paste(text.to_owned())]))
    }

    /// Keys held down: what the screen shows just before they are let go.
    pub fn held(&mut self, keys: &str) -> String {
        for key in read(keys).into_iter().flatten() {
            self.at += Duration::from_millis(33);
            self.happen(Event::Typed(vec![Input::Key(key)]));
            self.answer();
        }
        let shown = self.text();
        self.settle();
        shown
    }

    /// Something else happens.
    pub fn event(&mut self, event: Event) -> &mut Screen {
        self.happen(event);
        self.settle();
        self
    }

    fn happen(&mut self, event: Event) {
        let effects = self.app.handle(event, self.at);
        self.carry_out(effects);
    }

    /// Everything is answered, and the person pauses.
    fn settle(&mut self) {
        if self.slow {
            return;
        }
        self.answer();
        self.at += Duration::from_secs(2);
        let effects = self.app.wake(self.at);
        self.carry_out(effects);
        self.answer();
    }

    fn answer(&mut self) {
        while let Some(effect) = self.waiting.pop_front() {
            match effect {
                Effect::Ask(query) => {
                    let head = self.office.head();
                    let answer = match &mut self.elsewhere {
                        Some(elsewhere) if query.pace() == Pace::Elsewhere => {
                            elsewhere.answer(&query)
                        }
                        _ => self.office.answer(&query),
                    };
                    // As the worker does.
                    self.office.keep(&query);
                    self.happen(Event::Answered(query, answer, head));
                }
                Effect::Do(deed, seen) => {
                    let became = self.office.carry_out(&deed, seen);
                    self.happen(Event::Done(deed, became));
                }
                other => self.effects.push(other),
            }
        }
    }

    /// What was slow comes through.
    pub fn answer_all(&mut self) -> &mut Screen {
        self.slow = false;
        self.settle();
        self
    }

    /// The worker looks around: whether somebody else changed the records.
    pub fn look_around(&mut self) -> bool {
        let editors = self.office.editors();
        if editors != self.editors {
            self.editors.clone_from(&editors);
            self.event(Event::Editors(editors));
        }
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
                Effect::Do(deed, seen) => self.waiting.push_back(Effect::Do(deed, seen)),
                Effect::Edits(record) => self.office.edits(record),
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

    /// What footer, help and palette name here.
    pub fn offers(&self) -> Vec<Offer> {
        self.app.view().offers(self.app.scene())
    }

    /// The exit code, once it ended.
    pub fn ended(&self) -> Option<i32> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::End(code) => Some(*code),
            _ => None,
        })
    }

    /// Where the person is, as it is kept for the next start.
    pub fn place(&self) -> Place {
        self.app.place()
    }

    fn frame(&self) -> (Buffer, Position) {
        let mut buffer = Buffer::empty(Rect::from((Position::ORIGIN, self.size)));
        let cursor = frame::draw(&self.app, &mut buffer).cursor;
        (buffer, cursor)
    }

    /// Paints the next frame as the program does: the bytes that go to the terminal.
    pub fn painted(&mut self) -> Vec<u8> {
        let mut buffer = Buffer::empty(Rect::from((Position::ORIGIN, self.size)));
        let drawn = frame::draw(&self.app, &mut buffer);
        let pace = self.app.pace();
        self.painter.keep_still(&mut buffer, drawn.lively, pace);
        self.painter.paint(&buffer, drawn.cursor).to_vec()
    }

    /// Holds a key down that comes so many times: the bytes of each frame.
    pub fn held_down(&mut self, keys: &str, times: usize) -> Vec<usize> {
        let keys = read(keys).concat();
        let bytes = (0..times).map(|_| {
            self.at += Duration::from_millis(33);
            let inputs = keys.iter().copied().map(Input::Key);
            self.happen(Event::Typed(inputs.collect()));
            self.answer();
            self.painted().len()
        });
        let bytes = bytes.collect();
        self.settle();
        self.painted();
        bytes
    }

    /// Presses a key at a person's pace and waits until the cursor rests: the bytes that show the move, and those
    /// that follow it.
    pub fn moved(&mut self, key: &str) -> (usize, usize) {
        self.at += Duration::from_millis(150);
        for key in read(key).into_iter().flatten() {
            self.happen(Event::Typed(vec![Input::Key(key)]));
        }
        self.answer();
        let moving = self.painted().len();
        self.at += Duration::from_millis(110);
        let effects = self.app.wake(self.at);
        self.carry_out(effects);
        let asking = self.painted().len();
        self.answer();
        (moving, asking + self.painted().len())
    }

    /// The lines of the window without the blanks at their ends.
    pub fn lines(&self) -> Vec<String> {
        let (buffer, _) = self.frame();
        let rows = buffer.content.chunks(self.size.width.max(1).into());
        rows.map(|row| {
            let line: String = row.iter().map(Cell::symbol).collect();
            line.trim_end().to_owned()
        })
        .collect()
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        self.lines()
            .iter()
            .flat_map(|line| [line.as_str(), "\n"])
            .collect()
    }

    /// The line with this number, from 0.
    pub fn line(&self, number: usize) -> String {
        self.lines().into_iter().nth(number).unwrap_or_default()
    }

    /// The line the cursor's `>` stands in.
    #[track_caller]
    pub fn row(&self) -> String {
        let lines = self.lines();
        let row = lines.iter().find(|line| line.starts_with("> "));
        row.cloned()
            .unwrap_or_else(|| panic!("no row is selected on\n{}", self.text()))
    }

    /// Where the real cursor is: column and line.
    pub fn cursor(&self) -> (u16, u16) {
        let (_, cursor) = self.frame();
        (cursor.x, cursor.y)
    }

    /// What is drawn in reverse in the rows, from the left and from the top: the name under the cursor, and what
    /// somebody else changed a moment ago.
    pub fn reversed(&self) -> Vec<String> {
        let (buffer, _) = self.frame();
        let mut found: Vec<String> = Vec::new();
        let mut before = false;
        for cell in &buffer.content {
            let reversed = cell.modifier.contains(Modifier::REVERSED);
            if reversed && !before {
                found.push(String::new());
            }
            if let Some(last) = found.last_mut().filter(|_| reversed) {
                last.push_str(cell.symbol());
            }
            before = reversed;
        }
        found.iter().map(|text| text.trim().to_owned()).collect()
    }

    /// Lets time go by.
    pub fn pause(&mut self, pause: Duration) -> &mut Screen {
        self.at += pause;
        let effects = self.app.wake(self.at);
        self.carry_out(effects);
        self
    }

    /// How long the screen sleeps if nothing happens.
    pub fn sleeps(&self) -> Duration {
        self.app.sleep(self.at)
    }

    /// Something is told from outside the screen.
    pub fn tell(&mut self, notice: Notice) -> &mut Screen {
        self.app.tell(notice);
        self
    }

    /// The message line.
    pub fn message(&self) -> String {
        self.app.message().1.to_owned()
    }

    /// Whether any cell has a color.
    pub fn has_color(&self) -> bool {
        let (buffer, _) = self.frame();
        let mut cells = buffer.content.iter();
        cells.any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset)
    }

    /// What was exported, by file name.
    pub fn exports(&self) -> Vec<(String, String)> {
        let Ok(entries) = std::fs::read_dir(self.path.with_file_name("exports")) else {
            return Vec::new();
        };
        let mut files: Vec<(String, String)> = entries
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, std::fs::read_to_string(path).unwrap())
            })
            .collect();
        files.sort();
        files
    }

    /// Fails with the whole screen where this is not on it.
    #[track_caller]
    pub fn shows(&mut self, wanted: &str) -> &mut Screen {
        let text = self.text();
        assert!(text.contains(wanted), "no {wanted:?} on\n{text}");
        self
    }

    /// Fails with the whole screen where this is on it.
    #[track_caller]
    pub fn hides(&mut self, unwanted: &str) -> &mut Screen {
        let text = self.text();
        assert!(!text.contains(unwanted), "{unwanted:?} on\n{text}");
        self
    }

    /// Compares the screen with its picture `tests/screens/snapshots/NAME.snap`.
    pub fn looks_like(&self, name: &str) {
        snapshot("screens", name, &self.text());
    }
}

thread_local! {
    /// Where exports go, for the one screen that is being put together: what reads the environment holds nothing.
    static EXPORTS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The world of a window in a test, in which nothing is said by the environment but where exports go.
fn world(stamp: &Stamp) -> Startup {
    Startup {
        stamp: stamp.clone(),
        given: true,
        machine: Zone::utc(),
        now,
        ascii: false,
        no_color: false,
        end: std::process::exit,
        variable,
    }
}

fn variable(name: &str) -> Option<String> {
    (name == "HALLPASS_EXPORT_DIR").then(|| EXPORTS.with_borrow(String::clone))
}

fn now() -> DateTime<Utc> {
    stamp("").at
}

/// How many keys a script presses.
pub fn keys(script: &str) -> usize {
    read(script).iter().map(Vec::len).sum()
}

/// The keys of a script: a text's together, each other key by itself.
fn read(script: &str) -> Vec<Vec<Key>> {
    let mut found = Vec::new();
    let mut rest = script.trim_start();
    while !rest.is_empty() {
        let quoted = rest.strip_prefix('\'').and_then(|r| r.split_once('\''));
        if let Some((text, after)) = quoted {
            found.push(text.chars().map(Key::Char).collect());
            rest = after;
        } else {
            let (name, after) = rest.split_once(' ').unwrap_or((rest, ""));
            found.push(vec![key(name)]);
            rest = after;
        }
        rest = rest.trim_start();
    }
    found
}

fn key(name: &str) -> Key {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Key::Char(letter);
    }
    if let Some(letter) = name.strip_prefix("Ctrl-") {
        return Key::Ctrl(letter.to_lowercase().chars().next().unwrap());
    }
    match name {
        "Space" => Key::Char(' '),
        "Enter" => Key::Enter,
        "Esc" => Key::Esc,
        "Tab" => Key::Tab,
        "Shift-Tab" => Key::BackTab,
        "Backspace" => Key::Backspace,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PgUp" => Key::PageUp,
        "PgDn" => Key::PageDown,
        other => panic!("no key {other}"),
    }
}

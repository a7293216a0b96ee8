//! The real screen without a terminal: keys in, text out. The questions are answered at once by the
//! real office, in the order in which they were sent.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::Instant;

use hallpass::domain::person::{Person, Role, Roles};
use hallpass::domain::record::Kind;
use hallpass::office::Office as Answers;
use hallpass::office::deed::Executor;
use hallpass::office::query::Answerer;
use hallpass::store::{Access, Store};
use hallpass::tui::app::App;
use hallpass::tui::effect::Effect;
use hallpass::tui::event::Event;
use hallpass::tui::frame;
use hallpass::tui::key::{Input, Key};
use hallpass::tui::place::Place;
use hallpass::tui::scene::{Scene, Shape};
use hallpass::tui::theme::{Look, Taste};
use hallpass::tui::view::View;
use hallpass::tui::view::dashboard::Dashboard;
use hallpass::tui::view::find::Find;
use hallpass::tui::view::overlaps::Overlaps;
use hallpass::tui::view::queue::Queue;
use hallpass::tui::view::renewals::Renewals;
use hallpass::tui::view::schools::Schools;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use tempfile::TempDir;

use super::{Office, stamp, today};

use super::blessing::blessed;

/// A screen with its office behind it.
pub struct Screen {
    app: App,
    office: Answers,
    size: Size,
    frame: Buffer,
    cursor: Position,
    /// The last copy sent to the terminal.
    pub copied: Option<String>,
    /// The place as it was last kept.
    pub kept: Option<Place>,
    /// The exit code, once it ended.
    pub ended: Option<i32>,
    dir: TempDir,
}

impl Screen {
    /// Starts on Find in a window of this size.
    pub fn new(office: Office, size: (u16, u16)) -> Screen {
        Screen::with(office, size, Look::default(), None)
    }

    /// The same for somebody else than `ada`.
    pub fn seen_by(who: &'static str, office: Office, size: (u16, u16)) -> Screen {
        Screen::of(who, office, size, Look::default(), None)
    }

    /// The same, where what somebody may not do is off, as when the program starts.
    pub fn acting(who: &'static str, office: Office, size: (u16, u16)) -> Screen {
        let product = (Kind::Product, None);
        let off = office.store.why_not_write(product, who, today()).unwrap();
        Screen::for_person((who, off), office, size, Look::default(), None)
    }

    /// With a look of its own, and back at a place.
    pub fn with(office: Office, size: (u16, u16), look: Look, place: Option<Place>) -> Screen {
        Screen::of("ada", office, size, look, place)
    }

    fn of(
        who: &'static str,
        office: Office,
        size: (u16, u16),
        look: Look,
        place: Option<Place>,
    ) -> Screen {
        Screen::for_person((who, None), office, size, look, place)
    }

    fn for_person(
        (who, no_edit): (&'static str, Option<String>),
        office: Office,
        size: (u16, u16),
        look: Look,
        place: Option<Place>,
    ) -> Screen {
        let Office { dir, store } = office;
        let people = store.all::<Person>().unwrap();
        let me = people.into_iter().find(|person| person.login == who);
        let roles = me.map(|me| me.roles).unwrap_or_default();
        let answers = Answers::new(store, Box::new(move || stamp(who)))
            .exporting_to(Some(dir.path().join("exports")));
        let size = Size::new(size.0, size.1);
        let mut screen = Screen {
            app: app(size, look, place, (no_edit, roles)),
            office: answers,
            size,
            frame: Buffer::empty(Rect::ZERO),
            cursor: Position::ORIGIN,
            copied: None,
            kept: None,
            ended: None,
            dir,
        };
        screen.app.set_size(size);
        let effects = screen.app.begin();
        screen.carry_out(effects);
        screen
    }

    /// The same file, as a colleague has it open.
    pub fn store(&self) -> Store {
        Store::open(&self.dir.path().join("office.db"), Access::Write).unwrap()
    }

    /// The worker looks around: whether somebody else changed the records.
    pub fn look_around(&mut self) -> bool {
        let changed = self.office.others_changed();
        if changed {
            let effects = self.app.handle(Event::OthersChanged, Instant::now());
            self.carry_out(effects);
        }
        changed
    }

    /// Leaves and starts again at the place that was kept.
    pub fn again(mut self) -> Screen {
        self.press("Q");
        assert_eq!(self.ended, Some(0));
        self.app = app(self.size, Look::default(), self.kept.take(), (None, all()));
        self.ended = None;
        self.app.set_size(self.size);
        let effects = self.app.begin();
        self.carry_out(effects);
        self
    }

    /// Presses keys, written as the key table does and separated by blanks.
    pub fn press(&mut self, keys: &str) -> &mut Screen {
        for key in keys.split_whitespace().map(key) {
            self.inputs(vec![Input::Key(key)]);
        }
        self
    }

    /// Presses all these keys before anything is answered.
    pub fn press_ahead(&mut self, keys: &str) -> &mut Screen {
        let inputs = keys.split_whitespace().map(|k| Input::Key(key(k)));
        self.inputs(inputs.collect());
        self
    }

    fn inputs(&mut self, inputs: Vec<Input>) {
        let effects = self.app.handle(Event::Typed(inputs), Instant::now());
        self.carry_out(effects);
    }

    /// Gives the window another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Screen {
        self.size = Size::new(width, height);
        self.app.set_size(self.size);
        let effects = self.app.handle(Event::Resized, Instant::now());
        self.carry_out(effects);
        self
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                Effect::Ask(query) => {
                    let answer = self.office.answer(&query);
                    let event = Event::Answered(query, answer);
                    waiting.extend(self.app.handle(event, Instant::now()));
                }
                Effect::Do(deed) => {
                    let became = self.office.carry_out(&deed);
                    let event = Event::Done(deed, became);
                    waiting.extend(self.app.handle(event, Instant::now()));
                }
                Effect::Copy(text) => self.copied = Some(text),
                Effect::Save(place) => self.kept = Some(*place),
                Effect::End(code) => self.ended = Some(code),
                Effect::CopyToFile(_) | Effect::Redraw | Effect::Suspend | Effect::Edit(_) => {}
            }
        }
        self.frame = Buffer::empty(Rect::from((Position::ORIGIN, self.size)));
        self.cursor = frame::draw(&self.app, &mut self.frame);
    }

    /// The screen as text, without the blanks at the ends of lines.
    pub fn text(&self) -> String {
        let width = self.size.width.max(1) as usize;
        let mut text = String::new();
        for line in self.frame.content.chunks(width) {
            let line: String = line.iter().map(Cell::symbol).collect();
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// The line with this number, from 0.
    pub fn line(&self, number: usize) -> String {
        self.text()
            .lines()
            .nth(number)
            .unwrap_or_default()
            .to_owned()
    }

    /// Where the real cursor is: column and line.
    pub fn cursor(&self) -> (u16, u16) {
        (self.cursor.x, self.cursor.y)
    }

    /// The message line.
    pub fn message(&self) -> String {
        self.app.message().1.to_owned()
    }

    /// Whether any cell has a color.
    pub fn has_color(&self) -> bool {
        use ratatui::style::Color;
        let plain = |color| matches!(color, Color::Reset);
        let cells = &mut self.frame.content.iter();
        cells.any(|cell| !plain(cell.fg) || !plain(cell.bg))
    }

    /// What was exported, by file name.
    pub fn exports(&self) -> Vec<(String, String)> {
        let Ok(entries) = std::fs::read_dir(self.dir.path().join("exports")) else {
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

    /// Compares the screen with `tests/screens/NAME.txt`; `HALLPASS_BLESS=1` writes it instead.
    pub fn shows(&self, name: &str) {
        let path = screens().join(format!("{name}.txt"));
        let now = self.text();
        if blessed() {
            std::fs::create_dir_all(screens()).unwrap();
            std::fs::write(&path, &now).unwrap();
            return;
        }
        let then = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            then == now,
            "{}\n--- as it was:\n{then}\n--- as it is (HALLPASS_BLESS=1 keeps it):\n{now}",
            path.display()
        );
    }
}

fn screens() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens")
}

/// The roles of an admin.
fn all() -> Roles {
    Roles(vec![Role::Admin])
}

fn app(
    size: Size,
    look: Look,
    place: Option<Place>,
    (no_edit, roles): (Option<String>, Roles),
) -> App {
    let scene = Scene {
        now: today().and_hms_opt(9, 40, 0).unwrap(),
        scope: None,
        who: "ada".into(),
        district: "Harlow County Schools".into(),
        mark: None,
        read_only: false,
        no_edit,
        roles,
        look,
        taste: Taste::default(),
        drafts: std::collections::BTreeSet::default(),
        shape: Shape::of(size),
        size,
    };
    let views: Vec<Box<dyn View>> = vec![
        Box::new(Queue::default()),
        Box::new(Renewals::default()),
        Box::new(Schools::default()),
        Box::new(Overlaps::default()),
        Box::new(Find::default()),
        Box::new(Dashboard::default()),
    ];
    App::new(scene, views, place, Instant::now())
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

//! A real pseudo-terminal with a program in it: the test program itself with one small view, or hallpass on the
//! made-up district.
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use hallpass::domain::find::SchoolName;
use hallpass::domain::school::SchoolId;
use hallpass::office::Head;
use hallpass::office::IdleTime;
use hallpass::office::deed::{Deed, DeedDone, DeedResult, Executor};
use hallpass::office::query::{Answer, Answerer, Query};
use hallpass::tui;
use hallpass::tui::canvas::Canvas;
use hallpass::tui::command::{Command, Tab};
use hallpass::tui::effect::{Intent, Writing};
use hallpass::tui::scene::{Scene, WindowShape};
use hallpass::tui::theme::{Appearance, Look, TextRole};
use hallpass::tui::topic::Topic;
use hallpass::tui::view::{Offer, View};
use hallpass::tui::widget::layout::ScreenColumn;
use hallpass::tui::widget::list::List;
use hallpass::tui::widget::table;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::layout::Rect;
use rustix::process::{Pid, Signal, kill_process};

use super::Made;

/// Set for the program in the terminal; its value is the file for the person's place.
pub const INSIDE: &str = "HALLPASS_TEST_PLACE";
/// After how many seconds without a key the program in the terminal ends by itself.
pub const IDLE: &str = "HALLPASS_TEST_IDLE";
/// Nothing here takes this long; a test that waits so long has failed.
pub const TOO_LONG: Duration = Duration::from_mins(1);

/// Rows, and keys that misbehave: `v` panics, `z` never returns, `u` panics in the worker.
#[derive(Default)]
struct Rows {
    list: List<String>,
}

impl View for Rows {
    fn tab(&self) -> Tab {
        Tab::Schools
    }
    fn heading(&self, _scene: &Scene) -> Vec<String> {
        vec![format!("row {} of {}", self.list.at() + 1, self.list.len())]
    }
    fn offers(&self, _scene: &Scene) -> Vec<Offer> {
        vec![Offer::of(Command::Note)]
    }
    fn asks(&self, _scene: &Scene) -> Vec<Query> {
        vec![Query::Schools]
    }
    fn take(&mut self, _query: &Query, answer: &Answer) {
        if let Answer::Schools(rows) = answer {
            self.list
                .set(rows.iter().map(|row| row.name.clone()).collect());
        }
    }
    fn update(&mut self, command: Command, _scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::Layout => panic!("a mistake in the view"),
            Command::Zoom => loop {
                std::thread::park();
            },
            Command::Note => Some(vec![Intent::Write(Writing {
                about: Topic::Policy("note".into()),
                title: "Note".into(),
                text: String::new(),
                several_lines: true,
            })]),
            _ => self.list.update(command).then(Vec::new),
        }
    }
    fn written(&mut self, _about: &Topic, _text: &str) -> Vec<Intent> {
        vec![Intent::Change(Deed::Redo { said: None })]
    }
    fn draw(&self, area: Rect, canvas: &mut Canvas, _scene: &Scene) {
        let columns = [ScreenColumn::wide("SCHOOL", 10)];
        table::draw(canvas, area, &columns, &self.list, true, |_, name| {
            vec![(name.clone(), TextRole::Plain)]
        });
    }
}

struct Desk;

impl Answerer for Desk {
    fn answer(&mut self, _query: &Query) -> Result<Answer, String> {
        Ok(Answer::Schools((1..=500).map(school).collect()))
    }
    fn others_changed(&mut self) -> bool {
        false
    }
}

impl Executor for Desk {
    fn carry_out(&mut self, deed: &Deed, _seen: Option<Head>) -> DeedResult {
        match deed {
            Deed::Undo { .. } => panic!("a mistake in the worker"),
            _ => Ok(DeedDone::told("Done.")),
        }
    }
}

fn school(number: u32) -> SchoolName {
    SchoolName {
        id: SchoolId(i64::from(number)),
        name: format!("School {number}"),
        code: None,
    }
}

/// The program that the tests run in a terminal: where it is to be that, it does not come back.
pub fn inside() {
    let Ok(place) = std::env::var(INSIDE) else {
        return;
    };
    let clock = || "2026-03-10T09:31:00".parse().unwrap();
    let setup = tui::Setup {
        scene: Scene {
            now: clock(),
            scope: None,
            who: "thuang".into(),
            district: "Harlow".into(),
            mark: None,
            guarded: false,
            in_region: false,
            everywhere: "all schools",
            read_only: false,
            no_edit: None,
            roles: hallpass::domain::person::Roles::default(),
            look: Look::default(),
            taste: Appearance::default(),
            drafts: std::collections::BTreeSet::default(),
            shape: WindowShape::Full,
            size: ratatui::layout::Size::new(80, 24),
        },
        views: vec![Box::<Rows>::default()],
        landing: Tab::Find,
        office: Box::new(Desk),
        finder: Box::new(Desk),
        reader: Box::new(Desk),
        historian: Box::new(Desk),
        elsewhere: None,
        place_file: Some(place.into()),
        office_id: String::new(),
        copy_file: None,
        editor: std::env::var("EDITOR").ok(),
        first: None,
        told: None,
        idle: IdleTime::after(
            std::env::var(IDLE)
                .ok()
                .map(|after| Duration::from_secs(after.parse().unwrap())),
        ),
        clock: Box::new(clock),
        end: std::process::exit,
    };
    let left = tui::run(setup).unwrap();
    if let Some(told) = left.told {
        println!("{told}");
    }
    std::process::exit(left.code);
}

/// A terminal with a program in it.
pub struct Window {
    pub master: Option<Box<dyn MasterPty + Send>>,
    pub keyboard: Box<dyn Write + Send>,
    pub child: Box<dyn Child + Send + Sync>,
    pub bytes: Receiver<Vec<u8>>,
    pub screen: vt100::Parser,
    pub received: usize,
    pub modes: String,
    pub directory: tempfile::TempDir,
}

pub fn size(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Window {
    /// Starts the program and waits for its first screen.
    pub fn open() -> Self {
        Self::with_editor(None)
    }

    pub fn with_editor(editor: Option<&str>) -> Self {
        let exe = std::env::current_exe().unwrap();
        let mut command = CommandBuilder::new(exe);
        command.args(["--exact", "inside_the_terminal", "--nocapture"]);
        command.env_remove("EDITOR");
        if let Some(editor) = editor {
            command.env("EDITOR", editor);
        }
        let mut window = Self::start(command);
        window.wait_for("> School 1\n");
        window
    }

    /// The same, where the program ends after so long without a key.
    pub fn left_alone_for(seconds: u64) -> Self {
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "inside_the_terminal", "--nocapture"]);
        command.env(IDLE, seconds.to_string());
        let mut window = Self::start(command);
        window.wait_for("> School 1\n");
        window
    }

    pub fn start(mut command: CommandBuilder) -> Self {
        let directory = tempfile::tempdir().unwrap();
        command.env(INSIDE, directory.path().join("place.json"));
        command.env("RUST_BACKTRACE", "0");
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: 24,
                cols: 80,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let modes = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            keyboard: pair.master.take_writer().unwrap(),
            master: Some(pair.master),
            child,
            bytes,
            screen: vt100::Parser::new(size(24), size(80), 0),
            received: 0,
            modes,
            directory,
        }
    }

    pub fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    pub fn wait_for(&mut self, text: &str) {
        let start = Instant::now();
        while !self.screen.screen().contents().contains(text) {
            let Ok(bytes) = self
                .bytes
                .recv_timeout(TOO_LONG.saturating_sub(start.elapsed()))
            else {
                panic!("no {text:?} on\n{}", self.screen.screen().contents());
            };
            self.received += bytes.len();
            self.screen.process(&bytes);
        }
    }

    /// How many bytes come within this time.
    pub fn bytes_within(&mut self, time: Duration) -> usize {
        let (end, before) = (Instant::now() + time, self.received);
        while let Ok(bytes) = self
            .bytes
            .recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            self.received += bytes.len();
            self.screen.process(&bytes);
        }
        self.received - before
    }

    /// Closes our end of the terminal. The thread that reads it holds it open until it has read once
    /// more: a last key brings it that.
    pub fn drop_the_line(&mut self, last_key: &str) {
        self.bytes = channel().1;
        self.press(last_key);
        self.keyboard = Box::new(std::io::sink());
        drop(self.master.take());
    }

    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Waits for the end; the exit code and how long it took. What does not end by itself is killed, and is a failure.
    pub fn end(&mut self) -> (u32, Duration) {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if start.elapsed() > TOO_LONG {
                self.child.kill().unwrap();
                panic!("it does not end:\n{}", self.screen.screen().contents());
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let took = start.elapsed();
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(50)) {
            self.screen.process(&bytes);
        }
        (status.exit_code(), took)
    }

    /// Everything that was switched on is off again.
    pub fn assert_given_back(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "alternate screen");
        assert!(!screen.bracketed_paste(), "bracketed paste");
        assert!(!screen.hide_cursor(), "hidden cursor");
        assert!(!screen.inverse() && !screen.bold(), "attributes");
        let modes = self
            .master
            .as_ref()
            .map(|master| format!("{:?}", master.get_termios()));
        assert_eq!(
            modes.as_deref(),
            Some(self.modes.as_str()),
            "terminal modes"
        );
    }

    pub fn place(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("place.json")).unwrap_or_default()
    }
}

impl Drop for Window {
    /// A test that fails leaves no program behind.
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The made-up district in a file of its own, and the real program on it.
pub struct Demo {
    pub directory: tempfile::TempDir,
}

impl Demo {
    /// A copy of the one that is made once a test program.
    pub fn make() -> Self {
        static MADE: Made = Made::new();
        let directory = tempfile::tempdir().unwrap();
        let made = Self { directory };
        MADE.copy_to(&made.file(), "demo", |path| {
            let ended = std::process::Command::new(env!("CARGO_BIN_EXE_hallpass"))
                .args(["demo", "--no-open", "--path"])
                .arg(path)
                .env("HALLPASS_NOW", "2026-03-10")
                .env("HALLPASS_USER", "ada")
                .output()
                .unwrap();
            assert!(ended.status.success(), "{ended:?}");
        });
        made
    }

    pub fn file(&self) -> std::path::PathBuf {
        self.directory.path().join("demo.db")
    }

    pub fn command(&self) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallpass"));
        command.args(["--db", self.file().to_str().unwrap()]);
        self.dress(&mut command);
        command
    }

    pub fn dress(&self, command: &mut CommandBuilder) {
        command.env_remove("NO_COLOR");
        command.env_remove("HALLPASS_PLAIN");
        command.env("HALLPASS_NOW", "2026-03-10");
        command.env("HALLPASS_USER", "ada");
        command.env("HOME", self.directory.path());
        command.env("XDG_STATE_HOME", self.directory.path().join("state"));
        command.env("TERM", "xterm-256color");
        command.env("LANG", "en_US.UTF-8");
        command.env_remove("LC_ALL");
    }

    /// Opens it and waits for the first answers.
    pub fn open(&self) -> Window {
        let mut window = Window::start(self.command());
        window.open_finder();
        window.wait_for("\n> ");
        window
    }
}

impl Window {
    /// From where somebody's role puts them to the box of the finder.
    pub fn open_finder(&mut self) {
        self.wait_for("5 Find");
        if !self.screen.screen().contents().contains("[5 Find") {
            self.press("f");
        }
        self.wait_for("school: any");
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        let wanted = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.screen = vt100::Parser::new(size(rows), size(columns), 0);
        self.master.as_ref().unwrap().resize(wanted).unwrap();
    }

    /// The line the selected row stands in.
    pub fn row(&self) -> String {
        let text = self.screen.screen().contents();
        let row = text.lines().find(|line| line.starts_with("> "));
        row.unwrap_or_default().to_owned()
    }
}

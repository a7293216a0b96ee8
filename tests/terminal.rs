//! The screens in a real pseudo-terminal: taken, resized, given back whatever happens.
//! The test program runs itself as the program in the terminal, with one small view of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use hallpass::tui;
use hallpass::tui::ask::{Answer, Answerer, Ask, Choice};
use hallpass::tui::canvas::Canvas;
use hallpass::tui::command::{Command, Tab};
use hallpass::tui::effect::{Wish, Writing};
use hallpass::tui::scene::{Scene, Shape};
use hallpass::tui::theme::{Look, Role, Taste};
use hallpass::tui::view::{Offer, View};
use hallpass::tui::widget::list::List;
use hallpass::tui::widget::table::{self, Column};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::layout::Rect;
use rustix::process::{Pid, Signal, kill_process};

/// Set for the program in the terminal; its value is the file for the person's place.
const INSIDE: &str = "HALLPASS_TEST_PLACE";
/// Nothing here takes this long; a test that waits so long has failed.
const TOO_LONG: Duration = Duration::from_secs(20);

/// Rows, and keys that misbehave: `v` panics, `z` never returns, `u` panics in the worker.
#[derive(Default)]
struct Rows {
    list: List<String>,
}

impl View for Rows {
    fn tab(&self) -> Tab {
        Tab::Schools
    }
    fn heading(&self, _scene: &Scene) -> String {
        format!("row {} of {}", self.list.at() + 1, self.list.len())
    }
    fn offers(&self, _scene: &Scene) -> Vec<Offer> {
        vec![Offer::of(Command::Note)]
    }
    fn asks(&self, _scene: &Scene) -> Vec<Ask> {
        vec![Ask::Schools]
    }
    fn take(&mut self, _ask: &Ask, answer: Answer) {
        if let Answer::Schools(rows) = answer {
            self.list
                .set(rows.into_iter().map(|row| row.name).collect());
        }
    }
    fn update(&mut self, command: Command, _scene: &Scene) -> Option<Vec<Wish>> {
        match command {
            Command::Layout => panic!("a mistake in the view"),
            Command::Zoom => loop {
                std::thread::park();
            },
            Command::Note => Some(vec![Wish::Write(Writing {
                about: "note".into(),
                title: "Note".into(),
                text: String::new(),
                several_lines: true,
            })]),
            _ => self.list.update(command).then(Vec::new),
        }
    }
    fn written(&mut self, _about: &str, _text: &str) -> Vec<Wish> {
        vec![Wish::Change(Ask::Redo)]
    }
    fn draw(&self, area: Rect, canvas: &mut Canvas, _scene: &Scene) {
        let columns = [Column::wide("SCHOOL", 10)];
        table::draw(canvas, area, &columns, &self.list, true, |_, name| {
            vec![(name.clone(), Role::Plain)]
        });
    }
}

struct Desk;

impl Answerer for Desk {
    fn answer(&mut self, ask: &Ask) -> Answer {
        match ask {
            Ask::Schools => Answer::Schools((1..=500).map(school).collect()),
            Ask::Undo => panic!("a mistake in the worker"),
            _ => Answer::Done("Done.".into()),
        }
    }
    fn others_changed(&mut self) -> bool {
        false
    }
}

fn school(number: u32) -> Choice {
    Choice {
        id: number.to_string(),
        name: format!("School {number}"),
        note: String::new(),
    }
}

/// Not a test by itself: the program that the other tests run.
#[test]
fn inside_the_terminal() {
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
            read_only: false,
            no_edit: None,
            look: Look::default(),
            taste: Taste::default(),
            drafts: std::collections::BTreeSet::default(),
            shape: Shape::Full,
            size: ratatui::layout::Size::new(80, 24),
        },
        views: vec![Box::<Rows>::default()],
        answerer: Box::new(Desk),
        reader: Box::new(Desk),
        historian: Box::new(Desk),
        place_file: Some(place.into()),
        copy_file: None,
        editor: std::env::var("EDITOR").ok(),
        first: None,
        told: None,
        clock: Box::new(clock),
        end: std::process::exit,
    };
    let code = tui::run(setup).unwrap();
    std::process::exit(code);
}

/// A terminal with a program in it.
struct Window {
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    received: usize,
    modes: String,
    directory: tempfile::TempDir,
}

fn size(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Window {
    /// Starts the program and waits for its first screen.
    fn open() -> Self {
        Self::with_editor(None)
    }

    fn with_editor(editor: Option<&str>) -> Self {
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

    fn start(mut command: CommandBuilder) -> Self {
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

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn wait_for(&mut self, text: &str) {
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

    /// Closes our end of the terminal. The thread that reads it holds it open until it has read once
    /// more: a last key brings it that.
    fn drop_the_line(&mut self, last_key: &str) {
        self.bytes = channel().1;
        self.press(last_key);
        self.keyboard = Box::new(std::io::sink());
        drop(self.master.take());
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Waits for the end; the exit code and how long it took.
    fn end(&mut self) -> (u32, Duration) {
        let start = Instant::now();
        let status = self.child.wait().unwrap();
        let took = start.elapsed();
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(50)) {
            self.screen.process(&bytes);
        }
        (status.exit_code(), took)
    }

    /// Everything that was switched on is off again.
    fn assert_given_back(&self) {
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

    fn place(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("place.json")).unwrap_or_default()
    }
}

#[test]
fn it_starts_follows_the_window_and_quits() {
    let mut window = Window::open();
    assert!(window.screen.screen().alternate_screen());
    assert!(window.screen.screen().bracketed_paste());
    assert!(!window.screen.screen().hide_cursor());
    window.press("jjj");
    window.wait_for("row 4 of 500");
    assert_eq!(window.screen.screen().cursor_position(), (6, 0));
    let bigger = PtySize {
        rows: 40,
        cols: 140,
        pixel_width: 0,
        pixel_height: 0,
    };
    window.screen.set_size(size(40), size(140));
    window.master.as_ref().unwrap().resize(bigger).unwrap();
    window.wait_for("School 35");
    window.press("Q");
    assert_eq!(window.end().0, 0);
    window.assert_given_back();
    assert!(window.place().contains("\"tab\":\"Schools\""));
}

#[test]
fn many_keys_at_once_make_few_bytes() {
    let mut window = Window::open();
    window.received = 0;
    window.press(&"j".repeat(60));
    window.wait_for("row 61 of 500");
    assert!(
        window.received < 4_000,
        "{} bytes for 60 keys",
        window.received
    );
    window.press("G");
    window.wait_for("> School 500");
    window.press("Q");
    assert_eq!(window.end().0, 0);
}

#[test]
fn a_panic_gives_the_terminal_back_and_can_be_read() {
    let mut window = Window::open();
    window.press("v");
    assert_eq!(window.end().0, 101);
    window.assert_given_back();
    let text = window.screen.screen().contents();
    assert!(text.contains("a mistake in the view"), "{text}");
}

#[test]
fn a_panic_of_the_worker_is_told_on_the_screen() {
    let mut window = Window::open();
    window.press("u");
    window.wait_for("stopped by a mistake in the program");
    window.press("jQ");
    assert_eq!(window.end().0, 0);
    window.assert_given_back();
}

#[test]
fn signals_end_it_in_order_and_keep_the_draft() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::QUIT, 131),
        (Signal::INT, 130),
    ] {
        let mut window = Window::open();
        window.press("chalf a note");
        window.wait_for("half a note");
        window.signal(signal);
        let (ended, took) = window.end();
        assert_eq!(ended, code);
        assert!(took < Duration::from_secs(2), "{took:?} after {signal:?}");
        window.assert_given_back();
        assert!(window.place().contains("half a note"));
    }
}

#[test]
fn what_was_saved_is_no_draft_whatever_happens_next() {
    for (last, ends) in [
        ("\r", Some(Signal::KILL)),
        ("\r", Some(Signal::HUP)),
        ("\rQ", None),
    ] {
        let mut window = Window::open();
        window.press("chalf a note");
        window.wait_for("half a note");
        let start = Instant::now();
        while !window.place().contains("half a note") {
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "the draft was not kept"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        window.press(last);
        if let Some(signal) = ends {
            window.wait_for("Done.");
            window.signal(signal);
        }
        window.end();
        let place = window.place();
        assert!(!place.contains("half a note"), "{last:?} {ends:?}: {place}");
    }
}

/// An editor that reads a line from the keyboard and writes it to the file.
const READS_A_LINE: &str = r#"sh -c 'echo "type here"; read line; echo "$line" > "$1"' sh"#;

#[test]
fn a_note_goes_through_the_persons_own_editor() {
    let mut window = Window::with_editor(Some(READS_A_LINE));
    window.press("cfirst words\x0f");
    window.wait_for("type here");
    window.press("jjkk and other keys\r");
    window.wait_for("jjkk and other keys");
    window.wait_for("TYPING");
    window.press(" and more");
    window.wait_for("jjkk and other keys and more");
    window.press("\x1b");
    window.wait_for("> School 1\n");

    let mut window = Window::with_editor(Some("false"));
    window.press("cfirst words\x0f");
    window.wait_for("The editor did not work");
    window.wait_for("first words");

    let mut window = Window::with_editor(None);
    window.press("cfirst words\x0f");
    window.wait_for("EDITOR is not set");
}

#[test]
fn a_stuck_screen_is_ended_all_the_same() {
    let mut window = Window::open();
    window.press("jz");
    window.wait_for("> School 1\n");
    window.signal(Signal::TERM);
    let (ended, took) = window.end();
    assert_eq!(ended, 143);
    assert!(took < Duration::from_secs(2), "{took:?}");
    window.assert_given_back();
}

#[test]
fn a_dropped_line_ends_it() {
    let mut window = Window::open();
    window.press("cdraft");
    window.wait_for("draft");
    window.drop_the_line("s");
    let (ended, took) = window.end();
    assert_eq!(ended, 129);
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(window.place().contains("draft"));
}

#[test]
fn without_a_shell_above_it_does_not_stop() {
    let mut window = Window::open();
    window.press("\x1a");
    window.wait_for("There is no shell to go back to.");
    window.press("Q");
    assert_eq!(window.end().0, 0);
}

#[test]
fn a_shell_gets_its_terminal_while_it_pauses() {
    let shell = "/bin/bash";
    if !std::path::Path::new(shell).exists() {
        println!("skipped: no {shell}");
        return;
    }
    let mut command = CommandBuilder::new(shell);
    command.args(["--norc", "--noprofile", "-i"]);
    command.env("PS1", "shell \\#> ");
    let mut window = Window::start(command);
    window.wait_for("shell 1> ");
    let exe = std::env::current_exe().unwrap();
    window.press(&format!(
        "{} --exact inside_the_terminal --nocapture\n",
        exe.display()
    ));
    window.wait_for("> School 1\n");
    window.press("jj\x1a");
    window.wait_for("hallpass is paused. Type fg and Enter.");
    window.wait_for("shell 2> ");
    assert!(!window.screen.screen().alternate_screen());
    window.press("echo still $((40+2))\n");
    window.wait_for("shell 3> ");
    assert!(window.screen.screen().contents().contains("still 42"));
    window.press("fg\n");
    window.wait_for("> School 3\n");
    assert!(window.screen.screen().alternate_screen());
    window.press("Q");
    window.wait_for("shell 4> ");
    window.press("exit\n");
    window.end();
}

/// The made-up district in a file of its own, and the real program on it.
struct Demo {
    directory: tempfile::TempDir,
}

impl Demo {
    fn make() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let made = Self { directory };
        let ended = std::process::Command::new(env!("CARGO_BIN_EXE_hallpass"))
            .args(["demo", "--no-open", "--path"])
            .arg(made.file())
            .env("HALLPASS_NOW", "2026-03-10")
            .env("HALLPASS_USER", "ada")
            .output()
            .unwrap();
        assert!(ended.status.success(), "{ended:?}");
        made
    }

    fn file(&self) -> std::path::PathBuf {
        self.directory.path().join("demo.db")
    }

    fn command(&self) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallpass"));
        command.args(["--db", self.file().to_str().unwrap()]);
        self.dress(&mut command);
        command
    }

    fn dress(&self, command: &mut CommandBuilder) {
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
    fn open(&self) -> Window {
        let mut window = Window::start(self.command());
        window.wait_for("school: any");
        window.wait_for("\n> ");
        window
    }
}

impl Window {
    fn resize(&mut self, columns: u16, rows: u16) {
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
    fn row(&self) -> String {
        let text = self.screen.screen().contents();
        let row = text.lines().find(|line| line.starts_with("> "));
        row.unwrap_or_default().to_owned()
    }
}

#[test]
fn the_program_answers_in_every_window_and_leaves_nothing_behind() {
    let demo = Demo::make();
    let mut window = demo.open();
    assert!(window.screen.screen().alternate_screen());
    window.press("qui lin");
    window.wait_for("YES at Linden Hollow ES, with conditions");
    assert!(window.row().contains("Quizmallow School"));
    window.resize(60, 18);
    window.wait_for("leave the box, then ? help");
    window.wait_for("> Quizmallow School");
    window.resize(140, 40);
    window.wait_for("What the words mean");
    window.wait_for("SCHOOL    ");
    window.resize(20, 5);
    window.wait_for("Qu~: YES, CONDITIONS");
    window.wait_for("Find: qui lin");
    window.resize(80, 24);
    window.wait_for("YES at Linden Hollow ES, with conditions");
    assert!(window.row().contains("Quizmallow School"));
    window.press("\x1b");
    window.wait_for("Q quit");
    window.press("Q");
    assert_eq!(window.end().0, 0);
    window.assert_given_back();
    // Without anything typed the next start is where this one ended.
    let mut again = Window::start(demo.command());
    again.wait_for("Back where you were");
    again.wait_for("> Quizmallow School");
    again.press("Q");
    assert_eq!(again.end().0, 0);
}

#[test]
fn a_terminal_that_can_only_print_gets_the_demo_as_a_prompt() {
    let demo = Demo::make();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallpass"));
    command.args(["demo", "--path", demo.file().to_str().unwrap()]);
    demo.dress(&mut command);
    command.env("TERM", "dumb");
    let mut window = Window::start(command);
    window.wait_for("DEMO: a made-up district.");
    window.wait_for("What now?");
    assert!(!window.screen.screen().alternate_screen());
    window.press("quit\n");
    assert_eq!(window.end().0, 0);
}

#[test]
fn a_signal_ends_the_program_and_the_terminal_is_itself_again() {
    let demo = Demo::make();
    let mut window = demo.open();
    window.press("quiz");
    window.wait_for("Find: quiz");
    window.wait_for("> Quizmallow School");
    window.signal(Signal::TERM);
    let (code, took) = window.end();
    assert_eq!(code, 143);
    assert!(took < Duration::from_secs(2), "{took:?}");
    window.assert_given_back();
    let mut again = Window::start(demo.command());
    again.wait_for("Find: quiz");
    again.signal(Signal::TERM);
    assert_eq!(again.end().0, 143);
}

#[test]
fn after_a_dropped_line_no_program_is_left() {
    let demo = Demo::make();
    let mut window = demo.open();
    window.press("quiz");
    window.wait_for("Find: quiz");
    window.wait_for("> Quizmallow School");
    let id = window.child.process_id().unwrap();
    window.drop_the_line("m");
    let (code, took) = window.end();
    assert_eq!(code, 129);
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(!std::path::Path::new(&format!("/proc/{id}/stat")).exists());
}

#[test]
fn a_paste_outside_a_box_does_nothing() {
    let demo = Demo::make();
    let mut window = demo.open();
    window.press("\x1b");
    window.wait_for("Q quit");
    window.press("\x1b[200~QQu\n\x1b[201~");
    window.wait_for("Ignored 4 pasted characters. f finds, c adds a note.");
    window.press("f\x1b[200~quizmal\nlin\x1b[201~");
    window.wait_for("school: Linden Hollow ES");
    window.press("\x1b");
    window.wait_for("Q quit");
    window.press("Q");
    assert_eq!(window.end().0, 0);
    window.assert_given_back();
}

#[test]
fn the_shell_has_the_terminal_while_the_program_pauses() {
    let shell = "/bin/bash";
    if !std::path::Path::new(shell).exists() {
        println!("skipped: no {shell}");
        return;
    }
    let demo = Demo::make();
    let mut command = CommandBuilder::new(shell);
    command.args(["--norc", "--noprofile", "-i"]);
    demo.dress(&mut command);
    command.env("PS1", "shell \\#> ");
    let mut window = Window::start(command);
    window.wait_for("shell 1> ");
    let program = env!("CARGO_BIN_EXE_hallpass");
    window.press(&format!("{program} --db {}\n", demo.file().display()));
    window.wait_for("school: any");
    window.press("quizmal lin");
    window.wait_for("YES at Linden Hollow ES");
    window.press("\x1a");
    window.wait_for("hallpass is paused. Type fg and Enter.");
    window.wait_for("shell 2> ");
    assert!(!window.screen.screen().alternate_screen());
    window.press("fg\n");
    window.wait_for("YES at Linden Hollow ES");
    assert!(window.screen.screen().alternate_screen());
    window.press("\x1b");
    window.wait_for("Q quit");
    window.press("Q");
    window.wait_for("shell 3> ");
    window.press("exit\n");
    window.end();
}

//! The screens in a real pseudo-terminal: taken, resized, given back whatever happens.
//! The test program runs itself as the program in the terminal, with one small view of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;
#[path = "terminal/together.rs"]
mod together;

use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize};
use rustix::process::Signal;
use support::window::{Demo, Window, inside, size};

/// Not a test by itself: the program that the other tests run.
#[test]
fn inside_the_terminal() {
    inside();
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

/// On a slow line a held key would else run on for seconds after it is let go.
#[test]
fn a_frame_waits_until_the_terminal_has_taken_the_last_one_and_its_answer_is_no_key() {
    let taken = "\x1b[0n";
    let mut window = Window::open();
    window.press(taken);
    window.press("G");
    window.wait_for("> School 500");
    window.press("g");
    assert_eq!(window.bytes_within(Duration::from_millis(300)), 0);
    window.press(taken);
    window.wait_for("School 12");
    window.press(taken);
    window.wait_for("row 1 of 500");
    let text = window.screen.screen().contents();
    assert!(!text.contains("not used here"), "{text}");
    window.press("Q");
    assert_eq!(window.end().0, 0);
    window.assert_given_back();
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

/// Whoever starts it for the first time is asked how to begin, and lands in the office that there is then.
#[test]
fn the_first_start_asks_how_to_begin() {
    let home = tempfile::tempdir().unwrap();
    let begin = |words: &[&str]| {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallpass"));
        command.args(words);
        for variable in [
            "HALLPASS_DB",
            "HALLPASS_PLAIN",
            "HALLPASS_NOW",
            "NO_COLOR",
            "XDG_DATA_HOME",
        ] {
            command.env_remove(variable);
        }
        command.env_remove("HALLPASS_USER");
        command.env("HOME", home.path());
        command.env("XDG_STATE_HOME", home.path().join("state"));
        command.env("TERM", "xterm-256color");
        let mut window = Window::start(command);
        // No word is broken at the edge of the window.
        window.wait_for("school of a\ndistrict.");
        window.wait_for("There is no office file yet");
        window.wait_for("Look around in a made-up district first");
        window
    };
    let mut left = begin(&[]);
    left.press("no\nHarlow\nquit\n");
    left.wait_for("Nothing was made.");
    assert_eq!(left.end().0, 0);

    let mut look = begin(&["--plain"]);
    look.press("perhaps\n");
    look.wait_for("Say yes or no.");
    look.press("yes\n");
    look.wait_for("DEMO: a made-up district.");
    look.press("quit\n");
    assert_eq!(look.end().0, 0);

    let mut own = begin(&[]);
    own.press("no\n\nHarlow County\nMiddle Earth\nAmerica/Chicago\nloose\n\nAda Reyes\n");
    own.wait_for("An office needs the name of its district.");
    own.wait_for("`loose` is no start");
    own.wait_for("Harlow County, days of America/Chicago, policy hybrid; Ada Reyes (");
    own.press("yes\n");
    own.wait_for("There is nothing in this file yet. Three ways to begin:");
    own.press("Q");
    assert_eq!(own.end().0, 0);
    own.assert_given_back();
}

/// Who was not here before begins where they work.
#[test]
fn a_role_lands_on_its_view() {
    let demo = Demo::make();
    for (who, tab) in [
        ("nhalvessen", "[1 Queue"),
        ("gferrandine", "[2 Renew"),
        ("iombrane", "[6 Dash"),
        ("thangrove", "[5 Find"),
    ] {
        let mut command = demo.command();
        command.env("HALLPASS_USER", who);
        let mut window = Window::start(command);
        window.wait_for(tab);
        window.press(if tab == "[5 Find" { "\x1b" } else { "2" });
        window.wait_for("Q quit");
        window.press("Q");
        assert_eq!(window.end().0, 0, "{who}");
    }
}

/// At the prompt a line is edited and comes back by the arrow keys, Tab completes it, and Ctrl-C takes it back. Nothing but
/// letters and steps back is written.
#[test]
fn the_prompt_keeps_its_lines_and_one_ctrl_c_ends_nothing() {
    let demo = Demo::make();
    let mut command = demo.command();
    command.arg("--plain");
    let mut window = Window::start(command);
    window.wait_for("What now?");
    window.press("schoolx\x1b[D\x1b[D\x1b[D\x05\x7f lind");
    window.wait_for("What now? school lind");
    window.press("\t");
    window.wait_for("What now? school Linden Hollow ES");
    window.press("\x03");
    window.wait_for("Ctrl-C once more leaves");
    // Once more of what was typed since, which is meant and not the talk.
    window.press("half");
    window.wait_for("What now? half");
    window.press("\x03");
    window.wait_for("What now? half\nCtrl-C once more leaves");
    window.press("statu\t");
    window.wait_for("What now? status ");
    window.press("quizmallow school\n");
    window.wait_for("Quizmallow School: YES");
    window.press("\x1b[A\x1b[A\x1b[B!");
    window.wait_for("What now? !\n".trim_end());
    window.press("\x15note\n");
    window.wait_for("About which product or school?");
    window.press("lind\x03");
    window.wait_for("Nothing was saved.");
    window.press("\x1b[A\x1b[A\n");
    window.press("quit\n");
    assert_eq!(window.end().0, 0);
    window.assert_given_back();
    let shown = window.screen.screen().contents();
    assert_eq!(
        shown.matches("Quizmallow School: YES").count(),
        1,
        "{shown}"
    );

    let mut command = demo.command();
    command.arg("--plain");
    let mut window = Window::start(command);
    window.wait_for("What now?");
    window.press("half a line");
    window.wait_for("half a line");
    window.signal(Signal::TERM);
    assert_eq!(window.end().0, 143);
    window.assert_given_back();
}

/// What is told at the prompt, or to be read aloud, goes on in the next line between two words: the terminal breaks none.
#[test]
fn at_the_prompt_no_word_is_broken_at_the_edge() {
    let demo = Demo::make();
    for (words, talks, end) in [
        (
            &["--plain"][..],
            "renewals\ndue\nassign C-9999999 nobody-who-is-known-here-by-any-name\nquit\n",
            "hallpass people list",
        ),
        (&["--plain", "renewals"], "", "year price"),
        (&["--plain", "queue"], "", "technical"),
    ] {
        let mut command = demo.command();
        command.args(words);
        let mut window = Window::start(command);
        if !talks.is_empty() {
            window.wait_for("What now?");
            window.press(talks);
        }
        window.wait_for(end);
        assert_eq!(window.end().0, 0, "{words:?}");
        // A line that the terminal broke is one here.
        let shown = window.screen.screen().contents();
        let broken = shown.lines().find(|line| line.chars().count() > 80);
        assert_eq!(broken, None, "{words:?}:\n{shown}");
    }
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
fn a_list_goes_to_the_folder_that_a_variable_names_else_into_the_home() {
    let demo = Demo::make();
    let home = demo.file().parent().unwrap().to_owned();
    for (named, folder) in [
        (Some(home.join("lists")), home.join("lists")),
        (None, home.join("hallpass")),
    ] {
        let mut command = demo.command();
        command.env_remove("HALLPASS_EXPORT_DIR");
        if let Some(named) = named {
            command.env("HALLPASS_EXPORT_DIR", named);
        }
        let mut window = Window::start(command);
        window.wait_for("Q quit");
        window.press("3");
        window.wait_for("[3 Schools");
        window.press("xc");
        window.wait_for("schools-2026-03-10.csv");
        let list = std::fs::read_to_string(folder.join("schools-2026-03-10.csv")).unwrap();
        assert!(list.contains("Linden Hollow ES"), "{list}");
        window.press("Q");
        assert_eq!(window.end().0, 0);
    }
}

/// Over SSH the screens are the same, but for files and programs of the host; they close when the key goes.
#[test]
fn screens_over_ssh_touch_nothing_of_the_host_and_close_when_the_key_is_removed() {
    let demo = Demo::make();
    let at_the_host = |words: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hallpass"));
        let command = command.args(["--as", "ada", "--db"]).arg(demo.file());
        let ended = command.args(words).output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
    };
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHGHE+3r8oEdNan/tT9A8JG9bvfcqQQbI1Oed3MhwWba kim@laptop";
    at_the_host(&["people", "key", "add", "ada", key]);
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hallpass"));
    command.args([
        "ssh-session",
        "--db",
        demo.file().to_str().unwrap(),
        "--key",
        "1",
    ]);
    command.env("TERM", "xterm-256color");
    command.env("EDITOR", "/bin/false");
    command.env("HOME", demo.directory.path());
    let mut window = Window::start(command);
    window.open_finder();
    window.press("quiz");
    window.wait_for("> Quizmallow School");
    window.press("\u{1b}1");
    window.wait_for("[1 Queue");
    window.press("x");
    window.wait_for("over SSH use ssh HOST export KIND -o - > FILE");
    window.press("\u{1a}");
    window.wait_for("over SSH no other program is started");
    at_the_host(&["people", "key", "remove", "1"]);
    let (code, took) = window.end();
    assert_eq!(code, 1);
    assert!(took < Duration::from_secs(5), "{took:?}");
    window.assert_given_back();
    let text = window.screen.screen().contents();
    assert!(text.contains("your key 1 was removed on"), "{text}");
}

#[test]
fn screens_that_nobody_sits_at_close_by_themselves_and_say_why() {
    let mut window = Window::left_alone_for(2);
    window.press("c");
    window.wait_for("Note");
    window.press("half a note");
    window.wait_for("half a note");
    let began = Instant::now();
    window.received = 0;
    assert_eq!(window.end().0, 129);
    assert!(
        began.elapsed() > Duration::from_millis(1_500),
        "{:?} after the last key",
        began.elapsed()
    );
    window.assert_given_back();
    let text = window.screen.screen().contents();
    assert!(text.contains("no key was pressed for 2 seconds"), "{text}");
    assert!(window.place().contains("half a note"));
}

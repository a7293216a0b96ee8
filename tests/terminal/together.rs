//! Two people in two real terminals on one file: what one decides or edits the other sees within a second, who is
//! killed edits nothing any more, a clash is shown, and after a dropped line only what was not saved is a draft.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::support::window::{Demo, TOO_LONG, Window};

/// What the other terminal may take.
const A_SECOND: Duration = Duration::from_secs(1);
/// A machine that is busy with other tests may be late once, but not each time.
const TRIES: usize = 5;

/// Somebody of the made-up district at its screens.
fn at_the_screens(demo: &Demo, who: &str) -> Window {
    let mut command = demo.command();
    command.env("HALLPASS_USER", who);
    let mut window = Window::start(command);
    window.open_finder();
    window.wait_for("\n> ");
    window
}

/// The same at the renewal of Signbriar, alone in the list.
fn at_the_renewal(demo: &Demo, who: &str) -> Window {
    let mut window = at_the_screens(demo, who);
    window.press("\x1b");
    window.wait_for("Q quit");
    window.press("2");
    window.wait_for("[2 Renew");
    window.press("/signbriar\r");
    window.wait_for("> Mar 13 Fri");
    window
}

/// The same with the form of Signbriar open, at its web site.
fn in_the_form(demo: &Demo, who: &str) -> Window {
    let mut window = at_the_screens(demo, who);
    window.press("signbriar");
    window.wait_for("> Signbriar");
    window.press("\x1b");
    window.wait_for("Q quit");
    window.press("e");
    window.wait_for("Web site");
    window.press("\t\t\t\x15");
    window.wait_for(">Web site    [____");
    window
}

/// How long it takes until the window shows this, or shows it no more.
fn until(window: &mut Window, text: &str, there: bool) -> Duration {
    let start = Instant::now();
    while window.screen.screen().contents().contains(text) != there {
        let left = TOO_LONG.saturating_sub(start.elapsed());
        let Ok(bytes) = window.bytes.recv_timeout(left) else {
            let screen = window.screen.screen().contents();
            panic!("{text:?} {there} is not so on\n{screen}");
        };
        window.screen.process(&bytes);
    }
    start.elapsed()
}

fn within_a_second(took: &[Duration]) {
    assert!(took.iter().any(|took| *took < A_SECOND), "{took:?}");
}

#[test]
fn a_decision_and_who_makes_it_are_seen_in_the_other_terminal_within_a_second() {
    let demo = Demo::make();
    let (mut ada, mut gus) = (
        at_the_renewal(&demo, "ada"),
        at_the_renewal(&demo, "gferrandine"),
    );
    let (mut opened, mut decided, mut undone) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TRIES {
        ada.press("d");
        ada.wait_for("Decide C-177 Signbriar");
        opened.push(until(&mut gus, "ada is editing this now.", true));
        ada.press("cu");
        ada.wait_for("Cancelled C-177 Signbriar.");
        decided.push(until(&mut gus, "OVERDUE", false));
        gus.wait_for("Cancelled by ada");
        ada.press("u");
        ada.wait_for("Undid: ");
        undone.push(until(&mut gus, "OVERDUE", true));
    }
    for took in [opened, decided, undone] {
        within_a_second(&took);
    }
}

#[test]
fn whoever_is_killed_edits_nothing_any_more() {
    let demo = Demo::make();
    let mut gus = at_the_renewal(&demo, "gferrandine");
    let mut gone = Vec::new();
    for who in ["ada", "iombrane"] {
        let told = format!("{who} is editing this now.");
        let mut window = at_the_renewal(&demo, who);
        window.press("d");
        until(&mut gus, &told, true);
        window.signal(Signal::KILL);
        gone.push(until(&mut gus, &told, false));
        window.end();
    }
    within_a_second(&gone);
}

#[test]
fn an_open_form_keeps_what_is_typed_and_a_clash_is_shown() {
    let demo = Demo::make();
    let (mut ada, mut petra) = (in_the_form(&demo, "ada"), in_the_form(&demo, "pvandelune"));
    ada.press("ada.example");
    petra.press("petra.example");
    petra.wait_for("petra.example");
    ada.wait_for("pvandelune is editing this now.");
    ada.press("\x18");
    ada.wait_for("Saved Signbriar.");
    until(&mut petra, "ada is editing this now.", false);
    petra.wait_for("petra.example");
    petra.press("\x18");
    petra.wait_for("ada saved Signbriar");
    petra.wait_for("Your typing is safe. Nothing was overwritten.");
    petra.press("m");
    petra.wait_for("Saved Signbriar");
}

#[test]
fn after_a_dropped_line_only_what_was_not_saved_is_a_draft() {
    for saves in [false, true] {
        let demo = Demo::make();
        let mut window = at_the_renewal(&demo, "ada");
        window.press("c");
        window.wait_for("Note on C-177 Signbriar");
        window.press("half a note");
        window.wait_for("half a note");
        if saves {
            window.press("\r");
            window.wait_for("Noted on C-177 Signbriar");
        }
        // A key that draws something, so that the line is seen to be down.
        window.drop_the_line(if saves { "?" } else { "s" });
        assert_eq!(window.end().0, 129);
        let mut again = Window::start(demo.command());
        again.wait_for("Back where you were");
        again.wait_for("> Mar 13 Fri");
        again.press("c");
        again.wait_for("Note on C-177 Signbriar");
        let screen = again.screen.screen().contents();
        assert_eq!(screen.contains("(your draft)"), !saves, "{screen}");
        assert_eq!(screen.contains("half a note"), !saves, "{screen}");
    }
}

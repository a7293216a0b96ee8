//! Everything by name: each verb that a key does, each line of a menu, people, and the words that people have for them.

use crate::keys::{PLACES, Place};
use crate::support::renewals::renewals;
use crate::support::reviews::reviews;
use crate::support::screen::Screen;
use hallpass::domain::contract::Contract;
use hallpass::tui::keymap::{self, KeyContext};

/// What somebody types who does not know what hallpass calls it, and can be done or gone to from every view.
const ANYWHERE: [&str; 40] = [
    "add",
    "approve",
    "backup",
    "calendar",
    "cancel",
    "consolidate",
    "contract",
    "csv",
    "dark",
    "deny",
    "dismiss",
    "draft",
    "duplicate",
    "excel",
    "exit",
    "export",
    "gaps",
    "help",
    "holiday",
    "import",
    "letter",
    "mail",
    "merge",
    "money",
    "people",
    "person",
    "policy",
    "print",
    "product",
    "renew",
    "reply",
    "report",
    "request",
    "risk",
    "school",
    "settings",
    "staff",
    "train",
    "undo",
    "waste",
];
/// The same of what has a meaning on some rows only: elsewhere it says so.
const SOMEWHERE: [&str; 16] = [
    "alias", "assign", "audit", "breach", "claim", "comment", "copy", "download", "edit", "email",
    "incident", "log", "note", "owner", "pilot", "today",
];

/// The palette of a row there.
fn palette(place: &Place) -> Screen {
    let mut screen = Screen::new((place.office)(), (100, 50));
    screen.press("Esc Esc Esc Esc Esc").press(place.rows);
    screen.press(":").shows("Commands");
    screen
}

/// The lines that fit these words.
fn found(screen: &mut Screen, words: &str) -> Vec<String> {
    screen.press("Ctrl-U").write(words);
    let lines = screen.lines();
    let top = lines.iter().position(|line| line.contains("┌ Commands"));
    let top = top.unwrap_or_else(|| panic!("{}", screen.text()));
    let before = lines[top].split_once('┌').map_or("", |(before, _)| before);
    let from = before.chars().count();
    let to = lines[top].chars().position(|c| c == '┐').unwrap();
    // The box with the words, and a rule below it.
    let inside = lines[top + 3..].iter().map(|line| {
        let inside = line.chars().take(to).skip(from + 1);
        inside.collect::<String>().trim_end().to_owned()
    });
    inside.take_while(|line| !line.starts_with('─')).collect()
}

/// Whether one of the lines names this key, and can be taken in this view.
fn names(lines: &[String], key: &str) -> bool {
    let of_key = |line: &&String| line.split("  ").any(|part| part.trim() == key);
    let mut lines = lines.iter().filter(of_key);
    lines.any(|line| !line.contains("off: not in this view"))
}

fn every_key_is_named(places: &[Place]) {
    for place in places {
        let mut screen = palette(place);
        for row in keymap::rows(KeyContext::Global) {
            let dead = place.dead.split(' ').any(|key| key == row.key());
            if dead || row.command.is_movement() {
                continue;
            }
            let lines = found(&mut screen, row.help);
            assert!(
                names(&lines, row.key()),
                "{} on {}: {lines:#?}",
                row.help,
                place.rows
            );
        }
    }
}

#[test]
fn what_a_key_does_is_found_by_name_in_every_view() {
    every_key_is_named(&PLACES[..7]);
}

#[test]
fn what_a_key_does_is_found_by_name_in_the_other_views() {
    every_key_is_named(&PLACES[7..]);
}

#[test]
fn the_lines_of_the_menu_of_decisions_are_found_under_the_keys_that_take_them() {
    let mut menus = 0;
    for place in &PLACES {
        let mut screen = Screen::new((place.office)(), (140, 50));
        screen.press("Esc Esc Esc Esc Esc").press(place.rows);
        let tab = screen.line(0);
        screen.press("d");
        let lines = screen.lines();
        let lines = lines.iter().filter(|line| {
            let mut letters = line.chars();
            matches!(letters.next(), Some('>' | ' '))
                && letters.next() == Some(' ')
                && letters.next().is_some_and(char::is_alphabetic)
                && letters.next() == Some(' ')
                && letters.next() == Some(' ')
        });
        let lines: Vec<String> = lines.cloned().collect();
        let is_menu = screen.text().contains(" Enter take  ");
        screen.press("Esc");
        if !is_menu || screen.line(0) != tab {
            continue;
        }
        menus += 1;
        screen.press(":");
        for line in lines {
            let letter = &line[2..3];
            let label = line[5..].split("   ").next().unwrap();
            let words: Vec<&str> = label.split(' ').take(2).collect();
            let found = found(&mut screen, &words.join(" "));
            let key = format!("d {letter}");
            let under = |line: &String| line.contains(&key);
            assert!(
                found.iter().any(under),
                "{line} on {}: {found:#?}",
                place.rows
            );
        }
    }
    assert!(menus >= 6, "{menus}");
}

#[test]
fn everyday_words_find_something_that_can_be_done_from_every_view() {
    for place in &PLACES {
        let mut screen = palette(place);
        for word in ANYWHERE.iter().chain(&SOMEWHERE) {
            let lines = found(&mut screen, word);
            let first = lines.first().map_or("", String::as_str);
            let elsewhere = first.contains("off: not in this view");
            assert!(
                first.starts_with("> ") && (!elsewhere || SOMEWHERE.contains(word)),
                "{word} on {}: {lines:#?}",
                place.rows
            );
        }
    }
}

/// A line that is taken by its name does what its keys do.
#[test]
fn a_contract_is_cancelled_by_name() {
    let row = "Esc 2 j j";
    let mut by_keys = Screen::new(renewals(), (80, 24));
    by_keys.press(row).press("d c u");
    let mut by_name = Screen::new(renewals(), (80, 24));
    by_name.press(row).press(": 'cancel it' Enter");
    by_name.shows("Reason to cancel").press("u");
    by_name.shows("Cancelled C-110");
    assert_eq!(by_name.text(), by_keys.text());
    let decided = |screen: &Screen| screen.store().all::<Contract>().unwrap();
    assert_eq!(decided(&by_name), decided(&by_keys));
    // One that lies in a menu of a menu.
    let mut screen = Screen::new(renewals(), (80, 24));
    screen.press(row).press(": 'smaller'").shows("d m s");
    screen.press("Enter").shows("How many seats");
}

/// Why a decision cannot be made yet stands in a column of its own, and whole below.
#[test]
fn why_a_decision_is_off_is_said_in_full() {
    for (width, height) in [(80, 24), (60, 18)] {
        let mut screen = Screen::new(reviews(), (width, height));
        screen.press("Esc 1 / 'edpu' Enter Esc t");
        screen.press(": 'approve'");
        let lines = found(&mut screen, "approve");
        let line = lines.iter().find(|line| line.contains("  d a  "));
        let line = line.unwrap_or_else(|| panic!("{lines:#?}"));
        assert!(line.starts_with("> Approve   "), "{line}");
        assert!(line.contains("off: ") && !line.contains("see above"));
        screen.shows("It is off: ");
        screen.press("Enter").shows("It is off: ");
    }
}

#[test]
fn somebody_is_found_by_name_and_by_login() {
    for words in ["ort", "ortiz"] {
        let mut screen = Screen::new(reviews(), (80, 24));
        screen.press("Esc 1 :").hides("ortiz");
        screen.write(words);
        screen.shows("ortiz (ortiz)").press("Enter");
        screen.shows("May do");
        // And back to where it was looked for.
        screen.press("Esc Esc").shows("[1 Queue");
    }
}

#[test]
fn what_is_listed_is_written_and_copied_by_name() {
    let mut screen = Screen::new(renewals(), (80, 24));
    screen.press("Esc 2 : 'csv'").shows("x c");
    screen.press("Enter").shows("Wrote ");
    screen.press(": 'copy row' Enter");
    assert!(screen.copied().is_some());
}

/// What no key makes is found too, with the command that does, and copied.
#[test]
fn what_a_command_makes_is_named_with_the_command() {
    let mut screen = Screen::new(renewals(), (80, 24));
    for (words, command) in [
        ("packet", "hallpass renewal packet --format html"),
        ("families", "hallpass publish FOLDER"),
        ("digest", "hallpass digest --for LOGIN --mail"),
        ("dashboard text", "hallpass dashboard"),
    ] {
        screen.press("Esc 2 :").write(words);
        screen.shows("in a shell");
        screen.shows(&format!("In a shell: {command}."));
        screen.press("Enter");
        assert_eq!(screen.copied(), Some(command));
    }
}

#[test]
fn all_by_name_looks_like_its_pictures() {
    for (name, size, keys) in [
        ("palette-80x24", (80, 24), ":"),
        ("palette-60x18", (60, 18), ":"),
        ("palette-approve", (80, 24), ": 'approve'"),
        ("palette-nothing", (80, 24), ": 'xyzzy'"),
    ] {
        let mut screen = Screen::new(reviews(), size);
        screen.press("Esc 1 / 'edpu' Enter Esc t").press(keys);
        screen.looks_like(name);
    }
}

//! Several people at one office: who is editing a record is shown while they do, and what somebody else changed is
//! marked for a moment. Nothing of it is written into the office file.

use std::time::Duration;

use crate::support::renewals::{decide_as, id, renewals};
use crate::support::reviews::reviews;
use crate::support::screen::Screen;
use crate::support::{Office as File, office};
use hallpass::domain::person::{PersonId, Role, Roles};
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::Choice;

/// Somebody's screen on an office file.
fn open(file: &File, who: &str) -> Screen {
    Screen::of(file.store.path(), who)
}

/// Ada's office with two products, and Ben who may change them.
fn products() -> File {
    let mut file = office();
    file.person("ben", "technical");
    for name in ["Kahoot!", "Quizstead"] {
        file.save(Put::new(Kind::Product).with("name", name.to_owned()));
    }
    file
}

#[test]
fn who_edits_a_record_is_said_on_it_and_on_its_form_while_they_do() {
    let file = products();
    let (mut ada, mut ben) = (open(&file, "ada"), open(&file, "ben"));
    ada.write("kah").press("Esc");
    ben.write("kah").press("Esc");
    let before = file.store.data_version().unwrap();
    // Looking at it is no editing.
    ben.look_around();
    ben.hides("editing");
    ada.press("e");
    ben.hides("ada is editing this now.");
    ben.look_around();
    ben.shows("ada is editing this now.");
    ben.looks_like("together-row");
    ben.press("e").shows("ada is editing this now.");
    ada.look_around();
    ada.shows("ben is editing this now.");
    ada.looks_like("together-form");
    // Another record is not this one.
    ben.press("Esc / Ctrl-U 'quiz' Esc").hides("editing");
    ada.look_around();
    ada.hides("editing");
    ada.press("Esc");
    ben.press("/ Ctrl-U 'kah' Esc");
    ben.look_around();
    ben.hides("editing");
    assert_eq!(
        file.store.data_version().unwrap(),
        before,
        "nothing was written"
    );
}

#[test]
fn a_menu_of_decisions_and_a_checklist_say_so_too_and_what_is_only_read_does_not() {
    let file = reviews();
    let queue = |who: &str| {
        let mut screen = open(&file, who);
        screen.press("Esc 1 / 'edpu' Enter");
        screen
    };
    let (mut ada, mut other) = (queue("ada"), queue("nguyen"));
    for (keys, back, editing) in [
        ("d", "Esc", true),
        // A checklist is read, and written from the first answer on.
        ("Enter", "Esc", false),
        ("Enter +", "Esc", true),
        ("Enter", "Esc", false),
        ("H", "Esc", false),
        ("s", "Esc", false),
        ("c", "Esc", false),
    ] {
        ada.press(keys);
        other.look_around();
        let said = other.text().contains("ada is editing this now.");
        assert_eq!(said, editing, "{keys}\n{}\n{}", ada.text(), other.text());
        ada.press(back);
        other.look_around();
        other.hides("editing");
    }
}

#[test]
fn two_at_different_rows_of_one_list_are_each_told_of_their_own_alone() {
    let file = renewals();
    let (mut ada, mut other) = (open(&file, "ada"), open(&file, "nguyen"));
    ada.press("Esc 2 j j");
    other.press("Esc 2 j").press("d");
    ada.look_around();
    ada.hides("editing");
    ada.press("k").shows("nguyen is editing this now.");
    ada.press("j").hides("editing");
    ada.press("d");
    other.look_around();
    other.hides("editing");
    // What the other decided of their own contract makes nobody slower here.
    let mut store = other.store();
    let theirs = id(&store, "C-101");
    decide_as("nguyen", &mut store, theirs, Choice::Cancel);
    other.press("Esc");
    ada.look_around();
    let told = ada.press("r Ctrl-U 'the board wants it' Enter").message();
    assert!(told.starts_with("Renewed C-110"), "{told}");
}

/// Who may decide nothing edits nothing, and a form for a new record is about none.
#[test]
fn what_cannot_be_changed_is_not_edited_and_what_is_new_is_nobody_elses() {
    let mut file = renewals();
    file.person("kim", "technical");
    let renewal = |who: &str| {
        let mut screen = open(&file, who);
        screen.press("Esc 2 j j");
        screen
    };
    let (mut ada, mut kim) = (renewal("ada"), renewal("kim"));
    kim.press("d");
    ada.look_around();
    ada.hides("editing");
    kim.press("Esc");
    // A new contract is none that others have open.
    let (mut here, mut there) = (renewal("ada"), renewal("nguyen"));
    there.press("d");
    here.look_around();
    here.shows("nguyen is editing this now.");
    here.press("n").hides("editing");
}

#[test]
fn whoever_is_gone_edits_nothing_any_more_and_the_same_login_elsewhere_is_told_apart() {
    let file = renewals();
    let renewal = |who: &str| {
        let mut screen = open(&file, who);
        screen.press("Esc 2 j j");
        screen
    };
    let (mut here, mut there) = (renewal("ada"), renewal("ada"));
    there.press("d");
    here.look_around();
    here.shows("You are editing this in another window.");
    drop(there);
    here.look_around();
    here.hides("editing");
}

#[test]
fn what_somebody_else_changed_is_marked_for_a_moment_and_the_cursor_stays() {
    let mut file = office();
    let kim = file.person("kim", "helpdesk");
    file.person("lee", "technical");
    let mut screen = open(&file, "ada");
    screen.press("Esc : 'people' Enter j");
    let row = screen.row();
    let name = screen.reversed();
    assert_eq!(name.len(), 1, "{name:?}");
    // Nothing happened: nothing wakes it before the minute is over.
    screen.pause(Duration::from_secs(5));
    assert_eq!(screen.sleeps(), Duration::from_mins(1));
    assert!(!screen.look_around());
    file.save(Put::id(PersonId(kim)).with("roles", Roles(vec![Role::Curricular])));
    assert!(screen.look_around());
    assert_eq!(
        screen.row().split_whitespace().nth(1),
        row.split_whitespace().nth(1)
    );
    let marked = screen.reversed();
    assert!(
        marked.len() == 2 && marked.iter().any(|text| text.starts_with("curricular")),
        "{marked:?}\n{}",
        screen.text()
    );
    assert!(screen.sleeps() <= Duration::from_secs(1));
    screen.pause(Duration::from_millis(1500));
    assert_eq!(screen.reversed(), name);
    assert_eq!(screen.sleeps(), Duration::from_mins(1));
    // What I change myself I know.
    screen
        .press("e Tab")
        .write("kim@harlow.example")
        .press("Ctrl-X");
    assert_eq!(screen.reversed().len(), 1, "{}", screen.text());
}

#[test]
fn a_row_that_only_moved_or_came_into_sight_is_not_marked() {
    let mut file = office();
    file.person("kim", "helpdesk");
    file.person("lee", "technical");
    let mut screen = open(&file, "ada");
    screen.press("Esc : 'people' Enter");
    let marks = screen.reversed().len();
    // Everybody below moves down by a line.
    file.person("abe", "helpdesk");
    assert!(screen.look_around());
    screen.shows("abe");
    assert_eq!(screen.reversed().len(), marks, "{}", screen.text());
}

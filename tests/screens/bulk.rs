//! Many rows decided alike: said first how many, for how much and for how many it is too late, and above ten done by a
//! second key only.

use crate::support::district::File;
use crate::support::overlaps::overlaps;
use crate::support::renewals::renewals as contracts;
use crate::support::reviews::reviews;
use crate::support::screen::Screen;
use hallpass::domain::overlap::alert::Alert;
use hallpass::domain::renewal::Renewal;
use hallpass::domain::request::{Request, RequestState};

fn renewals(screen: &Screen) -> usize {
    let all = screen.store().all::<Renewal>().unwrap();
    all.iter()
        .filter(|one| one.choice.word() == "negotiate")
        .count()
}

#[test]
fn above_ten_contracts_are_decided_by_a_second_key() {
    let file = File::demo();
    let mut screen = file.open();
    let before = renewals(&screen);
    screen.press("Esc 2 v *").press("d");
    screen
        .shows("Decide ")
        .shows(" contracts, $")
        .shows(" year price");
    screen.press("n p");
    screen
        .shows("Negotiate: ")
        .shows(" contracts, $")
        .shows("y  yes, all ");
    assert_eq!(renewals(&screen), before);
    // The line under the cursor is the harmless one.
    screen
        .press("Enter")
        .shows("Nothing was decided, and they are still marked.");
    assert_eq!(renewals(&screen), before);
    screen.press("d n p y").hides("marked   ");
    let after = renewals(&screen);
    assert!(after > before + 10, "{before} {after} {}", screen.message());
    screen.press("u u");
    assert_eq!(renewals(&screen), before, "{}", screen.message());
    // Ten are decided as one is.
    screen.press("g Space Space Space d n p");
    assert_eq!(renewals(&screen), before + 3, "{}", screen.message());
}

/// A reason that was typed goes with the decision, or is still there.
#[test]
fn a_typed_reason_is_kept_until_many_are_decided() {
    let file = File::demo();
    let mut screen = file.open();
    let before = renewals(&screen);
    screen.press("Esc 2 v * d n o 'fewer pupils' Enter");
    screen.shows("y  yes, all ").press("n");
    assert_eq!(renewals(&screen), before);
    screen.press("d n o").shows("fewer pupils").press("Enter y");
    assert!(renewals(&screen) > before + 10, "{}", screen.message());
    screen.press("u u").press("d n o").hides("fewer pupils");
}

#[test]
fn above_ten_overlaps_are_decided_by_a_second_key() {
    let file = File::demo();
    let mut screen = file.open();
    let said = |screen: &Screen| screen.store().all::<Alert>().unwrap();
    let before = said(&screen);
    screen.press("Esc 4 *").press("d");
    screen
        .shows("Decide ")
        .shows(" overlaps, $")
        .shows(" FY share");
    screen.press("b c");
    screen
        .shows("Both needed: ")
        .shows(" overlaps, $")
        .shows("y  yes, all ");
    screen.press("n");
    assert_eq!(said(&screen), before);
    screen.press("d b c y");
    assert!(said(&screen) != before, "{}", screen.message());
    // The plan of all of them is read before it is written, with what is at stake in them.
    let mut screen = File::demo().open();
    screen.press("Esc 4 * d c");
    screen
        .shows("Consolidate ")
        .shows(" overlaps, $")
        .shows("y  write it");
}

#[test]
fn marked_requests_are_sent_back_together_and_approved_one_by_one() {
    let mut screen = Screen::new(reviews(), (80, 24));
    let sent_back = |screen: &Screen| {
        let all = screen.store().all::<Request>().unwrap().into_iter();
        all.filter(|one| one.state == RequestState::Returned)
            .count()
    };
    let before = sent_back(&screen);
    screen.press("Esc 1 g j Space Space").press("d");
    screen.shows("Decide 2 requests, $1,980 a year asked");
    screen.shows("Each is approved by its own checklists: * takes the marks off.");
    screen.press("s 'Which grades?' Enter");
    assert_eq!(sent_back(&screen), before + 2, "{}", screen.message());
    screen.press("u");
    assert_eq!(sent_back(&screen), before, "{}", screen.message());
}

/// The one row that is marked is decided, not the one under the cursor, and so the menu says.
#[test]
fn one_marked_row_is_decided_wherever_the_cursor_went() {
    let mut screen = Screen::new(contracts(), (80, 24));
    screen.press("Esc 2 j j Space").press("d");
    screen.shows("Decide 1 contract, $9,850 year price");
    screen.press("c u").shows("Cancelled C-110");
    let mut screen = Screen::new(contracts(), (80, 24));
    screen.press("Esc 2 j j Space k d").shows("Decide C-110 ");
    let mut screen = Screen::new(overlaps(), (80, 24));
    screen.press("Esc 4 Space d").shows("Decide 1 overlap, $");
    let mut screen = Screen::new(reviews(), (80, 24));
    screen
        .press("Esc 1 g j Space d")
        .shows("Decide 1 request, $1,980 a year asked");
}

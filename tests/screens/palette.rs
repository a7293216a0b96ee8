//! Everything by name: each verb that a key does, each line of a menu, people, and the words that people have for them.

use crate::support::renewals::renewals;
use crate::support::reviews::reviews;
use crate::support::screen::Screen;
use hallpass::domain::contract::Contract;

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

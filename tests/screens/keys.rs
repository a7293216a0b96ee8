//! Each view × each page × each key of the one key table: what a key does on a row it does on every page of that row,
//! and a key that has no use in a view stands here.

use std::collections::BTreeSet;

use crate::support::harlow::harlow;
use crate::support::overlaps::overlaps;
use crate::support::renewals::renewals;
use crate::support::reviews::reviews;
use crate::support::screen::Screen;
use crate::support::standards::standards;
use crate::support::{Office, office};
use hallpass::domain::contract::Contract;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::tui::command::Command;
use hallpass::tui::keymap::{self, KeyContext};

/// A view, or a page of its own.
pub struct Place {
    /// A district that has rows there.
    pub office: fn() -> Office,
    /// The keys that lead to its rows.
    pub rows: &'static str,
    /// The keys that have no use on a row.
    pub dead: &'static str,
    /// The keys that lead to each page of a row.
    pages: &'static [&'static str],
}

pub const PLACES: [Place; 14] = [
    Place {
        office: reviews,
        rows: "1",
        // No fiscal year turns here.
        dead: "a { }",
        pages: &["1 Enter", "1 Enter Enter", "1 H"],
    },
    Place {
        office: renewals,
        rows: "2",
        // The month beside the rows has days, and no lines to scroll.
        dead: "J K a",
        pages: &["2 Enter", "2 H"],
    },
    Place {
        office: renewals,
        rows: "2 v",
        // A list alone: no other pane.
        dead: "J K Shift-Tab Tab a z",
        pages: &["2 v Enter"],
    },
    Place {
        office: harlow,
        rows: "3",
        // Schools have no time, and nobody takes one.
        dead: ". [ ] a t { }",
        pages: &["3 H"],
    },
    Place {
        office: harlow,
        rows: "3 Tab",
        dead: ". [ ] a t { }",
        pages: &["3 Tab H"],
    },
    Place {
        office: harlow,
        rows: "3 v",
        dead: ". [ ] a t { }",
        pages: &["3 v H"],
    },
    Place {
        office: overlaps,
        rows: "4",
        // An overlap is found, not written; the pane below it is read and has no cursor.
        dead: ". Shift-Tab Tab a e v { }",
        pages: &["4 Enter", "4 H"],
    },
    Place {
        office: reviews,
        rows: "5 Ctrl-U 'near' Esc",
        // The answers are one list, in the order of the best fit.
        dead: ". J K Shift-Tab Tab [ ] t v z { }",
        pages: &["5 Ctrl-U 'near' Enter", "5 Ctrl-U 'near' Esc H"],
    },
    Place {
        office: overlaps,
        rows: "6 Enter",
        dead: "J K a t v z",
        pages: &["6 Enter H"],
    },
    Place {
        office: overlaps,
        rows: "Esc : 'owners' Enter",
        dead: "J K [ ] a d t v z { }",
        pages: &["Esc : 'owners' Enter H"],
    },
    Place {
        office: standards,
        rows: "7",
        // A standard is brought in by a file, and belongs to nobody.
        dead: ". a e t { }",
        pages: &["7 Enter", "7 H"],
    },
    Place {
        office: standards,
        rows: "7 ]",
        dead: ". a e t { }",
        pages: &["7 ] Enter"],
    },
    Place {
        office: reviews,
        rows: "Esc : 'people' Enter",
        // People have one list and no panes.
        dead: ". J K Shift-Tab Tab [ ] a p t v z { }",
        pages: &["Esc : 'people' Enter Enter", "Esc : 'people' Enter H"],
    },
    Place {
        office: overlaps,
        rows: "6",
        // The front page sums up: each box and each line opens what it is made of.
        dead: "* / H J K Space a c e p s t v z",
        pages: &["6 M"],
    },
];

/// Keys after which the same keys lead somewhere else.
const MOVED_ON: [Command; 20] = [
    Command::Layout,
    Command::Zoom,
    Command::Left,
    Command::Right,
    Command::Last,
    Command::NextPane,
    Command::PreviousPane,
    Command::PreviousTab,
    Command::NextTab,
    Command::PreviousYear,
    Command::NextYear,
    Command::Now,
    Command::Open,
    Command::NextForMe,
    Command::Take,
    Command::Mark,
    Command::MarkAll,
    Command::Undo,
    Command::Redo,
    Command::Product,
];

/// The keys of which it is said at this place that they have no use there.
fn dead(office: fn() -> Office, place: &str) -> BTreeSet<&'static str> {
    let mut dead = BTreeSet::new();
    let mut at: Option<Screen> = None;
    let turns = place.split(' ').any(|key| ["v", "]", "Tab"].contains(&key));
    for row in keymap::rows(KeyContext::Global) {
        let ends = matches!(row.command, Command::Quit | Command::Cancel);
        let away = matches!(row.command, Command::Show(_) | Command::FindProduct);
        if ends || away {
            continue;
        }
        let fresh = || Screen::new(office(), (80, 24));
        let mut screen = at.take().unwrap_or_else(fresh);
        screen.press("Esc Esc Esc Esc Esc").press(place);
        screen.press(row.key());
        if screen.message().contains("has no use here") {
            dead.insert(row.key());
        }
        if !turns && !MOVED_ON.contains(&row.command) {
            at = Some(screen);
        }
    }
    dead
}

fn walk(places: &[Place]) {
    for place in places {
        let on_row = dead(place.office, place.rows);
        let known: BTreeSet<&str> = place.dead.split(' ').collect();
        assert_eq!(on_row, known, "on the rows of {}", place.rows);
        let mut screen = Screen::new((place.office)(), (80, 24));
        screen.press("Esc Esc Esc Esc Esc").press(place.rows);
        // Help, footer and palette name the keys that have a use here, and no other.
        let offers = screen.offers();
        for row in keymap::rows(KeyContext::Global) {
            let offered = offers.iter().any(|offer| offer.command == row.command);
            let named = offered || row.command.works_everywhere();
            assert_eq!(
                named,
                !on_row.contains(row.key()),
                "{} on {}: is it named, and has it a use?",
                row.key(),
                place.rows
            );
        }
        for page in place.pages {
            // The messages are of no row.
            if page.ends_with('M') {
                continue;
            }
            let on_page = dead(place.office, page);
            let lost: Vec<_> = on_page.difference(&on_row).collect();
            assert!(lost.is_empty(), "{page} has lost {lost:?} of its row");
        }
    }
}

#[test]
fn no_key_of_a_row_is_dead_on_its_pages() {
    walk(&PLACES[..7]);
}

#[test]
fn no_key_of_a_row_is_dead_on_its_pages_in_the_other_views() {
    walk(&PLACES[7..]);
}

#[test]
fn what_concerns_the_whole_screen_works_on_the_messages_too() {
    let dead = dead(renewals, "2 M");
    for row in keymap::rows(KeyContext::Global) {
        let known = row.command.is_for_every_view() || row.command.is_move();
        assert!(!known || !dead.contains(row.key()), "{}", row.key());
    }
}

/// Decided on its page, the contract is the one that was decided; the page closes and the next step is a key.
#[test]
fn a_contract_is_decided_assigned_and_noted_on_its_own_page() {
    let mut screen = Screen::new(renewals(), (80, 24));
    screen.press("Esc 2 j j");
    let number = "C-110";
    screen.press("Enter").shows("WHY THESE DAYS").shows(number);
    screen.press("c 'asked the vendor' Ctrl-X");
    screen.shows("WHY THESE DAYS");
    screen.press("t").shows(&format!("You took {number}"));
    screen.shows("WHY THESE DAYS");
    // Marked, and on to the next; the page goes along.
    screen
        .press("Space")
        .shows("WHY THESE DAYS")
        .shows("1 marked");
    assert!(!screen.line(2).contains(number), "{}", screen.line(2));
    screen.press("Esc *").press("/ 'brainpop' Enter Enter");
    assert!(screen.line(2).contains(number), "{}", screen.line(2));
    screen.press("d c u");
    screen.shows(&format!("Cancelled {number}"));
    // The words typed list all contracts, so that it is still there.
    screen.shows("WHY THESE DAYS");
    screen
        .press("L")
        .shows("BrainPOP")
        .shows("y copy all of it");
    let owner = |contract: &Contract| contract.owner.is_some();
    let contracts = screen.store().all::<Contract>().unwrap();
    assert!(
        contracts
            .iter()
            .any(|one| one.number == number && owner(one))
    );
}

/// Items are answered while each stands in full, and the page goes on with the cursor.
#[test]
fn items_are_answered_on_their_own_page() {
    let mut screen = Screen::new(reviews(), (80, 24));
    screen.press("Esc 1 / 'edpu' Enter Esc t Enter Enter");
    screen.shows("Why it is asked:").shows("Answer: [ ] blank");
    let first = screen.line(2);
    screen.press("+");
    screen.shows("Why it is asked:");
    assert_ne!(screen.line(2), first);
    screen.press("k").press("Esc").hides("Why it is asked:");
    screen.shows("[+]");
}

/// A line of history is opened in full, narrowed by words, written to a file, and its change taken back once said.
#[test]
fn history_opens_narrows_exports_and_takes_back_a_line() {
    let mut screen = Screen::new(renewals(), (80, 24));
    screen.press("Esc 2 j j t").shows("You took C-110");
    screen.press("d n p").press("H");
    screen.shows("History of C-110");
    screen.press("/ 'owner'").shows("filter \"owner\": ");
    screen.press("Enter").shows("owner");
    screen.press("Enter").shows("change set").shows("owner: ");
    screen.press("Esc x c").shows("Wrote ");
    screen.press("u").shows("Undid: ");
    let contracts = screen.store().all::<Contract>().unwrap();
    let one = contracts.iter().find(|one| one.number == "C-110");
    assert_eq!(one.unwrap().owner, None);
}

/// After a verdict the words for whoever asked are one key away, wherever the cursor went.
#[test]
fn the_reply_is_read_by_a_key_after_a_verdict() {
    let mut screen = Screen::new(reviews(), (80, 24));
    screen.press("Esc 1 / 'edpu' Enter Esc t");
    screen.press("d s 'Which grades?' Enter");
    screen.shows("L opens the reply.");
    screen
        .press("Esc j j L")
        .shows("Which grades?")
        .shows("y copy all of it");
    screen.press("y");
    assert!(screen.copied().unwrap().contains("Edpuzzle"));
    // Once something else was done, it is what was done.
    screen.press("Esc").press("c 'asked' Ctrl-X");
    screen.press("L").hides("Which grades?");
}

/// After a file, what it left open is listed by a key.
#[test]
fn what_a_file_did_not_say_is_listed_by_a_key() {
    let mut office = office();
    office.school("Linden ES", "LIN");
    office.save(Put::new(Kind::Product).with("name", "Erakettle".to_owned()));
    let file = office.dir.path().join("contracts.csv");
    let rows = "number,product,bought_by,term_end\nC-9,Erakettle,LIN,2027-06-30\n";
    std::fs::write(&file, rows).unwrap();
    let mut screen = Screen::new(office, (100, 40));
    screen.press("Esc : 'import' Enter");
    while !screen.text().contains("> contracts ") {
        screen.press("Down");
    }
    screen.press("Enter");
    screen.write(file.to_str().unwrap()).press("Enter Enter");
    let told = screen.message();
    let said = "Now auto-renewal not known in 1 contract, notice in 1, price in 1: L lists them.";
    assert!(told.ends_with(said), "{told}");
    screen
        .press("L")
        .shows("[2 Renewals")
        .shows("C-9 Erakettle");
}

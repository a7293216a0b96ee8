//! Taking back by a key: at once what this sitting did to a few things, and everything else only once it was said.

use crate::support::renewals::renewals;
use crate::support::reviews::reviews;
use crate::support::screen::Screen;
use crate::support::{Office as File, office, stamp, today};
use hallpass::domain::calendar::DayKind;
use hallpass::domain::change::Change;
use hallpass::domain::product::{AliasKind, Product, ProductId};
use hallpass::domain::put::{ChangeSetId, Put};
use hallpass::domain::record::Kind;
use hallpass::domain::request::Request;
use hallpass::domain::school::School;
use hallpass::tui::notice::Notice;

/// Somebody's screen on an office file.
fn open(file: &File, who: &str) -> Screen {
    Screen::of(file.store.path(), who)
}

/// Ada's office with one product.
fn kahoot() -> File {
    let mut file = office();
    file.person("ben", "technical");
    let product = Put::new(Kind::Product).with("name", "Kahoot!".to_owned());
    file.save(product);
    file
}

fn url(file: &File) -> Option<String> {
    file.store.all::<Product>().unwrap().remove(0).url
}

/// Ada gives the product its address on the screen.
fn addressed(file: &File) -> Screen {
    let mut screen = open(file, "ada");
    screen.write("kah").press("Esc e Tab Tab Tab");
    screen.write("kahoot.com").press("Ctrl-X");
    screen.shows("Saved Kahoot!. u takes it back.");
    screen
}

/// Ada brings so many schools in by a file.
fn schools_from_a_file(file: &File, count: usize) -> Screen {
    let rows = (1..=count).map(|n| format!("Far ES {n},F{n}\n"));
    let rows = rows.collect::<String>();
    let folder = file.dir.path();
    std::fs::write(folder.join("schools.csv"), format!("name,code\n{rows}")).unwrap();
    let mut screen = open(file, "ada");
    screen.press("Down Enter").press("Enter");
    screen.write(&format!("{}/sch", folder.display()));
    screen
        .press("Tab")
        .press("Enter")
        .press("Enter")
        .press("Esc");
    assert_eq!(file.store.all::<School>().unwrap().len(), count);
    screen
}

#[test]
fn what_a_file_brought_is_said_before_it_is_taken_back_however_little_it_is() {
    for (count, says) in [
        (
            6,
            "u again takes back 6 records, done today at 09:40: import of 6 schools",
        ),
        (
            1,
            "u again takes back 1 record, done today at 09:40: import of 1 school",
        ),
    ] {
        let file = office();
        let schools = || file.store.all::<School>().unwrap().len();
        let mut screen = schools_from_a_file(&file, count);
        // Any other key leaves it, and so does the key that puts back.
        for between in ["j", "U", "Esc", ": 'undo' Esc"] {
            screen.press("u").shows(says);
            screen.press(between).hides("u again takes back");
            assert_eq!(schools(), count, "after {between}");
        }
        screen.press("u u").shows("Undid: import of ");
        assert_eq!(schools(), 0);
        screen.press("U");
        if count > 5 {
            screen.shows("U again puts back 6 records, done today at 09:40: import of 6 schools");
            assert_eq!(schools(), 0);
            screen.press("U");
        }
        screen.shows("Redid: import of ");
        assert_eq!(schools(), count);
    }
}

#[test]
fn what_an_earlier_sitting_did_is_said_and_what_this_one_did_is_not() {
    let file = kahoot();
    let mut first = addressed(&file);
    first.press("u").shows("Undid: changed Kahoot!");
    first.press("U").shows("Redid: changed Kahoot!");
    assert_eq!(url(&file).as_deref(), Some("kahoot.com"));
    // The same person elsewhere, who has done nothing there.
    let mut second = open(&file, "ada");
    second.press("Esc u");
    second.shows("u again takes back 1 record, done today at 09:40: changed Kahoot!.");
    assert_eq!(url(&file).as_deref(), Some("kahoot.com"));
    second.press("u").shows("Undid: changed Kahoot!");
    assert_eq!(url(&file), None);
    // Now it is the last deed of this sitting.
    second.press("U").shows("Redid: changed Kahoot!");
    second.press("u").shows("Undid: changed Kahoot!");
    // And an earlier one's to the first.
    first
        .press("U")
        .shows("U again puts back 1 record, done today at 09:40: changed Kahoot!");
    assert_eq!(url(&file), None);
}

/// What somebody else built on since is nothing that whoever has just come in has in mind.
#[test]
fn whoever_has_done_nothing_here_is_told_so_where_what_was_before_cannot_be_undone() {
    let mut file = kahoot();
    let changed = Change::Save {
        what: "Kahoot!".into(),
        put: Put::id(ProductId(1)).with("url", "kahoot.com".to_owned()),
        reason: None,
    };
    file.store.apply(&changed, &stamp("ben")).unwrap();
    let mut screen = open(&file, "ada");
    screen.press("Esc u");
    let told = screen.message();
    assert!(told.contains("you have done nothing here yet"), "{told}");
    assert!(
        !told.contains("10T09") && !told.contains("u again"),
        "{told}"
    );
    // It says how it goes, and goes by that in a box too, which stays open.
    screen.press("/").shows("TYPING").shows("(Esc clears it)");
    screen.press("Esc").hides("(Esc clears it)").shows("TYPING");
    screen.press("Esc").hides("TYPING");
}

#[test]
fn a_change_that_another_sitting_made_meanwhile_is_not_taken_back_for_the_one_that_was_said() {
    let mut file = kahoot();
    let mut screen = open(&file, "ada");
    screen.press("Esc u");
    screen.shows("u again takes back 1 record, done today at 09:40: added it");
    file.save(Put::new(Kind::Product).with("name", "Newer".to_owned()));
    screen.press("u").shows("u again takes back 1 record");
    assert_eq!(file.store.all::<Product>().unwrap().len(), 2);
    screen.press("u").shows("Undid: ");
    assert_eq!(file.store.all::<Product>().unwrap().len(), 1);
}

#[test]
fn more_than_five_marked_rows_are_said_and_one_row_that_writes_many_records_is_not() {
    let mut screen = Screen::new(reviews(), (80, 24));
    screen.press("Esc 1");
    let owned = |screen: &Screen| {
        let requests = screen.store().all::<Request>().unwrap().into_iter();
        requests.filter(|one| one.owner.is_some()).count()
    };
    let before = owned(&screen);
    screen
        .press("* w n g Enter")
        .shows("requests: assigned. u takes them back.");
    let after = owned(&screen);
    assert!(after > before + 5, "{before} {after}");
    screen
        .press("u")
        .shows("u again takes back ")
        .shows("done today at 09:40: ");
    assert_eq!(owned(&screen), after);
    screen.press("u").shows("Undid: ");
    assert_eq!(owned(&screen), before);
    // Taking one row makes its review, with more records than that.
    screen.press("/ 'near' Enter Esc t").shows("You began ");
    let last = screen.store().my_last(&stamp("ada")).unwrap().unwrap();
    assert!(last.records > 5, "{last:?}");
    screen.press("u").shows("Undid: ");
    assert_eq!(owned(&screen), before);
}

#[test]
fn an_error_that_nobody_has_read_does_not_hide_what_a_second_key_would_do() {
    let file = office();
    let mut screen = schools_from_a_file(&file, 6);
    screen.tell(Notice::error("The disk is full."));
    screen
        .press("u")
        .shows("u again takes back 6 records")
        .hides("The disk is full");
    screen.press("j").shows("!!  The disk is full.");
    screen.press("u u");
    assert_eq!(file.store.all::<School>().unwrap().len(), 0);
}

#[test]
fn what_was_taken_back_is_put_back_once_it_was_said_though_something_else_was_changed_since() {
    let file = kahoot();
    let mut screen = addressed(&file);
    screen.press("u").shows("Undid: changed Kahoot!");
    assert_eq!(url(&file), None);
    screen.press("c 'ask again' Ctrl-X");
    screen.press("U");
    screen.shows("U again puts back 1 record, done today at 09:40: changed Kahoot!");
    assert_eq!(url(&file), None);
    screen.press("j U U").shows("Redid: changed Kahoot!");
    assert_eq!(url(&file).as_deref(), Some("kahoot.com"));
    screen.press("u").shows("Undid: ");
}

#[test]
fn two_keys_at_once_take_nothing_back_unseen() {
    let file = office();
    let mut screen = schools_from_a_file(&file, 6);
    screen.press_ahead("u u u");
    assert_eq!(file.store.all::<School>().unwrap().len(), 6);
    screen.shows("u again takes back 6 records");
}

/// What was entered anew since stands where it would come back: that is said, and by which number it comes back later.
#[test]
fn what_cannot_be_put_back_is_not_offered_and_is_told_in_plain_words() {
    let mut screen = Screen::new(reviews(), (140, 40));
    screen.press("Esc 1 / 'edpu' Enter Esc t Enter");
    screen.press("+").press("u").shows("Undid: ");
    screen.press("Esc Enter -").press("U");
    let told = screen.message();
    assert!(
        told.contains(
            "cannot be put back: there already is an answer with the same request and the item T01"
        ),
        "{told}"
    );
    assert!(
        told.contains("take that back first, then hallpass undo "),
        "{told}"
    );
    assert!(!told.contains('_') && !told.contains("U again"), "{told}");
    // Once that is gone it comes back by its number.
    screen.press("Esc u").shows("Undid: ");
    let number = told.rsplit("hallpass undo ").next().unwrap();
    let number = number.split(' ').next().unwrap().parse().unwrap();
    let back = screen
        .store()
        .undo(Some(ChangeSetId(number)), &stamp("ada"));
    assert!(back.unwrap().put_back);

    let day = || {
        Put::new(Kind::CalendarDay)
            .with("day", today())
            .with("kind", DayKind::Holiday)
    };
    let alias = || {
        Put::new(Kind::Alias)
            .with("product", ProductId(1))
            .with("alias", "Kah".to_owned())
            .with("kind", AliasKind::Other)
    };
    let puts: [(&dyn Fn() -> Put, &str); 2] = [
        (
            &day,
            "there already is a calendar day with the day 2026-03-10 and the kind holiday; ",
        ),
        (&alias, "cannot be put back: "),
    ];
    for (put, says) in puts {
        let mut file = kahoot();
        file.save(put());
        let mut screen = open(&file, "ada");
        screen.press("Esc u u").shows("Undid: ");
        file.save(put());
        screen.press("U");
        let told = screen.message();
        assert!(told.contains(says) && !told.contains('_'), "{told}");
        assert!(!told.contains("U again"), "{told}");
    }
}

/// What a deed did, what is to be done next and what a key does are told beside an error that nobody has read.
#[test]
fn an_error_that_nobody_has_read_hides_neither_a_result_nor_a_remark() {
    let mut screen = Screen::new(renewals(), (80, 24));
    screen.press("Esc 2 j j");
    screen.tell(Notice::error("The disk is full."));
    screen.shows("!!  The disk is full.");
    for (keys, says) in [
        ("d c", "Now a reason letter"),
        ("u", "Cancelled C-110"),
        ("a", "has no use here"),
    ] {
        screen.press(keys);
        // Where the line is full it goes on in the next.
        let text = screen.text();
        let words: Vec<&str> = text.split_whitespace().collect();
        let said = words.join(" ");
        assert!(
            said.contains(says) && said.contains("(1 !! waits: M)"),
            "{text}"
        );
    }
}

//! A region's own screens: the same keys and looks over all districts, told by a region that is made up.

use std::sync::{Arc, Mutex};

use hallpass::domain::region::address::RegionAddress;
use hallpass::domain::region::band::PriceBand;
use hallpass::domain::region::stance::{DistrictAnswer, Stance};
use hallpass::office::query::region::{SharedList, SharedOf, SharedPage, SharedRow};
use hallpass::office::query::{Answer, Answerer, Query};
use hallpass::tui::command::Command;
use hallpass::tui::keymap::{KeyContext, TABLE};
use hallpass::tui::theme::Look;

use crate::support::screen::Screen;

/// A region of 120 products, each known to three districts.
struct MadeUp(Arc<Mutex<Vec<SharedOf>>>);

fn row(list: SharedList, number: usize) -> SharedRow {
    let row = SharedRow {
        thing: format!("n{number:03}"),
        name: format!("Product {number:03}"),
        confirmed: number.is_multiple_of(2),
        vendor: Some("Fernwood Learning".to_owned()),
        districts: 3,
        ..SharedRow::default()
    };
    let says = |yes, no| {
        let one = DistrictAnswer::One;
        vec![(one(Stance::Yes), yes), (one(Stance::No), no)]
    };
    match list {
        SharedList::Products => SharedRow {
            says: says(2, 0),
            ..row
        },
        SharedList::Ending => SharedRow {
            ends: vec!["ash 2026-06".to_owned(), "birch 2026-07".to_owned()],
            ..row
        },
        SharedList::Prices => SharedRow {
            unit: Some("per_student".to_owned()),
            band: Some(PriceBand {
                low: 200,
                high: Some(500),
            }),
            sharing: 4,
            ..row
        },
        SharedList::Differences => SharedRow {
            says: says(2, 1),
            reason: Some("sells data to whoever pays for it".to_owned()),
            ..row
        },
    }
}

impl Answerer for MadeUp {
    fn answer(&mut self, query: &Query) -> Result<Answer, String> {
        match query {
            Query::Shared(of) => {
                self.0.lock().unwrap().push(of.clone());
                let all = (1..=120).map(|number| row(of.list, number));
                let all = all.filter(|row| row.name.contains(&of.words));
                let all: Vec<SharedRow> = all.collect();
                Ok(Answer::Shared(Box::new(SharedPage {
                    more: all.len() > of.rows,
                    rows: all.into_iter().take(of.rows).collect(),
                })))
            }
            Query::SharedThing(thing) => Ok(Answer::SharedThing(vec![
                format!("Product {} (Fernwood Learning)", &thing[1..]),
                "3 districts know it: 2 yes, 1 no: sells data.".to_owned(),
                "  cedar decided no on 2026-01-05, for all schools; sells data".to_owned(),
            ])),
            other => Err(format!("nobody asks {other:?}")),
        }
    }
    fn others_changed(&mut self) -> bool {
        false
    }
}

fn region(size: (u16, u16), look: Look) -> (Screen, Arc<Mutex<Vec<SharedOf>>>) {
    let address = RegionAddress::read("postgresql:///region?host=/nowhere").unwrap();
    let asked = Arc::default();
    let made_up = MadeUp(Arc::clone(&asked));
    let screen = Screen::of_region(&address, size, look, Some(Box::new(made_up)));
    (screen, asked)
}

#[test]
fn the_lists_of_a_region_at_each_size() {
    for (size, name) in [((80, 24), "80x24"), ((60, 18), "60x18")] {
        let (mut screen, _) = region(size, Look::default());
        screen.looks_like(&format!("region-find-{name}"));
        screen.press("Esc");
        for (key, list) in [("2", "ending"), ("3", "prices"), ("4", "differences")] {
            screen.press(key);
            screen.looks_like(&format!("region-{list}-{name}"));
        }
        screen.press("j Enter");
        screen.looks_like(&format!("region-thing-{name}"));
        screen.press("Esc");
        assert!(screen.row().contains("Product 002"), "{}", screen.text());
    }
    let ascii = Look {
        ascii_lines: true,
        ..Look::default()
    };
    let (mut screen, _) = region((80, 24), ascii);
    for keys in ["Esc", "2", "3", "4", "Enter"] {
        screen.press(keys);
        assert!(screen.text().is_ascii(), "{}", screen.text());
    }
}

#[test]
fn rows_come_by_the_page_as_the_cursor_comes_near() {
    let (mut screen, asked) = region((80, 24), Look::default());
    let rows = || asked.lock().unwrap().last().unwrap().rows;
    assert_eq!(rows(), 50);
    screen.press("Esc");
    for _ in 0..20 {
        screen.press("j");
    }
    assert_eq!(rows(), 50);
    for _ in 0..10 {
        screen.press("j");
    }
    assert_eq!(rows(), 100);
    screen.press("G");
    assert!(screen.row().contains("Product 100"), "{}", screen.text());
    screen.press("G");
    assert!(screen.row().contains("Product 120"), "{}", screen.text());
}

#[test]
fn words_narrow_what_is_asked_of_the_region() {
    let (mut screen, asked) = region((80, 24), Look::default());
    screen.press("'11' Enter");
    assert_eq!(asked.lock().unwrap().last().unwrap().words, "11");
    assert!(screen.row().contains("Product 011"), "{}", screen.text());
    screen.press("Esc");
    assert!(screen.row().contains("Product 0"), "{}", screen.text());
}

#[test]
fn nothing_is_changed_from_a_regions_screens() {
    let (mut screen, _) = region((80, 24), Look::default());
    screen.press("Esc");
    for keys in ["n", "e", "d", "t", "c", "u"] {
        screen.press(keys);
        let message = screen.message();
        assert!(
            message.contains("each district decides in its own office")
                || message.contains("off")
                || message.contains("no use"),
            "{keys}: {message}"
        );
        screen.press("Esc");
    }
}

#[test]
fn a_regions_lists_are_sorted_once_they_are_read_to_their_end() {
    let (mut screen, asked) = region((80, 24), Look::default());
    let rows = || asked.lock().unwrap().last().unwrap().rows;
    screen.press("Esc 4");
    assert_eq!(rows(), 50);
    assert!(screen.text().contains("sort: as they come"));
    screen.press("s n");
    assert_eq!(rows(), 5_000);
    assert!(screen.row().contains("Product 001"), "{}", screen.text());
    screen.press("s n g");
    assert!(screen.row().contains("Product 120"), "{}", screen.text());
    assert!(
        screen.text().contains("sort: name, reversed"),
        "{}",
        screen.text()
    );
    screen.press("s d g");
    assert!(screen.row().contains("Product 001"), "{}", screen.text());
}

#[test]
fn how_many_months_ahead_what_ends_is_told_of_is_chosen() {
    let (mut screen, asked) = region((80, 24), Look::default());
    let within = || asked.lock().unwrap().last().unwrap().within;
    screen.press("Esc 2");
    assert_eq!(within(), 6);
    assert!(screen.text().contains("the next 6 months"));
    screen.press("]");
    assert_eq!(within(), 12);
    assert!(screen.text().contains("the next 12 months"));
    screen.press("[ [ [");
    assert_eq!(within(), 1);
    screen.press("[");
    assert!(
        screen.message().contains("the next month already"),
        "{}",
        screen.message()
    );
    screen.press("] ] ] ] ] ]");
    assert_eq!(within(), 36);
    // Nothing ends in the other lists.
    screen.press("4 ]");
    assert!(!screen.message().is_empty());
}

#[test]
fn a_regions_list_is_written_to_a_file() {
    let (mut screen, _) = region((80, 24), Look::default());
    screen.press("'11' Enter");
    screen.press("x");
    assert!(
        screen.text().contains("Export 11 rows (region products)"),
        "{}",
        screen.text()
    );
    screen.press("c");
    let (file, written) = screen.exports().remove(0);
    assert_eq!(file, "region-products-2026-03-10.csv");
    assert!(
        written.starts_with("product,confirmed,vendor,districts,yes,"),
        "{written}"
    );
    assert_eq!(written.lines().count(), 12);
    // Of marked rows these alone.
    screen.press("g Space Space x c");
    let (file, written) = screen.exports().remove(0);
    assert_eq!(file, "region-products-2026-03-10-2.csv");
    assert_eq!(written.lines().count(), 3, "{written}");
    // What is not read yet is read first: here nobody can be asked.
    screen.press("* * Esc 2 x");
    assert!(
        screen.text().contains("Export all rows (region ending)"),
        "{}",
        screen.text()
    );
    screen.press("c");
    let message = screen.message();
    assert!(
        message.contains("The region cannot be reached"),
        "{message}"
    );
}

#[test]
fn no_key_is_dead_on_a_regions_screens() {
    // Where the cursor already is, a key that moves it says nothing.
    let moves = [
        Command::Down,
        Command::Up,
        Command::First,
        Command::Last,
        Command::PageDown,
        Command::PageUp,
    ];
    let keys = TABLE.iter().filter(|row| row.context == KeyContext::Global);
    for row in keys.filter(|row| !moves.contains(&row.command) && row.command != Command::Quit) {
        for view in ["2", "3", "4", "5 Esc"] {
            let (mut screen, _) = region((80, 24), Look::default());
            screen.press("Esc");
            screen.press(view);
            screen.press("j");
            let before = screen.text();
            screen.press(row.key());
            let same = matches!(row.command, Command::Show(_));
            assert!(
                same || screen.text() != before || !screen.message().is_empty(),
                "{} {}: {before}",
                view,
                row.key()
            );
        }
    }
}

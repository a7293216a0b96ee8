//! Screens as people see them: the real app on a real office, keys in, text out.

use crate::support;
use crate::support::district::File;
use crate::support::harlow::harlow;
use crate::support::length::Sample;
use crate::support::screen::Screen;
use crate::support::sizes::sizes;
use crate::support::stamp;
use hallpass::domain::change::Change;
use hallpass::domain::put::{Put, Stamp};
use hallpass::domain::school::SchoolId;
use hallpass::tui::theme::{Colors, Look};

/// The schools view in a window of this size; Find opens first, with its box open.
fn schools(size: (u16, u16)) -> Screen {
    let mut screen = Screen::new(harlow(), size);
    screen.press("Esc 3");
    screen
}

#[test]
fn schools_at_each_size() {
    for (size, name) in [
        ((80, 24), "schools-80x24"),
        ((80, 22), "schools-80x22"),
        ((60, 18), "schools-60x18"),
        ((140, 40), "schools-140x40"),
    ] {
        let mut screen = schools(size);
        screen.looks_like(name);
        screen.press("Tab");
        screen.looks_like(&format!("{name}-products"));
        screen.press("v");
        screen.looks_like(&format!("{name}-matrix"));
    }
}

#[test]
fn without_color_and_lines_everything_can_still_be_read() {
    let look = Look {
        colors: Colors::None,
        ascii_lines: true,
        ascii_text: true,
    };
    let mut screen = Screen::with(harlow(), (80, 24), look);
    screen.press("Esc 3 Tab j Space");
    assert!(screen.text().is_ascii());
    assert!(!screen.has_color());
    screen.looks_like("schools-ascii");
    screen.press("v");
    assert!(screen.text().is_ascii());
    screen.looks_like("schools-ascii-matrix");
}

#[test]
fn the_page_of_history_says_who_sat_there_and_for_whom() {
    let mut office = harlow();
    office.person("dana", "admin");
    let lincoln = Change::Save {
        what: "Lincoln ES".into(),
        put: Put::id(SchoolId(1)).with("name", "Lincoln School".to_owned()),
        reason: Some("a note".into()),
    };
    let sat_there = Stamp {
        login: "dana".into(),
        place: "pts/3".into(),
        clock: Some("2026-11-29T17:05:00Z".parse().unwrap()),
        ..stamp("ada")
    };
    office.store.apply(&lincoln, &sat_there).unwrap();
    let mut screen = Screen::with(office, (80, 24), Look::default());
    screen.press("Esc 3 H");
    screen.shows("2026-03-10 09:40:00 dana for ada from pts/3 ─");
    screen.shows("clock 2026-11-29 17:05:00: the day was given");
}

#[test]
fn who_changed_this_is_one_key() {
    let mut screen = schools((80, 24));
    screen.press("H");
    assert!(screen.text().contains("History of Lincoln ES"));
    screen.press("Esc Tab H");
    assert!(screen.text().contains("History of Lexia Core5"));
    screen.press("Esc");
    assert!(screen.text().contains("LINCOLN ES"));
}

#[test]
fn what_is_seen_is_exported_with_two_keys() {
    let mut screen = schools((80, 24));
    screen.press("x");
    screen.looks_like("schools-export");
    screen.press("c");
    let told = screen.message();
    assert!(told.starts_with("Wrote 14 rows to /"), "{told}");
    screen.press("x c Tab j Space j Space x m v x t");
    let files = screen.exports();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "lincoln-es-products-2026-03-10.md",
            "matrix-2026-03-10.txt",
            "schools-2026-03-10-2.csv",
            "schools-2026-03-10.csv",
        ]
    );
    let marked: Vec<&str> = files[0].1.lines().filter(|l| l.starts_with("| ")).collect();
    assert_eq!(marked.len(), 2 + 1 + 1, "{}", files[0].1);
    assert_eq!(
        files[1].1.lines().filter(|l| l.contains("Kahoot")).count(),
        1
    );
    assert_eq!(files[2].1, files[3].1);
    // As `hallpass schools --csv` has it, and as `hallpass inventory` what one has, with the answer for each.
    let (head, rows) = files[3].1.split_once('\n').unwrap();
    assert_eq!(
        head.trim(),
        "school_id,code,school,level,grades,enrollment,staff,products,cost,per_student,unused,basis,hidden"
    );
    let lincoln = rows.lines().find(|line| line.contains(",LIN,")).unwrap();
    let lincoln: Vec<&str> = lincoln.split(',').collect();
    assert_eq!(
        (lincoln[2], lincoln[5], lincoln[7]),
        ("Lincoln ES", "412", "10")
    );
    assert!(
        marked[0].starts_with("| product_id | product | school | status | seats | used |"),
        "{}",
        marked[0]
    );
    assert_eq!(marked[2].split(" | ").nth(2), Some("Lincoln ES"));
    assert_ne!(marked[2].split(" | ").nth(3), Some(""), "{}", marked[2]);
}

#[test]
fn everything_a_school_pays_for_is_five_keys() {
    for size in [(80, 24), (60, 18)] {
        let mut screen = Screen::new(harlow(), size);
        screen.press("Esc");
        screen.press("3 @ 'li' Enter");
        let text = screen.text();
        assert!(screen.line(1).contains("@Lincoln ES"), "{text}");
        assert!(
            screen.line(1).contains("10 products, $22,601 year price"),
            "{text}"
        );
        assert!(
            text.contains("LINCOLN ES") && text.contains("Kahoot! EDU"),
            "{text}"
        );
        assert!(!text.contains("Adams ES"), "{text}");
        screen.press("@ Enter");
        assert!(screen.line(1).contains("@all schools"));
    }
}

#[test]
fn one_call_one_school_three_products() {
    let mut screen = schools((80, 24));
    for (keys, product) in [
        ("f @ 'li ka'", "Kahoot! EDU"),
        ("Ctrl-U s e", "Seesaw"),
        ("Ctrl-U n e", "Nearpod"),
    ] {
        screen.press(keys);
        let text = screen.text();
        assert!(screen.line(1).contains("@Lincoln ES"), "{text}");
        assert!(screen.line(5).contains(product), "{text}");
    }
}

#[test]
fn keys_typed_ahead_do_what_they_do_slowly() {
    for script in [
        "Esc 3 j j Tab j j j Enter",
        "Esc 3 @ 'li' Enter j j H",
        "Esc 3 v l l j j j Enter",
        "Esc 3 / 'lin' Enter Tab G J K",
    ] {
        let mut slow = Screen::new(harlow(), (80, 24));
        slow.press(script);
        let mut fast = Screen::new(harlow(), (80, 24));
        fast.press_ahead(script);
        assert_eq!(fast.text(), slow.text(), "{script}");
    }
}

#[test]
fn a_filter_is_shown_ends_with_the_view_and_says_what_it_hides() {
    let mut screen = schools((80, 24));
    screen.press("/ 'hs'");
    assert!(
        screen.line(1).contains("filter \"hs\": 3 of 14"),
        "{}",
        screen.text()
    );
    assert!(screen.line(0).contains("TYPING"));
    screen.looks_like("schools-filter");
    screen.press("x x");
    assert!(
        screen.text().contains("0 of 14 shown."),
        "{}",
        screen.text()
    );
    screen.looks_like("schools-filter-empty");
    screen.press("Backspace Backspace Enter j Esc");
    assert!(!screen.line(1).contains("filter"));
    assert!(
        screen.line(3).starts_with("  Lincoln ES"),
        "{}",
        screen.text()
    );
    screen.press("/ 'hs' Enter 5 Esc 3");
    assert!(!screen.line(1).contains("filter"));
    screen.press("g Tab / 'kah' Enter");
    assert!(
        screen.line(1).contains("filter \"kah\": 1 of 10"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_cursor_stays_on_its_record() {
    let mut screen = schools((80, 24));
    screen.press("j j s s");
    let here = |screen: &Screen| {
        let text = screen.text();
        let line = text.lines().skip(2).find(|line| line.starts_with('>'));
        line.unwrap_or_default()
            .chars()
            .take(15)
            .collect::<String>()
    };
    assert_eq!(here(&screen).trim(), "> Cedar ES");
    assert!(screen.line(1).contains("sort: school"));
    screen.press("s s");
    assert!(screen.line(1).contains("sort: school, reversed"));
    screen.press("r");
    assert_eq!(here(&screen).trim(), "> Cedar ES");
    screen.press("Tab j j J");
    assert!(screen.line(2).contains("ADAMS ES"), "{}", screen.text());
    assert!(screen.text().contains("│> IXL Math"), "{}", screen.text());
    let mut screen = screen.again();
    assert!(screen.line(1).contains("sort: cost"), "{}", screen.text());
    assert!(screen.line(2).contains("ADAMS ES"), "{}", screen.text());
    assert!(screen.text().contains("│> IXL Math"), "{}", screen.text());
    screen.press("v l");
    let before = screen.text();
    let screen = screen.again();
    let after = screen.text();
    let body = |text: &str| text.lines().take(22).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&after), body(&before));
}

#[test]
fn the_card_of_a_product_and_back() {
    let mut screen = schools((80, 24));
    screen.press("Tab / 'kah' Enter Enter");
    let text = screen.text();
    assert!(screen.line(0).contains("[5 Find]"), "{text}");
    assert!(
        text.contains("YES at Lincoln ES, with conditions, until Tue Mar 31 2026"),
        "{text}"
    );
    screen.looks_like("schools-card");
    screen.press("y Esc");
    assert!(screen.copied().unwrap().contains("Kahoot"));
    assert!(screen.line(0).contains("[3 Schools]"));
    assert!(
        screen.line(1).contains("filter \"kah\""),
        "{}",
        screen.text()
    );
    screen.press("Esc v G p");
    assert!(screen.text().contains("at Lincoln ES"), "{}", screen.text());
    screen.press("f");
    assert!(screen.line(2).starts_with("Find:"), "{}", screen.text());
    assert!(screen.line(0).contains("TYPING"));
}

#[test]
fn the_matrix_goes_over_all_schools() {
    let mut screen = schools((80, 24));
    screen.press("v");
    for _ in 0..20 {
        screen.press("l");
    }
    let text = screen.text();
    assert!(text.contains(">GRA"), "{text}");
    assert!(screen.line(1).contains("schools 8-14 of 14"), "{text}");
    screen.press("h h G");
    assert!(
        screen.text().contains("Kahoot! EDU x Franklin HS"),
        "{}",
        screen.text()
    );
    assert!(screen.text().contains("Not at this school."));
    screen.press("s p Tab");
    assert!(
        screen.message().contains("one pane"),
        "{}",
        screen.message()
    );
    let (x, y) = screen.cursor();
    let line = screen.line(y.into());
    assert_eq!(line.chars().nth(x.into()), Some('>'), "{line}");
}

#[test]
fn notes_and_marks_and_the_menu_of_related_things() {
    let mut screen = schools((80, 24));
    screen.press("c h i Ctrl-X");
    assert!(
        screen.message().starts_with("Noted on Lincoln ES"),
        "{}",
        screen.message()
    );
    screen.press("u H");
    assert!(screen.text().contains("undid"), "{}", screen.text());
    screen.press("Esc Tab o");
    screen.looks_like("schools-related");
    screen.press("c");
    assert!(
        screen.text().contains("History of C-102"),
        "{}",
        screen.text()
    );
    screen.press("Esc Esc * z");
    assert!(screen.line(1).contains("14 marked"), "{}", screen.text());
    assert!(!screen.text().contains('│'));
    screen.press("Esc o s");
    assert!(screen.line(1).contains("@Lincoln ES"), "{}", screen.text());
    screen.press("Esc b");
    assert!(screen.message().starts_with("b "), "{}", screen.message());
    screen.press("e");
    assert!(
        screen.text().contains("Code*       [LIN_"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_school_is_picked_from_the_finder_too() {
    let mut screen = Screen::new(harlow(), (80, 24));
    screen.press("Esc @ 'li' Enter");
    assert!(screen.line(1).contains("@Lincoln ES"), "{}", screen.text());
}

#[test]
fn the_finder_exports_what_it_lists() {
    let mut screen = Screen::new(harlow(), (80, 24));
    screen.press("e Esc j Space x c");
    let files = screen.exports();
    assert_eq!(files[0].0, "answers-2026-03-10.csv");
    assert_eq!(files[0].1.lines().count(), 2, "{}", files[0].1);
}

/// All that fit are there, however many: the last is reached, shown, opened and written.
#[test]
fn the_finder_goes_to_the_end_of_what_fits_and_exports_all_of_it() {
    let mut sample = Sample::one_of(3, "sizes at which the finder is gone through line by line");
    let sizes = [(80, 24), (60, 18), (140, 60)];
    for (nth, size) in sizes.into_iter().enumerate() {
        let mut screen = File::demo().open().sized(size.0, size.1);
        screen.press("Esc");
        // 399 products fit nothing typed.
        screen.shows("399 products, 399 match");
        let mut seen = std::collections::BTreeSet::new();
        if sample.takes(nth) {
            for _ in 0..398 {
                seen.insert(screen.row());
                screen.press("j");
            }
            seen.insert(screen.row());
            assert_eq!(seen.len(), 399);
        }
        screen.press("g G");
        let last = screen.row();
        // It is the last of those that were gone through: none that is new.
        assert!(seen.is_empty() || !seen.insert(last.clone()), "{last}");
        screen.press("j");
        assert_eq!(screen.row(), last, "{}", screen.text());
        let name: String = last.chars().skip(2).take(10).collect();
        screen.press("Enter").shows(&format!("─ {name}"));
        screen.press("Esc x c");
        let csv = screen.exports().remove(0).1;
        assert_eq!(csv.lines().count(), 400);
        // Other words begin at their first row again.
        screen.press("/ Ctrl-U 'quizm'");
        assert!(
            screen.row().contains("Quizmallow School"),
            "{}",
            screen.text()
        );
    }
}

#[test]
fn an_office_without_schools_says_how_to_begin() {
    let mut screen = Screen::new(support::office(), (80, 24));
    screen.press("Esc 3 j Tab Enter v x H");
    assert!(
        screen.text().contains("No schools yet."),
        "{}",
        screen.text()
    );
    let mut bare = support::office();
    bare.school("Lincoln ES", "LIN");
    let mut screen = Screen::new(bare, (80, 24));
    screen.press("Esc 3");
    screen.looks_like("schools-bare");
    screen.press("v");
    screen.looks_like("schools-bare-matrix");
}

#[test]
fn what_was_taken_back_once_too_often_is_put_back() {
    let mut screen = schools((80, 24));
    screen.press("c o n e Ctrl-X c t w o Ctrl-X");
    assert_eq!(notes_of(&screen), ["one", "two"]);
    screen.press("u u");
    assert!(notes_of(&screen).is_empty());
    screen.press("U");
    assert_eq!(notes_of(&screen), ["one"]);
    screen.press("U");
    assert_eq!(notes_of(&screen), ["one", "two"]);
}

/// The notes that are there.
fn notes_of(screen: &Screen) -> Vec<String> {
    let mut dump = Vec::new();
    screen.store().dump(&mut dump).unwrap();
    let lines = String::from_utf8(dump).unwrap();
    let lines = lines.lines().map(|l| serde_json::from_str(l).unwrap());
    let notes = lines.filter(|line: &serde_json::Value| line["table"] == "note");
    notes
        .map(|note| note["text"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn five_opens_the_box_of_the_finder_also_when_it_was_left() {
    let mut screen = Screen::new(harlow(), (80, 24));
    screen.press("Esc");
    assert!(!screen.line(0).contains("TYPING"), "{}", screen.text());
    // Typed as commands, `u` of the product would undo.
    screen.press("5 q u");
    assert!(screen.line(0).contains("TYPING"), "{}", screen.text());
    assert!(screen.text().contains("Find: qu"), "{}", screen.text());
    screen.press("Esc 3 5 x");
    assert!(screen.text().contains("Find: qux"), "{}", screen.text());
}

#[test]
fn no_window_is_too_small_to_survive() {
    for keys in [
        "Esc 3",
        "Esc 3 Tab",
        "Esc 3 v",
        "Esc 3 / l",
        "Esc 3 Tab Enter",
        "Esc 3 x",
    ] {
        let mut screen = Screen::new(harlow(), (80, 24));
        screen.press(keys);
        for (width, height) in sizes() {
            screen.resize(width, height).press_ahead("j k l h");
            assert_eq!(screen.lines().len(), height as usize);
        }
    }
}

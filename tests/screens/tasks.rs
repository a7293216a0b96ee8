//! What people come to the finder for, key by key, on the made-up district: as it reads on the screen.

use std::process::Command;

use crate::support::district::File;
use crate::support::length::Sample;
use crate::support::screen::{Screen, keys};
use crate::support::seen::{ROWS, seen_after};
use crate::support::sizes::sizes;
use crate::support::stamp;
use hallpass::domain::change::Change;
use hallpass::domain::find::{Finder, NamedBy};
use hallpass::domain::product::{Alias, Product};
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::school::{School, Schools};
use hallpass::tui::event::Event;
use hallpass::tui::place::Place;
use hallpass::tui::theme::{Colors, Look};

#[test]
fn two_letters_bring_most_of_the_made_up_catalogue() {
    let file = File::demo();
    let entries = file.store().find_entries().unwrap();
    let shares = [1, 2, 3, 4].map(|letters| seen_after(letters, &entries));
    println!(
        "{} made-up names, after 1 to 4 letters: {shares:.1?} %",
        entries.len()
    );
    assert!(shares[1] >= 85.0 && shares[2] >= 95.0, "{shares:?}");
}

/// Every row that is counted as seen is seen: twelve at 80x24, whatever the sentence to say is.
#[test]
fn twelve_rows_stay_at_the_usual_size() {
    let mut screen = File::demo().open();
    for typed in ["", "qu", "pe", "qu lin", "st"] {
        screen.press("Ctrl-U").write(typed);
        let lines = screen.lines();
        let first = lines
            .iter()
            .position(|line| line.starts_with("  PRODUCT"))
            .unwrap()
            + 1;
        let rows = lines[first..]
            .iter()
            .take_while(|line| !line.starts_with('─'));
        assert_eq!(rows.count(), ROWS, "{typed:?}\n{}", screen.text());
    }
}

#[test]
fn a_status_is_two_keys_from_landing_and_three_from_a_list() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("'br'");
    assert!(screen.row().contains("Brightwhistle"), "{}", screen.row());
    screen.shows("Say: \"");
    screen.press("Esc");
    assert_eq!(keys("f 'br'"), 3);
    screen.press("f 'br'");
    assert!(screen.row().contains("Brightwhistle"), "{}", screen.row());
}

#[test]
fn a_product_at_a_school_is_eight_keys_and_its_sentence_nine() {
    let script = "f 'qui lin'";
    assert_eq!(keys(script), 8);
    let mut screen = File::demo().open();
    screen.press("Esc").press(script);
    assert!(
        screen.row().contains("Quizmallow School"),
        "{}",
        screen.row()
    );
    screen.shows("school: Linden Hollow ES");
    screen.shows("YES at Linden Hollow ES, with conditions, until Tue Mar 31 2026");
    screen.press("Ctrl-Y");
    let said = screen.copied().unwrap();
    assert!(
        said.starts_with("Yes. Quizmallow School is approved at Linden Hollow ES"),
        "{said}"
    );
    screen.shows(&format!("Sent {} characters", said.chars().count()));
}

/// What is only like the words is listed; the sentence to say is not its answer until somebody moves there.
#[test]
fn a_guess_is_no_answer_until_somebody_moves_onto_it() {
    let mut screen = File::demo().open();
    for (typed, like) in [("zoom", "Courseloom"), ("qiuzmalow", "Quizmallow")] {
        screen.press("Ctrl-U").write(typed);
        screen.shows(&format!("No product is called \"{typed}\""));
        screen.shows(like);
        let text = screen.text();
        assert!(text.contains(" is not on our list"), "{text}");
        assert!(
            !text.contains("Say: \"Yes") && !text.contains("Say: \"No."),
            "{text}"
        );
        screen.press("Ctrl-Y");
        let said = screen.copied().unwrap();
        assert!(said.contains("is not on our list"), "{said}");
        screen.press("Down");
        assert!(screen.row().contains(like), "{}", screen.row());
        let text = screen.text();
        assert!(!text.contains("No product is called"), "{text}");
    }
    // Words that begin the row's own are answered at once.
    screen.press("Ctrl-U").press("'quizm sch'");
    assert!(
        screen.row().contains("Quizmallow School"),
        "{}",
        screen.row()
    );
    screen.shows("Say: \"");
}

/// What was meant by a name nobody listed is said once, with one key, and taken back like any change.
#[test]
fn a_name_that_was_meant_is_answered_from_then_on() {
    for (typed, key) in [
        ("zoom", "Ctrl-T"),
        ("qiuzmalow", "Ctrl-T"),
        ("zoom", "Esc a"),
    ] {
        let file = File::demo();
        let mut screen = file.open();
        screen.write(typed).press("Ctrl-T");
        screen.shows("Move onto the product that is meant first.");
        screen.shows("No product is called");
        screen.press("Down");
        screen.shows("Ctrl-T this is meant");
        let meant = screen.row();
        let meant = meant[2..].split("  ").next().unwrap().trim().to_owned();
        screen.press(key);
        screen.shows(&format!(
            "`{typed}` is {meant} from now on. u takes it back."
        ));
        let finder = Finder::new(file.store().find_entries().unwrap());
        let by = |finder: &Finder| {
            let named = finder.named(typed);
            named.first().map(|named| named.by)
        };
        assert_eq!(by(&finder), Some(NamedBy::Alias), "{typed}");
        screen.press("f").write(typed);
        assert!(screen.row().contains(&meant), "{}", screen.text());
        assert!(!screen.text().contains("No product is called"));
        assert!(!screen.text().contains("Ctrl-T"), "{}", screen.text());
        screen.press("Esc u");
        screen.shows("Undid: ");
        let finder = Finder::new(file.store().find_entries().unwrap());
        assert_eq!(by(&finder), None, "{typed}");
    }
}

/// What is answered already needs no other name, and the help desk changes none.
#[test]
fn only_what_nobody_listed_becomes_a_name_and_only_by_the_office() {
    let mut screen = File::demo().open();
    screen.press("'quizm' Ctrl-T");
    screen.shows("Only what no product is called");
    let file = File::demo();
    let mut screen = file.open_as("thangrove");
    let before = file.store().all::<Alias>().unwrap().len();
    screen.press("'zoom' Down");
    assert!(!screen.text().contains("Ctrl-T"), "{}", screen.text());
    for key in ["Ctrl-T", "Esc a"] {
        screen.press(key);
        screen.shows("the help desk reads and leaves notes");
    }
    assert_eq!(file.store().all::<Alias>().unwrap().len(), before);
}

/// The tabs count what is listed: at a school, the school's.
#[test]
fn the_tabs_count_what_is_at_the_school_stayed_at() {
    let mut screen = File::demo().open();
    let counted = |screen: &Screen| -> Vec<usize> {
        let tabs = screen.lines()[0].replace(['!', '[', ']'], " ");
        let number = |name: &str| {
            let rest = tabs.split_once(name).unwrap().1;
            rest.split_whitespace().next().unwrap().parse().unwrap()
        };
        ["Queue", "Renew", "Overlap"].map(number).to_vec()
    };
    screen.press("Esc");
    let district = counted(&screen);
    for school in ["lin", "mon"] {
        screen.press(&format!("@ '{school}' Enter"));
        let here = counted(&screen);
        assert!(
            here[0] < district[0] && here[2] < district[2],
            "{here:?} {district:?}"
        );
        assert!(here[1] <= district[1], "{here:?} {district:?}");
        screen.press("1");
        screen.shows(&format!(" {} open, ", here[0]));
        assert_eq!(counted(&screen), here);
        screen.press("4");
        screen.shows(&format!("[All {}]", here[2]));
        assert_eq!(counted(&screen), here);
        screen.press("f Esc");
    }
    screen.press("@ Enter");
    assert_eq!(counted(&screen), district);
}

/// The key said to copy the sentence is one that does.
#[test]
fn the_key_that_copies_is_named_as_it_works() {
    let mut screen = File::demo().open();
    screen.press("'courselo'");
    screen.shows("Ctrl-Y copies this");
    screen.press("Enter");
    screen.shows(" y copies this");
    assert!(!screen.text().contains("Ctrl-Y"), "{}", screen.text());
    screen.press("y");
    assert!(screen.copied().unwrap().starts_with("Yes. Courseloom "));
    screen.press("Esc");
    screen.shows(" y copies this");
    screen.press("Y c");
    assert!(!screen.copied().unwrap().contains("copies this"));
}

/// Grades in the words are understood.
#[test]
fn grades_are_no_part_of_a_name() {
    let mut screen = File::demo().open();
    screen.press("'quizm grade 4 lin'");
    screen.shows("grades: 4");
    screen.shows("school: Linden Hollow ES");
    assert!(
        screen.row().contains("Quizmallow School"),
        "{}",
        screen.row()
    );
}

/// What `hallpass status` says of these words: the product and its sentence, or none and the sentence for
/// what is not listed.
fn by_command(file: &File, typed: &str) -> (Option<String>, String, bool) {
    let run = |json: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_hallpass"))
            .env_clear()
            .env("HALLPASS_DB", file.path())
            .env("HALLPASS_USER", "ada")
            .env("HALLPASS_NOW", "2026-03-10")
            .arg("status")
            .args(json)
            .args(typed.split_whitespace())
            .output()
            .unwrap()
    };
    let said: serde_json::Value = serde_json::from_slice(&run(&["--json"]).stdout).unwrap();
    let left_over = said["unknown"] != serde_json::json!([]);
    if let Some(first) = said["results"].get(0) {
        let text = |name: &str| first[name].as_str().unwrap().to_owned();
        return (Some(text("product")), text("say"), left_over);
    }
    let lines = String::from_utf8(run(&[]).stdout).unwrap();
    let say = lines.lines().find_map(|line| line.strip_prefix("Say: "));
    (None, say.unwrap().to_owned(), left_over)
}

/// The finder and `hallpass status` are one answer: what the command names, the finder's first row is, with
/// the same sentence; of what it calls not listed the finder answers nothing, unless the words begin the name
/// of the row, so that the name is still being typed.
#[test]
fn the_finder_and_the_command_never_disagree() {
    let file = File::demo();
    let mut screen = file.open();
    for (typed, product) in [
        // Named.
        ("quizmallow school", Some("Quizmallow School")),
        ("quizmallow free", Some("Quizmallow Free")),
        ("quizmallow school lin", Some("Quizmallow School")),
        ("quizmallow school linden hollow", Some("Quizmallow School")),
        ("linden quizmallow school", Some("Quizmallow School")),
        ("quiz school", Some("Quizmallow School")),
        ("school quizmallow", Some("Quizmallow School")),
        ("quizmallowschool", Some("Quizmallow School")),
        ("quizmalow school", Some("Quizmallow School")),
        ("quizmallow school lin lin", Some("Quizmallow School")),
        ("quizmallow school linden linden", Some("Quizmallow School")),
        ("lin quizmallow school lin", Some("Quizmallow School")),
        ("notewren notewren", Some("Notewren")),
        ("notewren", Some("Notewren")),
        ("Notewren!", Some("Notewren")),
        ("notewren mon", Some("Notewren")),
        ("notewren grade 4", Some("Notewren")),
        ("notewren 4th grade lin", Some("Notewren")),
        ("k-2 notewren", Some("Notewren")),
        ("brightwhistle lin", Some("Brightwhistle")),
        ("BRIGHTWHISTLE", Some("Brightwhistle")),
        // A word left over, which may be a school's or another product's.
        ("quizmallow lincoln", None),
        ("quizmallow pro", None),
        ("quizmallow school pro", None),
        ("pro quizmallow school", None),
        ("quizmallow school pro lin", None),
        ("quizmallow school lin pro", None),
        ("notewren plus", None),
        ("notewren plus lin", None),
        ("notewren lin plus", None),
        ("notewren lincoln lincoln", None),
        ("notewren grade 4 plus", None),
        ("premium notewren", None),
        ("brightwhistle jr", None),
        ("notewren teacher edition", None),
        // Like a name, or like none.
        ("notewrens", None),
        ("notewrenn pro", None),
        ("quizmalloww", None),
        ("xyzzy", None),
        ("xyzzy lin", None),
        ("quizmallow", None),
        ("quizm lin", None),
        // From here on every view stays at that school.
        ("@lin notewren", Some("Notewren")),
    ] {
        let (named, say, left_over) = by_command(&file, typed);
        assert_eq!(named.as_deref(), product, "{typed}");
        screen.effects.clear();
        screen.press("Ctrl-U").write(typed).press("Ctrl-Y");
        let text = screen.text();
        let row = text.lines().find(|line| line.starts_with("> "));
        match (product, screen.copied(), row) {
            (Some(product), Some(copied), Some(row)) => {
                assert!(row.contains(product), "{typed}\n{text}");
                assert_eq!(copied, say, "{typed}\n{text}");
            }
            (None, Some(copied), None) => assert_eq!(copied, say, "{typed}\n{text}"),
            (None, Some(copied), Some(row)) => {
                assert!(!left_over, "{typed}\n{text}");
                let begun = typed.split(' ').next().unwrap();
                let begins = |text: &str| text.to_lowercase().contains(begun);
                assert!(begins(row) && begins(copied), "{typed}\n{text}");
            }
            (None, None, None) => {
                assert!(!left_over && text.contains("Nobody has asked"), "{text}");
            }
            _ => panic!("{typed}\n{text}"),
        }
    }
}

/// Whoever meant what is listed moves onto it, and has its answer.
#[test]
fn what_is_left_over_is_answered_when_somebody_moves_onto_the_row() {
    let mut screen = File::demo().open();
    for key in ["Down", "Enter"] {
        screen.press("Ctrl-U").press("'quizmallow lincoln'");
        let text = screen.text();
        assert!(!text.lines().any(|line| line.starts_with("> ")), "{text}");
        screen.shows("No product is called \"quizmallow lincoln\"");
        let text = screen
            .text()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let said =
            "No school is called \"lincoln\". Quizmallow School: YES, CONDITIONS at 11 schools.";
        assert!(text.contains(said), "{text}");
        screen.press("Ctrl-Y");
        let copied = screen.copied().unwrap();
        assert!(
            copied.starts_with("No school is called \"lincoln\". Did you mean Quizmallow School"),
            "{copied}"
        );
        screen.press(key);
        assert!(
            screen.row().contains("Quizmallow School"),
            "{}",
            screen.row()
        );
        screen.press("Ctrl-Y");
        let copied = screen.copied().unwrap();
        assert!(copied.starts_with("Yes. Quizmallow School "), "{copied}");
    }
}

/// One call after the other: the school of the last one is gone with its words.
#[test]
fn clearing_the_box_clears_product_and_school() {
    let mut screen = File::demo().open();
    screen.press("'quizmallow school lin'");
    screen.shows("school: Linden Hollow ES");
    screen.press("Ctrl-U");
    screen.shows("school: any");
    screen.press("'notewren'");
    screen.shows("school: any");
    assert!(!screen.text().contains("Linden"), "{}", screen.text());
}

/// The keys are the same whatever was looked up before, and whatever school all views stay at.
#[test]
fn a_new_question_from_another_view_finds_an_empty_box() {
    let mut screen = File::demo().open();
    screen.press("'br' Esc 3").press("f 'qui lin'");
    screen.shows("Find: qui lin  ");
    screen.shows("YES at Linden Hollow ES");
    screen.press("Esc 3 @ 'mon' Enter").press("f 'quizm lin'");
    screen.shows("@Montbriar MS");
    screen.shows("school: Linden Hollow ES");
    screen.shows("YES at Linden Hollow ES");
    screen.press("Ctrl-W");
    screen.shows("school: Montbriar MS");
    screen.press("Ctrl-U").press("'xyzzy lin'");
    screen.shows("Nobody has asked about");
}

#[test]
fn who_changed_it_is_one_key() {
    let mut screen = File::demo().open();
    screen.press("'qui' Enter").press("H");
    screen.shows("History of Quizmallow School");
    screen.shows("newest first");
    screen.shows("WHO");
    screen.press("Esc");
    screen.shows("─ Quizmallow School ─");
}

#[test]
fn after_a_dropped_line_everything_is_where_it_was() {
    let file = File::demo();
    let mut screen = file.open();
    // `u` outside the box is refused, which takes two lines of the page until it is read.
    screen
        .press("@ 'li' Enter")
        .press("'qu' Down Down Down Esc");
    let (row, lines) = (screen.row(), screen.lines());
    screen.event(Event::End(129));
    let kept = serde_json::to_vec(&screen.place()).unwrap();
    let place: Place = serde_json::from_slice(&kept).unwrap();
    let mut back = file.open_with(Look::default(), Some(place));
    back.shows("Back where you were, ");
    back.shows("Nothing was lost.");
    assert_eq!(back.row(), row);
    let body = |lines: &[String]| lines[1..22].join("\n");
    assert_eq!(body(&back.lines()), body(&lines));
}

#[test]
fn an_open_card_is_open_again() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("'qui lin' Enter");
    let lines = screen.lines();
    let back = file.open_with(Look::default(), Some(screen.place()));
    assert_eq!(back.lines()[..22], lines[..22]);
    screen.press("Esc").press("j j");
    let (row, lines) = (screen.row(), screen.lines());
    let back = file.open_with(Look::default(), Some(screen.place()));
    assert_eq!((back.row(), &back.lines()[..22]), (row, &lines[..22]));
}

/// The call: one school, three products.
const CALL: &str = "f '@li ka' Ctrl-U 'se' Ctrl-U 'no'";

#[test]
fn a_call_about_one_school_and_three_products_is_thirteen_keys() {
    assert_eq!(keys(CALL), 13);
    let mut screen = File::demo().open();
    screen.press("Esc").press("f '@li '");
    screen.shows("@Linden Hollow ES");
    screen.shows("Find:  ");
    screen.press("'ka'");
    screen.shows("school: Linden Hollow ES");
    screen.press("Ctrl-U").press("'se'");
    assert!(screen.row().contains("Se"), "{}", screen.row());
    screen.press("Ctrl-U").press("'no'");
    assert!(screen.row().contains("Notewren"), "{}", screen.row());
    screen.shows("at Linden Hollow ES");
}

#[test]
fn typed_ahead_in_one_write_it_is_the_same_screen() {
    let file = File::demo();
    for script in [
        CALL,
        "f 'qui lin' Ctrl-Y",
        "f 'qui lin' Ctrl-U 'se' Down Down Enter j j",
        "f 'qu' Down Down Esc j j k H",
        "f 'qiuzmallow'",
        "f 'no wren' Tab Ctrl-Y",
        "f 'sum' Enter H j Esc Esc j j",
        "f 'xyzzy' Enter Esc",
    ] {
        let mut slow = file.open();
        slow.press("Esc").press_slowly(script);
        let mut part = file.open();
        part.press("Esc").press(script);
        assert_eq!(part.text(), slow.text(), "text at once: {script}");
        let mut fast = file.open();
        fast.press("Esc").press_ahead(script);
        assert_eq!(fast.text(), slow.text(), "{script}");
        assert_eq!(fast.copied(), slow.copied(), "{script}");
        let mut first = file.open_slowly();
        first.press_ahead(&format!("Esc {script}"));
        assert_eq!(first.text(), slow.text(), "from the start: {script}");
    }
}

/// Where several schools are named, the rows answer for the first, and line 2 says what it is at the others.
#[test]
fn each_school_that_is_named_is_answered() {
    let file = File::demo();
    let mut screen = file.open();
    let schools = file.store().all::<School>().unwrap();
    let open: Vec<&School> = schools.iter().filter(|school| school.open).collect();
    let at = |code: &str| open.iter().find(|school| school.code == code).unwrap();
    let other = open.iter().find(|school| school.code != "LIN").unwrap();
    let third = open.iter().rfind(|school| school.code != "LIN").unwrap();
    let lin = at("LIN");
    for product in ["brightwhistle", "storyloam", "notewren"] {
        let typed = format!("{product} lin {} and {}", other.code, third.code);
        screen.effects.clear();
        screen.press("Ctrl-U").write(&typed);
        screen.shows(&lin.name);
        for school in [other, third] {
            let (_, say, _) = by_command(&file, &format!("{product} {}", school.code));
            assert!(say.contains(&school.name), "{typed}: {say}");
        }
        let lines = screen.lines();
        let also = lines.iter().find(|line| line.contains("also: ")).unwrap();
        for school in [other, third] {
            assert!(also.contains(&format!(" {} ", school.code)), "{also}");
        }
        screen.press("Ctrl-Y");
        let (_, say, _) = by_command(&file, &format!("{product} lin"));
        assert_eq!(screen.copied(), Some(say.as_str()), "{typed}");
    }
    screen.press("Ctrl-U").write("brightwhistle lin");
    screen.hides("also: ");
}

#[test]
fn the_finder_forgives() {
    let file = File::demo();
    let entries = file.store().find_entries().unwrap();
    let long = entries.iter().map(|entry| &entry.name);
    let long = long
        .filter(|name| name.split(' ').count() == 3)
        .min_by_key(|name| name.len());
    let long = long.unwrap();
    let words: Vec<&str> = long.split(' ').collect();
    let beginning = |word: &str| word.chars().take(4).collect::<String>();
    let any_order = format!("{} {}", beginning(words[2]), beginning(words[0]));
    let initials: String = words.iter().map(|word| &word[..1]).collect();
    let no_spaces = words.concat().to_lowercase();
    let mut screen = file.open();
    for (typed, found) in [
        ("quizmalolw", "Quizmallow School"),
        ("quizamllow", "Quizmallow School"),
        ("brightwhsitle", "Brightwhistle"),
        ("schoo quizm", "Quizmallow School"),
        ("bright whistle", "Bright Whistle"),
        ("quizmallowschool", "Quizmallow School"),
        ("Quizm\u{e1}llow", "Quizmallow School"),
        ("loamreader", "Storyloam"),
        ("the loom", "Courseloom"),
        ("sg math", "Sumgrove"),
        (&any_order, long),
        (&initials, long),
        (&no_spaces, long),
    ] {
        screen.press("Ctrl-U").write(typed);
        let rows = screen.lines()[5..17].join("\n");
        assert!(
            rows.contains(found),
            "{typed} for {found}\n{}",
            screen.text()
        );
    }
    screen.press("Ctrl-U").press("'loamreader'");
    screen.shows("Loamreader");
}

#[test]
fn a_colleagues_change_shows_under_my_cursor() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("'qu lin' Down Down");
    let row = screen.row();
    let name = row
        .trim_start_matches("> ")
        .split("  ")
        .next()
        .unwrap()
        .to_owned();
    let mut colleague = file.store();
    let products = colleague.all::<Product>().unwrap();
    let product = products.iter().find(|p| p.name == name).unwrap();
    let schools = colleague.school_names().unwrap();
    let linden = schools
        .iter()
        .find(|s| s.name == "Linden Hollow ES")
        .unwrap()
        .id;
    let put = Put::new(Kind::Approval)
        .with("schools", Schools::Only(vec![linden]))
        .with("product", Some(product.id))
        .with("status", hallpass::domain::approval::ApprovalStatus::Denied)
        .with("reason", "it sells what children write".to_owned());
    let save = Change::Save {
        what: name.clone(),
        put,
        reason: None,
    };
    colleague.apply(&save, &stamp("ada")).unwrap();
    assert!(screen.look_around());
    let now = screen.row();
    assert!(now.starts_with(&format!("> {name} ")), "{now}");
    assert!(now.contains("NO"), "{row}\n{now}");
    let words = screen
        .text()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(words.contains("it sells what children write."), "{words}");
    assert!(!screen.look_around());
}

#[test]
fn what_to_say_is_never_cut_off() {
    let mut screen = File::demo().open();
    let mut sample = Sample::one_of(2, "sizes of a window with something to say");
    for school in ["", " @lin", " @mar", " @gra"] {
        screen.press("Ctrl-U").press("a").write(school);
        for row in 0..ROWS * 2 {
            let sizes = [(80, 22), (100, 30), (140, 40), (200, 60), (80, 24)];
            for (at, (width, height)) in sizes.into_iter().enumerate() {
                if !sample.takes(row + at) {
                    continue;
                }
                screen.resize(width, height);
                let said = said(&screen);
                assert!(
                    said.ends_with('"') && !said.contains('~'),
                    "{width}x{height}: {said}\n{}",
                    screen.text()
                );
            }
            let row = screen.row();
            screen.press("Down");
            if row == screen.row() {
                break;
            }
        }
    }
}

/// The sentence to say as it reads on the screen, without the hint behind it.
fn said(screen: &Screen) -> String {
    let lines = screen.lines();
    let first = lines
        .iter()
        .position(|line| line.contains("Say: \""))
        .unwrap_or_else(|| panic!("nothing to say on\n{}", screen.text()));
    let column = lines[first].find("Say: \"").unwrap();
    let column = lines[first][..column].chars().count();
    let mut said = Vec::new();
    for line in &lines[first..] {
        let line: String = line.chars().skip(column).collect();
        let line = line.replace("Ctrl-Y copies this", "");
        let line = line.trim().to_owned();
        let over = line.ends_with('"');
        said.push(line);
        if over || said.last().unwrap().is_empty() {
            break;
        }
    }
    said.retain(|line| !line.is_empty());
    said.join(" ")
}

#[test]
fn every_size_is_drawn() {
    let mut screen = File::demo().open();
    screen.press("'qu lin'");
    for (width, height) in sizes() {
        screen.resize(width, height);
        assert_eq!(screen.lines().len(), height as usize);
    }
}

#[test]
fn a_held_key_leaves_the_detail_out_until_it_is_let_go() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("Esc").press("j");
    screen.shows("Say: \"");
    let still = screen.held("j j j");
    assert!(!still.contains("Say: \""), "{still}");
    assert!(still.contains("\n> "), "{still}");
    screen.shows("Say: \"");
}

#[test]
fn the_finder_looks_like_its_pictures() {
    let file = File::demo();
    let usual = Look::default();
    let ascii = Look {
        ascii_lines: true,
        ..usual
    };
    let plain = Look {
        colors: Colors::None,
        ..usual
    };
    for (name, look, (width, height), script) in [
        ("find_empty_box", usual, (80, 24), ""),
        ("find_two_letters", usual, (80, 24), "'pe'"),
        ("find_name_and_school", usual, (80, 24), "'quizmal lin'"),
        ("find_many_at_a_school", usual, (80, 24), "'qu lin'"),
        ("find_card", usual, (80, 24), "'quizmal lin' Enter"),
        ("find_nothing", usual, (80, 24), "'xyzzy lantern'"),
        ("find_80x22", usual, (80, 22), "'qu lin'"),
        ("find_60x18", usual, (60, 18), "'qu lin'"),
        ("find_60x18_few", usual, (60, 18), "'quizmal lin'"),
        ("find_40x10", usual, (40, 10), "'qu lin'"),
        ("find_140x40", usual, (140, 40), "'quizmal lin'"),
        ("find_140x40_many", usual, (140, 40), "'pe'"),
        ("find_ascii", ascii, (80, 24), "'qu lin'"),
        ("find_no_color", plain, (80, 24), "'qu lin'"),
    ] {
        let mut screen = file.open_with(look, None).sized(width, height);
        screen.press(script);
        screen.looks_like(name);
        if look == plain {
            assert!(!screen.has_color());
        }
        if look == ascii {
            assert!(screen.text().is_ascii());
        }
    }
}

#[test]
fn a_page_of_a_card_is_eight_lines() {
    let file = File::demo();
    let card = |keys: &str| {
        let mut screen = file.open().sized(60, 18);
        screen.press("'quizmal lin' Enter").press(keys);
        screen.text()
    };
    let page = card("Ctrl-D");
    assert_eq!(page, card("j j j j j j j j"));
    assert_ne!(page, card("j j j j j j j"));
    assert_eq!(card("j j j j j j j j j Ctrl-U"), card("j"));
}

#[test]
fn every_screen_says_that_the_district_is_made_up() {
    let file = File::demo();
    for script in [
        "",
        "'qu'",
        "'qu' Esc 3",
        "'qu' Esc Y t",
        "'qu' Esc H",
        "'qu' Esc e",
    ] {
        let mut screen = file.open();
        screen.press(script);
        for size in [(140, 40), (80, 24), (60, 18), (40, 10), (20, 5)] {
            screen.resize(size.0, size.1);
            let said = screen.text().contains("DEMO");
            assert!(said, "{size:?} {script}\n{}", screen.text());
        }
    }
}

#[test]
fn the_ascii_look_differs_in_its_lines_only() {
    let file = File::demo();
    let look = Look {
        ascii_lines: true,
        ..Look::default()
    };
    for script in ["", "'qu lin'", "'qu lin' Enter"] {
        let mut usual = file.open();
        let mut ascii = file.open_with(look, None);
        usual.press(script);
        ascii.press(script);
        for (width, height) in [(80, 24), (140, 40)] {
            usual.resize(width, height);
            ascii.resize(width, height);
            let stand_ins: String = usual
                .text()
                .chars()
                .map(|c| match c {
                    '─' => '-',
                    '│' => '|',
                    '┬' | '├' => '+',
                    other => other,
                })
                .collect();
            assert_eq!(ascii.text(), stand_ins);
        }
    }
}

/// What somebody does, from any view.
struct Task {
    what: &'static str,
    /// What was done before, which is not counted; usually nothing.
    before: &'static str,
    keys: &'static str,
    /// How many keys they are besides what is typed in words.
    count: usize,
    /// What the screen says then.
    says: &'static str,
}

const fn task(what: &'static str, keys: &'static str, count: usize, says: &'static str) -> Task {
    Task {
        what,
        before: "",
        keys,
        count,
        says,
    }
}

impl Task {
    /// The same once this was done.
    const fn after(mut self, before: &'static str) -> Task {
        self.before = before;
        self
    }
}

/// A review of which all but the first five items are answered.
const FIVE_LEFT: &str = "N j j j j j \
    + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + + Esc 3";

const TASKS: [Task; 19] = [
    task("a status", "f 'qu'", 3, "Say: \""),
    task("what must be stopped", "2", 1, "CANCEL BY"),
    task(
        "cancel the third, for a listed reason",
        "2 j j d c u",
        6,
        "Cancelled C-",
    ),
    task("and its letter", "2 j j d c u L", 7, "y copy all of it"),
    task(
        "cancel the third, in words",
        "2 j j d c o 'dear' Enter",
        7,
        "Cancelled C-",
    ),
    task("the next review, two answers", "N + -", 3, "[-]"),
    task(
        "the next review, five answers, why one failed, and approved on a condition",
        "N + + - + + c 'it installs a driver' Enter d c 'On office computers only' Enter",
        11,
        "Approved with conditions: R-",
    )
    .after(FIVE_LEFT),
    task(
        "the dearest twice bought, consolidated",
        "4 ] d c Enter Enter",
        6,
        "planned",
    ),
    task(
        "the same at a school",
        "4 @ 'mon' Enter j d c Enter Enter",
        8,
        "planned",
    ),
    task("who changed it", "2 H", 2, "newest first"),
    task(
        "a request by phone, with all that is needed",
        "n 'Kwizzle' Enter 'M. Silva' Enter 'mon' Enter '4' Enter 'Games' Enter '199' Enter n Ctrl-X",
        9,
        "Sent R-",
    )
    .after("1"),
    task(
        "three of a month get one owner",
        "2 j j Space Space Space w 'ada' Enter",
        8,
        "3 contracts: assigned",
    ),
    task(
        "three of the list get one owner",
        "2 v g Space Space Space w 'ada' Enter",
        8,
        "3 contracts: assigned",
    ),
    task("what is listed, to a file", "2 x c", 3, "Wrote "),
    task("a wrong decision taken back", "u", 1, "Undid: C-").after("2 d c u"),
    task(
        "all that a school pays for",
        "3 @ 'li' Enter",
        3,
        "@Linden Hollow ES",
    ),
    task("a call about one school and three products", CALL, 13, "Say: \""),
    task(
        "two that are alike are both needed",
        "4 ] ] ] d b o 'for parents' Enter",
        8,
        "Dismissed O-",
    ),
    task(
        "a review back to who asked",
        "1 d s 'Which grades?' Enter",
        4,
        "Sent back R-",
    ),
];

/// The made-up district as somebody left it who was everywhere.
const USED: &str = "Esc 4 ] ] ] 1 ] 7 ] ] 6 Enter Enter 4 f 'qu' Esc 3 Tab 6 Enter 5 Esc 1 ] 3";

/// The keys lead to the same whether nothing was shown before or every list was left at another of its tabs, also by
/// somebody who comes back a day later.
#[test]
fn the_keys_of_a_task_are_the_same_from_a_fresh_and_from_a_used_session() {
    for task in TASKS {
        let Task {
            what,
            before,
            keys: script,
            count,
            says,
        } = task;
        let typed: usize = script.split('\'').skip(1).step_by(2).map(str::len).sum();
        // There the letters of a name are what is counted.
        let free = if script.starts_with("f '") { 0 } else { typed };
        assert_eq!(keys(script) - free, count, "{what}");
        let opened = |keys: &str| {
            let mut screen = File::demo().open();
            screen.press(keys);
            screen
        };
        for (session, mut screen) in [
            ("fresh", opened("Esc")),
            ("used", opened(USED)),
            ("left", opened(USED).again()),
        ] {
            screen.press(before);
            screen.press(script);
            let text = screen.text();
            assert!(
                text.contains(says),
                "{what}, {session}: {says:?} on\n{text}"
            );
        }
    }
}

/// The first tab is the first one again, whichever was shown last.
#[test]
fn a_views_key_begins_at_its_first_tab() {
    for (key, away, first) in [
        ("1", "]", " open, "),
        ("4", "] ] ]", "[All "),
        ("7", "]", "[Holes "),
    ] {
        let mut screen = File::demo().open();
        screen.press("Esc").press(key).shows(first);
        screen.press(away).hides(first);
        screen.press("3").press(key).shows(first);
        // The key of the view that is shown leaves it as it is.
        screen.press(away).press(key).hides(first);
    }
}

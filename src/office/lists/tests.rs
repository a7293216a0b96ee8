//! What holds for every list, and how rows are sorted.

use std::collections::HashSet;

use super::*;
use crate::domain::money::{Basis, Cents};
use crate::domain::person::PersonId;

/// What is wrong with a list.
fn wrong<R>(list: &ListColumns<R>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut say = |what: String| wrong.push(format!("{}: {what}", list.name));
    let ids: HashSet<&str> = list.all.iter().map(|column| column.id).collect();
    if ids.len() < list.all.len() {
        say("two columns have one id".into());
    }
    let seen = list.windows.iter().flat_map(|window| window.iter());
    let seen: HashSet<&str> = seen.map(|(id, _)| *id).collect();
    let told: HashSet<&str> = list
        .terminals
        .iter()
        .flat_map(|ids| ids.iter())
        .copied()
        .collect();
    let first: HashSet<&str> = list.json_first.iter().copied().collect();
    for id in first.difference(&ids) {
        say(format!("{id} is first in JSON and is no column"));
    }
    for id in seen.union(&told).filter(|id| !ids.contains(*id)) {
        say(format!("{id} is shown and is no column"));
    }
    for window in list.windows {
        for (id, width) in *window {
            let above = |above: &str| window.iter().any(|(id, _)| *id == above);
            if matches!(width, Width::Below(of) if !above(of)) {
                say(format!("{id} stands below a column that is not there"));
            }
        }
    }
    for id in list.copied.iter().filter(|id| !ids.contains(*id)) {
        say(format!("{id} is copied and is no column"));
    }
    for column in list.all {
        let id = column.id;
        if column.screen.is_some() != seen.contains(id) {
            say(format!(
                "{id} has a title for the screen, or stands in a window, not both"
            ));
        }
        if column.terminal.is_some() != told.contains(id) {
            say(format!(
                "{id} has a title for a terminal, or stands in a command's table, not both"
            ));
        }
        if column.least.is_some() && (column.is_number() || column.holds == Holds::Day) {
            say(format!("{id} is a number or a day, and would be cut"));
        }
        let gives_up = column.least.is_some() || column.leaves.is_some() || column.brief.is_some();
        if gives_up && column.terminal.is_none() {
            say(format!(
                "{id} gives up room on a terminal, and stands on none"
            ));
        }
        if column.not_in_files == Some("") {
            say(format!("{id} does not say why no file has it"));
        }
        if column.not_in_files.is_some() && column.screen.is_none() && column.terminal.is_none() {
            say(format!("{id} is nowhere"));
        }
    }
    for what in unnamed_bases(list) {
        say(what);
    }
    let columns = list.sorts.iter().filter_map(|sort| sort.column);
    for id in columns.filter(|id| !ids.contains(id)) {
        say(format!("{id} is sorted by and is no column"));
    }
    let letters: String = list.sorts.iter().map(|sort| sort.letter).collect();
    let each: HashSet<char> = letters.chars().collect();
    if each.len() < letters.len() || letters.contains(['h', 'j', 'k', 'l', 'q']) {
        say(format!(
            "a letter of {letters} is there twice, or moves or closes"
        ));
    }
    wrong
}

#[test]
fn what_is_shown_is_in_the_file_and_each_letter_sorts_once() {
    let wrong = [
        wrong(&renewals::RENEWALS),
        wrong(&queue::QUEUE),
        wrong(&overlaps::OVERLAPS),
        wrong(&schools::SCHOOLS),
        wrong(&schools::PLACED),
        wrong(&matrix::MATRIX),
        wrong(&owners::OWNERS),
        wrong(&owners::POSTS),
        wrong(&training::TRAINING),
        wrong(&waste::WASTE),
        wrong(&status::STATUS),
        wrong(&people::PEOPLE),
        wrong(&history::HISTORY),
        wrong(&checklist::CHECKLIST),
        wrong(&policy::SETTINGS),
        wrong(&policy::EFFECTS),
        wrong(&packet::PACKET),
        wrong(&actions::DO_FIRST),
        wrong(&held::HELD),
        wrong(&due::DIGEST),
        wrong(&due::ALERTS),
        wrong(&words::WORDS),
        wrong(&keys::KEYS),
    ];
    assert_eq!(wrong.concat(), [""; 0]);
}

/// Where an amount is read without the word for what it is the price of.
fn unnamed_bases<R>(list: &ListColumns<R>) -> Vec<String> {
    let mut wrong = Vec::new();
    let money: Vec<_> = list
        .all
        .iter()
        .filter(|c| c.holds == Holds::Cents)
        .collect();
    let named = list.get("basis").and_then(|column| column.basis);
    for column in &money {
        if column.basis.is_none() || column.basis != named {
            wrong.push(format!(
                "the column basis does not say what {} is",
                column.id
            ));
        }
    }
    let Some(basis) = named else { return wrong };
    let words = [basis.heading().to_owned(), basis.to_string().to_uppercase()];
    let says = |title: &str| words.iter().any(|word| title.contains(word));
    let shows = |ids: &[&str], title: fn(&ListColumn<R>) -> &'static str| {
        let shown: Vec<_> = money.iter().filter(|c| ids.contains(&c.id)).collect();
        shown.is_empty() || shown.iter().any(|column| says(title(column)))
    };
    // The line above the rows says it, with the sum of them, where columns are too narrow.
    let above = ["overlaps", "schools", "inventory"].contains(&list.name);
    for window in list.windows.iter().filter(|_| !above) {
        let ids: Vec<&str> = window.iter().map(|(id, _)| *id).collect();
        if !shows(&ids, ListColumn::title) {
            wrong.push(format!("no title of {ids:?} says {basis}"));
        }
    }
    for ids in list.terminals {
        if !shows(ids, |column| {
            column.terminal.as_ref().map_or("", |face| face.title)
        }) {
            wrong.push(format!("no title of {ids:?} says {basis}"));
        }
    }
    wrong
}

struct Row(&'static str, Option<i64>);

type RowColumn = ListColumn<Row>;

const ROWS: ListColumns<Row> = ListColumns {
    name: "rows",
    all: &[
        RowColumn::new("name", Holds::Text, |r, _| r.0.into()).screen("NAME"),
        RowColumn::money("cost", Basis::YearPrice, |r, _| r.1.map(Cents).into()).screen("YR PRICE"),
        RowColumn::new("least", Holds::Count, |r, _| r.1.into()),
        RowColumn::basis(Basis::YearPrice),
    ],
    json_first: &[],
    windows: &[&[("name", Width::AtLeast(4)), ("cost", Width::Fixed(9))]],
    terminals: &[],
    sorts: &[
        Sort::as_they_come('d', "as found"),
        Sort::by('n', "name", "name"),
        Sort::by('c', "cost", "cost"),
        Sort::by('u', "least", "least").least_first(),
        Sort::by('w', "length", "name").valued(|r, _| (r.0.len() as i64).into()),
    ],
    copied: &["cost", "name"],
};

fn viewer() -> Viewer {
    Viewer {
        login: Some("ada".into()),
        today: NaiveDate::from_ymd_opt(2026, 3, 10).unwrap(),
    }
}

#[test]
fn names_go_from_a_numbers_from_the_largest_and_what_is_not_known_is_last() {
    let rows = [
        Row("Élan", Some(5)),
        Row("zig", None),
        Row("eager", Some(-7)),
        Row("Abacus", Some(5)),
    ];
    for (letter, reversed, order) in [
        ('n', false, ["Abacus", "eager", "Élan", "zig"]),
        ('n', true, ["zig", "Élan", "eager", "Abacus"]),
        ('c', false, ["Élan", "Abacus", "eager", "zig"]),
        // Equals stay as they stand, also the other way round, and what is not known stays last.
        ('c', true, ["eager", "Élan", "Abacus", "zig"]),
        ('u', false, ["eager", "Élan", "Abacus", "zig"]),
        // In bytes: 3, 5, 5, 6.
        ('w', false, ["zig", "Élan", "eager", "Abacus"]),
        ('d', false, ["Élan", "zig", "eager", "Abacus"]),
        ('d', true, ["Abacus", "eager", "zig", "Élan"]),
        ('x', true, ["Élan", "zig", "eager", "Abacus"]),
    ] {
        let mut sorted: Vec<&Row> = rows.iter().collect();
        ROWS.sort(&mut sorted, letter, reversed);
        let names: Vec<&str> = sorted.iter().map(|row| row.0).collect();
        assert_eq!(names, order, "{letter} {reversed}");
    }
}

#[test]
fn rows_fall_into_the_bands_of_their_order_alone() {
    const BANDED: ListColumns<Row> = ListColumns {
        sorts: &[
            Sort::by('n', "name", "name"),
            Sort::by('c', "cost", "cost").in_bands(
                |r: &Row| if r.1.is_some() { "KNOWN" } else { "NOT KNOWN" }.to_owned(),
                |rows| match rows {
                    [one] => one.0.to_owned(),
                    _ => String::new(),
                },
            ),
        ],
        ..ROWS
    };
    let rows = [
        Row("zig", None),
        Row("Élan", Some(5)),
        Row("eager", Some(7)),
    ];
    for (letter, reversed, told) in [
        ('c', false, vec!["KNOWN: 2", "NOT KNOWN: 1, zig"]),
        ('c', true, vec!["KNOWN: 2", "NOT KNOWN: 1, zig"]),
        ('n', false, vec![]),
    ] {
        let mut sorted: Vec<&Row> = rows.iter().collect();
        BANDED.sort(&mut sorted, letter, reversed);
        let bands = BANDED.bands(&sorted, letter);
        let said = bands.iter();
        let said: Vec<_> = said
            .map(|band| format!("{}: {}", band.heading, band.told))
            .collect();
        assert_eq!(said, told, "{letter} {reversed}");
    }
}

#[test]
fn a_list_that_contradicts_itself_is_told_of() {
    const BAD: ListColumns<Row> = ListColumns {
        windows: &[&[("name", Width::Fixed(4)), ("gone", Width::Below("cost"))]],
        sorts: &[
            Sort::by('n', "name", "name"),
            Sort::by('n', "price", "price"),
        ],
        copied: &["prize"],
        ..ROWS
    };
    assert_eq!(wrong(&ROWS), [""; 0]);
    assert_eq!(
        wrong(&BAD),
        [
            "rows: gone is shown and is no column",
            "rows: gone stands below a column that is not there",
            "rows: prize is copied and is no column",
            "rows: cost has a title for the screen, or stands in a window, not both",
            "rows: price is sorted by and is no column",
            "rows: a letter of nn is there twice, or moves or closes",
        ]
    );
}

#[test]
fn an_amount_without_its_basis_is_told_of() {
    const NOT_SAID: ListColumns<Row> = ListColumns {
        all: &[
            RowColumn::new("name", Holds::Text, |r, _| r.0.into()).screen("NAME"),
            RowColumn::new("cost", Holds::Cents, |r, _| r.1.map(Cents).into()).screen("YR PRICE"),
            RowColumn::new("least", Holds::Count, |r, _| r.1.into()),
        ],
        ..ROWS
    };
    const OTHERWISE: ListColumns<Row> = ListColumns {
        all: &[
            RowColumn::new("name", Holds::Text, |r, _| r.0.into()).screen("NAME"),
            RowColumn::money("cost", Basis::FyShare, |r, _| r.1.map(Cents).into()).screen("COST"),
            RowColumn::new("least", Holds::Count, |r, _| r.1.into()),
            RowColumn::basis(Basis::YearPrice),
        ],
        ..ROWS
    };
    let not_said = "rows: the column basis does not say what cost is";
    assert_eq!(wrong(&NOT_SAID), [not_said]);
    let untitled = "rows: no title of [\"name\", \"cost\"] says year price";
    assert_eq!(wrong(&OTHERWISE), [not_said, untitled]);
}

#[test]
fn the_screen_and_a_copied_row_show_whole_dollars_and_files_have_cents() {
    let row = Row("Élan", Some(198_050));
    let cost = ROWS.get("cost").unwrap();
    assert_eq!(cost.shows(&row, &viewer()), "1,981");
    assert_eq!(cost.shows(&Row("zig", None), &viewer()), "-");
    assert_eq!(ROWS.tabbed(&row, &viewer()), "1,981\tÉlan");
    assert_eq!(ROWS.tabbed(&Row("zig", None), &viewer()), "\tzig");
    assert_eq!(
        Json::Object(ROWS.object(&row, &viewer())),
        serde_json::json!({
            "name": "Élan", "cost_cents": 198_050, "least": 198_050, "basis": "year_price"
        })
    );
}

#[test]
fn json_keeps_its_older_order_and_what_is_only_shown_is_not_written() {
    const OLD: ListColumns<Row> = ListColumns {
        name: "old",
        all: &[
            RowColumn::new("name", Holds::Text, |r, _| r.0.into()).terminal("NAME"),
            RowColumn::new("far", Holds::Text, |r, _| r.0.into())
                .screen_as("FAR", |r, v| format!("{} on {}", r.0, v.today))
                .not_in_files("it is the name, with the day"),
            RowColumn::money("cost", Basis::TermPrice, |r, _| r.1.map(Cents).into())
                .terminal_as("TERM PRICE", |r, _| {
                    r.1.map_or("?".to_owned(), |n| n.to_string())
                }),
            RowColumn::basis(Basis::TermPrice),
        ],
        json_first: &["cost"],
        windows: &[&[("far", Width::Fixed(9))]],
        terminals: &[&["cost", "name"]],
        sorts: &[],
        copied: &[],
    };
    assert_eq!(wrong(&OLD), [""; 0]);
    let row = Row("Élan", None);
    let table = OLD.table([&row], &viewer());
    let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["name", "cost", "basis"]);
    let object = OLD.object(&row, &viewer());
    assert_eq!(
        object.keys().collect::<Vec<_>>(),
        ["cost_cents", "name", "basis"]
    );
    assert_eq!(
        OLD.get("far").unwrap().shows(&row, &viewer()),
        "Élan on 2026-03-10"
    );
    let viewer = viewer();
    let shown = OLD.shown(OLD.terminals[0], &viewer);
    let shown: Vec<_> = shown
        .iter()
        .map(|c| (c.title, c.right, c.text(&row, 120)))
        .collect();
    let texts = [("TERM PRICE", true, "?"), ("NAME", false, "Élan")];
    assert_eq!(
        shown,
        texts.map(|(title, right, text)| (title, right, text.to_owned()))
    );
}

#[test]
fn whose_it_is_is_me_on_the_screen_and_a_login_for_anybody() {
    let who = |login: &str| {
        Some(PersonName {
            id: PersonId(1),
            login: login.into(),
            name: login.to_uppercase(),
            left: false,
        })
    };
    let (at_screen, anybody) = (viewer(), Viewer::anybody(viewer().today));
    for (owner, shown, written) in [
        (who("ada"), "me", "ada"),
        (who("bo"), "bo", "bo"),
        (None, "-", ""),
    ] {
        const OWNED: ListColumns<Owned> = ListColumns {
            name: "owned",
            all: &[
                ListColumn::new("owner", Holds::Text, |r: &Owned, v| v.owner(r.0.as_ref()))
                    .screen("OWNER")
                    .terminal("OWNER"),
            ],
            json_first: &[],
            windows: &[],
            terminals: &[],
            sorts: &[],
            copied: &["owner"],
        };
        let row = Owned(owner);
        assert_eq!(OWNED.all[0].shows(&row, &at_screen), shown);
        assert_eq!(
            OWNED.shown(&["owner"], &anybody)[0].text(&row, 120),
            written
        );
        assert_eq!(OWNED.tabbed(&row, &at_screen), written);
        let file = OWNED.table([&row], &at_screen);
        assert_eq!(readable(&file.rows[0][0]), written);
    }
}

#[test]
fn somebody_who_left_is_named_so_where_people_read() {
    let kim = |left: bool| PersonName {
        id: PersonId(1),
        login: "kim".into(),
        name: "Kim Lee".into(),
        left,
    };
    for (login, left, read) in [
        (None, false, "kim"),
        (None, true, "kim (left)"),
        (Some("bo"), true, "kim (left)"),
        (Some("kim"), false, "me"),
    ] {
        let viewer = Viewer {
            login: login.map(str::to_owned),
            ..viewer()
        };
        assert_eq!(viewer.owner_read(Some(&kim(left)), "-"), read);
    }
    assert_eq!(viewer().owner_read(None, "-"), "-");
    assert_eq!(kim(true).named(), "Kim Lee (left)");
}

struct Owned(Option<PersonName>);

#[test]
fn a_cell_of_several_names_what_fits_and_counts_the_rest() {
    let codes = |n: usize| (1..=n).map(|at| format!("S{at:02}")).collect::<Vec<_>>();
    let list = |n| fitting(&TableCell::List(codes(n)), 30);
    // Six with five gaps of two are 28 wide.
    assert_eq!(list(6), "S01; S02; S03; S04; S05; S06");
    // Four with what comes after them are 27 wide; with a fifth it were 32.
    assert_eq!(list(40), "S01; S02; S03; S04; 36 more");
    let json = TableCell::Json(serde_json::json!(codes(2_000)), codes(2_000).join(", "));
    assert_eq!(fitting(&json, 30), "S01, S02, S03, S04, 1996 more");
    // Of one that is too long nothing is counted away; whoever prints it cuts it.
    let long = "a school with a name that is longer than the room";
    let alone = TableCell::List(vec![long.to_owned()]);
    assert_eq!(fitting(&alone, 30), long);
    let first = TableCell::List(vec![long.to_owned(), "S02".to_owned()]);
    assert_eq!(fitting(&first, 30), format!("{long}; 1 more"));
    // Nobody looks at those that do not fit.
    let mut seen = 0;
    let all = codes(2_000);
    let told = within(
        all.iter().map(String::as_str).inspect(|_| seen += 1),
        ", ",
        30,
    );
    assert_eq!(told, "S01, S02, S03, S04, 1996 more");
    assert!(seen < 10, "{seen}");
    assert_eq!(within(["A\u{1b}"].into_iter(), ", ", 30), "A?");
    // What is no list is as it was.
    let text = TableCell::Text(codes(40).join("; "));
    assert_eq!(fitting(&text, 30), codes(40).join("; "));
}

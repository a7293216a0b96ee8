//! The dashboard as people see it: keys in, text out, on a real office.

use crate::support::login::os_login;
use crate::support::overlaps as district;
use std::collections::HashMap;

use assert_cmd::Command;
use serde_json::Value as Json;

use crate::support::overlaps::{GIMKIT, NEARPOD, ROOSEVELT, SEESAW};
use crate::support::screen::Screen;
use crate::support::{Office, office, stamp, today};
use hallpass::domain::change::Change;
use hallpass::domain::inventory::{Runs, Training};
use hallpass::domain::money::Cents;
use hallpass::domain::notice::NoticeUnit;
use hallpass::domain::person::{Owner, PersonId};
use hallpass::domain::put::{Given, Put};
use hallpass::domain::record::Kind;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::domain::waste::Factor;
use hallpass::tui::theme::Look;

const SIZES: [((u16, u16), &str); 4] = [
    ((80, 24), "80x24"),
    ((80, 22), "80x22"),
    ((60, 18), "60x18"),
    ((140, 40), "140x40"),
];

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// The district that pays twice, with a product that fails on its devices and must be decided this month,
/// one whose day has passed, somebody who left, and owners of Nearpod.
fn district() -> Office {
    let mut office = district::overlaps();
    let nguyen = person_id(&office, "nguyen");
    let dana = office.person("dana", "renewals");
    office.save(Put::id(PersonId(dana)).with("left_on", Some(day("2026-01-31"))));
    for role in ["evaluator", "manager", "purchaser"] {
        own(&mut office, NEARPOD, role, PersonId(nguyen));
    }
    own(&mut office, GIMKIT, "manager", PersonId(dana));
    let numbers = [
        ("KeyQuest Typing", "C-140", "2026-05-12", 8_120),
        ("WonderLab K-5", "C-141", "2026-04-05", 11_900),
    ];
    for (name, number, ends, dollars) in numbers {
        let mut puts = vec![Put::new(Kind::Product).with("name", name.to_owned())];
        puts.push(
            Put::keyed(Kind::Contract)
                .with("number", number.to_owned())
                .with("notice_basis", "sent".to_owned())
                .with("term_start", Some(day("2025-07-01")))
                .with("term_end", day(ends))
                .with("auto_renew", true)
                .with("notice", Some(30_i64))
                .with("notice_unit", Some(NoticeUnit::Days)),
        );
        puts.push(
            Put::keyed(Kind::Line)
                .with("contract", Given::Made(1))
                .with("product", Given::Made(0))
                .with("schools", Schools::only(vec![SchoolId(ROOSEVELT)]))
                .with("quantity", Some(300_i64))
                .with("total_cents", Some(Cents(dollars * 100))),
        );
        puts.push(
            Put::keyed(Kind::Compatibility)
                .with("product", Given::Made(0))
                .with("device", "ipad".to_owned())
                .with(
                    "result",
                    if name.starts_with('K') {
                        Runs::Fails
                    } else {
                        Runs::Works
                    },
                ),
        );
        let what = name.to_owned();
        let import = Change::Import { what, puts };
        office.store.apply(&import, &stamp("ada")).unwrap();
    }
    let ipads = Put::keyed(Kind::Device)
        .with("school", ROOSEVELT)
        .with("device", "ipad".to_owned())
        .with("share", Some(75_i64));
    office.save(ipads);
    office
}

fn person_id(office: &Office, login: &str) -> i64 {
    let people = office
        .store
        .all::<hallpass::domain::person::Person>()
        .unwrap();
    people
        .iter()
        .find(|person| person.login == login)
        .unwrap()
        .id
        .0
}

fn own(office: &mut Office, product: i64, role: &str, person: PersonId) {
    office.save(
        Put::keyed(Kind::Owner)
            .with("product", product)
            .with("role", role.to_owned())
            .with("person", person)
            .with("since", Some(day("2025-08-01"))),
    );
}

fn view(size: (u16, u16)) -> Screen {
    let mut screen = Screen::new(district(), size);
    screen.press("Esc 6");
    screen
}

fn owners(screen: &Screen, product: i64) -> HashMap<String, i64> {
    let all = screen.store().all::<Owner>().unwrap().into_iter();
    let of = all.filter(|owner| owner.product.0 == product);
    of.map(|owner| (owner.role.to_string(), owner.person.0))
        .collect()
}

/// What the boxes leave of a large window is for the trend, which is looked at there.
#[test]
fn a_large_window_has_the_trend_in_columns() {
    let screen = view((200, 60));
    screen.looks_like("dashboard-200x60");
}

#[test]
fn the_dashboard_at_each_size() {
    for (size, name) in SIZES {
        let mut screen = view(size);
        screen.looks_like(&format!("dashboard-{name}"));
        screen.press("Tab Enter");
        screen.looks_like(&format!("dashboard-{name}-cells"));
        screen.press("q o w l");
        screen.looks_like(&format!("dashboard-{name}-owners"));
        screen.press("Tab");
        screen.looks_like(&format!("dashboard-{name}-training"));
    }
}

/// `$1,234` of an amount in cents, as the page has it.
fn dollars(cents: &Json) -> String {
    format!("${}", Cents(cents.as_i64().unwrap()).dollars())
}

#[test]
fn the_command_and_the_page_say_the_same() {
    let mut office = district();
    // Who runs the tests looks as `ada` by command, and so is an admin.
    office.person(&os_login(), "admin");
    let told = |form: &str| {
        let said = Command::cargo_bin("hallpass")
            .unwrap()
            .env("HALLPASS_DB", office.store.path())
            .env("HALLPASS_USER", "ada")
            .env("HALLPASS_NOW", "2026-03-10")
            .args(["dashboard", form])
            .output()
            .unwrap();
        assert!(said.status.success(), "{said:?}");
        String::from_utf8(said.stdout).unwrap()
    };
    let json: Json = serde_json::from_str(&told("--json")).unwrap();
    let text = told("--plain");
    let mut screen = Screen::new(office, (140, 40));
    screen.press("Esc 6");
    let page = screen.text();
    let sentence = format!(
        "{} of {} FY share at risk of waste",
        dollars(&json["at_risk_cents"]),
        dollars(&json["spend_cents"])
    );
    let beside = format!(
        "gross {}; can be stopped {}, locked {}; not measured {}",
        dollars(&json["gross_cents"]),
        dollars(&json["stoppable_cents"]),
        dollars(&json["locked_cents"]),
        dollars(&json["unmeasured_cents"])
    );
    let mut said = vec![sentence, beside];
    assert_eq!(json["basis"], "fy_share");
    for factor in ["untrained", "overlap", "incompatible", "unowned"] {
        let one = &json["factors"][factor];
        assert!(
            page.contains(&dollars(&one["net_cents"])),
            "{factor}:\n{page}"
        );
        said.push(format!("{} net", dollars(&one["net_cents"])));
        let dearest = one["dearest"].as_array().unwrap();
        said.extend(
            dearest
                .iter()
                .map(|one| one["product"].as_str().unwrap().to_owned()),
        );
    }
    let first = json["do_first"].as_array().unwrap();
    assert!(first.len() >= 5, "{json:#}");
    for action in first.iter().take(5) {
        let what = action["what"].as_str().unwrap();
        said.push(what.to_owned());
        assert_eq!(action["basis"], "fy_share");
        assert!(text.contains(&format!("{what} ({})", action["ref"].as_str().unwrap())));
        assert!(
            page.contains(&dollars(&action["amount_cents"])),
            "{action}:\n{page}"
        );
    }
    // The page has one line for them, which is cut.
    for late in json["late_reviews"].as_array().unwrap().iter().take(5) {
        said.push(late["what"].as_str().unwrap().to_owned());
    }
    for school in json["schools"].as_array().unwrap() {
        said.push(school["school"].as_str().unwrap().to_owned());
    }
    for fact in said {
        let plain = fact.replace(" net", "");
        assert!(page.contains(&plain), "the page says {plain}:\n{page}");
        assert!(text.contains(&fact), "the command says {fact}:\n{text}");
    }
    let ahead = json["renewals_ahead"].as_array().unwrap();
    assert_eq!(ahead.len(), 6);
    for month in ahead {
        let annual = Cents(month["annual_cents"].as_i64().unwrap()).dollars();
        assert!(page.contains(&annual), "{month}:\n{page}");
    }
    let measured = &json["measured"];
    for part in ["use_counted", "owned", "trained"] {
        let of = format!("{} of {}", measured[part]["part"], measured[part]["of"]);
        assert!(page.contains(&of) && text.contains(&of), "{part}: {of}");
    }
    assert!(
        page.contains(&format!("{}%", json["measured_pct"])),
        "{page}"
    );
    for month in json["trend"].as_array().unwrap() {
        let thousands = (month["at_risk_cents"].as_i64().unwrap() + 50_000) / 100_000;
        assert!(page.contains(&format!(" {thousands}")), "{month}:\n{page}");
    }
}

#[test]
fn bars_and_marks_are_read_without_lines_and_color() {
    let look = Look {
        ascii_lines: true,
        ascii_text: true,
        ..Look::default()
    };
    let mut screen = Screen::with(district(), (80, 24), look);
    screen.press("Esc 6 .");
    assert!(screen.text().is_ascii(), "{}", screen.text());
    screen.looks_like("dashboard-ascii");
}

#[test]
fn an_empty_office_is_told_what_each_factor_needs() {
    for (size, name) in SIZES {
        let mut screen = Screen::new(office(), size);
        screen.press("Esc 6");
        let text = screen.text();
        assert!(
            text.contains("Not enough to count yet: 0 contracts"),
            "{text}"
        );
        screen.looks_like(&format!("dashboard-{name}-empty"));
    }
}

#[test]
fn every_figure_opens_to_the_cells_that_add_up_to_it() {
    let office = district();
    let totals = office.store.waste(None, today()).unwrap().totals;
    let mut screen = Screen::new(office, (140, 40));
    screen.press("Esc 6 k Enter");
    let taken = |factor: Factor| totals.factors[factor as usize];
    let figures = [
        ("AT RISK, all factors", totals.at_risk, totals.gross),
        (
            "TRAINING",
            taken(Factor::Untrained).net,
            taken(Factor::Untrained).gross,
        ),
        (
            "OVERLAP",
            taken(Factor::Overlap).net,
            taken(Factor::Overlap).gross,
        ),
        (
            "INCOMPATIBLE",
            taken(Factor::Incompatible).net,
            taken(Factor::Incompatible).gross,
        ),
        (
            "NO CLEAR OWNER",
            taken(Factor::Unowned).net,
            taken(Factor::Unowned).gross,
        ),
    ];
    for (title, net, gross) in figures {
        assert!(net > Cents(0), "{title}");
        let line = screen.line(2);
        assert!(line.trim_start().starts_with(title), "{line}");
        let sums = format!("${}, gross ${}", net.dollars(), gross.dollars());
        assert!(line.ends_with(&sums), "{line} and not {sums}");
        screen.press("Tab");
    }
    for (title, net) in [
        ("AT RISK, can still be stopped", totals.stoppable),
        ("AT RISK, locked", totals.locked),
        ("NOT MEASURED", totals.unmeasured),
        ("SPEND", totals.spend),
    ] {
        let line = screen.line(2);
        assert!(line.trim_start().starts_with(title), "{line}");
        assert!(line.contains(&format!("${},", net.dollars())), "{line}");
        screen.press("Tab");
    }
}

#[test]
fn cells_are_sorted_narrowed_exported_and_lead_to_their_contract() {
    let mut screen = view((80, 24));
    screen.press("Enter s c");
    assert!(screen.line(1).contains("sort: cost"), "{}", screen.text());
    screen.press("/ 'gimkit' Enter");
    assert!(
        screen.line(1).contains("filter \"gimkit\": 2 of"),
        "{}",
        screen.text()
    );
    screen.press("x c");
    let (_, csv) = screen
        .exports()
        .into_iter()
        .find(|(name, _)| name == "waste-2026-03-10.csv")
        .unwrap();
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("contract,product,school,cost,incompatible,overlap"),
        "{csv}"
    );
    assert_eq!(lines.count(), 2, "{csv}");
    screen.press("x x");
    let told = screen.message();
    assert!(told.contains("waste-2026-03-10.xlsx"), "{told}");
    screen.press("Enter");
    let text = screen.text();
    assert!(
        text.contains("[2 Renew") && text.contains("C-125"),
        "{text}"
    );
}

#[test]
fn the_first_decision_is_two_keys_from_the_dashboard() {
    for ahead in [false, true] {
        for size in [(80, 24), (60, 18), (140, 40)] {
            let mut screen = Screen::new(district(), size);
            screen.press("Esc");
            let script = "6 d c u";
            if ahead {
                screen.press_ahead(script);
            } else {
                screen.press(script);
            }
            let told = screen.message();
            assert!(
                told.starts_with("Cancelled C-140 KeyQuest Typing."),
                "{told}\n{}",
                screen.text()
            );
            screen.press("6");
            assert!(
                !screen.text().contains("Decide KeyQuest"),
                "{}",
                screen.text()
            );
        }
    }
}

/// Goes down to the action that begins so.
fn go_to(screen: &mut Screen, what: &str) {
    screen.press("6 .");
    let is_there = |screen: &Screen| {
        let text = screen.text();
        let mut lines = text.lines().filter(|line| line.contains("> "));
        lines.any(|line| line.contains(what))
    };
    for _ in 0..20 {
        if is_there(screen) {
            return;
        }
        screen.press("j");
    }
    panic!("no {what} in {}", screen.text());
}

#[test]
fn an_action_opens_its_record_in_its_own_view() {
    for size in [(80, 24), (140, 40)] {
        let mut screen = view(size);
        for (what, tab, shown) in [
            ("Decide KeyQuest", "[2 Renew", "C-140"),
            ("Phone the vendor", "[2 Renew", "C-141"),
            ("Plan O-", "[4 Overlap", "Nearpod + Edpuzzle"),
            ("Name owners", "[6 Dash", "WHO ANSWERS"),
            ("reviews:", "[1 Queue", "late"),
        ] {
            go_to(&mut screen, what);
            screen.press("Enter");
            let text = screen.text();
            assert!(text.contains(tab) && text.contains(shown), "{what}: {text}");
        }
        go_to(&mut screen, "Plan O-");
        screen.press("d");
        let text = screen.text();
        assert!(
            text.contains("[4 Overlap") && text.contains("Consolidate"),
            "{text}"
        );
        screen.press("q");
    }
}

#[test]
fn somebody_is_named_for_every_empty_role_at_once_and_it_can_be_taken_back() {
    let mut screen = view((80, 24));
    let nguyen = 2;
    screen.press("w n g u Enter");
    assert_eq!(
        screen.message(),
        "nguyen answers for KeyQuest Typing. u takes it back."
    );
    screen.press(". j j w n g u Enter");
    assert_eq!(
        screen.message(),
        "nguyen answers for 2 products. u takes it back.",
        "{}",
        screen.text()
    );
    for product in [SEESAW, GIMKIT] {
        for role in ["evaluator", "manager", "purchaser"] {
            let of = owners(&screen, product);
            assert_eq!(of.get(role), Some(&nguyen), "{role} of {product}");
        }
    }
    screen.press("u");
    assert_eq!(owners(&screen, SEESAW), HashMap::new());
    assert_ne!(owners(&screen, GIMKIT).get("manager"), Some(&nguyen));
}

#[test]
fn a_role_is_given_with_w_and_edited_on_its_form() {
    let mut screen = view((80, 24));
    screen.press("o w / 'seesaw' Enter l w n g u Enter");
    assert_eq!(
        screen.message(),
        "nguyen answers for Seesaw as manager. u takes it back."
    );
    assert!(screen.text().contains("[nguyen]"), "{}", screen.text());
    screen.press("e Tab Ctrl-U a d a Ctrl-X");
    assert!(
        screen.message().starts_with("Saved manager of Seesaw."),
        "{}",
        screen.message()
    );
    assert_eq!(owners(&screen, SEESAW).get("manager"), Some(&1));
    screen.press("l e Tab n g u y e n Ctrl-X");
    assert!(
        screen.message().starts_with("Added purchaser of Seesaw."),
        "{}",
        screen.message()
    );
    assert_eq!(owners(&screen, SEESAW).get("purchaser"), Some(&2));
}

#[test]
fn everything_a_leaver_holds_is_handed_over_in_one_change() {
    let mut screen = view((80, 24));
    screen.press("o w / 'dana' Enter l");
    let text = screen.text();
    assert!(text.contains("dana left on 2026-01-31"), "{text}");
    assert!(
        text.contains("dana still holds 1 thing; o hands them over."),
        "{text}"
    );
    screen.press("o m n g u Enter");
    assert_eq!(
        screen.message(),
        "nguyen has 1 thing that dana held. u gives them back."
    );
    assert_eq!(owners(&screen, GIMKIT).get("manager"), Some(&2));
    screen.press("u");
    assert_ne!(owners(&screen, GIMKIT).get("manager"), Some(&2));
}

/// That only an admin may is said before somebody is picked.
#[test]
fn handing_over_is_off_for_whoever_may_not() {
    let mut office = district();
    office.person("rena", "renewals");
    let mut screen = Screen::seen_by("rena", office, (80, 24));
    screen.press("Esc 6 o w / 'dana' Enter l o m");
    screen.shows("It is off: only an admin hands over what somebody holds.");
    screen.hides("Who takes over everything");
}

#[test]
fn training_is_entered_by_hand() {
    let mut screen = view((80, 24));
    screen.press("o t");
    assert!(
        screen.text().contains("WHO IS TRAINED: 1 of 1"),
        "{}",
        screen.text()
    );
    screen.press("e Tab Tab Tab Ctrl-U '20' Ctrl-X");
    assert!(
        screen
            .message()
            .starts_with("Saved training in Edpuzzle at Roosevelt MS."),
        "{}",
        screen.message()
    );
    assert!(
        screen.text().contains("WHO IS TRAINED: 0 of 1"),
        "{}",
        screen.text()
    );
    screen.press("Tab / 'seesaw' Enter n");
    screen.press("'MAP' Tab Tab '12' Tab 3 Ctrl-X");
    assert!(
        screen.message().starts_with("Added training in Seesaw."),
        "{}",
        screen.message()
    );
    let all = screen.store().all::<Training>().unwrap();
    let made = all.iter().find(|row| row.product.0 == SEESAW).unwrap();
    assert_eq!((made.target, made.trained), (Some(12), Some(3)));
    screen.press("Tab");
    assert!(screen.text().contains("!25"), "{}", screen.text());
}

#[test]
fn a_school_and_another_year_are_counted_apart() {
    let mut screen = view((80, 24));
    let all = screen.line(2);
    screen.press("@ 'map' Enter");
    let maple = screen.line(2);
    assert_ne!(all, maple);
    assert!(screen.line(1).contains("Maple ES"), "{}", screen.text());
    screen.press("[");
    assert!(screen.line(1).contains("FY 2024-25"), "{}", screen.text());
    assert!(
        screen.text().contains("Nothing is paid for in FY 2024-25"),
        "{}",
        screen.text()
    );
    screen.press("]");
    assert!(screen.line(1).contains("FY 2025-26"), "{}", screen.text());
    assert_eq!(screen.line(2), maple);
}

#[test]
fn the_help_says_how_each_number_is_counted() {
    let mut screen = view((140, 40));
    screen.press("?");
    screen.looks_like("dashboard-help");
    assert!(
        screen.text().contains("HOW IT IS COUNTED"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_place_is_kept() {
    let mut screen = view((80, 24));
    screen.press("j Enter s c Tab");
    let before = screen.text();
    let mut screen = screen.again();
    screen.press("r");
    let line = |text: &str, n: usize| text.lines().nth(n).unwrap().to_owned();
    let after = screen.text();
    for n in [0, 1, 2, 3, 4] {
        assert_eq!(line(&before, n), line(&after, n));
    }
}

#[test]
fn the_sentence_is_copied() {
    let mut screen = view((80, 24));
    screen.press("y");
    let copied = screen.copied().unwrap().to_owned();
    assert!(
        copied.starts_with("FY 2025-26: $") && copied.contains("each dollar counted once"),
        "{copied}"
    );
}

#[test]
fn the_front_page_writes_the_cells_that_the_command_of_its_name_writes() {
    let mut office = district();
    // Who runs the tests looks as `ada` by command, and so is an admin.
    office.person(&os_login(), "admin");
    let path = office.store.path().to_owned();
    let mut screen = Screen::new(office, (80, 24));
    screen.press("Esc 6 x c");
    let (name, csv) = screen.exports().remove(0);
    assert_eq!(name, "waste-2026-03-10.csv");
    let told = Command::cargo_bin("hallpass")
        .unwrap()
        .env("HALLPASS_DB", path)
        .env("HALLPASS_USER", "ada")
        .env("HALLPASS_NOW", "2026-03-10T09:40:00Z")
        .args(["waste", "--csv"])
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let lines = |text: &str| -> Vec<String> {
        let text = text.trim_start_matches('\u{feff}');
        text.lines().map(str::to_owned).collect()
    };
    assert!(told.lines().count() > 5, "{told}");
    assert_eq!(lines(&csv), lines(&told));
}

/// What a cell is about is decided where contracts are, and the way back leads to the cell.
#[test]
fn esc_leads_back_to_where_a_cell_was_decided() {
    for keys in ["d", "Enter"] {
        let mut screen = Screen::new(district(), (80, 24));
        screen.press("Esc 6 Enter j");
        let row = screen.row();
        screen.press(keys).shows("[2 Renew");
        if keys == "d" {
            screen.shows("Decide C-").press("Esc");
        }
        screen.press("Esc").shows("[6 Dash");
        assert_eq!(screen.row(), row);
    }
    // A view's own key is a new way: nothing leads back.
    let mut screen = Screen::new(district(), (80, 24));
    screen.press("Esc 6 Enter Enter").press("2 Esc");
    screen.shows("This is the top");
}

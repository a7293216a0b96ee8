//! The page of people: who works here, what each may do and answers for; adding, correcting, leaving, handing over.

use assert_cmd::Command;

use crate::support::login::os_login;
use crate::support::overlaps::{EDPUZZLE, NEARPOD, ROOSEVELT, overlaps};
use crate::support::reviews::{ask, request};
use crate::support::screen::Screen;
use crate::support::{Office, made_once, stamp, today};
use hallpass::domain::change::Change;
use hallpass::domain::overlap::process::AlertDeed;
use hallpass::domain::person::{Owner, OwnerRole, Person, PersonId, Role, Roles};
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::Store;
use hallpass::tui::theme::Look;

const SIZES: [((u16, u16), &str); 4] = [
    ((80, 24), "80x24"),
    ((80, 22), "80x22"),
    ((60, 18), "60x18"),
    ((140, 40), "140x40"),
];

/// The district that pays twice. Dana Voss acts for Roosevelt; she manages and buys Nearpod, stands in for the manager
/// of Edpuzzle, and has a contract, a review and an overlap. Gus Hall left in January.
fn district() -> Office {
    made_once("people", || {
        let mut office = overlaps();
        let nguyen = person(&office.store, "nguyen").id.0;
        let roles = |office: &mut Office, login: &str, name: &str, roles: &str| {
            let id = office.person(login, roles);
            office.save(Put::id(PersonId(id)).with("name", name.to_owned()));
            id
        };
        let dana = roles(&mut office, "dana", "Dana Voss", "technical;renewals");
        let schools = Schools::only(vec![SchoolId(ROOSEVELT)]);
        let put = Put::id(PersonId(dana)).with("email", Some("dana@harlow.example".to_owned()));
        office.save(put.with("schools", schools));
        let gus = roles(&mut office, "gus", "Gus Hall", "curricular");
        let day: chrono::NaiveDate = "2026-01-31".parse().unwrap();
        office.save(Put::id(PersonId(gus)).with("left_on", Some(day)));
        let own = |product: i64, role: OwnerRole, person: i64| {
            Put::keyed(Kind::Owner)
                .with("product", product)
                .with("role", role)
                .with("person", person)
        };
        office.save(own(NEARPOD, OwnerRole::Manager, dana));
        office.save(own(NEARPOD, OwnerRole::Purchaser, dana));
        office.save(own(EDPUZZLE, OwnerRole::Manager, nguyen).with("deputy", Some(dana)));
        let contract = office.store.contract_named("C-130").unwrap().unwrap();
        office.save(Put::id(contract).with("owner", Some(dana)));
        ask(
            &mut office.store,
            "Blooket",
            Some(SchoolId(ROOSEVELT)),
            "2026-03-02",
            "A. Cole",
            240,
        );
        let asked = request(&office.store, "Blooket").id;
        office.save(Put::id(asked).with("owner", Some(dana)));
        let rows = office.store.overlaps(today()).unwrap().rows;
        let at_roosevelt = |row: &&hallpass::domain::overlap::board::AlertRow| {
            row.schools.len() == 1 && row.schools[0].0 == SchoolId(ROOSEVELT)
        };
        let row = rows.iter().find(at_roosevelt).unwrap();
        let take = Change::Overlap {
            what: row.name.clone(),
            fingerprint: row.fingerprint.clone(),
            deed: AlertDeed::Take,
        };
        office.store.apply(&take, &stamp("dana")).unwrap();
        office
    })
}

fn person(store: &Store, login: &str) -> Person {
    let people = store.all::<Person>().unwrap();
    people.into_iter().find(|one| one.login == login).unwrap()
}

fn page(size: (u16, u16)) -> Screen {
    let mut screen = Screen::new(district(), size);
    screen.press("Esc : 'people' Enter");
    screen
}

/// The page with this person opened.
fn opened(name: &str) -> Screen {
    let mut screen = page((80, 24));
    screen.press("/").write(name).press("Enter Enter");
    screen
}

/// The lines of `hallpass people list --csv`, but for whoever runs the tests: they look as `ada`, and so are an admin.
fn listed_by_command(screen: &Screen) -> Vec<String> {
    let runner = os_login();
    let put = Put::keyed(Kind::Person)
        .with("login", runner.clone())
        .with("name", runner.clone())
        .with("roles", Roles(vec![Role::Admin]));
    let change = Change::Save {
        what: runner.clone(),
        put,
        reason: None,
    };
    screen.store().apply(&change, &stamp("ada")).unwrap();
    let told = Command::cargo_bin("hallpass")
        .unwrap()
        .env("HALLPASS_DB", screen.store().path())
        .env("HALLPASS_USER", "ada")
        .env("HALLPASS_NOW", "2026-03-10")
        .args(["people", "list", "--csv"])
        .output()
        .unwrap();
    assert!(told.status.success(), "{told:?}");
    let mut lines = lines_of(&String::from_utf8(told.stdout).unwrap());
    lines.retain(|line| !line.starts_with(&format!("{runner},")));
    lines
}

/// The lines of a file, in an order of their own.
fn lines_of(text: &str) -> Vec<String> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn the_people_at_each_size() {
    for (size, name) in SIZES {
        let mut screen = page(size);
        screen.press("j");
        screen.looks_like(&format!("people-{name}"));
        screen.press("Enter");
        screen.looks_like(&format!("people-{name}-person"));
        screen.press("d");
        screen.looks_like(&format!("people-{name}-decide"));
        screen.press("v");
        screen.looks_like(&format!("people-{name}-leaves"));
        screen.press("Esc w 'ng' Enter");
        screen.looks_like(&format!("people-{name}-handover"));
        screen.press("Esc e Tab Tab Ctrl-N");
        screen.looks_like(&format!("people-{name}-roles"));
    }
}

#[test]
fn the_page_is_found_by_either_word_and_leads_back_to_where_one_was() {
    for (from, word) in [("1", "people"), ("2", "staff"), ("6", "peo")] {
        let mut screen = Screen::new(district(), (80, 24));
        screen.press("Esc").press(from);
        let (tabs, body) = (screen.line(0), screen.line(3));
        screen.press(":").write(word).press("Enter");
        screen.shows("4 people, 1 left").shows("Esc back");
        screen.press("Esc");
        assert_eq!((screen.line(0), screen.line(3)), (tabs, body), "{word}");
    }
}

#[test]
fn whoever_answers_for_something_is_opened_from_there() {
    for (keys, title) in [
        ("1 / 'blooket' Enter o o", "[1 Queue"),
        ("2 v / 'c-130' Enter o o", "[2 Renew"),
        ("4 / 'voss' Enter o o", "[4 Overlap"),
        ("6 o w / 'nearpod' Enter l o o", "[6 Dash"),
    ] {
        let mut screen = Screen::new(district(), (80, 24));
        screen.press("Esc").press(keys);
        screen.shows("─ Dana Voss (dana) ─").shows("Known here");
        screen.press("Esc").shows("> Dana Voss");
        screen.press("Esc").shows(title);
    }
}

#[test]
fn what_somebody_answers_for_is_counted_and_leads_to_the_view_that_lists_it() {
    let mut screen = opened("voss");
    screen.shows("Answers for 3 roles of 2 products");
    screen
        .shows("1 open review")
        .shows("1 contract")
        .shows("1 overlap");
    for (keys, rows) in [
        ("Enter", &["Nearpod", "Edpuzzle"][..]),
        ("j Enter", &["Blooket"]),
        ("j j Enter", &["C-130"]),
        ("j j j Enter", &["Similar"]),
    ] {
        let mut screen = opened("voss");
        screen.press(keys);
        screen.shows("filter \"dana Dana Voss\"");
        for row in rows {
            screen.shows(row);
        }
        screen.hides("Seesaw");
    }
    // The same by the menu of what is related.
    screen.press("o");
    screen.looks_like("people-related");
    screen.press("c").shows("filter \"dana Dana Voss\": 1 of 6");
    screen.press(": 'people' Enter").shows("> Dana Voss");
    screen.press("o w").shows("deputy manager     Edpuzzle");
}

#[test]
fn somebody_is_added_with_roles_and_schools_marked_in_lists() {
    let mut screen = page((80, 24));
    screen.press("n 'bo' Enter 'Bo Lee' Enter 'bo@harlow.example' Enter");
    // Technical and admin, then admin no more.
    screen.press("Ctrl-N Down Enter 'adm' Enter Enter Esc Enter");
    screen.shows("[technical___");
    screen.press("Ctrl-N 'roos' Enter Ctrl-U 'map' Enter Esc");
    screen.shows("[ROO; MAP___").shows("Maple ES, Roosevelt MS");
    screen.press("Ctrl-X");
    assert_eq!(screen.message(), "Added Bo Lee. u takes it back.");
    let bo = person(&screen.store(), "bo");
    assert_eq!(
        (bo.name.as_str(), bo.email.as_deref()),
        ("Bo Lee", Some("bo@harlow.example"))
    );
    assert_eq!(bo.roles.to_string(), "technical");
    let mut both = vec![SchoolId(1), SchoolId(ROOSEVELT)];
    both.sort();
    assert_eq!(bo.schools, Schools::only(both));
    screen
        .shows("Bo Lee")
        .press("u")
        .hides("technical              Mapl");
    assert!(
        screen
            .store()
            .all::<Person>()
            .unwrap()
            .iter()
            .all(|one| one.login != "bo")
    );
}

#[test]
fn what_cannot_be_a_person_is_refused_with_the_reason_and_nothing_is_saved() {
    let mut screen = page((80, 24));
    let before = screen.store().all::<Person>().unwrap();
    screen.press("n 'bo' Enter Ctrl-X");
    assert_eq!(screen.message(), "Not saved yet: Name is needed.");
    screen.press("'Bo' Enter Enter 'king' Ctrl-X");
    let why =
        "Not saved yet: `king` is not one of helpdesk, technical, curricular, renewals, admin.";
    assert_eq!(screen.message(), why);
    screen.press("Ctrl-U Ctrl-X");
    assert_eq!(screen.message(), "Added Bo. u takes it back.");
    screen.press("u n 'dana' Enter 'Dana Two' Ctrl-X");
    let told = screen.message();
    assert_eq!(
        told,
        "there already is a person with the login dana: Dana Voss; change that one, or give other values."
    );
    assert_eq!(screen.store().all::<Person>().unwrap(), before);
}

#[test]
fn name_and_roles_are_corrected_and_the_login_stays() {
    let mut screen = page((80, 24));
    screen.press("/ 'li' Enter e").hides("Login");
    screen.press("Ctrl-U 'Lin Park' Tab Tab Ctrl-U 'curricular, Helpdesk' Ctrl-X");
    assert_eq!(screen.message(), "Saved Lin Park. u takes it back.");
    let li = person(&screen.store(), "li");
    assert_eq!(
        (li.name.as_str(), li.roles.to_string().as_str()),
        ("Lin Park", "helpdesk;curricular")
    );
    screen.press("Esc").shows("helpdesk, curricular");
}

#[test]
fn somebody_leaves_on_a_day_is_told_what_stays_behind_and_can_come_back() {
    let mut screen = opened("voss");
    screen.press("d v");
    let held = "Holds 3 roles of 2 products, 1 open review, 1 contract, 1 overlap.";
    screen.shows(held).shows("until somebody takes it over.");
    screen.press("d Ctrl-U 'soon' Enter");
    assert_eq!(
        screen.message(),
        "soon is not a day. Type it like 2026-06-30."
    );
    assert_eq!(person(&screen.store(), "dana").left_on, None);
    screen
        .press("Ctrl-U '2026-06-30' Enter")
        .shows("last day Tue Jun 30 2026");
    screen.press("t");
    assert!(
        screen
            .message()
            .starts_with("Dana Voss (dana): last day 2026-06-30")
    );
    let dana = person(&screen.store(), "dana");
    assert_eq!(
        dana.left_on.map(|day| day.to_string()).as_deref(),
        Some("2026-06-30")
    );
    screen
        .shows("leaves on Tue Jun 30 2026")
        .shows("technical: changes records");
    screen.press("d b");
    assert_eq!(person(&screen.store(), "dana").left_on, None);
    screen.press("d v t");
    assert_eq!(person(&screen.store(), "dana").left_on, Some(today()));
    screen
        .shows("left on Tue Mar 10 2026")
        .shows("nothing any more");
    screen.press("d").shows("is back").press("Esc u");
    assert_eq!(person(&screen.store(), "dana").left_on, None);
}

#[test]
fn the_last_admin_does_not_leave_not_even_later() {
    for day in ["t", "d Ctrl-U '2027-06-30' Enter t"] {
        let mut screen = opened("reyes");
        screen.press("d v").press(day);
        let told = screen.message();
        assert!(told.contains("nobody would be admin here"), "{told}");
        assert!(told.contains("make somebody else admin first"), "{told}");
        assert_eq!(person(&screen.store(), "ada").left_on, None);
    }
}

#[test]
fn what_moves_is_said_before_it_moves() {
    let mut screen = opened("voss");
    let held = |screen: &Screen, who: &str| screen.store().held_by(who, today()).unwrap().len();
    let before = (held(&screen, "dana"), held(&screen, "nguyen"));
    assert_eq!(before, (6, 1));
    screen.press("w 'ng' Enter");
    screen.shows("From Dana Voss to nguyen: 3 roles of 2 products, 1 open review, 1 contract");
    screen
        .press("v")
        .shows("What Dana Voss (dana) holds")
        .press("Esc");
    assert_eq!(held(&screen, "dana"), 6);
    screen.press("w 'ng' Enter m");
    // The review among them is not for somebody who decides renewals.
    let said = screen.message();
    assert!(
        said.starts_with("nguyen has 6 things that dana held. But nguyen may not decide about R-"),
        "{said}"
    );
    screen.shows("Answers for nothing");
    let nearpod: Vec<Owner> = screen.store().all().unwrap();
    let of = nearpod
        .iter()
        .filter(|one| one.product == ProductId(NEARPOD));
    let nguyen = person(&screen.store(), "nguyen").id;
    assert!(of.clone().count() == 2 && of.clone().all(|one| one.person == nguyen));
    // Nobody hands over what they do not hold, and nobody stands in for themselves.
    screen.press("w").shows("Dana Voss holds nothing.");
    assert_eq!((held(&screen, "dana"), held(&screen, "nguyen")), (0, 6));
    screen.press("u");
    assert_eq!((held(&screen, "dana"), held(&screen, "nguyen")), before);
}

#[test]
fn whoever_leaves_can_hand_over_in_the_same_breath() {
    let mut screen = opened("voss");
    screen.press("d v m 'ada' Enter m");
    assert_eq!(person(&screen.store(), "dana").left_on, Some(today()));
    assert!(screen.store().held_by("dana", today()).unwrap().is_empty());
    assert_eq!(screen.store().held_by("ada", today()).unwrap().len(), 6);
    screen.press("u");
    assert_eq!(screen.store().held_by("dana", today()).unwrap().len(), 6);
    assert_eq!(person(&screen.store(), "dana").left_on, Some(today()));
}

#[test]
fn who_is_no_admin_reads_and_is_told_why_nothing_more() {
    for (who, why) in [
        (
            "nguyen",
            "Reading only here: only an admin may change people and settings.",
        ),
        (
            "li",
            "It is off: the help desk reads and leaves notes and requests; it does not change records.",
        ),
    ] {
        let mut screen = Screen::seen_by(who, district(), (80, 24));
        screen.press("Esc : 'people' Enter j");
        screen.shows("> Dana Voss").hides("leaves, hands over");
        for key in ["d", "e", "w"] {
            screen.press(key);
            assert_eq!(screen.message(), why, "{who}: {key}");
        }
        screen.press("n");
        assert!(screen.message().contains(&why[20..]) || screen.message().contains("admin"));
        screen.hides("New person");
        screen
            .press("Enter")
            .shows("Known here  since Tue Mar 10 2026");
    }
    let mut screen = Screen::seen_by("nguyen", district(), (80, 24));
    screen.press("Esc : 'people' Enter ? 'only'");
    screen.shows("WHY IS IT OFF?");
}

#[test]
fn the_list_is_narrowed_sorted_copied_and_exported_as_the_command_says_it() {
    let mut screen = page((80, 24));
    let names = |screen: &Screen| -> Vec<String> {
        let lines = screen.lines();
        let rows = lines
            .iter()
            .skip(3)
            .take_while(|line| !line.starts_with('─'));
        let names = rows.map(|line| line.trim_start_matches(['>', ' ', '*']));
        let words = names.filter_map(|line| line.split("  ").next());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(
        names(&screen),
        ["Ada Reyes", "Dana Voss", "Gus Hall", "li", "nguyen"]
    );
    screen.press("s s").shows("sort: schools");
    screen.press("s n s n").shows("sort: name, reversed");
    assert_eq!(
        names(&screen),
        ["nguyen", "li", "Gus Hall", "Dana Voss", "Ada Reyes"]
    );
    screen.press("s n x c");
    let (file, written) = screen.exports().pop().unwrap();
    assert!(file.starts_with("people"), "{file}");
    assert_eq!(lines_of(&written), listed_by_command(&screen));
    assert_eq!(lines_of(&written).len(), 6);
    screen.press("/ 'renewals' Enter");
    assert_eq!(names(&screen), ["Dana Voss", "nguyen"]);
    screen.press("y");
    assert_eq!(
        screen.copied(),
        Some(
            "Dana Voss (dana): roles technical, renewals; schools Roosevelt MS; holds 3 roles of 2 products, 1 open \
             review, 1 contract, 1 overlap."
        )
    );
    screen.press("Y r");
    let row = "Dana Voss\tdana\tdana@harlow.example\ttechnical; renewals\tRoosevelt MS\t";
    assert_eq!(screen.copied(), Some(row));
    screen.press("Esc / 'left' Enter");
    assert_eq!(names(&screen), ["Gus Hall"]);
    screen
        .press("/ Ctrl-U 'nobody' Enter")
        .shows("0 of 5 shown.");
    // Who acts for other schools alone is not among those of Maple.
    screen.press("Esc @ 'map' Enter");
    assert_eq!(names(&screen), ["Ada Reyes", "Gus Hall", "li", "nguyen"]);
}

#[test]
fn the_page_is_as_it_was_left_after_a_new_start() {
    let mut screen = opened("voss");
    screen.press("Esc s r Enter");
    let before = screen.lines();
    let screen = screen.again();
    assert_eq!(screen.lines()[1..8], before[1..8]);
}

#[test]
fn the_page_is_read_without_lines_and_color() {
    let look = Look {
        ascii_lines: true,
        ascii_text: true,
        ..Look::default()
    };
    let mut screen = Screen::with(district(), (80, 24), look);
    screen.press("Esc : 'people' Enter j Enter d");
    assert!(
        screen.text().is_ascii() && !screen.has_color(),
        "{}",
        screen.text()
    );
    screen.looks_like("people-ascii");
    screen.press("Esc ?");
    screen.looks_like("people-help");
}

#[test]
fn what_a_colleague_changes_is_on_the_page_at_once() {
    let mut screen = opened("voss");
    let put = Put::id(person(&screen.store(), "dana").id);
    let change = Change::Save {
        what: "dana".into(),
        put: put.with("name", "Dana Voss-Hall".to_owned()),
        reason: None,
    };
    screen.store().apply(&change, &stamp("ada")).unwrap();
    screen.look_around();
    screen.shows("Dana Voss-Hall (dana)");
}

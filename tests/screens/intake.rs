//! Requests as they come over the phone, and the district's policy on the screen: keys in, text out.

use crate::support::district::File;
use crate::support::screen::{Screen, keys};
use crate::support::sizes::sizes;
use crate::support::snapshot::snapshot;
use hallpass::domain::money::Cents;
use hallpass::domain::person::{Person, Role};
use hallpass::domain::product::{DataUse, Product};
use hallpass::domain::request::{Request, RequestState, Requester};
use hallpass::domain::setting::Setting;
use hallpass::tui::event::Event;
use hallpass::tui::theme::Look;

const SIZES: [(u16, u16); 4] = [(80, 24), (80, 22), (60, 18), (140, 40)];

/// The form, opened from the finder at a school for words that several products begin with.
fn form(file: &File, (width, height): (u16, u16)) -> Screen {
    let mut screen = file.open().sized(width, height);
    screen.press("'xyzzy lin' Esc n Ctrl-U 'Quiz'");
    screen
}

/// The screen below its tabs, whose counts are the queue's affair.
fn body(screen: &Screen) -> String {
    screen.lines()[1..].join("\n") + "\n"
}

#[test]
fn the_form_looks_like_its_pictures() {
    let file = File::demo();
    for size in SIZES {
        let name = format!("intake-{}x{}", size.0, size.1);
        let mut screen = form(&file, size);
        snapshot("screens", &name, &body(&screen));
        screen.press("Ctrl-N Ctrl-N");
        snapshot("screens", &format!("{name}-beside"), &body(&screen));
        screen
            .press("Enter 'M. Silva' Enter Ctrl-U 'mon' Enter 4 Enter 'Games' Enter '199' Enter n");
        snapshot("screens", &format!("{name}-filled"), &body(&screen));
    }
}

#[test]
fn a_name_nobody_knows_is_taken_from_the_finder_into_the_form() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("'xyzzy lantern'");
    screen.shows("Enter starts a request.");
    screen.press("Enter");
    screen.shows(">Product*     [xyzzy lantern");
    screen.shows("Nothing. Nobody here has asked");
    screen.press("Esc Esc").press(": 'request' Enter");
    screen.shows("NEW REQUEST");
}

#[test]
fn the_product_and_the_school_looked_at_are_filled_in() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("'quizmallow s lin' Esc n");
    screen.shows(">Product*     [Quizmallow School");
    screen.shows("School*      [Linden Hollow ES");
    screen.shows("Already YES, CONDITIONS");
    screen.press("Ctrl-Y");
    let said = screen.copied().unwrap();
    assert!(said.contains("Quizmallow School"), "{said}");
}

#[test]
fn a_mistake_is_shown_at_its_field_when_it_is_left() {
    let file = File::demo();
    let mut screen = file.open().sized(140, 40);
    screen.press("Esc : 'request' Enter 'Kwizzle' Enter 'M. Silva' Enter 'atlantis'");
    assert!(!screen.text().contains("no school has"));
    screen.press("Enter");
    screen.shows("! no school has the code or name `atlantis`");
    screen.press("1 3 Enter 'Games' Enter '-5' Enter");
    screen.shows("`13`");
    screen.shows("`-5` is less than nothing");
    screen.shows("3 of 7 needed fields are good. Still needed:");
    screen.shows("School, Grades, Year price, Student data");
    screen.press("Ctrl-X");
    screen.shows("Not sent yet: no school has the code or name `atlantis`.");
    screen.shows(">School*");
}

#[test]
fn esc_keeps_a_draft_and_a_dropped_line_too() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("Esc : 'request' Enter 'Kwizzle' Enter 'M. Silva' Enter 'oka'");
    screen.press("Esc");
    screen.shows("Not sent; the draft is kept.");
    screen.press(": 'request' Enter");
    screen.shows("NEW REQUEST (your draft)");
    screen.shows("[Kwizzle_");
    screen.press("Tab Tab 'do'");
    screen.event(Event::End(129));
    let mut back = file.open_with(Look::default(), Some(screen.place()));
    back.press(": 'request' Enter");
    for kept in ["[Kwizzle_", "[M. Silva_", "[okado_"] {
        back.shows(kept);
    }
}

#[test]
fn another_product_has_a_form_of_its_own_and_no_draft_is_lost() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("'xyzzy one' Enter Tab 'M. Silva' Esc");
    screen.press("Ctrl-U 'xyzzy two' Enter");
    screen.shows("[xyzzy two_");
    assert!(!screen.text().contains("M. Silva"));
    screen.press("Tab 'J. Park' Esc");
    screen.press("Ctrl-U 'xyzzy one' Enter");
    screen.shows("NEW REQUEST (your draft)");
    screen.shows("[M. Silva_");
}

#[test]
fn a_paste_is_text() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("Esc : 'request' Enter");
    let text = "Kwizzle\nq\u{1b}[2Ju: d".to_owned();
    screen.paste(&text);
    screen.shows("[Kwizzle q[2Ju: d_");
    for _ in 0..6 {
        screen.press("Tab");
    }
    screen.paste("names");
    screen.shows("[names]");
    screen.paste("everything");
    screen.shows("[names]");
}

#[test]
fn typed_ahead_in_one_go_it_is_the_same_form() {
    let file = File::demo();
    let script = "Esc : 'request' Enter 'Quiz' Ctrl-N Ctrl-N Enter 'M. Silva' Enter 'mon' Enter 4 Enter 'Why' Enter 'free' Enter l";
    let mut slow = file.open();
    slow.press(script);
    let mut fast = file.open();
    fast.press_ahead(script);
    assert_eq!(slow.text(), fast.text());
    slow.shows("Quizmallow Free");
    slow.shows("7 of 7 needed fields are good.");
}

/// Every size a window can have, with the form, its list and the policy open.
#[test]
fn no_size_of_window_breaks_them() {
    let file = File::demo();
    let scripts = [
        "'xyzzy lin' Esc n Ctrl-U 'Quiz' Ctrl-N",
        "Esc : 'request' Enter Enter Enter 'nowhere' Enter",
        "Esc : 'policy' Enter j j j Enter",
        "Esc : 'policy' Enter j j j j j j Enter Down Enter 'why' Enter",
    ];
    for script in scripts {
        let mut screen = file.open();
        screen.press(script);
        for (width, height) in sizes() {
            screen.resize(width, height);
            assert_eq!(screen.lines().len(), height as usize);
        }
    }
}

fn setting(file: &File, key: &str) -> Option<String> {
    let settings = file.store().all::<Setting>().unwrap();
    let found = settings.into_iter().find(|setting| setting.key == key);
    found.map(|setting| setting.value)
}

#[test]
fn the_policy_looks_like_its_pictures() {
    let file = File::demo();
    for size in SIZES {
        let name = format!("policy-{}x{}", size.0, size.1);
        let mut screen = file.open().sized(size.0, size.1);
        screen.press("Esc : 'policy' Enter");
        snapshot("screens", &name, &body(&screen));
        screen.press("j j j Enter");
        snapshot("screens", &format!("{name}-choices"), &body(&screen));
        screen.press("Down Enter 'One panel for all' Enter");
        snapshot("screens", &format!("{name}-preview"), &body(&screen));
    }
}

#[test]
fn a_knob_is_turned_with_a_reason_and_turned_back_with_u() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("Esc : 'policy' Enter j j j j j j Enter Down Enter Enter");
    screen.shows("The history keeps why.");
    screen.press("'We trust them' Enter");
    screen.shows("Nothing is saved yet.");
    assert_eq!(setting(&file, "policy.covered"), None);
    screen.press("Enter");
    screen.shows("1 setting changed");
    screen.shows("! inform");
    assert_eq!(setting(&file, "policy.covered").as_deref(), Some("inform"));
    screen.press("u");
    screen.shows("no setting changed");
    assert_eq!(setting(&file, "policy.covered"), None);
    screen.press("U");
    screen.shows("! inform");
}

#[test]
fn an_amount_is_typed_into_an_empty_box_beside_the_one_that_stands() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("Esc : 'policy' Enter j j j j j Enter Down Down Enter");
    screen.shows("A school may spend, $1,000.00 now: change it to");
    screen
        .press("'2500' Enter")
        .shows("A school may spend to $2,500.00: why?");
}

#[test]
fn a_number_is_typed_and_a_wrong_one_is_refused_where_it_is_typed() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("Esc : 'policy' Enter G Ctrl-U Up");
    while !screen.row().contains("Review age") {
        screen.press("k");
    }
    screen.press("Enter Ctrl-U '7'");
    screen.shows("leave, it stays as it is");
    screen.hides("draft");
    screen.press("Esc Enter");
    screen.hides("turn it to 7");
    screen.press("Ctrl-U 'never' Enter");
    screen.shows("`never` will not do");
    screen.press("Ctrl-U '18' Enter");
    screen.shows("leave, draft is kept");
    screen.press("'Sooner' Enter Enter");
    assert_eq!(setting(&file, "policy.review_age").as_deref(), Some("18"));
    screen.shows("! 18");
}

#[test]
fn the_time_zone_is_set_there_too_and_a_wrong_one_is_refused_where_it_is_typed() {
    let file = File::demo();
    let mut screen = file.open();
    let before = setting(&file, "zone");
    screen.press("Esc : 'policy' Enter G");
    assert!(screen.row().contains("Time zone"), "{}", screen.row());
    screen.press("Enter Ctrl-U 'America/Chicgo' Enter");
    screen.shows("no time zone is called `America/Chicgo`; nearest: America/Chicago");
    screen.press("Ctrl-U 'america/boise' Enter 'We are there' Enter");
    screen.shows("no open request does");
    assert_eq!(setting(&file, "zone"), before);
    screen.press("Enter");
    assert_eq!(setting(&file, "zone").as_deref(), Some("America/Boise"));
    assert!(screen.row().contains("America/Boise"), "{}", screen.row());
    screen.press("u");
    assert_eq!(setting(&file, "zone"), before);
}

#[test]
fn a_reason_half_written_is_there_again() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("Esc : 'policy' Enter j j j j j j Enter Down Enter 'We tru' Esc Esc");
    let mut back = file.open_with(Look::default(), Some(screen.place()));
    back.press(": 'policy' Enter j j j j j j Enter Down Enter");
    back.shows("We tru");
}

/// The sum of what is pressed besides free text.
const CALL: [(&str, &str); 7] = [
    ("n", "Kwizzle Blocks"),
    ("Enter", "M. Silva"),
    ("Enter", "mon"),
    ("Enter", "7"),
    ("Enter", "Review games on Fridays"),
    ("Enter", "199"),
    ("Enter", ""),
];

fn requests(file: &File) -> Vec<Request> {
    file.store().all::<Request>().unwrap()
}

#[test]
fn a_phone_call_is_ten_keys_and_what_was_said() {
    let file = File::demo();
    let before = requests(&file).len();
    let mut screen = file.open();
    screen.press("Esc 1");
    let mut count = 0;
    for (key, text) in CALL {
        screen.press(key).write(text);
        count += keys(key);
    }
    for key in ["Space", "Ctrl-X"] {
        screen.press(key);
        count += keys(key);
    }
    assert!(count <= 10, "{count} keys");
    screen.shows("Sent R-");
    assert_eq!(requests(&file).len(), before + 1);
    let store = file.store();
    let asked = store.all::<Requester>().unwrap().pop().unwrap();
    assert_eq!(asked.name.as_deref(), Some("M. Silva"));
    assert_eq!(asked.reason.as_deref(), Some("Review games on Fridays"));
    assert_eq!(asked.grades.to_string(), "7");
    assert_eq!(asked.cost_cents, Some(Cents(19_900)));
    let product = store.get::<Product>(asked.product).unwrap();
    assert_eq!(product.name, "Kwizzle Blocks");
    assert_eq!(product.data, Some(DataUse::None));
    screen.press("n");
    assert!(!screen.text().contains("M. Silva"), "the draft is gone");
    screen.press("Esc u");
    assert_eq!(requests(&file).len(), before);
}

#[test]
fn who_asks_for_what_others_ask_for_joins_their_request() {
    let file = File::demo();
    let open = requests(&file)
        .into_iter()
        .find(|r| r.state == RequestState::InReview)
        .unwrap();
    let product = file.store().get::<Product>(open.product).unwrap();
    let before = requests(&file).len();
    let mut screen = file.open().sized(140, 40);
    screen
        .press("Esc : 'request' Enter")
        .write(&product.full_name());
    screen.shows(&format!("Ctrl-N joins {}", open.number));
    screen.press(
        "Ctrl-N Enter 'M. Silva' Enter 'mon' Enter 7 Enter 'We need it too' Enter 0 Enter n n",
    );
    snapshot("screens", "intake-140x40-joins", &body(&screen));
    screen.press("Ctrl-X");
    screen.shows(&format!("{} ", open.number));
    assert_eq!(requests(&file).len(), before);
    let asked = file.store().all::<Requester>().unwrap().pop().unwrap();
    assert_eq!(
        (asked.request, asked.name.as_deref()),
        (open.id, Some("M. Silva"))
    );
}

#[test]
fn an_ask_that_the_policy_refuses_says_beside_it_why_and_what_to_do() {
    let file = File::demo();
    let mut screen = file.open().sized(140, 40);
    screen.press("Esc : 'policy' Enter j j j j j j Enter Up Enter Enter 'try' Enter Enter");
    screen.shows("! block");
    screen.press("Esc : 'request' Enter");
    screen.write("Quizmallow School");
    screen.press("Enter 'M. Silva' Enter 'lin' Enter");
    let beside: Vec<String> = screen.lines().iter().map(|line| squeezed(line)).collect();
    let beside = beside.join(" ");
    assert!(
        beside.contains("covers this already; use that, nothing is"),
        "{beside}"
    );
}

/// What stands in the right half of a line, with one blank between words.
fn squeezed(line: &str) -> String {
    let right: String = line.chars().skip(70).collect();
    right.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_help_desk_enters_requests_and_takes_its_own_back() {
    let file = File::demo();
    let people = file.store().all::<Person>().unwrap();
    let desk = |person: &&Person| person.roles.0 == [Role::Helpdesk] && person.left_on.is_none();
    let desk = people.iter().find(desk).unwrap().login.clone();
    let before = requests(&file).len();
    let mut screen = file.open_as(&desk);
    screen.press("Esc 1 n");
    for (_, text) in CALL {
        screen.write(text).press("Enter");
    }
    screen.press("Shift-Tab Space Ctrl-X");
    assert_eq!(requests(&file).len(), before + 1, "{}", screen.text());
    screen.press("u");
    assert_eq!(requests(&file).len(), before, "{}", screen.text());
    screen.press(": 'policy' Enter Enter");
    screen.shows("It is off: only an admin may change people and settings.");
}

#[test]
fn what_a_policy_would_change_in_the_queue_is_seen_before_it_is_saved() {
    let file = File::demo();
    let open = requests(&file).iter().filter(|r| r.state.is_open()).count();
    assert!(open > 0);
    let mut screen = file.open();
    screen.press("Esc : 'policy' Enter Enter Down Enter 'Schools decide' Enter");
    screen.shows(&format!("Of {open} open requests"));
    screen.shows("the curricular checklist is no longer required");
    assert_eq!(setting(&file, "policy").as_deref(), Some("hybrid"));
    screen.press("Enter");
    assert_eq!(setting(&file, "policy").as_deref(), Some("decentralized"));
    screen.press("u");
    assert_eq!(setting(&file, "policy").as_deref(), Some("hybrid"));
}

#[test]
fn a_note_has_lines_and_a_draft_is_thrown_away_by_two_keys() {
    let file = File::demo();
    let mut screen = file.open();
    screen.press("Esc : 'request' Enter 'Kwizzle' Up 'called twice' Ctrl-J 'wants it soon'");
    screen.shows(">Note         [wants it soon_");
    screen.shows("called twice");
    screen.press("Ctrl-G");
    screen.shows("Ctrl-G again throws this request away.");
    screen.press("Tab Ctrl-G");
    screen.shows("Ctrl-G again throws this request away.");
    screen.press("Esc : 'request' Enter");
    screen.shows("[Kwizzle_");
    screen.press("Ctrl-G Ctrl-G");
    screen.shows("The draft is gone.");
    screen.press(": 'request' Enter");
    assert!(!screen.text().contains("Kwizzle"), "the draft is gone");
}

/// The key is named while writing, so it works wherever something is written that is kept.
#[test]
fn the_draft_of_a_note_and_of_a_form_is_thrown_away_by_the_same_two_keys() {
    let file = File::demo();
    let mut screen = file.open();
    for (open, asks) in [
        ("c", "Ctrl-G again throws this text away."),
        ("e", "Ctrl-G again throws what was typed here away."),
    ] {
        screen.press("Esc 2").press(open).press("'Zzyzx' Ctrl-G");
        screen.shows(asks).shows("Zzyzx");
        screen.press("x Ctrl-G").shows(asks).shows("Zzyzxx");
        screen.press("Ctrl-G").shows("The draft is gone.");
        screen.press(open).hides("Zzyzx");
        screen.press("Esc");
    }
}

//! The review queue as people see it: keys in, text out, on a real office.

use crate::support;
use crate::support::reviews::{answer, deed, pass_all_but, request, reviews};
use crate::support::screen::{Screen, keys};
use crate::support::{Office, today};
use hallpass::domain::approval::{Approval, ApprovalStatus};
use hallpass::domain::request::{ItemAnswer, ItemResult, RequestState};
use hallpass::domain::review::ReviewDeed;
use hallpass::tui::theme::{Colors, Look};

fn queue(office: Office, size: (u16, u16)) -> Screen {
    let mut screen = Screen::new(office, size);
    screen.press("Esc 1");
    screen
}

#[test]
fn queue_at_each_size() {
    for (size, name) in [
        ((80, 24), "queue-80x24"),
        ((80, 22), "queue-80x22"),
        ((60, 18), "queue-60x18"),
        ((140, 40), "queue-140x40"),
    ] {
        let mut screen = queue(reviews(), size);
        screen.press("/ 'edpu' Enter Esc");
        screen.looks_like(name);
        screen.press("Enter + - i");
        screen.looks_like(&format!("{name}-items"));
    }
}

/// Edpuzzle is the next for `ada`: the others that are due before are somebody's, or wait.
fn nearly_ready(blank: &[&str]) -> Office {
    let mut office = reviews();
    pass_all_but(&mut office.store, "Edpuzzle", blank);
    office
}

/// Next review, five answers, a note, approve with a condition.
fn task_three() -> (String, usize) {
    let (note, condition) = ("'LTI is not used here'", "'Grades 6 to 8 only'");
    let script = format!("N + + - + + c {note} Enter d c {condition} Enter");
    let keys = keys(&script) - keys(note) - keys(condition);
    (script, keys)
}

const FIVE: [&str; 5] = ["T02", "T04", "T08", "C02", "C04"];

#[test]
fn the_next_review_is_decided_in_twelve_keys_and_the_words() {
    let (script, keys) = task_three();
    assert!(keys <= 12, "{keys}");
    for size in [(80, 24), (80, 22), (60, 18), (140, 40)] {
        let mut screen = Screen::new(nearly_ready(&FIVE), size);
        screen.press("Esc");
        screen.press(&script);
        let told = screen.message();
        assert!(
            told.starts_with("Approved with conditions: R-2 Edpuzzle. u takes it back"),
            "{told}\n{}",
            screen.text()
        );
        assert!(told.contains(" Again by Mar 10 2028."), "{told}");
        let store = screen.store();
        let approvals = store.all::<Approval>().unwrap();
        let made = approvals.last().unwrap();
        assert_eq!(made.status, ApprovalStatus::Conditional);
        assert_eq!(made.conditions.0, ["Grades 6 to 8 only"]);
        let answers = store.all::<ItemAnswer>().unwrap();
        let failed = answers.iter().find(|one| one.item == "T08").unwrap();
        assert_eq!(failed.answer, Some(ItemResult::Fail));
        assert_eq!(failed.note.as_deref(), Some("LTI is not used here"));
        assert_eq!(request(&store, "Edpuzzle").state, RequestState::Decided);
    }
}

#[test]
fn typed_ahead_the_review_ends_the_same() {
    let whole = "N + + - + + c n o Enter d c y e s Enter";
    for script in [whole, "1 Enter + + - d s", "1 G k k Enter + Tab - ] ] ["] {
        let mut slow = Screen::new(nearly_ready(&FIVE), (80, 24));
        slow.press("Esc");
        slow.press(script);
        let mut fast = Screen::new(nearly_ready(&FIVE), (80, 24));
        fast.press("Esc");
        fast.press_ahead(script);
        assert_eq!(fast.text(), slow.text(), "{script}");
    }
}

#[test]
fn a_review_goes_back_to_who_asked_in_four_keys_and_the_words() {
    let mut screen = queue(reviews(), (80, 24));
    screen.press("/ 'edpu' Enter Esc");
    screen.press("d");
    screen.looks_like("queue-decide");
    screen.press("s 'Which grades?' Enter");
    assert!(
        screen.message().starts_with("Sent back R-2 Edpuzzle."),
        "{}",
        screen.text()
    );
    let request = request(&screen.store(), "Edpuzzle");
    assert_eq!(request.state, RequestState::Returned);
    assert_eq!(request.reason.as_deref(), Some("Which grades?"));
    screen.press("Y d");
    let mail = screen.copied().unwrap().to_owned();
    assert!(mail.contains("Edpuzzle"), "{mail}");
    screen.press("]");
    assert!(
        screen.text().contains("R-2   Edpuzzle"),
        "{}",
        screen.text()
    );
    screen.press("[ u");
    assert!(
        screen.message().starts_with("Undid: R-2"),
        "{}",
        screen.message()
    );
}

#[test]
fn the_menu_says_what_is_missing() {
    let mut screen = Screen::new(nearly_ready(&FIVE), (80, 24));
    screen.press("Esc N d");
    let text = screen.text();
    assert!(
        text.contains("2 technical and 2 curricular musts blank."),
        "{text}"
    );
    assert!(
        text.contains("a  approve   off: not yet, see above"),
        "{text}"
    );
    screen.press("a");
    assert!(screen.message().contains("not yet"), "{}", screen.message());
    screen.press("q + + + + + d");
    screen.looks_like("queue-decide-ready");
    screen.press("a");
    assert!(
        screen
            .message()
            .starts_with("Approved R-2 Edpuzzle. u takes it back"),
        "{}",
        screen.text()
    );
    assert!(
        !screen.text().contains("R-2   Edpuzzle"),
        "{}",
        screen.text()
    );
}

#[test]
fn taking_giving_back_and_assigning_in_bulk() {
    let mut screen = queue(reviews(), (80, 24));
    let owner = |screen: &Screen, product: &str| request(&screen.store(), product).owner;
    screen.press("/ 'desm' Enter Esc t");
    assert!(
        screen
            .message()
            .starts_with("You took R-5 Desmos Class: answer due Tue Mar 24. u gives it back")
    );
    assert!(owner(&screen, "Desmos Class").is_some());
    screen.press("t");
    assert_eq!(owner(&screen, "Desmos Class"), None);
    screen.press("Space Space w");
    screen.looks_like("queue-people");
    screen.press("n g Enter");
    let told = screen.message();
    assert_eq!(told, "2 requests: assigned. u takes them back.");
    let both = [
        owner(&screen, "Desmos Class"),
        owner(&screen, "Storyboard Times"),
    ];
    assert!(both[0].is_some() && both[0] == both[1]);
    screen.press("u");
    assert_eq!(owner(&screen, "Desmos Class"), None);
    assert_eq!(owner(&screen, "Storyboard Times"), None);
}

#[test]
fn marked_items_are_answered_and_cleared_together() {
    let mut screen = queue(nearly_ready(&FIVE), (80, 24));
    let answered = |screen: &Screen| {
        let answers = screen.store().all::<ItemAnswer>().unwrap();
        answers.iter().filter(|one| one.answer.is_some()).count()
    };
    let before = answered(&screen);
    screen.press("/ 'edpu' Enter Enter Space Space Space +");
    let told = screen.message();
    assert!(told.contains("items answered. u takes them back"), "{told}");
    let after = answered(&screen);
    assert!(after > before, "{}", screen.text());
    screen.press("u");
    assert_eq!(answered(&screen), before, "{}", screen.text());
}

#[test]
fn a_row_nobody_began_is_given_to_somebody_in_one_step() {
    let mut screen = queue(reviews(), (80, 24));
    screen.press("/ 'near' Enter Esc w n g Enter");
    assert!(
        screen.message().contains("has a new owner"),
        "{}",
        screen.text()
    );
    assert!(request(&screen.store(), "Nearpod").owner.is_some());
    screen.press("u");
    assert!(screen.text().contains("P-5   Nearpod"), "{}", screen.text());
}

#[test]
fn what_only_a_trigger_put_there_is_begun_by_taking_it() {
    let mut screen = queue(reviews(), (80, 24));
    screen.press("/ 'near' Enter Esc");
    screen.looks_like("queue-unbegun");
    screen.press("t");
    let text = screen.text();
    assert!(
        screen.message().starts_with("You began R-10 Nearpod."),
        "{text}"
    );
    assert!(
        text.contains("R-10  Nearpod") && text.contains(">[ ] T01 Runs on"),
        "{text}"
    );
    screen.press("u");
    assert!(screen.text().contains("P-5   Nearpod"), "{}", screen.text());
    screen.press("Tab +");
    assert!(
        screen.message().starts_with("You began R-11 Nearpod."),
        "{}",
        screen.text()
    );
}

#[test]
fn a_colleagues_answer_is_never_overwritten_unseen() {
    let mut screen = queue(reviews(), (80, 24));
    screen.press("/ 'edpu' Enter Esc Enter");
    let mut store = screen.store();
    answer(&mut store, "Edpuzzle", "ortiz", "T01", ItemResult::Fail);
    screen.press("+");
    let told = screen.message();
    assert!(
        told.contains("ortiz was faster") && told.contains("answer of R-2 T01 is fail now"),
        "{told}"
    );
    assert!(
        screen.text().contains("[-] T01 Runs on every device"),
        "{}",
        screen.text()
    );
    screen.press("Esc");
    answer(&mut store, "Edpuzzle", "ortiz", "T02", ItemResult::Pass);
    deed(
        &mut store,
        "Blooket",
        "nguyen",
        "2026-03-10",
        ReviewDeed::Return {
            reason: "why?".into(),
        },
    );
    assert!(screen.look_around());
    let text = screen.text();
    assert!(text.contains("[+] T02 Supports our oldest"), "{text}");
    assert!(text.contains(". R-2   Edpuzzle"), "{text}");
    assert!(!text.contains("Blooket"), "{text}");
}

#[test]
fn a_half_written_note_is_there_when_the_box_opens_again() {
    let mut screen = queue(reviews(), (80, 24));
    screen.press("/ 'edpu' Enter Esc Enter - k c h a l f Esc");
    assert!(screen.text().contains("(draft)"), "{}", screen.text());
    let mut screen = screen.again();
    assert!(
        screen.text().contains("Back where you were"),
        "{}",
        screen.text()
    );
    screen.press("c");
    assert!(
        screen.text().contains("(your draft)") && screen.text().contains("half"),
        "{}",
        screen.text()
    );
    screen.press("Enter");
    assert!(
        screen.text().contains("T01: \"half\" ada"),
        "{}",
        screen.text()
    );
    assert!(!screen.text().contains("(draft)"), "{}", screen.text());
}

#[test]
fn a_reason_typed_right_after_a_failed_answer_is_that_items() {
    let mut screen = queue(reviews(), (80, 24));
    screen.press("/ 'edpu' Enter Esc Enter -");
    screen.shows("T01 needs a reason: c types it.");
    screen.press("c");
    screen.shows("Reason why T01");
    screen.press("'no captions' Enter k");
    screen.shows("T01: \"no captions\" ada");
    // Two in a row: it is the second's. The keys that move leave it to the cursor again.
    screen.press("j - 0 c");
    screen.shows("Reason why T04");
    screen.press("'paper' Enter - j c");
    screen.shows("Note on T").hides("Reason why");
}

#[test]
fn proof_and_wording_of_an_item_are_one_key_each() {
    let mut screen = queue(reviews(), (80, 24));
    screen.press("/ 'edpu' Enter Esc Enter e 'https://x.org/t1' Enter");
    assert!(
        screen.text().contains("T01: Proof: https://x.org/t1"),
        "{}",
        screen.text()
    );
    screen.press("Enter");
    screen.looks_like("queue-item");
    screen.press("q v");
    assert!(
        screen.text().contains("TECHNICAL 0 of 23"),
        "{}",
        screen.text()
    );
}

#[test]
fn conditions_of_a_decision_are_met_and_given_away() {
    let mut screen = Screen::new(nearly_ready(&FIVE), (140, 40));
    screen.press("Esc");
    screen.press(&task_three().0);
    screen.press("] ]");
    assert!(screen.line(1).contains("1 decided"), "{}", screen.text());
    assert!(
        screen.text().contains("CONDITIONS: 0 OF 1 MET"),
        "{}",
        screen.text()
    );
    screen.press("o c 1 w n g Enter");
    screen.press("o c 1 d '2026-05-01' Enter");
    assert!(
        screen
            .text()
            .contains("[due Fri May 01 2026] Grades 6 to 8 only (nguyen)"),
        "{}",
        screen.text()
    );
    screen.looks_like("queue-decided");
    screen.press("o c 1 m");
    assert!(
        screen.text().contains("CONDITIONS: 1 OF 1 MET"),
        "{}",
        screen.text()
    );
    screen.press("y");
    let mail = screen.copied().unwrap().to_owned();
    assert!(mail.contains("Edpuzzle"), "{mail}");
}

#[test]
fn empty_lists_say_why_and_what_to_press() {
    let mut screen = queue(support::office(), (80, 24));
    assert!(
        screen
            .text()
            .contains("No requests are waiting. n adds one"),
        "{}",
        screen.text()
    );
    screen.press("] j Enter Tab + d t w y x c ] q");
    let mut screen = queue(reviews(), (80, 24));
    screen.press("/ 'zzz'");
    assert!(
        screen
            .text()
            .contains("0 of 21 shown. Filter \"zzz\". Esc clears the filter."),
        "{}",
        screen.text()
    );
    screen.press("Esc @ 'linc' Enter / 'blo'");
    let text = screen.text();
    assert!(
        text.contains("Filter \"blo\", scope Lincoln ES. Esc clears the filter"),
        "{text}"
    );
    screen.press("Esc @ Enter ]");
    assert!(
        screen.line(1).contains("1 waiting on others"),
        "{}",
        screen.text()
    );
    assert!(screen.text().contains("Boddle"), "{}", screen.text());
    screen.press("]");
    assert!(
        screen
            .text()
            .contains("Nothing is decided yet. [ goes back."),
        "{}",
        screen.text()
    );
}

#[test]
fn order_and_export() {
    let mut screen = queue(reviews(), (80, 24));
    screen.press("s p g");
    assert!(
        screen.line(1).contains("sort: product"),
        "{}",
        screen.text()
    );
    assert!(
        screen.line(3).contains("R-1   Blooket"),
        "{}",
        screen.text()
    );
    // What is due first of all is nobody's ask.
    screen.press("G .");
    let text = screen.text();
    let at = text.lines().find(|line| line.starts_with('>')).unwrap();
    assert!(
        at.contains(" P-") && at.contains("Jan 29 late 28d"),
        "{text}"
    );
    screen.press("x c");
    let files = screen.exports();
    assert_eq!(files[0].0, format!("queue-{}.csv", today()));
    assert_eq!(files[0].1.lines().count(), 22, "{}", files[0].1);
    assert!(
        files[0]
            .1
            .starts_with("id,product,vendor,school,kind,state,tier,due_on,days_left,due,"),
        "as the command has it: {}",
        files[0].1
    );
    screen.press("/ 'canva mad' Enter");
    assert!(screen.text().contains("> R-3   Canva"), "{}", screen.text());
    screen.press("y");
    let copied = screen.copied().unwrap().to_owned();
    assert!(copied.starts_with("R-3 Canva for Madison HS: "), "{copied}");
}

#[test]
fn the_badge_counts_while_another_view_is_shown() {
    let mut screen = Screen::new(reviews(), (80, 24));
    assert!(
        screen.line(0).contains(" 1 Queue 21! "),
        "{}",
        screen.text()
    );
    let mut store = screen.store();
    deed(
        &mut store,
        "Canva",
        "ortiz",
        "2026-03-10",
        ReviewDeed::Withdraw {
            reason: "no".into(),
        },
    );
    screen.look_around();
    assert!(
        screen.line(0).contains(" 1 Queue 20! "),
        "{}",
        screen.text()
    );
}

#[test]
fn without_color_and_lines_the_queue_can_still_be_read() {
    let look = Look {
        colors: Colors::None,
        ascii_lines: true,
        ascii_text: true,
    };
    let mut screen = Screen::with(reviews(), (80, 24), look);
    screen.press("Esc 1 / 'edpu' Enter Esc Enter - Space");
    assert!(screen.text().is_ascii());
    assert!(!screen.has_color());
    screen.looks_like("queue-ascii");
}

#[test]
fn no_window_is_too_small_for_the_queue() {
    for keys in [
        "1",
        "1 Enter",
        "1 Enter d",
        "1 Enter c x",
        "1 w",
        "1 o",
        "1 z Tab",
        "1 ] ]",
    ] {
        let mut screen = Screen::new(reviews(), (80, 24));
        screen.press("Esc");
        screen.press(keys);
        for width in [1, 2, 5, 20, 59, 60, 61, 79, 80, 81, 119, 120, 121, 200] {
            for height in [1, 2, 3, 5, 10, 17, 18, 19, 21, 22, 23, 31, 32, 33, 60] {
                screen.resize(width, height);
            }
        }
        screen.resize(80, 24).press("j k l h");
    }
}

/// The days of the `DUE` column, from top to bottom; all are of this year.
fn days_due(screen: &Screen) -> Vec<chrono::NaiveDate> {
    let text = screen.text();
    let lines = text
        .lines()
        .filter(|line| line.contains(" late ") || line.contains(" in "));
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"];
    let day = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = words.iter().position(|word| months.contains(word))?;
        let text = format!("{} {} 2026", words[at], words.get(at + 1)?);
        chrono::NaiveDate::parse_from_str(&text, "%b %d %Y").ok()
    };
    lines.filter_map(day).collect()
}

#[test]
fn the_row_that_is_copied_says_what_the_list_says_of_it() {
    let mut screen = queue(reviews(), (80, 24));
    screen.press("Y r");
    let row = "R-1\tBlooket\tAdams ES\tnew\tin_review\t2026-02-17\t0 of 25\t0 of 19\tnguyen";
    assert_eq!(screen.copied(), Some(row));
}

#[test]
fn an_order_is_what_its_word_says() {
    let mut screen = queue(reviews(), (80, 60));
    screen.press("z");
    assert!(
        screen.line(1).contains("sort: asked, due "),
        "{}",
        screen.text()
    );
    let asked: Vec<_> = days_due(&screen);
    assert!(
        asked.len() > 15 && !asked.is_sorted(),
        "what people asked for stands first"
    );
    screen.press("s y");
    assert!(
        screen.line(1).contains("sort: day due"),
        "{}",
        screen.text()
    );
    let due = days_due(&screen);
    assert!(due.is_sorted(), "{due:?}");
    screen.press("s y");
    let reversed = days_due(&screen);
    assert!(reversed.iter().rev().is_sorted(), "{reversed:?}");
    // The dot goes to what is due first, wherever it stands.
    screen.press(".");
    let text = screen.text();
    let at = text.lines().find(|line| line.starts_with('>')).unwrap();
    let first = due[0].format("%b %d").to_string();
    assert!(at.contains(&first), "{at} is not due {first}");
}

#[test]
fn next_is_something_that_this_person_can_do() {
    let asked = |curricular: &str| {
        let mut office = reviews();
        // `nguyen`, curricular, has Blooket, the first of all to be due. Its curricular items are answered.
        let id = request(&office.store, "Blooket").id;
        let sheet = office.store.sheet(id, "ada", today()).unwrap();
        let technical = sheet.lists[0].items.iter().map(|one| one.item.id.clone());
        let mut blank: Vec<String> = technical.collect();
        blank.extend(Some(curricular.to_owned()).filter(|id| !id.is_empty()));
        let blank: Vec<&str> = blank.iter().map(String::as_str).collect();
        pass_all_but(&mut office.store, "Blooket", &blank[2..]);
        Screen::seen_by("nguyen", office, (80, 24))
    };
    let mut screen = asked("");
    screen.press("Esc N");
    let told = screen.message();
    assert!(told.starts_with("You took R-2: answer due "), "{told}");
    assert!(
        told.contains("It is open at its first blank item."),
        "{told}"
    );
    let text = screen.text();
    assert!(text.contains("R-2 Edpuzzle"), "{text}");
    assert!(
        text.contains("│.[ ] C01 Its job is clear") || text.contains("│>[ ] C01 Its job is clear"),
        "the cursor is in the list that is theirs to answer: {text}"
    );
    let mut screen = asked("C04");
    screen.press("Esc N");
    assert!(
        screen
            .message()
            .starts_with("R-1 is next, and yours already."),
        "{}",
        screen.message()
    );
}

#[test]
fn a_review_with_nothing_blank_says_so_and_one_failed_must_is_enough_for_a_no() {
    let mut screen = Screen::new(nearly_ready(&[]), (80, 24));
    screen.press("Esc N");
    assert!(
        screen.message().contains("Nothing is blank: d decides."),
        "{}",
        screen.message()
    );
    let mut office = nearly_ready(&["T01", "T02", "C01"]);
    answer(
        &mut office.store,
        "Edpuzzle",
        "ortiz",
        "T02",
        ItemResult::Fail,
    );
    let mut screen = Screen::new(office, (80, 24));
    screen.press("Esc N d");
    let text = screen.text();
    assert!(
        text.contains("a  approve   off: not yet, see above"),
        "{text}"
    );
    screen.press("r");
    screen.write("Shows advertising");
    // What could be used instead is asked next; nothing.
    screen.press("Ctrl-X Enter");
    assert!(
        screen.message().starts_with("Rejected R-2 Edpuzzle"),
        "{}",
        screen.text()
    );
}

//! Renewals as people see them: keys in, text out, on a real office.

use crate::support;
use crate::support::renewals::{decide, decide_as, decision, id, renewals};
use crate::support::screen::Screen;
use crate::support::{Office, stamp};
use chrono::NaiveDate;
use hallpass::domain::calendar::DayKind;
use hallpass::domain::change::Change;
use hallpass::domain::contract::{Contract, Line};
use hallpass::domain::money::Cents;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::agenda::RenewalDeed;
use hallpass::domain::renewal::{Cause, Choice, Renewal};
use hallpass::tui::theme::{Colors, Look};

fn view(office: Office, size: (u16, u16)) -> Screen {
    let mut screen = Screen::new(office, size);
    screen.press("Esc 2");
    screen
}

#[test]
fn renewals_at_each_size() {
    for (size, name) in [
        ((80, 24), "80x24"),
        ((80, 22), "80x22"),
        ((60, 18), "60x18"),
        ((140, 40), "140x40"),
    ] {
        let mut screen = view(renewals(), size);
        screen.press("j");
        screen.looks_like(&format!("renewals-{name}"));
        screen.press("Tab l l");
        screen.looks_like(&format!("renewals-{name}-grid"));
        screen.press("Tab v");
        screen.looks_like(&format!("renewals-{name}-list"));
        screen.press("v");
        screen.looks_like(&format!("renewals-{name}-year"));
    }
}

/// Where there is room the terms of the year stand along its months, by what the calendar calls their days; the days and
/// the dollars stand beside them.
#[test]
fn a_large_window_has_the_terms_of_the_year_along_its_months() {
    let mut screen = view(renewals(), (200, 60));
    screen.press("v v").looks_like("renewals-200x60-year");
    screen.press("} }").hides("too late to cancel");
    let look = Look {
        ascii_lines: true,
        ..Look::default()
    };
    let mut screen = Screen::with(renewals(), (140, 40), look);
    screen.press("Esc 2 v v").looks_like("renewals-ascii-year");
}

#[test]
fn the_row_that_is_copied_says_what_the_list_says_of_it() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("Y r");
    // Nobody decided, nobody answers for it.
    let row = "C-109\tWonderLab K-5\t8 schools\t2026-03-02\t2026-05-01\t11,900\tLOCKED\t\t";
    assert_eq!(screen.copied(), Some(row), "{}", screen.text());
}

#[test]
fn a_page_of_the_months_is_four_weeks() {
    let mut screen = view(renewals(), (80, 24));
    // March 15, then four weeks on, and back again.
    for (keys, month, day) in [
        ("j Tab l l", "March 2026", ">15"),
        ("Ctrl-D", "April 2026", ">12"),
        ("Ctrl-D", "May 2026", ">10"),
        ("Ctrl-U Ctrl-U", "March 2026", ">15"),
    ] {
        screen.press(keys);
        let text = screen.text();
        assert!(text.contains(month) && text.contains(day), "{keys}: {text}");
    }
}

#[test]
fn what_must_be_stopped_now_is_one_key_away() {
    let mut screen = Screen::new(renewals(), (80, 24));
    screen.press("Esc");
    screen.press("2");
    let text = screen.text();
    // One missed, two overdue, two to be decided by Mar 24.
    assert!(text.contains("[2 Renew 5!]"), "{text}");
    assert!(
        text.contains("CANCEL BY: 9 can still be stopped, 4 of them now"),
        "{text}"
    );
    assert!(
        text.contains("MISSED: phone the vendor    1, $11,900 year price"),
        "{text}"
    );
    assert!(
        text.contains("NOW: stop, or they renew    4, $50,070 year price"),
        "{text}"
    );
    assert!(text.contains("> Mar 02   late 8d WonderLab"), "{text}");
    assert!(
        !text.contains("Canvas"),
        "what is settled is not to be stopped: {text}"
    );
}

#[test]
fn the_third_is_cancelled_in_six_keys_and_its_letter_is_read_by_a_seventh() {
    for size in [(80, 24), (80, 22), (60, 18), (140, 40)] {
        let mut screen = Screen::new(renewals(), size);
        screen.press("Esc");
        let script = "2 j j d c u";
        assert_eq!(script.split_whitespace().count(), 6);
        screen.press(script);
        let told = screen.message();
        assert_eq!(
            told,
            "Cancelled C-110 BrainPOP. L opens its letter, due Mon Mar 16. u takes it back.",
            "{}",
            screen.text()
        );
        let made = decision(&screen.store(), "C-110").unwrap();
        assert_eq!(
            (made.choice, made.cause),
            (Choice::Cancel, Some(Cause::Unused))
        );
        assert!(!screen.text().contains("Mar 16 Mon"), "{}", screen.text());
        // The cursor went on to another contract, and L opens the letter of this one all the same.
        screen.press("L");
        let page = screen.text();
        assert!(
            page.contains("Notice of non-renewal") && page.contains("BrainPOP"),
            "{page}"
        );
        screen.press("y").press("q");
        assert!(screen.copied().unwrap().contains("BrainPOP"));
        screen
            .press("/ 'brain' Enter o n")
            .shows("Notice of non-renewal");
        screen.press("q Esc u");
        assert!(
            screen.message().starts_with("Undid: C-110"),
            "{}",
            screen.message()
        );
        assert!(decision(&screen.store(), "C-110").is_none());
    }
}

#[test]
fn the_reason_may_be_typed() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j j d");
    screen.looks_like("renewals-decide");
    screen.press("c");
    screen.looks_like("renewals-reason");
    screen.press("o 'the maker was sold' Enter");
    let made = decision(&screen.store(), "C-110").unwrap();
    assert_eq!(made.cause, Some(Cause::Other));
    assert_eq!(made.reason.as_deref(), Some("the maker was sold"));
    let keys = "2 j j d c o Enter".split_whitespace().count();
    assert!(keys <= 8, "{keys}");
}

#[test]
fn three_contracts_get_one_owner_in_eleven_keys() {
    let script = "2 j j Space Space Space w n g u Enter";
    assert_eq!(script.split_whitespace().count(), 11);
    for ahead in [false, true] {
        let mut screen = Screen::new(renewals(), (80, 24));
        screen.press("Esc");
        if ahead {
            screen.press_ahead(script);
        } else {
            screen.press(script);
        }
        assert_eq!(
            screen.message(),
            "3 contracts: assigned. u takes them back.",
            "{}",
            screen.text()
        );
        let store = screen.store();
        for number in ["C-110", "C-112", "C-111"] {
            let contract: Contract = store.get(id(&store, number)).unwrap();
            assert!(contract.owner.is_some(), "{number}");
        }
        let missed: Contract = store.get(id(&store, "C-109")).unwrap();
        assert_eq!(missed.owner, None);
        screen.press("u");
        assert_eq!(
            screen.message(),
            "Undid: 3 contracts: assigned. U puts it back."
        );
        let store = screen.store();
        for number in ["C-110", "C-112", "C-111"] {
            let contract: Contract = store.get(id(&store, number)).unwrap();
            assert_eq!(contract.owner, None, "{number}");
        }
    }
}

#[test]
fn the_menu_says_of_marked_contracts_what_they_cost_and_for_how_many_it_is_too_late() {
    let mut screen = view(renewals(), (80, 24));
    // C-109 for $11,900, whose day has passed, and C-105 for $24,800.
    screen.press("Space Space d");
    screen.shows("Decide 2 contracts, $36,700 year price, first Fri Mar 13, 1 too late");
    screen.shows("makes a notice letter and a task of each, by its own day");
    // C-110 for $9,850 and C-112 for $7,300.
    screen.press("Esc * j j Space Space d");
    screen.hides("too late");
}

#[test]
fn marks_end_with_esc_and_with_the_view() {
    for away in ["Esc", "1 2", "f Esc 2"] {
        let mut screen = view(renewals(), (80, 24));
        screen.press("Space Space").shows("2 marked");
        screen.press(away).hides("marked   ");
        screen.press("d").shows("Decide C-1");
    }
}

#[test]
fn marked_contracts_are_cancelled_together_or_not_at_all() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j j Space Space d c u");
    let told = screen.message();
    assert!(
        told.starts_with("2 contracts: cancel. L opens the letters, first by Mar 16. u takes them"),
        "{told}"
    );
    for number in ["C-110", "C-112"] {
        let made = decision(&screen.store(), number).map(|made| made.choice);
        assert_eq!(made, Some(Choice::Cancel), "{number}");
    }
    screen.press("u");
    for number in ["C-110", "C-112"] {
        assert!(decision(&screen.store(), number).is_none(), "{number}");
    }
}

#[test]
fn who_cancels_after_the_vendors_day_is_told_to_phone() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("d c u");
    let told = screen.message();
    assert_eq!(
        told,
        "Cancelled C-109 WonderLab K-5. Mon Mar 02 has passed: phone the vendor. u takes it back.",
        "{}",
        screen.text()
    );
    let to_dos = screen.store().to_dos(support::today()).unwrap();
    let phone = to_dos
        .iter()
        .filter(|one| one.what.starts_with("phone the vendor"));
    assert_eq!(phone.count(), 1, "{to_dos:?}");
}

#[test]
fn typed_ahead_it_ends_the_same() {
    for script in [
        "2 j j d c u j d c u u",
        "2 } } [ Tab l l Enter d r",
        "2 v G v j Enter",
    ] {
        let mut slow = Screen::new(renewals(), (80, 24));
        slow.press("Esc");
        slow.press(script);
        let mut fast = Screen::new(renewals(), (80, 24));
        fast.press("Esc");
        fast.press_ahead(script);
        assert_eq!(fast.text(), slow.text(), "{script}");
    }
}

#[test]
fn a_goal_is_asked_for_when_the_contract_goes_on() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j d r");
    assert!(
        screen
            .text()
            .contains("What became of its goal: half of all lessons"),
        "{}",
        screen.text()
    );
    screen.press("'a third' Enter Enter");
    assert!(
        screen.message().starts_with("Renewed C-105 Nearpod."),
        "{}",
        screen.text()
    );
    let made = decision(&screen.store(), "C-105").unwrap();
    assert_eq!(made.goal_result.as_deref(), Some("a third"));
    assert_eq!(made.reason.as_deref(), Some("still needed"));
}

/// The first letter takes the place of a reason that is proposed; Enter and the arrows keep it.
#[test]
fn a_proposed_reason_is_kept_or_replaced_and_never_joined_to_what_is_typed() {
    for (keys, reason) in [
        ("'board wants it' Enter", "board wants it"),
        ("Enter", "still needed"),
        (
            "Left Right ', says the board' Enter",
            "still needed, says the board",
        ),
    ] {
        let mut screen = view(renewals(), (80, 24));
        screen
            .press("/ 'seesaw' Enter d r")
            .shows("(typing replaces it)");
        screen.press(keys);
        let made = decision(&screen.store(), "C-107").unwrap();
        assert_eq!(made.reason.as_deref(), Some(reason), "{}", screen.text());
    }
}

/// One reason for all that is off is said once, and whole.
#[test]
fn why_nothing_may_be_decided_is_said_once_and_whole() {
    let mut file = renewals();
    file.person("kim", "technical");
    let mut screen = Screen::of(file.store.path(), "kim");
    screen.press("Esc 2 j j d");
    let text = screen.text();
    assert_eq!(text.matches("off: ").count(), 1, "{text}");
    assert!(text.contains("c, r, n, w are off: "), "{text}");
}

#[test]
fn choices_that_need_more_ask_for_it_and_say_what_is_wrong() {
    let mut screen = view(renewals(), (80, 24));
    // Waiting needs a day before the day to decide, and what for.
    screen.press("/ 'seesaw' Enter d w Ctrl-U 'soon' Enter");
    assert!(
        screen.message().contains("soon is not a day"),
        "{}",
        screen.text()
    );
    screen.press("Ctrl-U '2026-04-01' Enter 'a quote' Enter");
    assert!(
        screen.message().contains("waits until Wed Apr 01"),
        "{}",
        screen.text()
    );
    let made = decision(&screen.store(), "C-107").unwrap();
    assert_eq!(
        (made.choice, made.reason.as_deref()),
        (Choice::Defer, Some("a quote"))
    );
    // Fewer seats.
    screen.press("d m s '2,000' Enter p");
    let made = decision(&screen.store(), "C-107").unwrap();
    assert_eq!(
        (made.choice, made.quantity),
        (Choice::Smaller, Some(2_000)),
        "{}",
        screen.text()
    );
    // Another product in its place.
    screen.press("d m p 'nearpod' Enter d");
    let made = decision(&screen.store(), "C-107").unwrap();
    assert_eq!(made.choice, Choice::Replace, "{}", screen.text());
    assert!(made.replacement.is_some());
    screen.press("d m p 'nobody knows' Enter d");
    assert!(
        screen
            .message()
            .contains("no product is called `nobody knows`"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_line_that_is_off_says_why() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("/ 'lexia' Enter d");
    screen.looks_like("renewals-lapsing");
    screen.press("a u");
    assert!(
        screen.message().starts_with("C-102 Lexia Core5 is let go."),
        "{}",
        screen.text()
    );
    screen.press("Esc / 'wonder' Enter d w");
    assert!(
        screen.message().contains("can be put off no longer"),
        "{}",
        screen.text()
    );
}

#[test]
fn leaving_is_followed_up_until_the_proof_is_filed() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j d c u / 'nearp' Enter o");
    screen.looks_like("renewals-related");
    screen.press("s Ctrl-U '2026-03-09 mail/17.pdf' Enter");
    let made = decision(&screen.store(), "C-105").unwrap();
    assert_eq!(
        made.notice_proof.as_deref(),
        Some("mail/17.pdf"),
        "{}",
        screen.text()
    );
    screen.press("o a Enter");
    let made = decision(&screen.store(), "C-105").unwrap();
    assert!(made.deletion_requested.is_some(), "{}", screen.text());
    screen.press("o f Enter");
    let made = decision(&screen.store(), "C-105").unwrap();
    assert!(made.deletion_confirmed.is_some(), "{}", screen.text());
}

#[test]
fn an_assumed_notice_is_marked_until_it_is_read_from_the_paper() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j j");
    let text = screen.text();
    assert!(text.contains("Mar 16 Mon?"), "{text}");
    assert!(
        text.contains("UNVERIFIED cancel by Mon Mar 16, 90 days assumed"),
        "{text}"
    );
    screen.press("o v Ctrl-U '2 months' Enter");
    assert!(
        screen
            .message()
            .contains("notice is 2 months, read from the paper"),
        "{}",
        screen.text()
    );
    assert!(!screen.text().contains("UNVERIFIED"), "{}", screen.text());
    screen.press("u");
    screen.press("o v Ctrl-U 'soonish' Enter");
    assert!(
        screen.message().contains("soonish is no notice"),
        "{}",
        screen.text()
    );
}

#[test]
fn all_about_a_contract_is_on_a_page() {
    let mut screen = view(renewals(), (80, 40));
    screen.press("j Enter");
    screen.looks_like("renewals-sheet");
    screen.press("G");
    screen.looks_like("renewals-sheet-end");
    screen.press("q");
    assert!(screen.text().contains("CANCEL BY"), "{}", screen.text());
}

#[test]
fn the_month_and_the_agenda_follow_each_other() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("]");
    assert!(screen.text().contains("April 2026"), "{}", screen.text());
    assert!(screen.text().contains("> Apr 01 Wed"), "{}", screen.text());
    screen.press(".");
    assert!(screen.text().contains("March 2026") && screen.text().contains("> Mar 13 Fri"));
    screen.press("Tab j");
    assert!(screen.text().contains(">17  18"), "{}", screen.text());
    assert!(screen.text().contains(". Mar 20 Fri"), "{}", screen.text());
    screen.press("Enter j");
    assert!(screen.text().contains("> Mar 26 Thu"), "{}", screen.text());
    screen.press("}");
    assert!(screen.line(1).contains("FY 2026-27"), "{}", screen.text());
    screen.press("{ {");
    assert!(screen.line(1).contains("FY 2024-25"), "{}", screen.text());
}

#[test]
fn sums_on_every_screen_say_how_many_contracts_have_no_price() {
    let mut office = renewals();
    let nearpod = id(&office.store, "C-105");
    let lines = office.store.all::<Line>().unwrap();
    let line = lines.iter().find(|line| line.contract == nearpod);
    let put = Put::id(line.unwrap().id);
    let put = put.with("unit_cents", None::<Cents>);
    office.save(put.with("total_cents", None::<Cents>));
    for (office, said) in [(renewals(), false), (office, true)] {
        let mut screen = view(office, (80, 24));
        let words = "1 contract without a price";
        assert_eq!(screen.text().contains(words), said, "{}", screen.text());
        screen.press("v v");
        assert_eq!(screen.text().contains(words), said, "{}", screen.text());
        screen.press("6");
        assert_eq!(screen.line(1).contains(words), said, "{}", screen.text());
        screen.press("3");
        assert_eq!(screen.text().contains(words), said, "{}", screen.text());
        screen.press("4");
        assert_eq!(screen.text().contains(words), said, "{}", screen.text());
    }
}

#[test]
fn the_year_is_of_what_the_filter_and_the_school_leave_and_says_so() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("v v");
    let all = screen.text();
    assert!(all.contains("All year $238,540 term price."), "{all}");
    screen.press("/ 'nearp' Enter");
    let text = screen.text();
    assert!(
        text.contains("by month, only \"nearp\"") && text.contains("All year $34,320 term price."),
        "{text}"
    );
    screen.press("Esc");
    assert_eq!(screen.text(), all);
    screen.press("@ 'lincoln' Enter");
    let text = screen.text();
    assert!(text.contains("by month, only at Lincoln"), "{text}");
    assert!(!text.contains("$238,540"), "{text}");
}

#[test]
fn contracts_are_edited_and_entered_on_a_form() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j j e");
    screen.looks_like("renewals-form");
    screen.press("Tab Tab Tab Tab Tab 6 0 Tab d Ctrl-X");
    assert!(
        screen.message().starts_with("Saved C-110"),
        "{}",
        screen.text()
    );
    let store = screen.store();
    let contract: Contract = store.get(id(&store, "C-110")).unwrap();
    assert_eq!(contract.notice, Some(60));
    screen.press("n 'C-900' Tab Tab Tab '2026-06-01' Tab y Ctrl-X");
    assert!(
        screen.message().starts_with("Added C-900"),
        "{}",
        screen.text()
    );
    screen.press("/ 'C-900' Enter o b");
    screen.press("'canvas lms' Tab 5 0 Tab '1,500' Ctrl-X");
    assert!(
        screen.message().starts_with("Added line of C-900"),
        "{}",
        screen.text()
    );
    assert!(
        screen.text().contains("Canvas LMS") && screen.text().contains("1,500"),
        "{}",
        screen.text()
    );
    screen.press("n 'C-901' Tab Tab '2026-06-01' Tab '2026-05-01' Ctrl-X");
    assert!(
        screen.text().contains("C-901"),
        "an end before the start is refused: {}",
        screen.text()
    );
    assert!(screen.store().contract_named("C-901").unwrap().is_none());
}

#[test]
fn lists_and_calendars_go_to_files() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("x c x i y");
    let files = screen.exports();
    assert_eq!(files.len(), 2, "{}", screen.text());
    assert_eq!(files[0].1.lines().count(), 11, "{}", files[0].1);
    assert!(
        files[0]
            .1
            .starts_with("contract,product,vendor,scope,term_end,auto_renew,notice,cancel_by,"),
        "as the command has it: {}",
        files[0].1
    );
    assert_eq!(files[1].0, format!("renewals-{}.ics", support::today()));
    assert_eq!(files[1].1.matches("STATUS:CONFIRMED").count(), 50);
    let copied = screen.copied().unwrap().to_owned();
    assert!(
        copied.starts_with("C-109 WonderLab K-5: auto-renews Fri May 01 2026."),
        "{copied}"
    );
    screen.press("c n o t e Enter");
    assert!(
        screen.message().starts_with("Noted on C-109"),
        "{}",
        screen.text()
    );
    screen.press("H");
    assert!(screen.text().contains("note"), "{}", screen.text());
}

#[test]
fn what_a_colleague_decides_leaves_and_the_cursor_stays_on_its_contract() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j j");
    let mut store = screen.store();
    let nearpod = id(&store, "C-109");
    decide(&mut store, nearpod, Choice::Renew);
    assert!(screen.look_around());
    let text = screen.text();
    assert!(
        text.contains("> Mar 16 Mon?") && !text.contains("WonderLab"),
        "{text}"
    );
}

#[test]
fn no_decision_falls_on_the_neighbor_of_a_contract_that_left() {
    for keys in ["j j d", "j j w", "j j o"] {
        let mut screen = view(renewals(), (80, 24));
        screen.press(keys);
        let mut store = screen.store();
        let brainpop = id(&store, "C-110");
        decide(&mut store, brainpop, Choice::Renew);
        assert!(screen.look_around());
        screen.press(if keys.ends_with('w') {
            "n g Enter"
        } else {
            "c"
        });
        let told = screen.message();
        assert!(
            told.starts_with("The contract left the list meanwhile"),
            "{told}"
        );
        assert!(decision(&screen.store(), "C-112").is_none());
    }
    // Once it is chosen, the reason is about what was chosen.
    let mut screen = view(renewals(), (80, 24));
    screen.press("j j d c");
    let mut store = screen.store();
    let nearpod = id(&store, "C-105");
    decide(&mut store, nearpod, Choice::Cancel);
    screen.look_around();
    screen.press("u");
    let made = decision(&screen.store(), "C-110").unwrap();
    assert_eq!(made.choice, Choice::Cancel);
}

#[test]
fn a_colleagues_decision_is_never_replaced_unseen_and_the_same_key_again_replaces_it() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j j d r");
    let mut store = screen.store();
    let brainpop = id(&store, "C-110");
    decide_as("nguyen", &mut store, brainpop, Choice::Cancel);
    screen.look_around();
    screen.press("Ctrl-U 'the board wants it' Enter");
    let told = screen.message();
    assert!(
        told.contains("was faster") && told.contains("choice of C-110") && told.contains("cancel"),
        "{told}"
    );
    let made = |screen: &Screen| decision(&screen.store(), "C-110").unwrap();
    assert_eq!(made(&screen).choice, Choice::Cancel);
    // What was cancelled is seen now, under the cursor, wherever it stands in the list; the words are still there.
    screen.press("d r");
    screen.shows("C-110 BrainPOP goes on");
    screen.shows("the board wants it");
    screen.press("Enter");
    assert_eq!(
        screen.message(),
        "Renewed C-110 BrainPOP, instead of cancel. u takes it back.",
        "{}",
        screen.text()
    );
    assert_eq!(made(&screen).choice, Choice::Renew);
}

#[test]
fn who_takes_a_contract_that_a_colleague_took_meanwhile_is_told() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j j");
    let mut store = screen.store();
    let brainpop = id(&store, "C-110");
    let take = Change::Renewal {
        what: "C-110 BrainPOP".into(),
        contract: brainpop,
        deed: RenewalDeed::Take,
    };
    store.apply(&take, &stamp("nguyen")).unwrap();
    screen.press("t");
    let told = screen.message();
    assert!(
        told.contains("was faster") && told.contains("owner of C-110"),
        "{told}"
    );
    screen.press("t");
    assert!(
        screen.message().starts_with("You took C-110"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_days_that_went_by_are_written_down_when_nobody_waits() {
    let mut screen = view(renewals(), (80, 24));
    let nobody = |screen: &Screen| {
        let all = screen.store().all::<Renewal>().unwrap();
        all.iter().filter(|one| one.choice == Choice::None).count()
    };
    let before = nobody(&screen);
    screen.look_around();
    assert!(!screen.look_around(), "once a day");
    assert!(nobody(&screen) >= before);
}

#[test]
fn empty_lists_say_why_and_what_to_press() {
    let mut screen = view(support::office(), (80, 24));
    assert!(
        screen
            .text()
            .contains("No contracts yet. :import reads a CSV"),
        "{}",
        screen.text()
    );
    screen.press("j Enter Tab d w e y x c H ] } v v q");
    let mut screen = view(renewals(), (80, 24));
    screen.press("/ 'zzz'");
    assert!(
        screen
            .text()
            .contains("0 of 14 shown. Filter \"zzz\". Esc clears the filter."),
        "{}",
        screen.text()
    );
}

#[test]
fn without_color_and_lines_renewals_can_still_be_read() {
    let look = Look {
        colors: Colors::None,
        ascii_lines: true,
        ascii_text: true,
    };
    let mut screen = Screen::with(renewals(), (80, 24), look);
    screen.press("Esc 2 j Space");
    assert!(screen.text().is_ascii());
    assert!(!screen.has_color());
    screen.looks_like("renewals-ascii");
}

#[test]
fn the_place_is_kept() {
    let mut screen = view(renewals(), (80, 24));
    screen.press("j j j v");
    let screen = screen.again();
    assert!(
        screen.text().contains("all 14 contracts"),
        "{}",
        screen.text()
    );
    assert!(screen.text().contains("> LabLoop"), "{}", screen.text());
}

#[test]
fn no_window_is_too_small_for_renewals() {
    for keys in [
        "2", "2 Tab", "2 Enter", "2 d", "2 d c", "2 v", "2 v v", "2 o", "2 z Tab", "2 e", "2 /",
    ] {
        let mut screen = Screen::new(renewals(), (80, 24));
        screen.press("Esc");
        screen.press(keys);
        for width in [1, 2, 5, 20, 59, 60, 61, 79, 80, 81, 119, 120, 129, 130, 200] {
            for height in [1, 2, 3, 5, 10, 17, 18, 19, 21, 22, 23, 35, 36, 60] {
                screen.resize(width, height);
            }
        }
        screen.resize(80, 24).press("j k l h");
    }
}

/// The end of a month hides nothing that presses: IXL is to be cancelled by Apr 1, and the agenda of the
/// board that must decide closes on Mar 17.
#[test]
fn what_presses_is_counted_across_the_month() {
    let mut office = renewals();
    let ixl = id(&office.store, "C-104");
    office.save(Put::id(ixl).with("max_term_months", Some(36_i64)));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    office.save(
        Put::new(Kind::CalendarDay)
            .with("day", day("2026-03-24"))
            .with("kind", DayKind::Board)
            .with("agenda_cutoff", Some(day("2026-03-17"))),
    );
    let screen = view(office, (80, 24));
    let text = screen.text();
    assert!(text.contains("[2 Renew 6!]"), "{text}");
    assert!(
        text.contains("9 can still be stopped, 5 of them now"),
        "{text}"
    );
    assert!(
        text.contains("Mar 16 Mon?   6d BrainPOP          9,850 OVERDUE"),
        "it has no owner either: {text}"
    );
    assert!(text.contains("[10] today"), "{text}");
}

/// A tab of the view holds what is not known until somebody says.
#[test]
fn what_is_not_known_has_a_list_of_its_own() {
    let mut office = renewals();
    let clever = id(&office.store, "C-108");
    let unknown = Put::id(clever).with("auto_renew", None::<bool>);
    office.save(unknown);
    let mut screen = view(office, (80, 24));
    screen.press("v v v");
    let text = screen.text();
    assert!(text.contains("not known: 2 of 14 contracts"), "{text}");
    assert!(
        text.contains("Clever") && text.contains("NOT KNOWN"),
        "{text}"
    );
    screen.press("/ 'clever' Enter o x");
    assert!(
        screen.message().contains("does not renew by itself"),
        "{}",
        screen.text()
    );
    screen.press("Esc");
    let text = screen.text();
    assert!(text.contains("not known: 1 of 14 contracts"), "{text}");
    screen.press("v");
    assert!(
        screen.text().contains("No contract has ended yet."),
        "{}",
        screen.text()
    );
}

#[test]
fn contracts_that_have_all_ended_are_said_and_shown() {
    let mut office = renewals();
    let all = office.store.all::<Contract>().unwrap();
    let puts = all.iter().map(|contract| {
        Put::id(contract.id)
            .with("auto_renew", false)
            .with("term_start", None::<NaiveDate>)
            .with("term_end", "2016-12-29".parse::<NaiveDate>().unwrap())
    });
    for put in puts.collect::<Vec<_>>() {
        office.save(put);
    }
    let mut screen = view(office, (80, 24));
    let text = screen.text();
    assert!(
        text.contains("contracts, all ended before Mar 10 2026. v lists them."),
        "{text}"
    );
    assert!(text.contains("2 Renew 0]"), "{text}");
    screen.press("v v v v");
    let text = screen.text();
    assert!(
        text.contains("Nearpod            C-105     Dec 29 2016"),
        "{text}"
    );
    assert!(
        text.contains(": ended Thu Dec 29 2016")
            && text.contains("The last day was Thu Dec 29 2016"),
        "{text}"
    );
    assert!(
        !text.contains("Decide by"),
        "nothing is to be decided: {text}"
    );
}

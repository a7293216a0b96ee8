//! Overlaps as people see them: keys in, text out, on a real office.

use crate::support;
use crate::support::district::File;
use crate::support::overlaps::{EDPUZZLE, JEFFERSON, MAPLE, NEARPOD, SEESAW, alert, overlaps};
use crate::support::screen::{Screen, keys};
use crate::support::{Office, stamp};
use hallpass::domain::change::Change;
use hallpass::domain::contract::{Contract, ContractId, Line};
use hallpass::domain::money::Cents;
use hallpass::domain::overlap::OverlapKind;
use hallpass::domain::overlap::alert::{Action, Alert, AlertState, DismissCode};
use hallpass::domain::overlap::process::AlertDeed;
use hallpass::domain::product::{Product, ProductId};
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::{Choice, Renewal};
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::Store;
use hallpass::tui::theme::{Colors, Look};

fn view(office: Office, size: (u16, u16)) -> Screen {
    let mut screen = Screen::new(office, size);
    screen.press("Esc 4");
    screen
}

fn contract(store: &Store, number: &str) -> Contract {
    let id = store.contract_named(number).unwrap().unwrap();
    store.get(id).unwrap()
}

/// What was decided for the end of a contract.
fn decision(store: &Store, number: &str) -> Option<Choice> {
    let id = contract(store, number).id;
    let all = store.all::<Renewal>().unwrap().into_iter();
    all.filter(|one| one.contract == id)
        .map(|one| one.choice)
        .next_back()
}

/// What people said about the alert of a kind.
fn said(screen: &Screen, kind: OverlapKind) -> Option<Alert> {
    let mut all = screen.store().all::<Alert>().unwrap().into_iter();
    all.rfind(|alert| alert.kind == kind)
}

#[test]
fn the_row_that_is_copied_says_what_the_list_says_of_it() {
    let mut screen = view(overlaps(), (140, 40));
    screen.press("Y r");
    let row = "O-m74e7\tSimilar\tNearpod + Edpuzzle\tROO\t1,980\t2026-05-22\topen\t";
    assert_eq!(screen.copied(), Some(row), "{}", screen.text());
}

#[test]
fn overlaps_at_each_size() {
    for (size, name) in [
        ((80, 24), "80x24"),
        ((80, 22), "80x22"),
        ((60, 18), "60x18"),
        ((140, 40), "140x40"),
    ] {
        let mut screen = view(overlaps(), size);
        screen.press("]");
        screen.looks_like(&format!("overlaps-{name}"));
        screen.press("z");
        screen.looks_like(&format!("overlaps-{name}-detail"));
        screen.press("z [ G d c Enter");
        screen.looks_like(&format!("overlaps-{name}-plan"));
    }
}

#[test]
fn the_largest_duplicate_is_consolidated_in_six_keys() {
    let script = "4 ] d c Enter Enter";
    assert_eq!(keys(script), 6);
    for size in [(80, 24), (80, 22), (60, 18), (140, 40)] {
        for ahead in [false, true] {
            let mut screen = Screen::new(overlaps(), size);
            screen.press("Esc");
            if ahead {
                screen.press_ahead(script);
            } else {
                screen.press(script);
            }
            let told = screen.message();
            assert!(
                told.starts_with("Planned O-")
                    && told
                        .ends_with(": keep C-124, stop C-125 by Fri May 29 2026. u takes it back."),
                "{told}\n{}",
                screen.text()
            );
            let store = screen.store();
            let plan = said(&screen, OverlapKind::SameProduct).unwrap();
            assert_eq!(
                (plan.state, plan.action),
                (AlertState::Planned, Some(Action::Convert))
            );
            assert_eq!(plan.keeper_contract, Some(contract(&store, "C-124").id));
            assert_eq!(decision(&store, "C-125"), Some(Choice::Consolidate));
            assert_eq!(decision(&store, "C-124"), None);
            screen.press("u");
            assert!(
                screen.message().starts_with("Undid: O-"),
                "{}",
                screen.message()
            );
            assert_eq!(decision(&screen.store(), "C-125"), None);
        }
    }
}

#[test]
fn the_same_for_a_named_school_takes_nine() {
    let script = "4 @ 'je' Enter d c Enter Enter";
    assert_eq!(keys(script), 9);
    let mut screen = Screen::new(overlaps(), (80, 24));
    screen.press("Esc");
    screen.press_ahead(script);
    assert!(
        screen.text().contains("@Jefferson MS") && screen.message().contains("keep C-124"),
        "{}",
        screen.text()
    );
    assert_eq!(
        decision(&screen.store(), "C-125"),
        Some(Choice::Consolidate)
    );
}

#[test]
fn a_similar_product_is_dismissed_in_eight_keys_and_comes_back_in_time() {
    let words = "'one is for reading'";
    let script = format!("4 ] ] ] d b o {words} Enter");
    assert_eq!(keys(&script) - keys(words), 8);
    let mut screen = Screen::new(overlaps(), (80, 24));
    screen.press("Esc");
    screen.press(&script);
    let told = screen.message();
    assert!(
        told.starts_with("Dismissed O-") && told.contains("until Tue Jun 30 2026"),
        "{told}"
    );
    let dismissal = said(&screen, OverlapKind::SameFunction).unwrap();
    assert_eq!(dismissal.code, Some(DismissCode::Accepted));
    assert_eq!(dismissal.reason.as_deref(), Some("one is for reading"));
    assert_eq!(dismissal.until, Some("2026-06-30".parse().unwrap()));
    assert!(
        screen
            .text()
            .contains("No overlap of the kind Similar is open"),
        "{}",
        screen.text()
    );
    screen.press("]");
    let text = screen.text();
    assert!(
        text.contains("[Closed 1]") && text.contains("dismissed"),
        "{text}"
    );
    // They stand by what became of them, below its heading.
    assert!(
        text.contains("sort: state, $ at stake") && text.contains("BOTH ARE NEEDED, FOR NOW"),
        "{text}"
    );
    screen.press("d o");
    assert!(
        screen.message().contains("is open again"),
        "{}",
        screen.text()
    );
    screen.press("[");
    assert!(screen.text().contains("[Similar 1]"), "{}", screen.text());
}

#[test]
fn dismissing_takes_a_reason_letter_and_another_day() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] ] d b");
    screen.looks_like("overlaps-dismiss");
    screen.press("u Ctrl-U 'soon' Enter");
    assert!(
        screen.message().contains("soon is not a day"),
        "{}",
        screen.text()
    );
    screen.press("Ctrl-U '2026-09-01' Enter");
    assert!(screen.text().contains("until Tue Sep 01 2026"));
    screen.press("c");
    let dismissal = said(&screen, OverlapKind::SameFunction).unwrap();
    assert_eq!(dismissal.code, Some(DismissCode::Complementary));
    assert_eq!(dismissal.until, Some("2026-09-01".parse().unwrap()));
}

#[test]
fn waiting_hides_it_until_a_day_that_is_still_to_come() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] ] d w");
    screen.press("Ctrl-U '2026-03-01' Enter 'the vote of the board' Enter");
    assert!(
        screen.message().contains("2026-03-01 has passed"),
        "{}",
        screen.text()
    );
    assert!(said(&screen, OverlapKind::SameFunction).is_none());
    screen.press("Esc d w Ctrl-U '2026-04-01' Enter Enter");
    let waiting = said(&screen, OverlapKind::SameFunction).unwrap();
    assert_eq!(waiting.until, Some("2026-04-01".parse().unwrap()));
    assert_eq!(waiting.reason.as_deref(), Some("the vote of the board"));
}

#[test]
fn what_is_written_and_what_is_lost_is_read_before_it_is_decided() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] ] d");
    screen.looks_like("overlaps-decide");
    screen.press("c");
    screen.looks_like("overlaps-keeper");
    screen.press("Enter");
    let text: Vec<String> = screen
        .text()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let text = text.join(" ");
    for words in [
        "C-131 is cancelled at its end Tue Jun 30 2026, notice by Fri May 29",
        "If C-131 Edpuzzle ends: Roosevelt MS, grades K-8, 90 people use it, 12 trained,",
        "sso at Roosevelt MS. instead: Nearpod.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    screen.press("Esc");
    assert!(said(&screen, OverlapKind::SameFunction).is_none());
}

#[test]
fn the_other_may_stay() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] d c j Enter");
    let text = screen.text();
    assert!(
        text.contains("C-124 moves to the one that stays")
            && text.contains("If C-124 Gimkit Pro ends: Jefferson MS"),
        "{text}"
    );
    screen.press("r 'closer to us' Enter");
    let store = screen.store();
    let plan = said(&screen, OverlapKind::SameProduct).unwrap();
    assert_eq!(plan.keeper_contract, Some(contract(&store, "C-125").id));
    assert_eq!(plan.reason.as_deref(), Some("closer to us"));
    assert_eq!(decision(&store, "C-124"), Some(Choice::Consolidate));
    assert_eq!(decision(&store, "C-125"), None);
}

#[test]
fn of_two_that_do_one_job_one_is_retired() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] ] d r");
    let text = screen.text();
    assert!(text.contains("> a  Edpuzzle"), "{text}");
    screen.press("b Enter");
    let plan = said(&screen, OverlapKind::SameFunction).unwrap();
    assert_eq!(plan.action, Some(Action::Retire), "{}", screen.text());
    assert_eq!(plan.keeper.map(|id| id.0), Some(EDPUZZLE));
    assert_eq!(decision(&screen.store(), "C-130"), Some(Choice::Cancel));
}

#[test]
fn what_is_covered_goes_on_with_fewer_seats_or_ends() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] d s");
    assert!(
        screen.message().contains("no seat would be left"),
        "{}",
        screen.text()
    );
    screen.press("e Enter Enter");
    assert_eq!(decision(&screen.store(), "C-101"), Some(Choice::Cancel));
    assert_eq!(decision(&screen.store(), "C-100"), None);
    // Where the district covers one of two schools, the other keeps its seats.
    let mut office = overlaps();
    let bought = contract(&office.store, "C-101").id;
    let lines = office.store.all::<Line>().unwrap().into_iter();
    let line = lines
        .into_iter()
        .find(|line| line.contract == bought)
        .unwrap();
    office.save(
        Put::id(line.id)
            .with(
                "schools",
                Schools::only(vec![SchoolId(MAPLE), SchoolId(JEFFERSON)]),
            )
            .with("quantity", Some(100_i64)),
    );
    office.save(Put::id(bought).with("buyer", Some(JEFFERSON)));
    for (school, seats) in [(MAPLE, 60_i64), (JEFFERSON, 40)] {
        office.save(
            Put::keyed(Kind::Inventory)
                .with("school", school)
                .with("product", SEESAW)
                .with("buyer", Some(JEFFERSON))
                .with("seats", Some(seats))
                .with("used", Some(seats)),
        );
    }
    let mut screen = view(office, (80, 24));
    screen.press("] ] d s Enter");
    let plan = said(&screen, OverlapKind::Covered);
    let action = plan.and_then(|plan| plan.action);
    assert_eq!(action, Some(Action::Shrink), "{}", screen.text());
    assert_eq!(decision(&screen.store(), "C-101"), Some(Choice::Smaller));
}

#[test]
fn a_function_that_is_too_broad_compares_no_products_any_more() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] ] d f Enter");
    let text = screen.text();
    assert!(text.contains("[Similar 0]"), "{text}");
    screen.press("u");
    assert!(screen.text().contains("[Similar 1]"), "{}", screen.text());
}

#[test]
fn two_records_become_one_and_two_again() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] ] d m");
    assert!(
        screen.text().contains("Which record stays"),
        "{}",
        screen.text()
    );
    screen.press("Enter");
    let text = screen.text();
    assert!(
        text.contains("Edpuzzle (P-4) becomes Nearpod (P-3)."),
        "{text}"
    );
    screen.press("Enter");
    assert_eq!(
        screen.message(),
        "Merged Edpuzzle into Nearpod; both names find it. u makes two of it again."
    );
    let gone = |screen: &Screen| {
        let product: Product = screen.store().get(ProductId(EDPUZZLE)).unwrap();
        product.merged_into.map(|id| id.0)
    };
    assert_eq!(gone(&screen), Some(NEARPOD));
    screen.press("u");
    assert_eq!(gone(&screen), None);
    assert!(screen.text().contains("[Similar 1]"), "{}", screen.text());
}

#[test]
fn a_day_that_was_missed_is_late_and_not_today() {
    // 30 days before the last day, then 5 working days: missed by 5 days, by 1, and due today.
    for (term_end, told) in [
        ("2026-04-11", "late 5d"),
        ("2026-04-15", "late 1d"),
        ("2026-04-16", "Mar 10!"),
    ] {
        let mut office = overlaps();
        let id = contract(&office.store, "C-125").id.0;
        let day: chrono::NaiveDate = term_end.parse().unwrap();
        office.save(Put::id(ContractId(id)).with("term_end", day));
        let mut screen = view(office, (80, 24));
        screen.press("]");
        let text = screen.text();
        let row = text.lines().find(|line| line.contains("> O-")).unwrap();
        assert!(row.contains(told), "{term_end}: {text}");
    }
}

#[test]
fn a_line_that_is_off_says_why() {
    let mut screen = view(overlaps(), (80, 24));
    for (keys, why) in [
        ("] d m", "it is one record already"),
        ("Esc d o", "it is open"),
        ("Esc d z", "z is not in this menu"),
    ] {
        screen.press(keys);
        assert!(screen.message().contains(why), "{}", screen.text());
    }
}

#[test]
fn who_does_not_decide_renewals_is_told_so() {
    let mut office = overlaps();
    office.person("kim", "technical");
    let mut screen = Screen::seen_by("kim", office, (80, 24));
    screen.press("Esc 4");
    for letter in ["c", "b", "w"] {
        screen.press(&format!("d {letter}"));
        assert!(
            screen.message().contains("it needs the role renewals"),
            "{letter}: {}",
            screen.text()
        );
        screen.press("Esc");
    }
    assert!(screen.store().all::<Alert>().unwrap().is_empty());
}

#[test]
fn taking_and_giving_is_for_all_that_are_marked() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("t");
    assert!(
        screen.message().starts_with("You took O-"),
        "{}",
        screen.text()
    );
    assert!(screen.line(5).ends_with(" me"), "{}", screen.text());
    screen.press("t");
    assert!(
        screen.message().contains("is yours already"),
        "{}",
        screen.text()
    );
    screen.press("* w 'nguyen' Enter");
    assert_eq!(
        screen.message(),
        "3 overlaps: assigned it. u takes them back.",
        "{}",
        screen.text()
    );
    let owners = screen.text().matches(" nguyen").count();
    assert_eq!(owners, 3, "{}", screen.text());
    screen.press("u");
    assert_eq!(screen.text().matches(" nguyen").count(), 0);
}

#[test]
fn marked_overlaps_are_decided_alike_or_not_at_all() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("* d c Enter");
    let store = screen.store();
    for (number, choice) in [
        ("C-101", Some(Choice::Consolidate)),
        ("C-125", Some(Choice::Consolidate)),
        ("C-131", Some(Choice::Cancel)),
        ("C-124", None),
    ] {
        assert_eq!(decision(&store, number), choice, "{number}");
    }
    assert!(screen.text().contains("planned"), "{}", screen.text());
    screen.press("u");
    for number in ["C-101", "C-125", "C-131"] {
        assert_eq!(decision(&screen.store(), number), None, "{number}");
    }
}

#[test]
fn what_the_plans_decided_is_said_where_they_are_taken_back() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("* d c Enter");
    screen.press("* d o");
    for (number, choice) in [
        ("C-101", Choice::Consolidate),
        ("C-125", Choice::Consolidate),
        ("C-131", Choice::Cancel),
    ] {
        assert_eq!(decision(&screen.store(), number), Some(choice));
        let says = format!("{number} stays decided: {choice}; ");
        assert!(screen.message().contains(&says), "{}", screen.message());
    }
}

/// A colleague dismisses the similar products, in a session of their own.
fn dismiss_elsewhere(screen: &Screen, code: DismissCode) {
    let mut store = screen.store();
    let similar = alert(&store, OverlapKind::SameFunction).unwrap();
    let change = Change::Overlap {
        what: similar.name.clone(),
        fingerprint: similar.fingerprint,
        deed: AlertDeed::Dismiss {
            code,
            reason: None,
            until: None,
        },
    };
    store.apply(&change, &stamp("nguyen")).unwrap();
}

#[test]
fn what_a_colleague_said_of_an_overlap_is_never_replaced_unseen() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] ] d b");
    dismiss_elsewhere(&screen, DismissCode::WrongCategory);
    screen.press("c");
    assert!(screen.message().contains("was faster"), "{}", screen.text());
    let dismissal = || said(&screen, OverlapKind::SameFunction).unwrap().code;
    assert_eq!(dismissal(), Some(DismissCode::WrongCategory));
    // It left the list, and the cursor is on it all the same: the same again is about it.
    let name = alert(&screen.store(), OverlapKind::SameFunction)
        .unwrap()
        .name;
    screen.press("Enter");
    screen.shows(&name);
}

#[test]
fn what_a_colleague_does_is_seen_and_no_decision_falls_on_its_neighbor() {
    for keys in ["] ] ] d", "] ] ] w", "] ] ] o"] {
        let mut screen = view(overlaps(), (80, 24));
        screen.press(keys);
        dismiss_elsewhere(&screen, DismissCode::Complementary);
        assert!(screen.look_around());
        screen.press(if keys.ends_with('w') {
            "n g Enter"
        } else if keys.ends_with('o') {
            "p"
        } else {
            "b"
        });
        assert!(
            screen
                .message()
                .starts_with("The overlap left the list meanwhile"),
            "{}",
            screen.text()
        );
        assert!(!screen.look_around(), "and an idle screen writes nothing");
    }
}

#[test]
fn looking_writes_nothing() {
    let mut office = overlaps();
    let before = office.dump();
    let mut screen = view(office, (80, 24));
    screen.press("j k ] ] ] ] [ G g z J K z Enter q d Esc s t / 'nea' Enter Esc o Esc H q y");
    let mut after = Vec::new();
    screen.store().dump(&mut after).unwrap();
    assert_eq!(String::from_utf8(after).unwrap(), before);
}

#[test]
fn what_belongs_to_it_is_one_menu_away() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] ] o");
    screen.looks_like("overlaps-related");
    screen.press("c");
    let text = screen.text();
    assert!(
        text.contains("[2 Renew") && text.contains("> Nearpod"),
        "{text}"
    );
    screen.press("4 o s");
    let text = screen.text();
    assert!(
        text.contains("[3 Schools]") && text.contains("@ROO"),
        "{text}"
    );
    screen.press("@ Enter 4 p");
    assert!(screen.text().contains("─ Nearpod ─"), "{}", screen.text());
}

#[test]
fn a_note_hangs_on_what_was_said_else_on_the_product() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] ] c 'ask them' Enter");
    assert_eq!(screen.message(), "Noted on Nearpod. u takes it back.");
    screen.press("t c 'they share' Enter");
    assert!(
        screen.message().starts_with("Noted on O-"),
        "{}",
        screen.text()
    );
    screen.press("H");
    assert!(screen.text().contains("History of O-"), "{}", screen.text());
    screen.press("q Enter G");
    let text = screen.text();
    assert!(
        text.contains("\"ask them\"") && text.contains("\"they share\""),
        "{text}"
    );
}

#[test]
fn all_about_an_overlap_is_on_a_page_and_copied() {
    let mut screen = view(overlaps(), (80, 60));
    screen.press("] Enter");
    let text = screen.text();
    for words in [
        "At stake        $380.00 this fiscal year",
        "JEFFERSON MS (STAYS)",
        "IF COMBINED",
        "LINE BY LINE",
        "IF WE CANCEL",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    screen.press("q y");
    let copied = screen.copied().unwrap().to_owned();
    assert!(
        copied.contains("Gimkit Pro (Duplicate): $380 FY share at stake"),
        "{copied}"
    );
    screen.press("x c");
    let files = screen.exports();
    assert_eq!(files.len(), 1);
    assert!(
        files[0].0.starts_with("overlaps-") && files[0].1.contains("Gimkit Pro"),
        "{files:?}"
    );
    assert_eq!(files[0].1.lines().count(), 2);
    assert!(
        files[0]
            .1
            .starts_with("id,kind,type,title,schools,at_stake,act_by,state,owner,why,"),
        "as the command has it: {}",
        files[0].1
    );
}

#[test]
fn a_filter_and_a_school_narrow_it_and_say_so() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("/ 'seesaw' Enter");
    let text = screen.text();
    assert!(
        text.contains("filter \"seesaw\": 1 of 3") && text.contains("Seesaw"),
        "{text}"
    );
    screen.press("Esc / 'zzz'");
    assert!(
        screen
            .text()
            .contains("0 of 3 shown. Filter \"zzz\". Esc clears the filter."),
        "{}",
        screen.text()
    );
    screen.press("Esc @ 'map' Enter");
    let text = screen.text();
    assert!(
        text.contains("[All 1]") && text.contains("1 open at Maple ES, $540 FY share at stake."),
        "{text}"
    );
    screen.press("@ Enter s w");
    assert!(screen.line(5).contains("Gimkit Pro"), "{}", screen.text());
}

/// Of an overlap of several schools the list of one of them says what is at stake there, and its head also the sum of all.
#[test]
fn a_school_is_told_what_is_at_stake_there_and_in_all() {
    let dollars = |text: &str| -> i64 {
        let digits = text.split_once('$').unwrap().1;
        let digits: String = digits.chars().filter(|c| *c != ',').collect();
        let end = digits.find(|c: char| !c.is_ascii_digit());
        digits[..end.unwrap_or(digits.len())].parse().unwrap()
    };
    for code in ["lin", "add", "ril"] {
        let mut screen = File::demo().open();
        screen.press(&format!("Esc 4 @ '{code}' Enter"));
        let head = screen.line(3).clone();
        let (here, all) = head.split_once(" at stake there, ").expect(&head);
        assert!(all.contains(" in all."), "{head}");
        let lines = screen.lines();
        let listed: Vec<(&str, i64)> = lines[5..]
            .iter()
            .map_while(|line| {
                line.get(2..9)
                    .filter(|name| name.starts_with("O-"))
                    .zip(Some(line))
            })
            .map(|(name, line)| (name, dollars(line)))
            .collect();
        let sum: i64 = listed.iter().map(|(_, here)| here).sum();
        assert!((sum - dollars(here)).abs() <= 2, "{lines:#?}");
        assert!(dollars(all) > dollars(here), "{head}");
        // What is to be done first says the same of the same overlap.
        screen.press("6");
        let front = screen.lines();
        let plan = front.iter().find(|line| line.contains("Plan O-")).unwrap();
        let (name, here) = listed
            .iter()
            .find(|(name, _)| plan.contains(name))
            .expect(plan);
        let said = plan.rsplit_once('$').unwrap().1;
        assert_eq!(dollars(&format!("${said}")), *here, "{name}: {plan}");
    }
}

/// One of three is closed: two is what line 2 counts, and the list too.
#[test]
fn an_empty_list_counts_what_the_line_above_counts() {
    let mut screen = view(overlaps(), (80, 24));
    let words = "'one is for reading'";
    screen.press(&format!("] ] ] d b o {words} Enter ] ] / 'zzz'"));
    let text = screen.text();
    assert!(text.contains("[All 2]"), "{text}");
    assert!(text.contains("filter \"zzz\": 0 of 2"), "{text}");
    assert!(text.contains("0 of 2 shown. Filter \"zzz\"."), "{text}");
    screen.press("Esc @ 'map' Enter / 'zzz'");
    let text = screen.text();
    assert!(text.contains("[All 1]"), "{text}");
    assert!(text.contains("filter \"zzz\": 0 of 1"), "{text}");
    assert!(
        text.contains("0 of 1 shown. Filter \"zzz\", scope Maple ES."),
        "{text}"
    );
}

#[test]
fn an_empty_office_says_what_it_needs() {
    let mut screen = view(support::office(), (80, 24));
    assert!(
        screen
            .text()
            .contains("Nothing overlaps. It needs two contracts before it can find anything."),
        "{}",
        screen.text()
    );
    screen.press("j Enter ] d t w c y x o p H z J q");
}

#[test]
fn without_color_and_lines_overlaps_can_still_be_read() {
    let look = Look {
        colors: Colors::None,
        ascii_lines: true,
        ascii_text: true,
    };
    let mut screen = Screen::with(overlaps(), (80, 24), look);
    screen.press("Esc 4 Space");
    assert!(screen.text().is_ascii());
    assert!(!screen.has_color());
    screen.looks_like("overlaps-ascii");
}

#[test]
fn the_place_is_kept() {
    let mut screen = view(overlaps(), (80, 24));
    screen.press("] ] s w");
    let screen = screen.again();
    let text = screen.text();
    assert!(
        text.contains("[Covered 1]") && text.contains("sort: what"),
        "{text}"
    );
}

#[test]
fn no_window_is_too_small_for_overlaps() {
    for keys in [
        "4",
        "4 z",
        "4 Enter",
        "4 d",
        "4 d c",
        "4 d c Enter",
        "4 ]",
        "4 o",
        "4 /",
        "4 d b",
    ] {
        let mut screen = Screen::new(overlaps(), (80, 24));
        screen.press("Esc");
        screen.press(keys);
        for width in [1, 2, 5, 20, 59, 60, 61, 79, 80, 81, 119, 120, 140, 200] {
            for height in [1, 2, 3, 5, 10, 17, 18, 19, 21, 22, 23, 35, 36, 60] {
                screen.resize(width, height);
            }
        }
        screen.resize(80, 24).press("j k J K");
    }
}

#[test]
fn a_contract_with_other_products_is_not_ended_along_with_it() {
    let mut office = overlaps();
    let contract = contract(&office.store, "C-131").id;
    let other = office.save(Put::new(Kind::Product).with("name", "Padlet".to_owned()));
    office.save(
        Put::keyed(Kind::Line)
            .with("contract", contract)
            .with("product", other)
            .with("total_cents", Some(Cents(100_000))),
    );
    let mut screen = view(office, (80, 24));
    screen.press("] ] ] d c Enter");
    assert!(
        screen.text().contains("pays for other things too"),
        "{}",
        screen.text()
    );
}

//! Standards as people see them: keys in, text out, on a real office.

use crate::support::district::File;
use crate::support::screen::{Screen, keys};
use crate::support::stamp;
use crate::support::standards::{
    RILLWATER, SUMGROVE, standards, without_results, without_standards,
};
use hallpass::domain::change::Change;
use hallpass::domain::contract::Line;
use hallpass::domain::money::Cents;
use hallpass::domain::policy::Policy;
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Put;
use hallpass::domain::request::Trigger;
use hallpass::domain::review::{Intake, Wanted};
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::domain::standards::Route;
use hallpass::domain::standards::claim::{Alignment, AlignmentStatus};
use hallpass::domain::standards::framework::Standard;
use hallpass::office::Office;
use hallpass::office::gaps::GapRow;
use hallpass::office::lists::gaps::GAPS;
use hallpass::office::query::standards::{BoardOf, ListedGaps};
use hallpass::tui::theme::{Colors, Look};

/// The standards of `cleo`, who sees to them.
fn view(size: (u16, u16)) -> Screen {
    let mut screen = Screen::seen_by("cleo", standards(), size);
    screen.press("Esc 7");
    screen
}

/// The sizes at which everything has to be readable.
const SMALL: [(u16, u16); 2] = [(80, 24), (60, 18)];

/// The text of the screen without the blanks at the ends of lines, one line behind the other: what was broken is whole again.
fn joined(screen: &Screen) -> String {
    screen.lines().iter().map(|line| line.trim()).collect()
}

/// The first claim on the product.
fn claim(screen: &Screen, product: i64) -> Alignment {
    let claims = screen.store().claims_of(ProductId(product)).unwrap();
    claims.into_iter().next().unwrap()
}

#[test]
fn standards_at_each_size() {
    for (size, name) in [
        ((80, 24), "80x24"),
        ((80, 22), "80x22"),
        ((60, 18), "60x18"),
        ((140, 40), "140x40"),
    ] {
        let mut screen = view(size);
        screen.press("j");
        screen.looks_like(&format!("standards-{name}"));
        screen.press("z");
        screen.looks_like(&format!("standards-{name}-detail"));
        screen.press("z ] j d");
        screen.looks_like(&format!("standards-{name}-decide"));
    }
}

#[test]
fn without_color_and_lines_everything_can_still_be_read() {
    let look = Look {
        colors: Colors::None,
        ascii_lines: true,
        ascii_text: true,
    };
    let mut screen = Screen::with(standards(), (80, 24), look);
    screen.press("Esc 7 j Space");
    assert!(screen.text().is_ascii());
    assert!(!screen.has_color());
    screen.looks_like("standards-ascii");
}

#[test]
fn the_worst_hole_is_one_key_away_and_explains_itself() {
    let mut screen = Screen::seen_by("cleo", standards(), (80, 24));
    screen.press("Esc");
    assert_eq!(keys("7"), 1);
    screen.press_ahead("7");
    // 12 x 2 with nothing, 20 x 2 wider only, 12 x 3 only claimed, 20 x 3 without seats: 24.0, 24.0, 21.6, 18.0; then
    // 8 x 2 not bought, 1 x 3 only claimed, 8 x 2 trained too few, 1 x 1 with nothing: 2.4, 1.8, 1.6, 1.0.
    screen
        .shows("[Holes 8]")
        .shows("NEED at least 12 pupils (60% of 20) x2 = 24");
    screen.press("j j");
    screen
        .shows("NEED at least 12 pupils (60% of 20) x3 priority = 36")
        .shows("36 x 60% = 21.6")
        .shows("First: verify Sumgrove on 3 tasks. Then route it to Rillwater ES's grade 4.");
}

#[test]
fn the_holes_of_a_school_take_six_keys() {
    let script = "7 @ 'lar' Enter";
    assert_eq!(keys(script), 6);
    let mut screen = Screen::seen_by("cleo", standards(), (80, 24));
    screen.press("Esc");
    screen.press_ahead(script);
    screen
        .shows("@Larkfen ES")
        .shows("[Holes 3]")
        .shows("3.OA.A.1");
    screen.hides("4.NF.B.3");
}

#[test]
fn a_claim_is_verified_task_by_task_and_taken_back() {
    let mut screen = view((80, 24));
    screen.press("j j d v");
    for task in ["one", "two", "three"] {
        screen.paste(&format!("https://tasks.example/{task}"));
        screen.press("Enter y");
    }
    screen.press("Enter");
    assert!(
        screen
            .message()
            .starts_with("Sumgrove: verified HM:4.NF.B.3 by 3 of 3 tasks"),
        "{}\n{}",
        screen.message(),
        screen.text()
    );
    let verified = claim(&screen, SUMGROVE);
    assert_eq!(
        (verified.status, verified.sampled, verified.met),
        (AlignmentStatus::Verified, Some(3), Some(3))
    );
    assert_eq!(
        verified.evidence.as_deref(),
        Some("https://tasks.example/one\nhttps://tasks.example/two\nhttps://tasks.example/three")
    );
    // 66 seats for 12 pupils and 88 % trained: it left the holes. At Cedarfold it is not bought: 30 % of 3 stay open.
    screen.shows("[Holes 7]");
    screen.press("u");
    assert_eq!(claim(&screen, SUMGROVE).status, AlignmentStatus::Claimed);
    screen.shows("[Holes 8]");
}

#[test]
fn two_tasks_of_three_that_did_not_meet_it_verify_nothing() {
    let mut screen = view((80, 24));
    screen.press("j j d v");
    screen.paste("here").press("Enter");
    assert!(
        screen
            .message()
            .starts_with("the evidence is a link to a page"),
        "{}",
        screen.message()
    );
    screen.press("Ctrl-U");
    for met in ["n", "y", "n"] {
        screen.paste("https://tasks.example/1");
        screen.press(&format!("Enter {met}"));
    }
    screen.shows("1 of 3 tasks met it");
    screen.press("Enter");
    assert_eq!(screen.message(), "two thirds of them have to meet it");
    screen.press("r 'it asks for pictures only' Enter");
    let rejected = claim(&screen, SUMGROVE);
    assert_eq!(
        rejected.status,
        AlignmentStatus::Rejected,
        "{}",
        screen.text()
    );
    // What is left is wider.
    screen.shows("wider only");
}

#[test]
fn a_product_is_routed_to_a_group_with_a_sheet() {
    let mut screen = view((80, 24));
    screen.press("/ 'nf.a.1 ril' Enter");
    screen.press("]");
    screen.press("d r");
    let message = screen.message();
    assert!(
        message.starts_with("Recorded the route of Unlike to grade 5 of Rillwater ES."),
        "{message}\n{}",
        screen.text()
    );
    let routes = screen.store().all::<Route>().unwrap();
    assert_eq!((routes.len(), routes[0].window.as_str()), (1, "fall 2025"));
    let sheets = screen.exports();
    let (name, sheet) = sheets.first().unwrap();
    assert_eq!(name, "route-5-nf-a-1-at-rillwater-es-grade-5-2026-03-10.md");
    assert!(
        sheet.starts_with("# 5.NF.A.1 at Rillwater ES, grade 5\n"),
        "{sheet}"
    );
    screen.shows("routed: Unlike");
    screen.press("u");
    assert_eq!(screen.store().all::<Route>().unwrap().len(), 0);
}

#[test]
fn no_product_is_wanted_for_a_reason_and_one_is_asked_for_with_the_standard() {
    let mut screen = view((80, 24));
    screen.shows("3.OA.A.1");
    screen.press("d a");
    screen.shows("[3.OA.A.1 in grade 3: ").shows("Larkfen ES");
    screen.press("Esc");
    screen.press("d w 'done with blocks' Enter");
    let waived = screen.store().all::<Standard>().unwrap().into_iter();
    let waived: Vec<_> = waived.filter_map(|one| one.waived).collect();
    assert_eq!(waived, ["done with blocks"], "{}", screen.text());
    screen.hides("3.OA.A.1   Larkfen");
    screen.press("u");
    screen.shows("3.OA.A.1   Larkfen");
}

#[test]
fn who_may_not_say_it_is_told_why() {
    let mut screen = Screen::seen_by("hal", standards(), (80, 24));
    screen.press("Esc 7");
    screen.shows("gaps are shown to technical, curricular and renewals staff");
    // What it sees is coverage: of the seven standards Rillwater has two covered.
    screen
        .hides("4.NF.B.3")
        .shows("Rillwater ES")
        .shows("29 ▒▒▒▒▒   0         0        67 ▓▓▓▓▓");
    let mut screen = Screen::seen_by("tess", standards(), (80, 24));
    screen.press("Esc 7");
    // Larkfen's alone.
    screen.shows("[Holes 3]").hides("Rillwater");
    screen.press("@ 'rill' Enter");
    screen.shows("Gaps are shown to whoever acts for their school");
}

#[test]
fn what_has_to_come_in_first_is_said() {
    let mut screen = Screen::seen_by("cleo", without_standards(), (80, 24));
    screen.press("Esc 7");
    screen.shows("No standards yet. hallpass import standards FILE");
    let mut screen = Screen::seen_by("cleo", without_results(), (80, 24));
    screen.press("Esc 7");
    screen.shows("No results yet. hallpass import results FILE");
}

#[test]
fn it_is_narrowed_sorted_copied_and_written() {
    let mut screen = view((80, 24));
    screen.press("/ 'cedar' Enter");
    screen.shows("5.NBT.B.7").hides("Rillwater");
    screen.press("Esc s c g");
    assert!(screen.row().contains("3.MD.C.7"), "{}", screen.text());
    screen.press("s c g");
    assert!(screen.row().contains("5.NF.B.4"), "{}", screen.text());
    screen.press("Y r");
    assert_eq!(
        screen.copied(),
        Some("5.NF.B.4\tLarkfen ES\t3\t20-39\t20-49\t8\t30\t2.4\tblocked")
    );
    screen.press("x c");
    let (_, written) = screen.exports().pop().unwrap();
    assert_eq!(written.lines().count(), 9, "{written}");
}

#[test]
fn where_somebody_was_is_there_again() {
    let mut screen = view((80, 24));
    screen.press("] s n j j");
    let row = screen.row();
    let mut again = screen.again();
    again.shows("[Gaps 9]").shows("sort: need");
    assert_eq!(again.row(), row);
}

#[test]
fn products_below_have_keys_of_their_own() {
    let mut screen = view((80, 24));
    screen.press("j j Tab");
    screen.shows("> Sumgrove");
    screen.press("j p");
    screen.shows("Fractionary");
}

#[test]
fn a_claim_is_verified_in_seventeen_keys_and_the_pasted_links() {
    let (before, after) = ("7 ] ] ] ] d v", "Enter");
    // Three times a paste, Enter and y.
    assert_eq!(keys(before) + 3 * 3 + keys(after), 17);
    let mut screen = Screen::seen_by("cleo", standards(), (80, 24));
    screen.press("Esc");
    screen.press(before);
    for task in 1..=3 {
        screen.paste(&format!("https://tasks.example/{task}"));
        screen.press("Enter y");
    }
    screen.press(after);
    assert_eq!(
        claim(&screen, SUMGROVE).status,
        AlignmentStatus::Verified,
        "{}",
        screen.text()
    );
}

#[test]
fn claims_stand_by_what_their_verification_would_close() {
    let mut screen = view((80, 24));
    screen.press("] ] ] ]");
    // 21.6 at Rillwater; at Cedarfold it is not bought, so that of 60 % of 3 there stay 30 %: 0.9.
    screen.shows("[Claimed 1]").shows("22.5");
    screen.shows("Sumgrove: claimed by vendor on 2026-01-12");
    screen.looks_like("standards-claimed");
    screen.press("d");
    screen.looks_like("standards-claimed-decide");
    screen.press("r 'pictures only' Enter");
    assert_eq!(claim(&screen, SUMGROVE).status, AlignmentStatus::Rejected);
    screen.shows("Nothing is only claimed");
    screen.press("u");
    screen.shows("[Claimed 1]");
    // Whom it is handed to stands below it until somebody has verified it.
    screen.press("d t 'cleo' Enter");
    assert!(
        screen
            .message()
            .starts_with("Sumgrove: handed HM:4.NF.B.3 to cleo"),
        "{}",
        screen.text()
    );
    screen.shows("Handed to cleo, who is to verify it.");
    screen.press("u");
    assert_eq!(claim(&screen, SUMGROVE).verifier, None);
}

#[test]
fn nothing_stacked_and_nothing_idle_is_said() {
    let mut screen = view((80, 24));
    screen.press("] ]");
    screen
        .shows("[Stacks 0]")
        .shows("No standard is bought three times");
    screen.press("]");
    screen.shows("[Idle 0]").shows("Nothing is paid for");
}

#[test]
fn a_standard_is_opened_and_the_keys_stay_those_of_its_row() {
    for (size, name) in [((80, 24), "80x24"), ((140, 40), "140x40")] {
        let mut screen = view(size);
        screen.press("j j Enter");
        screen.looks_like(&format!("standards-{name}-page"));
        screen.press("d");
        screen.shows("Decide 4.NF.B.3 at Rillwater ES, grade 4");
        screen.press("Esc j");
        screen.shows("5.NBT.B.7 - Harlow Math 2024");
        screen.press("Esc");
        screen.shows("[Holes 8]").shows("> 5.NBT.B.7");
    }
}

#[test]
fn standards_by_products_and_schools_by_grades() {
    for (size, name) in [
        ((80, 24), "80x24"),
        ((60, 18), "60x18"),
        ((140, 40), "140x40"),
    ] {
        let mut screen = view(size);
        screen.press("v");
        screen.looks_like(&format!("standards-{name}-matrix"));
        screen.press("v");
        screen.looks_like(&format!("standards-{name}-schools"));
        screen.press("v");
        screen.shows("[Holes 8]");
    }
    let mut screen = view((80, 24));
    // 4.NF.B.3 with Sumgrove, which is only claimed.
    screen.press("v / '4.nf.b.3' Enter");
    let mut said = Vec::new();
    for _ in 0..5 {
        said.push(screen.lines()[20].clone());
        screen.press("l");
    }
    let word = |name: &str, word: &str| {
        let line = format!("4.NF.B.3, {name}: {word}.");
        assert!(
            said.iter().any(|one| one.contains(&line)),
            "{line} in {said:#?}"
        );
    };
    word("Sumgrove", "only claimed");
    word("Fractionary", "wider only");
    word("Decimera", "nothing");
}

#[test]
fn coverage_goes_into_a_file() {
    let mut screen = view((80, 24));
    screen.press("v v x c");
    let (name, written) = screen.exports().pop().unwrap();
    assert_eq!(name, "coverage-2026-03-10.csv");
    // At Rillwater something verified is there for two of the three standards of grade 5, Unlike for 5.NF.A.1 and Gaugewell
    // for 5.NF.B.4, and for none of the others: 67 %.
    let rillwater = written
        .lines()
        .find(|line| line.starts_with("Rillwater"))
        .unwrap();
    assert!(rillwater.ends_with(",67"), "{written}");
}

#[test]
fn the_office_puts_gaps_in_the_order_that_their_list_says() {
    let office = standards();
    let mut asked = Office::of_command(office.store, stamp("cleo"));
    let mut page = |by: char, reversed: bool| {
        let of = BoardOf {
            listed: ListedGaps::All,
            by,
            reversed,
            rows: 0..100,
            ..BoardOf::default()
        };
        let rows = asked.gaps_board(&of).unwrap().rows;
        rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>()
    };
    let first = page('s', false);
    assert_eq!(first.len(), 9);
    for (letter, _) in GAPS.orders() {
        for reversed in [false, true] {
            let mut sorted: Vec<_> = first.iter().collect();
            GAPS.sort(&mut sorted, letter, reversed);
            let said = |row: &GapRow| (row.code.clone(), row.school_name.clone(), row.grade);
            let sorted: Vec<_> = sorted.into_iter().map(said).collect();
            let asked: Vec<_> = page(letter, reversed).iter().map(said).collect();
            assert_eq!(asked, sorted, "{letter} {reversed}");
        }
    }
    drop(office.dir);
}

#[test]
fn the_line_of_the_dashboard_leads_to_them_and_the_cursor_comes_back_to_it() {
    let mut screen = File::demo().open();
    screen.press("Esc 6 G");
    let line = screen.text();
    let line = line.lines().find(|line| line.contains("STANDARDS"));
    assert!(
        line.is_some_and(|line| line.contains('>')),
        "{}",
        screen.text()
    );
    screen.press("Enter");
    assert!(screen.text().contains("[Holes"), "{}", screen.text());
    screen.press("6 k k G Enter");
    assert!(screen.text().contains("[Holes"), "{}", screen.text());
}

#[test]
fn the_path_of_a_sheet_is_told_whole() {
    for size in SMALL {
        let mut screen = view(size);
        screen.press("/ 'nf.a.1 ril' Enter ] d r");
        let message = screen.message();
        let path = message
            .split(' ')
            .find(|word| word.starts_with('/'))
            .unwrap();
        let path = path.trim_end_matches('.').to_owned();
        assert!(std::fs::read_to_string(&path).is_ok(), "{message}");
        assert!(
            joined(&screen).contains(&path),
            "{size:?}\n{}",
            screen.text()
        );
        screen.press("M y");
        assert!(screen.copied().unwrap().contains(&path));
        screen.press("Esc u");
        assert_eq!(screen.store().all::<Route>().unwrap().len(), 0);
    }
}

#[test]
fn what_is_not_for_somebody_is_not_counted_as_nothing() {
    for size in SMALL {
        let mut screen = Screen::seen_by("hal", standards(), size);
        screen.press("Esc 7");
        let tabs = screen.line(2);
        for tab in ["Holes -", "Gaps -", "Stacks 0", "Idle -", "Claimed 1"] {
            assert!(tabs.contains(tab), "{tabs}");
        }
        // Somebody of one school looks at another.
        let mut screen = Screen::seen_by("tess", standards(), size);
        screen.press("Esc 7");
        screen.shows("[Holes 3]");
        screen.press("@ 'rill' Enter");
        screen.shows("Holes -").hides("Holes 0");
    }
    let mut screen = Screen::seen_by("hal", standards(), (80, 24));
    screen.press("Esc 7");
    screen.shows("-: not for you to see");
}

#[test]
fn a_request_for_a_hole_begins_with_its_school_its_grade_and_its_standard() {
    for size in SMALL {
        let mut screen = view(size);
        screen.press("d a");
        let field = |screen: &Screen, label: &str| {
            let lines = screen.lines();
            let line = lines.iter().find(|line| line.contains(label));
            line.cloned().unwrap_or_default()
        };
        assert!(
            field(&screen, "School*").contains("[Larkfen ES"),
            "{}",
            screen.text()
        );
        assert!(
            field(&screen, "Grades*").contains("[3_"),
            "{}",
            screen.text()
        );
        assert!(
            field(&screen, "Why*").contains("[3.OA.A.1 in grade 3: "),
            "{}",
            screen.text()
        );
        screen.press("Esc j d a");
        // Of another hole, and not what was left of the first.
        assert!(
            field(&screen, "School*").contains("[Rillwater ES"),
            "{}",
            screen.text()
        );
        assert!(
            field(&screen, "Grades*").contains("[4_"),
            "{}",
            screen.text()
        );
        assert!(
            field(&screen, "Why*").contains("[4.NF.B.4 in grade 4: "),
            "{}",
            screen.text()
        );
    }
}

#[test]
fn what_a_score_rests_on_is_read_in_a_narrow_window_too() {
    let mut screen = view((80, 24));
    screen.press("j j");
    screen.shows("4.NF.B.3 at Rillwater ES, grade 4 - priority x3 - Star Math");
    screen.shows("FREE").shows("TRAINED");
    let mut screen = view((60, 18));
    screen.press("j j");
    let (titles, row) = (screen.line(3), screen.row());
    assert!(
        titles.contains("NEED") && titles.contains("SCORE"),
        "{titles}"
    );
    // 12 pupils, a priority: 36, of which 60 % are 21.6.
    assert!(row.contains("36  60%   21.6"), "{row}");
    screen.press("Tab");
    screen.shows("priority x3");
    let text = screen.text();
    let title = text.lines().find(|line| line.contains("PRODUCT")).unwrap();
    assert!(
        title.contains("FREE") && title.contains("TRAINED"),
        "{title}"
    );
    let sumgrove = text
        .lines()
        .find(|line| line.contains("> Sumgrove"))
        .unwrap();
    assert!(
        sumgrove.contains("66") && sumgrove.contains("88%"),
        "{sumgrove}"
    );
}

/// All that a card says, read to its end.
fn card(screen: &mut Screen) -> String {
    let mut text = joined(screen);
    for _ in 0..30 {
        screen.press("j");
        text.push_str(&joined(screen));
    }
    text
}

#[test]
fn a_card_says_what_is_taught_and_whether_somebody_verified_it() {
    for size in SMALL {
        let mut screen = view(size);
        screen.press("j j p");
        let claimed = card(&mut screen);
        assert!(claimed.contains("HM: 1 only claimed (vendor)"), "{claimed}");
        let mut screen = view(size);
        screen.press("] / 'nf.a.1 ril' Enter p");
        let verified = card(&mut screen);
        assert!(verified.contains("HM: 1 verified"), "{verified}");
        assert!(verified.contains("cleo"), "{verified}");
    }
}

/// Prices are hidden from whoever the policy does not show them to; Sumgrove costs $1,200.00 and is bought for Rillwater.
fn with_hidden_prices() -> crate::support::Office {
    let mut office = standards();
    let mut lines = office.store.all::<Line>().unwrap().into_iter();
    let line = lines
        .find(|line| line.product == ProductId(SUMGROVE))
        .unwrap();
    office.save(Put::id(line.id).with("total_cents", Some(Cents(120_000))));
    office.save(Policy::put("prices", "own-and-total").unwrap());
    office
}

#[test]
fn a_price_that_the_policy_hides_is_told_as_hidden_on_the_card() {
    for size in SMALL {
        let seen = |who: &str| {
            let mut screen = Screen::seen_by(who, with_hidden_prices(), size);
            screen.press("Esc 5 'sumgrove' Enter");
            card(&mut screen)
        };
        let all = seen("cleo");
        assert!(
            all.contains("$1,200.00") && !all.contains("hidden"),
            "{all}"
        );
        // Of one school, at which it is not bought.
        let hidden = seen("tess");
        assert!(
            hidden.contains("hidden") && !hidden.contains("1,200"),
            "{hidden}"
        );
        assert!(hidden.contains("HM: 1 only claimed"), "{hidden}");
    }
}

/// Somebody at Rillwater asks for Sumgrove, which teaches, and Cleo has it.
fn asked_for() -> crate::support::Office {
    let mut office = standards();
    let intake = Intake {
        requester: Some("T. Wu".into()),
        role: Some("teacher".into()),
        reason: Some("Fractions".into()),
        grades: "4".parse().unwrap(),
        school: Some(SchoolId(RILLWATER)),
        instructional: Some(true),
        trigger: Trigger::New,
        take: true,
        found_at: Schools::All,
        ..Intake::of("Sumgrove", Wanted::Known(ProductId(SUMGROVE)))
    };
    let change = Change::Intake(Box::new(intake));
    office.store.apply(&change, &stamp("cleo")).unwrap();
    office
}

#[test]
fn a_review_shows_what_is_on_file_of_standards_beside_the_item_that_asks() {
    let mut screen = Screen::seen_by("cleo", asked_for(), (80, 24));
    screen.press("Esc 1");
    screen.press("Tab Tab");
    let mut seen = String::new();
    for _ in 0..20 {
        seen.push_str(&joined(&screen));
        screen.press("j");
    }
    // Nobody verified anything of it, and a claim suggests no answer.
    assert!(
        seen.contains("C02 on file: no verified standard"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_dashboard_has_a_line_that_says_how_many_and_which_is_the_worst() {
    for size in SMALL {
        let mut screen = Screen::seen_by("cleo", with_hidden_prices(), size);
        screen.press("Esc 6");
        screen.shows("8 holes, the worst 3.OA.A.1 at Lark");
        // Of whoever may see no gaps only what is verified is told.
        let mut screen = Screen::seen_by("hal", with_hidden_prices(), size);
        screen.press("Esc 6");
        screen.hides("holes").shows("verified for ");
    }
}

#[test]
fn how_many_holes_there_are_stands_on_the_tab_once_somebody_counted_them() {
    let office = standards();
    let mut screen = Screen::seen_by("cleo", office, (80, 24));
    screen.press("Esc 1");
    // To go through all gaps is for whoever opens the view, or the dashboard.
    assert!(!screen.line(0).contains("8!"), "{}", screen.text());
    screen.press("7 1");
    assert!(screen.line(0).contains("8!"), "{}", screen.text());
    let screen = screen.again();
    assert!(screen.line(0).contains("8!"), "{}", screen.text());
}

#[test]
fn the_page_of_a_standard_is_read_page_by_page() {
    let mut screen = view((60, 18));
    screen.press("j j Enter");
    let title = "4.NF.B.3 - Harlow Math 2024";
    screen.shows(title).hides("K: up");
    let mut seen = vec![screen.text()];
    for _ in 0..6 {
        screen.press("PgDn");
        screen.shows(title);
        seen.push(screen.text());
    }
    // The last page stays, and each line was on one of them.
    assert_eq!(seen[5], seen[6]);
    let all = seen.concat();
    for part in [
        "STATEMENT",
        "STANDS UNDER",
        "RELATED",
        "PRODUCTS",
        "GAPS",
        "COVERAGE BY GRADE",
    ] {
        assert!(all.contains(part), "{part} in\n{all}");
    }
    for _ in 0..6 {
        screen.press("PgUp");
    }
    assert_eq!(screen.text(), seen[0]);
    screen.press("Esc");
    screen.shows("> 4.NF.B.3");
}

#[test]
fn the_tasks_take_as_many_keys_at_every_size_and_without_colors_or_lines() {
    let bare = Look {
        colors: Colors::None,
        ascii_lines: true,
        ascii_text: true,
    };
    for size in [(80, 24), (80, 22), (60, 18), (140, 40)] {
        for look in [Look::default(), bare] {
            let begun = || {
                let mut screen = Screen::with(standards(), size, look);
                screen.press("Esc");
                screen
            };
            // The worst hole anywhere, and how its score comes about: at least 12 pupils x 2, all of it open.
            let mut screen = begun();
            screen.press_ahead("7");
            let row = screen.row();
            for part in ["3.OA.A.1", "Larkfen ES", "24 100%", "24.0", "nothing"] {
                assert!(row.contains(part), "{size:?} {part} in {row}");
            }
            // Holes at one school.
            let mut screen = begun();
            screen.press_ahead("7 @ 'lar' Enter");
            screen.shows("[Holes 3]").hides("4.NF.B.3");
            // A claim with three tasks.
            let mut screen = begun();
            screen.press("7 ] ] ] ] d v");
            for task in 1..=3 {
                screen.paste(&format!("https://tasks.example/{task}"));
                screen.press("Enter y");
            }
            screen.press("Enter");
            let verified = claim(&screen, SUMGROVE).status;
            assert_eq!(
                verified,
                AlignmentStatus::Verified,
                "{size:?}\n{}",
                screen.text()
            );
            if look == bare {
                assert!(screen.text().is_ascii() && !screen.has_color());
            }
        }
    }
}

#[test]
fn a_heat_map_and_a_matrix_are_read_without_colors() {
    let bare = Look {
        colors: Colors::None,
        ascii_lines: true,
        ascii_text: true,
    };
    for size in SMALL {
        let mut screen = Screen::with(standards(), size, bare);
        screen.press("Esc 7 v");
        assert!(!screen.has_color());
        // Every product that is aligned to anything, ten at the most, is reached from column to column.
        let mut said = String::new();
        for _ in 0..10 {
            said.push_str(&screen.text());
            screen.press("l");
        }
        for name in ["Sumgrove", "Fractionary", "Gaugewell", "Decimera", "Unlike"] {
            assert!(said.contains(&format!(", {name}: ")), "{name} in\n{said}");
        }
        screen.press("v");
        assert!(!screen.has_color());
        // The numbers themselves stand in the cells: at Rillwater 29 % of all, and of grade 5 two of three, 67 %.
        let text = screen.text();
        let rillwater = text
            .lines()
            .find(|line| line.contains("Rillwater"))
            .unwrap();
        assert!(
            rillwater.contains("29") && rillwater.contains("67"),
            "{text}"
        );
    }
}

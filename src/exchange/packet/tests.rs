//! What a packet says in each of its forms.

use super::facts::cost;
use super::*;
use crate::domain::renewal::Choice;
use crate::domain::renewal::testing::row;

fn item(product: &str) -> BoardItem {
    BoardItem {
        new: false,
        row: row(7, product, "2026-08-31", "2026-03-10"),
        products: vec![product.into()],
        funds: paid("Title I", 1),
        goal: Some("Every grade 3 class writes weekly".into()),
        result: Some("9 of 12 classes".into()),
        teaches: Vec::new(),
        opens: Vec::new(),
        late: None,
    }
}

/// One fund, with its weight.
fn paid(fund: &str, weight: u64) -> Vec<FundPart> {
    let fund = fund.to_owned();
    vec![FundPart { fund, weight }]
}

fn head(today: &str) -> PacketHead {
    PacketHead {
        title: "Board packet".to_owned(),
        district: "Harlow".to_owned(),
        today: today.parse().unwrap(),
        meeting: Some("2026-07-14".parse().unwrap()),
        next: None,
    }
}

/// One that renews for $2,079.00, one that is new for $1,980.00 of another fund, and one without a price.
fn items() -> Vec<BoardItem> {
    let mut new = item("Sketch");
    new.new = true;
    new.funds = paid("Title II", 1);
    let mut unknown = item("Tally");
    (unknown.row.annual, unknown.row.next_year) = (None, None);
    vec![item("Quill Pad"), new, unknown]
}

#[test]
fn a_packet_without_items_says_that_nothing_is_to_be_decided() {
    let of_year = PacketHead {
        meeting: None,
        ..head("2026-03-10")
    };
    let later = PacketHead {
        next: Some(("2026-08-18".parse().unwrap(), 2)),
        ..head("2026-03-10")
    };
    for (head, said) in [
        (of_year, "Nothing is to be decided."),
        (
            head("2026-03-10"),
            "Nothing is to be decided at this meeting.",
        ),
        (
            later,
            "Nothing is to be decided at this meeting. The next meeting with something to decide is on 2026-08-18: 2 items.",
        ),
    ] {
        for text in [markdown(&head, &[]), html(&head, &[])] {
            assert!(text.contains(said), "{text}");
            assert!(!text.contains('$') && !text.contains("0 items"), "{text}");
        }
        let first = items();
        assert!(!markdown(&head, &first).contains("Nothing is"));
    }
}

#[test]
fn the_document_says_what_the_board_asks() {
    let text = markdown(&head("2026-03-10"), &[item("Quill Pad")]);
    assert_eq!(
        text,
        "# Board packet\n\nHarlow. As of 2026-03-10.\n\nItems: 1. Next year: $2,079.00 year price.\n\n\
         ## Summary\n\n\
         | | Items | This year | Asked, a year | Change |\n|---|---:|---:|---:|---:|\n\
         | Renewals | 1 | $1,980.00 | $2,079.00 | +$99.00, +5.00% |\n\
         | All | 1 | $1,980.00 | $2,079.00 | +$99.00, +5.00% |\n\n\
         | Fund | Items | This year | Asked, a year | Change |\n|---|---:|---:|---:|---:|\n\
         | Title I | 1 | $1,980.00 | $2,079.00 | +$99.00, +5.00% |\n\n\
         | | Item | Asked, a year | Change | Last day to say no |\n|---:|---|---:|---:|---|\n\
         | 1 | Quill Pad | $2,079.00 | +$99.00 | 2026-07-02, before the board meets |\n\n\
         ## 1. Renewal: Quill Pad\n\n\
         - Contract: C-7, Brightwater\n\
         - For: district\n\
         - Fund: Title I\n\
         - Cost: $1,980.00 year price now; $2,079.00 next year, quoted, +$99.00, +5.00%\n\
         - Term ends: 2026-08-31\n\
         - Notice: 60 days, renews by itself\n\
         - Last day to say no: 2026-07-02, before the board meets\n\
         - Seats: 200 bought, 90 in use, 45%\n\
         - Goal: Every grade 3 class writes weekly\n\
         - What became of it: 9 of 12 classes\n\
         - Owner of the contract: none\n\
         - Decision of the office: none yet\n"
    );
}

#[test]
fn a_day_that_has_passed_is_said_as_passed() {
    let item = [item("Quill Pad")];
    let on = |today: &str| {
        let text = markdown(&head(today), &item);
        let line = text.lines().find(|line| line.starts_with("- Last day"));
        line.unwrap().to_owned()
    };
    // On the day itself it can still be said.
    assert_eq!(
        on("2026-07-02"),
        "- Last day to say no: 2026-07-02, before the board meets"
    );
    assert_eq!(on("2026-07-03"), "- Last day to say no: 2026-07-02, PASSED");
    let page = html(&head("2026-07-03"), &item);
    assert!(
        page.contains("<dd class=\"passed\">2026-07-02, PASSED</dd>"),
        "{page}"
    );
    let year = PacketHead {
        meeting: None,
        ..head("2026-07-01")
    };
    assert!(markdown(&year, &item).contains("- Last day to say no: 2026-07-02\n"));
}

#[test]
fn sums_tell_new_from_renewal_and_compare_only_what_can_be_compared() {
    let text = markdown(&head("2026-03-10"), &items());
    for line in [
        "Items: 3. Next year: $4,059.00 year price without 1 whose price is not known.\n",
        "| Renewals | 2 | $1,980.00 | $2,079.00 without 1 whose price is not known | +$99.00, +5.00% |\n",
        "| New | 1 | - | $1,980.00 | - |\n",
        "| All | 3 | $1,980.00 | $4,059.00 without 1 whose price is not known | +$99.00, +5.00% |\n",
        "| Title II | 1 | - | $1,980.00 | - |\n",
        "| 2 | Sketch | $1,980.00 | new |",
        "| 3 | Tally | not known | not known |",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let page = html(&head("2026-03-10"), &items());
    assert!(
        page.contains(
            "3 items: <strong>$4,059.00</strong> year price without 1 whose price is not known. \
             That is $99.00 more than the 1 that can be compared cost this year, +5.00%."
        ),
        "{page}"
    );
    // Two funds, then the two dearest: one with a bar of this year, one without.
    assert_eq!(page.matches("<rect").count(), 2 + 3, "{page}");
    assert_eq!(page.matches("<section").count(), 3);
    assert!(!page.contains("://") && !page.contains("<script"), "{page}");
}

/// What was decided to end is not asked for, and costs this year what it costs.
#[test]
fn what_ends_is_no_cost_of_the_next_year() {
    for choice in [Choice::Cancel, Choice::Replace, Choice::Consolidate] {
        let mut ending = item("Sketch");
        ending.row.decision = Some(choice);
        let text = markdown(&head("2026-03-10"), &[item("Quill Pad"), ending]);
        for line in [
            "Items: 2. Next year: $2,079.00 year price.\n",
            "| All | 2 | $3,960.00 | $2,079.00 | -$1,881.00, -47.50% |\n",
            "| 2 | Sketch | $0.00 | -$1,980.00 |",
            "- Cost: $1,980.00 year price now; nothing next year, it ends\n",
        ] {
            assert!(text.contains(line), "{line}{text}");
        }
    }
}

/// A contract that several funds pay stands under each with its part.
#[test]
fn what_funds_share_is_split_among_them_to_the_cent() {
    let mut shared = item("Sketch");
    shared.funds = [paid("Title I", 2), paid("general", 1)].concat();
    let mut own = item("Tally");
    own.funds = paid("General", 1);
    let text = markdown(&head("2026-03-10"), &[item("Quill Pad"), shared, own]);
    for line in [
        "| Title I | 2 | $3,300.00 | $3,465.00 | +$165.00, +5.00% |\n",
        "| general | 2 | $2,640.00 | $2,772.00 | +$132.00, +5.00% |\n",
        "- Fund: Title I 67%, general 33%\n",
        "- Fund: General\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}

#[test]
fn a_price_that_falls_and_one_that_was_nothing_are_said_right() {
    let mut cheaper = item("Quill Pad");
    cheaper.row.next_year = Some(Cents(99_000));
    cheaper.row.quoted = false;
    assert!(
        cost(&cheaper).ends_with("projected, -$990.00, -50.00%"),
        "{}",
        cost(&cheaper)
    );
    cheaper.row.annual = Some(Cents(0));
    assert!(cost(&cheaper).ends_with("+$990.00"), "{}", cost(&cheaper));
    let first = BoardItem {
        new: true,
        ..item("Quill Pad")
    };
    assert_eq!(cost(&first), "$1,980.00 year price");
    let mut same = item("Quill Pad");
    (same.row.next_year, same.row.quoted) = (same.row.annual, false);
    assert_eq!(
        cost(&same),
        "$1,980.00 year price now, and no other price is known for next year"
    );
}

#[test]
fn outside_words_do_not_act_in_the_document() {
    let hostile = "=HYPERLINK(\"x\")\n# *now* <b>";
    let sly = PacketHead {
        title: "t\u{1b}<i>".to_owned(),
        ..head("2026-03-10")
    };
    let escape = markdown(&sly, &[item("\u{1b}[2J\u{9b}\u{202e}Quill")]);
    assert!(
        escape.starts_with("# t?\\<i\\>\n") && escape.contains("Renewal: ?\\[2J??Quill\n"),
        "{escape}"
    );
    let items = [item(hostile)];
    let text = markdown(&sly, &items);
    assert!(
        text.contains("Renewal: =HYPERLINK(\"x\") \\# \\*now\\* \\<b\\>\n"),
        "{text}"
    );
    let page = html(&sly, &items);
    assert!(
        page.contains("=HYPERLINK(&quot;x&quot;)")
            && !page.contains("<b>")
            && !page.contains("<i>"),
        "{page}"
    );
    assert!(!page.contains(['\u{1b}', '\u{202e}']), "{page}");
}

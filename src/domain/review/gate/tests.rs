//! The gate rule by table, on sheets made by hand.

use super::*;
use crate::domain::checklist::Reviewer;
use crate::domain::request::Track;

mod shipped;

fn item(id: &str, gate: Gate, safety: bool) -> ChecklistItem {
    ChecklistItem {
        id: id.into(),
        title: format!("Title of {id}"),
        question: String::new(),
        why: String::new(),
        gate,
        applies_if: None,
        must_if: None,
        evidence: String::new(),
        factors: Vec::new(),
        safety,
        reviewer: Reviewer::Technical,
    }
}

fn answered(item: ChecklistItem, answer: Option<ItemResult>, note: Option<&str>) -> ItemSheet {
    ItemSheet {
        item,
        applies: Applies::Yes,
        answer,
        note: note.map(str::to_owned),
        evidence: None,
        by: None,
        on: None,
        version: 0,
    }
}

fn list(items: Vec<ItemSheet>) -> ListSheet {
    ListSheet {
        track: Track::Technical,
        edition: 1,
        asked: true,
        items,
    }
}

/// A must, a must about safety and a should, so answered; `x` is a blank, `!` after a letter a note.
fn standing_of(answers: &str) -> ChecklistStanding {
    let items = [
        item("T01", Gate::Must, false),
        item("T02", Gate::MustIf, true),
        item("T03", Gate::Should, false),
    ];
    let sheets = items
        .into_iter()
        .zip(answers.split(' '))
        .map(|(item, said)| {
            let answer = match said.trim_end_matches('!') {
                "pass" => Some(ItemResult::Pass),
                "partial" => Some(ItemResult::Partial),
                "fail" => Some(ItemResult::Fail),
                "na" => Some(ItemResult::Na),
                "unknown" => Some(ItemResult::Unknown),
                _ => None,
            };
            answered(item, answer, said.ends_with('!').then_some("because"))
        });
    standing(&[list(sheets.collect())])
}

#[test]
fn the_gate_allows_what_the_rule_book_says() {
    let none = "---";
    // Which of approve, conditional, pilot and deny are allowed, and what blocks a yes.
    for (answers, allowed, blocks) in [
        ("pass pass pass", "acpd", none),
        ("pass pass x", "acpd", none),
        ("pass pass unknown", "acpd", none),
        ("pass na! pass", "acpd", none),
        ("pass pass fail!", "acpd", none),
        ("pass pass partial", "acpd", none),
        ("partial pass pass", "-cpd", none),
        ("pass partial pass", "-cpd", none),
        ("fail! pass pass", "--pd", none),
        ("fail! partial pass", "--pd", none),
        ("pass fail! pass", "---d", none),
        ("fail! fail! pass", "---d", none),
        ("x pass pass", "----", "T01 is blank"),
        ("x x x", "----", "T01 and T02 are blank"),
        ("unknown pass pass", "----", "T01 is not known yet"),
        ("fail! unknown pass", "---d", "T02 is not known yet"),
        ("x fail! unknown", "---d", "T01 is blank"),
        ("pass x fail!", "----", "T02 is blank"),
        (
            "fail pass pass",
            "---d",
            "T01 failed and has no reason: note why",
        ),
        (
            "pass pass fail",
            "----",
            "T03 failed and has no reason: note why",
        ),
        (
            "fail fail fail",
            "---d",
            "T01, T02 and T03 failed and have no reason: note why",
        ),
        (
            "na pass pass",
            "----",
            "T01 is n/a and has no reason: note why",
        ),
        (
            "pass pass na",
            "----",
            "T03 is n/a and has no reason: note why",
        ),
        (
            "x unknown fail",
            "----",
            "T01 is blank; T02 is not known yet; T03 failed and has no reason: note why",
        ),
    ] {
        let standing = standing_of(answers);
        let found: String = Outcome::ALL
            .iter()
            .zip("acpd".chars())
            .map(|(outcome, letter)| match refusal(&standing, *outcome) {
                None => letter,
                Some(_) => '-',
            })
            .collect();
        assert_eq!(found, allowed, "{answers}");
        let blocking = blocking(&standing).into_iter().map(String::from);
        let blocking = blocking.collect::<Vec<_>>().join("; ");
        assert_eq!(blocking, blocks.trim_matches('-'), "{answers}");
    }
}

#[test]
fn a_refusal_names_the_items_and_what_is_left() {
    for (answers, outcome, says) in [
        ("x pass pass", Outcome::Deny, "T01 is blank"),
        (
            "partial partial pass",
            Outcome::Approve,
            "T01 and T02 are so in part: approve with conditions",
        ),
        (
            "fail! pass pass",
            Outcome::Conditional,
            "T01 failed: it can only be denied, or tried as a pilot",
        ),
        (
            "fail! fail! pass",
            Outcome::Pilot,
            "T02 failed and is about privacy or safety: it can only be denied",
        ),
    ] {
        assert_eq!(
            refusal(&standing_of(answers), outcome).unwrap().to_string(),
            says
        );
    }
}

#[test]
fn a_note_of_spaces_is_no_reason() {
    let failed = answered(
        item("T01", Gate::Should, false),
        Some(ItemResult::Fail),
        Some(" \n"),
    );
    assert_eq!(standing(&[list(vec![failed])]).failed_unexplained, ["T01"]);
}

#[test]
fn what_is_not_asked_counts_nowhere() {
    let mut off = answered(item("T01", Gate::Must, true), Some(ItemResult::Fail), None);
    off.applies = Applies::No("no student data".into());
    let mut unasked = list(vec![answered(item("C01", Gate::Must, true), None, None)]);
    unasked.asked = false;
    let sheets = [list(vec![off]), unasked];
    assert_eq!(standing(&sheets), ChecklistStanding::default());
    assert_eq!(sheets.each_ref().map(score), [Score::default(); 2]);
    assert_eq!(made_conditions(&sheets), []);
}

#[test]
fn each_must_that_is_so_in_part_makes_a_condition() {
    let partial = Some(ItemResult::Partial);
    let sheets = [list(vec![
        answered(
            item("T01", Gate::Must, false),
            partial,
            Some(" iPads follow in May "),
        ),
        answered(item("T02", Gate::MustIf, true), partial, None),
        answered(item("T03", Gate::Should, false), partial, Some("fine")),
        answered(item("T04", Gate::Must, false), Some(ItemResult::Pass), None),
    ])];
    let made = made_conditions(&sheets);
    let made: Vec<_> = made
        .iter()
        .map(|(id, text)| (id.as_str(), text.as_str()))
        .collect();
    assert_eq!(
        made,
        [
            ("T01", "Title of T01: iPads follow in May"),
            ("T02", "Title of T02: to be completed"),
        ]
    );
}

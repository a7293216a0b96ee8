//! The shipped lists have the items, gates and conditions that were agreed, and a list that a person got wrong says where.

use super::*;

const GOOD: &str = r#"
[[item]]
id = "T01"
title = "Runs here"
question = "Does it run?"
why = "It must."
gate = "must"
evidence = "A test"
factors = ["F3"]
reviewer = "technical"

[[item]]
id = "T02"
title = "Signs in"
question = "Do people get in?"
why = "They must."
gate = "must-if"
applies_if = "logins  and T01"
evidence = "A picture"
factors = ["F0", "F3"]
safety = true
reviewer = "privacy"
"#;

fn refusal(text: &str) -> String {
    parse(Track::Technical, 2, text).unwrap_err().to_string()
}

#[test]
fn the_shipped_lists_hold_every_item_of_the_rule_book() {
    let safety = [
        "T10", "T12", "T13", "T14", "T15", "T16", "T19", "T20", "T25", "C06", "C16",
    ];
    for (track, letter, count) in [(Track::Technical, 'T', 26), (Track::Curricular, 'C', 19)] {
        parse(track, SHIPPED, shipped_text(track)).unwrap();
        let list = shipped(track);
        let ids: Vec<String> = list.items.iter().map(|item| item.id.clone()).collect();
        let wanted: Vec<String> = (1..=count).map(|n| format!("{letter}{n:02}")).collect();
        assert_eq!((list.track, list.edition, ids), (track, 1, wanted));
        for item in &list.items {
            assert_eq!(
                item.safety,
                safety.contains(&item.id.as_str()),
                "{}",
                item.id
            );
        }
    }
}

#[test]
fn the_shipped_gates_are_those_of_the_rule_book() {
    let gated = |gate| {
        let lists = [shipped(Track::Technical), shipped(Track::Curricular)];
        let items = lists.iter().flat_map(|list| &list.items);
        let ids = items
            .filter(|item| item.gate == gate)
            .map(|item| item.id.clone());
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        gated(Gate::Must),
        "T01 T02 T04 T05 T16 T18 T21 T26 C01 C05 C06 C10 C12"
    );
    assert_eq!(
        gated(Gate::MustIf),
        "T06 T07 T09 T10 T12 T13 T14 T15 T19 T20 T23 T24 T25 C02 C04 C07 C09 C13 C14 C16 C18 C19"
    );
}

#[test]
fn a_list_is_read_as_it_was_written() {
    let list = parse(Track::Technical, 7, &format!("\u{feff}{GOOD}")).unwrap();
    assert_eq!((list.edition, list.items.len()), (7, 2));
    let [first, second] = &list.items[..] else {
        panic!("{list:?}")
    };
    assert_eq!((first.safety, first.applies_if.as_ref()), (false, None));
    assert_eq!(
        second.applies_if.as_ref().unwrap().to_string(),
        "logins and T01"
    );
    assert_eq!(second.factors, ["F0", "F3"]);
    assert_eq!((second.safety, second.reviewer), (true, Reviewer::Privacy));
}

#[test]
fn outside_text_is_cleaned() {
    let text = GOOD.replace("Runs here", "Runs\\u001b[2J\\there");
    let list = parse(Track::Technical, 2, &text).unwrap();
    assert_eq!(list.items[0].title, "Runs[2J here");
}

#[test]
fn each_mistake_is_told_with_its_item_and_line() {
    for (from, to, says) in [
        ("T02", "T01", "line 13: there is a second T01"),
        (
            "T02",
            "C02",
            "line 13: the id `C02` is not T and two or three digits, as T05",
        ),
        (
            "T02",
            "T2",
            "line 13: the id `T2` is not T and two or three digits, as T05",
        ),
        ("id = \"T02\"", "", "line 12: `id` is missing"),
        (
            "id = \"T02\"",
            "id = 2",
            "line 13: `id` needs words in quotes",
        ),
        (
            "must-if",
            "always",
            "T02, line 17: `always` is no gate; it is one of must, must-if, should",
        ),
        (
            "\"privacy\"",
            "\"legal\"",
            "T02, line 22: `legal` is no reviewer; it is one of privacy, technical, accessibility, \
             purchasing, curricular",
        ),
        ("why = \"They must.\"", "", "T02, line 12: `why` is missing"),
        (
            "\"They must.\"",
            "\" \"",
            "T02, line 16: `why` needs words in quotes",
        ),
        (
            "Signs in",
            "Signs in with whatever account the district",
            "T02, line 14: the title has 43 columns; a row has room for 36",
        ),
        (
            "T01\"\nev",
            "(T01\"\nev",
            "T02, line 18: in `applies_if`: a parenthesis is not closed",
        ),
        (
            "applies_if = \"logins  and T01\"",
            "",
            "T02, line 17: a must-if needs `applies_if` or `must_if`",
        ),
        (
            "gate = \"must\"",
            "gate = \"must\"\nmust_if = \"paid\"",
            "T01, line 7: `must_if` goes with the gate must-if",
        ),
        (
            "\"F0\", ",
            "\"F9\", ",
            "T02, line 20: `factors` is a list of F0 to F4, as [\"F0\", \"F3\"]",
        ),
        (
            "safety = true",
            "safety = \"yes\"",
            "T02, line 21: `safety` is true or false, without quotes",
        ),
        (
            "safety = true",
            "saftey = true",
            "T02, line 21: an item has no field `saftey`",
        ),
    ] {
        assert_eq!(refusal(&GOOD.replacen(from, to, 1)), says, "{to}");
    }
    let unknown = refusal(&GOOD.replace("logins ", "logons "));
    assert!(
        unknown.starts_with("T02, line 18: in `applies_if`: `logons` is no condition word; the words are logins, pii,"),
        "{unknown}"
    );
}

#[test]
fn what_is_no_checklist_is_told_in_one_line() {
    for (text, says) in [
        ("", "there is no [[item]] in it"),
        ("[[item]]\nid = \"T01", "line 2: invalid basic string"),
        ("product,school\nQuill,LIN\n", "line 1:"),
        ("title = \"x\"\n", "line 1: unknown field `title`"),
        ("item = 3\n", "line 1:"),
    ] {
        let said = refusal(text);
        assert!(said.starts_with(says) && !said.contains('\n'), "{said}");
    }
    assert_eq!(
        refusal(&"# \n".repeat(100_000)),
        "a checklist has at most 256 KB; this one has 292"
    );
}

//! What districts' files say in other words than hallpass: rows said again, numbers typed otherwise, ids
//! a spreadsheet damaged, schools and statuses by the district's own names. Every input is made up here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/program.rs"]
mod program;

use serde_json::{Value as Json, json};

use program::{Answer, District, text};

/// Imports a table; gives the answer, with `--json`.
fn import(district: &District, kind: &str, table: &str, more: &[&str]) -> Answer {
    let file = district.file(&format!("{kind}.csv"), table);
    district.import(kind, &file, more)
}

/// `row column value: reason` of each complaint of this sort.
fn said(told: &Json, sort: &str) -> Vec<String> {
    let line = |c: &Json| {
        let [column, value, reason] = ["column", "value", "reason"].map(|part| text(&c[part]));
        format!("{} {column} `{value}`: {reason}", c["row"])
    };
    told[sort].as_array().unwrap().iter().map(line).collect()
}

/// read, added, changed, unchanged, repeated
fn counts(told: &Json) -> [u64; 5] {
    ["read", "added", "changed", "unchanged", "repeated"].map(|name| told[name].as_u64().unwrap())
}

/// One field of every record of a noun, as text.
fn fields(district: &District, noun: &str, field: &str) -> Vec<String> {
    let records = district.all(noun);
    let shown = |record: &Json| match &record[field] {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    records.iter().map(shown).collect()
}

#[test]
fn a_licence_listed_once_for_each_person_is_one_contract() {
    let district = District::new();
    let table = "Software Name,Publisher,Seats,Licensed To,Expiration Date,Purchase Cost\n\
        Draftsmith Pro,Larkfield Software,4,Person 1,2027-06-30,1200.00\n\
        Draftsmith Pro,Larkfield Software,4,Person 2,2027-06-30,1200.00\n\
        Draftsmith Pro,Larkfield Software,4,Person 3,2027-06-30,1200.00\n\
        Draftsmith Pro,Larkfield Software,4,Person 4,2027-06-30,1200.00\n";
    let told = import(&district, "contracts", table, &[]).ok().json();
    assert_eq!(counts(&told), [4, 1, 0, 0, 3]);
    let notes = said(&told, "warnings");
    assert!(
        notes.iter().any(|note| note
            .starts_with("2 Licensed To ``: 4 rows differ only in `Licensed To`: seats?")),
        "{notes:?}"
    );
    assert_eq!(fields(&district, "contract", "number"), ["C-1"]);
    assert_eq!(fields(&district, "line", "total_cents"), ["120000"]);
    assert_eq!(fields(&district, "line", "quantity"), ["4"]);
    let again = import(&district, "contracts", table, &[]).ok().json();
    assert_eq!(counts(&again), [4, 0, 0, 1, 3]);
}

#[test]
fn rows_that_say_the_same_are_counted_apart_and_rows_that_differ_are_kept() {
    for (kind, table, counted, note) in [
        // Three lots of one licence: other days, other prices.
        (
            "contracts",
            "product,ends,total\nGullwing,2027-06-30,10\nGullwing,2027-06-30,20\nGullwing,2027-07-31,10\n",
            [3, 3, 0, 0, 0],
            None,
        ),
        (
            "contracts",
            "number,product,ends,Serial\nN1,Gullwing,2027-06-30,a\nN1,Gullwing,2027-06-30,b\n",
            [2, 1, 0, 0, 1],
            Some(
                "2 Serial ``: 2 rows differ only in `Serial`: seats? It is not read, so they are kept as one",
            ),
        ),
        (
            "people",
            "login,Room,Phone\nkim,12,1\nkim,13,2\nkim,12,1\n",
            [3, 1, 0, 0, 2],
            Some(
                "2 Room ``: 3 rows differ only in `Room`, `Phone`. It is not read, so they are kept as one",
            ),
        ),
        (
            "people",
            "login,name\nkim,Kim Lee\nkim,Kim Lee\n",
            [2, 1, 0, 0, 1],
            Some("2 login ``: 2 rows say the same and are kept as one"),
        ),
    ] {
        let district = District::new();
        let told = import(&district, kind, table, &[]).ok().json();
        assert_eq!(counts(&told), counted, "{table}");
        let notes = said(&told, "warnings");
        assert_eq!(
            notes
                .iter()
                .find(|n| n.contains("rows"))
                .map(String::as_str),
            note
        );
    }
}

#[test]
fn a_number_or_purchase_order_typed_otherwise_is_the_same() {
    let district = District::new();
    let first = "number,product,vendor,term_end,total,po\n\
        PO-4471,Quillbarrow,Marsh Lane Press,2027-06-30,4200,Q-9\n";
    import(&district, "contracts", first, &[]).ok();
    for number in ["po-4471", "PO 4471", "Po4471", "PO\u{2013}4471"] {
        let table = first.replace("PO-4471", number).replace("Q-9", "q 9");
        let told = import(&district, "contracts", &table, &[]).ok().json();
        assert_eq!(counts(&told), [1, 0, 0, 1, 0], "{number}");
    }
    assert_eq!(fields(&district, "contract", "number"), ["PO-4471"]);
    assert_eq!(fields(&district, "contract", "po"), ["Q-9"]);
    // Another contract may not take the order, however it is typed.
    let other = "number,product,term_end,po\nN-2,Gullwing,2027-06-30,q9\n";
    let refused = import(&district, "contracts", other, &[]);
    assert_eq!(refused.code, 1);
    assert!(
        said(&refused.json(), "rejected")[0].contains("PO-4471 has this purchase order already"),
        "{refused:?}"
    );
    // A number with another sign in it is another number.
    let slash = "number,product,term_end\nPO/4471,Gullwing,2027-06-30\n";
    assert_eq!(
        counts(&import(&district, "contracts", slash, &[]).ok().json())[1],
        1
    );
}

#[test]
fn nothing_to_save_says_why() {
    let district = District::new();
    let file = district.file("a.csv", "login,roles\nkim,pilot\n");
    let path = file.to_str().unwrap();
    let answer = district.run(&["import", "people", path, "--skip-bad"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(
        answer
            .err
            .contains("nothing was saved: the only row could not be read"),
        "{answer:?}"
    );
    assert!(!answer.err.contains("here already"), "{answer:?}");

    district.file("a.csv", "login,roles\nkim,pilot\nlee,helpdesk\n");
    district.run(&["import", "people", path, "--skip-bad"]).ok();
    let answer = district.run(&["import", "people", path, "--skip-bad"]).ok();
    assert!(
        answer.err.contains(
            "Nothing to save: 1 row could not be read and was left out; the rest was here already."
        ),
        "{answer:?}"
    );
    assert!(
        answer
            .out
            .contains("2 read, 0 added, 0 changed, 1 unchanged, 1 left out.")
    );
    assert_eq!(
        json!(1),
        import(&district, "people", "login\nlee\n", &[]).ok().json()["unchanged"]
    );
}

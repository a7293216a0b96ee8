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

#[test]
fn two_schools_of_one_name_are_two_where_something_tells_them_apart() {
    // A number, a code: two. Nothing at all: one, said again.
    for (table, added, repeated) in [
        ("name,registry_id\nLincoln,0101\nLincoln,0102\n", 2, 0),
        ("name,code\nLincoln,101\nLincoln,102\nOak,103\n", 3, 0),
        (
            "name,code,grades\nLincoln,EAST,K-5\nLincoln,WEST,6-8\n",
            2,
            0,
        ),
        ("name,level\nLincoln,ES\nLincoln,ES\n", 1, 1),
    ] {
        let district = District::new();
        let told = import(&district, "schools", table, &[]).ok().json();
        assert_eq!(
            (counts(&told)[1], counts(&told)[4]),
            (added, repeated),
            "{table}"
        );
        let again = import(&district, "schools", table, &[]).ok().json();
        assert_eq!((counts(&again)[1], counts(&again)[2]), (0, 0), "{table}");
    }
    // A column that is not read may tell them apart: that is asked, with a way that works.
    let table = "name,City,CDS Code\nLincoln,Arden,77001\nLincoln,Belmar,77002\n";
    let district = District::new();
    let refused = import(&district, "schools", table, &[]);
    assert_eq!(refused.code, 1);
    let why = said(&refused.json(), "rejected");
    assert!(
        why[0].starts_with(
            "3 name `Lincoln`: row 2 has this name too, and the two differ only in `CDS Code`"
        ) && why[0].contains("--map \"registry_id=CDS Code\""),
        "{why:?}"
    );
    let told = import(
        &district,
        "schools",
        table,
        &["--map", "registry_id=CDS Code"],
    )
    .ok()
    .json();
    assert_eq!(counts(&told), [2, 2, 0, 0, 0]);
    // A later file that names one of the two is asked which.
    let asked = import(&district, "schools", "name,grades\nLincoln,K-5\n", &[]);
    let why = said(&asked.json(), "rejected");
    assert!(
        why[0].contains("2 schools have this name: LIN, LIN2. Which one?"),
        "{why:?}"
    );
}

#[test]
fn a_code_hallpass_made_gives_way_and_a_given_one_makes_another_school() {
    let district = District::new();
    import(&district, "schools", "name\nLincoln\n", &[]).ok();
    // LIN was made of the name; the district's own code takes its place.
    let told = import(&district, "schools", "name,code\nLincoln,0417\n", &[])
        .ok()
        .json();
    assert_eq!(counts(&told), [1, 0, 1, 0, 0]);
    assert_eq!(fields(&district, "school", "code"), ["0417"]);
    let told = import(&district, "schools", "name,code\nLincoln,0512\n", &[])
        .ok()
        .json();
    assert_eq!(counts(&told), [1, 1, 0, 0, 0]);
    assert_eq!(
        said(&told, "warnings"),
        [
            "2 name `Lincoln`: a school of this name is here with the code 0417; this one, with 0512, is kept as another"
        ]
    );
}

#[test]
fn ids_that_a_spreadsheet_damaged_are_known_again_or_told() {
    let district = District::new();
    let whole =
        "name,registry_id\nJuniper Hill Elementary,010000500870\nFerry Street High,010000500871\n";
    import(&district, "schools", whole, &[]).ok();
    let damaged =
        "name,registry_id\nJuniper Hill Elementary,10000500870\nFerry Street High,1.00005E+10\n";
    let told = import(&district, "schools", damaged, &[]).ok().json();
    assert_eq!(counts(&told), [2, 0, 0, 2, 0]);
    assert_eq!(
        said(&told, "warnings"),
        [
            "2 registry_id `10000500870`: lost its leading zeros in a spreadsheet; read as `010000500870`",
            "3 registry_id `1.00005E+10`: is a number that a spreadsheet rounded, not an id; not read. \
             Format the column as text and export it again",
        ]
    );
    assert_eq!(
        fields(&district, "school", "registry_id"),
        ["010000500870", "010000500871"]
    );
    // The other way round: the whole number takes the damaged one's place.
    let district = District::new();
    import(
        &district,
        "schools",
        "name,registry_id\nJuniper Hill Elementary,10000500870\n",
        &[],
    )
    .ok();
    let told = import(&district, "schools", whole, &[]).ok().json();
    assert_eq!(counts(&told), [2, 1, 1, 0, 0]);
    assert_eq!(
        fields(&district, "school", "registry_id"),
        ["010000500870", "010000500871"]
    );
    // Short codes are one only under one name.
    let district = District::new();
    import(&district, "schools", "name,code\nJuniper Hill,042\n", &[]).ok();
    let told = import(
        &district,
        "schools",
        "name,code\nJuniper Hill,42\nOak Row,0042\n",
        &[],
    )
    .ok()
    .json();
    assert_eq!(counts(&told), [2, 1, 0, 1, 0]);
    // Catalogue numbers of products alike.
    import(&district, "products", "name,lp_id\nGullwing,000071\n", &[]).ok();
    let told = import(&district, "products", "name,lp_id\nGullwing,71\n", &[])
        .ok()
        .json();
    assert_eq!(counts(&told), [1, 0, 0, 1, 0]);
}

#[test]
fn levels_are_read_as_directories_write_them_and_what_is_none_is_told() {
    let district = District::new();
    let table = "name,level\nJuniper Hill,ES\nMill Pond,MS\nFerry Street,HS\nOak Row,Elem\nPine Court,Span\n";
    let told = import(&district, "schools", table, &[]).ok().json();
    assert_eq!(
        fields(&district, "school", "level"),
        ["elementary", "middle", "high", "elementary", "other"]
    );
    assert!(
        said(&told, "warnings")[0]
            .starts_with("6 level `Span`: is no level that hallpass knows; kept as other"),
        "{told}"
    );
}

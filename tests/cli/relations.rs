//! Crosswalks and other relations between standards, in and out by a file: what is kept, what counts, what is refused.

use serde_json::{Value, json};

use super::desk::Desk;
use super::standards::{OLD, desk as one_framework, guid, package};

/// A standard that is not here.
const ELSEWHERE: &str = "0e000000-0000-4000-8000-000000000009";

/// Two frameworks, WEX and FEN, whose standards have the same codes; Letterloop is claimed to teach WEX:R.3.1.
fn desk() -> Desk {
    let desk = one_framework();
    desk.ok("import standards old.json --short WEX");
    let other = package(OLD, &[(1, "Retell"), (2, "Compare")])
        .replace("0a000000", "0d000000")
        .replace("0b000000", "0c000000")
        .replace("Wexmoor Reading", "Fenbrook Reading");
    desk.file("other.json", &other);
    desk.ok("import standards other.json --short FEN --theirs");
    desk
}

/// How the standards are related, a line each, as the office gives it back.
fn out(desk: &Desk) -> Vec<String> {
    let out = desk.ok("export relations");
    out.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_crosswalk_goes_in_and_comes_out_without_loss() {
    let desk = desk();
    let rows = format!(
        "from,to,kind,score,says,association\n\
         WEX:R.3.1,FEN:R.3.1,near,92,Moor crosswalk,ext:isNear\n\
         WEX:R.3.2,FEN:R.3.2,precedes,,Moor crosswalk,precedes\n\
         WEX:R.3.3,{ELSEWHERE},exact,,Moor crosswalk,exactMatchOf\n\
         FEN:R.3.2,WEX:R.3.3,other,,Moor crosswalk,ext:leadsTo\n"
    );
    desk.file("moor.csv", &rows);
    let told = desk.json("import relations moor.csv");
    assert_eq!(
        (&told["read"], &told["added"], &told["warnings"]),
        (&json!(4), &json!(4), &json!([]))
    );
    assert_eq!(desk.ok("export relations"), rows);
    let again = desk.json("import relations moor.csv");
    assert_eq!(
        (&again["unchanged"], &again["change_set"]),
        (&json!(4), &Value::Null)
    );
    // By guids, in whatever spelling, and in the words of CASE it is the same; a newer score takes the place of the older.
    desk.file(
        "guids.csv",
        &format!(
            "Origin,Destination,Relationship Type,Score,Said by\n\
             {{{}}},urn:uuid:{},crosswalk,95,Moor crosswalk\n{},{ELSEWHERE},exactMatchOf,,Moor crosswalk\n",
            guid(1).to_uppercase(),
            guid(1).replace("0b0", "0c0"),
            guid(3)
        ),
    );
    let newer = desk.json("import relations guids.csv");
    assert_eq!(
        (&newer["added"], &newer["changed"], &newer["unchanged"]),
        (&json!(0), &json!(1), &json!(1)),
        "{newer}"
    );
    assert_eq!(
        out(&desk)[0],
        "WEX:R.3.1,FEN:R.3.1,near,95,Moor crosswalk,ext:isNear"
    );
    desk.ok("undo");
    desk.ok("undo");
    assert_eq!(out(&desk), [""; 0]);
}

#[test]
fn a_row_of_a_crosswalk_counts_once_a_person_accepts_it() {
    let desk = desk();
    desk.file(
        "moor.csv",
        "from,to,kind,score\nWEX:R.3.1,FEN:R.3.1,exact,92\nWEX:R.3.2,FEN:R.3.2,near,79\n",
    );
    let told = desk.json("import relations moor.csv");
    assert_eq!(told["added"], 2);
    let why = told["warnings"].to_string();
    assert!(
        why.contains("taken as near") && why.contains("standard relate"),
        "{why}"
    );
    let near = "WEX:R.3.1,FEN:R.3.1,near,92,a file,ext:isNear";
    assert_eq!(out(&desk)[0], near);
    let far = desk.fails("standard relate WEX:R.3.2 same FEN:R.3.2 --reason read", 1);
    assert!(far.contains("scores them 79, and counts from 80"), "{far}");
    desk.ok("standard relate WEX:R.3.1 same FEN:R.3.1 --reason read");
    let accepted = "WEX:R.3.1,FEN:R.3.1,exact,92,ada,exactMatchOf";
    assert_eq!(out(&desk)[2], accepted);
    // Given back, it stays what a person said, and nothing else changes; elsewhere nobody has accepted it.
    let all = desk.ok("export relations");
    desk.file("all.csv", &all);
    let again = desk.json("import relations all.csv");
    assert_eq!(
        (&again["added"], &again["changed"], &again["unchanged"]),
        (&json!(0), &json!(0), &json!(3)),
        "{again}"
    );
    desk.ok("init --district Twin --zone Etc/UTC --db twin.db");
    for file in ["old.json --short WEX", "other.json --short FEN --theirs"] {
        desk.ok(&format!("import standards {file} --db twin.db"));
    }
    desk.ok("import relations all.csv --db twin.db");
    let there = desk.ok("export relations --db twin.db");
    assert!(there.contains(near) && !there.contains("exact"), "{there}");
}

#[test]
fn a_row_that_cannot_be_is_told_with_its_column_value_and_reason() {
    let desk = desk();
    desk.ok("standards own FEN");
    let good = "WEX:R.3.1,FEN:R.3.1,related,,\n";
    for (row, column, value, why) in [
        (
            "WEX:R.9,FEN:R.3.1,related,,",
            "from",
            "WEX:R.9",
            "no standard here has this code",
        ),
        (
            "WEX:R.3.1,Elsewhere R.1,related,,",
            "to",
            "Elsewhere R.1",
            "write its guid",
        ),
        (
            "R.3.1,WEX:R.3.2,related,,",
            "from",
            "R.3.1",
            "2 standards have this code",
        ),
        (
            "WEX:R.3.1,FEN:R.3.1,alike,,",
            "kind",
            "alike",
            "not one of exact, peer",
        ),
        (
            "WEX:R.3.1,FEN:R.3.1,near,101,",
            "score",
            "101",
            "a score is 0 to 100",
        ),
        ("WEX:R.3.1,FEN:R.3.1,near,,", "score", "", "says how near"),
        (
            "WEX:R.3.1,wex:r.3.1.,related,,",
            "to",
            "wex:r.3.1.",
            "not related to itself",
        ),
    ] {
        desk.file(
            "bad.csv",
            &format!("from,to,kind,score,says\n{good}{row}\n"),
        );
        let told = desk.run(&["import", "relations", "bad.csv", "--json"]);
        assert_eq!(told.code, 1, "{row}: {}", told.out);
        let told: Value = serde_json::from_str(&told.out).unwrap();
        let rejected = &told["rejected"][0];
        assert_eq!(
            (&rejected["row"], &rejected["column"], &rejected["value"]),
            (&json!(3), &json!(column), &json!(value)),
            "{row}: {told}"
        );
        assert!(rejected["reason"].as_str().unwrap().contains(why), "{told}");
        assert_eq!(out(&desk), [""; 0], "{row}");
    }
}

#[test]
fn relations_are_brought_in_by_people_with_the_curricular_role() {
    let desk = desk();
    desk.ok("people add kim --name Kim --roles technical");
    desk.file("moor.csv", "from,to,kind\nWEX:R.3.1,FEN:R.3.1,related\n");
    let told = desk.fails("import relations moor.csv --as kim", 1);
    assert!(told.contains("role curricular"), "{told}");
    assert_eq!(out(&desk), [""; 0]);
}

/// Made of one score: told where the least is more than that, and not where it is that.
fn too_far(desk: &Desk) -> bool {
    let said = desk.run(&["standards", "--claimed"]);
    assert_eq!(said.code, 0, "{}", said.err);
    said.err
        .contains("1 accepted match is below the district's least of 93, and to be looked at again")
}

#[test]
fn a_match_that_was_accepted_with_less_than_the_least_of_today_stays_and_is_to_be_looked_at_again()
{
    let desk = desk();
    desk.file(
        "moor.csv",
        "from,to,kind,score\nWEX:R.3.1,FEN:R.3.1,exact,92\n",
    );
    desk.ok("import relations moor.csv");
    desk.ok("standard relate WEX:R.3.1 same FEN:R.3.1 --reason read");
    desk.ok("policy set crosswalk_least 92 --reason stricter");
    assert!(!too_far(&desk));
    let set = desk.run(&[
        "policy",
        "set",
        "crosswalk_least",
        "93",
        "--reason",
        "stricter",
    ]);
    assert_eq!(set.code, 0, "{}", set.err);
    let said = set.out + &set.err;
    assert!(
        said.contains("1 accepted match is below the district's least of 93")
            && said.contains("R.3.1 and R.3.1 (92, by ada)"),
        "{said}"
    );
    assert!(too_far(&desk));
    let shown = desk.ok("standard show FEN:R.3.1");
    let again =
        "says ada on 2026-03-10, score 92, below the district's least of 93: to be looked at again";
    assert!(shown.contains(again), "{shown}");
    // It counts as before until somebody says otherwise.
    let through =
        |desk: &Desk| desk.json("standard show FEN:R.3.1")["products"][0]["match"].clone();
    assert_eq!(through(&desk), "same");
    desk.ok("standard relate FEN:R.3.1 related WEX:R.3.1 --reason read-again");
    assert_eq!(through(&desk), "related");
    assert!(!too_far(&desk));
    assert!(!out(&desk).iter().any(|line| line.contains(",exact,")));
    desk.ok("undo");
    assert_eq!(through(&desk), "same");
    assert!(too_far(&desk));
}

#[test]
fn a_score_in_parts_of_one_is_refused_with_the_range() {
    let desk = desk();
    for score in ["0.9", "92.5", "101"] {
        desk.file(
            "moor.csv",
            &format!("from,to,kind,score\nWEX:R.3.1,FEN:R.3.1,near,{score}\n"),
        );
        let said = desk.run(&["import", "relations", "moor.csv"]);
        assert_eq!(said.code, 1, "{score}");
        let told = said.out + &said.err;
        assert!(
            told.contains("a score is 0 to 100, in whole numbers"),
            "{score}: {told}"
        );
    }
    desk.file(
        "moor.csv",
        "from,to,kind,score\nWEX:R.3.1,FEN:R.3.1,near,100\n",
    );
    desk.ok("import relations moor.csv");
}

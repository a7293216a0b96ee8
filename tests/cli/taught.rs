//! What a product teaches, wherever it belongs: on its card, in a review, beside an ask, in what the board reads. A claim is
//! told as a claim everywhere.

use serde_json::{Value, json};

use super::desk::Desk;
use super::results::{claim, district, products};
use super::stacks::{bought, window};

const SCHOOLS: &str = "name,code,level,grades,enrollment,staff\n\
    Lincoln ES,LIN,elementary,K-5,412,24\n";

const APPROVALS: &str = "product,status,schools,grades,from,until,reason\n\
    Vowelwend,approved,,K-8,2025-08-01,2027-06-30,Passed\n";

const STANDARDS: &str = "framework,code,statement,grades\n\
    Wexmoor Reading,R.3.1,Retell,3\n\
    Wexmoor Reading,R.3.2,Compare,3\n\
    Wexmoor Reading,R.4.1,Infer,4\n\
    Wexmoor Reading,R.4.2,Cite,4\n";

const CLAIMS: &str = "product,framework,standard,says\n\
    Letterloop,Wexmoor Reading,R.3.1,vendor\n\
    Letterloop,Wexmoor Reading,R.3.2,vendor\n\
    Letterloop,Wexmoor Reading,R.4.1,vendor\n\
    Letterloop,Wexmoor Reading,R.4.1,state\n\
    Letterloop,Elsewhere 9,E.1,publisher\n\
    Vowelwend,Wexmoor Reading,R.4.1,vendor\n";

pub(super) const VERIFY: &str =
    "standard verify Letterloop R.3.1 --evidence https://t.example/1 --sampled 3 --met 3 --as bo";

/// An office with a framework of four standards, and what is claimed of two products.
fn desk() -> Desk {
    let desk = Desk::empty();
    for (kind, text) in [
        ("schools", SCHOOLS),
        (
            "products",
            "name,vendor,grades\nLetterloop,Brightwater,3-4\nVowelwend,Oddfellow,3-4\n",
        ),
        ("standards", STANDARDS),
        ("alignments", CLAIMS),
        ("approvals", APPROVALS),
    ] {
        desk.file(&format!("{kind}.csv"), text);
        desk.ok(&format!("import {kind} {kind}.csv"));
    }
    desk.ok("people add bo --name Bo --roles curricular");
    desk
}

fn teaches(desk: &Desk) -> Vec<Value> {
    let card = desk.json("product Letterloop");
    card["teaches"].as_array().unwrap().clone()
}

#[test]
fn a_card_says_what_is_verified_and_what_is_only_claimed_and_by_whom() {
    let desk = desk();
    let claimed = desk.ok("product Letterloop");
    assert!(
        claimed.contains(": 3 only claimed (state, vendor).\n"),
        "{claimed}"
    );
    assert!(
        claimed.contains("Teaches: Elsewhere 9 (not imported): 1 only claimed (publisher).\n"),
        "{claimed}"
    );
    assert_eq!(teaches(&desk)[0]["verified"], 0);
    desk.ok(VERIFY);
    desk.run(&[
        "standard",
        "reject",
        "Letterloop",
        "R.3.2",
        "--reason",
        "Two units only",
        "--as",
        "bo",
    ]);
    let of = &teaches(&desk)[0];
    assert_eq!(of["ours"], true);
    for (key, value) in [
        ("verified", json!(1)),
        ("verified_by", json!(["bo"])),
        ("recheck", json!(0)),
        ("claimed", json!(1)),
        ("claimed_by", json!(["state", "vendor"])),
        ("rejected", json!(1)),
    ] {
        assert_eq!(of[key], value, "{key}: {of}");
    }
    assert_eq!(
        of["verified_on"],
        json!(desk.json("status Letterloop")["as_of"])
    );
}

#[test]
fn what_somebody_verified_ages_on_the_card_too() {
    let desk = desk();
    desk.ok(VERIFY);
    let later = desk.json("product Letterloop --now 2199-01-01");
    let of = &later["teaches"][0];
    assert_eq!((&of["verified"], &of["recheck"]), (&json!(0), &json!(1)));
    assert_eq!(of["recheck_by"], json!(["bo"]));
}

/// What is on file about an item of the review of R-1.
fn on_file(desk: &Desk, item: &str) -> Value {
    let sheet = desk.json("review show R-1");
    let lists = sheet["checklists"].as_array().unwrap();
    let items = lists
        .iter()
        .flat_map(|list| list["items"].as_array().unwrap());
    let mut found = items
        .filter(|one| one["id"] == item)
        .map(|one| one["on_file"].clone());
    found.next_back().unwrap()
}

/// Somebody asks for Letterloop for these grades.
fn asked(desk: &Desk, grades: &str) {
    desk.ok(&format!(
        "request new --product Letterloop --school LIN --reason Reading --requester Doe --role teacher \
         --grades {grades} --instructional yes --take"
    ));
}

fn last(known: &Value) -> &str {
    known["says"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .as_str()
        .unwrap()
}

#[test]
fn a_review_is_told_which_grades_have_a_verified_standard_and_no_claim_suggests_an_answer() {
    let desk = desk();
    asked(&desk, "3-4");
    let claimed = on_file(&desk, "C02");
    assert_eq!(claimed["suggests"], Value::Null);
    assert_eq!(last(&claimed), "no verified standard for grades 3-4 of 3-4");
    assert!(
        claimed["next"]
            .as_str()
            .unwrap()
            .contains("standard verify \"Letterloop\" R.3.1"),
        "{claimed}"
    );
    assert_eq!(on_file(&desk, "C03"), Value::Null);

    desk.ok(VERIFY);
    let half = on_file(&desk, "C02");
    assert_eq!(
        (last(&half), &half["suggests"]),
        ("no verified standard for grades 4 of 3-4", &Value::Null)
    );
    assert!(half["next"].as_str().unwrap().contains("R.4.1"), "{half}");
    let tasks = on_file(&desk, "C03");
    assert_eq!(
        (last(&tasks), &tasks["suggests"]),
        (
            "1 standard verified: 3 of 3 sampled tasks met theirs",
            &json!("pass")
        )
    );

    desk.ok(&VERIFY.replace("R.3.1", "R.4.1"));
    let whole = on_file(&desk, "C02");
    assert_eq!(
        (&whole["suggests"], &whole["next"]),
        (&json!("pass"), &Value::Null)
    );
    assert_eq!(
        last(&whole),
        "a verified standard for each grade asked for (3-4)"
    );
    // It is suggested, and stays blank until somebody says so.
    let shown = desk.ok("review show R-1");
    assert!(
        shown.contains("[ ] C02 Standards confirmed for each grade\n"),
        "{shown}"
    );
    assert!(
        shown.contains("On file: Suggests: pass, which somebody has to say.\n"),
        "{shown}"
    );
}

#[test]
fn an_answer_that_rests_on_claims_alone_says_so() {
    let desk = desk();
    asked(&desk, "3");
    desk.ok("review answer R-1 C02 pass --note Vendor_says_so --as bo");
    let known = on_file(&desk, "C02");
    assert_eq!(
        last(&known),
        "the answer pass rests on nothing that somebody verified here"
    );
    desk.ok(VERIFY);
    assert_eq!(on_file(&desk, "C02")["suggests"], "pass");
}

#[test]
fn what_of_ours_teaches_the_same_is_told_beside_a_review_and_an_ask() {
    let desk = desk();
    let ask = "request new --school LIN --requester Doe --role teacher --grades 4 --product";
    let told = |words: &[&str]| {
        let mut line: Vec<&str> = ask.split(' ').collect();
        line.extend(words);
        desk.run(&line).err
    };
    // A need that names its standard, for a product of which nobody claims anything.
    let need = told(&[
        "Inkwander",
        "--reason",
        "Half of grade 4 fall short of R.4.1.",
    ]);
    assert!(
        need.contains("Vowelwend teaches it, only claimed: YES"),
        "{need}"
    );
    // Of a product: what it is said to teach itself.
    let product = told(&["Letterloop", "--reason", "Reading"]);
    assert!(
        product.contains("Vowelwend teaches 1 of 4 standards, only claimed: YES"),
        "{product}"
    );
    desk.ok(&VERIFY.replace("Letterloop R.3.1", "Vowelwend R.4.1"));
    let shown = desk.ok("review show R-2");
    assert!(
        shown.contains("On file: Vowelwend (YES) teaches 1 of 4 standards, verified.\n"),
        "{shown}"
    );
}

#[test]
fn the_dashboard_has_a_line_of_standards_and_whoever_sees_no_gaps_is_told_coverage_alone() {
    let district = district();
    products(&district);
    let page = |who: &str| {
        district
            .run(&["dashboard", "--json", "--as", who])
            .ok()
            .json()["standards"]
            .clone()
    };
    assert_eq!(
        page("tess"),
        json!({"standards": 4, "verified": 0, "to_verify": 0, "holes": null, "worst": null})
    );
    claim(&district, 1, 1, false);
    claim(&district, 2, 2, true);
    // At least 12 of 28 are below; the priority of which nothing is verified weighs 3, and 60 % of it are open.
    window(
        &district,
        "fall",
        "3.NF.1,Rillwater ES,4,28,19\n3.NF.2,Rillwater ES,4,28,19\n",
    );
    let line = page("tess");
    assert_eq!(
        (
            &line["verified"],
            &line["to_verify"],
            &line["worst"]["code"]
        ),
        (&json!(1), &json!(1), &json!("3.NF.1"))
    );
    assert_eq!(line["worst"]["score_tenths"], 216);
    let text = |who: &str| district.run(&["dashboard", "--as", who]).ok().out;
    assert!(
        text("tess").contains("the worst 3.NF.1 at Rillwater ES, grade 4 (21.6); 1 claim to verify; verified for 1 of 4 standards"),
        "{}",
        text("tess")
    );
    assert_eq!(
        page("hal"),
        json!({"standards": 4, "verified": 1, "to_verify": null, "holes": null, "worst": null})
    );
    let seen = text("hal");
    assert!(
        seen.contains("Standards: verified for 1 of 4 standards:") && !seen.contains("3.NF.1"),
        "{seen}"
    );
}

#[test]
fn the_board_reads_what_an_item_teaches_and_what_its_end_would_open() {
    let district = bought();
    district.take("inventory", "school,product,seats,used,bought_by\nLAR,Sumgrove,30,10,district\nRIL,Sumgrove,30,10,district\n");
    claim(&district, 1, 1, true);
    claim(&district, 1, 2, false);
    claim(&district, 1, 3, true);
    // The other product teaches one of the two as well.
    claim(&district, 2, 3, true);
    let items = district
        .run(&["renewal", "packet", "--fy", "2026", "--json"])
        .ok()
        .json();
    let item = |number: &str| {
        let mut rows = items.as_array().unwrap().iter();
        rows.find(|row| row["contract"] == number).unwrap().clone()
    };
    assert_eq!(
        item("C-1")["teaches"],
        json!(["M: 2 verified standards; 1 only claimed"])
    );
    let opens: Vec<String> = item("C-1")["opens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        opens,
        [
            "1 standard at Larkfen ES (3.NF.1)",
            "1 standard at Rillwater ES (3.NF.1)"
        ]
    );
    assert_eq!(item("C-2")["opens"], json!([]));
    let text = district
        .run(&["renewal", "packet", "--fy", "2026"])
        .ok()
        .out;
    assert!(
        text.contains("- Ending it would open: 1 standard at Larkfen ES (3.NF.1); 1 standard at Rillwater ES (3.NF.1)"),
        "{text}"
    );
    assert!(
        text.contains("- Ending it would open: no standard that nothing else covers"),
        "{text}"
    );
    // Of what nobody claims anything nothing is said.
    assert_eq!(item("C-3")["teaches"], json!([]));
}

#[test]
fn waste_cites_the_windows_in_which_nobody_asks_for_a_purchase() {
    let district = bought();
    claim(&district, 1, 1, true);
    let good = "3.NF.1,LAR,3,40,0\n3.NF.1,RIL,3,40,19\n";
    let cited = || {
        let told = district.run(&["waste", "--json"]).ok().json();
        let lines = told["lines"].as_array().unwrap().iter();
        let cited = lines.filter(|line| !line["no_gap"].is_null());
        let cited = cited.map(|line| {
            (
                line["product"].clone(),
                line["school"].clone(),
                line["no_gap"].clone(),
            )
        });
        cited.collect::<Vec<_>>()
    };
    window(&district, "fall", good);
    assert_eq!(cited(), []);
    window(&district, "winter", good);
    assert_eq!(
        cited(),
        [(
            json!("Sumgrove"),
            json!("LAR"),
            json!("district: fall, winter")
        )]
    );
    // The help desk sees no gaps, and so nothing of where there are none.
    let hal = district.run(&["waste", "--json", "--as", "hal"]).ok().out;
    assert!(!hal.contains("district: fall, winter"), "{hal}");
}

#[test]
fn a_digest_tells_who_verified_what_is_to_be_looked_at_again_and_who_routed_how_the_group_stands() {
    let district = district();
    products(&district);
    claim(&district, 2, 1, true);
    let due = |who: &str, day: &str| {
        let told = district
            .run(&["digest", "--for", who, "--dry-run", "--json", "--now", day])
            .ok()
            .json();
        told["sections"].clone()
    };
    assert_eq!(due("cleo", "2026-03-10"), json!({}));
    // Verified on 2026-02-01 by cleo: good for 24 months.
    let told = due("cleo", "2028-02-02").to_string();
    assert!(
        told.contains("Fractionary: 1 standard of M, verified by cleo"),
        "{told}"
    );
    assert!(
        !due("tess", "2028-02-02")
            .to_string()
            .contains("Fractionary")
    );

    window(
        &district,
        "fall",
        "3.NF.1,Rillwater ES,4,28,19\n3.NF.2,Rillwater ES,4,28,19\n",
    );
    district
        .run(&[
            "route",
            "3.NF.1",
            "--school",
            "RIL",
            "--use",
            "fractionary",
            "--as",
            "cleo",
        ])
        .ok();
    window(
        &district,
        "winter",
        "3.NF.1,Rillwater ES,4,28,12\n3.NF.2,Rillwater ES,4,28,12\n",
    );
    let told = due("cleo", "2026-03-10").to_string();
    assert!(
        told.contains("3.NF.1 at Rillwater ES, grade 4: better in winter, beside fall, when Fractionary was routed"),
        "{told}"
    );
    assert!(!due("tess", "2026-03-10").to_string().contains("better"));
    // Once: the day after it was told it is not told again.
    district
        .run(&["digest", "--for", "cleo", "--as", "cleo"])
        .ok();
    assert!(!due("cleo", "2026-03-11").to_string().contains("better"));
}

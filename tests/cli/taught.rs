//! What a product teaches, wherever it belongs: on its card, in a review, beside an ask, in what the board reads. A claim is
//! told as a claim everywhere.

use serde_json::{Value, json};

use super::desk::Desk;

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
        (
            "products",
            "name,vendor,grades\nLetterloop,Brightwater,3-4\nVowelwend,Oddfellow,3-4\n",
        ),
        ("standards", STANDARDS),
        ("alignments", CLAIMS),
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

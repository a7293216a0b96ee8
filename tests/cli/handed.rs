//! A claim is handed to somebody who is to verify it: it stands in their list and in their digest until it is done.

use serde_json::json;

use super::desk::Desk;
use super::standards::desk as one_framework;

fn desk() -> Desk {
    let desk = one_framework();
    desk.ok("import standards old.json");
    desk.ok("people add bo --name Bo --roles curricular");
    desk.ok("people add kim --name Kim --roles technical");
    desk
}

/// Whose each open claim is, by product and code.
fn verifiers(desk: &Desk) -> Vec<(String, String, String)> {
    let told = desk.json("standards --claimed");
    let mut all = Vec::new();
    for one in told.as_array().unwrap() {
        for product in one["products"].as_array().unwrap() {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
            all.push((
                text(&product["product"]),
                text(&one["code"]),
                text(&product["verifier"]),
            ));
        }
    }
    all.sort();
    all
}

fn of(product: &str, code: &str, verifier: &str) -> (String, String, String) {
    (product.into(), code.into(), verifier.into())
}

fn to_verify(desk: &Desk, login: &str) -> serde_json::Value {
    let told = desk.json(&format!("digest --for {login} --dry-run"));
    let lines = told["sections"]["to_verify"].as_array().cloned();
    lines
        .unwrap_or_default()
        .iter()
        .map(|line| line["what"].clone())
        .collect()
}

#[test]
fn a_claim_is_somebodys_until_it_is_verified_or_rejected() {
    let desk = desk();
    desk.ok("standard hand Letterloop R.3.1 R.3.2 --to bo");
    let handed = [
        of("Letterloop", "R.3.1", "bo"),
        of("Letterloop", "R.3.2", "bo"),
        of("Vowelwend", "R.9", "-"),
    ];
    assert_eq!(verifiers(&desk), handed);
    assert!(desk.ok("standards --claimed").contains("FOR"));
    let line = |code: &str| {
        format!(
            "that Letterloop teaches wexmoor reading standards 2023:{code}: hallpass standards --claimed"
        )
    };
    assert_eq!(
        to_verify(&desk, "bo"),
        json!([
            line("R.3.2").replace("wexmoor reading standards", "Wexmoor Reading Standards"),
            line("r.3.1.")
        ])
    );
    assert_eq!(to_verify(&desk, "ada"), json!([]));
    desk.ok("standard verify Letterloop R.3.1 --evidence https://t.example/1 --sampled 3 --met 3 --as bo");
    desk.ok("standard reject Letterloop R.3.2 --reason units --as bo");
    assert_eq!(to_verify(&desk, "bo"), json!([]));
    desk.ok("undo --as bo");
    assert_eq!(to_verify(&desk, "bo").as_array().unwrap().len(), 1);
    desk.ok("standard hand Letterloop R.3.2");
    assert_eq!(to_verify(&desk, "bo"), json!([]));
}

#[test]
fn a_claim_is_handed_to_somebody_who_may_verify_by_somebody_who_may() {
    let desk = desk();
    let to_kim = desk.fails("standard hand Letterloop R.3.1 --to kim", 1);
    assert!(to_kim.contains("kim may not verify"), "{to_kim}");
    desk.fails("standard hand Letterloop R.3.1 --to nobody", 3);
    desk.fails("standard hand Vowelwend R.3.1 --to bo", 3);
    let by_kim = desk.fails("standard hand Letterloop R.3.1 --to bo --as kim", 1);
    assert!(by_kim.contains("role curricular"), "{by_kim}");
    desk.ok("people leave bo --on 2026-03-01");
    desk.fails("standard hand Letterloop R.3.1 --to bo", 3);
    assert!(verifiers(&desk).iter().all(|one| one.2 == "-"));
}

//! Standards that are bought more than once, purchases that no group's gap asks for, what is to be verified first, and what
//! would open if a product went.

use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use serde_json::{Value as Json, json};

use super::results::{claim, district, products, save};
use crate::support::program::{District, text};

/// Sumgrove and Fractionary are bought for both schools, Gaugewell for Larkfen, and costs nothing at Rillwater.
pub(super) fn bought() -> District {
    let district = district();
    products(&district);
    district.take("products", "product\nAddalong\n");
    district.take(
        "contracts",
        "number,product,bought_by,schools,term_start,term_end,auto_renew,notice,model,quantity,total\n\
         C-1,Sumgrove,district,,2025-07-01,2026-06-30,no,,site,,9000\n\
         C-2,Fractionary,district,,2025-07-01,2026-06-30,no,,site,,4000\n\
         C-3,Gaugewell,LAR,LAR,2025-07-01,2026-06-30,no,,site,,500\n\
         C-4,Gaugewell,RIL,RIL,2025-07-01,2026-06-30,no,,site,,0\n\
         C-5,Addalong,LAR,LAR,2024-07-01,2025-06-30,no,,site,,700\n",
    );
    district
}

fn asked(district: &District, more: &[&str]) -> Json {
    let args = [&["standards", "--json"][..], more].concat();
    district.run(&args).ok().json()
}

#[test]
fn three_paid_and_verified_products_on_one_standard_at_one_school_are_a_stack() {
    let district = bought();
    for (product, standard, verified) in [
        (1, 1, true),
        (2, 1, true),
        // Two bought and verified, and one that is only claimed.
        (1, 2, true),
        (2, 2, true),
        (3, 2, false),
        // Verified, but its contract is over.
        (4, 1, true),
    ] {
        claim(&district, product, standard, verified);
    }
    assert_eq!(asked(&district, &["--stacks"]), json!([]));
    claim(&district, 3, 1, true);
    let stacks = asked(&district, &["--stacks"]);
    let told: Vec<_> = stacks
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let products = one["products"].as_array().unwrap().iter();
            let names: Vec<&str> = products.map(|one| text(&one["product"])).collect();
            let of = |field: &str| text(&one[field]).to_owned();
            (of("code"), of("school"), of("grades"), names.join(", "))
        })
        .collect();
    // At Rillwater two are paid for: what is known to cost nothing is not.
    let all = "Fractionary, Gaugewell, Sumgrove".to_owned();
    let is = |code: &str| (code.to_owned(), "Larkfen ES".to_owned(), "K-5".to_owned());
    let (code, school, grades) = is("3.NF.1");
    assert_eq!(told, [(code, school, grades, all)]);
    assert_eq!(stacks[0]["products"][0]["status"], "verified");
    assert_eq!(
        asked(&district, &["--stacks", "--school", "RIL"]),
        json!([])
    );
    assert_eq!(asked(&district, &["--stacks", "nf.2"]), json!([]));
    let table = district
        .run(&["standards", "--stacks", "--as", "hal"])
        .ok()
        .out;
    assert!(
        table.contains("3.NF.1") && table.contains("Larkfen ES"),
        "{table}"
    );
    // Seen not to teach it after all.
    district
        .run(&[
            "standard",
            "reject",
            "Sumgrove",
            "3.NF.1",
            "--reason",
            "Two units only",
        ])
        .ok();
    assert_eq!(asked(&district, &["--stacks"]), json!([]));
    assert_eq!(
        district
            .run(&["standards", "--stacks", "--framework", "Z"])
            .code,
        3
    );
}

pub(super) fn window(district: &District, window: &str, rows: &str) {
    let table = format!("standard,school,grade,n,below\n{rows}");
    let file = district.file(&format!("{window}.csv"), table);
    district
        .import("results", &file, &["--window", window])
        .ok();
}

#[test]
fn a_purchase_is_idle_where_no_group_falls_short_two_windows_running() {
    let district = bought();
    claim(&district, 1, 1, true);
    claim(&district, 1, 2, false);
    claim(&district, 2, 1, true);
    // Of this one nothing is ever told.
    claim(&district, 2, 3, true);
    // 1 of 40 is under 5 %, which is surely nobody; 10 of 40 are at least 4 pupils.
    window(
        &district,
        "fall",
        "3.NF.1,LAR,3,40,0\n3.NF.2,LAR,3,40,1\n3.NF.1,RIL,3,40,0\n3.NF.2,RIL,3,40,10\n",
    );
    let one = district.run(&["standards", "--idle"]).ok();
    // Sumgrove at Larkfen, of one window; Fractionary at both.
    assert!(
        one.err.contains("3 more purchases at schools have no gap"),
        "{}",
        one.err
    );
    assert_eq!(asked(&district, &["--idle"]), json!([]));
    let good = "3.NF.1,LAR,3,40,0\n3.NF.2,LAR,3,40,0\n3.NF.1,RIL,3,40,0\n3.NF.2,RIL,3,40,0\n";
    window(&district, "winter", good);
    let idle = json!([{
        "product_id": 1, "product": "Sumgrove", "school": "Larkfen ES", "standards": ["3.NF.1", "3.NF.2"],
        "windows": [{"test": "district", "window": "fall"}, {"test": "district", "window": "winter"}],
    }]);
    assert_eq!(asked(&district, &["--idle"]), idle);
    assert_eq!(asked(&district, &["--idle", "--school", "RIL"]), json!([]));
    // The third window: now Rillwater has none two windows running.
    window(&district, "spring", good);
    let schools: Vec<Json> = asked(&district, &["--idle"])
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["school"], one["windows"][0]["window"]]))
        .collect();
    assert_eq!(
        schools,
        [
            json!(["Larkfen ES", "winter"]),
            json!(["Rillwater ES", "winter"])
        ]
    );
    // What is hidden is not known: 7 pupils of one grade, and with them the 40 of the other.
    window(&district, "summer", &format!("{good}3.NF.1,LAR,4,7,0\n"));
    let left = asked(&district, &["--idle"]);
    assert_eq!(left.as_array().unwrap().len(), 0, "{left}");
    assert_eq!(
        district.run(&["standards", "--idle", "--as", "hal"]).code,
        1
    );
}

/// What is to be verified: the code, the product, its proof and what it would close, in tenths.
fn claimed(district: &District, more: &[&str]) -> Vec<Json> {
    let listed = asked(district, &[&["--claimed"][..], more].concat());
    let mut all = Vec::new();
    for one in listed.as_array().unwrap() {
        for of in one["products"].as_array().unwrap() {
            all.push(json!([
                one["code"],
                of["product"],
                of["recheck"],
                of["closes_tenths"],
                one["unknown_code"]
            ]));
        }
    }
    all
}

#[test]
fn what_closes_most_is_verified_first() {
    let district = district();
    products(&district);
    for (product, standard) in [(3, 1), (1, 2), (2, 2), (1, 1)] {
        claim(&district, product, standard, false);
    }
    // Verified more than 24 months ago.
    save(
        &district,
        Put::keyed(Kind::Alignment)
            .with("product", 2_i64)
            .with("framework", "M".to_owned())
            .with("standard", "4.NF.1".to_owned())
            .with("leaf", true)
            .with("item", 3_i64)
            .with("status", "verified".to_owned())
            .with("by", 2_i64)
            .with("on", "2024-02-01".to_owned())
            .with("sampled", 3_i64)
            .with("met", 3_i64)
            .with("evidence", "https://harlow.example/task".to_owned()),
    );
    district.take(
        "alignments",
        "product,framework,standard,says\nSumgrove,Elsewhere,X.1,vendor\n",
    );
    window(
        &district,
        "fall",
        "3.NF.1,RIL,4,28,19\n3.NF.2,RIL,4,28,19\n4.NF.1,RIL,4,10,2\n",
    );
    // 12 x 3 = 36, 12 x 2 = 24 and 2 x 2 = 4, of which 60 % are open. Gaugewell is denied there, and would close nothing.
    let first = json!(["3.NF.1", "Sumgrove", false, 216, false]);
    let told = [
        first.clone(),
        json!(["3.NF.1", "Gaugewell", false, 0, false]),
        json!(["3.NF.2", "Fractionary", false, 144, false]),
        json!(["3.NF.2", "Sumgrove", false, 144, false]),
        json!(["4.NF.1", "Fractionary", true, 24, false]),
        json!(["X.1", "Sumgrove", false, 0, true]),
    ];
    assert_eq!(claimed(&district, &[]), told);
    assert_eq!(claimed(&district, &["nf.2"]), told[2..4]);
    let table = district.run(&["standards", "--claimed"]).ok().out;
    let lines: Vec<&str> = table.lines().collect();
    assert!(
        lines[1].contains("Sumgrove") && lines[1].contains("21.6"),
        "{table}"
    );
    assert!(lines[6].contains("unknown code"), "{table}");
    // Gaps of other schools are nobody's to see, nor what would close them; nor are any for the help desk.
    assert_eq!(claimed(&district, &["--school", "LAR"])[0][3], 0);
    let unseen = claimed(&district, &["--as", "hal"]);
    assert!(unseen.iter().all(|one| one[3].is_null()), "{unseen:?}");
    assert_eq!(unseen.len(), 6);
    district.take(
        "people",
        "login,name,roles,schools\ncleo,Cleo Marr,curricular,LAR\n",
    );
    let far = claimed(&district, &["--as", "cleo"]);
    assert!(far.iter().all(|one| one[3] == 0), "{far:?}");
    // Once one product is verified and usable there, another closes nothing more.
    let verify = [
        "standard",
        "verify",
        "Sumgrove",
        "3.NF.2",
        "--sampled",
        "3",
        "--met",
        "3",
        "--evidence",
        "https://harlow.example/1",
    ];
    district.run(&verify).ok();
    let left = claimed(&district, &["nf.2"]);
    assert_eq!(left, [json!(["3.NF.2", "Fractionary", false, 0, false])]);
}

/// Two products that are alike in the grades of both schools differ in a grade that one of them does not have, and a third is
/// short of seats at one school: each closes what it would close by itself.
#[test]
fn products_that_are_alike_at_most_schools_close_each_what_is_its_own() {
    let district = district();
    district.take("products", "product\nSumgrove\nFractionary\nGaugewell\n");
    district.take(
        "approvals",
        "product,status,grades,schools\nSumgrove,approved,K-12,district\nFractionary,approved,K-5,district\n\
         Gaugewell,approved,K-12,district\n",
    );
    district.take(
        "contracts",
        "number,product,bought_by,schools,term_start,term_end,auto_renew,notice,model,quantity,total\n\
         C-1,Gaugewell,RIL,RIL,2025-07-01,2026-06-30,no,,seats,15,500\n",
    );
    for product in 1..=3 {
        claim(&district, product, 1, false);
    }
    let closed = |product: &str| {
        let told = claimed(&district, &[]);
        let of = told.iter().find(|one| text(&one[1]) == product);
        of.and_then(|one| one[3].as_i64())
    };
    // 12 x 3 = 36, of which 60 % are open: 21.6 at each school.
    window(
        &district,
        "fall",
        "3.NF.1,RIL,4,28,19\n3.NF.1,LAR,4,28,19\n",
    );
    assert_eq!(closed("Sumgrove"), Some(432));
    assert_eq!(closed("Fractionary"), Some(432));
    // Where it is bought nobody counted who uses its seats, so it would be short: 10 % stay open. Where it is not it would
    // be blocked: 30 %. That closes 18.0 and 10.8.
    assert_eq!(closed("Gaugewell"), Some(288));
    // A group in a grade that Rillwater does not have.
    window(
        &district,
        "spring",
        "3.NF.1,RIL,4,28,19\n3.NF.1,LAR,4,28,19\n3.NF.1,RIL,7,28,19\n",
    );
    assert_eq!(closed("Sumgrove"), Some(648));
    assert_eq!(closed("Fractionary"), Some(432));
    assert_eq!(closed("Gaugewell"), Some(468));
}

/// Ten standards more, of which two products were verified to teach all. What is dearer may be used at Rillwater only.
fn taught_twice() -> District {
    let district = district();
    district.take("products", "product\nSumgrove\nFractionary\n");
    district.take(
        "approvals",
        "product,status,schools\nSumgrove,approved,district\nFractionary,approved,RIL\n",
    );
    district.take(
        "contracts",
        "number,product,bought_by,schools,term_start,term_end,auto_renew,notice,model,quantity,total\n\
         C-1,Sumgrove,district,,2025-07-01,2026-06-30,no,,site,,4000\n\
         C-2,Fractionary,district,,2025-07-01,2026-06-30,no,,site,,9000\n",
    );
    for n in 1..=10_i64 {
        let standard = Put::keyed(Kind::Standard)
            .with("framework", 1_i64)
            .with("guid", format!("bbbbbbbb-0000-4000-8000-0000000000{n:02}"))
            .with("code", format!("X.{n}"))
            .with("code_key", format!("x.{n}"))
            .with("statement", format!("Statement of X.{n}."))
            .with("leaf", true)
            .with("weight", 2_i64);
        let standard = save(&district, standard);
        claim(&district, 1, standard, true);
        claim(&district, 2, standard, true);
    }
    district
}

#[test]
fn a_plan_that_opens_standards_says_so_and_wants_a_reason() {
    let district = taught_twice();
    let alerts = district
        .run(&["overlaps", "--kind", "O4", "--json"])
        .ok()
        .json();
    let name = text(&alerts[0]["id"]).to_owned();
    let show = || {
        district
            .run(&["overlap", "show", &name, "--json"])
            .ok()
            .json()
    };
    // Nothing is told of any group yet.
    assert_eq!(show()["opens"], json!([]));
    window(
        &district,
        "fall",
        "X.1,LAR,3,28,19\nX.2,LAR,3,28,19\nX.3,LAR,3,40,0\nX.1,RIL,3,28,19\n",
    );
    // Of X.3 nobody is surely below; at Rillwater the other one covers it too.
    let opens = json!([{"school": "Larkfen ES", "standards": ["X.1", "X.2"]}]);
    assert_eq!(show()["opens"], opens);
    let lines = district.run(&["overlap", "show", &name]).ok().out;
    assert!(
        lines.contains("would open 2 standards at Larkfen ES"),
        "{lines}"
    );
    let plan = ["overlap", "plan", name.as_str()];
    let refused = district.run(&plan);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("would open 2 standards at Larkfen ES"),
        "{}",
        refused.err
    );
    // With the other one gone nothing opens, and with a reason it is planned all the same.
    district
        .run(&[&plan[..], &["--keep", "Sumgrove"]].concat())
        .ok();
    district.run(&["overlap", "reopen", &name]).ok();
    let why = [&plan[..], &["--reason", "Larkfen closes in June"]].concat();
    district.run(&why).ok();
}

#[test]
fn what_would_be_an_overlap_is_told_beside_them() {
    let district = taught_twice();
    let told = |more: &[&str]| {
        let overlaps = [&["overlaps"][..], more].concat();
        district.run(&overlaps).ok().err
    };
    assert!(!told(&[]).contains("recheck"), "{}", told(&[]));
    // After two years all of it is to be looked at again.
    let later = told(&["--now", "2028-06-01"]);
    let line = "Sumgrove and Fractionary: 10 shared standards would be, 10 need a recheck.";
    assert!(!later.contains(line), "its contracts are over: {later}");
    let standards: Vec<String> = (1..=3).map(|n| format!("X.{n}")).collect();
    for standard in &standards {
        district
            .run(&[
                "standard",
                "verify",
                "Sumgrove",
                standard,
                "--sampled",
                "3",
                "--met",
                "3",
                "--evidence",
                "https://harlow.example/1",
                "--now",
                "2023-05-05",
            ])
            .ok();
    }
    let now = told(&["--kind", "O4"]);
    assert!(
        now.contains("Sumgrove and Fractionary: 10 shared standards would be, 3 need a recheck."),
        "{now}"
    );
    assert!(!told(&["--kind", "O3"]).contains("recheck"));
}

#[test]
fn a_product_is_used_for_a_gap_once() {
    let district = district();
    products(&district);
    claim(&district, 1, 1, true);
    window(&district, "fall", "3.NF.1,RIL,4,28,19\n");
    let take = ["route", "3.NF.1", "--school", "RIL", "--use", "Sumgrove"];
    let first = district.run(&take).ok();
    assert!(first.out.contains("Recorded"), "{}", first.out);
    let again = district.run(&take).ok();
    assert!(again.out.contains("already"), "{}", again.out);
    assert_eq!(district.all("route").len(), 1);
}

#[test]
fn a_curricular_reviewer_of_one_school_says_what_a_product_teaches_and_not_what_a_standard_weighs()
{
    let district = district();
    products(&district);
    district.take(
        "people",
        "login,name,roles,schools\ncleo,Cleo Marr,curricular,LAR\n",
    );
    let verify = [
        "standard",
        "verify",
        "Sumgrove",
        "3.NF.1",
        "--sampled",
        "3",
        "--met",
        "3",
        "--evidence",
        "https://harlow.example/1",
        "--as",
        "cleo",
    ];
    district.run(&verify).ok();
    let weigh = district.run(&["standard", "weigh", "3.NF.1", "1", "--as", "cleo"]);
    assert_eq!(weigh.code, 1, "{}", weigh.out);
    assert!(weigh.err.contains("whole district"), "{}", weigh.err);
}

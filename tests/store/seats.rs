//! Seats from the records up to the words of every command: one truth, and no seat that nobody counted.

use crate::support::program::{District, text};
use crate::support::{Office, office, today};
use chrono::NaiveDate;
use hallpass::domain::approval::ApprovalStatus;
use hallpass::domain::contract::PriceModel;
use hallpass::domain::grade::Grades;
use hallpass::domain::money::Cents;
use hallpass::domain::notice::NoticeBasis;
use hallpass::domain::product::{DataUse, ProductId};
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::domain::status::StatusWord;
use hallpass::store::Scope;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// Three schools, and Zap approved everywhere.
fn district() -> District {
    let district = District::new();
    district.take(
        "schools",
        "name,code,grades,enrollment\nAlder School,AAA,K-8,300\nBirch School,BBB,K-5,600\n\
         Cedar School,CCC,6-8,100\n",
    );
    district.take(
        "approvals",
        "product,status,from\nZap,approved,2025-07-01\n",
    );
    district
}

fn contract(district: &District, ends: &str, rest: &str) {
    let header = "product,number,term_start,term_end,bought_by,schools,model,quantity,total";
    let table = format!("{header}\nZap,N,2024-07-01,{ends},{rest}\n");
    district.take("contracts", &table);
}

/// 100 seats of the district until June 30, 2026.
fn hundred(district: &District) {
    contract(district, "2026-06-30", "district,,per_student,100,100");
}

fn answer(district: &District, school: &str) -> Json {
    let said = district
        .run(&["status", "zap", "--school", school, "--json"])
        .ok();
    said.json()["results"][0].clone()
}

/// The verdict, and the seats in the order purchased, allotted, used, free.
fn seats(district: &District, school: &str) -> (String, Json) {
    let answer = answer(district, school);
    let seats = &answer["seats"];
    let seats = ["purchased", "allotted", "used", "free"].map(|field| seats[field].clone());
    (text(&answer["verdict"]).to_owned(), json!(seats))
}

#[track_caller]
fn told(district: &District, school: &str, verdict: &str, wanted: Json) {
    assert_eq!(
        seats(district, school),
        (verdict.to_owned(), wanted),
        "{school}"
    );
}

#[test]
fn seats_that_another_school_holds_are_not_offered_again() {
    let all = district();
    hundred(&all);
    all.take(
        "inventory",
        "school,product,seats,used,bought_by\nAAA,Zap,100,100,district\n",
    );
    told(&all, "AAA", "LICENCE_FULL", json!([100, 100, 100, 0]));
    told(&all, "BBB", "LICENCE_FULL", json!([100, null, null, 0]));
}

#[test]
fn what_is_left_of_a_heap_is_what_others_neither_hold_nor_use() {
    let some = district();
    hundred(&some);
    some.take(
        "inventory",
        "school,product,seats,used,bought_by\nAAA,Zap,60,10,district\n",
    );
    told(&some, "AAA", "YES", json!([100, 60, 10, 50]));
    told(&some, "BBB", "YES", json!([100, null, null, 40]));
    some.take(
        "usage",
        "product,from,to,school,active\nZap,2026-02-01,2026-02-28,BBB,40\n",
    );
    told(&some, "BBB", "LICENCE_FULL", json!([100, null, 40, 0]));
    told(&some, "CCC", "LICENCE_FULL", json!([100, null, null, 0]));
    let say = answer(&some, "CCC")["say"].clone();
    assert_eq!(
        say,
        "Zap is approved at Cedar School, but all 100 seats are taken. \
         Ask the technology office; Alder School has 50 seats free."
    );
}

#[test]
fn a_file_of_use_counts_as_the_inventory_does_in_every_command() {
    let district = district();
    contract(&district, "2026-06-30", "district,,per_student,300,3000");
    district.take(
        "usage",
        "product,from,to,school,provisioned,activated,active\n\
         Zap,2026-01-01,2026-01-31,AAA,150,150,150\nZap,2026-01-01,2026-01-31,BBB,150,150,150\n\
         Zap,2026-02-01,2026-02-28,AAA,150,130,\n",
    );
    told(&district, "AAA", "LICENCE_FULL", json!([300, null, 150, 0]));
    told(
        &district,
        "CCC",
        "LICENCE_FULL",
        json!([300, null, null, 0]),
    );
    let lines = |args: &[&str]| district.run(args).ok().out;
    let line = "Seats: 300, 300 used, 0 free.";
    assert!(
        lines(&["product", "zap"]).contains(line),
        "{}",
        lines(&["product", "zap"])
    );
    let here = lines(&["status", "zap", "AAA"]);
    assert!(
        here.contains("Seats: 300 bought, 150 used here, 0 free."),
        "{here}"
    );
    // The newer row without a count of active people takes nothing back.
    let renewal = lines(&["renewal", "show", "N"]);
    assert!(
        renewal.contains("300 in use, 100%, counted 2026-01-31"),
        "{renewal}"
    );
    let placed = district.run(&["inventory", "AAA", "--json"]).ok().json();
    assert_eq!(placed[0]["used"], 150);
    // A newer count of the whole district: 290 of 300.
    district.take(
        "usage",
        "product,from,to,active\nZap,2026-02-01,2026-02-28,290\n",
    );
    told(&district, "CCC", "YES", json!([300, null, null, 10]));
    let renewal = lines(&["renewal", "show", "N"]);
    assert!(
        renewal.contains("290 in use, 97%, counted 2026-02-28"),
        "{renewal}"
    );
}

#[test]
fn what_nobody_counted_is_told_so_and_never_free() {
    let district = district();
    contract(&district, "2026-06-30", "district,,per_student,15,100");
    let not = "15 seats, use not counted";
    for school in ["AAA", "BBB"] {
        told(&district, school, "YES", json!([15, null, null, null]));
        assert_eq!(answer(&district, school)["four"]["entitlement"], not);
    }
    district.take(
        "inventory",
        "school,product,seats,used,bought_by\nAAA,Zap,15,,district\n",
    );
    told(&district, "AAA", "YES", json!([15, 15, null, null]));
    // All of them are set aside for AAA.
    told(&district, "BBB", "LICENCE_FULL", json!([15, null, null, 0]));
    let out = district.run(&["status", "zap", "AAA"]).ok().out;
    assert!(out.contains("Seats: 15, use not counted."), "{out}");
}

#[test]
fn the_newest_count_of_the_two_is_taken() {
    let district = district();
    hundred(&district);
    district.take(
        "inventory",
        "school,product,seats,used,bought_by\nAAA,Zap,60,10,district\n",
    );
    // Written down today, March 10: newer than a window that ended in February.
    district.take(
        "usage",
        "product,from,to,school,active\nZap,2026-02-01,2026-02-28,AAA,55\n",
    );
    told(&district, "AAA", "YES", json!([100, 60, 10, 50]));
    let later = &[
        "status",
        "zap",
        "--school",
        "AAA",
        "--now",
        "2026-05-01",
        "--json",
    ];
    let may = "product,from,to,school,active\nZap,2026-04-01,2026-04-30,AAA,58\n";
    let file = district.file("may.csv", may);
    let path = file.to_str().unwrap();
    district
        .run(&["import", "usage", path, "--now", "2026-05-01"])
        .ok();
    let said = district.run(later).ok().json();
    assert_eq!(said["results"][0]["seats"]["free"], 2);
}

#[test]
fn a_count_cannot_end_in_the_future() {
    let district = district();
    hundred(&district);
    let next_year = "product,from,to,school,active\nZap,2026-02-01,2026-02-28,AAA,10\nZap,2026-03-01,2027-01-31,AAA,90\n";
    let file = district.file("usage.csv", next_year);
    let refused = district.import("usage", &file, &[]);
    assert_eq!(refused.code, 1);
    let said = format!("{}{}", refused.out, refused.err);
    assert!(
        said.contains("a count cannot end in the future: `to` is 2027-01-31, today is 2026-03-10"),
        "{said}"
    );
    assert!(district.all("usage").is_empty());
    // A day later it may be counted; today's own count too.
    district.take(
        "usage",
        "product,from,to,school,active\nZap,2026-03-01,2026-03-10,AAA,90\n",
    );
    // One that got into the file all the same counts nothing until its last day.
    let earlier = [
        "status",
        "zap",
        "--school",
        "AAA",
        "--now",
        "2026-03-09",
        "--json",
    ];
    let said = district.run(&earlier).ok().json();
    assert_eq!(said["results"][0]["seats"]["used"], Json::Null);
}

#[test]
fn a_license_that_ended_entitles_nobody() {
    let ended = district();
    contract(&ended, "2025-06-30", "district,,per_student,100,100");
    ended.take(
        "inventory",
        "school,product,seats,used,bought_by\nAAA,Zap,50,20,district\n",
    );
    for school in ["AAA", "BBB"] {
        told(
            &ended,
            school,
            "APPROVED_NO_LICENCE",
            json!([null, null, null, null]),
        );
        let answer = answer(&ended, school);
        assert_eq!(answer["four"]["entitlement"], "ended Mon Jun 30 2025");
        assert_eq!(
            answer["next_step"],
            "Ask the technology office before anyone buys. A seat: $1.00 year price."
        );
    }
    // Only one school had it: the others were never without need of a license.
    let one = district();
    contract(&one, "2025-06-30", "AAA,AAA,per_student,100,100");
    for school in ["AAA", "BBB"] {
        told(
            &one,
            school,
            "APPROVED_NO_LICENCE",
            json!([null, null, null, null]),
        );
    }
    assert_eq!(answer(&one, "BBB")["four"]["entitlement"], "none here");
}

#[test]
fn what_is_free_has_to_be_bought_nowhere() {
    for ends in ["2026-06-30", "2025-06-30"] {
        let free = district();
        contract(&free, ends, "AAA,AAA,free,,0");
        for school in ["AAA", "BBB"] {
            told(&free, school, "YES", json!([null, null, null, null]));
            assert_eq!(answer(&free, school)["four"]["entitlement"], "none needed");
        }
    }
}

fn zap(office: &mut Office) -> i64 {
    let zap = Put::new(Kind::Product).with("name", "Zap".to_owned());
    office.save(zap.with("data", DataUse::None))
}

fn buy(office: &mut Office, zap: i64, ends: &str, cents: i64) {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let contract = Put::new(Kind::Contract)
        .with("number", format!("C-{ends}"))
        .with("notice_basis", NoticeBasis::Sent)
        .with("term_start", day("2024-07-01"))
        .with("term_end", day(ends));
    let contract = office.save(contract);
    let line = Put::new(Kind::Line)
        .with("contract", contract)
        .with("product", zap);
    office.save(line.with("total_cents", Cents(cents)));
}

fn next_step(office: &Office, zap: i64) -> String {
    let scope = Scope {
        school: None,
        grade: None,
        today: today(),
    };
    office
        .store
        .answer(ProductId(zap), scope, None)
        .unwrap()
        .next_step
}

#[test]
fn only_money_of_terms_that_run_makes_a_product_risky() {
    let mut office = office();
    let zap = zap(&mut office);
    let low_risk = Put::keyed(Kind::Setting)
        .with("key", "policy.unlisted".to_owned())
        .with("value", "low-risk".to_owned());
    office.save(low_risk);
    // $60,000 that is past, and $500 that runs: tier 1.
    buy(&mut office, zap, "2025-06-30", 6_000_000);
    buy(&mut office, zap, "2026-06-29", 50_000);
    assert_eq!(
        next_step(&office, zap),
        "Go ahead without student data; ask before it gets any."
    );
    // $120,000 for two years that run: the board's money, tier 3.
    buy(&mut office, zap, "2026-06-30", 12_000_000);
    assert_eq!(next_step(&office, zap), "Ask the office to review it.");
}

#[test]
fn an_agreement_counts_where_it_is_about_the_product_and_none_holds_today() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let mut office = office();
    let vendor = Put::new(Kind::Vendor).with("name", "Zapworks".to_owned());
    let vendor = office.save(vendor);
    let product = Put::new(Kind::Product).with("name", "Zap".to_owned());
    let product = office.save(product.with("vendor", vendor));
    let approval = Put::new(Kind::Approval)
        .with("product", product)
        .with(
            "status",
            hallpass::domain::approval::ApprovalStatus::Approved,
        )
        .with("grades", Grades::UNSAID);
    office.save(approval);
    let scope = Scope {
        school: None,
        grade: None,
        today: today(),
    };
    let conditions = |office: &Office| {
        office
            .store
            .answer(ProductId(product), scope, None)
            .unwrap()
            .conditions
    };
    let agree = |office: &mut Office, kind: &str, from: &str, until: &str, of: Option<i64>| {
        let agreement = Put::new(Kind::Agreement)
            .with("vendor", vendor)
            .with("kind", kind.to_owned())
            .with("product", of)
            .with("from", day(from))
            .with("until", day(until));
        office.save(agreement);
    };
    assert!(conditions(&office).is_empty());
    agree(&mut office, "NDPA", "2024-01-01", "2026-03-09", None);
    assert_eq!(
        conditions(&office),
        ["The privacy agreement has to be renewed: it ended Mon Mar 09 2026."]
    );
    // The next one begins tomorrow; the one after it holds today, for this product.
    agree(&mut office, "NDPA", "2026-03-11", "2027-03-10", None);
    assert_eq!(conditions(&office).len(), 1);
    agree(
        &mut office,
        "state",
        "2026-03-10",
        "2026-03-10",
        Some(product),
    );
    assert!(conditions(&office).is_empty());
}

/// Products with terms, places and counts of all kinds at three schools; the same in every run.
fn products_of_all_kinds(office: &mut Office) -> (Vec<ProductId>, Vec<SchoolId>) {
    let mut dice = fastrand::Rng::with_seed(31);
    let schools = ["AAA", "BBB", "CCC"];
    let schools = schools.map(|code| SchoolId(office.school(&format!("{code} School"), code)));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let mut products = Vec::new();
    for n in 0..40 {
        let product = Put::new(Kind::Product).with("name", format!("Zap {n}"));
        let product = ProductId(office.save(product.with("data", DataUse::None)));
        let some =
            |dice: &mut fastrand::Rng| dice.choice([None, Some(0), Some(5), Some(30)]).unwrap();
        if dice.bool() {
            let decision = Put::new(Kind::Approval).with("product", product);
            office.save(decision.with("status", ApprovalStatus::Approved));
        }
        for term in 0..dice.usize(0..3) {
            let buyer = dice.choice([None, None, Some(schools[0]), Some(schools[1])]);
            let contract = Put::new(Kind::Contract)
                .with("number", format!("C-{n}-{term}"))
                .with("buyer", buyer.unwrap())
                .with("notice_basis", NoticeBasis::Sent)
                .with("term_start", day("2024-07-01"))
                .with(
                    "term_end",
                    dice.choice(["2025-06-30", "2026-06-30"].map(day)).unwrap(),
                );
            let models = [
                PriceModel::PerStudent,
                PriceModel::PerStudent,
                PriceModel::Site,
            ];
            let line = Put::new(Kind::Line)
                .with("contract", office.save(contract))
                .with("product", product)
                .with("model", dice.choice(models))
                .with("quantity", some(&mut dice));
            let named = dice.choice([vec![], vec![schools[0], schools[1]], vec![schools[2]]]);
            office.save(line.with("schools", Schools::only(named.unwrap())));
        }
        for school in schools {
            for buyer in [None, Some(schools[0]), Some(schools[1])] {
                if dice.u8(0..3) == 0 {
                    let place = Put::keyed(Kind::Inventory)
                        .with("school", school)
                        .with("product", product)
                        .with("buyer", buyer)
                        .with("seats", some(&mut dice));
                    office.save(place.with("used", some(&mut dice)));
                }
            }
        }
        for school in schools.map(Some).into_iter().chain([None]) {
            if dice.u8(0..3) == 0 {
                let count = Put::new(Kind::Usage)
                    .with("product", product)
                    .with("school", school)
                    .with("from", day("2026-01-01"))
                    .with(
                        "to",
                        dice.choice(["2026-01-31", "2026-02-28"].map(day)).unwrap(),
                    );
                office.save(count.with("active", some(&mut dice)));
            }
        }
        products.push(product);
    }
    (products, schools.to_vec())
}

#[test]
fn a_schools_own_seats_give_the_words_that_all_of_a_product_give() {
    let mut office = office();
    let (products, schools) = products_of_all_kinds(&mut office);
    let mut known = BTreeSet::new();
    for school in schools {
        let pairs = products.iter().map(|product| (*product, Some(school)));
        let answers = office.store.words_at(&pairs.collect::<Vec<_>>(), today());
        let words = office.store.words_in(school, &products, today()).unwrap();
        let whole: Vec<StatusWord> = answers.unwrap().iter().map(|answer| answer.word).collect();
        assert_eq!(words, whole, "{school}");
        known.extend(words.iter().map(|word| word.text()));
    }
    assert!(known.len() > 2, "{known:?}");
}

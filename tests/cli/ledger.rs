//! From the records to the dollars of `hallpass waste`: everything comes in by files, as a district has
//! them, and every expected cent is worked out by hand by the order that `domain::waste` states.

use crate::support::program::{District, text};
use serde_json::Value as Json;

const TERM: &str = "2025-07-01,2026-06-30";

/// Oak with 300 students, Elm with 300 and Pine with 400.
fn district() -> District {
    let district = District::new();
    district.take(
        "schools",
        "name,code,grades,enrollment\nOak School,OAK,K-5,300\nElm School,ELM,K-5,300\n\
         Pine School,PINE,K-5,400\n",
    );
    district
}

/// Contracts: number, product, `auto_renew`, buyer, schools, model, quantity, total, allocation.
fn contracts(district: &District, rows: &[&str]) {
    let mut table = "term_start,term_end,notice,number,product,auto_renew,bought_by,schools,model,\
                     quantity,total,allocation\n"
        .to_owned();
    for row in rows {
        table += &format!("{TERM},30 days,{row}\n");
    }
    district.take("contracts", &table);
}

fn owners(district: &District, products: &[&str]) {
    let mut table = "product,role,person\n".to_owned();
    for product in products {
        for role in ["evaluator", "manager", "purchaser"] {
            table += &format!("{product},{role},ada\n");
        }
    }
    district.take("owners", &table);
}

/// Use in February 2026: product, school, activated, active.
fn usage(district: &District, rows: &[&str]) {
    let mut table = "from,to,product,school,activated,active\n".to_owned();
    for row in rows {
        table += &format!("2026-02-01,2026-02-28,{row}\n");
    }
    district.take("usage", &table);
}

fn waste(district: &District, more: &[&str]) -> Json {
    let args = [&["waste", "--json", "--all"], more].concat();
    district.run(&args).ok().json()
}

/// `contract school cost untrained`, of cells that cost anything, in order.
fn cells(waste: &Json) -> Vec<String> {
    let lines = waste["lines"].as_array().unwrap();
    let costs = lines.iter().filter(|line| line["cost_cents"] != 0);
    let mut cells: Vec<String> = costs
        .map(|line| {
            let (contract, school) = (text(&line["contract"]), text(&line["school"]));
            format!(
                "{contract} {school} {} {}",
                line["cost_cents"], line["untrained_cents"]
            )
        })
        .collect();
    cells.sort();
    cells
}

#[test]
fn the_worked_example_from_a_file_of_use_and_no_inventory() {
    let district = district();
    district.take(
        "products",
        "name,function,lms\nClassHall,,yes\nMathPal,,\nReadQuick,,\nQuizGo,Quiz,\nSlideFun,Quiz,\n",
    );
    contracts(
        &district,
        &[
            "L,ClassHall,no,district,,district,,30000,",
            "MD,MathPal,no,district,,per_student,1000,12000,",
            "MO,MathPal,no,OAK,OAK,per_student,300,4500,",
            "RQ,ReadQuick,no,ELM,ELM,per_student,400,6000,",
            "QG,QuizGo,yes,PINE,PINE,per_student,600,3000,",
            "SF,SlideFun,no,PINE,PINE,site,,2400,",
        ],
    );
    owners(
        &district,
        &["ClassHall", "MathPal", "ReadQuick", "SlideFun"],
    );
    district.take(
        "owners",
        "product,role,person\nQuizGo,evaluator,ada\nQuizGo,purchaser,ada\n",
    );
    district.take(
        "devices",
        "school,device,share\nELM,chromebook,75\nELM,ipad,25\n",
    );
    district.take(
        "compatibility",
        "product,device,result\nReadQuick,chromebook,fails\n",
    );
    usage(
        &district,
        &[
            "ClassHall,,1000,1000",
            "MathPal,,700,650",
            "ReadQuick,ELM,80,70",
            "QuizGo,PINE,560,540",
        ],
    );
    let told = waste(&district, &[]);
    let net = |factor: &str| told["factors"][factor]["net_cents"].as_i64().unwrap();
    assert_eq!(told["spend_cents"], 5_790_000, "{told}");
    assert_eq!(
        ["incompatible", "overlap", "untrained", "unowned"].map(net),
        [450_000, 690_000, 15_000, 300_000],
        "{told}"
    );
    assert_eq!(told["at_risk_cents"], 1_455_000);
    assert_eq!(told["gross_cents"], 2_100_000);
    assert_eq!(told["unmeasured_cents"], 0);
}

#[test]
fn what_one_school_reported_bears_its_share_and_the_rest_was_not_measured() {
    let district = district();
    contracts(&district, &["N,Zap,no,district,,per_student,1000,10000,"]);
    owners(&district, &["Zap"]);
    district.take("inventory", "school,product,seats,used\nELM,Zap,128,64\n");
    let told = waste(&district, &[]);
    // 872 seats by 300 and 400 students are 374 and 498 whole ones, at $10.00; of Elm's 128, 64 idle, 12.8 of them may be: 51.2 at $10.00.
    assert_eq!(
        cells(&told),
        ["N ELM 128000 51200", "N OAK 374000 0", "N PINE 498000 0"]
    );
    assert_eq!(told["unmeasured_cents"], 872_000);
}

#[test]
fn schools_renewals_and_ledger_share_a_cost_alike_where_some_schools_reported() {
    let shares = |row: &str, inventory: &str| {
        let district = district();
        contracts(&district, &[row]);
        district.take(
            "inventory",
            &format!("school,product,seats,used\n{inventory}"),
        );
        let sheet = district
            .run(&["renewal", "show", "N", "--json"])
            .ok()
            .json();
        let sheet = sheet["shares"].as_array().unwrap().iter();
        let mut sheet: Vec<i64> = sheet.map(|one| one["cents"].as_i64().unwrap()).collect();
        sheet.sort_unstable();
        let cents = |list: &Json, field: &str| -> Vec<i64> {
            let rows = list.as_array().unwrap().iter();
            let mut cents: Vec<i64> = rows.filter_map(|row| row[field].as_i64()).collect();
            cents.sort_unstable();
            cents
        };
        let schools = district.run(&["schools", "--json"]).ok().json();
        let ledger = waste(&district, &[]);
        assert_eq!(cents(&schools, "cost_cents"), sheet, "schools: {schools}");
        assert_eq!(cents(&ledger["lines"], "cost_cents"), sheet, "{ledger}");
        let mut placed = Vec::new();
        for code in ["OAK", "ELM", "PINE"] {
            let rows = district.run(&["inventory", code, "--json"]).ok().json();
            placed.extend(cents(&rows, "cost_cents"));
        }
        placed.sort_unstable();
        assert_eq!(placed, sheet);
        sheet
    };
    // Elm's 128 seats; of the other 872 Oak has 374 by its 300 students and Pine 498 by its 400, at $10.00.
    assert_eq!(
        shares(
            "N,Zap,no,district,,per_student,1000,10000,",
            "ELM,Zap,128,64\n"
        ),
        [128_000, 374_000, 498_000]
    );
    // Elm's 100 and Oak's 500; all 400 that are left are Pine's.
    assert_eq!(
        shares(
            "N,Zap,no,district,,per_student,1000,10000,seats",
            "ELM,Zap,100,64\nOAK,Zap,500,20\n"
        ),
        [100_000, 400_000, 500_000]
    );
    // Nobody reported a seat: by 300, 300 and 400 students.
    assert_eq!(
        shares(
            "N,Zap,no,district,,per_student,1000,10000,",
            "ELM,Zap,,64\n"
        ),
        [300_000, 300_000, 400_000]
    );
}

#[test]
fn idle_is_what_was_never_activated_and_what_is_paid_by_use_is_never_idle() {
    let district = district();
    contracts(
        &district,
        &[
            "A,Zap,no,OAK,OAK,per_student,400,6000,",
            "U,Meter,no,ELM,ELM,usage,,6000,",
            "F,Gift,no,PINE,PINE,free,100,500,",
            "C,Lab,no,PINE,PINE,concurrent,50,1000,",
        ],
    );
    owners(&district, &["Zap", "Meter", "Gift", "Lab"]);
    usage(&district, &["Zap,OAK,80,70"]);
    district.take(
        "usage",
        "from,to,product,school,peak\n2026-02-01,2026-02-28,Lab,PINE,30\n",
    );
    district.take(
        "inventory",
        "school,product,seats,used,bought_by\nELM,Meter,100,100,ELM\n",
    );
    let told = waste(&district, &[]);
    // 400 - 80 - 40 of 400 at $15.00; 50 - 30 - 5 of 50 at $20.00.
    assert_eq!(
        cells(&told),
        [
            "A OAK 600000 420000",
            "C PINE 100000 30000",
            "U ELM 600000 0"
        ]
    );
}

#[test]
fn a_count_that_is_newer_replaces_an_older_one() {
    let district = district();
    contracts(&district, &["A,Zap,no,OAK,OAK,per_student,100,1000,"]);
    owners(&district, &["Zap"]);
    usage(&district, &["Zap,OAK,20,20"]);
    // Written down on March 10, after February's count.
    district.take(
        "inventory",
        "school,product,seats,used,bought_by\nOAK,Zap,100,70,OAK\n",
    );
    assert_eq!(cells(&waste(&district, &[])), ["A OAK 100000 20000"]);
}

#[test]
fn each_school_bears_what_it_bought_and_the_district_all_of_what_it_bears_itself() {
    let district = district();
    contracts(
        &district,
        &[
            "S,Zap,no,OAK,,per_student,100,1000,",
            "D,Hub,no,district,,per_student,100,2000,central",
            "E,Pad,no,district,,per_student,,900,equal",
        ],
    );
    owners(&district, &["Zap", "Hub", "Pad"]);
    let told = waste(&district, &[]);
    assert_eq!(told["spend_cents"], 390_000);
    let cells = cells(&told);
    // What is borne centrally is told where it is used, by students.
    assert_eq!(
        cells,
        [
            "D ELM 60000 0",
            "D OAK 60000 0",
            "D PINE 80000 0",
            "E ELM 30000 0",
            "E OAK 30000 0",
            "E PINE 30000 0",
            "S OAK 100000 0",
        ]
    );
}

#[test]
fn a_contract_that_was_cancelled_costs_nothing_after_its_end() {
    let district = district();
    contracts(&district, &["A,Zap,yes,OAK,OAK,per_student,100,1000,"]);
    assert_eq!(waste(&district, &["--fy", "2027"])["spend_cents"], 100_000);
    district
        .run(&[
            "renewal",
            "decide",
            "A",
            "cancel",
            "--reason",
            "nobody uses it",
        ])
        .ok();
    assert_eq!(waste(&district, &["--fy", "2027"])["spend_cents"], 0);
    assert_eq!(waste(&district, &[])["spend_cents"], 100_000);
}

#[test]
fn idle_seats_below_four_fifths_of_the_training_are_a_matter_of_training() {
    let district = district();
    contracts(
        &district,
        &[
            "A,Zap,no,OAK,OAK,per_student,100,1000,",
            "B,Hub,no,ELM,ELM,per_student,100,1000,",
        ],
    );
    owners(&district, &["Zap", "Hub"]);
    usage(&district, &["Zap,OAK,50,50", "Hub,ELM,50,50"]);
    district.take(
        "training",
        "product,school,target,trained\nZap,OAK,100,79\nHub,ELM,100,80\n",
    );
    let told = waste(&district, &[]);
    // 40 of 100 seats at $10.00 each, at each of the two.
    assert_eq!(cells(&told), ["A OAK 100000 40000", "B ELM 100000 40000"]);
    let by_training = |contract: &str| {
        let lines = told["lines"].as_array().unwrap();
        let line = lines.iter().find(|line| line["contract"] == contract);
        line.unwrap()["untrained"].clone()
    };
    assert_eq!(
        (by_training("A"), by_training("B")),
        (true.into(), false.into())
    );
}

#[test]
fn seats_that_nobody_uses_are_covered_whole_by_the_districts() {
    let district = district();
    contracts(
        &district,
        &[
            "D,Zap,no,district,,per_student,1000,9000,",
            "S,Zap,no,OAK,OAK,per_student,60,600,",
        ],
    );
    owners(&district, &["Zap"]);
    district.take(
        "inventory",
        "school,product,seats,used,bought_by\nOAK,Zap,60,0,OAK\nELM,Zap,500,480,district\n\
         PINE,Zap,500,510,district\n",
    );
    let told = district
        .run(&["overlaps", "--kind", "O2", "--json"])
        .ok()
        .json();
    assert_eq!(told[0]["at_stake_cents"], 60_000, "{told}");
}

#[test]
fn a_year_too_far_ahead_is_refused_with_the_last_one_that_can_be_told() {
    let district = district();
    let far = district.run(&["waste", "--fy", "2100"]);
    assert_eq!(far.code, 1);
    assert!(far.err.contains("up to 2051"), "{}", far.err);
}

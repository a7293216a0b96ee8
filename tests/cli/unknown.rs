//! What a file does not say of contracts is not known: never a no, never no days, never nothing to pay.

use serde_json::{Value, json};

use super::desk::Desk;

fn imported(rows: &str) -> (Desk, String) {
    let desk = Desk::empty();
    desk.file("l.csv", rows);
    let said = desk.ok("import contracts l.csv");
    (desk, said)
}

/// Three contracts of a list that leaves open whether they renew; one whose last day has passed.
const OPEN: &str = "product,term_end,number,vendor,auto_renew,total\n\
                    Quillbarrow,2027-03-31,C-1,Marsh Lane Press,TBD,4200\n\
                    Fractionary,2025-06-30,C-2,Oddfellow,,900\n\
                    Gullwing,2027-03-31,C-3,Oddfellow,,700\n";

#[test]
fn what_a_list_leaves_open_is_listed_until_somebody_says() {
    let (desk, said) = imported(OPEN);
    let ends = "3 read, 3 added, 0 changed, 0 unchanged.\n\
                auto-renewal not known in 3 contracts, notice in 3; hallpass renewals --unknown lists them.\n";
    assert!(said.ends_with(ends), "{said}");
    // March 31 2027 less 90 days is Dec 31 2026; five working days before it, Dec 24. Fractionary, if it
    // went on, runs to June 30 2026: less 90 days April 1, less five working days March 25.
    let rows = desk.json("renewals");
    let told: Vec<Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            json!([
                row["contract"],
                row["cancel_by"],
                row["decide_by"],
                row["unverified"]
            ])
        })
        .collect();
    assert_eq!(
        told,
        [
            json!(["C-2", "2026-04-01", "2026-03-25", true]),
            json!(["C-1", "2026-12-31", "2026-12-24", true]),
            json!(["C-3", "2026-12-31", "2026-12-24", true]),
        ]
    );
    assert_eq!(desk.json("renewals --all").as_array().unwrap().len(), 3);
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .all(|row| row["auto_renew"].is_null())
    );
    let shown = desk.ok("renewal show C-1");
    assert!(!shown.contains("nds by itself"), "{shown}");
    assert!(
        shown.contains("whether it renews by itself is not known"),
        "{shown}"
    );
    let list = desk.run(&["renewals", "--unknown"]);
    let row = list
        .out
        .lines()
        .find(|line| line.starts_with("C-1"))
        .unwrap();
    assert!(row.contains("renewal, notice"), "{}", list.out);
    assert!(
        list.err
            .starts_with("Auto-renewal not known in 3 contracts, notice in 3. Say it with: "),
        "{}",
        list.err
    );
    for line in [
        "renewal renews C-1 no",
        "renewal renews C-2 no",
        "renewal renews C-3 yes",
    ] {
        desk.ok(line);
    }
    desk.run(&["renewal", "notice", "C-3", "60 days"]);
    assert_eq!(desk.json("renewals --unknown"), json!([]));
    let none = desk.run(&["renewals", "--unknown"]);
    assert_eq!(
        none.err,
        "Of 2 contracts that run it is known whether they renew, how much notice they need and what they cost.\n"
    );
    let known = desk.ok("renewal show C-1");
    assert!(
        known.contains("Ends by itself on Wed Mar 31 2027"),
        "{known}"
    );
    assert_eq!(
        desk.json("renewal show C-3")["cancel_by"],
        json!("2027-01-29"),
        "March 31 less 60 days is Saturday Jan 30"
    );
    desk.ok("undo");
    assert_eq!(desk.json("renewal show C-3")["notice"], json!(null));
}

#[test]
fn a_notice_of_none_is_not_known_and_one_of_no_days_is_none() {
    let (desk, said) = imported(
        "product,term_end,number,auto_renew,notice,total\n\
         Quillbarrow,2027-03-31,C-1,yes,None,4200\n\
         Fractionary,2027-03-31,C-2,yes,N/A,1\n\
         Gullwing,2027-03-31,C-3,yes,,1\n\
         Numberly,2027-03-31,C-4,yes,0 days,1\n",
    );
    assert!(
        said.contains("\nnotice not known in 3 contracts;"),
        "{said}"
    );
    for (number, notice, cancel_by, unverified) in [
        ("C-1", json!(null), "2026-12-31", true),
        ("C-2", json!(null), "2026-12-31", true),
        ("C-3", json!(null), "2026-12-31", true),
        ("C-4", json!("0 days"), "2027-03-31", false),
    ] {
        let row = desk.json(&format!("renewal show {number}"));
        assert_eq!(
            (&row["notice"], &row["cancel_by"], &row["unverified"]),
            (&json!(notice), &json!(cancel_by), &json!(unverified)),
            "{number}"
        );
    }
    let err = desk.fails("renewal notice C-1 none", 1);
    assert!(err.contains("0 days where none is needed"), "{err}");
}

#[test]
fn an_import_counts_what_it_leaves_unknown_whether_or_not_it_is_saved() {
    let desk = Desk::empty();
    desk.file(
        "l.csv",
        "product,term_end,number,auto_renew,notice,total\n\
         Quillbarrow,2027-03-31,C-1,no,,\n\
         Fractionary,2027-03-31,C-2,yes,60 days,\n\
         Gullwing,2024-03-31,C-3,no,,\n",
    );
    let none = json!({ "auto_renew": 0, "notice": 0, "price": 2 });
    assert_eq!(
        desk.json("import contracts l.csv --dry-run")["not_known"],
        none
    );
    assert_eq!(desk.json("import contracts l.csv")["not_known"], none);
    desk.file(
        "more.csv",
        "product,term_end,number,total\nQuillbarrow,2027-03-31,C-1,500\n",
    );
    let more = desk.json("import contracts more.csv");
    assert_eq!(
        more["not_known"],
        json!({ "auto_renew": 0, "notice": 0, "price": 0 }),
        "what an earlier file said is still known"
    );
}

#[test]
fn what_has_ended_is_in_the_list_of_all_and_said_where_nothing_else_is() {
    let (desk, _) = imported(
        "product,term_end,number,auto_renew,total\n\
         Quillbarrow,2016-12-29,C-1,no,10\nFractionary,2016-06-30,C-2,no,10\n",
    );
    let none = desk.run(&["renewals"]);
    assert_eq!(
        none.err,
        "2 contracts, all ended before Mar 10 2026; --all lists them.\n"
    );
    let all = desk.json("renewals --all");
    let ended = |n: usize| (all[n]["contract"].clone(), all[n]["ended"].clone());
    assert_eq!(
        (ended(0), ended(1)),
        ((json!("C-2"), json!(true)), (json!("C-1"), json!(true)))
    );
    let text = desk.ok("renewals --all");
    assert!(text.contains("ended Dec 29 2016"), "{text}");
    assert_eq!(desk.json("renewals --all --within 30"), json!([]));
    assert_eq!(
        desk.json("renewals --all --fy 2017")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let none = desk.run(&["renewals", "--fy", "2030"]);
    assert_eq!(
        none.err,
        "None of 2 contracts fits; --all alone shows every contract.\n"
    );
    let none = Desk::empty().run(&["renewals", "--all"]);
    assert_eq!(
        none.err,
        "No contracts yet; hallpass import contracts FILE brings them.\n"
    );
}

#[test]
fn nothing_is_called_settled_while_something_is_not_known() {
    let (desk, _) = imported(
        "product,term_end,number,auto_renew,notice,total\nQuillbarrow,2027-03-31,C-1,no,,10\n",
    );
    let settled = "No contract renews by itself that is not decided; --all shows every contract.\n";
    assert_eq!(desk.run(&["renewals"]).err, settled);
    desk.file(
        "l.csv",
        "product,term_end,number,total\nGullwing,2027-03-31,C-2,10\n",
    );
    desk.ok("import contracts l.csv");
    desk.ok("renewal decide C-2 cancel --reason unused");
    assert_eq!(
        desk.run(&["renewals"]).err,
        "Every contract that may renew by itself is decided; --all shows every contract.\n\
         Auto-renewal not known in 1 contract, notice in 1; hallpass renewals --unknown lists them.\n"
    );
}

/// Three board contracts of a school year are decided in eight days and stopped by April.
#[test]
fn within_counts_to_the_day_to_decide() {
    let (desk, _) = imported(
        "product,term_end,number,auto_renew,notice,total\n\
         Quillbarrow,2026-06-30,C-1,yes,60 days,60000\n\
         Gullwing,2026-06-30,C-2,yes,60 days,600\n",
    );
    desk.file(
        "m.csv",
        "day,kind,agenda_cutoff\n2026-03-26,board,2026-03-18\n",
    );
    desk.ok("import calendar m.csv");
    let rows = desk.json("renewals --within 14");
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows}");
    assert_eq!(
        (
            &rows[0]["contract"],
            &rows[0]["days_left"],
            &rows[0]["severity"]
        ),
        (&json!("C-1"), &json!(8), &json!("D14"))
    );
    assert_eq!(desk.json("renewals --within 7"), json!([]));
    let text = desk.ok("renewals --within 8");
    let head = text.lines().next().unwrap();
    assert!(head.contains("DECIDE BY   DECIDE IN  CANCEL BY"), "{head}");
    assert!(text.contains("Mar 18 Wed         8d  May 01 Fri"), "{text}");
}

#[test]
fn sums_say_how_many_contracts_have_no_price() {
    let desk = Desk::empty();
    desk.file(
        "dear.csv",
        "product,number,term_start,term_end,auto_renew,notice,total\n\
         Quill,Q-1,2025-07-01,2026-06-30,yes,30 days,1200\n\
         Gull,Q-2,2025-07-01,2026-06-30,yes,30 days,\n\
         Tern,Q-3,2025-07-01,2026-06-30,yes,30 days,\n",
    );
    desk.ok("import contracts dear.csv");
    let said = desk.run(&["waste"]);
    assert!(said.out.contains("of $1,200.00 FY share"), "{}", said.out);
    assert!(
        said.err
            .contains("2 contracts without a price: they are in none of these sums"),
        "{}",
        said.err
    );
    assert_eq!(desk.json("waste")["without_price"], json!(2));
    for list in ["schools", "overlaps"] {
        let said = desk.run(&[list]).err;
        let left_out = "2 contracts without a price: they are in none of these sums";
        assert!(said.contains(left_out), "{list}: {said}");
    }
    // One that ended a year ago is no price that anybody still has to find out.
    desk.file(
        "ended.csv",
        "product,number,term_start,term_end,auto_renew,notice,total\n\
         Tern,Q-3,2024-07-01,2025-06-30,no,,\n",
    );
    desk.ok("import contracts ended.csv");
    assert_eq!(desk.json("waste")["without_price"], json!(1));
    for list in ["schools", "overlaps"] {
        let said = desk.run(&[list]).err;
        assert!(
            said.contains("1 contract without a price"),
            "{list}: {said}"
        );
    }
}

/// Three schools; of two products Lincoln has seats, Elm has nothing.
fn with_seats() -> Desk {
    let desk = Desk::empty();
    let schools = "name,code,grades,enrollment\nLincoln ES,LIN,K-5,400\nOak Hill MS,OAK,6-8,600\nElm ES,ELM,K-5,100\n";
    desk.file("s.csv", schools);
    desk.ok("import schools s.csv");
    desk.file(
        "i.csv",
        "school,product,seats,used\nLIN,Letterloop,100,40\nLIN,Gullwing,5,5\n",
    );
    desk.ok("import inventory i.csv");
    desk
}

/// A field of each row, by what names the row.
fn each(desk: &Desk, line: &str, by: &str, field: &str) -> Vec<Value> {
    let rows = desk.json(line);
    let rows = rows.as_array().unwrap().iter();
    let mut told: Vec<Value> = rows.map(|row| json!([row[by], row[field]])).collect();
    told.sort_by_key(Value::to_string);
    told
}

#[test]
fn what_no_contract_prices_is_not_said_to_cost_nothing() {
    let desk = with_seats();
    let costs = |desk: &Desk| each(desk, "inventory LIN", "product", "cost_cents");
    let schools = |desk: &Desk| each(desk, "schools", "code", "cost_cents");
    let unknown = [json!(["Gullwing", null]), json!(["Letterloop", null])];
    let unpriced = [json!(["ELM", 0]), json!(["LIN", null]), json!(["OAK", 0])];
    assert_eq!(
        (costs(&desk).as_slice(), schools(&desk).as_slice()),
        (&unknown[..], &unpriced[..])
    );
    assert!(
        !desk
            .ok("schools")
            .lines()
            .any(|line| line.contains("LIN") && line.contains("$0.00"))
    );
    let contract = |desk: &Desk, total: &str| {
        desk.file(
            "c.csv",
            &format!("product,term_end,number,bought_by,model,quantity,total\nLetterloop,2026-06-30,C-1,LIN,per_student,100,{total}\n"),
        );
        desk.ok("import contracts c.csv");
    };
    contract(&desk, "");
    assert_eq!(
        (costs(&desk).as_slice(), schools(&desk).as_slice()),
        (&unknown[..], &unpriced[..])
    );
    contract(&desk, "333");
    assert_eq!(
        costs(&desk),
        [json!(["Gullwing", null]), json!(["Letterloop", 33_300])]
    );
    assert_eq!(
        schools(&desk),
        [json!(["ELM", 0]), json!(["LIN", 33_300]), json!(["OAK", 0])]
    );
}

/// The file of the seats does not say who bought them, and the only contract that covers the school says it.
#[test]
fn seats_without_a_buyer_are_those_of_the_only_contract() {
    let desk = with_seats();
    desk.file(
        "c.csv",
        "product,term_start,term_end,number,bought_by,schools,model,quantity,total\n\
         Letterloop,2025-07-01,2026-06-30,C-1,LIN,LIN,per_student,100,333\n\
         Gullwing,2025-07-01,2026-06-30,C-2,OAK,LIN;OAK,per_student,10,100\n",
    );
    desk.ok("import contracts c.csv");
    let rows = desk.json("inventory LIN");
    let rows = rows.as_array().unwrap().iter();
    let rows = rows.map(|row| {
        json!([
            row["product"],
            row["seats"],
            row["bought_by"],
            row["contract"]
        ])
    });
    let mut rows: Vec<Value> = rows.collect();
    rows.sort_by_key(Value::to_string);
    assert_eq!(
        rows,
        [
            json!(["Gullwing", 5, "Oak Hill MS", "C-2"]),
            json!(["Letterloop", 100, "Lincoln ES", "C-1"]),
        ]
    );
    assert_eq!(
        each(&desk, "renewals", "contract", "used_pct"),
        [json!(["C-1", 40]), json!(["C-2", 50])]
    );
    assert_eq!(
        each(&desk, "schools", "code", "unused_cents")[1],
        json!(["LIN", 19_980])
    );
    let waste = desk.json("waste");
    // Sixty seats are idle, ten of a hundred may be.
    assert_eq!(
        waste["factors"]["untrained"]["net_cents"], 16_650,
        "{waste}"
    );
}

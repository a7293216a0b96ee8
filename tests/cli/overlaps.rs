//! Overlaps and the waste ledger: a district worked out by hand, imported from files, and
//! what people do about what is found there.

use serde_json::Value;

use super::desk::{Desk, fields};

const LIST: &str =
    "id kind title products schools at_stake_cents basis act_by state owner why members";
const MEMBER: &str = "contract product school cost_cents claimed_cents";

const FILES: [(&str, &str); 8] = [
    (
        "schools",
        "name,code,grades,enrollment,staff\n\
         Oak ES,OAK,K-5,300,20\n\
         Elm ES,ELM,K-5,400,25\n\
         Pine MS,PINE,6-8,600,40\n",
    ),
    (
        "products",
        "name,vendor,function,lms\n\
         Classhub,Hubworks,Learning management,yes\n\
         MathPal,Palworks,Math practice,no\n\
         ReadQuick,Quickly,Reading practice,no\n\
         QuizGo,Goquiz,Quizzes,no\n\
         SlideFun,Funware,Quizzes,no\n",
    ),
    (
        "contracts",
        "number,product,bought_by,schools,term_start,term_end,auto_renew,notice,model,quantity,total\n\
         C-1,Classhub,district,,2025-07-01,2026-06-30,no,,district,,30000\n\
         C-2,MathPal,district,OAK,2025-07-01,2026-06-30,no,,per_student,1000,12000\n\
         C-3,MathPal,OAK,OAK,2025-07-01,2026-06-30,no,,per_student,300,4500\n\
         C-4,ReadQuick,ELM,ELM,2025-07-01,2026-06-30,no,,per_student,400,6000\n\
         C-5,QuizGo,PINE,PINE,2025-07-01,2026-06-30,yes,60 days,per_student,600,3000\n\
         C-6,SlideFun,PINE,PINE,2025-07-01,2026-06-30,no,,site,,2400\n",
    ),
    (
        "inventory",
        "school,product,seats,used,bought_by\n\
         OAK,Classhub,,300,district\n\
         ELM,Classhub,,400,district\n\
         PINE,Classhub,,600,district\n\
         OAK,MathPal,1000,700,district\n\
         OAK,MathPal,300,300,OAK\n\
         ELM,ReadQuick,400,80,ELM\n\
         PINE,QuizGo,600,560,PINE\n\
         PINE,SlideFun,,550,PINE\n",
    ),
    (
        "devices",
        "school,device,share\n\
         ELM,chromebook,75%\n\
         ELM,ipad,25%\n",
    ),
    (
        "compatibility",
        "product,device,result\n\
         ReadQuick,chromebook,fails\n",
    ),
    (
        "owners",
        "product,role,person\n\
         Classhub,evaluator,ada\nClasshub,manager,ada\nClasshub,purchaser,ada\n\
         MathPal,evaluator,ada\nMathPal,manager,ada\nMathPal,purchaser,ada\n\
         ReadQuick,evaluator,ada\nReadQuick,manager,ada\nReadQuick,purchaser,ada\n\
         QuizGo,evaluator,ada\nQuizGo,purchaser,ada\n\
         SlideFun,evaluator,ada\nSlideFun,manager,ada\nSlideFun,purchaser,ada\n",
    ),
    (
        "approvals",
        "product,status,from\n\
         Classhub,approved,2025-08-01\n\
         MathPal,approved,2025-08-01\n\
         ReadQuick,approved,2025-08-01\n\
         QuizGo,approved,2025-08-01\n\
         SlideFun,approved,2025-08-01\n",
    ),
];

fn desk() -> Desk {
    let desk = Desk::empty();
    for (kind, rows) in FILES {
        desk.file(&format!("{kind}.csv"), rows);
        desk.ok(&format!("import {kind} {kind}.csv"));
    }
    desk
}

fn named(desk: &Desk, kind: &str) -> String {
    let rows = desk.json(&format!("overlaps --kind {kind}"));
    rows[0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_worked_example_comes_out_to_the_cent() {
    let desk = desk();
    let waste = desk.json("waste");
    assert_eq!(
        fields(&waste),
        "fy basis spend_cents at_risk_cents gross_cents stoppable_cents locked_cents unmeasured_cents without_price factors lines"
    );
    for (field, cents) in [
        ("spend_cents", 5_790_000),
        ("at_risk_cents", 1_455_000),
        ("gross_cents", 2_100_000),
        ("unmeasured_cents", 0),
    ] {
        assert_eq!(waste[field], cents, "{field}");
    }
    for (factor, net, gross) in [
        ("incompatible", 450_000, 450_000),
        ("overlap", 690_000, 690_000),
        ("untrained", 15_000, 660_000),
        ("unowned", 300_000, 300_000),
    ] {
        let sums = &waste["factors"][factor];
        assert_eq!(
            (&sums["net_cents"], &sums["gross_cents"]),
            (&net.into(), &gross.into()),
            "{factor}"
        );
    }
    let text = desk.ok("waste");
    assert!(
        text.starts_with(
            "$14,550.00 of $57,900.00 FY share is at risk of waste in FY 2026 (25.1%)"
        ),
        "{text}"
    );
    assert!(!text.contains("Check the inputs"), "{text}");
}

#[test]
fn alerts_have_the_fields_scripts_rely_on() {
    let desk = desk();
    let rows = desk.json("overlaps");
    let kinds: Vec<(&Value, &Value)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["kind"], &row["at_stake_cents"]))
        .collect();
    assert_eq!(
        kinds,
        [
            (&"O2".into(), &450_000.into()),
            (&"O3".into(), &240_000.into())
        ]
    );
    assert!(fields(&rows[0]).starts_with(LIST), "{}", fields(&rows[0]));
    assert_eq!(fields(&rows[0]["members"][0]), MEMBER);
    let id = rows[0]["id"].as_str().unwrap();
    assert!(id.starts_with("O-") && id.len() == 7, "{id}");
    assert_eq!(desk.json(&format!("overlap show {id}"))["id"], id);
}

#[test]
fn a_plan_decides_the_renewal_it_waits_for_and_undo_takes_both_back() {
    let desk = desk();
    let id = named(&desk, "O3");
    desk.ok(&format!("overlap plan {id} --keep QuizGo"));
    assert_eq!(desk.json(&format!("overlap show {id}"))["state"], "planned");
    let decision = |desk: &Desk| desk.json("renewal show C-6")["decision"].clone();
    assert_eq!(decision(&desk), "lapse");
    desk.ok("undo");
    assert_eq!(desk.json(&format!("overlap show {id}"))["state"], "open");
    assert_eq!(decision(&desk), Value::Null);
}

#[test]
fn a_plan_leaves_what_a_colleague_decided_and_says_who() {
    let desk = desk();
    let id = named(&desk, "O3");
    let decide = |choice: &str| {
        desk.ok(&format!(
            "renewal decide C-6 {choice} --cause duplicate --reason Agreed"
        ));
    };
    decide("renew");
    let refused = desk.fails(&format!("overlap plan {id} --keep QuizGo"), 1);
    assert!(
        refused.contains("C-6 is decided by ada already: renew"),
        "{refused}"
    );
    assert!(refused.contains("hallpass renewal decide C-6"), "{refused}");
    assert_eq!(desk.json("renewal show C-6")["decision"], "renew");
    // What ends already is left as it is.
    decide("lapse");
    desk.ok(&format!("overlap plan {id} --keep QuizGo"));
    assert_eq!(desk.json("renewal show C-6")["decision"], "lapse");
}

#[test]
fn a_script_gets_both_sides_of_an_alert_and_what_each_costs() {
    let desk = desk();
    let sides = |kind: &str| -> Vec<(String, i64, i64)> {
        let rows = desk.json(&format!("overlaps --kind {kind}"));
        assert_eq!(rows[0]["basis"], "fy_share");
        let members = rows[0]["members"].as_array().unwrap().iter();
        members
            .map(|member| {
                let cents = |field: &str| member[field].as_i64().unwrap();
                let contract = member["contract"].as_str().unwrap();
                (
                    contract.to_owned(),
                    cents("cost_cents"),
                    cents("claimed_cents"),
                )
            })
            .collect()
    };
    let two = |goes: (&str, i64, i64), stays: (&str, i64)| {
        vec![
            (goes.0.to_owned(), goes.1, goes.2),
            (stays.0.to_owned(), stays.1, 0),
        ]
    };
    assert_eq!(
        sides("O3"),
        two(("C-6", 240_000, 240_000), ("C-5", 300_000))
    );
    assert_eq!(
        sides("O2"),
        two(("C-3", 450_000, 450_000), ("C-2", 1_200_000))
    );
}

#[test]
fn a_dismissed_alert_leaves_the_list_and_the_ledger() {
    let desk = desk();
    let id = named(&desk, "O3");
    desk.ok(&format!("overlap dismiss {id} --reason complementary"));
    assert_eq!(desk.json("overlaps --kind O3"), Value::Array(vec![]));
    assert_eq!(desk.json("overlaps --kind O3 --closed")[0]["id"], id);
    assert_eq!(
        desk.json("waste")["factors"]["overlap"]["net_cents"],
        450_000
    );
    desk.ok(&format!("overlap reopen {id}"));
    assert_eq!(named(&desk, "O3"), id);
}

/// C-3 is bought twice and is not alone in its contract's end: the plan decides its end, and taking the plan back
/// does not take that back.
#[test]
fn what_a_plan_decided_is_said_where_the_plan_is_taken_back() {
    let desk = desk();
    let (covered, similar) = (named(&desk, "O2"), named(&desk, "O3"));
    let nothing = desk.ok(&format!("overlap dismiss {covered} --reason accepted"));
    assert!(!nothing.contains("stays decided"), "{nothing}");
    let again = desk.ok(&format!("overlap reopen {covered}"));
    assert!(!again.contains("stays decided"), "{again}");

    desk.ok(&format!("overlap plan {covered} --keep C-2"));
    let reopened = desk.ok(&format!("overlap reopen {covered}"));
    let stays = "is open again. C-3 stays decided: consolidate; to change that, decide again: \
                 hallpass renewal decide C-3 renew --reason TEXT.\n";
    assert!(reopened.contains(stays), "{reopened}");
    assert_eq!(desk.json("renewal show C-3")["decision"], "consolidate");

    desk.ok(&format!("overlap plan {similar} --keep SlideFun"));
    let dismissed = desk.ok(&format!("overlap dismiss {similar} --reason accepted"));
    assert!(
        dismissed.contains("C-5 stays decided: cancel; "),
        "{dismissed}"
    );

    let what = "C-3 renew --reason again";
    desk.ok(&format!("renewal decide {what}"));
    desk.ok(&format!("overlap dismiss {covered} --reason accepted"));
    let gone = desk.ok(&format!("overlap reopen {covered}"));
    assert!(!gone.contains("stays decided"), "{gone}");
}

/// What was found proposes one of them; a plan may keep the other, and is told as it was made, everywhere.
#[test]
fn what_was_planned_to_stay_is_what_is_said_to_stay() {
    let desk = desk();
    for (kind, proposed, other) in [("O2", "C-2", "C-3"), ("O3", "QuizGo", "SlideFun")] {
        let id = named(&desk, kind);
        let told = |desk: &Desk| {
            let listed = desk.json(&format!("overlaps --kind {kind}"));
            let shown = desk.json(&format!("overlap show {id}"));
            assert_eq!(listed[0]["keeper"], shown["keeper"]);
            listed[0]["keeper"].as_str().unwrap().to_owned()
        };
        assert_eq!(told(&desk), proposed);
        for (stays, options) in [
            (other, format!("--keep {other}")),
            (proposed, format!("--keep {proposed}")),
            (proposed, String::new()),
        ] {
            let said = desk.ok(format!("overlap plan {id} {options}").trim());
            assert!(said.contains(&format!("{stays} stays")), "{said}");
            assert_eq!(told(&desk), stays);
            let shown = desk.ok(&format!("overlap show {id}"));
            assert!(shown.contains(&format!(", {stays} stays")), "{shown}");
            desk.ok("undo");
            assert_eq!(told(&desk), proposed);
        }
    }
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let desk = desk();
    let (covered, similar) = (named(&desk, "O2"), named(&desk, "O3"));
    for (line, code, says) in [
        (
            format!("overlap plan {similar} --keep MathPal"),
            1,
            "what stays must be one of",
        ),
        (
            format!("overlap plan {covered} --keep C-6"),
            1,
            "what stays must be one of",
        ),
        (format!("overlap plan {covered} --keep C-99"), 3, "C-2, C-3"),
        (format!("overlap dismiss {similar}"), 2, "--reason"),
        (
            format!("overlap dismiss {similar} --reason because"),
            2,
            "complementary",
        ),
        (
            format!("overlap dismiss {similar} --reason accepted --until 2026-03-09"),
            1,
            "has passed",
        ),
        (
            format!("overlap merge {similar} --into MathPal"),
            1,
            "is not about two records of one product",
        ),
        (
            format!("overlap merge {similar} --into QuizGo"),
            1,
            "overlap plan",
        ),
        (
            format!("overlap merge {covered} --into MathPal"),
            1,
            "--keep CONTRACT",
        ),
        ("overlap show O-zzzzz".to_owned(), 3, "hallpass overlaps"),
        ("waste --fy then".to_owned(), 2, "--fy"),
    ] {
        let said = desk.fails(&line, code);
        assert!(said.contains(says), "{line}: {said}");
    }
}

#[test]
fn both_leave_in_every_format() {
    let desk = desk();
    for kind in ["overlaps", "waste"] {
        let csv = desk.ok(&format!("export {kind} --format csv"));
        assert!(csv.lines().count() > 1, "{csv}");
        assert!(desk.ok(&format!("export {kind} --format md")).contains('|'));
        let json: Value =
            serde_json::from_str(&desk.ok(&format!("export {kind} --format json"))).unwrap();
        assert_eq!(json, desk.json(kind));
        desk.ok(&format!("export {kind} -o {kind}.xlsx"));
        let book = std::fs::read(desk.path(&format!("{kind}.xlsx"))).unwrap();
        assert!(book.starts_with(b"PK"));
    }
    assert!(desk.ok("export waste --fy 2027").lines().count() >= 1);
}

//! Whoever the policy hides prices from reads none of them, whatever they ask, here and over SSH.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::desk::{Desk, said};
use super::guarded::session;
use super::keys::KIM;
use crate::support::length::Sample;

/// What the district, and the other school, pay: in a price, in one less a credit, in a share, in an ask, in a quote.
const HIDDEN: [&str; 3] = ["4731", "4,731", "473119"];

const FILES: [(&str, &str); 6] = [
    (
        "schools",
        "name,code,level,grades,enrollment,staff\n\
         Lincoln ES,LIN,elementary,K-5,412,24\n\
         Oak Hill MS,OAK,middle,6-8,571,40\n",
    ),
    (
        "products",
        "name,vendor,function,grades\n\
         Letterloop,Brightwater,Early reading,K-8\n\
         Letterstack,Brightwater,Early reading,K-8\n\
         Drawbridge,Oddfellow,Drawing,K-8\n",
    ),
    (
        "contracts",
        "product,term_end,number,bought_by,schools,term_start,auto_renew,notice,model,quantity,total,quote,quote_on,shares\n\
         Letterloop,2026-06-30,C-1,district,,2025-07-01,yes,60 days,per_student,1200,4731.19,4731.19,2026-03-01,LIN 40%; OAK 60%\n\
         Letterstack,2026-06-30,C-2,OAK,OAK,2025-07-01,yes,60 days,per_student,100,4731.19,,,\n\
         Letterloop,2026-06-30,C-3,LIN,LIN,2025-07-01,yes,60 days,per_student,10,258.00,,,\n\
         Letterstack,2026-06-30,C-4,district,,2025-07-01,yes,60 days,per_student,1200,1000.00,,,\n\
         Drawbridge,2026-06-30,C-5,district,,2025-07-01,yes,60 days,per_student,1200,5731.19,,,\n\
         Drawbridge,2026-06-30,C-5,district,,2025-07-01,yes,60 days,site,,-1000.00,,,\n\
         Drawbridge,2026-06-30,C-6,LIN,LIN,2025-07-01,yes,60 days,per_student,10,10.00,,,\n",
    ),
    (
        "inventory",
        "school,product,seats,used,bought_by\n\
         LIN,Letterloop,300,20,district\n\
         OAK,Letterloop,200,10,district\n\
         OAK,Letterstack,60,2,OAK\n\
         LIN,Letterloop,10,2,LIN\n",
    ),
    (
        "approvals",
        "product,status,schools,grades,from,until,reason\n\
         Letterloop,approved,,K-8,2025-08-01,2027-06-30,Passed\n\
         Letterstack,approved,,K-8,2025-08-01,2027-06-30,Passed\n",
    ),
    (
        "requests",
        "product,school,requester,role,sponsor,reason,grades,seats,cost,asked_on\n\
         Drawbridge,OAK,Robin Doe,teacher,Alex Roe,Art,6-8,55,4731.19,2026-03-02\n",
    ),
];

/// Every command that says something of the office, and what it is asked; each in every form.
const ASKED: &[&str] = &[
    "schools",
    "inventory LIN",
    "inventory OAK",
    "queue",
    "owners",
    "training",
    "overlaps",
    "overlap show OVERLAP",
    "waste",
    "waste --school OAK",
    "dashboard",
    "dashboard --school OAK",
    "dashboard --school LIN",
    "request show R-1",
    "request show R-1 --reply",
    "review show R-1",
    "renewals",
    "renewals --all",
    "renewal show C-1",
    "renewal show C-2",
    "renewal show C-5",
    "renewal packet",
    "digest --for ada",
    "digest --for pat",
    "alerts",
    "status Letterloop",
    "status Letterstack OAK",
    "status Drawbridge",
    "product Letterloop",
    "product Letterstack OAK",
    "product Drawbridge",
    "history",
    "history --limit 1000",
    "words list",
    "people",
    "policy list",
    "publish --dry-run",
    "checklist show technical",
    "check",
    "export schools",
    "export people",
    "export products",
    "export approvals",
    "export contracts",
    "export inventory",
    "export usage",
    "export training",
    "export owners",
    "export agreements",
    "export provisioning",
    "export devices",
    "export compatibility",
    "export calendar",
    "export requests",
    "export alignments",
    "gaps",
    "route M.1 --school OAK",
    "standards",
    "standard show M.1",
    "export queue",
    "export renewals",
    "export renewals --format ics",
    "export overlaps",
    "export waste",
    "export history",
    "dump",
    // What it would do is said, and not done.
    "undo 3",
];

/// The commands that say nothing of prices there are: they write, or are about the program.
const OTHERS: &str = "demo init setup import alias note redo load backup restore authorized-keys ssh-session region completions man help";

fn desk() -> Desk {
    let desk = Desk::empty();
    for (kind, rows) in FILES {
        desk.file(&format!("{kind}.csv"), rows);
        desk.ok(&format!("import {kind} {kind}.csv"));
    }
    desk.ok("policy set prices own-and-total --reason asked");
    desk.ok("people add pat --name Pat --roles helpdesk --schools LIN");
    desk
}

fn hidden(text: &str) -> bool {
    HIDDEN.iter().any(|price| text.contains(price))
}

/// Each question in each form, with the overlap that there is; where there is less time each in one form, beginning with
/// this one.
fn questions(desk: &Desk, first: usize, sample: &mut Sample) -> Vec<String> {
    let overlap = desk.json("overlaps")[0]["id"].as_str().unwrap().to_owned();
    let forms = ["", " --json", " --csv", " --plain"];
    let asked = ASKED.iter().map(|line| line.replace("OVERLAP", &overlap));
    let mut each = Vec::new();
    for (nth, line) in asked.enumerate() {
        let taken = forms
            .iter()
            .enumerate()
            .filter(|(form, _)| sample.takes(nth + form + first));
        each.extend(taken.map(|(_, form)| format!("{line}{form}")));
    }
    each
}

#[test]
fn no_command_tells_a_price_that_the_policy_hides() {
    let desk = desk();
    // A command that is new is asked here, or said to tell nothing.
    let help = desk.ok("help");
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let known: BTreeSet<&str> = listed
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let asked = ASKED.iter().filter_map(|line| line.split(' ').next());
    let covered: BTreeSet<&str> = asked.chain(OTHERS.split(' ')).collect();
    assert_eq!(known.difference(&covered).collect::<Vec<_>>(), [&""; 0]);

    let mut told = Vec::new();
    let mut seen = 0;
    let mut sample = Sample::one_of(4, "questions about prices");
    for line in questions(&desk, 0, &mut sample) {
        let words: Vec<&str> = line.split(' ').collect();
        // Whoever may see them does: the test would otherwise prove nothing.
        if hidden(&desk.run(&words).out) {
            seen += 1;
        }
        let said = said(
            desk.command()
                .env("HALLPASS_USER", "pat")
                .args(&words)
                .output()
                .unwrap(),
        );
        if hidden(&said.out) || hidden(&said.err) {
            told.push(format!("{line}: {}{}", said.out, said.err));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(seen > sample.share(60), "{seen}");
}

/// Of a sum that leaves out hidden prices there is no share, and no judgement by it.
#[test]
fn what_hides_prices_has_no_share_of_a_sum_that_leaves_them_out() {
    let desk = desk();
    let pat = |line: &str| {
        let words = line.split(' ');
        said(
            desk.command()
                .env("HALLPASS_USER", "pat")
                .args(words)
                .output()
                .unwrap(),
        )
    };
    for line in ["waste", "dashboard"] {
        let said = pat(line);
        let left_out = "contracts with a hidden price: they are in none of these sums";
        assert!(said.err.contains(left_out), "{line}: {}", said.err);
        assert!(said.out.contains("you may see"), "{line}: {}", said.out);
        let sums: Vec<&str> = said.out.lines().take(8).collect();
        let sums = sums.join("\n");
        assert!(
            !sums.contains('%') && !sums.contains("Check the inputs"),
            "{line}: {sums}"
        );
        // Whoever sees all prices is told the share.
        assert!(desk.ok(line).contains("%)"), "{line}");
    }
    let told: Value = serde_json::from_str(&pat("dashboard --json").out).unwrap();
    assert_eq!(told["check_inputs"], false, "{told}");
}

#[test]
fn nor_is_it_told_over_ssh_and_their_own_are() {
    let desk = desk();
    desk.file("pat.pub", &format!("{KIM}\n"));
    desk.ok("people key add pat pat.pub");
    let mut told = Vec::new();
    let mut sample = Sample::one_of(4, "questions about prices over SSH");
    for line in questions(&desk, 2, &mut sample) {
        let said = said(session(&desk, "1", &line).output().unwrap());
        if hidden(&said.out) || hidden(&said.err) {
            told.push(format!("{line}: {}{}", said.out, said.err));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    let asked = |line: &str| said(session(&desk, "1", line).output().unwrap()).out;
    assert!(asked("renewals --all").contains("$258.00"));
    assert!(asked("export contracts").contains("258.00"));
    // Of the district and one school: the sum stays.
    let told = asked("product Letterstack");
    assert!(
        told.contains("All contracts: $5,731.19 year price."),
        "{told}"
    );
    // Of the district and oneself: it would tell what the district pays.
    let told = asked("product Letterloop");
    assert!(!told.contains("4,989"), "{told}");
    assert!(
        told.contains("All contracts: hidden, would tell the price of one buyer."),
        "{told}"
    );
}

#[test]
fn a_guess_at_a_hidden_price_is_answered_the_same_whether_it_is_right_or_wrong() {
    let desk = desk();
    desk.ok("people add lee --name Lee --roles technical,curricular,renewals --schools LIN");
    let answer = |kind: &str, rows: &str, options: &str| {
        desk.file("guess.csv", rows);
        let mut command = desk.command();
        command.env("HALLPASS_USER", "lee");
        command.args(format!("import {kind} guess.csv{options}").split(' '));
        let said = said(command.output().unwrap());
        (said.code, said.out + &said.err)
    };
    let contracts = "product,term_end,number,bought_by,schools,model,quantity,total,quote\n";
    let requests = "product,school,requester,role,sponsor,reason,grades,seats,cost,asked_on\n";
    let before = desk.ok("dump");
    // The district's, another school's, a quote, and what another school asks for.
    for (kind, header, row) in [
        (
            "contracts",
            contracts,
            "Letterloop,2026-06-30,C-1,district,,per_student,1200,GUESS,",
        ),
        (
            "contracts",
            contracts,
            "Letterstack,2026-06-30,C-2,OAK,OAK,per_student,100,GUESS,",
        ),
        (
            "contracts",
            contracts,
            "Letterloop,2026-06-30,C-1,district,,per_student,1200,,GUESS",
        ),
        (
            "requests",
            requests,
            "Drawbridge,OAK,Robin Doe,teacher,Alex Roe,Art,6-8,55,GUESS,2026-03-02",
        ),
    ] {
        for options in [" --dry-run", "", " --skip-bad --dry-run"] {
            let mut answers = ["4731.19", "4731.20", "9.00"].map(|guess| {
                let rows = format!("{header}{}\n", row.replace("GUESS", guess));
                let (code, told) = answer(kind, &rows, options);
                (code, told.replace(guess, "GUESS"))
            });
            let first = answers[0].clone();
            assert!(
                answers.iter().all(|answer| *answer == first),
                "{answers:#?}"
            );
            assert!(!hidden(&first.1), "{}", first.1);
            answers[0] = answer(
                kind,
                &format!("{header}{}\n", row.replace("GUESS", "")),
                options,
            );
            assert!(!hidden(&answers[0].1), "{}", answers[0].1);
        }
    }
    assert_eq!(desk.ok("dump"), before);
    // One's own is compared, and what others have without a price too.
    for row in [
        "Letterloop,2026-06-30,C-3,LIN,LIN,per_student,10,258.00,",
        "Letterloop,2026-06-30,C-1,district,,per_student,1200,,",
    ] {
        let (code, told) = answer("contracts", &format!("{contracts}{row}\n"), " --dry-run");
        assert_eq!(code, 0, "{told}");
        assert!(told.contains("1 unchanged"), "{told}");
    }
}

#[test]
fn a_dump_is_refused_to_whom_prices_are_hidden_from_and_they_are_told_so_elsewhere() {
    let desk = desk();
    let as_pat = |line: &str| {
        let mut command = desk.command();
        command.env("HALLPASS_USER", "pat").args(line.split(' '));
        said(command.output().unwrap())
    };
    let dump = as_pat("dump all.jsonl");
    assert_eq!((dump.code, dump.out.as_str()), (1, ""));
    assert!(dump.err.contains("holds all prices"), "{}", dump.err);
    assert!(!desk.path("all.jsonl").exists());
    let renewals = as_pat("renewals");
    assert_eq!(
        renewals
            .err
            .matches("The policy shows you the prices of your schools")
            .count(),
        1
    );
    // With the policy that hides none it is as before.
    desk.ok("policy set prices all --reason asked");
    assert!(hidden(&as_pat("renewals --all").out));
    assert_eq!(as_pat("dump all.jsonl").code, 0);
}

/// What somebody with this login is told.
fn told_as(desk: &Desk, login: &str, line: &str) -> super::desk::Said {
    let mut command = desk.command();
    command.env("HALLPASS_USER", login).args(line.split(' '));
    said(command.output().unwrap())
}

fn json_as(desk: &Desk, login: &str, line: &str) -> Value {
    let said = told_as(desk, login, &format!("{line} --json"));
    assert_eq!(said.code, 0, "{line}: {}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

/// The row of this contract.
fn of(rows: &Value, key: &str, number: &str) -> Value {
    let mut all = rows.as_array().unwrap().iter();
    let found = all.find(|row| row[key] == number).cloned();
    found.unwrap_or_else(|| panic!("no {number}: {rows}"))
}

#[test]
fn a_hidden_price_says_so_on_cards_lists_exports_and_packets_and_is_never_nothing() {
    let desk = desk();
    let text = |line: &str| told_as(&desk, "pat", line).out;
    let card = text("product Letterloop");
    assert!(
        card.contains("Contract C-1: bought by district, price hidden,"),
        "{card}"
    );
    assert!(
        card.contains("Contract C-3: bought by Lincoln ES, $258.00 year price,"),
        "{card}"
    );
    let card = json_as(&desk, "pat", "product Letterloop");
    let first = of(&card["contracts"], "contract", "C-1");
    assert_eq!(
        (&first["annual_cents"], &first["hidden"]),
        (&Value::Null, &json!(true))
    );
    let own = of(&card["contracts"], "contract", "C-3");
    assert_eq!(
        (&own["annual_cents"], &own["hidden"]),
        (&json!(25_800), &json!(false))
    );

    let rows = json_as(&desk, "pat", "renewals --all");
    let first = of(&rows, "contract", "C-1");
    assert_eq!(
        (&first["annual_cents"], &first["hidden"]),
        (&Value::Null, &json!(true))
    );
    assert!(!first["unknown"].to_string().contains("price"), "{first}");
    let own = of(&rows, "contract", "C-3");
    assert_eq!(
        (&own["annual_cents"], own.get("hidden")),
        (&json!(25_800), None)
    );
    assert!(
        text("export renewals --csv")
            .lines()
            .any(|line| line.starts_with("C-2,") && line.contains(",hidden,"))
    );
    assert!(
        text("renewal show C-1").contains("Cost: hidden"),
        "{}",
        text("renewal show C-1")
    );

    let schools = json_as(&desk, "pat", "schools");
    let oak = of(&schools, "code", "OAK");
    assert_eq!(oak["cost_cents"], Value::Null);
    assert!(oak["hidden"].as_u64() > Some(0), "{oak}");

    let packet = text("renewal packet --fy 2026");
    // C-3 at 258.00 and C-6 at 10.00 are their own.
    assert!(
        packet.contains("$268.00 year price without 4 hidden."),
        "{packet}"
    );
    assert!(packet.contains("- Cost: price hidden\n"), "{packet}");

    let review = text("review show R-1");
    assert!(
        review.contains("Already here: Drawbridge") && review.contains(", price hidden,"),
        "{review}"
    );
    let already = &json_as(&desk, "pat", "review show R-1")["already"][0];
    assert_eq!(
        (&already["cost_cents"], &already["hidden"]),
        (&Value::Null, &json!(true))
    );
}

#[test]
fn a_sum_says_how_many_hidden_prices_it_leaves_out() {
    let desk = desk();
    for line in ["dashboard", "waste", "overlaps"] {
        let said = told_as(&desk, "pat", line);
        assert!(
            said.err
                .contains("4 contracts with a hidden price: they are in none of these sums."),
            "{line}: {}",
            said.err
        );
    }
    for line in ["dashboard", "waste"] {
        let sums = json_as(&desk, "pat", line);
        assert_eq!(
            (&sums["without_price"], &sums["hidden"]),
            (&json!(4), &json!(4)),
            "{line}"
        );
        assert_eq!(desk.json(line).get("hidden"), None);
    }
}

#[test]
fn what_rests_on_hidden_prices_is_not_told_as_over() {
    let desk = desk();
    let id = desk.json("overlaps")[0]["id"].as_str().unwrap().to_owned();
    desk.ok(&format!("overlap take {id}"));
    assert_eq!(
        of(&desk.json("export overlaps"), "id", &id)["state"],
        "acknowledged"
    );
    let seen = of(&json_as(&desk, "pat", "export overlaps"), "id", &id);
    assert_eq!(seen["state"], "acknowledged", "{seen}");
    assert_eq!(
        (&seen["at_stake_cents"], &seen["hidden"]),
        (&Value::Null, &json!(true))
    );
    assert_eq!(seen["why"], "it rests on prices that are hidden from you");
}

#[test]
fn somebody_whom_nobody_knows_here_sees_what_the_least_person_sees() {
    let desk = desk();
    let card = told_as(&desk, "stranger", "product Letterloop").out;
    assert_eq!(card.matches("price hidden").count(), 2, "{card}");
    assert!(!card.contains("258.00"), "{card}");
    desk.ok("people leave pat");
    assert!(
        !told_as(&desk, "pat", "renewals --all")
            .out
            .contains("258.00")
    );
    // Where the policy hides no price they see what everybody sees.
    desk.ok("policy set prices all --reason asked");
    assert!(
        told_as(&desk, "stranger", "product Letterloop")
            .out
            .contains("$258.00")
    );
}

#[test]
fn owners_the_ledger_and_the_lines_of_an_overlap_say_hidden_and_not_nothing() {
    let desk = desk();
    let drawbridge = |login: &str| of(&json_as(&desk, login, "owners"), "product", "Drawbridge");
    let seen = drawbridge("pat");
    assert_eq!(
        (&seen["cost_cents"], &seen["hidden"]),
        (&Value::Null, &json!(true))
    );
    assert!(told_as(&desk, "pat", "owners").out.contains("hidden"));
    let all = drawbridge("ada");
    assert!(all["cost_cents"].as_i64() > Some(0), "{all}");
    assert_eq!(all.get("hidden"), None);

    let ledger = json_as(&desk, "pat", "export waste")["lines"].clone();
    let other = of(&ledger, "contract", "C-2");
    for amount in ["cost_cents", "overlap_cents", "at_risk_cents"] {
        assert_eq!(other[amount], Value::Null, "{other}");
    }
    let own = of(&ledger, "contract", "C-3");
    assert_eq!(own["cost_cents"], 25_800, "{own}");

    let overlaps = json_as(&desk, "pat", "export overlaps");
    let members = overlaps.as_array().unwrap().iter();
    let members: Vec<&Value> = members
        .flat_map(|row| row["members"].as_array().unwrap())
        .collect();
    assert!(!members.is_empty(), "{overlaps}");
    for member in members {
        let own = ["C-3", "C-6"].contains(&member["contract"].as_str().unwrap());
        assert_eq!(member.get("hidden").is_some(), !own, "{member}");
        assert_eq!(member["cost_cents"].is_null(), !own, "{member}");
    }
}

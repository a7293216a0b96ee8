//! The review at the command line: from an ask to a decision the help desk can read, and what is refused.

use serde_json::{Value, json};

use super::desk::{Desk, Said, fields, said};

const TIMER: &str = "request new --product TinyTimer --school district --reason clock \
                     --data none --instructional no";

/// Answers every item that is asked and blank.
pub fn answer_all(desk: &Desk, request: &str, word: &str) {
    let review = desk.json(&format!("review show {request}"));
    for list in review["checklists"].as_array().unwrap() {
        for item in list["items"].as_array().unwrap() {
            if item["applies"] == true && item["answer"].is_null() {
                let id = item["id"].as_str().unwrap();
                desk.ok(&format!("review answer {request} {id} {word}"));
            }
        }
    }
}

/// What a refused command printed with `--json`, and its error.
fn refused(desk: &Desk, line: &str) -> (Value, String) {
    let before = desk.ok("dump");
    let line = format!("{line} --json");
    let said = desk.run(&line.split(' ').collect::<Vec<_>>());
    assert_eq!(said.code, 1, "{line}: {}", said.err);
    assert_eq!(desk.ok("dump"), before, "{line}");
    (serde_json::from_str(&said.out).unwrap(), said.err)
}

#[test]
fn the_queue_has_its_promised_fields_and_filters() {
    let desk = Desk::furnished();
    let queue = desk.json("queue");
    let topo = queue.as_array().unwrap();
    let topo = topo
        .iter()
        .find(|row| row["product"] == "Topo Maps")
        .unwrap();
    assert!(
        fields(topo).starts_with(
            "id product vendor school kind state tier due_on days_left late technical curricular owner est_cents"
        ),
        "{}",
        fields(topo)
    );
    assert_eq!(fields(&topo["technical"]), "answered of failed");
    // Tier 2 has 20 working days from Tuesday, February 24.
    for (field, value) in [
        ("id", json!("R-1")),
        ("school", json!("2 schools")),
        ("kind", json!("new")),
        ("state", json!("triaged")),
        ("tier", json!(2)),
        ("due_on", json!("2026-03-24")),
        // From Tuesday, March 10: calendar days, as those of renewals, and by its own name working days.
        ("days_left", json!(14)),
        ("working_days_left", json!(10)),
        ("late", json!(false)),
        ("owner", Value::Null),
        ("est_cents", json!(198_000)),
        ("asks", json!(2)),
        ("schools", json!(["LIN", "OAK"])),
    ] {
        assert_eq!(topo[field], value, "{field}");
    }
    let due = "2026-03-24 Tue, in 10 working days";
    assert!(desk.ok("--csv queue").contains(due));
    assert!(desk.ok("review show R-1").contains(&format!("Due: {due};")));
    desk.ok("review take R-1");
    let names = |line: &str| -> Vec<String> {
        let rows = desk.json(line);
        let names = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned());
        names.collect()
    };
    assert_eq!(names("queue --mine"), ["R-1"]);
    assert_eq!(names("queue --state in-review"), ["R-1"]);
    assert!(names("queue --late").iter().all(|name| name != "R-1"));
    assert_eq!(names("queue --late --now 2026-03-25 --mine"), ["R-1"]);
    assert_eq!(names("queue --state decided"), [""; 0]);
    assert!(desk.ok("queue").starts_with("REQ "));
    assert!(
        desk.fails("queue --state perhaps", 2)
            .contains("[possible values: draft, submitted,")
    );
    assert_eq!(desk.json("export queue"), desk.json("queue"));
    assert!(
        desk.ok("export queue")
            .starts_with("id,product,vendor,school,kind,state,tier,due_on,")
    );
    assert!(
        desk.ok("export queue --format md")
            .starts_with("# queue\n\n| id | product |")
    );
}

#[test]
fn an_ask_becomes_a_decision_the_help_desk_reads_and_undo_takes_it_back() {
    let desk = Desk::furnished();
    let made = desk.json(TIMER);
    assert_eq!(
        (&made["id"], &made["state"], &made["tier"]),
        (&json!("R-3"), &json!("triaged"), &json!(0))
    );
    desk.ok("review take 3");
    answer_all(&desk, "R-3", "pass");
    desk.ok("review answer r-3 t18 partial --note captions");
    let review = desk.json("review show R-3");
    assert_eq!(review["blocking"], json!([]));
    let may = review["may"].as_array().unwrap();
    assert!(
        may.contains(&json!("decide")) && may.contains(&json!("wait")),
        "{may:?}"
    );
    let (told, err) = refused(&desk, "review decide R-3 approve --reason fine");
    assert_eq!(told["id"], "R-3");
    assert_eq!(
        told["blocking"].as_array().unwrap().len(),
        1,
        "{}",
        told["blocking"]
    );
    assert!(err.contains("T18 is so in part"), "{err}");
    let decided = desk.json("review decide R-3 conditional --reason small --condition no_accounts");
    assert_eq!(decided["state"], "decided");
    assert!(decided["reply"].as_str().unwrap().contains("TinyTimer"));
    let texts: Vec<&str> = decided["conditions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["text"].as_str().unwrap())
        .collect();
    assert!(
        texts.contains(&"no_accounts") && texts.iter().any(|t| t.contains("captions")),
        "{texts:?}"
    );
    assert!(desk.ok("request show R-3 --reply").contains("TinyTimer"));
    assert!(
        desk.ok("status tinytimer")
            .contains("TinyTimer: YES, CONDITIONS")
    );
    desk.ok("review condition R-3 1 --owner nguyen --due 2026-05-01");
    // Whoever could not say that it is met is not to see to it.
    for roles in ["helpdesk", "renewals"] {
        desk.ok(&format!("people add bo --name Bo --roles {roles}"));
        let refused = desk.fails("review condition R-3 1 --owner bo", 1);
        assert!(
            refused.contains("`bo` could not say that it is met"),
            "{refused}"
        );
    }
    // Its end is told as that of a contract is.
    let alert = &desk.json("alerts")["conditions"][0];
    assert_eq!(
        (&alert["on"], &alert["id"], &alert["for"]),
        (&json!("2026-05-01"), &json!("R-3"), &json!(["nguyen"])),
        "{alert}"
    );
    let told = desk.ok("alerts");
    assert!(told.contains(" R-3 condition of TinyTimer: "), "{told}");
    desk.ok("review condition R-3 1 --met");
    let first = &desk.json("request show R-3")["conditions"][0];
    assert_eq!(
        (&first["due_on"], &first["met_on"]),
        (&json!("2026-05-01"), &json!("2026-03-10"))
    );
    assert!(
        desk.fails("review condition R-3 9 --met", 3)
            .contains("no condition 9")
    );
    // What was met is asked of nobody any more; once all was, there is nothing left to keep to.
    let first = first["text"].as_str().unwrap().to_owned();
    let answer = desk.ok("status tinytimer");
    assert!(!answer.contains(&first), "{answer}");
    assert!(!desk.ok("request show R-3 --reply").contains(&first));
    assert!(answer.contains("TinyTimer: YES, CONDITIONS"), "{answer}");
    for met in 2..=texts.len() {
        desk.ok(&format!("review condition R-3 {met} --met"));
    }
    let answer = desk.ok("status tinytimer");
    assert!(
        answer.contains("TinyTimer: YES") && !answer.contains("CONDITIONS"),
        "{answer}"
    );
    assert!(
        desk.ok("request show R-3 --reply")
            .contains("Yes. TinyTimer may be used")
    );
    for _ in 2..=texts.len() {
        desk.ok("undo");
    }
    for _ in 0..5 {
        desk.ok("undo");
    }
    assert_eq!(desk.json("request show R-3")["state"], "decision_pending");
    assert!(!desk.ok("status tinytimer").contains("YES"));
}

/// Ann asks for grades 3 to 5 at Lincoln, Bo for grades 6 to 8 at Oak Hill; one review, all its items answered.
fn two_askers() -> Desk {
    let desk = Desk::furnished();
    for (school, grades, who) in [("LIN", "3-5", "Ann"), ("OAK", "6-8", "Bo")] {
        desk.ok(&format!(
            "request new --product TinyTimer --school {school} --grades {grades} --reason clock \
             --requester {who} --data none --instructional no"
        ));
    }
    answer_all(&desk, "R-3", "pass");
    desk
}

/// The change set that decided the request of the two.
fn decided(desk: &Desk) -> i64 {
    let history = desk.json("history");
    let of_it = history.as_array().unwrap().iter();
    let of_it = of_it.filter(|line| {
        line["what"]
            .as_str()
            .unwrap()
            .starts_with("R-3 TinyTimer: ")
    });
    let sets = of_it.map(|line| line["change_set"].as_i64().unwrap());
    sets.max().unwrap()
}

#[test]
fn whom_a_decision_says_nothing_of_is_still_asking() {
    let (ann, bo) = (("Ann", "LIN --grade 4"), ("Bo", "OAK --grade 7"));
    for (decision, (answered, there), (left, elsewhere), says) in [
        ("approve --schools LIN --grades 3-5", ann, bo, "YES"),
        ("approve --grades 6-8", bo, ann, "YES"),
        ("deny --schools OAK", bo, ann, "NO"),
    ] {
        let desk = two_askers();
        let told = desk.ok(&format!("review decide R-3 {decision} --reason ok"));
        assert!(
            told.contains("What was asked for elsewhere goes on as R-4."),
            "{decision}: {told}"
        );
        assert!(told.contains(&format!("To {answered}:")), "{told}");
        assert!(!told.contains(left), "{told}");
        let answer = |place: &str| {
            desk.json(&format!("status tinytimer {place}"))["results"][0]["answer"].clone()
        };
        assert_eq!(answer(there), says, "{decision}");
        assert_eq!(answer(elsewhere), "IN REVIEW", "{decision}");
        // Nothing is answered anew, and its days go on.
        let goes_on = desk.json("review show R-4");
        assert_eq!(
            (&goes_on["state"], &goes_on["blocking"]),
            (&json!("decision_pending"), &json!([]))
        );
        assert_eq!(goes_on["due_on"], desk.json("review show R-3")["due_on"]);
        let told = desk.ok("review decide R-4 approve --reason fine");
        assert!(told.contains(&format!("To {left}:")), "{told}");
        assert!(!told.contains("goes on as"), "{told}");
        desk.ok("undo");
        desk.ok(&format!("undo {}", decided(&desk)));
        assert_eq!(desk.json("request show R-3")["state"], "decision_pending");
        assert_eq!(desk.json("request show R-3")["asks"], 2);
        desk.fails("request show R-4", 3);
    }
}

/// The whole district has asked, so that nobody can say of a school that is left out that it did not.
#[test]
fn a_school_that_an_answer_to_the_whole_district_leaves_out_has_asked() {
    for (decision, there, elsewhere) in [
        (
            "approve",
            "YES",
            "TinyTimer is approved at Lincoln ES only, asked for everywhere, not decided at Oak Hill MS.",
        ),
        (
            "deny",
            "NO",
            "The whole district has asked about TinyTimer, and nothing is decided at Oak Hill MS; it is not allowed at \
             Lincoln ES, so it is not approved at Oak Hill MS.",
        ),
    ] {
        let desk = Desk::furnished();
        desk.ok(TIMER);
        answer_all(&desk, "R-3", "pass");
        desk.ok(&format!(
            "review decide R-3 {decision} --schools LIN --reason ok"
        ));
        let answer =
            |school: &str| desk.json(&format!("status tinytimer {school}"))["results"][0].clone();
        assert_eq!(answer("LIN")["answer"], there);
        let left_out = answer("OAK");
        assert_eq!(left_out["answer"], "NOT ASKED");
        let said = left_out["say"].as_str().unwrap();
        assert!(said.starts_with(elsewhere), "{said}");
        // Once the school asks by itself it is under review.
        desk.ok(&TIMER.replace("district", "OAK"));
        assert_eq!(answer("OAK")["answer"], "IN REVIEW");
    }
    // What Lincoln alone asked for was not asked for at Oak Hill.
    let desk = Desk::furnished();
    desk.ok(&TIMER.replace("district", "LIN"));
    answer_all(&desk, "R-3", "pass");
    desk.ok("review decide R-3 approve --reason ok");
    let said = desk.ok("status tinytimer OAK");
    assert!(said.contains("not asked for at Oak Hill MS yet"), "{said}");
}

#[test]
fn each_school_gets_the_grades_that_it_asked_for() {
    let desk = two_askers();
    let told = desk.ok("review decide R-3 approve --reason ok");
    assert!(
        told.contains(
            "may be used at Lincoln ES for grades 3-5 and at Oak Hill MS for grades 6-8 until"
        ),
        "{told}"
    );
    let answer = |place: &str| {
        desk.json(&format!("status tinytimer {place}"))["results"][0]["answer"].clone()
    };
    for (place, says) in [
        ("LIN --grade 4", "YES"),
        ("OAK --grade 7", "YES"),
        ("LIN --grade 7", "NOT ASKED"),
        ("OAK --grade 4", "NOT ASKED"),
    ] {
        assert_eq!(answer(place), says, "{place}");
    }
}

/// What one school would pay is not told to another, and a license it needs all the same.
#[test]
fn what_it_was_asked_for_at_is_told_to_whoever_asked() {
    let desk = Desk::furnished();
    for (school, cost) in [("LIN", 500), ("OAK", 400)] {
        desk.ok(&format!(
            "{} --cost {cost}",
            TIMER.replace("district", school)
        ));
    }
    answer_all(&desk, "R-3", "pass");
    desk.ok("review decide R-3 approve --reason ok");
    for (school, price, other) in [("LIN", "$500.00", "$400.00"), ("OAK", "$400.00", "$500.00")] {
        let said = desk.ok(&format!("status tinytimer {school}"));
        assert!(said.contains(&format!("Asked for at {price}")), "{said}");
        assert!(!said.contains(other), "{said}");
    }
    // The district's answer has the last, and so has a school where the district asked.
    assert!(desk.ok("status tinytimer").contains("Asked for at $400.00"));
    let desk = Desk::furnished();
    desk.ok(&format!("{TIMER} --cost 700"));
    answer_all(&desk, "R-3", "pass");
    desk.ok("review decide R-3 approve --reason ok");
    assert!(
        desk.ok("status tinytimer OAK")
            .contains("Asked for at $700.00")
    );
    // A school that did not ask is told no price of another, and that a license is to be bought.
    let desk = Desk::furnished();
    desk.ok(&format!("{} --cost 500", TIMER.replace("district", "LIN")));
    answer_all(&desk, "R-3", "pass");
    desk.ok("review decide R-3 approve --schools LIN,OAK --reason ok");
    let said = desk.ok("status tinytimer OAK");
    assert!(
        said.contains("A license has to be bought first") && !said.contains('$'),
        "{said}"
    );
}

#[test]
fn a_decision_that_is_nobodys_answer_is_refused() {
    let desk = Desk::furnished();
    desk.ok(&TIMER.replace("district", "LIN"));
    answer_all(&desk, "R-3", "pass");
    let (_, err) = refused(&desk, "review decide R-3 approve --schools OAK --reason ok");
    assert!(
        err.contains("nobody who asked gets an answer by this"),
        "{err}"
    );
    // The district may add a school to those that asked.
    desk.ok("review decide R-3 approve --schools LIN,OAK --reason ok");
    assert!(desk.ok("status tinytimer OAK").contains("Oak Hill MS: YES"));
}

/// What is here covers an ask only where it may be used by the grades that are asked for.
#[test]
fn what_is_not_for_these_grades_covers_nothing() {
    let ask = |grades: &str| {
        let desk = Desk::furnished();
        let line =
            format!("request new --product qp --school LIN --reason lessons --grades {grades}");
        let said = desk.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 0, "{}", said.err);
        said.err
    };
    let covered = "covers this already";
    assert!(ask("4").contains(covered), "{}", ask("4"));
    let said = ask("K-2");
    assert!(!said.contains(covered), "{said}");
    assert!(
        said.contains("what is here of it is not for these grades: "),
        "{said}"
    );
    let said = ask("7");
    assert!(!said.contains(covered), "{said}");
    assert!(
        said.contains("the school has K-5, and none of these grades"),
        "{said}"
    );
}

#[test]
fn the_same_form_adds_nothing_after_its_request_was_decided() {
    let desk = Desk::furnished();
    let form = "product,school,requester,asked_on,data,instructional\nTinyTimer,LIN,J. Park,2026-03-02,none,no\n";
    desk.file("form.csv", form);
    desk.ok("import requests form.csv");
    desk.ok("review take R-3");
    answer_all(&desk, "R-3", "pass");
    desk.ok("review decide R-3 approve --reason fine");
    let dump = desk.ok("dump");
    let told = desk.json("import requests form.csv");
    assert_eq!(
        (&told["unchanged"], &told["change_set"]),
        (&json!(1), &Value::Null)
    );
    assert_eq!(desk.ok("dump"), dump);
    desk.file("form.csv", &form.replace("03-02", "03-09"));
    desk.ok("import requests form.csv");
    assert_eq!(
        desk.json("request show R-4")["state"],
        "triaged",
        "a new ask is a new request"
    );
}

#[test]
fn a_request_goes_back_waits_and_comes_again() {
    let desk = Desk::furnished();
    for (line, state) in [
        ("request return R-1 --reason grades?", "returned"),
        ("request resubmit R-1", "triaged"),
        ("review take R-1", "in_review"),
        ("request wait R-1 --reason agreement", "awaiting_vendor"),
        ("request resume R-1", "in_review"),
        ("request triage R-1 --tier 3", "in_review"),
        ("review give-back R-1", "triaged"),
        ("review assign R-1 nguyen", "triaged"),
        ("request withdraw R-1 --reason enough", "withdrawn"),
        ("request reopen R-1 --reason again", "in_review"),
        (
            "request duplicate R-1 --of Numberly --reason same",
            "duplicate",
        ),
    ] {
        desk.ok(line);
        assert_eq!(desk.json("request show R-1")["state"], state, "{line}");
    }
    assert!(
        desk.fails("request return R-2", 1)
            .contains("hint: add --reason TEXT")
    );
    let (told, err) = refused(&desk, "request appeal R-2 --reason no");
    assert_eq!(told["id"], "R-2");
    assert!(
        told["may"].as_array().unwrap().contains(&json!("take")),
        "{told}"
    );
    assert!(err.starts_with("error: R-2"), "{err}");
}

#[test]
fn an_ask_tells_what_is_near_and_what_we_own() {
    let desk = Desk::furnished();
    let new = "request new --school LIN --reason maths --json --product";
    let said = desk.run(&[new.split(' ').collect::<Vec<_>>(), vec!["Numberley"]].concat());
    assert!(
        said.err
            .contains("`Numberley` is new here; nearest: Numberly"),
        "{}",
        said.err
    );
    let said = desk.run(
        &[
            new.split(' ').collect::<Vec<_>>(),
            vec!["Topo Maps", "--requester", "C. Lee"],
        ]
        .concat(),
    );
    let made: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        (&made["id"], &made["asks"]),
        (&json!("R-1"), &json!(3)),
        "it joins what is open"
    );
    let said = desk.run(&[new.split(' ').collect::<Vec<_>>(), vec!["Numberly"]].concat());
    assert!(
        said.err.contains("Already here: Numberly at Oak Hill MS"),
        "{}",
        said.err
    );
    assert!(
        desk.fails("request new --product X --school Atlantis --reason y", 3)
            .contains("no open school")
    );
    assert!(
        desk.fails("request new --product Quill --school LIN", 2)
            .contains("--reason")
    );
    assert!(
        desk.fails(&format!("{TIMER} --cost lots"), 2)
            .contains("cost")
    );
}

#[test]
fn a_request_nobody_knows_is_told_with_the_nearest() {
    let desk = Desk::furnished();
    for (word, near) in [
        ("R-7", "nearest: R-2 Stargazer, R-1 Topo Maps"),
        ("topo", "nearest: R-1 Topo Maps"),
        ("P-999", "nearest: R-2"),
    ] {
        for line in ["request show", "review show", "review take"] {
            let err = desk.fails(&format!("{line} {word}"), 3);
            assert!(err.contains(near), "{line} {word}: {err}");
        }
    }
    assert!(desk.fails("review answer R-1 T99 pass", 1).contains("T99"));
    assert!(
        desk.fails("review answer R-1 T01 maybe", 2)
            .contains("[possible values: pass, partial, fail, na, unknown, blank]")
    );
    assert!(
        desk.fails("review answer R-1 T01", 1)
            .contains("nothing was said about the item")
    );
}

#[test]
fn a_product_whose_review_is_due_is_begun_by_taking_it() {
    let desk = Desk::furnished();
    desk.file("found.csv", "school,product,seats\nLIN,Sandbox,30\n");
    desk.ok("import inventory found.csv");
    let queue = desk.json("queue");
    let due = queue
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"].as_str().unwrap().starts_with("P-"));
    let name = due.expect("something in use was never reviewed")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = desk.json(&format!("review show {name}"));
    assert_eq!(
        (&shown["id"], &shown["may"]),
        (&json!(name), &json!(["take"]))
    );
    assert!(
        desk.fails(&format!("review give-back {name}"), 1)
            .contains("hallpass review take P-")
    );
    let taken = desk.json(&format!("review take {name}"));
    assert_eq!(
        (&taken["id"], &taken["owner"], &taken["kind"]),
        (&json!("R-3"), &json!("ada"), &json!("re-review"))
    );
    assert_eq!(
        desk.json(&format!("review show {name}"))["id"],
        "R-3",
        "its old name still finds it"
    );
}

fn converse(desk: &Desk, words: &str) -> Said {
    let mut command = desk.command();
    said(command.arg("--plain").write_stdin(words).output().unwrap())
}

#[test]
fn the_next_review_is_talked_through_and_the_place_is_kept() {
    let desk = Desk::furnished();
    desk.ok(TIMER);
    let said = converse(
        &desk,
        "next\nwhat?\npass tried it\nfail\ntoo old for us\nundo\nskip\nquit\nnext\nquit\n",
    );
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    for line in [
        "Took R-3 TinyTimer, district. Due Friday March 13, 2026.",
        "pass, partial, fail, info, n/a or skip? ",
        "Evidence: ",
        "Saved: pass. undo takes it back.",
        "Why? Saved: fail.",
        "Undid: R-3 TinyTimer: T02 fail.",
        "Your place is kept.",
        "You have R-3 TinyTimer",
    ] {
        assert!(said.out.contains(line), "{line}: {}", said.out);
    }
    let items = &desk.json("review show R-3")["checklists"][0]["items"];
    assert_eq!(
        (&items[0]["answer"], &items[0]["note"]),
        (&json!("pass"), &json!("tried it"))
    );
    assert_eq!(items[1]["answer"], Value::Null);
    let early = converse(&desk, "decide R-3\nquit\n");
    assert!(early.out.contains("Blocks: "), "{}", early.out);
    assert!(
        early.err.contains("cannot be decided by you now"),
        "{}",
        early.err
    );
    answer_all(&desk, "R-3", "pass");
    let said = converse(
        &desk,
        "decide R-3\nconditional\nSmall and safe\nNo accounts\n\n\n\n\nyes\nqueue --mine\nquit\n",
    );
    assert_eq!(said.code, 0, "{}", said.err);
    let shown = desk.json("request show R-3");
    assert_eq!(
        (&shown["state"], &shown["conditions"][0]["text"]),
        (&json!("decided"), &json!("No accounts"))
    );
    let said = converse(
        &desk,
        "decide R-1\nrequest show R-1\nreview answer R-1 T01 pass --note \"two words\"\n",
    );
    assert!(
        said.out.contains("R-1 Topo Maps: T01 pass."),
        "{}",
        said.out
    );
    assert_eq!(
        desk.json("review show R-1")["checklists"][0]["items"][0]["note"],
        "two words"
    );
}

/// Whoever asks for what is here is told the seats that the help desk tells.
#[test]
fn what_is_here_has_the_seats_of_its_answer() {
    let desk = Desk::furnished();
    let seats = desk.json("status qp")["results"][0]["seats"].clone();
    let (all, free) = (seats["purchased"].as_i64(), seats["free"].as_i64());
    let (all, free) = (all.unwrap(), free.unwrap());
    let said = desk.run(&[
        "request",
        "new",
        "--product",
        "qp",
        "--school",
        "LIN",
        "--reason",
        "lessons",
    ]);
    let told = format!("{all} seats, {free} free");
    assert!(said.err.contains(&told), "{told}: {}", said.err);
}

/// The story of a request by its number, as that of a contract.
#[test]
fn the_story_of_a_request_is_told_by_its_number() {
    let desk = Desk::furnished();
    desk.ok(TIMER);
    answer_all(&desk, "R-3", "pass");
    desk.ok("review decide R-3 approve --reason ok");
    for number in ["R-3", "r-3"] {
        let told = desk.json(&format!("history {number}"));
        let told = told.as_array().unwrap();
        let of = |kind: &str| told.iter().filter(|line| line["entity"] == kind).count();
        assert!(
            of("request") > 0 && of("item answer") + of("item_answer") > 0,
            "{told:?}"
        );
        assert!(
            told.iter().all(|line| !line.to_string().contains("R-1 ")),
            "{told:?}"
        );
    }
    let said = desk.fails("history R-99", 3);
    assert!(said.contains("nothing here is called `R-99`"), "{said}");
}

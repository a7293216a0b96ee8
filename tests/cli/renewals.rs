//! Renewals: the list, one contract, the decision with its letter, and what leaves the program.

use std::collections::BTreeMap;

use ical::IcalParser;
use ical::parser::Component as _;
use serde_json::Value;

use super::desk::{Desk, fields};

const LIST: &str = "contract product vendor scope term_end auto_renew notice cancel_by act_by decide_by severity \
                    unverified days_left annual_cents used_pct owner decision ended basis start_by \
                    next_year_cents quoted seats_purchased seats_used ask_again funds unknown untold";

/// `C-117` renews after 2026-08-31 unless the vendor has 60 days' notice: by letter, so by June 26.
fn desk() -> Desk {
    Desk::furnished()
}

fn decide(desk: &Desk, rest: &[&str]) -> super::desk::Said {
    desk.run(&[&["renewal", "decide", "C-117"], rest].concat())
}

#[test]
fn the_list_says_the_last_days_and_who_answers() {
    let desk = desk();
    let rows = desk.json("renewals");
    assert_eq!(fields(&rows[0]), LIST);
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows}");
    for (field, value) in [
        ("contract", r#""C-117""#),
        ("product", r#""Quill Pad EDU""#),
        ("term_end", r#""2026-08-31""#),
        ("cancel_by", r#""2026-06-26""#),
        ("act_by", r#""2026-06-19""#),
        ("decide_by", r#""2026-06-19""#),
        ("severity", r#""LATER""#),
        ("days_left", "101"),
        ("annual_cents", "198000"),
        ("owner", r#""nguyen""#),
        ("decision", "null"),
    ] {
        assert_eq!(rows[0][field].to_string(), value, "{field}");
    }
    assert_eq!(desk.json("renewals --within 30"), Value::Array(vec![]));
    assert_eq!(
        desk.json("renewals --all --fy 2027")
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let lapse = &desk.json("renewals --all")[1];
    assert_eq!(
        (&lapse["severity"], &lapse["cancel_by"]),
        (&"LAPSE".into(), &Value::Null)
    );
    let text = desk.ok("renewals");
    assert!(
        text.lines()
            .nth(1)
            .unwrap()
            .contains("Jun 19 Fri       101d  Jun 26 Fri"),
        "{text}"
    );
}

#[test]
fn a_contract_shows_each_step_to_its_dates() {
    let desk = desk();
    let shown = desk.json("renewal show 117");
    let steps: Vec<(&str, &str)> = shown["trace"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            (
                step["step"].as_str().unwrap(),
                step["date"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        steps,
        [
            ("term_end", "2026-08-31"),
            ("raw", "2026-07-02"),
            ("send_by", "2026-06-27"),
            ("cancel_by", "2026-06-26"),
            ("act_by", "2026-06-19"),
            ("decide_by", "2026-06-19"),
            ("start_by", "2026-05-22"),
        ]
    );
    assert!(fields(&shown).starts_with(LIST));
    let said = desk.run(&["renewal", "assign", "C-117", "ada"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let last = &desk.json("renewal show 117")["changes"][0];
    assert_eq!(
        (&last["who"], &last["what"]),
        (&"ada".into(), &"assigned (owner)".into())
    );
    desk.ok("undo");
    let text = desk.ok("renewal show C-117");
    for said in [
        "  2026-06-26 cancel by: 2026-06-27 is a Saturday",
        "Who bears a year's cost: ",
        "FY 2026 $1,643.67, FY 2027 $336.33",
        "Owner of the contract: P. Nguyen (nguyen).",
        "Last changes:\n  2026-03-10 ada: undid: assigned (owner)\n",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(
        desk.fails("renewal show C-9", 3)
            .contains("there is no contract `C-9`")
    );
}

#[test]
fn a_cancellation_makes_a_letter_and_is_followed_until_the_data_is_gone() {
    let desk = desk();
    let said = decide(
        &desk,
        &["cancel", "--cause", "unused", "--reason", "Nobody opens it"],
    );
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.starts_with("Cancelled C-117 Quill Pad EDU.\n"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .contains("**Contract C-117, purchase order PO-1: Quill Pad EDU**")
    );
    assert!(
        said.err.contains("hallpass renewal sent C-117 --on DATE"),
        "{}",
        said.err
    );
    let to_do = |desk: &Desk| -> Vec<String> {
        let shown = desk.json("renewal show C-117");
        let all = shown["to_do"].as_array().unwrap();
        all.iter()
            .map(|t| t["what"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(
        to_do(&desk)[0].starts_with("send the notice"),
        "{:?}",
        to_do(&desk)
    );
    desk.ok("renewal sent C-117 --on 2026-03-10");
    assert!(
        to_do(&desk)[0].starts_with("file the proof"),
        "{:?}",
        to_do(&desk)
    );
    desk.ok("renewal sent C-117 --on 2026-03-10 --proof https://mail.example/1");
    assert!(
        to_do(&desk)[0].contains("delete our data"),
        "{:?}",
        to_do(&desk)
    );
    desk.ok("renewal deletion C-117 --requested 2026-03-10 --due 2026-06-08");
    desk.ok("renewal deletion C-117 --confirmed 2026-04-01");
    assert_eq!(to_do(&desk), Vec::<String>::new());
    assert!(
        desk.ok("renewal show C-117")
            .contains("Ends on Mon Aug 31 2026")
    );
    assert_eq!(desk.json("renewals"), Value::Array(vec![]), "it is decided");
}

/// A decision is no notice. The vendor's day is June 26, the term ends on August 31.
#[test]
fn a_cancellation_whose_notice_nobody_sent_has_not_ended_the_contract() {
    let desk = desk();
    decide(&desk, &["cancel", "--reason", "Nobody opens it"]);
    let row = |day: &str| -> Value {
        let rows = desk.json(&format!("renewals --all --now {day}"));
        let mut rows = rows.as_array().unwrap().iter();
        rows.find(|row| row["contract"] == "C-117").unwrap().clone()
    };
    let listed = |day: &str| {
        !desk
            .json(&format!("renewals --now {day}"))
            .as_array()
            .unwrap()
            .is_empty()
    };
    assert!(!listed("2026-06-26"));
    // From the day after on it is on the list again, and the digest tells of it.
    assert!(listed("2026-06-27"));
    assert_eq!(row("2026-06-27")["severity"], "LOCKED");
    let digest = desk.ok("digest --for nguyen --now 2026-06-27 --dry-run");
    assert!(digest.contains("C-117 LOCKED Quill Pad EDU"), "{digest}");
    let shown = desk.ok("renewal show C-117 --now 2026-06-27");
    assert!(!shown.contains("Ends on"), "{shown}");
    assert!(
        shown.contains("no notice is known to have been sent by the vendor's day 2026-06-26"),
        "{shown}"
    );
    assert!(shown.contains("To do: no notice to"), "{shown}");
    let waste =
        |day: &str| desk.json(&format!("waste --fy 2027 --now {day}"))["spend_cents"].clone();
    let before = waste("2026-06-27");
    // In the term after it.
    let shown = desk.ok("renewal show C-117 --now 2026-09-10");
    assert!(
        shown.contains("it was to end on Mon Aug 31 2026, 10 days ago (cancel)"),
        "{shown}"
    );
    assert!(!shown.contains("Ended on"), "{shown}");
    // It renews by half a year.
    assert_eq!(row("2026-09-10")["term_end"], "2027-02-28");
    let status = desk.run(&["status", "Quill Pad EDU", "--now", "2026-09-10"]);
    assert!(
        status.out.contains("Seats: 200, 90 used, 110 free"),
        "{}",
        status.out
    );
    assert_eq!(waste("2026-09-10"), before);
    // Once the notice is on record it ends, or goes on because the notice was late.
    desk.ok("renewal sent C-117 --on 2026-06-27 --now 2026-09-10");
    let shown = desk.ok("renewal show C-117 --now 2026-09-10");
    assert!(shown.contains("late, vendor not known to agree"), "{shown}");
    desk.ok("renewal sent C-117 --on 2026-06-26 --now 2026-09-10");
    let shown = desk.ok("renewal show C-117 --now 2026-09-10");
    assert!(shown.contains("Ended on Mon Aug 31 2026"), "{shown}");
    assert!(waste("2026-09-10").as_i64() < before.as_i64());
}

#[test]
fn fewer_seats_than_are_in_use_are_warned_of() {
    for (fewer, warned) in [(1, true), (2, true), (0, false)] {
        let desk = desk();
        desk.file(
            "use.csv",
            "school,product,seats,used,bought_by\nLIN,Quill Pad EDU,180,180,district\n",
        );
        desk.ok("import inventory use.csv");
        let used = desk.json("renewals")[0]["seats_used"].as_i64().unwrap();
        let stay = (used - fewer).to_string();
        let said = decide(
            &desk,
            &[
                "smaller",
                "--seats",
                &stay,
                "--reason",
                "x",
                "--goal-result",
                "y",
            ],
        );
        assert_eq!(said.code, 0, "{}", said.err);
        let warning = format!("WARNING: {used} are in use, {fewer} seat");
        assert_eq!(said.out.contains(&warning), warned, "{}", said.out);
        assert_eq!(said.out.contains("WARNING"), warned, "{}", said.out);
    }
}

#[test]
fn what_a_rule_or_a_slip_forbids_changes_nothing() {
    let desk = desk();
    for (line, code, says) in [
        (
            "renewal decide C-117 vanish --reason x",
            2,
            "[possible values: renew, smaller, negotiate",
        ),
        (
            "renewal decide C-117 none --reason x",
            2,
            "invalid value 'none'",
        ),
        ("renewal decide C-117 cancel", 1, "needs a reason"),
        (
            "renewal decide C-117 lapse --reason x",
            1,
            "cancel it instead",
        ),
        (
            "renewal decide C-117 renew --reason x --cost \u{20ac}12",
            1,
            "not in US dollars",
        ),
        ("renewal decide C-117 renew --reason x --cost -12", 2, "-1"),
        (
            "renewal decide C-117 renew --reason x --cost=-12",
            1,
            "cannot be negative",
        ),
        (
            "renewal decide C-117 replace --reason x --replace-by nonesuch",
            3,
            "nonesuch",
        ),
        ("renewal sent C-117 --on 2026-03-09", 1, "is not to end"),
        ("renewal notice C-117 soon", 1, "no length of notice"),
        ("renewal notice C-117 500days", 1, "longer than the term"),
        ("renewal assign C-117 nobody", 3, "nobody has the login"),
        ("renewal deletion C-117", 1, "no day was said"),
        (
            "renewal decide C-117 cancel --cause unused --as reyes",
            1,
            "does not change records",
        ),
        (
            "renewal packet --meeting 2026-03-25",
            1,
            "no board meeting on 2026-03-25",
        ),
        ("export products --for ada", 1, "are about renewals"),
        ("digest --for nobody", 3, "nobody has the login"),
    ] {
        let err = desk.fails(line, code);
        assert!(err.contains(says), "{line}: {err}");
    }
    let refused = decide(&desk, &["lapse", "--reason", "x", "--json"]);
    assert_eq!(refused.code, 1);
    let shown: Value = serde_json::from_str(&refused.out).unwrap();
    assert_eq!(shown["decision"], Value::Null);
}

#[test]
fn who_left_is_named_so_beside_what_they_answered_for() {
    let desk = desk();
    desk.ok("people leave nguyen --on 2026-03-11");
    assert!(!desk.ok("renewals").contains("(left)"), "tomorrow they do");
    desk.ok("people leave nguyen");
    assert!(desk.ok("renewals").contains("nguyen (left)"));
    assert!(
        desk.ok("renewal show C-117")
            .contains("P. Nguyen (left) (nguyen)")
    );
    // A script reads the login.
    assert_eq!(desk.json("renewals")[0]["owner"], "nguyen");
}

#[test]
fn a_replacement_without_a_product_says_how_to_name_it() {
    let desk = desk();
    let said = decide(&desk, &["replace", "--reason", "old"]);
    assert_ne!(said.code, 0);
    assert!(said.err.contains("--replace-by PRODUCT"), "{}", said.err);
}

#[test]
fn an_assumed_notice_is_confirmed_and_an_owner_named() {
    let desk = desk();
    desk.file(
        "more.csv",
        "product,term_end,number,auto_renew\nNumberly,2027-06-30,C-5,yes\n",
    );
    desk.ok("import contracts more.csv");
    let before = desk.json("renewal show C-5");
    assert_eq!(before["unverified"], true);
    assert!(desk.ok("renewals").contains("UNVERIFIED"));
    let said = desk.run(&["renewal", "notice", "C-5", "3 months"]);
    assert_eq!(said.code, 0, "{}", said.err);
    desk.ok("renewal assign C-5 nguyen");
    let after = desk.json("renewal show C-5");
    assert_eq!(
        (&after["unverified"], &after["notice"]),
        (&false.into(), &"3 months".into())
    );
    assert_eq!(after["owner"], "nguyen");
    desk.ok("undo");
    assert_eq!(desk.json("renewal show C-5")["owner"], Value::Null);
}

#[test]
fn a_letter_that_nobody_decided_says_so_in_the_file_itself() {
    let desk = desk();
    desk.ok("renewal letter C-117 -o draft.txt");
    let read = |name: &str| std::fs::read_to_string(desk.path(name)).unwrap();
    assert!(
        read("draft.txt")
            .starts_with("DRAFT, NOT TO BE SENT: nobody has decided that C-117 ends.\n\n"),
        "{}",
        read("draft.txt")
    );
    let kept = decide(
        &desk,
        &["renew", "--cause", "price", "--goal-result", "reached"],
    );
    assert_eq!(kept.code, 0, "{}", kept.err);
    assert!(desk.ok("renewal letter C-117").starts_with("DRAFT"));
    let ended = decide(
        &desk,
        &["cancel", "--cause", "unused", "--reason", "nobody opens it"],
    );
    assert!(
        ended
            .out
            .starts_with("Cancelled C-117 Quill Pad EDU, instead of renew.\n"),
        "{}",
        ended.out
    );
    desk.ok("renewal letter C-117 -o sent.txt");
    assert!(!read("sent.txt").contains("DRAFT"));
}

#[test]
fn the_district_owns_the_letter() {
    let desk = desk();
    let shipped = desk.ok("renewal template show");
    let on = |day: &str| desk.ok(&format!("renewal letter C-117 --now {day}"));
    assert!(on("2026-06-26").contains("June 26, 2026"));
    let late = on("2026-06-27");
    assert!(
        !late.contains("June 26, 2026"),
        "a late letter does not say that it is: {late}"
    );
    desk.file("bad.md", "Dear {{ vendr }}, {{ product }}\n");
    let err = desk.fails("renewal template set bad.md", 1);
    assert!(
        err.contains("bad.md: `product` is no field of a letter"),
        "{err}"
    );
    assert!(
        err.contains("the fields are district, today, vendor"),
        "{err}"
    );
    desk.file(
        "own.md",
        "**To {{ vendor }}**: {{ contract }} ends on {{ term_end }}.\n",
    );
    let err = desk.fails("renewal template set own.md --as nguyen", 1);
    assert!(err.contains("only an admin"), "{err}");
    // The same through a pipe.
    let piped = |text: &str| desk.shell(&format!("printf '{text}' | $H renewal template set -"));
    let refused = piped("Dear {{ vendr }}");
    assert_eq!(refused.code, 1, "{}", refused.out);
    let said = "standard input: `vendr` is no field of a letter";
    assert!(refused.err.contains(said), "{}", refused.err);
    let set = piped("To {{ vendor }}\\r\\n");
    assert_eq!(set.code, 0, "{}", set.err);
    let draft = "DRAFT, NOT TO BE SENT: nobody has decided that C-117 ends.\n\n";
    let letter_of = |words: &str| {
        let read = desk.ok(&format!("renewal letter C-117{words}"));
        let letter = read.strip_prefix(draft).map(str::to_owned);
        letter.unwrap_or_else(|| panic!("no draft: {read}"))
    };
    assert_eq!(letter_of(""), "To Brightwater\n");
    desk.ok("renewal template set own.md");
    let letter = "**To Brightwater**: C-117 ends on August 31, 2026.\n";
    assert_eq!(letter_of(""), letter);
    assert_eq!(letter_of(" --plain"), letter.replace("**", ""));
    desk.ok("renewal letter C-117 -o letter.txt");
    let text = std::fs::read_to_string(desk.path("letter.txt")).unwrap();
    assert_eq!(text, format!("{draft}{}", letter.replace("**", "")));
    assert!(
        desk.fails("renewal letter C-117 -o letter.txt", 1)
            .contains("exists already")
    );
    desk.ok("renewal template reset");
    assert_eq!(desk.ok("renewal template show"), shipped);
    desk.ok("undo");
    assert_eq!(letter_of(""), letter);
    let err = desk.fails("renewal letter C-1", 1);
    assert!(err.contains("ends by itself on 2026-12-31"), "{err}");
}

/// By UID, the day and whether it stands, as a calendar program reads the file.
fn calendar(text: &str) -> BTreeMap<String, (String, String)> {
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    let calendar = IcalParser::new(text.as_bytes()).next().unwrap().unwrap();
    let mut held = BTreeMap::new();
    for event in &calendar.events {
        let value = |name: &str| event.get_property(name).unwrap().value.clone().unwrap();
        let was = held.insert(value("UID"), (value("DTSTART"), value("STATUS")));
        assert_eq!(was, None, "{} stands twice", value("UID"));
    }
    held
}

#[test]
fn a_calendar_read_again_moves_its_events() {
    let desk = desk();
    let first = desk.ok("export renewals --format ics");
    assert_eq!(desk.ok("export renewals --format ics"), first);
    let before = calendar(&first);
    let on = |held: &BTreeMap<String, (String, String)>| {
        held.values()
            .filter(|(_, status)| status != "CANCELLED")
            .count()
    };
    assert_eq!((before.len(), on(&before)), (5 + 5, 5 + 4), "{before:?}");
    let said = desk.run(&["renewal", "notice", "C-117", "90 days"]);
    assert_eq!(said.code, 0, "{}", said.err);
    desk.ok("export renewals -o dates.ics");
    let after = calendar(&std::fs::read_to_string(desk.path("dates.ics")).unwrap());
    assert!(before.keys().eq(after.keys()), "the same events: {after:?}");
    let moved: Vec<&str> = before
        .iter()
        .filter(|(uid, was)| after[*uid] != **was)
        .map(|(uid, _)| uid.split(['-', '@']).nth(2).unwrap())
        .collect();
    assert_eq!(moved, ["act_by", "cancel_by", "decide_by", "start_by"]);
    desk.ok("renewal decide C-117 renew --cause price --goal-result reached");
    let decided = calendar(&desk.ok("export renewals --format ics"));
    let off = decided.values().filter(|(_, status)| status == "CANCELLED");
    assert_eq!(off.count(), 4 + 1);
    assert!(before.keys().eq(decided.keys()));
}

#[test]
fn a_feed_is_one_persons() {
    let desk = desk();
    let mine = |login: &str| {
        let held = calendar(&desk.ok(&format!("export renewals --format ics --for {login}")));
        let on = held.values().filter(|(_, status)| status != "CANCELLED");
        (on.count(), held.len())
    };
    let before = mine("nguyen");
    assert_eq!(before.0, 9, "what nobody answers for is hers, too");
    assert_eq!(mine("ada").0, 4);
    assert_eq!(mine("reyes").0, 0);
    let csv = desk.ok("export renewals --format csv --all --for ada");
    assert!(
        csv.lines().count() == 2 && csv.contains("C-1,Numberly"),
        "{csv}"
    );
    let said = desk.run(&["renewal", "assign", "C-117", "ada"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let after = mine("nguyen");
    assert_eq!(after.0, 4, "C-117 is ada's now");
    assert_eq!(after.1, before.1, "and is taken off where it was");
    desk.fails("export renewals --for bo", 3);
}

#[test]
fn the_digest_tells_and_its_absence_is_told() {
    let desk = desk();
    let never = desk.run(&["alerts", "--test"]);
    assert_eq!(never.code, 4, "{}", never.out);
    assert!(
        never.out.contains("has ever been told a digest"),
        "{}",
        never.out
    );
    assert_eq!(desk.run(&["alerts"]).code, 0);
    desk.ok("digest --for nguyen --now 2026-06-12 --dry-run");
    assert_eq!(
        desk.run(&["alerts", "--test"]).code,
        4,
        "a dry run tells nobody"
    );
    // A Friday; the Monday after, the digest of that day may still come.
    let text = desk.ok("digest --for nguyen --now 2026-06-12");
    assert!(
        text.contains("- Fri Jun 19 2026, in 7 days: C-117 D14 Quill Pad EDU"),
        "{text}"
    );
    let works = desk.ok("alerts --test --now 2026-06-15");
    assert!(
        works.contains(
            "\nFri Jun 19 2026, in 4 days: C-117 decide about Quill Pad EDU; for nguyen.\n"
        ),
        "{works}"
    );
    let late = desk.run(&["alerts", "--test", "--json", "--now", "2026-06-16"]);
    assert_eq!(late.code, 4, "{}", late.out);
    let proof: Value = serde_json::from_str(&late.out).unwrap();
    assert_eq!(
        fields(&proof),
        "ok as_of late next digests tells problems agreements conditions"
    );
    assert_eq!(proof["digests"][0]["due_on"], "2026-06-15");
    assert!(
        proof["problems"][0]
            .as_str()
            .unwrap()
            .contains("nguyen has not been told since 2026-06-12")
    );
    // Nobody's last change: undo takes back what a person did.
    let err = desk.fails("undo --as nguyen", 1);
    assert!(err.contains("nothing of yours"), "{err}");
    let json = desk.json("digest --for nguyen --now 2026-06-16");
    assert_eq!(fields(&json), "login name as_of due sections");
    desk.ok("people role nguyen technical");
    let none = desk.run(&["alerts", "--test", "--now", "2026-07-30"]);
    assert!(
        none.out.contains("has ever been told a digest"),
        "{}",
        none.out
    );
}

/// A review that nobody has is told to those who may take it, and to who has it once somebody does.
#[test]
fn a_late_review_that_nobody_has_is_in_the_digest_of_whoever_may_take_it() {
    let desk = desk();
    desk.ok("people add boyd --name Boyd --roles curricular --schools OAK");
    desk.ok("people add diaz --name Diaz --roles curricular --schools LIN");
    let made =
        desk.json("request new --product Storyfern --school LIN --reason Reading --role teacher");
    let number = made["id"].as_str().unwrap().to_owned();
    let due = desk.json("queue");
    let row = due
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] == number.as_str());
    let due_on = row.unwrap()["due_on"].as_str().unwrap().to_owned();
    let told = |login: &str, now: &str| {
        let told = desk.json(&format!("digest --for {login} --dry-run --now {now}"));
        let reviews = told["sections"]["reviews"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let mut mine = reviews
            .into_iter()
            .filter(|line| line["id"] == number.as_str());
        mine.next()
            .map(|line| line["what"].as_str().unwrap().to_owned())
    };
    for login in ["ada", "nguyen", "diaz"] {
        assert_eq!(told(login, &due_on), None, "not late on {due_on} itself");
        let what = told(login, "2026-12-01").unwrap_or_default();
        assert!(
            what.starts_with("Storyfern, Lincoln ES; late "),
            "{login}: {what}"
        );
        assert!(
            what.ends_with(" working days; nobody has it"),
            "{login}: {what}"
        );
    }
    // The help desk takes none, and Boyd none of Lincoln's.
    for login in ["reyes", "boyd"] {
        assert_eq!(told(login, "2026-12-01"), None, "{login}");
    }
    let late = |desk: &Desk| -> Value {
        let proof = desk.json("alerts --now 2026-12-01");
        let late = proof["late"].as_array().unwrap().iter();
        late.filter(|one| one["id"] == number.as_str())
            .cloned()
            .collect()
    };
    assert_eq!(
        late(&desk),
        serde_json::json!([{
            "on": due_on, "id": number, "what": "answer the late review of Storyfern",
            "for": ["ada", "nguyen", "diaz"],
        }])
    );
    let never = desk.run(&["alerts", "--test", "--now", "2026-12-01"]);
    assert_eq!(never.code, 4);
    assert!(
        never.out.contains("WRONG: nobody who may take ")
            && never.out.contains("reviews that are due or late"),
        "{}",
        never.out
    );
    desk.ok(&format!("review take {number} --as diaz"));
    for (login, tells) in [("diaz", true), ("nguyen", false), ("ada", false)] {
        assert_eq!(told(login, "2026-12-01").is_some(), tells, "{login}");
    }
    assert!(!told("diaz", "2026-12-01").unwrap().contains("nobody"));
    assert_eq!(late(&desk)[0]["for"], serde_json::json!(["diaz"]));
}

#[test]
fn the_board_reads_what_its_agenda_can_take_last() {
    let desk = desk();
    desk.file(
        "dear.csv",
        "product,term_end,number,vendor,term_start,auto_renew,notice,total,fund\n\
         Quill Pad,2026-06-30,C-8,Brightwater,2025-07-01,yes,60 days,60000,General\n\
         Numberly,2026-05-20,C-7,Oddfellow,2025-06-01,yes,60 days,70000,General\n\
         Numberly,2027-08-31,C-9,Oddfellow,2026-09-01,yes,60 days,75000,General\n",
    );
    desk.ok("import contracts dear.csv");
    desk.file(
        "meetings.csv",
        "day,kind,agenda_cutoff\n2026-03-12,board,2026-03-06\n2026-04-21,board,2026-04-10\n2026-05-19,board,2026-05-08\n2026-08-18,board,2026-08-07\n",
    );
    desk.ok("import calendar meetings.csv");
    let packet = desk.ok("renewal packet --meeting 2026-04-21");
    assert!(packet.starts_with(
        "# Board meeting of Tuesday, April 21, 2026; its agenda closes on 2026-04-10\n"
    ));
    assert!(
        packet.contains("## 1. Renewal: Quill Pad\n") && packet.contains("Items: 1."),
        "{packet}"
    );
    let missed = desk.ok("renewal packet --meeting 2026-03-12");
    assert!(
        missed.contains(
            "\nNothing is to be decided at this meeting. The next meeting with something to decide is on 2026-03-24: "
        ),
        "{missed}"
    );
    desk.ok("renewal packet --meeting 2026-03-12 -o none.xlsx");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(desk.path("none.xlsx")).unwrap();
    let summary = calamine::Reader::worksheet_range(&mut book, "Summary").unwrap();
    let said = summary.cells().map(|(.., cell)| cell.to_string());
    let said: Vec<String> = said.collect();
    assert!(
        said.iter()
            .any(|said| said.starts_with("Nothing is to be decided at this meeting.")),
        "{said:?}"
    );
    let next = desk.ok("renewal packet");
    assert!(
        next.starts_with("# Board meeting of Tuesday, March 24, 2026"),
        "{next}"
    );
    assert!(
        next.contains(
            "- LATE: the meeting of 2026-03-12 should have had it, its agenda closed on 2026-03-06; \
             the last day to say no, 2026-03-20, is before this one\n"
        ),
        "{next}"
    );
    desk.ok("renewal decide C-7 renew --reason needed");
    let stays = desk.ok("renewal packet --meeting 2026-03-12");
    assert!(
        stays.contains("Items: 1.") && !stays.contains("LATE"),
        "what is decided stays with its own meeting: {stays}"
    );
    assert!(
        packet.contains("- Notice: 60 days, renews by itself\n"),
        "{packet}"
    );
    let new = desk.ok("renewal packet --meeting 2026-08-18");
    assert!(new.contains("## 1. New: Numberly\n"), "{new}");
    let year = desk.json("renewal packet --fy 2027");
    let ends = year
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["contract"].as_str().unwrap());
    assert_eq!(ends.collect::<Vec<_>>(), ["C-117", "C-1"]);
    desk.ok("renewal packet --meeting 2026-04-21 -o packet.xlsx");
    assert!(
        std::fs::read(desk.path("packet.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );
    desk.ok("renewal packet --meeting 2026-04-21 -o packet.html");
    let page = std::fs::read_to_string(desk.path("packet.html")).unwrap();
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains("<svg ") && page.contains("By fund"),
        "{page}"
    );
    assert!(
        desk.fails("renewal packet --format xlsx", 1)
            .contains("no text for a terminal")
    );
}

#[test]
fn a_price_that_is_not_known_is_no_price_and_nothing_to_pay_is_one() {
    let desk = desk();
    desk.file(
        "more.csv",
        "product,term_end,number,auto_renew,notice,model,total\n\
         Numberly,2027-06-30,C-5,yes,60 days,,\n\
         Quill Pad EDU,2027-06-30,C-6,yes,60 days,free,\n\
         Letterloop,2027-06-30,C-7,yes,60 days,,0\n",
    );
    desk.ok("import contracts more.csv");
    for (number, cents, cost) in [
        ("C-5", Value::Null, "Cost: not known."),
        ("C-6", 0.into(), "Cost: $0.00 year price"),
        ("C-7", 0.into(), "Cost: $0.00 year price"),
    ] {
        let shown = desk.json(&format!("renewal show {number}"));
        assert_eq!(shown["annual_cents"], cents, "{number}");
        assert_eq!(shown["next_year_cents"], cents, "{number}");
        let text = desk.ok(&format!("renewal show {number}"));
        assert!(text.contains(cost), "{number}: {text}");
    }
    let list = desk.ok("renewals");
    let row = list.lines().find(|line| line.starts_with("C-5"));
    assert!(row.is_some_and(|row| row.contains(" ? ")), "{list}");
}

/// On the day itself it is still told.
#[test]
fn an_alert_fires_on_its_own_day() {
    let desk = desk();
    for (today, on) in [
        ("2026-05-21", "2026-05-22"),
        ("2026-05-22", "2026-05-22"),
        ("2026-05-23", "2026-06-19"),
    ] {
        let told = desk.json(&format!("alerts --now {today}"));
        let next = told["next"].as_array().unwrap();
        let first = next.iter().find(|one| one["id"] == "C-117").unwrap();
        assert_eq!(first["on"], on, "{today}");
    }
}

/// Who writes the name of a product is told its contracts; and what is approved from a later day on was reviewed.
#[test]
fn a_contract_is_asked_for_by_its_number() {
    let desk = desk();
    let said = desk.fails("renewal show numberly", 3);
    assert!(
        said.contains("there is no contract `numberly`; Numberly has C-"),
        "{said}"
    );
    let said = desk.fails("renewal show abacus", 3);
    assert!(said.contains("see: hallpass renewals --all"), "{said}");
    desk.file(
        "later.csv",
        "product,term_end,number,auto_renew,notice,total\nPlotter,2026-12-31,C-9,yes,60 days,500\n",
    );
    desk.ok("import contracts later.csv");
    assert!(desk.ok("renewal show C-9").contains("never reviewed"));
    desk.file(
        "approved.csv",
        "product,status,from\nPlotter,approved,2026-06-01\n",
    );
    desk.ok("import approvals approved.csv");
    let told = desk.ok("renewal show C-9");
    assert!(told.contains("approved from 2026-06-01 on"), "{told}");
    assert!(!told.contains("never reviewed"), "{told}");
}

#[test]
fn a_contracts_story_is_told_by_its_number_and_names_what_was_taken_back() {
    let desk = desk();
    let decided = decide(&desk, &["cancel", "--reason", "it is not used"]);
    assert_eq!(decided.code, 0, "{}", decided.err);
    desk.ok("undo");
    for number in ["C-117", "c-117"] {
        let told = desk.json(&format!("history {number}"));
        assert!(!told.as_array().unwrap().is_empty(), "{told}");
    }
    let all = desk.ok("history --csv");
    assert!(all.contains("C-117 after 2026-08-31"), "{all}");
    assert!(!all.contains("renewal 1"), "{all}");
}

/// A decision that is taken back is still in the story of what it was about.
#[test]
fn what_was_decided_and_undone_is_told_of_the_contract() {
    let desk = desk();
    let lines = |record: &str| desk.ok(&format!("history {record}")).lines().count();
    let before = lines("C-117");
    assert_eq!(
        decide(
            &desk,
            &["cancel", "--cause", "unused", "--reason", "nobody opens it"]
        )
        .code,
        0
    );
    let decided = lines("C-117");
    assert!(decided > before);
    desk.ok("undo");
    assert!(lines("C-117") > decided);
}

//! The district's settings: read on one page, changed for a reason, told first what that changes, undone.

use serde_json::{Value, json};

use super::desk::Desk;

fn knob(desk: &Desk, key: &str) -> Value {
    let all = desk.json("policy list");
    let mut found = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["key"] == key);
    found.next().unwrap().clone()
}

/// One open request for a product that teaches and asks for student data: tier 2.
fn with_a_request() -> Desk {
    let desk = Desk::empty();
    desk.file("schools.csv", "name,code,grades\nLincoln ES,LIN,K-5\n");
    desk.ok("import schools schools.csv");
    desk.file(
        "form.csv",
        "product,school,requester,reason,grades\nMapster,Lincoln ES,J. Park,Map work,K-5\n",
    );
    desk.ok("import requests form.csv");
    desk
}

#[test]
fn every_setting_is_listed_with_what_it_means() {
    let desk = Desk::empty();
    let all = desk.json("policy list");
    let rows = all.as_array().unwrap();
    assert_eq!(rows.len(), 43);
    assert_eq!(
        (&rows[0]["key"], &rows[0]["value"]),
        (&json!("base"), &json!("hybrid"))
    );
    for row in rows {
        for field in ["key", "title", "value", "means", "explains", "form"] {
            assert!(!row[field].as_str().unwrap().is_empty(), "{field} of {row}");
        }
    }
    let text = desk.ok("policy list");
    assert!(text.contains("covered"), "{text}");
}

#[test]
fn a_setting_is_changed_for_a_reason_and_undone() {
    let desk = Desk::empty();
    assert_eq!(knob(&desk, "covered")["turned"], false);
    let said = desk.run(&[
        "policy",
        "set",
        "covered",
        "Block",
        "--reason",
        "spend less",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err
            .contains("Saved covered: block, was warn (change set"),
        "{}",
        said.err
    );
    let now = knob(&desk, "covered");
    assert_eq!(
        (&now["value"], &now["base"], &now["turned"]),
        (&json!("block"), &json!("warn"), &json!(true))
    );
    desk.ok("undo");
    assert_eq!(knob(&desk, "covered")["value"], "warn");
    desk.ok("policy set base decentralized --reason pilot");
    assert_eq!(knob(&desk, "appeal")["value"], "none");
    desk.ok("policy set appeal pair --reason fair");
    desk.ok("policy set appeal base --reason simpler");
    assert_eq!(knob(&desk, "appeal")["value"], "none");
    desk.ok("policy set decides school school district committee --reason care");
    assert_eq!(
        knob(&desk, "decides")["value"],
        "school school district committee"
    );
}

#[test]
fn what_would_change_in_the_queue_is_told_first() {
    let desk = with_a_request();
    let before = desk.ok("dump");
    let line = "policy set tier2_days 5 --reason sooner --dry-run";
    let told = desk.json(line);
    assert_eq!(told["effects"][0]["id"], "R-1");
    assert_eq!(told["effects"][0]["product"], "Mapster");
    assert_eq!(told["effects"][0]["curricular"], Value::Null);
    assert_eq!((&told["was"], &told["value"]), (&json!("20"), &json!("5")));
    assert_eq!(told["change_set"], Value::Null);
    assert_eq!(desk.ok("dump"), before, "a rehearsal saves nothing");
    let said = desk.run(&["policy", "set", "decides", "committee", "--reason", "audit"]);
    assert_eq!(said.code, 0);
    assert!(
        said.err.contains("Open requests: 1; would change: 1."),
        "{}",
        said.err
    );
    assert!(
        said.out
            .contains("R-1  Mapster  the committee decides instead of the district"),
        "{}",
        said.out
    );
    let said = desk.run(&[
        "policy",
        "set",
        "prices",
        "own-and-total",
        "--reason",
        "quiet",
    ]);
    assert!(
        said.err.contains("Open requests: 1; none would change."),
        "{}",
        said.err
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let desk = Desk::empty();
    desk.ok("people add bo --name Bo --roles technical");
    for (line, says) in [
        (
            "policy set covered never --reason x",
            "write one of block warn inform",
        ),
        (
            "policy set coverd block --reason x",
            "did you mean covered?",
        ),
        ("policy set tier1_days 0 --reason x", "1 to 250"),
        ("policy set base loose --reason x", "is no starting point"),
        (
            "policy set covered block --reason  ",
            "changed for a reason",
        ),
        (
            "policy set covered block --reason x --as bo",
            "only an admin",
        ),
    ] {
        let err = desk.fails(line, 1);
        assert!(err.contains(says), "{line}: {err}");
    }
}

#[test]
fn a_script_gets_the_columns_of_what_a_setting_would_change_also_where_that_is_nothing() {
    let desk = Desk::empty();
    for turned in ["zone America/Denver", "tier1_days 9"] {
        let said = desk.ok(&format!("policy set {turned} --reason why --dry-run --csv"));
        assert_eq!(said, "request,product,change\n", "{turned}");
    }
}

#[test]
fn a_setting_that_is_not_there_is_told_with_where_to_look_once() {
    let desk = Desk::empty();
    let err = desk.fails("policy set nosuch 3 --reason care", 1);
    assert_eq!(
        err,
        "error: the policy has no `nosuch`; see: hallpass policy list\n"
    );
    let err = desk.fails("policy set tier2_day 3 --reason care", 1);
    assert!(err.contains("did you mean tier2_days?"), "{err}");
}

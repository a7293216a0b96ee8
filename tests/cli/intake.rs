//! A form's answers from the file they come in: folded into requests, refused with a reason, and never twice.

use serde_json::{Value, json};

use super::desk::Desk;

const FORM: &str = "Timestamp,Email Address,Your name,School,What product would you like to use?,Why do you need it?\n\
    2/24/2026 8:01:00,p@h.example,J. Park,Lincoln ES,Mapster,Map work\n\
    2/25/2026 9:12:00,o@h.example,B. Osei,OAK,mapster,The same\n\
    2/26/2026 9:12:00,k@h.example,M. Kay,district,Quill Pad EDU,Another unit\n";

#[test]
fn a_form_export_folds_many_asks_into_one_request_and_comes_in_once() {
    let desk = Desk::furnished();
    let before = desk.json("export requests").as_array().unwrap().len();
    desk.file("form.csv", FORM);
    let said = desk.ok("import requests form.csv");
    assert_eq!(
        said,
        "3 asks, 2 requests; 3 read, 3 added, 0 changed, 0 unchanged.\n"
    );
    let dump = desk.ok("dump");
    let told = desk.json("import requests form.csv");
    assert_eq!(
        (
            &told["added"],
            &told["changed"],
            &told["requests"],
            &told["change_set"]
        ),
        (&json!(0), &json!(0), &json!(2), &Value::Null)
    );
    assert_eq!(desk.ok("dump"), dump, "nothing changed");
    let asks = desk.json("export requests");
    assert_eq!(asks.as_array().unwrap().len(), before + 3);
    let set = &desk.json("history --limit 1")[0]["change_set"];
    desk.ok(&format!("undo {set}"));
    assert_eq!(
        desk.json("export requests").as_array().unwrap().len(),
        before
    );
}

#[test]
fn a_form_that_cannot_be_taken_changes_nothing_and_says_why() {
    let desk = Desk::furnished();
    let school = FORM.replace("Lincoln ES", "Atlantis");
    for (table, says) in [
        (
            FORM.replace(",School,", ",House,"),
            "error: no column for `school` was recognised; the file has: Timestamp, Email Address, Your name, House,",
        ),
        (
            school.clone(),
            "row 2, School `Atlantis`: no school has this name or code; import schools first",
        ),
        (
            FORM.replace("district", ""),
            "row 4, School: the school is missing; every row needs one (cannot be read)",
        ),
    ] {
        desk.file("form.csv", &table);
        let err = desk.fails("import requests form.csv", 1);
        assert!(err.contains(says), "{says}: {err}");
    }
    desk.file("form.csv", &school);
    let told = desk.json("import requests form.csv --skip-bad");
    assert_eq!((&told["added"], &told["requests"]), (&json!(2), &json!(2)));
    assert_eq!(
        told["rejected"][0],
        json!({
            "row": 2, "column": "School", "value": "Atlantis",
            "reason": "no school has this name or code; import schools first, or correct the name",
        })
    );
}

#[test]
fn a_product_only_nearly_known_is_told_and_made_new() {
    let desk = Desk::furnished();
    desk.file("form.csv", &FORM.replace("Quill Pad EDU", "Numberley"));
    let told = desk.json("import requests form.csv");
    assert_eq!(
        told["warnings"],
        json!([{
            "row": 4, "column": "What product would you like to use?", "value": "Numberley",
            "reason": "looks like `Numberly`, which is here already; both are kept",
        }])
    );
    assert!(desk.ok("export products").contains("\nNumberley,"));
}

#[test]
fn rows_are_asked_what_the_form_is_asked_and_get_their_tier() {
    let desk = Desk::furnished();
    let form = "product,school,requester,role,sponsor,reason,cost,data\n\
        Mapster,LIN,J. Park,teacher,,Map work,30000,none\n\
        Mapster,OAK,B. Osei,teacher,K. Ortega,The same,20000,none\n\
        Gridley,OAK,K. Ortega,principal,,Drawing,,none\n";
    desk.file("form.csv", form);
    desk.ok("policy set base centralized --reason try");
    let told = desk.json("import requests form.csv --skip-bad --dry-run");
    assert_eq!(told["added"], json!(2), "{told}");
    assert_eq!(
        told["rejected"][0],
        json!({
            "row": 2, "column": "role", "value": "teacher",
            "reason": "here department heads and principals ask, not a teacher; \
                       name the one who stands behind it",
        })
    );
    desk.ok("policy set base hybrid --reason try");
    let told = desk.json("import requests form.csv");
    assert_eq!((&told["added"], &told["requests"]), (&json!(3), &json!(2)));
    assert_eq!(told["warnings"][0]["row"], json!(2), "{told}");
    let tier = |name: &str| {
        let queue = desk.json("queue");
        let rows = queue.as_array().unwrap().iter();
        let mut tiers = rows
            .filter(|row| row["product"] == name)
            .map(|row| &row["tier"]);
        tiers.next().cloned().unwrap()
    };
    assert_eq!((tier("Mapster"), tier("Gridley")), (json!(3), json!(0)));
}

#[test]
fn how_people_would_sign_in_is_kept_with_the_ask() {
    let desk = Desk::furnished();
    let new = |how: &str| {
        format!("request new --product Mapper --school LIN --reason maps --sign-in {how}")
    };
    let made = desk.json(&new("own"));
    let id = made["id"].as_str().unwrap().to_owned();
    let shown = desk.ok(&format!("request show {id}"));
    assert!(shown.contains("sign-in: own"), "{shown}");
    let refused = desk.fails(&new("google"), 2);
    assert!(
        refused.contains("[possible values: none, district, own]"),
        "{refused}"
    );
}

/// A file of asks is told what the same ask typed in by hand is told.
#[test]
fn an_ask_in_a_file_is_weighed_by_its_grades_too() {
    for (grades, told, not) in [
        ("4", "covers this already", "not for these grades"),
        (
            "K-2",
            "what is here of it is not for these grades: ",
            "covers this already",
        ),
        (
            "7",
            "the school has K-5, and none of these grades",
            "covers this already",
        ),
    ] {
        let desk = Desk::furnished();
        let form = format!("product,school,grades,reason\nqp,LIN,{grades},lessons\n");
        desk.file("asks.csv", &form);
        let said = desk.run(&["import", "requests", "asks.csv"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let said = said.out + &said.err;
        assert!(
            said.contains(told) && !said.contains(not),
            "{grades}: {said}"
        );
    }
}

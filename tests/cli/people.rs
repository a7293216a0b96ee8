//! People: who may do what, and that an office keeps an admin.

use super::desk::Desk;

#[test]
fn people_are_added_corrected_and_leave() {
    let desk = Desk::empty();
    desk.ok("people add bo --name Bo --roles helpdesk;technical --email bo@harlow.example");
    desk.ok("people add bo --name Bosse --roles renewals");
    let people = desk.json("people list");
    assert_eq!(
        people[1].to_string(),
        r#"{"login":"bo","name":"Bosse","email":"bo@harlow.example","roles":["renewals"],"schools":null,"left_on":null,"since":"2026-03-10"}"#
    );
    desk.ok("people leave bo");
    assert_eq!(desk.json("people list")[1]["left_on"], "2026-03-10");
    let err = desk.fails("people role ada admin --as bo", 1);
    assert!(err.contains("`bo` has left"), "{err}");
    desk.ok("people add bo --name Bo --roles helpdesk");
    assert_eq!(
        desk.json("people list")[1]["left_on"],
        serde_json::Value::Null
    );
    desk.ok("undo");
    assert_eq!(desk.json("people list")[1]["left_on"], "2026-03-10");
}

/// A list of records that has deeds of its own is listed where none of them is named.
#[test]
fn what_has_a_list_is_listed_where_nothing_else_is_asked() {
    let desk = Desk::furnished();
    for what in ["people", "policy", "words"] {
        assert_eq!(desk.ok(what), desk.ok(&format!("{what} list")), "{what}");
        let json = desk.json(&format!("{what} list"));
        assert_eq!(desk.json(what), json, "{what}");
    }
}

#[test]
fn somebody_leaves_on_a_day_to_come_and_acts_until_then() {
    let desk = Desk::empty();
    desk.ok("people add bo --name Bo --roles admin");
    desk.ok("people leave bo --on 2026-06-30");
    assert_eq!(desk.json("people list")[1]["left_on"], "2026-06-30");
    desk.ok("people add cy --name Cy --roles helpdesk --as bo");
    // Of two admins the one who stays counts.
    let err = desk.fails("people role ada helpdesk", 1);
    assert!(err.contains("nobody would be admin"), "{err}");
    desk.ok("people leave bo --on 2026-03-10");
    let err = desk.fails("people role cy technical --as bo", 1);
    assert!(err.contains("`bo` has left"), "{err}");
    desk.fails("people leave bo --on soon", 2);
}

#[test]
fn people_belong_to_schools() {
    let desk = Desk::furnished();
    desk.ok("people add bo --name Bo --roles helpdesk --schools OAK;lincoln");
    let people = desk.json("people list");
    let bo = people
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["login"] == "bo")
        .unwrap();
    assert_eq!(bo["schools"].to_string(), r#"["Lincoln ES","Oak Hill MS"]"#);
    let err = desk.fails(
        "people add cy --name Cy --roles helpdesk --schools Atlantis",
        3,
    );
    assert!(err.contains("no open school is called `Atlantis`"), "{err}");
    // Said so, the whole district is given back to somebody who acted for two schools.
    for everywhere in ["all", "District"] {
        desk.ok("people add bo --name Bo --roles helpdesk --schools OAK,lincoln");
        desk.ok(&format!(
            "people add bo --name Bo --roles helpdesk --schools {everywhere}"
        ));
        let people = desk.json("people list");
        let bo = people
            .as_array()
            .unwrap()
            .iter()
            .find(|p| p["login"] == "bo");
        assert_eq!(bo.unwrap()["schools"], serde_json::Value::Null);
    }
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let desk = Desk::empty();
    desk.ok("people add bo --name Bo --roles helpdesk");
    for (line, code, says) in [
        (
            "people add cy --name Cy --roles king",
            1,
            "`king` is no role",
        ),
        ("people role bo king", 1, "`king` is no role"),
        ("people role cy admin", 3, "nobody has the login `cy`"),
        ("people leave cy", 3, "nobody has the login `cy`"),
        ("people leave ada", 1, "nobody would be admin"),
        (
            "people leave ada --on 2027-06-30",
            1,
            "nobody would be admin",
        ),
        ("people role ada helpdesk", 1, "nobody would be admin"),
        ("people role bo admin --as bo", 1, "only an admin"),
        ("import schools schools.csv --as bo", 1, "help desk"),
        ("undo --as bo", 1, "nothing of yours to undo"),
        ("redo", 1, "nothing of yours to redo"),
        ("undo 99", 1, "there is no change set 99"),
        ("undo 1", 1, "cannot be undone"),
    ] {
        desk.file("schools.csv", "name,code\nLincoln,LIN\n");
        let err = desk.fails(line, code);
        assert!(err.contains(says), "{line}: {err}");
    }
    let nameless = desk.run(&[
        "people", "add", "cy", "--name", "\u{7}", "--roles", "helpdesk",
    ]);
    assert_eq!(nameless.code, 1);
    assert!(nameless.err.contains("a person needs a name"));
    let spaced = desk.run(&[
        "people", "add", "c y", "--name", "Cy", "--roles", "helpdesk",
    ]);
    assert_eq!(spaced.code, 1);
    assert!(spaced.err.contains("a login is one word"));
}

#[test]
fn a_leaver_hands_everything_over_in_one_change() {
    let desk = Desk::furnished();
    desk.ok("people add bo --name Bo --roles renewals");
    let held = |who: &str| {
        let told = desk.json(&format!("people handover --from {who}"));
        told["held"].as_array().unwrap().len()
    };
    let (nguyen, bo) = (held("nguyen"), held("bo"));
    assert!(nguyen > 0 && bo == 0, "{nguyen} {bo}");
    desk.ok("people handover --from nguyen --to bo");
    assert_eq!((held("nguyen"), held("bo")), (0, nguyen));
    desk.ok("undo");
    assert_eq!((held("nguyen"), held("bo")), (nguyen, 0));
    desk.ok("people leave bo");
    for (line, code, says) in [
        (
            "people handover --from nguyen --to cy",
            3,
            "nobody has the login `cy`",
        ),
        (
            "people handover --from cy --to nguyen",
            3,
            "nobody has the login `cy`",
        ),
        ("people handover --from nguyen --to bo", 1, "left"),
        ("people handover --from nguyen --to nguyen", 1, "nguyen"),
    ] {
        let err = desk.fails(line, code);
        assert!(err.contains(says), "{line}: {err}");
    }
}

/// Whoever gets what they may not decide is told of it, and whoever gives it.
#[test]
fn a_handover_says_what_the_other_may_not_decide() {
    for (roles, schools, says) in [
        ("helpdesk", "", true),
        ("renewals", " --schools LIN", true),
        ("renewals", "", false),
    ] {
        let desk = Desk::furnished();
        desk.ok(&format!("people add bo --name Bo --roles {roles}{schools}"));
        let said = desk.run(&["people", "handover", "--from", "nguyen", "--to", "bo"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let told = said.err.contains("Bo may not decide about C-117");
        assert_eq!(told, says, "{roles}{schools}: {}", said.err);
    }
}

#[test]
fn somebody_added_again_is_said_to_be_back() {
    let desk = Desk::furnished();
    let add = |name: &str| {
        let said = desk.run(&["people", "add", "bo", "--name", name, "--roles", "renewals"]);
        format!("{}{}", said.out, said.err)
    };
    assert!(!add("Bo").contains("here again"));
    desk.ok("people leave bo");
    assert!(add("Bo").contains("Saved bo, who had left and is here again"));
    assert!(!add("Bo Two").contains("here again"));
    desk.ok("people leave bo --on 2026-06-30");
    assert!(
        !add("Bo").contains("here again"),
        "who leaves later is here"
    );
}

/// Where the other has the role already one of the two goes, and that is a change as well.
#[test]
fn what_both_hold_is_handed_over_too() {
    let desk = Desk::furnished();
    for who in ["bo", "cy"] {
        desk.ok(&format!("people add {who} --name {who} --roles renewals"));
    }
    desk.file(
        "owners.csv",
        "product,role,person\nNumberly,support,bo\nNumberly,support,cy\n",
    );
    desk.ok("import owners owners.csv");
    let told = desk.run(&["people", "handover", "--from", "cy", "--to", "bo"]);
    let said = "bo has 1 thing that cy held.";
    assert!(told.err.contains(said), "{}{}", told.out, told.err);
    let held = desk.json("people handover --from cy");
    assert_eq!(held["held"].as_array().unwrap().len(), 0);
    desk.ok("undo");
    let held = desk.json("people handover --from cy");
    assert_eq!(held["held"].as_array().unwrap().len(), 1);
}

#[test]
fn owners_and_training_are_listed_with_their_gaps() {
    let desk = Desk::furnished();
    let all = desk.json("owners");
    assert_eq!(
        super::desk::fields(&all[0]),
        "product cost_cents people evaluator manager purchaser support trainer basis"
    );
    let training = desk.json("training");
    assert_eq!(
        super::desk::fields(&training[0]),
        "product school trained target percent last_on next_on required missing"
    );
    assert!(desk.json("owners --gaps").as_array().unwrap().len() <= all.as_array().unwrap().len());
}

#[test]
fn whoever_leaves_leaves_word_of_what_nobody_answers_for_then() {
    let desk = Desk::furnished();
    let said = desk.run(&["people", "leave", "nguyen"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let all = format!("{}{}", said.out, said.err);
    assert!(all.contains("1 contract"), "{all}");
    assert!(
        all.contains(
            "Nobody answers for that afterwards: hallpass people handover nguyen --to LOGIN"
        ),
        "{all}"
    );
}

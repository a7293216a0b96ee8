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
        r#"{"login":"bo","name":"Bosse","email":"bo@harlow.example","roles":["renewals"],"schools":null,"left_on":null}"#
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

//! Frameworks in and out, by the command: what a newer package says, what is refused, and that undo takes all of it back.

use serde_json::{Value, json};

use super::desk::Desk;

const DOC: &str = "0a000000-0000-4000-8000-000000000001";

fn guid(n: u32) -> String {
    format!("0b000000-0000-4000-8000-{n:012}")
}

/// A made-up framework of so many standards under one cluster, changed on a day.
fn package(changed: &str, statements: &[(u32, &str)]) -> String {
    let node =
        |guid: &str| json!({ "title": "t", "identifier": guid, "uri": format!("urn:uuid:{guid}") });
    let link = |n: u32, to: &str| {
        json!({
            "identifier": guid(100 + n), "uri": "u", "associationType": "isChildOf", "originNodeURI": node(&guid(n)),
            "destinationNodeURI": node(to), "sequenceNumber": n, "lastChangeDateTime": changed,
        })
    };
    let item = |n: u32, statement: &str| {
        let code = if n == 0 {
            "R.3".to_owned()
        } else {
            format!("R.3.{n}")
        };
        json!({
            "identifier": guid(n), "uri": "u", "humanCodingScheme": code, "fullStatement": statement,
            "educationLevel": ["03"], "lastChangeDateTime": changed,
        })
    };
    let mut items = vec![item(0, "Reading")];
    let mut links = vec![link(0, DOC)];
    for (n, statement) in statements {
        items.push(item(*n, statement));
        links.push(link(*n, &guid(0)));
    }
    json!({
        "CFDocument": {
            "identifier": DOC, "uri": "u", "creator": "Wexmoor", "title": "Wexmoor Reading Standards 2023",
            "lastChangeDateTime": changed,
        },
        "CFItems": items, "CFAssociations": links,
    })
    .to_string()
}

const OLD: &str = "2025-06-01T00:00:00+00:00";
const NEW: &str = "2026-06-01T00:00:00+00:00";

/// An office with the framework, and claims that Letterloop teaches some of it.
fn desk() -> Desk {
    let desk = Desk::empty();
    desk.file(
        "products.csv",
        "name,vendor\nLetterloop,Brightwater\nVowelwend,Oddfellow\n",
    );
    desk.ok("import products products.csv");
    desk.file(
        "claims.csv",
        "product,framework,standard,says\nLetterloop,wexmoor reading standards 2023,r.3.1.,vendor\n\
         Letterloop,Wexmoor Reading Standards 2023,R.3.2,vendor\nVowelwend,Wexmoor Reading Standards 2023,R.9,vendor\n",
    );
    desk.ok("import alignments claims.csv");
    desk.file(
        "old.json",
        &package(OLD, &[(1, "Retell"), (2, "Compare"), (3, "Infer")]),
    );
    desk.file(
        "new.json",
        &package(NEW, &[(1, "Retell in order"), (3, "Infer"), (4, "Cite")]),
    );
    desk
}

#[test]
fn a_newer_package_says_what_changed_and_which_claims_it_touches() {
    let desk = desk();
    let first = desk.json("import standards old.json");
    let one = &first["frameworks"][0];
    assert_eq!(
        (&one["items"], &one["new"], &one["found"]),
        (&json!(4), &json!(4), &json!(2))
    );
    let again = desk.json("import standards old.json");
    assert_eq!(
        (&again["added"], &again["changed"], &again["change_set"]),
        (&json!(0), &json!(0), &Value::Null)
    );
    let tried = desk.ok("import standards new.json --dry-run");
    assert!(tried.contains("changed 1, gone 1"), "{tried}");
    let newer = desk.json("import standards new.json");
    let one = &newer["frameworks"][0];
    assert_eq!(one["changed"], json!(["R.3.1"]));
    assert_eq!(one["gone"], json!(["R.3.2"]));
    assert_eq!(
        one["touched"],
        json!(["Letterloop: R.3.1 (claimed)", "Letterloop: R.3.2 (claimed)"])
    );
    let older = desk.fails("import standards old.json", 1);
    assert!(
        older.contains("older than what is here") && older.contains("--older"),
        "{older}"
    );
    let sheet = desk.ok("export standards --csv");
    assert_eq!(sheet.lines().count(), 6, "what is gone stays: {sheet}");
    desk.ok("import standards old.json --older");
}

#[test]
fn what_came_in_goes_out_and_is_taken_back_whole() {
    let desk = desk();
    let came: Value = serde_json::from_str(&package(
        OLD,
        &[(1, "Retell"), (2, "Compare"), (3, "Infer")],
    ))
    .unwrap();
    let set = desk.json("import standards old.json")["change_set"].clone();
    assert_eq!(
        desk.json("export standards --framework wexmoorreadingstandards2023"),
        came
    );
    desk.ok(&format!("undo {set}"));
    assert_eq!(desk.json("export standards"), json!([]));
    desk.ok("redo");
    assert_eq!(desk.json("export standards"), came);
    let gone = desk.fails("export standards --framework Elsewhere", 3);
    assert!(gone.contains("Elsewhere"), "{gone}");
}

#[test]
fn a_framework_that_cannot_be_is_refused_whole() {
    let desk = desk();
    let text = package(OLD, &[(1, "Retell"), (2, "Compare")]);
    let twice = text.replace(&guid(2), &guid(1));
    let circle = text.replacen(DOC, &guid(1), 4).replacen(&guid(1), DOC, 1);
    for (name, text, why) in [
        ("twice.json", twice.as_str(), "have one guid"),
        ("circle.json", circle.as_str(), "stands under itself"),
        ("other.json", "{\n\"standards\": []\n}", "no CFDocument"),
        (
            "table.csv",
            "code,statement\nA,It says\n",
            "of which framework",
        ),
    ] {
        desk.file(name, text);
        let told = desk.fails(&format!("import standards {name}"), 1);
        assert!(told.contains(why), "{name}: {told}");
    }
    assert_eq!(desk.json("export standards"), json!([]));
    desk.ok("import standards old.json");
    desk.file(
        "taken.json",
        &text
            .replace(DOC, &guid(77))
            .replace("Wexmoor Reading", "Fenbrook Reading"),
    );
    let told = desk.fails("import standards taken.json", 1);
    assert!(
        told.contains("is a standard of Wexmoor Reading Standards 2023 here"),
        "{told}"
    );
}

#[test]
fn standards_are_brought_in_by_people_with_the_curricular_role() {
    let desk = desk();
    desk.ok("people add kim --name Kim --roles technical");
    desk.ok("people add bo --name Bo --roles curricular");
    let told = desk.fails("import standards old.json --as kim", 1);
    assert!(told.contains("role curricular"), "{told}");
    desk.ok("import standards old.json --as bo");
}

//! Standards in every form they are met in, and what is refused.

use serde_json::{Value, json};

use super::*;
use crate::domain::put::{Given, Put};
use crate::domain::record::{Kind, Record, Value as Held};
use crate::domain::standards::framework::{FrameworkId, RelationKind, StandardId};
use crate::domain::standards::incoming::{HeldStandards, SaidOfPackage, plan};
use crate::domain::standards::package::{CHILD, tree};
use crate::domain::standards::{Framework, Relation, Standard};

const DOC: &str = "0a000000-0000-4000-8000-000000000001";

fn guid(n: u32) -> String {
    format!("0b000000-0000-4000-8000-{n:012}")
}

fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    (dir, path)
}

fn read_text(name: &str, text: &str) -> Result<ReadStandards, ReadError> {
    let (_dir, path) = file(name, text);
    read(&[path], None)
}

fn refused(text: &str) -> String {
    read_text("package.json", text).unwrap_err().what
}

/// A made-up package with what CASE 1.1 has and hallpass has no field for.
fn made_up() -> Value {
    let node = |title: &str, guid: &str| json!({ "title": title, "identifier": guid, "uri": format!("https://case.example/{guid}") });
    let link = |n: u32, word: &str, from: &str, to: &str| {
        json!({
            "identifier": guid(100 + n), "uri": format!("https://case.example/a/{n}"), "associationType": word,
            "originNodeURI": node("from", from), "destinationNodeURI": node("to", to),
            "lastChangeDateTime": "2025-06-01T00:00:00+00:00", "notes": "kept",
        })
    };
    let mut first = link(1, CHILD, &guid(1), DOC);
    first["sequenceNumber"] = json!(1);
    let mut second = link(2, CHILD, &guid(2), &guid(1));
    second["sequenceNumber"] = json!(2);
    json!({
        "CFDocument": {
            "identifier": DOC, "uri": "https://case.example/d", "creator": "Wexmoor", "title": "Wexmoor Reading",
            "lastChangeDateTime": "2025-06-01T00:00:00+00:00", "frameworkType": "k12", "caseVersion": "1.1",
            "subject": ["Reading", "Writing"], "statusStartDate": "2023-08-01", "notes": "of the document",
            "licenseURI": { "title": "CC BY", "identifier": guid(90), "uri": "https://cc.example" },
        },
        "CFItems": [
            { "identifier": guid(1), "uri": "https://case.example/1", "fullStatement": "Reading *in* grade 3: $x^2$", "humanCodingScheme": "R.3", "CFItemType": "Cluster", "educationLevel": ["03"], "lastChangeDateTime": "2025-06-01T00:00:00+00:00", "abbreviatedStatement": "" },
            { "identifier": guid(2), "uri": "https://case.example/2", "fullStatement": "Retell a story\nin order", "humanCodingScheme": "R.3.1", "educationLevel": ["KG", "09-12", "later"], "conceptKeywords": ["story"], "statusEndDate": "2027-07-31T00:00:00Z", "lastChangeDateTime": "2025-06-01T00:00:00+00:00", "ext:own": { "a": [1, 2] } },
            { "identifier": guid(3), "uri": "https://case.example/3", "fullStatement": "No code, and nowhere", "lastChangeDateTime": "2025-06-01T00:00:00+00:00" },
        ],
        "CFAssociations": [
            first, second, link(3, "exactMatchOf", &guid(2), &guid(500)), link(4, "ext:near", &guid(2), &guid(3)),
            link(5, "isCousinOf", &guid(1), &guid(3)), link(6, "isTranslationOf", &guid(3), &guid(501)),
            link(7, CHILD, &guid(2), DOC),
        ],
        "CFDefinitions": { "CFItemTypes": [{ "identifier": guid(91), "title": "Cluster" }] },
        "CFRubrics": [],
    })
}

/// The records that a package's puts make in an empty office, as it would go out again.
fn kept(package: &Package) -> StandardsOut {
    let planned = plan(
        package,
        &HeldStandards::default(),
        &SaidOfPackage::default(),
        ("2026-11-03".parse().unwrap(), 0),
    )
    .unwrap();
    let record = |put: &Put| -> Vec<Held> {
        let mut values: Vec<Held> = put
            .kind
            .fields()
            .iter()
            .map(|field| (field.blank)())
            .collect();
        for (name, given) in &put.fields {
            values[put.kind.position(name).unwrap()] = match given {
                Given::Value(value) => value.clone(),
                Given::Made(place) => Held::Int(*place as i64),
            };
        }
        values
    };
    let mut out: Option<StandardsOut> = None;
    for (at, put) in planned.puts.iter().enumerate() {
        let (id, values) = (at as i64, record(put));
        put.kind.check(id, &values).unwrap();
        match put.kind {
            Kind::Framework => {
                let framework = Framework::from_values(id, 1, &values).unwrap();
                out = Some(StandardsOut {
                    framework,
                    standards: Vec::new(),
                    relations: Vec::new(),
                });
            }
            Kind::Standard => {
                let standard = Standard::from_values(id, 1, &values).unwrap();
                out.as_mut().unwrap().standards.push(standard);
            }
            _ => out
                .as_mut()
                .unwrap()
                .relations
                .push(Relation::from_values(id, 1, &values).unwrap()),
        }
    }
    let out = out.unwrap();
    assert_eq!(out.framework.id, FrameworkId(0));
    out
}

/// A package with its lists in an order that says nothing.
fn sorted(mut package: Value) -> Value {
    for list in ["CFItems", "CFAssociations"] {
        let all = package[list].as_array_mut().unwrap();
        all.sort_by_key(|one| one["identifier"].to_string());
    }
    package
}

#[test]
fn a_package_is_given_back_without_loss() {
    let text = made_up().to_string();
    let read = read_text("package.json", &text).unwrap();
    assert_eq!(read.facts, ["CASE 1.1 package, 3 items, 7 associations"]);
    let package = &read.packages[0];
    assert_eq!(
        package.notes,
        [
            "no grades are read from: later",
            "`isCousinOf` is no association of CASE; 1 of it are kept as they are"
        ]
    );
    let out = kept(package);
    let called: Vec<_> = out
        .standards
        .iter()
        .map(|one| (one.called(), one.grades.to_string(), one.leaf))
        .collect();
    assert_eq!(
        called,
        [
            ("R.3", "3".to_owned(), false),
            ("R.3.1", "K, 9-12".to_owned(), true),
            ("No code, and nowhere", String::new(), true)
        ]
    );
    assert_eq!(out.standards[1].parent, Some(StandardId(1)));
    assert_eq!(out.standards[1].ends, "2027-07-31".parse().ok());
    let kinds: Vec<_> = out.relations.iter().map(|one| one.kind).collect();
    assert_eq!(
        kinds,
        [
            RelationKind::Exact,
            RelationKind::Other,
            RelationKind::Other,
            RelationKind::Translation,
            RelationKind::Part
        ]
    );
    let back = super::package(&out, "2026-11-03T00:00:00Z");
    assert_eq!(sorted(back), sorted(made_up()));
}

#[test]
fn numbers_are_read_however_they_are_spelled() {
    let text = made_up().to_string();
    let loud = text
        .replace(DOC, &format!("{{{}}}", DOC.to_uppercase()))
        .replace(&guid(2), &format!("urn:uuid:{}", guid(2)));
    let read = read_text("package.json", &format!("\u{feff}{loud}")).unwrap();
    let out = kept(&read.packages[0]);
    assert_eq!(
        (out.framework.guid.as_str(), out.standards[1].guid.clone()),
        (DOC, guid(2))
    );
}

#[test]
fn what_cannot_be_a_package_is_refused_by_its_place() {
    let mut twice = made_up();
    twice["CFItems"][2]["identifier"] = json!(guid(1));
    let read = read_text("package.json", &twice.to_string()).unwrap();
    let why = tree(&read.packages[0]).unwrap_err().to_string();
    assert!(
        why.starts_with("`R.3` and `No code, and nowhere` have one guid"),
        "{why}"
    );
    let mut bare = made_up();
    bare["CFItems"][1]["fullStatement"] = json!("\u{1b}");
    let why = refused(&bare.to_string());
    assert!(
        why.contains("`R.3.1` has no fullStatement at line 1"),
        "{why}"
    );
    let mut long = made_up();
    long["CFItems"][1]["fullStatement"] = json!("x".repeat(70_000));
    assert!(refused(&long.to_string()).contains("longer than 65536"));
    assert!(refused("{\"standards\": []}\n{}").contains("neither a caseIdentifierUUID"));
    assert!(refused("{\n\"standards\": []}").contains("has no CFDocument"));
    assert!(
        refused(&format!(
            "{{\n\"CFDocument\": {}1{}}}",
            "[".repeat(64),
            "]".repeat(64)
        ))
        .contains("line 2: values stand more than 64 deep")
    );
    assert!(
        refused("{\n\"CFDocument\": {\"identifier\": \"x\"}}").contains("`identifier` is no GUID")
    );
}

#[test]
fn what_could_harm_a_terminal_is_cleaned_and_markdown_stays() {
    let mut odd = made_up();
    odd["CFItems"][0]["fullStatement"] =
        json!("a \u{1b}[2Jred\u{202e} | b | $\\frac{1}{2}$\r\n- c");
    let read = read_text("package.json", &odd.to_string()).unwrap();
    assert_eq!(
        read.packages[0].items[0].statement,
        "a [2Jred | b | $\\frac{1}{2}$\n- c"
    );
}

#[test]
fn sheets_of_opensalt_are_trees_by_their_levels_or_their_parents() {
    let text = "identifier,fullStatement,humanCodingScheme,smartLevel,listEnumeration,educationLevel,CFItemType\n\
                ,Language,L,3,,,Strand\n,Convention,L.1,3.6.1,1,01,Standard\n,Another,L.2,3.10,2,\"02,03\",Standard\n";
    let (_dir, path) = file("items.csv", text);
    let why = read(std::slice::from_ref(&path), None).unwrap_err();
    assert!(why.by_option && why.hint.contains("--framework"), "{why}");
    let out = kept(&read(&[path], Some("Wexmoor ELA")).unwrap().packages[0]);
    let told = |out: &StandardsOut| -> Vec<String> {
        let one = |one: &Standard| {
            let parent = one.parent.map_or(0, |id| id.0);
            format!(
                "{} {} {} {parent} {:?} {}",
                one.id,
                one.called(),
                one.grades,
                one.seq,
                one.leaf
            )
        };
        out.standards.iter().map(one).collect()
    };
    assert_eq!(
        told(&out),
        [
            "1 L  0 None false",
            "2 L.1 1 1 None true",
            "3 L.2 2-3 1 Some(10) true"
        ]
    );
    let text = "Identifier,fullStatement,Human Coding Scheme,sequenceNumber,Is Child Of,IsRelatedTo,Exemplar\n\
                Math,All of it,M,1,Math,,\nMath.F,Fractions,M.F,2,M,other.example/1,\n\
                Math.F.1,One,M.F.1,1,M.F,M,https://v.example/1\n";
    let (_dir, path) = file("case.csv", text);
    let out = kept(&read(&[path], Some("Wexmoor Maths")).unwrap().packages[0]);
    assert_eq!(
        told(&out),
        [
            "1 M  0 None false",
            "2 M.F  1 Some(2) false",
            "3 M.F.1  2 Some(1) true"
        ]
    );
    let related: Vec<_> = out
        .relations
        .iter()
        .map(|one| (one.kind, one.destination.as_str()))
        .collect();
    assert_eq!(
        related,
        [
            (RelationKind::Related, "other.example/1"),
            (RelationKind::Exemplar, "https://v.example/1"),
            (RelationKind::Related, out.standards[0].guid.as_str()),
        ]
    );
}

#[test]
fn a_table_may_hold_several_frameworks_and_is_written_as_it_is_read() {
    let text = "framework,code,statement,parent,grades,kind,weight\nOne,A,First,,3,Cluster,\nOne,A.1,Second,A,3-5,Standard,priority\nTwo,A,Third,,,,\n";
    let (_dir, path) = file("table.csv", text);
    let read_back = read(&[path], None).unwrap();
    let all: Vec<StandardsOut> = read_back.packages.iter().map(kept).collect();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].standards[1].weight, 3);
    let mut bytes = Vec::new();
    let now = "2026-11-03T00:00:00Z".parse().unwrap();
    table(&all)
        .write(crate::exchange::write::Format::Csv, now, &mut bytes)
        .unwrap();
    let (_dir, path) = file("again.csv", std::str::from_utf8(&bytes).unwrap());
    let again: Vec<StandardsOut> = read(&[path], None)
        .unwrap()
        .packages
        .iter()
        .map(kept)
        .collect();
    for (one, other) in all.iter().zip(&again) {
        assert_eq!(one.standards, other.standards);
    }
    for (text, why) in [
        (
            "framework,code,statement\nOne,A,\n",
            "row 2: `A` has no statement",
        ),
        (
            "framework,code,statement,weight\nOne,A,x,9\n",
            "row 2: `9` is no weight",
        ),
        ("framework,name\nOne,A\n", "has no column with a statement"),
    ] {
        let (_dir, path) = file("bad.csv", text);
        let told = read(&[path], None).unwrap_err().what;
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn lines_of_a_knowledge_graph_are_one_framework_of_several() {
    let lines = [
        json!({ "identifier": "f1", "caseIdentifierUUID": DOC, "name": "Wexmoor Maths", "jurisdiction": "Wexmoor", "academicSubject": "Mathematics", "adoptionStatus": "Adopted" }),
        json!({ "identifier": "f2", "caseIdentifierUUID": guid(80), "name": "Elsewhere Maths", "jurisdiction": "Elsewhere" }),
        json!({ "identifier": "i1", "caseIdentifierUUID": guid(1), "statementCode": "3.NF", "description": "Fractions", "statementType": "Cluster", "gradeLevel": ["3"] }),
        json!({ "identifier": "i2", "caseIdentifierUUID": guid(2), "statementCode": "3.NF.1", "description": "Halves", "gradeLevel": ["3", "4"], "isCurrent": true }),
        json!({ "identifier": "i3", "caseIdentifierUUID": guid(3), "statementCode": "X", "description": "Of the other" }),
        json!({ "relationshipType": "hasChild", "sourceEntityKey": "identifier", "sourceEntityValue": "f1", "targetEntityValue": "i1" }),
        json!({ "relationshipType": "hasChild", "sourceEntityValue": guid(1), "targetEntityValue": guid(2) }),
        json!({ "relationshipType": "hasChild", "sourceEntityValue": "f2", "targetEntityValue": "i3" }),
        json!({ "relationshipType": "buildsTowards", "sourceEntityValue": "i1", "targetEntityValue": "i2" }),
    ];
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let text = lines.join("\n");
    let (_dir, path) = file("graph.jsonl", &text);
    let why = read(std::slice::from_ref(&path), None).unwrap_err();
    assert!(
        why.what
            .contains("2 frameworks: Wexmoor Maths; Elsewhere Maths"),
        "{why}"
    );
    let out = kept(&read(&[path], Some("wexmoor maths")).unwrap().packages[0]);
    let told: Vec<_> = out
        .standards
        .iter()
        .map(|one| {
            (
                one.called(),
                one.parent.map(|id| id.0),
                one.grades.to_string(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("3.NF", None, "3".to_owned()),
            ("3.NF.1", Some(1), "3-4".to_owned())
        ]
    );
    assert_eq!(out.relations.len(), 1);
    assert_eq!(out.relations[0].kind, RelationKind::Precedes);
}

//! What goes of a product and what stays, by hand.

use super::*;
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::record::{Column, Record, Value};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A record with these fields said.
fn record<R: Record>(said: &[(&str, Value)]) -> R {
    let kind = R::KIND;
    let mut values: Vec<Value> = kind.fields().iter().map(|field| (field.blank)()).collect();
    for (field, value) in said {
        values[kind.position(field).unwrap()] = value.clone();
    }
    R::from_values(1, 1, &values).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn decision(status: &str, schools: Schools, conditions: &str, reason: &str) -> Approval {
    record(&[
        ("product", Value::Int(1)),
        ("status", text(status)),
        ("schools", schools.to_value()),
        ("conditions", text(conditions)),
        ("reason", text(reason)),
        ("decided_by", text("mara")),
        ("decided_on", text("2026-03-01")),
    ])
}

/// Fernwood, of which everything is known.
fn known() -> ProductRecords {
    let line: Line = record(&[
        ("contract", Value::Int(1)),
        ("product", Value::Int(1)),
        ("model", text("per_student")),
        ("quantity", Value::Int(100)),
        ("unit_cents", Value::Int(450)),
    ]);
    let contract: Contract = record(&[
        ("number", text("C-117")),
        ("term_end", text("2027-06-30")),
        ("notice_basis", text("sent")),
    ]);
    ProductRecords {
        product: record(&[
            ("name", text("Fernwood Maths")),
            ("url", text("https://www.fernwood.example/login")),
            ("registry_id", text("R-9")),
        ]),
        vendor: Some("Fernwood Press".to_owned()),
        aliases: vec![
            record(&[
                ("product", Value::Int(1)),
                ("alias", text("FernMaths")),
                ("kind", text("other")),
            ]),
            record(&[
                ("product", Value::Int(1)),
                ("alias", text("abcd")),
                ("kind", text("extension")),
            ]),
        ],
        decisions: vec![decision("denied", Schools::All, "", "sells data")],
        agreements: vec![record(&[
            ("vendor", Value::Int(1)),
            ("kind", text("DPA")),
            ("link", text("https://drive.example/secret")),
            ("until", text("2028-01-31")),
        ])],
        alignments: vec![
            record(&[
                ("product", Value::Int(1)),
                ("framework", text("State Maths")),
                ("standard", text("3.NF.1")),
                ("status", text("verified")),
                ("by", PersonId(1).to_value()),
                ("on", text("2026-02-02")),
                ("sampled", Value::Int(3)),
                ("met", Value::Int(3)),
                ("evidence", text("https://drive.example/evidence")),
            ]),
            record(&[
                ("product", Value::Int(1)),
                ("framework", text("State Maths")),
                ("standard", text("3.NF.2")),
                ("status", text("claimed")),
            ]),
        ],
        bought: vec![(line, contract)],
        reviewed: Some(record(&[
            ("number", text("R-418")),
            ("product", Value::Int(1)),
            ("trigger", text("new")),
            ("state", text("decided")),
            ("technical_edition", Value::Int(1)),
            ("curricular_edition", Value::Int(2)),
            ("received_on", text("2026-01-01")),
        ])),
        answers: vec![
            record(&[
                ("request", Value::Int(1)),
                ("item", text("T05")),
                ("answer", text("fail")),
                ("note", text("asked Mara")),
                ("by", text("mara")),
            ]),
            record(&[
                ("request", Value::Int(1)),
                ("item", text("C02")),
                ("answer", text("pass")),
            ]),
            record(&[
                ("request", Value::Int(1)),
                ("item", text("T06")),
                ("answer", text("unknown")),
            ]),
        ],
        asked_by: vec!["J. Parkin".to_owned()],
    }
}

fn told(records: &ProductRecords, withheld: &WithheldNames, policy: &SharePolicy) -> Parcel {
    let school = |id: SchoolId| (id == SchoolId(3)).then(|| "Linden ES".to_owned());
    pack(records, &school, withheld, policy).unwrap()
}

fn everything() -> SharePolicy {
    SharePolicy::proposed().with(SharedField::ALL, &[])
}

#[test]
fn what_is_let_go_is_in_the_parcel_and_nobody_is() {
    let parcel = told(&known(), &WithheldNames::default(), &everything());
    assert_eq!(
        (parcel.name.as_str(), parcel.key.as_str()),
        ("Fernwood Maths", "fernwoodmaths")
    );
    assert_eq!(parcel.vendor.as_deref(), Some("Fernwood Press"));
    assert_eq!(
        parcel.aliases,
        [SharedName {
            name: "FernMaths".into()
        }]
    );
    let signs: Vec<String> = parcel
        .signs
        .iter()
        .map(|s| format!("{} {}", s.family, s.sign))
        .collect();
    assert_eq!(
        signs,
        [
            "name fernmaths",
            "name fernwoodmaths",
            "number extension abcd",
            "number registry r-9",
            "page fernwood.example/"
        ]
    );
    let decision = &parcel.decisions[0];
    assert_eq!(
        (decision.stance, decision.scope.as_str(), decision.whole),
        ("no", "all schools", true)
    );
    assert_eq!(decision.reason.as_deref(), Some("sells data"));
    let answers: Vec<_> = parcel
        .answers
        .iter()
        .map(|a| (a.track, a.edition, a.item.as_str(), a.answer))
        .collect();
    assert_eq!(
        answers,
        [
            ("curricular", 2, "C02", "pass"),
            ("technical", 1, "T05", "fail")
        ]
    );
    let standards: Vec<&str> = parcel
        .alignments
        .iter()
        .map(|a| a.standard.as_str())
        .collect();
    assert_eq!(standards, ["3.NF.1"], "only what was verified");
    assert_eq!(parcel.agreements[0].ends, Some(day("2028-01-31")));
    assert_eq!(
        parcel.terms,
        [SharedTerm {
            ends: day("2027-06-01")
        }]
    );
    let price = &parcel.prices[0];
    // 4.50 dollars lie between 2 and 5.
    assert_eq!(
        (price.unit, price.low, price.high),
        ("per_student", 200, Some(500))
    );
    let whole = format!("{parcel:?}").to_lowercase();
    for word in ["mara", "drive.example", "c-117", "r-418", "450", "06-30"] {
        assert!(!whole.contains(word), "{word} is in {whole}");
    }
}

#[test]
fn each_field_that_is_refused_stays() {
    for (field, word) in [
        (SharedField::Vendor, "Fernwood Press"),
        (SharedField::Aliases, "ernMaths"),
        (SharedField::Aliases, "fernmaths"),
        (SharedField::Numbers, "abcd"),
        (SharedField::Numbers, "fernwood.example"),
        (SharedField::Decisions, "sells data"),
        (SharedField::Reasons, "sells data"),
        (SharedField::Answers, "T05"),
        (SharedField::Alignments, "3.NF.1"),
        (SharedField::Agreements, "DPA"),
        (SharedField::Terms, "SharedTerm"),
        (SharedField::Terms, "2027-06-01"),
        (SharedField::Prices, "per_student"),
    ] {
        let with = format!(
            "{:?}",
            told(&known(), &WithheldNames::default(), &everything())
        );
        assert!(with.contains(word), "{word}");
        let policy = everything().with(&[], &[field]);
        let without = format!("{:?}", told(&known(), &WithheldNames::default(), &policy));
        assert!(
            !without.contains(word),
            "{field} is refused, and {word} goes: {without}"
        );
    }
}

#[test]
fn a_price_tells_no_term_where_terms_stay() {
    let mut records = known();
    let (line, contract) = records.bought[0].clone();
    let before = Contract {
        term_end: day("2024-06-30"),
        ..contract
    };
    let dearer = Line {
        unit_cents: Some(crate::domain::money::Cents(900)),
        ..line
    };
    records.bought.push((dearer, before));
    let both = told(&records, &WithheldNames::default(), &everything());
    assert_eq!(both.prices.len(), 2);
    let policy = everything().with(&[], &[SharedField::Terms]);
    let one = told(&records, &WithheldNames::default(), &policy);
    // What was paid before says when that term ended, once it is told no more.
    let prices: Vec<_> = one.prices.iter().map(|one| (one.low, one.ends)).collect();
    assert_eq!(prices, [(200, day("9999-12-01"))]);
}

#[test]
fn schools_are_counted_and_named_only_where_their_names_go() {
    let mut records = known();
    let some = Schools::only(vec![SchoolId(3), SchoolId(4)]);
    records.decisions = vec![decision("conditional", some, "Only on school devices", "")];
    let policy = everything().with(&[], &[SharedField::Schools]);
    let counted = told(&records, &WithheldNames::default(), &policy);
    let one = &counted.decisions[0];
    assert_eq!(
        (one.stance, one.scope.as_str(), one.whole),
        ("conditional", "2 schools", false)
    );
    assert_eq!(one.conditions.as_deref(), Some("Only on school devices"));
    let named = told(&records, &WithheldNames::default(), &everything());
    assert_eq!(named.decisions[0].scope, "Linden ES");
}

#[test]
fn a_text_that_names_somebody_stays() {
    let mut withheld = WithheldNames::default();
    withheld.person("Mara Quill", "mquill", Some("mara@harlow.example"));
    // Somebody who asked for another product.
    withheld.named("Pim Gallowmere");
    withheld.school(&record(&[
        ("name", text("Linden ES")),
        ("code", text("LIN")),
        ("open", Value::Int(1)),
    ]));
    for (reason, goes) in [
        ("sells data", true),
        ("Mara Quill asked for it", false),
        ("as MARA QUILL said", false),
        ("see mquill", false),
        ("the Quill family owns it", false),
        ("parkin wanted it", false),
        ("write to it@other.example", false),
        ("only for Linden ES", false),
        ("only for LIN", false),
        ("Mara complained", false),
        ("only at Linden", false),
        ("only at Linden Elementary", false),
        ("Pim's class alone", false),
        ("pays $12,345.67 a year", false),
        // Other words that have the same letters in them.
        ("linear equations in Lindenwood", true),
        ("squills", true),
    ] {
        let mut records = known();
        records.decisions = vec![decision("denied", Schools::All, "", reason)];
        let parcel = told(&records, &withheld, &everything());
        let told = parcel.decisions[0].reason.as_deref();
        assert_eq!(told, goes.then_some(reason), "{reason}");
        assert_eq!(parcel.naming, usize::from(!goes), "{reason}");
    }
}

#[test]
fn what_nobody_decided_is_no_decision_and_what_is_past_no_product() {
    let mut records = known();
    records.decisions = ["discovered", "under_review", "superseded"]
        .map(|status| decision(status, Schools::All, "", ""))
        .to_vec();
    assert_eq!(
        told(&records, &WithheldNames::default(), &everything()).decisions,
        []
    );
    let none = |records: &ProductRecords| {
        pack(records, &|_| None, &WithheldNames::default(), &everything()).is_none()
    };
    records.product.archived = true;
    assert!(none(&records));
    records.product.archived = false;
    records.product.merged_into = Some(ProductId(2));
    assert!(none(&records));
}

#[test]
fn more_than_a_region_takes_is_left_out_and_counted() {
    let mut records = known();
    records.aliases = (0..150)
        .map(|n| {
            record(&[
                ("product", Value::Int(1)),
                ("alias", text(&format!("Fern {n:03}"))),
                ("kind", text("other")),
            ])
        })
        .collect();
    let parcel = told(&records, &WithheldNames::default(), &everything());
    assert_eq!((parcel.aliases.len(), parcel.left_out), (100, 50));
    // Its name, 150 others, its page and its number are fewer than the 200 that are taken.
    assert_eq!(parcel.signs.len(), 153);
    assert_eq!(cut("abcdef", 4), "abc…");
    assert_eq!(cut("abcd", 4), "abcd");
}

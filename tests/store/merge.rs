//! Two records of one product that become one, and what a leaver holds that becomes another's: everything
//! moves, old names keep leading there, and undo brings all of it back.

use std::collections::BTreeMap;

use crate::support::overlaps::{EDPUZZLE, NEARPOD, SEESAW, overlaps, reference};
use crate::support::{Office, stamp, today};
use hallpass::domain::change::Change;
use hallpass::domain::names::Match;
use hallpass::domain::overlap::OverlapKind;
use hallpass::domain::overlap::board::Standing;
use hallpass::domain::ownership::Held;
use hallpass::domain::person::PersonId;
use hallpass::domain::product::ProductId;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::review::QueueName;
use hallpass::store::{Access, Applied, Error, Scope, Store};
use proptest::prelude::*;

fn merge(office: &mut Office, from: i64, into: i64) -> Result<Applied, Error> {
    let change = Change::Merge {
        what: "one into the other".into(),
        from: ProductId(from),
        into: ProductId(into),
        reason: None,
    };
    office.store.apply(&change, &stamp("ada"))
}

/// The records of a file, by noun and id, without their versions.
fn records(office: &mut Office) -> BTreeMap<(String, i64), serde_json::Value> {
    let dump = office.dump();
    let lines = dump.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines = lines.filter_map(|mut line: serde_json::Value| {
        let table = line.get("table")?.as_str()?.to_owned();
        let id = line.get("id")?.as_i64()?;
        line.as_object_mut()?.remove("version");
        (table != "change_set").then_some(((table, id), line))
    });
    lines.collect()
}

/// A second record of Edpuzzle.
fn twin(office: &mut Office) -> i64 {
    named_twin(office, "EdPuzzle Free")
}

fn named_twin(office: &mut Office, name: &str) -> i64 {
    office.save(
        Put::new(Kind::Product)
            .with("name", name.to_owned())
            .with("registry_id", Some("reg-77".to_owned())),
    )
}

/// Every field of every noun that names this product.
fn naming(office: &mut Office, product: i64) -> Vec<String> {
    let all = records(office);
    let names = all.iter().filter_map(|((table, id), record)| {
        let kind = Kind::from_word(table)?;
        let fields = kind
            .fields()
            .iter()
            .filter(|f| f.refers == Some(Kind::Product));
        let mut named = fields.filter(|f| record[f.name] == product);
        let noted =
            kind == Kind::Note && record["about"] == "product" && record["record"] == product;
        named
            .next()
            .map(|field| format!("{table} {id} {}", field.name))
            .or(noted.then(|| format!("note {id}")))
    });
    names.collect()
}

#[test]
fn a_merged_record_leads_to_the_one_that_stays() {
    let mut office = overlaps();
    let old = twin(&mut office);
    merge(&mut office, old, EDPUZZLE).unwrap();
    let store = &office.store;
    let stays = QueueName::Product {
        id: ProductId(EDPUZZLE),
        name: "Edpuzzle".into(),
    };
    assert_eq!(
        store.request_named(&format!("P-{old}")).unwrap(),
        Some(stays)
    );
    let names = store.names().unwrap();
    assert_eq!(
        names.product("EdPuzzle Free", None),
        Match::One(ProductId(EDPUZZLE))
    );
    let found = store.find_entries().unwrap();
    let entry = found
        .iter()
        .find(|entry| entry.id == ProductId(EDPUZZLE))
        .unwrap();
    assert_eq!(entry.also, ["EdPuzzle Free"]);
    assert!(!found.iter().any(|entry| entry.id == ProductId(old)));
    let scope = Scope {
        school: None,
        grade: None,
        today: today(),
    };
    assert_eq!(
        store
            .card(ProductId(old), scope, None)
            .unwrap()
            .product
            .id
            .0,
        EDPUZZLE
    );
    let board = store.overlaps(today()).unwrap();
    let identity = board
        .rows
        .iter()
        .find(|row| row.kind == OverlapKind::Identity);
    assert_eq!(identity.unwrap().standing, Standing::Resolved);
}

#[test]
fn a_record_merged_twice_leads_to_the_last() {
    let mut office = overlaps();
    let (first, second) = (twin(&mut office), named_twin(&mut office, "EdPuzzle Basic"));
    merge(&mut office, first, second).unwrap();
    let last = merge(&mut office, second, EDPUZZLE).unwrap();
    assert_eq!(
        office.store.stands_for(ProductId(first)).unwrap(),
        ProductId(EDPUZZLE)
    );
    office.store.undo(last.change_set, &stamp("ada")).unwrap();
    assert_eq!(
        office.store.stands_for(ProductId(first)).unwrap(),
        ProductId(second)
    );
}

#[test]
fn a_merge_with_itself_or_in_a_circle_is_refused() {
    let mut office = overlaps();
    let old = twin(&mut office);
    merge(&mut office, old, EDPUZZLE).unwrap();
    let before = office.dump();
    for (from, into) in [
        (EDPUZZLE, EDPUZZLE),
        (EDPUZZLE, old),
        (old, NEARPOD),
        (999, SEESAW),
    ] {
        assert!(
            merge(&mut office, from, into).is_err(),
            "{from} into {into}"
        );
    }
    assert_eq!(office.dump(), before);
}

#[test]
fn a_contract_with_a_line_for_each_is_put_right_first() {
    let mut office = overlaps();
    let old = twin(&mut office);
    let contract = office.store.contract_named("C-131").unwrap().unwrap();
    let put = Put::keyed(Kind::Line)
        .with("contract", contract)
        .with("product", old);
    office.save(put);
    let before = office.dump();
    let Err(Error::Refused(why)) = merge(&mut office, old, EDPUZZLE) else {
        panic!("two lines of one contract cannot be one product");
    };
    assert!(why.reason.contains("C-131"), "{why}");
    assert_eq!(office.dump(), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_merge_moves_everything_and_undo_brings_it_back(
        references in prop::collection::vec((0usize..12, any::<bool>(), 0i64..8), 0..40)
    ) {
        let mut office = overlaps();
        let old = twin(&mut office);
        let puts = references.iter().map(|(kind, of_old, n)| {
            reference(*kind, if *of_old { old } else { EDPUZZLE }, *n)
        });
        let import = Change::Import { what: "references".into(), puts: puts.collect() };
        office.store.apply(&import, &stamp("ada")).unwrap();
        let before = records(&mut office);
        let done = merge(&mut office, old, EDPUZZLE).unwrap();
        prop_assert_eq!(naming(&mut office, old), Vec::<String>::new());
        let seats = |all: &BTreeMap<(String, i64), serde_json::Value>| -> i64 {
            let inventory = all.iter().filter(|((table, _), _)| table == "inventory");
            inventory.filter_map(|(_, record)| record["seats"].as_i64()).sum()
        };
        prop_assert_eq!(seats(&records(&mut office)), seats(&before));
        office.store.undo(done.change_set, &stamp("ada")).unwrap();
        prop_assert_eq!(records(&mut office), before);
        office.store.redo(&stamp("ada")).unwrap();
        prop_assert_eq!(naming(&mut office, old), Vec::<String>::new());
    }
}

fn handover(office: &mut Office, who: &str, from: &str, to: &str) -> Result<Applied, Error> {
    let change = Change::Handover {
        what: format!("{from} to {to}"),
        from: from.into(),
        to: to.into(),
    };
    office.store.apply(&change, &stamp(who))
}

#[test]
fn all_that_a_leaver_holds_goes_to_another_in_one_change() {
    let mut office = overlaps();
    let dana = office.person("dana", "technical;renewals");
    let nguyen = 2;
    let own = |product: i64, role: &str, person: PersonId, deputy: Option<i64>| {
        Put::keyed(Kind::Owner)
            .with("product", product)
            .with("role", role.to_owned())
            .with("person", person)
            .with("deputy", deputy)
    };
    office.save(own(EDPUZZLE, "manager", PersonId(dana), Some(nguyen)));
    office.save(own(EDPUZZLE, "trainer", PersonId(dana), None));
    office.save(own(EDPUZZLE, "trainer", PersonId(nguyen), Some(dana)));
    office.save(own(SEESAW, "manager", PersonId(1), Some(dana)));
    let contract = office.store.contract_named("C-131").unwrap().unwrap();
    office.save(Put::id(contract).with("owner", Some(dana)));
    let row = office.store.overlaps(today()).unwrap().rows.swap_remove(0);
    let take = Change::Overlap {
        what: row.name.clone(),
        fingerprint: row.fingerprint.clone(),
        deed: hallpass::domain::overlap::process::AlertDeed::Take,
    };
    office.store.apply(&take, &stamp("dana")).unwrap();
    office.save(Put::id(PersonId(dana)).with("left_on", Some(today())));
    let held = office.store.held_by("dana", today()).unwrap();
    assert_eq!(
        Held::in_words(&held),
        "4 roles of 2 products, 1 contract, 1 overlap"
    );
    let held = held.iter();
    let held: Vec<(&str, &str)> = held
        .map(|one| (one.what.as_str(), one.name.as_str()))
        .collect();
    let taken = format!("{} {}", row.name, row.title);
    assert_eq!(
        held,
        [
            ("manager", "Edpuzzle"),
            ("trainer", "Edpuzzle"),
            ("deputy trainer", "Edpuzzle"),
            ("deputy manager", "Seesaw"),
            ("contract", "C-131"),
            ("overlap", taken.as_str()),
        ]
    );
    let before = records(&mut office);
    let done = handover(&mut office, "ada", "dana", "nguyen").unwrap();
    assert!(office.store.held_by("dana", today()).unwrap().is_empty());
    let mine = office.store.held_by("nguyen", today()).unwrap();
    assert_eq!(mine.len(), 5, "{mine:?}");
    office.store.undo(done.change_set, &stamp("ada")).unwrap();
    assert_eq!(records(&mut office), before);
}

#[test]
fn nothing_is_handed_to_somebody_who_is_not_here() {
    let mut office = overlaps();
    let gone = office.person("gone", "technical");
    office.save(Put::id(PersonId(gone)).with("left_on", Some(today())));
    let contract = office.store.contract_named("C-131").unwrap().unwrap();
    office.save(Put::id(contract).with("owner", Some(1_i64)));
    let before = office.dump();
    for (who, from, to) in [
        ("ada", "ada", "gone"),
        ("ada", "ada", "nobody"),
        ("ada", "nobody", "ada"),
        ("ada", "ada", "ada"),
        ("nguyen", "ada", "nguyen"),
    ] {
        let refused = handover(&mut office, who, from, to);
        assert!(
            matches!(refused, Err(Error::Refused(_))),
            "{who}: {from} to {to}: {refused:?}"
        );
    }
    assert!(office.store.held_by("nobody", today()).is_err());
    assert_eq!(office.dump(), before);
}

#[test]
fn a_dump_of_an_office_that_knew_no_overlaps_loads() {
    const LATER: [(&str, &[&str]); 5] = [
        ("function", &["broad"]),
        ("product", &["population", "provided", "merged_into"]),
        ("training", &["next_on"]),
        ("contract", &["parent", "goal", "documents", "renew_months"]),
        ("line", &["cost_kind", "true_up", "allocation"]),
    ];
    let mut office = overlaps();
    let older: Vec<String> = office
        .dump()
        .lines()
        .map(|line| {
            let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
            let later = LATER.iter().find(|(table, _)| line["table"] == *table);
            for field in later.into_iter().flat_map(|(_, fields)| *fields) {
                assert!(
                    line.as_object_mut().unwrap().remove(*field).is_some(),
                    "{field}"
                );
            }
            line.to_string()
        })
        .collect();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("loaded.db");
    let older = older.join("\n");
    Store::from_dump(&path, &mut older.as_bytes(), &stamp("ada")).unwrap();
    let loaded = Store::open(&path, Access::Write).unwrap();
    let before = office.store.waste(None, today()).unwrap();
    assert_eq!(loaded.waste(None, today()).unwrap(), before);
}

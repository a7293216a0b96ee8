//! A whole name is told apart without the finder exactly as with it.

use chrono::NaiveDate;

use super::Office;
use crate::demo;
use crate::domain::change::Change;
use crate::domain::find::asked;
use crate::domain::product::ProductId;
use crate::domain::put::{Put, Stamp};
use crate::domain::record::Kind;
use crate::store::Store;

#[test]
fn a_whole_name_is_told_apart_without_the_other_names() {
    let dir = tempfile::tempdir().unwrap();
    let today: NaiveDate = "2026-03-10".parse().unwrap();
    let stamp = Stamp::own("ada", today.and_hms_opt(9, 40, 0).unwrap().and_utc(), today);
    let mut store = Store::create(&dir.path().join("office.db"), None).unwrap();
    store
        .apply_all(&demo::district(today, stamp.at, "ada"))
        .unwrap();
    let named = |name: &str, edition: Option<&str>, vendor: Option<i64>| {
        Put::new(Kind::Product)
            .with("name", name.to_owned())
            .with("edition", edition.map(str::to_owned))
            .with("vendor", vendor.map(crate::domain::product::VendorId))
    };
    let change = Change::SaveAll {
        what: "products".into(),
        puts: vec![
            named("Plain Reader", Some("Grade 4"), None),
            named("Café Lumière", None, None),
            named("Quill®", None, None),
            named("Quill", None, Some(1)),
            named("Twin", None, Some(1)),
            named("Twin", None, Some(2)),
            named("Linden", None, None),
            Put::id(ProductId(3)).with("archived", true),
        ],
        reason: None,
    };
    store.apply(&change, &stamp).unwrap();
    let mut office = Office::of_command(store, stamp);
    let names: Vec<String> = office
        .store
        .find_entries()
        .unwrap()
        .into_iter()
        .map(|entry| entry.name)
        .collect();
    let gone = office.store.label(ProductId(3)).unwrap();
    let mut typed = vec![
        gone,
        "plain reader grade 4".into(),
        "Plain Reader".into(),
        "cafe lumiere".into(),
        "CAFÉ  LUMIÈRE".into(),
        "quill".into(),
        "Quill®".into(),
        "twin".into(),
        "linden".into(),
        "Linden linden".into(),
        "P-1".into(),
        String::new(),
        " ".into(),
    ];
    for name in &names {
        typed.extend([
            name.clone(),
            format!("  {} ", name.to_uppercase().replace(' ', "  ")),
            format!("{name} Linden"),
            format!("{name} grade 4"),
            name.replace(' ', ""),
        ]);
    }
    let schools = office.schools().unwrap().to_vec();
    let mut quick = 0;
    for words in &typed {
        let with_all = asked(words, &schools, office.finder().unwrap());
        assert_eq!(
            office.told_apart(words, false).unwrap(),
            with_all,
            "`{words}`"
        );
        let there = asked(words, &[], office.finder().unwrap());
        assert_eq!(office.told_apart(words, true).unwrap(), there, "`{words}`");
        let spelled = words.split_whitespace().collect::<Vec<_>>().join(" ");
        quick += usize::from(office.store.product_spelled(&spelled).unwrap().is_some());
    }
    assert!(quick > names.len(), "{quick} of {}", names.len());
}

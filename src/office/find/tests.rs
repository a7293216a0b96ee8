//! A whole name is told apart without the finder exactly as with it.

use chrono::NaiveDate;

use super::Office;
use crate::domain::change::Change;
use crate::domain::find::asked;
use crate::domain::product::{AliasKind, ProductId};
use crate::domain::put::{Put, Stamp};
use crate::domain::record::Kind;
use crate::store::{Access, Store};
use crate::tests::length::Sample;

#[test]
fn a_whole_name_is_told_apart_without_the_other_names() {
    let dir = tempfile::tempdir().unwrap();
    let today: NaiveDate = "2026-03-10".parse().unwrap();
    let stamp = Stamp::own("ada", today.and_hms_opt(9, 40, 0).unwrap().and_utc(), today);
    let path = dir.path().join("office.db");
    crate::tests::district(&path);
    let mut store = Store::open(&path, Access::Write).unwrap();
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
            named("O'Hara & Sons Reader", None, None),
            named("¡Vamos! Español", None, None),
            named("Numbered", None, None).with("registry_id", "EX 77".to_owned()),
            named("Addressed", None, None)
                .with("url", Some("https://www.addressed.example/in".to_owned())),
            Put::new(Kind::Alias)
                .with("product", ProductId(5))
                .with("alias", "play.addressed.example".to_owned())
                .with("kind", AliasKind::Host),
            Put::new(Kind::Alias)
                .with("product", ProductId(6))
                .with("alias", "play.addressed.example".to_owned())
                .with("kind", AliasKind::Host),
            Put::new(Kind::Alias)
                .with("product", ProductId(2))
                .with("alias", "The Blue One".to_owned())
                .with("kind", AliasKind::Other),
            Put::new(Kind::Alias)
                .with("product", ProductId(4))
                .with("alias", "Old Otter".to_owned())
                .with("kind", AliasKind::Former),
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
        "p-2 linden".into(),
        "ohara and sons reader lin".into(),
        "sons ohara and rea".into(),
        "vamos espanol linden".into(),
        "ex 77".into(),
        "EX 77 linden".into(),
        "the blue one grade 3".into(),
        "theblueone linden hollow".into(),
        "old otter LIN".into(),
        "blue the on".into(),
        "linden the blue one".into(),
        "http://addressed.example:80/".into(),
        "addressed.example, linden".into(),
        "play.addressed.example LIN".into(),
        "is play.addressed.example ok".into(),
        "not.addressed.example".into(),
        "the blue one linden lin".into(),
        "nobody has this".into(),
        String::new(),
        " ".into(),
    ];
    let mut sample = Sample::one_of(6, "ways to write a name");
    for (nth, name) in names.iter().enumerate() {
        let ways = [
            name.clone(),
            format!("  {} ", name.to_uppercase().replace(' ', "  ")),
            format!("{name} Linden"),
            format!("{name} grade 4"),
            name.replace(' ', ""),
            format!(
                "{} lin",
                name.split(' ')
                    .map(|word| &word[..word.floor_char_boundary(3)])
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
        ];
        let ways = ways.into_iter().enumerate();
        typed.extend(ways.filter_map(|(way, words)| sample.takes(nth + way).then_some(words)));
    }
    let schools = office.schools().unwrap().to_vec();
    let (mut quick, mut by_letters) = (0, 0);
    for words in &typed {
        let with_all = asked(words, &schools, office.finder().unwrap());
        assert_eq!(
            office.told_apart(words, false).unwrap(),
            with_all,
            "`{words}`"
        );
        by_letters += usize::from(office.named_surely(words, false).unwrap().is_some());
        let there = asked(words, &[], office.finder().unwrap());
        assert_eq!(office.told_apart(words, true).unwrap(), there, "`{words}`");
        let spelled = words.split_whitespace().collect::<Vec<_>>().join(" ");
        quick += usize::from(office.store.product_spelled(&spelled).unwrap().is_some());
    }
    let at_least = sample.share(names.len());
    assert!(quick > at_least, "{quick} of {at_least}");
    // By the letters that names begin with also what is said of a school or a grade, and what shortens a name.
    assert!(by_letters > 4 * at_least, "{by_letters} of 4 * {at_least}");
}

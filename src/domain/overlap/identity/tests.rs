//! O5: what makes two records one, and what does not.

use super::*;
use crate::domain::overlap::engine::{OverlapFacts, find};
use crate::domain::overlap::testing::{job, line, today};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;

fn product(product: ProductId, name: &str, vendor: &str, address: &str) -> KnownProduct {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    KnownProduct {
        product,
        name: name.into(),
        vendor: said(vendor),
        addresses: said(address).into_iter().collect(),
        ..KnownProduct::default()
    }
}

fn sign(a: (&str, &str, &str), b: (&str, &str, &str)) -> Option<Sign> {
    let records = [
        product(ProductId(1), a.0, a.1, a.2),
        product(ProductId(2), b.0, b.1, b.2),
    ];
    alike(&records).remove(&(ProductId(1), ProductId(2)))
}

#[test]
fn one_product_on_two_records_is_seen() {
    let same = |a, b, expected| assert_eq!(sign(a, b), Some(expected), "{a:?} {b:?}");
    same(
        ("Book Creator", "Tools for Schools", ""),
        ("book-creator", "", ""),
        Sign::SameName,
    );
    same(
        ("Edpuzzle", "EDpuzzle Inc.", "http://www.edpuzzle.com/"),
        ("Edpuzzle - Free (Basic Plan)", "EDpuzzle Inc.", ""),
        Sign::SameButEdition,
    );
    same(
        ("ClassDojo", "ClassDojo, Inc.", ""),
        ("ClassDojo for Students", "ClassDojo", ""),
        Sign::SameButEdition,
    );
    same(
        ("Google Classroom", "Google LLC", ""),
        ("Classroom", "Google", ""),
        Sign::SameButEdition,
    );
    same(
        ("Pear Deck", "Pear Deck", "https://www.peardeck.com/"),
        (
            "Pear Deck for Google Slides",
            "GitHub",
            "https://peardeck.com/googleslides",
        ),
        Sign::SameButEdition,
    );
    same(
        (
            "SplashMath",
            "StudyPad",
            "https://www.splashlearn.com/login",
        ),
        ("Splash Learn", "StudyPad", "splashlearn.com"),
        Sign::SameAddress,
    );
    same(
        ("Vocabulary Spelling City", "VSC", ""),
        ("Vocabulary Speling City", "VSC", ""),
        Sign::NearlySame,
    );
}

#[test]
fn products_that_only_look_alike_are_two() {
    for (a, b) in [
        // A vendor's family.
        (
            ("BrainPOP", "BrainPOP LLC", ""),
            ("BrainPOP Jr.", "BrainPOP LLC", ""),
        ),
        (
            ("Google Sites", "Google LLC", ""),
            ("Google Sheets", "Google LLC", ""),
        ),
        (
            ("Learning A-Z", "Learning A-Z", ""),
            ("Reading A-Z", "Learning A-Z", ""),
        ),
        (
            ("Raz-Kids", "Learning A-Z", ""),
            ("Raz-Plus", "Learning A-Z", ""),
        ),
        // One host, two pages.
        (
            (
                "i-Ready Mathematics",
                "CA",
                "https://www.ca.com/products/i-ready",
            ),
            (
                "i-Ready Reading",
                "CA",
                "https://www.ca.com/products/reading",
            ),
        ),
        // One name, two vendors.
        (
            ("Canvas", "Instructure", ""),
            ("Canvas for Chrome", "Canvas Talent", ""),
        ),
        // One letter, and another number.
        (
            ("Wonders Reading Grade 3", "McGraw-Hill", ""),
            ("Wonders Reading Grade 4", "McGraw-Hill", ""),
        ),
        (
            ("Windows Server 2019", "Microsoft", ""),
            ("Windows Server 2022", "Microsoft", ""),
        ),
        (("Socrative", "Showbie", ""), ("Socratic", "Vespr", "")),
    ] {
        assert_eq!(sign(a, b), None, "{a:?} {b:?}");
    }
}

#[test]
fn editions_said_apart_are_apart() {
    let edition = |product, edition: &str| KnownProduct {
        edition: Some(edition.into()),
        ..super::tests::product(product, "Gimkit", "Gimkit", "https://gimkit.com")
    };
    assert!(alike(&[edition(ProductId(1), "Basic"), edition(ProductId(2), "Pro")]).is_empty());
    assert_eq!(
        alike(&[edition(ProductId(1), "Pro"), edition(ProductId(2), "PRO")]).len(),
        1
    );
}

#[test]
fn a_former_name_is_one_product_unless_two_vendors_only_had_it_once() {
    let once = |product, name, vendor| KnownProduct {
        aliases: vec!["Flipgrid".into()],
        ..super::tests::product(product, name, vendor, "")
    };
    let now = super::tests::product(ProductId(1), "Flipgrid", "Flipgrid", "");
    assert_eq!(
        alike(&[now, once(ProductId(2), "Flip", "Microsoft")]).len(),
        1
    );
    let both = [
        once(ProductId(1), "Gridlock", "Lock"),
        once(ProductId(2), "Flip", "Microsoft"),
    ];
    assert!(alike(&both).is_empty());
}

#[test]
fn a_number_of_a_store_is_one_product_whatever_it_is_called() {
    let numbered = |product, name, id: &str| KnownProduct {
        ids: vec![id.into()],
        ..super::tests::product(product, name, "", "")
    };
    let records = [
        numbered(
            ProductId(1),
            "Read&Write",
            "extension inoeonmfapjbbkmdafoankkfajkcphgd",
        ),
        numbered(
            ProductId(2),
            "Texthelp",
            "extension inoeonmfapjbbkmdafoankkfajkcphgd",
        ),
        numbered(
            ProductId(3),
            "Other",
            "oauth inoeonmfapjbbkmdafoankkfajkcphgd",
        ),
    ];
    let found: Vec<_> = alike(&records).into_iter().collect();
    assert_eq!(found, [((ProductId(1), ProductId(2)), Sign::SameNumber)]);
}

#[test]
fn a_host_of_several_vendors_or_of_many_products_is_nobody() {
    let store = "https://apps.apple.com/us";
    let at_store = [
        product(ProductId(1), "Spotify", "Spotify", store),
        product(ProductId(2), "Loom", "Loom", store),
    ];
    assert!(alike(&at_store).is_empty());
    let names = ["Books", "Calendar", "Earth"];
    let family: Vec<KnownProduct> = names
        .iter()
        .zip(1..)
        .map(|(name, id)| product(ProductId(id), name, "Google LLC", "https://www.google.com"))
        .collect();
    assert!(alike(&family).is_empty());
}

#[test]
fn an_app_in_a_store_is_the_product_whose_name_it_begins_with() {
    let store = "https://apps.apple.com/us/app/id546505307";
    let records = [
        product(
            ProductId(1),
            "Zoom",
            "ZOOM VIDEO COMMUNICATIONS, INC.",
            "https://zoom.us/",
        ),
        product(
            ProductId(2),
            "ZOOM Cloud Meetings",
            "Zoom Video Communications",
            store,
        ),
        product(
            ProductId(3),
            "Spotify",
            "Spotify Ltd",
            "https://apps.apple.com/spotify",
        ),
    ];
    let found: Vec<_> = alike(&records).into_iter().collect();
    assert_eq!(found, [((ProductId(1), ProductId(2)), Sign::InStore)]);
}

#[test]
fn vendors_that_differ_in_their_legal_form_are_one() {
    let names = [
        "Adobe Inc",
        "Adobe Inc.",
        "Adobe",
        "Adorama Inc.",
        "Autodesk, Inc",
    ];
    let vendors: Vec<(VendorId, String)> =
        (1..).map(VendorId).zip(names.map(str::to_owned)).collect();
    let found: Vec<_> = vendors_alike(&vendors).into_iter().collect();
    let pair = |one, other| (VendorId(one), VendorId(other));
    assert_eq!(found, [pair(1, 2), pair(1, 3), pair(2, 3)]);
}

#[test]
fn two_records_hide_what_is_bought_twice() {
    let facts = OverlapFacts {
        lines: vec![
            line(
                1,
                ProductId(1),
                None,
                &[(SchoolId(10), 9_000, 900, Some(500))],
            ),
            line(
                2,
                ProductId(2),
                Some(SchoolId(10)),
                &[(SchoolId(10), 1_200, 100, Some(100))],
            ),
        ],
        jobs: vec![job(ProductId(1), &[], 500), job(ProductId(2), &[], 100)],
        records: vec![
            product(ProductId(1), "Gimkit", "Gimkit", ""),
            product(ProductId(2), "Gimkit Pro", "Gimkit", ""),
        ],
        ..OverlapFacts::default()
    };
    let found = find(&facts, today()).overlaps;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, OverlapKind::Identity);
    assert_eq!(
        (found[0].at_stake, found[0].masked),
        (Cents(0), Cents(120_000))
    );
    assert_eq!(found[0].keeper, Some(ProposedKeeper::Product(ProductId(1))));
    assert_eq!(found[0].members, []);
}

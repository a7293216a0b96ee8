//! What names a product and what does not, on made-up names.

use super::*;
use crate::domain::find::FinderEntry;

fn finder(names: &[&str]) -> Finder {
    let entries = names.iter().zip(1..).map(|(name, id)| FinderEntry {
        id: ProductId(id),
        name: (*name).to_owned(),
        ..FinderEntry::default()
    });
    Finder::new(entries.collect())
}

/// The name of the only product named, and how.
fn said<'n>(names: &[&'n str], words: &str) -> Option<(&'n str, NamedBy)> {
    match finder(names).named(words)[..] {
        [NamedProduct { id, by, .. }] => Some((names[id.0 as usize - 1], by)),
        _ => None,
    }
}

#[test]
fn a_name_is_named_however_it_is_written() {
    let names = [
        "Quizmallow School",
        "¡Avanti Café!",
        "Read & Rite",
        "Core 5",
    ];
    for (words, name) in [
        ("quizmallow school", "Quizmallow School"),
        ("QUIZMALLOW-SCHOOL", "Quizmallow School"),
        ("quizmallowschool", "Quizmallow School"),
        ("avanti cafe", "¡Avanti Café!"),
        ("Read and Rite", "Read & Rite"),
        ("core5", "Core 5"),
    ] {
        assert_eq!(said(&names, words), Some((name, NamedBy::Name)), "{words}");
    }
}

#[test]
fn the_words_of_a_name_may_be_begun_only() {
    let names = [
        "Acorn Academy",
        "Glimmer Classroom",
        "Books for Every Kid",
        "Pip",
        "SeekLearning Gears",
        "Plum5 Reading",
    ];
    for (words, name) in [
        ("acad acorn", Some("Acorn Academy")),
        ("academy acorn", Some("Acorn Academy")),
        ("acorn ac", Some("Acorn Academy")),
        ("gclass", Some("Glimmer Classroom")),
        ("glimmerclass", Some("Glimmer Classroom")),
        ("glclassroom", Some("Glimmer Classroom")),
        ("seekgears", Some("SeekLearning Gears")),
        ("read plum5", Some("Plum5 Reading")),
        ("bo fo ev ki", Some("Books for Every Kid")),
        ("kid every for books", Some("Books for Every Kid")),
        // A part of a name, an acronym, a letter less at the end, words left over.
        ("acorn", None),
        ("books every kid", None),
        ("gc", None),
        ("acorn academ", None),
        ("pi", None),
        ("acorn academy kids", None),
        ("acorn acorn", None),
        ("seeklearning", None),
        ("plum reading", None),
        ("plum 50 read", None),
    ] {
        let by = name.map(|name| (name, NamedBy::Short));
        assert_eq!(said(&names, words), by, "{words}");
    }
    let two = ["Acorn Academy", "Acorn Academics"];
    assert_eq!(said(&two, "acorn acad"), None);
    assert_eq!(said(&two, "acorn academy"), Some((two[0], NamedBy::Name)));
}

#[test]
fn one_slip_inside_a_long_name_is_forgiven() {
    let names = ["Quizmallow", "Plotter", "Brisk", "Lesson 100 Days"];
    for (words, name) in [
        ("quizmlalow", Some("Quizmallow")),
        ("quzmallow", Some("Quizmallow")),
        ("quizmalow", Some("Quizmallow")),
        ("quizzmallow", Some("Quizmallow")),
        ("quizmallwo", Some("Quizmallow")),
        ("ploter", Some("Plotter")),
        // At an end, another letter, two slips, a short name, a digit.
        ("quizmallo", None),
        ("uizmallow", None),
        ("quizmalloww", None),
        ("quizmallows", None),
        ("quizmellow", None),
        ("uqizmlalow", None),
        ("birsk", None),
        ("lesson 10 days", None),
        ("lesson 1000 days", None),
        ("lesson 010 days", None),
    ] {
        let by = name.map(|name| (name, NamedBy::Typo));
        assert_eq!(said(&names, words), by, "{words}");
    }
    // Something else is as near, or begins with just these words.
    assert_eq!(said(&["Plotter", "Ploster"], "ploter"), None);
    assert_eq!(said(&["Plotter", "Ploter Kids"], "ploter"), None);
}

#[test]
fn names_that_begin_or_end_alike_are_others() {
    for (listed, asked) in [
        ("Brainbow Jr.", "Brainbow"),
        ("Brainbow", "Brainbow Jr."),
        ("Canto", "Cantos"),
        ("Cantos", "Canto"),
        ("Loomwork", "Zoom"),
        ("C# Primer", "C Primer"),
        ("C Primer", "C# Primer"),
        ("C++ Primer", "C Primer"),
        ("Storyfern", "Storyfern+"),
        ("Epoch! - Unlimited", "Epoch!"),
    ] {
        assert_eq!(finder(&[listed]).named(asked), [], "{asked} for {listed}");
    }
    let signs = ["C++ Primer", "C# Primer", "C Primer"];
    for name in signs {
        assert_eq!(said(&signs, name), Some((name, NamedBy::Name)));
    }
}

#[test]
fn other_names_and_numbers_name_a_product_too() {
    let entry = |id, name: &str| FinderEntry {
        id: ProductId(id),
        name: name.into(),
        ..FinderEntry::default()
    };
    let finder = Finder::new(vec![
        FinderEntry {
            also: vec!["Loomwork".into()],
            former: vec!["Coursewright".into(), "Wayfinder".into()],
            numbers: vec!["7001".into(), "7009".into()],
            ..entry(31, "Courseloom")
        },
        entry(4, "Wayfinder"),
        FinderEntry {
            numbers: vec!["31".into()],
            ..entry(5, "Twin")
        },
        entry(6, "Twin"),
        entry(7, "Bright Whistle"),
        entry(8, "Brightwhistle"),
    ]);
    for (words, named) in [
        ("loomwork", vec![(31, NamedBy::Alias, Some("Loomwork"))]),
        (
            "course-wright",
            vec![(31, NamedBy::Former, Some("Coursewright"))],
        ),
        (
            "coursewrigth",
            vec![(31, NamedBy::Typo, Some("Coursewright"))],
        ),
        ("7009", vec![(31, NamedBy::Id, None)]),
        ("p-31", vec![(31, NamedBy::Id, None)]),
        ("31", vec![(5, NamedBy::Id, None)]),
        // A name today goes before a former one; who bears the same name is named too.
        ("wayfinder", vec![(4, NamedBy::Name, None)]),
        (
            "twin",
            vec![(5, NamedBy::Name, None), (6, NamedBy::Name, None)],
        ),
        ("bright whistle", vec![(7, NamedBy::Name, None)]),
        ("brightwhistle", vec![(8, NamedBy::Name, None)]),
        (
            "bright-whistle",
            vec![(7, NamedBy::Name, None), (8, NamedBy::Name, None)],
        ),
        ("", vec![]),
        ("P-99", vec![]),
    ] {
        let found = finder.named(words);
        let found: Vec<_> = found
            .iter()
            .map(|n| (n.id.0, n.by, n.alias.as_deref()))
            .collect();
        assert_eq!(found, named, "{words}");
    }
}

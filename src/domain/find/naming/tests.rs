//! What names a product and what does not, on made-up names and on a real catalogue.

use super::*;
use crate::domain::find::Entry;

fn finder(names: &[&str]) -> Finder {
    let entries = names.iter().zip(1..).map(|(name, id)| Entry {
        id,
        name: (*name).to_owned(),
        ..Entry::default()
    });
    Finder::new(entries.collect())
}

/// The name of the only product named, and how.
fn said<'n>(names: &[&'n str], words: &str) -> Option<(&'n str, By)> {
    match finder(names).named(words)[..] {
        [Named { id, by, .. }] => Some((names[id as usize - 1], by)),
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
        assert_eq!(said(&names, words), Some((name, By::Name)), "{words}");
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
        let by = name.map(|name| (name, By::Short));
        assert_eq!(said(&names, words), by, "{words}");
    }
    let two = ["Acorn Academy", "Acorn Academics"];
    assert_eq!(said(&two, "acorn acad"), None);
    assert_eq!(said(&two, "acorn academy"), Some((two[0], By::Name)));
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
        let by = name.map(|name| (name, By::Typo));
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
        assert_eq!(said(&signs, name), Some((name, By::Name)));
    }
}

#[test]
fn other_names_and_numbers_name_a_product_too() {
    let entry = |id, name: &str| Entry {
        id,
        name: name.into(),
        ..Entry::default()
    };
    let finder = Finder::new(vec![
        Entry {
            also: vec!["Loomwork".into()],
            former: vec!["Coursewright".into(), "Wayfinder".into()],
            numbers: vec!["7001".into(), "7009".into()],
            ..entry(31, "Courseloom")
        },
        entry(4, "Wayfinder"),
        Entry {
            numbers: vec!["31".into()],
            ..entry(5, "Twin")
        },
        entry(6, "Twin"),
        entry(7, "Bright Whistle"),
        entry(8, "Brightwhistle"),
    ]);
    for (words, named) in [
        ("loomwork", vec![(31, By::Alias, Some("Loomwork"))]),
        (
            "course-wright",
            vec![(31, By::Former, Some("Coursewright"))],
        ),
        ("coursewrigth", vec![(31, By::Typo, Some("Coursewright"))]),
        ("7009", vec![(31, By::Id, None)]),
        ("p-31", vec![(31, By::Id, None)]),
        ("31", vec![(5, By::Id, None)]),
        // A name today goes before a former one; who bears the same name is named too.
        ("wayfinder", vec![(4, By::Name, None)]),
        ("twin", vec![(5, By::Name, None), (6, By::Name, None)]),
        ("bright whistle", vec![(7, By::Name, None)]),
        ("brightwhistle", vec![(8, By::Name, None)]),
        (
            "bright-whistle",
            vec![(7, By::Name, None), (8, By::Name, None)],
        ),
        ("", vec![]),
        ("P-99", vec![]),
    ] {
        let found = finder.named(words);
        let found: Vec<_> = found
            .iter()
            .map(|n| (n.id, n.by, n.alias.as_deref()))
            .collect();
        assert_eq!(found, named, "{words}");
    }
}

/// The names of a real catalogue, where the test has it.
fn catalogue() -> Vec<String> {
    let folder = std::env::var("HALLPASS_TEST_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data").to_owned());
    let file = format!("{folder}/products/products_info.csv");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("skipped: {file} is not there");
        return Vec::new();
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader
        .records()
        .map(|row| row.unwrap()[2].trim().to_owned());
    names.collect()
}

/// Numbers that look drawn by lot and are the same each time.
fn lots(mut seed: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    }
}

#[test]
fn no_real_name_that_is_not_listed_is_answered_with_another() {
    let names = catalogue();
    let mut lot = lots(7);
    let mut halves: Vec<Vec<bool>> = (0..2)
        .map(|rest| (0..names.len()).map(|i| i % 2 == rest).collect())
        .collect();
    halves.extend((0..8).map(|_| names.iter().map(|_| lot(2) == 0).collect()));
    let (mut asked, mut wrong) = (0, Vec::new());
    for half in halves {
        let listed: Vec<&str> = names
            .iter()
            .zip(&half)
            .filter_map(|(name, listed)| listed.then_some(name.as_str()))
            .collect();
        let finder = finder(&listed);
        for (name, _) in names.iter().zip(&half).filter(|(_, listed)| !**listed) {
            asked += 1;
            let named = finder.named(name).into_iter();
            wrong.extend(named.map(|n| (name.clone(), listed[n.id as usize - 1].to_owned(), n.by)));
        }
    }
    println!(
        "{asked} real names that are not listed, {} answered with another",
        wrong.len()
    );
    assert_eq!(wrong, []);
    // Whoever else is listed: no real name shortens or misspells another.
    let plains: Vec<String> = names.iter().map(|name| plain(name)).collect();
    for (i, listed) in plains.iter().enumerate() {
        for (_, asked) in plains.iter().enumerate().filter(|(j, _)| *j != i) {
            let letters = |text: &str| -> Vec<char> { text.replace(' ', "").chars().collect() };
            let words: Vec<&str> = asked.split(' ').collect();
            assert!(!shortens(&words, listed), "{asked} for {listed}");
            assert!(
                !is_slip(&letters(listed), &letters(asked)),
                "{asked} for {listed}"
            );
        }
    }
}

/// A name as people get it wrong, in so many ways.
fn misspelt(name: &str, lot: &mut impl FnMut(usize) -> usize) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let inside: Vec<usize> = (1..letters.len().saturating_sub(1))
        .filter(|i| letters[*i].is_alphabetic())
        .collect();
    let mut wrong = Vec::new();
    if !inside.is_empty() {
        for _ in 0..2 {
            let at = inside[lot(inside.len())];
            let mut dropped = letters.clone();
            dropped.remove(at);
            let mut doubled = letters.clone();
            doubled.insert(at, letters[at]);
            wrong.extend([dropped, doubled]);
        }
    }
    let pairs: Vec<usize> = (1..letters.len())
        .filter(|i| letters[*i - 1].is_alphabetic() && letters[*i].is_alphabetic())
        .collect();
    for _ in 0..2.min(pairs.len()) {
        let at = pairs[lot(pairs.len())];
        let mut swapped = letters.clone();
        swapped.swap(at - 1, at);
        wrong.push(swapped);
    }
    let mut wrong: Vec<String> = wrong.into_iter().map(String::from_iter).collect();
    let plain = plain(name);
    let words: Vec<&str> = plain.split(' ').collect();
    wrong.push(plain.clone());
    if words.len() > 1 {
        wrong.push(plain.replacen(' ', "", 1));
        wrong.push(words.iter().rev().copied().collect::<Vec<_>>().join(" "));
    }
    wrong
}

#[test]
fn a_real_name_misspelt_is_named_or_is_the_nearest() {
    let names = catalogue();
    let listed: Vec<&str> = names.iter().map(String::as_str).collect();
    let finder = finder(&listed);
    let mut lot = lots(11);
    let (mut asked, mut first) = (0, 0);
    for (name, id) in names.iter().zip(1..) {
        let long = plain(name).replace(' ', "").chars().count() >= SLIPS_FROM;
        for words in misspelt(name, &mut lot) {
            asked += 1;
            let named = finder.named(&words);
            let found = match named.first() {
                Some(named) => Some(named.id),
                None if long => None,
                None => finder.near(&words, 1).first().map(|near| near.id),
            };
            if found == Some(id) {
                first += 1;
            } else {
                let found = found.map(|id| &names[id as usize - 1]);
                println!("`{words}` for {name} is {found:?}");
            }
        }
    }
    println!("{first} of {asked} misspelt real names come first");
    assert!(first * 100 >= asked * 97, "{first} of {asked}");
}

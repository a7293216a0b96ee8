//! What the finder promises to people who type, on a small made-up catalogue.

use super::*;
use crate::domain::approval::Audience;
use crate::domain::school::SchoolId;
use crate::domain::text::key;
use proptest::prelude::*;

/// Name, vendor, other names, how often asked.
const PRODUCTS: &[(&str, &str, &str, i64)] = &[
    ("Kahoot! EDU", "Kahoot!", "", 40),
    ("Kahoot! (free)", "Kahoot!", "", 9),
    ("Khan Academy", "Khan Academy", "", 30),
    ("Khan Academy Kids", "Khan Academy", "", 2),
    ("Khanmigo", "Khan Academy", "", 3),
    ("Quizlet", "Quizlet Inc", "", 20),
    ("Quizizz", "Quizizz", "Wayground", 25),
    ("Scratch", "Scratch Foundation", "", 5),
    ("ScratchJr", "Scratch Foundation", "", 1),
    ("Google Classroom", "Google LLC", "", 50),
    ("Google Docs", "Google LLC", "", 12),
    ("YouTube", "Google LLC", "", 11),
    ("Pear Deck", "Liminex", "", 8),
    ("Pear Assessment", "Liminex", "Edulastic", 4),
    ("Pear Practice", "Liminex", "Giant Steps", 1),
    ("PebbleGo", "Capstone", "", 6),
    ("PE Fitness Log", "Harlow", "", 0),
    ("Lexia Core5", "Lexia", "", 7),
    ("Lexia PowerUp", "Lexia", "", 3),
    ("7 Mindsets", "7 Mindsets", "", 1),
    ("i-Ready", "Curriculum Associates", "", 15),
    ("\u{c9}lan Lecture", "\u{c9}lan", "", 0),
    ("\u{a1}Avancemos!", "HMH", "", 0),
    ("Read&Write", "Texthelp", "", 2),
    ("Children's Library", "Open Shelf", "", 0),
    ("Peachjar", "Peachjar, Inc", "", 0),
    ("Nearpod", "Renaissance", "", 22),
    ("IXL Math", "IXL", "", 10),
    ("Type to Learn", "Sunburst", "", 0),
    ("SpeakEasy", "SpeakEasy", "", 0),
    ("Lincoln Library Online", "Lincoln", "", 0),
];

const SCHOOLS: &[(&str, &str)] = &[
    ("LIN", "Lincoln ES"),
    ("ADA", "Adams ES"),
    ("WES", "Washington ES"),
    ("WMS", "Washington MS"),
    ("ACA", "Academy of Arts HS"),
    ("STM", "St. Mary's K-8"),
    ("PS9", "9th Street School"),
];

fn finder() -> Finder {
    let entries = PRODUCTS
        .iter()
        .enumerate()
        .map(|(i, (name, vendor, also, asked))| FinderEntry {
            id: ProductId(i as i64),
            name: (*name).to_owned(),
            also: also
                .split(';')
                .filter(|a| !a.is_empty())
                .map(str::to_owned)
                .collect(),
            vendor: Some((*vendor).to_owned()),
            asked: *asked,
            ..FinderEntry::default()
        });
    Finder::new(entries.collect())
}

fn names(found: &FinderResult) -> Vec<&'static str> {
    found
        .hits
        .iter()
        .map(|h| PRODUCTS[h.id.0 as usize].0)
        .collect()
}

fn schools() -> Vec<SchoolName> {
    let schools = SCHOOLS
        .iter()
        .enumerate()
        .map(|(i, (code, name))| SchoolName {
            id: SchoolId(i as i64),
            code: Some((*code).to_owned()),
            name: (*name).to_owned(),
        });
    schools.collect()
}

#[test]
fn the_right_product_comes_first() {
    let finder = finder();
    for (typed, first, how) in [
        ("kahoot", "Kahoot! EDU", MatchKind::Start),
        ("KAHOOT! edu", "Kahoot! EDU", MatchKind::Exact),
        ("ka", "Kahoot! EDU", MatchKind::Start),
        ("khan academy", "Khan Academy", MatchKind::Exact),
        ("khanacademy", "Khan Academy", MatchKind::Exact),
        ("khanac", "Khan Academy", MatchKind::Start),
        ("acad khan", "Khan Academy", MatchKind::WordStart),
        ("kahn", "Khan Academy", MatchKind::Misspelt),
        ("khnacademy", "Khan Academy", MatchKind::Misspelt),
        ("kak", "Khan Academy Kids", MatchKind::Initials),
        ("quizelt", "Quizlet", MatchKind::Misspelt),
        ("scracth", "Scratch", MatchKind::Misspelt),
        ("edulastic", "Pear Assessment", MatchKind::Exact),
        ("giant", "Pear Practice", MatchKind::Start),
        ("core 5", "Lexia Core5", MatchKind::WordStart),
        ("core5", "Lexia Core5", MatchKind::WordStart),
        ("elan", "\u{c9}lan Lecture", MatchKind::Start),
        ("\u{e9}lan", "\u{c9}lan Lecture", MatchKind::Start),
        ("avan", "\u{a1}Avancemos!", MatchKind::Start),
        ("iready", "i-Ready", MatchKind::Exact),
        ("i ready", "i-Ready", MatchKind::Exact),
        ("7m", "7 Mindsets", MatchKind::Start),
        ("mindsets", "7 Mindsets", MatchKind::WordStart),
        ("read and write", "Read&Write", MatchKind::Exact),
        ("childrens", "Children's Library", MatchKind::Start),
        (
            "children\u{2019}s lib",
            "Children's Library",
            MatchKind::Start,
        ),
        ("gc", "Google Classroom", MatchKind::Initials),
        ("gclassroom", "Google Classroom", MatchKind::Scattered),
        ("google tube", "YouTube", MatchKind::Vendor),
        ("oot", "Kahoot! EDU", MatchKind::Inside),
        ("nearpd", "Nearpod", MatchKind::Misspelt),
        ("xahoot", "Kahoot! EDU", MatchKind::Misspelt),
    ] {
        let found = finder.search(typed, 5);
        assert_eq!(
            names(&found).first(),
            Some(&first),
            "{typed}: {:?}",
            names(&found)
        );
        assert_eq!(found.hits[0].how, how, "{typed}");
    }
}

#[test]
fn what_fits_nothing_finds_nothing() {
    let finder = finder();
    for typed in ["zzz", "xyzzy plugh", "kahoot zzz", "\u{6f22}\u{5b57}"] {
        assert_eq!(finder.search(typed, 9), FinderResult::default(), "{typed}");
    }
}

#[test]
fn equal_fits_are_ordered_by_how_often_they_are_asked_for() {
    let found = finder().search("pe", 20);
    let expected = [
        "Pear Deck",
        "PebbleGo",
        "Pear Assessment",
        "Pear Practice",
        "PE Fitness Log",
        "Peachjar",
        "SpeakEasy",
        "Type to Learn",
    ];
    assert_eq!(names(&found), expected);
    assert_eq!(found.ids.len(), expected.len());
    assert_eq!(finder().search("pe", 2).hits.len(), 2);
    assert_eq!(finder().search("pe", 2).ids.len(), expected.len());
}

#[test]
fn nothing_typed_lists_the_most_asked_for() {
    let found = finder().search(" ", 2);
    assert_eq!(names(&found), ["Google Classroom", "Kahoot! EDU"]);
    assert_eq!(found.ids.len(), PRODUCTS.len());
}

#[test]
fn a_former_name_is_told_and_ranks_behind_a_name_today() {
    let finder = finder();
    let hit = finder.search("edulas", 1).hits.remove(0);
    assert_eq!(hit.alias.as_deref(), Some("Edulastic"));
    assert_eq!(hit.spans.first(), Some(&(0..6)));
    assert_eq!(finder.search("pear", 1).hits[0].alias, None);
    let two = vec![
        FinderEntry {
            id: ProductId(1),
            name: "Wayground".into(),
            ..FinderEntry::default()
        },
        FinderEntry {
            id: ProductId(2),
            name: "Quizizz".into(),
            also: vec!["Wayground".into()],
            asked: 9,
            ..FinderEntry::default()
        },
    ];
    let found = Finder::new(two).search("wayg", 9);
    assert_eq!(
        found.hits.iter().map(|h| h.id).collect::<Vec<_>>(),
        [ProductId(1), ProductId(2)]
    );
}

#[test]
fn the_letters_that_fit_are_lit() {
    let finder = finder();
    for (typed, lit) in [
        ("kahoot", "[Kahoot]! EDU"),
        ("kahoot edu", "[Kahoot]! [EDU]"),
        ("khanac", "[Khan] [Ac]ademy"),
        ("acad khan", "[Khan] [Acad]emy"),
        ("gc", "[G]oogle [C]lassroom"),
        ("oot", "Kah[oot]! EDU"),
        ("elan lec", "[\u{c9}lan] [Lec]ture"),
        ("avan", "\u{a1}[Avan]cemos!"),
        ("gclassroom", "[G]oogle [Classroom]"),
        ("childrenslib", "[Children]'[s] [Lib]rary"),
    ] {
        let hit = finder.search(typed, 1).hits.remove(0);
        let mut name = PRODUCTS[hit.id.0 as usize].0.to_owned();
        for span in hit.spans.iter().rev() {
            name.insert(span.end, ']');
            name.insert(span.start, '[');
        }
        assert_eq!(name, lit, "{typed}");
    }
}

#[test]
fn twins_are_slips_and_not_siblings() {
    let names = [
        ("Edpuzzle", "Edpuzle", true),
        ("Khan Academy", "Kahn Academy", true),
        ("Quizlet", "Quizlett", true),
        ("Google Docs", "Google Forms", false),
        ("IXL Math", "IXL ELA", false),
        ("Big Ideas Grade 3", "Big Ideas Grade 4", false),
        ("Khan Academy", "KhanAcademy", false),
        ("Read 180", "Read 108", false),
        ("Star Math", "ST Math", false),
    ];
    for (known, other, twins) in names {
        let finder: Finder = Finder::new(vec![FinderEntry {
            name: known.into(),
            ..FinderEntry::default()
        }]);
        assert_eq!(finder.twin(other).is_some(), twins, "{known} / {other}");
    }
}

/// Names that differ by few letters, some of them by none, by a digit or by a space.
fn names_that_differ_little(dice: &mut fastrand::Rng, of: usize) -> Vec<String> {
    let begun = [
        "Linden Lab",
        "Acorn",
        "\u{c9}lan Lecture for All",
        "Grade 4 Reader",
    ];
    let name = |_| {
        let mut letters: Vec<char> = begun[dice.usize(0..begun.len())].chars().collect();
        for _ in 0..dice.usize(0..4) {
            let at = dice.usize(0..letters.len());
            let next = (at + 1) % letters.len();
            match dice.usize(0..5) {
                0 => letters.swap(at, next),
                1 => letters.insert(at, *dice.choice(&['a', 'e', 'n', ' ', '4']).unwrap()),
                2 if letters.len() > 2 => _ = letters.remove(at),
                3 => letters[at] = letters[at].to_ascii_uppercase(),
                _ => letters[at] = *dice.choice(&['a', 'l', 'r', '7']).unwrap(),
            }
        }
        letters.into_iter().collect()
    };
    (0..of).map(name).collect()
}

/// How like this name is to another, where they are twins: each compared with each, letter by letter.
fn twins_slowly(name: &str, other: &str) -> Option<f64> {
    let flat = |name: &str| plain(name).replace(' ', "");
    let (name, other) = (flat(name), flat(other));
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let likeness = strsim::jaro_winkler(&name, &other);
    let slips = (name.chars().count() / 6).max(1);
    let twins = name != other
        && digits(&name) == digits(&other)
        && likeness >= TWINS
        && strsim::osa_distance(&name, &other) <= slips;
    twins.then_some(likeness)
}

#[test]
fn twins_among_many_are_those_that_comparing_each_with_each_finds() {
    for seed in 0..4 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let names = names_that_differ_little(&mut dice, 300);
        let mut before = NamesSoFar::default();
        let mut told = 0;
        for (row, name) in names.iter().enumerate() {
            let slowly = names[..row].iter().zip(0..);
            let slowly = slowly
                .filter(|(other, _)| twins_slowly(name, other).is_some())
                .map(|(other, row)| (row, other.clone()))
                .next();
            let found = before.first_twin(row, name.clone());
            let found = found.map(|(row, name)| (*row, name.to_owned()));
            assert_eq!(found, slowly, "{name}");
            told += usize::from(found.is_some());
        }
        assert!((100..300).contains(&told), "{told}");

        let entries = names.iter().zip(0..).map(|(name, id)| FinderEntry {
            id: ProductId(id),
            name: name.clone(),
            also: vec![format!("{name} Kids"), name.replace('n', "m")],
            ..FinderEntry::default()
        });
        let finder: Finder = Finder::new(entries.collect());
        let mut told = 0;
        for name in names_that_differ_little(&mut dice, 300) {
            let mut slowly: Option<(f64, ProductId, String)> = None;
            for known in &finder.known {
                for other in std::iter::once(&known.name).chain(&known.also) {
                    if let Some(likeness) = twins_slowly(&name, other)
                        && slowly.as_ref().is_none_or(|(most, ..)| likeness > *most)
                    {
                        slowly = Some((likeness, known.id, other.clone()));
                    }
                }
            }
            let found = finder.twin(&name);
            let found = found.map(|near| (near.likeness, near.id, near.name));
            assert_eq!(found, slowly, "{name}");
            told += usize::from(found.is_some());
        }
        assert!((100..300).contains(&told), "{told}");
    }
}

#[test]
fn the_nearest_names_are_offered() {
    let finder = finder();
    for (typed, nearest) in [
        ("Kahuut", "Kahoot!"),
        ("Nerpot", "Nearpod"),
        ("skratch", "Scratch"),
    ] {
        let near = finder.near(typed, 3);
        assert!(near[0].name.starts_with(nearest), "{typed}: {near:?}");
    }
    assert!(finder.near("zzzz", 3).is_empty());
}

#[test]
fn words_are_told_apart_into_product_and_school() {
    let (finder, schools) = (finder(), schools());
    let (lin, ada, aca) = (
        SchoolMeant::One(SchoolId(0)),
        SchoolMeant::One(SchoolId(1)),
        SchoolMeant::One(SchoolId(4)),
    );
    let both = SchoolMeant::Several(vec![SchoolId(2), SchoolId(3)]);
    for (typed, product, school) in [
        ("kahoot lincoln", "kahoot", lin.clone()),
        ("kah lin", "kah", lin.clone()),
        ("kah lin ", "kah", lin.clone()),
        ("kahoot Lincoln ES", "kahoot", lin.clone()),
        ("kahoot LIN", "kahoot", lin.clone()),
        ("lincoln kahoot", "kahoot", lin.clone()),
        ("khan academy", "khan academy", SchoolMeant::Unsaid),
        ("khan ac", "khan ac", SchoolMeant::Unsaid),
        ("khan academy academy", "khan academy", aca.clone()),
        ("khan academy ad", "khan academy", ada.clone()),
        ("acad khan", "acad khan", SchoolMeant::Unsaid),
        ("kahoot wash", "kahoot", both.clone()),
        ("kahoot washington", "kahoot", both.clone()),
        (
            "kahoot washington ms",
            "kahoot",
            SchoolMeant::One(SchoolId(3)),
        ),
        ("kahoot wms", "kahoot", SchoolMeant::One(SchoolId(3))),
        ("@li kah", "kah", lin.clone()),
        ("kah @li", "kah", lin.clone()),
        ("kah @zz", "kah", SchoolMeant::Unknown("zz".into())),
        ("@li", "", lin.clone()),
        ("lincoln library", "lincoln library", SchoolMeant::Unsaid),
        ("lincoln", "lincoln", SchoolMeant::Unsaid),
        ("adams", "", ada.clone()),
        ("foobar lincoln", "foobar", lin.clone()),
        ("foobar lin", "foobar", lin.clone()),
        ("foobar li", "foobar li", SchoolMeant::Unsaid),
        ("quizelt lincoln", "quizelt", lin.clone()),
        ("7 mindsets lin", "7 mindsets", lin.clone()),
        (
            "7 mindsets 9th",
            "7 mindsets",
            SchoolMeant::One(SchoolId(6)),
        ),
        ("core 5 st mary's", "core 5", SchoolMeant::One(SchoolId(5))),
        ("core 5 st marys", "core 5", SchoolMeant::One(SchoolId(5))),
        ("kahoot", "kahoot", SchoolMeant::Unsaid),
        ("", "", SchoolMeant::Unsaid),
        ("@", "@", SchoolMeant::Unsaid),
    ] {
        let split = split_school(typed, &schools, &finder);
        let expected = Split {
            product: product.into(),
            school,
        };
        assert_eq!(split, expected, "{typed}");
    }
    assert_eq!(schools_like("wash", &schools), [2, 3].map(SchoolId));
    assert!(schools_like("zzz", &schools).is_empty());
}

/// What is left over beside a product's words may be a school's or part of another name: neither is answered.
/// The live box reads the same, but for words that are half typed: these find their school or begin a name.
#[test]
fn what_is_left_over_is_no_answer() {
    let (finder, schools) = (finder(), schools());
    for (typed, sought, unknown, first) in [
        // Neither product nor school, however many of the words name one.
        ("quizlet pro", "quizlet", "pro", Some(5)),
        ("pro quizlet", "quizlet", "pro", Some(5)),
        ("quizlet lincon", "quizlet", "lincon", Some(5)),
        ("quizlet lin pro", "quizlet", "lin pro", Some(5)),
        ("quizlet pro lincoln", "quizlet", "pro", Some(5)),
        ("quizlet pro lincoln lincoln", "quizlet", "pro", Some(5)),
        ("peb pro", "peb", "pro", Some(15)),
        // Said already: the words begin a longer name, or nothing is near.
        ("lexia", "lexia", "", None),
        ("xyzzy pro", "xyzzy pro", "", None),
    ] {
        let whole = asked(typed, &schools, &finder);
        let live = asked_so_far(typed, false, &schools, &finder);
        for (face, said) in [("whole", &whole), ("live", &live)] {
            assert!(said.named.is_empty(), "{face} {typed}");
            assert_eq!(said.sought, sought, "{face} {typed}");
            assert_eq!(said.unknown.join("|"), unknown, "{face} {typed}");
            if first.is_some() {
                let nearest = said.nearest(&finder, 3).first().map(|id| id.0);
                assert_eq!(nearest, first, "{face} {typed}");
                assert!(said.is_guess(&finder), "{face} {typed}");
            }
        }
        assert_eq!(whole.school, live.school, "{typed}");
    }
}

/// Words around a name make no match and no school.
#[test]
fn small_words_name_nothing_by_themselves() {
    let mut products: Vec<FinderEntry> = PRODUCTS
        .iter()
        .zip(0..)
        .map(|((name, ..), id)| FinderEntry {
            id: ProductId(id),
            name: (*name).to_owned(),
            ..FinderEntry::default()
        })
        .collect();
    let loom = ProductId(100);
    products.push(FinderEntry {
        id: loom,
        name: "Courseloom".into(),
        also: vec!["the loom".into()],
        ..FinderEntry::default()
    });
    let finder = Finder::new(products);
    let mut schools = schools();
    schools.push(SchoolName {
        id: SchoolId(50),
        code: Some("FOR".into()),
        name: "The Forest School".into(),
    });
    for (typed, sought, unknown) in [
        ("the reading app", "reading", ""),
        ("the drawing app", "drawing", ""),
        ("quizlet app", "quizlet", ""),
        ("the quizlet app", "quizlet", ""),
        ("an app for math", "math", ""),
        ("quizlet pro app", "quizlet", "pro"),
        ("type to learn pro", "type to learn", "pro"),
    ] {
        let said = asked(typed, &schools, &finder);
        assert!(said.named.is_empty(), "{typed}");
        assert_eq!(said.school, SchoolMeant::Unsaid, "{typed}");
        assert_eq!(
            (said.sought.as_str(), said.unknown.join("|").as_str()),
            (sought, unknown),
            "{typed}"
        );
        assert!(said.is_guess(&finder), "{typed}");
        assert!(!said.nearest(&finder, 3).contains(&loom), "{typed}");
    }
    // They are part of names all the same, and a code is a code.
    assert_eq!(asked("the loom", &schools, &finder).named[0].id, loom);
    let school = |typed| asked(typed, &schools, &finder).school;
    assert_eq!(school("quizlet for"), SchoolMeant::One(SchoolId(50)));
    assert_eq!(school("quizlet the forest"), SchoolMeant::One(SchoolId(50)));
}

#[test]
fn a_word_that_repeats_is_read_once() {
    let (finder, schools) = (finder(), schools());
    for (typed, product, school) in [
        (
            "quizlet lincoln lincoln",
            "quizlet",
            SchoolMeant::One(SchoolId(0)),
        ),
        (
            "lincoln quizlet lincoln",
            "quizlet",
            SchoolMeant::One(SchoolId(0)),
        ),
        (
            "quizlet quizlet LIN",
            "quizlet",
            SchoolMeant::One(SchoolId(0)),
        ),
        (
            "quizlet lincoln es lincoln es",
            "quizlet",
            SchoolMeant::One(SchoolId(0)),
        ),
        ("type to learn to", "type to learn", SchoolMeant::Unsaid),
    ] {
        let whole = asked(typed, &schools, &finder);
        assert_eq!(
            (whole.product.as_str(), &whole.school),
            (product, &school),
            "{typed}"
        );
        assert_eq!(whole.named.len(), 1, "{typed}");
        assert_eq!(
            asked_so_far(typed, false, &schools, &finder),
            whole,
            "{typed}"
        );
    }
}

/// What is named in full is read alike on both faces, also where a longer name begins with the words.
#[test]
fn the_live_box_names_what_a_command_names() {
    let (finder, schools) = (finder(), schools());
    for typed in [
        "quizlet lincoln",
        "lincoln quizlet",
        "quizlet grade 4 lin",
        "acad khan",
        "quizelt",
        "khan academy academy",
        "core5 lexia k-2",
        "edulastic ADA",
        "@lin quizlet",
    ] {
        let whole = asked(typed, &schools, &finder);
        assert!(!whole.named.is_empty(), "{typed}");
        assert_eq!(
            asked_so_far(typed, false, &schools, &finder),
            whole,
            "{typed}"
        );
    }
    // All views stay at a school: the words are the product's, unless one more school is named beside it.
    let stays = |typed: &str| asked_so_far(typed, true, &schools, &finder).school;
    assert_eq!(stays("khan academy"), SchoolMeant::Unsaid);
    assert_eq!(stays("quizlet ada"), SchoolMeant::One(SchoolId(1)));
    assert_eq!(stays("quiz ada"), SchoolMeant::One(SchoolId(1)));
    assert_eq!(stays("xyzzy ada"), SchoolMeant::Unsaid);
}

#[test]
fn several_schools_are_named_one_after_the_other() {
    let (finder, schools) = (finder(), schools());
    let each = |ids: &[i64]| SchoolMeant::Each(ids.iter().map(|id| SchoolId(*id)).collect());
    for (typed, product, school) in [
        ("quizlet lin ada", "quizlet", each(&[0, 1])),
        ("quizlet ada lincoln es", "quizlet", each(&[1, 0])),
        ("quizlet LIN, ADA and WMS", "quizlet", each(&[0, 1, 3])),
        ("lin adams es quizlet", "quizlet", each(&[0, 1])),
        ("khan academy lin ada", "khan academy", each(&[0, 1])),
        ("is quizlet ok at lin and ada", "quizlet", each(&[0, 1])),
        ("quizlet grade 4 lin ada", "quizlet", each(&[0, 1])),
        // One school, twice; one that is two; one and nothing.
        (
            "quizlet lin lincoln",
            "quizlet",
            SchoolMeant::One(SchoolId(0)),
        ),
        (
            "quizlet lin washington",
            "quizlet",
            SchoolMeant::Several(vec![SchoolId(2), SchoolId(3)]),
        ),
        (
            "quizlet washington es",
            "quizlet",
            SchoolMeant::One(SchoolId(2)),
        ),
    ] {
        let said = asked(typed, &schools, &finder);
        assert!(!said.named.is_empty(), "{typed}");
        assert_eq!(
            (said.product.as_str(), said.school),
            (product, school),
            "{typed}"
        );
        let so_far = asked_so_far(typed, false, &schools, &finder);
        assert_eq!(so_far, asked(typed, &schools, &finder), "{typed}");
    }
    for typed in ["quizlet lin zzzz", "zzzz lin ada", "quizlet lin b"] {
        assert!(asked(typed, &schools, &finder).named.is_empty(), "{typed}");
    }
}

#[test]
fn for_whom_and_for_which_grade_it_is_asked_is_no_part_of_a_name() {
    let (finder, schools) = (finder(), schools());
    let (student, staff) = (Some(Audience::Student), Some(Audience::Staff));
    for (typed, grades, audience) in [
        ("quizlet for students at ada", "", student),
        ("is quizlet ok for my students at ada?", "", student),
        ("quizlet by our teachers at adams es", "", staff),
        ("is quizlet ok at ada for 2nd grade?", "2", None),
        ("can we use quizlet in grade 4, at ada", "4", None),
        ("quizlet ada for kids in grades 3-5?", "3-5", student),
        ("quizlet for students and staff at ada", "", None),
        ("quizlet for our teachers or the students at ada", "", None),
        ("quizlet for kids and pupils at ada", "", student),
    ] {
        let said = asked(typed, &schools, &finder);
        assert_eq!(said.product, "quizlet", "{typed}");
        assert!(!said.named.is_empty(), "{typed}");
        assert_eq!(said.school, SchoolMeant::One(SchoolId(1)), "{typed}");
        assert_eq!(said.grades.to_string(), grades, "{typed}");
        assert_eq!(said.audience, audience, "{typed}");
    }
    // Without `for` too, where no product is called so.
    for (typed, product, audience) in [
        ("quizlet students ada", "quizlet", student),
        ("quizlet teachers ada", "quizlet", staff),
        ("students quizlet", "quizlet", student),
        ("khan academy kids ada", "khan academy kids", None),
        ("children's library ada", "children's library", None),
    ] {
        let said = asked(typed, &schools, &finder);
        assert!(!said.named.is_empty(), "{typed}");
        assert_eq!(
            (said.product.as_str(), said.audience),
            (product, audience),
            "{typed}"
        );
    }
    // Words around a name are not said with it.
    let said = asked("quizlot for at ada", &schools, &finder);
    assert_eq!(
        (said.product.as_str(), said.school),
        ("quizlot", SchoolMeant::One(SchoolId(1)))
    );
}

#[test]
fn several_products_are_told_from_words_that_nobody_knows() {
    let (finder, schools) = (finder(), schools());
    for (typed, several, begun) in [
        ("quizlet quizizz ada", true, 0),
        ("quizlet and nearpod at ada", true, 0),
        ("pear deck i-ready", true, 0),
        ("pear ada", false, 3),
        ("lexia", false, 2),
        ("goo", false, 2),
        ("quizlet zzzz ada", false, 0),
        ("zzzz", false, 0),
    ] {
        let said = asked(typed, &schools, &finder);
        assert!(said.named.is_empty(), "{typed}");
        assert_eq!((said.several, said.begun), (several, begun), "{typed}");
        assert_eq!(said.unknown.is_empty(), !typed.contains("quizlet zzzz"));
        let near = said.nearest(&finder, 3);
        if several || begun > 0 {
            assert!(near.len() > 1, "{typed}: {near:?}");
        }
    }
}

#[test]
fn an_address_names_who_is_at_its_host() {
    let product = |id, name: &str, also: &[&str], addresses: &[&str]| FinderEntry {
        id: ProductId(id),
        name: name.into(),
        also: also.iter().map(|name| (*name).into()).collect(),
        addresses: addresses.iter().map(|host| (*host).into()).collect(),
        ..FinderEntry::default()
    };
    let finder = Finder::new(vec![
        product(
            1,
            "Story Loam",
            &[],
            &["https://www.storyloam.example/home", "storyloam.example"],
        ),
        product(2, "Whistle Notes", &[], &["whistle.example"]),
        product(3, "Whistle Cards", &[], &["http://whistle.example:80"]),
        product(4, "Plotter.example", &[], &[]),
        product(
            5,
            "Elsewhere",
            &["called.example"],
            &["plotter.example", "called.example"],
        ),
        product(6, "Nowhere", &[], &["none", ""]),
    ]);
    for (words, ids, alias) in [
        (
            "https://storyloam.example/books?page=2",
            &[1][..],
            Some("storyloam.example"),
        ),
        (
            "WWW.STORYLOAM.EXAMPLE:8080",
            &[1],
            Some("storyloam.example"),
        ),
        ("whistle.example/", &[3, 2], Some("whistle.example")),
        // What is called so comes before who is there.
        ("plotter.example", &[4], None),
        ("called.example", &[5], Some("called.example")),
        ("notstoryloam.example", &[], None),
        ("story.storyloam.example", &[], None),
        ("loam.example", &[], None),
        ("none", &[], None),
        ("read storyloam.example", &[], None),
    ] {
        let named = finder.named(words);
        let found: Vec<i64> = named.iter().map(|named| named.id.0).collect();
        assert_eq!(found, ids, "{words}");
        assert!(
            named.iter().all(|named| named.alias.as_deref() == alias),
            "{words}"
        );
        if !ids.is_empty() {
            let hits = finder.search(words, 9).hits;
            let hits: Vec<i64> = hits.iter().map(|hit| hit.id.0).collect();
            assert_eq!(&hits[..ids.len()], ids, "{words}");
        }
    }
    let hit = finder.search("storyloam.example/login", 9).hits.remove(0);
    assert_eq!(hit.alias.as_deref(), Some("storyloam.example"));
    assert_eq!((hit.spans[0].start, hit.spans[0].end), (0, 17));
    let said = asked("can we use storyloam.example at lin", &schools(), &finder);
    assert_eq!(said.product, "storyloam.example");
    assert_eq!(said.school, SchoolMeant::One(SchoolId(0)));
}

proptest! {
    #[test]
    fn no_text_breaks_the_finder(name in ".{0,40}", typed in ".{0,20}") {
        let finder = Finder::new(vec![FinderEntry { name: name.clone(), ..FinderEntry::default() }]);
        for text in [typed.as_str(), name.as_str()] {
            for hit in finder.search(text, 9).hits {
                for span in hit.spans {
                    prop_assert!(name.get(span).is_some());
                }
            }
            finder.near(text, 3);
            finder.twin(text);
            split_school(text, &schools(), &finder);
        }
        prop_assert_eq!(finder.search(&name, 1).ids.len(), 1);
    }

    #[test]
    fn every_beginning_of_a_name_finds_it(which in 0..PRODUCTS.len(), letters in 2usize..20) {
        let name = PRODUCTS[which].0;
        let typed: String = name.chars().take(letters).collect();
        let found = finder().search(&typed, 99);
        let hit = found.hits.iter().find(|h| h.id.0 == which as i64);
        prop_assert!(hit.is_some_and(|h| h.how <= MatchKind::Start), "{}", typed);
    }
}

#[test]
fn typing_on_finds_what_a_fresh_look_finds() {
    let entries: Vec<FinderEntry> = NAMES_TYPED_ON
        .iter()
        .zip(1..)
        .map(|(name, id)| FinderEntry {
            id: ProductId(id),
            name: (*name).to_owned(),
            vendor: Some("Lanterna Labs".to_owned()),
            ..FinderEntry::default()
        })
        .collect();
    let kept = Finder::new(entries.clone());
    for typed in [
        "khan lab", "a b", "quizelt", "ka lan", "gclass", "lab", "7 m", "xq",
    ] {
        for end in (1..=typed.len()).chain((1..typed.len()).rev()) {
            let typed = &typed[..end];
            let fresh = Finder::new(entries.clone()).search(typed, 20);
            assert_eq!(kept.search(typed, 20), fresh, "{typed}");
        }
    }
}

const NAMES_TYPED_ON: [&str; 12] = [
    "Khan Academy",
    "Lukas Labs",
    "Kahoot",
    "A Bee",
    "Abacus",
    "Quizlet",
    "Google Classroom",
    "7 Mindsets",
    "Alpha Blocks",
    "Kalandar",
    "Quick Lanterns",
    "Book Lab",
];

/// What people say around two names is no name, and a school is known by the words of the trade.
#[test]
fn a_question_as_it_is_spoken_names_the_product_and_the_school() {
    let finder = finder();
    let schools = schools();
    let id = |name: &str| ProductId(PRODUCTS.iter().position(|p| p.0 == name).unwrap() as i64);
    let school = |code: &str| SchoolId(SCHOOLS.iter().position(|s| s.0 == code).unwrap() as i64);
    for (typed, product, at) in [
        ("nearpod at lin", "Nearpod", Some("LIN")),
        ("can i use nearpod at lincoln?", "Nearpod", Some("LIN")),
        ("is nearpod allowed", "Nearpod", None),
        (
            "does washington ms have the pebblego",
            "PebbleGo",
            Some("WMS"),
        ),
        ("nearpod Lincoln Elementary", "Nearpod", Some("LIN")),
        (
            "nearpod for washington middle school",
            "Nearpod",
            Some("WMS"),
        ),
        ("quizlet the", "Quizlet", None),
        // A small word of a name is the name's.
        ("type to learn at ada", "Type to Learn", Some("ADA")),
    ] {
        let asked = asked(typed, &schools, &finder);
        let named: Vec<ProductId> = asked.named.iter().map(|named| named.id).collect();
        assert_eq!(named, [id(product)], "{typed}");
        let wanted = at.map_or(SchoolMeant::Unsaid, |code| SchoolMeant::One(school(code)));
        assert_eq!(asked.school, wanted, "{typed}");
    }
    // What a product is, is no small word of it: `Nearpod app` may be another one.
    for typed in ["nearpod app", "can we use it", "nearpod at nowhere"] {
        assert!(asked(typed, &schools, &finder).named.is_empty(), "{typed}");
    }
}

/// Names and words of two letters, which begin each other in every way there is.
#[test]
fn a_name_is_told_by_its_first_letters_only_where_nothing_names_it() {
    let mut dice = fastrand::Rng::with_seed(5);
    let mut named = 0;
    for _ in 0..20_000 {
        let mut words = |most: usize| {
            let words = (0..dice.usize(1..=most)).map(|_| {
                let letters = (0..dice.usize(1..=4)).map(|_| dice.choice(['a', 'b']).unwrap());
                letters.collect::<String>()
            });
            words.collect::<Vec<_>>().join(" ")
        };
        let (typed, name) = (words(2), words(3));
        let whole = key(&typed) == key(&name) || super::naming::shortens_to(&typed, &name);
        let told = AskedNames::of(&typed, &[]).name(&name, None);
        // Words that repeat are read once too.
        assert!(told || !whole, "`{typed}` for `{name}`");
        named += usize::from(told);
    }
    assert!(named > 500, "{named}");
}

//! What the finder makes of the names of a real catalogue: seen after two letters, never taken for another,
//! found although misspelt. The measures are printed.

use hallpass::domain::find::{Finder, FinderEntry};
use hallpass::domain::product::ProductId;
use hallpass::domain::text::fold;
use libtest_mimic::Trial;

use crate::needs::{Need, data, trials};
use crate::seen::{ROWS, seen_after};

pub fn tests() -> Vec<Trial> {
    trials!(Need::RealFiles; two_letters_bring_nearly_every_product_of_a_real_catalogue, real_names_are_seen_after_two_letters, no_real_name_that_is_not_listed_is_answered_with_another, a_real_name_misspelt_is_named_or_is_the_nearest)
}

/// How many names beginning with `Google` this brings into sight.
fn seen_as(typed: &str, entries: &[FinderEntry]) -> usize {
    let found = Finder::new(entries.to_vec()).search(typed, ROWS);
    let google = |id: ProductId| {
        entries
            .iter()
            .any(|e| e.id == id && e.name.starts_with("Google"))
    };
    found.hits.iter().filter(|hit| google(hit.id)).count()
}

fn two_letters_bring_nearly_every_product_of_a_real_catalogue() {
    let path = data("products/products_info.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let column = reader
        .headers()
        .unwrap()
        .iter()
        .position(|title| title == "Product Name")
        .unwrap();
    let rows = reader.records().map(|row| row.unwrap()[column].to_owned());
    let entries: Vec<FinderEntry> = rows
        .zip(1..)
        .map(|(name, id)| FinderEntry {
            id: ProductId(id),
            name,
            ..FinderEntry::default()
        })
        .collect();
    let shares = [1, 2, 3].map(|letters| seen_after(letters, &entries));
    println!(
        "{} real names, after 1, 2, 3 letters: {shares:.1?} %",
        entries.len()
    );
    // The rest are two dozen names that begin with `Google`: no three letters tell them apart.
    assert!(shares[1] >= 95.0 && shares[2] >= 96.0, "{shares:?}");
    for typed in ["go sh", "go fo", "go tr"] {
        assert!(seen_as(typed, &entries) > 0, "{typed}");
    }
}

fn real_names_are_seen_after_two_letters() {
    let names = catalogue();
    let entries = names.iter().enumerate().map(|(i, name)| FinderEntry {
        id: i as i64,
        name: name.clone(),
        ..FinderEntry::default()
    });
    let finder = Finder::new(entries.collect());
    let seen = |i: usize, letters: usize| {
        let typed: String = plain(&names[i])
            .replace(' ', "")
            .chars()
            .take(letters)
            .collect();
        finder
            .search(&typed, 12)
            .hits
            .iter()
            .any(|h| h.id == i as i64)
    };
    let shown = |letters| (0..names.len()).filter(|i| seen(*i, letters)).count();
    let (two, three) = (shown(2), shown(3));
    assert!(
        two * 100 >= names.len() * 90,
        "{two} of {} after two letters",
        names.len()
    );
    assert!(
        three * 100 >= names.len() * 95,
        "{three} of {} after three",
        names.len()
    );
}

/// The names of a real catalogue.
fn catalogue() -> Vec<String> {
    let mut reader = csv::Reader::from_path(data("products/products_info.csv")).unwrap();
    let names = reader
        .records()
        .map(|row| row.unwrap()[2].trim().to_owned());
    names.collect()
}

fn finder(names: &[&str]) -> Finder {
    let entries = names.iter().zip(1..).map(|(name, id)| FinderEntry {
        id: ProductId(id),
        name: (*name).to_owned(),
        ..FinderEntry::default()
    });
    Finder::new(entries.collect())
}

/// Its words in small letters, nothing between them but a space.
fn plain(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
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
            wrong.extend(
                named.map(|n| (name.clone(), listed[n.id.0 as usize - 1].to_owned(), n.by)),
            );
        }
    }
    println!(
        "{asked} real names that are not listed, {} answered with another",
        wrong.len()
    );
    assert_eq!(wrong, []);
    // Whoever else is listed: no real name shortens or misspells another.
    let mut taken = Vec::new();
    for listed in &names {
        let finder = finder(&[listed]);
        for asked in names.iter().filter(|asked| plain(asked) != plain(listed)) {
            let named = finder.named(asked).into_iter();
            taken.extend(named.map(|named| (asked, listed, named.by)));
        }
    }
    assert_eq!(taken, []);
}

/// From so many letters on a misspelt name is named for sure.
const LONG: usize = 7;

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

fn a_real_name_misspelt_is_named_or_is_the_nearest() {
    let names = catalogue();
    let listed: Vec<&str> = names.iter().map(String::as_str).collect();
    let finder = finder(&listed);
    let mut lot = lots(11);
    let (mut asked, mut first) = (0, 0);
    for (name, id) in names.iter().zip(1..) {
        let long = plain(name).replace(' ', "").chars().count() >= LONG;
        for words in misspelt(name, &mut lot) {
            asked += 1;
            let named = finder.named(&words);
            let found = match named.first() {
                Some(named) => Some(named.id),
                None if long => None,
                None => finder.near(&words, 1).first().map(|near| near.id),
            };
            if found == Some(ProductId(id)) {
                first += 1;
            } else {
                let found = found.map(|id| &names[id.0 as usize - 1]);
                println!("`{words}` for {name} is {found:?}");
            }
        }
    }
    println!("{first} of {asked} misspelt real names come first");
    assert!(first * 100 >= asked * 97, "{first} of {asked}");
}

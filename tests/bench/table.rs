//! What the program takes in made-up districts of each size, in one table: time of the processor, the most memory, reads
//! and instructions of each command and of the screens at rest, and how each grows with the district.
//!
//! `cargo bench --bench table` prints it. `-- --sizes S,M,L` says which districts (S and M where it is not said: L takes
//! a quarter of an hour more), `-- --only status,check` which figures, `-- --save FILE` keeps the run, and
//! `-- --compare FILE` tells below each line how it differs from a kept one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "table/figures.rs"]
mod figures;
#[path = "table/paper.rs"]
mod paper;
#[path = "table/run.rs"]
mod run;

use std::fs;
use std::path::PathBuf;
use std::process::exit;

use figures::{FIGURES, Figure, Place, SIZES};
use paper::Costs;

/// What is asked on the command line.
#[derive(Default)]
struct Asked {
    bench: bool,
    sizes: Vec<String>,
    only: Vec<String>,
    save: Option<PathBuf>,
    compare: Option<PathBuf>,
}

impl Asked {
    fn read() -> Asked {
        let mut asked = Asked::default();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            // What cargo itself says, where it measures and does not test.
            if word == "--bench" {
                asked.bench = true;
                continue;
            }
            let next = words.next();
            let text = || next.clone().unwrap_or_else(|| refuse(&word, &[]));
            match word.as_str() {
                "--sizes" => asked.sizes = list(&text(), &SIZES),
                "--only" => asked.only = list(&text(), &FIGURES.map(|figure| figure.name)),
                "--save" => asked.save = Some(text().into()),
                "--compare" => asked.compare = Some(text().into()),
                other => refuse(other, &["--sizes", "--only", "--save", "--compare"]),
            }
        }
        if asked.sizes.is_empty() {
            asked.sizes = vec!["S".to_owned(), "M".to_owned()];
        }
        asked
    }

    fn asks(&self, figure: &Figure) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == figure.name)
    }
}

/// The words of a list, each of which must be known.
fn list(text: &str, known: &[&str]) -> Vec<String> {
    let words = text.split([',', ' ']).filter(|word| !word.is_empty());
    let checked = words.map(|word| {
        if !known.contains(&word) {
            refuse(word, known);
        }
        word.to_owned()
    });
    checked.collect()
}

fn refuse(word: &str, known: &[&str]) -> ! {
    match known {
        [] => eprintln!("{word} needs a word behind it"),
        _ => eprintln!("{word} is none of: {}", known.join(", ")),
    }
    exit(2)
}

fn main() {
    let asked = Asked::read();
    if !asked.bench {
        println!("Nothing is measured in a test: cargo bench --bench table");
        return;
    }
    // Read first, so that a word that is no file ends it before anything is measured.
    let before = asked.compare.as_ref().map(|file| {
        let text = fs::read_to_string(file)
            .unwrap_or_else(|why| panic!("{} cannot be read: {why}", file.display()));
        paper::read(&text)
    });
    let mut costs = Costs::new();
    let mut places = Vec::new();
    for size in &asked.sizes {
        let place = Place::of(size, asked.asks(&FIGURES[0]));
        places.push(place.to_string());
        for figure in FIGURES.iter().filter(|figure| asked.asks(figure)) {
            let cost = (figure.measure)(&place);
            eprintln!("{size} {}", figure.name);
            costs.insert((figure.name.to_owned(), size.clone()), cost);
        }
    }
    paper::print(&places, &asked.sizes, &costs, before.as_ref());
    if let Some(file) = &asked.save {
        fs::write(file, paper::written(&costs)).unwrap();
        eprintln!("kept in {}", file.display());
    }
}

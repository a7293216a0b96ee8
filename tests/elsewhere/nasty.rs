//! The naughty strings and escape streams of other people, imported as every kind of name and note.

use libtest_mimic::Trial;

use crate::hostile::{flood, look, out_and_in_again};
use crate::needs::{Need, data, trials};
use crate::program::District;

pub fn tests() -> Vec<Trial> {
    trials!(Need::RealFiles; naughty_strings_as_every_name_and_note, escape_streams_as_every_name_and_note)
}

fn naughty_strings_as_every_name_and_note() {
    let path = data("nasty/blns/blns.json");
    let texts: Vec<String> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let district = District::new();
    flood(&district, &texts);
    look(&district);
    out_and_in_again(&district);
}

fn escape_streams_as_every_name_and_note() {
    let folder = data("nasty/xterm_escape");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let stream = String::from_utf8_lossy(&bytes).replace('\0', "");
        let part: String = stream.chars().take(2_000).collect();
        // The beginning alone as well: an escape right where the cell begins.
        texts.push(stream.chars().take(20).collect());
        texts.push(part);
    }
    texts.sort();
    assert!(texts.len() > 100);
    let district = District::new();
    flood(&district, &texts);
    look(&district);
    out_and_in_again(&district);
}

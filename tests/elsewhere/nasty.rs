//! Hostile text from outside, imported as every kind of name and note: whatever a command then prints acts on no
//! terminal, hides nothing, turns no reading direction, and leaves no formula in an export. The naughty strings and
//! escape streams are other people's.

use libtest_mimic::Trial;
use proptest::prelude::*;

use crate::hostile::{flood, harmless, look, out_and_in_again};
use crate::needs::{Need, data, trials};
use crate::program::{Answer, District};
use crate::support::fuzz::{SLY, sly_text};

pub fn tests() -> Vec<Trial> {
    let both = Need::hardest(&[Need::RealFiles, Need::Time]);
    let mut tests = trials!(both; naughty_strings_as_every_name_and_note, escape_streams_as_every_name_and_note);
    tests.extend(trials!(Need::Time;
        hostile_words_on_the_command_line_and_in_file_names_are_only_shown,
        whatever_is_imported_is_harmless,
    ));
    tests
}

/// Those that can be a word of a command at all: no word holds the character that ends it.
fn sly_words() -> Vec<&'static str> {
    let words = SLY.into_iter();
    words.filter(|sly| !sly.contains('\0')).collect()
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

fn hostile_words_on_the_command_line_and_in_file_names_are_only_shown() {
    let district = District::new();
    let words = sly_words();
    flood(
        &district,
        &words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>(),
    );
    look(&district);
    out_and_in_again(&district);
    for (n, sly) in words.into_iter().enumerate() {
        let name = format!("x{}{n}.csv", sly.replace('/', ""));
        let header = format!("name,\"a{}b\",grades\n", sly.replace('"', ""));
        let file = district.file(&name, format!("{header}Thing {n},1,K-99\n"));
        let file = file.to_str().unwrap();
        let told = format!("name=a{sly}b");
        let field = format!("{sly}=name");
        let missing = format!("{file}.no");
        for args in [
            &["import", "products", file][..],
            &["import", "products", file, "--json"],
            &["import", "products", file, "--skip-bad"],
            &["import", "products", file, "--map", &told],
            &["import", "products", file, "--map", &field],
            &["import", "products", file, "--sheet", sly],
            &["import", "products", &missing],
            &["status", sly],
            &["status", sly, "--school", sly],
            &["status", "p0", "--grade", sly],
            &["product", sly],
            &["inventory", sly],
            &["history", sly],
            &["history", "--person", sly],
            &["people", "add", sly, "--name", sly, "--roles", "helpdesk"],
            &["people", "add", "zz", "--name", "Z", "--roles", sly],
            &["people", "list"],
            &["schools", "--as", sly],
            &["import", "schools", file, "--as", sly],
            &["schools", "--db", &missing],
            &["backup", &missing],
            &["load", &missing],
            &["export", "products", "-o", &missing],
        ] {
            let answer = district.run(args);
            // Usage errors repeat what was typed, too.
            let code = if answer.code == 2 { 1 } else { answer.code };
            harmless(&format!("{args:?}"), &Answer { code, ..answer });
        }
    }
}

fn hostile_text() -> impl Strategy<Value = String> {
    sly_text().prop_map(|text| text.replace('\0', ""))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]
    fn whatever_is_imported_is_harmless(texts in prop::collection::vec(hostile_text(), 5..25)) {
        let district = District::new();
        flood(&district, &texts);
        look(&district);
        out_and_in_again(&district);
    }
}

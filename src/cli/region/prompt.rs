//! `hallpass --region URL --plain`: a prompt over all districts of a region, one fact a line, for ears and scripts.

use crate::domain::region::address::RegionAddress;

use super::super::plain::{LineReader, Patience, ReadLine, leaves};
use super::super::print::{self, Form};
use super::super::{Context, Failure, Unread};

/// What one may say here, and what it does.
const WORDS: [(&str, &str, &str); 5] = [
    ("status", "status PRODUCT", "what districts say of it"),
    ("product", "product PRODUCT", "all that they share of it"),
    ("prices", "prices PRODUCT", "about what it costs"),
    ("ending", "ending", "what several could buy together"),
    (
        "differences",
        "differences",
        "what some allow and others refuse",
    ),
];

/// Asks, reads a line, answers; until `quit`, Ctrl-C or the end of the input.
pub(in crate::cli) fn prompt(context: &Context, address: &RegionAddress) -> Result<(), Failure> {
    let context = Context {
        form: Form::Plain,
        ..context.clone()
    };
    print::line("hallpass, all districts of the region.");
    print::line("Say help for the words that can be said here.");
    let patience = Patience::default();
    let mut reader = LineReader::new(&patience);
    loop {
        let ReadLine::Said(line) = reader.asked("What now?", &completions) else {
            if patience.terminated() {
                return Err(Failure::Terminated);
            }
            print::line("");
            return Ok(());
        };
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.first() {
            None => {}
            Some(word) if leaves(word) => return Ok(()),
            Some(&("help" | "?")) => {
                for (_, says, does) in WORDS {
                    print::line(&format!("{says}: {does}."));
                }
                print::line("quit: leave.");
            }
            Some(_) => {
                if let Err(failure) = answer(&context, &words, address) {
                    failure.tell();
                }
            }
        }
    }
}

/// The words that begin so.
fn completions(begun: &str) -> Vec<String> {
    let known = WORDS.iter().map(|(word, ..)| *word);
    let fit = known.filter(|word| word.starts_with(begun));
    fit.map(str::to_owned).collect()
}

/// Runs the command that a line stands for.
fn answer(context: &Context, words: &[&str], address: &RegionAddress) -> Result<(), Failure> {
    let known = WORDS
        .iter()
        .find(|(known, ..)| Some(known) == words.first());
    let Some((_, says, _)) = known else {
        let word = words.first().copied().unwrap_or_default();
        return Err(Failure::refused(
            format!("`{word}` is not a word of this prompt"),
            "say help for those that are",
        ));
    };
    let address = format!("--region={address}");
    let line = ["hallpass", "region"].into_iter();
    let line = line.chain(words.iter().copied()).chain([address.as_str()]);
    match context.read(line) {
        Ok(cli) => context.carry_out(&cli).map(|_| ()),
        Err(Unread::Refused(failure)) => Err(failure),
        Err(Unread::Usage(_)) => Err(Failure::refused(
            "that cannot be answered",
            format!("say: {says}"),
        )),
    }
}

//! `hallpass --region URL --plain`: a prompt over all districts of a region, one fact a line, for ears and scripts.

use std::io::{self, BufRead, Read};

use crate::domain::region::address::RegionAddress;
use crate::domain::text;

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

/// A longer line is no command.
const LONGEST_LINE: u64 = 4_000;

/// Asks, reads a line, answers; until `quit` or the end of the input.
pub(in crate::cli) fn prompt(context: &Context, address: &RegionAddress) {
    let context = Context {
        form: Form::Plain,
        ..context.clone()
    };
    print::line("hallpass, all districts of the region.");
    print::line("Say help for the words that can be said here.");
    let mut input = io::stdin().lock();
    loop {
        print::ask("What now?");
        let mut line = Vec::new();
        let read = input
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line);
        if !read.is_ok_and(|bytes| bytes > 0) {
            return print::line("");
        }
        let line = text::clean(&String::from_utf8_lossy(&line)).text;
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.first() {
            None => {}
            Some(&("quit" | "exit" | "q")) => return,
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

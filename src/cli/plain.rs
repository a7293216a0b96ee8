//! `hallpass --plain` with no command: a prompt for ears and scripts. Each line is a command of the command
//! line, in fewer words; one fact a line, no escape sequence, the question last.

use std::io::{self, BufRead, BufReader, Read};

use clap::error::ErrorKind;

use crate::domain::put::Stamp;
use crate::domain::renewal::agenda::AgendaFilter;
use crate::domain::setting::MADE_UP;
use crate::domain::text;

use crate::domain::review::QueueFilter;

use super::print::{self, Form};
use super::{Context, Failure, Unread};

mod listener;
mod review;

use listener::{Listener, Patience};

/// What one may say here, the command it stands for, and what it does.
const WORDS: [(&str, &str, &str); 24] = [
    ("status", "status PRODUCT SCHOOL", "may it be used there"),
    ("product", "product PRODUCT", "everything about a product"),
    ("school", "school SCHOOL", "what a school has"),
    ("schools", "schools", "every school"),
    (
        "history",
        "history [PRODUCT or SCHOOL]",
        "who changed what, newest first",
    ),
    (
        "queue",
        "queue",
        "what is to be reviewed, what is due first",
    ),
    (
        "next",
        "next",
        "take what is next for me and answer it item by item",
    ),
    (
        "decide",
        "decide [R-418]",
        "decide what I have, or that request",
    ),
    ("review", "review show R-418", "the checklists of a request"),
    (
        "request",
        "request show R-418",
        "who asked, and where it stands",
    ),
    (
        "note",
        "note PRODUCT --text \"WORDS\"",
        "leave words on a product or a school",
    ),
    (
        "renewals",
        "renewals",
        "contracts that end, the most urgent first",
    ),
    (
        "renewal",
        "renewal show C-117",
        "its dates and why, the decision, what is left to do",
    ),
    (
        "renewal",
        "renewal decide C-117 cancel --reason \"WORDS\"",
        "decide it: cancel, renew, negotiate, replace",
    ),
    (
        "overlaps",
        "overlaps",
        "where the district pays twice, the dearest first",
    ),
    (
        "gaps",
        "gaps",
        "where groups fall short of a standard, the worst first",
    ),
    (
        "route",
        "route CODE --school SCHOOL",
        "what to use for a gap there, in order",
    ),
    (
        "standards",
        "standards --claimed",
        "what is claimed and to be verified, what closes most first",
    ),
    (
        "standard",
        "standard verify PRODUCT CODE --sampled 3 --met 3 --evidence LINK",
        "say that sampled tasks of it met the standard",
    ),
    (
        "waste",
        "waste",
        "what of this year's money is at risk, and why",
    ),
    ("undo", "undo", "take back my last change"),
    ("redo", "redo", "put it back"),
    ("help", "help", "these words"),
    ("quit", "quit", "leave"),
];

/// A longer line is no command.
const LONGEST_LINE: u64 = 4_000;

/// Asks, reads a line, answers; until `quit`, the end of the input, or until nobody typed a line for so long that the
/// district's policy has it close.
pub(super) fn run(context: &Context) -> Result<(), Failure> {
    let patience = Patience::default();
    let mut input = BufReader::new(Listener::new(io::stdin(), &patience));
    let left = converse(context, &mut input, &patience);
    match patience.ended() {
        Some(limit) => Err(Failure::LeftAlone(limit)),
        None => left,
    }
}

fn converse(
    context: &Context,
    input: &mut dyn BufRead,
    patience: &Patience,
) -> Result<(), Failure> {
    let context = Context {
        form: Form::Plain,
        ..context.clone()
    };
    greet(&context)?;
    loop {
        // Asked each time: the policy may have changed since. Where it cannot be read the next answer says why.
        if let Ok(limit) = context.idle_limit() {
            patience.set(limit);
        }
        print::ask("What now?");
        let Some(line) = next_line(input) else {
            print::line("");
            return Ok(());
        };
        let words = spoken(&line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.split_first() {
            None => {}
            Some((&("quit" | "exit" | "q"), _)) => return Ok(()),
            Some((&("help" | "?"), _)) => help(),
            Some((word, rest)) => {
                let done = match *word {
                    "next" => review::next(&context, input),
                    "decide" => review::decide(&context, rest, input),
                    word => answer(&context, word, rest),
                };
                if let Err(failure) = done {
                    failure.tell();
                }
            }
        }
    }
}

fn greet(context: &Context) -> Result<(), Failure> {
    let mut office = context.asked_office()?;
    let Stamp { who, today, .. } = office.stamp();
    let district = office.district()?;
    let me = office.person(&who)?.map_or(who, |person| person.name);
    let day = today.format("%A %B %-d, %Y");
    print::line(&format!("hallpass, {district}, {me}. {day}."));
    match office.marks()?.word() {
        Some(MADE_UP) => print::line("DEMO: a made-up district."),
        Some(word) => print::line(&format!("{word}: nothing here is real.")),
        None => {}
    }
    let late = QueueFilter {
        late: true,
        ..QueueFilter::default()
    };
    match office.queue(&late)?.len() {
        0 => {}
        1 => print::line("Due: 1 late review."),
        n => print::line(&format!("Due: {n} late reviews.")),
    }
    let agenda = office.agenda_of(&AgendaFilter::default())?;
    match agenda.iter().filter(|row| row.is_pressing()).count() {
        0 => {}
        1 => print::line("Due: 1 renewal, missed or to decide within 14 days."),
        n => print::line(&format!(
            "Due: {n} renewals, missed or to decide within 14 days."
        )),
    }
    print::line("Say help for the words that can be said here.");
    Ok(())
}

fn help() {
    for (_, says, does) in WORDS {
        print::line(&format!("{says}: {does}."));
    }
}

/// Runs the command that a line stands for.
fn answer(context: &Context, word: &str, rest: &[&str]) -> Result<(), Failure> {
    if !WORDS.iter().any(|(known, ..)| *known == word) {
        return Err(Failure::refused(
            format!("`{word}` is not a word of this prompt"),
            "say help for those that are",
        ));
    }
    let command = if word == "school" { "inventory" } else { word };
    let line = ["hallpass", command]
        .into_iter()
        .chain(rest.iter().copied());
    let cli = match context.read(line) {
        Ok(cli) => cli,
        Err(Unread::Refused(failure)) => return Err(failure),
        Err(Unread::Usage(asked)) if !asked.use_stderr() => {
            print::text(&asked.to_string());
            return Ok(());
        }
        Err(Unread::Usage(error)) => {
            let usage = error.to_string();
            let what = usage.lines().next().unwrap_or_default();
            let what = what.strip_prefix("error: ").unwrap_or(what);
            // What is missing stands on lines of its own, in the words of the command line.
            let what = match error.kind() {
                ErrorKind::MissingRequiredArgument => format!("`{word}` needs more words"),
                _ => what.to_owned(),
            };
            return Err(Failure::refused(what, format!("say: {}", how(word))));
        }
    };
    cli.command
        .map_or(Ok(()), |command| command.run(context).map(|_| ()))
}

/// How this word is said, in each way that help names.
fn how(word: &str) -> String {
    let ways = WORDS.iter().filter(|(known, ..)| *known == word);
    ways.map(|(_, says, _)| *says)
        .collect::<Vec<_>>()
        .join(", or ")
}

/// The words of a line; what stands in double quotes is one word.
fn spoken(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            blank if blank.is_whitespace() && !quoted => words.push(String::new()),
            letter => {
                if let Some(word) = words.last_mut() {
                    word.push(letter);
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The next line, cleaned; none at the end of the input.
fn next_line(input: &mut dyn BufRead) -> Option<String> {
    let mut line = Vec::new();
    let read = input.take(LONGEST_LINE).read_until(b'\n', &mut line);
    match read {
        Ok(bytes) if bytes > 0 => Some(text::clean(&String::from_utf8_lossy(&line)).text),
        _ => None,
    }
}

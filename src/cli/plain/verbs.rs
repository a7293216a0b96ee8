//! What can be said at the prompt: how a line is matched with the table of it, from which help, what is asked for and the
//! completions come too. Each word stands for a command of the command line, which asks and does.

use super::asks::VerbQuestion;
use crate::cli::find;
use crate::domain::field::ImportKind;

mod table;

use StandsFor::Command;
pub(super) use table::VERBS;

/// A part of help: what people do together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VerbPart {
    Calls,
    Reviews,
    Contracts,
    Money,
    Standards,
    Office,
    Talk,
}

impl VerbPart {
    /// All, in the order of help.
    pub(super) const ALL: [VerbPart; 7] = [
        VerbPart::Calls,
        VerbPart::Reviews,
        VerbPart::Contracts,
        VerbPart::Money,
        VerbPart::Standards,
        VerbPart::Office,
        VerbPart::Talk,
    ];

    /// The word by which help gives this part alone.
    pub(super) fn word(self) -> &'static str {
        match self {
            VerbPart::Calls => "calls",
            VerbPart::Reviews => "reviews",
            VerbPart::Contracts => "contracts",
            VerbPart::Money => "money",
            VerbPart::Standards => "teaching",
            VerbPart::Office => "office",
            VerbPart::Talk => "talk",
        }
    }

    /// What people do there.
    pub(super) fn heading(self) -> &'static str {
        match self {
            VerbPart::Calls => "Answer a call",
            VerbPart::Reviews => "Review what is asked for",
            VerbPart::Contracts => "Contracts that end",
            VerbPart::Money => "Money: paid twice, paid for nothing",
            VerbPart::Standards => "What products teach",
            VerbPart::Office => "People, settings and files",
            VerbPart::Talk => "This talk",
        }
    }
}

/// What a line with a word stands for.
#[derive(Clone, Copy)]
pub(super) enum StandsFor {
    /// This command, with the words behind.
    Command(&'static str),
    /// One of these, by what the number behind is of: a request, a contract, an overlap.
    Numbered(&'static str, &'static str, &'static str),
    /// Takes what is next for me and asks item by item.
    Next,
    /// Decides what the number is of.
    Decide,
    /// Takes what the number is of.
    Take,
    /// Asks for the fields of a new one.
    Add(ImportKind),
    /// Asks what is otherwise of the one that is named.
    Edit(ImportKind),
    /// What is due for me.
    Due,
    Help,
    Quit,
}

/// One thing that can be said.
pub(super) struct Verb {
    /// How it is said: its words in small letters, then what stands for the rest.
    pub(super) says: &'static str,
    /// What it does.
    pub(super) does: &'static str,
    pub(super) part: VerbPart,
    pub(super) stands_for: StandsFor,
    /// What is asked for where the line does not say it.
    pub(super) asks: &'static [VerbQuestion],
}

impl Verb {
    /// The words of the line that it begins with.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> + Clone {
        let small = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase());
        self.says.split(' ').take_while(small)
    }
}

/// What a line says: the word it begins with, or the command as the command line calls it; the longest that fits, and the
/// words behind.
pub(super) fn said<'w>(line: &'w [&'w str]) -> Option<(&'static Verb, &'w [&'w str])> {
    let begins = |words: &mut dyn Iterator<Item = &'static str>| {
        let words: Vec<&str> = words.collect();
        line.starts_with(&words).then_some(words.len())
    };
    let commands = VERBS.iter().filter_map(|verb| match verb.stands_for {
        Command(command) => Some((verb, begins(&mut command.split(' '))?)),
        _ => None,
    });
    let words = VERBS
        .iter()
        .filter_map(|verb| Some((verb, begins(&mut verb.words())?)));
    // Of two as long the word of this prompt counts.
    let (verb, count) = commands.chain(words).max_by_key(|(_, count)| *count)?;
    Some((verb, &line[count..]))
}

/// The verb that stands for this command.
pub(super) fn of(name: &str) -> Option<&'static Verb> {
    VERBS
        .iter()
        .find(|verb| matches!(verb.stands_for, Command(command) if command == name))
}

/// The command of these words, of the whole program.
pub(super) fn command_of<'p>(program: &'p clap::Command, words: &str) -> Option<&'p clap::Command> {
    words
        .split(' ')
        .try_fold(program, |command, word| command.find_subcommand(word))
}

/// What a number is of, by how it is written: hallpass gives R-418 and P-31 to requests, O-x7k2q to overlaps; the numbers
/// of contracts are the district's own.
pub(super) fn numbered<'c>(number: &str, of: (&'c str, &'c str, &'c str)) -> &'c str {
    let upper = number.trim().to_uppercase();
    let counted = |prefix: &str| {
        let digits = upper.strip_prefix(prefix);
        digits.is_some_and(|d| !d.is_empty() && d.chars().all(|c| c.is_ascii_digit()))
    };
    if upper.starts_with("O-") {
        of.2
    } else if ["R-", "P-", ""].into_iter().any(counted) {
        of.0
    } else {
        of.1
    }
}

/// The words nearest to one that is none.
pub(super) fn near(word: &str) -> String {
    let word = word.to_lowercase();
    let mut all: Vec<&str> = VERBS.iter().filter_map(|v| v.words().next()).collect();
    all.dedup();
    let close = |known: &&&str| strsim::damerau_levenshtein(known, &word) <= 2;
    let close: Vec<String> = all.iter().filter(close).map(|w| (*w).to_owned()).collect();
    find::nearest(&close)
}

#[cfg(test)]
mod tests {
    use super::StandsFor::Numbered;
    use super::*;
    use crate::cli::{Cli, guarded};
    use clap::CommandFactory;

    /// Everything that people may ask from outside has its word here.
    #[test]
    fn every_command_has_its_word() {
        for name in guarded::OVER_SSH {
            let stands = VERBS.iter().any(|verb| match verb.stands_for {
                Command(command) => command.split(' ').next() == Some(name),
                _ => false,
            });
            assert!(stands, "{name} has no word at the prompt");
        }
    }

    /// Each word stands for a command that there is, and asks for arguments that it has.
    #[test]
    fn what_is_asked_for_is_what_the_command_takes() {
        let program = Cli::command();
        for verb in VERBS {
            let paths = match verb.stands_for {
                Command(one) => vec![one],
                Numbered(a, b, c) => vec![a, b, c],
                _ => vec![],
            };
            for path in paths {
                let command = command_of(&program, path).unwrap_or_else(|| panic!("{path}"));
                for ask in verb.asks {
                    let known = command.get_arguments().any(|arg| arg.get_id() == ask.arg);
                    assert!(known, "{path} takes no {}", ask.arg);
                }
                let needs = command.get_arguments().filter(|arg| arg.is_required_set());
                for arg in needs.filter(|_| !verb.asks.is_empty()) {
                    let asked = verb.asks.iter().any(|ask| arg.get_id() == ask.arg);
                    let numbered = matches!(verb.stands_for, Numbered(..));
                    assert!(
                        asked || numbered,
                        "{path} does not ask for {}",
                        arg.get_id()
                    );
                }
            }
        }
    }

    #[test]
    fn the_longest_word_counts_and_a_number_says_what_it_is_of() {
        let line = ["review", "decide", "R-1"];
        let (verb, rest) = said(&line).unwrap();
        assert_eq!((verb.says, rest), ("review decide R-418", &["R-1"][..]));
        assert_eq!(said(&["people"]).unwrap().0.says, "people");
        // As the command line calls it.
        for (line, says) in [
            (&["people", "list"][..], "people"),
            (&["inventory"], "school SCHOOL"),
        ] {
            let (verb, rest) = said(line).unwrap();
            assert_eq!((verb.says, rest.len()), (says, 0));
        }
        assert!(said(&["frobnicate"]).is_none());
        let of = ("request", "contract", "overlap");
        for (number, is) in [
            ("R-418", "request"),
            ("p-31", "request"),
            ("418", "request"),
            ("C-117", "contract"),
            ("PO-2026-9", "contract"),
            ("R-x", "contract"),
            ("o-x7k2q", "overlap"),
        ] {
            assert_eq!(numbered(number, of), is, "{number}");
        }
    }
}

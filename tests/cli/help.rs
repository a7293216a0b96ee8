//! The pages of help, as they are printed where no terminal says how wide it is.

use std::process::Command;

use super::desk::{PROGRAM, said};
use crate::support::snapshot::snapshot;
use hallpass::tui::popup::reports::REPORTS;

/// What `hallpass WORDS... --help` prints where no variable is set.
fn page(words: &[&str]) -> String {
    let mut command = Command::new(PROGRAM);
    let said = said(
        command
            .env_clear()
            .args(words)
            .arg("--help")
            .output()
            .unwrap(),
    );
    assert_eq!(said.code, 0, "{words:?}: {}{}", said.out, said.err);
    said.out
}

/// The commands that a page lists.
fn commands(page: &str) -> Vec<&str> {
    let lines = page.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    // What does not fit beside a command stands further to the right.
    let named = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let words = named.filter_map(|line| line.split_whitespace().next());
    words.filter(|word| *word != "help").collect()
}

/// A page and all those below it.
fn pages(words: &[&str], all: &mut String) {
    let page = page(words);
    all.push_str(&format!("$ hallpass {} --help\n{page}\n", words.join(" ")));
    for command in commands(&page) {
        pages(&[words, &[command]].concat(), all);
    }
}

#[test]
fn a_command_in_other_letters_is_named() {
    for (typed, means) in [
        (&["QUEUE"][..], "queue"),
        (&["Status", "kahoot"], "status"),
        (&["renewal", "SHOW", "C-1"], "show"),
        (&["--json", "Review", "show"], "review"),
    ] {
        let mut command = Command::new(PROGRAM);
        let said = said(command.env_clear().args(typed).output().unwrap());
        assert_eq!(said.code, 2, "{typed:?}");
        let tip = format!("a similar subcommand exists: '{means}'");
        assert!(said.err.contains(&tip), "{typed:?}: {}", said.err);
    }
    // What is a command elsewhere is none here.
    let mut command = Command::new(PROGRAM);
    let other = said(
        command
            .env_clear()
            .args(["renewal", "QUEUE"])
            .output()
            .unwrap(),
    );
    assert!(!other.err.contains("'queue'"), "{}", other.err);
}

/// A command that the screens name by the report it makes is one, with the options that are named.
#[test]
fn the_reports_that_the_screens_name_are_commands() {
    for report in REPORTS {
        let all: Vec<&str> = report.command.split(' ').collect();
        let small = |word: &&&str| word.chars().all(|c| c.is_ascii_lowercase());
        let mut words: Vec<&str> = all.iter().take_while(small).copied().collect();
        // What is exported is no command of its own.
        if words[0] == "export" {
            words.truncate(1);
        }
        let page = page(&words);
        for option in all.iter().filter(|word| word.starts_with("--")) {
            assert!(page.contains(option), "{option}: {page}");
        }
    }
}

#[test]
fn every_page_of_help_says_what_was_read() {
    let first = page(&[]);
    snapshot("cli", "help", &first);
    let commands = commands(&first);
    assert!(commands.len() > 25, "{commands:?}");
    for command in commands {
        let mut all = String::new();
        pages(&[command], &mut all);
        snapshot("cli", &format!("help-{command}"), &all);
    }
}

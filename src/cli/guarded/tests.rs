//! Every command of the command line, as people from outside have it.

mod fuzz;

use super::*;

/// Every command, those below others too, by all its words.
fn each(command: &Command, words: &[String], found: &mut Vec<(Vec<String>, Command)>) {
    for sub in command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
    {
        let words = [words, &[sub.get_name().to_owned()]].concat();
        found.push((words.clone(), sub.clone()));
        each(sub, &words, found);
    }
}

fn every_command(mut of: Command) -> Vec<(Vec<String>, Command)> {
    of.build();
    let mut found = Vec::new();
    each(&of, &["hallpass".to_owned()], &mut found);
    found
}

#[test]
fn every_command_is_either_for_people_from_outside_or_for_the_host() {
    let mut said: Vec<&str> = OVER_SSH.iter().chain(&AT_THE_HOST).copied().collect();
    said.sort_unstable();
    let own = Cli::command();
    let mut known: Vec<&str> = own.get_subcommands().map(Command::get_name).collect();
    known.sort_unstable();
    assert_eq!(said, known);
}

/// Whatever would be a file of the host has the type by which it is known, so that none is let through as words.
#[test]
fn whatever_is_called_a_file_is_a_path() {
    let mut paths = 0;
    for (words, command) in every_command(Cli::command()) {
        for arg in command.get_arguments() {
            let value = arg
                .get_value_names()
                .unwrap_or_default()
                .join(" ")
                .to_lowercase();
            let id = arg.get_id().as_str().to_lowercase();
            let called = ["file", "path", "dir", "folder", "output"];
            let looks = called
                .iter()
                .any(|word| value.contains(word) || id.contains(word));
            assert_eq!(looks, is_path(arg), "{words:?}: {id} {value}");
            paths += usize::from(looks);
        }
    }
    assert!(paths > 10, "{paths}");
}

/// Each argument that names a file, of each command, given a file of the host.
#[test]
fn no_command_takes_a_path_from_outside() {
    let mut tried = 0;
    for (words, command) in every_command(from_outside()) {
        for path in command
            .get_arguments()
            .filter(|arg| is_path(arg) && arg.get_id() != "db")
        {
            let mut line = words.clone();
            for arg in command.get_arguments() {
                let its_own = arg.get_id() == path.get_id();
                if !its_own && !arg.is_required_set() {
                    continue;
                }
                if let Some(long) = arg.get_long() {
                    line.push(format!("--{long}"));
                }
                let one_of = arg.get_possible_values();
                line.push(match one_of.first() {
                    _ if its_own => "/etc/passwd".to_owned(),
                    Some(word) => word.get_name().to_owned(),
                    None => "1".to_owned(),
                });
            }
            tried += 1;
            match read(line.iter().map(String::as_str)) {
                Err(Unread::Refused(failure)) => {
                    let said = failure.words().0.unwrap();
                    assert!(
                        said.contains("`/etc/passwd` would be a file of the host"),
                        "{line:?}: {said}"
                    );
                }
                Err(Unread::Usage(error)) => panic!("{line:?}: {error}"),
                Ok(_) => panic!("{line:?} was taken"),
            }
        }
    }
    assert!(tried >= 8, "{tried}");
}

#[test]
fn variables_that_count_are_kept_and_all_others_go() {
    let pair = |name: &str| (OsString::from(name), OsString::from("x"));
    assert_eq!(cleaned([pair("TERM"), pair("SSH_TTY")]), None);
    assert_eq!(
        cleaned([
            pair("LC_EVIL"),
            pair("TERM"),
            pair("HALLPASS_DB"),
            pair("LC_ALL")
        ]),
        Some(vec![pair("TERM"), pair("LC_ALL")])
    );
}

#[test]
fn what_is_asked_is_taken_apart_into_words_and_carried_out_by_no_shell() {
    let of = |text: &str| words(OsStr::new(text)).map_err(|why| why.words().0.unwrap());
    assert_eq!(
        of("status 'Kahoot! Pro' \"a b\"").unwrap(),
        ["status", "Kahoot! Pro", "a b"]
    );
    assert_eq!(
        of("$(id) ; `id` | x > y").unwrap(),
        ["$(id)", ";", "`id`", "|", "x", ">", "y"]
    );
    assert_eq!(of("").unwrap(), [""; 0]);
    assert!(of(&"a".repeat(LONGEST)).is_ok());
    assert!(of(&"a".repeat(LONGEST + 1)).unwrap_err().contains("4 KB"));
    assert!(of("it's").unwrap_err().contains("quote"));
}

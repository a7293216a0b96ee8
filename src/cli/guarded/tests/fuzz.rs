//! Command lines at random, from the words there are and from anything: none ends the program by a bug, and from outside
//! none gets through what is refused there, however it is written.

use super::*;
use crate::domain::fuzz::{sly_text, tries};
use std::os::unix::ffi::OsStrExt;

use chrono::NaiveDate;
use clap::Parser;
use proptest::prelude::*;
use proptest::sample::select;

/// Files of this host as somebody may write them, and what only looks like the pipe.
const FILES: [&str; 18] = [
    "/etc/passwd",
    "office.db",
    "../../etc/shadow",
    "~/.ssh/authorized_keys",
    "./-",
    "-/",
    "-/.",
    "-//",
    " -",
    "- ",
    "--",
    "\u{2010}",
    "\u{ff0d}",
    "\u{2212}",
    "/dev/stdin",
    "/dev/fd/0",
    "file:///etc/passwd",
    "\\\\host\\share",
];

/// What people write where a value stands.
const VALUES: [&str; 14] = [
    "-",
    "",
    "0",
    "-1",
    "1",
    "99999999999999999999",
    "C-117",
    "LIN",
    "kim",
    "2026-02-30",
    "9999-12-31",
    "name=School Name",
    "products",
    "a=b:c=d",
];

/// Every word that this command line knows: commands, options long and short, words to choose from.
fn vocabulary() -> Vec<String> {
    let mut known: Vec<String> = [
        "--help",
        "-h",
        "help",
        "--version",
        "-V",
        "--",
        "---",
        "-",
        "--=",
        "-=",
    ]
    .map(str::to_owned)
    .to_vec();
    for (words, command) in every_command(Cli::command()) {
        known.extend(words.last().cloned());
        for arg in command.get_arguments() {
            known.extend(arg.get_long().map(|long| format!("--{long}")));
            known.extend(arg.get_short().map(|short| format!("-{short}")));
            let choice = arg.get_possible_values();
            known.extend(choice.iter().map(|word| word.get_name().to_owned()));
        }
    }
    known.sort_unstable();
    known.dedup();
    known
}

/// A word of a command line.
fn word(known: Vec<String>) -> impl Strategy<Value = String> + Clone {
    let known = select(known);
    let value = prop_oneof![
        2 => select(VALUES.to_vec()).prop_map(str::to_owned),
        2 => select(FILES.to_vec()).prop_map(str::to_owned),
        2 => sly_text(),
        1 => (0usize..5_000).prop_map(|times| "a".repeat(times)),
    ]
    .boxed();
    prop_oneof![
        6 => known.clone(),
        2 => value.clone(),
        1 => (known.clone(), value.clone()).prop_map(|(option, value)| format!("{option}={value}")),
        1 => (known.clone(), value).prop_map(|(option, value)| format!("{option}{value}")),
        // Shortened, or in capitals.
        1 => (known.clone(), 1usize..9).prop_map(|(option, most)| option.chars().take(most).collect()),
        1 => known.prop_map(|option| option.to_uppercase()),
    ]
    .boxed()
}

/// A line that begins as some command does, and goes on as it likes.
fn line() -> impl Strategy<Value = Vec<String>> {
    let commands: Vec<Vec<String>> = every_command(Cli::command())
        .into_iter()
        .map(|(words, _)| words[1..].to_vec())
        .chain([Vec::new()])
        .collect();
    let word = word(vocabulary());
    let some = |most: usize| prop::collection::vec(word.clone(), 0..most);
    (some(2), select(commands), some(6))
        .prop_map(|(before, command, after)| [before, command, after].concat())
}

/// The words as one text, each written in one of the ways that a shell knows.
fn written(words: &[String], ways: &[u8]) -> String {
    let quoted = words
        .iter()
        .zip(ways.iter().cycle())
        .map(|(word, way)| match way % 4 {
            0 => shell_words::quote(word).into_owned(),
            1 => format!(
                "\"{}\"",
                word.replace('\\', "\\\\")
                    .replace('"', "\\\"")
                    .replace('$', "\\$")
                    .replace('`', "\\`")
            ),
            2 => {
                let escaped = |c: char| {
                    if c.is_ascii_alphanumeric() {
                        format!("{c}")
                    } else {
                        format!("\\{c}")
                    }
                };
                format!("''{}", word.chars().map(escaped).collect::<String>())
            }
            // A quote in the middle of a word.
            _ => {
                let half = word
                    .char_indices()
                    .nth(word.chars().count() / 2)
                    .map_or(0, |(at, _)| at);
                let (first, rest) = word.split_at(half);
                format!(
                    "'{}'{}",
                    first.replace('\'', "'\\''"),
                    shell_words::quote(rest)
                )
            }
        });
    quoted.collect::<Vec<_>>().join(" ")
}

/// The files that are named in what was read, wherever they stand: all values of that type, asked of each by its name.
fn files_in(matches: &ArgMatches) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for id in matches.ids() {
        let paths = matches.try_get_many::<PathBuf>(id.as_str());
        found.extend(paths.ok().flatten().into_iter().flatten().cloned());
    }
    if let Some((_, of_it)) = matches.subcommand() {
        found.extend(files_in(of_it));
    }
    found
}

/// What was let through names no file, nobody, no day, and is a command that may be asked from outside.
fn harmless(line: &[String], cli: &Cli) -> Result<(), TestCaseError> {
    let global = &cli.global;
    prop_assert!(
        global.db.is_none() && global.actor.is_none() && global.now.is_none(),
        "{line:?}"
    );
    let words = ["hallpass"]
        .into_iter()
        .chain(line.iter().map(String::as_str));
    let matches = from_outside().try_get_matches_from(words).unwrap();
    let named = matches.subcommand_name();
    prop_assert!(
        named.is_none_or(|name| OVER_SSH.contains(&name)),
        "{line:?}"
    );
    for file in files_in(&matches) {
        prop_assert_eq!(file.as_os_str(), "-", "{:?}", line);
    }
    Ok(())
}

fn from_there(line: &[String]) -> Result<Cli, Unread> {
    read(
        ["hallpass"]
            .into_iter()
            .chain(line.iter().map(String::as_str)),
    )
}

proptest! {
    #![proptest_config(tries(150))]

    #[test]
    fn any_words_are_read_or_refused(line in line()) {
        let words = ["hallpass"].into_iter().chain(line.iter().map(String::as_str));
        if let Err(error) = Cli::try_parse_from(words) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn from_outside_no_words_reach_a_file_another_person_or_another_day(
        line in line(),
        ways in prop::collection::vec(any::<u8>(), 1..4),
    ) {
        let asked = written(&line, &ways);
        match words(OsStr::new(&asked)) {
            // As a shell takes them apart, and nothing else.
            Ok(taken) => prop_assert_eq!(&taken, &line, "{}", asked),
            Err(_) => prop_assert!(asked.len() > LONGEST || asked.contains(char::is_control), "{}", asked),
        }
        match from_there(&line) {
            Ok(cli) => harmless(&line, &cli)?,
            Err(Unread::Usage(error)) => prop_assert!(!error.to_string().is_empty()),
            Err(Unread::Refused(why)) => prop_assert!(why.words().0.is_some()),
        }
    }

    #[test]
    fn what_is_refused_stays_refused_however_it_is_written(
        of in any::<prop::sample::Index>(),
        file in select(FILES.to_vec()),
        form in 0usize..7,
        (before, behind) in (any::<bool>(), any::<bool>()),
    ) {
        let lines = with_a_place_for_a_file();
        let (command, option) = of.get(&lines);
        let mut line = command.clone();
        let file = file.to_owned();
        let said = match (option, form) {
            (None, _) => vec!["--".to_owned(), file],
            (Some((long, _)), 0) => vec![format!("--{long}"), file],
            (Some((long, _)), 1) => vec![format!("--{long}={file}")],
            (Some((_, Some(short))), 2) => vec![format!("-{short}{file}")],
            (Some((_, Some(short))), 3) => vec![format!("-{short}={file}")],
            (Some((long, _)), 4) => vec![format!("--{long}"), "-".to_owned(), format!("--{long}"), file],
            (Some((long, _)), 5) => vec![format!("--{long}={file}"), format!("--{long}=-")],
            (Some((long, _)), _) => vec![format!("--{}", &long[..long.len() - 1]), file],
        };
        if before { line.insert(0, "--json".to_owned()); }
        line.extend(said);
        if behind { line.push("--no-color".to_owned()); }
        prop_assert!(from_there(&line).is_err(), "{:?}", line);
    }

    #[test]
    fn what_is_asked_for_is_words_or_refused(asked in sly_text(), ways in crate::domain::fuzz::spoilt()) {
        let line = format!("status '{asked}' --school \"LIN\" $(id) a\\ b");
        let bytes = crate::domain::fuzz::spoil(line.as_bytes(), &ways);
        if let Ok(taken) = words(OsStr::from_bytes(&bytes)) {
            prop_assert!(!taken.iter().any(|word| word.contains(char::is_control)));
            if let Ok(cli) = from_there(&taken) { harmless(&taken, &cli)?; }
        }
    }
}

/// Each command with an argument that names a file, with what else it needs, and by which option it is said; none where
/// it is said by its place.
type NamesFile = (Vec<String>, Option<(String, Option<char>)>);

fn with_a_place_for_a_file() -> Vec<NamesFile> {
    let mut found = Vec::new();
    for (words, command) in every_command(from_outside()) {
        for path in command.get_arguments().filter(|arg| is_path(arg)) {
            let mut line = words[1..].to_vec();
            for arg in command.get_arguments() {
                if arg.get_id() == path.get_id() || !arg.is_required_set() {
                    continue;
                }
                line.extend(arg.get_long().map(|long| format!("--{long}")));
                let choice = arg.get_possible_values();
                line.push(
                    choice
                        .first()
                        .map_or("1".to_owned(), |word| word.get_name().to_owned()),
                );
            }
            let option = path
                .get_long()
                .map(|long| (long.to_owned(), path.get_short()));
            found.push((line, option));
        }
    }
    assert!(found.len() > 20, "{}", found.len());
    found
}

#[test]
fn only_the_pipe_itself_is_the_pipe() {
    for file in ["-/", "-/.", "-//"] {
        let line = [
            "export".to_owned(),
            "contracts".to_owned(),
            format!("--output={file}"),
        ];
        assert!(
            matches!(from_there(&line), Err(Unread::Refused(_))),
            "{file}"
        );
    }
    let line = ["export", "contracts", "-o", "-"].map(str::to_owned);
    assert!(from_there(&line).is_ok());
}

/// What sshd is told of keys: an office with two keys as people add them, and one that another program wrote into the
/// file, which is no key.
mod door {
    use super::*;
    use crate::domain::change::Change;
    use crate::domain::fuzz::{spoil, spoilt};
    use crate::domain::person::PersonId;
    use crate::domain::put::{Put, Stamp};
    use crate::domain::record::Kind;
    use crate::store::{Access, Store};

    const KEYS: [(&str, &str); 2] = [
        (
            "ssh-ed25519",
            "AAAAC3NzaC1lZDI1NTE5AAAAIHGHE+3r8oEdNan/tT9A8JG9bvfcqQQbI1Oed3MhwWba",
        ),
        (
            "ecdsa-sha2-nistp256",
            "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBB0hKYhgB3gRCcRZKhNB3J/++fHGqUl86/6ptFJgxO/dZun+qgYRU1x3EyQYe3A2S0AA86wWObV5vA41RalGQhs=",
        ),
    ];
    /// What another program might have kept as a key, so that it comes back as a line of its own.
    const PLANTED: [(&str, &str); 3] = [
        ("ssh-ed25519", "AAAA\nssh-ed25519 BBBB"),
        ("ssh-rsa\" ", "AAAA command=\"sh\""),
        ("restrict", "AAAA\u{1b}[2J"),
    ];

    fn office(path: &Path) -> (Store, NaiveDate) {
        let today: NaiveDate = "2026-03-10".parse().unwrap();
        let ada = Stamp::own("ada", today.and_hms_opt(9, 40, 0).unwrap().and_utc(), today);
        let mut store = Store::create(path, None).unwrap();
        let founding = Change::Found {
            district: "Harlow County Schools".into(),
            policy: "hybrid".into(),
            founder: ("ada".into(), "Ada Reyes".into()),
            zone: Some("Etc/UTC".into()),
            demo: false,
            rehearsal: false,
        };
        store.apply(&founding, &ada).unwrap();
        for (algorithm, public_key) in KEYS {
            let read = KeyLine::read(&format!("{algorithm} {public_key}")).unwrap();
            let put = Put::new(Kind::PersonKey)
                .with("person", PersonId(1))
                .with("algorithm", read.algorithm)
                .with("public_key", read.public_key)
                .with("fingerprint", read.fingerprint)
                .with("since", today);
            let what = "key".into();
            store
                .apply(
                    &Change::Save {
                        what,
                        put,
                        reason: None,
                    },
                    &ada,
                )
                .unwrap();
        }
        drop(store);
        let raw = rusqlite::Connection::open(path).unwrap();
        for (algorithm, public_key) in PLANTED {
            raw.execute(
                "INSERT INTO key (version, person, algorithm, public_key, fingerprint, since) \
                 VALUES (1, 1, ?1, ?2, ?2, '2026-03-10')",
                [algorithm, public_key],
            )
            .unwrap();
        }
        drop(raw);
        (Store::open(path, Access::Write).unwrap(), today)
    }

    fn given() -> impl Strategy<Value = (String, String)> {
        let known = KEYS
            .iter()
            .chain(&PLANTED)
            .map(|(a, k)| ((*a).to_owned(), (*k).to_owned()));
        let part = |text: String| {
            let spoilt_text = spoilt().prop_map(move |ways| {
                String::from_utf8_lossy(&spoil(text.as_bytes(), &ways)).into_owned()
            });
            prop_oneof![1 => spoilt_text, 1 => sly_text()]
        };
        select(known.collect::<Vec<_>>()).prop_flat_map(move |(algorithm, key)| {
            let (a, k) = (algorithm.clone(), key.clone());
            let tail = select(vec![
                "",
                " ",
                "\n",
                "\r\n",
                "\0",
                "\" ",
                " kim@laptop",
                "\nssh-rsa AAAA",
                "=",
            ]);
            prop_oneof![
                1 => Just((algorithm.clone(), key.clone())),
                2 => tail.prop_map(move |tail| (a.clone(), format!("{k}{tail}"))),
                2 => part(key.clone()).prop_map(move |key| (algorithm.clone(), key)),
                1 => (part("ssh-ed25519".into()), Just(key)),
            ]
        })
    }

    #[test]
    fn sshd_is_told_nothing_or_one_line_of_ours_with_the_key_as_it_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("office.db");
        let door = office(&path);
        let mut let_in = 0;
        let mut runner = proptest::test_runner::TestRunner::new(tries(1_000));
        let ran = runner.run(&(given(), sly_text()), |((algorithm, key), user)| {
            let asked = AuthorizedKeysArgs { user, algorithm, key };
            let line = asked.line(&door, Path::new("/usr/bin/hallpass"));
            let known = KEYS.iter().position(|known| *known == (&asked.algorithm, &asked.key));
            match (line, known) {
                (Ok(line), Some(known)) => {
                    let (algorithm, public_key) = KEYS[known];
                    let ours = format!(
                        "restrict,pty,command=\"/usr/bin/hallpass ssh-session --db {} --key {}\" {algorithm} {public_key}",
                        path.display(),
                        known + 1
                    );
                    prop_assert_eq!(line, ours);
                }
                (Ok(line), None) => prop_assert!(false, "{asked:?}: {line:?}"),
                (Err(why), None) => prop_assert!(matches!(why, Failure::Store(office::Error::Refused(_)))),
                (Err(why), Some(_)) => prop_assert!(false, "{asked:?}: {why:?}"),
            }
            Ok(())
        });
        ran.unwrap();
        for known in &KEYS {
            let asked = AuthorizedKeysArgs {
                user: "hallpass".into(),
                algorithm: known.0.into(),
                key: known.1.into(),
            };
            let_in += usize::from(asked.line(&door, Path::new("/usr/bin/hallpass")).is_ok());
        }
        assert_eq!(let_in, 2);
    }
}

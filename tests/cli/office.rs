//! Where the office file is, who acts, when it is; and what each command says when it cannot do its work.

use std::os::unix::fs::PermissionsExt;

use super::desk::{Desk, said};
use crate::support::login::os_login;

/// A line for each command, with words that need not fit anything.
const EVERY_COMMAND: [&str; 31] = [
    "dashboard",
    "schools",
    "inventory LIN",
    "status qp",
    "product qp",
    "renewals",
    "renewal show C-117",
    "renewal decide C-117 cancel --cause unused",
    "renewal sent C-117 --on 2026-03-09",
    "renewal assign C-117 ada",
    "renewal letter C-117",
    "renewal template show",
    "renewal packet",
    "digest --for ada",
    "alerts --test",
    "export renewals --format ics",
    "history",
    "undo",
    "redo",
    "people list",
    "people add bo --name Bo --roles helpdesk",
    "people role ada admin",
    "people leave ada",
    "import schools --template x.csv --dry-run",
    "export schools",
    "export history -o history.csv",
    "dump",
    "dump dump.jsonl",
    "backup copy.db",
    "backup --keep 7d .",
    "check",
];

#[test]
fn without_an_office_file_every_command_says_how_to_make_one() {
    let desk = Desk::bare();
    for line in EVERY_COMMAND {
        if line.contains("--template") {
            continue;
        }
        let err = desk.fails(line, 1);
        assert!(
            err.contains("error: there is no office file at"),
            "{line}: {err}"
        );
        assert!(
            err.contains("hint: ") && err.contains("hallpass init --district"),
            "{line}: {err}"
        );
        assert_eq!(err.lines().count(), 2, "{line}: {err}");
    }
    assert!(desk.names().is_empty(), "{:?}", desk.names());
}

/// The limit stands for a disk that is full at one point of the making after another.
#[test]
fn an_office_is_made_whole_or_not_at_all() {
    let desk = Desk::bare();
    let mut made = 0;
    for kilobytes in (0..875).step_by(25) {
        let limited = format!("ulimit -f {kilobytes}; \"$H\" init --district Harlow");
        let said = desk.shell(&limited);
        if said.code == 0 {
            made += 1;
            assert!(desk.ok("people list").contains("ada"), "{kilobytes} kB");
            std::fs::remove_file(desk.path("office.db")).unwrap();
        } else {
            assert!(said.err.contains("error: "), "{kilobytes} kB: {}", said.err);
            assert!(
                !said.err.contains("damaged file"),
                "{kilobytes} kB: {}",
                said.err
            );
            assert_eq!(desk.names(), [""; 0], "{kilobytes} kB: {}", said.err);
        }
    }
    assert!((1..34).contains(&made), "{made} of 35 were made");
}

#[test]
fn a_dump_is_loaded_whole_or_not_at_all() {
    let desk = Desk::furnished();
    desk.ok("dump all.jsonl");
    let mut loaded = 0;
    for kilobytes in (0..800).step_by(40) {
        let limited = format!("ulimit -f {kilobytes}; \"$H\" --db new.db load all.jsonl");
        let said = desk.shell(&limited);
        if said.code == 0 {
            loaded += 1;
            desk.ok("--db new.db check");
            std::fs::remove_file(desk.path("new.db")).unwrap();
        } else {
            assert!(said.err.contains("error: "), "{kilobytes} kB: {}", said.err);
        }
        let left: Vec<String> = desk
            .names()
            .into_iter()
            .filter(|n| n.contains("new"))
            .collect();
        assert_eq!(left, [""; 0], "{kilobytes} kB: {}", said.err);
    }
    assert!((1..20).contains(&loaded), "{loaded} of 20 were loaded");
}

#[test]
fn a_dump_goes_where_it_is_named_as_an_export_does() {
    let desk = Desk::furnished();
    desk.ok("dump whole.jsonl");
    desk.ok("dump -o also.jsonl");
    let read = |name: &str| std::fs::read(desk.path(name)).unwrap();
    assert!(read("also.jsonl") == read("whole.jsonl"));
    assert_eq!(desk.ok("dump -o -").into_bytes(), read("whole.jsonl"));
    desk.fails("dump whole.jsonl -o other.jsonl", 2);
}

#[test]
fn nothing_waits_for_a_pipe() {
    let desk = Desk::furnished();
    for line in [
        "load pipe",
        "checklist import technical pipe",
        "import schools pipe",
    ] {
        let said = desk.shell(&format!(
            "[ -p pipe ] || mkfifo pipe; timeout 10 \"$H\" --db other.db {line}; exit $?"
        ));
        assert_eq!(said.code, 1, "{line}: {}", said.err);
    }
    for line in ["checklist import technical pipe", "import schools pipe"] {
        assert!(
            desk.fails(line, 1).contains("pipe is not a plain file"),
            "{line}"
        );
    }
}

#[test]
fn what_is_no_office_file_is_left_alone() {
    let desk = Desk::bare();
    desk.file("office.db", "a letter to a friend");
    for line in EVERY_COMMAND {
        if line.contains("--template") {
            continue;
        }
        let err = desk.fails(line, 1);
        assert!(err.contains("is not an office file"), "{line}: {err}");
    }
    assert!(
        desk.fails("init --district X", 1)
            .contains("exists already")
    );
    assert_eq!(desk.names(), ["office.db"]);
}

#[test]
fn the_options_name_the_file_the_person_and_the_day() {
    let desk = Desk::empty();
    desk.ok("init --district Elsewhere --db other.db --as bob --now 2025-01-02");
    let rows = desk.json("history --db other.db");
    assert_eq!(rows[0]["who"], "bob");
    assert_eq!(rows[0]["at"], "2025-01-02T00:00:00Z");
    desk.ok("people add cy --name Cy --roles helpdesk --now 2026-03-10T21:30:00Z");
    assert_eq!(desk.json("history")[0]["at"], "2026-03-10T21:30:00Z");
    let err = desk.fails(
        "people add dee --name Dee --roles helpdesk --as stranger",
        1,
    );
    assert!(
        err.contains("nobody here has the login `stranger`"),
        "{err}"
    );
    let without = |name: &str| {
        let mut command = desk.command();
        said(
            command
                .env_remove(name)
                .args(["history", "--json"])
                .output()
                .unwrap(),
        )
    };
    let lost = without("HALLPASS_DB");
    assert_eq!(lost.code, 1);
    assert!(
        lost.err.contains("home/.local/share/hallpass/office.db"),
        "{}",
        lost.err
    );
    assert_eq!(without("HALLPASS_NOW").code, 0);
}

#[test]
fn the_history_keeps_from_where_a_person_came() {
    let desk = Desk::empty();
    for (login, connection) in [
        ("bo", "203.0.113.7 50022 198.51.100.2 22"),
        ("cy", "\u{1b}[31m2001:db8::5 50023 2001:db8::1 22"),
    ] {
        let mut command = desk.command();
        command.env("SSH_CONNECTION", connection);
        let line = format!("people add {login} --name Somebody --roles helpdesk");
        let said = said(command.args(line.split(' ')).output().unwrap());
        assert_eq!(said.code, 0, "{}", said.err);
    }
    desk.ok("people add dee --name Dee --roles helpdesk");
    let dump = desk.ok("dump");
    let lines = dump.lines().map(|l| serde_json::from_str(l).unwrap());
    let origins: Vec<String> = lines
        .filter(|line: &serde_json::Value| line["table"] == "change_set")
        .map(|line| line["origin"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(origins, ["", "203.0.113.7", "[31m2001:db8::5", ""]);
}

#[test]
fn history_keeps_who_sat_there_and_what_the_clock_said() {
    let desk = Desk::empty();
    let before = chrono::Utc::now();
    desk.ok("people add cy --name Cy --roles helpdesk");
    let line = &desk.json("history")[0];
    assert_eq!(
        (&line["who"], &line["login"]),
        (&"ada".into(), &os_login().into())
    );
    assert_eq!(
        (&line["at"], &line["place"]),
        (&"2026-03-10T00:00:00Z".into(), &"".into())
    );
    let clock: chrono::DateTime<chrono::Utc> = line["clock"].as_str().unwrap().parse().unwrap();
    let apart = (clock - before).num_seconds().abs();
    assert!(apart < 120, "{clock} and {before}");
    let csv = desk.ok("history --csv --limit 1");
    let header = csv.lines().next().unwrap();
    assert!(
        header.ends_with(",change_set,login,place,clock"),
        "{header}"
    );
    let text = desk.ok("history --limit 1");
    assert!(text.contains(&format!("{} for ada", os_login())), "{text}");
}

#[test]
fn whom_the_system_knows_is_not_renamed_by_a_variable() {
    let desk = Desk::bare();
    let mut command = desk.command();
    command
        .env_remove("HALLPASS_USER")
        .env("LOGNAME", "somebody_else")
        .env("USER", "somebody_else");
    let said = said(
        command
            .args(["init", "--district", "Harlow"])
            .output()
            .unwrap(),
    );
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("is its admin"), "{}", said.err);
    assert!(!said.err.contains("somebody_else"), "{}", said.err);
}

#[test]
fn variables_that_are_set_to_nothing_name_nothing() {
    let desk = Desk::empty();
    for name in ["HALLPASS_USER", "HALLPASS_PLAIN"] {
        let mut command = desk.command();
        let said = said(command.env(name, "").args(["schools"]).output().unwrap());
        assert_eq!(
            (said.code, said.out.lines().count()),
            (0, 1),
            "{name}: {}",
            said.err
        );
    }
    // The office file is the one without a variable.
    let mut command = desk.command();
    let said = said(
        command
            .env("HALLPASS_DB", "")
            .args(["schools"])
            .output()
            .unwrap(),
    );
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    assert!(
        said.err.contains("home/.local/share/hallpass/office.db"),
        "{}",
        said.err
    );
}

#[test]
fn a_command_line_that_makes_no_sense_is_2() {
    let desk = Desk::empty();
    for line in [
        "frobnicate",
        "inventory",
        "status",
        "history --since yesterday",
        "schools --now soon",
        "schools --json --csv",
        "export castles",
        "export schools --format pdf",
        "init",
        "init --district X --policy royal",
        "undo last",
        "completions tcl",
        "import castles x.csv",
        "people promote ada",
    ] {
        let err = desk.fails(line, 2);
        assert!(err.starts_with("error: "), "{line}: {err}");
    }
    for line in ["--help", "--version", "help", "people --help"] {
        assert!(desk.ok(line).contains("hallpass"), "{line}");
    }
}

#[test]
fn a_file_that_stays_busy_is_75() {
    let desk = Desk::empty();
    let other = rusqlite::Connection::open(desk.path("office.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(
        desk.ok("schools").starts_with("SCHOOL"),
        "reading does not wait"
    );
    let said = desk.run(&["people", "role", "ada", "admin;technical"]);
    assert_eq!(said.code, 75, "{}", said.err);
    assert!(
        said.err.contains("busy") && said.err.contains("try again"),
        "{}",
        said.err
    );
    other.execute_batch("ROLLBACK").unwrap();
    desk.ok("people role ada admin;technical");
}

#[test]
fn init_makes_one_office_and_keeps_what_is_there() {
    let desk = Desk::bare();
    let said = desk.run(&["init", "--district", "Harlow"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("ada is its admin"), "{}", said.err);
    let mode = std::fs::metadata(desk.path("office.db"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(
        desk.fails("init --district Again", 1)
            .contains("exists already")
    );
    let nameless = desk.run(&["init", "--district", " \u{200b}", "--db", "no.db"]);
    assert_eq!(nameless.code, 1);
    assert!(nameless.err.contains("a district needs a name"));
    assert_eq!(desk.names(), ["office.db"]);
}

#[test]
fn the_completions_and_the_manual_know_every_command() {
    let desk = Desk::bare();
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            desk.ok(&format!("completions {shell}"))
                .contains("inventory"),
            "{shell}"
        );
    }
    let page = desk.ok("man");
    assert!(
        page.starts_with(".ie") && page.contains(".TH hallpass 1"),
        "{page}"
    );
    for part in [
        ".SS hallpass inventory",
        ".SS hallpass people add",
        ".SH EXIT STATUS",
        "The terminal went away",
        ".SH ENVIRONMENT",
        "HALLPASS_EXPORT_DIR",
        ".SH FILES",
        ".SH EXAMPLES",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn completions_and_help_offer_the_words_that_are_read() {
    let desk = Desk::furnished();
    let script = desk.ok("completions bash");
    for words in [
        "negotiate consolidate",
        "complementary edition-differs",
        "requests alignments measures relations standards coverage routes queue",
        "pass partial fail na unknown blank",
        "technical curricular",
        "yes no",
    ] {
        assert!(script.contains(words), "{words}");
    }
    let help = desk.ok("overlap plan --help");
    assert!(
        help.contains("[possible values: convert, cancel, shrink, retire, split]"),
        "{help}"
    );
    for (line, words) in [
        ("renewal renews C-117 perhaps", "[possible values: yes, no]"),
        ("overlap plan O-1 --action merge", "invalid value 'merge'"),
        ("import people2 x.csv", "possible values: schools, people"),
    ] {
        let err = desk.fails(line, 2);
        assert!(err.contains(words), "{line}: {err}");
    }
}

#[test]
fn completions_ask_the_office_for_its_own_names() {
    let desk = Desk::furnished();
    desk.file("complete.bash", &desk.ok("completions bash"));
    let offered = |words: &str| {
        let said = desk.shell(&format!(
            "hallpass() {{ \"$H\" \"$@\"; }}\n. ./complete.bash\nCOMP_WORDS=(hallpass {words})\n\
             COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n_hallpass_records hallpass\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
        ));
        let mut lines: Vec<String> = said.out.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(offered("renewal show C-"), ["C-1", "C-117"]);
    assert_eq!(offered("digest --for n"), ["nguyen"]);
    assert_eq!(offered("people leave re"), ["reyes"]);
    // The other shells ask the same; zsh by a function of its own around clap's.
    let zsh = desk.ok("completions zsh");
    for asks in [
        "hallpass people list --csv",
        "hallpass renewals --all --csv",
        "compdef _hallpass_records hallpass",
    ] {
        assert!(zsh.contains(asks), "{asks}");
    }
    // As a shell has to be told it.
    assert_eq!(offered("product qu"), ["Quill\\ Pad\\ EDU"]);
}

#[test]
fn days_are_read_as_forms_and_files_read_them() {
    let desk = Desk::furnished();
    for day in ["Mar 10 2026", "3/31/2026", "2026-03-10"] {
        let said = desk.run(&["history", "--since", day]);
        assert_eq!(said.code, 0, "{day}: {}", said.err);
    }
    for (day, why) in [
        (
            "3/5/2026",
            "3/5/2026 is 2026-03-05 or 2026-05-03: type the one you mean",
        ),
        ("soon", "is not a day. Type it like 2026-06-30."),
    ] {
        let said = desk.run(&["history", "--since", day]);
        assert_eq!(said.code, 2, "{day}: {}", said.out);
        assert!(said.err.contains(why), "{day}: {}", said.err);
    }
    let on = |day: &str| desk.run(&["status", "quill", "--json", "--now", day]);
    assert_eq!(on("Mar 10 2026").out, on("2026-03-10").out);
    assert_eq!(on("3/5/2026").code, 2);
}

/// A variable that is empty is one that is not set.
#[test]
fn an_empty_variable_is_none() {
    let desk = Desk::bare();
    let run = |args: &[&str]| {
        let mut command = desk.command();
        for variable in [
            "HALLPASS_DB",
            "HALLPASS_USER",
            "HALLPASS_NOW",
            "HALLPASS_PLAIN",
        ] {
            command.env(variable, "");
        }
        said(
            command
                .env("XDG_DATA_HOME", desk.path("data"))
                .args(args)
                .output()
                .unwrap(),
        )
    };
    let made = run(&["init", "--district", "Harlow"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(desk.path("data/hallpass/office.db").exists());
    let listed = run(&["people", "list", "--json"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert_eq!(run(&["--db", "", "people", "list"]).code, 2);
}

/// Prose in place of a table would be read as one; what is missing is said with what to add, and no option that a
/// variable gave is called needed.
#[test]
fn what_is_no_list_is_no_table_and_a_slip_says_what_to_add() {
    let desk = Desk::furnished();
    let numberly = [
        "product numberly",
        "renewal show C-117",
        "check",
        "review show R-1",
    ];
    for line in numberly {
        let why = desk.fails(&format!("{line} --csv"), 1);
        assert!(
            why.contains("no list") && why.contains("hint: "),
            "{line}: {why}"
        );
    }
    let silent = desk.fails("renewal decide C-117 cancel", 1);
    assert!(silent.contains("hint: add --reason TEXT"), "{silent}");
    let usage = desk.fails("people role", 2);
    assert!(
        usage.contains("Usage: ") && !usage.contains("--db <FILE>"),
        "{usage}"
    );
}

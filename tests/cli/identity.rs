//! Who a command takes its person for, in a district's own office: whom the operating system knows, whatever is said.

use std::process::Output;

use hallpass::domain::change::Change;
use hallpass::domain::person::Roles;
use hallpass::domain::put::{Put, Stamp};
use hallpass::domain::record::Kind;
use hallpass::store::Store;

use super::desk::{Desk, Said, os_login, said};

/// A district's own office, founded by `ada` under the clock; whoever runs the tests has these roles there.
fn real(roles: &str) -> Desk {
    let desk = Desk::bare();
    let now = chrono::Utc::now();
    let ada = Stamp::own("ada", now, now.date_naive());
    let founding = Change::Found {
        district: "Harlow".into(),
        policy: "hybrid".into(),
        founder: ("ada".into(), "Ada Reyes".into()),
        zone: Some("Etc/UTC".into()),
        demo: false,
        rehearsal: false,
    };
    let path = desk.path("office.db");
    let mut store = Store::create(&path, None).unwrap();
    store.apply(&founding, &ada).unwrap();
    let mut save = |put: Put| {
        let change = Change::Save {
            what: "it".into(),
            put,
            reason: None,
        };
        store.apply(&change, &ada).unwrap();
    };
    for (login, roles) in [(os_login().as_str(), roles), ("kim", "helpdesk")] {
        let person = Put::keyed(Kind::Person)
            .with("login", login.to_owned())
            .with("name", login.to_owned());
        save(person.with("roles", Roles::read(roles).unwrap()));
    }
    let oak = Put::new(Kind::School)
        .with("name", "Oak MS".to_owned())
        .with("code", "OAK".to_owned());
    save(oak.with("open", true));
    desk
}

/// Runs a line of words under the clock, with these variables.
fn run(desk: &Desk, variables: &[(&str, &str)], line: &str) -> Said {
    let mut command = desk.command();
    command
        .env_remove("HALLPASS_NOW")
        .env_remove("HALLPASS_USER");
    command.envs(variables.iter().copied());
    let output: Output = command.args(line.split(' ')).output().unwrap();
    said(output)
}

const DEEDS_AND_QUESTIONS: [&str; 14] = [
    "schools",
    "status quill",
    "history",
    "people list",
    "dump",
    "check",
    "backup copy.db",
    "export schools",
    "note oak --text seen",
    "people add bo --name Bo --roles admin",
    "undo",
    "undo 2",
    "redo",
    "restore copy.db --yes",
];

#[test]
fn nobody_is_somebody_else_in_a_real_office_by_an_option_or_a_variable() {
    let desk = real("helpdesk");
    let before = run(&desk, &[], "dump").out;
    assert!(before.contains("\"login\":\"kim\""));
    for line in DEEDS_AND_QUESTIONS {
        for said in [
            run(&desk, &[("HALLPASS_USER", "ada")], line),
            run(&desk, &[], &format!("--as ada {line}")),
            run(
                &desk,
                &[("HALLPASS_USER", &os_login())],
                &format!("{line} --as ada"),
            ),
        ] {
            assert_eq!(
                (said.code, said.out.as_str()),
                (1, ""),
                "{line}: {}",
                said.err
            );
            assert!(
                said.err.contains(&format!(
                    "only an admin may act for somebody else: `{}` is helpdesk",
                    os_login()
                )),
                "{line}: {}",
                said.err
            );
        }
    }
    // On no day that is given, either.
    let said = run(&desk, &[("HALLPASS_NOW", "2020-01-06")], "--as ada schools");
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    assert_eq!(run(&desk, &[], "dump").out, before);
    assert!(!desk.path("copy.db").exists());
}

#[test]
fn whoever_runs_it_is_whom_the_system_knows_whatever_variables_say() {
    let desk = real("helpdesk");
    let others = [
        ("LOGNAME", "ada"),
        ("USER", "ada"),
        ("USERNAME", "ada"),
        ("SUDO_USER", "ada"),
        ("SUDO_UID", "0"),
    ];
    let added = run(&desk, &others, "people add bo --name Bo --roles admin");
    assert_eq!(added.code, 1);
    assert!(added.err.contains("admin"), "{}", added.err);
    let noted = run(&desk, &others, "note oak --text seen");
    assert_eq!(noted.code, 0, "{}", noted.err);
    let line: serde_json::Value =
        serde_json::from_str(&run(&desk, &others, "history --limit 1 --json").out).unwrap();
    let me = serde_json::Value::from(os_login());
    assert_eq!((&line[0]["who"], &line[0]["login"]), (&me, &me));
    assert_eq!(line[0]["clock"], serde_json::Value::Null);
    // To be oneself is nothing to ask for.
    let own = run(&desk, &[("HALLPASS_USER", &os_login())], "schools");
    assert_eq!(own.code, 0, "{}", own.err);
}

#[test]
fn a_helpdesk_login_gains_nothing_by_a_dump_of_the_office() {
    let desk = real("helpdesk");
    assert_eq!(run(&desk, &[], "dump all.jsonl").code, 0);
    assert_eq!(run(&desk, &[], "backup copy.db").code, 0);
    for line in ["load all.jsonl", "restore copy.db --yes"] {
        let said = run(&desk, &[], &format!("--db other.db --as ada {line}"));
        assert_eq!(said.code, 1, "{line}: {}", said.err);
        assert!(
            said.err.contains("only an admin may act"),
            "{line}: {}",
            said.err
        );
        assert!(!desk.path("other.db").exists(), "{line}");
    }
    let other = run(&desk, &[], "--db other.db load all.jsonl");
    assert_eq!(other.code, 0, "{}", other.err);
    // It is an office of its own, and in it they are who they were.
    let added = run(
        &desk,
        &[],
        "--db other.db people add bo --name Bo --roles admin",
    );
    assert_eq!(added.code, 1, "{}", added.err);
}

#[test]
fn an_admin_acts_for_somebody_and_both_are_kept() {
    let desk = real("admin");
    let said = run(&desk, &[("HALLPASS_USER", "kim")], "note oak --text seen");
    assert_eq!(said.code, 0, "{}", said.err);
    let text = run(&desk, &[], "history --limit 1").out;
    assert!(text.contains(&format!("{} for kim", os_login())), "{text}");
    let role = run(
        &desk,
        &[("HALLPASS_USER", "kim")],
        "people add bo --name Bo --roles admin",
    );
    assert_eq!(role.code, 1, "{}", role.err);
}

#[test]
fn the_first_admin_is_whoever_runs_init_and_nobody_else() {
    let desk = Desk::bare();
    for (variables, line) in [
        (&[("HALLPASS_USER", "ada")][..], "init --district Harlow"),
        (&[], "init --district Harlow --as ada"),
    ] {
        let said = run(&desk, variables, line);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
        assert!(
            said.err
                .contains("the first admin of an office is whoever makes it")
                && said.err.contains("leave out --as"),
            "{}",
            said.err
        );
        assert_eq!(desk.names(), [""; 0]);
    }
    let made = run(
        &desk,
        &[("LOGNAME", "ada"), ("USER", "ada")],
        "init --district Harlow",
    );
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(
        made.err.contains(&format!("{} is its admin", os_login())),
        "{}",
        made.err
    );
}

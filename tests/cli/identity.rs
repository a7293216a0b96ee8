//! Who a command takes its person for, in a district's own office: whom the operating system knows, whatever is said.

use std::process::Output;

use hallpass::domain::change::Change;
use hallpass::domain::person::Roles;
use hallpass::domain::put::{Put, Stamp};
use hallpass::domain::record::Kind;
use hallpass::store::Store;

use super::desk::{Desk, Said, said};
use crate::support::login::os_login;

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

/// The group is the one of whoever runs the tests: no other is needed for what is seen of it.
#[test]
fn check_says_where_a_shared_file_is_open_to_more_than_was_meant() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let desk = Desk::bare();
    let group = std::fs::metadata(desk.dir.path()).unwrap().gid();
    let made = run(
        &desk,
        &[],
        &format!("--db shared/office.db init --district Harlow --shared {group}"),
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let check = || run(&desk, &[], "--db shared/office.db check --json");
    let told = |said: &Said| -> serde_json::Value { serde_json::from_str(&said.out).unwrap() };
    assert_eq!(check().code, 0, "{}", check().out);
    let mode = |name: &str, mode: u32| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(desk.path(name), mode).unwrap();
    };
    mode("shared/office.db", 0o666);
    mode("shared", 0o2777);
    let wrong = check();
    let problems = told(&wrong)["problems"].clone();
    assert_eq!(wrong.code, 4, "{problems}");
    let problems: Vec<&str> = problems
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap())
        .collect();
    assert!(
        problems[0].contains("has mode 2777 and not 2770; mend it with: chmod 2770 ")
            && problems[1].contains("has mode 0666 and not 0660; mend it with: chmod 0660 "),
        "{problems:?}"
    );
    mode("shared/office.db", 0o660);
    mode("shared", 0o2770);
    assert_eq!(check().code, 0, "{}", check().out);
    // A copy elsewhere is as sound as the office.
    assert_eq!(
        run(&desk, &[], "--db shared/office.db backup copy.db").code,
        0
    );
    let copy = run(&desk, &[], "--db copy.db check");
    assert_eq!(copy.code, 0, "{}", copy.out);
    assert!(
        copy.err.contains("its group and modes were not compared"),
        "{}",
        copy.err
    );
}

#[test]
fn check_warns_where_everybody_may_read_a_file_of_one_person() {
    use std::os::unix::fs::PermissionsExt;
    let desk = real("admin");
    let mode = std::fs::Permissions::from_mode(0o644);
    assert!(!run(&desk, &[], "check").err.contains("everybody"));
    std::fs::set_permissions(desk.path("office.db"), mode).unwrap();
    let said = run(&desk, &[], "check");
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(
        said.err
            .contains("everybody on this computer may read or write")
            && said.err.contains("chmod o-rwx"),
        "{}",
        said.err
    );
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

/// What `--id` is for: the answer was lost, and the script asks once more.
#[test]
fn a_deed_of_one_name_is_done_once_however_often_it_is_asked_for() {
    let desk = Desk::furnished();
    let notes = || {
        desk.ok("dump")
            .lines()
            .filter(|line| line.contains("\"table\":\"note\""))
            .count()
    };
    let first = desk.json("note lincoln --text seen --id a-1");
    let set = first["change_set"].as_i64().unwrap();
    assert_eq!(notes(), 1);
    let before = desk.ok("dump");
    assert!(before.contains("\"deed_id\":\"a-1\""));
    // In another order and printed in another form it is the same deed.
    let said = desk.run(&["--id", "a-1", "note", "lincoln", "--text", "seen"]);
    assert_eq!(
        (said.code, said.out),
        (
            0,
            format!("was saved, change set {set}: note on Lincoln ES\n")
        )
    );
    let told = desk.json("note --id a-1 --text seen lincoln");
    assert_eq!(
        (&told["saved_before"], &told["change_set"]),
        (&true.into(), &set.into())
    );
    assert_eq!(
        (&told["records"][0]["entity"], &told["records"][0]["name"]),
        (&"note".into(), &"seen".into())
    );
    for line in [
        "note lincoln --text other --id a-1",
        "people add bo --name Bo --roles helpdesk --id a-1",
        "undo --id a-1",
    ] {
        let err = desk.fails(line, 1);
        assert!(
            err.contains(&format!("another deed has the id `a-1`: change set {set}, by ada; give each deed an id of its own")),
            "{err}"
        );
    }
    desk.ok("people add bo --name Bo --roles helpdesk --id a-2");
    let err = desk.fails("note lincoln --text seen --id a-1 --as bo", 1);
    assert!(err.contains("another deed has the id `a-1`"), "{err}");
    let again = desk.ok("people add bo --name Bo --roles helpdesk --id a-2");
    assert!(again.starts_with("was saved, change set "), "{again}");
    assert_eq!(notes(), 1);
    assert_eq!(desk.run(&["check"]).code, 0);
}

#[test]
fn an_undo_of_one_name_takes_back_one_change() {
    let desk = Desk::furnished();
    desk.ok("note lincoln --text one");
    desk.ok("note lincoln --text two");
    desk.ok("undo --id back");
    let again = desk.ok("undo --id back");
    assert!(again.contains("undid: note on"), "{again}");
    let noted = desk.ok("dump");
    assert!(noted.contains("\"text\":\"one\"") && !noted.contains("\"text\":\"two\""));
}

#[test]
fn what_was_only_tried_or_was_so_already_has_no_name() {
    let desk = Desk::furnished();
    let people = desk.file("p.csv", "login,name,roles\nbo,Bo,helpdesk\n");
    let people = people.to_str().unwrap();
    desk.ok(&format!("import people {people} --dry-run --id x"));
    desk.ok("people role ada admin --id x");
    assert!(!desk.ok("dump").contains("\"deed_id\":\"x\""));
    let taken = desk.ok(&format!("import people {people} --id x"));
    assert!(taken.contains("1 added"), "{taken}");
    let again = desk.ok(&format!("import people {people} --id x"));
    assert!(again.starts_with("was saved, change set "), "{again}");
    for id in ["", "a\u{1b}b", &"x".repeat(201)] {
        let said = desk.run(&["note", "lincoln", "--text", "seen", "--id", id]);
        assert_eq!(said.code, 2, "{id:?}: {}", said.err);
    }
}

#[test]
fn of_many_at_once_under_one_name_one_is_done() {
    let desk = Desk::furnished();
    let children: Vec<_> = (0..8)
        .map(|_| {
            let mut command = std::process::Command::new(super::desk::PROGRAM);
            command
                .env_clear()
                .env("HALLPASS_DB", desk.path("office.db"))
                .env("HALLPASS_USER", "ada")
                .env("HALLPASS_NOW", "2026-03-10")
                .args(["note", "lincoln", "--text", "seen", "--id", "once"])
                .stdout(std::process::Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let told: Vec<String> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success());
            String::from_utf8(output.stdout).unwrap()
        })
        .collect();
    let done = told.iter().filter(|out| out.starts_with("Noted")).count();
    let before = told
        .iter()
        .filter(|out| out.starts_with("was saved"))
        .count();
    assert_eq!((done, before), (1, 7), "{told:?}");
    assert_eq!(desk.ok("dump").matches("\"deed_id\":\"once\"").count(), 1);
}

#[test]
fn much_or_what_was_done_before_today_is_taken_back_by_its_number() {
    let desk = Desk::furnished();
    let rows = (0..5)
        .map(|n| format!("p{n},P{n},helpdesk\n"))
        .collect::<Vec<_>>()
        .concat();
    let five = desk.file("five.csv", &format!("login,name,roles\n{rows}"));
    let rows = (0..6)
        .map(|n| format!("r{n},R{n},helpdesk\n"))
        .collect::<Vec<_>>()
        .concat();
    let six = desk.file("six.csv", &format!("login,name,roles\n{rows}"));
    desk.ok(&format!("import people {}", five.to_str().unwrap()));
    let undone = desk.ok("undo");
    assert!(undone.contains("import of 5 people"), "{undone}");
    let six = desk.json(&format!("import people {}", six.to_str().unwrap()));
    let set = six["change_set"].as_i64().unwrap();
    let err = desk.fails("undo", 1);
    assert!(
        err.contains(&format!(
            "wrote 6 records, and so is taken back only by its number, {set}"
        )) && err.contains(&format!("hallpass undo {set}")),
        "{err}"
    );
    desk.ok(&format!("undo {set}"));
    let noted = desk.json("note lincoln --text seen");
    let set = noted["change_set"].as_i64().unwrap();
    let err = desk.fails("undo --now 2026-03-11", 1);
    assert!(
        err.contains("was made on 2026-03-10") && err.contains(&format!("hallpass undo {set}")),
        "{err}"
    );
    desk.ok("undo");
}

/// An admin of some schools is no admin of the district: nobody is made one by them, themselves included.
#[test]
fn an_admin_of_some_schools_gives_nobody_the_whole_district() {
    let desk = real("admin");
    let me = os_login();
    assert_eq!(
        run(
            &desk,
            &[],
            &format!("people add {me} --name M --roles admin --schools OAK")
        )
        .code,
        0
    );
    for line in [
        format!("people add {me} --name M --roles admin --schools "),
        "people add bo --name Bo --roles admin".to_owned(),
        "people role kim admin".to_owned(),
        "people leave ada".to_owned(),
        "policy set zone America/Chicago --reason moved".to_owned(),
    ] {
        let said = run(&desk, &[], &line);
        assert_eq!(said.code, 1, "{line}: {} {}", said.out, said.err);
        assert!(said.err.contains("whole district"), "{line}: {}", said.err);
    }
    assert_eq!(run(&desk, &[], "backup copy.db").code, 0);
    let said = run(&desk, &[], "restore copy.db --yes");
    assert!(
        said.err
            .contains("only an admin of the whole district puts a backup back"),
        "{}",
        said.err
    );
}

/// The name of a deed that reads a file is that of what the file says, and a deed that was taken back says so.
#[test]
fn another_content_is_another_deed_and_what_was_taken_back_is_told() {
    let desk = Desk::furnished();
    let rows = |login: &str| format!("login,name,roles\n{login},{login},helpdesk\n");
    for (name, piped) in [("f-1", false), ("p-1", true)] {
        let bring = |login: &str| {
            let mut command = desk.command();
            command.args(["--id", name, "import", "people"]);
            if piped {
                command.arg("-").write_stdin(rows(login));
            } else {
                desk.file("people.csv", &rows(login));
                command.arg("people.csv");
            }
            said(command.output().unwrap())
        };
        let (first, second) = (format!("one{name}"), format!("two{name}"));
        assert_eq!(bring(&first).code, 0);
        let again = bring(&first);
        assert!(
            again.out.starts_with("was saved, change set "),
            "{}",
            again.out
        );
        let other = bring(&second);
        assert_eq!(other.code, 1, "{}", other.out);
        assert!(
            other.err.contains("another deed has the id"),
            "{}",
            other.err
        );
        assert!(!desk.ok("people list").contains(&second));
    }
    desk.ok("people add bo --name Bo --roles helpdesk --id b-1");
    desk.ok("undo");
    let again = desk.run(&[
        "people", "add", "bo", "--name", "Bo", "--roles", "helpdesk", "--id", "b-1",
    ]);
    assert_eq!(again.code, 0);
    assert!(
        again
            .err
            .contains("It was taken back since, by change set "),
        "{}",
        again.err
    );
}

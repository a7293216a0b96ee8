//! The public keys by which people come in over SSH: added, listed, removed, and what sshd is told of them.

use std::path::Path;

use super::desk::{Desk, PROGRAM, Said, said};

/// Made with ssh-keygen for this; nobody has the private ones.
pub const KIM: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHGHE+3r8oEdNan/tT9A8JG9bvfcqQQbI1Oed3MhwWba kim@laptop";
pub const TWO: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF9ndrdiaanXjRia0+wZZN9NWwrmRRNvzgdaSnjh6men two@desk";
/// What `ssh-keygen -lf` says of the first.
const KIMS_FINGERPRINT: &str = "SHA256:vNkCx9TnQaPk2bJP3wCyDLFNW83YAB06UW1ThE5RHTM";

/// An office in which nguyen (technical, renewals) has key 1 and reyes (help desk, two schools) key 2.
pub fn with_keys() -> Desk {
    let desk = Desk::copied("keys", |desk| {
        let furnished = Desk::furnished();
        std::fs::copy(furnished.path("office.db"), desk.path("office.db")).unwrap();
        desk.file("kim.pub", &format!("{KIM}\n"));
        desk.file("two.pub", &format!("{TWO}\n"));
        desk.ok("people key add nguyen kim.pub");
        desk.ok("people key add reyes two.pub");
    });
    desk.file("kim.pub", &format!("{KIM}\n"));
    desk
}

/// What sshd is told of a key's line.
pub fn asked_by_sshd(desk: &Desk, line: &str) -> Said {
    let mut words = line.split(' ');
    let (kind, key) = (words.next().unwrap(), words.next().unwrap());
    let mut command = assert_cmd::Command::new(PROGRAM);
    // As sshd runs it: these variables and no others.
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", desk.path("home"))
        .args(["authorized-keys", "--db"])
        .arg(desk.path("office.db"))
        .args(["hallpass", kind, key]);
    said(command.output().unwrap())
}

#[test]
fn a_key_is_added_listed_removed_and_each_of_it_undone() {
    let desk = Desk::furnished();
    desk.file("kim.pub", &format!("{KIM}\n"));
    let added = desk.json("people key add nguyen kim.pub");
    assert_eq!(added["key"], 1);
    assert_eq!(added["fingerprint"], KIMS_FINGERPRINT);
    let keys = desk.json("people key list");
    assert_eq!(
        keys[0].to_string(),
        format!(
            "{{\"key\":1,\"login\":\"nguyen\",\"algorithm\":\"ssh-ed25519\",\"fingerprint\":\"{KIMS_FINGERPRINT}\",\
             \"comment\":\"kim@laptop\",\"since\":\"2026-03-10\",\"removed_on\":null,\"added_by\":\"ada\"}}"
        )
    );
    assert!(desk.ok("people key list --csv").starts_with(
        "key,login,algorithm,fingerprint,comment,since,removed_on,added_by\n1,nguyen,ssh-ed25519,SHA256:"
    ));
    assert!(desk.ok("people key list").contains("nguyen"));
    // The same again changes nothing.
    assert_eq!(
        desk.json("people key add nguyen kim.pub")["change_set"],
        serde_json::Value::Null
    );
    desk.ok("people key remove 1");
    assert_eq!(
        desk.json("people key list nguyen")[0]["removed_on"],
        "2026-03-10"
    );
    assert_eq!(asked_by_sshd(&desk, KIM).out, "");
    desk.ok("undo");
    assert!(asked_by_sshd(&desk, KIM).out.contains("--key 1\""));
    // Removed, and added once more: the same number.
    desk.ok("people key remove 1");
    assert_eq!(desk.json("people key add nguyen kim.pub")["key"], 1);
    desk.ok("undo");
    desk.ok("undo");
    desk.ok("undo");
    assert_eq!(desk.json("people key list").to_string(), "[]");
    assert!(desk.ok("history --json").contains("\"name\":\"key 1\""));
}

#[test]
fn a_key_comes_by_a_pipe_and_as_its_own_line() {
    let desk = Desk::furnished();
    let mut command = desk.command();
    command
        .args(["people", "key", "add", "nguyen", "-"])
        .write_stdin(format!("{KIM}\n"));
    assert_eq!(said(command.output().unwrap()).code, 0);
    assert_eq!(desk.run(&["people", "key", "add", "reyes", TWO]).code, 0);
    let keys = desk.json("people key list");
    assert_eq!(keys[0]["login"], "nguyen");
    assert_eq!(keys[1]["login"], "reyes");
    assert!(
        desk.fails("people key add nguyen none.pub", 1)
            .contains("none.pub")
    );
    assert!(
        desk.fails("people key add nobody kim.pub", 3)
            .contains("nobody")
    );
    assert!(
        desk.fails("people key remove 99", 1)
            .contains("there is no key 99")
    );
    desk.file("private", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n");
    let err = desk.fails("people key add nguyen private", 1);
    assert!(err.contains("this is a private key"), "{err}");
}

/// Whose a key is, is nobody's business but the admins'.
#[test]
fn only_an_admin_keeps_keys_and_one_key_is_one_persons() {
    let desk = with_keys();
    for login in ["nguyen", "reyes"] {
        for line in [
            "people key add nguyen kim.pub",
            "people key add reyes kim.pub",
            "people key remove 1",
            "people key remove 77",
        ] {
            let err = desk.fails(&format!("{line} --as {login}"), 1);
            assert!(
                err.contains("only an admin may change people"),
                "{line}: {err}"
            );
            assert!(!err.contains("key 1"), "{line}: {err}");
        }
    }
    let err = desk.fails("people key add reyes kim.pub", 1);
    assert!(err.contains("this is key 1 of nguyen"), "{err}");
    desk.ok("people key remove 1");
    let err = desk.fails("people key add reyes kim.pub", 1);
    assert!(
        err.contains("was key 1 of nguyen, removed on 2026-03-10"),
        "{err}"
    );
}

#[test]
fn sshd_is_told_one_line_of_a_key_that_works_and_nothing_of_any_other() {
    let desk = with_keys();
    let file = std::fs::canonicalize(desk.path("office.db")).unwrap();
    let line = format!(
        "restrict,pty,command=\"{PROGRAM} ssh-session --db {} --key 1\" {}\n",
        file.display(),
        KIM.rsplit_once(' ').unwrap().0
    );
    let said = asked_by_sshd(&desk, KIM);
    assert_eq!(
        (said.code, said.out.as_str()),
        (0, line.as_str()),
        "{}",
        said.err
    );
    let nothing = |line: &str, why: &str| {
        let said = asked_by_sshd(&desk, line);
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{line}");
        assert!(said.err.contains(why), "{line}: {}", said.err);
    };
    nothing(&KIM.replace("AAAAC3", "AAAAC4"), "this key is damaged");
    nothing(
        &KIM.replace("ssh-ed25519", "ssh-rsa"),
        "this key is damaged",
    );
    nothing("ssh-ed25519 '||1=1--", "this key is damaged");
    nothing(
        &format!("ssh-ed25519 {}%", &KIM[12..20]),
        "this key is damaged",
    );
    desk.ok("people leave nguyen");
    nothing(KIM, "`nguyen` has left");
    desk.ok("people key remove 2");
    nothing(TWO, "your key 2 was removed on 2026-03-10");
}

#[test]
fn a_path_that_a_shell_would_read_otherwise_stands_in_no_line_for_sshd() {
    for name in [
        "of fice.db",
        "office$.db",
        "office\".db",
        "o`id`.db",
        "\u{e9}.db",
    ] {
        let desk = with_keys();
        std::fs::rename(desk.path("office.db"), desk.path(name)).unwrap();
        let mut command = assert_cmd::Command::new(PROGRAM);
        command
            .env_clear()
            .args(["authorized-keys", "--db"])
            .arg(desk.path(name))
            .args(["hallpass", "ssh-ed25519", KIM.split(' ').nth(1).unwrap()]);
        let said = said(command.output().unwrap());
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{name}");
        assert!(
            said.err.contains("cannot stand in a line for sshd"),
            "{}",
            said.err
        );
    }
}

/// A dump has the keys, and what is made from it lets in the same people.
#[test]
fn keys_come_along_in_a_dump() {
    let desk = with_keys();
    desk.ok("dump all.jsonl");
    desk.ok("load all.jsonl --db again.db");
    let again = desk.json("people key list --db again.db");
    assert_eq!(again, desk.json("people key list"));
    assert!(Path::new(&desk.path("again.db")).exists());
}

/// sshd asks before anybody is known, and by whoever knocks: a file of an older layout stays as it is.
#[test]
fn a_knock_at_the_door_brings_no_older_file_up_to_date() {
    let desk = with_keys();
    let raw = rusqlite::Connection::open(desk.path("older.db")).unwrap();
    raw.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF; {}; PRAGMA application_id = {}; PRAGMA user_version = 7; PRAGMA journal_mode = wal;",
        include_str!("../schema/v7.sql"),
        hallpass::store::open::APPLICATION_ID,
    ))
    .unwrap();
    drop(raw);
    std::fs::remove_file(desk.path("office.db")).unwrap();
    std::fs::rename(desk.path("older.db"), desk.path("office.db")).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(
        desk.path("office.db"),
        std::os::unix::fs::PermissionsExt::from_mode(0o600),
    )
    .unwrap();
    let bytes = std::fs::read(desk.path("office.db")).unwrap();
    let told = asked_by_sshd(&desk, KIM);
    assert_eq!((told.code, told.out.as_str()), (0, ""), "{}", told.err);
    assert!(
        told.err.contains("no way in: ") && told.err.contains("has layout 7, and today's is "),
        "{}",
        told.err
    );
    assert!(
        told.err.contains("bring it up to date") && told.err.contains("office.db' people"),
        "{}",
        told.err
    );
    assert!(bytes == std::fs::read(desk.path("office.db")).unwrap());
    assert!(!desk.names().iter().any(|name| name.contains("before")));
    // A file of today's layout is not written either, and nothing is left undone by that.
    let desk = with_keys();
    let bytes = std::fs::read(desk.path("office.db")).unwrap();
    let told = asked_by_sshd(&desk, KIM);
    assert!(
        told.out.starts_with("restrict,pty,command="),
        "{}",
        told.err
    );
    assert!(bytes == std::fs::read(desk.path("office.db")).unwrap());
    assert!(desk.ok("check").contains("is sound"));
}

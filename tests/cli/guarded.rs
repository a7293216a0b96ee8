//! What somebody may do who came in over SSH by a key: their own deeds, by the pipe, and nothing else of the host.
//! As sshd would, each test says what was asked for in `SSH_ORIGINAL_COMMAND`; `tests/elsewhere` asks a real sshd.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::ffi::OsStringExt;
use std::process::{Command, Stdio};

use super::desk::{Desk, PROGRAM, Said, said};
use super::keys::with_keys;

/// The command that a key opens, with what was asked for.
pub fn session(desk: &Desk, key: &str, asked: impl AsRef<OsStr>) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(PROGRAM);
    command
        .env_clear()
        .current_dir(desk.dir.path())
        .env("SSH_CONNECTION", "192.0.2.7 50022 192.0.2.1 22")
        .env("SSH_ORIGINAL_COMMAND", asked)
        .args(["ssh-session", "--db"])
        .arg(desk.path("office.db"))
        .args(["--key", key]);
    command
}

fn ask(desk: &Desk, key: &str, asked: &str) -> Said {
    said(session(desk, key, asked).output().unwrap())
}

fn ok(desk: &Desk, key: &str, asked: &str) -> String {
    let said = ask(desk, key, asked);
    assert_eq!(said.code, 0, "{asked}: {}{}", said.out, said.err);
    said.out
}

/// It ends with this code, says this and nothing on standard output, and leaves all as it was.
fn refused(desk: &Desk, key: &str, asked: &str, (code, why): (i32, &str)) {
    let before = (desk.ok("dump"), desk.names());
    let said = ask(desk, key, asked);
    assert_eq!(
        (said.code, said.out.as_str()),
        (code, ""),
        "{asked}: {}",
        said.err
    );
    assert!(said.err.contains(why), "{asked}: {}", said.err);
    assert!(
        (desk.ok("dump"), desk.names()) == before,
        "{asked} changed something"
    );
}

#[test]
fn a_key_answers_and_writes_as_its_owner_and_history_says_from_where() {
    let desk = with_keys();
    assert!(ok(&desk, "1", "status quill pad lincoln").contains("Quill Pad"));
    assert!(ok(&desk, "1", "status \"quill pad\" 'lincoln'").contains("Quill Pad"));
    ok(&desk, "1", "note oak --text 'seen; $(id) | `id` > x'");
    let line: serde_json::Value =
        serde_json::from_str(&ok(&desk, "2", "history --limit 1 --json")).unwrap();
    assert_eq!(line[0]["who"], "nguyen");
    assert_eq!(line[0]["login"], "nguyen");
    assert_eq!(line[0]["place"], "192.0.2.7");
    // What a shell would have carried out is the note.
    assert!(desk.ok("dump").contains("seen; $(id) | `id` > x"));
    assert!(!desk.path("x").exists());
}

#[test]
fn each_may_what_their_roles_say_and_no_more() {
    let desk = with_keys();
    desk.ok("people add chris --name Chris --roles admin");
    desk.ok("people add cory --name Cory --roles curricular");
    let line = |text: &str, key: &str| {
        let said = desk.run(&["people", "key", "add", text, key]);
        assert_eq!(said.code, 0, "{}", said.err);
    };
    line(
        "chris",
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBB0hKYhgB3gRCcRZKhNB3J/++fHGqUl86/6ptFJgxO/dZun+qgYRU1x3EyQYe3A2S0AA86wWObV5vA41RalGQhs=",
    );
    line(
        "cory",
        "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIHGHE+3r8oEdNan/tT9A8JG9bvfcqQQbI1Oed3MhwWbaAAAABHNzaDo=",
    );
    // Key 1 technical and renewals, 2 help desk, 3 admin, 4 curricular.
    for (asked, may) in [
        ("note oak --text seen", "1234"),
        ("schools", "1234"),
        ("people add bo --name Bo --roles helpdesk", "3"),
        ("people key remove 2", "3"),
        ("policy set zone America/Chicago --reason moved", "3"),
        ("alias Typer --of 'Quill Pad EDU'", "134"),
        (
            "request new --product Zed --school OAK --reason lessons --requester J.",
            "1234",
        ),
    ] {
        for key in ["1", "2", "3", "4"] {
            let tried = Desk::bare();
            std::fs::copy(desk.path("office.db"), tried.path("office.db")).unwrap();
            if may.contains(key) {
                ok(&tried, key, asked);
            } else {
                let said = ask(&tried, key, asked);
                assert_eq!(said.code, 1, "{key} {asked}: {}{}", said.out, said.err);
                assert_eq!(tried.ok("dump"), desk.ok("dump"), "{key} {asked}");
            }
        }
    }
}

#[test]
fn what_is_for_the_host_is_refused_from_outside() {
    let desk = with_keys();
    for asked in [
        "init --district X",
        "demo",
        "demo --path x.db",
        "load all.jsonl",
        "load -",
        "restore copy.db --yes",
        "backup copy.db",
        "backup -",
        "backup --keep 7d .",
        "authorized-keys hallpass ssh-ed25519 AAAA",
        "ssh-session --key 2",
        "--json ssh-session --key 2",
        "completions bash",
        "man",
    ] {
        refused(&desk, "1", asked, (1, "is not for SSH"));
    }
    for (asked, flag) in [
        ("schools --db other.db", "--db"),
        ("--db /etc/passwd schools", "--db"),
        ("--db=other.db schools", "--db"),
        ("schools --as ada", "--as"),
        ("--as=ada people list", "--as"),
        ("schools --now 2020-01-01", "--now"),
        ("--now 2020-01-01T00:00:00Z schools", "--now"),
    ] {
        refused(&desk, "1", asked, (1, &format!("{flag} is not for SSH")));
    }
    // Where nothing is asked for there is nothing to draw on here.
    refused(&desk, "1", "", (64, "no terminal"));
    refused(&desk, "1", "  ", (64, "no terminal"));
    refused(&desk, "1", "--ascii", (64, "no terminal"));
}

#[test]
fn no_file_of_the_host_is_named() {
    let desk = with_keys();
    desk.file("x.csv", "name,code\nFar ES,FAR\n");
    for asked in [
        "import schools x.csv",
        "import schools /dev/stdin",
        "import schools ./-",
        "import schools /etc/passwd --dry-run",
        "export schools -o out.csv",
        "export schools --output=/tmp/hallpass-out.csv --force",
        "export renewals --format ics -o out.ics",
        "checklist export technical -o out.toml",
        "checklist import technical x.csv",
        "renewal packet -o out.md",
        "renewal template set x.csv",
        "people key add reyes kim.pub",
    ] {
        let said = ask(&desk, "1", asked);
        let names = desk.names();
        assert_eq!(
            (said.code, said.out.as_str()),
            (1, ""),
            "{asked}: {}",
            said.err
        );
        assert!(
            said.err.contains("would be a file of the host"),
            "{asked}: {}",
            said.err
        );
        assert!(
            !names.iter().any(|name| name.starts_with("out")),
            "{asked}: {names:?}"
        );
    }
    // Nor at the prompt, whose lines are command lines too.
    let mut prompt = session(&desk, "1", "--plain");
    prompt.write_stdin("renewal packet -o out.md\nschools --as ada\nstatus quill lincoln\nquit\n");
    let said = said(prompt.output().unwrap());
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("would be a file of the host"),
        "{}",
        said.err
    );
    assert!(said.err.contains("--as is not for SSH"), "{}", said.err);
    assert!(said.out.contains("Quill Pad"), "{}", said.out);
    assert!(!desk.path("out.md").exists());
}

#[test]
fn files_go_through_the_pipe() {
    let desk = with_keys();
    let mut import = session(&desk, "1", "import schools - --json");
    import.write_stdin("name,code\nFar ES,FAR\n");
    let told = said(import.output().unwrap());
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("\"added\":1"), "{}", told.out);
    for asked in [
        "export schools",
        "export schools -o -",
        "export schools --format csv -o -",
    ] {
        assert!(ok(&desk, "2", asked).contains("Far ES,FAR"), "{asked}");
    }
    // All that the file holds, prices included, is not for everybody who comes in.
    let whole = ask(&desk, "2", "dump");
    assert!(whole.err.contains("`dump` is not for SSH"), "{}", whole.err);
    let mut key = session(&desk, "1", "people key add reyes -");
    key.write_stdin(super::keys::KIM);
    assert!(said(key.output().unwrap()).err.contains("only an admin"));
}

#[test]
fn what_is_no_command_of_hallpass_is_none_for_anybody() {
    let desk = with_keys();
    for asked in [
        "bash",
        "/bin/sh -c id",
        "scp -t /tmp",
        "internal-sftp",
        "/usr/lib/openssh/sftp-server",
        "rsync --server . /tmp",
        "git-upload-pack x",
        "schools; id",
        "schools && id",
        "$(id)",
        "`id`",
        "schools | tee x",
        "schools > x",
        "-t bash",
    ] {
        refused(&desk, "1", asked, (2, "error"));
    }
    for (asked, why) in [
        ("schools 'and", "a quote that does not end"),
        ("schools \"", "a quote that does not end"),
        ("schools\nid", "cannot be seen"),
        ("schools\rid", "cannot be seen"),
        ("note oak --text \u{1b}]0;x\u{7}", "cannot be seen"),
        (&"schools ".repeat(513), "longer than 4 KB"),
    ] {
        refused(&desk, "1", asked, (1, why));
    }
    let odd = OsString::from_vec(b"schools \xff\xfe".to_vec());
    let said = said(session(&desk, "1", odd).output().unwrap());
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(said.err.contains("is no text"), "{}", said.err);
}

#[test]
fn no_variable_changes_the_file_the_day_the_person_or_what_is_started() {
    let desk = with_keys();
    let other = Desk::empty();
    let marker = desk.path("started");
    let script = desk.file(
        "script",
        &format!("#!/bin/sh\ntouch {}\n", marker.display()),
    );
    let asked = "history --limit 3 --json";
    let plain = ok(&desk, "2", asked);
    for (name, value) in [
        ("HALLPASS_DB", other.path("office.db").into_os_string()),
        ("HALLPASS_NOW", "2020-01-06".into()),
        ("HALLPASS_NOW", "no day at all".into()),
        ("HALLPASS_USER", "ada".into()),
        ("HALLPASS_PLAIN", "1".into()),
        ("HALLPASS_EXPORT_DIR", desk.path("exports").into_os_string()),
        ("HOME", other.path("home").into_os_string()),
        ("XDG_DATA_HOME", other.dir.path().into()),
        ("XDG_STATE_HOME", other.dir.path().into()),
        ("TMPDIR", desk.path("nowhere").into_os_string()),
        ("SQLITE_TMPDIR", desk.path("nowhere").into_os_string()),
        ("LD_PRELOAD", "/nowhere/evil.so".into()),
        ("LD_LIBRARY_PATH", desk.dir.path().into()),
        ("LC_EVIL", "() { :; }; id".into()),
        ("EDITOR", script.clone().into_os_string()),
        ("PAGER", script.clone().into_os_string()),
        ("SHELL", script.clone().into_os_string()),
        ("TZ", "Pacific/Kiritimati".into()),
        ("LOGNAME", "ada".into()),
        ("TERM", "\u{1b}[2J%s%n".into()),
        ("TERM", "x".repeat(100_000).into()),
        ("LANG", "../../etc/passwd".into()),
        ("RUST_LOG", "trace".into()),
    ] {
        let mut command = session(&desk, "2", asked);
        command.env(name, &value);
        let told = said(command.output().unwrap());
        assert_eq!(told.code, 0, "{name}: {}", told.err);
        assert_eq!(told.out, plain, "{name}");
    }
    assert!(!marker.exists());
    assert!(
        other
            .names()
            .iter()
            .all(|name| name.starts_with("office.db"))
    );
    // What could have been read before the session began is refused, not obeyed.
    let mut late = assert_cmd::Command::new(PROGRAM);
    late.env_clear()
        .env("HALLPASS_USER", "ada")
        .env("SSH_ORIGINAL_COMMAND", "schools")
        .args(["--db"])
        .arg(desk.path("office.db"))
        .args(["ssh-session", "--key", "2"]);
    let told = said(late.output().unwrap());
    assert_eq!((told.code, told.out.as_str()), (1, ""));
    assert!(
        told.err.contains("a session is begun by sshd"),
        "{}",
        told.err
    );
}

#[test]
fn a_key_that_was_removed_and_a_person_who_left_get_nothing() {
    let desk = with_keys();
    refused(
        &desk,
        "77",
        "schools",
        (1, "your key 77 is not known here any more; ask an admin"),
    );
    refused(&desk, "-1", "schools", (2, "error"));
    desk.ok("people key remove 1");
    refused(
        &desk,
        "1",
        "schools",
        (1, "your key 1 was removed on 2026-03-10; ask an admin"),
    );
    desk.ok("people leave reyes");
    refused(&desk, "2", "schools", (1, "`reyes` has left; ask an admin"));
    refused(
        &desk,
        "2",
        "note oak --text seen",
        (1, "`reyes` has left; ask an admin"),
    );
}

/// The session is open, and its key goes: the next line is answered no more, and writes nothing.
#[test]
fn a_key_that_is_removed_while_it_is_in_use_writes_nothing_more() {
    let desk = with_keys();
    let mut child = Command::new(PROGRAM)
        .env_clear()
        .env("SSH_ORIGINAL_COMMAND", "--plain")
        .args(["ssh-session", "--db"])
        .arg(desk.path("office.db"))
        .args(["--key", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut typed = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |text: &str| answers.any(|line| line.unwrap().contains(text));
    typed
        .write_all(b"note oak --text first\nstatus quill lincoln\n")
        .unwrap();
    assert!(until("Quill Pad"));
    desk.ok("people key remove 1");
    typed
        .write_all(b"note oak --text second\nschools\nquit\n")
        .unwrap();
    drop(typed);
    assert!(!until("Lincoln ES"));
    let ended = child.wait_with_output().unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(
        err.matches("your key 1 was removed on 2026-03-10").count(),
        2,
        "{err}"
    );
    let dump = desk.ok("dump");
    assert!(dump.contains("first") && !dump.contains("second"));
}

#[test]
fn a_region_is_asked_at_the_host_alone() {
    let desk = with_keys();
    let at_the_host = "it is run at the host, by whoever looks after it";
    for asked in [
        "region status kahoot",
        "region push",
        "region identity list",
    ] {
        refused(&desk, "1", asked, (1, "`region` is not for SSH"));
        refused(&desk, "1", asked, (1, at_the_host));
    }
    let address = "--region postgresql:///region?host=/var/run/postgresql";
    let own = "a region is looked at from its own machines";
    refused(&desk, "1", address, (1, own));
}

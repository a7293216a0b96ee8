//! A backup put back by a command: what is said first, what is done, and what a run that is killed leaves.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use hallpass::store::{Access, HistoryFilter, Store};
use serde_json::Value;

use super::desk::{Desk, PROGRAM, fields};
use crate::support::length;
use crate::support::login::os_login;

/// An office with a backup `then.db` and two changes since, by two admins.
fn desk() -> Desk {
    let desk = Desk::empty();
    desk.ok("people add bo --name Bo --roles admin");
    desk.ok("backup then.db");
    desk.ok("people add cy --name Cy --roles helpdesk");
    desk.ok("--as bo people add di --name Di --roles helpdesk");
    desk
}

#[test]
fn what_would_be_lost_is_said_first_and_nothing_is_done() {
    let desk = desk();
    let before = desk.ok("dump");
    let me = os_login();
    let said = desk.run(&["restore", "then.db"]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains(&format!(
            "2 changes since 2026-03-10T00:00:00Z would be lost: 1 by {me} for ada, 1 by {me} for bo."
        )),
        "{}",
        said.out
    );
    assert!(
        said.err.contains("error: nothing was put back yet"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("hint: to do it: hallpass --db ")
            && said.err.contains(" restore then.db --yes"),
        "{}",
        said.err
    );
    assert_eq!(desk.ok("dump"), before);

    let said = desk.run(&["restore", "then.db", "--json"]);
    assert_eq!(said.code, 1);
    let said: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        fields(&said),
        "done file seq was lost before damage upgraded_from history"
    );
    assert_eq!(said["done"], false);
    assert_eq!(said["lost"]["changes"], 2);
    assert_eq!(said["lost"]["by"][1]["who"], "bo");
    assert_eq!(said["lost"]["by"][1]["login"], me.as_str());
    assert_eq!(said["history"], serde_json::json!([]));
    assert_eq!(said["lost"]["by"][1]["changes"], 1);
}

/// A host that fails: another one has had its backups, and goes on from the newest of them. What came after it is what a
/// dump of the first one has more, where its disk can still be read.
#[test]
fn another_host_goes_on_from_the_newest_backup() {
    let first = Desk::empty();
    first.ok("people add bo --name Bo --roles admin");
    fs::create_dir(first.path("sent")).unwrap();
    first.ok("backup --keep 7d sent");
    let until_then = first.ok("dump");
    first.ok("people add cy --name Cy --roles helpdesk");

    let second = Desk::bare();
    let sent = fs::read_dir(first.path("sent")).unwrap().next().unwrap();
    let newest = second.path("newest.db");
    fs::copy(sent.unwrap().path(), &newest).unwrap();
    // Tried while the first one is well: what stands by is sound.
    let sound = second.ok("--db newest.db check");
    assert!(sound.contains("is sound"), "{sound}");
    let told = second.ok("restore newest.db");
    assert!(told.contains("There was no office file"), "{told}");
    assert_eq!(second.ok("dump"), until_then);
    second.ok("--as bo people add di --name Di --roles helpdesk");
    assert!(second.ok("check").contains("is sound"));
    let people = |desk: &Desk| desk.ok("people list").lines().count();
    assert_eq!(people(&second), people(&first));
}

#[test]
fn with_yes_it_is_done_and_can_be_taken_back() {
    let desk = desk();
    let until_now = desk.ok("dump");
    let said = desk.run(&["restore", "then.db", "--yes"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("its history ends there"), "{}", said.out);
    let back = said
        .err
        .lines()
        .find_map(|line| line.strip_prefix("To take this back: hallpass "));
    let then = Desk::bare();
    fs::copy(desk.path("then.db"), then.path("office.db")).unwrap();
    assert_eq!(desk.ok("dump"), then.ok("dump"));
    assert!(desk.ok("check").contains("is sound"));
    desk.ok(&back.unwrap().replace('\'', ""));
    assert_eq!(desk.ok("dump"), until_now);
}

#[test]
fn who_is_no_admin_is_told_nothing_of_what_would_be_lost() {
    let desk = desk();
    for line in ["--as cy restore then.db", "--as cy restore then.db --yes"] {
        let err = desk.fails(line, 1);
        assert!(
            err.contains("only an admin of the whole district puts a backup back"),
            "{err}"
        );
    }
}

#[test]
fn a_file_that_is_gone_or_beyond_opening_has_its_own_next_step() {
    let desk = desk();
    let then = {
        let then = Desk::bare();
        fs::copy(desk.path("then.db"), then.path("office.db")).unwrap();
        then.ok("dump")
    };
    fs::write(desk.path("office.db"), "what a disk left of it").unwrap();
    let err = desk.fails("restore then.db --yes", 1);
    assert!(err.contains("is not an office file"), "{err}");
    let next = err.split("restore again: ").nth(1).unwrap();
    let said = desk.shell(next);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(!desk.path("office.db").exists());
    let out = desk.ok("restore then.db");
    assert!(
        out.contains("There was no office file. The backup is one now"),
        "{out}"
    );
    assert_eq!(desk.ok("dump"), then);
}

#[test]
fn what_others_hold_for_too_long_is_left_as_it_is() {
    let desk = desk();
    fs::create_dir(desk.path("kept")).unwrap();
    let before = desk.ok("dump");
    let holder = rusqlite::Connection::open(desk.path("office.db")).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let folder = fs::File::open(desk.path("kept")).unwrap();
    rustix::fs::flock(&folder, rustix::fs::FlockOperation::LockExclusive).unwrap();
    let names = desk.names();
    // Both wait at the same time, for as long as a save waits.
    std::thread::scope(|scope| {
        for (line, why) in [
            (
                "restore then.db --yes",
                "the office file was busy for too long",
            ),
            ("backup --keep 7d kept", "another backup into"),
        ] {
            let desk = &desk;
            scope.spawn(move || {
                let said = desk.run(&line.split(' ').collect::<Vec<_>>());
                assert_eq!(said.code, 75, "{line}: {}", said.err);
                assert!(said.err.contains(why), "{line}: {}", said.err);
                assert!(said.err.contains("try again"), "{line}: {}", said.err);
            });
        }
    });
    assert_eq!(desk.names(), names);
    drop((holder, folder));
    assert_eq!(fs::read_dir(desk.path("kept")).unwrap().count(), 0);
    assert_eq!(desk.ok("dump"), before);
}

#[test]
fn a_run_that_is_killed_leaves_the_office_as_it_was_or_as_the_backup() {
    let desk = Desk::demo();
    desk.ok("backup then.db");
    desk.ok("people add zoe --name Zoe --roles helpdesk");
    desk.ok("backup now.db");
    let line = |name: &str| {
        let store = Store::open(&desk.path(name), Access::Read).unwrap();
        let newest = store.history(&HistoryFilter {
            limit: 1,
            ..HistoryFilter::default()
        });
        newest.unwrap()[0].seq
    };
    let (then, now) = (line("then.db"), line("now.db"));
    assert_ne!(then, now);
    let run = |name: &str, second: usize| {
        let mut run = Command::new(PROGRAM);
        run.env_clear()
            .env("HALLPASS_DB", desk.path("office.db"))
            .args(["--as", "ada", "--now"])
            .arg(format!("2026-03-10T08:{second:02}:00Z"))
            .args(["restore", "--yes"])
            .arg(desk.path(name))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        run.spawn().unwrap()
    };
    let began = Instant::now();
    assert!(run("then.db", 59).wait().unwrap().success());
    let whole = began.elapsed();
    let (mut killed, mut done) = (0, 0);
    let rounds = length::times(12, 30);
    for round in 0..rounds {
        let name = ["now.db", "then.db"][round % 2];
        let mut child = run(name, round);
        std::thread::sleep(whole.mul_f64(f64::from(fastrand::u8(..)) / 230.0));
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            done += 1;
        } else {
            killed += 1;
        }
        let line = line("office.db");
        assert!(line == then || line == now, "round {round}: {line}");
    }
    assert!(desk.ok("check").contains("is sound"));
    assert!(killed > rounds / 6, "{killed} killed, {done} done");
}

#[test]
fn whether_the_history_of_a_backup_is_whole_is_said_before_anything_is_done() {
    let desk = desk();
    let said = desk.run(&["restore", "then.db"]);
    assert!(
        said.err
            .contains("The backup's history is whole. Its history ends at change set "),
        "{}",
        said.err
    );
    // Somebody changes what history says, by another program.
    let raw = rusqlite::Connection::open(desk.path("then.db")).unwrap();
    let keeper = "change_set_keeps_its_words";
    let sql = format!("SELECT sql FROM sqlite_schema WHERE name = '{keeper}'");
    let trigger: String = raw.query_row(&sql, [], |row| row.get(0)).unwrap();
    raw.execute_batch(&format!(
        "DROP TRIGGER {keeper}; UPDATE change_set SET reason = 'because' WHERE id = 2; {trigger}"
    ))
    .unwrap();
    drop(raw);
    let told = "The backup's history is not whole: history was changed by something else than hallpass at change set 2";
    let said = desk.run(&["restore", "then.db"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains(told), "{}", said.err);
    let before = desk.ok("dump");
    let said = desk.run(&["restore", "then.db", "--json"]);
    let said: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said["history"].as_array().unwrap().len(), 1);
    assert_eq!(desk.ok("dump"), before);
    // It may be the only one there is: with --yes it is put back, and was told of before.
    let said = desk.run(&["restore", "then.db", "--yes"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let (before, after) = (said.err.find(told), said.err.find("it is kept in"));
    assert!(before.is_some() && before < after, "{}", said.err);
}

#[test]
fn whoever_is_no_admin_is_not_told_of_the_history_either() {
    let desk = desk();
    let said = desk.run(&["--as", "cy", "restore", "then.db"]);
    assert_eq!(said.code, 1);
    assert!(!said.err.contains("history"), "{}", said.err);
}

//! Backups that are kept in a folder: their names, which of them stay, and what happens to a run that is killed.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Stdio;
use std::time::Instant;

use hallpass::store::{Access, Store};
use serde_json::Value;

use super::desk::{Desk, fields};
use crate::support::length;

/// Makes a backup into `kept` on a day, by the rule; gives what was said of it.
#[track_caller]
fn kept(desk: &Desk, day: &str, rule: &str) -> Value {
    desk.json(&format!("--now {day} backup --keep {rule} kept"))
}

/// The names in the folder, in order.
fn names(desk: &Desk) -> Vec<String> {
    let names = fs::read_dir(desk.path("kept")).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn file_name(path: &Value) -> String {
    path.as_str().unwrap().rsplit('/').next().unwrap().into()
}

/// The newest line of history of the desk's office.
fn head(desk: &Desk) -> i64 {
    let lines = desk.json("history --limit 1");
    lines[0]["seq"].as_i64().unwrap()
}

fn desk() -> Desk {
    let desk = Desk::empty();
    fs::create_dir(desk.path("kept")).unwrap();
    desk
}

#[test]
fn a_backup_is_named_by_its_moment_and_the_head_of_its_history() {
    let desk = desk();
    let head = head(&desk);
    let said = kept(&desk, "2026-03-10T14:05:09Z", "7d,5w,12m");
    let name = format!("office-20260310-140509-{head}.db");
    assert_eq!(names(&desk), std::slice::from_ref(&name));
    assert_eq!(fields(&said), "made seq kept removed swept stuck head");
    assert_eq!(file_name(&said["made"]), name);
    assert_eq!(said["seq"], head);
    assert_eq!(said["kept"], Value::Array(vec![said["made"].clone()]));
    assert_eq!(said["removed"], Value::Array(vec![]));
    let copy = Store::open(&desk.path("kept").join(&name), Access::Read).unwrap();
    assert_eq!(copy.check(), [""; 0]);
    let last = copy.last_seal().unwrap().unwrap();
    assert_eq!(said["head"]["change_set"], last.change_set.0);
    assert_eq!(said["head"]["seal"], last.seal);
}

#[test]
fn a_backup_and_a_check_say_where_history_ends() {
    let desk = desk();
    let copied = desk.run(&["backup", "copy.db"]);
    let seal = desk.json("check")["head"]["seal"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(seal.len(), 64);
    let set = &desk.json("history --limit 1")[0]["change_set"];
    let ends = format!(
        "Its history ends at change set {set}, seal {}.\n",
        &seal[..16]
    );
    assert_eq!(copied.err, ends);
    assert_eq!(desk.run(&["check"]).err, ends);
    assert_eq!(desk.run(&["--db", "copy.db", "check"]).err, ends);
    desk.ok("people add zed --name Zed --roles helpdesk");
    assert_ne!(desk.run(&["check"]).err, ends);
    let made = desk.json("backup again.db");
    assert_eq!(fields(&made), "made head");
    assert_eq!(made["head"], desk.json("check")["head"]);
}

#[test]
fn its_moment_is_the_time_on_the_wall_of_the_district() {
    let desk = Desk::bare();
    desk.ok("init --district Harlow --zone America/Chicago");
    fs::create_dir(desk.path("kept")).unwrap();
    // Six hours before UTC in winter: still the day before.
    let said = kept(&desk, "2026-01-11T03:30:00Z", "1d");
    let name = file_name(&said["made"]);
    assert!(name.starts_with("office-20260110-213000-"), "{name}");
}

#[test]
fn the_rule_says_which_older_ones_stay_and_nothing_else_is_touched() {
    let desk = desk();
    let strange = [
        "office.db",
        "office-20260101-000000-1.db.gz",
        "other-20260101-000000-1.db",
    ];
    for name in strange {
        desk.file(&format!("kept/{name}"), "theirs");
    }
    fs::create_dir(desk.path("kept/office-20260102-000000-1.db")).unwrap();
    symlink(
        desk.path("office.db"),
        desk.path("kept/office-20260103-000000-1.db"),
    )
    .unwrap();
    // February 28 is a Saturday; March 9 a Monday.
    for moment in [
        "2026-02-28T20:00:00Z",
        "2026-03-08T20:00:00Z",
        "2026-03-09T20:00:00Z",
        "2026-03-10T08:00:00Z",
    ] {
        kept(&desk, moment, "9d");
    }
    let head = head(&desk);
    let said = kept(&desk, "2026-03-10T12:00:00Z", "1d,2w,2m");
    let of = |moment: &str| format!("office-{moment}-{head}.db");
    let list = |key: &str| -> Vec<String> {
        said[key]
            .as_array()
            .unwrap()
            .iter()
            .map(file_name)
            .collect()
    };
    // The day: noon of the 10th. The weeks: this one (noon) and that of the 8th. The months: March and February.
    let stay = ["20260310-120000", "20260308-200000", "20260228-200000"].map(of);
    assert_eq!(list("kept"), stay);
    assert_eq!(
        list("removed"),
        ["20260310-080000", "20260309-200000"].map(of)
    );
    let mut left: Vec<String> = strange.map(String::from).to_vec();
    left.extend(stay);
    left.extend(["office-20260102-000000-1.db", "office-20260103-000000-1.db"].map(String::from));
    left.sort();
    assert_eq!(names(&desk), left);
}

/// Only backups of this office are counted and let go, whatever another one's file is called, and no run is in another's
/// way.
#[test]
fn offices_of_one_file_name_may_share_a_folder() {
    let (desk, other) = (desk(), Desk::bare());
    other.ok("init --district Juniper --zone Etc/UTC");
    fs::create_dir(desk.path("juniper")).unwrap();
    fs::copy(other.path("office.db"), desk.path("juniper/office.db")).unwrap();
    desk.file("kept/office-20260301-000000-9.db", "not an office");
    let made = |db: &str, moment: &str| {
        let said = desk.json(&format!("--db {db} --now {moment} backup --keep 1d kept"));
        let removed = said["removed"].as_array().unwrap().len();
        (
            file_name(&said["made"]),
            said["kept"].as_array().unwrap().len(),
            removed,
        )
    };
    let (head, moment) = (head(&desk), "2026-03-08T20:00:00Z");
    let name = |moment: &str| format!("office-{moment}-{head}.db");
    // All in one second: each is made, and of one day each office keeps its newest.
    assert_eq!(made("office.db", moment), (name("20260308-200000"), 1, 0));
    assert_eq!(
        made("juniper/office.db", moment),
        (name("20260308-200001"), 1, 0)
    );
    assert_eq!(made("office.db", moment), (name("20260308-200002"), 1, 1));
    let later = "2026-03-09T20:00:00Z";
    assert_eq!(
        made("juniper/office.db", later),
        (name("20260309-200000"), 1, 1)
    );
    assert_eq!(
        names(&desk),
        [
            "20260301-000000-9.db".to_owned(),
            format!("20260308-200002-{head}.db"),
            format!("20260309-200000-{head}.db")
        ]
        .map(|rest| format!("office-{rest}"))
    );
    for kept in ["20260308-200002", "20260309-200000"] {
        desk.ok(&format!("--db kept/{} check", name(kept)));
    }
}

#[test]
fn a_backup_is_for_those_the_office_file_is_for_and_for_nobody_else() {
    let desk = desk();
    for (mode, umask) in [(0o600, "000"), (0o640, "077"), (0o660, "077")] {
        let office = desk.path("office.db");
        fs::set_permissions(&office, fs::Permissions::from_mode(mode)).unwrap();
        let said = desk.shell(&format!(
            "umask {umask}; \"$H\" --now 2026-03-10T01:00:{:02}Z --json backup --keep 1d kept",
            mode % 60
        ));
        assert_eq!(said.code, 0, "{}", said.err);
        let said: Value = serde_json::from_str(&said.out).unwrap();
        let made = fs::metadata(said["made"].as_str().unwrap()).unwrap();
        assert_eq!(made.permissions().mode() & 0o7777, mode, "{mode:o}");
    }
}

#[test]
fn what_is_no_rule_or_no_folder_is_refused() {
    let desk = desk();
    for rule in ["7", "7y", "0d", "7d,7d"] {
        let err = desk.fails(&format!("backup --keep {rule} kept"), 2);
        assert!(err.contains("7d,5w,12m") || err.contains("twice"), "{err}");
    }
    let err = desk.fails("backup --keep 2d office.db", 1);
    assert!(
        err.contains("office.db is a file, and --keep wants a folder; name the folder"),
        "{err}"
    );
    let err = desk.fails("backup --keep 7d no-such-folder", 1);
    assert!(err.contains("this directory does not exist"), "{err}");
    assert_eq!(names(&desk), [""; 0]);
}

#[test]
fn a_day_that_was_given_names_no_backup_of_a_districts_own_office() {
    let desk = Desk::bare();
    fs::create_dir(desk.path("kept")).unwrap();
    let mut init = desk.command();
    let init = init.env_remove("HALLPASS_NOW").env_remove("HALLPASS_USER");
    init.args(["init", "--district", "Harlow"])
        .assert()
        .success();
    let err = desk.fails("backup --keep 7d kept", 1);
    assert!(err.contains("no backup was made"), "{err}");
    assert_eq!(names(&desk), [""; 0]);
    let mut now = desk.command();
    let now = now.env_remove("HALLPASS_NOW");
    now.args(["backup", "--keep", "7d", "kept"])
        .assert()
        .success();
    assert_eq!(names(&desk).len(), 1);
}

#[test]
fn where_the_copy_finds_no_room_the_older_ones_stay() {
    let desk = desk();
    kept(&desk, "2026-03-10T08:00:00Z", "1d");
    let before = names(&desk);
    let said = desk.shell("ulimit -f 100; \"$H\" --now 2026-03-10T09:00:00Z backup --keep 1d kept");
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.err.contains("could not be written: its disk answered"),
        "{}",
        said.err
    );
    assert!(said.err.contains("is full, then try again"), "{}", said.err);
    assert_eq!(names(&desk), before);
}

#[test]
fn of_a_damaged_office_file_no_backup_is_made_and_the_older_ones_stay() {
    let desk = desk();
    kept(&desk, "2026-03-10T08:00:00Z", "1d");
    let before = names(&desk);
    let office = desk.path("office.db");
    let mut bytes = fs::read(&office).unwrap();
    // The last page is an index or rows, never the structure.
    let last = bytes.len() - 4096;
    bytes[last..].fill(0xA5);
    fs::write(&office, bytes).unwrap();
    let err = desk.fails("--now 2026-03-10T09:00:00Z backup --keep 1d kept", 1);
    assert!(
        err.contains(&format!("{} cannot be read properly", office.display())),
        "{err}"
    );
    assert!(err.contains("hallpass --db"), "{err}");
    assert_eq!(names(&desk), before);
}

#[test]
fn a_run_that_is_killed_leaves_no_half_file_and_the_next_sweeps() {
    let desk = Desk::demo();
    fs::create_dir(desk.path("kept")).unwrap();
    let run = |second: u32| {
        let mut run = std::process::Command::new(super::desk::PROGRAM);
        run.env_clear()
            .env("HALLPASS_DB", desk.path("office.db"))
            .args(["--now", &format!("2026-03-10T08:00:{second:02}Z")])
            .args(["backup", "--keep", "99d"])
            .arg(desk.path("kept"))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        run.spawn().unwrap()
    };
    let began = Instant::now();
    assert!(run(59).wait().unwrap().success());
    let whole = began.elapsed();
    let (mut killed, mut swept) = (0, 0);
    for second in 0..length::times(14, 30) as u32 {
        let mut child = run(second);
        std::thread::sleep(whole.mul_f64(f64::from(fastrand::u8(..)) / 255.0));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        let half = names(&desk);
        let half = half.iter().filter(|name| name.starts_with('.')).count();
        if half > 0 {
            let said = kept(&desk, &format!("2026-03-10T09:00:{second:02}Z"), "99d");
            swept += said["swept"].as_array().unwrap().len();
        }
        let left = names(&desk);
        assert!(
            left.iter().all(|name| name.starts_with("office-2")),
            "{left:?}"
        );
    }
    for name in names(&desk) {
        let copy = Store::open(&desk.path("kept").join(name), Access::Read).unwrap();
        assert_eq!(copy.check(), [""; 0]);
    }
    assert!(
        killed > 0 && swept > 0,
        "{killed} killed, {swept} swept in {whole:?}"
    );
}

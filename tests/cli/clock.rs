//! One clock: today is the district's day in every process, and a day that is given writes into no real office.

use std::path::PathBuf;

use assert_cmd::Command;
use hallpass::domain::change::Change;
use hallpass::domain::put::Stamp;
use hallpass::store::Store;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::support::login::os_login;

/// A folder with an office file, at which a test types commands under the clock or under a day that is given.
struct Desk {
    dir: TempDir,
}

struct Said {
    out: String,
    err: String,
    code: i32,
}

impl Desk {
    fn bare() -> Desk {
        Desk {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// A district's own office: founded under the clock.
    fn real(zone: &str) -> Desk {
        let desk = Desk::bare();
        desk.ok(&["init", "--district", "Harlow", "--zone", zone]);
        desk
    }

    /// An office that was founded on March 10, 2026, whatever day it was.
    fn rehearsal() -> Desk {
        let desk = Desk::bare();
        desk.ok(&[
            "init",
            "--district",
            "Harlow",
            "--zone",
            "America/Chicago",
            "--now",
            "2026-03-10",
        ]);
        desk
    }

    fn db(&self) -> PathBuf {
        self.dir.path().join("office.db")
    }

    /// Runs the program in a shell whose `TZ` says this.
    fn in_shell(&self, tz: &str, args: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_hallpass"))
            .env_clear()
            .env("TZ", tz)
            .env("HOME", self.dir.path())
            .env("HALLPASS_DB", self.db())
            .current_dir(self.dir.path())
            .args(args)
            .output()
            .unwrap();
        Said {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap(),
        }
    }

    fn run(&self, args: &[&str]) -> Said {
        self.in_shell("Asia/Tokyo", args)
    }

    #[track_caller]
    fn ok(&self, args: &[&str]) -> Said {
        let said = self.run(args);
        assert_eq!(said.code, 0, "{args:?}: {}{}", said.out, said.err);
        said
    }

    /// The day that a command answers for.
    #[track_caller]
    fn as_of(&self, tz: &str, now: &str) -> String {
        let said = self.in_shell(tz, &["alerts", "--json", "--now", now]);
        let json: Json = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}", said.err));
        json["as_of"].as_str().unwrap().to_owned()
    }

    /// Runs what must be refused and leave every byte as it was.
    #[track_caller]
    fn refused(&self, args: &[&str]) -> String {
        self.ok(&["dump", "before.jsonl"]);
        let said = self.run(args);
        assert_eq!(said.code, 1, "{args:?}: {}{}", said.out, said.err);
        self.ok(&["dump", "after.jsonl"]);
        let dumps = ["before.jsonl", "after.jsonl"].map(|name| {
            let path = self.dir.path().join(name);
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::remove_file(path).unwrap();
            text
        });
        assert!(dumps[0] == dumps[1], "{args:?} changed the records");
        said.err
    }
}

#[test]
fn today_is_the_districts_day_whatever_the_shell_says() {
    let desk = Desk::real("America/Chicago");
    for tz in ["UTC", "America/Chicago", "Asia/Tokyo", ""] {
        // Nine in the evening of the third in Chicago.
        assert_eq!(desk.as_of(tz, "2026-12-04T03:00:00Z"), "2026-12-03", "{tz}");
        assert_eq!(desk.as_of(tz, "2026-12-04T06:00:00Z"), "2026-12-04", "{tz}");
        // In summer midnight is an hour earlier.
        assert_eq!(desk.as_of(tz, "2040-07-01T04:59:59Z"), "2040-06-30", "{tz}");
        assert_eq!(desk.as_of(tz, "2040-07-01T05:00:00Z"), "2040-07-01", "{tz}");
        // A day is a day.
        assert_eq!(desk.as_of(tz, "2026-12-04"), "2026-12-04", "{tz}");
    }
}

#[test]
fn the_zone_is_a_setting_and_its_name_is_known_or_asked_about() {
    let desk = Desk::real("America/Chicago");
    let set = |zone: &str| desk.run(&["policy", "set", "zone", zone, "--reason", "We moved"]);
    let wrong = set("America/Chicgo");
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.err.contains("nearest: America/Chicago"),
        "{}",
        wrong.err
    );
    assert_eq!(set("america/phoenix").code, 0);
    // Four hours before the evening ends in Chicago in summer it is still light in Phoenix.
    assert_eq!(desk.as_of("UTC", "2026-07-01T06:00:00Z"), "2026-06-30");
    let list = desk.ok(&["policy", "list", "--json"]).out;
    let list: Json = serde_json::from_str(&list).unwrap();
    let row = list
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["key"] == "zone");
    assert_eq!(row.unwrap()["value"], "America/Phoenix");
    desk.ok(&["undo"]);
    assert_eq!(desk.as_of("UTC", "2026-07-01T06:00:00Z"), "2026-07-01");

    let bare = Desk::bare();
    let refused = bare.run(&["init", "--district", "X", "--zone", "Chicago"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("nearest: America/Chicago"),
        "{}",
        refused.err
    );
    assert!(!bare.db().exists());
    let told = bare.ok(&["init", "--district", "X"]).err;
    assert!(told.contains("this machine's time zone"), "{told}");
}

/// An office as an older hallpass made it: without a zone.
fn older() -> Desk {
    let desk = Desk::bare();
    let founding = Change::Found {
        district: "Harlow".into(),
        policy: "hybrid".into(),
        founder: (os_login(), "Ada Reyes".into()),
        zone: None,
        demo: false,
        rehearsal: false,
    };
    let at = "2026-03-10T09:40:00Z".parse().unwrap();
    let stamp = Stamp::own(&os_login(), at, "2026-03-10".parse().unwrap());
    let mut store = Store::create(&desk.db(), None).unwrap();
    store.apply(&founding, &stamp).unwrap();
    desk
}

#[test]
fn an_office_without_a_zone_says_whose_days_it_takes() {
    let desk = older();
    let said = desk.ok(&["people", "list"]);
    assert!(said.err.contains("no time zone yet"), "{}", said.err);
    assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    assert_eq!(desk.ok(&["people", "list", "--json"]).err, "");
    desk.ok(&[
        "policy",
        "set",
        "zone",
        "America/Denver",
        "--reason",
        "Here",
    ]);
    assert_eq!(desk.ok(&["people", "list"]).err, "");
}

#[test]
fn a_given_day_does_nothing_in_a_real_office() {
    let desk = Desk::real("America/Chicago");
    std::fs::write(desk.dir.path().join("s.csv"), "name,code\nOak ES,OAK\n").unwrap();
    desk.ok(&["import", "schools", "s.csv"]);
    let day = ["--now", "2031-03-01"];
    for deed in [
        &["note", "oak", "--text", "x"][..],
        &["undo"],
        &["policy", "set", "covered", "block", "--reason", "x"],
        &["policy", "set", "zone", "Asia/Tokyo", "--reason", "x"],
        &[
            "people", "add", "kim", "--name", "Kim", "--roles", "helpdesk",
        ],
        &["import", "schools", "t.csv"],
    ] {
        std::fs::write(desk.dir.path().join("t.csv"), "name,code\nElm ES,ELM\n").unwrap();
        let err = desk.refused(&[deed, &day].concat());
        assert!(
            err.contains("the day was given by --now"),
            "{deed:?}: {err}"
        );
    }
    // What only looks goes on: lists, a dry run, a digest that does not count as told.
    desk.ok(&["schools", "--now", "2031-03-01"]);
    let dry = desk.ok(&[
        "import",
        "schools",
        "t.csv",
        "--dry-run",
        "--now",
        "2031-03-01",
    ]);
    assert!(dry.out.contains("1 added"), "{}", dry.out);
    let me = os_login();
    let digest = desk.ok(&["digest", "--for", &me, "--now", "2031-03-01"]);
    assert!(digest.err.contains("Not counted as told"), "{}", digest.err);
    assert!(
        !desk
            .ok(&["alerts"])
            .out
            .contains(&format!("Digest of {me}"))
    );
    // Without a day all of it is done.
    desk.ok(&["note", "oak", "--text", "x"]);
}

#[test]
fn a_day_in_the_past_shows_the_records_of_today_and_says_so() {
    let desk = Desk::real("America/Chicago");
    let said = |now: &str| desk.ok(&["people", "list", "--now", now]).err;
    assert!(said("2020-01-01").starts_with("Records as of today, 20"));
    assert!(said("2020-01-01").contains("only the day is 2020-01-01"));
    assert_eq!(said("2199-01-01"), "");
    let tried = Desk::rehearsal();
    assert_eq!(tried.ok(&["people", "list", "--now", "2020-01-01"]).err, "");
}

#[test]
fn a_rehearsal_is_one_for_good_and_is_written_on_any_day() {
    let desk = Desk::rehearsal();
    let add = |login: &str, more: &[&str]| {
        let add = ["people", "add", login, "--name", "N", "--roles", "helpdesk"];
        desk.ok(&[&add, more].concat());
    };
    add("kim", &["--now", "2031-03-01"]);
    add("lee", &["--now", "2020-03-01T12:00:00Z"]);
    add("mo", &[]);
    let greeting = desk.ok(&["--plain"]).out;
    assert!(
        greeting.contains("REHEARSAL: nothing here is real."),
        "{greeting}"
    );
    // No setting, no undo and no dump takes the mark away.
    let err = desk.refused(&["policy", "set", "rehearsal", "no", "--reason", "x"]);
    assert!(err.contains("no `rehearsal`"), "{err}");
    desk.refused(&["undo", "1"]);
    desk.ok(&["dump", "all.jsonl"]);
    std::fs::remove_file(desk.db()).unwrap();
    desk.ok(&["load", "all.jsonl"]);
    assert!(desk.ok(&["--plain"]).out.contains("REHEARSAL"));
    // An office of one's own says nothing of the kind.
    assert!(
        !Desk::real("Etc/UTC")
            .ok(&["--plain"])
            .out
            .contains("REHEARSAL")
    );
}

#[test]
fn a_digest_told_on_a_day_to_come_is_wrong() {
    let desk = Desk::rehearsal();
    desk.ok(&["digest", "--for", &os_login(), "--now", "2027-03-01"]);
    let test = |now: &str| desk.run(&["alerts", "--test", "--now", now]);
    for (now, code) in [("2026-11-29", 4), ("2027-02-28", 4), ("2027-03-01", 0)] {
        let said = test(now);
        assert_eq!(said.code, code, "{now}: {}", said.out);
        let wrong = said
            .out
            .contains("counts as told on 2027-03-01, a day that has not come");
        assert_eq!(wrong, code == 4, "{now}: {}", said.out);
    }
}

#[test]
fn instants_of_files_and_of_history_are_days_of_the_district() {
    let desk = Desk::rehearsal();
    let table = "product,term_end,auto_renew\n\
                 Quill,2027-07-01T03:59:59Z,no\n\
                 Numb,2027-07-01T05:00:00Z,no\n\
                 Topo,2027-06-30T23:59:59-05:00,no\n";
    std::fs::write(desk.dir.path().join("c.csv"), table).unwrap();
    let evening = ["--now", "2026-03-11T02:30:00Z"];
    let import = ["import", "contracts", "c.csv", "--json"];
    let told: Json = serde_json::from_str(&desk.ok(&[&import, &evening[..]].concat()).out).unwrap();
    let warnings = told["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 1, "{told}");
    assert_eq!(warnings[0]["row"], 2);
    assert_eq!(
        warnings[0]["reason"],
        "is an instant; read as 2027-06-30, the day it is in America/Chicago"
    );
    let rows = desk.ok(&["renewals", "--all", "--json"]).out;
    let rows: Json = serde_json::from_str(&rows).unwrap();
    let mut ends: Vec<(&str, &str)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["product"].as_str().unwrap(),
                row["term_end"].as_str().unwrap(),
            )
        })
        .collect();
    ends.sort_unstable();
    assert_eq!(
        ends,
        [
            ("Numb", "2027-07-01"),
            ("Quill", "2027-06-30"),
            ("Topo", "2027-06-30")
        ]
    );
    // The import was made in the evening of the tenth: people read that, scripts read the instant.
    let text = desk.ok(&["history", "quill"]).out;
    assert!(text.contains("2026-03-10 21:30"), "{text}");
    let json = desk.ok(&["history", "quill", "--json"]).out;
    assert!(json.contains("2026-03-11T02:30:00Z"), "{json}");
    let since = |day: &str| desk.ok(&["history", "quill", "--since", day, "--json"]).out;
    assert_ne!(since("2026-03-10"), "[]\n");
    assert_eq!(since("2026-03-11"), "[]\n");
}

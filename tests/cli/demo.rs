//! `hallpass demo`: where it makes its file, when it keeps it, and what it will not touch.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use hallpass::domain::person::Person;
use hallpass::store::{Access, Store};

fn hallpass(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("hallpass").unwrap();
    command
        .env_clear()
        .env("HOME", dir)
        .env("XDG_DATA_HOME", dir.join("data"))
        .env("HALLPASS_NOW", "2026-03-10")
        .env("HALLPASS_USER", "ada")
        .args(args);
    command
}

fn said(command: &mut Command) -> String {
    let output = command.assert().success().get_output().stdout.clone();
    String::from_utf8(output).unwrap()
}

#[test]
fn a_second_run_keeps_the_file_and_a_reset_makes_it_anew() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("data/hallpass/demo.db");
    // Into a pipe no screens are opened, with or without the option.
    let first = said(&mut hallpass(dir.path(), &["demo"]));
    assert!(first.contains(&file.display().to_string()), "{first}");
    assert!(first.contains("14 schools, 400 products"), "{first}");
    let remark = [
        "--db",
        file.to_str().unwrap(),
        "people",
        "add",
        "eve",
        "--name",
        "Eve",
        "--roles",
        "helpdesk",
    ];
    hallpass(dir.path(), &remark).assert().success();
    let bytes = fs::read(&file).unwrap();
    said(&mut hallpass(dir.path(), &["demo", "--no-open"]));
    assert!(bytes == fs::read(&file).unwrap(), "the file was kept");
    said(&mut hallpass(dir.path(), &["demo", "--reset", "--no-open"]));
    let store = Store::open(&file, Access::Read).unwrap();
    assert!(
        store
            .all::<Person>()
            .unwrap()
            .iter()
            .all(|p| p.login != "eve")
    );
    assert_eq!(store.setting("demo").unwrap().as_deref(), Some("yes"));
    let mut names: Vec<_> = fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.retain(|name| {
        !name.to_string_lossy().ends_with("-wal") && !name.to_string_lossy().ends_with("-shm")
    });
    assert_eq!(names, ["demo.db"]);
}

#[test]
fn what_is_not_a_demo_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let office = dir.path().join("office.db");
    let init = [
        "--db",
        office.to_str().unwrap(),
        "init",
        "--district",
        "Harlow County",
    ];
    hallpass(dir.path(), &init).assert().success();
    let text = dir.path().join("notes.txt");
    fs::write(&text, "not an office file, but somebody's notes").unwrap();
    for file in [&office, &text] {
        let bytes = fs::read(file).unwrap();
        for reset in [&["--reset"][..], &[]] {
            let mut args = vec!["demo", "--no-open", "--path", file.to_str().unwrap()];
            args.extend(reset);
            let output = hallpass(dir.path(), &args).assert().code(1);
            let error = String::from_utf8(output.get_output().stderr.clone()).unwrap();
            assert_eq!(error.matches("error:").count(), 1, "{error}");
            assert!(error.contains(&file.display().to_string()), "{error}");
            assert!(
                bytes == fs::read(file).unwrap(),
                "{} was changed",
                file.display()
            );
        }
    }
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        2,
        "nothing is left beside them"
    );
}

/// `--db` says where it is as `--path` does; the variable says where the real office is, which a demo leaves alone.
#[test]
fn the_file_is_the_one_that_is_named_by_either_option() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (before, behind) = (file("before.db"), file("behind.db"));
    said(&mut hallpass(
        dir.path(),
        &["--db", &before, "demo", "--no-open"],
    ));
    said(&mut hallpass(
        dir.path(),
        &["demo", "--no-open", "--db", &behind],
    ));
    for made in [&before, &behind] {
        assert!(Path::new(made).exists(), "{made}");
    }
    let two = ["--db", &before, "demo", "--path", &behind, "--no-open"];
    let output = hallpass(dir.path(), &two).assert().code(1);
    let error = String::from_utf8(output.get_output().stderr.clone()).unwrap();
    assert!(
        error.contains("two files are named for the demo"),
        "{error}"
    );
    let office = file("office.db");
    let init = ["--db", &office, "init", "--district", "Harlow County"];
    hallpass(dir.path(), &init).assert().success();
    let bytes = fs::read(&office).unwrap();
    let told = said(hallpass(dir.path(), &["demo", "--no-open"]).env("HALLPASS_DB", &office));
    assert!(told.contains("data/hallpass/demo.db"), "{told}");
    assert!(
        bytes == fs::read(&office).unwrap(),
        "the office was changed"
    );
}

#[test]
fn a_login_that_cannot_be_leaves_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("demo.db");
    let args = [
        "--as",
        "two words",
        "demo",
        "--path",
        file.to_str().unwrap(),
    ];
    hallpass(dir.path(), &args).assert().code(1);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_district_of_any_size_is_made_up_and_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("large.db");
    let file = file.to_str().unwrap();
    let asked = [
        "--schools",
        "60",
        "--products",
        "700",
        "--inventory",
        "9000",
    ];
    let mut make = vec!["demo", "--no-open", "--path", file];
    make.extend(asked);
    let first = said(&mut hallpass(dir.path(), &make));
    assert!(first.contains("60 schools, 700 products"), "{first}");
    let dump = said(&mut hallpass(dir.path(), &["--db", file, "dump"]));
    let count = |noun: &str| {
        let line = format!("{{\"table\":\"{noun}\"");
        dump.lines().filter(|one| one.starts_with(&line)).count()
    };
    assert_eq!(
        (count("school"), count("product"), count("inventory")),
        (60, 700, 9_000)
    );
    let check = hallpass(dir.path(), &["--db", file, "check"])
        .assert()
        .success()
        .get_output()
        .stderr
        .clone();
    assert!(
        String::from_utf8(check)
            .unwrap()
            .starts_with("Its history ends at")
    );
    // The same again is the same, and is not made over what is there.
    hallpass(dir.path(), &make).assert().code(1);
    let other = dir.path().join("other.db");
    make[3] = other.to_str().unwrap();
    said(&mut hallpass(dir.path(), &make));
    let records = |dump: &str| {
        let kept = dump.lines().filter(|line| {
            line.starts_with("{\"table\":\"inventory\"") || line.starts_with("{\"table\":\"line\"")
        });
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    let again = said(&mut hallpass(
        dir.path(),
        &["--db", other.to_str().unwrap(), "dump"],
    ));
    assert_eq!(records(&dump), records(&again));
}

#[test]
fn counts_that_do_not_fit_are_refused_and_nothing_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("large.db");
    let file = file.to_str().unwrap();
    for (counts, why) in [
        (["--schools", "5"].as_slice(), "14 schools or more"),
        (
            &[
                "--schools",
                "16",
                "--products",
                "410",
                "--inventory",
                "9000",
            ],
            "do not fit",
        ),
    ] {
        let mut args = vec!["demo", "--no-open", "--path", file];
        args.extend(counts);
        let refused = hallpass(dir.path(), &args)
            .assert()
            .code(1)
            .get_output()
            .stderr
            .clone();
        let refused = String::from_utf8(refused).unwrap();
        assert!(refused.contains(why), "{refused}");
        assert!(!Path::new(file).exists());
    }
}

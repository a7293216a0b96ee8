//! Results through a pipe: read in memory, at the host and over SSH, and of a pupil nothing is left anywhere.

use std::fmt::Write;
use std::io::{Cursor, Write as _};

use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::desk::{PROGRAM, Said, said};
use super::guarded::session;
use super::keys::with_keys;
use super::results::{GROUPS, district};
use crate::support::program::District;

/// The command with these bytes on standard input, where no temporary file can be made.
fn piped(district: &District, more: &[&str], bytes: &[u8]) -> Said {
    let mut command = assert_cmd::Command::new(PROGRAM);
    command
        .env_clear()
        .env("TMPDIR", district.path("no-such-folder"))
        .env("HALLPASS_DB", district.db())
        .env("HALLPASS_USER", "cleo")
        .env("HALLPASS_NOW", "2026-03-10")
        .args(["import", "results", "-"])
        .args(more);
    said(command.write_stdin(bytes).output().unwrap())
}

#[test]
fn groups_through_a_pipe_are_read_as_from_a_file() {
    let district = district();
    let file = district.file("groups.csv", GROUPS);
    let window = ["--window", "fall 2026", "--dry-run"];
    let from_file = district.import("results", &file, &window).ok().json();
    let told = piped(
        &district,
        &[&window[..], &["--json"]].concat(),
        GROUPS.as_bytes(),
    );
    assert_eq!(told.code, 0, "{}", told.err);
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(told, from_file);
    let told = piped(&district, &["--window", "fall 2026"], GROUPS.as_bytes());
    assert!(
        told.err
            .contains("Nothing of what came through the pipe is kept."),
        "{}",
        told.err
    );
    assert!(!told.err.contains("/proc"), "{}", told.err);
    assert!(
        told.out
            .contains("4 rows, 4 used\n4 groups: 1 told, 1 under 10 pupils"),
        "{}",
        told.out
    );
    let twice = piped(&district, &["-", "--window", "winter"], GROUPS.as_bytes());
    assert!(twice.err.contains("named twice"), "{}", twice.err);
    let none = piped(&district, &["--window", "winter"], b"");
    assert_eq!(none.code, 1, "{}", none.out);
    assert!(
        none.err.contains("standard input") && !none.err.contains("/proc"),
        "{}",
        none.err
    );
}

/// A OneRoster 1.2 gradebook of 24 pupils at Larkfen, each with one result on 3.NF.1: 14 of them below 70 %.
fn gradebook() -> Vec<u8> {
    let mut results = String::from(
        "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate\n",
    );
    let mut objectives = String::from(
        "sourcedId,status,dateLastModified,resultSourcedId,source,learningObjectiveId\n",
    );
    for n in 0..24 {
        let score = if n < 14 { 61 } else { 88 };
        writeln!(
            results,
            "res{n},active,2026-09-20,li1,ZQPUPIL{n:02},fully graded,{score},2026-09-18"
        )
        .unwrap();
        writeln!(
            objectives,
            "ro{n},active,2026-09-20,res{n},case,urn:uuid:aaaaaaaa-0000-4000-8000-000000000001"
        )
        .unwrap();
    }
    let files = [
        (
            "manifest.csv",
            "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.lineItems,bulk\nfile.results,bulk\n\
             file.resultLearningObjectiveIds,bulk\nfile.classes,bulk\nfile.orgs,bulk\n"
                .to_owned(),
        ),
        (
            "lineItems.csv",
            "sourcedId,status,dateLastModified,title,classSourcedId,resultValueMin,resultValueMax\n\
             li1,active,2026-09-20,Unit 1,c1,0,100\n"
                .to_owned(),
        ),
        ("results.csv", results),
        ("resultLearningObjectiveIds.csv", objectives),
        (
            "classes.csv",
            "sourcedId,status,title,grades,schoolSourcedId\nc1,active,Room 3,03,o1\n".to_owned(),
        ),
        (
            "orgs.csv",
            "sourcedId,status,name,type,identifier\no1,active,Larkfen ES,school,LAR\n".to_owned(),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_gradebook_through_a_pipe_is_read_and_names_nobody_afterwards() {
    let district = district();
    let told = piped(
        &district,
        &["--window", "fall", "--test", "Class work", "--json"],
        &gradebook(),
    );
    assert_eq!(told.code, 0, "{}", told.err);
    let read: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(
        (&read["rows"], &read["groups"], &read["told"]),
        (&json!(24), &json!(1), &json!(1))
    );
    let gaps = district.run(&["gaps", "--json"]).ok().json();
    // 14 of 24 are 58 %.
    assert_eq!(
        (&gaps["gaps"][0]["n_band"], &gaps["gaps"][0]["below_band"]),
        (&json!("20-49"), &json!("40-59"))
    );
    let mut all = format!("{}{}", told.out, told.err);
    for entry in std::fs::read_dir(district.path("")).unwrap() {
        all += &String::from_utf8_lossy(&std::fs::read(entry.unwrap().path()).unwrap());
    }
    assert!(!all.contains("ZQPUPIL") && !all.contains("Room 3"));
}

#[test]
fn whoever_came_in_by_a_key_gives_results_by_the_pipe() {
    let desk = with_keys();
    desk.ok("people add lead --name Lead --roles curricular");
    let public = format!(
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{}AAAA",
        "I".repeat(39)
    );
    desk.file("lead.pub", &format!("{public} x@y\n"));
    desk.ok("people key add lead lead.pub");
    desk.file(
        "own.csv",
        "framework,code,statement\nOWN,M.1,Counts to ten.\n",
    );
    desk.ok("import standards own.csv");
    let rows = "standard,school,grade,n,below\nM.1,LIN,3,28,19\n";
    let read = |key: &str| {
        let mut asked = session(&desk, key, "import results - --window fall --json");
        said(asked.write_stdin(rows).output().unwrap())
    };
    let refused = read("1");
    assert_eq!(refused.code, 1, "{}", refused.out);
    let told = read("3");
    assert_eq!(told.code, 0, "{}", told.err);
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((&told["groups"], &told["told"]), (&json!(1), &json!(1)));
}

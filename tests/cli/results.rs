//! Results of tests, from files that name pupils to readings that name none: what is kept, what is told, what is refused, and
//! that nothing of a pupil is anywhere afterwards.

use std::fmt::Write;
use std::path::Path;

use hallpass::domain::change::Change;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::store::{Access, Store};
use serde_json::json;

use crate::support::program::{Answer, District};
use crate::support::stamp;

/// A district with two schools, a framework of its own and four standards: 3.NF.1 a priority, 3.NF.2, 4.NF.1 and 4.NF.2.
pub fn district() -> District {
    District::made_once("standards", || {
        let district = District::new();
        district.take(
            "schools",
            "name,code,grades,enrollment\nLarkfen ES,LAR,K-5,372\nRillwater ES,RIL,K-5,361\n",
        );
        district.take("people", "login,name,roles\ncleo,Cleo Marr,curricular\ntess,Tess Orr,technical\nhal,Hal Ives,helpdesk\n");
        let framework = Put::keyed(Kind::Framework)
            .with("guid", "aaaaaaaa-0000-4000-8000-000000000000".to_owned())
            .with("short", "M".to_owned())
            .with("title", "Mathematics of Harlow".to_owned())
            .with("ours", true);
        let framework = save(&district, framework);
        for (n, (code, weight)) in [("3.NF.1", 3), ("3.NF.2", 2), ("4.NF.1", 2), ("4.NF.2", 2)]
            .into_iter()
            .enumerate()
        {
            let standard = Put::keyed(Kind::Standard)
                .with("framework", framework)
                .with(
                    "guid",
                    format!("aaaaaaaa-0000-4000-8000-00000000000{}", n + 1),
                )
                .with("code", code.to_owned())
                .with("code_key", code.to_lowercase())
                .with("statement", format!("Statement of {code}."))
                .with("leaf", true)
                .with("weight", weight);
            save(&district, standard);
        }
        district
    })
}

/// Saves one record as the admin; gives its number.
pub fn save(district: &District, put: Put) -> i64 {
    let mut store = Store::open(&district.db(), Access::Write).unwrap();
    let change = Change::Save {
        what: "it".into(),
        put,
        reason: None,
    };
    store.apply(&change, &stamp("ada")).unwrap().done[0]
        .record
        .id
}

fn read(district: &District, file: &Path, more: &[&str]) -> Answer {
    district.import("results", file, more)
}

const GROUPS: &str = "standard,school,grade,n,below\n3.NF.1,Larkfen ES,3,28,19\n3.NF.1,Larkfen ES,4,31,12\n\
    3.NF.1,Larkfen ES,5,7,3\n3.NF.1,Rillwater ES,3,40,39\n";

#[test]
fn groups_are_kept_as_bands_and_told_in_counts() {
    let district = district();
    let file = district.file("groups.csv", GROUPS);
    let told = read(&district, &file, &["--window", "fall 2026"])
        .ok()
        .json();
    assert_eq!(
        told,
        json!({
            "test": "district", "window": "fall 2026", "cut": "as the table says", "least_group": 10, "files": 1,
            "rows": 4, "used": 4, "left_out": {"no_school": 0, "no_grade": 0, "no_standard": 0, "not_final": 0},
            // Grade 5 is too small, grade 3 the smallest other of its school, and with that grade 3 of Rillwater.
            "groups": 4, "told": 1, "too_few": 1, "hidden_with": 2, "unknown_standards": [], "unknown_schools": [],
            "columns": ["standard", "school", "grade", "n", "below"], "reading": 1, "change_set": 9
        })
    );
    let lines = district.run(&["history", "--json"]).ok().out;
    assert!(
        lines.contains("read district fall 2026: 4 groups, 1 too few, source "),
        "{lines}"
    );
    assert_eq!(lines.matches("read district").count(), 1);
}

#[test]
fn the_same_test_and_window_is_refused_unless_it_takes_the_others_place() {
    let district = district();
    let many =
        "standard,school,grade,n,below\n3.NF.1,Larkfen ES,3,210,205\n3.NF.1,Rillwater ES,3,220,3\n";
    let first = district.file("first.csv", many);
    read(&district, &first, &["--window", "fall 2026"]).ok();
    let second = district.file(
        "second.csv",
        many.replace("210,205", "40,16").replace("220,3", "44,20"),
    );
    let refused = read(&district, &second, &["--window", "Fall 2026"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .err
            .contains("was read already on 2026-03-10; read it again with --replace"),
        "{}",
        refused.err
    );
    let bands = ["200-499", "over 95", "under 5"];
    assert!(
        bands
            .iter()
            .all(|band| everything(&district).contains(band))
    );
    read(&district, &second, &["--window", "fall 2026", "--replace"]).ok();
    let left = everything(&district);
    // Of the first reading nothing is left in the file, beside it, on free pages or in history.
    for band in bands {
        assert!(!left.contains(band), "{band}");
    }
    assert!(left.contains("20-49"));
    let undone = district.run(&["undo"]);
    assert_eq!(undone.code, 1);
    assert!(
        undone.err.contains("a reading has no undo"),
        "{}",
        undone.err
    );
}

/// All bytes of the district's folder but its own files of results, as text.
fn everything(district: &District) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(district.path("")).unwrap() {
        let path = entry.unwrap().path();
        if !path
            .extension()
            .is_some_and(|end| end == "csv" || end == "zip")
        {
            all += &String::from_utf8_lossy(&std::fs::read(path).unwrap());
        }
    }
    all
}

#[test]
fn only_curricular_staff_and_admins_of_the_district_read_results() {
    let district = district();
    let file = district.file("groups.csv", GROUPS);
    for (login, code) in [("hal", 1), ("tess", 1), ("cleo", 0)] {
        let told = read(
            &district,
            &file,
            &["--window", "fall 2026", "--dry-run", "--as", login],
        );
        assert_eq!(told.code, code, "{login}: {}", told.err);
    }
    let people = "login,name,roles,schools\ncleo,Cleo Marr,curricular,LAR\n";
    district.take("people", people);
    let told = read(&district, &file, &["--window", "fall 2026", "--as", "cleo"]);
    assert_eq!(told.code, 1);
    assert!(
        told.err.contains("it is about the whole district"),
        "{}",
        told.err
    );
}

#[test]
fn files_that_name_other_schools_or_standards_are_refused() {
    let district = district();
    let mut rows = String::from("standard,school,grade,n,below\n");
    for grade in 1..=5 {
        for school in ["Larkfen ES", "Rillwater ES"] {
            for standard in ["3.NF.1", "3.NF.2"] {
                writeln!(rows, "{standard},{school},{grade},20,10").unwrap();
            }
        }
    }
    // One of 21 is less than one in twenty, two of 22 are more.
    rows += "9.X.1,Larkfen ES,1,20,10\n";
    let file = district.file("groups.csv", &rows);
    let told = read(&district, &file, &["--window", "fall 2026", "--dry-run"])
        .ok()
        .json();
    assert_eq!(
        told["unknown_standards"],
        json!([{"code": "9.X.1", "rows": 1}])
    );
    rows += "9.X.2,Larkfen ES,1,20,10\n";
    let file = district.file("groups.csv", &rows);
    let refused = read(&district, &file, &["--window", "fall 2026", "--dry-run"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .err
            .contains("2 of 22 results have no standard that is known here: `9.X.1`, `9.X.2`")
    );
    read(
        &district,
        &file,
        &["--window", "fall 2026", "--dry-run", "--skip-bad"],
    )
    .ok();
    let file = district.file(
        "groups.csv",
        "standard,school,grade,n,below\n3.NF.1,Ashmoor HS,9,20,10\n",
    );
    let refused = read(&district, &file, &["--window", "fall 2026"]);
    assert!(
        refused
            .err
            .contains("1 of 1 results have no school that is known here: `Ashmoor HS`")
    );
    let file = district.file(
        "groups.csv",
        "standard,school,grade,n,below\n3.NF.1,Larkfen ES,3,410,10\n",
    );
    let refused = read(&district, &file, &["--window", "fall 2026"]);
    assert!(
        refused
            .err
            .contains("grade 3 of Larkfen ES has more pupils in the files than the school has")
    );
    let refused = district.run_with(&["import", "results", "-"], GROUPS.as_bytes());
    assert!(
        refused
            .err
            .contains("results are not read from standard input"),
        "{}",
        refused.err
    );
}

/// What tells one pupil of the files below from another: a number, names and a score, all found nowhere else.
fn pupil(n: usize) -> [String; 4] {
    [
        format!("ZQ{:05}77", n * 7919 % 100_000),
        format!("Quillfeather{n}x"),
        format!("Wrenbold{n}x"),
        format!("{}.{:03}", 517 + n, n * 13 % 1000),
    ]
}

#[test]
fn nothing_of_a_pupil_is_anywhere_once_results_were_read() {
    let district = district();
    district.take(
        "schools",
        "name,code,grades,enrollment\nOxmarsh ES,OXM,K-5,334\n",
    );
    let mut tests = String::from(
        "AssessmentID,StudentIdentifier,StudentFirstName,StudentLastName,SchoolName,Grade,AssessmentStatus,CompletedDate,\
         ScreeningPeriodWindowName,SchoolYear,ScaledScore,TeacherLastName\n",
    );
    let mut results =
        String::from("AssessmentID,StandardName,StandardPercentMastery,StandardMasteryLevel\n");
    for n in 0..40 {
        let [id, first, last, score] = pupil(n);
        let school = ["Larkfen ES", "Oxmarsh ES"][n % 2];
        let level = ["Beginning", "Secure"][n / 2 % 2];
        writeln!(
            tests,
            "T{id},{id},{first},{last},{school},3,Active,2026-09-08T10:00:00Z,Fall,2026-2027,{score},Teacher{last}"
        )
        .unwrap();
        writeln!(results, "T{id},X.ELA.3.NF.1,{score},{level}").unwrap();
    }
    let (tests, results) = (
        district.file("SR.csv", tests),
        district.file("standards.csv", results),
    );
    let (tests, results) = (tests.to_str().unwrap(), results.to_str().unwrap());
    let mut said = Vec::new();
    let mut run = |args: &[&str]| {
        let answer = district.run(args);
        said.push(format!("{} {}", answer.out, answer.err));
        answer.code
    };
    assert_eq!(run(&["import", "results", tests, results, "--dry-run"]), 0);
    assert_eq!(run(&["import", "results", results]), 1);
    assert_eq!(
        run(&[
            "import",
            "results",
            tests,
            results,
            "--school-column",
            "StudentLastName"
        ]),
        1
    );
    assert_eq!(
        run(&[
            "import",
            "results",
            tests,
            results,
            "--school-column",
            "TeacherLastName"
        ]),
        1
    );
    assert_eq!(run(&["import", "results", tests, results, "--json"]), 0);
    assert_eq!(run(&["import", "results", tests, results]), 1);
    assert_eq!(run(&["history", "--json"]), 0);
    assert_eq!(run(&["dump"]), 0);
    let everywhere = everything(&district) + &said.join("\n");
    assert!(everywhere.contains("20-49") || everywhere.contains("10-19"));
    for n in 0..40 {
        for secret in pupil(n) {
            assert!(!everywhere.contains(&secret), "{secret}");
        }
    }
}

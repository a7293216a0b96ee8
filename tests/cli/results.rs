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
use crate::support::screen::Screen;
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

pub const GROUPS: &str = "standard,school,grade,n,below\n3.NF.1,Larkfen ES,3,28,19\n3.NF.1,Larkfen ES,4,31,12\n\
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
            "rows": 4, "used": 4, "left_out": {"no_school": 0, "no_grade": 0, "no_standard": 0, "not_final": 0, "no_most": 0},
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
    // Nor has what forgets it, nor either reading once it is forgotten.
    district
        .run(&["gaps", "forget", "--window", "fall 2026"])
        .ok();
    let history = district.run(&["history", "--limit", "1", "--json"]).json();
    let newest = history[0]["change_set"].as_i64().unwrap();
    for set in [newest, newest - 1, newest - 2] {
        let undone = district.run(&["undo", &set.to_string()]);
        assert!(
            undone.err.contains("a reading has no undo"),
            "{set}: {}",
            undone.err
        );
    }
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
    let file = district.file("groups.csv", GROUPS);
    let refused = read(&district, &file, &["--window", "\u{1b}", "--dry-run"]);
    assert!(
        refused.err.contains("the files do not say of which window"),
        "{}",
        refused.err
    );
    let refused = read(
        &district,
        &file,
        &["--window", "f", "--test", " ", "--dry-run"],
    );
    assert!(
        refused.err.contains("the test has no name"),
        "{}",
        refused.err
    );
}

#[test]
fn a_code_of_several_frameworks_is_asked_about() {
    let district = district();
    let other = "framework,code,statement\nTWO,3.NF.1,Counts parts.\n";
    let file = district.file("two.csv", other);
    let import = |more: &[&str]| {
        let args = [&["import", "standards", file.to_str().unwrap()][..], more].concat();
        district.run(&args).ok();
    };
    import(&[]);
    let file = district.file("groups.csv", GROUPS);
    let refused = read(&district, &file, &["--window", "fall"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .err
            .contains("several frameworks have a standard `3.NF.1`")
            && refused.err.contains("CCSS-M:3.NF.1"),
        "{}",
        refused.err
    );
    let named = district.file("groups.csv", GROUPS.replace("3.NF.1", "M:3.NF.1"));
    read(&district, &named, &["--window", "fall"]).ok();
    // Of the district's own frameworks only one has it.
    district.run(&["standards", "disown", "TWO"]).ok();
    let file = district.file("groups.csv", GROUPS);
    read(&district, &file, &["--window", "winter"]).ok();
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
    for words in [
        "history --json",
        "dump",
        "dump --gaps",
        "gaps",
        "gaps --json",
        "gaps --csv",
        "gaps --plain",
        "standards --holes --json",
        "standards --idle --json",
        "standard show 3.NF.1 --json",
        "route 3.NF.1 --school LAR --grade 3 --json",
        "route 3.NF.1 --school LAR --grade 3 --format md",
        "export coverage",
        "export routes",
        "dashboard --json",
        "check --json",
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        assert_eq!(run(&words), 0, "{words:?}");
    }
    // What the screens show of it, and what they keep of where somebody was.
    let mut screen = Screen::of(&district.db(), "ada");
    for key in ["Esc 7", "]", "Enter", "Esc v", "v", "6", "M"] {
        said.push(screen.press(key).text());
    }
    said.push(format!("{:?}", screen.place()));
    let everywhere = everything(&district) + &said.join("\n");
    assert!(everywhere.contains("20-49") || everywhere.contains("10-19"));
    for n in 0..40 {
        for secret in pupil(n) {
            assert!(!everywhere.contains(&secret), "{secret}");
        }
    }
}

/// Claims that products teach these standards: of `Sumgrove` verified with a proof, of others only claimed.
pub fn products(district: &District) {
    district.take("products", "product\nSumgrove\nFractionary\nGaugewell\n");
    district.take(
        "approvals",
        "product,status,schools\nSumgrove,approved,district\nFractionary,approved,district\nGaugewell,denied,district\n",
    );
}

pub fn claim(district: &District, product: i64, standard: i64, verified: bool) {
    let mut put = Put::keyed(Kind::Alignment)
        .with("product", product)
        .with("framework", "M".to_owned())
        .with("standard", format!("code {standard}"))
        .with("leaf", true)
        .with("item", standard)
        .with("says", hallpass::domain::standards::claim::Claimant::Vendor)
        .with("status", "claimed".to_owned());
    if verified {
        put = put
            .with("status", "verified".to_owned())
            .with("by", 2_i64)
            .with("on", "2026-02-01".to_owned())
            .with("sampled", 3_i64)
            .with("met", 2_i64)
            .with("evidence", "https://harlow.example/task".to_owned());
    }
    save(district, put);
}

/// The hand example of the rule: 28 tested, 19 below; and the gaps of another standard.
pub const FALL: &str =
    "standard,school,grade,n,below\n3.NF.1,Rillwater ES,4,28,19\n3.NF.2,Rillwater ES,4,28,19\n";

#[test]
fn a_gap_is_scored_by_what_may_be_used_there() {
    let district = district();
    products(&district);
    claim(&district, 1, 1, false);
    let fall = district.file("fall.csv", FALL);
    read(&district, &fall, &["--window", "fall 2025"]).ok();
    let gaps = district.run(&["gaps", "--json"]).ok().json();
    assert_eq!(
        gaps["readings"],
        json!([{"test": "district", "window": "fall 2025", "cut": "as the table says", "least_group": 10, "told": 2,
                "too_few": 0, "starts": null, "ends": null, "read_on": "2026-03-10"}])
    );
    // Nothing for the second: 12 x 2 = 24, all of it open. The first is claimed: 12 x 3 = 36, of which 60 % are open.
    let told = |n: usize, field: &str| gaps["gaps"][n][field].clone();
    assert_eq!(
        (told(0, "code"), told(0, "score_tenths"), told(0, "best")),
        (json!("3.NF.2"), json!(240), json!(null))
    );
    assert_eq!(
        (
            told(1, "code"),
            told(1, "score_tenths"),
            told(1, "open_pct")
        ),
        (json!("3.NF.1"), json!(216), json!(60))
    );
    assert_eq!(
        (told(1, "need"), told(1, "below_at_least")),
        (json!(36), json!(12))
    );
    assert_eq!(
        (told(1, "n_band"), told(1, "below_band")),
        (json!("20-49"), json!("60-79"))
    );
    assert_eq!(
        told(1, "why"),
        json!(
            "at least 12 pupils (60% of 20) x3 priority = 36; open 60%: what may be used there is only claimed, or wider; \
             21.6"
        )
    );
    assert_eq!(
        told(1, "best"),
        json!({"product_id": 1, "product": "Sumgrove", "match": "same", "status": "claimed"})
    );
    // What is denied there is not seen there.
    claim(&district, 3, 2, true);
    let gaps = district.run(&["gaps", "--json"]).ok().json();
    assert_eq!(gaps["gaps"][0]["open_pct"], json!(100));
    for (login, code) in [("hal", 1), ("tess", 0), ("cleo", 0)] {
        assert_eq!(district.run(&["gaps", "--as", login]).code, code, "{login}");
    }
}

#[test]
fn a_route_lists_what_may_be_used_and_the_next_window_says_how_it_went() {
    let district = district();
    products(&district);
    claim(&district, 1, 1, false);
    claim(&district, 2, 1, true);
    let fall = district.file("fall.csv", FALL);
    read(&district, &fall, &["--window", "fall 2025"]).ok();
    let route = district
        .run(&["route", "3.nf.1", "--school", "RIL", "--json"])
        .ok()
        .json();
    assert_eq!(
        (&route["code"], &route["grade"], &route["need"]),
        (&json!("3.NF.1"), &json!("4"), &json!(36))
    );
    let option = |n: usize| {
        let option = &route["options"][n];
        (
            option["place"].clone(),
            option["product"].clone(),
            option["status"].clone(),
            option["step"].clone(),
        )
    };
    assert_eq!(
        option(0),
        (
            json!(1),
            json!("Fractionary"),
            json!("verified"),
            json!("proof")
        )
    );
    assert_eq!(
        option(1),
        (
            json!(2),
            json!("Sumgrove"),
            json!("claimed"),
            json!("proof")
        )
    );
    assert_eq!(route["options"][0]["by"], json!("cleo"));
    assert_eq!(district.run(&["route", "9.X.9", "--school", "RIL"]).code, 3);
    let page = district
        .run(&["route", "3.NF.1", "--school", "RIL", "--format", "md"])
        .ok()
        .out;
    assert!(
        page.starts_with("# 3.NF.1 at Rillwater ES, grade 4\n\nStatement of 3.NF.1.\n"),
        "{page}"
    );
    assert!(page.contains("| 1 | Fractionary |"), "{page}");
    let page = district
        .run(&["route", "3.NF.1", "--school", "RIL", "--format", "html"])
        .ok()
        .out;
    assert!(
        page.contains("<h1>3.NF.1 at Rillwater ES, grade 4</h1>"),
        "{page}"
    );
    district
        .run(&[
            "route",
            "3.NF.1",
            "--school",
            "RIL",
            "--use",
            "fractionary",
            "--as",
            "cleo",
        ])
        .ok();
    assert_eq!(
        district
            .run(&["route", "3.NF.1", "--school", "RIL", "--use", "gaugewell"])
            .code,
        1
    );
    let routed = |gaps: &serde_json::Value| {
        let gaps = gaps["gaps"].as_array().unwrap();
        gaps.iter().find(|gap| gap["code"] == "3.NF.1").unwrap()["routed"].clone()
    };
    let gaps = district.run(&["gaps", "--json"]).ok().json();
    assert_eq!(
        routed(&gaps),
        json!({"product": "Fractionary", "window": "fall 2025", "since": null})
    );
    // 12 of 28 are 40-59, a band lower than 60-79; 24 of 28 are 80-95, one higher; 19 of 28 the same.
    for (below, since) in [(12, "better"), (24, "worse"), (19, "same")] {
        let winter = district.file(
            "winter.csv",
            FALL.replace("4,28,19", &format!("4,28,{below}")),
        );
        read(
            &district,
            &winter,
            &["--window", "winter 2026", "--replace"],
        )
        .ok();
        let gaps = district.run(&["gaps", "--json"]).ok().json();
        assert_eq!(routed(&gaps)["since"], json!(since), "{below}");
    }
}

#[test]
fn readings_are_forgotten_and_forget_themselves() {
    let district = district();
    district
        .run(&[
            "policy",
            "set",
            "gap_windows_kept",
            "2",
            "--reason",
            "short memory",
        ])
        .ok();
    let file = district.file("fall.csv", FALL);
    for window in ["fall 2024", "winter 2025", "spring 2025"] {
        read(&district, &file, &["--window", window]).ok();
    }
    let windows = |district: &District| -> Vec<String> {
        let all = ["fall 2024", "winter 2025", "spring 2025"];
        let has = |window: &&str| {
            let gaps = district
                .run(&["gaps", "--window", window, "--json"])
                .ok()
                .json();
            !gaps["readings"].as_array().unwrap().is_empty()
        };
        all.into_iter().filter(has).map(str::to_owned).collect()
    };
    assert_eq!(windows(&district), ["winter 2025", "spring 2025"]);
    let forgot = district
        .run(&["gaps", "forget", "--window", "Winter 2025"])
        .ok();
    assert!(
        forgot.err.contains("A backup made before keeps them"),
        "{}",
        forgot.err
    );
    assert_eq!(windows(&district), ["spring 2025"]);
    assert_eq!(
        district
            .run(&["gaps", "forget", "--window", "winter 2025"])
            .code,
        1
    );
    assert_eq!(
        district
            .run(&["gaps", "forget", "--before", "2026-03-10"])
            .code,
        1
    );
    district
        .run(&["gaps", "forget", "--before", "2026-03-11"])
        .ok();
    assert!(windows(&district).is_empty());
    assert!(!everything(&district).contains("60-79"));
    assert_eq!(district.run(&["gaps", "forget"]).code, 2);
    assert_eq!(
        district
            .run(&["gaps", "forget", "--window", "x", "--as", "tess"])
            .code,
        1
    );
}

#[test]
fn a_dump_leaves_readings_out_unless_they_are_asked_for() {
    let district = district();
    let fall = district.file("fall.csv", FALL);
    assert!(!district.dump().lines().next().unwrap().contains("gaps"));
    read(&district, &fall, &["--window", "fall 2025"]).ok();
    let dump = district.dump();
    assert!(
        dump.lines()
            .next()
            .unwrap()
            .contains("\"gaps\":\"left out; --gaps takes them\""),
        "{dump}"
    );
    assert!(!dump.contains("60-79"));
    let whole = district.run(&["dump", "--gaps"]).ok().out;
    assert!(whole.contains("60-79"));
    // Loaded and dumped again it is the same, gaps and all.
    let path = district.file("whole.jsonl", &whole);
    let made = district.path("made.db");
    let made = made.to_str().unwrap();
    district
        .run(&["--db", made, "load", path.to_str().unwrap()])
        .ok();
    assert_eq!(
        district.run(&["--db", made, "dump", "--gaps"]).ok().out,
        whole
    );
}

#[test]
fn a_file_of_use_by_persons_is_refused() {
    let district = district();
    products(&district);
    for column in ["Student ID", "user_email", "Login"] {
        let table = format!(
            "product,school,from,to,active users,{column}\nSumgrove,LAR,2026-01-01,2026-01-31,12,Marigold\n"
        );
        let file = district.file("usage.csv", table);
        let refused = district.import("usage", &file, &[]);
        assert_eq!(refused.code, 1, "{column}");
        assert!(
            refused
                .err
                .contains(&format!("has a column of persons: {column}")),
            "{}",
            refused.err
        );
        assert!(
            refused
                .err
                .contains("Send counts by product, school and month.")
        );
        assert!(!(refused.err + &refused.out).contains("Marigold"));
    }
}

#[test]
fn the_coverage_of_a_school_adds_up_from_its_grades() {
    use hallpass::domain::school::SchoolId;
    use hallpass::domain::standards::coverage::{CoverCount, CoverState};
    use hallpass::office::Office;

    let district = district();
    products(&district);
    claim(&district, 1, 1, false);
    claim(&district, 2, 2, true);
    let store = Store::open(&district.db(), Access::Read).unwrap();
    let office = Office::of_command(store, stamp("ada"));
    let cells = office.cover_cells(None).unwrap();
    // Four standards for every grade, K to 5, at two schools.
    assert_eq!(cells.len(), 4 * 6 * 2);
    let of = |school: i64, grade: Option<i8>| -> CoverCount {
        let cells = cells.iter().filter(|cell| cell.school == SchoolId(school));
        let cells = cells.filter(|cell| grade.is_none_or(|grade| cell.grade.number() == grade));
        cells.map(|cell| cell.state).collect()
    };
    let third = of(1, Some(3));
    let states = [CoverState::Usable, CoverState::Claimed, CoverState::Nothing];
    assert_eq!(states.map(|state| third.of(state)), [1, 1, 2]);
    assert_eq!(third.percent(), Some(25));
    let mut sum = CoverCount::default();
    (0..=5).for_each(|grade| sum.add_all(of(1, Some(grade))));
    assert_eq!(sum, of(1, None));
    assert_eq!((sum.covered(), sum.all()), (6, 24));
    assert_eq!(office.cover_cells(Some(SchoolId(2))).unwrap().len(), 24);
}

/// The parts of such a test are no standards; which they speak of is said once, in a file of measures.
#[test]
fn parts_of_a_test_are_standards_where_measures_say_which() {
    let district = district();
    let mut table = "School,Student ID,Student Grade,Completion Date,Norming Window,Academic Year,\
                     Number and Operations Relative Placement\n"
        .to_owned();
    for n in 0..20 {
        let placed = if n < 12 {
            "2 Grade Levels Below"
        } else {
            "Early On Grade Level"
        };
        writeln!(
            table,
            "Larkfen ES,S{n:04},3,2025-09-15,Fall,2025-2026,{placed}"
        )
        .unwrap();
    }
    let file = district.file("iready_math.csv", &table);
    let test = ["--test", "i-Ready Math", "--window", "fall"];
    let told = read(&district, &file, &test);
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(
        told.err.contains("hallpass import measures"),
        "{}",
        told.err
    );
    // A measure names a standard that is here.
    let unknown = district.file(
        "unknown.csv",
        "test,part,standard\ni-Ready Math,Number and Operations,M:9.X\n",
    );
    let refused = district.run(&["import", "measures", unknown.to_str().unwrap()]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("no standard here has this code"),
        "{}",
        refused.err
    );
    let measures = "test,part,grades,standard\ni-Ready Math,Number and Operations,3,M:3.NF.1\n";
    district.take("measures", measures);
    let told = read(&district, &file, &test);
    assert_eq!(told.code, 0, "{}", told.err);
    // 12 of 20 is 60 %: at least 12 of them, by a priority.
    let gaps = district.run(&["gaps", "--json"]).json();
    let gap = &gaps["gaps"][0];
    assert_eq!(
        [
            &gap["code"],
            &gap["n_band"],
            &gap["below_band"],
            &gap["below_at_least"],
            &gap["wide"],
            &gap["score_tenths"]
        ],
        [
            &json!("3.NF.1"),
            &json!("20-49"),
            &json!("60-79"),
            &json!(12),
            &json!(true),
            &json!(360)
        ]
    );
    let out = district.run(&["export", "measures"]);
    assert_eq!(out.out, measures);
}

/// In a row whose cells are shifted a pupil's name or number stands where a school or a standard should.
#[test]
fn what_stands_in_a_few_rows_of_pupils_is_counted_and_not_told() {
    let district = district();
    let measures = "test,part,standard\ni-Ready Math,Number and Operations,M:3.NF.1\n";
    district.take("measures", measures);
    let mut table = "School,Student ID,Student Grade,Completion Date,Norming Window,Academic Year,\
                     Number and Operations Relative Placement\n"
        .to_owned();
    for n in 0..400 {
        let school = match n {
            7 => "ZZNAME00007",
            20..32 => "Elsewhere ES",
            _ => "Larkfen ES",
        };
        writeln!(
            table,
            "{school},S{n:04},3,2025-09-15,Fall,2025-2026,Early On Grade Level"
        )
        .unwrap();
    }
    let file = district.file("iready_math.csv", &table);
    let test = ["--test", "i-Ready Math", "--window", "fall"];
    let told = read(&district, &file, &test).ok();
    assert_eq!(
        told.json()["unknown_schools"],
        json!([{ "school": "Elsewhere ES", "rows": 12 }, { "school": null, "rows": 1 }])
    );
    assert!(
        !format!("{}{}", told.out, told.err).contains("ZZNAME"),
        "{told:?}"
    );
}

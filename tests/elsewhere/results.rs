//! The sample files that the makers of tests publish, with made-up pupils: read by what their columns mean.

use std::path::PathBuf;

use hallpass::exchange::results::{Cut, ReadResults, ResultsRequest, TestParts, read};
use libtest_mimic::Trial;

use crate::needs::{Need, data, trials};

pub fn tests() -> Vec<Trial> {
    trials!(Need::RealFiles; five_star_results_with_their_tests, skills_of_star_need_a_cut, i_ready_in_one_of_its_windows, staar_by_its_items, map_growth_needs_the_grades_of_its_pupils, the_state_tests_of_indiana_and_colorado)
}

fn files(names: &[&str]) -> Vec<PathBuf> {
    names
        .iter()
        .map(|name| data(&format!("results/{name}")))
        .collect()
}

fn told(read: &ReadResults) -> Vec<String> {
    let groups = read.groups.iter();
    let told = groups.map(|g| {
        format!(
            "{} | {} | {} | {} of {}",
            g.standard, g.school, g.grade, g.below, g.pupils
        )
    });
    told.collect()
}

#[track_caller]
fn whole(request: &ResultsRequest) -> ReadResults {
    read(request).unwrap_or_else(|error| panic!("{error} {}", error.hint))
}

fn five_star_results_with_their_tests() {
    let files = files(&["star_SR_Dashboard_Standards_v2.csv", "star_SR.csv"]);
    let found = whole(&ResultsRequest {
        files: &files,
        ..ResultsRequest::default()
    });
    assert_eq!(
        told(&found),
        [
            "SCCCR.ELA.5.RI.LCS.10 | School One | 8 | 1 of 1",
            "SCCCR.ELA.5.RI.LCS.10.1 | School One | 7 | 1 of 1",
            "SCCCR.ELA.5.RL.LCS.11.1 | School One | 6 | 1 of 1",
            "SCCCR.ELA.5.RL.MC.7.2 | School One | 6 | 1 of 1",
            "SCCCR.ELA.5.RL.MC.8.1.b | School One | 4 | 1 of 1",
        ]
    );
    assert_eq!(
        (found.window.as_str(), found.used, found.parts),
        ("fall 2023-2024", 5, TestParts::Standards)
    );
    let alone = ResultsRequest {
        files: &files[..1],
        ..ResultsRequest::default()
    };
    assert!(
        read(&alone)
            .unwrap_err()
            .hint
            .starts_with("Give both files")
    );
}

fn skills_of_star_need_a_cut() {
    let files = files(&["star_SR_SkillArea_v1.csv", "star_SR.csv"]);
    let request = ResultsRequest {
        files: &files,
        ..ResultsRequest::default()
    };
    assert_eq!(
        read(&request).unwrap_err().hint,
        "Say --below with one of: N%."
    );
    let cut = Cut::read("84%").unwrap();
    let found = whole(&ResultsRequest {
        below: Some(&cut),
        ..request
    });
    let below: Vec<&str> = found
        .groups
        .iter()
        .filter(|g| g.below == 1)
        .map(|g| g.standard.as_str())
        .collect();
    // 91, 83, 93, 85 and 78.
    assert_eq!(
        below,
        [
            "Author's Purpose and Perspective",
            "Structure and Organization"
        ]
    );
    assert_eq!((found.groups.len(), found.parts), (5, TestParts::Areas));
}

fn i_ready_in_one_of_its_windows() {
    let files = files(&["iready_math.csv"]);
    let request = ResultsRequest {
        files: &files,
        ..ResultsRequest::default()
    };
    assert!(
        read(&request)
            .unwrap_err()
            .what
            .contains("fall 2025-2026, spring 2025-2026, winter 2025-2026")
    );
    let found = whole(&ResultsRequest {
        window: Some("winter 2025-2026"),
        ..request
    });
    assert_eq!(
        told(&found),
        [
            "Algebra and Algebraic Thinking | School 1 | 3 | 1 of 1",
            "Algebra and Algebraic Thinking | School 1 | 6 | 0 of 1",
            "Geometry | School 1 | 3 | 1 of 1",
            "Geometry | School 1 | 6 | 0 of 1",
            "Measurement and Data | School 1 | 3 | 0 of 1",
            "Measurement and Data | School 1 | 6 | 1 of 1",
            "Number and Operations | School 1 | 3 | 0 of 1",
            "Number and Operations | School 1 | 6 | 0 of 1",
        ]
    );
    let files = self::files(&["iready_ela.csv"]);
    let fall = ResultsRequest {
        files: &files,
        window: Some("fall 2025-2026"),
        ..request
    };
    let found = whole(&fall);
    // Of seven areas the first was not assessed.
    assert_eq!(
        (found.test.as_str(), found.groups.len()),
        ("i-Ready Reading", 6)
    );
    let below: Vec<&str> = found
        .groups
        .iter()
        .filter(|g| g.below == 1)
        .map(|g| g.standard.as_str())
        .collect();
    assert_eq!(below, ["Comprehension: Informational Text"]);
}

fn staar_by_its_items() {
    let files = files(&["staar_interim.csv"]);
    let found = whole(&ResultsRequest {
        files: &files,
        ..ResultsRequest::default()
    });
    // Three standards have two items each; of the five pupils' pairs these are without a right one.
    assert_eq!(
        told(&found),
        [
            "5.1.5.5.A | SCHOOL1 | 5 | 2 of 5",
            "5.1.5.5.B | SCHOOL1 | 5 | 0 of 5",
            "5.4.5.9.A | SCHOOL1 | 5 | 1 of 5",
        ]
    );
    assert_eq!(
        (found.window.as_str(), found.parts),
        ("window 2 2022-2023", TestParts::Codes)
    );
}

fn map_growth_needs_the_grades_of_its_pupils() {
    let mut files = files(&["map_growth.csv"]);
    let alone = ResultsRequest {
        files: &files,
        ..ResultsRequest::default()
    };
    assert!(
        read(&alone)
            .unwrap_err()
            .what
            .ends_with("has no column with the grade")
    );
    let folder = tempfile::tempdir().unwrap();
    let pupils = folder.path().join("StudentsBySchool.csv");
    let mut rows = String::from("TermName,StudentID,Grade\n");
    for id in 605_000..605_006 {
        rows += &format!("Fall 2021-2022,{id},7\n");
    }
    std::fs::write(&pupils, rows).unwrap();
    files.push(pupils);
    let found = whole(&ResultsRequest {
        files: &files,
        ..ResultsRequest::default()
    });
    // The seventh row is no growth measure.
    assert_eq!(
        (found.rows, found.used, found.left_out.not_final),
        (7, 6, 1)
    );
    assert_eq!(
        (found.window.as_str(), found.parts),
        ("fall 2021-2022", TestParts::Areas)
    );
}

fn the_state_tests_of_indiana_and_colorado() {
    let files = files(&["ilearn_checkpoint.csv"]);
    let found = whole(&ResultsRequest {
        files: &files,
        ..ResultsRequest::default()
    });
    assert_eq!(
        found
            .groups
            .iter()
            .map(|g| (g.pupils, g.below))
            .collect::<Vec<_>>(),
        [(1, 0), (1, 0)]
    );
    assert_eq!(found.groups[0].school, "School_2 Name");
    let files = self::files(&["cmas.csv"]);
    let found = whole(&ResultsRequest {
        files: &files,
        ..ResultsRequest::default()
    });
    assert_eq!(
        (
            found.rows,
            found.used,
            found.left_out.not_final,
            found.window.as_str()
        ),
        (5, 4, 1, "2022-2023")
    );
    // The first pupil earned 32, 44, 0 and 22 % of the points.
    let third = found
        .groups
        .iter()
        .filter(|g| g.standard.starts_with("Mathematics") && g.grade.number() == 3);
    assert_eq!(
        third.map(|g| (g.pupils, g.below)).collect::<Vec<_>>(),
        [(1, 1); 4]
    );
}

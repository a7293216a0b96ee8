//! The tests' makers: by which columns a file is one of theirs, and what each says.

use super::{
    FileKind, Finality, MapPupils, PUPIL, ResultColumn, ResultsIn, StarResults, StarTests,
    TestParts, layout,
};
use crate::exchange::results::columns::ResultColumns;
use crate::exchange::results::cut::{Levels, Scale};

const STAR: Levels = &[&["Beginning"], &["Developing"], &["Secure"]];
const MAP: Levels = &[
    &["Low"],
    &["LoAvg", "Low Average"],
    &["Avg", "Average"],
    &["HiAvg", "High Average"],
    &["High"],
];
const I_READY: Levels = &[
    &["3 or More Grade Levels Below"],
    &["2 Grade Levels Below"],
    &["1 Grade Level Below"],
    &["Early On Grade Level"],
    &[
        "Mid or Above Grade Level",
        "Mid On Grade Level",
        "Late On Grade Level",
        "Above Grade Level",
    ],
];
const ILEARN: Levels = &[
    &["Below Proficiency", "Below"],
    &["Approaching Proficiency", "Approaching"],
    &[
        "At Proficiency",
        "At",
        "At/Near",
        "Near",
        "Performance Varies",
    ],
    &["Above Proficiency", "Above"],
];

pub(super) fn star_tests(columns: &ResultColumns) -> Option<FileKind> {
    let test = columns.at(&["AssessmentID"])?;
    let status = columns.at(&["AssessmentStatus"])?;
    let scale = Scale {
        levels: STAR,
        shares: true,
        usual: "Developing",
    };
    let mut found = layout(columns, "Star", scale, TestParts::Standards);
    found.grade = columns.at(&["Grade", "CurrentGrade"]);
    found.on = columns.all(&["CompletedDate", "CompletedDateLocal"]);
    found.season = columns.at(&["ScreeningPeriodWindowName"]);
    found.year = columns.at(&["SchoolYear"]);
    found.is_final.push((status, Finality::Says("Active")));
    Some(FileKind::StarTests(StarTests {
        test,
        layout: found,
    }))
}

pub(super) fn star_results(columns: &ResultColumns) -> Option<FileKind> {
    let test = columns.at(&["AssessmentID"])?;
    let column = |named_in, level, share| ResultColumn {
        named_in: Some(named_in),
        after: None,
        part: String::new(),
        level,
        share,
    };
    let (scale, parts, result) = if let Some(standard) = columns.at(&["StandardName"]) {
        let scale = Scale {
            levels: STAR,
            shares: true,
            usual: "Developing",
        };
        let level = columns.at(&["StandardMasteryLevel"]);
        let share = columns.at(&["StandardPercentMastery"]);
        (scale, TestParts::Standards, column(standard, level, share))
    } else {
        let skill = columns.at(&["SkillAreaName"])?;
        let scale = Scale {
            levels: &[],
            shares: true,
            usual: "",
        };
        let share = columns.at(&["SkillAreaMasteryScore"]);
        (scale, TestParts::Areas, column(skill, None, share))
    };
    let mut found = layout(columns, "Star", scale, parts);
    found.on = columns.all(&["CompletedDate", "CompletedDateLocal"]);
    found.results = ResultsIn::Columns(vec![result]);
    Some(FileKind::StarResults(StarResults {
        test,
        layout: found,
    }))
}

pub(super) fn map(columns: &ResultColumns) -> Option<FileKind> {
    columns.at(&["TermName"])?;
    let scale = Scale {
        levels: MAP,
        shares: false,
        usual: "LoAvg",
    };
    let mut found = layout(columns, "MAP Growth", scale, TestParts::Areas);
    let goal = |n: usize| {
        Some(ResultColumn {
            named_in: Some(columns.at(&[&format!("Goal{n}Name")])?),
            after: None,
            part: String::new(),
            level: Some(columns.at(&[&format!("Goal{n}Adjective")])?),
            share: None,
        })
    };
    let goals: Vec<ResultColumn> = (1..=8).filter_map(goal).collect();
    if goals.is_empty() {
        return None;
    }
    found.grade = columns.at(&["Grade", "StudentGrade", "GradeLevel"]);
    found.on = columns.all(&["TestStartDate"]);
    found.season = columns.at(&["TermName"]);
    let growth = columns.at(&["GrowthMeasureYN"]);
    found
        .is_final
        .extend(growth.map(|at| (at, Finality::SaysNot("FALSE"))));
    found.results = ResultsIn::Columns(goals);
    Some(FileKind::Whole(found))
}

pub(super) fn map_pupils(columns: &ResultColumns) -> Option<FileKind> {
    Some(FileKind::MapPupils(MapPupils {
        term: columns.at(&["TermName"])?,
        pupil: columns.at(&PUPIL)?,
        grade: columns.at(&["Grade", "StudentGrade", "GradeLevel"])?,
    }))
}

pub(super) fn i_ready(columns: &ResultColumns) -> Option<FileKind> {
    let placements = columns.between("", " Relative Placement");
    if placements.is_empty() {
        return None;
    }
    let test = if columns.at(&["Quantile Measure"]).is_some() {
        "i-Ready Math"
    } else if columns.at(&["Lexile Measure"]).is_some() {
        "i-Ready Reading"
    } else {
        "i-Ready"
    };
    let scale = Scale {
        levels: I_READY,
        shares: false,
        usual: "2 Grade Levels Below",
    };
    let mut found = layout(columns, test, scale, TestParts::Areas);
    found.grade = columns.at(&["Student Grade"]);
    found.on = columns.all(&["Completion Date"]);
    found.season = columns.at(&["Norming Window"]);
    found.year = columns.at(&["Academic Year"]);
    found
        .is_final
        .extend(found.on.first().map(|at| (*at, Finality::Filled)));
    let areas = placements
        .into_iter()
        .filter(|(_, name)| *name != "Overall");
    let results = areas.map(|(at, name)| ResultColumn {
        named_in: None,
        after: None,
        part: name.to_owned(),
        level: Some(at),
        share: None,
    });
    found.results = ResultsIn::Columns(results.collect());
    Some(FileKind::Whole(found))
}

pub(super) fn staar(columns: &ResultColumns) -> Option<FileKind> {
    let codes = columns.between("SE ALIGNMENT: ", "");
    let pair = |(at, segment): (usize, &str)| {
        Some((
            at,
            columns.at(&[&format!("ITEM STUDENT SCORES: {segment}")])?,
        ))
    };
    let pairs: Vec<(usize, usize)> = codes.into_iter().filter_map(pair).collect();
    if pairs.is_empty() {
        return None;
    }
    let scale = Scale {
        levels: &[],
        shares: true,
        usual: "50%",
    };
    let mut found = layout(columns, "STAAR Interim", scale, TestParts::Codes);
    found.grade = columns.at(&["GRADE LEVEL TESTED", "ENROLLED GRADE"]);
    found.on = columns.all(&["TEST DATE"]);
    found.season = columns.at(&["ADMINISTRATION"]);
    found.results = ResultsIn::Items(pairs);
    Some(FileKind::Whole(found))
}

pub(super) fn ilearn(columns: &ResultColumns) -> Option<FileKind> {
    let test_name = columns.at(&["Test name"])?;
    let category = |(at, name): (usize, &str)| {
        let from = name.find("Reporting Category ")?;
        Some((at, name[from..].to_owned()))
    };
    let categories: Vec<_> = columns
        .between("", " Performance")
        .into_iter()
        .filter_map(category)
        .collect();
    if categories.is_empty() {
        return None;
    }
    let scale = Scale {
        levels: ILEARN,
        shares: false,
        usual: "Below Proficiency",
    };
    let mut found = layout(columns, "ILEARN", scale, TestParts::Areas);
    found.grade = columns.at(&["Enrolled Grade"]);
    let results = categories.into_iter().map(|(at, part)| ResultColumn {
        named_in: None,
        after: Some(test_name),
        part,
        level: Some(at),
        share: None,
    });
    found.results = ResultsIn::Columns(results.collect());
    Some(FileKind::Whole(found))
}

pub(super) fn cmas(columns: &ResultColumns) -> Option<FileKind> {
    let shares = columns.between("Subclaim", "PctEarned");
    if shares.is_empty() {
        return None;
    }
    let subject = columns.at(&["Subject"]);
    let scale = Scale {
        levels: &[],
        shares: true,
        usual: "50%",
    };
    let mut found = layout(columns, "CMAS", scale, TestParts::Areas);
    found.grade = columns.at(&["GradeLevelWhenAssessed"]);
    found.on = columns.all(&["Unit1TestStartDateTime"]);
    found.year = columns.at(&["AssessmentYear"]);
    for (name, finality) in [
        ("TestStatus", Finality::Says("Attempt")),
        ("VoidScoreCode", Finality::Blank),
        ("ReportSuppressionCode", Finality::Blank),
    ] {
        found
            .is_final
            .extend(columns.at(&[name]).map(|at| (at, finality)));
    }
    let results = shares.into_iter().map(|(at, n)| ResultColumn {
        named_in: None,
        after: subject,
        part: format!("Subclaim {n}"),
        level: None,
        share: Some(at),
    });
    found.results = ResultsIn::Columns(results.collect());
    Some(FileKind::Whole(found))
}

//! Files of each maker, made up here with the columns their files have.

use std::fs;
use std::io::Write;

use super::*;

/// Files in a folder that goes with the test.
struct Files {
    folder: tempfile::TempDir,
    paths: Vec<PathBuf>,
}

fn files(all: &[(&str, &str)]) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let put = |(name, text): &(&str, &str)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let paths = all.iter().map(put).collect();
    Files { folder, paths }
}

impl Files {
    fn request(&self) -> ResultsRequest<'_> {
        ResultsRequest {
            files: &self.paths,
            ..ResultsRequest::default()
        }
    }

    fn read(&self) -> ReadResults {
        read(&self.request()).unwrap_or_else(|e| panic!("{e} {}", e.hint))
    }
}

fn told(read: &ReadResults) -> Vec<String> {
    let told = read.groups.iter().map(|g| {
        format!(
            "{} {} {}: {} of {}",
            g.standard, g.school, g.grade, g.below, g.pupils
        )
    });
    told.collect()
}

fn error(request: &ResultsRequest) -> String {
    let error = read(request).unwrap_err();
    format!("{error}. {}", error.hint)
}

const STAR_TESTS: &str = "AssessmentID,StudentIdentifier,StudentLastName,SchoolName,Grade,AssessmentStatus,\
    CompletedDate,ScreeningPeriodWindowName,SchoolYear\n\
    a1,p1,Marigold,Larkfen ES,3,Active,2026-09-08T10:00:00Z,Fall,2026-2027\n\
    a2,p1,Marigold,Larkfen ES,3,Active,2026-09-20T10:00:00Z,Fall,2026-2027\n\
    a3,p2,Tansy,Larkfen ES,3,Active,2026-09-09T10:00:00Z,Fall,2026-2027\n\
    a4,p3,Sorrel,Larkfen ES,3,Deactivated,2026-09-09T10:00:00Z,Fall,2026-2027\n\
    a5,p4,Yarrow,,3,Active,2026-09-09T10:00:00Z,Fall,2026-2027\n";
const STAR_RESULTS: &str = "AssessmentID,StudentIdentifier,StandardName,StandardPercentMastery,StandardMasteryLevel\n\
    a1,p1,X.3.NF.1,40,Beginning\n\
    a2,p1,X.3.NF.1,85,Secure\n\
    a3,p2,X.3.NF.1,70,Developing\n\
    a4,p3,X.3.NF.1,10,Beginning\n\
    a5,p4,X.3.NF.1,10,Beginning\n\
    a3,p2,,70,Developing\n";

#[test]
fn star_is_read_from_both_files_in_either_order() {
    for order in [
        [("SR.csv", STAR_TESTS), ("standards.csv", STAR_RESULTS)],
        [("standards.csv", STAR_RESULTS), ("SR.csv", STAR_TESTS)],
    ] {
        let read = files(&order).read();
        // p1's later result is Secure; p2 is Developing, which is below.
        assert_eq!(told(&read), ["X.3.NF.1 Larkfen ES 3: 1 of 2"]);
        assert_eq!(
            (read.test.as_str(), read.window.as_str()),
            ("Star", "fall 2026-2027")
        );
        assert_eq!(read.cut, "Developing and under");
        assert_eq!((read.rows, read.used), (6, 3));
        let left_out = LeftOutResults {
            no_standard: 1,
            not_final: 2,
            ..LeftOutResults::default()
        };
        assert_eq!(read.left_out, left_out);
        assert_eq!(read.starts, NaiveDate::from_ymd_opt(2026, 9, 8));
    }
    let both = files(&[("SR.csv", STAR_TESTS), ("standards.csv", STAR_RESULTS)]);
    let beginning = Cut::read("Beginning").unwrap();
    let request = ResultsRequest {
        below: Some(&beginning),
        ..both.request()
    };
    assert_eq!(
        told(&read(&request).unwrap()),
        ["X.3.NF.1 Larkfen ES 3: 0 of 2"]
    );
}

#[test]
fn star_results_without_their_tests_are_refused() {
    let alone = files(&[("standards.csv", STAR_RESULTS)]);
    assert_eq!(
        error(&alone.request()),
        "standards.csv has no school. Give both files: the tests with their schools, and the results by standard."
    );
    let alone = files(&[("SR.csv", STAR_TESTS)]);
    assert!(error(&alone.request()).starts_with("SR.csv has no standard."));
}

#[test]
fn map_growth_takes_the_grade_from_the_file_of_pupils() {
    let results = "TermName,SchoolName,StudentID,GrowthMeasureYN,TestStartDate,Goal1Name,Goal1Adjective,Goal2Name,Goal2Adjective\n\
        Fall 2026-2027,Larkfen ES,p1,TRUE,09/16/2026,Geometry,Low,Number,HiAvg\n\
        Fall 2026-2027,Larkfen ES,p2,TRUE,09/16/2026,Geometry,LoAvg,Number,*\n\
        Fall 2026-2027,Larkfen ES,p3,FALSE,09/16/2026,Geometry,Low,Number,Low\n\
        Fall 2026-2027,Larkfen ES,p9,TRUE,09/16/2026,Geometry,Low,Number,Low\n";
    let pupils = "TermName,SchoolName,StudentID,Grade\nFall 2026-2027,Larkfen ES,p1,3\nFall 2026-2027,Larkfen ES,p2,3\n\
        Fall 2026-2027,Larkfen ES,p3,3\n";
    let alone = files(&[("map.csv", results)]);
    assert!(error(&alone.request()).starts_with("map.csv has no column with the grade."));
    let read = files(&[("map.csv", results), ("StudentsBySchool.csv", pupils)]).read();
    assert_eq!(
        told(&read),
        [
            "Geometry Larkfen ES 3: 2 of 2",
            "Number Larkfen ES 3: 0 of 1"
        ]
    );
    assert_eq!(
        (read.parts, read.window.as_str()),
        (TestParts::Areas, "fall 2026-2027")
    );
    assert_eq!((read.left_out.no_grade, read.left_out.not_final), (1, 1));
}

#[test]
fn map_growth_takes_the_grade_of_the_term() {
    let results = "TermName,SchoolName,StudentID,GrowthMeasureYN,TestStartDate,Goal1Name,Goal1Adjective\n\
        Fall 2026-2027,Larkfen ES,p1,TRUE,09/16/2026,Geometry,Low\n\
        Fall 2026-2027,Larkfen ES,p2,TRUE,09/16/2026,Geometry,Low\n";
    // Both were in grade 3 the year before, which stands last; of p2 this term is not there.
    let pupils = "TermName,SchoolName,StudentID,Grade\nFall 2026-2027,Larkfen ES,p1,4\n\
        Fall 2025-2026,Larkfen ES,p1,3\nFall 2025-2026,Larkfen ES,p2,3\n";
    let read = files(&[("map.csv", results), ("StudentsBySchool.csv", pupils)]).read();
    assert_eq!(told(&read), ["Geometry Larkfen ES 4: 1 of 1"]);
    assert_eq!(read.left_out.no_grade, 1);
}

#[test]
fn i_ready_is_read_by_areas_and_one_window() {
    let text = "Student ID,School,Student Grade,Academic Year,Completion Date,Norming Window,Quantile Measure,\
        Overall Relative Placement,Geometry Relative Placement\n\
        p1,Larkfen ES,3,2026-2027,9/8/2026,Fall (Beginning of Year - November 15),1,x,2 Grade Levels Below\n\
        p2,Larkfen ES,3,2026-2027,9/8/2026,Fall (Beginning of Year - November 15),1,x,1 Grade Level Below\n\
        p2,Larkfen ES,3,2026-2027,1/8/2027,Winter (November 16 - March 1),1,x,3 or More Grade Levels Below\n\
        p3,Larkfen ES,3,2026-2027,9/8/2026,Fall (Beginning of Year - November 15),1,x,Not Assessed\n";
    let both = files(&[("math.csv", text)]);
    assert_eq!(
        error(&both.request()),
        "the results are of 2 windows: fall 2026-2027, winter 2026-2027. Say with --window which of them is read."
    );
    let request = ResultsRequest {
        window: Some("Fall 2026-2027"),
        ..both.request()
    };
    let fall = read(&request).unwrap();
    assert_eq!(told(&fall), ["Geometry Larkfen ES 3: 1 of 2"]);
    assert_eq!(fall.test, "i-Ready Math");
    let request = ResultsRequest {
        window: Some("winter 2026-2027"),
        ..both.request()
    };
    assert_eq!(
        told(&read(&request).unwrap()),
        ["Geometry Larkfen ES 3: 1 of 1"]
    );
}

#[test]
fn staar_counts_a_standard_of_two_items_and_more() {
    let text = "CAMPUS-NAME,TSDS UID,GRADE LEVEL TESTED,TEST DATE,ADMINISTRATION,SE ALIGNMENT: Segment 1,\
        ITEM STUDENT SCORES: Segment 1\n\
        Larkfen ES,p1,05,12012026,Window 2,5.2.A   5.2.A 5.2.B 5.2.A,0010\n\
        Larkfen ES,p2,05,12012026,Window 2,5.2.A   5.2.A 5.2.B 5.2.A,0201\n\
        Larkfen ES,p3,05,12012026,Window 2,5.2.A   5.2.A 5.2.B 5.2.A,001\n";
    let read = files(&[("staar.csv", text)]).read();
    // 5.2.B has one item only; p1 has none of three, p2 two of three; p3's scores do not fit the items.
    assert_eq!(told(&read), ["5.2.A Larkfen ES 5: 1 of 2"]);
    assert_eq!((read.parts, read.left_out.not_final), (TestParts::Codes, 1));
    assert_eq!(read.window, "window 2 2026-2027");
}

#[test]
fn state_tests_are_read_by_their_areas() {
    let ilearn = "STN,Enrolled School,Enrolled Grade,Test name,ILEARN Reporting Category 1 Performance,\
        ILEARN Checkpoints Reporting Category 2 Performance\n\
        1,Larkfen ES,06,ILEARN Grade 6,Below Proficiency,\n2,Larkfen ES,06,ILEARN Grade 6,Performance Varies,Below\n";
    let read = files(&[("ilearn.csv", ilearn)]).read();
    assert_eq!(
        told(&read),
        [
            "ILEARN Grade 6, Reporting Category 1 Larkfen ES 6: 1 of 2",
            "ILEARN Grade 6, Reporting Category 2 Larkfen ES 6: 1 of 1",
        ]
    );
    let cmas = "StateStudentIdentifier,TestingSchoolName,GradeLevelWhenAssessed,TestStatus,VoidScoreCode,AssessmentYear,\
        Subject,Subclaim1PctEarned,Subclaim2PctEarned\n\
        1,Larkfen ES,3,Attempt,,2026-2027,Mathematics,49,50\n\
        2,Larkfen ES,3,Assign,,2026-2027,Mathematics,,\n3,Larkfen ES,3,Attempt,1,2026-2027,Mathematics,9,9\n";
    let read = files(&[("cmas.csv", cmas)]).read();
    assert_eq!(
        told(&read),
        [
            "Mathematics, Subclaim 1 Larkfen ES 3: 1 of 1",
            "Mathematics, Subclaim 2 Larkfen ES 3: 0 of 1",
        ]
    );
    assert_eq!(
        (read.window.as_str(), read.left_out.not_final),
        ("2026-2027", 2)
    );
}

#[test]
fn a_table_of_groups_needs_no_pupil() {
    let text = "Our groups\n\nStandard,School,Grade,n,below,window\n3.NF.1,Larkfen ES,3,28,19,fall 2026\n\
        3.NF.1,Larkfen ES,K,9,9,fall 2026\n,Larkfen ES,3,20,1,fall 2026\n3.NF.2,,3,20,1,fall 2026\n";
    let read = files(&[("groups.csv", text)]).read();
    assert_eq!(
        told(&read),
        [
            "3.NF.1 Larkfen ES K: 9 of 9",
            "3.NF.1 Larkfen ES 3: 19 of 28"
        ]
    );
    assert_eq!(
        (read.test.as_str(), read.window.as_str()),
        ("district", "fall 2026")
    );
    assert_eq!(
        (
            read.left_out.no_standard,
            read.left_out.no_school,
            read.rows
        ),
        (1, 1, 4)
    );
    for (row, why) in [
        (
            "3.NF.1,Larkfen ES,3,8,9,f",
            "groups.csv, row 2, below `9`: is more than were tested",
        ),
        (
            "3.NF.1,Larkfen ES,x,8,9,f",
            "groups.csv, row 2, grade `x`: is not one grade",
        ),
        (
            "3.NF.1,Larkfen ES,3,many,9,f",
            "groups.csv, row 2, n `many`: is not a count of pupils",
        ),
        (
            "a,b,3,9,1,f\nA,b,03,9,1,f",
            "groups.csv, row 3, standard `A`: stands a second time",
        ),
    ] {
        let text = format!("standard,school,grade,n,below,window\n{row}\n");
        let wrong = files(&[("groups.csv", &text)]);
        assert!(
            error(&wrong.request()).starts_with(why),
            "{}",
            error(&wrong.request())
        );
    }
    let persons = files(&[(
        "groups.csv",
        "standard,school,grade,n,below,Student ID\na,b,3,9,1,Marigold\n",
    )]);
    assert!(
        error(&persons.request()).starts_with("groups.csv has a column of persons: Student ID.")
    );
    let fine = files(&[("groups.csv", "standard,school,grade,n,below\na,b,3,9,1\n")]);
    let cut = Cut::read("50%").unwrap();
    let request = ResultsRequest {
        below: Some(&cut),
        ..fine.request()
    };
    assert!(error(&request).contains("Leave --below out."));
}

/// A gradebook with these files inside.
fn gradebook(all: &[(&str, &str)]) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gradebook.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, text) in all {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    Files {
        folder,
        paths: vec![path],
    }
}

const MANIFEST: (&str, &str) = (
    "manifest.csv",
    "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.results,bulk\nfile.lineItems,bulk\n\
     file.resultLearningObjectiveIds,bulk\nfile.lineItemLearningObjectiveIds,bulk\n",
);
const ORGS: (&str, &str) = ("orgs.csv", "sourcedId,name,type\ns1,Larkfen ES,school\n");
const CLASSES: (&str, &str) = (
    "classes.csv",
    "sourcedId,title,grades,courseSourcedId,schoolSourcedId\nc1,Room 4,,k1,s1\nc2,Mixed,\"3,4\",k2,s1\n",
);
const COURSES: (&str, &str) = (
    "courses.csv",
    "sourcedId,title,grades\nk1,Math 4,04\nk2,Math,\"03,04\"\n",
);
const ITEMS: (&str, &str) = (
    "lineItems.csv",
    "sourcedId,status,dateLastModified,title,assignDate,dueDate,classSourcedId,resultValueMin,resultValueMax,schoolSourcedId\n\
     i1,active,,Fractions,2026-09-01,2026-09-10,c1,0,20,s1\ni2,active,,No points,2026-09-01,2026-09-11,c1,,,s1\n\
     i3,active,,Mixed,2026-09-01,2026-09-11,c2,0,10,s1\n",
);
const ITEM_OBJECTIVES: (&str, &str) = (
    "lineItemLearningObjectiveIds.csv",
    "sourcedId,status,lineItemSourcedId,source,learningObjectiveId\n\
     x1,active,i1,case,urn:uuid:AAAAAAAA-0000-4000-8000-000000000001\n\
     x2,active,i2,case,urn:uuid:AAAAAAAA-0000-4000-8000-000000000001\n",
);
const RESULTS: (&str, &str) = (
    "results.csv",
    "sourcedId,status,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,textScore,classSourcedId,inProgress\n\
     r1,active,i1,p1,fully graded,13.9,2026-09-10,Marigold tries,,c1,false\n\
     r2,active,i1,p2,fully graded,14,2026-09-10,,,c1,false\nr3,active,i1,p3,exempt,0,2026-09-10,,,c1,false\n\
     r4,active,i1,p4,fully graded,3,2026-09-10,,,c1,true\nr5,active,i2,p5,fully graded,3,2026-09-11,,2,c1,false\n\
     r6,active,i3,p6,fully graded,3,2026-09-11,,,c2,false\n",
);
const TIES: (&str, &str) = (
    "resultLearningObjectiveIds.csv",
    "sourcedId,status,resultSourcedId,source,learningObjectiveId,score,textScore\n\
     y1,active,r2,local,4.NF.9,5,\n",
);

#[test]
fn an_objective_is_scored_by_its_own_most_points() {
    let ties = (
        "resultLearningObjectiveIds.csv",
        "sourcedId,status,resultSourcedId,source,learningObjectiveId,score,textScore,resultValueMax\n\
         y1,active,r1,local,4.NF.8,5,,5\ny2,active,r2,local,4.NF.9,3,,5\ny3,active,r2,local,4.NF.7,14,,\n",
    );
    let book = gradebook(&[MANIFEST, ORGS, CLASSES, COURSES, ITEMS, RESULTS, ties]);
    // 5 of 5 and 3 of 5 points. Of how many the 14 are nobody says: not of the 20, which are those of both objectives.
    let read = book.read();
    assert_eq!(
        told(&read),
        ["4.NF.8 Larkfen ES 4: 0 of 1", "4.NF.9 Larkfen ES 4: 1 of 1"]
    );
    assert_eq!((read.used, read.left_out.no_most), (2, 1));
    // Once a line item is about that objective alone, its most is the objective's: 14 of 40 are below, 14 of 16 are not.
    for (most, below) in [("40", 1), ("16", 0)] {
        let items = format!(
            "{}i4,active,,One,2026-09-01,2026-09-10,c1,0,{most},s1\n",
            ITEMS.1
        );
        let own = (
            "lineItemLearningObjectiveIds.csv",
            "sourcedId,status,lineItemSourcedId,source,learningObjectiveId\nx4,active,i4,local,4.NF.7\n",
        );
        let items = ("lineItems.csv", items.as_str());
        let book = gradebook(&[MANIFEST, ORGS, CLASSES, COURSES, items, own, RESULTS, ties]);
        let read = book.read();
        assert!(
            told(&read).contains(&format!("4.NF.7 Larkfen ES 4: {below} of 1")),
            "{most}: {:?}",
            told(&read)
        );
        assert_eq!(read.left_out.no_most, 0, "{most}");
    }
    // Two that do not agree say nothing; nor does one that is about another objective as well.
    for lines in ["x5,active,i1,local,4.NF.7\n", "x5,active,i4,local,4.NF.8\n"] {
        let items = format!(
            "{}i4,active,,One,2026-09-01,2026-09-10,c1,0,40,s1\n",
            ITEMS.1
        );
        let own = format!(
            "sourcedId,status,lineItemSourcedId,source,learningObjectiveId\nx4,active,i4,local,4.NF.7\n{lines}"
        );
        let own = ("lineItemLearningObjectiveIds.csv", own.as_str());
        let items = ("lineItems.csv", items.as_str());
        let read = gradebook(&[MANIFEST, ORGS, CLASSES, COURSES, items, own, RESULTS, ties]).read();
        assert_eq!(read.left_out.no_most, 1, "{lines}: {:?}", told(&read));
    }
}

#[test]
fn an_objective_alone_is_scored_by_the_most_of_its_line_item() {
    let ties = (
        "resultLearningObjectiveIds.csv",
        "sourcedId,status,resultSourcedId,source,learningObjectiveId,score,textScore\ny1,active,r1,local,4.NF.8,13.9,\n\
         y2,active,r2,local,4.NF.8,14,\n",
    );
    let read = gradebook(&[MANIFEST, ORGS, CLASSES, COURSES, ITEMS, RESULTS, ties]).read();
    // 13.9 of 20 are under 70 %, 14 are not.
    assert_eq!(told(&read), ["4.NF.8 Larkfen ES 4: 1 of 2"]);
}

#[test]
fn a_gradebook_is_read_by_scores_of_its_line_items() {
    let book = gradebook(&[
        MANIFEST,
        ORGS,
        CLASSES,
        COURSES,
        ITEMS,
        ITEM_OBJECTIVES,
        RESULTS,
        TIES,
    ]);
    let read = book.read();
    let case = "aaaaaaaa-0000-4000-8000-000000000001";
    // r1: 13.9 of 20 is under 70 %. r2 is tied by itself: 5 of 20. r3 is exempt, r4 in progress, r5 has no most points.
    assert_eq!(
        told(&read),
        [
            "4.NF.9 Larkfen ES 4: 1 of 1".to_owned(),
            format!("{case} Larkfen ES 4: 1 of 1"),
        ]
    );
    assert_eq!(
        (
            read.rows,
            read.used,
            read.left_out.not_final,
            read.left_out.no_most,
            read.left_out.no_grade
        ),
        (6, 2, 2, 1, 1)
    );
    let scale = TextScale::read("1=below,2=below,3=at").unwrap();
    let request = ResultsRequest {
        scale: Some(&scale),
        ..book.request()
    };
    let scaled = super::read(&request).unwrap();
    assert!(told(&scaled).contains(&format!("{case} Larkfen ES 4: 2 of 2")));
}

#[test]
fn a_gradebook_without_results_or_objectives_is_refused() {
    let without = |absent: &str| {
        let manifest = format!("propertyName,value\nfile.{absent},absent\n");
        let book = gradebook(&[
            ("manifest.csv", &manifest),
            ORGS,
            CLASSES,
            ITEMS,
            ITEM_OBJECTIVES,
            RESULTS,
        ]);
        error(&book.request())
    };
    assert!(without("results").starts_with("gradebook.zip has no results."));
    let book = gradebook(&[ORGS, CLASSES, COURSES, ITEMS, RESULTS]);
    assert!(error(&book.request()).starts_with("gradebook.zip has no objectives."));
    let delta = ("manifest.csv", "propertyName,value\nfile.results,delta\n");
    let book = gradebook(&[
        delta,
        ORGS,
        CLASSES,
        COURSES,
        ITEMS,
        ITEM_OBJECTIVES,
        RESULTS,
    ]);
    assert!(error(&book.request()).starts_with("gradebook.zip has only what changed of results."));
}

const ED_FI: &str = r#"
{"objectiveAssessments": [{"identificationCode": "OA-1", "learningStandards":
  [{"learningStandardReference": {"learningStandardId": "3.NF.1"}}]}]}
{"studentReference": {"studentUniqueId": "p1"}, "reportedSchoolReference": {"schoolId": 255901107},
 "whenAssessedGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Third grade", "administrationDate": "2026-09-10",
 "studentObjectiveAssessments": [{"objectiveAssessmentReference": {"identificationCode": "OA-1"},
   "performanceLevels": [{"performanceLevelDescriptor": "uri://ed-fi.org/PerformanceLevelDescriptor#Below Basic"}]}]}
[{"studentReference": {"studentUniqueId": "p2"}, "reportedSchoolReference": {"schoolId": 255901107},
 "whenAssessedGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Third grade", "administrationDate": "2026-09-10",
 "studentObjectiveAssessments": [{"objectiveAssessmentReference": {"identificationCode": "OA-1"},
   "performanceLevels": [{"performanceLevelDescriptor": "uri://ed-fi.org/PerformanceLevelDescriptor#Proficient"}]}]}]
"#;

#[test]
fn ed_fi_is_read_however_it_is_bundled() {
    let one = files(&[("edfi.jsonl", ED_FI)]);
    assert_eq!(
        error(&one.request()),
        "Ed-Fi does not say which of its levels are below. Say --below with N%, or with all that are, commas between, \
         of: Below Basic, Proficient."
    );
    let below = Cut::read("below basic").unwrap();
    let request = ResultsRequest {
        below: Some(&below),
        ..one.request()
    };
    assert_eq!(
        told(&read(&request).unwrap()),
        ["3.NF.1 255901107 3: 1 of 2"]
    );
    let broken = files(&[(
        "edfi.json",
        "[{\"studentReference\": {\"studentUniqueId\": [\"Marigold\"]}}]",
    )]);
    let request = ResultsRequest {
        below: Some(&below),
        ..broken.request()
    };
    assert_eq!(
        error(&request),
        "edfi.json, line 1: is not JSON as Ed-Fi writes it. Export it again."
    );
}

#[test]
fn no_refusal_repeats_what_may_be_a_pupils() {
    let without_header = files(&[("a.csv", "Marigold,p1,Larkfen ES\nTansy,p2,Larkfen ES\n")]);
    let said = error(&without_header.request());
    assert!(
        said.starts_with("a.csv is no file of results that is known."),
        "{said}"
    );
    let no_pupil = STAR_TESTS.replace("StudentIdentifier,StudentLastName", "Was,Once");
    let both = files(&[("SR.csv", &no_pupil), ("standards.csv", STAR_RESULTS)]);
    assert!(error(&both.request()).contains("cannot be counted once each"));
    let request = ResultsRequest {
        rows_are_pupils: true,
        ..both.request()
    };
    assert_eq!(read(&request).unwrap().groups[0].pupils, 3);
    let both = files(&[("SR.csv", STAR_TESTS), ("standards.csv", STAR_RESULTS)]);
    let request = ResultsRequest {
        school_column: Some("StudentLastName"),
        ..both.request()
    };
    assert!(error(&request).starts_with("StudentLastName is a pupil's column"));
    let mixed = files(&[
        ("SR.csv", STAR_TESTS),
        ("g.csv", "standard,school,grade,n,below\na,b,3,9,1\n"),
    ]);
    assert!(!error(&mixed.request()).contains("Marigold"));
    drop(mixed.folder);
}

#[test]
fn no_core_is_dumped_once_results_were_read() {
    files(&[("groups.csv", "standard,school,grade,n,below\na,b,3,9,1\n")]).read();
    let core = rustix::process::getrlimit(rustix::process::Resource::Core);
    assert_eq!(core.current, Some(0));
    assert_eq!(
        rustix::process::dumpable_behavior(),
        Ok(rustix::process::DumpableBehavior::NotDumpable)
    );
}

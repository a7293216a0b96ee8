//! Ed-Fi's JSON: objective assessments, which name learning standards, and student assessments, which have a level for
//! each objective. One object, an array, or a line each; taken apart one by one, in two passes, since the objectives may
//! stand behind the results.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

use super::counter::{HashedPupil, ResultMoment, fold};
use super::cut::{self, Cut};
use super::layout::TestParts;
use super::tally::{ResultPlace, ResultTally};
use super::{ReadResults, ResultsRequest, called, opened, settled};
use crate::domain::grade::Grade;
use crate::domain::text::clean;
use crate::exchange::ReadError;

/// A text that may name a pupil, or be a score of one: wiped when it is let go.
#[derive(Default)]
struct PrivateText(Zeroizing<String>);

impl<'de> Deserialize<'de> for PrivateText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<PrivateText, D::Error> {
        String::deserialize(from).map(|text| PrivateText(Zeroizing::new(text)))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LearningStandard {
    learning_standard_reference: LearningStandardId,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LearningStandardId {
    learning_standard_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StudentId {
    student_unique_id: PrivateText,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ReportedSchool {
    school_id: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ObjectiveResult {
    objective_assessment_reference: ObjectiveCode,
    #[serde(default)]
    performance_levels: Vec<PerformanceLevel>,
    #[serde(default)]
    score_results: Vec<ScoreResult>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ObjectiveCode {
    identification_code: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PerformanceLevel {
    performance_level_descriptor: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScoreResult {
    assessment_reporting_method_descriptor: String,
    result: PrivateText,
}

/// An objective or a student's assessment: which it is, is seen by what it has.
#[derive(Default)]
struct EdFiObject {
    code: Option<String>,
    standards: Vec<LearningStandard>,
    student: Option<StudentId>,
    school: Option<ReportedSchool>,
    school_named: Option<String>,
    grade: Option<String>,
    on: Option<String>,
    results: Vec<ObjectiveResult>,
}

/// Hands each object of a file on, however they are bundled.
struct EachObject<'e>(&'e mut dyn FnMut(EdFiObject));

impl<'de> DeserializeSeed<'de> for EachObject<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for EachObject<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object of Ed-Fi, or an array of them")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        while all.next_element_seed(EachObject(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut found = EdFiObject::default();
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "objectiveAssessments" | "studentAssessments" => {
                    fields.next_value_seed(EachObject(self.0))?;
                }
                "identificationCode" => found.code = fields.next_value()?,
                "learningStandards" => found.standards = fields.next_value()?,
                "studentReference" => found.student = fields.next_value()?,
                "reportedSchoolReference" => found.school = fields.next_value()?,
                "reportedSchoolIdentifier" => found.school_named = fields.next_value()?,
                "whenAssessedGradeLevelDescriptor" => found.grade = fields.next_value()?,
                "administrationDate" => found.on = fields.next_value()?,
                "studentObjectiveAssessments" => found.results = fields.next_value()?,
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        if found.code.is_some() || found.student.is_some() {
            (self.0)(found);
        }
        Ok(())
    }
}

fn each_object(path: &Path, each: &mut dyn FnMut(EdFiObject)) -> Result<(), ReadError> {
    let (file, ..) = opened(path)?;
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(file));
    // Behind each value of the top there may be another.
    while json.end().is_err() {
        EachObject(each).deserialize(&mut json).map_err(|error| {
            // Its own words may repeat what stands there.
            ReadError::new(
                format!(
                    "{}, line {}: is not JSON as Ed-Fi writes it",
                    called(path),
                    error.line()
                ),
                "Export it again.",
            )
        })?;
    }
    Ok(())
}

/// What a descriptor says: `uri://ed-fi.org/GradeLevelDescriptor#Third grade` is `Third grade`.
fn described(descriptor: &str) -> String {
    let said = descriptor.rsplit('#').next().unwrap_or(descriptor);
    clean(said).text
}

/// What counts as below.
enum EdFiCut {
    Percent(u32),
    Levels(Vec<String>),
}

impl EdFiCut {
    fn is_below(&self, result: &ObjectiveResult) -> Option<bool> {
        match self {
            EdFiCut::Percent(percent) => {
                let mut shares = result.score_results.iter().filter(|score| {
                    described(&score.assessment_reporting_method_descriptor)
                        .to_lowercase()
                        .contains("percent")
                });
                let share = shares.find_map(|score| cut::percent(score.result.0.as_bytes()))?;
                Some(share < *percent)
            }
            EdFiCut::Levels(below) => {
                let level = result.performance_levels.first()?;
                Some(below.contains(&fold(&described(&level.performance_level_descriptor))))
            }
        }
    }
}

/// Reads Ed-Fi's files of one test and window.
pub(super) fn read(paths: &[PathBuf], request: &ResultsRequest) -> Result<ReadResults, ReadError> {
    let mut objectives: HashMap<String, Vec<String>> = HashMap::new();
    let mut levels: BTreeSet<String> = BTreeSet::new();
    for path in paths {
        each_object(path, &mut |object| {
            if let (Some(code), None) = (&object.code, &object.student) {
                let named = object.standards.into_iter();
                let ids = named
                    .map(|one| clean(&one.learning_standard_reference.learning_standard_id).text);
                objectives.entry(fold(code)).or_default().extend(ids);
            }
            let of_results = object
                .results
                .iter()
                .flat_map(|result| &result.performance_levels);
            levels.extend(
                of_results
                    .map(|level| described(&level.performance_level_descriptor))
                    .take(LEVELS),
            );
        })?;
    }
    let cut = fixed(request.below, &levels)?;
    let mut tally = ResultTally::default();
    for path in paths {
        each_object(path, &mut |object| {
            count(object, &objectives, &cut, &mut tally);
        })?;
        tally.check(&called(path))?;
    }
    let said = request.below.map(Cut::to_string).unwrap_or_default();
    let columns = [
        "studentReference",
        "reportedSchoolReference",
        "whenAssessedGradeLevelDescriptor",
        "administrationDate",
        "studentObjectiveAssessments",
        "learningStandards",
    ];
    let columns = columns.map(str::to_owned).to_vec();
    settled(tally, request, "Ed-Fi", TestParts::Standards, said, columns)
}

/// More levels than this are none.
const LEVELS: usize = 40;

fn fixed(below: Option<&Cut>, levels: &BTreeSet<String>) -> Result<EdFiCut, ReadError> {
    let known: Vec<&str> = levels.iter().map(String::as_str).take(LEVELS).collect();
    let which = || {
        ReadError::by_option(
            "Ed-Fi does not say which of its levels are below",
            format!(
                "Say --below with N%, or with all that are, commas between, of: {}.",
                known.join(", ")
            ),
        )
    };
    match below {
        None => Err(which()),
        Some(Cut::Percent(percent)) => Ok(EdFiCut::Percent(*percent)),
        Some(Cut::Level(named)) => {
            let named: Vec<String> = named.split(',').map(fold).collect();
            let all_known = named
                .iter()
                .all(|one| known.iter().any(|level| fold(level) == *one));
            all_known
                .then_some(EdFiCut::Levels(named))
                .ok_or_else(which)
        }
    }
}

fn count(
    object: EdFiObject,
    objectives: &HashMap<String, Vec<String>>,
    cut: &EdFiCut,
    tally: &mut ResultTally,
) {
    let Some(student) = &object.student else {
        return;
    };
    tally.rows += 1;
    let id = object
        .school
        .map(|school| school.school_id)
        .filter(|id| *id > 0);
    let named = object.school_named.as_deref().map(|name| clean(name).text);
    let school = named
        .filter(|name| !name.is_empty())
        .or(id.map(|id| id.to_string()));
    let Some(school) = school else {
        tally.left_out.no_school += 1;
        return;
    };
    let grade = object
        .grade
        .as_deref()
        .and_then(|descriptor| read_grade(&described(descriptor)));
    let Some(grade) = grade else {
        tally.left_out.no_grade += 1;
        return;
    };
    let id = student.student_unique_id.0.trim();
    if id.is_empty() || object.results.is_empty() {
        tally.left_out.not_final += 1;
        return;
    }
    let pupil = HashedPupil(tally.counter.hash(id.as_bytes()));
    let on = object
        .on
        .as_deref()
        .and_then(|on| ResultMoment::read(on.as_bytes()));
    let place = ResultPlace {
        school: tally.school(&school),
        grade,
        window: 0,
        at: on.unwrap_or_default(),
    };
    let mut counted = false;
    for result in &object.results {
        let Some(below) = cut.is_below(result) else {
            continue;
        };
        let code = &result.objective_assessment_reference.identification_code;
        match objectives.get(&fold(code)).filter(|ids| !ids.is_empty()) {
            Some(ids) => ids
                .iter()
                .for_each(|id| tally.result(pupil, id, place, below)),
            None => tally.result(pupil, &clean(code).text, place, below),
        }
        counted = true;
    }
    if counted {
        tally.used += 1;
    } else {
        tally.left_out.not_final += 1;
    }
}

/// `Third grade`, `Kindergarten`, `3`.
fn read_grade(words: &str) -> Option<Grade> {
    const ORDINALS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth", "eleventh", "twelfth",
    ];
    let words = words.to_lowercase();
    let first = words.split_whitespace().next()?;
    let ordinal = ORDINALS.iter().position(|one| *one == first);
    match ordinal {
        Some(at) => Grade::new(at as i8 + 1),
        None => first.parse().ok(),
    }
}

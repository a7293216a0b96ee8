//! A OneRoster 1.2 gradebook, as the zip of CSV files that a gradebook exports: scores of line items, tied to standards by
//! the result or by the line item. Each file is a stream; kept are line items, classes and schools, and for each tie of a
//! result to a standard sixteen bytes.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use super::columns::ResultColumns;
use super::counter::{HashedPupil, ResultMoment};
use super::cut::{self, FixedCut, Scale};
use super::layout::TestParts;
use super::rows::{ResultRow, ResultRows};
use super::tally::{ResultPlace, ResultTally};
use super::{ReadResults, ResultsRequest, called, settled};
use crate::domain::grade::{Grade, Grades};
use crate::exchange::{ReadError, text_file};

/// More files than this in the archive, or more bytes in one of them, are no gradebook.
const MOST_FILES: usize = 200;
const MOST_BYTES: u64 = 4 << 30;

type Archive = ZipArchive<BufReader<File>>;

fn archive(path: &Path) -> Result<Archive, ReadError> {
    let file = text_file::open(path)?;
    let damaged = |_| {
        ReadError::new(
            format!("{} is a zip archive that cannot be unpacked", called(path)),
            "Export it again.",
        )
    };
    let archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    if archive.len() > MOST_FILES {
        return Err(ReadError::new(
            format!("{} has more than {MOST_FILES} files inside", called(path)),
            "Name the gradebook alone.",
        ));
    }
    Ok(archive)
}

/// The place of a file inside, by its name without folders.
fn place(archive: &Archive, wanted: &str) -> Option<usize> {
    let names = archive.file_names().enumerate();
    let mut named = names.filter_map(|(at, name)| Some((at, name.ok()?.to_lowercase())));
    let wanted = wanted.to_lowercase();
    let found = named.find(|(_, name)| name.rsplit('/').next() == Some(wanted.as_str()));
    found.map(|(at, _)| at)
}

/// Is it a gradebook, and no spreadsheet?
pub(super) fn is_archive(path: &Path) -> Result<bool, ReadError> {
    let archive = archive(path)?;
    let has = |name| place(&archive, name).is_some();
    Ok(has("manifest.csv") || has("results.csv") || has("lineItems.csv"))
}

/// Calls `each` with every row of a file inside and the places of its columns; nothing where it is not there.
fn each_row<const N: usize>(
    archive: &mut Archive,
    name: &str,
    columns: [&str; N],
    mut each: impl FnMut(ResultRow, [Option<usize>; N]) -> Result<(), ReadError>,
) -> Result<bool, ReadError> {
    let Some(at) = place(archive, name) else {
        return Ok(false);
    };
    let entry = archive.by_index(at).map_err(|_| {
        ReadError::new(
            format!("{name} cannot be unpacked"),
            "Export the gradebook again, without a password.",
        )
    })?;
    let mut rows = ResultRows::open(entry.take(MOST_BYTES), name.to_owned())?;
    let found = ResultColumns::new(rows.headers()?);
    let places = columns.map(|column| found.at(&[column]));
    while let Some(row) = rows.next()? {
        each(row, places)?;
    }
    Ok(true)
}

fn cell<'r>(row: &ResultRow<'r>, at: Option<usize>) -> &'r [u8] {
    at.map_or(b"", |at| row.cell(at))
}

fn text(row: &ResultRow, at: Option<usize>) -> String {
    at.map(|at| row.text(at)).unwrap_or_default()
}

fn is_deleted(row: &ResultRow, at: Option<usize>) -> bool {
    cell(row, at).eq_ignore_ascii_case(b"tobedeleted")
}

/// What a class or a line item says of where its results stand.
#[derive(Clone, Default)]
struct ClassPlace {
    grade: Option<Grade>,
    school: Option<String>,
}

/// What is scored.
struct LineItem {
    place: ClassPlace,
    /// The most points, in hundredths.
    most: Option<u32>,
    due: Option<ResultMoment>,
    objectives: Vec<u32>,
}

/// A result tied to a standard.
struct Tie {
    result: u64,
    standard: u32,
    score: TieScore,
}

/// The tie's own score; else the result's counts.
#[derive(Clone, Copy)]
enum TieScore {
    None,
    Below(bool),
    /// So many hundredths of a point, of so many where the objective has a most of its own; else of its line item's.
    Points {
        points: u32,
        of: Option<u32>,
    },
}

const SCALE: Scale = Scale {
    levels: &[],
    shares: true,
    usual: "70%",
};

/// Reads a gradebook.
pub(super) fn read(path: &Path, request: &ResultsRequest) -> Result<ReadResults, ReadError> {
    let mut archive = archive(path)?;
    check_manifest(&mut archive, path)?;
    let (cut, said) = SCALE.fix(request.below, "OneRoster")?;
    let mut tally = ResultTally::default();
    let classes = read_classes(&mut archive, &tally)?;
    let mut items = read_items(&mut archive, &tally, &classes)?;
    let tied_items = read_item_objectives(&mut archive, &mut tally, &mut items)?;
    let (tied_results, ties) = read_ties(&mut archive, &mut tally, request)?;
    if !tied_items && !tied_results {
        return Err(absent(path, "objectives"));
    }
    let reader = ResultReader {
        items,
        classes,
        ties,
        cut,
        request,
    };
    let mut pupil_column = true;
    let columns = [
        "sourcedId",
        "status",
        "lineItemSourcedId",
        "studentSourcedId",
        "scoreStatus",
        "score",
        "scoreDate",
        "textScore",
        "classSourcedId",
        "inProgress",
        "incomplete",
        "missing",
    ];
    let there = each_row(&mut archive, "results.csv", columns, |row, at| {
        pupil_column &= at[3].is_some();
        if at[3].is_some() {
            reader.count(&row, at, &mut tally);
        }
        if tally.rows.is_multiple_of(1024) {
            tally.check("results.csv")?;
        }
        Ok(())
    })?;
    if !there {
        return Err(absent(path, "results"));
    }
    if !pupil_column {
        return Err(ReadError::new(
            "results.csv has no column studentSourcedId, so that groups cannot be counted once each",
            "Export the gradebook again with it.",
        ));
    }
    tally.check("results.csv")?;
    let columns = columns.map(str::to_owned).to_vec();
    settled(
        tally,
        request,
        "OneRoster",
        TestParts::Standards,
        said.to_string(),
        columns,
    )
}

fn absent(path: &Path, what: &str) -> ReadError {
    ReadError::new(
        format!("{} has no {what}", called(path)),
        "Export the gradebook with results and with learning objectives of results or line items, in bulk.",
    )
}

/// The manifest says of each file whether it is all there is.
fn check_manifest(archive: &mut Archive, path: &Path) -> Result<(), ReadError> {
    let mut said: HashMap<String, String> = HashMap::new();
    each_row(
        archive,
        "manifest.csv",
        ["propertyName", "value"],
        |row, [name, value]| {
            said.insert(
                text(&row, name).to_lowercase(),
                text(&row, value).to_lowercase(),
            );
            Ok(())
        },
    )?;
    let is = |file: &str, word: &str| {
        said.get(&format!("file.{}", file.to_lowercase()))
            .is_some_and(|v| v == word)
    };
    let objectives = ["resultLearningObjectiveIds", "lineItemLearningObjectiveIds"];
    if is("results", "absent") {
        return Err(absent(path, "results"));
    }
    if objectives.iter().all(|file| is(file, "absent")) {
        return Err(absent(path, "objectives"));
    }
    let mut all = objectives.iter().chain(&["results", "lineItems"]);
    match all.find(|file| is(file, "delta")) {
        Some(file) => Err(ReadError::new(
            format!("{} has only what changed of {file}", called(path)),
            "Export the gradebook in bulk: groups are counted from all of it.",
        )),
        None => Ok(()),
    }
}

/// The grade of a class where it has one, and its school.
fn read_classes(
    archive: &mut Archive,
    tally: &ResultTally,
) -> Result<HashMap<u64, ClassPlace>, ReadError> {
    let hash = |bytes: &[u8]| tally.counter.hash(bytes);
    let mut schools: HashMap<u64, String> = HashMap::new();
    each_row(
        archive,
        "orgs.csv",
        ["sourcedId", "name"],
        |row, [id, name]| {
            schools.insert(hash(cell(&row, id)), text(&row, name));
            Ok(())
        },
    )?;
    let one_grade = |words: &str| {
        let grades: Grades = words.parse().unwrap_or_default();
        let mut grades = grades.iter();
        grades.next().filter(|_| grades.next().is_none())
    };
    let mut courses: HashMap<u64, Option<Grade>> = HashMap::new();
    each_row(
        archive,
        "courses.csv",
        ["sourcedId", "grades"],
        |row, [id, grades]| {
            courses.insert(hash(cell(&row, id)), one_grade(&text(&row, grades)));
            Ok(())
        },
    )?;
    let mut classes = HashMap::new();
    let columns = ["sourcedId", "grades", "courseSourcedId", "schoolSourcedId"];
    each_row(
        archive,
        "classes.csv",
        columns,
        |row, [id, grades, course, school]| {
            let of_course = || courses.get(&hash(cell(&row, course))).copied().flatten();
            let place = ClassPlace {
                grade: one_grade(&text(&row, grades)).or_else(of_course),
                school: schools.get(&hash(cell(&row, school))).cloned(),
            };
            classes.insert(hash(cell(&row, id)), place);
            Ok(())
        },
    )?;
    // Line items name a school too, by its own id.
    let as_places = schools.into_iter().map(|(id, name)| {
        (
            id,
            ClassPlace {
                grade: None,
                school: Some(name),
            },
        )
    });
    classes.extend(as_places);
    Ok(classes)
}

fn read_items(
    archive: &mut Archive,
    tally: &ResultTally,
    classes: &HashMap<u64, ClassPlace>,
) -> Result<HashMap<u64, LineItem>, ReadError> {
    let hash = |bytes: &[u8]| tally.counter.hash(bytes);
    let mut items = HashMap::new();
    let columns = [
        "sourcedId",
        "status",
        "classSourcedId",
        "schoolSourcedId",
        "resultValueMax",
        "dueDate",
    ];
    each_row(
        archive,
        "lineItems.csv",
        columns,
        |row, [id, status, class, school, most, due]| {
            if is_deleted(&row, status) {
                return Ok(());
            }
            let mut place = classes
                .get(&hash(cell(&row, class)))
                .cloned()
                .unwrap_or_default();
            let own = classes.get(&hash(cell(&row, school)));
            place.school = place
                .school
                .or_else(|| own.and_then(|own| own.school.clone()));
            let item = LineItem {
                place,
                most: cut::percent(cell(&row, most)).filter(|most| *most > 0),
                due: ResultMoment::read(cell(&row, due)),
                objectives: Vec::new(),
            };
            items.insert(hash(cell(&row, id)), item);
            Ok(())
        },
    )?;
    Ok(items)
}

/// An objective as claims and standards name it: CASE's by its guid alone.
fn objective(row: &ResultRow, source: Option<usize>, id: Option<usize>) -> String {
    let id = text(row, id);
    if !cell(row, source).eq_ignore_ascii_case(b"case") {
        return id;
    }
    let bare = id.strip_prefix("urn:uuid:").unwrap_or(&id);
    bare.trim_matches(['{', '}']).to_lowercase()
}

fn read_item_objectives(
    archive: &mut Archive,
    tally: &mut ResultTally,
    items: &mut HashMap<u64, LineItem>,
) -> Result<bool, ReadError> {
    let columns = [
        "status",
        "lineItemSourcedId",
        "source",
        "learningObjectiveId",
    ];
    each_row(
        archive,
        "lineItemLearningObjectiveIds.csv",
        columns,
        |row, [status, item, source, id]| {
            let named = objective(&row, source, id);
            if named.is_empty() || is_deleted(&row, status) {
                return Ok(());
            }
            let item = items.get_mut(&tally.counter.hash(cell(&row, item)));
            if let Some(item) = item {
                item.objectives.push(tally.counter.standards.number(&named));
            }
            Ok(())
        },
    )
}

fn read_ties(
    archive: &mut Archive,
    tally: &mut ResultTally,
    request: &ResultsRequest,
) -> Result<(bool, Vec<Tie>), ReadError> {
    let mut ties = Vec::new();
    let columns = [
        "status",
        "resultSourcedId",
        "source",
        "learningObjectiveId",
        "score",
        "textScore",
        "resultValueMax",
    ];
    let there = each_row(
        archive,
        "resultLearningObjectiveIds.csv",
        columns,
        |row, at| {
            let [status, result, source, id, score, word, most] = at;
            let named = objective(&row, source, id);
            if named.is_empty() || is_deleted(&row, status) {
                return Ok(());
            }
            let by_word = request
                .scale
                .and_then(|scale| scale.is_below(cell(&row, word)));
            let score = match (by_word, cut::percent(cell(&row, score))) {
                (Some(below), _) => TieScore::Below(below),
                (None, Some(points)) => TieScore::Points {
                    points,
                    of: cut::percent(cell(&row, most)),
                },
                (None, None) => TieScore::None,
            };
            ties.push(Tie {
                result: tally.counter.hash(cell(&row, result)),
                standard: tally.counter.standards.number(&named),
                score,
            });
            Ok(())
        },
    )?;
    ties.sort_unstable_by_key(|tie| tie.result);
    Ok((there, ties))
}

struct ResultReader<'r> {
    items: HashMap<u64, LineItem>,
    classes: HashMap<u64, ClassPlace>,
    ties: Vec<Tie>,
    cut: FixedCut,
    request: &'r ResultsRequest<'r>,
}

impl ResultReader<'_> {
    /// Counts one result in each standard it is tied to.
    fn count(&self, row: &ResultRow, at: [Option<usize>; 12], tally: &mut ResultTally) {
        let [
            id,
            status,
            item,
            pupil,
            scored,
            score,
            on,
            word,
            class,
            in_progress,
            incomplete,
            missing,
        ] = at;
        tally.rows += 1;
        let says = |at| cell(row, at).eq_ignore_ascii_case(b"true");
        let graded = cell(row, scored);
        let is_final = graded.is_empty() || graded.eq_ignore_ascii_case(b"fully graded");
        let open = says(in_progress) || says(incomplete) || says(missing);
        let Some(item) = self.items.get(&tally.counter.hash(cell(row, item))) else {
            tally.left_out.not_final += 1;
            return;
        };
        if is_deleted(row, status) || !is_final || open || cell(row, pupil).is_empty() {
            tally.left_out.not_final += 1;
            return;
        }
        let of_class = self.classes.get(&tally.counter.hash(cell(row, class)));
        let school = item
            .place
            .school
            .as_ref()
            .or_else(|| of_class?.school.as_ref());
        let grade = item.place.grade.or_else(|| of_class?.grade);
        let Some(school) = school.filter(|school| !school.is_empty()) else {
            tally.left_out.no_school += 1;
            return;
        };
        let Some(grade) = grade else {
            tally.left_out.no_grade += 1;
            return;
        };
        let ties = self.ties_of(tally.counter.hash(cell(row, id)));
        if ties.is_empty() && item.objectives.is_empty() {
            tally.left_out.no_standard += 1;
            return;
        }
        let place = ResultPlace {
            school: tally.school(school),
            grade,
            window: 0,
            at: ResultMoment::read(cell(row, on))
                .or(item.due)
                .unwrap_or_default(),
        };
        let by_word = self
            .request
            .scale
            .and_then(|scale| scale.is_below(cell(row, word)));
        let own = by_word.or_else(|| self.is_below(cut::percent(cell(row, score)), item.most));
        let pupil = HashedPupil(tally.counter.hash(cell(row, pupil)));
        let mut counted = false;
        let mut count = |standard: u32, below: Option<bool>| {
            if let Some(below) = below {
                tally.result_in(pupil, standard, place, below);
                counted = true;
            }
        };
        for tie in ties {
            let below = match tie.score {
                TieScore::Below(below) => Some(below),
                TieScore::Points { points, of } => self.is_below(Some(points), of.or(item.most)),
                TieScore::None => own,
            };
            count(tie.standard, below);
        }
        if ties.is_empty() {
            item.objectives
                .iter()
                .for_each(|standard| count(*standard, own));
        }
        if counted {
            tally.used += 1;
        } else {
            tally.left_out.not_final += 1;
        }
    }

    /// Is a score of so many hundredths of a point below the cut? Not known without the most points there are.
    fn is_below(&self, points: Option<u32>, most: Option<u32>) -> Option<bool> {
        let FixedCut::Percent(percent) = self.cut else {
            return None;
        };
        let (points, most) = points.zip(most)?;
        Some(u64::from(points) * 10_000 < u64::from(percent) * u64::from(most))
    }

    fn ties_of(&self, result: u64) -> &[Tie] {
        let from = self.ties.partition_point(|tie| tie.result < result);
        let to = self.ties.partition_point(|tie| tie.result <= result);
        &self.ties[from..to]
    }
}

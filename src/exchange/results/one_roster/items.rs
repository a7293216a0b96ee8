//! What a gradebook says beside its results, kept while these are read: where classes are, of how many points line items
//! are, and which standards line items and results are tied to.

use std::collections::HashMap;

use super::archive::{Archive, cell, each_row, is_deleted, text};
use crate::domain::grade::{Grade, Grades};
use crate::exchange::ReadError;
use crate::exchange::results::ResultsRequest;
use crate::exchange::results::counter::ResultMoment;
use crate::exchange::results::cut;
use crate::exchange::results::rows::ResultRow;
use crate::exchange::results::tally::ResultTally;

/// What a class or a line item says of where its results stand.
#[derive(Clone, Default)]
pub(super) struct ClassPlace {
    pub(super) grade: Option<Grade>,
    pub(super) school: Option<String>,
}

/// What is scored.
pub(super) struct LineItem {
    pub(super) place: ClassPlace,
    /// The most points, in hundredths.
    pub(super) most: Option<u32>,
    pub(super) due: Option<ResultMoment>,
    pub(super) objectives: Vec<u32>,
}

/// A result tied to a standard.
pub(super) struct Tie {
    pub(super) result: u64,
    pub(super) standard: u32,
    pub(super) score: TieScore,
}

/// The tie's own score; else the result's counts.
#[derive(Clone, Copy)]
pub(super) enum TieScore {
    None,
    Below(bool),
    /// So many hundredths of a point, of so many where the objective has a most of its own.
    Points {
        points: u32,
        of: Option<u32>,
    },
}

/// The grade of a class where it has one, and its school.
pub(super) fn read_classes(
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

pub(super) fn read_items(
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

pub(super) fn read_item_objectives(
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

pub(super) fn read_ties(
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

/// The most points of each objective that has a line item to itself; none where two of these have not the same.
pub(super) fn most_of_objectives(items: &HashMap<u64, LineItem>) -> HashMap<u32, Option<u32>> {
    let mut most: HashMap<u32, Option<u32>> = HashMap::new();
    for item in items.values() {
        if let ([objective], Some(points)) = (&item.objectives[..], item.most) {
            let known = most.entry(*objective).or_insert(Some(points));
            *known = known.filter(|known| *known == points);
        }
    }
    most
}

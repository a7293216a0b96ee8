//! Files of the tests' makers: a row a pupil, or for Star a row a result beside a row a test.

mod star;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::columns::{self, ResultColumns};
use super::counter::HashedPupil;
use super::cut::FixedCut;
use super::layout::{
    FileKind, MapPupils, ResultColumn, ResultLayout, ResultsIn, StarResults, StarTests,
};
use super::rows::{ResultRow, ResultRows};
use super::tally::{ResultPlace, ResultTally};
use super::{ReadResults, ResultsRequest, TextFile, called, mixed, opened, read_grade, settled};
use crate::domain::grade::Grade;
use crate::exchange::ReadError;

type Of<T> = (PathBuf, ResultColumns, T);

/// Reads files of one maker's test.
pub(super) fn read(
    files: Vec<TextFile>,
    request: &ResultsRequest,
) -> Result<ReadResults, ReadError> {
    let mut whole: Vec<Of<ResultLayout>> = Vec::new();
    let mut tests: Vec<Of<StarTests>> = Vec::new();
    let mut results: Vec<Of<StarResults>> = Vec::new();
    let mut pupils = Vec::new();
    for file in files {
        let TextFile {
            path,
            columns,
            kind,
        } = file;
        match kind {
            FileKind::Whole(mut layout) => {
                choose_school(&mut layout, &columns, request)?;
                whole.push((path, columns, layout));
            }
            FileKind::StarTests(mut star) => {
                choose_school(&mut star.layout, &columns, request)?;
                tests.push((path, columns, star));
            }
            FileKind::StarResults(star) => results.push((path, columns, star)),
            FileKind::MapPupils(of) => pupils.push((path, of)),
            FileKind::Groups => return Err(mixed()),
        }
    }
    let star = tests.is_empty() && results.is_empty();
    match (star, whole.is_empty() && pupils.is_empty()) {
        (true, _) => read_makers(&whole, &pupils, request),
        (false, true) => star::read(&tests, &results, request),
        (false, false) => Err(mixed()),
    }
}

/// The school stands in the column that the person named.
fn choose_school(
    layout: &mut ResultLayout,
    columns: &ResultColumns,
    request: &ResultsRequest,
) -> Result<(), ReadError> {
    let Some(named) = request.school_column else {
        return Ok(());
    };
    if columns::is_of_a_person(named) {
        return Err(ReadError::by_option(
            format!("{named} is a pupil's column, not a school's"),
            "Name with --school-column the one that says the school.",
        ));
    }
    let at = columns.at(&[named]).ok_or_else(|| {
        ReadError::by_option(
            format!("there is no column {named}"),
            "Name with --school-column one that the file has.",
        )
    })?;
    layout.school = vec![at];
    Ok(())
}

fn rows_of(path: &Path) -> Result<ResultRows<std::fs::File>, ReadError> {
    let (file, ..) = opened(path)?;
    let mut rows = ResultRows::open(file, called(path))?;
    rows.headers()?;
    Ok(rows)
}

/// Refuses what cannot be counted: without the school, or without the pupil unless the person says that each row is one.
fn can_count(
    path: &Path,
    layout: &ResultLayout,
    request: &ResultsRequest,
) -> Result<(), ReadError> {
    if layout.school.is_empty() {
        return Err(ReadError::by_option(
            format!("{} has no column with the school", called(path)),
            "Name it with --school-column.",
        ));
    }
    if layout.pupil.is_none() && !request.rows_are_pupils {
        return Err(ReadError::by_option(
            format!(
                "{} has no column that tells one pupil from another, so that groups cannot be counted once each",
                called(path)
            ),
            "Where each row is a pupil of its own, say so with --rows-are-pupils.",
        ));
    }
    Ok(())
}

/// The columns that are read, by name.
fn named(columns: &ResultColumns, layout: &ResultLayout) -> Vec<String> {
    let mut at = layout.school.clone();
    at.extend(
        [layout.pupil, layout.grade, layout.season, layout.year]
            .into_iter()
            .flatten(),
    );
    at.extend(layout.on.iter().copied());
    at.extend(layout.is_final.iter().map(|(at, _)| *at));
    match &layout.results {
        ResultsIn::Columns(results) => {
            let of = |one: &ResultColumn| [one.named_in, one.after, one.level, one.share];
            at.extend(results.iter().flat_map(of).flatten());
        }
        ResultsIn::Items(pairs) => {
            at.extend(pairs.iter().flat_map(|(codes, scores)| [*codes, *scores]));
        }
    }
    at.sort_unstable();
    at.dedup();
    at.into_iter()
        .map(|at| columns.name(at).to_owned())
        .collect()
}

/// Files in each of whose rows all stands, but perhaps the grade.
fn read_makers(
    whole: &[Of<ResultLayout>],
    pupils: &[(PathBuf, MapPupils)],
    request: &ResultsRequest,
) -> Result<ReadResults, ReadError> {
    let Some((first_path, first_columns, first)) = whole.first() else {
        let path = pupils.first().map(|(path, ..)| called(path));
        return Err(ReadError::new(
            format!("{} has pupils and no results", path.unwrap_or_default()),
            "Give the file with the results too.",
        ));
    };
    if whole.iter().any(|(.., layout)| layout.test != first.test) {
        return Err(mixed());
    }
    let (cut, said) = first.scale.fix(request.below, first.test)?;
    let mut tally = ResultTally::default();
    let mut grades = HashMap::new();
    for (path, of) in pupils {
        read_grades(path, *of, &tally, &mut grades)?;
    }
    for (path, _, layout) in whole {
        can_count(path, layout, request)?;
        if layout.grade.is_none() && pupils.is_empty() {
            return Err(ReadError::new(
                format!("{} has no column with the grade", called(first_path)),
                "Give the file with the pupils and their grades too (StudentsBySchool.csv).",
            ));
        }
        read_whole(path, layout, &cut, &grades, &mut tally)?;
    }
    let columns = named(first_columns, first);
    settled(
        tally,
        request,
        first.test,
        first.parts,
        said.to_string(),
        columns,
    )
}

/// The grade of each pupil in each term, by the hash of both: a pupil is in another grade the year after.
fn read_grades(
    path: &Path,
    of: MapPupils,
    tally: &ResultTally,
    grades: &mut HashMap<u64, Grade>,
) -> Result<(), ReadError> {
    let mut rows = rows_of(path)?;
    while let Some(row) = rows.next()? {
        if let Some(grade) = grade_of(row, of.grade) {
            let both = (row.cell(of.pupil), row.cell(of.term));
            grades.insert(tally.counter.hash_both(both.0, both.1), grade);
        }
    }
    Ok(())
}

fn grade_of(row: ResultRow, at: usize) -> Option<Grade> {
    read_grade(std::str::from_utf8(row.cell(at)).ok()?)
}

/// Who a row is about; the row itself where rows are pupils.
fn pupil_of(row: ResultRow, layout: &ResultLayout, tally: &ResultTally) -> Option<HashedPupil> {
    match layout.pupil {
        Some(at) => {
            let id = row.cell(at);
            (!id.is_empty()).then(|| HashedPupil(tally.counter.hash(id)))
        }
        None => Some(HashedPupil(tally.rows)),
    }
}

/// Where a row stands; counted as left out where it does not say.
fn place_of(
    row: ResultRow,
    layout: &ResultLayout,
    grade: Option<Grade>,
    tally: &mut ResultTally,
) -> Option<ResultPlace> {
    if !layout.is_final(row) {
        tally.left_out.not_final += 1;
        return None;
    }
    let school = layout.school(row);
    if school.is_empty() {
        tally.left_out.no_school += 1;
        return None;
    }
    let Some(grade) = grade else {
        tally.left_out.no_grade += 1;
        return None;
    };
    let at = layout.moment(row);
    let window = layout.window(row, at);
    Some(ResultPlace {
        school: tally.school(&school),
        grade,
        window: tally.counter.windows.number(&window),
        at,
    })
}

fn read_whole(
    path: &Path,
    layout: &ResultLayout,
    cut: &FixedCut,
    grades: &HashMap<u64, Grade>,
    tally: &mut ResultTally,
) -> Result<(), ReadError> {
    let mut rows = rows_of(path)?;
    while let Some(row) = rows.next()? {
        tally.rows += 1;
        let pupil = pupil_of(row, layout, tally);
        let grade = match (layout.grade, layout.pupil.zip(layout.season)) {
            (Some(at), _) => grade_of(row, at),
            (None, Some((pupil, term))) => {
                let both = tally.counter.hash_both(row.cell(pupil), row.cell(term));
                grades.get(&both).copied()
            }
            (None, None) => None,
        };
        let Some(place) = place_of(row, layout, grade, tally) else {
            continue;
        };
        let Some(pupil) = pupil else {
            tally.left_out.not_final += 1;
            continue;
        };
        let counted = match &layout.results {
            ResultsIn::Columns(results) => count_columns(row, results, cut, pupil, place, tally),
            ResultsIn::Items(pairs) => count_items(row, pairs, cut, pupil, place, tally),
        };
        if counted {
            tally.used += 1;
        } else {
            tally.left_out.not_final += 1;
        }
        if tally.rows.is_multiple_of(1024) {
            tally.check(rows.name())?;
        }
    }
    tally.check(rows.name())
}

/// Counts each result that a row has. Did it have any?
fn count_columns(
    row: ResultRow,
    results: &[ResultColumn],
    cut: &FixedCut,
    pupil: HashedPupil,
    place: ResultPlace,
    tally: &mut ResultTally,
) -> bool {
    let mut counted = false;
    for result in results {
        let cell = |at: Option<usize>| at.map_or(&b""[..], |at| row.cell(at));
        let Some(below) = cut.is_below(cell(result.level), cell(result.share)) else {
            continue;
        };
        let part = part_of(row, result);
        if !part.is_empty() {
            tally.result(pupil, &part, place, below);
            counted = true;
        }
    }
    counted
}

fn part_of(row: ResultRow, result: &ResultColumn) -> String {
    let part = match result.named_in {
        Some(at) => row.text(at),
        None => result.part.clone(),
    };
    match result
        .after
        .map(|at| row.text(at))
        .filter(|before| !before.is_empty())
    {
        Some(before) => format!("{before}, {part}"),
        None => part,
    }
}

/// Counts each standard of which the row has two items or more: below with fewer right than the cut says. Anything but a
/// nought is right, as nobody says here how many points an item has.
fn count_items(
    row: ResultRow,
    pairs: &[(usize, usize)],
    cut: &FixedCut,
    pupil: HashedPupil,
    place: ResultPlace,
    tally: &mut ResultTally,
) -> bool {
    let mut items: HashMap<&str, (u32, u32)> = HashMap::new();
    for (codes, scores) in pairs {
        let codes = std::str::from_utf8(row.cell(*codes)).unwrap_or_default();
        let codes: Vec<&str> = codes.split_whitespace().collect();
        let scores = row.cell(*scores);
        if codes.len() != scores.len() || !scores.iter().all(u8::is_ascii_digit) {
            return false;
        }
        for (code, score) in codes.into_iter().zip(scores) {
            let (all, right) = items.entry(code).or_default();
            *all += 1;
            *right += u32::from(*score != b'0');
        }
    }
    let enough = items.into_iter().filter(|(_, (all, _))| *all >= 2);
    let mut counted = false;
    for (code, (all, right)) in enough {
        let FixedCut::Percent(percent) = cut else {
            continue;
        };
        tally.result(pupil, code, place, right * 10_000 < percent * all);
        counted = true;
    }
    counted
}

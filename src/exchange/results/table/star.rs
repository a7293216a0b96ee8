//! Star: a row a result beside a row a test, which says where it was and of whom.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Of, can_count, count_columns, grade_of, named, place_of, pupil_of, rows_of};
use crate::exchange::ReadError;
use crate::exchange::results::counter::{HashedPupil, ResultMoment};
use crate::exchange::results::layout::{ResultsIn, StarResults, StarTests};
use crate::exchange::results::tally::{ResultPlace, ResultTally};
use crate::exchange::results::{LeftOutResults, ReadResults, ResultsRequest, called, settled};

/// What a Star test was, by the hash of its number.
struct StarTest {
    pupil: HashedPupil,
    place: Option<ResultPlace>,
}

/// Reads the tests and the results of Star, each a file or several.
pub(super) fn read(
    tests: &[Of<StarTests>],
    results: &[Of<StarResults>],
    request: &ResultsRequest,
) -> Result<ReadResults, ReadError> {
    let (Some((_, _, first_test)), Some((results_path, result_columns, first))) =
        (tests.first(), results.first())
    else {
        let alone = tests
            .first()
            .map(|(path, ..)| path)
            .or(results.first().map(|(path, ..)| path));
        let what = if tests.is_empty() {
            "school"
        } else {
            "standard"
        };
        return Err(ReadError::new(
            format!(
                "{} has no {what}",
                called(alone.map_or(Path::new(""), PathBuf::as_path))
            ),
            "Give both files: the tests with their schools, and the results by standard.",
        ));
    };
    if results
        .iter()
        .any(|(.., star)| star.layout.parts != first.layout.parts)
    {
        return Err(ReadError::new(
            format!(
                "{} and others have parts of different kinds",
                called(results_path)
            ),
            "Read standards and skill areas each by themselves.",
        ));
    }
    let layout = &first.layout;
    let (cut, said) = layout.scale.fix(request.below, layout.test)?;
    let mut tally = ResultTally::default();
    let mut known: HashMap<u64, StarTest> = HashMap::new();
    // Of these rows only the places are wanted; which results are left out is counted below.
    for (path, _, star) in tests {
        can_count(path, &star.layout, request)?;
        let mut rows = rows_of(path)?;
        while let Some(row) = rows.next()? {
            tally.rows += 1;
            let key = tally.counter.hash(row.cell(star.test));
            let pupil = pupil_of(row, &star.layout, &tally).unwrap_or(HashedPupil(key));
            let grade = star.layout.grade.and_then(|at| grade_of(row, at));
            let place = place_of(row, &star.layout, grade, &mut tally);
            known.insert(key, StarTest { pupil, place });
        }
        tally.check(rows.name())?;
    }
    tally.rows = 0;
    tally.left_out = LeftOutResults::default();
    for (path, _, star) in results {
        let mut rows = rows_of(path)?;
        let ResultsIn::Columns(columns) = &star.layout.results else {
            continue;
        };
        while let Some(row) = rows.next()? {
            tally.rows += 1;
            let test = known.get(&tally.counter.hash(row.cell(star.test)));
            let Some(test) = test else {
                tally.left_out.no_school += 1;
                continue;
            };
            let (pupil, place) = (test.pupil, test.place);
            let standard = columns
                .iter()
                .any(|one| one.named_in.is_some_and(|at| !row.cell(at).is_empty()));
            match place {
                None => tally.left_out.not_final += 1,
                Some(_) if !standard => tally.left_out.no_standard += 1,
                Some(place) => {
                    let own = star.layout.moment(row);
                    let at = if place.at == ResultMoment::default() {
                        own
                    } else {
                        place.at
                    };
                    let place = ResultPlace { at, ..place };
                    if count_columns(row, columns, &cut, pupil, place, &mut tally) {
                        tally.used += 1;
                    } else {
                        tally.left_out.not_final += 1;
                    }
                }
            }
            if tally.rows.is_multiple_of(1024) {
                tally.check(rows.name())?;
            }
        }
        tally.check(rows.name())?;
    }
    let columns = named(result_columns, layout);
    settled(
        tally,
        request,
        first_test.layout.test,
        layout.parts,
        said.to_string(),
        columns,
    )
}

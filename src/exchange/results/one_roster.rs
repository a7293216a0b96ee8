//! A OneRoster 1.2 gradebook, as the zip of CSV files that a gradebook exports: scores of line items, tied to standards by
//! the result or by the line item. Each file is a stream; kept are line items, classes and schools, and for each tie of a
//! result to a standard sixteen bytes.

mod archive;
mod items;

use std::collections::HashMap;
use std::path::Path;

use self::archive::{absent, archive, cell, check_manifest, each_row, is_deleted};
use self::items::{
    ClassPlace, LineItem, Tie, TieScore, most_of_objectives, read_classes, read_item_objectives,
    read_items, read_ties,
};
use super::counter::{HashedPupil, ResultMoment};
use super::cut::{self, FixedCut, Scale};
use super::layout::TestParts;
use super::rows::ResultRow;
use super::tally::{ResultPlace, ResultTally};
use super::{ReadResults, ResultsRequest, settled};
use crate::exchange::ReadError;

pub(super) use self::archive::is_archive;

/// What a score says.
#[derive(Clone, Copy)]
enum Judged {
    /// Whether it is below.
    Below(bool),
    /// There is none.
    NoScore,
    /// It does not say of how many points it is.
    NoMost,
}

impl From<bool> for Judged {
    fn from(below: bool) -> Judged {
        Judged::Below(below)
    }
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
        most: most_of_objectives(&items),
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

struct ResultReader<'r> {
    items: HashMap<u64, LineItem>,
    /// The most points of each objective that has a line item to itself.
    most: HashMap<u32, Option<u32>>,
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
        let points = cut::percent(cell(row, score));
        let own = by_word.map_or_else(|| self.judged(points, item.most), Judged::from);
        let pupil = HashedPupil(tally.counter.hash(cell(row, pupil)));
        let (mut counted, mut no_most) = (false, 0);
        let mut count = |standard: u32, judged: Judged| match judged {
            Judged::Below(below) => {
                tally.result_in(pupil, standard, place, below);
                counted = true;
            }
            Judged::NoMost => no_most += 1,
            Judged::NoScore => {}
        };
        for tie in ties {
            let judged = match tie.score {
                TieScore::Below(below) => Judged::Below(below),
                TieScore::Points { points, of } => {
                    self.judged(Some(points), of.or_else(|| self.most_of(tie, item, ties)))
                }
                TieScore::None => own,
            };
            count(tie.standard, judged);
        }
        if ties.is_empty() {
            // The result's one score is told once, in however many standards.
            match own {
                Judged::NoMost => no_most += 1,
                own => item
                    .objectives
                    .iter()
                    .for_each(|standard| count(*standard, own)),
            }
        }
        tally.left_out.no_most += no_most;
        match (counted, no_most) {
            (true, _) => tally.used += 1,
            (false, 0) => tally.left_out.not_final += 1,
            (false, _) => {}
        }
    }

    /// Is a score of so many hundredths of a point below the cut? Not known without the most points there are.
    fn judged(&self, points: Option<u32>, most: Option<u32>) -> Judged {
        match (&self.cut, points, most) {
            (FixedCut::Percent(percent), Some(points), Some(most)) => {
                Judged::Below(u64::from(points) * 10_000 < u64::from(*percent) * u64::from(most))
            }
            (FixedCut::Percent(_), Some(_), None) => Judged::NoMost,
            _ => Judged::NoScore,
        }
    }

    /// The most points of an objective that does not say it: those of its line item, where the result has no other
    /// objective; else those of the line item that it has to itself.
    fn most_of(&self, tie: &Tie, item: &LineItem, ties: &[Tie]) -> Option<u32> {
        match ties {
            [_] => item.most,
            _ => self.most.get(&tie.standard).copied().flatten(),
        }
    }

    fn ties_of(&self, result: u64) -> &[Tie] {
        let from = self.ties.partition_point(|tie| tie.result < result);
        let to = self.ties.partition_point(|tie| tie.result <= result);
        &self.ties[from..to]
    }
}

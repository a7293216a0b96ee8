//! A table that the district's data office grouped: standard, school, grade, n and below. The best source, as no pupil
//! comes near hallpass. Its rows are nobody's, so that what is wrong is told with the cell.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::columns::ResultColumns;
use super::counter::{self, WordList};
use super::layout::TestParts;
use super::tally::LeftOutResults;
use super::{
    ReadResults, ResultsRequest, WrittenGroup, called, read_grade, several_windows, unknown,
};
use crate::domain::grade::Grade;
use crate::exchange::header::HeaderFit;
use crate::exchange::sheet::{FileCell, ReadOptions, Sheet, SheetRow};
use crate::exchange::value::{Parsed, number};
use crate::exchange::{Complaint, ReadError};

/// A table with a column of persons is no table of groups.
pub(super) fn of_persons(path: &Path, column: &str) -> ReadError {
    ReadError::new(
        format!("{} has a column of persons: {column}", called(path)),
        "Send groups only: standard, school, grade, how many were tested (n) and how many of them are below.",
    )
}

/// Where a grouped table says what.
struct GroupColumns {
    standard: usize,
    school: usize,
    grade: usize,
    n: usize,
    below: usize,
    window: Option<usize>,
    test: Option<usize>,
}

impl GroupColumns {
    fn of(columns: &ResultColumns) -> Option<GroupColumns> {
        Some(GroupColumns {
            standard: columns.at(&["standard", "code"])?,
            school: columns.at(&["school"])?,
            grade: columns.at(&["grade"])?,
            n: columns.at(&["n"])?,
            below: columns.at(&["below"])?,
            window: columns.at(&["window"]),
            test: columns.at(&["test"]),
        })
    }

    fn all(&self) -> Vec<usize> {
        let said = [self.standard, self.school, self.grade, self.n, self.below];
        said.into_iter()
            .chain(self.window)
            .chain(self.test)
            .collect()
    }
}

/// Reads grouped tables.
pub(super) fn read(paths: &[PathBuf], request: &ResultsRequest) -> Result<ReadResults, ReadError> {
    if request.below.is_some() {
        return Err(ReadError::by_option(
            "a table of groups says itself how many are below",
            "Leave --below out.",
        ));
    }
    let mut read = GroupReader::default();
    for path in paths {
        read.file(path, request)?;
    }
    read.settled(request)
}

#[derive(Default)]
struct GroupReader {
    rows: u64,
    left_out: LeftOutResults,
    groups: Vec<(String, WrittenGroup)>,
    seen: HashSet<(String, String, Grade, String)>,
    windows: WordList,
    tests: WordList,
    standards: std::collections::BTreeMap<String, u64>,
    schools: std::collections::BTreeMap<String, u64>,
    columns: Vec<String>,
}

impl GroupReader {
    fn file(&mut self, path: &Path, request: &ResultsRequest) -> Result<(), ReadError> {
        let fits = |names: &[String]| {
            let columns = ResultColumns::new(names.to_vec());
            let known = [
                "standard", "code", "school", "grade", "n", "below", "window", "test",
            ];
            HeaderFit {
                complete: GroupColumns::of(&columns).is_some(),
                known: columns.all(&known).len(),
            }
        };
        let how = ReadOptions {
            judge: Some(&fits),
            ..ReadOptions::default()
        };
        // What is no such table may be one of pupils: nothing that it says is repeated.
        let sheet = Sheet::read(path, &how).map_err(|_| unknown(path))?;
        let columns = ResultColumns::new(sheet.headers().to_vec());
        let at = GroupColumns::of(&columns).ok_or_else(|| unknown(path))?;
        if let Some(column) = columns.of_a_person() {
            return Err(of_persons(path, column));
        }
        let mut at = at;
        if let Some(named) = request.school_column {
            at.school = columns.at(&[named]).ok_or_else(|| {
                let why = format!("there is no column {named}");
                ReadError::by_option(why, "Name with --school-column one that the file has.")
            })?;
        }
        self.columns = at
            .all()
            .into_iter()
            .map(|at| columns.name(at).to_owned())
            .collect();
        for row in sheet {
            let row = row?;
            self.rows += 1;
            if let Some(complaint) = &row.too_long {
                return Err(refused(path, complaint));
            }
            self.row(&row, &at, &columns)
                .map_err(|complaint| refused(path, &complaint))?;
        }
        Ok(())
    }

    fn row(
        &mut self,
        row: &SheetRow,
        at: &GroupColumns,
        columns: &ResultColumns,
    ) -> Result<(), Complaint> {
        let text = |place: usize| row.cells[place].to_string();
        let wrong = |place: usize, why: &str| {
            Complaint::new(row.number, columns.name(place), &text(place), why)
        };
        let (standard, school) = (text(at.standard), text(at.school));
        if standard.is_empty() {
            self.left_out.no_standard += 1;
            return Ok(());
        }
        if school.is_empty() {
            self.left_out.no_school += 1;
            return Ok(());
        }
        if row.cells[at.grade] == FileCell::Empty {
            self.left_out.no_grade += 1;
            return Ok(());
        }
        let grade = read_grade(&text(at.grade));
        let grade =
            grade.ok_or_else(|| wrong(at.grade, "is not one grade; write PK, K or 1 to 12"))?;
        let count = |place: usize| match number::count(&row.cells[place]) {
            Parsed::Value(n) | Parsed::Noted(n, _) => Ok(n),
            _ => Err(wrong(place, "is not a count of pupils")),
        };
        let (pupils, below) = (count(at.n)?, count(at.below)?);
        if below > pupils {
            return Err(wrong(at.below, "is more than were tested"));
        }
        let window = at.window.map(text).unwrap_or_default();
        let test = at.test.map(text).unwrap_or_default();
        self.tests.number(&test);
        self.windows.number(&window);
        let same = (
            counter::fold(&standard),
            counter::fold(&school),
            grade,
            counter::fold(&window),
        );
        if !self.seen.insert(same) {
            return Err(wrong(
                at.standard,
                "stands a second time for this school and grade",
            ));
        }
        *self.standards.entry(standard.clone()).or_default() += 1;
        *self.schools.entry(school.clone()).or_default() += 1;
        if pupils > 0 {
            let group = WrittenGroup {
                standard,
                school,
                grade,
                pupils,
                below,
            };
            self.groups.push((counter::fold(&window), group));
        }
        Ok(())
    }

    fn settled(self, request: &ResultsRequest) -> Result<ReadResults, ReadError> {
        let tests: Vec<&str> = self
            .tests
            .all()
            .iter()
            .map(String::as_str)
            .filter(|t| !t.is_empty())
            .collect();
        let test = match (request.test, &tests[..]) {
            (Some(said), _) => said.trim(),
            (None, []) => "district",
            (None, [one]) => one,
            (None, several) => {
                return Err(ReadError::new(
                    format!(
                        "the table has {} tests: {}",
                        several.len(),
                        several.join(", ")
                    ),
                    "Read each test by itself.",
                ));
            }
        };
        let windows = self.windows.all();
        let asked = request.window.map(counter::fold);
        let chosen = match windows {
            [] | [_] => None,
            several => {
                let named = several.iter().map(|one| counter::fold(one));
                let found = named.into_iter().find(|one| Some(one) == asked.as_ref());
                Some(found.ok_or_else(|| several_windows(several))?)
            }
        };
        let window = request.window.or(windows.first().map(String::as_str));
        let groups = self
            .groups
            .iter()
            .filter(|(window, _)| chosen.as_ref().is_none_or(|one| one == window));
        let mut groups: Vec<WrittenGroup> = groups.map(|(_, group)| group.clone()).collect();
        groups.sort_unstable();
        Ok(ReadResults {
            test: test.to_owned(),
            maker: test.to_owned(),
            window: window.unwrap_or_default().trim().to_owned(),
            starts: None,
            ends: None,
            cut: "as the table says".to_owned(),
            parts: TestParts::Standards,
            files: 0,
            rows: self.rows,
            used: self.groups.len() as u64,
            left_out: self.left_out,
            groups,
            names_pupils: false,
            standard_rows: self.standards.into_iter().collect(),
            school_rows: self.schools.into_iter().collect(),
            sha256: String::new(),
            columns: self.columns,
        })
    }
}

fn refused(path: &Path, complaint: &Complaint) -> ReadError {
    ReadError::new(
        format!("{}, {complaint}", called(path)),
        "Correct that row and read the table again; nothing was saved.",
    )
}

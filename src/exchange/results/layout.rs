//! Which file of results it is, by the columns it has, and what each of them says. A row is one pupil, with a result for
//! each of several parts of a test.

mod makers;

use self::makers::{cmas, i_ready, ilearn, map, map_pupils, staar, star_results, star_tests};
use super::columns::ResultColumns;
use super::counter::ResultMoment;
use super::cut::Scale;
use super::rows::ResultRow;

/// What the parts of a test are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestParts {
    /// Standards, by their codes.
    Standards,
    /// Codes that only the district's own measures lead to standards.
    Codes,
    /// Areas above standards: the district's measures say of which.
    Areas,
}

/// What one kind of file says where.
pub(super) struct ResultLayout {
    pub(super) test: &'static str,
    pub(super) scale: Scale,
    pub(super) parts: TestParts,
    pub(super) pupil: Option<usize>,
    /// The columns that say the school; the first that says anything does.
    pub(super) school: Vec<usize>,
    pub(super) grade: Option<usize>,
    pub(super) on: Vec<usize>,
    pub(super) season: Option<usize>,
    pub(super) year: Option<usize>,
    /// What must hold of a row that is a final result.
    pub(super) is_final: Vec<(usize, Finality)>,
    pub(super) results: ResultsIn,
}

/// What a cell says when a result is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finality {
    /// This, or nothing.
    Says(&'static str),
    /// Not this.
    SaysNot(&'static str),
    /// Anything.
    Filled,
    /// Nothing.
    Blank,
}

impl Finality {
    pub(super) fn holds(self, cell: &[u8]) -> bool {
        match self {
            Finality::Says(word) => cell.is_empty() || cell.eq_ignore_ascii_case(word.as_bytes()),
            Finality::SaysNot(word) => !cell.eq_ignore_ascii_case(word.as_bytes()),
            Finality::Filled => !cell.is_empty(),
            Finality::Blank => cell.is_empty(),
        }
    }
}

/// Where the results of a row stand.
pub(super) enum ResultsIn {
    /// Each in columns of its own.
    Columns(Vec<ResultColumn>),
    /// In pairs of columns: the codes of the items, with blanks between, and a digit for each item.
    Items(Vec<(usize, usize)>),
}

/// Where one result stands.
pub(super) struct ResultColumn {
    /// The column that says which part it is; else its name is `part`.
    pub(super) named_in: Option<usize>,
    /// A column whose text goes before the name.
    pub(super) after: Option<usize>,
    pub(super) part: String,
    /// The column with the level, if any.
    pub(super) level: Option<usize>,
    /// The column with the share, if any.
    pub(super) share: Option<usize>,
}

/// What a file is.
pub(super) enum FileKind {
    /// All that is needed stands in its rows.
    Whole(ResultLayout),
    /// Star's tests: which pupil, school, grade and window each was.
    StarTests(StarTests),
    /// Star's results, each of a test of the other file.
    StarResults(StarResults),
    /// MAP's pupils, with the grade of each term that its results lack.
    MapPupils(MapPupils),
    /// Groups that the district's data office made.
    Groups,
}

/// MAP: where the grade of a pupil in a term stands.
#[derive(Clone, Copy)]
pub(super) struct MapPupils {
    pub(super) term: usize,
    pub(super) pupil: usize,
    pub(super) grade: usize,
}

/// Star: where a test stands.
pub(super) struct StarTests {
    pub(super) test: usize,
    pub(super) layout: ResultLayout,
}

/// Star: where a result stands.
pub(super) struct StarResults {
    pub(super) test: usize,
    pub(super) layout: ResultLayout,
}

const SCHOOL: [&str; 11] = [
    "SchoolName",
    "School Name",
    "School",
    "Enrolled School",
    "TestingSchoolName",
    "CAMPUS-NAME",
    "SchoolIdentifier",
    "School_StateID",
    "Enrolled School ID",
    "TestingSchoolCode",
    "COUNTY-DISTRICT-CAMPUS NUMBER",
];

/// The columns by which districts and makers name a pupil.
const PUPIL: [&str; 14] = [
    "StudentIdentifier",
    "StudentSourcedID",
    "Student ID",
    "StudentID",
    "Student_StateID",
    "StudentStateID",
    "StudentRenaissanceID",
    "Student State ID",
    "StateStudentIdentifier",
    "LocalStudentIdentifier",
    "STN",
    "TSDS UID",
    "PEIMS-ID",
    "LOCAL-STUDENT-ID",
];

impl FileKind {
    /// What a file with these columns is; none where nobody here knows it.
    pub(super) fn of(columns: &ResultColumns) -> Option<FileKind> {
        groups(columns)
            .or_else(|| star_results(columns))
            .or_else(|| star_tests(columns))
            .or_else(|| map(columns))
            .or_else(|| map_pupils(columns))
            .or_else(|| i_ready(columns))
            .or_else(|| staar(columns))
            .or_else(|| ilearn(columns))
            .or_else(|| cmas(columns))
    }
}

fn groups(columns: &ResultColumns) -> Option<FileKind> {
    let has = |names: &[&str]| columns.at(names).is_some();
    let all = has(&["standard", "code"])
        && has(&["school"])
        && has(&["grade"])
        && has(&["n"])
        && has(&["below"]);
    all.then_some(FileKind::Groups)
}

fn layout(
    columns: &ResultColumns,
    test: &'static str,
    scale: Scale,
    parts: TestParts,
) -> ResultLayout {
    ResultLayout {
        test,
        scale,
        parts,
        pupil: columns.at(&PUPIL),
        school: columns.all(&SCHOOL),
        grade: None,
        on: Vec::new(),
        season: None,
        year: None,
        is_final: Vec::new(),
        results: ResultsIn::Columns(Vec::new()),
    }
}

impl ResultLayout {
    /// The school a row says, as it is written.
    pub(super) fn school(&self, row: ResultRow) -> String {
        let said = self.school.iter().map(|at| row.text(*at));
        said.into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// When the test was.
    pub(super) fn moment(&self, row: ResultRow) -> ResultMoment {
        let mut read = self.on.iter().map(|at| ResultMoment::read(row.cell(*at)));
        read.find_map(|at| at).unwrap_or_default()
    }

    /// The window a row says: `fall 2025-2026`. Where no year is said, the school year of its day.
    pub(super) fn window(&self, row: ResultRow, at: ResultMoment) -> String {
        let season = self.season.map(|at| row.text(at)).unwrap_or_default();
        let season = season
            .split('(')
            .next()
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        let has_year = season.chars().any(|c| c.is_ascii_digit()) && season.contains('-');
        let year = match self.year {
            Some(at) => row.text(at),
            None if season.is_empty() || has_year => String::new(),
            None => at.school_year().unwrap_or_default(),
        };
        format!("{season} {year}").trim().to_owned()
    }

    /// Is it a result that stands?
    pub(super) fn is_final(&self, row: ResultRow) -> bool {
        self.is_final
            .iter()
            .all(|(at, finality)| finality.holds(row.cell(*at)))
    }
}

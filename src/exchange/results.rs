//! Results of tests, read as counts of groups: of each standard or part of a test, school and grade how many pupils were
//! tested and how many of them are below. Pupils are counted once each and never kept (`counter`); what is wrong is
//! told by file, line and column, never by a cell of a pupil (`rows`); the best file has no pupil in it (`groups`).
//!
//! Words are told as the files write them; which standard and school they are is for the office to say.

mod columns;
mod counter;
mod cut;
mod ed_fi;
mod groups;
mod layout;
mod one_roster;
mod private;
mod rows;
mod table;
mod tally;
mod text_scale;

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

pub use columns::is_of_a_person;
pub use cut::Cut;
pub use layout::TestParts;
pub use tally::LeftOutResults;
pub use text_scale::TextScale;

use self::columns::ResultColumns;
use self::layout::FileKind;
use self::private::WipedBytes;
use self::rows::ResultRows;
use self::tally::ResultTally;
use super::refusal::{self, Looks};
use super::{ReadError, text_file};
use crate::domain::grade::Grade;
use crate::domain::put::hex;

/// What a person asked to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct ResultsRequest<'r> {
    /// The files of one reading.
    pub files: &'r [PathBuf],
    /// What counts as below; what is usual for the test where nobody said.
    pub below: Option<&'r Cut>,
    /// The test, where the files do not say it or say it otherwise.
    pub test: Option<&'r str>,
    /// The window, in the same way; of several in the files the one that is read.
    pub window: Option<&'r str>,
    /// What the words and numbers of a score mean, where it has no most points.
    pub scale: Option<&'r TextScale>,
    /// The column that names the school.
    pub school_column: Option<&'r str>,
    /// The person says that each row is a pupil of its own.
    pub rows_are_pupils: bool,
}

/// A group as the files write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WrittenGroup {
    /// The standard's code or guid, or the name of a part of the test.
    pub standard: String,
    /// The school's name or code.
    pub school: String,
    /// The grade.
    pub grade: Grade,
    /// How many pupils were tested, each once.
    pub pupils: u32,
    /// How many of them are below.
    pub below: u32,
}

/// What files of results come to. Counts only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadResults {
    /// The test.
    pub test: String,
    /// What the file's maker calls the test, whatever the person calls it.
    pub maker: String,
    /// The window; empty where neither the files nor the person say it.
    pub window: String,
    /// The first day of a result.
    pub starts: Option<NaiveDate>,
    /// The last.
    pub ends: Option<NaiveDate>,
    /// What counted as below, in words.
    pub cut: String,
    /// What the groups' `standard` names.
    pub parts: TestParts,
    /// How many files were read.
    pub files: usize,
    /// Rows with results.
    pub rows: u64,
    /// Rows of which something counted.
    pub used: u64,
    /// The others, by reason.
    pub left_out: LeftOutResults,
    /// The groups, in order.
    pub groups: Vec<WrittenGroup>,
    /// Whether the files have a row for each pupil; a word that stands where a school or a standard should may then be
    /// a pupil's.
    pub names_pupils: bool,
    /// How many results name each standard, as it is written.
    pub standard_rows: Vec<(String, u64)>,
    /// How many rows name each school, as it is written.
    pub school_rows: Vec<(String, u64)>,
    /// The SHA-256 of the files, in order of their bytes' own.
    pub sha256: String,
    /// The names of the columns that were read.
    pub columns: Vec<String>,
}

/// From here on this process leaves no core dump: for whoever holds results in memory before they are read.
pub fn leave_no_core_dump() -> Result<(), ReadError> {
    private::no_core_dumps(Path::new("standard input"))
}

/// Reads the files of one reading. From here on this process leaves no core dump.
pub fn read(request: &ResultsRequest) -> Result<ReadResults, ReadError> {
    let first = request.files.first().ok_or_else(no_file)?;
    private::no_core_dumps(first)?;
    let mut sorted = Sorted::default();
    for path in request.files {
        sorted.take(path)?;
    }
    let mut read = sorted.read(request)?;
    read.files = request.files.len();
    read.sha256 = digest(request.files)?;
    Ok(read)
}

fn no_file() -> ReadError {
    ReadError::new("there is no file of results", "Name one.")
}

/// The files of one reading, by what they are.
#[derive(Default)]
struct Sorted {
    archives: Vec<PathBuf>,
    json: Vec<PathBuf>,
    spreadsheets: Vec<PathBuf>,
    texts: Vec<TextFile>,
}

/// A text file with its columns.
struct TextFile {
    path: PathBuf,
    columns: ResultColumns,
    kind: FileKind,
}

/// As people call a file: without its folders.
fn called(path: &Path) -> String {
    // What came through a pipe and is held in memory has no name of its own.
    if path.starts_with("/proc/self/fd") {
        return "standard input".to_owned();
    }
    let name = path.file_name().unwrap_or(path.as_os_str());
    crate::domain::text::clean(&name.to_string_lossy()).text
}

/// A file from its beginning, with its first bytes.
fn opened(path: &Path) -> Result<(File, WipedBytes, usize), ReadError> {
    let mut file = text_file::open(path)?;
    let failed = |error: std::io::Error| ReadError::from_io(path, &error);
    let mut head = WipedBytes::zeros(4096);
    let got = file.read(&mut head).map_err(failed)?;
    file.rewind().map_err(failed)?;
    Ok((file, head, got))
}

impl Sorted {
    fn take(&mut self, path: &Path) -> Result<(), ReadError> {
        let (file, head, got) = opened(path)?;
        let head = &head[..got];
        match refusal::looks(head) {
            Looks::Zip if one_roster::is_archive(path)? => self.archives.push(path.to_owned()),
            Looks::Zip | Looks::Compound => self.spreadsheets.push(path.to_owned()),
            Looks::Other("a JSON file", _) => self.json.push(path.to_owned()),
            Looks::Text => {
                let mut rows = ResultRows::open(file, called(path))?;
                let columns = ResultColumns::new(rows.headers()?);
                match FileKind::of(&columns) {
                    Some(kind) => self.texts.push(TextFile {
                        path: path.to_owned(),
                        columns,
                        kind,
                    }),
                    // A table with a title above its columns, perhaps; a pupil's file has none.
                    None => self.spreadsheets.push(path.to_owned()),
                }
            }
            Looks::Calendar | Looks::Other(..) => return Err(unknown(path)),
        }
        Ok(())
    }

    fn read(self, request: &ResultsRequest) -> Result<ReadResults, ReadError> {
        let kinds = [
            self.archives.len(),
            self.json.len(),
            self.spreadsheets.len(),
            self.texts.len(),
        ];
        if kinds.iter().filter(|files| **files > 0).count() > 1 {
            return Err(mixed());
        }
        if let Some(path) = self.archives.first() {
            return match self.archives.len() {
                1 => one_roster::read(path, request),
                _ => Err(mixed()),
            };
        }
        if !self.json.is_empty() {
            return ed_fi::read(&self.json, request);
        }
        let grouped = |text: &TextFile| matches!(text.kind, FileKind::Groups);
        if let Some(text) = self.texts.iter().find(|text| grouped(text))
            && let Some(column) = text.columns.of_a_person()
        {
            return Err(groups::of_persons(&text.path, column));
        }
        let all_grouped = self.texts.iter().all(grouped);
        if all_grouped {
            let texts = self.texts.into_iter().map(|text| text.path);
            let paths: Vec<PathBuf> = texts.chain(self.spreadsheets).collect();
            return groups::read(&paths, request);
        }
        table::read(self.texts, request)
    }
}

fn mixed() -> ReadError {
    ReadError::new(
        "these files are not of one reading",
        "Read each test and window by itself.",
    )
}

/// A file that nobody here knows.
fn unknown(path: &Path) -> ReadError {
    ReadError::new(
        format!("{} is no file of results that is known", called(path)),
        "Known are a table with standard, school, grade, n and below, a OneRoster 1.2 gradebook, and the files of Star, \
         MAP Growth, i-Ready, STAAR Interim, ILEARN, CMAS and Ed-Fi.",
    )
}

/// The SHA-256 of files, whatever order they are given in.
fn digest(paths: &[PathBuf]) -> Result<String, ReadError> {
    let mut all = Vec::new();
    let mut chunk = WipedBytes::zeros(64 * 1024);
    for path in paths {
        let failed = |error: std::io::Error| ReadError::from_io(path, &error);
        let mut file = text_file::open(path)?;
        let mut hash = Sha256::new();
        loop {
            let got = file.read(&mut chunk).map_err(failed)?;
            if got == 0 {
                break;
            }
            hash.update(&chunk[..got]);
        }
        all.push(hash.finalize());
    }
    if all.len() > 1 {
        all.sort_unstable();
        let mut hash = Sha256::new();
        all.iter().for_each(|one| hash.update(one));
        all = vec![hash.finalize()];
    }
    let bytes = all.first().map(|hash| hash.to_vec()).unwrap_or_default();
    Ok(hex(&bytes))
}

/// What a tally comes to once all rows are read: of several windows the one that was asked for.
fn settled(
    mut tally: ResultTally,
    request: &ResultsRequest,
    test: &str,
    parts: TestParts,
    cut: String,
    columns: Vec<String>,
) -> Result<ReadResults, ReadError> {
    let counted = tally.counter.settle();
    let windows = tally.counter.windows.all();
    let asked = request.window.map(counter::fold);
    let chosen = match (windows, asked) {
        ([] | [_], _) => None,
        (several, asked) => {
            let is_asked = |window: &String| asked.as_deref() == Some(&counter::fold(window));
            let at = several.iter().position(is_asked);
            Some(at.ok_or_else(|| several_windows(several))? as u32)
        }
    };
    let only = chosen.or((!windows.is_empty()).then_some(0));
    let window = match (request.window, only) {
        (Some(said), _) => said.trim().to_owned(),
        (None, Some(window)) => tally.counter.windows.word(window).to_owned(),
        (None, None) => String::new(),
    };
    let groups = counted
        .into_iter()
        .filter(|(key, ..)| chosen.is_none_or(|window| key.window == window));
    let mut groups: Vec<WrittenGroup> = groups
        .map(|(key, pupils, below)| WrittenGroup {
            standard: tally.counter.standards.word(key.standard).to_owned(),
            school: tally.counter.schools.word(key.school).to_owned(),
            grade: key.grade,
            pupils,
            below,
        })
        .collect();
    groups.sort_unstable();
    let (starts, ends) = tally.days();
    Ok(ReadResults {
        test: request.test.unwrap_or(test).trim().to_owned(),
        maker: test.to_owned(),
        window,
        starts,
        ends,
        cut,
        parts,
        files: 0,
        rows: tally.rows,
        used: tally.used,
        left_out: tally.left_out,
        groups,
        names_pupils: true,
        standard_rows: tally.standard_rows(),
        school_rows: tally.school_rows(),
        sha256: String::new(),
        columns,
    })
}

/// One grade: `3`, `03`, `K`, `3rd`. What a spreadsheet holds as a number comes as `3`.
fn read_grade(text: &str) -> Option<Grade> {
    let bare = text.trim().trim_start_matches('0');
    let bare = if bare.is_empty() && !text.is_empty() {
        "K"
    } else {
        bare
    };
    bare.parse().ok()
}

fn several_windows(windows: &[String]) -> ReadError {
    let mut names: Vec<&str> = windows.iter().map(String::as_str).collect();
    names.sort_unstable();
    ReadError::by_option(
        format!(
            "the results are of {} windows: {}",
            names.len(),
            names.join(", ")
        ),
        "Say with --window which of them is read.",
    )
}

#[cfg(test)]
mod tests;

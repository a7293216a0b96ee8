//! Comma, semicolon, tab and pipe text as a stream of records: any encoding, any line end, a million rows.
//! Only `sheet` uses it.

mod quotes;

use crate::domain::counted::counted;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ReaderBuilder, StringRecord, Terminator};

use super::decode::{Decoded, Encoding, examine};
use super::refusal::ReadError;
use super::sheet::{FileCell, FileFacts, FileFormat, Raw};
use quotes::{OpenEnd, OpenQuote, Quotes, TooMuch};

/// Counts the bytes read, for the progress bar.
struct CountedReader {
    file: File,
    bytes: Arc<AtomicU64>,
}

impl Read for CountedReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read(out)?;
        self.bytes.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}

type Text = Quotes<io::Chain<io::Cursor<Vec<u8>>, BufReader<Decoded<CountedReader>>>>;

/// The records of one text file.
pub(super) struct TextRecords {
    reader: csv::Reader<Text>,
    record: StringRecord,
    number: u64,
    path: String,
    delimiter: char,
    /// The most cells a record has had so far.
    widest: usize,
    /// What to say of a cell with a byte that means nothing; none where every byte has a meaning.
    damaged: Option<String>,
}

impl TextRecords {
    /// Looks the file over once (encoding, line ends), then starts reading at its first record.
    /// An encoding that the person named is taken as it is.
    pub(super) fn open(
        path: &Path,
        mut file: File,
        named: Option<Encoding>,
        consumed: &Arc<AtomicU64>,
    ) -> Result<(TextRecords, FileFacts), ReadError> {
        let from_io = |e| ReadError::from_io(path, &e);
        file.rewind().map_err(from_io)?;
        let mut examined = examine(&file).map_err(from_io)?;
        if let Some(encoding) = named {
            examined.read_as(encoding);
        }
        if examined.binary {
            return Err(ReadError::new(
                format!("{} is not text and not a spreadsheet", path.display()),
                "Export the table as CSV or .xlsx and import that.",
            ));
        }
        file.rewind().map_err(from_io)?;
        let bytes = Arc::clone(consumed);
        let mut text = BufReader::with_capacity(
            64 * 1024,
            Decoded::new(CountedReader { file, bytes }, examined),
        );
        let start = first_lines(&mut text).map_err(from_io)?;
        let (mark, skip) = delimiter(&start);
        let number = u64::from(skip > 0);
        let start = io::Cursor::new(start.into_bytes().split_off(skip));
        let text = Quotes::new(start.chain(text), mark as u8, number + 1);
        let reader = ReaderBuilder::new()
            .delimiter(mark as u8)
            .has_headers(false)
            .flexible(true)
            // Lines end with LF only by now; a stray carriage return stays inside its cell.
            .terminator(Terminator::Any(b'\n'))
            .from_reader(text);
        let facts = FileFacts {
            format: FileFormat::Delimited(mark),
            encoding: Some(examined.encoding),
            sheet: None,
            other_sheets: Vec::new(),
            names_in: (1, 1),
            bytes: examined.bytes,
        };
        let records = TextRecords {
            reader,
            record: StringRecord::new(),
            number,
            path: path.display().to_string(),
            delimiter: mark,
            widest: 0,
            damaged: examined
                .damaged
                .then(|| no_such_byte(examined.encoding, named)),
        };
        Ok((records, facts))
    }

    /// The next record: the row a spreadsheet would show it in, and its cells as they stand.
    pub(super) fn next(&mut self) -> Option<Result<Raw, ReadError>> {
        let before = self.reader.position().line();
        let read = self.reader.read_record(&mut self.record);
        if let Some(open) = self.reader.get_ref().open() {
            return Some(Err(left_open(&self.path, open)));
        }
        if let Some((row, what)) = self.reader.get_ref().too_much() {
            let what = match what {
                TooMuch::Cell => format!("a cell in row {row} is longer than 1 MB"),
                TooMuch::Row => format!("row {row} is longer than 16 MB"),
                TooMuch::Cells => format!("row {row} has more than 16,384 cells"),
            };
            return Some(Err(ReadError::new(
                format!("{}: {what}", self.path),
                "No table has such rows: export it once more, or take that row out.",
            )));
        }
        match read {
            Ok(false) => return None,
            Ok(true) => {}
            Err(e) => {
                return Some(Err(ReadError::new(
                    format!(
                        "{} could not be read past row {}: {e}",
                        self.path, self.number
                    ),
                    "Copy the file to a local disk and try again.",
                )));
            }
        }
        // The csv reader passes over blank lines in silence; a spreadsheet shows them as rows.
        let lines = self.reader.position().line() - before;
        let inside = self.record.iter().map(|cell| cell.matches('\n').count());
        let blank = lines.saturating_sub(1 + inside.sum::<usize>() as u64);
        self.number += 1 + blank;
        let cells = self.record.iter().map(|cell| match (cell, &self.damaged) {
            ("", _) => FileCell::Empty,
            (text, Some(why)) if text.contains('\u{FFFD}') => {
                FileCell::Broken(format!("reads `{}` {why}", super::cut(text, 40)))
            }
            (text, _) => FileCell::Text(text.to_owned()),
        });
        let mut raw = Raw::new(self.number, cells.collect());
        let broken = self
            .record
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.contains('\n'));
        let taken = broken.filter(|(at, cell)| self.has_taken_rows(*at, cell));
        raw.swallowed = taken.map(|(at, _)| at).collect();
        self.widest = self.widest.max(self.record.len());
        Some(Ok(raw))
    }
}

impl TextRecords {
    /// Has this cell taken other rows into it, a quote being opened in one row and closed in another? Then its
    /// first line goes on to the end of a row, the next ones are rows, and the last leaves off where the
    /// quote was closed.
    fn has_taken_rows(&self, at: usize, cell: &str) -> bool {
        let marks = |line: &str| line.matches(self.delimiter).count();
        let lines: Vec<usize> = cell.split('\n').map(marks).collect();
        let [first, between @ .., last] = &lines[..] else {
            return false;
        };
        if self.widest == 1 {
            // Any line is a row of one cell. A name may go over two lines; more of them are rows, and a
            // last line whose quote stands behind a number ended in inches.
            return !between.is_empty() || cell.ends_with(|c: char| c.is_ascii_digit());
        }
        first + at + 1 == self.widest
            && between.iter().all(|line| line + 1 == self.widest)
            && last + self.record.len() == self.widest + at
    }
}

/// What to say behind a cell in which a byte could not be read.
fn no_such_byte(encoding: Encoding, named: Option<Encoding>) -> String {
    if named.is_some() {
        format!(
            "with a byte that {encoding} does not have; correct it, or name another encoding with --encoding"
        )
    } else {
        format!(
            "with a byte that is not {encoding}, which the rest of the file is; correct it, or say what \
             the whole file is: --encoding windows-1252"
        )
    }
}

/// A quote took lines into its cell which are not the cell's: nothing behind it can be trusted.
fn left_open(path: &str, open: OpenQuote) -> ReadError {
    let row = open.row;
    let lines = counted(open.lines, "line");
    ReadError::new(
        if open.ends == OpenEnd::TooLong {
            format!(
                "{path}: a quote opened in row {row} is not closed within 1 MB ({lines}); what follows would be lost"
            )
        } else if open.ends == OpenEnd::InACell {
            format!(
                "{path}: a quote opened in row {row} runs on over {lines} and ends inside another cell; \
                 those rows would be lost"
            )
        } else if open.lines == 0 {
            format!("{path}: a quote opened in row {row} is never closed")
        } else {
            format!(
                "{path}: a quote opened in row {row} is never closed; what follows ({lines}) would be lost"
            )
        },
        format!(
            "Correct row {row}: close the quote, or take it out; an inch mark inside quotes is written \
             twice."
        ),
    )
}

/// The text up to the end of the first line that says anything, at most about 64 KiB.
fn first_lines(text: &mut impl BufRead) -> io::Result<String> {
    let mut start = Vec::new();
    let mut text = text.take(64 * 1024);
    loop {
        let from = start.len();
        let got = text.read_until(b'\n', &mut start)?;
        let quotes = start.split(|b| *b == b'"').count() - 1;
        let said = start[from..]
            .iter()
            .any(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
        let named = start[from..].starts_with(b"sep=");
        if got == 0 || (said && !named && quotes.is_multiple_of(2)) {
            // A cut through the middle of a character is mended by reading on to its end.
            let text = text.into_inner();
            while std::str::from_utf8(&start).is_err() && start.len() < 64 * 1024 + 8 {
                let Some(next) = text.fill_buf()?.first().copied() else {
                    break;
                };
                start.push(next);
                text.consume(1);
            }
            return Ok(String::from_utf8_lossy(&start).into_owned());
        }
    }
}

/// The character between cells, and how many bytes to pass over (Excel's `sep=;` line).
fn delimiter(start: &str) -> (char, usize) {
    // On a tie the rarer character wins: commas turn up inside names.
    let marks = ['\t', ';', '|', ','];
    if let Some(rest) = start.strip_prefix("sep=") {
        let mark = rest.chars().next().filter(|c| marks.contains(c));
        if let (Some(mark), Some(end)) = (mark, start.find('\n')) {
            return (mark, end + 1);
        }
    }
    let mut quoted = false;
    let mut counts = [0usize; 4];
    let blank = |line: &&str| !line.chars().any(char::is_alphanumeric);
    let lines = start.split_inclusive('\n').skip_while(blank);
    for c in lines.flat_map(str::chars) {
        quoted ^= c == '"';
        if let (false, Some(at)) = (quoted, marks.iter().position(|m| *m == c)) {
            counts[at] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    match counts.iter().position(|c| *c == most) {
        Some(at) if most > 0 => (marks[at], 0),
        _ => (',', 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_line_tells_the_delimiter() {
        for (line, mark, skip) in [
            ("name,code\n", ',', 0),
            ("name;cost, USD;day\n", ';', 0),
            ("name\tnote, long\n", '\t', 0),
            ("\"a;b;c\",d\n", ',', 0),
            ("name|code\n", '|', 0),
            ("just one\n", ',', 0),
            ("sep=;\na;b\n", ';', 6),
        ] {
            assert_eq!(delimiter(line), (mark, skip), "{line}");
        }
    }
}

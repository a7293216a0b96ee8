//! Comma, semicolon, tab and pipe text as a stream of records: any encoding, any line end, a million rows.
//! Only `sheet` uses it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ReaderBuilder, StringRecord, Terminator};

use super::decode::{Decoded, examine};
use super::refusal::ReadError;
use super::sheet::{Cell, Facts, Format};

/// Counts the bytes read, for the progress bar.
struct Counted {
    file: File,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read(out)?;
        self.bytes.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}

type Text = io::Chain<io::Cursor<Vec<u8>>, BufReader<Decoded<Counted>>>;

/// The records of one text file.
pub(super) struct Records {
    reader: csv::Reader<Text>,
    record: StringRecord,
    number: u64,
    path: String,
}

impl Records {
    /// Looks the file over once (encoding, line ends), then starts reading at its first record.
    pub(super) fn open(
        path: &Path,
        mut file: File,
        consumed: &Arc<AtomicU64>,
    ) -> Result<(Records, Facts), ReadError> {
        let from_io = |e| ReadError::from_io(path, &e);
        file.rewind().map_err(from_io)?;
        let examined = examine(&file).map_err(from_io)?;
        if examined.binary {
            return Err(ReadError::new(
                format!("{} is not text and not a spreadsheet", path.display()),
                "Export the table as CSV or .xlsx and import that.",
            ));
        }
        file.rewind().map_err(from_io)?;
        let bytes = Arc::clone(consumed);
        let mut text =
            BufReader::with_capacity(64 * 1024, Decoded::new(Counted { file, bytes }, examined));
        let start = first_lines(&mut text).map_err(from_io)?;
        let (mark, skip) = delimiter(&start);
        let number = u64::from(skip > 0);
        let start = io::Cursor::new(start.into_bytes().split_off(skip));
        let reader = ReaderBuilder::new()
            .delimiter(mark as u8)
            .has_headers(false)
            .flexible(true)
            // Lines end with LF only by now; a stray carriage return stays inside its cell.
            .terminator(Terminator::Any(b'\n'))
            .from_reader(start.chain(text));
        let facts = Facts {
            format: Format::Delimited(mark),
            encoding: Some(examined.encoding),
            sheet: None,
            other_sheets: Vec::new(),
            bytes: examined.bytes,
        };
        let records = Records {
            reader,
            record: StringRecord::new(),
            number,
            path: path.display().to_string(),
        };
        Ok((records, facts))
    }

    /// The next record: the row a spreadsheet would show it in, and its cells as they stand.
    pub(super) fn next(&mut self) -> Option<Result<(u64, Vec<Cell>), ReadError>> {
        let before = self.reader.position().line();
        match self.reader.read_record(&mut self.record) {
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
        let cells = self.record.iter().map(|cell| match cell {
            "" => Cell::Empty,
            text => Cell::Text(text.to_owned()),
        });
        Some(Ok((self.number, cells.collect())))
    }
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

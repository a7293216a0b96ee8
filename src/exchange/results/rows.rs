//! Rows of a text file that names pupils, one at a time, in buffers that are wiped. What is wrong with it is told by
//! line and column; never is a cell told.

use std::io::{ErrorKind, Read};

use csv_core::ReadRecordResult;
use encoding_rs::WINDOWS_1252;

use super::private::WipedBytes;
use crate::domain::text::clean;
use crate::exchange::ReadError;

const CHUNK: usize = 64 * 1024;
/// Most columns and most bytes that one row may have.
const MOST_CELLS: usize = 4_096;
const MOST_BYTES: usize = 1 << 20;

/// A stream of rows.
pub(super) struct ResultRows<R> {
    source: R,
    name: String,
    core: csv_core::Reader,
    input: WipedBytes,
    from: usize,
    to: usize,
    ended: bool,
    output: WipedBytes,
    ends: Vec<usize>,
}

/// One row: its cells stand in the buffers of the stream.
#[derive(Clone, Copy)]
pub(super) struct ResultRow<'r> {
    bytes: &'r [u8],
    ends: &'r [usize],
}

impl<R: Read> ResultRows<R> {
    /// Rows of this source, which people call so. Finds out what stands between cells.
    pub(super) fn open(source: R, name: String) -> Result<ResultRows<R>, ReadError> {
        let mut rows = ResultRows {
            source,
            name,
            core: csv_core::Reader::new(),
            input: WipedBytes::zeros(CHUNK),
            from: 0,
            to: 0,
            ended: false,
            output: WipedBytes::zeros(CHUNK),
            ends: vec![0; MOST_CELLS],
        };
        rows.fill()?;
        let head = &rows.input[..rows.to];
        if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) || head.contains(&0) {
            return Err(ReadError::new(
                format!("{} is not UTF-8 text", rows.name),
                "Save it as CSV UTF-8.",
            ));
        }
        rows.from = if head.starts_with(b"\xEF\xBB\xBF") {
            3
        } else {
            0
        };
        let first = head.split(|byte| *byte == b'\n').next().unwrap_or(head);
        let count = |mark: u8| first.split(|byte| *byte == mark).count();
        let mark = [b',', b'\t', b';', b'|']
            .into_iter()
            .max_by_key(|mark| (count(*mark), *mark == b','));
        let mut builder = csv_core::ReaderBuilder::new();
        rows.core = builder.delimiter(mark.unwrap_or(b',')).build();
        Ok(rows)
    }

    /// As people call the file.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Fills the buffer: what unpacks a file gives it in pieces of any size, and the first of them need not hold its first line.
    fn fill(&mut self) -> Result<(), ReadError> {
        (self.from, self.to) = (0, 0);
        while self.to < self.input.len() {
            match self.source.read(&mut self.input[self.to..]) {
                Ok(0) => break,
                Ok(read) => self.to += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    return Err(ReadError::new(
                        format!("{} could not be read on: {}", self.name, error.kind()),
                        "Copy the file to a local disk and try again.",
                    ));
                }
            }
        }
        self.ended = self.to == 0;
        Ok(())
    }

    /// The next row that holds anything; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<ResultRow<'_>>, ReadError> {
        loop {
            let Some((bytes, cells)) = self.read_record()? else {
                return Ok(None);
            };
            if cells > 1 || bytes > 0 {
                return Ok(Some(ResultRow {
                    bytes: &self.output[..bytes],
                    ends: &self.ends[..cells],
                }));
            }
        }
    }

    fn read_record(&mut self) -> Result<Option<(usize, usize)>, ReadError> {
        let (mut bytes, mut cells) = (0, 0);
        loop {
            if self.from == self.to && !self.ended {
                self.fill()?;
            }
            let input = &self.input[self.from..self.to];
            let (result, read, written, ended) =
                self.core
                    .read_record(input, &mut self.output[bytes..], &mut self.ends[cells..]);
            self.from += read;
            bytes += written;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record => return Ok(Some((bytes, cells))),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::OutputFull if self.output.len() < MOST_BYTES => {
                    self.output.double();
                }
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    let line = self.core.line();
                    return Err(ReadError::new(
                        format!(
                            "{}, line {line}: a row has more than {MOST_CELLS} cells or a million letters",
                            self.name
                        ),
                        "Look for a quote that is opened there and never closed.",
                    ));
                }
            }
        }
    }

    /// The names of the columns, clean.
    pub(super) fn headers(&mut self) -> Result<Vec<String>, ReadError> {
        let name = self.name.clone();
        let row = self.next()?.ok_or_else(|| {
            ReadError::new(
                format!("{name} is empty"),
                "Export it again; its first row must name the columns.",
            )
        })?;
        Ok((0..row.ends.len()).map(|at| row.text(at)).collect())
    }
}

impl<'r> ResultRow<'r> {
    /// The cell in this column, without blanks around it; empty where the row is short.
    pub(super) fn cell(&self, at: usize) -> &'r [u8] {
        let from = if at == 0 {
            Some(&0)
        } else {
            self.ends.get(at - 1)
        };
        let span = from.zip(self.ends.get(at));
        let cell = span.and_then(|(from, to)| self.bytes.get(*from..*to));
        cell.unwrap_or(b"").trim_ascii()
    }

    /// The cell as clean text on one line. Only for columns that are no pupil's.
    pub(super) fn text(&self, at: usize) -> String {
        let bytes = self.cell(at);
        match std::str::from_utf8(bytes) {
            Ok(text) => clean(text).text,
            Err(_) => clean(&WINDOWS_1252.decode_without_bom_handling(bytes).0).text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &[u8]) -> Vec<Vec<String>> {
        cells_of(text)
    }

    fn cells_of(source: impl Read) -> Vec<Vec<String>> {
        let mut rows = ResultRows::open(source, "a.csv".to_owned()).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            found.push((0..row.ends.len()).map(|at| row.text(at)).collect());
        }
        found
    }

    #[test]
    fn rows_are_read_whatever_stands_between_cells_and_lines() {
        let same = [["a", "b c"], ["1", "x,\"y\""]];
        for text in [
            &b"\xEF\xBB\xBFa,b c\r\n1,\"x,\"\"y\"\"\"\r\n"[..],
            b"a\tb c\n\n1\tx,\"y\"",
            b"a;b c\r1;\"x,\"\"y\"\"\"\r",
        ] {
            assert_eq!(cells(text), same);
        }
        // Neither UTF-8 nor said: as Windows wrote it.
        assert_eq!(cells(b"a\nLinden H\xF6llow")[1], ["Linden Höllow"]);
    }

    /// Gives its bytes in pieces of these sizes, one after the other and round.
    struct InPieces<'t> {
        text: &'t [u8],
        sizes: &'t [usize],
        at: usize,
    }

    impl Read for InPieces<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            self.at += 1;
            let size = self.sizes[self.at % self.sizes.len()];
            let size = size.min(into.len()).min(self.text.len());
            let (piece, rest) = self.text.split_at(size);
            into[..size].copy_from_slice(piece);
            self.text = rest;
            Ok(size)
        }
    }

    proptest! {
        /// In which pieces a file comes changes no row of it.
        #[test]
        fn the_pieces_a_file_comes_in_change_nothing(
            table in proptest::collection::vec(("[a-c \"\n;,\t]{0,6}", "[0-9é]{0,4}"), 1..30),
            sizes in proptest::collection::vec(1usize..40, 1..6),
            marked in any::<bool>(),
        ) {
            let mut text = if marked { "\u{feff}id;score\n" } else { "id;score\n" }.to_owned();
            for (name, score) in &table {
                text += &format!("\"{}\";{score}\n", name.replace('"', "\"\""));
            }
            let pieces = InPieces { text: text.as_bytes(), sizes: &sizes, at: 0 };
            prop_assert_eq!(cells_of(pieces), cells(text.as_bytes()));
        }
    }

    #[test]
    fn a_row_longer_than_a_chunk_is_one_row() {
        let long = "x".repeat(CHUNK * 3);
        let text = format!("a,b\n{long},2\n");
        let found = cells(text.as_bytes());
        assert_eq!((found[1][0].len(), found[1][1].as_str()), (CHUNK * 3, "2"));
    }

    #[test]
    fn a_refusal_names_no_cell() {
        let never_closed = format!("a,b\n\"Marigold {}", "x".repeat(2 << 20));
        let mut rows = ResultRows::open(never_closed.as_bytes(), "a.csv".to_owned()).unwrap();
        rows.next().unwrap();
        let Err(error) = rows.next() else {
            panic!("read")
        };
        assert!(error.what.starts_with("a.csv, line 2:"), "{error}");
        assert!(!error.to_string().contains("Marigold"));
        let Err(error) = ResultRows::open(&b"\xFF\xFEa\0"[..], "a.csv".to_owned()) else {
            panic!("read")
        };
        assert_eq!(error.what, "a.csv is not UTF-8 text");
    }
}

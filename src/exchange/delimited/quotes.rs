//! Watches the quotes and the cells of a text file while it is read. The csv reader ends an open quote at the end of the
//! file in silence, and every row behind it has become part of one cell; here it is seen and told.

use std::io::{self, Read};

/// Where in a cell the text stands; the same steps as the csv reader takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first character of a cell.
    Start,
    /// In a cell without quotes, or behind its closing quote.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes the cell, or is the first half of two.
    Closing,
}

/// A quote that took lines into its cell which are not the cell's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OpenQuote {
    /// The row in which the quote was opened, as a spreadsheet shows it.
    pub row: u64,
    /// How many lines it took in behind that one.
    pub lines: u64,
    /// How it ended.
    pub ends: OpenEnd,
}

/// How a quote that took lines in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpenEnd {
    /// The next quote closed it, in the middle of a cell.
    InACell,
    /// The file ended before it was closed.
    WithTheFile,
    /// It was read no further: no cell is so long.
    TooLong,
}

/// No cell is longer, in bytes: thirty times what a spreadsheet puts into one. What is longer is not held in memory.
pub(super) const LONGEST: usize = 1 << 20;

/// No row is longer, in bytes, whatever its cells are.
const LONGEST_ROW: usize = 16 << 20;

/// No row has more cells: as many as a spreadsheet has columns.
const MOST_CELLS: usize = 16_384;

/// What of a row is more than is held in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TooMuch {
    /// One cell.
    Cell,
    /// All of it.
    Row,
    /// How many cells it has.
    Cells,
}

/// A reader that hands its text on as it is and remembers the first quote that was left open.
pub(super) struct Quotes<R> {
    source: R,
    delimiter: u8,
    at: At,
    row: u64,
    lines: u64,
    /// Does anything stand in the last of those lines?
    begun: bool,
    found: Option<OpenQuote>,
    /// How long the cell is, so far.
    cell: usize,
    /// How long its row is, and how many cells of it have ended.
    length: usize,
    ends: usize,
    /// The first row that is too much to hold.
    too_much: Option<(u64, TooMuch)>,
}

impl<R: Read> Quotes<R> {
    /// Watches text whose first line is this row.
    pub(super) fn new(source: R, delimiter: u8, row: u64) -> Quotes<R> {
        Quotes {
            source,
            delimiter,
            at: At::Start,
            row,
            lines: 0,
            begun: false,
            found: None,
            cell: 0,
            length: 0,
            ends: 0,
            too_much: None,
        }
    }

    /// The row that is more than any is, outside of quotes; it was read no further.
    pub(super) fn too_much(&self) -> Option<(u64, TooMuch)> {
        self.too_much
    }

    /// The first quote left open, as far as the text was read.
    pub(super) fn open(&self) -> Option<OpenQuote> {
        self.found
    }

    fn step(&mut self, byte: u8) {
        self.at = match (self.at, byte) {
            (At::Start, b'"') => {
                (self.lines, self.begun) = (0, true);
                At::Quoted
            }
            (At::Quoted, b'"') => At::Closing,
            (At::Quoted, b'\n') => {
                (self.lines, self.begun) = (self.lines + 1, false);
                At::Quoted
            }
            (At::Quoted, _) | (At::Closing, b'"') => {
                self.begun = true;
                At::Quoted
            }
            (_, b'\n') => {
                self.row += 1;
                At::Start
            }
            (_, byte) if byte == self.delimiter => At::Start,
            // Blanks behind a closing quote are untidy, no more.
            (At::Closing, b' ' | b'\r') => At::Closing,
            (At::Closing, _) => {
                self.tell(OpenEnd::InACell);
                At::Plain
            }
            (At::Start | At::Plain, _) => At::Plain,
        };
        match (self.at, byte) {
            (At::Start, b'\n') => (self.cell, self.length, self.ends) = (0, 0, 0),
            (At::Start, _) => (self.cell, self.ends) = (0, self.ends + 1),
            _ => self.cell += 1,
        }
        self.length += 1;
    }

    fn is_too_much(&self) -> Option<TooMuch> {
        if self.cell > LONGEST {
            Some(TooMuch::Cell)
        } else if self.length > LONGEST_ROW {
            Some(TooMuch::Row)
        } else if self.ends >= MOST_CELLS {
            Some(TooMuch::Cells)
        } else {
            None
        }
    }

    fn tell(&mut self, ends: OpenEnd) {
        // The break that ends the file begins no line.
        let last = ends == OpenEnd::WithTheFile && !self.begun && self.lines > 0;
        let lines = self.lines - u64::from(last);
        if self.found.is_none() && (ends != OpenEnd::InACell || self.lines > 0) {
            self.found = Some(OpenQuote {
                row: self.row,
                lines,
                ends,
            });
        }
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.source.read(out)?;
        for byte in &out[..got] {
            self.step(*byte);
            let Some(what) = self.is_too_much() else {
                continue;
            };
            if self.at == At::Quoted {
                self.tell(OpenEnd::TooLong);
            } else {
                self.too_much.get_or_insert((self.row, what));
            }
            return Err(io::Error::other("a row is too long"));
        }
        if got == 0 && !out.is_empty() && self.at == At::Quoted {
            self.tell(OpenEnd::WithTheFile);
        }
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> Option<(u64, u64, bool)> {
        let mut quotes = Quotes::new(text.as_bytes(), b',', 1);
        io::copy(&mut quotes, &mut io::sink()).unwrap();
        let at_the_end = |open: OpenQuote| open.ends == OpenEnd::WithTheFile;
        quotes.open().map(|o| (o.row, o.lines, at_the_end(o)))
    }

    #[test]
    fn no_more_is_read_of_a_cell_that_is_too_long() {
        let long = "x".repeat(LONGEST);
        let read = |text: &str| {
            let mut quotes = Quotes::new(text.as_bytes(), b',', 1);
            let read = io::copy(&mut quotes, &mut io::sink()).is_ok();
            (
                read,
                quotes.too_much(),
                quotes.open().map(|o| (o.row, o.lines, o.ends)),
            )
        };
        assert_eq!(read(&format!("a,b\n{long},{long}\n")), (true, None, None));
        assert_eq!(
            read(&format!("a,b\nc,{long}x,d\n")),
            (false, Some((2, TooMuch::Cell)), None)
        );
        let cells = ",".repeat(MOST_CELLS - 1);
        assert_eq!(
            read(&format!("a,b\n{cells}\n{cells}\n")),
            (true, None, None)
        );
        let too_many = Some((3, TooMuch::Cells));
        assert_eq!(
            read(&format!("a,b\n{cells}\n,,{cells}\n")),
            (false, too_many, None)
        );
        // Twenty cells, each as long as a cell may be.
        let row = format!("{long},").repeat(20);
        assert_eq!(
            read(&format!("a,b\n{row}")),
            (false, Some((2, TooMuch::Row)), None)
        );
        // A quote in row 3 that is never closed takes the rest of a large file in.
        let open = Some((3, 1, OpenEnd::TooLong));
        let text = format!("a,b\nc,d\n\"e,f\n{long}");
        assert_eq!(read(&text), (false, None, open));
    }

    #[test]
    fn a_quote_left_open_is_told_with_its_row_and_the_lines_it_took() {
        for (text, found) in [
            ("a,b\nx,\"y\nz,w\nu,v\n", Some((2, 2, true))),
            ("a,b\nx,\"12\"\" tablet\nz,w\n", Some((2, 1, true))),
            ("a,b\n\nx,\"y", Some((3, 0, true))),
            // The next quote, of another cell, closes it in the middle.
            ("a,b\nx,\"y\nz,\"Pinfold, Inc\"\n", Some((2, 1, false))),
            ("a,b\n\"x\ny\",\"z\n\"w\",v\n", Some((2, 1, false))),
            ("a,b\n\"two\nlines\",c\nd,\"e\n", Some((3, 0, true))),
            (
                "a,b\n\"two\nlines\",\"c \"\"d\"\"\" \ne,12\" tablet\n",
                None,
            ),
            ("a,\"12\" tablet\"\n", None),
            ("", None),
        ] {
            // A line inside quotes is part of the row it began in.
            assert_eq!(open(text), found, "{text}");
        }
    }
}

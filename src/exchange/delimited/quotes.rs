//! Watches the quotes of a text file while it is read. The csv reader ends an open quote at the end of the
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
    /// The file ended before the quote was closed; otherwise the next quote closed it in the middle of a cell.
    pub at_the_end: bool,
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
        }
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
                self.tell(false);
                At::Plain
            }
            (At::Start | At::Plain, _) => At::Plain,
        };
    }

    fn tell(&mut self, at_the_end: bool) {
        // The break that ends the file begins no line.
        let ends = at_the_end && !self.begun && self.lines > 0;
        let lines = self.lines - u64::from(ends);
        if self.found.is_none() && (at_the_end || self.lines > 0) {
            self.found = Some(OpenQuote {
                row: self.row,
                lines,
                at_the_end,
            });
        }
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.source.read(out)?;
        for byte in &out[..got] {
            self.step(*byte);
        }
        if got == 0 && !out.is_empty() && self.at == At::Quoted {
            self.tell(true);
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
        quotes.open().map(|o| (o.row, o.lines, o.at_the_end))
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

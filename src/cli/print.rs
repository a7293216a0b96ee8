//! Everything the commands say: the answer on stdout, notices on stderr.
//! The only file that prints. Text from the office is made safe here once more, whatever it is.

use std::io::{self, IsTerminal, Write};

use serde_json::Value as Json;

use crate::domain::text;

/// How the answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Aligned text for people.
    Text,
    /// Linear text, one fact a line, for ears.
    Plain,
    /// One JSON value.
    Json,
    /// Comma-separated values.
    Csv,
}

/// A column of a list.
#[derive(Debug, Clone, Copy)]
pub struct Heading {
    /// What stands above it.
    pub title: &'static str,
    /// Numbers stand at the right.
    pub right: bool,
}

/// A column of words.
pub const fn words(title: &'static str) -> Heading {
    Heading {
        title,
        right: false,
    }
}

/// A column of numbers.
pub const fn number(title: &'static str) -> Heading {
    Heading { title, right: true }
}

/// One line of the answer.
pub fn line(line: &str) {
    let mut out = io::stdout().lock();
    ended(writeln!(out, "{}", text::shown(line)));
}

/// A document made elsewhere, as it is.
pub fn bytes(document: &[u8]) {
    ended(io::stdout().lock().write_all(document));
}

/// A notice beside the answer: what was done, what to do next.
pub fn notice(line: &str) {
    // A closed stderr must not undo what was done.
    let _ = writeln!(io::stderr().lock(), "{}", text::shown(line));
}

/// Why a command did not do what was asked, and what to do now.
pub fn failure(failure: &super::Failure) {
    let (what, hint) = failure.words();
    what.iter()
        .for_each(|what| notice(&format!("error: {what}")));
    hint.iter()
        .for_each(|hint| notice(&format!("hint: {hint}")));
}

/// One JSON value, indented where a person reads it.
pub fn json(value: &Json) {
    let mut out = io::stdout().lock();
    let text = if io::stdout().is_terminal() {
        format!("{value:#}")
    } else {
        value.to_string()
    };
    ended(writeln!(out, "{}", escaped(&text)));
}

/// A list, in the form wanted. JSON lists are made by their own command.
pub fn list(form: Form, headings: &[Heading], rows: &[Vec<String>]) {
    match form {
        Form::Plain => linear(headings, rows),
        Form::Text | Form::Json | Form::Csv => aligned(headings, rows),
    }
}

fn aligned(headings: &[Heading], rows: &[Vec<String>]) {
    let mut widths: Vec<usize> = headings.iter().map(|h| h.title.len()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = text::width(cell).min(60).max(*width);
        }
    }
    let titles: Vec<String> = headings.iter().map(|h| h.title.to_owned()).collect();
    for row in std::iter::once(&titles).chain(rows) {
        let cells: Vec<String> = row
            .iter()
            .zip(headings)
            .zip(&widths)
            .map(|((cell, heading), width)| {
                let cell = text::cut(cell, *width);
                if heading.right {
                    text::pad_left(&cell, *width)
                } else {
                    text::pad(&cell, *width)
                }
            })
            .collect();
        line(cells.join("  ").trim_end());
    }
}

fn linear(headings: &[Heading], rows: &[Vec<String>]) {
    for row in rows {
        let facts: Vec<String> = headings
            .iter()
            .zip(row)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(heading, cell)| format!("{} {cell}", heading.title.to_lowercase()))
            .collect();
        line(&facts.join(", "));
    }
}

/// JSON may write any character as `\uXXXX`; what could steer a terminal is written so.
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !text::is_hidden(c) {
            safe.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    safe
}

/// A reader that went away (`| head`) is no error; there is nobody to tell about any other.
fn ended(result: io::Result<()>) {
    let _ = result;
}

//! Everything the commands say: the answer on stdout, notices on stderr.
//! The only file that prints. Text from the office is made safe here once more, whatever it is.

mod aligned;
mod each;
mod rows;

pub use each::{EachRow, RowsError, TakeRow, take_each};
pub use rows::{json_objects, json_rows, layout, list, list_as_json, list_in_bands, rows_told};

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use chrono::DateTime;
use serde::Serialize;
use serde_json::Value as Json;

use crate::domain::text;
use crate::exchange::write::{Format, Table};

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

/// Why stdout did not take the answer, once it has happened.
static LOST: OnceLock<String> = OnceLock::new();

/// The file an answer is put into, of what follows `-o`: `-` is stdout, as it is stdin of an import.
pub fn file(named: Option<&Path>) -> Option<&Path> {
    named.filter(|path| *path != Path::new("-"))
}

/// Set once somebody talks at the prompt, or wants the answer to be read aloud.
static READ_ALOUD: AtomicBool = AtomicBool::new(false);

/// From now on all lines are broken between words where the terminal is narrower. Elsewhere one with a command stays whole,
/// so that it can be copied.
pub fn read_aloud() {
    READ_ALOUD.store(true, Ordering::Relaxed);
}

/// One line of the answer.
pub fn line(line: &str) {
    for line in in_lines(line) {
        out(format!("{line}\n").as_bytes());
    }
}

/// The lines of an answer that was made as a whole.
pub fn lines(text: &str) {
    text.lines().for_each(line);
}

/// The lines that one has where it is told.
pub fn in_lines(said: &str) -> Vec<String> {
    broken(&text::shown(said), columns_for(said, &io::stdout()))
}

/// How wide the terminal is, where this line is broken by words, so that the terminal breaks none of them.
fn columns_for(said: &str, told: &(impl IsTerminal + AsFd)) -> Option<usize> {
    let whole = names_command(said) && !READ_ALOUD.load(Ordering::Relaxed);
    (!whole).then(|| terminal_columns(told)).flatten()
}

/// Does a line hold a command that somebody may copy?
fn names_command(line: &str) -> bool {
    line.split([' ', '`', '(']).any(|word| word == "hallpass")
}

/// A line as it is broken where so many columns are; whole where nobody knows how many.
fn broken(line: &str, columns: Option<usize>) -> Vec<String> {
    match columns {
        Some(columns) => text::wrap_words(line, columns),
        None => vec![line.to_owned()],
    }
}

/// How wide the terminal is, where lines are read aloud.
fn aloud_columns(told: &(impl IsTerminal + AsFd)) -> Option<usize> {
    let aloud = READ_ALOUD.load(Ordering::Relaxed);
    aloud.then(|| terminal_columns(told)).flatten()
}

/// A question that waits for words on the same line.
pub fn ask(question: &str) {
    out(format!("{} ", text::shown(question)).as_bytes());
}

/// What a line that is being typed looks like now: letters, and steps back.
pub fn keys(moves: &str) {
    let safe: Vec<Cow<str>> = moves.split('\u{8}').map(text::shown).collect();
    out(safe.join("\u{8}").as_bytes());
}

/// Text made of lines, such as a help page.
pub fn text(text: &str) {
    out(text::shown_lines(text).as_bytes());
}

/// A document made elsewhere, as it is.
pub fn bytes(document: &[u8]) {
    out(document);
}

/// A notice beside the answer: what was done, what to do next.
pub fn notice(line: &str) {
    let mut stderr = io::stderr().lock();
    for line in broken(&text::shown(line), columns_for(line, &stderr)) {
        // A closed stderr must not undo what was done.
        let _ = writeln!(stderr, "{line}");
    }
}

/// What was done where the answer is a file or a record: one JSON value to a machine, else a notice.
pub fn done(form: Form, value: &Json, said: &str) {
    if form == Form::Json {
        json(value);
    } else {
        notice(said);
    }
}

/// A notice that would be the same at every command of a session: once a process.
pub fn notice_once(line: &str) {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if !said.iter().any(|before| before == line) {
        notice(line);
        said.push(line.to_owned());
    }
}

/// One JSON value, indented where a person reads it.
pub fn json(value: &(impl Serialize + ?Sized)) {
    ended(streamed(StdoutText::Json, |out| {
        if io::stdout().is_terminal() {
            serde_json::to_writer_pretty(&mut *out, value)?;
        } else {
            serde_json::to_writer(&mut *out, value)?;
        }
        writeln!(out)
    }));
}

/// How wide the terminal is that this writes to; none where there is none, or none that says so.
fn terminal_columns(told: &(impl IsTerminal + AsFd)) -> Option<usize> {
    if !told.is_terminal() {
        return None;
    }
    let size = rustix::termios::tcgetwinsize(told).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// A table as a text document: CSV, JSON or Markdown.
pub fn document(table: &Table, format: Format) {
    // None of the text formats has a date.
    let write = |out: &mut dyn Write| table.write(format, DateTime::UNIX_EPOCH, out);
    ended(streamed(StdoutText::of(format), write));
}

/// What is told of a document that is made as it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StdoutText {
    /// Its bytes, as they are.
    AsItIs,
    /// JSON, of which nothing acts on a terminal.
    Json,
    /// Other lines, of which nothing does.
    Lines,
}

impl StdoutText {
    /// What is told of a document in this format.
    pub fn of(format: Format) -> StdoutText {
        match format {
            // The mark by which Excel knows it is no text for a terminal, and goes through a pipe as it is.
            Format::ExcelCsv | Format::Xlsx => StdoutText::AsItIs,
            Format::Json => StdoutText::Json,
            Format::Csv | Format::Markdown | Format::Text => StdoutText::Lines,
        }
    }
}

/// So many bytes are told at once.
const AT_ONCE: usize = 64 * 1024;

/// Tells a document that `write` makes as it goes, however long it is; nothing more once nobody reads on. The error is
/// that of `write`, where it was no fault of stdout.
pub fn streamed<E>(
    document: StdoutText,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let mut out = Streamed {
        document,
        held: Vec::with_capacity(AT_ONCE),
        out: io::stdout(),
        lost: false,
    };
    let done = write(&mut out);
    if done.is_ok() {
        // What it came to is remembered.
        let _ = out.flush();
    }
    if out.lost { Ok(()) } else { done }
}

/// Stdout that tells what comes by whole lines, and remembers whether it was lost.
struct Streamed<W> {
    document: StdoutText,
    /// Lines that were not told yet, and the beginning of the next.
    held: Vec<u8>,
    out: W,
    lost: bool,
}

impl<W: Write> Streamed<W> {
    fn tell(&mut self, end: usize) -> io::Result<()> {
        let held = &self.held[..end];
        let safe: fn(&str) -> Cow<'_, str> = match self.document {
            StdoutText::AsItIs => {
                return self
                    .out
                    .write_all(held)
                    .map(|()| drop(self.held.drain(..end)));
            }
            StdoutText::Json => text::json_safe,
            StdoutText::Lines => text::shown_lines,
        };
        let lines = String::from_utf8_lossy(held);
        self.out.write_all(safe(&lines).as_bytes())?;
        self.held.drain(..end);
        Ok(())
    }

    fn keep(&mut self, done: io::Result<()>) -> io::Result<()> {
        done.map_err(|error| {
            self.lost = true;
            ended(Err(error));
            io::ErrorKind::BrokenPipe.into()
        })
    }
}

impl<W: Write> Write for Streamed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= AT_ONCE {
            let last = |is: fn(&u8) -> bool| self.held.iter().rposition(is);
            let end = match self.document {
                StdoutText::AsItIs => self.held.len(),
                // It may all be one line, and is made safe letter by letter: the last may not be whole yet.
                StdoutText::Json => last(|byte| !(0x80..0xc0).contains(byte)).unwrap_or(0),
                StdoutText::Lines => last(|byte| *byte == b'\n').map_or(0, |last| last + 1),
            };
            let told = self.tell(end);
            self.keep(told)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let told = self.tell(self.held.len());
        let told = told.and_then(|()| self.out.flush());
        self.keep(told)
    }
}

/// Why the answer did not arrive; none where it did, or where the reader has seen enough (`| head`).
pub fn lost() -> Option<&'static str> {
    ended(io::stdout().flush());
    LOST.get().map(String::as_str)
}

fn out(bytes: &[u8]) {
    let mut stdout = io::stdout().lock();
    ended(stdout.write_all(bytes).and_then(|()| stdout.flush()));
}

/// How the telling of an answer ended. That it did not arrive is remembered; that the reader has seen enough is no fault.
pub fn ended(result: io::Result<()>) {
    if let Err(error) = result
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        LOST.get_or_init(|| error.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_broken_between_words_and_a_command_stays_whole() {
        for (line, commands) in [
            ("hint: hallpass undo 7", true),
            (
                "error: it was long ago; if it is the one: `hallpass undo 7`",
                true,
            ),
            ("The file of hallpass", true),
            (
                "error: `Quill Pad` fits 2 products; which of the two was meant?",
                false,
            ),
            ("hallpass.db is read only", false),
        ] {
            assert_eq!(names_command(line), commands, "{line}");
        }
        let said = "error: the notice for C-117 was sent already";
        assert_eq!(
            broken(said, Some(24)),
            ["error: the notice for", "C-117 was sent already"]
        );
        assert_eq!(broken(said, None), [said]);
    }
}

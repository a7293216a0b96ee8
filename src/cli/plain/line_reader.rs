//! What somebody says to a question of the prompt: a line. On a terminal it is edited, comes back by the arrow keys and is
//! completed by Tab, without any escape sequence: what a screen reader hears is what was typed.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Stdin};

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios};
use rustix::termios::{tcgetattr, tcgetwinsize, tcsetattr};

use super::listener::{Listener, Patience, Signals};
use super::typed::{EditKey, EditedLine, common};
use crate::cli::print;
use crate::domain::text;

/// A longer line is no command.
const LONGEST_LINE: u64 = 4_000;
/// So many lines come back.
const KEPT: usize = 200;
/// A line with less room behind its question begins below it.
const ENOUGH_ROOM: usize = 24;

/// What was said.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) enum ReadLine {
    /// This line, cleaned.
    Said(String),
    /// Ctrl-C: it is taken back.
    Stopped,
    /// Nothing more is said: the end of the input.
    Over,
}

/// Does this word leave, wherever it is said?
pub(in crate::cli) fn leaves(word: &str) -> bool {
    ["quit", "exit", "q"].contains(&word)
}

/// The answer to a question for yes or no; none of other words.
pub(in crate::cli) fn yes_or_no(said: &str) -> Option<bool> {
    match said.to_lowercase().as_str() {
        "yes" | "y" => Some(true),
        "no" | "n" => Some(false),
        _ => None,
    }
}

/// How a beginning of a line may go on: whole lines.
pub(in crate::cli) type Completes<'c> = &'c dyn Fn(&str) -> Vec<String>;

/// Whoever talks to the prompt.
pub(in crate::cli) struct LineReader<'p> {
    input: BufReader<Listener<'p, Stdin>>,
    patience: &'p Patience,
    /// Lines are edited here and not by the terminal, which is told so once for all of them: what is typed while an answer
    /// is on its way is shown once, in the line it belongs to. None where lines come as they are.
    edits: Option<RawMode>,
    said: Vec<String>,
    /// Something was typed when the last line was given up.
    took_back: bool,
}

impl<'p> LineReader<'p> {
    /// Listens to who sits there.
    pub(in crate::cli) fn new(patience: &'p Patience) -> LineReader<'p> {
        print::read_aloud();
        let terminal = io::stdin().is_terminal();
        // Where nobody sits at keys there is no Ctrl-C: a signal ends what it is sent to.
        let signals = terminal.then(Signals::catch).and_then(Result::ok);
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
        LineReader {
            input: BufReader::new(Listener::new(io::stdin(), patience, signals)),
            patience,
            edits: (terminal && io::stdout().is_terminal() && !dumb)
                .then(RawMode::enter)
                .flatten(),
            said: Vec::new(),
            took_back: false,
        }
    }

    /// Did Ctrl-C take back something that was typed?
    pub(super) fn took_back(&self) -> bool {
        self.took_back
    }

    /// Asks whether what was read back is meant.
    pub(in crate::cli) fn saves(&mut self) -> bool {
        loop {
            match self.asked("Save it, yes or no?", &|_| Vec::new()) {
                ReadLine::Said(line) if leaves(&line.to_lowercase()) => return false,
                ReadLine::Said(line) => {
                    if let Some(sure) = yes_or_no(&line) {
                        return sure;
                    }
                }
                ReadLine::Stopped | ReadLine::Over => return false,
            }
        }
    }

    /// Asks, and hears a line.
    pub(in crate::cli) fn asked(&mut self, question: &str, completes: Completes) -> ReadLine {
        // Of a question that is wider than the terminal the last line is the one that one types behind.
        let mut lines = print::in_lines(question);
        let question = &lines.pop().unwrap_or_default();
        lines.iter().for_each(|said| print::line(said));
        self.took_back = false;
        print::ask(question);
        let heard = if self.edits.is_some() {
            self.edited(question, completes)
        } else {
            self.line()
        };
        if heard != ReadLine::Over && self.patience.stopped() {
            print::line("");
            return ReadLine::Stopped;
        }
        if let ReadLine::Said(line) = &heard
            && !line.is_empty()
            && self.said.last() != Some(line)
        {
            self.said.push(line.clone());
            let old = self.said.len().saturating_sub(KEPT);
            self.said.drain(..old);
        }
        heard
    }

    fn line(&mut self) -> ReadLine {
        let mut line = Vec::new();
        let read = self
            .input
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line);
        match read {
            Ok(bytes) if bytes > 0 => ReadLine::Said(cleaned(&line)),
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => ReadLine::Stopped,
            _ => ReadLine::Over,
        }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        self.input.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    fn edited(&mut self, question: &str, completes: Completes) -> ReadLine {
        let mut shown = Shown::behind(question);
        let mut line = EditedLine::default();
        // Which of the lines said before is shown; what was being typed is behind the last.
        let mut at = self.said.len();
        let mut typing = String::new();
        let heard = loop {
            shown.draw(&line);
            let key = match EditKey::read(&mut || self.byte()) {
                Ok(key) => key,
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {
                    break ReadLine::Stopped;
                }
                Err(_) => break ReadLine::Over,
            };
            match key {
                EditKey::Over if line.text().is_empty() => break ReadLine::Over,
                EditKey::Enter => break ReadLine::Said(cleaned(line.text().as_bytes())),
                EditKey::Before if at > 0 => {
                    if at == self.said.len() {
                        line.text().clone_into(&mut typing);
                    }
                    at -= 1;
                    line = EditedLine::of(&self.said[at]);
                }
                EditKey::After if at < self.said.len() => {
                    at += 1;
                    line = EditedLine::of(self.said.get(at).unwrap_or(&typing));
                }
                EditKey::Complete => complete(&mut line, &mut shown, question, completes),
                EditKey::Letter(_) if line.text().len() as u64 >= LONGEST_LINE => {}
                key => line.press(key),
            }
        };
        self.took_back = !line.text().is_empty();
        if let ReadLine::Said(_) = heard {
            line.go_to_end();
            shown.draw(&line);
            print::line("");
        }
        heard
    }
}

/// A line as it was said, without what acts on a terminal.
fn cleaned(line: &[u8]) -> String {
    text::clean(&String::from_utf8_lossy(line)).text
}

/// Goes on as far as all completions agree; where that is no further, they are named.
fn complete(line: &mut EditedLine, shown: &mut Shown, question: &str, completes: Completes) {
    const NAMED: usize = 20;
    if !line.is_at_end() {
        return;
    }
    let all = completes(line.text());
    let Some(agreed) = common(&all) else { return };
    if all.len() == 1 {
        *line = EditedLine::of(&format!("{agreed} "));
    } else if agreed.len() > line.text().len() {
        *line = EditedLine::of(&agreed);
    } else {
        // What goes on from the last blank is what differs.
        let from = agreed.rfind(' ').map_or(0, |blank| blank + 1);
        let differs: Vec<&str> = all.iter().filter_map(|one| one.get(from..)).collect();
        let mut named = differs[..differs.len().min(NAMED)].join(", ");
        if differs.len() > NAMED {
            let _ = write!(named, ", and {} more", differs.len() - NAMED);
        }
        print::line("");
        print::line(&format!("{named}."));
        print::ask(question);
        *shown = Shown::behind(question);
    }
}

/// The terminal gives each key as it is pressed, until this is dropped.
struct RawMode(Termios);

impl RawMode {
    fn enter() -> Option<RawMode> {
        let before = tcgetattr(io::stdin()).ok()?;
        let mut raw = before.clone();
        raw.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::IEXTEN;
        // Ctrl-C stays a signal. To be paused, or killed with a core, in the middle of a line would leave the terminal so.
        raw.special_codes[SpecialCodeIndex::VSUSP] = 0;
        raw.special_codes[SpecialCodeIndex::VQUIT] = 0;
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Drain, &raw).ok()?;
        Some(RawMode(before))
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Drain, &self.0);
    }
}

/// What of the line stands on the terminal, and where the cursor is in it.
struct Shown {
    room: usize,
    text: String,
    cursor: usize,
}

impl Shown {
    /// Nothing yet, behind this question.
    fn behind(question: &str) -> Shown {
        let columns = tcgetwinsize(io::stdout()).map_or(0, |size| usize::from(size.ws_col));
        let columns = if columns == 0 { 80 } else { columns };
        let used = (text::width(question) + 1) % columns;
        let used = if columns - used < ENOUGH_ROOM {
            print::line("");
            0
        } else {
            used
        };
        Shown {
            room: columns - used - 1,
            text: String::new(),
            cursor: 0,
        }
    }

    /// Makes the terminal show the line, by nothing but letters, blanks and steps back.
    fn draw(&mut self, line: &EditedLine) {
        let (seen, cursor) = line.seen(self.room);
        let moves = super::typed::moves((&self.text, self.cursor), (&seen, cursor));
        print::keys(&moves);
        self.text = seen;
        self.cursor = cursor;
    }
}

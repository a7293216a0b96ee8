//! How far a long import is, and Ctrl-C while it runs.

use std::cell::Cell;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::print;

/// So long nothing is said where stderr is no terminal, and between two lines.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// How far an import is, told on stderr: by a bar on a terminal, elsewhere by a line now and then.
pub(super) struct ImportProgress {
    bar: ProgressBar,
    lines: Option<ProgressLines>,
}

impl ImportProgress {
    /// Of so much to do, which may be said later.
    pub(super) fn of(length: u64, what: &'static str) -> ImportProgress {
        let watched = std::io::stderr().is_terminal();
        let target = if watched {
            ProgressDrawTarget::stderr_with_hz(8)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(length), target).with_message(what);
        let style = ProgressStyle::with_template(
            "{msg} [{wide_bar}] {percent}%  Ctrl-C stops, nothing is saved",
        );
        ImportProgress {
            bar: match style {
                Ok(style) => bar.with_style(style.progress_chars("#> ")),
                Err(_) => bar,
            },
            lines: (!watched).then(|| ProgressLines {
                what,
                since: Cell::new(Instant::now()),
                told: Cell::default(),
            }),
        }
    }

    /// There is so much to do, from now on.
    pub(super) fn set_length(&self, length: u64) {
        self.bar.set_length(length);
        if let Some(lines) = &self.lines {
            lines.since.set(Instant::now());
            lines.told.take();
        }
    }

    /// So much of it is done.
    pub(super) fn set_position(&self, done: u64) {
        self.bar.set_position(done);
        if let Some(lines) = &self.lines {
            let of = self.bar.length().unwrap_or_default();
            let line = lines.after(lines.since.get().elapsed(), done, of);
            line.iter().for_each(|line| print::notice(line));
        }
    }

    /// Nothing more is told of it.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// Lines for whoever reads stderr later, or through a pipe.
struct ProgressLines {
    what: &'static str,
    since: Cell<Instant>,
    /// After how long the last line was said.
    told: Cell<Duration>,
}

impl ProgressLines {
    /// What is said once so much of it is done after this time; nothing where it was said a moment ago.
    fn after(&self, time: Duration, done: u64, of: u64) -> Option<String> {
        if time.saturating_sub(self.told.get()) < LINE_EVERY {
            return None;
        }
        self.told.set(time);
        let percent = (100 * done).checked_div(of);
        let percent = percent.map_or_else(String::new, |part| format!(", {}% done", part.min(100)));
        let seconds = time.as_secs();
        Some(format!("{} for {seconds} seconds{percent}", self.what))
    }
}

/// Ctrl-C asks a long import to stop; the file stays as it was.
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Hears Ctrl-C and a request to end from now on.
    pub(super) fn listen() -> Stop {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // Where no handler can be set, Ctrl-C ends the program and SQLite takes the import back.
            let _ = signal_hook::flag::register(signal, Arc::clone(&flag));
        }
        Stop(flag)
    }

    /// Was it asked to stop?
    pub(super) fn asked(&self) -> ControlFlow<()> {
        if self.0.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_terminal_a_line_is_said_every_ten_seconds_and_none_of_a_short_import() {
        let lines = ProgressLines {
            what: "reading",
            since: Cell::new(Instant::now()),
            told: Cell::default(),
        };
        let after = |seconds, done, of| lines.after(Duration::from_secs(seconds), done, of);
        assert_eq!(after(0, 0, 200), None);
        assert_eq!(after(9, 60, 200), None);
        let said = after(11, 90, 200);
        assert_eq!(said.as_deref(), Some("reading for 11 seconds, 45% done"));
        assert_eq!(after(20, 100, 200), None);
        // A pipe has no length, and a file may grow while it is read.
        assert_eq!(after(21, 7, 0).as_deref(), Some("reading for 21 seconds"));
        let said = after(40, 300, 200);
        assert_eq!(said.as_deref(), Some("reading for 40 seconds, 100% done"));
    }
}

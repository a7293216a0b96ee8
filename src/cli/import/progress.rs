//! How far a long import is, and Ctrl-C while it runs.

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on stderr; none where nobody watches.
pub(super) fn bar(length: u64, what: &'static str) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(8)
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(length), target).with_message(what);
    let style = ProgressStyle::with_template(
        "{msg} [{wide_bar}] {percent}%  Ctrl-C stops, nothing is saved",
    );
    if let Ok(style) = style {
        bar.with_style(style.progress_chars("#> "))
    } else {
        bar
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

//! When the next frame may be written: once the terminal has taken the last one. On a slow line a held key would else
//! fill it with frames that nobody wants to see any more, and the screen runs on when the key is let go.
//!
//! Asked by `tui::run` before each frame. The terminal is asked behind a frame, and answers when it has come so far. tmux
//! and screen answer by themselves, so behind them it only tells that they took it. One that never answers is never
//! waited for, nor asked again; one that answers late is asked again from then on.

use std::time::{Duration, Instant};

/// Asks the terminal whether it is there (DSR 5); the answer is `ESC [ 0 n`.
pub const ASK: &[u8] = b"\x1b[5n";
/// A frame with fewer bytes has left a line of 4,000 a second before a held key comes again.
const LARGE: usize = 100;
/// So long a terminal is waited for that answered before.
pub const PATIENCE: Duration = Duration::from_secs(2);
/// The same when the screen ends, so that the answer does not come to the shell: where it answered before, and where
/// nobody knows whether it does.
const LAST_ANSWER: (Duration, Duration) = (Duration::from_millis(500), Duration::from_millis(40));

/// What is known of the line to the terminal.
#[derive(Default)]
pub struct Flow {
    /// When it was asked, where the answer has not come.
    asked: Option<Instant>,
    /// It answered the last time.
    answers: bool,
}

impl Flow {
    /// Whether the terminal is to be asked behind a frame of so many bytes.
    pub fn asks(&mut self, bytes: usize, at: Instant) -> bool {
        let asks = bytes >= LARGE && self.asked.is_none();
        if asks {
            self.asked = Some(at);
        }
        asks
    }

    /// Whether an answer is on its way.
    pub fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// It answered.
    pub fn answered(&mut self) {
        self.asked = None;
        self.answers = true;
    }

    /// Another program had the terminal: nothing that was asked before will be answered.
    pub fn forget(&mut self) {
        self.asked = None;
    }

    /// How long the next frame waits for the last one to leave; none where it may be written now.
    pub fn waits(&mut self, at: Instant) -> Option<Duration> {
        let end = self.asked.filter(|_| self.answers)? + PATIENCE;
        let left = end.saturating_duration_since(at);
        self.answers = !left.is_zero();
        self.answers.then_some(left)
    }

    /// How long the end waits for an answer that is on its way.
    pub fn last(&self) -> Duration {
        let (known, unknown) = LAST_ANSWER;
        match self.asked {
            None => Duration::ZERO,
            Some(_) if self.answers => known,
            Some(_) => unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_frame_waits_until_the_last_has_left_and_a_small_one_is_not_asked_for() {
        let (mut flow, at) = (Flow::default(), Instant::now());
        assert!(!flow.asks(99, at));
        assert!(flow.asks(100, at));
        // Nobody knows yet whether it answers: nothing waits, and it is asked once.
        assert_eq!(flow.waits(at + MS), None);
        assert!(!flow.asks(5_000, at + MS));
        flow.answered();
        assert!(flow.asks(5_000, at));
        assert_eq!(flow.waits(at + 500 * MS), Some(1_500 * MS));
        flow.answered();
        assert_eq!(flow.waits(at + 500 * MS), None);
    }

    #[test]
    fn one_that_falls_silent_is_waited_for_once_and_asked_again_when_it_answers() {
        let (mut flow, at) = (Flow::default(), Instant::now());
        assert!(flow.asks(100, at));
        flow.answered();
        assert!(flow.asks(100, at));
        assert_eq!(flow.waits(at + PATIENCE), None);
        assert_eq!(flow.waits(at), None);
        assert!(!flow.asks(100, at + PATIENCE));
        flow.answered();
        assert!(flow.asks(100, at + 2 * PATIENCE));
        assert_eq!(flow.waits(at + 2 * PATIENCE), Some(PATIENCE));
        // Whoever had the terminal meanwhile ate the answer.
        flow.forget();
        assert_eq!(flow.waits(at + 2 * PATIENCE), None);
        assert_eq!(flow.last(), Duration::ZERO);
    }
}

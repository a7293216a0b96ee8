//! How much the tests try: all of it where there is time, else a part that reaches every kind and says what it left out.
//! `tests/support` takes this file too.

#![allow(dead_code, reason = "each test program uses its part")]

use std::io::Write;

/// Set where all of it is wanted, however long that takes; `.ci/run` sets it.
pub const LONG: &str = "HALLPASS_LONG";

/// Is there time for all of it?
pub fn is_long() -> bool {
    std::env::var_os(LONG).is_some()
}

/// So many times at length, else so many.
pub fn times(usual: usize, at_length: usize) -> usize {
    if is_long() { at_length } else { usual }
}

/// The part of many cases that is tried: one of so many, always the same ones, and all of them at length. What was left
/// out is said once it goes away.
pub struct Sample {
    what: &'static str,
    one_of: usize,
    tried: usize,
    left_out: usize,
}

impl Sample {
    /// One of so many cases of what the test is about.
    pub fn one_of(one_of: usize, what: &'static str) -> Sample {
        Sample {
            what,
            one_of: if is_long() { 1 } else { one_of },
            tried: 0,
            left_out: 0,
        }
    }

    /// Is the case tried that has this turn? Where two things meet, the sum of their places gives every one of either
    /// its turn.
    pub fn takes(&mut self, turn: usize) -> bool {
        let takes = turn.is_multiple_of(self.one_of);
        *(if takes {
            &mut self.tried
        } else {
            &mut self.left_out
        }) += 1;
        takes
    }

    /// How many were tried so far.
    pub fn tried(&self) -> usize {
        self.tried
    }

    /// What of so many of all there are has to be found among those tried.
    pub fn share(&self, of_all: usize) -> usize {
        of_all * self.tried / (self.tried + self.left_out).max(1)
    }
}

impl Drop for Sample {
    fn drop(&mut self) {
        if self.left_out > 0 {
            let Sample {
                what,
                tried,
                left_out,
                ..
            } = self;
            // libtest shows nothing that a test prints, unless it fails.
            let said =
                format!("sampled: {tried} {what}, {left_out} left out ({LONG}=1 tries them)\n");
            _ = std::io::stderr().write_all(said.as_bytes());
        }
    }
}

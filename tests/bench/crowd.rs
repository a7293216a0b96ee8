//! Sixteen processes that save and eight that read, for a minute, at one file: every save counted, every wait timed.
//! `HALLPASS_BENCH_SECONDS=10` makes it shorter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/crowd.rs"]
mod crowd;
mod support;

use std::time::Duration;

use crowd::{Crowd, Outcome};
use support::{ms, sizes, told};

fn main() {
    for seconds in sizes("HALLPASS_BENCH_SECONDS", &[60]) {
        let lasts = Duration::from_secs(seconds as u64);
        let crowd = Crowd {
            writers: 16,
            readers: 8,
            lasts,
        };
        let dir = tempfile::tempdir().unwrap();
        let done = crowd.work(env!("CARGO_BIN_EXE_hallpass"), dir.path());
        let size = format!("16-writers-8-readers-{seconds}-s");
        for (name, times) in [("write", &done.writes), ("read", &done.reads)] {
            told(
                &format!("crowd_{name}s"),
                &size,
                times.len() as f64,
                "commands",
            );
            for (share, called) in [(0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (1.0, "max")] {
                let took = Outcome::percentile(times, share);
                told(&format!("crowd_{name}_{called}"), &size, ms(took), "ms");
            }
        }
    }
}

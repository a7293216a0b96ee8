//! A crowd at one file. `cargo bench --bench crowd` is the same for a minute, and tells how long each waited.

use std::time::Duration;

use crate::length;
use crate::support::crowd::{Crowd, Outcome};
use crate::support::desk::PROGRAM;

#[test]
fn a_crowd_at_one_file_loses_nothing_doubles_nothing_and_is_never_told_to_wait() {
    let crowd = if length::is_long() {
        Crowd {
            writers: 16,
            readers: 8,
            lasts: Duration::from_secs(4),
        }
    } else {
        Crowd {
            writers: 6,
            readers: 3,
            lasts: Duration::from_millis(1_500),
        }
    };
    let dir = tempfile::tempdir().unwrap();
    let done = crowd.work(PROGRAM, dir.path());
    println!(
        "{crowd:?}: {} writes, the slowest {:?}; {} reads",
        done.writes.len(),
        Outcome::percentile(&done.writes, 1.0),
        done.reads.len()
    );
    assert!(done.writes.len() >= crowd.writers && done.reads.len() >= crowd.readers);
}

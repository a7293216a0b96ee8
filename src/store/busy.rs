//! How we wait for another person's write: short random naps, up to a limit.
//!
//! `open` puts this on each connection before its first statement. SQLite's own waiting backs off to naps of
//! 100 ms, and then whoever has just saved wins again and again; random naps below 8 ms give everyone a turn.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::error::Error;

/// How long a write waits for its turn before it answers `Busy`.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Makes the connection wait for its turn up to `patience`; replaces any earlier limit.
pub fn wait_up_to(conn: &mut Connection, patience: Duration) -> Result<(), Error> {
    let mut since = Instant::now();
    conn.busy_handler(Some(move |earlier_naps: i32| {
        if earlier_naps == 0 {
            since = Instant::now();
        }
        if since.elapsed() >= patience {
            return false;
        }
        nap();
        true
    }))?;
    Ok(())
}

/// A short random pause: 0.2 to 8 ms.
pub(super) fn nap() {
    std::thread::sleep(Duration::from_micros(fastrand::u64(200..=8_000)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_file_answers_busy_after_the_limit_and_not_before() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("x.db");
        let holder = Connection::open(&file).unwrap();
        holder
            .execute_batch("CREATE TABLE t (n); BEGIN IMMEDIATE")
            .unwrap();
        let mut waiting = Connection::open(&file).unwrap();
        let patience = Duration::from_millis(60);
        wait_up_to(&mut waiting, patience).unwrap();
        for _ in 0..2 {
            let start = Instant::now();
            let error: Error = waiting.execute_batch("BEGIN IMMEDIATE").unwrap_err().into();
            assert_eq!(error, Error::Busy { holder: None });
            assert!(
                start.elapsed() >= patience,
                "gave up after {:?}",
                start.elapsed()
            );
        }
        holder.execute_batch("COMMIT").unwrap();
        waiting.execute_batch("BEGIN IMMEDIATE; COMMIT").unwrap();
    }
}

//! A database of our own beside the office file, for what a question comes to and is too much to hold. It lies in a file
//! without a name in the folder for temporary files, as far as it does not fit into its cache, and is gone with the
//! connection.

use rusqlite::Connection;

use super::Error;
use super::error::plain;
use crate::domain::refusal::Refusal;

/// An empty one. It is nobody else's and outlives nothing, so that nothing of it is ever taken back.
pub(super) fn database() -> Result<Connection, Error> {
    let conn = Connection::open("")?;
    conn.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000",
    )?;
    Ok(conn)
}

/// What was put there, or why it was not: the disk that is full is not that of the office file.
pub(super) fn kept<T>(done: rusqlite::Result<T>) -> Result<T, Error> {
    done.map_err(|error| {
        let why = plain(&error.to_string());
        let why = format!("what is to be told could not be kept meanwhile ({why})");
        let next = "make room in the folder for temporary files, or name another with TMPDIR";
        Error::refused(Refusal::from(why).then("; ", next))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_file_and_not_memory_and_takes_rows() {
        let conn = database().unwrap();
        let asked = |what: &str| -> i64 {
            let sql = format!("PRAGMA {what}");
            conn.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        // As the folder for temporary files says, and not in memory.
        assert_eq!(asked("temp_store"), 0);
        assert_eq!(asked("cache_size"), -8_000);
        conn.execute_batch("CREATE TABLE row (n INTEGER); INSERT INTO row VALUES (7)")
            .unwrap();
        let n: i64 = conn
            .query_row("SELECT n FROM row", [], |row| row.get(0))
            .unwrap();
        assert_eq!(n, 7);
    }

    #[test]
    fn where_it_has_no_room_the_folder_for_temporary_files_is_named() {
        let conn = database().unwrap();
        let table = "CREATE TABLE row (n); PRAGMA max_page_count = 2";
        conn.execute_batch(table).unwrap();
        let much = "INSERT INTO row VALUES (zeroblob(100000))";
        let why = kept(conn.execute(much, [])).unwrap_err().to_string();
        assert!(
            why.contains("could not be kept meanwhile") && why.contains("full"),
            "{why}"
        );
    }
}

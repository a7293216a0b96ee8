//! An office file in a temporary directory, for the tests of opening, upgrading and copying it.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hallpass::store::create::create;
use hallpass::store::error::Error;
use hallpass::store::open::OpenedFile;
use hallpass::store::write::in_write;
use rusqlite::Connection;
use tempfile::TempDir;

/// An office file of a few pages, closed, in a directory of its own. `_litestream_scrap` is the tests' own table:
/// hallpass lets no other be.
pub fn office() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    drop(create(&path, None).unwrap());
    raw(
        &path,
        "CREATE TABLE _litestream_scrap (n INTEGER PRIMARY KEY, text TEXT)",
    );
    let text = "word ".repeat(100);
    raw(
        &path,
        &format!(
            "WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 40)
             INSERT INTO _litestream_scrap SELECT n, '{text}' FROM count"
        ),
    );
    (dir, path)
}

/// Statements no connection of the store would allow, made behind its back.
pub fn raw(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

/// Every name in the directory with its bytes. Only while nothing in this process has the file open.
pub fn everything(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let plain = entry.file_type().unwrap().is_file();
            let bytes = if plain {
                fs::read(entry.path()).unwrap()
            } else {
                Vec::new()
            };
            (entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .collect()
}

pub fn notes(conn: &Connection) -> i64 {
    conn.query_row("SELECT count(*) FROM _litestream_scrap", [], |row| {
        row.get(0)
    })
    .unwrap()
}

pub fn add_note(opened: &mut OpenedFile, n: i64) -> Result<(), Error> {
    in_write(&opened.conn, &opened.guard, |tx| {
        tx.execute("INSERT INTO _litestream_scrap VALUES (?1, 'new')", [n])?;
        Ok(())
    })
}

/// The names in the directory, in order.
pub fn names(dir: &Path) -> Vec<String> {
    everything(dir).into_keys().collect()
}

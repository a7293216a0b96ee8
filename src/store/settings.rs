//! How each connection is set: what is durable, what is checked, and what is not allowed on it.
//!
//! `open` applies this once the file is known to be ours and up to date. Saves must survive a power cut, and no
//! statement of ours, nor anything planted in a damaged file, may change the file's structure.

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

use super::error::Error;

/// Longest text or row in bytes.
const LONGEST_VALUE: i32 = 2_000_000;

/// Statements kept ready: more than all questions of the screens together.
const STATEMENTS: usize = 128;

/// The -wal is cut back to this many bytes after a checkpoint.
pub const WAL_LIMIT: u64 = 64 * 1024 * 1024;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading and saving.
    Write,
    /// Looking only; no statement on the connection can change the file.
    Read,
}

/// Settings that must stand before the first statement, while the file is not yet trusted.
pub fn distrust(conn: &Connection) -> Result<(), Error> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        // Else a statement kept ready is thought through again for each value bound to it, which costs
        // more than carrying it out.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        conn.set_db_config(setting, on)?;
    }
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    Ok(())
}

/// Everything else, once the file is ours and up to date.
pub fn apply(conn: &mut Connection, access: Access) -> Result<(), Error> {
    conn.execute_batch(&format!(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;
         PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = {WAL_LIMIT}; PRAGMA mmap_size = 0;"
    ))?;
    if access == Access::Read {
        conn.execute_batch("PRAGMA query_only = ON")?;
    }
    conn.authorizer(Some(allowed))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Does to a connection that only reads what none may do that is asked: views of its own, which the file knows nothing of.
pub(super) fn unbound<T>(
    conn: &mut Connection,
    body: impl FnOnce(&Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
    conn.execute_batch("PRAGMA query_only = OFF")?;
    let done = body(conn);
    conn.execute_batch("PRAGMA query_only = ON")?;
    conn.authorizer(Some(allowed))?;
    done
}

/// The structure of the file belongs to `migrate` alone; its connection is not yet bound by this.
fn allowed(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Attach { .. }
        | AuthAction::Detach { .. }
        | AuthAction::AlterTable { .. }
        | AuthAction::DropTable { .. }
        | AuthAction::DropVtable { .. }
        | AuthAction::DropIndex { .. }
        | AuthAction::DropTrigger { .. }
        | AuthAction::DropView { .. }
        | AuthAction::CreateTable { .. }
        | AuthAction::CreateVtable { .. }
        | AuthAction::CreateTrigger { .. }
        | AuthAction::CreateTempTrigger { .. } => Authorization::Deny,
        AuthAction::Pragma {
            pragma_name,
            pragma_value: Some(_),
        } if FIXED
            .iter()
            .any(|fixed| fixed.eq_ignore_ascii_case(pragma_name)) =>
        {
            Authorization::Deny
        }
        _ => Authorization::Allow,
    }
}

/// Settings nobody may change once the connection is handed out.
const FIXED: [&str; 13] = [
    "application_id",
    "foreign_keys",
    "ignore_check_constraints",
    "journal_mode",
    "locking_mode",
    "query_only",
    "recursive_triggers",
    "schema_version",
    "synchronous",
    "trusted_schema",
    "user_version",
    "wal_autocheckpoint",
    "writable_schema",
];

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn the_structure_cannot_be_changed_and_the_rows_can() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE TABLE history (n INTEGER); CREATE INDEX by_n ON history (n);
             CREATE TRIGGER keep BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is kept'); END;",
        )
        .unwrap();
        distrust(&conn).unwrap();
        apply(&mut conn, Access::Write).unwrap();
        for refused in [
            "ATTACH ':memory:' AS other",
            "VACUUM INTO '/tmp/never-made.db'",
            "DROP TABLE history",
            "DROP TRIGGER keep",
            "DROP INDEX by_n",
            "ALTER TABLE history ADD COLUMN m",
            "CREATE TEMP TRIGGER t BEFORE INSERT ON history BEGIN SELECT RAISE(IGNORE); END",
            "PRAGMA writable_schema = ON",
            "PRAGMA user_version = 9",
            "PRAGMA foreign_keys = OFF",
            "PRAGMA recursive_triggers = 0",
            "UPDATE sqlite_schema SET sql = ''",
            "DELETE FROM sqlite_schema",
        ] {
            conn.execute_batch(refused).expect_err(refused);
        }
        conn.execute_batch(
            "INSERT INTO history VALUES (1); CREATE TEMP TABLE scratch (n); PRAGMA user_version;",
        )
        .unwrap();
        let error: Error = conn
            .execute_batch("DELETE FROM history")
            .unwrap_err()
            .into();
        assert_eq!(error, Error::refused("history is kept"));
    }

    #[test]
    fn each_setting_answers_as_it_was_set() {
        let mut conn = Connection::open_in_memory().unwrap();
        distrust(&conn).unwrap();
        apply(&mut conn, Access::Read).unwrap();
        for (setting, expected) in [
            ("foreign_keys", 1),
            ("synchronous", 2),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("recursive_triggers", 1),
            ("query_only", 1),
            ("journal_size_limit", 67_108_864),
        ] {
            let answer: i64 = conn
                .pragma_query_value(None, setting, |row| row.get(0))
                .unwrap();
            assert_eq!(answer, expected, "{setting}");
        }
        let longer: Result<String, _> =
            conn.query_row("SELECT printf('%2000001d', 1)", [], |row| row.get(0));
        assert!(matches!(
            Error::from(longer.unwrap_err()),
            Error::Refused(_)
        ));
    }

    #[test]
    fn a_statement_kept_ready_is_thought_through_once() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE TABLE owner (product INTEGER, until TEXT);
             CREATE INDEX by_product ON owner (product);",
        )
        .unwrap();
        distrust(&conn).unwrap();
        apply(&mut conn, Access::Write).unwrap();
        let sql = "SELECT until FROM owner WHERE product = ?1 ORDER BY until";
        for n in 0..3 {
            let mut kept = conn.prepare_cached(sql).unwrap();
            assert!(!kept.exists([n]).unwrap());
            assert_eq!(kept.get_status(StatementStatus::RePrepare), 0);
        }
    }
}

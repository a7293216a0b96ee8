//! stand-in
use super::Error;
use rusqlite::{Connection, Transaction};
use std::path::Path;
pub struct Guard;
pub fn create(path: &Path) -> Result<(Connection, Guard), Error> {
    let c = Connection::open(path)?;
    c.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
    )?;
    c.execute_batch(include_str!("../../schema/0001_office.sql"))?;
    Ok((c, Guard))
}
pub fn in_write<T>(
    conn: &mut Connection,
    _g: &Guard,
    body: impl FnOnce(&Transaction) -> Result<T, Error>,
) -> Result<T, Error> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let t = body(&tx)?;
    tx.commit()?;
    Ok(t)
}

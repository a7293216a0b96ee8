//! How many records of a noun there are, and the last number that one was given.

use super::{Error, Store};
use crate::domain::record::Kind;

impl Store {
    /// How many records of this noun there are, and the last number that one of them was given, whether it is still here
    /// or not: the next one is given the number after it.
    pub fn numbers_given(&self, kind: Kind) -> Result<(usize, i64), Error> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM {kind}), (SELECT ifnull(max(record), 0) FROM history WHERE kind = ?1)"
        );
        let counted = self.conn.query_row(&sql, [kind.word()], |row| {
            Ok((row.get::<_, i64>(0)? as usize, row.get(1)?))
        });
        Ok(counted?)
    }
}

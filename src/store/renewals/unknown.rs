//! What of contracts is not known, and what an upgrade found in the records that nobody had said.

use std::collections::HashSet;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};

use super::row::AgendaDesk;
use crate::domain::contract::ContractId;
use crate::domain::renewal::unknown::{Healed, Unknowns};
use crate::store::terms::held_these;
use crate::store::{Error, Store};

impl Store {
    /// What the upgrade made unknown because no file, form or person ever said it; none where it found
    /// nothing, or where that was taken back.
    pub fn healed(&self) -> Result<Option<Healed>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.id, sum(h.field = 'auto_renew'), sum(h.field = 'notice')
             FROM change_set s JOIN history h ON h.change_set = s.id
             WHERE s.who = 'hallpass' AND s.title = 'what nobody said is not known' AND s.undone_by IS NULL
             GROUP BY s.id ORDER BY s.id DESC LIMIT 1",
        )?;
        let found = statement.query_row([], |row| {
            Ok(Healed {
                change_set: row.get(0)?,
                auto_renew: row.get::<_, u32>(1)? as usize,
                notice: row.get::<_, u32>(2)? as usize,
            })
        });
        Ok(found.optional()?)
    }
}

/// What is not known of these contracts as they stand now.
pub(in crate::store) fn unknowns(
    conn: &Connection,
    contracts: &HashSet<ContractId>,
    today: NaiveDate,
) -> Result<Unknowns, Error> {
    let ids: Vec<ContractId> = contracts.iter().copied().collect();
    let cases = held_these(conn, Some(&ids), today)?;
    let desk = AgendaDesk::read(conn, &cases, today)?;
    let rows: Vec<_> = cases.iter().map(|case| desk.row(case, today)).collect();
    Ok(Unknowns::of(&rows))
}

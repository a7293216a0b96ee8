//! Which contracts have no price for whoever asks: those whose price nobody knows, and those whose price the policy hides
//! (`prices`).

use std::collections::HashSet;

use rusqlite::Connection;

use super::Error;
use crate::domain::contract::ContractId;
use crate::domain::renewal::unknown::Unpriced;

/// The view of the contracts whose prices this connection does not know; there is none where it knows all.
pub(super) const HIDDEN_CONTRACTS: &str = "contract_hidden";

/// The contracts whose prices the policy hides from whoever asks; none where they may see all.
pub(super) fn hidden_contracts(conn: &Connection) -> Result<HashSet<ContractId>, Error> {
    let sql = "SELECT 1 FROM sqlite_temp_master WHERE type = 'view' AND name = ?1";
    if !conn.prepare_cached(sql)?.exists([HIDDEN_CONTRACTS])? {
        return Ok(HashSet::new());
    }
    let mut ask = conn.prepare(&format!("SELECT id FROM temp.\"{HIDDEN_CONTRACTS}\""))?;
    let ids = ask.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// Contracts that a sum leaves out: those whose price is hidden apart from those whose price nobody knows.
pub(super) fn left_out<'c>(
    conn: &Connection,
    unpriced: impl IntoIterator<Item = &'c ContractId>,
) -> Result<Unpriced, Error> {
    let hidden = hidden_contracts(conn)?;
    let mut left_out = Unpriced::default();
    let each = unpriced.into_iter();
    each.for_each(|id| left_out.add(hidden.contains(id)));
    Ok(left_out)
}

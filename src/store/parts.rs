//! The parts of a line, of its money and of its cost, are never more than the whole, whoever wrote them.

use rusqlite::Transaction;

use super::Error;
use super::whole::fault::AtFault;
use crate::domain::contract::LineId;
use crate::domain::cost::HUNDRED_PERCENT;
use crate::domain::cost::parts::CostPart;
use crate::domain::put::ChangeSetId;
use crate::domain::record::{Kind, RecordRef};
use crate::domain::refusal::Refusal;

/// The lines that a change set touched and of which the funding or the shares are more than all of it then.
pub(super) fn at_most_whole(
    tx: &Transaction,
    (kind, called): (Kind, &str),
    change_set: Option<ChangeSetId>,
) -> Result<Vec<AtFault>, Error> {
    let touched = format!("SELECT record FROM history WHERE change_set = ?1 AND kind = '{kind}'");
    let sql = format!(
        "SELECT c.number, p.name, sum(t.percent_bp) AS together, t.line FROM {kind} t
         JOIN line l ON l.id = t.line JOIN contract c ON c.id = l.contract
         JOIN product p ON p.id = l.product
         WHERE t.line IN (SELECT line FROM {kind} WHERE id IN ({touched}))
         GROUP BY t.line HAVING together > {HUNDRED_PERCENT} ORDER BY t.line"
    );
    let mut over = tx.prepare_cached(&sql)?;
    let mut rows = over.query([change_set])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (number, product): (String, String) = (row.get(0)?, row.get(1)?);
        let together = CostPart::Percent(row.get(2)?);
        let line: LineId = row.get(3)?;
        let sql = format!("SELECT id FROM {kind} WHERE line = ?2 AND id IN ({touched})");
        let mut parts = tx.prepare_cached(&sql)?;
        let parts = parts.query_map((change_set, line), |row| {
            row.get(0).map(|id| RecordRef { kind, id })
        })?;
        let why = format!(
            "the {called} of {product} on {number} would be {together} together, with what was there already"
        );
        let next = "look at that line, then correct one of them";
        found.push(AtFault {
            kind,
            fields: &["percent_bp"],
            records: parts.collect::<Result<_, _>>()?,
            why: Refusal::from(why).then("; ", next),
        });
    }
    Ok(found)
}

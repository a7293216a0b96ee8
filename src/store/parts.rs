//! The parts of a line, of its money and of its cost, are never more than the whole, whoever wrote them.

use rusqlite::Transaction;

use super::Error;
use crate::domain::cost::HUNDRED_PERCENT;
use crate::domain::cost::parts::CostPart;
use crate::domain::refusal::Refusal;

/// Refuses a change set after which the funding or the shares of a line it touched are more than all of it.
pub(super) fn at_most_whole(tx: &Transaction, change_set: Option<i64>) -> Result<(), Error> {
    for (kind, called) in [("funding", "funding"), ("share", "schools' shares")] {
        let sql = format!(
            "SELECT c.number, p.name, sum(t.percent_bp) AS together FROM {kind} t
             JOIN line l ON l.id = t.line JOIN contract c ON c.id = l.contract
             JOIN product p ON p.id = l.product
             WHERE t.line IN (SELECT line FROM {kind} WHERE id IN
                (SELECT record FROM history WHERE change_set = ?1 AND kind = '{kind}'))
             GROUP BY t.line HAVING together > {HUNDRED_PERCENT} ORDER BY t.line LIMIT 1"
        );
        let mut over = tx.prepare_cached(&sql)?;
        let mut rows = over.query([change_set])?;
        if let Some(row) = rows.next()? {
            let (number, product): (String, String) = (row.get(0)?, row.get(1)?);
            let together = CostPart::Percent(row.get(2)?);
            let why = format!(
                "the {called} of {product} on {number} would be {together} together, with what was there already"
            );
            let why = Refusal::from(why).then("; ", "look at that line, then correct one of them");
            return Err(Error::refused(why));
        }
    }
    Ok(())
}

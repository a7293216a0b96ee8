//! Asks, inside the transaction, whether a person may write a record as it was and as it will be: by role,
//! by the schools it is about, and, where it is a decision, as a review would be asked.

use chrono::NaiveDate;
use rusqlite::Transaction;

use super::convert::records;
use super::review::cases::{Desk, Which, cases};
use super::{Error, one};
use crate::domain::approval::{Approval, ApprovalStatus};
use crate::domain::contract::{Contract, Line};
use crate::domain::product::Product;
use crate::domain::record::{Kind, Record, Schools, Value};
use crate::domain::review::case::{Actor, tier};
use crate::domain::review::process;
use crate::domain::rights::{About, may_write_at, right};

/// One record about to be written: as it was, and as it will be; none where it is new, or goes.
pub(super) struct Written<'w> {
    pub(super) kind: Kind,
    pub(super) id: i64,
    pub(super) was: Option<&'w [Value]>,
    pub(super) will: Option<&'w [Value]>,
}

/// May this person write it? That the roles allow the noun is asked already.
pub(super) fn ask(
    tx: &Transaction,
    written: &Written,
    actor: &Actor,
    today: NaiveDate,
) -> Result<(), Error> {
    if right(written.kind).about == About::Decision {
        return decision(tx, written, actor, today);
    }
    if actor.schools == Schools::All {
        return Ok(());
    }
    for values in [written.was, written.will].into_iter().flatten() {
        if let Some(schools) = schools(tx, written.kind, written.id, values)? {
            let name = written.kind.word().replace('_', " ");
            may_write_at(&schools, actor).map_err(|why| {
                Error::Refused(format!("this {name} is not yours to write: {why}"))
            })?;
        }
    }
    Ok(())
}

/// The schools a record is about; none where it is about no school.
fn schools(
    tx: &Transaction,
    kind: Kind,
    id: i64,
    values: &[Value],
) -> Result<Option<Schools>, Error> {
    let held = |field: &str| kind.position(field).and_then(|at| values.get(at));
    let number = |field: &str| held(field).and_then(Value::int);
    let at = |school: Option<i64>| school.map_or(Schools::All, |id| Schools::only(vec![id]));
    Ok(match right(kind).about {
        About::None | About::Decision => None,
        // A school that is not here yet is the district's to add.
        About::Itself
            if tx
                .prepare_cached("SELECT 1 FROM school WHERE id = ?1")?
                .exists([id])? =>
        {
            Some(at(Some(id)))
        }
        About::Itself | About::District => Some(Schools::All),
        About::School(field) => Some(at(number(field))),
        About::Of(field, Kind::Line) => {
            let line = one::<Line>(tx, number(field).unwrap_or_default())?;
            schools(tx, Kind::Line, line.id.0, &line.values())?
        }
        About::Of(field, _) => {
            let contract = one::<Contract>(tx, number(field).unwrap_or_default())?;
            schools(tx, Kind::Contract, contract.id.0, &contract.values())?
        }
    })
}

/// A decision that no review makes: never over a review that is open, and only by somebody who might
/// decide one about that product at those schools.
fn decision(
    tx: &Transaction,
    written: &Written,
    actor: &Actor,
    today: NaiveDate,
) -> Result<(), Error> {
    let read = |values: Option<&[Value]>| {
        values
            .map(|values| Approval::from_values(written.id, 0, values))
            .transpose()
    };
    let (was, will) = (read(written.was)?, read(written.will)?);
    let seen = |approval: &Approval| approval.status == ApprovalStatus::Discovered;
    let touched: Vec<&Approval> = [&was, &will].into_iter().flatten().collect();
    // That a product was seen is a fact; whoever sees it says so.
    if touched.iter().all(|approval| seen(approval)) {
        return Ok(());
    }
    let stops = will
        .as_ref()
        .is_some_and(|will| will.status == ApprovalStatus::Suspended);
    let mut desk = Desk::new(tx)?;
    for approval in touched {
        let product = one::<Product>(tx, approval.product.0)?;
        let name = product.full_name();
        if !stops {
            let open = cases(tx, &mut desk, Which::OpenOf(product.id.0), today)?;
            let about = open
                .iter()
                .find(|case| case.schools().meets(&approval.schools));
            if let Some(case) = about {
                return Err(Error::Refused(format!(
                    "{0} is open about {name}: decide that review, with: hallpass review decide {0}",
                    case.request.number
                )));
            }
        }
        let lines = records::<Line>(
            tx,
            "WHERE product = ?1 AND contract IN (SELECT id FROM contract WHERE term_end >= ?2)",
            rusqlite::params![product.id.0, today.to_string()],
        )?;
        let cost = lines.iter().filter_map(Line::price).sum();
        let tier = tier(product.data, product.core == Some(true), cost, &desk.policy);
        process::may_write_decision(&name, (tier, cost), &approval.schools, &desk.policy, actor)
            .map_err(Error::Refused)?;
    }
    Ok(())
}

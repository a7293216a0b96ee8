//! Asks, inside the transaction, whether a person may write a record as it was and as it will be: by role,
//! by the schools it is about, and, where it is a decision, as a review would be asked.

mod deeds;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::actor::actor;
use super::convert::{held_values, naming, records};
use super::desk::Desk;
use super::review::cases::{RequestsWanted, cases};
use super::terms::lines_in_term;
use super::{Error, Store, one};
use crate::domain::approval::{Approval, ApprovalStatus};
use crate::domain::contract::{Contract, ContractId, Line, LineId};
use crate::domain::person::Actor;
use crate::domain::product::Product;
use crate::domain::product::ProductId;
use crate::domain::record::{Column, Kind, Record, RecordRef, Value};
use crate::domain::refusal::Refusal;
use crate::domain::review::case::tier;
use crate::domain::review::process::{self, DeedPart};
use crate::domain::rights::{
    AboutSchools, RightHolder, Says, may_write, may_write_at, right, says,
};
use crate::domain::school::{SchoolId, Schools};

/// One record about to be written: as it was, and as it will be; none where it is new, or goes.
pub(super) struct RecordWrite<'w> {
    pub(super) record: RecordRef,
    pub(super) was: Option<&'w [Value]>,
    pub(super) will: Option<&'w [Value]>,
    pub(super) how: WrittenHow,
}

/// How a record comes to be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WrittenHow {
    /// As somebody says it is.
    Said,
    /// As it was, by undo.
    Undone,
    /// As it was before an undo.
    Redone,
}

/// May this person write it? That the roles allow the noun is asked already.
pub(super) fn ask(
    conn: &Connection,
    written: &RecordWrite,
    actor: &Actor,
    today: NaiveDate,
) -> Result<(), Error> {
    match says(written.record, (written.was, written.will))? {
        Some(Says::Name(product)) => named(conn, product, actor)?,
        // Who takes back what they said themselves says no more than was said before.
        Some(Says::Runs) if written.how == WrittenHow::Undone => {}
        Some(says) => says.who().includes(&actor.roles).map_err(Error::Refused)?,
        None => {}
    }
    match right(written.record.kind).about {
        AboutSchools::Decision => return decision(conn, written, actor, today),
        AboutSchools::Overlap => return deeds::said_of_overlap(conn, written, actor, today),
        // A review's own deeds ask this of every request; what takes one back does too.
        AboutSchools::Review if written.how != WrittenHow::Said => {
            return deeds::part_of_review(conn, written, actor, today);
        }
        _ => {}
    }
    // A decision asks by itself, and names its contract; what takes one back asks here.
    if written.record.kind == Kind::Renewal && written.how != WrittenHow::Said {
        deeds::decided_renewal(written, actor)?;
    }
    if actor.schools == Schools::All {
        return Ok(());
    }
    for values in [written.was, written.will].into_iter().flatten() {
        within(conn, written.record, values, actor)?;
    }
    Ok(())
}

/// May this person give a product another name? Its decisions are the answer for that name from then on.
pub(super) fn named(conn: &Connection, product: ProductId, actor: &Actor) -> Result<(), Error> {
    let approvals = records::<Approval>(conn, "WHERE product = ?1", [product])?;
    let decided = |approval: &&Approval| approval.status != ApprovalStatus::Discovered;
    let may = approvals.iter().filter(decided).try_for_each(|approval| {
        RightHolder::Reviewers.includes(&actor.roles)?;
        may_write_at(&approval.schools, actor)
    });
    if may.is_ok() {
        return Ok(());
    }
    let name = one::<Product>(conn, product)?.full_name();
    let why =
        format!("{name} (P-{product}) has a decided approval, which holds for each of its names");
    Err(Error::Refused(Refusal::from(why).then(
        ": ",
        "ask a technical or curricular reviewer of its schools, or an admin, to name it so",
    )))
}

fn within(
    conn: &Connection,
    record: RecordRef,
    values: &[Value],
    actor: &Actor,
) -> Result<(), Error> {
    let Some(schools) = schools(conn, record, values)? else {
        return Ok(());
    };
    let name = record.kind.spoken();
    may_write_at(&schools, actor).map_err(|why| {
        Error::Refused(why.after(format_args!("this {name} is not yours to write: ")))
    })
}

impl Store {
    /// Why this person may not change this record, or add one of its noun where none is named; nothing where
    /// they may. What they write is asked once more when it is saved.
    pub fn why_not_write(
        &self,
        (kind, id): (Kind, Option<i64>),
        login: &str,
        today: NaiveDate,
    ) -> Result<Option<Refusal>, Error> {
        let actor = actor(&self.conn, login, today)?;
        let asked = may_write(&[kind], &actor.roles).map_err(Error::Refused);
        let asked = asked.and_then(|()| may_open(&self.conn, (kind, id), &actor, today));
        match asked {
            Ok(()) => Ok(None),
            Err(Error::Refused(why)) => Ok(Some(why)),
            Err(other) => Err(other),
        }
    }
}

fn may_open(
    conn: &Connection,
    (kind, id): (Kind, Option<i64>),
    actor: &Actor,
    today: NaiveDate,
) -> Result<(), Error> {
    let Some(id) = id else {
        // Which school, contract or product a new one is about is still to be said.
        return match right(kind).about {
            AboutSchools::District | AboutSchools::Itself => may_write_at(&Schools::All, actor)
                .map_err(|why| {
                    let new = kind.spoken();
                    Error::Refused(why.after(format_args!("a new {new} is not yours to write: ")))
                }),
            _ => Ok(()),
        };
    };
    let record = RecordRef { kind, id };
    let values = held_values(conn, record)?;
    if right(kind).about == AboutSchools::Overlap {
        let held = RecordWrite {
            record,
            was: Some(&values),
            will: Some(&values),
            how: WrittenHow::Said,
        };
        return deeds::said_of_overlap(conn, &held, actor, today);
    }
    if right(kind).about != AboutSchools::Decision {
        return within(conn, record, &values, actor);
    }
    let approval = Approval::from_values(id, 0, &values)?;
    if approval.status == ApprovalStatus::Discovered {
        return Ok(());
    }
    let desk = Desk::new(conn)?;
    might_decide(
        conn,
        &desk,
        approval.product,
        &approval.schools,
        (actor, today),
    )
}

/// May this person make one of these two records of one product? Whatever names one of them names the other from
/// then on, and what was decided about one holds for both: all of it is asked for as if it were written.
pub(super) fn unite(
    conn: &Connection,
    mut products: [ProductId; 2],
    actor: &Actor,
    today: NaiveDate,
) -> Result<(), Error> {
    products.sort_unstable();
    may_write(&[Kind::Product], &actor.roles).map_err(Error::Refused)?;
    let mut desk = Desk::new(conn)?;
    for product in products {
        for approval in records::<Approval>(conn, "WHERE product = ?1", [product])? {
            if approval.status == ApprovalStatus::Discovered {
                continue;
            }
            for about in products {
                no_review(conn, &mut desk, about, &approval.schools, today)?;
                might_decide(conn, &desk, about, &approval.schools, (actor, today))?;
            }
        }
        if actor.schools == Schools::All {
            continue;
        }
        for kind in Kind::ALL.iter().copied() {
            let fields = kind.fields().iter();
            for field in fields.filter(|field| field.refers == Some(Kind::Product)) {
                for record in naming(conn, kind, field.name, product)? {
                    within(conn, record, &held_values(conn, record)?, actor)?;
                }
            }
        }
    }
    Ok(())
}

/// The schools a record is about; none where it is about no school.
fn schools(
    conn: &Connection,
    record: RecordRef,
    values: &[Value],
) -> Result<Option<Schools>, Error> {
    let kind = record.kind;
    let held = |field: &str| kind.position(field).and_then(|at| values.get(at));
    let number = |field: &str| held(field).and_then(Value::int).unwrap_or_default();
    let at = |school: Option<SchoolId>| school.map_or(Schools::All, |id| Schools::only(vec![id]));
    Ok(match right(kind).about {
        AboutSchools::None
        | AboutSchools::Decision
        | AboutSchools::Overlap
        | AboutSchools::Review => None,
        // A school that is not here yet is the district's to add.
        AboutSchools::Itself
            if conn
                .prepare_cached("SELECT 1 FROM school WHERE id = ?1")?
                .exists([record.id])? =>
        {
            Some(at(Some(SchoolId(record.id))))
        }
        AboutSchools::Itself | AboutSchools::District => Some(Schools::All),
        AboutSchools::School(field) => Some(at(held(field).and_then(SchoolId::from_value))),
        AboutSchools::Of(field, Kind::Line) => {
            let line = one::<Line>(conn, LineId(number(field)))?;
            schools(conn, line.id.into(), &line.values())?
        }
        AboutSchools::Of(field, _) => {
            let contract = one::<Contract>(conn, ContractId(number(field)))?;
            schools(conn, contract.id.into(), &contract.values())?
        }
    })
}

/// A decision that no review makes: never over a review that is open, and only by somebody who might
/// decide one about that product at those schools. One that a review made is taken back by those who may decide
/// that review; what stood before is no news to a review that is open.
fn decision(
    conn: &Connection,
    written: &RecordWrite,
    actor: &Actor,
    today: NaiveDate,
) -> Result<(), Error> {
    let read = |values: Option<&[Value]>| {
        values
            .map(|values| Approval::from_values(written.record.id, 0, values))
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
    let mut desk = Desk::new(conn)?;
    for approval in touched {
        let review = approval.request.filter(|_| written.how != WrittenHow::Said);
        if let Some(review) = review {
            process::may_review(actor).map_err(Error::Refused)?;
            may_write_at(&approval.schools, actor)
                .map_err(|why| Error::Refused(why.after("this approval is not yours: ")))?;
            // What an older review decided gives way to a newer one without being decided again.
            if was.is_none() || will.is_none() {
                deeds::asked(conn, review, DeedPart::Decision, (actor, today))?;
            }
            continue;
        }
        let product = approval.product;
        if !stops && written.how != WrittenHow::Undone {
            no_review(conn, &mut desk, product, &approval.schools, today)?;
        }
        might_decide(conn, &desk, product, &approval.schools, (actor, today))?;
    }
    Ok(())
}

/// Is no review about this product open at these schools?
fn no_review(
    conn: &Connection,
    desk: &mut Desk,
    product: ProductId,
    schools: &Schools,
    today: NaiveDate,
) -> Result<(), Error> {
    let open = cases(conn, desk, RequestsWanted::OpenOf(product), today)?;
    let Some(case) = open.iter().find(|case| case.schools().meets(schools)) else {
        return Ok(());
    };
    let name = one::<Product>(conn, product)?.full_name();
    let number = &case.request.number;
    let why = Refusal::from(format!("{number} is open about {name}")).of(number);
    Err(Error::Refused(why.then(
        ": ",
        format!("decide that review, with: hallpass review decide {number}"),
    )))
}

/// Might this person decide a review about this product at these schools?
fn might_decide(
    conn: &Connection,
    desk: &Desk,
    product: ProductId,
    schools: &Schools,
    (actor, today): (&Actor, NaiveDate),
) -> Result<(), Error> {
    let lines = lines_in_term(conn, "WHERE product = ?1", [product], today)?;
    let running = lines.iter().filter(|one| one.contract.term_end >= today);
    let product = one::<Product>(conn, product)?;
    let cost = running.filter_map(|one| one.line.price()).sum();
    let tier = tier(product.data, product.core == Some(true), cost, &desk.policy);
    let name = product.full_name();
    process::may_write_decision(&name, (tier, cost), schools, &desk.policy, actor)
        .map_err(Error::Refused)
}

//! What an ask or a deed writes: reads the case inside the transaction, asks the rule, hands on its
//! puts. `apply` writes them.

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::cases::{RequestsWanted, case, cases};
use super::ours::OursReader;
use super::rows::called_since;
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::names::{Match, Names};
use crate::domain::person::{Actor, Person};
use crate::domain::product::{Alias, Product, ProductId};
use crate::domain::put::Put;
use crate::domain::record::{Column, Value};
use crate::domain::refusal::Refusal;
use crate::domain::request::{ItemAnswer, RequestId, Trigger};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::intake::{self, IntakeFacts, not_taught};
use crate::domain::review::{Intake, ReviewDeed, Wanted, process};
use crate::domain::school::{School, SchoolId};
use crate::domain::status;
use crate::store::convert::records;
use crate::store::desk::Desk;
use crate::store::status::{Scope, seat_price};
use crate::store::{Error, Store, one};

/// What a deed on a request writes.
pub(in crate::store) fn deed(
    conn: &Connection,
    request: RequestId,
    deed: &ReviewDeed,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Error> {
    let mut case = case(conn, &mut Desk::new(conn)?, request, today)?;
    case.next_number = next_number(conn)?;
    not_answered_meanwhile(conn, &case, deed, actor)?;
    if let ReviewDeed::Condition {
        owner: Some(owner), ..
    } = deed
    {
        let owner = Actor::from(one::<Person>(conn, *owner)?);
        process::may_see_to(&case, &owner).map_err(Error::Refused)?;
    }
    let mut deed = deed.clone();
    if let ReviewDeed::Answer { seen, .. } = &mut deed {
        // Judged, by who said what; the rule knows only that something was said.
        *seen = None;
    }
    process::act(&case, &deed, actor, today).map_err(Error::Refused)
}

/// What somebody's ask writes.
pub(in crate::store) fn intake(
    conn: &Connection,
    intake: &Intake,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<Put>, Error> {
    let mut known = known(conn, intake, today)?;
    let product = known.product.as_ref().map(|product| product.id);
    if let Some(product) = product.filter(|_| intake.trigger != Trigger::New) {
        known.since = called_since(conn, &Desk::new(conn)?, product, today)?;
    }
    intake::puts(intake, &known, actor, today).map_err(Error::Refused)
}

/// Refuses an answer that somebody else has said otherwise since this person saw it. A field they
/// left alone, or gave the same, is no conflict; nor is what the person said themselves.
fn not_answered_meanwhile(
    conn: &Connection,
    case: &ReviewCase,
    deed: &ReviewDeed,
    actor: &Actor,
) -> Result<(), Error> {
    let ReviewDeed::Answer {
        item,
        answer,
        note,
        evidence,
        seen: Some(seen),
    } = deed
    else {
        return Ok(());
    };
    let Some(theirs) = case.answers.iter().find(|a| a.item == *item) else {
        return Ok(());
    };
    let text = |mine: &Option<String>| mine.clone().map(Value::Text);
    for (field, mine, theirs_now) in [
        (
            "answer",
            answer.map(|a| a.to_value()),
            theirs.answer.to_value(),
        ),
        ("note", text(note), theirs.note.to_value()),
        ("evidence", text(evidence), theirs.evidence.to_value()),
    ] {
        if mine.is_none_or(|mine| mine == theirs_now) || theirs.version == *seen {
            continue;
        }
        let empty = theirs_now == Value::Null;
        if let Some((who, when)) = said_since(conn, theirs, (field, empty), *seen, actor)? {
            return Err(Error::Conflict {
                who,
                when,
                what: format!("{} {item}", case.request.number),
                field: field.to_owned(),
                theirs: theirs_now.to_string(),
            });
        }
    }
    Ok(())
}

/// Who else last said this of an answer after that version, and when. An answer that came to be
/// without this field said nothing of it.
fn said_since(
    conn: &Connection,
    answer: &ItemAnswer,
    (field, empty): (&str, bool),
    seen: i64,
    actor: &Actor,
) -> Result<Option<(String, String)>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT s.who, s.\"at\" FROM history h JOIN change_set s ON s.id = h.change_set
         WHERE h.kind = 'item_answer' AND h.record = ?1 AND h.version > ?2
           AND (h.field = ?3 OR (h.deed = 'add' AND NOT ?4))
         ORDER BY h.seq DESC LIMIT 1",
    )?;
    let last: Option<(String, String)> = statement
        .query_row(params![answer.id, seen, field, empty], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .optional()?;
    Ok(last.filter(|(who, _)| *who != actor.login))
}

/// What the file tells about an ask.
fn known(conn: &Connection, intake: &Intake, today: NaiveDate) -> Result<IntakeFacts, Error> {
    let product = match &intake.product {
        Wanted::Known(id) => Some(one::<Product>(conn, *id)?),
        Wanted::New { name, url } => by_name(conn, name, url.as_deref())?,
    };
    let asked = (intake.school, intake.grades);
    known_of(&OursReader::new(conn), product, asked, today)
}

impl Store {
    /// What the file tells about an ask for this product, or for one nobody knew, at this school and for these grades.
    pub fn known(
        &self,
        product: Option<ProductId>,
        asked: (Option<SchoolId>, Grades),
        today: NaiveDate,
    ) -> Result<IntakeFacts, Error> {
        self.at_once(|| {
            let reader = OursReader::by(self.status_reader()?);
            self.known_by(&reader, product, asked, today)
        })
    }

    /// The same by a reader that is asked for several, and remembers what it has read.
    pub(in crate::store) fn known_by(
        &self,
        reader: &OursReader,
        product: Option<ProductId>,
        asked: (Option<SchoolId>, Grades),
        today: NaiveDate,
    ) -> Result<IntakeFacts, Error> {
        self.at_once(|| {
            let product = product.map(|id| self.get::<Product>(id)).transpose()?;
            known_of(reader, product, asked, today)
        })
    }
}

fn known_of(
    reader: &OursReader,
    product: Option<Product>,
    (school, grades): (Option<SchoolId>, Grades),
    today: NaiveDate,
) -> Result<IntakeFacts, Error> {
    let conn = reader.reader.conn;
    let asks = school.map(|id| one::<School>(conn, id)).transpose()?;
    let taught = asks
        .as_ref()
        .map(|school| school.grades)
        .unwrap_or_default();
    let mut desk = reader.reader.desk()?;
    let id = product.as_ref().map(|p| p.id);
    let (open, ours, bought) = match id {
        Some(id) => (
            cases(conn, &mut desk, RequestsWanted::OpenOf(id), today)?,
            reader.ours(Some(id), "", school, today)?,
            bought(reader, id, school, today)?,
        ),
        None => (Vec::new(), Vec::new(), OtherBuyers::default()),
    };
    let open = open.into_iter().next();
    let covers = match id {
        Some(id) => covers(reader, id, school, today)?,
        None => false,
    };
    let not_for_them = match id {
        Some(id) if covers => not_for(reader, id, (school, grades), today)?,
        _ => None,
    };
    let covers = covers && not_for_them.is_none() && !not_taught(grades, taught);
    let same_job = ours.iter().filter(|one| !one.same && one.answer.allows());
    let (technical_edition, curricular_edition) = desk.newest(conn)?;
    Ok(IntakeFacts {
        other_lms: reader.other_lms(id)?,
        product,
        asked: open
            .as_ref()
            .map_or_else(Vec::new, |c| c.requesters.clone()),
        open: open.map(|case| case.request),
        same_job: same_job.map(|one| one.name.clone()).collect(),
        covered_by: ours.into_iter().filter(|one| covers && one.same).collect(),
        not_for_them,
        closed: asks.filter(|school| !school.open).map(|school| school.name),
        taught,
        buyers: bought.buyers,
        best_seat: bought.best,
        since: None,
        next_number: next_number(conn)?,
        technical_edition,
        curricular_edition,
        policy: Arc::clone(&desk.policy),
    })
}

/// Who else buys a product, and what the cheapest seat of it costs a year.
#[derive(Default)]
struct OtherBuyers {
    buyers: Vec<String>,
    best: Option<Cents>,
}

fn bought(
    reader: &OursReader,
    product: ProductId,
    school: Option<SchoolId>,
    today: NaiveDate,
) -> Result<OtherBuyers, Error> {
    let mut found = OtherBuyers::default();
    let owned = reader.owned(product, today)?;
    let terms = owned.iter().flat_map(|owned| &owned.about.terms);
    for term in terms.filter(|term| term.in_force) {
        let buyer = term.contract.buyer;
        if buyer == school {
            continue;
        }
        let name = match buyer {
            Some(id) => reader.reader.school_name(id)?,
            None => "the district".into(),
        };
        if !found.buyers.contains(&name) {
            found.buyers.push(name);
        }
        let seat = seat_price(term);
        found.best = found.best.into_iter().chain(seat).min();
    }
    Ok(found)
}

/// The product of this name, or of exactly this address, where it is one of the office after all.
fn by_name(conn: &Connection, name: &str, url: Option<&str>) -> Result<Option<Product>, Error> {
    let mut names = Names::default();
    let products = records::<Product>(conn, "WHERE archived = 0", [])?;
    for product in &products {
        names.add_product(product);
    }
    for alias in records::<Alias>(conn, "", [])? {
        names.add_alias(&alias);
    }
    let id = match names.product(name, None) {
        Match::One(id) => id,
        Match::Several(n) => {
            let why = Refusal::from(format!("{n} products are called {name}"));
            return Err(Error::refused(why.then("; ", "choose one of them")));
        }
        Match::None => {
            let Some(address) = url.map(address).filter(|a| !a.is_empty()) else {
                return Ok(None);
            };
            let same = |p: &&Product| {
                p.url
                    .as_deref()
                    .is_some_and(|u| self::address(u) == address)
            };
            let mut same = products.iter().filter(same);
            return Ok(same.next().filter(|_| same.next().is_none()).cloned());
        }
    };
    one::<Product>(conn, id).map(Some)
}

/// A web address without what does not tell two apart.
fn address(url: &str) -> String {
    let url = url.trim().to_lowercase();
    let bare = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    bare.trim_start_matches("www.")
        .trim_end_matches('/')
        .to_owned()
}

/// Does the district hold the product for this place?
fn covers(
    reader: &OursReader,
    product: ProductId,
    school: Option<SchoolId>,
    today: NaiveDate,
) -> Result<bool, Error> {
    let Some(owned) = reader.owned(product, today)? else {
        return Ok(false);
    };
    let held = &owned.held;
    let here = |id: SchoolId| held.places.iter().any(|place| place.school == id);
    Ok(match school {
        Some(id) => here(id) || held.terms.iter().any(|term| term.schools.covers(id)),
        None => !held.terms.is_empty(),
    })
}

/// Why what the district holds of the product is not for these grades there, of the first for which it is not; none where
/// it is for all of them, or none are said.
fn not_for(
    reader: &OursReader,
    product: ProductId,
    (school, grades): (Option<SchoolId>, Grades),
    today: NaiveDate,
) -> Result<Option<String>, Error> {
    let Some(owned) = reader.owned(product, today)? else {
        return Ok(None);
    };
    let answer = |grade| {
        let question = reader.reader.question(Scope {
            school,
            grade,
            today,
        })?;
        let facts = reader.reader.at(&owned.about, &question)?;
        Ok::<_, Error>(status::answer(&question, &facts))
    };
    // What is not allowed for any grade is no matter of these.
    if !answer(None)?.word.allows() {
        return Ok(None);
    }
    for grade in grades.iter() {
        let answer = answer(Some(grade))?;
        if !answer.word.allows() {
            return Ok(Some(answer.reason));
        }
    }
    Ok(None)
}

/// One more than any `R-n` that ever was: what was taken back may be put back under its number.
pub(in crate::store) fn next_number(conn: &Connection) -> Result<i64, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT ifnull(max(n), 0) + 1 FROM (
             SELECT CAST(substr(number, 3) AS INTEGER) AS n FROM request WHERE number LIKE 'R-%'
             UNION ALL
             SELECT CAST(substr(json_extract(old, '$[0]'), 3) AS INTEGER) FROM history
                 WHERE kind = 'request' AND record > (SELECT ifnull(max(id), 0) FROM request) AND deed = 'remove')",
    )?;
    Ok(statement.query_row([], |r| r.get(0))?)
}

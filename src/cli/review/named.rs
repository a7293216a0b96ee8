//! Which request the words of a command mean, and carrying out what is done on it.

use crate::domain::change::Change;
use crate::domain::find::{Entry, Finder};
use crate::domain::product::Product;
use crate::domain::record::Kind;
use crate::domain::request::{Request, Requester};
use crate::domain::review::{Deed, Intake, QueueName, QueueRow, Wanted};
use crate::store::{Applied, HistoryFilter, Store};

use super::super::{Context, Failure};

/// A request that is there.
pub(in crate::cli) struct Named {
    /// The record.
    pub id: i64,
    /// Its number and product.
    pub what: String,
}

/// What a word names: a request, or a product whose review is due and not begun.
pub(in crate::cli) enum Found {
    Request(Named),
    Due(Box<QueueRow>),
}

/// What `R-418`, `418` or `P-31` names.
pub(in crate::cli) fn find(context: &Context, store: &Store, word: &str) -> Result<Found, Failure> {
    match store.request_named(word)? {
        Some(QueueName::Request { id, what }) => Ok(Found::Request(Named { id, what })),
        Some(QueueName::Product { id, name }) => {
            if let Some(open) = open(store, id)? {
                let what = format!("{} {name}", open.number);
                return Ok(Found::Request(Named {
                    id: open.id.0,
                    what,
                }));
            }
            match store.due(id, context.stamp.today)? {
                Some(row) => Ok(Found::Due(Box::new(row))),
                None => Err(Failure::NotFound(format!(
                    "nothing calls for a review of {name}; ask for one with: hallpass request new"
                ))),
            }
        }
        None => Err(nothing(store, word)?),
    }
}

/// The request a word names; a review that is only due must have been begun.
pub(in crate::cli) fn request(
    context: &Context,
    store: &Store,
    word: &str,
) -> Result<Named, Failure> {
    match find(context, store, word)? {
        Found::Request(named) => Ok(named),
        Found::Due(row) => Err(Failure::refused(
            format!("nobody has begun the review of {}", row.product_name),
            format!("begin it with: hallpass review take {}", row.name),
        )),
    }
}

/// The same, but a review that is only due is begun and taken first.
pub(in crate::cli) fn begun(
    context: &Context,
    store: &mut Store,
    word: &str,
) -> Result<(Named, bool), Failure> {
    match find(context, store, word)? {
        Found::Request(named) => Ok((named, false)),
        Found::Due(row) => {
            let intake = Intake {
                trigger: row.trigger,
                take: true,
                found_at: row.schools.clone(),
                ..Intake::of(&row.product_name, Wanted::Known(row.product))
            };
            let (named, _) = take_in(context, store, intake)?;
            Ok((named, true))
        }
    }
}

/// Carries out an ask; gives the request it made or joined.
pub(in crate::cli) fn take_in(
    context: &Context,
    store: &mut Store,
    intake: Intake,
) -> Result<(Named, Applied), Failure> {
    let known = match &intake.product {
        Wanted::Known(id) => Some(*id),
        Wanted::New { .. } => None,
    };
    let name = intake.what.clone();
    let applied = store.apply(&Change::Intake(Box::new(intake)), &context.stamp)?;
    let id = match applied.change_set {
        Some(set) => written(store, set)?,
        None => None,
    };
    let open = known
        .map(|product| open(store, product))
        .transpose()?
        .flatten();
    let Some(id) = id.or(open.map(|request| request.id.0)) else {
        return Err(Failure::refused(
            format!("{name} was asked for already today by the same person"),
            "see: hallpass queue",
        ));
    };
    let request: Request = store.get(id)?;
    let product: Product = store.get(request.product.0)?;
    let what = format!("{} {}", request.number, product.full_name());
    Ok((Named { id, what }, applied))
}

/// The request that a change set wrote to.
fn written(store: &Store, change_set: i64) -> Result<Option<i64>, Failure> {
    let newest = HistoryFilter {
        limit: 64,
        ..HistoryFilter::default()
    };
    for entry in store.history(&newest)? {
        match entry.entity {
            _ if entry.change_set != change_set => {}
            Kind::Request => return Ok(Some(entry.id)),
            Kind::Requester => {
                let ask: Requester = store.get(entry.id)?;
                return Ok(Some(ask.request.0));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// The open request of a product.
fn open(store: &Store, product: i64) -> Result<Option<Request>, Failure> {
    let mut requests = store.all::<Request>()?;
    requests.retain(|request| request.product.0 == product && request.state.is_open());
    Ok(requests.pop())
}

/// Carries out a deed on a request.
pub(in crate::cli) fn act(
    context: &Context,
    store: &mut Store,
    on: &Named,
    deed: Deed,
) -> Result<Applied, Failure> {
    let change = Change::Review {
        what: on.what.clone(),
        request: on.id,
        deed,
    };
    Ok(store.apply(&change, &context.stamp)?)
}

/// Requests named where nothing fits.
const NEAREST: usize = 3;

fn nothing(store: &Store, word: &str) -> Result<Failure, Failure> {
    let names = store.product_names()?;
    let requests = store.all::<Request>()?;
    let called = |request: &Request| {
        let product = names.get(&request.product.0);
        format!("{} {}", request.number, product.map_or("", String::as_str))
    };
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let near: Vec<String> = if let Ok(number) = digits.parse::<i64>() {
        let distance = |request: &&Request| {
            let own = request.number.trim_start_matches("R-").parse::<i64>();
            own.map_or(i64::MAX, |own| {
                own.abs_diff(number).try_into().unwrap_or(i64::MAX)
            })
        };
        let mut requests: Vec<&Request> = requests.iter().collect();
        requests.sort_by_key(distance);
        requests.into_iter().take(NEAREST).map(called).collect()
    } else {
        let entries = requests.iter().map(|request| Entry {
            id: request.id.0,
            name: names.get(&request.product.0).cloned().unwrap_or_default(),
            ..Entry::default()
        });
        let finder = Finder::new(entries.collect());
        let hits = finder
            .search(word, NEAREST)
            .hits
            .into_iter()
            .map(|hit| hit.id);
        let mut ids: Vec<i64> = hits.collect();
        if ids.is_empty() {
            ids = finder
                .near(word, NEAREST)
                .into_iter()
                .map(|near| near.id)
                .collect();
        }
        let of = |id: &i64| {
            requests
                .iter()
                .find(|request| request.id.0 == *id)
                .map(called)
        };
        ids.iter().filter_map(of).collect()
    };
    let nearest = if near.is_empty() {
        String::new()
    } else {
        format!("; nearest: {}", near.join(", "))
    };
    Ok(Failure::NotFound(format!(
        "no request is called `{word}`{nearest}"
    )))
}

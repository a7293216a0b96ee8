//! Which request the words of a command mean, and carrying out what is done on it.

use crate::domain::find::{Finder, FinderEntry};
use crate::domain::request::Request;
use crate::domain::review::{QueueName, QueueRow, ReviewDeed};
use crate::office::Office;
use crate::office::deed::review::{QueueDeeds, QueueSubject, ReviewDone};
use crate::store::{self, Store};

use super::super::{Context, Failure};

/// What a word names: a request, or a product whose review is due and not begun.
pub(in crate::cli) enum Found {
    Request(QueueSubject),
    Due(Box<QueueRow>),
}

/// What `R-418`, `418` or `P-31` names.
pub(in crate::cli) fn find(context: &Context, store: &Store, word: &str) -> Result<Found, Failure> {
    let today = context.stamp.today;
    match store.request_named(word)? {
        Some(QueueName::Request { id, what }) => {
            let request: Request = store.get(id)?;
            Ok(Found::Request(QueueSubject::of_request(&request, what)))
        }
        Some(QueueName::Product { id, name }) => {
            if let Some(open) = store.open_for(&[id], today)?.pop() {
                return Ok(Found::Request(QueueSubject::of(&open)));
            }
            match store.due(id, today)? {
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
) -> Result<QueueSubject, Failure> {
    match find(context, store, word)? {
        Found::Request(named) => Ok(named),
        Found::Due(row) => Err(Failure::refused(
            format!("nobody has begun the review of {}", row.product_name),
            format!("begin it with: hallpass review take {}", row.name),
        )),
    }
}

/// The same, but a review that is only due is begun and taken first; what that came to.
pub(in crate::cli) fn begun(
    context: &Context,
    office: &mut Office,
    word: &str,
) -> Result<(QueueSubject, Option<ReviewDone>), Failure> {
    match find(context, office.records(), word)? {
        Found::Request(named) => Ok((named, None)),
        Found::Due(row) => {
            let did = office.review(&QueueDeeds::one(QueueSubject::of(&row), ReviewDeed::Take))?;
            let Some(request) = did.open else {
                return Err(Failure::Refused(did.receipt.said, None));
            };
            let row = office.sheet(request)?.row;
            Ok((QueueSubject::of(&row), Some(did)))
        }
    }
}

/// Carries out a deed on a request.
pub(in crate::cli) fn act(
    office: &mut Office,
    on: &QueueSubject,
    deed: ReviewDeed,
) -> Result<ReviewDone, store::Error> {
    office.review(&QueueDeeds::one(on.clone(), deed))
}

/// The record of a request that has one.
pub(in crate::cli) fn id(on: &QueueSubject) -> i64 {
    on.request.unwrap_or_default()
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
        let entries = requests.iter().map(|request| FinderEntry {
            id: request.id.0,
            name: names.get(&request.product.0).cloned().unwrap_or_default(),
            ..FinderEntry::default()
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

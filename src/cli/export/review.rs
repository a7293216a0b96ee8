//! Exported rows of what the review queue lives on: asks, and the district's calendar.

use std::collections::HashMap;

use crate::domain::calendar::CalendarDay;
use crate::domain::product::{DataUse, Product};
use crate::domain::request::{Request, Requester, SignIn};
use crate::store::Store;

use super::super::Failure;
use super::names::{ExportNames, Row, or_blank};

pub(super) fn calendar_day(day: CalendarDay) -> Row {
    vec![
        ("day", day.day.into()),
        ("kind", day.kind.word().into()),
        ("agenda_cutoff", day.agenda_cutoff.into()),
        ("note", day.note.into()),
    ]
}

/// One row an ask; what is known of the product stands on each.
pub(super) fn requests(store: &Store, called: &ExportNames) -> Result<Vec<Row>, Failure> {
    let products: HashMap<i64, Product> = store
        .all::<Product>()?
        .into_iter()
        .map(|product| (product.id.0, product))
        .collect();
    let requests = store.all::<Request>()?.into_iter();
    let sponsors: HashMap<i64, Option<String>> = requests.map(|r| (r.id.0, r.sponsor)).collect();
    let asks = store.all::<Requester>()?.into_iter();
    Ok(asks
        .map(|ask| {
            let product = products.get(&ask.product.0);
            let sponsor = sponsors.get(&ask.request.0).cloned().flatten();
            let mut row = asked(ask, sponsor, called);
            if let Some(product) = product {
                row.push(("url", product.url.clone().into()));
                row.push(("data", product.data.map(DataUse::word).into()));
                row.push(("instructional", product.instructional.into()));
            }
            row
        })
        .collect())
}

fn asked(ask: Requester, sponsor: Option<String>, called: &ExportNames) -> Row {
    vec![
        ("product", called.product(ask.product.0)),
        ("school", called.buyer(ask.school.map(|school| school.0))),
        ("requester", ask.name.into()),
        ("role", ask.role.into()),
        ("sponsor", sponsor.into()),
        ("reason", ask.reason.into()),
        ("grades", or_blank(&ask.grades.to_string())),
        ("subject", ask.subject.into()),
        ("seats", ask.seats.into()),
        ("cost", ask.cost_cents.into()),
        ("fund", ask.fund.into()),
        ("needed_by", ask.needed_by.into()),
        ("asked_on", ask.asked_on.into()),
        ("sign_in", ask.sign_in.map(SignIn::word).into()),
    ]
}

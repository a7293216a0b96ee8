//! Exported rows of asks for products, with what is known of each product.

use std::collections::HashMap;

use crate::domain::product::{Product, ProductId};
use crate::domain::request::{Request, RequestId, Requester};
use crate::exchange::columns::ImportKind;
use crate::store::{Error, Store};

use super::names::ExportNames;
use super::plain::RecordCells;

/// One row an ask; what is known of the product stands on each.
pub(super) fn rows(
    store: &Store,
    called: &ExportNames,
    tell: &mut super::Tell,
) -> Result<(), Error> {
    let products: HashMap<ProductId, Product> = store
        .all::<Product>()?
        .into_iter()
        .map(|product| (product.id, product))
        .collect();
    let requests = store.all::<Request>()?.into_iter();
    let sponsors: HashMap<RequestId, Option<String>> =
        requests.map(|r| (r.id, r.sponsor)).collect();
    let of_ask = RecordCells::of::<Requester>(ImportKind::Requests, called);
    let of_product = RecordCells::of::<Product>(ImportKind::Requests, called);
    store.each(|ask: Requester| {
        let mut row = of_ask.row(&ask);
        row.push(("product", called.product(ask.product)));
        row.push(("school", called.buyer(ask.school)));
        let sponsor = sponsors.get(&ask.request).cloned().flatten();
        row.push(("sponsor", sponsor.into()));
        let product = products.get(&ask.product);
        row.extend(product.into_iter().flat_map(|known| of_product.row(known)));
        tell(row)
    })
}

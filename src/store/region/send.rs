//! The statements by which what a district shares comes into the region's tables: each product whole, many at once.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::super::Error;
use super::client::Region;
use crate::domain::product::ProductId;
use crate::domain::region::DistrictCode;
use crate::domain::region::parcel::Parcel;

/// So many products are sent in one statement.
const AT_ONCE: usize = 200;

/// What is to be sent.
pub(super) struct Load {
    /// The line of history up to which it is shared then.
    pub(super) seq: i64,
    /// The seal of the change set that wrote it.
    pub(super) seal: String,
    /// All there is, so that whatever else the region has is taken back.
    pub(super) everything: bool,
    /// The products, each whole.
    pub(super) parcels: Vec<Parcel>,
    /// Products that changed and are shared no more, where not everything is sent.
    pub(super) gone: Vec<ProductId>,
}

/// A product's number as the region keeps it. An office file of more products than that is none.
pub(super) fn number(id: ProductId) -> i32 {
    i32::try_from(id.0).unwrap_or(i32::MAX)
}

impl Parcel {
    /// Its number there.
    pub(super) fn number(&self) -> i32 {
        number(self.product)
    }
}

/// A list of a parcel as the rows of its table.
fn rows<T: Serialize>(list: &[T]) -> Json {
    serde_json::to_value(list).unwrap_or(Json::Null)
}

/// A table of the region, its columns with their types, and the list of a parcel that fills it.
type SharedTable = (
    &'static str,
    &'static str,
    &'static str,
    fn(&Parcel) -> Json,
);

/// The tables of what is shared of a product, beside its own row.
const TABLES: [SharedTable; 8] = [
    ("alias", "name", "name text", |p| rows(&p.aliases)),
    ("sign", "family, sign", "family text, sign text", |p| {
        rows(&p.signs)
    }),
    (
        "decision",
        "stance, scope, whole, grades, audience, conditions, reason, decided_on, starts, ends",
        "stance text, scope text, whole boolean, grades text, audience text, conditions text, reason text, \
         decided_on date, starts date, ends date",
        |p| rows(&p.decisions),
    ),
    (
        "answer",
        "track, edition, item, answer",
        "track text, edition int, item text, answer text",
        |p| rows(&p.answers),
    ),
    (
        "alignment",
        "framework, standard, role, grades, verified_on",
        "framework text, standard text, role text, grades text, verified_on date",
        |p| rows(&p.alignments),
    ),
    (
        "agreement",
        "kind, starts, ends",
        "kind text, starts date, ends date",
        |p| rows(&p.agreements),
    ),
    ("term", "ends", "ends date", |p| rows(&p.terms)),
    (
        "price",
        "unit, low, high, ends",
        "unit text, low bigint, high bigint, ends date",
        |p| rows(&p.prices),
    ),
];

impl Region {
    /// Sends the rows; gives how many products were taken back.
    pub(super) fn send(&self, district: &DistrictCode, load: &Load) -> Result<u64, Error> {
        for some in load.parcels.chunks(AT_ONCE) {
            let own = some.iter().map(|p| {
                json!({ "product": p.number(), "name": p.name, "key": p.key, "vendor": p.vendor })
            });
            // The row stays where it is there: what the region's people said of it hangs on it.
            self.run(
                "INSERT INTO hallpass.product (product, name, key, vendor)
                 SELECT product, name, key, vendor
                 FROM jsonb_to_recordset($1::text::jsonb) AS p(product int, name text, key text, vendor text)
                 ON CONFLICT (district, product)
                 DO UPDATE SET name = excluded.name, key = excluded.key, vendor = excluded.vendor",
                &[&Json::Array(own.collect()).to_string()],
            )?;
            let numbers: Vec<i32> = some.iter().map(Parcel::number).collect();
            for (table, columns, types, list) in TABLES {
                self.run(
                    &format!(
                        "DELETE FROM hallpass.{table} WHERE district = $1 AND product = ANY($2)"
                    ),
                    &[&district.as_str(), &numbers],
                )?;
                let filled = some.iter().filter_map(|p| {
                    let rows = list(p);
                    let any = rows.as_array().is_some_and(|rows| !rows.is_empty());
                    any.then(|| json!({ "product": p.number(), "list": rows }))
                });
                let filled: Vec<Json> = filled.collect();
                if filled.is_empty() {
                    continue;
                }
                self.run(
                    &format!(
                        "INSERT INTO hallpass.{table} (product, place, {columns})
                         SELECT p.product, r.place, {columns}
                         FROM jsonb_to_recordset($1::text::jsonb) AS p(product int, list jsonb),
                              ROWS FROM (jsonb_to_recordset(p.list) AS ({types})) WITH ORDINALITY AS r({columns}, place)"
                    ),
                    &[&Json::Array(filled).to_string()],
                )?;
            }
        }
        if load.everything {
            let stay: Vec<i32> = load.parcels.iter().map(Parcel::number).collect();
            let sql = "DELETE FROM hallpass.product WHERE district = $1 AND NOT product = ANY($2)";
            return self.run(sql, &[&district.as_str(), &stay]);
        }
        let gone: Vec<i32> = load.gone.iter().map(|id| number(*id)).collect();
        let sql = "DELETE FROM hallpass.product WHERE district = $1 AND product = ANY($2)";
        self.run(sql, &[&district.as_str(), &gone])
    }
}

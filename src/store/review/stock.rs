//! What is known of products that may call for their review, gathered in one pass over each noun,
//! and what the triggers make of it.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::cases::grouped;
use crate::domain::approval::{Agreement, Approval};
use crate::domain::grade::Grades;
use crate::domain::inventory::Compatibility;
use crate::domain::money::Cents;
use crate::domain::policy::{Policy, Tracks};
use crate::domain::product::{Product, ProductId, VendorId};
use crate::domain::record::{Column, Value, read_day};
use crate::domain::request::Incident;
use crate::domain::review::trigger::{
    self, Adoption, District, Fired, Issued, SchoolWithProduct, TermInForce, TrainedCount,
    TriggerFacts,
};
use crate::domain::school::{Device, DeviceId, SchoolId, Schools};
use crate::domain::setting::{Setting, SettingId};
use crate::store::Error;
use crate::store::convert::{read, records, records_as_far};
use crate::store::desk::Desk;
use crate::store::placed::{InventoryPlace, PlacesByProduct};
use crate::store::terms::{self, LineInTerm, a_year, hidden_a_year, lines_in_term};

/// A product that something calls for the review of.
pub(super) struct CalledProduct {
    pub(super) product: Product,
    /// The reasons, the most urgent first; never empty.
    pub(super) fired: Vec<Fired>,
    /// Where it is in use.
    pub(super) schools: Schools,
    /// What it costs a year.
    pub(super) spend: Cents,
    /// The same, also of what is hidden from whoever asks: for the days that follow from it.
    pub(super) weighed: Cents,
    pub(super) approvals: Vec<Approval>,
}

/// Nothing calls for the review of a product that was never decided on, is nowhere, is not paid for, and
/// with which nothing happened; of a large catalogue that is most.
const MAY_CALL: &str = "(EXISTS (SELECT 1 FROM approval o WHERE o.product = product.id)
    OR EXISTS (SELECT 1 FROM inventory o WHERE o.product = product.id)
    OR EXISTS (SELECT 1 FROM line o WHERE o.product = product.id)
    OR EXISTS (SELECT 1 FROM incident o WHERE o.product = product.id))";

/// The one product, if it calls for a review on this day.
pub(super) fn called(
    conn: &Connection,
    desk: &Desk,
    product: ProductId,
    today: NaiveDate,
) -> Result<Option<CalledProduct>, Error> {
    let mut called = None;
    let only = BTreeSet::from([product]);
    each_called(conn, desk, (Some(&only), today), |one| {
        called = Some(one);
        Ok(())
    })?;
    Ok(called)
}

/// The products that call for a review on this day, of these where some are named, one after another: in a large district they
/// are many, with all of their schools.
pub(super) fn each_called(
    conn: &Connection,
    desk: &Desk,
    (only, today): (Option<&BTreeSet<ProductId>>, NaiveDate),
    mut each: impl FnMut(CalledProduct) -> Result<(), Error>,
) -> Result<(), Error> {
    let district = district(conn, desk, today)?;
    let agreements = grouped(conn, "", &[], |a: &Agreement| a.vendor)?;
    let rest = format!("WHERE archived = 0 AND id BETWEEN ?1 AND ?2 AND {MAY_CALL} ORDER BY id");
    let mut placed = PlacesByProduct::new(conn)?;
    for some in ranges(conn, only)? {
        let mut stock = TriggerStock::read(conn, (&some, only.is_some()), &agreements, today)?;
        let products: Vec<Product> = if only.is_some() {
            records(conn, &rest, params_from_iter(&some))?
        } else {
            records_as_far(conn, OF_PRODUCT, &rest, params_from_iter(&some))?
        };
        for product in products {
            let places = placed.of(product.id)?;
            if let Some(one) = stock.calls(conn, (product, places), &district, today)? {
                each(one)?;
            }
        }
    }
    Ok(())
}

/// So many products are looked at at once: in a large district the facts about all of them are too many to be held.
const AT_ONCE: i64 = 1_000;

/// What triggers and rows of the queue look at of a product: of all products no more is read.
const OF_PRODUCT: &[&str] = &[
    "name",
    "vendor",
    "edition",
    "kind",
    "first_seen",
    "archived",
    "version_seen",
    "data",
    "instructional",
    "core",
];

/// The same of a decision.
const OF_DECISION: &[&str] = &[
    "product",
    "status",
    "schools",
    "grades",
    "audience",
    "from",
    "until",
    "decided_on",
    "version_reviewed",
];

/// The condition on what is about the products of a range.
const OF_THESE: &str = "WHERE product BETWEEN ?1 AND ?2";

/// From which product to which one after another, or each of these.
fn ranges(conn: &Connection, only: Option<&BTreeSet<ProductId>>) -> Result<Vec<[Value; 2]>, Error> {
    if let Some(ids) = only {
        let each = ids.iter().map(|id| [id.to_value(), id.to_value()]);
        return Ok(each.collect());
    }
    let last = "SELECT ifnull(max(id), 0) FROM product";
    let last: i64 = conn.prepare_cached(last)?.query_row([], |row| row.get(0))?;
    let firsts = (1..=last).step_by(AT_ONCE as usize);
    let ranges = firsts.map(|first| [Value::Int(first), Value::Int(first + AT_ONCE - 1)]);
    Ok(ranges.collect())
}

/// The facts about products, by the product's id.
struct TriggerStock<'a> {
    approvals: HashMap<ProductId, Vec<Approval>>,
    terms: HashMap<ProductId, Vec<TermInForce>>,
    tests: HashMap<ProductId, Vec<Compatibility>>,
    /// By the vendor's id.
    agreements: &'a HashMap<VendorId, Vec<Agreement>>,
    incidents: HashMap<ProductId, Vec<Incident>>,
    windows: HashMap<ProductId, Vec<NewestWindow>>,
}

impl TriggerStock<'_> {
    /// About the products of a range: of their decisions all, or what triggers and rows of the queue look at.
    fn read<'a>(
        conn: &Connection,
        (arg, whole): (&[Value], bool),
        agreements: &'a HashMap<VendorId, Vec<Agreement>>,
        today: NaiveDate,
    ) -> Result<TriggerStock<'a>, Error> {
        let of = OF_THESE;
        let approvals: Vec<Approval> = if whole {
            records(conn, of, params_from_iter(arg))?
        } else {
            records_as_far(conn, OF_DECISION, of, params_from_iter(arg))?
        };
        Ok(TriggerStock {
            approvals: terms::grouped(approvals, |approval| approval.product),
            terms: terms_in_force(conn, of, arg, today)?,
            tests: grouped(conn, of, arg, |t: &Compatibility| t.product)?,
            agreements,
            incidents: grouped(conn, of, arg, |i: &Incident| i.product)?,
            windows: newest_windows(conn, of, arg)?,
        })
    }

    /// What this product's facts come to. Takes them out: each product is asked about once.
    fn calls(
        &mut self,
        conn: &Connection,
        (product, places): (Product, &[InventoryPlace]),
        district: &District,
        today: NaiveDate,
    ) -> Result<Option<CalledProduct>, Error> {
        let id = product.id;
        let approvals = self.approvals.remove(&id).unwrap_or_default();
        let of_vendor = product.vendor.and_then(|v| self.agreements.get(&v));
        let agreements: Vec<&Agreement> = of_vendor
            .into_iter()
            .flatten()
            .filter(|a| a.product.is_none_or(|p| p == product.id))
            .collect();
        let terms = self.terms.get(&id).map_or(&[][..], Vec::as_slice);
        let windows = self.windows.get(&id).map_or(&[][..], Vec::as_slice);
        // Who is trained is looked at where a contract ends soon, and of few products one does.
        let ends_soon = trigger::ends_soon(terms, today);
        let facts = TriggerFacts {
            version_since: version_since(conn, &product, &approvals)?,
            entered_on: entered_on(conn, id, &approvals)?,
            product: &product,
            approvals: &approvals,
            terms,
            places: &schools_with(places),
            tests: self.tests.get(&id).map_or(&[], Vec::as_slice),
            agreements: &agreements,
            incidents: self.incidents.get(&id).map_or(&[], Vec::as_slice),
            adoption: adoption(windows, places),
            trained: ends_soon
                .then(|| trained(conn, id, today))
                .transpose()?
                .flatten(),
        };
        let fired = trigger::fired(&facts, district, today);
        if fired.is_empty() {
            return Ok(None);
        }
        let schools = trigger::schools(facts.places, facts.terms);
        let (spend, weighed) = (facts.spend(), facts.weighed());
        Ok(Some(CalledProduct {
            product,
            fired,
            schools,
            spend,
            weighed,
            approvals,
        }))
    }
}

/// Where one product is, and under which contracts.
pub(super) struct ProductHoldings {
    pub(super) terms: Vec<TermInForce>,
    pub(super) places: Vec<SchoolWithProduct>,
}

impl ProductHoldings {
    pub(super) fn schools(&self) -> Schools {
        trigger::schools(&self.places, &self.terms)
    }
}

/// Where this product is, and under which contracts that are in force.
pub(super) fn holdings(
    conn: &Connection,
    product: ProductId,
    today: NaiveDate,
) -> Result<ProductHoldings, Error> {
    let (of, arg) = ("WHERE product = ?1", [product.to_value()]);
    Ok(ProductHoldings {
        terms: terms_in_force(conn, of, &arg, today)?
            .remove(&product)
            .unwrap_or_default(),
        places: schools_with(PlacesByProduct::new(conn)?.of(product)?),
    })
}

/// The day the present version was entered, looked up only where another one was reviewed.
fn version_since(
    conn: &Connection,
    product: &Product,
    approvals: &[Approval],
) -> Result<Option<NaiveDate>, Error> {
    let reviewed = |a: &Approval| a.version_reviewed.is_some();
    if product.version_seen.is_none() || !approvals.iter().any(reviewed) {
        return Ok(None);
    }
    let mut statement = conn.prepare_cached(
        "SELECT max(district_day(s.\"at\")) FROM history h JOIN change_set s ON s.id = h.change_set
         WHERE h.kind = 'product' AND h.record = ?1 AND (h.deed = 'add' OR h.field = 'version_seen')",
    )?;
    let day: Value = statement.query_row([product.id], |r| r.get(0))?;
    Ok(NaiveDate::from_value(&day))
}

/// The day the product was first entered, looked up only where nobody ever decided.
fn entered_on(
    conn: &Connection,
    product: ProductId,
    approvals: &[Approval],
) -> Result<Option<NaiveDate>, Error> {
    if approvals.iter().any(trigger::is_decision) {
        return Ok(None);
    }
    let mut statement = conn.prepare_cached(
        "SELECT min(district_day(s.\"at\")) FROM history h JOIN change_set s ON s.id = h.change_set
         WHERE h.kind = 'product' AND h.record = ?1 AND h.deed = 'add'",
    )?;
    let day: Value = statement.query_row([product], |r| r.get(0))?;
    Ok(NaiveDate::from_value(&day))
}

fn terms_in_force(
    conn: &Connection,
    of: &str,
    arg: &[Value],
    today: NaiveDate,
) -> Result<HashMap<ProductId, Vec<TermInForce>>, Error> {
    let mut lines = lines_in_term(conn, of, params_from_iter(arg), today)?;
    lines.retain(|term| term.in_force);
    let a_year = a_year(conn, &lines)?;
    let hidden = hidden_a_year(conn, &lines, today)?;
    let mut terms: HashMap<ProductId, Vec<TermInForce>> = HashMap::new();
    for (LineInTerm { contract, line, .. }, a_year) in lines.into_iter().zip(a_year) {
        let own = contract.buyer.map(|buyer| Schools::only(vec![buyer]));
        terms.entry(line.product).or_default().push(TermInForce {
            start: contract.term_start,
            end: contract.term_end,
            auto_renew: contract.auto_renew,
            contract: contract.id,
            priced: a_year.line.is_some(),
            a_year: a_year.line.unwrap_or_default(),
            weighed: (hidden.get(&line.id).copied().or(a_year.line)).unwrap_or_default(),
            grades: line.grades,
            schools: match (line.schools, own) {
                (Schools::All, Some(own)) => own,
                (named, _) => named,
            },
        });
    }
    Ok(terms)
}

/// The schools that have a product, each once with the first day of it there.
fn schools_with(places: &[InventoryPlace]) -> Vec<SchoolWithProduct> {
    let mut schools: Vec<SchoolWithProduct> = Vec::with_capacity(places.len());
    for place in places {
        match schools.last_mut() {
            Some(last) if last.school == place.school => {
                last.since = last.since.into_iter().chain(place.since).min();
            }
            _ => schools.push(SchoolWithProduct {
                school: place.school,
                since: place.since,
            }),
        }
    }
    schools
}

/// The newest window of use of a product at a school, or in the district as a whole.
struct NewestWindow {
    school: Option<SchoolId>,
    to: NaiveDate,
    active: Option<i64>,
    active_ppm: Option<i64>,
    provisioned: Option<i64>,
}

fn newest_windows(
    conn: &Connection,
    of: &str,
    arg: &[Value],
) -> Result<HashMap<ProductId, Vec<NewestWindow>>, Error> {
    let sql = format!(
        "SELECT product, school, max(\"to\"), active, active_ppm, provisioned FROM usage {of} GROUP BY product, school"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(arg))?;
    let mut windows: HashMap<ProductId, Vec<NewestWindow>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let Some(to) = read(row, 2, read_day)? else {
            continue;
        };
        windows.entry(row.get(0)?).or_default().push(NewestWindow {
            school: row.get(1)?,
            to,
            active: row.get(3)?,
            active_ppm: row.get(4)?,
            provisioned: row.get(5)?,
        });
    }
    Ok(windows)
}

/// Who used a product in the newest window of each school, of the accounts made or seats held. A share without a count
/// stands for itself where nobody counted.
fn adoption(windows: &[NewestWindow], places: &[InventoryPlace]) -> Option<Adoption> {
    let (mut counted, mut shares) = (None, None);
    for window in windows {
        let seats = || window.school.and_then(|school| seats_at(places, school));
        let of = window.provisioned.or_else(seats);
        let (sums, active, of) = match (window.active, of, window.active_ppm) {
            (Some(active), Some(of), _) => (&mut counted, active, of),
            (_, _, Some(ppm)) => (&mut shares, ppm, 1_000_000),
            _ => continue,
        };
        let one = sums.get_or_insert(Adoption {
            active: 0,
            of: 0,
            counted_on: window.to,
        });
        one.active += active;
        one.of += of;
        one.counted_on = one.counted_on.max(window.to);
    }
    counted.or(shares)
}

/// The seats of a school, of places in order of school; none where nobody said.
fn seats_at(places: &[InventoryPlace], school: SchoolId) -> Option<i64> {
    let first = places.partition_point(|place| place.school < school);
    let here = places.iter().skip(first);
    let here = here.take_while(|place| place.school == school);
    here.filter_map(|place| place.seats)
        .reduce(|sum, more| sum + more)
}

/// Who is trained in a product, where anybody should be.
fn trained(
    conn: &Connection,
    product: ProductId,
    today: NaiveDate,
) -> Result<Option<TrainedCount>, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT sum(CASE WHEN target > 0 AND (\"on\" IS NULL OR \"on\" <= ?2) THEN ifnull(trained, 0) ELSE 0 END),
             ifnull(sum(target), 0)
         FROM training WHERE product = ?1 HAVING count(*) > 0",
    )?;
    let count = statement.query_row(params![product, today.to_string()], |r| {
        let (trained, target) = (r.get(0)?, r.get(1)?);
        Ok(TrainedCount { trained, target })
    });
    Ok(count.optional()?)
}

fn district(conn: &Connection, desk: &Desk, today: NaiveDate) -> Result<District, Error> {
    let mut statement = conn.prepare_cached("SELECT id, grades FROM school")?;
    let grades = statement.query_map([], |r| {
        let grades = read(r, 1, |text| text.parse::<Grades>().ok())?;
        Ok((r.get(0)?, grades.unwrap_or(Grades::UNSAID)))
    })?;
    let grades = grades.collect::<rusqlite::Result<_>>()?;
    let mut days: HashMap<DeviceId, (Option<NaiveDate>, Option<NaiveDate>)> = HashMap::new();
    let mut statement = conn.prepare_cached(
        "SELECT h.record, h.deed = 'add', max(district_day(s.\"at\"))
         FROM history h JOIN change_set s ON s.id = h.change_set
         WHERE h.kind = 'device' AND (h.deed = 'add' OR (h.field = 'os_min' AND h.old IS NOT NULL))
         GROUP BY h.record, h.deed",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let day = NaiveDate::from_value(&row.get(2)?);
        let known = days.entry(row.get(0)?).or_default();
        if row.get(1)? {
            known.0 = day;
        } else {
            known.1 = day;
        }
    }
    let mut devices: HashMap<SchoolId, Vec<Issued>> = HashMap::new();
    for device in records_as_far::<Device>(conn, &["school", "device"], "", [])? {
        let (since, floor_on) = days.get(&device.id).copied().unwrap_or_default();
        devices.entry(device.school).or_default().push(Issued {
            device: device.device.to_lowercase(),
            since: since.unwrap_or(today),
            floor_on,
        });
    }
    Ok(District {
        grades,
        devices,
        kinds: OnceCell::new(),
        review_months: desk.policy.review_age.0,
        tracks: tracks(conn)?,
    })
}

/// The days on which the policy came to ask for other checklists.
fn tracks(conn: &Connection) -> Result<Vec<(NaiveDate, Tracks, Tracks)>, Error> {
    let (base, knob) = (Policy::setting("base"), Policy::setting("tracks"));
    let settings = records::<Setting>(conn, "", [])?;
    let ids: HashMap<SettingId, &str> = settings.iter().map(|s| (s.id, s.key.as_str())).collect();
    let mut statement = conn.prepare_cached(
        "SELECT district_day(s.\"at\"), h.record, h.old FROM history h
         JOIN change_set s ON s.id = h.change_set
         WHERE h.kind = 'setting' AND (h.deed = 'add' OR h.field = 'value') ORDER BY h.seq DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut history = Vec::new();
    while let Some(row) = rows.next()? {
        let key = ids.get(&row.get(1)?).copied().unwrap_or_default();
        let Some(day) = NaiveDate::from_value(&row.get(0)?) else {
            continue;
        };
        if key == base || key == knob {
            history.push((day, key.to_owned(), row.get(2)?));
        }
    }
    let now = settings.into_iter().map(|s| (s.key, s.value)).collect();
    Ok(Policy::tracks_over_time(&now, &history))
}

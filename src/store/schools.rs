//! What schools have: one row a school, one row a product placed at a school, and what each costs.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::approval::Audience;
use crate::domain::contract::{Contract, Line, PriceModel};
use crate::domain::cost::{Bearer, in_force, shares};
use crate::domain::money::Cents;
use crate::domain::record::Schools;
use crate::domain::school::School;

use super::convert::records;
use super::{Error, Store};

/// A school with what it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolRow {
    /// The school.
    pub school: School,
    /// Products placed there.
    pub products: usize,
    /// What it bears of all contracts, a year.
    pub cost: Cents,
    /// The part of that cost that stands for seats known to be unused.
    pub unused: Cents,
}

/// A product placed at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The product's id.
    pub product: i64,
    /// Its name, with the edition.
    pub name: String,
    /// The school's id.
    pub school: i64,
    /// Seats here; none where the licence counts no seats or nobody said.
    pub seats: Option<i64>,
    /// Seats in use; none where nobody counted.
    pub used: Option<i64>,
    /// What this school bears of it, a year.
    pub cost: Cents,
    /// Did the school buy it itself?
    pub bought_here: bool,
    /// The school that bought it; the district where none is named.
    pub buyer: Option<i64>,
    /// The contract that covers it today.
    pub contract: Option<String>,
    /// The contract's last day.
    pub term_end: Option<NaiveDate>,
    /// Seats for each hundred people here who would need one.
    pub cover_pct: Option<i64>,
}

impl Placed {
    /// Seats in use for each hundred seats.
    pub fn used_pct(&self) -> Option<i64> {
        let (seats, used) = (self.seats.filter(|s| *s > 0)?, self.used?);
        Some((used * 200 + seats) / (seats * 2))
    }

    /// What the unused seats cost a year; nothing where nobody counted.
    pub fn unused(&self) -> Cents {
        unused(self.cost, self.seats, self.used)
    }
}

fn unused(cost: Cents, seats: Option<i64>, used: Option<i64>) -> Cents {
    match (seats, used) {
        (Some(seats), Some(used)) if seats > used => {
            let spare = i128::from(cost.0) * i128::from(seats - used);
            Cents((spare / i128::from(seats)) as i64)
        }
        _ => Cents(0),
    }
}

/// One line in force, shared out to its schools.
struct Shared {
    number: String,
    product: i64,
    buyer: Option<i64>,
    term_end: NaiveDate,
    model: Option<PriceModel>,
    audience: Option<Audience>,
    parts: Vec<Part>,
}

/// What one school bears of a line, and the seats and seats in use it holds of it.
struct Part {
    school: i64,
    cost: Cents,
    held: Option<(Option<i64>, Option<i64>)>,
}

/// Seats in use: as counted at the school, else the newest count of active people.
const USED: &str = "ifnull(i.used, (SELECT u.active FROM usage u WHERE u.product = i.product
    AND u.school = i.school AND u.active IS NOT NULL ORDER BY u.\"to\" DESC LIMIT 1))";

impl Store {
    /// Every open school, in order of name, with what it has on this day.
    pub fn schools(&self, today: NaiveDate) -> Result<Vec<SchoolRow>, Error> {
        let people = self.people_of_schools()?;
        let mut sums: HashMap<i64, (usize, Cents, Cents)> = HashMap::new();
        let mut counts = self.conn.prepare_cached(
            "SELECT school, count(*) FROM (SELECT DISTINCT school, product, buyer FROM inventory) GROUP BY school",
        )?;
        let mut rows = counts.query([])?;
        while let Some(row) = rows.next()? {
            sums.entry(row.get(0)?).or_default().0 = row.get::<_, i64>(1)? as usize;
        }
        for part in self
            .shared_lines(None, &people, today)?
            .iter()
            .flat_map(|line| &line.parts)
        {
            let sum = sums.entry(part.school).or_default();
            sum.0 += usize::from(part.held.is_none());
            sum.1 += part.cost;
            let (seats, used) = part.held.unwrap_or_default();
            sum.2 += unused(part.cost, seats, used);
        }
        let mut schools = records::<School>(&self.conn, "ORDER BY name, id", [])?;
        schools.retain(|s| s.open);
        Ok(schools
            .into_iter()
            .map(|school| {
                let (products, cost, unused) = sums.get(&school.id.0).copied().unwrap_or_default();
                SchoolRow {
                    school,
                    products,
                    cost,
                    unused,
                }
            })
            .collect())
    }

    /// What is placed at one school, or everywhere, on this day: dearest first.
    pub fn placed(&self, school: Option<i64>, today: NaiveDate) -> Result<Vec<Placed>, Error> {
        let people = self.people_of_schools()?;
        let mut rows = self.inventory_rows(school)?;
        for line in self.shared_lines(school, &people, today)? {
            for part in line
                .parts
                .iter()
                .filter(|p| school.is_none_or(|s| s == p.school))
            {
                let key = (part.school, line.product, line.buyer);
                let row = rows.entry(key).or_insert_with(|| placed(key, None, None));
                row.cost += part.cost;
                if row.term_end.is_none_or(|end| end < line.term_end) {
                    row.term_end = Some(line.term_end);
                    row.contract = Some(line.number.clone());
                }
                let people = people.get(&part.school).copied().unwrap_or_default();
                row.cover_pct = cover(row.seats, line.model, line.audience, people);
            }
        }
        let names = self.product_names()?;
        let mut placed: Vec<Placed> = rows.into_values().collect();
        for row in &mut placed {
            row.name = names.get(&row.product).cloned().unwrap_or_default();
        }
        placed.sort_by(|a, b| b.cost.cmp(&a.cost).then_with(|| a.name.cmp(&b.name)));
        Ok(placed)
    }

    /// Every product's name, with the edition.
    pub fn product_names(&self) -> Result<HashMap<i64, String>, Error> {
        let sql = "SELECT id, name || ifnull(' ' || edition, '') FROM product";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Students and staff of each school that is open.
    fn people_of_schools(&self) -> Result<BTreeMap<i64, (i64, i64)>, Error> {
        let sql = "SELECT id, ifnull(enrollment, 0), ifnull(staff, 0) FROM school WHERE open = 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    #[allow(clippy::type_complexity)] // a row's key: school, product, buyer
    fn inventory_rows(
        &self,
        school: Option<i64>,
    ) -> Result<BTreeMap<(i64, i64, Option<i64>), Placed>, Error> {
        let of = if school.is_some() {
            "WHERE i.school = ?1"
        } else {
            "WHERE ?1 IS NULL"
        };
        let sql =
            format!("SELECT i.school, i.product, i.buyer, i.seats, {USED} FROM inventory i {of}");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![school])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let key = (row.get(0)?, row.get(1)?, row.get(2)?);
            found.insert(key, placed(key, row.get(3)?, row.get(4)?));
        }
        Ok(found)
    }

    /// The lines in force that touch this school (or any), each shared out.
    fn shared_lines(
        &self,
        school: Option<i64>,
        people: &BTreeMap<i64, (i64, i64)>,
        today: NaiveDate,
    ) -> Result<Vec<Shared>, Error> {
        let contracts: HashMap<_, Contract> = records::<Contract>(&self.conn, "", [])?
            .into_iter()
            .map(|contract| (contract.id, contract))
            .collect();
        let lines = records::<Line>(&self.conn, "ORDER BY id", [])?.into_iter();
        let terms: Vec<(Contract, Line)> = lines
            .filter_map(|line| Some((contracts.get(&line.contract)?.clone(), line)))
            .collect();
        let in_force = in_force(&terms, today);
        let sql = format!(
            "SELECT i.school, i.seats, {USED} FROM inventory i WHERE i.product = ?1 AND i.buyer IS ?2"
        );
        let mut holders = self.conn.prepare_cached(&sql)?;
        let mut shared = Vec::new();
        for ((contract, line), _) in terms.iter().zip(in_force).filter(|(_, in_force)| *in_force) {
            let buyer = contract.buyer.map(|b| b.0);
            let covered = covered(&line.schools, buyer, people);
            if school.is_some_and(|s| !covered.contains(&s)) {
                continue;
            }
            let held = holders.query_map(params![line.product.0, buyer], |r| {
                Ok((r.get::<_, i64>(0)?, (r.get(1)?, r.get(2)?)))
            })?;
            let held: HashMap<i64, (Option<i64>, Option<i64>)> =
                held.collect::<rusqlite::Result<_>>()?;
            let bearers: Vec<Bearer> = covered
                .iter()
                .map(|at| Bearer {
                    seats: held.get(at).and_then(|h| h.0).unwrap_or(0),
                    enrollment: people.get(at).map_or(0, |p| p.0),
                })
                .collect();
            let cost = contract.a_year(line.price().unwrap_or_default());
            let parts = covered.iter().zip(shares(cost, &bearers));
            let parts = parts.map(|(school, cost)| Part {
                school: *school,
                cost,
                held: held.get(school).copied(),
            });
            let parts = parts.collect();
            shared.push(Shared {
                number: contract.number.clone(),
                product: line.product.0,
                buyer,
                term_end: contract.term_end,
                model: line.model,
                audience: line.audience,
                parts,
            });
        }
        Ok(shared)
    }
}

fn placed(
    (school, product, buyer): (i64, i64, Option<i64>),
    seats: Option<i64>,
    used: Option<i64>,
) -> Placed {
    Placed {
        product,
        name: String::new(),
        school,
        seats,
        used,
        cost: Cents(0),
        bought_here: buyer == Some(school),
        buyer,
        contract: None,
        term_end: None,
        cover_pct: None,
    }
}

/// The open schools a line covers: those named, else the buyer's own, else every school.
fn covered(named: &Schools, buyer: Option<i64>, people: &BTreeMap<i64, (i64, i64)>) -> Vec<i64> {
    match (named, buyer) {
        (Schools::Only(ids), _) => ids.clone(),
        (Schools::All, Some(school)) => vec![school],
        (Schools::All, None) => people.keys().copied().collect(),
    }
}

fn cover(
    seats: Option<i64>,
    model: Option<PriceModel>,
    audience: Option<Audience>,
    (students, staff): (i64, i64),
) -> Option<i64> {
    let for_staff = model == Some(PriceModel::PerTeacher) || audience == Some(Audience::Staff);
    let need = if for_staff { staff } else { students };
    (need > 0)
        .then(|| seats.map(|s| ((s * 200 + need) / (need * 2)).min(100)))
        .flatten()
}

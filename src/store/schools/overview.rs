//! The district at a glance: a sum for each school and a sum for each product. Made in one pass over
//! the inventory, product by product, so that memory grows with schools, products and lines only.

use std::collections::HashMap;
use std::ops::Range;

use chrono::NaiveDate;

use super::in_force::{InForce, People};
use super::{SchoolRow, USED, unused};
use crate::domain::cost::{Bearer, Sharing};
use crate::domain::money::Cents;
use crate::domain::school::School;
use crate::store::convert::records;
use crate::store::{Error, Store};

/// Every open school and every product that is somewhere, each with its sums.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// The schools, in order of name.
    pub schools: Vec<SchoolRow>,
    /// The products, in order of name.
    pub products: Vec<ProductRow>,
    /// Contracts in force.
    pub contracts: usize,
    /// What the district bears itself, a year.
    pub district: Cents,
    /// What schools bear whose prices are kept from the person who asked.
    pub(in crate::store) kept_back: Cents,
    pub(super) people: People,
    pub(super) lines: Vec<InForce>,
}

impl Overview {
    /// What all schools and the district bear together, a year: each dollar counted once.
    pub fn cost(&self) -> Cents {
        self.schools.iter().map(|row| row.cost).sum::<Cents>() + self.district + self.kept_back
    }
}

/// A product with what all schools have of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductRow {
    /// The product's id.
    pub product: i64,
    /// Its name, with the edition.
    pub name: String,
    /// Seats at all schools; none where nobody counted.
    pub seats: Option<i64>,
    /// Of the seats whose use was counted: how many there are, and how many are in use.
    pub counted: (i64, i64),
    /// What it costs all schools and the district, a year.
    pub cost: Cents,
    /// The part of that cost that stands for seats known to be unused.
    pub unused: Cents,
    /// The login of who manages it.
    pub owner: Option<String>,
}

impl ProductRow {
    /// Seats in use for each hundred seats whose use was counted.
    pub fn used_pct(&self) -> Option<i64> {
        let (seats, used) = self.counted;
        (seats > 0).then(|| (used * 200 + seats) / (seats * 2))
    }
}

/// A row of the inventory, without its product.
struct Held {
    school: i64,
    buyer: Option<i64>,
    seats: Option<i64>,
    used: Option<i64>,
}

/// The sums while they grow.
struct Sums<'a> {
    people: &'a People,
    /// Products, cost, unused.
    schools: HashMap<i64, (usize, Cents, Cents)>,
    products: HashMap<i64, ProductRow>,
    district: Cents,
}

impl Sums<'_> {
    /// Adds a product: where it is placed, and the lines that pay for it.
    fn add(&mut self, product: i64, placed: &[Held], lines: &mut [InForce]) {
        let open = |held: &&Held| self.people.contains_key(&held.school);
        if lines.is_empty() && !placed.iter().any(|held| open(&held)) {
            return;
        }
        let row = self.products.entry(product).or_default();
        for held in placed.iter().filter(open) {
            self.schools.entry(held.school).or_default().0 += 1;
            if let Some(seats) = held.seats {
                row.seats = Some(row.seats.unwrap_or(0) + seats);
                if let Some(used) = held.used {
                    row.counted = (row.counted.0 + seats, row.counted.1 + used);
                }
            }
        }
        for line in lines {
            let buyer = line.buyer();
            let of_line = placed.iter().filter(|held| held.buyer == buyer);
            let held: HashMap<i64, &Held> = of_line.map(|held| (held.school, held)).collect();
            let schools = line.schools(self.people).into_iter();
            let bearers: Vec<(i64, Bearer)> = schools
                .map(|school| {
                    let bearer = Bearer {
                        seats: held.get(&school).and_then(|h| h.seats).unwrap_or(0),
                        enrollment: self.people.get(&school).map_or(0, |people| people.0),
                        active: held.get(&school).and_then(|h| h.used).unwrap_or(0),
                        agreed: line.agreed(school),
                    };
                    (school, bearer)
                })
                .collect();
            let cost = line.contract.a_year(line.line.price().unwrap_or_default());
            line.sharing = Sharing::new(cost, line.line.allocation, &bearers);
            let district = line.sharing.district(&bearers);
            self.district += district;
            row.cost += district;
            for (school, bearer) in &bearers {
                let part = line.sharing.part(*school, bearer);
                let held = held.get(school);
                let (seats, used) = held.map_or((None, None), |held| (held.seats, held.used));
                let spare = unused(part, seats, used);
                let sum = self.schools.entry(*school).or_default();
                sum.0 += usize::from(held.is_none());
                sum.1 += part;
                sum.2 += spare;
                row.cost += part;
                row.unused += spare;
            }
        }
    }
}

/// Where each product's lines are.
fn ranges(lines: &[InForce]) -> HashMap<i64, Range<usize>> {
    let mut ranges: HashMap<i64, Range<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        ranges.entry(line.line.product.0).or_insert(at..at).end = at + 1;
    }
    ranges
}

impl Store {
    /// The whole district on this day.
    pub fn overview(&self, today: NaiveDate) -> Result<Overview, Error> {
        let people = self.people_of_schools()?;
        let (mut lines, contracts) = self.in_force(&people, today)?;
        let mut sums = Sums {
            people: &people,
            schools: HashMap::new(),
            products: HashMap::new(),
            district: Cents(0),
        };
        let mut ranges = ranges(&lines);
        let mut add = |product: i64, placed: &[Held]| {
            let range = ranges.remove(&product).unwrap_or(0..0);
            sums.add(product, placed, &mut lines[range]);
        };
        let sql = format!(
            "SELECT i.product, i.school, i.buyer, i.seats, {USED} FROM inventory i ORDER BY i.product"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut now = None;
        let mut placed: Vec<Held> = Vec::new();
        while let Some(row) = rows.next()? {
            let product: i64 = row.get(0)?;
            if let Some(done) = now.replace(product).filter(|now| *now != product) {
                add(done, &placed);
                placed.clear();
            }
            placed.push(Held {
                school: row.get(1)?,
                buyer: row.get(2)?,
                seats: row.get(3)?,
                used: row.get(4)?,
            });
        }
        if let Some(last) = now {
            add(last, &placed);
        }
        for (product, range) in ranges {
            sums.add(product, &[], &mut lines[range]);
        }
        let Sums {
            schools: at_school,
            products,
            district,
            ..
        } = sums;
        let mut schools = records::<School>(&self.conn, "ORDER BY name, id", [])?;
        schools.retain(|s| s.open);
        let schools = schools.into_iter().map(|school| {
            let (products, cost, unused) = at_school.get(&school.id.0).copied().unwrap_or_default();
            SchoolRow {
                school,
                products,
                cost,
                unused,
                kept_back: false,
            }
        });
        Ok(Overview {
            schools: schools.collect(),
            products: self.named(products)?,
            contracts,
            district,
            kept_back: Cents(0),
            people,
            lines,
        })
    }

    fn named(&self, mut sums: HashMap<i64, ProductRow>) -> Result<Vec<ProductRow>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, p.name || ifnull(' ' || p.edition, ''),
                    (SELECT who.login FROM owner o JOIN person who ON who.id = o.person
                     WHERE o.product = p.id AND o.role = 'manager' AND who.left_on IS NULL ORDER BY o.id LIMIT 1)
             FROM product p ORDER BY p.name, p.id",
        )?;
        let mut rows = statement.query([])?;
        let mut named = Vec::new();
        while let Some(row) = rows.next()? {
            let product = row.get(0)?;
            if let Some(sum) = sums.remove(&product) {
                named.push(ProductRow {
                    product,
                    name: row.get(1)?,
                    owner: row.get(2)?,
                    ..sum
                });
            }
        }
        Ok(named)
    }
}

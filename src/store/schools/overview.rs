//! The district at a glance: a sum for each school and a sum for each product. Made in one pass over
//! the inventory, product by product, so that memory grows with schools, products and lines only.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use chrono::NaiveDate;

use super::in_force::{LineInForce, SchoolPeople};
use super::{SchoolRow, purchases, unused};
use crate::domain::contract::{CostKind, PriceModel};
use crate::domain::cost::allocation::{borne_where_allotted, seats_unsaid};
use crate::domain::cost::{Bearer, Sharing};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::renewal::unknown::Unpriced;
use crate::domain::school::{School, SchoolId};
use crate::domain::seats::{InventorySeats, PurchasedSeats, SeatsAtSchool, SeatsOnRecord};
use crate::store::convert::records;
use crate::store::seats::{self, SeatsWanted, UseMeasure};
use crate::store::unpriced::left_out;
use crate::store::{Error, Store};

/// Every open school and every product that is somewhere, each with its sums.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// The schools, in order of name.
    pub schools: Vec<SchoolRow>,
    /// The products, in order of name.
    pub products: Vec<ProductRow>,
    /// How many contracts are in force today.
    pub contracts: usize,
    /// Of these, those whose price nobody knows: they are in none of the sums.
    pub without_price: Unpriced,
    /// What the district bears itself, a year; 0 where the policy hides what it pays from whoever asked.
    pub district: Cents,
    /// What all schools and the district bear together, a year: each dollar counted once. None where it would tell a
    /// price that the policy hides from whoever asked.
    pub cost: Option<Cents>,
    pub(super) people: SchoolPeople,
    pub(in crate::store) lines: Vec<LineInForce>,
    pub(super) today: NaiveDate,
}

/// A product with what all schools have of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductRow {
    /// Which product it is.
    pub product: ProductId,
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
    /// The policy hides what it costs from whoever asks.
    pub kept_back: bool,
    /// The login of who manages it.
    pub owner: Option<String>,
}

impl ProductRow {
    fn add_seats(&mut self, seats: i64, used: Option<i64>) {
        self.seats = Some(self.seats.unwrap_or(0) + seats);
        if let Some(used) = used {
            self.counted = (self.counted.0 + seats, self.counted.1 + used);
        }
    }

    /// Seats in use for each hundred seats whose use was counted.
    pub fn used_pct(&self) -> Option<i64> {
        let (seats, used) = self.counted;
        (seats > 0).then(|| (used * 200 + seats) / (seats * 2))
    }
}

/// What one school has.
#[derive(Clone, Copy, Default)]
struct SchoolSum {
    products: usize,
    /// Of what every school has, what this one was counted with already.
    counted_twice: usize,
    cost: Cents,
    unused: Cents,
    hidden: usize,
}

/// The sums while they grow.
struct SchoolSums<'a> {
    people: &'a SchoolPeople,
    /// May whoever asks see what this buyer pays?
    shows: &'a dyn Fn(Option<SchoolId>) -> bool,
    /// Of each open school, in their order.
    schools: Vec<SchoolSum>,
    /// What each open school has besides.
    everywhere: SchoolSum,
    products: HashMap<ProductId, ProductRow>,
    district: Cents,
}

impl SchoolSums<'_> {
    /// Adds a product: where it is placed, and the lines that pay for it.
    fn add(&mut self, product: ProductId, stock: &SeatsOnRecord, lines: &mut [LineInForce]) {
        if lines.is_empty() && stock.counted.is_empty() && stock.whole.is_none() {
            self.add_unpaid(product, stock);
            return;
        }
        let purchases = purchases(stock, lines, self.people);
        let open = |place: &&SeatsAtSchool| self.people.contains(place.school);
        let places = || purchases.values().flat_map(|bought| &bought.places);
        if lines.is_empty() && !places().any(|place| open(&place)) {
            return;
        }
        let row = self.products.entry(product).or_default();
        for place in places() {
            if let Some(at) = self.people.position(place.school) {
                self.schools[at].products += 1;
                if let Some(seats) = place.allotted {
                    row.add_seats(seats, place.used);
                }
            }
        }
        for (buyer, bought) in &purchases {
            // Seats that nobody was given are one heap, in use as far as anybody was counted.
            if bought.allotted().is_none()
                && let Some(seats) = heap(lines.iter().filter(|line| line.buyer() == *buyer))
            {
                row.add_seats(seats, bought.used());
            }
        }
        for line in lines {
            let shown = (self.shows)(line.buyer());
            let shared = SharedOut::of(line, purchases.get(&line.buyer()), self.people);
            if shared.others {
                self.everywhere.products += 1;
                self.everywhere.hidden += usize::from(!shown);
            }
            let mut district = line.a_year.unwrap_or_default();
            for (school, bearer, held) in &shared.bearers {
                let part = line.sharing.part(*school, bearer);
                let (seats, used) = held.map_or((None, None), |held| (held.allotted, held.used));
                let spare = unused(part, seats, used);
                district = district - part;
                row.cost += part;
                row.unused += spare;
                let Some(at) = self.people.position(*school) else {
                    continue;
                };
                let sum = &mut self.schools[at];
                match (shared.others, held) {
                    // As one of all schools it is counted already, and as one of those that have it too.
                    (true, _) => sum.counted_twice += 1,
                    (false, None) => sum.products += 1,
                    (false, Some(_)) => {}
                }
                if shown {
                    sum.cost += part;
                    sum.unused += spare;
                } else {
                    sum.hidden += usize::from(!shared.others);
                }
            }
            self.district += district;
            row.cost += district;
        }
    }

    /// Adds a product that nothing pays for, and whose use is counted nowhere else: most of what lies around.
    fn add_unpaid(&mut self, product: ProductId, stock: &SeatsOnRecord) {
        let mut row = None;
        let same =
            |a: &InventorySeats, b: &InventorySeats| (a.school, a.buyer) == (b.school, b.buyer);
        for place in stock.given.chunk_by(same) {
            let Some(at) = place
                .first()
                .and_then(|one| self.people.position(one.school))
            else {
                continue;
            };
            self.schools[at].products += 1;
            let row: &mut ProductRow = row.get_or_insert_default();
            let allotted = place.iter().filter_map(|one| one.allotted);
            if let Some(seats) = allotted.reduce(|sum, more| sum + more) {
                let used = place.iter().filter_map(|one| one.count);
                let used = used.map(|count| count.used);
                row.add_seats(seats, used.reduce(|sum, more| sum + more));
            }
        }
        if let Some(row) = row {
            self.products.insert(product, row);
        }
    }

    /// What each open school has, in their order.
    fn of_schools(&self) -> impl Iterator<Item = SchoolSum> {
        let everywhere = self.everywhere;
        self.schools.iter().map(move |sum| SchoolSum {
            products: sum.products + everywhere.products - sum.counted_twice,
            hidden: sum.hidden + everywhere.hidden,
            ..*sum
        })
    }
}

/// How a line's cost is shared out.
struct SharedOut<'p> {
    /// The schools that bear it, each with what it is borne by and with what it has of the purchase.
    bearers: Vec<(SchoolId, Bearer, Option<&'p SeatsAtSchool>)>,
    /// Does it cover all schools besides, of which the others bear nothing?
    others: bool,
}

impl<'p> SharedOut<'p> {
    /// Shares a line's cost out to the schools that bear it.
    fn of(
        line: &mut LineInForce,
        bought: Option<&'p PurchasedSeats>,
        people: &SchoolPeople,
    ) -> SharedOut<'p> {
        let places = bought.map_or(&[][..], |bought| &bought.places);
        let open = places.iter().filter(|place| people.contains(place.school));
        let open: Vec<&SeatsAtSchool> = if line.covers_all() {
            open.collect()
        } else {
            Vec::new()
        };
        let allotted: Vec<i64> = open.iter().filter_map(|place| place.allotted).collect();
        let others = line.covers_all() && borne_where_allotted(&line.line, &allotted);
        let held: Vec<(SchoolId, Option<&SeatsAtSchool>)> = if others {
            open.into_iter()
                .map(|place| (place.school, Some(place)))
                .collect()
        } else {
            // Both are in order of school.
            let mut places = places.iter().peekable();
            let schools = line.schools(people).into_iter();
            let held = schools.map(|school| {
                while places.next_if(|place| place.school < school).is_some() {}
                (school, places.next_if(|place| place.school == school))
            });
            held.collect()
        };
        let of = held.iter().map(|(school, held)| {
            let (students, staff) = people.of(*school);
            let allotted = held.and_then(|held| held.allotted);
            (students, (allotted, line.line.people(students, staff)))
        });
        let (students, of): (Vec<i64>, Vec<(Option<i64>, i64)>) = of.unzip();
        let schools: Vec<SchoolId> = held.iter().map(|(school, _)| *school).collect();
        line.unsaid = seats_unsaid(&line.line, &schools, &of).filter(|_| !others);
        let bearers = held.into_iter().zip(students).zip(&of);
        let bearers = bearers.map(|(((school, held), enrollment), (allotted, people))| {
            let bearer = Bearer {
                seats: line.seats(school, *allotted, *people),
                enrollment,
                active: held.and_then(|held| held.used).unwrap_or(0),
                agreed: line.agreed(school),
            };
            (school, bearer, held)
        });
        let bearers: Vec<_> = bearers.collect();
        let cost = line.a_year.unwrap_or_default();
        let sharing = bearers.iter().map(|(school, bearer, _)| (*school, *bearer));
        let sharing: Vec<(SchoolId, Bearer)> = sharing.collect();
        line.sharing = Sharing::new(cost, line.line.allocation, &sharing);
        SharedOut { bearers, others }
    }
}

/// Seats of lines that count them; nothing where one does not say how many.
fn heap<'l>(lines: impl Iterator<Item = &'l LineInForce>) -> Option<i64> {
    let counts = |line: &&LineInForce| {
        let line = &line.line;
        matches!(line.cost_kind, None | Some(CostKind::Licence))
            && line.model.is_none_or(PriceModel::counts_seats)
    };
    let mut lines = lines.filter(counts).peekable();
    lines.peek()?;
    lines.map(|line| line.line.quantity).sum()
}

/// Where each product's lines are.
pub(super) fn ranges(lines: &[LineInForce]) -> HashMap<ProductId, Range<usize>> {
    let mut ranges: HashMap<ProductId, Range<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        ranges.entry(line.line.product).or_insert(at..at).end = at + 1;
    }
    ranges
}

impl Store {
    /// The whole district on this day.
    pub fn overview(&self, today: NaiveDate) -> Result<Overview, Error> {
        self.overview_shown(today, &|_| true)
    }

    /// The same without the parts of what buyers pay that are not shown, in the sums of schools.
    pub(in crate::store) fn overview_shown(
        &self,
        today: NaiveDate,
        shows: &dyn Fn(Option<SchoolId>) -> bool,
    ) -> Result<Overview, Error> {
        self.at_once(|| self.overview_now(today, shows))
    }

    fn overview_now(
        &self,
        today: NaiveDate,
        shows: &dyn Fn(Option<SchoolId>) -> bool,
    ) -> Result<Overview, Error> {
        let people = self.people_of_schools()?;
        let (mut lines, contracts) = self.in_force(&people, today)?;
        let priced = lines.iter().filter(|line| line.a_year.is_some());
        let priced: HashSet<_> = priced.map(|line| line.contract.id).collect();
        let unpriced = lines.iter().map(|line| line.contract.id);
        let unpriced: HashSet<_> = unpriced.filter(|id| !priced.contains(id)).collect();
        let without_price = left_out(&self.conn, &unpriced)?;
        let mut sums = SchoolSums {
            people: &people,
            shows,
            schools: vec![SchoolSum::default(); people.len()],
            everywhere: SchoolSum::default(),
            products: HashMap::new(),
            district: Cents(0),
        };
        let mut ranges = ranges(&lines);
        let all = SeatsWanted::default();
        seats::each(
            &self.conn,
            all,
            UseMeasure::Active,
            today,
            |product, stock| {
                let range = ranges.remove(&product).unwrap_or(0..0);
                sums.add(product, &stock, &mut lines[range]);
            },
        )?;
        for (product, range) in ranges {
            sums.add(product, &SeatsOnRecord::default(), &mut lines[range]);
        }
        let at_school: Vec<SchoolSum> = sums.of_schools().collect();
        let SchoolSums {
            products, district, ..
        } = sums;
        let mut schools = records::<School>(&self.conn, "ORDER BY name, id", [])?;
        schools.retain(|s| s.open);
        let schools = schools.into_iter().map(|school| {
            let at = people.position(school.id);
            let sum = at
                .and_then(|at| at_school.get(at).copied())
                .unwrap_or_default();
            SchoolRow {
                school,
                products: sum.products,
                cost: sum.cost,
                unused: sum.unused,
                hidden: sum.hidden,
                kept_back: false,
            }
        });
        Ok(Overview {
            schools: schools.collect(),
            products: self.named(products)?,
            contracts,
            without_price,
            district,
            cost: Some(lines.iter().filter_map(|line| line.a_year).sum()),
            people,
            lines,
            today,
        })
    }

    /// Of it, what one school's part of the cost follows from: the lines of all products of which one reaches the school.
    /// What a school bears depends on all schools of the product, and on no other product; no sums are made.
    pub(super) fn overview_at(
        &self,
        school: SchoolId,
        today: NaiveDate,
    ) -> Result<Overview, Error> {
        let people = self.people_of_schools()?;
        let (mut lines, _) = self.in_force(&people, today)?;
        let reaching = lines.iter().filter(|line| line.reaches(school, &people));
        let products: BTreeSet<ProductId> = reaching.map(|line| line.line.product).collect();
        lines.retain(|line| products.contains(&line.line.product));
        let mut ranges = ranges(&lines);
        let share_out = |stock: &SeatsOnRecord, lines: &mut [LineInForce]| {
            let purchases = purchases(stock, lines, &people);
            for line in lines {
                SharedOut::of(line, purchases.get(&line.buyer()), &people);
            }
        };
        let products = Vec::from_iter(products);
        seats::each(
            &self.conn,
            SeatsWanted::products(&products),
            UseMeasure::Active,
            today,
            |product, stock| {
                if let Some(range) = ranges.remove(&product) {
                    share_out(&stock, &mut lines[range]);
                }
            },
        )?;
        for range in ranges.into_values() {
            share_out(&SeatsOnRecord::default(), &mut lines[range]);
        }
        Ok(Overview {
            people,
            lines,
            today,
            ..Overview::default()
        })
    }

    fn named(&self, mut sums: HashMap<ProductId, ProductRow>) -> Result<Vec<ProductRow>, Error> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.id, p.name || ifnull(' ' || p.edition, ''),
                    (SELECT who.login FROM owner o JOIN person who ON who.id = o.person
                     WHERE o.product = p.id AND o.role = 'manager' AND who.left_on IS NULL ORDER BY o.id LIMIT 1)
             FROM product p ORDER BY p.name, p.id",
        )?;
        let mut rows = statement.query([])?;
        let mut named = Vec::with_capacity(sums.len());
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

//! The district at a glance: a sum for each school and a sum for each product. Made in one pass over
//! the inventory, product by product, so that memory grows with schools, products and lines only; after a change only
//! the products that it reaches are read again.

mod again;
mod sums;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use chrono::NaiveDate;

use self::sums::{SchoolSums, SharedOut};
use super::in_force::{LineInForce, SchoolPeople};
use super::{SchoolRow, purchases};
use crate::domain::contract::ContractId;
use crate::domain::counted::percent;
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::renewal::unknown::Unpriced;
use crate::domain::school::{School, SchoolId};
use crate::domain::seats::SeatsOnRecord;
use crate::store::convert::{id_list, records};
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
    sums: SchoolSums,
}

impl Overview {
    /// What of the cost of all is in no school's row: what closed schools have, and what the district bears itself. None
    /// where that is nothing, or where the cost is not told.
    pub fn at_no_school(&self) -> Option<Cents> {
        let at_none = self.cost.map(|_| self.district);
        at_none.filter(|cost| *cost != Cents(0))
    }
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

    fn add_counted(&mut self, counted: impl Iterator<Item = (i64, i64)>) {
        // The same people may use what two lines give.
        let sum = counted.fold((0, 0), |all, one| (all.0 + one.0, all.1.max(one.1)));
        self.counted = (self.counted.0 + sum.0, self.counted.1 + sum.1);
    }

    /// Seats in use for each hundred seats whose use was counted.
    pub fn used_pct(&self) -> Option<i64> {
        let (seats, used) = self.counted;
        percent(used, seats)
    }
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
        let mut lines = self.in_force(&people, None, today)?;
        let mut sums = SchoolSums::of(people.len());
        let mut products = HashMap::new();
        let mut ranges = ranges(&lines);
        let (all, by) = (SeatsWanted::default(), UseMeasure::Active);
        seats::each(&self.conn, all, by, today, |product, stock| {
            let range = ranges.remove(&product).unwrap_or(0..0);
            let row = sums.add(product, &stock, &mut lines[range], (&people, shows));
            products.extend(row.map(|row| (product, row)));
        })?;
        for (product, range) in ranges {
            let nothing = SeatsOnRecord::default();
            let row = sums.add(product, &nothing, &mut lines[range], (&people, shows));
            products.extend(row.map(|row| (product, row)));
        }
        let overview = Overview {
            products: self.named(products, None)?,
            people,
            lines,
            today,
            sums,
            ..Overview::default()
        };
        self.summed(overview)
    }

    /// With its schools, and what all lines come to.
    fn summed(&self, mut overview: Overview) -> Result<Overview, Error> {
        let mut schools = records::<School>(&self.conn, "ORDER BY name, id", [])?;
        schools.retain(|s| s.open);
        let schools = schools.into_iter().map(|school| {
            let at = overview.people.position(school.id);
            let sum = at.map(|at| overview.sums.at(at)).unwrap_or_default();
            SchoolRow {
                school,
                products: usize::try_from(sum.count).unwrap_or_default(),
                cost: (sum.priced > 0 || sum.count == 0).then_some(sum.cost),
                unused: sum.unused,
                hidden: usize::try_from(sum.hidden).unwrap_or_default(),
                kept_back: false,
            }
        });
        overview.schools = schools.collect();
        let lines = overview.lines.iter();
        let in_force: HashSet<ContractId> = lines.clone().map(|line| line.contract.id).collect();
        let priced = lines.clone().filter(|line| line.a_year.is_some());
        let priced: HashSet<ContractId> = priced.map(|line| line.contract.id).collect();
        overview.contracts = in_force.len();
        overview.without_price = left_out(&self.conn, in_force.difference(&priced))?;
        overview.cost = Some(lines.filter_map(|line| line.a_year).sum());
        overview.district = overview.sums.district;
        Ok(overview)
    }

    /// Of it, what one school's part of the cost follows from: the lines of all products of which one reaches the school.
    /// What a school bears depends on all schools of the product, and on no other product; no sums are made.
    pub(super) fn overview_at(
        &self,
        school: SchoolId,
        today: NaiveDate,
    ) -> Result<Overview, Error> {
        let people = self.people_of_schools()?;
        let near = self.may_reach(school)?;
        let mut lines = self.in_force(&people, Some(&near), today)?;
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

    /// The products of which a line names this school, or was bought for it or for every school: no other reaches it.
    fn may_reach(&self, school: SchoolId) -> Result<Vec<ProductId>, Error> {
        let mut ask = self.conn.prepare_cached(
            "SELECT DISTINCT l.product FROM line l JOIN contract c ON c.id = l.contract
             WHERE iif(l.schools IS NULL, ifnull(c.buyer, ?1) = ?1,
                     EXISTS (SELECT 1 FROM json_each(l.schools) WHERE value = ?1))
                 OR l.id IN (SELECT line FROM share WHERE school = ?1)",
        )?;
        let products = ask.query_map([school], |row| row.get(0))?;
        Ok(products.collect::<rusqlite::Result<_>>()?)
    }

    /// The rows of these sums, in order of name; `of` are the only products that are among them, where that is known.
    fn named(
        &self,
        mut sums: HashMap<ProductId, ProductRow>,
        of: Option<&[ProductId]>,
    ) -> Result<Vec<ProductRow>, Error> {
        let only = match of {
            Some(_) => "WHERE p.id IN (SELECT value FROM json_each(?1))",
            None => "WHERE ?1 IS NULL",
        };
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT p.id, p.name || ifnull(' ' || p.edition, ''),
                    (SELECT who.login FROM owner o JOIN person who ON who.id = o.person
                     WHERE o.product = p.id AND o.role = 'manager' AND who.left_on IS NULL ORDER BY o.id LIMIT 1)
             FROM product p {only} ORDER BY p.name, p.id",
        ))?;
        let mut rows = statement.query([of.map(id_list)])?;
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

//! Seats in use, per product, buyer and school, for the products that contracts are about. What a purchase
//! has where is decided in `domain::seats`; here it is read which purchases there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use crate::domain::contract::{Contract, CostKind, Line, LineId, PriceModel};
use crate::domain::product::ProductId;
use crate::domain::record::{Column, Value};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::seats::{PurchasedSeats, SeatsAtSchool, SeatsSource};
use crate::store::Error;
use crate::store::convert::id_list;
use crate::store::seats::{SeatsWanted, UseMeasure, each};
use crate::store::sums::{buyer_unsaid, counted_apart, sums, used_at};
use crate::store::terms::ContractInTerm;

/// By product and buyer, what all schools have of it.
pub(in crate::store) type Purchases = HashMap<(ProductId, Option<SchoolId>), PurchasedSeats>;

/// Who buys what for which schools, as far as it runs today.
#[derive(Default)]
pub(in crate::store) struct PurchasesToday(HashMap<ProductId, Vec<(Option<SchoolId>, Schools)>>);

impl PurchasesToday {
    /// The lines of contracts that run on this day, of all products or of these, under the product that `one` says stands
    /// for theirs.
    pub(in crate::store) fn read(
        conn: &Connection,
        today: NaiveDate,
        products: Option<&[ProductId]>,
        one: impl Fn(ProductId) -> ProductId,
    ) -> Result<PurchasesToday, Error> {
        let these = match products {
            Some(_) => "l.product IN (SELECT value FROM json_each(?2))",
            None => "?2 IS NULL",
        };
        let mut statement = conn.prepare_cached(&format!(
            "SELECT l.product, c.buyer, l.schools FROM line l JOIN contract c ON c.id = l.contract
            WHERE (c.term_start IS NULL OR c.term_start <= ?1)
            AND (c.term_end >= ?1 OR c.auto_renew IS NOT 0) AND {these}"
        ))?;
        let mut rows = statement.query(params![today.to_value(), products.map(id_list)])?;
        let mut bought = PurchasesToday::default();
        while let Some(row) = rows.next()? {
            let schools: Value = row.get(2)?;
            let schools = Schools::from_value(&schools).unwrap_or(Schools::All);
            let lines = bought.0.entry(one(row.get(0)?)).or_default();
            lines.push((row.get(1)?, schools));
        }
        Ok(bought)
    }

    /// The same of these products alone.
    pub(in crate::store) fn of(
        conn: &Connection,
        products: &[ProductId],
        today: NaiveDate,
    ) -> Result<PurchasesToday, Error> {
        PurchasesToday::read(conn, today, Some(products), |product| product)
    }

    /// What schools have of each purchase, by this measure of use. What is used and nobody pays for
    /// counts as the district's.
    pub(in crate::store) fn purchases(
        &self,
        conn: &Connection,
        of: SeatsWanted,
        (measure, today): (UseMeasure, NaiveDate),
        one: impl Fn(ProductId) -> ProductId,
    ) -> Result<Purchases, Error> {
        let mut all = Purchases::new();
        each(conn, of, measure, today, |product, stock| {
            let lines = self.0.get(&one(product)).map_or(&[][..], Vec::as_slice);
            let bought = lines.iter().map(|(buyer, _)| *buyer).collect();
            let stock = stock.attached(&bought, |buyer, school| {
                let mut lines_of = lines.iter().filter(|line| line.0 == buyer);
                lines_of.any(|(_, schools)| covers(schools, buyer, school))
            });
            let holders = stock.given.iter().map(|given| given.buyer);
            let mut buyers: BTreeSet<Option<SchoolId>> = holders.collect();
            buyers.extend(bought);
            if lines.is_empty() {
                buyers.insert(None);
            }
            let covers = |buyer: Option<SchoolId>, school: SchoolId, named: SeatsSource| {
                let of_buyer = |line: &&(Option<SchoolId>, Schools)| line.0 == buyer;
                let mut lines_of = lines.iter().filter(of_buyer);
                named == SeatsSource::Inventory
                    || lines.is_empty()
                    || lines_of.any(|(_, schools)| covers(schools, buyer, school))
            };
            let purchases = stock.purchases(&buyers, covers).into_iter();
            all.extend(purchases.map(|(buyer, purchase)| ((product, buyer), purchase)));
        })?;
        Ok(all)
    }
}

/// Is a school among those of a line: those it names, else the buyer's own, else every one?
fn covers(schools: &Schools, buyer: Option<SchoolId>, school: SchoolId) -> bool {
    match (schools, buyer) {
        (Schools::All, Some(buyer)) => buyer == school,
        (named, _) => named.covers(school),
    }
}

/// What is in use of the products that contracts are about.
pub(in crate::store) struct Used(Purchases);

impl Used {
    /// Of these products.
    pub(in crate::store) fn read(
        conn: &Connection,
        products: &[ProductId],
        today: NaiveDate,
    ) -> Result<Used, Error> {
        let bought = PurchasesToday::of(conn, products, today)?;
        let measured = (UseMeasure::Active, today);
        let of = SeatsWanted::products(products);
        Ok(Used(
            bought.purchases(conn, of, measured, |product| product)?,
        ))
    }

    fn purchase(&self, contract: &Contract, line: &Line) -> Option<&PurchasedSeats> {
        let buyer = contract.buyer;
        self.0.get(&(line.product, buyer))
    }

    /// What schools have of a line.
    pub(super) fn of<'u>(
        &'u self,
        contract: &Contract,
        line: &'u Line,
    ) -> impl Iterator<Item = &'u SeatsAtSchool> + use<'u> {
        let purchase = self.purchase(contract, line).into_iter();
        let places = purchase.flat_map(|purchase| &purchase.places);
        places.filter(|place| line.schools.covers(place.school))
    }

    /// People who use what a line pays for: in the district as a whole where that was counted last, else at its schools
    /// as far as they were counted.
    fn people(&self, contract: &Contract, line: &Line) -> Option<i64> {
        let whole = self.purchase(contract, line).and_then(|p| p.whole);
        whole.or_else(|| {
            let counted = self.of(contract, line).map(|place| place.used);
            counted.fold(None, add)
        })
    }

    /// Seats bought and in use under a contract, as `UsedByLine` tells them.
    pub(in crate::store) fn seats(&self, contract: &Contract, lines: &[Line]) -> SeatsOfLines {
        SeatsOfLines::of(lines, |line| self.people(contract, line))
    }
}

/// So many products are read at once of which each place has to be looked at.
const AT_ONCE: usize = 10;

/// People who use what lines pay for, of any number of contracts: places are read only of what was counted apart from the
/// inventory, or is there without the school that bought it, and none is kept.
#[derive(Default)]
pub(in crate::store) struct UsedByLine(HashMap<LineId, i64>);

impl UsedByLine {
    /// Of the lines of these contracts.
    pub(in crate::store) fn read(
        conn: &Connection,
        cases: &[ContractInTerm],
        today: NaiveDate,
    ) -> Result<UsedByLine, Error> {
        let lines = || cases.iter().flat_map(|case| &case.lines);
        let products: BTreeSet<ProductId> = lines().map(|line| line.product).collect();
        let products = Vec::from_iter(products);
        let sums = sums(conn, &products)?;
        let mut apart = counted_apart(conn, &products)?;
        apart.extend(buyer_unsaid(conn, &products)?);
        let mut used = HashMap::new();
        let mut looked_at: BTreeMap<ProductId, Vec<(&Contract, &Line)>> = BTreeMap::new();
        for case in cases {
            for line in &case.lines {
                let (product, buyer) = (line.product, case.contract.buyer);
                if apart.contains(&product) {
                    let lines = looked_at.entry(product).or_default();
                    lines.push((&case.contract, line));
                    continue;
                }
                let people = match (buyer, &line.schools) {
                    (None, Schools::All) => sums.get(&product).and_then(|s| s.used_of_district),
                    (buyer, schools) => used_at(conn, (product, buyer), schools)?,
                };
                used.extend(people.map(|people| (line.id, people)));
            }
        }
        if looked_at.is_empty() {
            return Ok(UsedByLine(used));
        }
        let itself = |product| product;
        let products: Vec<ProductId> = looked_at.keys().copied().collect();
        for some in products.chunks(AT_ONCE) {
            let bought = PurchasesToday::of(conn, some, today)?;
            let (of, measured) = (SeatsWanted::products(some), (UseMeasure::Active, today));
            let counted = Used(bought.purchases(conn, of, measured, itself)?);
            let lines = some.iter().filter_map(|product| looked_at.get(product));
            used.extend(lines.flatten().filter_map(|(contract, line)| {
                let people = counted.people(contract, line)?;
                Some((line.id, people))
            }));
        }
        Ok(UsedByLine(used))
    }

    /// Seats bought and in use under the contract of these lines, each where counted. Training and set-up have no seats;
    /// a licence that is not sold by the seat has none either, and yet people who use it: they are told where no
    /// line counts seats, so that they are never set against the seats of another line.
    pub(super) fn seats(&self, lines: &[Line]) -> SeatsOfLines {
        SeatsOfLines::of(lines, |line| self.0.get(&line.id).copied())
    }
}

/// Seats under the contract of some lines, each where it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::store) struct SeatsOfLines {
    /// Bought.
    pub(in crate::store) bought: Option<i64>,
    /// In use.
    pub(in crate::store) used: Option<i64>,
    /// In use, and bought, of the lines of which both are known: only these can be set against each other.
    pub(in crate::store) measured: Option<(i64, i64)>,
}

impl SeatsOfLines {
    /// `people` are those who use what a line pays for. Of what is bought for so many at once they say nothing: three
    /// hundred take turns at forty seats.
    fn of(lines: &[Line], people: impl Fn(&Line) -> Option<i64>) -> SeatsOfLines {
        let mut sum = SeatsOfLines::default();
        let by_seat = |line: &Line| line.model.is_none_or(PriceModel::counts_seats);
        let licences = || lines.iter().filter(|line| is_licence(line));
        let none_by_seat = !licences().any(by_seat);
        for line in licences().filter(|line| none_by_seat || by_seat(line)) {
            let at_once = line.model == Some(PriceModel::Concurrent);
            let bought = line.quantity.filter(|_| by_seat(line));
            let used = Some(line).filter(|_| !at_once).and_then(&people);
            sum.bought = add(sum.bought, bought);
            sum.used = add(sum.used, used);
            if let Some((used, bought)) = used.zip(bought) {
                let before = sum.measured.unwrap_or_default();
                sum.measured = Some((before.0 + used, before.1 + bought));
            }
        }
        sum
    }
}

fn is_licence(line: &Line) -> bool {
    matches!(line.cost_kind, None | Some(CostKind::Licence))
}

fn add(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    more.map_or(sum, |more| Some(sum.unwrap_or(0) + more))
}

/// The schools a contract covers: those its lines name, else the buyer's own, else every school.
pub(super) fn covered(contract: &Contract, lines: &[Line]) -> Schools {
    let own = contract.buyer;
    let mut ids = Vec::new();
    for line in lines {
        match (&line.schools, own) {
            (Schools::Only(named), _) => ids.extend(named),
            (Schools::All, Some(buyer)) => ids.push(buyer),
            (Schools::All, None) => return Schools::All,
        }
    }
    ids.extend(own.filter(|_| lines.is_empty()));
    Schools::only(ids)
}

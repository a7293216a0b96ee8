//! What schools have: one row a school, one row a product placed at a school, and what each costs.
//! A district may hold a million placements: they are read in one pass and summed on the way.

mod cells;
mod in_force;
mod overview;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::domain::approval::Audience;
use crate::domain::contract::{ContractId, Line, PriceModel};
use crate::domain::cost::Bearer;
use crate::domain::counted::percent;
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::school::{School, SchoolId};
use crate::domain::seats::{PurchasedSeats, SeatsOnRecord, SeatsSource};
use crate::domain::status::StatusWord;

use super::labels::{product_names, product_names_of};
use super::seats::{self, SeatsWanted, UseMeasure};
use super::{Error, Store};

pub use cells::MatrixCell;
use in_force::{LineInForce, SchoolPeople};
pub use overview::{Overview, ProductRow};

/// A school with what it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolRow {
    /// As its record stands.
    pub school: School,
    /// Products placed there.
    pub products: usize,
    /// What it bears of all contracts, a year, without those whose price is hidden from whoever asked; none where it has
    /// something, and no price of any of it is known.
    pub cost: Option<Cents>,
    /// The part of that cost that stands for seats known to be unused.
    pub unused: Cents,
    /// How many lines of contracts it bears a part of whose price is hidden from whoever asked.
    pub hidden: usize,
    /// Does the policy keep its prices from the person who asked? They are 0 then.
    pub kept_back: bool,
}

/// A product placed at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Which product it is.
    pub product: ProductId,
    /// Its name, with the edition.
    pub name: String,
    /// The school where it is placed.
    pub school: SchoolId,
    /// What the school is called.
    pub school_name: String,
    /// The school that bought it; the district where none is named.
    pub buyer: Option<SchoolId>,
    /// That school's name.
    pub buyer_name: Option<String>,
    /// May it be used here? None where that was not asked: it is asked apart, of as many as are wanted.
    pub word: Option<StatusWord>,
    /// Seats here; none where the licence counts no seats or nobody said.
    pub seats: Option<i64>,
    /// Seats in use; none where nobody counted.
    pub used: Option<i64>,
    /// What this school bears of it, a year; none where no contract in force says.
    pub cost: Option<Cents>,
    /// Did the school buy it itself?
    pub bought_here: bool,
    /// The contract that covers it today.
    pub contract: Option<String>,
    /// Which contract that is; none where none covers it.
    pub contract_id: Option<ContractId>,
    /// The contract's last day.
    pub term_end: Option<NaiveDate>,
    /// Seats for each hundred people here who would need one.
    pub cover_pct: Option<i64>,
    /// Does the policy keep its price from the person who asked? It is 0 then.
    pub kept_back: bool,
}

impl Placed {
    /// Seats in use for each hundred seats.
    pub fn used_pct(&self) -> Option<i64> {
        percent(self.used?, self.seats?)
    }

    /// What the unused seats cost a year; nothing where nobody counted, none where no price is known.
    pub fn unused(&self) -> Option<Cents> {
        Some(unused(self.cost?, self.seats, self.used))
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

impl Store {
    /// Every open school, in order of name, with what it has on this day.
    pub fn schools(&self, today: NaiveDate) -> Result<Vec<SchoolRow>, Error> {
        Ok(self.overview(today)?.schools)
    }

    /// What is placed at one school, or everywhere, on this day: dearest first.
    pub fn placed(&self, school: Option<SchoolId>, today: NaiveDate) -> Result<Vec<Placed>, Error> {
        self.at_once(|| {
            let overview = match school {
                Some(school) => self.overview_at(school, today)?,
                None => self.overview(today)?,
            };
            self.placed_in(&overview, school)
        })
    }

    /// The same, on the day of an overview that is at hand.
    pub fn placed_in(
        &self,
        overview: &Overview,
        school: Option<SchoolId>,
    ) -> Result<Vec<Placed>, Error> {
        let mut rows = self.inventory_rows(overview, school)?;
        let people = &overview.people;
        for line in &overview.lines {
            let schools = match school {
                Some(one) => Vec::from_iter(line.reaches(one, people).then_some(one)),
                None => line.schools(people),
            };
            for at in schools {
                let key = (at, line.line.product, line.buyer());
                let row = rows.entry(key).or_insert_with(|| placed(key, None, None));
                let (students, staff) = people.of(at);
                let bearer = Bearer {
                    seats: line.seats(at, row.seats, line.line.people(students, staff)),
                    enrollment: students,
                    active: row.used.unwrap_or(0),
                    agreed: line.agreed(at),
                };
                if line.a_year.is_some() {
                    let part = line.sharing.part(at, &bearer);
                    row.cost = Some(row.cost.unwrap_or_default() + part);
                }
                let contract = &line.contract;
                if row.term_end.is_none_or(|end| end < contract.term_end) {
                    row.term_end = Some(contract.term_end);
                    row.contract = Some(contract.number.clone());
                    row.contract_id = Some(contract.id);
                }
                row.cover_pct = cover(row.seats, &line.line, (students, staff));
            }
        }
        let mut placed: Vec<Placed> = rows.into_values().collect();
        let names = match school {
            Some(_) => product_names_of(&self.conn, placed.iter().map(|row| &row.product))?,
            None => self.product_names()?,
        };
        let schools = self.names_of_schools()?;
        for row in &mut placed {
            row.name = names.get(&row.product).cloned().unwrap_or_default();
            row.school_name = schools.get(&row.school).cloned().unwrap_or_default();
            row.buyer_name = row.buyer.and_then(|id| schools.get(&id).cloned());
        }
        placed.sort_by(|a, b| b.cost.cmp(&a.cost).then_with(|| a.name.cmp(&b.name)));
        Ok(placed)
    }

    /// Every product's name, with the edition.
    pub fn product_names(&self) -> Result<HashMap<ProductId, String>, Error> {
        product_names(&self.conn)
    }

    /// Is any product known here?
    pub fn has_products(&self) -> Result<bool, Error> {
        let mut any = self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM product)")?;
        Ok(any.query_row([], |row| row.get(0))?)
    }

    /// Every school's name, also of those that are closed.
    fn names_of_schools(&self) -> Result<HashMap<SchoolId, String>, Error> {
        let mut statement = self.conn.prepare_cached("SELECT id, name FROM school")?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Students and staff of each school that is open.
    fn people_of_schools(&self) -> Result<SchoolPeople, Error> {
        let sql = "SELECT id, ifnull(enrollment, 0), ifnull(staff, 0) FROM school WHERE open = 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
        Ok(SchoolPeople::new(rows.collect::<rusqlite::Result<_>>()?))
    }

    /// What the inventory names, and what was counted where a line in force reaches.
    #[allow(clippy::type_complexity)] // a row's key: school, product, buyer
    fn inventory_rows(
        &self,
        overview: &Overview,
        school: Option<SchoolId>,
    ) -> Result<BTreeMap<(SchoolId, ProductId, Option<SchoolId>), Placed>, Error> {
        let ranges = overview::ranges(&overview.lines);
        let of = SeatsWanted {
            products: None,
            school,
        };
        let mut found = BTreeMap::new();
        seats::each(
            &self.conn,
            of,
            UseMeasure::Active,
            overview.today,
            |product, stock| {
                let lines = ranges.get(&product).cloned().unwrap_or_default();
                let lines = &overview.lines[lines];
                for (buyer, purchase) in purchases(&stock, lines, &overview.people) {
                    for place in purchase.places {
                        let key = (place.school, product, buyer);
                        found.insert(key, placed(key, place.allotted, place.used));
                    }
                }
            },
        )?;
        Ok(found)
    }
}

/// What schools have of each purchase of a product: all that the inventory names, whatever runs, and what
/// was counted where a line in force reaches.
fn purchases(
    stock: &SeatsOnRecord,
    lines: &[LineInForce],
    people: &SchoolPeople,
) -> BTreeMap<Option<SchoolId>, PurchasedSeats> {
    let reaches = |buyer: Option<SchoolId>, school: SchoolId| {
        let mut of_buyer = lines.iter().filter(|line| line.buyer() == buyer);
        of_buyer.any(|line| line.reaches(school, people))
    };
    let mut buyers: BTreeSet<_> = lines.iter().map(LineInForce::buyer).collect();
    let stock = stock.attached(&buyers, reaches);
    buyers.extend(stock.given.iter().map(|row| row.buyer));
    stock.purchases(&buyers, |buyer, school, named| {
        named == SeatsSource::Inventory || reaches(buyer, school)
    })
}

fn placed(
    (school, product, buyer): (SchoolId, ProductId, Option<SchoolId>),
    seats: Option<i64>,
    used: Option<i64>,
) -> Placed {
    Placed {
        product,
        name: String::new(),
        school,
        school_name: String::new(),
        buyer,
        buyer_name: None,
        word: None,
        seats,
        used,
        cost: None,
        bought_here: buyer == Some(school),
        contract: None,
        contract_id: None,
        term_end: None,
        cover_pct: None,
        kept_back: false,
    }
}

fn cover(seats: Option<i64>, line: &Line, (students, staff): (i64, i64)) -> Option<i64> {
    let for_staff =
        line.model == Some(PriceModel::PerTeacher) || line.audience == Some(Audience::Staff);
    let need = if for_staff { staff } else { students };
    Some(percent(seats?, need)?.min(100))
}

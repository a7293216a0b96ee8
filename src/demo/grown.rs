//! The made-up district in any size: beside the small one with its stories as many schools, products and rows of the
//! inventory as somebody asks for, to try whether the program takes a district like theirs. The same counts on the same
//! day give the same rows. They are made while they are written, so that a million of them take no memory.

mod catalogue;
mod papers;
mod placed;

use std::fmt;
use std::ops::ControlFlow;

use chrono::{DateTime, NaiveDate, Utc};
use fastrand::Rng;

use crate::domain::change::Change;
use crate::domain::put::{KeptPuts, Put, PutKeeper, Stamp};
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;

use super::making::SEED;

/// How large a made-up district is to be, all told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DistrictSize {
    /// Its schools.
    pub schools: usize,
    /// The products of its catalogue.
    pub products: usize,
    /// How often a product is placed at a school.
    pub inventory: usize,
}

impl DistrictSize {
    /// 50 schools.
    pub const S: DistrictSize = DistrictSize {
        schools: 50,
        products: 800,
        inventory: 10_000,
    };
    /// 200 schools.
    pub const M: DistrictSize = DistrictSize {
        schools: 200,
        products: 3_000,
        inventory: 60_000,
    };
    /// 2,000 schools: no district is larger.
    pub const L: DistrictSize = DistrictSize {
        schools: 2_000,
        products: 12_000,
        inventory: 1_000_000,
    };
}

/// What the small district holds already of one noun: how many records, and the number of the last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeldNumbers {
    /// How many there are now.
    pub count: usize,
    /// The last number that one of them was given.
    pub last: i64,
}

/// The deeds that make the small district a large one, for a file in which `held` tells what there is. They are of `now`.
///
/// # Errors
///
/// A sentence, where so much does not fit into so many schools, or is less than there is.
pub fn grow(
    size: DistrictSize,
    held: &dyn Fn(Kind) -> HeldNumbers,
    (today, now): (NaiveDate, DateTime<Utc>),
    founder: &str,
) -> Result<Vec<(Change, Stamp)>, Refusal> {
    let more = |kind: Kind, wanted: usize, what: &str| {
        let here = held(kind).count;
        let less = || Refusal::from(format!("a made-up district has {here} {what} or more"));
        wanted.checked_sub(here).ok_or_else(less)
    };
    let schools = more(Kind::School, size.schools, "schools")?;
    let products = more(Kind::Product, size.products, "products")?;
    let inventory = more(Kind::Inventory, size.inventory, "rows of inventory")?;
    if inventory > schools * products {
        return Err(Refusal::from(format!(
            "{inventory} rows more do not fit into {schools} schools more with {products} products more"
        )));
    }
    let grown = Grown {
        today,
        founder: founder.to_owned(),
        schools,
        products,
        inventory,
        people: (products / 100).clamp(8, 400),
        vendors: (products / 6).max(1),
        contracts: products / 4,
        first: [
            Kind::School,
            Kind::Product,
            Kind::Vendor,
            Kind::Person,
            Kind::Contract,
            Kind::Request,
        ]
        .map(|kind| (kind, held(kind).last + 1)),
    };
    let files = [
        catalogue::people(&grown),
        catalogue::schools(&grown),
        catalogue::devices(&grown),
        catalogue::vendors(&grown),
        catalogue::products(&grown),
        papers::agreements(&grown),
        papers::approvals(&grown),
        papers::contracts(&grown),
        papers::requests(&grown),
        papers::owners(&grown),
        placed::inventory(&grown),
        placed::switches(&grown),
        placed::tests(&grown),
        placed::training(&grown),
        placed::usage(&grown),
    ];
    let stamp = Stamp::own(founder, now, today);
    let deed = |file: MadeUpFile| {
        let what = format!("{} {} from {}", file.rows, file.called, file.from);
        let puts = KeptPuts::by(file);
        (Change::LongImport { what, puts }, stamp.clone())
    };
    Ok(files
        .into_iter()
        .filter(|file| file.rows > 0)
        .map(deed)
        .collect())
}

/// What is added to the small district.
#[derive(Debug, Clone)]
struct Grown {
    today: NaiveDate,
    founder: String,
    schools: usize,
    products: usize,
    inventory: usize,
    people: usize,
    vendors: usize,
    contracts: usize,
    /// The number of the first record that is added, of each noun that others name.
    first: [(Kind, i64); 6],
}

impl Grown {
    /// The number of the nth record of this noun that is added.
    fn id(&self, kind: Kind, n: usize) -> i64 {
        let mut first = self.first.iter();
        let first = first.find(|(of, _)| *of == kind).map_or(1, |(_, id)| *id);
        first + n as i64
    }

    /// So many days from today.
    fn day(&self, days: i64) -> NaiveDate {
        super::days::after(self.today, days)
    }
}

/// The puts of the row of this number.
type MadeUpRow = Box<dyn Fn(usize, &mut Rng) -> Vec<Put> + Send + Sync>;

/// A file that is made up row by row.
struct MadeUpFile {
    /// What its rows are, and what it is called.
    called: &'static str,
    from: &'static str,
    rows: usize,
    /// How many puts a row is, all told.
    puts: usize,
    kinds: Vec<Kind>,
    row: MadeUpRow,
}

impl MadeUpFile {
    /// A file with so many rows, each a record.
    fn new(
        (kind, called, from): (Kind, &'static str, &'static str),
        rows: usize,
        row: impl Fn(usize, &mut Rng) -> Put + Send + Sync + 'static,
    ) -> MadeUpFile {
        MadeUpFile {
            called,
            from,
            rows,
            puts: rows,
            kinds: vec![kind],
            row: Box::new(move |n, rng| vec![row(n, rng)]),
        }
    }
}

impl fmt::Debug for MadeUpFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} made-up {}", self.rows, self.called)
    }
}

impl PutKeeper for MadeUpFile {
    fn count(&self) -> usize {
        self.puts
    }

    fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    fn each(&self, tell: &mut dyn FnMut(&Put) -> ControlFlow<()>) -> Result<(), Refusal> {
        let mut rng = Rng::with_seed(SEED);
        for n in 0..self.rows {
            for put in (self.row)(n, &mut rng) {
                if tell(&put.row(n as u64 + 2)).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// One of these.
fn one<T: Copy>(rng: &mut Rng, of: &[T]) -> T {
    of[rng.usize(..of.len())]
}

/// True so many times in a hundred.
fn chance(rng: &mut Rng, percent: u32) -> bool {
    rng.u32(..100) < percent
}

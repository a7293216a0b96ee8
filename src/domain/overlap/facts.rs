//! What the overlap rules and the waste ledger look at: paid lines with what each school bears of them,
//! and the products they are of. The store fills these in; nothing here knows where they were kept.

use chrono::{Days, NaiveDate};

use super::claims::WHOLE_CELL;
use crate::domain::contract::{ContractId, LineId};
use crate::domain::money::Cents;
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::school::SchoolId;

/// A line that pays for the right to use, or for support, in the fiscal year asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidLine {
    /// The id of the line.
    pub id: LineId,
    /// The id of the contract it is part of.
    pub contract: ContractId,
    /// The contract it was released from, else itself.
    pub root: ContractId,
    /// The product; the one it was merged into, where it was.
    pub product: ProductId,
    /// The school that bought it; the district where none is named.
    pub buyer: Option<SchoolId>,
    /// The first covered day.
    pub first: Option<NaiveDate>,
    /// The last covered day; far away for one that renews by itself.
    pub last: NaiveDate,
    /// May students use it?
    pub students: bool,
    /// May staff?
    pub staff: bool,
    /// Is use limited by seats?
    pub limited: bool,
    /// Seats bought in all.
    pub quantity: Option<i64>,
    /// What a seat costs a year.
    pub seat_price: Option<Cents>,
    /// What a seat would cost a year by what the vendor asks the district for the next term.
    pub quote: Option<Cents>,
    /// The fewest seats it can be bought for.
    pub min_quantity: Option<i64>,
    /// Our own last day to end it, which may have passed; none where it cannot be stopped any more.
    pub act_by: Option<NaiveDate>,
    /// Is the last day to say no to its renewal still ahead? What ends by itself has no such day: its
    /// money is spent, whatever is decided.
    pub stoppable: bool,
    /// Can fewer seats be had, at the latest at its renewal?
    pub reducible: bool,
    /// Is evaluator, manager or purchaser missing, or gone?
    pub unowned: bool,
    /// Does it renew by itself this year, or did nobody ever decide, or has the decision ended?
    pub unwatched: bool,
    /// What each school bears, by school id, each once.
    pub places: Vec<LineAtSchool>,
}

/// A line at one school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAtSchool {
    /// The id of the school that bears the cost here.
    pub school: SchoolId,
    /// The grades it is for there, a bit each; never 0.
    pub grades: u16,
    /// What the school bears of the fiscal year's cost.
    pub cost: Cents,
    /// Seats there; covered students where use is not limited by seats.
    pub seats: i64,
    /// People who use it there, or the most at once; none where nobody counted.
    pub used: Option<i64>,
    /// The part of its users whose devices fail a must; of `WHOLE_CELL`.
    pub unfit: i64,
    /// Is training there below 80 percent of its target?
    pub untrained: bool,
}

/// The days on which something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaySpan {
    first: NaiveDate,
    last: NaiveDate,
}

impl DaySpan {
    /// No end and no beginning.
    pub const ALWAYS: DaySpan = DaySpan {
        first: NaiveDate::MIN,
        last: NaiveDate::MAX,
    };

    /// Its first and its last day.
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        (self.first, self.last)
    }

    /// Do the two hold at the same time for at least 30 days, some of them still to come?
    pub fn meets(self, other: DaySpan, today: NaiveDate) -> bool {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        let thirtieth = first.checked_add_days(Days::new(29));
        last >= today && thirtieth.is_some_and(|day| day <= last)
    }
}

impl PaidLine {
    /// What it costs this fiscal year, all schools together.
    pub fn cost(&self) -> Cents {
        self.places.iter().map(|place| place.cost).sum()
    }

    /// From when till when it holds.
    pub fn window(&self) -> DaySpan {
        DaySpan {
            first: self.first.unwrap_or(NaiveDate::MIN),
            last: self.last,
        }
    }

    /// Do the two hold at the same time for at least 30 days, some of them still to come?
    pub fn meets(&self, other: &PaidLine, today: NaiveDate) -> bool {
        self.window().meets(other.window(), today)
    }

    /// May some of the same people use both?
    pub fn shares_people(&self, other: &PaidLine) -> bool {
        (self.students && other.students) || (self.staff && other.staff)
    }

    /// The place at a school.
    pub fn at(&self, school: SchoolId) -> Option<usize> {
        self.places
            .binary_search_by_key(&school, |place| place.school)
            .ok()
    }
}

impl LineAtSchool {
    /// The part of the place's cost that these grades bear; of `WHOLE_CELL`.
    pub fn part(&self, grades: u16) -> i64 {
        let shared = i64::from((self.grades & grades).count_ones());
        WHOLE_CELL / i64::from(self.grades.count_ones().max(1)) * shared
    }
}

/// A product, as far as the rules look at it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductJob {
    /// The product; the one it was merged into, where it was.
    pub product: ProductId,
    /// The leaf functions it serves, those that one product a school should serve.
    pub functions: Vec<FunctionId>,
    /// Is it a learning platform?
    pub lms: bool,
    /// Is it core material? A core product and one beside it do not do the same job.
    pub core: bool,
    /// The people it is for, where it is for special ones only: `EL`, `SPED`, `assistive`.
    pub population: Option<String>,
    /// Its subjects, folded; none where it is not bound to any.
    pub subjects: Vec<String>,
    /// People who use it, in the whole district.
    pub active: i64,
    /// Where it is used without a line that pays for it: school and grades.
    pub free_at: Vec<(SchoolId, u16)>,
    /// The standards it was verified to be aligned to, in order.
    pub leaves: Vec<Leaf>,
    /// Those that one relation says are the same as one of these, in order.
    pub joined: Vec<Joined>,
}

/// A standard of a set of standards, as one product teaches or tests it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leaf {
    /// Stands for the set, with its edition, and for what is done with it.
    pub framework: u64,
    /// Stands for the standard.
    pub standard: u64,
    /// Is it to be looked at again, and counts as claimed until then?
    pub recheck: bool,
    /// The grades this is about, a bit each.
    pub grades: u16,
}

/// That one standard is the same as another, as one relation says: an exact match, a translation, or what somebody here
/// accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joined {
    /// Stands for the one, as in [`Leaf`].
    pub standard: u64,
    /// Stands for the other.
    pub other: u64,
}

//! What each product adds to the sums of the schools and of the district: kept beside them, so that it can be taken out
//! again once something of the product is written.

use std::collections::HashMap;
use std::sync::Arc;

use super::ProductRow;
use crate::domain::contract::{CostKind, Line, PriceModel};
use crate::domain::cost::allocation::{borne_where_allotted, seats_at, seats_unsaid};
use crate::domain::cost::{Bearer, Sharing};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::seats::{InventorySeats, PurchasedSeats, SeatsAtSchool, SeatsOnRecord};
use crate::store::placed::{take_number, write_number};
use crate::store::schools::in_force::{LineInForce, SchoolPeople};
use crate::store::schools::{purchases, unused};

/// What one school has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct SchoolSum {
    /// How many products are there, each once however often it was bought there.
    pub(super) count: i64,
    pub(super) cost: Cents,
    pub(super) unused: Cents,
    pub(super) hidden: i64,
    /// Lines of which it bears a part, or of what every school has, whose price is known.
    pub(super) priced: i64,
}

impl SchoolSum {
    /// A product that is there and costs nothing.
    const ONE: SchoolSum = SchoolSum {
        count: 1,
        cost: Cents(0),
        unused: Cents(0),
        hidden: 0,
        priced: 0,
    };

    /// Both, number by number.
    fn with(self, more: SchoolSum, by: fn(i64, i64) -> i64) -> SchoolSum {
        SchoolSum {
            count: by(self.count, more.count),
            cost: Cents(by(self.cost.0, more.cost.0)),
            unused: Cents(by(self.unused.0, more.unused.0)),
            hidden: by(self.hidden, more.hidden),
            priced: by(self.priced, more.priced),
        }
    }
}

fn plus(a: i64, b: i64) -> i64 {
    a + b
}

fn minus(a: i64, b: i64) -> i64 {
    a - b
}

/// What one product adds. A large district has a million places: those of a product are numbers in groups of seven bits,
/// how much further among the schools, times 2, and one more where the school only has it; else what it adds follows.
#[derive(Debug, PartialEq, Eq, Default)]
struct AddedByProduct {
    at: Box<[u8]>,
    /// What it adds to each open school besides.
    everywhere: SchoolSum,
    district: Cents,
}

impl AddedByProduct {
    /// Of what it adds to schools, by their positions, in any order.
    fn of(
        mut at: Vec<(usize, SchoolSum)>,
        mut everywhere: SchoolSum,
        district: Cents,
    ) -> AddedByProduct {
        everywhere.count = everywhere.count.min(1);
        at.sort_by_key(|(position, _)| *position);
        let mut packed = Vec::with_capacity(at.len() * 2);
        let mut last = 0;
        for some in at.chunk_by(|a, b| a.0 == b.0) {
            let Some((position, _)) = some.first() else {
                continue;
            };
            let sums = some.iter().map(|(_, sum)| *sum);
            let mut sum = sums.fold(SchoolSum::default(), |all, more| all.with(more, plus));
            // What all schools have is counted as that.
            sum.count = sum.count.min(1 - everywhere.count);
            let alone = sum == SchoolSum::ONE;
            write_number((position - last) as u64 * 2 + u64::from(alone), &mut packed);
            last = *position;
            if !alone {
                for number in [sum.count, sum.cost.0, sum.unused.0, sum.hidden, sum.priced] {
                    write_number(number.cast_unsigned(), &mut packed);
                }
            }
        }
        AddedByProduct {
            at: packed.into_boxed_slice(),
            everywhere,
            district,
        }
    }

    /// Tells what it adds to each school, by its position.
    fn each(&self, mut tell: impl FnMut(usize, SchoolSum)) {
        let mut packed = &self.at[..];
        let mut position = 0;
        while let Some(head) = take_number(&mut packed) {
            position += (head / 2) as usize;
            if head % 2 == 1 {
                tell(position, SchoolSum::ONE);
                continue;
            }
            let mut number = || take_number(&mut packed).unwrap_or_default().cast_signed();
            let sum = SchoolSum {
                count: number(),
                cost: Cents(number()),
                unused: Cents(number()),
                hidden: number(),
                priced: number(),
            };
            tell(position, sum);
        }
    }
}

/// The sums of all products, with what each of them adds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SchoolSums {
    /// Of each open school, in their order.
    schools: Vec<SchoolSum>,
    /// What each open school has besides.
    everywhere: SchoolSum,
    /// What the district bears itself.
    pub(super) district: Cents,
    parts: HashMap<ProductId, Arc<AddedByProduct>>,
}

impl SchoolSums {
    /// Of so many open schools.
    pub(super) fn of(schools: usize) -> SchoolSums {
        SchoolSums {
            schools: vec![SchoolSum::default(); schools],
            ..SchoolSums::default()
        }
    }

    /// Adds a product: where it is placed, and the lines that pay for it. What whoever asks may not see of what a buyer
    /// pays is left out.
    pub(super) fn add(
        &mut self,
        product: ProductId,
        stock: &SeatsOnRecord,
        lines: &mut [LineInForce],
        (people, shows): (&SchoolPeople, &dyn Fn(Option<SchoolId>) -> bool),
    ) -> Option<ProductRow> {
        let adding = AddedProduct {
            people,
            row: ProductRow::default(),
            at: Vec::new(),
            everywhere: SchoolSum::default(),
            district: Cents(0),
        };
        let unpaid = lines.is_empty() && stock.counted.is_empty() && stock.whole.is_none();
        let added = if unpaid {
            adding.unpaid(stock)?
        } else {
            adding.paid(stock, lines, shows)?
        };
        let part = AddedByProduct::of(added.at, added.everywhere, added.district);
        self.put(&part, plus);
        self.parts.insert(product, Arc::new(part));
        Some(added.row)
    }

    /// Takes a product out again.
    pub(super) fn take_out(&mut self, product: ProductId) {
        if let Some(part) = self.parts.remove(&product) {
            self.put(&part, minus);
        }
    }

    fn put(&mut self, part: &AddedByProduct, by: fn(i64, i64) -> i64) {
        part.each(|position, more| {
            if let Some(sum) = self.schools.get_mut(position) {
                *sum = sum.with(more, by);
            }
        });
        self.everywhere = self.everywhere.with(part.everywhere, by);
        self.district = Cents(by(self.district.0, part.district.0));
    }

    /// What the open school of this position has.
    pub(super) fn at(&self, position: usize) -> SchoolSum {
        let sum = self.schools.get(position).copied().unwrap_or_default();
        SchoolSum {
            count: sum.count + self.everywhere.count,
            hidden: sum.hidden + self.everywhere.hidden,
            priced: sum.priced + self.everywhere.priced,
            ..sum
        }
    }
}

/// What a product adds, while it is looked at.
struct AddedProduct<'p> {
    people: &'p SchoolPeople,
    row: ProductRow,
    at: Vec<(usize, SchoolSum)>,
    everywhere: SchoolSum,
    district: Cents,
}

impl AddedProduct<'_> {
    /// One that is paid for, or whose use is counted; none where it is nowhere.
    fn paid(
        mut self,
        stock: &SeatsOnRecord,
        lines: &mut [LineInForce],
        shows: &dyn Fn(Option<SchoolId>) -> bool,
    ) -> Option<Self> {
        let purchases = purchases(stock, lines, self.people);
        let open = |place: &&SeatsAtSchool| self.people.contains(place.school);
        let places = || purchases.values().flat_map(|bought| &bought.places);
        if lines.is_empty() && !places().any(|place| open(&place)) {
            return None;
        }
        for place in places() {
            if let Some(at) = self.people.position(place.school) {
                self.at.push((at, SchoolSum::ONE));
                if let Some(seats) = place.allotted {
                    self.row.add_seats(seats, place.used);
                }
            }
        }
        for (buyer, bought) in &purchases {
            // Seats that nobody was given are one heap; where only some schools were counted, their part of it is.
            let of_buyer = lines.iter().filter(|line| line.buyer() == *buyer);
            if bought.allotted().is_none()
                && let Some(seats) = heap(of_buyer.clone())
            {
                self.row.add_seats(seats, bought.whole);
                if bought.whole.is_none() {
                    let people = self.people;
                    self.row
                        .add_counted(of_buyer.map(|line| measured(line, bought, people)));
                }
            }
        }
        for line in lines {
            let shown = shows(line.buyer());
            let shared = SharedOut::of(line, purchases.get(&line.buyer()), self.people);
            if shared.others {
                self.everywhere.count += 1;
                self.everywhere.hidden += i64::from(!shown);
                self.everywhere.priced += i64::from(line.a_year.is_some());
            }
            let mut district = line.a_year.unwrap_or_default();
            for (school, bearer, held) in &shared.bearers {
                let part = line.sharing.part(*school, bearer);
                let (seats, used) = held.map_or((None, None), |held| (held.allotted, held.used));
                let spare = unused(part, seats, used);
                district = district - part;
                self.row.cost += part;
                self.row.unused += spare;
                let Some(at) = self.people.position(*school) else {
                    continue;
                };
                let mut sum = SchoolSum {
                    priced: i64::from(line.a_year.is_some()),
                    ..SchoolSum::default()
                };
                sum.count += 1;
                if shown {
                    sum.cost += part;
                    sum.unused += spare;
                } else {
                    sum.hidden += i64::from(!shared.others);
                }
                self.at.push((at, sum));
            }
            self.district += district;
            self.row.cost += district;
        }
        Some(self)
    }

    /// One that nothing pays for, and whose use is counted nowhere else: most of what lies around; none where it is nowhere.
    fn unpaid(mut self, stock: &SeatsOnRecord) -> Option<Self> {
        let same =
            |a: &InventorySeats, b: &InventorySeats| (a.school, a.buyer) == (b.school, b.buyer);
        for place in stock.given.chunk_by(same) {
            let Some(at) = place
                .first()
                .and_then(|one| self.people.position(one.school))
            else {
                continue;
            };
            self.at.push((at, SchoolSum::ONE));
            let allotted = place.iter().filter_map(|one| one.allotted);
            if let Some(seats) = allotted.reduce(|sum, more| sum + more) {
                let used = place.iter().filter_map(|one| one.count);
                let used = used.map(|count| count.used);
                self.row
                    .add_seats(seats, used.reduce(|sum, more| sum + more));
            }
        }
        (!self.at.is_empty()).then_some(self)
    }
}

/// How a line's cost is shared out.
pub(super) struct SharedOut<'p> {
    /// The schools that bear it, each with what it is borne by and with what it has of the purchase.
    bearers: Vec<(SchoolId, Bearer, Option<&'p SeatsAtSchool>)>,
    /// Does it cover all schools besides, of which the others bear nothing?
    others: bool,
}

impl<'p> SharedOut<'p> {
    /// Shares a line's cost out to the schools that bear it.
    pub(super) fn of(
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
        line.sharing = Sharing::new(cost, line.line.method(), &sharing);
        SharedOut { bearers, others }
    }
}

/// Seats of lines that count them; nothing where one does not say how many.
fn heap<'l>(lines: impl Iterator<Item = &'l LineInForce>) -> Option<i64> {
    let mut lines = lines.filter(|line| counts_seats(&line.line)).peekable();
    lines.peek()?;
    lines.map(|line| line.line.quantity).sum()
}

/// Of a line's seats that nobody was given: those that are the part of schools where use was counted, and those in use
/// there.
fn measured(line: &LineInForce, bought: &PurchasedSeats, people: &SchoolPeople) -> (i64, i64) {
    if !counts_seats(&line.line) {
        return (0, 0);
    }
    let schools = line.schools(people);
    let of = schools.iter().map(|school| {
        let (students, staff) = people.of(*school);
        (None, line.line.people(students, staff))
    });
    let seats = seats_at(line.line.quantity, &of.collect::<Vec<_>>());
    let seats = schools.into_iter().zip(seats);
    let counted = seats.filter_map(|(school, seats)| Some((seats, bought.at(school)?.used?)));
    counted.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
}

/// Is it a licence by the seat?
fn counts_seats(line: &Line) -> bool {
    matches!(line.cost_kind, None | Some(CostKind::Licence))
        && line.model.is_none_or(PriceModel::counts_seats)
}

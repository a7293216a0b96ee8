//! Overlaps of one product: bought by a school although the district covers it (O2), and bought by
//! several who do not know of each other (O1). O2 comes first.

use chrono::NaiveDate;

use super::claims::{Claims, WHOLE_CELL, part_of};
use super::facts::{LineAtSchool, PaidLine};
use super::parts::schools;
use super::{Member, Overlap, OverlapKind, ProposedKeeper, fingerprint};
use crate::domain::contract::LineId;
use crate::domain::money::Cents;
use crate::domain::school::SchoolId;

/// Seats of district lines that stand ready for schools that bought their own, by line id.
pub type Absorbed = Vec<(LineId, SchoolId, i64)>;

/// The overlaps of the lines of one product, and the seats of district lines they would use:
/// line, school, seats.
pub fn of_product(
    lines: &[&PaidLine],
    today: NaiveDate,
    claims: &mut Claims,
) -> (Vec<Overlap>, Absorbed) {
    let mut lines: Vec<&PaidLine> = lines.to_vec();
    lines.sort_by_key(|line| line.id);
    let mut absorbed = Absorbed::new();
    let covered = covered(&lines, today, claims, &mut absorbed);
    let several = several_buyers(&lines, today, claims);
    (covered.into_iter().chain(several).collect(), absorbed)
}

/// What one place loses to another that has it already.
struct Loss {
    member: Member,
    grades: u16,
    act_by: Option<NaiveDate>,
}

fn covered(
    lines: &[&PaidLine],
    today: NaiveDate,
    claims: &mut Claims,
    absorbed: &mut Absorbed,
) -> Option<Overlap> {
    let districts: Vec<&PaidLine> = lines
        .iter()
        .copied()
        .filter(|l| l.buyer.is_none())
        .collect();
    let mut spare: Vec<i64> = districts.iter().map(|line| spare(line)).collect();
    let mut schools: Vec<&PaidLine> = lines
        .iter()
        .copied()
        .filter(|l| l.buyer.is_some())
        .collect();
    // The dearest is covered first.
    schools.sort_by_key(|line| (std::cmp::Reverse(line.cost()), line.id));
    let mut losses = Vec::new();
    let mut keeper = None;
    for line in schools {
        // Seats that were a gift need none of the district's.
        for place in line.places.iter().filter(|p| p.cost > Cents(0)) {
            for (district, spare) in districts.iter().zip(&mut spare) {
                let begun =
                    district.first.is_none_or(|day| day <= today) || district.first <= line.first;
                if line.root == district.root
                    || !begun
                    || !line.meets(district, today)
                    || !line.shares_people(district)
                {
                    continue;
                }
                let Some(at) = district.at(place.school) else {
                    continue;
                };
                let shared = district.places[at].grades & place.grades;
                let needed = needed(place);
                let seats = if district.limited {
                    needed.min(*spare)
                } else {
                    needed
                };
                if shared == 0 || (seats <= 0 && needed > 0) {
                    continue;
                }
                *spare -= if district.limited { seats } else { 0 };
                // Where nobody uses it, no seat is needed, and all of it is covered.
                let part = i128::from(WHOLE_CELL) * i128::from(seats);
                let part = part
                    .checked_div(i128::from(needed))
                    .unwrap_or(WHOLE_CELL.into()) as i64;
                losses.push(loss(line, place, shared, part, claims));
                if district.limited && seats > 0 {
                    absorbed.push((district.id, place.school, seats));
                }
                keeper = keeper.or(Some(district.id));
                break;
            }
        }
    }
    overlap(OverlapKind::Covered, losses, keeper, lines)
}

/// Seats a limited line has left, all schools together. A seat whose use nobody counted is not free,
/// as in `domain::seats`.
fn spare(line: &PaidLine) -> i64 {
    let seats: i64 = line.places.iter().map(|p| p.seats).sum();
    let taken: i64 = line.places.iter().map(|p| p.used.unwrap_or(p.seats)).sum();
    (line.quantity.unwrap_or(seats) - taken).max(0)
}

/// Seats a school would need of the district's: those in use; where nobody counted, those it has.
fn needed(place: &LineAtSchool) -> i64 {
    place.used.unwrap_or(place.seats.max(1)).max(0)
}

fn loss(
    line: &PaidLine,
    place: &LineAtSchool,
    grades: u16,
    part: i64,
    claims: &mut Claims,
) -> Loss {
    let of_place = place.part(grades);
    let stake = part_of(part_of(place.cost, of_place), part);
    let cell = (line.id, place.school);
    Loss {
        member: Member {
            line: line.id,
            product: line.product,
            school: place.school,
            cost: place.cost,
            stake,
            claimed: claims.claim(cell, place.grades, grades, part),
            excess: Cents(0),
        },
        grades: place.grades & grades,
        act_by: line.act_by,
    }
}

/// Several buyers: in a shared cell all but the dearest line is lost; a line that shares no cell with
/// another pays too much by the difference to the best price for a seat, paid or quoted to the district.
fn several_buyers(lines: &[&PaidLine], today: NaiveDate, claims: &mut Claims) -> Option<Overlap> {
    let rivals = |a: &PaidLine, b: &PaidLine| {
        a.id != b.id
            && a.buyer != b.buyer
            && a.root != b.root
            && a.meets(b, today)
            && a.shares_people(b)
    };
    let mut losses = Vec::new();
    let mut keeper: Option<&PaidLine> = None;
    let mut sharing = Vec::new();
    for line in lines {
        for place in &line.places {
            let dearer = |other: &&&PaidLine| {
                rivals(line, other)
                    && other.at(place.school).is_some_and(|at| {
                        let theirs = &other.places[at];
                        let dearer = (theirs.cost, std::cmp::Reverse(other.id))
                            > (place.cost, std::cmp::Reverse(line.id));
                        theirs.grades & place.grades != 0 && dearer
                    })
            };
            let rivals_here: Vec<&PaidLine> = lines.iter().filter(dearer).copied().collect();
            if rivals_here.is_empty() {
                continue;
            }
            sharing.push(line.id);
            sharing.extend(rivals_here.iter().map(|other| other.id));
            // What the district has seats for is told as covered; seats beyond those are needed.
            let schools = rivals_here.into_iter();
            let schools = schools.filter(|other| other.buyer.is_some() && line.buyer.is_some());
            let (mut shared, mut dearest) = (0, None);
            for other in schools {
                shared |= other
                    .at(place.school)
                    .map_or(0, |at| other.places[at].grades);
                dearest = dearest.or(Some(other));
            }
            if dearest.is_some() {
                losses.push(loss(line, place, shared, WHOLE_CELL, claims));
                keeper = keeper.or(dearest);
            }
        }
    }
    let held = lines.iter().filter(|l| l.limited && l.last >= today);
    let prices = held.flat_map(|line| {
        let prices = [line.seat_price, line.quote].into_iter().flatten();
        prices.map(|price| (price, line.id, *line))
    });
    let best = prices.min_by_key(|(price, id, _)| (*price, *id));
    if let Some((price, _, cheapest)) = best {
        for line in lines
            .iter()
            .filter(|l| !sharing.contains(&l.id) && l.limited)
        {
            let Some(mine) = line.seat_price.filter(|mine| *mine > price) else {
                continue;
            };
            let enough = cheapest
                .min_quantity
                .is_none_or(|least| line.quantity >= Some(least));
            if rivals(line, cheapest) && enough {
                losses.extend(too_dear(line, mine, price));
                keeper = keeper.or(Some(cheapest));
            }
        }
    }
    let keeper = keeper.map(|line| line.id);
    overlap(OverlapKind::SameProduct, losses, keeper, lines)
}

/// What a line pays above the best price. Nobody loses a seat, so no part of a cell is claimed.
fn too_dear(line: &PaidLine, mine: Cents, best: Cents) -> Vec<Loss> {
    let excess = mine - best;
    let loss = |place: &LineAtSchool| {
        let excess = Cents(excess.0.saturating_mul(place.seats)).min(place.cost);
        Loss {
            member: Member {
                line: line.id,
                product: line.product,
                school: place.school,
                cost: place.cost,
                stake: excess,
                claimed: 0,
                excess,
            },
            grades: place.grades,
            act_by: line.act_by,
        }
    };
    line.places.iter().map(loss).collect()
}

fn overlap(
    kind: OverlapKind,
    losses: Vec<Loss>,
    keeper: Option<LineId>,
    lines: &[&PaidLine],
) -> Option<Overlap> {
    let product = lines.first()?.product;
    if losses.iter().all(|loss| loss.member.stake == Cents(0)) {
        return None;
    }
    let mut cells: Vec<(SchoolId, u16)> =
        losses.iter().map(|l| (l.member.school, l.grades)).collect();
    cells.sort_unstable();
    cells.dedup();
    let at_stake = losses.iter().map(|loss| loss.member.stake).sum();
    Some(Overlap {
        kind,
        fingerprint: fingerprint(kind, &[product], &cells),
        products: vec![product],
        schools: schools(&cells),
        at_stake,
        savings: (at_stake, at_stake),
        masked: Cents(0),
        sign: None,
        keeper: keeper.map(ProposedKeeper::Line),
        function: None,
        act_by: losses.iter().filter_map(|loss| loss.act_by).min(),
        members: losses.into_iter().map(|loss| loss.member).collect(),
    })
}

#[cfg(test)]
mod tests;

//! The waste ledger: one number, four parts, no dollar counted twice. Each cell, a line
//! at a school, is taken in order: incompatible, overlap, unused and untrained, unowned; each takes only
//! what those before it left.

mod figure;
mod risk;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::AddAssign;

use super::money::Cents;
use super::overlap::claims::{WHOLE_CELL, part_of};
use super::overlap::facts::{LineAtSchool, PaidLine};
use super::overlap::{Member, Overlap};
use super::policy::Percent;
use super::record::words;
use crate::domain::contract::LineId;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;

pub use figure::WasteFigure;
pub use risk::{LineAtRisk, ProductAtRisk, YearWaste};

words! {
    /// The four factors, the most provable first.
    Factor {
        /// It does not run on the devices.
        Incompatible = "incompatible",
        /// It is paid for twice.
        Overlap = "overlap",
        /// Seats nobody uses, or nobody was trained to use.
        Untrained = "untrained",
        /// Money about to be spent with nobody answering for it; exposure, not proven waste.
        Unowned = "unowned",
    }
}

/// What a factor takes: after those before it, and alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// In the total.
    pub net: Cents,
    /// Were it the only one.
    pub gross: Cents,
}

/// One line at one school, with what is at risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WasteCell {
    /// The id of the contract's line that pays.
    pub line: LineId,
    /// The id of what it pays for.
    pub product: ProductId,
    /// The id of the school that bears it.
    pub school: SchoolId,
    /// What it costs this fiscal year.
    pub cost: Cents,
    /// By factor, in the order of `Factor`.
    pub taken: [Taken; 4],
    /// What of the cost is of seats whose use nobody ever counted.
    pub unmeasured: Cents,
    /// Is the last day to say no to its renewal still ahead?
    pub stoppable: bool,
    /// Is training there below 80 percent of its target? Then idle seats are a matter of training, else
    /// of too many seats.
    pub untrained: bool,
    /// Idle seats, beyond those that may stay empty, where fewer would not cost less: told, at no dollars.
    pub idle: i64,
}

impl WasteCell {
    /// At risk, all factors together.
    pub fn at_risk(&self) -> Cents {
        self.taken.iter().map(|taken| taken.net).sum()
    }

    /// Where it stands in the ledger: the cell most at risk comes first.
    pub fn place(&self) -> (Reverse<Cents>, Reverse<Cents>, LineId, SchoolId) {
        let risk = Reverse(self.at_risk());
        (risk, Reverse(self.cost), self.line, self.school)
    }
}

/// The sums of a fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// What is spent.
    pub spend: Cents,
    /// What is at risk, each dollar once.
    pub at_risk: Cents,
    /// The factors alone, summed: some dollars count twice.
    pub gross: Cents,
    /// What of the risk can still be stopped.
    pub stoppable: Cents,
    /// What cannot.
    pub locked: Cents,
    /// What is spent where nobody counted use.
    pub unmeasured: Cents,
    /// By factor, in the order of `Factor`.
    pub factors: [Taken; 4],
    /// What of the idle seats is where too few are trained.
    pub untrained: Cents,
    /// What of them is where fewer seats would do.
    pub right_size: Cents,
}

impl AddAssign for Totals {
    fn add_assign(&mut self, more: Totals) {
        self.spend += more.spend;
        self.at_risk += more.at_risk;
        self.gross += more.gross;
        self.stoppable += more.stoppable;
        self.locked += more.locked;
        self.unmeasured += more.unmeasured;
        for (sum, taken) in self.factors.iter_mut().zip(&more.factors) {
            sum.net += taken.net;
            sum.gross += taken.gross;
        }
        self.untrained += more.untrained;
        self.right_size += more.right_size;
    }
}

impl Totals {
    /// Adds a cell, or with `sign` -1 takes it out again.
    pub fn add(&mut self, cell: &WasteCell, sign: i64) {
        let signed = |cents: Cents| Cents(cents.0 * sign);
        let at_risk = cell.at_risk();
        self.spend += signed(cell.cost);
        self.at_risk += signed(at_risk);
        self.unmeasured += signed(cell.unmeasured);
        if cell.stoppable {
            self.stoppable += signed(at_risk);
        } else {
            self.locked += signed(at_risk);
        }
        let idle = signed(cell.taken[Factor::Untrained as usize].net);
        if cell.untrained {
            self.untrained += idle;
        } else {
            self.right_size += idle;
        }
        for (sum, taken) in self.factors.iter_mut().zip(&cell.taken) {
            sum.net += signed(taken.net);
            sum.gross += signed(taken.gross);
            self.gross += signed(taken.gross);
        }
    }

    /// Is the share at risk outside 5 to 30 percent, so that the inputs should be looked at?
    pub fn check_inputs(&self) -> bool {
        let (risk, spend) = (self.at_risk.0 * 100, self.spend.0);
        spend > 0 && !(5 * spend..=30 * spend).contains(&risk)
    }
}

/// What overlaps say about cells: the part each claims, what each would take alone, and the seats of
/// district lines that stand ready for others.
#[derive(Debug, Clone, Default)]
pub struct OverlapClaims {
    /// By line and school: the part claimed after precedence, of `WHOLE_CELL`.
    claimed: HashMap<(LineId, SchoolId), i64>,
    /// By line and school: price differences, which claim no part of a cell.
    dearer: HashMap<(LineId, SchoolId), Cents>,
    /// By line: seats that others would use, at which school first.
    absorbed: HashMap<LineId, Vec<(SchoolId, i64)>>,
}

impl OverlapClaims {
    /// Gathers what these overlaps say, and the seats they would use: line, school, seats.
    pub fn of<'o>(
        overlaps: impl IntoIterator<Item = &'o Overlap>,
        absorbed: &[(LineId, SchoolId, i64)],
    ) -> OverlapClaims {
        let mut said = OverlapClaims::default();
        for overlap in overlaps {
            said.claim(&overlap.members);
        }
        for (line, school, seats) in absorbed {
            said.absorbed
                .entry(*line)
                .or_default()
                .push((*school, *seats));
        }
        said
    }
}

impl OverlapClaims {
    /// Takes in what these claim too.
    pub fn claim(&mut self, members: &[Member]) {
        for member in members {
            let cell = (member.line, member.school);
            if member.excess != Cents(0) {
                *self.dearer.entry(cell).or_default() += member.excess;
            }
            *self.claimed.entry(cell).or_default() += member.claimed;
        }
    }
}

/// The cells of one line. `spare` are the seats that may stay empty, as nobody reaches full use, in
/// percent: the policy's `spare_seats`.
pub fn cells(line: &PaidLine, said: &OverlapClaims, spare: Percent) -> Vec<WasteCell> {
    let extra = absorbed_at(line, said.absorbed.get(&line.id).map_or(&[], Vec::as_slice));
    let places = line.places.iter().zip(extra);
    places
        .map(|(place, extra)| {
            let key = (line.id, place.school);
            let claimed = said.claimed.get(&key).copied().unwrap_or(0);
            let dearer = said.dearer.get(&key).copied().unwrap_or_default();
            cell(line, place, (claimed.min(WHOLE_CELL), dearer), extra, spare)
        })
        .collect()
}

/// Which places the absorbed seats fill: the school's own first, then the others in order.
fn absorbed_at(line: &PaidLine, absorbed: &[(SchoolId, i64)]) -> Vec<i64> {
    let mut extra = vec![0; line.places.len()];
    let room = |at: usize, extra: &[i64]| {
        let place = &line.places[at];
        (place.seats - place.used.unwrap_or(0) - extra[at]).max(0)
    };
    for (school, seats) in absorbed {
        let mut left = *seats;
        let own = line.at(*school).into_iter();
        for at in own.chain(0..line.places.len()) {
            let taken = left.min(room(at, &extra));
            extra[at] += taken;
            left -= taken;
        }
    }
    extra
}

fn cell(
    line: &PaidLine,
    place: &LineAtSchool,
    (claimed, dearer): (i64, Cents),
    extra: i64,
    spare: Percent,
) -> WasteCell {
    let cost = place.cost;
    let unfit = part_of(cost, place.unfit);
    let after_unfit = cost - unfit;
    let overlap = (part_of(after_unfit, claimed) + dearer).min(after_unfit);
    let after_overlap = after_unfit - overlap;
    let fit = WHOLE_CELL - place.unfit;
    let left = (i128::from(fit) * i128::from(WHOLE_CELL - claimed) / i128::from(WHOLE_CELL)) as i64;
    let used = place.used.map(|used| used + extra);
    let counts = line.limited || line.reducible;
    let idle = |seats_left: i64, used: Option<i64>, of: Cents| match used {
        Some(used) if counts => idle((place.seats, seats_left), used, spare, of),
        _ => Cents(0),
    };
    let unused = idle(left, used, after_overlap);
    let rest = after_overlap - unused;
    let nobody = line.unowned && line.unwatched;
    let alone = |yes: bool, cents: Cents| if yes { cents } else { Cents(0) };
    WasteCell {
        line: line.id,
        product: line.product,
        school: place.school,
        cost,
        taken: [
            Taken {
                net: unfit,
                gross: unfit,
            },
            Taken {
                net: overlap,
                gross: (part_of(cost, claimed) + dearer).min(cost),
            },
            Taken {
                net: unused,
                gross: idle(WHOLE_CELL, place.used, cost),
            },
            Taken {
                net: alone(nobody, rest),
                gross: alone(nobody, cost),
            },
        ],
        unmeasured: alone(place.used.is_none() && cost > Cents(0), after_overlap),
        stoppable: line.stoppable,
        untrained: place.untrained,
        idle: used.map_or(0, |used| {
            let spare = place.seats * i64::from(spare.0) / 100;
            if counts {
                0
            } else {
                (place.seats - used - spare).max(0)
            }
        }),
    }
}

/// What idle seats cost: those beyond the spare ones, of the seats that are left.
fn idle((seats, left): (i64, i64), used: i64, spare: Percent, of: Cents) -> Cents {
    let seats = i128::from(seats.max(0)) * i128::from(left);
    if seats == 0 {
        return Cents(0);
    }
    let used = i128::from(used) * i128::from(WHOLE_CELL);
    let allowance = seats * i128::from(spare.0) / 100;
    let idle = (seats - used - allowance).max(0);
    // Both are in parts of a seat; scaled down so that the product with cents fits.
    let (idle, seats) = (idle >> 20, (seats >> 20).max(1));
    let product = i128::from(of.0) * idle;
    Cents(((product + seats / 2) / seats) as i64)
}

#[cfg(test)]
mod tests;

//! Two products, one job: the same function at the same school, grade and subject (O3). Finding pairs asks
//! nothing of claims, so that what was found can be kept and claimed again.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::claims::{Claims, WHOLE_CELL};
use super::facts::{DaySpan, PaidLine, ProductJob};
use super::parts::{GradesByLine, act_by, cells, cost, members, schools};
use super::{Overlap, OverlapKind, ProposedKeeper, fingerprint};
use crate::domain::contract::LineId;
use crate::domain::money::Cents;
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::school::SchoolId;

/// A product that is in use, with the lines that pay for it.
pub struct ProductInYear<'f> {
    /// The product.
    pub job: &'f ProductJob,
    cost: Cents,
    /// Where it is used from now on, paid or free, in order of school.
    pub(super) uses: Vec<Use>,
}

/// One line at one school, or free use there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use {
    pub(super) school: SchoolId,
    pub(super) grades: u16,
    pub(super) students: bool,
    pub(super) staff: bool,
    pub(super) held: DaySpan,
    pub(super) line: Option<LineId>,
}

impl Use {
    /// The grades in which some of the same people have both at the same time.
    pub(super) fn shared(&self, other: &Use, today: NaiveDate) -> u16 {
        let people = (self.students && other.students) || (self.staff && other.staff);
        if people && self.held.meets(other.held, today) {
            self.grades & other.grades
        } else {
            0
        }
    }
}

/// Where a product stands among those that do its job: who is used most comes first; of two used alike the cheaper one,
/// then the one that was here first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairOrder(Reverse<i64>, Cents, ProductId);

impl PairOrder {
    /// Of a product by the people who use it and by what it costs.
    pub fn of((active, cost): (i64, Cents), product: ProductId) -> PairOrder {
        PairOrder(Reverse(active), cost, product)
    }
}

/// Pairs by who stays and who could go.
pub type Pairs = BTreeMap<(ProductId, ProductId), SimilarPair>;

/// Two products, where one of them could go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarPair {
    /// Why: one job, or the same standards.
    pub kind: OverlapKind,
    /// The function they have in common, where that is why; the first one.
    pub function: Option<FunctionId>,
    /// The part of each grade that could go, of `WHOLE_CELL`.
    pub part: i64,
    /// Who stays.
    pub keeper: ProductId,
    /// Who could go.
    pub loser: ProductId,
    /// What the one who could go costs for it.
    pub lost: GradesByLine,
    /// What the one who stays costs for it.
    pub kept: GradesByLine,
}

impl<'f> ProductInYear<'f> {
    /// A product with its lines; those that are over are history.
    pub fn new(job: &'f ProductJob, lines: &[&'f PaidLine], today: NaiveDate) -> ProductInYear<'f> {
        let held_now = lines.iter().filter(|line| line.last >= today);
        let paid = held_now.flat_map(|line| {
            line.places.iter().map(|place| Use {
                school: place.school,
                grades: place.grades,
                students: line.students,
                staff: line.staff,
                held: line.window(),
                line: Some(line.id),
            })
        });
        let free = job.free_at.iter().map(|(school, grades)| Use {
            school: *school,
            grades: *grades,
            students: true,
            staff: true,
            held: DaySpan::ALWAYS,
            line: None,
        });
        let mut uses: Vec<Use> = paid.chain(free).collect();
        uses.sort_by_key(|at| (at.school, at.line));
        ProductInYear {
            job,
            cost: lines.iter().map(|line| line.cost()).sum(),
            uses,
        }
    }

    /// The people who use it, and what it costs.
    pub(super) fn weight(&self) -> (i64, Cents) {
        (self.job.active, self.cost)
    }

    fn rank(&self) -> PairOrder {
        PairOrder::of(self.weight(), self.job.product)
    }

    fn by_school(&self) -> impl Iterator<Item = &[Use]> {
        self.uses.chunk_by(|a, b| a.school == b.school)
    }

    pub(super) fn at(&self, school: SchoolId) -> &[Use] {
        let start = self.uses.partition_point(|at| at.school < school);
        let end = self.uses.partition_point(|at| at.school <= school);
        &self.uses[start..end]
    }
}

/// Have the two the same part in teaching, and the same people?
pub(super) fn same_role(a: &ProductJob, b: &ProductJob) -> bool {
    a.core == b.core && a.population == b.population
}

/// Do the two do the same job for the same people?
fn alike(a: &ProductJob, b: &ProductJob) -> bool {
    let unbound = a.subjects.is_empty() || b.subjects.is_empty();
    same_role(a, b)
        && (unbound
            || a.subjects
                .iter()
                .any(|subject| b.subjects.contains(subject)))
}

/// The pairs among products that serve one function. At each school and grade a product that is not the
/// best there is paired with the best one like it that stays.
pub fn pairs(function: FunctionId, candidates: &[&ProductInYear], today: NaiveDate) -> Pairs {
    let mut ranked: Vec<&ProductInYear> = candidates.to_vec();
    ranked.sort_by_key(|candidate| candidate.rank());
    let mut at: BTreeMap<SchoolId, Vec<(&ProductInYear, &[Use])>> = BTreeMap::new();
    for candidate in ranked {
        for uses in candidate.by_school() {
            at.entry(uses[0].school)
                .or_default()
                .push((candidate, uses));
        }
    }
    let mut pairs = Pairs::new();
    for present in at.values().filter(|present| present.len() > 1) {
        pairs_at(function, present, today, &mut pairs);
    }
    pairs
}

fn pairs_at(
    function: FunctionId,
    present: &[(&ProductInYear, &[Use])],
    today: NaiveDate,
    pairs: &mut Pairs,
) {
    let mut stays: Vec<u16> = Vec::new();
    for (place, (loser, uses)) in present.iter().enumerate() {
        let mut left = grades(uses);
        for (keeper, stays) in present[..place].iter().zip(&stays) {
            if left & stays == 0 || !alike(keeper.0.job, loser.job) {
                continue;
            }
            let lost = shared(uses, keeper.1, left & stays, today);
            let gone = lost.iter().fold(0, |all, (_, grades)| all | grades);
            if gone == 0 {
                continue;
            }
            left &= !gone;
            let ids = (keeper.0.job.product, loser.job.product);
            let pair = pairs
                .entry(ids)
                .or_insert_with(|| SimilarPair::of_function(function, ids));
            let kept = shared(keeper.1, uses, gone, today);
            add_paid(&mut pair.lost, uses[0].school, &lost);
            add_paid(&mut pair.kept, uses[0].school, &kept);
        }
        stays.push(left);
    }
}

fn grades(uses: &[Use]) -> u16 {
    uses.iter().fold(0, |all, at| all | at.grades)
}

/// Of each use, the grades among these that the others have too.
fn shared(
    uses: &[Use],
    others: &[Use],
    among: u16,
    today: NaiveDate,
) -> Vec<(Option<LineId>, u16)> {
    let with_others = |mine: &Use| {
        let theirs = others.iter().map(|other| mine.shared(other, today));
        theirs.fold(0, |all, grades| all | grades) & among
    };
    let shared = uses.iter().map(|mine| (mine.line, with_others(mine)));
    shared.filter(|(_, grades)| *grades != 0).collect()
}

fn add_paid(parts: &mut GradesByLine, school: SchoolId, shared: &[(Option<LineId>, u16)]) {
    for (line, grades) in shared {
        if let Some(line) = line {
            *parts.entry((*line, school)).or_default() |= grades;
        }
    }
}

/// Where two products are used by the same people: what the one pays for it, and what the other.
pub(super) fn meeting(
    a: &ProductInYear,
    b: &ProductInYear,
    among: u16,
    today: NaiveDate,
) -> (GradesByLine, GradesByLine) {
    let (mut of_a, mut of_b) = (GradesByLine::new(), GradesByLine::new());
    for mine in a.by_school() {
        let (school, theirs) = (mine[0].school, b.at(mine[0].school));
        add_paid(&mut of_a, school, &shared(mine, theirs, among, today));
        add_paid(&mut of_b, school, &shared(theirs, mine, among, today));
    }
    (of_a, of_b)
}

impl SimilarPair {
    fn of_function(function: FunctionId, (keeper, loser): (ProductId, ProductId)) -> SimilarPair {
        SimilarPair {
            kind: OverlapKind::SameFunction,
            function: Some(function),
            part: WHOLE_CELL,
            keeper,
            loser,
            lost: GradesByLine::new(),
            kept: GradesByLine::new(),
        }
    }

    /// Takes in the same pair, met in another function.
    pub fn join(&mut self, other: &SimilarPair) {
        self.function = self.function.min(other.function);
        for (mine, theirs) in [(&mut self.lost, &other.lost), (&mut self.kept, &other.kept)] {
            for (cell, grades) in theirs {
                *mine.entry(*cell).or_default() |= grades;
            }
        }
    }

    /// The overlap of the pair, with the lines of who stays and of who could go; none where nothing is
    /// paid for the one who could go.
    pub fn overlap(
        &self,
        keeper: &[&PaidLine],
        loser: &[&PaidLine],
        claims: &mut Claims,
    ) -> Option<Overlap> {
        let members = members(&self.lost, loser, self.part, claims);
        let at_stake: Cents = members.iter().map(|member| member.stake).sum();
        if at_stake == Cents(0) {
            return None;
        }
        let kept = cost(&self.kept, keeper, self.part);
        let mut products = vec![self.keeper, self.loser];
        products.sort_unstable();
        let cells = cells(&self.lost);
        Some(Overlap {
            kind: self.kind,
            fingerprint: fingerprint(self.kind, &products, &cells),
            products,
            schools: schools(&cells),
            at_stake,
            savings: (at_stake.min(kept), at_stake.max(kept)),
            masked: Cents(0),
            sign: None,
            keeper: Some(ProposedKeeper::Product(self.keeper)),
            function: self.function,
            act_by: act_by(&members, loser),
            members,
        })
    }
}

#[cfg(test)]
mod tests;

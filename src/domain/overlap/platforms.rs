//! More learning platforms than the policy allows, or two for the same grades of a school (O6).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::claims::{Claims, WHOLE_CELL};
use super::facts::PaidLine;
use super::parts::{GradesByLine, members, schools};
use super::similar::{ProductInYear, Use};
use super::{Member, Overlap, OverlapKind, ProposedKeeper, fingerprint, fnv};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;

/// Learning platforms beyond those the policy allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platforms {
    keeper: ProductId,
    products: BTreeSet<ProductId>,
    cells: BTreeSet<(SchoolId, u16)>,
    lost: GradesByLine,
}

/// Learning platforms beyond those allowed, and a second one for the same grades of a school: the ones
/// that reach the most students are kept. Those only for staff are none.
pub fn platforms(
    candidates: &[&ProductInYear],
    allowed: usize,
    enrollment: &dyn Fn(SchoolId) -> i64,
    today: NaiveDate,
) -> Option<Platforms> {
    let mut ranked: Vec<(i64, &ProductInYear, Vec<Use>)> = Vec::new();
    for candidate in candidates {
        let uses = candidate.uses.iter().copied();
        let uses: Vec<Use> = uses.filter(|at| at.students).collect();
        let schools: BTreeSet<SchoolId> = uses.iter().map(|at| at.school).collect();
        let reach = schools.into_iter().map(enrollment).sum();
        if !uses.is_empty() {
            ranked.push((reach, candidate, uses));
        }
    }
    ranked.sort_by_key(|(reach, c, _)| (Reverse(*reach), c.job.product));
    let mut found = Platforms {
        keeper: ranked.first()?.1.job.product,
        products: BTreeSet::new(),
        cells: BTreeSet::new(),
        lost: GradesByLine::new(),
    };
    for (place, (_, candidate, uses)) in ranked.iter().enumerate() {
        let product = candidate.job.product;
        for mine in uses {
            let before = ranked[..place].iter().map(|(_, c, _)| {
                let theirs = c.at(mine.school).iter().filter(|at| at.students);
                let shared = theirs.fold(0, |all, at| all | mine.shared(at, today));
                (c.job.product, shared)
            });
            let rivals: Vec<(ProductId, u16)> = before.filter(|(_, shared)| *shared != 0).collect();
            let shared = rivals.iter().fold(0, |all, (_, grades)| all | grades);
            let lost = if place < allowed { shared } else { mine.grades };
            if lost == 0 {
                continue;
            }
            found.products.insert(product);
            found.products.extend(rivals.iter().map(|(id, _)| id));
            found.cells.insert((mine.school, lost));
            if let Some(line) = mine.line {
                *found.lost.entry((line, mine.school)).or_default() |= lost;
            }
        }
        if place >= allowed {
            let kept = ranked[..place].iter().map(|(_, c, _)| c.job.product);
            found.products.extend(kept);
        }
    }
    found.keeper = ranked
        .iter()
        .map(|(_, c, _)| c.job.product)
        .find(|id| found.products.contains(id))?;
    Some(found)
}

impl Platforms {
    /// Does this product lose as one too many?
    pub fn are_of(&self, product: ProductId) -> bool {
        self.products.contains(&product)
    }

    /// Stands for who is too many and where: while it stays, no product loses otherwise.
    pub fn mark(&self) -> u64 {
        fnv(format!("{self:?}").as_bytes())
    }

    /// What these lines of one product lose.
    pub fn members(&self, lines: &[&PaidLine], claims: &mut Claims) -> Vec<Member> {
        members(&self.lost, lines, WHOLE_CELL, claims)
    }

    /// The overlap with all who lose. One that nobody pays for counts as a platform, at no dollars.
    pub fn overlap(&self, members: Vec<Member>, act_by: Option<NaiveDate>) -> Overlap {
        let products: Vec<ProductId> = self.products.iter().copied().collect();
        let cells: Vec<(SchoolId, u16)> = self.cells.iter().copied().collect();
        let at_stake = members.iter().map(|member| member.stake).sum();
        Overlap {
            kind: OverlapKind::TooManyLms,
            fingerprint: fingerprint(OverlapKind::TooManyLms, &products, &cells),
            products,
            schools: schools(&cells),
            at_stake,
            savings: (at_stake, at_stake),
            masked: Cents(0),
            sign: None,
            keeper: Some(ProposedKeeper::Product(self.keeper)),
            function: None,
            act_by,
            members,
        }
    }
}

#[cfg(test)]
mod tests;

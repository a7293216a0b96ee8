//! Stacks: one standard that three products and more are bought for at one school, each verified to teach it.

use super::desk::{GapDesk, called};
use crate::domain::grade::Grades;
use crate::domain::product::ProductId;
use crate::domain::school::{School, SchoolId};
use crate::domain::standards::framework::{Standard, StandardId};
use crate::domain::standards::matching::{MatchWay, Node, Reached, Trust};
use crate::domain::standards::stack::{STACKED, stacked};
use crate::office::standards::{ListedClaim, StandardsFilter};
use crate::office::{Error, Office};

/// A standard that is bought for more often than once at a school.
#[derive(Debug, Clone, PartialEq)]
pub struct StackRow {
    /// The standard.
    pub standard: StandardId,
    /// The framework as people type it.
    pub framework: String,
    /// The standard's code, or its guid where it has none.
    pub code: String,
    /// Its guid.
    pub guid: String,
    /// Its statement.
    pub statement: String,
    /// The school.
    pub school: SchoolId,
    /// The school's name.
    pub school_name: String,
    /// The grades there in which so many are.
    pub grades: Grades,
    /// What was verified of each product that is paid for there, by name; a product once.
    pub products: Vec<ListedClaim>,
}

impl Office {
    /// Every standard without one below it, of the district's own frameworks, that three products and more which are paid for
    /// at a school were verified to teach, in one grade of it: most products first, then by code.
    ///
    /// # Errors
    ///
    /// `Missing` where no framework is called as the filter says.
    pub fn stacks(&self, filter: &StandardsFilter) -> Result<Vec<StackRow>, Error> {
        self.stacks_by(&mut GapDesk::new(self)?, filter)
    }

    pub(super) fn stacks_by(
        &self,
        desk: &mut GapDesk,
        filter: &StandardsFilter,
    ) -> Result<Vec<StackRow>, Error> {
        let frameworks = self.frameworks_that_fit(filter)?;
        let stacked_thrice = desk.proven_often();
        if stacked_thrice.is_empty() {
            return Ok(Vec::new());
        }
        let paid = self.store.paid_places(&desk.products(), self.today())?;
        let schools = self.store.all::<School>()?.into_iter();
        let schools: Vec<School> = schools
            .filter(|one| one.open && filter.school.is_none_or(|only| only == one.id))
            .collect();
        let mut rows = Vec::new();
        for (standard, proven) in stacked_thrice {
            let standard: Standard = self.store.get(standard)?;
            let mut frameworks = frameworks.iter();
            let framework = frameworks.find(|one| one.id == standard.framework);
            let Some(framework) = framework.filter(|_| filter.names(&standard)) else {
                continue;
            };
            for school in &schools {
                let there = standard.grades.or_every().common(school.grades.or_every());
                let at_school = |claim: &ListedClaim| {
                    let grades = claim.claim.grades.or_every();
                    let paid = paid.get(&(claim.product, school.id));
                    (
                        claim.product,
                        paid.map_or(Grades::UNSAID, |paid| grades.common(*paid)),
                    )
                };
                let bought: Vec<(ProductId, Grades)> = proven.iter().map(at_school).collect();
                let grades = stacked(&bought, there);
                if grades.is_unsaid() {
                    continue;
                }
                let mut products: Vec<ListedClaim> = proven
                    .iter()
                    .filter(|claim| !at_school(claim).1.common(grades).is_unsaid())
                    .cloned()
                    .collect();
                products.dedup_by_key(|claim| claim.product);
                rows.push(StackRow {
                    standard: standard.id,
                    framework: framework.short.clone(),
                    code: called(&standard),
                    guid: standard.guid.clone(),
                    statement: standard.statement.clone(),
                    school: school.id,
                    school_name: school.name.clone(),
                    grades,
                    products,
                });
            }
        }
        rows.sort_by(|a, b| {
            let most = b.products.len().cmp(&a.products.len());
            let by_code = (&a.code, &a.school_name).cmp(&(&b.code, &b.school_name));
            most.then(by_code)
        });
        Ok(rows)
    }
}

fn products_of(claims: &[ListedClaim]) -> usize {
    let products = claims.chunk_by(|a, b| a.product == b.product);
    products.count()
}

impl GapDesk {
    /// The standards of the district's own frameworks without one below them that enough products were verified to teach, each
    /// with what was verified.
    fn proven_often(&mut self) -> Vec<(StandardId, Vec<ListedClaim>)> {
        let leaves = self.standards.values();
        let leaves = leaves.filter(|one| one.leaf && self.ours.contains(&one.framework));
        let mut leaves: Vec<StandardId> = leaves.map(|one| one.id).collect();
        leaves.retain(|standard| self.leads_to_any(*standard));
        leaves.sort_unstable();
        let mut often = Vec::new();
        for standard in leaves {
            let proven = self.node(standard).map(|node| self.proven(node));
            let proven = proven.filter(|proven| products_of(proven) >= STACKED);
            often.extend(proven.map(|proven| (standard, proven)));
        }
        often
    }

    /// What was verified of this standard and holds, by the name of the product.
    fn proven(&mut self, node: Node) -> Vec<ListedClaim> {
        let reach = self.reach(node);
        let same = |one: &Reached| match one {
            Reached::By(MatchWay::Same, at) => Some(*at),
            _ => None,
        };
        let mut proven = Vec::new();
        for part in &reach.parts {
            let nodes = reach.reached.iter().filter_map(same);
            let claims = self.parts.get(part);
            let claims = nodes.filter_map(|at| claims?.get(&at)).flatten();
            let verified = claims.filter(|claim| claim.trust == Trust::Verified);
            proven.extend(verified.map(|claim| {
                ListedClaim {
                    product: part.0,
                    product_name: self.names.get(&part.0).cloned().unwrap_or_default(),
                    by: claim
                        .alignment
                        .by
                        .and_then(|by| self.logins.get(&by).cloned()),
                    verifier: None,
                    recheck: false,
                    claim: claim.alignment.clone(),
                }
            }));
        }
        proven.sort_by(|a, b| (&a.product_name, a.product).cmp(&(&b.product_name, b.product)));
        proven
    }
}

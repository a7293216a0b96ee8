//! The lines of contracts in force, each with how its cost is shared out.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::params_from_iter;

use crate::domain::contract::{AllocationMethod, Contract, Line, LineId};
use crate::domain::cost::Sharing;
use crate::domain::cost::allocation::part_unsaid;
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::renewal::Share;
use crate::domain::school::{SchoolId, Schools};
use crate::store::convert::{id_list, records};
use crate::store::terms::{LineInTerm, a_year, lines_in_term};
use crate::store::{Error, Store};

/// Students and staff of each open school, in order of id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SchoolPeople(Vec<(SchoolId, (i64, i64))>);

impl SchoolPeople {
    pub(super) fn new(mut schools: Vec<(SchoolId, (i64, i64))>) -> SchoolPeople {
        schools.sort_unstable();
        SchoolPeople(schools)
    }

    /// How many schools are open.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// At which place of them a school is; none where it is not open.
    pub(super) fn position(&self, school: SchoolId) -> Option<usize> {
        self.0.binary_search_by_key(&school, |(id, _)| *id).ok()
    }

    /// Is it open?
    pub(super) fn contains(&self, school: SchoolId) -> bool {
        self.position(school).is_some()
    }

    /// Its students and staff; none of either where it is not open.
    pub(super) fn of(&self, school: SchoolId) -> (i64, i64) {
        let at = self.position(school).and_then(|at| self.0.get(at));
        at.map_or((0, 0), |(_, people)| *people)
    }

    fn ids(&self) -> Vec<SchoolId> {
        self.0.iter().map(|(id, _)| *id).collect()
    }
}

/// One line, in force today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct LineInForce {
    pub(in crate::store) contract: Arc<Contract>,
    pub(in crate::store) line: Line,
    /// What it costs a year, where that is known.
    pub(in crate::store) a_year: Option<Cents>,
    pub(super) sharing: Sharing,
    /// Shares of open schools that are agreed, where they are what its cost is borne by.
    pub(super) agreed: Vec<(SchoolId, i64)>,
    /// Seats by which schools bear its cost although nobody said how many they have; none where they bear it by no seats.
    pub(super) unsaid: Option<Sharing>,
}

impl LineInForce {
    /// The school that bought it; the district where none is named.
    pub(in crate::store) fn buyer(&self) -> Option<SchoolId> {
        self.contract.buyer
    }

    /// The open schools it covers, and those that bear it by agreement, in order of id.
    pub(super) fn schools(&self, people: &SchoolPeople) -> Vec<SchoolId> {
        let mut schools = schools_of(&self.line.schools, self.buyer(), people);
        if !self.agreed.is_empty() {
            schools.extend(self.agreed.iter().map(|(school, _)| *school));
            schools.sort_unstable();
            schools.dedup();
        }
        schools
    }

    /// The share a school agreed to, in hundredths of a percent.
    pub(super) fn agreed(&self, school: SchoolId) -> i64 {
        let mut shares = self.agreed.iter();
        let share = shares.find(|(known, _)| *known == school);
        share.map_or(0, |(_, share)| *share)
    }

    /// Seats by which a school with so many people bears its cost: those allotted there, else its part of those nobody
    /// was given.
    pub(super) fn seats(&self, school: SchoolId, allotted: Option<i64>, people: i64) -> i64 {
        let part = || Some(part_unsaid(self.unsaid.as_ref()?, school, people));
        allotted.or_else(part).unwrap_or(0)
    }

    /// Does it cover every school?
    pub(super) fn covers_all(&self) -> bool {
        self.line.schools == Schools::All && self.buyer().is_none()
    }

    /// Does it cover this school?
    pub(super) fn reaches(&self, school: SchoolId, people: &SchoolPeople) -> bool {
        let named = match (&self.line.schools, self.buyer()) {
            (Schools::Only(ids), _) => ids.binary_search(&school).is_ok(),
            (Schools::All, Some(buyer)) => buyer == school,
            (Schools::All, None) => true,
        };
        (named && people.contains(school)) || self.agreed(school) > 0
    }
}

/// The open schools a line covers: those named, else the buyer's own, else every school.
pub(super) fn schools_of(
    named: &Schools,
    buyer: Option<SchoolId>,
    people: &SchoolPeople,
) -> Vec<SchoolId> {
    let open = |ids: &[SchoolId]| -> Vec<SchoolId> {
        let open = ids.iter().filter(|id| people.contains(**id));
        open.copied().collect()
    };
    match (named, buyer) {
        (Schools::Only(ids), _) => open(ids),
        (Schools::All, Some(school)) => open(&[school]),
        (Schools::All, None) => people.ids(),
    }
}

impl Store {
    /// The lines in force in order of product, not yet shared out: all, or those of these products.
    pub(super) fn in_force(
        &self,
        people: &SchoolPeople,
        of: Option<&[ProductId]>,
        today: NaiveDate,
    ) -> Result<Vec<LineInForce>, Error> {
        // With all prices: what is hidden is taken out of the sums, which stay.
        let conn = self.all_prices();
        let ids = of.map(id_list);
        let some = |sql: &'static str| if of.is_some() { sql } else { "" };
        let args = || params_from_iter(&ids);
        let rest = some(
            "WHERE line IN (SELECT id FROM line WHERE product IN (SELECT value FROM json_each(?1)))",
        );
        let mut agreed: HashMap<LineId, Vec<(SchoolId, i64)>> = HashMap::new();
        for share in records::<Share>(conn, rest, args())? {
            let (line, school) = (share.line, share.school);
            if people.contains(school) && share.percent_bp > 0 {
                agreed
                    .entry(line)
                    .or_default()
                    .push((school, share.percent_bp));
            }
        }
        let rest = some("WHERE product IN (SELECT value FROM json_each(?1))");
        let rest = format!("{rest} ORDER BY product, id");
        let mut terms = lines_in_term(conn, &rest, args(), today)?;
        terms.retain(|term| term.in_force);
        let a_year = a_year(conn, &terms)?;
        let lines =
            terms
                .into_iter()
                .zip(a_year)
                .map(|(LineInTerm { contract, line, .. }, a_year)| {
                    let by_share = line.allocation == Some(AllocationMethod::Percent);
                    LineInForce {
                        a_year: a_year.line,
                        contract,
                        sharing: Sharing::default(),
                        unsaid: None,
                        agreed: (by_share.then(|| agreed.remove(&line.id)).flatten())
                            .unwrap_or_default(),
                        line,
                    }
                });
        Ok(lines.collect())
    }
}

//! What is bought three times over, bought for nobody's gap, and only claimed, as the screens page through it: read once,
//! until the records change.

use std::collections::HashSet;

use super::StackRow;
use super::standing::StandingGaps;
use crate::domain::rights::RightHolder;
use crate::domain::school::SchoolId;
use crate::domain::text::fold;
use crate::office::lists::ListColumns;
use crate::office::lists::standards::{CLAIMED, IDLE, STACKS};
use crate::office::query::standards::{
    ListOf, ListedRows, ListedStandards, PageOf, StandardCounts,
};
use crate::office::standards::ClaimToVerify;
use crate::office::{Error, Office};

/// Those that say all words, in their order, and of these the rows that were asked for.
fn page<R: Clone>(
    list: &ListColumns<R>,
    rows: Vec<&R>,
    of: &ListOf,
    says: impl Fn(&R) -> String,
) -> (usize, usize, Vec<R>) {
    let words = fold(&of.words);
    let fits = |row: &&R| {
        let said = fold(&says(row));
        words.split_whitespace().all(|word| said.contains(word))
    };
    let all = rows.len();
    let mut rows: Vec<&R> = rows.into_iter().filter(fits).collect();
    list.sort(&mut rows, of.by, of.reversed);
    let last = of.rows.end.min(rows.len());
    let first = of.rows.start.min(last);
    let shown = rows[first..last].iter().map(|row| (*row).clone());
    (all, rows.len(), shown.collect())
}

impl StandingGaps {
    fn listed(&mut self, office: &Office, of: &ListOf) -> Result<ListedStandards, Error> {
        let here = |school: SchoolId| of.school.is_none_or(|one| one == school);
        let (lists, desk) = (&mut self.lists, &mut self.desk);
        let visible = self.visible.as_ref().ok();
        let (all, fitting, rows) = match of.page {
            PageOf::Stacks => {
                let rows = lists.stacks(office, desk)?.iter();
                let rows = rows.filter(|row| here(row.school)).collect();
                let says = |row: &StackRow| {
                    let names = row.products.iter().map(|one| one.product_name.as_str());
                    let names: Vec<&str> = names.collect();
                    let (code, school) = (&row.code, &row.school_name);
                    format!("{code} {} {school} {}", row.statement, names.join(" "))
                };
                let (all, fitting, rows) = page(&STACKS, rows, of, says);
                (all, fitting, ListedRows::Stacks(rows))
            }
            PageOf::Idle => {
                let rows = lists.idle(office, desk, visible)?.rows.iter();
                let rows = rows.filter(|row| here(row.school)).collect();
                let (all, fitting, rows) = page(&IDLE, rows, of, |row| {
                    format!(
                        "{} {} {}",
                        row.name,
                        row.school_name,
                        row.standards.join(" ")
                    )
                });
                (all, fitting, ListedRows::Idle(rows))
            }
            PageOf::Claimed => {
                let rows = lists.claims(office, desk, (visible, of.school))?;
                let rows = rows.iter().collect();
                let says = |row: &ClaimToVerify| {
                    let standard = row.standard.as_ref();
                    let says = standard.map_or("", |standard| &standard.statement);
                    let (code, name) = (row.code.as_deref().unwrap_or_default(), row.name());
                    format!("{} {code} {name} {says} {}", row.framework, row.status())
                };
                let (all, fitting, rows) = page(&CLAIMED, rows, of, says);
                (all, fitting, ListedRows::Claimed(rows))
            }
        };
        let person = office.person(&office.stamp().who)?;
        let roles = person.map(|one| one.roles).unwrap_or_default();
        let refused = RightHolder::Curricular.includes(&roles).err();
        Ok(ListedStandards {
            all,
            fitting,
            rows,
            kept_back: self.visible.as_ref().err().cloned(),
            tasks: office.store.policy()?.sample_tasks.0 as usize,
            no_saying: refused.map(|why| why.to_string()),
        })
    }

    fn counts(
        &mut self,
        office: &Office,
        school: Option<SchoolId>,
    ) -> Result<StandardCounts, Error> {
        let here = |one: SchoolId| school.is_none_or(|school| school == one);
        let (lists, desk) = (&mut self.lists, &mut self.desk);
        let stacks = lists.stacks(office, desk)?.iter();
        let stacks = stacks.filter(|row| here(row.school)).count();
        let idle = lists
            .idle(office, desk, self.visible.as_ref().ok())?
            .rows
            .iter();
        let idle: HashSet<_> = idle
            .filter(|row| here(row.school))
            .map(|row| (row.product, row.school))
            .collect();
        Ok(StandardCounts {
            stacks,
            idle: idle.len(),
            claimed: self.lists.claims_counted(office)?,
        })
    }
}

impl Office {
    /// A page of what is bought three times over, bought for nobody's gap, or only claimed.
    pub fn standards_listed(&mut self, of: &ListOf) -> Result<ListedStandards, Error> {
        self.of_standing_gaps(|office, gaps| gaps.listed(office, of))
    }

    /// How many there are of each, at a school where one is named.
    pub fn standard_counts(&mut self, school: Option<SchoolId>) -> Result<StandardCounts, Error> {
        self.of_standing_gaps(|office, gaps| gaps.counts(office, school))
    }
}

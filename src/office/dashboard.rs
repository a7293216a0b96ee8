//! The dashboard's questions: the ledger with what else is known, who answers and who is trained; and
//! naming somebody.

mod cells;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Office, Receipt, cache};
use crate::domain::change::Change;
use crate::domain::counted::counted;
use crate::domain::dashboard::{DashboardFacts, DashboardSchool, StandardsLine, dashboard};
use crate::domain::inventory::{Compatibility, Runs, Training};
use crate::domain::money::Cents;
use crate::domain::overlap::board::Ledger;
use crate::domain::ownership::{CoverageRow, Filled, Held, NEEDED, OwnershipRow, Post};
use crate::domain::person::{Owner, OwnerRole};
use crate::domain::product::ProductId;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::review::QueueFilter;
use crate::domain::school::{SchoolId, Schools};
use crate::domain::waste::{Totals, WasteCell};
use crate::office::deed::ownership::{Handover, NewOwner};
use crate::office::gaps::IdleRow;
use crate::office::query::dashboard::{CountedDashboard, Coverage, DashboardOf, Ownership};
use crate::office::renewals::running;
use crate::store::{Error, LedgerLines, Store};

pub(super) use cells::HeldCells;

impl Office {
    /// What is at risk in a fiscal year, why, and what to do first.
    pub fn counted(&mut self, of: &DashboardOf) -> Result<CountedDashboard, Error> {
        let today = self.today();
        let years = self.store.policy()?.fiscal_years();
        let waste = self.store.waste_of(of.year, today, of.school)?;
        let standards = self.standards_line(of.school)?;
        let board = self.overlaps()?.board;
        let every = self.every_contract()?;
        let agenda = running(&every);
        let queue = self.queue(&QueueFilter::default())?;
        let overview = self.overview()?;
        let sites = overview.schools.iter().map(|row| {
            let site = DashboardSchool {
                name: row.school.name.clone(),
                students: row.school.enrollment.unwrap_or(0),
            };
            (row.school.id, site)
        });
        let seats = overview.products.iter();
        let owners = self.ownership()?;
        let coverage = self.trained()?;
        let known = DashboardFacts {
            today,
            school: of.school,
            waste: &waste,
            board: &board,
            agenda: &agenda,
            queue: &queue,
            owners: &owners,
            coverage: &coverage,
            sites: sites.collect(),
            seats: seats.map(|row| (row.product, row.counted)).collect(),
            fails_on: self.fails_on()?,
            throughput: self.store.throughput(today)?,
            standards,
        };
        let page = dashboard(&known);
        Ok(CountedDashboard {
            page,
            cells: waste.cells,
            years,
        })
    }

    /// Who answers for each product, as it was read last.
    pub(super) fn ownership(&mut self) -> Result<Arc<Vec<OwnershipRow>>, Error> {
        let today = self.today();
        let read = |store: &Store| Ok(Arc::new(store.ownership(today)?));
        let store = &self.store;
        self.ownership.renew(store, Some(today), |rows, then| {
            let again = store.ownership_again(rows, then, today)?;
            Ok(again.map(Arc::new))
        })?;
        let kept = self
            .ownership
            .current(&self.store, cache::OWNERSHIP, Some(today), read)?;
        Ok(Arc::clone(kept))
    }

    /// Who is trained in each product, likewise.
    pub(super) fn trained(&mut self) -> Result<Arc<Vec<CoverageRow>>, Error> {
        let today = self.today();
        let read = |store: &Store| Ok(Arc::new(store.coverage(today)?));
        let kept = self
            .trained
            .current(&self.store, cache::TRAINED, Some(today), read)?;
        Ok(Arc::clone(kept))
    }

    /// Where the district's standards stand, gaps as far as whoever asks may see them; none without a framework of its own.
    fn standards_line(&mut self, school: Option<SchoolId>) -> Result<Option<StandardsLine>, Error> {
        let Some(proof) = self.store.proof_count(self.today())? else {
            return Ok(None);
        };
        let holes = self.told_holes(school)?;
        let theirs = match self.visible_gaps()? {
            Ok(Schools::Only(theirs)) if school.is_none() => Some(theirs.len()),
            _ => None,
        };
        Ok(Some(StandardsLine {
            standards: proof.standards,
            verified: proof.verified,
            holes,
            at_theirs: theirs,
            to_verify: proof.to_verify,
        }))
    }

    /// Purchases that no group's gap asks for, where whoever asks may see gaps and any results are read.
    pub fn idle_as_seen(&self) -> Result<Vec<IdleRow>, Error> {
        if self.store.readings()?.is_empty() {
            return Ok(Vec::new());
        }
        match self.idle_purchases(None) {
            Ok(list) => Ok(list.rows),
            Err(Error::Refused(_)) => Ok(Vec::new()),
            Err(other) => Err(other),
        }
    }

    fn fails_on(&self) -> Result<HashMap<ProductId, Vec<String>>, Error> {
        let mut fails: HashMap<ProductId, Vec<String>> = HashMap::new();
        for test in self.store.all::<Compatibility>()? {
            if test.result == Runs::Fails {
                fails.entry(test.product).or_default().push(test.device);
            }
        }
        Ok(fails)
    }

    /// The waste ledger of a fiscal year, of this one where none is named, whose lines are told one by one. `first` says
    /// which of its cells are wanted, and by what they are sorted before all else, the most first.
    pub fn ledger_lines(
        &self,
        year: Option<i32>,
        first: impl Fn(&WasteCell) -> Option<Cents>,
    ) -> Result<LedgerLines, Error> {
        self.store.ledger_lines(year, self.today(), first)
    }

    /// The sums of the waste ledger with the cells most at risk of all.
    pub fn most_at_risk(&self, year: Option<i32>) -> Result<Ledger, Error> {
        self.store.most_at_risk(year, self.today())
    }

    /// The ledger's sums at the end of each of the last twelve months, the earliest first; of the whole district.
    pub fn trend(&self) -> Result<Vec<(NaiveDate, Totals)>, Error> {
        self.store.trend(self.today())
    }

    /// Who answers for each product, with the records that say so.
    pub fn owned(&self) -> Result<Ownership, Error> {
        let records = self.store.all::<Owner>()?.into_iter();
        Ok(Ownership {
            rows: self.store.ownership(self.today())?,
            records: records
                .map(|owner| (owner.product, owner.role, owner.person, owner.id))
                .collect(),
        })
    }

    /// Who is trained in what, with the newest record of each product and school.
    pub fn coverage(&self) -> Result<Coverage, Error> {
        let mut records = self.store.all::<Training>()?;
        records.sort_by_key(|training| std::cmp::Reverse((training.on, training.id)));
        let records = records.into_iter();
        Ok(Coverage {
            rows: self.store.coverage(self.today())?,
            records: records
                .map(|training| (training.product, training.school, training.id))
                .collect(),
        })
    }

    /// Names somebody for a role of each product, or for every needed role that nobody fills.
    pub fn name(&mut self, naming: &NewOwner) -> Result<Receipt, Error> {
        let stamp = self.stamp();
        let Ownership { rows, records } = self.owned()?;
        let record = |post: &Post, product: ProductId| {
            let person = post.person.as_ref()?.id;
            let mut known = records.iter();
            let known =
                known.find(|(of, role, who, _)| (*of, *role, *who) == (product, post.role, person));
            known.map(|(.., id)| *id)
        };
        let mut puts = Vec::new();
        for row in rows
            .iter()
            .filter(|row| naming.products.contains(&row.product))
        {
            for post in posts(row, naming.role) {
                let known = record(post, row.product);
                // A leaver's place is taken over as it is; days that are over stay on record.
                let goes_on = matches!(post.filled, Filled::Left | Filled::Held | Filled::ByDeputy);
                let put = match known.filter(|_| goes_on) {
                    Some(id) => Put::id(id),
                    None => Put::keyed(Kind::Owner)
                        .with("product", row.product)
                        .with("role", post.role.word().to_owned())
                        .with("since", Some(stamp.today)),
                };
                puts.push(put.with("person", naming.who.id));
            }
        }
        let what = format!("{} answers for {}", naming.who.name, naming.what);
        if puts.is_empty() {
            let said = format!("Somebody answers for {} already.", naming.what);
            return Ok(Receipt::unchanged(said));
        }
        let change = Change::SaveAll {
            what: what.clone(),
            puts,
            reason: None,
        };
        let applied = self.apply(&change)?;
        Ok(if applied.changed() {
            Receipt::of(format!("{what}."), applied.change_set)
        } else {
            Receipt::unchanged(format!("{what}: it already was so."))
        })
    }

    /// What the person with this login holds.
    pub fn held(&self, login: &str) -> Result<Vec<Held>, Error> {
        self.store.held_by(login, self.today())
    }

    /// Moves everything one person holds to another.
    pub fn hand_over(&mut self, handing: &Handover) -> Result<Receipt, Error> {
        let Handover { from, to } = handing;
        let held = self.held(from)?.len();
        let beyond = self.store.beyond(from, &to.login, self.today())?;
        let change = Change::Handover {
            what: format!("{from} to {}", to.login),
            from: from.clone(),
            to: to.login.clone(),
        };
        let applied = self.apply(&change)?;
        if !applied.changed() {
            return Ok(Receipt::unchanged(format!("{from} holds nothing.")));
        }
        let things = counted(held, "thing");
        let mut said = format!("{} has {things} that {from} held.", to.name);
        if !beyond.is_empty() {
            let more = beyond.len().saturating_sub(NAMED);
            let more = (more > 0).then(|| format!(" and {more} more"));
            let some = beyond[..beyond.len().min(NAMED)].join(", ");
            said.push_str(&format!(
                " But {} may not decide about {some}{}: give those to somebody who may.",
                to.name,
                more.unwrap_or_default()
            ));
        }
        Ok(Receipt::of(said, applied.change_set).undone("gives them back"))
    }
}

/// So many of the things that somebody may not decide are named.
const NAMED: usize = 5;

/// The posts that are filled anew.
fn posts(row: &OwnershipRow, role: Option<OwnerRole>) -> Vec<&Post> {
    match role {
        Some(role) => row.posts.iter().filter(|post| post.role == role).collect(),
        None => row
            .gaps()
            .filter(|post| NEEDED.contains(&post.role))
            .collect(),
    }
}

//! What was found in a fiscal year: its overlaps without the cells that they are about, and the sums of its ledger by
//! product. After a change only what it reaches is looked for again.

mod again;

pub(super) use self::again::reached_by;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::facts::{RULES, YearRules};
use super::groups::{FoundInGroup, TooMany, each_group, each_same, platforms};
use super::products::known;
use super::touched::Touched;
use super::waste::{WasteByProduct, add_cells};
use crate::domain::contract::{ContractId, LineId};
use crate::domain::overlap::build::Year;
use crate::domain::overlap::identity::{self, Sign};
use crate::domain::overlap::meetings::OverlapGroup;
use crate::domain::overlap::paired::PairedProducts;
use crate::domain::overlap::{Overlap, OverlapPlace};
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::waste::Totals;
use crate::store::Error;
use crate::store::head::Head;
use crate::store::kept_until::KeptUntilWritten;
use crate::store::terms::{ContractInTerm, each_held, held_these};

/// An overlap as it is kept: without its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct FoundOverlap {
    /// The overlap; it has no members here.
    pub(in crate::store) overlap: Overlap,
    /// The lines of contracts that lose, each once, in the order of the members.
    pub(in crate::store) lines: Vec<LineId>,
    /// The products that lose.
    pub(in crate::store) losing: Vec<ProductId>,
}

impl FoundOverlap {
    pub(in crate::store) fn of(mut overlap: Overlap) -> FoundOverlap {
        let (mut lines, mut losing) = (Vec::new(), Vec::new());
        for member in std::mem::take(&mut overlap.members) {
            if !lines.contains(&member.line) {
                lines.push(member.line);
            }
            if !losing.contains(&member.product) {
                losing.push(member.product);
            }
        }
        FoundOverlap {
            overlap,
            lines,
            losing,
        }
    }
}

/// The schools of overlaps, each set of them once.
#[derive(Default)]
pub(super) struct SameSchools(HashSet<Arc<[SchoolId]>>);

impl SameSchools {
    pub(super) fn of(&mut self, schools: Arc<[SchoolId]>) -> Arc<[SchoolId]> {
        if let Some(known) = self.0.get(&schools) {
            return Arc::clone(known);
        }
        self.0.insert(Arc::clone(&schools));
        schools
    }
}

/// What was found in a fiscal year, as of a day and a line of history.
#[derive(Debug, Clone)]
pub(in crate::store) struct YearFound {
    pub(in crate::store) today: NaiveDate,
    pub(in crate::store) year: Year,
    /// Up to where history is in it.
    pub(super) head: Head,
    /// In the order in which they claim.
    pub(in crate::store) overlaps: BTreeMap<OverlapPlace, FoundOverlap>,
    /// By product that is paid for.
    pub(in crate::store) waste: WasteByProduct,
    /// Contracts that run at a price that nobody knows.
    pub(in crate::store) unpriced: BTreeSet<ContractId>,
    /// Stands for which platforms are too many, and where.
    pub(super) platforms: u64,
    /// All products as pairs see them.
    pub(super) paired: PairedProducts,
    /// What of this is not in the file.
    pub(super) unkept: Unkept,
}

/// What the file does not have of what was found.
#[derive(Debug, Clone)]
pub(super) enum Unkept {
    /// Nobody knows: everything may be otherwise there.
    Perhaps,
    /// What was found anew since the file had all of it.
    Since(FoundAnew),
}

/// What was found anew since some line of history.
#[derive(Debug, Clone, Default)]
pub(super) struct FoundAnew {
    /// The line.
    pub(super) seq: i64,
    /// The places of overlaps, also of those that are gone.
    pub(super) places: BTreeSet<OverlapPlace>,
    /// The products, also those that are gone.
    pub(super) products: BTreeSet<ProductId>,
}

impl Unkept {
    /// Nothing, once the file has what holds for this line.
    pub(super) fn nothing(seq: i64) -> Unkept {
        Unkept::Since(FoundAnew {
            seq,
            ..FoundAnew::default()
        })
    }
}

impl YearFound {
    /// Looks for everything.
    pub(super) fn fresh(
        conn: &Connection,
        year: Option<i32>,
        today: NaiveDate,
    ) -> Result<YearFound, Error> {
        let rules = YearRules::read(conn, year, today)?;
        let mut found = YearFound {
            unpriced: unpriced(conn, None, today)?,
            ..YearFound::nothing(conn, &rules, today)?
        };
        let (many, _) = platforms(conn, &rules)?;
        found.look(conn, &rules, &rules.meetings.groups(None), &many)?;
        found.take_platforms(many);
        found.take_same(conn, &rules, &identity::alike(&known(conn)?))?;
        Ok(found)
    }

    /// Looks for what some products lose, drawn by lot, at least so many of them; the overlaps that belong to no product
    /// are left out. Gives these products with it.
    pub(super) fn drawn(
        conn: &Connection,
        today: NaiveDate,
        at_least: usize,
    ) -> Result<(BTreeSet<ProductId>, YearFound), Error> {
        let rules = YearRules::read(conn, None, today)?;
        let mut found = YearFound::nothing(conn, &rules, today)?;
        let mut groups = rules.meetings.groups(None);
        fastrand::shuffle(&mut groups);
        let mut drawn: BTreeSet<ProductId> = BTreeSet::new();
        for group in groups {
            if drawn.len() < at_least {
                drawn.extend(group.wanted);
            }
        }
        let (many, _) = platforms(conn, &rules)?;
        let drawn_groups = rules.meetings.groups(Some(&drawn));
        found.look(conn, &rules, &drawn_groups, &many)?;
        Ok((drawn, found))
    }

    fn nothing(conn: &Connection, rules: &YearRules, today: NaiveDate) -> Result<YearFound, Error> {
        Ok(YearFound {
            today,
            year: rules.year,
            head: Head::now(conn)?,
            overlaps: BTreeMap::new(),
            waste: BTreeMap::new(),
            unpriced: BTreeSet::new(),
            platforms: 0,
            paired: PairedProducts::new(),
            unkept: Unkept::Perhaps,
        })
    }

    /// As the records stand now: what changes since then reached is found again. None where that may be everything.
    pub(super) fn renewed(
        mut self,
        conn: &Connection,
        rules: &mut KeptUntilWritten<Arc<YearRules>>,
    ) -> Result<Option<YearFound>, Error> {
        let head = Head::now(conn)?;
        if head == self.head {
            return Ok(Some(self));
        }
        let touched = if head.follows(self.head) {
            Touched::since(conn, self.head.seq)?
        } else {
            None
        };
        let Some(touched) = touched else {
            return Ok(None);
        };
        if !touched.is_nothing() {
            let rules = kept_rules(rules, conn, &self)?;
            self.look_again(conn, &rules, &touched)?;
        }
        self.head = head;
        Ok(Some(self))
    }

    fn look(
        &mut self,
        conn: &Connection,
        rules: &YearRules,
        groups: &[OverlapGroup],
        many: &TooMany,
    ) -> Result<(), Error> {
        let mut known = SameSchools::default();
        each_group(conn, rules, groups, many, |mut group: FoundInGroup| {
            self.paired.append(&mut group.paired);
            add_cells(&mut self.waste, &group, many, None);
            for mut overlap in group.overlaps {
                overlap.schools = known.of(overlap.schools);
                self.take(overlap);
            }
            Ok(())
        })
    }

    fn take_platforms(&mut self, many: TooMany) {
        self.platforms = mark(&many);
        self.lose(|_, found| is_of_platforms(found));
        if let Some((_, overlap)) = many {
            self.take(overlap);
        }
    }

    fn take_same(
        &mut self,
        conn: &Connection,
        rules: &YearRules,
        signs: &BTreeMap<(ProductId, ProductId), Sign>,
    ) -> Result<(), Error> {
        each_same(conn, rules, signs, |_, overlap| self.take(overlap))
    }

    /// Takes an overlap in, without its cells.
    fn take(&mut self, overlap: Overlap) {
        let place = overlap.place();
        if let Unkept::Since(anew) = &mut self.unkept {
            anew.places.insert(place);
        }
        self.overlaps.insert(place, FoundOverlap::of(overlap));
    }

    /// Lets go of the overlaps that are gone.
    fn lose(&mut self, is_gone: impl Fn(&OverlapPlace, &FoundOverlap) -> bool) {
        let unkept = &mut self.unkept;
        self.overlaps.retain(|place, found| {
            let gone = is_gone(place, found);
            if let Unkept::Since(anew) = unkept
                && gone
            {
                anew.places.insert(*place);
            }
            !gone
        });
    }

    /// Has the file all of it?
    pub(super) fn is_kept(&self) -> bool {
        match &self.unkept {
            Unkept::Perhaps => false,
            Unkept::Since(anew) => anew.places.is_empty() && anew.products.is_empty(),
        }
    }

    /// Does another say the same?
    pub(super) fn says_the_same(&self, other: &YearFound) -> bool {
        (self.today, self.year, self.head) == (other.today, other.year, other.head)
            && self.platforms == other.platforms
            && self.unpriced == other.unpriced
            && self.overlaps == other.overlaps
            && self.waste == other.waste
            && self.paired == other.paired
    }

    /// The place of the overlap with this fingerprint.
    pub(in crate::store) fn place_of(&self, fingerprint: &str) -> Option<OverlapPlace> {
        let mut all = self.overlaps.iter();
        let found = all.find(|(_, found)| found.overlap.fingerprint == fingerprint);
        found.map(|(place, _)| *place)
    }

    /// The sums of the ledger.
    pub(in crate::store) fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.waste.values().for_each(|one| totals += one.totals);
        totals
    }
}

/// By what the year was found: the rules that are kept of it, as the records stand now.
pub(super) fn kept_rules(
    kept: &mut KeptUntilWritten<Arc<YearRules>>,
    conn: &Connection,
    found: &YearFound,
) -> Result<Arc<YearRules>, Error> {
    let (year, today) = (Some(found.year.name), found.today);
    let read = || Ok(Arc::new(YearRules::read(conn, year, today)?));
    kept.current(conn, RULES, read)
}

fn is_of_platforms(found: &FoundOverlap) -> bool {
    found.overlap.kind == crate::domain::overlap::OverlapKind::TooManyLms
}

/// Stands for which platforms are too many, and where.
fn mark(many: &TooMany) -> u64 {
    many.as_ref().map_or(0, |(platforms, _)| platforms.mark())
}

/// Contracts that run at a price that nobody knows: of these, or of all.
fn unpriced(
    conn: &Connection,
    of: Option<&BTreeSet<ContractId>>,
    today: NaiveDate,
) -> Result<BTreeSet<ContractId>, Error> {
    let mut found = BTreeSet::new();
    let mut take = |cases: Vec<ContractInTerm>| {
        let lack = cases.iter().filter(|case| case.lacks_price());
        found.extend(lack.map(|case| case.contract.id));
        Ok(())
    };
    match of {
        Some(of) => {
            let of: Vec<ContractId> = of.iter().copied().collect();
            take(held_these(conn, Some(&of), today)?)?;
        }
        None => each_held(conn, None, today, take)?,
    }
    Ok(found)
}

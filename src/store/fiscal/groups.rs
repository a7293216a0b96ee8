//! Looks for what overlaps in a fiscal year, group by group: the products of a group with all that they meet are read,
//! looked at and let go, so that memory holds one group and what was found.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::facts::{YearFacts, YearRules};
use crate::domain::overlap::alert::Alert;
use crate::domain::overlap::board::{Standing, standing};
use crate::domain::overlap::engine::{find_of, same_records, too_many};
use crate::domain::overlap::identity::Sign;
use crate::domain::overlap::meetings::OverlapGroup;
use crate::domain::overlap::paired::PairedProducts;
use crate::domain::overlap::platforms::Platforms;
use crate::domain::overlap::{Overlap, OverlapKind};
use crate::domain::product::ProductId;
use crate::domain::waste::{OverlapClaims, WasteCell, cells};
use crate::store::Error;
use crate::store::alerts::said;

/// So many pairs of records that look like one are read at once.
const PAIRS: usize = 100;

/// What was found of a group.
pub(in crate::store) struct FoundInGroup<'g> {
    /// The products and contracts of the group, and what they meet.
    pub(in crate::store) read: &'g YearFacts,
    /// The overlaps in which its products lose.
    pub(in crate::store) overlaps: Vec<Overlap>,
    /// What of its products is paid for, and at risk; a line at a school each.
    pub(in crate::store) cells: Vec<WasteCell>,
    /// Its products as pairs see them.
    pub(in crate::store) paired: PairedProducts,
}

/// The learning platforms too many, and the overlap that they make; none where there are not too many.
pub(in crate::store) type TooMany = Option<(Platforms, Overlap)>;

/// The learning platforms too many.
pub(in crate::store) fn platforms(
    conn: &Connection,
    rules: &YearRules,
) -> Result<(TooMany, YearFacts), Error> {
    let read = rules.facts(conn, rules.meetings.platforms())?;
    Ok((too_many(&read.facts, rules.today), read))
}

/// Tells what the products of these groups lose, group by group. The overlap of the platforms is not among them.
pub(in crate::store) fn each_group(
    conn: &Connection,
    rules: &YearRules,
    groups: &[OverlapGroup],
    many: &TooMany,
    mut told: impl FnMut(FoundInGroup) -> Result<(), Error>,
) -> Result<(), Error> {
    let said = said(conn)?;
    let platforms = many.as_ref().map(|(platforms, _)| platforms);
    let beyond = many.as_ref().map(|(_, overlap)| overlap);
    let beyond_counts = beyond.is_some_and(|overlap| counts(overlap, &said, rules.today));
    for group in groups {
        let read = rules.facts(conn, &group.with)?;
        let lost = find_of(&read.facts, &group.wanted, platforms, rules.today);
        let counted: Vec<&Overlap> = lost
            .overlaps
            .iter()
            .filter(|overlap| counts(overlap, &said, rules.today))
            .collect();
        // Seats stand ready for a school only while its own purchase is thought too much.
        let covered = counted.iter().filter(|o| o.kind == OverlapKind::Covered);
        let covered: HashSet<ProductId> = covered.flat_map(|o| o.products.clone()).collect();
        let lines = &read.facts.lines;
        let ready = |line: crate::domain::contract::LineId| {
            let at = lines.binary_search_by_key(&line, |line| line.id);
            at.is_ok_and(|at| covered.contains(&lines[at].product))
        };
        let mut absorbed = lost.absorbed;
        absorbed.retain(|(line, ..)| ready(*line));
        let mut claims = OverlapClaims::of(counted, &absorbed);
        if beyond_counts {
            claims.claim(&lost.beyond);
        }
        let of_group = lines
            .iter()
            .filter(|line| group.wanted.contains(&line.product));
        let cells = of_group
            .flat_map(|line| cells(line, &claims, rules.spare))
            .collect();
        told(FoundInGroup {
            overlaps: lost.overlaps,
            paired: lost.paired,
            cells,
            read: &read,
        })?;
    }
    Ok(())
}

/// Does what an overlap claims count in the ledger? Not where somebody said that it is none.
fn counts(overlap: &Overlap, said: &HashMap<String, Alert>, today: NaiveDate) -> bool {
    let said = said.get(&overlap.fingerprint);
    standing(said, Some(overlap), today).0 != Standing::Dismissed
}

/// Tells the overlaps of these pairs of records that look like one.
pub(in crate::store) fn each_same(
    conn: &Connection,
    rules: &YearRules,
    signs: &BTreeMap<(ProductId, ProductId), Sign>,
    mut told: impl FnMut(&YearFacts, Overlap),
) -> Result<(), Error> {
    let pairs: Vec<_> = signs.iter().map(|(ids, sign)| (*ids, *sign)).collect();
    for some in pairs.chunks(PAIRS) {
        let ids = some.iter().flat_map(|((a, b), _)| [*a, *b]).collect();
        let read = rules.facts(conn, &ids)?;
        let signs = some.iter().copied().collect();
        for overlap in same_records(&read.facts, &signs, rules.today) {
            told(&read, overlap);
        }
    }
    Ok(())
}

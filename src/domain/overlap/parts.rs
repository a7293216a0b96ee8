//! Parts of lines, in grades: what they cost, and who loses them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Member;
use super::claims::{Claims, part_of, part_of_part};
use super::facts::PaidLine;
use crate::domain::contract::LineId;
use crate::domain::money::Cents;
use crate::domain::school::SchoolId;

/// Grades of lines: by line and school, a bit each.
pub type GradesByLine = BTreeMap<(LineId, SchoolId), u16>;

fn named<'f>(lines: &[&'f PaidLine], id: LineId) -> Option<&'f PaidLine> {
    let at = lines.binary_search_by_key(&id, |line| line.id).ok()?;
    lines.get(at).copied()
}

/// What these parts of lines cost; the lines by id.
pub(super) fn cost(parts: &GradesByLine, lines: &[&PaidLine], part: i64) -> Cents {
    members(parts, lines, part, &mut Claims::default())
        .iter()
        .map(|member| member.stake)
        .sum()
}

/// Who loses, cell by cell: this part of each of the cell's grades.
pub(super) fn members(
    lost: &GradesByLine,
    lines: &[&PaidLine],
    part: i64,
    claims: &mut Claims,
) -> Vec<Member> {
    let mut members = Vec::new();
    for ((id, school), grades) in lost {
        let Some(line) = named(lines, *id) else {
            continue;
        };
        let Some(place) = line.at(*school).map(|at| &line.places[at]) else {
            continue;
        };
        let of_cell = part_of_part(place.part(*grades), part);
        members.push(Member {
            line: line.id,
            product: line.product,
            school: *school,
            cost: place.cost,
            stake: part_of(place.cost, of_cell),
            claimed: claims.claim((line.id, *school), place.grades, *grades, part),
            excess: Cents(0),
        });
    }
    members
}

/// The first of our own last days among the lines that lose.
pub(super) fn act_by(members: &[Member], lines: &[&PaidLine]) -> Option<NaiveDate> {
    let lost = members
        .iter()
        .filter_map(|member| named(lines, member.line));
    lost.filter_map(|line| line.act_by).min()
}

pub(super) fn cells(lost: &GradesByLine) -> Vec<(SchoolId, u16)> {
    let mut by_school: BTreeMap<SchoolId, u16> = BTreeMap::new();
    for ((_, school), grades) in lost {
        *by_school.entry(*school).or_default() |= grades;
    }
    by_school.into_iter().collect()
}

pub(super) fn schools(cells: &[(SchoolId, u16)]) -> Arc<[SchoolId]> {
    let mut schools: Vec<SchoolId> = cells.iter().map(|(school, _)| *school).collect();
    schools.dedup();
    schools.into()
}

//! How the dollars at stake come about, in sentences with the alert's own numbers.

use super::parties::Party;
use crate::domain::money::Cents;
use crate::domain::overlap::board::{AlertRow, Combined, MemberRow};
use crate::domain::overlap::{Member, Overlap, OverlapKind};

/// So many places are told one by one.
const ONE_BY_ONE: usize = 6;

pub(super) fn formula(
    row: &AlertRow,
    overlap: &Overlap,
    parties: &[Party],
    combined: Option<&Combined>,
) -> Vec<String> {
    let mut told = vec![rule(row, overlap, parties)];
    let members: Vec<(&Member, &MemberRow)> = overlap
        .members
        .iter()
        .zip(&row.members)
        .filter(|(member, _)| member.stake > Cents(0))
        .collect();
    let stays = row.keeper.as_deref().unwrap_or("the other");
    let first = members.iter().take(ONE_BY_ONE);
    told.extend(first.map(|(member, named)| place(overlap, member, named, stays)));
    let more = members.iter().skip(ONE_BY_ONE);
    let rest: Cents = more.map(|(member, _)| member.stake).sum();
    if rest > Cents(0) {
        let left = members.len() - ONE_BY_ONE;
        told.push(format!("At {left} more places: {rest}."));
    }
    if !members.is_empty() {
        told.push(format!("At stake: {}.", overlap.at_stake));
    }
    let claimed: Cents = row.members.iter().map(|member| member.claimed).sum();
    if claimed < overlap.at_stake && overlap.kind != OverlapKind::Identity {
        told.push(format!(
            "Other alerts come first for a part of it: {claimed} of it counts here in the ledger."
        ));
    }
    if let Some(combined) = combined.filter(|combined| combined.more_seats > 0) {
        let cost = combined.more_cost;
        let cost = cost.map_or_else(String::new, |cost| format!(", about {cost}"));
        told.push(format!("Needs {} more seats{cost}.", combined.more_seats));
    }
    told
}

/// The rule, in a sentence.
fn rule(row: &AlertRow, overlap: &Overlap, parties: &[Party]) -> String {
    let ending = parties.iter().filter(|party| !party.stays);
    let ending: Vec<&str> = ending.map(|party| party.label.as_str()).collect();
    match overlap.kind {
        OverlapKind::SameProduct if overlap.members.iter().all(|m| m.excess > Cents(0)) => {
            "Everybody could pay the best price: at stake is what is paid above it.".to_owned()
        }
        OverlapKind::SameProduct => {
            "Where two buyers pay for the same people, all but the dearest purchase is at stake."
                .to_owned()
        }
        OverlapKind::Covered => {
            "What a school pays for seats the district has to spare is at stake.".to_owned()
        }
        OverlapKind::TooManyLms => format!(
            "The platforms that reach the most students stay; the others' cost is at stake ({}).",
            ending.join(", ")
        ),
        OverlapKind::SameStandards => {
            "The cheaper one's cost where both are, times the share of its standards that the other teaches too, is at stake."
                .to_owned()
        }
        OverlapKind::Identity => format!(
            "Two records cost nothing by themselves; were they one, {} more would be at stake.",
            row.masked
        ),
        OverlapKind::SameFunction | OverlapKind::Request => format!(
            "The one used by most stays; what {} costs where both are is at stake.",
            ending.join(", ")
        ),
    }
}

/// What is at stake at one place.
fn place(overlap: &Overlap, member: &Member, named: &MemberRow, stays: &str) -> String {
    let (number, at, stake) = (&named.number, &named.school_code, member.stake);
    if member.excess > Cents(0) {
        return format!("{number} at {at}: {stake} above the price of {stays}.");
    }
    let product = match overlap.kind {
        OverlapKind::SameProduct | OverlapKind::Covered => String::new(),
        _ => format!("{} ", named.product_name),
    };
    if stake == member.cost {
        format!("{product}{number} at {at}: all of {stake}.")
    } else {
        format!(
            "{product}{number} at {at}: {stake} of {}, as far as {stays} covers it.",
            member.cost
        )
    }
}

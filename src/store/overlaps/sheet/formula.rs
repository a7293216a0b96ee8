//! How the dollars at stake come about, in sentences with the alert's own numbers.

use super::parties::Party;
use crate::domain::money::{Basis, Cents};
use crate::domain::overlap::board::{AlertRow, Combined, MemberRow};
use crate::domain::overlap::{Member, Overlap};

/// So many places are told one by one.
const ONE_BY_ONE: usize = 6;

pub(super) fn formula(
    row: &AlertRow,
    overlap: &Overlap,
    parties: &[Party],
    combined: Option<&Combined>,
) -> Vec<String> {
    let ending = parties.iter().filter(|party| !party.stays);
    let ending: Vec<&str> = ending.map(|party| party.label.as_str()).collect();
    let mut told = vec![(overlap.kind.described().rule)(overlap, &ending.join(", "))];
    let members: Vec<(&Member, &MemberRow)> = overlap
        .members
        .iter()
        .zip(row.members())
        .filter(|(member, _)| member.stake > Cents(0))
        .collect();
    let stays = row.proposed.as_deref().unwrap_or("the other");
    let first = members.iter().take(ONE_BY_ONE);
    told.extend(first.map(|(member, named)| place(overlap, member, named, stays)));
    let more = members.iter().skip(ONE_BY_ONE);
    let rest: Cents = more.map(|(member, _)| member.stake).sum();
    if rest > Cents(0) {
        let left = members.len() - ONE_BY_ONE;
        told.push(format!("At {left} more places: {rest}."));
    }
    if !members.is_empty() {
        told.push(format!(
            "At stake: {} {}.",
            overlap.at_stake,
            Basis::FyShare
        ));
    }
    let claimed: Cents = row.members().iter().map(|member| member.claimed).sum();
    if claimed < overlap.at_stake && !overlap.kind.is_of_records() {
        told.push(format!(
            "Other alerts come first for a part of it: {claimed} of it counts here in the ledger."
        ));
    }
    if let Some(combined) = combined.filter(|combined| combined.more_seats > 0) {
        let cost = combined.more_cost;
        let cost = cost.map_or_else(String::new, |cost| {
            format!(", about {cost} {}", Basis::YearPrice)
        });
        told.push(format!("Needs {} more seats{cost}.", combined.more_seats));
    }
    told
}

/// What is at stake at one place.
fn place(overlap: &Overlap, member: &Member, named: &MemberRow, stays: &str) -> String {
    let (number, at, stake) = (&named.number, &named.school_code, member.stake);
    if member.excess > Cents(0) {
        return format!("{number} at {at}: {stake} above the price of {stays}.");
    }
    let product = if overlap.of_one_product() {
        String::new()
    } else {
        format!("{} ", named.product_name)
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

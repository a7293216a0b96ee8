//! Every list with its columns, as the README shows them.

use super::ListColumns;
use super::actions::DO_FIRST;
use super::checklist::CHECKLIST;
use super::coverage::{COVERAGE, ROUTES};
use super::due::{ALERTS, DIGEST};
use super::gaps::{GAPS, ROUTE};
use super::held::HELD;
use super::history::HISTORY;
use super::keys::KEYS;
use super::matrix::MATRIX;
use super::overlaps::OVERLAPS;
use super::owners::OWNERS;
use super::packet::PACKET;
use super::people::PEOPLE;
use super::policy::{EFFECTS, SETTINGS};
use super::published::PUBLISHED;
use super::queue::QUEUE;
use super::region::{
    REGION_DIFFERENCES, REGION_ENDING, REGION_IDENTITY, REGION_POLICY, REGION_PRICES,
    REGION_PRODUCT, REGION_PRODUCTS, REGION_RULINGS, REGION_STATUS,
};
use super::renewals::RENEWALS;
use super::schools::{PLACED, SCHOOLS};
use super::standards::{CLAIMED, IDLE, STACKS};
use super::status::STATUS;
use super::training::TRAINING;
use super::waste::WASTE;
use super::words::WORDS;

/// A table in Markdown: each list with the columns of its files.
pub fn markdown() -> String {
    let lines = [
        line(&RENEWALS),
        line(&QUEUE),
        line(&OVERLAPS),
        line(&STATUS),
        line(&SCHOOLS),
        line(&PLACED),
        line(&MATRIX),
        line(&OWNERS),
        line(&TRAINING),
        line(&WASTE),
        line(&PEOPLE),
        line(&HISTORY),
        line(&CHECKLIST),
        line(&SETTINGS),
        line(&EFFECTS),
        line(&PACKET),
        line(&DO_FIRST),
        line(&HELD),
        line(&WORDS),
        line(&KEYS),
        line(&GAPS),
        line(&ROUTE),
        line(&STACKS),
        line(&IDLE),
        line(&CLAIMED),
        line(&COVERAGE),
        line(&ROUTES),
        line(&PUBLISHED),
        line(&DIGEST),
        line(&ALERTS),
        line(&REGION_PRODUCTS),
        line(&REGION_ENDING),
        line(&REGION_PRICES),
        line(&REGION_DIFFERENCES),
        line(&REGION_STATUS),
        line(&REGION_PRODUCT),
        line(&REGION_IDENTITY),
        line(&REGION_RULINGS),
        line(&REGION_POLICY),
    ];
    format!("| list | columns |\n|---|---|\n{}", lines.join("\n"))
}

fn line<R>(list: &ListColumns<R>) -> String {
    let written = list
        .all
        .iter()
        .filter(|column| column.not_in_files.is_none());
    let ids: Vec<&str> = written.map(|column| column.id).collect();
    format!("| {} | {} |", list.name, ids.join(", "))
}

//! Every list with its columns, as the README shows them.

use super::ListColumns;
use super::history::HISTORY;
use super::matrix::MATRIX;
use super::overlaps::OVERLAPS;
use super::owners::OWNERS;
use super::people::PEOPLE;
use super::queue::QUEUE;
use super::renewals::RENEWALS;
use super::schools::{PLACED, SCHOOLS};
use super::status::STATUS;
use super::training::TRAINING;
use super::waste::WASTE;

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

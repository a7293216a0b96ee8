//! The office file: what may be changed by whom, what is found in it, and what a file goes through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod changes;
mod found_queue;
mod frozen;
mod hidden;
mod holes;
mod identity;
mod kept;
mod log;
mod made_up;
mod merge;
mod open;
mod orders;
mod overlaps;
mod renewals;
mod restore;
mod review;
mod rights;
mod schools;
mod seals;
mod seats;
mod standards;
mod stories;
mod sums;
#[path = "../support/mod.rs"]
mod support;
mod together;
mod upgrade;
mod years;

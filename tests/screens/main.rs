//! The screens without a terminal: keys in, text out, on a real office file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bulk;
mod bytes;
mod dashboard;
mod forms;
mod intake;
mod keys;
mod neighbours;
mod overlaps;
mod palette;
mod people;
mod people_keys;
mod queue;
mod region;
mod renewals;
mod schools;
mod sorts;
mod standards;
#[path = "../support/mod.rs"]
mod support;
mod tasks;
mod together;
mod tour;
mod undo;
mod ways;

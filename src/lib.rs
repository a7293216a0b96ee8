//! hallpass: one district's list of what may be used where, until when, and who decided.
//!
//! Seven rooms; a room may only look down:
//!
//! ```text
//! main ─┬─ cli ─┐                                cli and tui never see each other
//!       └─ tui ─┴─ office ─┬─ exchange ─┐        exchange and store never see each other
//!                          ├─ store ────┤
//!          cli ─── demo ───┴────────────┴─ domain
//! ```
//!
//! `office` is what can be asked and done, for both faces: `cli` turns words into its questions and deeds and prints
//! what comes back, `tui` does the same with keys and cells. `demo` is the made-up district, which no rule knows.
//!
//! A write: key, command or import row → `domain::change::Change` → `store.apply(change, stamp)`:
//! one immediate transaction that asks the rule, checks the version the person saw, writes the rows
//! and keeps history. A read: SQL → plain domain values → a pure domain function → screen or stdout.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod cli;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod office;
pub mod store;
#[cfg(test)]
mod tests;
pub mod tui;

//! hallpass: one district's list of what may be used where, until when, and who decided.
//!
//! Five rooms; a room may only look down:
//!
//! ```text
//! main ─┬─ cli ─┐                       cli and tui never see each other
//!       └─ tui ─┼─ exchange ─┐          exchange and store never see each other
//!               ├─ store ────┤
//!               └────────────┴─ domain
//! ```
//!
//! A write: key, command or import row → `domain::change::Change` → `store.apply(change, stamp)`:
//! one immediate transaction that asks the rule, checks the version the person saw, writes the rows
//! and keeps history. A read: SQL → plain domain values → a pure domain function → screen or stdout.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod cli;
pub mod domain;
pub mod exchange;
pub mod store;
pub mod tui;

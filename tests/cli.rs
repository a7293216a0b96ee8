//! The command line as scripts use it: what goes to stdout, what to stderr, and the exit code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "cli/answers.rs"]
mod answers;
#[path = "cli/checklist.rs"]
mod checklist;
#[path = "cli/desk.rs"]
mod desk;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/intake.rs"]
mod intake;
#[path = "cli/office.rs"]
mod office;
#[path = "cli/overlaps.rs"]
mod overlaps;
#[path = "cli/people.rs"]
mod people;
#[path = "cli/plain.rs"]
mod plain;
#[path = "cli/policy.rs"]
mod policy;
#[path = "cli/renewals.rs"]
mod renewals;
#[path = "cli/review.rs"]
mod review;
#[path = "cli/unknown.rs"]
mod unknown;

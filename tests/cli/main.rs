//! The command line as scripts use it: what goes to stdout, what to stderr, and the exit code; and files that come in by it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod backups;
mod bombs;
mod cases;
mod checklist;
mod clock;
mod covered;
mod dashboard;
mod demo;
mod digests;
mod export;
mod fields;
mod files_at_random;
mod gone_on;
mod guarded;
mod handed;
mod help;
mod hostile;
mod identity;
mod import;
mod instead;
mod intake;
mod keys;
mod ledger;
mod matrix;
mod nasty;
mod office;
mod overlaps;
mod people;
mod piped;
mod plain;
mod planted;
mod policy;
mod prices;
mod publish;
mod readme;
mod refused;
mod relations;
mod renewals;
mod replies;
mod restore;
mod results;
mod review;
mod rewritten;
mod shapes;
mod stacks;
mod standards;
#[path = "../support/mod.rs"]
mod support;
mod tables;
mod taught;
mod unknown;
mod unsaid;

use support::desk;

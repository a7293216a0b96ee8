//! Nothing that was said to be saved is lost, whatever happens: disks that are full or fail, power cuts, kills, other
//! programs' hands, older and newer programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod crowd;
mod deeds;
mod disk;
mod fails;
mod kills;
mod older;
mod picture;
mod plants;
mod power;

#[path = "../support/mod.rs"]
mod support;

use support::length;

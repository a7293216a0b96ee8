//! The store's front door: the only room that says SQL.
//!
//! The lower half (finding, making, opening, guarding and copying the office file) is listed here.

pub mod backup;
pub mod busy;
pub mod create;
pub mod error;
pub mod group;
pub mod guard;
mod header;
pub mod migrate;
pub mod new_file;
pub mod open;
pub mod place_on_disk;
mod settings;
pub mod write;

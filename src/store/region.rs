//! A region of districts: the only room that speaks with its PostgreSQL. What goes there is read from the office file here,
//! and what neighbours share is asked here. Nothing of a district waits for it: a region that is down, slow, full or
//! another version is an `Error::Region` with its next step, and the office file is as it was.

mod ask;
mod client;
mod differences;
mod identity;
mod layout;
mod neighbours;
mod password;
mod push;
mod read;
mod refused;
mod send;
mod shared;
mod touched;

pub use ask::{
    Neighbour, PriceTold, RegionDecision, RegionDifference, RegionEnding, RegionFact, ThingTold,
};
pub use client::Region;
pub use identity::{IdentityProposal, ProposedMember, Ruled, RulingTold};
pub use layout::RegionBegun;
pub use neighbours::{NeighbourDecision, NeighboursSay};
pub use push::{Pushed, SharedRows};

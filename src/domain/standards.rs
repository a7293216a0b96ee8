//! Standards: the frameworks a district teaches by, who claims that a product teaches one of their standards and who
//! verified it, and where groups of pupils fall short. No pupil is known here, only groups, and of a group only bands.

pub mod bands;
mod changed;
pub mod claim;
pub mod claimed;
pub mod codes;
pub mod coverage;
pub mod framework;
pub mod gap;
pub mod guid;
pub mod hiding;
pub mod idle;
pub mod incoming;
pub mod matching;
pub mod package;
pub mod reading;
pub mod route;
pub mod routed;
pub mod stack;
pub mod unnamed;

pub use claim::Alignment;
pub use framework::{Framework, Measure, Relation, Standard};
pub use routed::Route;

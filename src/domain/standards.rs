//! Curricular standards: what products teach of them, and where groups of pupils fall short. No pupil is known
//! here, only groups, and of a group only bands.

pub mod bands;
pub mod coverage;
pub mod gap;
pub mod hiding;
pub mod matching;
pub mod route;

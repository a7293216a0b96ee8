//! Room for a template to be read in. minijinja goes one call deeper for each sign in a row (`-`, `not`, `.x`, `elif`),
//! without a limit of its own, so that a few kilobytes of them would end the program where the stack is small. How deep
//! it can go is bounded by how long the template is; so much stack it is given. Memory is taken only as far as it is used.

use std::panic::resume_unwind;
use std::thread::{Builder, scope};

use crate::domain::refusal::Refusal;

/// The most stack that one byte of a template takes: a call of the parser or of what walks what it made, in a build
/// without optimisation.
const A_BYTE: usize = 16 << 10;
/// What everything else takes.
const REST: usize = 2 << 20;

/// Does this with room for a template of so many bytes.
///
/// # Errors
///
/// What it says itself, and that this machine has not the room.
pub(super) fn with_room<T: Send>(
    bytes: usize,
    work: impl FnOnce() -> Result<T, Refusal> + Send,
) -> Result<T, Refusal> {
    scope(|threads| {
        let room = Builder::new().stack_size(REST + bytes * A_BYTE);
        let begun = room.spawn_scoped(threads, work);
        let begun =
            begun.map_err(|why| format!("the template is too large for this machine: {why}"))?;
        begun.join().unwrap_or_else(|bug| resume_unwind(bug))
    })
}

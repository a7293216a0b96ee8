//! Records that lead on to others of their kind: releases to their master, merged products to what they are
//! now.

use std::collections::HashMap;
use std::hash::Hash;

/// Links looked through before a chain is taken for a ring.
const DEEPEST: usize = 32;

/// Where the chain from here ends; here itself, where nothing leads on.
pub(in crate::store) fn end<T: Copy + Eq + Hash>(from: T, next: &HashMap<T, T>) -> T {
    let chain = std::iter::successors(Some(from), |one| next.get(one).copied());
    chain.take(DEEPEST).last().unwrap_or(from)
}

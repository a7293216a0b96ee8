//! Products by the host of their web address: `https://www.storyloam.example/login` is Storyloam, whose address or other
//! host is `storyloam.example`. Hosts are compared whole; a shared one names all that are there.

use std::collections::HashMap;
use std::hash::Hash;

use super::naming::{NamedBy, NamedProduct};
use super::{Finder, Hit, MatchKind};
use crate::domain::overlap::identity::page;

/// The places of the products at each host, in the finder's order.
#[derive(Default)]
pub(super) struct ProductsByHost(HashMap<String, Vec<u32>>);

impl ProductsByHost {
    /// The product at this place, which comes after all before, has these addresses.
    pub(super) fn learn(&mut self, addresses: &[String], place: u32) {
        for host in addresses.iter().filter_map(|address| host_of(address)) {
            let places = self.0.entry(host).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    /// The host that these words are an address at, and who is there; nobody where they are none.
    fn at(&self, words: &str) -> Option<(String, &[u32])> {
        let host = asked_host(words)?;
        let places = self.0.get(&host)?;
        Some((host, places))
    }
}

/// The host of an address, without `www.`; none where it is no address.
pub fn host_of(address: &str) -> Option<String> {
    page(address).map(|(host, _)| host)
}

/// The host of what was said, where that is an address: one word with a dot, which a sentence may end.
pub(super) fn asked_host(words: &str) -> Option<String> {
    let word = words
        .trim()
        .trim_end_matches(['.', ',', ';', '!', '?', ')']);
    let word = word.trim_start_matches('(');
    host_of(word).filter(|_| !word.contains(char::is_whitespace))
}

impl Finder {
    /// The products at the host that these words are an address at.
    pub(super) fn named_at(&self, words: &str) -> Vec<NamedProduct> {
        let Some((host, places)) = self.hosts.at(words) else {
            return Vec::new();
        };
        let named = places.iter().map(|place| NamedProduct {
            id: self.known[*place as usize].id,
            by: NamedBy::Alias,
            alias: Some(host.clone()),
        });
        named.collect()
    }
}

impl<I: Copy + Ord + Hash> Finder<I> {
    /// The same as they are found while somebody types. What is a name as well is found by that.
    pub(super) fn found_at(&self, typed: &str) -> Vec<Hit<I>> {
        let Some((host, places)) = self.hosts.at(typed) else {
            return Vec::new();
        };
        if self.best(typed) == Some(MatchKind::Exact) {
            return Vec::new();
        }
        let found = places.iter().map(|place| Hit {
            id: self.known[*place as usize].id,
            spans: std::iter::once(0..host.len()).collect(),
            alias: Some(host.clone()),
            how: MatchKind::Exact,
        });
        found.collect()
    }
}

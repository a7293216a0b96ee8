//! The district's policy: settings, not code. Three named starting points, each knob of which a
//! district may turn for itself.

use std::collections::BTreeMap;

use super::money::Cents;
use super::record::words;
use super::request::Track;
use super::review::case::Case;

words! {
    /// The named starting points.
    Base {
        /// The district decides and pays.
        Centralized = "centralized",
        /// The district decides what matters, principals the rest.
        Hybrid = "hybrid",
        /// Schools decide; the district checks what is technical.
        Decentralized = "decentralized",
    }
}

/// The policy in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The starting point.
    pub base: Base,
}

impl Policy {
    /// The policy that these settings make, by their keys; what is not set is the base's.
    pub fn read(settings: &BTreeMap<String, String>) -> Policy {
        let base = settings.get(super::office::POLICY);
        Policy {
            base: base
                .and_then(|word| Base::from_word(word))
                .unwrap_or(Base::Hybrid),
        }
    }
}

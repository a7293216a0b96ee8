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

    /// From this cost a year on the board decides.
    pub fn board_threshold(&self) -> Cents {
        Cents(5_000_000)
    }

    /// Does the policy ask for this checklist here? The technical one always.
    pub fn asks(&self, track: Track, case: &Case) -> bool {
        if track == Track::Technical {
            return true;
        }
        let teaches = case.product.instructional != Some(false);
        match self.base {
            Base::Centralized => teaches,
            Base::Hybrid => teaches && (case.product.core == Some(true) || case.tier() >= 2),
            Base::Decentralized => false,
        }
    }
}

//! What may be used for a gap, in order, and the best of it.

use std::collections::HashMap;

use super::GapOffer;
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::standards::route::{RouteOption, RouteStep, ordered};

/// The product whose state there is the best; of several the first of the route.
pub(super) fn best(placed: &[(GapOffer, Option<RouteStep>)], below: u32) -> Option<GapOffer> {
    let state = |offer: &GapOffer| offer.covers().and_then(|covers| covers.state(below));
    let offers = placed.iter().map(|(offer, _)| offer);
    offers
        .filter(|offer| state(offer).is_some())
        .min_by_key(|offer| state(offer))
        .cloned()
}

/// What may be used, in order.
pub(super) fn placed(offers: Vec<GapOffer>, below: u32) -> Vec<(GapOffer, Option<RouteStep>)> {
    let mut by_part: HashMap<(ProductId, String), GapOffer> = HashMap::new();
    let mut options = Vec::new();
    for offer in offers {
        let Some(trust) = offer.trust else { continue };
        let added = match offer.answer.seats {
            seats if seats.cover(below) => Some(Cents(0)),
            _ => offer.answer.price,
        };
        options.push(RouteOption {
            product: offer.product,
            name: offer.name.clone(),
            module: offer.module.clone(),
            verdict: offer.answer.verdict,
            way: offer.way,
            trust,
            seats: offer.answer.seats,
            trained: offer.answer.trained,
            evidence: None,
            added,
        });
        by_part.insert((offer.product, offer.module.clone()), offer);
    }
    let placed = ordered(options, below)
        .into_iter()
        .filter_map(|(option, step)| {
            let offer = by_part.remove(&(option.product, option.module))?;
            Some((offer, step))
        });
    placed.collect()
}

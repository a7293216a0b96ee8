//! A standard as JSON with how far it is covered, and with every product that comes to it, by whichever way.

use serde_json::{Value as Json, json};

use super::{claim, standard};
use crate::domain::standards::claim::Claimant;
use crate::domain::standards::coverage::{CoverCount, CoverState};
use crate::office::gaps::{ByAnother, CoveredStandard};
use crate::office::standards::ListedClaim;

/// The standard with all that is told of it.
pub(in crate::cli) fn with_coverage(one: &CoveredStandard) -> Json {
    let mut told = standard(&one.listed);
    told["covered"] = one.covered.as_ref().map_or(Json::Null, count);
    let state = |product| one.states.get(product).map(|state| state.word());
    let claims = one.listed.claims.iter().map(|listed| {
        let mut told = claim(listed);
        told["state"] = state(&listed.product).into();
        told
    });
    let others = one.by_others.iter().map(|other| {
        let mut told = by_another(other);
        told["state"] = state(&other.product).into();
        told
    });
    told["products"] = claims.chain(others).collect();
    told
}

/// At how many grades of schools it is in which state.
fn count(count: &CoverCount) -> Json {
    let states = CoverState::ALL.iter();
    states
        .map(|state| (state.word().to_owned(), Json::from(count.of(*state))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn by_another(other: &ByAnother) -> Json {
    let claim = other.claim.as_ref();
    let module = Some(&other.module).filter(|module| !module.is_empty());
    json!({
        "product_id": other.product, "product": other.name, "module": module, "match": other.way.to_string(),
        "status": other.status(), "says": claim.and_then(|one| one.claim.says).map(Claimant::word),
        "by": claim.and_then(|one| one.by.as_ref()), "on": claim.and_then(ListedClaim::on),
        "recheck": claim.is_some_and(|one| one.recheck),
    })
}

//! What reviewers of the made-up district answered on the checklists: of the items that apply, those
//! they came to; a plain pass, unless the story says otherwise.

use chrono::NaiveDate;

use super::MadeUpReview;
use super::stories::MadeUpAnswer;
use crate::demo::making::Making;
use crate::domain::checklist;
use crate::domain::checklist::condition::ConditionFacts;
use crate::domain::product::DataUse;
use crate::domain::put::Put;
use crate::domain::request::{ItemAnswerId, ItemResult, Track};

/// What no record says and a reviewer looks at: where it is not so, the item is answered n/a.
const LOOKED_AT: &[(&str, &str)] = &[
    ("T09", "Asks for no access to accounts."),
    ("T19", "No AI in it."),
    ("T25", "Nobody can write to anybody."),
];
/// What an answer is proved by, where a paper is kept.
const PAPERS: &[(&str, &str)] = &[
    ("T14", "agreement"),
    ("T17", "rating"),
    ("T18", "conformance-report"),
    ("T24", "order-form"),
];

/// Answers so many of a hundred of the items of a list, and those the story speaks of. Nothing where
/// the policy does not ask for the list.
pub(super) fn answers(
    making: &mut Making,
    review: &MadeUpReview,
    track: Track,
    share: usize,
    said: &[MadeUpAnswer],
    (who, day): (&str, NaiveDate),
) -> Vec<Put> {
    let asked = asked(making, review, track, said);
    let upto = asked.len() * share / 100;
    let mut puts = Vec::new();
    for (n, item) in asked.into_iter().enumerate() {
        let told = said.iter().find(|(id, ..)| *id == item);
        let looked = LOOKED_AT.iter().find(|(id, _)| *id == item);
        let lot = (review.item + n) % 4;
        let (answer, note) = match (told, looked) {
            (Some((_, answer, note)), _) => (*answer, Some((*note).to_owned())),
            _ if n >= upto => continue,
            (None, Some((_, note))) if lot > 0 => (ItemResult::Na, Some((*note).to_owned())),
            _ => (ItemResult::Pass, None),
        };
        let paper = PAPERS.iter().find(|(id, _)| *id == item);
        let evidence = paper
            .filter(|_| answer == ItemResult::Pass)
            .map(|(_, paper)| {
                let product = making.items[review.item].id.0;
                format!("https://files.wexmoor.example/{paper}s/{product}.pdf")
            });
        puts.push(
            Put::id(ItemAnswerId(making.past.handle()))
                .with("request", review.id)
                .with("item", item)
                .with("answer", Some(answer))
                .with("note", note)
                .with("evidence", evidence)
                .with("by", Some(who.to_owned()))
                .with("on", Some(day)),
        );
    }
    puts
}

/// The items of a list that are asked of a review, as far as its records say.
fn asked(
    making: &Making,
    review: &MadeUpReview,
    track: Track,
    said: &[MadeUpAnswer],
) -> Vec<String> {
    let about = &making.items[review.item].facts;
    let tier = tier(making, review);
    if track == Track::Curricular && !(about.instructional && tier >= 2) {
        return Vec::new();
    }
    let list = checklist::shipped(track);
    let mut facts = ConditionFacts {
        data: about.data,
        instructional: Some(about.instructional),
        core: Some(about.core),
        kind: Some(about.kind),
        tier,
        ..ConditionFacts::default()
    };
    let mut found = Vec::new();
    for item in &list.items {
        let when = item.applies_if.as_ref();
        let applies = when.is_none_or(|when| when.why_not(&facts).is_none());
        let spoken = said.iter().find(|(id, ..)| *id == item.id);
        let na = spoken.is_some_and(|(_, answer, _)| *answer == ItemResult::Na);
        facts.items.push((item.id.as_str(), Some(applies && !na)));
        if applies {
            found.push(item.id.clone());
        }
    }
    found
}

/// The item that a condition or the reason of a denial is about, by a word in it.
pub(super) fn item(words: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    let found = words.iter().find(|(word, _)| text.contains(word));
    found.map(|(_, item)| *item)
}

/// The risk, as the facts of the product say.
pub(super) fn tier(making: &Making, review: &MadeUpReview) -> i64 {
    let facts = &making.items[review.item].facts;
    match facts.data {
        Some(DataUse::Sensitive) => 3,
        _ if facts.core => 3,
        Some(DataUse::Pii) | None => 2,
        Some(DataUse::Login) => 1,
        Some(DataUse::None) => 0,
    }
}

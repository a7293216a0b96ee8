//! Who answers for what, and who is trained: the two things that keep a product from being paid for in
//! vain and that no contract shows. Pure: records in, rows out.

use chrono::NaiveDate;

use super::inventory::Training;
use super::money::Cents;
use super::person::{Owner, OwnerRole, Person, PersonId};
use super::record::{Kind, words};
use super::review::PersonName;
use crate::domain::counted::counted;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;

/// Training below this share of its target, in percent, is too little.
pub const TRAINED_ENOUGH: i64 = 80;

/// Without somebody in each of these nobody answers for the money.
pub const NEEDED: [OwnerRole; 3] = [
    OwnerRole::Evaluator,
    OwnerRole::Manager,
    OwnerRole::Purchaser,
];

words! {
    /// Whether somebody fills a role.
    Filled {
        /// Somebody who is here.
        Held = "held",
        /// The person left or the days are over; the deputy stands in.
        ByDeputy = "by-deputy",
        /// Somebody begins on a day still to come.
        Later = "later",
        /// The person's days are over.
        Ended = "ended",
        /// The person left.
        Left = "left",
        /// Nobody was ever named.
        Nobody = "nobody",
    }
}

impl Filled {
    /// Does nobody answer?
    pub fn is_gap(self) -> bool {
        !matches!(self, Filled::Held | Filled::ByDeputy)
    }
}

/// One role of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// What somebody is to answer for: evaluator, manager, purchaser, support or trainer.
    pub role: OwnerRole,
    /// Does somebody fill it?
    pub filled: Filled,
    /// Who, also where the person left.
    pub person: Option<PersonName>,
    /// The person's last day here.
    pub left_on: Option<NaiveDate>,
    /// Who stands in.
    pub deputy: Option<PersonName>,
    /// The first day the person answers for it; none where it was always so.
    pub since: Option<NaiveDate>,
    /// The last day the person answers for it; none where no end is set.
    pub until: Option<NaiveDate>,
}

/// A product that is paid for or in use, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnershipRow {
    /// The id of the product's record.
    pub product: ProductId,
    /// With its edition, as rows print it.
    pub name: String,
    /// What it costs this fiscal year.
    pub cost: Cents,
    /// Does the policy hide from whoever asks a part of what it costs?
    pub hidden: bool,
    /// People who use it, as far as they were counted.
    pub people: i64,
    /// All roles, in the order of `OwnerRole`.
    pub posts: Vec<Post>,
}

impl OwnershipRow {
    /// Roles that nobody fills.
    pub fn gaps(&self) -> impl Iterator<Item = &Post> {
        self.posts.iter().filter(|post| post.filled.is_gap())
    }

    /// Is there somebody for the money: does anybody judge, run and buy it?
    pub fn is_owned(&self) -> bool {
        !self.gaps().any(|post| NEEDED.contains(&post.role))
    }
}

/// One thing that somebody answers for, and that a handover would move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What the record is: a role of a product is an owner.
    pub kind: Kind,
    /// What they are to it: the role, `deputy` and the role, else the noun in the words of the field.
    pub what: String,
    /// What it is called.
    pub name: String,
}

/// The nouns somebody can hold, in the order they are told.
pub const HOLDABLE: [Kind; 5] = [
    Kind::Owner,
    Kind::Request,
    Kind::Contract,
    Kind::Alert,
    Kind::Condition,
];

impl Held {
    /// How much of one noun is held, in words: `9 roles of 4 products`; none where nothing is.
    pub fn counted(held: &[Held], kind: Kind) -> Option<String> {
        let of = held.iter().filter(|one| one.kind == kind);
        let count = of.clone().count();
        let words = match kind {
            Kind::Owner => {
                let mut names: Vec<&str> = of.map(|one| one.name.as_str()).collect();
                names.sort_unstable();
                names.dedup();
                let products = counted(names.len(), "product");
                format!("{} of {products}", counted(count, "role"))
            }
            Kind::Request => counted(count, "open review"),
            Kind::Contract => counted(count, "contract"),
            Kind::Alert => counted(count, "overlap"),
            _ => counted(count, "condition"),
        };
        (count > 0).then_some(words)
    }

    /// All that is held, in words: `9 roles of 4 products, 2 contracts`; `nothing`.
    pub fn in_words(held: &[Held]) -> String {
        let parts = HOLDABLE.iter();
        let parts: Vec<String> = parts
            .filter_map(|kind| Held::counted(held, *kind))
            .collect();
        if parts.is_empty() {
            "nothing".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

/// How a role of a product is filled; `owners` are all of the product, `people` everybody by id.
pub fn post<'p>(
    role: OwnerRole,
    owners: &[&Owner],
    people: impl Fn(PersonId) -> Option<&'p Person>,
    today: NaiveDate,
) -> Post {
    let here = |person: &Person| !person.has_left(today);
    let filled = |owner: &Owner| {
        let person = people(owner.person);
        let deputy = owner.deputy.and_then(&people);
        let begun = owner.since.is_none_or(|day| day <= today);
        let over = owner.until.is_some_and(|day| day < today);
        match (person.is_some_and(here), deputy.is_some_and(here)) {
            _ if over => Filled::Ended,
            (true, _) | (_, true) if !begun => Filled::Later,
            (true, _) => Filled::Held,
            (false, true) => Filled::ByDeputy,
            (false, false) => Filled::Left,
        }
    };
    let of_role = owners.iter().filter(|owner| owner.role == role);
    let best =
        of_role.min_by_key(|owner| (filled(owner), std::cmp::Reverse(owner.since), owner.id));
    let Some(owner) = best else {
        return Post {
            role,
            filled: Filled::Nobody,
            person: None,
            left_on: None,
            deputy: None,
            since: None,
            until: None,
        };
    };
    let person = people(owner.person);
    Post {
        role,
        filled: filled(owner),
        left_on: person.and_then(|person| person.left_on),
        person: person.cloned().map(PersonName::from),
        deputy: owner
            .deputy
            .and_then(&people)
            .cloned()
            .map(PersonName::from),
        since: owner.since,
        until: owner.until,
    }
}

/// Training in a product at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// The id of what people are trained in.
    pub product: ProductId,
    /// With its edition, as rows print it.
    pub product_name: String,
    /// The id of the school whose people are counted.
    pub school: SchoolId,
    /// The district's code of the school: `LIN`.
    pub school_code: String,
    /// The school's name, as rows print it.
    pub school_name: String,
    /// How far people are trained.
    pub trained: TrainingState,
}

/// How far people are trained, all sessions together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrainingState {
    /// How many should be; none where nobody set a target.
    pub target: Option<i64>,
    /// How many are.
    pub trained: i64,
    /// The last session that was: one that was only planned for a day that has passed is none.
    pub last_on: Option<NaiveDate>,
    /// The day of the next session; none where none is planned.
    pub next_on: Option<NaiveDate>,
    /// Must people be trained before they use it?
    pub required: bool,
}

impl TrainingState {
    /// All sessions of one product at one school.
    pub fn of<'t>(
        sessions: impl IntoIterator<Item = &'t Training>,
        today: NaiveDate,
    ) -> TrainingState {
        let mut sum = TrainingState::default();
        for session in sessions {
            if let Some(target) = session.target {
                sum.target = Some(sum.target.unwrap_or(0) + target);
            }
            sum.trained += session.trained_by(today);
            sum.required |= session.required;
            let held = session.on.filter(|day| *day < today);
            let planned = [session.on, session.next_on].into_iter().flatten();
            let to_come = planned.filter(|day| *day >= today).min();
            sum.last_on = sum.last_on.max(held);
            sum.next_on = [sum.next_on, to_come].into_iter().flatten().min();
        }
        sum
    }

    /// The share of the target that is trained, in whole percent; none without a target.
    pub fn percent(&self) -> Option<i64> {
        let target = self.target.filter(|target| *target > 0)?;
        Some(self.trained * 100 / target)
    }

    /// Are too few trained?
    pub fn is_gap(&self) -> bool {
        let target = self.target.unwrap_or(0);
        self.trained * 100 < target * TRAINED_ENOUGH
    }

    /// People missing to the target.
    pub fn missing(&self) -> i64 {
        (self.target.unwrap_or(0) - self.trained).max(0)
    }
}

#[cfg(test)]
mod tests;

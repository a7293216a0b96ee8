//! The district while it is being made up: what every part of it needs to know of the others.
//! Only this folder uses it.

use chrono::NaiveDate;
use fastrand::Rng;

use crate::domain::calendar::CalendarDay;
use crate::domain::person::PersonId;
use crate::domain::school::Schools;
use crate::domain::standards::framework::StandardId;

use super::days;
use super::known::Where;
use super::made::{Campus, CatalogueItem, Colleague, EnteredDecision, Signed, SignedDeal};
use super::past::PastDeeds;

/// The same district every time.
pub(super) const SEED: u64 = 0x4a11_9a55;

/// Everything made up so far.
pub(super) struct Making {
    /// The day everything is reckoned from.
    pub(super) today: NaiveDate,
    /// The day the office opened, four years before.
    pub(super) start: NaiveDate,
    /// The login of the first admin.
    pub(super) founder: String,
    /// The one source of chance.
    pub(super) rng: Rng,
    pub(super) past: PastDeeds,
    /// The made-up people.
    pub(super) people: Vec<Colleague>,
    pub(super) schools: Vec<Campus>,
    pub(super) items: Vec<CatalogueItem>,
    /// What was bought or taken for free.
    pub(super) holdings: Vec<SignedDeal>,
    /// Everyday products in use, and where: their places in the lists.
    pub(super) sighted: Vec<(usize, usize)>,
    /// Agreements with the makers of everyday products.
    pub(super) signed: Vec<Signed>,
    /// The decisions, as `approvals` entered them.
    pub(super) entered: Vec<EnteredDecision>,
    /// The standards, by their codes.
    pub(super) standards: Vec<(String, StandardId)>,
    /// The days of the district's calendar.
    pub(super) days: Vec<CalendarDay>,
}

impl Making {
    /// Nothing yet but the calendar.
    pub(super) fn begin(today: NaiveDate, founder: &str) -> Making {
        Making {
            today,
            start: days::working_day(days::months_before(today, 48)),
            founder: founder.to_owned(),
            rng: Rng::with_seed(SEED),
            past: PastDeeds::default(),
            people: Vec::new(),
            schools: Vec::new(),
            items: Vec::new(),
            holdings: Vec::new(),
            sighted: Vec::new(),
            signed: Vec::new(),
            entered: Vec::new(),
            standards: Vec::new(),
            days: Vec::new(),
        }
    }

    /// So many days ago, but never before the office opened.
    pub(super) fn ago(&self, days: i64) -> NaiveDate {
        days::before(self.today, days).max(self.start)
    }

    /// The person of this key.
    pub(super) fn person(&self, key: &str) -> Option<&Colleague> {
        self.people.iter().find(|person| person.key == key)
    }

    /// The handle of the person of this key.
    pub(super) fn person_id(&self, key: &str) -> Option<PersonId> {
        self.person(key).map(|person| person.id)
    }

    /// The handle of the standard of this code.
    pub(super) fn standard(&self, code: &str) -> Option<StandardId> {
        let mut standards = self.standards.iter();
        standards
            .find(|(known, _)| known == code)
            .map(|(_, id)| *id)
    }

    /// The login of one of these people who worked here that day; the founder where none did.
    pub(super) fn one_of(&mut self, keys: &[&str], day: NaiveDate) -> String {
        let here: Vec<&Colleague> = self
            .people
            .iter()
            .filter(|p| keys.contains(&p.key) && p.joined <= day && p.left.is_none_or(|l| day < l))
            .collect();
        if here.is_empty() {
            return self.founder.clone();
        }
        here[self.rng.usize(..here.len())].login.clone()
    }

    /// The schools meant, by their place in the list.
    pub(super) fn places(&self, at: Where) -> Vec<usize> {
        let meant = |campus: &Campus| match at {
            Where::All => true,
            Where::Levels(levels) => levels.contains(&campus.level),
            Where::Codes(codes) => codes.contains(&campus.code),
        };
        (0..self.schools.len())
            .filter(|n| meant(&self.schools[*n]))
            .collect()
    }

    /// The schools meant, as a scope.
    pub(super) fn scope(&self, at: Where) -> Schools {
        match at {
            Where::All => Schools::All,
            Where::Levels(_) | Where::Codes(_) => {
                let ids = self.places(at).into_iter().map(|n| self.schools[n].id);
                Schools::only(ids.collect())
            }
        }
    }

    /// True so many times in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(..100) < percent
    }

    /// One of these, each as likely as the others; none of none.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.rng.usize(..from.len())])
    }
}

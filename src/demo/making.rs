//! The district while it is being made up: what every part of it needs to know of the others.
//! Only this folder uses it.

use chrono::NaiveDate;
use fastrand::Rng;

use crate::domain::approval::{ApprovalId, ApprovalStatus, Audience};
use crate::domain::calendar::CalendarDay;
use crate::domain::person::PersonId;
use crate::domain::product::{ProductId, VendorId};
use crate::domain::record::Schools;
use crate::domain::request::RequestId;
use crate::domain::school::{Level, SchoolId};

use super::agreements::Signed;
use super::days;
use super::facts::Facts;
use super::holdings::Holding;
use super::known::{Known, Ruling, Where};
use super::past::Past;

/// The same district every time.
const SEED: u64 = 0x4a11_9a55;

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
    /// The deeds.
    pub(super) past: Past,
    /// The made-up people.
    pub(super) people: Vec<Colleague>,
    /// The schools.
    pub(super) schools: Vec<Campus>,
    /// The products.
    pub(super) items: Vec<Item>,
    /// What was bought or taken for free.
    pub(super) holdings: Vec<Holding>,
    /// Everyday products in use, and where: their places in the lists.
    pub(super) sighted: Vec<(usize, usize)>,
    /// Agreements with the makers of everyday products.
    pub(super) signed: Vec<Signed>,
    /// The decisions, as `approvals` entered them.
    pub(super) entered: Vec<Entered>,
    /// The days of the district's calendar.
    pub(super) days: Vec<CalendarDay>,
}

/// A decision that was entered, for whoever tells what became of it.
#[derive(Debug, Clone)]
pub(super) struct Entered {
    /// The product's place in the list.
    pub(super) item: usize,
    /// The handle.
    pub(super) id: ApprovalId,
    /// What it came to.
    pub(super) ruling: Ruling,
    /// The day it was asked for.
    pub(super) asked: NaiveDate,
    /// The day of the latest word on it.
    pub(super) day: NaiveDate,
    /// The last day it holds.
    pub(super) until: Option<NaiveDate>,
    /// What the first answer was, by whom and when; none while nobody answered.
    pub(super) answer: Option<(ApprovalStatus, String, NaiveDate)>,
    /// The handle of the request it answers, where one is told.
    pub(super) request: Option<RequestId>,
}

/// A person of the district.
#[derive(Debug, Clone)]
pub(super) struct Colleague {
    /// By which word the tables of this folder name the person.
    pub(super) key: &'static str,
    /// The login in the file.
    pub(super) login: String,
    /// The handle.
    pub(super) id: PersonId,
    /// The first day.
    pub(super) joined: NaiveDate,
    /// The last day.
    pub(super) left: Option<NaiveDate>,
}

/// A school of the district.
#[derive(Debug, Clone, Copy)]
pub(super) struct Campus {
    /// The handle.
    pub(super) id: SchoolId,
    /// Its name.
    pub(super) name: &'static str,
    /// Its code.
    pub(super) code: &'static str,
    /// What kind of school.
    pub(super) level: Level,
    /// How many students now.
    pub(super) students: i64,
    /// How many teachers and staff now.
    pub(super) staff: i64,
}

impl Campus {
    /// How many people here belong to an audience.
    pub(super) fn people(&self, audience: Audience) -> i64 {
        match audience {
            Audience::Student => self.students,
            Audience::Staff => self.staff,
            Audience::Both => self.students + self.staff,
        }
    }
}

/// A product of the catalogue.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The handle.
    pub(super) id: ProductId,
    /// Its name with its edition.
    pub(super) label: String,
    /// The handle of its vendor.
    pub(super) vendor: VendorId,
    /// The place of its function among the `words::JOBS`.
    pub(super) job: usize,
    /// What is known of it since the reviews ask.
    pub(super) facts: Facts,
    /// The day it entered the office file.
    pub(super) seen: NaiveDate,
    /// Its own story, where it has one.
    pub(super) known: Option<&'static Known>,
}

impl Making {
    /// Nothing yet but the calendar.
    pub(super) fn begin(today: NaiveDate, founder: &str) -> Making {
        Making {
            today,
            start: days::working_day(days::months_before(today, 48)),
            founder: founder.to_owned(),
            rng: Rng::with_seed(SEED),
            past: Past::default(),
            people: Vec::new(),
            schools: Vec::new(),
            items: Vec::new(),
            holdings: Vec::new(),
            sighted: Vec::new(),
            signed: Vec::new(),
            entered: Vec::new(),
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
                let ids = self.places(at).into_iter().map(|n| self.schools[n].id.0);
                Schools::only(ids.collect())
            }
        }
    }

    /// True so many times in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(..100) < percent
    }

    /// One of these.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.rng.usize(..from.len())])
    }
}

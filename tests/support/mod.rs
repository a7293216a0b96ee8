//! An office in a temporary file, and people who act in it.

#![allow(dead_code, reason = "each test program uses its part")]

pub mod crowd;
pub mod desk;
pub mod district;
#[path = "../../src/domain/fuzz.rs"]
pub mod fuzz;
pub mod harlow;
pub mod hostile;
pub mod imports;
#[path = "../../src/tests/length.rs"]
pub mod length;
pub mod login;
#[path = "../../src/tests/made.rs"]
pub mod made;
pub mod office_file;
pub mod overlaps;
pub mod program;
pub mod renewals;
pub mod reviews;
pub mod screen;
pub mod seen;
#[path = "../../src/tests/sizes.rs"]
pub mod sizes;
pub mod snapshot;
pub mod standards;
pub mod window;

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use hallpass::domain::change::Change;
use hallpass::domain::put::{Put, Stamp};
use hallpass::domain::record::Kind;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::{Access, Store};
use tempfile::TempDir;

pub use made::Made;

/// An office file that goes away with the value.
pub struct Office {
    pub dir: TempDir,
    pub store: Store,
}

/// Ada's office with the schools Linden (1) and Frostholm (2); one of each role for the district, and `t1`, `r1`
/// for Linden alone.
pub fn roles_and_schools() -> Office {
    let mut office = office();
    let linden = office.school("Linden ES", "LIN");
    office.school("Frostholm MS", "FRO");
    for role in ["helpdesk", "technical", "curricular", "renewals"] {
        office.person(role, role);
    }
    for (login, role) in [("t1", "technical"), ("r1", "renewals")] {
        office.person(login, role);
        let put = Put::keyed(Kind::Person).with("login", login.to_owned());
        office.save(put.with("schools", Schools::only(vec![SchoolId(linden)])));
    }
    office
}

/// Tuesday March 10, 2026, 09:40 UTC: the day every test lives on.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

/// Somebody acting on that day.
pub fn stamp(who: &str) -> Stamp {
    let at: DateTime<Utc> = today().and_hms_opt(9, 40, 0).unwrap().and_utc();
    Stamp::own(who, at, today())
}

/// `ada` on another day.
pub fn ada_on(today: NaiveDate) -> Stamp {
    Stamp {
        today,
        ..stamp("ada")
    }
}

/// An office of Harlow County, begun years ago, with the admin `ada`.
pub fn office() -> Office {
    let began: NaiveDate = "2020-01-06".parse().unwrap();
    begun(&Stamp {
        at: began.and_hms_opt(9, 0, 0).unwrap().and_utc(),
        today: began,
        ..stamp("ada")
    })
}

/// The same, begun just now.
pub fn new_office() -> Office {
    begun(&stamp("ada"))
}

fn begun(founded: &Stamp) -> Office {
    static MADE: Made = Made::new();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    MADE.copy_to(&path, &founded.today.to_string(), |path| {
        found(path, founded);
    });
    let store = Store::open(&path, Access::Write).unwrap();
    Office { dir, store }
}

fn found(path: &Path, founded: &Stamp) {
    let mut store = Store::create(path, None).unwrap();
    let founding = Change::Found {
        district: "Harlow County Schools".into(),
        policy: "hybrid".into(),
        founder: ("ada".into(), "Ada Reyes".into()),
        zone: Some("Etc/UTC".into()),
        demo: false,
        rehearsal: false,
    };
    store.apply(&founding, founded).unwrap();
}

/// A copy of the office of this name, which `make` makes once a test program.
pub fn made_once(name: &str, make: impl FnOnce() -> Office) -> Office {
    static MADE: Made = Made::new();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.db");
    MADE.copy_to(&path, name, |path| {
        let Office { dir, store } = make();
        let made = store.path().to_owned();
        drop(store);
        std::fs::copy(made, path).unwrap();
        drop(dir);
    });
    let store = Store::open(&path, Access::Write).unwrap();
    Office { dir, store }
}

impl Office {
    /// Adds a person.
    pub fn person(&mut self, login: &str, roles: &str) -> i64 {
        let roles = hallpass::domain::person::Roles::read(roles).unwrap();
        self.save(
            Put::keyed(Kind::Person)
                .with("login", login.to_owned())
                .with("name", login.to_owned())
                .with("roles", roles),
        )
    }

    /// Saves one record as `ada`; gives its id.
    pub fn save(&mut self, put: Put) -> i64 {
        let change = Change::Save {
            what: "it".into(),
            put,
            reason: None,
        };
        self.store.apply(&change, &stamp("ada")).unwrap().done[0]
            .record
            .id
    }

    /// Adds a school.
    pub fn school(&mut self, name: &str, code: &str) -> i64 {
        self.save(
            Put::new(Kind::School)
                .with("name", name.to_owned())
                .with("code", code.to_owned())
                .with("open", true),
        )
    }

    /// The whole file as a dump.
    pub fn dump(&mut self) -> String {
        let mut out = Vec::new();
        self.store.dump(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

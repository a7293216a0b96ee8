//! The made-up district, carried out on a real file, and short ways to ask it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};
use hallpass::demo;
use hallpass::domain::contract::{Contract, ContractId, Line};
use hallpass::domain::product::{Product, Purpose};
use hallpass::domain::put::Stamp;
use hallpass::domain::record::Record;
use hallpass::domain::school::School;
use hallpass::office::Office;
use hallpass::store::{Access, Store};
use hallpass::tui::place::Place;
use hallpass::tui::theme::Look;
use tempfile::TempDir;

use super::screen::Screen;
use super::{Made, ada_on, stamp, today};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A copy of the made-up district that goes away with the value and its last screen.
pub struct File {
    dir: Rc<TempDir>,
}

impl File {
    /// The district as it is on the day every test lives on, the founder being `ada`.
    pub fn demo() -> File {
        File::on(today())
    }

    /// The district as it is on a day. It takes a second to make, so each day's is made once a test program.
    fn on(today: NaiveDate) -> File {
        static MADE: Made = Made::new();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("demo.db");
        MADE.copy_to(&path, &today.to_string(), |path| make(path, today));
        File { dir: Rc::new(dir) }
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("demo.db")
    }

    pub fn store(&self) -> Store {
        Store::open(&self.path(), Access::Write).unwrap()
    }

    /// Opens the screens on it as `ada` at noon, 80 by 24.
    pub fn open(&self) -> Screen {
        self.open_as("ada")
    }

    /// The same for somebody else.
    pub fn open_as(&self, who: &str) -> Screen {
        self.begun(who, Look::default(), None).begin((80, 24))
    }

    /// The same on a terminal of this look, and back at a place.
    pub fn open_with(&self, look: Look, place: Option<Place>) -> Screen {
        self.begun("ada", look, place).begin((80, 24))
    }

    /// The same before any question was answered.
    pub fn open_slowly(&self) -> Screen {
        let mut screen = self.begun("ada", Look::default(), None);
        screen.slow = true;
        let mut screen = screen.begin((80, 24));
        screen.slow = false;
        screen
    }

    fn begun(&self, who: &str, look: Look, place: Option<Place>) -> Screen {
        let stamp = Stamp {
            at: noon(today()),
            ..stamp(who)
        };
        Screen::begun(self.store(), stamp, look, place).keeping(Rc::clone(&self.dir))
    }
}

fn make(path: &Path, today: NaiveDate) {
    let mut store = Store::create(path, None).unwrap();
    store
        .apply_all(&demo::district(today, noon(today), "ada"))
        .unwrap_or_else(|error| panic!("{today}: {error}"));
    // As `hallpass demo` does.
    store.is_asked_by(&stamp("ada")).unwrap();
    store.alert_board(today).unwrap();
    store.keep_found(today);
    Office::of_command(store, ada_on(today))
        .count_holes()
        .unwrap();
}

fn noon(today: NaiveDate) -> DateTime<Utc> {
    today.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

/// The made-up district, carried out.
pub struct District {
    pub today: NaiveDate,
    pub store: Store,
    _file: File,
}

/// The district as it is on a day, the founder being `ada`.
pub fn district(today: &str) -> District {
    let today = day(today);
    let file = File::on(today);
    District {
        today,
        store: file.store(),
        _file: file,
    }
}

impl District {
    /// All records of a noun.
    pub fn all<R: Record>(&self) -> Vec<R> {
        self.store.all().unwrap()
    }

    /// The one product of this name and edition.
    pub fn product(&self, name: &str, edition: Option<&str>) -> Product {
        let mut found = self.all::<Product>();
        found.retain(|p| p.name == name && p.edition.as_deref() == edition);
        assert_eq!(found.len(), 1, "{name}");
        found.remove(0)
    }

    /// The id of the school with this code.
    pub fn school(&self, code: &str) -> i64 {
        let schools = self.all::<School>();
        schools.iter().find(|s| s.code == code).unwrap().id.0
    }

    /// Lines whose contract has not ended, with their contract.
    pub fn current(&self) -> Vec<(Line, Contract)> {
        let contracts: HashMap<ContractId, Contract> = self
            .all::<Contract>()
            .into_iter()
            .map(|c| (c.id, c))
            .collect();
        self.all::<Line>()
            .into_iter()
            .map(|line| (line.clone(), contracts[&line.contract].clone()))
            .filter(|(_, contract)| contract.term_end >= self.today)
            .collect()
    }

    /// The function of each product.
    pub fn functions(&self) -> HashMap<i64, i64> {
        let purposes = self.all::<Purpose>();
        purposes
            .iter()
            .map(|p| (p.product.0, p.function.0))
            .collect()
    }
}

//! The made-up district, carried out on a real file, and short ways to ask it.

use std::collections::HashMap;

use chrono::NaiveDate;
use hallpass::demo;
use hallpass::domain::contract::{Contract, Line};
use hallpass::domain::product::{Product, Purpose};
use hallpass::domain::record::Record;
use hallpass::domain::school::School;
use hallpass::store::Store;
use tempfile::TempDir;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The made-up district, carried out.
pub struct District {
    pub today: NaiveDate,
    pub store: Store,
    _dir: TempDir,
}

/// The district as it is on a day, the founder being `ada`.
pub fn district(today: &str) -> District {
    let today = day(today);
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::create(&dir.path().join("demo.db"), None).unwrap();
    let now = today.and_hms_opt(16, 0, 0).unwrap().and_utc();
    store
        .apply_all(&demo::district(today, now, "ada"))
        .unwrap_or_else(|error| panic!("{today}: {error}"));
    District {
        today,
        store,
        _dir: dir,
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
        let contracts: HashMap<i64, Contract> = self
            .all::<Contract>()
            .into_iter()
            .map(|c| (c.id.0, c))
            .collect();
        self.all::<Line>()
            .into_iter()
            .map(|line| (line.clone(), contracts[&line.contract.0].clone()))
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

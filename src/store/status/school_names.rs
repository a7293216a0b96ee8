//! What schools are called and which grades they teach, for answers: a few are looked up one by one, of many all are read at once.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row};

use crate::domain::grade::Grades;
use crate::domain::record::{Column, Value};
use crate::domain::school::SchoolId;
use crate::store::Error;

/// So many are looked up one by one: most answers name fewer, however many schools a district has.
const ONE_BY_ONE: usize = 24;

/// What a school is called, and what is told with it.
#[derive(Debug, Clone)]
pub(super) struct CalledSchool {
    pub(super) name: String,
    pub(super) grades: Grades,
    pub(super) closed: bool,
}

/// The names that were asked for so far.
#[derive(Default)]
pub(super) struct SchoolNamesAsked {
    known: RefCell<HashMap<SchoolId, CalledSchool>>,
    all: Cell<bool>,
}

impl SchoolNamesAsked {
    /// The name of a school.
    pub(super) fn name(&self, conn: &Connection, id: SchoolId) -> Result<String, Error> {
        Ok(self.called(conn, id)?.name)
    }

    /// The name of a school, its grades, and whether it is closed.
    pub(super) fn called(&self, conn: &Connection, id: SchoolId) -> Result<CalledSchool, Error> {
        let mut known = self.known.borrow_mut();
        if let Some(called) = known.get(&id) {
            return Ok(called.clone());
        }
        let unknown = || CalledSchool {
            name: format!("school {id}"),
            grades: Grades::UNSAID,
            closed: false,
        };
        if known.len() < ONE_BY_ONE {
            let mut ask =
                conn.prepare_cached("SELECT name, grades, open FROM school WHERE id = ?1")?;
            let called = ask.query_row([id], |row| named(row, 0)).optional()?;
            let called = called.unwrap_or_else(unknown);
            known.insert(id, called.clone());
            return Ok(called);
        }
        if !self.all.replace(true) {
            let mut ask = conn.prepare_cached("SELECT id, name, grades, open FROM school")?;
            let names = ask.query_map([], |row| Ok((row.get(0)?, named(row, 1)?)))?;
            *known = names.collect::<rusqlite::Result<_>>()?;
        }
        Ok(known.get(&id).cloned().unwrap_or_else(unknown))
    }
}

/// A name, and behind it the columns of the grades and of whether the school is open.
fn named(row: &Row, at: usize) -> rusqlite::Result<CalledSchool> {
    let grades: Value = row.get(at + 1)?;
    let open: bool = row.get(at + 2)?;
    Ok(CalledSchool {
        name: row.get(at)?,
        grades: Grades::from_value(&grades).unwrap_or_default(),
        closed: !open,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_whether_a_few_or_all_are_read() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE TABLE school (id INTEGER PRIMARY KEY, name TEXT, grades TEXT, open INTEGER DEFAULT 1);
             WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 60)
             INSERT INTO school (id, name) SELECT id, 'Linden ' || id FROM n",
        )
        .unwrap();
        let asked = SchoolNamesAsked::default();
        // Upwards, and then those that were known already: 24 one by one, the others at once.
        for id in (1..=60).chain(1..=60) {
            let name = asked.name(&conn, SchoolId(id)).unwrap();
            assert_eq!(name, format!("Linden {id}"));
            assert_eq!(asked.all.get(), id > 24 || asked.known.borrow().len() == 60);
        }
        let gone = asked.name(&conn, SchoolId(99)).unwrap();
        assert_eq!(gone, "school 99");
    }
}

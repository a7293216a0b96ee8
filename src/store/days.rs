//! Which day an instant of the records is: the district's, in its own time zone.
//! SQL asks by `district_day("at")`, and for the first instant of a day by `district_begins(day)`; a file without a zone of its own is given the machine's.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OptionalExtension};

use crate::domain::setting::{self, OfficeMarks};
use crate::domain::zone::{ZONE, Zone};

use super::{Error, Store};

impl Store {
    /// What the office says of itself before anything else is asked of it.
    pub fn marks(&self) -> Result<OfficeMarks, Error> {
        marks(&self.conn)
    }

    /// The zone whose days this store speaks of.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// From now on the days of instants are those of the district's zone, as it is set now, or of `machine`
    /// where none is set. Gives what the office says of itself, the zone among it.
    pub fn keep_days(&mut self, machine: &Zone) -> Result<OfficeMarks, Error> {
        let marks = self.marks()?;
        self.keep_days_of(marks.zone.as_ref().unwrap_or(machine).clone())?;
        Ok(marks)
    }

    pub(super) fn keep_days_of(&mut self, zone: Zone) -> Result<(), Error> {
        if self.zone != zone {
            for conn in [Some(&self.conn), self.whole.as_ref(), self.writer.open()]
                .into_iter()
                .flatten()
            {
                know_days(conn, zone.clone())?;
            }
            self.zone = zone;
        }
        Ok(())
    }

    /// The first instant of a day of the district, as `at` is written.
    pub(super) fn begins(&self, day: NaiveDate) -> String {
        begins(&self.zone, day)
    }
}

fn begins(zone: &Zone, day: NaiveDate) -> String {
    let at = zone.begins(day);
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(super) fn marks(conn: &Connection) -> Result<OfficeMarks, Error> {
    let mut asked = conn.prepare_cached("SELECT value FROM setting WHERE \"key\" = ?1")?;
    let mut setting = |key: &str| -> Result<Option<String>, Error> {
        Ok(asked.query_row([key], |row| row.get(0)).optional()?)
    };
    let zone = setting(ZONE)?;
    Ok(OfficeMarks {
        demo: setting(setting::DEMO)?.is_some(),
        rehearsal: setting(setting::REHEARSAL)?.is_some(),
        // One that only a newer list of zones knows is as good as none.
        zone: zone.and_then(|name| Zone::named(&name).ok()),
    })
}

/// Lets SQL ask for the district's day of an instant: `district_day("at")`, and for when a day begins there:
/// `district_begins('2027-03-01')`.
pub(super) fn know_days(conn: &Connection, zone: Zone) -> Result<(), Error> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY;
    let of_days = zone.clone();
    conn.create_scalar_function("district_begins", 1, flags, move |context| {
        let day: Option<String> = context.get(0)?;
        let day = day.and_then(|day| day.parse().ok());
        Ok(day.map(|day| begins(&of_days, day)))
    })?;
    conn.create_scalar_function("district_day", 1, flags, move |context| {
        let at: Option<String> = context.get(0)?;
        let at = at.and_then(|at| DateTime::parse_from_rfc3339(&at).ok());
        Ok(at.map(|at| zone.day(at.with_timezone(&Utc)).to_string()))
    })?;
    Ok(())
}

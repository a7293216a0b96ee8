//! Which office a file holds: what somebody kept about one is about no other that lies at its path later.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::time::UNIX_EPOCH;

use rusqlite::OptionalExtension;

use super::{Error, Store};

impl Store {
    /// Tells this office from every other that ever lay at this path: by the moment of its founding, and where that is
    /// made up, as in a demo that is made anew, by the file itself as well.
    pub fn office_id(&self) -> Result<String, Error> {
        let mut ask = self
            .conn
            .prepare_cached("SELECT \"at\" FROM change_set ORDER BY id LIMIT 1")?;
        let founded: Option<String> = ask.query_row([], |row| row.get(0)).optional()?;
        let founded = founded.unwrap_or_default();
        if !self.marks()?.on_any_day() {
            return Ok(founded);
        }
        let Ok(file) = fs::metadata(self.path()) else {
            return Ok(founded);
        };
        let made = file.created().ok();
        let made = made.and_then(|made| made.duration_since(UNIX_EPOCH).ok());
        let made = made.map_or(0, |made| made.as_nanos());
        Ok(format!("{founded} {}:{} {made}", file.dev(), file.ino()))
    }
}

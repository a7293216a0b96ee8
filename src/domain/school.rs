//! Schools and the devices they issue.

use chrono::NaiveDate;

use super::grade::Grades;
use super::record::{Column, RowCell, Shape, Value, record, words};
use super::refusal::Refusal;

words! {
    /// What kind of school.
    Level {
        /// Before kindergarten.
        Preschool = "preschool",
        /// Primary grades.
        Elementary = "elementary",
        /// Middle or junior high.
        Middle = "middle",
        /// High school.
        High = "high",
        /// Several of these in one.
        Combined = "combined",
        /// Anything else: adult, alternative, virtual.
        Other = "other",
    }
}

record! {
    /// A school of the district.
    School(SchoolId) keyed by [] {
        /// As people say it: `Lincoln ES`.
        name: String,
        /// Three to five characters people type: `LIN`.
        code: String,
        /// What kind of school.
        level: Option<Level>,
        /// The grades it teaches.
        grades: Grades,
        /// How many students.
        enrollment: Option<i64>,
        /// How many teachers and staff.
        staff: Option<i64>,
        /// Its number in an outside directory (NCES, OneRoster).
        registry_id: Option<String>,
        /// Is it open?
        open: bool,
    } check(school) {
        if school.name.is_empty() {
            return Err(Refusal::new("name", "a school needs a name"));
        }
        if school.code.is_empty() {
            return Err(Refusal::new("code", format!("{} needs a short code", school.name)));
        }
        let people = [("enrollment", school.enrollment), ("staff", school.staff)];
        super::not_negative(&people, &format!("{} cannot have fewer than 0 people", school.name))
    }
}

/// Which schools something covers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Schools {
    /// Every school of the district.
    #[default]
    All,
    /// These, sorted, each once.
    Only(Vec<SchoolId>),
}

impl Schools {
    /// These schools; an empty list means every school.
    pub fn only(mut ids: Vec<SchoolId>) -> Schools {
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            Schools::All
        } else {
            Schools::Only(ids)
        }
    }

    /// Is this school covered?
    pub fn covers(&self, school: SchoolId) -> bool {
        match self {
            Schools::All => true,
            Schools::Only(ids) => ids.binary_search(&school).is_ok(),
        }
    }

    /// These and those.
    #[must_use]
    pub fn and(&self, those: &Schools) -> Schools {
        match (self, those) {
            (Schools::Only(these), Schools::Only(those)) => {
                Schools::only([these.as_slice(), those].concat())
            }
            _ => Schools::All,
        }
    }

    /// Are all of these among those?
    pub fn within(&self, those: &Schools) -> bool {
        match (self, those) {
            (_, Schools::All) => true,
            (Schools::All, Schools::Only(_)) => false,
            (Schools::Only(these), Schools::Only(those)) => {
                these.iter().all(|id| those.contains(id))
            }
        }
    }

    /// Is any school among both?
    pub fn meets(&self, those: &Schools) -> bool {
        match (self, those) {
            (_, Schools::All) | (Schools::All, _) => true,
            (Schools::Only(these), Schools::Only(those)) => {
                these.iter().any(|id| those.contains(id))
            }
        }
    }
}

impl Column for Schools {
    const SHAPE: Shape = Shape::Schools;
    /// Null for every school, else a JSON list of ids, which SQL can look into.
    fn to_value(&self) -> Value {
        match self {
            Schools::All => Value::Null,
            Schools::Only(ids) => {
                let ids: Vec<String> = ids.iter().map(SchoolId::to_string).collect();
                Value::Text(format!("[{}]", ids.join(",")))
            }
        }
    }
    fn from_cell(cell: &RowCell) -> Option<Self> {
        let text = match cell {
            RowCell::Null => return Some(Schools::All),
            other => other.text()?,
        };
        let inner = text.strip_prefix('[')?.strip_suffix(']')?;
        let id = |id: &str| id.trim().parse().ok().map(SchoolId);
        let ids: Option<Vec<SchoolId>> = inner.split(',').map(id).collect();
        ids.map(Schools::only)
    }
}

record! {
    /// One class of device that a school issues to students or staff.
    Device(DeviceId) keyed by ["school", "device"] {
        /// Where it is issued.
        school: SchoolId,
        /// chromebook, ipad, windows, mac...
        device: String,
        /// Of a hundred people with a device, how many have this one.
        share: Option<i64>,
        /// The oldest system version in use.
        os_min: Option<String>,
        /// The last day it gets updates.
        until: Option<NaiveDate>,
    } check(device) {
        if device.device.is_empty() {
            return Err(Refusal::new("device", "a device needs a name"));
        }
        if device.share.is_some_and(|s| !(0..=100).contains(&s)) {
            return Err(Refusal::new("share", format!("the share of {} must be 0 to 100 percent", device.device)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_survive_the_file() {
        for scope in [
            Schools::All,
            Schools::only(vec![SchoolId(7), SchoolId(3), SchoolId(7)]),
        ] {
            assert_eq!(Schools::from_value(&scope.to_value()), Some(scope));
        }
        assert_eq!(
            Schools::only(vec![SchoolId(9), SchoolId(2)]).to_value(),
            Value::Text("[2,9]".into())
        );
        assert_eq!(Schools::from_value(&Value::Text("[2,x]".into())), None);
    }
}

//! Schools and the devices they issue.

use chrono::NaiveDate;

use super::grade::Grades;
use super::record::{record, words};
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

//! The district's time zone: which day it is there at an instant, whatever zone a machine is set to.
//! All zones of the world's list are inside the program, with their rules for the years to come.

use crate::domain::refusal::Refusal;
use chrono::{
    DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, Utc,
};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase, db};

/// The key of the setting that holds the district's time zone: `America/Chicago`.
pub const ZONE: &str = "zone";

/// A zone of the world's list (IANA): `America/Chicago`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of this name, in any case of letters. The error says which names are near.
    ///
    /// Only `Area/City` and `UTC` are zones here: `EST` would stand still in summer, and nobody means that.
    pub fn named(name: &str) -> Result<Zone, Refusal> {
        let name = name.trim();
        let known = name.contains('/') || name.eq_ignore_ascii_case("UTC");
        match db().get(name) {
            Ok(zone) if known && !zone.is_unknown() => Ok(Zone(zone)),
            _ => Err(no_zone(name, db())),
        }
    }

    /// No district's zone, but the one that all instants are written in.
    pub fn utc() -> Zone {
        Zone(TimeZone::UTC)
    }

    /// As the world's list has it: `America/Chicago`.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The date and the time on the wall at an instant.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        (at + self.ahead(at)).naive_utc()
    }

    /// The day at an instant.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }

    /// The first instant of a day: midnight, or when the clocks were put on over it.
    pub fn begins(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN).and_utc();
        // The zone's distance from UTC is that of an instant near by, on either side of a change.
        let guesses = [-1, 1].map(|days| {
            let near = if days < 0 {
                midnight.checked_sub_days(Days::new(1))
            } else {
                midnight.checked_add_days(Days::new(1))
            };
            midnight - self.ahead(near.unwrap_or(midnight))
        });
        let on_it = guesses.into_iter().filter(|at| self.day(*at) == day);
        on_it.min().unwrap_or(midnight)
    }

    /// The day, in this zone, of an instant as files write it: `2027-07-01T03:59:59Z`, `... -0500`. None for
    /// what says no zone of its own.
    pub fn day_of(&self, text: &str) -> Option<NaiveDate> {
        // Only these end with a zone; asked of every day of a file.
        let zoned = text.ends_with(['Z', 'z']) || text.rfind(['+', '-']).is_some_and(|at| at > 10);
        if !zoned || !text.contains(':') {
            return None;
        }
        let forms = ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%z"];
        let read = |form| DateTime::parse_from_str(text, form).ok();
        let at: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(text)
            .ok()
            .or_else(|| forms.into_iter().find_map(read))?;
        Some(self.day(at.with_timezone(&Utc)))
    }

    /// An instant of the records, RFC 3339 in UTC, as RFC 3339 with this zone's distance from UTC:
    /// `2026-03-10T04:40:00-05:00`. What is no instant stays as it is.
    pub fn wall(&self, at: &str) -> String {
        let Ok(instant) = DateTime::parse_from_rfc3339(at) else {
            return at.to_owned();
        };
        let ahead = self.ahead(instant.with_timezone(&Utc)).num_seconds() as i32;
        match FixedOffset::east_opt(ahead) {
            Some(offset) => instant
                .with_timezone(&offset)
                .to_rfc3339_opts(SecondsFormat::Secs, true),
            None => at.to_owned(),
        }
    }

    /// The same to the minute, as it is read: `2026-03-10 04:40`.
    pub fn minute(&self, at: &str) -> String {
        let wall = self.wall(at);
        match wall.get(..16) {
            Some(minute) => minute.replace('T', " "),
            None => wall,
        }
    }

    fn ahead(&self, at: DateTime<Utc>) -> TimeDelta {
        let instant = Timestamp::from_second(at.timestamp());
        let seconds = instant.map_or(0, |instant| self.0.to_offset(instant).seconds());
        TimeDelta::seconds(i64::from(seconds))
    }
}

/// How many near names are offered.
const NEAR: usize = 3;

fn no_zone(name: &str, list: &TimeZoneDatabase) -> Refusal {
    let folded = |text: &str| text.to_lowercase().replace([' ', '-'], "_");
    let wanted = folded(name);
    let likeness = |known: &str| {
        let known = folded(known);
        let city = known.rsplit('/').next().unwrap_or(&known);
        let whole = strsim::jaro_winkler(&known, &wanted);
        whole.max(strsim::jaro_winkler(city, &wanted))
    };
    let names = list.available().map(|name| name.as_str().to_owned());
    let mut near: Vec<(f64, String)> = names
        .filter(|name| name.contains('/') && !name.starts_with("Etc/"))
        .map(|name| (likeness(&name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .collect();
    // Among equals the plain name: America/Chicago before America/Indiana/Knox, before US/Central.
    near.sort_by(|a, b| {
        let plain = |name: &str| (name.matches('/').count(), !name.starts_with("America/"));
        b.0.total_cmp(&a.0)
            .then_with(|| plain(&a.1).cmp(&plain(&b.1)))
            .then_with(|| a.1.cmp(&b.1))
    });
    let near: Vec<String> = near.into_iter().take(NEAR).map(|(_, name)| name).collect();
    let why = Refusal::new("value", format!("no time zone is called `{name}`"));
    if near.is_empty() {
        why.then("; ", "write one like America/Chicago")
    } else {
        why.then("; ", format!("nearest: {}", near.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::named(name).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_is_the_districts_in_winter_in_summer_and_after_2037() {
        for (name, instant, local) in [
            (
                "America/Chicago",
                "2026-12-04T03:00:00Z",
                "2026-12-03T21:00:00",
            ),
            (
                "America/Chicago",
                "2027-07-01T03:59:59Z",
                "2027-06-30T22:59:59",
            ),
            (
                "America/Chicago",
                "2027-07-01T05:00:00Z",
                "2027-07-01T00:00:00",
            ),
            (
                "America/Chicago",
                "2026-03-08T07:59:59Z",
                "2026-03-08T01:59:59",
            ),
            (
                "America/Chicago",
                "2026-03-08T08:00:00Z",
                "2026-03-08T03:00:00",
            ),
            (
                "America/Chicago",
                "2040-07-01T12:00:00Z",
                "2040-07-01T07:00:00",
            ),
            (
                "America/Chicago",
                "2110-07-01T12:00:00Z",
                "2110-07-01T07:00:00",
            ),
            ("US/Central", "2026-12-04T03:00:00Z", "2026-12-03T21:00:00"),
            (
                "America/Phoenix",
                "2026-07-01T06:59:59Z",
                "2026-06-30T23:59:59",
            ),
            (
                "Asia/Kolkata",
                "2026-03-08T08:00:00Z",
                "2026-03-08T13:30:00",
            ),
            ("UTC", "2026-03-08T08:00:00Z", "2026-03-08T08:00:00"),
        ] {
            let local: NaiveDateTime = local.parse().unwrap();
            assert_eq!(zone(name).local(at(instant)), local, "{name} {instant}");
            assert_eq!(zone(name).day(at(instant)), local.date());
        }
    }

    #[test]
    fn a_day_begins_at_midnight_or_when_the_clocks_are_put_on() {
        for (name, day, begins) in [
            ("America/Chicago", "2026-03-10", "2026-03-10T05:00:00Z"),
            ("America/Chicago", "2026-03-08", "2026-03-08T06:00:00Z"),
            ("America/Chicago", "2026-11-01", "2026-11-01T05:00:00Z"),
            ("America/Chicago", "2026-11-02", "2026-11-02T06:00:00Z"),
            // Cuba puts its clocks on at midnight.
            ("America/Havana", "2026-03-08", "2026-03-08T05:00:00Z"),
            ("Asia/Kolkata", "2026-03-08", "2026-03-07T18:30:00Z"),
            ("UTC", "2026-03-10", "2026-03-10T00:00:00Z"),
        ] {
            assert_eq!(
                zone(name).begins(day.parse().unwrap()),
                at(begins),
                "{name} {day}"
            );
        }
    }

    #[test]
    fn instants_of_files_are_days_of_the_district() {
        let chicago = zone("America/Chicago");
        for (text, day) in [
            ("2027-07-01T03:59:59Z", Some("2027-06-30")),
            ("2027-07-01T05:00:00.000Z", Some("2027-07-01")),
            ("2027-07-01 03:59:59+00:00", Some("2027-06-30")),
            ("2027-06-30T23:59:59-0500", Some("2027-06-30")),
            ("2027-06-30T23:59:59-04:00", Some("2027-06-30")),
            ("2027-07-01T03:59:59", None),
            ("2027-07-01", None),
            ("1-Jul-2027", None),
            ("2027-07-01Z", None),
        ] {
            let day = day.map(|day| day.parse().unwrap());
            assert_eq!(chicago.day_of(text), day, "{text}");
        }
    }

    #[test]
    fn an_instant_is_told_with_the_time_on_the_wall() {
        for (name, at, wall) in [
            (
                "America/Chicago",
                "2026-03-10T09:40:00Z",
                "2026-03-10T04:40:00-05:00",
            ),
            (
                "America/Chicago",
                "2026-12-04T03:00:00Z",
                "2026-12-03T21:00:00-06:00",
            ),
            (
                "Asia/Kolkata",
                "2026-03-10T20:00:00Z",
                "2026-03-11T01:30:00+05:30",
            ),
            ("Etc/UTC", "2026-03-10T09:40:00Z", "2026-03-10T09:40:00Z"),
            ("America/Chicago", "long ago", "long ago"),
        ] {
            assert_eq!(zone(name).wall(at), wall);
        }
    }

    #[test]
    fn a_name_is_known_or_its_nearest_are_offered() {
        assert_eq!(zone("america/chicago").name(), "America/Chicago");
        assert_eq!(zone(" US/Central ").name(), "US/Central");
        for (wrong, near) in [
            ("Chicago", "nearest: America/Chicago"),
            ("america/new york", "nearest: America/New_York"),
            ("America/Chicgo", "nearest: America/Chicago"),
            ("denver", "nearest: America/Denver"),
            ("EST", "no time zone is called `EST`"),
            ("", "write one like America/Chicago"),
            ("Qqqq/Xxxx", "write one like America/Chicago"),
        ] {
            let why = Zone::named(wrong).unwrap_err().to_string();
            assert!(why.contains(near), "{wrong}: {why}");
        }
    }
}

//! A calendar file (`.ics`, RFC 5545) as a table of days: what a district publishes says in words when its
//! offices are closed and when the board meets. `sheet` reads it like any other file of the district.
//!
//! Only what the words say plainly becomes a row. Everything else is listed, since a day wrongly closed moves
//! the last day to cancel.

mod words;

use std::path::Path;

use chrono::{Days, NaiveDate, NaiveTime};

use self::words::kind;
use super::cell::FileCell;
use super::sheet::Raw;
use super::{Complaint, ReadError, cut, text_file};

/// Most bytes of a calendar file.
const MOST: u64 = 16 << 20;

/// What a calendar file comes to.
pub(super) struct CalendarFile {
    /// The names of the columns, then an event a row; a row is numbered as the line its event begins in.
    pub rows: Vec<Raw>,
    /// Events that became no row, and what was not read of those that did.
    pub notes: Vec<Complaint>,
    /// Size of the file.
    pub bytes: u64,
}

/// Reads a calendar file.
pub(super) fn read(path: &Path) -> Result<CalendarFile, ReadError> {
    let text = text_file::read(path, MOST)?;
    let mut calendar = CalendarFile {
        rows: vec![row(1, ["day", "to", "kind", "note"].map(word))],
        notes: Vec::new(),
        bytes: text.len() as u64,
    };
    let mut event: Option<CalendarEvent> = None;
    for (number, line) in unfolded(&text) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let name = name.split(';').next().unwrap_or_default();
        match (name.to_ascii_uppercase().as_str(), value) {
            ("BEGIN", "VEVENT") => event = Some(CalendarEvent::begun(number)),
            ("END", "VEVENT") => {
                if let Some(event) = event.take() {
                    calendar.take(&event);
                }
            }
            // An alarm inside an event has words of its own.
            ("BEGIN", _) => depth(&mut event, 1),
            ("END", _) => depth(&mut event, -1),
            (name, value) => {
                if let Some(event) = event.as_mut().filter(|e| e.inside == 0) {
                    event.say(name, value);
                }
            }
        }
    }
    if calendar.rows.len() == 1 {
        return Err(ReadError::new(
            format!(
                "{} says of no day in plain words that the district is closed or the board meets",
                path.display()
            ),
            "Write a table with the columns day, kind and note; hallpass import calendar --template shows one.",
        ));
    }
    Ok(calendar)
}

fn depth(event: &mut Option<CalendarEvent>, by: i32) {
    if let Some(event) = event {
        event.inside += by;
    }
}

fn word(text: &str) -> FileCell {
    FileCell::Text(text.to_owned())
}

fn row(number: u64, cells: [FileCell; 4]) -> Raw {
    Raw::new(number, cells.into())
}

/// The lines of the file with their numbers; a line that begins with a blank goes on the one before.
fn unfolded(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, before))) => before.push_str(more),
            _ => lines.push((at as u64 + 1, line.to_owned())),
        }
    }
    lines
}

/// A point in time as a calendar writes it.
#[derive(Debug, Clone, Copy)]
struct Point {
    day: NaiveDate,
    time: Option<NaiveTime>,
    utc: bool,
}

/// One event, as far as it was read.
#[derive(Default)]
struct CalendarEvent {
    line: u64,
    inside: i32,
    summary: String,
    start: Option<Point>,
    end: Option<Point>,
    /// For how many days it lasts, where the file says it so.
    lasts: Option<u64>,
    repeats: bool,
    cancelled: bool,
}

impl CalendarEvent {
    fn begun(line: u64) -> CalendarEvent {
        CalendarEvent {
            line,
            ..CalendarEvent::default()
        }
    }

    fn say(&mut self, name: &str, value: &str) {
        match name {
            "SUMMARY" => self.summary = plain(value),
            "DTSTART" => self.start = point(value),
            "DTEND" => self.end = point(value),
            "DURATION" => self.lasts = days(value),
            "RRULE" | "RDATE" => self.repeats = true,
            "STATUS" => self.cancelled = value.eq_ignore_ascii_case("cancelled"),
            _ => {}
        }
    }

    /// The last day; an end is the moment after it.
    fn last(&self, start: Point) -> NaiveDate {
        let before = |day: NaiveDate| day.pred_opt().unwrap_or(day);
        let last = match (self.end, self.lasts) {
            (Some(Point { day, time, .. }), _) => match time {
                Some(time) if time > NaiveTime::MIN => day,
                _ => before(day),
            },
            (None, Some(days)) if days > 1 => start
                .day
                .checked_add_days(Days::new(days - 1))
                .unwrap_or(start.day),
            _ => start.day,
        };
        last.max(start.day)
    }
}

impl CalendarFile {
    fn take(&mut self, event: &CalendarEvent) {
        let Some(start) = event.start else {
            return self.note(event, "has no day that can be read; it was left out");
        };
        let Some(kind) = kind(&event.summary).filter(|_| !event.cancelled) else {
            let why = "does not say plainly that the district is closed or the board meets; it was left out";
            return self.note(event, why);
        };
        // Noon there is the same day from Maine to Hawaii; midnight there is the evening before.
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        if start.utc && start.time.is_some_and(|time| time < noon) {
            let why = "tells its time in UTC, so that its day here is not known; it was left out";
            return self.note(event, why);
        }
        if event.repeats {
            self.note(
                event,
                "repeats by a rule that is not read; only its first day was taken",
            );
        }
        let days = [start.day, event.last(start)].map(FileCell::Day);
        let [first, last] = days;
        let cells = [first, last, word(kind), word(&event.summary)];
        self.rows.push(row(event.line, cells));
    }

    fn note(&mut self, event: &CalendarEvent, why: &str) {
        let summary = crate::domain::text::clean(&event.summary).text;
        let note = Complaint::new(event.line, "SUMMARY", &summary, why);
        self.notes.push(note);
    }
}

/// A text without the marks that stand for commas, semicolons and line breaks.
fn plain(value: &str) -> String {
    let mut out = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => out.push(' '),
                Some(other) => out.push(other),
                None => {}
            },
            letter => out.push(letter),
        }
    }
    cut(out.trim(), 200)
}

/// `20261224`, `20270112T190000`, `20270113T000000Z`.
fn point(value: &str) -> Option<Point> {
    let value = value.trim();
    let day = NaiveDate::parse_from_str(value.get(..8)?, "%Y%m%d").ok()?;
    let rest = value.get(8..)?;
    let time = match rest.strip_prefix('T') {
        Some(time) => Some(NaiveTime::parse_from_str(time.get(..6)?, "%H%M%S").ok()?),
        None if rest.is_empty() => None,
        None => return None,
    };
    Some(Point {
        day,
        time,
        utc: rest.ends_with('Z'),
    })
}

/// Whole days of a length: `P9D`, `P2W`.
fn days(value: &str) -> Option<u64> {
    let length = value.trim().strip_prefix('P')?;
    let number = |text: &str| text.parse::<u64>().ok().filter(|n| *n < 400);
    match (length.strip_suffix('D'), length.strip_suffix('W')) {
        (Some(days), _) => number(days),
        (_, Some(weeks)) => number(weeks).map(|n| n * 7),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn calendar(events: &str) -> Result<(Vec<String>, Vec<String>), ReadError> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let text = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n",
            events.replace('\n', "\r\n")
        );
        file.write_all(text.as_bytes()).unwrap();
        let calendar = read(file.path())?;
        let words = |raw: &Raw| {
            let cells: Vec<String> = raw.cells.iter().map(FileCell::to_string).collect();
            format!("{} {}", raw.number, cells.join(" | "))
        };
        let notes = calendar.notes.iter().map(Complaint::to_string).collect();
        Ok((calendar.rows[1..].iter().map(words).collect(), notes))
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n")
    }

    #[test]
    fn the_end_of_an_event_is_the_day_after_it() {
        let one = |lines: &str| {
            let (rows, _) = calendar(&event(&format!("SUMMARY:Winter Recess\n{lines}"))).unwrap();
            rows[0].clone()
        };
        let row = |days: &str| format!("3 {days} | closure | Winter Recess");
        for (lines, days) in [
            (
                "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270102",
                "2026-12-24 | 2027-01-01",
            ),
            ("DTSTART;VALUE=DATE:20261224", "2026-12-24 | 2026-12-24"),
            (
                "DTSTART;VALUE=DATE:20261224\nDURATION:P9D",
                "2026-12-24 | 2027-01-01",
            ),
            (
                "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224",
                "2026-12-24 | 2026-12-24",
            ),
            (
                "DTSTART:20261224T080000\nDTEND:20261226T000000",
                "2026-12-24 | 2026-12-25",
            ),
            (
                "DTSTART;TZID=America/Denver:20261224T200000\nDTEND:20261224T210000",
                "2026-12-24 | 2026-12-24",
            ),
            ("DTSTART:20261224T190000Z", "2026-12-24 | 2026-12-24"),
        ] {
            assert_eq!(one(lines), row(days), "{lines}");
        }
    }

    #[test]
    fn words_are_taken_where_they_are_plain() {
        for (summary, kind) in [
            ("Winter Recess - District Closed", Some("closure")),
            ("Schools & offices closed", Some("closure")),
            ("NO SCHOOL: Diwali", Some("closure")),
            ("Spring Break", Some("closure")),
            ("Labor Day", Some("holiday")),
            ("Presidents\u{2019} Day (observed)", Some("holiday")),
            ("Board of Education Meeting", Some("board")),
            ("Special Board Mtg.", Some("board")),
            ("Early Dismissal", Some("half day")),
            ("Half-day, winter break begins", Some("half day")),
            ("Veterans Day Assembly", None),
            ("No School - Professional Development", None),
            ("No school for students", None),
            ("Summer Break", None),
            ("Board of Education Meeting - CANCELED", None),
            ("Breakfast with Santa", None),
            ("Whiteboard meeting", None),
            ("Registration closed", None),
        ] {
            assert_eq!(super::kind(summary), kind, "{summary}");
        }
    }

    #[test]
    fn what_is_no_row_is_listed() {
        let events = [
            event("SUMMARY:Labor Day\nDTSTART;VALUE=DATE:20260907"),
            event("SUMMARY:Back to\n  School Night\\, grades 3\nDTSTART:20260910T180000"),
            event("SUMMARY:Board Meeting\nDTSTART:20260914T230000Z\nRRULE:FREQ=MONTHLY"),
            event("SUMMARY:Board Meeting\nDTSTART:20261013T000000Z"),
            event("SUMMARY:Board Meeting\nDTSTART:soon"),
            event("SUMMARY:Fall Break\nDTSTART:20261019\nSTATUS:CANCELLED"),
            event("DTSTART:20261020\nBEGIN:VALARM\nSUMMARY:Fall Break\nEND:VALARM"),
        ];
        let (rows, notes) = calendar(&events.concat()).unwrap();
        assert_eq!(
            rows,
            [
                "3 2026-09-07 | 2026-09-07 | holiday | Labor Day",
                "12 2026-09-14 | 2026-09-14 | board | Board Meeting"
            ]
        );
        let starts = [
            "row 7, SUMMARY `Back to School Night, grades 3`: does not say plainly",
            "row 12, SUMMARY `Board Meeting`: repeats by a rule",
            "row 17, SUMMARY `Board Meeting`: tells its time in UTC",
            "row 21, SUMMARY `Board Meeting`: has no day",
            "row 25, SUMMARY `Fall Break`: does not say plainly",
            "row 30, SUMMARY: does not say plainly",
        ];
        assert_eq!(notes.len(), starts.len(), "{notes:?}");
        for (note, start) in notes.iter().zip(starts) {
            assert!(note.starts_with(start), "{note}");
        }
        assert!(calendar(&event("SUMMARY:Picnic\nDTSTART:20260910")).is_err());
    }
}

//! The fourteen made-up schools, with the devices they issue.

use crate::domain::grade::Grades;
use crate::domain::put::Put;
use crate::domain::school::{DeviceId, Level, SchoolId, Schools};

use super::made::Campus;
use super::making::Making;
use super::{days, people};

/// One school of the made-up district, before it is entered.
struct SchoolCard {
    name: &'static str,
    code: &'static str,
    level: Level,
    grades: &'static str,
    students: i64,
    staff: i64,
    /// Device, share of a hundred, oldest system, updates end in so many days.
    devices: &'static [(&'static str, i64, &'static str, i64)],
}

const NEW_BOOKS: (&str, i64, &str, i64) = ("chromebook", 75, "131", 1900);
const OLD_BOOKS: (&str, i64, &str, i64) = ("chromebook", 70, "126", 240);

const fn school(
    name: &'static str,
    code: &'static str,
    level: Level,
    grades: &'static str,
    people: (i64, i64),
    devices: &'static [(&'static str, i64, &'static str, i64)],
) -> SchoolCard {
    SchoolCard {
        name,
        code,
        level,
        grades,
        students: people.0,
        staff: people.1,
        devices,
    }
}

const BOOKS_AND_PADS: &[(&str, i64, &str, i64)] = &[NEW_BOOKS, ("ipad", 25, "17", 1100)];
const OLD_BOOKS_AND_PADS: &[(&str, i64, &str, i64)] = &[OLD_BOOKS, ("ipad", 30, "16", 420)];
const MOSTLY_PADS: &[(&str, i64, &str, i64)] =
    &[("ipad", 80, "17", 1100), ("chromebook", 20, "126", 240)];
const BOOKS_AND_WINDOWS: &[(&str, i64, &str, i64)] = &[
    ("chromebook", 88, "131", 1500),
    ("windows", 10, "11", 1300),
    ("mac", 2, "14", 700),
];

#[rustfmt::skip] // one a line
const SCHOOLS: &[SchoolCard] = {
    use Level::{Elementary, High, Middle};
    &[
        school("Linden Hollow ES", "LIN", Elementary, "PK-5", (418, 31), BOOKS_AND_PADS),
        school("Larkfen ES", "LAR", Elementary, "PK-5", (372, 27), BOOKS_AND_PADS),
        school("Addermoss ES", "ADD", Elementary, "K-5", (447, 33), BOOKS_AND_PADS),
        school("Wrenmoor ES", "WRE", Elementary, "K-5", (305, 23), OLD_BOOKS_AND_PADS),
        school("Oxmarsh ES", "OXM", Elementary, "PK-5", (334, 25), OLD_BOOKS_AND_PADS),
        school("Rillwater ES", "RIL", Elementary, "K-5", (361, 27), BOOKS_AND_PADS),
        school("Cedarfold ES", "CED", Elementary, "K-5", (283, 22), BOOKS_AND_PADS),
        school("Pinnock Bay ES", "PIN", Elementary, "PK-5", (329, 25), MOSTLY_PADS),
        school("Jessamoor MS", "JES", Middle, "6-8", (655, 45), &[("chromebook", 100, "131", 1500)]),
        school("Rooksend MS", "ROO", Middle, "6-8", (694, 48), &[("chromebook", 100, "126", 240)]),
        school("Montbriar MS", "MON", Middle, "6-8", (563, 40), &[("chromebook", 94, "131", 1500), ("mac", 6, "14", 700)]),
        school("Mardenhall HS", "MAR", High, "9-12", (1187, 79), BOOKS_AND_WINDOWS),
        school("Frostholm HS", "FRO", High, "9-12", (1096, 74), BOOKS_AND_WINDOWS),
        school("Granmoor Alternative HS", "GRA", High, "9-12", (148, 14), &[("chromebook", 85, "126", 240), ("windows", 15, "10", -150)]),
    ]
};

/// The schools from the state's list, their devices, and the count each October.
pub(super) fn open(making: &mut Making) {
    let start = making.start;
    let admin = making.one_of(people::ADMIN, start);
    let years = days::october_counts(making.start, days::before(making.today, 2));
    let mut rows = Vec::new();
    let mut devices = Vec::new();
    for (n, card) in SCHOOLS.iter().enumerate() {
        let id = making.past.handle();
        let then = students(card, years.len());
        rows.push(
            Put::id(SchoolId(id))
                .with("name", card.name.to_owned())
                .with("code", card.code.to_owned())
                .with("level", Some(card.level))
                .with(
                    "grades",
                    card.grades.parse::<Grades>().unwrap_or(Grades::UNSAID),
                )
                .with("enrollment", Some(then))
                .with("staff", Some(card.staff))
                .with("registry_id", Some(format!("99-{:03}", 110 + 7 * n)))
                .with("open", true),
        );
        for (device, share, os_min, ends) in card.devices {
            let put = Put::id(DeviceId(making.past.handle()))
                .with("school", SchoolId(id))
                .with("device", (*device).to_owned())
                .with("share", Some(*share))
                .with("os_min", Some((*os_min).to_owned()))
                .with("until", Some(days::after(making.today, *ends)));
            devices.push(put);
        }
        making.schools.push(Campus {
            id: SchoolId(id),
            name: card.name,
            code: card.code,
            level: card.level,
            students: card.students,
            staff: card.staff,
        });
    }
    let what = format!("{} schools from directory.csv", rows.len());
    making.past.imported(start, &admin, what, rows);
    let who = making.one_of(people::TECHNICAL, start);
    let what = format!("{} rows of devices from fleet.csv", devices.len());
    making.past.imported(start, &who, what, devices);
    count(making, &years);
    if let Some(first) = making.schools.first().map(|s| s.id) {
        people::assign(making, "bokonjary", Schools::only(vec![first]));
    }
}

/// Students, so many counts before the latest one: schools grow or shrink a little each year.
fn students(card: &SchoolCard, counts_before: usize) -> i64 {
    let drift = card.students % 7 - 3;
    card.students - drift * 4 * i64::try_from(counts_before).unwrap_or_default()
}

fn count(making: &mut Making, years: &[chrono::NaiveDate]) {
    for (n, day) in years.iter().enumerate() {
        let left = years.len() - 1 - n;
        let mut puts = Vec::new();
        for (campus, card) in making.schools.iter().zip(SCHOOLS) {
            let now = Some(students(card, left));
            puts.push(Put::id(campus.id).with("enrollment", now));
        }
        let who = making.one_of(people::TECHNICAL, *day);
        let what = format!("enrollment from october-count-{}.csv", day.format("%Y"));
        making.past.imported(*day, &who, what, puts);
    }
}

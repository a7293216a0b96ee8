//! Harlow County: fourteen schools, what they have and pay for, made anew for each test.

use hallpass::domain::change::Change;
use hallpass::domain::grade::Grades;
use hallpass::domain::money::Cents;
use hallpass::domain::put::{Given, Put};
use hallpass::domain::record::{Kind, Lines};
use hallpass::domain::school::{SchoolId, Schools};

use super::{Office, made_once, office, stamp};

/// Name, code, level, grades, students, staff.
const SCHOOLS: [(&str, &str, &str, &str, i64, i64); 14] = [
    ("Lincoln ES", "LIN", "elementary", "K-5", 412, 24),
    ("Adams ES", "ADA", "elementary", "K-5", 386, 22),
    ("Washington ES", "WAS", "elementary", "K-5", 455, 27),
    ("Oak Hill ES", "OAK", "elementary", "K-5", 298, 18),
    ("Riverside ES", "RIV", "elementary", "K-5", 341, 20),
    ("Cedar ES", "CED", "elementary", "K-5", 367, 21),
    ("Pine Grove ES", "PIN", "elementary", "K-5", 289, 17),
    ("Maple ES", "MAP", "elementary", "K-5", 324, 19),
    ("Jefferson MS", "JEF", "middle", "6-8", 648, 39),
    ("Roosevelt MS", "ROO", "middle", "6-8", 702, 41),
    ("Monroe MS", "MON", "middle", "6-8", 571, 35),
    ("Madison HS", "MAD", "high", "9-12", 1204, 71),
    ("Franklin HS", "FRA", "high", "9-12", 1087, 66),
    ("Grant Alt HS", "GRA", "other", "9-12", 143, 14),
];

type Bought = (&'static str, (bool, bool, bool), i64, i64, &'static str);

/// Name, the schools that use it (elementary, middle, high), dollars a year, percent used, status.
const PRODUCTS: [Bought; 12] = [
    ("Canvas LMS", (true, true, true), 68_400, 94, "approved"),
    ("Lexia Core5", (true, false, false), 46_000, 88, "approved"),
    ("GoGuardian", (true, true, true), 38_500, 97, "approved"),
    (
        "IXL Math + ELA",
        (true, true, false),
        31_200,
        82,
        "approved",
    ),
    ("Nearpod", (false, true, true), 24_800, 41, "approved"),
    ("Turnitin", (false, false, true), 21_450, 85, "approved"),
    ("Seesaw", (true, false, false), 14_600, 83, "approved"),
    ("Clever", (true, true, true), 12_800, 97, "approved"),
    ("WonderLab K-5", (true, false, false), 11_900, 74, "expired"),
    ("BrainPOP", (true, true, false), 9_850, 66, "under_review"),
    (
        "KeyQuest Typing",
        (true, true, false),
        8_120,
        22,
        "conditional",
    ),
    ("LabLoop Science", (false, false, true), 7_300, 34, ""),
];

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// An office with these schools, products, contracts and seats; `ada` acts.
pub fn harlow() -> Office {
    made_once("harlow", made)
}

fn made() -> Office {
    let mut office = office();
    let mut puts: Vec<Put> = SCHOOLS.iter().map(school).collect();
    let kahoot = PRODUCTS.len() + SCHOOLS.len();
    for (name, ..) in &PRODUCTS {
        puts.push(product(name));
    }
    puts.push(product("Kahoot! EDU"));
    for (at, row) in PRODUCTS.iter().enumerate() {
        approve(&mut puts, SCHOOLS.len() + at, row.4);
        buy(&mut puts, SCHOOLS.len() + at, row, at);
    }
    puts.push(
        approval(kahoot, "conditional")
            .with(
                "conditions",
                Lines(vec![
                    "Teacher accounts only.".into(),
                    "Grades 3 to 5.".into(),
                ]),
            )
            .with("until", Some(day("2026-03-31"))),
    );
    own(
        &mut puts,
        kahoot,
        0,
        ("C-127", 1_150, 24, 19, ("2025-09-02", "2026-09-01")),
    );
    own(
        &mut puts,
        kahoot,
        1,
        ("C-128", 1_060, 22, 9, ("2025-10-16", "2026-10-15")),
    );
    let import = Change::Import {
        what: "the district".into(),
        puts,
    };
    office.store.apply(&import, &stamp("ada")).unwrap();
    office
}

fn school(
    (name, code, level, grades, students, staff): &(&str, &str, &str, &str, i64, i64),
) -> Put {
    Put::new(Kind::School)
        .with("name", (*name).to_owned())
        .with("code", (*code).to_owned())
        .with("level", (*level).to_owned())
        .with("grades", grades.parse::<Grades>().unwrap())
        .with("enrollment", Some(*students))
        .with("staff", Some(*staff))
        .with("open", true)
}

fn product(name: &str) -> Put {
    Put::new(Kind::Product).with("name", name.to_owned())
}

fn approval(product: usize, status: &str) -> Put {
    Put::keyed(Kind::Approval)
        .with("product", Given::Made(product))
        .with("status", status.to_owned())
        .with("from", Some(day("2024-08-01")))
}

fn approve(puts: &mut Vec<Put>, product: usize, status: &str) {
    puts.extend(match status {
        "" => None,
        "expired" => Some(approval(product, "approved").with("until", Some(day("2026-01-31")))),
        "conditional" => Some(
            approval(product, status)
                .with("conditions", Lines(vec!["Use the school login.".into()])),
        ),
        status => Some(approval(product, status)),
    });
}

/// One contract of the district, its seats spread over the schools that use it.
fn buy(
    puts: &mut Vec<Put>,
    product: usize,
    (_, (elementary, middle, high), dollars, used, _): &Bought,
    at: usize,
) {
    let users: Vec<usize> = (0..SCHOOLS.len())
        .filter(|school| match SCHOOLS[*school].2 {
            "elementary" => *elementary,
            "middle" => *middle,
            _ => *high,
        })
        .collect();
    let seats: i64 = users.iter().map(|school| SCHOOLS[*school].4).sum();
    let contract = puts.len();
    puts.push(contract_put(
        &format!("C-{}", 101 + at),
        ("2025-07-01", "2026-06-30"),
    ));
    // Schools come first in the file, so their ids are 1, 2, 3...
    let ids = users.iter().map(|school| SchoolId(*school as i64 + 1));
    puts.push(
        line(contract, product, *dollars, seats).with("schools", Schools::only(ids.collect())),
    );
    for school in users {
        let seats = SCHOOLS[school].4;
        let swing = (school as i64 * 7 + at as i64 * 5) % 11 - 5;
        let used = seats * (used + swing).clamp(0, 100) / 100;
        puts.push(seats_put(product, school, None, seats, used));
    }
}

/// A contract of one school's own.
fn own(
    puts: &mut Vec<Put>,
    product: usize,
    school: usize,
    (number, dollars, seats, used, term): (&str, i64, i64, i64, (&str, &str)),
) {
    let contract = puts.len();
    puts.push(contract_put(number, term).with("buyer", Given::Made(school)));
    puts.push(line(contract, product, dollars, seats));
    puts.push(seats_put(product, school, Some(school), seats, used));
}

fn contract_put(number: &str, (start, end): (&str, &str)) -> Put {
    Put::keyed(Kind::Contract)
        .with("number", number.to_owned())
        .with("notice_basis", "sent".to_owned())
        .with("term_start", Some(day(start)))
        .with("term_end", day(end))
        .with("auto_renew", false)
}

fn line(contract: usize, product: usize, dollars: i64, seats: i64) -> Put {
    Put::keyed(Kind::Line)
        .with("contract", Given::Made(contract))
        .with("product", Given::Made(product))
        .with("quantity", Some(seats))
        .with("total_cents", Some(Cents(dollars * 100)))
}

fn seats_put(product: usize, school: usize, buyer: Option<usize>, seats: i64, used: i64) -> Put {
    let put = Put::keyed(Kind::Inventory)
        .with("school", Given::Made(school))
        .with("product", Given::Made(product))
        .with("seats", Some(seats))
        .with("used", Some(used));
    match buyer {
        Some(buyer) => put.with("buyer", Given::Made(buyer)),
        None => put,
    }
}

//! A district that pays twice: Seesaw at two schools that its own licence covers, Gimkit by two schools at
//! two prices, and two products that do one job at Roosevelt MS.

use hallpass::domain::change::Change;
use hallpass::domain::grade::Grades;
use hallpass::domain::inventory::Switch;
use hallpass::domain::money::Cents;
use hallpass::domain::notice::NoticeUnit;
use hallpass::domain::overlap::OverlapKind;
use hallpass::domain::overlap::board::AlertRow;
use hallpass::domain::product::ProductId;
use hallpass::domain::put::{Given, Put};
use hallpass::domain::record::Kind;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::Store;

use super::{Office, made_once, office, stamp, today};

/// Ids, in the order in which they are made.
pub const MAPLE: i64 = 1;
pub const ROOSEVELT: i64 = 2;
pub const JEFFERSON: i64 = 3;
pub const SEESAW: i64 = 1;
pub const GIMKIT: i64 = 2;
pub const NEARPOD: i64 = 3;
pub const EDPUZZLE: i64 = 4;

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// Contract, product, buyer, schools, dollars, seats, used at the first school.
type Deal = (
    &'static str,
    i64,
    Option<i64>,
    &'static [i64],
    i64,
    i64,
    i64,
);

const DEALS: [Deal; 6] = [
    ("C-100", SEESAW, None, &[MAPLE, ROOSEVELT], 4_000, 400, 100),
    ("C-101", SEESAW, Some(MAPLE), &[MAPLE], 540, 60, 50),
    (
        "C-124",
        GIMKIT,
        Some(JEFFERSON),
        &[JEFFERSON],
        2_400,
        40,
        31,
    ),
    (
        "C-125",
        GIMKIT,
        Some(ROOSEVELT),
        &[ROOSEVELT],
        2_660,
        38,
        12,
    ),
    (
        "C-130",
        NEARPOD,
        Some(ROOSEVELT),
        &[ROOSEVELT],
        3_000,
        300,
        250,
    ),
    (
        "C-131",
        EDPUZZLE,
        Some(ROOSEVELT),
        &[ROOSEVELT],
        1_980,
        200,
        90,
    ),
];

/// The office; `ada` is its admin, `nguyen` decides renewals, `li` answers the phone.
pub fn overlaps() -> Office {
    made_once("overlaps", made)
}

fn made() -> Office {
    let mut office = office();
    office.person("nguyen", "renewals");
    office.person("li", "helpdesk");
    let mut puts = Vec::new();
    for (name, code, students) in [
        ("Maple ES", "MAP", 324),
        ("Roosevelt MS", "ROO", 702),
        ("Jefferson MS", "JEF", 648),
    ] {
        puts.push(
            Put::new(Kind::School)
                .with("name", name.to_owned())
                .with("code", code.to_owned())
                .with("grades", "K-8".parse::<Grades>().unwrap())
                .with("enrollment", Some(students))
                .with("open", true),
        );
    }
    for name in ["Seesaw", "Gimkit Pro", "Nearpod", "Edpuzzle"] {
        let product = puts.len();
        puts.push(Put::new(Kind::Product).with("name", name.to_owned()));
        puts.push(
            Put::keyed(Kind::Approval)
                .with("product", Given::Made(product))
                .with("status", "approved".to_owned())
                .with("from", Some(day("2024-08-01"))),
        );
    }
    let video = puts.len();
    puts.push(Put::keyed(Kind::Function).with("name", "interactive video".to_owned()));
    for product in [NEARPOD, EDPUZZLE] {
        puts.push(
            Put::keyed(Kind::Purpose)
                .with("product", product)
                .with("function", Given::Made(video)),
        );
    }
    DEALS.iter().for_each(|deal| buy(&mut puts, deal));
    puts.push(
        Put::keyed(Kind::Training)
            .with("product", EDPUZZLE)
            .with("school", ROOSEVELT)
            .with("target", Some(20_i64))
            .with("trained", Some(12_i64)),
    );
    puts.push(
        Put::keyed(Kind::Provisioning)
            .with("product", EDPUZZLE)
            .with("school", Some(ROOSEVELT))
            .with("sso", Some(Switch::On)),
    );
    let import = Change::Import {
        what: "the district".into(),
        puts,
    };
    office.store.apply(&import, &stamp("ada")).unwrap();
    office
}

fn buy(puts: &mut Vec<Put>, (number, product, buyer, schools, dollars, seats, used): &Deal) {
    let contract = puts.len();
    puts.push(
        Put::keyed(Kind::Contract)
            .with("number", (*number).to_owned())
            .with("notice_basis", "sent".to_owned())
            .with("buyer", *buyer)
            .with("term_start", Some(day("2025-07-01")))
            .with("term_end", day("2026-06-30"))
            .with("auto_renew", true)
            .with("notice", Some(30_i64))
            .with("notice_unit", Some(NoticeUnit::Days)),
    );
    puts.push(
        Put::keyed(Kind::Line)
            .with("contract", Given::Made(contract))
            .with("product", *product)
            .with(
                "schools",
                Schools::only(schools.iter().copied().map(SchoolId).collect()),
            )
            .with("quantity", Some(*seats))
            .with("total_cents", Some(Cents(dollars * 100))),
    );
    puts.push(
        Put::keyed(Kind::Inventory)
            .with("school", schools[0])
            .with("product", *product)
            .with("buyer", *buyer)
            .with("seats", Some(*seats))
            .with("used", Some(*used)),
    );
}

/// The alert of this kind, on the tests' day.
pub fn alert(store: &Store, kind: OverlapKind) -> Option<AlertRow> {
    let board = store.overlaps(today()).unwrap();
    board.rows.into_iter().find(|row| row.kind == kind)
}

/// One record that names a product.
pub fn reference(kind: usize, product: i64, n: i64) -> Put {
    let note = || {
        Put::new(Kind::Note)
            .with("about", Kind::Product)
            .with("record", product)
            .with("text", format!("note {n}"))
            .with("by", "ada".to_owned())
            .with("at", "2026-03-01T08:00:00Z".to_owned())
    };
    let school = 1 + n % 3;
    let keyed = |kind| Put::keyed(kind).with("product", product);
    match kind {
        0 => keyed(Kind::Inventory)
            .with("school", school)
            .with("seats", Some(10 + n))
            .with("used", (n % 2 == 0).then_some(n)),
        1 => keyed(Kind::Alias)
            .with("alias", format!("name {n} of {product}"))
            .with("kind", "other".to_owned()),
        2 => keyed(Kind::Owner)
            .with("role", ["manager", "trainer"][(n % 2) as usize].to_owned())
            .with("person", 1 + n % 3),
        3 => keyed(Kind::Training)
            .with("school", school)
            .with("on", (n % 2 == 0).then(today))
            .with("target", Some(20 + n))
            .with("trained", Some(n)),
        4 => keyed(Kind::Usage)
            .with("school", Some(school))
            .with("from", today())
            .with("to", today())
            .with("active", Some(n)),
        5 => keyed(Kind::Approval)
            .with(
                "status",
                ["approved", "denied"][(n % 2) as usize].to_owned(),
            )
            .with("from", Some(today())),
        6 => keyed(Kind::Compatibility)
            .with("device", ["ipad", "mac"][(n % 2) as usize].to_owned())
            .with("result", "works".to_owned()),
        7 => keyed(Kind::Provisioning)
            .with("school", Some(school))
            .with("sso", "on".to_owned()),
        8 => keyed(Kind::Purpose).with("function", 1_i64),
        9 => Put::id(ProductId(SEESAW)).with("successor", Some(product)),
        10 => keyed(Kind::Alignment)
            .with("framework", "CCSS".to_owned())
            .with("standard", format!("3.NF.{}", n % 3))
            .with("leaf", true)
            .with("status", "claimed".to_owned()),
        _ => note(),
    }
}

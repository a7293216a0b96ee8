//! A district that knows where groups fall short of its standards: the hand example of the rules, and one gap of each state.

use hallpass::domain::approval::ApprovalStatus;
use hallpass::domain::change::Change;
use hallpass::domain::grade::{Grade, Grades};
use hallpass::domain::person::Roles;
use hallpass::domain::put::{Given, Put};
use hallpass::domain::record::Kind;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::domain::standards::bands::LeastGroup;
use hallpass::domain::standards::claim::Claimant;
use hallpass::domain::standards::framework::{RelationKind, StandardId, code_key};
use hallpass::domain::standards::hiding::CountedGroup;
use hallpass::domain::standards::reading::{KeptReading, ReadingDeed, kept};

use super::{Office, made_once, office, stamp};

/// Ids, in the order in which they are made.
pub const LARKFEN: i64 = 1;
pub const RILLWATER: i64 = 2;
pub const CEDARFOLD: i64 = 3;
pub const GRANMOOR: i64 = 4;
pub const SUMGROVE: i64 = 1;

/// Code, what it says, grades, weight; each a leaf but the second.
const STANDARDS: [(&str, &str, &str, i64); 8] = [
    (
        "3.OA.A.1",
        "Multiplies whole numbers as groups of the same size.",
        "3",
        2,
    ),
    ("4.NF.B", "Builds fractions from unit fractions.", "4", 2),
    (
        "4.NF.B.3",
        "Understands a fraction a/b with a > 1 as a sum of fractions 1/b.",
        "4",
        3,
    ),
    (
        "4.NF.B.4",
        "Multiplies a fraction by a whole number.",
        "4",
        2,
    ),
    (
        "5.NBT.B.7",
        "Adds, subtracts, multiplies and divides decimals to hundredths.",
        "5",
        3,
    ),
    (
        "5.NF.A.1",
        "Adds fractions with unlike denominators.",
        "5",
        2,
    ),
    (
        "3.MD.C.7",
        "Relates area to multiplication and to addition.",
        "3",
        1,
    ),
    ("5.NF.B.4", "Multiplies a fraction by a fraction.", "5", 2),
];

/// Standard (its place from 1), school, grade, tested, below.
const GROUPS: [(i64, i64, i8, u32, u32); 12] = [
    // 12 x 2 = 24, and nothing for it.
    (1, LARKFEN, 3, 28, 19),
    // 12 x 3 = 36, only claimed: 21.6.
    (3, RILLWATER, 4, 28, 19),
    (3, CEDARFOLD, 4, 28, 5),
    // 20 x 3 = 60, no seats left: 18.0.
    (5, CEDARFOLD, 5, 60, 24),
    // 20 x 2 = 40, wider only: 24.0.
    (4, RILLWATER, 4, 60, 24),
    // 8 x 2 = 16, trained too few: 1.6.
    (6, CEDARFOLD, 5, 28, 13),
    // Covered.
    (6, RILLWATER, 5, 28, 13),
    (7, LARKFEN, 3, 28, 2),
    // Too few to tell, and the smallest other of the school with it.
    (8, LARKFEN, 5, 7, 3),
    (8, LARKFEN, 4, 12, 5),
    (8, LARKFEN, 3, 31, 12),
    (8, GRANMOOR, 5, 6, 3),
];

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// The office; `cleo` sees to standards, `tess` to Larkfen alone, `hal` answers the phone.
pub fn standards() -> Office {
    made_once("standards", made)
}

/// The same before anything of standards came in.
pub fn without_standards() -> Office {
    made_once("without standards", || {
        let mut office = office();
        people_and_schools(&mut office);
        office
    })
}

/// The same with its framework, and no results.
pub fn without_results() -> Office {
    made_once("without results", || {
        let mut office = office();
        people_and_schools(&mut office);
        framework(&mut office);
        office
    })
}

fn made() -> Office {
    let mut office = office();
    people_and_schools(&mut office);
    framework(&mut office);
    products(&mut office);
    claims(&mut office);
    read(&mut office, "fall 2025");
    office
}

fn people_and_schools(office: &mut Office) {
    for (name, code, grades) in [
        ("Larkfen ES", "LAR", "K-5"),
        ("Rillwater ES", "RIL", "K-5"),
        ("Cedarfold ES", "CED", "K-5"),
        ("Granmoor Alternative HS", "GRA", "5, 9-12"),
    ] {
        office.save(
            Put::new(Kind::School)
                .with("name", name.to_owned())
                .with("code", code.to_owned())
                .with("grades", grades.parse::<Grades>().unwrap())
                .with("enrollment", Some(361_i64))
                .with("open", true),
        );
    }
    office.person("cleo", "curricular");
    office.person("hal", "helpdesk");
    office.save(
        Put::keyed(Kind::Person)
            .with("login", "tess".to_owned())
            .with("name", "Tess Orr".to_owned())
            .with("roles", Roles::read("curricular").unwrap())
            .with("schools", Schools::only(vec![SchoolId(LARKFEN)])),
    );
}

fn framework(office: &mut Office) {
    let framework = Put::keyed(Kind::Framework)
        .with("guid", "aaaaaaaa-0000-4000-8000-000000000000".to_owned())
        .with("short", "HM".to_owned())
        .with("title", "Harlow Math 2024".to_owned())
        .with("ours", true);
    let framework = office.save(framework);
    for (n, (code, says, grades, weight)) in STANDARDS.into_iter().enumerate() {
        office.save(
            Put::keyed(Kind::Standard)
                .with("framework", framework)
                .with("guid", guid(n as i64 + 1))
                .with("code", code.to_owned())
                .with("code_key", code_key(code))
                .with("statement", says.to_owned())
                .with("grades", grades.parse::<Grades>().unwrap())
                .with(
                    "parent",
                    code.starts_with("4.NF.B.").then_some(StandardId(2)),
                )
                .with("leaf", code != "4.NF.B")
                .with("weight", weight),
        );
    }
    office.save(
        Put::keyed(Kind::Relation)
            .with("origin", guid(3))
            .with("destination", guid(8))
            .with("kind", RelationKind::Related)
            .with("says", "Harlow Math 2024".to_owned())
            .with("association", "isRelatedTo".to_owned()),
    );
}

fn guid(n: i64) -> String {
    format!("aaaaaaaa-0000-4000-8000-{n:012}")
}

/// Product, schools where it is bought, seats and used at each of them, target and trained at each.
type Deal = (&'static str, &'static [i64], (i64, i64), Option<(i64, i64)>);

const DEALS: [Deal; 5] = [
    ("Sumgrove", &[RILLWATER], (100, 34), Some((25, 22))),
    ("Fractionary", &[RILLWATER], (40, 28), Some((10, 4))),
    ("Gaugewell", &[RILLWATER], (40, 20), Some((10, 10))),
    ("Decimera", &[CEDARFOLD], (30, 30), None),
    ("Unlike", &[CEDARFOLD, RILLWATER], (90, 30), None),
];

fn products(office: &mut Office) {
    for (n, (name, schools, (seats, used), training)) in (1..).zip(DEALS) {
        let product: i64 = n;
        let mut puts = vec![Put::new(Kind::Product).with("name", name.to_owned())];
        puts.push(
            Put::keyed(Kind::Approval)
                .with("product", Given::Made(0))
                .with("status", ApprovalStatus::Approved)
                .with("from", Some(day("2024-08-01"))),
        );
        puts.push(
            Put::keyed(Kind::Contract)
                .with("number", format!("C-{n}"))
                .with("notice_basis", "sent".to_owned())
                .with("term_start", Some(day("2025-07-01")))
                .with("term_end", day("2026-06-30")),
        );
        let at = Schools::only(schools.iter().copied().map(SchoolId).collect());
        puts.push(
            Put::keyed(Kind::Line)
                .with("contract", Given::Made(2))
                .with("product", Given::Made(0))
                .with("schools", at)
                .with("quantity", Some(seats * schools.len() as i64)),
        );
        for school in schools {
            puts.push(
                Put::keyed(Kind::Inventory)
                    .with("school", *school)
                    .with("product", Given::Made(0))
                    .with("seats", Some(seats))
                    .with("used", Some(used)),
            );
            if let Some((target, trained)) = training {
                puts.push(trained_at(Given::Made(0), *school, target, trained));
            }
        }
        if product == 5 {
            puts.push(trained_at(Given::Made(0), CEDARFOLD, 20, 7));
        }
        let import = Change::Import {
            what: name.into(),
            puts,
        };
        office.store.apply(&import, &stamp("ada")).unwrap();
    }
}

fn trained_at(product: Given, school: i64, target: i64, trained: i64) -> Put {
    Put::keyed(Kind::Training)
        .with("product", product)
        .with("school", school)
        .with("target", Some(target))
        .with("trained", Some(trained))
}

/// Product, standard, who says so, and whether Cleo verified it.
const CLAIMS: [(i64, i64, Claimant, bool); 5] = [
    (SUMGROVE, 3, Claimant::Vendor, false),
    (2, 2, Claimant::State, true),
    (3, 8, Claimant::Vendor, true),
    (4, 5, Claimant::Vendor, true),
    (5, 6, Claimant::Vendor, true),
];

fn claims(office: &mut Office) {
    let cleo = 2_i64;
    for (product, standard, says, verified) in CLAIMS {
        let (code, ..) = STANDARDS[standard as usize - 1];
        let mut put = Put::keyed(Kind::Alignment)
            .with("product", product)
            .with("framework", "Harlow Math 2024".to_owned())
            .with("standard", code.to_owned())
            .with("leaf", code != "4.NF.B")
            .with("item", standard)
            .with("says", says)
            .with("claimed_on", Some(day("2026-01-12")))
            .with("status", "claimed".to_owned());
        if verified {
            put = put
                .with("status", "verified".to_owned())
                .with("by", cleo)
                .with("on", day("2025-10-13"))
                .with("sampled", 3_i64)
                .with("met", 3_i64)
                .with("evidence", "https://harlow.example/task".to_owned());
        }
        office.save(put);
    }
}

/// Reads the groups of a window.
pub fn read(office: &mut Office, window: &str) {
    let groups: Vec<(StandardId, CountedGroup)> = GROUPS
        .into_iter()
        .map(|(standard, school, grade, pupils, below)| {
            let group = CountedGroup {
                school: SchoolId(school),
                grade: Grade::new(grade).unwrap(),
                pupils,
                below,
            };
            (StandardId(standard), group)
        })
        .collect();
    let (gaps, too_few, hidden_with) = kept(&groups, LeastGroup::USUAL, false);
    let reading = KeptReading {
        test: "Star Math".into(),
        window: window.into(),
        starts: Some(day("2025-09-08")),
        ends: Some(day("2025-09-26")),
        cut: "Developing and under".into(),
        least: LeastGroup::USUAL,
        sha256: "9f".repeat(32),
        gaps,
        too_few,
        hidden_with,
    };
    let deed = ReadingDeed::Keep {
        reading,
        replace: false,
    };
    office.store.apply_reading(deed, &stamp("ada")).unwrap();
}

//! Harlow County with requests in its queue: some late, some waiting, one nearly ready to decide.

use chrono::NaiveDate;
use hallpass::domain::change::Change;
use hallpass::domain::checklist;
use hallpass::domain::money::Cents;
use hallpass::domain::product::DataUse;
use hallpass::domain::put::{Given, Put, Stamp};
use hallpass::domain::record::Kind;
use hallpass::domain::request::{ItemResult, Request, Track, Trigger, WaitingOn};
use hallpass::domain::review::{Intake, ReviewDeed, Wanted};
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::Store;

use super::harlow::harlow;
use super::{Office, made_once, stamp};

/// What is asked for: product, school by its place in the district, the day, who asks, dollars.
const ASKS: [(&str, Option<i64>, &str, &str, i64); 9] = [
    ("Blooket", Some(2), "2026-01-20", "A. Cole", 240),
    ("Edpuzzle", Some(9), "2026-02-12", "J. Park", 1_980),
    ("Canva", Some(12), "2026-02-17", "R. Stone", 0),
    ("FunTap Math", Some(4), "2026-02-18", "M. Silva", 650),
    ("Desmos Class", Some(13), "2026-02-24", "T. Wu", 0),
    ("Storyboard Times", Some(11), "2026-02-25", "K. Ruiz", 900),
    ("Minecraft Ed", Some(9), "2026-02-27", "B. Hart", 3_400),
    ("QuillBot", Some(12), "2026-03-03", "L. Moss", 1_200),
    ("Boddle", Some(4), "2026-02-10", "D. Fox", 480),
];

/// On that day.
pub fn on(who: &str, day: &str) -> Stamp {
    let today: NaiveDate = day.parse().unwrap();
    Stamp {
        today,
        at: today.and_hms_opt(9, 0, 0).unwrap().and_utc(),
        ..stamp(who)
    }
}

/// The office; `ada` acts, `nguyen` is curricular, `ortiz` technical.
pub fn reviews() -> Office {
    made_once("reviews", made)
}

fn made() -> Office {
    let mut office = harlow();
    office.person("nguyen", "curricular");
    office.person("ortiz", "technical;curricular");
    office.person("thuang", "helpdesk");
    same_job(&mut office);
    for (product, school, day, who, dollars) in ASKS {
        ask(
            &mut office.store,
            product,
            school.map(SchoolId),
            day,
            who,
            dollars,
        );
    }
    for (product, who) in [
        ("Blooket", "nguyen"),
        ("Canva", "ortiz"),
        ("Boddle", "ortiz"),
    ] {
        deed(
            &mut office.store,
            product,
            who,
            "2026-03-02",
            ReviewDeed::Take,
        );
    }
    let wait = ReviewDeed::Wait {
        on: WaitingOn::Vendor,
        what: "privacy agreement".into(),
    };
    deed(&mut office.store, "Boddle", "ortiz", "2026-03-03", wait);
    office
}

/// Edpuzzle does what Nearpod does.
fn same_job(office: &mut Office) {
    let puts = vec![
        Put::new(Kind::Product)
            .with("name", "Edpuzzle".to_owned())
            .with("url", Some("edpuzzle.com".to_owned()))
            .with("kind", Some("web".to_owned()))
            .with("data", Some(DataUse::Pii))
            .with("instructional", Some(true)),
        Put::new(Kind::Function).with("name", "Video lessons".to_owned()),
        Put::keyed(Kind::Purpose)
            .with("product", Given::Made(0))
            .with("function", Given::Made(1)),
        // Products are made in the order of their list, behind the schools.
        Put::keyed(Kind::Purpose)
            .with(
                "product",
                Given::from(hallpass::domain::product::ProductId(5)),
            )
            .with("function", Given::Made(1)),
    ];
    let import = Change::Import {
        what: "what products are for".into(),
        puts,
    };
    office.store.apply(&import, &stamp("ada")).unwrap();
}

/// Somebody asks.
pub fn ask(
    store: &mut Store,
    product: &str,
    school: Option<SchoolId>,
    day: &str,
    who: &str,
    dollars: i64,
) {
    let known = store
        .all::<hallpass::domain::product::Product>()
        .unwrap()
        .into_iter()
        .find(|known| known.name == product);
    let intake = Intake {
        what: product.into(),
        product: match known {
            Some(known) => Wanted::Known(known.id),
            None => Wanted::New {
                name: product.into(),
                url: None,
            },
        },
        school,
        requester: Some(who.into()),
        role: Some("teacher".into()),
        reason: Some("Review games on Fridays".into()),
        grades: "6-8".parse().unwrap(),
        subject: None,
        seats: Some(55),
        cost: Some(Cents(dollars * 100)),
        fund: (dollars > 0).then(|| "PTO".into()),
        needed_by: None,
        sign_in: None,
        data: Some(DataUse::Pii),
        instructional: Some(true),
        trigger: Trigger::New,
        sponsor: Some("P. Lang".into()),
        note: None,
        take: false,
        give_to: None,
        found_at: Schools::All,
    };
    store
        .apply(&Change::Intake(Box::new(intake)), &on("ada", day))
        .unwrap();
}

/// The request for this product.
pub fn request(store: &Store, product: &str) -> Request {
    let products = store.all::<hallpass::domain::product::Product>().unwrap();
    let id = products.iter().find(|p| p.name == product).unwrap().id;
    let requests = store.all::<Request>().unwrap();
    requests
        .into_iter()
        .rev()
        .find(|r| r.product == id)
        .unwrap()
}

/// Somebody does a deed on the request for this product.
pub fn deed(store: &mut Store, product: &str, who: &str, day: &str, deed: ReviewDeed) {
    let request = request(store, product);
    let change = Change::Review {
        what: format!("{} {product}", request.number),
        request: request.id,
        deed,
    };
    store.apply(&change, &on(who, day)).unwrap();
}

/// Every item that is asked passes, but for these, which stay blank.
pub fn pass_all_but(store: &mut Store, product: &str, blank: &[&str]) {
    let id = request(store, product).id;
    let sheet = store.sheet(id, "ada", stamp("ada").today).unwrap();
    let asked = sheet
        .lists
        .iter()
        .filter(|list| list.asked)
        .flat_map(|l| &l.items);
    let asked: Vec<String> = asked
        .filter(|one| one.applies == hallpass::domain::review::Applies::Yes)
        .map(|one| one.item.id.clone())
        .collect();
    assert!(asked.len() > 20 && checklist::shipped(Track::Technical).items.len() == 26);
    for item in asked.iter().filter(|id| !blank.contains(&id.as_str())) {
        answer(store, product, "ortiz", item, ItemResult::Pass);
    }
}

/// One item is answered.
pub fn answer(store: &mut Store, product: &str, who: &str, item: &str, result: ItemResult) {
    let answer = ReviewDeed::Answer {
        item: item.into(),
        answer: Some(Some(result)),
        note: None,
        evidence: None,
        seen: None,
    };
    deed(store, product, who, "2026-03-09", answer);
}

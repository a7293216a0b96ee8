//! What is decided, agreed and asked for in a large made-up district: agreements, approvals, contracts that end soon, are
//! over or renew by themselves, requests that wait, and who answers for what.

use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::contract::{ContractId, PriceModel};
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::notice::{NoticeBasis, NoticeUnit};
use crate::domain::person::{OwnerRole, PersonId};
use crate::domain::product::{ProductId, VendorId};
use crate::domain::put::Put;
use crate::domain::record::{Kind, Lines};
use crate::domain::request::{RequestId, RequestState, Trigger};
use crate::domain::school::{SchoolId, Schools};

use super::{Grown, MadeUpFile, chance, one};

use fastrand::Rng;

/// How approvals stand, as often as they do.
const STATUSES: [ApprovalStatus; 23] = {
    use ApprovalStatus::{
        Approved, Conditional, Denied, Discovered, Pilot, ReReviewDue, Retiring, Suspended,
    };
    [
        Approved,
        Conditional,
        Approved,
        Denied,
        Approved,
        Approved,
        Conditional,
        Approved,
        Pilot,
        Approved,
        Approved,
        Suspended,
        Approved,
        Conditional,
        Approved,
        Retiring,
        Approved,
        Denied,
        Approved,
        Conditional,
        Discovered,
        ReReviewDue,
        Approved,
    ]
};

/// How requests stand that wait for somebody, as often as they do.
const WAITING: [(RequestState, bool); 8] = [
    (RequestState::Triaged, false),
    (RequestState::Submitted, false),
    (RequestState::Triaged, false),
    (RequestState::InReview, true),
    (RequestState::Triaged, false),
    (RequestState::Validated, false),
    (RequestState::Triaged, true),
    (RequestState::DecisionPending, true),
];

/// A few schools of those that are added.
fn some_schools(grown: &Grown, rng: &mut Rng, most: usize) -> Schools {
    if grown.schools == 0 {
        return Schools::All;
    }
    let count = rng.usize(1..=most);
    let ids = (0..count).map(|_| SchoolId(grown.id(Kind::School, rng.usize(..grown.schools))));
    Schools::only(ids.collect())
}

fn some_school(grown: &Grown, rng: &mut Rng) -> Option<SchoolId> {
    (grown.schools > 0).then(|| SchoolId(grown.id(Kind::School, rng.usize(..grown.schools))))
}

fn somebody(grown: &Grown, n: usize) -> PersonId {
    PersonId(grown.id(Kind::Person, n % grown.people))
}

pub(super) fn agreements(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let at = (Kind::Agreement, "agreements", "privacy-of-all.csv");
    MadeUpFile::new(at, grown.products / 6, move |n, rng| {
        let product = n * 6;
        Put::keyed(Kind::Agreement)
            .with(
                "vendor",
                VendorId(of.id(Kind::Vendor, product % of.vendors)),
            )
            .with("kind", "ndpa".to_owned())
            .with("product", Some(ProductId(of.id(Kind::Product, product))))
            .with("from", Some(of.day(-400)))
            .with("until", Some(of.day(rng.i64(-30..800))))
            .with(
                "link",
                Some("https://agreements.wexmoor.example/signed".to_owned()),
            )
            .with("elements", Some("name; grade; login".to_owned()))
    })
}

pub(super) fn approvals(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let at = (Kind::Approval, "approvals", "decided-of-all.csv");
    MadeUpFile::new(at, grown.products - grown.products / 8, move |n, rng| {
        let status = STATUSES[n % STATUSES.len()];
        let schools = if chance(rng, 60) {
            Schools::All
        } else {
            some_schools(&of, rng, 12)
        };
        let decided = -rng.i64(20..900);
        let put = Put::keyed(Kind::Approval)
            .with("product", ProductId(of.id(Kind::Product, n)))
            .with("status", status)
            .with("schools", schools);
        if status == ApprovalStatus::Discovered {
            return put;
        }
        let grades = if chance(rng, 30) {
            one(rng, &["K-5", "6-8", "9-12"])
        } else {
            ""
        };
        let conditions = match status {
            ApprovalStatus::Conditional => vec!["No accounts of pupils.".to_owned()],
            _ => Vec::new(),
        };
        let holds = one(rng, &[730, 1_095, 1_460]);
        put.with("grades", grades.parse().unwrap_or(Grades::UNSAID))
            .with(
                "audience",
                Some(one(
                    rng,
                    &[
                        Audience::Both,
                        Audience::Student,
                        Audience::Staff,
                        Audience::Both,
                    ],
                )),
            )
            .with("conditions", Lines(conditions))
            .with("from", Some(of.day(decided)))
            .with("until", Some(of.day(decided + holds)))
            .with("reason", Some("Looked at as a whole.".to_owned()))
            .with("decided_by", Some(of.founder.clone()))
            .with("decided_on", Some(of.day(decided)))
    })
}

/// A contract and its one, two or three lines.
pub(super) fn contracts(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let lines = |n: usize| [1, 2, 3][n % 3];
    let row = move |n: usize, rng: &mut Rng| {
        let ends = rng.i64(-60..700);
        let lasts = one(rng, &[365, 365, 730, 1_095]);
        let buyer = if chance(rng, 45) {
            None
        } else {
            some_school(&of, rng)
        };
        let renews = chance(rng, 55);
        let (notice, unit) = one(
            rng,
            &[
                (30, NoticeUnit::Days),
                (60, NoticeUnit::Days),
                (90, NoticeUnit::Days),
                (3, NoticeUnit::Months),
                (20, NoticeUnit::WorkingDays),
            ],
        );
        let fund = one(rng, &["Title I", "General", "IDEA", "Library", ""]);
        let first = n * of.products / of.contracts.max(1);
        let mut puts = vec![
            Put::keyed(Kind::Contract)
                .with("number", format!("W-{:05}", n + 1))
                .with(
                    "vendor",
                    Some(VendorId(of.id(Kind::Vendor, first % of.vendors))),
                )
                .with("buyer", buyer)
                .with("term_start", Some(of.day(ends - lasts + 1)))
                .with("term_end", of.day(ends))
                .with("auto_renew", chance(rng, 95).then_some(renews))
                .with("notice", renews.then_some(notice))
                .with("notice_unit", renews.then_some(unit))
                .with("notice_basis", NoticeBasis::Sent)
                .with("fund", (!fund.is_empty()).then(|| fund.to_owned()))
                .with("owner", Some(somebody(&of, n)))
                .with(
                    "escalator_bp",
                    chance(rng, 60).then(|| one(rng, &[300, 500])),
                ),
        ];
        for line in 0..lines(n) {
            let model = match buyer {
                None => one(
                    rng,
                    &[
                        PriceModel::District,
                        PriceModel::PerStudent,
                        PriceModel::PerTeacher,
                    ],
                ),
                Some(_) => one(rng, &[PriceModel::Site, PriceModel::PerStudent]),
            };
            let quantity = model.counts_seats().then(|| rng.i64(20..4_000));
            let unit = rng.i64(50..3_000);
            let total = quantity.map_or_else(|| rng.i64(200..90_000) * 100, |seats| seats * unit);
            let schools = match buyer {
                None if chance(rng, 40) => some_schools(&of, rng, 10),
                None => Schools::All,
                Some(school) => Schools::only(vec![school]),
            };
            puts.push(
                Put::keyed(Kind::Line)
                    .with("contract", ContractId(of.id(Kind::Contract, n)))
                    .with(
                        "product",
                        ProductId(of.id(Kind::Product, (first + line) % of.products)),
                    )
                    .with("model", Some(model))
                    .with("quantity", quantity)
                    .with("unit_cents", quantity.map(|_| Cents(unit)))
                    .with("total_cents", chance(rng, 97).then_some(Cents(total)))
                    .with("schools", schools),
            );
        }
        puts
    };
    MadeUpFile {
        called: "contracts",
        from: "contracts-of-all.csv",
        rows: grown.contracts,
        puts: grown.contracts + (0..grown.contracts).map(lines).sum::<usize>(),
        kinds: vec![Kind::Contract, Kind::Line],
        row: Box::new(row),
    }
}

/// A request that waits, and who asks.
pub(super) fn requests(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let row = move |n: usize, rng: &mut Rng| {
        let request = RequestId(of.id(Kind::Request, n));
        // The eighth without an approval come first, which nobody has decided.
        let product = ProductId(of.id(Kind::Product, of.products - 1 - n));
        let (state, taken) = WAITING[n % WAITING.len()];
        let waits = rng.i64(1..90);
        let school = some_school(&of, rng);
        vec![
            Put::keyed(Kind::Request)
                .with("number", format!("R-{}", 10_001 + n))
                .with("product", product)
                .with("trigger", Trigger::New)
                .with("state", state)
                .with(
                    "tier",
                    (state != RequestState::Submitted).then(|| rng.i64(0..4)),
                )
                .with("owner", taken.then(|| somebody(&of, n)))
                .with("technical_edition", 1)
                .with("curricular_edition", 1)
                .with("received_on", of.day(-waits)),
            Put::keyed(Kind::Requester)
                .with("request", request)
                .with("product", product)
                .with("school", school)
                .with(
                    "name",
                    Some(format!(
                        "{}. {}",
                        char::from(b'A' + (n % 26) as u8),
                        crate::demo::words::MAKER_STARTS[n % 55]
                    )),
                )
                .with(
                    "role",
                    Some(one(rng, &["teacher", "principal", "coach"]).to_owned()),
                )
                .with("reason", Some("Wanted for class.".to_owned()))
                .with("seats", Some(rng.i64(10..200)))
                .with("cost_cents", Some(Cents(rng.i64(0..9_000) * 100)))
                .with("asked_on", Some(of.day(-waits))),
        ]
    };
    let rows = grown.products / 6;
    MadeUpFile {
        called: "requests",
        from: "form-of-all.csv",
        rows,
        puts: rows * 2,
        kinds: vec![Kind::Request, Kind::Requester],
        row: Box::new(row),
    }
}

pub(super) fn owners(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let at = (Kind::Owner, "owners", "owners-of-all.csv");
    MadeUpFile::new(at, grown.products, move |n, rng| {
        let deputy = chance(rng, 20).then(|| somebody(&of, n + 1));
        Put::keyed(Kind::Owner)
            .with("product", ProductId(of.id(Kind::Product, n / 2)))
            .with("role", OwnerRole::ALL[n % OwnerRole::ALL.len()])
            .with("person", somebody(&of, n))
            .with("deputy", deputy)
            .with("since", Some(of.day(-rng.i64(30..700))))
    })
}

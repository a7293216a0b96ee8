//! What schools of the made-up district bought beside what was there already: one contract each, with its
//! seats. Some have ended lately.

use crate::domain::approval::Audience;
use crate::domain::contract::{ContractId, LineId, PriceModel};
use crate::domain::grade::Grades;
use crate::domain::inventory::InventoryId;
use crate::domain::money::Cents;
use crate::domain::notice::{NoticeBasis, NoticeUnit};
use crate::domain::put::Put;
use crate::domain::school::Schools;

use super::super::making::Making;
use super::super::{days, people};
use crate::demo::made::{Campus, CatalogueItem};

/// A purchase of one school.
struct SchoolPurchase {
    product: &'static str,
    buyer: &'static str,
    audience: Audience,
    seats: i64,
    /// Cents for a seat.
    unit: i64,
    /// Days from today on which the term ends; negative where it ended and was not renewed.
    ends: i64,
    /// Days of notice; it renews by itself where there is one.
    notice: Option<i64>,
    fund: &'static str,
    owner: Option<&'static str>,
    /// Of a hundred seats, how many are used.
    used: i64,
}

const CLASSES: SchoolPurchase = SchoolPurchase {
    product: "",
    buyer: "",
    audience: Audience::Student,
    seats: 0,
    unit: 0,
    ends: 0,
    notice: Some(30),
    fund: "School budget",
    owner: Some("gferrandine"),
    used: 80,
};

const TEACHERS: SchoolPurchase = SchoolPurchase {
    audience: Audience::Staff,
    ..CLASSES
};

#[rustfmt::skip] // one a line
const BOUGHT: &[SchoolPurchase] = &[
    // One product, two schools, each at its own price.
    SchoolPurchase { product: "Pairloft", buyer: "MAR", seats: 38, unit: 7400, ends: 211, notice: Some(45), owner: None, ..TEACHERS },
    // The district has seats to spare.
    SchoolPurchase { product: "Storyloam", buyer: "PIN", seats: 60, unit: 1850, ends: 188, fund: "Title I", owner: Some(people::SUCCESSOR), ..CLASSES },
    SchoolPurchase { product: "Deckaroon", buyer: "MON", seats: 85, unit: 950, ends: 233, notice: Some(60), owner: None, ..CLASSES },
    // One job, two products.
    SchoolPurchase { product: "Kestivane Readers", buyer: "PIN", seats: 180, unit: 720, ends: 198, fund: "Title I", ..CLASSES },
    SchoolPurchase { product: "Vowelkettle", buyer: "CED", seats: 130, unit: 880, ends: 241, owner: Some(people::SUCCESSOR), ..CLASSES },
    SchoolPurchase { product: "Essaykettle", buyer: "MAR", seats: 240, unit: 690, ends: 252, notice: Some(60), ..CLASSES },
    SchoolPurchase { product: "Yewinder Graphs", buyer: "FRO", seats: 210, unit: 450, ends: 263, owner: Some(people::SUCCESSOR), ..CLASSES },
    SchoolPurchase { product: "Globepebble", buyer: "JES", seats: 160, unit: 540, ends: 274, ..CLASSES },
    SchoolPurchase { product: "Lormollis Newsletter", buyer: "MAR", seats: 52, unit: 2600, ends: 285, notice: Some(45), owner: None, ..TEACHERS },
    SchoolPurchase { product: "Kernelwick", buyer: "MON", seats: 90, unit: 1150, ends: 192, fund: "PTO gift", ..CLASSES },
    SchoolPurchase { product: "Orlendish Check-in", buyer: "FRO", seats: 400, unit: 290, ends: 296, owner: Some(people::SUCCESSOR), ..CLASSES },
    SchoolPurchase { product: "Pathcombe", buyer: "MAR", seats: 320, unit: 410, ends: 307, notice: Some(60), ..CLASSES },
    SchoolPurchase { product: "Spinemoor", buyer: "WRE", seats: 110, unit: 460, ends: 217, fund: "PTO gift", owner: Some(people::LEFT), ..CLASSES },
    SchoolPurchase { product: "Homerowstead", buyer: "ROO", seats: 150, unit: 240, ends: 228, owner: Some(people::LEFT), ..CLASSES },
    SchoolPurchase { product: "Ulvandle Mind Maps", buyer: "FRO", seats: 26, unit: 3900, ends: 246, notice: Some(45), ..TEACHERS },
    // Over since somebody saw that it was one too many.
    SchoolPurchase { product: "Corkmeadow", buyer: "JES", seats: 20, unit: 4600, ends: -34, notice: None, used: 55, ..TEACHERS },
    SchoolPurchase { product: "Shelfmere", buyer: "OXM", seats: 50, unit: 520, ends: -27, notice: None, fund: "PTO gift", used: 70, ..CLASSES },
    SchoolPurchase { product: "Thoughtwhistle", buyer: "JES", seats: 18, unit: 3500, ends: -20, notice: None, used: 60, ..TEACHERS },
];

/// Did a school buy this product beside what was there?
pub(super) fn is_bought(label: &str) -> bool {
    BOUGHT.iter().any(|bought| bought.product == label)
}

/// Signs every contract and places its seats.
pub(super) fn buy(making: &mut Making) {
    let terms = making.holdings.iter().flat_map(|h| &h.terms);
    let last = terms.map(|term| term.papers.2).max().unwrap_or(100);
    for (number, bought) in (last + 1..).zip(BOUGHT) {
        let item = making.items.iter().find(|i| i.label == bought.product);
        let campus = making.schools.iter().find(|s| s.code == bought.buyer);
        if let (Some(item), Some(campus)) = (item.cloned(), campus.copied()) {
            sign(making, bought, number, &item, &campus);
        }
    }
}

fn sign(
    making: &mut Making,
    bought: &SchoolPurchase,
    number: usize,
    item: &CatalogueItem,
    campus: &Campus,
) {
    let end = days::after(making.today, bought.ends);
    let start = days::before(end, 364);
    let listed = days::after(item.seen.max(making.start), 16);
    let signed = days::before(start, 20)
        .max(listed)
        .min(days::before(making.today, 1));
    let (id, line_id) = (
        ContractId(making.past.handle()),
        LineId(making.past.handle()),
    );
    let contract = Put::id(id)
        .with("number", format!("C-{number}"))
        .with("vendor", Some(item.vendor))
        .with("buyer", Some(campus.id))
        .with("term_start", Some(start))
        .with("term_end", end)
        .with("auto_renew", bought.notice.is_some())
        .with("notice", bought.notice)
        .with("notice_unit", bought.notice.map(|_| NoticeUnit::Days))
        .with("notice_basis", NoticeBasis::Sent)
        .with("fund", Some(bought.fund.to_owned()))
        .with("owner", bought.owner.and_then(|key| making.person_id(key)));
    let model = match bought.audience {
        Audience::Staff => PriceModel::PerTeacher,
        Audience::Student | Audience::Both => PriceModel::PerStudent,
    };
    let line = Put::id(line_id)
        .with("contract", id)
        .with("product", item.id)
        .with("model", Some(model))
        .with("quantity", Some(bought.seats))
        .with("unit_cents", Some(Cents(bought.unit)))
        .with("total_cents", Some(Cents(bought.unit * bought.seats)))
        .with("schools", Schools::only(vec![campus.id]))
        .with("grades", Grades::UNSAID)
        .with("audience", Some(bought.audience));
    let what = format!("C-{number}, {}", item.label);
    let who = making.one_of(people::RENEWALS, signed);
    let reason = "bought by the school; entered from its order";
    let past = &mut making.past;
    past.saved_because(signed, &who, &what, contract, reason);
    past.saved(signed, &who, &format!("{} on C-{number}", item.label), line);
    if bought.ends > 0 {
        place(making, bought, item, campus);
    }
}

fn place(making: &mut Making, bought: &SchoolPurchase, item: &CatalogueItem, campus: &Campus) {
    let since = days::before(days::after(making.today, bought.ends), 364);
    let counted = days::before(making.today, 19)
        .max(days::after(since, 10))
        .max(days::after(item.seen, 20));
    let counted = counted.min(days::before(making.today, 1));
    let put = Put::id(InventoryId(making.past.handle()))
        .with("school", campus.id)
        .with("product", item.id)
        .with("buyer", Some(campus.id))
        .with("seats", Some(bought.seats))
        .with("used", Some(bought.seats * bought.used / 100))
        .with("since", Some(since));
    let who = making.one_of(people::TECHNICAL, counted);
    let what = format!("seats of {} at {}", item.label, campus.name);
    making.past.imported(counted, &who, what, vec![put]);
}

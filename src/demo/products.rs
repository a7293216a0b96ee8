//! The catalogue of the made-up district: functions, vendors, products, their other names.
//! The products with a story come first; the rest are named from `words` by chance.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::domain::grade::Grades;
use crate::domain::product::{
    AliasId, AliasKind, FunctionId, ProductId, ProductKind, PurposeId, VendorId,
};
use crate::domain::put::Put;
use crate::domain::record::Lines;
use crate::domain::text;

use super::facts::facts;
use super::holdings::span;
use super::known::{self, StoryProduct};
use super::made::CatalogueItem;
use super::making::Making;
use super::words::{ENDINGS, JOBS, JobWords, MAKER_ENDS, MAKER_KINDS, MAKER_STARTS};
use super::{PRODUCTS, days, people};

/// How many vendors have no product with a story.
const OTHER_MAKERS: usize = 108;

/// Functions too broad to say that two products do one job.
const BROAD: &[&str] = &["Art and music", "Device management", "Special education"];
/// The products listed last that are on another record already, under a former name or with the
/// edition in the name: what they are called, who makes them, what they are for, the grades.
const AGAIN: &[(&str, &str, &str, &str)] = &[
    ("Loamreader", "Everquill Press", "Reading practice", "K-5"),
    ("Castpebble Plus", "Isketto Media", "Video lessons", "K-12"),
];
/// How former names end.
const FORMERLY: &[&str] = &["ington", "worth", "stow", "ford", "ley", "burgh", "sett"];

/// A maker of everyday products.
struct ProductMaker {
    id: VendorId,
    brand: String,
}

/// A product before it is entered.
struct ProductDraft {
    name: String,
    vendor: VendorId,
    job: usize,
    grades: Grades,
    kind: ProductKind,
    asked: i64,
    seen: NaiveDate,
    known: Option<&'static StoryProduct>,
}

/// Lists functions, vendors and products: most from one file on the first day, the rest as they
/// were first seen.
pub(super) fn list(making: &mut Making) {
    let mut puts = Vec::new();
    let functions: Vec<FunctionId> = JOBS
        .iter()
        .map(|_| FunctionId(making.past.handle()))
        .collect();
    for (id, job) in functions.iter().zip(JOBS) {
        let put = Put::id(*id).with("name", job.name.to_owned());
        puts.push(put.with("broad", BROAD.contains(&job.name)));
    }
    let vendors = known_vendors(making, &mut puts);
    let makers = other_makers(making, &mut puts);
    let mut drafts: Vec<ProductDraft> = known::all()
        .filter_map(|known| Some(tell(making, known, *vendors.get(known.vendor)?)))
        .collect();
    invent(making, &makers, &mut drafts);
    list_again(&vendors, &mut drafts);
    let first = enter(making, &functions, drafts, &mut puts);
    let (day, who) = (making.start, making.one_of(people::TECHNICAL, making.start));
    let what = format!("{first} products from catalogue.csv");
    making.past.imported(day, &who, what, puts);
    succeed(making);
}

fn vendor(making: &mut Making, name: &str) -> (VendorId, Put) {
    let id = VendorId(making.past.handle());
    let put = Put::id(id).with("name", name.to_owned());
    if !making.chance(60) {
        return (id, put);
    }
    let line = making.rng.u32(100..200);
    let hours = ["weekdays 8 to 5", "weekdays 7 to 6", "by e-mail, in a day"];
    let hours = making.pick(&hours).unwrap_or_default();
    let support = Some(format!("555-0{line}, {hours}"));
    (id, put.with("support", support))
}

fn known_vendors(making: &mut Making, puts: &mut Vec<Put>) -> HashMap<&'static str, VendorId> {
    let mut vendors = HashMap::new();
    for known in known::all() {
        if vendors.contains_key(known.vendor) {
            continue;
        }
        let (id, put) = vendor(making, known.vendor);
        vendors.insert(known.vendor, id);
        puts.push(put);
    }
    vendors
}

fn other_makers(making: &mut Making, puts: &mut Vec<Put>) -> Vec<ProductMaker> {
    let told = known::all().filter_map(|known| known.vendor.split(' ').next());
    let mut brands: HashSet<String> = told.map(str::to_owned).collect();
    let mut makers = Vec::new();
    for n in 0..OTHER_MAKERS * 4 {
        let start = MAKER_STARTS[n % MAKER_STARTS.len()];
        let end = making.pick(MAKER_ENDS).unwrap_or_default();
        let brand = format!("{start}{end}");
        if makers.len() == OTHER_MAKERS || !brands.insert(brand.clone()) {
            continue;
        }
        let kind = making.pick(MAKER_KINDS).unwrap_or_default();
        let (id, mut put) = vendor(making, &format!("{brand} {kind}"));
        if n % 11 == 0 {
            let former = format!("{start}wright & Sons");
            put = put.with("former_names", Lines(vec![former]));
        }
        makers.push(ProductMaker { id, brand });
        puts.push(put);
    }
    makers
}

/// A product of the stories; it was listed before anybody signed for it.
fn tell(making: &Making, known: &'static StoryProduct, vendor: VendorId) -> ProductDraft {
    let paid = known.deals.iter().filter(|deal| deal.terms > 0);
    let signed = paid.map(|deal| span(deal, making.today, deal.terms - 1).0);
    let listed = signed.min().map(|start| days::before(start, 60));
    let seen = making.ago(known.seen);
    ProductDraft {
        name: known.name.to_owned(),
        vendor,
        job: JOBS
            .iter()
            .position(|job| job.name == known.function)
            .unwrap_or_default(),
        grades: known.grades.parse().unwrap_or(Grades::UNSAID),
        kind: known.kind,
        asked: known.asked,
        seen: listed.unwrap_or(seen).min(seen).max(making.start),
        known: Some(known),
    }
}

/// Names enough everyday products, spread over the functions and the makers.
fn invent(making: &mut Making, makers: &[ProductMaker], drafts: &mut Vec<ProductDraft>) {
    let mut taken: HashSet<String> = drafts.iter().map(|d| text::key(&d.name)).collect();
    let mut tries = 0;
    while drafts.len() < PRODUCTS && tries < PRODUCTS * 20 && !makers.is_empty() {
        let job = tries % JOBS.len();
        let maker = &makers[tries % makers.len()];
        tries += 1;
        let name = name(making, &JOBS[job], maker);
        if !taken.insert(text::key(&name)) {
            continue;
        }
        let spans = ["K-5", "K-8", "6-12", "9-12", "3-8", "PK-2", "K-12", ""];
        let grades = making.pick(&spans).unwrap_or_default();
        let kind = match making.rng.u32(..100) {
            0..70 => ProductKind::Web,
            70..85 => ProductKind::App,
            85..91 => ProductKind::Extension,
            91..94 => ProductKind::Desktop,
            94..98 => ProductKind::Content,
            _ => ProductKind::Service,
        };
        let seen = if making.chance(68) {
            making.start
        } else {
            let days = making.rng.i64(8..1400);
            making.ago(days)
        };
        drafts.push(ProductDraft {
            name,
            vendor: maker.id,
            job,
            grades: grades.parse().unwrap_or(Grades::UNSAID),
            kind,
            asked: making.rng.i64(0..7),
            seen,
            known: None,
        });
    }
}

/// Calls the last drafts what some are called already.
fn list_again(vendors: &HashMap<&'static str, VendorId>, drafts: &mut [ProductDraft]) {
    for (draft, (name, vendor, function, grades)) in drafts.iter_mut().rev().zip(AGAIN) {
        let job = JOBS.iter().position(|job| job.name == *function);
        if let (Some(job), Some(vendor)) = (job, vendors.get(vendor)) {
            (*name).clone_into(&mut draft.name);
            draft.vendor = *vendor;
            draft.job = job;
            draft.grades = grades.parse().unwrap_or(Grades::UNSAID);
            draft.kind = ProductKind::Web;
        }
    }
}

fn name(making: &mut Making, job: &JobWords, maker: &ProductMaker) -> String {
    if making.chance(55) {
        let stem = making.pick(job.stems).unwrap_or_default();
        let ending = making.pick(ENDINGS).unwrap_or_default();
        format!("{stem}{ending}")
    } else {
        let noun = making.pick(job.nouns).unwrap_or_default();
        format!("{} {noun}", maker.brand)
    }
}

/// Enters the drafts. Those of the first day join `puts`; gives how many these are.
fn enter(
    making: &mut Making,
    functions: &[FunctionId],
    drafts: Vec<ProductDraft>,
    puts: &mut Vec<Put>,
) -> usize {
    let mut first = 0;
    for draft in drafts {
        let id = ProductId(making.past.handle());
        let edition = draft.known.and_then(|known| known.edition);
        let label = match edition {
            Some(edition) => format!("{} {edition}", draft.name),
            None => draft.name.clone(),
        };
        let facts = facts(
            making.items.len(),
            (draft.job, draft.kind),
            &draft.name,
            draft.known,
        );
        let mut entered = records(making, functions, id, &draft, edition);
        if let Some(product) = entered.first_mut() {
            let given = [
                ("version_seen", facts.version.clone().into()),
                ("data", facts.data.into()),
                ("instructional", Some(facts.instructional).into()),
                ("core", Some(facts.core).into()),
            ];
            product.fields.extend(given);
        }
        if draft.seen == making.start {
            first += 1;
            puts.extend(entered);
        } else {
            let from = if making.chance(50) {
                "from the request form"
            } else {
                "seen in the filter log"
            };
            let who = making.one_of(people::TECHNICAL, draft.seen);
            let what = format!("{label}, {from}");
            making.past.imported(draft.seen, &who, what, entered);
        }
        making.items.push(CatalogueItem {
            id,
            label,
            vendor: draft.vendor,
            job: draft.job,
            facts,
            seen: draft.seen,
            known: draft.known,
        });
    }
    first
}

/// The product, its function and its other names.
fn records(
    making: &mut Making,
    functions: &[FunctionId],
    id: ProductId,
    draft: &ProductDraft,
    edition: Option<&str>,
) -> Vec<Put> {
    let first_seen = if draft.seen == making.start {
        days::before(making.start, making.rng.i64(3..700))
    } else {
        draft.seen
    };
    let job = &JOBS[draft.job];
    let subjects = draft.known.and_then(|known| known.subjects);
    let slug = text::key(&draft.name);
    let mut puts = vec![
        Put::id(id)
            .with("name", draft.name.clone())
            .with("vendor", Some(draft.vendor))
            .with("edition", edition.map(str::to_owned))
            .with("url", Some(format!("https://{slug}.example")))
            .with("kind", Some(draft.kind))
            .with("subjects", subjects.or(job.subjects).map(str::to_owned))
            .with("grades", draft.grades)
            .with("lms", draft.known.is_some_and(|known| known.lms))
            .with("registry_id", Some(format!("X{:05}", 20_000 + id.0)))
            .with("first_seen", Some(first_seen))
            .with("asked", draft.asked),
    ];
    if let Some(function) = functions.get(draft.job) {
        puts.push(
            Put::id(PurposeId(making.past.handle()))
                .with("product", id)
                .with("function", *function),
        );
    }
    for (kind, alias) in aliases(making, draft) {
        let mut put = Put::id(AliasId(making.past.handle()))
            .with("product", id)
            .with("kind", kind)
            .with("alias", alias);
        if kind == AliasKind::Former {
            put = put.with("until", Some(days::before(making.today, 540)));
        }
        puts.push(put);
    }
    puts
}

fn aliases(making: &mut Making, draft: &ProductDraft) -> Vec<(AliasKind, String)> {
    if let Some(known) = draft.known {
        let own = known
            .aliases
            .iter()
            .map(|(kind, name)| (*kind, (*name).to_owned()));
        return own.collect();
    }
    let mut found = Vec::new();
    if making.chance(7) {
        let stem = making.pick(JOBS[draft.job].stems).unwrap_or_default();
        let ending = FORMERLY[draft.name.len() % FORMERLY.len()];
        found.push((AliasKind::Former, format!("{stem}{ending}")));
    }
    if making.chance(4) {
        let initials = draft.name.split(' ').filter_map(|word| word.chars().next());
        let short: String = initials.collect();
        if short.len() > 1 {
            found.push((AliasKind::Other, short));
        }
    }
    found
}

/// Says which product replaces which, and takes what is gone out of the lists.
fn succeed(making: &mut Making) {
    for item in making.items.clone() {
        let Some(known) = item.known else { continue };
        let day = making.ago(known.rulings.first().map_or(400, |ruling| ruling.decided));
        let who = making.one_of(people::TECHNICAL, day);
        let next = known.successor.and_then(|name| {
            let found = making.items.iter().find(|i| i.label == name)?;
            Some(found.id)
        });
        if let Some(next) = next {
            let put = Put::id(item.id)
                .with("successor", Some(next))
                .with("archived", known.archived);
            making.past.saved(day, &who, &item.label, put);
        }
    }
}

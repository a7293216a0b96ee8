//! Reads everything that overlaps and the ledger look at: one pass over each noun.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::approval::{Approval, ApprovalStatus};
use crate::domain::contract::{Contract, ContractId};
use crate::domain::inventory::{Compatibility, Runs, Training};
use crate::domain::overlap::alert::Alignment;
use crate::domain::overlap::build::{Item, Office, Purchase, Site, Stock, Year, jobs, paid_lines};
use crate::domain::overlap::engine::Facts;
use crate::domain::overlap::facts::Job;
use crate::domain::overlap::identity::Record;
use crate::domain::overlap::standards::leaves;
use crate::domain::person::{Owner, OwnerRole, Person};
use crate::domain::policy::Percent;
use crate::domain::product::{
    Alias, AliasKind, Function, Product, ProductId, Purpose, Vendor, VendorId,
};
use crate::domain::renewal::dates::Dates;
use crate::domain::renewal::{Share, Term};
use crate::domain::school::{Device, School};
use crate::domain::text;
use crate::store::Error;
use crate::store::convert::records;
use crate::store::renewals::{Held, dates_of, held};
use crate::store::review::cases::Desk;
use crate::store::schools::USED;

/// Everything that was read for a fiscal year.
pub(super) struct Read {
    /// What overlaps are found in.
    pub(super) facts: Facts,
    /// The year.
    pub(super) year: Year,
    /// The contracts.
    pub(super) cases: Vec<(Held, Dates)>,
    /// Seats that may stay empty.
    pub(super) spare: Percent,
    /// Products that were merged, with what they are now.
    merged: HashMap<i64, i64>,
}

impl Read {
    /// The record that stands for a product.
    pub(super) fn canonical(&self, product: i64) -> i64 {
        self.merged.get(&product).copied().unwrap_or(product)
    }
}

/// The facts of a fiscal year, of this one where none is named, as the records stand.
pub(super) fn read(conn: &Connection, year: Option<i32>, today: NaiveDate) -> Result<Read, Error> {
    let office = office(conn, today)?;
    let desk = Desk::new(conn)?;
    let cases = held(conn, None, today)?.into_iter();
    let cases: Vec<(Held, Dates)> = cases
        .map(|case| {
            let dates = dates_of(&case.now, &desk.policy, &desk.calendar);
            (case, dates)
        })
        .collect();
    let years = desk.policy.fiscal_years();
    let year = Year {
        name: year.unwrap_or_else(|| years.of(today)),
        years,
    };
    let mut past: HashMap<i64, Vec<Term>> = HashMap::new();
    for term in records::<Term>(conn, "", [])? {
        past.entry(term.contract.0).or_default().push(term);
    }
    let roots = roots(cases.iter().map(|(case, _)| &case.contract));
    let mut lines = Vec::new();
    for (case, dates) in &cases {
        let id = case.contract.id.0;
        let purchase = Purchase {
            now: &case.now,
            root: roots.get(&id).copied().unwrap_or(id),
            past: past.get(&id).map_or(&[], Vec::as_slice),
            decision: case.decision(),
            dates,
            followed: case.followed,
        };
        lines.extend(paid_lines(&purchase, &office, year, today));
    }
    lines.sort_by_key(|line| line.id);
    let students = office.sites.iter().map(|(id, site)| (*id, site.students));
    let facts = Facts {
        records: known(conn)?,
        jobs: jobs(&office, &lines),
        students: students.collect(),
        platforms: desk.policy.lms.most as usize,
        lines,
    };
    Ok(Read {
        facts,
        year,
        cases,
        spare: desk.policy.spare_seats,
        merged: office.merged,
    })
}

/// Releases of releases looked through before a chain is taken for a ring.
const DEEPEST: usize = 32;

/// What each contract was released from, and that from, to the first.
fn roots<'c>(contracts: impl Iterator<Item = &'c Contract>) -> HashMap<i64, i64> {
    let parents: HashMap<ContractId, ContractId> =
        contracts.filter_map(|c| Some((c.id, c.parent?))).collect();
    let root = |id: ContractId| {
        let up = std::iter::successors(Some(id), |id| parents.get(id).copied());
        up.take(DEEPEST).last().unwrap_or(id)
    };
    parents.keys().map(|id| (id.0, root(*id).0)).collect()
}

fn office(conn: &Connection, today: NaiveDate) -> Result<Office, Error> {
    let products = records::<Product>(conn, "ORDER BY id", [])?;
    let merged = merged(&products);
    let mut office = Office {
        sites: sites(conn)?,
        merged,
        ..Office::default()
    };
    for product in products.iter().filter(|p| p.merged_into.is_none()) {
        office.items.insert(product.id.0, item(product));
    }
    purposes(conn, &products, &mut office)?;
    let aligned = records::<Alignment>(conn, "", [])?;
    let mut leaves = leaves(&aligned, |product| office.canonical(product));
    for item in office.items.values_mut() {
        item.job.leaves = leaves.remove(&item.job.product).unwrap_or_default();
    }
    owners(conn, today, &mut office)?;
    for test in records::<Compatibility>(conn, "", [])? {
        let product = office.canonical(test.product.0);
        if test.result == Runs::Fails
            && let Some(item) = office.items.get_mut(&product)
        {
            item.fails_on.push(test.device);
        }
    }
    for approval in records::<Approval>(conn, "", [])? {
        let said = !matches!(
            approval.status,
            ApprovalStatus::Discovered | ApprovalStatus::UnderReview
        );
        let holds = approval.until.is_none_or(|until| until >= today);
        let product = office.canonical(approval.product.0);
        if let Some(item) = office.items.get_mut(&product) {
            item.decided |= said && holds;
        }
    }
    training(conn, &mut office)?;
    stock(conn, &mut office)?;
    peaks(conn, &mut office)?;
    for share in records::<Share>(conn, "ORDER BY school", [])? {
        let shares = office.shares.entry(share.line.0).or_default();
        shares.push((share.school.0, share.percent_bp));
    }
    Ok(office)
}

fn merged(products: &[Product]) -> HashMap<i64, i64> {
    let into: HashMap<i64, i64> = products
        .iter()
        .filter_map(|p| Some((p.id.0, p.merged_into?.0)))
        .collect();
    let last = |id: i64| {
        let chain = std::iter::successors(Some(id), |id| into.get(id).copied());
        chain.take(DEEPEST).last().unwrap_or(id)
    };
    into.keys().map(|id| (*id, last(*id))).collect()
}

/// Products that stand for themselves, as they are known.
fn known(conn: &Connection) -> Result<Vec<Record>, Error> {
    let vendors = records::<Vendor>(conn, "", [])?.into_iter();
    let vendors: HashMap<VendorId, String> = vendors.map(|v| (v.id, v.name)).collect();
    let mut aliases: HashMap<ProductId, Vec<Alias>> = HashMap::new();
    for alias in records::<Alias>(conn, "", [])? {
        aliases.entry(alias.product).or_default().push(alias);
    }
    let products = records::<Product>(conn, "WHERE merged_into IS NULL AND archived = 0", [])?;
    let known = products.into_iter().map(|product| {
        let mut known = Record {
            product: product.id.0,
            name: product.name,
            edition: product.edition,
            vendor: product.vendor.and_then(|id| vendors.get(&id).cloned()),
            addresses: product.url.into_iter().collect(),
            aliases: Vec::new(),
            ids: product.registry_id.into_iter().collect(),
        };
        for alias in aliases.remove(&product.id).unwrap_or_default() {
            match alias.kind {
                AliasKind::Host => known.addresses.push(alias.alias),
                AliasKind::Extension | AliasKind::Oauth => {
                    known
                        .ids
                        .push(format!("{} {}", alias.kind.word(), alias.alias));
                }
                AliasKind::Former | AliasKind::Other => known.aliases.push(alias.alias),
            }
        }
        known
    });
    Ok(known.collect())
}

fn sites(conn: &Connection) -> Result<BTreeMap<i64, Site>, Error> {
    let mut sites: BTreeMap<i64, Site> = BTreeMap::new();
    for school in records::<School>(conn, "WHERE open = 1", [])? {
        let site = Site {
            grades: school.grades,
            students: school.enrollment.unwrap_or(0),
            staff: school.staff.unwrap_or(0),
            devices: Vec::new(),
        };
        sites.insert(school.id.0, site);
    }
    for device in records::<Device>(conn, "", [])? {
        if let Some(site) = sites.get_mut(&device.school.0) {
            // One kind of device, and nobody said for how many: for all.
            site.devices
                .push((device.device, device.share.unwrap_or(100)));
        }
    }
    Ok(sites)
}

fn item(product: &Product) -> Item {
    let subjects = product.subjects.as_deref().unwrap_or_default();
    let subjects = subjects.split([';', ',']).map(text::key);
    Item {
        job: Job {
            product: product.id.0,
            functions: Vec::new(),
            lms: product.lms,
            core: product.core == Some(true),
            population: product.population.clone(),
            subjects: subjects.filter(|subject| !subject.is_empty()).collect(),
            active: 0,
            free_at: Vec::new(),
            leaves: Vec::new(),
        },
        grades: product.grades,
        ..Item::default()
    }
}

/// The functions that one product a school should serve; none of what the district did not choose.
fn purposes(conn: &Connection, products: &[Product], office: &mut Office) -> Result<(), Error> {
    let broad: HashSet<i64> = records::<Function>(conn, "WHERE broad = 1", [])?
        .into_iter()
        .map(|function| function.id.0)
        .collect();
    let provided: HashSet<i64> = products
        .iter()
        .filter(|p| p.provided.is_some())
        .map(|p| p.id.0)
        .collect();
    for purpose in records::<Purpose>(conn, "ORDER BY function", [])? {
        let product = office.canonical(purpose.product.0);
        if broad.contains(&purpose.function.0) || provided.contains(&product) {
            continue;
        }
        if let Some(item) = office.items.get_mut(&product)
            && !item.job.functions.contains(&purpose.function.0)
        {
            item.job.functions.push(purpose.function.0);
        }
    }
    Ok(())
}

fn owners(conn: &Connection, today: NaiveDate, office: &mut Office) -> Result<(), Error> {
    let here: HashSet<i64> = records::<Person>(conn, "", [])?
        .into_iter()
        .filter(|p| p.left_on.is_none_or(|day| day > today))
        .map(|p| p.id.0)
        .collect();
    let mut held: HashMap<i64, HashSet<OwnerRole>> = HashMap::new();
    for owner in records::<Owner>(conn, "", [])? {
        let somebody = here.contains(&owner.person.0)
            || owner.deputy.is_some_and(|deputy| here.contains(&deputy.0));
        let now = owner.since.is_none_or(|day| day <= today)
            && owner.until.is_none_or(|day| day >= today);
        if somebody && now {
            held.entry(office.canonical(owner.product.0))
                .or_default()
                .insert(owner.role);
        }
    }
    let needed = [
        OwnerRole::Evaluator,
        OwnerRole::Manager,
        OwnerRole::Purchaser,
    ];
    for (product, roles) in held {
        if let Some(item) = office.items.get_mut(&product) {
            item.owned = needed.iter().all(|role| roles.contains(role));
        }
    }
    Ok(())
}

fn training(conn: &Connection, office: &mut Office) -> Result<(), Error> {
    for training in records::<Training>(conn, "", [])? {
        let product = office.canonical(training.product.0);
        if let Some(item) = office.items.get_mut(&product) {
            let (target, trained) = item.trained.entry(training.school.0).or_default();
            *target += training.target.unwrap_or(0);
            *trained += training.trained.unwrap_or(0);
        }
    }
    Ok(())
}

fn stock(conn: &Connection, office: &mut Office) -> Result<(), Error> {
    let sql = format!(
        "SELECT i.product, i.buyer, i.school, i.seats, {USED} FROM inventory i ORDER BY i.school"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let product = office.canonical(row.get(0)?);
        let stock = Stock {
            school: row.get(2)?,
            seats: row.get(3)?,
            used: row.get(4)?,
        };
        if let Some(item) = office.items.get_mut(&product) {
            item.job.active += stock.used.unwrap_or(0);
        }
        let held = office.stock.entry((product, row.get(1)?)).or_default();
        match held.last_mut().filter(|last| last.school == stock.school) {
            Some(last) => {
                last.seats = add(last.seats, stock.seats);
                last.used = add(last.used, stock.used);
            }
            None => held.push(stock),
        }
    }
    Ok(())
}

fn add(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    more.map_or(sum, |more| Some(sum.unwrap_or(0) + more))
}

/// The most that used a product at once, by school, as counted last.
fn peaks(conn: &Connection, office: &mut Office) -> Result<(), Error> {
    let sql = "SELECT product, school, peak FROM usage
        WHERE school IS NOT NULL AND peak IS NOT NULL ORDER BY \"to\"";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let product = office.canonical(row.get(0)?);
        if let Some(item) = office.items.get_mut(&product) {
            item.peak.insert(row.get(1)?, row.get(2)?);
        }
    }
    Ok(())
}

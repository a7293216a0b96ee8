//! Reads schools and products with all that is placed of them: every product, or only those that changed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, params_from_iter};

use crate::domain::approval::{Approval, ApprovalStatus};
use crate::domain::inventory::{Compatibility, Runs, Training};
use crate::domain::overlap::build::{ProductInUse, SchoolSize, SchoolsAndProducts, StockAtSchool};
use crate::domain::overlap::facts::ProductJob;
use crate::domain::overlap::identity::KnownProduct;
use crate::domain::overlap::standards::{AlignedBy, leaves};
use crate::domain::ownership::NEEDED;
use crate::domain::person::{Owner, OwnerRole, Person, PersonId};
use crate::domain::product::{
    Alias, AliasKind, Function, FunctionId, Product, ProductId, Vendor, VendorId,
};
use crate::domain::record::{Column, Record, Value};
use crate::domain::school::{Device, School, SchoolId};
use crate::domain::standards::Alignment;
use crate::domain::standards::claim::{AlignmentStatus, StandardDays};
use crate::domain::standards::framework::StandardId;
use crate::domain::text;
use crate::store::convert::{each_record, id_list, records};
use crate::store::desk::Desk;
use crate::store::renewals::used::{Purchases, PurchasesToday};
use crate::store::seats::{self, UseMeasure, each};
use crate::store::{Error, chain};

/// Which products are read.
#[derive(Clone, Copy)]
pub(super) enum ProductsWanted<'i> {
    All,
    /// Those of these ids, as SQL takes them.
    These(&'i str),
}

impl ProductsWanted<'_> {
    /// The condition on a field that names the product.
    fn only(self, field: &str) -> String {
        match self {
            ProductsWanted::All => String::new(),
            ProductsWanted::These(_) => {
                format!("WHERE {field} IN (SELECT value FROM json_each(?1))")
            }
        }
    }

    fn args(&self) -> &[&str] {
        match self {
            ProductsWanted::All => &[],
            ProductsWanted::These(ids) => std::slice::from_ref(ids),
        }
    }

    /// The ids that were named.
    fn ids(&self) -> Option<Vec<ProductId>> {
        match self {
            ProductsWanted::All => None,
            ProductsWanted::These(ids) => {
                let ids = ids.trim_matches(['[', ']']).split(',');
                Some(
                    ids.filter_map(|id| id.parse().ok().map(ProductId))
                        .collect(),
                )
            }
        }
    }

    fn records<R: Record>(
        self,
        conn: &Connection,
        field: &str,
        order: &str,
    ) -> Result<Vec<R>, Error> {
        let rest = format!("{} {order}", self.only(field));
        records(conn, &rest, params_from_iter(self.args()))
    }
}

/// By what products are filled in.
pub(super) struct FilledBy<'b> {
    pub(super) desk: &'b Desk,
    pub(super) bought: &'b PurchasesToday,
    pub(super) today: NaiveDate,
    /// Does what a file called verified, without a name, count as it once did?
    pub(super) unnamed: bool,
}

/// Open schools, and products that were merged; no product.
pub(super) fn schools(conn: &Connection) -> Result<SchoolsAndProducts, Error> {
    Ok(SchoolsAndProducts {
        sites: Arc::new(sites(conn)?),
        merged: Arc::new(merged(conn)?),
        ..SchoolsAndProducts::default()
    })
}

/// Puts products in with the jobs that they do, and nothing that is placed of them.
fn jobs_of(
    conn: &Connection,
    placed: &mut SchoolsAndProducts,
    of: ProductsWanted,
    (desk, today, unnamed): (&Desk, NaiveDate, bool),
) -> Result<(), Error> {
    // What the district did not choose.
    let mut provided = HashSet::new();
    let rest = format!("{} ORDER BY id", of.only("id"));
    each_record::<Product>(conn, &rest, params_from_iter(of.args()), |product| {
        if product.provided.is_some() {
            provided.insert(product.id);
        }
        if product.merged_into.is_none() {
            placed.items.insert(product.id, item(&product));
        }
        Ok(())
    })?;
    purposes(conn, of, &provided, placed)?;
    taught(conn, of, placed, (desk, today, unnamed))
}

/// The standards that products were verified to be aligned to.
fn taught(
    conn: &Connection,
    of: ProductsWanted,
    placed: &mut SchoolsAndProducts,
    (desk, today, unnamed): (&Desk, NaiveDate, bool),
) -> Result<(), Error> {
    let aligned = of.records::<Alignment>(conn, "product", "")?;
    let by = aligned_by(conn, &aligned, (desk, today, unnamed))?;
    for (product, taught) in leaves(&aligned, &by, |product| placed.canonical(product)) {
        if let Some(item) = placed.items.get_mut(&product) {
            (item.job.leaves, item.job.joined) = (taught.leaves, taught.joined);
        }
    }
    Ok(())
}

/// Puts all products in with as much of their jobs as decides which can meet.
pub(super) fn jobs_that_meet(
    conn: &Connection,
    placed: &mut SchoolsAndProducts,
    by: (&Desk, NaiveDate, bool),
) -> Result<(), Error> {
    let mut provided = HashSet::new();
    let sql = "SELECT id, ifnull(lms, 0), population, provided IS NOT NULL FROM product
               WHERE merged_into IS NULL";
    let mut ask = conn.prepare_cached(sql)?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let product: ProductId = row.get(0)?;
        if row.get(3)? {
            provided.insert(product);
        }
        let mut item = ProductInUse::default();
        (item.job.product, item.job.lms, item.job.population) = (product, row.get(1)?, row.get(2)?);
        placed.items.insert(product, item);
    }
    purposes(conn, ProductsWanted::All, &provided, placed)?;
    taught(conn, ProductsWanted::All, placed, by)
}

/// Puts products in, with all that is placed of them.
pub(super) fn fill(
    conn: &Connection,
    placed: &mut SchoolsAndProducts,
    of: ProductsWanted,
    by: &FilledBy,
) -> Result<(), Error> {
    let today = by.today;
    jobs_of(conn, placed, of, (by.desk, today, by.unnamed))?;
    owners(conn, of, today, placed)?;
    for test in of.records::<Compatibility>(conn, "product", "")? {
        let product = placed.canonical(test.product);
        if test.result == Runs::Fails
            && let Some(item) = placed.items.get_mut(&product)
        {
            item.fails_on.push(test.device);
        }
    }
    for approval in of.records::<Approval>(conn, "product", "")? {
        let said = !matches!(
            approval.status,
            ApprovalStatus::Discovered | ApprovalStatus::UnderReview
        );
        let holds = approval.until.is_none_or(|until| until >= today);
        let product = placed.canonical(approval.product);
        if let Some(item) = placed.items.get_mut(&product) {
            item.decided |= said && holds;
        }
    }
    training(conn, of, today, placed)?;
    stock(conn, of, (by.bought, today), placed)
}

/// Schools and products as they are called, with nothing that is placed of them.
pub(super) fn known_products(conn: &Connection) -> Result<SchoolsAndProducts, Error> {
    known_where(conn, "WHERE merged_into IS NULL ORDER BY id", &[])
}

/// The same of these products alone.
pub(super) fn known_products_of(
    conn: &Connection,
    products: &[ProductId],
) -> Result<SchoolsAndProducts, Error> {
    let rest = "WHERE id IN (SELECT value FROM json_each(?1)) AND merged_into IS NULL ORDER BY id";
    known_where(conn, rest, &[id_list(products)])
}

fn known_where(
    conn: &Connection,
    rest: &str,
    args: &[String],
) -> Result<SchoolsAndProducts, Error> {
    let mut known = schools(conn)?;
    each_record::<Product>(conn, rest, params_from_iter(args), |product| {
        known.items.insert(product.id, item(&product));
        Ok(())
    })?;
    Ok(known)
}

/// Who buys what today, under the products that stand for what was merged; `only` these, where not all are asked about.
pub(super) fn purchases_today(
    conn: &Connection,
    today: NaiveDate,
    only: Option<&[ProductId]>,
    placed: &SchoolsAndProducts,
) -> Result<PurchasesToday, Error> {
    PurchasesToday::read(conn, today, only, |product| placed.canonical(product))
}

/// By what alignments are read: the standards that they name.
fn aligned_by(
    conn: &Connection,
    aligned: &[Alignment],
    (desk, today, unnamed): (&Desk, NaiveDate, bool),
) -> Result<AlignedBy, Error> {
    let mut by = AlignedBy {
        today,
        recheck: desk.policy.recheck_standards.0,
        unnamed,
        ..AlignedBy::default()
    };
    let verified = |one: &&Alignment| {
        one.status == AlignmentStatus::Verified || (unnamed && one.was_called_verified())
    };
    let items: BTreeSet<StandardId> = aligned
        .iter()
        .filter(verified)
        .filter_map(|one| one.item)
        .collect();
    let sql = "SELECT leaf, ends, changed_at FROM standard WHERE id = ?1";
    let mut ask = conn.prepare_cached(sql)?;
    for item in items {
        let (leaf, ends, changed): (bool, Value, Option<String>) =
            ask.query_row([item], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let days = StandardDays::new(leaf, NaiveDate::from_value(&ends), changed.as_deref());
        by.standards.insert(item, days);
    }
    let sql = "SELECT a.id, b.id FROM relation r JOIN standard a ON a.guid = r.origin
               JOIN standard b ON b.guid = r.destination WHERE r.kind IN ('exact', 'translation')";
    let mut ask = conn.prepare_cached(sql)?;
    let mut pairs = ask.query([])?;
    while let Some(pair) = pairs.next()? {
        let (one, other): (StandardId, StandardId) = (pair.get(0)?, pair.get(1)?);
        for (one, other) in [(one, other), (other, one)] {
            if by.standards.contains_key(&one) && one != other {
                by.same.entry(one).or_default().push(other);
            }
        }
    }
    Ok(by)
}

/// Products that were merged, with what they are now.
pub(super) fn merged(conn: &Connection) -> Result<HashMap<ProductId, ProductId>, Error> {
    let products = records::<Product>(conn, "WHERE merged_into IS NOT NULL", [])?;
    let into: HashMap<ProductId, ProductId> = products
        .iter()
        .filter_map(|p| Some((p.id, p.merged_into?)))
        .collect();
    let last = |id: &ProductId| (*id, chain::end(*id, &into));
    Ok(into.keys().map(last).collect())
}

/// Products that stand for themselves, as they are known.
pub(super) fn known(conn: &Connection) -> Result<Vec<KnownProduct>, Error> {
    let vendors = records::<Vendor>(conn, "", [])?.into_iter();
    let vendors: HashMap<VendorId, String> = vendors.map(|v| (v.id, v.name)).collect();
    let mut aliases: HashMap<ProductId, Vec<Alias>> = HashMap::new();
    for alias in records::<Alias>(conn, "", [])? {
        aliases.entry(alias.product).or_default().push(alias);
    }
    let products = records::<Product>(conn, "WHERE merged_into IS NULL AND archived = 0", [])?;
    let known = products.into_iter().map(|product| {
        let mut known = KnownProduct {
            product: product.id,
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

fn sites(conn: &Connection) -> Result<BTreeMap<SchoolId, SchoolSize>, Error> {
    let mut sites: BTreeMap<SchoolId, SchoolSize> = BTreeMap::new();
    for school in records::<School>(conn, "WHERE open = 1", [])? {
        let site = SchoolSize {
            grades: school.grades,
            students: school.enrollment.unwrap_or(0),
            staff: school.staff.unwrap_or(0),
            devices: Vec::new(),
        };
        sites.insert(school.id, site);
    }
    for device in records::<Device>(conn, "", [])? {
        if let Some(site) = sites.get_mut(&device.school) {
            // One kind of device, and nobody said for how many: for all.
            site.devices
                .push((device.device, device.share.unwrap_or(100)));
        }
    }
    Ok(sites)
}

fn item(product: &Product) -> ProductInUse {
    let subjects = product.subjects.as_deref().unwrap_or_default();
    let subjects = subjects.split([';', ',']).map(text::key);
    ProductInUse {
        job: ProductJob {
            product: product.id,
            functions: Vec::new(),
            lms: product.lms,
            core: product.core == Some(true),
            population: product.population.clone(),
            subjects: subjects.filter(|subject| !subject.is_empty()).collect(),
            active: 0,
            free_at: Vec::new(),
            leaves: Vec::new(),
            joined: Vec::new(),
        },
        grades: product.grades,
        ..ProductInUse::default()
    }
}

/// The functions that one product a school should serve; none of what the district did not choose.
fn purposes(
    conn: &Connection,
    of: ProductsWanted,
    provided: &HashSet<ProductId>,
    placed: &mut SchoolsAndProducts,
) -> Result<(), Error> {
    let broad: HashSet<FunctionId> = records::<Function>(conn, "WHERE broad = 1", [])?
        .into_iter()
        .map(|function| function.id)
        .collect();
    let only = of.only("product");
    let sql = format!("SELECT product, function FROM purpose {only} ORDER BY function");
    let mut ask = conn.prepare_cached(&sql)?;
    let mut rows = ask.query(params_from_iter(of.args()))?;
    while let Some(row) = rows.next()? {
        let (product, function): (ProductId, FunctionId) = (row.get(0)?, row.get(1)?);
        let product = placed.canonical(product);
        if broad.contains(&function) || provided.contains(&product) {
            continue;
        }
        if let Some(item) = placed.items.get_mut(&product)
            && !item.job.functions.contains(&function)
        {
            item.job.functions.push(function);
        }
    }
    Ok(())
}

fn owners(
    conn: &Connection,
    of: ProductsWanted,
    today: NaiveDate,
    placed: &mut SchoolsAndProducts,
) -> Result<(), Error> {
    let here: HashSet<PersonId> = records::<Person>(conn, "", [])?
        .into_iter()
        .filter(|p| !p.has_left(today))
        .map(|p| p.id)
        .collect();
    let mut held: HashMap<ProductId, HashSet<OwnerRole>> = HashMap::new();
    for owner in of.records::<Owner>(conn, "product", "")? {
        let somebody = here.contains(&owner.person)
            || owner.deputy.is_some_and(|deputy| here.contains(&deputy));
        let now = owner.since.is_none_or(|day| day <= today)
            && owner.until.is_none_or(|day| day >= today);
        if somebody && now {
            held.entry(placed.canonical(owner.product))
                .or_default()
                .insert(owner.role);
        }
    }
    for (product, roles) in held {
        if let Some(item) = placed.items.get_mut(&product) {
            item.owned = NEEDED.iter().all(|role| roles.contains(role));
        }
    }
    Ok(())
}

fn training(
    conn: &Connection,
    of: ProductsWanted,
    today: NaiveDate,
    placed: &mut SchoolsAndProducts,
) -> Result<(), Error> {
    for training in of.records::<Training>(conn, "product", "")? {
        let product = placed.canonical(training.product);
        if let Some(item) = placed.items.get_mut(&product) {
            let (target, trained) = item.trained.entry(training.school).or_default();
            *target += training.target.unwrap_or(0);
            *trained += training.trained_by(today);
        }
    }
    Ok(())
}

/// What schools have of each purchase: seats, who uses it, who ever did, and the most at once.
pub(super) fn stock(
    conn: &Connection,
    of: ProductsWanted,
    (bought, today): (&PurchasesToday, NaiveDate),
    placed: &mut SchoolsAndProducts,
) -> Result<(), Error> {
    seats_and_use(conn, of, (bought, today), placed)?;
    activated(conn, of, (bought, today), placed)?;
    let ids = of.ids();
    let peaks = |product, stock: crate::domain::seats::SeatsOnRecord| {
        let product = placed.canonical(product);
        if let Some(item) = placed.items.get_mut(&product) {
            let counted = stock.counted.into_iter();
            item.peak
                .extend(counted.map(|(school, count)| (school, count.used)));
        }
    };
    each(
        conn,
        everywhere(ids.as_deref()),
        UseMeasure::Peak,
        today,
        peaks,
    )
}

/// What a school has of a purchase; made where nothing is known of it yet.
fn held_at(
    placed: &mut SchoolsAndProducts,
    key: (ProductId, Option<SchoolId>),
    school: SchoolId,
) -> &mut StockAtSchool {
    let held = placed.stock.entry(key).or_default();
    let at = held.binary_search_by_key(&school, |stock| stock.school);
    let at = at.unwrap_or_else(|at| {
        let none = StockAtSchool {
            school,
            seats: None,
            used: None,
            activated: None,
        };
        held.insert(at, none);
        at
    });
    &mut held[at]
}

fn add(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    more.map_or(sum, |more| Some(sum.unwrap_or(0) + more))
}

/// These products at every school.
fn everywhere(products: Option<&[ProductId]>) -> seats::SeatsWanted<'_> {
    seats::SeatsWanted {
        products,
        school: None,
    }
}

/// What schools have of each purchase of these, by a measure of use.
fn purchased(
    conn: &Connection,
    of: ProductsWanted,
    (bought, measure, today): (&PurchasesToday, UseMeasure, NaiveDate),
    placed: &SchoolsAndProducts,
) -> Result<Purchases, Error> {
    let ids = of.ids();
    let one = |product| placed.canonical(product);
    bought.purchases(conn, everywhere(ids.as_deref()), (measure, today), one)
}

/// Seats, and who uses it.
pub(super) fn seats_and_use(
    conn: &Connection,
    of: ProductsWanted,
    (bought, today): (&PurchasesToday, NaiveDate),
    placed: &mut SchoolsAndProducts,
) -> Result<(), Error> {
    let purchases = purchased(conn, of, (bought, UseMeasure::Active, today), placed)?;
    let mut people: HashMap<ProductId, (i64, Option<i64>)> = HashMap::new();
    for ((product, buyer), purchase) in purchases {
        let (sum, whole) = people.entry(product).or_default();
        *sum += purchase.places.iter().filter_map(|p| p.used).sum::<i64>();
        *whole = (*whole).max(purchase.whole);
        let product = placed.canonical(product);
        for place in purchase.places {
            let held = held_at(placed, (product, buyer), place.school);
            held.seats = add(held.seats, place.allotted);
            held.used = add(held.used, place.used);
        }
        if let Some(whole) = purchase.whole {
            *placed.whole.entry((product, buyer)).or_default() += whole;
        }
    }
    for (product, (sum, whole)) in people {
        let product = placed.canonical(product);
        if let Some(item) = placed.items.get_mut(&product) {
            item.job.active += whole.unwrap_or(sum);
        }
    }
    Ok(())
}

/// Who ever used it.
pub(super) fn activated(
    conn: &Connection,
    of: ProductsWanted,
    (bought, today): (&PurchasesToday, NaiveDate),
    placed: &mut SchoolsAndProducts,
) -> Result<(), Error> {
    let purchases = purchased(conn, of, (bought, UseMeasure::Activated, today), placed)?;
    for ((product, buyer), purchase) in purchases {
        let product = placed.canonical(product);
        for place in purchase.places {
            let held = held_at(placed, (product, buyer), place.school);
            held.activated = add(held.activated, place.used);
        }
        if let Some(whole) = purchase.whole {
            let active = placed.whole.entry((product, buyer)).or_default();
            *active = whole.max(*active);
        }
    }
    Ok(())
}

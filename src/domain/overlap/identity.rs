//! Two records that look like one product (O5): the same number, name or address, an edition's word after
//! the same name, or nearly the same letters, of the same vendor. It only points; a person merges.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Overlap, OverlapKind, ProposedKeeper, fingerprint};
use crate::domain::money::Cents;
use crate::domain::product::{ProductId, VendorId, with_edition};
use crate::domain::record::words;
use crate::domain::text::{fold, key};

/// Names at least this alike are one name misspelled.
const NEARLY: f64 = 0.92;

/// What a product's name says about edition, buyers or licence, and not about which product it is.
#[rustfmt::skip]
const EDITION: &[&str] = &[
    "academic", "addon", "app", "apps", "basic", "beta", "bundle", "campus", "classic", "deluxe",
    "district", "districts", "edition", "edu", "education", "educational", "enterprise", "extension",
    "free", "legacy", "licence", "license", "lite", "network", "online", "package", "perpetual", "plan",
    "plus", "premium", "pro", "professional", "school", "schools", "software", "standard", "student",
    "students", "subscription", "teacher", "teachers", "trial", "version", "web",
];

/// What a vendor's name says about its legal form or its business, and not about who it is.
#[rustfmt::skip]
const FORM: &[&str] = &[
    "ab", "as", "bv", "co", "company", "corp", "corporation", "edu", "education", "gmbh", "inc",
    "incorporated", "limited", "llc", "lp", "ltd", "plc", "pty", "sa", "the", "us", "usa",
];

/// A product as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownProduct {
    /// The id of the product's record.
    pub product: ProductId,
    /// As it is recorded, without its edition.
    pub name: String,
    /// The edition, where one is said apart from the name.
    pub edition: Option<String>,
    /// The vendor's name.
    pub vendor: Option<String>,
    /// Its web addresses, and hosts.
    pub addresses: Vec<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Numbers others know it by, each with its kind: `extension kbfn…`.
    pub ids: Vec<String>,
}

words! {
    /// What makes two records look like one product.
    Sign {
        /// Both have the same number elsewhere.
        SameNumber = "same number",
        /// Both are called the same.
        SameName = "same name",
        /// An edition's word is all that differs.
        SameButEdition = "same but for the edition",
        /// Both are at the same address.
        SameAddress = "same address",
        /// One is in a store by the other's name.
        InStore = "in a store by that name",
        /// The names are nearly the same.
        NearlySame = "nearly the same name",
    }
}

impl Sign {
    /// As a sentence says it: "two records that look like one product: …".
    pub fn means(self) -> &'static str {
        match self {
            Sign::SameNumber => "both have the same number in a store or catalogue",
            Sign::SameName => "both are called the same",
            Sign::SameButEdition => "only the edition in the name differs",
            Sign::SameAddress => "both are at the same address",
            Sign::InStore => "one is in a store under the other's name",
            Sign::NearlySame => "the names are nearly the same",
        }
    }
}

/// A record with what is compared.
struct ComparedProduct {
    product: ProductId,
    name: String,
    edition: Option<String>,
    vendor: Option<String>,
    names: BTreeSet<String>,
    cores: BTreeSet<String>,
    numbers: Vec<String>,
    pages: BTreeSet<(String, String)>,
    ids: BTreeSet<String>,
}

impl ComparedProduct {
    fn of(record: &KnownProduct) -> ComparedProduct {
        let full = with_edition(&record.name, record.edition.as_deref());
        let vendor = record.vendor.as_deref().map(vendor_key);
        let all =
            || std::iter::once(full.as_str()).chain(record.aliases.iter().map(String::as_str));
        let mut cores = BTreeSet::new();
        for name in all() {
            let words = core(&words_of(name));
            cores.insert(words.concat());
            // `Google Classroom` and `Classroom` of Google are one.
            if words.len() > 1 && vendor.as_deref() == Some(words[0].as_str()) {
                cores.insert(words[1..].concat());
            }
        }
        cores.retain(|core| core.chars().count() > 2);
        ComparedProduct {
            product: record.product,
            name: key(&full),
            edition: record.edition.as_deref().map(key),
            names: all().map(key).filter(|name| !name.is_empty()).collect(),
            cores,
            numbers: numbers(&full),
            pages: record.addresses.iter().filter_map(|a| page(a)).collect(),
            ids: record.ids.iter().cloned().collect(),
            vendor: vendor.filter(|vendor| !vendor.is_empty()),
        }
    }

    /// Editions said apart are apart on purpose.
    fn apart(&self, other: &ComparedProduct) -> bool {
        matches!((&self.edition, &other.edition), (Some(a), Some(b)) if a != b)
    }

    /// Do both names have a number, and not the same?
    fn numbered_apart(&self, other: &ComparedProduct) -> bool {
        !self.numbers.is_empty() && !other.numbers.is_empty() && self.numbers != other.numbers
    }

    fn of_other_vendor(&self, other: &ComparedProduct) -> bool {
        matches!((&self.vendor, &other.vendor), (Some(a), Some(b)) if a != b)
    }

    fn of_same_vendor(&self, other: &ComparedProduct) -> bool {
        self.vendor.is_some() && self.vendor == other.vendor
    }

    fn hosts(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(|(host, _)| host.as_str())
    }

    fn shares_host(&self, other: &ComparedProduct) -> bool {
        self.hosts()
            .any(|mine| other.hosts().any(|theirs| theirs == mine))
    }
}

/// Pairs of records that look like one product, the lower id first, each with the first sign of it.
pub fn alike(records: &[KnownProduct]) -> BTreeMap<(ProductId, ProductId), Sign> {
    let mut known: Vec<ComparedProduct> = records.iter().map(ComparedProduct::of).collect();
    known.sort_by_key(|one| one.product);
    let hosts = Hosts::of(&known);
    let mut found = Alike::default();
    found.by(&known, |one| one.ids.iter(), |_, _| Some(Sign::SameNumber));
    found.by(
        &known,
        |one| one.names.iter(),
        |a, b| {
            // What two vendors both called something once says little of what it is called now.
            let now = a.names.contains(&b.name) || b.names.contains(&a.name);
            (now || !a.of_other_vendor(b)).then_some(Sign::SameName)
        },
    );
    found.by(
        &known,
        |one| one.cores.iter(),
        |a, b| {
            let same = !a.of_other_vendor(b) || a.shares_host(b);
            (same && !a.numbered_apart(b)).then_some(Sign::SameButEdition)
        },
    );
    found.by(
        &known,
        |one| one.pages.iter(),
        |a, b| {
            let shared = a.pages.intersection(&b.pages);
            let own = shared.filter(|page| hosts.are_of_a_product(page)).count() > 0;
            own.then_some(Sign::SameAddress)
        },
    );
    found.by(
        &known,
        |one| one.vendor.iter(),
        |a, b| {
            if hosts.is_in_store(a, b) || hosts.is_in_store(b, a) {
                return Some(Sign::InStore);
            }
            nearly(a, b).then_some(Sign::NearlySame)
        },
    );
    found.0
}

#[derive(Default)]
struct Alike(BTreeMap<(ProductId, ProductId), Sign>);

impl Alike {
    /// Looks at those that have something in common.
    fn by<'k, T, I>(
        &mut self,
        known: &'k [ComparedProduct],
        said: impl Fn(&'k ComparedProduct) -> I,
        judge: impl Fn(&ComparedProduct, &ComparedProduct) -> Option<Sign>,
    ) where
        T: std::hash::Hash + Eq + 'k,
        I: Iterator<Item = &'k T>,
    {
        let mut groups: HashMap<&T, Vec<&ComparedProduct>> = HashMap::new();
        for one in known {
            for word in said(one) {
                groups.entry(word).or_default().push(one);
            }
        }
        for group in groups.into_values() {
            for (at, a) in group.iter().enumerate() {
                for b in &group[at + 1..] {
                    let pair = (a.product, b.product);
                    if self.0.contains_key(&pair) || a.apart(b) {
                        continue;
                    }
                    if let Some(sign) = judge(a, b) {
                        self.0.insert(pair, sign);
                    }
                }
            }
        }
    }
}

/// How many records and vendors are at each host.
struct Hosts<'k> {
    vendors: HashMap<&'k str, BTreeSet<&'k str>>,
    records: HashMap<&'k str, usize>,
}

impl<'k> Hosts<'k> {
    fn of(known: &'k [ComparedProduct]) -> Hosts<'k> {
        let mut hosts = Hosts {
            vendors: HashMap::new(),
            records: HashMap::new(),
        };
        for one in known {
            let at: BTreeSet<&str> = one.hosts().collect();
            for host in at {
                *hosts.records.entry(host).or_default() += 1;
                let vendors = hosts.vendors.entry(host).or_default();
                vendors.extend(one.vendor.as_deref());
            }
        }
        hosts
    }

    /// A host of several vendors is a store, and one with many records is a vendor's own.
    fn are_of_a_product(&self, (host, _): &(String, String)) -> bool {
        self.records.get(host.as_str()) == Some(&2) && !self.is_store(host)
    }

    fn is_store(&self, host: &str) -> bool {
        self.vendors
            .get(host)
            .is_some_and(|vendors| vendors.len() > 1)
    }

    /// Is the one an app in a store, and does its name begin with the other's?
    fn is_in_store(&self, one: &ComparedProduct, other: &ComparedProduct) -> bool {
        let in_store = one.hosts().count() > 0 && one.hosts().all(|host| self.is_store(host));
        let at_home = other.hosts().any(|host| !self.is_store(host));
        let begins = |name: &String| {
            other
                .names
                .iter()
                .any(|home| name.starts_with(home.as_str()))
        };
        in_store && at_home && one.names.iter().any(begins)
    }
}

/// Nearly the same letters and the same digits. Counted by slips, since a shared beginning is what the
/// products of one vendor have and no sign of a slip.
fn nearly(a: &ComparedProduct, b: &ComparedProduct) -> bool {
    a.of_same_vendor(b)
        && a.numbers == b.numbers
        && a.names.iter().any(|x| b.names.iter().any(|y| close(x, y)))
}

fn close(x: &str, y: &str) -> bool {
    let long = x.chars().count().max(y.chars().count());
    let slips = ((1.0 - NEARLY) * long as f64) as usize;
    let same =
        |pairs: &mut dyn Iterator<Item = (char, char)>| pairs.take_while(|(a, b)| a == b).count();
    // Cheap to see: one slip leaves all but two letters in place, from the front or from the back.
    let front = same(&mut x.chars().zip(y.chars()));
    let back = same(&mut x.chars().rev().zip(y.chars().rev()));
    let hopeless = slips == 0 || (slips == 1 && front + back + 2 < long);
    !hopeless && strsim::normalized_damerau_levenshtein(x, y) >= NEARLY
}

/// Pairs of vendors that look like one: the same name but for the legal form, or nearly.
pub fn vendors_alike(vendors: &[(VendorId, String)]) -> BTreeSet<(VendorId, VendorId)> {
    let mut keyed: Vec<(String, VendorId)> = vendors
        .iter()
        .map(|(id, name)| (vendor_key(name), *id))
        .collect();
    keyed.sort();
    let mut found = BTreeSet::new();
    for group in keyed.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, a)) in group.iter().enumerate() {
            let later = group[at + 1..].iter();
            found.extend(later.map(|(_, b)| (*a.min(b), *a.max(b))));
        }
    }
    found
}

/// A vendor's name without its legal form.
pub fn vendor_key(name: &str) -> String {
    let mut words = words_of(name);
    while words.len() > 1 && words.last().is_some_and(|w| FORM.contains(&w.as_str())) {
        words.pop();
    }
    words.concat()
}

fn words_of(name: &str) -> Vec<String> {
    let folded = fold(name).replace('\'', "");
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words without those that tell the edition, the buyers or the version.
fn core(words: &[String]) -> Vec<String> {
    let buyers = words.iter().skip(1).position(|word| word == "for");
    let mut words = words[..buyers.map_or(words.len(), |at| at + 1)].to_vec();
    let says_nothing = |word: &String| EDITION.contains(&word.as_str()) || is_version(word);
    while words.len() > 1 && words.last().is_some_and(says_nothing) {
        words.pop();
    }
    words
}

/// `2026`, `v5`, `x9`.
fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix(|c: char| c.is_ascii_lowercase());
    let digits = digits.unwrap_or(word);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The numbers in a name, in order.
fn numbers(name: &str) -> Vec<String> {
    let numbers = name.split(|c: char| !c.is_ascii_digit());
    numbers
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Where an address leads: its host without `www.`, and the page there. Doors such as `/login` lead to
/// the whole.
pub(in crate::domain) fn page(address: &str) -> Option<(String, String)> {
    const DOORS: &[&str] = &[
        "",
        "home",
        "index",
        "index.htm",
        "index.html",
        "index.php",
        "login",
    ];
    let address = address.trim().to_lowercase();
    let rest = address
        .split_once("://")
        .map_or(&*address, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(':').next().unwrap_or(host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path: Vec<&str> = path
        .split('/')
        .filter(|part| !DOORS.contains(part))
        .collect();
    host.contains('.')
        .then(|| (host.to_owned(), path.join("/")))
}

/// The alert about a pair: at no dollars, but for those that would show were the two one.
pub(super) fn overlap(
    (a, b): (ProductId, ProductId),
    sign: Sign,
    keeper: ProductId,
    masked: Cents,
) -> Overlap {
    let products = vec![a, b];
    Overlap {
        kind: OverlapKind::Identity,
        fingerprint: fingerprint(OverlapKind::Identity, &products, &[]),
        products,
        schools: Arc::default(),
        at_stake: Cents(0),
        savings: (Cents(0), Cents(0)),
        masked,
        sign: Some(sign),
        members: Vec::new(),
        keeper: Some(ProposedKeeper::Product(keeper)),
        function: None,
        act_by: None,
    }
}

#[cfg(test)]
mod tests;

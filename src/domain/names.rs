//! Every name the office knows, so that a word in a file can be matched to a record.
//! The store fills it once; the importer asks it row by row. Matching is exact on the folded
//! name (`text::key`), through aliases and former names; likeness is only reported, never acted on.

mod registry;
mod schools;

pub use registry::{Registry, is_rounded, same_digits};
pub use schools::{SchoolWords, school_key};

use crate::domain::contract::ContractId;
use crate::domain::person::PersonId;
use crate::domain::refusal::Refusal;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::product::{Alias, FunctionId, Product, ProductId, Vendor, VendorId};
use super::put::{Given, Put};
use super::record::{Kind, Record, Value};
use super::renewal::fiscal::FiscalYears;
use super::request::{Request, RequestId, Requester, RequesterId};
use super::school::{School, SchoolId};
use super::text::{fold, key};
use super::word::RememberedWords;

/// What a name turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match<I> {
    /// Exactly one record.
    One(I),
    /// Nobody has this name.
    None,
    /// More than one record has it; the count.
    Several(usize),
}

/// Names of one noun, each with the records that bear it: folded, and as they are spelled.
#[derive(Debug, Clone)]
pub struct Index<I> {
    folded: HashMap<String, Vec<I>>,
    spelled: HashMap<String, Vec<I>>,
}

impl<I> Default for Index<I> {
    fn default() -> Index<I> {
        Index {
            folded: HashMap::new(),
            spelled: HashMap::new(),
        }
    }
}

impl<I: Copy + Eq> Index<I> {
    /// Enters a name.
    pub fn add(&mut self, name: &str, id: I) {
        let key = key(name);
        if key.is_empty() {
            return;
        }
        let spelled = self.spelled.entry(name.to_owned()).or_default();
        for ids in [self.folded.entry(key).or_default(), spelled] {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }

    /// Who bears this name.
    pub fn find(&self, name: &str) -> Match<I> {
        match self.all(name) {
            [] => Match::None,
            [one] => Match::One(*one),
            several => Match::Several(several.len()),
        }
    }

    /// A name of this record, as it is spelled.
    pub fn name_of(&self, id: I) -> Option<&str> {
        let mut names = self.spelled.iter().filter(|(_, ids)| ids.contains(&id));
        names.next().map(|(name, _)| name.as_str())
    }

    /// Everyone who bears this name; of several, those who spell it so where there are any.
    pub fn all(&self, name: &str) -> &[I] {
        let folded = self.folded.get(&key(name)).map_or(&[][..], Vec::as_slice);
        match self.spelled.get(name.trim()) {
            Some(spelled) if folded.len() > 1 && !spelled.is_empty() => spelled,
            _ => folded,
        }
    }
}

/// What is said of an alias that is a name of another product.
pub fn names_another(alias: &str, other: &str) -> Refusal {
    Refusal::from(format!("`{alias}` is a name of {other} already")).then(
        "; ",
        "leave it out here, or make the two one with: hallpass overlap merge",
    )
}

/// A contract as the importer recognises it when a file gives no number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContractKey {
    /// The product of its line.
    pub product: ProductId,
    /// The school that bought it, if not the district.
    pub buyer: Option<SchoolId>,
    /// The first day, as `YYYY-MM-DD`, where known.
    pub term_start: Option<String>,
    /// The last covered day, as it is stored: `2026-06-30`.
    pub term_end: String,
    /// The purchase order, as [`number_key`] folds it.
    pub po: Option<String>,
}

/// What was bought by whom until when: all that two keys of one contract have alike, whatever is known beside that.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PurchaseKey {
    product: ProductId,
    buyer: Option<SchoolId>,
    term_end: String,
}

/// A contract of the office with one of its lines, as both stand.
#[derive(Debug, Clone)]
pub struct Covering {
    /// The id of the contract's record.
    pub contract: ContractId,
    /// It, the line, and what the line's money comes from and who bears it.
    pub records: Vec<(Kind, Vec<Value>)>,
}

impl ContractKey {
    /// What it has alike with every other that may be the same contract.
    pub fn purchase(&self) -> PurchaseKey {
        PurchaseKey {
            product: self.product,
            buyer: self.buyer,
            term_end: self.term_end.clone(),
        }
    }

    /// May it be the same contract, where one of the two says nothing of its first day or of its purchase order?
    pub fn may_be(&self, other: &ContractKey) -> bool {
        let fits = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        (self.product, self.buyer, &self.term_end) == (other.product, other.buyer, &other.term_end)
            && fits(&self.term_start, &other.term_start)
            && fits(&self.po, &other.po)
    }
}

impl Covering {
    /// Does this put say something else of one of its records than what is known of it?
    pub fn contradicts(&self, put: &Put) -> bool {
        let differs = |values: &[Value], (field, given): &(&str, Given)| {
            let known = put.kind.position(field).map(|at| &values[at]);
            match (given, known) {
                _ if *field == "po" => false,
                (Given::Value(given), Some(known)) => *known != Value::Null && known != given,
                _ => true,
            }
        };
        let mut alike = self.records.iter().filter(|(kind, _)| *kind == put.kind);
        let told = alike.clone().next().is_some();
        told && alike.all(|(_, values)| put.fields.iter().any(|one| differs(values, one)))
    }

    /// Does one of its records say all that this put does, but for how a purchase order is written?
    pub fn says(&self, put: &Put) -> bool {
        let holds = |values: &[Value], field: &str, given: &Given| match given {
            _ if field == "po" => true,
            Given::Value(value) => put.kind.position(field).map(|at| &values[at]) == Some(value),
            Given::Made(_) => false,
        };
        let mut alike = self.records.iter().filter(|(kind, _)| *kind == put.kind);
        alike.any(|(_, values)| {
            put.fields
                .iter()
                .all(|(field, given)| holds(values, field, given))
        })
    }
}

/// The number of a contract or a purchase order without what differs only in writing: case, spaces and
/// dashes. `PO 4471` and `po-4471` are one. One that is nothing else keeps its signs.
pub fn number_key(number: &str) -> String {
    let folded = fold(number);
    let told = |c: &char| !c.is_whitespace() && *c != '-';
    let key: String = folded.chars().filter(told).collect();
    if key.is_empty() { folded } else { key }
}

/// Contracts by number, however it is typed.
#[derive(Debug, Clone, Default)]
pub struct ContractNumbers {
    folded: HashMap<String, Vec<ContractId>>,
    spelled: HashMap<ContractId, String>,
}

impl ContractNumbers {
    /// Enters a number.
    pub fn add(&mut self, number: &str, id: ContractId) {
        self.folded.entry(number_key(number)).or_default().push(id);
        self.spelled.insert(id, number.to_owned());
    }

    /// The contract of this number; of several whose numbers differ only in writing, the one that is
    /// written so.
    pub fn find(&self, number: &str) -> Match<ContractId> {
        let all = self.folded.get(&number_key(number));
        let all = all.map_or(&[][..], Vec::as_slice);
        let written = |id: &&ContractId| self.written(**id) == Some(number);
        match (all, all.iter().find(written)) {
            ([], _) => Match::None,
            ([one], _) | (_, Some(one)) => Match::One(*one),
            (several, None) => Match::Several(several.len()),
        }
    }

    /// How the number of a contract is written here.
    pub fn written(&self, id: ContractId) -> Option<&str> {
        self.spelled.get(&id).map(String::as_str)
    }
}

/// One person's ask as the importer recognises it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AskKey {
    /// The id of what is asked for.
    pub product: ProductId,
    /// The school, if it is not for the whole district.
    pub school: Option<SchoolId>,
    /// Who asked, spelling forgiven.
    pub who: Option<String>,
    /// Where nobody is named: why.
    pub why: Option<String>,
    /// The local date of the ask; none where nobody said.
    pub asked_on: Option<NaiveDate>,
}

impl AskKey {
    /// The key of an ask by this person, or by somebody unnamed for this reason.
    pub fn new(
        product: ProductId,
        school: Option<SchoolId>,
        name: Option<&str>,
        reason: Option<&str>,
        asked_on: Option<NaiveDate>,
    ) -> AskKey {
        AskKey {
            product,
            school,
            who: name.map(key),
            why: reason.filter(|_| name.is_none()).map(str::to_owned),
            asked_on,
        }
    }
}

/// An ask that is known already.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The id of its record.
    pub id: RequesterId,
    /// The id of the request it is part of.
    pub request: RequestId,
    /// As it stands; nothing of one that is still to be made.
    pub values: Vec<Value>,
}

impl Ask {
    /// Does it say all of this?
    pub fn says(&self, fields: &[(&'static str, Given)]) -> bool {
        fields.iter().all(|(field, given)| {
            let at = Kind::Requester.position(field);
            matches!(given, Given::Value(value) if at.and_then(|at| self.values.get(at)) == Some(value))
        })
    }
}

/// What the office knows of requests.
#[derive(Debug, Clone, Default)]
pub struct KnownRequests {
    /// Asks by who asked for what.
    pub asks: HashMap<AskKey, Vec<Ask>>,
    /// The open requests of each product that has one.
    pub open: HashMap<ProductId, Vec<RequestId>>,
    /// What each request is called: `R-418`.
    pub numbers: HashMap<RequestId, String>,
    /// The highest `R-n` given so far.
    pub last_number: i64,
    /// The newest edition of each checklist: technical, curricular.
    pub editions: (i64, i64),
    /// What is said of products already: product and field.
    pub facts: HashSet<(ProductId, &'static str)>,
}

impl KnownRequests {
    /// Enters a request.
    pub fn add_request(&mut self, request: &Request) {
        if request.state.is_open() {
            let open = self.open.entry(request.product).or_default();
            open.push(request.id);
        }
        self.numbers.insert(request.id, request.number.clone());
    }

    /// Enters an ask.
    pub fn add_ask(&mut self, ask: &Requester) {
        let key = AskKey::new(
            ask.product,
            ask.school,
            ask.name.as_deref(),
            ask.reason.as_deref(),
            ask.asked_on,
        );
        self.asks.entry(key).or_default().push(Ask {
            id: ask.id,
            request: ask.request,
            values: ask.values(),
        });
    }
}

/// Every name by which a file or a person may mean a record, as the office file had them when it was read.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Products by name in full, with the edition where they have one.
    pub products: Index<ProductId>,
    /// Products that have an edition, by their name without it.
    pub bare: Index<ProductId>,
    /// Products by alias and former name.
    pub aliases: Index<ProductId>,
    /// Products by number in the outside catalogue.
    pub product_registry: Registry<ProductId>,
    /// The vendor of each product that has one.
    pub product_vendor: HashMap<ProductId, VendorId>,
    /// Vendors by name and former name.
    pub vendors: Index<VendorId>,
    /// Functions by name.
    pub functions: Index<FunctionId>,
    /// Schools by name.
    pub schools: Index<SchoolId>,
    /// Schools by their district code: `LIN`.
    pub school_codes: Index<SchoolId>,
    /// Schools by number in the outside directory.
    pub school_registry: Registry<SchoolId>,
    /// Schools by what their names say in other words.
    pub school_words: SchoolWords,
    /// The name and the code of each school.
    pub school_called: HashMap<SchoolId, (String, String)>,
    /// People by login, name or e-mail.
    pub people: Index<PersonId>,
    /// People by login, as it is written.
    pub logins: HashMap<String, PersonId>,
    /// Contracts by the number that they are spoken of by.
    pub contracts: ContractNumbers,
    /// Contracts by what they are about, oldest first.
    pub contract_keys: HashMap<ContractKey, Vec<Covering>>,
    /// Contracts by their purchase order, as [`number_key`] folds it.
    pub pos: HashMap<String, Vec<ContractId>>,
    /// The highest `C-n` given so far.
    pub last_contract: i64,
    /// Who asked for which product on which day, so that a row about the same is not a second ask.
    pub asked: KnownRequests,
    /// What the district's own words mean.
    pub words: RememberedWords,
    /// When the district's fiscal years begin.
    pub fiscal_years: FiscalYears,
}

impl Names {
    /// Enters a product.
    pub fn add_product(&mut self, product: &Product) {
        let id = product.id;
        if let Some(edition) = &product.edition {
            self.products
                .add(&format!("{} {edition}", product.name), id);
            self.bare.add(&product.name, id);
        } else {
            self.products.add(&product.name, id);
        }
        if let Some(number) = &product.registry_id {
            self.product_registry.add(number, id);
        }
        if let Some(vendor) = product.vendor {
            self.product_vendor.insert(id, vendor);
        }
        let facts = [
            ("url", product.url.is_some()),
            ("data", product.data.is_some()),
            ("instructional", product.instructional.is_some()),
        ];
        let said = facts.into_iter().filter(|(_, said)| *said);
        self.asked.facts.extend(said.map(|(field, _)| (id, field)));
    }

    /// Enters another name of a product.
    pub fn add_alias(&mut self, alias: &Alias) {
        self.aliases.add(&alias.alias, alias.product);
    }

    /// Enters a vendor.
    pub fn add_vendor(&mut self, vendor: &Vendor) {
        self.vendors.add(&vendor.name, vendor.id);
        for former in &vendor.former_names.0 {
            self.vendors.add(former, vendor.id);
        }
    }

    /// Enters a school.
    pub fn add_school(&mut self, school: &School) {
        let id = school.id;
        self.schools.add(&school.name, id);
        self.school_codes.add(&school.code, id);
        self.school_words.add(&school.name, id);
        let called = (school.name.clone(), school.code.clone());
        self.school_called.insert(id, called);
        if let Some(number) = &school.registry_id {
            self.school_registry.add(number, id);
        }
    }

    /// The product of this name in full, else without its edition, else by another name; where several
    /// bear it, the vendor may decide.
    pub fn product(&self, name: &str, vendor: Option<VendorId>) -> Match<ProductId> {
        match self.meant(name) {
            [] => Match::None,
            [one] => Match::One(*one),
            several => {
                let of_vendor: Vec<ProductId> = several
                    .iter()
                    .copied()
                    .filter(|id| vendor.is_some() && self.product_vendor.get(id).copied() == vendor)
                    .collect();
                if let [one] = of_vendor[..] {
                    Match::One(one)
                } else {
                    Match::Several(several.len())
                }
            }
        }
    }

    /// The products that a name means: by their name in full, else without the edition, else by another name.
    fn meant(&self, name: &str) -> &[ProductId] {
        let indexes = [&self.products, &self.bare, &self.aliases];
        let mut found = indexes.iter().map(|index| index.all(name));
        found.find(|ids| !ids.is_empty()).unwrap_or_default()
    }

    /// A product other than this one that has this name in any way, where this one has not.
    pub fn other_product(&self, name: &str, than: ProductId) -> Option<ProductId> {
        let indexes = [&self.products, &self.bare, &self.aliases];
        let mut bearers = indexes.iter().flat_map(|index| index.all(name));
        if bearers.clone().any(|id| *id == than) {
            return None;
        }
        bearers.next().copied()
    }

    /// The products that a name means, where it means several, each with its vendor.
    pub fn products_called(&self, name: &str) -> Vec<String> {
        let said = self.meant(name).iter().map(|id| {
            let called = self.products.name_of(*id).unwrap_or(name);
            let vendor = self.product_vendor.get(id);
            match vendor.and_then(|vendor| self.vendors.name_of(*vendor)) {
                Some(vendor) => format!("{called} of {vendor}"),
                None => format!("{called} without a vendor"),
            }
        });
        said.collect()
    }

    /// The vendors that a name means, each by a name of its own.
    pub fn vendors_called(&self, name: &str) -> Vec<String> {
        let ids = self.vendors.all(name).iter();
        let others = ids.map(|id| {
            let names = self.vendors.spelled.iter();
            let mut names = names.filter(|(_, ids)| ids[..] == [*id]);
            names
                .next()
                .map_or(name, |(name, _)| name.as_str())
                .to_owned()
        });
        others.collect()
    }

    /// The logins of those whom a name means.
    pub fn logins_of(&self, name: &str) -> Vec<String> {
        let ids = self.people.all(name);
        let mut logins: Vec<&String> = self
            .logins
            .iter()
            .filter(|(_, id)| ids.contains(id))
            .map(|(login, _)| login)
            .collect();
        logins.sort();
        logins.into_iter().cloned().collect()
    }

    /// The school of this code, name or directory number.
    pub fn school(&self, name: &str) -> Match<SchoolId> {
        if let Some(id) = self.school_registry.get(name.trim()) {
            return Match::One(id);
        }
        match self.school_codes.find(name) {
            Match::None => self.schools.find(name),
            found => found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_forgiven_case_spaces_and_dashes_and_nothing_else() {
        let mut numbers = ContractNumbers::default();
        for (number, id) in [("PO-4471", 1), ("C-10", 2), ("X-1", 3), ("x1", 4)] {
            numbers.add(number, ContractId(id));
        }
        for (typed, found) in [
            ("po-4471", Match::One(ContractId(1))),
            ("PO 4471", Match::One(ContractId(1))),
            ("po\u{2013}4471", Match::One(ContractId(1))),
            ("PO/4471", Match::None),
            ("PO-4472", Match::None),
            ("c10", Match::One(ContractId(2))),
            ("x1", Match::One(ContractId(4))),
            ("X 1", Match::Several(2)),
        ] {
            assert_eq!(numbers.find(typed), found, "{typed}");
        }
        assert_ne!(number_key("-"), number_key(""));
    }

    #[test]
    fn a_name_is_forgiven_its_spelling_unless_the_spelling_decides() {
        let mut index = Index::default();
        for (name, id) in [
            ("Bright Whistle", 1),
            ("Brightwhistle", 2),
            ("Kahoot!", 3),
            ("Twin", 4),
            ("Twin", 5),
        ] {
            index.add(name, id);
        }
        for (name, found) in [
            ("kahoot", Match::One(3)),
            ("Bright Whistle", Match::One(1)),
            ("Brightwhistle", Match::One(2)),
            ("BRIGHTWHISTLE", Match::Several(2)),
            ("Twin", Match::Several(2)),
            ("nobody", Match::None),
        ] {
            assert_eq!(index.find(name), found, "{name}");
        }
    }
}

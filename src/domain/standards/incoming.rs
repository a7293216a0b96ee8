//! What a package of standards writes, beside what is here: what is new, what its makers changed, what is gone from a newer
//! one, which claims that touches, and which claims by code are found in it.

mod links;

use std::collections::HashMap;

use chrono::NaiveDate;

use self::links::claims_on;
use super::changed::{ChangedAt, is_changed};
use super::claim::Alignment;
use super::framework::{
    Framework, Relation, Standard, StandardId, USUAL_WEIGHT, code_key, instant,
};
use super::guid;
use super::package::{CHILD, Package, ReadItem, TreePlace, from_the_top, table_key, tree};
use crate::domain::grade::Grades;
use crate::domain::put::{Given, Put};
use crate::domain::record::{Kind, Value};
use crate::domain::refusal::Refusal;
use crate::domain::text::key;

/// What the office holds that bears on a package.
#[derive(Debug, Default)]
pub struct HeldStandards {
    /// Every framework.
    pub frameworks: Vec<Framework>,
    /// The standards of the framework that the package is, if it is here.
    pub standards: Vec<Standard>,
    /// The relations that it said before.
    pub relations: Vec<Relation>,
    /// Every claim, with the name of its product.
    pub claims: Vec<(Alignment, String)>,
    /// Guids of the package that stand in another framework here, and which.
    pub elsewhere: HashMap<String, String>,
}

/// What whoever brings it in says besides.
#[derive(Debug, Clone, Default)]
pub struct SaidOfPackage {
    /// Does the district teach by it? As it is where nothing is said, and yes where it is new.
    pub ours: Option<bool>,
    /// May it be older than what is here?
    pub older: bool,
    /// What people are to type for it.
    pub short: Option<String>,
}

/// What a package writes, and what of it is to be told.
#[derive(Debug, Default)]
pub struct IncomingPackage {
    /// The records.
    pub puts: Vec<Put>,
    /// What the framework is called here.
    pub short: String,
    /// How many items it has.
    pub items: usize,
    /// Codes that were not here.
    pub added: usize,
    /// Codes whose words, grades or place its makers changed.
    pub changed: Vec<String>,
    /// Codes that are gone from it; they stay here, and end today.
    pub gone: Vec<String>,
    /// How many relations point outside the file.
    pub outside: usize,
    /// Claims on what was changed or is gone: product and code.
    pub touched: Vec<String>,
    /// How many claims by code are found in it now.
    pub found: usize,
    /// What is worth knowing, a sentence each.
    pub notes: Vec<String>,
}

/// The framework that a package is, by its guid, or by its name where it has none.
pub fn known<'f>(package: &Package, frameworks: &'f [Framework]) -> Option<&'f Framework> {
    let document = &package.document;
    frameworks.iter().find(|known| match &document.guid {
        Some(guid) => known.guid == *guid,
        None => is_called(known, &document.title),
    })
}

/// Do people mean this framework by these words: its short name, its title or its guid?
pub fn is_called(framework: &Framework, words: &str) -> bool {
    let said = key(words);
    said == key(&framework.short)
        || said == key(&framework.title)
        || guid::read(words).as_deref() == Some(framework.guid.as_str())
}

/// The guid that the framework of a package has, or gets.
pub fn guid_of(package: &Package, known: Option<&Framework>) -> String {
    let given = package.document.guid.clone();
    let given = given.or_else(|| known.map(|known| known.guid.clone()));
    given.unwrap_or_else(|| guid::made(&["framework", &key(&package.document.title)]))
}

/// What the package writes; its first put is the one of this place in the change.
///
/// # Errors
///
/// Where it is no tree, is older than what is here, or has items that stand in another framework.
pub fn plan(
    package: &Package,
    held: &HeldStandards,
    said: &SaidOfPackage,
    (today, first): (NaiveDate, usize),
) -> Result<IncomingPackage, Refusal> {
    let places = tree(package)?;
    let known = known(package, &held.frameworks);
    not_older(package, known, said)?;
    let mut plan = IncomingPlan {
        package,
        held,
        guid: guid_of(package, known),
        guids: HashMap::new(),
        numbers: package
            .items
            .iter()
            .enumerate()
            .map(|(at, item)| (item.known_as.as_str(), at))
            .collect(),
        places: HashMap::new(),
        first,
        claims_on: claims_on(&held.claims),
        plan: IncomingPackage {
            items: package.items.len(),
            notes: package.notes.clone(),
            ..IncomingPackage::default()
        },
    };
    plan.number()?;
    plan.framework(known, said);
    plan.items(&places, today);
    plan.gone(today);
    plan.relations(&places);
    plan.claims();
    Ok(plan.plan)
}

fn not_older(
    package: &Package,
    known: Option<&Framework>,
    said: &SaidOfPackage,
) -> Result<(), Refusal> {
    let here = known.and_then(|known| known.changed_at.as_deref());
    let (Some(here), Some(there)) = (here, package.document.changed_at.as_deref()) else {
        return Ok(());
    };
    match (instant(here), instant(there)) {
        (Some(mine), Some(theirs)) if theirs < mine && !said.older => Err(Refusal::from(format!(
            "the file is older than what is here: it was changed {there}, and what is here {here}"
        ))
        .then("; ", "add --older where that is meant")),
        _ => Ok(()),
    }
}

/// A package on its way to puts.
struct IncomingPlan<'p> {
    package: &'p Package,
    held: &'p HeldStandards,
    guid: String,
    /// The guid of each item, by what the file calls it.
    guids: HashMap<&'p str, String>,
    /// The place of each item, by what the file calls it.
    numbers: HashMap<&'p str, usize>,
    /// The put of each item, by its guid.
    places: HashMap<String, usize>,
    /// The place of its first put in the change.
    first: usize,
    /// The places of claims among those held, by their standard.
    claims_on: HashMap<StandardId, Vec<usize>>,
    plan: IncomingPackage,
}

impl IncomingPlan<'_> {
    /// Gives each item its guid: its own, that of the same code here, or a made one.
    fn number(&mut self) -> Result<(), Refusal> {
        let by_code: HashMap<&str, &str> = self
            .held
            .standards
            .iter()
            .filter_map(|one| Some((one.code_key.as_deref()?, one.guid.as_str())))
            .collect();
        let mut borne: HashMap<String, String> = HashMap::new();
        for item in &self.package.items {
            let found = item.guid.clone().unwrap_or_else(|| {
                let code = table_key(item);
                let here = by_code.get(code.as_str()).map(|guid| (*guid).to_owned());
                here.unwrap_or_else(|| guid::made(&[&self.guid, &code]))
            });
            if let Some(other) = self.held.elsewhere.get(&found) {
                let why = format!(
                    "`{}` ({found}) is a standard of {other} here",
                    item.called()
                );
                return Err(Refusal::from(why).then(
                    "; ",
                    "a standard stands in one framework: check which file this is",
                ));
            }
            if let Some(other) = borne.insert(found.clone(), item.called()) {
                let why = format!("`{other}` and `{}` would be one standard", item.called());
                return Err(
                    Refusal::from(why).then("; ", "give each a code, or a guid, of its own")
                );
            }
            self.guids.insert(&item.known_as, found);
        }
        Ok(())
    }

    fn framework(&mut self, known: Option<&Framework>, said: &SaidOfPackage) {
        let document = &self.package.document;
        let short = said
            .short
            .clone()
            .or_else(|| known.map(|known| known.short.clone()));
        let short = short.unwrap_or_else(|| {
            let wanted = document.short.as_ref().unwrap_or(&document.title);
            free_short(wanted, &self.held.frameworks)
        });
        let mut put = Put::keyed(Kind::Framework)
            .with("guid", self.guid.clone())
            .with("short", short.clone())
            .with("title", document.title.clone())
            .with("creator", document.creator.clone())
            .with("subject", document.subject.clone())
            .with("language", document.language.clone())
            .with("edition", document.edition.clone())
            .with("case_version", document.case_version.clone())
            .with("adoption", document.adoption.clone())
            .with("licence", document.licence.clone())
            .with("url", document.url.clone())
            .with("starts", document.starts)
            .with("ends", document.ends)
            .with("changed_at", document.changed_at.clone())
            .with("rest", document.rest.clone());
        if let Some(ours) = said.ours.or(known.is_none().then_some(true)) {
            put = put.with("ours", ours);
        }
        self.plan.short = short;
        self.say(put, known.is_some());
    }

    fn items(&mut self, places: &[TreePlace], today: NaiveDate) {
        let held: HashMap<&str, &Standard> = self
            .held
            .standards
            .iter()
            .map(|one| (one.guid.as_str(), one))
            .collect();
        for at in from_the_top(places) {
            let (item, place) = (&self.package.items[at], places[at]);
            let guid = self.guids[item.known_as.as_str()].clone();
            let parent = place
                .parent
                .map(|parent| &self.package.items[parent].known_as);
            let parent = parent.and_then(|name| self.places.get(&self.guids[name.as_str()]));
            let parent = parent.map_or(Given::from(None::<i64>), |put| Given::Made(*put));
            let before = held.get(guid.as_str()).copied();
            let changed = ChangedAt::new(before, item, (self.package.partial, today));
            let rest = changed.kept_in(self.rest(item, place));
            let kept = self.package.partial && item.rest.is_none();
            let rest = rest.filter(|_| !kept || before.is_none_or(|before| before.rest.is_none()));
            let mut put = Put::keyed(Kind::Standard)
                .with("framework", Given::Made(self.first))
                .with("guid", guid.clone())
                .with("code", item.code.clone())
                .with("code_key", item.code.as_deref().map(code_key))
                .with("other_code", item.other_code.clone())
                .with("statement", item.statement.clone())
                .with("short", item.short.clone())
                .with("kind", item.kind.clone())
                .with("grades", item.grades)
                .with("parent", parent)
                .with("seq", place.seq)
                .with("leaf", place.leaf)
                .with("starts", item.starts)
                .with("ends", item.ends)
                .with("changed_at", changed.at)
                .with("rest", rest);
            match (item.weight, before) {
                (Some(weight), _) => put = put.with("weight", weight),
                (None, None) => put = put.with("weight", USUAL_WEIGHT),
                (None, Some(_)) => {}
            }
            match before {
                None => self.plan.added += 1,
                Some(before) if is_changed(before, item, self.package.partial) => {
                    self.plan.changed.push(before.called().to_owned());
                    self.touch(before);
                }
                Some(_) => {}
            }
            self.places.insert(guid, self.first + self.plan.puts.len());
            self.say(put, before.is_some());
        }
    }

    /// Adds a put. Of what is here already, a table takes nothing away by a blank cell.
    fn say(&mut self, mut put: Put, here: bool) {
        if self.package.partial && here {
            let kept = |given: &Given| !matches!(given, Given::Value(Value::Null));
            let unsaid = Given::from(Grades::UNSAID);
            put.fields
                .retain(|(_, given)| kept(given) && *given != unsaid);
        }
        self.plan.puts.push(put);
    }

    /// What of an item has no field, with what its place in the tree says besides.
    fn rest(&self, item: &ReadItem, place: TreePlace) -> Option<String> {
        let link = place.link.map(|link| &self.package.links[link]);
        let said = link.map(|link| link.rest.as_deref().unwrap_or("{}"));
        match (item.rest.as_deref(), said) {
            (rest, None) => rest.map(str::to_owned),
            (None | Some("{}"), Some(child)) => Some(format!("{{\"{CHILD}\":{child}}}")),
            (Some(rest), Some(child)) => {
                let open = rest.trim_end().strip_suffix('}')?;
                Some(format!("{open},\"{CHILD}\":{child}}}"))
            }
        }
    }

    fn touch(&mut self, standard: &Standard) {
        for at in self.claims_on.get(&standard.id).into_iter().flatten() {
            let (claim, product) = &self.held.claims[*at];
            let told = format!("{product}: {} ({})", standard.called(), claim.status);
            self.plan.touched.push(told);
        }
    }

    fn gone(&mut self, today: NaiveDate) {
        if self.package.partial {
            return;
        }
        for standard in &self.held.standards {
            let still = self.places.contains_key(&standard.guid);
            let ended = standard.ends.is_some_and(|ends| ends <= today);
            if still || ended {
                continue;
            }
            self.plan.gone.push(standard.called().to_owned());
            self.touch(standard);
            let put = Put::id(standard.id).with("ends", Some(today));
            self.plan.puts.push(put);
        }
    }
}

/// A short name that no other framework has: these words, cut where they are long, with a number where they are taken.
fn free_short(wanted: &str, frameworks: &[Framework]) -> String {
    // A colon stands between a short name and a code.
    let wanted = &wanted.replace(':', " ");
    let bare: String = wanted.chars().take(40).collect();
    let bare = match (bare.len() < wanted.len(), bare.rsplit_once(' ')) {
        (true, Some((whole, _))) => whole.to_owned(),
        _ => bare,
    };
    let taken = |short: &str| frameworks.iter().any(|one| key(&one.short) == key(short));
    if !taken(&bare) {
        return bare;
    }
    let numbered = (2..).map(|n| format!("{bare} {n}"));
    numbered
        .take(1_000)
        .find(|short| !taken(short))
        .unwrap_or(bare)
}

//! Makes the parcel of a product, which is all that a district shares of it, of its records under its policy. It depends on nothing but these, not
//! even on the day, so that the same records always make the same parcel: a push that is repeated changes nothing.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::band::PriceBand;
use super::parcel::{
    Parcel, SharedAgreement, SharedAlignment, SharedAnswer, SharedDecision, SharedName,
    SharedPrice, SharedSign, SharedTerm,
};
use super::share::{SharePolicy, SharedField};
use super::stance::Stance;
use super::withheld::WithheldNames;
use crate::domain::approval::{Agreement, Approval};
use crate::domain::contract::{Contract, Line};
use crate::domain::counted::counted;
use crate::domain::overlap::identity::page;
use crate::domain::product::{Alias, AliasKind, Product};
use crate::domain::request::{ItemAnswer, ItemResult, Request, Track};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::standards::claim::{Alignment, AlignmentStatus};
use crate::domain::text::{fold, key};

/// The longest name that goes, in characters; what is longer is cut.
const LONGEST_NAME: usize = 300;
/// The longest condition or reason.
const LONGEST_TEXT: usize = 2_000;
/// The longest of what is a word in any honest record.
const LONGEST_WORD: usize = 100;

/// The records of one product that a parcel is made of.
#[derive(Debug, Clone)]
pub struct ProductRecords {
    /// The product.
    pub product: Product,
    /// Its vendor's name.
    pub vendor: Option<String>,
    /// Its other names.
    pub aliases: Vec<Alias>,
    /// What was decided.
    pub decisions: Vec<Approval>,
    /// What was agreed for it, and for all of its vendor's products.
    pub agreements: Vec<Agreement>,
    /// The standards it is said to teach.
    pub alignments: Vec<Alignment>,
    /// What was bought of it, each line with the contract it is of.
    pub bought: Vec<(Line, Contract)>,
    /// Its newest request that was decided.
    pub reviewed: Option<Request>,
    /// What the review of that request answered.
    pub answers: Vec<ItemAnswer>,
    /// The names of those who asked for it: nothing that goes may name them.
    pub asked_by: Vec<String>,
}

/// How many rows of each list a region takes of one product (`schema/region`).
mod most {
    pub(super) const SOME: usize = 100;
    pub(super) const SIGNS: usize = 200;
    pub(super) const ANSWERS: usize = 500;
    pub(super) const ALIGNMENTS: usize = 5_000;
}

/// The last day that a region knows, and the first of its month.
const LAST_MONTH: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 1) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Makes the parcel of a product; none of one that is kept for the past alone, or stands for another.
pub fn pack(
    records: &ProductRecords,
    schools: &dyn Fn(SchoolId) -> Option<String>,
    withheld: &WithheldNames,
    policy: &SharePolicy,
) -> Option<Parcel> {
    let product = &records.product;
    if product.archived || product.merged_into.is_some() {
        return None;
    }
    let name = product.full_name();
    let mut made = Parcel {
        product: product.id,
        key: cut(&key(&name), LONGEST_NAME),
        name: cut(&name, LONGEST_NAME),
        vendor: records
            .vendor
            .as_deref()
            .map(|name| cut(name, LONGEST_NAME)),
        aliases: names(&records.aliases),
        signs: Vec::new(),
        decisions: Vec::new(),
        answers: answers(records),
        alignments: alignments(&records.alignments),
        agreements: agreements(&records.agreements),
        terms: terms(&records.bought),
        prices: prices(&records.bought),
        left_out: 0,
        naming: 0,
    };
    let texts = |made: &Parcel| {
        made.aliases.len() + made.agreements.len() + usize::from(made.vendor.is_some())
    };
    let all = texts(&made);
    made.aliases.retain(|alias| !withheld.named_in(&alias.name));
    made.agreements.retain(|one| !withheld.named_in(&one.kind));
    made.vendor.take_if(|vendor| withheld.named_in(vendor));
    made.naming = all - texts(&made);
    if policy.lets(SharedField::Decisions) {
        decisions(records, schools, withheld, policy, &mut made);
    }
    for field in SharedField::ALL
        .iter()
        .filter(|field| !policy.lets(**field))
    {
        match field {
            SharedField::Vendor => made.vendor = None,
            SharedField::Aliases => made.aliases.clear(),
            SharedField::Answers => made.answers.clear(),
            SharedField::Alignments => made.alignments.clear(),
            SharedField::Agreements => made.agreements.clear(),
            SharedField::Terms => {
                made.terms.clear();
                without_terms(&mut made.prices);
            }
            SharedField::Prices => made.prices.clear(),
            // Part of what a decision or a sign says, which asks the policy itself.
            SharedField::Decisions
            | SharedField::Conditions
            | SharedField::Reasons
            | SharedField::Schools
            | SharedField::Numbers => {}
        }
    }
    made.signs = signs(records, &made, policy.lets(SharedField::Numbers));
    let left_out = [
        ordered(&mut made.aliases, most::SOME),
        ordered(&mut made.signs, most::SIGNS),
        ordered(&mut made.decisions, most::SOME),
        ordered(&mut made.answers, most::ANSWERS),
        ordered(&mut made.alignments, most::ALIGNMENTS),
        ordered(&mut made.agreements, most::SOME),
        ordered(&mut made.terms, most::SOME),
        ordered(&mut made.prices, most::SOME),
    ];
    made.left_out = left_out.iter().sum();
    Some(made)
}

/// Puts a list in its order, each once, and says how many are more than are taken.
fn ordered<T: Ord>(list: &mut Vec<T>, most: usize) -> usize {
    list.sort();
    list.dedup();
    let left_out = list.len().saturating_sub(most);
    list.truncate(most);
    left_out
}

/// A text of so many characters at most, with a sign that it was longer.
fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}

/// A day that other calendars have as well: they have no year 0.
fn told_day(day: Option<NaiveDate>) -> Option<NaiveDate> {
    day.filter(|day| day.year() > 0)
}

/// The first day of a day's month.
fn month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Is it a name that people say, and not a number or an address?
fn is_said(alias: &Alias) -> bool {
    matches!(alias.kind, AliasKind::Former | AliasKind::Other)
}

fn names(aliases: &[Alias]) -> Vec<SharedName> {
    let said = aliases.iter().filter(|alias| is_said(alias));
    said.map(|alias| SharedName {
        name: cut(&alias.alias, LONGEST_NAME),
    })
    .collect()
}

fn signs(records: &ProductRecords, made: &Parcel, numbers: bool) -> Vec<SharedSign> {
    let mut signs: BTreeSet<(&'static str, String)> = BTreeSet::new();
    signs.insert(("name", made.key.clone()));
    signs.extend(made.aliases.iter().map(|alias| ("name", key(&alias.name))));
    if numbers {
        let hosts = records
            .aliases
            .iter()
            .filter(|alias| alias.kind == AliasKind::Host);
        let addresses = hosts.map(|alias| &alias.alias).chain(&records.product.url);
        let pages = addresses.filter_map(|address| page(address));
        signs.extend(pages.map(|(host, path)| ("page", format!("{host}/{path}"))));
        for alias in &records.aliases {
            if matches!(alias.kind, AliasKind::Extension | AliasKind::Oauth) {
                signs.insert(("number", format!("{} {}", alias.kind, fold(&alias.alias))));
            }
        }
        let registry = records.product.registry_id.iter();
        signs.extend(registry.map(|id| ("number", format!("registry {}", fold(id)))));
    }
    let told = signs.into_iter().filter(|(_, sign)| !sign.is_empty());
    told.map(|(family, sign)| SharedSign {
        family,
        sign: cut(&sign, LONGEST_NAME),
    })
    .collect()
}

fn decisions(
    records: &ProductRecords,
    schools: &dyn Fn(SchoolId) -> Option<String>,
    withheld: &WithheldNames,
    policy: &SharePolicy,
    made: &mut Parcel,
) {
    let mut asked = WithheldNames::default();
    records.asked_by.iter().for_each(|name| asked.named(name));
    for decision in &records.decisions {
        let Some(stance) = Stance::of(decision) else {
            continue;
        };
        let mut told = |text: Option<String>, field: SharedField| {
            let text = text.filter(|text| policy.lets(field) && !text.is_empty())?;
            if withheld.named_in(&text) || asked.named_in(&text) {
                made.naming += 1;
                return None;
            }
            Some(cut(&text, LONGEST_TEXT))
        };
        let conditions = told(
            Some(decision.conditions.0.join("\n")),
            SharedField::Conditions,
        );
        let reason = told(decision.reason.clone(), SharedField::Reasons);
        let grades = decision.grades.to_string();
        made.decisions.push(SharedDecision {
            stance: stance.word(),
            scope: scope(
                &decision.schools,
                schools,
                policy.lets(SharedField::Schools),
            ),
            whole: decision.schools == Schools::All && grades.is_empty(),
            grades: cut(&grades, LONGEST_WORD),
            audience: decision.audience.map(|audience| audience.word().to_owned()),
            conditions,
            reason,
            decided_on: told_day(decision.decided_on),
            starts: told_day(decision.from),
            ends: told_day(decision.until),
        });
    }
}

/// Where a decision holds: by the names of the schools only where these go.
fn scope(of: &Schools, named: &dyn Fn(SchoolId) -> Option<String>, names: bool) -> String {
    match of {
        Schools::All => "all schools".to_owned(),
        Schools::Only(ids) if names => {
            let names: Vec<String> = ids.iter().filter_map(|id| named(*id)).collect();
            cut(&names.join("; "), LONGEST_TEXT)
        }
        Schools::Only(ids) => counted(ids.len(), "school"),
    }
}

fn answers(records: &ProductRecords) -> Vec<SharedAnswer> {
    let Some(request) = &records.reviewed else {
        return Vec::new();
    };
    let told = records.answers.iter().filter_map(|answer| {
        let result = answer.answer.filter(|said| *said != ItemResult::Unknown)?;
        let (track, edition) = if answer.item.starts_with(['C', 'c']) {
            (Track::Curricular, request.curricular_edition)
        } else {
            (Track::Technical, request.technical_edition)
        };
        Some(SharedAnswer {
            track: track.word(),
            edition,
            item: cut(&answer.item, LONGEST_WORD),
            answer: result.word(),
        })
    });
    told.collect()
}

fn alignments(all: &[Alignment]) -> Vec<SharedAlignment> {
    let verified = all
        .iter()
        .filter(|one| one.status == AlignmentStatus::Verified);
    verified
        .map(|one| SharedAlignment {
            framework: cut(&one.framework, LONGEST_NAME),
            standard: cut(&one.standard, LONGEST_NAME),
            role: one.role.map(|role| role.word().to_owned()),
            grades: cut(&one.grades.to_string(), LONGEST_WORD),
            verified_on: told_day(one.on),
        })
        .collect()
}

fn agreements(all: &[Agreement]) -> Vec<SharedAgreement> {
    let agreed = all.iter().map(|one| SharedAgreement {
        kind: cut(&one.kind, LONGEST_NAME),
        starts: told_day(one.from),
        ends: told_day(one.until),
    });
    agreed.collect()
}

fn terms(bought: &[(Line, Contract)]) -> Vec<SharedTerm> {
    let ends = bought
        .iter()
        .filter_map(|(_, contract)| told_day(Some(contract.term_end)));
    ends.map(|day| SharedTerm { ends: month(day) }).collect()
}

/// The prices of the last terms alone, by each unit, without the month in which these end.
fn without_terms(prices: &mut Vec<SharedPrice>) {
    let last = |unit: &str| {
        let of_unit = prices.iter().filter(|price| price.unit == unit);
        of_unit.map(|price| price.ends).max()
    };
    let mut told: Vec<SharedPrice> = prices
        .iter()
        .filter(|price| Some(price.ends) == last(price.unit))
        .cloned()
        .collect();
    for price in &mut told {
        price.ends = LAST_MONTH;
    }
    *prices = told;
}

fn prices(bought: &[(Line, Contract)]) -> Vec<SharedPrice> {
    let priced = bought.iter().filter_map(|(line, contract)| {
        let (unit, band) = PriceBand::of_line(line)?;
        let ends = told_day(Some(contract.term_end))?;
        Some(SharedPrice {
            unit: unit.word(),
            low: band.low,
            high: band.high,
            ends: month(ends),
        })
    });
    priced.collect()
}

#[cfg(test)]
mod tests;

//! What coverage rests on: what the resolver answers for products at a school, seats and training there, and the graph
//! of all standards.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::convert::records;
use super::fiscal::YearRules;
use super::status::{Scope, StatusReader};
use super::{Error, Store};
use crate::domain::contract::ContractId;
use crate::domain::grade::{Grade, Grades};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::school::SchoolId;
use crate::domain::standards::Relation;
use crate::domain::standards::coverage::SeatsLeft;
use crate::domain::standards::framework::{RelationKind, StandardId};
use crate::domain::standards::matching::{Link, Node, StandardGraph};
use crate::domain::status::{self, LicenseFact, Metering, StatusFacts, StatusWord, Verdict};

/// What a product is at a school for a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverAnswer {
    /// What the resolver answers.
    pub verdict: Verdict,
    /// The same as people say it.
    pub word: StatusWord,
    /// Seats free there.
    pub seats: SeatsLeft,
    /// Which share of its people there is trained, in percent; none where no training is recorded.
    pub trained: Option<u32>,
    /// What one seat more costs a year; none where that is not known.
    pub price: Option<Cents>,
}

/// All standards that are here, related, each with its number in the graph.
#[derive(Debug, Default)]
pub struct KnownStandards {
    /// Their tree and their relations.
    pub graph: StandardGraph,
    /// The number of each in it.
    pub nodes: HashMap<StandardId, Node>,
}

impl Store {
    /// Where each of these products is paid for today: the school, and the grades there. What is known to cost nothing is
    /// not paid for; what costs something is, also where its price is not known.
    pub fn paid_places(
        &self,
        products: &BTreeSet<ProductId>,
        today: NaiveDate,
    ) -> Result<HashMap<(ProductId, SchoolId), Grades>, Error> {
        self.at_once(|| {
            let rules = YearRules::read(&self.conn, None, today)?;
            let read = rules.facts(&self.conn, products)?;
            let cases = read.cases.iter().map(|(case, _)| case);
            let unpriced: HashSet<ContractId> = cases
                .filter(|case| case.lacks_price())
                .map(|case| case.contract.id)
                .collect();
            let mut paid: HashMap<(ProductId, SchoolId), Grades> = HashMap::new();
            for line in &read.facts.lines {
                if line.first.is_some_and(|first| first > today) || line.last < today {
                    continue;
                }
                let unpriced = unpriced.contains(&line.contract);
                let places = line.places.iter();
                for place in places.filter(|place| unpriced || place.cost > Cents(0)) {
                    let grades = paid.entry((line.product, place.school)).or_default();
                    *grades = Grades::of_bits(grades.bits() | place.grades);
                }
            }
            Ok(paid)
        })
    }

    /// What these products are at a school for each of these grades, today.
    pub fn cover_answers(
        &self,
        school: SchoolId,
        grades: &[Grade],
        products: &[ProductId],
        today: NaiveDate,
    ) -> Result<HashMap<(ProductId, Grade), CoverAnswer>, Error> {
        self.at_once(|| {
            let reader = StatusReader::new(&self.conn);
            let mut found = HashMap::new();
            let mut question = reader.question(Scope {
                school: Some(school),
                grade: None,
                today,
            })?;
            for product in products {
                // What is known of a product at a school is the same for every grade.
                let facts = reader.facts(*product, &question)?;
                for grade in grades {
                    question.grade = Some(*grade);
                    let answer = status::answer(&question, &facts);
                    let trained = facts.training.and_then(|training| {
                        let target = training.target.filter(|target| *target > 0)?;
                        u32::try_from(training.trained * 100 / target).ok()
                    });
                    let cover = CoverAnswer {
                        verdict: answer.verdict,
                        word: answer.word,
                        seats: seats_left(&facts, answer.seats.free, today),
                        trained,
                        price: facts.price,
                    };
                    found.insert((*product, *grade), cover);
                }
                question.grade = None;
            }
            Ok(found)
        })
    }

    /// The standards that are here, with their tree and their relations. A standard elsewhere that two of them are
    /// related to is in the graph as well.
    pub fn known_standards(&self) -> Result<KnownStandards, Error> {
        let mut ask = self
            .conn
            .prepare_cached("SELECT id, guid, parent FROM standard ORDER BY id")?;
        let mut rows = ask.query([])?;
        let mut nodes: HashMap<StandardId, Node> = HashMap::new();
        let mut guids: HashMap<String, Node> = HashMap::new();
        let mut above: Vec<Option<StandardId>> = Vec::new();
        while let Some(row) = rows.next()? {
            let node = Node(above.len() as u32);
            nodes.insert(row.get(0)?, node);
            guids.insert(row.get(1)?, node);
            above.push(row.get(2)?);
        }
        let mut parents: Vec<Option<Node>> = above
            .iter()
            .map(|parent| parent.and_then(|parent| nodes.get(&parent).copied()))
            .collect();
        let mut links = Vec::new();
        for relation in records::<Relation>(&self.conn, "", [])? {
            let Some(link) = link(&relation) else {
                continue;
            };
            let mut node = |guid: &str| {
                *guids.entry(guid.to_owned()).or_insert_with(|| {
                    parents.push(None);
                    Node(parents.len() as u32 - 1)
                })
            };
            links.push((node(&relation.origin), link, node(&relation.destination)));
        }
        Ok(KnownStandards {
            graph: StandardGraph::new(parents, links),
            nodes,
        })
    }
}

/// What a relation is good for when a way is looked for; none where it leads nowhere.
fn link(relation: &Relation) -> Option<Link> {
    match relation.kind {
        RelationKind::Exact | RelationKind::Translation => Some(Link::Exact),
        RelationKind::Replaced => Some(Link::Replaced),
        RelationKind::Peer | RelationKind::Related | RelationKind::Near => Some(Link::Related),
        RelationKind::Precedes => Some(Link::Precedes),
        RelationKind::Part | RelationKind::Exemplar | RelationKind::Skill | RelationKind::Other => {
            None
        }
    }
}

/// The seats that are free, by the licenses that run there.
fn seats_left(facts: &StatusFacts, free: Option<i64>, today: NaiveDate) -> SeatsLeft {
    let runs = |one: &&LicenseFact| {
        one.first_day.is_none_or(|day| day <= today) && one.last_day.is_none_or(|day| day >= today)
    };
    let running: Vec<&LicenseFact> = facts.licenses.iter().filter(runs).collect();
    let has = |metering| running.iter().any(|one| one.seats == metering);
    if has(Metering::Site) || has(Metering::Free) || facts.free || running.is_empty() {
        return SeatsLeft::NoLimit;
    }
    free.map_or(SeatsLeft::NotCounted, |free| {
        SeatsLeft::Free(u32::try_from(free).unwrap_or(0))
    })
}

//! What coverage rests on: what the resolver answers for products at a school, seats and training there, and the graph
//! of all standards.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::convert::records;
use super::fiscal::YearRules;
use super::status::Scope;
use super::{Error, Store};
use crate::domain::contract::ContractId;
use crate::domain::grade::{Grade, Grades};
use crate::domain::money::Cents;
use crate::domain::product::ProductId;
use crate::domain::record::{Column, Value};
use crate::domain::school::SchoolId;
use crate::domain::standards::Relation;
use crate::domain::standards::claim::StandardDays;
use crate::domain::standards::coverage::SeatsLeft;
use crate::domain::standards::framework::{FrameworkId, RelationKind, Standard, StandardId};
use crate::domain::standards::matching::{Link, Node, StandardGraph};
use crate::domain::status::{
    self, LicenseFact, Metering, Question, StatusFacts, StatusWord, Verdict,
};

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

/// What a product is at one school, in each grade: only what the resolver answers differs by grade.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CoverAnswers {
    /// What the resolver answers, by the number of the grade behind PK; nothing in those that were not asked for.
    by_grade: [Option<(Verdict, StatusWord)>; GRADES],
    seats: SeatsLeft,
    trained: Option<u32>,
    price: Option<Cents>,
}

/// PK to 12.
const GRADES: usize = 14;

/// The place of a grade behind PK.
fn place(grade: Grade) -> usize {
    usize::from((grade.number() - Grade::PK.number()).unsigned_abs())
}

impl CoverAnswers {
    /// What it is in a grade; none where that was not asked for.
    pub fn of(&self, grade: Grade) -> Option<CoverAnswer> {
        let (verdict, word) = self.by_grade.get(place(grade)).copied()??;
        Some(CoverAnswer {
            verdict,
            word,
            seats: self.seats,
            trained: self.trained,
            price: self.price,
        })
    }
}

/// What gaps and coverage are told by of a standard. What it says is read where it is shown: most are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefStandard {
    /// Its number.
    pub id: StandardId,
    /// Its framework.
    pub framework: FrameworkId,
    /// Its code, or its guid where it has none.
    pub called: Box<str>,
    /// Has it a code?
    pub has_code: bool,
    /// The grades it is for; unsaid where it says none.
    pub grades: Grades,
    /// Is nothing below it?
    pub leaf: bool,
    /// What it weighs: 3 priority, 2 usual, 1 supporting.
    pub weight: u32,
    /// Is no product wanted for it?
    pub waived: bool,
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

    /// What these products are at these schools, in each of the grades that stand beside it, today. What is the same of a
    /// product wherever it is asked about is read once.
    pub fn cover_answers(
        &self,
        products: &[ProductId],
        schools: &[(SchoolId, Grades)],
        today: NaiveDate,
        mut each: impl FnMut(ProductId, SchoolId, CoverAnswers),
    ) -> Result<(), Error> {
        self.at_once(|| {
            let reader = self.status_reader()?;
            let mut questions = Vec::with_capacity(schools.len());
            for (school, grades) in schools {
                let question = reader.question(Scope {
                    school: Some(*school),
                    grade: None,
                    today,
                })?;
                questions.push((*school, *grades, question));
            }
            for product in products {
                let about = reader.about(*product, today)?;
                for (school, grades, question) in &mut questions {
                    let facts = reader.at(&about, question)?;
                    each(*product, *school, answers(question, &facts, *grades));
                }
            }
            Ok(())
        })
    }

    /// All standards in brief.
    pub fn brief_standards(&self) -> Result<Vec<BriefStandard>, Error> {
        let sql = "SELECT id, framework, ifnull(code, guid), grades, leaf, weight, waived IS NOT NULL, code IS NOT NULL
                   FROM standard ORDER BY id";
        let mut ask = self.conn.prepare_cached(sql)?;
        let mut rows = ask.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let grades: Value = row.get(3)?;
            found.push(BriefStandard {
                id: row.get(0)?,
                framework: row.get(1)?,
                called: row.get(2)?,
                grades: Grades::from_value(&grades).unwrap_or_default(),
                leaf: row.get(4)?,
                weight: row.get(5)?,
                waived: row.get(6)?,
                has_code: row.get(7)?,
            });
        }
        Ok(found)
    }

    /// Each standard by what it is called and says, one after another.
    pub fn each_statement(
        &self,
        mut each: impl FnMut(StandardId, &str, &str),
    ) -> Result<(), Error> {
        let sql = "SELECT id, ifnull(code, guid), statement FROM standard";
        let mut ask = self.conn.prepare_cached(sql)?;
        let mut rows = ask.query([])?;
        while let Some(row) = rows.next()? {
            let (called, says): (Box<str>, Box<str>) = (row.get(1)?, row.get(2)?);
            each(row.get(0)?, &called, &says);
        }
        Ok(())
    }

    /// The standard of this guid, where it is here.
    pub fn standard_of_guid(&self, guid: &str) -> Result<Option<Standard>, Error> {
        Ok(records(&self.conn, "WHERE guid = ?1", [guid])?.pop())
    }

    /// The relations from the standard of this guid and to it.
    pub fn relations_of(&self, guid: &str) -> Result<Vec<Relation>, Error> {
        let about = "WHERE origin = ?1 OR destination = ?1 ORDER BY id";
        records(&self.conn, about, [guid])
    }

    /// What bears on how far claims are trusted, of every standard of which something was verified.
    pub fn days_of_verified(&self) -> Result<HashMap<StandardId, StandardDays>, Error> {
        let about = "WHERE id IN (SELECT item FROM alignment WHERE status = 'verified')";
        let standards = records::<Standard>(&self.conn, about, [])?.into_iter();
        Ok(standards
            .map(|one| (one.id, StandardDays::from(&one)))
            .collect())
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
        let sql = "SELECT origin, destination, kind FROM relation ORDER BY id";
        let mut ask = self.conn.prepare_cached(sql)?;
        let mut rows = ask.query([])?;
        while let Some(row) = rows.next()? {
            let (origin, destination): (Box<str>, Box<str>) = (row.get(0)?, row.get(1)?);
            let kind: Box<str> = row.get(2)?;
            let Some(link) = RelationKind::from_word(&kind).and_then(link) else {
                continue;
            };
            let mut node = |guid: &str| {
                *guids.entry(guid.to_owned()).or_insert_with(|| {
                    parents.push(None);
                    Node(parents.len() as u32 - 1)
                })
            };
            links.push((node(&origin), link, node(&destination)));
        }
        Ok(KnownStandards {
            graph: StandardGraph::new(parents, links),
            nodes,
        })
    }
}

/// What the resolver answers by these facts, in each of these grades.
fn answers(question: &mut Question, facts: &StatusFacts, grades: Grades) -> CoverAnswers {
    let mut by_grade = [None; GRADES];
    let mut free = None;
    for alike in status::alike(facts, grades) {
        question.grade = alike.iter().next();
        let answer = status::answer(question, facts);
        for grade in alike.iter() {
            by_grade[place(grade)] = Some((answer.verdict, answer.word));
        }
        free = answer.seats.free;
    }
    question.grade = None;
    let trained = facts.training.and_then(|training| {
        let target = training.target.filter(|target| *target > 0)?;
        u32::try_from(training.trained * 100 / target).ok()
    });
    CoverAnswers {
        by_grade,
        seats: seats_left(facts, free, question.today),
        trained,
        price: facts.price,
    }
}

/// What a relation is good for when a way is looked for; none where it leads nowhere.
fn link(kind: RelationKind) -> Option<Link> {
    match kind {
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

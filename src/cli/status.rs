//! `hallpass status` and `hallpass product`: can they use it there, and everything about it.

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use crate::domain::counted::counted;
use crate::domain::find::{AskedWords, NamedProduct, SchoolMeant, SchoolName, Unclear};
use crate::domain::grade::{Grade, Grades};
use crate::domain::school::SchoolId;
use crate::domain::status::{StatusAnswer, Verdict};
use crate::domain::taught::{TaughtOfFramework, TaughtState};
use crate::domain::text::ended;
use crate::exchange::write::{Format, Table};
use crate::office::Office;
use crate::office::lists::Viewer;
use crate::office::lists::status::{AnswerRow, STATUS};
use crate::office::query::Card;

use super::print::{self, Form};
use super::{Context, Failure, find};

/// Products of one name that are answered in one go.
const ANSWERED: usize = 10;
/// Nearest products told, each with its answer, where none is named.
const NEAREST: usize = 5;

/// `hallpass status`
#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// A product, and perhaps a school: `kahoot lincoln`
    #[arg(required = true)]
    words: Vec<String>,
    /// The school, by code or name
    #[arg(long)]
    school: Option<String>,
    /// The grade: PK, K, 1 to 12
    #[arg(long)]
    grade: Option<Grade>,
}

/// `hallpass product`
#[derive(Debug, Args)]
pub(super) struct ProductArgs {
    /// A product, and perhaps a school
    #[arg(required = true)]
    words: Vec<String>,
}

/// What was asked, told apart.
struct AskedStatus {
    query: String,
    /// What the words name.
    said: AskedWords,
    /// Where they name nothing: the nearest products, each with its own answer.
    nearest: Vec<StatusAnswer>,
    /// The school that was asked about; its name where it is open.
    at: Option<SchoolId>,
    school: Option<SchoolName>,
    today: NaiveDate,
}

impl AskedStatus {
    fn read(
        office: &mut Office,
        words: &[String],
        school: Option<&str>,
        grade: Option<Grade>,
    ) -> Result<AskedStatus, Failure> {
        let query = words.join(" ");
        let given = school.map(|name| find::school(office, name)).transpose()?;
        let mut said = office.told_apart(&query, given.is_some())?;
        said.grades = grade.map_or(said.grades, |grade| Grades::span(grade, grade));
        let meant = match &said.school {
            SchoolMeant::Unsaid => given,
            SchoolMeant::One(id) => Some(*id),
            SchoolMeant::Several(ids) => return Err(find::which(office, &query, ids)?),
            SchoolMeant::Unknown(name) => return Err(find::no_school(office, name)?),
        };
        let school = match meant {
            Some(meant) => office.school_name(meant)?,
            None => None,
        };
        if said.product.trim().is_empty() {
            // Without a product every product fits, and the first would be taken for the answer.
            return Err(no_product(&query, school.as_ref()));
        }
        let nearest = if said.named.is_empty() {
            office.nearest_answers(&said, meant, NEAREST)?
        } else {
            Vec::new()
        };
        Ok(AskedStatus {
            query,
            said,
            nearest,
            at: meant,
            school,
            today: office.today(),
        })
    }

    fn grade(&self) -> Option<String> {
        let grades = self.said.grades;
        (!grades.is_unsaid()).then(|| grades.to_string())
    }

    /// That the words name nothing, and what is near.
    fn missed(&self) -> Failure {
        // Beside a school that was named, what is left over is no other one.
        let unknown = self.said.unknown.iter().filter(|_| self.at.is_none());
        let mut what: Vec<String> = unknown
            .map(|word| format!("no school is called \"{word}\""))
            .collect();
        if what.is_empty() || self.said.part.is_empty() {
            what.push(format!("nothing here is called `{}`", self.said.product));
        }
        let near = self.nearest.iter().map(|answer| {
            let at = match self.at {
                None => answer.only_at(),
                Some(_) => String::new(),
            };
            format!("{}, {}{at}", answer.product, answer.word)
        });
        let near: Vec<String> = near.collect();
        if !near.is_empty() {
            what.push(format!("nearest: {}", near.join("; ")));
        }
        Failure::NotFound(what.join("; "))
    }
}

fn no_product(query: &str, school: Option<&SchoolName>) -> Failure {
    match school {
        Some(school) => Failure::refused(
            format!("`{query}` names {} and no product", school.name),
            "name a product too; everything a school has is told by: hallpass inventory SCHOOL",
        ),
        None => Failure::refused("no product was named", "write its name"),
    }
}

impl StatusArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let school = self.school.as_deref();
        let asked = AskedStatus::read(&mut office, &self.words, school, self.grade)?;
        let (said, named) = (&asked.said, asked.said.named.iter());
        let named: Vec<NamedProduct> = named.take(ANSWERED).cloned().collect();
        let answers = office.answers_about(&named, asked.at, said.grades)?;
        match context.form {
            Form::Json => print::json(&json!({
                "query": asked.query,
                "school": asked.school.as_ref().map(|s| &s.name),
                "grade": asked.grade(),
                "as_of": asked.today.to_string(),
                "results": results(&asked, &answers),
                "nearest": asked.nearest.iter().map(|answer| json!({
                    "product": answer.product, "answer": answer.word,
                })).collect::<Vec<_>>(),
                "unknown": asked.said.unknown,
            })),
            Form::Csv => print::document(&table(&asked, &answers), Format::Csv),
            Form::Text | Form::Plain if answers.is_empty() => {
                let names = asked.nearest.iter().map(|answer| answer.product.clone());
                let names: Vec<String> = names.collect();
                let answer = office.not_listed(said, &names, asked.at)?;
                tell(&answer, &asked);
            }
            Form::Text | Form::Plain => {
                if answers.len() > 1 {
                    let called = &asked.said.product;
                    let so_called = format!("{} products are called `{called}`:", answers.len());
                    print::notice(&so_called);
                }
                answers.iter().for_each(|answer| tell(answer, &asked));
            }
        }
        if answers.is_empty() {
            return Err(asked.missed());
        }
        Ok(())
    }
}

fn tell(answer: &StatusAnswer, asked: &AskedStatus) {
    let lines = lines(answer, asked.school.as_ref());
    lines.iter().for_each(|line| print::line(line));
}

/// The answers as JSON, each with how its product is named.
fn results(asked: &AskedStatus, answers: &[StatusAnswer]) -> Vec<serde_json::Value> {
    let named = asked.said.named.iter().zip(answers);
    let result = |(named, answer): (&NamedProduct, &StatusAnswer)| {
        let mut result = json!(answer);
        result["match"] = json!(named.by);
        result
    };
    named.map(result).collect()
}

/// Answers as rows, best match first.
fn table(asked: &AskedStatus, answers: &[StatusAnswer]) -> Table {
    let row = |(named, answer): (&NamedProduct, &StatusAnswer)| AnswerRow {
        answer: answer.clone(),
        named: Some(named.by),
        alias: named.alias.clone(),
        school: asked.school.as_ref().map(|school| school.name.clone()),
    };
    let rows: Vec<AnswerRow> = asked.said.named.iter().zip(answers).map(row).collect();
    STATUS.table(&rows, &Viewer::nobody())
}

/// An answer in lines, one fact a line; also the plain mode's.
pub(super) fn lines(answer: &StatusAnswer, school: Option<&SchoolName>) -> Vec<String> {
    let at = school
        .map(|s| format!(" at {}", s.name))
        .unwrap_or_default();
    let until = match answer.valid_until {
        Some(day) if answer.word.allows() => {
            format!(", until {}", crate::domain::status::short_date(day))
        }
        _ => String::new(),
    };
    // NOT ASKED is said of a product that is listed.
    let word = match (answer.verdict, school) {
        (Verdict::NotListed, _) => "NOT LISTED",
        (_, Some(_)) => answer.word.text(),
        (_, None) => &answer.headline,
    };
    let mut lines = vec![format!("{}{at}: {word}{until}.", answer.product)];
    if let Some(alias) = &answer.matched_alias {
        lines.push(format!("Found as: {alias}."));
    }
    lines.push(format!("Why: {}", answer.reason));
    let of = answer.conditions.len();
    for (n, condition) in answer.conditions.iter().enumerate() {
        lines.push(format!("Condition {} of {of}: {condition}", n + 1));
    }
    if !answer.where_.is_empty() {
        lines.push(format!("Decided for: {}.", answer.where_));
    }
    lines.extend(answer.seats.words().map(|seats| format!("Seats: {seats}.")));
    let four = &answer.four;
    lines.push(format!(
        "Approval {}; license {}; switches {}; devices {}.",
        four.approval, four.entitlement, four.provisioning, four.fit
    ));
    if !answer.next_step.is_empty() {
        lines.push(format!("Next: {}", answer.next_step));
    }
    if let Some(who) = &answer.who {
        lines.push(format!("Ask: {who}."));
    }
    for other in &answer.alternatives {
        let here = if other.licensed_here {
            ", licensed here"
        } else {
            ""
        };
        lines.push(format!(
            "Instead: {}, {}{here}.",
            other.product, other.answer
        ));
    }
    lines.push(format!("Say: {}", answer.say));
    lines.push(format!("True on {}.", answer.as_of));
    lines
}

impl ProductArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        context.is_no_table()?;
        let mut office = context.asked_office()?;
        let asked = AskedStatus::read(&mut office, &self.words, None, None)?;
        let named = match &asked.said.named[..] {
            [named] => named,
            [] => return Err(asked.missed()),
            several => {
                let several = Unclear::Several(several.iter().map(|named| named.id).collect());
                return Err(find::unclear(&asked.said.product, &several));
            }
        };
        let card = office.card(named.id, asked.at, named.alias.clone())?;
        if context.form == Form::Json {
            print::json(&to_json(&card));
        } else {
            lines(&card.answer, asked.school.as_ref())
                .iter()
                .for_each(|line| print::line(line));
            card_lines(&card).iter().for_each(|line| print::line(line));
        }
        Ok(())
    }
}

fn card_lines(card: &Card) -> Vec<String> {
    let mut lines = Vec::new();
    for function in &card.functions {
        lines.push(format!("For: {function}."));
    }
    let teaches = card.teaches.lines().into_iter();
    lines.extend(teaches.map(|line| format!("Teaches: {line}.")));
    lines.extend(card.teaches.tests().map(|what| format!("Tests: {what}.")));
    for alias in &card.aliases {
        lines.push(format!("Also called: {} ({}).", alias.alias, alias.kind));
    }
    for school in &card.schools {
        let seats = school
            .seats
            .map(|n| format!(", {}", counted(n, "seat")))
            .unwrap_or_default();
        let used = school
            .used
            .map(|n| format!(", {n} used"))
            .unwrap_or_default();
        lines.push(format!("{}: {}{seats}{used}.", school.name, school.word));
    }
    for bought in &card.contracts {
        let cost = bought.cost().map(|cost| format!(", {cost}"));
        let cost = cost.unwrap_or_default();
        lines.push(format!(
            "Contract {}: bought by {}{cost}, {} {}.",
            bought.contract.number,
            bought.by,
            bought.ending(),
            bought.contract.term_end
        ));
    }
    lines.extend(card.total.map(|all| format!("All contracts: {all}.")));
    lines.extend(card.support.map(|who| format!("Support: {who}.")));
    for agreement in &card.agreements {
        let until = agreement
            .until
            .map(|day| format!(", until {day}"))
            .unwrap_or_default();
        lines.push(format!("Privacy: {}{until}.", agreement.kind));
    }
    for (role, name, deputy) in &card.owners {
        let deputy = deputy
            .as_ref()
            .map(|d| format!(", stands in: {d}"))
            .unwrap_or_default();
        lines.push(format!("{role}: {name}{deputy}."));
    }
    for change in &card.changes {
        lines.push(ended(&format!(
            "{} {}: {}",
            change.at,
            change.who,
            change.told()
        )));
    }
    lines
}

fn to_json(card: &Card) -> serde_json::Value {
    json!({
        "product_id": card.product.id, "product": card.product.name, "edition": card.product.edition,
        "vendor": card.answer.vendor, "url": card.product.url, "answer": card.answer,
        "functions": card.functions,
        "teaches": card.teaches.frameworks().iter().map(teaches).collect::<Vec<_>>(),
        "tests": card.teaches.tested,
        "aliases": card.aliases.iter().map(|a| &a.alias).collect::<Vec<_>>(),
        "schools": card.schools.iter().map(|s| json!({
            "school": s.name, "answer": s.word, "seats": s.seats, "used": s.used,
        })).collect::<Vec<_>>(),
        "contracts": card.contracts.iter().map(|b| json!({
            "contract": b.contract.number, "bought_by": b.by, "term_end": b.contract.term_end.to_string(),
            "auto_renew": b.contract.auto_renew, "annual_cents": b.a_year.map(|c| c.0),
            "hidden": b.hidden,
        })).collect::<Vec<_>>(),
        "support": card.support,
        "agreements": card.agreements.iter().map(|a| json!({
            "kind": a.kind, "from": a.from.map(|d| d.to_string()), "until": a.until.map(|d| d.to_string()),
            "link": a.link,
        })).collect::<Vec<_>>(),
        "owners": card.owners.iter().map(|(role, name, deputy)| json!({
            "role": role, "person": name, "deputy": deputy,
        })).collect::<Vec<_>>(),
        "changes": card.changes.iter().map(|change| json!({
            "at": change.at, "who": change.who, "what": change.told(),
        })).collect::<Vec<_>>(),
    })
}

/// What it teaches of one framework, counted by how far that is proven.
fn teaches(of: &TaughtOfFramework) -> serde_json::Value {
    let [verified, recheck, claimed, rejected] = [
        TaughtState::Verified,
        TaughtState::Recheck,
        TaughtState::Claimed,
        TaughtState::Rejected,
    ]
    .map(|state| of.of(state));
    json!({
        "framework": of.framework, "ours": of.ours,
        "verified": verified.standards, "leaves": verified.leaves, "verified_by": verified.who,
        "verified_on": verified.newest.map(|day| day.to_string()),
        "recheck": recheck.standards, "recheck_by": recheck.who,
        "claimed": claimed.standards, "claimed_by": claimed.who,
        "rejected": rejected.standards, "rejected_by": rejected.who,
    })
}

//! `hallpass status` and `hallpass product`: can they use it there, and everything about it.

mod asked;

use clap::Args;
use serde_json::json;

use crate::domain::counted::counted;
use crate::domain::find::{SchoolName, Unclear};
use crate::domain::grade::Grade;
use crate::domain::school::SchoolId;
use crate::domain::status::{StatusAnswer, Verdict};
use crate::domain::taught::{TaughtOfFramework, TaughtState};
use crate::domain::text::ended;
use crate::exchange::write::{Format, Table};
use crate::office::lists::Viewer;
use crate::office::lists::status::{AnswerRow, STATUS};
use crate::office::query::Card;

use self::asked::{AnswerAt, AskedStatus};
use super::print::{self, Form};
use super::{Context, Failure, find};

/// `hallpass status`
#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// A product, by name or web address, and perhaps a school or several: `kahoot lincoln`
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

impl StatusArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let school = self.school.as_deref();
        let asked = AskedStatus::read(&mut office, &self.words, school, self.grade)?;
        let answers = asked.answers(&mut office)?;
        match context.form {
            Form::Json => print::json(&json!({
                "query": asked.query,
                "school": asked.schools(),
                "grade": asked.grade(),
                "as_of": asked.today.to_string(),
                "results": answers.iter().map(result).collect::<Vec<_>>(),
                "nearest": asked.nearest.iter().map(|answer| json!({
                    "product": answer.product, "answer": answer.word,
                })).collect::<Vec<_>>(),
                "unknown": asked.said.unknown,
            })),
            Form::Csv => print::document(&table(&answers), Format::Csv),
            // Nobody is told what is not listed, where it is the school that is no more.
            Form::Text | Form::Plain if asked.closed.is_some() => {}
            Form::Text | Form::Plain if answers.is_empty() => {
                let names = asked.nearest.iter().map(|answer| answer.product.clone());
                let names: Vec<String> = names.collect();
                let at = asked.at.first().map(|asked| asked.id);
                let answer = office.not_listed(&asked.said, &names, at)?;
                tell(&answer, asked.school());
            }
            Form::Text | Form::Plain => {
                asked
                    .several()
                    .iter()
                    .for_each(|several| print::notice(several));
                answers.iter().for_each(|at| tell(&at.answer, at.school));
            }
        }
        if answers.is_empty() {
            return Err(asked.missed());
        }
        Ok(())
    }
}

fn tell(answer: &StatusAnswer, school: Option<&SchoolName>) {
    lines(answer, school)
        .iter()
        .for_each(|line| print::line(line));
}

/// An answer as JSON, with how its product is named, and the school it is for.
fn result(at: &AnswerAt) -> serde_json::Value {
    let mut result = json!(at.answer);
    result["match"] = json!(at.named.by);
    result["school"] = json!(at.school.map(|school| &school.name));
    result
}

/// Answers as rows, best match first.
fn table(answers: &[AnswerAt]) -> Table {
    let row = |at: &AnswerAt| AnswerRow {
        answer: at.answer.clone(),
        named: Some(at.named.by),
        alias: at.named.alias.clone(),
        school: at.school.map(|school| school.name.clone()),
    };
    let rows: Vec<AnswerRow> = answers.iter().map(row).collect();
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
        if asked.at.len() > 1 {
            let schools = asked.schools().unwrap_or_default();
            return Err(Failure::refused(
                format!("a card is about one school, and these are several: {schools}"),
                "name one of them; hallpass status answers for each",
            ));
        }
        let at = asked.at.first().map(|asked| asked.id);
        let card = office.card(named.id, at, named.alias.clone())?;
        if context.form == Form::Json {
            print::json(&to_json(&card));
        } else {
            lines(&card.answer, asked.school())
                .iter()
                .for_each(|line| print::line(line));
            card_lines(&card, at)
                .iter()
                .for_each(|line| print::line(line));
        }
        Ok(())
    }
}

fn card_lines(card: &Card, here: Option<SchoolId>) -> Vec<String> {
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
    let others = card.at_others(here);
    lines.extend(others.map(|said| format!("Other schools: {said}")));
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

//! `hallpass status` and `hallpass product`: can they use it there, and everything about it.

use clap::Args;
use serde_json::json;

use crate::domain::find::{Finder, Hit, Place, SchoolName, schools_like, split_school};
use crate::domain::grade::Grade;
use crate::domain::status::Answer;
use crate::exchange::write::{Format, Holds, Table};
use crate::store::{Card, Scope, Store};

use super::print::{self, Form};
use super::{Context, Failure};

/// Products answered in one go, best match first.
const ANSWERED: usize = 10;
/// Products told in full as text; the others are named.
const TOLD: usize = 1;
/// Nearest names offered where nothing fits.
const NEAREST: usize = 5;

/// `hallpass status`
#[derive(Debug, Args)]
pub(super) struct Status {
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
pub(super) struct Product {
    /// A product, and perhaps a school
    #[arg(required = true)]
    words: Vec<String>,
}

/// What was asked, told apart: products best first, the school, the scope.
struct Asked {
    query: String,
    product: String,
    hits: Vec<Hit>,
    nearest: Vec<String>,
    school: Option<SchoolName>,
    scope: Scope,
}

impl Asked {
    fn read(
        store: &Store,
        context: &Context,
        words: &[String],
        school: Option<&str>,
        grade: Option<Grade>,
    ) -> Result<Asked, Failure> {
        let query = words.join(" ");
        let finder = Finder::new(store.find_entries()?);
        let schools = store.school_names()?;
        let (product, found) = if let Some(name) = school {
            (
                query.clone(),
                Some(one_school(name, &schools, &schools_like(name, &schools))?),
            )
        } else {
            let split = split_school(&query, &schools, &finder);
            let found = match split.school {
                Place::Unsaid => None,
                Place::One(id) => Some(one_school(&query, &schools, &[id])?),
                Place::Several(ids) => Some(one_school(&query, &schools, &ids)?),
                Place::Unknown(name) => Some(one_school(&name, &schools, &[])?),
            };
            (split.product, found)
        };
        if product.trim().is_empty() {
            // Without a product every product fits, and the first would be taken for the answer.
            return Err(no_product(&query, found.as_ref()));
        }
        let hits = finder.search(&product, ANSWERED).hits;
        let nearest = if hits.is_empty() {
            finder
                .near(&product, NEAREST)
                .into_iter()
                .map(|near| near.name)
                .collect()
        } else {
            Vec::new()
        };
        let scope = Scope {
            school: found.as_ref().map(|s| s.id),
            grade,
            today: context.stamp.today,
        };
        Ok(Asked {
            query,
            product,
            hits,
            nearest,
            school: found,
            scope,
        })
    }
}

fn no_product(query: &str, school: Option<&SchoolName>) -> Failure {
    match school {
        Some(school) => Failure::refused(
            format!("`{query}` names {} and no product", school.name),
            "name a product too; everything a school has is told by: hallpass inventory SCHOOL",
        ),
        None => Failure::refused("no product was named", "write a few letters of its name"),
    }
}

fn one_school(name: &str, schools: &[SchoolName], ids: &[i64]) -> Result<SchoolName, Failure> {
    let named: Vec<&SchoolName> = schools.iter().filter(|s| ids.contains(&s.id)).collect();
    match named[..] {
        [one] => Ok(one.clone()),
        [] => Err(Failure::NotFound(format!(
            "no school is called `{name}`; see: hallpass schools"
        ))),
        _ => {
            let names: Vec<&str> = named.iter().map(|s| s.name.as_str()).collect();
            let which = format!("`{name}` may be {}", names.join(", "));
            Err(Failure::refused(
                which,
                "write more of the name, or the code with --school",
            ))
        }
    }
}

impl Status {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let asked = Asked::read(
            &store,
            context,
            &self.words,
            self.school.as_deref(),
            self.grade,
        )?;
        let told = match context.form {
            Form::Json | Form::Csv => ANSWERED,
            Form::Text | Form::Plain => TOLD,
        };
        let answers = asked
            .hits
            .iter()
            .take(told)
            .map(|hit| store.answer(hit.id, asked.scope, hit.alias.clone()));
        let answers = answers.collect::<Result<Vec<Answer>, _>>()?;
        if context.form == Form::Json {
            print::json(&json!({
                "query": asked.query,
                "school": asked.school.as_ref().map(|s| &s.name),
                "grade": self.grade.map(|g| g.to_string()),
                "as_of": asked.scope.today.to_string(),
                "results": answers,
            }));
        }
        if context.form == Form::Csv {
            print::document(&table(&answers), Format::Csv);
        }
        let to_people = matches!(context.form, Form::Text | Form::Plain);
        if answers.is_empty() {
            let answer = store.not_listed(&asked.product, &asked.nearest, asked.scope)?;
            if to_people {
                lines(&answer, asked.school.as_ref())
                    .iter()
                    .for_each(|line| print::line(line));
            }
            return Err(Failure::NotFound(nearest(&asked)));
        }
        if to_people {
            for answer in &answers {
                lines(answer, asked.school.as_ref())
                    .iter()
                    .for_each(|line| print::line(line));
            }
            others(&store, &asked)?;
        }
        Ok(())
    }
}

/// Answers as rows, best match first.
fn table(answers: &[Answer]) -> Table {
    let mut table = Table::new(
        "status",
        &[
            ("product_id", Holds::Count),
            ("product", Holds::Text),
            ("vendor", Holds::Text),
            ("matched_alias", Holds::Text),
            ("verdict", Holds::Text),
            ("answer", Holds::Text),
            ("reason", Holds::Text),
            ("conditions", Holds::List),
            ("valid_until", Holds::Day),
            ("where", Holds::Text),
            ("purchased", Holds::Count),
            ("allotted", Holds::Count),
            ("used", Holds::Count),
            ("free", Holds::Count),
            ("next_step", Holds::Text),
            ("say", Holds::Text),
        ],
    );
    let row = |answer: &Answer| {
        vec![
            answer.product_id.into(),
            answer.product.as_str().into(),
            answer.vendor.clone().into(),
            answer.matched_alias.clone().into(),
            json!(answer.verdict).as_str().into(),
            answer.word.text().into(),
            answer.reason.as_str().into(),
            answer.conditions.clone().into(),
            answer.valid_until.into(),
            answer.where_.as_str().into(),
            answer.seats.purchased.into(),
            answer.seats.allotted.into(),
            answer.seats.used.into(),
            answer.seats.free.into(),
            answer.next_step.as_str().into(),
            answer.say.as_str().into(),
        ]
    };
    table.rows = answers.iter().map(row).collect();
    table
}

fn nearest(asked: &Asked) -> String {
    if asked.nearest.is_empty() {
        format!("nothing here is called `{}`", asked.product)
    } else {
        format!(
            "nothing here is called `{}`; nearest: {}",
            asked.product,
            asked.nearest.join(", ")
        )
    }
}

/// The other products that fit the words, with their word.
fn others(store: &Store, asked: &Asked) -> Result<(), Failure> {
    for hit in asked.hits.iter().skip(TOLD).take(5) {
        let answer = store.brief_answer(hit.id, asked.scope, hit.alias.clone())?;
        print::line(&format!("Also fits: {}: {}.", answer.product, answer.word));
    }
    Ok(())
}

/// An answer in lines, one fact a line; also the plain mode's.
pub(super) fn lines(answer: &Answer, school: Option<&SchoolName>) -> Vec<String> {
    let at = school
        .map(|s| format!(" at {}", s.name))
        .unwrap_or_default();
    let until = match answer.valid_until {
        Some(day) if answer.word.allows() => {
            format!(", until {}", crate::domain::status::short_date(day))
        }
        _ => String::new(),
    };
    let mut lines = vec![format!("{}{at}: {}{until}.", answer.product, answer.word)];
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

impl Product {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let asked = Asked::read(&store, context, &self.words, None, None)?;
        let Some(hit) = asked.hits.first() else {
            return Err(Failure::NotFound(nearest(&asked)));
        };
        let sight = store.sight(&context.stamp.who, context.stamp.today)?;
        let card = store.card(hit.id, asked.scope, hit.alias.clone())?;
        let card = card.seen_by(&sight);
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
    for alias in &card.aliases {
        lines.push(format!("Also called: {} ({}).", alias.alias, alias.kind));
    }
    for school in &card.schools {
        let seats = school
            .seats
            .map(|n| format!(", {n} seats"))
            .unwrap_or_default();
        let used = school
            .used
            .map(|n| format!(", {n} used"))
            .unwrap_or_default();
        lines.push(format!("{}: {}{seats}{used}.", school.name, school.word));
    }
    for bought in &card.contracts {
        let cost = bought
            .a_year
            .map(|cost| format!(", {cost} a year"))
            .unwrap_or_default();
        lines.push(format!(
            "Contract {}: bought by {}{cost}, {} {}.",
            bought.contract.number,
            bought.by,
            bought.ending(),
            bought.contract.term_end
        ));
    }
    lines.extend(
        card.total
            .map(|all| format!("All contracts: {all} a year.")),
    );
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
        lines.push(format!("{} {}: {}.", &change.at, change.who, change.what));
    }
    lines
}

fn to_json(card: &Card) -> serde_json::Value {
    json!({
        "product_id": card.product.id.0, "product": card.product.name, "edition": card.product.edition,
        "vendor": card.answer.vendor, "url": card.product.url, "answer": card.answer,
        "functions": card.functions,
        "aliases": card.aliases.iter().map(|a| &a.alias).collect::<Vec<_>>(),
        "schools": card.schools.iter().map(|s| json!({
            "school": s.name, "answer": s.word, "seats": s.seats, "used": s.used,
        })).collect::<Vec<_>>(),
        "contracts": card.contracts.iter().map(|b| json!({
            "contract": b.contract.number, "bought_by": b.by, "term_end": b.contract.term_end.to_string(),
            "auto_renew": b.contract.auto_renew, "annual_cents": b.a_year.map(|c| c.0),
        })).collect::<Vec<_>>(),
        "support": card.support,
        "agreements": card.agreements.iter().map(|a| json!({
            "kind": a.kind, "from": a.from.map(|d| d.to_string()), "until": a.until.map(|d| d.to_string()),
            "link": a.link,
        })).collect::<Vec<_>>(),
        "owners": card.owners.iter().map(|(role, name, deputy)| json!({
            "role": role, "person": name, "deputy": deputy,
        })).collect::<Vec<_>>(),
    })
}

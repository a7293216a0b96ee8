//! `hallpass review`: the checklists of a request, who has it, and its decision.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::domain::grade::Grades;
use crate::domain::product::ProductId;
use crate::domain::region::DistrictCode;
use crate::domain::request::Outcome;
use crate::domain::review::reply::reply;
use crate::domain::review::{Decision, ReviewDeed};
use crate::domain::text;
use crate::office::deed::review::{QueueSubject, ReviewDone};
use crate::office::named::NamedRequest;
use crate::office::{self, Office};

use super::print::{self, Form};
use super::{Context, Failure, find, people, queue, values};
use named::Found;

pub(super) mod lines;
pub(super) mod named;
pub(super) mod sheet;

/// `hallpass review`
#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    #[command(subcommand)]
    deed: ReviewCommand,
}

#[derive(Debug, Subcommand)]
enum ReviewCommand {
    /// Facts, what we own already, both checklists, what blocks, what you may do
    Show {
        /// R-418, 418, or P-31 for a product whose review is due
        request: String,
    },
    /// I have it
    Take {
        /// R-418, 418, or P-31 to begin the review of a product
        request: String,
    },
    /// I had it
    GiveBack {
        /// R-418 or 418
        request: String,
    },
    /// Somebody has it
    Assign {
        /// R-418 or 418
        request: String,
        /// Who
        login: String,
    },
    /// Answer one item of a checklist
    Answer(AnswerArgs),
    /// Take what a neighbour of the region decided and answered into a review, as claims to check
    Claims(ClaimsArgs),
    /// Decide: the reply to the requester is printed
    Decide(DecideReviewArgs),
    /// A condition was met, or gets an owner or a day
    Condition(ConditionArgs),
}

#[derive(Debug, Args)]
struct AnswerArgs {
    /// R-418, 418, or P-31 to begin the review of a product
    request: String,
    /// T05, C12
    item: String,
    /// What it came to; blank takes the answer back
    #[arg(value_parser = values::item_result())]
    result: Option<values::Answered>,
    /// A remark; for a failed item the reason
    #[arg(long)]
    note: Option<String>,
    /// Where the proof is
    #[arg(long, value_name = "LINK")]
    evidence: Option<String>,
}

#[derive(Debug, Args)]
struct ClaimsArgs {
    /// R-418, 418, or a product, whose review is begun where none is open
    request: String,
    /// The neighbour's code, as `hallpass region product NAME` names it
    #[arg(long, value_name = "CODE", value_parser = DistrictCode::read)]
    from_neighbour: DistrictCode,
}

#[derive(Debug, Args)]
struct DecideReviewArgs {
    /// R-418 or 418
    request: String,
    /// What is decided
    #[arg(value_parser = values::one_of::<Outcome>())]
    outcome: Outcome,
    /// Why
    #[arg(long)]
    reason: String,
    /// What must be kept to; may be said several times
    #[arg(long = "condition", value_name = "TEXT")]
    conditions: Vec<String>,
    /// Only these schools, `,` between; the schools that asked where none is named
    #[arg(long, value_name = "S,S")]
    schools: Option<String>,
    /// Only these grades; those asked for where none is named
    #[arg(long)]
    grades: Option<Grades>,
    /// The last day; a pilot needs one
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    until: Option<NaiveDate>,
    /// The product to use instead, for a denial
    #[arg(long, value_name = "PRODUCT")]
    instead: Option<String>,
}

#[derive(Debug, Args)]
struct ConditionArgs {
    /// R-418 or 418
    request: String,
    /// Which of its conditions: 1, 2...
    n: usize,
    /// Who sees to it
    #[arg(long, value_name = "LOGIN")]
    owner: Option<String>,
    /// By when
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    due: Option<NaiveDate>,
    /// It is met
    #[arg(long)]
    met: bool,
}

impl ReviewArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            ReviewCommand::Show { request } => show(context, request),
            ReviewCommand::Take { request } => take(context, request),
            ReviewCommand::GiveBack { request } => simple(context, request, ReviewDeed::GiveBack),
            ReviewCommand::Assign { request, login } => {
                let person = people::find_person(&context.asked_office()?, login)?.id;
                simple(context, request, ReviewDeed::Assign { person })
            }
            ReviewCommand::Answer(answer) => answer.run(context),
            ReviewCommand::Claims(claims) => claims.run(context),
            ReviewCommand::Decide(decide) => decide.run(context),
            ReviewCommand::Condition(condition) => condition.run(context),
        }
    }
}

fn show(context: &Context, word: &str) -> Result<(), Failure> {
    context.is_no_table()?;
    let office = context.asked_office()?;
    match named::find(&office, word)? {
        Found::Request(on) => {
            let sheet = office.sheet(named::id(&on))?;
            if context.form == Form::Json {
                print::json(&sheet::review(&sheet));
            } else {
                all(&lines::review(&sheet, context.form));
            }
        }
        Found::Due(row) if context.form == Form::Json => {
            let mut told = queue::row(&row);
            told["checklists"] = serde_json::json!([]);
            told["blocking"] = serde_json::json!(["nobody has begun this review"]);
            told["may"] = serde_json::json!(["take"]);
            print::json(&told);
        }
        Found::Due(row) => {
            all(&lines::row(&row));
            print::line(&format!(
                "Nobody has begun it: hallpass review take {}",
                row.name
            ));
        }
    }
    Ok(())
}

fn all(lines: &[String]) {
    lines.iter().for_each(|line| print::line(line));
}

fn take(context: &Context, word: &str) -> Result<(), Failure> {
    let mut office = context.office()?;
    let (on, taken) = named::begun(&mut office, word)?;
    let done = match taken {
        Some(did) => Ok(did),
        None => named::act(&mut office, &on, ReviewDeed::Take),
    };
    told(context, &office, &on, done)
}

/// A deed that needs nothing but its request.
pub(super) fn simple(context: &Context, word: &str, deed: ReviewDeed) -> Result<(), Failure> {
    let mut office = context.office()?;
    let on = named::request(&office, word)?;
    let done = named::act(&mut office, &on, deed);
    told(context, &office, &on, done)
}

/// Tells what came of a deed. With `--json` the review is printed as it stands, also where a rule said no.
fn told(
    context: &Context,
    office: &Office,
    on: &QueueSubject,
    done: Result<ReviewDone, office::Error>,
) -> Result<(), Failure> {
    let by_rule = matches!(
        done,
        Ok(_) | Err(office::Error::Refused(_) | office::Error::Conflict { .. })
    );
    if context.form == Form::Json && by_rule {
        print::json(&sheet::review(&office.sheet(named::id(on))?));
    }
    let did = done?;
    if context.form != Form::Json {
        Context::tell(&did.receipt);
    }
    Ok(())
}

impl AnswerArgs {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        if self.result.is_none() && self.note.is_none() && self.evidence.is_none() {
            return Err(Failure::refused(
                "nothing was said about the item",
                "write pass, partial, fail, na or unknown, or --note TEXT",
            ));
        }
        let mut office = context.office()?;
        // To begin a review and to answer are two deeds, and a name is of one.
        let on = match context.id {
            Some(_) => named::request(&office, &self.request)?,
            None => named::begun(&mut office, &self.request)?.0,
        };
        let cleaned = |text: &String| text::clean_long(text).text;
        let deed = ReviewDeed::Answer {
            item: self.item.to_uppercase(),
            answer: self.result.map(|answered| answered.0),
            note: self.note.as_ref().map(cleaned),
            evidence: self.evidence.as_ref().map(cleaned),
            seen: None,
        };
        let mut done = named::act(&mut office, &on, deed);
        // On the screens the request is in view; here it is named.
        if let Ok(did) = &mut done
            && did.receipt.changed()
        {
            did.receipt.said = format!("{}: {}", on.what, did.receipt.said);
        }
        told(context, &office, &on, done)
    }
}

impl ClaimsArgs {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let product = self.product(&mut office)?;
        let neighbour = &self.from_neighbour;
        let Some(taking) = office.claims_of(product, neighbour)? else {
            let what = format!("{neighbour} tells the region of no decision about it that holds");
            return Err(Failure::NotFound(what));
        };
        let did = office.take_claims(&taking)?;
        if context.form == Form::Json {
            let request = did.open.unwrap_or_default();
            print::json(&sheet::review(&office.sheet(request)?));
            return Ok(());
        }
        Context::tell(&did.receipt);
        Ok(())
    }

    /// The product that the words mean: that of a request, or else one of this name.
    fn product(&self, office: &mut Office) -> Result<ProductId, Failure> {
        match office.request_named(&self.request)? {
            NamedRequest::Request(on) => Ok(on.product),
            NamedRequest::Due(row) => Ok(row.product),
            NamedRequest::NotDue(_) | NamedRequest::Nothing(_) => {
                find::product_named(office, &self.request)
            }
        }
    }
}

impl DecideReviewArgs {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let on = named::request(&office, &self.request)?;
        let schools = self.schools.as_deref();
        let schools = schools.map(|named| find::schools(&mut office, named));
        let instead = self.instead.as_deref();
        let conditions = self.conditions.iter().map(|text| text::clean(text).text);
        let decision = Decision {
            outcome: self.outcome,
            reason: text::clean_long(&self.reason).text,
            conditions: conditions.filter(|text| !text.is_empty()).collect(),
            schools: schools.transpose()?,
            grades: self.grades.unwrap_or(Grades::UNSAID),
            until: self.until,
            alternative: instead
                .map(|name| find::product_named(&mut office, name))
                .transpose()?,
        };
        decide(context, &mut office, &on, decision)
    }
}

/// Decides, and prints what the requester is told.
pub(super) fn decide(
    context: &Context,
    office: &mut Office,
    on: &QueueSubject,
    decision: Decision,
) -> Result<(), Failure> {
    let done = named::act(office, on, ReviewDeed::Decide(decision));
    let sheet = office.sheet(named::id(on))?;
    let did = match done {
        Ok(did) => did,
        Err(error) => {
            if let (Form::Json, office::Error::Refused(why)) = (context.form, &error) {
                let mut review = sheet::review(&sheet);
                if sheet.blocking.is_empty() {
                    review["blocking"] = serde_json::json!([why.to_string()]);
                }
                print::json(&review);
            }
            return Err(error.into());
        }
    };
    if context.form == Form::Json {
        let mut review = sheet::review(&sheet);
        review["reply"] = reply(&sheet).into();
        print::json(&review);
    } else {
        let again = did
            .again
            .map(|day| format!(" Again by {}.", day.format("%b %d %Y")));
        print::line(&format!(
            "{}{}",
            did.receipt.said,
            again.unwrap_or_default()
        ));
        print::line("");
        print::text(&reply(&sheet));
        Context::tell_undo(&did.receipt);
    }
    Ok(())
}

impl ConditionArgs {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let on = named::request(&office, &self.request)?;
        let sheet = office.sheet(named::id(&on))?;
        let at = self
            .n
            .checked_sub(1)
            .and_then(|at| sheet.conditions.get(at));
        let Some(condition) = at else {
            return Err(Failure::NotFound(format!(
                "{} has {} conditions, and no condition {}",
                on.what,
                sheet.conditions.len(),
                self.n
            )));
        };
        let owner = self.owner.as_deref();
        let owner = owner
            .map(|login| people::find_person(&office, login))
            .transpose()?;
        let deed = ReviewDeed::Condition {
            id: condition.id,
            owner: owner.map(|person| person.id),
            due_on: self.due,
            met_on: self.met.then(|| office.today()),
        };
        let done = named::act(&mut office, &on, deed);
        told(context, &office, &on, done)
    }
}

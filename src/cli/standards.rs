//! `hallpass standards`: which standards products teach, who claims it and who verified it; and by which frameworks the
//! district teaches.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::print::{self, Form};
use super::{Context, Failure, find};
use crate::domain::grade::Grade;
use crate::domain::standards::claim::Claimant;
use crate::domain::text;
use crate::office::gaps::{CoverFilter, CoveredStandard};
use crate::office::standards::{ListedClaim, ListedStandard, StandardsFilter};
use crate::office::{Error, Receipt};

mod asked;
mod covered;

pub(super) use covered::with_coverage;

/// What is said where no framework is here.
const NO_STANDARDS: &str = "No standards yet. hallpass import standards FILE; your state's file: Learning Commons or your state's CASE server.";

/// `hallpass standards`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct StandardsListArgs {
    #[command(subcommand)]
    deed: Option<FrameworkDeed>,
    /// Words of the code, or of what it says
    words: Vec<String>,
    /// Of this framework, by its short name, its title or its guid
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
    /// Those of which a group falls short, the worst first
    #[arg(long, group = "asked")]
    holes: bool,
    /// Where three products and more, paid for at one school, were verified to teach the same standard there
    #[arg(long, group = "asked")]
    stacks: bool,
    /// What is paid for at a school where no group falls short of what it teaches, two windows of a test running
    #[arg(long, group = "asked", conflicts_with_all = ["words", "framework"])]
    idle: bool,
    /// What is only claimed, or to be looked at again: first what would close most of the gaps; codes that nobody knows last
    #[arg(long, group = "asked")]
    claimed: bool,
    /// Only at this school
    #[arg(long)]
    school: Option<String>,
    /// Only in this grade: PK, K, 1 to 12
    #[arg(long, conflicts_with_all = ["stacks", "idle", "claimed"])]
    grade: Option<Grade>,
    /// Only what these products come to, names with commas between
    #[arg(long, value_name = "P,P", value_delimiter = ',', conflicts_with_all = ["stacks", "idle", "claimed"])]
    products: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum FrameworkDeed {
    /// The district teaches by this framework: gaps and coverage are told in it
    Own {
        /// Its short name, its title or its guid
        framework: String,
    },
    /// The district does not teach by it
    Disown {
        /// Its short name, its title or its guid
        framework: String,
    },
}

/// Characters of a statement in a row.
const SHOWN: usize = 60;

impl StandardsListArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            Some(FrameworkDeed::Own { framework }) => own(context, framework, true),
            Some(FrameworkDeed::Disown { framework }) => own(context, framework, false),
            None => self.list(context),
        }
    }

    fn list(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let school = self
            .school
            .as_deref()
            .map(|words| find::school(&mut office, words));
        let filter = StandardsFilter {
            words: self.words.clone(),
            framework: self.framework.clone(),
            school: school.transpose()?,
        };
        if self.stacks {
            return asked::stacks(context.form, &office, &filter);
        }
        if self.idle {
            return asked::idle(context.form, &office, filter.school);
        }
        if self.claimed {
            return asked::claimed(context.form, &office, &filter);
        }
        let products = self.products.iter();
        let products = products.map(|words| find::product_named(&mut office, words));
        let filter = CoverFilter {
            standards: filter,
            grade: self.grade,
            holes: self.holes,
            products: products.collect::<Result<_, _>>()?,
            one: None,
        };
        let listed = found(office.standards_covered(&filter))?;
        if context.form == Form::Json {
            print::json(&listed.iter().map(with_coverage).collect::<Json>());
            return Ok(());
        }
        if listed.is_empty() && office.frameworks()?.is_empty() {
            print::notice(NO_STANDARDS);
        }
        for one in &listed {
            print::line(&row(one));
        }
        Ok(())
    }
}

fn own(context: &Context, framework: &str, ours: bool) -> Result<(), Failure> {
    let mut office = context.office()?;
    let receipt = found(office.own_framework(framework, ours))?;
    tell(context, &receipt);
    Ok(())
}

/// What nobody knows ends with 3.
pub(super) fn found<T>(asked: Result<T, Error>) -> Result<T, Failure> {
    asked.map_err(|why| match why {
        Error::Missing { .. } => Failure::NotFound(why.to_string()),
        other => other.into(),
    })
}

/// What came of a deed.
pub(super) fn tell(context: &Context, receipt: &Receipt) {
    if context.form == Form::Json {
        print::json(&json!({ "said": receipt.said, "change_set": receipt.change_set }));
    } else {
        print::line(&Context::in_a_line(receipt));
    }
}

/// A standard in a line.
fn row(covered: &CoveredStandard) -> String {
    let one = &covered.listed;
    let code = one.code.as_deref().unwrap_or("-");
    let says = match &one.standard {
        Some(standard) => text::cut(&standard.statement.replace('\n', " "), SHOWN).into_owned(),
        None => format!("unknown code of {}", one.framework),
    };
    let others = covered.by_others.iter();
    let others = others.map(|other| format!("{} {}", other.name, other.way));
    let claims: Vec<String> = one.claims.iter().map(in_words).chain(others).collect();
    let claims = if claims.is_empty() {
        "nobody claims it".to_owned()
    } else {
        claims.join("; ")
    };
    let there = match covered.covered_in_words() {
        there if there.is_empty() => there,
        there => format!("  ({there})"),
    };
    format!("{code}  {says}  {claims}{there}")
}

/// A claim in words: `Sumgrove verified by nhalvessen`, `Sumgrove claimed by vendor`.
pub(super) fn in_words(one: &ListedClaim) -> String {
    let who = one
        .by
        .clone()
        .or_else(|| one.claim.says.map(|says| says.word().to_owned()));
    let by = who.map(|who| format!(" by {who}")).unwrap_or_default();
    let module = one
        .claim
        .module
        .as_ref()
        .map(|module| format!(" ({module})"))
        .unwrap_or_default();
    let recheck = if one.recheck {
        ", to be looked at again"
    } else {
        ""
    };
    format!(
        "{}{module} {}{by}{recheck}",
        one.product_name, one.claim.status
    )
}

/// A claim as JSON.
fn claim(listed: &ListedClaim) -> Json {
    json!({
        "product_id": listed.product, "product": listed.product_name, "module": listed.claim.module,
        "match": "same", "status": listed.claim.status.word(), "says": listed.claim.says.map(Claimant::word),
        "by": listed.by, "on": listed.on(), "recheck": listed.recheck,
    })
}

/// A standard as JSON, with the claims on it.
fn standard(one: &ListedStandard) -> Json {
    let held = one.standard.as_ref();
    let products: Vec<Json> = one.claims.iter().map(claim).collect();
    json!({
        "code": one.code, "guid": held.map(|held| &held.guid), "framework": one.framework,
        "statement": held.map(|held| &held.statement), "grades": held.map(|held| held.grades.to_string()),
        "leaf": held.map(|held| held.leaf), "weight": held.map(|held| held.weight),
        "waived": held.and_then(|held| held.waived.as_ref()), "products": products,
    })
}

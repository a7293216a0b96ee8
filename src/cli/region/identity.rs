//! `hallpass region identity`: for people with the region's own role, which products of several districts are one.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use crate::domain::counted::counted;
use crate::domain::text::shell_word;
use crate::office::lists::region::{REGION_IDENTITY, REGION_RULINGS};
use crate::office::query::region::ProposedOne;
use crate::office::region::{Region, Ruled};

use super::super::print::{self, Form};
use super::super::{Context, Failure};
use super::AskedRegion;
use super::asked::csv;

/// Proposals on a page.
const PAGE: usize = 20;
/// Rulings on a page.
const RULINGS: i64 = 50;

#[derive(Debug, Args)]
pub(super) struct IdentityArgs {
    #[command(flatten)]
    of: AskedRegion,
    #[command(subcommand)]
    deed: IdentityCommand,
}

#[derive(Debug, Subcommand)]
enum IdentityCommand {
    /// What may be one product, by name, page or number
    List {
        /// Only what is called so, or begins so
        #[arg(value_name = "WORDS")]
        words: Vec<String>,
        /// The page behind this one, as the page before names it
        #[arg(long, value_name = "SIGN")]
        behind: Option<String>,
    },
    /// These are one product
    Confirm {
        /// Each as DISTRICT:NUMBER
        #[arg(required = true, num_args = 2.., value_name = "PRODUCT")]
        products: Vec<String>,
    },
    /// Each of these is a product of its own
    Deny {
        /// Each as DISTRICT:NUMBER
        #[arg(required = true, num_args = 1.., value_name = "PRODUCT")]
        products: Vec<String>,
    },
    /// Take a ruling back
    Undo {
        /// Its number
        ruling: i64,
    },
    /// Who ruled what, newest first
    History,
}

impl IdentityArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let region = &self.of.opened(context)?;
        match &self.deed {
            IdentityCommand::List { words, behind } => {
                list(context, region, words, behind.as_deref())
            }
            IdentityCommand::Confirm { products } => {
                let ruled = region.rule(products, true)?;
                told(context, ruled, "are one product");
                Ok(())
            }
            IdentityCommand::Deny { products } => {
                let ruled = region.rule(products, false)?;
                told(context, ruled, "are each their own");
                Ok(())
            }
            IdentityCommand::Undo { ruling } => {
                let ruled = region.take_back(*ruling)?;
                told(context, ruled, "are again what they were");
                Ok(())
            }
            IdentityCommand::History => history(context, region),
        }
    }
}

fn told(context: &Context, ruled: Ruled, what: &str) {
    let Ruled { ruling, products } = ruled;
    if context.form == Form::Json {
        print::json(&json!({ "ruling": ruling, "products": products }));
        return;
    }
    let products = counted(products, "product");
    print::line(&format!("{products} {what} (ruling {ruling})."));
    print::notice(&format!(
        "hallpass region identity undo {ruling} takes it back."
    ));
}

fn list(
    context: &Context,
    region: &Region,
    words: &[String],
    behind: Option<&str>,
) -> Result<(), Failure> {
    let words = Some(words.join(" ")).filter(|words| !words.is_empty());
    let mut proposals = region.proposals(words.as_deref(), behind, PAGE as i64 + 1)?;
    let more = proposals.len() > PAGE;
    proposals.truncate(PAGE);
    let next = proposals.last().filter(|_| more);
    let next = next.map(|last| format!("There are more: --behind {}", shell_word(&last.sign)));
    if context.form == Form::Json {
        let told = proposals.iter().map(|one| {
            let members = one.members.iter().map(|member| {
                json!({
                    "at": member.at, "district": member.district, "name": member.name, "vendor": member.vendor,
                    "common": member.common,
                })
            });
            json!({
                "sign": one.sign, "districts": one.districts, "products": members.collect::<Vec<_>>(),
            })
        });
        print::json(&Json::Array(told.collect()));
        return Ok(());
    }
    if context.form == Form::Csv {
        let rows = proposals.into_iter().flat_map(|one| {
            let (sign, districts) = (one.sign, one.districts);
            let members = one.members.into_iter();
            members.map(move |member| ProposedOne {
                sign: sign.clone(),
                districts,
                member,
            })
        });
        csv(&REGION_IDENTITY, rows, context.region_day()?);
        next.iter().for_each(|next| print::notice(next));
        return Ok(());
    }
    for one in &proposals {
        print::line(&format!(
            "same {}: {}",
            one.sign,
            counted(one.districts, "district")
        ));
        for member in &one.members {
            let vendor = member
                .vendor
                .as_deref()
                .map(|vendor| format!(" ({vendor})"));
            let common = member
                .common
                .map(|common| format!(", one with all of {common}"));
            print::line(&format!(
                "  {} {}{}{}",
                member.at,
                member.name,
                vendor.unwrap_or_default(),
                common.unwrap_or_default()
            ));
        }
    }
    if proposals.is_empty() {
        print::notice("Nothing is proposed.");
    } else {
        print::notice(
            "Say so: hallpass region identity confirm PRODUCT PRODUCT ..., or deny PRODUCT ...",
        );
    }
    next.iter().for_each(|next| print::notice(next));
    Ok(())
}

fn history(context: &Context, region: &Region) -> Result<(), Failure> {
    let rulings = region.rulings(RULINGS)?;
    if context.form == Form::Json {
        let told = rulings.iter().map(|one| {
            json!({
                "ruling": one.ruling, "by": one.by, "at": one.at, "same": one.same, "undoes": one.undoes,
                "undone_by": one.undone_by, "products": one.products,
            })
        });
        print::json(&Json::Array(told.collect()));
        return Ok(());
    }
    if context.form == Form::Csv {
        csv(&REGION_RULINGS, rulings.into_iter(), context.region_day()?);
        return Ok(());
    }
    for one in &rulings {
        let what = match (one.undoes, one.same) {
            (Some(undoes), _) => format!("took back ruling {undoes}"),
            (None, true) => "one product".to_owned(),
            (None, false) => "each its own".to_owned(),
        };
        let undone = one.undone_by.map(|by| format!(" (taken back by {by})"));
        print::line(&format!(
            "{} {} {}: {what}: {}{}",
            one.ruling,
            one.at,
            one.by,
            one.products.join(", "),
            undone.unwrap_or_default()
        ));
    }
    Ok(())
}

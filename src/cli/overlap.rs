//! `hallpass overlap`: one overlap: its sides, what to do about it, and what people said.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::domain::overlap::alert::{Action, DismissCode};
use crate::domain::overlap::board::AlertRow;
use crate::domain::overlap::process::{AlertDeed, Keeper};
use crate::domain::product::ProductId;
use crate::domain::text;
use crate::office::deed::overlap::{OverlapDeeds, OverlapSubject, ProductMerge};
use crate::office::{self, Office};

use super::print::{self, Form};
use super::{Context, Failure, find, overlaps, people, values};

mod show;

/// `hallpass overlap`
#[derive(Debug, Args)]
pub(super) struct OverlapArgs {
    #[command(subcommand)]
    deed: OverlapCommand,
}

#[derive(Debug, Subcommand)]
enum OverlapCommand {
    /// Its sides next to each other, if they were one, and what ending the others would mean
    Show {
        /// O-x7k2q
        id: String,
    },
    /// Take it: you answer for it now
    Take {
        /// O-x7k2q
        id: String,
    },
    /// Give it to somebody
    Assign {
        /// O-x7k2q
        id: String,
        /// Who
        login: String,
    },
    /// Decide what stays; the renewals of the rest are decided with it
    Plan(PlanArgs),
    /// Say that it is none, for now
    Dismiss(DismissArgs),
    /// Take back what was planned or dismissed
    Reopen {
        /// O-x7k2q
        id: String,
    },
    /// Make its records one product; old numbers and names keep working
    Merge {
        /// O-x7k2q
        id: String,
        /// The record that stays
        #[arg(long, value_name = "PRODUCT")]
        into: String,
        /// Why
        #[arg(long)]
        reason: Option<String>,
    },
}

#[derive(Debug, Args)]
struct PlanArgs {
    /// O-x7k2q
    id: String,
    /// What stays: a contract's number where one product is bought twice, else a product
    #[arg(long, value_name = "X")]
    keep: Option<String>,
    /// What becomes of the others; what fits the kind where nothing is said
    #[arg(long, value_parser = values::one_of_these(is_planned))]
    action: Option<Action>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
}

#[derive(Debug, Args)]
struct DismissArgs {
    /// O-x7k2q
    id: String,
    /// Why it is none
    #[arg(long, value_name = "CODE", value_parser = values::one_of::<DismissCode>())]
    reason: DismissCode,
    /// In words
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The last day this holds; the next renewal where none is said
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    until: Option<NaiveDate>,
}

/// Records are merged by a command of their own.
fn is_planned(action: Action) -> bool {
    action != Action::Merge
}

impl OverlapArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            OverlapCommand::Show { id } => show(context, id),
            OverlapCommand::Take { id } => act(context, id, |_, _| Ok((AlertDeed::Take, None))),
            OverlapCommand::Assign { id, login } => act(context, id, |office, _| {
                let person = people::find_person(office, login)?.id;
                Ok((AlertDeed::Assign { person }, None))
            }),
            OverlapCommand::Plan(plan) => {
                act(context, &plan.id, |office, row| plan.deed(office, row))
            }
            OverlapCommand::Dismiss(dismiss) => act(context, &dismiss.id, |_, _| {
                let note = dismiss.note.as_ref();
                let deed = AlertDeed::Dismiss {
                    code: dismiss.reason,
                    reason: note.map(|said| text::clean_long(said).text),
                    until: dismiss.until,
                };
                Ok((deed, None))
            }),
            OverlapCommand::Reopen { id } => act(context, id, |_, _| Ok((AlertDeed::Reopen, None))),
            OverlapCommand::Merge { id, into, reason } => {
                merge(context, id, into, reason.as_deref())
            }
        }
    }
}

impl PlanArgs {
    /// What is planned, and the same in words.
    fn deed(
        &self,
        office: &mut Office,
        row: &AlertRow,
    ) -> Result<(AlertDeed, Option<String>), Failure> {
        let keep = self.keep.as_ref();
        let keeper = keep.map(|word| keeper(office, row, word)).transpose()?;
        let action = self.action.map(|action| action.word().to_owned());
        let stays = keep.map(|word| format!("{} stays", text::clean(word).text));
        let follows: Vec<String> = action.into_iter().chain(stays).collect();
        let deed = AlertDeed::Plan {
            keeper,
            action: self.action,
            reason: self.reason.as_ref().map(|said| text::clean_long(said).text),
        };
        Ok((
            deed,
            Some(follows.join(", ")).filter(|said| !said.is_empty()),
        ))
    }
}

/// The alert that a word names.
fn named(office: &Office, word: &str) -> Result<AlertRow, Failure> {
    office.overlap_named(word)?.ok_or_else(|| {
        let word = word.trim();
        Failure::NotFound(format!(
            "there is no overlap `{word}`; see: hallpass overlaps"
        ))
    })
}

fn show(context: &Context, word: &str) -> Result<(), Failure> {
    context.is_no_table()?;
    let office = context.asked_office()?;
    let row = named(&office, word)?;
    let today = office.today();
    let details = office.overlap(&row.fingerprint)?;
    if context.form == Form::Json {
        print::json(&show::json(&details));
    } else {
        show::lines(&details, today)
            .iter()
            .for_each(|line| print::line(line));
    }
    Ok(())
}

/// What is to be known of an overlap before something is done about it, a fact a line.
pub(super) fn facts(context: &Context, word: &str) -> Result<Vec<String>, Failure> {
    let office = context.asked_office()?;
    let row = named(&office, word)?;
    Ok(show::lines(
        &office.overlap(&row.fingerprint)?,
        office.today(),
    ))
}

/// What should stay: a contract where the alert is about one product, else a product.
fn keeper(office: &mut Office, row: &AlertRow, word: &str) -> Result<Keeper, Failure> {
    if row.kind.is_of_one_product() {
        let contract = office.contract_named(word)?;
        return contract.map(Keeper::Contract).ok_or_else(|| {
            let mut numbers: Vec<&str> = row
                .contracts
                .iter()
                .map(|(_, number)| number.as_str())
                .collect();
            numbers.extend(row.keeper.as_deref());
            numbers.sort_unstable();
            numbers.dedup();
            Failure::NotFound(format!(
                "there is no contract `{}`; {} is about {}",
                word.trim(),
                row.name,
                numbers.join(", ")
            ))
        });
    }
    find::product_named(office, word).map(Keeper::Product)
}

/// What these words say should stay of an overlap, as it is called.
pub(super) fn stays(office: &mut Office, of: &str, word: &str) -> Result<String, Failure> {
    let row = named(office, of)?;
    Ok(match keeper(office, &row, word)? {
        Keeper::Contract(contract) => office.label(contract)?,
        Keeper::Product(product) => office.label(product)?,
    })
}

/// Carries out a deed on the alert that a word names. With `--json` the alert is printed as it stands then, also
/// where a rule said no.
fn act(
    context: &Context,
    word: &str,
    deed: impl FnOnce(&mut Office, &AlertRow) -> Result<(AlertDeed, Option<String>), Failure>,
) -> Result<(), Failure> {
    let mut office = context.office()?;
    let row = named(&office, word)?;
    let (deed, follows) = deed(&mut office, &row)?;
    let doing = OverlapDeeds {
        subjects: vec![OverlapSubject::of(&row)],
        deed,
        follows,
    };
    let done = office.overlapping(&doing);
    let said = matches!(done, Ok(_) | Err(office::Error::Refused(_)));
    if context.form == Form::Json && said {
        let row = named(&office, &row.name)?;
        print::json(&overlaps::row(&office.overlap(&row.fingerprint)?.sheet.row));
    }
    let receipt = done?;
    if context.form != Form::Json {
        print::line(&receipt.said);
        let sheet = office.overlap(&row.fingerprint)?.sheet;
        show::said(&sheet).iter().for_each(|line| print::line(line));
        Context::tell_undo(&receipt);
    }
    Ok(())
}

fn merge(context: &Context, id: &str, into: &str, reason: Option<&str>) -> Result<(), Failure> {
    let mut office = context.office()?;
    let row = named(&office, id)?;
    if !row.kind.is_of_records() {
        let hint = if row.kind.is_of_one_product() {
            format!(
                "say which purchase stays: hallpass overlap plan {} --keep CONTRACT",
                row.name
            )
        } else {
            format!(
                "say which product stays: hallpass overlap plan {} --keep PRODUCT; records of one product are under: hallpass overlaps --kind O5",
                row.name
            )
        };
        let what = format!(
            "{} is not about two records of one product: {}",
            row.name, row.why
        );
        return Err(Failure::refused(what, hint));
    }
    let into = find::product_named(&mut office, into)?;
    let Some((_, stays)) = row.products.iter().find(|(product, _)| *product == into) else {
        let names: Vec<&str> = row.products.iter().map(|(_, name)| name.as_str()).collect();
        return Err(Failure::refused(
            format!("that product is none of {}", row.name),
            format!("the record that stays is one of {}", names.join(", ")),
        ));
    };
    let others: Vec<&(ProductId, String)> =
        row.products.iter().filter(|(p, _)| *p != into).collect();
    let [(from, goes)] = others.as_slice() else {
        return Err(Failure::refused(
            format!("{} is not about two records of one product", row.name),
            "two records are merged at a time; see: hallpass overlaps --kind O5",
        ));
    };
    let merging = ProductMerge {
        from: (*from, goes.clone()),
        into: (into, stays.clone()),
        reason: reason.map(|said| text::clean_long(said).text),
    };
    let receipt = office.merge(&merging)?;
    if context.form == Form::Json {
        print::json(&serde_json::json!({ "merged": from, "into": into, "product": stays }));
    } else {
        Context::tell(&receipt);
    }
    Ok(())
}

//! `hallpass overlap`: one overlap: its sides, what to do about it, and what people said.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::domain::change::Change;
use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::alert::{Action, DismissCode};
use crate::domain::overlap::board::AlertRow;
use crate::domain::overlap::process::{AlertDeed, Keeper};
use crate::domain::text;
use crate::store::{self, Store};

use super::print::{self, Form};
use super::{Context, Failure, find, overlaps, people};

mod show;

/// `hallpass overlap`
#[derive(Debug, Args)]
pub(super) struct Overlap {
    #[command(subcommand)]
    deed: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
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
    Plan(Plan),
    /// Say that it is none, for now
    Dismiss(Dismiss),
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
struct Plan {
    /// O-x7k2q
    id: String,
    /// What stays: a contract's number where one product is bought twice, else a product
    #[arg(long, value_name = "X")]
    keep: Option<String>,
    /// convert, cancel, shrink, retire or split; what fits the kind where nothing is said
    #[arg(long, value_parser = action)]
    action: Option<Action>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
}

#[derive(Debug, Args)]
struct Dismiss {
    /// O-x7k2q
    id: String,
    /// complementary, edition-differs, special-population, contract-bound, cheaper-apart,
    /// wrong-category, wrong-identity or accepted
    #[arg(long, value_name = "CODE", value_parser = code)]
    reason: DismissCode,
    /// In words
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The last day this holds; the next renewal where none is said
    #[arg(long, value_name = "DATE")]
    until: Option<NaiveDate>,
}

fn action(word: &str) -> Result<Action, String> {
    let usable = |action: &Action| *action != Action::Merge;
    Action::from_word(word).filter(usable).ok_or_else(|| {
        let words: Vec<&str> = Action::ALL
            .iter()
            .filter(|a| usable(a))
            .map(|a| a.word())
            .collect();
        format!("write one of {}", words.join(", "))
    })
}

fn code(word: &str) -> Result<DismissCode, String> {
    DismissCode::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = DismissCode::ALL.iter().map(|code| code.word()).collect();
        format!("write one of {}", words.join(", "))
    })
}

impl Overlap {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            Command::Show { id } => show(context, id),
            Command::Take { id } => {
                let mut store = context.open()?;
                let row = named(context, &store, id)?;
                act(context, &mut store, &row, AlertDeed::Take)
            }
            Command::Assign { id, login } => {
                let mut store = context.open()?;
                let row = named(context, &store, id)?;
                let person = people::find_person(&store, login)?.id.0;
                act(context, &mut store, &row, AlertDeed::Assign { person })
            }
            Command::Plan(plan) => {
                let mut store = context.open()?;
                let row = named(context, &store, &plan.id)?;
                let keeper = plan.keep.as_ref().map(|word| keeper(&store, &row, word));
                let deed = AlertDeed::Plan {
                    keeper: keeper.transpose()?,
                    action: plan.action,
                    reason: plan.reason.as_ref().map(|said| text::clean_long(said).text),
                };
                act(context, &mut store, &row, deed)
            }
            Command::Dismiss(dismiss) => {
                let mut store = context.open()?;
                let row = named(context, &store, &dismiss.id)?;
                let deed = AlertDeed::Dismiss {
                    code: dismiss.reason,
                    reason: dismiss
                        .note
                        .as_ref()
                        .map(|said| text::clean_long(said).text),
                    until: dismiss.until,
                };
                act(context, &mut store, &row, deed)
            }
            Command::Reopen { id } => {
                let mut store = context.open()?;
                let row = named(context, &store, id)?;
                act(context, &mut store, &row, AlertDeed::Reopen)
            }
            Command::Merge { id, into, reason } => merge(context, id, into, reason.as_deref()),
        }
    }
}

/// The alert that a word names.
fn named(context: &Context, store: &Store, word: &str) -> Result<AlertRow, Failure> {
    let fingerprint = store.overlap_named(word, context.stamp.today)?;
    let rows = store.overlaps(context.stamp.today)?.rows.into_iter();
    let mut rows = rows.filter(|row| Some(&row.fingerprint) == fingerprint.as_ref());
    rows.next().ok_or_else(|| {
        let word = word.trim();
        Failure::NotFound(format!(
            "there is no overlap `{word}`; see: hallpass overlaps"
        ))
    })
}

fn show(context: &Context, word: &str) -> Result<(), Failure> {
    let store = context.read()?;
    let row = named(context, &store, word)?;
    let today = context.stamp.today;
    let sheet = store.overlap(&row.fingerprint, &context.stamp.who, today)?;
    if context.form == Form::Json {
        print::json(&show::json(&sheet));
    } else {
        show::lines(&sheet, today)
            .iter()
            .for_each(|line| print::line(line));
    }
    Ok(())
}

/// What should stay: a contract where the alert is about one product, else a product.
fn keeper(store: &Store, row: &AlertRow, word: &str) -> Result<Keeper, Failure> {
    if matches!(row.kind, OverlapKind::SameProduct | OverlapKind::Covered) {
        let contract = store.contract_named(word)?;
        return contract.map(Keeper::Contract).ok_or_else(|| {
            let mut numbers: Vec<&str> = row.members.iter().map(|m| m.number.as_str()).collect();
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
    find::product_named(store, word).map(Keeper::Product)
}

fn act(
    context: &Context,
    store: &mut Store,
    row: &AlertRow,
    deed: AlertDeed,
) -> Result<(), Failure> {
    let what = format!("{} {}", row.name, row.title);
    let title = deed.title();
    let change = Change::Overlap {
        what: what.clone(),
        fingerprint: row.fingerprint.clone(),
        deed,
    };
    let done = store.apply(&change, &context.stamp);
    let refused = matches!(done, Err(store::Error::Refused(_)));
    if context.form == Form::Json && (done.is_ok() || refused) {
        print::json(&overlaps::row(&named(context, store, &row.name)?));
    }
    done?;
    if context.form != Form::Json {
        print::line(&format!("{what}: {title}."));
        let sheet = store.overlap(&row.fingerprint, &context.stamp.who, context.stamp.today)?;
        show::said(&sheet).iter().for_each(|line| print::line(line));
        print::notice("hallpass undo takes it back.");
    }
    Ok(())
}

fn merge(context: &Context, id: &str, into: &str, reason: Option<&str>) -> Result<(), Failure> {
    let mut store = context.open()?;
    let row = named(context, &store, id)?;
    if row.kind != OverlapKind::Identity {
        let hint = match row.kind {
            OverlapKind::SameProduct | OverlapKind::Covered => {
                format!(
                    "say which purchase stays: hallpass overlap plan {} --keep CONTRACT",
                    row.name
                )
            }
            _ => format!(
                "say which product stays: hallpass overlap plan {} --keep PRODUCT; records of one product are under: hallpass overlaps --kind O5",
                row.name
            ),
        };
        let what = format!(
            "{} is not about two records of one product: {}",
            row.name, row.why
        );
        return Err(Failure::refused(what, hint));
    }
    let into = find::product_named(&store, into)?;
    let Some((_, stays)) = row.products.iter().find(|(product, _)| *product == into) else {
        let names: Vec<&str> = row.products.iter().map(|(_, name)| name.as_str()).collect();
        return Err(Failure::refused(
            format!("that product is none of {}", row.name),
            format!("the record that stays is one of {}", names.join(", ")),
        ));
    };
    let others: Vec<&(i64, String)> = row.products.iter().filter(|(p, _)| *p != into).collect();
    let [(from, goes)] = others.as_slice() else {
        return Err(Failure::refused(
            format!("{} is not about two records of one product", row.name),
            "two records are merged at a time; see: hallpass overlaps --kind O5",
        ));
    };
    let what = format!("{goes} into {stays}");
    let change = Change::Merge {
        what: what.clone(),
        from: *from,
        into,
        reason: reason.map(|said| text::clean_long(said).text),
    };
    store.apply(&change, &context.stamp)?;
    if context.form == Form::Json {
        print::json(&serde_json::json!({ "merged": from, "into": into, "product": stays }));
    } else {
        print::line(&format!(
            "Merged {what}. Its old name and number lead there."
        ));
        print::notice("hallpass undo takes it back.");
    }
    Ok(())
}

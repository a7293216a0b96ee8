//! `hallpass waste`: how much of a fiscal year's spending is at risk, why, and what of it can be stopped.

use clap::Args;
use serde_json::{Value as Json, json};

use crate::domain::dashboard::taken;
use crate::domain::money::{Basis, Cents};
use crate::domain::overlap::board::{Ledger, LedgerLine};
use crate::domain::renewal::unknown::{Unpriced, without_price};
use crate::domain::waste::{Factor, Totals};
use crate::office::Office;
use crate::office::gaps::IdleRow;
use crate::office::lists::Viewer;
use crate::office::lists::waste::{SHOWN, WASTE, WasteRow};

use super::print::{self, Form};
use super::{Context, Failure, values};

/// So many cells are shown where nobody asked for all.
const SHOWN_CELLS: usize = 20;

/// `hallpass waste`
#[derive(Debug, Args)]
pub(super) struct WasteArgs {
    /// The fiscal year, named by the one it ends in; this one where none is named
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    fy: Option<i32>,
    /// Only the cells of this factor
    #[arg(long, value_parser = values::one_of::<Factor>())]
    factor: Option<Factor>,
    /// Every cell, not only the first
    #[arg(long)]
    all: bool,
}

/// What is said below sums that contracts are missing from because nobody knows their price; nothing where none
/// is.
pub(super) fn tell_left_out(form: Form, contracts: Unpriced) {
    if let (Form::Text | Form::Plain, Some(without)) = (form, without_price(contracts)) {
        let next = if contracts.unknown > 0 {
            "; hallpass renewals --unknown lists what nobody knows"
        } else {
            ""
        };
        print::notice(&format!("{without}: they are in none of these sums{next}."));
    }
}

impl WasteArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let office = context.asked_office()?;
        let idle = office.idle_as_seen()?;
        let is_read = matches!(context.form, Form::Text | Form::Plain);
        if is_read && !self.all && self.factor.is_none() {
            let ledger = office.most_at_risk(self.fy)?;
            office.keep_found();
            let without_price = ledger.without_price;
            self.told(context, &office, ledger, &idle);
            tell_left_out(context.form, without_price);
            return Ok(());
        }
        let mut ledger = Ledger::clone(&*office.ledger(self.fy)?);
        if let Some(factor) = self.factor {
            let taken = |line: &LedgerLine| taken(&line.cell.taken, factor).net;
            ledger.lines.retain(|line| taken(line) > Cents(0));
            ledger
                .lines
                .sort_by_key(|line| std::cmp::Reverse(taken(line)));
        }
        match context.form {
            Form::Json => print::json(&json(&ledger, self.factor, &idle)),
            Form::Csv => self.list(context, &office, &ledger, &idle),
            Form::Text | Form::Plain => {
                let without_price = ledger.without_price;
                self.told(context, &office, ledger, &idle);
                tell_left_out(context.form, without_price);
            }
        }
        Ok(())
    }

    fn list(&self, context: &Context, office: &Office, ledger: &Ledger, idle: &[IdleRow]) {
        let rows = rows(ledger, self.factor, idle);
        print::list(context.form, &WASTE, SHOWN, &rows, &office.viewer());
    }

    fn told(&self, context: &Context, office: &Office, mut ledger: Ledger, idle: &[IdleRow]) {
        summary(&ledger).iter().for_each(|line| print::line(line));
        ledger.lines.retain(|line| line.cell.at_risk() > Cents(0));
        let all = match self.factor {
            None => ledger.at_risk,
            Some(_) => ledger.lines.len(),
        };
        if !self.all {
            ledger.lines.truncate(SHOWN_CELLS);
        }
        if all > 0 {
            print::line("");
            self.list(context, office, &ledger, idle);
        }
        for row in rows(&ledger, self.factor, idle) {
            if let Some(windows) = &row.no_gap {
                let WasteRow { line, .. } = &row;
                print::line(&format!(
                    "{} at {}: no group there falls short of anything it teaches ({windows}).",
                    line.product_name, line.school_code
                ));
            }
        }
        if all > ledger.lines.len() {
            print::notice(&format!(
                "{} more cells; --all shows them.",
                all - ledger.lines.len()
            ));
        }
    }
}

/// Said where the share at risk is an unlikely one.
pub(super) const CHECK_INPUTS: &str = "Check the inputs: districts find 5 to 30 percent at risk.";

/// What each factor is, in words.
fn means(factor: Factor) -> &'static str {
    match factor {
        Factor::Incompatible => "fails on the devices of those it is for",
        Factor::Overlap => "bought twice, or two that do one job",
        Factor::Untrained => "paid seats that nobody uses, or nobody was trained to use",
        Factor::Unowned => {
            "about to be spent with nobody answering for it: exposure, not proven waste"
        }
    }
}

/// The sums, one fact a line.
fn summary(ledger: &Ledger) -> Vec<String> {
    let totals = &ledger.totals;
    let share = |part: Cents| percent(part, totals.spend);
    let mut lines = vec![format!(
        "{} of {} {} is at risk of waste in FY {} ({}), each dollar counted once.",
        totals.at_risk,
        totals.spend,
        Basis::FyShare,
        ledger.year,
        share(totals.at_risk)
    )];
    for (factor, taken) in Factor::ALL.iter().zip(&totals.factors) {
        lines.push(format!(
            "{factor}: {} ({}), {} alone: {}.",
            taken.net,
            share(taken.net),
            taken.gross,
            means(*factor)
        ));
    }
    lines.push(format!(
        "{} can still be stopped, {} is locked.",
        totals.stoppable, totals.locked
    ));
    lines.push(format!(
        "{} is flagged twice and counted once; {} is spent where nobody counts use.",
        totals.gross - totals.at_risk,
        totals.unmeasured
    ));
    if totals.check_inputs() {
        lines.push(CHECK_INPUTS.into());
    }
    lines
}

/// `25.1%`
fn percent(part: Cents, whole: Cents) -> String {
    let (part, whole) = (i128::from(part.0), i128::from(whole.0.max(1)));
    let tenths = (part * 1_000 + whole / 2) / whole;
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// The ledger as JSON.
pub(super) fn json(ledger: &Ledger, factor: Option<Factor>, idle: &[IdleRow]) -> Json {
    let mut lines = WASTE.json(&rows(ledger, factor, idle), &Viewer::nobody());
    for (told, line) in lines.iter_mut().zip(&ledger.lines) {
        // Its older name here, which in files is that of the amount.
        told.insert("untrained".to_owned(), line.cell.untrained.into());
    }
    let mut told = sums(ledger.year, &ledger.totals, ledger.without_price);
    told["lines"] = json!(lines);
    told
}

/// The sums of a fiscal year as JSON, factor by factor; `without_price` counts the contracts they leave out.
pub(super) fn sums(year: i32, totals: &Totals, without_price: Unpriced) -> Json {
    let factors = Factor::ALL.iter().zip(&totals.factors);
    let factors: serde_json::Map<String, Json> = factors
        .map(|(factor, taken)| {
            let sums = json!({ "net_cents": taken.net.0, "gross_cents": taken.gross.0 });
            (factor.word().to_owned(), sums)
        })
        .collect();
    let mut told = json!({
        "fy": year, "basis": Basis::FyShare.word(), "spend_cents": totals.spend.0, "at_risk_cents": totals.at_risk.0,
        "gross_cents": totals.gross.0, "stoppable_cents": totals.stoppable.0,
        "locked_cents": totals.locked.0, "unmeasured_cents": totals.unmeasured.0,
        "without_price": without_price.all(),
        "factors": factors,
    });
    if without_price.hidden > 0 {
        told["hidden"] = without_price.hidden.into();
    }
    told
}

/// The cells, with what this factor takes of each, or all together where none is named.
pub(super) fn rows(ledger: &Ledger, factor: Option<Factor>, idle: &[IdleRow]) -> Vec<WasteRow> {
    let lines = ledger.lines.iter();
    let rows = lines.map(|line| WasteRow::of(line, factor).citing(idle));
    rows.collect()
}

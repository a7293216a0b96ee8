//! `hallpass waste`: how much of a fiscal year's spending is at risk, why, and what of it can be stopped.

use clap::Args;
use serde_json::{Map, Value as Json, json};

use crate::domain::dashboard::taken;
use crate::domain::money::{Basis, Cents};
use crate::domain::overlap::board::{Ledger, LedgerLine};
use crate::domain::renewal::unknown::{Unpriced, without_price};
use crate::domain::waste::{Factor, Totals, WasteCell};
use crate::exchange::write::{Holds, TableCell, TableColumn};
use crate::office::gaps::IdleRow;
use crate::office::lists::Viewer;
use crate::office::lists::waste::{SHOWN, WASTE, WasteRow};
use crate::office::{Error, LedgerLines, Office};

use super::print::{self, EachRow, Form, TakeRow};
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

fn list(context: &Context, office: &Office, each: EachRow<WasteRow>) -> Result<(), Failure> {
    print::rows_told(context.form, &WASTE, SHOWN, &office.viewer(), each)?;
    Ok(())
}

/// The field of the ledger's JSON that its cells stand in.
pub(super) const LINES: &str = "lines";

/// The cells of a ledger, told one by one with what this factor takes of each, or all together where none is named.
pub(super) struct WasteFile {
    pub(super) lines: LedgerLines,
    pub(super) factor: Option<Factor>,
    pub(super) idle: Vec<IdleRow>,
}

impl WasteFile {
    /// Tells the first so many cells.
    pub(super) fn each(&self, most: usize, tell: &mut TakeRow<WasteRow>) -> Result<(), Error> {
        self.lines.each(most, &mut |line| {
            tell(&WasteRow::of(line, self.factor).citing(&self.idle))
        })
    }

    /// The columns of a cell in JSON.
    pub(super) fn json_columns() -> Vec<TableColumn> {
        let mut columns = WASTE.json_file(&Viewer::nobody()).columns();
        // Its older name here, which in files is that of the amount.
        columns.push(TableColumn::new("untrained", Holds::Flag));
        columns
    }

    /// Tells each cell in these columns.
    pub(super) fn each_as_json(&self, tell: &mut TakeRow<[TableCell]>) -> Result<(), Error> {
        let file = WASTE.json_file(&Viewer::nobody());
        self.each(usize::MAX, &mut |row| {
            let mut cells = file.cells(row);
            cells.push(row.line.cell.untrained.into());
            tell(&cells)
        })
    }

    /// What stands before the cells in JSON.
    pub(super) fn sums(&self) -> Map<String, Json> {
        let ledger = &self.lines.ledger;
        sums(ledger.year, &ledger.totals, ledger.without_price)
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
            let at_risk = |line: &&LedgerLine| line.cell.at_risk() > Cents(0);
            let lines = ledger.lines.iter().filter(at_risk).take(SHOWN_CELLS);
            let rows: Vec<WasteRow> = lines
                .map(|line| WasteRow::of(line, None).citing(&idle))
                .collect();
            return WasteArgs::told(context, &office, (&ledger, ledger.at_risk), &|tell| {
                rows.iter().try_for_each(tell)
            });
        }
        let waste = WasteFile {
            lines: office.ledger_lines(self.fy, |cell| self.order(cell, is_read))?,
            factor: self.factor,
            idle,
        };
        match context.form {
            Form::Json => {
                let head = waste.sums();
                print::json_rows(&WasteFile::json_columns(), Some((&head, LINES)), &|tell| {
                    waste.each_as_json(tell)
                })?;
                Ok(())
            }
            Form::Csv => list(context, &office, &|tell| waste.each(usize::MAX, tell)),
            Form::Text | Form::Plain => {
                let most = if self.all { usize::MAX } else { SHOWN_CELLS };
                let of = (&waste.lines.ledger, waste.lines.count);
                WasteArgs::told(context, &office, of, &|tell| waste.each(most, tell))
            }
        }
    }

    /// By what a cell is sorted before all else, if it is wanted; where it `is_read`, only what is at risk.
    fn order(&self, cell: &WasteCell, is_read: bool) -> Option<Cents> {
        let is_wanted = !is_read || cell.at_risk() > Cents(0);
        let first = match self.factor {
            Some(factor) => Some(taken(&cell.taken, factor).net).filter(|net| *net > Cents(0)),
            None => Some(Cents(0)),
        };
        first.filter(|_| is_wanted)
    }

    /// Tells the sums of a ledger and those of its cells at risk that `each` tells; there are so many.
    fn told(
        context: &Context,
        office: &Office,
        (ledger, all): (&Ledger, usize),
        each: EachRow<WasteRow>,
    ) -> Result<(), Failure> {
        summary(ledger).iter().for_each(|line| print::line(line));
        if all > 0 {
            print::line("");
            list(context, office, each)?;
        }
        let mut shown = 0;
        each(&mut |row| {
            shown += 1;
            if let Some(windows) = &row.no_gap {
                let WasteRow { line, .. } = row;
                print::line(&format!(
                    "{} at {}: no group there falls short of anything it teaches ({windows}).",
                    line.product_name, line.school_code
                ));
            }
            Ok(())
        })?;
        if all > shown {
            print::notice(&format!("{} more cells; --all shows them.", all - shown));
        }
        tell_left_out(context.form, ledger.without_price);
        Ok(())
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
    // Of a total that leaves out hidden prices there is no share.
    let hidden = ledger.without_price.hidden > 0;
    let share = |part: Cents| {
        if hidden {
            return String::new();
        }
        format!(" ({})", percent(part, totals.spend))
    };
    let (the, seen) = if hidden {
        ("the ", " that you may see")
    } else {
        ("", "")
    };
    let mut lines = vec![format!(
        "{} of {the}{} {}{seen} is at risk of waste in FY {}{}, each dollar counted once.",
        totals.at_risk,
        totals.spend,
        Basis::FyShare,
        ledger.year,
        share(totals.at_risk)
    )];
    for (factor, taken) in Factor::ALL.iter().zip(&totals.factors) {
        lines.push(format!(
            "{factor}: {}{}, {} alone: {}.",
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
    if ledger.check_inputs() {
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

/// The sums of a fiscal year as JSON, factor by factor; `without_price` counts the contracts they leave out.
pub(super) fn sums(year: i32, totals: &Totals, without_price: Unpriced) -> Map<String, Json> {
    let factors = Factor::ALL.iter().zip(&totals.factors);
    let factors: Map<String, Json> = factors
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
    match told {
        Json::Object(told) => told,
        _ => Map::new(),
    }
}

//! What schools have: one line a school, or one line for each product placed at a school.

use clap::Args;

use crate::domain::money::Basis;
use crate::office::lists::schools::{PLACED, PLACED_SHOWN, SCHOOLS, SHOWN};

use super::waste::tell_left_out;
use super::{Context, Failure, find, print};

/// `hallpass schools`
pub(super) fn schools(context: &Context) -> Result<(), Failure> {
    let mut office = context.asked_office()?;
    let all = office.overview()?;
    let rows = &all.schools;
    if rows.is_empty() {
        print::notice("No school yet. Next: hallpass import schools FILE");
    }
    if rows.iter().any(|row| row.kept_back || row.hidden > 0) {
        print::notice(NOT_SHOWN);
    }
    print::list(context.form, &SCHOOLS, SHOWN, rows, &office.viewer());
    if let (Some(at_none), Some(all)) = (all.at_no_school(), all.cost) {
        let basis = Basis::YearPrice;
        print::notice(&format!(
            "{at_none} of {all} {basis} is in no row: closed schools have it, or the district bears it itself."
        ));
    }
    tell_left_out(context.form, all.without_price);
    Ok(())
}

/// For whom the policy keeps other schools' prices back.
const NOT_SHOWN: &str = "What the district and other schools pay, and your part of it, is not shown to you: policy prices own-and-total.";

/// `hallpass inventory`
#[derive(Debug, Args)]
pub(super) struct InventoryArgs {
    /// The school's code, or its name or the beginning of it
    #[arg(required = true, value_name = "SCHOOL")]
    school: Vec<String>,
}

impl InventoryArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let school = find::school(&mut office, &self.school.join(" "))?;
        let placed = office.inventory(school)?;
        if placed.iter().any(|row| row.kept_back) {
            print::notice(NOT_SHOWN);
        }
        if placed.is_empty() {
            let here = office.label(school)?;
            print::notice(&format!("Nothing is placed at {here}."));
        }
        print::list(
            context.form,
            &PLACED,
            PLACED_SHOWN,
            &placed,
            &office.viewer(),
        );
        Ok(())
    }
}

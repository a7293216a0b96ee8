//! `hallpass owners` and `hallpass training`: who answers for what, who is trained, and where nobody is.

use clap::Args;

use crate::office::lists::owners::{self, OWNERS};
use crate::office::lists::training::{self, TRAINING};

use super::{Context, Failure, print};

/// `hallpass owners`
#[derive(Debug, Args)]
pub(super) struct OwnersArgs {
    /// Only products without an evaluator, a manager or a purchaser who is here
    #[arg(long)]
    gaps: bool,
}

impl OwnersArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let office = context.asked_office()?;
        let mut rows = office.owned()?.rows;
        rows.retain(|row| !self.gaps || !row.is_owned());
        if rows.is_empty() {
            print::notice("Nothing like that.");
        }
        print::list(
            context.form,
            &OWNERS,
            owners::SHOWN,
            &rows,
            &office.viewer(),
        );
        Ok(())
    }
}

/// `hallpass training`
#[derive(Debug, Args)]
pub(super) struct TrainingArgs {
    /// Only where fewer than four in five of those who should be are trained
    #[arg(long)]
    gaps: bool,
}

impl TrainingArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let office = context.asked_office()?;
        let mut rows = office.coverage()?.rows;
        rows.retain(|row| !self.gaps || row.trained.is_gap());
        if rows.is_empty() {
            print::notice("Nothing like that.");
        }
        print::list(
            context.form,
            &TRAINING,
            training::SHOWN,
            &rows,
            &office.viewer(),
        );
        Ok(())
    }
}

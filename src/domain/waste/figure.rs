//! The figures of the ledger, and what each has of a cell.

use super::{Factor, WasteCell};
use crate::domain::money::Cents;

/// A figure that cells add up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum WasteFigure {
    /// What is at risk in all.
    #[default]
    Risk,
    /// One factor of it.
    Of(Factor),
    /// What of the total can still be stopped.
    Stoppable,
    /// What cannot.
    Locked,
    /// Spend where use was not counted.
    Unmeasured,
    /// Everything that is spent.
    Spend,
}

impl WasteFigure {
    /// What the figure has of a cell.
    pub fn part(self, cell: &WasteCell) -> Cents {
        match self {
            WasteFigure::Risk => cell.at_risk(),
            WasteFigure::Of(factor) => cell.taken[factor as usize].net,
            WasteFigure::Stoppable if cell.stoppable => cell.at_risk(),
            WasteFigure::Locked if !cell.stoppable => cell.at_risk(),
            WasteFigure::Stoppable | WasteFigure::Locked => Cents(0),
            WasteFigure::Unmeasured => cell.unmeasured,
            WasteFigure::Spend => cell.cost,
        }
    }

    /// The same were the factor the only one.
    pub fn gross(self, cell: &WasteCell) -> Cents {
        match self {
            WasteFigure::Of(factor) => cell.taken[factor as usize].gross,
            WasteFigure::Unmeasured | WasteFigure::Spend => self.part(cell),
            WasteFigure::Stoppable if !cell.stoppable => Cents(0),
            WasteFigure::Locked if cell.stoppable => Cents(0),
            _ => cell.taken.iter().map(|taken| taken.gross).sum(),
        }
    }
}

//! The cells of the waste ledger: the columns of `hallpass waste`, of the dashboard's page and of their files.

use super::Width::{AtLeast, Fixed};
use super::schools::priced;
use super::{ListColumn, ListColumns, Sort, Widths};
use crate::domain::dashboard::taken;
use crate::domain::money::{Basis, Cents};
use crate::domain::overlap::board::LedgerLine;
use crate::domain::waste::Factor;
use crate::exchange::write::{Holds, TableCell};
use crate::office::gaps::IdleRow;

type WasteColumn = ListColumn<WasteRow>;

/// A cell, and what one figure takes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WasteRow {
    /// A contract's product at a school.
    pub line: LedgerLine,
    /// What the figure has of it, each dollar counted once.
    pub taken: Cents,
    /// The same were the figure's factor the only one.
    pub gross: Cents,
    /// The windows that say that no group there falls short of any standard the product teaches; none where they do not.
    pub no_gap: Option<String>,
}

impl WasteRow {
    /// What this factor takes, or all together where none is named.
    pub fn of(line: &LedgerLine, factor: Option<Factor>) -> WasteRow {
        let cell = &line.cell;
        let (taken, gross) = match factor {
            Some(factor) => {
                let taken = taken(&cell.taken, factor);
                (taken.net, taken.gross)
            }
            None => (
                cell.at_risk(),
                cell.taken.iter().map(|taken| taken.gross).sum(),
            ),
        };
        WasteRow {
            line: line.clone(),
            taken,
            gross,
            no_gap: None,
        }
    }

    /// The same, citing the windows of tests in which nobody at the school asks for it.
    #[must_use]
    pub fn citing(mut self, idle: &[IdleRow]) -> WasteRow {
        let cell = &self.line.cell;
        let here = |row: &&IdleRow| (row.product, row.school) == (cell.product, cell.school);
        self.no_gap = idle.iter().find(here).map(IdleRow::windows_in_words);
        self
    }
}

/// In a narrow window.
pub const NARROW: Widths = &[
    ("product", AtLeast(14)),
    ("contract", Fixed(9)),
    ("school", Fixed(8)),
    ("cost", Fixed(10)),
    ("taken", Fixed(10)),
];

/// In a window of the usual size.
pub const USUAL: Widths = &[
    ("product", AtLeast(14)),
    ("contract", Fixed(9)),
    ("school", Fixed(8)),
    ("cost", Fixed(10)),
    ("taken", Fixed(10)),
    ("gross", Fixed(10)),
    ("stoppable", Fixed(8)),
];

/// In a wide window.
pub const WIDE: Widths = &[
    ("product", AtLeast(14)),
    ("contract", Fixed(9)),
    ("school", Fixed(8)),
    ("cost", Fixed(10)),
    ("taken", Fixed(10)),
    ("gross", Fixed(10)),
    ("stoppable", Fixed(8)),
    ("untrained", Fixed(9)),
    ("overlap", Fixed(9)),
    ("incompatible", Fixed(9)),
    ("unowned", Fixed(9)),
];

/// What `hallpass waste` shows on a terminal.
pub const SHOWN: &[&str] = &[
    "contract",
    "product",
    "school",
    "at_risk",
    "incompatible",
    "overlap",
    "untrained",
    "unowned",
];

/// What is spent, cell by cell, and what of it is at risk.
pub const WASTE: ListColumns<WasteRow> = ListColumns {
    name: "waste",
    all: &[
        WasteColumn::new("contract", Holds::Text, |r, _| (&*r.line.number).into())
            .screen("CONTRACT")
            .terminal("CONTRACT"),
        WasteColumn::new("product", Holds::Text, |r, _| {
            (&*r.line.product_name).into()
        })
        .screen("PRODUCT")
        .shrinks(12)
        .terminal("PRODUCT"),
        WasteColumn::new("school", Holds::Text, |r, _| (&*r.line.school_code).into())
            .screen("SCHOOL")
            .leaves(1)
            .terminal("WHERE"),
        WasteColumn::money("cost", Basis::FyShare, |r, _| {
            priced(r.line.cell.cost, r.line.hidden)
        })
        .summed()
        .screen(Basis::FyShare.heading()),
        WasteColumn::money("incompatible", Basis::FyShare, |r, _| {
            net(r, Factor::Incompatible)
        })
        .summed()
        .screen("INCOMPAT")
        .leaves(2)
        .terminal("INCOMPATIBLE"),
        WasteColumn::money("overlap", Basis::FyShare, |r, _| net(r, Factor::Overlap))
            .summed()
            .screen("OVERLAP")
            .leaves(5)
            .terminal("OVERLAP"),
        WasteColumn::money("untrained", Basis::FyShare, |r, _| {
            net(r, Factor::Untrained)
        })
        .summed()
        .screen("TRAINING")
        .leaves(4)
        .terminal("UNTRAINED"),
        WasteColumn::money("unowned", Basis::FyShare, |r, _| net(r, Factor::Unowned))
            .summed()
            .screen("NO OWNER")
            .leaves(3)
            .terminal("UNOWNED"),
        WasteColumn::money("at_risk", Basis::FyShare, |r, _| {
            priced(r.line.cell.at_risk(), r.line.hidden)
        })
        .summed()
        .terminal("AT RISK, FY SHARE"),
        WasteColumn::money("unmeasured", Basis::FyShare, |r, _| {
            priced(r.line.cell.unmeasured, r.line.hidden)
        })
        .summed(),
        WasteColumn::new("no_gap", Holds::Text, |r, _| r.no_gap.clone().into()),
        WasteColumn::new("stoppable", Holds::Flag, |r, _| {
            r.line.cell.stoppable.into()
        })
        .screen_as("CAN STOP", |r, _| {
            if r.line.cell.stoppable {
                "yes"
            } else {
                "locked"
            }
            .to_owned()
        }),
        WasteColumn::money("taken", Basis::FyShare, |r, _| {
            priced(r.taken, r.line.hidden)
        })
        .screen("TAKEN"),
        WasteColumn::money("gross", Basis::FyShare, |r, _| {
            priced(r.gross, r.line.hidden)
        })
        .screen("GROSS"),
        // Are too few trained there, so that idle seats are a matter of training?
        WasteColumn::new("training_gap", Holds::Flag, |r, _| {
            r.line.cell.untrained.into()
        }),
        WasteColumn::basis(Basis::FyShare),
    ],
    json_first: &[
        "contract",
        "product",
        "school",
        "cost",
        "at_risk",
        "incompatible",
        "overlap",
        "untrained",
        "unowned",
        "unmeasured",
        "stoppable",
    ],
    windows: &[NARROW, USUAL, WIDE],
    terminals: &[SHOWN],
    sorts: &[
        Sort::by('t', "taken", "taken"),
        Sort::by('g', "gross", "gross"),
        Sort::by('c', "cost", "cost"),
        Sort::by('p', "product", "product"),
        Sort::by('s', "school", "school"),
        Sort::by('n', "number", "contract"),
    ],
    copied: &[],
};

fn net(row: &WasteRow, factor: Factor) -> TableCell {
    priced(taken(&row.line.cell.taken, factor).net, row.line.hidden)
}

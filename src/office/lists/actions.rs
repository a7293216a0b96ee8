//! What to do first: the columns of `hallpass dashboard --csv`.

use super::{ListColumn, ListColumns};
use crate::domain::dashboard::DashboardAction;
use crate::domain::money::Basis;
use crate::exchange::write::Holds;

type ActionColumn = ListColumn<DashboardAction>;

/// What stops the most dollars soonest.
pub const DO_FIRST: ListColumns<DashboardAction> = ListColumns::of_commands(
    "do_first",
    &[
        ActionColumn::new("what", Holds::Text, |r, _| r.what.as_str().into()),
        ActionColumn::money("amount", Basis::FyShare, |r, _| r.stops.into()),
        ActionColumn::basis(Basis::FyShare),
        ActionColumn::new("by", Holds::Day, |r, _| r.by.into()),
        ActionColumn::new("ref", Holds::Text, |r, _| r.names.as_str().into()),
    ],
    &[],
);

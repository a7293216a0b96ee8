//! Line 2 of the renewals: the filter, marks, how much is listed, the order, the year.

use super::rows::RenewalsLayout;
use super::{Renewals, grid, wide};
use crate::domain::counted::counted;
use crate::office::lists::renewals::RENEWALS;
use crate::tui::scene::Scene;

pub(super) fn heading(view: &Renewals, scene: &Scene) -> Vec<String> {
    let Some(agenda) = &view.agenda else {
        return Vec::new();
    };
    let all = view.here;
    let mut parts = Vec::new();
    parts.extend(view.filter.label(view.list.len(), all));
    let marks = view.list.marks();
    if marks > 0 {
        parts.push(format!("{marks} marked"));
    }
    parts.push(match view.layout {
        _ if !view.filter.is_empty() => "all contracts".to_owned(),
        RenewalsLayout::List | RenewalsLayout::Year => format!("all {all} contracts"),
        RenewalsLayout::Unknown => format!(
            "not known: {} of {}",
            view.list.len(),
            counted(all, "contract")
        ),
        RenewalsLayout::Ended => counted(all, "ended contract"),
        RenewalsLayout::Agenda => "auto-renew only".to_owned(),
    });
    if !view.layout.is_list() {
        parts.push(grid::long_year(view.year(scene), agenda.years));
    }
    parts.push(format!("sort: {}", view.order.label(&RENEWALS.orders())));
    if wide::fits(scene) && view.layout != RenewalsLayout::Year {
        parts.push(format!(
            "{} of {}",
            view.list.len(),
            counted(all, "contract")
        ));
    }
    parts
}

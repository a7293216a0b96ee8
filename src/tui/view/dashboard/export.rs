//! The dashboard as text to copy and as tables to export.

use super::{Dashboard, ShownPage, figures, owners, words};
use crate::domain::dashboard::DashboardPage;
use crate::domain::money::Basis;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::office::deed::{Contents, Listing};
use crate::office::lists::Viewer;
use crate::office::lists::owners::{POSTS, PostRow};
use crate::office::lists::training::TRAINING;
use crate::office::lists::waste::{WASTE, WasteRow};
use crate::office::query::dashboard::WasteCellsOf;
use crate::tui::view::CopyForm;

pub(super) fn copies(view: &Dashboard) -> Vec<CopyForm> {
    let form = |letter, label, text| CopyForm {
        letter,
        label,
        text,
    };
    match view.page {
        ShownPage::Front => {
            let Some(known) = &view.counted else {
                return Vec::new();
            };
            let sums = &known.page;
            let year = words::year(sums.year, known.years);
            let sentence = format!(
                "{year}: {}.",
                words::sentence(&sums.totals, sums.without_price)
            );
            let page = page(sums, known.years);
            vec![
                form('s', "the sentence", sentence),
                form('c', "the whole page", page),
            ]
        }
        ShownPage::Cells => {
            let row = view.cells.selected().and_then(|key| view.cell_row(*key));
            let Some(WasteRow { line, taken, .. }) = row else {
                return Vec::new();
            };
            let text = format!(
                "{} {} at {}: ${} of ${} {} is {}.",
                line.number,
                line.product_name,
                line.school_code,
                taken.dollars(),
                line.cell.cost.dollars(),
                Basis::FyShare,
                figures::title(view.shows)
            );
            vec![form('s', "the sentence", text)]
        }
        ShownPage::Owners => {
            let post = view.post();
            let post = post.map(|(row, post)| owners::sentence(row, post));
            post.map(|text| form('s', "the sentence", text))
                .into_iter()
                .collect()
        }
        ShownPage::Training => {
            let row = view
                .trained
                .selected()
                .and_then(|key| view.training_row(*key));
            let text = row.map(|row| {
                let target = row.trained.target;
                let of = target.map_or_else(String::new, |target| format!(" of {target}"));
                format!(
                    "{} at {}: {}{of} trained.",
                    row.product_name, row.school_name, row.trained.trained
                )
            });
            text.map(|text| form('s', "the sentence", text))
                .into_iter()
                .collect()
        }
    }
}

fn page(sums: &DashboardPage, years: FiscalYears) -> String {
    let mut lines = words::sums(sums, years);
    lines.push("Do first:".to_owned());
    for (at, action) in sums.actions.iter().enumerate() {
        let by = action
            .by
            .map_or_else(String::new, |day| format!(" by {day}"));
        lines.push(format!(
            "{}. {}{by}: ${} {}",
            at + 1,
            action.what,
            action.stops.dollars(),
            Basis::FyShare
        ));
    }
    lines.join("\n")
}

/// The marked rows, else all that are listed; of the page of the sums every cell that they are made of.
pub(super) fn listing(view: &Dashboard) -> Option<Listing> {
    let viewer = Viewer::nobody();
    match view.page {
        ShownPage::Front => {
            let rows = view.counted.as_ref()?.cells;
            let of = WasteCellsOf::every(view.counting());
            (rows > 0).then(|| still_to_be_read(of, rows))
        }
        ShownPage::Cells => {
            let fitting = view.listed()?.fitting;
            if view.cells.marks() == 0 && view.cells.len() < fitting {
                return Some(still_to_be_read(view.cells_of(), fitting));
            }
            let keys = view.cells.chosen_or_all().into_iter();
            WASTE.listing(keys.filter_map(|key| view.cell_row(*key)), &viewer)
        }
        ShownPage::Owners => {
            let products = view.owners.chosen_or_all().into_iter();
            let rows = products.filter_map(|id| view.owner_row(*id));
            let rows: Vec<PostRow> = rows.flat_map(PostRow::of).collect();
            POSTS.listing(&rows, &viewer)
        }
        ShownPage::Training => {
            let keys = view.trained.chosen_or_all().into_iter();
            let rows = keys.filter_map(|key| view.training_row(*key));
            TRAINING.listing(rows, &viewer)
        }
    }
}

/// More cells than came: the office reads them.
fn still_to_be_read(of: WasteCellsOf, rows: usize) -> Listing {
    Listing {
        name: WASTE.name.to_owned(),
        contents: Contents::Waste { of, rows },
    }
}

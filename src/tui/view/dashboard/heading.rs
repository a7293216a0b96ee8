//! Line 2 of the dashboard: the filter, how much is shown, the order, the year.

use super::words::year;
use super::{Dashboard, ShownPage};
use crate::domain::counted::counted;
use crate::domain::renewal::unknown::without_price;
use crate::office::lists::owners::OWNERS;
use crate::office::lists::training::TRAINING;
use crate::office::lists::waste::WASTE;

pub(super) fn heading(view: &Dashboard) -> Vec<String> {
    let mut parts = Vec::new();
    let filtered = |shown, all| view.filter.label(shown, all);
    match view.page {
        ShownPage::Front | ShownPage::Cells => {
            let Some(known) = &view.counted else {
                return Vec::new();
            };
            if view.page == ShownPage::Cells {
                let listed = view.listed();
                let sizes = listed.map(|listed| (listed.fitting, listed.all));
                parts.extend(sizes.and_then(|(shown, all)| filtered(shown, all)));
            }
            parts.push(year(known.page.year, known.years));
            parts.extend(without_price(known.page.without_price));
            if known.page.check_inputs() {
                parts.push("! check inputs".to_owned());
            }
            if view.page == ShownPage::Cells {
                parts.push(format!("sort: {}", view.cell_order.label(&WASTE.orders())));
            }
            parts.push(format!("counted {}", known.page.today.format("%a %b %d")));
            parts.push("r counts again".to_owned());
        }
        ShownPage::Owners => {
            let all = view.owned.as_ref().map_or(0, |owned| owned.rows.len());
            parts.extend(filtered(view.owners.len(), all));
            parts.push(counted(all, "product"));
            parts.push(format!(
                "sort: {}",
                view.owner_order.label(&OWNERS.orders())
            ));
        }
        ShownPage::Training => {
            let all = view.coverage.as_ref().map_or(0, |known| known.rows.len());
            parts.extend(filtered(view.trained.len(), all));
            parts.push(format!(
                "sort: {}",
                view.trained_order.label(&TRAINING.orders())
            ));
        }
    }
    parts
}

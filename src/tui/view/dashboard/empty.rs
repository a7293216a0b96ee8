//! What stands where nothing can be counted or a figure is made of nothing: why, and what changes it.

use super::Dashboard;
use crate::domain::dashboard::DashboardPage;
use crate::domain::renewal::unknown::without_price;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::widget::hidden::Hidden;

/// What is missing before anything can be counted.
pub(super) fn nothing_counted(
    sums: &DashboardPage,
    scene: &Scene,
    scoped: bool,
    name: &str,
) -> String {
    let without = without_price(sums.without_price)
        .map(|without| format!("{without}; 2 lists them. "))
        .unwrap_or_default();
    if scoped || sums.measured.used.1 > 0 || !sums.without_price.is_none() {
        let place = if scoped { " at this school" } else { "" };
        return format!(
            "{without}Nothing is paid for in {name}{place}. [ and ] go to other fiscal years{}.",
            if scoped {
                ", @ Enter to all schools"
            } else {
                ""
            }
        );
    }
    let needs = [
        "1 TRAINING needs contracts with seats, and how many are used.",
        "2 OVERLAP needs two contracts, and what products are for.",
        "3 INCOMPATIBLE needs devices of schools, and what a product fails on.",
        "4 NO CLEAR OWNER needs contracts; owners are named with w.",
    ];
    let gap = if scene.shape == WindowShape::Full {
        "\n\n"
    } else {
        "\n"
    };
    format!(
        "Not enough to count yet: 0 contracts, 0 seats counted. Each factor shows what it needs.{gap}{}{gap}\
         :import reads contracts and counts of seats.",
        needs.join("\n")
    )
}

/// Why a figure is made of nothing, and the keys that change it.
pub(super) fn no_cells(view: &Dashboard) -> String {
    let words = (!view.filter.is_empty()).then(|| view.filter.text());
    let school = view.scope.as_ref().map(|school| school.name.as_str());
    let mut keys = vec!["Tab shows another figure"];
    keys.extend(Hidden::by(words, school).keys());
    format!("Nothing is taken here. {}.", keys.join(", "))
}

//! The Schools view's rows as text to copy and as tables to export.

use super::{SchoolsFocus, SchoolsView};
use crate::domain::counted::counted;
use crate::office::deed::{Contents, Listing};
use crate::office::lists::Viewer;
use crate::office::lists::schools::{
    PLACED, SCHOOLS, dollars_per_student, price_in_words, without_hidden,
};
use crate::office::query::{Placed, SchoolRow};
use crate::tui::view::CopyForm;

pub(super) fn copies(view: &SchoolsView) -> Vec<CopyForm> {
    let sentence = |text| CopyForm {
        letter: 's',
        label: "the sentence",
        text,
    };
    let row = |text| CopyForm {
        letter: 'r',
        label: "the row",
        text,
    };
    if view.focus() == SchoolsFocus::Schools {
        let school = view
            .school()
            .and_then(|id| view.sums.as_ref().and_then(|sums| sums.school(id)));
        return school
            .map(|s| {
                vec![
                    sentence(of_school(s)),
                    row(SCHOOLS.tabbed(s, &Viewer::nobody())),
                ]
            })
            .unwrap_or_default();
    }
    let Some(placed) = under_cursor(view) else {
        return Vec::new();
    };
    let school = view.school_name(placed.school);
    vec![
        sentence(of_placed(view, placed, school)),
        row(PLACED.tabbed(placed, &Viewer::nobody())),
    ]
}

fn under_cursor(view: &SchoolsView) -> Option<&Placed> {
    if view.matrix {
        let product = view.product()?;
        return view.here()?.iter().find(|row| row.product == product);
    }
    view.placed_row(*view.products.selected()?)
}

fn of_school(row: &SchoolRow) -> String {
    let each = match dollars_per_student(row) {
        none if none == "-" => String::new(),
        dollars => format!(", ${dollars} per student"),
    };
    if row.kept_back {
        let products = counted(row.products, "product");
        return format!("{}: {products}.", row.school.name);
    }
    format!(
        "{}: {}, {}{each}{}; unused seats about ${}.",
        row.school.name,
        counted(row.products, "product"),
        price_in_words(row.cost),
        without_hidden(row),
        row.unused.dollars()
    )
}

fn of_placed(view: &SchoolsView, row: &Placed, school: &str) -> String {
    let mut parts = Vec::new();
    if let Some(answer) = view.word(row.product, Some(row.school)) {
        parts.push(answer.word.to_string());
    }
    if let (Some(seats), Some(used)) = (row.seats, row.used) {
        parts.push(format!("{used} of {} used", counted(seats, "seat")));
    }
    if !row.kept_back {
        parts.push(price_in_words(row.cost));
    }
    parts.push(match row.buyer {
        Some(_) if row.bought_here => "bought by the school".to_owned(),
        Some(buyer) => format!("bought by {}", view.school_name(buyer)),
        None => "bought by the district".to_owned(),
    });
    if let (Some(number), Some(end)) = (&row.contract, row.term_end) {
        parts.push(format!("{number} ends {end}"));
    }
    format!("{} at {school}: {}.", row.name, parts.join(", "))
}

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &SchoolsView) -> Option<Listing> {
    let sums = view.sums.as_ref()?;
    let listing = match view.focus() {
        SchoolsFocus::Schools => {
            let rows = view.left.chosen_or_all().into_iter();
            let rows = rows.filter_map(|id| sums.school(*id));
            SCHOOLS.listing(rows, &Viewer::nobody())?
        }
        SchoolsFocus::Products => {
            view.here()?;
            let school = view.school()?;
            Listing {
                name: format!("{} products", view.school_name(school)),
                contents: Contents::Placed {
                    school,
                    keys: view.products.chosen_or_all().into_iter().copied().collect(),
                },
            }
        }
        SchoolsFocus::Matrix => Listing {
            name: "matrix".to_owned(),
            contents: Contents::Matrix {
                products: view.grid.chosen_or_all().into_iter().copied().collect(),
                schools: view.columns.keys().to_vec(),
            },
        },
    };
    (listing.rows() != Some(0)).then_some(listing)
}

//! The Schools view's rows as text to copy and as tables to export.

use super::{Focus, Key, Schools, rows};
use crate::domain::money::Cents;
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};
use crate::office::deed::{Contents, Listing};
use crate::office::export::{count, counted, percent};
use crate::store::{Placed, SchoolRow};
use crate::tui::view::CopyForm;

pub(super) fn copies(view: &Schools) -> Vec<CopyForm> {
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
    if view.focus() == Focus::Schools {
        let school = view
            .school()
            .and_then(|id| view.sums.as_ref().and_then(|sums| sums.school(id)));
        return school
            .map(|s| vec![sentence(of_school(s)), row(tabbed(school_items(s)))])
            .unwrap_or_default();
    }
    let Some(placed) = under_cursor(view) else {
        return Vec::new();
    };
    let school = view.school_name(placed.school);
    vec![
        sentence(of_placed(view, placed, school)),
        row(tabbed(placed_items(view, placed))),
    ]
}

fn under_cursor(view: &Schools) -> Option<&Placed> {
    if view.matrix {
        let product = view.product()?;
        return view.here()?.iter().find(|row| row.product == product);
    }
    view.placed_row(*view.products.selected()?)
}

fn of_school(row: &SchoolRow) -> String {
    let each = rows::per_student(row).map_or(String::new(), |cents| {
        format!(", ${} per student", (cents + 50) / 100)
    });
    if row.kept_back {
        let products = counted(row.products, "product");
        return format!("{}: {products}.", row.school.name);
    }
    format!(
        "{}: {}, ${} a year{each}; unused seats about ${}.",
        row.school.name,
        counted(row.products, "product"),
        row.cost.dollars(),
        row.unused.dollars()
    )
}

fn of_placed(view: &Schools, row: &Placed, school: &str) -> String {
    let mut parts = Vec::new();
    if let Some(answer) = view.word(row.product, Some(row.school)) {
        parts.push(answer.word.to_string());
    }
    if let (Some(seats), Some(used)) = (row.seats, row.used) {
        parts.push(format!("{used} of {seats} seats used"));
    }
    if !row.kept_back {
        parts.push(format!("${} a year", row.cost.dollars()));
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

fn tabbed(items: Vec<TableCell>) -> String {
    let texts = items.into_iter().map(|item| match item {
        TableCell::Text(text) => text,
        TableCell::Count(n) => n.to_string(),
        TableCell::Cents(cents) => cents.dollars(),
        TableCell::Day(day) => day.to_string(),
        TableCell::Percent(hundredths) => format!("{}%", hundredths / 100),
        TableCell::Blank | TableCell::Decimal(_) | TableCell::Flag(_) | TableCell::List(_) => {
            String::new()
        }
    });
    texts.collect::<Vec<_>>().join("\t")
}

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &Schools) -> Option<Listing> {
    let sums = view.sums.as_ref()?;
    let listing = match view.focus() {
        Focus::Schools => {
            let rows = chosen(&view.left).into_iter();
            let rows = rows.filter_map(|id| sums.school(id)).map(school_items);
            Listing {
                name: "schools".to_owned(),
                contents: Contents::Table(Table {
                    title: "Schools".to_owned(),
                    columns: columns(&SCHOOL_COLUMNS),
                    rows: rows.collect(),
                }),
            }
        }
        Focus::Products => {
            view.here()?;
            let school = view.school_name(view.school()?);
            let keys: Vec<Key> = chosen(&view.products);
            let rows = keys.into_iter().filter_map(|key| view.placed_row(key));
            Listing {
                name: format!("{school} products"),
                contents: Contents::Table(Table {
                    title: format!("Products at {school}"),
                    columns: columns(&PLACED_COLUMNS),
                    rows: rows.map(|row| placed_items(view, row)).collect(),
                }),
            }
        }
        Focus::Matrix => Listing {
            name: "matrix".to_owned(),
            contents: Contents::Matrix {
                products: chosen(&view.grid),
                schools: view.columns.keys().to_vec(),
            },
        },
    };
    (listing.rows() > 0).then_some(listing)
}

fn chosen<K: Clone + Eq + std::hash::Hash>(list: &crate::tui::widget::list::List<K>) -> Vec<K> {
    if list.marks() == 0 {
        return list.keys().to_vec();
    }
    list.chosen().into_iter().cloned().collect()
}

fn columns(names: &[(&str, Holds)]) -> Vec<TableColumn> {
    let columns = names
        .iter()
        .map(|(name, holds)| TableColumn::new(name, *holds));
    columns.collect()
}

const SCHOOL_COLUMNS: [(&str, Holds); 7] = [
    ("school", Holds::Text),
    ("code", Holds::Text),
    ("students", Holds::Count),
    ("products", Holds::Count),
    ("cost_a_year", Holds::Cents),
    ("per_student", Holds::Cents),
    ("unused", Holds::Cents),
];

fn school_items(row: &SchoolRow) -> Vec<TableCell> {
    let each = rows::per_student(row).map_or(TableCell::Blank, |cents| {
        TableCell::Cents(crate::domain::money::Cents(cents))
    });
    vec![
        TableCell::Text(row.school.name.clone()),
        TableCell::Text(row.school.code.clone()),
        count(row.school.enrollment),
        TableCell::Count(row.products as i64),
        priced(row.cost, row.kept_back),
        each,
        priced(row.unused, row.kept_back),
    ]
}

/// An amount, blank where the policy keeps it back.
fn priced(cents: Cents, kept_back: bool) -> TableCell {
    if kept_back {
        TableCell::Blank
    } else {
        TableCell::Cents(cents)
    }
}

const PLACED_COLUMNS: [(&str, Holds); 11] = [
    ("product", Holds::Text),
    ("school", Holds::Text),
    ("seats", Holds::Count),
    ("used", Holds::Count),
    ("used_pct", Holds::Percent),
    ("cover_pct", Holds::Percent),
    ("cost_a_year", Holds::Cents),
    ("unused", Holds::Cents),
    ("bought_by", Holds::Text),
    ("contract", Holds::Text),
    ("ends", Holds::Day),
];

fn placed_items(view: &Schools, row: &Placed) -> Vec<TableCell> {
    let buyer = match row.buyer {
        Some(buyer) => view.school_name(buyer).to_owned(),
        None => "district".to_owned(),
    };
    vec![
        TableCell::Text(row.name.clone()),
        TableCell::Text(view.school_name(row.school).to_owned()),
        count(row.seats),
        count(row.used),
        percent(row.used_pct()),
        percent(row.cover_pct),
        priced(row.cost, row.kept_back),
        priced(row.unused(), row.kept_back),
        TableCell::Text(buyer),
        row.contract
            .clone()
            .map_or(TableCell::Blank, TableCell::Text),
        row.term_end.map_or(TableCell::Blank, TableCell::Day),
    ]
}

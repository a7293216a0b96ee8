//! The dashboard as text to copy and as tables to export.

use super::{Dashboard, Key, Page, cells, owners, words};
use crate::domain::dashboard::{BOXES, DashboardPage as Sums, taken};
use crate::domain::money::Cents;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};
use crate::office::deed::{Contents, Listing};
use crate::office::export::{count, percent};
use crate::tui::view::CopyForm;
use crate::tui::widget::list::List;

pub(super) fn copies(view: &Dashboard) -> Vec<CopyForm> {
    let form = |letter, label, text| CopyForm {
        letter,
        label,
        text,
    };
    match view.page {
        Page::Front => {
            let Some(known) = &view.counted else {
                return Vec::new();
            };
            let sums = &known.page;
            let year = words::year(sums.year, known.years);
            let sentence = format!("{year}: {}.", words::sentence(&sums.totals));
            let page = page(sums, known.years);
            vec![
                form('s', "the sentence", sentence),
                form('c', "the whole page", page),
            ]
        }
        Page::Cells => {
            let Some(line) = view.cell() else {
                return Vec::new();
            };
            let text = format!(
                "{} {} at {}: ${} of ${} is {}.",
                line.number,
                line.product_name,
                line.school_code,
                view.shows.part(&line.cell).dollars(),
                line.cell.cost.dollars(),
                view.shows.title()
            );
            vec![form('s', "the sentence", text)]
        }
        Page::Owners => {
            let post = view.post();
            let post = post.map(|(row, post)| owners::sentence(row, post));
            post.map(|text| form('s', "the sentence", text))
                .into_iter()
                .collect()
        }
        Page::Training => {
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

fn page(sums: &Sums, years: FiscalYears) -> String {
    let mut lines = words::sums(sums, years);
    lines.push("Do first:".to_owned());
    for (at, action) in sums.actions.iter().enumerate() {
        let by = action
            .by
            .map_or_else(String::new, |day| format!(" by {day}"));
        lines.push(format!(
            "{}. {}{by}: ${}",
            at + 1,
            action.what,
            action.stops.dollars()
        ));
    }
    lines.join("\n")
}

/// The marked rows, else all that are listed.
pub(super) fn listing(view: &Dashboard) -> Option<Listing> {
    let (name, table) = match view.page {
        Page::Front => ("waste", factors(&view.counted.as_ref()?.page)),
        Page::Cells => ("waste cells", cell_table(view)),
        Page::Owners => ("owners", owner_table(view)),
        Page::Training => ("training", training_table(view)),
    };
    (!table.rows.is_empty()).then(|| Listing {
        name: name.to_owned(),
        contents: Contents::Table(table),
    })
}

fn table(title: &str, columns: &[(&str, Holds)], rows: Vec<Vec<TableCell>>) -> Table {
    let columns = columns
        .iter()
        .map(|(name, holds)| TableColumn::new(name, *holds));
    Table {
        title: title.to_owned(),
        columns: columns.collect(),
        rows,
    }
}

fn factors(sums: &Sums) -> Table {
    let whole = sums.totals.spend.0;
    let share = |part: Cents| {
        let known = (whole > 0).then(|| (i128::from(part.0) * 10_000 / i128::from(whole)) as i64);
        known.map_or(TableCell::Blank, TableCell::Percent)
    };
    let row = |name: &str, net: Cents, gross: Option<Cents>| {
        vec![
            TableCell::Text(name.to_owned()),
            TableCell::Cents(net),
            gross.map_or(TableCell::Blank, TableCell::Cents),
            share(net),
        ]
    };
    let totals = &sums.totals;
    let mut rows = vec![
        row("spend", totals.spend, None),
        row("at risk", totals.at_risk, Some(totals.gross)),
    ];
    for one in &sums.boxes {
        rows.push(row(one.factor.word(), one.taken.net, Some(one.taken.gross)));
    }
    rows.extend([
        row("can be stopped", totals.stoppable, None),
        row("locked", totals.locked, None),
        row("not measured", totals.unmeasured, None),
    ]);
    let columns = [
        ("figure", Holds::Text),
        ("net", Holds::Cents),
        ("gross", Holds::Cents),
        ("of_spend", Holds::Percent),
    ];
    table("At risk of waste", &columns, rows)
}

fn chosen<K: Clone + Eq + std::hash::Hash>(list: &List<K>) -> Vec<K> {
    if list.marks() == 0 {
        return list.keys().to_vec();
    }
    list.chosen().into_iter().cloned().collect()
}

fn cell_table(view: &Dashboard) -> Table {
    let keys: Vec<Key> = chosen(&view.cells);
    let lines = keys.into_iter().filter_map(|key| view.line(key));
    let rows = lines.map(|line| {
        let cell = &line.cell;
        let mut items = vec![
            TableCell::Text(line.number.clone()),
            TableCell::Text(line.product_name.clone()),
            TableCell::Text(line.school_code.clone()),
            TableCell::Cents(cell.cost),
            TableCell::Cents(view.shows.part(cell)),
            TableCell::Cents(view.shows.gross(cell)),
            TableCell::Flag(cell.stoppable),
        ];
        items.extend(BOXES.map(|factor| TableCell::Cents(taken(&cell.taken, factor).net)));
        items.push(TableCell::Cents(cell.unmeasured));
        items
    });
    let columns = [
        ("contract", Holds::Text),
        ("product", Holds::Text),
        ("school", Holds::Text),
        ("cost", Holds::Cents),
        ("taken", Holds::Cents),
        ("gross", Holds::Cents),
        ("can_be_stopped", Holds::Flag),
        ("untrained", Holds::Cents),
        ("overlap", Holds::Cents),
        ("incompatible", Holds::Cents),
        ("unowned", Holds::Cents),
        ("unmeasured", Holds::Cents),
    ];
    table(&cells::Shows::title(view.shows), &columns, rows.collect())
}

fn owner_table(view: &Dashboard) -> Table {
    let products: Vec<i64> = chosen(&view.owners);
    let mut rows = Vec::new();
    for row in products.into_iter().filter_map(|id| view.owner_row(id)) {
        for post in &row.posts {
            let login = |who: Option<&crate::domain::review::PersonName>| {
                who.map_or(TableCell::Blank, |who| TableCell::Text(who.login.clone()))
            };
            let day = |day: Option<chrono::NaiveDate>| day.map_or(TableCell::Blank, TableCell::Day);
            rows.push(vec![
                TableCell::Text(row.name.clone()),
                TableCell::Cents(row.cost),
                TableCell::Text(post.role.word().to_owned()),
                TableCell::Text(post.filled.word().to_owned()),
                login(post.person.as_ref()),
                login(post.deputy.as_ref()),
                day(post.since),
                day(post.until),
                day(post.left_on),
            ]);
        }
    }
    let columns = [
        ("product", Holds::Text),
        ("cost", Holds::Cents),
        ("role", Holds::Text),
        ("filled", Holds::Text),
        ("person", Holds::Text),
        ("deputy", Holds::Text),
        ("since", Holds::Day),
        ("until", Holds::Day),
        ("left_on", Holds::Day),
    ];
    table("Who answers for what", &columns, rows)
}

fn training_table(view: &Dashboard) -> Table {
    let keys: Vec<Key> = chosen(&view.trained);
    let rows = keys.into_iter().filter_map(|key| view.training_row(key));
    let rows = rows.map(|row| {
        let day = |day: Option<chrono::NaiveDate>| day.map_or(TableCell::Blank, TableCell::Day);
        vec![
            TableCell::Text(row.product_name.clone()),
            TableCell::Text(row.school_code.clone()),
            count(row.trained.target),
            TableCell::Count(row.trained.trained),
            percent(row.trained.percent()),
            day(row.trained.last_on),
            day(row.trained.next_on),
            TableCell::Flag(row.trained.required),
        ]
    });
    let columns = [
        ("product", Holds::Text),
        ("school", Holds::Text),
        ("target", Holds::Count),
        ("trained", Holds::Count),
        ("trained_pct", Holds::Percent),
        ("last_on", Holds::Day),
        ("next_on", Holds::Day),
        ("required", Holds::Flag),
    ];
    table("Who is trained", &columns, rows.collect())
}

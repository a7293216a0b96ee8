//! What schools have: one line a school, or one line for each product placed at a school.

use std::collections::HashMap;

use clap::Args;

use crate::domain::money::{Basis, Cents};
use crate::domain::school::{Level, School};
use crate::exchange::write::{Holds, Table, TableCell};
use crate::store::{Placed, SchoolRow, Scope};

use super::{Context, Failure, find, print};

/// `hallpass schools`
pub(super) fn schools(context: &Context) -> Result<(), Failure> {
    let store = context.read()?;
    let rows = store.schools(context.stamp.today)?;
    let prices = store.visible_prices(&context.stamp.who, context.stamp.today)?;
    if rows.is_empty() {
        print::notice("No school yet. Next: hallpass import schools FILE");
    }
    let mut table = Table::new(
        "schools",
        &[
            ("school_id", Holds::Count),
            ("code", Holds::Text),
            ("school", Holds::Text),
            ("level", Holds::Text),
            ("grades", Holds::Text),
            ("enrollment", Holds::Count),
            ("staff", Holds::Count),
            ("products", Holds::Count),
            ("cost", Holds::Cents),
            ("per_student", Holds::Cents),
            ("unused", Holds::Cents),
        ],
    );
    let shown = |row: &SchoolRow| prices.include(Some(row.school.id.0));
    if !rows.iter().all(shown) {
        print::notice(NOT_SHOWN);
    }
    let rows = rows.into_iter().map(|row| {
        let priced = shown(&row);
        (row, priced)
    });
    table.rows = rows.map(|(row, priced)| school(row, priced)).collect();
    let shown = [
        ("school", "SCHOOL"),
        ("code", "CODE"),
        ("enrollment", "STUDENTS"),
        ("products", "PRODUCTS"),
        ("cost", "YEAR PRICE"),
        ("per_student", "A STUDENT"),
        ("unused", "UNUSED SEATS"),
    ];
    print::table(context.form, &table, &shown);
    Ok(())
}

/// For whom the policy keeps other schools' prices back.
const NOT_SHOWN: &str = "What other schools pay is not shown to you: policy prices own-and-total.";

/// `priced`: may the reader see what it pays?
fn school(row: SchoolRow, priced: bool) -> Vec<TableCell> {
    let price = |cents: Option<Cents>| TableCell::from(cents.filter(|_| priced));
    let per_student = row
        .school
        .enrollment
        .filter(|students| *students > 0)
        .map(|students| Cents((row.cost.0 + students / 2) / students));
    let school = row.school;
    vec![
        school.id.0.into(),
        school.code.into(),
        school.name.into(),
        school.level.map(Level::word).into(),
        school.grades.to_string().into(),
        school.enrollment.into(),
        school.staff.into(),
        (row.products as i64).into(),
        price(Some(row.cost)),
        price(per_student),
        price(Some(row.unused)),
    ]
}

/// `hallpass inventory`
#[derive(Debug, Args)]
pub(super) struct Inventory {
    /// The school's code, or its name or the beginning of it
    #[arg(required = true, value_name = "SCHOOL")]
    school: Vec<String>,
}

impl Inventory {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let school = find::school(&store, &self.school.join(" "))?;
        let today = context.stamp.today;
        let names: HashMap<i64, String> = store
            .all::<School>()?
            .into_iter()
            .map(|school| (school.id.0, school.name))
            .collect();
        let placed = store.placed(Some(school), today)?;
        let priced = store
            .visible_prices(&context.stamp.who, today)?
            .include(Some(school));
        if !priced {
            print::notice(NOT_SHOWN);
        }
        let here = names.get(&school).cloned().unwrap_or_default();
        if placed.is_empty() {
            print::notice(&format!("Nothing is placed at {here}."));
        }
        let mut table = Table::new(
            "inventory",
            &[
                ("product_id", Holds::Count),
                ("product", Holds::Text),
                ("school", Holds::Text),
                ("status", Holds::Text),
                ("seats", Holds::Count),
                ("used", Holds::Count),
                ("used_pct", Holds::Percent),
                ("cost", Holds::Cents),
                ("bought_by", Holds::Text),
                ("contract", Holds::Text),
                ("cover_pct", Holds::Percent),
                ("basis", Holds::Text),
            ],
        );
        let scope = Scope {
            school: Some(school),
            grade: None,
            today,
        };
        for placed in &placed {
            let answer = store.brief_answer(placed.product, scope, None)?;
            let mut row = row(placed, &here, answer.word.text(), &names);
            if !priced {
                row[COST] = TableCell::Blank;
            }
            table.rows.push(row);
        }
        let shown = [
            ("product", "PRODUCT"),
            ("status", "STATUS"),
            ("seats", "SEATS"),
            ("used", "USED"),
            ("used_pct", "USE"),
            ("cover_pct", "COVER"),
            ("cost", "YEAR PRICE"),
            ("bought_by", "BOUGHT BY"),
            ("contract", "CONTRACT"),
        ];
        print::table(context.form, &table, &shown);
        Ok(())
    }
}

/// The place of the cost in a row of the inventory.
const COST: usize = 7;

fn row(placed: &Placed, here: &str, status: &str, names: &HashMap<i64, String>) -> Vec<TableCell> {
    let percent = |n: Option<i64>| n.map_or(TableCell::Blank, |n| TableCell::Percent(n * 100));
    let buyer = placed.buyer.and_then(|id| names.get(&id).cloned());
    vec![
        placed.product.into(),
        placed.name.as_str().into(),
        here.into(),
        status.into(),
        placed.seats.into(),
        placed.used.into(),
        percent(placed.used_pct()),
        placed.cost.into(),
        buyer.unwrap_or_else(|| "district".into()).into(),
        placed.contract.clone().into(),
        percent(placed.cover_pct),
        Basis::YearPrice.word().into(),
    ]
}

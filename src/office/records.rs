//! The records of each import kind as rows of a table whose columns are the import's fields, so that an exported file
//! imports again and changes nothing. Products, schools and people are named as the importer will find them.

use std::collections::HashMap;

use crate::domain::approval::{Agreement, Approval};
use crate::domain::calendar::CalendarDay;
use crate::domain::contract::{Contract, ContractId, Line, LineId};
use crate::domain::cost::HUNDRED_PERCENT;
use crate::domain::cost::parts::CostPart;
use crate::domain::inventory::{Compatibility, Inventory, Provisioning, Training, Usage};
use crate::domain::person::{Owner, Person};
use crate::domain::product::{Alias, AliasKind, Function, FunctionId, Product, ProductId, Purpose};
use crate::domain::record::Record;
use crate::domain::renewal::{Funding, Share};
use crate::domain::school::{Device, School};
use crate::domain::standards::{Alignment, Measure, Relation};
use crate::exchange::columns::{CellReads, ImportField, ImportKind};
use crate::exchange::value::parts::Fund;
use crate::exchange::write::{Holds, TableCell, TableColumn};
use crate::office::Office;
use crate::store::{Error, Store};

use self::names::{ExportNames, ExportRow};
use self::plain::RecordCells;

mod names;
mod plain;
mod requests;

/// What takes the rows of a kind, one by one.
type Tell<'t> = dyn FnMut(ExportRow) -> Result<(), Error> + 't;

/// The columns of a kind, and where in a row each of them stands.
struct LaidOut {
    fields: Vec<&'static ImportField>,
    at: HashMap<&'static str, usize>,
}

impl LaidOut {
    fn of(kind: ImportKind) -> LaidOut {
        let fields: Vec<_> = kind.fields().iter().filter(|f| f.is_written()).collect();
        let at = fields.iter().enumerate().map(|(at, f)| (f.name, at));
        LaidOut {
            at: at.collect(),
            fields,
        }
    }

    /// Puts a row's fields under the columns; of two for one column the later.
    fn cells(&self, row: ExportRow) -> Vec<TableCell> {
        let mut cells = vec![TableCell::Blank; self.fields.len()];
        for (name, cell) in row {
            if let Some(at) = self.at.get(name) {
                cells[*at] = cell;
            }
        }
        cells
    }
}

impl Office {
    /// The columns of the records of the kind that such files bring in.
    pub fn record_columns(kind: ImportKind) -> Vec<TableColumn> {
        let fields = LaidOut::of(kind).fields.into_iter();
        fields
            .map(|f| TableColumn::new(f.name, holds(f.reads)))
            .collect()
    }

    /// Tells every record of the kind as a row of these columns, in the order they were made; a column that nothing is
    /// known for is blank. Of all of them one is held at a time.
    pub fn each_record(
        &self,
        kind: ImportKind,
        mut told: impl FnMut(&[TableCell]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let laid_out = LaidOut::of(kind);
        rows(&self.store, kind, &mut |row| told(&laid_out.cells(row)))
    }
}

fn rows(store: &Store, kind: ImportKind, tell: &mut Tell) -> Result<(), Error> {
    let called = ExportNames::new(store)?;
    let to = (store, kind, &called);
    match kind {
        ImportKind::Products => products(store, &called, tell),
        ImportKind::Schools => each::<School>(to, |_| Vec::new(), tell),
        ImportKind::Approvals => each::<Approval>(to, |_| Vec::new(), tell),
        ImportKind::Contracts => contracts(store, &called, tell),
        ImportKind::Inventory => {
            let besides =
                |inventory: &Inventory| vec![("bought_by", called.buyer(inventory.buyer))];
            each(to, besides, tell)
        }
        // Its product has a name.
        ImportKind::Usage => each(
            to,
            |_: &Usage| vec![("registry_id", TableCell::Blank)],
            tell,
        ),
        ImportKind::Training => each::<Training>(to, |_| Vec::new(), tell),
        ImportKind::People => each(to, roles, tell),
        ImportKind::Owners => each::<Owner>(to, |_| Vec::new(), tell),
        ImportKind::Agreements => each::<Agreement>(to, |_| Vec::new(), tell),
        ImportKind::Provisioning => each(to, everywhere, tell),
        ImportKind::Devices => each::<Device>(to, |_| Vec::new(), tell),
        ImportKind::Compatibility => each::<Compatibility>(to, |_| Vec::new(), tell),
        ImportKind::Calendar => each::<CalendarDay>(to, |_| Vec::new(), tell),
        ImportKind::Requests => requests::rows(store, &called, tell),
        ImportKind::Alignments => each::<Alignment>(to, |_| Vec::new(), tell),
        ImportKind::Measures => {
            let codes = names::standards(store)?;
            let besides =
                |one: &Measure| vec![("standard", codes.get(&one.standard).cloned().into())];
            each(to, besides, tell)
        }
        ImportKind::Relations => {
            let codes = names::standards_by_guid(store)?;
            let side = |guid: &String| codes.get(guid).unwrap_or(guid).as_str().into();
            let besides = |relation: &Relation| {
                vec![
                    ("from", side(&relation.origin)),
                    ("to", side(&relation.destination)),
                ]
            };
            each(to, besides, tell)
        }
    }
}

/// A row for each record, with what it says besides its plain fields.
fn each<R: Record>(
    (store, kind, called): (&Store, ImportKind, &ExportNames),
    besides: impl Fn(&R) -> ExportRow,
    tell: &mut Tell,
) -> Result<(), Error> {
    let cells = RecordCells::of::<R>(kind, called);
    store.each(|record: R| {
        let mut row = cells.row(&record);
        row.extend(besides(&record));
        tell(row)
    })
}

fn holds(reads: CellReads) -> Holds {
    match reads {
        CellReads::List => Holds::List,
        CellReads::Count | CellReads::RoundedCount | CellReads::Score => Holds::Count,
        CellReads::Money => Holds::Cents,
        CellReads::Percent => Holds::Percent,
        CellReads::Decimal => Holds::Decimal,
        CellReads::YesNo | CellReads::Open => Holds::Flag,
        CellReads::Day | CellReads::Days | CellReads::DayBefore => Holds::Day,
        _ => Holds::Text,
    }
}

fn products(store: &Store, called: &ExportNames, tell: &mut Tell) -> Result<(), Error> {
    let mut aliases: HashMap<ProductId, Vec<String>> = HashMap::new();
    for alias in store.all::<Alias>()? {
        if matches!(alias.kind, AliasKind::Former | AliasKind::Other) {
            let of_product = aliases.entry(alias.product).or_default();
            of_product.push(alias.alias);
        }
    }
    let functions: HashMap<FunctionId, (String, bool)> = store
        .all::<Function>()?
        .into_iter()
        .map(|function| (function.id, (function.name, function.broad)))
        .collect();
    let mut purposes: HashMap<ProductId, Vec<(String, bool)>> = HashMap::new();
    for purpose in store.all::<Purpose>()? {
        if let Some(name) = functions.get(&purpose.function) {
            let of_product = purposes.entry(purpose.product).or_default();
            of_product.push(name.clone());
        }
    }
    let cells = RecordCells::of::<Product>(ImportKind::Products, called);
    store.each(|product: Product| {
        // One that was merged is the other record now.
        if product.merged_into.is_some() {
            return Ok(());
        }
        let id = product.id;
        let mut row = cells.row(&product);
        row.push(("aliases", list(aliases.remove(&id).unwrap_or_default())));
        // A product that serves several functions takes a row for each.
        let mut purposes = purposes.remove(&id).unwrap_or_default().into_iter();
        let first = purposes.next();
        for function in std::iter::once(first).chain(purposes.map(Some)) {
            let mut row = row.clone();
            if let Some((name, broad)) = function {
                row.push(("function", name.into()));
                row.push(("broad", broad.into()));
            }
            tell(row)?;
        }
        Ok(())
    })
}

/// One row a line: a contract of several products repeats what it says of itself.
fn contracts(store: &Store, called: &ExportNames, tell: &mut Tell) -> Result<(), Error> {
    let mut lines: HashMap<ContractId, Vec<Line>> = HashMap::new();
    for line in store.all::<Line>()? {
        lines.entry(line.contract).or_default().push(line);
    }
    let mut funding: HashMap<LineId, Vec<String>> = HashMap::new();
    for part in store.all::<Funding>()? {
        let of_line = funding.entry(part.line).or_default();
        of_line.push(Fund::from(&part).to_string());
    }
    let mut shares: HashMap<LineId, Vec<Share>> = HashMap::new();
    for share in store.all::<Share>()? {
        shares.entry(share.line).or_default().push(share);
    }
    let contracts = store.all::<Contract>()?;
    let numbers = contracts.iter().map(|c| (c.id, c.number.as_str()));
    let numbers: HashMap<ContractId, &str> = numbers.collect();
    let of_contract = RecordCells::of::<Contract>(ImportKind::Contracts, called);
    let of_line = RecordCells::of::<Line>(ImportKind::Contracts, called);
    for contract in &contracts {
        for line in lines.remove(&contract.id).unwrap_or_default() {
            let mut row = of_contract.row(contract);
            row.push(("bought_by", called.buyer(contract.buyer)));
            row.push(("notice", notice(contract)));
            let parent = contract.parent.and_then(|id| numbers.get(&id).copied());
            row.push(("parent", parent.into()));
            row.extend(of_line.row(&line));
            row.push((
                "funding",
                list(funding.remove(&line.id).unwrap_or_default()),
            ));
            let agreed = shares.remove(&line.id).unwrap_or_default();
            row.push(("shares", list(shared(&agreed, called))));
            tell(row)?;
        }
    }
    Ok(())
}

/// `60 days`; blank where none is known.
fn notice(contract: &Contract) -> TableCell {
    let notice = contract.notice.map(|notice| {
        let unit = contract.notice_unit.map_or("days", |unit| unit.word());
        format!("{notice} {unit}")
    });
    notice.into()
}

/// `LIN 40%`, `district 60%`.
fn shared(shares: &[Share], called: &ExportNames) -> Vec<String> {
    let each = shares.iter().map(|share| {
        let school = called.schools.get(&share.school);
        let school = school.map_or("?", String::as_str);
        format!("{school} {}", CostPart::Percent(share.percent_bp))
    });
    let rest = HUNDRED_PERCENT - shares.iter().map(|share| share.percent_bp).sum::<i64>();
    let district =
        (rest > 0 && !shares.is_empty()).then(|| format!("district {}", CostPart::Percent(rest)));
    each.chain(district).collect()
}

/// The roles of somebody who has left stay out: loaded elsewhere they would open the door again.
fn roles(person: &Person) -> ExportRow {
    let roles = match person.left_on {
        None => person.roles.0.iter().map(|r| r.word().to_owned()).collect(),
        Some(_) => Vec::new(),
    };
    vec![("roles", list(roles))]
}

/// Switches set for the whole district stand under `all`.
fn everywhere(switches: &Provisioning) -> ExportRow {
    let all = switches.school.is_none();
    all.then(|| ("school", "all".into())).into_iter().collect()
}

fn list(texts: Vec<String>) -> TableCell {
    Some(texts).filter(|texts| !texts.is_empty()).into()
}

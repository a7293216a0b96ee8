//! The records of each import kind as a table whose columns are the import's fields, so that an exported file
//! imports again and changes nothing. Products, schools and people are named as the importer will find them.

use std::collections::HashMap;

use crate::domain::approval::{Agreement, Approval, Audience};
use crate::domain::contract::{
    AllocationMethod, Contract, ContractId, CostKind, EscalatorKind, Line, PriceModel, Reducible,
};
use crate::domain::cost::WHOLE;
use crate::domain::cost::parts::CostPart;
use crate::domain::notice::NoticeMethod;
use crate::domain::person::{Owner, Person};
use crate::domain::product::{
    Alias, AliasKind, DataUse, Function, Product, ProductKind, Provided, Purpose,
};
use crate::domain::renewal::{Funding, Share};
use crate::domain::school::{Device, Level, School};
use crate::exchange::columns::{CellReads, ImportKind};
use crate::exchange::value::parts::Fund;
use crate::exchange::value::unlisted;
use crate::exchange::write::{Holds, Table, TableCell, TableColumn};
use crate::store::Store;

use super::super::Failure;
use super::names::{ExportNames, Row, or_blank};
use super::{placed, review};

/// Every record of this kind.
pub(super) fn table(store: &Store, kind: ImportKind) -> Result<Table, Failure> {
    let called = ExportNames::new(store)?;
    let rows = match kind {
        ImportKind::Products => products(store, &called)?,
        ImportKind::Schools => store.all()?.into_iter().map(school).collect(),
        ImportKind::Approvals => each(store, |a: Approval| approval(a, &called))?,
        ImportKind::Contracts => contracts(store, &called)?,
        ImportKind::Inventory => each(store, |i| placed::inventory(&i, &called))?,
        ImportKind::Usage => each(store, |u| placed::usage(u, &called))?,
        ImportKind::Training => each(store, |t| placed::training(&t, &called))?,
        ImportKind::People => each(store, |p| person(p, &called))?,
        ImportKind::Owners => each(store, |o| owner(&o, &called))?,
        ImportKind::Agreements => each(store, |a| agreement(a, &called))?,
        ImportKind::Provisioning => each(store, |p| placed::provisioning(&p, &called))?,
        ImportKind::Devices => each(store, |d| device(d, &called))?,
        ImportKind::Compatibility => each(store, |c| placed::compatibility(c, &called))?,
        ImportKind::Calendar => each(store, review::calendar_day)?,
        ImportKind::Requests => review::requests(store, &called)?,
        ImportKind::Alignments => each(store, |a| placed::alignment(a, &called))?,
    };
    Ok(laid_out(kind, rows))
}

fn each<R: crate::domain::record::Record>(
    store: &Store,
    row: impl Fn(R) -> Row,
) -> Result<Vec<Row>, Failure> {
    Ok(store.all()?.into_iter().map(row).collect())
}

/// Puts each row's fields under the columns of the import kind.
fn laid_out(kind: ImportKind, rows: Vec<Row>) -> Table {
    let fields: Vec<_> = kind.fields().iter().filter(|f| f.is_written()).collect();
    let columns = fields
        .iter()
        .map(|f| TableColumn::new(f.name, holds(f.reads)));
    let lay = |row: Row| {
        let mut row: HashMap<&str, TableCell> = row.into_iter().collect();
        let cell = |name| row.remove(name).unwrap_or(TableCell::Blank);
        fields.iter().map(|f| f.name).map(cell).collect()
    };
    Table {
        title: kind.name().to_owned(),
        columns: columns.collect(),
        rows: rows.into_iter().map(lay).collect(),
    }
}

fn holds(reads: CellReads) -> Holds {
    match reads {
        CellReads::List => Holds::List,
        CellReads::Count | CellReads::RoundedCount => Holds::Count,
        CellReads::Money => Holds::Cents,
        CellReads::Percent => Holds::Percent,
        CellReads::Decimal => Holds::Decimal,
        CellReads::YesNo | CellReads::Open => Holds::Flag,
        CellReads::Day | CellReads::Days | CellReads::DayBefore => Holds::Day,
        _ => Holds::Text,
    }
}

fn products(store: &Store, called: &ExportNames) -> Result<Vec<Row>, Failure> {
    let mut aliases: HashMap<i64, Vec<String>> = HashMap::new();
    for alias in store.all::<Alias>()? {
        if matches!(alias.kind, AliasKind::Former | AliasKind::Other) {
            let of_product = aliases.entry(alias.product.0).or_default();
            of_product.push(alias.alias);
        }
    }
    let functions: HashMap<i64, (String, bool)> = store
        .all::<Function>()?
        .into_iter()
        .map(|function| (function.id.0, (function.name, function.broad)))
        .collect();
    let mut purposes: HashMap<i64, Vec<(String, bool)>> = HashMap::new();
    for purpose in store.all::<Purpose>()? {
        if let Some(name) = functions.get(&purpose.function.0) {
            let of_product = purposes.entry(purpose.product.0).or_default();
            of_product.push(name.clone());
        }
    }
    let mut rows = Vec::new();
    for product in store.all::<Product>()? {
        // One that was merged is the other record now.
        if product.merged_into.is_some() {
            continue;
        }
        let id = product.id.0;
        let row = product_row(product, aliases.remove(&id).unwrap_or_default(), called);
        // A product that serves several functions takes a row for each.
        let mut purposes = purposes.remove(&id).unwrap_or_default().into_iter();
        let first = purposes.next();
        for function in std::iter::once(first).chain(purposes.map(Some)) {
            let mut row = row.clone();
            if let Some((name, broad)) = function {
                row.push(("function", name.into()));
                row.push(("broad", broad.into()));
            }
            rows.push(row);
        }
    }
    Ok(rows)
}

fn product_row(product: Product, aliases: Vec<String>, called: &ExportNames) -> Row {
    let subjects = product.subjects.unwrap_or_default();
    vec![
        ("name", product.name.into()),
        ("vendor", called.vendor(product.vendor.map(|v| v.0))),
        ("url", product.url.into()),
        ("edition", product.edition.into()),
        ("subjects", listed(&subjects)),
        ("grades", or_blank(&product.grades.to_string())),
        ("aliases", list(aliases)),
        ("registry_id", product.registry_id.into()),
        ("kind", product.kind.map(ProductKind::word).into()),
        ("lms", product.lms.into()),
        ("population", product.population.into()),
        ("provided", product.provided.map(Provided::word).into()),
        ("version_seen", product.version_seen.into()),
        ("data", product.data.map(DataUse::word).into()),
        ("instructional", product.instructional.into()),
        ("core", product.core.into()),
        ("archived", product.archived.into()),
    ]
}

fn school(school: School) -> Row {
    vec![
        ("name", school.name.into()),
        ("code", school.code.into()),
        ("level", school.level.map(Level::word).into()),
        ("grades", or_blank(&school.grades.to_string())),
        ("enrollment", school.enrollment.into()),
        ("staff", school.staff.into()),
        ("open", school.open.into()),
        ("registry_id", school.registry_id.into()),
    ]
}

fn approval(approval: Approval, called: &ExportNames) -> Row {
    vec![
        ("product", called.product(approval.product.0)),
        ("status", approval.status.word().into()),
        ("schools", called.schools(&approval.schools)),
        ("grades", or_blank(&approval.grades.to_string())),
        ("audience", approval.audience.map(Audience::word).into()),
        ("conditions", list(approval.conditions.0)),
        ("from", approval.from.into()),
        ("until", approval.until.into()),
        ("reason", approval.reason.into()),
    ]
}

/// One row a line: a contract of several products repeats what it says of itself.
fn contracts(store: &Store, called: &ExportNames) -> Result<Vec<Row>, Failure> {
    let mut lines: HashMap<i64, Vec<Line>> = HashMap::new();
    for line in store.all::<Line>()? {
        lines.entry(line.contract.0).or_default().push(line);
    }
    let mut funding: HashMap<i64, Vec<String>> = HashMap::new();
    for part in store.all::<Funding>()? {
        let of_line = funding.entry(part.line.0).or_default();
        of_line.push(Fund::from(&part).to_string());
    }
    let mut shares: HashMap<i64, Vec<Share>> = HashMap::new();
    for share in store.all::<Share>()? {
        shares.entry(share.line.0).or_default().push(share);
    }
    let contracts = store.all::<Contract>()?;
    let numbers = contracts.iter().map(|c| (c.id, c.number.as_str()));
    let numbers: HashMap<ContractId, &str> = numbers.collect();
    let mut rows = Vec::new();
    for contract in &contracts {
        for line in lines.remove(&contract.id.0).unwrap_or_default() {
            let mut row = contract_fields(contract, called);
            let parent = contract.parent.and_then(|id| numbers.get(&id).copied());
            row.push(("parent", parent.into()));
            row.extend(line_fields(&line, called));
            row.push((
                "funding",
                list(funding.remove(&line.id.0).unwrap_or_default()),
            ));
            let agreed = shares.remove(&line.id.0).unwrap_or_default();
            row.push(("shares", list(shared(&agreed, called))));
            rows.push(row);
        }
    }
    Ok(rows)
}

fn contract_fields(contract: &Contract, called: &ExportNames) -> Row {
    let notice = contract.notice.map(|notice| {
        let unit = contract.notice_unit.map_or("days", |unit| unit.word());
        format!("{notice} {unit}")
    });
    vec![
        ("term_end", contract.term_end.into()),
        ("number", contract.number.as_str().into()),
        ("vendor", called.vendor(contract.vendor.map(|v| v.0))),
        ("bought_by", called.buyer(contract.buyer.map(|b| b.0))),
        ("term_start", contract.term_start.into()),
        ("auto_renew", contract.auto_renew.into()),
        ("notice", notice.into()),
        ("notice_basis", contract.notice_basis.word().into()),
        ("fund", contract.fund.clone().into()),
        ("po", contract.po.clone().into()),
        ("owner", called.person(contract.owner.map(|o| o.0))),
        (
            "escalator",
            contract
                .escalator_bp
                .map_or(TableCell::Blank, TableCell::Percent),
        ),
        ("renew_months", contract.renew_months.into()),
        (
            "notice_method",
            contract.notice_method.map(NoticeMethod::word).into(),
        ),
        ("send_to", contract.send_to.clone().into()),
        ("signed_on", contract.signed_on.into()),
        ("board_approved_on", contract.board_approved_on.into()),
        ("max_term_months", contract.max_term_months.into()),
        (
            "escalator_kind",
            contract.escalator_kind.map(EscalatorKind::word).into(),
        ),
        ("nonappropriation", contract.nonappropriation.into()),
        ("early_exit", contract.early_exit.clone().into()),
        ("documents", list(contract.documents.0.clone())),
        ("quote", contract.quote_cents.into()),
        ("quote_on", contract.quote_on.into()),
        ("goal", contract.goal.clone().into()),
    ]
}

fn line_fields(line: &Line, called: &ExportNames) -> Row {
    vec![
        ("product", called.product(line.product.0)),
        ("schools", called.schools(&line.schools)),
        ("model", line.model.map(PriceModel::word).into()),
        ("quantity", line.quantity.into()),
        ("unit_price", line.unit_cents.into()),
        ("total", line.total_cents.into()),
        ("cost_kind", line.cost_kind.map(CostKind::word).into()),
        ("min_quantity", line.min_quantity.into()),
        ("true_up", line.true_up.into()),
        ("reducible", line.reducible.map(Reducible::word).into()),
        ("grades", or_blank(&line.grades.to_string())),
        ("audience", line.audience.map(Audience::word).into()),
        (
            "allocation",
            line.allocation.map(AllocationMethod::word).into(),
        ),
    ]
}

/// `LIN 40%`, `district 60%`.
fn shared(shares: &[Share], called: &ExportNames) -> Vec<String> {
    let each = shares.iter().map(|share| {
        let school = called.schools.get(&share.school.0);
        let school = school.map_or("?", String::as_str);
        format!("{school} {}", CostPart::Percent(share.percent_bp))
    });
    let rest = WHOLE - shares.iter().map(|share| share.percent_bp).sum::<i64>();
    let district =
        (rest > 0 && !shares.is_empty()).then(|| format!("district {}", CostPart::Percent(rest)));
    each.chain(district).collect()
}

/// The roles of somebody who has left stay out: loaded elsewhere they would open the door again.
fn person(person: Person, called: &ExportNames) -> Row {
    let roles = match person.left_on {
        None => person.roles.0.iter().map(|r| r.word().to_owned()).collect(),
        Some(_) => Vec::new(),
    };
    vec![
        ("login", person.login.into()),
        ("name", person.name.into()),
        ("email", person.email.into()),
        ("roles", list(roles)),
        ("schools", called.schools(&person.schools)),
    ]
}

fn owner(owner: &Owner, called: &ExportNames) -> Row {
    vec![
        ("product", called.product(owner.product.0)),
        ("role", owner.role.word().into()),
        ("person", called.person(Some(owner.person.0))),
        ("deputy", called.person(owner.deputy.map(|d| d.0))),
        ("since", owner.since.into()),
        ("until", owner.until.into()),
    ]
}

fn agreement(agreement: Agreement, called: &ExportNames) -> Row {
    let product = agreement.product.map(|p| p.0);
    vec![
        ("vendor", called.vendor(Some(agreement.vendor.0))),
        ("kind", agreement.kind.into()),
        (
            "product",
            product.map_or(TableCell::Blank, |id| called.product(id)),
        ),
        ("from", agreement.from.into()),
        ("until", agreement.until.into()),
        ("link", agreement.link.into()),
        ("elements", listed(&agreement.elements.unwrap_or_default())),
    ]
}

fn device(device: Device, called: &ExportNames) -> Row {
    vec![
        ("school", called.school(device.school.0)),
        ("device", device.device.into()),
        (
            "share",
            device
                .share
                .map_or(TableCell::Blank, |share| TableCell::Percent(share * 100)),
        ),
        ("os_min", device.os_min.into()),
        ("until", device.until.into()),
    ]
}

fn list(texts: Vec<String>) -> TableCell {
    Some(texts).filter(|texts| !texts.is_empty()).into()
}

/// A list that the office keeps as one text, `;` between.
fn listed(text: &str) -> TableCell {
    list(unlisted(text))
}

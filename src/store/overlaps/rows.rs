//! Alerts as rows, with the names of what they are about and what people said about them.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::contract::{ContractId, LineId};
use crate::domain::money::Cents;
use crate::domain::overlap::alert::{Alert, AlertState};
use crate::domain::overlap::board::{
    AlertBoard, AlertCells, AlertRow, MemberRow, Standing, standing, standing_unseen,
};
use crate::domain::overlap::facts::{LineAtSchool, PaidLine};
use crate::domain::overlap::{Member, Overlap, ProposedKeeper};
use crate::domain::product::{Function, FunctionId, ProductId};
use crate::domain::record::Kind;
use crate::domain::school::SchoolId;
use crate::store::Error;
use crate::store::alerts::said;
use crate::store::convert::records;
use crate::store::fiscal::{FoundOverlap, YearFacts, YearFound};
use crate::store::kept_until::{KeptUntilWritten, RestsOnFields};
use crate::store::labels::{NamesById, product_names};
use crate::store::unpriced::{hidden_contracts, left_out};

/// A school with its code.
type CodedSchool = (SchoolId, Arc<str>);

/// The schools that are named already, by where their ids lie and the buyer besides; the ids are held so long.
type CodedSchools = HashMap<(usize, Option<SchoolId>), (Arc<[SchoolId]>, Arc<[CodedSchool]>)>;

/// Names of what alerts are about.
pub(in crate::store) struct OverlapNames {
    pub(super) names: NamesById,
    products: HashMap<ProductId, Arc<str>>,
    codes: HashMap<SchoolId, Arc<str>>,
    functions: HashMap<FunctionId, String>,
    /// By line: its contract.
    lines: HashMap<LineId, ContractId>,
    /// By contract: its number, and the school that bought it, where one did.
    contracts: HashMap<ContractId, (Arc<str>, Option<SchoolId>)>,
    /// Contracts whose price the policy hides from whoever asks.
    hidden: HashSet<ContractId>,
}

/// What the names rest on.
const NAMES: RestsOnFields = &[
    (Kind::Setting, &[]),
    (Kind::Person, &[]),
    (Kind::Vendor, &["name"]),
    (Kind::School, &["name", "code"]),
    (Kind::Function, &["name"]),
    (Kind::Product, &["name", "edition"]),
    (Kind::Contract, &["number", "buyer"]),
    (Kind::Line, &["contract"]),
];

/// The names, kept until one of them is written.
#[derive(Debug, Default)]
pub(in crate::store) struct KeptNames(RefCell<KeptUntilWritten<Arc<OverlapNames>>>);

impl KeptNames {
    /// As they are now.
    pub(in crate::store) fn current(&self, conn: &Connection) -> Result<Arc<OverlapNames>, Error> {
        let read = || Ok(Arc::new(OverlapNames::read(conn)?));
        self.0.borrow_mut().current(conn, NAMES, read)
    }

    /// They are read anew when they are next asked for.
    pub(in crate::store) fn take(&self) {
        self.0.take();
    }
}

impl OverlapNames {
    pub(in crate::store) fn read(conn: &Connection) -> Result<OverlapNames, Error> {
        let functions = records::<Function>(conn, "", [])?.into_iter();
        let products = product_names(conn)?.into_iter();
        let mut ask = conn.prepare_cached("SELECT id, code FROM school")?;
        let codes = ask.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?.into())))?;
        let mut ask = conn.prepare_cached("SELECT id, number, buyer FROM contract")?;
        let contracts = ask.query_map([], |row| {
            let number: String = row.get(1)?;
            Ok((row.get(0)?, (number.into(), row.get(2)?)))
        })?;
        Ok(OverlapNames {
            names: NamesById::read(conn)?,
            products: products.map(|(id, name)| (id, name.into())).collect(),
            codes: codes.collect::<rusqlite::Result<_>>()?,
            functions: functions.map(|f| (f.id, f.name)).collect(),
            lines: contracts_of_lines(conn)?,
            contracts: contracts.collect::<rusqlite::Result<_>>()?,
            hidden: hidden_contracts(conn)?,
        })
    }

    /// The contract of a line, and its number.
    pub(in crate::store) fn contract(&self, line: LineId) -> (ContractId, Arc<str>) {
        let id = self.lines.get(&line).copied().unwrap_or_default();
        let number = self
            .contracts
            .get(&id)
            .map(|(number, _)| Arc::clone(number));
        (id, number.unwrap_or_default())
    }

    /// Are there prices that whoever asks may not see?
    fn hides_prices(&self) -> bool {
        !self.hidden.is_empty()
    }

    /// Is the price of this contract hidden from whoever asks?
    pub(in crate::store) fn hides(&self, contract: ContractId) -> bool {
        self.hidden.contains(&contract)
    }

    /// The schools it is about: those with something at stake, and the one that bought what stays.
    fn schools(&self, overlap: &Overlap, known: &mut CodedSchools) -> Arc<[CodedSchool]> {
        let mut buyer = None;
        if let Some(ProposedKeeper::Line(line)) = overlap.keeper {
            let contract = self.lines.get(&line).and_then(|id| self.contracts.get(id));
            buyer = contract.and_then(|(_, buyer)| *buyer);
        }
        // By where it lies: overlaps about the same schools share them.
        let key = (overlap.schools.as_ptr() as usize, buyer);
        if let Some((_, named)) = known.get(&key) {
            return Arc::clone(named);
        }
        let mut ids = overlap.schools.to_vec();
        ids.extend(buyer);
        ids.sort_unstable();
        ids.dedup();
        let named: Arc<[CodedSchool]> = ids.into_iter().map(|id| (id, self.code(id))).collect();
        known.insert(key, (Arc::clone(&overlap.schools), Arc::clone(&named)));
        named
    }

    pub(in crate::store) fn product(&self, id: ProductId) -> String {
        self.product_name(id).to_string()
    }

    pub(in crate::store) fn product_name(&self, id: ProductId) -> Arc<str> {
        let name = self.products.get(&id).cloned();
        name.unwrap_or_else(|| format!("product {id}").into())
    }

    /// What was said to stay: the product's name, or the contract's number.
    fn keeper(&self, alert: &Alert) -> Option<String> {
        let product = alert.keeper.map(|id| self.product(id));
        product.or_else(|| {
            let (number, _) = self.contracts.get(&alert.keeper_contract?)?;
            Some(number.to_string())
        })
    }

    pub(in crate::store) fn code(&self, school: SchoolId) -> Arc<str> {
        let code = self.codes.get(&school).cloned();
        code.unwrap_or_else(|| "district".into())
    }

    /// `Gimkit Pro`, `Nearpod + Pear Deck`, `Nearpod + 3 more`.
    pub(super) fn title(&self, overlap: &Overlap) -> String {
        let mut ids = overlap.products.clone();
        ids.sort_by_key(|id| !overlap.keeps_product(*id));
        match ids.as_slice() {
            [] => "nothing".into(),
            [one] => self.product(*one),
            [a, b] => format!("{} + {}", self.product(*a), self.product(*b)),
            [a, more @ ..] => format!("{} + {} more", self.product(*a), more.len()),
        }
    }

    pub(super) fn member(&self, member: &Member) -> MemberRow {
        let (contract, number) = self.contract(member.line);
        let claimed = crate::domain::overlap::claims::part_of(member.cost, member.claimed);
        MemberRow {
            contract,
            number,
            product: member.product,
            product_name: self.product_name(member.product),
            school: member.school,
            school_code: self.code(member.school),
            cost: member.cost,
            claimed: claimed + member.excess,
            hidden: self.hides(contract),
        }
    }

    fn why(&self, overlap: &Overlap) -> String {
        let at = match overlap.schools.len() {
            1 => self.names.school(overlap.schools[0]),
            many => format!("{many} schools"),
        };
        let function = overlap.function.and_then(|id| self.functions.get(&id));
        let job = function.map_or("the same", String::as_str);
        (overlap.kind.described().why)(overlap, &at, job)
    }
}

/// The lines that stay, at the schools it is about.
pub(super) fn kept(read: &YearFacts, overlap: &Overlap) -> Vec<Member> {
    let of_line = overlap.of_one_product();
    let stays =
        |line: &&PaidLine| overlap.keeps_line(line.id) || overlap.keeps_product(line.product);
    let lines = read.facts.lines.iter().filter(stays);
    let places = lines.flat_map(|line| line.places.iter().map(move |place| (line, place)));
    let schools: HashSet<SchoolId> = overlap.schools.iter().copied().collect();
    let lose = overlap.members.iter().map(|m| (m.line, m.school));
    let lose: HashSet<(LineId, SchoolId)> = lose.collect();
    let here = places.filter(|(line, at)| {
        let elsewhere = of_line && line.buyer == Some(at.school);
        (schools.contains(&at.school) || elsewhere) && !lose.contains(&(line.id, at.school))
    });
    let member = |(line, place): (&PaidLine, &LineAtSchool)| Member {
        line: line.id,
        product: line.product,
        school: place.school,
        cost: place.cost,
        stake: Cents(0),
        claimed: 0,
        excess: Cents(0),
    };
    here.map(member).collect()
}

/// The contract of each line.
pub(in crate::store) fn contracts_of_lines(
    conn: &Connection,
) -> Result<HashMap<LineId, ContractId>, Error> {
    let mut ask = conn.prepare_cached("SELECT id, contract FROM line")?;
    let lines = ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(lines.collect::<rusqlite::Result<_>>()?)
}

/// All alerts, without their cells.
pub(in crate::store) fn board(
    conn: &Connection,
    called: &OverlapNames,
    found: &YearFound,
) -> Result<AlertBoard, Error> {
    let said = said(conn)?;
    let today = found.today;
    let mut known = CodedSchools::new();
    let mut rows: Vec<AlertRow> = found
        .overlaps
        .values()
        .map(|one| {
            let said = said.get(&one.overlap.fingerprint);
            row(called, one, (said, today), &mut known)
        })
        .collect();
    rows.sort_by(|a, b| {
        let order = |row: &AlertRow| (Reverse(row.at_stake), row.act_by);
        order(a).cmp(&order(b)).then_with(|| a.title.cmp(&b.title))
    });
    let shown = found.overlaps.values();
    let shown: HashSet<&str> = shown.map(|one| one.overlap.fingerprint.as_str()).collect();
    let mut gone: Vec<&Alert> = said
        .values()
        .filter(|a| !shown.contains(a.fingerprint.as_str()))
        .collect();
    gone.sort_by_key(|alert| (Reverse(alert.said_on), alert.id));
    let year = found.year;
    let this_year = |alert: &&&Alert| {
        alert
            .said_on
            .is_some_and(|day| year.years.of(day) == year.name)
    };
    // What only rests on prices that are hidden is not over for that.
    let over = gone.iter().filter(|_| !called.hides_prices());
    let closed: Vec<&&Alert> = over.filter(this_year).collect();
    let board = AlertBoard {
        at_stake: rows
            .iter()
            .filter(|row| row.standing.is_open())
            .map(|row| row.at_stake)
            .sum(),
        closed: (
            closed.len(),
            closed.iter().map(|alert| alert.stake_cents).sum(),
        ),
        rows: Vec::new(),
        without_price: left_out(conn, &found.unpriced)?,
    };
    rows.extend(gone.into_iter().map(|alert| gone_row(called, alert, today)));
    rows.shrink_to_fit();
    Ok(AlertBoard { rows, ..board })
}

/// One alert, without its cells.
pub(super) fn row(
    called: &OverlapNames,
    found: &FoundOverlap,
    (said, today): (Option<&Alert>, NaiveDate),
    known: &mut CodedSchools,
) -> AlertRow {
    let overlap = &found.overlap;
    let (standing, returned) = standing(said, Some(overlap), today);
    let proposed = overlap.keeper.map(|keeper| match keeper {
        ProposedKeeper::Line(line) => called.contract(line).1.to_string(),
        ProposedKeeper::Product(product) => called.product(product),
    });
    let planned = said.filter(|said| said.state == AlertState::Planned);
    let stays = planned.and_then(|said| said.keeper);
    let mut products: Vec<ProductId> = overlap.products.clone();
    products.sort_by_key(|id| match stays {
        Some(product) => *id != product,
        None => !overlap.keeps_product(*id),
    });
    let mut contracts: Vec<(ContractId, String)> = Vec::new();
    for line in &found.lines {
        let (id, number) = called.contract(*line);
        if !contracts.iter().any(|(known, _)| *known == id) {
            contracts.push((id, number.to_string()));
        }
    }
    AlertRow {
        name: overlap.name(),
        fingerprint: overlap.fingerprint.clone(),
        kind: overlap.kind,
        title: called.title(overlap),
        products: products
            .into_iter()
            .map(|id| (id, called.product(id)))
            .collect(),
        schools: called.schools(overlap, known),
        at_stake: overlap.at_stake,
        at_stake_here: None,
        savings: overlap.savings,
        masked: overlap.masked,
        hidden: false,
        act_by: overlap.act_by,
        standing,
        returned,
        owner: said
            .and_then(|s| s.owner)
            .and_then(|who| called.names.person(who, today)),
        why: called.why(overlap),
        keeper: (planned.and_then(|said| called.keeper(said))).or_else(|| proposed.clone()),
        proposed,
        losing: found.losing.clone(),
        contracts,
        cells: None,
    }
}

/// The cells of an alert; `read` is what was read of all that bears on it.
pub(in crate::store) fn cells(
    called: &OverlapNames,
    read: &YearFacts,
    overlap: &Overlap,
) -> AlertCells {
    let members = overlap.members.iter();
    let kept = kept(read, overlap);
    AlertCells {
        members: members.map(|member| called.member(member)).collect(),
        kept: kept.iter().map(|member| called.member(member)).collect(),
    }
}

/// One that the records no longer show.
pub(super) fn gone_row(called: &OverlapNames, alert: &Alert, today: NaiveDate) -> AlertRow {
    let standing = if called.hides_prices() {
        standing_unseen(alert)
    } else {
        standing(Some(alert), None, today).0
    };
    AlertRow {
        name: crate::domain::overlap::name(&alert.fingerprint),
        fingerprint: alert.fingerprint.clone(),
        kind: alert.kind,
        title: alert.title.clone(),
        products: alert
            .keeper
            .map(|id| (id, called.product(id)))
            .into_iter()
            .collect(),
        schools: Arc::default(),
        at_stake: alert.stake_cents,
        at_stake_here: None,
        savings: (alert.stake_cents, alert.stake_cents),
        masked: Cents(0),
        hidden: called.hides_prices(),
        act_by: None,
        standing,
        returned: None,
        owner: alert.owner.and_then(|who| called.names.person(who, today)),
        why: if called.hides_prices() {
            "it rests on prices that are hidden from you".into()
        } else if standing == Standing::Resolved {
            "what was planned has happened".into()
        } else {
            "the records no longer show it".into()
        },
        keeper: called.keeper(alert),
        proposed: None,
        losing: Vec::new(),
        contracts: Vec::new(),
        cells: Some(AlertCells::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, Store};
    use crate::tests::district;

    #[test]
    fn what_is_kept_of_names_names_all_nouns_that_they_are_read_of() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("office.db");
        district(&path);
        let mut store = Store::open(&path, Access::Read).unwrap();
        let seen = store.tables_read();
        OverlapNames::read(&store.conn).unwrap();
        let seen = seen.lock().unwrap();
        let named = |kind: &Kind| NAMES.iter().any(|(known, _)| known == kind);
        let read = seen.iter().filter_map(|table| Kind::from_word(table));
        let left_out: Vec<Kind> = read.filter(|kind| !named(kind)).collect();
        assert_eq!(left_out, []);
    }
}

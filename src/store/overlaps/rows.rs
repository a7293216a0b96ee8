//! Alerts as rows, with the names of what they are about and what people said about them.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::contract::{ContractId, LineId};
use crate::domain::money::Cents;
use crate::domain::overlap::alert::Alert;
use crate::domain::overlap::board::{AlertBoard, AlertRow, MemberRow, Standing, standing};
use crate::domain::overlap::engine::FoundOverlaps;
use crate::domain::overlap::facts::{LineAtSchool, PaidLine};
use crate::domain::overlap::{Member, Overlap, ProposedKeeper};
use crate::domain::product::{Function, FunctionId, ProductId};
use crate::domain::school::{School, SchoolId};
use crate::store::Error;
use crate::store::convert::records;
use crate::store::fiscal::YearFacts;
use crate::store::labels::{NamesById, product_names};

/// NamesById of what alerts are about.
pub(in crate::store) struct OverlapNames {
    pub(super) names: NamesById,
    pub(super) products: HashMap<ProductId, String>,
    codes: HashMap<SchoolId, String>,
    functions: HashMap<FunctionId, String>,
    /// By line: its contract and the contract's number.
    pub(in crate::store) lines: HashMap<LineId, (ContractId, String)>,
    /// By line: the school that bought it, where one did.
    buyers: HashMap<LineId, SchoolId>,
}

impl OverlapNames {
    pub(in crate::store) fn read(
        conn: &Connection,
        read: &YearFacts,
    ) -> Result<OverlapNames, Error> {
        let schools = records::<School>(conn, "", [])?.into_iter();
        let functions = records::<Function>(conn, "", [])?.into_iter();
        let lines = read.cases.iter().flat_map(|(case, _)| {
            let contract = &case.contract;
            let of = |line: LineId| (line, (contract.id, contract.number.clone()));
            case.lines.iter().map(move |line| of(line.id))
        });
        let buyers = read.cases.iter().flat_map(|(case, _)| {
            let lines = case.lines.iter().map(|line| line.id);
            lines.filter_map(|line| Some((line, case.contract.buyer?)))
        });
        Ok(OverlapNames {
            buyers: buyers.collect(),
            names: NamesById::read(conn)?,
            products: product_names(conn)?,
            codes: schools.map(|s| (s.id, s.code)).collect(),
            functions: functions.map(|f| (f.id, f.name)).collect(),
            lines: lines.collect(),
        })
    }

    /// The schools it is about: those with something at stake, and the one that bought what stays.
    fn schools(&self, overlap: &Overlap) -> Vec<(SchoolId, String)> {
        let mut ids = overlap.schools.clone();
        if let Some(ProposedKeeper::Line(line)) = overlap.keeper {
            ids.extend(self.buyers.get(&line));
        }
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().map(|id| (id, self.code(id))).collect()
    }

    pub(in crate::store) fn product(&self, id: ProductId) -> String {
        let name = self.products.get(&id).cloned();
        name.unwrap_or_else(|| format!("product {id}"))
    }

    pub(in crate::store) fn code(&self, school: SchoolId) -> String {
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

    fn member(&self, member: &Member) -> MemberRow {
        let (contract, number) = self.lines.get(&member.line).cloned().unwrap_or_default();
        let claimed = crate::domain::overlap::claims::part_of(member.cost, member.claimed);
        MemberRow {
            contract,
            number,
            product: member.product,
            product_name: self.product(member.product),
            school: member.school,
            school_code: self.code(member.school),
            cost: member.cost,
            claimed: claimed + member.excess,
        }
    }

    /// The lines that stay, at the schools it is about.
    fn kept(&self, read: &YearFacts, overlap: &Overlap) -> Vec<MemberRow> {
        let of_line = overlap.of_one_product();
        let stays =
            |line: &&PaidLine| overlap.keeps_line(line.id) || overlap.keeps_product(line.product);
        let lines = read.facts.lines.iter().filter(stays);
        let places = lines.flat_map(|line| line.places.iter().map(move |place| (line, place)));
        let here = places.filter(|(line, at)| {
            let loses = |m: &Member| m.line == line.id && m.school == at.school;
            let elsewhere = of_line && line.buyer == Some(at.school);
            (overlap.schools.contains(&at.school) || elsewhere)
                && !overlap.members.iter().any(loses)
        });
        let member = |(line, place): (&PaidLine, &LineAtSchool)| {
            self.member(&Member {
                line: line.id,
                product: line.product,
                school: place.school,
                cost: place.cost,
                stake: Cents(0),
                claimed: 0,
                excess: Cents(0),
            })
        };
        here.map(member).collect()
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

/// What people said, by fingerprint.
pub(in crate::store) fn said(conn: &Connection) -> Result<HashMap<String, Alert>, Error> {
    let said = records::<Alert>(conn, "", [])?.into_iter();
    Ok(said
        .map(|alert| (alert.fingerprint.clone(), alert))
        .collect())
}

/// What people said about one.
pub(super) fn said_of(conn: &Connection, fingerprint: &str) -> Result<Option<Alert>, Error> {
    Ok(records::<Alert>(conn, "WHERE fingerprint = ?1", [fingerprint])?.pop())
}

/// All alerts.
pub(super) fn board(
    conn: &Connection,
    read: &YearFacts,
    found: &FoundOverlaps,
    today: NaiveDate,
) -> Result<AlertBoard, Error> {
    let called = OverlapNames::read(conn, read)?;
    let said = said(conn)?;
    let mut rows: Vec<AlertRow> = found
        .overlaps
        .iter()
        .map(|overlap| {
            row(
                (&called, read),
                overlap,
                said.get(&overlap.fingerprint),
                today,
            )
        })
        .collect();
    rows.sort_by(|a, b| {
        let order = |row: &AlertRow| (Reverse(row.at_stake), row.act_by);
        order(a).cmp(&order(b)).then_with(|| a.title.cmp(&b.title))
    });
    let shown: HashSet<&str> = found
        .overlaps
        .iter()
        .map(|o| o.fingerprint.as_str())
        .collect();
    let mut gone: Vec<&Alert> = said
        .values()
        .filter(|a| !shown.contains(a.fingerprint.as_str()))
        .collect();
    gone.sort_by_key(|alert| (Reverse(alert.said_on), alert.id));
    let this_year = |alert: &&&Alert| {
        alert
            .said_on
            .is_some_and(|day| read.year.years.of(day) == read.year.name)
    };
    let closed: Vec<&&Alert> = gone.iter().filter(this_year).collect();
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
        without_price: read.without_price(),
    };
    rows.extend(
        gone.into_iter()
            .map(|alert| gone_row(&called, alert, today)),
    );
    Ok(AlertBoard { rows, ..board })
}

/// One alert.
pub(super) fn row(
    (called, read): (&OverlapNames, &YearFacts),
    overlap: &Overlap,
    said: Option<&Alert>,
    today: NaiveDate,
) -> AlertRow {
    let (standing, returned) = standing(said, Some(overlap), today);
    let keeper = overlap.keeper.map(|keeper| match keeper {
        ProposedKeeper::Line(line) => {
            (called.lines.get(&line)).map_or_else(String::new, |(_, number)| number.clone())
        }
        ProposedKeeper::Product(product) => called.product(product),
    });
    let mut products: Vec<ProductId> = overlap.products.clone();
    products.sort_by_key(|id| !overlap.keeps_product(*id));
    AlertRow {
        name: overlap.name(),
        fingerprint: overlap.fingerprint.clone(),
        kind: overlap.kind,
        title: called.title(overlap),
        products: products
            .into_iter()
            .map(|id| (id, called.product(id)))
            .collect(),
        schools: called.schools(overlap),
        at_stake: overlap.at_stake,
        savings: overlap.savings,
        masked: overlap.masked,
        act_by: overlap.act_by,
        standing,
        returned,
        owner: said
            .and_then(|s| s.owner)
            .and_then(|who| called.names.person(who)),
        why: called.why(overlap),
        keeper,
        kept: called.kept(read, overlap),
        members: overlap
            .members
            .iter()
            .map(|member| called.member(member))
            .collect(),
    }
}

/// One that the records no longer show.
pub(super) fn gone_row(called: &OverlapNames, alert: &Alert, today: NaiveDate) -> AlertRow {
    let (standing, _) = standing(Some(alert), None, today);
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
        schools: Vec::new(),
        at_stake: alert.stake_cents,
        savings: (alert.stake_cents, alert.stake_cents),
        masked: Cents(0),
        act_by: None,
        standing,
        returned: None,
        owner: alert.owner.and_then(|who| called.names.person(who)),
        why: if standing == Standing::Resolved {
            "what was planned has happened".into()
        } else {
            "the records no longer show it".into()
        },
        keeper: alert.keeper.map(|id| called.product(id)),
        kept: Vec::new(),
        members: Vec::new(),
    }
}

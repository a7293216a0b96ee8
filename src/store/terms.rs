//! Contracts with their lines and decisions, each in the term that runs on a day: one pass over each noun,
//! however many contracts there are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, Params, params, params_from_iter};

use super::Error;
use super::convert::{ReadTables, id_list, records, records_of};
use super::desk::Desk;
use super::unpriced::hidden_contracts;
use crate::domain::calendar::Calendar;
use crate::domain::contract::{Contract, ContractId, Line, LineId};
use crate::domain::cost;
use crate::domain::money::Cents;
use crate::domain::policy::Policy;
use crate::domain::product::ProductId;
use crate::domain::record::{Record, RecordId};
use crate::domain::renewal::agenda::Untold;
use crate::domain::renewal::dates::{Dates, Ending, dates};
use crate::domain::renewal::running::{
    Running, as_decided, decided, goes_on, needs_board, running,
};
use crate::domain::renewal::{Renewal, Term};

/// A contract with what decides in which of its terms it is.
pub(super) struct ContractInTerm {
    /// As its record stands.
    pub(super) contract: Contract,
    /// Its lines, likewise.
    pub(super) lines: Vec<Line>,
    /// What was decided for its terms' ends.
    pub(super) decisions: Vec<Renewal>,
    /// Its terms that are over, on record.
    pub(super) past: Vec<Term>,
    /// In the term that runs on the day.
    pub(super) now: Running,
    /// Has the same buyer's next contract for all its products begun?
    pub(super) followed: bool,
    /// What it costs a year, where that is hidden from whoever asks: its days are the same for everybody.
    hidden_a_year: Option<Cents>,
}

impl ContractInTerm {
    /// Is there nothing of it that could still end?
    pub(super) fn is_over(&self) -> bool {
        self.now.over || self.followed
    }

    /// Does it run, and does nobody know what it costs?
    pub(in crate::store) fn lacks_price(&self) -> bool {
        !self.is_over() && self.now.known_price().is_none()
    }

    /// Its last term where another contract follows, as its record has it: nothing of it goes on.
    pub(super) fn last_term(&self) -> Running {
        let contract = Contract {
            auto_renew: Some(false),
            ..self.contract.clone()
        };
        let mut last = Running::recorded(&contract, &self.lines, &self.decisions, &self.past);
        last.over = true;
        last
    }

    /// That it was to end with the running term, or with the one before, where no notice in time is known.
    pub(super) fn untold(&self, today: NaiveDate) -> Option<Untold> {
        let before = self.now.untold.map(|end| decided(&self.decisions, end));
        let decision = before.unwrap_or_else(|| self.decision());
        Untold::of(decision.filter(|_| !self.is_over())?, today)
    }

    /// What was decided for the running term's end.
    pub(super) fn decision(&self) -> Option<&Renewal> {
        decided(&self.decisions, self.now.contract.term_end)
    }
}

/// The dates of the end of a contract's running term, or of its last one. Whether the board must decide follows from
/// the price, whoever may see it.
pub(super) fn dates_of(
    case: &ContractInTerm,
    now: &Running,
    policy: &Policy,
    calendar: &Calendar,
) -> Dates {
    let contract = &now.contract;
    let a_year = case.hidden_a_year.unwrap_or_else(|| now.a_year());
    let board = needs_board(contract, a_year, policy.board_threshold());
    let ending = Ending::of(contract, board);
    dates(&ending, calendar, &policy.renewal_rules())
}

/// The last day of a contract as its record stands, where its term to this earlier day is kept as gone by; one that began
/// on another day than the one asked about is another term.
pub(super) fn gone_on(
    conn: &Connection,
    contract: ContractId,
    starts: Option<NaiveDate>,
    ends: NaiveDate,
) -> Result<Option<NaiveDate>, Error> {
    let of_contract = "WHERE contract = ?1 AND ends = ?2";
    let terms = records::<Term>(conn, of_contract, params![contract, ends.to_string()])?;
    let same = |term: &Term| starts.is_none() || term.starts.is_none() || term.starts == starts;
    if !terms.iter().any(same) {
        return Ok(None);
    }
    let runs_to = super::one::<Contract>(conn, contract)?.term_end;
    Ok((runs_to > ends).then_some(runs_to))
}

/// So many contracts are read at once, with all that is about them.
const AT_ONCE: usize = 500;

/// Contracts, in order of id, all or the one with this id; some of them at a time, for of a large district all are too many
/// to be held.
pub(super) fn each_held(
    conn: &Connection,
    only: Option<ContractId>,
    today: NaiveDate,
    mut tell: impl FnMut(Vec<ContractInTerm>) -> Result<(), Error>,
) -> Result<(), Error> {
    if let Some(id) = only {
        return tell(held_these(conn, Some(&[id]), today)?);
    }
    let mut ask = conn.prepare_cached("SELECT id FROM contract ORDER BY id")?;
    let ids = ask.query_map([], |row| row.get(0))?;
    let ids: Vec<ContractId> = ids.collect::<rusqlite::Result<_>>()?;
    for some in ids.chunks(AT_ONCE) {
        tell(held_these(conn, Some(some), today)?)?;
    }
    Ok(())
}

/// The contracts with a line of one of these products.
pub(super) fn paying_for(
    conn: &Connection,
    products: &[ProductId],
) -> Result<Vec<ContractId>, Error> {
    let mut ask = conn.prepare_cached(
        "SELECT DISTINCT contract FROM line WHERE product IN (SELECT value FROM json_each(?1))",
    )?;
    let contracts = ask.query_map([id_list(products)], |row| row.get(0))?;
    Ok(contracts.collect::<rusqlite::Result<_>>()?)
}

/// Contracts, in order of id: all, or those with these ids.
pub(super) fn held_these(
    conn: &Connection,
    these: Option<&[ContractId]>,
    today: NaiveDate,
) -> Result<Vec<ContractInTerm>, Error> {
    let mut found = held_of(conn, ReadTables::AsSeen, these, today)?;
    let ids = found.iter().map(|case| case.contract.id);
    let hidden: HashMap<ContractId, Cents> = hidden_of(conn, ids, today)?
        .into_iter()
        .map(|case| (case.contract.id, case.now.a_year()))
        .collect();
    for case in &mut found {
        case.hidden_a_year = hidden.get(&case.contract.id).copied();
    }
    Ok(found)
}

/// Those of these contracts whose prices are hidden from whoever asks, with their prices.
fn hidden_of(
    conn: &Connection,
    ids: impl Iterator<Item = ContractId>,
    today: NaiveDate,
) -> Result<Vec<ContractInTerm>, Error> {
    let hidden = hidden_contracts(conn)?;
    let ids: BTreeSet<ContractId> = ids.filter(|id| hidden.contains(id)).collect();
    let ids: Vec<ContractId> = ids.into_iter().collect();
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        found.append(&mut held_of(conn, ReadTables::OfFile, Some(some), today)?);
    }
    Ok(found)
}

/// What these lines cost a year whose prices are hidden from whoever asks: for what follows from a price, and is told to
/// everybody.
pub(in crate::store) fn hidden_a_year(
    conn: &Connection,
    terms: &[LineInTerm],
    today: NaiveDate,
) -> Result<HashMap<LineId, Cents>, Error> {
    let ids = terms.iter().map(|term| term.contract.id);
    let mut a_year = HashMap::new();
    for case in hidden_of(conn, ids, today)? {
        let lines = case.now.lines.iter();
        a_year.extend(lines.filter_map(|line| Some((line.id, case.now.line_a_year(line)?))));
    }
    Ok(a_year)
}

fn held_of(
    conn: &Connection,
    tables: ReadTables,
    these: Option<&[ContractId]>,
    today: NaiveDate,
) -> Result<Vec<ContractInTerm>, Error> {
    let arg = these.map(id_list);
    let arg = arg.as_slice();
    let some = |sql: &'static str| if these.is_some() { sql } else { "" };
    // Whether another contract follows is seen from the lines that are of the same products.
    let rest = some(
        "WHERE product IN (SELECT product FROM line
        WHERE contract IN (SELECT value FROM json_each(?1)))",
    );
    let mut lines = records_of::<Line>(conn, tables, rest, params_from_iter(arg))?;
    // A price is shared out to the lines in this order.
    lines.sort_by_key(|line| line.id);
    let rest = some("WHERE id IN (SELECT value FROM json_each(?1)) OR id IN (SELECT contract FROM line
        WHERE product IN (SELECT product FROM line WHERE contract IN (SELECT value FROM json_each(?1))))");
    let contracts = records_of::<Contract>(conn, tables, rest, params_from_iter(arg))?;
    let followed = followed(&contracts, &lines, today);
    let mut lines = grouped(lines, |line| line.contract);
    let rest = some("WHERE contract IN (SELECT value FROM json_each(?1))");
    let decisions: Vec<Renewal> = records_of(conn, tables, rest, params_from_iter(arg))?;
    let decisions = to_be_sent_by(conn, &contracts, decisions)?;
    let mut decisions = grouped(decisions, |decision| decision.contract);
    let past: Vec<Term> = records_of(conn, tables, rest, params_from_iter(arg))?;
    let mut past = grouped(past, |term| term.contract);
    let ids: Option<HashSet<ContractId>> = these.map(|ids| ids.iter().copied().collect());
    let wanted = contracts
        .into_iter()
        .filter(|contract| ids.as_ref().is_none_or(|ids| ids.contains(&contract.id)));
    let mut found: Vec<ContractInTerm> = wanted
        .map(|contract| {
            let id = contract.id;
            let lines = lines.remove(&id).unwrap_or_default();
            let decisions = decisions.remove(&id).unwrap_or_default();
            let past = past.remove(&id).unwrap_or_default();
            ContractInTerm {
                now: running(&contract, &lines, &decisions, &past, today),
                followed: followed.contains(&id),
                contract,
                lines,
                decisions,
                past,
                hidden_a_year: None,
            }
        })
        .collect();
    found.sort_by_key(|case| case.contract.id);
    Ok(found)
}

/// Decisions about these contracts; those whose notice is still to be sent with the vendor's day as the paper has it now,
/// which may have been read again since they were taken.
pub(super) fn to_be_sent_by(
    conn: &Connection,
    contracts: &[Contract],
    mut decisions: Vec<Renewal>,
) -> Result<Vec<Renewal>, Error> {
    // What was read in as history has no such day, and says how it came out.
    let unsent =
        |d: &&mut Renewal| d.choice.ends() && d.notice_due.is_some() && d.notice_sent.is_none();
    let mut unsent = decisions.iter_mut().filter(unsent).peekable();
    if unsent.peek().is_some() {
        let desk = Desk::new(conn)?;
        let rules = desk.policy.renewal_rules();
        let by_id: HashMap<_, &Contract> = contracts.iter().map(|c| (c.id, c)).collect();
        for decision in unsent {
            let of = by_id.get(&decision.contract);
            if let Some(contract) = of.filter(|c| c.term_end <= decision.cycle_end) {
                let ending = Ending {
                    term_end: decision.cycle_end,
                    ..Ending::of(contract, false)
                };
                decision.notice_due = dates(&ending, &desk.calendar, &rules).cancel_by;
            }
        }
    }
    Ok(decisions)
}

/// One contract, whatever became of it.
pub(super) fn one(
    conn: &Connection,
    id: ContractId,
    today: NaiveDate,
) -> Result<ContractInTerm, Error> {
    held_these(conn, Some(&[id]), today)?
        .pop()
        .ok_or_else(|| Error::Missing {
            what: format!("contract {id}"),
        })
}

/// The contracts all of whose lines are followed by another contract's.
fn followed(contracts: &[Contract], lines: &[Line], today: NaiveDate) -> HashSet<ContractId> {
    let by_id: HashMap<_, &Contract> = contracts.iter().map(|c| (c.id, c)).collect();
    let terms: Vec<(&Contract, Line)> = lines
        .iter()
        .filter_map(|line| Some((*by_id.get(&line.contract)?, line.clone())))
        .collect();
    let followed = cost::followed(&terms, today);
    let mut all: HashMap<ContractId, bool> = HashMap::new();
    for ((contract, _), followed) in terms.iter().zip(followed) {
        *all.entry(contract.id).or_insert(true) &= followed;
    }
    all.into_iter()
        .filter(|(_, all)| *all)
        .map(|(id, _)| id)
        .collect()
}

/// Records sorted out by what they belong to.
pub(super) fn grouped<R, I: Eq + Hash>(
    records: Vec<R>,
    of: impl Fn(&R) -> I,
) -> HashMap<I, Vec<R>> {
    let mut groups: HashMap<I, Vec<R>> = HashMap::new();
    for record in records {
        groups.entry(of(&record)).or_default().push(record);
    }
    groups
}

/// A line of a contract, both in the term that runs today.
#[derive(Debug, Clone)]
pub(in crate::store) struct LineInTerm {
    /// As it stands after what was decided: one that is to end does not renew by itself.
    pub(in crate::store) contract: Arc<Contract>,
    pub(in crate::store) line: Line,
    /// Is it in force today?
    pub(in crate::store) in_force: bool,
    /// Is it settled that no term follows it: was it cancelled, or does it not renew?
    pub(in crate::store) ends: bool,
    /// The running term, where its record still has one before it.
    now: Option<Arc<Running>>,
}

/// A contract as it stands, whether it is settled that it ends, and its running term where its record has one before it.
type StandingContract = (Arc<Contract>, bool, Option<Arc<Running>>);

/// Lines in the terms that run today, whether or not anybody has rolled their contracts over: the one reader of
/// what a product's or a school's contracts cost and until when they run. `rest` chooses the lines; a term that
/// goes on only because nobody knows whether it does is told as its record has it.
pub(in crate::store) fn lines_in_term(
    conn: &Connection,
    rest: &str,
    args: impl Params,
    today: NaiveDate,
) -> Result<Vec<LineInTerm>, Error> {
    let lines = records::<Line>(conn, rest, args)?;
    let ids: BTreeSet<ContractId> = lines.iter().map(|line| line.contract).collect();
    let ids: Vec<ContractId> = ids.into_iter().collect();
    let decided = "WHERE contract IN (SELECT value FROM json_each(?1))
        AND cycle_end = (SELECT term_end FROM contract WHERE id = renewal.contract)";
    let decided = records::<Renewal>(conn, decided, [id_list(&ids)])?;
    let recorded = of_these::<Contract>(conn, "id", &ids)?;
    let decided = to_be_sent_by(conn, &recorded, decided)?.into_iter();
    let decided: HashMap<_, Renewal> = decided.map(|d| (d.contract, d)).collect();
    let passed = recorded.iter().filter(|one| one.term_end < today);
    let passed: Vec<ContractId> = passed
        .filter(|one| goes_on(one, decided.get(&one.id), today))
        .map(|one| one.id)
        .collect();
    let mut terms: HashMap<ContractId, StandingContract> = HashMap::new();
    for some in passed.chunks(AT_ONCE) {
        let cases = held_these(conn, Some(some), today)?.into_iter();
        for case in cases.filter(|case| !case.followed && !case.now.assumed) {
            let ends = !goes_on(&case.now.contract, case.decision(), today);
            let contract = as_decided(case.now.contract.clone(), case.decision(), today);
            let now = Some(Arc::new(case.now));
            terms.insert(contract.id, (Arc::new(contract), ends, now));
        }
    }
    for contract in recorded {
        let decision = decided.get(&contract.id);
        terms.entry(contract.id).or_insert_with(|| {
            let ends = !goes_on(&contract, decision, today);
            (Arc::new(as_decided(contract, decision, today)), ends, None)
        });
    }
    let told = lines.into_iter().filter_map(|line| {
        let (contract, ends, now) = terms.get(&line.contract)?.clone();
        let then = now.as_ref().and_then(|now| now.line(line.id).cloned());
        Some(LineInTerm {
            contract,
            line: then.unwrap_or(line),
            in_force: false,
            ends,
            now,
        })
    });
    let mut told: Vec<LineInTerm> = told.collect();
    let pairs = told.iter().map(|term| (&*term.contract, &term.line));
    let in_force = cost::in_force(&pairs.collect::<Vec<_>>(), today);
    for (term, in_force) in told.iter_mut().zip(in_force) {
        term.in_force = in_force;
    }
    Ok(told)
}

/// What a line of a contract costs a year.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::store) struct AYear {
    /// The line, where its price is known.
    pub(in crate::store) line: Option<Cents>,
    /// One seat of it, where seats are counted too.
    pub(in crate::store) seat: Option<Cents>,
}

/// What lines cost a year in the terms that run today, in the order of these. Only where a contract has
/// renewed is more read: its price may have been made from that of a term before.
pub(in crate::store) fn a_year(
    conn: &Connection,
    terms: &[LineInTerm],
) -> Result<Vec<AYear>, Error> {
    let recorded = terms.iter().filter(|term| term.now.is_none());
    let contracts = recorded.map(|term| &term.contract);
    let renewed = contracts.filter(|contract| contract.has_renewed());
    let renewed: BTreeMap<ContractId, &Arc<Contract>> = renewed.map(|c| (c.id, c)).collect();
    let mut known: HashMap<ContractId, Running> = HashMap::new();
    if !renewed.is_empty() {
        let ids: Vec<ContractId> = renewed.keys().copied().collect();
        let mut lines = of_these::<Line>(conn, "contract", &ids)?;
        lines.sort_by_key(|line| line.id);
        let lines = grouped(lines, |line| line.contract);
        let decisions = of_these::<Renewal>(conn, "contract", &ids)?;
        let decisions = grouped(decisions, |decision| decision.contract);
        let past = grouped(of_these::<Term>(conn, "contract", &ids)?, |t| t.contract);
        for (id, contract) in renewed {
            let lines = lines.get(&id).map_or(&[][..], Vec::as_slice);
            let decisions = decisions.get(&id).map_or(&[][..], Vec::as_slice);
            let past = past.get(&id).map_or(&[][..], Vec::as_slice);
            known.insert(id, Running::recorded(contract, lines, decisions, past));
        }
    }
    let a_year = terms.iter().map(
        |LineInTerm {
             contract,
             line,
             now,
             ..
         }| {
            let told = |now: &Running| AYear {
                line: now.line_a_year(line),
                seat: now.seat_a_year(line),
            };
            let alone = || Running::recorded(contract, std::slice::from_ref(line), &[], &[]);
            let now = now.as_deref().or_else(|| known.get(&contract.id));
            now.map_or_else(|| told(&alone()), told)
        },
    );
    Ok(a_year.collect())
}

/// Records of one noun that hold one of these ids in a field, found in one pass.
pub(super) fn of_these<R: Record>(
    conn: &Connection,
    field: &str,
    ids: &[impl RecordId],
) -> Result<Vec<R>, Error> {
    let rest = format!("WHERE \"{field}\" IN (SELECT value FROM json_each(?1))");
    records(conn, &rest, [id_list(ids)])
}
